//! Bases and individual contributions of a contract, from the lines of its payslip.

use std::collections::BTreeMap;

use cddu_dsn::Version;
use cddu_payslip::{ContractPay, Line};
use cddu_rates::{Cents, Famille, Rate};
use chrono::{Datelike as _, NaiveDate};

use crate::parts::{both, both_rates};
use crate::tables::{Individuelle, Tables};

/// A base (S21.G00.78) with its contributions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// Code (78.001).
    pub code: &'static str,
    /// Amount (78.004).
    pub montant: Cents,
    /// Base of the taxe sur les salaires at the normal rate (79 type 91), under base 03 only.
    pub taxe_salaires: Cents,
    /// Contributions, in order of the table.
    pub cotisations: Vec<Cotisation>,
}

/// A contribution (S21.G00.81).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cotisation {
    /// Code (81.001).
    pub code: String,
    /// Body of the payslip lines.
    pub organisme: String,
    /// Base (81.003).
    pub assiette: Cents,
    /// Amount (81.004).
    pub montant: Cents,
    /// Rate (81.007); `None` when it has no exact writing.
    pub taux: Option<Rate>,
}

/// Codes of the bases under which contributions may be declared; 31 is that of the contracts of prévoyance.
pub const BASES: [&str; 8] = ["02", "03", "04", "07", "13", "27", "31", "57"];

/// True for a code that the norm of the year of payment lists for S21.G00.81.001; true as well for a year whose norm is
/// not known, which the DSN refuses by itself.
#[must_use]
pub fn individual_code(code: &str, day: NaiveDate) -> bool {
    let rubrique =
        Version::of_year(day.year()).and_then(|v| v.norm().rubrique(cddu_dsn::Code::of("S21.G00.81.001")));
    rubrique.is_none_or(|r| r.values.is_none() || r.label(code).is_some())
}

/// True for a code whose rate is declared (81.007): Audiens, the caisse des congés and the reliefs take amounts (B).
pub(super) fn rated(code: &str) -> bool {
    !matches!(code, "066" | "131" | "132" | "142" | "146" | "148" | "018" | "106" | "114" | "021")
}

/// Bases that a contract of annexes 8 and 10 always declares.
const ALWAYS: [&str; 5] = ["02", "03", "04", "07", "27"];

