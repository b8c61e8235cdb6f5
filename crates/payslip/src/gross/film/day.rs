//! Film technicians engaged under five consecutive days (titre II art. 34).

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Diagnostic, Period, Quantity};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::film::Terms;
use crate::gross::heures_sup::{self, Stretch};
use crate::gross::lines::Label;
use crate::gross::output::Brut;
use crate::gross::premiums::{FilmNight, Premiums};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::sheet::{Slot, WorkDay};
use crate::gross::temps::walk::{Bands, Scope, walk};
use crate::methods::{FilmJourMethod, HsJourMethod};

/// Bands of a day, with the code, the label and the rule of each.
struct DayBands {
    bands: Bands,
    names: Vec<(&'static str, &'static str, &'static str)>,
    /// Hours paid at least.
    least: Ticks,
}

fn day_bands(cx: &mut Context<'_>) -> Result<DayBands, Vec<Diagnostic>> {
    if cx.feuille.publicitaire {
        return Ok(DayBands {
            bands: Bands(vec![
                (cx.after("F10")?, cx.percent("F10")?),
                (cx.after("F11")?, cx.percent("F11")?),
            ]),
            names: vec![
                ("jour_50", "Heures 1 à 8 (film publicitaire)", "F10"),
                ("jour_100", "Heures à partir de la 9e (film publicitaire)", "F11"),
            ],
            least: cx.hours_until("F10")?,
        });
    }
    let method = cx.input.methodes.film_jour;
    cx.method("film_jour", method.key());
    let cap = cx.percent("F20")?;
    let first = cx.percent("F07")?;
    let over = |cx: &Context<'_>, rule| -> Result<Decimal, Vec<Diagnostic>> {
        let pct = cx.percent(rule)?;
        Ok(match method {
            FilmJourMethod::Bandes => pct,
            FilmJourMethod::Additif => (first + pct).min(cap),
        })
    };
    Ok(DayBands {
        bands: Bands(vec![
            (cx.after("F07")?, first),
            (cx.after("F08")?, over(cx, "F08")?),
            (cx.after("F09")?, over(cx, "F09")?),
        ]),
        names: vec![
            ("jour_25", "Heures 1 à 7 de la journée", "F07"),
            ("jour_50", "Heures 8 à 10 de la journée", "F08"),
            ("jour_100", "Heures à partir de la 11e de la journée", "F09"),
        ],
        least: cx.hours_until("F07")?,
    })
}

/// Writes the lines of the days.
pub(in crate::gross) fn pay(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    days: &[WorkDay],
    brut: &mut Brut,
) -> Result<(), Vec<Diagnostic>> {
    let bands = day_bands(cx)?;
    let hours = day_hours(cx, days)?;
    let mut totals: Vec<Ticks> = vec![Ticks::ZERO; bands.names.len()];
    let mut paid = Ticks::ZERO;
    for len in &hours {
        let len = (*len).max(bands.least);
        paid += len;
        for (rank, (_, part)) in bands.bands.split(len).into_iter().enumerate() {
            totals[rank] += part;
        }
    }
    let ordinary = cx.hours_until("F07")?;
    let over = overtime_of_days(cx, days, &hours, &bands.bands, bands.least, ordinary)?;
    let cap = match cx.input.methodes.hs_jour.unwrap_or_default() {
        HsJourMethod::Semaine => cx.film_premium_cap()?,
        HsJourMethod::Convention | HsJourMethod::Aucune => cx.percent("F20")?,
    };
    for (((len, (code, name, rule)), (_, pct)), over) in
        totals.into_iter().zip(&bands.names).zip(&bands.bands.0).zip(over)
    {
        let part = heures_sup::mark(terms.rate, Decimal::ONE_HUNDRED + *pct.min(&cap), over, Ticks::ZERO);
        cx.lines.hours(
            Label::new(code, *name, rule).overtime(Some(part)),
            terms.rate,
            len,
            Decimal::ONE_HUNDRED + pct,
            Some(*pct),
        );
    }
    let slots: Vec<Slot> = days.iter().flat_map(|d| d.slots.iter().copied()).collect();
    let mut nights: BTreeMap<NaiveDate, Ticks> = BTreeMap::new();
    let slices = walk(&slots, &bands.bands, Scope::Day, &FilmNight, &mut nights);
    let mut premiums = Premiums::default();
    let over = heures_sup::of_slices(cx, &slices, Ticks::ZERO, Some(ordinary))?;
    premiums.add(cx, &slices, &BTreeSet::new(), false, (&over, &bands.bands))?;
    premiums.write(cx, terms.rate, "");
    brut.heures = paid.shown();
    brut.jours = Quantity::from(u32::try_from(hours.len()).unwrap_or(u32::MAX));
    Ok(())
}

