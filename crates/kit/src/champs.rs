//! Parts of a payslip, for those who keep only its amounts: its totals, or its totals and its lines.
//!
//! They are copied from the payslip, never computed again. They carry no hash: only a whole payslip can be frozen.

use cddu_payslip::{Avertissement, Bases, ContractTotals, Line, Payslip, Totals};
use chrono::NaiveDate;
use serde::Serialize;

/// The totals of a payslip.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TotauxSortie<'a> {
    /// Number of the payslip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numero: Option<&'a str>,
    /// Matricule of the employee.
    pub matricule: &'a str,
    /// Day of payment.
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date_paiement: NaiveDate,
    /// Totals of the payslip.
    pub totaux: &'a Totals,
    /// What is to be checked before anybody is paid: a minimum not met, an amount that is rarely meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub avertissements: Vec<&'a Avertissement>,
}

impl<'a> TotauxSortie<'a> {
    /// The totals of a payslip.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// let engine = cddu_kit::Engine::embedded();
    /// let request = cddu_kit::read::<cddu_kit::BulletinInput>(&text)?;
    /// let bulletin = engine.amounts(&request.input)?;
    /// assert_eq!(cddu_kit::TotauxSortie::of(&bulletin).totaux.brut, bulletin.totaux.brut);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(bulletin: &'a Payslip) -> Self {
        Self {
            numero: bulletin.numero.as_deref(),
            matricule: &bulletin.salarie.matricule,
            date_paiement: bulletin.date_paiement,
            totaux: &bulletin.totaux,
            avertissements: bulletin.anomalies().collect(),
        }
    }
}

/// The totals and the lines of a payslip.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LignesSortie<'a> {
    /// The totals.
    #[serde(flatten)]
    pub entete: TotauxSortie<'a>,
    /// One entry per contract, in the order given.
    pub contrats: Vec<LignesContrat<'a>>,
}

/// The lines of a contract.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LignesContrat<'a> {
    /// Identifier of the contract.
    pub contrat: &'a str,
    /// The named bases.
    pub bases: &'a Bases,
    /// Lines, in order; one line carries both shares.
    pub lignes: &'a [Line],
    /// Totals of the contract.
    pub sous_totaux: &'a ContractTotals,
}

impl<'a> LignesSortie<'a> {
    /// The totals and the lines of a payslip.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// let engine = cddu_kit::Engine::embedded();
    /// let request = cddu_kit::read::<cddu_kit::BulletinInput>(&text)?;
    /// let bulletin = engine.amounts(&request.input)?;
    /// assert_eq!(cddu_kit::LignesSortie::of(&bulletin).contrats[0].lignes, bulletin.contrats[0].lignes);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(bulletin: &'a Payslip) -> Self {
        let contrats = bulletin.contrats.iter().map(|c| LignesContrat {
            contrat: &c.contrat,
            bases: &c.bases,
            lignes: &c.lignes,
            sous_totaux: &c.sous_totaux,
        });
        Self { entete: TotauxSortie::of(bulletin), contrats: contrats.collect() }
    }
}
