//! What the week of a person holds beyond one contract and one period: the daily rest and the sixth day are those of the
//! employee with his employer (C. trav. L3131-1; IDCC 3097 titre II art. 35 and 39), and a contract priced alone does not
//! see them. Asked with the hours at stake; nothing is guessed.

use std::collections::{BTreeMap, BTreeSet};

use cddu_documents::typo::count;
use cddu_payslip::Categorie;
use cddu_payslip::gross::Zone;
use cddu_rates::{Diagnostic, Period, Rates};
use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Weekday};
use rust_decimal::Decimal;

use crate::Folder;
use crate::lecture::contracts::LigneContrat;
use crate::lecture::questions::heures;
use crate::lecture::times::{LigneTemps, Temps};

/// Minutes of rest between two days of work.
const REST: i64 = 11 * 60;

/// Hours of a week beyond which overtime is counted.
const WEEK: Decimal = Decimal::from_parts(35, 0, 0, false, 0);

/// A row with its times.
struct Shift<'f> {
    contract: &'f LigneContrat,
    line: &'f LigneTemps,
    from: NaiveDateTime,
    to: NaiveDateTime,
}

/// Every row with times of a person, in order.
fn shifts<'f>(folder: &'f Folder, matricule: &str) -> Vec<Shift<'f>> {
    let mut out: Vec<Shift<'f>> = folder
        .contracts
        .values()
        .filter(|c| c.matricule == matricule)
        .flat_map(|contract| {
            let lines = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
            lines.iter().filter_map(move |line| {
                let (from, to) = line.span()?;
                Some(Shift { contract, line, from, to })
            })
        })
        .collect();
    out.sort_by_key(|s| (s.from, s.to));
    out
}

/// Questions on the rows of a contract that are paid now.
pub(super) fn unseen(
    (folder, rates): (&Folder, &Rates),
    contract: &LigneContrat,
    lines: &[&LigneTemps],
    days: Period,
    out: &mut Vec<Diagnostic>,
) {
    if folder.idcc(contract) != "3097" || contract.brut.is_some() {
        return;
    }
    let all = shifts(folder, &contract.matricule);
    for line in lines {
        let Some((from, _)) = line.span() else { continue };
        let day = from.date();
        let elsewhere =
            |s: &&Shift<'_>| s.contract.contrat != contract.contrat || !days.contains(s.line.days().debut);
        let before = all.iter().rfind(|s| s.from < from && s.from.date() < day);
        if let Some(before) = before.filter(elsewhere)
            && !line.confirme.contains("debut")
        {
            // Rows that overlap are told as such.
            let rest = (from - before.to).num_minutes();
            if (0..REST).contains(&rest) {
                out.push(short_rest(folder, contract, line, before, REST - rest));
            }
        }
        sixth_day(folder, contract, line, &all, out);
        extras((folder, rates), contract, line, &all, out);
    }
}

/// Hours of a week that give a figurant the premium of art. 4.4.1, the days being those of several contracts. It takes the
/// place of the premiums of each day: nothing is asked when these, paid already, are worth as much.
fn extras(
    (folder, rates): (&Folder, &Rates),
    contract: &LigneContrat,
    line: &LigneTemps,
    all: &[Shift<'_>],
    out: &mut Vec<Diagnostic>,
) {
    if contract.categorie != Categorie::Figurant || line.confirme.contains("fin") {
        return;
    }
    let monday = Period::monday(line.days().debut);
    let of_week = || {
        let same = |s: &&Shift<'_>| {
            s.contract.categorie == Categorie::Figurant && Period::monday(s.from.date()) == monday
        };
        all.iter().filter(same)
    };
    let contracts: BTreeSet<&str> = of_week().map(|s| s.contract.contrat.as_str()).collect();
    let hours: Decimal = of_week().map(|s| s.line.written_hours()).sum();
    // Asked once, on the last day of the week.
    let last = of_week().next_back().is_some_and(|s| std::ptr::eq(s.line, line));
    if contracts.len() < 2 || hours <= WEEK || !last {
        return;
    }
    let days = by_day(of_week().map(|s| (s.from.date(), s.line.written_hours())));
    if premium_of_days(rates, &days)
        .zip(percent(rates, "C04"))
        .is_some_and(|(paid, week)| paid >= week * (hours - WEEK))
    {
        return;
    }
    out.push(
        Diagnostic::error(
            "DOS-279",
            format!(
                "{} : {} heures de figuration dans la semaine du {}, par {} contrats ; 25 % des heures au-delà de 35 sont dus, à la place des majorations de chaque journée (titre III sous-titre II art. 4.4.1), et ne sont pas payés",
                contract.contrat,
                heures(hours),
                monday.format("%d/%m/%Y"),
                contracts.len(),
            ),
        )
        .in_file(folder.shown(line.fichier), Some(line.ligne))
        .column("fin")
        .hint(
            "un seul contrat pour les jours de la semaine (contrats.csv et temps.csv, sans le bordereau) les compte ; ou ajouter la différence par un élément « prime », puis écrire « fin » dans la colonne confirme de cette ligne",
        ),
    );
}

