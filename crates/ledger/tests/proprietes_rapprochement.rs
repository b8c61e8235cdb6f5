//! Properties of the reconciliation on generated worlds (R1 to R16).
//!
//! A thousand cases each; `PROPTEST_CASES=20000 cargo test --release -p cddu-ledger` runs longer.

mod commun;

use cddu_ledger::rapprochement::Ecart;
use cddu_rates::Gravite;
use commun::monde::{Monde, genes};
use proptest::prelude::*;

fn serious(ecarts: &[Ecart]) -> Vec<String> {
    ecarts
        .iter()
        .filter(|e| e.gravite <= Gravite::Majeur)
        .map(|e| format!("{} {} {} {:?}", e.identifiant, e.message, e.ecart, e.candidats))
        .collect()
}

proptest! {
    #![proptest_config(commun::cases())]

    /// R1: nothing is said of a consistent world.
    #[test]
    fn r01_a_consistent_world_has_no_serious_difference(choix in any::<u16>(), genes in genes(3)) {
        let report = Monde::new(choix, &genes).reconcile();
        prop_assert!(serious(&report.ecarts).is_empty(), "{:#?}", serious(&report.ecarts));
    }
}
