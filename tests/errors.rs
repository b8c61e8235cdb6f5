//! The error catalogue: each code with the smallest input that gives it and the exact text, and the documentation made
//! from it. `CDDU_MAJ=1 cargo test --test errors` writes the expected texts again; the difference is then to be read.
//!
//! A case is a directory named by its code. `commande.txt` holds steps, the exit status of the last command, and why:
//!
//! ```text
//! paie dossier --periode 2026-W47
//! ! dossier/temps.csv | 18:30 | 19:30
//! paie dossier --periode 2026-W47
//! code de sortie : 1
//! Une heure changée après le calcul du bulletin.
//! ```
//!
//! A step is a command, or a change of a file: `! FILE | BEFORE | AFTER` (first occurrence), `! FILE` (removed),
//! `! + DIRECTORY` (files of `tests/errors/DIRECTORY` put over the folder). A line `sortie standard` after the exit
//! status says that the finding is printed there, `premier constat` that only the first of this code is compared (a
//! command that checks all the tables). The work directory holds the files of `_documents`, those of the case
//! that are JSON, and `dossier/`: the files of `_base`, then the others of the case. `attendu.txt` is the standard error
//! of the last command, or the findings of its standard output. A code that no input gives is in `_sans_cas.txt`.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use common::{cddu, copy, root, update};

/// One case of the catalogue.
struct Case {
    code: String,
    steps: Vec<String>,
    status: i32,
    reading: Reading,
    why: String,
    directory: PathBuf,
}

/// What of the last command is compared.
#[derive(Clone, Copy, PartialEq)]
enum Reading {
    /// The standard error, whole.
    Errors,
    /// The first finding of this code on the standard error.
    First,
    /// The findings on the standard output.
    Printed,
}

const STATUS: &str = "code de sortie : ";

fn catalogue() -> PathBuf {
    root().join("tests/errors")
}

fn cases() -> Vec<Case> {
    let mut out = Vec::new();
    for entry in fs::read_dir(catalogue()).unwrap() {
        let directory = entry.unwrap().path();
        let code = directory.file_name().unwrap().to_string_lossy().into_owned();
        if code.starts_with('_') {
            continue;
        }
        let text = fs::read_to_string(directory.join("commande.txt")).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let at = lines.iter().position(|l| l.starts_with(STATUS)).unwrap();
        let status = lines[at][STATUS.len()..].parse().unwrap();
        let reading = match lines[at + 1] {
            "premier constat" => Reading::First,
            "sortie standard" => Reading::Printed,
            _ => Reading::Errors,
        };
        let why = lines[at + 1 + usize::from(reading != Reading::Errors)..].join("\n");
        let steps = lines[..at].iter().map(|l| (*l).to_owned()).collect();
        out.push(Case { steps, status, reading, why, code, directory });
    }
    out.sort_by(|a, b| a.code.cmp(&b.code));
    out
}

/// Runs a case in a directory of its own: the base folder, with the files of the case over it.
fn run(case: &Case) -> (i32, String) {
    let work = tempfile::tempdir().unwrap();
    let folder = work.path().join("dossier");
    copy(&catalogue().join("_base"), &folder);
    for entry in fs::read_dir(catalogue().join("_documents")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, work.path().join(path.file_name().unwrap())).unwrap();
    }
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
    let mut last = None;
    for step in &case.steps {
        if let Some(directory) = step.strip_prefix("! + ") {
            copy(&catalogue().join(directory), &folder);
        } else if let Some(change) = step.strip_prefix("! ") {
            replace(work.path(), change);
        } else {
            last = Some(cddu(work.path()).args(step.split(' ')).output().unwrap());
        }
    }
    let output = last.unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    let text = match case.reading {
        Reading::Errors => errors,
        Reading::First => {
            blocks(&errors, |line| names(line, &case.code)).into_iter().next().unwrap_or_default()
        }
        Reading::Printed => {
            let printed = String::from_utf8(output.stdout).unwrap();
            blocks(&printed, |line| line.split_once(' ').is_some_and(|(first, _)| is_code(first))).concat()
        }
    };
    (output.status.code().unwrap(), text)
}

