//! The control sheet of a period, before it is frozen: who is new, who is gone, whose pay moved since the last one.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Diagnostic, Gravite, Period};
use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::lecture::contracts::LigneContrat;
use crate::paie::questions;
use crate::registre::register::Register;
use crate::{Folder, Frozen, PayPeriod, Run};

/// The control sheet.
#[derive(Debug, Serialize)]
pub struct Controle {
    /// Period to be frozen.
    pub periode: String,
    /// Period it is compared with: the last one frozen before; `None` on the first.
    pub precedente: Option<String>,
    /// People of both, by number.
    pub lignes: Vec<LigneControle>,
    /// Net to transfer of the period.
    pub virements: Cents,
    /// That of the period before.
    pub virements_avant: Cents,
}

/// One person.
#[derive(Debug, Serialize)]
pub struct LigneControle {
    /// Number.
    pub matricule: String,
    /// Name.
    pub nom: String,
    /// What is to be seen: `nouveau`, `parti`, `ecarte`, `change` or `egal`.
    pub constat: &'static str,
    /// Gross, and that of the period before.
    pub brut: Option<Cents>,
    /// Gross of the period before.
    pub brut_avant: Option<Cents>,
    /// Transfer.
    pub net: Option<Cents>,
    /// Transfer of the period before.
    pub net_avant: Option<Cents>,
    /// What changed in words: functions, hours, tax rate, bank account.
    pub changements: Vec<String>,
}

/// Compares a run with the period frozen before it.
#[must_use]
pub fn controle(folder: &Folder, run: &Run) -> Controle {
    let standing = run.register.standing();
    let before = standing
        .iter()
        .filter(|f| f.periode != run.period.nom && f.resultat.periode.debut < run.period.jours.debut)
        .max_by_key(|f| f.resultat.periode.fin)
        .map(|f| f.periode.clone());
    let old: BTreeMap<&str, Vec<&Frozen>> =
        by_person(standing.iter().copied().filter(|f| before.as_deref() == Some(f.periode.as_str())));
    let new = by_person(run.payslips.iter().map(|(f, _)| f));
    let left: BTreeSet<&str> = run.left_out.iter().map(|e| e.matricule.as_str()).collect();
    let everybody: BTreeSet<&str> =
        old.keys().chain(new.keys()).copied().chain(left.iter().copied()).collect();
    let lignes = everybody
        .into_iter()
        .map(|matricule| {
            let (was, is) = (old.get(matricule), new.get(matricule));
            let changements = match (was, is) {
                (Some(was), Some(is)) => changes(was, is),
                _ => Vec::new(),
            };
            let (net, net_avant) = (is.map(|l| net(l)), was.map(|l| net(l)));
            let constat = match (was.is_some(), is.is_some()) {
                (_, false) if left.contains(matricule) => "ecarte",
                (false, _) if before.is_some() => "nouveau",
                (true, false) => "parti",
                (true, true) if net != net_avant || !changements.is_empty() => "change",
                _ => "egal",
            };
            LigneControle {
                matricule: matricule.to_owned(),
                nom: name(folder, matricule, was, is),
                constat,
                brut: is.map(|l| gross(l)),
                brut_avant: was.map(|l| gross(l)),
                net,
                net_avant,
                changements,
            }
        })
        .collect::<Vec<_>>();
    Controle {
        periode: run.period.nom.clone(),
        precedente: before,
        virements: lignes.iter().filter_map(|l| l.net).sum(),
        virements_avant: lignes.iter().filter_map(|l| l.net_avant).sum(),
        lignes,
    }
}

fn by_person<'a>(list: impl Iterator<Item = &'a Frozen>) -> BTreeMap<&'a str, Vec<&'a Frozen>> {
    let mut out: BTreeMap<&str, Vec<&Frozen>> = BTreeMap::new();
    for frozen in list {
        out.entry(&frozen.resultat.salarie.matricule).or_default().push(frozen);
    }
    out
}

fn net(list: &[&Frozen]) -> Cents {
    list.iter().map(|f| f.resultat.totaux.virement).sum()
}

