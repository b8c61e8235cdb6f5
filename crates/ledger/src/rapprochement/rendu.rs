//! The report for a person (terminal, HTML page) and for a program (JSON, CSV).

use std::fmt::Write as _;

use cddu_rates::Gravite;

use super::{Candidat, Document, Ecart, Report, Statut};
use crate::montant::french;

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
            "identifiant;regle;nom;gravite;statut;cle;gauche;droite;ecart;message;cause;remede;candidats;justification\r\n",
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
                candidates(e, usize::MAX),
                e.justification.clone(),
            ];
            out.push_str(&crate::csv_line(&fields, ';'));
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
            for e in list {
                let amount =
                    if e.ecart.is_zero() { String::new() } else { format!(" écart {}", french(e.ecart)) };
                let state = if e.statut == Statut::Ouvert { "" } else { " [justifié]" };
                let _ = writeln!(out, "  {} {}{amount}{state}", e.regle, e.nom);
                wrap(&mut out, &e.message, largeur, "      ");
                if let Some(cause) = &e.cause {
                    wrap(&mut out, &format!("cause probable : {}", cause.texte), largeur, "      ");
                }
                if !e.candidats.is_empty() {
                    wrap(&mut out, &format!("voir : {}", candidates(e, 6)), largeur, "      ");
                }
                wrap(&mut out, &format!("remède : {}", e.remede), largeur, "      ");
                if !e.justification.is_empty() {
                    wrap(&mut out, &format!("justification : {}", e.justification), largeur, "      ");
                }
            }
        }
        let _ = writeln!(out, "\nRègles appliquées : {}", self.rules());
        for line in self.skipped() {
            wrap(&mut out, &line, largeur, "  ");
        }
        out
    }

    /// The report as an HTML page that prints on paper and stands alone.
    #[must_use]
    pub fn html(&self, titre: &str) -> String {
        let mut out = String::from("<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n");
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
            for e in list {
                let side = |c: Option<cddu_rates::Cents>| c.map_or_else(String::new, french);
                let gap = if e.ecart.is_zero() { String::new() } else { french(e.ecart) };
                let mut state = statut(e.statut).to_owned();
                if !e.justification.is_empty() {
                    let _ = write!(state, " : {}", e.justification);
                }
                let mut remedy = escape(&e.remede);
                for c in &e.correction {
                    let aux = c.auxiliaire.as_deref().map_or_else(String::new, |a| format!(" {}", escape(a)));
                    let (mot, montant) =
                        if c.debit.is_zero() { ("crédit", c.credit) } else { ("débit", c.debit) };
                    let _ = write!(remedy, "<br>{mot} {}{aux} : {}", escape(&c.compte), french(montant));
                }
                let _ = writeln!(
                    out,
                    "<tr><td title=\"{}\">{}</td><td><strong>{}</strong><br>{}</td><td class=\"m\">{}</td><td class=\"m\">{}</td>\
                     <td class=\"m\">{gap}</td><td>{}</td><td>{}</td><td>{remedy}</td><td>{}</td></tr>",
                    escape(&e.identifiant),
                    escape(&e.regle),
                    escape(&e.nom),
                    escape(&e.message),
                    side(e.gauche),
                    side(e.droite),
                    e.cause.as_ref().map_or_else(String::new, |c| escape(&c.texte)),
                    escape(&candidates(e, 12)),
                    escape(&state)
                );
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
    vertical-align:top;text-align:left}th{background:#eee}td.m{text-align:right;white-space:nowrap}tr{break-inside:avoid}\
    @media print{body{margin:0}@page{size:A4 landscape;margin:1cm}}";

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

fn candidates(e: &Ecart, most: usize) -> String {
    let show = |c: &Candidat| {
        let ligne = c.ligne.map_or_else(String::new, |l| format!(" ligne {l}"));
        format!("{} {}{ligne} ({})", document(c.document), c.reference, french(c.montant))
    };
    let mut out: Vec<String> = e.candidats.iter().take(most).map(show).collect();
    if e.candidats.len() > most {
        out.push(format!("et {} autres", e.candidats.len() - most));
    }
    out.join(" ; ")
}

fn escape(texte: &str) -> String {
    texte.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn wrap(out: &mut String, texte: &str, largeur: usize, marge: &str) {
    let room = largeur.saturating_sub(marge.len()).max(20);
    let mut line = String::new();
    for word in texte.split_whitespace() {
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
