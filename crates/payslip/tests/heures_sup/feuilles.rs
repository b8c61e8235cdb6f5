//! Overtime marked by a time sheet: weeks, days, the sixth day, several contracts of one civil week.

use cddu_payslip::Payslip;

use super::{bulletin, methods, with};

/// A film technician at 1,364.56 for 39 h (34.114 an hour), with the days of his sheet.
fn film(dates: (&str, &str), days: &[(&str, &str, &str)], extra: &str) -> String {
    format!(
        r#"{{"date_paiement":"2026-10-31","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_sante_travail":"0.32"}},
        "salarie":{{"matricule":"X","nom":"FICTIF","prenom":"Alix"}},"contrats":[{}]}}"#,
        contract("C1", dates, days, extra)
    )
}

fn contract(name: &str, (debut, fin): (&str, &str), days: &[(&str, &str, &str)], extra: &str) -> String {
    let rows: Vec<String> = days
        .iter()
        .map(|(date, from, to)| format!(r#"{{"date":"{date}","debut":"{from}","fin":"{to}","pause_minutes":60,"nature":"preparation"}}"#))
        .collect();
    format!(
        r#"{{"contrat":"{name}","categorie":"technicien","fonction":"1er assistant opérateur cinéma","debut":"{debut}","fin":"{fin}",
        "salaire_base":"1364.56"{extra},"temps":[{}]}}"#,
        rows.join(",")
    )
}

fn overtime(b: &Payslip, rank: usize) -> Option<(String, String)> {
    b.contrats[rank].bases.heures_sup.map(|h| (h.heures.to_string(), h.montant.to_string()))
}

fn some(hours: &str, amount: &str) -> Option<(String, String)> {
    Some((hours.to_owned(), amount.to_owned()))
}

const WEEK: (&str, &str) = ("2026-10-05", "2026-10-09");

