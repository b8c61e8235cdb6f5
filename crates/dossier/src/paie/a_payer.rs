//! What a folder still has to pay.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::Period;
use chrono::NaiveDate;

use crate::{Folder, LigneTemps, PayPeriod, Register};

/// The weeks of the folder that no frozen payslip pays yet.
#[must_use]
pub fn waiting(folder: &Folder, register: &Register) -> Vec<PayPeriod> {
    let paid: BTreeMap<&str, Vec<Period>> = register
        .standing()
        .into_iter()
        .flat_map(|f| &f.resultat.contrats)
        .fold(BTreeMap::new(), |mut all, c| {
            all.entry(c.contrat.as_str()).or_insert_with(Vec::new).push(c.periode);
            all
        });
    let mut mondays: BTreeSet<NaiveDate> = BTreeSet::new();
    for (contract, lines) in &folder.times {
        let done = paid.get(contract.as_str()).map_or(&[][..], Vec::as_slice);
        let open = lines.iter().map(LigneTemps::days);
        mondays.extend(
            open.filter(|d| !done.iter().any(|p| p.intersection(*d).is_some()))
                .map(|d| Period::monday(d.debut)),
        );
    }
    mondays.into_iter().filter_map(|m| PayPeriod::parse(&m.format("%G-W%V").to_string()).ok()).collect()
}
