//! A contract paid by several payslips, worked by hand; and its identity with the same contract paid at once.

use cddu_payslip::{Anterieur, BulletinInput, Payslip, compute, json};
use cddu_rates::{Cents, Rates};
use proptest::prelude::*;

static RATES: std::sync::LazyLock<Rates> = std::sync::LazyLock::new(Rates::embedded);

/// A week of a contract from 5 to 18 October 2026 (two weeks), technicien non cadre, under 50 staff.
fn week(
    debut: &str,
    fin: &str,
    brut: &str,
    heures: u32,
    anterieur: Option<Anterieur>,
    methode: &str,
) -> Payslip {
    let anterieur = serde_json::to_string(&anterieur).unwrap();
    let text = format!(
        r#"{{"date_paiement":"2026-10-23","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07"}},
        "salarie":{{"matricule":"T01","nom":"Martin","prenom":"Jeanne"}},
        "methodes":{{"regularisation":"{methode}"}},
        "contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-18",
        "periode":{{"debut":"{debut}","fin":"{fin}"}},"jours":5,"heures":"{heures}","brut":"{brut}",
        "anterieur":{anterieur}}}]}}"#
    );
    let input: BulletinInput = json::parse(&text).expect("input");
    let computed = compute(&RATES, &input).expect("payslip");
    assert_eq!(computed.trace.check(), []);
    computed.bulletin
}

fn first(brut: &str) -> Payslip {
    week("2026-10-05", "2026-10-11", brut, 39, None, "progressive")
}

fn second(brut: &str, anterieur: Option<Anterieur>, methode: &str) -> Payslip {
    week("2026-10-12", "2026-10-18", brut, 39, anterieur, methode)
}

fn cents(text: &str) -> Cents {
    text.parse().unwrap()
}

#[test]
fn the_plafond_not_used_in_a_week_serves_the_other() {
    // Each week: 4005 x 7 / 31 = 904.3548 -> 904.35. SMIC of 1 January: 39 x 12.02 = 468.78.
    let one = first("2000.00");
    assert_eq!(one.contrats[0].bases.plafonnee, cents("904.35"));
    // 3 x 468.78 = 1406.34 < 2000: no relief.
    assert_eq!(one.totaux.allegements, Cents::ZERO);
    let cumul = one.contrats[0].cumul_contrat.expect("the contract goes on");
    assert_eq!(
        cumul,
        Anterieur {
            brut: cents("2000.00"),
            securite_sociale: cents("2000.00"),
            plafond: cents("904.35"),
            plafonnee: cents("904.35"),
            smic: cents("468.78"),
            allegement: Cents::ZERO,
            retraite: None,
        }
    );
    let two = second("600.00", Some(cumul), "progressive");
    // min(2000 + 600 ; 904.35 + 904.35) - 904.35 = 1808.70 - 904.35
    assert_eq!(two.contrats[0].bases.plafonnee, cents("904.35"));
    let line = |code: &str| two.contrats[0].lignes.iter().find(|l| l.code == code).unwrap();
    // 904.35 x 6.90 % = 62.40015 ; x 8.55 % = 77.321925
    assert_eq!(line("VIEIL_PLAF").montant_salarie, Some(cents("62.40")));
    assert_eq!(line("VIEIL_PLAF").montant_employeur, Some(cents("77.32")));
    // Relief on the contract: 3 x 937.56 / 2600 = 1.0818 ; half of the excess 0.0409 ; ^ 1.75 = 0.00372 ;
    // 0.02 + 0.3703 x 0.00372 = 0.021377 ; x 100 / 90 = 0.023753 -> 0.0238 ; x 2600 = 61.88 ; nothing deducted yet.
    assert_eq!(two.totaux.allegements, cents("61.88"));
    assert_eq!(line("RGDU").coefficient.unwrap().to_string(), "0.0238");
    let cumul = two.contrats[0].cumul_contrat.unwrap();
    assert_eq!((cumul.plafonnee, cumul.allegement), (cents("1808.70"), cents("61.88")));

    // Each payslip alone: min(600 ; 904.35) = 600.
    let alone = second("600.00", Some(one.contrats[0].cumul_contrat.unwrap()), "aucune");
    assert_eq!(alone.contrats[0].bases.plafonnee, cents("600.00"));
}

#[test]
fn a_relief_that_the_contract_loses_is_taken_back() {
    // 3 x 468.78 / 600 = 2.3439 ; half of the excess 0.67195 ; ^ 1.75 = 0.4987 ; 0.02 + 0.3703 x 0.4987 = 0.204669 ;
    // x 100 / 90 = 0.227410 -> 0.2274 ; x 600 = 136.44.
    let one = first("600.00");
    assert_eq!(one.totaux.allegements, cents("136.44"));
    // 3 x 937.56 = 2812.68 < 6600: the contract has no relief, the 136.44 go back.
    let two = second("6000.00", one.contrats[0].cumul_contrat, "progressive");
    assert_eq!(two.totaux.allegements, cents("-136.44"));
    let t = &two.totaux;
    assert_eq!(t.total_verse_employeur, t.brut + t.cotisations_employeur + cents("136.44"));
    let relief: Cents =
        two.contrats[0].lignes.iter().filter(|l| l.is_relief()).filter_map(|l| l.montant_employeur).sum();
    assert_eq!(relief, cents("136.44"));
}

#[test]
fn a_contract_paid_whole_carries_no_cumul() {
    let whole = week("2026-10-05", "2026-10-18", "1735.54", 78, None, "progressive");
    assert_eq!(whole.contrats[0].cumul_contrat, None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn payslip_by_payslip_ends_where_one_payslip_would(
        a in 1_i64..800_000, b in 1_i64..800_000, hours_a in 1_u32..60, hours_b in 1_u32..60,
    ) {
        let (a, b) = (Cents(a), Cents(b));
        let one = week("2026-10-05", "2026-10-11", &a.to_string(), hours_a, None, "progressive");
        let two = week(
            "2026-10-12", "2026-10-18", &b.to_string(), hours_b, one.contrats[0].cumul_contrat, "progressive",
        );
        let whole = week("2026-10-05", "2026-10-18", &(a + b).to_string(), hours_a + hours_b, None, "progressive");
        prop_assert_eq!(one.totaux.allegements + two.totaux.allegements, whole.totaux.allegements);
        let plafonnee = |p: &Payslip| p.contrats[0].bases.plafonnee;
        // Two plafonds of 904.35 against one of 1808.71 (each rounded).
        let gap = plafonnee(&one) + plafonnee(&two) - plafonnee(&whole);
        prop_assert!(gap == Cents::ZERO || gap == Cents(-1), "{gap}");
        prop_assert!(plafonnee(&two) >= Cents::ZERO);
    }
}
