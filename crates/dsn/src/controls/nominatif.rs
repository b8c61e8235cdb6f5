//! What the individual contributions (S21.G00.81) add up to, against the Urssaf return by CTP and the payments.
//!
//! Own checks: the norm does not block on them, the bodies send them back (CRM 119 and 120 of the Urssaf, notifications of
//! Agirc-Arrco). Only a whole declaration (fraction 11) can be added up. A sum that the file does not give in full is not
//! judged: a value missing or malformed, a CTP that the table does not know, a code that the file never declares.

use std::collections::BTreeMap;

use super::organisme::{self, AGIRC_ARRCO, urssaf};
use super::{Emit, Facts, MENSUELLE, OnDeclaration, Scope};
use crate::code::s21;
use crate::nav::Versement;
use crate::norm::{Correspondance, Ctp, correspondances, ctps};
use crate::tree::Block;
use crate::{amount, date, ids};
use cddu_base::Gravite::{Majeur, Mineur};

pub(super) const CONTROLS: &[OnDeclaration] = &[
    ("S21.G00.20.SUM", Majeur, MENSUELLE, paid),
    ("S21.G00.23.001/CTP", Mineur, MENSUELLE, known_ctp),
    ("S21.G00.23.SUM", Majeur, MENSUELLE, individual_sum),
];

/// SIRET of the caisse des congés spectacles.
const CONGES_SPECTACLES: &str = "77567608300030";

/// Individual contributions of a declaration.
#[derive(Clone, Default)]
pub(super) struct Cotisations {
    sums: BTreeMap<Poste, Somme>,
    bodies: Vec<String>,
    /// A contribution or a base without its code.
    unnamed: bool,
}

/// Code of the contribution, of its base, rank of its body among those met (0: none), and month of the base.
type Poste = (u16, u16, usize, Option<i32>);

/// What a code adds up to.
#[derive(Clone, Copy, Default)]
struct Somme {
    assiette: i64,
    montant: i64,
    lignes: i64,
    /// A line without its base, without its amount.
    sans_assiette: bool,
    sans_montant: bool,
}

impl Cotisations {
    /// Adds the contributions of a payment.
    pub(super) fn add(&mut self, payment: Versement<'_>) {
        for base in payment.bases() {
            let under = base.genre().and_then(|c| c.parse().ok());
            self.unnamed |= under.is_none();
            let month = base.date(3).map(date::month);
            for line in base.cotisations() {
                let Some(code) = line.get(1).and_then(|c| c.parse().ok()) else {
                    self.unnamed = true;
                    continue;
                };
                let body = self.body(line.get(2));
                let sum = self.sums.entry((code, under.unwrap_or(0), body, month)).or_default();
                sum.lignes += 1;
                sum.sans_assiette |= line.field(3).is_none();
                sum.sans_montant |= line.field(4).is_none();
                sum.assiette += line.amount(3).unwrap_or(0);
                sum.montant += line.amount(4).unwrap_or(0);
            }
        }
    }

    fn body(&mut self, siret: Option<&str>) -> usize {
        let Some(siret) = siret else { return 0 };
        let known = self.bodies.iter().position(|b| b == siret);
        1 + known.unwrap_or_else(|| {
            self.bodies.push(siret.to_string());
            self.bodies.len() - 1
        })
    }

    /// What a code and a base (any when `None`) add up to at a body; lines that name no body are those of `alone`.
    fn of(&self, code: &str, base: Option<&str>, body: &str, alone: bool) -> Somme {
        let code: Option<u16> = code.parse().ok();
        let base: Option<u16> = base.and_then(|b| b.parse().ok());
        let mut out = Somme::default();
        for ((c, under, at, _), sum) in &self.sums {
            let here = if *at == 0 { alone } else { self.bodies[at - 1] == body };
            if Some(*c) == code && base.is_none_or(|b| b == *under) && here {
                out.assiette += sum.assiette;
                out.montant += sum.montant;
                out.lignes += sum.lignes;
                out.sans_assiette |= sum.sans_assiette;
                out.sans_montant |= sum.sans_montant;
            }
        }
        out
    }
}

/// A declaration that is not a part of another one.
fn whole(s: &Scope<'_>) -> bool {
    s.declaration.get(3) == Some("11")
}

/// Most CTP named as the nearest of an unknown one.
const NEAREST: usize = 5;

