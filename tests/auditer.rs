//! Payslips of another program audited from their DSN: our own without a gap, each injected fault named exactly.

mod common;

use std::fs;
use std::path::Path;

use common::{cddu, copy, example, root};
use serde_json::Value;

/// The DSN of a week of the example, with `methods` added to the production.
fn dsn(place: &Path, methods: &str) -> String {
    example("tournage", &place.join("tournage"));
    let production = place.join("tournage/production.toml");
    let text = fs::read_to_string(&production).unwrap();
    fs::write(&production, format!("{text}\n{methods}")).unwrap();
    let output = cddu(place).args(["paie", "tournage", "--periode", "2026-W46"]).output().unwrap();
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(place.join("tournage/sorties/declarations/2026-11/dsn-2026-11.dsn")).unwrap();
    bytes.iter().map(|b| char::from(*b)).collect()
}

/// The audit of a text, and its exit code.
fn audit(place: &Path, text: &str) -> (i32, Value) {
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    fs::write(place.join("autre.dsn"), bytes).unwrap();
    let output = cddu(place).args(["auditer", "autre.dsn", "--json"]).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let read = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}\n{out}"));
    (output.status.code().unwrap(), read)
}

/// Gaps that follow from no other: line, rubrique and cause.
fn first(answer: &Value) -> Vec<(u64, String, String)> {
    let text = |gap: &Value, key: &str| gap[key].as_str().unwrap().to_owned();
    answer["ecarts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["consequence"] == false)
        .map(|e| (e["ligne"].as_u64().unwrap(), text(e, "rubrique"), text(e, "cause")))
        .collect()
}

fn methods(answer: &Value) -> Vec<String> {
    let list = answer["explications"].as_array().unwrap();
    list.iter()
        .map(|e| format!("{}={}", e["methode"].as_str().unwrap(), e["valeur"].as_str().unwrap()))
        .collect()
}

/// Lines of the file, and the place of the n-th contribution of a code.
fn contribution(lines: &[String], code: &str) -> usize {
    lines.iter().position(|l| *l == format!("S21.G00.81.001,'{code}'")).unwrap()
}

fn joined(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}

#[test]
fn our_own_dsn_has_no_gap() {
    let work = tempfile::tempdir().unwrap();
    let text = dsn(work.path(), "");
    let (code, answer) = audit(work.path(), &text);
    assert_eq!((code, first(&answer)), (0, vec![]), "{answer:#}");
    assert_eq!(answer["bulletins"], 27);
    assert!(answer["valeurs"].as_u64() > Some(900));
    assert!(answer["non_recalcules"].as_array().unwrap().is_empty());

    let source: Vec<String> = text.lines().map(str::to_owned).collect();
    // Accident at work: 1.07 % of the first person declared at 1.17 %.
    let mut lines = source.clone();
    let at = contribution(&lines, "045");
    let base: i64 = lines[at + 2].split('\'').nth(1).unwrap().replace('.', "").parse().unwrap();
    let cents = (base * 117 + 5_000) / 10_000;
    lines[at + 3] = format!("S21.G00.81.004,'{}.{:02}'", cents / 100, cents % 100);
    lines[at + 4] = "S21.G00.81.007,'1.17'".to_owned();
    let (code, answer) = audit(work.path(), &joined(&lines));
    assert_eq!(code, 1);
    assert_eq!(first(&answer), [(at as u64 + 4, "S21.G00.81.004[045]".to_owned(), "taux".to_owned())]);
    assert!(methods(&answer).is_empty(), "no method changes a notified rate");

    // A base of the caisse des congés cut to 1 000.00.
    let mut lines = source.clone();
    let at = lines.iter().position(|l| l == "S21.G00.78.001,'27'").unwrap() + 3;
    lines[at] = "S21.G00.78.004,'1000.00'".to_owned();
    let (_, answer) = audit(work.path(), &joined(&lines));
    assert_eq!(first(&answer), [(at as u64 + 1, "S21.G00.78.004[27]".to_owned(), "base".to_owned())]);

    // AGS left out for one person: five lines.
    let mut lines = source.clone();
    let at = contribution(&lines, "048");
    lines.drain(at..at + 5);
    let (_, answer) = audit(work.path(), &joined(&lines));
    let gaps = first(&answer);
    assert_eq!(gaps.len(), 1, "{answer:#}");
    assert_eq!((gaps[0].1.as_str(), gaps[0].2.as_str()), ("S21.G00.81.004[048]", "manque"));
    assert_eq!(answer["organismes"].as_object().unwrap().keys().collect::<Vec<_>>(), ["france_travail"]);
}

/// Every contribution of one rate cut to the cent instead of rounded: one rule explains all.
#[test]
fn a_rounding_is_named() {
    let work = tempfile::tempdir().unwrap();
    let text = dsn(work.path(), "");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let value = |line: &str| line.split('\'').nth(1).unwrap_or("").to_owned();
    for at in 0..lines.len() - 4 {
        let shape =
            ["S21.G00.81.001", "S21.G00.81.002", "S21.G00.81.003", "S21.G00.81.004", "S21.G00.81.007"];
        if !shape.iter().enumerate().all(|(i, code)| lines[at + i].starts_with(code)) {
            continue;
        }
        let number = |text: String| -> i128 {
            let (whole, part) = text.split_once('.').unwrap();
            format!("{whole}{part:0<3}").parse().unwrap()
        };
        let (base, rate) = (number(value(&lines[at + 2])), number(value(&lines[at + 4])));
        // Thousandths by thousandths of a percent, to cents.
        let cents = base * rate / 1_000_000;
        if !["081", "114", "021"].contains(&value(&lines[at]).as_str()) {
            lines[at + 3] = format!("S21.G00.81.004,'{}.{:02}'", cents / 100, cents % 100);
        }
    }
    let (code, answer) = audit(work.path(), &joined(&lines));
    assert_eq!((code, methods(&answer)), (1, vec!["arrondi=troncature".to_owned()]), "{answer:#}");
    assert_eq!(answer["tout_explique"], true);
}

#[test]
fn a_method_is_named_when_it_explains_every_gap() {
    for (key, value) in [("plafond", "jours_payes_30"), ("chomage_plafond", "mensuel")] {
        let work = tempfile::tempdir().unwrap();
        let text = dsn(work.path(), &format!("[methodes]\n{key} = \"{value}\"\n"));
        let (code, answer) = audit(work.path(), &text);
        assert_eq!((code, methods(&answer)), (1, vec![format!("{key}={value}")]));
        assert_eq!(answer["tout_explique"], true);
        let output = cddu(work.path())
            .args(["auditer", "autre.dsn", "--methode", &format!("{key}={value}"), "--html", "audit.html"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
        let page =
            fs::read_to_string(work.path().join("audit.html")).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
        assert!(page.contains("0 écart"), "{page}");
    }
}

/// What is no monthly DSN, or half of one, gets an answer and never a panic; the samples of the norm are read.
#[test]
fn bad_inputs_and_samples_get_an_answer() {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("dsn-samples"), &work.path().join("dsn"));
    let good = fs::read(work.path().join("dsn/mensuelle_technicien.dsn")).unwrap();
    let text = String::from_utf8(good.clone()).unwrap();
    let without = |code: &str| {
        text.lines().filter(|l| !l.starts_with(code)).collect::<Vec<_>>().join("\n").into_bytes()
    };
    let bad: [(&str, Vec<u8>); 12] = [
        ("vide", Vec::new()),
        ("binaire", (0..=255).cycle().take(4096).collect()),
        ("csv", b"matricule;brut\nT01;1000,00\n".to_vec()),
        ("moitie", good[..good.len() / 2].to_vec()),
        ("sans_norme", without("S10.G00.00.006")),
        ("sans_contrat", without("S21.G00.40")),
        ("sans_versement", without("S21.G00.50")),
        ("sans_remuneration", without("S21.G00.51")),
        ("sans_dates", without("S21.G00.40.001")),
        ("sans_bases", without("S21.G00.78")),
        ("montants", text.replace("1500.00", "999999999999999999999.99").into_bytes()),
        ("negatif", text.replace("'1500.00'", "'-1500.00'").into_bytes()),
    ];
    for (name, bytes) in bad {
        fs::write(work.path().join("dsn").join(format!("{name}.dsn")), bytes).unwrap();
    }
    for entry in fs::read_dir(work.path().join("dsn")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "dsn") {
            continue;
        }
        let output = cddu(work.path()).arg("auditer").arg(&path).output().unwrap();
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0..=2)), "{}\n{said}", path.display());
        assert!(!said.is_empty() && !said.contains("panicked"), "{}\n{said}", path.display());
    }
}

