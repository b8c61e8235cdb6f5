//! The flat form of a contract in JSON: its names are a contract with those who write it, so an unknown one is refused
//! and the conversion is by hand.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Period, Quantity};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::contrat::{Contrat, HeuresSup, SemainePayee, Travail};
use super::cumuls::Anterieur;
use crate::absences::Absence;
use crate::gross::{Annexe, Engagement, FeuilleHeures, Genre, Jour, Nature, Prestation, Semaine, Zone};
use crate::vocabulary::{AutresHeures, Categorie, DfsGroupe, PayElement, is_default, yes};

/// One contract paid by the payslip.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schemars(rename = "Contrat"))]
pub(super) struct ContratPlat {
    /// Identifier of the contract.
    contrat: String,
    /// Category.
    categorie: Categorie,
    /// Cadre. Missing: as the grid of the agreement says of the function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cadre: Option<bool>,
    /// Annexe of the unemployment insurance, 8 or 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annexe: Option<u8>,
    /// Function, as in the convention.
    #[serde(default)]
    fonction: String,
    /// First day of the contract.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    debut: NaiveDate,
    /// Last day of the contract.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
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
    /// Hours of other work than that of the cachets: rehearsals paid apart. Missing: those of the `prestations`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heures_hors_cachets: Option<Quantity>,
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
    #[serde(deserialize_with = "cddu_rates::date::read_option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
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
    elements: Vec<PayElement>,
    /// Overtime, when only the gross is known; an empty list says that there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heures_sup: Option<Vec<HeuresSup>>,
    /// Hours of the same civil week that another payslip of this employer pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heures_sup_autres: Option<AutresHeures>,
    /// Absences: the pay that follows the hours of a week is reduced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    absences: Vec<Absence>,
}

/// What says the hours to price, or their price: none has an effect beside a gross given.
fn beside_gross(p: &ContratPlat) -> Option<&'static str> {
    let given = [
        ("temps", !p.temps.is_empty()),
        ("semaines", !p.semaines.is_empty()),
        ("prestations", !p.prestations.is_empty()),
        ("salaire_base", p.salaire_base.is_some()),
        ("heures_base", p.heures_base.is_some()),
    ];
    p.brut.and(given.into_iter().find(|(_, given)| *given).map(|(name, _)| name))
}

/// What asks for a gross to be priced: elements already priced have no effect beside it.
fn beside_elements(p: &ContratPlat) -> Option<&'static str> {
    let asks = [
        ("temps", !p.temps.is_empty()),
        ("semaines", !p.semaines.is_empty()),
        ("salaire_base", p.salaire_base.is_some()),
        ("engagement", p.engagement.is_some()),
    ];
    if p.elements.is_empty() {
        None
    } else {
        asks.into_iter().find(|(_, given)| *given).map(|(name, _)| name)
    }
}

impl TryFrom<ContratPlat> for Contrat {
    type Error = String;

    fn try_from(p: ContratPlat) -> Result<Self, String> {
        if let Some(name) = beside_gross(&p) {
            return Err(format!(
                "brut et {name} sont donnés ensemble : {name} serait sans effet ; garder brut (payé tel quel, avec jours et heures), ou {name} sans brut (le brut est alors calculé)"
            ));
        }
        if let (None, Some(name)) = (p.brut, beside_elements(&p)) {
            return Err(format!(
                "elements et {name} sont donnés ensemble : les éléments seraient perdus ; garder brut et elements tels que cddu brut les a calculés, ou {name} seul ; une prime se donne dans elements du bulletin, avec son contrat"
            ));
        }
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
        let out = Self {
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
            heures_hors_cachets: p.heures_hors_cachets,
            travail,
            dfs: p.dfs,
            dfs_groupe: p.dfs_groupe,
            taux_artiste: p.taux_artiste,
            numero_objet: p.numero_objet,
            idcc: p.idcc,
            analytique: p.analytique,
            heures_sup: p.heures_sup,
            heures_sup_autres: p.heures_sup_autres,
            absences: p.absences,
        };
        Ok(out.settled())
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
            heures_hors_cachets: c.heures_hors_cachets,
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
            absences: c.absences,
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Contrat {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        <ContratPlat as schemars::JsonSchema>::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <ContratPlat as schemars::JsonSchema>::json_schema(generator)
    }
}
