//! Film technicians: premiums hour by hour, and the cap of 100 % per clock hour (titre II art. 36 and 38 to 42).

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Diagnostic, Holiday, Rate, holiday};
use chrono::{Datelike, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::heures_sup::{self, SixthDay, Stretch};
use crate::gross::input::NatureJour;
use crate::gross::lines::{Hourly, Label, Percent, fr};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::walk::{Bands, NightRule, Slice};
use crate::trace::{Fig, Number, Part, Val};

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

/// The premiums of a slice, in the order in which the cap leaves room for them.
fn kinds(slice: &Slice, sixth: &BTreeSet<NaiveDate>) -> Vec<(Kind, &'static str)> {
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
    kinds
}

/// Hours of one kind at one rate: the rule of the first of them, the premium of the text and what is left of it.
#[derive(Debug)]
struct Group {
    rule: &'static str,
    nominal: Number,
    applied: Number,
    slices: Vec<Slice>,
    /// Hours among them that are overtime, and what a sixth day keeps of them.
    over: Ticks,
    sixth: SixthDay,
}

/// Premiums added up by kind and by rate left by the cap.
#[derive(Debug, Default)]
pub(super) struct Premiums(BTreeMap<(Kind, Decimal), Group>);

/// What is left of a premium under a cap, after those of the same hour that come before it: the premium of its band, and
/// what is left of the others. The text names as many numbers as there are.
pub(super) fn capped(
    cx: &mut Context<'_>,
    nominal: Number,
    cap: Number,
    before: &[Number],
    rule: &str,
) -> Number {
    const TEXTS: [&str; 5] = [
        "min({0} ; {1})",
        "min({0} ; max(0 ; {1} - {2}))",
        "min({0} ; max(0 ; {1} - {2} - {3}))",
        "min({0} ; max(0 ; {1} - {2} - {3} - {4}))",
        "min({0} ; max(0 ; {1} - {2} - {3} - {4} - {5}))",
    ];
    let used: Decimal = before.iter().map(|n| n.v).sum();
    let v = nominal.v.min((cap.v - used).max(Decimal::ZERO));
    if v == nominal.v {
        return nominal;
    }
    let args: Vec<Fig> = [nominal.f, cap.f].into_iter().chain(before.iter().map(|n| n.f)).collect();
    let name = cx.name("majoration_plafonnee", "majoration dans la limite du plafond");
    let rule = cx.applied(rule);
    let f = cx.t.formula(name, Val::Percent(Rate(v)), TEXTS[before.len().min(4)], &args, rule);
    Number { v, f }
}

impl Premiums {
    /// Adds the premiums of slices. `sixth`: days paid as a sixth day; `ten`: the tenth hour gives a premium (weekly
    /// engagements; the bands of a day engagement already hold it). `over`: the overtime of each slice, and the bands of
    /// the week.
    ///
    /// The overtime premium comes first, then each premium takes what room is left under the cap. The doubling of 1 May
    /// is the law's (C. trav. L3133-6): as much as the pay of the hour, the premium of its band included, never reduced. It
    /// takes no room from the night, which is no compensation of a rest lost; a sixth day and a Sunday are one (Cass. soc. 21
    /// February 1980).
    pub(super) fn add(
        &mut self,
        cx: &mut Context<'_>,
        slices: &[Slice],
        sixth: &BTreeSet<NaiveDate>,
        ten: bool,
        (over, bands): (&[Stretch], &Bands),
    ) -> Result<(), Vec<Diagnostic>> {
        let cap = cx.percent("F20")?;
        for (slice, over) in slices.iter().zip(over) {
            let slice = Slice { beyond_10: slice.beyond_10 && ten, ..*slice };
            let mut all: Vec<(Option<Kind>, Number)> = Vec::new();
            all.extend(slice.band_fig.map(|f| (None, Number { v: slice.band, f })));
            for (kind, rule) in kinds(&slice, sixth) {
                let nominal = cx.percent(rule)?;
                let night = matches!(kind, Kind::Nuit { .. });
                let counts = |k: &Option<Kind>| !night || *k != Some(Kind::PremierMai);
                let before: Vec<Number> = all.iter().filter(|(k, _)| counts(k)).map(|(_, n)| *n).collect();
                let used: Decimal = before.iter().map(|n| n.v).sum();
                let room = (cap.v - used).max(Decimal::ZERO);
                let band = slice.band_fig.filter(|_| kind == Kind::PremierMai);
                let left = match (kind, band) {
                    (Kind::PremierMai, Some(_)) => nominal.v + slice.band,
                    (Kind::PremierMai, None) => nominal.v,
                    _ => nominal.v.min(room),
                };
                let group = self.0.entry((kind, left)).or_insert_with(|| {
                    let applied = if let Some(band) = band {
                        let (name, law) = (cx.name("doublement", "doublement du 1er mai"), cx.applied(rule));
                        let args = [nominal.f, band];
                        let f = cx.t.formula(name, Val::Percent(Rate(left)), "{0} + {1}", &args, law);
                        Number { v: left, f }
                    } else if kind == Kind::PremierMai {
                        nominal
                    } else {
                        capped(cx, nominal, cap, &before, "F20")
                    };
                    Group {
                        rule,
                        nominal,
                        applied,
                        slices: Vec::new(),
                        over: Ticks::ZERO,
                        sixth: SixthDay::default(),
                    }
                });
                group.slices.push(slice);
                group.over += over.to - over.from;
                if kind == Kind::SixiemeJour {
                    group.sixth.add(bands, *over);
                }
                all.push((Some(kind), group.applied));
            }
        }
        Ok(())
    }

    /// Writes one line per kind and rate.
    pub(super) fn write(self, cx: &mut Context<'_>, rate: Hourly, part: Option<Part>) {
        for ((kind, _), Group { rule, nominal, applied, slices, over, sixth }) in self.0 {
            let law = cx.applied(rule);
            let len = cx.slices_time(("heures_majorees", "heures majorées"), part, &slices, law);
            let label = Label::new(kind.code(), kind.label(), rule)
                .detail(limited(nominal, applied))
                .part(part)
                .days(slices.iter().map(|s| s.date));
            // The hours of a sixth day are paid here, with their premium; all others are already paid in the bands.
            let percent =
                if kind == Kind::SixiemeJour { Percent::Plus(applied) } else { Percent::Only(applied) };
            let share = if kind == Kind::SixiemeJour {
                Some(sixth.mark(cx, rate, applied.v + Decimal::ONE_HUNDRED))
            } else {
                heures_sup::premium_mark(cx, rate, applied.v, over)
            };
            cx.pay_hours(label.overtime(share), rate, len, percent);
        }
    }
}

/// What the cap took of a premium, as printed.
pub(super) fn limited(nominal: Number, applied: Number) -> String {
    if applied.v < nominal.v {
        format!(" ({} % limités à {} % par le plafond)", fr(nominal.v), fr(applied.v))
    } else {
        String::new()
    }
}

/// What the premiums of one clock hour add up to, overtime included: used to check the cap.
#[cfg(test)]
pub(super) fn total_of_slice(cx: &mut Context<'_>, slice: &Slice) -> Decimal {
    let mut premiums = Premiums::default();
    let none = (&[Stretch::default()][..], &Bands(Vec::new()));
    premiums.add(cx, &[*slice], &BTreeSet::new(), true, none).unwrap();
    premiums.0.keys().map(|(_, applied)| *applied).sum::<Decimal>() + slice.band
}
