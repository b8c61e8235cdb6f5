//! What is paid or kept beside the pay of a contract: expenses, advances, garnishments, bonuses.

use cddu_rates::{Cents, Quantity};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::vocabulary::ElementCode;

/// An element of the payslip that is not contract pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Element {
    /// Nature.
    pub code: ElementCode,
    /// Amount; may be left out where `quantite` times a table value gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub montant: Option<Cents>,
    /// Number of units (meals, kilometres, nights).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantite: Option<Quantity>,
    /// Key of the exemption limit of a `frais` (`repas_restaurant`, `gd_repas_m1_3`...); none: wholly exempt, real
    /// cost with receipts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<String>,
    /// Contract concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contrat: Option<String>,
    /// Label printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub libelle: Option<String>,
    /// Paid by the employer to the supplier: not added to the base before DFS, not paid to the employee.
    #[serde(default)]
    pub paye_directement: bool,
    /// Dependants, for a garnishment.
    #[serde(default)]
    pub personnes_a_charge: u32,
    /// Creditor, for a garnishment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creancier: Option<String>,
    /// Day of the element, for table values that follow the day worked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "cddu_rates::date::read_option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
    pub date: Option<NaiveDate>,
}

impl Element {
    /// It enters the gross of a contract, or its base before the DFS: where there are several, it belongs to one of them.
    /// `dfs`: one of them takes the deduction.
    #[must_use]
    pub const fn needs_contract(&self, dfs: bool) -> bool {
        match self.code {
            ElementCode::Prime | ElementCode::AvantageRepas => true,
            ElementCode::Frais => self.nature.is_some() || dfs,
            _ => false,
        }
    }
}
