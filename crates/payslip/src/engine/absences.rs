//! What the payslip keeps of the absences of a contract, and what makes an absence impossible.

use cddu_rates::{Cents, Diagnostic, ParametreEmployeur, PreparedLine, Quantity, Rate, Variante};
use chrono::{Datelike as _, Days, NaiveDate};

use super::context::{Contract, Run};
use crate::absences::{Absence, AbsencePay};
use crate::engine::recorder::Recorder;
use crate::gross::{Jour, NatureJour};
use crate::input::{Contrat, Travail};
use crate::methods::AbsencePlafondMethod;

/// The absences of the period paid.
pub(super) fn of(run: &Run<'_, impl Recorder>, contract: &Contract<'_>) -> Vec<AbsencePay> {
    let method = run.input.methodes.absence_plafond.unwrap_or_default();
    let away = run.away(contract).list;
    let mut out: Vec<AbsencePay> = Vec::new();
    for absence in &contract.c.absences {
        let Some(inside) = absence.dates().intersection(contract.periode) else { continue };
        let counted = away.iter().find(|a| a.absence == *absence);
        let days = inside.iter_days().filter(|d| method == AbsencePlafondMethod::Calendaires || weekday(*d));
        out.push(AbsencePay {
            motif: absence.motif,
            debut: absence.debut,
            fin: absence.fin,
            dernier_jour: last_worked(run, contract, absence),
            reprise: back(run, contract, absence),
            jours: counted.map_or(Quantity::ZERO, |a| a.jours),
            heures: counted.map_or(Quantity::ZERO, |a| a.heures),
            retenue: counted.map_or_else(Default::default, |a| a.retenue),
            maintien: absence.maintien.filter(|_| inside.debut == absence.debut).unwrap_or_default(),
            jours_plafond: if absence.unpaid_days() { i64::try_from(days.count()).unwrap_or(0) } else { 0 },
        });
    }
    out
}

fn weekday(day: NaiveDate) -> bool {
    day.weekday().number_from_monday() <= 5
}

/// Days worked of the sheet of a contract: a holiday that is not worked is none.
fn sheet(run: &Run<'_, impl Recorder>, contract: &Contract<'_>) -> Vec<NaiveDate> {
    match &run.given.contrats[contract.rank].travail {
        Travail::Heures(sheet) => {
            let worked = |j: &&Jour| j.nature != Some(NatureJour::FerieChome);
            sheet.temps.iter().filter(worked).map(|j| j.date).collect()
        }
        Travail::Brut { .. } => Vec::new(),
    }
}

/// The last day worked before an absence: that of the sheet, else the working day before it, inside the contract.
fn last_worked(run: &Run<'_, impl Recorder>, contract: &Contract<'_>, absence: &Absence) -> NaiveDate {
    let first = contract.c.debut;
    if absence.heures.is_some() {
        return absence.debut;
    }
    let told = sheet(run, contract).into_iter().filter(|d| *d < absence.debut && *d >= first).max();
    let before = || (1..8).filter_map(|n| absence.debut.checked_sub_days(Days::new(n))).find(|d| weekday(*d));
    told.or_else(before).unwrap_or(first).max(first)
}

/// The day of return inside the contract: that of the sheet, else the next working day.
fn back(run: &Run<'_, impl Recorder>, contract: &Contract<'_>, absence: &Absence) -> Option<NaiveDate> {
    let last = contract.c.fin;
    let told = sheet(run, contract).into_iter().filter(|d| *d > absence.fin && *d <= last).min();
    let next = || absence.fin.iter_days().skip(1).take(7).find(|d| weekday(*d)).filter(|d| *d <= last);
    told.or_else(next)
}

/// The rate of accidents du travail of a contract that pays nothing (absences of a whole period, a payslip brought down to
/// zero): no contribution says it, and the DSN writes it for every contract. That of the employer, else the collective one.
pub(super) fn rate_without_pay(
    run: &Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    brut: Cents,
) -> Option<Rate> {
    if !brut.is_zero() {
        return None;
    }
    let parameters = &run.input.employeur.parametres;
    let artist = contract.population.is_artist();
    let given = if artist { parameters.taux_at_artiste } else { parameters.taux_at };
    given.or_else(|| {
        let rates = run.rates;
        let lines = rates.lines(contract.end, contract.population, contract.idcc).ok()?;
        let known = |l: &&PreparedLine| {
            rates.contributions()[l.contribution].parametre == Some(ParametreEmployeur::TauxAt)
        };
        let shares = &lines.iter().find(known)?.employeur;
        shares.iter().find(|s| s.variante == Variante::Collectif).map(|s| s.taux)
    })
}

/// Absences that the contract cannot hold.
pub(super) fn check(given: &Contrat, rank: usize, errors: &mut Vec<Diagnostic>) {
    for (index, absence) in given.absences.iter().enumerate() {
        let at = |field: &str| format!("contrats[{rank}].absences[{index}].{field}");
        let medical = absence.motif.arret().is_some();
        let inside =
            given.dates().contains(absence.debut) && (medical || given.dates().contains(absence.fin));
        if !inside {
            errors.push(
                Diagnostic::error(
                    "PAIE-090",
                    format!(
                        "l'absence du {} au {} sort du contrat {}",
                        absence.debut,
                        absence.fin,
                        given.dates()
                    ),
                )
                .at(at("debut"))
                .hint("corriger les dates ; seul un arrêt de travail peut finir après le contrat"),
            );
        }
        if absence.subrogation {
            errors.push(
                Diagnostic::error(
                    "PAIE-091",
                    "subrogation : les indemnités journalières perçues par l'employeur ne sont pas payées par ce programme",
                )
                .at(at("subrogation"))
                .hint("mettre subrogation à false : la caisse paie le salarié, ce qui est la règle pour un CDDU"),
            );
        }
    }
    if !given.absences.is_empty() && matches!(given.travail, Travail::Brut { .. }) {
        errors.push(
            Diagnostic::error(
                "PAIE-092",
                "absences avec un brut donné : rien ne dit ce qu'elles retirent de ce brut",
            )
            .at(format!("contrats[{rank}].absences"))
            .hint("donner salaire_base et les heures (temps, semaines) à la place de brut"),
        );
    }
}
