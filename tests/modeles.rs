//! `cddu init --type`: a model per agreement, whose sample rows are refused until they are chosen, and pay when they are.

mod common;

use std::fs;
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
