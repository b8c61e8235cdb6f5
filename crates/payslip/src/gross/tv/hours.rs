//! Television and animation technicians: premiums that simply add up (art. VI.8 to VI.10 and VII.2).

use std::collections::BTreeMap;

use cddu_rates::{Diagnostic, Holiday, holiday};
use chrono::{Datelike, NaiveDate, Weekday};

use crate::gross::context::Context;
use crate::gross::heures_sup::{self, Stretch};
use crate::gross::input::Genre;
use crate::gross::lines::{Hourly, Label, Percent};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::walk::{NightRule, Slice};
use crate::trace::Part;

/// Nights of television (art. VI.10): 0:00-7:00; fiction and documentary 20:00-6:00 from 21 December to 20 March,
/// 22:00-7:00 otherwise.
#[derive(Clone, Copy, Debug)]
pub(in crate::gross) struct TvNight {
    pub genre: Genre,
}

impl TvNight {
    const fn scripted(self) -> bool {
        matches!(self.genre, Genre::Fiction | Genre::Documentaire)
    }

    fn rule(self, evening: NaiveDate) -> &'static str {
        match (self.scripted(), winter(evening)) {
            (false, _) => "T08",
            (true, true) => "T09",
            (true, false) => "T10",
        }
    }
}

/// 21 December to 20 March.
fn winter(evening: NaiveDate) -> bool {
    match evening.month() {
        1 | 2 => true,
        12 => evening.day() >= 21,
        3 => evening.day() <= 20,
        _ => false,
    }
}

impl NightRule for TvNight {
    fn window(&self, evening: NaiveDate, _studio: bool) -> (i64, i64) {
        match (self.scripted(), winter(evening)) {
            (false, _) => (24 * 60, 7 * 60),
            (true, true) => (20 * 60, 6 * 60),
            (true, false) => (22 * 60, 7 * 60),
        }
    }
}

/// Premium, code and label of a holiday worked (art. VII.2.3); Whit Monday is the solidarity day.
const fn holiday_rule(found: Holiday) -> (&'static str, &'static str) {
    match found {
        Holiday::FeteDuTravail => ("T13", "ferie_1er_mai"),
        Holiday::LundiDePaques | Holiday::Victoire1945 | Holiday::Ascension => ("T15", "ferie_50"),
        Holiday::LundiDePentecote => ("T16", "solidarite"),
        _ => ("T14", "ferie"),
    }
}

/// Writes the premiums of night, Sunday and holidays: percentages of the simple rate, added up without a cap. `over`: the
/// overtime of each slice.
pub(in crate::gross) fn premiums(
    cx: &mut Context<'_>,
    (slices, over): (&[Slice], &[Stretch]),
    rate: Hourly,
    night: TvNight,
    listed: bool,
    part: Option<Part>,
) -> Result<(), Vec<Diagnostic>> {
    let mut groups: BTreeMap<(&str, &'static str, &'static str), (Vec<Slice>, Ticks)> = BTreeMap::new();
    for (slice, over) in slices.iter().zip(over) {
        let mut add = |key, slice: &Slice| {
            let group = groups.entry(key).or_default();
            group.0.push(*slice);
            group.1 += over.to - over.from;
        };
        if let Some((evening, _)) = slice.night {
            if listed {
                add(("a", "nuit_50", "T11"), slice);
            } else {
                add(("a", "nuit_25", night.rule(evening)), slice);
            }
        }
        if slice.date.weekday() == Weekday::Sun {
            add(("b", "dimanche", "T12"), slice);
        }
        if let Some(found) = holiday(slice.date) {
            let (rule, code) = holiday_rule(found);
            add(("c", code, rule), slice);
        }
    }
    for ((_, code, rule), (slices, over)) in groups {
        let name = match code {
            "nuit_50" | "nuit_25" => "Heures de nuit",
            "dimanche" => "Heures du dimanche",
            "ferie_1er_mai" => "1er mai travaillé",
            _ => "Heures d'un jour férié",
        };
        let pct = cx.percent(rule)?;
        let law = cx.applied(rule);
        let len = cx.slices_time(("heures_majorees", "heures majorées"), part, &slices, law);
        let share = heures_sup::premium_mark(cx, rate, pct.v, over);
        let label = Label::new(code, name, rule).part(part).days(slices.iter().map(|s| s.date));
        cx.pay_hours(label.overtime(share), rate, len, Percent::Only(pct));
    }
    Ok(())
}
