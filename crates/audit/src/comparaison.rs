//! Bases, contributions and nets declared, held against those of the engine.

use std::collections::BTreeMap;

use cddu_declarations::Tables;
use cddu_declarations::dsn::{self, Base, Cotisation, bases, decoupage};
use cddu_declarations::parts::both;
use cddu_dsn::norm::hors_taux;
use cddu_dsn::{Block, Code, s21};
use cddu_payslip::{ContractPay, Payslip};
use cddu_rates::{Cents, Period, Rate, Rates, round_half_up};
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::lecture::{Bulletin, Lu, contrats_de};
use crate::usages::Usages;

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
    /// A date of the period that a block covers.
    Periode,
    /// Another body than the one that the other lines of the same code name.
    Organisme,
    /// A value that others of the file contradict.
    Incoherent,
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
    /// What is said of a value that no computation gives, or that the file contradicts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constat: Option<String>,
    /// The value that the rest of the file gives, with which the payslip is computed again.
    #[serde(skip)]
    pub(crate) corrige: Option<String>,
}

impl Ecart {
    /// A gap that no method of calculation makes: with one of them, no reading explains them all.
    pub(crate) fn sans_methode(&self) -> bool {
        !self.consequence && matches!(self.cause, Cause::Periode | Cause::Organisme | Cause::Incoherent)
    }
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
    pub usages: Usages,
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

/// A contribution of the file: its parts by period, and what they add up to.
#[derive(Default)]
struct Declaree<'a> {
    base: Option<Cents>,
    taux: Option<Rate>,
    montant: Option<Cents>,
    organisme: Option<String>,
    parts: Vec<(&'a Block, Option<Period>)>,
}

impl Declaree<'_> {
    /// Line of a rubrique: that of the part that is not what is due for its days, the last one otherwise.
    fn ligne(&self, numero: u32, due: &[Option<Cents>]) -> usize {
        let wrong =
            self.parts.iter().zip(due).find(|((block, _), due)| block.amount(numero).map(Cents) != **due);
        let part = wrong.map(|(part, _)| part).or(self.parts.last());
        part.map_or(0, |(block, _)| block.line_of(numero))
    }

    /// What is due for each part: bases and amounts.
    fn due(&self, code: &'static str, line: &Cotisation) -> (Vec<Option<Cents>>, Vec<Option<Cents>>) {
        let periods: Option<Vec<Period>> = self.parts.iter().map(|(_, period)| *period).collect();
        let whole =
            Base { code, montant: Cents::ZERO, taxe_salaires: Cents::ZERO, cotisations: vec![line.clone()] };
        let parts = periods.map(|periods| decoupage::bases(&whole, &periods)).unwrap_or_default();
        let parts = || parts.iter().filter_map(|b| b.cotisations.first());
        (parts().map(|c| Some(c.assiette)).collect(), parts().map(|c| Some(c.montant)).collect())
    }
}

/// The days that a block covers.
fn period(block: &Block) -> Option<Period> {
    block.date(2).zip(block.date(3)).filter(|(d, f)| d <= f).map(|(debut, fin)| Period { debut, fin })
}

type Cle = (String, String);

fn label(lu: &Lu<'_>, rubrique: Code, code: &str) -> String {
    lu.version.norm().rubrique(rubrique).and_then(|r| r.label(code)).unwrap_or(code).trim().to_owned()
}

const BASE: Code = Code::of("S21.G00.78.001");
const COMPOSANT: Code = Code::of("S21.G00.79.001");
const COTISATION: Code = Code::of("S21.G00.81.001");

/// A value of an amount alone.
fn montant(montant: Cents) -> Valeur {
    Valeur { montant: Some(montant), ..Valeur::default() }
}

/// The payslip and the contract of a gap.
struct Place<'a, 'b> {
    lu: &'b Lu<'a>,
    slip: &'b Bulletin<'a>,
    pay: &'b ContractPay,
}

