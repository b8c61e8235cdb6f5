//! What a payslip is computed from: the JSON contract of `cddu bulletin`, as plain data.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Period, Quantity, Rate, ZonePas};
use chrono::{Datelike as _, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::employeur::Employeur;
use crate::gross::{
    Annexe, Engagement, FeuilleHeures, Genre, Jour, Nature, Prestation, Question, Semaine, Zone,
};
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
    /// Back pay: `contrats` and `elements` say everything that is due for the work, and this what was already paid of
    /// it. The payslip pays the difference, on its own day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rappel: Option<Box<Rappel>>,
}

/// What a payment of back pay completes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rappel {
    /// Number of the payslip that paid the work.
    pub complete: String,
    /// Day on which it was paid.
    #[schemars(with = "String")]
    pub date_paiement: NaiveDate,
    /// What the other payslips counted: the cumuls of the calculation of all that is due.
    #[serde(default)]
    pub cumuls: Cumuls,
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
    /// Withholding of a person who does not live in France; missing: `182A` for the contracts of technicians, `182A_bis`
    /// for those at artist rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retenue_non_resident: Option<RetenueNonResident>,
    /// The treaty of `retenue_non_resident: convention`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convention_fiscale: Option<ConventionFiscale>,
    /// Why nothing is withheld, for `retenue_non_resident: aucune`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retenue_motif: Option<String>,
    /// The work is done overseas (départements d'outre-mer): lower rates of the withholding of CGI 182 A.
    #[serde(default, skip_serializing_if = "is_default")]
    pub zone_dom: bool,
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

/// Who a person is: what is printed and declared of an employee.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentiteSalarie {
    /// Number in the production; none on a document read from a declaration.
    pub matricule: Option<String>,
    /// Family name.
    pub nom: String,
    /// First names.
    pub prenom: String,
    /// Name in use.
    pub nom_usage: Option<String>,
    /// Social security number with its key, or temporary number.
    pub nir: Option<String>,
    /// Birth date.
    pub date_naissance: Option<NaiveDate>,
    /// Address.
    pub adresse: Option<Adresse>,
    /// Number at Congés Spectacles.
    pub numero_conges_spectacles: Option<String>,
}

impl Salarie {
    /// Who the employee is, without what the calculation uses.
    #[must_use]
    pub fn identite(&self) -> IdentiteSalarie {
        IdentiteSalarie {
            matricule: Some(self.matricule.clone()),
            nom: self.nom.clone(),
            prenom: self.prenom.clone(),
            nom_usage: self.nom_usage.clone(),
            nir: self.nir.clone(),
            date_naissance: self.date_naissance,
            adresse: self.adresse.clone(),
            numero_conges_spectacles: self.numero_conges_spectacles.clone(),
        }
    }
}

/// Withholding of a person whose fiscal residence is abroad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum RetenueNonResident {
    /// Salaries (CGI 182 A): scale of 0, 12 and 20 %.
    #[serde(rename = "182A")]
    Article182A,
    /// Artistic services (CGI 182 A bis): 15 %.
    #[serde(rename = "182A_bis")]
    Article182ABis,
    /// Rate of a tax treaty.
    #[serde(rename = "convention")]
    Convention,
    /// Nothing is withheld, for a reason that is given.
    #[serde(rename = "aucune")]
    Aucune,
}

/// A tax treaty that lowers or excludes the withholding, with what justifies it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConventionFiscale {
    /// Country.
    pub pays: String,
    /// Rate in percent, 0 when the treaty excludes the withholding.
    pub taux: Rate,
    /// Article.
    pub article: String,
}

