//! A week of a contract, paid alone or with the others: the dates of the contract say what its week guarantees.

use cddu_rates::{Period, Quantity};
use chrono::{Datelike, Days};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period(debut: &str, fin: &str) -> Period {
    Period { debut: day(debut), fin: day(fin) }
}

/// What a contract pays over a part of its days, its rows cut at them.
fn paid(input: &BrutInput, contrat: Period, periode: Period) -> Result<Brut, Vec<Diagnostic>> {
    let mut own = input.clone();
    own.feuille.temps.retain(|row| periode.contains(row.date));
    own.feuille.semaines.retain(|week| periode.contains(week.debut));
    own.absences.retain(|a| a.dates().intersection(periode).is_some());
    let working = contrat.iter_days().filter(|d| d.weekday().number_from_monday() <= 5).count();
    let question = Question {
        date: Some(periode.debut),
        contrat: Some(contrat),
        periode: Some(periode),
        jours_contrat: own.feuille.jours_contrat.or(u32::try_from(working).ok()),
        semaines_contrat: u32::try_from((contrat.days() + 6) / 7).ok(),
        ..own.question()
    };
    let priced = pay(&RATES, question, (Trace::new(), None))?;
    assert_faithful(&priced.t);
    Ok(priced.brut)
}

/// The civil weeks of a contract, each the part of it that the contract holds.
fn weeks_of(contrat: Period) -> Vec<Period> {
    contrat
        .weeks()
        .filter_map(|start| contrat.intersection(Period { debut: start, fin: start + Days::new(6) }))
        .collect()
}

/// The pay of a contract week by week.
fn by_week(input: &BrutInput, contrat: Period) -> Result<cddu_rates::Cents, Vec<Diagnostic>> {
    let mut total = cddu_rates::Cents::ZERO;
    for week in weeks_of(contrat) {
        // A week without a row of its own is not asked: nothing is paid of it.
        if input.feuille.temps.iter().any(|row| week.contains(row.date)) {
            total += paid(input, contrat, week)?.brut;
        }
    }
    Ok(total)
}

/// A sheet of so many hours on each day from Monday to Friday of a contract.
fn sheet(
    idcc: &str,
    category: Categorie,
    name: &str,
    pay: i64,
    contrat: Period,
    hours: Decimal,
) -> BrutInput {
    let mut input = BrutInput::new(idcc, category, name);
    input.feuille.salaire_base = Some(cddu_rates::Cents(pay));
    input.feuille.engagement = Some(Engagement::Semaine);
    input.feuille.genre = (idcc != "3097").then_some(Genre::Fiction);
    input.feuille.temps = contrat
        .iter_days()
        .filter(|d| d.weekday().number_from_monday() <= 5)
        .map(|date| Jour { heures: Some(Quantity(hours)), ..Jour::new(date) })
        .collect();
    input
}

/// Monday 2 to Wednesday 11 November 2026; Wednesday is a holiday, the sheet has its line as a day worked elsewhere: taken
/// out here by ending the contract on Tuesday 10. A whole week and two days of seven hours.
#[test]
fn the_last_days_of_a_film_contract_are_guaranteed_by_fifths_paid_alone_too() {
    let contrat = period("2026-11-02", "2026-11-10");
    let input = sheet("3097", Categorie::Technicien, "Cadreur cinéma", 174_782, contrat, Decimal::from(7));
    // h = 1747.82 / 40 = 43.6955. Whole week: 35 h done, 39 paid: 1747.82. Two days: 39 × 2 / 5 = 15.6 h at the base:
    // 681.6498, more than the fourteen done.
    let last = paid(&input, contrat, period("2026-11-09", "2026-11-10")).unwrap();
    assert_eq!(lines(&last), ["base 15.6 681.65", "brut 681.65"]);
    let first = paid(&input, contrat, period("2026-11-02", "2026-11-08")).unwrap();
    assert_eq!(first.brut.to_string(), "1747.82");
    let block = paid(&input, contrat, contrat).unwrap();
    assert_eq!(block.brut.to_string(), "2429.47"); // 1747.82 + 681.65
}

