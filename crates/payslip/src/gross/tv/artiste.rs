//! Television artists (IDCC 1734).

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, MinimumQuery, Quantity, Unite, holiday};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::heures_sup::mark;
use crate::gross::lines::{Hourly, Label};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::Brut;
use crate::gross::temps::daily;
use crate::gross::temps::hours::{HOUR, Ticks};
use crate::gross::temps::sheet::{WorkDay, monday};
use crate::gross::tv::hours::TvNight;
use crate::payslip::HeureSup;

/// The terms of a television artist.
pub(in crate::gross) struct Terms {
    /// Minimum of a day, when the scale is known.
    pub minimum_day: Option<Cents>,
    /// Agreed pay of a day.
    pub day: Decimal,
}

/// Hours of a day: seven and two of overtime, make-up included.
const DAY: i64 = 9;
/// An overrun under ten minutes to finish a shot is not paid.
const TOLERANCE: i64 = 10;

/// Gross of a television artist.
pub(in crate::gross) fn pay(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Brut, Vec<Diagnostic>> {
    let genre = crate::gross::tv::genre(&mut cx);
    let cachets = daily::cachets(&cx, days)?;
    let weekly = daily::weekly(&cx);
    let fonction = minimum::function(&mut cx, "1734")?;
    let row = match fonction {
        Some(fonction) => {
            let query = MinimumQuery {
                fonction,
                annexe: "II",
                genre: "",
                unite: Unite::Cachet,
                heures: None,
                jours: None,
                date: cx.date,
                adherent: cx.input.adherent,
                derogation: None,
            };
            minimum::row(&mut cx, &query)?
        }
        None => None,
    };
    let young = if cx.feuille.moins_de_16_ans { cx.percent("V12")? } else { Decimal::ZERO };
    let minimum_day = row
        .and_then(|r| r.valeur)
        .map(|v| Cents::round(v.to_decimal() * (Decimal::ONE_HUNDRED + young) / Decimal::ONE_HUNDRED));
    let abatement = if weekly { week_abatement(&mut cx, cachets) } else { Decimal::ZERO };
    let (per_week, weeks) = if weekly { daily::whole_weeks(&cx, cachets)? } else { (1, cachets) };
    let grid = minimum_day.map(|m| {
        if weekly {
            Cents::round(
                m.to_decimal() * Decimal::from(5) * (Decimal::ONE_HUNDRED + abatement) / Decimal::ONE_HUNDRED,
            )
        } else {
            m
        }
    });
    let unit = if weekly { "semaine de 5 jours" } else { "jour de 9 h" };
    let smic_hours = Decimal::from(if weekly { 5 * DAY } else { DAY });
    let agreed = cx.feuille.salaire_base;
    let (found, pay) = minimum::compare(
        &mut cx,
        Comparison { row, grid, pay: agreed, unit: unit.to_owned(), smic_hours, formula: String::new() },
    );
    let day = if weekly { pay.to_decimal() / Decimal::from(5) } else { pay.to_decimal() };
    let terms = Terms { minimum_day, day };
    let (code, label) = if weekly {
        ("semaine", format!("Semaines de {per_week} jours"))
    } else {
        ("cachet", "Cachets".to_owned())
    };
    let rule = if weekly { "V05" } else { "V01" };
    cx.lines.units(
        Label::new(code, label, rule),
        daily::count(weeks),
        pay.to_decimal(),
        Decimal::ONE_HUNDRED,
        None,
    );
    let rate = Hourly { pay: terms.day, hours: Decimal::from(DAY) };
    overtime(&mut cx, days, rate, weekly)?;
    if cx.feuille.direct {
        cx.warn("BRUT-120", "direct : ni nuit ni férié majorés (art. 5.8, 5.9.2)");
    } else {
        nights(&mut cx, &terms, days, TvNight { genre })?;
        holidays(&mut cx, &terms, days)?;
    }
    transport(&mut cx, &terms, days);
    crate::gross::pieces::tv_artist(&mut cx, &terms)?;
    if cx.feuille.moins_de_16_ans {
        for day in days.iter().filter(|d| d.effective() > Ticks::whole_hours(6)) {
            cx.warn("BRUT-106", format!("{} : 6 h par jour au plus avant 16 ans (art. 5.6)", day.date));
        }
    }
    let hours = daily::hours(&cx, days).unwrap_or_else(|| Ticks::whole_hours(DAY * i64::from(cachets)));
    let brut = Brut {
        minimum: found,
        cachets,
        jours: Quantity::from(cachets),
        heures: hours.shown(),
        ..Brut::default()
    };
    crate::gross::checks::television(&mut cx, days);
    cx.finish(brut)
}

/// Weekly engagement: the minimum is lowered by 10 % for two or three weeks, 15 % beyond (art. 3.3.3, 5.1).
fn week_abatement(cx: &mut Context<'_>, cachets: u32) -> Decimal {
    let weeks = cx.input.semaines_contrat.unwrap_or(cachets / 5);
    if weeks < 2 {
        cx.warn("BRUT-104", "l'engagement à la semaine demande au moins 2 semaines et 10 jours (art. 3.3.3)");
        return Decimal::ZERO;
    }
    Decimal::from(if weeks <= 3 { -10 } else { -15 })
}

/// From the tenth hour of a day, or the 46th of a week: 25 % to the 47th, 50 % beyond (art. 5.7).
fn overtime(
    cx: &mut Context<'_>,
    days: &[WorkDay],
    rate: Hourly,
    weekly: bool,
) -> Result<(), Vec<Diagnostic>> {
    let (mut first, mut second) = (Ticks::ZERO, Ticks::ZERO);
    let limit = Ticks::whole_hours(47);
    let mut weeks: BTreeMap<NaiveDate, Ticks> = BTreeMap::new();
    for day in days {
        let worked = day.effective();
        let before = *weeks.entry(monday(day.date)).or_default();
        let after = before + worked;
        weeks.insert(monday(day.date), after);
        let from = if weekly { before.max(Ticks::whole_hours(45)) } else { before + Ticks::whole_hours(DAY) };
        let over = after - from;
        if over <= Ticks::minutes(if weekly { 0 } else { TOLERANCE - 1 }) {
            continue;
        }
        let beyond = Ticks((after - limit.max(from)).0.max(0));
        second += beyond;
        first += over - beyond;
    }
    if days.is_empty()
        && let Some(total) = cx.input.heures.map(Ticks::quantity)
    {
        let days = i64::from(daily::cachets(cx, days)?);
        first = Ticks((total - Ticks::whole_hours(DAY * days)).0.max(0));
    }
    let pct = cx.percent("V02")?;
    let full = Decimal::ONE_HUNDRED;
    // A week counts its hours from the 36th; a day of nine hours has no weekly count.
    let part = |len: Ticks, pct: Decimal| {
        Some(if weekly { mark(rate, full + pct, len, Ticks::ZERO) } else { HeureSup::default() })
    };
    let label = Label::new("hs_25", "Heures supplémentaires", "V02").overtime(part(first, pct));
    cx.lines.hours(label, rate, first, full + pct, Some(pct));
    let label = Label::new("hs_50", "Heures supplémentaires au-delà de la 47e", "V02")
        .overtime(part(second, pct + pct));
    cx.lines.hours(label, rate, second, full + pct + pct, Some(pct + pct));
    Ok(())
}

/// Night (art. 5.8): 100 % by started half hour, on a ninth of the day within five minima; six hours or more double the day.
fn nights(
    cx: &mut Context<'_>,
    terms: &Terms,
    days: &[WorkDay],
    night: TvNight,
) -> Result<(), Vec<Diagnostic>> {
    let mut by_day: BTreeMap<NaiveDate, Ticks> = BTreeMap::new();
    for slice in daily::slices(days, &night) {
        if slice.night.is_some() {
            *by_day.entry(slice.work_day).or_default() += slice.len;
        }
    }
    let pct = cx.percent("V03")?;
    let six = Ticks(6 * HOUR);
    let (double, by_hour): (Vec<_>, Vec<_>) = by_day.into_iter().partition(|(_, len)| *len >= six);
    let label = Label::new("nuit_double", "Journée de 6 heures de nuit ou plus, doublée", "V03");
    let count = daily::count(u32::try_from(double.len()).unwrap_or(u32::MAX));
    cx.lines.units(label.days(double.into_iter().map(|(d, _)| d)), count, terms.day, pct, Some(pct));
    let capped = terms.minimum_day.map_or(terms.day, |m| terms.day.min(m.to_decimal() * Decimal::from(5)));
    let len = by_hour.iter().map(|(_, len)| len.ceil_half_hour()).sum();
    let label =
        Label::new("nuit_100", "Heures de nuit, par demi-heure", "V03").days(by_hour.iter().map(|(d, _)| *d));
    cx.lines.hours(label, Hourly { pay: capped, hours: Decimal::from(DAY) }, len, pct, Some(pct));
    Ok(())
}

/// Holidays worked and planned: 100 % of the day (art. 5.9.2).
fn holidays(cx: &mut Context<'_>, terms: &Terms, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    let on: Vec<NaiveDate> =
        days.iter().filter(|d| !d.slots.is_empty() && holiday(d.date).is_some()).map(|d| d.date).collect();
    let pct = cx.percent("V04")?;
    let count = daily::count(u32::try_from(on.len()).unwrap_or(u32::MAX));
    let label = Label::new("ferie", "Jour férié travaillé", "V04").days(on);
    cx.lines.units(label, count, terms.day, pct, Some(pct));
    Ok(())
}

/// Transport above an hour a day: by half hour, on a ninth of the minimum (art. 5.5.1).
fn transport(cx: &mut Context<'_>, terms: &Terms, days: &[WorkDay]) {
    let hour = Ticks(HOUR);
    let len = days.iter().map(|d| Ticks((d.transport - hour).0.max(0)).ceil_half_hour()).sum();
    let pay = terms.minimum_day.map_or(terms.day, Cents::to_decimal);
    let label = Label::new("transport", "Transport au-delà d'une heure par jour", "V13");
    cx.lines.hours(label, Hourly { pay, hours: Decimal::from(DAY) }, len, Decimal::ONE_HUNDRED, None);
}
