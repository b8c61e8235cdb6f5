//! Hours of a week given by their total: they pay what the same days pay one by one, or they are refused by name.

mod common;

use std::fs;

use cddu_rates::Diagnostic;
use common::{dossier, paie, tried};
use proptest::prelude::*;
use tempfile::TempDir;

const CONTRATS: &str =
    "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement,idcc,cadre,confirme\n";
const TEMPS: &str = "contrat,date,debut,fin,pause_minutes,nature,semaine,jours,heures,cachets,confirme\n";

fn folder(contracts: &str, times: &str) -> TempDir {
    dossier(
        "matricule,nom,prenom\nT01,EXEMPLE,Camille\nT02,MODELE,Alix\n",
        &format!("{CONTRATS}{contracts}"),
        &format!("{TEMPS}{times}"),
    )
}

/// The gross of the only payslip.
fn brut(contracts: &str, times: &str, period: &str) -> String {
    gross(&folder(contracts, times), times, period)
}

/// The same for an advertising film.
fn brut_publicitaire(contracts: &str, times: &str, period: &str) -> String {
    let root = folder(contracts, times);
    let place = root.path().join("production.toml");
    let text = fs::read_to_string(&place).unwrap();
    fs::write(&place, text.replacen("genre = ", "publicitaire = true\ngenre = ", 1)).unwrap();
    gross(&root, times, period)
}

fn gross(root: &TempDir, times: &str, period: &str) -> String {
    let done = paie(root.path(), period);
    let list = done.results();
    assert_eq!(list.len(), 1, "{times}\n{:#?}", done.diagnostics);
    list[0].totaux.brut.to_string()
}

/// The fault of this code, when nobody is paid.
fn refused(contracts: &str, times: &str, period: &str, code: &str) -> Diagnostic {
    let root = folder(contracts, times);
    let done = paie(root.path(), period);
    assert!(done.results().is_empty(), "{times}\n{:#?}", done.diagnostics);
    let found = done.diagnostics.iter().find(|d| d.code == code);
    found.unwrap_or_else(|| panic!("{code}\n{times}\n{:#?}", done.diagnostics)).clone()
}

/// A cadreur at 1,747.82 the week of 39 hours: h = 1747.82 / 40 = 43.6955.
fn cadreur(debut: &str, fin: &str, engagement: &str) -> String {
    format!("C1,T01,technicien,Cadreur cinéma,{debut},{fin},1747.82,{engagement},,,engagement\n")
}

/// Days worked from 9:00, with a break of an hour: date and end.
fn days(rows: &[(&str, &str)]) -> String {
    rows.iter().map(|(d, fin)| format!("C1,{d},09:00,{fin},60,,,,,,\n")).collect()
}

fn total(week: &str, jours: u32, heures: &str) -> String {
    format!("C1,,,,,,{week},{jours},{heures},,jours\n")
}

#[test]
fn a_total_cut_by_the_period_is_refused_and_its_days_are_paid_once() {
    let contract = cadreur("2026-11-30", "2026-12-02", "");
    let whole = total("2026-W49", 3, "24");
    for period in ["2026-11", "2026-12", "2026-11-30/2026-11-30", "2026-12-01/2026-12-06"] {
        let fault = refused(&contract, &whole, period, "DOS-050");
        assert_eq!((fault.ligne, fault.colonne.as_deref()), (Some(2), Some("semaine")), "{period}");
        assert!(fault.aide.unwrap().contains("--periode 2026-W49"));
    }
    // 8 h a day: 7 h at 125 % = 382.335625, 1 h at 150 % = 65.54325. One day 447.88, two 764.67 + 131.09 = 895.76, three
    // 1147.01 + 196.63 = 1343.64.
    let by_day = days(&[("2026-11-30", "18:00"), ("2026-12-01", "18:00"), ("2026-12-02", "18:00")]);
    assert_eq!(brut(&contract, &by_day, "2026-11"), "447.88");
    assert_eq!(brut(&contract, &by_day, "2026-12"), "895.76");
    for times in [&by_day, &whole] {
        assert_eq!(brut(&contract, times, "2026-W49"), "1343.64");
    }
    // A cut beside the days of the contract cuts nothing (ruling 37).
    assert_eq!(brut(&contract, &whole, "2026-11-30/2026-12-02"), "1343.64");
}

