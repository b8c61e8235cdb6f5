//! The papers that a candidate receives beside the rows: lines of the devis, contracts, balance, sheets to fill by hand.

use std::collections::BTreeMap;
use std::path::Path;

use cddu_documents::Context;
use cddu_documents::model::{Block, Document};
use cddu_dossier::{ContratOptions, Folder, contrats};
use cddu_kit::Engine;
use cddu_payslip::{Categorie, Travail};
use cddu_rates::{Cents, Diagnostic, io_cause};

use crate::cas::{Cas, publish};
use crate::ecrit::{csv, document, nombre, table};
use crate::fichiers::{self, BALANCE, CONTRATS, DEVIS};
use crate::production;

/// Budget line of the authors.
const POSTE_AUTEURS: &str = "110";

/// Writes them. `folder` is the production folder of the corrected version: it makes the contracts.
pub fn write(
    cas: &Cas<'_>,
    engine: &Engine,
    context: &Context,
    folder: &Path,
    root: &Path,
) -> Result<(), Vec<Diagnostic>> {
    let budget = csv(&COLONNES_DEVIS, devis(cas));
    fichiers::write(root, DEVIS, &budget)?;
    // The corrected version shows what was spent of it.
    fichiers::write(folder, DEVIS, &budget)?;
    let columns = ["compte", "libelle", "debit", "credit", "solde_debiteur", "solde_crediteur"];
    fichiers::write(root, BALANCE, &csv(&columns, balance(cas)))?;
    contracts(cas, engine, folder, root)?;
    publish(context, root, "feuilles-a-remplir", &blanks(cas))
}

/// Those of the budget of a folder: it can be put in one.
const COLONNES_DEVIS: [&str; 8] =
    ["poste", "departement", "intitule", "unite", "quantite", "prix_unitaire", "montant", "charges"];

/// What was foreseen, without charges: the pay agreed, for the time agreed. Overtime and holidays are not in it.
fn devis(cas: &Cas<'_>) -> Vec<Vec<String>> {
    let times = cas.production.fichiers.get("temps.csv").map_or("", String::as_str);
    // Same post, function and price: one line.
    let mut lines: BTreeMap<(String, String, String, &str, Cents), i64> = BTreeMap::new();
    for contract in cas.slips.iter().flat_map(|f| &f.entree.contrats) {
        let axis = |name: &str| contract.analytique.get(name).cloned().unwrap_or_default();
        let days = times.lines().filter(|l| l.starts_with(&format!("{},", contract.contrat))).count();
        let (unit, count) = match contract.categorie {
            Categorie::Technicien | Categorie::Realisateur => ("semaine", 1),
            Categorie::Artiste => ("cachet", days),
            Categorie::Figurant => ("jour", days),
        };
        let price = match &contract.travail {
            Travail::Heures(sheet) => sheet.salaire_base,
            Travail::Brut { brut, .. } => *brut,
        };
        let price = price.unwrap_or_default();
        let key = (axis("poste"), axis("departement"), contract.fonction.clone(), unit, price);
        *lines.entry(key).or_default() += i64::try_from(count).unwrap_or_default();
    }
    for note in &cas.notes {
        let key = (
            POSTE_AUTEURS.to_owned(),
            // A contract of an author names no team.
            String::new(),
            "Droits d'auteur, échéance".to_owned(),
            "forfait",
            note.resultat.brut_ht,
        );
        *lines.entry(key).or_default() += 1;
    }
    lines
        .into_iter()
        .map(|((poste, team, job, unit, price), count)| {
            let total = Cents(price.0 * count);
            let without = "non".to_owned();
            vec![poste, team, job, unit.to_owned(), count.to_string(), nombre(price), nombre(total), without]
        })
        .collect()
}

