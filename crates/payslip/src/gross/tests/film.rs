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

/// A week at h = 100: Monday 16 November 2026 on, eight hours from 9:00 with a break of an hour on the days given; then
/// other rows and options.
fn week(days: &[u32], rows: &str, options: &str) -> String {
    let mut temps: Vec<String> = days
        .iter()
        .map(|d| format!(r#"{{"date":"2026-11-{d}","debut":"09:00","fin":"18:00","pause_minutes":60}}"#))
        .collect();
    if !rows.is_empty() {
        temps.push(rows.to_owned());
    }
    format!(
        r#"{{"idcc":"3097","fonction":"Cadreur cinéma","salaire_base":"4000.00","engagement":"semaine","temps":[{}]{options}}}"#,
        temps.join(",")
    )
}

#[test]
fn premiums_of_the_week() {
    // h = 100. 40 hours: 3500 + 5 x 125 = 4125.
    let cases: [(&str, String, &[&str]); 14] = [
        (
            // Hours 41 to 43 are at +25 %: Sunday limited to 75; hour 44 at +50 %: limited to 50.
            "Sunday under the cap",
            week(&[16, 17, 18, 19, 20], r#"{"date":"2026-11-22","debut":"10:00","fin":"14:00"}"#, ""),
            &[
                "base 35 3500.00",
                "hs_25 8 1000.00",
                "hs_50 1 150.00",
                "dimanche 1 50.00",
                "dimanche 3 225.00",
                "brut 4925.00",
            ],
        ),
        (
            "Sunday not recovered: seven hours",
            week(
                &[16, 17, 18, 19],
                r#"{"date":"2026-11-22","debut":"10:00","fin":"14:00","recupere":false}"#,
                "",
            ),
            &[
                "base 35 3500.00",
                "hs_25 4 500.00",
                "dimanche 1 75.00",
                "dimanche 3 300.00",
                "recuperation_dimanche 7 700.00",
                "brut 5075.00",
            ],
        ),
        (
            // Wednesday 11 November: hours 17 to 24 of the week, at the base; and seven hours.
            "holiday worked",
            week(
                &[],
                r#"{"date":"2026-11-09","heures":"8"},{"date":"2026-11-10","heures":"8"},{"date":"2026-11-11","heures":"8"},{"date":"2026-11-12","heures":"8"},{"date":"2026-11-13","heures":"8"}"#,
                "",
            ),
            &[
                "base 35 3500.00",
                "hs_25 5 625.00",
                "ferie 8 800.00",
                "recuperation_ferie 7 700.00",
                "brut 5625.00",
            ],
        ),
        (
            "holiday worked and recovered",
            week(
                &[],
                r#"{"date":"2026-11-09","heures":"8"},{"date":"2026-11-10","heures":"8"},{"date":"2026-11-11","heures":"8","recupere":true},{"date":"2026-11-12","heures":"8"},{"date":"2026-11-13","heures":"8"}"#,
                "",
            ),
            &["base 35 3500.00", "hs_25 5 625.00", "ferie 8 800.00", "brut 4925.00"],
        ),
        (
            // Friday 1 May holds hours 33 to 40: three at 100.00 and five at 125.00, all doubled whatever the cap.
            "1 May is doubled whatever the cap",
            week(
                &[],
                r#"{"date":"2026-04-27","heures":"8"},{"date":"2026-04-28","heures":"8"},{"date":"2026-04-29","heures":"8"},{"date":"2026-04-30","heures":"8"},{"date":"2026-05-01","heures":"8","recupere":true}"#,
                "",
            ),
            &[
                "base 35 3500.00",
                "hs_25 5 625.00",
                "ferie_1er_mai 3 300.00",
                "ferie_1er_mai 5 625.00",
                "brut 5050.00",
            ],
        ),
        (
            // Holiday not worked: 32 hours worked, seven at the rate, and the week keeps its 40.
            "holiday not worked",
            week(
                &[],
                r#"{"date":"2026-11-09","heures":"8"},{"date":"2026-11-10","heures":"8"},{"date":"2026-11-11","nature":"ferie_chome"},{"date":"2026-11-12","heures":"8"},{"date":"2026-11-13","heures":"8"}"#,
                "",
            ),
            &["base 32 3200.00", "ferie_chome 7 700.00", "garantie 1 100.00", "brut 4000.00"],
        ),
        (
            "sixth day in the Paris region: double, out of the overtime count",
            week(&[16, 17, 18, 19, 20, 21], "", ""),
            &["base 35 3500.00", "hs_25 5 625.00", "jour_6 8 1600.00", "brut 5725.00"],
        ),
        (
            // Saturday 1 May 2027, sixth day: its hours at the rate, and the doubling of the law.
            "sixth day on 1 May",
            week(
                &[],
                r#"{"date":"2027-04-26","heures":"8"},{"date":"2027-04-27","heures":"8"},{"date":"2027-04-28","heures":"8"},{"date":"2027-04-29","heures":"8"},{"date":"2027-04-30","heures":"8"},{"date":"2027-05-01","heures":"4","recupere":true}"#,
                "",
            ),
            &[
                "base 35 3500.00",
                "hs_25 5 625.00",
                "ferie_1er_mai 4 400.00",
                "jour_6 4 400.00",
                "brut 4925.00",
            ],
        ),
        (
            "sixth day not recovered: 3.5 hours",
            week(
                &[16, 17, 18, 19, 20],
                r#"{"date":"2026-11-21","debut":"09:00","fin":"13:00","recupere":false}"#,
                "",
            ),
            &[
                "base 35 3500.00",
                "hs_25 5 625.00",
                "jour_6 4 800.00",
                "recuperation_jour_6 3.5 350.00",
                "brut 5275.00",
            ],
        ),
        (
            // Six days elsewhere: 47 hours at least; 48 worked.
            "six days outside the Paris region",
            week(&[16, 17, 18, 19, 20, 21], "", r#","zone":"autre""#),
            &["base 35 3500.00", "hs_25 8 1000.00", "hs_50 5 750.00", "brut 5250.00"],
        ),
        (
            "47 hours guaranteed on six days outside the Paris region",
            week(
                &[16, 17, 18, 19, 20],
                r#"{"date":"2026-11-21","debut":"09:00","fin":"10:00"}"#,
                r#","zone":"autre""#,
            ),
            &["base 35 3500.00", "hs_25 8 1000.00", "hs_50 4 600.00", "brut 5100.00"],
        ),
        (
            // Monday ends at 23:00, Tuesday starts at 8:00: two hours of rest missing. Night from 20:00 in November.
            "broken rest is outside the cap",
            week(
                &[18, 19, 20],
                r#"{"date":"2026-11-16","debut":"14:00","fin":"23:00","pause_minutes":60},{"date":"2026-11-17","debut":"08:00","fin":"17:00","pause_minutes":60}"#,
                "",
            ),
            &["base 35 3500.00", "hs_25 5 625.00", "nuit_50 3 150.00", "repos_11h 2 200.00", "brut 4475.00"],
        ),
        (
            // Three hours of transport: two at the rate of the machiniste (25.23), one is work.
            "transport",
            week(
                &[17, 18, 19, 20],
                r#"{"date":"2026-11-16","debut":"09:00","fin":"18:00","pause_minutes":60,"transport_minutes":180}"#,
                "",
            ),
            &["base 35 3500.00", "hs_25 6 750.00", "transport 2 50.46", "brut 4300.46"],
        ),
        (
            // Nine hours of travel: seven paid, 7 x 25.23. Continuous day: half an hour at the rate.
            "travel and paid break",
            week(
                &[16, 17, 18, 19],
                r#"{"date":"2026-11-20","debut":"12:00","fin":"20:00","journee_continue":true},{"date":"2026-11-21","debut":"08:00","fin":"17:00","nature":"voyage"}"#,
                "",
            ),
            &[
                "base 35 3500.00",
                "hs_25 5 625.00",
                "voyage 7 176.61",
                "pause_continue 0.5 50.00",
                "brut 4351.61",
            ],
        ),
    ];
    for (name, json, expected) in cases {
        assert_eq!(lines(&run(&json)), expected, "{name}");
    }
}

#[test]
fn night_by_season_and_place() {
    // From 15:00 to midnight without a break: from 22:00 in June, 20:00 in November, 21:00 in a studio in November.
    for (date, studio, hours) in [
        ("2026-06-15", false, "2"),
        ("2026-06-15", true, "2"),
        ("2026-11-16", false, "4"),
        ("2026-11-16", true, "3"),
        ("2026-03-31", false, "4"),
        ("2026-04-01", false, "2"),
        ("2026-09-30", false, "2"),
        ("2026-10-01", false, "4"),
    ] {
        let brut = run(&format!(
            r#"{{"idcc":"3097","fonction":"Cadreur cinéma","salaire_base":"4000.00","engagement":"semaine",
                "temps":[{{"date":"{date}","debut":"15:00","fin":"24:00","studio":{studio}}}]}}"#
        ));
        let night = brut.elements.iter().find(|e| e.code == "nuit_50").unwrap();
        assert_eq!(night.quantite.unwrap().to_string(), hours, "{date} {studio}");
    }
}

#[test]
fn a_night_of_ten_hours() {
    // 18:00 to 6:00: ten night hours, eight at 50 and two at 100; the last two are also after the tenth of shooting, and
    // the cap leaves them nothing more. The week of one day is guaranteed 39 hours.
    let brut =
        run(r#"{"idcc":"3097","fonction":"Cadreur cinéma","salaire_base":"4000.00","engagement":"semaine",
            "temps":[{"date":"2026-11-16","debut":"18:00","fin":"06:00"}]}"#);
    assert_eq!(
        lines(&brut),
        ["base 35 3500.00", "hs_25 4 500.00", "nuit_50 8 400.00", "nuit_100 2 200.00", "brut 4600.00"]
    );
}

#[test]
fn a_week_ends_on_sunday_at_midnight_by_the_clock() {
    // Sunday 22:00 to Monday 4:00: two hours on Sunday, four in the next week.
    let brut =
        run(r#"{"idcc":"3097","fonction":"Cadreur cinéma","salaire_base":"4000.00","engagement":"semaine",
            "temps":[{"date":"2026-11-22","debut":"22:00","fin":"04:00"}]}"#);
    let sunday = brut.elements.iter().find(|e| e.code == "dimanche").unwrap();
    assert_eq!(sunday.quantite.unwrap().to_string(), "2");
    assert!(brut.elements.iter().any(|e| e.libelle.contains("semaine du 23/11/2026")));
}

#[test]
fn equivalence_weeks() {
    // 1er assistant réalisateur, 1479.49: 43 hours paid for 46 of presence, published 1664.43; two hours more are overtime:
    // 45 hours pay 48 times the rate, 1775.39.
    for (presence, paid, expected) in
        [("44", "43", "1664.43"), ("46", "43", "1664.43"), ("48", "45", "1775.39")]
    {
        let brut = run(&format!(
            r#"{{"idcc":"3097","fonction":"1er assistant réalisateur","date":"2026-11-16","engagement":"semaine","jours":5,
                "heures":"{presence}","annexe":"2"}}"#
        ));
        assert_eq!(brut.heures.to_string(), paid);
        let gap = (brut.brut.to_decimal() - expected.parse::<rust_decimal::Decimal>().unwrap()).abs();
        assert!(gap <= rust_decimal::Decimal::new(1, 2), "{presence}: {}", brut.brut);
    }
    let brut = run(
        r#"{"idcc":"3097","fonction":"Habilleur cinéma","date":"2026-11-16","engagement":"semaine","jours":5,
            "heures":"46","annexe":"2"}"#,
    );
    assert_eq!(brut.heures.to_string(), if warned(&brut, "BRUT-111") { "46" } else { "43" });
}

