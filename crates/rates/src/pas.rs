//! Default grids of the prélèvement à la source (CGI 204 H III), by zone and date of payment.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::row::{Confiance, Row, RowId};
use crate::table_cause::csv_diagnostic;
use crate::units::Rate;
use cddu_base::Diagnostic;

/// Where the employee lives, for the default grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ZonePas {
    /// Metropolitan France, or abroad.
    #[default]
    Metropole,
    /// Guadeloupe, Réunion, Martinique.
    #[serde(alias = "dom")]
    GuadeloupeReunionMartinique,
    /// Guyane, Mayotte.
    GuyaneMayotte,
}

impl ZonePas {
    /// Name in the tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Metropole => "metropole",
            Self::GuadeloupeReunionMartinique => "guadeloupe_reunion_martinique",
            Self::GuyaneMayotte => "guyane_mayotte",
        }
    }
}

/// One grid: lower bounds (inclusive, euros) and the single rate of each band.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    pub zone: ZonePas,
    pub valide_du: NaiveDate,
    pub valide_au: Option<NaiveDate>,
    /// Ascending.
    pub bands: Vec<Band>,
}

/// One band of a grid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Band {
    /// Lower bound, inclusive, euros.
    pub de: Decimal,
    /// Upper bound, exclusive, euros; none for the last band. Lookups read the lower bounds; the check of the tables
    /// holds both.
    pub a_exclu: Option<Decimal>,
    /// Rate of the whole base.
    pub taux: Rate,
    /// Its row.
    pub row: RowId,
}

#[derive(Deserialize)]
struct RawBand {
    zone: ZonePas,
    valide_du: NaiveDate,
    valide_au: Option<NaiveDate>,
    de: String,
    a_exclu: Option<String>,
    taux: String,
    base_legale: String,
    source: String,
    #[serde(default)]
    lien: String,
    confiance: Confiance,
    verifie_le: NaiveDate,
    note: String,
}

/// Reads `pas/taux_neutre.csv`; new rows are appended to `rows`.
pub(crate) fn read(
    name: &str,
    shown: &str,
    text: &str,
    rows: &mut Vec<Row>,
) -> Result<Vec<Grid>, Diagnostic> {
    let mut grids: Vec<Grid> = Vec::new();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|e| csv_diagnostic("BAR-003", shown, &e))?.clone();
    for record in reader.records() {
        let record = record.map_err(|e| csv_diagnostic("BAR-003", shown, &e))?;
        let line = record.position().map(csv::Position::line);
        let band: RawBand = record.deserialize(Some(&headers)).map_err(|e| {
            let mut told = csv_diagnostic("BAR-003", shown, &e);
            told.ligne = line;
            told
        })?;
        let number = |t: &str| crate::units::parse_decimal(t).map_err(|e| bad(shown, line, &e.to_string()));
        let (de, rate) = (number(&band.de)?, number(&band.taux)?);
        let a_exclu = band.a_exclu.as_deref().map(number).transpose()?;
        let id = RowId(u32::try_from(rows.len()).expect("few rows"));
        rows.push(Row {
            table: name.to_owned(),
            ligne: line.unwrap_or(0),
            cle: format!("PAS_TAUX_NEUTRE/{}", band.zone.key()),
            valeur: Some(rate),
            valide_du: band.valide_du,
            valide_au: band.valide_au,
            base_legale: band.base_legale,
            source: band.source,
            lien: band.lien,
            confiance: band.confiance,
            verifie_le: band.verifie_le,
            note: band.note,
        });
        let read = Band { de, a_exclu, taux: Rate(rate), row: id };
        match grids.iter_mut().find(|g| g.zone == band.zone && g.valide_du == band.valide_du) {
            Some(grid) => grid.bands.push(read),
            None => grids.push(Grid {
                zone: band.zone,
                valide_du: band.valide_du,
                valide_au: band.valide_au,
                bands: vec![read],
            }),
        }
    }
    for grid in &mut grids {
        grid.bands.sort_by_key(|band| band.de);
    }
    Ok(grids)
}

fn bad(shown: &str, line: Option<u64>, message: &str) -> Diagnostic {
    Diagnostic::error("BAR-003", format!("table mal écrite : {message}")).in_file(shown, line)
}
