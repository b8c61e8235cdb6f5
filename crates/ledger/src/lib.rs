//! Chart and mapping, entries, FEC, SEPA, ledger import and reconciliation.
//!
//! Everything here copies amounts decided by `cddu-payslip`; nothing recomputes them. Amounts are integer cents,
//! debit positive inside, two columns only in files.

mod compta;
pub mod ecritures;
pub mod etats;
pub mod exports;
pub mod fec;
pub mod grand_livre;
mod lot;
pub mod montant;
mod mouvement;
mod note;
mod plan;
pub mod rapprochement;
mod schema;
pub mod sepa;
mod table;

pub use cddu_rates::largest_remainder;
pub use compta::{
    Agregation, AuxiliaireSalarie, Compta, ComptaConfig, Mode, ModeContrepassation, Presentation, RegleDate,
};
pub use ecritures::{Auxiliaire, Cote, Entry, EntryLine};
pub use lot::{
    Batch, Detail, Manifest, Origine, Registre, Stamp, annulation, contrepasser, correction, extrait,
};
pub use mouvement::{element_code, piece};
pub use note::{author, piece as note_piece};
pub use plan::{Compte, Plan};
pub use schema::{Part, Regle, Schema};

/// One CSV line, quoted where needed, ended by CR LF.
pub(crate) fn csv_line(fields: &[String], separateur: char) -> String {
    let quoted: Vec<String> = fields
        .iter()
        .map(|field| {
            if field.contains([separateur, '"', '\r', '\n']) {
                format!("\"{}\"", field.replace('"', "\"\""))
            } else {
                field.clone()
            }
        })
        .collect();
    format!("{}\r\n", quoted.join(&separateur.to_string()))
}
