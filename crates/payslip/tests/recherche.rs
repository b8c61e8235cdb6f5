//! The gross looked for: the cheapest of those that give the amount.

use cddu_payslip::{BulletinInput, Cible, Solved, compute, json, solve};
use cddu_rates::{Cents, Rates};

/// A figurant for a day of October 2026: the forfait holds up to 6 % of the PMSS, 4 005 x 6 % = 240.30.
fn day(gross: &str) -> BulletinInput {
    json::parse(&format!(
        r#"{{"date_paiement":"2026-10-09","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.1",
        "taux_sante_travail":"0.32"}},"salarie":{{"matricule":"F01","nom":"EXEMPLE","prenom":"Camille","taux_pas":"0"}},
        "contrats":[{{"contrat":"C1","categorie":"figurant","fonction":"Figurant","debut":"2026-10-05","fin":"2026-10-05",
        "jours":1,"heures":"8","brut":"{gross}"}}]}}"#
    ))
    .unwrap()
}

#[test]
fn the_cheapest_gross_is_found_at_the_limit_of_the_forfait() {
    let rates = Rates::embedded();
    let net = |gross: &str| compute(&rates, &day(gross)).unwrap().bulletin.totaux.net_paye;
    // Above the limit contributions are due on the whole pay: the net falls back.
    assert!(net("241.00") < net("240.00"));
    for gross in ["230.00", "235.00", "240.00"] {
        let target = net(gross);
        let Solved::Exact(found) = solve(&rates, &day("100.00"), None, Cible::NetPaye, target).unwrap()
        else {
            panic!("{gross} gives {target}")
        };
        let totals = found.bulletin.totaux;
        assert_eq!(totals.net_paye, target);
        // Two neighbours may give the same net; never the one above the limit.
        let asked: Cents = gross.parse().unwrap();
        assert!((totals.brut - asked).abs() <= Cents(1), "{gross}: {}", totals.brut);
    }
}

#[test]
fn overtime_of_a_short_week_is_told() {
    // 20 hours in the week, 10 of them said to be overtime: nothing is beyond 35. 46 hours and 11: nothing to say.
    let told = |hours: &str, overtime: &str| {
        let text = format!(
            r#"{{"date_paiement":"2026-10-09","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07"}},
            "salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}},
            "contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"debut":"2026-10-05","fin":"2026-10-09",
            "jours":5,"heures":"{hours}","brut":"1735.54","heures_sup":[{{"semaine":"2026-10-05","heures":"{overtime}",
            "majoration":"25","montant":"400.00"}}]}}]}}"#
        );
        let slip = compute(&Rates::embedded(), &json::parse(&text).unwrap()).unwrap().bulletin;
        slip.avertissements.iter().any(|w| w.code == "HEURES-SUP-SEMAINE")
    };
    assert!(told("20", "10"));
    assert!(told("46", "12"));
    assert!(!told("46", "11"));
}
