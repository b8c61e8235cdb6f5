//! What stands in the files beside the rows to pay: read, refused with a remedy, or passed and told; never lost in silence.

mod common;

use std::fs;
use std::path::Path;

use cddu_dossier::Folder;
use cddu_rates::{Diagnostic, Gravite};
use common::{dossier, paie};
use rust_xlsxwriter::{Format, Workbook};
use tempfile::TempDir;

const CONTRATS: &str = "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement\nC1,T01,technicien,Cadreur cinéma,2026-11-16,2026-11-20,1747.82,semaine\n";
const DAYS: [&str; 5] = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];

fn week() -> String {
    DAYS.iter().map(|d| format!("C1,{d},09:00,18:00,60,,\n")).collect()
}

fn folder(times: &str) -> TempDir {
    dossier(
        "matricule,nom,prenom\nT01,EXEMPLE,Camille\n",
        CONTRATS,
        &format!("contrat,date,debut,fin,pause_minutes,jours,heures\n{times}"),
    )
}

fn told(root: &Path) -> Vec<Diagnostic> {
    match Folder::read(root) {
        Ok(folder) => folder.diagnostics,
        Err(list) => list,
    }
}

fn codes(list: &[Diagnostic]) -> Vec<&str> {
    list.iter().map(|d| d.code.as_str()).collect()
}

#[test]
fn a_file_with_a_near_name_or_the_same_columns_is_told() {
    let absences = "contrat;debut;fin;motif\nC1;2026-11-18;2026-11-18;maladie\n";
    let elements = "matricule;date;code;montant\nT01;2026-11-20;acompte;150,00\n";
    // (name, text, the file it should be; nothing when it is no concern of the pay)
    // A near name is a slip, nobody is paid; the columns alone may be those of a file kept beside: told.
    let cases: [(&str, &str, Option<&str>); 7] = [
        ("absence.csv", absences, Some("absences.csv")),
        ("Élément.csv", elements, Some("elements.csv")),
        ("frais.csv", elements, Some("elements.csv")),
        (
            "acomptes.csv",
            "Semaine 47;;;\nmatricule;date;code;montant\nT01;2026-11-20;acompte;150,00\n",
            Some("elements.csv"),
        ),
        // Its columns and no row: nothing is lost.
        ("primes.csv", "matricule;date;code;montant\n", None),
        ("brouillon.csv", absences, None),
        ("plan de travail.csv", "jour;lieu\n16;Paris\n", None),
    ];
    for (name, text, expected) in cases {
        let root = folder(&week());
        fs::write(root.path().join(name), text).unwrap();
        let found = told(root.path());
        let lost: Vec<&Diagnostic> = found.iter().filter(|d| d.code == "DOS-243").collect();
        match expected {
            Some(file) => {
                assert_eq!(lost.len(), 1, "{name}: {found:?}");
                let slip = matches!(name, "absence.csv" | "Élément.csv");
                assert_eq!(lost[0].is_error(), slip, "{name}");
                assert!(lost[0].message.contains(name), "{name}: {}", lost[0].message);
                assert!(lost[0].aide.as_ref().unwrap().contains(file), "{name}: {:?}", lost[0].aide);
            }
            None => assert!(lost.is_empty(), "{name}: {lost:?}"),
        }
    }
}

/// A workbook under an extension that is not read is named, with what to do of it.
#[test]
fn a_workbook_of_another_format_is_named() {
    for name in ["dossier.xls", "dossier.xlsm", "Dossier.XLSX", "temps.ods"] {
        let root = folder("");
        fs::remove_file(root.path().join("temps.csv")).unwrap();
        fs::write(root.path().join(name), "PK").unwrap();
        let found = told(root.path());
        let read = if name.starts_with("temps") { "temps.xlsx" } else { "dossier.xlsx" };
        let absent =
            found.iter().find(|d| d.code == "DOS-001").unwrap_or_else(|| panic!("{name}: {found:?}"));
        let help = absent.aide.as_deref().unwrap();
        assert!(help.contains(name) && help.contains(read), "{name}: {help}");
    }
}

