//! `cddu verifier`: everything that is wrong with a folder at once, each fault once, the weeks that wait in their order.

mod common;

use std::fs;
use std::path::Path;

use common::{cddu, copy, root};

/// The folder of the catalogue of errors, changed.
fn folder(work: &Path, change: impl Fn(&str, String) -> String) {
    let folder = work.join("dossier");
    copy(&root().join("tests/errors/_base"), &folder);
    for name in ["contrats.csv", "temps.csv"] {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        fs::write(folder.join(name), change(name, text)).unwrap();
    }
}

fn told(work: &Path, args: &[&str]) -> String {
    let output = cddu(work).args(["verifier", "dossier", "--sans-copie"]).args(args).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Fifteen rows with the same fault are one message, for people and for programs, with their lines.
#[test]
fn a_fault_of_several_rows_is_told_once_with_its_lines() {
    let work = tempfile::tempdir().unwrap();
    folder(
        work.path(),
        |name, text| if name == "temps.csv" { text.replace(",60", ",soixante") } else { text },
    );
    let json: serde_json::Value = serde_json::from_str(&told(work.path(), &["--json"])).unwrap();
    let list = json["diagnostics"].as_array().unwrap();
    let found: Vec<_> = list.iter().filter(|d| d["code"] == "DOS-012").collect();
    assert_eq!(found.len(), 1, "{list:#?}");
    assert_eq!(found[0]["lignes"], serde_json::json!((2..=16).collect::<Vec<u64>>()));
    let text = told(work.path(), &[]);
    assert!(text.contains("À corriger pour payer (") && text.contains("lignes 2 à 16"), "{text}");
}

/// Two weeks that wait are read one after the other: none of them is late. Asked alone, the second one is.
#[test]
fn a_week_that_waits_is_not_late_before_the_next_one() {
    let work = tempfile::tempdir().unwrap();
    folder(work.path(), |name, text| match name {
        "contrats.csv" => text.replacen("2026-11-20", "2026-11-27", 1),
        _ => (23..=27).fold(text, |text, day| format!("{text}C1,2026-11-{day},09:00,17:30,60\n")),
    });
    let all = told(work.path(), &[]);
    assert!(all.contains("2026-W47, 2026-W48") && !all.contains("DOS-134"), "{all}");
    let alone = told(work.path(), &["--periode", "2026-W48"]);
    assert!(alone.contains("DOS-134") && alone.contains("la semaine du 16/11/2026"), "{alone}");
}

/// What a person reads has the days of the French; what a program reads keeps its own form.
#[test]
fn days_are_french_for_people_and_iso_for_programs() {
    let work = tempfile::tempdir().unwrap();
    folder(work.path(), |name, text| {
        if name == "temps.csv" { text.replacen("2026-11-16", "2026-11-09", 1) } else { text }
    });
    let outside = "est hors du contrat C1";
    let text = told(work.path(), &["--periode", "2026-W46"]);
    assert!(text.contains(&format!("le 09/11/2026 {outside}")), "{text}");
    let json = told(work.path(), &["--periode", "2026-W46", "--json"]);
    assert!(json.contains(&format!("le 2026-11-09 {outside}")), "{json}");
}

/// What was paid is looked at too: hours changed since, and an element that no period pays.
#[test]
fn what_changed_since_it_was_paid_is_told() {
    let work = tempfile::tempdir().unwrap();
    folder(work.path(), |_, text| text);
    let pay = cddu(work.path()).args(["paie", "dossier", "--periode", "2026-W47"]).output().unwrap();
    assert!(pay.status.success(), "{}", String::from_utf8_lossy(&pay.stderr));
    let quiet = told(work.path(), &[]);
    assert!(quiet.contains("rien à payer") && quiet.contains("Rien à corriger"), "{quiet}");
    let change = |file: &str, from: &str, to: &str| {
        let path = work.path().join("dossier").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    };
    change("temps.csv", "C1,2026-11-16,09:00,18:30", "C1,2026-11-16,09:00,19:30");
    let changed = told(work.path(), &[]);
    assert!(changed.contains("DOS-060") && changed.contains("T01"), "{changed}");
    let elements = work.path().join("dossier/elements.csv");
    let text = fs::read_to_string(&elements).unwrap();
    fs::write(&elements, format!("{text}T02,2026-11-09,acompte,50.00,\n")).unwrap();
    let lost = told(work.path(), &[]);
    assert!(lost.contains("DOS-101") && lost.contains("elements.csv"), "{lost}");
}
