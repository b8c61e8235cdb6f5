//! What a production keeps and hands over: one archive of a folder with the tables that paid it, and the payslips of a
//! period sorted by person.
//!
//! An archive is a `tar` inside `gzip`, encrypted in the `age` format when keys are given. Its first file is its manifest:
//! every other file with its length and its hash. Two archives of one folder on one day are the same bytes (encryption
//! apart, whose keys are drawn each time). Nothing here reads a clock.

mod conservation;
mod deliver;
mod keys;
mod manifest;
mod open;
mod write;

pub use conservation::{Conservation, retention};
pub use deliver::{DeliverOptions, Delivered, deliver};
pub use keys::{Keys, Locks, generate};
pub use manifest::{Manifest, Piece};
pub use open::{Proven, extract, prove};
pub use write::{ArchiveOptions, Archived, archive};

use std::io;
use std::path::Path;

use cddu_rates::{Diagnostic, hex, io_cause};
use sha2::{Digest as _, Sha256};

/// `sha256:` of bytes.
pub(crate) fn sha(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

/// What a disk refuses.
pub(crate) fn disk(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("ARC-010", format!("{what} : {}", io_cause(error)))
        .in_file(path.display().to_string(), None)
        .hint("vérifier la place et les droits de ce dossier, puis relancer : ce qui existait n'a pas changé")
}
