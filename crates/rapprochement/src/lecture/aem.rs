//! Reads a file of AEM: its heading, every value of every attestation, and the control totals.

use std::collections::BTreeSet;

use cddu_rates::{Diagnostic, Texte};

use super::xml::{Pas, walk};
use crate::documents::{Declaration, Declare};

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
    walk(octets, |pas| match pas {
        Pas::Debut { path, ligne } => match path.last().map(String::as_str) {
            Some("Attestation") => {
                current = Attestation { bloc: ligne, first: out.valeurs.len(), ..Attestation::default() };
                seen = true;
            }
            Some("Principale" | "Autres") => current.ligne_de_paie = Some(ligne),
            Some("Controle" | "Employeur") => {
                current = Attestation { first: out.valeurs.len(), ..Attestation::default() }
            }
            _ => {}
        },
        Pas::Texte { path, ligne, texte } => {
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
        Pas::Fin { path } => match path.last().map(String::as_str) {
            Some("Principale" | "Autres") => current.ligne_de_paie = None,
            // The person and the contract come after the first values: they are known at the end.
            Some("Attestation") => {
                for value in &mut out.valeurs[current.first..] {
                    value.personne.clone_from(&current.personne);
                    value.contrat.clone_from(&current.contrat);
                    if current.negative {
                        "-".clone_into(&mut value.code);
                    }
                }
            }
            _ => {}
        },
    })?;
    if !seen {
        return Err(Diagnostic::error("RAP-003", "aucune attestation dans ce fichier")
            .hint("refaire le fichier AEM avec cddu paie"));
    }
    Ok(out)
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
