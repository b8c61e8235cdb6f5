//! What a payment says twice: its gross in four types (S21.G00.51), its days in its period (S21.G00.53).
//!
//! Own checks. The norm gives each value its sense and blocks on none of these sums; France Travail, Congés spectacles and
//! the tax office read one of the two and send the other back.

use chrono::NaiveDate;

use super::contrat::{first_day_with_margin, last_day};
use super::{Emit, MENSUELLE, OnIndividual, Scope, named};
use crate::amount;
use crate::code::s21;
use crate::nav::{Contrat, Individu, Remuneration, Versement};
use crate::tree::Block;
use cddu_base::Gravite::Mineur;

pub(super) const CONTROLS: &[OnIndividual] =
    &[("S21.G00.51.013/SUM", Mineur, MENSUELLE, gross), ("S21.G00.53.002/SUM", Mineur, MENSUELLE, days)];

/// A contract covered by an AEM (40.025: annexe 8 or 10): all its pay is subject to unemployment insurance, and its
/// absences are declared to France Travail by another way than the restored pay.
fn spectacle(c: &Contrat<'_>) -> bool {
    matches!(c.get(25), Some("05" | "06"))
}

/// What a payment says of one contract.
struct Paie<'a> {
    contrat: Contrat<'a>,
    lignes: Vec<Remuneration<'a>>,
}

impl<'a> Paie<'a> {
    /// The contracts of a payment, each once.
    fn all(i: Individu<'a>, v: Versement<'a>) -> Vec<Paie<'a>> {
        let mut out: Vec<Paie<'a>> = Vec::new();
        for r in v.remunerations() {
            let mut own = i.contrats().filter(|c| c.numero().is_some() && c.numero() == r.contrat());
            // Two contracts under one number: another fault.
            let (Some(contrat), None) = (own.next(), own.next()) else { continue };
            match out.iter_mut().find(|p| p.contrat.numero() == contrat.numero()) {
                Some(known) => known.lignes.push(r),
                None => out.push(Paie { contrat, lignes: vec![r] }),
            }
        }
        out
    }

    fn of(&self, kind: &str) -> impl Iterator<Item = Remuneration<'a>> {
        self.lignes.iter().copied().filter(move |r| r.genre() == Some(kind))
    }

    /// `None` when the type is absent, or an amount of it.
    fn sum(&self, kind: &str) -> Option<i64> {
        self.of(kind).next()?;
        self.of(kind).map(|r| r.amount(13)).sum()
    }

    fn activites(&self) -> impl Iterator<Item = &'a Block> {
        self.lignes.iter().flat_map(|r| r.0.all(s21(53)))
    }

    /// Pay of days that are not of the contract.
    fn outside(&self) -> bool {
        let earliest = first_day_with_margin(&self.contrat);
        let latest = last_day(&self.contrat);
        self.of("001").any(|r| {
            r.date(1).zip(earliest).is_some_and(|(start, first)| start < first)
                || r.date(2).is_some_and(|end| end > latest)
        })
    }

    /// An absence: an arrêt, a suspension, or an activity that is no work.
    fn absent(&self) -> bool {
        self.contrat.all(s21(60)).next().is_some()
            || self.contrat.all(s21(65)).next().is_some()
            || self.activites().any(|a| a.get(1) != Some("01"))
    }
}

/// Gross pay (001), pay of the unemployment rights (002) and restored pay (003) of one contract; the base pay (010) is a part
/// of it.
///
/// To the cent: nothing is rounded. 002 is the gross, or the capped base of the contributions of unemployment (base 07), as
/// programs write it. 003 is only held for contracts without absence that an AEM covers. 010 may be over the gross when an
/// absence is taken off, or when the payment corrects another one.
fn gross(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for v in i.versements().filter(|v| named(v.remunerations())) {
        let paies = Paie::all(i, v);
        for p in &paies {
            let (Some(gross), Some(rights), Some(restored)) = (p.sum("001"), p.sum("002"), p.sum("003"))
            else {
                continue;
            };
            let alone = paies.len() == 1;
            let capped = capped(v, p.contrat.numero(), alone);
            // Out of the dates of the contract the norm wants 0.00 (51.001/CCH-11, 51.002/CCH-13); others may be out of the scheme.
            if rights == 0 && (!spectacle(&p.contrat) || p.outside()) {
                continue;
            }
            if gross != rights && rights == restored && (capped != Some(rights) || spectacle(&p.contrat)) {
                let said = format!("rémunération brute (001) de {}", amount::format(gross));
                let other = format!("les types 002 et 003 du même contrat disent {}", amount::format(rights));
                told(p, "001", &format!("{said}, {other}"), emit);
                continue;
            }
            if gross != rights && capped != Some(rights) {
                let due = match capped {
                    Some(base) if base != gross => {
                        format!("{} (brut) ou {} (base 07)", amount::format(gross), amount::format(base))
                    }
                    _ => amount::format(gross),
                };
                let said = format!(
                    "salaire des droits à l'assurance chômage (002) de {} au lieu de {due}",
                    amount::format(rights)
                );
                told(p, "002", &said, emit);
            }
            let lower = restored < gross && gross > 0;
            if spectacle(&p.contrat) && (restored != gross && !p.absent() || lower) {
                let said = format!(
                    "salaire rétabli (003) de {} pour un brut de {}, sans absence qui l'explique",
                    amount::format(restored),
                    amount::format(gross)
                );
                told(p, "003", &said, emit);
            }
            base_pay(s, p, gross, emit);
        }
    }
}