impl Place<'_, '_> {
    fn ecart(
        &self,
        ligne: usize,
        rubrique: String,
        libelle: String,
        cause: Cause,
        (declare, recalcule): (Valeur, Valeur),
    ) -> Ecart {
        let amount = |v: Valeur| v.montant.unwrap_or_default();
        Ecart {
            personne: self.slip.personne.clone(),
            contrat: Some(self.pay.contrat.clone()),
            ligne,
            rubrique,
            libelle,
            organisme: None,
            cause,
            ecart: amount(declare) - amount(recalcule),
            declare,
            recalcule,
            consequence: false,
            constat: None,
            corrige: None,
        }
    }
}

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
        let place = Place { lu, slip, pay };
        let name = pay.contrat.as_str();
        let mine = |number: Option<&str>| number == Some(name) || number.is_none() && alone;
        let own: Vec<&Block> = slip.versement.bases().map(|b| b.0).filter(|b| mine(b.get(6))).collect();
        let mut declared_bases: BTreeMap<String, Vec<&Block>> = BTreeMap::new();
        let mut declared: BTreeMap<Cle, Declaree<'_>> = BTreeMap::new();
        for base in own.iter().copied().filter(|b| b.get(1) != Some("31")) {
            let Some(code) = base.get(1) else { continue };
            declared_bases.entry(code.to_owned()).or_default().push(base);
            for line in base.all(s21(81)) {
                let Some(kind) = line.get(1) else { continue };
                let entry = declared.entry((code.to_owned(), kind.to_owned())).or_default();
                add(&mut entry.base, line.amount(3));
                add(&mut entry.montant, line.amount(4));
                entry.taux = line.get(7).and_then(|t| t.parse().ok()).map(Rate).or(entry.taux);
                entry.organisme = line.get(2).map(str::to_owned).or(entry.organisme.take());
                entry.parts.push((line, period(base)));
            }
        }
        let effectif = payslip.employeur.parametres.effectif;
        let expected = bases(tables, pay, effectif, lu.version, payslip.date_paiement);
        let mut wrong_bases = Vec::new();
        for base in &expected {
            out.valeurs += 1;
            let found = declared_bases.get(base.code);
            let amount = found.map_or(Cents::ZERO, |list| somme(list, 4));
            if amount != base.montant {
                wrong_bases.push(base.code);
                if base.code == "02" {
                    out.plafonds.push(other_year(rates, pay, amount));
                }
                let cause = if found.is_none() { Cause::Manque } else { Cause::Base };
                let line = found.map_or(slip.ligne, |list| part(list, 4, base.montant).line_of(4));
                let rubrique = format!("S21.G00.78.004[{}]", base.code);
                let values = (montant(amount), montant(base.montant));
                out.ecarts.push(place.ecart(line, rubrique, label(lu, BASE, base.code), cause, values));
            }
            for line in &base.cotisations {
                let cle = (base.code.to_owned(), line.code.clone());
                contribution(&place, base, line, declared.remove(&cle), &wrong_bases, &mut out);
            }
            if let Some(found) = found {
                composants(&place, base, found, &mut out);
            }
        }
        for ((_, code), found) in declared {
            let amount = found.montant.unwrap_or_default();
            if amount.is_zero() {
                continue;
            }
            let said = Valeur { base: found.base, taux: found.taux, montant: found.montant };
            let rubrique = format!("S21.G00.81.004[{code}]");
            let values = (said, Valeur::default());
            let line = found.ligne(4, &[]);
            let mut extra = place.ecart(line, rubrique, label(lu, COTISATION, &code), Cause::DeTrop, values);
            extra.organisme = Some(body(found.organisme.as_deref()).to_owned());
            out.ecarts.push(extra);
        }
        prevoyance(&place, &own, &mut out);
        autres(&place, mine, &mut out);
    }
    totals(slip, payslip, &mut out);
    out
}

fn somme(blocks: &[&Block], numero: u32) -> Cents {
    Cents(blocks.iter().filter_map(|b| b.amount(numero)).sum())
}

/// Of the parts of an amount, the one that is not what is due for its days, the first one otherwise.
fn part<'a>(blocks: &[&'a Block], numero: u32, due: Cents) -> &'a Block {
    let shares = parts(blocks, due);
    let wrong = blocks.iter().zip(shares).find(|(b, due)| b.amount(numero).map(Cents) != Some(*due));
    wrong.map_or(blocks[0], |(block, _)| *block)
}

/// An amount by block, each for the days of its period; nothing when one has no period.
fn parts(blocks: &[&Block], amount: Cents) -> Vec<Cents> {
    let periods: Option<Vec<Period>> = blocks.iter().map(|b| period(b)).collect();
    periods.map(|periods| decoupage::shared(amount, &periods)).unwrap_or_default()
}

