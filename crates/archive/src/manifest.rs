//! The first file of an archive: what the others must be.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::conservation::Conservation;

/// Name of the manifest in an archive.
pub(crate) const NAME: &str = "MANIFESTE.json";
/// Layout of the archives that this program writes.
pub(crate) const VERSION: u32 = 1;

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the layout.
    pub version: u32,
    /// Version of the program.
    pub programme: String,
    /// Title of the production.
    pub production: String,
    /// Day of the archive.
    pub date: NaiveDate,
    /// Hash of the tables, which are in `baremes/`.
    pub empreinte_baremes: String,
    /// Payslips and notes proven before the archive was made.
    pub bulletins: usize,
    /// Notes.
    pub notes: usize,
    /// What did not hold, when it was archived all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub malgre: Vec<String>,
    /// How long to keep it.
    pub conservation: Vec<Conservation>,
    /// Every other file, in its order.
    pub pieces: Vec<Piece>,
}

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Path in the archive.
    pub chemin: String,
    /// Length.
    pub octets: u64,
    /// `sha256:`.
    pub empreinte: String,
}
