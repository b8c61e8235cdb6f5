//! Exact lengths of time: minutes and decimal hours are both whole numbers of ticks.

use cddu_rates::{Quantity, round_half_up};
use rust_decimal::Decimal;

use crate::trace::Fig;

/// A length of time, in 1/600,000 of an hour: a minute (10,000) and a ten-thousandth of an hour (60) are both exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::gross) struct Ticks(pub(in crate::gross) i64);

pub(in crate::gross) const HOUR: i64 = 600_000;
pub(in crate::gross) const MINUTE: i64 = 10_000;

impl Ticks {
    pub(in crate::gross) const ZERO: Self = Self(0);

    pub(in crate::gross) const fn minutes(minutes: i64) -> Self {
        Self(minutes * MINUTE)
    }

    pub(in crate::gross) const fn whole_hours(hours: i64) -> Self {
        Self(hours * HOUR)
    }

    /// From decimal hours, up to four decimals.
    pub(in crate::gross) fn from_hours(hours: Decimal) -> Self {
        let ticks = (hours * Decimal::from(HOUR)).trunc();
        Self(i64::try_from(ticks.mantissa() / 10i128.pow(ticks.scale())).unwrap_or(i64::MAX / 4))
    }

    pub(in crate::gross) fn quantity(q: Quantity) -> Self {
        Self::from_hours(q.0)
    }

    /// Up to the next half hour.
    pub(in crate::gross) const fn ceil_half_hour(self) -> Self {
        let half = HOUR / 2;
        Self((self.0 + half - 1).div_euclid(half) * half)
    }

    /// `unit × hours`, multiplied before it is divided so that thirds of an hour stay exact.
    pub(in crate::gross) fn times(self, unit: Decimal) -> Decimal {
        unit * self.in_minutes() / Decimal::from(60)
    }

    /// Decimal hours, rounded to four decimals for print.
    pub(in crate::gross) fn shown(self) -> Quantity {
        Quantity(round_half_up(self.times(Decimal::ONE), 4).normalize())
    }

    /// Whole minutes.
    pub(in crate::gross) const fn whole_minutes(self) -> i64 {
        self.0 / MINUTE
    }

    /// Minutes, exact.
    pub(in crate::gross) fn in_minutes(self) -> Decimal {
        Decimal::new(self.0, 4).normalize()
    }

    pub(in crate::gross) const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

/// A length of time that knows its node, in minutes.
#[derive(Clone, Copy, Debug)]
pub(in crate::gross) struct Time {
    pub v: Ticks,
    pub f: Fig,
}

impl std::ops::Add for Ticks {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl std::ops::Sub for Ticks {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl std::ops::AddAssign for Ticks {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl std::iter::Sum for Ticks {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.map(|t| t.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_round_up_to_the_half_hour() {
        for (minutes, expected) in [(0, 0), (1, 30), (30, 30), (2731, 2760), (2760, 2760)] {
            assert_eq!(Ticks::minutes(minutes).ceil_half_hour(), Ticks::minutes(expected), "{minutes}");
        }
    }

    #[test]
    fn a_third_of_an_hour_is_exact() {
        // 20 minutes at 30.00: 10.00, not 9.9999.
        assert_eq!(Ticks::minutes(20).times(Decimal::from(30)), Decimal::from(10));
        assert_eq!(Ticks::from_hours("7.3333".parse().unwrap()).shown().to_string(), "7.3333");
    }
}
