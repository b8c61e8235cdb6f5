//! Monthly statement of the retenue à la source of non-residents (CGI 182 B; form 2494).

use cddu_payslip::note::{Note, NoteSens, in_force};
use cddu_rates::{Cents, Month, Period, Rate};
use chrono::NaiveDate;
use serde::Serialize;

use super::number;

/// Retenue à la source of the notes paid in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeclarationRetenueSource {
    /// Month of payment.
    pub periode: Period,
    /// Day by which it is paid: the 15th of the next month (not verified in a text).
    pub echeance: NaiveDate,
    /// One line per note, by date.
    pub lignes: Vec<RetenueSourceLigne>,
    /// Gross of these notes.
    pub base: Cents,
    /// To pay.
    pub total: Cents,
}

/// One note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RetenueSourceLigne {
    /// Number of the note.
    pub note: String,
    /// Identifier of the author.
    pub auteur: Option<String>,
    /// Country of the author.
    pub pays: Option<String>,
    /// Day of payment.
    pub date_paiement: NaiveDate,
    /// Gross without TVA.
    pub base: Cents,
    /// Rate in percent.
    pub taux: Rate,
    /// Withheld.
    pub montant: Cents,
}

/// The statement of a month, copied from the notes in force.
#[must_use]
pub fn retenue_source(notes: &[Note], mois: Month) -> DeclarationRetenueSource {
    let mut lignes: Vec<RetenueSourceLigne> = in_force(notes)
        .into_iter()
        .filter(|n| Month::of(n.date_paiement) == mois)
        .filter_map(|note| {
            let line = note.line("AA_RAS", NoteSens::Retenue)?;
            let author = note.auteur.as_ref();
            Some(RetenueSourceLigne {
                note: number(note).to_owned(),
                auteur: author.map(|a| a.auteur.clone()),
                pays: author
                    .and_then(|a| a.adresse.as_ref())
                    .map(|a| a.pays.clone())
                    .filter(|p| !p.is_empty()),
                date_paiement: note.date_paiement,
                base: line.base,
                taux: line.taux,
                montant: line.montant,
            })
        })
        .collect();
    lignes.sort_by(|a, b| (a.date_paiement, &a.note).cmp(&(b.date_paiement, &b.note)));
    DeclarationRetenueSource {
        periode: mois.period(),
        echeance: mois.next().first() + chrono::Days::new(14),
        base: lignes.iter().map(|l| l.base).sum(),
        total: lignes.iter().map(|l| l.montant).sum(),
        lignes,
    }
}
