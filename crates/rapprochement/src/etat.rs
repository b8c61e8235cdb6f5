//! `rapprochement.toml`: what the administrator decided about each difference, kept from one run to the next.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Diagnostic, Month};
use serde::{Deserialize, Serialize};

use crate::Report;

/// Where a difference stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statut {
    /// To be settled.
    #[default]
    Ouvert,
    /// Accepted, with a reason.
    Justifie,
    /// Said to be corrected: the next run tells.
    Corrige,
}

/// A decision about one difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Month reconciled; a file written before this field existed says none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mois: Option<Month>,
    /// Identifier of the difference.
    pub identifiant: String,
    /// Status.
    #[serde(default)]
    pub statut: Statut,
    /// The gap for which the decision was taken: another gap opens the difference again.
    #[serde(with = "cddu_rates::sum")]
    pub ecart: Cents,
    /// Reason; without one, nothing is justified.
    #[serde(default)]
    pub justification: String,
    /// What the difference said, for whoever reads the file.
    #[serde(default)]
    pub message: String,
}

/// The content of `rapprochement.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Etat {
    /// Decisions.
    #[serde(default, rename = "ecart", skip_serializing_if = "Vec::is_empty")]
    pub ecarts: Vec<Decision>,
}

impl Etat {
    /// Reads `rapprochement.toml`.
    ///
    /// # Errors
    /// `RAP-001` when the file is not written as expected, `RAP-002` for a justification without a reason.
    pub fn parse(fichier: &str, texte: &str) -> Result<Self, Vec<Diagnostic>> {
        let etat: Self = toml::from_str(texte).map_err(|error| {
            let ligne = error.span().map(|s| 1 + texte[..s.start.min(texte.len())].matches('\n').count() as u64);
            vec![
                Diagnostic::error("RAP-001", cddu_rates::toml_cause(error.message()).0)
                    .in_file(fichier, ligne)
                    .hint("chaque [[ecart]] porte mois, identifiant, statut (ouvert, justifie, corrige), ecart et justification"),
            ]
        })?;
        let errors: Vec<_> = etat
            .ecarts
            .iter()
            .filter(|d| d.statut == Statut::Justifie && d.justification.trim().is_empty())
            .map(|d| {
                Diagnostic::error("RAP-002", format!("l'écart {} est justifié sans raison", d.identifiant))
                    .in_file(fichier, None)
                    .hint("écrire la raison dans justification")
            })
            .collect();
        if errors.is_empty() { Ok(etat) } else { Err(errors) }
    }

    /// Puts the decisions on the differences found; decisions about differences that are gone are listed.
    pub(super) fn apply(&self, report: &mut Report) {
        let decisions = self.of(report.mois);
        for ecart in &mut report.ecarts {
            let Some(decision) = decisions.get(ecart.identifiant.as_str()) else { continue };
            match decision.statut {
                Statut::Justifie if decision.ecart == ecart.ecart => {
                    ecart.statut = Statut::Justifie;
                    ecart.justification.clone_from(&decision.justification);
                }
                Statut::Justifie => {
                    ecart.justification =
                        format!("justifié pour {} seulement : {}", decision.ecart, decision.justification);
                }
                Statut::Corrige => {
                    ecart.justification = "dit corrigé, l'écart demeure".to_owned();
                }
                Statut::Ouvert => ecart.justification.clone_from(&decision.justification),
            }
        }
        let open: Vec<&str> = report.ecarts.iter().map(|e| e.identifiant.as_str()).collect();
        let own = |d: &&Decision| d.mois == report.mois && !open.contains(&d.identifiant.as_str());
        report.regles_depuis = self.ecarts.iter().filter(own).cloned().collect();
    }

    /// The decisions of a month, then those that say none.
    fn of(&self, mois: Option<Month>) -> BTreeMap<&str, &Decision> {
        let (own, undated): (Vec<&Decision>, Vec<&Decision>) =
            self.ecarts.iter().filter(|d| d.mois.is_none() || d.mois == mois).partition(|d| d.mois == mois);
        undated.into_iter().chain(own).map(|d| (d.identifiant.as_str(), d)).collect()
    }

    /// The file to write after a run: every difference, the decisions kept, what is settled left out. Those of the other
    /// months stay as they are.
    #[must_use]
    pub fn after(&self, report: &Report) -> Self {
        let known = self.of(report.mois);
        let told: BTreeSet<&str> = report.ecarts.iter().map(|e| e.identifiant.as_str()).collect();
        let elsewhere = |d: &&Decision| {
            d.mois != report.mois && !(d.mois.is_none() && told.contains(d.identifiant.as_str()))
        };
        let mut ecarts: Vec<Decision> = report
            .ecarts
            .iter()
            .map(|e| {
                let old = known.get(e.identifiant.as_str());
                Decision {
                    mois: report.mois,
                    identifiant: e.identifiant.clone(),
                    statut: e.statut,
                    ecart: e.ecart,
                    justification: old.map_or_else(String::new, |d| d.justification.clone()),
                    message: e.message.clone(),
                }
            })
            .collect();
        ecarts.extend(self.ecarts.iter().filter(elsewhere).cloned());
        ecarts.sort_by_key(|d| d.mois);
        Self { ecarts }
    }

    /// The text of the file.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let head = "# Décisions sur les écarts du rapprochement. Pour justifier un écart : statut = \"justifie\" et une\n\
                    # justification. La décision tient tant que l'écart garde son montant.\n\n";
        format!("{head}{}", toml::to_string(self).unwrap_or_default())
    }
}
