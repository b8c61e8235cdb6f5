//! Hours that the days cannot hold: a lost decimal comma, a total given twice.

use std::collections::BTreeMap;

use cddu_rates::Diagnostic;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::input::{Engagement, Question};
use crate::gross::lines::fr;
use crate::gross::temps::sheet::monday;

fn refused(message: String, field: String) -> Diagnostic {
    Diagnostic::error("BRUT-131", message)
        .at(field)
        .hint("vérifier la virgule (45,5 et non 455) et le nombre de jours")
}

fn too_many(hours: Decimal, days: Decimal) -> Option<String> {
    let most = days * Decimal::from(24);
    (hours > most).then(|| format!("{} h pour {} j : {} h au plus", fr(hours), fr(days), fr(most)))
}

/// What totals say that no calendar holds: `BRUT-131`, at the row of the week or at the total.
pub(in crate::gross) fn impossible(input: &Question<'_>) -> Vec<Diagnostic> {
    let sheet = input.feuille;
    let mut errors = Vec::new();
    let mut weeks: BTreeMap<NaiveDate, Decimal> = BTreeMap::new();
    for (rank, week) in sheet.semaines.iter().enumerate() {
        let days = weeks.entry(monday(week.debut)).or_default();
        *days += week.jours.0;
        if *days > Decimal::from(7) {
            let message = format!("{} jours dans une semaine", fr(*days));
            errors.push(refused(message, format!("semaines[{rank}].jours")));
        } else if let Some(message) = too_many(week.heures.0, week.jours.0) {
            errors.push(refused(message, format!("semaines[{rank}].heures")));
        }
    }
    if let Some(hours) = input.heures.filter(|_| sheet.temps.is_empty() && sheet.semaines.is_empty()) {
        let span = if sheet.engagement == Some(Engagement::Mois) { 31 } else { 7 };
        let days = input.jours.map(|j| j.0).or(input.cachets.map(Decimal::from));
        let days = days.filter(|d| *d > Decimal::ZERO).unwrap_or_else(|| Decimal::from(span));
        errors.extend(too_many(hours.0, days).map(|message| refused(message, "heures".to_owned())));
    }
    errors
}
