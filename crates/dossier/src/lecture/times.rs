//! `temps.csv`: the time sheets.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::Origine;
use cddu_payslip::gross::{Horaire, Jour, NatureJour, Semaine};
use cddu_rates::{Diagnostic, Gravite, Period, Quantity, closest, holiday, nearest};
use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};
use rust_decimal::Decimal;

use crate::lecture::contracts::LigneContrat;
use crate::lecture::left_out::LeftOut;
use crate::lecture::questions;
use crate::lecture::questions::if_wanted;
use crate::lecture::sheet::{Cells, RawRow, Sheet, cut, file_of, shifted};

/// One line of a time sheet.
#[derive(Clone, Debug)]
pub struct LigneTemps {
    /// File of the row: `temps.csv`, or the list of a day of figuration.
    pub fichier: &'static str,
    /// Line of the file.
    pub ligne: u64,
    /// A day or a week.
    pub temps: Temps,
    /// Cachets.
    pub cachets: u32,
    /// A nought is written, which is not an empty cell.
    pub zero: bool,
    /// Columns whose unusual value is wanted.
    pub confirme: BTreeSet<&'static str>,
}

/// A day with its hours, or the total of a week.
#[derive(Clone, Debug)]
pub enum Temps {
    /// A day; one without hours that is not a paid holiday is counted by its cachets.
    Jour(Box<Jour>),
    /// A week.
    Semaine {
        /// Its days.
        semaine: Period,
        /// Days worked.
        jours: u32,
        /// Hours worked.
        heures: Quantity,
    },
}

impl LigneTemps {
    /// The days the line may concern.
    #[must_use]
    pub fn days(&self) -> Period {
        match &self.temps {
            Temps::Jour(day) => Period { debut: day.date, fin: day.date },
            Temps::Semaine { semaine, .. } => *semaine,
        }
    }

    /// The row of the time sheet, for the rules of hours; `None` for a total, or a day counted by its cachets.
    pub(crate) fn day(&self) -> Option<&Jour> {
        match &self.temps {
            Temps::Jour(day) if day.debut.is_some() || day.nature == Some(NatureJour::FerieChome) => {
                Some(day)
            }
            _ => None,
        }
    }

    /// The total of a week, for the rules of hours, with the holidays not worked that other lines of the contract tell.
    pub(crate) fn week(&self, lines: &[&Self]) -> Option<Semaine> {
        match &self.temps {
            Temps::Jour(_) => None,
            Temps::Semaine { semaine, jours, heures } => Some(Semaine {
                debut: semaine.debut,
                jours: Quantity::from(*jours),
                heures: *heures,
                feries_chomes: lines
                    .iter()
                    .filter(|l| l.idle_holiday() && semaine.contains(l.days().debut))
                    .map(|l| l.days().debut)
                    .collect(),
                origine: Some(origin(self.fichier, self.ligne)),
            }),
        }
    }

    /// The line of a public holiday not worked: it says nothing of hours, and may stand beside the total of its week.
    pub(crate) fn idle_holiday(&self) -> bool {
        let Temps::Jour(day) = &self.temps else { return false };
        let weekday = day.date.weekday().number_from_monday() <= 5;
        day.nature == Some(NatureJour::FerieChome) && weekday && holiday(day.date).is_some()
    }

    /// An idle holiday that the total of its week takes in.
    pub(crate) fn beside_a_total(&self, lines: &[&Self]) -> bool {
        let day = self.days().debut;
        let total = |l: &&&Self| matches!(&l.temps, Temps::Semaine { semaine, .. } if semaine.contains(day));
        self.idle_holiday() && lines.iter().any(|l| total(&l))
    }

    /// Hours as written, for pay that the hours do not decide.
    pub(crate) fn written_hours(&self) -> Decimal {
        match &self.temps {
            Temps::Jour(day) => Decimal::from(day.worked_minutes()) / Decimal::from(60),
            Temps::Semaine { heures, .. } => heures.0,
        }
    }

