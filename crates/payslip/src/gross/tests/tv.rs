//! Television and animation technicians.

use super::*;

/// Monteur, fiction: the week of 35 h of the grid is paid 3.8 times for a month; 3,800.00 typed as the pay of a month is no
/// week, unless its hours say so: 3.8 x 3,800.00 = 14,440.00.
#[test]
fn a_pay_of_a_month_is_not_read_as_that_of_a_week() {
    let asked = |more: &str| {
        format!(
            r#"{{"idcc":"2642","fonction":"Monteur","genre":"fiction","date":"2026-06-15","salaire_base":"3800.00","engagement":"mois"{more}}}"#
        )
    };
    for more in ["", r#","heures_base":"151.67""#] {
        let errors = fails(&asked(more));
        let found: Vec<_> = errors.iter().map(|e| (e.code.as_ref(), e.champ.as_deref())).collect();
        assert_eq!(found, [("BRUT-186", Some("salaire_base"))], "{more}");
        assert!(errors[0].aide.as_deref().unwrap().contains(": 1000 €"), "{errors:?}");
    }
    let brut = run(&asked(r#","heures_base":"35""#));
    assert_eq!(lines(&brut), ["mensuel 14440.00", "brut 14440.00"]);
}

#[test]
fn the_worked_week_of_a_chef_machiniste() {
    // h = 1011.45 / 35. 8 h at 125 %: 288.99; 4 at 150 %: 173.39; the 48th at 200 %: 57.80; 1.5 night hours at 50 %: 21.67.
    let mut temps: Vec<String> = (15..19)
        .map(|d| format!(r#"{{"date":"2026-06-{d}","debut":"09:00","fin":"19:30","pause_minutes":60}}"#))
        .collect();
    temps.push(r#"{"date":"2026-06-19","debut":"12:30","fin":"23:30","pause_minutes":60}"#.to_owned());
    let brut = run(&format!(
        r#"{{"idcc":"2642","fonction":"Chef machiniste","genre":"fiction","salaire_base":"1011.45","temps":[{}]}}"#,
        temps.join(",")
    ));
    assert_eq!(
        lines(&brut),
        [
            "base 35 1011.45",
            "hs_25 8 288.99",
            "hs_50 4 173.39",
            "hs_100 1 57.80",
            "nuit_50 1.5 21.67",
            "brut 1553.30"
        ]
    );
    assert_eq!(brut.minimum.unwrap().valeur.to_string(), "1011.45");
}

/// h = 100: 3,500 a week.
fn tv(options: &str, temps: &str) -> Brut {
    run(&format!(
        r#"{{"idcc":"2642","fonction":"Monteur","genre":"fiction","salaire_base":"3500.00"{options},"temps":[{temps}]}}"#
    ))
}

#[test]
fn premiums_add_up_without_a_cap() {
    let cases: [(&str, &str, &[&str]); 6] = [
        (
            // 49 hours, function not listed: 50 % from the 44th to the end.
            "overtime",
            r#"{"date":"2026-06-15","heures":"10"},{"date":"2026-06-16","heures":"10"},{"date":"2026-06-17","heures":"10"},{"date":"2026-06-18","heures":"10"},{"date":"2026-06-19","heures":"9"}"#,
            &["base 35 3500.00", "hs_25 8 1000.00", "hs_50 6 900.00", "brut 5400.00"],
        ),
        (
            // Sunday 14 June from 20:00 to 24:00: 50 %, and night from 22:00: 25 %.
            "Sunday night",
            r#"{"date":"2026-06-14","debut":"20:00","fin":"24:00"}"#,
            &["base 35 3500.00", "nuit_25 2 50.00", "dimanche 4 200.00", "brut 3750.00"],
        ),
        (
            "1 May: 300 % in all",
            r#"{"date":"2026-05-01","debut":"09:00","fin":"17:00"}"#,
            &["base 35 3500.00", "ferie_1er_mai 8 1600.00", "brut 5100.00"],
        ),
        (
            "14 July: 200 % in all",
            r#"{"date":"2026-07-14","debut":"09:00","fin":"17:00"}"#,
            &["base 35 3500.00", "ferie 8 800.00", "brut 4300.00"],
        ),
        (
            "Ascension: 150 % in all",
            r#"{"date":"2026-05-14","debut":"09:00","fin":"17:00"}"#,
            &["base 35 3500.00", "ferie_50 8 400.00", "brut 3900.00"],
        ),
        (
            "Whit Monday is the solidarity day",
            r#"{"date":"2026-05-25","debut":"09:00","fin":"17:00"}"#,
            &["base 35 3500.00", "brut 3500.00"],
        ),
    ];
    for (name, temps, expected) in cases {
        assert_eq!(lines(&tv(r#","engagement":"semaine""#, temps)), expected, "{name}");
    }
}

#[test]
fn nights_follow_the_genre_and_the_season() {
    let night = |genre: &str, date: &str, debut: &str, fin: &str| {
        let brut = run(&format!(
            r#"{{"idcc":"2642","fonction":"Monteur","genre":"{genre}","salaire_base":"3500.00","engagement":"semaine",
                "temps":[{{"date":"{date}","debut":"{debut}","fin":"{fin}"}}]}}"#
        ));
        let found = brut.elements.iter().find(|e| e.code == "nuit_25");
        found.map_or("0".to_owned(), |e| e.quantite.unwrap().to_string())
    };
    for (genre, date, debut, fin, hours) in [
        ("fiction", "2026-06-15", "18:00", "24:00", "2"),
        ("fiction", "2026-12-20", "18:00", "24:00", "2"),
        ("fiction", "2026-12-21", "18:00", "24:00", "4"),
        ("fiction", "2026-03-20", "18:00", "24:00", "4"),
        ("fiction", "2026-03-21", "18:00", "24:00", "2"),
        ("fiction", "2026-06-15", "05:00", "12:00", "2"),
        ("fiction", "2026-01-15", "05:00", "12:00", "1"),
        ("documentaire", "2026-06-15", "18:00", "24:00", "2"),
        ("flux", "2026-06-15", "18:00", "24:00", "0"),
        ("flux", "2026-06-15", "18:00", "02:00", "2"),
    ] {
        assert_eq!(night(genre, date, debut, fin), hours, "{genre} {date} {debut}-{fin}");
    }
}

#[test]
fn day_engagements() {
    // Day of 7 h: 3500 / 4.5 = 777.78; hour 111.1111. Twelve hours: 8 at 888.89, 3 at 125 % 416.67, 1 at 150 % 166.67.
    assert_eq!(
        lines(&tv(r#","engagement":"jour""#, r#"{"date":"2026-06-15","debut":"08:00","fin":"11:00"}"#)),
        ["base 7 777.78", "brut 777.78"]
    );
    assert_eq!(
        lines(&tv(r#","engagement":"jour""#, r#"{"date":"2026-06-15","debut":"08:00","fin":"20:00"}"#)),
        ["base 8 888.89", "hs_25 3 416.67", "hs_50 1 166.67", "brut 1472.23"]
    );
}

#[test]
fn months_holidays_travel_availability() {
    let brut = run(
        r#"{"idcc":"2642","fonction":"Monteur","genre":"fiction","date":"2026-06-15","salaire_base":"1000.00","engagement":"mois"}"#,
    );
    assert_eq!(lines(&brut), ["mensuel 3800.00", "brut 3800.00"]);
    // Habilleur since July 2025: 657.87; five hours of travel: 20 %.
    let brut = tv(r#","engagement":"semaine""#, r#"{"date":"2026-06-15","heures":"8","voyage_minutes":300}"#);
    assert_eq!(lines(&brut), ["base 35 3500.00", "voyage 1 131.57", "brut 3631.57"]);
    // Tuesday 14 July not worked, contract of 12 days: seven hours; 32 worked.
    let rows = r#"{"date":"2026-07-13","heures":"8"},{"date":"2026-07-14","nature":"ferie_chome"},{"date":"2026-07-15","heures":"8"},{"date":"2026-07-16","heures":"8"},{"date":"2026-07-17","heures":"8"}"#;
    let brut = tv(r#","engagement":"semaine","jours_contrat":12"#, rows);
    assert_eq!(lines(&brut), ["base 32 3200.00", "ferie_chome 7 700.00", "brut 3900.00"]);
    let brut = tv(r#","engagement":"semaine","jours_contrat":9"#, rows);
    assert!(warned(&brut, "BRUT-118"));
    // Twelve hours of presence, contract of one week: hours 9 to 11 at 125 %, the 12th at 150 %.
    let brut =
        tv(r#","engagement":"semaine""#, r#"{"date":"2026-06-15","heures":"12","disponibilite":true}"#);
    assert_eq!(
        lines(&brut),
        [
            "disponibilite 1 125.00",
            "disponibilite 1 125.00",
            "disponibilite 1 125.00",
            "disponibilite 1 150.00",
            "base 35 3500.00",
            "brut 4025.00"
        ]
    );
}

#[test]
fn missing_grids_are_refused_or_warned() {
    // The grid of the flux of July 2025 holds twenty functions: 936.93 for a monteur, 1,070.78 for 39 hours.
    let flux = |hours: &str| {
        run(&format!(
            r#"{{"idcc":"2642","fonction":"Monteur","genre":"flux","date":"2025-09-15","jours":5,"heures":"{hours}"}}"#
        ))
    };
    assert_eq!(flux("35").brut.to_string(), "936.93");
    assert_eq!(flux("39").brut.to_string(), "1070.78");
    for (fonction, genre) in [("Costumier", "flux"), ("Monteur", "documentaire")] {
        let errors = fails(&format!(
            r#"{{"idcc":"2642","fonction":"{fonction}","genre":"{genre}","date":"2025-09-15","jours":5,"heures":"35"}}"#
        ));
        assert_eq!(errors[0].code, "BAR-022", "{genre}");
        let brut = run(&format!(
            r#"{{"idcc":"2642","fonction":"{fonction}","genre":"{genre}","date":"2025-09-15","jours":5,"heures":"35","salaire_base":"900.00"}}"#
        ));
        assert!(warned(&brut, "BRUT-116"), "{genre}");
    }
    // Until June 2024 the grid holds for every genre.
    let brut = run(
        r#"{"idcc":"2642","fonction":"Monteur","genre":"flux","date":"2024-03-18","jours":5,"heures":"35"}"#,
    );
    assert!(!warned(&brut, "BRUT-116"));
}

#[test]
fn animation_bands() {
    // h = 100; 45 hours: 8 at 125, 2 at 150.
    let brut = run(
        r#"{"idcc":"2412","fonction":"Animateur 3D","date":"2026-06-15","salaire_base":"3500.00","jours":5,"heures":"45"}"#,
    );
    assert_eq!(lines(&brut), ["base 35 3500.00", "hs_25 8 1000.00", "hs_50 2 300.00", "brut 4800.00"]);
}

#[test]
fn directors_of_television_have_the_minimum_of_their_genre() {
    let director = |genre: &str, options: &str| {
        format!(
            r#"{{"idcc":"2642","categorie":"realisateur","fonction":"Réalisateur","genre":"{genre}","date":"2026-11-16"{options}}}"#
        )
    };
    // Grid of the flux of July 2025: 1,898.40 for 39 hours, 379.68 a day (a fifth); fiction of 2023: 1,500.96.
    let week = |genre: &str| run(&director(genre, r#","engagement":"semaine","jours":5"#)).brut.to_string();
    assert_eq!(week("flux"), "1898.40");
    assert_eq!(week("fiction"), "1500.96");
    let days = run(&director("flux", r#","engagement":"jour","jours":3"#));
    assert_eq!(days.brut.to_string(), "1139.04"); // 3 x 379.68
    assert_eq!(fails(&director("documentaire", r#","engagement":"semaine","jours":5"#))[0].code, "BAR-022");
    let agreed = run(&director("flux", r#","engagement":"semaine","jours":5,"salaire_base":"1800.00""#));
    assert!(warned(&agreed, "BRUT-101"));
}

/// Saturday of eleven hours by the day, after forty hours of another contract of the week: h = 1,011.45 / 4.5 / 7 = 32.1095.
/// The day pays 8 h at the rate and the 9th to the 11th at 125 %. Hours 41 to 51 of the week: eight of them have nothing of
/// the 25 % of the week (11 - 3); beyond 43, eight owe 25 % more, those of the day at 25 % too; beyond 47, four owe 50 % more:
/// three times 2 h of pay, 64.22.
#[test]
fn an_hour_raised_by_its_day_still_owes_what_the_week_raises_more() {
    let week = r#"{"idcc":"2642","fonction":"Chef machiniste","genre":"fiction","salaire_base":"1011.45","engagement":"jour","heures_sup_autres":"AUTRES",
        "temps":[{"date":"2026-10-17","debut":"08:00","fin":"20:00","pause_minutes":60}]}"#;
    let of = |autres: &str| lines(&run(&week.replace(r#""AUTRES""#, autres)));
    assert_eq!(of("0"), ["base 8 256.88", "hs_25 3 120.41", "brut 377.29"]);
    assert_eq!(
        of("40"),
        [
            "base 8 256.88",
            "hs_25 3 120.41",
            "hs_25 8 64.22",
            "hs_50 8 64.22",
            "hs_100 4 64.22",
            "brut 569.95"
        ]
    );
}