/// Amounts already counted with this employer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Cumuls {
    /// DFS used in the calendar year.
    pub dfs: Cents,
    /// Pay subject to retraite complémentaire already counted in the month of the period.
    pub retraite_mois: Cents,
    /// The same since 1 January of the year of the period: pay of the non cadre and artist contracts (method
    /// `population`), or every pay (method `annuel_cumule`).
    pub retraite_annee: Cents,
    /// Bases that the payslips of `retraite_annee` really carried; missing: those the rule gives. A difference is
    /// brought back by this payslip.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retraite_annee_tranches: Option<RetraiteTranches>,
    /// The year before, when a contract of this payslip ends in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retraite_annee_precedente: Option<RetraiteAnnee>,
    /// Base of the taxe sur les salaires since 1 January.
    pub taxe_salaires_base: Cents,
    /// Garnishments: what the payslips already paid in the calendar month of payment counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saisie_mois: Option<SaisieMois>,
    /// Withholding of non-residents: what the payslips already paid in the calendar month of payment counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retenue_mois: Option<RetenueMois>,
    /// The same withheld in the calendar year of payment.
    #[serde(skip_serializing_if = "is_default")]
    pub retenue_non_resident: Cents,
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
    /// Kilometres paid by the scale in the calendar year of payment, by nature (`ik_voiture_5cv`).
    #[serde(skip_serializing_if = "is_default")]
    pub kilometres: BTreeMap<String, Quantity>,
}

/// A calendar month of payment, for the garnishments of a person with this employer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SaisieMois {
    /// Net that garnishments look at: net paid, expenses excluded, benefits in kind included.
    pub net: Cents,
    /// Maintenance already paid.
    pub pensions: Cents,
    /// Amounts already seized.
    pub saisies: Cents,
}

/// A calendar month of payment of one withholding, for the limit of 8 EUR a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RetenueCumul {
    /// Net before the deduction of 10 %.
    pub base: Cents,
    /// Due, withheld or not.
    pub due: Cents,
    /// Withheld.
    pub retenue: Cents,
}

/// The withholdings of a person in the calendar month of payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RetenueMois {
    /// CGI 182 A.
    #[serde(rename = "182A", skip_serializing_if = "is_default")]
    pub article_182a: RetenueCumul,
    /// CGI 182 A bis.
    #[serde(rename = "182A_bis", skip_serializing_if = "is_default")]
    pub article_182a_bis: RetenueCumul,
}

impl std::ops::Add for RetenueMois {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let both = |a: RetenueCumul, b: RetenueCumul| RetenueCumul {
            base: a.base + b.base,
            due: a.due + b.due,
            retenue: a.retenue + b.retenue,
        };
        Self {
            article_182a: both(self.article_182a, other.article_182a),
            article_182a_bis: both(self.article_182a_bis, other.article_182a_bis),
        }
    }
}

impl std::ops::Sub for RetenueMois {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        let gap = |a: RetenueCumul, b: RetenueCumul| RetenueCumul {
            base: a.base - b.base,
            due: a.due - b.due,
            retenue: a.retenue - b.retenue,
        };
        Self {
            article_182a: gap(self.article_182a, other.article_182a),
            article_182a_bis: gap(self.article_182a_bis, other.article_182a_bis),
        }
    }
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
    /// Retraite complémentaire counted by the day worked (cadres).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retraite: Option<AnterieurRetraite>,
}

impl std::ops::Add for Anterieur {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            brut: self.brut + other.brut,
            securite_sociale: self.securite_sociale + other.securite_sociale,
            plafond: self.plafond + other.plafond,
            plafonnee: self.plafonnee + other.plafonnee,
            smic: self.smic + other.smic,
            allegement: self.allegement + other.allegement,
            retraite: match (self.retraite, other.retraite) {
                (Some(a), Some(b)) => Some(AnterieurRetraite {
                    paie: a.paie + b.paie,
                    jours: Quantity(a.jours.0 + b.jours.0),
                    tranches: a.tranches + b.tranches,
                }),
                (a, b) => a.or(b),
            },
        }
    }
}