    /// Start and end of presence.
    pub(crate) fn span(&self) -> Option<(NaiveDateTime, NaiveDateTime)> {
        let Temps::Jour(day) = &self.temps else { return None };
        let (from, to) = (day.debut?, day.fin?);
        let at = |time: Horaire, next: bool| {
            let midnight = (day.date + Days::new(u64::from(next))).and_time(NaiveTime::MIN);
            midnight + chrono::Duration::minutes(i64::from(time.0))
        };
        Some((at(from, false), at(to, to <= from)))
    }
}

/// The lines of each contract, in order of date.
pub(crate) fn read(
    sheet: &Sheet,
    contracts: &BTreeMap<String, LigneContrat>,
    faulty: &BTreeSet<String>,
    left_out: &mut LeftOut,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<LigneTemps>> {
    let mut times: BTreeMap<String, Vec<LigneTemps>> = BTreeMap::new();
    let mut orphans = Vec::new();
    let mut above = None;
    for row in &sheet.rows {
        let mut cells = Cells::new(sheet, row);
        let number = cells.peek("contrat");
        let contract = contracts.get(&number);
        let line = if row.broken { None } else { read_line(&mut cells, sheet, row) };
        if let (Some(contract), Some(line)) = (contract, &line) {
            check_dates(&mut cells, contract, line);
            questions::of_line(&mut cells, contract, line);
        }
        if let Some(contract) = contract {
            if row.broken {
                left_out.add(&contract.matricule, &shifted(sheet, row));
            }
            let days = certain_days(&cells, line.as_ref());
            for fault in &cells.faults {
                left_out.add_on(&contract.matricule, fault, days);
            }
            above = Some(contract);
        } else if number.contains('\n') {
            // Lines that an open quote has taken in: told once, everybody is held.
            continue;
        } else if !faulty.contains(&number) {
            let days = line.as_ref().map(LigneTemps::days).or_else(|| written_days(&cells));
            // The faults of the cells are told too; whose row it is is told once everything is read.
            cells.faults.retain(|f| f.colonne.as_deref() != Some("contrat"));
            orphans.push(Orphan { number, ligne: row.line, days, above });
            diagnostics.append(&mut cells.faults);
            continue;
        }
        let unsigned =
            line.as_ref().is_some_and(|l| matches!(&l.temps, Temps::Jour(day) if day.signe == Some(false)));
        if unsigned {
            diagnostics.push(unsigned_sheet(sheet, row, &number));
        }
        diagnostics.append(&mut cells.faults);
        if let (Some(_), Some(line)) = (contract, line) {
            times.entry(number).or_default().push(line);
        }
    }
    for list in times.values_mut() {
        list.sort_by_key(|l| (l.days().debut, l.span().map(|s| s.0), l.ligne));
    }
    for orphan in orphans {
        let owners = orphan.owners(contracts, &times);
        let fault = orphan.fault(sheet, contracts, &owners);
        for contract in owners {
            left_out.add_on(&contract.matricule, &fault, orphan.days);
        }
        diagnostics.push(fault);
    }
    overlaps(sheet, contracts, &times, left_out, diagnostics);
    times
}

fn unsigned_sheet(sheet: &Sheet, row: &RawRow, number: &str) -> Diagnostic {
    Diagnostic::warning("DOS-046", format!("feuille de {number} non signée"))
        .severity(Gravite::Info)
        .in_file(sheet.place(row), Some(row.line))
        .column("signe")
        .hint("faire signer la feuille d'heures avant de payer")
}

/// A row without a known contract. It may be of anybody whose sheet it would complete.
struct Orphan<'a> {
    number: String,
    ligne: u64,
    days: Option<Period>,
    /// Contract of the last row above that names one: merged cells leave only the first filled.
    above: Option<&'a LigneContrat>,
}

