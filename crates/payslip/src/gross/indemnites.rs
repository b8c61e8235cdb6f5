//! Film technicians: what is paid besides effective work (transport, travel, breaks, rest not taken), and meals.

use cddu_rates::{Cents, Diagnostic, Holiday, holiday};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use rust_decimal::Decimal;

use super::frais;
use crate::gross::context::Context;
use crate::gross::film::{IDCC, Terms, query};
use crate::gross::input::Zone;
use crate::gross::lines::{Hourly, Label, Percent};
use crate::gross::temps::hours::{HOUR, Ticks, Time};
use crate::gross::temps::sheet::WorkDay;
use crate::trace::Part;

/// Function whose rate limits transport and travel (art. 32 and 47).
const CAP_FUNCTION: &str = "Machiniste prise de vues cinéma";
/// Travel paid in a day at most.
const TRAVEL_LIMIT: i64 = 7 * HOUR;
/// Rest between two days of work, minutes.
pub(super) const REST: i64 = 11 * 60;

/// Writes the lines that come on top of work.
pub(super) fn film(cx: &mut Context<'_>, terms: &Terms<'_>, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    broken_rest(cx, terms, days)?;
    no_recovery(cx, terms, days);
    let on = |keep: fn(&WorkDay) -> bool| days.iter().filter(move |d| keep(d));
    let (moved, travelled) = (on(|d| !d.transport.is_zero()), on(|d| !d.voyage.is_zero()));
    if moved.clone().next().is_some() || travelled.clone().next().is_some() {
        let rate = capped(cx, terms)?;
        let parts: Vec<Time> = moved.clone().map(|d| cx.transport_time(d)).collect();
        let name = cx.name("heures_transport", "transport");
        let transport = cx.sum(name, &parts);
        let label = Label::new("transport", "Indemnité de transport", "F24").days(moved.map(|d| d.date));
        cx.pay_hours(label, rate, transport, Percent::Whole);
        let mut parts = Vec::new();
        for day in travelled.clone() {
            let (all, rule) = (cx.voyage_time(day), cx.applied("F26"));
            let name = cx.named("voyage_paye", "voyage payé", Some(Part::Day(day.date)));
            parts.push(cx.time(name, all.v.min(Ticks(TRAVEL_LIMIT)), "min({0} ; 420)", &[all.f], rule));
        }
        let name = cx.name("heures_voyage", "voyage");
        let travel = cx.sum(name, &parts);
        let label = Label::new("voyage", "Heures de voyage", "F26").days(travelled.map(|d| d.date));
        cx.pay_hours(label, rate, travel, Percent::Whole);
    }
    for row in
        cx.feuille.temps.iter().filter(|r| r.journee_continue && r.debut.is_some() && r.pause_minutes == 0)
    {
        if cx.feuille.temps.iter().filter(|r| r.date == row.date).count() == 1 {
            cx.warn(
                "BRUT-174",
                format!(
                    "{} : journée continue sans pause : la demi-heure payée (titre II art. 28) s'ajoute aux heures ; si elle est comprise entre le début et la fin, donner 30 minutes de pause",
                    crate::gross::lines::fr_day(row.date)
                ),
            );
        }
    }
    let continuous: Vec<NaiveDate> = days.iter().filter(|d| d.journee_continue).map(|d| d.date).collect();
    if !continuous.is_empty() {
        let len = each(cx, &continuous, ("pauses", "journées continues"), ("30 × {0}", HOUR / 2), "F27");
        let label =
            Label::new("pause_continue", "Pause payée de la journée continue", "F27").days(continuous);
        cx.pay_hours(label, terms.rate, len, Percent::Whole);
    }
    meals(cx, days)
}