/// The last part week has one day: seven hours eight tenths, 39 / 5, that a period of one day holds.
#[test]
fn a_last_week_of_one_day_is_paid() {
    let contrat = period("2026-11-16", "2026-11-23");
    let input = sheet("3097", Categorie::Technicien, "Cadreur cinéma", 174_782, contrat, Decimal::from(7));
    let last = paid(&input, contrat, period("2026-11-23", "2026-11-23")).unwrap();
    assert_eq!(lines(&last), ["base 7.8 340.82", "brut 340.82"]); // 7.8 × 43.6955 = 340.8249
    // Television: 35 / 5 = 7 h, of 1300 / 35: 260.
    let input = sheet("2642", Categorie::Technicien, "Chef machiniste", 130_000, contrat, Decimal::from(6));
    let last = paid(&input, contrat, period("2026-11-23", "2026-11-23")).unwrap();
    assert_eq!(lines(&last), ["base 7 260.00", "brut 260.00"]);
}

/// Four days worked of a week that the contract holds whole: thirty-nine hours, first, middle or last.
#[test]
fn a_whole_week_of_the_contract_keeps_its_guarantee_at_its_ends() {
    let contrat = period("2026-11-16", "2026-11-27");
    let mut input =
        sheet("3097", Categorie::Technicien, "Cadreur cinéma", 174_782, contrat, Decimal::from(8));
    input.feuille.temps.retain(|row| row.date != day("2026-11-20"));
    // 32 h done, 39 guaranteed: 1747.82; then 40 h: 41.25 × 43.6955 = 1802.439375.
    assert_eq!(paid(&input, contrat, contrat).unwrap().brut.to_string(), "3550.26");
    assert_eq!(by_week(&input, contrat).unwrap().to_string(), "3550.26");
    // The contract alone says it: three days engaged by the week are a week.
    let three = period("2026-11-16", "2026-11-18");
    let input = sheet("3097", Categorie::Technicien, "Cadreur cinéma", 174_782, three, Decimal::from(8));
    assert_eq!(paid(&input, three, three).unwrap().brut.to_string(), "1747.82");
}

/// Réalisateur, 3100 a week: a fifth for each day of a week held in part, one for a whole week, whatever its days.
#[test]
fn a_director_is_paid_by_the_weeks_of_his_contract() {
    let at = |contrat: Period, periode: Period, off: &[&str], on: &[&str]| {
        let mut input =
            sheet("3097", Categorie::Realisateur, "Réalisateur cinéma", 310_000, contrat, Decimal::from(8));
        input.feuille.temps.retain(|row| !off.iter().any(|d| day(d) == row.date));
        let more = on.iter().map(|d| Jour { heures: Some(Quantity::from(8)), ..Jour::new(day(d)) });
        input.feuille.temps.extend(more);
        paid(&input, contrat, periode).unwrap().brut.to_string()
    };
    let week = period("2026-11-16", "2026-11-22");
    assert_eq!(at(week, week, &[], &[]), "3100.00");
    assert_eq!(at(week, week, &[], &["2026-11-21"]), "3100.00"); // six days
    assert_eq!(at(week, week, &[], &["2026-11-21", "2026-11-22"]), "3100.00"); // seven
    // Monday 16 to Monday 23: six days, a week and a fifth. To Wednesday 25: eight days, a week and three fifths.
    let (six, eight) = (period("2026-11-16", "2026-11-23"), period("2026-11-16", "2026-11-25"));
    assert_eq!(at(six, six, &[], &[]), "3720.00");
    assert_eq!(at(eight, eight, &[], &[]), "4960.00");
    assert_eq!(at(eight, period("2026-11-23", "2026-11-25"), &[], &[]), "1860.00");
    // A day without a line in a whole week changes nothing of the lump sum.
    assert_eq!(at(eight, eight, &["2026-11-18"], &[]), "4960.00");
}

