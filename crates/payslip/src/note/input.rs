//! What a note de droits d'auteur is computed from: the JSON contract of `cddu note`, as plain data.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Rate};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::vocabulary::Adresse;

/// One payment of droits d'auteur by one producer to one author.
///
/// Four independent switches (`social`, `tva`, `ircec`, `fiscal`) and a `zone` decide the lines; the rates are
/// those of the payment date. Everything below `methodes` is printed or checked, never part of an amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct NoteInput {
    /// Number of the note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero: Option<String>,
    /// Number of the note that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectifie: Option<String>,
    /// Day of payment: chooses the rates, the quarter and the year.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date_paiement: NaiveDate,
    /// Gross amount of the rights without TVA, fees of an agent not deducted.
    pub brut_ht: Cents,
    /// Précompte of the author's social contributions.
    #[serde(default)]
    pub social: Social,
    /// TVA.
    #[serde(default)]
    pub tva: Tva,
    /// Complementary pension. Missing: from the genre of the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ircec: Option<Ircec>,
    /// Retenue à la source.
    #[serde(default)]
    pub fiscal: Fiscal,
    /// Rate of the treaty in percent, with `non_resident_convention` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taux_convention: Option<Rate>,
    /// Day on which forms 5000 and 5003 were received (treaty rate).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "cddu_rates::date::read_option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
    pub formulaires_5000_5003: Option<NaiveDate>,
    /// Proof that a fiscal resident of France is insured in another country (form A1 for instance): the only way
    /// to have `social` = `non_resident` with `fiscal` = `resident`.
    #[serde(default)]
    pub assure_hors_france: bool,
    /// Territory, for TVA.
    #[serde(default)]
    pub zone: Zone,
    /// What was already paid.
    #[serde(default)]
    pub cumuls: NoteCumuls,
    /// Choices of method.
    #[serde(default)]
    pub methodes: NoteMethodes,
    /// Dispense de précompte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispense: Option<Dispense>,
    /// First day of effect of the renonciation to the retenue de TVA (CGI 285 bis 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "cddu_rates::date::read_option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
    pub renonciation_date_effet: Option<NaiveDate>,
    /// The author gave an attestation de non-précompte of the RAAP (below the seuil d'affiliation).
    #[serde(default)]
    pub attestation_non_precompte_raap: bool,
    /// Nature of the income.
    #[serde(default)]
    pub nature_revenu: NatureRevenu,
    /// Set-off of royalties against a minimum garanti: `brut_ht` is then its `a_payer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imputation: Option<Imputation>,
    /// Payer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producteur: Option<Producteur>,
    /// Author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auteur: Option<Auteur>,
    /// Work and contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oeuvre: Option<Oeuvre>,
    /// Analytic axes and budget post, free.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub analytique: BTreeMap<String, String>,
}

impl NoteInput {
    /// A payment to an author, every switch and option at its default.
    ///
    /// ```
    /// use cddu_payslip::note::{Ircec, NoteInput};
    /// let written: NoteInput = serde_json::from_str(r#"{ "date_paiement": "2026-10-09", "brut_ht": "5000.00" }"#)?;
    /// let mut input = NoteInput::new("2026-10-09".parse()?, "5000.00".parse()?);
    /// assert_eq!(input, written);
    /// input.ircec = Some(Ircec::Fiction);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(date_paiement: NaiveDate, brut_ht: Cents) -> Self {
        Self {
            numero: None,
            rectifie: None,
            date_paiement,
            brut_ht,
            social: Social::default(),
            tva: Tva::default(),
            ircec: None,
            fiscal: Fiscal::default(),
            taux_convention: None,
            formulaires_5000_5003: None,
            assure_hors_france: false,
            zone: Zone::default(),
            cumuls: NoteCumuls::default(),
            methodes: NoteMethodes::default(),
            dispense: None,
            renonciation_date_effet: None,
            attestation_non_precompte_raap: false,
            nature_revenu: NatureRevenu::default(),
            imputation: None,
            producteur: None,
            auteur: None,
            oeuvre: None,
            analytique: BTreeMap::new(),
        }
    }
}

/// Switch of the social contributions withheld (CSS R382-27).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Social {
    /// Author taxed in traitements et salaires, or in BNC without a dispense.
    #[default]
    Precompte,
    /// BNC author holding the dispense of the year.
    Dispense,
    /// Heir of an author.
    Heritier,
    /// Author who is not subject to French social security.
    NonResident,
}

impl Social {
    /// Name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Precompte => "precompte",
            Self::Dispense => "dispense",
            Self::Heritier => "heritier",
            Self::NonResident => "non_resident",
        }
    }
}