#[test]
fn annexe_3_follows_the_date_of_the_derogation() {
    // 850 + 37 % x (1479.49 - 850) = 1082.91; 821.51 + 35 % x (1479.49 - 821.51) = 1051.80; interessement twice the rest.
    for (derogation, value, interessement) in
        [("2025-05-02", "1082.91", "793.16"), ("2023-05-02", "1051.80", "855.38")]
    {
        let brut = run(&format!(
            r#"{{"idcc":"3097","fonction":"1er assistant réalisateur","date":"2026-11-16","engagement":"semaine","jours":5,
                "heures":"39","annexe":"3","derogation_annexe3":"{derogation}"}}"#
        ));
        assert_eq!(brut.minimum.unwrap().valeur.to_string(), value);
        assert_eq!(brut.interessement.unwrap().to_string(), interessement);
    }
    let errors = fails(
        r#"{"idcc":"3097","fonction":"1er assistant réalisateur","date":"2026-11-16","jours":5,"heures":"39","annexe":"3"}"#,
    );
    assert_eq!(errors[0].code, "BRUT-009");
    assert_eq!(errors[0].champ.as_deref(), Some("derogation_annexe3"));
}

#[test]
fn grids_reach_the_other_employers_with_the_extension() {
    // 1er assistant réalisateur: 1479.49 for members since 1 March 2024, for the others since 1 November 2024; before, the
    // grid of September 2023 (1456.49), which reached the others on 1 March 2024.
    for (date, adherent, value) in [
        ("2024-02-15", true, "1456.49"),
        ("2024-02-15", false, "1436.49"),
        ("2024-06-03", true, "1479.49"),
        ("2024-06-03", false, "1456.49"),
        ("2024-11-04", false, "1479.49"),
    ] {
        let brut = run(&format!(
            r#"{{"idcc":"3097","fonction":"1er assistant réalisateur","date":"{date}","engagement":"semaine","jours":5,
                "heures":"39","adherent":{adherent}}}"#
        ));
        assert_eq!(brut.minimum.unwrap().valeur.to_string(), value, "{date} {adherent}");
    }
}

