//! What a sheet leaves unsaid of its breaks: their time, which decides hours of the night, and the break itself, which
//! decides hours. They change no pay: the default is a break in the middle of the presence, and none where none is written.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::input::Jour;
use crate::gross::lines::{fr, fr_day};
use crate::gross::temps::sheet::{DAY_MINUTES, WorkDay, absolute, in_studio, pause};
use crate::gross::temps::walk::NightRule;

/// Work of adults that a break of twenty minutes cuts, minutes (C. trav. L3121-16).
const WITHOUT_BREAK: i64 = 6 * 60;
/// The first break of a day is looked for from three hours after its start on: earlier, nobody eats.
const EARLIEST: i64 = 3 * 60;
/// Breaks begin on a quarter of an hour.
const STEP: usize = 15;

/// Says the breaks whose time is not given and whose place decides hours of the night.
pub(in crate::gross) fn unplaced(cx: &mut Context<'_>, night: &dyn NightRule) {
    let mut rows: Vec<(&Jour, i64)> =
        cx.feuille.temps.iter().map(|row| (row, range(row, night))).filter(|(_, moved)| *moved > 0).collect();
    rows.sort_by_key(|(row, _)| (row.date, row.debut.map(|t| t.0)));
    let Some((first, _)) = rows.first() else { return };
    let (first, (from, to)) = (first.date, pause(first).unwrap_or_default());
    let most = rows.iter().map(|(_, moved)| *moved).max().unwrap_or(0);
    let others = others(rows.iter().map(|(row, _)| row.date));
    let clock = |at: i64| {
        let minute = at.rem_euclid(DAY_MINUTES);
        format!("{:02}:{:02}", minute / 60, minute % 60)
    };
    cx.warn(
        "BRUT-191",
        format!(
            "{} : pause sans heure{others}, comptée au milieu de la présence (de {} à {}) ; ailleurs, les heures de nuit changeraient de {} h au plus par jour ; donner pause_debut",
            fr_day(first),
            clock(from),
            clock(to),
            fr(cddu_rates::round_half_up(Decimal::from(most) / Decimal::from(60), 2))
        ),
    );
}

/// Minutes of the night that the place of a break may take or leave: between three hours after the start and six, or an
/// hour before the end.
fn range(row: &Jour, night: &dyn NightRule) -> i64 {
    let (Some(debut), Some(fin), None) = (row.debut, row.fin, row.pause_debut) else { return 0 };
    let length = i64::from(row.pause_minutes);
    let Some((middle, _)) = pause(row).filter(|_| length > 0) else { return 0 };
    let start = absolute(row.date) + i64::from(debut.0);
    let end = absolute(row.date) + i64::from(fin.0) + if fin <= debut { DAY_MINUTES } else { 0 };
    let (first, last) = (start + EARLIEST, (start + WITHOUT_BREAK).min(end - length - 60));
    let inside = |from: i64| {
        [row.date.checked_sub_days(Days::new(1)), Some(row.date)]
            .into_iter()
            .flatten()
            .map(|evening| {
                let (opens, closes) = night.window(evening, in_studio(row));
                let (opens, closes) = (absolute(evening) + opens, absolute(evening) + DAY_MINUTES + closes);
                ((from + length).min(closes) - from.max(opens)).max(0)
            })
            .sum::<i64>()
    };
    let here = inside(middle);
    let places = (first..=last).step_by(STEP).chain([last].into_iter().filter(|l| *l >= first));
    places.map(|from| (inside(from) - here).abs()).max().unwrap_or(0)
}

/// Says the days of more than six hours that no break cuts.
pub(in crate::gross) fn missing(cx: &mut Context<'_>, days: &[WorkDay]) {
    let found: Vec<(NaiveDate, i64)> = days
        .iter()
        .filter(|day| !day.journee_continue)
        .map(|day| (day.date, longest_stretch(day)))
        .filter(|(_, minutes)| *minutes > WITHOUT_BREAK)
        .collect();
    let Some(most) = found.iter().map(|(_, minutes)| *minutes).max() else { return };
    let others = others(found.iter().map(|(day, _)| *day));
    cx.warn(
        "BRUT-192",
        format!(
            "{} : plus de six heures sans pause{others} ; jusqu'à {} h de suite, toutes payées ; une pause de vingt minutes est due dès six heures (C. trav. L3121-16) ; si elle a été prise, donner pause_minutes",
            fr_day(found[0].0),
            fr(cddu_rates::round_half_up(Decimal::from(most) / Decimal::from(60), 2))
        ),
    );
}

/// The days after the first one, in words.
fn others(days: impl Iterator<Item = NaiveDate>) -> String {
    let rest: Vec<String> = days.skip(1).map(fr_day).collect();
    if rest.is_empty() { String::new() } else { format!(" (de même le {})", rest.join(", le ")) }
}

/// The longest work of a day that no break cuts, minutes.
pub(in crate::gross) fn longest_stretch(day: &WorkDay) -> i64 {
    let mut longest = 0;
    let mut current: Option<(i64, i64)> = None;
    for slot in &day.slots {
        let Some(start) = slot.start else { continue };
        let end = start + slot.len.whole_minutes();
        let from = current.filter(|(_, last)| *last == start).map_or(start, |(from, _)| from);
        current = Some((from, end));
        longest = longest.max(end - from);
    }
    longest
}
