//! Dates that cannot be: a reading in the future, a value of another century.

use chrono::{Datelike, NaiveDate};

use super::{CheckOptions, place};
use crate::rates::Rates;
use crate::row::Row;
use cddu_base::Diagnostic;

/// The ordinances that created the Sécurité sociale are of October 1945.
const FIRST_YEAR: i32 = 1945;
/// The longest path that a table writes down in advance: the rates of the DFS, until 2032.
const YEARS_AHEAD: i32 = 12;

/// `BAR-052`: a value verified after the day of the check, or dated outside 1945 to twelve years ahead.
pub(super) fn check(rates: &Rates, options: &CheckOptions<'_>, out: &mut Vec<Diagnostic>) {
    for row in rates.rows() {
        if row.verifie_le > options.today {
            let message = format!("{} : vérifiée le {}, un jour à venir", row.cle, row.verifie_le);
            out.push(fault(rates, row, message, "corriger verifie_le : le jour où la source a été lue"));
        }
        let ends = [("valide_du", Some(row.valide_du)), ("valide_au", row.valide_au)];
        for (name, date) in ends.into_iter().filter_map(|(name, date)| Some((name, date?))) {
            if absurd(date, options.today) {
                let message = format!("{} : {name} = {date}, hors de toute période de paie", row.cle);
                out.push(fault(rates, row, message, "corriger l'année (AAAA-MM-JJ)"));
            }
        }
    }
}

fn fault(rates: &Rates, row: &Row, message: String, hint: &str) -> Diagnostic {
    place(rates, row, Diagnostic::error("BAR-052", message).hint(hint))
}

pub(super) fn absurd(date: NaiveDate, today: NaiveDate) -> bool {
    date.year() < FIRST_YEAR || date.year() > today.year() + YEARS_AHEAD
}
