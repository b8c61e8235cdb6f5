//! Cachets of artists, extras and réalisateurs: paid once, and counted alike whatever column says them.

mod common;

use cddu_declarations::parts::Activite;
use cddu_declarations::production::FigurantUnite;
use cddu_payslip::Payslip;
use cddu_rates::Diagnostic;
use common::{dossier, paie, tried};
use tempfile::TempDir;

const CONTRATS: &str = "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement,idcc,cachets,brut,cadre,taux_artiste,annexe,confirme\n";
const TEMPS: &str = "contrat,date,debut,fin,semaine,jours,heures,cachets,nature,confirme\n";

fn folder(contracts: &str, times: &str) -> TempDir {
    dossier(
        "matricule,nom,prenom\nT01,EXEMPLE,Camille\n",
        &format!("{CONTRATS}{contracts}"),
        &format!("{TEMPS}{times}"),
    )
}

/// The only payslip.
fn paid(contracts: &str, times: &str, period: &str) -> Payslip {
    let root = folder(contracts, times);
    let done = paie(root.path(), period);
    let list = done.results();
    assert_eq!(list.len(), 1, "{contracts}{times}\n{:#?}", done.diagnostics);
    list[0].clone()
}

fn brut(contracts: &str, times: &str, period: &str) -> String {
    paid(contracts, times, period).totaux.brut.to_string()
}

/// The fault of this code, when nobody is paid.
fn refused(contracts: &str, times: &str, period: &str, code: &str) -> Diagnostic {
    let root = folder(contracts, times);
    let done = paie(root.path(), period);
    assert!(done.results().is_empty(), "{contracts}{times}\n{:#?}", done.diagnostics);
    let found = done.diagnostics.iter().find(|d| d.code == code);
    found.unwrap_or_else(|| panic!("{code}\n{contracts}{times}\n{:#?}", done.diagnostics)).clone()
}

/// The fault of a period that has nothing to pay.
fn refused_whole(contracts: &str, times: &str, period: &str, code: &str) {
    let root = folder(contracts, times);
    let faults = tried(root.path(), period).unwrap_err();
    assert_eq!(faults[0].code, code, "{faults:?}");
}

fn place(fault: &Diagnostic) -> (u64, &str) {
    (fault.ligne.unwrap(), fault.colonne.as_deref().unwrap())
}

/// An artist of film at the minimum of a day, 418.25: base of 28.68 an hour.
fn artist(debut: &str, fin: &str, cachets: &str, confirme: &str) -> String {
    format!(
        "C1,T01,artiste,Artiste-interprète long métrage,{debut},{fin},418.25,jour,,{cachets},,,,,{confirme}\n"
    )
}

fn cachet(date: &str, n: &str) -> String {
    format!("C1,{date},,,,,,{n},,\n")
}

fn hours(date: &str, debut: &str, fin: &str, n: &str) -> String {
    format!("C1,{date},{debut},{fin},,,,{n},,\n")
}

#[test]
fn a_cachet_of_a_sunday_asks_its_hours() {
    let contract = artist("2026-11-15", "2026-11-20", "", "");
    let monday = cachet("2026-11-16", "1");
    let fault = refused(&contract, &(cachet("2026-11-15", "1") + &monday), "2026-11", "DOS-255");
    assert_eq!(place(&fault), (2, "date"));
    // Eight hours on Sunday: 418.25 twice, and 8 x 28.68 x 200 % = 458.88.
    let told = hours("2026-11-15", "09:00", "17:00", "1") + &monday;
    assert_eq!(brut(&contract, &told, "2026-11"), "1295.38");
    // Five times the minimum: the premium is free, the answer is taken.
    let free = contract.replace("418.25", "2091.25").replace(",\n", ",salaire_base\n");
    let wanted = "C1,2026-11-15,,,,,,1,,date\n".to_owned() + &monday;
    assert_eq!(brut(&free, &wanted, "2026-11"), "4182.50");
    // Television: no premium of Sunday in its agreement, one of holidays, of the whole cachet.
    let tv = |day: &str| format!("C1,T01,artiste,Artiste dramatique,{day},{day},300.00,jour,2642,,,,,,\n");
    assert_eq!(brut(&tv("2026-11-15"), &cachet("2026-11-15", "1"), "2026-11"), "300.00");
    let fault = refused(&tv("2026-11-11"), &cachet("2026-11-11", "1"), "2026-11", "DOS-255");
    assert!(fault.message.contains("300,00\u{a0}€"), "{}", fault.message);
    let told = hours("2026-11-11", "09:00", "18:00", "1");
    assert_eq!(brut(&tv("2026-11-11"), &told, "2026-11"), "600.00");
}

