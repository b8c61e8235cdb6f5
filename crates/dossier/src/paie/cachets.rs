//! What the rows of cachets of a contract may hold and rarely mean: a day that has a premium without its hours, several
//! cachets on a day, hours without a cachet, two counts that differ, and hours of an artist counted by parts.

use std::collections::{BTreeMap, BTreeSet};

use cddu_documents::typo::{count, euros};
use cddu_payslip::Categorie;
use cddu_payslip::gross::NatureJour;
use cddu_rates::{Cents, Diagnostic, Period, holiday};
use chrono::{Datelike as _, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::Folder;
use crate::lecture::contracts::LigneContrat;
use crate::lecture::questions::{heures, if_wanted};
use crate::lecture::times::{LigneTemps, Temps};

/// Questions that the cachets of a contract raise, over the days paid.
pub(super) fn of_contract(
    folder: &Folder,
    contract: &LigneContrat,
    lines: &[&LigneTemps],
    days: Period,
    out: &mut Vec<Diagnostic>,
) {
    if contract.categorie == Categorie::Technicien {
        return;
    }
    let player = contract.categorie != Categorie::Realisateur;
    if contract.cachets.is_none() {
        doubled(folder, contract, lines, out);
    } else if !lines.is_empty() && days == contract.dates {
        other_count(folder, contract, lines, out);
    }
    if contract.brut.is_some() || !player {
        return;
    }
    without_hours(folder, contract, lines, out);
    if contract.cachets.is_none() {
        without_cachet(folder, contract, lines, out);
    }
    out.extend(cut_count(folder, contract, days));
}

fn question(folder: &Folder, line: &LigneTemps, code: &str, column: &str, message: String) -> Diagnostic {
    Diagnostic::error(code, message).in_file(folder.shown(line.fichier), Some(line.ligne)).column(column)
}

fn french(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// The pay of some cachets, as a stake; nothing for a contract by its gross or by the week.
fn stake(contract: &LigneContrat, cachets: i64) -> Option<String> {
    let day = contract.engagement != Some("semaine") && contract.brut.is_none();
    let pay = contract.salaire_base.filter(|_| day)?;
    Some(euros(Cents(pay.0.checked_mul(cachets)?)))
}

/// Days of a civil week that give an artist of a film the premium of the sixth day (IDCC 3097 titre III art. 4.2.1.2), and a
/// figurant, whose day is of eight hours, more than the thirty-five hours of art. 4.4.1.
const SIXTH_DAY: usize = 6;
const BEYOND_35_HOURS: usize = 5;

/// A cachet without its hours on a day whose premium is counted on them: a Sunday or a holiday (IDCC 3097 titre III art. 3.1;
/// IDCC 1734 art. 5.9.2 for holidays alone; IDCC 2642 VI.9 and VII.2.3 for its extras), the last days of a long week.
fn without_hours(folder: &Folder, contract: &LigneContrat, lines: &[&LigneTemps], out: &mut Vec<Diagnostic>) {
    let film = folder.idcc(contract) == "3097";
    let television = !film && contract.categorie == Categorie::Artiste;
    let paris = folder.zone() == cddu_payslip::gross::Zone::Paris;
    let mut weeks: BTreeMap<NaiveDate, BTreeSet<NaiveDate>> = BTreeMap::new();
    for line in lines {
        let Temps::Jour(day) = &line.temps else { continue };
        let of_week = weeks.entry(Period::monday(day.date)).or_default();
        of_week.insert(day.date);
        let rank = of_week.len();
        let long = film
            && match contract.categorie {
                Categorie::Artiste => paris && rank == SIXTH_DAY,
                Categorie::Figurant => contract.engagement != Some("semaine") && rank >= BEYOND_35_HOURS,
                Categorie::Technicien | Categorie::Realisateur => false,
            };
        let sunday = day.date.weekday() == Weekday::Sun && !television;
        let feast = holiday(day.date).is_some();
        let bare = day.debut.is_none() && day.nature != Some(NatureJour::FerieChome) && line.cachets > 0;
        if !bare || !(sunday || feast || long) || line.confirme.contains("date") {
            continue;
        }
        let (what, article) = match (feast, sunday) {
            (true, _) => ("jour férié", "art. 3.1"),
            (_, true) => ("dimanche", "art. 3.1"),
            _ if contract.categorie == Categorie::Figurant => {
                ("cinquième jour ou plus de la semaine (plus de 35 heures),", "art. 4.4.1")
            }
            _ => ("sixième jour de la semaine,", "art. 4.2.1.2"),
        };
        let (more, free) = match stake(contract, line.cachets.into()).filter(|_| television) {
            Some(pay) => (format!(", {pay} en plus"), String::new()),
            None => {
                let exempt = "artiste de cinéma payé au moins cinq fois le minimum, ";
                let exempt = if contract.categorie == Categorie::Artiste { exempt } else { "" };
                (
                    String::new(),
                    format!(
                        " ; si aucune n'est due ({exempt}{article}) : écrire « date » dans la colonne confirme de cette ligne"
                    ),
                )
            }
        };
        out.push(
            question(
                folder,
                line,
                "DOS-255",
                "date",
                format!(
                    "{} : cachet du {what} {} sans heures ; sa majoration se compte sur elles{more} et ne serait pas payée",
                    contract.contrat,
                    french(day.date)
                ),
            )
            .hint(format!("remplir debut et fin de cette journée{free}")),
        );
    }
}

/// More cachets than days: a row typed twice, a count in the place of another.
fn doubled(folder: &Folder, contract: &LigneContrat, lines: &[&LigneTemps], out: &mut Vec<Diagnostic>) {
    let mut dates: BTreeMap<NaiveDate, Vec<&LigneTemps>> = BTreeMap::new();
    let mut found = Vec::new();
    for line in lines.iter().copied().filter(|l| l.cachets > 0) {
        match &line.temps {
            Temps::Jour(day) => dates.entry(day.date).or_default().push(line),
            Temps::Semaine { semaine, jours, .. } if line.cachets > *jours => {
                let what = format!(
                    "pour {} de la semaine du {}",
                    count(usize::try_from(*jours).unwrap_or(0), "jour"),
                    french(semaine.debut)
                );
                found.push((vec![line], line.cachets, *jours, what));
            }
            Temps::Semaine { .. } => {}
        }
    }
    for (date, list) in dates {
        let sum: u32 = list.iter().map(|l| l.cachets).sum();
        if sum > 1 {
            let rows: Vec<String> = list.iter().map(|l| l.ligne.to_string()).collect();
            let rows =
                if rows.len() > 1 { format!(" (lignes {})", rows.join(" et ")) } else { String::new() };
            found.push((list, sum, 1, format!("le {}{rows}", french(date))));
        }
    }
    for (list, sum, usual, what) in found {
        if list.iter().any(|l| l.confirme.contains("cachets")) {
            continue;
        }
        let more = i64::from(sum) - i64::from(usual);
        let stake =
            stake(contract, more).map_or_else(String::new, |pay| format!(", {pay} de plus qu'un par jour"));
        let last = list.last().copied().unwrap_or(list[0]);
        out.push(
            question(
                folder,
                last,
                "DOS-256",
                "cachets",
                format!("{} : {sum} cachets {what}{stake}", contract.contrat),
            )
            .hint(format!(
                "un cachet par jour travaillé : ôter la ligne saisie deux fois, ou corriger le nombre ; {}",
                if_wanted("cachets")
            )),
        );
    }
}

/// Hours of a day without a cachet, where the other days have theirs: no cachet pays that day. Or a nought beside hours.
fn without_cachet(
    folder: &Folder,
    contract: &LigneContrat,
    lines: &[&LigneTemps],
    out: &mut Vec<Diagnostic>,
) {
    let told: Vec<NaiveDate> = lines.iter().filter(|l| l.cachets > 0).map(|l| l.days().debut).collect();
    let total = lines.iter().any(|l| l.cachets > 0 && matches!(l.temps, Temps::Semaine { .. }));
    let pay = stake(contract, 1).map_or_else(String::new, |pay| format!(" ({pay})"));
    for line in lines {
        let Temps::Jour(day) = &line.temps else { continue };
        let work = day.debut.is_some() && day.nature != Some(NatureJour::Voyage);
        if !work || told.contains(&day.date) || line.confirme.contains("cachets") {
            continue;
        }
        let date = french(day.date);
        let (message, hint) = if !told.is_empty() || total {
            (
                format!(
                    "{} : des heures et pas de cachet le {date}, alors que d'autres jours ont le leur : aucun cachet ne paierait ce jour{pay}",
                    contract.contrat
                ),
                format!(
                    "écrire 1 dans cachets (ou vider cette colonne partout : un cachet par jour) ; {}",
                    if_wanted("cachets")
                ),
            )
        } else if line.zero {
            (
                format!(
                    "{} : 0 cachet écrit le {date} à côté d'heures, et ce jour serait payé un cachet{pay}",
                    contract.contrat
                ),
                "vider la case pour payer le jour ; ôter la ligne s'il n'est pas travaillé".to_owned(),
            )
        } else {
            continue;
        };
        out.push(question(folder, line, "DOS-257", "cachets", message).hint(hint));
    }
}

/// Cachets that rows pay: those typed, else one a day worked.
fn cachets_of(lines: &[&LigneTemps]) -> u32 {
    let typed: u32 = lines.iter().map(|l| l.cachets).sum();
    if typed > 0 { typed } else { super::prepare::worked_days(lines) }
}

/// The count of the contract against the rows: the first is what is paid.
fn other_count(folder: &Folder, contract: &LigneContrat, lines: &[&LigneTemps], out: &mut Vec<Diagnostic>) {
    let (Some(given), false) = (contract.cachets, contract.confirme.contains("cachets")) else { return };
    let rows = cachets_of(lines);
    // A nought in the contract is an empty cell: the rows are paid.
    if given == rows {
        return;
    }
    let stake = stake(contract, (i64::from(given) - i64::from(rows)).abs())
        .map_or_else(String::new, |pay| format!(", un écart de {pay}"));
    out.push(
        Diagnostic::error(
            "DOS-257",
            format!(
                "{} : {} au contrat, {rows} dans temps.csv{stake} ; le nombre du contrat serait payé",
                contract.contrat,
                count(usize::try_from(given).unwrap_or(0), "cachet")
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("cachets")
        .hint(format!(
            "vider la case (les lignes de temps.csv font le compte), ou corriger l'un des deux ; {}",
            if_wanted("cachets")
        )),
    );
}

/// `DOS-258`: the cachets of the whole contract, of which the period pays a part: they would be paid again with the other.
///
/// # Errors
/// The contract at its row.
pub(super) fn whole(folder: &Folder, contract: &LigneContrat, days: Period) -> Result<(), Vec<Diagnostic>> {
    let all = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    let inside = |l: &LigneTemps| {
        l.days()
            .intersection(contract.dates)
            .is_none_or(|own| days.contains(own.debut) && days.contains(own.fin))
    };
    let given = contract.cachets.filter(|n| *n > 0 && days != contract.dates);
    let Some(given) = given.filter(|_| all.is_empty() || !all.iter().all(inside)) else { return Ok(()) };
    Err(vec![
        Diagnostic::error(
            "DOS-258",
            format!(
                "{} : {} pour tout le contrat, la période n'en paie qu'une partie ; ils seraient payés deux fois",
                contract.contrat,
                count(usize::try_from(given).unwrap_or(0), "cachet")
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("cachets")
        .hint("vider la case : les lignes de temps.csv (une par jour, colonne cachets) font le compte de chaque période"),
    ])
}

/// Hours above eight a day and under eight a day of a film artist, paid by parts: the agreement counts them together at the
/// end of the engagement (titre III art. 4.4.1).
fn cut_count(folder: &Folder, contract: &LigneContrat, days: Period) -> Option<Diagnostic> {
    let artist = contract.categorie == Categorie::Artiste && folder.idcc(contract) == "3097";
    if !artist
        || days == contract.dates
        || contract.confirme.contains("engagement")
        || contract.cachets.is_some()
    {
        return None;
    }
    let all = folder.times.get(&contract.contrat)?;
    let part = |keep: &dyn Fn(NaiveDate) -> bool| {
        let lines: Vec<&LigneTemps> = all.iter().filter(|l| keep(l.days().debut)).collect();
        let hours: Decimal = lines.iter().map(|l| l.written_hours()).sum();
        let cachets = cachets_of(&lines);
        // Cachets without hours are of eight hours: nothing is counted.
        if hours.is_zero() { Decimal::ZERO } else { hours - Decimal::from(8 * cachets) }
    };
    let parts = [part(&|d| d < days.debut), part(&|d| days.contains(d)), part(&|d| d > days.fin)];
    let over: Decimal = parts.iter().filter(|e| **e > Decimal::ZERO).sum();
    let whole = parts.iter().sum::<Decimal>().max(Decimal::ZERO);
    if over <= whole {
        return None;
    }
    Some(
        Diagnostic::error(
            "DOS-259",
            format!(
                "{} : payé par périodes, {} h au-delà de huit par jour à 125 % ; décomptées en fin d'engagement comme le veut l'art. 4.4.1, {} h",
                contract.contrat,
                heures(over),
                heures(whole)
            ),
        )
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("engagement")
        .hint(format!(
            "payer l'engagement en une période : --periode {}/{} ; ou garder le décompte de chaque période : écrire « engagement » dans la colonne confirme de cette ligne",
            contract.dates.debut, contract.dates.fin
        )),
    )
}

/// A week of an artist or of an extra paid by the day, whose days count together: over 35 hours for the extras of film
/// (titre III, sous-titre II art. 4.4.1), beyond the 47th for television artists (IDCC 1734 art. 5.7), the sixth day.
pub(super) fn counts_together(folder: &Folder, contract: &LigneContrat, monday: NaiveDate) -> bool {
    let all = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    let week: Vec<&LigneTemps> = all
        .iter()
        .filter(|l| Period::monday(l.days().debut) == monday && l.written_hours() > Decimal::ZERO)
        .collect();
    let hours: Decimal = week.iter().map(|l| l.written_hours()).sum();
    let days = super::prepare::worked_days(&week);
    match (contract.categorie, folder.idcc(contract) == "3097") {
        (Categorie::Figurant, true) => days > 5 || (days > 1 && hours > Decimal::from(35)),
        (Categorie::Artiste, true) => days > 5,
        (Categorie::Artiste, false) => hours > Decimal::from(47),
        _ => false,
    }
}
