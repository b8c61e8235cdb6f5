//! The employer's deduction for each hour of overtime (CSS L241-18, L241-18-1, D241-24), after the general relief.

use cddu_rates::{Calcul, Cents, Confiance, Diagnostic, Rates};
use chrono::NaiveDate;

use super::reduction::within;
use super::{Book, ContractRun, Overtime};
use crate::engine::context::{AtContract as _, Contract, Run, name};
use crate::engine::recorder::Recorder;
use crate::methods::HsDeductionArtisteMethod;
use crate::payslip::Line;
use crate::rules;
use crate::trace::{Amount, Fig};

const URSSAF: &str = "urssaf";

/// The deductions of the contracts, limited to what the employer still owes to the Urssaf.
pub(super) fn deductions(
    run: &mut Run<'_, impl Recorder>,
    book: &Book,
    contracts: &[ContractRun],
) -> Result<Vec<Option<Amount>>, Diagnostic> {
    let mut out = Vec::with_capacity(contracts.len());
    for rank in 0..contracts.len() {
        let contract = Contract::new(run.input, rank);
        out.push(match book.of(rank).filter(|_| allowed(run, &contract)) {
            Some(overtime) => {
                Some(before_limit(run, &contract, overtime).map_err(|d| d.at_contract(&contract))?)
            }
            None => None,
        });
    }
    if out.iter().any(Option::is_some) {
        let limit = limit(run, contracts);
        let names = ("hs_ded_pat", "déduction patronale");
        within(run, &mut out, limit, names, &rules::HS_DEDUCTION_LIMITE);
    }
    Ok(out)
}

fn allowed(run: &Run<'_, impl Recorder>, contract: &Contract<'_>) -> bool {
    let artists = run.input.methodes.hs_deduction_artiste.unwrap_or_default();
    run.input.employeur.parametres.deduction_hs
        && (artists == HsDeductionArtisteMethod::Oui || !contract.population.is_artist())
}

fn before_limit(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    overtime: &Overtime,
) -> Result<Amount, Diagnostic> {
    let key = amount_key(run, contract.end);
    let unit = run.number(contract.name("hs_deduction_heure", "déduction par heure"), key, contract.end)?;
    Ok(run.calc(
        contract.name("hs_deduction", "déduction avant sa limite"),
        Cents::round(overtime.deduites.v * unit.v),
        "arrondi({0} × {1})",
        &[overtime.deduites.f, unit.f],
        &rules::HS_DEDUCTION,
    ))
}

/// The amount of an hour, by the size of the employer.
fn amount_key(run: &Run<'_, impl Recorder>, day: NaiveDate) -> &'static str {
    match run.input.employeur.parametres.effectif {
        0..20 => "HS_DED_PAT_LT20",
        _ if run.rates.param("HS_DED_PAT_GE20", day).is_ok() => "HS_DED_PAT_GE20",
        20..250 => "HS_DED_PAT_20_249",
        _ => "HS_DED_PAT_GE250",
    }
}

/// Employer contributions collected by the Urssaf on the payslip, less its share of the general relief.
fn limit<R: Recorder>(run: &mut Run<'_, R>, contracts: &[ContractRun]) -> Amount {
    let mut owed: Vec<Amount> = Vec::new();
    let mut relieved: Vec<Amount> = Vec::new();
    for contract in contracts {
        for share in &contract.employer {
            let code = run.rates.contributions()[share.contribution].code.as_str();
            if contract.pay.lignes.iter().any(|l| l.code == code && l.organisme == URSSAF) {
                owed.push(share.amount);
            }
        }
        relieved.extend(contract.relief_urssaf);
    }
    let sum = |run: &mut Run<'_, R>, code: &'static str, label: &'static str, parts: &[Amount]| {
        let figs: Vec<Fig> = parts.iter().map(|a| a.f).collect();
        let total: Cents = parts.iter().map(|a| a.v).sum();
        run.calc(name(code, label), total, "Σ", &figs, &rules::HS_DEDUCTION_LIMITE)
    };
    let owed = sum(run, "hs_urssaf", "cotisations de l'employeur à l'Urssaf", &owed);
    let relieved = sum(run, "hs_urssaf_allegee", "réduction générale, part Urssaf", &relieved);
    run.calc(
        name("hs_deduction_limite", "limite de la déduction"),
        (owed.v - relieved.v).or_zero(),
        "max(0 ; {0} - {1})",
        &[owed.f, relieved.f],
        &rules::HS_DEDUCTION_LIMITE,
    )
}

/// The line of the deduction on the payslip.
pub(super) fn line(rates: &Rates, overtime: &Overtime, amount: Cents) -> Line {
    let table = rates.calculee(Calcul::DeductionHeuresSup);
    Line {
        code: table.identite.code.clone(),
        libelle: table.organismes[0].libelle.clone(),
        organisme: table.organismes[0].organisme.clone(),
        // The base of this line is a number of hours.
        base: Cents::round(overtime.deduites.v),
        taux_salarie: None,
        montant_salarie: None,
        taux_employeur: None,
        montant_employeur: Some(-amount),
        coefficient: None,
        deductible: false,
        confiance: Confiance::A,
    }
}
