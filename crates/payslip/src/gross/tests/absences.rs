//! Weeks with an absence, by hand: h = 1364.56 / 40 = 34.114 for the film, 1011.45 / 35 for television.

use super::*;

const THREE_DAYS: &str = r#""temps":[{"date":"2026-10-05","heures":"HH"},{"date":"2026-10-06","heures":"HH"},{"date":"2026-10-07","heures":"HH"}]"#;
const AWAY: &str = r#""absences":[{"motif":"maladie","debut":"2026-10-08","fin":"2026-10-09"}]"#;

fn film(rest: &str) -> String {
    format!(
        r#"{{"idcc":"3097","fonction":"Premier assistant opérateur cinéma","salaire_base":"1364.56","date":"2026-10-05","engagement":"semaine",{rest}}}"#
    )
}

fn three(hours: &str) -> String {
    THREE_DAYS.replace("HH", hours)
}

#[test]
fn the_week_loses_the_share_of_its_absent_days() {
    // IDCC 3097 titre I art. 24: two days of five, 2 x 7.8 h out of 39. 1364.56 x 15.6 / 39 = 545.824.
    // Three days of 7.8 h, 23.4 h counted 23.5: worth 23.5 x 34.114 = 801.68, under 818.74.
    let brut = run(&film(&format!("{},{AWAY}", three("7.8"))));
    assert_eq!(lines(&brut), ["base 35 1193.99", "hs_25 4 170.57", "absence 15.6 -545.82", "brut 818.74"]);
    assert_eq!((brut.heures.to_string(), brut.jours.to_string()), ("23.5".to_owned(), "3".to_owned()));
    assert_eq!(brut.absences[0].jours.to_string(), "2");
    assert_eq!(brut.absences[0].retenue.to_string(), "545.82");
    assert!(brut.elements[2].libelle.starts_with("Absence maladie du 08/10/2026 au 09/10/2026"));
    assert!(brut.elements[2].article.as_deref().is_some_and(|a| a.contains("art. 24")));
}

#[test]
fn the_hours_worked_are_never_paid_less() {
    // Three days of 10 h: 30 x 34.114 = 1023.42, above the 818.74 of the share.
    let brut = run(&film(&format!("{},{AWAY}", three("10"))));
    assert_eq!(lines(&brut), ["base 35 1193.99", "hs_25 4 170.57", "absence 15.6 -341.14", "brut 1023.42"]);
    assert_eq!(brut.heures.to_string(), "30");
    // Four days of 12 h: 48 h are worth 52.5 hours, more than the week: nothing is taken back.
    let brut = run(&film(
        r#""temps":[{"date":"2026-10-05","heures":"12","nature":"preparation"},{"date":"2026-10-06","heures":"12","nature":"preparation"},{"date":"2026-10-07","heures":"12","nature":"preparation"},
           {"date":"2026-10-08","heures":"12","nature":"preparation"}],"absences":[{"motif":"maladie","debut":"2026-10-09","fin":"2026-10-09"}]"#,
    ));
    assert_eq!(brut.brut.to_string(), "1790.99");
    assert!(warned(&brut, "BRUT-145") && brut.elements.iter().all(|e| e.code != "absence"));
    assert_eq!((brut.heures.to_string(), brut.jours.to_string()), ("48".to_owned(), "4".to_owned()));
}

#[test]
fn the_overtime_follows_what_is_paid() {
    // Four guaranteed hours, 170.57 of the 1364.56, of which 818.74 is kept: 2.4 h and 102.34.
    let brut = run(&film(&format!("{},{AWAY}", three("7.8"))));
    let mark = brut.elements[1].heure_sup.unwrap();
    assert_eq!((mark.heures.to_string(), mark.montant.to_string()), ("2.4".to_owned(), "102.34".to_owned()));
    // Four days of 9.5 h: 38 h worked, 3 beyond 35: 3 x 34.114 x 1.25 = 127.93.
    let brut = run(&film(
        r#""temps":[{"date":"2026-10-05","heures":"9.5"},{"date":"2026-10-06","heures":"9.5"},{"date":"2026-10-07","heures":"9.5"},
           {"date":"2026-10-08","heures":"9.5"}],"absences":[{"motif":"maladie","debut":"2026-10-09","fin":"2026-10-09"}]"#,
    ));
    // 1193.99 + 127.93 = 1321.92.
    assert_eq!(brut.brut.to_string(), "1321.92");
    let mark = brut.elements[1].heure_sup.unwrap();
    assert_eq!((mark.heures.to_string(), mark.montant.to_string()), ("3".to_owned(), "127.93".to_owned()));
}

