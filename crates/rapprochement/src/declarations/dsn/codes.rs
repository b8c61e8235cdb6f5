//! D29: codes and identity of the people and contracts. D32: absences. D30: the heading. D31: nothing that no datum asks for.

use std::collections::BTreeSet;

use cddu_rates::Cents;

use crate::Rapporteur;
use crate::attendus::ecrit;
use crate::causes::Cause;
use crate::comparaison::{Candidat, Cle};
use crate::declarations::confrontation::{Confrontation, Presence, key};
use crate::declarations::identites::candidate;
use crate::documents::Declare;

/// Rubriques of the people compared as they are written.
const PERSONNES: [&str; 43] = [
    "S21.G00.30.005",
    "S21.G00.30.009",
    "S21.G00.30.011",
    "S21.G00.30.013",
    "S21.G00.30.014",
    "S21.G00.30.015",
    "S21.G00.40.002",
    "S21.G00.40.003",
    "S21.G00.40.004",
    "S21.G00.40.005",
    "S21.G00.40.007",
    "S21.G00.40.008",
    "S21.G00.40.011",
    "S21.G00.40.012",
    "S21.G00.40.013",
    "S21.G00.40.014",
    "S21.G00.40.016",
    "S21.G00.40.018",
    "S21.G00.40.019",
    "S21.G00.40.020",
    "S21.G00.40.021",
    "S21.G00.40.024",
    "S21.G00.40.026",
    "S21.G00.40.036",
    "S21.G00.40.037",
    "S21.G00.40.039",
    "S21.G00.40.040",
    "S21.G00.40.084",
    "S21.G00.40.086",
    "S21.G00.50.007",
    "S21.G00.50.008",
    "S21.G00.58.001",
    "S21.G00.58.002",
    "S21.G00.62.002",
    "S21.G00.62.006",
    "S21.G00.62.017",
    "S21.G00.70.004",
    "S21.G00.70.005",
    "S21.G00.70.013",
    "S21.G00.71.002",
    "S21.G00.86.001",
    "S21.G00.86.002",
    "S21.G00.86.003",
];

/// Rubriques of the absences: each absence of a payslip is declared, and no other.
const ABSENCES: [&str; 10] = [
    "S21.G00.60.001",
    "S21.G00.60.002",
    "S21.G00.60.003",
    "S21.G00.60.004",
    "S21.G00.60.010",
    "S21.G00.60.011",
    "S21.G00.65.001",
    "S21.G00.65.002",
    "S21.G00.65.003",
    "S21.G00.65.005",
];

/// Texts, compared by their letters, with their length in the norm.
const LIBELLES: [(&str, usize); 5] = [
    ("S21.G00.30.007", 30),
    ("S21.G00.30.008", 50),
    ("S21.G00.30.010", 50),
    ("S21.G00.30.012", 50),
    ("S21.G00.40.006", 120),
];

/// Each one expected must be there: a payslip, an affiliation.
const CHACUN: [&str; 3] = ["S21.G00.50.003", "S21.G00.70.012", "S21.G00.78.005"];

/// Rubriques of the heading compared by their letters, with their length.
const ENTETE_LIBELLES: [(&str, usize); 11] = [
    ("S10.G00.01.003", 60),
    ("S10.G00.01.004", 50),
    ("S10.G00.01.006", 50),
    ("S10.G00.02.002", 80),
    ("S20.G00.07.001", 80),
    ("S21.G00.06.004", 50),
    ("S21.G00.06.006", 50),
    ("S21.G00.11.003", 50),
    ("S21.G00.11.005", 50),
    ("S21.G00.85.003", 50),
    ("S21.G00.85.005", 50),
];

/// What other rules read: amounts, keys, and what no frozen datum says (version of the program, test or real, order).
const AILLEURS: [&str; 24] = [
    "S10.G00.00.003",
    "S10.G00.00.005",
    "S20.G00.05.004",
    "S21.G00.20.005",
    "S21.G00.22.005",
    "S21.G00.23.001",
    "S21.G00.23.002",
    "S21.G00.23.003",
    "S21.G00.23.004",
    "S21.G00.23.005",
    "S21.G00.55.001",
    "S21.G00.30.001",
    "S21.G00.30.020",
    "S21.G00.40.009",
    "S21.G00.51.010",
    "S21.G00.51.011",
    "S21.G00.53.003",
    "S21.G00.54.001",
    "S21.G00.54.005",
    "S21.G00.58.003",
    "S21.G00.78.001",
    "S21.G00.78.006",
    "S21.G00.86.005",
    "S21.G00.98.001",
];

/// Rubriques that the payslips decide through a key or only sometimes: amounts, types, corrections.
const CLES: [&str; 26] = [
    "S21.G00.30.003",
    "S21.G00.40.023",
    "S21.G00.50.009",
    "S21.G00.51.012",
    "S21.G00.53.001",
    "S21.G00.53.002",
    "S21.G00.54.002",
    "S21.G00.54.003",
    "S21.G00.54.004",
    "S21.G00.56.001",
    "S21.G00.56.002",
    "S21.G00.56.003",
    "S21.G00.56.005",
    "S21.G00.56.006",
    "S21.G00.56.007",
    "S21.G00.56.010",
    "S21.G00.56.015",
    "S21.G00.78.005",
    "S21.G00.79.001",
    "S21.G00.79.004",
    "S21.G00.81.001",
    "S21.G00.81.002",
    "S21.G00.81.003",
    "S21.G00.81.007",
    "S21.G00.98.002",
    "S21.G00.98.003",
];

