//! Shared pieces of the TOML tables: the fields that justify a value, dates, and places of errors.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de};
use toml::Spanned;

use cddu_base::Diagnostic;

/// A TOML date (`2026-01-01`, unquoted).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day(pub NaiveDate);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::value::Datetime::deserialize(deserializer)?;
        value.to_string().parse().map(Day).map_err(|_| {
            de::Error::custom(format!("« {value} » n'est pas une date (écrire 2026-01-01, sans guillemets)"))
        })
    }
}

/// Parses a file, or says where it is wrong.
pub(crate) fn parse<T: de::DeserializeOwned>(shown: &str, text: &str) -> Result<T, Diagnostic> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        let (message, hint) = crate::table_cause::toml_cause(error.message());
        let mut diagnostic =
            Diagnostic::error("BAR-003", format!("table mal écrite : {message}")).in_file(shown, line);
        diagnostic.aide = hint;
        diagnostic
    })
}

/// Line of a byte position, from 1.
pub(crate) fn line_of(text: &str, position: usize) -> u64 {
    let end = position.min(text.len());
    text.as_bytes()[..end].iter().filter(|b| **b == b'\n').count() as u64 + 1
}

/// Line of a spanned value, from 1.
pub(crate) fn line<T>(text: &str, spanned: &Spanned<T>) -> u64 {
    line_of(text, spanned.span().start)
}
