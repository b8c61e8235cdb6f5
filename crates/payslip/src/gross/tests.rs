//! Worked examples, rules case by case, and properties.

use std::sync::LazyLock;

use super::*;

mod artists;
mod film;
mod minute;
mod properties;
mod published;
mod sheets;
mod tv;

pub(super) static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

/// Reads an input as the command line does.
pub(super) fn input(json: &str) -> BrutInput {
    crate::json::parse(json).unwrap_or_else(|e| panic!("{e}\n{json}"))
}

pub(super) fn run(json: &str) -> Brut {
    compute(&RATES, &input(json)).unwrap_or_else(|e| panic!("{e:?}\n{json}"))
}

pub(super) fn fails(json: &str) -> Vec<Diagnostic> {
    compute(&RATES, &input(json)).expect_err(json)
}

/// `code quantité montant` of each element, then the gross.
pub(super) fn lines(brut: &Brut) -> Vec<String> {
    let mut out: Vec<String> = brut
        .elements
        .iter()
        .map(|e| {
            let quantity = e.quantite.map(|q| format!(" {q}")).unwrap_or_default();
            format!("{}{quantity} {}", e.code, e.montant)
        })
        .collect();
    out.push(format!("brut {}", brut.brut));
    out
}

pub(super) fn warned(brut: &Brut, code: &str) -> bool {
    brut.avertissements.iter().any(|a| a.code == code)
}
