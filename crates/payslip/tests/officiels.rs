//! Published cases: the examples of the Urssaf for the RGDU, those of the tax office's commentaries for the PAS.

use std::sync::LazyLock;

use cddu_payslip::{BulletinInput, Computed, compute, json};
use cddu_rates::Rates;
use rust_decimal::Decimal;

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

fn run(text: &str) -> Computed {
    let input: BulletinInput = json::parse(text).expect("input");
    let computed = compute(&RATES, &input).expect("payslip");
    assert!(computed.trace.check().is_empty(), "a formula does not give its figure");
    computed
}

/// A whole month at 35 hours (151.67 h), with the plain decree: no caisse de congés, no lowering.
fn month(effectif: u32, month: &str, last: u32, brut: &str, methods: &str) -> Computed {
    run(&format!(
        r#"{{"date_paiement":"2026-{month}-{last}",
        "employeur":{{"idcc":"3097","effectif":{effectif},"taux_at":"1.07","taux_sante_travail":"0.32"}},
        "salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}},
        "methodes":{{"rgdu_tdelta":"droit_commun","rgdu_conges":"aucune"{methods}}},
        "contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-{month}-01","fin":"2026-{month}-{last}",
                     "jours":22,"heures":"151.67","brut":"{brut}"}}]}}"#
    ))
}

fn coefficient(computed: &Computed) -> String {
    let line = computed.bulletin.contrats[0].lignes.iter().find(|l| l.is_relief());
    line.and_then(|l| l.coefficient).map_or_else(|| "-".to_owned(), |c| c.to_string())
}

/// Examples that the Urssaf publishes, as the tests of its simulator quote them (betagouv/mon-entreprise, RGDU).
#[test]
fn rgdu_of_the_urssaf() {
    // January 2026, under 50 staff, 2,200 EUR: 3 x 12.02 x 151.67 / 2200 = 2.48601; 0.5 x 1.48601 = 0.74300;
    // ^ 1.75 = 0.59461; 0.02 + 0.3781 x 0.59461 = 0.24482 -> 0.2448; x 2200 = 538.56.
    let january = month(8, "01", 31, "2200.00", "");
    assert_eq!(coefficient(&january), "0.2448");
    assert_eq!(january.bulletin.totaux.allegements.to_string(), "538.56");

    // June 2026, 70 staff, 2,000 EUR: coefficient 0.3178, 635.60 EUR. The SMIC kept is that of 1 January:
    // 3 x 12.02 x 151.67 / 2000 = 2.73461; 0.86731 ^ 1.75 = 0.77947; 0.02 + 0.3821 x 0.77947 = 0.31784 -> 0.3178.
    let june = month(70, "06", 30, "2000.00", "");
    assert_eq!(coefficient(&june), "0.3178");
    assert_eq!(june.bulletin.totaux.allegements.to_string(), "635.60");
    assert_eq!(june.bulletin.contrats[0].bases.smic.unwrap().to_string(), "1823.07"); // 12.02 x 151.67

    // The SMIC of the hours' dates: 3 x 12.31 x 151.67 / 2000 = 2.80059; 0.90029 ^ 1.75 = 0.83209;
    // 0.02 + 0.3821 x 0.83209 = 0.33794 -> 0.3379; x 2000 = 675.80, and the payslip says that it is disputed.
    let june = month(70, "06", 30, "2000.00", r#","rgdu_smic":"dates_des_heures""#);
    assert_eq!(coefficient(&june), "0.3379");
    assert_eq!(june.bulletin.totaux.allegements.to_string(), "675.80");
    assert!(june.bulletin.avertissements.iter().any(|w| w.code == "RGDU-SMIC"));
}

#[test]
fn rgdu_ends_at_three_smic() {
    // 3 x 12.02 x 151.67 = 5469.2202: a cent above, nothing; at 5,469.22 the minimum, 2 %.
    assert_eq!(coefficient(&month(8, "01", 31, "5469.23", "")), "-");
    assert_eq!(coefficient(&month(8, "01", 31, "5469.22", "")), "0.02");
    // At the SMIC and below: the maximum, 0.3981 (under 50) and 0.4021.
    assert_eq!(coefficient(&month(8, "01", 31, "1823.07", "")), "0.3981");
    assert_eq!(coefficient(&month(50, "01", 31, "1823.07", "")), "0.4021");
}

/// A technician paid by the contract, net imposable close to a wanted amount: the PAS of the payslip.
fn pas(debut: &str, fin: &str, paiement: &str, brut: &str, more: &str) -> Computed {
    run(&format!(
        r#"{{"date_paiement":"{paiement}","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_sante_travail":"0.32"}},
        "salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}}{more},
        "contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"{debut}","fin":"{fin}",
                     "jours":5,"heures":"20","brut":"{brut}"}}]}}"#
    ))
}

/// Two months are counted date to date (BOI-IR-PAS-20-20-30-10; published examples of legifiscal.fr and RF Paye).
#[test]
fn short_contracts_are_counted_date_to_date() {
    for (debut, fin, short) in [
        ("2026-01-15", "2026-03-14", true),
        ("2026-01-15", "2026-03-15", false),
        ("2026-03-10", "2026-05-09", true),
        ("2026-03-10", "2026-05-10", false),
        ("2026-06-01", "2026-07-31", true),
    ] {
        let totals = pas(debut, fin, fin, "3000.00", "").bulletin.totaux;
        assert_eq!(totals.abattement_pas.0 > 0, short, "{debut} {fin}");
    }
}

