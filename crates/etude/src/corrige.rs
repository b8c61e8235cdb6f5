//! What the trainer keeps: the right answers, the reason of each figure, the marking grid, the questionnaire.

use std::path::Path;

use cddu_documents::model::{Block, Document};
use cddu_documents::{Context, calcul, typo};
use cddu_kit::Engine;
use cddu_kit::explain::Sheet;
use cddu_rates::{Cents, Diagnostic};

use crate::attendus::{self, Comptes};
use crate::cas::{Cas, publish};
use crate::ecrit::{case, csv, document, nombre, table};
use crate::fichiers::{self, BULLETINS, ECRITURES, RAPPROCHEMENT};
use crate::questionnaire::questions;
use crate::reperes::{self, PIEGES};
use crate::sujet::{COLONNES_BULLETINS, COLONNES_ECRITURES, COLONNES_RAPPROCHEMENT};
use crate::{corriger, production};

/// Writes the files of the trainer, and the questions of the candidate beside the statement.
pub fn write(cas: &Cas<'_>, engine: &Engine, context: &Context, root: &Path) -> Result<(), Vec<Diagnostic>> {
    let slips: Vec<&_> = cas.slips.iter().collect();
    let notes: Vec<&_> = cas.notes.iter().collect();
    fichiers::write(root, BULLETINS, &csv(&COLONNES_BULLETINS, filled(&attendus::all(&slips, &notes))))?;
    fichiers::write(root, ECRITURES, &csv(&COLONNES_ECRITURES, entries(&attendus::comptes(&cas.lots))))?;
    fichiers::write(root, RAPPROCHEMENT, &csv(&COLONNES_RAPPROCHEMENT, gaps(cas)))?;
    let month = production::mois();
    let title = format!("Rapprochement de {month}, {}", cas.production.titre);
    fichiers::write(root, "rapprochement.html", cas.recu.report.html(&title).as_bytes())?;
    fichiers::write(root, "rapprochement.csv", cas.recu.report.csv().as_bytes())?;
    fichiers::write(root, PIEGES, &reperes::ecrire(cas, engine))?;
    publish(context, root, "pieges", &traps(cas))?;
    publish(context, root, "explications", &explanations(cas))?;
    publish(context, root, "grille-de-notation", &grid(cas))?;
    let list = questions(cas.demande.graine, &cas.sheets);
    let ask = |answers: bool| {
        let mut blocks = Vec::new();
        for (rank, question) in list.iter().enumerate() {
            blocks.push(Block::Paragraph(format!("{}. {}", rank + 1, question.texte)));
            if answers {
                let answer = calcul::sentence(&question.reponse);
                blocks.push(Block::Mentions(vec![
                    format!("Réponse : {answer}"),
                    format!("Source : {}", question.source),
                ]));
            }
        }
        let title = if answers { "Questionnaire, réponses" } else { "Questionnaire" };
        document(
            title,
            &format!("Cas {}, {} questions", cas.id, list.len()),
            production::jour(),
            &cas.id,
            blocks,
        )
    };
    publish(context, root, "questionnaire", &ask(true))?;
    let given = root.with_file_name(fichiers::SUJET);
    publish(context, &given, "questionnaire", &ask(false))
}

fn filled(rows: &attendus::Lignes) -> Vec<Vec<String>> {
    let row = |(cle, line): &(attendus::Cle, attendus::Ligne)| {
        vec![
            cle.document.clone(),
            cle.contrat.clone(),
            cle.rubrique.clone(),
            line.libelle.clone(),
            case(line.base),
            case(line.taux_salarie),
            case(line.part_salarie),
            case(line.taux_employeur),
            case(line.part_employeur),
        ]
    };
    rows.iter().map(row).collect()
}

fn entries(accounts: &Comptes) -> Vec<Vec<String>> {
    let row = |(account, (label, balance)): (&String, &(String, Cents))| {
        let (debit, credit) = if balance.0 > 0 {
            (nombre(*balance), String::new())
        } else {
            (String::new(), nombre(-*balance))
        };
        vec![account.clone(), label.clone(), debit, credit]
    };
    accounts.iter().map(row).collect()
}

fn gaps(cas: &Cas<'_>) -> Vec<Vec<String>> {
    let row = |p: &crate::rapprochement::Point| {
        vec![
            p.document.to_owned(),
            p.cle.clone(),
            nombre(p.attendu),
            nombre(p.trouve),
            nombre(p.ecart()),
            p.remede().to_owned(),
        ]
    };
    cas.recu.points.iter().map(row).collect()
}

