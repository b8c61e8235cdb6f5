//! The words that every part of the crate uses: categories, addresses, elements of the gross, places in a file. They
//! stand under the inputs, the hours, the calculation and the payslip, and know none of them.

use cddu_rates::{Cents, Diagnostic, Period, Quantity, Rate};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Adresse {
    /// Number and street.
    pub voie: String,
    /// Postal code.
    pub code_postal: String,
    /// Town.
    pub commune: String,
    /// Country, ISO 3166 alpha-2, France when empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pays: String,
}

pub(crate) const fn yes() -> bool {
    true
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Rhythm of pay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Periodicite {
    /// By the month.
    #[default]
    Mensuelle,
    /// By the week.
    Hebdomadaire,
    /// By the day.
    Journaliere,
}

/// Category of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Categorie {
    /// Technician.
    Technicien,
    /// Artiste-interprète.
    Artiste,
    /// Artiste de complément.
    Figurant,
    /// Film or television director.
    Realisateur,
}

/// Group of the DFS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum DfsGroupe {
    /// Dramatic, lyric, film, choreographic artists.
    #[serde(rename = "25")]
    G25,
    /// Musicians, choristers, conductors, stage managers, creative staff of the film industry.
    #[serde(rename = "20")]
    G20,
}

/// Hours of one civil week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct HeuresSemaine {
    /// A day of the civil week, its Monday as a rule.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub semaine: NaiveDate,
    /// Hours.
    pub heures: Quantity,
}

/// Hours that other payslips of this employer already pay in the civil weeks of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AutresHeures {
    /// Of the first civil week of the period.
    Total(Quantity),
    /// Week by week.
    Semaines(Vec<HeuresSemaine>),
}

impl AutresHeures {
    /// Hours of the civil week that starts on a Monday; `first` is the Monday of the first week of the period.
    #[must_use]
    pub fn of(&self, monday: NaiveDate, first: NaiveDate) -> Quantity {
        match self {
            Self::Total(hours) if monday == first => *hours,
            Self::Total(_) => Quantity::ZERO,
            Self::Semaines(list) => Quantity(
                list.iter().filter(|w| Period::monday(w.semaine) == monday).map(|w| w.heures.0).sum(),
            ),
        }
    }
}

/// Nature of an element of the payslip that is not contract pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum ElementCode {
    /// Professional expenses refunded: the exempt part is not pay, the excess is.
    Frais,
    /// Payment on account of work already done.
    Acompte,
    /// Loan: at most a tenth of the wages due.
    Avance,
    /// Garnishment of wages.
    Saisie,
    /// Maintenance payment, first in rank.
    PensionAlimentaire,
    /// Free meals: pay for contributions and tax, then taken back.
    AvantageRepas,
    /// Bonus: pay.
    Prime,
    /// Deduction for loss or material: forbidden in entreprises de spectacle (C. trav. L3251-4).
    Retenue,
}

/// A warning of a payslip or a note.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Avertissement {
    /// Stable code.
    pub code: String,
    /// French text.
    pub message: String,
    /// Field of the request that it speaks of (`contrats[0].brut`), when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub champ: Option<String>,
}

impl Avertissement {
    /// A warning that speaks of no field.
    #[must_use]
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), champ: None }
    }

    /// A doubt on what was given, for whoever computes: it is asked again by a folder before anything is frozen, and is
    /// no part of what the employee reads.
    #[must_use]
    pub fn is_doubt(&self) -> bool {
        crate::engine::DOUBTS.contains(&self.code.as_str())
    }

    /// What a call ends with anomalies for: a minimum that is not met, an amount that is rarely meant.
    #[must_use]
    pub fn is_anomaly(&self) -> bool {
        matches!(self.code.as_str(), "BRUT-101" | "SMIC-HEURES")
            || (self.is_doubt() && !crate::engine::TOLD_ONLY.contains(&self.code.as_str()))
    }
}

impl From<Diagnostic> for Avertissement {
    fn from(d: Diagnostic) -> Self {
        Self { code: d.code, message: d.message, champ: d.champ }
    }
}

/// One element of gross pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct PayElement {
    /// Stable code (`base`, `hs_25`, `nuit_50`, `cachet`, `prime`...).
    pub code: String,
    /// French label.
    pub libelle: String,
    /// Hours, days or cachets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantite: Option<Quantity>,
    /// Amount of one unit, premium included, euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taux: Option<Quantity>,
    /// Premium in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub majoration: Option<Rate>,
    /// Amount.
    pub montant: Cents,
    /// Rule of the table of hours (`F03`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regle: Option<String>,
    /// Article of the convention.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Part of the element that is overtime for the reliefs; `null` for an element that the time sheet did not make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heure_sup: Option<HeureSup>,
}

/// Overtime inside an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct HeureSup {
    /// Hours beyond 35 in the civil week.
    pub heures: Quantity,
    /// What they are paid, up to the premium of the convention.
    pub montant: Cents,
    /// Hours among them that the engagement guarantees.
    #[serde(default, skip_serializing_if = "is_default")]
    pub structurelles: Quantity,
    /// Guaranteed hours among them that an absence left unworked: they give no deduction to the employer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sans_deduction: Quantity,
}

/// The place of a row in the files of a production.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Origine {
    /// File (`temps.csv`).
    pub fichier: String,
    /// Line of that file.
    pub ligne: u64,
}
