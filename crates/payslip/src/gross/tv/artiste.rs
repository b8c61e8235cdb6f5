//! Television artists (IDCC 1734).

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, FonctionId, GridRow, Quantity, Rate, Unite, holiday};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::context::{Context, Priced};
use crate::gross::heures_sup::mark;
use crate::gross::input::Engagement;
use crate::gross::lines::{Hourly, Label, Percent};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::Brut;
use crate::gross::temps::cachets;
use crate::gross::temps::daily;
use crate::gross::temps::hours::{HOUR, Ticks, Time};
use crate::gross::temps::sheet::{WorkDay, monday};
use crate::gross::temps::walk::Slice;
use crate::gross::tv::hours::TvNight;
use crate::gross::unite;
use crate::rules;
use crate::trace::{Amount, Number, Part, Val};
use crate::vocabulary::HeureSup;

/// The terms of a television artist.
pub(in crate::gross) struct Terms {
    /// Minimum of a day, when the scale is known.
    pub minimum_day: Option<Amount>,
    /// Agreed pay of a day.
    pub day: Number,
}

/// Hours of a day: seven and two of overtime, make-up included.
const DAY: i64 = 9;
/// An overrun under ten minutes to finish a shot is not paid.
const TOLERANCE: i64 = 10;

/// Gross of a television artist.
pub(in crate::gross) fn pay(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Priced, Vec<Diagnostic>> {
    let genre = crate::gross::tv::genre(&mut cx);
    let cachets = daily::cachets(&cx, days)?;
    let weekly = unite::engagement(&cx, cachets)? == Engagement::Semaine;
    // Days of absence are days of the week engaged.
    let planned = cachets + u32::try_from(cx.absents.iter().filter(|d| d.idle).count()).unwrap_or(0);
    let fonction = minimum::function(&mut cx, "1734")?.map(|id| of_a_single_day(&mut cx, id));
    let row = match fonction {
        Some(fonction) => {
            let query = minimum::query(&cx, fonction, "II", Unite::Cachet);
            minimum::row(&mut cx, &query)?
        }
        None => None,
    };
    let minimum_day = minimum_day(&mut cx, row)?;
    let abatement = if weekly { Some(week_abatement(&mut cx, planned)) } else { None };
    let (per_week, weeks) = if weekly { daily::whole_weeks(&cx, planned)? } else { (1, cachets) };
    let grid = match (minimum_day, abatement) {
        (Some(day), Some(abatement)) => {
            let share = (Decimal::ONE_HUNDRED + abatement.v) / Decimal::ONE_HUNDRED;
            let v = Cents::round(day.v.to_decimal() * Decimal::from(5) * share);
            let (named, rule) = (("minimum_semaine", "minimum de la semaine"), cx.applied("V05"));
            let args = [day.f, abatement.f];
            Some(Amount { v, f: cx.amount(named, v, "arrondi({0} × 5 × (100 + {1}) %)", &args, rule).f })
        }
        (day, _) => day,
    };
    let unit = if weekly { "semaine de 5 jours" } else { "jour de 9 h" };
    let (hours, text) = if weekly { (5 * DAY, "45") } else { (DAY, "9") };
    let smic_hours = minimum::hours_paid(&mut cx, hours.into(), text, "V01");
    let agreed = minimum::agreed(&mut cx);
    let (found, pay) = minimum::compare(
        &mut cx,
        Comparison {
            row,
            grid,
            pay: agreed,
            unit: unit.to_owned(),
            smic_hours: Some(smic_hours),
            formula: String::new(),
        },
    );
    let day = if weekly {
        let (named, rule) = (("journee", "cinquième de la semaine"), cx.applied("V05"));
        cx.number(named, pay.v / Decimal::from(5), "{0} / 5", &[pay.f], rule)
    } else {
        pay
    };
    let terms = Terms { minimum_day, day };
    let count = daily::count(&mut cx, "cachets", "cachets", cachets);
    let (quantity, label) = if weekly {
        let weeks = daily::count(&mut cx, "semaines", "semaines", weeks);
        (weeks, Label::new("semaine", "Semaines", "V05").titled(format!("Semaines de {per_week} jours")))
    } else {
        (count, Label::new("cachet", "Cachets", "V01"))
    };
    if !cx.feuille.direct {
        cachets::undated(&mut cx, cachets, |day| holiday(day).is_some(), "art. 5.9.2");
    }
    cx.pay_units(label, quantity, pay, Percent::Whole);
    if weekly {
        crate::gross::absence::of_artist_week(&mut cx, pay, per_week);
    }
    let nine = minimum::hours_paid(&mut cx, DAY.into(), "9", "V01");
    let rate = Hourly { pay: terms.day, hours: nine };
    overtime(&mut cx, days, rate, weekly)?;
    if cx.feuille.direct {
        cx.warn("BRUT-120", "direct : ni nuit ni férié majorés (art. 5.8, 5.9.2)");
    } else {
        nights(&mut cx, &terms, days, TvNight { genre }, nine)?;
        holidays(&mut cx, &terms, days)?;
    }
    transport(&mut cx, &terms, days, nine);
    crate::gross::pieces::tv_artist(&mut cx, &terms)?;
    if cx.feuille.moins_de_16_ans {
        for day in days.iter().filter(|d| d.effective() > Ticks::whole_hours(6)) {
            cx.warn("BRUT-106", format!("{} : 6 h par jour au plus avant 16 ans (art. 5.6)", day.date));
        }
    }
    let hours = daily::hours(&mut cx, days);
    let hours = hours.unwrap_or_else(|| daily::hours_of_cachets(&mut cx, count, DAY, "{0} × 540"));
    cx.count_hours(hours, None);
    let brut = Brut { minimum: found, cachets, jours: Quantity::from(cachets), ..Brut::default() };
    if !cx.feuille.direct {
        crate::gross::temps::pauses::unplaced(&mut cx, &TvNight { genre });
    }
    crate::gross::checks::television(&mut cx, days);
    cx.finish(brut)
}

/// Weekly engagement: the minimum is lowered by 10 % for two or three weeks, 15 % beyond (art. 3.3.3, 5.1).
fn week_abatement(cx: &mut Context<'_>, cachets: u32) -> Number {
    let weeks = cx.input.semaines_contrat.unwrap_or(cachets / 5);
    let (v, text) = match weeks {
        0 | 1 => (0, "0"),
        2 | 3 => (-10, "0 - 10"),
        _ => (-15, "0 - 15"),
    };
    if weeks < 2 {
        cx.warn("BRUT-104", "l'engagement à la semaine demande au moins 2 semaines et 10 jours (art. 3.3.3)");
    }
    let (name, rule) =
        (cx.name("abattement_semaine", "abattement de l'engagement à la semaine"), cx.applied("V05"));
    let v = Decimal::from(v);
    Number { v, f: cx.t.formula(name, Val::Percent(Rate(v)), text, &[], rule) }
}

/// A day of drama, and the one of an engagement that has no other: the scale pays them apart (annexe II).
const DRAMA: (&str, &str) =
    ("Dramatique - journée répétition ou enregistrement", "Dramatique - journée unique");

/// The row of the scale of a contract of one day. Its extension is not seen: a pay agreed above the row of the other days
/// stands, and is told.
fn of_a_single_day(cx: &mut Context<'_>, id: FonctionId) -> FonctionId {
    let single = cx.input.contrat.is_some_and(|dates| dates.days() == 1);
    if !single || cx.conventions.fonction(id).nom != DRAMA.0 {
        return id;
    }
    let Some(alone) = cx.conventions.function("1734", DRAMA.1) else { return id };
    let Some(agreed) = cx.feuille.salaire_base else { return alone };
    let query = minimum::query(cx, alone, "II", Unite::Cachet);
    let least = minimum::row(cx, &query).ok().flatten().and_then(|row| row.valeur);
    if let Some(least) = least.filter(|least| agreed < *least) {
        cx.warn(
            "BRUT-193",
            format!(
                "engagement d'un seul jour : le barème de la journée unique est de {least} € (annexe II ; B, extension non vérifiée), {agreed} € sont convenus"
            ),
        );
    }
    id
}

/// Minimum of a day: that of the scale, raised for an artist under sixteen.
fn minimum_day(cx: &mut Context<'_>, row: Option<&GridRow>) -> Result<Option<Amount>, Vec<Diagnostic>> {
    let young = if cx.feuille.moins_de_16_ans { Some(cx.percent("V12")?) } else { None };
    let Some(found) = minimum::grid_amount(cx, row) else { return Ok(None) };
    let Some(young) = young else { return Ok(Some(found)) };
    let share = (Decimal::ONE_HUNDRED + young.v) / Decimal::ONE_HUNDRED;
    let v = Cents::round(found.v.to_decimal() * share);
    let (named, rule) = (("minimum_jour", "minimum d'un artiste de moins de 16 ans"), cx.applied("V12"));
    let f = cx.amount(named, v, "arrondi({0} × (100 + {1}) %)", &[found.f, young.f], rule).f;
    Ok(Some(Amount { v, f }))
}

/// From the tenth hour of a day, or the 46th of a week: 25 % to the 47th, 50 % beyond (art. 5.7).
fn overtime(
    cx: &mut Context<'_>,
    days: &[WorkDay],
    rate: Hourly,
    weekly: bool,
) -> Result<(), Vec<Diagnostic>> {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let limit = daily::limit(cx, 47, "47 × 60", "V02");
    let day_hours = daily::limit(cx, DAY, "9 × 60", "V02");
    let week_hours = daily::limit(cx, 45, "45 × 60", "V02");
    let mut weeks: BTreeMap<NaiveDate, Vec<Time>> = BTreeMap::new();
    for day in days {
        let worked = cx.day_time(day);
        let on = Some(Part::Day(day.date));
        let so_far = weeks.entry(monday(day.date)).or_default();
        let before: Vec<Time> = so_far.clone();
        so_far.push(worked);
        let after: Vec<Time> = so_far.clone();
        let name = cx.named("heures_avant", "heures de la semaine avant ce jour", on);
        let before = cx.sum(name, &before);
        let name = cx.named("heures_apres", "heures de la semaine, ce jour compris", on);
        let after = cx.sum(name, &after);
        let (name, rule) = (cx.named("seuil_jour", "heures sans majoration", on), cx.applied("V02"));
        let from = if weekly {
            let v = before.v.max(week_hours.v);
            cx.time(name, v, "max({0} ; {1})", &[before.f, week_hours.f], rule)
        } else {
            cx.time(name, before.v + day_hours.v, "{0} + {1}", &[before.f, day_hours.f], rule)
        };
        let over = after.v - from.v;
        if over <= Ticks::minutes(if weekly { 0 } else { TOLERANCE - 1 }) {
            continue;
        }
        let v = Ticks((after.v - limit.v.max(from.v)).0.max(0));
        let name = cx.named("au_dela_47", "heures au-delà de la 47e", on);
        let args = [after.f, limit.f, from.f];
        let beyond = cx.time(name, v, "max(0 ; {0} - max({1} ; {2}))", &args, rule);
        let name = cx.named("heures_majorees", "heures supplémentaires", on);
        first.push(cx.time(name, over - v, "{0} - {1} - {2}", &[after.f, from.f, beyond.f], rule));
        second.push(beyond);
    }
    if days.is_empty() && !cx.feuille.semaines.is_empty() {
        let cachets = daily::cachets(cx, days)?;
        (first, second) = over_totals(cx, cachets, (weekly.then_some(week_hours), limit));
    } else if days.is_empty()
        && let Some(given) = cx.input.heures
    {
        let count = i64::from(daily::cachets(cx, days)?);
        // A single week engaged.
        if weekly && count < 7 {
            let all = cx.given("heures_donnees", "heures données", given.0);
            let name = cx.name("heures_semaine", "heures de travail de la semaine");
            let all = cx.time(name, Ticks::quantity(given), "{0} × 60", &[all.f], &rules::TEMPS_HEURES);
            let (low, high) = over_week(cx, None, all, (week_hours, limit));
            (first, second) = (vec![low], vec![high]);
        } else {
            let days = cx.given("cachets", "cachets", count.into());
            let all = cx.given("heures_donnees", "heures données", given.0);
            let (name, rule) = (cx.name("heures_majorees", "heures supplémentaires"), cx.applied("V02"));
            let v = Ticks((Ticks::quantity(given) - Ticks::whole_hours(DAY * count)).0.max(0));
            let args = [all.f, days.f];
            first = vec![cx.time(name, v, "max(0 ; {0} × 60 - {1} × 540)", &args, rule)];
        }
    }
    let pct = cx.percent("V02")?;
    let (name, rule) =
        (cx.name("majoration_double", "majoration au-delà de la 47e heure"), cx.applied("V02"));
    let v = pct.v + pct.v;
    let double = Number { v, f: cx.t.formula(name, Val::Percent(Rate(v)), "{0} + {0}", &[pct.f], rule) };
    for (parts, code, nom, pct) in [
        (first, "hs_25", "Heures supplémentaires", pct),
        (second, "hs_50", "Heures supplémentaires au-delà de la 47e", double),
    ] {
        let name = cx.name("heures_au_dela", "heures de la tranche");
        let len = cx.sum(name, &parts);
        // A week counts its hours from the 36th; a day of nine hours has no weekly count.
        let part = if weekly {
            mark(rate, Decimal::ONE_HUNDRED + pct.v, len.v, Ticks::ZERO)
        } else {
            HeureSup::default()
        };
        cx.pay_hours(Label::new(code, nom, "V02").overtime(Some(part)), rate, len, Percent::Plus(pct));
    }
    Ok(())
}

/// The same of weekly totals, each by itself: a week never gives its hours to another. Totals whose days are not those of
/// the cachets are counted together.
fn over_totals(
    cx: &mut Context<'_>,
    cachets: u32,
    (week_hours, limit): (Option<Time>, Time),
) -> (Vec<Time>, Vec<Time>) {
    let totals = daily::week_totals(cx);
    let days: Vec<u32> = cx.feuille.semaines.iter().map(|w| w.whole_days().unwrap_or(0)).collect();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    if week_hours.is_none() && (days.len() == 1 || days.iter().sum::<u32>() != cachets) {
        let name = cx.name("heures_donnees", "heures données");
        let all = cx.sum(name, &totals);
        let days = cx.given("cachets", "cachets", cachets.into());
        let (name, rule) = (cx.name("heures_majorees", "heures supplémentaires"), cx.applied("V02"));
        let v = Ticks((all.v - Ticks::whole_hours(DAY * i64::from(cachets))).0.max(0));
        first.push(cx.time(name, v, "max(0 ; {0} - {1} × 540)", &[all.f, days.f], rule));
        return (first, second);
    }
    for ((all, days), week) in totals.into_iter().zip(days).zip(&cx.feuille.semaines) {
        let on = Some(Part::Week(monday(week.debut)));
        if let Some(from) = week_hours {
            let (low, high) = over_week(cx, on, all, (from, limit));
            first.push(low);
            second.push(high);
            continue;
        }
        let name = cx.named("jours", "jours de la semaine", on);
        let count = Decimal::from(days);
        let number = cx.t.input(name, Val::Number(count));
        let (name, rule) = (cx.named("heures_majorees", "heures supplémentaires", on), cx.applied("V02"));
        let v = Ticks((all.v - Ticks::whole_hours(DAY * i64::from(days))).0.max(0));
        first.push(cx.time(name, v, "max(0 ; {0} - {1} × 540)", &[all.f, number], rule));
    }
    (first, second)
}

/// Hours of a week engaged: from the 46th to the 47th, then beyond.
fn over_week(cx: &mut Context<'_>, on: Option<Part>, all: Time, (from, limit): (Time, Time)) -> (Time, Time) {
    let rule = cx.applied("V02");
    let name = cx.named("au_dela_47", "heures au-delà de la 47e", on);
    let v = Ticks((all.v - limit.v).0.max(0));
    let beyond = cx.time(name, v, "max(0 ; {0} - {1})", &[all.f, limit.f], rule);
    let name = cx.named("heures_majorees", "heures supplémentaires", on);
    let v = Ticks((all.v - from.v).0.max(0)) - v;
    let args = [all.f, from.f, beyond.f];
    (cx.time(name, v, "max(0 ; {0} - {1}) - {2}", &args, rule), beyond)
}

/// Night (art. 5.8): 100 % by started half hour, on a ninth of the day within five minima; six hours or more double the day.
fn nights(
    cx: &mut Context<'_>,
    terms: &Terms,
    days: &[WorkDay],
    night: TvNight,
    nine: Number,
) -> Result<(), Vec<Diagnostic>> {
    let mut by_day: BTreeMap<NaiveDate, Vec<Slice>> = BTreeMap::new();
    for slice in daily::slices(days, &night) {
        if slice.night.is_some() {
            by_day.entry(slice.work_day).or_default().push(slice);
        }
    }
    let pct = cx.percent("V03")?;
    let rule = cx.applied("V03");
    let six = Ticks(6 * HOUR);
    let (double, by_hour): (Vec<_>, Vec<_>) =
        by_day.into_iter().partition(|(_, slices)| slices.iter().map(|s| s.len).sum::<Ticks>() >= six);
    let label = Label::new("nuit_double", "Journée de 6 heures de nuit ou plus, doublée", "V03");
    let count = cx.given("nuits", "journées de six heures de nuit ou plus", Decimal::from(double.len()));
    cx.pay_units(label.days(double.into_iter().map(|(d, _)| d)), count, terms.day, Percent::Only(pct));
    let capped = match terms.minimum_day {
        None => terms.day,
        Some(least) => {
            let v = terms.day.v.min(least.v.to_decimal() * Decimal::from(5));
            let args = [terms.day.f, least.f];
            cx.number(("base_nuit", "journée, cinq minima au plus"), v, "min({0} ; {1} × 5)", &args, rule)
        }
    };
    let mut parts = Vec::new();
    for (day, slices) in &by_hour {
        let on = Some(Part::Day(*day));
        let len = cx.slices_time(("heures_nuit", "heures de nuit"), on, slices, rule);
        let name = cx.named("nuit_demi_heures", "heures de nuit, par demi-heure", on);
        parts.push(cx.time(name, len.v.ceil_half_hour(), "demi_heure({0})", &[len.f], rule));
    }
    let name = cx.name("heures_nuit_payees", "heures de nuit payées");
    let len = cx.sum(name, &parts);
    let label =
        Label::new("nuit_100", "Heures de nuit, par demi-heure", "V03").days(by_hour.iter().map(|(d, _)| *d));
    cx.pay_hours(label, Hourly { pay: capped, hours: nine }, len, Percent::Only(pct));
    Ok(())
}

/// Holidays worked and planned: 100 % of the day (art. 5.9.2).
fn holidays(cx: &mut Context<'_>, terms: &Terms, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    let on: Vec<NaiveDate> =
        days.iter().filter(|d| !d.slots.is_empty() && holiday(d.date).is_some()).map(|d| d.date).collect();
    let pct = cx.percent("V04")?;
    let count = cx.given("jours_feries", "jours fériés travaillés", Decimal::from(on.len()));
    let label = Label::new("ferie", "Jour férié travaillé", "V04").days(on);
    cx.pay_units(label, count, terms.day, Percent::Only(pct));
    Ok(())
}

/// Transport above an hour a day: by half hour, on a ninth of the minimum (art. 5.5.1).
fn transport(cx: &mut Context<'_>, terms: &Terms, days: &[WorkDay], nine: Number) {
    let (hour, rule) = (Ticks(HOUR), cx.applied("V13"));
    let mut parts = Vec::new();
    for day in days.iter().filter(|d| d.transport > hour) {
        let all = cx.transport_time(day);
        let name = cx.named("transport_paye", "transport au-delà d'une heure", Some(Part::Day(day.date)));
        let v = Ticks((all.v - hour).0.max(0)).ceil_half_hour();
        parts.push(cx.time(name, v, "demi_heure(max(0 ; {0} - 60))", &[all.f], rule));
    }
    let name = cx.name("heures_transport", "transport payé");
    let len = cx.sum(name, &parts);
    let pay = terms.minimum_day.map_or(terms.day, |m| Number { v: m.v.to_decimal(), f: m.f });
    let label = Label::new("transport", "Transport au-delà d'une heure par jour", "V13");
    cx.pay_hours(label, Hourly { pay, hours: nine }, len, Percent::Whole);
}
