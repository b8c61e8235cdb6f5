//! The tables of `rates/compta`: CSV with French headers, each row dated, sourced and graded.

use std::collections::BTreeMap;
use std::str::FromStr;

use cddu_rates::{Confiance, Diagnostic, Row};
use chrono::NaiveDate;

/// One row of a CSV file, by header, with its place.
pub struct CsvRow<'a> {
    /// File.
    pub fichier: &'a str,
    /// Line, from 1.
    pub ligne: u64,
    champs: BTreeMap<String, String>,
}

impl CsvRow<'_> {
    /// The text of a column, empty when the column or the cell is missing.
    pub fn text(&self, colonne: &str) -> &str {
        self.champs.get(colonne).map_or("", String::as_str)
    }

    /// A cell as an error with its place.
    #[must_use]
    pub fn error(&self, code: &str, colonne: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, message).in_file(self.fichier, Some(self.ligne)).column(colonne)
    }

    /// A cell read by `FromStr`; an empty one is `None`.
    ///
    /// # Errors
    /// `CPT-002` when the text does not fit.
    pub fn parse<T: FromStr>(&self, colonne: &str) -> Result<Option<T>, Diagnostic> {
        let text = self.text(colonne);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| {
            self.error("CPT-002", colonne, format!("« {text} » ne convient pas à la colonne {colonne}"))
        })
    }

    /// A cell that must be filled.
    ///
    /// # Errors
    /// `CPT-002` when it is empty or does not fit.
    pub fn required<T: FromStr>(&self, colonne: &str) -> Result<T, Diagnostic> {
        self.parse(colonne)?
            .ok_or_else(|| self.error("CPT-002", colonne, format!("la colonne {colonne} est vide")))
    }

    /// The dates, the source and the confidence of the row.
    ///
    /// # Errors
    /// `CPT-002` for a cell that does not fit.
    pub fn provenance(&self, cle: &str) -> Result<Row, Diagnostic> {
        let confiance = match self.text("confiance") {
            "A" => Confiance::A,
            "B" => Confiance::B,
            "C" => Confiance::C,
            other => {
                return Err(self.error(
                    "CPT-002",
                    "confiance",
                    format!("« {other} » n'est ni A, ni B, ni C"),
                ));
            }
        };
        Ok(Row {
            table: self.fichier.to_owned(),
            ligne: self.ligne,
            cle: cle.to_owned(),
            valeur: None,
            valide_du: self.required::<NaiveDate>("valide_du")?,
            valide_au: self.parse("valide_au")?,
            base_legale: self.text("base_legale").to_owned(),
            source: self.text("source").to_owned(),
            lien: String::new(),
            confiance,
            verifie_le: self.required("verifie_le")?,
            note: self.text("note").to_owned(),
        })
    }
}

/// Reads a CSV with a header line, calls `each` on every row, and gathers what it refuses.
///
/// # Errors
/// `CPT-001` for a missing column or a file that is not CSV, and all that `each` refuses.
pub fn read<'a, T>(
    fichier: &'a str,
    texte: &str,
    separateur: u8,
    obligatoires: &[&str],
    mut each: impl FnMut(&CsvRow<'a>) -> Result<T, Diagnostic>,
) -> Result<Vec<T>, Vec<Diagnostic>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separateur)
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(texte.as_bytes());
    let headers: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().map(|h| h.trim_start_matches('\u{feff}').to_owned()).collect(),
        Err(error) => return Err(vec![unreadable(fichier, &error)]),
    };
    let mut errors: Vec<Diagnostic> = obligatoires
        .iter()
        .filter(|name| !headers.iter().any(|h| h == *name))
        .map(|name| {
            Diagnostic::error("CPT-001", format!("la colonne « {name} » manque"))
                .in_file(fichier, Some(1))
                .column(*name)
                .hint(format!("colonnes attendues : {}", obligatoires.join(", ")))
        })
        .collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut out = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let ligne = record.position().map_or(0, csv::Position::line);
                let champs = headers.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
                match each(&CsvRow { fichier, ligne, champs }) {
                    Ok(value) => out.push(value),
                    Err(error) => errors.push(error),
                }
            }
            Err(error) => errors.push(unreadable(fichier, &error)),
        }
    }
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

fn unreadable(fichier: &str, error: &csv::Error) -> Diagnostic {
    cddu_rates::csv_diagnostic("CPT-001", fichier, error)
}