#[test]
fn however_the_week_is_written_its_pay_is_the_same() {
    let dated = run(&film(&format!("{},{AWAY}", three("7.8"))));
    for week in [
        r#""semaines":[{"debut":"2026-10-05","jours":"3","heures":"23.4"}]"#,
        r#""heures":"23.4","jours":"3""#,
        r#""heures":"23.4""#,
    ] {
        let total = run(&film(&format!("{week},{AWAY}")));
        assert_eq!(lines(&total), lines(&dated), "{week}");
        assert_eq!((total.heures, total.jours), (dated.heures, dated.jours), "{week}");
    }
    // Two absences side by side take what one takes, to the cent of their rounding: 272.91 each.
    let two = run(&film(&format!(
        r#"{},"absences":[{{"motif":"maladie","debut":"2026-10-08","fin":"2026-10-08"}},{{"motif":"injustifiee","debut":"2026-10-09","fin":"2026-10-09"}}]"#,
        three("7.8")
    )));
    assert_eq!(two.brut.to_string(), "818.74");
    // Two weeks, one whole: each week for itself.
    let two = run(&film(
        r#""semaines":[{"debut":"2026-10-05","jours":"5","heures":"39"},{"debut":"2026-10-12","jours":"3","heures":"23.4"}],
        "absences":[{"motif":"maladie","debut":"2026-10-15","fin":"2026-10-16"}]"#,
    ));
    assert_eq!((two.brut.to_string(), two.jours.to_string()), ("2183.30".to_owned(), "8".to_owned()));
}

#[test]
fn the_methods_are_the_other_readings() {
    // Share alone, under the hours worked; hours worked alone: 23.5 x 34.114 = 801.679.
    for (hours, method, gross) in [
        ("10", "proportion", "818.74"),
        ("10", "heures", "1023.42"),
        ("7.8", "heures", "801.68"),
        ("7.8", "proportion", "818.74"),
    ] {
        let brut =
            run(&film(&format!(r#"{},{AWAY},"methodes":{{"absence_semaine":"{method}"}}"#, three(hours))));
        assert_eq!(brut.brut.to_string(), gross, "{hours} {method}");
    }
}

#[test]
fn a_part_of_a_day_takes_its_hours() {
    // Two hours of 39: 1364.56 x 2 / 39 = 69.977; the 37 h worked are worth 37.5 x 34.114 = 1279.28.
    let brut = run(&film(
        r#""temps":[{"date":"2026-10-05","heures":"7.8"},{"date":"2026-10-06","heures":"7.8"},{"date":"2026-10-07","heures":"7.8"},
           {"date":"2026-10-08","heures":"7.8"},{"date":"2026-10-09","heures":"5.8"}],
           "absences":[{"motif":"injustifiee","debut":"2026-10-09","fin":"2026-10-09","heures":"2"}]"#,
    ));
    assert_eq!((brut.brut.to_string(), brut.jours.to_string()), ("1294.58".to_owned(), "5".to_owned()));
    assert_eq!(brut.absences[0].jours.to_string(), "0");
}

#[test]
fn a_family_event_is_paid_and_an_agreed_pay_is_kept() {
    let event = AWAY.replace("maladie", "evenement_familial");
    let brut = run(&film(&format!("{},{event}", three("7.8"))));
    assert_eq!((brut.brut.to_string(), brut.jours.to_string()), ("1364.56".to_owned(), "5".to_owned()));
    let kept = AWAY.replace(r#""fin":"2026-10-09""#, r#""fin":"2026-10-09","maintien":"300.00""#);
    let brut = run(&film(&format!("{},{kept}", three("7.8"))));
    // 818.74 + 300.
    assert_eq!(brut.brut.to_string(), "1118.74");
    assert_eq!(brut.elements.last().unwrap().code, "maintien");
}

#[test]
fn a_holiday_is_one_of_the_days_of_the_absence_that_holds_it() {
    // Titre I art. 17: 11 November inside the stop is not paid; three days lost, 23.4 h of 39: 1364.56 x 0.6 = 818.736.
    // Two days of 8 h are worth 545.82, the share 545.82 (1364.56 - 818.74).
    let two = r#""temps":[{"date":"2026-11-09","heures":"8"},{"date":"2026-11-10","heures":"8"}]"#;
    let inside = run(&film(&format!(
        r#"{two},"absences":[{{"motif":"maladie","debut":"2026-11-11","fin":"2026-11-13"}}]"#
    )));
    assert_eq!(inside.brut.to_string(), "545.82");
    // Before the stop, it is paid: two days lost of a week of 1364.56.
    let before = run(&film(&format!(
        r#"{two},"absences":[{{"motif":"maladie","debut":"2026-11-12","fin":"2026-11-13"}}]"#
    )));
    assert_eq!(before.brut.to_string(), "818.74");
    // The same with a line for the holiday.
    let told = run(&film(
        r#""temps":[{"date":"2026-11-09","heures":"8"},{"date":"2026-11-10","heures":"8"},{"date":"2026-11-11","nature":"ferie_chome"}],
        "absences":[{"motif":"maladie","debut":"2026-11-12","fin":"2026-11-13"}]"#,
    ));
    assert_eq!(lines(&told), lines(&before));
}

#[test]
fn television_by_the_week() {
    // 1011.45 x 14 / 35 = 404.58.
    let tv = |rest: &str| {
        run(&format!(
            r#"{{"idcc":"2642","fonction":"Chef machiniste","salaire_base":"1011.45","genre":"fiction","date":"2026-10-05",{rest}}}"#
        ))
    };
    let week = tv(&format!(r#""engagement":"semaine",{},{AWAY}"#, three("7")));
    assert_eq!(lines(&week), ["base 35 1011.45", "absence 14 -404.58", "brut 606.87"]);
    assert_eq!((week.heures.to_string(), week.jours.to_string()), ("21".to_owned(), "3".to_owned()));
}

#[test]
fn a_month_loses_the_share_of_its_real_hours() {
    // 1011.45 x 3.8 = 3843.51; November 2026 has 21 days from Monday to Friday, 147 h: 3843.51 x 21 / 147 = 549.0729.
    let brut = run(
        r#"{"idcc":"2642","fonction":"Chef machiniste","salaire_base":"1011.45","genre":"fiction","date":"2026-11-02",
        "engagement":"mois","jours":"18","absences":[{"motif":"maladie","debut":"2026-11-18","fin":"2026-11-20"}]}"#,
    );
    assert_eq!(lines(&brut), ["mensuel 3843.51", "absence 21 -549.07", "brut 3294.44"]);
    // 151.67 - 21.
    assert_eq!(brut.heures.to_string(), "130.67");
}

#[test]
fn an_artist_by_the_week_loses_a_fifth_a_day() {
    // Two fifths of 2500: 1000. Never a part of a cachet: by the cachet, the day is simply not paid.
    for idcc in ["3097", "1734"] {
        let brut = run(&format!(
            r#"{{"idcc":"{idcc}","categorie":"artiste","fonction":"Artiste-interprète","salaire_base":"2500.00","genre":"fiction",
            "date":"2026-10-05","engagement":"semaine","cachets":3,"semaines_contrat":2,{AWAY}}}"#
        ));
        assert_eq!(brut.brut.to_string(), "1500.00", "{idcc}");
        assert_eq!((brut.cachets, brut.jours.to_string()), (3, "3".to_owned()), "{idcc}");
    }
    let brut = run(&format!(
        r#"{{"idcc":"3097","categorie":"artiste","fonction":"Artiste-interprète","salaire_base":"500.00","date":"2026-10-05",
        "engagement":"jour","cachets":3,{AWAY}}}"#
    ));
    assert_eq!(brut.brut.to_string(), "1500.00");
}

