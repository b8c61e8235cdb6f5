//! Notes de droits d'auteur: what a producer withholds and pays when it pays an author directly.
//!
//! A note is not a payslip: its own contributions, its own bodies, the rates of the payment date. Four
//! independent switches (`social`, `tva`, `ircec`, `fiscal`) and a zone decide the lines.

mod build;
mod calculation;
mod certificat;
mod contrat;
mod frozen;
mod input;
mod mentions;
mod plan;
mod rules;
mod switches;
mod voisins;
mod warnings;

use std::collections::BTreeSet;

use cddu_rates::{Diagnostic, Rates, hex};
use sha2::{Digest, Sha256};

use crate::trace::Trace;

pub use certificat::{
    CertificatPrecompte, ReleveAnnuel, ReleveLigne, ReleveMontants, certificat, releves_annuels,
};
pub use contrat::{ContratAuteur, Declencheur, Echeance, Secteur, echeancier, imputer, minima, regrouper};
pub use frozen::{Note, NoteBases, NoteCumulsOut, NoteInformations, NoteLine, NoteSens, NoteTotals};
pub use input::{
    AssietteCsgMethod, Auteur, Dispense, Fiscal, Genre, Imputation, Ircec, NatureActivite, NatureRevenu,
    NoteCumuls, NoteInput, NoteMethodes, Oeuvre, PlafondIrcecMethod, Producteur, RegimeFiscal, Social, Tva,
    Zone,
};
pub use mentions::{Mention, mentions};
pub use plan::{FicheAuteur, LigneNote, Prevu, ordre, plan};
pub use voisins::{DroitsVoisinsInput, ReleveDroitsVoisins, droits_voisins};

/// Computes one note and freezes it.
///
/// Amounts in euros rounded half up line by line; rates of the payment date (CSS R382-27, L382-3, L382-4,
/// L382-12; CGI 285 bis, 182 B). Author and producer shares of the same contribution are two lines.
///
/// # Errors
/// Everything wrong at once: `NOTE-001` for switches that contradict each other (both fields named), `NOTE-002`
/// for an amount, `NOTE-003` for droits voisins, `NOTE-004` for the treaty rate, `NOTE-005` for a date of
/// renonciation, `NOTE-006` for a missing pension switch, `BAR-010` for a date outside the tables.
pub fn compute(rates: &Rates, input: &NoteInput) -> Result<Note, Vec<Diagnostic>> {
    explain(rates, input).map(|computed| computed.note)
}

/// A note and the trace of its figures.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ComputedNote {
    /// The frozen note.
    pub note: Note,
    /// Every figure with its formula, its rule and its source, in order of calculation.
    pub trace: Trace,
}

/// Computes one note and keeps the trace of its figures.
///
/// # Errors
/// Those of [`compute`].
pub fn explain(rates: &Rates, input: &NoteInput) -> Result<ComputedNote, Vec<Diagnostic>> {
    let mut computed = calculation::run(rates, input)?;
    computed.note.empreinte = fingerprint(rates, input, &computed.note);
    Ok(computed)
}

/// The notes that no other note of the list replaces, in the order of the list.
#[must_use]
pub fn in_force(notes: &[Note]) -> Vec<&Note> {
    let replaced: BTreeSet<&str> = notes.iter().filter_map(|n| n.rectifie.as_deref()).collect();
    notes.iter().filter(|n| n.numero.as_deref().is_none_or(|number| !replaced.contains(number))).collect()
}

/// SHA-256 of the input, of the tables and of the result without its own hash.
fn fingerprint(rates: &Rates, input: &NoteInput, note: &Note) -> String {
    let json = |value: serde_json::Result<String>| value.expect("plain data serialises");
    seal_of(&json(serde_json::to_string(input)), rates.fingerprint(), &json(serde_json::to_string(note)))
}

/// The hash that a frozen note must carry, worked out again from what was kept: the texts of its input and of its
/// result as they were frozen, without the white space between their tokens.
#[must_use]
pub fn frozen_seal(entree: &str, resultat: &str, note: &Note) -> String {
    let tables = note.empreinte_baremes.strip_prefix("sha256:").unwrap_or(&note.empreinte_baremes);
    let own = format!("\"empreinte\":\"{}\"", note.empreinte);
    seal_of(entree, tables, &resultat.replacen(&own, "\"empreinte\":\"\"", 1))
}

fn seal_of(input: &str, tables: &str, result: &str) -> String {
    let mut hash = Sha256::new();
    for part in [input, tables, result] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    format!("sha256:{}", hex(&hash.finalize()))
}
