//! What a certificate of the caisse des congés spectacles must say of the payslips that it names.

use std::collections::BTreeMap;

use cddu_payslip::{ContractPay, Payslip};
use cddu_rates::{Cents, Period};
use chrono::Months;

use super::{both, hundredths};

/// The amounts of a contract, over the payslips that its certificates name.
pub(crate) fn amounts(parts: &[&ContractPay]) -> Vec<(&'static str, Cents)> {
    let sum = |of: &dyn Fn(&ContractPay) -> Cents| -> Cents { parts.iter().map(|k| of(k)).sum() };
    vec![
        ("base", sum(&|k| k.bases.conges_spectacles)),
        ("brut", sum(&|k| k.bases.brut)),
        (
            "contribution",
            sum(&|k| k.lignes.iter().filter(|l| l.organisme == "conges_spectacles").map(both).sum()),
        ),
        ("jours", sum(&|k| Cents(i64::from(k.jours.whole()) * 100))),
        ("cachets", sum(&|k| Cents(i64::from(k.cachets) * 100))),
        ("heures", sum(&|k| hundredths(k.heures))),
    ]
}

/// Work for this employer over the twelve months that end with a period.
pub(crate) fn twelve_months(
    slips: &BTreeMap<&str, &Payslip>,
    matricule: &str,
    periode: Period,
) -> [(&'static str, Cents); 3] {
    let start = periode.fin.checked_sub_months(Months::new(12)).unwrap_or(periode.fin);
    let inside = || {
        slips
            .values()
            .filter(|p| p.salarie.matricule == matricule)
            .flat_map(|p| &p.contrats)
            .filter(|k| k.periode.fin > start && k.periode.fin <= periode.fin)
    };
    [
        ("jours_12_mois", inside().map(|k| Cents(i64::from(k.jours.whole()) * 100)).sum()),
        ("cachets_12_mois", inside().map(|k| Cents(i64::from(k.cachets) * 100)).sum()),
        ("brut_12_mois", inside().map(|k| k.bases.brut).sum()),
    ]
}
