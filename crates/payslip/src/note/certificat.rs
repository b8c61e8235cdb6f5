//! The certificat de précompte and the yearly statement of an author, copied from frozen notes.

use std::collections::BTreeMap;

use cddu_rates::Cents;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::frozen::{Note, NoteLine, NoteSens};
use super::in_force;
use super::input::{Auteur, Oeuvre, Producteur, Social};

/// Certificat de précompte handed to the author with the payment (CSS R382-27).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct CertificatPrecompte {
    /// Number of the note.
    pub numero: Option<String>,
    /// Day of payment.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date_paiement: NaiveDate,
    /// Payer.
    pub producteur: Option<Producteur>,
    /// Body that receives the précompte.
    pub organisme: &'static str,
    /// Author.
    pub auteur: Option<Auteur>,
    /// Work.
    pub oeuvre: Option<Oeuvre>,
    /// Gross without TVA.
    pub brut_ht: Cents,
    /// Lines withheld for the Urssaf.
    pub lignes: Vec<NoteLine>,
    /// Total withheld.
    pub precompte: Cents,
    /// Taken over by the State.
    pub prise_en_charge_etat: Cents,
    /// CSG deductible from income tax.
    pub csg_deductible: Cents,
    /// Rest of the CSG, and CRDS.
    pub csg_crds_non_deductible: Cents,
    /// Paid by the payer besides: contribution diffuseur.
    pub contribution_diffuseur: Cents,
    /// What the payer certifies.
    pub certification: &'static str,
}

/// The certificat of a note; `None` when nothing is withheld for the Urssaf.
#[must_use]
pub fn certificat(note: &Note) -> Option<CertificatPrecompte> {
    (note.social == Social::Precompte).then(|| CertificatPrecompte {
        numero: note.numero.clone(),
        date_paiement: note.date_paiement,
        producteur: note.producteur.clone(),
        organisme: "Urssaf, service des artistes-auteurs",
        auteur: note.auteur.clone(),
        oeuvre: note.oeuvre.clone(),
        brut_ht: note.brut_ht,
        lignes: note
            .lignes
            .iter()
            .filter(|l| l.sens == NoteSens::Retenue && l.organisme == "urssaf_artistes_auteurs")
            .cloned()
            .collect(),
        precompte: note.totaux.precompte_urssaf,
        prise_en_charge_etat: note.informations.prise_en_charge_etat,
        csg_deductible: note.informations.csg_deductible,
        csg_crds_non_deductible: note.informations.csg_crds_non_deductible,
        contribution_diffuseur: note.totaux.contribution_diffuseur,
        certification: "Le diffuseur certifie sur l'honneur l'exactitude des sommes portées sur ce certificat et en garde un double.",
    })
}

/// What a producer paid to one author in a calendar year, note by note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ReleveAnnuel {
    /// Calendar year of payment.
    pub annee: i32,
    /// Author, as on the last note of the year.
    pub auteur: Auteur,
    /// Notes in force, by date.
    pub notes: Vec<ReleveLigne>,
    /// Sum of the notes.
    pub total: ReleveMontants,
}

/// One note of a yearly statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ReleveLigne {
    /// Number of the note.
    pub numero: Option<String>,
    /// Day of payment.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date_paiement: NaiveDate,
    /// Title of the work.
    pub titre: Option<String>,
    /// Amounts.
    #[serde(flatten)]
    pub montants: ReleveMontants,
}

/// Amounts of a yearly statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ReleveMontants {
    /// Gross without TVA.
    pub brut_ht: Cents,
    /// Withheld for the Urssaf.
    pub precompte_urssaf: Cents,
    /// Withheld for the complementary pension.
    pub ircec_auteur: Cents,
    /// TVA paid to the author.
    pub tva: Cents,
    /// TVA withheld.
    pub retenue_tva: Cents,
    /// Retenue à la source.
    pub retenue_source: Cents,
    /// CSG deductible.
    pub csg_deductible: Cents,
    /// Net paid.
    pub net_a_payer: Cents,
    /// Taxable amount.
    pub imposable_auteur: Cents,
}

impl ReleveMontants {
    fn of(note: &Note) -> Self {
        let t = &note.totaux;
        Self {
            brut_ht: note.brut_ht,
            precompte_urssaf: t.precompte_urssaf,
            ircec_auteur: t.ircec_auteur,
            tva: t.tva,
            retenue_tva: t.retenue_tva,
            retenue_source: t.retenue_source,
            csg_deductible: note.informations.csg_deductible,
            net_a_payer: t.net_a_payer,
            imposable_auteur: t.imposable_auteur,
        }
    }

    fn add(&mut self, other: &Self) {
        self.brut_ht += other.brut_ht;
        self.precompte_urssaf += other.precompte_urssaf;
        self.ircec_auteur += other.ircec_auteur;
        self.tva += other.tva;
        self.retenue_tva += other.retenue_tva;
        self.retenue_source += other.retenue_source;
        self.csg_deductible += other.csg_deductible;
        self.net_a_payer += other.net_a_payer;
        self.imposable_auteur += other.imposable_auteur;
    }
}

/// The yearly statements, one per author, by identifier. Notes that name no author, and notes replaced by
/// another, are left out.
#[must_use]
pub fn releves_annuels(notes: &[Note], year: i32) -> Vec<ReleveAnnuel> {
    let mut by_author: BTreeMap<&str, Vec<(&Auteur, &Note)>> = BTreeMap::new();
    for note in in_force(notes).into_iter().filter(|n| n.date_paiement.year() == year) {
        if let Some(author) = &note.auteur {
            by_author.entry(author.auteur.as_str()).or_default().push((author, note));
        }
    }
    let mut out = Vec::new();
    for mut list in by_author.into_values() {
        list.sort_by(|(_, a), (_, b)| (a.date_paiement, &a.numero).cmp(&(b.date_paiement, &b.numero)));
        let Some((author, _)) = list.last() else { continue };
        let mut total = ReleveMontants::default();
        let notes = list
            .iter()
            .map(|(_, note)| {
                let montants = ReleveMontants::of(note);
                total.add(&montants);
                ReleveLigne {
                    numero: note.numero.clone(),
                    date_paiement: note.date_paiement,
                    titre: note.oeuvre.as_ref().map(|w| w.titre.clone()),
                    montants,
                }
            })
            .collect();
        out.push(ReleveAnnuel { annee: year, auteur: (*author).clone(), notes, total });
    }
    out
}
