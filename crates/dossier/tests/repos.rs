//! The rest of a Sunday and of a sixth day: asked where the contract leaves no room for it, paid or given as the row says.

mod common;

use cddu_rates::Diagnostic;
use common::{dossier, paie};

/// A week of 39 hours at 1,364.56: h = 1364.56 / 40 = 34.114. Days of 8 hours.
fn done(fin: &str, worked: &[(&str, &str)], period: &str) -> (Vec<String>, Vec<Diagnostic>) {
    let rows: String = worked.iter().map(|(day, rest)| format!("C1,{day},09:00,18:00,60,{rest}\n")).collect();
    let root = dossier(
        "matricule,nom,prenom\nT01,EXEMPLE,Camille\n",
        &format!(
            "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement\nC1,T01,technicien,Premier assistant opérateur cinéma,2026-11-16,{fin},1364.56,semaine\n"
        ),
        &format!("contrat,date,debut,fin,pause_minutes,recupere\n{rows}"),
    );
    let done = paie(root.path(), period);
    (done.results().iter().map(|p| p.totaux.brut.to_string()).collect(), done.diagnostics)
}

const WEEK: [&str; 5] = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];

fn with<'d>(days: &[&'d str], rest: (&'d str, &'d str)) -> Vec<(&'d str, &'d str)> {
    days.iter().map(|day| (*day, "")).chain([rest]).collect()
}

/// The one of a code, its words with plain spaces.
fn told(list: &[Diagnostic], code: &str) -> Option<Diagnostic> {
    let plain = |text: &str| text.replace('\u{a0}', " ");
    let mut found = list.iter().find(|d| d.code == code)?.clone();
    found.message = plain(&found.message);
    found.aide = found.aide.as_deref().map(plain);
    Some(found)
}

/// Six days that end with the contract: 40 h of the week, 35 h + 5 h at 125 % = 1,194.00 + 213.21 = 1,407.20; the sixth
/// day, 8 h doubled = 545.82: 1,953.02. Its rest: 3.5 h = 119.40.
#[test]
fn a_sixth_day_at_the_end_of_the_contract_is_asked() {
    let six = |rest| with(&WEEK, ("2026-11-21", rest));
    let (paid, told_of) = done("2026-11-21", &six(""), "2026-W47");
    assert!(paid.is_empty(), "{paid:?}");
    let fault = told(&told_of, "DOS-275").unwrap();
    assert_eq!((fault.ligne, fault.colonne.as_deref()), (Some(7), Some("recupere")));
    let help = fault.aide.as_deref().unwrap();
    assert!(help.contains("119,40") && help.contains("3,5 heures") && help.contains("art. 39"), "{help}");
    assert_eq!(done("2026-11-21", &six("oui"), "2026-W47").0, ["1953.02"]);
    // 1953.02 + 119.40 = 2072.42.
    assert_eq!(done("2026-11-21", &six("non"), "2026-W47").0, ["2072.42"]);
}

/// Tuesday to Friday and the Sunday, the last day: 7 h = 238.80 unless the rest was given.
#[test]
fn a_sunday_at_the_end_of_the_contract_is_asked() {
    let five = |rest| with(&WEEK[1..], ("2026-11-22", rest));
    let (paid, told_of) = done("2026-11-22", &five(""), "2026-W47");
    assert!(paid.is_empty(), "{paid:?}");
    let help = told(&told_of, "DOS-275").and_then(|d| d.aide.clone()).unwrap();
    assert!(help.contains("238,80") && help.contains("7 heures") && help.contains("art. 41"), "{help}");
    let cents = |list: Vec<String>| list[0].replace('.', "").parse::<i64>().unwrap();
    let (given, owed) = (
        cents(done("2026-11-22", &five("oui"), "2026-W47").0),
        cents(done("2026-11-22", &five("non"), "2026-W47").0),
    );
    assert_eq!(owed - given, 23_880);
}

/// While the contract goes on, the Monday or the Friday after may be the rest: nothing is asked. Worked both, it is told
/// with the week that shows it.
#[test]
fn a_rest_that_may_still_be_given_is_not_asked() {
    let mut days = with(&WEEK, ("2026-11-21", ""));
    let (paid, told_of) = done("2026-11-27", &days, "2026-W47");
    assert_eq!(paid, ["1953.02"]);
    assert!(told(&told_of, "DOS-275").is_none() && told(&told_of, "DOS-276").is_none(), "{told_of:?}");
    let after = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"];
    days.extend(after.map(|day| (day, "")));
    // Known when the first week is paid: asked then.
    let (paid, told_of) = done("2026-11-27", &days, "2026-W47");
    assert!(paid.is_empty(), "{paid:?}");
    assert!(
        told(&told_of, "DOS-275").unwrap().message.contains("le 23/11/2026 et le 27/11/2026 sont travaillés")
    );
    // Known with the second: its own pay waits for nothing.
    let (paid, told_of) = done("2026-11-27", &days, "2026-W48");
    assert_eq!(paid, ["1407.20"]);
    let warning = told(&told_of, "DOS-276").unwrap();
    assert_eq!((warning.ligne, warning.is_error()), (Some(7), false));
}

