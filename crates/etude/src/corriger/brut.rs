//! A gross that is not the right one: which elements of pay it forgets, or pays without their premium.

use cddu_payslip::PayElement;
use cddu_rates::Cents;
use rust_decimal::Decimal;

use crate::ecrit::nombre;

/// Elements of a payslip among which a forgotten one is looked for; beyond, nothing is told.
const MOST: usize = 10;

/// What explains a gross: the elements that are not in it, the fewest; else the overtime paid at the plain rate.
pub fn explique(elements: &[PayElement], donne: Cents) -> Option<String> {
    let total: Cents = elements.iter().map(|e| e.montant).sum();
    oublies(elements, total, donne).or_else(|| sans_majoration(elements, total, donne))
}

fn oublies(elements: &[PayElement], total: Cents, donne: Cents) -> Option<String> {
    if elements.len() > MOST {
        return None;
    }
    let all = 1_usize << elements.len();
    let chosen = |set: usize| elements.iter().enumerate().filter(move |(rank, _)| set >> rank & 1 == 1);
    // Neither nothing nor everything.
    let explains = |set: &usize| total - chosen(*set).map(|(_, e)| e.montant).sum::<Cents>() == donne;
    let set = (1..all.saturating_sub(1)).filter(explains).min_by_key(|set| set.count_ones())?;
    let names: Vec<String> =
        chosen(set).map(|(_, e)| format!("« {} » ({})", e.libelle, nombre(e.montant))).collect();
    Some(format!("il manque {}", names.join(" et ")))
}

/// Overtime is paid with its premium in one element: without it, the same hours at the rate of the others.
fn sans_majoration(elements: &[PayElement], total: Cents, donne: Cents) -> Option<String> {
    let mut names = Vec::new();
    let mut plain = total;
    for element in elements.iter().filter(|e| e.heure_sup.is_some()) {
        let premium = element.majoration?.0;
        let hundred = Decimal::ONE_HUNDRED;
        plain += Cents::round(element.montant.to_decimal() * hundred / (hundred + premium)) - element.montant;
        names.push(format!("« {} »", element.libelle));
    }
    (!names.is_empty() && (plain - donne).0.abs() <= 1)
        .then(|| format!("{} sans leur majoration", names.join(" et ")))
}
