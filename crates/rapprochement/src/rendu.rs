//! The report for a person (terminal, HTML page) and for a program (JSON, CSV).

use std::fmt::Write as _;

use cddu_rates::Gravite;

use crate::{Candidat, Document, Ecart, Report, Statut};
use cddu_ledger::montant::{french, lisible};

impl Report {
    /// The report as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// One line per difference; semicolons, amounts with a comma.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = String::from(
            "identifiant;regle;nom;gravite;statut;cle;gauche;droite;ecart;message;cause;remede;correction;candidats;justification\r\n",
        );
        for e in &self.ecarts {
            let side = |c: Option<cddu_rates::Cents>| c.map_or_else(String::new, french);
            let fields = [
                e.identifiant.clone(),
                e.regle.clone(),
                e.nom.clone(),
                e.gravite.to_string(),
                statut(e.statut).to_owned(),
                e.cle.to_string(),
                side(e.gauche),
                side(e.droite),
                french(e.ecart),
                e.message.clone(),
                e.cause.as_ref().map_or_else(String::new, |c| c.texte.clone()),
                e.remede.clone(),
                corrections(&[e], usize::MAX).join(" ; "),
                candidates(e, usize::MAX),
                e.justification.clone(),
            ];
            out.push_str(&cddu_ledger::csv_line(&fields, ';'));
        }
        out
    }

    /// The report as text, for a terminal of `largeur` columns.
    #[must_use]
    pub fn terminal(&self, largeur: usize) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "{}", self.heading());
        for gravite in [Gravite::Bloquant, Gravite::Majeur, Gravite::Mineur, Gravite::Info] {
            let list: Vec<&Ecart> = self.ecarts.iter().filter(|e| e.gravite == gravite).collect();
            if list.is_empty() {
                continue;
            }
            let _ = writeln!(out, "\n{} ({})", gravite.to_string().to_uppercase(), list.len());
            for group in groups(&list) {
                entry(&mut out, &group, largeur);
            }
        }
        out.push('\n');
        let count = self.appliquees.len();
        wrap(&mut out, &format!("{count} règles appliquées (éléments vus) : {}", self.rules()), largeur, "");
        for line in self.skipped() {
            wrap(&mut out, &line, largeur, "  ");
        }
        out
    }

    /// The report as an HTML page that prints on paper and stands alone.
    #[must_use]
    pub fn html(&self, titre: &str) -> String {
        let mut out = String::from(
            "<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
        );
        let _ = writeln!(out, "<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>", escape(titre));
        let _ = writeln!(out, "<h1>{}</h1>\n<p>{}</p>", escape(titre), escape(&self.heading()));
        for gravite in [Gravite::Bloquant, Gravite::Majeur, Gravite::Mineur, Gravite::Info] {
            let list: Vec<&Ecart> = self.ecarts.iter().filter(|e| e.gravite == gravite).collect();
            if list.is_empty() {
                continue;
            }
            let _ = writeln!(
                out,
                "<h2>{} ({})</h2>\n<table>\n<thead><tr><th>Règle</th><th>Constat</th><th>Gauche</th><th>Droite</th>\
                 <th>Écart</th><th>Cause probable</th><th>Voir</th><th>Remède</th><th>Statut</th></tr></thead>\n<tbody>",
                title(gravite),
                list.len()
            );
            for group in groups(&list) {
                row(&mut out, &group);
            }
            out.push_str("</tbody>\n</table>\n");
        }
        let _ = writeln!(out, "<h2>Règles</h2>\n<p>Appliquées : {}</p>\n<ul>", escape(&self.rules()));
        for line in self.skipped() {
            let _ = writeln!(out, "<li>{}</li>", escape(&line));
        }
        out.push_str("</ul>\n</body>\n</html>\n");
        out
    }

    fn heading(&self) -> String {
        let mois = self.mois.map_or_else(String::new, |m| format!(" de {m}"));
        let compte = self.compte();
        if compte.is_empty() {
            return format!("Rapprochement{mois} : aucun écart ouvert");
        }
        let parts: Vec<String> =
            compte.iter().map(|(g, n)| format!("{n} {g}{}", if *n > 1 { "s" } else { "" })).collect();
        let parts = parts.join(", ").replace("infos", "info");
        format!("Rapprochement{mois} : {parts}")
    }

    fn rules(&self) -> String {
        let list: Vec<String> = self.appliquees.iter().map(|(r, n)| format!("{r} ({n})")).collect();
        list.join(", ")
    }

    fn skipped(&self) -> Vec<String> {
        let mut out: Vec<(String, Vec<&str>)> = Vec::new();
        for e in &self.ecartees {
            match out.iter_mut().find(|(raison, _)| *raison == e.raison) {
                Some((_, rules)) => rules.push(&e.regle),
                None => out.push((e.raison.clone(), vec![&e.regle])),
            }
        }
        out.into_iter()
            .map(|(raison, rules)| format!("non appliquées, {raison} : {}", rules.join(", ")))
            .collect()
    }
}

