//! Quarterly declaration to the IRCEC: RACD and RAAP, both shares (CSS L382-12).

use std::collections::BTreeMap;

use cddu_payslip::note::{Auteur, Note, NoteSens, in_force};
use cddu_rates::{Cents, Diagnostic};
use chrono::NaiveDate;
use serde::Serialize;

use super::{Trimestre, missing, no_author};

/// Declaration of a quarter: one line per author. Authors without any cotisation are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeclarationIrcec {
    /// Quarter of the payments.
    pub trimestre: Trimestre,
    /// Day by which it is declared and paid.
    pub echeance: NaiveDate,
    /// Lines, by author.
    pub lignes: Vec<IrcecLigne>,
    /// Sum of the lines.
    pub totaux: IrcecMontants,
    /// What prevents the sending.
    pub anomalies: Vec<Diagnostic>,
}

/// One author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IrcecLigne {
    /// Author.
    pub auteur: Auteur,
    /// Amounts.
    #[serde(flatten)]
    pub montants: IrcecMontants,
}

/// Amounts of the IRCEC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct IrcecMontants {
    /// Base of the RACD.
    pub base_racd: Cents,
    /// RACD, author.
    pub racd_auteur: Cents,
    /// RACD, producer.
    pub racd_producteur: Cents,
    /// Base of the RAAP.
    pub base_raap: Cents,
    /// RAAP, author.
    pub raap_auteur: Cents,
    /// RAAP, producer.
    pub raap_producteur: Cents,
    /// To pay to the IRCEC.
    pub total: Cents,
}

impl IrcecMontants {
    fn of(note: &Note) -> Self {
        Self {
            base_racd: note.bases.racd,
            racd_auteur: note.amount("AA_RACD", NoteSens::Retenue),
            racd_producteur: note.amount("AA_RACD", NoteSens::Producteur),
            base_raap: note.bases.raap,
            raap_auteur: note.amount("AA_RAAP", NoteSens::Retenue),
            raap_producteur: note.amount("AA_RAAP", NoteSens::Producteur),
            total: note.totaux.ircec(),
        }
    }

    fn add(&mut self, other: &Self) {
        self.base_racd += other.base_racd;
        self.racd_auteur += other.racd_auteur;
        self.racd_producteur += other.racd_producteur;
        self.base_raap += other.base_raap;
        self.raap_auteur += other.raap_auteur;
        self.raap_producteur += other.raap_producteur;
        self.total += other.total;
    }
}

/// The declaration of a quarter, copied from the notes in force.
#[must_use]
pub fn declaration_ircec(notes: &[Note], quarter: Trimestre) -> DeclarationIrcec {
    let mut by_author: BTreeMap<&str, (&Auteur, IrcecMontants)> = BTreeMap::new();
    let mut anomalies = Vec::new();
    for note in in_force(notes).into_iter().filter(|n| quarter.contains(n.date_paiement)) {
        let amounts = IrcecMontants::of(note);
        if amounts.total.is_zero() {
            continue;
        }
        let Some(author) = &note.auteur else {
            anomalies.push(no_author(note));
            continue;
        };
        if author.nir.is_none() {
            anomalies.push(missing(
                author,
                "nir",
                "le numéro de sécurité sociale",
                "l'IRCEC s'en sert pour reconnaître l'auteur",
            ));
        }
        by_author.entry(author.auteur.as_str()).or_insert((author, IrcecMontants::default())).1.add(&amounts);
    }
    anomalies.sort();
    anomalies.dedup();
    let mut totaux = IrcecMontants::default();
    let lignes = by_author
        .into_values()
        .map(|(auteur, montants)| {
            totaux.add(&montants);
            IrcecLigne { auteur: auteur.clone(), montants }
        })
        .collect();
    DeclarationIrcec { trimestre: quarter, echeance: quarter.echeance(), lignes, totaux, anomalies }
}