/// Nothing says whether the pay is that of a day or of a week: by the minima when one reading alone holds, else asked.
#[test]
fn a_pay_whose_unit_nothing_says_is_asked() {
    let asked = |idcc: &str, category: &str, name: &str, pay: &str, days: u32| {
        let json = format!(
            r#"{{"idcc":"{idcc}","categorie":"{category}","fonction":"{name}","genre":"flux","date":"2026-11-16",
                "salaire_base":"{pay}","jours":{days},"cachets":{days}}}"#
        );
        let json = if idcc == "3097" { json.replace(r#""genre":"flux","#, "") } else { json };
        match compute(&RATES, &input(&json)) {
            Ok(brut) => brut.brut.to_string(),
            Err(faults) => format!("{} {}", faults[0].code, faults[0].champ.clone().unwrap_or_default()),
        }
    };
    let cases = [
        // Film artist, week of five days 1266.70: 500 is a day, 1300 may be the one or the other.
        ("3097", "artiste", "Artiste-interprète", "500.00", 5, "2500.00"),
        ("3097", "artiste", "Artiste-interprète", "1300.00", 5, "BRUT-170 engagement"),
        ("3097", "artiste", "Artiste-interprète", "1300.00", 4, "5200.00"),
        // Film figurant: 507.79 at the SMIC or the grid.
        ("3097", "figurant", "Figurant", "110.00", 5, "550.00"),
        ("3097", "figurant", "Figurant", "520.00", 5, "BRUT-170 engagement"),
        // Television figurant of 98.48: 90 % of five days are 443.16.
        ("2642", "figurant", "Figurant - ensemble de moins de 30 personnes", "100.00", 5, "500.00"),
        (
            "2642",
            "figurant",
            "Figurant - ensemble de moins de 30 personnes",
            "450.00",
            5,
            "BRUT-170 engagement",
        ),
        // Réalisateur of 3015.27 a week: 700 for five days is no week; 3100 for three days is no day for sure.
        ("3097", "realisateur", "Réalisateur cinéma", "3100.00", 5, "3100.00"),
        ("3097", "realisateur", "Réalisateur cinéma", "700.00", 5, "BRUT-170 engagement"),
        ("3097", "realisateur", "Réalisateur cinéma", "3100.00", 3, "BRUT-170 engagement"),
        ("3097", "realisateur", "Réalisateur cinéma", "700.00", 3, "2100.00"),
        ("2642", "realisateur", "Réalisateur", "400.00", 3, "1200.00"),
        ("2642", "realisateur", "Réalisateur", "2000.00", 3, "BRUT-170 engagement"),
    ];
    for (idcc, category, name, pay, days, expected) in cases {
        assert_eq!(asked(idcc, category, name, pay, days), expected, "{idcc} {category} {pay} {days} j");
    }
}

/// A television week agreed for 39 hours, 1070.78 (40 hours at the base): paid when 35 are done, holiday or not.
#[test]
fn a_week_agreed_for_more_hours_is_paid_whole() {
    let contrat = period("2026-11-16", "2026-11-20");
    let mut input = sheet("2642", Categorie::Technicien, "Monteur", 107_078, contrat, Decimal::from(7));
    input.feuille.genre = Some(Genre::Flux);
    input.feuille.heures_base = Some(Quantity::from(39));
    assert_eq!(paid(&input, contrat, contrat).unwrap().brut.to_string(), "1070.78");
    // Wednesday 11 November not worked, contract of fifteen days: the same week.
    let long = period("2026-11-02", "2026-11-20");
    let mut input = sheet("2642", Categorie::Technicien, "Monteur", 107_078, long, Decimal::from(7));
    input.feuille.genre = Some(Genre::Flux);
    input.feuille.heures_base = Some(Quantity::from(39));
    input.feuille.temps.retain(|row| row.date != day("2026-11-11"));
    let week = paid(&input, long, period("2026-11-09", "2026-11-15")).unwrap();
    assert_eq!(week.brut.to_string(), "1070.78", "{:?}", lines(&week));
    // Film, 42 hours (43.75 at the base): 39 done pay the 42.
    let contrat = period("2026-11-16", "2026-11-20");
    let mut input =
        sheet("3097", Categorie::Technicien, "Cadreur cinéma", 200_000, contrat, Decimal::new(78, 1));
    input.feuille.heures_base = Some(Quantity::from(42));
    assert_eq!(paid(&input, contrat, contrat).unwrap().brut.to_string(), "2000.00");
}

/// Thirty cachets in five weeks of six days: five weeks, paid in one block or one by one.
#[test]
fn the_weeks_of_six_days_of_an_artist_are_those_of_the_sheet() {
    let contrat = period("2026-05-18", "2026-06-20");
    let mut input =
        sheet("3097", Categorie::Artiste, "Artiste-interprète", 200_000, contrat, Decimal::from(8));
    for week in contrat.weeks() {
        let saturday = week + Days::new(5);
        input.feuille.temps.push(Jour { heures: Some(Quantity::from(8)), ..Jour::new(saturday) });
    }
    input.feuille.zone = Zone::Autre;
    let block = paid(&input, contrat, contrat).unwrap();
    assert_eq!(block.elements[0].montant.to_string(), "10000.00");
    assert_eq!(by_week(&input, contrat).unwrap(), block.brut);
}

