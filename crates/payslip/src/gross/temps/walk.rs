//! Hours taken one after the other: each slice of time gets its overtime band, its night and its rank in the day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::input::NatureJour;
use crate::gross::lines::Percent;
use crate::gross::temps::hours::{HOUR, MINUTE, Ticks, Time};
use crate::gross::temps::sheet::{DAY_MINUTES, Slot, civil};
use crate::rules;
use crate::trace::{Fig, Number, Part};

/// Overtime bands: from so many hours, such a premium in percent. The first starts at zero.
#[derive(Clone, Debug)]
pub(in crate::gross) struct Bands(pub Vec<Band>);

/// A band of hours.
#[derive(Clone, Copy, Debug)]
pub(in crate::gross) struct Band {
    /// Hours before it; `None` for none.
    pub from: Option<Time>,
    /// Its premium; `None` for none.
    pub premium: Option<Number>,
}

impl Band {
    /// The hours at the base rate.
    pub(in crate::gross) const BASE: Self = Self { from: None, premium: None };

    pub(in crate::gross) fn start(&self) -> Ticks {
        self.from.map_or(Ticks::ZERO, |t| t.v)
    }

    pub(in crate::gross) fn pct(&self) -> Decimal {
        self.premium.map_or(Decimal::ZERO, |p| p.v)
    }

    /// What its hours are paid.
    pub(in crate::gross) fn percent(&self) -> Percent {
        self.premium.map_or(Percent::Whole, Percent::Plus)
    }
}

impl Bands {
    /// Splits a total into its bands, without nodes: premium and length, in order; bands not reached are left out.
    pub(in crate::gross) fn lengths(&self, total: Ticks) -> Vec<(Decimal, Ticks)> {
        let mut out = Vec::new();
        for (rank, band) in self.0.iter().enumerate() {
            let end = self.0.get(rank + 1).map_or(total, |next| total.min(next.start()));
            let len = end - band.start();
            if len > Ticks::ZERO {
                out.push((band.pct(), len));
            }
        }
        out
    }

    fn at(&self, acc: Ticks) -> (Option<Number>, Option<Ticks>) {
        let rank = self.0.partition_point(|band| band.start() <= acc);
        let premium = rank.checked_sub(1).and_then(|i| self.0[i].premium);
        (premium, self.0.get(rank).map(Band::start))
    }
}

impl Context<'_> {
    /// Splits a total into its bands, in order; bands that it does not reach are left out.
    pub(in crate::gross) fn split(
        &mut self,
        bands: &Bands,
        total: Time,
        part: Option<Part>,
    ) -> Vec<(Band, Time)> {
        let mut out = Vec::new();
        for (rank, band) in bands.0.iter().enumerate() {
            let next = bands.0.get(rank + 1).and_then(|b| b.from);
            let end = next.map_or(total.v, |next| total.v.min(next.v));
            let len = end - band.start();
            if len <= Ticks::ZERO {
                continue;
            }
            let name = self.named("heures_tranche", "heures de la tranche", part);
            let time = match (band.from, next) {
                (None, None) => total,
                (None, Some(next)) => {
                    self.time(name, len, "min({0} ; {1})", &[total.f, next.f], &rules::TEMPS_TRANCHE)
                }
                (Some(from), None) => {
                    self.time(name, len, "{0} - {1}", &[total.f, from.f], &rules::TEMPS_TRANCHE)
                }
                (Some(from), Some(next)) => {
                    let args = [total.f, from.f, next.f];
                    self.time(name, len, "min({0} ; {2}) - {1}", &args, &rules::TEMPS_TRANCHE)
                }
            };
            out.push((*band, time));
        }
        out
    }
}

/// What the bands count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gross) enum Scope {
    /// Hours of the civil week.
    Week,
    /// Hours of the work day.
    Day,
}

/// When night starts and ends.
pub(in crate::gross) trait NightRule {
    /// Night that starts in the evening of a day: first minute of that day (1440: none), and last minute of the next
    /// morning.
    fn window(&self, evening: NaiveDate, studio: bool) -> (i64, i64);
}