fn by_day(rows: impl Iterator<Item = (NaiveDate, Decimal)>) -> BTreeMap<NaiveDate, Decimal> {
    let mut out = BTreeMap::new();
    for (day, hours) in rows {
        *out.entry(day).or_default() += hours;
    }
    out
}

/// The premiums of days paid one by one, in percent of an hour: hours 9 and 10, then the others (rules C02 and C03).
fn premium_of_days(rates: &Rates, days: &BTreeMap<NaiveDate, Decimal>) -> Option<Decimal> {
    let (ninth, eleventh) = (percent(rates, "C02")?, percent(rates, "C03")?);
    let beyond = |hours: Decimal, limit: u32| (hours - Decimal::from(limit)).max(Decimal::ZERO);
    Some(
        days.values()
            .map(|&hours| ninth * (beyond(hours, 8) - beyond(hours, 10)) + eleventh * beyond(hours, 10))
            .sum(),
    )
}

fn percent(rates: &Rates, rule: &str) -> Option<Decimal> {
    rates.conventions().ok()?.regle(rule).ok()?.majoration
}

fn short_rest(
    folder: &Folder,
    contract: &LigneContrat,
    line: &LigneTemps,
    before: &Shift<'_>,
    missing: i64,
) -> Diagnostic {
    let other = if before.contract.contrat == contract.contrat {
        "payé par une autre période".to_owned()
    } else {
        format!("du contrat {}", before.contract.contrat)
    };
    let hours = heures(Decimal::from(missing) / Decimal::from(60));
    Diagnostic::error(
        "DOS-279",
        format!(
            "{} : il manque {hours} h au repos de onze heures après le {} {other}, fini à {} ; ces heures ne sont pas payées",
            contract.contrat,
            before.line.days().debut.format("%d/%m/%Y"),
            before.to.format("%H:%M"),
        ),
    )
    .in_file(folder.shown(line.fichier), Some(line.ligne))
    .column("debut")
    .hint(
        "payer les deux jours par un seul contrat et une seule période, qui les compte ; ou les ajouter par un élément « prime » d'elements.csv, puis écrire « debut » dans la colonne confirme de cette ligne",
    )
}

/// The sixth day of the civil week of a technician, the others being those of another contract.
fn sixth_day(
    folder: &Folder,
    contract: &LigneContrat,
    line: &LigneTemps,
    all: &[Shift<'_>],
    out: &mut Vec<Diagnostic>,
) {
    let Temps::Jour(row) = &line.temps else { return };
    let sunday = row.date.weekday() == Weekday::Sun;
    let technician = contract.categorie == Categorie::Technicien;
    if !technician || folder.zone() == Zone::Autre || sunday || line.confirme.contains("date") {
        return;
    }
    let monday = Period::monday(row.date);
    let mut days = BTreeSet::new();
    let mut others = false;
    for shift in all.iter().filter(|s| s.from.date() < row.date && Period::monday(s.from.date()) == monday) {
        days.insert(shift.from.date());
        others |= shift.contract.contrat != contract.contrat;
    }
    if !others || days.len() != 5 {
        return;
    }
    out.push(
        Diagnostic::error(
            "DOS-279",
            format!(
                "{} : le {} est le sixième jour de la semaine, après {} d'autres contrats ; ses heures doublées (titre II art. 39) ne sont pas payées",
                contract.contrat,
                row.date.format("%d/%m/%Y"),
                count(days.len(), "jour"),
            ),
        )
        .in_file(folder.shown(line.fichier), Some(line.ligne))
        .column("date")
        .hint(
            "porter ce jour au contrat de la semaine, qui le compte ; ou ajouter la majoration par un élément « prime » d'elements.csv, puis écrire « date » dans la colonne confirme de cette ligne",
        ),
    );
}
