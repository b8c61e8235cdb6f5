//! S21.G00.50, 52, 54, 56 and 58: payments, bonuses, PAS, net social.

use std::collections::BTreeSet;

use super::contrat::private;
use super::{Emit, MENSUELLE, MENSUELLE_FIN, OnIndividual, Scope, numbered};
use crate::code::s21;
use crate::nav::Individu;
use crate::norm::Version;
use crate::tree::Block;
use crate::{amount, date};
use cddu_base::Gravite::{Bloquant, Mineur};

pub(super) const CONTROLS: &[OnIndividual] = &[
    ("S21.G00.50.001/CCH-13", Bloquant, MENSUELLE, payment_date),
    ("S21.G00.50.001/CCH-14", Bloquant, MENSUELLE, net_social),
    ("S21.G00.50.001/CCH-16", Bloquant, MENSUELLE, dfs_contract),
    ("S21.G00.50.003/CCH-12", Bloquant, MENSUELLE, distinct_numbers),
    ("S21.G00.50.004/DESC", Mineur, MENSUELLE, net_paid),
    ("S21.G00.50.007/CCH-11", Bloquant, MENSUELLE, no_rate),
    ("S21.G00.50.008/CCH-11", Bloquant, MENSUELLE, rate_identifier),
    ("S21.G00.50.008/DESC", Mineur, MENSUELLE, short_contract),
    ("S21.G00.50.009/CCH-11", Bloquant, MENSUELLE, pas),
    ("S21.G00.52.001/CCH-11", Bloquant, MENSUELLE_FIN, indemnity_once),
    ("S21.G00.52.003/CCH-12", Bloquant, MENSUELLE, bonus_period),
    ("S21.G00.52.006/CCH-11", Bloquant, MENSUELLE, bonus_contract),
    ("S21.G00.54.004/CCH-11", Bloquant, MENSUELLE, other_period),
    ("S21.G00.54.004/SIG-12", Mineur, MENSUELLE, other_period_end),
    ("S21.G00.54.005/CCH-11", Bloquant, MENSUELLE, other_contract),
    ("S21.G00.56.002/CCH-11", Bloquant, MENSUELLE, correction),
    ("S21.G00.56.001/CCH-11", Bloquant, MENSUELLE, correction_year),
    ("S21.G00.58.002/CCH-14", Bloquant, MENSUELLE, net_period),
    ("S21.G00.98.004/CCH-11", Bloquant, MENSUELLE, satd_month),
];

/// Paid no later than the month after the declared one.
fn payment_date(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let Some(last) = s.mois.map(|m| date::month_end(m, 1)) else { return };
    for v in i.versements().filter(|v| v.date(1).is_some_and(|d| d > last)) {
        emit.at(
            &v,
            1,
            format!("versement après le {} : déclarez-le dans la DSN de son mois", date::french(last)),
        );
    }
}

/// A montant net social for anyone paid in the declared month or the next one. Monaco is excepted.
fn net_social(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let Some(month) = s.mois else { return };
    let monaco = s.etablissement.and_then(|e| e.get(4)).is_some_and(|p| p.starts_with("980"));
    if monaco || !i.contrats().any(|c| private(&c)) {
        return;
    }
    let has = |v: &Block| {
        v.all(s21(58)).any(|n| matches!(n.get(3), Some("03") | None))
            || (s.norm.version == Version::P24V01 && v.all(s21(51)).any(|r| r.get(11) == Some("027")))
    };
    let last = date::month_end(month, 1);
    let first = i.versements().find(|v| v.date(1).is_some_and(|d| d >= month && d <= last));
    if let Some(first) = first
        && !i.versements().any(|v| has(&v))
    {
        emit.at(
            &first,
            1,
            "aucun montant net social : ajoutez un bloc S21.G00.58 de type 03 sous le versement",
        );
    }
}

/// With several contracts in a payment, a déduction forfaitaire spécifique names its contract.
fn dfs_contract(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for v in i.versements() {
        let contracts: BTreeSet<&str> = v.0.all(s21(51)).filter_map(|r| r.get(10)).collect();
        if contracts.len() < 2 {
            continue;
        }
        for item in v.all(s21(54)).filter(|e| e.get(1) == Some("10") && e.get(5).is_none()) {
            emit.at(item, 5, "déduction forfaitaire spécifique sans contrat alors que le versement en a plusieurs : renseignez S21.G00.54.005");
        }
    }
}

/// Several payments of one person have distinct numbers.
fn distinct_numbers(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if i.versements().count() < 2 {
        return;
    }
    let mut seen = BTreeSet::new();
    for v in i.versements() {
        let number = v.get(3).map(|n| n.trim_start_matches('0').to_string());
        if number.is_none() || !seen.insert(number) {
            emit.at(
                &v,
                3,
                "plusieurs versements pour une personne : donnez à chacun un S21.G00.50.003 différent",
            );
        }
    }
}

