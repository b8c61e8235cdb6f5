//! Bases and individual contributions of a contract, from the lines of its payslip.

use cddu_dsn::Version;
use cddu_payslip::ContractPay;
use cddu_rates::{Cents, Rate};
use chrono::NaiveDate;

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
    let named: [(&'static str, Option<Cents>); 7] = [
        ("02", Some(b.plafonnee)),
        ("03", Some(b.securite_sociale)),
        ("04", b.csg),
        ("07", Some(b.chomage)),
        ("13", line_base(pay, "FORFAIT_SOCIAL")),
        ("27", Some(b.conges_spectacles)),
        ("57", line_base(pay, "VM").or_else(|| line_base(pay, "VMRR"))),
    ];
    let mut out: Vec<Base> = named
        .into_iter()
        .filter_map(|(code, montant)| {
            let taxed = if code == "03" { line_base(pay, "TAXE_SALAIRES") } else { None };
            let taxe_salaires = taxed.unwrap_or_default();
            Some(Base { code, montant: montant?, taxe_salaires, cotisations: Vec::new() })
        })
        .collect();
    let holds = |r: &&Individuelle| {
        r.holds(day) && (r.normes.is_empty() || r.normes.contains(&version.as_str()[..3]))
    };
    for row in tables.individuelles.iter().filter(holds) {
        let code = base_of(row, effectif);
        if let Some(base) = out.iter_mut().find(|b| b.code == code) {
            declare(row, tables.majoration(&row.ligne, day), pay, &mut base.cotisations);
        }
    }
    out.retain(|base| ALWAYS.contains(&base.code) || !base.cotisations.is_empty());
    out
}

fn base_of(row: &Individuelle, effectif: u32) -> &str {
    match row.base.split_once('/') {
        Some((small, _)) if effectif < 50 => small,
        Some((_, large)) => large,
        None => &row.base,
    }
}

fn line_base(pay: &ContractPay, code: &str) -> Option<Cents> {
    pay.lignes.iter().find(|l| l.code == code).map(|l| l.base)
}

fn declare(row: &Individuelle, majoration: Option<Rate>, pay: &ContractPay, out: &mut Vec<Cotisation>) {
    for line in pay.lignes.iter().filter(|l| l.code == row.ligne && l.organisme == row.organisme) {
        let (amount, rate) = if row.part == "employeur" {
            (line.montant_employeur.unwrap_or_default(), line.taux_employeur.unwrap_or_default())
        } else {
            (both(line), both_rates(line))
        };
        // The base declared is the raised one, at the rate of the law: the amount is the same.
        let (base, rate) = match majoration {
            Some(m) => (Cents::round(line.base.to_decimal() * m.0), Rate(rate.0 / m.0)),
            None => (line.base, rate),
        };
        // The deduction on overtime is counted on hours: its base in euros is their pay.
        let base = match &pay.bases.heures_sup {
            Some(overtime) if line.code == "HS_DED_PAT" => overtime.montant,
            _ => base,
        };
        let alone = if pay.taux_artiste { row.taux_seul_artiste } else { row.taux_seul };
        match (alone, &row.code_complement) {
            // The complement takes what is left, so that both codes add up to the payslip line.
            (Some(alone), Some(complement)) if rate > alone => {
                let first = alone.of(base);
                add(out, &row.code, row, base, first, alone);
                add(out, complement, row, base, amount - first, Rate(rate.0 - alone.0));
            }
            _ => add(out, &row.code, row, base, amount, rate),
        }
    }
}

/// Adds a contribution, merged with the one of the same code.
fn add(out: &mut Vec<Cotisation>, code: &str, row: &Individuelle, base: Cents, amount: Cents, rate: Rate) {
    match out.iter_mut().find(|c| c.code == code && c.organisme == row.organisme) {
        // The same rate on another base: the CSG of exempt overtime completes that of the rest.
        Some(known) if known.assiette != base && known.taux == Some(rate) => {
            known.montant += amount;
            known.assiette += base;
        }
        Some(known) => {
            known.montant += amount;
            known.taux = known.taux.filter(|_| known.assiette == base).map(|r| Rate(r.0 + rate.0));
            known.assiette = known.assiette.max(base);
        }
        None => out.push(Cotisation {
            code: code.to_owned(),
            organisme: row.organisme.clone(),
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
