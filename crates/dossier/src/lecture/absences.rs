//! `absences.csv`: who is absent, when and why.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::{Absence, MotifAbsence};
use cddu_rates::{Diagnostic, Period, Quantity, nearest};
use chrono::{Datelike as _, Months, NaiveDate};
use rust_decimal::Decimal;

use crate::lecture::contracts::LigneContrat;
use crate::lecture::elements::owners;
use crate::lecture::left_out::LeftOut;
use crate::lecture::people::Personne;
use crate::lecture::sheet::{Cells, Sheet, cut, shifted};
use crate::lecture::times::{LigneTemps, Temps};

/// A stop of work longer than this, in months, is a slip of the year.
const LONGEST_STOP: Months = Months::new(12);

/// One absence and its line.
#[derive(Clone, Debug)]
pub struct LigneAbsence {
    /// Line of `absences.csv`.
    pub ligne: u64,
    /// The absence.
    pub absence: Absence,
    /// Columns whose unusual value is wanted.
    pub confirme: BTreeSet<&'static str>,
}

/// What the rows are read against.
pub(crate) struct Known<'a> {
    pub people: &'a BTreeMap<String, Personne>,
    pub contracts: &'a BTreeMap<String, LigneContrat>,
    /// Contracts whose own row cannot be read.
    pub faulty: &'a BTreeSet<String>,
    pub times: &'a BTreeMap<String, Vec<LigneTemps>>,
}

/// The absences of each contract, in order of date.
pub(crate) fn read(
    sheet: &Sheet,
    known: &Known<'_>,
    left_out: &mut LeftOut,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<LigneAbsence>> {
    let mut out: BTreeMap<String, Vec<LigneAbsence>> = BTreeMap::new();
    for row in &sheet.rows {
        let mut cells = Cells::new(sheet, row);
        let matricule = cells.peek("matricule");
        let number = cells.peek("contrat");
        if row.broken {
            let whose = known.contracts.get(&number).map_or(matricule.as_str(), |c| c.matricule.as_str());
            left_out.add(whose, &shifted(sheet, row));
            continue;
        }
        let absence = absence(&mut cells);
        let confirme = cells.confirmed();
        let first = crate::lecture::value::recent_date(&cells.peek("debut")).ok();
        let contract = contract(&mut cells, known, first);
        if let (Some(absence), Some(contract)) = (&absence, contract) {
            let before = out.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
            judge(&mut cells, absence, contract, known, before);
        }
        let days = first.map(|d| absence.as_ref().map_or(Period { debut: d, fin: d }, Absence::dates));
        let whose = match contract {
            Some(contract) => BTreeSet::from([contract.matricule.as_str()]),
            None if known.faulty.contains(&number) => BTreeSet::new(),
            None => owners(&matricule, None, days, known.people, known.contracts),
        };
        for fault in &cells.faults {
            // The days themselves are in doubt: any pay of the person may be the one to lower.
            let days = if fault.code == "DOS-151" { None } else { days };
            for person in &whose {
                left_out.add_on(person, fault, days);
            }
        }
        let sound = cells.faults.is_empty();
        diagnostics.append(&mut cells.faults);
        if let (Some(absence), Some(contract), true) = (absence, contract, sound) {
            out.entry(contract.contrat.clone()).or_default().push(LigneAbsence {
                ligne: row.line,
                absence,
                confirme,
            });
        }
    }
    for list in out.values_mut() {
        list.sort_by_key(|l| l.absence.debut);
    }
    out
}

fn absence(cells: &mut Cells<'_>) -> Option<Absence> {
    let debut = cells.date("debut");
    let fin = cells.date("fin");
    let motif: Option<MotifAbsence> = cells.variant("motif");
    // A choice that is read tells its own fault; an empty cell too.
    let heures = cells.hours("heures");
    let maintien = cells.amount("maintien").filter(|m| !m.is_zero());
    let subrogation = cells.yes_no("subrogation").unwrap_or(false);
    if subrogation {
        cells.fault(
            "DOS-155",
            "subrogation",
            "subrogation : les indemnités journalières perçues par la production ne sont pas payées par ce programme"
                .to_owned(),
            "écrire « non » ou vider la case : la caisse paie la personne, ce qui est la règle pour un CDDU",
        );
    }
    let debut = debut?;
    let fin = match (cells.peek("fin").is_empty(), fin) {
        (true, _) => debut,
        (false, fin) => fin?,
    };
    Some(Absence { motif: motif?, debut, fin, heures, maintien, subrogation: false })
}

/// The contract of a row: named, or the only one of the person on the first day.
fn contract<'a>(
    cells: &mut Cells<'_>,
    known: &Known<'a>,
    first: Option<NaiveDate>,
) -> Option<&'a LigneContrat> {
    let (number, matricule) = (cells.peek("contrat"), cells.peek("matricule"));
    if !number.is_empty() {
        let found = known.contracts.get(&number);
        match found {
            None if !known.faulty.contains(&number) => {
                let near = nearest(&number, known.contracts.keys().map(String::as_str));
                let more = if near.is_empty() { String::new() } else { format!(" : {} ?", near.join(", ")) };
                cells.fault(
                    "DOS-022",
                    "contrat",
                    format!("« {} » n'est pas dans contrats.csv", cut(&number)),
                    &format!("corriger le numéro{more}"),
                );
            }
            Some(contract) if !matricule.is_empty() && contract.matricule != matricule => {
                cells.fault(
                    "DOS-023",
                    "contrat",
                    format!("le contrat {number} est celui de {}, pas de {matricule}", contract.matricule),
                    "corriger le matricule ou le contrat",
                );
            }
            _ => {}
        }
        return found;
    }
    let own: Vec<&LigneContrat> = known.contracts.values().filter(|c| c.matricule == matricule).collect();
    let that_day: Vec<&&LigneContrat> =
        own.iter().filter(|c| first.is_none_or(|day| c.dates.contains(day))).collect();
    if let [only] = that_day.as_slice() {
        return Some(only);
    }
    let message = match (matricule.is_empty(), own.is_empty(), that_day.is_empty()) {
        (true, ..) => "ni contrat ni matricule : de qui est cette absence ?".to_owned(),
        (_, true, _) => format!("« {} » n'a aucun contrat", cut(&matricule)),
        (_, _, true) => format!("{} n'a pas de contrat ce jour-là", cut(&matricule)),
        _ => format!("{} a plusieurs contrats ce jour-là", cut(&matricule)),
    };
    let list: Vec<&str> = own.iter().map(|c| c.contrat.as_str()).collect();
    let hint = if list.is_empty() {
        "remplir la colonne contrat, comme dans contrats.csv".to_owned()
    } else {
        format!("remplir la colonne contrat ({}), ou corriger la date", list.join(", "))
    };
    cells.fault("DOS-157", if matricule.is_empty() { "contrat" } else { "matricule" }, message, &hint);
    None
}

