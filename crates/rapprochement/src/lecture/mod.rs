//! The readers of the check: the bytes of a declaration as plain values with their lines.
//!
//! None uses the code that writes the document: a fault of the writer must show here.

mod aem;
mod conges;
mod das2;
mod dsn;
mod virements;
mod xml;

pub use aem::{aem, aem_suivante};
pub use conges::conges;
pub use das2::das2;
pub use dsn::dsn;
pub use virements::virements;

use cddu_rates::{Diagnostic, Texte};

use crate::documents::{Declaration, Declare};

/// A CSV with a header, as values: `personne` and `contrat` name the columns that say who and what.
fn csv(
    octets: &[u8],
    personne: &str,
    contrat: Option<&str>,
    colonnes: &[&'static str],
) -> Result<Declaration, Diagnostic> {
    let wrong = |message: String, ligne: Option<u64>| {
        let mut found = Diagnostic::error("RAP-003", message).hint("refaire le fichier avec cddu paie");
        found.ligne = ligne;
        found
    };
    let text = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text);
    let headers =
        reader.headers().map_err(|e| wrong(format!("fichier illisible : {}", cause(&e)), Some(1)))?.clone();
    let place = |name: &str| {
        headers
            .iter()
            .position(|h| h == name)
            .ok_or_else(|| wrong(format!("la colonne « {name} » manque"), Some(1)))
    };
    let who = place(personne)?;
    let what = contrat.map(place).transpose()?;
    let watched: Vec<(&'static str, usize)> =
        colonnes.iter().map(|name| Ok((*name, place(name)?))).collect::<Result<_, Diagnostic>>()?;
    let mut out = Declaration::default();
    for record in reader.records() {
        let record = record.map_err(|e| {
            let ligne = e.position().map(csv::Position::line);
            wrong(format!("ligne illisible : {}", cause(&e)), ligne)
        })?;
        let ligne = record.position().map_or(0, csv::Position::line);
        let cell = |rank: usize| record.get(rank).unwrap_or_default().to_owned();
        for (name, rank) in &watched {
            out.valeurs.push(Declare {
                bloc: ligne,
                ligne,
                personne: cell(who),
                contrat: what.map(cell).unwrap_or_default(),
                rubrique: Texte::fixed(name),
                code: String::new(),
                valeur: cell(*rank),
            });
        }
    }
    Ok(out)
}

/// What is wrong with a CSV line, in French.
fn cause(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} colonnes au lieu de {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "elle n'est pas en UTF-8".to_owned(),
        _ => "elle n'a pas la forme d'un CSV à points-virgules".to_owned(),
    }
}
