//! Directors of film and television: lump sums by the week, the day or the month, without reference to hours.

use std::collections::BTreeMap;

use cddu_rates::{Diagnostic, MinimumQuery, Period, Quantity, Unite};
use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use crate::gross::context::{Context, Priced};
use crate::gross::film::{IDCC, derogates};
use crate::gross::input::Engagement;
use crate::gross::lines::{Label, Percent, fr};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::Brut;
use crate::gross::temps::daily;
use crate::gross::temps::sheet::{WorkDay, monday};
use crate::gross::temps::weeks::{ends, held};
use crate::gross::unite;

/// Production audiovisuelle: its directors have a minimum for the flux and for the fiction.
const TELEVISION: &str = "2642";

/// Gross of a director. Other conventions: the agreed lump sum, without a minimum.
pub(super) fn pay(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Priced, Vec<Diagnostic>> {
    // The same work, whatever column says it: days of the sheet, days of the weekly totals, one cachet a day.
    let dated = u32::try_from(days.iter().filter(|d| d.counts()).count()).unwrap_or(u32::MAX);
    let totals: Decimal = cx.feuille.semaines.iter().map(|s| s.jours.0).sum();
    let said = totals + Decimal::from(dated);
    let jours = cx.input.jours.unwrap_or_else(|| match said.is_zero() {
        true => Quantity::from(cx.input.cachets.unwrap_or(0)),
        false => Quantity(said.normalize()),
    });
    let engagement = unite::engagement(&cx, jours.0.trunc().try_into().unwrap_or(0))?;
    let unite = match engagement {
        Engagement::Semaine => Unite::Semaine,
        Engagement::Jour => Unite::Jour,
        Engagement::Mois => Unite::Mois,
    };
    let idcc = cx.input.idcc;
    let derogation = derogates(cx.feuille);
    if derogation && cx.feuille.derogation_annexe3.is_none() {
        return Err(vec![
            Diagnostic::error("BRUT-009", "l'annexe 3 demande la date de la dérogation du film")
                .at("derogation_annexe3")
                .hint("la formule dépend de la date de la dérogation, pas de celle du travail"),
        ]);
    }
    let row = match minimum::function(&mut cx, idcc)? {
        Some(fonction) if idcc == IDCC || idcc == TELEVISION => {
            let television = idcc == TELEVISION;
            let query = MinimumQuery {
                fonction,
                annexe: match (television, derogation) {
                    (true, _) => "B",
                    (false, true) => "3",
                    (false, false) => "1",
                },
                genre: if television { crate::gross::tv::genre(&mut cx).key() } else { "" },
                unite,
                // The week of television is given for 35 and for 39 hours: that of the pay typed, else of 39.
                heures: (television && unite == Unite::Semaine)
                    .then(|| cx.feuille.heures_base.filter(|h| h.0 == Decimal::from(35)))
                    .map(|hours| hours.map_or(Decimal::from(39), |h| h.0)),
                jours: None,
                date: cx.date,
                adherent: cx.input.adherent,
                derogation: if derogation { cx.feuille.derogation_annexe3 } else { None },
            };
            minimum::row(&mut cx, &query)?
        }
        _ if cx.feuille.salaire_base.is_some() => {
            cx.warn(
                "BRUT-116",
                "minimum des réalisateurs de télévision non vu : le minimum n'est pas contrôlé",
            );
            None
        }
        _ => {
            return Err(vec![
                Diagnostic::error(
                    "BRUT-010",
                    "aucun minimum de réalisateur n'est connu pour cette convention",
                )
                .at("salaire_base")
                .hint("donner salaire_base"),
            ]);
        }
    };
    let grid = minimum::grid_amount(&mut cx, row);
    let agreed = minimum::agreed(&mut cx);
    let (found, pay) = minimum::compare(
        &mut cx,
        Comparison {
            row,
            grid,
            pay: agreed,
            unit: format!("{unite} (forfait)"),
            // A lump sum without hours: no SMIC floor can be worked out.
            smic_hours: None,
            formula: String::new(),
        },
    );
    let number = match engagement {
        Engagement::Jour if jours.0.is_zero() => return Err(vec![crate::gross::nothing_to_count()]),
        Engagement::Jour => jours,
        Engagement::Semaine => Quantity(weeks(&mut cx, days, jours.0)?.normalize()),
        Engagement::Mois => Quantity::from(1),
    };
    let label = Label::new("forfait", "Forfait", "").titled(format!("Forfait par {unite}"));
    let number = cx.given("forfaits", "forfaits", number.0);
    cx.pay_units(label, number, pay, Percent::Whole);
    let cachets = cx.input.cachets.unwrap_or_else(|| u32::try_from(jours.0.trunc().mantissa()).unwrap_or(0));
    // At the rates of technicians the relief is counted on the hours of the sheet.
    if cx.input.heures_comptees
        && let Some(hours) = daily::hours(&mut cx, days)
    {
        cx.count_hours(hours, None);
    }
    let brut = Brut { minimum: found, jours, cachets, ..Brut::default() };
    cx.finish(brut)
}

/// Lump sums of days without their dates: those that any calendar of these days gives, else their dates are asked. With
/// the dates of the contract, each week must hold one of them at least; without, the days are those of weeks of five or
/// of six, whichever divides them alone or is said.
///
/// # Errors
/// `BRUT-185`: the dates decide.
fn undated(cx: &Context<'_>, jours: Decimal) -> Result<Decimal, Vec<Diagnostic>> {
    let paid = cx.input.contrat.map(|c| cx.input.periode.and_then(|p| p.intersection(c)).unwrap_or(c));
    let found = match paid {
        Some(paid) => of_calendar(cx, jours, paid),
        None => {
            let whole =
                |per_week: i64| Some(jours / Decimal::from(per_week)).filter(|weeks| weeks.fract().is_zero());
            match (cx.feuille.semaine_6_jours, whole(5), whole(6)) {
                (Some(true), _, six) => six,
                (Some(false), five, _) | (None, five, None) => five,
                (None, _, Some(_)) => None,
            }
        }
    };
    found.ok_or_else(|| {
        let message = format!(
            "{} jours sans leurs dates : une semaine entière est payée une fois, de cinq à sept jours, et rien ne dit ceux de chaque semaine",
            fr(jours)
        );
        vec![Diagnostic::error("BRUT-185", message).at("jours").hint(
            "donner une ligne par jour (date, debut, fin), ou une par semaine (semaine, jours, heures)",
        )]
    })
}

/// The lump sums of so many days over the weeks paid, when each of them holds one and what it holds does not matter.
fn of_calendar(cx: &Context<'_>, jours: Decimal, paid: Period) -> Option<Decimal> {
    let inside = |start: NaiveDate| {
        let week = Period { debut: start, fin: start + Days::new(6) };
        paid.intersection(week).map_or(Decimal::ZERO, |p| Decimal::from(p.days()))
    };
    let weeks: Vec<(NaiveDate, Decimal)> = paid.weeks().map(|start| (start, inside(start))).collect();
    let room: Decimal = weeks.iter().map(|(_, days)| *days).sum();
    let least = weeks.iter().map(|(_, days)| *days).min()?;
    // Fewer days might leave a week without work; more are in no calendar.
    if jours > room || jours <= room - least {
        return None;
    }
    let five = Decimal::from(5);
    weeks.iter().try_fold(Decimal::ZERO, |sum, (start, days)| {
        let held = held(&cx.input, Some(*start), Decimal::ONE, None);
        let count = if jours == room { *days } else { held.days };
        let known = !held.edge || held.days >= five || *days <= held.days || jours == room;
        known.then(|| sum + if held.edge { count.max(held.days).min(five) / five } else { Decimal::ONE })
    })
}

/// Lump sums of the weeks: a whole week is one, whatever its days; a week that the engagement holds in part is a fifth for
/// each of its days, as the guarantee of the technicians (C: the agreements say nothing of it).
fn weeks(cx: &mut Context<'_>, days: &[WorkDay], jours: Decimal) -> Result<Decimal, Vec<Diagnostic>> {
    let five = Decimal::from(5);
    let mut found: BTreeMap<Option<NaiveDate>, Decimal> = BTreeMap::new();
    for day in days.iter().filter(|d| d.counts()) {
        *found.entry(Some(monday(day.date))).or_default() += Decimal::ONE;
    }
    for week in &cx.feuille.semaines {
        *found.entry(Some(monday(week.debut))).or_default() += week.jours.0;
    }
    if found.is_empty() {
        if jours.is_zero() {
            // Nothing is said of the days: a contract of one week is paid once, another one cannot be counted.
            let several = held(&cx.input, None, jours, None).one_of_several;
            return if several { Err(vec![crate::gross::nothing_to_count()]) } else { Ok(Decimal::ONE) };
        }
        if jours > Decimal::from(7) {
            return undated(cx, jours);
        }
        found.insert(None, jours);
    }
    let ends = ends(found.iter().map(|(start, count)| (*start, *count)));
    let mut number = Decimal::ZERO;
    let mut six = false;
    for (start, count) in &found {
        let held = held(&cx.input, *start, *count, ends);
        six |= *count > five;
        number += if held.edge { (count.max(&held.days)).min(&five) / five } else { Decimal::ONE };
    }
    if six {
        cx.warn(
            "BRUT-171",
            "semaine de 6 ou 7 jours : le forfait de la semaine la paie entière ; un jour de plus convenu s'ajoute par un élément « prime »",
        );
    }
    Ok(number)
}
