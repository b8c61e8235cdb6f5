//! Parameters: dated single values (plafonds, SMIC, thresholds of reliefs, DFS, limits of exemption).
//!
//! One TOML file holds several keys; each key is a table with its label, its unit and a list of dated values.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use crate::row::{Horloge, Row};
use crate::toml_table::{Day, parse};
use crate::units::parse_decimal;
use cddu_base::Diagnostic;

/// What a key means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Key (`PMSS`).
    pub cle: String,
    /// French label.
    pub libelle: String,
    /// Unit of its values (`EUR/mois`, `%`, `coefficient`).
    pub unite: String,
    /// Which date chooses the value.
    pub horloge: Horloge,
    /// The day the key stopped existing, when the law dropped it: after it, no value is not a hole.
    pub abroge_le: Option<chrono::NaiveDate>,
    /// The day the key started to exist, when it is younger than the tables.
    pub cree_le: Option<chrono::NaiveDate>,
    /// Accepted range of its values.
    pub bornes: (Decimal, Decimal),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    horloge: Horloge,
    parametre: BTreeMap<String, RawParameter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawParameter {
    libelle: String,
    unite: String,
    min: String,
    max: String,
    cree_le: Option<Day>,
    abroge_le: Option<Day>,
    valeurs: Vec<Spanned<RawValue>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawValue {
    valeur: String,
    valide_du: Day,
    valide_au: Option<Day>,
    #[serde(default)]
    base_legale: String,
    source: String,
    #[serde(default)]
    lien: String,
    confiance: crate::row::Confiance,
    verifie_le: Day,
    #[serde(default)]
    note: String,
}

/// Reads one file of parameters.
///
/// # Errors
/// `BAR-003` when the file is not written as expected.
pub(crate) fn read(name: &str, shown: &str, text: &str) -> Result<Vec<(Parameter, Vec<Row>)>, Diagnostic> {
    let file: RawFile = parse(shown, text)?;
    let mut out = Vec::new();
    for (cle, raw) in file.parametre {
        let decimal = |text_value: &str, line: Option<u64>| {
            parse_decimal(text_value)
                .map_err(|e| Diagnostic::error("BAR-003", format!("{cle} : {e}")).in_file(shown, line))
        };
        let parameter = Parameter {
            libelle: raw.libelle,
            unite: raw.unite,
            horloge: file.horloge,
            cree_le: raw.cree_le.map(|d| d.0),
            abroge_le: raw.abroge_le.map(|d| d.0),
            bornes: (decimal(&raw.min, None)?, decimal(&raw.max, None)?),
            cle: cle.clone(),
        };
        let mut rows = Vec::new();
        for spanned in &raw.valeurs {
            let ligne = crate::toml_table::line(text, spanned);
            let value = spanned.get_ref();
            rows.push(Row {
                table: name.to_owned(),
                ligne,
                cle: cle.clone(),
                valeur: Some(decimal(&value.valeur, Some(ligne))?),
                valide_du: value.valide_du.0,
                valide_au: value.valide_au.map(|d| d.0),
                base_legale: value.base_legale.clone(),
                source: value.source.clone(),
                lien: value.lien.clone(),
                confiance: value.confiance,
                verifie_le: value.verifie_le.0,
                note: value.note.clone(),
            });
        }
        out.push((parameter, rows));
    }
    Ok(out)
}
