//! Reads a file of AEM: every value of every attestation, and the control totals of the file.

use cddu_rates::{Diagnostic, Texte};

use super::xml::{Pas, walk};
use crate::documents::{Declaration, Declare};

/// The attestations of a file. A value of a rectificative négative bears the code `-`; those of the second line of
/// pay stand under a block of their own. Control totals are named `Controle/TotalContribution`.
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
            Some("Controle") => current = Attestation { first: out.valeurs.len(), ..Attestation::default() },
            _ => {}
        },
        Pas::Texte { path, ligne, texte } => {
            let inside = |name: &str| path.iter().any(|p| p == name);
            if !inside("Attestation") && !inside("Controle") {
                return;
            }
            match path.last().map(String::as_str) {
                Some("Nir" | "Ntt") => texte.clone_into(&mut current.personne),
                Some("ReferenceContrat") => texte.clone_into(&mut current.contrat),
                Some("@nature") if texte == "rectificative_negative" => current.negative = true,
                _ => {}
            }
            let name = path.last().map_or("", String::as_str);
            let name = if inside("Controle") { format!("Controle/{name}") } else { name.to_owned() };
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
