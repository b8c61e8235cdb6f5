//! Bases, contributions and nets declared, held against those of the engine.

use std::collections::BTreeMap;

use cddu_declarations::Tables;
use cddu_declarations::dsn::bases;
use cddu_dsn::norm::hors_taux;
use cddu_dsn::{Code, s21};
use cddu_payslip::{ContractPay, Payslip};
use cddu_rates::{Cents, Rate, Rates, round_half_up};
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::lecture::{Bulletin, Lu, contrats_de};

/// What makes a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The base differs.
    Base,
    /// The rate differs.
    Taux,
    /// Same base and rate, one or two cents apart.
    Arrondi,
    /// Same base and rate, another amount.
    Montant,
    /// Due and not declared.
    Manque,
    /// Declared and not due.
    DeTrop,
    /// A total of the payslip.
    Total,
}

/// A base, a rate and an amount, each when it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Valeur {
    /// Base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Cents>,
    /// Rate in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taux: Option<Rate>,
    /// Amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub montant: Option<Cents>,
}

/// A value that the engine computes otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ecart {
    /// Person.
    pub personne: String,
    /// Contract, absent for a total of the payslip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contrat: Option<String>,
    /// Line of the file.
    pub ligne: usize,
    /// Rubrique and code: `S21.G00.81.004[076]`.
    pub rubrique: String,
    /// Label of the norm.
    pub libelle: String,
    /// Body of the contribution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisme: Option<String>,
    /// What differs.
    pub cause: Cause,
    /// What the file says.
    pub declare: Valeur,
    /// What the engine finds.
    pub recalcule: Valeur,
    /// Declared less recomputed.
    pub ecart: Cents,
    /// True when it follows from another gap.
    pub consequence: bool,
}

/// A contribution declared with its base and its rate: what a rounding rule must give.
#[derive(Clone, Debug)]
pub(crate) struct Produit {
    pub ligne: usize,
    pub rubrique: String,
    pub base: Cents,
    pub taux: Rate,
    pub montant: Cents,
}

/// What the comparison of a payslip gives.
#[derive(Default)]
pub(crate) struct Comparaison {
    pub valeurs: usize,
    pub ecarts: Vec<Ecart>,
    pub produits: Vec<Produit>,
    /// For each capped base that differs, the year of the work and that whose plafond gives the base declared.
    pub plafonds: Vec<Option<(i32, i32)>>,
}

/// The year whose plafond gives a capped base, when it is not that of the work: the one before, or the one after.
fn other_year(rates: &Rates, pay: &ContractPay, declared: Cents) -> Option<(i32, i32)> {
    let pmss = |day: NaiveDate| rates.amount("PMSS", day).ok().map(|(amount, _)| amount.to_decimal());
    let end = pay.periode.fin;
    let own = pmss(end).filter(|p| !p.is_zero())?;
    let years = [end.year() + 1, end.year() - 1];
    let found = years.into_iter().find(|year| {
        let Some(other) = NaiveDate::from_ymd_opt(*year, 1, 1).and_then(pmss).filter(|p| *p != own) else {
            return false;
        };
        // A base under its plafond does not move.
        let scaled = Cents::round(pay.bases.plafonnee.to_decimal() * other / own);
        (scaled.min(pay.bases.securite_sociale) - declared).abs() <= Cents(1)
            && declared != pay.bases.plafonnee
    })?;
    Some((end.year(), found))
}

/// A contribution of the file: its parts by period added up.
#[derive(Default)]
struct Declaree {
    base: Option<Cents>,
    taux: Option<Rate>,
    montant: Option<Cents>,
    organisme: Option<String>,
    ligne: usize,
}

type Cle = (String, String);

fn label(lu: &Lu<'_>, rubrique: Code, code: &str) -> String {
    lu.version.norm().rubrique(rubrique).and_then(|r| r.label(code)).unwrap_or(code).trim().to_owned()
}

const BASE: Code = Code::of("S21.G00.78.001");
const COTISATION: Code = Code::of("S21.G00.81.001");

