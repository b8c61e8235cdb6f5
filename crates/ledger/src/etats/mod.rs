//! Statements: livre de paie, charges by body, advances, costs by section, tax credit, TVA of the notes.

mod couts;
mod credit_impot;
mod livre_de_paie;
mod organismes;
mod tva;

pub use couts::{avances, couts};
pub use credit_impot::{LigneCreditImpot, Minimum, credit_impot, tableau_credit_impot, tableau_region};
pub use livre_de_paie::livre_de_paie;
pub use organismes::{EtatOrganisme, deduction_hs, etat_des_charges, tableau_charges, tableau_de_minimis};
pub use tva::tva_des_notes;

use cddu_rates::Cents;
use serde::{Deserialize, Serialize};

use crate::montant::french;

/// A cell of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cellule {
    /// Amount.
    Montant(Cents),
    /// Text.
    Texte(String),
}

impl From<Cents> for Cellule {
    fn from(montant: Cents) -> Self {
        Self::Montant(montant)
    }
}

impl From<&str> for Cellule {
    fn from(texte: &str) -> Self {
        Self::Texte(texte.to_owned())
    }
}

impl From<String> for Cellule {
    fn from(texte: String) -> Self {
        Self::Texte(texte)
    }
}

/// A statement, ready for a CSV file, a page or a spreadsheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tableau {
    /// French title.
    pub titre: String,
    /// French headers.
    pub colonnes: Vec<String>,
    /// Rows.
    pub lignes: Vec<Vec<Cellule>>,
    /// Totals of the columns of amounts.
    pub totaux: Vec<Cellule>,
}

impl Tableau {
    /// A statement and the totals of its columns of amounts.
    #[must_use]
    pub fn new(titre: &str, colonnes: &[&str], lignes: Vec<Vec<Cellule>>) -> Self {
        let colonnes: Vec<String> = colonnes.iter().map(|c| (*c).to_owned()).collect();
        let totaux = (0..colonnes.len())
            .map(|rank| {
                let amounts: Vec<Cents> = lignes
                    .iter()
                    .filter_map(|l| match l.get(rank) {
                        Some(Cellule::Montant(c)) => Some(*c),
                        _ => None,
                    })
                    .collect();
                match (amounts.is_empty(), rank) {
                    (false, _) => Cellule::Montant(amounts.into_iter().sum()),
                    (true, 0) => Cellule::Texte("Total".to_owned()),
                    (true, _) => Cellule::Texte(String::new()),
                }
            })
            .collect();
        Self { titre: titre.to_owned(), colonnes, lignes, totaux }
    }

    /// The statement as CSV: semicolons, amounts with a comma, totals last.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = crate::csv_line(&self.colonnes, ';');
        for ligne in self.lignes.iter().chain(std::iter::once(&self.totaux)) {
            let fields: Vec<String> = ligne
                .iter()
                .map(|c| match c {
                    Cellule::Montant(montant) => french(*montant),
                    Cellule::Texte(texte) => texte.clone(),
                })
                .collect();
            out.push_str(&crate::csv_line(&fields, ';'));
        }
        out
    }
}