#[test]
fn a_cachet_is_paid_once() {
    let contract = artist("2026-11-16", "2026-11-20", "", "");
    let (monday, tuesday) = (cachet("2026-11-16", "1"), cachet("2026-11-17", "1"));
    assert_eq!(brut(&contract, &(monday.clone() + &tuesday), "2026-11"), "836.50");
    // The same line twice, two in one cell, nine in a week: told with the money, and taken when they are meant.
    let twice = monday.clone() + &monday;
    let fault = refused(&contract, &twice, "2026-11", "DOS-256");
    assert_eq!(place(&fault), (3, "cachets"));
    assert!(fault.message.contains("418,25\u{a0}€"), "{}", fault.message);
    let two = cachet("2026-11-16", "2");
    assert_eq!(place(&refused(&contract, &two, "2026-11", "DOS-256")), (2, "cachets"));
    assert_eq!(brut(&contract, "C1,2026-11-16,,,,,,2,,cachets\n", "2026-11"), "836.50");
    let week = "C1,,,,2026-W47,3,,4,,\n";
    assert!(refused(&contract, week, "2026-11", "DOS-256").message.contains("418,25\u{a0}€"));
    // Hours in the morning and in the afternoon of one day are one cachet.
    let halves = hours("2026-11-16", "08:00", "12:00", "") + &hours("2026-11-16", "13:00", "17:00", "");
    assert_eq!(brut(&contract, &halves, "2026-11"), "418.25");
    let both = hours("2026-11-16", "08:00", "12:00", "1") + &hours("2026-11-16", "13:00", "17:00", "1");
    assert_eq!(place(&refused(&contract, &both, "2026-11", "DOS-256")), (3, "cachets"));
}

#[test]
fn no_day_of_work_is_dropped_nor_paid_against_what_is_written() {
    let contract = artist("2026-11-16", "2026-11-20", "", "");
    let tuesday = cachet("2026-11-17", "1");
    let fault =
        refused(&contract, &(hours("2026-11-16", "09:00", "17:00", "") + &tuesday), "2026-11", "DOS-257");
    assert_eq!(place(&fault), (2, "cachets"));
    let nought = hours("2026-11-16", "09:00", "17:00", "0");
    assert_eq!(place(&refused(&contract, &nought, "2026-11", "DOS-257")), (2, "cachets"));
    assert_eq!(brut(&contract, &hours("2026-11-16", "09:00", "17:00", ""), "2026-11"), "418.25");
    // A nought without hours is an empty line.
    refused(&contract, &cachet("2026-11-16", "0"), "2026-11", "DOS-010");
    // Five in the contract, one in the rows.
    let five = artist("2026-11-16", "2026-11-20", "5", "");
    let fault = refused(&five, &tuesday, "2026-11", "DOS-257");
    assert_eq!(place(&fault), (2, "cachets"));
    assert!(fault.message.contains("673,00\u{a0}€"), "{}", fault.message);
    let wanted = artist("2026-11-16", "2026-11-20", "5", "cachets");
    assert_eq!(brut(&wanted, &tuesday, "2026-11"), "2091.25");
}

#[test]
fn the_cachets_of_a_contract_are_not_paid_by_each_period() {
    let two = artist("2026-11-16", "2026-11-27", "2", "");
    let rows = cachet("2026-11-17", "1") + &cachet("2026-11-24", "1");
    for period in ["2026-W47", "2026-W48"] {
        assert_eq!(place(&refused(&two, &rows, period, "DOS-258")), (2, "cachets"), "{period}");
    }
    assert_eq!(brut(&two, &rows, "2026-11"), "836.50");
    // Both in one of the periods: that period pays them, the other nothing.
    let first = cachet("2026-11-17", "1") + &cachet("2026-11-18", "1");
    assert_eq!(brut(&two, &first, "2026-W47"), "836.50");
    refused_whole(&two, &first, "2026-W48", "DOS-073");
    // Counted by the rows, each period pays its own.
    let by_row = artist("2026-11-16", "2026-11-27", "", "");
    for period in ["2026-W47", "2026-W48"] {
        assert_eq!(brut(&by_row, &rows, period), "418.25", "{period}");
    }
}