/// The bases of a contract in the order of their codes.
#[must_use]
pub fn bases(
    tables: &Tables,
    pay: &ContractPay,
    effectif: u32,
    version: Version,
    day: NaiveDate,
) -> Vec<Base> {
    let b = &pay.bases;
    let holds = |r: &&Individuelle| {
        r.holds(day)
            && (r.code.normes.is_empty() || r.code.normes.iter().any(|n| *n == version.as_str()[..3]))
    };
    // A base that only one kind of contribution has is that of the first of its lines.
    let base_of_lines = |code: &str| {
        let mut rows = tables.individuelles.iter().filter(|r| r.code.base == code && r.holds(day));
        let first = rows.find_map(|r| pay.lignes.iter().find(|l| l.code == r.ligne))?;
        let same = |l: &&Line| l.code == first.code && l.organisme == first.organisme;
        Some(pay.lignes.iter().filter(same).map(|l| l.base).sum())
    };
    let taxe_salaires = pay.lignes.iter().find(|l| tables.famille(&l.code) == Some(Famille::TaxeSalaires));
    let named: [(&'static str, Option<Cents>); 7] = [
        ("02", Some(b.plafonnee)),
        ("03", Some(b.securite_sociale)),
        ("04", b.csg),
        ("07", Some(b.chomage)),
        ("13", base_of_lines("13")),
        ("27", Some(b.conges_spectacles)),
        ("57", base_of_lines("57")),
    ];
    let mut out: Vec<Base> = named
        .into_iter()
        .filter_map(|(code, montant)| {
            let taxe_salaires = taxe_salaires.filter(|_| code == "03").map_or(Cents::ZERO, |l| l.base);
            Some(Base { code, montant: montant?, taxe_salaires, cotisations: Vec::new() })
        })
        .collect();
    let mut reprises: BTreeMap<&str, Vec<Cotisation>> = BTreeMap::new();
    for row in tables.individuelles.iter().filter(holds) {
        let code = base_of(row, effectif);
        if let Some(base) = out.iter_mut().find(|b| b.code == code) {
            declare(tables, row, pay, false, &mut base.cotisations);
            declare(tables, row, pay, true, reprises.entry(code).or_default());
        }
    }
    for base in &mut out {
        for line in reprises.remove(base.code).into_iter().flatten() {
            let unrated = |c: &&mut Cotisation| {
                c.code == line.code && c.organisme == line.organisme && !rated(&line.code)
            };
            match base.cotisations.iter_mut().find(unrated) {
                Some(known) => {
                    known.montant += line.montant;
                    known.assiette += line.assiette;
                }
                None => base.cotisations.push(line),
            }
        }
    }
    out.retain(|base| ALWAYS.contains(&base.code) || !base.cotisations.is_empty());
    out
}

fn base_of(row: &Individuelle, effectif: u32) -> &str {
    match row.code.base.split_once('/') {
        Some((small, _)) if effectif < 50 => small,
        Some((_, large)) => large,
        None => &row.code.base,
    }
}

/// What back pay takes back of a contribution whose rate changed since the first payment: the base that was paid, at the rate
/// that it had. The base due, at the rate of today, has a line of its own.
fn taken_back(pay: &ContractPay, line: &Line) -> bool {
    let other = |l: &Line| {
        l.code == line.code
            && l.organisme == line.organisme
            && (l.taux_salarie, l.taux_employeur) != (line.taux_salarie, line.taux_employeur)
    };
    line.base < Cents::ZERO && pay.lignes.iter().any(other)
}

/// Declares the lines of a row, those that are due or those that are taken back at another rate.
fn declare(
    tables: &Tables,
    row: &Individuelle,
    pay: &ContractPay,
    reprises: bool,
    out: &mut Vec<Cotisation>,
) {
    let majoration = tables.majoration(&row.ligne);
    let declared = &row.code;
    let own = |l: &&Line| l.code == row.ligne && l.organisme == declared.organisme;
    for line in pay.lignes.iter().filter(own).filter(|l| taken_back(pay, l) == reprises) {
        let (amount, rate) = if declared.part == "employeur" {
            (line.montant_employeur.unwrap_or_default(), line.taux_employeur.unwrap_or_default())
        } else {
            (both(line), both_rates(line))
        };
        // The base declared is the raised one, at the rate of the law: the amount is the same.
        let (base, rate) = match majoration {
            Some(m) => (Cents::round(line.base.to_decimal() * m.0), Rate(rate.0 / m.0)),
            None => (line.base, rate),
        };
        // A base in hours is declared by what the hours are paid.
        let base = match &pay.bases.heures_sup {
            Some(_) if tables.en_heures(&line.code) && reprises => Cents::ZERO,
            Some(overtime) if tables.en_heures(&line.code) => overtime.montant,
            _ => base,
        };
        if tables.complete(&line.code)
            && let Some(known) =
                out.iter_mut().find(|c| c.code == declared.code && declared.organisme == c.organisme)
        {
            known.montant += amount;
            known.assiette += base;
            continue;
        }
        let alone = if pay.taux_artiste { declared.taux_seul_artiste } else { declared.taux_seul };
        match (alone, &declared.code_complement) {
            // The complement takes what is left, so that both codes add up to the payslip line.
            (Some(alone), Some(complement)) if rate > alone => {
                let first = alone.of(base);
                add(out, &declared.code, declared, base, first, alone);
                add(out, complement, declared, base, amount - first, Rate(rate.0 - alone.0));
            }
            _ => add(out, &declared.code, declared, base, amount, rate),
        }
    }
}

/// Adds a contribution, merged with the one of the same code.
fn add(
    out: &mut Vec<Cotisation>,
    code: &str,
    declared: &cddu_rates::Individuelle,
    base: Cents,
    amount: Cents,
    rate: Rate,
) {
    match out.iter_mut().find(|c| c.code == code && declared.organisme == c.organisme) {
        Some(known) => {
            known.montant += amount;
            known.taux = known.taux.filter(|_| known.assiette == base).map(|r| Rate(r.0 + rate.0));
            known.assiette = known.assiette.max(base);
        }
        None => out.push(Cotisation {
            code: code.to_owned(),
            organisme: declared.organisme.to_string(),
            assiette: base,
            montant: amount,
            taux: (!rate.0.is_zero()).then_some(rate),
        }),
    }
}

/// What the contract costs at a body: both shares of every line, reliefs taken off.
#[must_use]
pub fn due(pay: &ContractPay, organisme: &str) -> Cents {
    pay.lignes.iter().filter(|l| l.organisme == organisme).map(both).sum()
}
