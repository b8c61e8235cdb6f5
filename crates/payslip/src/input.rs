//! What a payslip is computed from: the JSON contract of `cddu bulletin`, as plain data.

use cddu_rates::{Cents, Period, Quantity, Rate, ZonePas};
use chrono::{Datelike as _, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::employeur::Employeur;
use crate::gross::{Annexe, Engagement, Genre, Jour, Nature, Prestation, Semaine, Zone};
use crate::methods::Methodes;

/// One payslip to compute: one employer, one employee, one payment, one or several contracts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BulletinInput {
    /// Number of the payslip, free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero: Option<String>,
    /// Number of the payslip that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectifie: Option<String>,
    /// Day of payment.
    #[schemars(with = "String")]
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
}

impl BulletinInput {
    /// The rhythm of pay, given here or among the methods.
    #[must_use]
    pub fn periodicite(&self) -> Periodicite {
        self.methodes.periodicite.unwrap_or(self.periodicite)
    }
}

/// Postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
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

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The employee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Salarie {
    /// Number in the production.
    pub matricule: String,
    /// Family name.
    pub nom: String,
    /// First names.
    pub prenom: String,
    /// Fiscal residence in France.
    #[serde(default = "yes")]
    pub domicile_fiscal_france: bool,
    /// Insured in the local scheme of Alsace-Moselle.
    #[serde(default)]
    pub alsace_moselle: bool,
    /// Personal PAS rate in percent; `null`: default grid.
    #[serde(default)]
    pub taux_pas: Option<Rate>,
    /// Zone of the default grid.
    #[serde(default)]
    pub zone_pas: ZonePas,
    /// Name in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nom_usage: Option<String>,
    /// Social security number with its key, 15 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nir: Option<String>,
    /// Birth date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub date_naissance: Option<NaiveDate>,
    /// Birth place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lieu_naissance: Option<String>,
    /// Birth département, `99` abroad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departement_naissance: Option<String>,
    /// Birth country, ISO 3166 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pays_naissance: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adresse: Option<Adresse>,
    /// Number at Congés Spectacles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero_conges_spectacles: Option<String>,
    /// IBAN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iban: Option<String>,
    /// BIC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
}

/// Amounts already counted with this employer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Cumuls {
    /// DFS used in the calendar year.
    pub dfs: Cents,
    /// Pay subject to retraite complémentaire already counted in the month of the period.
    pub retraite_mois: Cents,
    /// The same since 1 January (method `annuel_cumule`).
    pub retraite_annee: Cents,
    /// Base of the taxe sur les salaires since 1 January.
    pub taxe_salaires_base: Cents,
    /// Gross paid in the calendar year of payment.
    pub brut: Cents,
    /// Net imposable paid in the calendar year of payment.
    pub net_imposable: Cents,
    /// PAS withheld in the calendar year of payment.
    pub pas: Cents,
    /// Montant net social of the calendar year of payment.
    pub montant_net_social: Cents,
    /// Hours of the calendar year of payment.
    pub heures: Quantity,
    /// Cachets of the calendar year of payment.
    pub cachets: Quantity,
    /// Overtime pay exempt of tax, gross, of the calendar year of payment.
    #[serde(skip_serializing_if = "is_default")]
    pub hs_exonerees_brut: Cents,
    /// The same, net.
    #[serde(skip_serializing_if = "is_default")]
    pub hs_exonerees_net: Cents,
    /// Overtime pay of the calendar year of payment.
    #[serde(skip_serializing_if = "is_default")]
    pub heures_sup: Cents,
}

/// Rhythm of pay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DfsGroupe {
    /// Dramatic, lyric, film, choreographic artists.
    #[serde(rename = "25")]
    G25,
    /// Musicians, choristers, conductors, stage managers, creative staff of the film industry.
    #[serde(rename = "20")]
    G20,
}

/// What the former payslips of one contract have paid since 1 January, for the progressive regularisation. A payslip
/// gives it as `cumul_contrat`, to be handed to the next payslip of the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Anterieur {
    /// Gross.
    pub brut: Cents,
    /// Social security base.
    pub securite_sociale: Cents,
    /// Plafonds.
    pub plafond: Cents,
    /// Capped base.
    pub plafonnee: Cents,
    /// SMIC of the paid hours.
    pub smic: Cents,
    /// General relief, positive.
    pub allegement: Cents,
}

/// Overtime of one civil week, when the gross is given without its elements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeuresSup {
    /// A day of the civil week, its Monday as a rule.
    #[schemars(with = "String")]
    pub semaine: NaiveDate,
    /// Hours.
    pub heures: Quantity,
    /// Premium in percent.
    pub majoration: Rate,
    /// Pay of these hours, premium included, inside `brut`.
    pub montant: Cents,
    /// Hours among them that the engagement guarantees (36th to 39th).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structurelles: Option<Quantity>,
}

/// Hours of one civil week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeuresSemaine {
    /// A day of the civil week, its Monday as a rule.
    #[schemars(with = "String")]
    pub semaine: NaiveDate,
    /// Hours.
    pub heures: Quantity,
}

/// Hours that other payslips of this employer already pay in the civil weeks of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
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

