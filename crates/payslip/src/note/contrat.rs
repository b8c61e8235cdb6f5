//! Author contracts: minimum garanti, échéancier, set-off of royalties, and the minima of the agreements.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, Rate, Rates};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::input::{Genre, Imputation, Ircec, NatureActivite};
use crate::vocabulary::Avertissement;

/// A contract between a producer and an author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ContratAuteur {
    /// Reference of the contract.
    pub contrat: String,
    /// Identifier of the author.
    pub auteur: String,
    /// Title of the work.
    pub titre: String,
    /// Genre.
    pub genre: Genre,
    /// What the author does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature_activite: Option<NatureActivite>,
    /// Sector.
    #[serde(default)]
    pub secteur: Secteur,
    /// Length of the work in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duree_minutes: Option<u32>,
    /// Number of authors who write together.
    #[serde(default = "one")]
    pub nombre_auteurs: u32,
    /// Day of signature.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date_signature: NaiveDate,
    /// Pension switch of every note of the contract; missing: from the genre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ircec: Option<Ircec>,
    /// Minimum garanti or à-valoir, gross without TVA; zero when there is none.
    #[serde(default)]
    pub minimum_garanti: Cents,
    /// Instalments of the minimum garanti.
    #[serde(default)]
    pub echeances: Vec<Echeance>,
    /// Analytic axes and budget post, free.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub analytique: BTreeMap<String, String>,
}

const fn one() -> u32 {
    1
}

/// Sector of a work, for the minima of the agreements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Secteur {
    /// Television and platforms.
    #[default]
    Audiovisuel,
    /// Cinema.
    Cinema,
}

/// What makes an instalment due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Declencheur {
    /// Signature.
    Signature,
    /// Delivery of a version.
    Remise,
    /// Acceptance of a version.
    Acceptation,
    /// First day of shooting.
    PremierJourTournage,
    /// Delivery of the finished work.
    Livraison,
    /// A fixed date.
    Date,
    /// Anything else, said by the label.
    Autre,
}

/// One instalment: an amount or a percentage of the minimum garanti.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Echeance {
    /// Label, unique in the contract.
    pub echeance: String,
    /// What makes it due.
    pub declencheur: Declencheur,
    /// Expected date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "cddu_rates::date::read_option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
    pub date_prevue: Option<NaiveDate>,
    /// Amount, gross without TVA.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub montant: Option<Cents>,
    /// Percentage of the minimum garanti.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pourcentage: Option<Rate>,
}

/// Contracts from rows that each hold one instalment at most: rows of one contract follow its first row and say
/// the same contract. A contract told in two ways is left out with its diagnostics (`NOTE-024`, one per row that
/// differs from the first by more than the instalment); the others stand.
#[must_use]
pub fn regrouper(rows: Vec<(Option<u64>, ContratAuteur)>) -> (Vec<ContratAuteur>, Vec<Diagnostic>) {
    let mut out: Vec<ContratAuteur> = Vec::new();
    let mut doubtful: Vec<String> = Vec::new();
    let mut errors = Vec::new();
    for (line, mut row) in rows {
        let Some(first) = out.iter_mut().find(|c| c.contrat == row.contrat) else {
            out.push(row);
            continue;
        };
        let steps = std::mem::take(&mut row.echeances);
        let same = ContratAuteur { echeances: Vec::new(), ..first.clone() } == row;
        if same {
            first.echeances.extend(steps);
        } else {
            let message = format!("le contrat {} est décrit de deux façons", row.contrat);
            let mut error = Diagnostic::error("NOTE-024", message)
                .hint("répéter les mêmes valeurs sur chaque échéance d'un contrat ; seules les colonnes de l'échéance changent");
            error.ligne = line;
            errors.push(error);
            doubtful.push(row.contrat);
        }
    }
    out.retain(|c| !doubtful.contains(&c.contrat));
    (out, errors)
}

