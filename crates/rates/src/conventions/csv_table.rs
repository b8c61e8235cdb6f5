//! Reading of one CSV table with named columns and located errors.

use std::cell::Cell;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::row::Confiance;
use crate::source::Files;
use cddu_base::Diagnostic;

/// One row, with the names of its columns.
pub(super) struct Line<'a> {
    headers: &'a csv::StringRecord,
    /// Column after the last one read: tables are read in the order of their columns.
    next: Cell<usize>,
    record: &'a csv::StringRecord,
    shown: &'a str,
}

impl Line<'_> {
    /// Line in the file, from 1.
    pub(super) fn number(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    /// The text of a column.
    pub(super) fn text(&self, column: &str) -> Result<&str, Diagnostic> {
        let next = self.next.get();
        let at = if self.headers.get(next) == Some(column) {
            Some(next)
        } else {
            self.headers.iter().position(|h| h == column)
        };
        self.next.set(at.map_or(0, |i| i + 1));
        at.and_then(|i| self.record.get(i)).ok_or_else(|| self.bad(column, "colonne absente"))
    }

    /// An owned copy of a column.
    pub(super) fn owned(&self, column: &str) -> Result<String, Diagnostic> {
        self.text(column).map(str::to_owned)
    }

    /// A column that must hold a value.
    pub(super) fn parse<T: FromStr>(&self, column: &str) -> Result<T, Diagnostic> {
        let text = self.text(column)?;
        text.parse().map_err(|_| self.bad(column, &format!("valeur illisible : « {text} »")))
    }

    /// A column that may be empty.
    pub(super) fn optional<T: FromStr>(&self, column: &str) -> Result<Option<T>, Diagnostic> {
        if self.text(column)?.is_empty() { Ok(None) } else { self.parse(column).map(Some) }
    }

    /// `oui` or `non`.
    pub(super) fn yes(&self, column: &str) -> Result<bool, Diagnostic> {
        match self.text(column)? {
            "oui" => Ok(true),
            "non" | "" => Ok(false),
            other => Err(self.bad(column, &format!("« {other} » : écrire oui ou non"))),
        }
    }

    /// Letter of confidence.
    pub(super) fn confiance(&self) -> Result<Confiance, Diagnostic> {
        match self.text("confiance")? {
            "A" => Ok(Confiance::A),
            "B" => Ok(Confiance::B),
            "C" => Ok(Confiance::C),
            other => Err(self.bad("confiance", &format!("« {other} » : écrire A, B ou C"))),
        }
    }

    /// A day, `AAAA-MM-JJ`.
    pub(super) fn day(&self, column: &str) -> Result<NaiveDate, Diagnostic> {
        let text = self.text(column)?;
        iso_day(text).ok_or_else(|| self.bad(column, &format!("« {text} » n'est pas une date AAAA-MM-JJ")))
    }

    /// A day that may be empty.
    pub(super) fn day_or_none(&self, column: &str) -> Result<Option<NaiveDate>, Diagnostic> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        iso_day(text)
            .map(Some)
            .ok_or_else(|| self.bad(column, &format!("« {text} » n'est pas une date AAAA-MM-JJ")))
    }

    /// Dates of validity: first day, last day.
    pub(super) fn validity(&self) -> Result<(NaiveDate, Option<NaiveDate>), Diagnostic> {
        Ok((self.day("valide_du")?, self.day_or_none("valide_au")?))
    }

    /// An error at this row.
    pub(super) fn bad(&self, column: &str, message: &str) -> Diagnostic {
        Diagnostic::error("BAR-020", message).in_file(self.shown, Some(self.number())).column(column)
    }
}

/// Reads `AAAA-MM-JJ` and nothing else, without the cost of a general date format: the grids hold ten thousand days.
fn iso_day(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' || !text.is_ascii() {
        return None;
    }
    NaiveDate::from_ymd_opt(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?)
}

/// Reads every row of a table; a bad row goes to `errors` and the others are kept.
pub(super) fn read<T>(
    files: &Files,
    name: &str,
    errors: &mut Vec<Diagnostic>,
    mut make: impl FnMut(&Line<'_>) -> Result<T, Diagnostic>,
) -> Vec<T> {
    let shown = files.shown(name);
    let text = match files.get(name) {
        Ok(text) => text,
        Err(error) => {
            errors.push(error);
            return Vec::new();
        }
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => {
            errors.push(crate::csv_diagnostic("BAR-020", &shown, &error));
            return Vec::new();
        }
    };
    let mut out = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let line = Line { headers: &headers, next: Cell::new(0), record: &record, shown: &shown };
                match make(&line) {
                    Ok(value) => out.push(value),
                    Err(error) => errors.push(error),
                }
            }
            Err(error) => {
                errors.push(crate::csv_diagnostic("BAR-020", &shown, &error));
            }
        }
    }
    out
}
