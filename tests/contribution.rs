//! A contribution is one file: the page that says how to add one is followed to the letter, what it leaves out is refused
//! before anything is frozen, and no source file knows a contribution by its name.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cddu_rates::Rates;
use common::{cddu, example, root};
use serde_json::Value;

/// A block of the section « Ajouter une contribution » of CONTRIBUTING.md, without its indentation.
fn block(language: &str) -> String {
    let page = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let section = page.split("## Ajouter une contribution").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let text = section.split(&format!("```{language}\n")).nth(1).unwrap().split("```").next().unwrap();
    text.lines().map(|line| line.strip_prefix("   ").unwrap_or(line).to_owned() + "\n").collect()
}

/// The example, and the tables with what the page adds to them.
fn shoot(edit: impl Fn(&str) -> String) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    example("tournage", &work.path().join("tournage"));
    let done = cddu(work.path()).args(["baremes", "exporter", "mes-tables"]).output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    let tables = work.path().join("mes-tables");
    fs::write(tables.join("contributions/cine_test.toml"), edit(&block("toml"))).unwrap();
    let ctp = tables.join("dsn/ctp.csv");
    fs::write(&ctp, fs::read_to_string(&ctp).unwrap() + block("csv").trim_start()).unwrap();
    work
}

fn command(work: &Path, line: &str) -> (Option<i32>, String, String) {
    let done = cddu(work).args(line.split(' ')).args(["--baremes", "mes-tables"]).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

const PAY: &str = "paie tournage --periode 2026-W46";

#[test]
fn a_contribution_is_added_by_following_the_page() {
    let work = shoot(str::to_owned);
    // On the day of the last reading of the tables: time that goes by breaks nothing.
    let (status, out, errors) = command(work.path(), "baremes verifier --date 2026-11-29");
    assert_eq!((status, errors.as_str()), (Some(0), ""), "{out}");
    let (status, out, errors) = command(work.path(), PAY);
    assert_eq!(status, Some(0), "{out}{errors}");

    let shoot = work.path().join("tournage");
    let read = |file: &str| fs::read_to_string(shoot.join(file)).unwrap_or_else(|e| panic!("{file} : {e}"));
    // Base of the securite sociale of T05: 3 293.17. 3 293.17 x 0.50 % = 16.46585; x 0.10 % = 3.29317.
    let frozen: Value = serde_json::from_str(&read("bulletins/2026/2026-W46/2026-W46-T05.json")).unwrap();
    let lines = frozen["resultat"]["contrats"][0]["lignes"].as_array().unwrap();
    let line = lines.iter().find(|l| l["code"] == "CINE_TEST").unwrap();
    assert_eq!(
        [&line["base"], &line["montant_employeur"], &line["montant_salarie"]],
        ["3293.17", "16.47", "3.29"]
    );

    // The payslip: CCHSCT (0.04 %), aide au paritarisme (0.045 %) on the same base, and the new one, on one row.
    // 3 293.17 x 0.04 % = 1.32; x 0.045 % = 1.48; 1.32 + 1.48 + 16.47 = 19.27.
    let page = read("sorties/2026-W46/bulletins/2026-W46-T05.html");
    let row = page.split("Cotisations statutaires").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("3,29") && row.contains("19,27"), "{row}");
    assert!(shoot.join("sorties/2026-W46/bulletins/2026-W46-T05.pdf").exists());

    // The entries: 3 293.17 x 0.60 %, by share.
    let detail = read("sorties/2026-W46/comptabilite/detail-par-bulletin.csv");
    let of = |part: &str| {
        detail.lines().filter(|l| l.contains("T05") && l.contains("CINE_TEST") && l.contains(part)).count()
    };
    assert_eq!((of("salarie"), of("employeur")), (2, 2), "{detail}");

    // The DSN: the individual code of everybody, its CTP on the bordereau.
    let dsn = fs::read(shoot.join("sorties/declarations/2026-11/dsn-2026-11.dsn")).unwrap();
    let dsn: String = dsn.iter().map(|b| char::from(*b)).collect();
    assert_eq!(dsn.matches("S21.G00.81.001,'917'").count(), 27);
    assert_eq!(dsn.matches("S21.G00.23.001,'999'").count(), 1);
    assert!(dsn.contains("S21.G00.81.001,'917'\r\n") || dsn.contains("S21.G00.81.001,'917'\n"));
    assert!(dsn.contains("S21.G00.81.004,'19.76'"), "3 293.17 x 0.60 % = 19.76, both shares");

    // The reconciliation: only the rounding of the bordereau to the euro, an information, as without it.
    let report = read("sorties/declarations/2026-11/rapprochement-2026-11.csv");
    let gaps: Vec<&str> = report.lines().skip(1).filter(|l| !l.contains(";info;")).collect();
    assert!(gaps.is_empty(), "{gaps:?}");
}