/// `FILE | BEFORE | AFTER`, the first occurrence; `FILE` alone removes it.
fn replace(directory: &Path, change: &str) {
    let parts: Vec<&str> = change.split(" | ").collect();
    let path = directory.join(parts[0]);
    if let [_, before, after] = parts[..] {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(before), "{change}");
        fs::write(&path, text.replacen(before, after, 1)).unwrap();
    } else {
        fs::remove_file(path).unwrap();
    }
}

/// The findings whose first line passes, each with its indented lines.
fn blocks(text: &str, begins: impl Fn(&str) -> bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if !line.starts_with("  ") {
            inside = begins(line);
            if inside {
                out.push(String::new());
            }
        }
        if let Some(last) = out.last_mut().filter(|_| inside) {
            let _ = writeln!(last, "{line}");
        }
    }
    out
}

/// `[CODE]` on standard error, or `CODE ` that begins a line of standard output.
fn names(line: &str, code: &str) -> bool {
    line.contains(&format!("[{code}]")) || line.strip_prefix(code).is_some_and(|rest| rest.starts_with(' '))
}

/// Letters, a dash, three digits.
fn is_code(word: &str) -> bool {
    word.split_once('-').is_some_and(|(family, number)| {
        family.len() >= 2
            && family.bytes().all(|b| b.is_ascii_uppercase())
            && number.len() == 3
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}

fn tables(work: &Path, changes: &str) {
    let exported = cddu(work).args(["baremes", "exporter", "tables"]).output().unwrap();
    assert!(exported.status.success());
    for change in changes.lines() {
        replace(&work.join("tables"), change);
    }
}

/// The cases, run by a few threads: most of them start a program several times.
fn run_all(cases: &[Case]) -> Vec<(i32, String)> {
    let threads = std::thread::available_parallelism().map_or(2, |n| n.get() + 1);
    let size = cases.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let parts: Vec<_> = cases
            .chunks(size)
            .map(|part| scope.spawn(move || part.iter().map(run).collect::<Vec<_>>()))
            .collect();
        parts.into_iter().flat_map(|p| p.join().unwrap()).collect()
    })
}

#[test]
fn every_code_gives_its_text() {
    let mut wrong = Vec::new();
    let cases = cases();
    for (case, (status, got)) in cases.iter().zip(run_all(&cases)) {
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
        if !got.lines().any(|l| names(l, &case.code)) {
            wrong.push(format!("{} : ce code n'apparaît pas\n{got}", case.code));
        }
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
        ("AEM", "Attestations employeur mensuelles (AEM)"),
        ("ARC", "Archives et remises"),
        ("AUD", "Audit d'un autre logiciel"),
        ("AUT", "Déclarations des droits d'auteur"),
        ("BAR", "Tables"),
        ("BRUT", "Heures et minima"),
        ("CERT", "Documents de fin de contrat"),
        ("CLI", "Appel de la commande"),
        ("CPT", "Comptes et grand livre"),
        ("CS", "Congés Spectacles"),
        ("CTR", "Contrats et feuilles à signer"),
        ("DECL", "Identifiants des déclarations"),
        ("DOC", "Documents imprimés"),
        ("DOS", "Dossier de production"),
        ("DPAE", "Déclaration préalable à l'embauche"),
        ("DSN", "Déclaration sociale nominative"),
        ("ECR", "Écritures comptables"),
        ("ETU", "Études de cas"),
        ("FEC", "Fichier des écritures comptables"),
        ("FEUILLE", "Feuilles de temps"),
        ("HTTP", "Service HTTP"),
        ("JSON", "Documents JSON"),
        ("KIT", "Appels et tableaux de demandes"),
        ("NOTE", "Droits d'auteur"),
        ("PAGE", "Page locale"),
        ("PAIE", "Bulletin"),
        ("RAP", "Rapprochement"),
        ("SEP", "Virements"),
    ]);
    let mut out = String::from(
        "# Catalogue des erreurs\n\nPage écrite par `CDDU_MAJ=1 cargo test -p cddu --test errors` d'après `tests/errors/`, où chaque code a la plus petite\nentrée qui le provoque. La console montre les commandes, et entre elles ce qui change dans un fichier.\n",
    );
    let mut last = String::new();
    for case in cases() {
        let family = case.code.split('-').next().unwrap().to_owned();
        if family != last {
            let _ = write!(
                out,
                "\n## {}\n",
                families.get(family.as_str()).unwrap_or_else(|| panic!("{family} : titre à donner"))
            );
            last = family;
        }
        let text = fs::read_to_string(case.directory.join("attendu.txt")).unwrap_or_default();
        let shown = blocks(&text, |line| names(line, &case.code)).concat();
        let _ = write!(
            out,
            "\n### {}\n\n{}\n\n```console\n{}```\n\n```text\n{shown}```\n",
            case.code,
            case.why,
            steps(&case)
        );
    }
    let _ = writeln!(out, "\n## Codes sans cas\n");
    for (code, reason) in without_case() {
        let _ = writeln!(out, "- {code} : {reason}");
    }
    out
}