/// Bases of the retraite complémentaire that payslips have carried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RetraiteTranches {
    /// Slice 1.
    pub tranche_1: Cents,
    /// Slice 2.
    pub tranche_2: Cents,
    /// CET.
    pub cet: Cents,
    /// Apec (cadres).
    #[serde(skip_serializing_if = "is_default")]
    pub apec: Cents,
}

impl std::ops::Add for RetraiteTranches {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            tranche_1: self.tranche_1 + other.tranche_1,
            tranche_2: self.tranche_2 + other.tranche_2,
            cet: self.cet + other.cet,
            apec: self.apec + other.apec,
        }
    }
}

/// What the former payslips of a contract counted for the retraite complémentaire by the day worked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AnterieurRetraite {
    /// Pay subject to it.
    pub paie: Cents,
    /// Days worked, a day shared with another contract counted once.
    pub jours: Quantity,
    /// Bases carried.
    pub tranches: RetraiteTranches,
}

/// A year of retraite complémentaire of the non cadres and artistes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RetraiteAnnee {
    /// Pay subject to it.
    pub paie: Cents,
    /// Bases carried.
    pub tranches: RetraiteTranches,
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

/// One contract paid by the payslip. Its JSON is flat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "ContratPlat", into = "ContratPlat")]
pub struct Contrat {
    /// Identifier of the contract.
    pub contrat: String,
    /// Category.
    pub categorie: Categorie,
    /// Cadre.
    pub cadre: bool,
    /// Annexe of the unemployment insurance, 8 or 10.
    pub annexe: Option<u8>,
    /// Function, as in the convention.
    pub fonction: String,
    /// First day of the contract.
    pub debut: NaiveDate,
    /// Last day of the contract.
    pub fin: NaiveDate,
    /// Part of the contract that this payslip pays; the whole contract when missing.
    pub periode: Option<Period>,
    /// Already paid for this contract by other payslips.
    pub anterieur: Option<Anterieur>,
    /// Days that give rise to pay.
    pub jours: Quantity,
    /// Paid hours.
    pub heures: Quantity,
    /// Cachets.
    pub cachets: u32,
    /// What is paid: a gross, or hours.
    pub travail: Travail,
    /// DFS applied (with the consent of the employee).
    pub dfs: bool,
    /// Group of the DFS.
    pub dfs_groupe: Option<DfsGroupe>,
    /// Artist rates of a réalisateur.
    pub taux_artiste: bool,
    /// Number of the production given by France Travail spectacle.
    pub numero_objet: Option<String>,
    /// Convention of the work done, when it differs from the employer's.
    pub idcc: Option<String>,
    /// Analytic axes and budget post, free (film, poste, departement...).
    pub analytique: BTreeMap<String, String>,
    /// Overtime, when only the gross is known; an empty list says that there is none.
    pub heures_sup: Option<Vec<HeuresSup>>,
    /// Hours of the same civil week that another payslip of this employer pays.
    pub heures_sup_autres: Option<AutresHeures>,
}

/// What a contract pays: a gross already known, or hours that the engine prices by the rules of the agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Travail {
    /// A gross.
    Brut {
        /// Gross pay; `None` is refused by the calculation.
        brut: Option<Cents>,
        /// How it is made up, when known; the sum must be `brut`.
        elements: Vec<crate::PayElement>,
        /// The week that it pays.
        semaine: SemainePayee,
    },
    /// Hours, or a time sheet.
    Heures(Box<FeuilleHeures>),
}

/// What a gross says of the week that it pays: the overtime that a week includes depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SemainePayee {
    /// By the week, the day or the month.
    pub engagement: Option<Engagement>,
    /// The week is organised on 6 days.
    pub six_jours: Option<bool>,
    /// Annexe of the film grids.
    pub annexe: Option<Annexe>,
}

impl Travail {
    /// A gross whose composition is not known.
    #[must_use]
    pub const fn given(brut: Cents) -> Self {
        Self::Brut {
            brut: Some(brut),
            elements: Vec::new(),
            semaine: SemainePayee { engagement: None, six_jours: None, annexe: None },
        }
    }
}

