//! Reads the list of the certificates of the caisse des congés spectacles.

use cddu_rates::Diagnostic;

use crate::documents::Declaration;

/// Columns compared with the payslips.
const COLONNES: [&str; 21] = [
    "matricule",
    "nom",
    "prenom",
    "nir",
    "fonction",
    "exercice",
    "numero_conges",
    "debut",
    "fin",
    "jours",
    "cachets",
    "heures",
    "brut",
    "base",
    "taux",
    "contribution",
    "jours_12_mois",
    "cachets_12_mois",
    "brut_12_mois",
    "numero_objet",
    "bulletins",
];

/// The certificates of a file, one per line.
///
/// # Errors
/// `RAP-003` for a missing column or a line that is not CSV.
pub fn conges(octets: &[u8]) -> Result<Declaration, Diagnostic> {
    super::csv(octets, "nir", Some("contrat"), &COLONNES)
}
