//! Cumuls of the month and of the year, read from the frozen payslips.

use std::collections::BTreeMap;

use cddu_payslip::{AutresHeures, ContractPay, Cumuls, HeuresSemaine, Payslip};
use cddu_rates::{Cents, Famille, Month, Period, Quantity, Rates};
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use crate::Folder;
use crate::register::{Frozen, Register};

/// What was already counted for a person before a payslip paid on `payment` for `period`.
pub(crate) fn before(
    rates: &Rates,
    register: &Register,
    matricule: &str,
    number: &str,
    payment: NaiveDate,
    period: Period,
) -> Cumuls {
    let mut cumuls = Cumuls::default();
    let own = |frozen: &&&Frozen| {
        frozen.resultat.salarie.matricule == matricule && frozen.rank() < (payment, period.debut, number)
    };
    for frozen in register.standing().iter().filter(own) {
        let payslip = &frozen.resultat;
        if payslip.date_paiement.year() == payment.year() {
            add_year(rates, &mut cumuls, payslip);
        }
        if payslip.periode.fin.year() == period.fin.year() {
            cumuls.dfs += payslip.contrats.iter().map(|c| c.dfs_montant).sum();
        }
        for contract in &payslip.contrats {
            let (end, pay) = (contract.periode.fin, retraite(contract));
            if end.year() == period.fin.year() {
                cumuls.retraite_annee += pay;
            }
            if Month::of(end) == Month::of(period.fin) {
                cumuls.retraite_mois += pay;
            }
        }
    }
    cumuls
}

/// What the former payslips of a contract paid in the calendar year of `period`: the cumul the last one carries.
pub(crate) fn of_contract(
    register: &Register,
    contract: &str,
    number: &str,
    payment: NaiveDate,
    period: Period,
) -> Option<cddu_payslip::Anterieur> {
    register
        .standing()
        .iter()
        .filter(|frozen| {
            frozen.rank() < (payment, period.debut, number)
                && frozen.resultat.periode.fin.year() == period.fin.year()
        })
        .filter_map(|frozen| {
            let pay = frozen.resultat.contrats.iter().find(|c| c.contrat == contract)?;
            Some((frozen.rank(), pay.cumul_contrat?))
        })
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, cumul)| cumul)
}

/// Hours of the civil weeks of a payslip that other payslips of the person pay: those paid before it, whose contracts
/// touch one of these weeks.
pub(crate) fn week_hours(
    register: &Register,
    folder: &Folder,
    matricule: &str,
    number: &str,
    payment: NaiveDate,
    period: Period,
) -> BTreeMap<NaiveDate, Decimal> {
    let mut out = BTreeMap::new();
    let own = |frozen: &&&Frozen| {
        let base = frozen.numero.split("-R").next().unwrap_or_default();
        frozen.resultat.salarie.matricule == matricule
            && base != number
            && frozen.rank() < (payment, period.debut, number)
    };
    for frozen in register.standing().iter().filter(own) {
        for contract in &frozen.resultat.contrats {
            let mut weeks = contract.periode.weeks();
            let single = match (weeks.next(), weeks.next()) {
                (only, None) => only,
                _ => None,
            };
            for week in period.weeks().filter(|w| contract.periode.weeks().any(|of| of == *w)) {
                // A payslip over several weeks does not say the hours of each: its sheet does.
                let hours = if single == Some(week) {
                    contract.heures.0
                } else {
                    sheet_hours(folder, &contract.contrat, week)
                };
                if !hours.is_zero() {
                    *out.entry(week).or_default() += hours;
                }
            }
        }
    }
    out
}

/// Hours written on the sheets of a contract for a civil week.
fn sheet_hours(folder: &Folder, contract: &str, week: NaiveDate) -> Decimal {
    let lines = folder.times.get(contract).map_or(&[][..], Vec::as_slice);
    lines.iter().filter(|l| Period::monday(l.days().debut) == week).map(|l| l.written_hours()).sum()
}

/// Those of the weeks that some days touch, as the calculation asks them.
pub(crate) fn of_weeks(weeks: &BTreeMap<NaiveDate, Decimal>, days: Period) -> Option<AutresHeures> {
    let list: Vec<HeuresSemaine> = days
        .weeks()
        .filter_map(|semaine| {
            weeks.get(&semaine).map(|h| HeuresSemaine { semaine, heures: Quantity(h.normalize()) })
        })
        .collect();
    (!list.is_empty()).then_some(AutresHeures::Semaines(list))
}

fn add_year(rates: &Rates, cumuls: &mut Cumuls, payslip: &Payslip) {
    let totals = &payslip.totaux;
    cumuls.brut += totals.brut;
    cumuls.net_imposable += totals.net_imposable;
    cumuls.pas += totals.pas;
    cumuls.montant_net_social += totals.montant_net_social;
    cumuls.hs_exonerees_brut += totals.hs_exonerees_brut;
    cumuls.hs_exonerees_net += totals.hs_exonerees_net;
    cumuls.heures_sup += totals.heures_sup;
    for contract in &payslip.contrats {
        let famille = |code: &str| rates.contribution(code).and_then(|c| c.famille);
        let taxe = contract.lignes.iter().filter(|l| famille(&l.code) == Some(Famille::TaxeSalaires));
        cumuls.taxe_salaires_base += taxe.map(|l| l.base).sum();
        cumuls.heures = Quantity(cumuls.heures.0 + contract.heures.0);
        cumuls.cachets = Quantity(cumuls.cachets.0 + Quantity::from(contract.cachets).0);
    }
}

/// Pay that counted for the retraite complémentaire, both slices.
fn retraite(contract: &ContractPay) -> Cents {
    contract.bases.retraite_t1 + contract.bases.retraite_t2
}
