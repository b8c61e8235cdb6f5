//! Annexe 3 of IDCC 3097: films made under a derogation.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Conventions;
use super::csv_table::read as read_csv;
use crate::row::Confiance;
use crate::source::Files;
use crate::units::{Cents, Rate};
use cddu_base::Diagnostic;

/// The formula of annexe 3 for films whose derogation was obtained in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annexe3 {
    /// Derogation obtained from.
    pub derogation_du: Option<NaiveDate>,
    /// Derogation obtained until.
    pub derogation_au: Option<NaiveDate>,
    /// Base amount, weekly.
    pub socle: Cents,
    /// Share of the reference pay above the base amount.
    pub pourcentage: Rate,
    /// Annexe 3 bis takes its share on the annexe 2 total (before 11 April 2020), not on the weekly reference.
    pub sur_total_annexe2: bool,
    /// First day of work for a member employer.
    pub valide_du: NaiveDate,
    /// Last day of work.
    pub valide_au: Option<NaiveDate>,
    /// First day of work for the others.
    pub valide_du_non_adherent: Option<NaiveDate>,
    /// Legal basis.
    pub base_legale: String,
    /// Code of the source.
    pub source: String,
    /// How sure it is.
    pub confiance: Confiance,
    /// Day of the last check.
    pub verifie_le: NaiveDate,
    /// Line in `rates/conventions/annexe3.csv`.
    pub ligne: u64,
}

impl Annexe3 {
    /// The pay under annexe 3: `socle + pct × (reference - socle)` when the reference is above the socle, else the
    /// reference. Unrounded.
    #[must_use]
    pub fn pay(&self, reference: Decimal) -> Decimal {
        let socle = self.socle.to_decimal();
        if reference > socle { socle + self.pourcentage.fraction() * (reference - socle) } else { reference }
    }

    fn start(&self, adherent: bool) -> NaiveDate {
        if adherent { self.valide_du } else { self.valide_du_non_adherent.unwrap_or(self.valide_du) }
    }
}

pub(super) fn read(files: &Files, errors: &mut Vec<Diagnostic>) -> Vec<Annexe3> {
    read_csv(files, "conventions/annexe3.csv", errors, |line| {
        let (valide_du, valide_au) = line.validity()?;
        Ok(Annexe3 {
            derogation_du: line.day_or_none("derogation_du")?,
            derogation_au: line.day_or_none("derogation_au")?,
            socle: line.parse("socle")?,
            pourcentage: line.parse("pourcentage")?,
            sur_total_annexe2: match line.text("assiette_3bis")? {
                "annexe2" => true,
                "annexe3" => false,
                other => return Err(line.bad("assiette_3bis", &format!("« {other} » inconnu"))),
            },
            valide_du,
            valide_au,
            valide_du_non_adherent: line.day_or_none("valide_du_non_adherent")?,
            base_legale: line.owned("base_legale")?,
            source: line.owned("source")?,
            confiance: line.confiance()?,
            verifie_le: line.day("verifie_le")?,
            ligne: line.number(),
        })
    })
}

impl Conventions {
    /// The formula of a film by the date of its derogation; among the amounts of that derogation, the one in force on
    /// the day worked, or the first one known when the work is older.
    ///
    /// # Errors
    /// `BAR-022` when no formula is known for that derogation.
    pub fn annexe3(
        &self,
        derogation: NaiveDate,
        date: NaiveDate,
        adherent: bool,
    ) -> Result<&Annexe3, Diagnostic> {
        let mut rows: Vec<&Annexe3> = self
            .annexe3
            .iter()
            .filter(|row| {
                row.derogation_du.is_none_or(|from| from <= derogation)
                    && row.derogation_au.is_none_or(|to| derogation <= to)
            })
            .collect();
        rows.sort_by_key(|row| row.start(adherent));
        rows.iter().rev().find(|row| row.start(adherent) <= date).or(rows.first()).copied().ok_or_else(|| {
            Diagnostic::error(
                "BAR-022",
                format!("aucune formule d'annexe 3 pour une dérogation du {derogation}"),
            )
            .in_file("conventions/annexe3.csv", None)
        })
    }
}
