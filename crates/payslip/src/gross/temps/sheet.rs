//! A time sheet put in order: work days, in slots that never cross midnight.

use std::collections::BTreeMap;

use cddu_rates::Diagnostic;
use chrono::{Datelike, NaiveDate, Weekday};

use crate::gross::input::{FeuilleHeures, Jour, NatureJour, Zone};
use crate::gross::temps::hours::Ticks;

pub(in crate::gross) const DAY_MINUTES: i64 = 24 * 60;

/// A stretch of work inside one civil day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gross) struct Slot {
    /// Start, absolute minutes; `None` when the clock times are not known.
    pub start: Option<i64>,
    pub len: Ticks,
    /// Civil day of the hours.
    pub date: NaiveDate,
    /// Day of the sheet they belong to.
    pub work_day: NaiveDate,
    pub nature: NatureJour,
    pub studio: bool,
    /// Rank of its row in the sheet; [`NO_ROW`] for transport counted as work.
    pub row: usize,
}

/// Work that no row of its own gives.
pub(in crate::gross) const NO_ROW: usize = usize::MAX;

/// Everything written for one day of the sheet.
#[derive(Clone, Debug)]
pub(in crate::gross) struct WorkDay {
    pub date: NaiveDate,
    /// Ranks of its rows.
    pub rows: Vec<usize>,
    /// Work, in order.
    pub slots: Vec<Slot>,
    /// First start and last end, absolute minutes.
    pub span: Option<(i64, i64)>,
    pub zone: Zone,
    /// Transport paid as an indemnity (at most two hours).
    pub transport: Ticks,
    /// Travel, not work.
    pub voyage: Ticks,
    pub repas: u32,
    pub casse_croute: bool,
    pub journee_continue: bool,
    pub ferie_chome: bool,
    pub disponibilite: bool,
    pub recupere: Option<bool>,
}

impl WorkDay {
    /// A day with nothing.
    pub(in crate::gross) const fn empty(date: NaiveDate, zone: Zone) -> Self {
        Self {
            date,
            rows: Vec::new(),
            slots: Vec::new(),
            span: None,
            zone,
            transport: Ticks::ZERO,
            voyage: Ticks::ZERO,
            repas: 0,
            casse_croute: false,
            journee_continue: false,
            ferie_chome: false,
            disponibilite: false,
            recupere: None,
        }
    }

    pub(in crate::gross) fn effective(&self) -> Ticks {
        self.slots.iter().map(|s| s.len).sum()
    }

    /// Work or a paid holiday: a day of the engagement.
    pub(in crate::gross) fn counts(&self) -> bool {
        self.ferie_chome || !self.slots.is_empty()
    }
}

/// Transport above this many minutes a day is work (titre II art. 32).
const TRANSPORT_LIMIT: i64 = 120;

pub(in crate::gross) fn monday(day: NaiveDate) -> NaiveDate {
    cddu_rates::Period::monday(day)
}

pub(in crate::gross) fn absolute(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()) * DAY_MINUTES
}

pub(in crate::gross) fn civil(absolute: i64) -> NaiveDate {
    let days = i32::try_from(absolute.div_euclid(DAY_MINUTES)).unwrap_or(i32::MAX);
    NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MAX)
}

