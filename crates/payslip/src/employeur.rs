//! The employer: an identity, which documents and declarations copy, and parameters, which the calculation uses.
//!
//! In JSON and TOML the two are one flat object, whose names are a contract.

use cddu_rates::Rate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::vocabulary::{Adresse, yes};

/// The employer: what the calculation needs, then what the documents print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "Plat", into = "Plat")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Employeur {
    /// Who it is.
    pub identite: IdentiteEmployeur,
    /// What the contributions depend on.
    pub parametres: ParametresEmployeur,
}

/// Who the employer is: what is printed and declared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct IdentiteEmployeur {
    /// Convention collective (`3097` film, `2642` television, `2412` animation).
    pub idcc: String,
    /// Company name.
    pub raison_sociale: Option<String>,
    /// SIRET.
    pub siret: Option<String>,
    /// Activity code.
    pub code_ape: Option<String>,
    /// Address.
    pub adresse: Option<Adresse>,
    /// Affiliation number to France Travail spectacle (`CS` and 8 digits).
    pub numero_france_travail: Option<String>,
    /// Affiliation number to Congés Spectacles.
    pub numero_conges_spectacles: Option<String>,
    /// Title of the production.
    pub production: Option<String>,
}

/// What the contributions of the employer depend on; nothing of it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ParametresEmployeur {
    /// Staff.
    pub effectif: u32,
    /// Member of a signatory union (dates of the grids of minima).
    pub adherent: bool,
    /// Notified AT rate of the technicians, percent.
    pub taux_at: Option<Rate>,
    /// Notified AT rate of the artists, already reduced, percent.
    pub taux_at_artiste: Option<Rate>,
    /// Versement mobilité of the commune, full rate, percent.
    pub versement_mobilite: Rate,
    /// Versement mobilité régional et rural, full rate, percent.
    pub vmrr: Rate,
    /// Subject to the taxe d'apprentissage.
    pub taxe_apprentissage: bool,
    /// Subject to the taxe sur les salaires.
    pub taxe_salaires: bool,
    /// Established in Alsace-Moselle.
    pub alsace_moselle: bool,
    /// Occupational health, percent of gross.
    pub taux_sante_travail: Option<Rate>,
    /// Has elected staff delegates (no contribution for branch delegates).
    pub delegues_elus: bool,
    /// Takes the deduction on overtime (de minimis aid, CSS L241-18 IV).
    pub deduction_hs: bool,
}

/// A rate of the employer that no employer of the sector has: a comma lost, or a fraction kept by a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TauxRare {
    /// Its name (`taux_at`).
    pub cle: &'static str,
    /// The rate given, percent.
    pub taux: Rate,
    /// Lowest and highest usual rates, percent.
    pub usuel: (Decimal, Decimal),
    /// Why it is asked, in French.
    pub raison: &'static str,
}

impl ParametresEmployeur {
    /// Rates given outside what is usual. The limits are those of plausibility, no rule of pay follows them; zero is not
    /// asked about.
    #[must_use]
    pub fn taux_rares(&self) -> Vec<TauxRare> {
        let at = "les taux notifiés du secteur sont autour de 1 %";
        let list = [
            ("taux_at", self.taux_at, (Decimal::new(1, 1), Decimal::new(6, 0)), at),
            ("taux_at_artiste", self.taux_at_artiste, (Decimal::new(1, 1), Decimal::new(6, 0)), at),
            (
                "taux_sante_travail",
                self.taux_sante_travail,
                (Decimal::new(1, 2), Decimal::TWO),
                "la cotisation du service de santé est d'une fraction de pour cent (0,32 %)",
            ),
            (
                "versement_mobilite",
                Some(self.versement_mobilite),
                (Decimal::new(1, 1), Decimal::new(4, 0)),
                "le taux le plus élevé est celui de Paris et de la petite couronne, autour de 3 %",
            ),
            (
                "vmrr",
                Some(self.vmrr),
                (Decimal::new(1, 2), Decimal::new(5, 1)),
                "le plafond légal est de 0,15 %",
            ),
        ];
        let odd = |(cle, taux, usuel, raison): (_, Option<Rate>, (Decimal, Decimal), _)| {
            let taux = taux?;
            let usual = taux.0.is_zero() || (usuel.0..=usuel.1).contains(&taux.0);
            (!usual).then_some(TauxRare { cle, taux, usuel, raison })
        };
        list.into_iter().filter_map(odd).collect()
    }
}

