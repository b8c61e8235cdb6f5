//! Who cannot be paid, and why.

use std::collections::{BTreeMap, BTreeSet};

/// People left out of a run, with the codes of the diagnostics that say why.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeftOut(BTreeMap<String, BTreeSet<String>>);

impl LeftOut {
    pub(crate) fn add(&mut self, matricule: &str, code: &str) {
        self.0.entry(matricule.to_owned()).or_default().insert(code.to_owned());
    }

    pub(crate) fn contains(&self, matricule: &str) -> bool {
        self.0.contains_key(matricule)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn codes(&self, matricule: &str) -> Vec<String> {
        self.0.get(matricule).into_iter().flatten().cloned().collect()
    }
}
