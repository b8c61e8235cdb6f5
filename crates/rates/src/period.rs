//! Dates of payroll: inclusive periods and months of a year.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A period of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    #[serde(deserialize_with = "crate::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::date::Day"))]
    pub debut: NaiveDate,
    /// Last day.
    #[serde(deserialize_with = "crate::date::read")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::date::Day"))]
    pub fin: NaiveDate,
}

impl Period {
    /// A period, or `None` when it ends before it starts.
    #[must_use]
    pub fn new(debut: NaiveDate, fin: NaiveDate) -> Option<Self> {
        (debut <= fin).then_some(Self { debut, fin })
    }

    /// Number of calendar days, at least 1 for a valid period.
    #[must_use]
    pub fn days(self) -> i64 {
        (self.fin - self.debut).num_days() + 1
    }

    /// True when the day belongs to the period.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.debut <= day && day <= self.fin
    }

    /// True when the other period lies inside this one.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.debut <= other.debut && other.fin <= self.fin
    }

    /// The common days of two periods.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.debut.max(other.debut), self.fin.min(other.fin))
    }

    /// The Monday of the civil week of a day.
    #[must_use]
    pub fn monday(day: NaiveDate) -> NaiveDate {
        day - chrono::Days::new(u64::from(day.weekday().num_days_from_monday()))
    }

    /// The Mondays of the civil weeks that the period touches.
    pub fn weeks(self) -> impl Iterator<Item = NaiveDate> {
        Self::monday(self.debut).iter_weeks().take_while(move |monday| *monday <= self.fin)
    }

    /// The days one by one.
    pub fn iter_days(self) -> impl Iterator<Item = NaiveDate> {
        self.debut.iter_days().take_while(move |d| *d <= self.fin)
    }

    /// The months touched, each with the part of the period that falls in it.
    pub fn by_month(self) -> impl Iterator<Item = (Month, Self)> {
        let mut month = Month::of(self.debut);
        let last = Month::of(self.fin);
        std::iter::from_fn(move || {
            if month > last {
                return None;
            }
            let current = month;
            month = month.next();
            self.intersection(current.period()).map(|part| (current, part))
        })
    }

    /// True when the period is at most `months` months counted date to date: from 10 March, two months end on
    /// 9 May; when the day does not exist in the last month, the end of that month.
    ///
    /// CGI 204 H III 1 d (two months), C. trav. L5422-12 (three months).
    #[must_use]
    pub fn at_most_months(self, months: u32) -> bool {
        // chrono clamps to the end of the month: 31 January + 1 month = 28 February.
        let Some(limit) = self.debut.checked_add_months(Months::new(months)) else { return true };
        if limit.day() < self.debut.day() { self.fin <= limit } else { self.fin < limit }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.debut, self.fin)
    }
}

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Year, four digits.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
}

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// Reads `AAAA-MM`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        let month = Self { year: year.parse().ok()?, month: month.parse().ok()? };
        NaiveDate::from_ymd_opt(month.year, month.month, 1).map(|_| month)
    }

    /// First day.
    ///
    /// # Panics
    /// Never for a month built by this module.
    #[must_use]
    pub fn first(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).expect("a month has a first day")
    }

    /// Last day.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        self.next().first() - Days::new(1)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        if self.month == 12 {
            Self { year: self.year + 1, month: 1 }
        } else {
            Self { year: self.year, month: self.month + 1 }
        }
    }

    /// Number of days, 28 to 31.
    #[must_use]
    pub fn days(self) -> i64 {
        self.period().days()
    }

    /// The whole month.
    #[must_use]
    pub fn period(self) -> Period {
        Period { debut: self.first(), fin: self.last() }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("« {text} » n'est pas un mois (AAAA-MM)")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(debut: &str, fin: &str) -> Period {
        Period { debut: debut.parse().unwrap(), fin: fin.parse().unwrap() }
    }

    #[test]
    fn months_are_counted_date_to_date() {
        // Examples of the tax comment: 10 March - 9 May is two months, 10 March - 10 May is more.
        let cases = [
            ("2026-03-10", "2026-05-09", 2, true),
            ("2026-03-10", "2026-05-10", 2, false),
            ("2026-06-01", "2026-07-31", 2, true),
            ("2026-06-01", "2026-08-01", 2, false),
            // 31 December + 2 months: no 31 February, the end of the month counts.
            ("2025-12-31", "2026-02-28", 2, true),
            ("2025-12-31", "2026-03-01", 2, false),
            ("2026-01-15", "2026-04-14", 3, true),
            ("2026-01-15", "2026-04-15", 3, false),
        ];
        for (debut, fin, months, expected) in cases {
            assert_eq!(period(debut, fin).at_most_months(months), expected, "{debut} {fin}");
        }
    }

    #[test]
    fn a_period_is_cut_at_month_ends() {
        let parts: Vec<_> =
            period("2026-11-28", "2027-01-02").by_month().map(|(m, p)| (m.to_string(), p.days())).collect();
        assert_eq!(parts, [("2026-11".into(), 3), ("2026-12".into(), 31), ("2027-01".into(), 2)]);
    }
}
