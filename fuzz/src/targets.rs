//! The readers, one function each, and the real files that they start from.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use cddu_dossier::Folder;
use cddu_payslip::{BulletinInput, gross::BrutInput, json, note::NoteInput};
use cddu_rates::{Files, Rates};

use crate::conteneurs;

/// A reader: its name on the command line, what it does with bytes, its samples.
pub struct Target {
    /// Name.
    pub name: &'static str,
    /// Reads and drops; refusals are dropped too.
    pub read: fn(&[u8]),
    /// Real files.
    pub samples: fn() -> Vec<Vec<u8>>,
}

/// All the readers.
pub const TARGETS: [Target; 14] = [
    Target { name: "dsn", read: dsn, samples: || files(&["dsn-samples", "fuzz/echantillons"], "dsn") },
    Target {
        name: "fec",
        read: fec,
        samples: || files(&["fuzz/echantillons", "tests/errors/_documents"], "txt"),
    },
    Target { name: "grand-livre", read: ledger, samples: ledgers },
    Target { name: "virements", read: sepa, samples: || vec![file("fuzz/echantillons/virements.xml")] },
    Target { name: "aem", read: aem, samples: || vec![file("fuzz/echantillons/aem.xml")] },
    Target { name: "bulletin", read: payslip, samples: || files(&["examples/formation"], "json") },
    Target { name: "note", read: note, samples: || vec![file("tests/errors/_documents/note.json")] },
    Target { name: "brut", read: gross, samples: weeks },
    Target { name: "decisions", read: decisions, samples: decided },
    Target { name: "production", read: production, samples: productions },
    Target { name: "feuilles", read: sheets, samples: tables },
    Target { name: "classeur", read: workbook, samples: conteneurs::workbooks },
    Target { name: "archive", read: archive, samples: conteneurs::archives },
    Target { name: "baremes", read: rates, samples: rate_files },
];

/// The target of a name.
#[must_use]
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|t| t.name == name)
}

thread_local! {
    static RATES: OnceCell<Rates> = const { OnceCell::new() };
}

fn with_rates(act: impl FnOnce(&Rates)) {
    RATES.with(|rates| act(rates.get_or_init(Rates::embedded)));
}

fn dsn(bytes: &[u8]) {
    drop(cddu_dsn::verify(bytes));
    drop(cddu_dsn::read(bytes));
    drop(cddu_dsn::rewrite(bytes));
    drop(cddu_declarations::dsn::totals::read_monthly(bytes));
}

fn fec(bytes: &[u8]) {
    drop(cddu_ledger::fec::verify(bytes, "900000001FEC20261231.txt"));
}

fn ledger(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if cddu_ledger::grand_livre::is_balance(&text) {
        drop(cddu_ledger::grand_livre::read_balance("balance.csv", &text));
    }
    drop(cddu_ledger::grand_livre::read_ledger("grand-livre.csv", &text));
}

fn sepa(bytes: &[u8]) {
    drop(cddu_ledger::sepa::read(&String::from_utf8_lossy(bytes)));
}

fn aem(bytes: &[u8]) {
    drop(cddu_declarations::aem::lire(bytes));
}

/// What is read is computed too: an amount that passes the reader must not break the engine.
fn payslip(bytes: &[u8]) {
    if let Ok(input) = json::parse::<BulletinInput>(&String::from_utf8_lossy(bytes)) {
        with_rates(|rates| drop(cddu_payslip::compute(rates, &input)));
    }
}

fn note(bytes: &[u8]) {
    if let Ok(input) = json::parse::<NoteInput>(&String::from_utf8_lossy(bytes)) {
        with_rates(|rates| drop(cddu_payslip::note::compute(rates, &input)));
    }
}

fn gross(bytes: &[u8]) {
    if let Ok(input) = json::parse::<BrutInput>(&String::from_utf8_lossy(bytes)) {
        with_rates(|rates| drop(cddu_payslip::gross::compute(rates, &input)));
    }
}

fn decisions(bytes: &[u8]) {
    drop(cddu_rapprochement::Etat::parse("rapprochement.toml", &String::from_utf8_lossy(bytes)));
}

/// A folder of production in a temporary directory, its `production.toml` replaced.
fn production(bytes: &[u8]) {
    with_folder(|folder| {
        write(&folder.join("production.toml"), bytes);
        drop(Folder::read(folder));
    });
}

/// The same folder, each of its sheets replaced in turn: a row of one file is a wrong row of the others.
fn sheets(bytes: &[u8]) {
    for name in ["contrats.csv", "temps.csv", "salaries.csv", "elements.csv", "auteurs.csv", "notes.csv"] {
        with_folder(|folder| {
            write(&folder.join(name), bytes);
            drop(Folder::read(folder));
        });
    }
}

