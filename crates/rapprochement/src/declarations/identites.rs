//! Whose values a declaration holds: its people and contracts under the names of the payslips.
//!
//! A number that no payslip bears is a difference of its own. When only one person or contract can be meant, the
//! values are compared all the same: one wrong number must not raise a hundred differences.

use std::collections::{BTreeMap, BTreeSet};

use crate::comparaison::{Candidat, Document};
use crate::documents::{Contexte, Declare};
use cddu_rates::Cents;

/// The names of a declaration.
#[derive(Default)]
pub(crate) struct Identites {
    personnes: BTreeMap<String, String>,
    contrats: BTreeMap<(String, String), String>,
    /// Numbers that no payslip bears, with the person or contract they stand for.
    pub faux: Vec<Faux>,
}

/// A number written wrong.
pub(crate) struct Faux {
    pub personne: String,
    pub contrat: Option<String>,
    pub ecrit: String,
    pub candidat: Candidat,
}

/// Where a declaration writes its identifiers.
pub(crate) struct Rubriques {
    pub document: Document,
    /// NIR or temporary number.
    pub personne: &'static [&'static str],
    /// Matricule, when the declaration has it.
    pub matricule: &'static str,
    /// Contract.
    pub contrat: &'static str,
}

impl Identites {
    /// Reads the names of some values. `attendus` are the contracts (person, contract) that should be there.
    pub fn of(
        c: &Contexte<'_>,
        valeurs: &[Declare],
        rubriques: &Rubriques,
        attendus: &BTreeSet<(String, String)>,
    ) -> Self {
        let mut out = Self { personnes: BTreeMap::new(), contrats: BTreeMap::new(), faux: Vec::new() };
        out.people(c, valeurs, rubriques, attendus);
        out.contracts(c, valeurs, rubriques, attendus);
        out
    }

    fn people(
        &mut self,
        c: &Contexte<'_>,
        valeurs: &[Declare],
        rubriques: &Rubriques,
        attendus: &BTreeSet<(String, String)>,
    ) {
        let known: BTreeSet<&str> = attendus.iter().map(|(person, _)| person.as_str()).collect();
        let mut unknown = BTreeSet::new();
        for v in valeurs {
            if self.personnes.contains_key(&v.personne) {
                continue;
            }
            let person = c.noms.declared(&v.personne);
            if !known.contains(person) {
                unknown.insert(v.personne.clone());
            }
            self.personnes.insert(v.personne.clone(), person.to_owned());
        }
        let declared: BTreeSet<String> = self.personnes.values().cloned().collect();
        let lost: Vec<&str> = known.iter().copied().filter(|p| !declared.contains(*p)).collect();
        for raw in unknown {
            let own = || valeurs.iter().filter(|v| v.personne == raw);
            let matricule = own().find(|v| &*v.rubrique == rubriques.matricule).map(|v| v.valeur.as_str());
            // The matricule tells who it is; without one, a contract that is somebody's alone.
            let by_contract = || {
                let contract = c.noms.contract(&own().find(|v| !v.contrat.is_empty())?.contrat);
                attendus.iter().find(|(_, k)| *k == contract).map(|(person, _)| person.as_str())
            };
            let person = matricule.map(|m| c.noms.person(m)).or_else(by_contract);
            let Some(person) = person.filter(|p| lost.contains(p)) else { continue };
            if let Some(at) = own().find(|v| rubriques.personne.contains(&&*v.rubrique)) {
                self.faux.push(Faux {
                    personne: person.to_owned(),
                    contrat: None,
                    ecrit: raw.clone(),
                    candidat: candidate(rubriques.document, at),
                });
            }
            self.personnes.insert(raw, person.to_owned());
        }
    }

    fn contracts(
        &mut self,
        c: &Contexte<'_>,
        valeurs: &[Declare],
        rubriques: &Rubriques,
        attendus: &BTreeSet<(String, String)>,
    ) {
        let mut by_person: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        // Everything by person once: a month has thousands of them.
        let mut own_values: BTreeMap<&str, Vec<&Declare>> = BTreeMap::new();
        let mut own_contracts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for v in valeurs {
            let Some(person) = self.personnes.get(&v.personne) else { continue };
            own_values.entry(person.as_str()).or_default().push(v);
            if !v.contrat.is_empty() {
                by_person.entry(person.clone()).or_default().insert(v.contrat.clone());
            }
        }
        for (person, contract) in attendus {
            own_contracts.entry(person).or_default().insert(contract);
        }
        for (person, raws) in by_person {
            let own = own_values.get(person.as_str()).map_or(&[][..], Vec::as_slice);
            let expected = own_contracts.get(person.as_str()).cloned().unwrap_or_default();
            // Contracts that are not declared as such.
            let mut lost = expected.clone();
            for v in own.iter().filter(|v| &*v.rubrique == rubriques.contrat) {
                lost.remove(c.noms.contract(&v.valeur).as_str());
            }
            let meant = match (lost.len(), expected.len()) {
                (1, _) => lost.first(),
                (0, 1) => expected.first(),
                _ => None,
            };
            let mut names: Vec<(String, String)> = Vec::new();
            for raw in raws {
                let contract = c.noms.contract(&raw);
                let Some(meant) = meant.filter(|_| !expected.contains(contract.as_str())) else {
                    names.push((raw, contract));
                    continue;
                };
                let at = own.iter().filter(|v| v.contrat == raw).min_by_key(|v| (v.valeur != raw, v.ligne));
                self.faux.extend(at.map(|at| Faux {
                    personne: person.clone(),
                    contrat: Some((*meant).to_owned()),
                    ecrit: raw.clone(),
                    candidat: candidate(rubriques.document, at),
                }));
                names.push((raw, (*meant).to_owned()));
            }
            for (raw, contract) in names {
                self.contrats.insert((person.clone(), raw), contract);
            }
        }
    }

    /// The person of a value.
    pub fn person<'a>(&'a self, v: &'a Declare) -> &'a str {
        self.personnes.get(&v.personne).map_or(&v.personne, String::as_str)
    }

    /// The contract of a value.
    pub fn contract(&self, v: &Declare) -> &str {
        if v.contrat.is_empty() {
            return "";
        }
        let key = (self.person(v).to_owned(), v.contrat.clone());
        self.contrats.get(&key).map_or("", String::as_str)
    }
}

/// The place of a value.
pub(super) fn candidate(document: Document, v: &Declare) -> Candidat {
    Candidat {
        document,
        reference: v.rubrique.to_string(),
        ligne: (v.ligne > 0).then_some(v.ligne),
        montant: v.montant().unwrap_or(Cents::ZERO),
    }
}
