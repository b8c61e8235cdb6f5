//! Night work and length of the day of an artist under sixteen. An authorisation goes to midnight at most (C. trav. L3163-2,
//! R7124-30-1); the commission decides of the durations case by case, with an indicative table. Between two days a child
//! rests fourteen hours (L3164-1), and works four hours and a half at most without a break (L3162-3); in a week, two days
//! running (L3164-2).

use std::collections::BTreeMap;

use cddu_rates::{Diagnostic, Period, Quantity};
use chrono::{Datelike as _, Months, NaiveDate};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::input::HorairesEnfant;
use crate::gross::lines::{fr, fr_day};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::pauses::longest_stretch;
use crate::gross::temps::sheet::{DAY_MINUTES, Slot, absolute};

/// End of the night of children, minutes of the day.
const MORNING: i64 = 6 * 60;
const EVENING: i64 = 20 * 60;
/// Rest between two days under sixteen, and that of a child whom the authorisation lets work at night, minutes (C. trav.
/// L3164-1).
const REST: i64 = 14 * 60;
const REST_AT_NIGHT: i64 = 12 * 60;
/// Longest work without a break under eighteen, minutes (C. trav. L3162-3).
const WITHOUT_BREAK: i64 = 4 * 60 + 30;

/// Ages at which the indicative durations change, in years: the first age, the last one, the parameters of a school day and
/// of a day of holidays.
const DURATIONS: [(u32, u32, &str, &str); 4] = [
    (0, 2, "ENFANT_HEURES_0_2", "ENFANT_HEURES_0_2_VACANCES"),
    (3, 5, "ENFANT_HEURES_3_5", "ENFANT_HEURES_3_5_VACANCES"),
    (6, 11, "ENFANT_HEURES_6_11", "ENFANT_HEURES_6_11_VACANCES"),
    (12, 15, "ENFANT_HEURES_12_15", "ENFANT_HEURES_12_15_VACANCES"),
];

/// Refuses hours between midnight and six, those after twenty that the authorisation does not allow, and warns of the days
/// longer than the indicative durations. The age is that of each day.
pub(in crate::gross) fn check(cx: &mut Context<'_>) {
    let child = cx.input.enfant;
    if child.is_none() && !cx.feuille.moins_de_16_ans {
        return;
    }
    let young = |day: NaiveDate| child.is_none_or(|c| c.age(day).is_some_and(|years| years < 16));
    let days = cx.days;
    let slots = || days.iter().flat_map(|d| &d.slots).filter(|s| young(s.date));
    let minute = |s: &Slot| s.start.map(|start| start - absolute(s.date));
    let mut refuse = |s: &Slot, code: &str, what: String, hint: &str| {
        let error = Diagnostic::error(code, format!("{} : {what}", fr_day(s.date)))
            .at(format!("temps[{}]", s.row))
            .hint(hint);
        if !cx.errors.contains(&error) {
            cx.errors.push(error);
        }
    };
    for slot in slots().filter(|s| minute(s).is_some_and(|at| at < MORNING)) {
        refuse(
            slot,
            "BRUT-133",
            "travail avant 6 h d'un artiste de moins de 16 ans, interdit".to_owned(),
            "entre minuit et 6 h aucune autorisation ne le permet (C. trav. L3163-2, R7124-30-1)",
        );
    }
    let late =
        |s: &&Slot| minute(s).is_some_and(|at| at + s.len.whole_minutes() > EVENING && at < DAY_MINUTES);
    match child {
        Some(HorairesEnfant { jusqu_a_minuit: true, .. }) => {}
        Some(_) => {
            for slot in slots().filter(late) {
                refuse(
                    slot,
                    "BRUT-150",
                    "travail après 20 h d'un artiste de moins de 16 ans, que son autorisation ne permet pas"
                        .to_owned(),
                    "si la décision du préfet permet le travail jusqu'à minuit, le dire (jusqu_a_minuit ; enfant_minuit dans un dossier) (C. trav. R7124-30-1)",
                );
            }
        }
        None => {
            for day in slots().filter(late).map(|s| s.date) {
                cx.warn(
                    "BRUT-106",
                    format!(
                        "{} : travail après 20 h d'un artiste de moins de 16 ans, permis par l'autorisation seulement (C. \
                         trav. R7124-30-1)",
                        fr_day(day)
                    ),
                );
            }
        }
    }
    let night = child.is_some_and(|c| c.jusqu_a_minuit);
    rest(cx, if night { REST_AT_NIGHT } else { REST }, &young);
    breaks(cx, &young);
    weeks(cx, &young);
    if let Some(child) = child {
        durations(cx, child);
    }
}

