//! Film figurants (IDCC 3097, titre III, sous-titre II).

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, FonctionId, GridRow, MinimumQuery, Quantity, Unite};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::film::IDCC;
use crate::gross::heures_sup::{mark, week_share};
use crate::gross::lines::{Hourly, Label};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::Brut;
use crate::gross::premiums::FilmNight;
use crate::gross::temps::daily::{self, Rules};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::sheet::{WorkDay, monday};
use crate::payslip::HeureSup;

/// The terms of a figurant.
pub(in crate::gross) struct Terms {
    /// Minimum of a day.
    pub minimum_day: Cents,
}

fn extra_row<'a>(
    cx: &mut Context<'a>,
    fonction: FonctionId,
    unite: Unite,
    days: Option<u32>,
) -> Result<Option<&'a GridRow>, Vec<Diagnostic>> {
    let query = MinimumQuery {
        fonction,
        annexe: "III.2",
        genre: "",
        unite,
        heures: None,
        jours: days,
        date: cx.date,
        adherent: cx.input.adherent,
        derogation: None,
    };
    minimum::row(cx, &query)
}

/// Gross of a film figurant.
pub(in crate::gross) fn pay(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Brut, Vec<Diagnostic>> {
    let cachets = daily::cachets(&cx, days)?;
    let weekly = daily::weekly(&cx);
    let (per_week, weeks) = if weekly { daily::whole_weeks(&cx, cachets)? } else { (0, 0) };
    let (mut row, mut hour) = (None, None);
    if !cx.feuille.hors_bareme_figurant {
        if let Some(fonction) = minimum::function(&mut cx, IDCC)? {
            row = if weekly {
                extra_row(&mut cx, fonction, Unite::Semaine, Some(per_week))?
            } else {
                extra_row(&mut cx, fonction, Unite::Jour, None)?
            };
            hour = extra_row(&mut cx, fonction, Unite::Heure, None)?.and_then(|r| r.valeur);
        }
    } else {
        cx.warn(
            "BRUT-121",
            "hors de la zone du barème (Paris + 40 km, Marseille, Lyon, Bordeaux, Nice, Lille, Nantes + 25 km) : aucun \
             montant conventionnel connu, le SMIC est le plancher",
        );
    }
    let smic_hours = match (weekly, per_week) {
        (false, _) => Decimal::from(8),
        (true, 6) => Decimal::new(5125, 2),
        (true, _) => Decimal::new(4125, 2),
    };
    let unit = if weekly { format!("semaine de {per_week} jours") } else { "jour de 8 h".to_owned() };
    let grid = row.and_then(|r| r.valeur);
    let agreed = cx.feuille.salaire_base;
    let (found, pay) = minimum::compare(
        &mut cx,
        Comparison { row, grid, pay: agreed, unit, smic_hours, formula: String::new() },
    );
    // Conventional hourly base; elsewhere, what the pay leaves for one hour.
    let base = hour.map_or(Hourly { pay: pay.to_decimal(), hours: smic_hours }, |h| Hourly {
        pay: h.to_decimal(),
        hours: Decimal::ONE,
    });
    let (quantity, code, label, rule) = if weekly {
        (weeks, "semaine", format!("Semaines de {per_week} jours"), "C05")
    } else {
        (cachets, "cachet", "Cachets".to_owned(), "C01")
    };
    let share = if weekly { week_share(&cx, pay.to_decimal(), per_week, weeks)? } else { None };
    cx.lines.units(
        Label::new(code, label, rule).overtime(share),
        daily::count(quantity),
        pay.to_decimal(),
        Decimal::ONE_HUNDRED,
        None,
    );
    if weekly {
        week_overtime(&mut cx, days, base, per_week, weeks)?;
    } else {
        day_overtime(&mut cx, days, base, cachets)?;
    }
    let rules = Rules {
        night: "C07",
        sunday: "C08",
        night_pct: cx.percent("C07")?,
        long_night_pct: Decimal::ONE_HUNDRED,
        sunday_pct: cx.percent("C08")?,
        // 200 % of the base raised by the 10 % of the short contract.
        ceiling: Decimal::from(200) * (Decimal::ONE_HUNDRED + cx.percent("C01")?) / Decimal::ONE_HUNDRED,
        best_of_sunday_and_holiday: true,
    };
    let slices = daily::slices(days, &FilmNight);
    daily::premiums(&mut cx, &slices, base, &rules);
    sixth_day(&mut cx, days, base)?;
    daily::rest(&mut cx, days, base, "C12")?;
    let terms =
        Terms { minimum_day: if weekly { Cents::round(base.unit() * Decimal::new(88, 1)) } else { pay } };
    crate::gross::pieces::film_extra(&mut cx, &terms)?;
    let hours = daily::hours(&cx, days).unwrap_or_else(|| Ticks::whole_hours(8 * i64::from(cachets)));
    let brut = Brut {
        minimum: found,
        cachets,
        jours: Quantity::from(cachets),
        heures: hours.shown(),
        ..Brut::default()
    };
    crate::gross::checks::film(&mut cx, days);
    cx.finish(brut)
}

/// Day engagement (art. 4.4.1): hours 9-10 at 125 %, 11 and beyond at 150 %. Several days of one civil week above 35 hours:
/// the hours beyond eight at the base, and 25 % for each hour above 35, instead.
fn day_overtime(
    cx: &mut Context<'_>,
    days: &[WorkDay],
    base: Hourly,
    cachets: u32,
) -> Result<(), Vec<Diagnostic>> {
    let mut weeks: BTreeMap<NaiveDate, Vec<Ticks>> = BTreeMap::new();
    for day in days.iter().filter(|d| !d.slots.is_empty()) {
        weeks.entry(monday(day.date)).or_default().push(day.effective());
    }
    if days.is_empty() && cachets > 0 {
        weeks.insert(monday(cx.date), crate::gross::film::day::day_hours(cx, days)?);
    }
    let eight = Ticks::whole_hours(8);
    let ten = Ticks::whole_hours(10);
    let full_week = Ticks::whole_hours(35);
    let (mut first, mut second, mut plain, mut complement) =
        (Ticks::ZERO, Ticks::ZERO, Ticks::ZERO, Ticks::ZERO);
    for hours in weeks.into_values() {
        let total: Ticks = hours.iter().map(|h| (*h).max(Ticks::ZERO)).sum();
        let several = hours.len() > 1 && total > full_week;
        for len in &hours {
            let beyond = Ticks((*len - eight).0.max(0));
            if several {
                plain += beyond;
            } else {
                let last = Ticks((*len - ten).0.max(0));
                second += last;
                first += beyond - last;
            }
        }
        if several {
            complement += total - full_week;
        }
    }
    let full = Decimal::ONE_HUNDRED;
    let pct = cx.percent("C02")?;
    // Under 35 hours in the week, or a single day: no overtime in law.
    let none = Some(HeureSup::default());
    let label = Label::new("hs_25", "Heures 9 et 10 de la journée", "C02").overtime(none);
    cx.lines.hours(label, base, first, full + pct, Some(pct));
    let pct = cx.percent("C03")?;
    let label = Label::new("hs_50", "Heures à partir de la 11e de la journée", "C03").overtime(none);
    cx.lines.hours(label, base, second, full + pct, Some(pct));
    let label = Label::new("heures", "Heures au-delà de 8 par jour", "C04");
    cx.lines.hours(label, base, plain, full, None);
    let pct = cx.percent("C04")?;
    let part = mark(base, pct, complement, Ticks::ZERO);
    let label = Label::new("hs_semaine_25", "Complément des heures au-delà de 35 dans la semaine", "C04")
        .overtime(Some(part));
    cx.lines.hours(label, base, complement, pct, Some(pct));
    Ok(())
}

/// Weekly engagement (art. 4.4.2): 40 hours in five days, 48 in six; to the 48th hour at 125 %, beyond at 150 %.
fn week_overtime(
    cx: &mut Context<'_>,
    days: &[WorkDay],
    base: Hourly,
    per_week: u32,
    weeks: u32,
) -> Result<(), Vec<Diagnostic>> {
    let mut totals: BTreeMap<NaiveDate, Ticks> = BTreeMap::new();
    for day in days {
        *totals.entry(monday(day.date)).or_default() += day.effective();
    }
    if days.is_empty()
        && let Some(total) = cx.input.heures.map(Ticks::quantity)
    {
        let weeks = i64::from(weeks.max(1));
        for rank in 0..weeks {
            let week = monday(cx.date) + chrono::Days::new(7 * u64::try_from(rank).unwrap_or(0));
            totals.insert(week, Ticks(total.0 / weeks + i64::from(rank < total.0 % weeks)));
        }
    }
    let included = Ticks::whole_hours(8 * i64::from(per_week));
    let limit = Ticks::whole_hours(48);
    let (mut first, mut second) = (Ticks::ZERO, Ticks::ZERO);
    for total in totals.into_values() {
        let beyond = Ticks((total - limit).0.max(0));
        second += beyond;
        first += Ticks((total - beyond - included).0.max(0));
    }
    let full = Decimal::ONE_HUNDRED;
    let pct = cx.percent("C05")?;
    let part = |len: Ticks, pct: Decimal| Some(mark(base, full + pct, len, Ticks::ZERO));
    let label = Label::new("hs_25", "Heures 41 à 48 de la semaine", "C05").overtime(part(first, pct));
    cx.lines.hours(label, base, first, full + pct, Some(pct));
    let pct = cx.percent("C06")?;
    let label =
        Label::new("hs_50", "Heures à partir de la 49e de la semaine", "C06").overtime(part(second, pct));
    cx.lines.hours(label, base, second, full + pct, Some(pct));
    Ok(())
}

/// Sixth day in the Paris region whose rest is not given (C10).
fn sixth_day(cx: &mut Context<'_>, days: &[WorkDay], base: Hourly) -> Result<(), Vec<Diagnostic>> {
    let due: Vec<&WorkDay> =
        daily::sixth_days(days).into_iter().filter(|d| d.recupere == Some(false)).collect();
    let pct = cx.percent("C10")?;
    let len = due.iter().map(|d| d.effective()).sum();
    let label = Label::new("jour_6", "6e jour sans repos", "C10")
        .days(due.iter().map(|d| d.date))
        .overtime(Some(HeureSup::default()));
    cx.lines.hours(label, base, len, pct, Some(pct));
    Ok(())
}
