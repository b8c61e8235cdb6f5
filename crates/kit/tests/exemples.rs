//! The example programs do what their pages say: each is compiled here as it is, and its work called.

#![allow(dead_code, reason = "the tests call the work of a program, not its `main`")]

#[path = "../examples/bulletin.rs"]
mod bulletin;
#[path = "../examples/dsn.rs"]
mod dsn;
#[path = "../examples/engagement.rs"]
mod engagement;

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_totals_of_a_request_in_json() {
    let file = root().join("schemas/v1/cases/bulletin/technicien-2026.reponse.json");
    let answer: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let amount = |name: &str| answer["totaux"][name].as_str().unwrap().to_owned();
    let published = format!(
        "brut {}, net à payer {}, coût {}",
        amount("brut"),
        amount("net_paye"),
        amount("total_verse_employeur")
    );
    let request = root().join("examples/formation/technicien-2026.json");
    assert_eq!(bulletin::bulletin(request.to_str().unwrap()).unwrap(), published);
    assert!(bulletin::bulletin("absent.json").unwrap_err().is::<std::io::Error>());
}

#[test]
fn a_dsn_without_its_end_is_told() {
    // A header alone: what must follow it is missing.
    let told = dsn::relue(b"S10.G00.00.001,'cddu'\r\n");
    assert!(told.contains(" anomalies, dont ") && !told.contains(" 0 anomalies"), "{told}");
}

#[test]
fn an_engagement_made_without_json() {
    let lines = engagement::engagement().unwrap();
    assert!(lines[0].starts_with("coût "), "{lines:?}");
    // 6.90 % of the plafond of five days of October 2026: 4005 x 5 / 31 = 645.97 (ruling 5), hence 44.57.
    assert!(lines[1].contains("645.97") && lines[1].ends_with("= 44.57"), "{lines:?}");
    assert!(lines[2..].iter().any(|line| line.ends_with("net 1200.00")), "{lines:?}");
}
