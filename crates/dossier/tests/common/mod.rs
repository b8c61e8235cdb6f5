//! The folder of a small production and its run, for the tests of this crate.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use cddu_dossier::{Etat, Folder, PayPeriod, Run, RunOptions, run};
use cddu_payslip::Payslip;
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

/// A period paid for good on a day (its own when none is given), what is frozen corrected when `replace` says so.
pub fn paid(root: &Path, period: &str, day: &str, replace: bool) -> Run {
    let options = RunOptions {
        period: PayPeriod::parse(period).unwrap(),
        payment: (!day.is_empty()).then(|| day.parse().unwrap()),
        replace,
        dry: false,
        despite: BTreeSet::new(),
    };
    run(&Folder::read(root).unwrap(), &RATES, &options, &|_, _| {}).unwrap_or_else(|e| panic!("{e:#?}"))
}

/// The one payslip of a run that became so.
pub fn made(run: &Run, etat: Etat) -> Payslip {
    let mut new = run.payslips.iter().filter(|(_, e)| *e == etat);
    let (frozen, _) = new.next().unwrap_or_else(|| panic!("{:#?}", run.diagnostics));
    assert!(new.next().is_none());
    frozen.resultat.as_ref().clone()
}