#[test]
fn a_holiday_worked_is_never_lost_in_a_total() {
    let week = cadreur("2026-11-09", "2026-11-13", "semaine");
    // Five days of 9 h: 45 h = 1529.34 + 436.96 + 131.09 = 2097.39; Wednesday 11: 9 h at 100 % = 393.26, and 7 h = 305.87.
    let rows = ["09", "10", "11", "12", "13"].map(|d| format!("2026-11-{d}"));
    let rows: Vec<(&str, &str)> = rows.iter().map(|d| (d.as_str(), "19:00")).collect();
    assert_eq!(brut(&week, &days(&rows), "2026-W46"), "2796.52");
    let fault = refused(&week, &total("2026-W46", 5, "45"), "2026-W46", "BRUT-160");
    assert_eq!((fault.ligne, fault.colonne.as_deref()), (Some(2), Some("jours")));
    // The same of four days to Thursday paid by the day, and of television.
    let four = cadreur("2026-11-09", "2026-11-12", "");
    refused(&four, &total("2026-W46", 4, "36"), "2026-W46", "BRUT-160");
    let tv = "C1,T01,technicien,Monteur,2026-11-09,2026-11-13,1300.00,semaine,2642,non,engagement\n";
    refused(tv, &total("2026-W46", 5, "35"), "2026-W46", "BRUT-160");
    // Saturday may be one of the five days: the line of the holiday says that it is not.
    let six = cadreur("2026-11-09", "2026-11-14", "semaine");
    refused(&six, &total("2026-W46", 5, "45"), "2026-W46", "BRUT-160");
    // 45 h, and 7 h of the holiday: 2097.39 + 305.87.
    let idle = "C1,2026-11-11,,,,ferie_chome,,,,,\n";
    let said = total("2026-W46", 5, "45") + idle;
    assert_eq!(brut(&six, &said, "2026-W46"), "2403.26");
}

/// A total of five days and 45.5 h over Wednesday 11 November: neither reading pays the 2,130.16 of its hours (1529.34 +
/// 8 x 54.619375 = 436.96 + 2.5 x 65.54325 = 163.86), so it is refused, and both remedies of the refusal pay.
///
/// - the holiday worked, 9.1 h a day: its 9.1 h at 100 %, 397.63, and its seven hours, 305.87: 2,833.66;
/// - not worked: its seven hours beside the hours of the four days: 2,436.03.
///
/// By the day, 38.5 h over four days to Thursday are refused alike; three days of 9.5 h and the line of the holiday: 21 h at 125 %
/// 1,147.01, 7.5 h at 150 % 491.57, seven hours of the holiday at 125 % 382.34: 2,020.92.
#[test]
fn a_total_over_a_holiday_is_refused_with_remedies_that_pay() {
    let week = cadreur("2026-11-09", "2026-11-13", "semaine");
    let fault = refused(&week, &total("2026-W46", 5, "45.5"), "2026-W46", "BRUT-160");
    let aide = fault.aide.unwrap();
    assert!(aide.contains("une ligne par jour (date, debut, fin)") && aide.contains("nature ferie_chome"));
    let worked = ["09", "10", "11", "12", "13"].map(|d| format!("2026-11-{d}"));
    let worked: Vec<(&str, &str)> = worked.iter().map(|d| (d.as_str(), "19:06")).collect();
    assert_eq!(brut(&week, &days(&worked), "2026-W46"), "2833.66");
    let idle = "C1,2026-11-11,,,,ferie_chome,,,,,\n";
    assert_eq!(brut(&week, &(total("2026-W46", 4, "45.5") + idle), "2026-W46"), "2436.03");
    let four = cadreur("2026-11-09", "2026-11-12", "");
    refused(&four, &total("2026-W46", 4, "38.5"), "2026-W46", "BRUT-160");
    assert_eq!(brut(&four, &(total("2026-W46", 3, "28.5") + idle), "2026-W46"), "2020.92");
}

