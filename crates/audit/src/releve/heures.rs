//! Hours, overtime and base pay of a week, which say the same work three times: the hours of a week are thirty-five and its
//! overtime, at the price that the base pay of thirty-five hours gives.
//!
//! Overtime of the first eight hours is paid a quarter more (C. trav. L3121-36), the next ones a half more; in film, from the
//! forty-ninth, three quarters more. A file that pays otherwise contradicts these rules as a whole and is not held to them.

use cddu_dsn::{Block, s21};
use rust_decimal::Decimal;

use super::{Paie, chiffre, texte};
use crate::comparaison::{Cause, Ecart};
use crate::usages::Usages;

/// Hundredths of an hour of the legal week.
const SEMAINE: i64 = 3_500;
/// Cents by which a sum of rounded amounts may be off the product of the hours and the price.
const ROUNDING: Decimal = Decimal::from_parts(16, 0, 0, false, 1);
/// The same of the overtime that is guaranteed, whose price has been rounded before it is raised.
const ROUNDING_ALONE: Decimal = Decimal::from_parts(25, 0, 0, false, 1);

/// Reads the hours; what is said of those that nothing else in the file tells.
pub(super) fn relever(paies: &[Paie<'_>], usages: &mut Usages) -> Vec<String> {
    let (mut bases, mut hours) = (0_usize, 0_usize);
    for paie in paies {
        if let Some(week) = Semaine::of(paie).filter(Semaine::is_week) {
            usages.juge("semaine de 35 heures et ses heures supplémentaires (S21.G00.51 et 53)", week.gaps());
            continue;
        }
        bases += usize::from(paie.de("010").next().is_some());
        let smic = paie.bases().flat_map(|b| b.all(s21(79))).any(|c| c.get(1) == Some("01"));
        let counted = paie.de("002").flat_map(|r| r.activites()).any(|a| a.get(3) == Some("35"));
        hours += usize::from(counted && !smic);
    }
    [
        (
            bases,
            "ce qui donne le salaire de base S21.G00.51.013[010]",
            "sans heures supplémentaires d'une semaine",
        ),
        (
            hours,
            "ce qui donne les heures S21.G00.53.002[35]",
            "sans heures supplémentaires ni réduction générale",
        ),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, what, of)| format!("{what} ({count} contrat(s) payé(s) {of}) : comparé à rien"))
    .collect()
}

/// The lines of a week of work.
#[derive(Clone, Copy)]
struct Semaine<'a, 'p> {
    paie: &'p Paie<'a>,
    heures: &'a Block,
    base: &'a Block,
    libres: Option<&'a Block>,
    garanties: Option<&'a Block>,
    /// Hundredths: hours, hours of overtime by line; cents: base pay, overtime by line.
    h: i64,
    h_libres: i64,
    h_garanties: i64,
    a_base: i64,
    a_libres: i64,
    a_garanties: i64,
    /// Overtime of the bases of the reliefs.
    reduction: Option<i64>,
}

impl<'a, 'p> Semaine<'a, 'p> {
    fn of(paie: &'p Paie<'a>) -> Option<Self> {
        let mut hours =
            paie.de("002").flat_map(|r| r.activites()).filter(|a| matches!(a.get(3), Some("35" | "10")));
        let heures = hours.next().filter(|_| hours.next().is_none())?;
        let base = paie.une("010")?.0;
        let (libres, garanties) = (paie.une("017").map(|r| r.0), paie.une("018").map(|r| r.0));
        libres.or(garanties)?;
        let of = |b: Option<&Block>, numero: u32| b.map_or(Some(0), |b| b.amount(numero));
        let reliefs: Vec<i64> = paie
            .bases()
            .flat_map(|b| b.all(s21(81)))
            .filter(|c| matches!(c.get(1), Some("114" | "021")))
            .filter_map(|c| c.amount(3))
            .collect();
        let reduction = reliefs.first().copied().filter(|first| reliefs.iter().all(|r| r == first));
        Some(Self {
            paie,
            heures,
            base,
            libres,
            garanties,
            h: heures.amount(2)?,
            h_libres: of(libres, 12)?,
            h_garanties: of(garanties, 12)?,
            a_base: base.amount(13)?,
            a_libres: of(libres, 13)?,
            a_garanties: of(garanties, 13)?,
            reduction,
        })
    }

