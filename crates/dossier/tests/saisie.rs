//! The intake: nobody is paid on a part of his data, a workbook is read as CSV are, a payslip not handed over is undone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cddu_dossier::{Choix, Etat, Folder, Motif, PayPeriod, Run, RunOptions, annotate, run, undo, workbook};
use cddu_rates::Rates;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const FILES: [&str; 4] = ["salaries", "contrats", "temps", "elements"];

fn base() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/errors/_base")
}

/// The folder of the catalogue: three technicians, one week.
fn folder() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    for name in ["production.toml", "salaries.csv", "contrats.csv", "temps.csv", "elements.csv"] {
        fs::copy(base().join(name), work.path().join(name)).unwrap();
    }
    work
}

fn change(work: &Path, file: &str, pairs: &[(&str, &str)]) {
    let mut text = fs::read_to_string(work.join(file)).unwrap();
    for (before, after) in pairs {
        assert!(text.contains(before), "{before}");
        text = text.replacen(before, after, 1);
    }
    fs::write(work.join(file), text).unwrap();
}

fn pay(work: &Path, dry: bool, despite: &[&str]) -> Run {
    let folder = Folder::read(work).unwrap();
    let options = RunOptions {
        period: PayPeriod::parse("2026-W47").unwrap(),
        payment: None,
        replace: false,
        dry,
        despite: despite.iter().map(|m| (*m).to_owned()).collect(),
    };
    run(&folder, &Rates::embedded(), &options, &|_, _| {}).unwrap()
}

fn paid(run: &Run) -> Vec<&str> {
    run.payslips.iter().map(|(f, _)| f.resultat.salarie.matricule.as_str()).collect()
}

#[test]
fn rows_without_a_contract_hold_whoever_they_would_complete() {
    let work = folder();
    // Merged cells of a time sheet: only the first row of C2 names it.
    change(
        work.path(),
        "temps.csv",
        &[
            ("C2,2026-11-17", ",2026-11-17"),
            ("C2,2026-11-18", ",2026-11-18"),
            ("C2,2026-11-19", ",2026-11-19"),
            ("C2,2026-11-20", ",2026-11-20"),
        ],
    );
    let held = pay(work.path(), true, &[]);
    // C1 and C3 have a line on each of these days: the rows cannot be theirs.
    assert_eq!(paid(&held), ["T01", "T03"]);
    assert_eq!(held.left_out.len(), 1);
    assert_eq!(held.left_out[0].matricule, "T02");
    assert_eq!(held.left_out[0].lignes, ["temps.csv:10", "temps.csv:11", "temps.csv:8", "temps.csv:9"]);
    // A day that C3 lacks too: the row may be of either.
    change(work.path(), "temps.csv", &[("C3,2026-11-18,09:00,18:30,60\n", "")]);
    assert_eq!(paid(&pay(work.path(), true, &[])), ["T01"]);
}

#[test]
fn a_person_is_paid_in_spite_of_a_row_when_it_is_asked_and_the_register_says_so() {
    let work = folder();
    change(work.path(), "temps.csv", &[("C2,2026-11-18,09:00,18:30", "C2,2026-11-18,09:00,25:30")]);
    assert_eq!(paid(&pay(work.path(), false, &[])), ["T01", "T03"]);
    let asked = pay(work.path(), false, &["T02"]);
    assert_eq!(paid(&asked), ["T01", "T02", "T03"]);
    let (frozen, state) = &asked.payslips[1];
    assert_eq!(*state, Etat::Nouveau);
    let row = Motif { code: "DOS-015".to_owned(), fichier: Some("temps.csv".to_owned()), ligne: Some(9) };
    assert_eq!(frozen.malgre, [row]);
    // The decision stands: the next run asks nothing and changes nothing.
    let again = pay(work.path(), false, &[]);
    assert!(again.left_out.is_empty() && again.payslips.iter().all(|(_, e)| *e == Etat::Inchange));
    // Another row at fault is another question; the frozen payslip stays in what the run gives.
    change(work.path(), "temps.csv", &[("C2,2026-11-19,09:00,18:30,60", "C2,2026-11-19,09:00,18:30,1")]);
    let other = pay(work.path(), false, &[]);
    assert_eq!(other.left_out[0].matricule, "T02");
    assert_eq!(other.payslips[1].1, Etat::Conserve);
}

#[test]
fn a_row_of_another_week_holds_nobody_back() {
    let work = folder();
    change(work.path(), "contrats.csv", &[("2026-11-20,1310.82", "2026-11-27,1310.82")]);
    let text = fs::read_to_string(work.path().join("temps.csv")).unwrap();
    fs::write(work.path().join("temps.csv"), format!("{text}C2,2026-11-23,09:00,29:00,60\n")).unwrap();
    assert_eq!(paid(&pay(work.path(), true, &[])), ["T01", "T02", "T03"]);
}

#[test]
fn a_confirmed_value_is_paid() {
    let work = folder();
    change(
        work.path(),
        "contrats.csv",
        &[("salaire_base\n", "salaire_base,confirme\n"), ("1747.82", "17478.20,")],
    );
    assert_eq!(paid(&pay(work.path(), true, &[])), ["T02", "T03"]);
    change(work.path(), "contrats.csv", &[("17478.20,", "17478.20,salaire_base")]);
    assert_eq!(paid(&pay(work.path(), true, &[])), ["T01", "T02", "T03"]);
}