/// The base pay and the overtime of a contract are parts of its gross pay.
fn base_pay(s: &Scope<'_>, p: &Paie<'_>, gross: i64, emit: &mut Emit<'_>) {
    let first = p.of("001").next().and_then(|r| r.date(1));
    let earlier = first.zip(s.mois).is_none_or(|(start, month)| start < month);
    let overtime: Option<i64> =
        ["017", "018"].into_iter().flat_map(|kind| p.of(kind)).map(|r| r.amount(13)).sum();
    let (Some(base), Some(overtime)) = (p.sum("010"), overtime) else { return };
    if gross > 0 && !earlier && spectacle(&p.contrat) && !p.absent() && base + overtime > gross {
        let said = format!(
            "salaire de base (010) et heures supplémentaires (017, 018) de {} pour un brut de {}, sans absence qui l'explique",
            amount::format(base + overtime),
            amount::format(gross)
        );
        told(p, "010", &said, emit);
    }
}

fn told(p: &Paie<'_>, kind: &str, said: &str, emit: &mut Emit<'_>) {
    if let Some(r) = p.of(kind).next() {
        emit.at(&r, 13, format!("{said} : corrigez celui des montants qui est faux"));
    }
}

/// Base 07 of a contract in a payment; that of the payment when it has only this contract.
fn capped(v: Versement<'_>, contract: Option<&str>, alone: bool) -> Option<i64> {
    let own = |b: &Block| b.get(6) == contract || alone && b.get(6).is_none();
    let bases: Vec<Option<i64>> =
        v.bases().filter(|b| b.genre() == Some("07") && own(b)).map(|b| b.amount(4)).collect();
    if bases.is_empty() { None } else { bases.into_iter().sum() }
}

fn length(r: &Block) -> Option<(NaiveDate, NaiveDate, i64)> {
    let (start, end) = r.date(1).zip(r.date(2)).filter(|(start, end)| start <= end)?;
    Some((start, end, (end - start).num_days() + 1))
}

/// Days of the plafond (unit 40) and days worked (unit 12) inside the pay period; cachets (39) are those isolated (37) and
/// grouped (36).
///
/// To the day. A pay of the month has as many days of the plafond as its period (CSS R242-2, calendar days of the
/// employment), unless an absence takes some off, another contract or another payment has the same days, or the payment
/// corrects another one.
fn days(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for v in i.versements().filter(|v| named(v.remunerations())) {
        for p in Paie::all(i, v) {
            let mut pays = p.of("001");
            let (Some(pay), None) = (pays.next(), pays.next()) else { continue };
            let Some((start, end, span)) = length(&pay) else { continue };
            let of = |unit: &str| p.activites().filter(|a| a.get(3) == Some(unit)).collect::<Vec<_>>();
            for a in ["12", "40"].into_iter().flat_map(of) {
                // A measure that no unit allows is another fault.
                if a.amount(2).is_some_and(|m| m.abs() > 100 * span && m <= 40_300) {
                    emit.at(
                        a,
                        2,
                        format!(
                            "{} jours pour une période de paie de {span} : corrigez la mesure ou les dates",
                            measure(a)
                        ),
                    );
                }
            }
            cachets(&of("39"), &of("36"), &of("37"), emit);
            let plafonds = of("40");
            let (Some(gross), [plafond]) = (p.sum("001"), plafonds.as_slice()) else { continue };
            let shared = i.versements().flat_map(|o| o.0.all(s21(51))).any(|o| {
                o.line != pay.line
                    && o.get(11) == Some("001")
                    && length(o).is_none_or(|(from, to, _)| from <= end && to >= start)
            });
            let judged = spectacle(&p.contrat)
                && gross > 0
                && s.mois.is_some_and(|month| start >= month)
                && !p.absent()
                && !shared;
            if judged && plafond.amount(2).is_some_and(|m| (0..100 * span).contains(&m)) {
                emit.at(
                    plafond,
                    2,
                    format!(
                        "{} jours du plafond pour une période de paie de {span}, sans absence ni autre contrat qui l'explique : \
                         corrigez la mesure ou les dates",
                        measure(plafond)
                    ),
                );
            }
        }
    }
}

fn measure(activity: &Block) -> &str {
    activity.get(2).unwrap_or("")
}

/// All the cachets are those isolated and those grouped, when the payment has both ways of saying.
fn cachets(all: &[&Block], grouped: &[&Block], isolated: &[&Block], emit: &mut Emit<'_>) {
    let sum = |list: &[&Block]| list.iter().map(|a| a.amount(2)).sum::<Option<i64>>();
    let (Some(first), Some(total), Some(g), Some(i)) = (all.first(), sum(all), sum(grouped), sum(isolated))
    else {
        return;
    };
    if !(grouped.is_empty() && isolated.is_empty()) && total != g + i {
        emit.at(
            first,
            2,
            format!(
                "{} cachets (unité 39) alors que les cachets isolés (37) et groupés (36) font {} : corrigez l'un ou l'autre",
                amount::format(total),
                amount::format(g + i)
            ),
        );
    }
}
