//! Contracts of a period that no line tells: nothing would be paid for them, and their person would be paid on a part of his
//! data.

use cddu_rates::{Diagnostic, Gravite};

use crate::lecture::contracts::LigneContrat;
use crate::paie::prepare::{all_absent, elsewhere, engaged, untold};
use crate::paie::questions;
use crate::{Folder, PayPeriod};

/// What is said of a contract without a line.
pub(crate) struct Oubli<'a> {
    pub matricule: &'a str,
    pub faults: Vec<Diagnostic>,
    /// The person waits: the contract is forgotten, or its guarantee is owed.
    pub holds: bool,
}

/// The contracts that no line of the period tells and that no absence explains, in the order of their rows.
pub(crate) fn of_period<'a>(folder: &'a Folder, period: &PayPeriod) -> Vec<Oubli<'a>> {
    let mut contracts: Vec<&LigneContrat> = folder.contracts.values().collect();
    contracts.sort_by_key(|c| (c.fichier, c.ligne));
    contracts.into_iter().filter_map(|contract| of_contract(folder, contract, period)).collect()
}

fn of_contract<'a>(folder: &'a Folder, contract: &'a LigneContrat, period: &PayPeriod) -> Option<Oubli<'a>> {
    let days = engaged(contract).intersection(period.jours)?;
    // A row left out of these days has been told: they only seem empty.
    let told = folder.left_out.concerns(&contract.matricule, days);
    if told || !untold(folder, contract, days) || all_absent(folder, contract, days).is_some() {
        return None;
    }
    let owed = questions::empty_weeks(folder, contract, days);
    // A contract over a longer time may rest a period; one that no line tells at all is forgotten, not resting.
    let forgotten = !elsewhere(folder, contract) && days == contract.dates;
    let holds = forgotten || !owed.is_empty();
    let faults = if owed.is_empty() {
        let nothing = Diagnostic::warning(
            "DOS-047",
            format!(
                "le contrat {} n'a aucune heure entre le {} et le {} : rien n'est payé",
                contract.contrat,
                days.debut.format("%d/%m/%Y"),
                days.fin.format("%d/%m/%Y")
            ),
        )
        .severity(if forgotten { Gravite::Majeur } else { Gravite::Mineur })
        .in_file(folder.shown(contract.fichier), Some(contract.ligne))
        .hint("ajouter sa feuille d'heures à temps.csv, corriger les dates du contrat, ou ôter sa ligne s'il n'a pas eu lieu");
        vec![nothing]
    } else {
        owed
    };
    Some(Oubli { matricule: &contract.matricule, faults, holds })
}
