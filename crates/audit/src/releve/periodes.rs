//! Dates of the periods: those of the pay lines of a contract against each other, those of the other blocks against the rule
//! that the file follows for them.

use std::collections::BTreeMap;

use cddu_dsn::nav::Declaration;
use cddu_dsn::{Block, date, s21};
use chrono::{Datelike as _, NaiveDate};

use super::Paie;
use crate::comparaison::{Cause, Ecart};
use crate::usages::{LEAST, Usages};

/// A first and a last day.
type Periode = (NaiveDate, NaiveDate);

/// Blocks that cover one period together, with the periods that programs give them.
struct Suite<'a, 'p> {
    paie: &'p Paie<'a>,
    blocs: Vec<&'a Block>,
    /// Numbers of the two dates.
    dates: (u32, u32),
    /// The pay, the month of the payment, the declared month.
    regles: [Option<Periode>; 3],
}

pub(super) fn relever(declaration: Declaration<'_>, paies: &[Paie<'_>], usages: &mut Usages) {
    let mut suites: BTreeMap<&'static str, Vec<Suite<'_, '_>>> = BTreeMap::new();
    let declared = declaration.mois().map(month);
    for paie in paies {
        let known = pay_period(paie, usages);
        let paid = paie.versement.date(1).map(month);
        let mut add = |kind, blocs: Vec<_>, dates| {
            suites.entry(kind).or_default().push(Suite {
                paie,
                blocs,
                dates,
                regles: [known, paid, declared],
            });
        };
        let mut bases: BTreeMap<(&str, Option<&str>), Vec<&Block>> = BTreeMap::new();
        for base in paie.bases() {
            bases.entry((base.get(1).unwrap_or(""), base.get(5))).or_default().push(base);
        }
        for ((code, _), mut blocs) in bases {
            blocs.sort_by_key(|b| (b.date(2), b.date(3)));
            let kind = if code == "31" { "périodes des bases 31" } else { "périodes des bases S21.G00.78" };
            add(kind, blocs, (2, 3));
        }
        for (bloc, numero, kind) in
            [(52, 6, "périodes des primes S21.G00.52"), (54, 5, "périodes des autres éléments S21.G00.54")]
        {
            let own =
                |b: &&Block| b.get(numero) == paie.contrat.numero() || paie.seul && b.get(numero).is_none();
            for block in paie.versement.0.all(s21(bloc)).filter(own).filter(|b| b.field(3).is_some()) {
                add(kind, vec![block], (3, 4));
            }
        }
        // The nets are those of the payment: with several contracts, which of them an exempt net is of is not said.
        let nets: Vec<&Block> = paie.versement.0.all(s21(58)).filter(|b| b.field(1).is_some()).collect();
        let of = |kind: &str| nets.iter().copied().filter(|b| b.get(3) == Some(kind)).collect::<Vec<_>>();
        if paie.seul {
            add("périodes des nets exonérés S21.G00.58.001[01]", of("01"), (1, 2));
        }
        if paie.seul
            || paies
                .iter()
                .find(|p| p.versement.line == paie.versement.line)
                .is_some_and(|p| std::ptr::eq(p, paie))
        {
            add("périodes des montants nets sociaux S21.G00.58.001[03]", of("03"), (1, 2));
        }
    }
    for (kind, list) in suites {
        judge(kind, list.into_iter().filter(|s| !s.blocs.is_empty()).collect(), usages);
    }
}

fn month(day: NaiveDate) -> Periode {
    (day.with_day(1).unwrap_or(day), date_end(day))
}

fn date_end(day: NaiveDate) -> NaiveDate {
    let next = day.with_day(1).and_then(|d| d.checked_add_months(chrono::Months::new(1)));
    next.and_then(|d| d.pred_opt()).unwrap_or(day)
}

/// The period of the pay of a contract, that most of its lines say; the others are told.
fn pay_period(paie: &Paie<'_>, usages: &mut Usages) -> Option<Periode> {
    let most = |numero: u32| {
        let mut count: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        for day in paie.lignes.iter().filter_map(|r| r.date(numero)) {
            *count.entry(day).or_default() += 1;
        }
        count.into_iter().find(|(_, n)| 2 * n > paie.lignes.len()).map(|(day, _)| day)
    };
    let (start, end) = most(1).zip(most(2))?;
    let mut gaps = Vec::new();
    for r in &paie.lignes {
        for (numero, day) in [(1, start), (2, end)] {
            if r.field(numero).is_some() && r.date(numero) != Some(day) {
                gaps.push(told(paie, r.0, numero, day));
            }
        }
    }
    usages.juge("périodes des rémunérations S21.G00.51 d'un contrat", gaps);
    Some((start, end))
}

fn told(paie: &Paie<'_>, bloc: &Block, numero: u32, due: NaiveDate) -> Ecart {
    let said =
        bloc.date(numero).map_or_else(|| format!("« {} »", bloc.get(numero).unwrap_or("")), date::french);
    let constat = format!("date du {said} au lieu du {}", date::french(due));
    Ecart { corrige: Some(date::format(due)), ..paie.ecart(bloc, numero, Cause::Periode, constat) }
}

/// Holds the blocks of a kind against the period that most of them follow.
fn judge(kind: &'static str, list: Vec<Suite<'_, '_>>, usages: &mut Usages) {
    let faults =
        |rule: usize| list.iter().filter(|s| s.regles[rule].is_none_or(|p| !s.holes(p).is_empty())).count();
    let Some(rule) = (0..3).min_by_key(|rule| faults(*rule)) else { return };
    for suite in &list {
        let holes = suite.regles[rule].map(|period| suite.holes(period)).unwrap_or_default();
        // Too few blocks to tell the rule: one date that differs from it is a fault, two are another rule.
        let another = list.len() < LEAST && holes.len() > 1;
        let gaps = holes.into_iter().filter(|_| !another);
        usages.juge(kind, gaps.map(|(bloc, numero, due)| told(suite.paie, bloc, numero, due)));
    }
}

impl<'a> Suite<'a, '_> {
    /// The dates by which the blocks do not cover a period end to end, and what they should be.
    fn holes(&self, (start, end): Periode) -> Vec<(&'a Block, u32, NaiveDate)> {
        let (first, last) = self.dates;
        let mut out = Vec::new();
        let mut due = start;
        for (rank, bloc) in self.blocs.iter().enumerate() {
            if bloc.date(first) != Some(due) {
                out.push((*bloc, first, due));
            }
            let follows = self.blocs.get(rank + 1);
            let (right, next) = match follows {
                None => (end, end),
                Some(next) => {
                    // The two blocks meet where one of them says, at a month end when they differ.
                    let meets = next.date(first).and_then(|d| d.pred_opt());
                    match (bloc.date(last), meets) {
                        (Some(own), Some(meets)) if own != meets && own == date_end(own) => (own, own),
                        (Some(own), None) => (own, own),
                        (_, Some(meets)) => (meets, meets),
                        (None, None) => return out,
                    }
                }
            };
            if bloc.date(last) != Some(right) {
                out.push((*bloc, last, right));
            }
            due = next.succ_opt().unwrap_or(next);
        }
        out
    }
}