/// A second sheet with the columns of the hours, in the workbook of the folder or in that of the hours.
#[test]
fn a_second_sheet_of_hours_is_told() {
    let header = ["contrat", "date", "debut", "fin", "pause_minutes"];
    let rows = |sheet: &mut rust_xlsxwriter::Worksheet, days: &[&str]| {
        for (rank, name) in header.iter().enumerate() {
            sheet.write_string(0, u16::try_from(rank).unwrap(), *name).unwrap();
        }
        for (rank, day) in days.iter().enumerate() {
            for (column, text) in ["C1", day, "09:00", "18:00", "60"].iter().enumerate() {
                let at = (u32::try_from(rank).unwrap() + 1, u16::try_from(column).unwrap());
                sheet.write_string(at.0, at.1, *text).unwrap();
            }
        }
    };
    for (second, lost) in [("Feuil1", true), ("brouillon", false)] {
        let root = folder("");
        let mut book = Workbook::new();
        rows(book.add_worksheet().set_name("temps").unwrap(), &DAYS[..3]);
        rows(book.add_worksheet().set_name(second).unwrap(), &DAYS[3..]);
        fs::remove_file(root.path().join("temps.csv")).unwrap();
        book.save(root.path().join("temps.xlsx")).unwrap();
        let found = told(root.path());
        assert_eq!(codes(&found).contains(&"DOS-243"), lost, "{second}: {found:?}");
    }
}

#[test]
fn a_cell_that_contradicts_the_times_of_its_day_is_refused() {
    let row = |debut: &str, fin: &str, jours: &str, heures: &str| {
        week().replacen(
            "C1,2026-11-17,09:00,18:00,60,,\n",
            &format!("C1,2026-11-17,{debut},{fin},60,{jours},{heures}\n"),
            1,
        )
    };
    // 9:00 to 18:00 less an hour: 8 hours.
    for fine in [row("09:00", "18:00", "1", "8"), row("17/11/2026 09:00", "17/11/2026 18:00", "", "")] {
        assert_eq!(paie(folder(&fine).path(), "2026-W47").results().len(), 1, "{fine}");
    }
    for (times, column, words) in [
        (row("09:00", "18:00", "", "12"), "heures", "12 heures écrites, 8 d'après"),
        (row("09:00", "18:00", "3", ""), "jours", "3 jours sur la ligne d'un seul"),
        (
            row("18/11/2026 09:00", "18:00", "", ""),
            "debut",
            "heure du 18/11/2026, sur la ligne du 17/11/2026",
        ),
    ] {
        let done = paie(folder(&times).path(), "2026-W47");
        assert!(done.results().is_empty(), "{times}");
        let fault = done.diagnostics.iter().find(|d| d.code == "DOS-277").unwrap();
        assert_eq!((fault.ligne, fault.colonne.as_deref()), (Some(3), Some(column)));
        assert!(fault.message.contains(words), "{}", fault.message);
    }
}

/// Amounts in columns of counts, commas lost, clock times read as hundredths: asked, and paid once confirmed.
#[test]
fn odd_counts_are_asked() {
    let header =
        "contrat,date,debut,fin,pause_minutes,semaine,jours,heures,repas,transport_minutes,confirme\n";
    let day = |last: &str| {
        let days = &DAYS[..4];
        let plain: String = days.iter().map(|d| format!("C1,{d},09:00,18:00,60,,,,,,\n")).collect();
        format!("{header}C1,2026-11-20,09:00,18:00,60,,,,{last}\n{plain}")
    };
    let total =
        |jours: &str, heures: &str, yes: &str| format!("{header}C1,,,,,2026-W47,{jours},{heures},,,{yes}\n");
    let asked = |times: &str| {
        let root = dossier("matricule,nom,prenom\nT01,EXEMPLE,Camille\n", CONTRATS, times);
        let done = paie(root.path(), "2026-W47");
        let fault = done.diagnostics.iter().find(|d| d.code == "DOS-278").cloned();
        assert_eq!(done.results().is_empty(), fault.is_some(), "{times}\n{:?}", done.diagnostics);
        fault.map(|d| (d.colonne.unwrap_or_default(), d.message))
    };
    for (times, column, words) in [
        (day("21,,"), "repas", "21 repas"),
        (day(",600,"), "transport_minutes", "600 minutes de transport en un jour (10 h)"),
        (total("5", "119", ""), "heures", "119 heures pour 5 jours, 23,8 par jour"),
        (total("5", "4.35", ""), "heures", "0,87 par jour"),
        (total("5", "45.45", ""), "heures", "45 heures et 45 centièmes"),
        (total("5", "\"43,40\"", ""), "heures", "43 heures et 40 centièmes"),
    ] {
        let (found, message) = asked(times.as_str()).unwrap_or_else(|| panic!("{times}"));
        assert_eq!(found, column);
        assert!(message.replace('\u{a0}', " ").contains(words), "{message}");
    }
    for fine in [
        day("3,360,"),
        day("21,,repas"),
        total("5", "45.5", ""),
        total("5", "45.25", ""),
        total("5", "45h45", ""),
        total("5", "45.45", "heures"),
    ] {
        assert_eq!(asked(&fine), None, "{fine}");
    }
}

