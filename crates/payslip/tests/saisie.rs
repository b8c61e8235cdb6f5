//! Garnishments: one monthly scale and one RSA per person and month of payment (C. trav. R3252-2, L3252-3), worked by
//! hand from the thresholds of 2026 divided by twelve: 373.33, 727.50, 1,083.33, 1,435.83, 1,789.17, 2,150.83.

use std::sync::LazyLock;

use cddu_payslip::{BulletinInput, ElementCode, Payslip, SaisieMois, compute, json};
use cddu_rates::{Cents, Rates};
use proptest::prelude::*;

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

const SAISIE: &str = r#"{"code":"saisie","montant":"2000.00","creancier":"CREANCIER FICTIF"}"#;

/// Contracts (dates and gross) of October 2026 on one payslip, tax rate 0 unless `more` says otherwise.
fn input(contrats: &[(&str, &str, &str)], elements: &str, more: &str) -> BulletinInput {
    // The long contract of the case has twenty days.
    let worked = |brut: &str| {
        if brut == "2900.00" { r#""jours":20,"heures":"156""# } else { r#""jours":5,"heures":"39""# }
    };
    let list: Vec<String> = contrats
        .iter()
        .enumerate()
        .map(|(rank, (debut, fin, brut))| {
            format!(
                r#"{{"contrat":"C{rank}","debut":"{debut}","fin":"{fin}","categorie":"technicien","annexe":8,
                "fonction":"Auxiliaire à la régie cinéma",{},"brut":"{brut}"}}"#,
                worked(brut)
            )
        })
        .collect();
    let text = format!(
        r#"{{"date_paiement":"2026-10-30","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1","taux_sante_travail":"0.32"}},
        "salarie":{{"matricule":"F01","nom":"EXEMPLE","prenom":"Camille","taux_pas":"0"}}{more},
        "contrats":[{}],"elements":[{elements}]}}"#,
        list.join(",")
    );
    json::parse(&text).unwrap_or_else(|e| panic!("{e:?}"))
}

fn pay(input: &BulletinInput) -> Payslip {
    let computed = compute(&RATES, input).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(computed.trace.check(), []);
    computed.bulletin
}

const TWO_WEEKS: [(&str, &str, &str); 2] =
    [("2026-10-05", "2026-10-09", "1170.00"), ("2026-10-12", "2026-10-16", "1170.00")];

fn told(payslip: &Payslip, code: &str) -> Vec<String> {
    payslip.avertissements.iter().filter(|w| w.code == code).map(|w| w.message.clone()).collect()
}

#[test]
fn two_weeks_on_one_payslip_have_the_scale_of_a_month() {
    // Net 1,845.24: 373.33 / 20 + 354.17 / 10 + 355.83 / 5 + 352.50 / 4 + 353.33 / 3 + 56.07 x 2 / 3
    // = 18.6667 + 35.4167 + 71.1667 + 88.125 + 117.7778 + 37.3822 = 368.535 -> 368.54 (exact twelfths).
    let payslip = pay(&input(&TWO_WEEKS, SAISIE, ""));
    assert_eq!(payslip.totaux.net_paye.to_string(), "1845.24");
    assert_eq!(payslip.totaux.saisies.to_string(), "368.54");
    assert_eq!(payslip.totaux.virement.to_string(), "1476.70");
    assert_eq!(
        told(&payslip, "SAISIE-REDUITE"),
        [
            "saisie réduite : 2000.00 demandés, 368.54 retenus, la part saisissable du mois ; reste 1631.46 à retenir"
        ]
    );
    assert_eq!(payslip.methodes.saisie_bareme.map(|m| m.key()), Some("mensuel"));
    let mois = SaisieMois { net: Cents(184_524), pensions: Cents::ZERO, saisies: Cents(36_854) };
    assert_eq!(payslip.cumuls.saisie_mois, Some(mois));
}

