//! What the other documents say, as plain amounts with their lines: filled by whoever reads them.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::Payslip;
use cddu_payslip::note::Note;
use cddu_rates::{Cents, Month, Quantity, Rate, Rates};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use cddu_ledger::Compta;
use cddu_ledger::etats::{LigneCreditImpot, Minimum};
use cddu_ledger::fec::FecLine;
use cddu_ledger::grand_livre::Solde;
use cddu_ledger::sepa::SepaRead;
use cddu_ledger::{Batch, Registre};

/// One payment to a person (S21.G00.50).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DsnPayment {
    /// Line of the file.
    pub ligne: u64,
    /// Lines of the net fiscal, of the net versé, of the PAS and of its base, when they are known.
    pub lignes: Option<[u64; 4]>,
    /// Number of the employee in the production.
    pub personne: String,
    /// Net fiscal (50.002).
    pub net_fiscal: Cents,
    /// Net versé (50.004).
    pub net_verse: Cents,
    /// PAS (50.009).
    pub pas: Cents,
    /// Base of the PAS (50.013).
    pub assiette_pas: Cents,
    /// Rate of the PAS (50.006).
    pub taux_pas: Option<Rate>,
}

impl DsnPayment {
    /// The line of an amount: net fiscal, net versé, PAS, base of the PAS.
    pub(crate) fn line_of(&self, rank: usize) -> u64 {
        self.lignes.and_then(|lines| lines.get(rank).copied()).filter(|l| *l > 0).unwrap_or(self.ligne)
    }
}

/// One base of a person (S21.G00.78).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DsnBaseAmount {
    /// Line of the file.
    pub ligne: u64,
    /// Number of the employee.
    pub personne: String,
    /// Contract.
    pub contrat: String,
    /// Code of the base (78.001).
    pub code: String,
    /// Amount (78.004).
    pub montant: Cents,
}

/// One contribution of a person (S21.G00.81).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DsnContribution {
    /// Line of the file.
    pub ligne: u64,
    /// Number of the employee.
    pub personne: String,
    /// Code of the contribution (81.001).
    pub code: String,
    /// Code of the base above it (78.001).
    pub base: String,
    /// Amount, both shares (81.004).
    pub montant: Cents,
}

/// Work of a contract (S21.G00.53).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DsnActivity {
    /// Line of the file.
    pub ligne: u64,
    /// Number of the employee.
    pub personne: String,
    /// Contract.
    pub contrat: String,
    /// What is counted: `jours`, `cachets` or `heures`.
    pub unite: String,
    /// How many.
    pub mesure: Quantity,
}

/// One line of a bordereau (S21.G00.23).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DsnCtp {
    /// Line of the file.
    pub ligne: u64,
    /// CTP (23.001).
    pub ctp: String,
    /// `920` or `921` (23.002).
    pub qualifiant: String,
    /// Base, in whole euros (23.004).
    pub assiette: Cents,
    /// Rate (23.003), or that of the CTP.
    pub taux: Option<Rate>,
    /// Amount (23.005).
    pub montant: Option<Cents>,
    /// Sum of the nominative bases of its population, when whoever reads the DSN knows it.
    pub nominatif: Option<Cents>,
}

/// One bordereau (S21.G00.22).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DsnBordereau {
    /// Line of the file.
    pub ligne: u64,
    /// Key of the body (`urssaf`).
    pub organisme: String,
    /// Total (22.005).
    pub total: Cents,
    /// Lines.
    pub lignes: Vec<DsnCtp>,
}

/// An amount of a body: payment (S21.G00.20) or part of one (S21.G00.55).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DsnBody {
    /// Line of the file.
    pub ligne: u64,
    /// Key of the body (`urssaf`, `audiens_retraite`, `dgfip`).
    pub organisme: String,
    /// Amount.
    pub montant: Cents,
}

/// The amounts of a monthly DSN.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DsnAmounts {
    /// Month of the declaration.
    #[schemars(with = "Option<String>")]
    pub mois: Option<Month>,
    /// Payments.
    pub versements: Vec<DsnPayment>,
    /// Bases.
    pub bases: Vec<DsnBaseAmount>,
    /// Contributions.
    pub cotisations: Vec<DsnContribution>,
    /// Plafonds applied (79, component 07), by contract.
    pub plafonds: Vec<DsnBaseAmount>,
    /// Bordereaux.
    pub bordereaux: Vec<DsnBordereau>,
    /// Work declared (53), by contract and unit.
    pub activites: Vec<DsnActivity>,
    /// Payments to bodies (20).
    pub paiements: Vec<DsnBody>,
    /// Parts of the payments (55).
    pub composants: Vec<DsnBody>,
    /// Line codes declared under each contribution code. Empty: those of the mapping.
    pub correspondance: BTreeMap<String, Vec<String>>,
    /// Line codes whose employer share alone is declared again under a code.
    pub correspondance_employeur: BTreeMap<String, Vec<String>>,
}

