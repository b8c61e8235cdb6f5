//! The contract as it is published: `schemas/v1` holds the schemas, and requests with their exact answers.
//! `CDDU_MAJ=1` writes them again; the difference is then to be read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cddu_kit::{CONTRACT, Call, Engine, Status, schemas};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn update() -> bool {
    std::env::var_os("CDDU_MAJ").is_some()
}

/// Compares a file with its text, or writes it.
fn same(file: &Path, text: &str, wrong: &mut Vec<String>) {
    if update() {
        fs::write(file, text).unwrap();
    }
    if fs::read_to_string(file).unwrap_or_default() != text {
        wrong.push(file.strip_prefix(root()).unwrap_or(file).display().to_string());
    }
}

fn conclude(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "ne sont plus ceux du programme : {}\nCDDU_MAJ=1 cargo test -p cddu-kit --test contrat, puis relire la différence",
        wrong.join(", ")
    );
}

#[test]
fn the_schemas_are_those_of_the_program() {
    let folder = root().join(format!("schemas/v{CONTRACT}"));
    let mut wrong = Vec::new();
    let mut known = BTreeSet::new();
    for (name, _) in schemas::NAMES {
        let schema = schemas::made::get(name).unwrap();
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        same(&folder.join(format!("{name}.json")), &text, &mut wrong);
        known.insert(format!("{name}.json"));
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(
            matches!(name.as_str(), "cases" | "commandes" | "LISEZMOI.md") || known.contains(&name),
            "{name}: no schema has this name"
        );
    }
    conclude(&wrong);
}

/// The training payslips are cases too, under their own names.
fn training() -> Vec<(String, String)> {
    let mut out = Vec::new();
    for entry in fs::read_dir(root().join("examples/formation")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "json") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            out.push((name, fs::read_to_string(path).unwrap()));
        }
    }
    out.sort();
    assert_eq!(out.len(), 16, "those of the training folder");
    out
}

fn cases() -> Vec<(Call, String, PathBuf)> {
    let folder = root().join(format!("schemas/v{CONTRACT}/cases"));
    let mut out = Vec::new();
    for (call, name) in Call::ALL.map(|(name, call)| (call, name)) {
        let Ok(entries) = fs::read_dir(folder.join(name)) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            if let Some(case) = file.strip_suffix(".demande.json") {
                out.push((call, case.to_owned(), path));
            } else {
                let request = path.with_file_name(file.replace(".reponse.json", ".demande.json"));
                assert!(request.exists(), "{file}: no request has this answer");
            }
        }
    }
    out.sort_by_key(|(call, case, _)| (call.name(), case.clone()));
    out
}

#[test]
fn every_case_has_its_answer() {
    let engine = Engine::embedded();
    let folder = root().join(format!("schemas/v{CONTRACT}/cases"));
    let mut wrong = Vec::new();
    for (name, text) in training() {
        same(&folder.join(format!("bulletin/{name}.demande.json")), &text, &mut wrong);
    }
    let mut index = Vec::new();
    for (call, case, path) in cases() {
        let reply = engine.answer(call, &fs::read(&path).unwrap());
        let answer = path.with_file_name(format!("{case}.reponse.json"));
        same(&answer, &format!("{}\n", reply.json), &mut wrong);
        index.push(serde_json::json!({ "appel": call.name(), "cas": case, "statut": reply.status.code() }));
        // An answer that is an object says its contract.
        let value: Value = serde_json::from_str(&reply.json).unwrap();
        assert!(value.is_array() || value["version_interface"] == CONTRACT, "{case}");
    }
    let lines: Vec<String> = index.iter().map(|case| format!("  {case}")).collect();
    same(&folder.join("index.json"), &format!("[\n{}\n]\n", lines.join(",\n")), &mut wrong);
    assert!(index.len() >= 29, "{} cases", index.len());
    for status in [0, 1, 2] {
        assert!(index.iter().any(|case| case["statut"] == status), "no case ends with {status}");
    }
    conclude(&wrong);
}

