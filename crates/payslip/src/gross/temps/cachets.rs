//! Cachets without their hours: what a count cannot say of a Sunday or of a holiday, and rows that say nothing.

use cddu_rates::{Diagnostic, holiday};
use chrono::{Datelike as _, NaiveDate, Weekday};

use crate::gross::context::Context;
use crate::gross::input::{Jour, NatureJour, Question};
use crate::gross::lines::fr_day;
use crate::gross::temps::daily;
use crate::vocabulary::Categorie;

const BY_DAY: &str = "donner temps : une ligne par jour travaillé (date, debut, fin)";

/// A Sunday or a holiday, for the premiums counted on the hours of both.
pub(in crate::gross) fn sunday_or_holiday(day: NaiveDate) -> bool {
    day.weekday() == Weekday::Sun || holiday(day).is_some()
}

/// Rows of a sheet with a date and nothing else: the day would be neither paid nor told (`BRUT-181`).
pub(in crate::gross) fn bare_rows(input: &Question<'_>) -> Vec<Diagnostic> {
    if input.categorie == Categorie::Technicien {
        return Vec::new();
    }
    let bare = |row: &Jour| {
        row.debut.is_none()
            && row.fin.is_none()
            && row.heures.is_none()
            && row.nature != Some(NatureJour::FerieChome)
            && row.transport_minutes == 0
            && row.voyage_minutes == 0
            && row.repas == 0
            && !row.casse_croute
            && !row.disponibilite
    };
    let rows = input.feuille.temps.iter().enumerate().filter(|(_, row)| bare(row));
    rows.map(|(rank, row)| {
        Diagnostic::error(
            "BRUT-181",
            format!("{} : une date sans heures, rien n'en serait payé", fr_day(row.date)),
        )
        .at(format!("temps[{rank}]"))
        .hint(
            "donner debut et fin (ou heures) ; des cachets sans heures se comptent dans cachets, sans ligne",
        )
    })
    .collect()
}

/// `BRUT-180`: cachets that no row dates and that the ordinary days of the period cannot hold, so that one of them falls
/// on a day whose hours have a premium. `special`: the days that have one; `article`: the text that gives it.
pub(in crate::gross) fn undated(
    cx: &mut Context<'_>,
    cachets: u32,
    special: impl Fn(NaiveDate) -> bool,
    article: &str,
) {
    // A weekly total has its own refusals; an engagement without dates says nothing of its days.
    let Some(periode) = cx.input.periode.filter(|_| cx.feuille.semaines.is_empty()) else { return };
    let told = |day: NaiveDate| cx.days.iter().any(|d| d.date == day && d.counts());
    let away = |day: NaiveDate| cx.absents.iter().any(|a| a.date == day && a.idle && a.hours.is_none());
    let free: Vec<NaiveDate> = periode.iter_days().filter(|d| !told(*d) && !away(*d)).collect();
    let known = cx.days.iter().filter(|d| d.counts()).count();
    let left = usize::try_from(cachets).unwrap_or(usize::MAX).saturating_sub(known);
    let weekday = |d: &NaiveDate| d.weekday().number_from_monday() <= 5;
    // A week engaged works its five days before its Saturday: a holiday among them leaves a doubt.
    let doubtful = daily::weekly(cx) && free.iter().any(|d| weekday(d) && special(*d));
    let ordinary = free.iter().filter(|d| !special(**d) && (!doubtful || weekday(d))).count();
    let first = |among: &dyn Fn(&NaiveDate) -> bool| free.iter().find(|d| special(**d) && among(d)).copied();
    let found = first(&weekday).or_else(|| first(&|_| true));
    let Some(day) = found.filter(|_| left > ordinary) else { return };
    let what = if holiday(day).is_some() { "jour férié" } else { "dimanche" };
    let several = if left > 1 { "s" } else { "" };
    let message = format!(
        "{left} cachet{several} sans heures du {} au {} : les autres jours n'y suffisent pas, le {what} {} peut en être, et sa majoration ({article}) se compte sur ses heures",
        fr_day(periode.debut),
        fr_day(periode.fin),
        fr_day(day)
    );
    cx.errors.push(Diagnostic::error("BRUT-180", message).at("cachets").hint(format!(
        "{BY_DAY} ; un jour férié chômé d'une semaine engagée a sa ligne (date, nature ferie_chome)"
    )));
}
