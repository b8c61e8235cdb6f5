//! A pay typed for another unit than the one that it is paid for: of a day, of a week. Asked before anything is frozen, with
//! both amounts.

use cddu_documents::typo::euros;
use cddu_payslip::Categorie;
use cddu_payslip::gross::Engagement;
use cddu_rates::{Cents, Diagnostic, Period, Rates};
use chrono::Datelike as _;
use rust_decimal::Decimal;

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

/// Days of a contract from which its pay may have been agreed for the month.
const MONTH: i64 = 26;

/// A pay of a technician that is that of a month, 3.8 weeks in television (IDCC 2642 art. IV.2.1) or 52 / 12: the column is
/// that of a week, and each week would pay the month.
pub(super) fn of_a_month(
    (folder, rates): (&Folder, &Rates),
    contract: &LigneContrat,
    days: Period,
) -> Option<Diagnostic> {
    let pay = contract.salaire_base.filter(|_| contract.brut.is_none())?;
    let weekly = engagement(folder, contract, 0, days) == Engagement::Semaine;
    let said = contract.heures_base.is_some() || contract.confirme.contains("salaire_base");
    let technician = contract.categorie == Categorie::Technicien;
    if said || !technician || !weekly || contract.dates.days() < MONTH {
        return None;
    }
    let least = minimum(folder, rates, contract, days).filter(|m| m.ligne.is_some())?.valeur;
    // From five times on, whoever it is, the amount itself is asked about.
    if !(least.0.saturating_mul(7) / 2..least.0.saturating_mul(5)).contains(&pay.0) {
        return None;
    }
    let idcc = folder.idcc(contract);
    let (times, said) = if idcc == "2642" {
        (Decimal::new(38, 1), "3,8")
    } else {
        (Decimal::from(52) / Decimal::from(12), "52/12")
    };
    let week = Cents::checked_round(pay.to_decimal() / times).map_or_else(String::new, euros);
    Some(
        Diagnostic::error(
            "DOS-268",
            format!(
                "{} : {} convenus, plus de trois fois et demie le minimum d'une semaine ({}) ; lus comme le salaire d'une semaine, payés chaque semaine",
                contract.contrat,
                euros(pay),
                euros(least)
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("salaire_base")
        .hint(format!(
            "salaire d'un mois : écrire celui de la semaine, le mois divisé par {said} ({week}) ; {}",
            if_wanted("salaire_base")
        )),
    )
}

/// A technician or a réalisateur engaged by the week for fewer days: the whole week is guaranteed.
pub(super) fn short_week(
    (folder, rates): (&Folder, &Rates),
    contract: &LigneContrat,
    days: Period,
) -> Option<Diagnostic> {
    let weekday = |p: Period| p.iter_days().filter(|d| d.weekday().number_from_monday() <= 5).count();
    let lump = matches!(contract.categorie, Categorie::Technicien | Categorie::Realisateur);
    let short = contract.dates.days() < WEEK && days == contract.dates;
    if !lump || !short || contract.engagement != Some("semaine") || contract.confirme.contains("engagement") {
        return None;
    }
    let by = |unit| gross_by(folder, rates, contract, days, unit);
    let week = by(Engagement::Semaine)?;
    let day = by(Engagement::Jour).map_or_else(String::new, |g| format!(", {} à la journée", euros(g)));
    let number = weekday(days).max(1);
    Some(
        Diagnostic::error(
            "DOS-251",
            format!(
                "{} : engagement à la semaine pour {number} jour{} ; la semaine entière est due : {}{day}",
                contract.contrat,
                if number > 1 { "s" } else { "" },
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