/// So many ticks for each of some days.
fn each(
    cx: &mut Context<'_>,
    days: &[NaiveDate],
    (code, label): (&'static str, &'static str),
    (text, ticks): (&'static str, i64),
    rule: &str,
) -> Time {
    let number = i64::try_from(days.len()).unwrap_or(0);
    let count = cx.given(code, label, number.into());
    let (name, rule) = (cx.name("duree", "durée payée"), cx.applied(rule));
    cx.time(name, Ticks(ticks * number), text, &[count.f], rule)
}

/// The rate of transport and travel: the employee's, within that of the machiniste de prise de vues as published
/// (rounded to the cent: 25.23 since 1 March 2024).
fn capped(cx: &mut Context<'_>, terms: &Terms<'_>) -> Result<Hourly, Vec<Diagnostic>> {
    let function = cx
        .conventions
        .function(IDCC, CAP_FUNCTION)
        .ok_or_else(|| vec![cx.conventions.unknown_function(IDCC, CAP_FUNCTION)])?;
    match cx.conventions.minimum(&query(cx, function, "1", Some(39), None)) {
        Ok(row) => {
            let week = row.valeur.unwrap_or_default();
            let published = Cents::round(week.to_decimal() / terms.rate.hours.v);
            if terms.rate.unit() <= published.to_decimal() {
                return Ok(terms.rate);
            }
            let (rule, place) = (cx.applied("F24"), row.place());
            let week =
                cx.table_amount("minimum_machiniste", "minimum du machiniste de prise de vues", week, place);
            let args = [week.f, terms.rate.hours.f];
            let pay = cx.amount(
                ("taux_plafond", "taux horaire limite"),
                published,
                "arrondi({0} / {1})",
                &args,
                rule,
            );
            let hours = cx.number(("une_heure", "une heure"), Decimal::ONE, "1", &[], rule);
            Ok(Hourly { pay, hours })
        }
        Err(error) => {
            cx.warn("BRUT-116", format!("{} : transport et voyage payés au taux du salarié", error.message));
            Ok(terms.rate)
        }
    }
}

/// Rest under eleven hours: each missing hour at 100 % (F21), on top of everything and outside the cap.
fn broken_rest(cx: &mut Context<'_>, terms: &Terms<'_>, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    let label = Label::new("repos_11h", "Heures anticipées sur le repos de 11 heures", "F21");
    pay_rest(cx, label, days, terms.rate, "F21")
}

/// Missing hours of rest between days, at the percentage of a rule.
pub(super) fn pay_rest(
    cx: &mut Context<'_>,
    label: Label<'_>,
    days: &[WorkDay],
    rate: Hourly,
    rule: &'static str,
) -> Result<(), Vec<Diagnostic>> {
    let pct = cx.percent(rule)?;
    let law = cx.applied(rule);
    let short: Vec<Short<'_>> = short(days).collect();
    let parts: Vec<Time> = short.iter().map(|s| cx.rest_time(s.before, s.after, s.missing, law)).collect();
    let name = cx.name("repos_manquants", "heures de repos manquantes");
    let len = cx.sum(name, &parts);
    cx.pay_hours(label.days(short.iter().map(|s| s.after.date)), rate, len, Percent::Only(pct));
    Ok(())
}

/// Two days with less than eleven hours between them, and the minutes that are missing.
struct Short<'d> {
    before: &'d WorkDay,
    after: &'d WorkDay,
    missing: i64,
}

fn short(days: &[WorkDay]) -> impl Iterator<Item = Short<'_>> {
    let with_times: Vec<&WorkDay> = days.iter().filter(|d| d.span.is_some()).collect();
    let pairs: Vec<(&WorkDay, &WorkDay)> = with_times.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter().filter_map(|(before, after)| {
        let rest = after.span?.0 - before.span?.1;
        (rest < REST).then(|| Short { before, after, missing: REST - rest.max(0) })
    })
}

/// Days that start less than eleven hours after the end of the previous one, with the minutes that are missing.
pub(super) fn short_rests(days: &[WorkDay]) -> Vec<(NaiveDate, i64)> {
    short(days).map(|s| (s.after.date, s.missing)).collect()
}