/// The files of a folder as one workbook, as a person would keep it: real dates and times, numbers that look like numbers,
/// a title above the header, a total below, the contract of a week in merged cells, a hidden row.
fn as_workbook(work: &Path) {
    let mut book = Workbook::new();
    let (day, hour) = (Format::new().set_num_format("dd/mm/yyyy"), Format::new().set_num_format("hh:mm"));
    for name in FILES {
        let path = work.join(format!("{name}.csv"));
        let text = fs::read_to_string(&path).unwrap();
        fs::remove_file(path).unwrap();
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        let shift = if name == "temps" { 2 } else { 0 };
        if shift > 0 {
            sheet.write_string(0, 0, "Semaine 47").unwrap();
        }
        let mut last = 0;
        for (row, line) in (shift..).zip(text.lines()) {
            last = row;
            for (column, cell) in (0u16..).zip(line.split(',')) {
                let date = cell.len() == 10 && cell.starts_with("20");
                let time = cell.len() == 5 && cell.contains(':');
                if date {
                    let value = ExcelDateTime::parse_from_str(cell).unwrap();
                    sheet.write_datetime_with_format(row, column, &value, &day).unwrap();
                } else if time {
                    let value = ExcelDateTime::parse_from_str(cell).unwrap();
                    sheet.write_datetime_with_format(row, column, &value, &hour).unwrap();
                } else if let (Ok(number), false) = (cell.parse::<f64>(), cell.starts_with('0')) {
                    sheet.write_number(row, column, number).unwrap();
                } else {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
        if name == "temps" {
            // C1 is on rows 4 to 8 of Excel, C2 on rows 9 to 13.
            sheet.merge_range(8, 0, 12, 0, "C2", &Format::new()).unwrap();
            sheet.set_row_hidden(5).unwrap();
            sheet.write_string(last + 2, 0, "Total").unwrap();
            sheet.write_number(last + 2, 4, 900).unwrap();
        }
    }
    book.save(work.join("dossier.xlsx")).unwrap();
}

#[test]
fn a_workbook_pays_what_the_csv_pay() {
    let (csv, xlsx) = (folder(), folder());
    as_workbook(xlsx.path());
    let (want, got) = (pay(csv.path(), true, &[]), pay(xlsx.path(), true, &[]));
    assert!(got.left_out.is_empty(), "{:#?}", got.diagnostics);
    let bare = |run: &Run| {
        run.payslips.iter().map(|(f, _)| (f.numero.clone(), f.empreinte_entree.clone())).collect::<Vec<_>>()
    };
    assert_eq!(bare(&got), bare(&want));
    let said = |code: &str| got.diagnostics.iter().filter(|d| d.code == code).collect::<Vec<_>>();
    let about = said("DOS-139");
    assert_eq!(about.len(), 2, "{about:#?}");
    assert!(about.iter().any(|d| d.message.contains("fusionnées jusqu'à la ligne 13") && d.ligne == Some(9)));
    assert!(about.iter().any(|d| d.message.contains("masquée") && d.ligne == Some(6)));
    assert_eq!(said("DOS-137").len(), 2, "the title and the total");
}

#[test]
fn a_fault_of_a_workbook_is_at_its_row_of_excel() {
    let work = folder();
    change(work.path(), "temps.csv", &[("C2,2026-11-18,09:00,18:30", "C2,2026-11-18,09:00,25h30")]);
    as_workbook(work.path());
    let run = pay(work.path(), true, &[]);
    // Line 9 of the CSV, two rows lower under the title.
    let fault = run.diagnostics.iter().find(|d| d.code == "DOS-015").unwrap();
    assert_eq!(fault.ligne, Some(11));
    assert!(fault.fichier.as_ref().unwrap().ends_with("dossier.xlsx, feuille temps"));
    assert_eq!(run.left_out[0].matricule, "T02");
}

/// A space typed in the last cell of Excel, or pasted in its last column: the table between it and the others is refused
/// before it is made. Cells merged far below end with the table.
#[test]
fn a_value_left_far_from_the_table_is_named() {
    let text = fs::read_to_string(base().join("temps.csv")).unwrap();
    let sheet = |far: Option<(u32, u16)>| {
        let work = folder();
        fs::remove_file(work.path().join("temps.csv")).unwrap();
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, line) in (0..).zip(text.lines()) {
            for (column, cell) in (0..).zip(line.split(',')) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
        match far {
            Some((row, column)) => drop(sheet.write_string(row, column, "x").unwrap()),
            None => drop(sheet.merge_range(11, 0, 20_000, 0, "C3", &Format::new()).unwrap()),
        }
        book.save(work.path().join("temps.xlsx")).unwrap();
        work
    };
    for (far, named) in [((1_048_575, 16_383), "XFD1048576"), ((1_048_575, 8), "I1048576")] {
        let errors = Folder::read(sheet(Some(far)).path()).unwrap_err();
        assert_eq!(errors[0].code, "DOS-211", "{errors:#?}");
        assert!(errors[0].message.contains(named), "{errors:#?}");
    }
    let run = pay(sheet(None).path(), true, &[]);
    assert!(run.diagnostics.iter().any(|d| d.message.contains("fusionnées jusqu'à la ligne 16")), "{run:#?}");
    assert_eq!(paid(&run), ["T01", "T02", "T03"]);
    let near =
        Folder::read(sheet(Some((40, 30))).path()).map_or_else(|list| list, |folder| folder.diagnostics);
    assert!(near.iter().all(|d| d.code != "DOS-211"), "{near:#?}");
}

#[test]
fn the_same_rows_twice_are_refused() {
    let work = folder();
    as_workbook(work.path());
    fs::copy(base().join("temps.csv"), work.path().join("temps.csv")).unwrap();
    let errors = Folder::read(work.path()).unwrap_err();
    assert_eq!(errors[0].code, "DOS-136", "{errors:#?}");
}

#[test]
fn the_model_is_a_workbook_that_the_reader_knows() {
    let work = folder();
    for name in FILES {
        fs::remove_file(work.path().join(format!("{name}.csv"))).unwrap();
    }
    let bytes = workbook(&|_| Vec::new()).unwrap();
    assert_eq!(bytes, workbook(&|_| Vec::new()).unwrap(), "the same bytes each time");
    fs::write(work.path().join("dossier.xlsx"), bytes).unwrap();
    let folder = Folder::read(work.path()).unwrap();
    assert!(folder.people.is_empty() && folder.diagnostics.is_empty(), "{:#?}", folder.diagnostics);
}

#[test]
fn files_as_offices_keep_them() {
    let want = pay(folder().path(), true, &[]);
    let work = folder();
    // A title, `sep=;`, CR LF, years in two figures, breaks in hours, no-break spaces, a total.
    let text = fs::read_to_string(work.path().join("temps.csv")).unwrap();
    let text =
        text.replace("2026-11-", "").replace(",60", ",1 h").replace("18:30", "18 h 30").replace(',', ";");
    let lines: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(rank, line)| {
            let mut cells: Vec<String> = line.split(';').map(str::to_owned).collect();
            if rank > 0 {
                cells[1] = format!("{}/11/26", cells[1]);
                cells[0] = format!("{}\u{a0}", cells[0]);
            }
            cells.join(";")
        })
        .collect();
    let text = format!("sep=;\r\nFeuilles du film;;;;\r\n{}\r\nTotal;;;;15 h\r\n", lines.join("\r\n"));
    fs::write(work.path().join("temps.csv"), text).unwrap();
    let got = pay(work.path(), true, &[]);
    assert!(got.left_out.is_empty(), "{:#?}", got.diagnostics);
    let bare = |run: &Run| run.payslips.iter().map(|(f, _)| f.empreinte_entree.clone()).collect::<Vec<_>>();
    assert_eq!(bare(&got), bare(&want));
}

#[test]
fn the_copy_with_remarks_pays_once_corrected() {
    let work = folder();
    change(work.path(), "temps.csv", &[("C2,2026-11-18,09:00,18:30", "C2,2026-11-18,09:00,25:30")]);
    let before = fs::read(work.path().join("temps.csv")).unwrap();
    let read = Folder::read(work.path()).unwrap();
    assert_eq!(annotate(&read, &read.diagnostics).unwrap(), ["a-corriger/temps.csv"]);
    assert_eq!(fs::read(work.path().join("temps.csv")).unwrap(), before, "the original is not touched");
    let copy = fs::read_to_string(work.path().join("a-corriger/temps.csv")).unwrap();
    let rows: Vec<&str> = copy.lines().collect();
    assert!(rows[0].ends_with("x_remarques") && rows[8].contains("25:30 » n'est pas une heure"), "{copy}");
    fs::write(work.path().join("temps.csv"), copy.replace("25:30;60", "18:30;60")).unwrap();
    assert_eq!(paid(&pay(work.path(), true, &[])), ["T01", "T02", "T03"]);
}

#[test]
fn a_payslip_not_handed_over_is_undone_and_made_again() {
    let work = folder();
    pay(work.path(), false, &[]);
    let file = work.path().join("bulletins/2026/2026-W47/2026-W47-T02.json");
    let before = fs::read(&file).unwrap();
    let period = PayPeriod::parse("2026-W47").unwrap();
    let done = undo(
        &Folder::read(work.path()).unwrap(),
        &period,
        Choix { personne: Some("T02"), ..Choix::default() },
    )
    .unwrap();
    assert_eq!(done.bulletins, ["2026-W47-T02"]);
    assert!(!file.exists());
    let kept = work.path().join("defaits/bulletins/2026/2026-W47/2026-W47-T02.json");
    assert_eq!(fs::read(&kept).unwrap(), before);
    let again = pay(work.path(), false, &[]);
    assert_eq!(again.payslips[1].1, Etat::Nouveau);
    assert_eq!(fs::read(&file).unwrap(), before, "the same data give the same payslip");
    // The whole period, then nothing is left to undo.
    undo(&Folder::read(work.path()).unwrap(), &period, Choix::default()).unwrap();
    assert!(!work.path().join("bulletins/2026/2026-W47").exists());
    let errors = undo(&Folder::read(work.path()).unwrap(), &period, Choix::default()).unwrap_err();
    assert_eq!(errors[0].code, "DOS-073");
    let left: BTreeSet<String> = Folder::read(work.path()).unwrap().people.into_keys().collect();
    assert_eq!(left.len(), 3);
}

/// A sheet named nearly like one that is read would be lost with its hours: nothing is paid until it is named otherwise.
#[test]
fn a_copy_of_a_sheet_in_the_workbook_is_told() {
    let work = tempfile::tempdir().unwrap();
    fs::copy(base().join("production.toml"), work.path().join("production.toml")).unwrap();
    let build = |extra: &str| {
        let mut book = Workbook::new();
        for name in FILES {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap();
            let text = fs::read_to_string(base().join(format!("{name}.csv"))).unwrap();
            for (row, line) in (0..).zip(text.lines()) {
                for (column, cell) in (0..).zip(line.split(',')) {
                    sheet.write_string(row, column, cell).unwrap();
                }
            }
        }
        book.add_worksheet().set_name(extra).unwrap();
        book.save(work.path().join("dossier.xlsx")).unwrap();
    };
    build("temps (2)");
    let told = Folder::read(work.path()).unwrap_err();
    assert_eq!(told.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(), ["DOS-243"]);
    assert!(told[0].message.contains("temps (2)"), "{told:?}");
    build("brouillon");
    assert_eq!(paid(&pay(work.path(), true, &[])), ["T01", "T02", "T03"]);
}

/// Without security numbers, one name with one birth is one person; two people on one account are asked about.
#[test]
fn one_person_under_two_numbers_and_two_people_on_one_account_are_held() {
    let codes = |work: &Path| {
        let run = pay(work, true, &[]);
        let found: BTreeSet<String> = run.left_out.iter().flat_map(|l| l.codes.iter().cloned()).collect();
        (paid(&run).into_iter().map(str::to_owned).collect::<Vec<_>>(), found)
    };
    let work = folder();
    change(
        work.path(),
        "salaries.csv",
        &[
            ("T02,SPECIMEN,Alix", "T02,EXEMPLE,Camille"),
            ("180017510100111,1980-01-05", ",1980-01-05"),
            ("285067510100286,1985-06-06", ",1980-01-05"),
        ],
    );
    assert_eq!(codes(work.path()), (vec!["T03".to_owned()], BTreeSet::from(["DOS-126".to_owned()])));
    // The number is on one row only: the same person all the same, unless the row says that it is another.
    for row in ["T01", "T02"] {
        let work = folder();
        let lost = if row == "T01" { "180017510100111,1980-01-05" } else { "285067510100286,1985-06-06" };
        let change = |pairs: &[(&str, &str)]| change(work.path(), "salaries.csv", pairs);
        change(&[("T02,SPECIMEN,Alix", "T02,Exemple,CAMILLE"), (lost, ",1980-01-05")]);
        if row == "T01" {
            change(&[("285067510100286,1985-06-06", "180017510200277,1980-01-05")]);
        }
        assert_eq!(
            codes(work.path()),
            (vec!["T03".to_owned()], BTreeSet::from(["DOS-126".to_owned()])),
            "{row}"
        );
    }
    // Two numbers: two people of one name, born on one day.
    let work = folder();
    change(
        work.path(),
        "salaries.csv",
        &[
            ("T02,SPECIMEN,Alix", "T02,EXEMPLE,Camille"),
            ("285067510100286,1985-06-06", "180017510200277,1980-01-05"),
        ],
    );
    assert_eq!(
        codes(work.path()),
        (vec!["T01".to_owned(), "T02".to_owned(), "T03".to_owned()], BTreeSet::new())
    );
    let work = folder();
    let iban = "FR7699999000010000000100025";
    for birth in ["1980-01-05", "1985-06-06"] {
        let before = format!("{birth},FR7630006000011234567890189");
        change(work.path(), "salaries.csv", &[(&before, &format!("{birth},{iban}"))]);
    }
    assert_eq!(codes(work.path()), (vec!["T03".to_owned()], BTreeSet::from(["DOS-241".to_owned()])));
}

/// What is told of a row says where it is and what to type there.
#[test]
fn a_remedy_is_the_one_of_the_row() {
    let elements = "matricule,date,code,montant,contrat\n";
    for (file, before, after, code, place, remedy) in [
        // 9 November typed the American way, read 11 September.
        ("temps.csv", "C2,2026-11-17", "C2,11/17/2026", "DOS-011", "date", "JJ/MM/AAAA"),
        ("contrats.csv", "C2,T02", "C2,t02", "DOS-021", "matricule", "T02"),
        (
            "salaries.csv",
            "2 rue de la Fiction,75020",
            "2 rue de la Fiction,75 020",
            "DOS-142",
            "code_postal",
            "75020",
        ),
    ] {
        let work = folder();
        change(work.path(), file, &[(before, after)]);
        let found = pay(work.path(), true, &[]).diagnostics;
        let one = found.iter().find(|d| d.code == code).unwrap_or_else(|| panic!("{code} {found:#?}"));
        assert_eq!(one.colonne.as_deref(), Some(place));
        assert!(one.aide.as_ref().is_some_and(|a| a.contains(remedy)), "{one:#?}");
    }
    // The same letters in small: nobody else is meant, and the row is told once.
    let work = folder();
    fs::write(work.path().join("elements.csv"), format!("{elements}t01,2026-11-18,acompte,10.00,\n"))
        .unwrap();
    let found = pay(work.path(), true, &[]).diagnostics;
    let told: Vec<&str> = found.iter().filter(|d| d.is_error()).map(|d| d.code.as_str()).collect();
    assert_eq!(told, ["DOS-021"], "{found:#?}");
    let hint = found.iter().find(|d| d.code == "DOS-021").and_then(|d| d.aide.as_deref()).unwrap();
    assert!(hint.starts_with("vouliez-vous dire « T01 » ?"), "{hint}");
    // A negative amount: its column too.
    fs::write(work.path().join("elements.csv"), format!("{elements}T01,2026-11-18,acompte,-10.00,\n"))
        .unwrap();
    let found = pay(work.path(), true, &[]).diagnostics;
    let one = found.iter().find(|d| d.code == "PAIE-006").unwrap();
    assert_eq!((one.ligne, one.colonne.as_deref()), (Some(2), Some("montant")), "{one:#?}");
}

/// What a setting lacks is told once, not once per person; so is a value that a table lacks, which is the fault of no row.
#[test]
fn a_setting_or_a_table_is_told_once() {
    let work = folder();
    change(work.path(), "production.toml", &[("effectif = 8\ntaux_at = \"1.07\"", "effectif = 25")]);
    let run = pay(work.path(), true, &[]);
    assert_eq!(run.left_out.len(), 3);
    let told = run.diagnostics.iter().filter(|d| d.code == "PAIE-011").count();
    assert_eq!(told, 1, "{:#?}", run.diagnostics);

    let tables = work.path().join("tables");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rates");
    copy(&source, &tables);
    let path = tables.join("parametres/plafonds.toml");
    let text = fs::read_to_string(&path).unwrap();
    // The monthly ceiling of 2026 ends in March.
    let at = text.find("[[parametre.PMSS.valeurs]]\nvaleur = \"4005\"").unwrap();
    let (before, after) = text.split_at(at);
    fs::write(&path, format!("{before}{}", after.replacen("2026-12-31", "2026-03-31", 1))).unwrap();
    let work = folder();
    let folder = Folder::read(work.path()).unwrap();
    let options = RunOptions {
        period: PayPeriod::parse("2026-W47").unwrap(),
        payment: None,
        replace: false,
        dry: true,
        despite: BTreeSet::new(),
    };
    let rates = Rates::from_dir(&tables).unwrap();
    let run = cddu_dossier::run(&folder, &rates, &options, &|_, _| {}).unwrap();
    assert_eq!(run.left_out.len(), 3);
    let told: Vec<_> = run.diagnostics.iter().filter(|d| d.code == "BAR-010").collect();
    assert!(told.len() == 1 && told[0].ligne.is_none(), "{told:#?}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// A date that the contract would hold with its day and month turned.
#[test]
fn a_day_and_a_month_turned_are_told() {
    let work = folder();
    // A contract of 6 to 10 December: 12 July is outside, 7 December is not.
    let text = fs::read_to_string(work.path().join("temps.csv")).unwrap();
    let text = text.replace("2026-11-1", "2026-12-0").replace("C2,2026-12-07", "C2,12/07/2026");
    fs::write(work.path().join("temps.csv"), &text).unwrap();
    let contracts = fs::read_to_string(work.path().join("contrats.csv")).unwrap();
    let contracts = contracts.replace("2026-11-16", "2026-12-06").replace("2026-11-20", "2026-12-10");
    fs::write(work.path().join("contrats.csv"), contracts).unwrap();
    let folder = Folder::read(work.path()).unwrap();
    let one = folder.diagnostics.iter().find(|d| d.code == "DOS-041" && d.ligne == Some(8)).unwrap();
    assert_eq!(one.aide.as_deref(), Some("jour et mois inversés ? écrire 07/12/2026"), "{one:#?}");
}

/// An element that no period pays, or typed twice, holds its person; so does an absence outside its contract.
#[test]
fn elements_and_absences_that_cannot_be_right_hold_their_person() {
    for (file, text, code) in [
        ("elements.csv", "matricule,date,code,montant,contrat\nT01,2026-12-18,acompte,100.00,\n", "DOS-148"),
        (
            "elements.csv",
            "matricule,date,code,montant,contrat\nT01,2026-11-18,acompte,100.00,\nT01,2026-11-18,acompte,100.00,\n",
            "DOS-240",
        ),
        ("absences.csv", "contrat,debut,fin,motif\nC1,2026-11-23,2026-11-24,maladie\n", "DOS-151"),
    ] {
        let work = folder();
        fs::write(work.path().join(file), text).unwrap();
        let run = pay(work.path(), true, &[]);
        assert_eq!(paid(&run), ["T02", "T03"], "{code}");
        assert!(run.left_out[0].codes.iter().any(|c| c == code), "{code} {:?}", run.left_out[0]);
    }
}

/// A merged cell of the list of a day leaves its value on its first row: the extra above is not paid one day for two.
#[test]
fn a_nameless_row_of_the_list_of_extras_holds_the_person_above() {
    let work = folder();
    let row = |matricule: &str, date: &str| format!("{date};{matricule};08:00;17:00\n");
    let mut text = "date;matricule;debut;fin\n".to_owned();
    text.push_str(&row("T01", "17/11/2026"));
    text.push_str(&row("", "18/11/2026"));
    fs::write(work.path().join("figuration.csv"), text).unwrap();
    assert_eq!(paid(&pay(work.path(), true, &[])), ["T02", "T03"]);
}

/// A matricule renumbered after the pay is not new work.
#[test]
fn days_paid_under_another_number_are_not_paid_again() {
    let work = folder();
    assert_eq!(paid(&pay(work.path(), false, &[])), ["T01", "T02", "T03"]);
    change(work.path(), "salaries.csv", &[("T02,", "T92,")]);
    change(work.path(), "contrats.csv", &[("C2,T02", "C2,T92")]);
    let again = pay(work.path(), true, &[]);
    assert!(again.left_out.iter().any(|l| l.matricule == "T92" && l.codes.iter().any(|c| c == "DOS-244")));
}

/// A person is held for what declarations would refuse or what doubles the pay; the others are paid. Each change, whom it
/// leaves to be paid, and the code.
#[test]
fn what_would_be_refused_or_paid_wrong_holds_its_person() {
    type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a [&'a str], &'a str);
    let cases: &[Case<'_>] = &[
        (
            "a provisional number",
            "salaries.csv",
            &[("180017510100111", "780017510100102")],
            &["T02", "T03"],
            "DOS-030",
        ),
        (
            "an element of the week before",
            "elements.csv",
            &[("2026-11-18", "2026-11-11")],
            &["T02", "T03"],
            "DOS-101",
        ),
        // ISO-8859-1 has no Ř: the DSN writes R. Another alphabet has no plain letter.
        (
            "another alphabet",
            "salaries.csv",
            &[("EXEMPLE,Camille", "ИВАНОВ,Иван")],
            &["T02", "T03"],
            "DOS-309",
        ),
        (
            "letters of Europe",
            "salaries.csv",
            &[("EXEMPLE,Camille", "DVOŘÁK,Łucja Œ")],
            &["T01", "T02", "T03"],
            "",
        ),
        (
            "a birth against the number",
            "salaries.csv",
            &[(",1980-01-05", ",1980-02-05")],
            &["T02", "T03"],
            "DOS-031",
        ),
        (
            "a town of seventy letters",
            "salaries.csv",
            &[(
                "1 rue de la Fiction,75020,PARIS",
                "1 rue de la Fiction,75020,PARIS PARIS PARIS PARIS PARIS PARIS PARIS PARIS PARIS PARIS PARIS PARIS",
            )],
            &["T02", "T03"],
            "DOS-309",
        ),
        (
            "a street of more than fifty letters",
            "salaries.csv",
            &[(
                "1 rue de la Fiction,75020",
                "Résidence de la Fiction bâtiment B escalier 3 1 rue de la Fiction,75020",
            )],
            &["T02", "T03"],
            "DOS-309",
        ),
        (
            "a code of no country",
            "salaries.csv",
            &[("Camille,FR,", "Camille,EN,")],
            &["T02", "T03"],
            "DOS-142",
        ),
        (
            "a département abroad",
            "salaries.csv",
            &[("PARIS,75,FR,1 rue", "LIEGE,75,BE,1 rue")],
            &["T02", "T03"],
            "DOS-142",
        ),
        (
            "a birth abroad",
            "salaries.csv",
            &[("PARIS,75,FR,1 rue", "LIEGE,99,BE,1 rue")],
            &["T01", "T02", "T03"],
            "",
        ),
        (
            "an identifier of the rate that a spreadsheet wrote",
            "salaries.csv",
            &[
                ("date_naissance,iban", "date_naissance,iban,taux_pas,identifiant_taux_pas"),
                (
                    "1980-01-05,FR7630006000011234567890189",
                    "1980-01-05,FR7630006000011234567890189,7.4,9.00E+08",
                ),
                ("1985-06-06,FR7630006000011234567890189", "1985-06-06,FR7630006000011234567890189,,"),
                ("1990-09-07,FR7630006000011234567890189", "1990-09-07,FR7630006000011234567890189,,"),
            ],
            &["T02", "T03"],
            "DOS-142",
        ),
        (
            "a gross beside a base pay",
            "contrats.csv",
            &[
                ("salaire_base\n", "salaire_base,brut\n"),
                ("1747.82\n", "1747.82,2000\n"),
                ("1310.82\n", "1310.82,\n"),
                ("912.86\n", "912.86,\n"),
            ],
            &["T02", "T03"],
            "DOS-336",
        ),
        // A second contract of T01 that no row of temps.csv tells.
        (
            "a contract without a row",
            "contrats.csv",
            &[("C2,T02", "C9,T01,technicien,8,Cadreur cinéma,2026-11-21,2026-11-22,400\nC2,T02")],
            &["T02", "T03"],
            "DOS-047",
        ),
        (
            "the name of a country",
            "salaries.csv",
            &[("Camille,FR,", "Camille,Française,")],
            &["T01", "T02", "T03"],
            "",
        ),
        (
            "a birth abroad without its country",
            "salaries.csv",
            &[("PARIS,75,FR,1 rue", "LIEGE,99,,1 rue")],
            &["T02", "T03"],
            "DOS-142",
        ),
        (
            "a home overseas",
            "salaries.csv",
            &[("1 rue de la Fiction,75020,PARIS", "1 rue de la Fiction,97400,SAINT-DENIS")],
            &["T02", "T03"],
            "DOS-340",
        ),
        (
            "a title among the rows",
            "temps.csv",
            &[("C2,2026-11-16", "SEMAINE 47,,,,\nC2,2026-11-16")],
            &["T01", "T02", "T03"],
            "",
        ),
        (
            "a name awaited",
            "salaries.csv",
            &[("EXEMPLE,Camille", "à confirmer,Camille")],
            &["T02", "T03"],
            "DOS-309",
        ),
        (
            "a code in the town",
            "salaries.csv",
            &[("1 rue de la Fiction,75020,PARIS", "1 rue de la Fiction,75020,75020 PARIS")],
            &["T02", "T03"],
            "DOS-309",
        ),
        (
            "a number as its paper prints it",
            "salaries.csv",
            &[("Z000001", "z 000 001")],
            &["T01", "T02", "T03"],
            "",
        ),
        (
            "a payment before the work",
            "contrats.csv",
            &[
                ("salaire_base\n", "salaire_base,date_paiement\n"),
                ("1747.82\n", "1747.82,2026-11-19\n"),
                ("1310.82\n", "1310.82,\n"),
                ("912.86\n", "912.86,\n"),
            ],
            &["T02", "T03"],
            "DOS-339",
        ),
        (
            "a letter that a spreadsheet lost",
            "salaries.csv",
            &[("EXEMPLE,Camille", "TR?FLE,Camille")],
            &["T02", "T03"],
            "DOS-309",
        ),
        (
            "a formula without an answer",
            "salaries.csv",
            &[("EXEMPLE,Camille", "#N/A,Camille")],
            &["T02", "T03"],
            "DOS-309",
        ),
        (
            "a figure in a name",
            "salaries.csv",
            &[("EXEMPLE,Camille", "EXEMPLE2,Camille")],
            &["T02", "T03"],
            "DOS-309",
        ),
        (
            "a function without a code of employment",
            "contrats.csv",
            &[
                ("C1,T01,technicien,8,Cadreur cinéma", "C1,T01,artiste,10,Rôle principal"),
                ("salaire_base\n", "salaire_base,engagement\n"),
                ("1747.82\n", "1747.82,semaine\n"),
                ("1310.82\n", "1310.82,\n"),
                ("912.86\n", "912.86,\n"),
            ],
            &["T02", "T03"],
            "DOS-338",
        ),
        (
            "a trade in the feminine",
            "contrats.csv",
            &[("Habilleur cinéma", "Habilleuse cinéma")],
            &["T01", "T02", "T03"],
            "",
        ),
        (
            "a number of object in small letters",
            "contrats.csv",
            &[
                ("salaire_base\n", "salaire_base,numero_objet\n"),
                ("1747.82\n", "1747.82,26ab00000112\n"),
                ("1310.82\n", "1310.82,\n"),
                ("912.86\n", "912.86,\n"),
            ],
            &["T01", "T02", "T03"],
            "",
        ),
        // A figure lost: T01, T02 and T03 are as close as each other.
        ("an element of nobody", "elements.csv", &[("T01,2026", "T0,2026")], &[], "DOS-021"),
        (
            "a deduction of a technician",
            "contrats.csv",
            &[
                ("salaire_base\n", "salaire_base,dfs\n"),
                ("1747.82\n", "1747.82,oui\n"),
                ("1310.82\n", "1310.82,\n"),
                ("912.86\n", "912.86,\n"),
            ],
            &["T02", "T03"],
            "DOS-313",
        ),
        (
            "its answer",
            "contrats.csv",
            &[
                ("salaire_base\n", "salaire_base,dfs,confirme\n"),
                ("1747.82\n", "1747.82,oui,dfs\n"),
                ("1310.82\n", "1310.82,,\n"),
                ("912.86\n", "912.86,,\n"),
            ],
            &["T01", "T02", "T03"],
            "",
        ),
        (
            "a last day after the end",
            "contrats.csv",
            &[
                ("salaire_base\n", "salaire_base,fin_reelle\n"),
                ("1747.82\n", "1747.82,2026-11-27\n"),
                ("1310.82\n", "1310.82,\n"),
                ("912.86\n", "912.86,\n"),
            ],
            &["T02", "T03"],
            "DOS-311",
        ),
    ];
    for &(name, file, changes, left, code) in cases {
        let work = folder();
        change(work.path(), file, changes);
        let run = pay(work.path(), true, &[]);
        assert_eq!(paid(&run), left, "{name} {:?}", run.diagnostics);
        let found: BTreeSet<&str> =
            run.left_out.iter().flat_map(|l| l.codes.iter().map(String::as_str)).collect();
        assert_eq!(found, BTreeSet::from([code]).into_iter().filter(|c| !c.is_empty()).collect(), "{name}");
    }
}

/// A month typed for a week, with the hours of the week beside it: 1,747.82 x 52 / 12.
#[test]
fn a_month_in_the_place_of_a_week_is_asked_with_its_hours_too() {
    let work = folder();
    let changes = [
        ("salaire_base\n", "salaire_base,heures_base\n"),
        ("1747.82\n", "7573.89,39\n"),
        ("1310.82\n", "1310.82,\n"),
        ("912.86\n", "912.86,\n"),
    ];
    change(work.path(), "contrats.csv", &changes);
    let run = pay(work.path(), true, &[]);
    assert_eq!(paid(&run), ["T02", "T03"]);
    let asked = run.diagnostics.iter().find(|d| d.code == "DOS-268").unwrap();
    assert_eq!((asked.ligne, asked.colonne.as_deref()), (Some(2), Some("salaire_base")));
}

/// A row of the bordereau that names nobody known holds the person that it nearly names; the others are paid.
#[test]
fn a_row_of_the_bordereau_holds_the_person_it_nearly_names() {
    for (row, code) in [
        ("T1;EXEMPLE;Camille", "DOS-160"),
        (";EXEMPL;Camille", "DOS-161"),
        ("X99;EXEMPLE;Camille", "DOS-160"),
    ] {
        let work = folder();
        let text = format!("date;matricule;nom;prenom;debut;fin\n18/11/2026;{row};08:00;17:00\n");
        fs::write(work.path().join("figuration.csv"), text).unwrap();
        let run = pay(work.path(), true, &[]);
        assert_eq!(paid(&run), ["T02", "T03"], "{row} {:?}", run.diagnostics);
        assert!(run.diagnostics.iter().any(|d| d.code == code), "{row}");
    }
}

/// The DSN writes two characters for a département of birth: the three of an overseas one are cut.
#[test]
fn a_departement_of_birth_is_written_as_the_dsn_does() {
    for (typed, birth, written) in
        [("974", "1980-01-05", "97"), ("2A", "1980-01-05", "2A"), ("75", "1980-01-05", "75")]
    {
        let work = folder();
        let row = format!("PARIS,{typed},FR,1 rue de la Fiction,75020,PARIS,180017510100111,{birth}");
        change(
            work.path(),
            "salaries.csv",
            &[("PARIS,75,FR,1 rue de la Fiction,75020,PARIS,180017510100111,1980-01-05", &row)],
        );
        let run = pay(work.path(), true, &[]);
        let own = run.payslips.iter().find(|(f, _)| f.resultat.salarie.matricule == "T01").unwrap();
        assert_eq!(own.0.resultat.salarie.departement_naissance.as_deref(), Some(written), "{typed}");
    }
}

/// A total at the foot of a sheet is no row, whatever names it: its word in any cell, or figures that add up the column.
#[test]
fn a_total_at_the_foot_holds_nobody() {
    let temps = fs::read_to_string(base().join("temps.csv")).unwrap();
    let head =
        "matricule,date,code,montant,libelle\nT01,2026-11-18,prime,100.00,\nT02,2026-11-18,prime,50.50,\n";
    for (file, text) in [
        ("elements.csv", format!("{head},,,150.50,TOTAL\n")),
        ("elements.csv", format!("{head},,,150.50,\n")),
        // Five pauses of an hour for each of three people.
        ("temps.csv", format!("{}\n,,,,900\n", temps.trim_end())),
    ] {
        let work = folder();
        fs::write(work.path().join(file), &text).unwrap();
        let run = pay(work.path(), true, &[]);
        assert_eq!(paid(&run), ["T01", "T02", "T03"], "{text} {:?}", run.diagnostics);
        assert!(run.diagnostics.iter().any(|d| d.code == "DOS-137"), "{text}");
    }
    // Another figure than the sum is a row without its person.
    let work = folder();
    fs::write(work.path().join("elements.csv"), format!("{head},,,150.49,\n")).unwrap();
    assert!(paid(&pay(work.path(), true, &[])).is_empty());
}

/// An extra of the bordereau who lives over the border answers on his own row; one without a number too.
#[test]
fn the_bordereau_holds_the_answers_that_it_asks_for() {
    let row = |more: &str| {
        format!(
            "date,matricule,nom,prenom,date_naissance,voie,code_postal,commune,pays,debut,fin,domicile_fiscal_france,ntt\n2026-11-18,F01,FRONTIERE,Noa,1990-05-05,1 rue de la Fiction,7500,TOURNAI,BE,08:00,16:00,{more}\n"
        )
    };
    for (more, left) in [(",", 3), ("non,", 4), ("non,290059912345", 4)] {
        let work = folder();
        fs::write(work.path().join("figuration.csv"), row(more)).unwrap();
        let run = pay(work.path(), true, &[]);
        assert_eq!(paid(&run).len(), left, "{more} {:?}", run.diagnostics);
        assert!(!run.diagnostics.iter().any(|d| d.code == "DOS-005"), "{more}");
    }
}

/// A faulty row of the bordereau that names its person by its name holds that person alone.
#[test]
fn a_faulty_row_of_the_bordereau_holds_the_one_that_it_names() {
    let work = folder();
    let mut text = "date,matricule,nom,prenom,nir,debut,fin\n".to_owned();
    for (number, name, end) in
        [("F01", "VERGNE,Anna", "16:00"), ("F02", "WASABI,Luc", "16:00"), ("F03", "XENON,Max", "")]
    {
        text.push_str(&format!("2026-11-18,{number},{name},,08:00,{end}\n"));
    }
    fs::write(work.path().join("figuration.csv"), text).unwrap();
    let run = pay(work.path(), true, &[]);
    let held: Vec<&str> = run.left_out.iter().map(|l| l.matricule.as_str()).collect();
    assert_eq!(held, ["F03"], "{:?}", run.diagnostics);
}

/// A contract of somebody who is not in salaries.csv yet may be of a person of its trade, not of the others.
#[test]
fn a_contract_of_nobody_holds_its_trade() {
    let work = folder();
    let artist = "A01,JOUEUR,Ida,FR,Z000009,PARIS,75,FR,4 rue de la Fiction,75020,PARIS,,1991-02-03,\n";
    let people = fs::read_to_string(work.path().join("salaries.csv")).unwrap();
    fs::write(work.path().join("salaries.csv"), format!("{people}{artist}")).unwrap();
    change(
        work.path(),
        "contrats.csv",
        &[(
            "C1,T01",
            "C7,A01,artiste,10,Artiste-interprète,2026-11-16,2026-11-16,900\nC9,PHOTO,technicien,8,Cadreur cinéma,2026-11-20,2026-11-20,400\nC1,T01",
        )],
    );
    let temps = fs::read_to_string(work.path().join("temps.csv")).unwrap();
    fs::write(work.path().join("temps.csv"), format!("{temps}C7,2026-11-16,09:00,17:00,60\n")).unwrap();
    let run = pay(work.path(), true, &[]);
    assert!(paid(&run).contains(&"A01"), "{:?} {:?}", run.left_out, run.diagnostics);
}

/// A week of a contract by the week that no line tells: its guarantee is owed, and the person waits, named.
#[test]
fn a_week_without_any_line_holds_its_person() {
    let work = folder();
    let temps = fs::read_to_string(work.path().join("temps.csv")).unwrap();
    let rows: Vec<&str> = temps.lines().filter(|l| !l.starts_with("C2,")).collect();
    fs::write(work.path().join("temps.csv"), format!("{}\n", rows.join("\n"))).unwrap();
    change(
        work.path(),
        "contrats.csv",
        &[("2026-11-16,2026-11-20,1310.82", "2026-11-09,2026-11-27,1310.82")],
    );
    let run = pay(work.path(), true, &[]);
    assert_eq!(paid(&run), ["T01", "T03"], "{:?}", run.diagnostics);
    assert_eq!(run.left_out[0].codes, ["DOS-154"]);
    // The guarantee of five days: 1,310.82.
    assert!(
        run.diagnostics.iter().any(|d| d.code == "DOS-154" && d.message.contains("1\u{202f}310,82")),
        "{:?}",
        run.diagnostics
    );
    // Absent, he is not waited for.
    fs::write(
        work.path().join("absences.csv"),
        "contrat,debut,fin,motif\nC2,2026-11-16,2026-11-20,autorisee_non_payee\n",
    )
    .unwrap();
    let run = pay(work.path(), true, &[]);
    assert!(run.left_out.is_empty(), "{:?}", run.diagnostics);
}

/// The identifier of a personal rate without the rate: the grid would take its place.
#[test]
fn an_identifier_without_its_rate_is_asked() {
    for (cells, left) in [(",910000001", 2), ("7.4,910000001", 3), ("0,910000001", 3), (",", 3)] {
        let work = folder();
        change(
            work.path(),
            "salaries.csv",
            &[
                ("date_naissance,iban", "date_naissance,iban,taux_pas,identifiant_taux_pas"),
                (
                    "1980-01-05,FR7630006000011234567890189",
                    &format!("1980-01-05,FR7630006000011234567890189,{cells}"),
                ),
                ("1985-06-06,FR7630006000011234567890189", "1985-06-06,FR7630006000011234567890189,,"),
                ("1990-09-07,FR7630006000011234567890189", "1990-09-07,FR7630006000011234567890189,,"),
            ],
        );
        assert_eq!(paid(&pay(work.path(), true, &[])).len(), left, "{cells}");
    }
}

/// A day of the bordereau a month off, in a week where nobody else works.
#[test]
fn a_day_of_the_bordereau_alone_in_its_week_is_asked() {
    let text = |day: &str, confirme: &str| {
        format!(
            "date,matricule,nom,prenom,debut,fin,confirme\n2026-11-18,F01,VERGNE,Anna,08:00,16:00,\n{day},F02,XENON,Max,08:00,16:00,{confirme}\n"
        )
    };
    for (day, confirme, asked) in
        [("2026-10-18", "", true), ("2026-10-18", "date", false), ("2026-11-19", "", false)]
    {
        let work = folder();
        fs::write(work.path().join("figuration.csv"), text(day, confirme)).unwrap();
        let run = pay(work.path(), true, &[]);
        assert_eq!(run.diagnostics.iter().any(|d| d.code == "DOS-316"), asked, "{day} {:?}", run.diagnostics);
        assert!(paid(&run).contains(&"F01"), "{day}");
    }
}

/// A name in the place of the number of a contract: the person who has it waits, not the others.
#[test]
fn a_contract_by_a_name_holds_the_person_named() {
    let work = folder();
    change(
        work.path(),
        "contrats.csv",
        &[("C2,T02", "C9,Camille Exemple,technicien,8,Cadreur cinéma,2026-11-21,2026-11-22,400\nC2,T02")],
    );
    let run = pay(work.path(), true, &[]);
    assert_eq!(paid(&run), ["T02", "T03"], "{:?}", run.diagnostics);
    assert!(run.left_out.iter().any(|l| l.codes.contains(&"DOS-021".to_owned())));
}
