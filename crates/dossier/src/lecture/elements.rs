//! `elements.csv`: what enters a payslip besides the hours.

use std::collections::{BTreeMap, BTreeSet};

use cddu_documents::typo::euros;
use cddu_payslip::{Element, ElementCode};
use cddu_rates::{Diagnostic, Month, Period, fold, nearest};
use chrono::{Days, NaiveDate};

use crate::lecture::columns::FIGURATION;
use crate::lecture::contracts::LigneContrat;
use crate::lecture::left_out::LeftOut;
use crate::lecture::people::{Personne, close_to};
use crate::lecture::questions::if_wanted;
use crate::lecture::sheet::{Cells, Sheet, cut, file_of, shifted};

/// One element, its person and its line; the day is in [`Element::date`].
#[derive(Clone, Debug)]
pub struct LigneElement {
    /// File of the row: `elements.csv`, or the list of a day of figuration.
    pub fichier: &'static str,
    /// Line of the file.
    pub ligne: u64,
    /// Person.
    pub matricule: String,
    /// The element.
    pub element: Element,
    /// Columns whose unusual value is wanted.
    pub confirme: BTreeSet<&'static str>,
}

impl LigneElement {
    /// The row gives this element of a payslip, whose contract may have been found by the day.
    pub(crate) fn gives(&self, element: &Element) -> bool {
        let named = self.element.contrat.is_some();
        self.element == *element || !named && self.element == Element { contrat: None, ..element.clone() }
    }

    /// The column of its own file that says what a column of `elements.csv` does.
    pub(crate) fn colonne<'a>(&self, column: &'a str) -> &'a str {
        match (column, self.element.code) {
            _ if self.fichier != FIGURATION.fichier => column,
            ("montant", ElementCode::Frais) => "repas",
            ("montant", _) => "complement",
            _ => column,
        }
    }
}

