//! The CDDU to sign: its own conditions in a table, then the clauses of `rates/engagements/clauses.csv`.

use std::collections::BTreeMap;

use cddu_declarations::engagement::{Engagement, Organisme};
use cddu_payslip::{Categorie, Periodicite, gross};
use cddu_rates::{Diagnostic, Quantity};

use crate::attestations::{Sheet, parties};
use crate::bulletin::identity_name;
use crate::context::Context;
use crate::model::{Block, Column, Document, Fact, Row, Signature, Table};
use crate::typo;

/// The contract as a document.
///
/// # Errors
/// `DOC-004` for an address that the tables lack, `DOC-009` for a clause with a word that nothing replaces or for a
/// contract without any clause.
pub fn document(context: &Context, e: &Engagement) -> Result<Document, Diagnostic> {
    let words = words(context, e)?;
    let mut blocks = vec![
        parties(context, &e.employeur, &e.salarie),
        Block::Heading("Conditions particulières".to_owned()),
        Block::Table(conditions(e, &words)),
    ];
    blocks.extend(clauses(context, e, &words)?);
    blocks.push(Block::Signatures(signatures(e)));
    let sheet = Sheet {
        title: title(e.categorie),
        subtitle: "Contrat à durée déterminée d’usage, C. trav. L1242-2 3° et L1242-12",
        employeur: &e.employeur,
        salarie: &e.salarie,
        date: e.dates.debut,
        identifier: format!("contrat-{}-{}", e.contrat, e.dates.debut),
        marks: vec![
            Fact::new("Contrat", e.contrat.clone()),
            Fact::new("N° d’objet", e.numero_objet.clone()),
            Fact::new("À remettre avant le", typo::date(e.remise)),
        ],
        blocks,
    };
    Ok(Document { dense: true, ..sheet.document() })
}

const fn title(categorie: Categorie) -> &'static str {
    match categorie {
        Categorie::Technicien => "Contrat de technicien",
        Categorie::Artiste => "Contrat d’artiste-interprète",
        Categorie::Figurant => "Contrat d’artiste de complément",
        Categorie::Realisateur => "Contrat de réalisateur",
    }
}

const fn key(categorie: Categorie) -> &'static str {
    match categorie {
        Categorie::Technicien => "technicien",
        Categorie::Artiste => "artiste",
        Categorie::Figurant => "figurant",
        Categorie::Realisateur => "realisateur",
    }
}

/// The words that clauses leave to the contract.
type Words = BTreeMap<&'static str, String>;

fn words(context: &Context, e: &Engagement) -> Result<Words, Diagnostic> {
    let day = e.dates.debut;
    let missing = || "non précisée".to_owned();
    let bodies = context.tables();
    let affiliation = e.employeur.numero_france_travail.as_deref();
    Ok(BTreeMap::from([
        ("employeur", e.employeur.raison_sociale.clone().unwrap_or_default()),
        ("representant", format!("{}, {}", e.signature.nom, e.signature.qualite)),
        ("salarie", identity_name(&e.salarie)),
        ("fonction", e.fonction.clone()),
        ("de_fonction", of_function(&e.fonction)),
        ("statut", status(e)),
        ("production", format!("« {} »", e.oeuvre.titre)),
        ("numero_objet", e.numero_objet.clone()),
        (
            "duree_oeuvre",
            e.oeuvre
                .duree_minutes
                .map_or_else(missing, |n| typo::count(usize::try_from(n).unwrap_or_default(), "minute")),
        ),
        ("genre", e.oeuvre.genre.clone().unwrap_or_else(|| "non précisé".to_owned())),
        (
            "destination",
            e.oeuvre.destination.clone().unwrap_or_else(|| "non connue à la signature".to_owned()),
        ),
        ("debut", typo::long_date(e.dates.debut)),
        ("fin", typo::long_date(e.dates.fin)),
        ("essai", trial(e.essai_jours)),
        ("remuneration", pay(e)),
        ("periodicite", rhythm(e.periodicite).to_owned()),
        ("duree", time(e)),
        ("lieu", e.lieu.clone()),
        ("retraite", body(&e.retraite, bodies.mention("adresse_retraite", day)?)),
        ("prevoyance", body(&e.prevoyance, bodies.mention("adresse_prevoyance", day)?)),
        ("conges", bodies.mention("adresse_caisse", day)?.to_owned()),
        ("annexe", e.annexe.to_string()),
        ("affiliation", affiliation.map_or_else(String::new, |n| format!(", numéro {n}"))),
        ("convention", bodies.convention(&e.idcc)),
        ("remise", typo::long_date(e.remise)),
    ]))
}

