//! Film technicians: what is paid besides effective work (transport, travel, breaks, rest not taken), and meals.

use cddu_rates::{Cents, Diagnostic, Holiday, Quantity, holiday};
use chrono::{Datelike, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::film::{IDCC, Terms, query};
use crate::gross::frais;
use crate::gross::input::Zone;
use crate::gross::lines::{Hourly, Label};
use crate::gross::temps::hours::{HOUR, Ticks};
use crate::gross::temps::sheet::WorkDay;

/// Function whose rate limits transport and travel (art. 32 and 47).
const CAP_FUNCTION: &str = "Machiniste prise de vues cinéma";
/// Travel paid in a day at most.
const TRAVEL_LIMIT: i64 = 7 * HOUR;
/// Rest between two days of work, minutes.
pub(super) const REST: i64 = 11 * 60;

/// Writes the lines that come on top of work.
pub(super) fn film(cx: &mut Context<'_>, terms: &Terms<'_>, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    broken_rest(cx, terms, days)?;
    no_recovery(cx, terms, days);
    let transport: Ticks = days.iter().map(|d| d.transport).sum();
    let travel: Ticks = days.iter().map(|d| d.voyage.min(Ticks(TRAVEL_LIMIT))).sum();
    if !transport.is_zero() || !travel.is_zero() {
        let rate = capped(cx, terms)?;
        let on = |keep: fn(&WorkDay) -> bool| days.iter().filter(move |d| keep(d)).map(|d| d.date);
        let label =
            Label::new("transport", "Indemnité de transport", "F24").days(on(|d| !d.transport.is_zero()));
        cx.lines.hours(label, rate, transport, Decimal::ONE_HUNDRED, None);
        let label = Label::new("voyage", "Heures de voyage", "F26").days(on(|d| !d.voyage.is_zero()));
        cx.lines.hours(label, rate, travel, Decimal::ONE_HUNDRED, None);
    }
    let continuous: Vec<NaiveDate> = days.iter().filter(|d| d.journee_continue).map(|d| d.date).collect();
    if !continuous.is_empty() {
        let len = Ticks(HOUR / 2 * i64::try_from(continuous.len()).unwrap_or(0));
        let label =
            Label::new("pause_continue", "Pause payée de la journée continue", "F27").days(continuous);
        cx.lines.hours(label, terms.rate, len, Decimal::ONE_HUNDRED, None);
    }
    meals(cx, days)
}

/// The rate of transport and travel: the employee's, within that of the machiniste de prise de vues as published
/// (rounded to the cent: 25.23 since 1 March 2024).
fn capped(cx: &mut Context<'_>, terms: &Terms<'_>) -> Result<Hourly, Vec<Diagnostic>> {
    let function = cx
        .conventions
        .function(IDCC, CAP_FUNCTION)
        .ok_or_else(|| vec![cx.conventions.unknown_function(IDCC, CAP_FUNCTION)])?;
    match cx.conventions.minimum(&query(cx, function, "1", Some(39), None)) {
        Ok(row) => {
            let published =
                Cents::round(row.valeur.unwrap_or_default().to_decimal() / terms.rate.hours).to_decimal();
            Ok(if terms.rate.unit() <= published {
                terms.rate
            } else {
                Hourly { pay: published, hours: Decimal::ONE }
            })
        }
        Err(error) => {
            cx.warn("BRUT-116", format!("{} : transport et voyage payés au taux du salarié", error.message));
            Ok(terms.rate)
        }
    }
}

/// Rest under eleven hours: each missing hour at 100 % (F21), on top of everything and outside the cap.
fn broken_rest(cx: &mut Context<'_>, terms: &Terms<'_>, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    let mut missing = Ticks::ZERO;
    let mut when = Vec::new();
    for (day, minutes) in short_rests(days) {
        missing += Ticks::minutes(minutes);
        when.push(day);
    }
    let pct = cx.percent("F21")?;
    let label = Label::new("repos_11h", "Heures anticipées sur le repos de 11 heures", "F21").days(when);
    cx.lines.hours(label, terms.rate, missing, pct, Some(pct));
    Ok(())
}

/// Days that start less than eleven hours after the end of the previous one, with the minutes that are missing.
pub(super) fn short_rests(days: &[WorkDay]) -> Vec<(NaiveDate, i64)> {
    let spans: Vec<_> = days.iter().filter_map(|d| d.span.map(|s| (d.date, s))).collect();
    spans
        .windows(2)
        .filter_map(|pair| {
            let rest = pair[1].1.0 - pair[0].1.1;
            (rest < REST).then(|| (pair[1].0, REST - rest.max(0)))
        })
        .collect()
}

/// Sunday, sixth day in the Paris region, holiday whose rest is not given: paid (F16, F19, F17).
fn no_recovery(cx: &mut Context<'_>, terms: &Terms<'_>, days: &[WorkDay]) {
    let (mut sundays, mut holidays, mut sixths) = (Vec::new(), Vec::new(), Vec::new());
    let mut worked_in_week: (Option<NaiveDate>, usize) = (None, 0);
    for day in days.iter().filter(|d| !d.slots.is_empty()) {
        let week = crate::gross::temps::sheet::monday(day.date);
        worked_in_week =
            if worked_in_week.0 == Some(week) { (Some(week), worked_in_week.1 + 1) } else { (Some(week), 1) };
        if let Some(found) = holiday(day.date) {
            if found == Holiday::LundiDePentecote {
                cx.warn(
                    "BRUT-117",
                    "lundi de Pentecôte payé comme un jour férié : la journée de solidarité (titre II art. 43) n'est pas imputée",
                );
            }
            if day.recupere != Some(true) {
                holidays.push(day.date);
            }
        } else if day.recupere == Some(false) && day.date.weekday() == Weekday::Sun {
            sundays.push(day.date);
        } else if day.recupere == Some(false) && worked_in_week.1 == 6 && day.zone == Zone::Paris {
            sixths.push(day.date);
        }
    }
    let seven = |days: &Vec<NaiveDate>| Ticks::whole_hours(7 * i64::try_from(days.len()).unwrap_or(0));
    let full = Decimal::ONE_HUNDRED;
    let label =
        Label::new("recuperation_ferie", "Jour férié travaillé : 7 heures", "F17").days(holidays.clone());
    cx.lines.hours(label, terms.rate, seven(&holidays), full, None);
    let label =
        Label::new("recuperation_dimanche", "Dimanche non récupéré : 7 heures", "F16").days(sundays.clone());
    cx.lines.hours(label, terms.rate, seven(&sundays), full, None);
    let half = Ticks(seven(&sixths).0 / 2);
    let label = Label::new("recuperation_jour_6", "6e jour non récupéré : 3,5 heures", "F19").days(sixths);
    cx.lines.hours(label, terms.rate, half, full, None);
}

/// Meals and snacks not supplied (art. 46).
fn meals(cx: &mut Context<'_>, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    let seven = 7 * 60;
    for day in days {
        if day.repas > 0 {
            frais::add(cx, "3097_REPAS", Quantity::from(day.repas), day.date, Some("repas_restaurant"))?;
        }
        if day.casse_croute {
            frais::add(cx, "3097_CASSE_CROUTE", Quantity::from(1), day.date, Some("repas_hors_locaux"))?;
        } else if day
            .span
            .is_some_and(|(start, _)| start - crate::gross::temps::sheet::absolute(day.date) < seven)
        {
            cx.warn(
                "BRUT-110",
                format!(
                    "{} : début avant 7 h, casse-croûte dû s'il n'est pas fourni (titre II art. 46)",
                    crate::gross::lines::fr_day(day.date)
                ),
            );
        }
    }
    Ok(())
}
