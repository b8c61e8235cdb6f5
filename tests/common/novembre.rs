//! A month that was sent: five people of a week of November, its DSN and its AEM sent, and what is corrected in December.
#![allow(dead_code, reason = "each test file uses its part")]

use std::path::Path;

use super::{cddu, copy, root};

/// Five people of a week of November, one of each population; two of them work again in the first week of December.
pub fn folder() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("tests/regularisation"), &work.path().join("dossier"));
    work
}

pub fn run(work: &Path, command: &str) -> (i32, String) {
    let output = cddu(work).args(command.split(' ')).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(['\u{a0}', '\u{202f}'], " ");
    (output.status.code().unwrap(), text(&output.stdout) + &text(&output.stderr))
}

pub fn done(work: &Path, command: &str) -> String {
    let (status, said) = run(work, command);
    assert_eq!(status, 0, "{command}\n{said}");
    said
}

/// November paid, entered in the accounts, its DSN and its AEM sent.
pub fn november() -> tempfile::TempDir {
    november_of(|_| {})
}

/// The same, of a folder made ready before its pay.
pub fn november_of(prepare: impl Fn(&Path)) -> tempfile::TempDir {
    let work = folder();
    prepare(&work.path().join("dossier"));
    run(work.path(), "paie dossier --periode 2026-W46");
    done(work.path(), "compta integrer dossier --periode 2026-W46");
    for file in ["dsn-2026-11.dsn", "aem-2026-11.xml"] {
        let deposit = format!("deposer dossier/sorties/declarations/2026-11/{file} --le 2026-12-05");
        done(work.path(), &deposit);
    }
    work
}

pub fn december_dsn(work: &Path) -> String {
    let path = work.join("dossier/sorties/declarations/2026-12/dsn-2026-12.dsn");
    std::fs::read(path).unwrap().into_iter().map(char::from).collect()
}

/// Nothing is said of either month above a remark; the report of December.
pub fn both_months_hold(work: &Path) -> String {
    let file = "dossier/sorties/declarations/2026-12/dsn-2026-12.dsn";
    assert!(done(work, &format!("dsn verifier {file}")).contains("0 anomalie"));
    done(work, "rapprocher dossier --mois 2026-11");
    done(work, "rapprocher dossier --mois 2026-12")
}
