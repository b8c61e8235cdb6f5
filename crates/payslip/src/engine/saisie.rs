//! Garnishments: the scale by slices with dependants, the RSA always left, maintenance first.

use cddu_rates::{Cents, Diagnostic};
use rust_decimal::Decimal;

use super::context::{Run, name};
use crate::rules;
use crate::trace::Amount;

/// Fractions of the seven slices (C. trav. R3252-2): numerator and denominator.
const FRACTIONS: [(i64, i64); 7] = [(1, 20), (1, 10), (1, 5), (1, 4), (1, 3), (2, 3), (1, 1)];

/// What garnishments may take from a net.
pub(crate) struct Seizable {
    /// By the scale.
    pub scale: Amount,
    /// Everything above the RSA.
    pub above_rsa: Amount,
}

/// The seizable part of a net after tax, for a number of dependants.
///
/// The scale is annual; it is divided by twelve for a whole month, and prorated by calendar days for a shorter
/// period (usual method, C). The RSA left is the monthly amount, never prorated.
pub(crate) fn seizable(run: &mut Run<'_>, net: Amount, dependants: u32) -> Result<Seizable, Diagnostic> {
    let payment = run.input.date_paiement;
    let share = period_share(run);
    let per_dependant = run.rates.param("SAISIE_PERSONNE_A_CHARGE", payment)?;
    let uplift = per_dependant.value * Decimal::from(dependants);
    let mut total = Decimal::ZERO;
    let mut lower = Decimal::ZERO;
    let amount = net.v.to_decimal();
    for (rank, (numerator, denominator)) in FRACTIONS.into_iter().enumerate() {
        let upper = if rank < 6 {
            let key = format!("SAISIE_SEUIL_{}", rank + 1);
            Some((run.rates.param(&key, payment)?.value + uplift) / Decimal::from(12) * share)
        } else {
            None
        };
        let top = upper.map_or(amount, |u| u.min(amount));
        if top > lower {
            total += (top - lower) * Decimal::from(numerator) / Decimal::from(denominator);
        }
        lower = upper.unwrap_or(lower);
    }
    let rsa = run.amount(name("rsa", "RSA d'une personne"), "SAISIE_MINIMUM_RSA", payment)?;
    let above_rsa = run.calc(
        name("saisissable_hors_rsa", "net au-delà du RSA"),
        (net.v - rsa.v).or_zero(),
        "max(0 ; {0} - {1})",
        &[net.f, rsa.f],
        &rules::SAISIE,
    );
    let slices = run.given(name("saisissable_bareme", "somme des tranches du barème"), Cents::round(total));
    let scale = run.calc(
        name("saisissable", "part saisissable"),
        slices.v.min(above_rsa.v),
        "min({0} ; {1})",
        &[slices.f, above_rsa.f],
        &rules::SAISIE,
    );
    Ok(Seizable { scale, above_rsa })
}

/// The part of a month that the payslip pays, at most the number of months touched.
fn period_share(run: &Run<'_>) -> Decimal {
    let periods = || run.input.contrats.iter().map(crate::input::Contrat::periode);
    let Some(debut) = periods().map(|p| p.debut).min() else { return Decimal::ONE };
    let fin = periods().map(|p| p.fin).max().unwrap_or(debut);
    let Some(period) = cddu_rates::Period::new(debut, fin) else { return Decimal::ONE };
    period.by_month().map(|(month, part)| Decimal::from(part.days()) / Decimal::from(month.days())).sum()
}