/// Two weeks of six days of a réalisateur, Monday 4 to Saturday 16 May 2026 (Friday 8 and Thursday 14 are holidays, which a
/// lump sum does not see): two lump sums of 3,100.00, day by day, by the totals of the weeks, or by twelve days that only
/// two weeks can hold. Nine days from 4 to 15 May are two weeks too. Ten days over four weeks may be two weeks or four: the
/// dates are asked.
#[test]
fn the_weeks_of_six_days_of_a_director_are_one_lump_sum_each() {
    let contrat = period("2026-05-04", "2026-05-16");
    let bare = |contrat: Period| {
        let mut input =
            sheet("3097", Categorie::Realisateur, "Réalisateur cinéma", 310_000, contrat, Decimal::from(8));
        input.feuille.temps.clear();
        input
    };
    let mut by_day = bare(contrat);
    by_day.feuille.temps = contrat
        .iter_days()
        .filter(|d| d.weekday() != chrono::Weekday::Sun)
        .map(|d| Jour { heures: Some(Quantity::from(8)), ..Jour::new(d) })
        .collect();
    let mut by_week = bare(contrat);
    by_week.feuille.semaines = contrat
        .weeks()
        .map(|debut| Semaine {
            debut,
            jours: Quantity::from(6),
            heures: Quantity::from(48),
            feries_chomes: Vec::new(),
            origine: None,
        })
        .collect();
    let counted = |contrat: Period, days: u32| {
        let mut input = bare(contrat);
        input.cachets = Some(days);
        paid(&input, contrat, contrat)
    };
    for gross in [paid(&by_day, contrat, contrat), paid(&by_week, contrat, contrat), counted(contrat, 12)] {
        assert_eq!(gross.unwrap().brut.to_string(), "6200.00");
    }
    let short = period("2026-05-04", "2026-05-15");
    assert_eq!(counted(short, 9).unwrap().brut.to_string(), "6200.00");
    // From Thursday 7, all of its nine days: four fifths of the first week, and the second whole, 2,480.00 + 3,100.00. Eight
    // of them may be three or four of the first week.
    let late = period("2026-05-07", "2026-05-15");
    assert_eq!(counted(late, 9).unwrap().brut.to_string(), "5580.00");
    assert_eq!(counted(late, 8).unwrap_err()[0].code, "BRUT-185");
    let long = period("2026-05-04", "2026-05-29");
    assert_eq!(counted(long, 10).unwrap_err()[0].code, "BRUT-185");
    // Without a contract: weeks of five days or of six, as they are said or as they divide.
    for (days, six, expected) in [
        (10, None, Some("6200.00")),
        (12, None, None),
        (12, Some(true), Some("6200.00")),
        (30, None, None),
        (30, Some(true), Some("15500.00")),
        (30, Some(false), Some("18600.00")),
        (8, None, None),
    ] {
        let mut input = bare(contrat);
        (input.cachets, input.feuille.semaine_6_jours) = (Some(days), six);
        input.date = Some(contrat.debut);
        let got = compute(&RATES, &input).map(|brut| brut.brut.to_string());
        match expected {
            Some(gross) => assert_eq!(got.unwrap(), gross, "{days}"),
            None => assert_eq!(got.unwrap_err()[0].code, "BRUT-185", "{days}"),
        }
    }
}

