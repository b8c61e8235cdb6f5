//! What a register is looked up by: a run asks for every person what was paid before, and does not read all the payslips
//! for each of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::registre::register::Document;

/// A way to a document, beside its number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cle {
    /// Matricule.
    Personne(String),
    /// Security number: a person keeps it under another matricule.
    Nir(String),
    /// Contract.
    Contrat(String),
}

/// Numbers by what they are looked up by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    by: BTreeMap<Cle, BTreeSet<String>>,
    /// The number replaced, then the first one that replaces it.
    replaced: BTreeMap<String, String>,
}

impl Index {
    pub fn add(&mut self, document: &impl Document) {
        let number = document.numero();
        for cle in document.cles() {
            self.by.entry(cle).or_default().insert(number.to_owned());
        }
        if let Some(old) = document.remplace() {
            let by = self.replaced.entry(old.to_owned()).or_insert_with(|| number.to_owned());
            if number < by.as_str() {
                number.clone_into(by);
            }
        }
    }

    pub fn of(&self, cle: &Cle) -> impl Iterator<Item = &String> {
        self.by.get(cle).into_iter().flatten()
    }

    pub fn replaced_by(&self, number: &str) -> Option<&String> {
        self.replaced.get(number)
    }
}
