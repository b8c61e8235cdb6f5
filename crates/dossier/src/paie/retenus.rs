//! Nobody is paid on a part of his data: who is held, on which rows, and who is paid all the same because it was asked.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::Diagnostic;

use crate::lecture::left_out::Motif;
use crate::registre::register::Register;
use crate::{Folder, RunOptions};

/// Who is held for a period, and who is paid in spite of it.
#[derive(Debug, Default)]
pub(crate) struct Retenus {
    rows: BTreeMap<String, BTreeSet<Motif>>,
    despite: BTreeSet<String>,
}

impl Retenus {
    /// Reads who is held in a period.
    ///
    /// # Errors
    /// `DOS-140` when a person to pay in spite of everything is not one of the folder.
    pub(crate) fn of(folder: &Folder, register: &Register, options: &RunOptions) -> Result<Self, Diagnostic> {
        let mut out = Self { rows: BTreeMap::new(), despite: options.despite.clone() };
        if let Some(unknown) = options.despite.iter().find(|m| !folder.people.contains_key(*m)) {
            let near = cddu_rates::nearest(unknown, folder.people.keys().map(String::as_str));
            let hint = match near.first() {
                Some(near) => format!("vouliez-vous dire « {near} » ? donner un matricule de salaries.csv"),
                None => "donner un matricule de salaries.csv".to_owned(),
            };
            return Err(Diagnostic::error(
                "DOS-140",
                format!("--payer-malgre : « {unknown} » n'est pas dans salaries.csv"),
            )
            .in_file(folder.shown("salaries.csv"), None)
            .column("matricule")
            .hint(hint));
        }
        for matricule in folder.left_out.iter() {
            let reasons = folder.left_out.reasons(matricule, options.period.jours);
            if !reasons.is_empty() && concerned(folder, matricule, options) {
                out.rows.insert(matricule.to_owned(), reasons);
            }
        }
        for (matricule, fault) in super::rappel::never_paid(folder, register, &[options.period.jours]) {
            if concerned(folder, &matricule, options) {
                out.rows.entry(matricule).or_default().insert(Motif::of(&fault));
            }
        }
        for oubli in super::oublis::of_period(folder, &options.period).into_iter().filter(|o| o.holds) {
            let rows = out.rows.entry(oubli.matricule.to_owned()).or_default();
            rows.extend(oubli.faults.iter().map(Motif::of));
        }
        // What was paid in spite of these very rows is not held again: the decision is in the register.
        for frozen in register.standing().iter().filter(|f| f.periode == options.period.nom) {
            let matricule = &frozen.resultat.salarie.matricule;
            let decided = |motif: &Motif| {
                frozen.malgre.iter().any(|m| m.code == motif.code && m.fichier == motif.fichier)
            };
            if out.rows.get(matricule).is_some_and(|rows| rows.iter().all(decided)) {
                out.despite.insert(matricule.clone());
            }
        }
        Ok(out)
    }

    /// The person is not paid.
    pub(crate) fn stops(&self, matricule: &str) -> bool {
        self.rows.contains_key(matricule) && !self.despite.contains(matricule)
    }

    /// The person is paid whatever is found.
    pub(crate) fn pays_despite(&self, matricule: &str) -> bool {
        self.despite.contains(matricule)
    }

    /// The rows of a person that are left out.
    pub(crate) fn rows(&self, matricule: &str) -> BTreeSet<Motif> {
        self.rows.get(matricule).cloned().unwrap_or_default()
    }

    /// People who are not paid, with the rows that say why.
    pub(crate) fn held(&self) -> impl Iterator<Item = (&String, &BTreeSet<Motif>)> {
        self.rows.iter().filter(|(matricule, _)| !self.despite.contains(*matricule))
    }
}

/// Whether the period would pay the person: a contract in it, one that cannot be read, or none that is known.
fn concerned(folder: &Folder, matricule: &str, options: &RunOptions) -> bool {
    let mut contracts = folder.contracts.values().filter(|c| c.matricule == matricule).peekable();
    contracts.peek().is_none()
        || folder.left_out.is_uncertain(matricule)
        || contracts.any(|c| c.dates.intersection(options.period.jours).is_some())
}