/// A contribution due, against the one of the file.
fn contribution(
    place: &Place<'_, '_>,
    base: &Base,
    line: &Cotisation,
    found: Option<Declaree<'_>>,
    wrong_bases: &[&str],
    out: &mut Comparaison,
) {
    let lu = place.lu;
    out.valeurs += 1;
    let free = hors_taux(&line.code);
    let right = Valeur { base: Some(line.assiette), taux: line.taux.map(two), montant: Some(line.montant) };
    let rubrique = |numero: u32| format!("S21.G00.81.{numero:03}[{}]", line.code);
    let libelle = label(lu, COTISATION, &line.code);
    let Some(found) = found else {
        // A code that the file never declares under any base is not always individual.
        if !line.montant.is_zero() {
            let values = (Valeur::default(), right);
            let mut missing = place.ecart(place.slip.ligne, rubrique(4), libelle, Cause::Manque, values);
            missing.organisme = Some(line.organisme.clone());
            out.ecarts.push(missing);
        }
        return;
    };
    // Of the rates of several parts, the one that is wrong.
    let rate = |block: &Block| block.get(7).and_then(|t| t.parse().ok()).map(Rate);
    let odd = found.parts.iter().map(|(block, _)| *block).find(|block| {
        let same = |(a, b): (Rate, Rate)| a.0.normalize() == b.0.normalize();
        rate(block).zip(right.taux).is_some_and(|rates| !same(rates))
    });
    let said = Valeur { base: found.base, taux: odd.and_then(rate).or(found.taux), montant: found.montant };
    let (bases_due, amounts_due) = found.due(base.code, line);
    let amount_line = found.ligne(4, &amounts_due);
    if let (Some(base), Some(taux), Some(montant), false) = (said.base, said.taux, said.montant, free) {
        out.produits.push(Produit { ligne: amount_line, rubrique: rubrique(4), base, taux, montant });
    }
    let ecart = |numero: u32, ligne: usize, cause: Cause| {
        let mut one = place.ecart(ligne, rubrique(numero), libelle.clone(), cause, (said, right));
        one.organisme = Some(line.organisme.clone());
        one
    };
    let base_line = found.ligne(3, &bases_due);
    let rate_line = odd.map_or(amount_line, |block| block.line_of(7));
    let wrong_base = said.base.is_some() && said.base != right.base;
    let wrong_amount = said.montant.unwrap_or_default() != line.montant;
    if free {
        // Programs do not all give the same base to what is no product of a base and a rate.
        if said.base.is_some() && wrong_bases.is_empty() {
            let gap = wrong_base.then(|| ecart(3, base_line, Cause::Base));
            out.usages.juge(&format!("assiette {}", rubrique(3)), gap);
        }
        if let Some(cause) = cause(said, right, true) {
            let mut one = ecart(4, amount_line, cause);
            one.consequence = !wrong_bases.is_empty();
            out.ecarts.push(one);
        }
        return;
    }
    let Some(cause) = cause(said, right, false) else { return };
    // The base of the contribution follows the base above it, or the plafond of another base.
    let follows = cause == Cause::Base && !wrong_bases.is_empty();
    let wrong_rate = cause == Cause::Taux;
    if wrong_amount {
        out.ecarts.push(Ecart { consequence: follows, ..ecart(4, amount_line, cause) });
    }
    // The amount is that of the base or of the rate that is wrong: both lines are named, one gap is counted.
    if wrong_rate {
        out.ecarts.push(Ecart { consequence: wrong_amount, ..ecart(7, rate_line, Cause::Taux) });
    }
    if wrong_base {
        let second = wrong_amount || wrong_rate || !wrong_bases.is_empty();
        out.ecarts.push(Ecart { consequence: second, ..ecart(3, base_line, Cause::Base) });
    }
}

/// Components of a base: the SMIC of the general relief (01), the base of the taxe sur les salaires (91).
fn composants(place: &Place<'_, '_>, base: &Base, found: &[&Block], out: &mut Comparaison) {
    let smic = place.pay.bases.smic;
    // Hours of cachets come from this very SMIC.
    let cachets = place.pay.cachets > 0;
    for (code, due) in [("01", smic.filter(|_| !cachets)), ("91", Some(base.taxe_salaires))] {
        let own: Vec<&Block> =
            found.iter().filter_map(|b| b.all(s21(79)).find(|c| c.get(1) == Some(code))).collect();
        let Some(due) = due.filter(|_| base.code == "03" && !own.is_empty()) else { continue };
        let said = somme(&own, 4);
        let shares = parts(found, due);
        let wrong = own.iter().zip(shares).find(|(b, due)| b.amount(4).map(Cents) != Some(*due));
        let line = wrong.map_or(own[0], |(block, _)| *block).line_of(4);
        let gap = |line: usize| {
            let rubrique = format!("S21.G00.79.004[{code}]");
            let values = (montant(said), montant(due));
            place.ecart(line, rubrique, label(place.lu, COMPOSANT, code), Cause::Montant, values)
        };
        let mut gaps = Vec::new();
        if said != due {
            gaps.push(gap(line));
            gaps.extend((code == "01").then(|| heures_du_smic(place, said, due)).flatten());
        }
        // The relief follows its SMIC: when it differs too, the hours are the ones that are wrong.
        let reliefs = ["S21.G00.81.004[018]", "S21.G00.81.004[106]"];
        let mut relief: Vec<&mut Ecart> = out
            .ecarts
            .iter_mut()
            .filter(|e| {
                e.contrat.as_deref() == Some(place.pay.contrat.as_str()) && reliefs.contains(&&*e.rubrique)
            })
            .collect();
        if gaps.len() == 2 && !relief.is_empty() {
            relief.iter_mut().for_each(|e| e.consequence = true);
            gaps[0].consequence = true;
            gaps[1].consequence = false;
        }
        out.usages.juge(&format!("composant S21.G00.79.004[{code}]"), gaps);
    }
}