const STYLE: &str = "body{font:10pt/1.4 sans-serif;margin:1.5cm;color:#111}h1{font-size:16pt}h2{font-size:12pt;\
    margin-top:1.2em}table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:3px 5px;\
    vertical-align:top;text-align:left}th{background:#eee}td.m{text-align:right;white-space:nowrap}td:nth-child(6),td:nth-child(8){min-width:11em}tr{break-inside:avoid}\
    @media print{body{margin:0}@page{size:A4 landscape;margin:1cm}}\
    @media screen and (max-width:760px){body{margin:.8em}thead{display:none}tr{display:block;border:1px solid #999;\
    margin-bottom:.8em;padding:.3em .5em}td,td.m{display:block;border:0;padding:2px 0;text-align:left;white-space:normal;\
    overflow-wrap:anywhere}td:empty{display:none}td[data-t]::before{content:attr(data-t) \" : \";color:#555}}";

const fn title(gravite: Gravite) -> &'static str {
    match gravite {
        Gravite::Bloquant => "Bloquants",
        Gravite::Majeur => "Majeurs",
        Gravite::Mineur => "Mineurs",
        Gravite::Info => "Pour information",
    }
}

const fn statut(statut: Statut) -> &'static str {
    match statut {
        Statut::Ouvert => "ouvert",
        Statut::Justifie => "justifié",
        Statut::Corrige => "corrigé",
    }
}

const fn document(document: Document) -> &'static str {
    match document {
        Document::Bulletin => "bulletin",
        Document::Note => "note",
        Document::Ecriture => "écriture",
        Document::GrandLivre => "grand livre",
        Document::Balance => "balance",
        Document::Dsn => "DSN",
        Document::Aem => "AEM",
        Document::Conges => "Congés Spectacles",
        Document::Virement => "virement",
        Document::Das2 => "DAS2",
        Document::Bareme => "barème",
    }
}

/// Differences that one cause explains together (an entry that is missing, in double or at another date), the others
/// alone; in the order of the first of each group.
fn groups<'a>(list: &[&'a Ecart]) -> Vec<Vec<&'a Ecart>> {
    let key = |e: &'a Ecart| {
        let cause = e.cause.as_ref()?;
        let whole =
            ["ecriture_manquante", "doublon", "periode", "bulletin_defait"].contains(&cause.code.as_str());
        whole.then_some((&e.regle, &cause.texte, e.statut, &e.justification))
    };
    let mut out: Vec<Vec<&Ecart>> = Vec::new();
    for e in list {
        match out.iter_mut().find(|g| key(e).is_some() && key(g[0]) == key(e)) {
            Some(group) => group.push(e),
            None => out.push(vec![e]),
        }
    }
    out
}

