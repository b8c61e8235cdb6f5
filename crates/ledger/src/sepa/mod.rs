//! SEPA credit transfers (pain.001) of the nets, the notes and the social bodies that take transfers.

mod build;
mod iban;
mod read;

use cddu_rates::{Cents, Diagnostic};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use build::{build, message, reference, reference_pecule};
pub use iban::refus;
pub use read::{SepaGroup, SepaRead, SepaTransaction, read};

/// Version of the message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum VersionPain {
    /// pain.001.001.09.
    #[default]
    #[serde(rename = "09")]
    V09,
    /// pain.001.001.03, still asked by many banks.
    #[serde(rename = "03")]
    V03,
}

/// The `[virements]` section of `production.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SepaConfig {
    /// Name of the account holder.
    pub nom: String,
    /// IBAN debited.
    pub iban: String,
    /// BIC of the bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
    /// Account of the Caisse des Dépôts that receives the pécule of the children (C. trav. L7124-9).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse_des_depots: Option<CompteCaisse>,
    /// Version of the message.
    #[serde(default)]
    pub version: VersionPain,
    /// One debit for the whole group on the statement: individual pay does not appear on it.
    #[serde(default = "yes")]
    pub comptabilisation_groupee: bool,
    /// What the beneficiary reads; `{mois}` is the month of payment.
    #[serde(default = "default_label")]
    pub libelle: String,
}

/// An account of the Caisse des Dépôts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompteCaisse {
    /// IBAN, as the Caisse des Dépôts gives it to the employer.
    pub iban: String,
    /// BIC of the bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
}

const fn yes() -> bool {
    true
}

fn default_label() -> String {
    "PAIE {mois}".to_owned()
}

/// What a transfer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NatureVirement {
    /// The net of a payslip: category SALA.
    Salaire,
    /// The net of an author note.
    DroitsAuteur,
    /// The contributions of a body.
    Organisme,
}

/// A payment to a body that takes transfers, decided by the administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyPayment {
    /// Key of the body (`conges_spectacles`).
    pub organisme: String,
    /// Name of the account holder.
    pub nom: String,
    /// IBAN.
    pub iban: String,
    /// BIC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
    /// Amount.
    pub montant: Cents,
    /// Day.
    pub date: NaiveDate,
    /// Reference asked by the body (affiliation number and period).
    pub reference: String,
}

/// One transfer of the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Transfer {
    /// What it pays.
    pub nature: NatureVirement,
    /// Day asked.
    pub date: NaiveDate,
    /// `EndToEndId`.
    pub reference: String,
    /// Payslip, note or body.
    pub piece: String,
    /// Beneficiary, as written in the file.
    pub beneficiaire: String,
    /// IBAN.
    pub iban: String,
    /// Amount, above zero.
    pub montant: Cents,
}

/// The file and its control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SepaFile {
    /// The message; `None` when nothing can be paid.
    pub xml: Option<String>,
    /// Transfers of the file, sorted.
    pub virements: Vec<Transfer>,
    /// Documents without a transfer, and why: nothing to pay, no IBAN, wrong IBAN.
    pub exclus: Vec<Diagnostic>,
    /// Sum of the transfers.
    pub total: Cents,
    /// What the documents say must be paid: nets above zero. Equal to `total` when nothing is wrong.
    pub attendu: Cents,
}
