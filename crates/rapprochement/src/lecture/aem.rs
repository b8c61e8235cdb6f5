//! Reads a file of AEM: its heading, every value of every attestation, and the control totals.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Diagnostic, Texte};

use super::xml::{Pas, walk};
use crate::documents::{Declaration, Declare, Defaut};

/// The attestations of a file. A value of a rectificative négative bears the code `-`; those of the second line of
/// pay stand under a block of their own. What no attestation holds is named after its group: `Entete/Siret`,
/// `Employeur/Siret`, `Controle/TotalContribution`.
///
/// # Errors
/// `RAP-003` for a file that is not XML or holds no attestation.
pub fn aem(octets: &[u8]) -> Result<Declaration, Diagnostic> {
    let mut out = Declaration::default();
    let mut current = Attestation::default();
    let mut seen = false;
    let mut held = Presents::default();
    walk(octets, |pas| match pas {
        Pas::Debut { path, ligne } => {
            match path.last().map(String::as_str) {
                Some("Attestation") => {
                    current = Attestation { bloc: ligne, first: out.valeurs.len(), ..Attestation::default() };
                    seen = true;
                    held.attestation = (out.defauts.len(), BTreeSet::new());
                }
                Some("Principale" | "Autres") => current.ligne_de_paie = Some(ligne),
                Some("Controle" | "Employeur") => {
                    current = Attestation { first: out.valeurs.len(), ..Attestation::default() }
                }
                _ => {}
            }
            out.defauts.extend(held.open(path, ligne));
        }
        Pas::Texte { path, ligne, texte } => {
            out.defauts.extend(held.text(path, ligne, texte));
            let inside = |name: &str| path.iter().any(|p| p == name);
            match path.last().map(String::as_str) {
                Some("Nir" | "Ntt") => texte.clone_into(&mut current.personne),
                Some("ReferenceContrat") => texte.clone_into(&mut current.contrat),
                Some("@nature") if texte == "rectificative_negative" => current.negative = true,
                _ => {}
            }
            let own = path.last().map_or("", String::as_str);
            let parent = path.iter().rev().nth(1).map_or("", String::as_str);
            let group = ["Controle", "Entete", "Employeur"].into_iter().find(|g| inside(g));
            let name = match group {
                Some(group) if own.starts_with('@') => format!("{group}/{parent}{own}"),
                Some(group) => format!("{group}/{own}"),
                None if own.starts_with('@') && parent != "Attestation" => format!("{parent}{own}"),
                None => own.to_owned(),
            };
            out.valeurs.push(Declare {
                bloc: current.ligne_de_paie.unwrap_or(current.bloc),
                ligne,
                rubrique: Texte::of_table(&name),
                valeur: texte.to_owned(),
                ..Declare::default()
            });
        }
        Pas::Fin { path } => {
            held.close();
            match path.last().map(String::as_str) {
                Some("Principale" | "Autres") => current.ligne_de_paie = None,
                // The person and the contract come after the first values: they are known at the end.
                Some("Attestation") => {
                    out.defauts.extend(held.missing(current.bloc));
                    for fault in &mut out.defauts[held.attestation.0..] {
                        fault.personne.clone_from(&current.personne);
                        fault.contrat.clone_from(&current.contrat);
                    }
                    for value in &mut out.valeurs[current.first..] {
                        value.personne.clone_from(&current.personne);
                        value.contrat.clone_from(&current.contrat);
                        if current.negative {
                            "-".clone_into(&mut value.code);
                        }
                    }
                }
                _ => {}
            }
        }
    })?;
    if !seen {
        return Err(Diagnostic::error("RAP-003", "aucune attestation dans ce fichier")
            .hint("refaire le fichier AEM avec cddu paie"));
    }
    Ok(out)
}

/// Elements that may stand several times in their place.
const LISTES: [&str; 4] = ["Lot", "Attestation", "JourTravaille", "ReferenceBulletin"];

/// What each attestation holds, those parted by a bar standing for one another: other values may be left out, or are compared
/// with those of the payslips.
const DUS: [&str; 13] = [
    "@reference",
    "@nature",
    "@mois",
    "Nir|Ntt",
    "NomFamille",
    "Prenoms",
    "HeuresEffectuees",
    "CachetsIsoles",
    "CachetsGroupes",
    "JoursTravailles",
    "BrutApresAbattement",
    "AssietteContribution",
    "MontantContribution",
];

