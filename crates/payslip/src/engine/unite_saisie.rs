//! A pay that is that of another unit than the one it is read as: the month in the place of the week, the week in that of a day.

use cddu_rates::{Cents, GridRow, Unite};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::context::Run;
use super::recorder::Recorder;
use crate::gross::Minimum;

/// Weeks of the pay of a month, and how they are written: 3.8 in television (IDCC 2642 art. IV.2.1), else 52 / 12.
pub(super) fn of_a_month(idcc: &str) -> (Decimal, &'static str) {
    if idcc == "2642" {
        (Decimal::new(38, 1), "3,8")
    } else {
        (Decimal::from(52) / Decimal::from(12), "52/12")
    }
}

/// The unit of which a pay is the minimum to the cent, when it is read as that of another one: another unit of the grid, or the
/// same one for other hours than those typed beside it (`base`).
pub(super) fn of_another_unit(
    run: &Run<'_, impl Recorder>,
    idcc: &str,
    day: NaiveDate,
    (typed, base): (Cents, Option<Decimal>),
    read: &Minimum,
) -> Option<String> {
    let own = read.ligne.as_ref().filter(|_| read.salaire != read.valeur)?;
    let conventions = run.rates.conventions().ok()?;
    // The artists of television are in an agreement of their own.
    let fonction = [idcc, "1734"].into_iter().find_map(|idcc| conventions.function(idcc, &own.fonction))?;
    let adherent = run.input.employeur.parametres.adherent;
    let in_force = |row: &&GridRow| {
        row.annexe == own.annexe
            && (row.genre.is_empty() || row.genre == own.genre)
            && row.start(adherent) <= day
            && conventions.end(row, adherent).is_none_or(|end| day <= end)
    };
    let is_typed = |row: &&GridRow| row.valeur == Some(typed);
    let rows = || conventions.rows_of(fonction).filter(in_force).filter(is_typed);
    // The row that has these hours is the one meant.
    if base.is_some() && rows().any(|row| row.unite == own.unite && row.heures == base) {
        return None;
    }
    let other = |row: &&GridRow| {
        row.unite != own.unite
            || row.heures != own.heures.map(|h| h.0) && row.unite == Unite::Semaine
            || base.is_some() && row.heures.is_some()
    };
    let row = rows().find(other)?;
    let hours = row
        .heures
        .map_or_else(String::new, |h| format!(" de {} h", h.normalize().to_string().replace('.', ",")));
    Some(format!("{}{hours}", row.unite))
}