/// Rate type 99: rate and amount are zero.
fn no_rate(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for v in i.versements().filter(|v| v.get(7) == Some("99")) {
        if v.amount(6).is_some_and(|a| a != 0) || v.amount(9).is_some_and(|a| a != 0) {
            emit.at(
                &v,
                7,
                "type de taux 99 (indu d'un exercice antérieur) : le taux et le PAS doivent être nuls",
            );
        }
    }
}

/// A rate sent by the DGFIP has its identifier.
fn rate_identifier(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for v in i.versements().filter(|v| v.get(7) == Some("01") && v.get(8).is_none()) {
        emit.at(&v, 8, "taux transmis par la DGFIP (type 01) sans identifiant : renseignez S21.G00.50.008 (numéro du CRM)");
    }
}

/// PAS = base x rate, within one euro.
fn pas(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for v in i.versements() {
        let (Some(base), Some(rate), Some(declared)) = (v.amount(13), v.amount(6), v.amount(9)) else {
            continue;
        };
        let Some(product) = base.checked_mul(rate) else { continue };
        let due = (product + 5_000) / 10_000;
        if (declared - due).abs() > 100 {
            emit.at(
                &v,
                9,
                format!(
                    "PAS de {} au lieu de {} (50.013 x 50.006) : corrigez le montant, la base ou le taux",
                    amount::format(declared),
                    amount::format(due)
                ),
            );
        }
    }
}

/// Indemnities of end of contract appear once per contract and payment.
fn indemnity_once(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for v in i.versements() {
        let mut seen = BTreeSet::new();
        for bonus in v.all(s21(52)) {
            let Some(kind) = bonus.get(1) else { continue };
            let indemnity = kind.parse::<u32>().is_ok_and(|k| (1..=25).contains(&k));
            if indemnity && !seen.insert((kind, bonus.get(6))) {
                emit.at(
                    bonus,
                    1,
                    format!("indemnité {kind} déclarée deux fois pour un contrat : additionnez les montants"),
                );
            }
        }
    }
}

/// Bonuses attached to a period have its dates.
fn bonus_period(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for bonus in i.versements().flat_map(|v| v.0.all(s21(52))) {
        if let Some(kind @ ("026" | "027" | "029")) = bonus.get(1) {
            for number in [3, 4].into_iter().filter(|n| bonus.get(*n).is_none()) {
                emit.at(
                    bonus,
                    number,
                    format!("prime {kind} sans période de rattachement : renseignez S21.G00.52.003 et 004"),
                );
            }
        }
    }
}

fn other_period(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for item in i.versements().flat_map(|v| v.0.all(s21(54))) {
        if let (Some(start), Some(end)) = (item.date(3), item.date(4))
            && end < start
        {
            emit.at(item, 4, "la fin de la période précède son début : corrigez les dates");
        }
    }
}

fn other_period_end(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let Some(last) = s.month_end() else { return };
    for item in i.versements().flat_map(|v| v.0.all(s21(54))) {
        if !matches!(item.get(1), Some("37" | "92" | "93")) && item.date(4).is_some_and(|end| end > last) {
            emit.at(item, 4, "la période dépasse le mois déclaré : vérifiez la date de fin");
        }
    }
}

/// What each type of PAS correction asks for.
fn correction(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for item in i.versements().flat_map(|v| v.0.all(s21(56))) {
        let Some(kind) = item.get(2) else { continue };
        let needed: &[u32] = match kind {
            "01" | "03" => &[3, 6, 10],
            "02" => &[5, 15],
            "04" => &[3, 10],
            _ => &[],
        };
        for number in needed.iter().copied().filter(|n| item.get(*n).is_none()) {
            emit.at(
                item,
                number,
                format!("régularisation de PAS de type {kind} : S21.G00.56.{number:03} est obligatoire"),
            );
        }
        if kind == "03" && item.amount(10).is_some_and(|a| a > 0) {
            emit.at(item, 10, "régularisation de type 03 : la base S21.G00.56.010 est négative ou nulle");
        }
        if kind == "04" && item.amount(7).is_some_and(|a| a != 0) {
            emit.at(item, 7, "régularisation de type 04 : le PAS S21.G00.56.007 doit être 0.00");
        }
    }
}

/// A month of the same year; in January, of the year before too.
fn correction_year(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let Some(declared) = s.mois.map(date::month) else { return };
    for item in i.versements().flat_map(|v| v.0.all(s21(56))) {
        let Some(month) = item.get(1).and_then(|m| date::parse(&format!("01{m}"))).map(date::month) else {
            continue;
        };
        let years = declared.div_euclid(12) - month.div_euclid(12);
        if years > i32::from(declared.rem_euclid(12) == 0) {
            emit.at(item, 1, "régularisation de PAS d'une année antérieure : possible en janvier seulement, pour l'année précédente");
        }
    }
}

