//! What a weekly total does not tell and the pay depends on: a public holiday or a Sunday worked, days that the contract
//! does not hold, no hour at all. Refused, with the words that tell it.

use std::collections::BTreeMap;

use cddu_rates::{Diagnostic, Period, Quantity, holiday};
use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::gross::input::{Engagement, Question, Semaine};
use crate::gross::lines::{fr, fr_day};
use crate::gross::temps::absences::AbsentDay;
use crate::gross::temps::sheet::monday;
use crate::vocabulary::Categorie;

const BY_DAY: &str = "remplacer le total par une ligne par jour (date, debut, fin)";

/// The weekly totals that cannot be priced as they are: `BRUT-160` a holiday that may be worked or not, `BRUT-161` a
/// Sunday or a holiday that is worked, `BRUT-162` no hour, `BRUT-163` more days than the engagement holds, `BRUT-164` a
/// day that is no holiday of the week. A réalisateur is paid a lump sum: no day of his has a premium.
pub(in crate::gross) fn unclear(input: &Question<'_>, absents: &[AbsentDay]) -> Vec<Diagnostic> {
    if input.categorie == Categorie::Realisateur {
        return Vec::new();
    }
    let mut out = Vec::new();
    let sheet = input.feuille;
    let single = input.heures.is_some() && sheet.temps.is_empty() && sheet.semaines.is_empty();
    if single && sheet.engagement != Some(Engagement::Mois) && input.jours == Some(Quantity::from(7)) {
        let message = "7 j en total, donc le dimanche est travaillé : ses heures ont leur majoration, le total ne les dit pas";
        out.push(Diagnostic::error("BRUT-161", message).at("jours").hint(BY_DAY));
    }
    let mut counted: BTreeMap<NaiveDate, Decimal> = BTreeMap::new();
    for (rank, week) in input.feuille.semaines.iter().enumerate() {
        let jours = counted.entry(monday(week.debut)).or_default();
        *jours += week.jours.0;
        let found = one(input, week, *jours, &days(input, week, absents));
        out.extend(found.map(|(fault, field)| fault.at(format!("semaines[{rank}].{field}"))));
    }
    out
}

/// The days of the week that the engagement pays, out of the absences.
fn days(input: &Question<'_>, week: &Semaine, absents: &[AbsentDay]) -> Vec<NaiveDate> {
    let away = |d: &NaiveDate| absents.iter().any(|a| a.date == *d && a.idle && a.hours.is_none());
    let first = monday(week.debut);
    let inside = |d: &NaiveDate| input.periode.is_none_or(|p| p.contains(*d)) && !away(d);
    Period { debut: first, fin: first + Days::new(6) }.iter_days().filter(inside).collect()
}

/// What is wrong with one total, and its field.
fn one(
    input: &Question<'_>,
    week: &Semaine,
    jours: Decimal,
    days: &[NaiveDate],
) -> Option<(Diagnostic, &'static str)> {
    let name = format!("semaine du {}", fr_day(monday(week.debut)));
    if input.categorie == Categorie::Technicien && week.heures.0.is_zero() && !jours.is_zero() {
        let fault = Diagnostic::error("BRUT-162", format!("{name} : {} j et aucune heure", fr(jours)))
            .hint("donner les heures de la semaine ; une semaine sans travail n'a pas de ligne, une absence s'écrit dans les absences");
        return Some((fault, "heures"));
    }
    let idle = &week.feries_chomes;
    let weekday = |d: &NaiveDate| d.weekday().number_from_monday() <= 5;
    if let Some(odd) = idle.iter().find(|d| !weekday(d) || holiday(**d).is_none() || !days.contains(d)) {
        let fault = Diagnostic::error(
            "BRUT-164",
            format!("{name} : le {} n'en est pas un jour férié chômé", fr_day(*odd)),
        )
        .hint("donner un jour férié du lundi au vendredi, dans la semaine, le contrat et hors des absences");
        return Some((fault, "feries_chomes"));
    }
    let held: Vec<NaiveDate> = days.iter().copied().filter(|d| !idle.contains(d)).collect();
    if jours > Decimal::from(held.len()) {
        let off = if idle.is_empty() { "" } else { ", jours fériés chômés ôtés" };
        let fault = Diagnostic::error(
            "BRUT-163",
            format!("{name} : {} j travaillés, le contrat en tient {}{off}", fr(jours), held.len()),
        )
        .hint("corriger le nombre de jours (sans valeur, 5), ou les dates du contrat ; un jour férié chômé et ses heures ne se comptent pas");
        return Some((fault, "jours"));
    }
    let special = |d: &NaiveDate| holiday(*d).is_some() || d.weekday() == Weekday::Sun;
    let doubtful: Vec<NaiveDate> =
        held.iter().copied().filter(|d| weekday(d) && holiday(*d).is_some()).collect();
    // A holiday of a working day leaves a doubt as soon as the other working days do not hold the total.
    let plain = held.iter().filter(|d| !special(d) && (doubtful.is_empty() || weekday(d))).count();
    if jours <= Decimal::from(plain) {
        return None;
    }
    if let Some(day) = doubtful.first() {
        let fault = Diagnostic::error(
            "BRUT-160",
            format!(
                "{name} : {} j en total, et le {} est férié : rien ne dit s'il est travaillé ou chômé, sa paie en dépend",
                fr(jours),
                fr_day(*day)
            ),
        )
        .hint(format!(
            "férié travaillé : {BY_DAY} ; férié chômé : ajouter la ligne de ce jour (date, nature ferie_chome ; feries_chomes en JSON) et ne compter dans le total que les jours et les heures travaillés"
        ));
        return Some((fault, "jours"));
    }
    let day = held.iter().rev().find(|d| special(d))?;
    let what = if day.weekday() == Weekday::Sun { "dimanche" } else { "jour férié" };
    let fault = Diagnostic::error(
        "BRUT-161",
        format!(
            "{name} : {} j en total, donc le {what} {} est travaillé : ses heures ont leur majoration, le total ne les dit pas",
            fr(jours),
            fr_day(*day)
        ),
    )
    .hint(BY_DAY);
    Some((fault, "jours"))
}
