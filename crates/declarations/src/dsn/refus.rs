//! What the validator refuses in a DSN in the making, said with the person, the contract and the column it comes from.

use std::collections::BTreeMap;

use cddu_dsn::{Block, Refused};
use cddu_payslip::{ContractPay, Payslip, Salarie};
use cddu_rates::Diagnostic;

use super::mensuelle::finding;
use crate::besoins::Place;
use crate::texte::numero_contrat;

/// Columns of the people, by rubrique of S21.G00.30.
const PERSON: [(&str, &str); 13] = [
    ("S21.G00.30.001", "nir"),
    ("S21.G00.30.002", "nom"),
    ("S21.G00.30.003", "nom_usage"),
    ("S21.G00.30.004", "prenom"),
    ("S21.G00.30.005", "sexe"),
    ("S21.G00.30.006", "date_naissance"),
    ("S21.G00.30.007", "lieu_naissance"),
    ("S21.G00.30.008", "voie"),
    ("S21.G00.30.009", "code_postal"),
    ("S21.G00.30.010", "commune"),
    ("S21.G00.30.014", "departement_naissance"),
    ("S21.G00.30.015", "pays_naissance"),
    ("S21.G00.30.019", "matricule"),
];

/// Columns of the contracts, by rubrique of S21.G00.40.
const CONTRACT: [(&str, &str); 3] =
    [("S21.G00.40.001", "debut"), ("S21.G00.40.009", "contrat"), ("S21.G00.40.010", "fin")];

/// Who a line of the file speaks of.
#[derive(Clone, Copy, Default)]
struct Who<'a> {
    person: Option<&'a Salarie>,
    contract: Option<&'a ContractPay>,
}

/// The findings that prevent the sending. The lines of a file that does not exist are left out.
pub(super) fn refusals(refused: &Refused, slips: &[Payslip]) -> Vec<Diagnostic> {
    let mut lines = BTreeMap::new();
    let document = cddu_dsn::read(&refused.bytes);
    for message in &document.messages {
        walk(&message.envoi, Who::default(), slips, &mut lines);
    }
    refused
        .findings
        .iter()
        .filter(|f| f.refuse())
        .map(|f| {
            let who = lines.get(&f.ligne).copied().unwrap_or_default();
            let mut diagnostic = finding(f.clone());
            diagnostic.ligne = None;
            named(diagnostic, &f.rubrique, who)
        })
        .collect()
}

fn walk<'a>(block: &Block, mut who: Who<'a>, slips: &'a [Payslip], lines: &mut BTreeMap<usize, Who<'a>>) {
    match block.code.to_string().as_str() {
        "S21.G00.30" => {
            let matricule = block.get(19).unwrap_or_default();
            let mut people = slips.iter().rev().map(|s| &s.salarie);
            who = Who { person: people.find(|p| p.matricule == matricule), contract: None };
        }
        "S21.G00.40" => {
            let number = block.get(9).unwrap_or_default();
            let mine =
                slips.iter().filter(|s| Some(&s.salarie.matricule) == who.person.map(|p| &p.matricule));
            who.contract = mine.flat_map(|s| &s.contrats).find(|c| numero_contrat(&c.contrat) == number);
        }
        _ => {}
    }
    for field in &block.fields {
        lines.insert(field.line, who);
    }
    for child in &block.children {
        walk(child, who, slips, lines);
    }
}

/// The diagnostic at the place that the user can mend.
fn named(diagnostic: Diagnostic, rubrique: &str, who: Who<'_>) -> Diagnostic {
    let column =
        |list: &[(&str, &'static str)]| list.iter().find(|(code, _)| *code == rubrique).map(|(_, c)| *c);
    let Some(person) = who.person else { return diagnostic };
    let place = match who.contract {
        Some(contract) => Place::contrat_de(&contract.contrat, person, column(&CONTRACT)),
        None => Place::personne(person, column(&PERSON)),
    };
    let mut out = place.on(diagnostic);
    out.message = format!("{} (rubrique {rubrique})", out.message);
    out.hint("corriger la donnée, puis relancer la paie avec --rectifier : la DSN copie le bulletin figé")
}