/// Who is paid by the week, with a pay that no minimum asks more than.
const PEOPLE: [(&str, Categorie, &str, i64); 7] = [
    ("3097", Categorie::Technicien, "Chef machiniste", 150_000),
    ("3097", Categorie::Technicien, "Habilleur cinéma", 110_037),
    ("2642", Categorie::Technicien, "Chef machiniste", 130_011),
    ("2642", Categorie::Technicien, "Habilleur", 69_999),
    ("3097", Categorie::Realisateur, "Réalisateur cinéma", 310_001),
    ("2642", Categorie::Realisateur, "Réalisateur", 190_003),
    ("2412", Categorie::Technicien, "Animateur", 90_007),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whole weeks or cut ones, days left out, absences, holidays: the whole is its weeks.
    #[test]
    fn a_weekly_contract_pays_the_same_in_one_block_or_week_by_week(
        who in 0usize..7, start in 0u64..900, long in 4u64..26,
        hours in proptest::collection::vec(proptest::option::weighted(0.9, 16i64..44), 26),
        base in proptest::option::of(36u32..46), annexe in proptest::option::of(Just(Annexe::A2)),
        six in any::<bool>(), away in proptest::option::of((0usize..26, 0u64..3)), zone in any::<bool>(),
    ) {
        let (idcc, category, name, pay) = PEOPLE[who];
        let first = day("2024-04-01") + Days::new(start);
        let contrat = Period { debut: first, fin: first + Days::new(long) };
        // Another grid or another SMIC in the middle is another pay: the typed one is the same all along.
        let mut input = sheet(idcc, category, name, pay, contrat, Decimal::from(8));
        for (row, hours) in input.feuille.temps.iter_mut().zip(&hours) {
            row.heures = hours.map(|quarters| Quantity(Decimal::new(quarters * 25, 2)));
        }
        input.feuille.temps.retain(|row| row.heures.is_some());
        if category == Categorie::Technicien {
            input.feuille.heures_base = base.map(Quantity::from);
            input.feuille.annexe = annexe.filter(|_| idcc == "3097");
        }
        input.feuille.zone = if zone { Zone::Autre } else { Zone::Paris };
        if six {
            let saturdays = contrat.iter_days().filter(|d| d.weekday() == chrono::Weekday::Sat);
            input.feuille.temps.extend(saturdays.map(|d| Jour { heures: Some(Quantity::from(7)), ..Jour::new(d) }));
        }
        if let Some((rank, more)) = away.filter(|_| category == Categorie::Technicien && idcc != "2412") {
            let debut = contrat.debut + Days::new(rank as u64 % (long + 1));
            let absence = crate::json::parse(&format!(
                r#"{{"debut":"{debut}","fin":"{}","motif":"maladie"}}"#, (debut + Days::new(more)).min(contrat.fin)
            ));
            input.absences = vec![absence.unwrap()];
            let out = |d: NaiveDate| input.absences[0].dates().contains(d);
            input.feuille.temps.retain(|row| !out(row.date));
        }
        // A week of which nothing is worked is not paid by itself: the folder asks nothing of it.
        let asked = |week: &Period| input.feuille.temps.iter().any(|row| week.contains(row.date));
        prop_assume!(weeks_of(contrat).iter().all(asked));
        let (block, weeks) = (paid(&input, contrat, contrat), by_week(&input, contrat));
        if let (Ok(block), Ok(weeks)) = (&block, &weeks) {
            // A lump sum, and the rests that are paid once for the contract: each payslip rounds its own part.
            let once = |e: &crate::vocabulary::PayElement| e.code.starts_with("recuperation");
            let one_line = category == Categorie::Realisateur || block.elements.iter().any(once);
            let rounding = if one_line { i64::try_from(weeks_of(contrat).len()).unwrap() } else { 0 };
            prop_assert!((block.brut.0 - weeks.0).abs() <= rounding, "{} {weeks} {:?}", block.brut, lines(block));
        } else {
            prop_assert_eq!(block.is_ok(), weeks.is_ok(), "{:?} {:?}", block, weeks);
        }
    }
}

