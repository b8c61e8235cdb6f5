//! The schemas of the contract (JSON Schema 2020-12): the files of `schemas/v1`, embedded.
//!
//! They are made from the types that read and write the documents (module `made`, feature `schema`); a test holds the files to
//! them. Who embeds cddu does not make them again.

use std::sync::OnceLock;

use cddu_rates::{Diagnostic, Diagnostics, nearest};
use serde_json::Value;

#[cfg(feature = "schema")]
mod french;
#[cfg(feature = "schema")]
pub mod made;

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// Every schema: name, and what it describes.
pub const NAMES: [(&str, &str); 18] = [
    ("bulletin", "ce que lit « cddu bulletin »"),
    ("bulletin-sortie", "ce qu'écrit « cddu bulletin --json »"),
    ("bulletin-totaux-sortie", "ce qu'écrit « cddu bulletin --jsonl --champs totaux »"),
    ("bulletin-lignes-sortie", "ce qu'écrit « cddu bulletin --jsonl --champs lignes »"),
    ("note", "ce que lit « cddu note »"),
    ("note-sortie", "ce qu'écrit « cddu note --json »"),
    ("brut", "ce que lit « cddu brut »"),
    ("brut-sortie", "ce qu'écrit « cddu brut --json »"),
    ("expliquer", "ce que lit l'appel expliquer"),
    ("expliquer-sortie", "ce qu'écrit « cddu expliquer --json »"),
    ("simuler", "ce que lit l'appel simuler"),
    ("simuler-sortie", "ce qu'écrit « cddu simuler --json »"),
    ("dsn", "ce que lisent les appels dsn.lire et dsn.verifier"),
    ("dsn-verifier-sortie", "ce qu'écrit « cddu dsn verifier --json »"),
    ("schema", "ce que lit l'appel schema"),
    ("version-sortie", "ce qu'écrit « cddu --version --json »"),
    ("erreurs", "la réponse à une demande refusée"),
    ("diagnostic", "une erreur ou un avertissement"),
];

/// The schema of a name of [`NAMES`].
///
/// ```
/// let schema = cddu_kit::schemas::get("bulletin").unwrap();
/// assert_eq!(schema["$id"], "urn:cddu:v1:bulletin");
/// assert_eq!(schema["$defs"]["Date"]["format"], "date");
/// assert!(cddu_kit::schemas::get("inconnu").is_none());
/// ```
#[must_use]
pub fn get(name: &str) -> Option<Value> {
    kept(name).cloned()
}

/// The schema of a name, read once.
pub(crate) fn kept(name: &str) -> Option<&'static Value> {
    static READ: [OnceLock<Option<Value>>; CALLS.len() + COMMANDS.len()] =
        [const { OnceLock::new() }; CALLS.len() + COMMANDS.len()];
    let (rank, (_, text)) =
        CALLS.iter().chain(&COMMANDS).enumerate().find(|(_, (known, _))| *known == name)?;
    READ.get(rank)?.get_or_init(|| serde_json::from_str(text).ok()).as_ref()
}

/// The schemas of what only the commands print (feature `commandes`): name, and what it describes.
pub fn commands() -> impl Iterator<Item = (&'static str, &'static str)> {
    COMMANDS.iter().filter_map(|(name, _)| {
        let title = kept(name)?["title"].as_str()?;
        Some((*name, title.strip_prefix("cddu, ").unwrap_or(title)))
    })
}

/// A name that no schema has.
///
/// ```
/// let error = cddu_kit::schemas::unknown("bultin", &[]);
/// assert!(error.to_string().contains("bulletin"));
/// ```
#[must_use]
pub fn unknown(name: &str, others: &[&str]) -> Diagnostics {
    let known = CALLS.iter().chain(&COMMANDS).map(|(known, _)| *known);
    let near = nearest(name, known.chain(others.iter().copied()));
    let hint = if near.is_empty() {
        "cddu schema montre la liste".to_owned()
    } else {
        format!("vouliez-vous dire {} ?", near.join(", "))
    };
    Diagnostic::error("CLI-005", format!("aucun schéma ne s'appelle « {name} »")).hint(hint).into()
}
