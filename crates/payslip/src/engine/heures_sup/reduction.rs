//! Reduction of employee contributions on overtime (CSS L241-17, D241-21): effective rate, and its two limits.

use cddu_rates::{Calcul, Cents, Confiance, Diagnostic, Famille, Rate, Rates, round_half_up};
use rust_decimal::Decimal;

use super::{Book, ContractRun, Overtime};
use crate::engine::context::{AtContract as _, Contract, Run, name};
use crate::engine::recorder::Recorder;
use crate::methods::{HsDfsMethod, HsImputationMethod, HsTauxMethod};
use crate::payslip::Line;
use crate::rules;
use crate::trace::{Amount, Fig, Number, Val};

/// The reduction of a contract.
pub(super) struct Reduction {
    base: Cents,
    pub rate: Rate,
    pub amount: Amount,
    confiance: Confiance,
}

impl Reduction {
    /// Its line on the payslip.
    pub fn line(&self, rates: &Rates) -> Line {
        let table = rates.calculee(Calcul::ReductionHeuresSup);
        Line {
            code: table.identite.code.clone(),
            libelle: table.organismes[0].libelle.clone(),
            organisme: table.organismes[0].organisme.clone(),
            base: self.base,
            taux_salarie: Some(self.rate),
            montant_salarie: Some(-self.amount.v),
            taux_employeur: None,
            montant_employeur: None,
            coefficient: None,
            deductible: true,
            confiance: self.confiance,
        }
    }
}

/// The reductions of the contracts, limited.
pub(super) fn reductions(
    run: &mut Run<'_, impl Recorder>,
    book: &Book,
    contracts: &[ContractRun],
) -> Result<Vec<Option<Reduction>>, Diagnostic> {
    let mut out = Vec::with_capacity(contracts.len());
    for (rank, pay) in contracts.iter().enumerate() {
        let contract = Contract::new(run.input, rank);
        out.push(match book.of(rank) {
            Some(overtime) => {
                Some(before_limit(run, &contract, overtime, pay).map_err(|d| d.at_contract(&contract))?)
            }
            None => None,
        });
    }
    match run.input.methodes.hs_imputation.unwrap_or_default() {
        HsImputationMethod::Aucune => {}
        HsImputationMethod::Contrat => {
            for (rank, reduction) in out.iter_mut().enumerate() {
                let Some(reduction) = reduction else { continue };
                let contract = Contract::new(run.input, rank);
                let parts = shares(run, &contracts[rank], base_scheme);
                let limit = limit(run, &contract, &parts)?;
                reduction.amount = run.calc(
                    contract.name("hs_red_sal", "réduction de cotisations salariales"),
                    reduction.amount.v.min(limit.v),
                    "min({0} ; {1})",
                    &[reduction.amount.f, limit.f],
                    &rules::HS_IMPUTATION,
                );
            }
        }
        HsImputationMethod::Bulletin => {
            let parts: Vec<Amount> = contracts.iter().flat_map(|c| shares(run, c, base_scheme)).collect();
            let last = Contract::new(run.input, contracts.len() - 1);
            let limit = limit(run, &last, &parts)?;
            let mut amounts: Vec<Option<Amount>> = out.iter().map(|r| r.as_ref().map(|r| r.amount)).collect();
            let names = ("hs_red_sal", "réduction de cotisations salariales");
            within(run, &mut amounts, limit, names, &rules::HS_IMPUTATION);
            for (reduction, amount) in out.iter_mut().zip(amounts) {
                if let (Some(reduction), Some(amount)) = (reduction, amount) {
                    reduction.amount = amount;
                }
            }
        }
    }
    Ok(out)
}

/// Takes what exceeds a limit of the payslip off the last contract that has overtime, then off the one before.
pub(super) fn within(
    run: &mut Run<'_, impl Recorder>,
    amounts: &mut [Option<Amount>],
    limit: Amount,
    (code, label): (&'static str, &'static str),
    rule: &'static crate::rules::Rule,
) {
    let figs: Vec<Fig> = amounts.iter().flatten().map(|a| a.f).collect();
    let total: Cents = amounts.iter().flatten().map(|a| a.v).sum();
    if total <= limit.v {
        return;
    }
    let total = run.calc(name("hs_avant_limite", "somme avant la limite"), total, "Σ", &figs, &rules::TOTAL);
    let mut excess = run.calc(
        name("hs_excedent", "excédent sur la limite"),
        total.v - limit.v,
        "{0} - {1}",
        &[total.f, limit.f],
        rule,
    );
    for (rank, amount) in amounts.iter_mut().enumerate().rev() {
        let Some(before) = *amount else { continue };
        let contract = Contract::new(run.input, rank);
        *amount = Some(run.calc(
            contract.name(code, label),
            (before.v - excess.v).or_zero(),
            "max(0 ; {0} - {1})",
            &[before.f, excess.f],
            rule,
        ));
        excess = run.calc(
            name("hs_excedent", "excédent qui reste"),
            (excess.v - before.v).or_zero(),
            "max(0 ; {0} - {1})",
            &[excess.f, before.f],
            rule,
        );
    }
}