/// Overtime of each band of the days: the hours beyond 35 of their civil week, or those beyond the ordinary hours of
/// the day when the method follows the convention. `hours` are those of `day_hours`, paid for `least` at least.
pub(in crate::gross) fn overtime_of_days(
    cx: &mut Context<'_>,
    days: &[WorkDay],
    hours: &[Ticks],
    bands: &Bands,
    least: Ticks,
    ordinary: Ticks,
) -> Result<Vec<Ticks>, Vec<Diagnostic>> {
    let method = cx.input.methodes.hs_jour.unwrap_or_default();
    let dates: Vec<NaiveDate> = days.iter().filter(|d| !d.slots.is_empty()).map(|d| d.date).collect();
    let mut totals: Vec<Ticks> = vec![Ticks::ZERO; bands.0.len()];
    let mut weeks: BTreeMap<NaiveDate, Ticks> = BTreeMap::new();
    for (rank, worked) in hours.iter().enumerate() {
        // Days without a sheet are those of one week.
        let week = Period::monday(dates.get(rank).copied().unwrap_or(cx.date));
        let len = heures_sup::counted(cx, (*worked).max(least), *worked);
        let at = weeks.entry(week).or_default();
        let (start, end) = (*at, *at + len);
        *at = end;
        let mut from = Ticks::ZERO;
        for (band, (_, part)) in bands.split(len).into_iter().enumerate() {
            totals[band] += match method {
                HsJourMethod::Semaine => {
                    cx.overtime(Some(week), end)?.inside(start + from, start + from + part)
                }
                HsJourMethod::Convention => Stretch { from: ordinary, to: len }.inside(from, from + part),
                HsJourMethod::Aucune => Ticks::ZERO,
            };
            from += part;
        }
    }
    for (week, hours) in weeks {
        cx.week_hours(Some(week), hours);
    }
    Ok(totals)
}

/// Effective hours of each day; a total is spread evenly.
pub(in crate::gross) fn day_hours(cx: &Context<'_>, days: &[WorkDay]) -> Result<Vec<Ticks>, Vec<Diagnostic>> {
    if !days.is_empty() {
        return Ok(days.iter().filter(|d| !d.slots.is_empty()).map(WorkDay::effective).collect());
    }
    let jours = cx.input.jours.map_or(Decimal::ONE, |j| j.0);
    let count = i64::try_from(jours.trunc().mantissa()).unwrap_or(0);
    if !jours.fract().is_zero() || !(1..=366).contains(&count) {
        return Err(vec![
            Diagnostic::error("BRUT-005", format!("« {jours} » : un nombre entier de jours est attendu"))
                .at("jours")
                .hint("de 1 à 366, ou donner temps"),
        ]);
    }
    let total = Ticks::quantity(cx.input.heures.unwrap_or_default());
    Ok((0..count)
        .map(|rank| {
            // The remainder of an uneven division goes to the first days, tick by tick.
            Ticks(total.0 / count + i64::from(rank < total.0 % count))
        })
        .collect())
}
