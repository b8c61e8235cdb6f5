//! The working days of an engagement on which somebody is absent.

use cddu_rates::{Diagnostic, Period, Quantity};
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use crate::gross::input::{Annexe, Engagement, Question};
use crate::gross::lines::{fr, fr_day};
use crate::gross::temps::sheet::{WorkDay, monday};
use crate::vocabulary::Categorie;

/// A working day of absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gross) struct AbsentDay {
    pub date: NaiveDate,
    /// Rank of its absence in the question.
    pub absence: usize,
    /// Hours of absence of a day in part worked.
    pub hours: Option<Quantity>,
    /// Paid all the same.
    pub paid: bool,
    /// Nothing is worked that day.
    pub idle: bool,
}

impl AbsentDay {
    /// A day of the week that nobody works and nobody pays.
    pub(in crate::gross) const fn unpaid(&self) -> bool {
        self.idle && !self.paid
    }
}

/// Hours that a day of a weekly engagement engages at most: a fifth of those of its week, as they are guaranteed or agreed,
/// or a sixth of a week of six days. `None` for days that no week guarantees.
fn engaged(input: &Question<'_>) -> Option<Decimal> {
    let sheet = input.feuille;
    if input.categorie != Categorie::Technicien || sheet.engagement == Some(Engagement::Jour) {
        return None;
    }
    let film = input.idcc == crate::gross::film::IDCC;
    let usual = if film { Decimal::from(39) } else { Decimal::from(35) };
    let agreed = sheet.heures_base.filter(|h| sheet.salaire_base.is_some() && h.0 > usual);
    let mut week = agreed.map_or(usual, |h| h.0);
    if film && matches!(sheet.annexe, Some(Annexe::A2 | Annexe::A3Bis)) {
        // The longest of the equivalence weeks of five days.
        week = week.max(Decimal::from(46));
    }
    let mut day = week / Decimal::from(5);
    if film && sheet.semaine_6_jours == Some(true) {
        day = day.max(Decimal::from(47) / Decimal::from(6));
    }
    Some(cddu_rates::round_half_up(day, 4).normalize())
}

/// What an absence contradicts: itself, another one, the hours of the sheet.
fn faults(input: &Question<'_>, days: &[WorkDay]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (rank, absence) in input.absences.iter().enumerate() {
        let at = |field: &str| format!("absences[{rank}].{field}");
        if absence.fin < absence.debut {
            out.push(
                Diagnostic::error("BRUT-142", "l'absence finit avant de commencer")
                    .at(at("fin"))
                    .hint("corriger debut ou fin"),
            );
        }
        let worked = days.iter().find(|d| absence.dates().contains(d.date) && d.counts());
        match (absence.heures, worked) {
            (Some(hours), _) if absence.fin != absence.debut || hours.0 <= Decimal::ZERO => out.push(
                Diagnostic::error(
                    "BRUT-142",
                    "les heures d'absence sont celles d'un seul jour, plus de zéro",
                )
                .at(at("heures"))
                .hint("une absence par jour en partie travaillé, ou ôter heures pour des jours entiers"),
            ),
            (Some(hours), day) => {
                let done = day.map_or(Decimal::ZERO, |d| d.effective().times(Decimal::ONE));
                if hours.0 + done > Decimal::from(24) {
                    out.push(
                        Diagnostic::error(
                            "BRUT-142",
                            format!(
                                "{} : {hours} h d'absence et {} h de travail, le jour n'en a que 24",
                                fr_day(absence.debut),
                                done.normalize()
                            ),
                        )
                        .at(at("heures"))
                        .hint("corriger les heures d'absence ou la feuille"),
                    );
                } else if let Some(most) = engaged(input).filter(|most| hours.0 > *most) {
                    out.push(
                        Diagnostic::error(
                            "BRUT-173",
                            format!(
                                "{} : {} h d'absence, le jour n'en engage que {}",
                                fr_day(absence.debut),
                                fr(hours.0),
                                fr(most)
                            ),
                        )
                        .at(at("heures"))
                        .hint("jour entier : laisser ses heures vides ; jour en partie travaillé : donner les heures qui manquent au jour"),
                    );
                }
            }
            (None, Some(day)) => out.push(
                Diagnostic::error(
                    "BRUT-140",
                    format!("{} : absence le jour où la feuille a des heures", fr_day(day.date)),
                )
                .at(at("debut"))
                .hint("corriger les dates ; pour un jour en partie travaillé, donner ses heures d'absence"),
            ),
            (None, None) => {}
        }
        let other = input.absences[..rank].iter().find(|o| o.dates().intersection(absence.dates()).is_some());
        if let Some(other) = other {
            out.push(
                Diagnostic::error(
                    "BRUT-143",
                    format!(
                        "deux absences se chevauchent : du {} et du {}",
                        fr_day(other.debut),
                        fr_day(absence.debut)
                    ),
                )
                .at(at("debut"))
                .hint("une absence par jour : corriger les dates"),
            );
        }
    }
    out
}

/// The days of absence inside the period paid, oldest first: Monday to Friday, and Saturday of a week organised on six
/// days. A holiday inside an absence is one of its days (IDCC 3097 titre I art. 17).
///
/// # Errors
/// `BRUT-140`, `BRUT-142`, `BRUT-143`: what the absences contradict, all at once.
pub(in crate::gross) fn read(
    input: &Question<'_>,
    days: &[WorkDay],
) -> Result<Vec<AbsentDay>, Vec<Diagnostic>> {
    let faults = faults(input, days);
    if !faults.is_empty() {
        return Err(faults);
    }
    let last = if input.feuille.semaine_6_jours == Some(true) { 6 } else { 5 };
    let mut out = Vec::new();
    for (rank, absence) in input.absences.iter().enumerate() {
        let inside = match input.periode {
            Some(periode) => absence.dates().intersection(periode),
            None => Some(absence.dates()),
        };
        let Some(Period { debut, fin }) = inside else { continue };
        for date in (Period { debut, fin }).iter_days() {
            let known = days.iter().any(|d| d.date == date && d.counts());
            if date.weekday().number_from_monday() > last && absence.heures.is_none() {
                continue;
            }
            out.push(AbsentDay {
                date,
                absence: rank,
                hours: absence.heures,
                paid: absence.motif.paid(),
                idle: !known,
            });
        }
    }
    out.sort_by_key(|d| d.date);
    Ok(out)
}

/// The days of absence of the civil week that starts on a Monday; all of them for a week without a date.
pub(in crate::gross) fn of_week(all: &[AbsentDay], start: Option<NaiveDate>) -> Vec<AbsentDay> {
    all.iter().filter(|d| start.is_none_or(|start| monday(d.date) == start)).copied().collect()
}
