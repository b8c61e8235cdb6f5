//! The AEM exchange document as data, written and read as XML.
//!
//! The layout is this project's own neutral one (`schema/aem.xsd`); it is not a format of France Travail, whose
//! file specification is not public.

use cddu_payslip::{Adresse, IdentiteEmployeur, IdentiteSalarie};
use cddu_rates::{Cents, Month, Quantity, Rate};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::besoins::Mode;

/// Namespace of the document.
pub const NAMESPACE: &str = "urn:cddu:aem-exchange:1";

/// A decimal read from the text of an element.
fn text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    String::deserialize(deserializer)?.trim().parse().map_err(de::Error::custom)
}

/// The same for a sum over the attestations of a lot.
fn sum_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cents, D::Error> {
    Cents::parse_sum(String::deserialize(deserializer)?.trim()).map_err(de::Error::custom)
}

/// The same for an optional element.
fn some_text<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    text(deserializer).map(Some)
}

/// The document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "AemExchange", deny_unknown_fields)]
pub struct AemExchange {
    /// Namespace.
    #[serde(rename = "@xmlns", default, skip_serializing_if = "Option::is_none")]
    pub xmlns: Option<String>,
    /// Version of the layout, `1.0`.
    #[serde(rename = "@version")]
    pub version: String,
    /// Heading.
    #[serde(rename = "Entete")]
    pub entete: Entete,
    /// One lot per employer.
    #[serde(rename = "Lot")]
    pub lots: Vec<Lot>,
}

/// Heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Entete {
    /// Test or real.
    pub mode: Mode,
    /// When the file was made, given by the caller.
    pub date_heure_generation: NaiveDateTime,
    /// Software.
    pub logiciel: Logiciel,
    /// Sender.
    pub emetteur: EmetteurAem,
}

/// Software.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logiciel {
    /// Name.
    #[serde(rename = "@nom")]
    pub nom: String,
    /// Version.
    #[serde(rename = "@version")]
    pub version: String,
}

/// Sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct EmetteurAem {
    /// Name.
    pub raison_sociale: String,
    /// SIRET.
    pub siret: String,
    /// Approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agrement: Option<String>,
}

/// Attestations of one employer and one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Lot {
    /// Employer.
    pub employeur: EmployeurAem,
    /// Attestations.
    #[serde(rename = "Attestation")]
    pub attestations: Vec<Attestation>,
    /// Control totals.
    pub controle: Controle,
}

/// Postal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct AdresseAem {
    /// Street.
    pub voie: String,
    /// Complement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complement: Option<String>,
    /// Postal code.
    pub code_postal: String,
    /// Town.
    pub commune: String,
    /// Country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pays: Option<String>,
}

impl AdresseAem {
    /// The address in the words of the payslip: street and complement on one line.
    #[must_use]
    pub fn adresse(&self) -> Adresse {
        let street = [Some(self.voie.as_str()), self.complement.as_deref()];
        Adresse {
            voie: street.into_iter().flatten().collect::<Vec<_>>().join(", "),
            code_postal: self.code_postal.clone(),
            commune: self.commune.clone(),
            pays: self.pays.clone().unwrap_or_default(),
        }
    }
}

/// Yes or no, with a number when yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OuiNon {
    /// Number.
    #[serde(rename = "@numero", default, skip_serializing_if = "Option::is_none")]
    pub numero: Option<String>,
    /// Answer.
    #[serde(rename = "$text")]
    pub oui: bool,
}

/// Employer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct EmployeurAem {
    /// Name.
    pub raison_sociale: String,
    /// SIRET.
    pub siret: String,
    /// Activity code.
    pub code_ape: String,
    /// Convention.
    pub idcc: String,
    /// Address.
    pub adresse: AdresseAem,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    /// Electronic address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub courriel: Option<String>,
    /// Affiliation at France Travail spectacle.
    #[serde(rename = "NumeroAffiliationFT")]
    pub numero_affiliation_ft: String,
    /// Licence of live performance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence_spectacle: Option<OuiNon>,
    /// Occasional organiser of live performance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisateur_occasionnel: Option<bool>,
    /// Label of live performance providers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_prestataire: Option<OuiNon>,
    /// Affiliation to Congés Spectacles.
    pub affiliation_conges_spectacles: OuiNon,
}

impl EmployeurAem {
    /// The employer as it is printed.
    #[must_use]
    pub fn identite(&self) -> IdentiteEmployeur {
        IdentiteEmployeur {
            idcc: self.idcc.clone(),
            raison_sociale: Some(self.raison_sociale.clone()),
            siret: Some(self.siret.clone()),
            code_ape: Some(self.code_ape.clone()),
            adresse: Some(self.adresse.adresse()),
            numero_france_travail: Some(self.numero_affiliation_ft.clone()),
            numero_conges_spectacles: self.affiliation_conges_spectacles.numero.clone(),
            production: None,
        }
    }
}

