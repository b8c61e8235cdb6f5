//! Civil weeks, Monday 0:00 to Sunday 24:00, from whatever is known of them.

use std::collections::BTreeMap;

use cddu_rates::{Diagnostic, Quantity, holiday};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::context::Context;
use super::hours::Ticks;
use super::sheet::{Slot, WorkDay, monday};

/// What is known of a civil week.
pub(super) struct Week<'d> {
    /// Monday; `None` for a single total.
    pub start: Option<NaiveDate>,
    /// Days of the engagement that start in the week.
    pub days: Vec<&'d WorkDay>,
    /// Work of the week by the clock, in order.
    pub slots: Vec<Slot>,
    /// Number of days.
    pub count: Decimal,
    /// Weekday holidays inside the engagement with nothing on the sheet: they do not shorten the week.
    pub idle_holidays: Vec<NaiveDate>,
    /// Effective hours, when only a total is known.
    pub total: Option<Ticks>,
    /// Hours of a sixth day known apart.
    pub sixth: Ticks,
}

impl Week<'_> {
    /// Days the week is guaranteed for: worked, paid holidays, and holidays that nobody wrote.
    pub(super) fn guaranteed_days(&self) -> Decimal {
        self.count + Decimal::from(self.idle_holidays.len())
    }

    /// Says which holidays nobody wrote.
    pub(super) fn warn_idle(&self, cx: &mut Context<'_>) {
        for day in &self.idle_holidays {
            cx.warn(
                "BRUT-118",
                format!(
                    "{} : jour férié sans ligne sur la feuille ; ajouter une ligne de nature ferie_chome s'il est payé",
                    super::lines::fr_day(*day)
                ),
            );
        }
    }
}

/// The civil weeks of a sheet, of weekly totals, or of one total.
///
/// # Errors
/// `BRUT-011` for a single total over more than seven days.
pub(super) fn weeks<'d>(cx: &Context<'_>, days: &'d [WorkDay]) -> Result<Vec<Week<'d>>, Vec<Diagnostic>> {
    if !days.is_empty() {
        let mut by_week: BTreeMap<NaiveDate, Week<'d>> = BTreeMap::new();
        let empty = |start| Week {
            start: Some(start),
            days: Vec::new(),
            slots: Vec::new(),
            count: Decimal::ZERO,
            idle_holidays: Vec::new(),
            total: None,
            sixth: Ticks::ZERO,
        };
        for day in days {
            if day.counts() {
                let start = monday(day.date);
                let week = by_week.entry(start).or_insert_with(|| empty(start));
                week.days.push(day);
                week.count += Decimal::ONE;
            }
            for slot in &day.slots {
                let start = monday(slot.date);
                by_week.entry(start).or_insert_with(|| empty(start)).slots.push(*slot);
            }
        }
        let inside = days.first().map(|d| d.date).zip(days.last().map(|d| d.date));
        for (start, week) in &mut by_week {
            week.idle_holidays = start
                .iter_days()
                .take(5)
                .filter(|d| inside.is_some_and(|(first, last)| first < *d && *d < last))
                .filter(|d| holiday(*d).is_some() && week.days.iter().all(|w| w.date != *d))
                .collect();
        }
        return Ok(by_week.into_values().collect());
    }
    let total = |start, jours: Decimal, heures: Quantity, sixth| Week {
        start,
        days: Vec::new(),
        slots: Vec::new(),
        count: jours,
        idle_holidays: Vec::new(),
        total: Some(Ticks::quantity(heures)),
        sixth,
    };
    if !cx.input.semaines.is_empty() {
        return Ok(cx
            .input
            .semaines
            .iter()
            .map(|s| total(Some(monday(s.debut)), s.jours.0, s.heures, Ticks::ZERO))
            .collect());
    }
    let jours = cx.input.jours.map_or(Decimal::from(5), |j| j.0);
    if jours > Decimal::from(7) {
        return Err(vec![
            Diagnostic::error("BRUT-011", format!("{jours} jours dans un seul total d'heures"))
                .at("jours")
                .hint("les heures supplémentaires se comptent par semaine civile : donner temps ou semaines"),
        ]);
    }
    let sixth = cx.input.heures_jour_6.map_or(Ticks::ZERO, Ticks::quantity);
    Ok(vec![total(None, jours, cx.input.heures.unwrap_or_default(), sixth)])
}