/// What an absence contradicts: its contract, the hours of the sheets, another absence.
fn judge(
    cells: &mut Cells<'_>,
    absence: &Absence,
    contract: &LigneContrat,
    known: &Known<'_>,
    before: &[LigneAbsence],
) {
    let french = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
    let (debut, fin) = (french(absence.debut), french(absence.fin));
    if absence.fin < absence.debut {
        cells.fault(
            "DOS-151",
            "fin",
            format!("l'absence finit le {fin}, avant de commencer le {debut}"),
            "vérifier les deux dates (le jour vient avant le mois dans JJ/MM/AAAA)",
        );
        return;
    }
    let medical = absence.motif.arret().is_some();
    if !contract.dates.contains(absence.debut) || (!medical && !contract.dates.contains(absence.fin)) {
        cells.fault(
            "DOS-151",
            if contract.dates.contains(absence.debut) { "fin" } else { "debut" },
            format!(
                "l'absence du {debut} au {fin} sort du contrat {} (du {} au {})",
                contract.contrat,
                french(contract.dates.debut),
                french(contract.dates.fin)
            ),
            "corriger les dates ou le contrat ; seul un arrêt de travail peut finir après le contrat",
        );
    }
    if medical && absence.debut.checked_add_months(LONGEST_STOP).is_some_and(|last| absence.fin >= last) {
        cells.fault(
            "DOS-222",
            "fin",
            format!("arrêt du {debut} au {fin}, plus d'un an"),
            "recopier la fin de l'avis reçu (l'année) ; une prolongation s'écrit quand son avis arrive",
        );
    }
    let other = before.iter().find(|l| l.absence.dates().intersection(absence.dates()).is_some());
    if let Some(other) = other {
        cells.fault(
            "DOS-153",
            "debut",
            format!("cette absence chevauche celle de la ligne {}", other.ligne),
            "une absence par jour : corriger les dates, ou supprimer la ligne saisie deux fois",
        );
    }
    if medical {
        worked_elsewhere(cells, absence, contract, known);
    }
    let lines = known.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    if let Some(hours) = absence.heures {
        hours_of_a_day(cells, absence, hours, lines);
        return;
    }
    for line in lines {
        let clash = match &line.temps {
            Temps::Jour(day) => absence.dates().contains(day.date),
            Temps::Semaine { semaine, jours, .. } => {
                let room = semaine.intersection(contract.dates).map_or(0, |p| of_days(p, 6));
                let away = semaine.intersection(absence.dates()).and_then(|p| p.intersection(contract.dates));
                let away = away.map_or(0, |p| of_days(p, 5));
                away > 0 && usize::try_from(*jours).is_ok_and(|worked| worked + away > room)
            }
        };
        if clash {
            cells.fault(
                "DOS-150",
                "debut",
                match &line.temps {
                    Temps::Jour(day) => format!(
                        "absence le {}, jour où temps.csv a des heures (ligne {})",
                        french(day.date),
                        line.ligne
                    ),
                    Temps::Semaine { jours, .. } => format!(
                        "absence dans une semaine donnée pour {jours} jours travaillés (temps.csv, ligne {})",
                        line.ligne
                    ),
                },
                "corriger les dates de l'absence ou temps.csv ; pour un jour en partie travaillé, donner les heures d'absence de ce jour",
            );
        }
    }
}