impl Orphan<'_> {
    /// The contracts that the row may belong to: those that cover its days and have nothing on them yet, the close
    /// numbers first when the row writes one.
    fn owners<'a>(
        &self,
        contracts: &'a BTreeMap<String, LigneContrat>,
        times: &BTreeMap<String, Vec<LigneTemps>>,
    ) -> Vec<&'a LigneContrat> {
        let covers = |c: &&LigneContrat| self.days.is_none_or(|days| c.dates.intersection(days).is_some());
        let empty = |c: &&LigneContrat| {
            let lines = times.get(&c.contrat).map_or(&[][..], Vec::as_slice);
            self.days.is_none_or(|days| !lines.iter().any(|l| l.days().intersection(days).is_some()))
        };
        let near = closest(&self.number, contracts.keys().map(String::as_str));
        let near: Vec<&LigneContrat> = near.iter().filter_map(|n| contracts.get(*n)).collect();
        let waiting: Vec<&LigneContrat> = contracts.values().filter(covers).filter(empty).collect();
        if !self.number.is_empty() && !near.is_empty() {
            let both: Vec<&LigneContrat> = near.iter().filter(|c| covers(c) && empty(c)).copied().collect();
            return if both.is_empty() { near } else { both };
        }
        let mut owners = waiting;
        if owners.is_empty() {
            owners = contracts.values().filter(covers).collect();
        }
        if owners.is_empty() {
            owners = self.above.and_then(|c| contracts.get(&c.contrat)).into_iter().collect();
        }
        owners
    }

    fn fault(
        &self,
        sheet: &Sheet,
        contracts: &BTreeMap<String, LigneContrat>,
        owners: &[&LigneContrat],
    ) -> Diagnostic {
        let people: BTreeSet<&str> = owners.iter().map(|c| c.matricule.as_str()).collect();
        let held = match people.len() {
            0 => String::new(),
            1 => format!(" (en attendant, {} n'est pas payé)", named(&people)),
            _ => format!(" (en attendant, {} ne sont pas payés)", named(&people)),
        };
        if self.number.is_empty() {
            let hint = match self.above {
                Some(above) => format!(
                    "écrire le contrat sur chaque ligne : « {} » si la cellule du dessus était fusionnée (défusionner, puis recopier vers le bas) ; un total au pied du tableau se supprime{held}",
                    above.contrat
                ),
                None => format!(
                    "écrire le contrat sur chaque ligne ; un total au pied du tableau se supprime{held}"
                ),
            };
            return Diagnostic::error("DOS-120", "ligne sans contrat : on ne sait pas à qui elle est")
                .in_file(&sheet.shown, Some(self.ligne))
                .column("contrat")
                .hint(hint);
        }
        let near = nearest(&self.number, contracts.keys().map(String::as_str));
        let hint = if near.is_empty() {
            format!("ajouter le contrat à contrats.csv{held}")
        } else {
            format!("ajouter le contrat à contrats.csv, ou corriger : {} ?{held}", near.join(", "))
        };
        Diagnostic::error("DOS-022", format!("« {} » n'est pas dans contrats.csv", cut(&self.number)))
            .in_file(&sheet.shown, Some(self.ligne))
            .column("contrat")
            .hint(hint)
    }
}

/// A few people, then how many others.
fn named(people: &BTreeSet<&str>) -> String {
    let shown: Vec<&str> = people.iter().take(6).copied().collect();
    let more = people.len().saturating_sub(6);
    let text = shown.join(", ");
    if more == 0 { text } else { format!("{text} et {}", cddu_documents::typo::count(more, "autre")) }
}

/// The days that a faulty row concerns, when its fault says nothing against them.
fn certain_days(cells: &Cells<'_>, line: Option<&LigneTemps>) -> Option<Period> {
    let of_dates = |f: &Diagnostic| matches!(f.code.as_str(), "DOS-011" | "DOS-041" | "DOS-045");
    if cells.faults.iter().any(of_dates) {
        return None;
    }
    line.map(LigneTemps::days).or_else(|| written_days(cells))
}

