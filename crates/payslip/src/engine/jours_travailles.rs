//! The days on which a contract is worked: those of its time sheet, or its days of the calendar.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use crate::engine::recorder::Recorder;
use crate::input::Travail;

/// The share of a day worked on each date, their sum being the days of the contract.
///
/// A time sheet tells the dates. Without one, the days declared are those of the calendar when they are as many, or
/// those from Monday to Friday when they are as many; otherwise nothing tells them and they are spread evenly.
pub(crate) fn worked(run: &Run<'_, impl Recorder>, contract: &Contract<'_>) -> BTreeMap<NaiveDate, Decimal> {
    let jours = contract.jours;
    let sheet = match &run.given.contrats[contract.rank].travail {
        Travail::Heures(sheet) => sheet.temps.as_slice(),
        Travail::Brut { .. } => &[],
    };
    let mut dated: Vec<NaiveDate> =
        sheet.iter().map(|jour| jour.date).filter(|date| contract.periode.contains(*date)).collect();
    dated.sort();
    dated.dedup();
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
