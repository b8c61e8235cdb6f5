//! The period of a run, as the administrator names it.

use cddu_rates::{Diagnostic, Month, Period};
use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// A period of work to pay and its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayPeriod {
    /// Name, also that of its folders: `2026-W46`, `2026-11`, `2026-11-09_2026-11-15`.
    pub nom: String,
    /// Days, both ends included.
    pub jours: Period,
}

impl PayPeriod {
    /// Reads `2026-W46` (ISO week), `2026-11` (month), `2026-11-09/2026-11-15` (days) or the name that these days give
    /// (`2026-11-09_2026-11-15`).
    ///
    /// # Errors
    /// `DOS-070` when the text is none of these.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        let bad = |message: String| {
            Diagnostic::error("DOS-070", message).hint(
                "écrire une semaine ISO (2026-W46), un mois (2026-11) ou deux dates (2026-11-09/2026-11-15)",
            )
        };
        if let Some((from, to)) = text.split_once(['/', '_']) {
            let day = |t: &str| crate::lecture::value::date(t.trim()).map_err(&bad);
            let (debut, fin) = (day(from)?, day(to)?);
            let jours = Period::new(debut, fin)
                .ok_or_else(|| bad(format!("la période « {text} » finit avant de commencer")))?;
            return Ok(Self { nom: format!("{debut}_{fin}"), jours });
        }
        if let Some(jours) = week(text) {
            return Ok(Self { nom: text.to_ascii_uppercase(), jours });
        }
        match Month::parse(text) {
            Some(month) => Ok(Self { nom: month.to_string(), jours: month.period() }),
            None => Err(bad(format!("« {text} » n'est pas une période"))),
        }
    }
}

/// The days of an ISO week written `2026-W46`.
pub(crate) fn week(text: &str) -> Option<Period> {
    let (year, week) = text.split_once("-W").or_else(|| text.split_once("-w"))?;
    if year.len() != 4 {
        return None;
    }
    let monday = NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)?;
    Period::new(monday, monday + chrono::Days::new(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_months_and_dates() {
        let cases = [
            ("2026-W46", "2026-W46", "2026-11-09/2026-11-15"),
            ("2026-w01", "2026-W01", "2025-12-29/2026-01-04"),
            ("2026-11", "2026-11", "2026-11-01/2026-11-30"),
            ("2026-11-30/2026-12-04", "2026-11-30_2026-12-04", "2026-11-30/2026-12-04"),
            ("2026-11-30_2026-12-04", "2026-11-30_2026-12-04", "2026-11-30/2026-12-04"),
            ("30/11/2026/04/12/2026", "", ""),
        ];
        for (text, name, days) in cases {
            match PayPeriod::parse(text) {
                Ok(period) => {
                    assert_eq!(
                        (period.nom.as_str(), period.jours.to_string().as_str()),
                        (name, days),
                        "{text}"
                    );
                }
                Err(error) => {
                    assert_eq!(error.code, "DOS-070");
                    assert!(name.is_empty(), "{text}");
                }
            }
        }
        for bad in ["2026-W54", "2026-13", "novembre", "2026-11-15/2026-11-09", "2026"] {
            assert_eq!(PayPeriod::parse(bad).unwrap_err().code, "DOS-070", "{bad}");
        }
    }
}
