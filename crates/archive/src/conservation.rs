//! How long each kind of document is kept.

use cddu_rates::{Confiance, Diagnostic, Rates};
use chrono::{Datelike as _, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The table.
const TABLE: &str = "declarations/conservation.csv";

/// A kind of document, and the last day on which it has to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conservation {
    /// What is kept.
    pub piece: String,
    /// Years.
    pub annees: u32,
    /// Last day.
    pub jusqu_au: NaiveDate,
    /// Legal basis.
    pub base_legale: String,
    /// Confidence.
    pub confiance: Confiance,
}

#[derive(Deserialize)]
struct Row {
    piece: String,
    annees: u32,
    depart: String,
    base_legale: String,
    valide_du: NaiveDate,
    valide_au: Option<NaiveDate>,
    confiance: Confiance,
}

/// What the law asks to keep, for a folder whose last payment is known, as the table stands on the day of the archive.
///
/// # Errors
/// `BAR-002` without the table, `BAR-003` for a row that is not written as expected.
pub fn retention(
    rates: &Rates,
    last_payment: NaiveDate,
    day: NaiveDate,
) -> Result<Vec<Conservation>, Diagnostic> {
    let text = rates.files().get(TABLE)?;
    let mut out = Vec::new();
    for row in csv::Reader::from_reader(text.as_bytes()).deserialize::<Row>() {
        let row = row.map_err(|error| {
            let line = error.position().map(csv::Position::line);
            Diagnostic::error("BAR-003", "cette ligne ne se lit pas")
                .in_file(rates.files().shown(TABLE), line)
                .hint("reprendre ce fichier dans une copie neuve (cddu baremes exporter DOSSIER)")
        })?;
        if day < row.valide_du || row.valide_au.is_some_and(|end| day > end) {
            continue;
        }
        let from = match row.depart.as_str() {
            "annee" => NaiveDate::from_ymd_opt(last_payment.year(), 12, 31).unwrap_or(last_payment),
            _ => last_payment,
        };
        out.push(Conservation {
            piece: row.piece,
            annees: row.annees,
            jusqu_au: from.checked_add_months(Months::new(12 * row.annees)).unwrap_or(NaiveDate::MAX),
            base_legale: row.base_legale,
            confiance: row.confiance,
        });
    }
    Ok(out)
}