/// Nature of an attestation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// First month of a contract.
    Initiale,
    /// A following month.
    Complementaire,
    /// Correction, added.
    RectificativePositive,
    /// Correction, taken back.
    RectificativeNegative,
}

impl Nature {
    /// -1 for a negative correction, 1 otherwise.
    #[must_use]
    pub const fn sign(self) -> i64 {
        if matches!(self, Self::RectificativeNegative) { -1 } else { 1 }
    }

    /// French name, printed on the attestation.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Initiale => "initiale",
            Self::Complementaire => "complémentaire",
            Self::RectificativePositive => "rectificative positive",
            Self::RectificativeNegative => "rectificative négative",
        }
    }
}

/// One attestation: a contract, a month of payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Attestation {
    /// Reference given by this software, unique.
    #[serde(rename = "@reference")]
    pub reference: String,
    /// Nature.
    #[serde(rename = "@nature")]
    pub nature: Nature,
    /// Month of payment.
    #[serde(rename = "@mois")]
    pub mois: Month,
    /// Number, when the issuer has an approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero_aem: Option<String>,
    /// Number of the initial attestation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero_aem_initiale: Option<String>,
    /// Reference of the initial attestation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_initiale: Option<String>,
    /// Employee.
    pub salarie: SalarieAem,
    /// Job.
    pub emploi: Emploi,
    /// Contract.
    pub contrat: ContratAem,
    /// Work.
    pub activite: ActiviteAem,
    /// Pay.
    pub remuneration: Remuneration,
    /// Signature.
    pub authentification: Authentification,
}

/// Employee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct SalarieAem {
    /// NIR, 13 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nir: Option<String>,
    /// Its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cle_nir: Option<String>,
    /// Temporary number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ntt: Option<String>,
    /// Family name.
    pub nom_famille: String,
    /// Name in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nom_usage: Option<String>,
    /// First names.
    pub prenoms: String,
    /// Birth date.
    pub date_naissance: NaiveDate,
    /// Address.
    pub adresse: AdresseAem,
    /// Number at Congés Spectacles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero_conges_spectacles: Option<String>,
    /// Retraite institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse_retraite_complementaire: Option<String>,
    /// Family link with the employer.
    pub lien_parente: LienParente,
}

impl SalarieAem {
    /// The employee as printed; the temporary number stands for the NIR when there is none.
    #[must_use]
    pub fn identite(&self) -> IdentiteSalarie {
        let nir =
            self.nir.as_ref().map(|nir| format!("{nir}{}", self.cle_nir.as_deref().unwrap_or_default()));
        IdentiteSalarie {
            matricule: None,
            nom: self.nom_famille.clone(),
            prenom: self.prenoms.clone(),
            nom_usage: self.nom_usage.clone(),
            nir: nir.or_else(|| self.ntt.clone()),
            date_naissance: Some(self.date_naissance),
            adresse: Some(self.adresse.adresse()),
            numero_conges_spectacles: self.numero_conges_spectacles.clone(),
        }
    }
}

/// Family link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LienParente {
    /// Which.
    #[serde(rename = "@nature", default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<String>,
    /// Answer.
    #[serde(rename = "$text")]
    pub oui: bool,
}

/// Category on the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategorieAem {
    /// Artiste.
    Artiste,
    /// Réalisateur.
    Realisateur,
    /// Technicien.
    Technicien,
    /// Ouvrier.
    Ouvrier,
}

impl CategorieAem {
    /// French name, printed on the attestation.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Artiste => "artiste",
            Self::Realisateur => "réalisateur",
            Self::Technicien => "technicien",
            Self::Ouvrier => "ouvrier",
        }
    }
}

/// Cadre or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatutCadre {
    /// Cadre.
    Cadre,
    /// Non cadre.
    NonCadre,
}

/// Job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Emploi {
    /// Label.
    pub libelle: String,
    /// Code of the table of spectacle jobs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_emploi_spectacle: Option<String>,
    /// Category.
    pub categorie: CategorieAem,
    /// Annexe, 8 or 10.
    pub annexe: u8,
    /// Cadre or not.
    pub statut_cadre: StatutCadre,
    /// Class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub niveau_qualification: Option<String>,
}

/// Why the contract ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MotifFinAem {
    /// Term.
    FinCdd,
    /// By the employer.
    RuptureEmployeur,
    /// By the employee.
    RuptureSalarie,
}

