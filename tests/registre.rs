//! What a folder keeps and proves: its journal, its rights, the masks of its messages, its control sheet.

mod common;

use std::fs;
use std::path::Path;

use common::{cddu, copy, root};

fn folder() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("tests/errors/_base"), &work.path().join("dossier"));
    work
}

/// Status, standard output, error output.
fn run(work: &Path, command: &str) -> (i32, String, String) {
    let output = cddu(work).args(command.split(' ')).output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn lines(work: &Path) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(work.join("dossier/journal.jsonl")).unwrap_or_default();
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn the_journal_has_one_line_per_change_and_proves_the_folder() {
    let work = folder();
    run(work.path(), "paie dossier --periode 2026-W47 --essai");
    run(work.path(), "paie dossier --periode 2026-W47 --controle");
    assert!(lines(work.path()).is_empty(), "a trial changes nothing");
    run(work.path(), "paie dossier --periode 2026-W47 --par Dominique");
    run(work.path(), "paie dossier --periode 2026-W47");
    let kept = lines(work.path());
    assert_eq!(kept.len(), 1, "a second run changes nothing");
    assert_eq!(kept[0]["par"], "Dominique");
    assert_eq!(kept[0]["commande"], "cddu paie dossier --periode 2026-W47 --par Dominique");
    assert!(kept[0]["ecrits"]["bulletins/2026/2026-W47/2026-W47-T01.json"].is_string());
    run(work.path(), "compta integrer dossier --periode 2026-W47");
    assert_eq!(lines(work.path()).len(), 2);
    let (status, said, errors) = run(work.path(), "registre verifier dossier");
    assert_eq!((status, errors.as_str()), (0, ""), "{said}");
    assert!(said.starts_with("le registre tient : 3"), "{said}");
    // A copy of the accounts changed by hand.
    let copy = work.path().join("dossier/comptabilite/2026-W47/ecritures.csv");
    let text = fs::read_to_string(&copy).unwrap();
    fs::write(&copy, text.replacen('1', "2", 1)).unwrap();
    let (status, said, errors) = run(work.path(), "registre verifier dossier");
    assert_eq!(status, 1, "{said}");
    assert!(errors.contains("DOS-143") && errors.contains("DOS-146"), "{errors}");
}

#[test]
fn numbers_of_people_and_accounts_are_masked_unless_asked() {
    let work = folder();
    let file = work.path().join("dossier/salaries.csv");
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replace("180017510100111", "180017510100112").replacen("7890189\n", "7890188\n", 1);
    fs::write(&file, text).unwrap();
    for command in [
        "paie dossier --periode 2026-W47 --essai",
        "paie dossier --periode 2026-W47 --essai --json",
        "verifier dossier --sans-copie",
    ] {
        let (_, out, err) = run(work.path(), command);
        let said = format!("{out}{err}");
        assert!(!said.contains("180017510100112") && !said.contains("FR7630006000011234567890188"), "{said}");
        assert!(said.contains("1…12") && said.contains("FR76…188"), "{said}");
        let (_, out, err) = run(work.path(), &format!("{command} --montrer-donnees"));
        assert!(format!("{out}{err}").contains("180017510100112"));
    }
}

#[cfg(unix)]
#[test]
fn what_is_written_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    fn walk(directory: &Path) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            if path.is_dir() {
                assert_eq!(mode, 0o700, "{}", path.display());
                walk(&path);
            } else {
                assert_eq!(mode, 0o600, "{}", path.display());
            }
        }
    }
    let work = folder();
    run(work.path(), "paie dossier --periode 2026-W47");
    for place in ["bulletins", "sorties"] {
        let path = work.path().join("dossier").join(place);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        walk(&path);
    }
    let journal = fs::metadata(work.path().join("dossier/journal.jsonl")).unwrap();
    assert_eq!(journal.permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_control_sheet_shows_who_moved() {
    let work = folder();
    run(work.path(), "paie dossier --periode 2026-W47");
    let place = work.path().join("dossier");
    let contracts = fs::read_to_string(place.join("contrats.csv")).unwrap();
    let people = fs::read_to_string(place.join("salaries.csv")).unwrap();
    // Week 48: T01 as before, T02 with an hour more, T03 gone, T04 new.
    fs::write(
        place.join("contrats.csv"),
        contracts
            + "C4,T01,technicien,8,Cadreur cinéma,2026-11-23,2026-11-27,1747.82\nC5,T02,technicien,8,Scripte cinéma,2026-11-23,2026-11-27,1310.82\nC6,T04,technicien,8,Habilleur cinéma,2026-11-23,2026-11-27,912.86\n",
    )
    .unwrap();
    let fourth = "T04,NOUVEAU,Lou,FR,Z000004,PARIS,75,FR,4 rue de la Fiction,75020,PARIS,,1992-09-07,\n";
    fs::write(place.join("salaries.csv"), people + fourth).unwrap();
    let mut times = fs::read_to_string(place.join("temps.csv")).unwrap();
    for (contract, end) in [("C4", "18:30"), ("C5", "18:42"), ("C6", "18:30")] {
        for day in 23..28 {
            times.push_str(&format!("{contract},2026-11-{day},09:00,{end},60\n"));
        }
    }
    fs::write(place.join("temps.csv"), times).unwrap();
    let (_, out, _) = run(work.path(), "paie dossier --periode 2026-W48 --controle --json");
    let sheet: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(sheet["precedente"], "2026-W47");
    let found: Vec<(&str, &str)> = sheet["lignes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| (l["matricule"].as_str().unwrap(), l["constat"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [("T01", "change"), ("T02", "change"), ("T03", "parti"), ("T04", "nouveau")]);
    assert!(
        sheet["lignes"][1]["changements"][0].as_str().unwrap().starts_with("heures : 42,5 -> 43,5"),
        "{out}"
    );
    assert!(!place.join("bulletins/2026/2026-W48").exists(), "nothing is frozen");
    let (_, text, _) = run(work.path(), "paie dossier --periode 2026-W48 --controle");
    assert!(text.contains("parti") && text.contains("nouveau"), "{text}");
}

#[test]
fn everything_is_said_at_once_and_nothing_is_touched() {
    let work = folder();
    let place = work.path().join("dossier");
    let temps = fs::read_to_string(place.join("temps.csv")).unwrap();
    let temps = temps.replacen("18:30", "25:30", 1).replacen("C3,2026-11-18", "C4,2026-11-18", 1);
    fs::write(place.join("temps.csv"), &temps).unwrap();
    let contracts = fs::read_to_string(place.join("contrats.csv")).unwrap();
    fs::write(place.join("contrats.csv"), contracts.replace("1310.82", "131.08")).unwrap();
    let (status, out, _) = run(work.path(), "verifier dossier");
    assert_eq!(status, 1);
    for code in ["DOS-015", "DOS-022", "BRUT-101"] {
        assert!(out.contains(code), "{code}\n{out}");
    }
    assert!(out.contains("a-corriger/temps.csv") && out.contains("a-corriger/contrats.csv"), "{out}");
    assert_eq!(fs::read_to_string(place.join("temps.csv")).unwrap(), temps);
    assert!(!place.join("bulletins").exists() && !place.join("sorties").exists());
}