/// The employer as it is written; the order of the keys is that of the frozen payslips.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", schemars(rename = "Employeur"))]
struct Plat {
    /// Convention collective (`3097` film, `2642` television, `2412` animation).
    idcc: String,
    /// Staff.
    effectif: u32,
    /// Member of a signatory union (dates of the grids of minima).
    #[serde(default = "yes")]
    adherent: bool,
    /// Notified AT rate of the technicians, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    taux_at: Option<Rate>,
    /// Notified AT rate of the artists, already reduced, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    taux_at_artiste: Option<Rate>,
    /// Versement mobilité of the commune, full rate, percent.
    #[serde(default)]
    versement_mobilite: Rate,
    /// Versement mobilité régional et rural, full rate, percent.
    #[serde(default)]
    vmrr: Rate,
    /// Subject to the taxe d'apprentissage.
    #[serde(default = "yes")]
    taxe_apprentissage: bool,
    /// Subject to the taxe sur les salaires.
    #[serde(default)]
    taxe_salaires: bool,
    /// Established in Alsace-Moselle.
    #[serde(default)]
    alsace_moselle: bool,
    /// Occupational health, percent of gross.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    taux_sante_travail: Option<Rate>,
    /// Has elected staff delegates (no contribution for branch delegates).
    #[serde(default)]
    delegues_elus: bool,
    /// Takes the deduction on overtime (de minimis aid, CSS L241-18 IV).
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    deduction_hs: bool,
    /// Company name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raison_sociale: Option<String>,
    /// SIRET.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    siret: Option<String>,
    /// Activity code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code_ape: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    adresse: Option<Adresse>,
    /// Affiliation number to France Travail spectacle (`CS` and 8 digits).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    numero_france_travail: Option<String>,
    /// Affiliation number to Congés Spectacles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    numero_conges_spectacles: Option<String>,
    /// Title of the production.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    production: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks")]
const fn is_yes(value: &bool) -> bool {
    *value
}

impl From<Plat> for Employeur {
    fn from(p: Plat) -> Self {
        Self {
            identite: IdentiteEmployeur {
                idcc: p.idcc,
                raison_sociale: p.raison_sociale,
                siret: p.siret,
                code_ape: p.code_ape,
                adresse: p.adresse,
                numero_france_travail: p.numero_france_travail,
                numero_conges_spectacles: p.numero_conges_spectacles,
                production: p.production,
            },
            parametres: ParametresEmployeur {
                effectif: p.effectif,
                adherent: p.adherent,
                taux_at: p.taux_at,
                taux_at_artiste: p.taux_at_artiste,
                versement_mobilite: p.versement_mobilite,
                vmrr: p.vmrr,
                taxe_apprentissage: p.taxe_apprentissage,
                taxe_salaires: p.taxe_salaires,
                alsace_moselle: p.alsace_moselle,
                taux_sante_travail: p.taux_sante_travail,
                delegues_elus: p.delegues_elus,
                deduction_hs: p.deduction_hs,
            },
        }
    }
}

impl From<Employeur> for Plat {
    fn from(employeur: Employeur) -> Self {
        let Employeur { identite: i, parametres: p } = employeur;
        Self {
            idcc: i.idcc,
            effectif: p.effectif,
            adherent: p.adherent,
            taux_at: p.taux_at,
            taux_at_artiste: p.taux_at_artiste,
            versement_mobilite: p.versement_mobilite,
            vmrr: p.vmrr,
            taxe_apprentissage: p.taxe_apprentissage,
            taxe_salaires: p.taxe_salaires,
            alsace_moselle: p.alsace_moselle,
            taux_sante_travail: p.taux_sante_travail,
            delegues_elus: p.delegues_elus,
            deduction_hs: p.deduction_hs,
            raison_sociale: i.raison_sociale,
            siret: i.siret,
            code_ape: i.code_ape,
            adresse: i.adresse,
            numero_france_travail: i.numero_france_travail,
            numero_conges_spectacles: i.numero_conges_spectacles,
            production: i.production,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Employeur;

    /// Every key, in the order in which frozen payslips hold them.
    const WHOLE: &str = r#"{"idcc":"3097","effectif":8,"adherent":false,"taux_at":"1.07","taux_at_artiste":"1.10","versement_mobilite":"2.95","vmrr":"0.15","taxe_apprentissage":false,"taxe_salaires":true,"alsace_moselle":true,"taux_sante_travail":"0.32","delegues_elus":true,"raison_sociale":"Films","siret":"12345678200010","code_ape":"5911C","adresse":{"voie":"1 rue","code_postal":"75000","commune":"Ville"},"numero_france_travail":"CS00000000","numero_conges_spectacles":"0000000","production":"Film"}"#;

    #[test]
    fn the_written_form_is_flat_and_comes_back_to_the_byte() {
        let employer: Employeur = serde_json::from_str(WHOLE).unwrap();
        assert_eq!(employer.parametres.effectif, 8);
        assert_eq!(employer.identite.siret.as_deref(), Some("12345678200010"));
        assert_eq!(serde_json::to_string(&employer).unwrap(), WHOLE);
    }

    #[test]
    fn a_missing_parameter_has_the_default_of_the_contract_and_a_foreign_key_is_refused() {
        let small: Employeur = serde_json::from_str(r#"{"idcc":"2642","effectif":3}"#).unwrap();
        assert!(small.parametres.adherent && small.parametres.taxe_apprentissage);
        assert!(!small.parametres.taxe_salaires && small.identite.raison_sociale.is_none());
        for refused in [r#"{"idcc":"2642"}"#, r#"{"idcc":"2642","effectif":3,"identite":{}}"#] {
            assert!(serde_json::from_str::<Employeur>(refused).is_err(), "{refused}");
        }
    }
}
