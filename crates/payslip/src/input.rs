//! What a payslip is computed from: the JSON contract of `cddu bulletin`, as plain data.

mod build;
mod contrat;
mod contrat_plat;
mod cumuls;
mod element;
mod parts;
mod salarie;

use std::collections::BTreeMap;

use cddu_rates::{Cents, Rate};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use contrat::{Contrat, HeuresSup, SemainePayee, Travail};
pub use cumuls::{
    Anterieur, AnterieurRetraite, Cumuls, RetenueCumul, RetenueMois, RetraiteAnnee, RetraiteTranches,
    SaisieMois,
};
pub use element::Element;
pub use salarie::{ConventionFiscale, IdentiteSalarie, RetenueNonResident, Salarie};

use crate::employeur::Employeur;
use crate::methods::Methodes;
use crate::vocabulary::Periodicite;

/// One payslip to compute: one employer, one employee, one payment, one or several contracts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct BulletinInput {
    /// Number of the payslip, free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero: Option<String>,
    /// Number of the payslip that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectifie: Option<String>,
    /// Day of payment.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date_paiement: NaiveDate,
    /// Employer.
    pub employeur: Employeur,
    /// Employee.
    pub salarie: Salarie,
    /// What was already counted before this payslip.
    #[serde(default)]
    pub cumuls: Cumuls,
    /// Choices of method.
    #[serde(default)]
    pub methodes: Methodes,
    /// Rhythm of pay, for the default PAS grid of contracts longer than two months.
    #[serde(default)]
    pub periodicite: Periodicite,
    /// Contracts paid, in order.
    pub contrats: Vec<Contrat>,
    /// Expenses, advances, deductions, benefits in kind, bonuses.
    #[serde(default)]
    pub elements: Vec<Element>,
    /// Back pay: `contrats` and `elements` say everything that is due for the work, and this what was already paid of
    /// it. The payslip pays the difference, on its own day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rappel: Option<Box<Rappel>>,
    /// Tax of the payslip that this one replaces, kept as it was withheld: a declaration can no longer give any of it
    /// back. Not with `rappel`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impot_garde: Option<Box<ImpotGarde>>,
}

/// Tax withheld by a payslip, which its correction keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ImpotGarde {
    /// Number of the payslip that withheld it.
    pub bulletin: String,
    /// Day on which it was withheld.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date_paiement: NaiveDate,
    /// Base of the tax.
    pub assiette: Cents,
    /// Rate of the tax.
    pub taux: Rate,
    /// The rate is that of the person, not of the default grid.
    pub personnalise: bool,
    /// Allowance of short contracts taken off the base.
    #[serde(default)]
    pub abattement: Cents,
    /// Tax withheld.
    pub pas: Cents,
}

/// What a payment of back pay completes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Rappel {
    /// Number of the payslip that paid the work.
    pub complete: String,
    /// Day on which it was paid.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub date_paiement: NaiveDate,
    /// What the other payslips counted: the cumuls of the calculation of all that is due.
    #[serde(default)]
    pub cumuls: Cumuls,
    /// What the other payslips of a contract, paid since the one completed, added to it, by contract: its ceiling counts
    /// once.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub anterieurs: BTreeMap<String, Anterieur>,
    /// Payslips that have paid the same work: that one and the back pay since, as they were frozen.
    pub deja_paye: Vec<crate::Payslip>,
}

impl BulletinInput {
    /// The same input without the places of its rows: what is compared and hashed.
    #[must_use]
    pub fn without_places(mut self) -> Self {
        for contrat in &mut self.contrats {
            if let Travail::Heures(sheet) = &mut contrat.travail {
                sheet.temps.iter_mut().for_each(|row| row.origine = None);
                sheet.semaines.iter_mut().for_each(|row| row.origine = None);
            }
        }
        self
    }

    /// The rhythm of pay, given here or among the methods.
    #[must_use]
    pub fn periodicite(&self) -> Periodicite {
        self.methodes.periodicite.unwrap_or(self.periodicite)
    }
}
