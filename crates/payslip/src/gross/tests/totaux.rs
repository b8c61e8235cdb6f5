//! Weekly totals: paid in full whatever the engagement, refused when no calendar holds them.

use super::*;

fn asked(rest: &str) -> String {
    format!(
        r#"{{"idcc":"3097","fonction":"Cadreur cinéma","salaire_base":"1747.82","date":"2026-11-09",{rest}}}"#
    )
}

#[test]
fn a_total_of_a_day_engagement_is_spread_over_its_days() {
    // h = 1747.82 / 40 = 43.6955. 38.5 h over 4 days: 9.625 h a day, 7 h at 125 % and 2.625 h at 150 %.
    // 28 x 43.6955 x 1.25 = 1529.3425; 10.5 x 43.6955 x 1.5 = 688.204125.
    let brut =
        run(&asked(r#""engagement":"jour","semaines":[{"debut":"2026-11-09","jours":"4","heures":"38.5"}]"#));
    assert_eq!(lines(&brut), ["jour_25 28 1529.34", "jour_50 10.5 688.20", "brut 2217.54"]);
    assert_eq!((brut.heures.to_string(), brut.jours.to_string()), ("38.5".to_owned(), "4".to_owned()));
    assert!(warned(&brut, "BRUT-130"));
    // Of 38.5 h in the civil week, 3.5 h are beyond 35.
    assert_eq!(
        brut.elements.iter().filter_map(|e| e.heure_sup).map(|h| h.heures.0).sum::<Decimal>(),
        "3.5".parse().unwrap()
    );
}

#[test]
fn one_day_of_ten_hours_and_two_weeks() {
    // 7 x 43.6955 x 1.25 = 382.335625; 3 x 43.6955 x 1.5 = 196.62975.
    let brut =
        run(&asked(r#""engagement":"jour","semaines":[{"debut":"2026-11-09","jours":"1","heures":"10"}]"#));
    assert_eq!(lines(&brut), ["jour_25 7 382.34", "jour_50 3 196.63", "brut 578.97"]);
    // Two weeks of 20 h over 3 days: 6.6667 h a day are paid 7, 42 h x 43.6955 x 1.25 = 2294.01375.
    let brut = run(&asked(
        r#""engagement":"jour","semaines":[{"debut":"2026-11-09","jours":"3","heures":"20"},
           {"debut":"2026-11-16","jours":"3","heures":"20"}]"#,
    ));
    assert_eq!(lines(&brut), ["jour_25 42 2294.01", "brut 2294.01"]);
    assert_eq!(brut.jours.to_string(), "6");
}

#[test]
fn television_pays_the_total_too() {
    // Day of 7 h = week / 4.5: h = 657.87 / 31.5. 9.625 h a day: 8 h, then 1.625 h at 125 %.
    // 32 x 657.87 / 31.5 = 668.3124; 6.5 x 657.87 / 31.5 x 1.25 = 169.6887.
    let brut = run(
        r#"{"idcc":"2642","fonction":"Habilleur","salaire_base":"657.87","genre":"fiction","date":"2026-11-09",
            "engagement":"jour","semaines":[{"debut":"2026-11-09","jours":"4","heures":"38.5"}]}"#,
    );
    assert_eq!(lines(&brut), ["base 32 668.31", "hs_25 6.5 169.69", "brut 838.00"]);
    assert_eq!(brut.heures.to_string(), "38.5");
}

#[test]
fn artists_and_figurants_keep_the_hours_of_a_total() {
    // Two days, 18 h: two cachets and 2 h beyond eight a day.
    for (idcc, categorie) in
        [("3097", "artiste"), ("3097", "figurant"), ("2642", "figurant"), ("1734", "artiste")]
    {
        let brut = run(&format!(
            r#"{{"idcc":"{idcc}","categorie":"{categorie}","fonction":"Artiste dramatique","salaire_base":"500.00",
                "engagement":"jour","genre":"fiction","date":"2026-11-09",
                "semaines":[{{"debut":"2026-11-09","jours":"2","heures":"18"}}]}}"#
        ).replace(r#""genre":"fiction","#, if idcc == "3097" { "" } else { r#""genre":"fiction","# }));
        assert_eq!((brut.cachets, brut.heures.to_string()), (2, "18".to_owned()), "{idcc} {categorie}");
        assert!(!warned(&brut, "BRUT-122"), "{idcc} {categorie}");
    }
}

#[test]
fn hours_that_the_days_cannot_hold_are_refused() {
    for (rest, field) in [
        (r#""semaines":[{"debut":"2026-11-09","jours":"5","heures":"400"}]"#, "semaines[0].heures"),
        (r#""semaines":[{"debut":"2026-11-09","jours":"9","heures":"45"}]"#, "semaines[0].jours"),
        (
            r#""semaines":[{"debut":"2026-11-09","jours":"5","heures":"45"},{"debut":"2026-11-11","jours":"5","heures":"45"}]"#,
            "semaines[1].jours",
        ),
        (r#""jours":5,"heures":"455""#, "heures"),
        (r#""heures":"455""#, "heures"),
    ] {
        let errors = compute(&RATES, &serde_json::from_str(&asked(rest)).unwrap()).unwrap_err();
        let found: Vec<_> = errors.iter().map(|e| (e.code.as_ref(), e.champ.as_deref())).collect();
        assert_eq!(found, [("BRUT-131", Some(field))], "{rest}");
    }
    // Five days of 24 hours are possible, and warned of.
    let brut = run(&asked(r#""semaines":[{"debut":"2026-11-16","jours":"5","heures":"120"}]"#));
    assert!(warned(&brut, "BRUT-107") && warned(&brut, "BRUT-106"));
    let brut = run(&asked(r#""semaines":[{"debut":"2026-11-16","jours":"5","heures":"48"}]"#));
    assert!(!warned(&brut, "BRUT-107") && !warned(&brut, "BRUT-106"));
}

#[test]
fn a_holiday_not_worked_is_paid_alike_however_the_week_is_written() {
    // h = 1364.56 / 40 = 34.114. Four days of 10 h and Wednesday 11 November not worked: 35 h, 5 h at 125 %, seven hours of
    // the holiday (titre II art. 42). 1193.99 + 213.2125 + 238.798 = 1646.00. No hour of the holiday is overtime.
    let row = |day: &str| format!(r#"{{"date":"2026-11-{day}","heures":"10"}}"#);
    let rows = ["09", "10", "12", "13"].map(row).join(",");
    let off = r#"{"date":"2026-11-11","nature":"ferie_chome"}"#;
    for sheet in [
        format!(r#""temps":[{rows},{off}]"#),
        format!(r#""temps":[{rows}]"#),
        r#""semaines":[{"debut":"2026-11-09","jours":"4","heures":"40"}]"#.to_owned(),
    ] {
        let brut = run(&format!(
            r#"{{"idcc":"3097","fonction":"1er assistant operateur","salaire_base":"1364.56","engagement":"semaine",
                "date":"2026-11-09",{sheet}}}"#
        ));
        let expected = ["base 35 1193.99", "hs_25 5 213.21", "ferie_chome 7 238.80", "brut 1646.00"];
        assert_eq!(lines(&brut), expected, "{sheet}");
        assert_eq!(
            (brut.heures.to_string(), brut.jours.to_string()),
            ("47".to_owned(), "5".to_owned()),
            "{sheet}"
        );
        let over: Decimal = brut.elements.iter().filter_map(|e| e.heure_sup).map(|h| h.heures.0).sum();
        assert_eq!(over, Decimal::from(5), "{sheet}");
    }
    // Five days in a week of which the holiday is said not worked: Saturday is one of them, 45 h in the bands.
    // 1193.99 + 8 x 42.6425 = 341.14 + 2 x 51.171 = 102.342 + 238.798 = 1876.27.
    let brut = run(
        r#"{"idcc":"3097","fonction":"1er assistant operateur","salaire_base":"1364.56","engagement":"semaine",
            "date":"2026-11-09","semaines":[{"debut":"2026-11-09","jours":"5","heures":"45","feries_chomes":["2026-11-11"]}]}"#,
    );
    let expected =
        ["base 35 1193.99", "hs_25 8 341.14", "hs_50 2 102.34", "ferie_chome 7 238.80", "brut 1876.27"];
    assert_eq!(lines(&brut), expected);
    assert!(!warned(&brut, "BRUT-118"));
}

/// 2026-11-09 is a Monday, Wednesday 11 a holiday; Saturday 15 August is one; Whit Monday is 25 May 2026.
#[test]
fn a_total_that_hides_a_day_with_a_premium_is_refused() {
    let week = |debut: &str, jours: &str, heures: &str, more: &str| {
        format!(r#"[{{"debut":"{debut}","jours":"{jours}","heures":"{heures}"{more}}}]"#)
    };
    let off = r#","feries_chomes":["2026-11-11"]"#;
    for (semaines, expected) in [
        (week("2026-11-09", "5", "40", ""), Some(("BRUT-160", "semaines[0].jours"))),
        (week("2026-11-09", "6", "48", ""), Some(("BRUT-160", "semaines[0].jours"))),
        (week("2026-05-25", "5", "40", ""), Some(("BRUT-160", "semaines[0].jours"))),
        (week("2026-11-09", "4", "32", ""), None),
        (week("2026-11-09", "5", "40", off), None),
        (week("2026-11-09", "6", "40", off), Some(("BRUT-161", "semaines[0].jours"))),
        (week("2026-11-09", "7", "40", off), Some(("BRUT-163", "semaines[0].jours"))),
        (week("2026-11-16", "6", "45", ""), None),
        (week("2026-11-16", "7", "45", ""), Some(("BRUT-161", "semaines[0].jours"))),
        (week("2026-08-10", "5", "40", ""), None),
        (week("2026-08-10", "6", "45", ""), Some(("BRUT-161", "semaines[0].jours"))),
        (week("2026-11-16", "5", "0", ""), Some(("BRUT-162", "semaines[0].heures"))),
        (week("2026-11-16", "5", "39", off), Some(("BRUT-164", "semaines[0].feries_chomes"))),
    ] {
        for engagement in ["semaine", "jour"] {
            for (idcc, fonction, genre) in
                [("3097", "Cadreur cinéma", ""), ("2642", "Monteur", r#""genre":"fiction","#)]
            {
                let asked = format!(
                    r#"{{"idcc":"{idcc}","fonction":"{fonction}","salaire_base":"2000.00",{genre}
                        "engagement":"{engagement}","semaines":{semaines}}}"#
                );
                let got = compute(&RATES, &input(&asked)).err();
                let got = got.as_ref().map(|list| (list[0].code.as_ref(), list[0].champ.as_deref().unwrap()));
                assert_eq!(got, expected, "{asked}");
            }
        }
    }
}

#[test]
fn a_total_of_six_days_pays_its_sixth_as_six_equal_days() {
    // h = 1747.82 / 40 = 43.6955. 45 h over six days: 7.5 h each, five of them 37.5 h, paid 39 (F01): 35 + 4 x 1.25 = 40 h,
    // 1747.82. The sixth day double (F19): 15 x 43.6955 = 655.43. In all 2403.25.
    let days = (16..22).map(|d| format!(r#"{{"date":"2026-11-{d}","heures":"7.5"}}"#)).collect::<Vec<_>>();
    for (sheet, said) in [
        (format!(r#""temps":[{}]"#, days.join(",")), false),
        (r#""semaines":[{"debut":"2026-11-16","jours":"6","heures":"45"}]"#.to_owned(), true),
        (r#""jours":6,"heures":"45","heures_jour_6":"7.5""#.to_owned(), false),
    ] {
        let brut = run(&format!(
            r#"{{"idcc":"3097","fonction":"Cadreur cinéma","salaire_base":"1747.82","date":"2026-11-16",{sheet}}}"#
        ));
        assert_eq!(brut.brut.to_string(), "2403.25", "{sheet}");
        assert_eq!(warned(&brut, "BRUT-109"), said, "{sheet}");
    }
}

#[test]
fn the_reading_of_a_holiday_in_a_film_week_is_a_choice() {
    // h = 1364.56 / 40 = 34.114. 4 x 10 h and Wednesday 11 November not worked.
    //   garantie: the most of 39 h and of the 40 worked: 35 + 5 x 1.25 = 41.25 h = 1407.20.
    //   assimile: 40 + 7 = 47 h in the bands: 35 + 8 x 1.25 + 4 x 1.50 = 51 h: 1193.99 + 341.14 + 204.684 = 1739.81.
    // 4 x 8 h: 32 worked; garantie 39 h = 35 + 4 x 1.25 = 40 h = 1364.56; assimile 32 + 7 = 39 h, the same.
    // 4 x 6 h under assimile: 24 + 7 = 31 h, the guarantee of 39 h pays more: 1364.56.
    // The hours of the holiday are not worked: 5 h of overtime for the reliefs in the first two, none in the others.
    let week = |method: &str, hours: &str| {
        let row = |day: &str| format!(r#"{{"date":"2026-11-{day}","heures":"{hours}"}}"#);
        let rows = ["09", "10", "12", "13"].map(row).join(",");
        run(&format!(
            r#"{{"idcc":"3097","fonction":"1er assistant operateur","salaire_base":"1364.56","engagement":"semaine",
                "date":"2026-11-09","temps":[{rows}],"methodes":{{"ferie_semaine":"{method}"}}}}"#
        ))
    };
    for (method, hours, expected, paid, relief) in [
        ("garantie", "10", vec!["base 35 1193.99", "hs_25 5 213.21", "brut 1407.20"], "40", 5),
        (
            "assimile",
            "10",
            vec!["base 35 1193.99", "hs_25 8 341.14", "hs_50 4 204.68", "brut 1739.81"],
            "47",
            5,
        ),
        ("garantie", "8", vec!["base 35 1193.99", "hs_25 4 170.57", "brut 1364.56"], "39", 0),
        ("assimile", "8", vec!["base 35 1193.99", "hs_25 4 170.57", "brut 1364.56"], "39", 0),
        ("assimile", "6", vec!["base 35 1193.99", "hs_25 4 170.57", "brut 1364.56"], "39", 0),
    ] {
        let brut = week(method, hours);
        assert_eq!(lines(&brut), expected, "{method} {hours}");
        assert_eq!(brut.heures.to_string(), paid, "{method} {hours}");
        let over: Decimal = brut.elements.iter().filter_map(|e| e.heure_sup).map(|h| h.heures.0).sum();
        assert_eq!(over, Decimal::from(relief), "{method} {hours}");
        let said = brut.methodes.iter().find(|m| m.cle == "ferie_semaine").map(|m| m.valeur.as_str());
        assert_eq!(said, Some(method));
    }
}

#[test]
fn the_first_of_may_costs_nobody_his_pay() {
    // Television, contract of five days: another holiday needs more than ten days of work (art. VII.2.2), not 1 May
    // (C. trav. L3133-5). Week of 35 h at 3500.00: 32 h worked, then seven.
    let rows =
        ["27", "28", "29", "30"].map(|d| format!(r#"{{"date":"2026-04-{d}","heures":"8"}}"#)).join(",");
    let brut = run(&format!(
        r#"{{"idcc":"2642","fonction":"Monteur","genre":"fiction","salaire_base":"3500.00","engagement":"semaine",
            "jours_contrat":5,"temps":[{rows},{{"date":"2026-05-01","nature":"ferie_chome"}}]}}"#
    ));
    assert_eq!(lines(&brut), ["base 32 3200.00", "ferie_chome 7 700.00", "brut 3900.00"]);
}

#[test]
fn meals_without_an_amount_in_the_tables_are_refused() {
    for (idcc, categorie, fonction) in [
        ("3097", "artiste", "Artiste-interprète"),
        ("3097", "figurant", "Figurant"),
        ("2642", "technicien", "Habilleur"),
    ] {
        let errors = fails(&format!(
            r#"{{"idcc":"{idcc}","categorie":"{categorie}","fonction":"{fonction}","salaire_base":"900.00",
                "temps":[{{"date":"2026-11-16","heures":"8"}},{{"date":"2026-11-17","heures":"8","repas":1}}]}}"#
        ));
        let found: Vec<_> = errors.iter().map(|e| (e.code.as_ref(), e.champ.as_deref())).collect();
        assert_eq!(found, [("BRUT-132", Some("temps[1].repas"))], "{idcc} {categorie}");
    }
}

#[test]
fn a_child_does_not_work_after_midnight() {
    let child = |from: &str, to: &str| {
        format!(
            r#"{{"idcc":"1734","categorie":"artiste","fonction":"Artiste dramatique","salaire_base":"600.00","genre":"fiction",
                "moins_de_16_ans":true,"temps":[{{"date":"2026-11-16","debut":"{from}","fin":"{to}"}}]}}"#
        )
    };
    let errors = fails(&child("22:00", "02:00"));
    let found: Vec<_> = errors.iter().map(|e| (e.code.as_ref(), e.champ.as_deref())).collect();
    assert_eq!(found, [("BRUT-133", Some("temps[0]"))]);
    let said = |brut: &Brut| brut.avertissements.iter().any(|a| a.message.contains("après 20 h"));
    assert!(said(&run(&child("18:00", "21:00"))));
    assert!(!said(&run(&child("14:00", "20:00"))));
}

/// From 19:30 to 9:00 there are 13.5 h, fourteen to 9:30. Five hours without a break are said, four and a half are not.
#[test]
fn a_child_rests_between_two_days_and_has_breaks() {
    let child = |end: &str, start: &str| {
        format!(
            r#"{{"idcc":"1734","categorie":"artiste","fonction":"Artiste dramatique","salaire_base":"600.00","genre":"fiction",
                "moins_de_16_ans":true,"temps":[{{"date":"2026-11-16","debut":"16:00","fin":"{end}"}},
                {{"date":"2026-11-17","debut":"{start}","fin":"12:00"}}]}}"#
        )
    };
    let errors = fails(&child("19:30", "09:00"));
    let found: Vec<_> = errors.iter().map(|e| (e.code.as_ref(), e.champ.as_deref())).collect();
    assert_eq!(found, [("BRUT-188", Some("temps[1]"))]);
    assert!(errors[0].message.contains("13,50 h") && errors[0].message.contains("14 h au moins"));
    assert!(!warned(&run(&child("19:30", "09:30")), "BRUT-189"));
    let day = |end: &str| {
        let sheet = format!(r#"[{{"date":"2026-11-16","debut":"09:00","fin":"{end}"}}]"#);
        run(&format!(
            r#"{{"idcc":"1734","categorie":"artiste","fonction":"Artiste dramatique","salaire_base":"600.00","genre":"fiction",
                "moins_de_16_ans":true,"temps":{sheet}}}"#
        ))
    };
    assert!(warned(&day("14:00"), "BRUT-189") && !warned(&day("13:30"), "BRUT-189"));
}

/// Monday, Wednesday, Friday and Sunday: every rest is of one day. From Monday to Friday, Saturday and Sunday follow.
#[test]
fn a_child_rests_two_days_running_in_a_week() {
    let week = |days: &[u32]| {
        let sheet: Vec<String> = days
            .iter()
            .map(|d| format!(r#"{{"date":"2026-11-{d}","debut":"14:00","fin":"16:00"}}"#))
            .collect();
        let sheet = sheet.join(",");
        run(&format!(
            r#"{{"idcc":"1734","categorie":"artiste","fonction":"Artiste dramatique","salaire_base":"600.00","genre":"fiction",
                "moins_de_16_ans":true,"temps":[{sheet}]}}"#
        ))
    };
    for days in [&[16, 18, 20, 22][..], &[16, 17, 18, 19, 20, 21], &[17, 19, 21]] {
        assert!(warned(&week(days), "BRUT-194"), "{days:?}");
    }
    for days in [&[16, 17, 18, 19, 20][..], &[16, 18, 20], &[18, 19, 20, 21, 22], &[16, 22]] {
        assert!(!warned(&week(days), "BRUT-194"), "{days:?}");
    }
}

/// Two hours of absence on a day of cachet: 500.00 all the same, and it is said.
#[test]
fn a_cachet_begun_is_due_whole() {
    let day = |more: &str| {
        run(&format!(
            r#"{{"idcc":"3097","categorie":"artiste","fonction":"Artiste-interprète","salaire_base":"500.00","engagement":"jour",
                "temps":[{{"date":"2026-11-16","debut":"09:00","fin":"15:00"}}]{more}}}"#
        ))
    };
    let away = r#","absences":[{"motif":"maladie","debut":"2026-11-16","fin":"2026-11-16","heures":"2"}]"#;
    assert_eq!(day(away).brut, day("").brut);
    assert_eq!(day(away).brut.to_string(), "500.00");
    assert!(warned(&day(away), "BRUT-187") && !warned(&day(""), "BRUT-187"));
}
