//! Who cannot be paid, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cddu_rates::{Diagnostic, Period};
use serde::{Deserialize, Serialize};

/// A row that is left out, or what is wrong with a payslip.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Motif {
    /// Code of the diagnostic.
    pub code: String,
    /// File of the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fichier: Option<String>,
    /// Line of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ligne: Option<u64>,
}

impl Motif {
    /// What a diagnostic says, by the name of its file in the folder.
    pub(crate) fn of(diagnostic: &Diagnostic) -> Self {
        let name = |f: &String| Path::new(f).file_name().map(|n| n.to_string_lossy().into_owned());
        Self {
            code: diagnostic.code.clone(),
            fichier: diagnostic.fichier.as_ref().and_then(name),
            ligne: diagnostic.ligne,
        }
    }

    /// `temps.csv:5`, or nothing when the fault is on no row.
    #[must_use]
    pub fn place(&self) -> String {
        match (&self.fichier, self.ligne) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            (Some(file), None) => file.clone(),
            _ => String::new(),
        }
    }
}

/// People left out of a run, with the rows that say why.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeftOut {
    /// By person, each row with the days it concerns; `None`: nobody knows, so any period.
    rows: BTreeMap<String, BTreeSet<(Motif, Option<Period>)>>,
    /// People with a contract that cannot be read: nobody knows which period it is in.
    uncertain: BTreeSet<String>,
}

impl LeftOut {
    /// A row of the person is left out, whatever the period.
    pub(crate) fn add(&mut self, matricule: &str, fault: &Diagnostic) {
        self.add_on(matricule, fault, None);
    }

    /// A row of the person that concerns these days is left out.
    pub(crate) fn add_on(&mut self, matricule: &str, fault: &Diagnostic, days: Option<Period>) {
        self.rows.entry(matricule.to_owned()).or_default().insert((Motif::of(fault), days));
    }

    /// The person has a contract that cannot be read.
    pub(crate) fn doubt(&mut self, matricule: &str) {
        self.uncertain.insert(matricule.to_owned());
    }

    pub(crate) fn is_uncertain(&self, matricule: &str) -> bool {
        self.uncertain.contains(matricule)
    }

    /// Why a person cannot be paid for some days; empty when nothing prevents it.
    pub(crate) fn reasons(&self, matricule: &str, days: Period) -> BTreeSet<Motif> {
        let concerns = |of: &Option<Period>| of.is_none_or(|of| of.intersection(days).is_some());
        let rows = self.rows.get(matricule).into_iter().flatten();
        rows.filter(|(_, of)| concerns(of)).map(|(motif, _)| motif.clone()).collect()
    }

    /// A row that is left out concerns these days of the person.
    pub(crate) fn concerns(&self, matricule: &str, days: Period) -> bool {
        !self.reasons(matricule, days).is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.rows.keys().map(String::as_str)
    }
}
