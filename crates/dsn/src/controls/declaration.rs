//! S20.G00.05: nature, type, fraction, identifiers of the declaration.

use super::{Emit, Facts, OnDeclaration, SIGNALEMENTS, Scope, TOUTES};
use crate::code::BlockCode;
use crate::norm::Nature;
use cddu_base::Gravite::Bloquant;

const NON_SALARIE: BlockCode = BlockCode::of("S89.G00.91");

pub(super) const CONTROLS: &[OnDeclaration] = &[
    ("S20.G00.05.002/CCH-13", Bloquant, TOUTES, annule),
    ("S20.G00.05.002/CCH-14", Bloquant, TOUTES, without_individual),
    ("S20.G00.05.002/CCH-16", Bloquant, TOUTES, with_individual),
    ("S20.G00.05.003/CCH-11", Bloquant, SIGNALEMENTS, fraction),
    ("S20.G00.05.006/CCH-12", Bloquant, TOUTES, replaced),
    ("S20.G00.05.009/CCH-11", Bloquant, TOUTES, business_identifier),
    ("S21.G00.30.001/CCH-14", Bloquant, TOUTES, one_individual_per_nir),
    ("S21.G00.30.020/CCH-12", Bloquant, TOUTES, one_individual_per_ntt),
];

/// Type 04 (annule) only for natures 07, 08 and 09.
fn annule(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    let allowed =
        matches!(s.declaration.nature(), Some(Nature::FinContrat | Nature::Amorcage | Nature::Substitution));
    if s.declaration.get(2) == Some("04") && !allowed {
        emit.at(
            &s.declaration,
            2,
            "type 04 (annule) réservé aux natures 07, 08 et 09 : utilisez 03 (annule et remplace)",
        );
    }
}

/// Types 02 and 05 only for the monthly declaration.
fn without_individual(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    if matches!(s.declaration.get(2), Some("02" | "05")) && s.declaration.nature() != Some(Nature::Mensuelle)
    {
        emit.at(
            &s.declaration,
            2,
            "types 02 et 05 (sans individu) réservés à la DSN mensuelle : mettez 01 ou 03",
        );
    }
}

/// Types 01 and 03 have an individual; 02 and 05 have none.
fn with_individual(s: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    let some = facts.individuals > 0 || s.declaration.first(NON_SALARIE).is_some();
    match s.declaration.get(2) {
        Some(kind @ ("01" | "03")) if !some => {
            let right = if kind == "01" { "02" } else { "05" };
            emit.at(
                &s.declaration,
                2,
                format!("type {kind} sans aucun individu : ajoutez les individus ou mettez {right} (sans individu)"),
            );
        }
        Some(kind @ ("02" | "05")) if some && s.declaration.nature() == Some(Nature::Mensuelle) => {
            let right = if kind == "02" { "01" } else { "03" };
            emit.at(
                &s.declaration,
                2,
                format!("type {kind} (sans individu) avec des individus : mettez {right}"),
            );
        }
        _ => {}
    }
}

/// A signalement has one fraction.
fn fraction(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    if let Some(fraction) = s.declaration.get(3).filter(|f| *f != "11") {
        emit.at(&s.declaration, 3, format!("fraction {fraction} : un signalement n'en a qu'une, mettez 11"));
    }
}

/// Identifier of the replaced declaration only with types 03 and 04.
fn replaced(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    if s.declaration.get(6).is_some() && !matches!(s.declaration.get(2), Some("03" | "04")) {
        emit.at(
            &s.declaration,
            6,
            "identifiant d'une déclaration remplacée sans type 03 ni 04 : retirez-le ou corrigez le type",
        );
    }
}

/// The business identifier of the declaration is not a NIR.
fn business_identifier(s: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    if let Some(identifier) = s.declaration.get(9)
        && identifier.get(..13).is_some_and(|nir| facts.nirs.contains_key(nir))
    {
        emit.at(&s.declaration, 9, "l'identifiant métier reprend un NIR : mettez une référence interne");
    }
}

/// One individual per NIR.
fn one_individual_per_nir(_: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    for (line, nir) in &facts.repeated_nirs {
        emit.line(
            *line,
            "S21.G00.30.001",
            format!("le NIR {nir} a déjà un individu : regroupez tous ses contrats sous un seul S21.G00.30"),
        );
    }
}

/// One individual per temporary number.
fn one_individual_per_ntt(_: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    for (line, ntt) in &facts.repeated_ntts {
        emit.line(
            *line,
            "S21.G00.30.020",
            format!("le NTT {ntt} a déjà un individu : donnez un NTT propre à chaque personne"),
        );
    }
}
