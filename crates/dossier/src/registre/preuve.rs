//! What the register can prove: every frozen document against its manifest and its own hash, the chain of the journal
//! against the files, the batches of the accounts and the copies beside them.

use std::path::Path;

use cddu_rates::{Diagnostic, Rates, hex};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::compta::accounts::{self, Books};
use crate::registre::atomic::read_if_there;
use crate::registre::{depots, journal};
use crate::{Archive, Folder, FrozenNote, Register};

/// What was checked, and what does not hold.
#[derive(Debug, Default, Serialize)]
pub struct Preuve {
    /// Frozen payslips read and proven.
    pub bulletins: usize,
    /// Frozen notes read and proven.
    pub notes: usize,
    /// Batches of the accounts.
    pub lots: usize,
    /// Copies beside the batches.
    pub copies: usize,
    /// Documents sent.
    pub depots: usize,
    /// Lines of the journal.
    pub journal: usize,
    /// What does not hold.
    pub diagnostics: Vec<Diagnostic>,
}

/// Proves a folder. Nothing is written.
#[must_use]
pub fn prove(folder: &Folder, rates: &Rates) -> Preuve {
    let mut out = Preuve::default();
    match Register::open(&folder.root) {
        Ok(register) => out.bulletins = register.all().count(),
        Err(list) => out.diagnostics.extend(list),
    }
    match Archive::<FrozenNote>::open(&folder.root) {
        Ok(notes) => out.notes = notes.all().count(),
        Err(list) => out.diagnostics.extend(list),
    }
    batches(folder, rates, &mut out);
    out.depots = depots::prove(folder, &mut out.diagnostics);
    chain(&folder.root, &mut out);
    out
}

/// The batches carry their hash; their copies are made again and compared.
fn batches(folder: &Folder, rates: &Rates, out: &mut Preuve) {
    let books = match Books::open(folder) {
        Ok(books) => books,
        Err(list) => {
            out.diagnostics.extend(list);
            return;
        }
    };
    for lot in books.lots() {
        out.lots += 1;
        let day = lot.pieces.iter().map(|p| p.paiement).max().unwrap_or_default();
        let compta = match accounts::compta(folder, rates, day) {
            Ok(compta) => compta,
            Err(list) => {
                out.diagnostics.extend(list);
                return;
            }
        };
        for (name, _, bytes) in accounts::exported(folder, &compta, lot) {
            let path = format!("comptabilite/{}/{name}", lot.lot);
            match read_if_there(&folder.root.join(&path)) {
                Ok(Some(found)) if found == bytes => out.copies += 1,
                Ok(found) => {
                    let what =
                        if found.is_some() { "n'est plus celle" } else { "a disparu : c'était une copie" };
                    out.diagnostics.push(
                        Diagnostic::error("DOS-143", format!("cette copie {what} du lot {}", lot.lot))
                            .in_file(folder.shown(&path), None)
                            .hint("la reprendre d'une sauvegarde ; le lot lui-même est intact (lot.json)"),
                    );
                }
                Err(fault) => out.diagnostics.push(fault),
            }
        }
    }
}

/// The last line that names a frozen file gives its content as it is today.
fn chain(root: &Path, out: &mut Preuve) {
    let (lines, faults) = match journal::read(root) {
        Ok(read) => read,
        Err(fault) => {
            out.diagnostics.push(fault);
            return;
        }
    };
    out.journal = lines.len();
    out.diagnostics.extend(faults);
    let mut last = std::collections::BTreeMap::new();
    for line in &lines {
        for (path, hash) in line.ecrits.iter().filter(|(path, _)| frozen(path)) {
            last.insert(path.clone(), Some((line.rang, hash.clone())));
        }
        for path in &line.otes {
            last.insert(path.clone(), None);
        }
    }
    for (path, kept) in last {
        let Some((rank, hash)) = kept else { continue };
        let found = match read_if_there(&root.join(&path)) {
            Ok(found) => found.map(|bytes| format!("sha256:{}", hex(&Sha256::digest(bytes)))),
            Err(fault) => {
                out.diagnostics.push(fault);
                continue;
            }
        };
        if found.as_ref() != Some(&hash) {
            let what = if found.is_some() { "a changé" } else { "a disparu" };
            out.diagnostics.push(
                Diagnostic::error("DOS-146", format!("ce fichier {what} depuis la ligne {rank} du journal"))
                    .in_file(root.join(&path).display().to_string(), None)
                    .hint("le reprendre d'une sauvegarde : seules les commandes de cddu le changent"),
            );
        }
    }
}

/// Files written once: documents and batches, not the manifests that grow.
fn frozen(path: &str) -> bool {
    ["bulletins/", "notes/", "comptabilite/", "depots/"].iter().any(|place| path.starts_with(place))
}
