//! S21.G00.51 and 53: remunerations and activities.

use std::collections::BTreeSet;

use super::contrat::{first_day_with_margin, last_day};
use super::{
    Emit, FIN, MENSUELLE, MENSUELLE_FIN, MENSUELLE_SUBSTITUTION, OnIndividual, Scope, named, numbered,
};
use crate::code::s21;
use crate::nav::{Contrat, Individu, Remuneration};
use crate::norm::Version;
use cddu_base::Gravite::{Bloquant, Mineur};

pub(super) const CONTROLS: &[OnIndividual] = &[
    ("S21.G00.51.001/CCH-11", Bloquant, MENSUELLE, after_start),
    ("S21.G00.51.002/CCH-11", Bloquant, MENSUELLE_FIN, order),
    ("S21.G00.51.002/CCH-13", Bloquant, MENSUELLE, before_end),
    ("S21.G00.51.010/CCH-11", Bloquant, MENSUELLE_FIN, known_contract),
    ("S21.G00.51.011/CCH-11", Bloquant, MENSUELLE_SUBSTITUTION, four_types),
    ("S21.G00.51.011/CCH-15", Bloquant, FIN, three_types),
    ("S21.G00.51.011/CCH-16", Bloquant, MENSUELLE, base_of_pay),
    ("S21.G00.51.012/CCH-12", Bloquant, MENSUELLE, no_hours),
    ("S21.G00.51.013/SIG-11", Mineur, MENSUELLE, base_03),
    ("S21.G00.53.001/CCH-11", Bloquant, MENSUELLE_FIN, activity_under_002),
    ("S21.G00.53.001/CCH-12", Bloquant, MENSUELLE, plafond_days),
    ("S21.G00.53.002/DESC", Mineur, MENSUELLE, hours_of_cachets),
    ("S21.G00.53.003/CCH-13", Bloquant, MENSUELLE_FIN, measures),
    ("S21.G00.53.003/DESC", Mineur, MENSUELLE, cachets_and_days),
];

fn remunerations<'a>(i: Individu<'a>) -> impl Iterator<Item = Remuneration<'a>> {
    i.versements().flat_map(|v| v.0.all(s21(51))).map(Remuneration)
}

fn contract_of<'a>(i: Individu<'a>, r: Remuneration<'_>) -> Option<Contrat<'a>> {
    let number = r.contrat()?;
    i.contrats().find(|c| c.numero() == Some(number))
}

/// Pay for unemployment rights, other than zero.
fn rights(r: &Remuneration<'_>) -> bool {
    r.genre() == Some("002") && r.amount(13).is_some_and(|a| a != 0)
}

/// The pay period starts at the earliest two days before the contract.
fn after_start(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for r in remunerations(i).filter(rights) {
        let earliest = contract_of(i, r).and_then(|c| first_day_with_margin(&c));
        if let (Some(start), Some(earliest)) = (r.date(1), earliest)
            && start < earliest
        {
            emit.at(&r, 1, "la période de paie commence avant le contrat : reprenez les dates du contrat");
        }
    }
}

fn order(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for r in remunerations(i) {
        if let (Some(start), Some(end)) = (r.date(1), r.date(2))
            && end < start
        {
            emit.at(&r, 2, "la fin de la période de paie précède son début : corrigez les dates");
        }
    }
}

/// The pay period ends with the contract.
fn before_end(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for r in remunerations(i).filter(rights) {
        if let (Some(end), Some(c)) = (r.date(2), contract_of(i, r))
            && end > last_day(&c)
        {
            emit.at(&r, 2, "la période de paie finit après le contrat : reprenez les dates du contrat");
        }
    }
}

/// The contract number exists (or was declared before, in a FCTU).
fn known_contract(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if !numbered(i) {
        return;
    }
    let mut known: BTreeSet<&str> = i.contrats().filter_map(|c| c.0.get(9)).collect();
    known.extend(i.contrats().flat_map(|c| c.0.all(s21(45))).filter_map(|b| b.get(2)));
    for r in remunerations(i) {
        if let Some(number) = r.contrat().filter(|n| !known.contains(n)) {
            emit.at(
                &r,
                10,
                format!("le contrat {number} n'existe pas chez cette personne : reprenez un S21.G00.40.009"),
            );
        }
    }
}

/// Reports, for each payment and contract, the missing types among `types`.
fn missing_types(i: Individu<'_>, types: &[&str], emit: &mut Emit<'_>) {
    for v in i.versements().filter(|v| named(v.remunerations())) {
        let mut seen = BTreeSet::new();
        for r in v.remunerations().filter(|r| r.contrat().is_some_and(|c| seen.insert(c.to_string()))) {
            let has = |t: &str| v.remunerations().any(|o| o.contrat() == r.contrat() && o.genre() == Some(t));
            let missing: Vec<&str> = types.iter().copied().filter(|t| !has(t)).collect();
            if !missing.is_empty() {
                emit.at(
                    &r,
                    11,
                    format!(
                        "contrat {} : rémunération(s) de type {} absente(s) dans ce versement, ajoutez-les",
                        r.contrat().unwrap_or(""),
                        missing.join(", ")
                    ),
                );
            }
        }
    }
}

fn four_types(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    missing_types(i, &["001", "002", "003", "010"], emit);
}

/// FCTU: three types per payment, whatever the contract.
fn three_types(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for v in i.versements().filter(|v| named(v.remunerations())) {
        let missing: Vec<&str> = ["001", "002", "010"]
            .into_iter()
            .filter(|t| !v.remunerations().any(|r| r.genre() == Some(t)))
            .collect();
        if let Some(first) = v.remunerations().next().filter(|_| !missing.is_empty()) {
            emit.at(
                &first,
                11,
                format!(
                    "rémunération(s) de type {} absente(s) dans ce versement, ajoutez-les",
                    missing.join(", ")
                ),
            );
        }
    }
}

