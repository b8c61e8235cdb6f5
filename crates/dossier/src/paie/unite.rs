//! A pay typed for another unit than the one that it is paid for: of a day, of a week. Asked before anything is frozen, with
//! both amounts.

use std::collections::BTreeSet;

use cddu_documents::typo::euros;
use cddu_payslip::Categorie;
use cddu_payslip::gross::Engagement;
use cddu_rates::{Cents, Diagnostic, Period, Rates};
use chrono::{Datelike as _, NaiveDate};

use crate::Folder;
use crate::lecture::contracts::LigneContrat;
use crate::lecture::questions::if_wanted;
use crate::lecture::times::LigneTemps;
use crate::paie::prepare::{engagement, gross_by, minimum};

/// Days from which an engagement may be by the week without a word.
const WEEK: i64 = 5;

/// The pay of an artist, a figurant or a réalisateur is that of a day or of a week, as the engagement says: asked when the
/// column is empty and both may be meant. The answer is the column itself.
pub(super) fn unsaid(
    (folder, rates): (&Folder, &Rates),
    contract: &LigneContrat,
    lines: &[&LigneTemps],
    days: Period,
) -> Option<Diagnostic> {
    let pay = contract.salaire_base?;
    let said = contract.engagement.is_some() || contract.brut.is_some();
    if said || contract.categorie == Categorie::Technicien {
        return None;
    }
    let cachets = contract.cachets.unwrap_or_else(|| lines.iter().map(|l| l.cachets).sum());
    let read = engagement(folder, contract, cachets, days);
    // A réalisateur is paid by the week unless somebody says the day: a pay that holds the minimum of a week is one.
    let director = contract.categorie == Categorie::Realisateur;
    if director
        && read == Engagement::Semaine
        && minimum(folder, rates, contract, days).is_some_and(|m| m.respecte)
    {
        return None;
    }
    let by = |unit| gross_by(folder, rates, contract, days, unit);
    let (day, week) = (by(Engagement::Jour), by(Engagement::Semaine));
    // One day is the same either way; under five, a week is not meant when its minimum is above the pay.
    let one_day = contract.dates.days() == 1 || (cachets <= 1 && lines.len() <= 1);
    if read == Engagement::Jour && (one_day || day == week || !is_a_week((folder, rates), contract, days)) {
        return None;
    }
    let amount = |gross: Option<Cents>| gross.map_or_else(String::new, |g| format!(", {} de brut", euros(g)));
    let read = if read == Engagement::Semaine { "d'une semaine" } else { "d'une journée" };
    Some(
        Diagnostic::error(
            "DOS-250",
            format!(
                "{} : {} convenus et engagement vide ; lus comme le salaire {read} : d'une journée{}, d'une semaine{}",
                contract.contrat,
                euros(pay),
                amount(day),
                amount(week),
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("engagement")
        .hint("écrire « jour » si le salaire est celui d'une journée (ou d'un cachet), « semaine » s'il est celui d'une semaine"),
    )
}

/// The pay typed is not under the minimum of a week.
fn is_a_week(at: (&Folder, &Rates), contract: &LigneContrat, days: Period) -> bool {
    let weekly = LigneContrat { engagement: Some("semaine"), ..contract.clone() };
    if let Some(week) = minimum(at.0, at.1, &weekly, days) {
        return week.respecte;
    }
    // No week can be read of these days: as many days of the minimum as the shortest week of the grids pays.
    let times = match contract.categorie {
        Categorie::Artiste => 3,
        _ => 4,
    };
    match minimum(at.0, at.1, contract, days) {
        Some(day) => day.salaire.0 >= day.valeur.0.saturating_mul(times),
        // Nothing is known of a day either.
        None => contract.categorie == Categorie::Realisateur,
    }
}

/// A technician or a réalisateur engaged by the week for fewer days: the whole week is guaranteed.
pub(super) fn short_week(
    (folder, rates): (&Folder, &Rates),
    contract: &LigneContrat,
    days: Period,
) -> Option<Diagnostic> {
    let weekday = |p: Period| p.iter_days().filter(|d| d.weekday().number_from_monday() <= 5).count();
    let lump = matches!(contract.categorie, Categorie::Technicien | Categorie::Realisateur);
    // A week-end inside the dates makes no days of work.
    let rows = folder.times.get(&contract.contrat).into_iter().flatten();
    let worked: BTreeSet<NaiveDate> = rows.filter_map(LigneTemps::day).map(|day| day.date).collect();
    let number = weekday(contract.dates).max(worked.len()).max(1);
    let short = i64::try_from(number).is_ok_and(|n| n < WEEK);
    let unsaid = contract.engagement.is_none()
        && contract.categorie == Categorie::Technicien
        && contract.brut.is_none()
        && engagement(folder, contract, 0, days) == Engagement::Semaine;
    let weekly = contract.engagement == Some("semaine") || unsaid;
    if !lump || !short || !weekly || contract.confirme.contains("engagement") {
        return None;
    }
    let by = |unit| gross_by(folder, rates, contract, days, unit);
    let week = by(Engagement::Semaine)?;
    let day = by(Engagement::Jour).map_or_else(String::new, |g| format!(", {} à la journée", euros(g)));
    Some(
        Diagnostic::error(
            "DOS-251",
            format!(
                "{} : engagement {} pour {number} jour{} ; {} : {}{day}",
                contract.contrat,
                if unsaid { "vide, lu à la semaine," } else { "à la semaine" },
                if number > 1 { "s" } else { "" },
                if days == contract.dates {
                    "la semaine entière est due"
                } else {
                    "à la semaine, ces jours-ci en sont une part"
                },
                euros(week),
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("engagement")
        .hint(format!(
            "moins de cinq jours s'engagent à la journée : écrire « jour » (le salaire d'un réalisateur est alors celui d'un jour) ; {}",
            if_wanted("engagement")
        )),
    )
}
