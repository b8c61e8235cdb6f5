//! One dated value of a table, with everything that justifies it.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// How well a value is established.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Confiance {
    /// Official text or official machine-readable source seen.
    A,
    /// Reliable secondary source seen.
    B,
    /// General knowledge or inference, not seen in a source: used only with a visible warning.
    C,
}

impl fmt::Display for Confiance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        })
    }
}

/// Which date chooses the value of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Horloge {
    /// Last day of the period of work (CSS R242-1 II).
    Periode,
    /// Date of payment.
    Paiement,
    /// The day of work itself (SMIC, grids of minima, hour rules).
    Jour,
}

impl fmt::Display for Horloge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Periode => "période de travail",
            Self::Paiement => "date de paiement",
            Self::Jour => "jour travaillé",
        })
    }
}

/// Index of a [`Row`] in its [`crate::Rates`]: a payslip line or a trace node points at its source with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub u32);

/// A value, the days it holds, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// File of the table.
    pub table: String,
    /// Line of the value in that file, from 1.
    pub ligne: u64,
    /// Key: the parameter, or the contribution with its share and conditions (`VIEIL_PLAF/salarie`).
    pub cle: String,
    /// The value, in the unit of the key. `None`: the rate is a parameter of the employer.
    pub valeur: Option<Decimal>,
    /// First day.
    pub valide_du: NaiveDate,
    /// Last day; `None` when no end is known.
    pub valide_au: Option<NaiveDate>,
    /// Legal basis.
    pub base_legale: String,
    /// Where the value was read.
    pub source: String,
    /// Address of the official text, when it was read there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lien: String,
    /// How sure it is.
    pub confiance: Confiance,
    /// Last day on which somebody checked the value.
    pub verifie_le: NaiveDate,
    /// Doubts and history.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Row {
    /// True when the value holds on that day.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.valide_du <= day && self.valide_au.is_none_or(|end| day <= end)
    }

    /// `du 2026-01-01 au 2026-12-31`, for messages.
    #[must_use]
    pub fn dates(&self) -> String {
        match self.valide_au {
            Some(end) => format!("du {} au {end}", self.valide_du),
            None => format!("depuis le {}", self.valide_du),
        }
    }
}