#[test]
fn a_holiday_not_worked_pays_the_same_however_it_is_written() {
    let week = cadreur("2026-11-09", "2026-11-13", "semaine");
    let rows: Vec<String> = ["09", "10", "12", "13"].map(|d| format!("2026-11-{d}")).into();
    let four = days(&rows.iter().map(|d| (d.as_str(), "19:00")).collect::<Vec<_>>());
    let idle = "C1,2026-11-11,,,,ferie_chome,,,,,\n";
    // 36 h = 1529.34 + 54.62 = 1583.96, and 7 h of the holiday 305.87.
    for times in [
        four.clone(),
        four + idle,
        total("2026-W46", 4, "36"),
        total("2026-W46", 4, "36") + idle,
        idle.to_owned() + &total("2026-W46", 4, "36"),
    ] {
        assert_eq!(brut(&week, &times, "2026-W46"), "1889.83", "{times}");
    }
    // The holiday and its hours are not among those of the total.
    let both = total("2026-W46", 5, "43") + idle;
    let fault = refused(&week, &both, "2026-W46", "BRUT-163");
    assert_eq!((fault.ligne, fault.colonne.as_deref()), (Some(2), Some("jours")));
    // A day of work beside the total of its week is still one thing said twice.
    let twice = total("2026-W46", 4, "36") + &days(&[("2026-11-11", "18:00")]);
    refused(&week, &twice, "2026-W46", "DOS-045");
}

#[test]
fn a_holiday_of_an_engagement_by_the_day_is_paid_when_its_line_says_so() {
    // Three days of 9 h: 21 h at 125 % = 1147.01, 6 h at 150 % = 393.26: 1540.27. The holiday, 7 h at 125 % = 382.34.
    let contract = cadreur("2026-11-09", "2026-11-12", "jour");
    let three = days(&[("2026-11-09", "19:00"), ("2026-11-10", "19:00"), ("2026-11-12", "19:00")]);
    let idle = "C1,2026-11-11,,,,ferie_chome,,,,,\n";
    let told = |times: &str| {
        let root = folder(&contract, times);
        let payslip = paie(root.path(), "2026-W46").results()[0].clone();
        let told =
            payslip.avertissements.iter().any(|a| a.message.contains("11/11/2026 : jour férié sans ligne"));
        (payslip.totaux.brut.to_string(), payslip.contrats[0].jours.to_string(), told)
    };
    for times in [three.clone(), total("2026-W46", 3, "27")] {
        assert_eq!(told(&times), ("1540.27".to_owned(), "3".to_owned(), true), "{times}");
        assert_eq!(told(&(times + idle)), ("1922.61".to_owned(), "4".to_owned(), false));
    }
}

#[test]
fn television_says_that_a_holiday_is_not_paid_only_when_it_is_not() {
    let week = "C1,T01,technicien,Monteur,2026-11-09,2026-11-13,1300.00,semaine,2642,non,engagement\n";
    let told = |hours: &str| {
        let root = folder(week, &total("2026-W46", 4, hours));
        let done = paie(root.path(), "2026-W46");
        let payslip = &done.results()[0];
        let told = payslip.avertissements.iter().any(|a| a.message.contains("férié chômé non payé"));
        (payslip.totaux.brut.to_string(), told)
    };
    // The week of 35 h is due: 28 h and the holiday are in it, 30 h leave two hours of it unpaid.
    assert_eq!(told("28"), ("1300.00".to_owned(), false));
    assert_eq!(told("30"), ("1300.00".to_owned(), true));
}

#[test]
fn a_total_of_six_days_pays_its_sixth_day_and_one_of_seven_is_refused() {
    // 45 h over six days: five of 7.5 h are paid 39, 1747.82; the sixth double, 15 x 43.6955 = 655.43.
    let six = cadreur("2026-11-16", "2026-11-21", "semaine");
    let rows = ["16", "17", "18", "19", "20", "21"].map(|d| format!("2026-11-{d}"));
    let by_day = days(&rows.iter().map(|d| (d.as_str(), "17:30")).collect::<Vec<_>>());
    // The contract ends with the sixth day: whether its rest was given is asked, whichever way the week is written.
    for times in [by_day.clone(), total("2026-W47", 6, "45")] {
        let fault = refused(&six, &times, "2026-W47", "DOS-275");
        assert!(fault.aide.unwrap().contains("152,93"), "3.5 x 43.6955 = 152.93");
    }
    let given = "2026-11-21,09:00,17:30,60,,,,,,recupere\n";
    let by_day = by_day.replace("2026-11-21,09:00,17:30,60,,,,,,\n", given);
    for times in [by_day, total("2026-W47", 6, "45").replace(",jours\n", ",jours recupere\n")] {
        assert_eq!(brut(&six, &times, "2026-W47"), "2403.25", "{times}");
    }
    refused(&six, &total("2026-W47", 7, "56"), "2026-W47", "BRUT-163");
    let seven = cadreur("2026-11-16", "2026-11-22", "semaine");
    refused(&seven, &total("2026-W47", 7, "56"), "2026-W47", "BRUT-161");
    // Saturday and Sunday by the day: Sunday is worked.
    let weekend = cadreur("2026-11-21", "2026-11-22", "jour");
    refused(&weekend, &total("2026-W47", 2, "16"), "2026-W47", "BRUT-161");
}