/// Weekly pay of a contract of more than two months: the rate is read on the monthly equivalent and applied to the pay
/// (BOI-IR-PAS-20-20-30-10 §180).
#[test]
fn weekly_pay_is_read_on_its_monthly_equivalent() {
    // The published case: 500.00 a week, 500 x 52 / 12 = 2,166.67, 3.5 % on the grid of May 2026, 17.50. A gross of
    // 635.85 gives a net imposable of 500.00.
    let more = r#","periodicite":"hebdomadaire""#;
    let totals = pas("2026-09-01", "2026-11-27", "2026-11-27", "635.85", more).bulletin.totaux;
    assert_eq!(totals.net_imposable.to_string(), "500.00");
    assert_eq!(totals.taux_pas.unwrap().0, Decimal::new(35, 1));
    assert_eq!(totals.pas.to_string(), "17.50");
    assert_eq!(totals.abattement_pas.0, 0);
    // By the day: 500 x 260 / 12 / 5 = 2,166.67, the same rate for five days.
    let daily = pas("2026-09-01", "2026-11-27", "2026-11-27", "635.85", r#","periodicite":"journaliere""#);
    assert_eq!(daily.bulletin.totaux.pas.to_string(), "17.50");
    // The same choice written among the methods.
    let more = r#","methodes":{"periodicite":"hebdomadaire"}"#;
    assert_eq!(pas("2026-09-01", "2026-11-27", "2026-11-27", "635.85", more).bulletin.totaux, totals);
}

/// Several contracts on one payslip have one allowance, each payslip has its own (Revue française de comptabilité 527).
#[test]
fn one_allowance_for_each_payslip() {
    let one = |contracts: &str| {
        run(&format!(
            r#"{{"date_paiement":"2026-06-30","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_sante_travail":"0.32"}},
            "salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}},"contrats":[{contracts}]}}"#
        ))
        .bulletin
        .totaux
    };
    let contract = |name: &str, day: &str| {
        format!(
            r#"{{"contrat":"{name}","categorie":"technicien","cadre":false,"debut":"{day}","fin":"{day}","jours":1,"heures":"8","brut":"2450.00"}}"#
        )
    };
    let first = one(&contract("C1", "2026-06-15"));
    let both = one(&format!("{},{}", contract("C1", "2026-06-15"), contract("C2", "2026-06-22")));
    // Alone: about 2,000 - 766, under 1,635: nothing. Together: 766 once, and the rate of the whole.
    assert_eq!((first.abattement_pas.to_string().as_str(), first.pas.0), ("766.00", 0));
    assert_eq!(both.abattement_pas.to_string(), "766.00");
    assert_eq!(both.assiette_pas.0, both.net_imposable.0 - 76_600);
    assert!(both.pas.0 > 0);
}

/// The allowance in force on the day of payment (BOI-BAREME-000037): half of the SMIC net imposable.
#[test]
fn allowance_of_the_day_of_payment() {
    for (paiement, expected) in [
        ("2024-10-31", "725.00"),
        ("2024-11-01", "739.00"),
        ("2025-12-31", "739.00"),
        ("2026-05-31", "748.00"),
        ("2026-06-01", "766.00"),
    ] {
        let (year, month) = (&paiement[..4], &paiement[5..7]);
        let day = format!("{year}-{month}-01");
        let totals = pas(&day, &day, paiement, "900.00", "").bulletin.totaux;
        assert_eq!(totals.abattement_pas.to_string(), expected, "{paiement}");
    }
}

/// The seizable part of a whole month, slice by slice (C. trav. R3252-2 and R3252-3, scale of 2026).
#[test]
fn garnishment_is_explained_by_slices() {
    let computed = run(r#"{"date_paiement":"2026-09-30",
        "employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_sante_travail":"0.32"},
        "salarie":{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille","taux_pas":"0"},
        "contrats":[{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-09-01","fin":"2026-09-30",
                     "jours":22,"heures":"151.67","brut":"2500.00"}],
        "elements":[{"code":"saisie","montant":"900.00","personnes_a_charge":1}]}"#);
    // One dependant: each annual limit + 1,740, by twelve: 518.33, 872.50, 1,228.33, 1,580.83, 1,934.17, 2,295.83.
    // Net N = 1,893.80: 518.33 / 20 = 25.92, 354.17 / 10 = 35.42, 355.83 / 5 = 71.17, 352.50 / 4 = 88.13, then
    // (N - 1,580.83) / 3 = 104.32; in all 324.947 -> 324.95.
    let totals = &computed.bulletin.totaux;
    assert_eq!(totals.net_paye.to_string(), "1893.80");
    assert_eq!(totals.saisies.to_string(), "324.95");
    let slices: Vec<Decimal> = computed
        .trace
        .nodes()
        .iter()
        .filter(|n| n.name.code == "saisie_tranche")
        .map(|n| n.value.decimal())
        .collect();
    assert_eq!(slices.len(), 5, "{slices:?}");
}