/// Switch of the TVA (CGI 285 bis).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Tva {
    /// TVA withheld by the producer, even when the author is in franchise en base.
    #[default]
    Retenue,
    /// The author renounced the retenue and invoices TVA.
    RenonciationTva,
    /// The author renounced the retenue and is in franchise en base (CGI 293 B).
    RenonciationFranchise,
    /// Author established abroad: the producer assesses the TVA itself.
    Autoliquidation,
}

impl Tva {
    /// Name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Retenue => "retenue",
            Self::RenonciationTva => "renonciation_tva",
            Self::RenonciationFranchise => "renonciation_franchise",
            Self::Autoliquidation => "autoliquidation",
        }
    }
}

/// Switch of the complementary pension (CSS L382-12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Ircec {
    /// Fiction and animation: RACD 8 % and RAAP 4 %.
    Fiction,
    /// Fiction and animation, RACD only.
    FictionSansRaap,
    /// RACD cotisation de solidarité (RACD pensioner, or 120,000 points reached).
    SolidariteRacd,
    /// The same, with the RAAP of fiction besides: a manual choice, the rule was not seen.
    SolidariteRacdAvecRaap,
    /// Other audiovisual works: RAAP 8 %.
    #[serde(rename = "doc_8")]
    Doc8,
    /// Other audiovisual works, at the author's request: RAAP 4 %.
    #[serde(rename = "doc_4")]
    Doc4,
    /// None (music, non-resident, attestation de non-précompte).
    Aucun,
}

impl Ircec {
    /// Name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Fiction => "fiction",
            Self::FictionSansRaap => "fiction_sans_raap",
            Self::SolidariteRacd => "solidarite_racd",
            Self::SolidariteRacdAvecRaap => "solidarite_racd_avec_raap",
            Self::Doc8 => "doc_8",
            Self::Doc4 => "doc_4",
            Self::Aucun => "aucun",
        }
    }
}

/// Switch of the retenue à la source (CGI 182 B).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Fiscal {
    /// Fiscal residence in France: no retenue.
    #[default]
    Resident,
    /// Non-resident, rate of ordinary law.
    #[serde(rename = "non_resident_25")]
    NonResident25,
    /// Non-resident, rate of the treaty (`taux_convention`).
    NonResidentConvention,
    /// Resident of a non-cooperative State or territory.
    NonResidentEtnc,
}

impl Fiscal {
    /// Name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::NonResident25 => "non_resident_25",
            Self::NonResidentConvention => "non_resident_convention",
            Self::NonResidentEtnc => "non_resident_etnc",
        }
    }
}

impl Ircec {
    /// True when the RACD is withheld, at the full or the solidarity rate.
    #[must_use]
    pub const fn has_racd(self) -> bool {
        matches!(
            self,
            Self::Fiction | Self::FictionSansRaap | Self::SolidariteRacd | Self::SolidariteRacdAvecRaap
        )
    }

    /// True when the RAAP is withheld.
    #[must_use]
    pub const fn has_raap(self) -> bool {
        matches!(self, Self::Fiction | Self::Doc8 | Self::Doc4 | Self::SolidariteRacdAvecRaap)
    }
}

impl Fiscal {
    /// True for a fiscal residence abroad.
    #[must_use]
    pub const fn is_abroad(self) -> bool {
        !matches!(self, Self::Resident)
    }
}

/// Territory, for TVA.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Zone {
    /// Mainland and Corsica.
    #[default]
    Metropole,
    /// Guadeloupe, Martinique, Réunion.
    Dom,
    /// Guyane, Mayotte: no TVA.
    GuyaneMayotte,
}

/// Amounts already paid by this producer to this author, under the same `social` switch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct NoteCumuls {
    /// Gross without TVA paid since 1 January of the year of payment.
    pub brut_annee: Cents,
}

/// Choices of method of a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct NoteMethodes {
    /// Base of CSG and CRDS.
    pub assiette_csg: AssietteCsgMethod,
    /// Yearly ceilings of the RACD and of the RAAP.
    pub plafond_ircec: PlafondIrcecMethod,
}

/// Rounding of the base of CSG and CRDS (gross less 1.75 % within 4 plafonds).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum AssietteCsgMethod {
    /// To the cent: the printed base times the printed rate is the printed amount. Default.
    #[default]
    Centime,
    /// Not rounded: only the amounts are.
    Exacte,
}

/// Yearly ceilings of the complementary pension.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum PlafondIrcecMethod {
    /// The producer withholds on the whole gross; the caisse regularises. Default.
    #[default]
    SansPlafond,
    /// The producer stops at the yearly ceilings, counted on its own payments.
    Annuel,
}

/// Dispense de précompte delivered by the Urssaf for one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Dispense {
    /// Reference of the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Calendar year of validity.
    pub annee: i32,
}

