//! FEC (fichier des écritures comptables, LPF art. A47 A-1): reader, writer, validator.

mod number;
mod read;
mod verify;
mod write;

use std::collections::BTreeMap;

use cddu_rates::{Cents, Gravite};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use read::read;
pub use verify::{Regroupement, check, verify};
pub use write::{FecOptions, file_name, label, lines, write};

/// The 18 fields, in order (LPF art. A47 A-1 VII-1).
pub const CHAMPS: [&str; 18] = [
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
];

/// Something wrong, or worth knowing, in a FEC.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code (`FEC-012`).
    pub code: String,
    /// Severity.
    pub gravite: Gravite,
    /// Line of the file, from 1.
    pub ligne: Option<u64>,
    /// Field.
    pub rubrique: Option<String>,
    /// French text, with what to do.
    pub message: String,
}

impl Finding {
    pub(crate) fn new(code: &str, gravite: Gravite, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), gravite, ligne: None, rubrique: None, message: message.into() }
    }

    pub(crate) fn line(mut self, ligne: u64) -> Self {
        self.ligne = Some(ligne);
        self
    }

    pub(crate) fn field(mut self, rubrique: &str) -> Self {
        self.rubrique = Some(rubrique.to_owned());
        self
    }
}

/// One line of a FEC or of a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FecLine {
    /// Line of the file, from 1; 0 when the line was not read from a file.
    #[serde(default)]
    pub ligne: u64,
    /// Code of the journal.
    pub journal_code: String,
    /// Label of the journal.
    pub journal_lib: String,
    /// Number of the entry.
    pub ecriture_num: String,
    /// Accounting date.
    pub ecriture_date: Option<NaiveDate>,
    /// Account.
    pub compte_num: String,
    /// Label of the account.
    pub compte_lib: String,
    /// Auxiliary account.
    pub comp_aux_num: String,
    /// Label of the auxiliary account.
    pub comp_aux_lib: String,
    /// Supporting document.
    pub piece_ref: String,
    /// Date of the supporting document.
    pub piece_date: Option<NaiveDate>,
    /// Label of the entry.
    pub ecriture_lib: String,
    /// Debit.
    pub debit: Cents,
    /// Credit.
    pub credit: Cents,
    /// Matching letters.
    pub ecriture_let: String,
    /// Date of matching.
    pub date_let: Option<NaiveDate>,
    /// Date of validation.
    pub valid_date: Option<NaiveDate>,
    /// Amount in another currency.
    pub montant_devise: Option<Cents>,
    /// Currency.
    pub idevise: String,
    /// Columns after the eighteenth, by name: analytic axes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub axes: BTreeMap<String, String>,
}

impl FecLine {
    /// Debit less credit.
    #[must_use]
    pub fn signe(&self) -> Cents {
        self.debit - self.credit
    }

    /// The text of a field, for the fields that are text.
    pub(crate) fn text(&self, champ: usize) -> Option<&str> {
        Some(match champ {
            0 => &self.journal_code,
            1 => &self.journal_lib,
            2 => &self.ecriture_num,
            4 => &self.compte_num,
            5 => &self.compte_lib,
            6 => &self.comp_aux_num,
            7 => &self.comp_aux_lib,
            8 => &self.piece_ref,
            10 => &self.ecriture_lib,
            13 => &self.ecriture_let,
            17 => &self.idevise,
            _ => return None,
        })
    }
}

/// How a file was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encodage {
    /// UTF-8.
    #[default]
    Utf8,
    /// ISO 8859-15.
    Iso885915,
}

/// A FEC, as read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fec {
    /// Lines, in order of the file.
    pub lignes: Vec<FecLine>,
    /// Separator.
    pub separateur: char,
    /// Character set.
    pub encodage: Encodage,
    /// The file starts with a byte order mark.
    pub bom: bool,
    /// Names of the columns after the eighteenth.
    pub colonnes_libres: Vec<String>,
    /// What the reader had to accept or to leave out.
    pub constats: Vec<Finding>,
}

impl Fec {
    /// Sum of the debits.
    #[must_use]
    pub fn debit(&self) -> Cents {
        self.lignes.iter().map(|l| l.debit).sum()
    }

    /// Sum of the credits.
    #[must_use]
    pub fn credit(&self) -> Cents {
        self.lignes.iter().map(|l| l.credit).sum()
    }
}
