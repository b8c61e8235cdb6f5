//! The collective agreements as tables: grids of minima, functions, hour rules, expenses, history.
//!
//! The tables (`rates/conventions/*.csv`) are parsed and indexed once, on first use: a payslip whose gross is given
//! never reads them.

mod annexe3;
mod csv_table;
mod expenses;
mod functions;
mod grid;
mod ligne;
mod rules;

pub use annexe3::Annexe3;
pub use expenses::Expense;
pub use functions::{Fonction, FonctionId, function_key};
pub use grid::{GridRow, Methode, MinimumQuery, Unite};
pub use ligne::{LigneConvention, LigneLue, TableConvention};
pub use rules::{Disponibilite, Regle, Revalorisation};

use std::collections::BTreeMap;

use crate::source::Files;
use cddu_base::Diagnostic;

/// The tables of `rates/conventions/`, indexed.
#[derive(Debug)]
pub struct Conventions {
    pub(crate) fonctions: Vec<Fonction>,
    pub(crate) keys: BTreeMap<(String, String), FonctionId>,
    pub(crate) spelled: BTreeMap<String, BTreeMap<String, FonctionId>>,
    /// Words of the trade, and the function that each proposes.
    pub(crate) mots: BTreeMap<(String, String), FonctionId>,
    pub(crate) grid: Vec<GridRow>,
    pub(crate) by_function: Vec<Vec<usize>>,
    pub(crate) regles: BTreeMap<String, Regle>,
    pub(crate) expenses: Vec<Expense>,
    pub(crate) annexe3: Vec<Annexe3>,
    pub(crate) disponibilites: Vec<rules::Disponibilite>,
    pub(crate) revalorisations: Vec<Revalorisation>,
    pub(crate) sources: BTreeMap<String, String>,
}

impl Conventions {
    /// Parses the tables of the agreements.
    ///
    /// # Errors
    /// Everything that is wrong with the files, all at once (`BAR-002` missing table, `BAR-020` bad row).
    pub fn load(files: &Files) -> Result<Self, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let sources = rules::read_sources(files, &mut errors);
        let (fonctions, keys, spelled) = functions::read(files, &mut errors);
        let grid = grid::read(files, &fonctions, &keys, &mut errors);
        let mut by_function = vec![Vec::new(); fonctions.len()];
        for (index, row) in grid.iter().enumerate() {
            by_function[row.fonction.0].push(index);
        }
        let found = Self {
            regles: rules::read(files, &mut errors),
            expenses: expenses::read(files, &mut errors),
            annexe3: annexe3::read(files, &mut errors),
            disponibilites: rules::read_disponibilites(files, &mut errors),
            revalorisations: rules::read_revalorisations(files, &mut errors),
            mots: functions::mots(files, &keys, &mut errors),
            fonctions,
            keys,
            spelled,
            grid,
            by_function,
            sources,
        };
        if errors.is_empty() { Ok(found) } else { Err(errors) }
    }

    /// The full text of a source code of these tables; the code itself when it is already a text.
    #[must_use]
    pub fn source<'a>(&'a self, code: &'a str) -> &'a str {
        self.sources.get(code).map_or(code, String::as_str)
    }
}

#[cfg(test)]
mod tests;
