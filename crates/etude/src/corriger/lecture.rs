//! Reads what a candidate hands in: three worksheets saved as CSV, whatever the separator and the character set.

use std::collections::BTreeMap;
use std::path::Path;

use cddu_rates::{Cents, Diagnostic, Rate, fold};

use crate::attendus::{Cle, Ligne};
use crate::feuille::Feuille;
use crate::fichiers::{BULLETINS, CAS, ECRITURES, RAPPROCHEMENT};
use crate::sujet::{COLONNES_BULLETINS, COLONNES_ECRITURES, COLONNES_RAPPROCHEMENT};

/// A row with its line in the file.
#[derive(Clone, Debug)]
pub struct Lue<T> {
    pub ligne: u64,
    pub valeur: T,
}

/// What a candidate wrote in the reconciliation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcartRendu {
    pub document: String,
    pub cle: String,
    pub attendu: Option<Cents>,
    pub trouve: Option<Cents>,
    pub ecart: Option<Cents>,
}

/// The identity of a case and the tables it was made with, in its folder.
///
/// # Errors
/// `ETU-010` without it.
pub fn cas(root: &Path, what: &str) -> Result<(String, String), Vec<Diagnostic>> {
    let path = root.join(CAS);
    let text = std::fs::read_to_string(&path).map_err(|_| {
        vec![
            Diagnostic::error("ETU-010", format!("ce n'est pas {what} : {CAS} est absent"))
                .in_file(path.display().to_string(), None)
                .hint("donner le dossier sujet rempli, et avec --corrige le dossier corrige du même cas"),
        ]
    })?;
    let mut lines = text.lines().map(|l| l.trim().to_owned());
    Ok((lines.next().unwrap_or_default(), lines.next().unwrap_or_default()))
}

/// The payslips and notes, by row.
///
/// # Errors
/// `ETU-011` to `ETU-016`, with file and line.
pub fn bulletins(root: &Path) -> Result<BTreeMap<Cle, Lue<Ligne>>, Vec<Diagnostic>> {
    let mut sheet = Feuille::open(root, BULLETINS, &COLONNES_BULLETINS, &["libelle"])?;
    let mut out = BTreeMap::new();
    for row in sheet.take() {
        let text = |name: &str| sheet.text(&row, name).to_owned();
        let cle = Cle { document: text("document"), contrat: text("contrat"), rubrique: text("rubrique") };
        let line = Ligne {
            libelle: text("libelle"),
            base: sheet.number::<Cents>(&row, "base"),
            taux_salarie: sheet.number::<Rate>(&row, "taux_salarie"),
            part_salarie: sheet.number(&row, "part_salarie"),
            taux_employeur: sheet.number::<Rate>(&row, "taux_employeur"),
            part_employeur: sheet.number(&row, "part_employeur"),
        };
        let number = row.ligne;
        if let Some(first) = out.insert(cle.clone(), Lue { ligne: number, valeur: line }) {
            let name = [cle.document, cle.contrat, cle.rubrique].join(" ");
            sheet.fault(
                "ETU-016",
                number,
                format!("la ligne « {name} » est déjà écrite ligne {}", first.ligne),
                "n'en garder qu'une",
            );
        }
    }
    sheet.done(out)
}

/// The balance of each account, debit positive.
///
/// # Errors
/// As [`bulletins`].
pub fn ecritures(root: &Path) -> Result<BTreeMap<String, Lue<Cents>>, Vec<Diagnostic>> {
    let mut sheet = Feuille::open(root, ECRITURES, &COLONNES_ECRITURES, &["libelle"])?;
    let mut out: BTreeMap<String, Lue<Cents>> = BTreeMap::new();
    for row in sheet.take() {
        let debit = sheet.number::<Cents>(&row, "debit").unwrap_or_default();
        let credit = sheet.number::<Cents>(&row, "credit").unwrap_or_default();
        let account = sheet.text(&row, "compte").to_owned();
        let entry = out.entry(account).or_insert(Lue { ligne: row.ligne, valeur: Cents::ZERO });
        entry.valeur += debit - credit;
    }
    sheet.done(out)
}

/// The gaps found.
///
/// # Errors
/// As [`bulletins`].
pub fn rapprochement(root: &Path) -> Result<Vec<Lue<EcartRendu>>, Vec<Diagnostic>> {
    let mut sheet =
        Feuille::open(root, RAPPROCHEMENT, &COLONNES_RAPPROCHEMENT, &["explication", "attendu", "trouve"])?;
    let mut out = Vec::new();
    for row in sheet.take() {
        let valeur = EcartRendu {
            document: fold(sheet.text(&row, "document")),
            cle: sheet.text(&row, "cle").to_owned(),
            attendu: sheet.number(&row, "attendu"),
            trouve: sheet.number(&row, "trouve"),
            ecart: sheet.number(&row, "ecart"),
        };
        out.push(Lue { ligne: row.ligne, valeur });
    }
    sheet.done(out)
}