/// Since P26, pay of the declared month calls for a base under the same payment. Régime général only.
fn base_of_pay(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if s.norm.version < Version::P26V01 || !i.contrats().all(|c| c.get(20) == Some("200")) {
        return;
    }
    for v in i.versements().filter(|v| v.bases().all(super::base::placed)) {
        let based = v
            .bases()
            .any(|b| matches!(b.genre(), Some("03" | "11" | "22" | "23")) && s.meets_month(b.0, 2, 3));
        let pay = v.remunerations().find(|r| {
            r.genre() == Some("001")
                && r.amount(13).is_some_and(|a| a != 0)
                && r.date(1).is_some_and(|d| s.in_month(d))
                && r.date(2).is_some_and(|d| s.in_month(d))
        });
        if let Some(pay) = pay.filter(|_| !based) {
            emit.at(
                &pay,
                11,
                "rémunération du mois sans base assujettie 03, 11, 22 ou 23 dans le mois : ajoutez la base",
            );
        }
    }
}

/// Pay calls for a base 03 under the same payment. Régime général only.
fn base_03(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if !i.contrats().all(|c| c.get(20) == Some("200")) {
        return;
    }
    for v in i.versements().filter(|v| !v.bases().any(|b| matches!(b.genre(), Some("03") | None))) {
        let pay =
            v.remunerations().find(|r| r.genre() == Some("001") && r.amount(13).is_some_and(|a| a != 0));
        if let Some(pay) = pay {
            emit.at(
                &pay,
                13,
                "rémunération brute sans base 03 (déplafonnée) sous le même versement : ajoutez-la",
            );
        }
    }
}

fn no_hours(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for r in remunerations(i).filter(|r| r.get(12).is_some()) {
        if let Some(kind @ ("001" | "002" | "003" | "010")) = r.genre() {
            emit.at(&r, 12, format!("nombre d'heures interdit pour le type {kind} : retirez S21.G00.51.012"));
        }
    }
}

/// Activities other than the days of the plafond go under type 002.
fn activity_under_002(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for r in remunerations(i).filter(|r| r.genre().is_some_and(|g| g != "002")) {
        for activity in r.activites().filter(|a| a.get(3).is_some_and(|u| u != "40")) {
            emit.at(
                activity,
                1,
                "activité hors d'une rémunération de type 002 : déplacez-la (seule l'unité 40 va sous 001)",
            );
        }
    }
}

/// Calendar days of the plafond go under type 001, as work (53.001 = 01).
fn plafond_days(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for r in remunerations(i) {
        for activity in r.activites().filter(|a| a.get(3) == Some("40")) {
            if r.genre().is_some_and(|g| g != "001") || activity.get(1).is_some_and(|t| t != "01") {
                emit.at(
                    activity,
                    1,
                    "unité 40 (jours du plafond) : sous la rémunération 001, avec S21.G00.53.001 = 01",
                );
            }
        }
    }
}

/// Largest measures, and units reserved to a trade.
fn measures(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for r in remunerations(i) {
        for activity in r.activites() {
            let limit = match activity.get(3) {
                Some("10" | "21") => 325_000,
                Some("12" | "20") => 40_300,
                Some("31") if contract_of(i, r).is_some_and(|c| c.get(4) != Some("352a")) => {
                    emit.at(
                        activity,
                        3,
                        "unité 31 (pige) réservée à la PCS 352a (journalistes) : changez l'unité",
                    );
                    continue;
                }
                _ => continue,
            };
            if activity.amount(2).is_some_and(|m| m > limit) {
                emit.at(
                    activity,
                    2,
                    format!("mesure trop grande pour cette unité : {}.00 au plus", limit / 100),
                );
            }
        }
    }
}

/// Hours that are a whole day of each cachet are those of the cachets: France Travail would count the days twice.
fn hours_of_cachets(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for r in remunerations(i).filter(|r| r.genre() == Some("002")) {
        let worked = |units: &[&str]| {
            r.activites().find(|a| a.get(1) == Some("01") && a.get(3).is_some_and(|u| units.contains(&u)))
        };
        let (Some(hours), Some(cachets)) = (worked(&["35"]), worked(&["36", "37"])) else { continue };
        let (Some(h), Some(n)) = (hours.amount(2), cachets.amount(2)) else { continue };
        if let Some(day) = [7, 8, 9, 12].into_iter().find(|day| n > 0 && h == n * day) {
            emit.at(
                hours,
                2,
                format!(
                    "{day} heures par cachet à côté des cachets : déclarez les mêmes journées en heures ou en cachets, pas des deux façons"
                ),
            );
        }
    }
}

/// Congés spectacles needs days beside cachets to compute rights.
fn cachets_and_days(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for r in remunerations(i).filter(|r| r.genre() == Some("002")) {
        let unit = |list: &[&str]| r.activites().find(|a| a.get(3).is_some_and(|u| list.contains(&u)));
        let spectacle = contract_of(i, r).is_some_and(|c| c.get(22).is_some_and(|v| v.starts_with("97")));
        if let Some(cachets) = unit(&["36", "37", "39"]).filter(|_| spectacle)
            && unit(&["12"]).is_none()
            && r.activites().all(|a| a.get(3).is_some())
        {
            emit.at(
                cachets,
                3,
                "cachets sans activité en jours : les Congés spectacles demandent aussi l'unité 12",
            );
        }
    }
}
