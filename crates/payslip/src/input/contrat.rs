//! One contract paid by the payslip: its dates, its work as a gross or as hours.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Period, Quantity, Rate};
use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::contrat_plat::ContratPlat;
use super::cumuls::Anterieur;
use crate::absences::Absence;
use crate::employeur::Employeur;
use crate::gross::{Annexe, Engagement, FeuilleHeures, Question};
use crate::methods::Methodes;
use crate::vocabulary::{AutresHeures, Categorie, DfsGroupe, PayElement};

/// Overtime of one civil week, when the gross is given without its elements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct HeuresSup {
    /// A day of the civil week, its Monday as a rule.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
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

/// One contract paid by the payslip. Its JSON is flat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ContratPlat", into = "ContratPlat")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Contrat {
    /// Identifier of the contract.
    pub contrat: String,
    /// Category.
    pub categorie: Categorie,
    /// Cadre; `None`: as the grid of the agreement says of the function.
    pub cadre: Option<bool>,
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
    /// Hours of other work than that of the cachets; missing: those of the rehearsals of the sheet.
    pub heures_hors_cachets: Option<Quantity>,
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
    /// Absences of the contract.
    pub absences: Vec<Absence>,
}

/// What a contract pays: a gross already known, or hours that the engine prices by the rules of the agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Travail {
    /// A gross.
    Brut {
        /// Gross pay; `None` is refused by the calculation.
        brut: Option<Cents>,
        /// How it is made up, when known; the sum must be `brut`.
        elements: Vec<PayElement>,
        /// The week that it pays.
        semaine: SemainePayee,
    },
    /// Hours, or a time sheet.
    Heures(Box<FeuilleHeures>),
}

/// What a gross says of the week that it pays: the overtime that a week includes depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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

    /// Technician, or réalisateur paid as one: cadre or not.
    #[must_use]
    pub const fn has_status(&self) -> bool {
        match self.categorie {
            Categorie::Technicien => true,
            Categorie::Realisateur => !self.taux_artiste,
            Categorie::Artiste | Categorie::Figurant => false,
        }
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
    pub fn elements(&self) -> &[PayElement] {
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
            contrat: Some(self.dates()),
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
            absences: &self.absences,
            enfant: None,
            heures_comptees: self.categorie == Categorie::Realisateur && !self.taux_artiste,
            feuille,
        })
    }
}