/// A Monday off after a sixth day is its rest: neither missing hours nor an absence (the week is guaranteed).
#[test]
fn the_day_of_rest_is_no_missing_day() {
    for rest in ["oui", ""] {
        let mut days = with(&WEEK, ("2026-11-21", rest));
        days.extend(["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"].map(|day| (day, "")));
        let (paid, told_of) = done("2026-11-27", &days, "2026-W48");
        // 39 h guaranteed: 35 h + 4 h at 125 % = 1,194.00 (1193.99) + 170.57 = 1,364.56.
        assert_eq!(paid, ["1364.56"], "{told_of:?}");
        assert!(told(&told_of, "DOS-154").is_none(), "{told_of:?}");
    }
    // Two days off for one rest: one of them is asked about.
    let mut days = with(&WEEK, ("2026-11-21", ""));
    days.extend(["2026-11-24", "2026-11-25", "2026-11-26"].map(|day| (day, "")));
    let (paid, told_of) = done("2026-11-27", &days, "2026-W48");
    assert!(paid.is_empty(), "{paid:?}");
    assert!(told(&told_of, "DOS-154").unwrap().message.contains("27/11"), "{told_of:?}");
}

/// Contracts of one person in the week of 16 November, and their rows.
fn of_contracts(
    contracts: &[(&str, &str, &str, &str)],
    rows: &str,
    period: &str,
) -> (usize, Vec<Diagnostic>) {
    let contracts: String = contracts
        .iter()
        .map(|(id, debut, fin, unit)| {
            format!("{id},T01,technicien,Premier assistant opérateur cinéma,{debut},{fin},1364.56,{unit}\n")
        })
        .collect();
    let root = dossier(
        "matricule,nom,prenom\nT01,EXEMPLE,Camille\n",
        &format!("contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement\n{contracts}"),
        &format!("contrat,date,debut,fin,pause_minutes,recupere,confirme\n{rows}"),
    );
    let done = paie(root.path(), period);
    (done.results().iter().map(|p| p.contrats.len()).sum(), done.diagnostics)
}

/// Tuesday to 2:00, Wednesday from 8:00 under another contract: six hours of rest, five are missing.
#[test]
fn the_rest_between_two_contracts_is_asked() {
    let two = [("C1", "2026-11-17", "2026-11-17", "jour"), ("C2", "2026-11-18", "2026-11-18", "jour")];
    let rows = |fin: &str, yes: &str| {
        format!("C1,2026-11-17,16:00,{fin},60,,\nC2,2026-11-18,08:00,16:00,60,,{yes}\n")
    };
    let (_, told_of) = of_contracts(&two, &rows("02:00", ""), "2026-W47");
    let fault = told(&told_of, "DOS-279").unwrap();
    assert!(
        fault.message.contains("il manque 5 h au repos") && fault.message.contains("contrat C1"),
        "{fault:?}"
    );
    assert_eq!((fault.ligne, fault.colonne.as_deref()), (Some(3), Some("debut")));
    // Until 21:00 there are eleven hours; a confirmed row is paid.
    for fine in [rows("21:00", ""), rows("02:00", "debut")] {
        let (paid, told_of) = of_contracts(&two, &fine, "2026-W47");
        assert_eq!(paid, 2, "{told_of:?}");
    }
}

/// A shift of Sunday night and the Monday after, paid by two periods: the rest is seen by neither.
#[test]
fn the_rest_between_two_periods_is_asked() {
    let one = [("C1", "2026-11-16", "2026-11-27", "semaine")];
    let mut rows = String::new();
    for day in ["17", "18", "19", "20"] {
        rows.push_str(&format!("C1,2026-11-{day},09:00,17:00,60,,\n"));
    }
    rows.push_str("C1,2026-11-22,18:00,02:00,60,oui,\n");
    for day in ["23", "24", "25", "26", "27"] {
        rows.push_str(&format!("C1,2026-11-{day},09:00,17:00,60,,\n"));
    }
    let (paid, told_of) = of_contracts(&one, &rows, "2026-W48");
    assert_eq!(paid, 0, "{told_of:?}");
    let fault = told(&told_of, "DOS-279").unwrap();
    assert!(
        fault
            .message
            .contains("il manque 4 h au repos de onze heures après le 22/11/2026 payé par une autre période"),
        "{fault:?}"
    );
    let (paid, told_of) = of_contracts(&one, &rows, "2026-11-16/2026-11-29");
    assert_eq!(paid, 1, "{told_of:?}");
}