impl Contrat {
    /// Dates of the contract.
    #[must_use]
    pub const fn dates(&self) -> Period {
        Period { debut: self.debut, fin: self.fin }
    }

    /// The period of work that this payslip pays.
    #[must_use]
    pub fn periode(&self) -> Period {
        self.periode.unwrap_or_else(|| self.dates())
    }

    /// The gross given; `None` when hours are given, or nothing.
    #[must_use]
    pub const fn brut(&self) -> Option<Cents> {
        match self.travail {
            Travail::Brut { brut, .. } => brut,
            Travail::Heures(_) => None,
        }
    }

    /// The week that the contract pays.
    #[must_use]
    pub fn semaine(&self) -> SemainePayee {
        match &self.travail {
            Travail::Brut { semaine, .. } => *semaine,
            Travail::Heures(f) => {
                SemainePayee { engagement: f.engagement, six_jours: f.semaine_6_jours, annexe: f.annexe }
            }
        }
    }

    /// How the gross given is made up.
    #[must_use]
    pub fn elements(&self) -> &[crate::PayElement] {
        match &self.travail {
            Travail::Brut { elements, .. } => elements,
            Travail::Heures(_) => &[],
        }
    }

    /// What the hours of the contract ask of the rules of its agreement; `None` for a gross.
    #[must_use]
    pub fn question<'a>(&'a self, employeur: &'a Employeur, methodes: Methodes) -> Option<Question<'a>> {
        let Travail::Heures(feuille) = &self.travail else { return None };
        let total = feuille.temps.is_empty() && feuille.semaines.is_empty();
        let working = || {
            let days = self.dates().iter_days().filter(|d| d.weekday().number_from_monday() <= 5);
            u32::try_from(days.count()).ok()
        };
        Some(Question {
            idcc: self.idcc.as_deref().unwrap_or(&employeur.identite.idcc),
            categorie: self.categorie,
            fonction: &self.fonction,
            date: Some(self.periode().debut),
            periode: Some(self.periode()),
            jours: (self.jours > Quantity::ZERO).then_some(self.jours),
            heures: (total && self.heures > Quantity::ZERO).then_some(self.heures),
            cachets: (self.cachets > 0).then_some(self.cachets),
            // Of the whole contract: given, or its days from Monday to Friday and the weeks that its dates start.
            jours_contrat: feuille.jours_contrat.or_else(working),
            semaines_contrat: feuille
                .semaines_contrat
                .or_else(|| u32::try_from((self.dates().days() + 6) / 7).ok()),
            adherent: employeur.parametres.adherent,
            methodes,
            autres: self.heures_sup_autres.as_ref(),
            feuille,
        })
    }
}

