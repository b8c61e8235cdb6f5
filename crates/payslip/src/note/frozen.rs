//! The frozen note de droits d'auteur: every amount decided once, copied everywhere else.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Confiance, Rate};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::input::{
    Auteur, Dispense, Fiscal, Imputation, Ircec, NatureRevenu, NoteMethodes, Oeuvre, Producteur, Social, Tva,
    Zone,
};
use crate::vocabulary::Avertissement;

/// A note, complete and frozen. `cddu note` prints it; statements, entries and documents copy it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Note {
    /// Number of the note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numero: Option<String>,
    /// Number of the note that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rectifie: Option<String>,
    /// Day of payment.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub date_paiement: NaiveDate,
    /// Gross without TVA.
    pub brut_ht: Cents,
    /// Switch of the social contributions.
    pub social: Social,
    /// Switch of the TVA.
    pub tva: Tva,
    /// Switch of the complementary pension, as used.
    pub ircec: Ircec,
    /// Switch of the retenue à la source.
    pub fiscal: Fiscal,
    /// Territory.
    pub zone: Zone,
    /// Dispense de précompte, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispense: Option<Dispense>,
    /// First day of effect of the renonciation, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub renonciation_date_effet: Option<NaiveDate>,
    /// Day on which forms 5000 and 5003 were received, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub formulaires_5000_5003: Option<NaiveDate>,
    /// Attestation de non-précompte of the RAAP, as given.
    #[serde(default)]
    pub attestation_non_precompte_raap: bool,
    /// Nature of the income.
    pub nature_revenu: NatureRevenu,
    /// Set-off of royalties, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imputation: Option<Imputation>,
    /// Payer, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producteur: Option<Producteur>,
    /// Author, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auteur: Option<Auteur>,
    /// Work and contract, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oeuvre: Option<Oeuvre>,
    /// Analytic axes, as given.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub analytique: BTreeMap<String, String>,
    /// The named bases.
    pub bases: NoteBases,
    /// Lines, in order. A contribution shared by the author and the producer (`AA_RACD`, `AA_RAAP`) has two
    /// lines of the same code: `retenue` for the author's share, `producteur` for the producer's.
    pub lignes: Vec<NoteLine>,
    /// Totals.
    pub totaux: NoteTotals,
    /// Amounts to print that move nothing.
    pub informations: NoteInformations,
    /// Cumuls of the year of payment.
    pub cumuls: NoteCumulsOut,
    /// Methods used, defaults included.
    pub methodes: NoteMethodes,
    /// What the reader must know: unverified values, choices, documents to ask for.
    pub avertissements: Vec<Avertissement>,
    /// `sha256:` of the tables used.
    pub empreinte_baremes: String,
    /// `sha256:` of the input, of the tables and of the result.
    pub empreinte: String,
}

/// The named bases of a note. A base that is not used is zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct NoteBases {
    /// Base of the capped old-age contribution: gross within one yearly plafond.
    pub vieillesse: Cents,
    /// Part of the gross that bears the 1.75 % allowance: within four yearly plafonds.
    pub abattue: Cents,
    /// Base of CSG and CRDS, rounded to the cent.
    pub csg: Cents,
    /// Base of the RACD.
    pub racd: Cents,
    /// Base of the RAAP.
    pub raap: Cents,
}

/// Which way a line goes; its amount is always positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoteSens {
    /// Taken from the author.
    Retenue,
    /// Paid to the author on top of the rights.
    Ajout,
    /// Borne by the producer on top of the rights.
    Producteur,
}

/// One line of a note: `montant = base x taux`, rounded half up to the cent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct NoteLine {
    /// Line code: `AA_VIEIL_PLAF`, `AA_CSG`, `AA_CRDS`, `AA_CFP`, `AA_RACD`, `AA_RAAP`, `AA_DIFF`, `AA_DIFF_CFP`,
    /// `AA_TVA`, `AA_RETENUE_TVA`, `AA_RAS`.
    pub code: String,
    /// French label.
    pub libelle: String,
    /// Body: `urssaf_artistes_auteurs`, `ircec`, `dgfip`, `auteur`.
    pub organisme: String,
    /// Base.
    pub base: Cents,
    /// Rate in percent.
    pub taux: Rate,
    /// Amount, positive.
    pub montant: Cents,
    /// Which way.
    pub sens: NoteSens,
    /// Lowest confidence of the values used.
    pub confiance: Confiance,
}