/// The hours that a SMIC tells, when those declared give another one.
fn heures_du_smic(place: &Place<'_, '_>, said: Cents, due: Cents) -> Option<Ecart> {
    let hours =
        place.slip.versement.remunerations().filter(|r| r.contrat() == Some(place.pay.contrat.as_str()));
    let mut hours = hours
        .filter(|r| r.genre() == Some("002"))
        .flat_map(|r| r.activites())
        .filter(|a| matches!(a.get(3), Some("35" | "10")));
    let at = hours.next().filter(|_| hours.next().is_none())?;
    let declared = Cents(at.amount(2)?);
    if due.is_zero() {
        return None;
    }
    let told = Cents::round(declared.to_decimal() * said.to_decimal() / due.to_decimal());
    let rubrique = format!("S21.G00.53.002[{}]", at.get(3).unwrap_or(""));
    let values = (montant(declared), montant(told));
    let mut gap =
        place.ecart(at.line_of(2), rubrique, "Mesure de l'activité".to_owned(), Cause::Incoherent, values);
    gap.consequence = true;
    gap.constat =
        Some(format!("{declared} heures déclarées, le SMIC de la réduction générale en retient {told}"));
    Some(gap)
}

/// Contracts of prévoyance (bases 31): their bases and their sums, when the file declares there what the engine computes.
fn prevoyance(place: &Place<'_, '_>, own: &[&Block], out: &mut Comparaison) {
    let lines = || place.pay.lignes.iter().filter(|l| l.organisme == "audiens_prevoyance");
    let due: Cents = lines().map(both).sum();
    let mut contracts: BTreeMap<Option<&str>, Vec<&Block>> = BTreeMap::new();
    for base in own.iter().copied().filter(|b| b.get(1) == Some("31")) {
        contracts.entry(base.get(5)).or_default().push(base);
    }
    let paid: Vec<&Block> = contracts
        .values()
        .flatten()
        .filter_map(|b| b.all(s21(81)).find(|c| c.get(1) == Some("059")))
        .collect();
    if paid.is_empty() {
        return;
    }
    let said = somme(&paid, 4);
    out.valeurs += 1;
    let all: Vec<&Block> = contracts.values().flatten().copied().collect();
    // Several contracts share the sum in ways of their own.
    let shares = if contracts.len() == 1 { parts(&all, due) } else { Vec::new() };
    let gap = at_fault(&paid, shares, (said, due)).map(|(at, said, due)| {
        let values = (montant(said), montant(due));
        let rubrique = "S21.G00.81.004[059]".to_owned();
        place.ecart(at.line_of(4), rubrique, label(place.lu, COTISATION, "059"), Cause::Montant, values)
    });
    out.usages.juge("cotisation de prévoyance S21.G00.81.004[059]", gap);
    for blocks in contracts.values() {
        let parts_of: Vec<&Block> = blocks.iter().filter_map(|b| b.first(s21(79))).collect();
        if parts_of.len() != blocks.len() {
            continue;
        }
        out.valeurs += 1;
        let said = somme(&parts_of, 4);
        let bases: Vec<Cents> = lines().map(|l| l.base).collect();
        let Some(due) = bases.iter().find(|b| **b == said).or(bases.iter().max()).copied() else { continue };
        let shares = parts(blocks, due);
        let gap = at_fault(&parts_of, shares, (said, due)).map(|(at, said, due)| {
            let code = at.get(1).unwrap_or("");
            let values = (montant(said), montant(due));
            let rubrique = format!("S21.G00.79.004[{code}]");
            place.ecart(at.line_of(4), rubrique, label(place.lu, COMPOSANT, code), Cause::Base, values)
        });
        out.usages.juge("assiette de prévoyance S21.G00.79.004", gap);
    }
}