/// One contract paid by the payslip.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Contrat")]
struct ContratPlat {
    /// Identifier of the contract.
    contrat: String,
    /// Category.
    categorie: Categorie,
    /// Cadre.
    #[serde(default)]
    cadre: bool,
    /// Annexe of the unemployment insurance, 8 or 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annexe: Option<u8>,
    /// Function, as in the convention.
    #[serde(default)]
    fonction: String,
    /// First day of the contract.
    #[schemars(with = "String")]
    debut: NaiveDate,
    /// Last day of the contract.
    #[schemars(with = "String")]
    fin: NaiveDate,
    /// Part of the contract that this payslip pays; the whole contract when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    periode: Option<Period>,
    /// Already paid for this contract by other payslips.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    anterieur: Option<Anterieur>,
    /// Days that give rise to pay.
    #[serde(default)]
    jours: Quantity,
    /// Paid hours.
    #[serde(default)]
    heures: Quantity,
    /// Cachets.
    #[serde(default)]
    cachets: u32,
    /// Gross pay. Missing: computed from `temps` or `heures` and `salaire_base`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    brut: Option<Cents>,
    /// Agreed pay, when the gross is to be computed: of a week of `heures_base` hours (technicians), of a day or a
    /// week (artists).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salaire_base: Option<Cents>,
    /// Hours that `salaire_base` pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heures_base: Option<Quantity>,
    /// By the week, the day or the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    engagement: Option<Engagement>,
    /// Time sheet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    temps: Vec<Jour>,
    /// Annexe of the film grids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annexe_film: Option<Annexe>,
    /// Day the film obtained its derogation (annexes 3 and 3 bis).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    derogation_annexe3: Option<NaiveDate>,
    /// The week is organised on 6 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    semaine_6_jours: Option<bool>,
    /// Paris region or elsewhere.
    #[serde(default, skip_serializing_if = "is_default")]
    zone: Zone,
    /// Advertising film.
    #[serde(default, skip_serializing_if = "is_default")]
    publicitaire: bool,
    /// Nature of the work, or genre of the programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nature: Option<Nature>,
    /// Genre of the television programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    genre: Option<Genre>,
    /// Forfait jours: preparation and post-production of autonomous staff, no overtime.
    #[serde(default, skip_serializing_if = "is_default")]
    forfait_jours: bool,
    /// Short film (film artists).
    #[serde(default, skip_serializing_if = "is_default")]
    court_metrage: bool,
    /// Effective working days of the whole contract; default: its days from Monday to Friday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    jours_contrat: Option<u32>,
    /// Weeks of the whole contract; default: counted from its dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    semaines_contrat: Option<u32>,
    /// Weekly totals, when no daily sheet is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    semaines: Vec<Semaine>,
    /// Hours of the sixth day in the Paris region, out of `heures`, when only totals are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heures_jour_6: Option<Quantity>,
    /// The artist is under 16.
    #[serde(default, skip_serializing_if = "is_default")]
    moins_de_16_ans: bool,
    /// Live programme (television artists).
    #[serde(default, skip_serializing_if = "is_default")]
    direct: bool,
    /// Shoot where the scale of film figurants applies; default: yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone_bareme_figurant: Option<bool>,
    /// Rest under 11 hours that is not compensated (television technicians).
    #[serde(default, skip_serializing_if = "is_default")]
    repos_non_compense: bool,
    /// Rehearsals, fittings, travel, supplements and indemnities paid by the piece.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    prestations: Vec<Prestation>,
    /// DFS applied (with the consent of the employee).
    #[serde(default)]
    dfs: bool,
    /// Group of the DFS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dfs_groupe: Option<DfsGroupe>,
    /// Artist rates of a réalisateur.
    #[serde(default = "yes")]
    taux_artiste: bool,
    /// Number of the production given by France Travail spectacle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    numero_objet: Option<String>,
    /// Convention of the work done, when it differs from the employer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    idcc: Option<String>,
    /// Analytic axes and budget post, free (film, poste, departement...).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    analytique: BTreeMap<String, String>,
    /// Pay elements already computed by `cddu brut`; their sum must be `brut`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    elements: Vec<crate::PayElement>,
    /// Overtime, when only the gross is known; an empty list says that there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heures_sup: Option<Vec<HeuresSup>>,
    /// Hours of the same civil week that another payslip of this employer pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heures_sup_autres: Option<AutresHeures>,
}

