//! Public holidays not worked inside a weekly engagement: the same days whether the sheet has a line for them or not
//! (IDCC 3097 titre I art. 17 and titre II art. 42; IDCC 2642 art. VII.2.2; C. trav. L3133-5).

use cddu_rates::{Holiday, Period, holiday};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::input::{Engagement, FeuilleHeures, Question, Semaine, Zone};
use crate::gross::temps::absences::AbsentDay;
use crate::gross::temps::sheet::{WorkDay, monday};
use crate::vocabulary::Categorie;

/// A holiday of a working day; Whit Monday is the day of solidarity, which the agreements do not pay apart.
pub(in crate::gross) fn off(day: NaiveDate) -> bool {
    let weekday = day.weekday().number_from_monday() <= 5;
    weekday && holiday(day).is_some_and(|found| found != Holiday::LundiDePentecote)
}

/// By the week: said, or not said to be by the day for a technician.
fn weekly(input: &Question<'_>) -> bool {
    match input.feuille.engagement {
        Some(engagement) => engagement != Engagement::Jour,
        None => input.categorie == Categorie::Technicien,
    }
}

/// Adds the holidays that no row of the sheet tells: those of the weeks worked, inside the days paid, out of the absences.
/// Returns them.
pub(in crate::gross) fn add(
    input: &Question<'_>,
    days: &mut Vec<WorkDay>,
    absents: &[AbsentDay],
) -> Vec<NaiveDate> {
    let worked: Vec<NaiveDate> = days.iter().filter(|d| d.counts()).map(|d| d.date).collect();
    let (Some(first), Some(last), true) = (worked.first(), worked.last(), weekly(input)) else {
        return Vec::new();
    };
    let (mut first, mut last) = (*first, *last);
    for away in absents {
        (first, last) = (first.min(away.date), last.max(away.date));
    }
    let inside = input.periode.unwrap_or(Period { debut: first, fin: last });
    let missing: Vec<NaiveDate> = inside
        .iter_days()
        .filter(|d| off(*d) && days.iter().all(|w| w.date != *d))
        .filter(|d| absents.iter().all(|a| a.date != *d))
        .filter(|d| worked.iter().any(|w| monday(*w) == monday(*d)))
        .collect();
    for date in &missing {
        let zone = days.first().map_or(Zone::default(), |d| d.zone);
        days.push(WorkDay { ferie_chome: true, ..WorkDay::empty(*date, zone) });
    }
    days.sort_by_key(|d| d.date);
    missing
}

/// Holidays not worked that an engagement by the day says it holds: those of a row, or beside a total.
pub(in crate::gross) fn said(feuille: &FeuilleHeures, days: &[WorkDay]) -> Vec<NaiveDate> {
    let rows = days.iter().filter(|d| d.ferie_chome && d.slots.is_empty()).map(|d| d.date);
    let totals = feuille.semaines.iter().flat_map(|w| w.feries_chomes.iter().copied());
    rows.chain(totals).filter(|d| holiday(*d).is_some()).collect()
}

/// Holidays of the weeks and the days paid of an engagement by the day that nothing tells.
pub(in crate::gross) fn untold(cx: &Context<'_>, days: &[WorkDay]) -> Vec<NaiveDate> {
    let Some(periode) = cx.input.periode else { return Vec::new() };
    let told = said(cx.feuille, days);
    let rows = days.iter().filter(|d| d.counts()).map(|d| d.date);
    let totals = cx.feuille.semaines.iter().map(|w| w.debut);
    let touched: Vec<NaiveDate> = rows.chain(totals).map(monday).collect();
    periode
        .iter_days()
        .filter(|d| off(*d) && touched.contains(&monday(*d)) && !told.contains(d))
        .filter(|d| days.iter().all(|w| w.date != *d) && cx.absents.iter().all(|a| a.date != *d))
        .collect()
}

/// Holidays not worked of a week known by its total: those it names, else those for which its days leave room.
pub(in crate::gross) fn of_total(
    input: &Question<'_>,
    week: &Semaine,
    absents: &[AbsentDay],
) -> Vec<NaiveDate> {
    let away = |d: &NaiveDate| absents.iter().any(|a| a.date == *d && a.idle && a.hours.is_none());
    let inside = |d: &NaiveDate| input.periode.is_none_or(|p| p.contains(*d)) && !away(d);
    let days: Vec<NaiveDate> = monday(week.debut).iter_days().take(5).filter(inside).collect();
    let off: Vec<NaiveDate> = days.iter().copied().filter(|d| off(*d)).collect();
    let room = Decimal::from(days.len() - off.len());
    if !week.feries_chomes.is_empty() {
        return week.feries_chomes.clone();
    }
    if week.jours.0 <= room { off } else { Vec::new() }
}
