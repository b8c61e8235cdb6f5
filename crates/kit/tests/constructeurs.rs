//! Whoever writes a request in Rust can make each of its parts: a struct that is `#[non_exhaustive]` and has neither a `new` nor
//! a default can only be read from JSON.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Parts made in another way: the set-off of royalties is the answer of `note::imputer`, `HeureSup` has a default.
const MADE_ELSEWHERE: [&str; 2] = ["Imputation", "HeureSup"];

/// Definitions that a schema names, without going into results that a request quotes (payslips already paid).
fn parts(schema: &Value, value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            let name = map.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix("#/$defs/"));
            if let Some(name) = name.filter(|name| *name != "Payslip" && out.insert((*name).to_owned())) {
                parts(schema, &schema["$defs"][name], out);
            }
            map.iter().filter(|(key, _)| *key != "$defs").for_each(|(_, inner)| parts(schema, inner, out));
        }
        Value::Array(list) => list.iter().for_each(|inner| parts(schema, inner, out)),
        _ => {}
    }
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Types that have a public `new` in an `impl` of their own.
fn made() -> BTreeSet<String> {
    let (mut files, mut out) = (Vec::new(), BTreeSet::new());
    for crate_name in ["payslip", "rates"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(crate_name).join("src"), &mut files);
    }
    for file in files {
        let mut current = None;
        for line in fs::read_to_string(file).unwrap().lines() {
            if let Some(name) = line.strip_prefix("impl ").and_then(|rest| rest.strip_suffix(" {")) {
                current = Some(name.to_owned());
            } else if line == "}" {
                current = None;
            } else if let Some(name) = current.as_ref().filter(|_| {
                let line = line.trim_start();
                line.starts_with("pub fn new(") || line.starts_with("pub const fn new(")
            }) {
                out.insert(name.clone());
            }
        }
    }
    out
}

#[test]
fn every_part_of_a_request_can_be_made() {
    let made = made();
    let mut seen = BTreeSet::new();
    for name in ["bulletin", "note", "brut"] {
        let schema = cddu_kit::schemas::get(name).unwrap();
        let mut all = BTreeSet::new();
        parts(&schema, &schema, &mut all);
        // A struct of which nothing is required has a default.
        seen.extend(all.into_iter().filter(|part| {
            schema["$defs"][part]["required"].as_array().is_some_and(|required| !required.is_empty())
        }));
    }
    assert!(seen.len() >= 18, "{seen:?}");
    let lost: Vec<_> = seen
        .iter()
        .filter(|part| !made.contains(*part) && !MADE_ELSEWHERE.contains(&part.as_str()))
        .collect();
    assert!(lost.is_empty(), "neither new nor default: {lost:?}");
}