/// What was met of the elements that are open.
#[derive(Default)]
struct Presents {
    /// Names met in each element that is open, with their number; the values of the lists.
    ouverts: Vec<BTreeMap<String, usize>>,
    /// Rank of its first fault, and names met in the attestation that is open.
    attestation: (usize, BTreeSet<String>),
}

impl Presents {
    /// Counts a name in the element that holds it.
    fn count(&mut self, name: &str, ligne: u64, element: &str) -> Option<Defaut> {
        let times = self.ouverts.last_mut()?.entry(name.to_owned()).or_default();
        *times += 1;
        (*times > 1).then(|| Defaut { ligne, element: element.to_owned(), fois: *times, ..Defaut::default() })
    }

    fn open(&mut self, path: &[String], ligne: u64) -> Option<Defaut> {
        let name = path.last().map_or("", String::as_str);
        let fault = if LISTES.contains(&name) { None } else { self.count(name, ligne, name) };
        self.ouverts.push(BTreeMap::new());
        self.attestation.1.insert(name.to_owned());
        fault
    }

    /// A list says each of its values once.
    fn text(&mut self, path: &[String], ligne: u64, texte: &str) -> Option<Defaut> {
        let name = path.last().map_or("", String::as_str);
        if name.starts_with('@') {
            self.attestation.1.insert(name.to_owned());
        }
        if !LISTES.contains(&name) {
            return None;
        }
        // The element itself is the last one open: its list is the one before.
        let own = self.ouverts.pop();
        let fault = self.count(&format!("{name} {texte}"), ligne, &format!("{name} {texte}"));
        self.ouverts.extend(own);
        fault
    }

    fn close(&mut self) {
        self.ouverts.pop();
    }

    /// What the attestation that ends does not hold.
    fn missing(&self, ligne: u64) -> Vec<Defaut> {
        let held = |names: &&&str| names.split('|').any(|name| self.attestation.1.contains(name));
        let lost = DUS.iter().filter(|names| !held(names));
        lost.map(|names| Defaut { ligne, element: (*names).replace('|', " ou "), ..Defaut::default() })
            .collect()
    }
}

/// Adds a file sent after another one for the same month: an attestation that it takes back no longer says the texts of the
/// month (code `0`), its amounts count until the negative one takes them off.
pub fn aem_suivante(first: &mut Declaration, next: Declaration) {
    // The blocks of each file are apart, though they stand on the same lines.
    const FILE: u64 = 1_000_000;
    let taken: BTreeSet<(&str, &str)> = next
        .valeurs
        .iter()
        .filter(|v| v.code == "-")
        .map(|v| (v.personne.as_str(), v.contrat.as_str()))
        .collect();
    // What is given again has a reference and a nature of its own.
    let apart = |v: &Declare| {
        let own = matches!(
            v.rubrique.as_str(),
            "@reference" | "@nature" | "ReferenceInitiale" | "NumeroAemInitiale"
        );
        own && v.code.is_empty() && taken.contains(&(v.personne.as_str(), v.contrat.as_str()))
    };
    let next_codes: Vec<bool> = next.valeurs.iter().map(apart).collect();
    for value in first.valeurs.iter_mut().filter(|v| v.code.is_empty() && !v.contrat.is_empty()) {
        if taken.contains(&(value.personne.as_str(), value.contrat.as_str())) {
            "0".clone_into(&mut value.code);
        }
    }
    let file = 1 + first.valeurs.iter().map(|v| v.bloc / FILE).max().unwrap_or_default();
    first.defauts.extend(next.defauts);
    first.valeurs.extend(next.valeurs.into_iter().zip(next_codes).map(|(v, apart)| Declare {
        bloc: v.bloc + file * FILE,
        code: if apart { "0".to_owned() } else { v.code.clone() },
        ..v
    }));
}

/// The attestation being read.
#[derive(Default)]
struct Attestation {
    bloc: u64,
    first: usize,
    personne: String,
    contrat: String,
    negative: bool,
    ligne_de_paie: Option<u64>,
}
