//! Taxe sur les salaires, slices worked by hand (limits of 2026: 9 229 and 18 423; rates 4.25, 8.50, 13.60).

use cddu_payslip::{BulletinInput, Payslip, compute, json};
use cddu_rates::Rates;

static RATES: std::sync::LazyLock<Rates> = std::sync::LazyLock::new(Rates::embedded);

fn payslip(cumul: &str, methode: &str, paiement: &str) -> Payslip {
    let text = format!(
        r#"{{"date_paiement":"{paiement}","cumuls":{{"taxe_salaires_base":"{cumul}"}},
        "employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taxe_salaires":true}},
        "salarie":{{"matricule":"T01","nom":"Martin","prenom":"Jeanne"}},
        "methodes":{{"taxe_salaires":"{methode}"}},
        "contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-09",
        "jours":5,"heures":"46","brut":"1735.54"}}]}}"#
    );
    let input: BulletinInput = json::parse(&text).expect("input");
    let computed = compute(&RATES, &input).expect("payslip");
    assert_eq!(computed.trace.check(), []);
    computed.bulletin
}

fn lines(bulletin: &Payslip) -> Vec<String> {
    let lines = bulletin.contrats[0].lignes.iter().filter(|l| l.code == "TAXE_SALAIRES");
    lines
        .map(|l| format!("{} {} {}", l.base, l.taux_employeur.unwrap(), l.montant_employeur.unwrap()))
        .collect()
}

#[test]
fn slices_of_the_year() {
    // Base: 1735.54 + prévoyance 3.74 + FCSS 8.47 = 1747.75.
    for (cumul, expected) in [
        // 1747.75 x 4.25 % = 74.279375
        ("0.00", vec!["1747.75 4.25 74.28"]),
        // 9229 - 9000 = 229 x 4.25 % = 9.7325 ; 1747.75 - 229 = 1518.75 x 8.50 % = 129.09375
        ("9000.00", vec!["229.00 4.25 9.73", "1518.75 8.50 129.09"]),
        // 18423 - 18000 = 423 x 8.50 % = 35.955 ; 1324.75 x 13.60 % = 180.166
        ("18000.00", vec!["423.00 8.50 35.96", "1324.75 13.60 180.17"]),
        // 1747.75 x 13.60 % = 237.694
        ("20000.00", vec!["1747.75 13.60 237.69"]),
    ] {
        assert_eq!(lines(&payslip(cumul, "annuel_cumule", "2026-10-09")), expected, "cumul {cumul}");
    }
}

#[test]
fn a_twelfth_of_the_year_for_each_payslip() {
    // 9229 / 12 = 769.0833 -> 769.08 x 4.25 % = 32.6859 ; 18423 / 12 = 1535.25, 766.1667 -> 766.17 x 8.50 % = 65.12445 ;
    // 1747.75 - 1535.25 = 212.50 x 13.60 % = 28.90. The cumul of the year plays no part.
    let expected = ["769.08 4.25 32.69", "766.17 8.50 65.12", "212.50 13.60 28.90"];
    for cumul in ["0.00", "9000.00"] {
        assert_eq!(lines(&payslip(cumul, "mensuel", "2026-10-09")), expected);
    }
}

#[test]
fn the_tax_is_an_employer_cost_and_nothing_else() {
    let with = payslip("9000.00", "annuel_cumule", "2026-10-09");
    // 9.73 + 129.09 = 138.82
    let without: BulletinInput = json::parse(
        r#"{"date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8,"taux_at":"1.07"},
        "salarie":{"matricule":"T01","nom":"Martin","prenom":"Jeanne"},
        "contrats":[{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-09",
        "jours":5,"heures":"46","brut":"1735.54"}]}"#,
    )
    .unwrap();
    let without = compute(&RATES, &without).unwrap().bulletin;
    assert_eq!(
        with.totaux.cotisations_employeur,
        without.totaux.cotisations_employeur + "138.82".parse().unwrap()
    );
    assert_eq!(with.totaux.virement, without.totaux.virement);
    assert_eq!(with.totaux.net_imposable, without.totaux.net_imposable);
}
