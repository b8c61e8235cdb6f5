//! The error catalogue: each code with the smallest input that gives it and the exact text, and the documentation made
//! from it. `CDDU_MAJ=1 cargo test --test errors` writes the expected texts again; the difference is then to be read.

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use common::{cddu, copy, root, update};

/// One case of the catalogue.
struct Case {
    code: String,
    command: String,
    status: i32,
    why: String,
    directory: PathBuf,
}

fn cases() -> Vec<Case> {
    let mut out = Vec::new();
    for entry in fs::read_dir(root().join("tests/errors")).unwrap() {
        let directory = entry.unwrap().path();
        let code = directory.file_name().unwrap().to_string_lossy().into_owned();
        if code.starts_with('_') {
            continue;
        }
        let text = fs::read_to_string(directory.join("commande.txt")).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let status = lines[1].strip_prefix("code de sortie : ").unwrap().parse().unwrap();
        out.push(Case { command: lines[0].to_owned(), status, why: lines[2..].join("\n"), code, directory });
    }
    out.sort_by(|a, b| a.code.cmp(&b.code));
    out
}

/// Runs a case in a directory of its own: the base folder, with the files of the case over it.
fn run(case: &Case) -> (i32, String) {
    let work = tempfile::tempdir().unwrap();
    let folder = work.path().join("dossier");
    copy(&root().join("tests/errors/_base"), &folder);
    for entry in fs::read_dir(&case.directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match name.as_str() {
            "commande.txt" | "attendu.txt" => {}
            "absents.txt" => {
                for name in fs::read_to_string(&path).unwrap().lines() {
                    fs::remove_file(folder.join(name)).unwrap();
                }
            }
            // A copy of the tables in `tables/`, each line of the file replacing a text: `table | before | after`.
            "tables.txt" => tables(work.path(), &fs::read_to_string(&path).unwrap()),
            _ if name.ends_with(".json") => {
                fs::copy(&path, work.path().join(name)).unwrap();
            }
            _ => {
                fs::copy(&path, folder.join(name)).unwrap();
            }
        }
    }
    let output = cddu(work.path()).args(case.command.split(' ')).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn tables(work: &Path, changes: &str) {
    let exported = cddu(work).args(["baremes", "exporter", "tables"]).output().unwrap();
    assert!(exported.status.success());
    for change in changes.lines() {
        let parts: Vec<&str> = change.split(" | ").collect();
        let path = work.join("tables").join(parts[0]);
        if let [_, before, after] = parts[..] {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains(before), "{change}");
            fs::write(&path, text.replacen(before, after, 1)).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }
}

#[test]
fn every_code_gives_its_text() {
    let mut wrong = Vec::new();
    for case in cases() {
        let (status, got) = run(&case);
        let file = case.directory.join("attendu.txt");
        if update() {
            fs::write(&file, &got).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if got != expected || status != case.status {
            wrong.push(format!(
                "{} (code {status}, attendu {})\n--- attendu\n{expected}\n--- obtenu\n{got}",
                case.code, case.status
            ));
        }
        assert!(got.contains(&format!("[{}]", case.code)), "{} : ce code n'apparaît pas\n{got}", case.code);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_documentation_is_the_catalogue() {
    let page = page();
    let file = root().join("docs/erreurs.md");
    if update() {
        fs::write(&file, &page).unwrap();
    }
    assert!(
        fs::read_to_string(&file).unwrap_or_default() == page,
        "docs/erreurs.md n'est plus à jour : CDDU_MAJ=1"
    );
}

fn page() -> String {
    let families = BTreeMap::from([
        ("BAR", "Tables"),
        ("BRUT", "Heures et minima"),
        ("CLI", "Appel de la commande"),
        ("DOS", "Dossier de production"),
        ("JSON", "Documents JSON"),
        ("PAIE", "Bulletin"),
    ]);
    let mut out = String::from(
        "# Catalogue des erreurs\n\nPage écrite par `CDDU_MAJ=1 cargo test -p cddu --test errors` d'après `tests/errors/`, où chaque code a la plus petite\nentrée qui le provoque.\n",
    );
    let mut last = String::new();
    for case in cases() {
        let family = case.code.split('-').next().unwrap().to_owned();
        if family != last {
            let _ = write!(out, "\n## {}\n", families[family.as_str()]);
            last = family;
        }
        let text = fs::read_to_string(case.directory.join("attendu.txt")).unwrap_or_default();
        let mut shown = String::new();
        let mut inside = false;
        for line in text.lines() {
            if !line.starts_with(' ') {
                inside = line.contains(&format!("[{}]", case.code));
            }
            if inside {
                let _ = writeln!(shown, "{line}");
            }
        }
        let _ = write!(
            out,
            "\n### {}\n\n{}\n\n```console\ncddu {}\n```\n\n```text\n{shown}```\n",
            case.code, case.why, case.command
        );
    }
    out
}

#[test]
fn the_base_folder_itself_has_no_fault() {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("tests/errors/_base"), &work.path().join("dossier"));
    let output =
        cddu(work.path()).args(["paie", "dossier", "--periode", "2026-W47", "--essai"]).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!text.contains("DOS-0") || text.contains("DOS-085"), "{text}");
}

/// Codes written in the folder reader are all in the catalogue or named here with the reason.
#[test]
fn every_code_of_the_folder_is_in_the_catalogue() {
    let other = BTreeMap::from([
        ("DOS-035", "information, montrée avec --verbeux"),
        ("DOS-060", "tests/register.rs"),
        ("DOS-061", "tests/register.rs"),
        ("DOS-062", "tests/register.rs"),
        ("DOS-063", "tests/register.rs"),
        ("DOS-064", "tests/register.rs"),
        ("DOS-080", "disque plein"),
        ("DOS-085", "identifiants des déclarations"),
        ("DOS-086", "écart de rapprochement, tests du grand livre"),
        ("DOS-089", "information, montrée avec --verbeux"),
        ("DOS-091", "information, montrée avec --verbeux"),
    ]);
    let known: Vec<String> = cases().into_iter().map(|c| c.code).collect();
    let mut missing = Vec::new();
    visit(&root().join("crates/dossier/src"), &mut |text| {
        for part in text.split("\"DOS-").skip(1) {
            let code = format!("DOS-{}", part.get(..3).unwrap_or_default());
            if !known.contains(&code) && !other.contains_key(code.as_str()) {
                missing.push(code);
            }
        }
    });
    assert!(missing.is_empty(), "{missing:?}");
}

fn visit(directory: &Path, with: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, with);
        } else {
            with(&fs::read_to_string(&path).unwrap());
        }
    }
}