/// The day or the week as it is written on a row.
fn written_days(cells: &Cells<'_>) -> Option<Period> {
    let day =
        crate::lecture::value::recent_date(&cells.peek("date")).ok().map(|d| Period { debut: d, fin: d });
    day.or_else(|| crate::paie::periode::week(&cells.peek("semaine")))
}

fn read_line(cells: &mut Cells<'_>, sheet: &Sheet, row: &RawRow) -> Option<LigneTemps> {
    let fichier = file_of(sheet.spec.fichier, row.added);
    cells.identifier("contrat");
    let (date, week) = (cells.date("date"), cells.opt_text("semaine"));
    let (debut, fin) = (cells.time("debut"), cells.time("fin"));
    let pause_minutes = cells.minutes("pause_minutes").unwrap_or(0);
    let pause_debut = cells.time("pause_debut");
    let mut journee = Jour {
        pause_minutes,
        nature: Some(cells.variant("nature").unwrap_or(NatureJour::Tournage)),
        lieu: cells.opt_text("lieu"),
        studio: cells.yes_no("studio").unwrap_or(false),
        zone: cells.variant("zone"),
        transport_minutes: cells.minutes("transport_minutes").unwrap_or(0),
        voyage_minutes: cells.minutes("voyage_minutes").unwrap_or(0),
        repas: cells.integer("repas").unwrap_or(0),
        casse_croute: cells.yes_no("casse_croute").unwrap_or(false),
        journee_continue: cells.yes_no("journee_continue").unwrap_or(false),
        recupere: cells.yes_no("recupere"),
        signe: cells.yes_no("signe"),
        origine: Some(origin(fichier, row.line)),
        ..Jour::new(date.unwrap_or_default())
    };
    let (jours, heures) = (cells.integer("jours"), cells.hours("heures"));
    let written = cells.integer("cachets");
    let (cachets, zero) = (written.unwrap_or(0), written == Some(0));
    let confirme = cells.confirmed();
    if !cells.faults.is_empty() {
        return None;
    }
    let temps = match (date, week) {
        (Some(_), None) => {
            let horaire = match (debut, fin) {
                (Some(debut), Some(fin)) => Some((debut, fin)),
                (None, None) if cachets > 0 || journee.nature == Some(NatureJour::FerieChome) => None,
                (None, None) => {
                    cells.fault(
                        "DOS-010",
                        "debut",
                        "ni heure de début ni heure de fin".to_owned(),
                        "remplir debut et fin, ou le nombre de cachets pour un artiste ; supprimer la ligne si ce jour n'est pas travaillé",
                    );
                    return None;
                }
                (debut, _) => {
                    let missing = if debut.is_none() { "debut" } else { "fin" };
                    cells.fault(
                        "DOS-010",
                        missing,
                        format!("« {missing} » est vide"),
                        "remplir les deux heures de la journée",
                    );
                    return None;
                }
            };
            if let Some((from, to)) = horaire
                && presence(from, to) <= i64::from(pause_minutes)
            {
                cells.fault(
                    "DOS-043",
                    "pause_minutes",
                    format!("la pause de {pause_minutes} minutes couvre toute la journée"),
                    "la pause s'écrit en minutes ; vérifier aussi les heures de début et de fin",
                );
                return None;
            }
            if pause_debut.is_some() && pause_minutes == 0 {
                cells.fault(
                    "DOS-043",
                    "pause_debut",
                    "une pause commence et n'a pas de durée".to_owned(),
                    "écrire la durée de la pause dans pause_minutes, ou vider pause_debut",
                );
                return None;
            }
            contradicted(cells, &journee, horaire, (jours, heures));
            if !cells.faults.is_empty() {
                return None;
            }
            journee.debut = horaire.map(|(from, _)| clock(from));
            journee.fin = horaire.map(|(_, to)| clock(to));
            journee.pause_debut = pause_debut.map(clock);
            Temps::Jour(Box::new(journee))
        }
        (None, Some(text)) => {
            let Some(semaine) = crate::paie::periode::week(&text) else {
                cells.fault(
                    "DOS-011",
                    "semaine",
                    format!("« {} » n'est pas une semaine", cut(&text)),
                    "écrire la semaine ISO : 2026-W46",
                );
                return None;
            };
            // Artists are paid by their cachets, one a day when nothing says more; their hours may be left out.
            let Some(heures) = heures.or_else(|| (cachets > 0).then_some(Quantity::ZERO)) else {
                cells.fault(
                    "DOS-010",
                    "heures",
                    "« heures » est vide".to_owned(),
                    "donner le total d'heures de la semaine, ou le nombre de cachets pour un artiste",
                );
                return None;
            };
            let jours = jours.unwrap_or(if cachets > 0 { cachets.min(7) } else { 5 });
            if jours == 0 || jours > 7 {
                cells.fault(
                    "DOS-012",
                    "jours",
                    format!("{jours} jours dans une semaine"),
                    "écrire un nombre de 1 à 7",
                );
                return None;
            }
            Temps::Semaine { semaine, jours, heures }
        }
        (Some(_), Some(_)) => {
            cells.fault("DOS-045", "semaine", "une date et une semaine sur la même ligne".to_owned(), "une ligne est soit un jour (date, debut, fin), soit un total de semaine (semaine, jours, heures)");
            return None;
        }
        (None, None) => {
            cells.fault(
                "DOS-010",
                "date",
                "« date » est vide".to_owned(),
                "donner le jour, ou la semaine pour un total hebdomadaire",
            );
            return None;
        }
    };
    Some(LigneTemps { fichier, ligne: row.line, temps, cachets, zero, confirme })
}