#[test]
fn meals_are_kept_apart_from_pay() {
    let brut = run(&week(
        &[16, 17, 18, 19],
        r#"{"date":"2026-11-20","debut":"06:30","fin":"15:30","pause_minutes":60,"repas":2,"casse_croute":true}"#,
        "",
    ));
    assert_eq!(brut.brut.to_string(), "4125.00");
    let shown: Vec<_> = brut
        .frais
        .iter()
        .map(|f| format!("{} {} {} {}", f.code, f.montant, f.exonere, f.reintegre))
        .collect();
    // 2 x 18.56, under 21.40; 7.54, under 10.40.
    assert_eq!(shown, ["3097_REPAS 37.12 37.12 0.00", "3097_CASSE_CROUTE 7.54 7.54 0.00"]);
}

#[test]
fn forfait_jours_and_director() {
    let brut = run(
        r#"{"idcc":"3097","fonction":"Chef monteur","date":"2026-11-16","salaire_base":"4000.00","jours":3,"forfait_jours":true,
            "nature":"postproduction"}"#,
    );
    // 3 x 4000 / 5.
    assert_eq!(lines(&brut), ["forfait_jours 3 2400.00", "brut 2400.00"]);
    let brut = run(
        r#"{"idcc":"3097","categorie":"realisateur","fonction":"Réalisateur cinéma","date":"2026-11-16","jours":5}"#,
    );
    assert_eq!(lines(&brut), ["forfait 1 3015.27", "brut 3015.27"]);
}

