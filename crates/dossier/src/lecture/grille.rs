//! A file of the folder as a table of cells, for who shows it.

use std::path::Path;

use serde::Serialize;

use crate::lecture::columns::FILES;

/// A line of a file.
#[derive(Debug, Serialize)]
pub struct GridLine {
    /// Number in the file, as the diagnostics give it.
    pub ligne: u64,
    /// Its cells.
    pub cellules: Vec<String>,
}

/// The lines of a file of the folder (`temps.csv`), whether it is a CSV or a sheet of a workbook; `None` when it is not
/// there, cannot be read, or is no file of a folder.
#[must_use]
pub fn grid(root: &Path, file: &str) -> Option<Vec<GridLine>> {
    let spec = FILES.iter().find(|f| f.fichier == file)?;
    let lines = crate::lecture::folder::lines(root, spec)?;
    Some(lines.into_iter().map(|l| GridLine { ligne: l.number, cellules: l.cells }).collect())
}