/// Nature of the income, as the Urssaf asks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum NatureRevenu {
    /// Proportional royalties.
    #[default]
    Redevance,
    /// Payment in advance of royalties.
    AValoir,
    /// Instalment of a minimum garanti.
    MinimumGaranti,
    /// Lump sum, where the law allows it.
    Forfait,
    /// Droits voisins of a performer: never a note, refused with the reason.
    DroitsVoisins,
}

impl NatureRevenu {
    /// Name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Redevance => "redevance",
            Self::AValoir => "a_valoir",
            Self::MinimumGaranti => "minimum_garanti",
            Self::Forfait => "forfait",
            Self::DroitsVoisins => "droits_voisins",
        }
    }
}

/// Genre of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Genre {
    /// Fiction.
    Fiction,
    /// Animation.
    Animation,
    /// Documentary.
    Documentaire,
    /// Advertising.
    Publicite,
    /// Corporate film.
    Institutionnel,
    /// Music.
    Musique,
    /// Other audiovisual work.
    Autre,
}

impl Genre {
    /// Name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Fiction => "fiction",
            Self::Animation => "animation",
            Self::Documentaire => "documentaire",
            Self::Publicite => "publicite",
            Self::Institutionnel => "institutionnel",
            Self::Musique => "musique",
            Self::Autre => "autre",
        }
    }
}

/// What the author did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum NatureActivite {
    /// Script, dialogue, bible.
    Ecriture,
    /// Direction.
    Realisation,
    /// Music.
    Composition,
    /// Adaptation.
    Adaptation,
    /// Translation, subtitles.
    Traduction,
    /// Graphic creation.
    Graphisme,
    /// Pre-existing work.
    OeuvrePreexistante,
    /// Other.
    Autre,
}

impl NatureActivite {
    /// Name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ecriture => "ecriture",
            Self::Realisation => "realisation",
            Self::Composition => "composition",
            Self::Adaptation => "adaptation",
            Self::Traduction => "traduction",
            Self::Graphisme => "graphisme",
            Self::OeuvrePreexistante => "oeuvre_preexistante",
            Self::Autre => "autre",
        }
    }
}

/// The payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Producteur {
    /// Company name.
    pub raison_sociale: String,
    /// Liable to TVA (an association often is not: it makes no retenue).
    #[serde(default = "yes")]
    pub assujetti_tva: bool,
    /// SIRET.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adresse: Option<Adresse>,
    /// Account of the diffuseur at the Urssaf artistes-auteurs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compte_urssaf_aa: Option<String>,
    /// Number of the producer at the IRCEC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero_ircec: Option<String>,
}

const fn yes() -> bool {
    true
}

/// How the author is taxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum RegimeFiscal {
    /// Traitements et salaires.
    #[serde(rename = "TS")]
    Ts,
    /// Bénéfices non commerciaux.
    #[serde(rename = "BNC")]
    Bnc,
}

impl RegimeFiscal {
    /// Name in JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ts => "TS",
            Self::Bnc => "BNC",
        }
    }
}

/// The author, or the heir.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Auteur {
    /// Identifier in the production.
    pub auteur: String,
    /// Family name.
    pub nom: String,
    /// First names.
    pub prenom: String,
    /// Pen name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pseudonyme: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adresse: Option<Adresse>,
    /// Social security number with its key, 15 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nir: Option<String>,
    /// Birth date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "cddu_rates::date::read_option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
    pub date_naissance: Option<NaiveDate>,
    /// SIRET, for an author in BNC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    /// How the author is taxed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regime_fiscal: Option<RegimeFiscal>,
    /// Intra-community TVA number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tva_intracom: Option<String>,
    /// IBAN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iban: Option<String>,
    /// BIC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
}

/// The work, the contract and the instalment that the note pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Oeuvre {
    /// Title.
    pub titre: String,
    /// Genre.
    pub genre: Genre,
    /// What the author did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature_activite: Option<NatureActivite>,
    /// Reference of the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contrat: Option<String>,
    /// Label of the instalment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub echeance: Option<String>,
    /// Period of exploitation, for royalties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub periode_exploitation: Option<String>,
}

/// Royalties set off against a minimum garanti already paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Imputation {
    /// Minimum garanti paid before.
    pub verse: Cents,
    /// Royalties set off before.
    pub deja_impute: Cents,
    /// Royalties of this statement.
    pub redevances: Cents,
    /// Royalties set off by this statement: no payment, no new base.
    pub impute: Cents,
    /// Royalties to pay: the gross of the note, when positive.
    pub a_payer: Cents,
    /// Minimum garanti still to be recovered.
    pub reste_a_imputer: Cents,
}