impl From<ContratPlat> for Contrat {
    fn from(p: ContratPlat) -> Self {
        // A gross given is paid as it is: a sheet beside it prices nothing.
        // Without an agreed pay, an engagement is paid the minimum of its agreement.
        let by_hours = p.brut.is_none()
            && (!p.temps.is_empty()
                || !p.semaines.is_empty()
                || p.salaire_base.is_some()
                || p.engagement.is_some());
        let travail = if by_hours {
            Travail::Heures(Box::new(FeuilleHeures {
                salaire_base: p.salaire_base,
                heures_base: p.heures_base,
                engagement: p.engagement,
                temps: p.temps,
                annexe: p.annexe_film,
                derogation_annexe3: p.derogation_annexe3,
                semaine_6_jours: p.semaine_6_jours,
                zone: p.zone,
                publicitaire: p.publicitaire,
                nature: p.nature,
                genre: p.genre,
                forfait_jours: p.forfait_jours,
                court_metrage: p.court_metrage,
                jours_contrat: p.jours_contrat,
                semaines_contrat: p.semaines_contrat,
                semaines: p.semaines,
                heures_jour_6: p.heures_jour_6,
                moins_de_16_ans: p.moins_de_16_ans,
                direct: p.direct,
                hors_bareme_figurant: p.zone_bareme_figurant == Some(false),
                repos_non_compense: p.repos_non_compense,
                prestations: p.prestations,
            }))
        } else {
            let semaine = SemainePayee {
                engagement: p.engagement,
                six_jours: p.semaine_6_jours,
                annexe: p.annexe_film,
            };
            Travail::Brut { brut: p.brut, elements: p.elements, semaine }
        };
        Self {
            contrat: p.contrat,
            categorie: p.categorie,
            cadre: p.cadre,
            annexe: p.annexe,
            fonction: p.fonction,
            debut: p.debut,
            fin: p.fin,
            periode: p.periode,
            anterieur: p.anterieur,
            jours: p.jours,
            heures: p.heures,
            cachets: p.cachets,
            travail,
            dfs: p.dfs,
            dfs_groupe: p.dfs_groupe,
            taux_artiste: p.taux_artiste,
            numero_objet: p.numero_objet,
            idcc: p.idcc,
            analytique: p.analytique,
            heures_sup: p.heures_sup,
            heures_sup_autres: p.heures_sup_autres,
        }
    }
}

impl From<Contrat> for ContratPlat {
    fn from(c: Contrat) -> Self {
        let (brut, elements, f) = match c.travail {
            Travail::Brut { brut, elements, semaine } => {
                let sheet = FeuilleHeures {
                    engagement: semaine.engagement,
                    semaine_6_jours: semaine.six_jours,
                    annexe: semaine.annexe,
                    ..FeuilleHeures::default()
                };
                (brut, elements, sheet)
            }
            Travail::Heures(sheet) => (None, Vec::new(), *sheet),
        };
        Self {
            contrat: c.contrat,
            categorie: c.categorie,
            cadre: c.cadre,
            annexe: c.annexe,
            fonction: c.fonction,
            debut: c.debut,
            fin: c.fin,
            periode: c.periode,
            anterieur: c.anterieur,
            jours: c.jours,
            heures: c.heures,
            cachets: c.cachets,
            brut,
            salaire_base: f.salaire_base,
            heures_base: f.heures_base,
            engagement: f.engagement,
            temps: f.temps,
            annexe_film: f.annexe,
            derogation_annexe3: f.derogation_annexe3,
            semaine_6_jours: f.semaine_6_jours,
            zone: f.zone,
            publicitaire: f.publicitaire,
            nature: f.nature,
            genre: f.genre,
            forfait_jours: f.forfait_jours,
            court_metrage: f.court_metrage,
            jours_contrat: f.jours_contrat,
            semaines_contrat: f.semaines_contrat,
            semaines: f.semaines,
            heures_jour_6: f.heures_jour_6,
            moins_de_16_ans: f.moins_de_16_ans,
            direct: f.direct,
            zone_bareme_figurant: f.hors_bareme_figurant.then_some(false),
            repos_non_compense: f.repos_non_compense,
            prestations: f.prestations,
            dfs: c.dfs,
            dfs_groupe: c.dfs_groupe,
            taux_artiste: c.taux_artiste,
            numero_objet: c.numero_objet,
            idcc: c.idcc,
            analytique: c.analytique,
            elements,
            heures_sup: c.heures_sup,
            heures_sup_autres: c.heures_sup_autres,
        }
    }
}

impl JsonSchema for Contrat {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        ContratPlat::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        ContratPlat::json_schema(generator)
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