/// Reads the rows into work days, oldest first.
///
/// # Errors
/// Every row that cannot be understood, and every overlap.
pub(in crate::gross) fn read(input: &FeuilleHeures) -> Result<Vec<WorkDay>, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let mut days: BTreeMap<NaiveDate, WorkDay> = BTreeMap::new();
    let default_nature =
        input.nature.and_then(crate::gross::input::Nature::work).unwrap_or(NatureJour::Tournage);
    let mut transport: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    let mut busy: Vec<(i64, i64, usize)> = Vec::new();
    for (index, row) in input.temps.iter().enumerate() {
        let field = format!("temps[{index}]");
        let zone = row.zone.unwrap_or(input.zone);
        let day = days.entry(row.date).or_insert_with(|| WorkDay::empty(row.date, zone));
        day.rows.push(index);
        *transport.entry(row.date).or_default() += i64::from(row.transport_minutes);
        day.voyage += Ticks::minutes(i64::from(row.voyage_minutes));
        day.repas += row.repas;
        day.casse_croute |= row.casse_croute;
        day.journee_continue |= row.journee_continue;
        day.disponibilite |= row.disponibilite;
        day.recupere = row.recupere.or(day.recupere);
        let nature = row.nature.unwrap_or(default_nature);
        let intervals = match intervals(row) {
            Ok(found) => found,
            Err(error) => {
                errors.push(error.at(field));
                continue;
            }
        };
        let lived = lived(row, &intervals);
        match nature {
            NatureJour::FerieChome => day.ferie_chome = true,
            NatureJour::Voyage => {
                day.voyage += lived.iter().map(|(_, len)| *len).sum();
            }
            _ => {
                for (start, len) in intervals {
                    if let Some(start) = start {
                        let end = start + len.0 / crate::gross::temps::hours::MINUTE;
                        busy.push((start, end, index));
                        let (from, to) = day.span.unwrap_or((start, end));
                        day.span = Some((from.min(start), to.max(end)));
                    }
                }
                for (start, len) in lived {
                    let studio = in_studio(row);
                    let slot =
                        Slot { start, len, date: row.date, work_day: row.date, nature, studio, row: index };
                    day.slots.extend(at_midnights(slot));
                }
            }
        }
    }
    busy.sort_unstable();
    for pair in busy.windows(2) {
        if pair[1].0 < pair[0].1 {
            errors.push(
                Diagnostic::error(
                    "BRUT-007",
                    format!(
                        "les heures du {} et du {} se chevauchent",
                        input.temps[pair[0].2].date, input.temps[pair[1].2].date
                    ),
                )
                .at(format!("temps[{}]", pair[1].2))
                .hint("corriger le début ou la fin de l'une des deux lignes"),
            );
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut out: Vec<WorkDay> = days.into_values().collect();
    for day in &mut out {
        // Known times first, in order; hours without times close the day.
        day.slots.sort_by_key(|s| (s.start.is_none(), s.start));
        let minutes = transport.get(&day.date).copied().unwrap_or_default();
        day.transport = Ticks::minutes(minutes.min(TRANSPORT_LIMIT));
        if minutes > TRANSPORT_LIMIT {
            day.slots.push(Slot {
                start: None,
                len: Ticks::minutes(minutes - TRANSPORT_LIMIT),
                date: day.date,
                work_day: day.date,
                nature: NatureJour::Preparation,
                studio: false,
                row: NO_ROW,
            });
        }
    }
    Ok(out)
}

/// The row says so, or its place does.
pub(in crate::gross) fn in_studio(row: &Jour) -> bool {
    row.studio || row.lieu.as_deref().is_some_and(is_studio)
}

fn is_studio(lieu: &str) -> bool {
    cddu_rates::fold(lieu).split(' ').any(|w| w == "studio" || w == "studios")
}

/// Start and end of the break of a row, absolute minutes: as given, else in the middle. `None` without a break.
pub(in crate::gross) fn pause(row: &Jour) -> Option<(i64, i64)> {
    let length = i64::from(row.pause_minutes);
    let (debut, fin) = row.debut.zip(row.fin).filter(|_| length > 0)?;
    let start = absolute(row.date) + i64::from(debut.0);
    let end = absolute(row.date) + i64::from(fin.0) + if fin <= debut { DAY_MINUTES } else { 0 };
    let from = match row.pause_debut {
        None => start + (end - start - length) / 2,
        Some(at) => {
            let at = absolute(row.date) + i64::from(at.0);
            if at < start { at + DAY_MINUTES } else { at }
        }
    };
    Some((from, from + length))
}

impl Jour {
    /// Minutes worked after the midnight that ends the day: those of a night are of the next day, and of its week.
    #[must_use]
    pub fn minutes_after_midnight(&self) -> i64 {
        let Some((_, fin)) = self.debut.zip(self.fin).filter(|(debut, fin)| fin <= debut) else { return 0 };
        let midnight = absolute(self.date) + DAY_MINUTES;
        let end = midnight + i64::from(fin.0);
        let rest = pause(self).map_or(0, |(from, to)| (to.min(end) - from.max(midnight)).max(0));
        i64::from(fin.0) - rest
    }
}

type Interval = (Option<i64>, Ticks);

/// First minute of the hour that the clocks skip or live twice (directive 2000/84/CE; décret n° 79-896): two o'clock on the
/// last Sunday of March and of October.
const CHANGE: i64 = 120;

/// The clock change inside a row: the first minute of its hour, and the minutes that it takes (-60, March) or adds (60,
/// October). The row must hold the whole hour: a time inside it does not say which one it is.
pub(in crate::gross) fn change(row: &Jour) -> Option<(i64, i64)> {
    let (debut, fin) = row.debut.zip(row.fin)?;
    let start = absolute(row.date) + i64::from(debut.0);
    let end = absolute(row.date) + i64::from(fin.0) + if fin <= debut { DAY_MINUTES } else { 0 };
    [Some(row.date), row.date.succ_opt()].into_iter().flatten().find_map(|day| {
        let last = day.weekday() == Weekday::Sun && day.day() > 24;
        let minutes = match day.month() {
            3 if last => -60,
            10 if last => 60,
            _ => return None,
        };
        let at = absolute(day) + CHANGE;
        (start <= at && at + 60 <= end).then_some((at, minutes))
    })
}

/// The work of a row as it was lived: an hour less in the night of March, an hour more in that of October.
fn lived(row: &Jour, intervals: &[Interval]) -> Vec<Interval> {
    let Some((at, minutes)) = change(row) else { return intervals.to_vec() };
    let bounds: Vec<(i64, i64)> = intervals
        .iter()
        .filter_map(|(start, len)| start.map(|s| (s, s + len.0 / crate::gross::temps::hours::MINUTE)))
        .collect();
    let after = at + 60;
    let mut out: Vec<(i64, i64)> = Vec::new();
    if minutes < 0 {
        // The break keeps its length: what it hides of the hour is taken from the work that follows.
        let mut left = 60;
        for (from, to) in bounds {
            out.extend((from < at).then_some((from, to.min(at))));
            left -= (to.min(after) - from.max(at)).max(0);
            let rest = (from.max(after), to);
            out.extend((rest.0 < rest.1).then_some(rest));
        }
        for piece in out.iter_mut().filter(|p| p.0 >= after) {
            let taken = left.min(piece.1 - piece.0);
            piece.0 += taken;
            left -= taken;
        }
        for piece in out.iter_mut().rev() {
            let taken = left.min(piece.1 - piece.0);
            piece.1 -= taken;
            left -= taken;
        }
    } else {
        let mut twice = false;
        for (from, to) in bounds {
            if !twice && from < after && after <= to {
                out.extend([(from, after), (at, to)]);
                twice = true;
            } else {
                out.push((from, to));
            }
        }
        if !twice {
            out.push((at, after));
        }
        out.sort_unstable();
        // The hour comes back after the first one.
        if let Some(second) = out.iter().position(|p| twice && p.0 == at && p.1 > after) {
            let piece = out.remove(second);
            let place = out.iter().position(|p| p.1 > after).unwrap_or(out.len());
            out.insert(place, piece);
        }
    }
    out.into_iter()
        .filter(|(from, to)| from < to)
        .map(|(from, to)| (Some(from), Ticks::minutes(to - from)))
        .collect()
}

/// The work of a row: one or two intervals around the break, or a length without times.
fn intervals(row: &Jour) -> Result<Vec<Interval>, Diagnostic> {
    match (row.debut, row.fin, row.heures) {
        (Some(debut), Some(fin), None) => {
            let start = absolute(row.date) + i64::from(debut.0);
            let mut end = absolute(row.date) + i64::from(fin.0);
            if end <= start {
                end += DAY_MINUTES;
            }
            let length = i64::from(row.pause_minutes);
            if length >= end - start + change(row).map_or(0, |(_, minutes)| minutes) {
                return Err(Diagnostic::error(
                    "BRUT-006",
                    format!("la pause ({length} min) dure autant que la présence ({debut} - {fin})"),
                )
                .hint("vérifier pause_minutes, debut et fin"));
            }
            let Some((from, to)) = pause(row) else {
                return Ok(vec![(Some(start), Ticks::minutes(end - start))]);
            };
            if from < start || to > end {
                return Err(Diagnostic::error(
                    "BRUT-006",
                    format!("la pause sort de la présence ({debut} - {fin})"),
                )
                .hint("vérifier pause_debut et pause_minutes"));
            }
            Ok([(start, from), (to, end)]
                .into_iter()
                .filter(|(a, b)| a < b)
                .map(|(a, b)| (Some(a), Ticks::minutes(b - a)))
                .collect())
        }
        (None, None, Some(hours)) if hours.0.is_sign_negative() || hours.0 > 24.into() => {
            Err(Diagnostic::error("BRUT-005", format!("{hours} heures dans une journée"))
                .hint("de 0 à 24 heures"))
        }
        (None, None, Some(hours)) => {
            let len = Ticks::quantity(hours);
            Ok(if len.is_zero() { Vec::new() } else { vec![(None, len)] })
        }
        (None, None, None) => Ok(Vec::new()),
        _ => Err(Diagnostic::error("BRUT-005", format!("ligne du {} incomplète", row.date))
            .hint("donner debut et fin, ou heures seulement")),
    }
}

/// Cuts a slot at each midnight, so that Sundays, holidays and weeks are counted by the clock.
fn at_midnights(slot: Slot) -> Vec<Slot> {
    let Some(start) = slot.start else { return vec![slot] };
    let end = start + slot.len.0 / crate::gross::temps::hours::MINUTE;
    let mut out = Vec::new();
    let mut at = start;
    while at < end {
        let midnight = (at.div_euclid(DAY_MINUTES) + 1) * DAY_MINUTES;
        let until = end.min(midnight);
        out.push(Slot { start: Some(at), len: Ticks::minutes(until - at), date: civil(at), ..slot });
        at = until;
    }
    out
}
