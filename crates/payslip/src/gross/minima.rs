//! `cddu minima FONCTION`: what a function is paid at least, since when, and where it was read.

use cddu_rates::{Diagnostic, Rates};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::gross::minimum::printed;
use crate::gross::output::LigneGrille;

/// The minima of a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct FicheMinima {
    /// Convention.
    pub idcc: String,
    /// Function.
    pub fonction: String,
    /// Other spellings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alias: Vec<String>,
    /// Category.
    pub categorie: String,
    /// Branch or filière.
    pub filiere: String,
    /// Cadre.
    pub cadre: bool,
    /// Annexe of the unemployment insurance.
    pub annexe_chomage: Option<u8>,
    /// Rows in force on the day asked.
    pub en_vigueur: Vec<LigneGrille>,
    /// Every row, by annexe, unit and date.
    pub historique: Vec<LigneGrille>,
}

/// Functions that answer to a text, best first, each with its minima on a day and their history.
///
/// # Errors
/// `BAR-021` with the nearest names when nothing answers; the errors of the tables.
pub fn minima(
    rates: &Rates,
    texte: &str,
    idcc: Option<&str>,
    date: NaiveDate,
    adherent: bool,
) -> Result<Vec<FicheMinima>, Vec<Diagnostic>> {
    let conventions = rates.conventions()?;
    let found = conventions.search(texte, idcc);
    if found.is_empty() {
        return Err(vec![conventions.unknown_function(idcc.unwrap_or("3097"), texte)]);
    }
    Ok(found
        .into_iter()
        .map(|id| {
            let fonction = conventions.fonction(id);
            let rows = conventions.history(id);
            let print = |row| printed(rates, conventions, row, adherent);
            FicheMinima {
                idcc: fonction.idcc.clone(),
                fonction: fonction.nom.clone(),
                alias: fonction.alias.clone(),
                categorie: fonction.categorie.clone(),
                filiere: fonction.filiere.clone(),
                cadre: fonction.cadre,
                annexe_chomage: fonction.annexe_chomage,
                en_vigueur: rows
                    .iter()
                    .filter(|row| {
                        row.start(adherent) <= date
                            && conventions.end(row, adherent).is_none_or(|end| date <= end)
                    })
                    .map(|row| print(row))
                    .collect(),
                historique: rows.iter().map(|row| print(row)).collect(),
            }
        })
        .collect())
}