#[test]
fn a_total_of_nothing_is_refused() {
    let week = cadreur("2026-11-16", "2026-11-20", "semaine");
    let fault = refused(&week, &total("2026-W47", 5, "0"), "2026-W47", "BRUT-162");
    assert_eq!((fault.ligne, fault.colonne.as_deref()), (Some(2), Some("heures")));
    let free = week.replace("1747.82", "0");
    refused(&free, &total("2026-W47", 5, "39"), "2026-W47", "DOS-223");
}

#[test]
fn the_days_of_two_contracts_are_not_the_same() {
    let one = |number: &str, debut: &str, fin: &str| {
        format!("{number},T01,technicien,Cadreur cinéma,{debut},{fin},1747.82,,,,engagement\n")
    };
    let of =
        |number: &str, jours: u32, heures: &str| total("2026-W47", jours, heures).replacen("C1", number, 1);
    let twice = one("C1", "2026-11-16", "2026-11-20") + &one("C2", "2026-11-16", "2026-11-20");
    let fault = refused(&twice, &(of("C1", 5, "45") + &of("C2", 5, "45")), "2026-W47", "DOS-220");
    assert_eq!(fault.ligne, Some(3));
    // A total beside days that take those it needs, and beside days that leave them.
    let thursday = days(&[("2026-11-19", "18:00")]).replace("C1", "C2");
    refused(&twice, &(of("C1", 5, "45") + &thursday), "2026-W47", "DOS-220");
    let apart = one("C1", "2026-11-16", "2026-11-18") + &one("C2", "2026-11-19", "2026-11-20");
    // 3 days of 8 h 1343.64, 2 of them 895.76.
    assert_eq!(brut(&apart, &(of("C1", 3, "24") + &of("C2", 2, "16")), "2026-W47"), "2239.40");
}

#[test]
fn overtime_of_a_week_counts_the_hours_of_every_contract() {
    // Film. Monday by the day, 10 h: 7 h at 125 % = 382.34, 3 h at 150 % = 196.63: 578.97. Then a week of 39 h, 1747.82, as
    // hours 11 to 49 of the week: 10 h more beyond 35 at 25 % = 109.24; 6 h beyond 43 at 25 % more = 65.54; 1 h beyond 48 at
    // 25 % more = 10.92. In all 2512.49.
    let row = |number: &str, debut: &str, fin: &str, engagement: &str| {
        format!("{number},T01,technicien,Cadreur cinéma,{debut},{fin},1747.82,{engagement},,,engagement\n")
    };
    let film =
        row("C2", "2026-11-16", "2026-11-16", "jour") + &row("C1", "2026-11-17", "2026-11-20", "semaine");
    let times = days(&[("2026-11-16", "20:00")]).replace("C1", "C2") + &total("2026-W47", 4, "39");
    let root = folder(&film, &times);
    let done = paie(root.path(), "2026-W47");
    let payslip = &done.results()[0];
    assert_eq!(payslip.totaux.brut.to_string(), "2512.49", "{:#?}", payslip.contrats);
    assert!(payslip.avertissements.iter().any(|a| a.code == "BRUT-166"), "49 h in the week");
    // 49 h, 14 of overtime.
    let hours = payslip.contrats.iter().filter_map(|c| c.bases.heures_sup).map(|h| h.heures.to_string());
    assert_eq!(hours.collect::<Vec<_>>(), ["14"]);
    // Television. h of a day = 657.87 / 31.5. Three days of 9 h: 24 h = 501.23, 3 h at 125 % = 78.32. Two days of 9 h:
    // 16 h = 334.16, 2 h at 125 % = 52.21; of the 45 h of the week 10 are beyond 35, 2 of them raised: 8 h at 25 % = 41.77;
    // 2 are beyond 43 (C. trav. L3121-36, T02), raised by 25 % only: 2 h at 25 % more = 10.44.
    let row = |number: &str, debut: &str, fin: &str| {
        format!("{number},T01,technicien,Habilleur,{debut},{fin},657.87,jour,2642,non,engagement\n")
    };
    let tv = row("C1", "2026-11-16", "2026-11-18") + &row("C2", "2026-11-19", "2026-11-20");
    let first = days(&[("2026-11-16", "19:00"), ("2026-11-17", "19:00"), ("2026-11-18", "19:00")]);
    let second = days(&[("2026-11-19", "19:00"), ("2026-11-20", "19:00")]).replace("C1", "C2");
    assert_eq!(brut(&tv, &(first + &second), "2026-W47"), "1018.13");
}

