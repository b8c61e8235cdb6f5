//! Conventional indemnities and limits of expenses.

use chrono::NaiveDate;

use super::Conventions;
use super::csv_table::read as read_csv;
use crate::row::Confiance;
use crate::source::Files;
use crate::units::Cents;
use cddu_base::Diagnostic;

/// One dated amount of an indemnity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expense {
    /// Code (`3097_REPAS`).
    pub code: String,
    /// Label.
    pub libelle: String,
    /// Amount, when it is one number.
    pub valeur: Option<Cents>,
    /// Formula, when it is not.
    pub formule: String,
    /// Unit.
    pub unite: String,
    /// First day.
    pub valide_du: NaiveDate,
    /// Last day.
    pub valide_au: Option<NaiveDate>,
    /// Legal basis.
    pub base_legale: String,
    /// Code of the source.
    pub source: String,
    /// How sure it is.
    pub confiance: Confiance,
    /// Day of the last check.
    pub verifie_le: NaiveDate,
    /// Line in `rates/conventions/frais.csv`.
    pub ligne: u64,
}

pub(super) fn read(files: &Files, errors: &mut Vec<Diagnostic>) -> Vec<Expense> {
    read_csv(files, "conventions/frais.csv", errors, |line| {
        let (valide_du, valide_au) = line.validity()?;
        Ok(Expense {
            code: line.owned("code")?,
            libelle: line.owned("libelle")?,
            valeur: line.optional("valeur")?,
            formule: line.owned("formule")?,
            unite: line.owned("unite")?,
            valide_du,
            valide_au,
            base_legale: line.owned("base_legale")?,
            source: line.owned("source")?,
            confiance: line.confiance()?,
            verifie_le: line.day("verifie_le")?,
            ligne: line.number(),
        })
    })
}

impl Conventions {
    /// The indemnity of a code on a day.
    ///
    /// # Errors
    /// `BAR-022` when no amount is known for that day.
    pub fn expense(&self, code: &str, date: NaiveDate) -> Result<&Expense, Diagnostic> {
        self.expenses
            .iter()
            .find(|e| e.code == code && e.valide_du <= date && e.valide_au.is_none_or(|end| date <= end))
            .ok_or_else(|| {
                Diagnostic::error("BAR-022", format!("aucun montant connu de l'indemnité {code} au {date}"))
                    .in_file("conventions/frais.csv", None)
                    .hint("ajouter la ligne datée et sourcée à rates/conventions/frais.csv")
            })
    }

    /// Every indemnity.
    #[must_use]
    pub fn expenses(&self) -> &[Expense] {
        &self.expenses
    }
}