/// What the training folder shows as expected is the answer of the door: two files, one truth.
#[test]
fn the_training_answers_are_those_of_the_training_folder() {
    let engine = Engine::embedded();
    for (name, text) in training() {
        let reply = engine.answer(Call::Bulletin, text.as_bytes());
        assert_eq!(reply.status, Status::Done, "{name}: {}", reply.json);
        let got: Value = serde_json::from_str(&reply.json).unwrap();
        let file = root().join(format!("examples/formation/attendu/{name}.json"));
        let shown: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        assert_eq!(got, shown, "{name}");
    }
}

fn errors(reply: &str) -> Vec<(String, String)> {
    let value: Value = serde_json::from_str(reply).unwrap();
    let list = value["erreurs"].as_array().unwrap_or_else(|| panic!("no errors: {reply}"));
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    list.iter().map(|e| (text(&e["code"]), text(&e["champ"]))).collect()
}

#[test]
fn unusable_requests_have_their_codes() {
    let engine = Engine::embedded();
    let code = |name: &str, request: &[u8]| {
        let reply = engine.call(name, request);
        assert_eq!(reply.status, Status::Refused);
        errors(&reply.json)[0].0.clone()
    };
    assert_eq!(code("bultin", b"{}"), "KIT-001");
    assert_eq!(code("bulletin", &vec![b' '; cddu_kit::MAX_REQUEST + 1]), "KIT-002");
    assert_eq!(code("bulletin", b"{\"numero\":\"\xE9\"}"), "KIT-003");
    assert_eq!(code("dsn.lire", "{\"contenu\":\"œ\"}".as_bytes()), "KIT-006");
    assert_eq!(code("schema", b"{\"nom\":\"bultin\"}"), "CLI-005");
    assert_eq!(code("bulletin", b"NaN"), "JSON-001");
    assert_eq!(code("bulletin", b"[]"), "JSON-002");
    assert_eq!(code("bulletin", "[".repeat(100_000).as_bytes()), "JSON-002");
    let request = fs::read_to_string(root().join("examples/formation/technicien-2026.json")).unwrap();
    let both = format!(r#"{{"demande":{request},"net":"1.00","cout":"1.00"}}"#);
    assert_eq!(code("simuler", both.as_bytes()), "KIT-005");
}

/// Every fault of form is told at once, with the words and the path of the reader.
#[test]
fn every_error_of_form_is_told() {
    let file = root().join("schemas/v1/cases/bulletin/erreurs-de-forme.demande.json");
    let reply = Engine::embedded().call("bulletin", &fs::read(file).unwrap());
    let paths: Vec<String> = errors(&reply.json).into_iter().map(|(_, path)| path).collect();
    assert_eq!(
        paths,
        [
            "date_paiement",
            "employeur.efectif",
            "employeur.effectif",
            "employeur.taux_at",
            "contrats[0].categorie",
            "contrats[0].debut",
            "contrats[0].brut"
        ]
    );
    assert!(
        reply.json.starts_with(r#"{"version_interface":1,"reference":"A13","numero":"B-0002","erreurs":["#)
    );
}

/// A directory laid over the embedded tables changes what it holds and nothing else.
#[test]
fn tables_are_laid_over_the_embedded_ones() {
    let folder = std::env::temp_dir().join(format!("cddu-kit-{}", std::process::id()));
    fs::create_dir_all(folder.join("parametres")).unwrap();
    let plafonds = cddu_kit::rates::Files::embedded().get("parametres/plafonds.toml").unwrap().to_owned();
    fs::write(folder.join("parametres/plafonds.toml"), plafonds.replace("\"4005\"", "\"4100\"")).unwrap();
    let engine = Engine::over(&folder).unwrap();
    let pmss = engine.rates().param("PMSS", "2026-10-09".parse().unwrap()).unwrap();
    assert_eq!(pmss.value.to_string(), "4100");
    assert!(engine.rates().contribution("VIEIL_PLAF").is_some());
    assert_ne!(engine.tables(), Engine::embedded().tables());
    assert!(engine.rates().files().shown("parametres/plafonds.toml").starts_with(folder.to_str().unwrap()));
    assert!(engine.rates().files().shown("pas/taux_neutre.csv").starts_with("rates/"));
    fs::create_dir_all(folder.join("parametre")).unwrap();
    fs::write(folder.join("parametre/smic.toml"), "").unwrap();
    assert_eq!(Engine::over(&folder).unwrap_err().code(), "KIT-004");
    fs::remove_dir_all(folder).unwrap();
}