#[test]
fn days_and_contracts_that_last_too_long_are_asked_about() {
    let week = cadreur("2026-11-16", "2026-11-20", "semaine");
    let others = days(&[
        ("2026-11-17", "18:00"),
        ("2026-11-18", "18:00"),
        ("2026-11-19", "18:00"),
        ("2026-11-20", "18:00"),
    ]);
    let first = |debut: &str, fin: &str, confirme: &str| {
        format!("C1,2026-11-16,{debut},{fin},60,,,,,,{confirme}\n{others}")
    };
    // 18:00 to 9:00 is 15 h, 14 worked; from 9:00 to 18:00 it would be 8: 6 h at 1747.82 / 39 = 44.82.
    let fault = refused(&week, &first("18:00", "09:00", ""), "2026-W47", "DOS-180");
    assert!(fault.message.contains("268,92"), "{}", fault.message);
    assert!(fault.aide.unwrap().contains("de 09:00 à 18:00"));
    refused(&week, &first("07:00", "21:00", ""), "2026-W47", "DOS-180");
    for (debut, fin, confirme) in [("18:00", "09:00", "fin"), ("08:00", "21:00", ""), ("18:00", "06:00", "")]
    {
        brut(&week, &first(debut, fin, confirme), "2026-W47");
    }
    let long = cadreur("2026-11-16", "2027-11-20", "semaine");
    let fault = refused(&long, &total("2026-W47", 5, "39"), "2026-W47", "DOS-221");
    assert_eq!((fault.ligne, fault.colonne.as_deref()), (Some(2), Some("fin")));
    let wanted = long.replace(",engagement\n", ",engagement fin\n");
    assert_eq!(brut(&wanted, &total("2026-W47", 5, "39"), "2026-W47"), "1747.82");
}

#[test]
fn a_category_against_its_function_is_refused() {
    let row = |categorie: &str, fonction: &str| {
        format!("C1,T01,{categorie},{fonction},2026-11-16,2026-11-16,900.00,jour,,,\n")
    };
    let cachet = "C1,2026-11-16,09:00,18:00,60,,,,,1,\n";
    for (categorie, fonction, times) in [
        ("artiste", "Machiniste prise de vues cinéma", cachet.to_owned()),
        ("artiste", "Cadreur cinéma", cachet.to_owned()),
        ("technicien", "Artiste-interprète long métrage", days(&[("2026-11-16", "18:00")])),
        ("technicien", "Figurant", days(&[("2026-11-16", "18:00")])),
        ("figurant", "Machiniste prise de vues cinéma", days(&[("2026-11-16", "18:00")])),
    ] {
        let fault = refused(&row(categorie, fonction), &times, "2026-W47", "BRUT-165");
        assert_eq!(
            (fault.ligne, fault.colonne.as_deref()),
            (Some(2), Some("categorie")),
            "{categorie} {fonction}"
        );
    }
    brut(&row("artiste", "Artiste-interprète long métrage"), cachet, "2026-W47");
    // A réalisateur at the rates of artists is not cadre, whatever the grid says of technicians.
    brut(&row("realisateur", "Réalisateur cinéma"), cachet, "2026-W47");
}

#[test]
fn the_cachets_of_a_week_need_no_hours() {
    let artist = "C1,T01,artiste,Artiste-interprète long métrage,2026-11-16,2026-11-20,900.00,jour,,,\n";
    let rows = "C1,2026-11-16,,,,,,,,1,\nC1,2026-11-17,,,,,,,,1,\n";
    let week = "C1,,,,,,2026-W47,,,2,\n";
    assert_eq!(brut(artist, rows, "2026-W47"), "1800.00");
    assert_eq!(brut(artist, week, "2026-W47"), "1800.00");
}