#[test]
fn hours_of_an_artist_are_counted_over_the_engagement() {
    // Ten hours one week, six the next: sixteen in two days, none beyond eight a day.
    let rows = hours("2026-11-16", "09:00", "19:00", "") + &hours("2026-11-24", "09:00", "15:00", "");
    let contract = artist("2026-11-16", "2026-11-27", "", "");
    assert_eq!(brut(&contract, &rows, "2026-11"), "836.50");
    for period in ["2026-W47", "2026-W48"] {
        let fault = refused(&contract, &rows, period, "DOS-259");
        assert_eq!(place(&fault), (2, "engagement"), "{period}");
        assert!(
            fault.message.contains(" 2 h au-delà") && fault.message.ends_with(" 0 h"),
            "{}",
            fault.message
        );
    }
    // Kept by period when it is meant: 418.25 + 2 x 28.68 x 125 % = 71.70.
    let kept = artist("2026-11-16", "2026-11-27", "", "engagement");
    assert_eq!(brut(&kept, &rows, "2026-W47"), "489.95");
    assert_eq!(brut(&kept, &rows, "2026-W48"), "418.25");
    // Long days on both sides give the same by parts: 2 x 71.70.
    let long = hours("2026-11-16", "09:00", "19:00", "") + &hours("2026-11-24", "09:00", "19:00", "");
    assert_eq!(brut(&contract, &long, "2026-W47"), "489.95");
    assert_eq!(brut(&contract, &long, "2026-W48"), "489.95");
    assert_eq!(brut(&contract, &long, "2026-11"), "979.90");
}

#[test]
fn the_week_of_an_extra_is_not_cut() {
    let contract = "C1,T01,figurant,Figurant,2026-11-17,2026-11-19,108.33,jour,,,,,,,\n";
    let days =
        |fin: &str| ["17", "18", "19"].map(|d| hours(&format!("2026-11-{d}"), "07:00", fin, "")).concat();
    // Three days of twelve hours: 36 h. Three cachets 324.99, twelve hours beyond eight at 12.31 = 147.72, and 25 % of the
    // hour above 35 = 3.08.
    assert_eq!(brut(contract, &days("19:00"), "2026-W47"), "475.79");
    for period in ["2026-11-16/2026-11-18", "2026-11-19/2026-11-22"] {
        let fault = refused(contract, &days("19:00"), period, "DOS-050");
        assert_eq!(fault.colonne.as_deref(), Some("date"), "{period}");
    }
    // Three days of ten hours are 30: each day by itself, 108.33 + 2 x 12.31 x 125 % = 30.78, cut or not but for the cent
    // of the lines: 324.99 + 92.33 (92.325).
    assert_eq!(brut(contract, &days("17:00"), "2026-W47"), "417.32");
    assert_eq!(brut(contract, &days("17:00"), "2026-11-19/2026-11-22"), "139.11");
}

#[test]
fn a_director_is_declared_the_same_whatever_column_says_his_work() {
    let director = |salaire: &str, brut: &str, annexe: &str| {
        format!(
            "C1,T01,realisateur,Réalisateur cinéma,2026-11-16,2026-11-20,{salaire},semaine,,,{brut},,,{annexe},\n"
        )
    };
    let days = ["16", "17", "18", "19", "20"].map(|d| format!("2026-11-{d}"));
    let by_hours: String = days.iter().map(|d| hours(d, "09:00", "17:00", "")).collect();
    let by_cachets: String = days.iter().map(|d| cachet(d, "1")).collect();
    let by_week = "C1,,,,2026-W47,5,40,,,\n".to_owned();
    let cachets_of_week = "C1,,,,2026-W47,,,5,,\n".to_owned();
    let all = [&by_hours, &by_cachets, &by_week, &cachets_of_week];
    for contract in [director("3015.27", "", ""), director("", "3015.27", "10")] {
        for times in all {
            let slip = paid(&contract, times, "2026-W47");
            assert_eq!(slip.totaux.brut.to_string(), "3015.27", "{times}");
            let work = Activite::of([&slip.contrats[0]], FigurantUnite::Cachet);
            let found = (work.heures.to_string(), work.isoles, work.groupes, work.jours);
            assert_eq!(found, ("0".to_owned(), 0, 5, 5), "{contract}{times}");
        }
    }
    // Annexe 8 has no cachet: the hours, when they are known.
    let slip = paid(&director("", "3015.27", "8"), &by_hours, "2026-W47");
    let work = Activite::of([&slip.contrats[0]], FigurantUnite::Cachet);
    assert_eq!((work.heures.to_string(), work.groupes), ("40".to_owned(), 0));
}

#[test]
fn a_director_at_the_rates_of_technicians_is_paid_from_his_sheet() {
    let contract =
        "C1,T01,realisateur,Réalisateur cinéma,2026-11-16,2026-11-20,3015.27,semaine,,,,non,non,8,\n";
    let days = ["16", "17", "18", "19", "20"].map(|d| hours(&format!("2026-11-{d}"), "09:00", "17:00", ""));
    let slip = paid(contract, &days.concat(), "2026-W47");
    assert_eq!(
        (slip.totaux.brut.to_string(), slip.contrats[0].heures.to_string()),
        ("3015.27".into(), "40".into())
    );
    // Without hours the relief cannot be counted: refused, and the words name the sheet.
    let cachets = ["16", "17"].map(|d| cachet(&format!("2026-11-{d}"), "1")).concat();
    let fault = refused(contract, &cachets, "2026-W47", "PAIE-008");
    assert!(fault.aide.unwrap().contains("debut et fin"));
}
