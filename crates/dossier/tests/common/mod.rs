//! The folder of a small production and its run, for the tests of this crate.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use cddu_dossier::{Folder, PayPeriod, Run, RunOptions, run};
use cddu_rates::{Diagnostic, Rates};
use tempfile::{TempDir, tempdir};

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

/// A folder of the cinema with these people, contracts and sheets, headers included.
pub fn dossier(people: &str, contracts: &str, times: &str) -> TempDir {
    let root = tempdir().unwrap();
    let production = r#"
[production]
titre = "Film d'essai"
code = "ESSAI"
genre = "fiction"
[employeur]
raison_sociale = "Société fictive"
idcc = "3097"
effectif = 8
taux_at = "1.07"
taux_sante_travail = "0.32"
[paiement]
delai_jours = 5
"#;
    for (name, text) in [
        ("production.toml", production),
        ("salaries.csv", people),
        ("contrats.csv", contracts),
        ("temps.csv", times),
    ] {
        fs::write(root.path().join(name), text).unwrap();
    }
    root
}

/// What the period would pay, or what keeps it from running; nothing is frozen.
pub fn tried(root: &Path, period: &str) -> Result<Run, Vec<Diagnostic>> {
    let options = RunOptions {
        period: PayPeriod::parse(period).unwrap(),
        payment: None,
        replace: false,
        dry: true,
        despite: BTreeSet::new(),
    };
    run(&Folder::read(root).unwrap(), &RATES, &options, &|_, _| {})
}

/// What the period would pay.
pub fn paie(root: &Path, period: &str) -> Run {
    tried(root, period).unwrap()
}
