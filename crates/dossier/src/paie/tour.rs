//! Payslips of one person in one run: they follow each other by day of payment, each counts those before it, and a
//! person one of whose payslips is refused gets none of them.

use std::collections::BTreeMap;

use cddu_payslip::{Element, ElementCode};
use cddu_rates::{Cents, Rates};
use rayon::prelude::*;

use super::run::{Etat, Outcome, RunOptions, compute};
use crate::Folder;
use crate::lecture::left_out::Motif;
use crate::paie::prepare::Prepared;
use crate::paie::retenus::Retenus;
use crate::registre::register::{Frozen, Register};

/// Computes what was prepared, one payment of each person after the other.
pub(super) fn in_turn(
    folder: &Folder,
    rates: &Rates,
    register: &Register,
    options: &RunOptions,
    held: &Retenus,
    prepared: Vec<Prepared>,
    tick: &(dyn Fn() + Sync),
) -> Vec<Outcome> {
    let turns = turns(&prepared);
    let compute = |register: &Register, p: Prepared| {
        let outcome = compute(folder, rates, register, options, held, p);
        tick();
        outcome
    };
    let Some(last @ 1..) = turns.iter().copied().max() else {
        return prepared.into_par_iter().map(|p| compute(register, p)).collect();
    };
    let mut waiting: Vec<(usize, usize, Prepared)> =
        prepared.into_iter().enumerate().map(|(place, p)| (turns[place], place, p)).collect();
    let mut done: BTreeMap<usize, Outcome> = BTreeMap::new();
    let mut ahead = register.clone();
    for turn in 0..=last {
        let (now, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(t, ..)| *t == turn);
        waiting = later;
        let made: Vec<(usize, Outcome)> =
            now.into_par_iter().map(|(_, place, p)| (place, compute(&ahead, p))).collect();
        for (place, outcome) in made {
            if let Ok(list) = &outcome.result {
                ahead.foresee(&new_ones(list));
                // The next payment of the same person is the next place: they are in order.
                if let Ok(at) = waiting.binary_search_by_key(&(place + 1), |(_, p, _)| *p)
                    && let (t, _, next) = &mut waiting[at]
                    && *t == turn + 1
                {
                    next.input.elements.extend(list.iter().flat_map(|(frozen, _)| unpaid(frozen)));
                }
            }
            done.insert(place, outcome);
        }
    }
    let mut outcomes: Vec<Outcome> = done.into_values().collect();
    together(&mut outcomes, held);
    outcomes
}

/// The rank of each payment among those of its person; they come in the order of the people, then of the days.
fn turns(prepared: &[Prepared]) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::with_capacity(prepared.len());
    for (place, p) in prepared.iter().enumerate() {
        let follows = place > 0 && prepared[place - 1].matricule == p.matricule;
        out.push(if follows { out[place - 1] + 1 } else { 0 });
    }
    out
}

fn new_ones(list: &[(Frozen, Etat)]) -> Vec<Frozen> {
    list.iter().filter(|(_, etat)| etat.is_new()).map(|(frozen, _)| frozen.clone()).collect()
}

/// What a payment could not withhold of a garnishment or of maintenance that names no contract: the next one of the
/// same run goes on with it.
fn unpaid(frozen: &Frozen) -> Vec<Element> {
    let rest = |code: ElementCode| {
        let asked = frozen.entree.elements.iter().filter(move |e| e.code == code);
        let done = frozen.resultat.elements.iter().filter(move |e| e.code == code);
        asked.zip(done).filter_map(|(element, pay)| {
            let left = pay.montant - pay.retenu;
            let goes_on = element.contrat.is_none() && left > Cents::ZERO;
            goes_on.then(|| Element { montant: Some(left), ..element.clone() })
        })
    };
    rest(ElementCode::Saisie).chain(rest(ElementCode::PensionAlimentaire)).collect()
}

/// Nobody is paid on a part of his data: a refused payment holds the others of its person that are not frozen yet.
fn together(outcomes: &mut [Outcome], held: &Retenus) {
    let mut faults: BTreeMap<String, Vec<Motif>> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|o| !held.pays_despite(&o.matricule)) {
        if let Err(reasons) = &outcome.result {
            faults.entry(outcome.matricule.clone()).or_default().extend(reasons.iter().cloned());
        }
    }
    for outcome in outcomes {
        let new = outcome.due.is_some()
            || outcome.result.as_ref().is_ok_and(|list| list.iter().any(|(_, etat)| etat.is_new()));
        if let Some(reasons) = faults.get(&outcome.matricule)
            && new
        {
            outcome.result = Err(reasons.clone());
            outcome.due = None;
        }
    }
}