/// A CTP that the table does not have: the return cannot be added up.
fn known_ctp(s: &Scope<'_>, _: &Facts, emit: &mut Emit<'_>) {
    let mut said: Vec<&str> = Vec::new();
    for line in organisme::returns(s).into_iter().flat_map(|b| b.all(s21(23))) {
        let Some(ctp) = line.get(1).filter(|c| !is_known(c)) else { continue };
        if said.contains(&ctp) {
            continue;
        }
        said.push(ctp);
        let near: Vec<String> = nearest(ctp).iter().map(|c| format!("{} ({})", c.code, c.libelle)).collect();
        emit.at(
            line,
            1,
            format!(
                "CTP {ctp} inconnu de la table de ce contrôle : les totaux par CTP ne sont pas vérifiés ; les plus proches : {}",
                near.join(", ")
            ),
        );
    }
}

fn is_known(ctp: &str) -> bool {
    ctps().iter().any(|c| c.code == ctp)
}

/// The CTP that differ by the fewest digits, the closest numbers first.
fn nearest(ctp: &str) -> Vec<&'static Ctp> {
    let number: i64 = ctp.parse().unwrap_or(0);
    let distance = |known: &&Ctp| {
        let digits = ctp.bytes().zip(known.code.bytes()).filter(|(a, b)| a != b).count();
        let lengths = ctp.len().abs_diff(known.code.len());
        (digits + lengths, (known.code.parse::<i64>().unwrap_or(0) - number).abs())
    };
    let mut all: Vec<&Ctp> = ctps().iter().collect();
    all.sort_by_key(distance);
    all.dedup_by_key(|c| c.code);
    all.truncate(NEAREST);
    all
}

/// Bases and amounts by CTP against the individual contributions that they add up, over all the returns of a body: a
/// payslip may be dated in another month than the return that carries it.
fn individual_sum(s: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    let returns = organisme::returns(s);
    let lines = || returns.iter().flat_map(|b| b.all(s21(23)));
    let readable = lines().all(|l| {
        l.get(1).is_some_and(is_known)
            && l.get(2).is_some()
            && (l.amount(4).is_some() || l.amount(5).is_some())
    });
    if !whole(s) || facts.cotisations.unnamed || !readable || returns.iter().any(|b| b.get(1).is_none()) {
        return;
    }
    let bodies = urssaf(s);
    for body in &bodies {
        let own: Vec<&Block> = returns.iter().copied().filter(|b| b.get(1) == Some(body)).collect();
        let mut said: Vec<&str> = Vec::new();
        for row in correspondances() {
            let sum = facts.cotisations.of(row.cotisation, row.base, body, bodies.len() == 1);
            let incomplete = if row.montant { sum.sans_montant } else { sum.sans_assiette };
            if sum.lignes == 0 || incomplete || said.contains(&row.libelle) {
                continue;
            }
            let Some(declared) = declared(&own, row) else { continue };
            let individual = if row.montant { sum.montant } else { sum.assiette };
            // Half a euro for the rounding of the line of each return (one rounded to 0 is not written), a cent for that of
            // each raised base.
            let lines = i64::try_from(own.len()).unwrap_or(i64::MAX).max(declared.lines);
            let tolerance = lines.saturating_mul(50) + sum.lignes;
            if (declared.sum - individual).abs() > tolerance {
                said.push(row.libelle);
                let (first, number) =
                    declared.first.map_or((own[0], 5), |l| (l, if row.montant { 5 } else { 4 }));
                emit.at(first, number, sentence(row, declared.sum, individual));
            }
        }
    }
}

/// What the returns of a body declare for a correspondence.
struct Declared<'a> {
    sum: i64,
    lines: i64,
    first: Option<&'a Block>,
}

/// `None` when a line gives a base where an amount is expected, or the reverse.
fn declared<'a>(returns: &[&'a Block], row: &Correspondance) -> Option<Declared<'a>> {
    let mut out = Declared { sum: 0, lines: 0, first: None };
    for line in returns.iter().flat_map(|b| b.all(s21(23))) {
        let (Some(ctp), Some(qualifiant)) = (line.get(1), line.get(2)) else { return None };
        if !row.ctp.contains(&(ctp, qualifiant)) {
            continue;
        }
        let reduces = ctps().iter().any(|c| c.code == ctp && matches!(c.format, "F" | "R"));
        let value = if row.montant { line.amount(5)? } else { line.amount(4)? };
        out.sum += if row.montant && reduces { -value } else { value };
        out.lines += 1;
        out.first.get_or_insert(line);
    }
    Some(out)
}

