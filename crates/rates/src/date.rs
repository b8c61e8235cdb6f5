//! Dates written in JSON: `AAAA-MM-JJ`, four digits of year, and nothing else.
//!
//! `chrono` alone reads `2026-6-5`, `+2026-06-05` and years of five digits; the CSV road refuses them, so does this one.

use std::fmt;

use chrono::NaiveDate;
#[cfg(feature = "schema")]
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::de::{Deserializer, Error, Visitor};

/// The JSON Schema of a date, for `#[schemars(with = "cddu_rates::date::Day")]`.
#[cfg(feature = "schema")]
#[derive(Debug)]
pub struct Day;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Date AAAA-MM-JJ qui existe dans le calendrier",
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
        })
    }
}

/// Reads a date written `2026-11-09`; `None` for any other form and for a day that does not exist.
///
/// ```
/// assert!(cddu_rates::date::parse("2026-11-09").is_some());
/// for refused in ["2026-11-9", "12026-11-09", "+2026-11-09", "2026-02-30", "09/11/2026"] {
///     assert!(cddu_rates::date::parse(refused).is_none());
/// }
/// ```
#[must_use]
pub fn parse(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(rank, byte)| match rank {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shaped { text.parse().ok() } else { None }
}

struct DayVisitor;

impl Visitor<'_> for DayVisitor {
    type Value = NaiveDate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("une date AAAA-MM-JJ")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<NaiveDate, E> {
        parse(text).ok_or_else(|| E::custom(format_args!("date impossible « {text} »")))
    }
}

/// Reads a date, for `#[serde(deserialize_with = "cddu_rates::date::read")]`.
///
/// # Errors
/// A value that is not a text, a text that is not a date of the calendar written `AAAA-MM-JJ`.
pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    deserializer.deserialize_str(DayVisitor)
}

/// Reads a list of dates, for `#[serde(deserialize_with = "cddu_rates::date::read_list")]`.
///
/// # Errors
/// A value that is not a list; for each of its values, those of [`read`].
pub fn read_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NaiveDate>, D::Error> {
    #[derive(serde::Deserialize)]
    struct One(#[serde(deserialize_with = "read")] NaiveDate);
    let list: Vec<One> = serde::Deserialize::deserialize(deserializer)?;
    Ok(list.into_iter().map(|One(day)| day).collect())
}

/// Reads a date or `null`, for `#[serde(deserialize_with = "cddu_rates::date::read_option")]`.
///
/// # Errors
/// Those of [`read`].
pub fn read_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    struct Maybe;
    impl<'de> Visitor<'de> for Maybe {
        type Value = Option<NaiveDate>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("une date AAAA-MM-JJ ou null")
        }

        fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            read(deserializer).map(Some)
        }
    }
    deserializer.deserialize_option(Maybe)
}
