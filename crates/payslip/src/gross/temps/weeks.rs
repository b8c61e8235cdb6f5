//! Civil weeks, Monday 0:00 to Sunday 24:00, from whatever is known of them.

use std::collections::BTreeMap;

use cddu_rates::{Diagnostic, Period};
use chrono::{Datelike as _, Days, NaiveDate};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::input::{Question, Zone};
use crate::gross::temps::absences::{self, AbsentDay};
use crate::gross::temps::feries;
use crate::gross::temps::hours::{Ticks, Time};
use crate::gross::temps::sheet::{Slot, WorkDay, monday};
use crate::rules;
use crate::trace::Part;

/// What is known of a civil week.
pub(in crate::gross) struct Week<'d> {
    /// Monday; `None` for a single total.
    pub start: Option<NaiveDate>,
    /// Days of the engagement that start in the week.
    pub days: Vec<&'d WorkDay>,
    /// Work of the week by the clock, in order.
    pub slots: Vec<Slot>,
    /// Number of days.
    pub count: Decimal,
    /// Holidays not worked among them.
    pub off: Vec<NaiveDate>,
    /// Effective hours, when only a total is known.
    pub total: Option<Time>,
    /// Hours of a sixth day in the Paris region known apart; not in `total`.
    pub sixth: Option<Time>,
    /// Working days of absence; those without work are among `count`.
    pub absent: Vec<AbsentDay>,
    /// The engagement holds a part of it only: its guarantee follows its days. Without the dates of the contract, the first
    /// and the last of several weeks.
    pub edge: bool,
    /// Days from Monday to Friday that the contract holds in what is paid of the week; none without its dates.
    pub held: Decimal,
    /// The engagement has other weeks, paid here or not.
    pub one_of_several: bool,
}

impl Week<'_> {
    /// Days that are paid: without the absences that nothing pays.
    pub(in crate::gross) fn paid_days(&self) -> Decimal {
        self.count - Decimal::from(self.absent.iter().filter(|d| d.unpaid()).count())
    }

    /// Days that the guarantee of a week held in part follows: those of the contract, or those worked when there are more.
    pub(in crate::gross) fn engaged_days(&self) -> Decimal {
        self.count.max(self.held)
    }

    /// The same in a week of five days.
    pub(in crate::gross) fn planned_days(&self) -> Decimal {
        self.engaged_days().min(Decimal::from(5))
    }

    /// Adds the days of absence to those of the week.
    fn away(&mut self, all: &[AbsentDay]) {
        self.absent = absences::of_week(all, self.start);
        self.count += Decimal::from(self.absent.iter().filter(|d| d.idle).count());
    }

    /// What names the week, when it is one of several.
    pub(in crate::gross) fn part(&self, several: bool) -> Option<Part> {
        self.start.filter(|_| several).map(Part::Week)
    }
}

/// The civil weeks of a sheet, of weekly totals, or of one total.
///
/// # Errors
/// `BRUT-011` for a single total over more than seven days, or under the hours of its sixth day.
pub(in crate::gross) fn weeks<'d>(
    cx: &mut Context<'_>,
    days: &'d [WorkDay],
) -> Result<Vec<Week<'d>>, Vec<Diagnostic>> {
    let totals = !cx.feuille.semaines.is_empty() || cx.input.heures.is_some() || cx.input.jours.is_some();
    if !days.is_empty() || (!totals && !cx.absents.is_empty()) {
        let mut by_week: BTreeMap<NaiveDate, Week<'d>> = BTreeMap::new();
        let empty = |start| Week {
            start: Some(start),
            days: Vec::new(),
            slots: Vec::new(),
            count: Decimal::ZERO,
            off: Vec::new(),
            total: None,
            sixth: None,
            absent: Vec::new(),
            edge: false,
            held: Decimal::ZERO,
            one_of_several: false,
        };
        for day in days {
            if day.counts() {
                let start = monday(day.date);
                let week = by_week.entry(start).or_insert_with(|| empty(start));
                week.days.push(day);
                week.off.extend(day.ferie_chome.then_some(day.date));
                week.count += Decimal::ONE;
            }
            for slot in &day.slots {
                let start = monday(slot.date);
                by_week.entry(start).or_insert_with(|| empty(start)).slots.push(*slot);
            }
        }
        for day in &cx.absents {
            let start = monday(day.date);
            by_week.entry(start).or_insert_with(|| empty(start));
        }
        return Ok(with_edges(by_week.into_values().collect(), &cx.input, &cx.absents));
    }
    let total = |start, count: Decimal, off: Vec<NaiveDate>, total: Time, sixth| Week {
        start,
        days: Vec::new(),
        slots: Vec::new(),
        count: count + Decimal::from(off.len()),
        off,
        total: Some(total),
        sixth,
        absent: Vec::new(),
        edge: false,
        held: Decimal::ZERO,
        one_of_several: false,
    };
    if !cx.feuille.semaines.is_empty() {
        let totals = crate::gross::temps::daily::week_totals(cx);
        let weeks = cx.feuille.semaines.iter().zip(totals);
        let found = weeks.map(|(s, hours)| {
            let off = feries::of_total(&cx.input, s, &cx.absents);
            if s.feries_chomes.is_empty() {
                off.iter().for_each(|day| cx.warn_idle_holiday(*day));
            }
            total(Some(monday(s.debut)), s.jours.0, off, hours, None)
        });
        let found = found.collect();
        return Ok(with_edges(found, &cx.input, &cx.absents));
    }
    let away = cx.absents.iter().filter(|d| d.idle).count();
    // Without their number, the days of the week: those of the contract when it holds a part of it.
    let part = held(&cx.input, None, Decimal::ONE, None);
    let usual = if part.edge { part.days } else { Decimal::from(5) };
    let usual = (usual - Decimal::from(away)).max(Decimal::ZERO);
    let jours = cx.input.jours.map_or(usual, |j| j.0);
    if jours > Decimal::from(7) {
        return Err(vec![
            Diagnostic::error("BRUT-011", format!("{jours} jours dans un seul total d'heures"))
                .at("jours")
                .hint("les heures supplémentaires se comptent par semaine civile : donner temps ou semaines"),
        ]);
    }
    let heures = cx.input.heures.unwrap_or_default();
    let all = cx.given("heures_donnees", "heures données", heures.0);
    let name = cx.name("heures_semaine", "heures de travail");
    // Outside the Paris region a sixth day is counted with the others (F19, F22).
    let Some(sixth) = cx.feuille.heures_jour_6.filter(|_| cx.feuille.zone == Zone::Paris) else {
        let hours = cx.time(name, Ticks::quantity(heures), "{0} × 60", &[all.f], &rules::TEMPS_HEURES);
        let only = total(None, jours, Vec::new(), hours, None);
        return Ok(with_edges(vec![only], &cx.input, &cx.absents));
    };
    let apart = Ticks::quantity(sixth);
    if apart > Ticks::quantity(heures) {
        return Err(vec![
            Diagnostic::error("BRUT-011", "plus d'heures le 6e jour que dans toute la semaine")
                .at("heures_jour_6")
                .hint("heures compte toutes les heures de la semaine, celles du 6e jour comprises"),
        ]);
    }
    let given = cx.given("heures_jour_6_donnees", "heures données du 6e jour", sixth.0);
    let args = [all.f, given.f];
    let hours =
        cx.time(name, Ticks::quantity(heures) - apart, "({0} - {1}) × 60", &args, &rules::TEMPS_HEURES);
    let name = cx.name("heures_jour_6", "heures du 6e jour");
    let sixth = cx.time(name, apart, "{0} × 60", &[given.f], &rules::TEMPS_HEURES);
    let only = total(None, jours, Vec::new(), hours, Some(sixth).filter(|t| !t.v.is_zero()));
    Ok(with_edges(vec![only], &cx.input, &cx.absents))
}