#[test]
fn what_contradicts_itself_is_refused_at_its_absence() {
    let week = three("7.8");
    for (absences, code, field) in [
        (r#"{"motif":"maladie","debut":"2026-10-07","fin":"2026-10-09"}"#, "BRUT-140", "absences[0].debut"),
        (r#"{"motif":"maladie","debut":"2026-10-09","fin":"2026-10-08"}"#, "BRUT-142", "absences[0].fin"),
        (
            r#"{"motif":"maladie","debut":"2026-10-07","fin":"2026-10-07","heures":"20"}"#,
            "BRUT-142",
            "absences[0].heures",
        ),
        (
            r#"{"motif":"maladie","debut":"2026-10-08","fin":"2026-10-09","heures":"7"}"#,
            "BRUT-142",
            "absences[0].heures",
        ),
        (
            r#"{"motif":"maladie","debut":"2026-10-08","fin":"2026-10-09"},{"motif":"injustifiee","debut":"2026-10-09","fin":"2026-10-09"}"#,
            "BRUT-143",
            "absences[1].debut",
        ),
    ] {
        let found = fails(&film(&format!(r#"{week},"absences":[{absences}]"#)));
        assert!(
            found.iter().any(|d| d.code == code && d.champ.as_deref() == Some(field)),
            "{absences}: {found:?}"
        );
    }
    let found = fails(&format!(
        r#"{{"idcc":"3097","categorie":"figurant","fonction":"Figurant","date":"2026-10-05","engagement":"semaine","cachets":3,{AWAY}}}"#
    ));
    assert_eq!(found[0].code, "BRUT-141");
    let event = AWAY.replace("maladie", "evenement_familial");
    let found = fails(&format!(
        r#"{{"idcc":"3097","fonction":"Cadreur cinéma","date":"2026-10-05","engagement":"jour","jours":"3","heures":"24",{event}}}"#
    ));
    assert_eq!(found[0].code, "BRUT-144");
}
