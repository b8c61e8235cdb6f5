//! Warnings on amplitude, rest and maximum hours. They never change the pay.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::indemnites::{REST, short_rests};
use crate::gross::input::Annexe;
use crate::gross::lines::{fr, fr_day};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::pauses;
use crate::gross::temps::sheet::{Slot, WorkDay, monday};
use crate::vocabulary::Categorie;

/// Limits of a convention.
struct Limits {
    /// Span of a day, minutes.
    amplitude: Option<i64>,
    /// Hours of a day: usual limit, exceptional limit.
    day: (i64, i64),
    /// Hours of a week.
    week: i64,
    /// Average of twelve weeks.
    average: i64,
    article: &'static str,
}

/// Those of everybody, which no agreement of artists changes.
const CODE_DU_TRAVAIL: Limits =
    Limits {
        amplitude: None, day: (10, 12), week: 48, average: 46, article: "C. trav. L3121-18 à L3121-23"
    };

/// Film (titre II art. 27): 13 h of span, 11 h of rest, 10 h a day (12 exceptionally), 48 h a week (60 with
/// equivalence), 46 h on average over 12 weeks, 4 weeks of 6 days in a row.
pub(super) fn film(cx: &mut Context<'_>, days: &[WorkDay]) {
    if plays(cx) {
        return run(cx, days, &CODE_DU_TRAVAIL);
    }
    let equivalence = matches!(cx.feuille.annexe, Some(Annexe::A2 | Annexe::A3Bis));
    let limits = Limits {
        amplitude: Some(13 * 60),
        day: (10, 12),
        week: if equivalence { 60 } else { 48 },
        average: 46,
        article: "titre II art. 27",
    };
    run(cx, days, &limits);
    let sunday = |s: &&Slot| s.date.weekday() == Weekday::Sun && s.studio;
    for day in days.iter().filter_map(|d| d.slots.iter().find(sunday)).map(|s| s.date) {
        cx.warn(
            "BRUT-107",
            format!("{} : travail du dimanche en studio interdit (titre II art. 41)", fr_day(day)),
        );
    }
    let mut row = 0;
    let mut before = None;
    for (week, (_, count)) in weeks(days) {
        let follows = before.is_some_and(|b: NaiveDate| b + chrono::Days::new(7) == week);
        row = if count >= 6 { if follows { row + 1 } else { 1 } } else { 0 };
        before = Some(week);
        if row > 4 {
            cx.warn(
                "BRUT-107",
                format!(
                    "plus de 4 semaines de 6 jours de suite (semaine du {}, titre II art. 26)",
                    fr_day(week)
                ),
            );
        }
    }
}

/// Television (art. VI.3): 12 h a day, 48 h a week, 46 h on average, 11 h of rest.
pub(super) fn television(cx: &mut Context<'_>, days: &[WorkDay]) {
    if plays(cx) {
        return run(cx, days, &CODE_DU_TRAVAIL);
    }
    let limits = Limits { amplitude: None, day: (12, 12), week: 48, average: 46, article: "art. VI.3" };
    run(cx, days, &limits);
}

/// Artists and extras: the articles of the technicians are not theirs.
fn plays(cx: &Context<'_>) -> bool {
    matches!(cx.input.categorie, Categorie::Artiste | Categorie::Figurant)
}

fn run(cx: &mut Context<'_>, days: &[WorkDay], limits: &Limits) {
    for day in days {
        if let (Some(limit), Some((from, to))) = (limits.amplitude, day.span)
            && to - from > limit
        {
            cx.warn(
                "BRUT-105",
                format!(
                    "{} : amplitude de {} h, maximum {} h ({})",
                    fr_day(day.date),
                    fr(Ticks::minutes(to - from).shown().0),
                    limit / 60,
                    limits.article
                ),
            );
        }
        let worked = day.effective();
        let (usual, most) = limits.day;
        if worked > Ticks::whole_hours(usual) {
            let tail = if worked > Ticks::whole_hours(most) || usual == most {
                format!("maximum {most} h")
            } else {
                format!("maximum {usual} h, {most} h exceptionnellement")
            };
            cx.warn(
                "BRUT-106",
                format!(
                    "{} : {} h de travail, {tail} ({})",
                    fr_day(day.date),
                    fr(worked.shown().0),
                    limits.article
                ),
            );
        }
    }
    for (day, minutes) in short_rests(days) {
        cx.warn(
            "BRUT-108",
            format!(
                "{} : repos de {} h avant la reprise, minimum 11 h",
                fr_day(day),
                fr(Ticks::minutes(REST - minutes).shown().0)
            ),
        );
    }
    pauses::missing(cx, days);
    totals(cx, limits);
    let weeks = weeks(days);
    for (week, (worked, count)) in &weeks {
        if *worked > Ticks::whole_hours(limits.week) {
            cx.warn(
                "BRUT-107",
                format!(
                    "semaine du {} : {} h, maximum {} h ({})",
                    fr_day(*week),
                    fr(worked.shown().0),
                    limits.week,
                    limits.article
                ),
            );
        }
        if *count >= 7 {
            cx.warn("BRUT-108", format!("semaine du {} : aucun jour de repos", fr_day(*week)));
        }
    }
    let hours: Vec<_> = weeks.iter().map(|(week, (worked, _))| (*week, *worked)).collect();
    for window in hours.windows(12) {
        let sum: Ticks = window.iter().map(|(_, worked)| *worked).sum();
        if sum > Ticks::whole_hours(limits.average * 12) {
            let average = sum.times(Decimal::ONE) / Decimal::from(12);
            cx.warn(
                "BRUT-107",
                format!(
                    "12 semaines à partir du {} : {} h en moyenne, maximum {} h ({})",
                    fr_day(window[0].0),
                    fr(cddu_rates::round_half_up(average, 2)),
                    limits.average,
                    limits.article
                ),
            );
        }
    }
}

/// The same limits on weekly totals, and on the average of their days.
fn totals(cx: &mut Context<'_>, limits: &Limits) {
    let mut found: Vec<(String, Decimal, Decimal)> = cx
        .feuille
        .semaines
        .iter()
        .map(|w| (format!("semaine du {}", fr_day(monday(w.debut))), w.heures.0, w.jours.0))
        .collect();
    if found.is_empty()
        && let (true, Some(hours), Some(days)) = (cx.days.is_empty(), cx.input.heures, cx.input.jours)
        && days.0 <= Decimal::from(7)
    {
        found.push(("semaine".to_owned(), hours.0, days.0));
    }
    for (week, hours, days) in found {
        if hours > Decimal::from(limits.week) {
            cx.warn(
                "BRUT-107",
                format!("{week} : {} h, maximum {} h ({})", fr(hours), limits.week, limits.article),
            );
        }
        let most = limits.day.1;
        if hours > days * Decimal::from(most) {
            let average = cddu_rates::round_half_up(hours / days.max(Decimal::ONE), 2);
            cx.warn(
                "BRUT-106",
                format!(
                    "{week} : {} h de travail par jour en moyenne, maximum {most} h ({})",
                    fr(average),
                    limits.article
                ),
            );
        }
    }
}

/// Effective hours and days worked of each civil week.
fn weeks(days: &[WorkDay]) -> BTreeMap<NaiveDate, (Ticks, usize)> {
    let mut weeks: BTreeMap<NaiveDate, (Ticks, usize)> = BTreeMap::new();
    for day in days.iter().filter(|d| !d.slots.is_empty()) {
        weeks.entry(monday(day.date)).or_default().1 += 1;
        for slot in &day.slots {
            weeks.entry(monday(slot.date)).or_default().0 += slot.len;
        }
    }
    weeks
}
