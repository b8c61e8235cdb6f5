//! How the company keeps its accounts: the `[compta]` section of `production.toml`, then the same thing with the
//! chart and the mapping loaded.

use std::collections::BTreeMap;

use cddu_payslip::Categorie;
use cddu_rates::{Cents, Diagnostic, Month, Period, Quantity, Rates, largest_remainder};
use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::colonnes::CsvExport;
use crate::plan::{Compte, Plan};
use crate::schema::{Schema, categorie};

/// How the account 421 is presented. Balances are the same, only its turnover differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presentation {
    /// 421 is credited with the gross, then debited by each deduction (wording of the PCG, art. 1214-42).
    #[default]
    Brut,
    /// 421 is credited with the net directly.
    Net,
}

/// How much detail the lines keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agregation {
    /// One line per payslip line and account.
    Ligne,
    /// One line per payslip and account.
    Bulletin,
    /// One line per account for the whole batch.
    #[default]
    Lot,
}

/// Which month a charge belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegleDate {
    /// The months of work: a week across a month end is cut, by calendar days; entries bear the last day of the
    /// month. What is decided at payment (PAS, deductions, expenses) goes to the month of payment.
    #[default]
    MoisDeTravail,
    /// The day of payment, nothing is cut.
    Paiement,
}

/// What becomes of a line that the mapping does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// An error: no entry is produced.
    #[default]
    Strict,
    /// The suspense account, with a finding.
    Tolerant,
}

/// What identifies the employee on 421 and 425.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuxiliaireSalarie {
    /// The number of the employee in the production, without the name: a FEC is handed to the tax authority.
    #[default]
    Matricule,
    /// The number, and the name as label.
    MatriculeEtNom,
    /// No auxiliary: one line for everybody.
    Aucun,
}

/// How an entry is cancelled. One entry never mixes the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModeContrepassation {
    /// Debits become credits.
    #[default]
    Inverse,
    /// Same sides, negative amounts.
    Negatif,
}

/// The `[compta]` section of `production.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ComptaConfig {
    /// Code of the payroll journal.
    pub journal: String,
    /// Label of the payroll journal.
    pub journal_libelle: String,
    /// Exercice; the calendar year when missing. Its first day chooses the chart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exercice: Option<Period>,
    /// Presentation of 421.
    pub presentation: Presentation,
    /// Detail of the lines.
    pub agregation: Agregation,
    /// Month of the charges.
    pub dates: RegleDate,
    /// Analytic axes kept on the lines of class 6, in order.
    pub axes: Vec<String>,
    /// The axes are kept on third-party accounts too.
    pub analytique_tiers: bool,
    /// Axes that make separate entries (`["film"]`: one entry per film and month).
    pub ecritures_par: Vec<String>,
    /// Section keys: an axis value of this name is shared between sections by weight.
    pub cles: BTreeMap<String, BTreeMap<String, Quantity>>,
    /// Auxiliary of the employees.
    pub auxiliaire: AuxiliaireSalarie,
    /// Company's numbers, by role; they win over the file.
    pub comptes: BTreeMap<String, String>,
    /// CSV of the company's numbers (`role`, `compte`, `libelle`), relative to the production folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fichier_comptes: Option<String>,
    /// Account credited when a benefit in kind is taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compte_avantages_en_nature: Option<String>,
    /// Unmapped lines.
    pub mode: Mode,
    /// Last day of the closed periods: a later event goes to the first day of the next period, with its true
    /// month in the label (PCG art. 1031-3 and 1031-4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cloture: Option<NaiveDate>,
    /// Cancelled entries.
    pub contrepassation: ModeContrepassation,
    /// Columns of the entries written for another program, as CSV.
    pub export: CsvExport,
}

impl Default for ComptaConfig {
    fn default() -> Self {
        Self {
            journal: "PA".to_owned(),
            journal_libelle: "JOURNAL DE PAIE".to_owned(),
            exercice: None,
            presentation: Presentation::default(),
            agregation: Agregation::default(),
            dates: RegleDate::default(),
            axes: ["film", "departement", "poste", "chapitre"].map(str::to_owned).to_vec(),
            analytique_tiers: false,
            ecritures_par: Vec::new(),
            cles: BTreeMap::new(),
            auxiliaire: AuxiliaireSalarie::default(),
            comptes: BTreeMap::new(),
            fichier_comptes: None,
            compte_avantages_en_nature: None,
            mode: Mode::default(),
            cloture: None,
            contrepassation: ModeContrepassation::default(),
            export: CsvExport::default(),
        }
    }
}