/// `DOS-299`: hours of another contract of the person on a day of the stop, which forbids any work (CSS L323-6).
fn worked_elsewhere(cells: &mut Cells<'_>, absence: &Absence, contract: &LigneContrat, known: &Known<'_>) {
    let others = known.contracts.values();
    let others = others.filter(|c| c.matricule == contract.matricule && c.contrat != contract.contrat);
    let days = others.flat_map(|c| known.times.get(&c.contrat).into_iter().flatten().map(move |l| (c, l)));
    let clash = days.filter(|(_, l)| !l.written_hours().is_zero() || l.cachets > 0).find_map(|(c, l)| {
        let Temps::Jour(day) = &l.temps else { return None };
        absence.dates().contains(day.date).then_some((c, l, day.date))
    });
    let Some((other, line, day)) = clash else { return };
    cells.fault(
        "DOS-299",
        "fin",
        format!(
            "arrêt de {} jusqu'au {}, et des heures le {} au contrat {} ({}, ligne {})",
            contract.contrat,
            absence.fin.format("%d/%m/%Y"),
            day.format("%d/%m/%Y"),
            other.contrat,
            line.fichier,
            line.ligne
        ),
        "un arrêt interdit de travailler : corriger l'une des deux lignes ; s'il a été écourté (reprise anticipée), écrire sa fin vraie",
    );
}

/// Days from Monday to a day of the week (5: Friday).
pub(crate) fn of_days(period: Period, last: u32) -> usize {
    period.iter_days().filter(|d| d.weekday().number_from_monday() <= last).count()
}

fn french(hours: Decimal) -> String {
    hours.normalize().to_string().replace('.', ",")
}

/// A part of a day: of one day, and no more than its hours.
fn hours_of_a_day(cells: &mut Cells<'_>, absence: &Absence, hours: Quantity, lines: &[LigneTemps]) {
    let done: Decimal = lines
        .iter()
        .filter(|l| matches!(&l.temps, Temps::Jour(day) if day.date == absence.debut))
        .map(LigneTemps::written_hours)
        .sum();
    let by_day = |l: &LigneTemps| matches!(l.temps, Temps::Jour(_));
    let total_of_its_week = |l: &LigneTemps| matches!(&l.temps, Temps::Semaine { semaine, .. } if semaine.contains(absence.debut));
    let (message, hint) = if absence.fin != absence.debut {
        (
            "des heures d'absence pour plusieurs jours".to_owned(),
            "une ligne par jour en partie travaillé ; vider les heures pour des jours entiers",
        )
    } else if hours.0 <= Decimal::ZERO {
        ("zéro heure d'absence".to_owned(), "vider la case pour un jour entier, ou donner ses heures")
    } else if done.is_zero() && lines.iter().any(by_day) && !lines.iter().any(total_of_its_week) {
        (
            format!(
                "{} heures d'absence un jour où temps.csv n'a aucune heure : le reste du jour serait payé sans avoir été fait",
                french(hours.0)
            ),
            "laisser dans temps.csv les heures travaillées de ce jour ; vider la case pour un jour entier",
        )
    } else if hours.0 + done > Decimal::from(24) {
        (
            format!("{} heures d'absence et {} de travail dans la journée", french(hours.0), french(done)),
            "vérifier la virgule (7,5 et non 75) et les heures de temps.csv ce jour-là",
        )
    } else {
        return;
    };
    cells.fault("DOS-152", "heures", message, hint);
}