/// The steps as a reader would do them.
fn steps(case: &Case) -> String {
    let mut out = String::new();
    for step in &case.steps {
        let shown = match step.strip_prefix("! ").map(|change| change.split(" | ").collect::<Vec<_>>()) {
            None => format!("cddu {step}"),
            Some(parts) => match parts[..] {
                [file, before, ""] => format!("# {file} : « {before} » est ôté"),
                [file, before, after] => format!("# {file} : « {before} » devient « {after} »"),
                _ if step.starts_with("! + ") => {
                    format!("# dossier : avec les fichiers de tests/errors/{}", &step[4..])
                }
                _ => format!("# {} : effacé", parts[0]),
            },
        };
        let _ = writeln!(out, "{shown}");
    }
    out
}

/// `_sans_cas.txt`: the codes that no input gives, each with its reason.
fn without_case() -> BTreeMap<String, String> {
    let text = fs::read_to_string(catalogue().join("_sans_cas.txt")).unwrap();
    let pairs = text.lines().map(|l| l.split_once(' ').unwrap_or_else(|| panic!("{l} : raison à donner")));
    pairs.map(|(code, reason)| (code.to_owned(), reason.to_owned())).collect()
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

/// Every code written in the sources has a case or a reason; every case and every reason is for a code that exists.
#[test]
fn every_code_of_the_sources_is_in_the_catalogue() {
    let mut written = BTreeSet::new();
    let mut read = |path: &Path, text: &str| {
        let is_test = path.components().any(|c| c.as_os_str() == "tests") || path.ends_with("tests.rs");
        if !is_test {
            let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            written.extend(text.split('"').filter(|word| is_code(word)).map(str::to_owned));
        }
    };
    for folder in ["crates", "bindings"] {
        visit(&root().join(folder), &mut read);
    }
    let known: BTreeSet<String> = cases().into_iter().map(|c| c.code).collect();
    let excused: BTreeSet<String> = without_case().into_keys().collect();
    let list = |set: BTreeSet<&String>| set.into_iter().cloned().collect::<Vec<_>>().join(" ");
    let covered: BTreeSet<String> = known.union(&excused).cloned().collect();
    let missing = list(written.difference(&covered).collect());
    assert!(missing.is_empty(), "sans cas dans tests/errors (le plus petit, ou _sans_cas.txt) : {missing}");
    let gone = list(covered.difference(&written).collect());
    assert!(gone.is_empty(), "plus dans les sources, à ôter de tests/errors : {gone}");
    let twice = list(known.intersection(&excused).collect());
    assert!(twice.is_empty(), "un cas et une excuse, ôter l'une des deux : {twice}");
}

fn visit(directory: &Path, with: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, with);
        } else if path.extension().is_some_and(|e| e == "rs") {
            with(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}
