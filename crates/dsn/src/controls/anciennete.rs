//! S21.G00.86: seniority.

use std::collections::BTreeSet;

use super::{Emit, MENSUELLE, OnIndividual, Scope, numbered};
use crate::nav::Individu;
use cddu_base::Gravite::Bloquant;

pub(super) const CONTROLS: &[OnIndividual] = &[
    ("S21.G00.86.001/CCH-13", Bloquant, MENSUELLE, once),
    ("S21.G00.86.001/CCH-14", Bloquant, MENSUELLE, in_the_company),
    ("S21.G00.86.003/CCH-12", Bloquant, MENSUELLE, value),
    ("S21.G00.86.005/CCH-11", Bloquant, MENSUELLE, known_contract),
];

/// Each contract of private law has a seniority in the company.
fn in_the_company(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if i.anciennetes().any(|a| a.get(1).is_none() || a.get(5).is_none()) {
        return;
    }
    for c in i.contrats().filter(super::contrat::private) {
        let Some(number) = c.numero() else { continue };
        if !i.anciennetes().any(|a| a.get(1) == Some("07") && a.get(5) == Some(number)) {
            emit.line(
                c.line_of(9),
                "S21.G00.86.001",
                format!("contrat {number} sans ancienneté dans l'entreprise : ajoutez un S21.G00.86 de type 07 (en jours pour un contrat court)"),
            );
        }
    }
}

/// Not zero, and less than 99 years in its unit.
fn value(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for block in i.anciennetes() {
        let Some(value) = block.get(3).and_then(|v| v.parse::<u32>().ok()) else { continue };
        let limit = match block.get(2) {
            Some("01") => 36_234,
            Some("02") => 1_188,
            Some("03") => 99,
            _ => continue,
        };
        if value == 0 {
            emit.at(block, 3, "ancienneté nulle : mettez au moins 1, en jours pour un contrat court");
        } else if value >= limit {
            emit.at(block, 3, "ancienneté de 99 ans ou plus : vérifiez la valeur et l'unité");
        }
    }
}

/// One seniority of each type for a contract.
fn once(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let mut seen = BTreeSet::new();
    for block in i.anciennetes() {
        if !seen.insert((block.get(1), block.get(5))) {
            emit.at(block, 1, "deux anciennetés du même type pour un contrat : gardez-en une");
        }
    }
}

/// A seniority names a contract of the individual.
fn known_contract(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if !numbered(i) {
        return;
    }
    for block in i.anciennetes() {
        if let Some(number) = block.get(5)
            && !i.contrats().any(|c| c.numero() == Some(number))
        {
            emit.at(
                block,
                5,
                format!("ancienneté du contrat {number}, qui n'existe pas : reprenez un S21.G00.40.009"),
            );
        }
    }
}
