//! Film technicians: premiums hour by hour, and the cap of 100 % per clock hour (titre II art. 36 and 38 to 42).

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Diagnostic, Holiday, holiday};
use chrono::{Datelike, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::heures_sup::{self, SixthDay, Stretch};
use crate::gross::input::NatureJour;
use crate::gross::lines::{Hourly, Label, fr};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::walk::{Bands, NightRule, Slice};

/// Nights of film: 22:00 from April to September, 20:00 (21:00 in an approved studio) from October to March, to 6:00.
pub(super) struct FilmNight;

impl NightRule for FilmNight {
    fn window(&self, evening: NaiveDate, studio: bool) -> (i64, i64) {
        let start = match (summer(evening), studio) {
            (true, _) => 22,
            (false, true) => 21,
            (false, false) => 20,
        };
        (start * 60, 6 * 60)
    }
}

fn summer(evening: NaiveDate) -> bool {
    (4..=9).contains(&evening.month())
}

/// The premiums, in the order in which the cap leaves room for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    PremierMai,
    SixiemeJour,
    Nuit { after_8: bool },
    Dimanche,
    Ferie,
    Tournage10,
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::PremierMai => "ferie_1er_mai",
            Self::SixiemeJour => "jour_6",
            Self::Nuit { after_8: true } => "nuit_100",
            Self::Nuit { .. } => "nuit_50",
            Self::Dimanche => "dimanche",
            Self::Ferie => "ferie",
            Self::Tournage10 => "tournage_10h",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::PremierMai => "1er mai travaillé",
            Self::SixiemeJour => "6e jour de la semaine",
            Self::Nuit { after_8: true } => "Heures de nuit au-delà de la 8e",
            Self::Nuit { .. } => "Heures de nuit",
            Self::Dimanche => "Heures du dimanche",
            Self::Ferie => "Heures d'un jour férié",
            Self::Tournage10 => "Tournage au-delà de la 10e heure",
        }
    }
}

/// Rule of a night hour: the season and the place only move the start of the night.
fn night_rule(evening: NaiveDate, after_8: bool, studio: bool) -> &'static str {
    match (after_8, summer(evening), studio) {
        (true, _, _) => "F15",
        (false, true, _) => "F12",
        (false, false, true) => "F14",
        (false, false, false) => "F13",
    }
}

/// One premium of one slice: its rule, what the text gives, and what the cap leaves of it.
struct Share {
    kind: Kind,
    rule: &'static str,
    nominal: Decimal,
    applied: Decimal,
}

/// The premiums of a slice, capped.
///
/// The overtime premium comes first, then each premium takes what room is left under the cap. The doubling of 1 May is
/// the law's (C. trav. L3133-6) and is never reduced.
fn shares(
    cx: &Context<'_>,
    slice: &Slice,
    sixth: &BTreeSet<NaiveDate>,
    cap: Decimal,
) -> Result<Vec<Share>, Vec<Diagnostic>> {
    let mut kinds: Vec<(Kind, &'static str)> = Vec::new();
    if sixth.contains(&slice.work_day) {
        kinds.push((Kind::SixiemeJour, "F19"));
    }
    if let Some((evening, after_8)) = slice.night {
        kinds.push((Kind::Nuit { after_8 }, night_rule(evening, after_8, slice.studio)));
    }
    if slice.date.weekday() == Weekday::Sun {
        kinds.push((Kind::Dimanche, "F16"));
    }
    match holiday(slice.date) {
        Some(Holiday::FeteDuTravail) => kinds.insert(0, (Kind::PremierMai, "F17")),
        Some(_) => kinds.push((Kind::Ferie, "F17")),
        None => {}
    }
    if slice.beyond_10 && slice.nature == NatureJour::Tournage {
        kinds.push((Kind::Tournage10, "F06"));
    }
    let mut room = (cap - slice.band).max(Decimal::ZERO);
    let mut out = Vec::new();
    for (kind, rule) in kinds {
        let nominal = cx.percent(rule)?;
        let applied = if kind == Kind::PremierMai { nominal } else { nominal.min(room) };
        room = (room - applied).max(Decimal::ZERO);
        out.push(Share { kind, rule, nominal, applied });
    }
    Ok(out)
}

/// Hours of one kind at one rate: the rule of the first of them, the premium of the text, the length, the days.
#[derive(Debug)]
struct Group {
    rule: &'static str,
    nominal: Decimal,
    len: Ticks,
    /// Hours among them that are overtime, and what a sixth day keeps of them.
    over: Ticks,
    sixth: SixthDay,
    days: Vec<NaiveDate>,
}

type Groups = BTreeMap<(Kind, Decimal), Group>;

/// Premiums added up by kind and by rate left by the cap.
#[derive(Debug, Default)]
pub(super) struct Premiums(Groups);

impl Premiums {
    /// Adds the premiums of slices. `sixth`: days paid as a sixth day; `ten`: the tenth hour gives a premium (weekly
    /// engagements; the bands of a day engagement already hold it). `over`: the overtime of each slice, and the bands of
    /// the week.
    pub(super) fn add(
        &mut self,
        cx: &Context<'_>,
        slices: &[Slice],
        sixth: &BTreeSet<NaiveDate>,
        ten: bool,
        (over, bands): (&[Stretch], &Bands),
    ) -> Result<(), Vec<Diagnostic>> {
        let cap = cx.percent("F20")?;
        for (slice, over) in slices.iter().zip(over) {
            let slice = Slice { beyond_10: slice.beyond_10 && ten, ..*slice };
            for Share { kind, rule, nominal, applied } in shares(cx, &slice, sixth, cap)? {
                let group = self.0.entry((kind, applied)).or_insert(Group {
                    rule,
                    nominal,
                    len: Ticks::ZERO,
                    over: Ticks::ZERO,
                    sixth: SixthDay::default(),
                    days: Vec::new(),
                });
                group.len += slice.len;
                group.over += over.to - over.from;
                if kind == Kind::SixiemeJour {
                    group.sixth.add(bands, *over);
                }
                group.days.push(slice.date);
            }
        }
        Ok(())
    }

    /// Writes one line per kind and rate.
    pub(super) fn write(self, cx: &mut Context<'_>, rate: Hourly, suffix: &str) {
        for ((kind, applied), Group { rule, nominal, len, over, sixth, days }) in self.0 {
            let limited = if applied < nominal {
                format!(" ({} % limités à {} % par le plafond)", fr(nominal), fr(applied))
            } else {
                String::new()
            };
            let label = Label::new(kind.code(), format!("{}{limited}{suffix}", kind.label()), rule);
            // The hours of a sixth day are paid here, with their premium; all others are already paid in the bands.
            let percent = if kind == Kind::SixiemeJour { applied + Decimal::ONE_HUNDRED } else { applied };
            let part = if kind == Kind::SixiemeJour {
                Some(sixth.mark(cx, rate, percent))
            } else {
                heures_sup::premium_mark(cx, rate, percent, over)
            };
            cx.lines.hours(label.days(days).overtime(part), rate, len, percent, Some(applied));
        }
    }
}

/// What the premiums of one clock hour add up to, overtime included: used to check the cap.
#[cfg(test)]
pub(super) fn total_of_slice(cx: &Context<'_>, slice: &Slice) -> Decimal {
    let cap = cx.percent("F20").unwrap();
    let sum: Decimal = shares(cx, slice, &BTreeSet::new(), cap).unwrap().iter().map(|s| s.applied).sum();
    sum + slice.band
}