/// Compares a payslip with its payment.
pub(crate) fn comparer(
    (rates, tables): (&Rates, &Tables),
    lu: &Lu<'_>,
    slip: &Bulletin<'_>,
    payslip: &Payslip,
) -> Comparaison {
    let mut out = Comparaison::default();
    let alone = contrats_de(slip).len() == 1;
    for pay in &payslip.contrats {
        let name = pay.contrat.as_str();
        let mine = |number: Option<&str>| number == Some(name) || number.is_none() && alone;
        let mut declared_bases: BTreeMap<String, (Cents, usize)> = BTreeMap::new();
        let mut declared: BTreeMap<Cle, Declaree> = BTreeMap::new();
        for base in slip.versement.bases().filter(|b| b.genre() != Some("31") && mine(b.0.get(6))) {
            let Some(code) = base.genre() else { continue };
            let known = declared_bases.entry(code.to_owned()).or_insert((Cents::ZERO, base.line_of(4)));
            known.0 += Cents(base.amount(4).unwrap_or(0));
            for line in base.0.all(s21(81)) {
                let Some(kind) = line.get(1) else { continue };
                let entry = declared.entry((code.to_owned(), kind.to_owned())).or_default();
                add(&mut entry.base, line.amount(3));
                add(&mut entry.montant, line.amount(4));
                entry.taux = line.get(7).and_then(|t| t.parse().ok()).map(Rate).or(entry.taux);
                entry.organisme = line.get(2).map(str::to_owned).or(entry.organisme.take());
                entry.ligne = line.line_of(4);
            }
        }
        let effectif = payslip.employeur.parametres.effectif;
        let expected = bases(tables, pay, effectif, lu.version, payslip.date_paiement);
        let mut wrong_bases = Vec::new();
        let gap = |ligne: usize,
                   rubrique: String,
                   libelle: String,
                   cause: Cause,
                   declare: Valeur,
                   recalcule: Valeur| {
            let amount = |v: Valeur| v.montant.unwrap_or_default();
            Ecart {
                personne: slip.personne.clone(),
                contrat: Some(name.to_owned()),
                ligne,
                rubrique,
                libelle,
                organisme: None,
                cause,
                ecart: amount(declare) - amount(recalcule),
                declare,
                recalcule,
                consequence: false,
            }
        };
        for base in &expected {
            out.valeurs += 1;
            let found = declared_bases.get(base.code);
            let (amount, line) = found.copied().unwrap_or((Cents::ZERO, slip.ligne));
            if amount != base.montant {
                wrong_bases.push(base.code);
                if base.code == "02" {
                    out.plafonds.push(other_year(rates, pay, amount));
                }
                let value = |montant| Valeur { montant: Some(montant), ..Valeur::default() };
                let cause = if found.is_none() { Cause::Manque } else { Cause::Base };
                let rubrique = format!("S21.G00.78.004[{}]", base.code);
                out.ecarts.push(gap(
                    line,
                    rubrique,
                    label(lu, BASE, base.code),
                    cause,
                    value(amount),
                    value(base.montant),
                ));
            }
            for line in &base.cotisations {
                out.valeurs += 1;
                let cle = (base.code.to_owned(), line.code.clone());
                let free = hors_taux(&line.code);
                let right = Valeur {
                    base: Some(line.assiette),
                    taux: line.taux.map(two),
                    montant: Some(line.montant),
                };
                let rubrique = format!("S21.G00.81.004[{}]", line.code);
                let Some(found) = declared.remove(&cle) else {
                    // A code that the file never declares under any base is not always individual.
                    if !line.montant.is_zero() {
                        let mut missing = gap(
                            slip.ligne,
                            rubrique,
                            label(lu, COTISATION, &line.code),
                            Cause::Manque,
                            Valeur::default(),
                            right,
                        );
                        missing.organisme = Some(line.organisme.clone());
                        out.ecarts.push(missing);
                    }
                    continue;
                };
                let said = Valeur { base: found.base, taux: found.taux, montant: found.montant };
                if let (Some(base), Some(taux), Some(montant), false) =
                    (said.base, said.taux, said.montant, free)
                {
                    out.produits.push(Produit {
                        ligne: found.ligne,
                        rubrique: rubrique.clone(),
                        base,
                        taux,
                        montant,
                    });
                }
                let Some(cause) = cause(said, right, free) else { continue };
                let mut one =
                    gap(found.ligne, rubrique, label(lu, COTISATION, &line.code), cause, said, right);
                one.organisme = Some(line.organisme.clone());
                // The base of the contribution follows the base above it, or the plafond of another base.
                let of_base =
                    cause == Cause::Base && (wrong_bases.contains(&base.code) || !wrong_bases.is_empty());
                one.consequence = of_base || free && !wrong_bases.is_empty();
                out.ecarts.push(one);
            }
        }
        for ((_, code), found) in declared {
            let amount = found.montant.unwrap_or_default();
            if amount.is_zero() {
                continue;
            }
            let said = Valeur { base: found.base, taux: found.taux, montant: found.montant };
            let rubrique = format!("S21.G00.81.004[{code}]");
            let mut extra = gap(
                found.ligne,
                rubrique,
                label(lu, COTISATION, &code),
                Cause::DeTrop,
                said,
                Valeur::default(),
            );
            extra.organisme = Some(body(found.organisme.as_deref()).to_owned());
            out.ecarts.push(extra);
        }
    }
    totals(slip, payslip, &mut out);
    out
}

