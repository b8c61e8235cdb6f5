//! Quarterly declaration to the Urssaf artistes-auteurs, and the yearly nominative one (CSS R382-20).

use std::collections::BTreeMap;

use cddu_payslip::note::{Auteur, Note, NoteSens, Producteur, Social, in_force};
use cddu_rates::{Cents, Diagnostic};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::{Trimestre, missing, no_author, number};

/// Declaration of a quarter: one line per author and payment, précompted or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeclarationUrssaf {
    /// Quarter of the payments.
    pub trimestre: Trimestre,
    /// Day by which it is declared and paid.
    pub echeance: NaiveDate,
    /// Payer.
    pub producteur: Option<Producteur>,
    /// No payment in the quarter: a « déclaration néant » is due all the same.
    pub neant: bool,
    /// Lines, by author then date.
    pub lignes: Vec<UrssafLigne>,
    /// Sum of the lines.
    pub totaux: UrssafMontants,
    /// What prevents the sending.
    pub anomalies: Vec<Diagnostic>,
}

/// One payment to one author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UrssafLigne {
    /// Author.
    pub auteur: Auteur,
    /// Number of the note.
    pub note: String,
    /// Day of payment.
    pub date_paiement: NaiveDate,
    /// Contributions withheld from the author.
    pub precompte: bool,
    /// Switch of the social contributions.
    pub social: Social,
    /// Nature of the income.
    pub nature_revenu: &'static str,
    /// Genre of the work.
    pub genre: Option<&'static str>,
    /// Amounts.
    #[serde(flatten)]
    pub montants: UrssafMontants,
}

/// Amounts of the Urssaf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UrssafMontants {
    /// Gross without TVA.
    pub brut_ht: Cents,
    /// Base of the capped old-age contribution.
    pub base_vieillesse: Cents,
    /// Base of CSG and CRDS.
    pub base_csg: Cents,
    /// Old age withheld.
    pub vieillesse: Cents,
    /// CSG withheld.
    pub csg: Cents,
    /// CRDS withheld.
    pub crds: Cents,
    /// Training contribution withheld.
    pub cfp: Cents,
    /// Contribution diffuseur.
    pub diffuseur: Cents,
    /// Training contribution of the diffuseur.
    pub cfp_diffuseur: Cents,
    /// To pay to the Urssaf.
    pub total: Cents,
}

impl UrssafMontants {
    fn of(note: &Note) -> Self {
        let of = |code: &str, sens| note.amount(code, sens);
        Self {
            brut_ht: note.brut_ht,
            base_vieillesse: note.bases.vieillesse,
            base_csg: note.bases.csg,
            vieillesse: of("AA_VIEIL_PLAF", NoteSens::Retenue),
            csg: of("AA_CSG", NoteSens::Retenue),
            crds: of("AA_CRDS", NoteSens::Retenue),
            cfp: of("AA_CFP", NoteSens::Retenue),
            diffuseur: of("AA_DIFF", NoteSens::Producteur),
            cfp_diffuseur: of("AA_DIFF_CFP", NoteSens::Producteur),
            total: note.totaux.urssaf(),
        }
    }

    fn add(&mut self, other: &Self) {
        self.brut_ht += other.brut_ht;
        self.base_vieillesse += other.base_vieillesse;
        self.base_csg += other.base_csg;
        self.vieillesse += other.vieillesse;
        self.csg += other.csg;
        self.crds += other.crds;
        self.cfp += other.cfp;
        self.diffuseur += other.diffuseur;
        self.cfp_diffuseur += other.cfp_diffuseur;
        self.total += other.total;
    }
}

/// The declaration of a quarter. Amounts are those of the notes in force; nothing is computed again.
#[must_use]
pub fn declaration_urssaf(notes: &[Note], quarter: Trimestre) -> DeclarationUrssaf {
    let mut lines = Vec::new();
    let mut anomalies = Vec::new();
    let mut payer = None;
    for note in in_force(notes).into_iter().filter(|n| quarter.contains(n.date_paiement)) {
        payer = payer.or_else(|| note.producteur.clone());
        let Some(author) = &note.auteur else {
            anomalies.push(no_author(note));
            continue;
        };
        if note.social == Social::Precompte && author.nir.is_none() {
            anomalies.push(missing(
                author,
                "nir",
                "le numéro de sécurité sociale",
                "l'Urssaf le demande pour un auteur précompté",
            ));
        }
        if note.social == Social::Dispense && author.siret.is_none() {
            anomalies.push(missing(
                author,
                "siret",
                "le SIRET",
                "l'Urssaf le demande pour un auteur dispensé",
            ));
        }
        lines.push(UrssafLigne {
            auteur: author.clone(),
            note: number(note).to_owned(),
            date_paiement: note.date_paiement,
            precompte: note.social == Social::Precompte,
            social: note.social,
            nature_revenu: note.nature_revenu.key(),
            genre: note.oeuvre.as_ref().map(|w| w.genre.key()),
            montants: UrssafMontants::of(note),
        });
    }
    lines.sort_by(|a, b| {
        (&a.auteur.auteur, a.date_paiement, &a.note).cmp(&(&b.auteur.auteur, b.date_paiement, &b.note))
    });
    anomalies.sort();
    anomalies.dedup();
    let mut totaux = UrssafMontants::default();
    for line in &lines {
        totaux.add(&line.montants);
    }
    DeclarationUrssaf {
        trimestre: quarter,
        echeance: quarter.echeance(),
        producteur: payer,
        neant: lines.is_empty() && anomalies.is_empty(),
        lignes: lines,
        totaux,
        anomalies,
    }
}

/// One author of the yearly nominative declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NominativeAuteur {
    /// Author, as on the last note.
    pub auteur: Auteur,
    /// Amounts of the year.
    pub montants: UrssafMontants,
}

/// The yearly nominative declaration, due before 31 January of the next year: one line per author.
#[must_use]
pub fn nominative_annuelle(notes: &[Note], year: i32) -> Vec<NominativeAuteur> {
    let mut by_author: BTreeMap<&str, (NaiveDate, &Auteur, UrssafMontants)> = BTreeMap::new();
    for note in in_force(notes).into_iter().filter(|n| n.date_paiement.year() == year) {
        let Some(author) = &note.auteur else { continue };
        let entry = by_author.entry(author.auteur.as_str()).or_insert((
            note.date_paiement,
            author,
            UrssafMontants::default(),
        ));
        if note.date_paiement >= entry.0 {
            (entry.0, entry.1) = (note.date_paiement, author);
        }
        entry.2.add(&UrssafMontants::of(note));
    }
    by_author
        .into_values()
        .map(|(_, auteur, montants)| NominativeAuteur { auteur: auteur.clone(), montants })
        .collect()
}