/// A payslip with a stop cannot be computed again from what a DSN holds: it is named, not said to be wrong.
#[test]
fn a_payslip_with_a_stop_is_named_and_not_judged() {
    let place = tempfile::tempdir().unwrap();
    example("tournage", &place.path().join("tournage"));
    let film = place.path().join("tournage");
    // The script supervisor is ill from Wednesday to Friday of the first week: no hours on these days.
    let times = fs::read_to_string(film.join("temps.csv")).unwrap();
    let ill = |l: &&str| {
        !(l.starts_with("T09-1") && ["2026-11-11", "2026-11-12", "2026-11-13"].iter().any(|d| l.contains(d)))
    };
    fs::write(film.join("temps.csv"), times.lines().filter(ill).collect::<Vec<_>>().join("\n")).unwrap();
    fs::write(film.join("absences.csv"), "matricule;debut;fin;motif\nT09;2026-11-11;2026-11-13;maladie\n")
        .unwrap();
    let output = cddu(place.path()).args(["paie", "tournage", "--periode", "2026-W46"]).output().unwrap();
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(film.join("sorties/declarations/2026-11/dsn-2026-11.dsn")).unwrap();
    let text: String = bytes.iter().map(|b| char::from(*b)).collect();
    assert!(text.contains("S21.G00.60.001,'01'"));
    let (_, answer) = audit(place.path(), &text);
    assert_eq!(answer["ecarts"].as_array().unwrap().len(), 0, "{}", answer["ecarts"]);
    let left = answer["non_recalcules"].as_array().unwrap();
    assert!(left.len() == 1 && left[0]["personne"].as_str().unwrap().contains("T09"), "{left:?}");
}

