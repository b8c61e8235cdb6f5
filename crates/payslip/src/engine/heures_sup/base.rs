//! The pay of overtime: the sum of the eligible lines, each at most at the premium of the convention.

use rust_decimal::Decimal;

use cddu_rates::Cents;

use super::quelles_heures::Hours;
use crate::engine::context::{Contract, Run};
use crate::engine::recorder::Recorder;
use crate::payslip::HeuresStructurelles;
use crate::rules;
use crate::trace::{Amount, Number};

/// Overtime of a contract, added up.
pub(crate) struct Found {
    pub heures: Number,
    pub base: Amount,
    pub structurelles: Option<HeuresStructurelles>,
    /// Hours that give a deduction to the employer.
    pub deduites: Number,
}

/// Adds the pieces up.
pub(super) fn of(run: &mut Run<'_, impl Recorder>, contract: &Contract<'_>, hours: Hours) -> Found {
    let figs: Vec<_> = hours.heures.iter().map(|h| h.f).collect();
    let heures = run.calc_number(
        contract.name("hs_heures", "heures supplémentaires"),
        hours.heures.iter().map(|h| h.v).sum(),
        "Σ",
        &figs,
        &rules::HS_HEURES,
    );
    let figs: Vec<_> = hours.pieces.iter().map(|a| a.f).collect();
    let base = run.calc(
        contract.name("hs_base", "rémunération des heures supplémentaires"),
        hours.pieces.iter().map(|a| a.v).sum(),
        "Σ",
        &figs,
        &rules::HS_BASE,
    );
    let deduites = if hours.sans_deduction.is_zero() {
        heures
    } else {
        let unworked = contract.name("hs_non_effectuees", "heures garanties non faites, jours d'absence");
        let unworked = run.given_number(unworked, hours.sans_deduction);
        run.calc_number(
            contract.name("hs_heures_deduction", "heures de la déduction patronale"),
            heures.v - unworked.v,
            "{0} - {1}",
            &[heures.f, unworked.f],
            &rules::HS_DEDUCTION,
        )
    };
    Found { heures, base, structurelles: hours.structurelles, deduites }
}

/// The pay of a line, at most at the highest premium of the convention.
pub(super) fn capped(
    run: &mut Run<'_, impl Recorder>,
    contract: &Contract<'_>,
    montant: Amount,
    majoration: Decimal,
    cap: Number,
) -> Amount {
    if majoration <= cap.v {
        return montant;
    }
    let premium = run.given_number(contract.name("hs_majoration", "majoration payée (en %)"), majoration);
    run.calc(
        contract.name("hs_montant_retenu", "rémunération retenue"),
        Cents::round(
            montant.v.to_decimal() * (Decimal::ONE_HUNDRED + cap.v) / (Decimal::ONE_HUNDRED + majoration),
        ),
        "arrondi({0} × (100 + {1}) / (100 + {2}))",
        &[montant.f, cap.f, premium.f],
        &rules::HS_MAJORATION,
    )
}
