//! Who cannot be paid, and why.

use std::collections::{BTreeMap, BTreeSet};

/// People left out of a run, with the codes of the diagnostics that say why.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeftOut {
    codes: BTreeMap<String, BTreeSet<String>>,
    /// People with a contract that cannot be read: nobody knows which period it is in.
    uncertain: BTreeSet<String>,
}

impl LeftOut {
    pub(crate) fn add(&mut self, matricule: &str, code: &str) {
        self.codes.entry(matricule.to_owned()).or_default().insert(code.to_owned());
    }

    /// The person has a contract that cannot be read.
    pub(crate) fn doubt(&mut self, matricule: &str) {
        self.uncertain.insert(matricule.to_owned());
    }

    pub(crate) fn is_uncertain(&self, matricule: &str) -> bool {
        self.uncertain.contains(matricule)
    }

    pub(crate) fn contains(&self, matricule: &str) -> bool {
        self.codes.contains_key(matricule)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.codes.keys().map(String::as_str)
    }

    pub(crate) fn codes(&self, matricule: &str) -> Vec<String> {
        self.codes.get(matricule).into_iter().flatten().cloned().collect()
    }
}
