//! S21.G00.78, 79 and 81: bases and individual contributions.

use std::collections::BTreeSet;

use super::{Emit, FIN, MENSUELLE, OnIndividual, Scope, numbered};
use crate::code::s21;
use crate::nav::{Base, Individu};
use crate::norm::hors_taux;
use crate::{amount, date};
use cddu_base::Gravite::{Bloquant, Mineur};

pub(super) const CONTROLS: &[OnIndividual] = &[
    ("S21.G00.78.001/CCH-14", Bloquant, FIN, no_base_31),
    ("S21.G00.78.001/SIG-19", Mineur, MENSUELLE, uncapped_base),
    ("S21.G00.78.003/CCH-12", Bloquant, MENSUELLE, order),
    ("S21.G00.78.003/CCH-15", Bloquant, MENSUELLE, declared_month),
    ("S21.G00.78.003/CCH-16", Bloquant, MENSUELLE, one_year),
    ("S21.G00.78.003/SIG-11", Mineur, MENSUELLE, one_month),
    ("S21.G00.78.003/SIG-17", Mineur, MENSUELLE, inside_contract),
    ("S21.G00.78.004/CCH-11", Bloquant, MENSUELLE, zero_base_31),
    ("S21.G00.78.005/CCH-11", Bloquant, MENSUELLE, affiliation_of_31),
    ("S21.G00.78.005/CCH-12", Bloquant, MENSUELLE, known_affiliation),
    ("S21.G00.78.006/DESC", Mineur, MENSUELLE, contract_of_base),
    ("S21.G00.79.001/CCH-11", Bloquant, MENSUELLE, components),
    ("S21.G00.79.001/CCH-14", Bloquant, MENSUELLE, smic_under_03),
    ("S21.G00.81.001/CCH-15", Bloquant, MENSUELLE, contribution_059),
    ("S21.G00.81.001/CCH-16", Bloquant, MENSUELLE, reduction_amounts),
    ("S21.G00.81.001/CCH-17", Bloquant, MENSUELLE, reduction_smic),
    ("S21.G00.81.001/SIG-18", Mineur, MENSUELLE, employer_share),
    ("S21.G00.81.004/CCH-12", Bloquant, MENSUELLE, retirement_amount),
    ("S21.G00.81.004/DESC", Mineur, MENSUELLE, base_times_rate),
];

/// Cents by which an amount may differ from its base at its rate: each share of each payslip is rounded apart, and back
/// pay is the difference of two roundings.
const ROUNDINGS: i64 = 3;

/// A contribution with its base and its rate is their product. Those that are declared without a rate have nothing to
/// multiply; those whose amount is not one base at one rate are the rows of `norm/cotisations_hors_taux.csv`.
fn base_times_rate(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for line in bases(i).flat_map(|b| b.0.all(s21(81))) {
        let (Some(base), Some(declared), Some(rate)) =
            (line.amount(3), line.amount(4), line.get(7).and_then(thousandths))
        else {
            continue;
        };
        if line.get(1).is_some_and(hors_taux) {
            continue;
        }
        // Cents times thousandths of a percent, half up.
        let product = i128::from(base) * i128::from(rate);
        let expected = (product + product.signum() * 50_000) / 100_000;
        if (expected - i128::from(declared)).abs() > i128::from(ROUNDINGS) {
            let code = line.get(1).unwrap_or("");
            emit.at(
                line,
                4,
                format!(
                    "cotisation {code} : {} à {} % donnent {}, {} sont déclarés : corrigez la base, le taux ou le montant",
                    amount::format(base),
                    line.get(7).unwrap_or(""),
                    i64::try_from(expected).map_or_else(|_| expected.to_string(), amount::format),
                    amount::format(declared)
                ),
            );
        }
    }
}

/// A rate of two or three decimals, in thousandths.
fn thousandths(text: &str) -> Option<i64> {
    let (whole, decimals) = text.split_once('.')?;
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || !(2..=3).contains(&decimals.len()) || whole.len() > 3 {
        return None;
    }
    let scaled = format!("{whole}{decimals:0<3}");
    scaled.parse().ok()
}

fn bases<'a>(i: Individu<'a>) -> impl Iterator<Item = Base<'a>> {
    i.versements().flat_map(|v| v.0.all(s21(78))).map(Base)
}

/// True when a base has its code and its period.
pub(super) fn placed(b: Base<'_>) -> bool {
    [1, 2, 3].iter().all(|n| b.get(*n).is_some())
}

fn is_31(b: &Base<'_>) -> bool {
    b.genre() == Some("31")
}