/// The instalments of a contract in euros, in the order of the contract.
///
/// Percentages are rounded half up; when the instalments make up the whole minimum garanti, the last percentage
/// takes what is left, so that not a cent is lost.
///
/// # Errors
/// `NOTE-020`: an instalment with both or neither of amount and percentage, a label used twice, a negative
/// value, or a sum above the minimum garanti.
pub fn echeancier(contract: &ContratAuteur) -> Result<Vec<(&Echeance, Cents)>, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let refuse = |rank: usize, message: String, hint: &str| {
        Diagnostic::error("NOTE-020", format!("contrat {} : {message}", contract.contrat))
            .at(format!("echeances[{rank}]"))
            .hint(hint)
    };
    let total = contract.minimum_garanti.to_decimal();
    let mut out: Vec<(&Echeance, Cents)> = Vec::new();
    let mut exact = Decimal::ZERO;
    for (rank, step) in contract.echeances.iter().enumerate() {
        if out.iter().any(|(other, _)| other.echeance == step.echeance) {
            errors.push(refuse(
                rank,
                format!("l'échéance « {} » est écrite deux fois", step.echeance),
                "donner un libellé à chaque échéance",
            ));
        }
        let value = match (step.montant, step.pourcentage) {
            (Some(amount), None) => amount.to_decimal(),
            (None, Some(rate)) => total * rate.fraction(),
            _ => {
                errors.push(refuse(
                    rank,
                    format!(
                        "l'échéance « {} » doit avoir un montant ou un pourcentage, pas les deux",
                        step.echeance
                    ),
                    "remplir une seule des colonnes montant et pourcentage",
                ));
                continue;
            }
        };
        if value < Decimal::ZERO {
            errors.push(refuse(
                rank,
                format!("l'échéance « {} » est négative", step.echeance),
                "écrire un montant positif",
            ));
        }
        exact += value;
        out.push((step, Cents::round(value)));
    }
    if exact == total
        && let Some(last) = out.iter().rposition(|(step, _)| step.pourcentage.is_some())
    {
        let sum: Cents = out.iter().map(|(_, amount)| *amount).sum();
        out[last].1 += contract.minimum_garanti - sum;
    }
    if exact > total {
        errors.push(
            Diagnostic::error(
                "NOTE-020",
                format!(
                    "contrat {} : les échéances font {}, plus que le minimum garanti de {}",
                    contract.contrat,
                    Cents::round(exact),
                    contract.minimum_garanti
                ),
            )
            .at("echeances")
            .hint("corriger le minimum garanti ou les échéances"),
        );
    }
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

/// Sets royalties off against what was paid of the minimum garanti. A set-off with nothing to pay makes no note.
#[must_use]
pub fn imputer(verse: Cents, deja_impute: Cents, redevances: Cents) -> Imputation {
    let left = (verse - deja_impute).or_zero();
    let impute = left.min(redevances.or_zero());
    Imputation {
        verse,
        deja_impute,
        redevances,
        impute,
        a_payer: redevances - impute,
        reste_a_imputer: left - impute,
    }
}

/// Warnings about the minima of the professional agreements, which are never computed into a note.
///
/// # Errors
/// `BAR-010` when the contract is signed outside the tables.
pub fn minima(rates: &Rates, contract: &ContratAuteur) -> Result<Vec<Avertissement>, Diagnostic> {
    let mut out = Vec::new();
    let day = contract.date_signature;
    let writes =
        matches!(contract.nature_activite, Some(NatureActivite::Ecriture | NatureActivite::Adaptation));
    let mut below = |code: &str, key: &str, what: &str| -> Result<(), Diagnostic> {
        let (minimum, _) = rates.amount(key, day)?;
        if contract.minimum_garanti < minimum {
            out.push(Avertissement {
                code: code.to_owned(),
                champ: None,
                message: format!(
                    "contrat {} : minimum garanti de {}, sous le minimum de {minimum} ({what})",
                    contract.contrat, contract.minimum_garanti
                ),
            });
        }
        Ok(())
    };
    if writes && contract.genre == Genre::Documentaire && contract.duree_minutes.is_some_and(|m| m >= 52) {
        below(
            "NOTE-120",
            "AA_MIN_DOC_DOSSIER",
            "dossier de présentation d'un documentaire de 52 minutes et plus",
        )?;
    }
    let fiction = matches!(contract.genre, Genre::Fiction | Genre::Animation);
    if writes && fiction && contract.secteur == Secteur::Cinema {
        match contract.nombre_auteurs {
            0 | 1 => below("NOTE-121", "AA_MGEP_SEUL", "minimum garanti d'écriture plancher du cinéma, auteur seul")?,
            2 => below("NOTE-121", "AA_MGEP_DEUX", "minimum garanti d'écriture plancher du cinéma, deux auteurs")?,
            _ => out.push(Avertissement {
                code: "NOTE-121".to_owned(),
                champ: None,
                message: format!(
                    "contrat {} : minimum garanti d'écriture du cinéma à vérifier, la règle à plus de deux auteurs n'est pas connue",
                    contract.contrat
                ),
            }),
        }
    }
    if writes && contract.genre == Genre::Fiction && contract.secteur == Secteur::Audiovisuel {
        let text = if rates.param("AA_ACCORD_SCENARIO", day).is_ok() {
            "accord du 22/03/2023 étendu : vérifier le budget minimal d'écriture"
        } else {
            "extension de l'accord du 22/03/2023 terminée le 05/05/2026 ou pas encore commencée : vérifier s'il est renouvelé"
        };
        out.push(Avertissement {
            code: "NOTE-122".to_owned(),
            champ: None,
            message: format!("contrat {} : {text}", contract.contrat),
        });
    }
    Ok(out)
}