#[test]
fn errors_name_the_field_and_the_remedy() {
    let cases = [
        (r#"{"idcc":"3097","fonction":"Cadreur cinéma","date":"2026-11-16"}"#, "BRUT-002", Some("temps")),
        (r#"{"idcc":"3097","fonction":"Cadreur cinéma","jours":5,"heures":"39"}"#, "BRUT-001", Some("date")),
        (
            r#"{"idcc":"3097","fonction":"Astronaute","date":"2026-11-16","jours":5,"heures":"39"}"#,
            "BAR-021",
            Some("fonction"),
        ),
        (
            r#"{"idcc":"1486","fonction":"x","date":"2026-11-16","jours":5,"heures":"39","salaire_base":"1"}"#,
            "BRUT-004",
            Some("idcc"),
        ),
        (
            r#"{"idcc":"3097","fonction":"Cadreur cinéma","temps":[{"date":"2026-11-16","debut":"09:00","fin":"18:00"},{"date":"2026-11-16","debut":"17:00","fin":"19:00"}]}"#,
            "BRUT-007",
            Some("temps[1]"),
        ),
        (
            r#"{"idcc":"3097","fonction":"Cadreur cinéma","temps":[{"date":"2026-11-16","debut":"09:00"}]}"#,
            "BRUT-005",
            Some("temps[0]"),
        ),
        (
            r#"{"idcc":"3097","fonction":"Cadreur cinéma","heures":"8","temps":[{"date":"2026-11-16","heures":"8"}]}"#,
            "BRUT-003",
            Some("heures"),
        ),
        (
            r#"{"idcc":"3097","fonction":"Cadreur cinéma","date":"2026-11-16","jours":12,"heures":"90","engagement":"semaine"}"#,
            "BRUT-011",
            Some("jours"),
        ),
    ];
    for (json, code, champ) in cases {
        let errors = fails(json);
        assert_eq!(errors[0].code, code, "{json}");
        assert_eq!(errors[0].champ.as_deref(), champ, "{json}");
        assert!(errors[0].aide.is_some(), "{json}");
    }
}

#[test]
fn limits_of_hours_are_warnings() {
    let brut = run(
        r#"{"idcc":"3097","fonction":"Cadreur cinéma","salaire_base":"1000.00","engagement":"semaine","temps":[
          {"date":"2026-11-16","debut":"06:00","fin":"20:30","pause_minutes":60},
          {"date":"2026-11-17","debut":"06:00","fin":"18:00"},{"date":"2026-11-18","debut":"06:00","fin":"18:00"},
          {"date":"2026-11-19","debut":"06:00","fin":"18:00"}]}"#,
    );
    for code in ["BRUT-101", "BRUT-105", "BRUT-106", "BRUT-107", "BRUT-108", "BRUT-110", "BRUT-112"] {
        assert!(warned(&brut, code), "{code}");
    }
    assert!(!brut.minimum.unwrap().respecte);
}

