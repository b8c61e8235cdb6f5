//! A table that ends with a year: its last value still serves a payment of the next January, with a warning, and
//! nothing later.

use cddu_rates::{Diagnostic, ZonePas};
use chrono::{Datelike as _, NaiveDate};

use super::context::{Run, name};
use crate::engine::recorder::Recorder;
use crate::trace::Number;

/// The day on which the default grid of a zone is read for a payment.
pub(crate) fn grid_day(
    run: &mut Run<'_, impl Recorder>,
    zone: ZonePas,
    payment: NaiveDate,
) -> Result<NaiveDate, Diagnostic> {
    let last = run.rates.grids_until(zone);
    table_day(run, "grille de taux par défaut du prélèvement à la source", last, payment)
}

/// The day on which a parameter that changes every year is read for a payment.
pub(crate) fn parameter_day(
    run: &mut Run<'_, impl Recorder>,
    label: &str,
    key: &str,
    payment: NaiveDate,
) -> Result<NaiveDate, Diagnostic> {
    let last = run.rates.yearly_until(key);
    table_day(run, label, last, payment)
}

/// A parameter that changes every year, read for a payment.
pub(crate) fn number(
    run: &mut Run<'_, impl Recorder>,
    (code, label): (&'static str, &'static str),
    key: &str,
    payment: NaiveDate,
) -> Result<Number, Diagnostic> {
    let day = parameter_day(run, label, key, payment)?;
    run.number(name(code, label), key, day)
}

fn table_day(
    run: &mut Run<'_, impl Recorder>,
    label: &str,
    last: Option<NaiveDate>,
    payment: NaiveDate,
) -> Result<NaiveDate, Diagnostic> {
    let Some(last) = last.filter(|last| *last < payment) else { return Ok(payment) };
    if payment.year() == last.year() + 1 && payment.month() == 1 {
        run.warn_once(
            "BAREME-ANNEE",
            format!(
                "{label} : aucune valeur connue pour {} ; celle du {last} est appliquée au paiement du {payment}, à reprendre dès la publication",
                payment.year()
            ),
        );
        return Ok(last);
    }
    Err(Diagnostic::error(
        "BAR-010",
        format!("{label} : aucune valeur au {payment}, la dernière connue finit le {last}"),
    )
    .at("date_paiement")
    .hint("saisir dans les tables les valeurs de l'année du paiement ; celles de l'année précédente ne servent qu'en janvier"))
}
