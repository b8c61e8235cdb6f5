//! S21.G00.70 and 71: prévoyance and complementary retirement.

use std::collections::BTreeSet;

use super::{Emit, MENSUELLE, MENSUELLE_FIN, OnIndividual, Scope};
use crate::code::s21;
use crate::nav::Individu;
use cddu_base::Gravite::Bloquant;

pub(super) const CONTROLS: &[OnIndividual] = &[
    ("S21.G00.70.013/CCH-11", Bloquant, MENSUELLE_FIN, known_adhesion),
    ("S21.G00.70.013/CCH-12", Bloquant, MENSUELLE_FIN, once),
    ("S21.G00.70.015/CCH-11", Bloquant, MENSUELLE_FIN, affiliation_order),
    ("S21.G00.71.002/CCH-12", Bloquant, MENSUELLE_FIN, no_scheme_alone),
    ("S21.G00.78.001/CCH-13", Bloquant, MENSUELLE, base_31),
];

/// An affiliation points to an adhésion of the declaration.
fn known_adhesion(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    // An adhésion whose identifier is missing or is no number has been reported.
    let number = |id: &str| id.parse::<u64>().is_ok();
    if !s.of_etablissement(15).all(|a| a.get(5).is_some_and(number)) {
        return;
    }
    for affiliation in i.contrats().flat_map(|c| c.0.all(s21(70))) {
        if let Some(id) = affiliation.get(13)
            && !s.of_etablissement(15).any(|a| a.get(5) == Some(id))
        {
            emit.at(
                affiliation,
                13,
                format!("l'adhésion {id} n'existe pas : elle doit être un S21.G00.15.005 de la déclaration"),
            );
        }
    }
}

/// Option, population and adhésion are unique in a contract.
fn once(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats() {
        let mut seen = BTreeSet::new();
        for affiliation in c.all(s21(70)) {
            if !seen.insert((affiliation.get(4), affiliation.get(5), affiliation.get(13))) {
                emit.at(
                    affiliation,
                    13,
                    "même option, population et adhésion deux fois dans le contrat : gardez une affiliation",
                );
            }
        }
    }
}

/// 90000 (no scheme) stands alone.
fn no_scheme_alone(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.all(s21(71)).count() > 1) {
        if let Some(none) = c.all(s21(71)).find(|r| r.get(2) == Some("90000")) {
            emit.at(none, 2, "90000 (pas de régime) avec un autre régime de retraite : gardez l'un des deux");
        }
    }
}

/// Each affiliation has a base 31.
fn base_31(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if i.versements().flat_map(|v| v.bases()).any(|b| match b.genre() {
        Some(genre) => genre == "31" && b.get(5).is_none(),
        None => true,
    }) {
        return;
    }
    let based: BTreeSet<&str> = i
        .versements()
        .flat_map(|v| v.0.all(s21(78)))
        .filter(|b| b.get(1) == Some("31"))
        .filter_map(|b| b.get(5))
        .collect();
    for affiliation in i.contrats().flat_map(|c| c.0.all(s21(70))) {
        if let Some(id) = affiliation.get(12).filter(|id| !based.contains(id)) {
            emit.at(
                affiliation,
                12,
                format!("affiliation {id} sans base assujettie 31 : ajoutez un S21.G00.78 de code 31"),
            );
        }
    }
}

/// An affiliation ends after its start.
fn affiliation_order(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for affiliation in i.contrats().flat_map(|c| c.0.all(s21(70))) {
        if let (Some(start), Some(end)) = (affiliation.date(14), affiliation.date(15))
            && end < start
        {
            emit.at(affiliation, 15, "la fin de l'affiliation précède son début : corrigez les dates");
        }
    }
}