#[test]
fn every_element_is_explained() {
    let brut = run(WEEK);
    assert_eq!(brut.elements.len(), brut.details.len());
    for (element, detail) in brut.elements.iter().zip(&brut.details) {
        assert_eq!(element.code, detail.code);
        assert!(element.regle.is_some() && element.article.is_some(), "{}", element.code);
        assert!(!detail.source.is_empty(), "{}", element.code);
    }
    assert_eq!(brut.details[1].formule, "8 h × 34,114 € × 125 % = 341,14 €");
    assert_eq!(
        brut.explication()[1],
        "Heures supplémentaires 36 à 43 : 8 h × 34,114 € × 125 % = 341,14 € [F03, titre II art. 37]"
    );
    assert_eq!(brut.details[4].jours, ["2026-11-19".parse::<NaiveDate>().unwrap()]);
}

#[test]
fn options_without_effect_are_said() {
    let brut = run(
        r#"{"idcc":"2642","fonction":"Monteur","genre":"fiction","date":"2026-06-15","salaire_base":"3500.00","jours":5,
            "heures":"35","annexe":"2","publicitaire":true}"#,
    );
    let said: Vec<_> =
        brut.avertissements.iter().filter(|a| a.code == "BRUT-122").map(|a| a.message.as_str()).collect();
    assert_eq!(said.len(), 2);
    assert!(said[0].starts_with("« annexe »") && said[1].starts_with("« publicitaire »"));
}

