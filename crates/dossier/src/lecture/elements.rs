//! `elements.csv`: what enters a payslip besides the hours.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::Element;
use cddu_rates::{Diagnostic, nearest};

use crate::lecture::contracts::LigneContrat;
use crate::lecture::left_out::LeftOut;
use crate::lecture::people::Personne;
use crate::lecture::sheet::{Cells, Sheet};

/// One element, its person and its line; the day is in [`Element::date`].
#[derive(Clone, Debug)]
pub struct LigneElement {
    /// Line of `elements.csv`.
    pub ligne: u64,
    /// Person.
    pub matricule: String,
    /// The element.
    pub element: Element,
}

pub(crate) fn read(
    sheet: &Sheet,
    people: &BTreeMap<String, Personne>,
    contracts: &BTreeMap<String, LigneContrat>,
    faulty: &BTreeSet<String>,
    left_out: &mut LeftOut,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LigneElement> {
    let mut elements = Vec::new();
    for row in &sheet.rows {
        let mut cells = Cells::new(sheet, row);
        let matricule = cells.peek("matricule");
        if row.broken {
            left_out.add(&matricule, "DOS-008");
            continue;
        }
        let element = element(&mut cells);
        if !matricule.is_empty() && !people.contains_key(&matricule) {
            let near = nearest(&matricule, people.keys().map(String::as_str));
            let hint = if near.is_empty() {
                "ajouter la personne à salaries.csv".to_owned()
            } else {
                format!("vouliez-vous dire « {} » ?", near.join(" », « "))
            };
            cells.fault(
                "DOS-021",
                "matricule",
                format!("« {matricule} » n'est pas dans salaries.csv"),
                &hint,
            );
        }
        let number = cells.peek("contrat");
        match contracts.get(&number) {
            None if !number.is_empty() && !faulty.contains(&number) => {
                let near = nearest(&number, contracts.keys().map(String::as_str));
                cells.fault(
                    "DOS-022",
                    "contrat",
                    format!("« {number} » n'est pas dans contrats.csv"),
                    &format!(
                        "corriger le numéro{}",
                        if near.is_empty() { String::new() } else { format!(" : {} ?", near.join(", ")) }
                    ),
                );
            }
            Some(contract) if contract.matricule != matricule => {
                cells.fault(
                    "DOS-023",
                    "contrat",
                    format!("le contrat {number} est celui de {}, pas de {matricule}", contract.matricule),
                    "corriger le matricule ou le contrat",
                );
            }
            _ => {}
        }
        if let Some(fault) = cells.faults.first() {
            left_out.add(&matricule, &fault.code);
        }
        diagnostics.append(&mut cells.faults);
        if let Some(element) = element {
            elements.push(LigneElement { ligne: row.line, matricule, element });
        }
    }
    elements
}

fn element(cells: &mut Cells<'_>) -> Option<Element> {
    cells.identifier("matricule");
    let date = cells.date("date");
    let code = cells.variant("code");
    let montant = cells.amount("montant");
    let quantite = cells.quantity("quantite");
    if montant.is_none() && quantite.is_none() && cells.faults.is_empty() {
        cells.fault(
            "DOS-010",
            "montant",
            "ni montant ni quantité".to_owned(),
            "donner le montant, ou la quantité quand la table donne la valeur unitaire",
        );
    }
    let element = Element {
        code: code?,
        montant,
        quantite,
        nature: cells.opt_text("nature"),
        contrat: cells.opt_text("contrat"),
        libelle: cells.opt_text("libelle"),
        paye_directement: cells.yes_no("paye_directement").unwrap_or(false),
        personnes_a_charge: cells.integer("personnes_a_charge").unwrap_or(0),
        creancier: cells.opt_text("creancier"),
        date,
    };
    date.map(|_| element)
}
