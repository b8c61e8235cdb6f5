//! The rest that a technician of a film is owed for a Sunday worked or, in the Paris region, for a sixth day (IDCC 3097
//! titre II art. 39 and 41): the next Monday or the next Friday, or hours paid at the end of the job. The column `recupere`
//! says which; where the dates of the contract and its sheet contradict a rest, an empty cell is a question.

use cddu_documents::typo::euros;
use cddu_payslip::Categorie;
use cddu_payslip::gross::{Jour, Zone};
use cddu_rates::{Cents, Diagnostic, Period, holiday};
use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::Folder;
use crate::lecture::contracts::LigneContrat;
use crate::lecture::times::{LigneTemps, Temps};

/// Hours of the working week that the hourly pay is worth a part of (art. 36).
const HOURS_OF_BASE: Decimal = Decimal::from_parts(40, 0, 0, false, 0);

/// A day that opens a rest, and what the sheet says of it.
struct Repos<'f> {
    line: &'f LigneTemps,
    date: NaiveDate,
    recupere: Option<bool>,
    sunday: bool,
    /// The day is inside the total of its week: nothing there says whether the rest was given.
    total: bool,
    /// The Monday and the Friday on which it may be given, inside the contract.
    possible: Vec<NaiveDate>,
}

/// Days that a contract opens a rest for.
fn owed<'f>(folder: &'f Folder, contract: &LigneContrat) -> Vec<Repos<'f>> {
    if folder.idcc(contract) != "3097"
        || contract.categorie != Categorie::Technicien
        || contract.brut.is_some()
    {
        return Vec::new();
    }
    let zone = folder.zone();
    let lines = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    let mut days: Vec<(&LigneTemps, &Jour)> = lines
        .iter()
        .filter_map(|line| match &line.temps {
            Temps::Jour(day) if line.written_hours() > Decimal::ZERO => Some((line, &**day)),
            _ => None,
        })
        .collect();
    days.sort_by_key(|(_, day)| day.date);
    days.dedup_by_key(|(_, day)| day.date);
    let mut out = Vec::new();
    for (rank, (line, day)) in days.iter().enumerate() {
        let monday = Period::monday(day.date);
        let before = days[..rank].iter().filter(|(_, d)| Period::monday(d.date) == monday).count();
        let sunday = day.date.weekday() == Weekday::Sun;
        let sixth = before == 5 && day.zone.unwrap_or(zone) == Zone::Paris;
        if holiday(day.date).is_some() || !(sunday || sixth) {
            continue;
        }
        let (date, recupere, possible) = (day.date, day.recupere, possible(contract, monday));
        out.push(Repos { line, date, recupere, sunday, total: false, possible });
    }
    for line in lines.iter().filter(|_| zone == Zone::Paris) {
        if let Temps::Semaine { semaine, jours, .. } = &line.temps
            && *jours == 6
        {
            let (date, possible) = (semaine.debut + Days::new(5), possible(contract, semaine.debut));
            out.push(Repos { line, date, recupere: None, sunday: false, total: true, possible });
        }
    }
    out
}

/// The Monday and the Friday of the week after, inside the contract.
fn possible(contract: &LigneContrat, monday: NaiveDate) -> Vec<NaiveDate> {
    let next = [monday + Days::new(7), monday + Days::new(11)];
    next.into_iter().filter(|d| *d <= contract.dates.fin).collect()
}

/// What is known of a day: worked or not, or nothing while its week has no line.
fn worked(folder: &Folder, contract: &LigneContrat, day: NaiveDate) -> Option<bool> {
    let lines = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    let of = |line: &&LigneTemps| line.days().contains(day);
    if let Some(line) = lines.iter().find(of) {
        // The total of a week says nothing of one of its days.
        return match line.temps {
            Temps::Jour(_) => Some(line.written_hours() > Decimal::ZERO),
            Temps::Semaine { .. } => None,
        };
    }
    let week = Period { debut: Period::monday(day), fin: Period::monday(day) + Days::new(6) };
    lines.iter().any(|l| l.days().intersection(week).is_some()).then_some(false)
}

