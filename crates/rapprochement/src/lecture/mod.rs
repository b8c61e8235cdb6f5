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

use std::collections::BTreeSet;

use cddu_rates::{Diagnostic, Texte, nearest};

use crate::documents::{Colonne, Declaration, Declare};

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
    let known: BTreeSet<&str> = colonnes.iter().copied().chain([personne]).chain(contrat).collect();
    let foreign: Vec<&str> = headers.iter().filter(|h| !known.contains(h)).collect();
    // A column that is not there is read under the name that looks most like it.
    let near = |name: &str| nearest(name, foreign.iter().copied()).first().copied();
    let place = |name: &str| {
        let own = headers.iter().position(|h| h == name);
        own.or_else(|| near(name).and_then(|other| headers.iter().position(|h| h == other)))
    };
    let key = |name: &str| {
        let all = headers.iter().collect::<Vec<_>>().join(", ");
        let message = format!("la colonne « {name} » manque, sans laquelle rien ne se rattache à personne");
        place(name).ok_or_else(|| wrong(format!("{message} ; colonnes du fichier : {all}"), Some(1)))
    };
    let who = key(personne)?;
    let what = contrat.map(key).transpose()?;
    let watched: Vec<(&'static str, usize)> =
        colonnes.iter().filter_map(|name| Some((*name, place(name)?))).collect();
    let mut out = Declaration::default();
    let missing = |name: &&str| headers.iter().all(|h| h != *name);
    let mut read: Vec<&str> = Vec::new();
    for name in known.iter().copied().filter(missing) {
        read.extend(near(name));
        out.colonnes.push(Colonne {
            nom: name.to_owned(),
            proche: near(name).map(str::to_owned),
            de_trop: false,
        });
    }
    for name in foreign.iter().copied().filter(|name| !read.contains(name)) {
        out.colonnes.push(Colonne { nom: name.to_owned(), proche: None, de_trop: true });
    }
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