pub(crate) fn read(
    sheet: &Sheet,
    people: &BTreeMap<String, Personne>,
    contracts: &BTreeMap<String, LigneContrat>,
    faulty: &BTreeSet<String>,
    left_out: &mut LeftOut,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LigneElement> {
    let mut elements: Vec<LigneElement> = Vec::new();
    for row in &sheet.rows {
        let mut cells = Cells::new(sheet, row);
        let matricule = cells.peek("matricule");
        if row.broken {
            left_out.add(&matricule, &shifted(sheet, row));
            continue;
        }
        let element = element(&mut cells);
        if !matricule.is_empty() && !people.contains_key(&matricule) {
            // The same letters, small or capital: nobody else is meant.
            let same: Vec<&str> =
                people.keys().map(String::as_str).filter(|m| fold(m) == fold(&matricule)).collect();
            let mut near = if same.len() == 1 { same } else { close_to(&matricule, people) };
            near.truncate(3);
            let hint = if near.is_empty() {
                "ajouter la personne à salaries.csv ; en attendant, qui pourrait être concerné n'est pas payé"
                    .to_owned()
            } else {
                format!("vouliez-vous dire « {} » ? (en attendant, pas de bulletin)", near.join(" », « "))
            };
            let message = format!("« {} » n'est pas dans salaries.csv", cut(&matricule));
            cells.fault("DOS-021", "matricule", message, &hint);
        }
        let number = cells.peek("contrat");
        match contracts.get(&number) {
            None if !number.is_empty() && !faulty.contains(&number) => {
                let near = nearest(&number, contracts.keys().map(String::as_str));
                cells.fault(
                    "DOS-022",
                    "contrat",
                    format!("« {} » n'est pas dans contrats.csv", cut(&number)),
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
        let confirme = cells.confirmed();
        let day = crate::lecture::value::recent_date(&cells.peek("date")).ok();
        let days = day.map(|d| Period { debut: d, fin: d });
        if let Some(day) = day.filter(|_| !confirme.contains("date")) {
            outside_every_contract(&mut cells, &matricule, day, contracts);
        }
        let twin = element.as_ref().and_then(|new| {
            elements
                .iter()
                .find(|l| l.matricule == matricule && same_twice(&l.element, new))
                .map(|l| (l.ligne, new.montant))
        });
        if let Some((line, amount)) = twin.filter(|_| !confirme.contains("montant")) {
            let stake = amount.map_or_else(String::new, |m| format!(" : {} comptés deux fois", euros(m)));
            cells.fault(
                "DOS-240",
                "montant",
                format!("la même ligne que la ligne {line}, le même jour{stake}"),
                &format!("supprimer la ligne saisie deux fois ; {}", if_wanted("montant")),
            );
        }
        let contract = contracts.get(&number).map(|c| c.matricule.as_str());
        // It enters the pay of the period that holds its day, of anybody who is paid then.
        let whose = owners(&matricule, contract, None, people, contracts);
        for fault in &cells.faults {
            // The day itself is in doubt: any pay of the person may be the one that lacks it.
            let days = if fault.code == "DOS-148" { None } else { days };
            for person in &whose {
                left_out.add_on(person, fault, days);
            }
        }
        diagnostics.append(&mut cells.faults);
        if let Some(element) = element {
            elements.push(LigneElement {
                fichier: file_of(sheet.spec.fichier, row.added),
                ligne: row.line,
                matricule,
                element,
                confirme,
            });
        }
    }
    elements
}

/// The same element typed twice: in every cell, or but for a label that one of them lacks. A deduction is hardly ever made
/// twice on one day, whatever its labels.
fn same_twice(one: &Element, other: &Element) -> bool {
    let bare = |e: &Element| Element { libelle: None, ..e.clone() };
    let deduction =
        matches!(one.code, ElementCode::Acompte | ElementCode::Saisie | ElementCode::PensionAlimentaire);
    let labels =
        one.libelle == other.libelle || one.libelle.is_none() || other.libelle.is_none() || deduction;
    labels && bare(one) == bare(other)
}

/// An element of a month in which the person has no contract enters no pay: its date is wrong, or it is back pay that does
/// not name its contract.
fn outside_every_contract(
    cells: &mut Cells<'_>,
    matricule: &str,
    day: NaiveDate,
    contracts: &BTreeMap<String, LigneContrat>,
) {
    let own: Vec<&LigneContrat> = contracts.values().filter(|c| c.matricule == matricule).collect();
    let near = Period {
        debut: Period::monday(day).min(Month::of(day).first()),
        fin: Month::of(day).last().max(Period::monday(day) + Days::new(6)),
    };
    if own.iter().any(|c| c.dates.intersection(near).is_some()) {
        return;
    }
    let later = own.iter().map(|c| c.dates.debut).filter(|debut| *debut > near.fin).min();
    let over = own.iter().map(|c| c.dates.fin).max().filter(|_| cells.peek("contrat").is_empty());
    if let (None, Some(last)) = (later, over) {
        cells.fault(
            "DOS-148",
            "date",
            format!("aucune période ne paiera cet élément du {day} : le dernier contrat de {matricule} finit le {last}"),
            &format!(
                "corriger la date (le mois ?) ; une somme due après coup nomme son contrat dans la colonne contrat ; {}",
                if_wanted("date")
            ),
        );
    }
    if let Some(later) = later {
        cells.fault(
            "DOS-148",
            "date",
            format!("aucune période ne paiera cet élément du {day} : le contrat suivant de {matricule} commence le {later}"),
            &format!("corriger la date (le mois ?) ; {}", if_wanted("date")),
        );
    }
}

/// Whom a row concerns: its person; without a known one, the person of its contract, the close numbers, or everybody
/// who has a contract that day.
pub(crate) fn owners<'a>(
    matricule: &'a str,
    contract: Option<&'a str>,
    days: Option<Period>,
    people: &'a BTreeMap<String, Personne>,
    contracts: &'a BTreeMap<String, LigneContrat>,
) -> BTreeSet<&'a str> {
    if people.contains_key(matricule) {
        return BTreeSet::from([matricule]);
    }
    if let Some(person) = contract {
        return BTreeSet::from([person]);
    }
    let near = close_to(matricule, people);
    if !matricule.is_empty() && !near.is_empty() {
        return near.into_iter().collect();
    }
    let that_day = |c: &&LigneContrat| days.is_none_or(|days| c.dates.intersection(days).is_some());
    contracts.values().filter(that_day).map(|c| c.matricule.as_str()).collect()
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