/// One attestation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AemAmount {
    /// Line of the file.
    pub ligne: u64,
    /// Number of the employee.
    pub personne: String,
    /// Contract.
    pub contrat: String,
    /// Gross.
    pub brut: Cents,
    /// Gross after DFS, when the form tells it.
    pub brut_abattu: Option<Cents>,
    /// What contributes, when the form tells it.
    pub assiette: Option<Cents>,
    /// Hours.
    pub heures: Quantity,
    /// Cachets.
    pub cachets: u32,
}

/// The attestations of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AemAmounts {
    /// Attestations.
    pub attestations: Vec<AemAmount>,
    /// Amount of the statement of France Travail.
    pub releve: Option<Cents>,
    /// The amounts are in whole euros.
    pub euros_entiers: bool,
}

/// One line of a Congés Spectacles declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CongesAmount {
    /// Line of the file.
    pub ligne: u64,
    /// Number of the employee.
    pub personne: String,
    /// Contract.
    pub contrat: String,
    /// Base declared.
    pub base: Cents,
    /// Days.
    pub jours: Quantity,
    /// Cachets.
    pub cachets: u32,
}

/// A Congés Spectacles declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CongesAmounts {
    /// Lines.
    pub lignes: Vec<CongesAmount>,
    /// Contribution declared.
    pub cotisation: Option<Cents>,
}

/// One payee of the DAS2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Das2Amount {
    /// Line of the file.
    pub ligne: u64,
    /// Author.
    pub auteur: String,
    /// Author rights, in whole euros.
    pub droits: Cents,
}

/// The author rights of a DAS2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Das2Amounts {
    /// Year.
    pub annee: i32,
    /// Payees.
    pub beneficiaires: Vec<Das2Amount>,
}

/// A closed month and the hash its entries had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cloture {
    /// Month.
    #[schemars(with = "String")]
    pub mois: Month,
    /// Hash given by [`crate::empreinte`].
    pub empreinte: String,
}

/// The documents of a month. What is absent is not compared, and the report says so.
#[derive(Clone, Default)]
pub struct Documents<'a> {
    /// Month of payment reconciled.
    pub mois: Option<Month>,
    /// Payslips of the month, those replaced by another one included; payslips that share a batch with them.
    pub bulletins: &'a [Payslip],
    /// Payslips paid before in the year: the cumuls start from them.
    pub anterieurs: &'a [Payslip],
    /// Notes of the month.
    pub notes: &'a [Note],
    /// Batches that hold them.
    pub lots: &'a [Batch],
    /// Every batch of the exercice, for a balance given without its ledger.
    pub lots_exercice: &'a [Batch],
    /// Every batch integrated so far: tells the entries of other batches.
    pub registre: Option<&'a Registre>,
    /// Ledger or FEC.
    pub grand_livre: Option<&'a [FecLine]>,
    /// Bytes of the FEC and its name, to check its form.
    pub fec: Option<(&'a [u8], &'a str)>,
    /// Ledger of the company, when the film has its own.
    pub siege: Option<&'a [FecLine]>,
    /// Balance.
    pub balance: Option<&'a [Solde]>,
    /// Closing balance of the year before, and opening balance of this one.
    pub a_nouveaux: Option<(&'a [Solde], &'a [Solde])>,
    /// DSN.
    pub dsn: Option<&'a DsnAmounts>,
    /// AEM.
    pub aem: Option<&'a AemAmounts>,
    /// Congés Spectacles.
    pub conges: Option<&'a CongesAmounts>,
    /// Transfer files.
    pub virements: &'a [SepaRead],
    /// DAS2 of the year.
    pub das2: Option<&'a Das2Amounts>,
    /// Notes of the year, for the DAS2.
    pub notes_annee: &'a [Note],
    /// Minima of the conventions.
    pub minima: &'a [Minimum],
    /// Tables, to check the rates again.
    pub baremes: Option<&'a Rates>,
    /// Statement of the tax credit, by payslip and contract.
    pub credit_impot: Option<&'a [LigneCreditImpot]>,
    /// Closed months.
    pub clotures: &'a [Cloture],
    /// Day of the situation of the ledger; the last day of the ledger when missing.
    pub au: Option<NaiveDate>,
}

/// Everything a rule reads.
pub(crate) struct Contexte<'a> {
    pub compta: &'a Compta,
    pub docs: &'a Documents<'a>,
    pub config: &'a crate::RapprochementConfig,
}

impl<'a> Contexte<'a> {
    /// The payslips that no other one replaces.
    pub fn standing(&self) -> Vec<&'a Payslip> {
        let replaced: BTreeSet<&str> =
            self.docs.bulletins.iter().filter_map(|p| p.rectifie.as_deref()).collect();
        self.docs.bulletins.iter().filter(|p| !replaced.contains(cddu_ledger::piece(p))).collect()
    }

    /// Those paid in the month.
    pub fn paid(&self) -> Vec<&'a Payslip> {
        let mut out = self.standing();
        out.retain(|p| self.docs.mois.is_none_or(|m| Month::of(p.date_paiement) == m));
        out
    }
}