/// Where a line of the sheets is.
fn origin(fichier: &str, ligne: u64) -> Origine {
    Origine { fichier: fichier.to_owned(), ligne }
}

fn clock(time: NaiveTime) -> Horaire {
    Horaire(u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0))
}

/// Minutes between start and end, the break taken off.
fn presence(from: NaiveTime, to: NaiveTime) -> i64 {
    let minutes = (to - from).num_minutes();
    if minutes <= 0 { minutes + 24 * 60 } else { minutes }
}

/// Cells of a row of one day that say something else than its times: which of the two is true, only the user knows.
fn contradicted(
    cells: &mut Cells<'_>,
    day: &Jour,
    horaire: Option<(NaiveTime, NaiveTime)>,
    (jours, heures): (Option<u32>, Option<Quantity>),
) {
    if let Some(jours) = jours.filter(|n| *n != 1) {
        cells.fault(
            "DOS-277",
            "jours",
            format!("{jours} jours sur la ligne d'un seul"),
            "vider la case ; un total de plusieurs jours s'écrit par semaine (semaine, jours, heures)",
        );
    }
    // The paid half hour of a continuous day is written in or left out.
    if let (Some((from, to)), Some(heures)) = (horaire, heures)
        && !day.journee_continue
    {
        let minutes = presence(from, to) - i64::from(day.pause_minutes);
        if heures.0 * Decimal::from(60) != Decimal::from(minutes) {
            cells.fault(
                "DOS-277",
                "heures",
                format!(
                    "{} heures écrites, {} d'après le début, la fin et la pause",
                    questions::heures(heures.0),
                    questions::heures(Decimal::from(minutes) / Decimal::from(60))
                ),
                "corriger ce qui est faux ; « heures » peut rester vide sur la ligne d'un jour",
            );
        }
    }
    for (column, latest) in [("debut", 0), ("fin", 1)] {
        let text = cells.peek(column);
        let Some((date, _)) = crate::lecture::value::moment(&text) else { continue };
        let Ok(date) = crate::lecture::value::recent_date(date) else { continue };
        // A spreadsheet gives a time without a day the first days of its calendar.
        if date.year() < 2000 {
            continue;
        }
        let days = (date - day.date).num_days();
        if !(0..=latest).contains(&days) {
            cells.fault(
                "DOS-277",
                column,
                format!(
                    "heure du {}, sur la ligne du {}",
                    date.format("%d/%m/%Y"),
                    day.date.format("%d/%m/%Y")
                ),
                "corriger la date de la ligne ou celle de l'heure ; l'heure peut s'écrire seule (09:00)",
            );
        }
    }
}