/// The first block whose amount is not its share, with both; where every share holds, the first block when the whole differs.
fn at_fault<'a>(
    blocks: &[&'a Block],
    shares: Vec<Cents>,
    (said, due): (Cents, Cents),
) -> Option<(&'a Block, Cents, Cents)> {
    let wrong = blocks.iter().zip(shares).find(|(b, due)| b.amount(4).map(Cents) != Some(*due));
    match wrong {
        Some((at, due)) => Some((at, Cents(at.amount(4).unwrap_or(0)), due)),
        None if said != due => blocks.first().map(|at| (*at, said, due)),
        None => None,
    }
}

/// What is beside the bases: the déduction forfaitaire spécifique, and the gross exempt of tax of the norm of 2024.
fn autres(place: &Place<'_, '_>, mine: impl Fn(Option<&str>) -> bool, out: &mut Comparaison) {
    let v = place.slip.versement;
    let exempt = dsn::heures_sup(place.pay, place.lu.version).into_iter().find(|(kind, ..)| *kind == "026");
    let found = [
        (54, 5, 1, 2, "10", "déduction forfaitaire spécifique", Some(place.pay.dfs_montant)),
        (51, 10, 11, 13, "026", "heures supplémentaires exonérées", exempt.map(|(.., amount)| amount)),
    ];
    for (block, contract, kind, amount, code, what, due) in found {
        let own: Vec<&Block> =
            v.0.all(s21(block)).filter(|b| b.get(kind) == Some(code) && mine(b.get(contract))).collect();
        let Some((first, due)) = own.first().zip(due) else { continue };
        let said = somme(&own, amount);
        let gap = (said != due).then(|| {
            let rubrique = format!("S21.G00.{block}.{amount:03}[{code}]");
            let values = (montant(said), montant(due));
            place.ecart(first.line_of(amount), rubrique, what.to_owned(), Cause::Montant, values)
        });
        out.usages.juge(&format!("{what} S21.G00.{block}.{amount:03}[{code}]"), gap);
    }
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
    let nets = |kind: &'static str| v.0.all(s21(58)).filter(move |b| b.get(3) == Some(kind));
    let social = nets("03").next();
    let exempt = || nets("01").filter_map(|b| b.amount(4));
    let sums = payslip.contrats.iter().filter_map(|c| c.bases.heures_sup).map(|h| h.net).sum::<Cents>();
    let line = |block: Option<&Block>| block.map_or(slip.ligne, |b| b.line_of(4));
    // Those that programs do not all count alike are held to the rule of the file.
    let rows = [
        (v.amount(2), v.line_of(2), "S21.G00.50.002", "net imposable", t.net_imposable, false),
        (v.amount(9), v.line_of(9), "S21.G00.50.009", "prélèvement à la source", t.pas, false),
        (
            social.and_then(|b| b.amount(4)),
            line(social),
            "S21.G00.58.004[03]",
            "montant net social",
            t.montant_net_social,
            false,
        ),
        (
            nets("01").next().map(|_| exempt().sum()),
            line(nets("01").next()),
            "S21.G00.58.004[01]",
            "heures supplémentaires exonérées",
            sums,
            true,
        ),
        (v.amount(4), v.line_of(4), "S21.G00.50.004", "net versé", payslip.net_verse(), true),
        (v.amount(13), v.line_of(13), "S21.G00.50.013", "assiette du prélèvement", t.assiette_pas, true),
    ];
    let mut follows = !out.ecarts.is_empty();
    for (declared, ligne, rubrique, libelle, right, usage) in rows {
        let Some(declared) = declared.map(Cents) else { continue };
        out.valeurs += usize::from(!usage);
        let gap = (declared != right).then(|| Ecart {
            personne: slip.personne.clone(),
            contrat: None,
            ligne,
            rubrique: rubrique.to_owned(),
            libelle: libelle.to_owned(),
            organisme: None,
            cause: Cause::Total,
            declare: montant(declared),
            recalcule: montant(right),
            ecart: declared - right,
            consequence: follows,
            constat: None,
            corrige: None,
        });
        follows |= gap.is_some() && !usage;
        if usage {
            out.usages.juge(&format!("{libelle} {rubrique}"), gap);
        } else {
            out.ecarts.extend(gap);
        }
    }
}

/// The exact product of a base and a rate, in cents.
pub(crate) fn product(p: &Produit) -> Decimal {
    Decimal::from(p.base.0) * p.taux.0 / Decimal::ONE_HUNDRED
}