/// Rubriques that name what the next ones of their block measure, and the one whose values are expected under that name.
const NOMS: [(&str, &str); 7] = [
    ("S21.G00.51.011", "S21.G00.51.013"),
    ("S21.G00.53.003", "S21.G00.53.002"),
    ("S21.G00.54.001", "S21.G00.54.002"),
    ("S21.G00.58.003", "S21.G00.58.004"),
    ("S21.G00.78.001", "S21.G00.78.004"),
    ("S21.G00.79.001", "S21.G00.79.004"),
    ("S21.G00.81.001", "S21.G00.81.004"),
];

fn text(v: &Declare) -> Option<String> {
    Some(v.valeur.clone())
}

pub(super) fn check(both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    for rubrique in PERSONNES {
        both.texts("D29", rubrique, Presence::Une, &text, out);
    }
    for rubrique in CHACUN {
        both.texts("D29", rubrique, Presence::Chacune, &text, out);
    }
    both.texts("D29", "S21.G00.53.001", Presence::Libre, &text, out);
    for rubrique in ABSENCES {
        both.texts("D32", rubrique, Presence::Chacune, &text, out);
    }
    for rubrique in crate::attendus::changements::RUBRIQUES {
        both.texts("D33", rubrique, Presence::Chacune, &text, out);
    }
    for (rubrique, max) in LIBELLES {
        both.texts("D29", rubrique, Presence::Une, &|v| Some(ecrit(&v.valeur, max)), out);
    }
    for (name, value) in NOMS {
        unknown(both, name, value, out);
    }
    unforeseen(both, out);
}

/// D31: a code under which the payslips of a contract expect nothing.
fn unknown(both: &Confrontation<'_>, name: &str, value: &str, out: &mut Rapporteur<'_>) {
    let expected: BTreeSet<(&str, &str, &str)> = both
        .attendus
        .get(value)
        .into_iter()
        .flatten()
        .map(|a| (a.personne.as_str(), a.contrat.as_str(), a.code.as_str()))
        .collect();
    let declared = both.declared(name);
    if !out.applies("D31", declared.len()) {
        return;
    }
    for v in declared {
        let (person, contract) = (both.noms.person(v), both.noms.contract(v));
        if both.knows(person, contract) && !expected.contains(&(person, contract, v.code.as_str())) {
            let message = format!("{name} : « {} » est déclaré ; aucun bulletin ne le demande", v.valeur);
            let cle = key(person, contract, format!("{name} {}", v.code));
            out.fact("D31", cle, message, vec![candidate(both.document, v)], Cents::ZERO);
            let texte = "aucun bulletin ne demande ce code : bloc ajouté, ou code changé";
            out.because("D31", Cause::new("ligne_en_trop", texte));
        }
    }
}

/// Blocks of the heading that stand once.
const UNIQUES: [&str; 6] =
    ["S10.G00.01", "S10.G00.02", "S20.G00.05", "S20.G00.07", "S21.G00.06", "S21.G00.11"];

/// D30: a rubrique of the heading written twice, in its block or in a second one.
fn once(both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    let alone = |rubrique: &&str| UNIQUES.iter().any(|block| rubrique.starts_with(block));
    let twice = both.declares.iter().filter(|(r, values)| alone(r) && values.len() > 1);
    for (rubrique, values) in twice {
        let message = format!("{rubrique} est écrit {} fois", values.len());
        let candidats: Vec<Candidat> = values.iter().map(|v| candidate(both.document, v)).collect();
        out.fact("D30", Cle::default().code(rubrique), message, candidats, Cents::ZERO);
        out.because("D30", Cause::new("doublon", format!("la rubrique est écrite {} fois", values.len())));
    }
}

pub(super) fn heading(both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    once(both, out);
    let libelles: BTreeSet<&str> = ENTETE_LIBELLES.iter().map(|(r, _)| *r).collect();
    let asked: Vec<&'static str> = both.attendus.keys().copied().filter(|r| !libelles.contains(r)).collect();
    for rubrique in asked {
        // A first declaration or one that replaces it; a workplace or a body that is there once is enough.
        both.texts("D30", rubrique, Presence::Une, &text, out);
    }
    for (rubrique, max) in ENTETE_LIBELLES {
        both.texts("D30", rubrique, Presence::Une, &|v| Some(ecrit(&v.valeur, max)), out);
    }
    for rubrique in ["S21.G00.20.001", "S21.G00.23.001"] {
        unknown(both, rubrique, rubrique, out);
    }
    unforeseen(both, out);
}

/// D31: a rubrique that neither the payslips nor the production ask for.
fn unforeseen(both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    if !out.applies("D31", both.declares.len()) {
        return;
    }
    for (rubrique, values) in &both.declares {
        let known =
            both.attendus.contains_key(rubrique) || AILLEURS.contains(rubrique) || CLES.contains(rubrique);
        let Some(first) = values.first().filter(|_| !known) else { continue };
        let message = format!(
            "{rubrique} : « {} » est déclaré ; ni les bulletins ni production.toml ne le demandent",
            first.valeur
        );
        let cle: Cle = key(both.noms.person(first), both.noms.contract(first), (*rubrique).to_owned());
        let candidats: Vec<Candidat> = values.iter().map(|v| candidate(both.document, v)).collect();
        out.fact("D31", cle, message, candidats, Cents::ZERO);
        out.because(
            "D31",
            Cause::new("ligne_en_trop", "rien ne demande cette rubrique : ajoutée au fichier"),
        );
    }
}
