//! What a producer declares about its authors: Urssaf artistes-auteurs, IRCEC, DAS2, TVA, retenue à la source.
//!
//! Pure functions over frozen notes. Notes replaced by another of the list are left out; the clock is always the
//! date of payment.

mod das2;
mod export;
mod ircec;
mod retenue_source;
mod trimestre;
mod tva;
mod urssaf;

pub use das2::{Das2, Das2Beneficiaire, das2};
pub use export::{export_urssaf, read_mapping};
pub use ircec::{DeclarationIrcec, IrcecLigne, IrcecMontants, declaration_ircec};
pub use retenue_source::{DeclarationRetenueSource, RetenueSourceLigne, retenue_source};
pub use trimestre::Trimestre;
pub use tva::{ReleveTva, TvaLigne, TvaMontants, releve_tva};
pub use urssaf::{
    DeclarationUrssaf, NominativeAuteur, UrssafLigne, UrssafMontants, declaration_urssaf, nominative_annuelle,
};

use cddu_payslip::note::{Auteur, Note};
use cddu_rates::{Diagnostic, Gravite};

/// The number of a note in messages: its own, or the start of its hash.
fn number(note: &Note) -> &str {
    note.numero.as_deref().unwrap_or_else(|| note.empreinte.get(..19).unwrap_or("?"))
}

/// A note that names no author cannot be declared.
fn no_author(note: &Note) -> Diagnostic {
    Diagnostic::error(
        "AUT-001",
        format!("la note {} ne nomme pas d'auteur : elle n'est pas déclarée", number(note)),
    )
    .severity(Gravite::Bloquant)
    .at("auteur")
    .hint("rattacher la note à un auteur de auteurs.csv")
}

/// A piece of identity that a declaration asks for is missing.
fn missing(author: &Auteur, column: &str, what: &str, why: &str) -> Diagnostic {
    Diagnostic::error(
        "AUT-002",
        format!("auteur {} ({} {}) : {what} manque, {why}", author.auteur, author.prenom, author.nom),
    )
    .severity(Gravite::Majeur)
    .in_file("auteurs.csv", None)
    .column(column)
    .hint("compléter la fiche de l'auteur")
}