/// The accounting of a company, ready to make entries.
#[derive(Clone, Debug)]
pub struct Compta {
    /// The section of `production.toml`.
    pub config: ComptaConfig,
    /// Exercice.
    pub exercice: Period,
    /// Chart.
    pub plan: Plan,
    /// Mapping.
    pub schema: Schema,
    own: bool,
}

impl Compta {
    /// Loads the chart that holds for the exercice of `jour` and the mapping, then applies the company's numbers:
    /// those of its file (`fichier` is its name and its text), then those of the section.
    ///
    /// # Errors
    /// Everything that is wrong with the tables (`CPT-001` to `CPT-003`), the file and the section (`CPT-004` to
    /// `CPT-007`), all at once.
    pub fn load(
        rates: &Rates,
        config: ComptaConfig,
        fichier: Option<(&str, &str)>,
        jour: NaiveDate,
    ) -> Result<Self, Vec<Diagnostic>> {
        let exercice = config.exercice.unwrap_or_else(|| calendar_year(jour));
        let mut plan = Plan::load(rates.files(), exercice.debut)?;
        let schema = Schema::load(rates)?;
        let mut errors = Vec::new();
        if let Some((nom, texte)) = fichier
            && let Err(found) = plan.own_file(nom, texte)
        {
            errors.extend(found);
        }
        for (role, numero) in &config.comptes {
            if let Err(d) = plan.own(role, numero, None) {
                errors.push(d.at(format!("compta.comptes.{role}")));
            }
        }
        if let Some(numero) = &config.compte_avantages_en_nature
            && let Err(d) = own_in_kind(&mut plan, numero)
        {
            errors.push(d.at("compta.compte_avantages_en_nature"));
        }
        for (cle, parts) in &config.cles {
            if parts.values().any(|w| w.0.is_sign_negative()) || parts.values().all(|w| w.0.is_zero()) {
                errors.push(
                    Diagnostic::error(
                        "CPT-007",
                        format!("la clé de répartition « {cle} » n'a pas de poids positif"),
                    )
                    .at(format!("compta.cles.{cle}"))
                    .hint("donner à chaque section un poids positif ; leur somme peut être quelconque"),
                );
            }
        }
        for regle in schema.regles() {
            for role in [&regle.debit, &regle.credit] {
                if role != "organisme" && plan.compte(role).is_none() {
                    errors.push(
                        Diagnostic::error(
                            "CPT-006",
                            format!("aucun compte du plan ne tient le rôle « {role} » au {}", exercice.debut),
                        )
                        .in_file(regle.row.table.clone(), Some(regle.row.ligne)),
                    );
                }
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let own = fichier.is_some() || !config.comptes.is_empty();
        Ok(Self { config, exercice, plan, schema, own })
    }

    /// The account of a role, by population when the company numbers it so.
    #[must_use]
    pub fn compte(&self, role: &str, population: Option<Categorie>) -> Option<&Compte> {
        if self.own
            && let Some(population) = population
            && let Some(compte) = self.plan.compte(&format!("{role}.{}", categorie(population)))
            && self.plan.is_own(&compte.role)
        {
            return Some(compte);
        }
        self.plan.compte(role)
    }

    /// The date under which an accounting month is entered: its last day, or the first open day when the month is
    /// closed.
    #[must_use]
    pub fn date_of(&self, mois: Month) -> NaiveDate {
        self.open(mois.last())
    }

    /// The day itself, or the first open day when it is closed.
    #[must_use]
    pub fn open(&self, jour: NaiveDate) -> NaiveDate {
        match self.config.cloture {
            Some(cloture) if jour <= cloture => cloture + Days::new(1),
            _ => jour,
        }
    }

    /// An amount shared between the sections of an axis value: the value itself when no key bears that name.
    pub(crate) fn share<'a>(&'a self, valeur: &'a str, montant: Cents) -> Vec<(&'a str, Cents)> {
        let Some(parts) = self.config.cles.get(valeur) else { return vec![(valeur, montant)] };
        let poids: Vec<Decimal> = parts.values().map(|q| q.0).collect();
        parts.keys().map(String::as_str).zip(largest_remainder(montant, &poids)).collect()
    }
}

/// The account of the benefits in kind is a choice of the company: 649, a subdivision of 641, or 791 before 2025.
fn own_in_kind(plan: &mut Plan, numero: &str) -> Result<(), Diagnostic> {
    plan.own_under("avantages_repris", numero, &["649", "641", "79"])
}

fn calendar_year(jour: NaiveDate) -> Period {
    let year = jour.year();
    Period { debut: Month { year, month: 1 }.first(), fin: Month { year, month: 12 }.last() }
}