impl MotifFinAem {
    /// French name, printed on the attestation.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::FinCdd => "fin de CDD",
            Self::RuptureEmployeur => "rupture par l’employeur",
            Self::RuptureSalarie => "rupture par le salarié",
        }
    }
}

/// Contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ContratAem {
    /// Contract of the employer, the same as in the DSN.
    pub reference_contrat: String,
    /// Numéro d'objet.
    pub numero_objet: String,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titre_production: Option<String>,
    /// Convention of the work done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idcc_prestation: Option<String>,
    /// First day.
    pub date_debut: NaiveDate,
    /// Last day, when it falls in the month or before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_fin: Option<NaiveDate>,
    /// Why it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motif_fin: Option<MotifFinAem>,
    /// Runs past the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contrat_en_cours: Option<bool>,
}

/// Work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ActiviteAem {
    /// Hours.
    #[serde(deserialize_with = "text")]
    pub heures_effectuees: Quantity,
    /// Cachets isolés.
    #[serde(deserialize_with = "text")]
    pub cachets_isoles: Quantity,
    /// Cachets groupés.
    #[serde(deserialize_with = "text")]
    pub cachets_groupes: Quantity,
    /// Days worked.
    pub jours_travailles: u32,
    /// The days, when known.
    #[serde(rename = "JourTravaille", default, skip_serializing_if = "Vec::is_empty")]
    pub jours: Vec<NaiveDate>,
}

/// One line of pay at one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct LigneRemuneration {
    /// Gross before DFS.
    #[serde(default, deserialize_with = "some_text", skip_serializing_if = "Option::is_none")]
    pub brut_avant_abattement: Option<Cents>,
    /// Rate of the DFS.
    #[serde(default, deserialize_with = "some_text", skip_serializing_if = "Option::is_none")]
    pub taux_abattement: Option<Rate>,
    /// Gross after DFS.
    #[serde(deserialize_with = "text")]
    pub brut_apres_abattement: Cents,
    /// Base of the contribution.
    #[serde(deserialize_with = "text")]
    pub assiette_contribution: Cents,
    /// Rate, both shares.
    #[serde(deserialize_with = "text")]
    pub taux_contribution: Rate,
    /// Contribution.
    #[serde(deserialize_with = "text")]
    pub montant_contribution: Cents,
}

/// Pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Remuneration {
    /// First line.
    pub principale: LigneRemuneration,
    /// Pay at another rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autres: Option<LigneRemuneration>,
    /// Sum of the contributions.
    #[serde(deserialize_with = "text")]
    pub total_contribution: Cents,
    /// Day of payment, the last one when there are several.
    pub date_paiement: NaiveDate,
    /// Payslips.
    #[serde(rename = "ReferenceBulletin")]
    pub bulletins: Vec<String>,
}

impl Remuneration {
    /// The lines.
    pub fn lignes(&self) -> impl Iterator<Item = &LigneRemuneration> {
        std::iter::once(&self.principale).chain(&self.autres)
    }

    /// Gross after DFS.
    #[must_use]
    pub fn brut(&self) -> Cents {
        self.lignes().map(|l| l.brut_apres_abattement).sum()
    }

    /// Gross before DFS (the gross after DFS where it is not given).
    #[must_use]
    pub fn brut_avant(&self) -> Cents {
        self.lignes().map(|l| l.brut_avant_abattement.unwrap_or(l.brut_apres_abattement)).sum()
    }
}

/// Signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Authentification {
    /// Family name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// Position.
    pub qualite: String,
    /// Town.
    pub lieu: String,
    /// Date.
    pub date: NaiveDate,
    /// Person to contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personne_a_joindre: Option<String>,
    /// Telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone_a_joindre: Option<String>,
}

/// Control totals; a negative correction counts as minus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Controle {
    /// Number of attestations.
    pub nombre_attestations: usize,
    /// Gross after DFS.
    #[serde(deserialize_with = "sum_text")]
    pub total_brut_apres_abattement: Cents,
    /// Contributions.
    #[serde(deserialize_with = "sum_text")]
    pub total_contribution: Cents,
}

impl Controle {
    /// The totals of attestations.
    #[must_use]
    pub fn of(attestations: &[Attestation]) -> Self {
        let signed = |amount: fn(&Attestation) -> Cents| {
            attestations.iter().map(|a| Cents(amount(a).0 * a.nature.sign())).sum()
        };
        Self {
            nombre_attestations: attestations.len(),
            total_brut_apres_abattement: signed(|a| a.remuneration.brut()),
            total_contribution: signed(|a| a.remuneration.total_contribution),
        }
    }
}