/// Totals of a note, all positive.
///
/// `net_a_payer = brut_ht - precompte_urssaf - ircec_auteur + tva - retenue_tva - retenue_source`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct NoteTotals {
    /// Old age, CSG, CRDS and CFP of the author.
    pub precompte_urssaf: Cents,
    /// RACD and RAAP of the author.
    pub ircec_auteur: Cents,
    /// TVA paid to the author.
    pub tva: Cents,
    /// TVA withheld for the Treasury.
    pub retenue_tva: Cents,
    /// Retenue à la source.
    pub retenue_source: Cents,
    /// What is transferred to the author.
    pub net_a_payer: Cents,
    /// Contribution diffuseur with its CFP.
    pub contribution_diffuseur: Cents,
    /// RACD and RAAP of the producer.
    pub ircec_producteur: Cents,
    /// What the producer bears on top of the gross: `contribution_diffuseur + ircec_producteur`.
    pub cout_producteur: Cents,
    /// Taxable amount of a resident author: gross + TVA kept - deductible contributions.
    pub imposable_auteur: Cents,
}

impl NoteTotals {
    /// Due to the Urssaf: précompte and contribution diffuseur.
    #[must_use]
    pub fn urssaf(&self) -> Cents {
        self.precompte_urssaf + self.contribution_diffuseur
    }

    /// Due to the IRCEC: both shares.
    #[must_use]
    pub fn ircec(&self) -> Cents {
        self.ircec_auteur + self.ircec_producteur
    }

    /// Due to the Treasury: TVA withheld and retenue à la source.
    #[must_use]
    pub fn tresor(&self) -> Cents {
        self.retenue_tva + self.retenue_source
    }
}

/// Amounts that the note prints and that move nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct NoteInformations {
    /// Taken over by the State: 0.75 % of the capped base and 0.40 % of the gross. Zero without précompte.
    pub prise_en_charge_etat: Cents,
    /// Part of the CSG that lowers the taxable amount.
    pub csg_deductible: Cents,
    /// The rest of the CSG, and the CRDS.
    pub csg_crds_non_deductible: Cents,
    /// TVA kept by the author under retenue (forfait of droits à déduction): TVA less TVA withheld.
    pub tva_conservee: Cents,
    /// TVA that the producer assesses itself (autoliquidation): due and deductible, not paid to the author.
    pub tva_autoliquidee: Cents,
    /// Rate of that TVA, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tva_autoliquidee_taux: Option<Rate>,
}

/// Cumuls of the year of payment with this producer, under the same `social` switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct NoteCumulsOut {
    /// Gross paid before this note.
    pub brut_annee_avant: Cents,
    /// Gross paid, this note included: the `cumuls.brut_annee` of the next note.
    pub brut_annee: Cents,
}

impl Note {
    /// The line of a code and a direction.
    #[must_use]
    pub fn line(&self, code: &str, sens: NoteSens) -> Option<&NoteLine> {
        self.lignes.iter().find(|l| l.code == code && l.sens == sens)
    }

    /// The amount of a line, zero when it is not due.
    #[must_use]
    pub fn amount(&self, code: &str, sens: NoteSens) -> Cents {
        self.line(code, sens).map_or(Cents::ZERO, |l| l.montant)
    }

    /// Both sides of the balance: what is paid out, and what it is paid from. They are equal on every note.
    ///
    /// `net + Urssaf + IRCEC + Treasury = gross + TVA paid + producer's contributions`.
    #[must_use]
    pub fn balance(&self) -> (Cents, Cents) {
        let t = &self.totaux;
        (t.net_a_payer + t.urssaf() + t.ircec() + t.tresor(), self.brut_ht + t.tva + t.cout_producteur)
    }
}
