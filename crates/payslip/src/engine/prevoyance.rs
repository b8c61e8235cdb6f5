//! First slice of prévoyance and FCSS.

use cddu_rates::{Cents, Diagnostic};
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use super::plafond::Plafonds;
use crate::engine::recorder::Recorder;
use crate::rules;
use crate::trace::Amount;

/// First slice of prévoyance and FCSS.
pub(crate) fn base(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    pay: Amount,
    plafonds: &Plafonds,
) -> Result<Amount, Diagnostic> {
    use crate::methods::PrevoyancePlafondMethod as Method;
    let base = contract.name("prevoyance_t1", "assiette de prévoyance, tranche 1");
    match run.input.methodes.prevoyance_plafond {
        Method::Prorata => Ok(run.calc(
            base,
            pay.v.min(plafonds.prorated.v),
            "min({0} ; {1})",
            &[pay.f, plafonds.prorated.f],
            &rules::PREVOYANCE_PRORATA,
        )),
        Method::Mensuel => {
            let months =
                run.given_number(contract.name("mois", "mois touchés"), Decimal::from(contract.months()));
            Ok(run.calc(
                base,
                pay.v.min(Cents::round(plafonds.pmss.v.to_decimal() * months.v)),
                "min({0} ; {1} × {2})",
                &[pay.f, plafonds.pmss.f, months.f],
                &rules::PREVOYANCE_MENSUEL,
            ))
        }
        Method::Journalier => {
            let limit = daily_limit(run, contract, plafonds)?;
            Ok(run.calc(
                base,
                pay.v.min(limit.v),
                "min({0} ; {1})",
                &[pay.f, limit.f],
                &rules::PREVOYANCE_JOURNALIER,
            ))
        }
    }
}

/// Daily plafond x days of each month, at most the PMSS; the PMSS for a whole calendar month. Days that are not
/// dated fall in each month in proportion of its calendar days.
fn daily_limit(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    plafonds: &Plafonds,
) -> Result<Amount, Diagnostic> {
    let daily = run.amount(contract.name("pjss", "plafond journalier"), "PJSS", contract.end)?;
    let parts: Vec<_> = contract.periode.by_month().collect();
    let mut shares = Vec::with_capacity(parts.len());
    let mut sum = Decimal::ZERO;
    for (month, part) in &parts {
        if *part == month.period() {
            sum += plafonds.pmss.v.to_decimal();
            shares.push(plafonds.pmss.f);
            continue;
        }
        let days = run.given_number(contract.name("jours", "jours de travail"), contract.jours);
        let here = run.given_number(
            contract.name("jours_contrat", "jours du contrat dans le mois"),
            part.days().into(),
        );
        let all = run.given_number(
            contract.name("jours_periode", "jours de la période"),
            contract.periode.days().into(),
        );
        let pmss = plafonds.pmss.v.to_decimal();
        let share = (daily.v.to_decimal() * days.v * here.v / all.v).min(pmss);
        sum += share;
        let share = run.calc_number(
            contract.name("prevoyance_mois", "plafond de prévoyance du mois"),
            share,
            "min({0} × {1} × {2} / {3} ; {4})",
            &[daily.f, days.f, here.f, all.f, plafonds.pmss.f],
            &rules::PREVOYANCE_JOURNALIER,
        );
        shares.push(share.f);
    }
    Ok(run.calc(
        contract.name("prevoyance_plafond", "plafond de prévoyance"),
        Cents::round(sum),
        "arrondi(Σ)",
        &shares,
        &rules::PREVOYANCE_JOURNALIER,
    ))
}
