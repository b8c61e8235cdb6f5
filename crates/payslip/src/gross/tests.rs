//! Worked examples, rules case by case, and properties.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::*;

mod absences;
mod artists;
mod contrat;
mod convenu;
mod film;
mod minute;
mod properties;
mod published;
mod sheets;
mod totaux;
mod tv;

pub(super) static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

/// Reads an input as the command line does.
pub(super) fn input(json: &str) -> BrutInput {
    crate::json::parse(json).unwrap_or_else(|e| panic!("{e}\n{json}"))
}

pub(super) fn run(json: &str) -> Brut {
    let (brut, trace) = traced(&RATES, &input(json)).unwrap_or_else(|e| panic!("{e:?}\n{json}"));
    assert_faithful(&trace);
    brut
}

/// Every formula of a trace gives its figure.
pub(super) fn assert_faithful(trace: &Trace) {
    if let Some(fault) = trace.check().into_iter().next() {
        let crate::trace::Fault::Value(fig, got) = fault else { panic!("{fault:?}") };
        let node = trace.node(fig);
        let args: Vec<_> = trace.args(node).iter().map(|f| trace.node(*f).value).collect();
        panic!("{node:?}\n{args:?}\ngives {got}");
    }
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
