//! What artists and figurants share: cachets, hours of a sheet, premiums under a ceiling.

use std::collections::BTreeMap;

use cddu_rates::{Diagnostic, Holiday, Quantity, holiday};
use chrono::{Datelike, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::input::Engagement;
use crate::gross::lines::{Hourly, Label, fr};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::sheet::{Slot, WorkDay};
use crate::gross::temps::walk::{Bands, NightRule, Scope, Slice, walk};

/// Cachets of the engagement: as given, else one per day.
///
/// # Errors
/// `BRUT-002` when there is none, `BRUT-005` for a fraction.
pub(in crate::gross) fn cachets(cx: &Context<'_>, days: &[WorkDay]) -> Result<u32, Vec<Diagnostic>> {
    let worked = u32::try_from(days.iter().filter(|d| !d.slots.is_empty()).count()).unwrap_or(u32::MAX);
    let given = match (cx.input.cachets, cx.input.jours) {
        (Some(cachets), _) => cachets,
        (None, Some(jours)) => u32::try_from(jours.0.trunc().mantissa())
            .ok()
            .filter(|_| jours.0.fract().is_zero())
            .ok_or_else(|| {
                vec![
                    Diagnostic::error("BRUT-005", format!("« {jours} » : une journée est indivisible"))
                        .at("jours")
                        .hint("donner un nombre entier de jours"),
                ]
            })?,
        (None, None) if worked == 0 && !cx.feuille.prestations.is_empty() => 0,
        (None, None) => worked,
    };
    if given == 0 && cx.feuille.prestations.is_empty() {
        return Err(vec![crate::gross::nothing_to_count()]);
    }
    Ok(given)
}

/// Effective hours of the engagement: the sheet, or the total given; `None` when nothing is said.
pub(in crate::gross) fn hours(cx: &Context<'_>, days: &[WorkDay]) -> Option<Ticks> {
    if days.is_empty() {
        cx.input.heures.map(Ticks::quantity)
    } else {
        Some(days.iter().map(WorkDay::effective).sum())
    }
}

/// By the week when the input says so.
pub(in crate::gross) fn weekly(cx: &Context<'_>) -> bool {
    cx.feuille.engagement == Some(Engagement::Semaine)
}

/// Days of a week and number of weeks of a weekly engagement: six days when the week is organised so, else five.
///
/// # Errors
/// `BRUT-005` when the days do not make whole weeks.
pub(in crate::gross) fn whole_weeks(cx: &Context<'_>, cachets: u32) -> Result<(u32, u32), Vec<Diagnostic>> {
    let six = cx.feuille.semaine_6_jours.unwrap_or(!cachets.is_multiple_of(5) && cachets.is_multiple_of(6));
    let per_week = if six { 6 } else { 5 };
    if cachets.is_multiple_of(per_week) {
        return Ok((per_week, cachets / per_week));
    }
    Err(vec![
        Diagnostic::error("BRUT-005", format!("{cachets} cachets ne font pas des semaines de {per_week} jours"))
            .at("cachets")
            .hint("un engagement à la semaine compte 5 ou 6 cachets par semaine ; les autres jours sont à la journée"),
    ])
}

/// Slices of the whole sheet, nights counted.
pub(in crate::gross) fn slices(days: &[WorkDay], night: &dyn NightRule) -> Vec<Slice> {
    let slots: Vec<Slot> = days.iter().flat_map(|d| d.slots.iter().copied()).collect();
    walk(&slots, &Bands(Vec::new()), Scope::Day, night, &mut BTreeMap::new())
}

/// Rules of the premiums of film artists and figurants.
pub(in crate::gross) struct Rules {
    pub night: &'static str,
    pub sunday: &'static str,
    /// Percent of the base, each hour.
    pub night_pct: Decimal,
    pub long_night_pct: Decimal,
    pub sunday_pct: Decimal,
    /// Ceiling of the premiums of one hour, percent of the base; 1 May is outside.
    pub ceiling: Decimal,
    /// Sunday and holiday do not add up.
    pub best_of_sunday_and_holiday: bool,
}

/// Writes night, Sunday and holiday premiums, each hour under the ceiling.
pub(in crate::gross) fn premiums(cx: &mut Context<'_>, slices: &[Slice], base: Hourly, rules: &Rules) {
    type Key = (u8, &'static str, Decimal);
    let mut groups: BTreeMap<Key, (Decimal, Ticks, Vec<NaiveDate>)> = BTreeMap::new();
    for slice in slices {
        let found = holiday(slice.date);
        let mut kinds: Vec<(u8, &'static str, Decimal)> = Vec::new();
        if let Some((_, long)) = slice.night {
            kinds.push(if long {
                (1, "nuit_100", rules.long_night_pct)
            } else {
                (1, "nuit_50", rules.night_pct)
            });
        }
        let sunday = slice.date.weekday() == Weekday::Sun;
        if sunday && !(rules.best_of_sunday_and_holiday && found.is_some()) {
            kinds.push((2, "dimanche", rules.sunday_pct));
        }
        match found {
            Some(Holiday::FeteDuTravail) => kinds.insert(0, (0, "ferie_1er_mai", rules.sunday_pct)),
            Some(_) => kinds.push((3, "ferie", rules.sunday_pct)),
            None => {}
        }
        let mut room = rules.ceiling;
        for (rank, code, nominal) in kinds {
            let applied = if code == "ferie_1er_mai" { nominal } else { nominal.min(room) };
            if code != "ferie_1er_mai" {
                room -= applied;
            }
            let entry = groups.entry((rank, code, applied)).or_insert((nominal, Ticks::ZERO, Vec::new()));
            entry.1 += slice.len;
            entry.2.push(slice.date);
        }
    }
    for ((_, code, applied), (nominal, len, days)) in groups {
        let (name, rule) = match code {
            "nuit_50" => ("Heures de nuit", rules.night),
            "nuit_100" => ("Heures de nuit au-delà de la 8e", rules.night),
            "dimanche" => ("Heures du dimanche", rules.sunday),
            "ferie_1er_mai" => ("1er mai travaillé", rules.sunday),
            _ => ("Heures d'un jour férié", rules.sunday),
        };
        let limited = if applied < nominal {
            format!(" ({} % limités à {} % par le plafond)", fr(nominal), fr(applied))
        } else {
            String::new()
        };
        cx.lines.hours(
            Label::new(code, format!("{name}{limited}"), rule).days(days),
            base,
            len,
            applied,
            Some(applied),
        );
    }
}

/// Sixth days worked of each civil week in the Paris region.
pub(in crate::gross) fn sixth_days(days: &[WorkDay]) -> Vec<&WorkDay> {
    let mut count: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    days.iter()
        .filter(|d| !d.slots.is_empty())
        .filter(|d| {
            let seen = count.entry(crate::gross::temps::sheet::monday(d.date)).or_default();
            *seen += 1;
            *seen == 6 && d.zone == crate::gross::input::Zone::Paris
        })
        .collect()
}

/// Missing hours of rest between days, at a percentage of the base.
pub(in crate::gross) fn rest(
    cx: &mut Context<'_>,
    days: &[WorkDay],
    base: Hourly,
    rule: &str,
) -> Result<(), Vec<Diagnostic>> {
    let (mut len, mut on) = (Ticks::ZERO, Vec::new());
    for (day, minutes) in crate::gross::indemnites::short_rests(days) {
        len += Ticks::minutes(minutes);
        on.push(day);
    }
    let pct = cx.percent(rule)?;
    let label = Label::new("repos_11h", "Heures manquantes au repos de 11 heures", rule).days(on);
    cx.lines.hours(label, base, len, pct, Some(pct));
    Ok(())
}

/// A whole number as a quantity.
pub(in crate::gross) fn count(number: u32) -> Quantity {
    Quantity::from(number)
}
