//! Overtime: which hours, what they were paid, and the three reliefs that the law gives on them.
//!
//! The reduction of employee contributions (CSS L241-17) and the employer's deduction (CSS L241-18, L241-18-1) follow
//! the period of work; the exemption of tax (CGI 81 quater) follows the year of payment.

mod base;
mod csg;
mod deduction;
mod exoneration;
mod quelles_heures;
mod reduction;

use cddu_rates::{Cents, Diagnostic, Quantity, Rate};

use super::ContractRun;
use super::context::{AtContract as _, Contract, Run};
use crate::engine::recorder::Recorder;
use crate::methods::HsAllegementsMethod;
use crate::payslip::{BaseHeuresSup, HeuresStructurelles};
use crate::trace::{Amount, Number};

pub(crate) use csg::taxed;
pub(crate) use quelles_heures::{check, elements, given_twice};

/// The overtime of a contract.
pub(crate) struct Overtime {
    pub heures: Number,
    /// Those that give a deduction to the employer.
    pub deduites: Number,
    /// Their pay: base of the three reliefs.
    pub base: Amount,
    /// Part exempt of tax.
    pub exonere: Amount,
    pub net: Cents,
    /// Its part of the base of CSG; `None` for a non-resident.
    pub csg: Option<Amount>,
    structurelles: Option<HeuresStructurelles>,
}

/// The overtime of a payslip, contract by contract.
#[derive(Default)]
pub(crate) struct Book {
    contracts: Vec<Option<Overtime>>,
    /// What the payslip exempts of tax, gross and net.
    pub exempt: Option<(Amount, Amount)>,
}

impl Book {
    pub fn of(&self, rank: usize) -> Option<&Overtime> {
        self.contracts.get(rank).and_then(Option::as_ref)
    }

    pub fn any(&self) -> bool {
        self.contracts.iter().any(Option::is_some)
    }
}

/// What the reliefs take off the contributions of a contract.
#[derive(Default)]
pub(crate) struct Reliefs {
    pub salarie: Option<Amount>,
    pub employeur: Option<Amount>,
}

/// True when the reliefs are to be computed.
pub(crate) fn wanted(run: &Run<'_, impl Recorder>) -> bool {
    run.input.methodes.hs_allegements.unwrap_or_default() == HsAllegementsMethod::Oui
}

/// Reads the overtime of every contract, and splits the yearly limit of the exemption among them in the order given.
pub(crate) fn read(run: &mut Run<'_, impl Recorder>) -> Result<Book, Vec<Diagnostic>> {
    if !wanted(run) {
        quelles_heures::warn_unrelieved(run);
        return Ok(Book::default());
    }
    let mut errors = Vec::new();
    let mut found = Vec::with_capacity(run.input.contrats.len());
    for rank in 0..run.input.contrats.len() {
        let contract = Contract::new(run.input, rank);
        match quelles_heures::of(run, &contract) {
            Ok(hours) => found.push(hours.map(|hours| base::of(run, &contract, hours))),
            Err(error) => {
                errors.push(error.at_contract(&contract));
                found.push(None);
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    if found.iter().all(Option::is_none) {
        return Ok(Book::default());
    }
    quelles_heures::warn_of_length(run, &found).map_err(|d| vec![d])?;
    let (shares, nets, exempt) = exoneration::exempt(run, &found).map_err(|d| vec![d])?;
    let mut contracts = Vec::with_capacity(found.len());
    for (rank, ((found, exonere), net)) in found.into_iter().zip(shares).zip(nets).enumerate() {
        let contract = Contract::new(run.input, rank);
        contracts.push(match (found, exonere) {
            (Some(found), Some(exonere)) => {
                let csg = csg::share(run, &contract, exonere).map_err(|d| vec![d.at_contract(&contract)])?;
                Some(Overtime {
                    heures: found.heures,
                    deduites: found.deduites,
                    base: found.base,
                    exonere,
                    net,
                    csg,
                    structurelles: found.structurelles,
                })
            }
            _ => None,
        });
    }
    Ok(Book { contracts, exempt: Some(exempt) })
}

/// The reduction and the deduction, once the contributions of every contract are known: their lines, the totals of the
/// contracts, and the figures printed with the bases.
pub(crate) fn reliefs(
    run: &mut Run<'_, impl Recorder>,
    book: &Book,
    contracts: &mut [ContractRun],
) -> Result<(), Vec<Diagnostic>> {
    if !book.any() {
        return Ok(());
    }
    let one = |d: Diagnostic| vec![d];
    let reductions = reduction::reductions(run, book, contracts).map_err(one)?;
    let deductions = deduction::deductions(run, book, contracts).map_err(one)?;
    for ((contract, overtime), (reduction, deduction)) in
        contracts.iter_mut().zip(&book.contracts).zip(reductions.into_iter().zip(deductions))
    {
        let Some(overtime) = overtime else { continue };
        let (mut rate, mut salarie, mut employeur) = (Rate::default(), Cents::ZERO, Cents::ZERO);
        if let Some(reduction) = reduction {
            rate = reduction.rate;
            salarie = reduction.amount.v;
            if !salarie.is_zero() {
                contract.pay.lignes.push(reduction.line(run.rates));
            }
            contract.hs.salarie = Some(reduction.amount);
        }
        if let Some(deduction) = deduction {
            employeur = deduction.v;
            if !employeur.is_zero() {
                contract.pay.lignes.push(deduction::line(run.rates, overtime, employeur));
            }
            contract.hs.employeur = Some(deduction);
        }
        contract.pay.bases.heures_sup = Some(BaseHeuresSup {
            heures: Quantity(overtime.heures.v.normalize()),
            montant: overtime.base.v,
            exonere: overtime.exonere.v,
            net: overtime.net,
            csg: overtime.csg.map(|a| a.v),
            taux_reduction: rate,
            structurelles: overtime.structurelles,
        });
        let totals = &mut contract.pay.sous_totaux;
        totals.allegements += employeur;
        totals.allegements_salarie = salarie;
        totals.montant_net_social += salarie;
        totals.net_imposable += salarie - overtime.exonere.v;
    }
    Ok(())
}