/// Both dates or none, in one civil year, no later than the month after the declared one.
fn net_period(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let last = s.mois.map(|m| date::month_end(m, 1));
    for item in i.versements().flat_map(|v| v.0.all(s21(58))) {
        if item.get(1).is_some() != item.get(2).is_some() {
            emit.at(item, 2, "période incomplète : renseignez S21.G00.58.001 et 002, ou aucune des deux");
        }
        let (Some(start), Some(end)) = (item.date(1), item.date(2)) else { continue };
        if date::month(start).div_euclid(12) != date::month(end).div_euclid(12) {
            emit.at(item, 2, "la période doit tenir dans une année civile : corrigez les dates");
        } else if end < start {
            emit.at(item, 2, "la fin de la période précède son début : corrigez les dates");
        } else if last.is_some_and(|last| end > last) {
            emit.at(item, 2, "la période dépasse le mois qui suit le mois déclaré : corrigez la date de fin");
        }
    }
}

/// Net versé: net fiscal less CSG non déductible, CRDS and employer's health cover (54 type 92). The file gives the whole
/// CSG (072): between 2.40 points of 9.20 and all of it (overtime exempt from tax) is not deductible.
fn net_paid(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for v in i.versements() {
        let (Some(fiscal), Some(paid)) = (v.amount(2), v.amount(4)) else { continue };
        let sum = |code: &str| -> i64 {
            v.bases()
                .flat_map(|b| b.0.all(s21(81)))
                .filter(|c| c.get(1) == Some(code))
                .filter_map(|c| c.amount(4))
                .sum()
        };
        let (csg, crds) = (sum("072"), sum("079"));
        let health: i64 = v.all(s21(54)).filter(|e| e.get(1) == Some("92")).filter_map(|e| e.amount(2)).sum();
        if csg <= 0 || fiscal <= 0 {
            continue;
        }
        // Exempt overtime taken back gives back all of its CSG and CRDS, a tenth of its net at most: less than usual is kept.
        let taken_back: i64 = v
            .all(s21(58))
            .filter(|e| e.get(3) == Some("01"))
            .filter_map(|e| e.amount(4))
            .filter(|a| *a < 0)
            .sum();
        let least = csg * 24 / 92 + crds + health + taken_back / 10;
        let most = csg + crds + health;
        let kept = fiscal - paid;
        if kept < least - 100 || kept > most + 100 {
            emit.at(
                &v,
                4,
                format!(
                    "net versé {} : attendu au plus {} (net fiscal moins CSG non déductible, CRDS et santé patronale ; le PAS n'est pas déduit)",
                    amount::format(paid),
                    amount::format(fiscal - least)
                ),
            );
        }
    }
}

/// Only fixed-term contracts of at most two months, without a rate sent by the DGFIP: identifier -1.
fn short_contract(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let short = |c: &crate::nav::Contrat<'_>| {
        super::contrat::fixed_term(c)
            && c.date(1).zip(c.date(10)).is_some_and(|(start, end)| {
                start.checked_add_months(chrono::Months::new(2)).is_some_and(|limit| end < limit)
            })
    };
    if i.contrats().count() == 0 || !i.contrats().all(|c| short(&c)) {
        return;
    }
    for v in i.versements().filter(|v| matches!(v.get(7), Some("13" | "23" | "33"))) {
        if v.get(8) != Some("-1") {
            emit.at(
                &v,
                8,
                "CDD de deux mois au plus au barème : mettez -1 en S21.G00.50.008 (abattement d'un demi-SMIC sur l'assiette)",
            );
        }
    }
}

/// Reports blocks `number` of the payments whose contract (rubrique `contract`) is not one of the individual.
fn known_contract(i: Individu<'_>, number: u32, contract: u32, what: &str, emit: &mut Emit<'_>) {
    if !numbered(i) {
        return;
    }
    for item in i.versements().flat_map(|v| v.0.all(s21(number))) {
        if let Some(name) = item.get(contract)
            && !i.contrats().any(|c| c.numero() == Some(name))
        {
            emit.at(
                item,
                contract,
                format!("{what} du contrat {name}, qui n'existe pas chez cette personne : reprenez un S21.G00.40.009"),
            );
        }
    }
}

fn bonus_contract(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    known_contract(i, 52, 6, "prime", emit);
}

fn other_contract(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    known_contract(i, 54, 5, "autre élément de revenu", emit);
}

/// A corrected SATD belongs to an earlier month.
fn satd_month(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let Some(declared) = s.mois.map(date::month) else { return };
    for block in i.0.all(s21(98)) {
        let month = block.get(4).and_then(|m| date::parse(&format!("01{m}"))).map(date::month);
        if month.is_some_and(|m| m >= declared) {
            emit.at(block, 4, "mois de l'erreur d'une SATD : un mois antérieur au mois déclaré");
        }
    }
}