fn traps(cas: &Cas<'_>) -> Document {
    let rows = cas.demande.pieges.iter().map(|p| {
        vec![
            p.nom().to_owned(),
            cas.porteur(*p),
            p.enseigne().to_owned(),
            p.montre().to_owned(),
            p.criteres().to_owned(),
        ]
    });
    let blocks = vec![table(
        "Pièges du cas",
        &[
            ("Piège", 2),
            ("Où", 3),
            ("Ce qu'il enseigne", 6),
            ("Ce que le corrigé montre", 5),
            ("Critères", 2),
        ],
        rows.collect(),
    )];
    document("Pièges du cas", &format!("Cas {}", cas.id), production::jour(), &cas.id, blocks)
}

/// One line per figure, as `cddu expliquer --court` gives them.
fn explanations(cas: &Cas<'_>) -> Document {
    let mut blocks = Vec::new();
    for (number, sheet) in &cas.sheets {
        blocks.push(Block::Heading(number.clone()));
        blocks.push(table(
            "Chiffres du document",
            &[("Chiffre", 6), ("Montant", 3), ("Calcul", 6), ("Texte", 5), ("Confiance", 2)],
            figures(sheet),
        ));
        let absent: Vec<String> = sheet
            .absent
            .iter()
            .filter_map(|f| {
                f.pourquoi.as_ref().map(|why| format!("{} : {}", f.libelle, calcul::sentence(why)))
            })
            .collect();
        if !absent.is_empty() {
            blocks.push(Block::Paragraph("Ce qui n'est pas dû, et pourquoi :".to_owned()));
            blocks.push(Block::Mentions(absent));
        }
    }
    document("Explication de chaque chiffre", &format!("Cas {}", cas.id), production::jour(), &cas.id, blocks)
}

fn figures(sheet: &Sheet) -> Vec<Vec<String>> {
    let computed = sheet.computed(None);
    let row = |rank: &usize| {
        let figure = &sheet.figures[*rank].plain;
        let law = figure.regle.as_ref().map(|r| typo::dates(&r.base_legale)).unwrap_or_default();
        vec![
            figure.libelle.clone(),
            calcul::value(&figure.valeur, figure.unite),
            calcul::operation(figure),
            law,
            figure.confiance.to_string(),
        ]
    };
    computed.iter().map(row).collect()
}

fn grid(cas: &Cas<'_>) -> Document {
    let full = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
    let automatic = |c: corriger::Critere| {
        full([
            c.code(),
            c.regarde(),
            "trois quarts des cases justes",
            "la moitié des cases justes",
            "moins de la moitié",
        ])
    };
    let mut rows = vec![
        full([
            "C1.1",
            "Bloc 1. Les grilles de la convention, les numéros et les taux des organismes sont nommés (questionnaire).",
            "valeur et source justes",
            "valeur sans source",
            "ni l'une ni l'autre",
        ]),
        full([
            "C1.7",
            "Bloc 1. Chaque contrat est comparé au minimum de sa fonction (grilles.csv).",
            "tous les contrats",
            "une partie",
            "aucun",
        ]),
        full([
            "C1.9",
            "Bloc 1. Les déclarations de chaque statut sont nommées : DSN, AEM, Congés Spectacles, déclaration des auteurs.",
            "toutes",
            "DSN et AEM",
            "aucune",
        ]),
    ];
    rows.extend(
        corriger::Critere::ALL
            .into_iter()
            .filter(|c| c.asked(&cas.recu.points, !cas.notes.is_empty()))
            .map(automatic),
    );
    rows.push(full([
        "C3.2",
        "Bloc 3. Chaque écart a sa gravité, sa cause, sa correction (colonne explication).",
        "gravité, cause et correction",
        "cause seule",
        "rien",
    ]));
    let blocks = vec![
        Block::Paragraph(
            "Les lignes C2.1 à C3.2 chiffrées par case sont notées par cddu etude corriger ; les autres par le formateur. Une figure juste à partir d'une figure fausse compte comme juste. Un critère dont plus de la moitié des pièges sont manqués n'est pas acquis. Au questionnaire, 14 sur 20 valide."
                .to_owned(),
        ),
        table(
            "Grille de notation",
            &[("Critère", 2), ("Ce qui est regardé", 7), ("Acquis", 4), ("Partiellement acquis", 4), ("Non acquis", 4)],
            rows,
        ),
    ];
    document("Grille de notation", &format!("Cas {}", cas.id), production::jour(), &cas.id, blocks)
}