/// What tells the differences of a group apart: account, auxiliary, gap.
fn parts(group: &[&Ecart], most: usize) -> String {
    let name = |e: &Ecart| {
        let cle = &e.cle;
        let fields = [&cle.compte, &cle.auxiliaire, &cle.personne, &cle.contrat, &cle.code];
        fields.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let shown = group.iter().take(most).map(|e| format!("{} : {}", name(e), lisible(e.ecart)));
    let mut out: Vec<String> = shown.collect();
    if group.len() > most {
        out.push(rest(group.len() - most, ""));
    }
    out.join(" ; ")
}

/// What is not shown.
fn rest(count: usize, what: &str) -> String {
    let plural = if count > 1 { "s" } else { "" };
    let what = if what.is_empty() { String::new() } else { format!("{what}{plural}") };
    format!("et {count} autre{plural}{what}")
}

/// The correcting entry proposed, line by line.
fn corrections(group: &[&Ecart], most: usize) -> Vec<String> {
    let lines: Vec<_> = group.iter().flat_map(|e| &e.correction).collect();
    let mut out: Vec<String> = lines
        .iter()
        .take(most)
        .map(|c| {
            let (mot, montant) = if c.debit.is_zero() { ("crédit", c.credit) } else { ("débit", c.debit) };
            let aux = c.auxiliaire.as_deref().map_or_else(String::new, |a| format!(" {a}"));
            format!("{mot} {}{aux} {}", c.compte, lisible(montant))
        })
        .collect();
    if lines.len() > most {
        out.push(rest(lines.len() - most, " ligne"));
    }
    out
}

/// A difference, or a group of them, on a terminal.
fn entry(out: &mut String, group: &[&Ecart], largeur: usize) {
    const MARGE: &str = "      ";
    let Some(e) = group.first() else { return };
    let amount = match group.len() {
        1 if e.ecart.is_zero() => String::new(),
        1 => format!(" : écart {}", lisible(e.ecart)),
        n => format!(" : {n} écarts"),
    };
    let state = match e.statut {
        Statut::Ouvert => String::new(),
        other => format!(" [{}]", statut(other)),
    };
    let _ = writeln!(out, "  {} {}{amount}{state}", e.regle, e.nom);
    let alone = group.len() == 1;
    let what = if alone { e.message.clone() } else { parts(group, 12) };
    wrap(out, &what, largeur, MARGE);
    if let Some(cause) = &e.cause {
        wrap(out, &format!("cause probable : {}", cause.texte), largeur, MARGE);
    }
    if alone && !e.candidats.is_empty() {
        wrap(out, &format!("voir : {}", candidates(e, 6)), largeur, MARGE);
    }
    wrap(out, &format!("remède : {}", e.remede), largeur, MARGE);
    let lines = corrections(group, 6);
    if !lines.is_empty() {
        wrap(out, &format!("écriture proposée : {}", lines.join(" ; ")), largeur, MARGE);
    }
    if !e.justification.is_empty() {
        wrap(out, &format!("justification : {}", e.justification), largeur, MARGE);
    }
}

/// The same as a row of the page.
fn row(out: &mut String, group: &[&Ecart]) {
    let Some(e) = group.first() else { return };
    let alone = group.len() == 1;
    let side = |c: Option<cddu_rates::Cents>| c.filter(|_| alone).map_or_else(String::new, lisible);
    let gap = if e.ecart.is_zero() || !alone { String::new() } else { lisible(e.ecart) };
    let mut state = statut(e.statut).to_owned();
    if !e.justification.is_empty() {
        let _ = write!(state, " : {}", e.justification);
    }
    let mut remedy = escape(&e.remede);
    for line in corrections(group, 4) {
        let _ = write!(remedy, "<br>{}", escape(&line));
    }
    let what =
        if alone { e.message.clone() } else { format!("{} écarts. {}", group.len(), parts(group, 40)) };
    let _ = writeln!(
        out,
        "<tr><td title=\"{}\">{}</td><td><strong>{}</strong><br>{}</td><td class=\"m\" data-t=\"Gauche\">{}</td>\
         <td class=\"m\" data-t=\"Droite\">{}</td><td class=\"m\" data-t=\"Écart\">{gap}</td><td data-t=\"Cause probable\">{}</td>\
         <td data-t=\"Voir\">{}</td><td data-t=\"Remède\">{remedy}</td><td data-t=\"Statut\">{}</td></tr>",
        escape(&e.identifiant),
        escape(&e.regle),
        escape(&e.nom),
        escape(&what),
        side(e.gauche),
        side(e.droite),
        e.cause.as_ref().map_or_else(String::new, |c| escape(&c.texte)),
        escape(&if alone { candidates(e, 12) } else { String::new() }),
        escape(&state)
    );
}

fn candidates(e: &Ecart, most: usize) -> String {
    let show = |c: &Candidat| {
        let ligne = c.ligne.map_or_else(String::new, |l| format!(" ligne {l}"));
        let montant = if c.montant.is_zero() { String::new() } else { format!(" ({})", lisible(c.montant)) };
        format!("{} {}{ligne}{montant}", document(c.document), c.reference)
    };
    let mut out: Vec<String> = e.candidats.iter().take(most).map(show).collect();
    if e.candidats.len() > most {
        out.push(rest(e.candidats.len() - most, ""));
    }
    out.join(" ; ")
}

fn escape(texte: &str) -> String {
    texte.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn wrap(out: &mut String, texte: &str, largeur: usize, marge: &str) {
    let room = largeur.saturating_sub(marge.len()).max(20);
    let mut line = String::new();
    // A space that does not break keeps an amount in one piece.
    for word in texte.split(' ').filter(|w| !w.is_empty()) {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            let _ = writeln!(out, "{marge}{line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        let _ = writeln!(out, "{marge}{line}");
    }
}