/// One contract paid by the payslip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contrat {
    /// Identifier of the contract.
    pub contrat: String,
    /// Category.
    pub categorie: Categorie,
    /// Cadre.
    #[serde(default)]
    pub cadre: bool,
    /// Annexe of the unemployment insurance, 8 or 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annexe: Option<u8>,
    /// Function, as in the convention.
    #[serde(default)]
    pub fonction: String,
    /// First day of the contract.
    #[schemars(with = "String")]
    pub debut: NaiveDate,
    /// Last day of the contract.
    #[schemars(with = "String")]
    pub fin: NaiveDate,
    /// Part of the contract that this payslip pays; the whole contract when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periode: Option<Period>,
    /// Already paid for this contract by other payslips.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anterieur: Option<Anterieur>,
    /// Days that give rise to pay.
    #[serde(default)]
    pub jours: Quantity,
    /// Paid hours.
    #[serde(default)]
    pub heures: Quantity,
    /// Cachets.
    #[serde(default)]
    pub cachets: u32,
    /// Gross pay. Missing: computed from `temps` or `heures` and `salaire_base`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brut: Option<Cents>,
    /// Agreed pay, when the gross is to be computed: of a week of `heures_base` hours (technicians), of a day or a
    /// week (artists).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salaire_base: Option<Cents>,
    /// Hours that `salaire_base` pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures_base: Option<Quantity>,
    /// By the week, the day or the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engagement: Option<Engagement>,
    /// Time sheet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub temps: Vec<Jour>,
    /// Annexe of the film grids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annexe_film: Option<Annexe>,
    /// Day the film obtained its derogation (annexes 3 and 3 bis).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub derogation_annexe3: Option<NaiveDate>,
    /// The week is organised on 6 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub semaine_6_jours: Option<bool>,
    /// Paris region or elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    pub zone: Zone,
    /// Advertising film.
    #[serde(default, skip_serializing_if = "is_default")]
    pub publicitaire: bool,
    /// Nature of the work, or genre of the programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<Nature>,
    /// Genre of the television programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genre: Option<Genre>,
    /// Forfait jours: preparation and post-production of autonomous staff, no overtime.
    #[serde(default, skip_serializing_if = "is_default")]
    pub forfait_jours: bool,
    /// Short film (film artists).
    #[serde(default, skip_serializing_if = "is_default")]
    pub court_metrage: bool,
    /// Effective working days of the whole contract; default: its days from Monday to Friday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jours_contrat: Option<u32>,
    /// Weeks of the whole contract; default: counted from its dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub semaines_contrat: Option<u32>,
    /// Weekly totals, when no daily sheet is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub semaines: Vec<Semaine>,
    /// Hours of the sixth day in the Paris region, out of `heures`, when only totals are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures_jour_6: Option<Quantity>,
    /// The artist is under 16.
    #[serde(default, skip_serializing_if = "is_default")]
    pub moins_de_16_ans: bool,
    /// Live programme (television artists).
    #[serde(default, skip_serializing_if = "is_default")]
    pub direct: bool,
    /// Shoot where the scale of film figurants applies; default: yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone_bareme_figurant: Option<bool>,
    /// Rest under 11 hours that is not compensated (television technicians).
    #[serde(default, skip_serializing_if = "is_default")]
    pub repos_non_compense: bool,
    /// Rehearsals, fittings, travel, supplements and indemnities paid by the piece.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prestations: Vec<Prestation>,
    /// DFS applied (with the consent of the employee).
    #[serde(default)]
    pub dfs: bool,
    /// Group of the DFS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dfs_groupe: Option<DfsGroupe>,
    /// Artist rates of a réalisateur.
    #[serde(default = "yes")]
    pub taux_artiste: bool,
    /// Number of the production given by France Travail spectacle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero_objet: Option<String>,
    /// Convention of the work done, when it differs from the employer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idcc: Option<String>,
    /// Analytic axes and budget post, free (film, poste, departement...).
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub analytique: std::collections::BTreeMap<String, String>,
    /// Pay elements already computed by `cddu brut`; their sum must be `brut`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<crate::PayElement>,
    /// Overtime, when only the gross is known; an empty list says that there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures_sup: Option<Vec<HeuresSup>>,
    /// Hours of the same civil week that another payslip of this employer pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures_sup_autres: Option<AutresHeures>,
}

impl Contrat {
    /// Dates of the contract.
    #[must_use]
    pub const fn dates(&self) -> Period {
        Period { debut: self.debut, fin: self.fin }
    }

    /// Working days of the whole contract: those given, or its days from Monday to Friday.
    #[must_use]
    pub fn working_days(&self) -> Option<u32> {
        self.jours_contrat.or_else(|| {
            let days = self.dates().iter_days().filter(|d| d.weekday().number_from_monday() <= 5);
            u32::try_from(days.count()).ok()
        })
    }

    /// Weeks of the whole contract: those given, or those its dates start.
    #[must_use]
    pub fn weeks(&self) -> Option<u32> {
        self.semaines_contrat.or_else(|| u32::try_from((self.dates().days() + 6) / 7).ok())
    }

    /// The period of work that this payslip pays.
    #[must_use]
    pub fn periode(&self) -> Period {
        self.periode.unwrap_or_else(|| self.dates())
    }
}

/// Nature of an element of the payslip that is not contract pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
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

/// An element of the payslip that is not contract pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
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
    #[schemars(with = "Option<String>")]
    pub date: Option<NaiveDate>,
}
