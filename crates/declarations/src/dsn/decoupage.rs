//! A period cut where the norm cuts it: a base 31 at each month end (S21.G00.78.003/SIG-11), every other base and the net
//! exempt of tax at 31 December (S21.G00.78.003/CCH-16, S21.G00.58.002/CCH-13). Amounts follow the calendar days, and
//! the last part takes what is left: the sums are those of the payslip.

use cddu_rates::{Cents, Period};
use chrono::Datelike as _;
use rust_decimal::Decimal;

use super::cotisations::{Base, Cotisation};

/// The parts of a period by civil month.
#[must_use]
pub fn by_month(period: Period) -> Vec<Period> {
    period.by_month().map(|(_, part)| part).collect()
}

/// The parts of a period by civil year.
#[must_use]
pub fn by_year(period: Period) -> Vec<Period> {
    let mut out: Vec<Period> = Vec::new();
    for part in by_month(period) {
        match out.last_mut() {
            Some(last) if last.debut.year() == part.debut.year() => last.fin = part.fin,
            _ => out.push(part),
        }
    }
    out
}

/// An amount by part.
#[must_use]
pub fn shared(amount: Cents, parts: &[Period]) -> Vec<Cents> {
    let days: i64 = parts.iter().map(|p| p.days()).sum();
    let mut left = amount;
    let mut out = Vec::with_capacity(parts.len());
    for (rank, part) in parts.iter().enumerate() {
        let share = if rank + 1 == parts.len() {
            left
        } else {
            Cents::round(amount.to_decimal() * Decimal::from(part.days()) / Decimal::from(days))
        };
        left -= share;
        out.push(share);
    }
    out
}

/// A base by part, its contributions at the same rates.
#[must_use]
pub fn bases(base: &Base, parts: &[Period]) -> Vec<Base> {
    let mut out: Vec<Base> = shared(base.montant, parts)
        .into_iter()
        .zip(shared(base.taxe_salaires, parts))
        .map(|(montant, taxe_salaires)| Base {
            code: base.code,
            montant,
            taxe_salaires,
            cotisations: Vec::new(),
        })
        .collect();
    for line in &base.cotisations {
        let assiettes = shared(line.assiette, parts);
        let mut montants = shared(line.montant, parts);
        if let Some(taux) = line.taux {
            let mut left = line.montant;
            for (rank, montant) in montants.iter_mut().enumerate() {
                *montant = if rank + 1 == parts.len() { left } else { taux.of(assiettes[rank]) };
                left -= *montant;
            }
        }
        for ((part, assiette), montant) in out.iter_mut().zip(assiettes).zip(montants) {
            part.cotisations.push(Cotisation { assiette, montant, ..line.clone() });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(debut: &str, fin: &str) -> Period {
        Period { debut: debut.parse().unwrap(), fin: fin.parse().unwrap() }
    }

    #[test]
    fn the_parts_add_up() {
        // 30 November to 4 December: one day of five, then four. 23.99 / 5 = 4.798.
        let week = by_month(period("2026-11-30", "2026-12-04"));
        assert_eq!(week.iter().map(|p| p.days()).collect::<Vec<_>>(), [1, 4]);
        assert_eq!(shared(Cents(2_399), &week), [Cents(480), Cents(1_919)]);
        assert_eq!(by_year(period("2026-11-30", "2026-12-04")).len(), 1);
        // 28 December to 3 January: four days and three. 1,000.00 x 4 / 7 = 571.43; at 2.40 %, 13.71 of 24.00.
        let turn = by_year(period("2026-12-28", "2027-01-03"));
        assert_eq!(turn.iter().map(|p| p.days()).collect::<Vec<_>>(), [4, 3]);
        let base = Base {
            code: "03",
            montant: Cents(100_000),
            taxe_salaires: Cents::ZERO,
            cotisations: vec![Cotisation {
                code: "040".to_owned(),
                organisme: "france_travail".to_owned(),
                assiette: Cents(100_000),
                montant: Cents(2_400),
                taux: Some("2.40".parse().unwrap()),
            }],
        };
        let cut = bases(&base, &turn);
        assert_eq!(cut.iter().map(|b| b.montant).collect::<Vec<_>>(), [Cents(57_143), Cents(42_857)]);
        assert_eq!(
            cut.iter().map(|b| b.cotisations[0].montant).collect::<Vec<_>>(),
            [Cents(1_371), Cents(1_029)]
        );
    }
}
