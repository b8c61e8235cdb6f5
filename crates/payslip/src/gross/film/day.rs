//! Film technicians engaged under five consecutive days (titre II art. 34).

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Diagnostic, Quantity, Rate};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::film::Terms;
use crate::gross::heures_sup::{self, Stretch};
use crate::gross::lines::{Hourly, Label, Percent, fr_day};
use crate::gross::output::Brut;
use crate::gross::premiums::{FilmNight, Premiums};
use crate::gross::temps::feries;
use crate::gross::temps::hours::{Ticks, Time};
use crate::gross::temps::sheet::{Slot, WorkDay, monday};
use crate::gross::temps::walk::{Band, Bands, Scope, walk};
use crate::methods::{FilmJourMethod, HsJourMethod};
use crate::rules;
use crate::trace::{Number, Part, Val};

/// Bands of a day, with the code, the label and the rule of each.
struct DayBands {
    bands: Bands,
    names: Vec<(&'static str, &'static str, &'static str)>,
    /// Hours paid at least.
    least: Time,
}

fn day_bands(cx: &mut Context<'_>) -> Result<DayBands, Vec<Diagnostic>> {
    let band = |cx: &mut Context<'_>, rule| -> Result<Band, Vec<Diagnostic>> {
        Ok(Band { from: Some(cx.after(rule)?), premium: Some(cx.percent(rule)?) })
    };
    if cx.feuille.publicitaire {
        return Ok(DayBands {
            bands: Bands(vec![band(cx, "F10")?, band(cx, "F11")?]),
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
    let over = |cx: &mut Context<'_>, rule: &'static str| -> Result<Band, Vec<Diagnostic>> {
        let own = band(cx, rule)?;
        let pct = cx.percent(rule)?;
        Ok(match method {
            FilmJourMethod::Bandes => own,
            FilmJourMethod::Additif => {
                let (name, law) = (cx.name("majoration_cumulee", "majoration cumulée"), cx.applied(rule));
                let v = (first.v + pct.v).min(cap.v);
                let args = [first.f, pct.f, cap.f];
                let f = cx.t.formula(name, Val::Percent(Rate(v)), "min({0} + {1} ; {2})", &args, law);
                Band { premium: Some(Number { v, f }), ..own }
            }
        })
    };
    Ok(DayBands {
        bands: Bands(vec![band(cx, "F07")?, over(cx, "F08")?, over(cx, "F09")?]),
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
    let mut totals: Vec<Vec<Time>> = vec![Vec::new(); bands.names.len()];
    let mut paid = Vec::new();
    for len in &hours {
        let len = at_least(cx, *len, bands.least, bands.names[0].2);
        paid.push(len);
        for (rank, (_, part)) in cx.split(&bands.bands, len, None).into_iter().enumerate() {
            totals[rank].push(part);
        }
    }
    let ordinary = cx.hours_until("F07")?.v;
    let over = overtime_of_days(cx, days, &hours, &bands.bands, bands.least.v, ordinary)?;
    let cap = match cx.input.methodes.hs_jour.unwrap_or_default() {
        HsJourMethod::Semaine => cx.film_premium_cap()?,
        HsJourMethod::Convention | HsJourMethod::Aucune => cx.percent("F20")?.v,
    };
    for (((parts, (code, nom, rule)), band), over) in
        totals.into_iter().zip(&bands.names).zip(&bands.bands.0).zip(over)
    {
        let name = cx.name("heures_payees_tranche", "heures payées de la tranche");
        let len = cx.sum(name, &parts);
        let percent = Decimal::ONE_HUNDRED + band.pct().min(cap);
        let part = heures_sup::mark(terms.rate, percent, over, Ticks::ZERO);
        cx.pay_hours(Label::new(code, nom, rule).overtime(Some(part)), terms.rate, len, band.percent());
    }
    let slots: Vec<Slot> = days.iter().flat_map(|d| d.slots.iter().copied()).collect();
    let mut nights: BTreeMap<NaiveDate, Ticks> = BTreeMap::new();
    let slices = walk(&slots, &bands.bands, Scope::Day, &FilmNight, &mut nights);
    let mut premiums = Premiums::default();
    let over = heures_sup::of_slices(cx, &slices, Ticks::ZERO, Some(ordinary))?;
    premiums.add(cx, &slices, &BTreeSet::new(), false, (&over, &bands.bands))?;
    premiums.write(cx, terms.rate, None);
    for day in feries::untold(cx, days) {
        let day = fr_day(day);
        cx.warn(
            "BRUT-118",
            format!("{day} : jour férié sans ligne, compté hors de l'engagement à la journée et non payé ; s'il en fait partie, lui donner sa ligne (ferie_chome)"),
        );
    }
    let off = feries::said(cx.feuille, days);
    let idle = holidays(cx, &off, (terms.rate, bands.bands.0[0].percent(), bands.least), "F18");
    paid.extend(idle.map(|(len, _)| len));
    let name = cx.name("heures_jours", "heures payées des jours");
    let paid = cx.sum(name, &paid);
    cx.count_hours(paid, None);
    let count = hours.len() + idle.map_or(0, |(_, count)| count);
    brut.jours = Quantity::from(u32::try_from(count).unwrap_or(u32::MAX));
    Ok(())
}

/// The holidays not worked that an engagement by the day holds: a normal day each, the least that a day pays (IDCC 3097
/// titre I art. 17 and titre II art. 42, A; at the rate of a day, C). Returns their hours and their number.
pub(in crate::gross) fn holidays(
    cx: &mut Context<'_>,
    off: &[NaiveDate],
    (rate, percent, least): (Hourly, Percent, Time),
    rule: &'static str,
) -> Option<(Time, usize)> {
    if off.is_empty() {
        return None;
    }
    let number = cx.given("jours_feries", "jours fériés chômés", Decimal::from(off.len()));
    let (name, law) = (cx.name("heures_feriees", "heures payées des jours fériés chômés"), cx.applied(rule));
    let count = i64::try_from(off.len()).unwrap_or(0);
    let len = cx.time(name, Ticks(least.v.0 * count), "{0} × {1}", &[least.f, number.f], law);
    let label = Label::new("ferie_chome", "Jour férié chômé", rule).days(off.iter().copied());
    cx.pay_hours(label, rate, len, percent);
    Some((len, off.len()))
}

/// Overtime of each band of the days: the hours beyond 35 of their civil week, or those beyond the ordinary hours of
/// the day when the method follows the convention. `hours` are those of `day_hours`, paid for `least` at least.
pub(in crate::gross) fn overtime_of_days(
    cx: &mut Context<'_>,
    days: &[WorkDay],
    hours: &[Time],
    bands: &Bands,
    least: Ticks,
    ordinary: Ticks,
) -> Result<Vec<Ticks>, Vec<Diagnostic>> {
    let method = cx.input.methodes.hs_jour.unwrap_or_default();
    let mondays = mondays(cx, days);
    let mut totals: Vec<Ticks> = vec![Ticks::ZERO; bands.0.len()];
    let mut weeks: BTreeMap<NaiveDate, Ticks> = BTreeMap::new();
    for (rank, worked) in hours.iter().map(|t| t.v).enumerate() {
        // Days without a sheet are those of one week.
        let week = mondays.get(rank).copied().unwrap_or_else(|| monday(cx.date));
        let len = heures_sup::counted(cx, worked.max(least), worked);
        let at = weeks.entry(week).or_default();
        let (start, end) = (*at, *at + len);
        *at = end;
        let mut from = Ticks::ZERO;
        for (band, (_, part)) in bands.lengths(len).into_iter().enumerate() {
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

/// Hours within those that a rule guarantees.
pub(in crate::gross) fn at_least(cx: &mut Context<'_>, len: Time, least: Time, rule: &str) -> Time {
    if len.v >= least.v {
        return len;
    }
    let (name, law) = (cx.name("heures_garanties", "heures payées du jour"), cx.applied(rule));
    cx.time(name, least.v, "max({0} ; {1})", &[len.f, least.f], law)
}

/// Effective hours of each day; a total is spread evenly.
pub(in crate::gross) fn day_hours(
    cx: &mut Context<'_>,
    days: &[WorkDay],
) -> Result<Vec<Time>, Vec<Diagnostic>> {
    if !days.is_empty() {
        return Ok(days.iter().filter(|d| !d.slots.is_empty()).map(|d| cx.day_time(d)).collect());
    }
    if !cx.feuille.semaines.is_empty() {
        return days_of_totals(cx);
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
    Ok(spread(cx, total, count))
}

/// Hours of each day of the weekly totals of a day engagement: no row tells them, each day has an equal part.
fn days_of_totals(cx: &mut Context<'_>) -> Result<Vec<Time>, Vec<Diagnostic>> {
    cx.warn(
        "BRUT-130",
        "total d'heures d'une semaine pour un engagement à la journée : réparti en parts égales sur ses jours ; une ligne par jour dit les heures de chacun",
    );
    let (mut out, mut errors) = (Vec::new(), Vec::new());
    for (rank, week) in cx.feuille.semaines.iter().enumerate() {
        let Some(count) = week.whole_days() else {
            errors.push(
                Diagnostic::error(
                    "BRUT-005",
                    format!("« {} » : un nombre entier de jours est attendu", week.jours),
                )
                .at(format!("semaines[{rank}].jours"))
                .hint("un engagement à la journée compte des jours entiers"),
            );
            continue;
        };
        let place = week.origine.as_ref().map(|origine| cx.t.row(origine));
        let part = Some(Part::Week(monday(week.debut)));
        let name = cx.named("heures_donnees", "heures données", part);
        let given = cx.t.read(name, Val::Number(week.heures.0), place);
        let name = cx.named("jours_donnes", "jours donnés", part);
        let number = cx.t.read(name, Val::Number(count.into()), place);
        let (total, count) = (Ticks::quantity(week.heures), i64::from(count));
        for rank in 0..count {
            let v = Ticks(total.0 / count + i64::from(rank < total.0 % count));
            let name = cx.named("heures_reparties", "part égale des heures données", part);
            out.push(if total.0 % count == 0 {
                cx.time(name, v, "{0} × 60 / {1}", &[given, number], &rules::TEMPS_HEURES)
            } else {
                Time { v, f: cx.t.read(name, Val::Minutes(v.in_minutes()), place) }
            });
        }
    }
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

/// Monday of each day of [`day_hours`]: that of its row or of its weekly total, else of the one week asked.
pub(in crate::gross) fn mondays(cx: &Context<'_>, days: &[WorkDay]) -> Vec<NaiveDate> {
    if days.is_empty() {
        let weeks = &cx.feuille.semaines;
        weeks.iter().flat_map(|w| (0..w.whole_days().unwrap_or(0)).map(|_| monday(w.debut))).collect()
    } else {
        days.iter().filter(|d| !d.slots.is_empty()).map(|d| monday(d.date)).collect()
    }
}

/// A total spread evenly: the remainder of an uneven division goes to the first parts, tick by tick. No row tells a part:
/// each one is counted from the total given.
pub(in crate::gross) fn spread(cx: &mut Context<'_>, total: Ticks, count: i64) -> Vec<Time> {
    (0..count)
        .map(|rank| {
            let v = Ticks(total.0 / count + i64::from(rank < total.0 % count));
            let name = cx.name("heures_reparties", "part égale des heures données");
            Time { v, f: cx.t.input(name, Val::Minutes(v.in_minutes())) }
        })
        .collect()
}
