//! A worksheet saved as CSV, whatever its separator and its character set.

use std::path::Path;
use std::str::FromStr;

use cddu_rates::{Diagnostic, fold, io_cause, nearest, record_line};

/// A line of a sheet.
#[derive(Debug)]
pub struct Rangee {
    pub ligne: u64,
    cells: Vec<String>,
}

/// A sheet being read.
#[derive(Debug)]
pub struct Feuille {
    shown: String,
    columns: Vec<(&'static str, Option<usize>)>,
    rows: Vec<Rangee>,
    faults: Vec<Diagnostic>,
}

impl Feuille {
    /// Opens a sheet; a column that is not there is a fault, but for the optional ones.
    ///
    /// # Errors
    /// `ETU-011` to `ETU-013`, with file and line.
    pub fn open(
        root: &Path,
        name: &str,
        columns: &[&'static str],
        optional: &[&str],
    ) -> Result<Self, Vec<Diagnostic>> {
        let path = root.join(name);
        let shown = path.display().to_string();
        let bytes = std::fs::read(&path).map_err(|error| {
            let (message, hint) = if error.kind() == std::io::ErrorKind::NotFound {
                absent(&path)
            } else {
                (
                    format!("fichier illisible : {}", io_cause(&error)),
                    "vérifier que c'est bien un fichier, et ses droits".to_owned(),
                )
            };
            vec![Diagnostic::error("ETU-011", message).in_file(&shown, None).hint(hint)]
        })?;
        let text = decoded(&bytes);
        if bytes.starts_with(b"PK") || bytes.contains(&0) {
            return Err(vec![
                Diagnostic::error("ETU-012", "c'est un classeur, pas un fichier CSV")
                    .in_file(&shown, None)
                    .hint("dans le tableur : enregistrer sous, CSV (séparateur point-virgule)"),
            ]);
        }
        let head = text.lines().next().unwrap_or_default();
        let separator =
            [';', '\t', ','].into_iter().max_by_key(|c| (head.matches(*c).count(), *c == ';')).unwrap_or(';');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(u8::try_from(separator).unwrap_or(b';'))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        let mut faults = Vec::new();
        for record in reader.records().flatten() {
            let cells: Vec<String> = record.iter().map(|c| c.trim().to_owned()).collect();
            if cells.iter().any(|c| !c.is_empty()) {
                rows.push(Rangee {
                    ligne: record.position().map_or(0, |p| record_line(&text, p.byte())),
                    cells,
                });
            }
        }
        let header = if rows.is_empty() { Vec::new() } else { rows.remove(0).cells };
        let named: Vec<String> = header.iter().map(|h| fold(h)).collect();
        let mut out = Vec::new();
        for column in columns {
            let rank = named.iter().position(|h| *h == fold(column));
            if rank.is_none() && !optional.contains(column) {
                let others = header.iter().map(String::as_str).filter(|h| !columns.contains(h));
                let hint = nearest(column, others).first().map_or_else(
                    || format!("reprendre la première ligne du sujet : {}", columns.join(";")),
                    |near| format!("renommer la colonne « {near} » en « {column} »"),
                );
                faults.push(
                    Diagnostic::error("ETU-012", format!("la colonne « {column} » manque"))
                        .in_file(&shown, Some(1))
                        .hint(hint),
                );
            }
            out.push((*column, rank));
        }
        for row in rows.iter().filter(|r| r.cells.len() > header.len()) {
            faults.push(
                Diagnostic::error(
                    "ETU-013",
                    format!(
                        "{} cases pour {} colonnes : un montant contient peut-être le séparateur",
                        row.cells.len(),
                        header.len()
                    ),
                )
                .in_file(&shown, Some(row.ligne))
                .hint("enregistrer avec le point-virgule pour séparateur, la virgule pour les décimales"),
            );
        }
        if faults.is_empty() { Ok(Self { shown, columns: out, rows, faults }) } else { Err(faults) }
    }

    /// The rows.
    pub fn take(&mut self) -> Vec<Rangee> {
        std::mem::take(&mut self.rows)
    }

    /// A cell, empty when the column is not there.
    pub fn text<'r>(&self, row: &'r Rangee, column: &str) -> &'r str {
        let rank = self.columns.iter().find(|(name, _)| *name == column).and_then(|(_, rank)| *rank);
        rank.and_then(|r| row.cells.get(r)).map_or("", String::as_str)
    }

    /// The number of a cell; a fault when it is not one.
    pub fn number<T: FromStr>(&mut self, row: &Rangee, column: &'static str) -> Option<T> {
        let text = self.text(row, column);
        if text.is_empty() {
            return None;
        }
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '€' | '%'))
            .map(|c| {
                if c == ',' {
                    '.'
                } else if c == '\u{2212}' {
                    '-'
                } else {
                    c
                }
            })
            .collect();
        let read = plain.parse().ok();
        if read.is_none() {
            self.faults.push(
                Diagnostic::error("ETU-014", format!("« {text} » n'est pas un nombre"))
                    .in_file(&self.shown, Some(row.ligne))
                    .column(column)
                    .hint("écrire un montant ou un taux seul, 1234,56 ; laisser vide ce qui n'est pas dû"),
            );
        }
        read
    }

    /// Adds a fault of a line.
    pub fn fault(&mut self, code: &str, ligne: u64, message: String, hint: &str) {
        self.faults.push(Diagnostic::error(code, message).in_file(&self.shown, Some(ligne)).hint(hint));
    }

    /// The value read, or every fault of the sheet.
    pub fn done<T>(self, value: T) -> Result<T, Vec<Diagnostic>> {
        if self.faults.is_empty() { Ok(value) } else { Err(self.faults) }
    }
}

/// A sheet that is not there: its workbook may be.
fn absent(path: &Path) -> (String, String) {
    let book = ["xlsx", "ods", "xls", "numbers"]
        .map(|ext| path.with_extension(ext))
        .into_iter()
        .find(|p| p.is_file());
    let name = |p: &Path| p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    match book {
        Some(book) => (
            format!("fichier absent ; {} est un classeur", name(&book)),
            format!(
                "l'ouvrir dans le tableur, puis enregistrer sous {} (CSV, séparateur point-virgule)",
                name(path)
            ),
        ),
        None => (
            "fichier absent".to_owned(),
            "remettre le fichier du sujet, même sans réponse, sous ce nom".to_owned(),
        ),
    }
}

/// UTF-8, with or without its mark; else Windows-1252, as worksheets save.
fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes)
        .map_or_else(|_| encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(), str::to_owned)
}