/// A folder whose only file of data is a workbook, given whole or as one of its parts ([`conteneurs::workbook`]).
fn workbook(bytes: &[u8]) {
    let directory = Temporary::new();
    write(&directory.0.join("production.toml"), &file("tests/errors/_base/production.toml"));
    write(&directory.0.join("dossier.xlsx"), &conteneurs::workbook(bytes));
    drop(Folder::read(&directory.0));
}

/// An archive, given whole or before its compression ([`conteneurs::archive`]); what proves itself is laid out too.
fn archive(bytes: &[u8]) {
    let directory = Temporary::new();
    let path = directory.0.join("archive.tar.gz");
    write(&path, &conteneurs::archive(bytes));
    drop(cddu_archive::extract(&path, &cddu_archive::Keys::default(), &directory.0.join("ouverte")));
}

/// The tables, one of them replaced: the one that the first bytes name, as [`rate_files`] writes it.
fn rates(bytes: &[u8]) {
    let Some(cut) = bytes.iter().position(|b| *b == b'\n') else { return };
    let embedded = Files::embedded();
    let Some((name, _)) = embedded.iter().find(|(name, _)| name.as_bytes() == &bytes[..cut]) else { return };
    let directory = Temporary::new();
    for (other, text) in embedded.iter() {
        let path = directory.0.join(other);
        fs::create_dir_all(path.parent().unwrap_or(&directory.0)).unwrap_or_default();
        write(&path, if other == name { &bytes[cut + 1..] } else { text.as_bytes() });
    }
    if let Ok(read) = Rates::from_dir(&directory.0) {
        drop(read.conventions());
    }
}

fn with_folder(act: impl FnOnce(&Path)) {
    let directory = Temporary::new();
    for name in ["production.toml", "salaries.csv", "contrats.csv", "temps.csv", "elements.csv"] {
        write(&directory.0.join(name), &file(&format!("tests/errors/_base/{name}")));
    }
    for name in ["auteurs.csv", "contrats_auteurs.csv", "notes.csv"] {
        write(&directory.0.join(name), &file(&format!("tests/errors/_auteurs/{name}")));
    }
    act(&directory.0);
}

/// A directory of its own, removed at the end.
pub(crate) struct Temporary(pub(crate) PathBuf);

impl Temporary {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let rank = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("cddu-fuzz-{}-{rank}", std::process::id()));
        fs::create_dir_all(&path).unwrap_or_else(|e| panic!("{} : {e}", path.display()));
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap_or_else(|e| panic!("{} : {e}", path.display()));
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(crate) fn file(name: &str) -> Vec<u8> {
    let path = root().join(name);
    fs::read(&path).unwrap_or_else(|e| panic!("{} : {e}", path.display()))
}

/// The files of an extension in directories of the project, in the order of their names.
fn files(directories: &[&str], extension: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = directories
        .iter()
        .flat_map(|d| fs::read_dir(root().join(d)).unwrap_or_else(|e| panic!("{d} : {e}")))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

fn ledgers() -> Vec<Vec<u8>> {
    vec![
        b"compte;date;libelle;debit;credit\n641100;30/11/2026;Paie;1938,99;\n421000;30/11/2026;Paie;;1938,99\n".to_vec(),
        b"compte,libelle,solde\n421000,Personnel,-1391.97\n".to_vec(),
        file("fuzz/echantillons/fec.txt"),
    ]
}

fn weeks() -> Vec<Vec<u8>> {
    let sheet = br#"{ "idcc": "3097", "fonction": "Cadreur", "salaire_base": "2000.00", "temps": [
      { "date": "2026-11-16", "debut": "08:00", "fin": "20:30", "pause_minutes": 60 },
      { "date": "2026-11-17", "heures": "9.5", "voyage_minutes": 90 } ] }"#;
    vec![file("tests/errors/_documents/semaine.json"), sheet.to_vec()]
}

fn decided() -> Vec<Vec<u8>> {
    vec![
        b"[[ecart]]\nidentifiant = \"R1\"\nstatut = \"justifie\"\necart = \"12.50\"\njustification = \"regle\"\n".to_vec(),
        b"[[ecart]]\nidentifiant = \"R2\"\nstatut = \"ouvert\"\necart = \"0.01\"\n".to_vec(),
    ]
}

fn productions() -> Vec<Vec<u8>> {
    ["tests/errors/_base", "tests/errors/_virements", "examples/tournage"]
        .map(|d| file(&format!("{d}/production.toml")))
        .to_vec()
}

fn tables() -> Vec<Vec<u8>> {
    files(&["tests/errors/_base", "tests/errors/_auteurs", "examples/tournage"], "csv")
}

/// The name of each table on a line, then its text.
fn rate_files() -> Vec<Vec<u8>> {
    let embedded = Files::embedded();
    embedded.iter().map(|(name, text)| format!("{name}\n{text}").into_bytes()).collect()
}