/// Minutes of each day, its work from 9:00.
fn ends(minutes: &[u32]) -> Vec<String> {
    minutes.iter().map(|m| format!("{:02}:{:02}", (9 * 60 + 60 + m) / 60, (9 * 60 + 60 + m) % 60)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A week in which nothing but the number of hours decides: by day, by its total, with and without the line of the
    /// holiday, it pays the same. By the day the hours are even (ruling 36).
    #[test]
    fn a_week_pays_the_same_however_it_is_written(
        quarters in prop::collection::vec(12u32..40, 1..6), television in any::<bool>(), weekly in any::<bool>(),
        holiday in any::<bool>(), advertising in any::<bool>(),
    ) {
        let brut = if advertising && !television { brut_publicitaire } else { brut };
        let count = if holiday || !weekly { quarters.len().min(4) } else { quarters.len() };
        let minutes: Vec<u32> =
            quarters[..count].iter().map(|q| 15 * if weekly { *q } else { quarters[0] }).collect();
        let (first, week) = if holiday { (9, "2026-W46") } else { (16, "2026-W47") };
        // A day engagement holds its days only; the holiday is Wednesday 11.
        let dates: Vec<u32> = (first..first + 5).filter(|d| *d != 11).take(count).collect();
        let last = if weekly { first + 4 } else { dates[count - 1] };
        let (fonction, pay, idcc) =
            if television { ("Habilleur", "657.87", "2642") } else { ("Cadreur cinéma", "1747.82", "3097") };
        let contract = format!(
            "C1,T01,technicien,{fonction},2026-11-{first:02},2026-11-{last:02},{pay},{},{idcc},non,engagement\n",
            if weekly { "semaine" } else { "jour" }
        );
        let rows: String = dates
            .iter()
            .zip(ends(&minutes))
            .map(|(d, end)| format!("C1,2026-11-{d:02},09:00,{end},60,,,,,,\n"))
            .collect();
        let sum: u32 = minutes.iter().sum();
        let hours = format!("{}.{:02}", sum / 60, sum % 60 * 100 / 60);
        let whole = total(week, u32::try_from(count).unwrap(), &hours);
        let expected = brut(&contract, &rows, week);
        prop_assert_eq!(&expected, &brut(&contract, &whole, week));
        if holiday && last >= 11 {
            let idle = "C1,2026-11-11,,,,ferie_chome,,,,,\n";
            let by_day = brut(&contract, &(rows + idle), week);
            prop_assert_eq!(&by_day, &brut(&contract, &(whole + idle), week));
            // By the week the holiday is one of its days; by the day of the cinema, its line alone says so.
            prop_assert_eq!(by_day == expected, weekly || television);
        }
    }
}

/// Monday 9 to Tuesday 17 November: the second week holds two days. In one block or week by week, the same money.
#[test]
fn a_week_held_in_part_is_paid_the_same_alone() {
    let contract = cadreur("2026-11-16", "2026-11-24", "");
    let rows = days(&[
        ("2026-11-16", "17:00"),
        ("2026-11-17", "17:00"),
        ("2026-11-18", "17:00"),
        ("2026-11-19", "17:00"),
        ("2026-11-20", "17:00"),
        ("2026-11-23", "17:00"),
        ("2026-11-24", "17:00"),
    ]);
    // 35 h of 39: 1747.82; two days, 15.6 h × 43.6955 = 681.65.
    assert_eq!(brut(&contract, &rows, "2026-W47"), "1747.82");
    assert_eq!(brut(&contract, &rows, "2026-W48"), "681.65");
    assert_eq!(brut(&contract, &rows, "2026-11"), "2429.47");
    // A last week of one day: 7.8 h, more than... seven done; the day alone is a period of twenty-four hours.
    let contract = cadreur("2026-11-16", "2026-11-23", "");
    let rows = &rows[..rows.len() - days(&[("2026-11-24", "17:00")]).len()];
    assert_eq!(brut(&contract, rows, "2026-W48"), "340.82");
    assert_eq!(brut(&contract, rows, "2026-11-23/2026-11-23"), "340.82");
}

/// A contract broken on Wednesday engages three days: 39 × 3 / 5 = 23.4 h, and nothing is asked of Thursday and Friday.
#[test]
fn a_contract_broken_before_its_term_engages_no_day_after() {
    let root =
        folder("", &days(&[("2026-11-16", "17:00"), ("2026-11-17", "17:00"), ("2026-11-18", "17:00")]));
    let contracts = "contrat,matricule,categorie,fonction,debut,fin,salaire_base,fin_reelle,motif_fin\n\
                     C1,T01,technicien,Cadreur cinéma,2026-11-16,2026-11-27,1747.82,2026-11-18,salarie\n";
    for end in ["2026-11-27", "2026-11-20"] {
        fs::write(root.path().join("contrats.csv"), contracts.replace("2026-11-27", end)).unwrap();
        let done = paie(root.path(), "2026-W47");
        let found = done.diagnostics.iter().find(|d| d.code == "DOS-154");
        assert!(found.is_none(), "{found:?}");
        let list = done.results();
        assert_eq!(list.len(), 1, "{:#?}", done.diagnostics);
        assert_eq!(list[0].totaux.brut.to_string(), "1022.47"); // 23.4 × 43.6955 = 1022.4747
        // Nothing more is due of the contract: nobody is left to pay.
        let left = tried(root.path(), "2026-W48");
        assert_eq!(left.unwrap_err()[0].code, "DOS-073");
    }
}

/// The message of a fault, its spaces plain.
fn spaced(fault: &Diagnostic) -> String {
    fault.message.replace(['\u{a0}', '\u{202f}'], " ")
}

/// A pay whose unit the contract does not say: asked with both amounts, answered by the column itself.
#[test]
fn a_pay_of_a_day_or_of_a_week_is_asked() {
    let days = |dates: &[&str]| dates.iter().map(|d| format!("C1,{d},,,,,,,,1,\n")).collect::<String>();
    let week = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];
    let row = |category: &str, name: &str, fin: &str, pay: &str, engagement: &str| {
        format!("C1,T01,{category},{name},2026-11-16,{fin},{pay},{engagement},,,\n")
    };
    let (artist, extra) = ("Artiste-interprète long métrage", "Silhouette muette");
    for (category, name, pay) in
        [("artiste", artist, "500.00"), ("artiste", artist, "1300.00"), ("figurant", extra, "160.00")]
    {
        let asked = row(category, name, "2026-11-20", pay, "");
        let fault = refused(&asked, &days(&week), "2026-W47", "DOS-250");
        assert_eq!(fault.colonne.as_deref(), Some("engagement"));
    }
    let fault =
        refused(&row("artiste", artist, "2026-11-20", "500.00", ""), &days(&week), "2026-W47", "DOS-250");
    assert!(
        spaced(&fault).contains("d'une journée, 2 500,00 € de brut, d'une semaine, 500,00 € de brut"),
        "{}",
        fault.message
    );
    assert_eq!(
        brut(&row("artiste", artist, "2026-11-20", "500.00", "jour"), &days(&week), "2026-W47"),
        "2500.00"
    );
    assert_eq!(
        brut(&row("artiste", artist, "2026-11-20", "1300.00", "semaine"), &days(&week), "2026-W47"),
        "1300.00"
    );
    // Three days: a pay under the week is a day; at the week, it is asked.
    let three = &week[..3];
    assert_eq!(
        brut(&row("artiste", artist, "2026-11-18", "900.00", ""), &days(three), "2026-W47"),
        "2700.00"
    );
    refused(&row("artiste", artist, "2026-11-18", "1266.70", ""), &days(three), "2026-W47", "DOS-250");
    refused(
        &row("realisateur", "Réalisateur cinéma", "2026-11-18", "3100.00", ""),
        &days(three),
        "2026-W47",
        "DOS-250",
    );
    // One day is the same either way.
    assert_eq!(
        brut(&row("artiste", artist, "2026-11-16", "1500.00", ""), &days(&week[..1]), "2026-W47"),
        "1500.00"
    );
}