#[test]
fn a_holiday_that_nobody_wrote_does_not_shorten_the_week() {
    // Two weeks, 11 November absent: 32 and 40 hours; 39 guaranteed in the first, 40 x 100 and 4125.
    let rows: Vec<String> = [9, 10, 12, 13, 16, 17, 18, 19, 20]
        .iter()
        .map(|d| format!(r#"{{"date":"2026-11-{d:02}","heures":"8"}}"#))
        .collect();
    let brut = run(&week(&[], &rows.join(","), ""));
    assert_eq!(brut.brut.to_string(), "8125.00");
    assert!(warned(&brut, "BRUT-118"));
    // Without a holiday, a week of three days at the end of an engagement is guaranteed 3/5 of 39 hours: 23.4, worked 24.
    let rows: Vec<String> = [16, 17, 18, 19, 20, 23, 24, 25]
        .iter()
        .map(|d| format!(r#"{{"date":"2026-11-{d}","heures":"8"}}"#))
        .collect();
    let brut = run(&week(&[], &rows.join(","), ""));
    assert_eq!(brut.brut.to_string(), "6525.00");
    assert!(warned(&brut, "BRUT-112"));
}

#[test]
fn weekly_totals_of_several_weeks() {
    // 46 hours: 49.5; 42 hours: 43.75. Interessement of annexe 3 is owed for each week.
    let brut = run(r#"{"idcc":"3097","fonction":"x","salaire_base":"4000.00","semaines":[
            {"debut":"2026-11-16","jours":5,"heures":"46"},{"debut":"2026-11-23","jours":5,"heures":"42"}]}"#);
    assert_eq!(brut.brut.to_string(), "9325.00");
    assert_eq!(brut.heures.to_string(), "88");
    let brut = run(
        r#"{"idcc":"3097","fonction":"1er assistant réalisateur","annexe":"3","derogation_annexe3":"2025-05-02","semaines":[
            {"debut":"2026-11-16","jours":5,"heures":"39"},{"debut":"2026-11-23","jours":5,"heures":"39"}]}"#,
    );
    assert_eq!(brut.interessement.unwrap().to_string(), "1586.32");
}

#[test]
fn six_days_known_by_their_total() {
    // h = 100. Outside the Paris region 47 hours are guaranteed: 35 + 8 x 1.25 + 4 x 1.50 = 51. In the Paris region the
    // eight hours of the sixth day, out of 50, are paid double: 42 h = 35 + 7 x 1.25 = 43.75, and 16.
    for (options, expected) in [
        (r#""heures":"44","zone":"autre""#, "5100.00"),
        (r#""heures":"44","zone":"autre","semaine_6_jours":false"#, "4650.00"),
        (r#""heures":"50","heures_jour_6":"8""#, "5975.00"),
        // Outside the Paris region the sixth day is one of the others: 35 + 8 x 1.25 + 5 x 1.50 + 2 x 1.75 = 56.
        (r#""heures":"50","heures_jour_6":"8","zone":"autre""#, "5600.00"),
    ] {
        let brut = run(&format!(
            r#"{{"idcc":"3097","fonction":"Cadreur cinéma","date":"2026-11-16","salaire_base":"4000.00",
                "engagement":"semaine","jours":6,{options}}}"#
        ));
        assert_eq!(brut.brut.to_string(), expected, "{options}");
    }
    let errors = fails(
        r#"{"idcc":"3097","fonction":"Cadreur cinéma","date":"2026-11-16","salaire_base":"4000.00",
            "engagement":"semaine","jours":6,"heures":"7","heures_jour_6":"8"}"#,
    );
    assert_eq!(errors[0].code, "BRUT-011");
}

#[test]
fn a_sixth_day_outside_the_paris_region_has_no_compensation_of_its_own() {
    // Art. 39 is of the Paris region. 48 hours: 35 + 8 x 1.25 + 5 x 1.50 = 52.5.
    let row = r#"{"date":"2026-11-21","debut":"09:00","fin":"18:00","pause_minutes":60,"recupere":false}"#;
    let brut = run(&week(&[16, 17, 18, 19, 20], row, r#","zone":"autre""#));
    assert_eq!(brut.brut.to_string(), "5250.00");
    // In the Paris region: 40 h = 41.25, 8 h at 2, and 3.5 h.
    let brut = run(&week(&[16, 17, 18, 19, 20], row, ""));
    assert_eq!(brut.brut.to_string(), "6075.00");
}

#[test]
fn only_the_ends_of_an_engagement_shorten_the_guarantee() {
    let rows = |days: &[u32]| -> String {
        let rows: Vec<String> =
            days.iter().map(|d| format!(r#"{{"date":"2026-06-{d:02}","heures":"8"}}"#)).collect();
        rows.join(",")
    };
    // 40, 32 and 40 hours: 41.25 + 40 (39 hours guaranteed between two weeks) + 41.25 = 122.5.
    let brut = run(&week(&[], &rows(&[8, 9, 10, 11, 12, 15, 16, 17, 18, 22, 23, 24, 25, 26]), ""));
    assert_eq!(brut.brut.to_string(), "12250.00");
    // Six-day weeks outside the Paris region, Monday 8 to Monday 15: 48 hours (52.5), then one day of 8 hours, not 47.
    let six = rows(&[8, 9, 10, 11, 12, 13, 15]);
    let brut = run(&week(&[], &six, r#","zone":"autre","semaine_6_jours":true"#));
    assert_eq!(brut.brut.to_string(), "6050.00");
}

/// Shooting from 15:00 to 1:00 with an hour of break, in July: night from 22:00. In the middle of the presence the break is
/// from 19:30 to 20:30, by day; three hours after the start at the earliest and six at the latest (21:00 to 22:00), it is
/// by day wherever it is. From 17:00 to 3:00 it may be from 20:00 to 24:00: the hour of night is there or not.
#[test]
fn a_break_without_its_time_is_told_where_it_decides_the_night() {
    let warned = |debut: &str, fin: &str, pause: &str| {
        let sheet = format!(
            r#"{{"idcc":"3097","fonction":"Cadreur cinéma","salaire_base":"1800.00","engagement":"jour",
            "temps":[{{"date":"2026-07-06","debut":"{debut}","fin":"{fin}",{pause}}}]}}"#
        );
        let found = run(&sheet);
        let of = |code: &str| {
            let mut all = found.avertissements.iter().filter(|w| w.code == code);
            all.next().map(|w| w.message.clone())
        };
        (of("BRUT-191"), of("BRUT-192"))
    };
    assert_eq!(warned("15:00", "01:00", r#""pause_minutes":60"#), (None, None));
    let (placed, _) = warned("17:00", "03:00", r#""pause_minutes":60"#);
    let told = placed.unwrap();
    // The middle is 21:30 to 22:30, half an hour of night: half an hour more or less elsewhere.
    assert!(
        told.starts_with("06/07/2026 : pause sans heure")
            && told.contains("de 21:30 à 22:30")
            && told.contains("0,50 h"),
        "{told}"
    );
    assert_eq!(warned("17:00", "03:00", r#""pause_minutes":60,"pause_debut":"21:00""#), (None, None));
    // No break at all: ten hours in a row. Six hours need none.
    let (_, missing) = warned("09:00", "19:00", r#""pause_minutes":0"#);
    assert!(missing.unwrap().contains("10 h de suite"));
    assert_eq!(warned("09:00", "15:00", r#""pause_minutes":0"#), (None, None));
}
