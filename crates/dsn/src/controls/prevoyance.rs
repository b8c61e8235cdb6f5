//! S21.G00.55: components of the payments of prévoyance, against the individual contributions 059.
//!
//! Own check, to the cent: both are in cents. The
//! contribution goes to its contract by its base 31, its affiliation (70.012) and the adhésion of that one (70.013, 15.005). A contract
//! paid by quarter, by another establishment or not paid this month is not judged.

use std::collections::{BTreeMap, BTreeSet};

use super::organisme::is_prevoyance;
use super::{Emit, Facts, MENSUELLE, OnDeclaration, Scope};
use crate::amount;
use crate::code::s21;
use crate::nav::Individu;
use crate::tree::Block;
use cddu_base::Gravite::Majeur;

pub(super) const CONTROLS: &[OnDeclaration] = &[("S21.G00.55.001/SUM", Majeur, MENSUELLE, components)];

/// Contributions 059 of a declaration, by adhésion.
#[derive(Clone, Default)]
pub(super) struct Prevoyance {
    sums: BTreeMap<String, i64>,
    /// A contribution without its amount, or that no affiliation takes to an adhésion.
    unknown: bool,
}

impl Prevoyance {
    /// Adds the contributions of a person.
    pub(super) fn add(&mut self, i: Individu<'_>) {
        for b in i.versements().flat_map(|v| v.0.all(s21(78))) {
            for line in b.all(s21(81)).filter(|c| c.get(1) == Some("059")) {
                let mut affiliations = i.contrats().flat_map(|c| c.0.all(s21(70)));
                let own = affiliations.find(|a| a.get(12).is_some() && a.get(12) == b.get(5));
                match (own.and_then(|a| a.get(13)), line.amount(4)) {
                    (Some(adhesion), Some(amount)) => {
                        *self.sums.entry(adhesion.to_owned()).or_default() += amount;
                    }
                    _ => self.unknown = true,
                }
            }
        }
    }
}

fn components(s: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    let all = &facts.prevoyance;
    if s.declaration.get(3) != Some("11") || all.unknown {
        return;
    }
    let known: BTreeSet<&str> = s.of_etablissement(15).filter_map(|a| a.get(5)).collect();
    // A component of a month is `2026M11`, of a quarter `2026T04`.
    let quarterly = |c: &Block| c.get(4).is_some_and(|p| p.as_bytes().get(4) != Some(&b'M'));
    for payment in s.of_etablissement(20).filter(|b| is_prevoyance(b)) {
        let parts: Vec<&Block> = payment.all(s21(55)).collect();
        let once = s.of_etablissement(20).filter(|b| b.get(1) == payment.get(1)).count() == 1;
        if !once || payment.get(10) == Some("06") || parts.iter().any(|c| quarterly(c)) {
            continue;
        }
        let body = payment.get(1);
        let own = |a: &&Block| a.get(2) == body || a.get(3).is_some() && a.get(3) == body;
        let adhesions: Vec<&Block> = s.of_etablissement(15).filter(own).collect();
        let ids: BTreeSet<&str> = adhesions.iter().filter_map(|a| a.get(5)).collect();
        // An adhésion without its number, or two under one number: another fault, which hides whose the contributions are.
        if ids.len() != adhesions.len() || all.sums.keys().any(|id| !known.contains(id.as_str())) {
            continue;
        }
        let named = |c: &Block| adhesions.iter().any(|a| a.get(1).is_some() && a.get(1) == c.get(3));
        // The code of affectation is the bodies' own: without the reference of a contract in it, only the whole is held.
        let mut contracts: Vec<Option<&str>> = vec![None];
        if parts.iter().all(|c| named(c)) {
            contracts = adhesions.iter().map(|a| a.get(1)).collect();
            contracts.sort_unstable();
            contracts.dedup();
        }
        for contract in contracts {
            let of = |reference: Option<&str>| contract.is_none() || reference == contract;
            let components: Vec<&Block> = parts.iter().copied().filter(|c| of(c.get(3))).collect();
            let sums: Vec<i64> = adhesions
                .iter()
                .filter(|a| of(a.get(1)))
                .filter_map(|a| all.sums.get(a.get(5)?).copied())
                .collect();
            let due: i64 = sums.iter().sum();
            let Some(first) = components.first() else { continue };
            let Some(paid) = components.iter().map(|c| c.amount(1)).sum::<Option<i64>>() else { continue };
            // Without any contribution, the base 31 is missing: another control says so.
            if !sums.is_empty() && paid != due {
                let what = contract.or(body).unwrap_or("");
                emit.at(
                    first,
                    1,
                    format!(
                        "prévoyance {what} : les composants du versement font {}, les cotisations individuelles 059 font {} (écart \
                         {}) : vérifiez l'un ou l'autre",
                        amount::format(paid),
                        amount::format(due),
                        amount::format(paid - due)
                    ),
                );
            }
        }
    }
}
