//! Film figurants (IDCC 3097, titre III, sous-titre II).

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, FonctionId, GridRow, MinimumQuery, Quantity, Rate, Unite};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::context::{Context, Priced};
use crate::gross::film::IDCC;
use crate::gross::heures_sup::{mark, week_share};
use crate::gross::input::Engagement;
use crate::gross::lines::{Hourly, Label, Percent};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::Brut;
use crate::gross::premiums::FilmNight;
use crate::gross::temps::cachets;
use crate::gross::temps::daily::{self, Rules};
use crate::gross::temps::hours::{Ticks, Time};
use crate::gross::temps::sheet::{WorkDay, monday};
use crate::gross::unite;
use crate::trace::{Number, Part, Val};
use crate::vocabulary::HeureSup;

/// The terms of a figurant.
pub(in crate::gross) struct Terms {
    /// Minimum of a day.
    pub minimum_day: Number,
}

fn extra_row<'a>(
    cx: &mut Context<'a>,
    fonction: FonctionId,
    unite: Unite,
    days: Option<u32>,
) -> Result<Option<&'a GridRow>, Vec<Diagnostic>> {
    let query = MinimumQuery { jours: days, ..minimum::query(cx, fonction, "III.2", unite) };
    minimum::row(cx, &query)
}

/// Gross of a film figurant.
pub(in crate::gross) fn pay(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Priced, Vec<Diagnostic>> {
    let cachets = daily::cachets(&cx, days)?;
    let weekly = unite::engagement(&cx, cachets)? == Engagement::Semaine;
    let (per_week, weeks) = if weekly { daily::whole_weeks(&cx, cachets)? } else { (0, 0) };
    let (mut row, mut hour) = (None, None);
    if !cx.feuille.hors_bareme_figurant {
        if let Some(fonction) = minimum::function(&mut cx, IDCC)? {
            row = if weekly {
                extra_row(&mut cx, fonction, Unite::Semaine, Some(per_week))?
            } else {
                extra_row(&mut cx, fonction, Unite::Jour, None)?
            };
            hour = extra_row(&mut cx, fonction, Unite::Heure, None)?;
        }
    } else {
        cx.warn(
            "BRUT-121",
            "hors de la zone du barème (Paris + 40 km, Marseille, Lyon, Bordeaux, Nice, Lille, Nantes + 25 km) : aucun \
             montant conventionnel connu, le SMIC est le plancher",
        );
    }
    let (hours, text) = crate::gross::film::artiste::smic_hours(weekly, per_week);
    let smic_hours = minimum::hours_paid(&mut cx, hours, text, "C05");
    let unit = if weekly { format!("semaine de {per_week} jours") } else { "jour de 8 h".to_owned() };
    let grid = minimum::grid_amount(&mut cx, row);
    let agreed = minimum::agreed(&mut cx);
    let (found, pay) = minimum::compare(
        &mut cx,
        Comparison { row, grid, pay: agreed, unit, smic_hours: Some(smic_hours), formula: String::new() },
    );
    // Conventional hourly base; elsewhere, what the pay leaves for one hour.
    let base = match hour.and_then(|row| Some((row.valeur?, row.place()))) {
        None => Hourly { pay, hours: smic_hours },
        Some((v, place)) => Hourly {
            pay: cx.table_amount("base_horaire", "taux horaire conventionnel", v, place),
            hours: minimum::hours_paid(&mut cx, Decimal::ONE, "1", "C01"),
        },
    };
    let count = daily::count(&mut cx, "cachets", "cachets", cachets);
    let (quantity, label) = if weekly {
        let number = daily::count(&mut cx, "semaines", "semaines", weeks);
        (number, Label::new("semaine", "Semaines", "C05").titled(format!("Semaines de {per_week} jours")))
    } else {
        (count, Label::new("cachet", "Cachets", "C01"))
    };
    cachets::undated(&mut cx, cachets, cachets::sunday_or_holiday, "art. 3.1.2");
    let share = if weekly { week_share(&cx, pay.v, per_week, weeks)? } else { None };
    cx.pay_units(label.overtime(share), quantity, pay, Percent::Whole);
    if weekly {
        week_overtime(&mut cx, days, base, per_week, weeks)?;
    } else {
        day_overtime(&mut cx, days, base, cachets)?;
    }
    let short = cx.percent("C01")?;
    // 200 % of the base raised by the 10 % of the short contract.
    let v = Decimal::from(200) * (Decimal::ONE_HUNDRED + short.v) / Decimal::ONE_HUNDRED;
    let (name, rule) = (cx.name("plafond_majorations", "plafond des majorations"), cx.applied("C08"));
    let f = cx.t.formula(name, Val::Percent(Rate(v)), "200 × (100 + {0}) / 100", &[short.f], rule);
    let (name, rule) =
        (cx.name("majoration_nuit_longue", "majoration au-delà de la 8e heure de nuit"), cx.applied("C07"));
    let long = cx.t.formula(name, Val::Percent(Rate(Decimal::ONE_HUNDRED)), "100", &[], rule);
    let rules = Rules {
        night: "C07",
        sunday: "C08",
        night_pct: cx.percent("C07")?,
        long_night_pct: Number { v: Decimal::ONE_HUNDRED, f: long },
        sunday_pct: cx.percent("C08")?,
        ceiling: Number { v, f },
        best_of_sunday_and_holiday: true,
    };
    let slices = daily::slices(days, &FilmNight);
    let beyond = cx.percent("C02")?;
    daily::first_of_may(&mut cx, &slices, Hourly { pay, hours: smic_hours }, (base, beyond), "C08");
    daily::premiums(&mut cx, &slices, base, &rules);
    sixth_day(&mut cx, days, base)?;
    daily::rest(&mut cx, days, base, "C12")?;
    let minimum_day = if weekly {
        let v = Cents::round(base.unit() * Decimal::new(88, 1));
        let (args, rule) = ([base.pay.f, base.hours.f], cx.applied("C01"));
        cx.amount(("cachet_minimum", "cachet minimum"), v, "arrondi({0} / {1} × 8.8)", &args, rule)
    } else {
        pay
    };
    let terms = Terms { minimum_day };
    crate::gross::pieces::film_extra(&mut cx, &terms)?;
    let hours = daily::hours(&mut cx, days);
    let hours = hours.unwrap_or_else(|| daily::hours_of_cachets(&mut cx, count, 8, "{0} × 480"));
    cx.count_hours(hours, None);
    let brut = Brut { minimum: found, cachets, jours: Quantity::from(cachets), ..Brut::default() };
    crate::gross::temps::pauses::unplaced(&mut cx, &FilmNight);
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
    let mut weeks: BTreeMap<NaiveDate, Vec<Time>> = BTreeMap::new();
    for day in days.iter().filter(|d| !d.slots.is_empty()) {
        weeks.entry(monday(day.date)).or_default().push(cx.day_time(day));
    }
    if days.is_empty() && cachets > 0 {
        let mondays = crate::gross::film::day::mondays(cx, days);
        for (rank, len) in crate::gross::film::day::day_hours(cx, days)?.into_iter().enumerate() {
            let week = mondays.get(rank).copied().unwrap_or_else(|| monday(cx.date));
            weeks.entry(week).or_default().push(len);
        }
    }
    let eight = daily::limit(cx, 8, "8 × 60", "C01");
    let ten = daily::limit(cx, 10, "10 × 60", "C02");
    let full_week = daily::limit(cx, 35, "35 × 60", "C04");
    let (mut first, mut second, mut plain, mut complement) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for hours in weeks.into_values() {
        let name = cx.name("heures_semaine", "heures de travail de la semaine");
        let total = cx.sum(name, &hours);
        let several = hours.len() > 1 && total.v > full_week.v;
        for len in hours {
            if several {
                plain.push(daily::beyond(cx, ("au_dela_8", "heures au-delà de la 8e"), len, eight, "C04"));
                continue;
            }
            second.push(daily::beyond(cx, ("au_dela_10", "heures au-delà de la 10e"), len, ten, "C03"));
            let (name, rule) = (cx.name("heures_9_10", "heures 9 et 10"), cx.applied("C02"));
            let v = Ticks((len.v.min(ten.v) - eight.v).0.max(0));
            let args = [len.f, eight.f, ten.f];
            first.push(cx.time(name, v, "max(0 ; min({0} ; {2}) - {1})", &args, rule));
        }
        if several {
            let named = ("au_dela_35", "heures au-delà de 35 dans la semaine");
            complement.push(daily::beyond(cx, named, total, full_week, "C04"));
        }
    }
    for (parts, code, nom, rule, whole) in [
        (first, "hs_25", "Heures 9 et 10 de la journée", "C02", true),
        (second, "hs_50", "Heures à partir de la 11e de la journée", "C03", true),
        (plain, "heures", "Heures au-delà de 8 par jour", "C04", true),
        (complement, "hs_semaine_25", "Complément des heures au-delà de 35 dans la semaine", "C04", false),
    ] {
        let pct = cx.percent(rule)?;
        let name = cx.name("heures_au_dela", "heures de la tranche");
        let len = cx.sum(name, &parts);
        let percent = match (code, whole) {
            ("heures", _) => Percent::Whole,
            (_, true) => Percent::Plus(pct),
            (_, false) => Percent::Only(pct),
        };
        // Under 35 hours in the week, or a single day: no overtime in law.
        let part = match code {
            "heures" => None,
            "hs_semaine_25" => Some(mark(base, pct.v, len.v, Ticks::ZERO)),
            _ => Some(HeureSup::default()),
        };
        cx.pay_hours(Label::new(code, nom, rule).overtime(part), base, len, percent);
    }
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
    let mut by_week: BTreeMap<NaiveDate, Vec<Time>> = BTreeMap::new();
    for day in days {
        by_week.entry(monday(day.date)).or_default().push(cx.day_time(day));
    }
    let mut totals: Vec<Time> = Vec::new();
    for (start, parts) in by_week {
        let name = cx.named("heures_semaine", "heures de travail", Some(Part::Week(start)));
        totals.push(cx.sum(name, &parts));
    }
    if days.is_empty() && !cx.feuille.semaines.is_empty() {
        totals = daily::week_totals(cx);
    } else if days.is_empty()
        && let Some(total) = cx.input.heures.map(Ticks::quantity)
    {
        totals = crate::gross::film::day::spread(cx, total, i64::from(weeks.max(1)));
    }
    let (text, hours) = if per_week == 6 { ("48 × 60", 48) } else { ("40 × 60", 40) };
    let included = daily::limit(cx, hours, text, "C05");
    let limit = daily::limit(cx, 48, "48 × 60", "C06");
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for total in totals {
        second.push(daily::beyond(cx, ("au_dela_48", "heures au-delà de la 48e"), total, limit, "C06"));
        let (name, rule) = (cx.name("heures_41_48", "heures 41 à 48"), cx.applied("C05"));
        let v = Ticks((total.v.min(limit.v) - included.v).0.max(0));
        let args = [total.f, included.f, limit.f];
        first.push(cx.time(name, v, "max(0 ; min({0} ; {2}) - {1})", &args, rule));
    }
    for (parts, code, nom, rule) in [
        (first, "hs_25", "Heures 41 à 48 de la semaine", "C05"),
        (second, "hs_50", "Heures à partir de la 49e de la semaine", "C06"),
    ] {
        let pct = cx.percent(rule)?;
        let name = cx.name("heures_au_dela", "heures de la tranche");
        let len = cx.sum(name, &parts);
        let part = mark(base, Decimal::ONE_HUNDRED + pct.v, len.v, Ticks::ZERO);
        cx.pay_hours(Label::new(code, nom, rule).overtime(Some(part)), base, len, Percent::Plus(pct));
    }
    Ok(())
}

/// Sixth day in the Paris region whose rest is not given (C10).
fn sixth_day(cx: &mut Context<'_>, days: &[WorkDay], base: Hourly) -> Result<(), Vec<Diagnostic>> {
    let due: Vec<&WorkDay> =
        daily::sixth_days(days).into_iter().filter(|d| d.recupere == Some(false)).collect();
    let pct = cx.percent("C10")?;
    let len = daily::hours_of(cx, &due);
    let label = Label::new("jour_6", "6e jour sans repos", "C10")
        .days(due.iter().map(|d| d.date))
        .overtime(Some(HeureSup::default()));
    cx.pay_hours(label, base, len, Percent::Only(pct));
    Ok(())
}