#[test]
fn texts_under_a_table_and_repeated_names_are_passed() {
    let header = "contrat,date,debut,fin,pause_minutes,jours,heures\n";
    for extra in [
        "Signature du directeur de production,,,,,,\n",
        ",,,,,,\n,Légende : jaune = à confirmer,,,,,\n",
        header,
    ] {
        let root = folder(&format!("{}{extra}", week()));
        let done = paie(root.path(), "2026-W47");
        if extra.starts_with(',') {
            // In the column of a date it may be a row to pay.
            assert!(done.results().is_empty(), "{extra}");
            continue;
        }
        assert_eq!(done.results().len(), 1, "{extra}: {:?}", done.diagnostics);
        let found = told(root.path());
        let passed = found.iter().find(|d| d.code == "DOS-137").unwrap();
        assert_eq!((passed.gravite, passed.ligne), (Gravite::Info, Some(7)), "{extra}");
    }
    // A day off left in the sheet: the remedy says that its row may go.
    let root = folder(&format!("{}C1,2026-11-21,,,,,\n", week()));
    let found = told(root.path());
    let fault = found.iter().find(|d| d.code == "DOS-010").unwrap();
    assert!(fault.aide.as_ref().unwrap().contains("supprimer la ligne"), "{:?}", fault.aide);
}

#[test]
fn a_row_struck_out_is_asked() {
    let struck = Format::new().set_font_strikethrough();
    let write = |root: &Path, cells_of_last: usize| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("temps").unwrap();
        let header = ["contrat", "date", "debut", "fin", "pause_minutes"];
        for (rank, name) in header.iter().enumerate() {
            sheet.write_string(0, u16::try_from(rank).unwrap(), *name).unwrap();
        }
        for (rank, day) in DAYS.iter().enumerate() {
            let row = u32::try_from(rank).unwrap() + 1;
            for (column, text) in ["C1", day, "09:00", "18:00", "60"].iter().enumerate() {
                let at = (row, u16::try_from(column).unwrap());
                if rank == 4 && column < cells_of_last {
                    sheet.write_string_with_format(at.0, at.1, *text, &struck).unwrap();
                } else {
                    sheet.write_string(at.0, at.1, *text).unwrap();
                }
            }
        }
        fs::remove_file(root.join("temps.csv")).unwrap();
        book.save(root.join("temps.xlsx")).unwrap();
    };
    let root = folder("");
    write(root.path(), 5);
    let done = paie(root.path(), "2026-W47");
    assert!(done.results().is_empty());
    let fault = done.diagnostics.iter().find(|d| d.code == "DOS-139").unwrap();
    assert_eq!(
        (fault.ligne, fault.message.as_str()),
        (Some(6), "ligne barrée"),
        "{:?}",
        codes(&done.diagnostics)
    );
    assert!(fault.aide.as_ref().unwrap().contains("la supprimer si elle est annulée"));
    // Some cells alone: read, and told.
    let root = folder("");
    write(root.path(), 2);
    let done = paie(root.path(), "2026-W47");
    assert_eq!(done.results().len(), 1, "{:?}", done.diagnostics);
    assert!(told(root.path()).iter().any(|d| d.code == "DOS-139" && !d.is_error()));
}