fn check_dates(cells: &mut Cells<'_>, contract: &LigneContrat, line: &LigneTemps) {
    let outside = match &line.temps {
        Temps::Jour(day) => !contract.dates.contains(day.date),
        Temps::Semaine { semaine, .. } => contract.dates.intersection(*semaine).is_none(),
    };
    if outside {
        let (column, what, turned) = match &line.temps {
            Temps::Jour(day) => {
                let turned = NaiveDate::from_ymd_opt(day.date.year(), day.date.day(), day.date.month());
                ("date", format!("le {}", day.date), turned.filter(|d| contract.dates.contains(*d)))
            }
            Temps::Semaine { semaine, .. } => ("semaine", format!("la semaine du {}", semaine.debut), None),
        };
        let hint = turned.map_or_else(
            || {
                "corriger la date, ou les dates du contrat dans contrats.csv (ligne du contrat ou avenant)"
                    .to_owned()
            },
            |day| format!("jour et mois inversés ? écrire {}", day.format("%d/%m/%Y")),
        );
        cells.fault(
            "DOS-041",
            column,
            format!(
                "{what} est hors du contrat {} (du {} au {})",
                contract.contrat, contract.dates.debut, contract.dates.fin
            ),
            &hint,
        );
        return;
    }
    idle_holiday(cells, line);
    // A contract broken before its term pays nothing after its last day.
    if let Some(last) = contract.declare.fin_reelle.filter(|last| line.days().debut > *last) {
        let column = if matches!(line.temps, Temps::Jour(_)) { "date" } else { "semaine" };
        cells.fault(
            "DOS-196",
            column,
            format!(
                "le {} suit le dernier jour travaillé du contrat {}, rompu le {last}",
                line.days().debut,
                contract.contrat
            ),
            "ôter cette ligne, ou corriger fin_reelle dans contrats.csv",
        );
    }
}

/// A holiday not worked is paid on a day of the list alone (C. trav. L3133-1): another date is a slip, or the nature of another
/// row. The two holidays of Alsace-Moselle and those of the overseas departments are confirmed.
fn idle_holiday(cells: &mut Cells<'_>, line: &LigneTemps) {
    let Temps::Jour(day) = &line.temps else { return };
    let odd = day.nature == Some(NatureJour::FerieChome) && holiday(day.date).is_none();
    if !odd || line.confirme.contains("nature") {
        return;
    }
    cells.fault(
        "DOS-314",
        "nature",
        format!(
            "le {} n'est pas un jour férié : « ferie_chome » le paierait sans travail",
            day.date.format("%d/%m/%Y")
        ),
        &format!("corriger la date, ou vider la nature d'une journée travaillée ; {}", if_wanted("nature")),
    );
}