/// `de Cadreur`, `d’Artiste-interprète`.
fn of_function(name: &str) -> String {
    let first = cddu_rates::fold(name).chars().next();
    let elided = first.is_some_and(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y'))
        || cddu_rates::fold(name).starts_with("habill");
    if elided { format!("d’{name}") } else { format!("de {name}") }
}

/// `artiste`, `technicien, non cadre`.
fn status(e: &Engagement) -> String {
    let cadre = if e.cadre { "cadre" } else { "non cadre" };
    match e.categorie {
        Categorie::Technicien | Categorie::Realisateur => format!("{cadre}, annexe {}", e.annexe),
        Categorie::Artiste | Categorie::Figurant => format!("annexe {}", e.annexe),
    }
}

const fn rhythm(periodicite: Periodicite) -> &'static str {
    match periodicite {
        Periodicite::Mensuelle => "mensuelle",
        Periodicite::Hebdomadaire => "hebdomadaire",
        Periodicite::Journaliere => "journalière",
    }
}

fn trial(days: u32) -> String {
    match days {
        0 => "Il ne comporte pas de période d’essai.".to_owned(),
        n => format!(
            "Il comporte une période d’essai de {}.",
            typo::count(usize::try_from(n).unwrap_or_default(), "jour")
        ),
    }
}

/// `1 364,56 € bruts par semaine de 39 heures`.
fn pay(e: &Engagement) -> String {
    if let Some(brut) = e.brut {
        return format!("Le salaire est de {} bruts pour tout le contrat", typo::euros(brut));
    }
    let amount = e.salaire.map_or_else(String::new, typo::euros);
    let known = if e.au_minimum { ", minimum de la convention" } else { "" };
    format!("Le salaire est de {amount} bruts {}{known}", unit(e))
}

/// What the agreed pay pays for.
fn unit(e: &Engagement) -> String {
    let week = |hours: Option<Quantity>| match hours {
        Some(h) => format!("par semaine de {} heures", typo::quantity(h)),
        None => "par semaine".to_owned(),
    };
    match (e.categorie, e.engagement) {
        // The agreed pay of a technician engaged by the day is that of a week, divided by its hours.
        (Categorie::Technicien, gross::Engagement::Jour) => {
            format!("{}, payés au prorata des heures du jour", week(e.heures_base))
        }
        (Categorie::Technicien, gross::Engagement::Semaine) => week(e.heures_base),
        (_, gross::Engagement::Semaine) => "par semaine".to_owned(),
        (Categorie::Artiste | Categorie::Figurant, gross::Engagement::Jour) => {
            let cachets = match e.cachets {
                0 => String::new(),
                n => format!(", pour {}", typo::count(usize::try_from(n).unwrap_or_default(), "cachet")),
            };
            format!("par cachet d’une journée{cachets}")
        }
        (Categorie::Realisateur, gross::Engagement::Jour) => "par jour".to_owned(),
        (_, gross::Engagement::Mois) => "par mois".to_owned(),
    }
}

fn time(e: &Engagement) -> String {
    match (e.categorie, e.engagement, e.heures_base) {
        (Categorie::Technicien, gross::Engagement::Semaine, Some(h)) => {
            format!("La durée du travail est de {} heures par semaine.", typo::quantity(h))
        }
        (_, gross::Engagement::Semaine, _) => "L’engagement est à la semaine.".to_owned(),
        (_, gross::Engagement::Mois, _) => "L’engagement est au mois.".to_owned(),
        (_, gross::Engagement::Jour, _) if e.dates.days() == 1 => {
            "L’engagement est d’une journée, dont les heures sont portées à la convocation.".to_owned()
        }
        (_, gross::Engagement::Jour, _) => {
            "L’engagement est à la journée, aux jours portés à la feuille de service.".to_owned()
        }
    }
}

/// Name, references and address of a body.
fn body(organisme: &Organisme, address: &str) -> String {
    let references = match organisme.references.as_slice() {
        [] => String::new(),
        list => format!(" (contrat {})", list.join(", ")),
    };
    format!("{}{references}, {address}", organisme.nom)
}

