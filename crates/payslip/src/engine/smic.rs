//! The SMIC of the hours' own dates (CSS D241-7 IV).

use cddu_rates::Diagnostic;
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use crate::engine::recorder::Recorder;
use crate::methods::AbsenceSmicMethod;
use crate::rules;
use crate::trace::{Number, Val};

/// Hourly SMIC of the period: one value, or the average weighted by calendar days when it changes.
pub(crate) fn hourly(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
) -> Result<Number, Diagnostic> {
    let label = "SMIC horaire";
    let values = run.rates.by_days("SMIC_HORAIRE", contract.periode)?;
    if let [(value, _)] = values[..] {
        let f = run.table(contract.name("smic_horaire", label), Val::Number(value.value), value.row);
        return Ok(Number { v: value.value, f });
    }
    let mut shares = Vec::with_capacity(values.len());
    let mut sum = Decimal::ZERO;
    for (value, days) in values {
        let smic = run.table(contract.name("smic_horaire", label), Val::Number(value.value), value.row);
        let days = run.given_number(contract.name("jours_smic", "jours à ce SMIC"), Decimal::from(days));
        let share = value.value * days.v;
        sum += share;
        shares.push(
            run.calc_number(
                contract.name("smic_jours", "SMIC x jours"),
                share,
                "{0} × {1}",
                &[smic, days.f],
                &rules::SMIC_JOURS,
            )
            .f,
        );
    }
    let total = run.calc_number(
        contract.name("smic_somme", "somme des SMIC x jours"),
        sum,
        "Σ",
        &shares,
        &rules::SMIC_JOURS,
    );
    let days = run.given_number(
        contract.name("jours_periode", "jours de la période"),
        Decimal::from(contract.periode.days()),
    );
    Ok(run.calc_number(
        contract.name("smic_moyen", "SMIC horaire moyen de la période"),
        total.v / days.v,
        "{0} / {1}",
        &[total.f, days.f],
        &rules::SMIC_JOURS,
    ))
}

/// SMIC of the paid hours at the value of 1 January, not rounded (method of the RGDU).
pub(crate) fn of_hours_in_january(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
) -> Result<Number, Diagnostic> {
    let january = NaiveDate::from_ymd_opt(contract.end.year(), 1, 1).unwrap_or(contract.end);
    let smic =
        run.number(contract.name("smic_horaire", "SMIC horaire du 1er janvier"), "SMIC_HORAIRE", january)?;
    Ok(times_hours(run, contract, smic, &rules::RGDU_SMIC_JANVIER))
}

/// SMIC of the paid hours, not rounded.
pub(crate) fn of_hours(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
) -> Result<Number, Diagnostic> {
    let smic = hourly(run, contract)?;
    Ok(times_hours(run, contract, smic, &rules::ALLEGEMENT_SMIC))
}

fn times_hours(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    smic: Number,
    rule: &'static rules::Rule,
) -> Number {
    let ratio = run.input.methodes.absence_smic.unwrap_or_default() == AbsenceSmicMethod::Rapport;
    if let Some(away) = run.away(contract).suspended.filter(|a| ratio && !a.due.v.is_zero()) {
        let v = smic.v * away.hours.v * away.kept.v.to_decimal() / away.due.v.to_decimal();
        let named = contract.name("smic_heures", "SMIC des heures, réduit à la paie versée");
        let args = [smic.f, away.hours.f, away.kept.f, away.due.f];
        return run.calc_number(named, v, "{0} × {1} × {2} / {3}", &args, &rules::ABSENCE_SMIC);
    }
    let hours = run.hours(contract);
    run.calc_number(
        contract.name("smic_heures", "SMIC des heures payées"),
        smic.v * hours.v,
        "{0} × {1}",
        &[smic.f, hours.f],
        rule,
    )
}