fn before_limit<R: Recorder>(
    run: &mut Run<'_, R>,
    contract: &Contract<'_>,
    overtime: &Overtime,
    pay: &ContractRun,
) -> Result<Reduction, Diagnostic> {
    let value = run.rates.param("HS_RED_TAUX_MAX", contract.end)?;
    let label = contract.name("hs_taux_max", "taux maximal de la réduction");
    let most = Number { v: value.value, f: run.rate(label, Rate(value.value), value.row) };
    let parts = shares(run, pay, old_age);
    let figs: Vec<Fig> = parts.iter().map(|a| a.f).collect();
    let paid = run.calc(
        contract.name("hs_vieillesse", "cotisations salariales de vieillesse"),
        parts.iter().map(|a| a.v).sum::<Cents>().or_zero(),
        "max(0 ; Σ)",
        &figs,
        &rules::HS_TAUX,
    );
    let (base, whole) = match run.input.methodes.hs_dfs.unwrap_or_default() {
        HsDfsMethod::Abattu if pay.ss.v != pay.brut.v => {
            let base = run.calc(
                contract.name("hs_base_abattue", "rémunération des heures après DFS"),
                Cents::round(overtime.base.v.to_decimal() * pay.ss.v.to_decimal() / pay.brut.v.to_decimal()),
                "arrondi({0} × {1} / {2})",
                &[overtime.base.f, pay.ss.f, pay.brut.f],
                &rules::HS_DFS_ABATTU,
            );
            (base, pay.ss)
        }
        HsDfsMethod::Abattu | HsDfsMethod::Brut => (overtime.base, pay.brut),
    };
    if whole.v.is_zero() {
        return Err(Diagnostic::error("PAIE-040", "des heures supplémentaires sur une rémunération nulle")
            .hint("vérifier le brut du contrat"));
    }
    let exact = paid.v.to_decimal() * Decimal::ONE_HUNDRED / whole.v.to_decimal();
    let named = contract.name("hs_taux_reduction", "taux de la réduction");
    let rated = |run: &mut Run<'_, R>, value: Decimal, text: &'static str| {
        let rate = Rate(value);
        let args = [most.f, paid.f, whole.f];
        (rate, run.t.formula(named, Val::Percent(rate), text, &args, &rules::HS_TAUX))
    };
    let amount = contract.name("hs_reduction", "réduction avant sa limite");
    let of_rate = |run: &mut Run<'_, R>, rate: Rate, fig: Fig| {
        let args = [base.f, fig];
        run.calc(amount, rate.of(base.v), "arrondi({0} × {1} %)", &args, &rules::HS_REDUCTION)
    };
    let (rate, amount) = match run.input.methodes.hs_taux.unwrap_or_default() {
        HsTauxMethod::Plafond => {
            let rate = Rate(most.v);
            (rate, of_rate(run, rate, most.f))
        }
        HsTauxMethod::Effectif => {
            let value = round_half_up(exact, 2).min(most.v);
            let (rate, fig) = rated(run, value, "min({0} ; arrondi({1} × 100 / {2}))");
            (rate, of_rate(run, rate, fig))
        }
        HsTauxMethod::EffectifExact => {
            let value = round_half_up(exact, 4).min(most.v);
            let (rate, _) = rated(run, value, "min({0} ; arrondi4({1} × 100 / {2}))");
            let limited = (base.v.to_decimal() * paid.v.to_decimal() / whole.v.to_decimal())
                .min(base.v.to_decimal() * most.v / Decimal::ONE_HUNDRED);
            let args = [base.f, paid.f, whole.f, most.f];
            let text = "arrondi(min({0} × {1} / {2} ; {0} × {3} / 100))";
            (rate, run.calc(amount, Cents::round(limited), text, &args, &rules::HS_REDUCTION))
        }
    };
    let confiance = run.rates.row(run.rates.param("HS_RED_IMPUTATION", contract.end)?.row).confiance;
    Ok(Reduction { base: base.v, rate, amount, confiance })
}

/// Old-age contributions of the base scheme, on which the reduction is taken.
fn base_scheme(famille: Option<Famille>) -> bool {
    famille == Some(Famille::VieillesseBase)
}

/// All the compulsory old-age contributions: those of the effective rate.
fn old_age(famille: Option<Famille>) -> bool {
    base_scheme(famille) || famille == Some(Famille::VieillesseComplementaire)
}

/// The employee shares of some lines of a contract.
fn shares(run: &Run<'_, impl Recorder>, pay: &ContractRun, keep: fn(Option<Famille>) -> bool) -> Vec<Amount> {
    pay.employee
        .iter()
        .filter(|s| keep(run.rates.contributions()[s.contribution].famille))
        .map(|s| s.amount)
        .collect()
}

/// The base old-age contributions that the reduction cannot exceed.
fn limit(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    parts: &[Amount],
) -> Result<Amount, Diagnostic> {
    let share = run.number(
        contract.name("hs_imputation", "part imputable des cotisations de base"),
        "HS_RED_IMPUTATION",
        contract.end,
    )?;
    let figs: Vec<Fig> = parts.iter().map(|a| a.f).collect();
    let due = run.calc(
        contract.name("hs_vieillesse_base", "cotisations salariales de vieillesse de base"),
        parts.iter().map(|a| a.v).sum::<Cents>().or_zero(),
        "max(0 ; Σ)",
        &figs,
        &rules::HS_IMPUTATION,
    );
    Ok(run.calc(
        contract.name("hs_reduction_limite", "limite de la réduction"),
        Cents::round(due.v.to_decimal() * share.v / Decimal::ONE_HUNDRED),
        "arrondi({0} × {1} %)",
        &[due.f, share.f],
        &rules::HS_IMPUTATION,
    ))
}
