//! The ledger or the balance that an accountant gives: a FEC, or a CSV with or without dates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cddu_ledger::fec::{self, FecLine};
use cddu_ledger::grand_livre;
use cddu_rates::{Cents, Diagnostic, Month};
use chrono::NaiveDate;

use crate::compta::accounts::Papers;

/// Nothing was paid in the month asked: which months were.
pub(crate) fn nothing(papers: &Papers, month: Month) -> Diagnostic {
    let months: BTreeSet<Month> = papers.slips().map(|f| Month::of(f.resultat.date_paiement)).collect();
    let months: Vec<String> = months.iter().map(Month::to_string).collect();
    let hint = if months.is_empty() {
        "aucun bulletin figé : payer d'abord une période avec cddu paie".to_owned()
    } else {
        format!("le mois est celui du paiement ; mois payés : {}", months.join(", "))
    };
    Diagnostic::error("DOS-074", format!("aucun bulletin ni note payé en {month}")).hint(hint)
}

/// What the accountant gave.
pub(crate) enum Given {
    /// A ledger, with the bytes and the name of the file when it is a FEC.
    Ledger { lines: Vec<FecLine>, fec: Option<(Vec<u8>, String)> },
    /// A balance.
    Balance(Vec<grand_livre::Solde>),
}

fn bytes(path: &Path) -> Result<Vec<u8>, Vec<Diagnostic>> {
    std::fs::read(path).map_err(|e| {
        let message = match e.kind() {
            std::io::ErrorKind::NotFound => "grand livre absent".to_owned(),
            _ => format!("grand livre illisible : {}", cddu_rates::io_cause(&e)),
        };
        vec![
            Diagnostic::error("DOS-001", message)
                .in_file(path.display().to_string(), None)
                .hint("donner un FEC, un grand livre ou une balance en CSV"),
        ]
    })
}

/// Reads what was given: a FEC by its header, else a CSV, a balance when its columns hold no date.
pub(crate) fn given(path: &Path, month: Month) -> Result<Given, Vec<Diagnostic>> {
    let octets = bytes(path)?;
    let shown = path.display().to_string();
    let file = fec::read(&octets);
    if !file.lignes.is_empty() {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let lines = file.lignes;
        let near = |d: NaiveDate| d >= month.first() && d <= month.next().last();
        if !lines.iter().any(|l| l.ecriture_date.is_some_and(near)) {
            let dates = lines.iter().filter_map(|l| l.ecriture_date);
            let (first, last) = (dates.clone().min(), dates.max());
            let hint = match (first, last) {
                (Some(first), Some(last)) => format!("ses écritures vont du {first} au {last}"),
                _ => {
                    "aucune de ses lignes n'a de date lisible : cddu fec verifier montre pourquoi".to_owned()
                }
            };
            return Err(vec![
                Diagnostic::error(
                    "DOS-075",
                    format!("ce grand livre n'a aucune écriture de {month} ni du mois suivant"),
                )
                .in_file(&shown, None)
                .hint(hint),
            ]);
        }
        return Ok(Given::Ledger { lines, fec: Some((octets, name)) });
    }
    if octets.iter().all(u8::is_ascii_whitespace) {
        let mut empty = not_a_ledger(&shown);
        "ce fichier est vide".clone_into(&mut empty.message);
        return Err(vec![empty]);
    }
    let (text, _) = crate::lecture::text::decode(&shown, &octets).map_err(|d| vec![d])?;
    if grand_livre::is_balance(&text) {
        return Ok(Given::Balance(grand_livre::read_balance(&shown, &text)?));
    }
    match grand_livre::read_ledger(&shown, &text) {
        Ok(lines) if lines.is_empty() => Err(vec![not_a_ledger(&shown)]),
        Ok(lines) => Ok(Given::Ledger { lines, fec: None }),
        Err(list) if list.iter().all(|d| d.code == "CPT-001") => {
            // The form of a FEC that cannot be read says more than the header of an unknown CSV.
            let lacking = file
                .constats
                .iter()
                .filter(|f| ["FEC-003", "FEC-050", "FEC-051"].contains(&f.code.as_str()))
                .map(|f| Diagnostic::error(&f.code, &f.message).in_file(&shown, f.ligne));
            Err(std::iter::once(not_a_ledger(&shown)).chain(lacking).collect())
        }
        Err(list) => Err(list),
    }
}

fn not_a_ledger(shown: &str) -> Diagnostic {
    Diagnostic::error("DOS-076", "ce fichier n'est ni un FEC, ni un grand livre, ni une balance")
        .in_file(shown, Some(1))
        .hint("un FEC (18 colonnes, tabulation ou |), ou un CSV avec compte, date, débit et crédit (balance : compte et solde)")
}

pub(crate) fn read_ledger(path: &Path) -> Result<Vec<FecLine>, Vec<Diagnostic>> {
    let octets = bytes(path)?;
    let shown = path.display().to_string();
    let file = fec::read(&octets);
    if !file.lignes.is_empty() {
        return Ok(file.lignes);
    }
    let (text, _) = crate::lecture::text::decode(&shown, &octets).map_err(|d| vec![d])?;
    grand_livre::read_ledger(&shown, &text)
}

pub(crate) fn read_balance(path: &Path) -> Result<Vec<grand_livre::Solde>, Vec<Diagnostic>> {
    let shown = path.display().to_string();
    let (text, _) = crate::lecture::text::decode(&shown, &bytes(path)?).map_err(|d| vec![d])?;
    grand_livre::read_balance(&shown, &text)
}

/// The entries that carry balances forward.
pub(crate) fn opening(lines: &[FecLine]) -> Vec<FecLine> {
    let carries = |l: &&FecLine| {
        let code = l.journal_code.to_ascii_uppercase();
        ["AN", "RAN", "ANO", "NOUV"].iter().any(|p| code.starts_with(p))
    };
    lines.iter().filter(carries).cloned().collect()
}

/// Every line of a year counts in its closing balances.
pub(crate) fn closing(lines: &[FecLine]) -> Vec<FecLine> {
    lines.to_vec()
}

pub(crate) fn balances(lines: &[FecLine]) -> Vec<grand_livre::Solde> {
    let mut sums: BTreeMap<&str, Cents> = BTreeMap::new();
    for l in lines {
        *sums.entry(&l.compte_num).or_default() += l.signe();
    }
    let sums = sums.into_iter().filter(|(_, solde)| !solde.is_zero());
    sums.map(|(compte, solde)| grand_livre::Solde {
        compte: compte.to_owned(),
        solde,
        ..grand_livre::Solde::default()
    })
    .collect()
}
