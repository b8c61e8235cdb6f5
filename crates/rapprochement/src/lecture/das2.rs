//! Reads the list of the payees of the DAS2.

use cddu_rates::Diagnostic;

use crate::documents::Declaration;

/// The payees of a file, one per line: those above the threshold and the others.
///
/// # Errors
/// `RAP-003` for a missing column or a line that is not CSV.
pub fn das2(octets: &[u8]) -> Result<Declaration, Diagnostic> {
    super::csv(
        octets,
        "auteur",
        None,
        &["nom", "prenom", "siret", "brut_ht", "tva", "ttc", "retenue_source", "a_declarer"],
    )
}