    /// Seven days of pay at most, and thirty-five hours but for a slip of one of its measures.
    fn is_week(&self) -> bool {
        let days = |r: &Block| Some((r.date(2)? - r.date(1)?).num_days() + 1);
        let normal = self.h - self.h_libres - self.h_garanties;
        self.paie.une("001").and_then(|r| days(r.0)).is_some_and(|d| d <= 7)
            && (normal - SEMAINE).abs() < 100
            && self.a_base > 0
    }

    /// Cents of the base pay by hundredth of an hour.
    fn price(&self) -> Decimal {
        Decimal::from(self.a_base) / Decimal::from(SEMAINE)
    }

    /// The guaranteed overtime is at a quarter more.
    fn guaranteed(&self) -> bool {
        let due = self.price() * Decimal::from(self.h_garanties) * Decimal::new(125, 2);
        self.garanties.is_none() || (Decimal::from(self.a_garanties) - due).abs() <= ROUNDING_ALONE
    }

    /// All the overtime is at the price of its hours.
    fn paid(&self) -> bool {
        let h = self.h_libres + self.h_garanties;
        let quarter = h.min(800);
        let three = (h - 1_300).max(0);
        let due = |last: i64| {
            let half = h - quarter - last;
            let quarters = quarter * 5 + half * 6 + last * 7;
            self.price() * Decimal::from(quarters) / Decimal::from(4)
        };
        let paid = Decimal::from(self.a_libres + self.a_garanties);
        [0, three].into_iter().any(|last| (paid - due(last)).abs() <= ROUNDING)
    }

    fn whole(&self) -> bool {
        self.h == SEMAINE + self.h_libres + self.h_garanties && self.guaranteed() && self.paid()
    }

    fn with(&self, change: impl Fn(&mut Self)) -> Self {
        let mut other = *self;
        change(&mut other);
        other
    }

    fn gaps(&self) -> Vec<Ecart> {
        if self.whole() {
            return Vec::new();
        }
        let slip = self.h - SEMAINE - self.h_libres - self.h_garanties;
        let said = |block: &Block, numero: u32, value: i64, due: i64| {
            let constat = format!(
                "{} alors que 35 heures, {} heures supplémentaires et leur prix font {}",
                texte(value),
                texte(self.h_libres + self.h_garanties),
                texte(due)
            );
            chiffre(self.paie.ecart(block, numero, Cause::Incoherent, constat), value, due)
        };
        // The one value that, put right, makes the week whole.
        let mut found = Vec::new();
        if slip != 0 {
            if self.with(|w| w.h -= slip).whole() {
                found.push(said(self.heures, 2, self.h, self.h - slip));
            }
            if let Some(line) = self.libres.filter(|_| self.with(|w| w.h_libres += slip).whole()) {
                found.push(said(line, 12, self.h_libres, self.h_libres + slip));
            }
            if let Some(line) = self.garanties.filter(|_| self.with(|w| w.h_garanties += slip).whole()) {
                found.push(said(line, 12, self.h_garanties, self.h_garanties + slip));
            }
        } else {
            let off = self.reduction.map_or(0, |r| self.a_libres + self.a_garanties - r);
            if off != 0 {
                if let Some(line) = self.garanties.filter(|_| self.with(|w| w.a_garanties -= off).whole()) {
                    found.push(said(line, 13, self.a_garanties, self.a_garanties - off));
                }
                if let Some(line) = self.libres.filter(|_| self.with(|w| w.a_libres -= off).whole()) {
                    found.push(said(line, 13, self.a_libres, self.a_libres - off));
                }
                // Of two that would do, the one that the price of its hours already contradicts.
                if found.len() == 2 && self.guaranteed() {
                    found.swap(0, 1);
                }
            } else {
                found.push(self.base_pay());
            }
        }
        if found.is_empty() && slip != 0 {
            let constat = format!(
                "{} heures alors que 35 et {} heures supplémentaires font {}",
                texte(self.h),
                texte(self.h_libres + self.h_garanties),
                texte(self.h - slip)
            );
            found.push(self.paie.ecart(self.heures, 2, Cause::Incoherent, constat));
        }
        for (rank, gap) in found.iter_mut().enumerate().skip(1) {
            gap.consequence = rank > 0;
            gap.corrige = None;
        }
        found
    }

    /// The base pay, when the hours and the amounts of the overtime agree with each other.
    fn base_pay(&self) -> Ecart {
        let constat = format!(
            "{} pour 35 heures : {} heures supplémentaires payées {} sont à un autre prix de l'heure",
            texte(self.a_base),
            texte(self.h_libres + self.h_garanties),
            texte(self.a_libres + self.a_garanties)
        );
        self.paie.ecart(self.base, 13, Cause::Incoherent, constat)
    }
}