/// Sunday, sixth day in the Paris region, holiday whose rest is not given: paid (F16, F19, F17).
fn no_recovery(cx: &mut Context<'_>, terms: &Terms<'_>, days: &[WorkDay]) {
    let (mut sundays, mut holidays, mut sixths) = (Vec::new(), Vec::new(), Vec::new());
    let mut worked_in_week: (Option<NaiveDate>, usize) = (None, 0);
    for day in days.iter().filter(|d| !d.slots.is_empty()) {
        let week = crate::gross::temps::sheet::monday(day.date);
        worked_in_week =
            if worked_in_week.0 == Some(week) { (Some(week), worked_in_week.1 + 1) } else { (Some(week), 1) };
        if let Some(found) = holiday(day.date) {
            if found == Holiday::LundiDePentecote {
                cx.warn(
                    "BRUT-117",
                    "lundi de Pentecôte payé comme un jour férié : la journée de solidarité (titre II art. 43) n'est pas imputée",
                );
            }
            if day.recupere != Some(true) {
                holidays.push(day.date);
            }
        } else if day.date.weekday() == Weekday::Sun {
            match day.recupere {
                Some(false) => sundays.push(day.date),
                None => unsaid(cx, day.date, days, ("dimanche travaillé", "7 heures", "41")),
                Some(true) => {}
            }
        } else if worked_in_week.1 == 6 && day.zone == Zone::Paris {
            match day.recupere {
                Some(false) => sixths.push(day.date),
                None => unsaid(cx, day.date, days, ("6e jour travaillé", "3,5 heures", "39")),
                Some(true) => {}
            }
        }
    }
    for (code, nom, days, paid, rule) in [
        ("recuperation_ferie", "Jour férié travaillé : 7 heures", holidays, ("420 × {0}", 7 * HOUR), "F17"),
        (
            "recuperation_dimanche",
            "Dimanche non récupéré : 7 heures",
            sundays,
            ("420 × {0}", 7 * HOUR),
            "F16",
        ),
        (
            "recuperation_jour_6",
            "6e jour non récupéré : 3,5 heures",
            sixths,
            ("210 × {0}", 7 * HOUR / 2),
            "F19",
        ),
    ] {
        if !days.is_empty() {
            let len = each(cx, &days, ("jours", "jours non récupérés"), paid, rule);
            cx.pay_hours(Label::new(code, nom, rule).days(days), terms.rate, len, Percent::Whole);
        }
    }
}

/// A rest of which nothing is said, and which the contract or its sheet leaves no room for: the Monday and the Friday after
/// are worked, or beyond its last day.
fn unsaid(
    cx: &mut Context<'_>,
    day: NaiveDate,
    days: &[WorkDay],
    (what, hours, article): (&str, &str, &str),
) {
    let monday = crate::gross::temps::sheet::monday(day);
    let last = cx.input.contrat.or(cx.input.periode).map(|p| p.fin);
    let worked = |date: NaiveDate| days.iter().any(|d| d.date == date && !d.slots.is_empty());
    let next = [monday + Days::new(7), monday + Days::new(11)];
    if last.is_some_and(|last| next.iter().all(|date| *date > last || worked(*date))) {
        cx.warn(
            "BRUT-190",
            format!(
                "{what} le {} : ni le lundi ni le vendredi suivants ne sont de repos dans ce contrat ; {hours} de base sont dues en fin d'emploi (titre II art. {article}) si le repos n'a pas été donné : écrire recupere = non",
                crate::gross::lines::fr_day(day)
            ),
        );
    }
}

/// Meals and snacks not supplied (art. 46).
fn meals(cx: &mut Context<'_>, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    let seven = 7 * 60;
    for day in days {
        if day.repas > 0 {
            let count = cx.sheet_count(day, ("repas", "repas"), |row| row.repas);
            frais::add(cx, "3097_REPAS", count, day.date, Some("repas_restaurant"))?;
        }
        if day.casse_croute {
            let count = cx.sheet_flag(day, ("casse_croute", "casse-croûte"), |row| row.casse_croute);
            frais::add(cx, "3097_CASSE_CROUTE", count, day.date, Some("repas_hors_locaux"))?;
        } else if day
            .span
            .is_some_and(|(start, _)| start - crate::gross::temps::sheet::absolute(day.date) < seven)
        {
            cx.warn(
                "BRUT-110",
                format!(
                    "{} : début avant 7 h, casse-croûte dû s'il n'est pas fourni (titre II art. 46)",
                    crate::gross::lines::fr_day(day.date)
                ),
            );
        }
    }
    Ok(())
}
