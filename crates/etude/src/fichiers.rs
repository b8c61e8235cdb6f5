//! The folder of a case: where its files are, and how they are written.

use std::fs;
use std::path::Path;

use cddu_rates::{Diagnostic, io_cause};

/// What a candidate receives.
pub const SUJET: &str = "sujet";
/// What the trainer keeps.
pub const CORRIGE: &str = "corrige";
/// The production folder of the corrected version.
pub const DOSSIER: &str = "dossier";
/// Identity of the case, in both folders.
pub const CAS: &str = "cas.txt";
/// Payslips and notes to fill.
pub const BULLETINS: &str = "bulletins-a-remplir.csv";
/// Entries to fill.
pub const ECRITURES: &str = "ecritures-a-remplir.csv";
/// Reconciliation to fill.
pub const RAPPROCHEMENT: &str = "rapprochement-a-remplir.csv";
/// Lines of the devis.
pub const DEVIS: &str = "devis.csv";
/// Balance of the ledger received.
pub const BALANCE: &str = "balance.csv";
/// The contracts, one PDF each.
pub const CONTRATS: &str = "contrats";
/// Ledger of the accountant, as given to the candidate: the name that the norm of the FEC wants.
pub const GRAND_LIVRE: &str = "900000001FEC20261231.txt";

/// Writes a file under a root, its folders with it.
pub fn write(root: &Path, name: &str, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
    let path = root.join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|e| vec![unwritten(parent, &e)])?;
    }
    cddu_dossier::write_atomic(&path, bytes).map_err(|d| vec![d])
}

/// A folder that is not there yet, or is empty.
pub fn fresh(root: &Path) -> Result<(), Vec<Diagnostic>> {
    match fs::read_dir(root) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            fs::create_dir_all(root).map_err(|e| vec![unwritten(root, &e)])
        }
        Ok(mut entries) => {
            if entries.next().is_none() {
                return Ok(());
            }
            Err(vec![
                Diagnostic::error("ETU-002", "ce dossier n'est pas vide : une étude de cas n'écrase rien")
                    .in_file(root.display().to_string(), None)
                    .hint("donner un dossier qui n'existe pas encore"),
            ])
        }
        Err(error) => Err(vec![unwritten(root, &error)]),
    }
}

fn unwritten(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("ETU-003", format!("le dossier ne s'écrit pas : {}", io_cause(error)))
        .in_file(path.display().to_string(), None)
        .hint("donner un dossier où l'on peut écrire")
}