#[test]
fn what_a_contribution_leaves_out_is_refused_once_before_anything_is_frozen() {
    let without = |section: &str| {
        let section = section.to_owned();
        move |text: &str| {
            let (before, rest) = text.split_once(&section).unwrap();
            let after = rest.find("\n[").map_or("", |i| &rest[i + 1..]);
            format!("{before}{after}")
        }
    };
    type Edit = Box<dyn Fn(&str) -> String>;
    let cases: [(Edit, &str, &str); 8] = [
        (Box::new(without("[bulletin]")), "BAR-060", "la section [bulletin] manque"),
        (
            Box::new(|t| t.replace("adapte = \"conventionnelles\"", "adapte = \"syndicales\"")),
            "BAR-061",
            "« syndicales »",
        ),
        (
            Box::new(without("[[compta]]\npart = \"employeur\"")),
            "BAR-061",
            "aucun compte pour la part employeur",
        ),
        (Box::new(|t| t.replace("charges.conventionnel", "charges.cinema")), "BAR-061", "« charges.cinema »"),
        (Box::new(|t| t.replace("code = \"917\"", "code = \"999\"")), "BAR-061", "le code 999"),
        (Box::new(without("[[dsn.individuelle]]")), "BAR-061", "elle n'y a pas de code"),
        (Box::new(|t| t.replace("ctp = [\"999/920\"]", "ctp = []")), "BAR-061", "elle n'a aucun CTP"),
        (
            Box::new(|t| t.replace("organisme = \"urssaf\"", "organisme = \"urssaff\"")),
            "BAR-061",
            "« urssaff »",
        ),
    ];
    for (edit, code, said) in cases {
        let work = shoot(edit);
        let (status, _, errors) = command(work.path(), PAY);
        assert_eq!(status, Some(2), "{said}: {errors}");
        let told: Vec<&str> = errors.lines().filter(|l| l.starts_with("erreur")).collect();
        assert!(told.iter().all(|l| l.contains(code) && l.contains("CINE_TEST")), "{errors}");
        assert!(told.iter().filter(|l| l.contains(said)).count() == 1, "{said}: {errors}");
        assert!(errors.contains("--> mes-tables/contributions/cine_test.toml"), "{errors}");
        assert!(!work.path().join("tournage/bulletins").exists(), "{said}: a payslip was frozen");
        let (status, _, checked) = command(work.path(), "baremes verifier");
        assert_ne!(status, Some(0), "{said}");
        assert!(checked.contains(said), "{checked}");
    }
}

#[test]
fn a_frozen_line_that_the_tables_no_longer_know_is_told_once_for_everybody() {
    let work = shoot(str::to_owned);
    assert_eq!(command(work.path(), PAY).0, Some(0));
    fs::remove_file(work.path().join("mes-tables/contributions/cine_test.toml")).unwrap();
    let (status, _, errors) = command(work.path(), PAY);
    assert_eq!(status, Some(1), "{errors}");
    // 27 payslips: one row missing on the payslip, two shares without accounts, and no false cause.
    let told = |code: &str| errors.matches(&format!("erreur [{code}]")).count();
    assert_eq!((told("DOC-006"), told("ECR-002"), told("ECR-003")), (1, 2, 0), "{errors}");
    assert!(errors.contains("27 pièces, dont bulletin 2026-W46-"), "{errors}");
}

#[test]
fn tables_of_a_former_version_say_what_they_lack() {
    let work = shoot(str::to_owned);
    for entry in fs::read_dir(work.path().join("mes-tables/contributions")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let (head, rest) = text.split_once("[bulletin]").unwrap();
        let after = rest.find("\n[").map_or("", |i| &rest[i + 1..]);
        fs::write(&path, format!("{head}{after}")).unwrap();
    }
    let (status, _, errors) = command(work.path(), PAY);
    assert_eq!(status, Some(2));
    assert_eq!(errors.matches("erreur [").count(), 1, "{errors}");
    assert!(errors.contains("[BAR-060]") && errors.contains("[bulletin]"), "{errors}");
    assert!(errors.contains("cddu baremes exporter"), "{errors}");
}

/// Texts equal to a line code that are something else: file, text, why.
const HOMONYMS: &[(&str, &str, &str)] = &[
    ("crates/declarations/src/dsn/individu.rs", "AT", "Austria, ISO 3166"),
    ("crates/ledger/src/sepa/build.rs", "AT", "Austria, ISO 3166"),
    ("crates/payslip/src/note/calculation.rs", "CRDS", "printed label of the line AA_CRDS"),
    ("crates/rapprochement/src/attendus/dsn_codes.rs", "AT", "Austria, ISO 3166"),
];

/// Source files, without their test modules.
fn sources(directory: &Path, out: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "tests" | "benches" | "examples" | "target") {
                sources(&path, out);
            }
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let code: String = code
                .lines()
                .filter(|l| !l.trim_start().starts_with("//"))
                .map(|l| format!("{l}\n"))
                .collect();
            let shown = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            out.push((shown, code));
        }
    }
}

#[test]
fn no_source_file_knows_a_contribution_by_its_code() {
    let rates = Rates::embedded();
    let codes: BTreeSet<&str> = rates.contributions().iter().map(|c| c.code.as_str()).collect();
    assert!(codes.contains("VIEIL_PLAF") && codes.len() > 30);
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    assert!(files.len() > 200, "{} source files read", files.len());
    let mut used = BTreeSet::new();
    let mut found = Vec::new();
    for (file, text) in &files {
        for code in &codes {
            // A byte string is a name of the PDF format.
            let literal = format!("\"{code}\"");
            let named = text.matches(&literal).count() > text.matches(&format!("b{literal}")).count();
            if !named {
                continue;
            }
            match HOMONYMS.iter().find(|(place, word, _)| place == file && word == code) {
                Some(known) => {
                    used.insert(known);
                }
                None => found.push(format!("{file} : {literal}")),
            }
        }
    }
    assert!(
        found.is_empty(),
        "demander un rôle à la contribution plutôt que son code :\n{}",
        found.join("\n")
    );
    assert_eq!(used.len(), HOMONYMS.len(), "an exception is no longer needed");
}
