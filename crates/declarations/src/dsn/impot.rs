//! What a correction paid in a later month does to the tax already declared: a payment has no negative tax, S21.G00.56 takes it
//! back, and puts right a rate that was wrong on its day.

use cddu_dsn::{Block, s21};
use cddu_payslip::Payslip;
use cddu_rates::{Cents, Rate};

use super::individu::decimals;

/// The tax of a correction beside that of the payslip that it replaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ImpotCorrige {
    /// Tax and base of the payment of the month (50.009, 50.013).
    pub pas: Cents,
    pub assiette: Cents,
    /// What another base changes at the rate declared, as a block 56 of its own.
    base: Option<Ecart>,
    /// What another rate changes on the base of today: difference of rate, base, tax.
    taux: Option<(Rate, Cents, Cents)>,
}

/// Differences of net imposable, of base and of tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ecart {
    fiscal: Cents,
    assiette: Cents,
    pas: Cents,
}

impl ImpotCorrige {
    /// Compares a payslip with the one of an earlier month that it replaces.
    ///
    /// A personal rate that is not the one declared was wrong on its day (nothing else makes a correction take it): the
    /// difference of base is taken at the rate declared, that of rate on the base of today (net-entreprises, B).
    pub fn of(slip: &Payslip, old: &Payslip) -> Self {
        let (now, then) = (&slip.totaux, &old.totaux);
        let rate = |t: &cddu_payslip::Totals| t.taux_pas.unwrap_or(Rate::ZERO);
        let personal = now.taux_pas_personnalise || then.taux_pas_personnalise;
        let wrong = personal && rate(now) != rate(then);
        let assiette = now.assiette_pas - then.assiette_pas;
        let at_declared = match (wrong, assiette.is_zero()) {
            (false, _) => now.pas,
            (true, true) => then.pas,
            (true, false) => rate(then).of(now.assiette_pas),
        };
        let pas = at_declared - then.pas;
        let fiscal = now.net_imposable - then.net_imposable;
        let taux = wrong.then(|| (Rate(rate(now).0 - rate(then).0), now.assiette_pas, now.pas - at_declared));
        let ecart = Ecart { fiscal, assiette, pas };
        if pas.0 < 0 || assiette.0 < 0 || wrong && (!pas.is_zero() || !assiette.is_zero()) {
            Self { base: Some(ecart), taux, ..Self::default() }
        } else {
            Self { pas, assiette, base: None, taux }
        }
    }

    /// Blocks 56 of the payment, dated in the month of the payslip that is put right.
    pub fn blocks(&self, old: &Payslip) -> Vec<Block> {
        let month = old.date_paiement.format("%m%Y").to_string();
        let dated = |kind: &str| Block::new(s21(56)).with(1, month.as_str()).with(2, kind);
        let mut out = Vec::new();
        if let Some(Ecart { fiscal, assiette, pas }) = self.base {
            let (kind, fiscal, assiette) = if pas.0 < 0 || assiette.0 < 0 {
                // An overpayment taken back: neither amount is above zero.
                ("03", fiscal.min(Cents::ZERO), assiette.min(Cents::ZERO))
            } else {
                ("01", fiscal, assiette)
            };
            out.push(
                dated(kind)
                    .with(3, fiscal.to_string())
                    .with(6, decimals(old.totaux.taux_pas.unwrap_or(Rate::ZERO).0))
                    .with(7, pas.to_string())
                    .with(10, assiette.to_string()),
            );
        }
        if let Some((rate, assiette, pas)) = self.taux {
            out.push(
                dated("02").with(5, decimals(rate.0)).with(7, pas.to_string()).with(15, assiette.to_string()),
            );
        }
        out
    }
}