#[test]
fn a_contract_of_an_incomplete_month_has_the_scale_of_a_month() {
    // Net 2,196.81: the six slices, 18.6667 + 35.4167 + 71.1667 + 88.125 + 117.7778 + 241.1111 = 572.2639, and all that
    // is above 2,150.83: 45.9767; together 618.24.
    let payslip = pay(&input(&[("2026-10-05", "2026-10-30", "2900.00")], SAISIE, ""));
    // The RGDU is the employer's: the net is the one of the case whatever the SMIC.
    assert_eq!(payslip.totaux.net_paye.to_string(), "2196.81");
    assert_eq!(payslip.totaux.saisies.to_string(), "618.24");

    // Two dependants raise each limit by 2 x 145.00: 663.33, 1,017.50, 1,373.33, 1,725.83, 2,079.17, 2,440.83:
    // 33.1667 + 35.4167 + 71.1667 + 88.125 + 117.7778 + 117.6433 x 2 / 3 = 78.4289; together 424.08.
    let with_two = SAISIE.replace("}", r#","personnes_a_charge":2}"#);
    let payslip = pay(&input(&[("2026-10-05", "2026-10-30", "2900.00")], &with_two, ""));
    assert_eq!(payslip.totaux.saisies.to_string(), "424.08");
}

#[test]
fn maintenance_first_then_the_scale() {
    // Net 1,845.24, RSA 651.69: 1,193.55 above it, 368.54 by the scale. Maintenance of 900: it takes first the
    // 1,193.55 - 368.54 = 825.01 that nothing else can seize, then 74.99 of the scale, which keeps 293.55.
    let both = format!(r#"{SAISIE},{{"code":"pension_alimentaire","montant":"900.00"}}"#);
    let payslip = pay(&input(&TWO_WEEKS, &both, ""));
    let taken =
        |code: ElementCode| payslip.elements.iter().find(|e| e.code == code).unwrap().retenu.to_string();
    assert_eq!(taken(ElementCode::PensionAlimentaire), "900.00");
    assert_eq!(taken(ElementCode::Saisie), "293.55");
    // Never under the RSA.
    let too_much = r#"{"code":"pension_alimentaire","montant":"1500.00"}"#;
    let payslip = pay(&input(&TWO_WEEKS, too_much, ""));
    assert_eq!(payslip.totaux.virement.to_string(), "651.69");
    assert_eq!(
        told(&payslip, "SAISIE-REDUITE"),
        [
            "pension alimentaire réduite : 1500.00 demandés, 1193.55 retenus, ce qui dépasse le RSA du mois ; reste 306.45 à retenir"
        ]
    );
}

#[test]
fn the_prorated_reading_is_named_and_unsure() {
    // 5 to 16 October: 12 / 31 of each limit; 651.69 stay: 1,845.24 - 651.69 = 1,193.55.
    let payslip = pay(&input(&TWO_WEEKS, SAISIE, r#","methodes":{"saisie_bareme":"prorata"}"#));
    assert_eq!(payslip.totaux.saisies.to_string(), "1193.55");
    assert_eq!(payslip.methodes.saisie_bareme.map(|m| m.key()), Some("prorata"));
    assert!(told(&payslip, "REGLE-C").iter().any(|m| m.contains("retenue.saisie_prorata")));
    // Without a garnishment there is nothing to print.
    assert_eq!(pay(&input(&TWO_WEEKS, "", "")).methodes.saisie_bareme, None);
}

#[test]
fn a_second_payslip_of_the_month_takes_what_the_month_leaves() {
    // First week, net 922.62: 18.6667 + 35.4167 + 195.12 / 5 = 93.1073 -> 93.11. The second: 368.54 - 93.11 = 275.43.
    let one = pay(&input(&TWO_WEEKS[..1], SAISIE, ""));
    assert_eq!(
        (one.totaux.net_paye.to_string(), one.totaux.saisies.to_string()),
        ("922.62".into(), "93.11".into())
    );
    let cumul = serde_json::to_string(&one.cumuls.saisie_mois).unwrap();
    let two = pay(&input(&TWO_WEEKS[1..], SAISIE, &format!(r#","cumuls":{{"saisie_mois":{cumul}}}"#)));
    assert_eq!(two.totaux.saisies.to_string(), "275.43");
    // A first week under the RSA: nothing, and the month is not lost.
    let one = pay(&input(&[("2026-10-05", "2026-10-09", "700.00")], SAISIE, ""));
    assert_eq!(one.totaux.saisies, Cents::ZERO);
}

#[test]
fn the_scale_of_the_year_serves_january_with_a_warning_and_nothing_later() {
    let mut paid = input(&[("2026-12-28", "2026-12-31", "1170.00")], SAISIE, "");
    paid.date_paiement = "2027-01-08".parse().unwrap();
    let payslip = pay(&paid);
    assert!(
        told(&payslip, "BAREME-ANNEE").iter().any(|m| m.contains("2027")),
        "{:?}",
        payslip.avertissements
    );
    paid.date_paiement = "2027-02-05".parse().unwrap();
    let errors = compute(&RATES, &paid).unwrap_err();
    assert!(
        errors.iter().any(|e| e.code == "BAR-010" && e.champ.as_deref() == Some("date_paiement")),
        "{errors:?}"
    );
}

#[test]
fn the_last_grid_of_the_tax_serves_january_with_a_warning_and_nothing_later() {
    let mut paid = input(&[("2026-12-28", "2026-12-31", "3170.00")], "", "");
    paid.salarie.taux_pas = None;
    paid.date_paiement = "2026-12-31".parse().unwrap();
    let december = pay(&paid);
    assert_eq!(told(&december, "BAREME-ANNEE"), Vec::<String>::new());
    paid.date_paiement = "2027-01-31".parse().unwrap();
    let january = pay(&paid);
    assert_eq!(january.totaux.pas, december.totaux.pas);
    let said = told(&january, "BAREME-ANNEE");
    assert!(said.iter().any(|m| m.contains("grille") && m.contains("2027")), "{said:?}");
    paid.date_paiement = "2027-02-01".parse().unwrap();
    assert!(compute(&RATES, &paid).unwrap_err().iter().any(|e| e.code == "BAR-010"));
    // A personal rate needs no grid.
    paid.salarie.taux_pas = Some("3.5".parse().unwrap());
    assert!(compute(&RATES, &paid).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn splitting_the_pay_of_a_month_moves_nothing_but_rounding(
        pays in prop::collection::vec(1i64..250_000, 1..6), pension in prop::option::of(1i64..150_000),
        dependants in 0u32..4, turn in 0usize..6,
    ) {
        // Each payslip asks for the whole debt; maintenance is asked on every payslip for what is left of it.
        let saisie = SAISIE.replace("2000.00", "99999.00").replace('}', &format!(r#","personnes_a_charge":{dependants}}}"#));
        let one_by_one = |pays: &[i64]| {
            let (mut cumul, mut left, mut nets) = (String::new(), pension.unwrap_or(0), 0);
            let mut mois = SaisieMois::default();
            for cents in pays {
                let asked = if left > 0 { format!(r#",{{"code":"pension_alimentaire","montant":"{}"}}"#, Cents(left)) } else { String::new() };
                let payslip = pay(&input(&[("2026-10-05", "2026-10-09", &Cents(*cents).to_string())], &format!("{saisie}{asked}"), &cumul));
                nets += payslip.totaux.net_paye.0;
                mois = payslip.cumuls.saisie_mois.unwrap();
                left = pension.unwrap_or(0) - mois.pensions.0;
                cumul = format!(r#","cumuls":{{"saisie_mois":{}}}"#, serde_json::to_string(&mois).unwrap());
            }
            (mois, nets)
        };
        let (mois, nets) = one_by_one(&pays);
        prop_assert_eq!(mois.net.0, nets);
        let mut turned = pays.clone();
        turned.rotate_left(turn % pays.len());
        let (other, _) = one_by_one(&turned);
        prop_assert_eq!(mois.pensions + mois.saisies, other.pensions + other.saisies);
        // The same net on one payslip: what the month had on the last one is what the month allows.
        let rsa = 65_169;
        prop_assert!(mois.pensions.0 + mois.saisies.0 <= (nets - rsa).max(0));
        let whole = format!(r#","cumuls":{{"saisie_mois":{{"net":"{}","pensions":"0.00","saisies":"0.00"}}}}"#, Cents(nets));
        let asked = pension.map(|p| format!(r#",{{"code":"pension_alimentaire","montant":"{}"}}"#, Cents(p))).unwrap_or_default();
        let at_once = input(&[("2026-10-05", "2026-10-09", "0.00")], &format!("{saisie}{asked}"), &whole);
        let frame = compute(&RATES, &at_once).unwrap();
        let scale = frame.trace.nodes().iter().rfind(|n| n.name.code == "saisie_disponible").map(|n| n.value.decimal());
        if pension.is_none() {
            prop_assert_eq!(mois.saisies.to_decimal(), scale.unwrap());
        }
    }
}
