//! TVA of the notes of a period, for the CA3 and its annex.

use cddu_payslip::note::{Note, in_force};
use cddu_rates::{Cents, Period};
use chrono::NaiveDate;
use serde::Serialize;

use super::number;

/// TVA of the notes paid in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReleveTva {
    /// Days of payment.
    pub periode: Period,
    /// One line per note that bears TVA, by date.
    pub lignes: Vec<TvaLigne>,
    /// Sums.
    pub totaux: TvaMontants,
}

/// One note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TvaLigne {
    /// Number of the note.
    pub note: String,
    /// Identifier of the author.
    pub auteur: Option<String>,
    /// Day of payment.
    pub date_paiement: NaiveDate,
    /// Switch of the TVA.
    pub tva: &'static str,
    /// Amounts.
    #[serde(flatten)]
    pub montants: TvaMontants,
}

/// Amounts of TVA.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TvaMontants {
    /// Gross without TVA.
    pub brut_ht: Cents,
    /// TVA of the note, deductible by the producer (44566); full deduction of the TVA under retenue is usual
    /// practice, to be confirmed by the accountant.
    pub deductible: Cents,
    /// TVA withheld, to remit with the CA3 (annex, « retenue de TVA sur droits d'auteur »; CGI 285 bis).
    pub retenue: Cents,
    /// TVA that the producer assesses itself: due.
    pub autoliquidee_due: Cents,
    /// The same TVA: deductible.
    pub autoliquidee_deductible: Cents,
}

impl TvaMontants {
    fn of(note: &Note) -> Self {
        Self {
            brut_ht: note.brut_ht,
            deductible: note.totaux.tva,
            retenue: note.totaux.retenue_tva,
            autoliquidee_due: note.informations.tva_autoliquidee,
            autoliquidee_deductible: note.informations.tva_autoliquidee,
        }
    }
}

/// The TVA of the notes in force paid in a period (month or quarter of the CA3).
#[must_use]
pub fn releve_tva(notes: &[Note], periode: Period) -> ReleveTva {
    let mut totaux = TvaMontants::default();
    let mut lignes: Vec<TvaLigne> = in_force(notes)
        .into_iter()
        .filter(|n| periode.contains(n.date_paiement))
        .filter(|n| !n.totaux.tva.is_zero() || !n.informations.tva_autoliquidee.is_zero())
        .map(|note| {
            let montants = TvaMontants::of(note);
            totaux.brut_ht += montants.brut_ht;
            totaux.deductible += montants.deductible;
            totaux.retenue += montants.retenue;
            totaux.autoliquidee_due += montants.autoliquidee_due;
            totaux.autoliquidee_deductible += montants.autoliquidee_deductible;
            TvaLigne {
                note: number(note).to_owned(),
                auteur: note.auteur.as_ref().map(|a| a.auteur.clone()),
                date_paiement: note.date_paiement,
                tva: note.tva.key(),
                montants,
            }
        })
        .collect();
    lignes.sort_by(|a, b| (a.date_paiement, &a.note).cmp(&(b.date_paiement, &b.note)));
    ReleveTva { periode, lignes, totaux }
}