fn no_base_31(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for b in bases(i).filter(is_31) {
        emit.at(&b, 1, "base 31 interdite dans une FCTU : déclarez-la dans la DSN mensuelle");
    }
}

/// A capped base in the month calls for an uncapped one.
fn uncapped_base(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if !bases(i).all(placed) {
        return;
    }
    let in_month = |code: &str| bases(i).find(|b| b.genre() == Some(code) && s.meets_month(b.0, 2, 3));
    if let Some(capped) = in_month("02").filter(|_| in_month("03").is_none()) {
        emit.at(&capped, 1, "base 02 (plafonnée) du mois sans base 03 (déplafonnée) : ajoutez-la");
    }
}

fn order(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for b in bases(i) {
        if let (Some(start), Some(end)) = (b.date(2), b.date(3))
            && end < start
        {
            emit.at(&b, 3, "la fin de la période de la base précède son début : corrigez les dates");
        }
    }
}

fn declared_month(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let Some(last) = s.month_end() else { return };
    for b in bases(i).filter(|b| b.date(3).is_some_and(|end| end > last)) {
        emit.at(
            &b,
            3,
            format!("la base finit après le mois déclaré : au plus tard le {}", date::french(last)),
        );
    }
}

fn one_year(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for b in bases(i) {
        if let (Some(start), Some(end)) = (b.date(2), b.date(3))
            && start <= end
            && date::month(start).div_euclid(12) != date::month(end).div_euclid(12)
        {
            emit.at(&b, 3, "la base couvre deux années civiles : une base par année");
        }
    }
}

fn one_month(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for b in bases(i).filter(is_31) {
        if let (Some(start), Some(end)) = (b.date(2), b.date(3))
            && start <= end
            && date::month(start) != date::month(end)
        {
            emit.at(&b, 3, "la base 31 couvre plusieurs mois : une base par mois civil");
        }
    }
}

/// A base 31 stays inside the contract of its affiliation.
fn inside_contract(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for b in bases(i).filter(is_31) {
        let Some(id) = b.get(5) else { continue };
        let Some(c) = i.contrats().find(|c| c.all(s21(70)).any(|a| a.get(12) == Some(id))) else { continue };
        let early = b.date(3).zip(c.date(1)).is_some_and(|(end, start)| end < start);
        let late = b.date(2).zip(c.date_fin()).is_some_and(|(start, end)| start > end);
        if early || late {
            emit.at(&b, 3, "la base 31 est hors de la période du contrat : vérifiez ses dates");
        }
    }
}

fn zero_base_31(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for b in bases(i).filter(is_31).filter(|b| b.amount(4).is_some_and(|a| a != 0)) {
        emit.at(
            &b,
            4,
            "le montant d'une base 31 est 0.00 : les montants vont dans ses composants S21.G00.79",
        );
    }
}

/// The identifier of an affiliation goes with base 31, and only with it.
fn affiliation_of_31(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for b in bases(i) {
        match (is_31(&b), b.get(5).is_some() && b.genre().is_some()) {
            (true, false) => emit.at(&b, 5, "base 31 sans affiliation : renseignez S21.G00.78.005"),
            (false, true) => emit.at(&b, 5, "affiliation sur une base autre que 31 : retirez S21.G00.78.005"),
            _ => {}
        }
    }
}

fn known_affiliation(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if i.contrats().any(|c| c.all(s21(70)).any(|a| a.get(12).is_none())) {
        return;
    }
    let known: BTreeSet<&str> =
        i.contrats().flat_map(|c| c.0.all(s21(70))).filter_map(|a| a.get(12)).collect();
    for b in bases(i).filter(is_31) {
        if let Some(id) = b.get(5).filter(|id| !known.contains(id)) {
            emit.at(
                &b,
                5,
                format!("l'affiliation {id} n'existe pas chez cette personne : reprenez un S21.G00.70.012"),
            );
        }
    }
}

/// Components of a base 31: at least one, of the types of prévoyance; 23 alone and at zero.
fn components(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for b in bases(i).filter(is_31) {
        let count = b.composants().count();
        if count == 0 {
            emit.at(&b, 1, "base 31 sans composant : ajoutez un S21.G00.79 (type 10 à 21, 23 ou 24)");
        }
        for part in b.composants() {
            let Some(kind) = part.get(1) else { continue };
            let prevoyance = kind.parse::<u32>().is_ok_and(|k| matches!(k, 10..=21 | 23 | 24));
            if !prevoyance {
                emit.at(
                    part,
                    1,
                    format!("composant {kind} sous une base 31 : seuls 10 à 21, 23 et 24 sont admis"),
                );
            } else if kind == "23" && (count > 1 || part.amount(4).is_some_and(|a| a != 0)) {
                emit.at(part, 1, "composant 23 (sans composant en paie) : seul sous sa base et à 0.00");
            }
        }
    }
}

