//! Contracts of prévoyance: adhésions, affiliations, bases 31 and components of payments.

use std::collections::BTreeMap;

use cddu_payslip::{ContractPay, Line, Payslip};
use cddu_rates::{Cents, Month};

use super::faits::Mois;
use crate::parts::both;
use crate::production::{ContratPrevoyance, PopulationCouverte, Production, population};

/// Contracts of the production that carry a line of this contract, with the amount and the base.
pub(super) fn carriers<'p>(
    production: &'p Production,
    pay: &ContractPay,
) -> Vec<(usize, &'p ContratPrevoyance, Cents, Cents)> {
    let population = population(pay.categorie, pay.cadre, pay.taux_artiste);
    let own = |rank: usize, line: &Line| production.carrier(population, line) == Ok(Some(rank));
    production
        .prevoyance
        .iter()
        .enumerate()
        .filter_map(|(rank, contract)| {
            let lines: Vec<_> = pay.lignes.iter().filter(|l| own(rank, l)).collect();
            let base = lines.iter().map(|l| l.base).max()?;
            Some((rank, contract, lines.iter().map(|l| both(l)).sum(), base))
        })
        .collect()
}

/// Lines that two contracts claim for the same people: the two contracts, the population, the line.
pub(super) fn disputed<'l>(
    production: &Production,
    pays: impl Iterator<Item = &'l ContractPay>,
) -> BTreeMap<(usize, usize), (PopulationCouverte, &'l str)> {
    let mut out = BTreeMap::new();
    for pay in pays {
        let population = population(pay.categorie, pay.cadre, pay.taux_artiste);
        for line in &pay.lignes {
            if let Err(both) = production.carrier(population, line) {
                out.entry(both).or_insert((population, line.code.as_str()));
            }
        }
    }
    out
}

/// What the contracts of prévoyance of the production carry for a contract.
#[must_use]
pub fn carried(production: &Production, pay: &ContractPay) -> Cents {
    carriers(production, pay).into_iter().map(|(_, _, amount, _)| amount).sum()
}

/// What a contract of prévoyance of the production, by its rank, is owed, by month of the contributions: corrections count
/// for their difference.
#[must_use]
pub(super) fn owed(production: &Production, mois: &Mois<'_>, rank: usize) -> BTreeMap<Month, Cents> {
    mois.par_mois(|s: &Payslip| {
        s.contrats
            .iter()
            .flat_map(|c| carriers(production, c))
            .filter(|(r, ..)| *r == rank)
            .map(|(_, _, amount, _)| amount)
            .sum()
    })
}

/// Lines of prévoyance that no contract of the production carries.
pub(super) fn orphan<'l>(production: &Production, pay: &'l ContractPay) -> Vec<&'l str> {
    let population = population(pay.categorie, pay.cadre, pay.taux_artiste);
    pay.lignes
        .iter()
        .filter(|l| l.organisme == "audiens_prevoyance" && !both(l).is_zero())
        .filter(|l| production.carrier(population, l) == Ok(None))
        .map(|l| l.code.as_str())
        .collect()
}