/// Three days engaged by the week pay the week: asked, and paid when it is meant.
#[test]
fn a_short_engagement_by_the_week_is_asked() {
    let row = |confirme: &str| {
        format!("C1,T01,technicien,Cadreur cinéma,2026-11-16,2026-11-18,1747.82,semaine,,,{confirme}\n")
    };
    let rows = days(&[("2026-11-16", "17:00"), ("2026-11-17", "17:00"), ("2026-11-18", "17:00")]);
    let fault = refused(&row(""), &rows, "2026-W47", "DOS-251");
    // By the day: 21 h × 43.6955 × 1.25 = 1147.01.
    assert!(spaced(&fault).contains("1 747,82 €, 1 147,01 € à la journée"), "{}", fault.message);
    assert_eq!(brut(&row("engagement"), &rows, "2026-W47"), "1747.82");
}

/// A continuous day without its break is paid its half hour twice: asked.
#[test]
fn a_continuous_day_without_break_is_asked() {
    let week = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];
    let root = folder(&cadreur("2026-11-16", "2026-11-20", ""), "");
    let times = |pause: &str, confirme: &str| {
        let rows: String =
            week.iter().map(|d| format!("C1,{d},12:00,20:00,{pause},oui,{confirme}\n")).collect();
        fs::write(
            root.path().join("temps.csv"),
            format!("contrat,date,debut,fin,pause_minutes,journee_continue,confirme\n{rows}"),
        )
        .unwrap();
        paie(root.path(), "2026-W47")
    };
    let asked = times("0", "");
    assert!(asked.results().is_empty() && asked.diagnostics.iter().any(|d| d.code == "DOS-253"));
    // 7.5 h a day and half an hour paid beside: 1747.82 + 2.5 × 43.6955 = 109.24.
    assert_eq!(times("30", "").results()[0].totaux.brut.to_string(), "1857.06");
    // 40 h: 41.25 × 43.6955 = 1802.44, and the same half hours.
    assert_eq!(times("0", "pause_minutes").results()[0].totaux.brut.to_string(), "1911.68");
}