fn gross(list: &[&Frozen]) -> Cents {
    list.iter().map(|f| f.resultat.totaux.brut).sum()
}

fn name(folder: &Folder, matricule: &str, was: Option<&Vec<&Frozen>>, is: Option<&Vec<&Frozen>>) -> String {
    let of = |s: &cddu_payslip::Salarie| format!("{} {}", s.nom, s.prenom).trim().to_owned();
    folder
        .people
        .get(matricule)
        .map(|p| of(&p.salarie))
        .or_else(|| is.or(was).and_then(|l| l.first()).map(|f| of(&f.resultat.salarie)))
        .unwrap_or_default()
}

fn changes(was: &[&Frozen], is: &[&Frozen]) -> Vec<String> {
    let mut out = Vec::new();
    let functions = |list: &[&Frozen]| {
        let all: BTreeSet<String> =
            list.iter().flat_map(|f| &f.resultat.contrats).map(|c| c.fonction.clone()).collect();
        all.into_iter().collect::<Vec<_>>().join(", ")
    };
    let hours = |list: &[&Frozen]| {
        let all = list.iter().flat_map(|f| &f.resultat.contrats).map(|c| c.heures.0);
        all.sum::<rust_decimal::Decimal>().normalize().to_string().replace('.', ",")
    };
    let rate = |list: &[&Frozen]| {
        let rate = list.last().and_then(|f| f.entree.salarie.taux_pas);
        rate.map_or_else(|| "par défaut".to_owned(), |r| format!("{r} %"))
    };
    for (what, before, after) in [
        ("fonction", functions(was), functions(is)),
        ("heures", hours(was), hours(is)),
        ("taux d'impôt", rate(was), rate(is)),
    ] {
        if before != after {
            out.push(format!("{what} : {before} -> {after}"));
        }
    }
    let bank = |list: &[&Frozen]| list.last().and_then(|f| f.entree.salarie.iban.clone());
    // The numbers themselves are nobody's to read over a shoulder.
    if bank(was) != bank(is) {
        out.push("compte bancaire changé".to_owned());
    }
    out
}

/// Days worked before a period that no frozen payslip pays, for the people whom the period pays: their cumuls would be those
/// of another order.
pub(crate) fn earlier(
    folder: &Folder,
    register: &Register,
    period: &PayPeriod,
    paid: &BTreeSet<&str>,
) -> Vec<Diagnostic> {
    let mut frozen: BTreeMap<&str, Vec<Period>> = BTreeMap::new();
    let standing = register.standing();
    for contract in standing.iter().flat_map(|f| &f.resultat.contrats) {
        frozen.entry(&contract.contrat).or_default().push(contract.periode);
    }
    let mut weeks: BTreeMap<NaiveDate, BTreeSet<&str>> = BTreeMap::new();
    for contract in folder.contracts.values().filter(|c| paid.contains(c.matricule.as_str())) {
        let done = frozen.get(contract.contrat.as_str()).map_or(&[][..], Vec::as_slice);
        let lines = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
        let mut days: Vec<Period> = lines.iter().map(crate::LigneTemps::days).collect();
        if contract.brut.is_some() {
            days.push(contract.dates);
        }
        for day in days.into_iter().filter(|d| d.fin < period.jours.debut) {
            if !done.iter().any(|f| f.intersection(day).is_some()) {
                weeks.entry(Period::monday(day.debut)).or_default().insert(&contract.matricule);
            }
        }
    }
    let silent = folder.contracts.values().filter(|c| paid.contains(c.matricule.as_str()));
    let silent = silent.flat_map(|contract| {
        let done = frozen.get(contract.contrat.as_str()).map_or(&[][..], Vec::as_slice);
        let weeks = unpaid_weeks(folder, contract, done, period.jours.debut);
        weeks.into_iter().chain(uncounted_days(folder, contract, done, period.jours))
    });
    let told = weeks
        .into_iter()
        .map(|(monday, people)| {
            let shown: Vec<&str> = people.iter().take(8).copied().collect();
            let more = people.len().saturating_sub(8);
            let rest =
                if more > 0 { format!(" et {}", cddu_documents::typo::count(more, "autre")) } else { String::new() };
            Diagnostic::warning(
                "DOS-134",
                format!(
                    "la semaine du {} a des heures qui ne sont pas payées ; la payer après changerait l'ordre des cumuls de {}{rest}",
                    monday.format("%d/%m/%Y"),
                    shown.join(", ")
                ),
            )
            .in_file(folder.shown("temps.csv"), None)
            .hint(format!(
                "payer d'abord --periode {} ; si elle ne doit pas l'être, ôter ses lignes",
                monday.format("%G-W%V")
            ))
        })
        .collect::<Vec<_>>();
    told.into_iter().chain(silent).collect()
}

