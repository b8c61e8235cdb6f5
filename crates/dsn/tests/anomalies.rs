//! One broken file per control, made from a valid sample by the recipe of `anomalies.txt`: the validator finds
//! that control and nothing else, and `dsn-samples/anomalies/` holds the same files.
//!
//! `DSN_ECRIRE=1 cargo test -p cddu-dsn --test anomalies` writes the files again after a change of recipe.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cddu_dsn::{implemented_controls, verify};

/// Rules of syntax and totals, outside the registry of controls.
const SYNTAX: [&str; 13] = [
    "FMT-01",
    "FMT-02",
    "FMT-03",
    "FMT-04",
    "FMT-05",
    "FMT-06",
    "FMT-07",
    "FMT-08",
    "S90.G00.90.001/TOT",
    "S90.G00.90.002/TOT",
    "S21.G00.30.001/REGEX",
    "S21.G00.30.010/REGEX",
    "S21.G00.62.020/USAGE",
];

struct Recipe {
    control: String,
    sample: String,
    steps: Vec<String>,
}

fn recipes() -> Vec<Recipe> {
    let mut all: Vec<Recipe> = Vec::new();
    for line in include_str!("anomalies.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(rest) = line.strip_prefix('[') {
            let (control, sample) = rest.split_once("] ").expect("[control] sample");
            all.push(Recipe { control: control.into(), sample: sample.into(), steps: Vec::new() });
        } else {
            all.last_mut().expect("a header first").steps.push(line.to_string());
        }
    }
    all
}

/// Position of the n-th line of a code written `CODE#n`.
fn position(lines: &[Vec<u8>], reference: &str) -> usize {
    let (code, n) = reference.split_once('#').unwrap_or((reference, "1"));
    let n: usize = n.parse().expect("rank");
    lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.starts_with(code.as_bytes()))
        .nth(n - 1)
        .unwrap_or_else(|| panic!("{reference} not found"))
        .0
}

fn rubrique(code: &str, value: &str) -> Vec<u8> {
    format!("{code},'{value}'").into_bytes()
}

/// Bytes of a text where `\xNN` stands for a byte.
fn raw(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut out = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        out.push(u8::from_str_radix(&part[..2], 16).expect("two hexadecimal digits"));
        out.extend_from_slice(&part.as_bytes()[2..]);
    }
    out
}

fn apply(sample: &[u8], recipe: &Recipe) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> =
        sample.split(|&b| b == b'\n').filter(|l| !l.is_empty()).map(<[u8]>::to_vec).collect();
    let mut last_added = 0;
    let total = |step: &&String| step.contains("S90.G00.90");
    for step in recipe.steps.iter().filter(|s| !total(s)) {
        let (verb, rest) = step.split_once(' ').expect("verb");
        let (first, second) = rest.split_once(' ').unwrap_or((rest, ""));
        match verb {
            "=" => {
                let at = position(&lines, first);
                lines[at] = rubrique(&first[..14], second);
            }
            "-" => {
                lines.remove(position(&lines, first));
            }
            "+" => {
                last_added = position(&lines, first) + 1;
                let (code, value) = second.split_once(' ').expect("code and value");
                lines.insert(last_added, rubrique(code, value));
            }
            "&" => {
                last_added += 1;
                lines.insert(last_added, rubrique(first, second));
            }
            "x" => {
                lines.drain(position(&lines, first)..=position(&lines, second));
            }
            "*" => {
                let (from, to) = (position(&lines, first), position(&lines, second));
                let copy = lines[from..=to].to_vec();
                lines.splice(to + 1..to + 1, copy);
            }
            "%" => {
                let (old, new) = (format!(",'{first}'"), format!(",'{second}'"));
                for line in &mut lines {
                    if line.ends_with(old.as_bytes()) {
                        line.truncate(14);
                        line.extend_from_slice(new.as_bytes());
                    }
                }
            }
            "!" => {
                let at = position(&lines, first);
                lines[at] = raw(second);
            }
            other => panic!("{other}"),
        }
    }
    let declarations = lines.iter().filter(|l| l.starts_with(b"S20.G00.05.001")).count();
    let count = lines.len();
    lines[count - 2] = rubrique("S90.G00.90.001", &count.to_string());
    lines[count - 1] = rubrique("S90.G00.90.002", &declarations.to_string());
    for step in recipe.steps.iter().filter(total) {
        let (code, value) = step[2..].split_once(' ').expect("code and value");
        let at = position(&lines, code);
        lines[at] = rubrique(code, value);
    }
    let mut out = Vec::new();
    for line in lines {
        out.extend_from_slice(&line);
        out.push(b'\n');
    }
    out
}

#[test]
fn each_anomaly_is_found_and_nothing_else() {
    let samples: BTreeMap<String, Vec<u8>> = common::samples().into_iter().collect();
    let mut wrong = Vec::new();
    for recipe in recipes() {
        let bytes = apply(&samples[&format!("{}.dsn", recipe.sample)], &recipe);
        let findings = verify(&bytes);
        let codes: BTreeSet<&str> = findings.iter().map(|f| f.code.as_str()).collect();
        // An unknown contract is reported for each of its remunerations.
        let count = if recipe.control == "S21.G00.51.010/CCH-11" { 4 } else { 1 };
        if codes != BTreeSet::from([recipe.control.as_str()]) || findings.len() != count {
            wrong.push(format!("{}: {findings:#?}", recipe.control));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_control_has_its_anomaly() {
    let named: BTreeSet<String> = recipes().into_iter().map(|r| r.control).collect();
    let implemented: BTreeSet<String> = implemented_controls().chain(SYNTAX).map(String::from).collect();
    assert_eq!(named, implemented);
}

#[test]
fn the_files_of_anomalies_are_up_to_date() {
    let samples: BTreeMap<String, Vec<u8>> = common::samples().into_iter().collect();
    let folder = common::folder().join("anomalies");
    let write = std::env::var_os("DSN_ECRIRE").is_some();
    let mut expected = BTreeSet::new();
    for recipe in recipes() {
        let name = format!("{}.dsn", recipe.control.replace('/', "_"));
        let bytes = apply(&samples[&format!("{}.dsn", recipe.sample)], &recipe);
        if write {
            fs::write(folder.join(&name), &bytes).expect("write");
        }
        let stored = fs::read(folder.join(&name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(stored == bytes, "{name}");
        expected.insert(name);
    }
    let found: BTreeSet<String> = fs::read_dir(&folder)
        .expect("anomalies")
        .map(|e| e.expect("entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(found, expected);
}
