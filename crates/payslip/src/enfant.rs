//! A child under sixteen: what the authorisation of the prefect says (C. trav. L7124-1), and what the payslip keeps of it.

use cddu_rates::{Cents, Rate};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::input::Salarie;
use crate::vocabulary::{Adresse, is_default};

/// Age under which a child of the show business needs an authorisation, in months (C. trav. L7124-1).
const SIXTEEN: u32 = 16 * 12;

/// The individual authorisation of a child (C. trav. L7124-1, R7124-23), and who receives the part of the pay that the
/// commission leaves to the family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Enfant {
    /// Reference of the decision of the prefect.
    pub autorisation: String,
    /// Its date: before the first day of work.
    #[serde(deserialize_with = "cddu_rates::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date: NaiveDate,
    /// Part of the pay left to the legal representatives, in percent, as the commission fixed it (C. trav. L7124-9,
    /// R7124-31). No text gives a usual rate: there is no default.
    pub part_representants: Rate,
    /// The authorisation allows work after eight in the evening, until midnight at most (C. trav. R7124-30-1).
    #[serde(default, skip_serializing_if = "is_default")]
    pub jusqu_a_minuit: bool,
    /// Legal representatives: first names and family name of each.
    pub representants: Vec<String>,
    /// Their address; missing: that of the child.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adresse: Option<Adresse>,
    /// Account that receives their part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iban: Option<String>,
    /// Its bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bic: Option<String>,
}

/// The pay of a child, shared to the cent: `part_representants + frais + caisse_des_depots` is the sum paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Pecule {
    /// Reference of the authorisation.
    pub autorisation: String,
    /// Its date.
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub date: NaiveDate,
    /// Part left to the legal representatives, percent.
    pub taux: Rate,
    /// What the part is taken of (method `pecule_base`).
    pub assiette: Cents,
    /// Part of the legal representatives, rounded half up.
    pub part_representants: Cents,
    /// Expenses refunded, outside the share: paid with the part of the legal representatives.
    #[serde(default, skip_serializing_if = "is_default")]
    pub frais: Cents,
    /// Pécule paid to the Caisse des Dépôts: the rest (C. trav. L7124-9).
    pub caisse_des_depots: Cents,
}

impl Pecule {
    /// What the account of the legal representatives receives.
    #[must_use]
    pub fn representants(&self) -> Cents {
        self.part_representants + self.frais
    }
}

/// What is known of the sixteenth birthday of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum SeizeAns {
    /// The day.
    Le(NaiveDate),
    /// Nobody gave the date of birth; the social security number tells the month: at the latest on this day.
    AuPlusTard(NaiveDate),
    /// Nothing is known.
    Inconnu,
}

impl Salarie {
    /// The sixteenth birthday, by the date of birth, else by the month that the social security number tells. A number that
    /// has two digits for the year is that of the youngest age on `day`.
    #[must_use]
    pub fn seize_ans(&self, day: NaiveDate) -> SeizeAns {
        if let Some(born) = self.date_naissance {
            return born.checked_add_months(Months::new(SIXTEEN)).map_or(SeizeAns::Inconnu, SeizeAns::Le);
        }
        let digits = |from: usize| -> Option<u32> {
            let nir = self.nir.as_deref()?;
            // 1 and 2: men and women registered; 7 and 8 are provisional numbers, which say the same.
            nir.get(from..from + 2)?.parse().ok()
        };
        let last_day = || {
            let (year, month) = (digits(1)?, digits(3).filter(|m| (1..=12).contains(m))?);
            let year = i32::try_from(year).ok()? + 2000;
            let first = NaiveDate::from_ymd_opt(year, month, 1)?;
            let born = if first > day { first.checked_sub_months(Months::new(1200))? } else { first };
            born.checked_add_months(Months::new(SIXTEEN + 1))?.pred_opt()
        };
        last_day().map_or(SeizeAns::Inconnu, SeizeAns::AuPlusTard)
    }
}