/// Hours of one person that overlap, and weeks given both by day and in total.
fn overlaps(
    sheet: &Sheet,
    contracts: &BTreeMap<String, LigneContrat>,
    times: &BTreeMap<String, Vec<LigneTemps>>,
    left_out: &mut LeftOut,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut by_person: BTreeMap<&str, Vec<(&str, &LigneTemps)>> = BTreeMap::new();
    for (number, list) in times {
        let matricule = contracts[number].matricule.as_str();
        by_person.entry(matricule).or_default().extend(list.iter().map(|l| (number.as_str(), l)));
    }
    for (matricule, list) in by_person {
        let mut spans: Vec<_> = list
            .iter()
            .filter_map(|(_, l)| l.span().map(|(from, to)| (from, to, (l.fichier, l.ligne))))
            .collect();
        spans.sort_unstable();
        for pair in spans.windows(2) {
            let ((_, end, first), (start, _, second)) = (pair[0], pair[1]);
            if start < end {
                let ((file, second), first) = (second.max(first), first.min(second).1);
                let fault = Diagnostic::error(
                    "DOS-040",
                    format!(
                        "{matricule} : ces heures commencent avant la fin de celles de la ligne {first} ({})",
                        end.format("%d/%m/%Y %H:%M")
                    ),
                )
                .in_file(sheet.shown_at(file != sheet.spec.fichier), Some(second))
                .column("debut")
                .hint("corriger les heures, ou supprimer la ligne saisie deux fois");
                let days = Period::new(start.date(), end.date().max(start.date()));
                left_out.add_on(matricule, &fault, days);
                diagnostics.push(fault);
            }
        }
        for fault in totals_of_contracts(sheet, contracts, matricule, &list) {
            left_out.add_on(matricule, &fault.0, Some(fault.1));
            diagnostics.push(fault.0);
        }
        for (number, line) in &list {
            let Temps::Semaine { semaine, .. } = &line.temps else { continue };
            let clash = list.iter().find(|(n, other)| {
                n == number
                    && other.ligne != line.ligne
                    && !other.idle_holiday()
                    && other.days().intersection(*semaine).is_some()
            });
            if let Some((_, other)) = clash {
                let fault = Diagnostic::error(
                    "DOS-045",
                    format!(
                        "{number} : la semaine du {} est donnée en total et à la ligne {}",
                        semaine.debut, other.ligne
                    ),
                )
                .in_file(sheet.shown_at(line.fichier != sheet.spec.fichier), Some(line.ligne))
                .column("semaine")
                .hint("garder les jours, ou le total, pas les deux ; seul un jour férié chômé (nature ferie_chome) a sa ligne à côté du total");
                left_out.add_on(matricule, &fault, Some(*semaine));
                diagnostics.push(fault);
            }
        }
    }
}

/// Totals of a person that the days of a week cannot hold beside her other contracts: some day would be in two of them, and
/// a total cannot say at what hours. Each fault with its week.
fn totals_of_contracts(
    sheet: &Sheet,
    contracts: &BTreeMap<String, LigneContrat>,
    matricule: &str,
    list: &[(&str, &LigneTemps)],
) -> Vec<(Diagnostic, Period)> {
    let held = |number: &str, week: Period| -> BTreeSet<NaiveDate> {
        contracts[number].dates.intersection(week).into_iter().flat_map(Period::iter_days).collect()
    };
    let mut out = Vec::new();
    for (number, line) in list {
        let Temps::Semaine { semaine, jours, .. } = &line.temps else { continue };
        let own = held(number, *semaine);
        let clash = list.iter().find(|(other, beside)| {
            let before = (beside.fichier, beside.ligne) < (line.fichier, line.ligne);
            match &beside.temps {
                _ if other == number => false,
                Temps::Semaine { semaine: week, jours: more, .. } => {
                    let both = own.union(&held(other, *week)).count();
                    before && week == semaine && usize::try_from(jours + more).is_ok_and(|sum| sum > both)
                }
                Temps::Jour(_) if !semaine.contains(beside.days().debut) => false,
                Temps::Jour(_) => {
                    let worked = list.iter().filter(|(o, l)| o == other && l.span().is_some());
                    let taken: BTreeSet<NaiveDate> = worked.map(|(_, l)| l.days().debut).collect();
                    let left = own.difference(&taken).count();
                    usize::try_from(*jours).is_ok_and(|days| days > left)
                }
            }
        });
        let Some((other, beside)) = clash else { continue };
        let fault = Diagnostic::error(
            "DOS-220",
            format!(
                "{matricule} : les {jours} jours de {number} et ceux de {other} (ligne {}) tombent en partie les mêmes jours de la semaine du {}",
                beside.ligne, semaine.debut
            ),
        )
        .in_file(sheet.shown_at(line.fichier != sheet.spec.fichier), Some(line.ligne))
        .column("semaine")
        .hint("supprimer la ligne ou le contrat saisi deux fois ; deux contrats le même jour : remplacer les totaux par une ligne par jour (date, debut, fin)");
        out.push((fault, *semaine));
    }
    out
}
