//! The payslips of the engine itself, through the rules that check payslips: a change in the engine that breaks an
//! identity, a rate or a plafond fails here (P1, R1 on real payslips).
//!
//! A thousand cases; `PROPTEST_CASES=20000 cargo test --release -p cddu-rapprochement` runs longer.

mod commun;

use cddu_ledger::{ComptaConfig, ecritures};
use cddu_payslip::{BulletinInput, Sens, compute};
use cddu_rapprochement::{Documents, Etat, RapprochementConfig, run};
use cddu_rates::{Cents, Gravite};
use commun::ledger::{RATES, cases, compta};
use commun::monde::REGLES;
use proptest::prelude::*;

/// A payslip input out of small numbers, in the shape of the JSON contract.
fn input(n: usize, g: [u16; 10]) -> BulletinInput {
    let categorie = ["technicien", "artiste", "figurant", "realisateur"][usize::from(g[0] % 4)];
    let fin =
        chrono::NaiveDate::from_ymd_opt(2026, 1 + u32::from(g[1] % 11), 1 + u32::from(g[2] % 28)).unwrap();
    let length = u64::from(g[3] % 5);
    let debut = fin - chrono::Days::new(length);
    let brut = format!("{}.{:02}", 80 * (length + 1) + u64::from(g[4] % 4000), g[5] % 100);
    let mut value = serde_json::json!({
        "numero": format!("B-{n:03}"),
        "date_paiement": fin + chrono::Days::new(u64::from(g[6] % 6)),
        "employeur": {
            "idcc": (["3097", "2642"][usize::from(g[7] % 2)]), "effectif": 8 + u32::from(g[7] % 60),
            "taux_at": "1.07", "taux_at_artiste": "1.1", "versement_mobilite": (["0", "1.60", "3.20"][usize::from(g[7] % 3)])
        },
        "salarie": { "matricule": format!("T{n:02}"), "nom": "Nom", "prenom": "Camille",
            "taux_pas": (if g[8].is_multiple_of(3) { Some(format!("{}.{}", g[8] % 20, g[8] % 10)) } else { None }) },
        "contrats": [{
            "contrat": format!("C{n}"), "categorie": categorie, "cadre": categorie == "technicien" && g[9].is_multiple_of(4),
            "annexe": if categorie == "artiste" || categorie == "figurant" { 10 } else { 8 },
            "fonction": "Fonction d'essai", "debut": debut, "fin": fin,
            "jours": length + 1, "heures": format!("{}", 8 * (length + 1)),
            "cachets": if categorie == "artiste" { length + 1 } else { 0 }, "brut": brut,
            "dfs": categorie == "artiste" && g[9].is_multiple_of(3),
            "analytique": { "film": "FILM-A", "poste": "2.1" }
        }],
        "elements": []
    });
    if g[9] % 5 == 1 {
        value["elements"] =
            serde_json::json!([{ "code": "frais", "montant": "21.40", "contrat": format!("C{n}") }]);
    }
    if g[9] % 5 == 2 {
        value["elements"] = serde_json::json!([{ "code": "acompte", "montant": "15.00" }]);
    }
    serde_json::from_value(value).unwrap()
}

proptest! {
    #![proptest_config(cases())]

    /// Every payslip of the engine keeps its identities, follows the tables, and enters the accounts to the cent.
    #[test]
    fn engine_payslips_are_consistent(genes in prop::collection::vec(prop::array::uniform10(any::<u16>()), 1..3)) {
        let slips: Vec<_> = genes.into_iter().enumerate()
            .map(|(n, g)| compute(&RATES, &input(n, g)).map(|c| c.bulletin))
            .filter_map(Result::ok).collect();
        prop_assume!(!slips.is_empty());
        let compta = compta(ComptaConfig::default());
        let batch = ecritures::build(&compta, &slips, &[], "LOT");
        let batch = match batch { Ok(batch) => batch, Err(e) => { prop_assert!(false, "{e:?}"); unreachable!() } };
        prop_assert!(batch.ecritures.iter().all(|e| e.solde().is_zero()));
        let lots = [batch];
        let docs = Documents { bulletins: &slips, lots: &lots, baremes: Some(&RATES), ..Documents::default() };
        let report = run(&compta, &REGLES, &RapprochementConfig::default(), &docs, &Etat::default());
        let serious: Vec<String> = report.ecarts.iter().filter(|e| e.gravite <= Gravite::Majeur)
            .map(|e| format!("{} {}", e.identifiant, e.message)).collect();
        prop_assert!(serious.is_empty(), "{serious:#?}");
        prop_assert!(report.appliquees["R01"] > 0 && report.appliquees["P02"] > 0);
    }
}

proptest! {
    #![proptest_config(cases())]

    /// P1: the net follows from the lines: gross, less employee shares, PAS, advances, garnishments and benefits in
    /// kind, plus expenses. P3 and P4 on the payslip alone: what the employer bears is what everybody receives.
    #[test]
    fn p01_net_of_the_engine(g in prop::array::uniform10(any::<u16>())) {
        let Ok(computed) = compute(&RATES, &input(0, g)) else { return Ok(()) };
        let p = computed.bulletin;
        let lines = || p.contrats.iter().flat_map(|c| &c.lignes);
        let employee: Cents = lines().filter_map(|l| l.montant_salarie).sum();
        let employer: Cents = lines().filter_map(|l| l.montant_employeur).sum();
        let sum = |keep: Sens| -> Cents { p.elements.iter().filter(|e| e.sens == keep).map(|e| e.retenu).sum() };
        let gross: Cents = p.contrats.iter().map(|c| c.bases.brut).sum();
        prop_assert_eq!(p.totaux.virement, gross - employee - p.totaux.pas - sum(Sens::Retenue) + sum(Sens::Ajout));
        prop_assert_eq!(p.totaux.total_verse_employeur, gross + employer);
        for l in lines().filter(|l| !l.is_relief()) {
            for (taux, montant) in [(l.taux_salarie, l.montant_salarie), (l.taux_employeur, l.montant_employeur)] {
                if let (Some(taux), Some(montant)) = (taux, montant) {
                    prop_assert_eq!(montant, taux.of(l.base), "{}", l.code);
                    prop_assert!(montant.0 >= 0 || l.base.0 < 0, "{}", l.code);
                }
            }
        }
    }
}

/// The property is worth what it looks at: most inputs must give a payslip.
#[test]
fn most_inputs_give_a_payslip() {
    let genes =
        |n: u16| std::array::from_fn(|i| n.wrapping_mul(7_919).wrapping_add((i as u16).wrapping_mul(39_209)));
    let refused: Vec<String> = (0..200)
        .filter_map(|n| compute(&RATES, &input(0, genes(n))).err())
        .map(|e| e.iter().map(|d| format!("{} {}", d.code, d.message)).collect())
        .collect();
    assert!(refused.len() < 40, "{} refusés : {:?}", refused.len(), refused.first());
}