/// The balance of the ledger received: its gap is there too.
fn balance(cas: &Cas<'_>) -> Vec<Vec<String>> {
    let mut accounts: BTreeMap<&str, (&str, Cents, Cents)> = BTreeMap::new();
    for line in &cas.recu.lignes {
        let own = accounts.entry(&line.compte_num).or_insert((&line.compte_lib, Cents::ZERO, Cents::ZERO));
        own.1 += line.debit;
        own.2 += line.credit;
    }
    let amount = |c: Cents| if c.0 > 0 { nombre(c) } else { String::new() };
    accounts
        .into_iter()
        .map(|(account, (label, debit, credit))| {
            vec![
                account.to_owned(),
                label.to_owned(),
                amount(debit),
                amount(credit),
                amount(debit - credit),
                amount(credit - debit),
            ]
        })
        .collect()
}

/// The contracts of the folder, as they would be signed.
fn contracts(cas: &Cas<'_>, engine: &Engine, folder: &Path, root: &Path) -> Result<(), Vec<Diagnostic>> {
    let options = ContratOptions { pdf: true, ..ContratOptions::default() };
    let made = contrats(&Folder::read(folder)?, engine.rates(), &options, &|_, _| {})?;
    for contract in cas.slips.iter().flat_map(|f| &f.entree.contrats) {
        let name = format!("contrat-{}.pdf", contract.contrat);
        let path = folder.join("sorties/contrats").join(&name);
        let bytes = std::fs::read(&path).map_err(|error| {
            let message = format!("le contrat {} n'est pas écrit : {}", contract.contrat, io_cause(&error));
            let first = Diagnostic::error("ETU-005", message)
                .hint("les messages suivants disent pourquoi ; sans --baremes, ce sont ceux du programme");
            std::iter::once(first).chain(made.diagnostics.iter().cloned()).collect::<Vec<_>>()
        })?;
        fichiers::write(root, &format!("{CONTRATS}/{name}"), &bytes)?;
    }
    Ok(())
}

/// The blank papers of whoever answers by hand: a payslip, a note, the entries, the reconciliation.
fn blanks(cas: &Cas<'_>) -> Document {
    let mut blocks = vec![
        Block::Paragraph(
            "À imprimer autant de fois qu'il y a de bulletins. Ce qui est rendu et corrigé par le programme est dans les fichiers « a-remplir »."
                .to_owned(),
        ),
        Block::Heading("Bulletin de paie".to_owned()),
        Block::Paragraph("Bulletin : ……………… Contrat : ……………… Heures payées : ………………".to_owned()),
        lines("Bulletin de paie à remplir", crate::sujet::rubriques(cas)),
        Block::PageBreak,
    ];
    if !cas.notes.is_empty() {
        blocks.push(Block::Heading("Note de droits d'auteur".to_owned()));
        blocks.push(lines("Note à remplir", crate::sujet::rubriques_des_notes(cas)));
    }
    let empty = |columns: usize, rows: usize| vec![vec![String::new(); columns]; rows];
    blocks.extend([
        Block::Heading("Écritures de paie".to_owned()),
        table(
            "Écritures à remplir",
            &[("Compte", 2), ("Libellé", 6), ("Débit", 2), ("Crédit", 2)],
            empty(4, 24),
        ),
        Block::Heading("Rapprochement".to_owned()),
        table(
            "Rapprochement à remplir",
            &[
                ("Document", 2),
                ("Compte ou matricule", 3),
                ("Attendu", 2),
                ("Trouvé", 2),
                ("Écart", 2),
                ("Gravité, cause, correction", 5),
            ],
            empty(6, 8),
        ),
    ]);
    document("Feuilles à remplir", &cas.production.titre, production::jour(), &cas.id, blocks)
}

fn lines(summary: &str, labels: Vec<String>) -> Block {
    let row = |label: String| {
        let mut row = vec![label];
        row.resize(6, String::new());
        row
    };
    table(
        summary,
        &[
            ("Rubrique", 7),
            ("Base", 2),
            ("Taux salarié", 2),
            ("Part salarié", 2),
            ("Taux employeur", 2),
            ("Part employeur", 2),
        ],
        labels.into_iter().map(row).collect(),
    )
}