#[test]
fn guaranteed_hours_count_when_paid_or_when_worked() {
    // Five days of 7 h 18: 36.5 h worked, 39 paid. 4 h x 34.114 x 1.25 = 170.57; worked: 1.5 h x 34.114 x 1.25 = 63.96375.
    let days: Vec<_> =
        ["05", "06", "07", "08", "09"].map(|d| (format!("2026-10-{d}"), "09:00", "17:18")).into();
    let days: Vec<(&str, &str, &str)> = days.iter().map(|(d, a, b)| (d.as_str(), *a, *b)).collect();
    let text = film(WEEK, &days, "");
    let b = bulletin(&text);
    assert_eq!(overtime(&b, 0), some("4", "170.57"));
    let guaranteed = b.contrats[0].bases.heures_sup.and_then(|h| h.structurelles).expect("guaranteed");
    assert_eq!(
        (guaranteed.heures.to_string(), guaranteed.montant.to_string()),
        ("4".into(), "170.57".into())
    );
    assert_eq!(
        overtime(&bulletin(&methods(&text, r#""hs_garanties":"effectuees""#)), 0),
        some("1.5", "63.96")
    );
}

/// Four days of ten hours.
const FOUR: [(&str, &str, &str); 4] = [
    ("2026-10-05", "09:00", "20:00"),
    ("2026-10-06", "09:00", "20:00"),
    ("2026-10-07", "09:00", "20:00"),
    ("2026-10-08", "09:00", "20:00"),
];

#[test]
fn a_day_engagement_has_overtime_beyond_35_in_the_week() {
    let dates = ("2026-10-05", "2026-10-08");
    let text = film(dates, &FOUR, "");
    // 40 h: hours 36 to 40 are hours 6 to 10 of Thursday, 2 at 125 % and 3 at 150 %: 34.114 x 2 x 1.25 = 85.285 ->
    // 85.29 (85.285 rounds up) and 34.114 x 3 x 1.5 = 153.513.
    assert_eq!(overtime(&bulletin(&text), 0), some("5", "238.80"));
    // By the convention, hours 8 to 10 of each day: 12 x 34.114 x 1.5 = 614.052.
    assert_eq!(overtime(&bulletin(&methods(&text, r#""hs_jour":"convention""#)), 0), some("12", "614.05"));
    assert_eq!(overtime(&bulletin(&methods(&text, r#""hs_jour":"aucune""#)), 0), None);
    // Three days make 30 h.
    assert_eq!(overtime(&bulletin(&film(("2026-10-05", "2026-10-07"), &FOUR[..3], "")), 0), None);
}

#[test]
fn hours_paid_at_100_percent_keep_75() {
    // Four days of 12 h: 48 h. Hours 36 to 48 are Wednesday's none and Thursday's 12: 7 at 125 %, 3 at 150 %, 2 at
    // 200 % kept at 175 %, and the 12th of Wednesday at 200 % kept at 175 %: 34.114 x (8.75 + 4.5 + 3 x 1.75).
    let days = FOUR.map(|(d, from, _)| (d, from, "22:00"));
    let b = bulletin(&film(("2026-10-05", "2026-10-08"), &days, ""));
    // 298.4975 -> 298.50, 153.513 -> 153.51, 34.114 x 3 x 1.75 = 179.0985 -> 179.10.
    assert_eq!(overtime(&b, 0), some("13", "631.11"));
}

#[test]
fn contracts_of_one_civil_week_are_added() {
    // Three days of 10 h, then two days of 10 h by the day: 50 h, 15 of overtime, all in the second contract: Thursday's
    // hours 6 to 10 and Friday's ten.
    let days = [("2026-10-08", "09:00", "20:00"), ("2026-10-09", "09:00", "20:00")];
    let second = contract("C2", ("2026-10-08", "2026-10-09"), &days, "");
    let whole = film(("2026-10-05", "2026-10-07"), &FOUR[..3], "");
    let both = with(&whole, &[("]}]}", &format!("]}},{second}]}}"))]);
    let b = bulletin(&both);
    assert_eq!(overtime(&b, 0), None);
    // 9 h at 125 %: 34.114 x 9 x 1.25 = 383.7825; 6 h at 150 %: 307.026.
    assert_eq!(overtime(&b, 1), some("15", "690.81"));
    // In the other order of writing, the days still come first.
    let turned = with(&whole, &[("\"contrats\":[", &format!("\"contrats\":[{second},"))]);
    assert_eq!(overtime(&bulletin(&turned), 0), some("15", "690.81"));
    // On two payslips: the second one is told the 30 hours of the first.
    for others in
        [r#","heures_sup_autres":"30""#, r#","heures_sup_autres":[{"semaine":"2026-10-06","heures":"30"}]"#]
    {
        assert_eq!(
            overtime(&bulletin(&film(("2026-10-08", "2026-10-09"), &days, others)), 0),
            some("15", "690.81")
        );
    }
    let elsewhere = film(
        ("2026-10-08", "2026-10-09"),
        &days,
        r#","heures_sup_autres":[{"semaine":"2026-09-28","heures":"30"}]"#,
    );
    assert_eq!(overtime(&bulletin(&elsewhere), 0), None);
}

#[test]
fn the_sixth_day_in_paris_comes_after_the_week() {
    // Monday to Friday 9 h a day, Saturday 7 h: 45 h, then hours 46 to 52 paid double. Bands of the sixth day: 3 h at
    // 50 % and 4 h at 75 %: 34.114 x (4.5 + 7) = 392.311.
    let mut days: Vec<(&str, &str, &str)> =
        ["2026-10-05", "2026-10-06", "2026-10-07", "2026-10-08", "2026-10-09"]
            .map(|d| (d, "09:00", "19:00"))
            .into();
    days.push(("2026-10-10", "09:00", "17:00"));
    let text = film(("2026-10-05", "2026-10-10"), &days, "");
    let sixth = |method: &str| {
        let b = bulletin(&methods(&text, &format!(r#""hs_jour_6":"{method}""#)));
        let element =
            b.contrats[0].elements.iter().find(|e| e.code == "jour_6").expect("a sixth day").clone();
        let mark = element.heure_sup.expect("a mark");
        (mark.heures.to_string(), mark.montant.to_string())
    };
    assert_eq!(sixth("bandes"), ("7".to_owned(), "392.31".to_owned()));
    assert_eq!(sixth("integrale"), ("7".to_owned(), "477.60".to_owned())); // 7 x 34.114 x 2
    assert_eq!(sixth("exclue"), ("0".to_owned(), "0.00".to_owned()));
    // The week itself: 8 h at 25 % and 2 h at 50 %, 341.14 + 102.342.
    assert_eq!(overtime(&bulletin(&text), 0), some("17", "835.79"));
}

/// `hs_base` is a sum of lines, each rounded to the cent: a sixth day on two bands is two of them.
#[test]
fn the_sixth_day_is_exempt_line_by_line() {
    // 1,747.82 for 39 h: h = 43.6955. Six days of 8 h: hours 36 to 40 at 25 %, 5 x 43.6955 x 1.25 = 273.096875. Saturday:
    // hours 41 to 43 at 25 %, 163.858125, and 44 to 48 at 50 %, 327.71625: 163.86 + 327.72 = 491.58, where the sum of the
    // two before rounding, 491.574375, would give 491.57.
    let days: Vec<(&str, &str, &str)> =
        ["2026-10-05", "2026-10-06", "2026-10-07", "2026-10-08", "2026-10-09", "2026-10-10"]
            .map(|d| (d, "09:00", "18:00"))
            .into();
    let text = film(("2026-10-05", "2026-10-10"), &days, "").replace("1364.56", "1747.82");
    let slip = bulletin(&text);
    let marks: Vec<String> = slip.contrats[0]
        .elements
        .iter()
        .filter_map(|e| Some(format!("{} {}", e.code, e.heure_sup?.montant)))
        .collect();
    assert_eq!(marks, ["hs_25 273.10", "jour_6 491.58"]);
    assert_eq!(overtime(&slip, 0), some("13", "764.68"));
}

#[test]
fn premiums_of_overtime_hours_when_the_method_counts_them() {
    // Friday ends at 23:00 in October: hours 44 to 46 of the week, of which 20:00 to 23:00 are night hours.
    let mut days: Vec<(&str, &str, &str)> =
        ["2026-10-05", "2026-10-06", "2026-10-07", "2026-10-08"].map(|d| (d, "09:00", "19:00")).into();
    days.push(("2026-10-09", "12:00", "23:00"));
    let text = film(WEEK, &days, "");
    // 46 h: 341.14 + 153.51; the three night hours are overtime, 34.114 x 3 x 50 % = 51.171.
    assert_eq!(overtime(&bulletin(&text), 0), some("11", "494.65"));
    let b = bulletin(&methods(&text, r#""hs_majorations":"toutes""#));
    assert_eq!(overtime(&b, 0), some("11", "545.82"));
}

#[test]
fn television_weeks_and_days() {
    let text = |heures: &str, jours: &str, fin: &str| {
        format!(
            r#"{{"date_paiement":"2026-10-31","employeur":{{"idcc":"2642","effectif":8,"taux_at":"1.07","taux_sante_travail":"0.32"}},
            "salarie":{{"matricule":"X","nom":"FICTIF","prenom":"Alix"}},"contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,
            "fonction":"Monteur","genre":"flux","debut":"2026-10-05","fin":"2026-10-{fin}","jours":{jours},"heures":"{heures}","salaire_base":"1050.00"}}]}}"#
        )
    };
    // 30.00 an hour; 46 h: 8 h x 37.50 and 3 h x 45.00.
    assert_eq!(overtime(&bulletin(&text("46", "5", "09")), 0), some("11", "435.00"));
    // Three days of ten hours: premiums of the day, no overtime; four: 5 h beyond 35. A day is 1050 / 4.5 / 7 an hour,
    // 33.3333; Thursday's hours 6 to 10: 3 at 100 %, 2 at 125 %: 100.00 + 83.33.
    assert_eq!(overtime(&bulletin(&text("30", "3", "07")), 0), None);
    let b = bulletin(&text("40", "4", "08"));
    assert_eq!(overtime(&b, 0), some("5", "183.33"));
}