/// An absence of part of a day is not longer than the day that the week engages: 39 / 5, 35 / 5, those of the pay agreed.
#[test]
fn an_absence_is_not_longer_than_its_day() {
    let at = |idcc: &str, rest: &str, hours: &str| {
        let json = format!(
            r#"{{"idcc":"{idcc}","fonction":"Chef machiniste","salaire_base":"1500.00","engagement":"semaine"{rest},
                "temps":[{{"date":"2026-11-16","heures":"8"}},{{"date":"2026-11-17","heures":"8"}},{{"date":"2026-11-18","heures":"8"}},
                {{"date":"2026-11-19","heures":"8"}}],
                "absences":[{{"motif":"maladie","debut":"2026-11-20","fin":"2026-11-20","heures":"{hours}"}}]}}"#
        );
        match compute(&RATES, &input(&json)) {
            Ok(brut) => brut.brut.to_string(),
            Err(faults) => format!("{} {}", faults[0].code, faults[0].champ.clone().unwrap_or_default()),
        }
    };
    let refused = "BRUT-173 absences[0].heures";
    assert_eq!(at("3097", "", "24"), refused);
    assert_eq!(at("3097", "", "7.81"), refused);
    // A whole day: 1500 × 7.8 / 39 = 300, and 1500 - 300 = 1200; the 32 hours done are worth 32 × 37.5 = 1200.
    assert_eq!(at("3097", "", "7.8"), "1200.00");
    assert_eq!(at("2642", r#","genre":"fiction""#, "7.5"), refused);
    // 39 hours agreed: a day of 7.8.
    assert_ne!(at("2642", r#","genre":"fiction","heures_base":"39""#, "7.5"), refused);
}

/// A total and rows: said with the remedy of the one week, or of two.
#[test]
fn a_total_beside_rows_says_what_to_do() {
    let at = |week: &str| {
        let json = format!(
            r#"{{"idcc":"3097","fonction":"Cadreur cinéma","engagement":"semaine",
                "temps":[{{"date":"2026-11-16","heures":"8"}}],"semaines":[{{"debut":"{week}","jours":"5","heures":"40"}}]}}"#
        );
        let fault = fails(&json).remove(0);
        assert_eq!((fault.code.as_str(), fault.champ.as_deref()), ("BRUT-003", Some("semaines[0].heures")));
        fault.aide.unwrap()
    };
    assert!(at("2026-11-18").contains("ôter l'un des deux"));
    assert!(at("2026-11-23").contains("--periode 2026-W48"));
}

/// Saturday 22:00 to Sunday 6:00, a break of half an hour at midnight: 7.5 h by the clock, 6.5 h lived in March, 8.5 h in
/// October. A week of 28 h before: 35.5 - 1 + ... counted by their own hours.
#[test]
fn the_night_of_a_clock_change_is_counted_as_it_is_lived() {
    let night = |date: &str, from: &str, to: &str, pause: u32, at: &str| {
        let brut = run(&format!(
            r#"{{"idcc":"2642","fonction":"Chef machiniste","salaire_base":"3150.00","genre":"flux","engagement":"jour",
                "temps":[{{"date":"{date}","debut":"{from}","fin":"{to}","pause_minutes":{pause}{at}}}]}}"#
        ));
        (brut.heures.to_string(), warned(&brut, "BRUT-175"))
    };
    let told = |hours: &str| (hours.to_owned(), true);
    let plain = |hours: &str| (hours.to_owned(), false);
    let midnight = r#","pause_debut":"00:00""#;
    // 2026: 29 March and 25 October.
    assert_eq!(night("2026-03-28", "22:00", "07:00", 30, midnight), told("7.5"));
    assert_eq!(night("2026-10-24", "22:00", "07:00", 30, midnight), told("9.5"));
    assert_eq!(night("2026-10-31", "22:00", "07:00", 30, midnight), plain("8.5"));
    // The break in the hour itself keeps its length.
    for at in ["01:30", "02:00", "02:30", "03:00"] {
        let at = format!(r#","pause_debut":"{at}""#);
        assert_eq!(night("2026-03-28", "21:00", "07:00", 60, &at), told("8"), "{at}");
        assert_eq!(night("2026-10-24", "21:00", "07:00", 60, &at), told("10"), "{at}");
    }
    // Sunday morning before the change, or a time inside its hour: nothing says more than the clock.
    assert_eq!(night("2026-10-25", "03:00", "11:00", 0, ""), plain("8"));
    assert_eq!(night("2026-10-24", "18:00", "02:30", 0, ""), plain("8.5"));
    assert_eq!(night("2026-03-29", "01:00", "10:00", 0, ""), told("8"));
}

/// The hour lived twice is an hour of night like the others. Film by the day, 4,000 a week (h = 100): 20:00 to 4:00 in
/// October is nine hours, all of night: 7 × 125 + 2 × 150 = 1175; night: eight hours at 50 %, 400, of which the cap of 100 %
/// takes nothing (25 + 50, 50 + 50); the ninth at 100 % under the cap, 50 beside its 50 %; Sunday (four hours and the one
/// lived twice) at 100 % under the same cap.
#[test]
fn the_hour_lived_twice_has_its_premiums() {
    let paid = |date: &str, fin: &str| {
        let brut = run(&format!(
            r#"{{"idcc":"3097","fonction":"Cadreur cinéma","salaire_base":"4000.00","engagement":"jour",
                "temps":[{{"date":"{date}","debut":"20:00","fin":"{fin}"}}]}}"#
        ));
        brut.brut
    };
    // The same nine hours another week-end of October, by the clock: 20:00 to 5:00.
    assert_eq!(paid("2026-10-24", "04:00"), paid("2026-10-17", "05:00"));
    // Eight hours of March are those of 20:00 to 4:00 another week-end of the same season.
    assert_eq!(paid("2026-03-28", "05:00"), paid("2026-03-21", "04:00"));
}