/// The conditions of this contract, one a row.
fn conditions(e: &Engagement, words: &Words) -> Table {
    let mut rows = vec![
        ("Œuvre", format!("{}, objet n° {}", words["production"], e.numero_objet)),
        ("Emploi", format!("{} ({})", e.fonction, words["statut"])),
        ("Dates", format!("{}, termes inclus", typo::period_capital(e.dates))),
        ("Période d’essai", if e.essai_jours == 0 { "aucune".to_owned() } else { days(e.essai_jours) }),
        ("Rémunération", words["remuneration"].replacen("Le salaire est de ", "", 1)),
    ];
    if let Some(minimum) = &e.minimum {
        rows.push((
            "Minimum de la convention",
            format!("{} par {}", typo::euros(minimum.valeur), minimum.unite),
        ));
    }
    rows.push(("Lieu", e.lieu.clone()));
    Table {
        summary: "Conditions particulières du contrat".to_owned(),
        columns: vec![Column::text("Mention", 26), Column::text("Pour ce contrat", 74)],
        rows: rows
            .into_iter()
            .map(|(label, value)| Row::line([label.to_owned(), typo::french(&value)]))
            .collect(),
    }
}

fn days(n: u32) -> String {
    typo::count(usize::try_from(n).unwrap_or_default(), "jour")
}

/// The clauses that concern the contract, their words replaced.
fn clauses(context: &Context, e: &Engagement, words: &Words) -> Result<Vec<Block>, Diagnostic> {
    let tables = context.tables();
    let true_of = |condition: &str| match condition {
        "" => Some(true),
        "dfs" => Some(e.dfs),
        "mineur" => Some(e.mineur),
        _ => None,
    };
    let wrong = |message: String| {
        Diagnostic::error("DOC-009", message).in_file(tables.shown_clauses(), None).hint(
            "corriger la table des clauses : engagements/LISEZMOI.md donne les mots et les conditions admis",
        )
    };
    let mut blocks = Vec::new();
    for clause in tables.clauses(&e.idcc, key(e.categorie), e.dates.debut) {
        let holds = true_of(&clause.condition).ok_or_else(|| {
            wrong(format!("« {} » : condition « {} » inconnue", clause.titre, clause.condition))
        })?;
        if !holds {
            continue;
        }
        let number = blocks.len() / 2 + 1;
        let text = filled(&clause.texte, words)
            .map_err(|word| wrong(format!("« {} » : rien ne remplace « {word} »", clause.titre)))?;
        blocks.push(Block::Heading(format!("{number}. {}", clause.titre)));
        blocks.push(Block::Paragraph(typo::french(&text)));
    }
    if blocks.is_empty() {
        return Err(wrong(format!(
            "aucune clause pour un {} de la convention {} au {}",
            key(e.categorie),
            e.idcc,
            e.dates.debut
        )));
    }
    Ok(blocks)
}

/// A text with its words replaced, or the word that nothing replaces.
fn filled(text: &str, words: &Words) -> Result<String, String> {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (word, next) = after.split_once('}').ok_or_else(|| after.to_owned())?;
        out.push_str(before);
        out.push_str(words.get(word).ok_or_else(|| word.to_owned())?);
        rest = next;
    }
    out.push_str(rest);
    Ok(out)
}

/// Both parties; the legal representative of a child signs too.
fn signatures(e: &Engagement) -> Vec<Signature> {
    let place = typo::french(&format!("Fait à {}, le ……………………", e.signature.lieu));
    let mut out = vec![Signature {
        who: "Pour l’employeur".to_owned(),
        lines: vec![
            place,
            format!("{}, {}", e.signature.nom, e.signature.qualite),
            "Signature et cachet".to_owned(),
        ],
    }];
    out.push(Signature {
        who: identity_name(&e.salarie),
        lines: vec![
            "À ……………………, le ……………………".to_owned(),
            typo::french("Signature précédée de « lu et approuvé »"),
        ],
    });
    if e.mineur {
        out.push(Signature {
            who: "Le représentant légal".to_owned(),
            lines: vec!["Nom et qualité :".to_owned(), "Signature".to_owned()],
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Words, filled};

    #[test]
    fn a_word_that_nothing_replaces_is_named() {
        let words = Words::from([("lieu", "Paris".to_owned())]);
        assert_eq!(filled("à {lieu}, {lieu}.", &words), Ok("à Paris, Paris.".to_owned()));
        assert_eq!(filled("à {ville}.", &words), Err("ville".to_owned()));
        assert_eq!(filled("à {lieu", &words), Err("lieu".to_owned()));
    }
}