fn sentence(row: &Correspondance, declared: i64, individual: i64) -> String {
    let what = if row.montant { "un montant" } else { "une assiette" };
    let mut codes: Vec<&str> = row.ctp.iter().map(|(ctp, _)| *ctp).collect();
    codes.dedup();
    format!(
        "{} : le bordereau déclare {what} de {} (CTP {}), la somme des cotisations individuelles {} fait {} (écart {}) : cherchez \
         une personne omise ou comptée deux fois, ou une valeur changée d'un seul côté",
        row.libelle,
        amount::format(declared),
        codes.join(", "),
        row.cotisation,
        amount::format(individual),
        amount::format(declared - individual),
    )
}

/// Codes that say again a part of another one.
const REPEATED: [u16; 3] = [142, 146, 148];
/// Codes of the former way of declaring Agirc-Arrco, whose total another code may hold.
const FORMER: [u16; 3] = [63, 64, 105];

/// France Travail, Agirc-Arrco and Congés spectacles, which have no return: what is paid to each is the sum of its
/// individual contributions, to the cent, since both are in cents. A body paid by another establishment, by the quarter, or not
/// paid this month, is not judged; what an earlier month gives back may be kept for a later payment.
fn paid(s: &Scope<'_>, facts: &Facts, emit: &mut Emit<'_>) {
    let all = &facts.cotisations;
    if !whole(s) || all.unnamed || all.sums.keys().any(|(code, ..)| FORMER.contains(code)) {
        return;
    }
    let mut judged: Vec<&str> = Vec::new();
    for first in s.of_etablissement(20) {
        let Some(body) = first.get(1).filter(|b| !judged.contains(b)) else { continue };
        let conges = body == CONGES_SPECTACLES;
        if !(conges || body == AGIRC_ARRCO || first.get(2).is_some_and(ids::france_travail_spectacle)) {
            continue;
        }
        judged.push(body);
        let payments: Vec<&Block> = s.of_etablissement(20).filter(|b| b.get(1) == Some(body)).collect();
        let elsewhere = payments.iter().any(|b| b.get(10) == Some("06"));
        // A quarter is paid with its last month: the contributions of the two others are in their own declarations.
        let longer = payments.iter().any(|b| b.date(6).map(date::month) != b.date(7).map(date::month));
        let mut sum = Somme::default();
        let mut months: BTreeMap<Option<i32>, i64> = BTreeMap::new();
        for ((code, _, at, month), part) in &all.sums {
            let here = if conges { *code == 66 } else { *at > 0 && all.bodies[at - 1] == body };
            if here && !REPEATED.contains(code) {
                sum.montant += part.montant;
                sum.lignes += part.lignes;
                sum.sans_montant |= part.sans_montant;
                *months.entry(*month).or_default() += part.montant;
            }
        }
        let paid = payments.iter().map(|b| b.amount(5)).sum::<Option<i64>>();
        let Some(paid) = paid.filter(|_| !elsewhere && !longer && !sum.sans_montant && sum.lignes > 0) else {
            continue;
        };
        let due = sum.montant.max(0);
        if paid != due && !credited(&months, s.mois.map(date::month)).contains(&paid) {
            emit.at(
                first,
                5,
                format!(
                    "versement de {} à l'organisme {body} alors que ses cotisations individuelles font {} (écart {}) : vérifiez \
                     l'un ou l'autre",
                    amount::format(paid),
                    amount::format(due),
                    amount::format(paid - due)
                ),
            );
        }
    }
}

/// What may be paid when a month gives money back: the other months whole, or less what is taken off the declared month.
fn credited(months: &BTreeMap<Option<i32>, i64>, declared: Option<i32>) -> [i64; 2] {
    let owed: i64 = months.values().filter(|m| **m > 0).sum();
    let given: i64 = months.values().filter(|m| **m < 0).sum();
    let current =
        months.iter().find(|(month, _)| month.is_some() && **month == declared).map_or(0, |(_, m)| *m);
    [owed, owed - current.max(0) + (current.max(0) + given).max(0)]
}
