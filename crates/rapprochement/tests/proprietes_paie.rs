//! The payslips of the engine itself, through the rules that check payslips: a change in the engine that breaks an
//! identity, a rate or a plafond fails here (P1, R1 on real payslips).
//!
//! A thousand cases; `PROPTEST_CASES=20000 cargo test --release -p cddu-rapprochement` runs longer.

mod commun;

use cddu_ledger::{ComptaConfig, ecritures};
use cddu_payslip::{BulletinInput, Payslip, Sens, compute};
use cddu_rapprochement::{Documents, Etat, RapprochementConfig, run};
use cddu_rates::{Cents, Gravite};
use commun::ledger::{RATES, cases, compta};
use commun::monde::REGLES;
use proptest::prelude::*;

prop_compose! {
    /// A contract of at most five days of any population, in the shape of the JSON contract. The engine refuses none.
    fn saisie()(
        categorie in prop::sample::select(vec!["technicien", "artiste", "figurant", "realisateur"]),
        convention in prop::sample::select(vec!["3097", "2642"]),
        effectif in 8u32..68,
        mobilite in prop::sample::select(vec!["0", "1.60", "3.20"]),
        fin in (1u32..=11, 1u32..=28),
        jours in 1u64..=5,
        brut_du_jour in 80i64..900,
        centimes in 0i64..100,
        paye_apres in 0u64..6,
        taux_pas in prop::option::weighted(0.33, 0u32..200),
        cadre in prop::bool::weighted(0.25),
        abattement in prop::bool::weighted(0.33),
        element in prop::option::weighted(0.4, prop::sample::select(vec!["frais", "acompte"])),
    ) -> BulletinInput {
        let fin = chrono::NaiveDate::from_ymd_opt(2026, fin.0, fin.1).unwrap();
        let artiste = categorie == "artiste";
        let elements = element.map(|code| match code {
            "frais" => serde_json::json!({ "code": code, "montant": "21.40", "contrat": "C" }),
            _ => serde_json::json!({ "code": code, "montant": "15.00" }),
        });
        serde_json::from_value(serde_json::json!({
            "date_paiement": fin + chrono::Days::new(paye_apres),
            "employeur": {
                "idcc": convention, "effectif": effectif, "taux_at": "1.07", "taux_at_artiste": "1.1",
                "versement_mobilite": mobilite, "taux_sante_travail": "0.32"
            },
            "salarie": { "matricule": "T", "nom": "Nom", "prenom": "Camille",
                "taux_pas": taux_pas.map(|t| format!("{}.{}", t / 10, t % 10)) },
            "contrats": [{
                "contrat": "C", "categorie": categorie, "cadre": categorie == "technicien" && cadre,
                "annexe": if artiste || categorie == "figurant" { 10 } else { 8 },
                "fonction": "Fonction d'essai", "debut": fin - chrono::Days::new(jours - 1), "fin": fin,
                "jours": jours, "heures": format!("{}", 8 * jours),
                "cachets": if artiste { jours } else { 0 },
                "brut": format!("{}.{centimes:02}", brut_du_jour * i64::try_from(jours).unwrap()),
                "dfs": artiste && abattement,
                "taux_artiste": categorie != "technicien" && !(categorie == "realisateur" && cadre),
                "analytique": { "film": "FILM-A", "poste": "2.1" }
            }],
            "elements": elements.into_iter().collect::<Vec<_>>()
        })).unwrap()
    }
}

/// The payslips of some inputs, each person and contract under a number of its own.
fn payslips(inputs: Vec<BulletinInput>) -> Vec<Payslip> {
    let one = |(n, mut input): (usize, BulletinInput)| {
        input.numero = Some(format!("B-{n:03}"));
        input.salarie.matricule = format!("T{n:02}");
        input.contrats[0].contrat = format!("C{n}");
        for e in &mut input.elements {
            e.contrat = e.contrat.is_some().then(|| format!("C{n}"));
        }
        compute(&RATES, &input).unwrap_or_else(|list| panic!("{list:#?}")).bulletin
    };
    inputs.into_iter().enumerate().map(one).collect()
}

proptest! {
    #![proptest_config(cases())]

    /// Every payslip of the engine keeps its identities, follows the tables, and enters the accounts to the cent.
    #[test]
    fn engine_payslips_are_consistent(inputs in prop::collection::vec(saisie(), 1..3)) {
        let slips = payslips(inputs);
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
    fn p01_net_of_the_engine(input in saisie()) {
        let p = payslips(vec![input]).remove(0);
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
