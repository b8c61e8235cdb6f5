//! Civil quarter.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A civil quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Trimestre {
    /// Year.
    pub annee: i32,
    /// Rank, 1 to 4.
    pub rang: u32,
}

impl Trimestre {
    /// The quarter of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self { annee: day.year(), rang: day.month0() / 3 + 1 }
    }

    /// True when the day is in the quarter.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }

    /// Day by which the quarter is declared and paid: the 15th of the month that follows.
    #[must_use]
    pub fn echeance(self) -> NaiveDate {
        let (year, month) =
            if self.rang == 4 { (self.annee + 1, 1) } else { (self.annee, self.rang * 3 + 1) };
        NaiveDate::from_ymd_opt(year, month, 15).unwrap_or_default()
    }
}

impl fmt::Display for Trimestre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}-T{}", self.annee, self.rang))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_and_their_deadline() {
        for (day, shown, deadline) in [
            ("2026-01-01", "2026-T1", "2026-04-15"),
            ("2026-03-31", "2026-T1", "2026-04-15"),
            ("2026-06-30", "2026-T2", "2026-07-15"),
            ("2026-09-30", "2026-T3", "2026-10-15"),
            ("2026-12-31", "2026-T4", "2027-01-15"),
        ] {
            let quarter = Trimestre::of(day.parse().unwrap());
            assert_eq!(
                (quarter.to_string(), quarter.echeance().to_string()),
                (shown.to_owned(), deadline.to_owned())
            );
        }
    }
}
