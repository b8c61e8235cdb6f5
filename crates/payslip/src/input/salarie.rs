//! Who is paid: identity, residence, rate of the withholding.

use cddu_rates::{Rate, ZonePas};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::enfant::Enfant;
use crate::vocabulary::{Adresse, is_default, yes};

/// The employee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
    #[serde(deserialize_with = "cddu_rates::date::read_option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
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
    /// Child under sixteen: the authorisation of the prefect and the part left to the legal representatives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enfant: Option<Box<Enfant>>,
}

/// Who a person is: what is printed and declared of an employee.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ConventionFiscale {
    /// Country.
    pub pays: String,
    /// Rate in percent, 0 when the treaty excludes the withholding.
    pub taux: Rate,
    /// Article.
    pub article: String,
}
