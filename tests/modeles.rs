//! `cddu init --type`: a model per agreement, whose sample rows are refused until they are chosen, and pay when they are.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use common::cddu;

fn run(work: &Path, arguments: &str) -> (Option<i32>, String, String) {
    let output = cddu(work).args(arguments.split(' ')).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Takes the `#` off the sample rows of the CSV files and of the sections that the trial asks for.
fn choose(folder: &Path) {
    for file in ["salaries.csv", "contrats.csv", "temps.csv", "figuration.csv"] {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.lines().nth(1).unwrap().starts_with("# "), "{file}");
        fs::write(&path, text.replace("\n# ", "\n")).unwrap();
    }
}

fn model(kind: &str, people: usize, texts: &[&str]) {
    let work = tempfile::tempdir().unwrap();
    let (code, _, errors) = run(work.path(), &format!("init prod --type {kind}"));
    assert_eq!(code, Some(0), "{errors}");
    let folder = work.path().join("prod");
    // As it is: nobody to pay, and nothing else is wrong.
    let (code, _, errors) = run(work.path(), "paie prod --periode 2026-W46 --essai");
    assert_eq!(code, Some(2));
    assert!(errors.contains("DOS-073") && errors.matches("erreur [").count() == 1, "{errors}");
    choose(&folder);
    let toml = folder.join("production.toml");
    let text = fs::read_to_string(&toml).unwrap();
    // Somebody fills what everybody knows first.
    let text =
        text.replace("# siret = \"\"                      # 14 chiffres", "siret = \"900 000 001 00017\"");
    fs::write(&toml, text.replace("# taux_at = \"1.07\"", "taux_at = \"1,07\"")).unwrap();
    let (_, _, errors) = run(work.path(), "verifier prod --periode 2026-W46");
    assert!(!errors.contains("DOS-0"), "no row of the model is wrong\n{errors}");
    let (_, out, errors) = run(work.path(), "paie prod --periode 2026-W46 --essai");
    assert!(out.contains(&format!("{people} bulletins")), "{out}{errors}");
    assert!(!out.contains("écartée"), "{out}{errors}");
    for text in texts {
        assert!(out.contains(text), "{text}\n{out}");
    }
    // The functions of the rows are those of the list.
    let list = fs::read_to_string(folder.join("fonctions-a-choisir.csv")).unwrap();
    let contracts = fs::read_to_string(folder.join("contrats.csv")).unwrap();
    let rank = contracts.lines().next().unwrap().split(';').position(|c| c == "fonction").unwrap();
    for row in contracts.lines().skip(1) {
        let function = row.split(';').nth(rank).unwrap();
        assert!(list.contains(function), "{function}");
    }
}

#[test]
fn a_film() {
    model("film", 4, &["Scripte cinéma", "Artiste-interprète", "Réalisateur cinéma", "Figurant"]);
}

#[test]
fn a_television_programme() {
    model("tv", 4, &["Chef électricien", "Artiste dramatique", "Réalisateur", "Figurant"]);
}

#[test]
fn an_advertising_film() {
    model("pub", 3, &["Scripte cinéma", "Réalisateur de films pub", "Figurant"]);
}

/// The workbook with the `# ` of its sample rows taken off, as a person would in Excel.
fn choose_in_book(path: &Path) {
    let mut book = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for rank in 0..book.len() {
        let mut part = book.by_index(rank).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        if name == "xl/sharedStrings.xml" {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("<t># P01</t>"), "{text}");
            bytes = text.replace("<t># ", "<t>").into_bytes();
        }
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    fs::write(path, out.finish().unwrap().into_inner()).unwrap();
}

/// What the payslips of a folder say, whatever the file that a row came from.
fn payslips(folder: &Path) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(folder.join("bulletins/2026/2026-W46")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap() == "manifeste.json" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let from = text.find("\"resultat\"").unwrap();
        // Lines of the sheets are counted from the header in both: a workbook names its sheet.
        let text = text[from..].replace("dossier.xlsx, feuille temps", "temps.csv");
        let text = text.replace("dossier.xlsx, feuille figuration", "figuration.csv");
        out.insert(path.file_name().unwrap().to_string_lossy().into_owned(), text);
    }
    out
}

#[test]
fn a_workbook_has_the_same_rows_and_pays_the_same() {
    for (kind, people) in [("film", 4), ("tv", 4), ("pub", 3)] {
        let work = tempfile::tempdir().unwrap();
        for (name, more) in [("csv", ""), ("xlsx", " --classeur")] {
            let (code, _, errors) = run(work.path(), &format!("init {name} --type {kind}{more}"));
            assert_eq!(code, Some(0), "{errors}");
            // As it is: nobody to pay, and nothing else is wrong.
            let (code, _, errors) = run(work.path(), &format!("paie {name} --periode 2026-W46 --essai"));
            assert_eq!(code, Some(2));
            assert!(errors.contains("DOS-073") && errors.matches("erreur [").count() == 1, "{errors}");
            let toml = work.path().join(name).join("production.toml");
            let text = fs::read_to_string(&toml).unwrap();
            let text = text.replace("# siret = \"\"   ", "siret = \"900 000 001 00017\" ");
            // What the payslips carry is asked before the first one.
            let text = text.replace("# code_ape", "code_ape").replace(
                "# adresse = { voie = \"\", code_postal = \"\", commune = \"\" }",
                "adresse = { voie = \"1 rue de la Fiction\", code_postal = \"75020\", commune = \"PARIS\" }",
            );
            fs::write(&toml, text.replace("# taux_at = \"1.07\"", "taux_at = \"1,07\"")).unwrap();
        }
        choose(&work.path().join("csv"));
        choose_in_book(&work.path().join("xlsx/dossier.xlsx"));
        for name in ["csv", "xlsx"] {
            let (_, out, errors) = run(work.path(), &format!("paie {name} --periode 2026-W46"));
            assert!(out.contains(&format!("{people} bulletins")), "{name}\n{out}{errors}");
        }
        let csv = payslips(&work.path().join("csv"));
        assert_eq!(csv.len(), people);
        assert_eq!(csv, payslips(&work.path().join("xlsx")), "{kind}");
    }
}

#[test]
fn a_row_of_a_workbook_set_aside_is_told_when_asked() {
    let work = tempfile::tempdir().unwrap();
    run(work.path(), "init prod --classeur");
    choose_in_book(&work.path().join("prod/dossier.xlsx"));
    run(work.path(), "init autre --classeur");
    let (_, out, _) = run(work.path(), "verifier autre --periode 2026-W46 --verbeux --sans-copie");
    assert!(out.contains("10 lignes commencent par # : elles sont passées"), "{out}");
}