/// Name of a body from its SIRET, for what only the file knows.
fn body(siret: Option<&str>) -> &'static str {
    match siret {
        Some("44832375800038") => "audiens_retraite",
        Some("77567608300030") => "conges_spectacles",
        Some(s) if s.starts_with("130005481") => "france_travail",
        _ => "urssaf",
    }
}

fn add(sum: &mut Option<Cents>, value: Option<i64>) {
    if let Some(value) = value {
        *sum = Some(sum.unwrap_or_default() + Cents(value));
    }
}

/// The norm writes rates of three decimals at most.
fn two(rate: Rate) -> Rate {
    Rate(round_half_up(rate.0, 3).normalize())
}

/// What differs, nothing when all is the same. `free`: the amount is no product of one rate.
pub(crate) fn cause(said: Valeur, right: Valeur, free: bool) -> Option<Cause> {
    let amount = |v: Valeur| v.montant.unwrap_or_default();
    let apart = (amount(said) - amount(right)).0.abs();
    if free {
        return (apart != 0).then_some(if apart <= 2 { Cause::Arrondi } else { Cause::Montant });
    }
    let rates = said.taux.zip(right.taux);
    if rates.is_some_and(|(a, b)| a.0.normalize() != b.0.normalize()) {
        return Some(Cause::Taux);
    }
    if said.base.zip(right.base).is_some_and(|(a, b)| a != b) {
        return Some(Cause::Base);
    }
    (apart != 0).then_some(if apart <= 2 { Cause::Arrondi } else { Cause::Montant })
}

/// Nets and tax of the payslip: they follow from the gaps above when there are some.
fn totals(slip: &Bulletin<'_>, payslip: &Payslip, out: &mut Comparaison) {
    let v = slip.versement;
    let t = &payslip.totaux;
    let social = v.0.all(s21(58)).find(|b| b.get(3) == Some("03"));
    let rows = [
        (v.amount(2), v.line_of(2), "S21.G00.50.002", "net imposable", t.net_imposable),
        (v.amount(9), v.line_of(9), "S21.G00.50.009", "prélèvement à la source", t.pas),
        (
            social.and_then(|b| b.amount(4)),
            social.map_or(slip.ligne, |b| b.line_of(4)),
            "S21.G00.58.004[03]",
            "montant net social",
            t.montant_net_social,
        ),
    ];
    let follows = !out.ecarts.is_empty();
    let mut first = true;
    for (declared, ligne, rubrique, libelle, right) in rows {
        let Some(declared) = declared.map(Cents) else { continue };
        out.valeurs += 1;
        if declared == right {
            continue;
        }
        let value = |montant| Valeur { montant: Some(montant), ..Valeur::default() };
        out.ecarts.push(Ecart {
            personne: slip.personne.clone(),
            contrat: None,
            ligne,
            rubrique: rubrique.to_owned(),
            libelle: libelle.to_owned(),
            organisme: None,
            cause: Cause::Total,
            declare: value(declared),
            recalcule: value(right),
            ecart: declared - right,
            consequence: follows || !first,
        });
        first = false;
    }
}

/// The exact product of a base and a rate, in cents.
pub(crate) fn product(p: &Produit) -> Decimal {
    Decimal::from(p.base.0) * p.taux.0 / Decimal::ONE_HUNDRED
}