/// A slice of work with everything constant in it.
#[derive(Clone, Copy, Debug)]
pub(in crate::gross) struct Slice {
    pub date: NaiveDate,
    pub work_day: NaiveDate,
    pub len: Ticks,
    /// Overtime premium of its hours, percent.
    pub band: Decimal,
    /// Its node, when there is a premium.
    pub band_fig: Option<Fig>,
    /// Evening of the night it belongs to, and whether it comes after the eighth hour of that night.
    pub night: Option<(NaiveDate, bool)>,
    /// After the tenth hour of work of the day.
    pub beyond_10: bool,
    pub nature: NatureJour,
    pub studio: bool,
    /// Rank of the row in the sheet.
    pub row: usize,
    /// Start, absolute ticks, when the clock times are known.
    pub start: Option<i64>,
}

const LONG_DAY: i64 = 10 * HOUR;
const LONG_NIGHT: i64 = 8 * HOUR;

/// Walks slots in order. Nights already counted carry over from one call to the next through `nights`.
pub(in crate::gross) fn walk(
    slots: &[Slot],
    bands: &Bands,
    scope: Scope,
    night: &dyn NightRule,
    nights: &mut BTreeMap<NaiveDate, Ticks>,
) -> Vec<Slice> {
    let mut out = Vec::new();
    let mut week = Ticks::ZERO;
    let mut days: BTreeMap<NaiveDate, Ticks> = BTreeMap::new();
    for slot in slots {
        let mut at = slot.start.map(|minute| minute * MINUTE);
        let mut rest = slot.len;
        while rest > Ticks::ZERO {
            let day = *days.entry(slot.work_day).or_default();
            let mut len = rest;
            let acc = if scope == Scope::Week { week } else { day };
            let (premium, next) = bands.at(acc);
            if let Some(next) = next {
                len = len.min(next - acc);
            }
            let beyond_10 = day.0 >= LONG_DAY;
            if !beyond_10 {
                len = len.min(Ticks(LONG_DAY - day.0));
            }
            let mut found = None;
            if let Some(at) = at {
                let (evening, until) = night_at(night, at, slot.studio);
                len = len.min(Ticks(until - at));
                if let Some(evening) = evening {
                    let before = nights.entry(evening).or_default();
                    let long = before.0 >= LONG_NIGHT;
                    if !long {
                        len = len.min(Ticks(LONG_NIGHT - before.0));
                    }
                    *before += len;
                    found = Some((evening, long));
                }
            }
            out.push(Slice {
                date: slot.date,
                work_day: slot.work_day,
                len,
                band: premium.map_or(Decimal::ZERO, |p| p.v),
                band_fig: premium.map(|p| p.f),
                night: found,
                beyond_10,
                nature: slot.nature,
                studio: slot.studio,
                row: slot.row,
                start: at,
            });
            week += len;
            *days.entry(slot.work_day).or_default() += len;
            at = at.map(|t| t + len.0);
            rest = rest - len;
        }
    }
    out
}

/// The night that holds at a moment (absolute ticks), and when that changes.
fn night_at(rule: &dyn NightRule, at: i64, studio: bool) -> (Option<NaiveDate>, i64) {
    let day = civil(at.div_euclid(MINUTE));
    let midnight = at.div_euclid(DAY_MINUTES * MINUTE) * DAY_MINUTES * MINUTE;
    let inside = at - midnight;
    let before = day - chrono::Days::new(1);
    let morning = rule.window(before, studio).1 * MINUTE;
    let evening = rule.window(day, studio).0 * MINUTE;
    if inside < morning {
        (Some(before), midnight + morning)
    } else if inside < evening {
        (None, midnight + evening.min(DAY_MINUTES * MINUTE))
    } else {
        (Some(day), midnight + DAY_MINUTES * MINUTE)
    }
}
