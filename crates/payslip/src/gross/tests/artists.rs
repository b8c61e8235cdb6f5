//! Artists and figurants, film and television.

use super::*;

fn film(categorie: &str, options: &str) -> Brut {
    run(&format!(r#"{{"idcc":"3097","categorie":"{categorie}","date":"2026-11-16"{options}}}"#))
}

#[test]
fn film_artists_at_the_minimum() {
    let brut = film("artiste", r#","fonction":"Comédien","jours":2"#);
    assert_eq!(lines(&brut), ["cachet 2 836.50", "brut 836.50"]);
    assert_eq!(brut.cachets, 2);
    assert_eq!(brut.minimum.unwrap().formule, "28,68 € × 8 × 1,75 + 16,73 € (HMC)");
    // Pay without HMC: 836.50 - 33.46 = 803.04; 33 % of it: 265.00.
    let parts: Vec<_> = brut.repartition.iter().map(|p| format!("{} {}", p.code, p.montant)).collect();
    assert_eq!(parts, ["prestation 538.04", "autorisation 265.00", "hmc 33.46"]);
    let five = film("artiste", r#","jours":5,"engagement":"semaine""#);
    assert_eq!(lines(&five), ["semaine 1 1266.70", "brut 1266.70"]);
    let six = film("artiste", r#","jours":6,"engagement":"semaine","semaine_6_jours":true"#);
    assert_eq!(lines(&six), ["semaine 1 1570.23", "brut 1570.23"]);
    let short = film("artiste", r#","jours":1,"court_metrage":true"#);
    assert_eq!(lines(&short), ["cachet 1 149.50", "brut 149.50"]);
}

#[test]
fn premiums_of_film_artists_follow_the_pay() {
    // 14:00 to 22:00 in November: two night hours. At the minimum 2 x 28.68 x 2 x 50 % = 57.36; at three times, half of it;
    // at five times, free.
    for (pay, expected) in [("418.25", "57.36"), ("1254.75", "28.68"), ("2091.25", "0.00")] {
        let brut = film(
            "artiste",
            &format!(
                r#","salaire_base":"{pay}","temps":[{{"date":"2026-11-16","debut":"14:00","fin":"22:00"}}]"#
            ),
        );
        let night =
            brut.elements.iter().find(|e| e.code == "nuit_50").map_or(cddu_rates::Cents::ZERO, |e| e.montant);
        assert_eq!(night.to_string(), expected, "{pay}");
    }
    // A Sunday night: 200 % of Sunday fill the ceiling after the night's 100 %.
    let brut = film("artiste", r#","temps":[{"date":"2026-11-15","debut":"16:00","fin":"24:00"}]"#);
    // Night 4 h at 100 %: 114.72; Sunday 4 h at 200 % 229.44 and 4 h limited to 100 % 114.72.
    assert_eq!(
        lines(&brut),
        ["cachet 1 418.25", "nuit_50 4 114.72", "dimanche 4 114.72", "dimanche 4 229.44", "brut 877.13"]
    );
}

#[test]
fn hours_of_film_artists_are_counted_at_the_end() {
    // 19 hours over two days: three beyond 16, at 28.68 x 1.25.
    let brut = film("artiste", r#","jours":2,"heures":"19""#);
    assert_eq!(lines(&brut), ["cachet 2 836.50", "hs_25 3 107.55", "brut 944.05"]);
}

#[test]
fn pieces_of_film_artists() {
    let brut = film(
        "artiste",
        r#","jours":1,"prestations":[{"code":"repetition_4h"},{"code":"repetition_2x4h"},{"code":"repetition_3h"},
           {"code":"postsynchronisation","quantite":2},{"code":"retake"},{"code":"voyage","heures":"5"},
           {"code":"plusieurs_langues"}]"#,
    );
    // Post-synchronisation: half a cachet is under one minimum cachet. Travel of five hours: 6 x 28.68. Languages: 627.375.
    assert_eq!(
        lines(&brut),
        [
            "cachet 1 418.25",
            "repetition 1 54.37",
            "repetition 1 94.11",
            "repetition 1 54.37",
            "postsynchronisation 2 836.50",
            "retake 1 418.25",
            "voyage 1 172.08",
            "plusieurs_langues 1 209.13",
            "brut 2257.06"
        ]
    );
    let errors = fails(
        r#"{"idcc":"3097","categorie":"artiste","date":"2026-11-16","jours":1,"prestations":[{"code":"retaque"}]}"#,
    );
    assert_eq!(errors[0].code, "BRUT-013");
    assert_eq!(errors[0].aide.as_deref(), Some("vouliez-vous dire « retake » ?"));
}

#[test]
fn film_figurants_and_the_smic_floor() {
    let day = film("figurant", r#","fonction":"Figurant","jours":1"#);
    // Since June 2026 the base is the SMIC: 12.31 x 8 x 1.10 = 108.328.
    assert_eq!(lines(&day), ["cachet 1 108.33", "brut 108.33"]);
    assert!(!warned(&day, "BRUT-102"));
    // 12.31 x 41.25 = 507.7875; 12.31 x 51.25 = 630.8875.
    for (days, six, expected) in [(5, false, "507.79"), (6, true, "630.89")] {
        let brut = film(
            "figurant",
            &format!(
                r#","fonction":"Figurant","jours":{days},"engagement":"semaine","semaine_6_jours":{six}"#
            ),
        );
        assert_eq!(brut.brut.to_string(), expected);
        assert!(!warned(&brut, "BRUT-102"));
    }
    // Before June 2026 the SMIC is 12.02: 495.83, under the grid.
    let brut = run(
        r#"{"idcc":"3097","categorie":"figurant","fonction":"figurant","date":"2026-05-04","jours":5,"engagement":"semaine"}"#,
    );
    assert_eq!(brut.brut.to_string(), "501.60");
    // Outside the zone of the scale: 8 x 12.31.
    let brut = film("figurant", r#","fonction":"Figurant","jours":1,"zone_bareme_figurant":false"#);
    assert_eq!(brut.brut.to_string(), "98.48");
    assert!(warned(&brut, "BRUT-121"));
}

#[test]
fn overtime_of_film_figurants() {
    // Twelve hours: two at 12.31 x 1.25 = 30.775, two at 12.31 x 1.5 = 36.93.
    let brut = film(
        "figurant",
        r#","fonction":"Figurant","temps":[{"date":"2026-11-16","debut":"07:00","fin":"19:00"}]"#,
    );
    assert_eq!(lines(&brut), ["cachet 1 108.33", "hs_25 2 30.78", "hs_50 2 36.93", "brut 176.04"]);
    // Four days of ten hours in one week: 8 hours beyond 8 a day at 12.31 = 98.48, and 25 % of the five hours
    // above 35 = 15.3875; four cachets of 108.33 = 433.32.
    let rows: Vec<String> =
        (16..20).map(|d| format!(r#"{{"date":"2026-11-{d}","debut":"08:00","fin":"18:00"}}"#)).collect();
    let brut = film("figurant", &format!(r#","fonction":"Figurant","temps":[{}]"#, rows.join(",")));
    assert_eq!(lines(&brut), ["cachet 4 433.32", "heures 8 98.48", "hs_semaine_25 5 15.39", "brut 547.19"]);
    // 50 hours in a week of five days: 8 at 125 %, 2 at 150 %. Doublure polyvalente: 22.73.
    let brut = film(
        "figurant",
        r#","fonction":"Doublure polyvalente","jours":5,"heures":"50","engagement":"semaine""#,
    );
    assert_eq!(lines(&brut), ["semaine 1 937.61", "hs_25 8 227.30", "hs_50 2 68.19", "brut 1233.10"]);
}

#[test]
fn premiums_and_indemnities_of_film_figurants() {
    // 11 November from 14:00 to 22:00: eight holiday hours at 12.31 = 98.48, two night hours at 6.155.
    let brut = film(
        "figurant",
        r#","fonction":"Figurant","temps":[{"date":"2026-11-11","debut":"14:00","fin":"22:00"}],
           "prestations":[{"code":"hmc"},{"code":"costume_special"},{"code":"pluie_natation"},{"code":"annulation"}]"#,
    );
    assert_eq!(
        lines(&brut),
        [
            "cachet 1 108.33",
            "nuit_50 2 12.31",
            "ferie 8 98.48",
            "hmc 1 9.40",
            "pluie_natation 1 15.00",
            "annulation 1 108.33",
            "brut 351.85"
        ]
    );
    assert_eq!(brut.frais[0].montant.to_string(), "70.00");
    assert!(brut.elements.iter().all(|e| e.article.is_some()));
}

#[test]
fn television_figurants() {
    let tv = |date: &str, options: &str| {
        run(&format!(
            r#"{{"idcc":"2642","categorie":"figurant","fonction":"Figurant - ensemble de 30 personnes ou plus","genre":"fiction","date":"{date}"{options}}}"#
        ))
    };
    let may = tv("2026-05-04", r#","jours":1"#);
    assert_eq!(may.brut.to_string(), "96.16"); // 8 x 12.02, above 96
    assert!(warned(&may, "BRUT-102"));
    let brut =
        tv("2026-11-16", r#","jours":1,"prestations":[{"code":"silhouette"},{"code":"demi_journee"}]"#);
    // Since June 2026 the scale is the floor of the SMIC, 8 x 12.31 = 98.48; half a day 65 %: 64.01; silhouette 42.24.
    assert_eq!(lines(&brut), ["cachet 1 98.48", "silhouette 1 42.24", "demi_journee 1 64.01", "brut 204.73"]);
    assert!(!warned(&brut, "BRUT-102"));
    assert_eq!(tv("2025-11-17", r#","jours":5,"engagement":"semaine""#).brut.to_string(), "432.00"); // 4.5 x 96
    let doublure = |date: &str| {
        format!(
            r#"{{"idcc":"2642","categorie":"figurant","fonction":"Doublure lumière","genre":"fiction","date":"{date}","jours":1}}"#
        )
    };
    assert_eq!(run(&doublure("2026-11-16")).brut.to_string(), "122.00");
    // Nothing was seen from February to December 2024.
    assert_eq!(fails(&doublure("2024-06-17"))[0].code, "BAR-022");
}

#[test]
fn television_artists() {
    let dramatic = |date: &str| {
        format!(
            r#"{{"idcc":"1734","categorie":"artiste","fonction":"Artiste dramatique","genre":"fiction","date":"{date}","jours":1}}"#
        )
    };
    // Avenant 20, since January 2025; nothing was seen for the months between the two scales.
    assert_eq!(lines(&run(&dramatic("2026-11-16"))), ["cachet 1 289.23", "brut 289.23"]);
    let errors = fails(&dramatic("2024-06-17"));
    assert_eq!(errors[0].code, "BAR-022");
    assert!(errors[0].aide.as_deref().unwrap().contains("289.23"));
    // Day of 450.00, hourly 50. 8:00 to 19:00 without a break: two hours beyond nine at 62.50.
    let brut = run(
        r#"{"idcc":"1734","categorie":"artiste","fonction":"Artiste dramatique","genre":"fiction","salaire_base":"450.00",
            "temps":[{"date":"2026-06-15","debut":"08:00","fin":"19:00"}],"prestations":[{"code":"lecture"}]}"#,
    );
    assert!(!warned(&brut, "BRUT-116"));
    assert_eq!(lines(&brut), ["cachet 1 450.00", "hs_25 2 125.00", "lecture 1 225.00", "brut 800.00"]);
    // 18:00 to 0:10 in June: 2 h 10 of night counted 2.5 h; 18:00 to 5:00 less two: seven night hours, the day is doubled.
    let night = |fin: &str| {
        run(&format!(
            r#"{{"idcc":"1734","categorie":"artiste","fonction":"Artiste dramatique","genre":"fiction","salaire_base":"450.00",
                "temps":[{{"date":"2026-06-15","debut":"20:00","fin":"{fin}"}}]}}"#
        ))
    };
    assert_eq!(lines(&night("00:10")), ["cachet 1 450.00", "nuit_100 2.5 125.00", "brut 575.00"]);
    assert_eq!(lines(&night("04:30")), ["cachet 1 450.00", "nuit_double 1 450.00", "brut 900.00"]);
    // The scale of October 2022 holds until January 2024.
    let brut = run(
        r#"{"idcc":"1734","categorie":"artiste","fonction":"Artiste dramatique","genre":"fiction","date":"2024-01-15","jours":1,
            "prestations":[{"code":"essayage"},{"code":"voyage","heures":"3"},{"code":"public_payant"}]}"#,
    );
    assert_eq!(
        lines(&brut),
        ["cachet 1 278.03", "essayage 1 139.02", "voyage 1 139.02", "public_payant 1 97.31", "brut 653.38"]
    );
}

#[test]
fn pay_of_1_may_is_doubled_even_where_premiums_are_free() {
    // 3,000 is above five times the minimum. Eight hours on 1 May: the cachet again. From 18:00 on 30 April to 2:00: two
    // hours out of eight, 750.
    for (date, debut, fin, expected) in
        [("2026-05-01", "09:00", "17:00", "6000.00"), ("2026-04-30", "18:00", "02:00", "3750.00")]
    {
        let brut = run(&format!(
            r#"{{"idcc":"3097","categorie":"artiste","fonction":"Comédien","salaire_base":"3000.00",
                "temps":[{{"date":"{date}","debut":"{debut}","fin":"{fin}"}}]}}"#
        ));
        assert_eq!(brut.brut.to_string(), expected, "{date}");
    }
}

/// C. trav. L3133-6: an indemnity of the amount of the day's pay, not of the conventional base.
#[test]
fn pay_of_1_may_is_doubled_whole() {
    let may = |more: &str| {
        run(&format!(
            r#"{{"idcc":"3097",{more},"temps":[{{"date":"2026-05-01","debut":"09:00","fin":"18:00","pause_minutes":60}}]}}"#
        ))
    };
    // A cachet of 1,000 between twice and five times the minimum: its other premiums are on 28.68 an hour.
    let artist = may(r#""categorie":"artiste","fonction":"Comédien","salaire_base":"1000.00""#);
    assert_eq!(lines(&artist), ["cachet 1 1000.00", "ferie_1er_mai 8 1000.00", "brut 2000.00"]);
    // A figurant: the day of 107.00, short-contract premium included.
    let figurant = may(r#""categorie":"figurant","fonction":"Figurant""#);
    assert_eq!(lines(&figurant), ["cachet 1 107.00", "ferie_1er_mai 8 107.00", "brut 214.00"]);
    // A technician at 4,000 for 39 h, 100 an hour: the seven hours at 125 % and the eighth at 150 %, twice; then the
    // seven hours of a holiday that is not recovered (titre II art. 42).
    let technician = may(r#""fonction":"Cadreur cinéma","salaire_base":"4000.00","engagement":"jour""#);
    let expected = [
        "jour_25 7 875.00",
        "jour_50 1 150.00",
        "ferie_1er_mai 7 875.00",
        "ferie_1er_mai 1 150.00",
        "recuperation_ferie 7 700.00",
        "brut 2750.00",
    ];
    assert_eq!(lines(&technician), expected);
}

/// The dates of a payslip: an artist whose contract holds only a Sunday, or more cachets than its ordinary days.
fn in_period(
    categorie: &str,
    debut: &str,
    fin: &str,
    more: &str,
) -> Result<Brut, Vec<cddu_rates::Diagnostic>> {
    let (idcc, fonction) = match categorie {
        "tv" => ("1734", "Artiste dramatique"),
        "figurant" => ("3097", "Figurant"),
        _ => ("3097", "Comédien"),
    };
    let categorie = if categorie == "tv" { "artiste" } else { categorie };
    let genre = if idcc == "1734" { r#","genre":"fiction""# } else { "" };
    let input: BrutInput = serde_json::from_str(&format!(
        r#"{{"idcc":"{idcc}","categorie":"{categorie}","fonction":"{fonction}","date":"{debut}"{genre}{more}}}"#
    ))
    .unwrap();
    let period = cddu_rates::Period::new(debut.parse().unwrap(), fin.parse().unwrap());
    let question = crate::gross::Question { periode: period, ..input.question() };
    let trace = (crate::trace::Trace::default(), None);
    crate::gross::pay(&cddu_rates::Rates::embedded(), question, trace).map(|priced| priced.brut)
}

#[test]
fn a_cachet_without_hours_on_a_sunday_or_a_holiday_is_refused() {
    let code = |categorie: &str, debut: &str, fin: &str, more: &str| {
        in_period(categorie, debut, fin, more).err().map(|list| list[0].code.clone())
    };
    let refused = Some("BRUT-180".to_owned());
    // Sunday 15 November 2026; Wednesday 11 is a holiday; Monday 16 is neither.
    let one = r#","cachets":1"#;
    for (categorie, day, expected) in [
        ("artiste", "2026-11-15", &refused),
        ("artiste", "2026-11-11", &refused),
        ("artiste", "2026-11-16", &None),
        ("figurant", "2026-11-15", &refused),
        // No premium of Sunday in the agreement of television artists (IDCC 1734), one of holidays.
        ("tv", "2026-11-15", &None),
        ("tv", "2026-11-11", &refused),
    ] {
        assert_eq!(&code(categorie, day, day, one), expected, "{categorie} {day}");
    }
    // Monday 9 to Sunday 15: five ordinary days without Wednesday 11 nor Sunday 15. Five cachets fit, the sixth does not.
    assert_eq!(code("artiste", "2026-11-09", "2026-11-15", r#","cachets":5"#), None);
    assert_eq!(code("artiste", "2026-11-09", "2026-11-15", r#","cachets":6"#), refused);
    // Five times 418.25 = 2,091.25: the premiums are free (art. 3.1), but 1 May.
    let free = r#","cachets":1,"salaire_base":"2091.25""#;
    assert_eq!(code("artiste", "2026-11-15", "2026-11-15", free), None);
    assert_eq!(code("artiste", "2026-05-01", "2026-05-01", free), refused);
    // The hours of the day tell: eight on Sunday at 28.68 x 200 % = 458.88.
    let hours = r#","temps":[{"date":"2026-11-15","debut":"09:00","fin":"17:00"}]"#;
    let brut = in_period("artiste", "2026-11-15", "2026-11-15", hours).unwrap();
    assert_eq!(lines(&brut), ["cachet 1 418.25", "dimanche 8 458.88", "brut 877.13"]);
    // A row with a date alone would be paid nothing.
    let bare = r#","temps":[{"date":"2026-11-16","debut":"09:00","fin":"17:00"},{"date":"2026-11-17"}]"#;
    assert_eq!(code("artiste", "2026-11-16", "2026-11-17", bare).as_deref(), Some("BRUT-181"));
}

#[test]
fn five_weeks_of_six_days_are_five_weeks() {
    // 30 cachets from Monday 16 November to Saturday 19 December: five weeks of six days, 5 x 1,570.23 = 7,851.15, and not
    // six of five days (7,600.20).
    let week = r#","cachets":30,"engagement":"semaine""#;
    let brut = in_period("artiste", "2026-11-16", "2026-12-19", week).unwrap();
    assert_eq!(lines(&brut), ["semaine 5 7851.15", "brut 7851.15"]);
    // To Friday 25 December: six weeks of five days, and Christmas would be one of the thirty.
    assert_eq!(in_period("artiste", "2026-11-16", "2026-12-25", week).unwrap_err()[0].code, "BRUT-180");
    // From 31 August to 9 October, without a holiday: six weeks of five days, 6 x 1,266.70.
    let brut = in_period("artiste", "2026-08-31", "2026-10-09", week).unwrap();
    assert_eq!(lines(&brut), ["semaine 6 7600.20", "brut 7600.20"]);
}

#[test]
fn a_week_of_a_television_artist_never_pays_another() {
    // Week of 1,350.00, hourly (1,350 / 5) / 9 = 30.00. 49 h: two at 37.50 and two at 45.00; 41 h: nothing, and nothing to
    // take off the other week.
    let week = |days: &str| {
        run(&format!(
            r#"{{"idcc":"1734","categorie":"artiste","fonction":"Artiste dramatique","genre":"fiction","engagement":"semaine",
                "salaire_base":"1350.00","semaines_contrat":2,{days}}}"#
        ))
    };
    let long = ["semaine 1 1350.00", "hs_25 2 75.00", "hs_50 2 90.00", "brut 1515.00"];
    assert_eq!(lines(&week(r#""date":"2026-11-16","jours":5,"heures":"49""#)), long);
    let one = r#"{"debut":"2026-11-16","jours":5,"heures":"49"}"#;
    assert_eq!(lines(&week(&format!(r#""semaines":[{one}]"#))), long);
    let both = format!(r#""semaines":[{one},{{"debut":"2026-11-23","jours":5,"heures":"41"}}]"#);
    let expected = ["semaine 2 2700.00", "hs_25 2 75.00", "hs_50 2 90.00", "brut 2865.00"];
    assert_eq!(lines(&week(&both)), expected);
    // By the day, of 270.00: 49 h in five days are four beyond 45, 41 h in five days none.
    let days = both.clone() + r#","engagement":"jour","salaire_base":"270.00""#;
    let brut = run(&format!(
        r#"{{"idcc":"1734","categorie":"artiste","fonction":"Artiste dramatique","genre":"fiction",{days}}}"#
    ));
    assert_eq!(lines(&brut), ["cachet 10 2700.00", "hs_25 4 150.00", "brut 2850.00"]);
}

#[test]
fn a_director_is_counted_the_same_whatever_says_his_days() {
    let of = |more: &str| {
        let brut = run(&format!(
            r#"{{"idcc":"3097","categorie":"realisateur","fonction":"Réalisateur cinéma","date":"2026-11-16",{more}}}"#
        ));
        (brut.brut.to_string(), brut.jours.to_string(), brut.cachets)
    };
    let rows: Vec<String> =
        (16..21).map(|d| format!(r#"{{"date":"2026-11-{d}","debut":"09:00","fin":"18:00"}}"#)).collect();
    let sheet = format!(r#""engagement":"semaine","temps":[{}]"#, rows.join(","));
    // One week of five days at the minimum of 3,015.27: five days, five cachets.
    for more in [
        sheet.as_str(),
        r#""engagement":"semaine","cachets":5"#,
        r#""engagement":"semaine","jours":5"#,
        r#""engagement":"semaine","semaines":[{"debut":"2026-11-16","jours":5,"heures":"40"}]"#,
    ] {
        assert_eq!(of(more), ("3015.27".to_owned(), "5".to_owned(), 5), "{more}");
    }
    // Two weeks of five cachets are two weeks: 6,030.54.
    assert_eq!(of(r#""engagement":"semaine","cachets":10"#), ("6030.54".to_owned(), "10".to_owned(), 10));
}