/// Contribution 059: one under each base 31, nowhere else, with an amount and nothing more.
fn contribution_059(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let named = |b: &Base<'_>| b.genre().is_some() && b.cotisations().all(|c| c.get(1).is_some());
    for b in bases(i).filter(named) {
        let lines: Vec<_> = b.cotisations().filter(|c| c.get(1) == Some("059")).collect();
        if is_31(&b) && lines.len() != 1 {
            emit.at(
                &b,
                1,
                "une base 31 porte une cotisation 059 et une seule : ajoutez-la ou retirez le double",
            );
        }
        for line in lines {
            if !is_31(&b) {
                emit.at(line, 1, "cotisation 059 hors d'une base 31 : déplacez-la");
            }
            for number in [2, 3, 5].into_iter().filter(|n| line.get(*n).is_some()) {
                emit.at(line, number, format!("cotisation 059 : retirez S21.G00.81.{number:03}"));
            }
            if line.get(4).is_none() {
                emit.at(line, 4, "cotisation 059 sans montant : renseignez S21.G00.81.004");
            }
        }
    }
}

fn is_reduction(code: Option<&str>) -> bool {
    matches!(code, Some("018" | "106"))
}

fn reduction_amounts(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for line in bases(i).flat_map(|b| b.0.all(s21(81))).filter(|c| is_reduction(c.get(1))) {
        for number in [3, 4].into_iter().filter(|n| line.get(*n).is_none()) {
            emit.at(
                line,
                number,
                "réduction générale : assiette (81.003) et montant (81.004) sont obligatoires",
            );
        }
    }
}

/// A general reduction has the SMIC it was computed with, under its base.
fn reduction_smic(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for b in bases(i).filter(|b| !b.composants().any(|p| p.get(1) == Some("01"))) {
        if let Some(line) = b.cotisations().find(|c| is_reduction(c.get(1))) {
            emit.at(
                line,
                1,
                "réduction générale sans SMIC retenu : ajoutez un S21.G00.79 de type 01 sous la base",
            );
        }
    }
}

/// Since P26, the total of retirement contributions (131) calls for the employer's share (142) in the same payment.
fn employer_share(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for v in i.versements() {
        let line = |code: &str| {
            v.bases()
                .filter(|b| s.meets_month(b.0, 2, 3))
                .find_map(|b| b.0.all(s21(81)).find(|c| c.get(1) == Some(code)))
        };
        let named = v.bases().all(|b| b.cotisations().all(|c| c.get(1).is_some()));
        if let Some(total) = line("131").filter(|_| named && line("142").is_none()) {
            emit.at(
                total,
                1,
                "cotisation 131 sans la part patronale 142 : ajoutez-la dans le même versement",
            );
        }
    }
}

fn retirement_amount(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for line in bases(i).flat_map(|b| b.0.all(s21(81))).filter(|c| c.get(4).is_none()) {
        if let Some(code @ ("105" | "131" | "132")) = line.get(1) {
            emit.at(line, 4, format!("cotisation {code} sans montant : renseignez S21.G00.81.004"));
        }
    }
}

/// The contract of a base exists; when a payment covers several contracts, all its bases name theirs or none does.
fn contract_of_base(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if !numbered(i) {
        return;
    }
    let known: BTreeSet<&str> = i.contrats().filter_map(|c| c.0.get(9)).collect();
    for v in i.versements() {
        let paid: BTreeSet<&str> = v.0.all(s21(51)).filter_map(|r| r.get(10)).collect();
        for b in v.bases() {
            if let Some(number) = b.get(6).filter(|n| !known.contains(n)) {
                emit.at(
                    &b,
                    6,
                    format!("base du contrat {number}, qui n'existe pas chez cette personne : reprenez un S21.G00.40.009"),
                );
            }
        }
        let named = v.bases().any(|b| b.get(6).is_some());
        if let Some(b) = v.bases().find(|b| b.get(6).is_none()).filter(|_| named && paid.len() > 1) {
            emit.at(
                &b,
                6,
                "base sans contrat alors que d'autres bases du versement nomment le leur : renseignez S21.G00.78.006",
            );
        }
    }
}

/// The SMIC of the general reduction goes under a base 03 or 11.
fn smic_under_03(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for b in bases(i).filter(|b| !matches!(b.genre(), Some("03" | "11"))) {
        for part in b.composants().filter(|p| p.get(1) == Some("01")) {
            emit.at(part, 1, "SMIC de la réduction générale hors d'une base 03 : déplacez le composant");
        }
    }
}