/// Says of each week whether the engagement holds it whole. By the dates of the contract when they are known, so that a
/// week is paid the same alone or with the others; else by the weeks in which days start.
fn with_edges<'d>(mut weeks: Vec<Week<'d>>, input: &Question<'_>, absents: &[AbsentDay]) -> Vec<Week<'d>> {
    weeks.iter_mut().for_each(|week| week.away(absents));
    let ends = ends(weeks.iter().map(|w| (w.start, w.count)));
    for week in &mut weeks {
        let held = held(input, week.start, week.count, ends);
        (week.edge, week.held, week.one_of_several) = (held.edge, held.days, held.one_of_several);
    }
    weeks
}

/// What an engagement holds of one of its weeks.
#[derive(Clone, Copy, Debug)]
pub(in crate::gross) struct Held {
    /// A part only.
    pub edge: bool,
    /// Days from Monday to Friday of the contract in what is paid; none without its dates.
    pub days: Decimal,
    /// The engagement has other weeks, paid here or not.
    pub one_of_several: bool,
}

/// First and last Monday of the weeks in which days start; `None` when there is one week at most.
pub(in crate::gross) type Ends = Option<(Option<NaiveDate>, Option<NaiveDate>)>;

/// The ends of an engagement of which only the weeks are known.
pub(in crate::gross) fn ends(weeks: impl Iterator<Item = (Option<NaiveDate>, Decimal)>) -> Ends {
    let all: Vec<_> = weeks.collect();
    let starts = || all.iter().filter(|(_, count)| !count.is_zero()).filter_map(|(start, _)| *start);
    (all.len() > 1).then(|| (starts().min(), starts().max()))
}

/// What the engagement holds of a week of so many days. An engagement that has no other day than those of this week is
/// guaranteed the whole week, whatever its days.
pub(in crate::gross) fn held(
    input: &Question<'_>,
    start: Option<NaiveDate>,
    count: Decimal,
    ends: Ends,
) -> Held {
    let Some(contrat) = input.contrat else {
        let edge = ends.is_some_and(|(first, last)| start <= first || start >= last);
        return Held { edge, days: Decimal::ZERO, one_of_several: ends.is_some() };
    };
    let last = if input.feuille.semaine_6_jours == Some(true) { 6 } else { 5 };
    let days = |period: Period, last: u32| {
        Decimal::from(period.iter_days().filter(|d| d.weekday().number_from_monday() <= last).count())
    };
    let paid = input.periode.and_then(|p| p.intersection(contrat)).unwrap_or(contrat);
    let start = start.unwrap_or_else(|| monday(paid.debut));
    let inside = paid.intersection(Period { debut: start, fin: start + Days::new(6) });
    let held = |last| inside.map_or(Decimal::ZERO, |p| days(p, last));
    // Work of a night that ends after the last day paid: its week is another one.
    let beyond = inside.is_none() && count.is_zero();
    Held {
        edge: beyond || (held(last) < Decimal::from(last) && held(last) < days(contrat, last)),
        days: held(5),
        one_of_several: monday(contrat.debut) != monday(contrat.fin),
    }
}