/// Five days of a week engaged, and the Saturday under a contract of its own.
#[test]
fn a_sixth_day_under_another_contract_is_asked() {
    let two = [("C1", "2026-11-16", "2026-11-20", "semaine"), ("C2", "2026-11-21", "2026-11-21", "jour")];
    let week: String = WEEK.iter().map(|d| format!("C1,{d},09:00,18:00,60,,\n")).collect();
    let (_, told_of) = of_contracts(&two, &format!("{week}C2,2026-11-21,09:00,18:00,60,,\n"), "2026-W47");
    let fault = told(&told_of, "DOS-279").unwrap();
    assert!(
        fault.message.contains("sixième jour de la semaine, après 5 jours d'autres contrats"),
        "{fault:?}"
    );
    let (paid, told_of) =
        of_contracts(&two, &format!("{week}C2,2026-11-21,09:00,18:00,60,,date\n"), "2026-W47");
    assert_eq!(paid, 2, "{told_of:?}");
}

/// Gross of a figurant at 108.33 (12.31 an hour) from 8:00 on these days, one contract for all or one each; `yes` answers on
/// the last row.
fn figurant(days: &[&str], end: &str, one: bool, yes: &str) -> (Vec<String>, Vec<Diagnostic>) {
    let id = |rank: usize| if one { "F1".to_owned() } else { format!("F{}", rank + 1) };
    let last = days.len() - 1;
    let contracts: String = if one {
        format!("F1,T01,figurant,Figurant,{},{},108.33,jour\n", days[0], days[last])
    } else {
        days.iter()
            .enumerate()
            .map(|(n, d)| format!("{},T01,figurant,Figurant,{d},{d},108.33,jour\n", id(n)))
            .collect()
    };
    let rows: String = days
        .iter()
        .enumerate()
        .map(|(n, d)| format!("{},{d},08:00,{end},60,{}\n", id(n), if n == last { yes } else { "" }))
        .collect();
    let root = dossier(
        "matricule,nom,prenom\nT01,EXEMPLE,Camille\n",
        &format!("contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement\n{contracts}"),
        &format!("contrat,date,debut,fin,pause_minutes,confirme\n{rows}"),
    );
    let done = paie(root.path(), "2026-W47");
    (done.results().iter().map(|p| p.totaux.brut.to_string()).collect(), done.diagnostics)
}

/// Five contracts of a day, nine hours each: 45 h in the week. 5 x 108.33 + 5 h x 12.31 + 25 % of 10 h x 12.31 = 633.98 as one
/// contract; five days alone give 5 x (108.33 + 15.39) = 618.60.
#[test]
fn a_figurant_of_several_contracts_beyond_35_hours_is_asked() {
    assert_eq!(figurant(&WEEK, "18:00", true, "").0, ["633.98"]);
    let (_, told_of) = figurant(&WEEK, "18:00", false, "");
    let fault = told(&told_of, "DOS-279").unwrap();
    assert!(
        fault.message.contains("45 heures de figuration") && fault.message.contains("par 5 contrats"),
        "{fault:?}"
    );
    assert_eq!((fault.ligne, fault.colonne.as_deref()), (Some(6), Some("fin")));
    let (paid, told_of) = figurant(&WEEK, "18:00", false, "fin");
    assert_eq!(paid, ["618.60"], "{told_of:?}");
}

/// Four days of ten hours, 40 h: as one contract 4 x 108.33 + 8 h x 12.31 + 25 % of 5 h x 12.31 = 547.19; the premiums of the
/// days, 4 x (108.33 + 2 h x 12.31 x 1.25) = 556.44, pay more: nothing is missing, and nothing is asked.
#[test]
fn premiums_of_the_days_that_pay_more_than_the_week_are_not_asked_about() {
    assert_eq!(figurant(&WEEK[..4], "19:00", true, "").0, ["547.19"]);
    let (paid, told_of) = figurant(&WEEK[..4], "19:00", false, "");
    assert_eq!(paid, ["556.44"], "{told_of:?}");
}
