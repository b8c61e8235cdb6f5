//! The days on which a contract is worked: those of its time sheet, or its days of the calendar.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use super::context::Contract;

/// The share of a day worked on each date, their sum being the days of the contract.
///
/// A time sheet tells the dates. Without one, the days declared are those of the calendar when they are as many, or
/// those from Monday to Friday when they are as many; otherwise nothing tells them and they are spread evenly.
pub(crate) fn worked(contract: &Contract<'_>) -> BTreeMap<NaiveDate, Decimal> {
    let jours = contract.jours;
    let dated: Vec<NaiveDate> = {
        let sheet = contract.c.temps.iter().map(|jour| jour.date);
        let mut dates: Vec<NaiveDate> = sheet.filter(|date| contract.periode.contains(*date)).collect();
        dates.sort();
        dates.dedup();
        dates
    };
    let every: Vec<NaiveDate> = contract.periode.iter_days().collect();
    let week: Vec<NaiveDate> =
        every.iter().copied().filter(|date| date.weekday().number_from_monday() <= 5).collect();
    for dates in [&dated, &every, &week] {
        if !dates.is_empty() && Decimal::from(dates.len()) == jours {
            return dates.iter().map(|date| (*date, Decimal::ONE)).collect();
        }
    }
    let share = jours / Decimal::from(every.len().max(1));
    every.into_iter().map(|date| (date, share)).collect()
}