/// Refuses a day that begins too soon after the one before: no authorisation shortens the rest of a child.
fn rest(cx: &mut Context<'_>, least: i64, young: &dyn Fn(NaiveDate) -> bool) {
    for pair in cx.days.windows(2) {
        let [before, after] = pair else { continue };
        let (Some((_, end)), Some((start, _))) = (before.span, after.span) else { continue };
        if start - end >= least || !young(after.date) {
            continue;
        }
        let error = Diagnostic::error(
            "BRUT-188",
            format!(
                "{} : {} h de repos depuis la veille d'un artiste de moins de 16 ans, {} h au moins",
                fr_day(after.date),
                fr(Decimal::from(start - end) / Decimal::from(60)),
                least / 60
            ),
        )
        .hint("vérifier la fin de la veille et le début de ce jour : le repos est de 14 h, de 12 h si l'autorisation permet le travail jusqu'à minuit (C. trav. L3164-1)");
        cx.errors.push(match after.rows.first() {
            Some(row) => error.at(format!("temps[{row}]")),
            None => error,
        });
    }
}

/// Says the work that no break cuts: the sheet may leave its breaks out.
fn breaks(cx: &mut Context<'_>, young: &dyn Fn(NaiveDate) -> bool) {
    let mut found = Vec::new();
    for day in cx.days.iter().filter(|d| young(d.date)) {
        let longest = longest_stretch(day);
        if longest > WITHOUT_BREAK {
            found.push((day.date, longest));
        }
    }
    for (date, minutes) in found {
        cx.warn(
            "BRUT-189",
            format!(
                "{} : {} h de travail d'un enfant sans pause ; une pause de 30 minutes au moins après 4 h 30 (C. trav. L3162-3)",
                fr_day(date),
                fr(Decimal::from(minutes) / Decimal::from(60))
            ),
        );
    }
}

/// Says the civil weeks that leave a child no two days of rest running. The exceptions of the article are for those who have
/// left school.
fn weeks(cx: &mut Context<'_>, young: &dyn Fn(NaiveDate) -> bool) {
    let mut worked: BTreeMap<NaiveDate, [bool; 7]> = BTreeMap::new();
    for day in cx.days.iter().filter(|d| young(d.date) && !d.slots.is_empty()) {
        let week = worked.entry(Period::monday(day.date)).or_default();
        week[day.date.weekday().num_days_from_monday() as usize] = true;
    }
    for (monday, days) in worked {
        if days.windows(2).any(|pair| pair == [false, false]) {
            continue;
        }
        let count = days.iter().filter(|w| **w).count();
        cx.warn(
            "BRUT-194",
            format!(
                "{} : semaine de {count} jours de travail d'un enfant sans deux jours de repos qui se suivent, dus à un artiste de moins de 16 ans (C. trav. L3164-2)",
                fr_day(monday)
            ),
        );
    }
}

/// Days longer than the indicative table: the decision of the prefect may allow them.
fn durations(cx: &mut Context<'_>, child: HorairesEnfant) {
    for day in cx.days {
        let age = child.age(day.date);
        let row = age.and_then(|age| DURATIONS.iter().find(|(from, to, ..)| (*from..=*to).contains(&age)));
        let Some((_, _, school, holidays)) = row else { continue };
        let limit = |key: &str| cx.rates.param(key, day.date).map(|p| p.value);
        let (school, holidays) = match (limit(school), limit(holidays)) {
            (Ok(school), Ok(holidays)) => (school, holidays),
            (Err(error), _) | (_, Err(error)) => {
                cx.errors.push(error);
                return;
            }
        };
        let worked = day.effective();
        if worked <= Ticks::from_hours(school) {
            continue;
        }
        let hours = |h| Quantity(h).to_string().replace('.', ",");
        let (age, shown) = (age.unwrap_or_default(), hours(worked.shown().0));
        let (school_text, holidays_text) = (hours(school.normalize()), hours(holidays.normalize()));
        let end = if worked <= Ticks::from_hours(holidays) {
            format!("{school_text} h en période scolaire, {holidays_text} h pendant les vacances")
        } else {
            format!("{holidays_text} h au plus, vacances comprises")
        };
        cx.warn(
            "BRUT-151",
            format!(
                "{} : {shown} h de travail à {age} ans ; durée indicative de la commission : {end} (B) ; vérifier que l'autorisation le permet",
                fr_day(day.date)
            ),
        );
    }
}

impl HorairesEnfant {
    /// Whole years on a day; `None` before the birth.
    fn age(self, day: NaiveDate) -> Option<u32> {
        (0..=120)
            .take_while(|years| {
                self.naissance
                    .checked_add_months(Months::new(years * 12))
                    .is_some_and(|birthday| birthday <= day)
            })
            .last()
    }
}