/// An artist is declared in cachets, without the hours of their days: the audit finds the same pay all the same.
#[test]
fn our_own_dsn_of_an_artist_has_no_gap() {
    let work = tempfile::tempdir().unwrap();
    let place = work.path().join("tournage");
    example("tournage", &place);
    let add = |file: &str, row: &str| {
        let path = place.join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text}{row}\n")).unwrap();
    };
    let function = "Artiste-interprète long métrage";
    add(
        "contrats.csv",
        &format!("T28-A,T28,artiste,10,{function},2026-11-12,2026-11-12,900.00,jour,310,image,09:00"),
    );
    add("temps.csv", "T28-A,2026-11-12,09:00,17:00,60,,,,");
    add(
        "production.toml",
        &format!(
            "\n[[declarations.fonctions]]\nfonction = \"{function}\"\npcs = \"354c\"\ncomplement = \"ACT001\""
        ),
    );
    let output = cddu(work.path()).args(["paie", "tournage", "--periode", "2026-W46"]).output().unwrap();
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(place.join("sorties/declarations/2026-11/dsn-2026-11.dsn")).unwrap();
    let text: String = bytes.iter().map(|b| char::from(*b)).collect();
    assert!(text.contains("S21.G00.53.003,'37'"), "{text}");
    let (code, answer) = audit(work.path(), &text);
    assert_eq!((code, first(&answer)), (0, vec![]), "{answer:#}");
    assert_eq!(answer["bulletins"], 28);
}

/// The published form of the answer names every key that an answer holds.
#[test]
fn the_schema_is_that_of_the_answer() {
    let work = tempfile::tempdir().unwrap();
    let text = dsn(work.path(), "").replace("S21.G00.81.007,'1.07'", "S21.G00.81.007,'1.17'");
    let (_, answer) = audit(work.path(), &text);
    let output = cddu(work.path()).args(["schema", "audit"]).output().unwrap();
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for key in keys(&answer) {
        assert!(schema["properties"][&key].is_object(), "{key}\n{schema:#}");
    }
    let gap = &answer["ecarts"][0];
    for key in keys(gap) {
        assert!(schema["$defs"]["Ecart"]["properties"][&key].is_object(), "{key}");
    }
}