/// A contract of two weeks of which only the second has a sheet: the first is guaranteed (titre II art. 9), 1,747.82, and
/// nothing may lose it in silence. Paid apart, the second week says it; an absence answers it.
#[test]
fn a_week_without_any_line_is_asked_about() {
    let contract = cadreur("2026-10-05", "2026-10-16", "semaine");
    let second: Vec<String> = (12..17).map(|d| format!("2026-10-{d}")).collect();
    let second: Vec<(&str, &str)> = second.iter().map(|d| (d.as_str(), "19:00")).collect();
    let sheet = days(&second);
    let fault = refused(&contract, &sheet, "2026-10-05/2026-10-18", "DOS-154");
    assert!(fault.message.contains("semaine du 05/10/2026"), "{}", fault.message);
    assert!(fault.message.contains("1\u{202f}747,82"), "{}", fault.message);
    assert!(fault.fichier.as_deref().is_some_and(|f| f.ends_with("contrats.csv")) && fault.ligne == Some(2));
    let root = folder(&contract, &sheet);
    let alone = paie(root.path(), "2026-W42");
    assert_eq!(alone.results().len(), 1);
    let told = alone.diagnostics.iter().find(|d| d.code == "DOS-286").unwrap();
    assert!(told.message.contains("la semaine du 05/10/2026"), "{}", told.message);
    fs::write(
        root.path().join("absences.csv"),
        "contrat,debut,fin,motif\nC1,2026-10-05,2026-10-09,autorisee_non_payee\n",
    )
    .unwrap();
    let answered = paie(root.path(), "2026-10-05/2026-10-18");
    assert_eq!(answered.results().len(), 1, "{:#?}", answered.diagnostics);
    let alone = paie(root.path(), "2026-W42");
    assert!(alone.diagnostics.iter().all(|d| d.code != "DOS-286"), "{:#?}", alone.diagnostics);
}

/// A day without hours is answered for its week: another week of the contract is asked again.
#[test]
fn an_answer_holds_for_its_week() {
    let contract = cadreur("2026-10-05", "2026-10-16", "semaine");
    let row = |d: u32, answer: &str| format!("C1,2026-10-{d:02},09:00,19:00,60,,,,,,{answer}\n");
    let first: String = (5..9).map(|d| row(d, if d == 8 { "jours" } else { "" })).collect();
    let second: String = (12..16).map(|d| row(d, "")).collect();
    let fault = refused(&contract, &(first.clone() + &second), "2026-10-05/2026-10-18", "DOS-154");
    assert!(fault.message.contains("semaine du 12/10/2026") && fault.message.contains("16/10"), "{fault:?}");
    assert!(fault.fichier.as_deref().is_some_and(|f| f.ends_with("temps.csv")), "{fault:?}");
    assert_eq!((fault.ligne, fault.colonne.as_deref()), (Some(9), Some("jours")));
    let second: String = (12..16).map(|d| row(d, if d == 15 { "jours" } else { "" })).collect();
    // 36 hours a week, 39 guaranteed: 1,747.82 each.
    assert_eq!(brut(&contract, &(first + &second), "2026-10-05/2026-10-18"), "3495.64");
}
