//! Chart and mapping, entries, FEC, SEPA, ledger import, statements.
//!
//! Everything here copies amounts decided by `cddu-payslip`; nothing recomputes them. Amounts are integer cents,
//! debit positive inside, two columns only in files.

mod colonnes;
mod compta;
pub mod ecritures;
mod entry;
pub mod etats;
pub mod exports;
pub mod fec;
pub mod grand_livre;
mod lot;
pub mod montant;
mod mouvement;
pub mod note;
mod plan;
mod schema;
pub mod sepa;
pub mod table;
pub mod xml;

pub use cddu_rates::largest_remainder;
pub use colonnes::{Champ, Colonne, CsvExport};
pub use compta::{
    Agregation, AuxiliaireSalarie, Compta, ComptaConfig, Mode, ModeContrepassation, Presentation, RegleDate,
};
pub use entry::{Auxiliaire, Cote, Entry, EntryLine};
pub use lot::{
    Batch, Detail, Manifest, Origine, Registre, Stamp, annulation, contrepasser, correction, extrait,
    hash_entry,
};
pub use mouvement::{ATTENTE, NET_DU, element_code, piece};
pub use plan::{Compte, Plan};
pub use schema::{Part, Regle, Schema, categorie};

/// One CSV line, quoted where needed, ended by CR LF; no cell is a formula.
#[must_use]
pub fn csv_line(fields: &[String], separateur: char) -> String {
    cddu_rates::csv_line(fields, separateur, "\r\n")
}
