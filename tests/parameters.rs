//! The keys of parameters that the program says it reads, against the source code, both ways.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cddu_rates::Rates;
use common::root;

/// Keys that the code builds: `SAISIE_SEUIL_1`, and the expense limits named by the `nature` of an element.
const BUILT: &[&str] = &["SAISIE_SEUIL_", "AA_RA", "REPAS_", "GD_", "IK_", "TITRE_", "TRANSPORT_", "FMD_"];

fn sources(directory: &Path, out: &mut String) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("rates/src/check") {
            // The check of the tables names values that no calculation reads.
            continue;
        }
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs")
            && !path.ends_with("check.rs")
            && !path.ends_with("parameters.rs")
        {
            out.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_list_is_the_code() {
    let mut code = String::new();
    sources(&root().join("crates"), &mut code);
    let list = fs::read_to_string(root().join("crates/cli/src/parameters.rs")).unwrap();
    let listed: BTreeSet<&str> =
        list.lines().filter_map(|l| l.trim().strip_prefix('"')?.strip_suffix("\",")).collect();
    let rates = Rates::embedded();
    let known: BTreeSet<&str> = rates.parameters().map(|(p, _)| p.cle.as_str()).collect();
    for key in &known {
        let read = code.contains(&format!("\"{key}\""));
        assert!(!read || listed.contains(key), "{key} est lu et n'est pas dans parameters.rs");
    }
    for key in &listed {
        assert!(known.contains(key), "{key} n'est pas dans les tables");
        let read = code.contains(&format!("\"{key}\""))
            || BUILT.iter().any(|b| key.starts_with(b))
            || rates.contributions().iter().any(|c| c.reduction.as_ref().is_some_and(|r| r == key));
        assert!(read, "{key} n'est lu nulle part");
    }
}