/// Days of rest for a Sunday or a sixth day of the week before: they are neither missing hours nor an absence.
pub(super) fn rests(folder: &Folder, contract: &LigneContrat) -> Vec<NaiveDate> {
    let mut out = Vec::new();
    for repos in owed(folder, contract).iter().filter(|r| r.recupere != Some(false)) {
        let free = |d: &&NaiveDate| worked(folder, contract, **d) == Some(false) && !out.contains(*d);
        let day = repos.possible.iter().find(free).copied();
        out.extend(day);
    }
    out
}

/// Rests that the contract leaves no room for, or that its sheet contradicts: asked when the day is paid; told of a day
/// already paid, once the week after is known.
pub(super) fn unsaid(folder: &Folder, contract: &LigneContrat, days: Period, out: &mut Vec<Diagnostic>) {
    for repos in owed(folder, contract) {
        let silent = repos.recupere.is_none() && !repos.line.confirme.contains("recupere");
        let none = repos.possible.iter().all(|d| worked(folder, contract, *d) == Some(true));
        if !silent || !none {
            continue;
        }
        let paid_now = days.contains(repos.date);
        // The last day of rest was in these days: the week before is paid, and what it lacks is known now.
        let known_now = repos.possible.last().is_some_and(|last| days.contains(*last));
        if !paid_now && !known_now {
            continue;
        }
        let (what, hours, article) = if repos.sunday {
            ("dimanche travaillé", Decimal::from(7), "41")
        } else {
            ("6e jour de la semaine", Decimal::from_parts(35, 0, 0, false, 1), "39")
        };
        let date = |d: NaiveDate| d.format("%d/%m/%Y").to_string();
        let why = match repos.possible.as_slice() {
            [] => "le contrat finit avant le lundi et le vendredi suivants".to_owned(),
            [only] => format!("le {} est travaillé et le contrat finit ensuite", date(*only)),
            [first, .., last] => format!("le {} et le {} sont travaillés", date(*first), date(*last)),
        };
        let weekly = contract.salaire_base.filter(|_| contract.engagement != Some("jour"));
        let stake = weekly.and_then(|pay| Cents::checked_round(pay.to_decimal() / HOURS_OF_BASE * hours));
        let stake = stake.map_or_else(String::new, |pay| format!(", environ {}", euros(pay)));
        let hours = hours.normalize().to_string().replace('.', ",");
        let after = if paid_now {
            ""
        } else {
            " ; puis cddu paie sur la période de ce jour, qui paie la différence"
        };
        let help = if repos.total {
            format!(
                "s'il n'a pas été donné, {hours} heures de base sont dues en fin d'emploi (titre II art. {article}{stake}) : écrire les jours un à un, avec recupere = non le dernier ; s'il l'a été un autre jour : écrire « recupere » dans la colonne confirme de cette ligne"
            )
        } else {
            format!(
                "écrire non : {hours} heures de base sont payées en fin d'emploi (titre II art. {article}{stake}) ; oui : le repos a été donné un autre jour{after}"
            )
        };
        out.push(
            told(contract, paid_now, format!("{what} le {}", date(repos.date)), &why)
                .in_file(folder.shown(repos.line.fichier), Some(repos.line.ligne))
                .column("recupere")
                .hint(help),
        );
    }
}

/// A question on a day that is being paid, a warning on one that is paid.
fn told(contract: &LigneContrat, paid_now: bool, day: String, why: &str) -> Diagnostic {
    let message = format!("{} : {day}, dont le repos n'a pas pu être donné ({why})", contract.contrat);
    if paid_now { Diagnostic::error("DOS-275", message) } else { Diagnostic::warning("DOS-276", message) }
}