/// Days of a contract between the last period paid and this one that neither counts (a weekend between two periods from
/// Monday to Friday): the ceiling of the contract lacks them (CSS R242-2).
fn uncounted_days(
    folder: &Folder,
    contract: &LigneContrat,
    done: &[Period],
    now: Period,
) -> Option<Diagnostic> {
    let day = Days::new(1);
    let last = done.iter().map(|p| p.fin).filter(|fin| *fin < now.debut).max()?;
    let gap = Period { debut: last + day, fin: now.debut - day }.intersection(contract.dates)?;
    let lines = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    let told = lines.iter().any(|l| l.days().intersection(gap).is_some());
    if told || contract.dates.intersection(now).is_none() || gap.days() >= 7 {
        return None;
    }
    let shown = |d: NaiveDate| d.format("%d/%m/%Y");
    Some(
        Diagnostic::warning(
            "DOS-290",
            format!(
                "{} : les jours du {} au {} sont du contrat et d'aucune période payée : leur part du plafond n'est comptée par aucun bulletin (R242-2)",
                contract.contrat,
                shown(gap.debut),
                shown(gap.fin)
            ),
        )
        .severity(Gravite::Mineur)
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .hint(format!(
            "payer cette période avec eux : --periode {}/{} ; par semaines entières ils sont toujours comptés",
            gap.debut, now.fin
        )),
    )
}

/// Weeks of a contract before a day that no line, no absence and no payslip tells: the guarantee of the engagement owes
/// them, and nothing will pay them.
fn unpaid_weeks(
    folder: &Folder,
    contract: &LigneContrat,
    done: &[Period],
    before: NaiveDate,
) -> Option<Diagnostic> {
    if !questions::guaranteed(contract) || contract.dates.debut >= before {
        return None;
    }
    let past = Period { debut: contract.dates.debut, fin: contract.dates.fin.min(before - Days::new(1)) };
    let lines = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    let told = |week: &Period| {
        lines.iter().any(|l| l.days().intersection(*week).is_some())
            || done.iter().any(|p| p.intersection(*week).is_some())
            || folder.left_out.concerns(&contract.matricule, *week)
    };
    let weeks = past.weeks().map(|monday| Period { debut: monday, fin: monday + Days::new(6) });
    let found: Vec<(NaiveDate, usize)> = weeks
        .filter_map(|week| Some(week.intersection(past)?).filter(|_| !told(&week)))
        .map(|week| (week.debut, questions::expected(folder, contract, week).len()))
        .filter(|(_, days)| *days > 0)
        .collect();
    let days: usize = found.iter().map(|(_, days)| days).sum();
    let first = found.first()?.0;
    let which = match found.len() {
        1 => format!("la semaine du {} n'a", Period::monday(first).format("%d/%m/%Y")),
        n => format!("{n} semaines, à partir du {}, n'ont", first.format("%d/%m/%Y")),
    };
    Some(
        Diagnostic::warning(
            "DOS-286",
            format!(
                "{} : {which} ni heures, ni absence, ni bulletin{}",
                contract.contrat,
                questions::guarantee(contract, days)
            ),
        )
        .severity(Gravite::Majeur)
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .column("debut")
        .hint("ajouter ses heures à temps.csv et payer cette période, écrire l'absence dans absences.csv, ou corriger les dates du contrat ; rien à faire si un autre programme l'a payée"),
    )
}
