//! Film technicians.

use super::*;

/// Premier assistant opérateur, 1,364.56, Paris, week of 16 November 2026: 9, 9, 9.5, 10.5 hours, then 13:00-22:00.
const WEEK: &str = r#"{ "idcc": "3097", "fonction": "1er assistant operateur", "salaire_base": "1364.56", "temps": [
  { "date": "2026-11-16", "debut": "09:00", "fin": "19:00", "pause_minutes": 60 },
  { "date": "2026-11-17", "debut": "09:00", "fin": "19:00", "pause_minutes": 60 },
  { "date": "2026-11-18", "debut": "08:30", "fin": "19:00", "pause_minutes": 60 },
  { "date": "2026-11-19", "debut": "08:00", "fin": "19:30", "pause_minutes": 60 },
  { "date": "2026-11-20", "debut": "13:00", "fin": "22:00", "pause_minutes": 60 } ] }"#;

#[test]
fn the_worked_week_of_the_agreement() {
    // h = 1364.56 / 40 = 34.114. 35 h: 1193.99; 8 h at 42.6425: 341.14; 3 h at 51.171: 153.513; two night hours at
    // 17.057: 34.114; the half hour after the tenth of shooting is hour 38 of the week, already +25 %: 75 % of 34.114
    // for 0.5 h is 12.79.
    let brut = run(WEEK);
    assert_eq!(
        lines(&brut),
        [
            "base 35 1193.99",
            "hs_25 8 341.14",
            "hs_50 3 153.51",
            "nuit_50 2 34.11",
            "tournage_10h 0.5 12.79",
            "brut 1735.54"
        ]
    );
    assert_eq!(brut.heures.to_string(), "46");
    assert_eq!(brut.jours.to_string(), "5");
    let minimum = brut.minimum.unwrap();
    assert!(minimum.respecte);
    assert_eq!(minimum.valeur.to_string(), "1364.56");
    assert_eq!(minimum.ligne.unwrap().fonction, "Premier assistant opérateur cinéma");
}

#[test]
fn bands_on_a_weekly_total() {
    // Coefficients of the agreement: 39 h pay 40, 42: 43.75, 43: 45, 46: 49.5, 48: 52.5, 51: 57.75, 52: 59.5, 56: 66.5.
    for (hours, coefficient) in [
        ("30", "40"),
        ("39", "40"),
        ("42", "43.75"),
        ("43", "45"),
        ("46", "49.5"),
        ("48", "52.5"),
        ("51", "57.75"),
        ("52", "59.5"),
        ("56", "66.5"),
        ("45.6", "49.5"),
    ] {
        let brut = run(&format!(
            r#"{{"idcc":"3097","fonction":"x","date":"2026-11-16","salaire_base":"4000.00","engagement":"semaine",
                "jours":5,"heures":"{hours}"}}"#
        ));
        let expected: rust_decimal::Decimal = coefficient.parse().unwrap();
        assert_eq!(brut.brut.to_decimal(), expected * rust_decimal::Decimal::from(100), "{hours}");
        assert!(warned(&brut, "BRUT-114"));
    }
}

#[test]
fn day_engagement_both_readings() {
    // 10.5 h at h = 34.114: bands 298.50 + 153.51 + 34.11... = 486.12; additive 298.50 + 179.10 + 34.11 = 511.71.
    let day = |method: &str| {
        run(&format!(
            r#"{{"idcc":"3097","fonction":"premier assistant opérateur","date":"2026-11-16","salaire_base":"1364.56",
                "engagement":"jour","jours":1,"heures":"10.5","methodes":{{"film_jour":"{method}"}}}}"#
        ))
    };
    assert_eq!(
        lines(&day("bandes")),
        ["jour_25 7 298.50", "jour_50 3 153.51", "jour_100 0.5 34.11", "brut 486.12"]
    );
    assert_eq!(
        lines(&day("additif")),
        ["jour_25 7 298.50", "jour_50 3 179.10", "jour_100 0.5 34.11", "brut 511.71"]
    );
}

#[test]
fn a_day_pays_seven_hours_at_least_and_eight_in_advertising() {
    let day = |publicitaire: bool| {
        run(&format!(
            r#"{{"idcc":"3097","fonction":"x","date":"2026-11-16","salaire_base":"4000.00","publicitaire":{publicitaire},
                "temps":[{{"date":"2026-11-16","debut":"09:00","fin":"13:00"}}]}}"#
        ))
    };
    // 7 x 125 = 875; 8 x 150 = 1200.
    assert_eq!(lines(&day(false)), ["jour_25 7 875.00", "brut 875.00"]);
    assert_eq!(lines(&day(true)), ["jour_50 8 1200.00", "brut 1200.00"]);
}
