//! Reads what a candidate hands in: three worksheets saved as CSV, whatever the separator and the character set.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use cddu_rates::{Cents, Diagnostic, Rate, fold, io_cause, nearest, record_line};

use crate::attendus::{Cle, Ligne};
use crate::fichiers::{BULLETINS, CAS, ECRITURES, RAPPROCHEMENT};
use crate::sujet::{COLONNES_BULLETINS, COLONNES_ECRITURES, COLONNES_RAPPROCHEMENT};

/// A row with its line in the file.
#[derive(Clone, Debug)]
pub struct Lue<T> {
    pub ligne: u64,
    pub valeur: T,
}

/// What a candidate wrote in the reconciliation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcartRendu {
    pub document: String,
    pub cle: String,
    pub attendu: Option<Cents>,
    pub trouve: Option<Cents>,
    pub ecart: Option<Cents>,
}

/// The identity of a case and the tables it was made with, in its folder.
///
/// # Errors
/// `ETU-010` without it.
pub fn cas(root: &Path, what: &str) -> Result<(String, String), Vec<Diagnostic>> {
    let path = root.join(CAS);
    let text = std::fs::read_to_string(&path).map_err(|_| {
        vec![
            Diagnostic::error("ETU-010", format!("ce n'est pas {what} : {CAS} est absent"))
                .in_file(path.display().to_string(), None)
                .hint("donner le dossier sujet rempli, et avec --corrige le dossier corrige du même cas"),
        ]
    })?;
    let mut lines = text.lines().map(|l| l.trim().to_owned());
    Ok((lines.next().unwrap_or_default(), lines.next().unwrap_or_default()))
}

/// The payslips and notes, by row.
///
/// # Errors
/// `ETU-011` to `ETU-016`, with file and line.
pub fn bulletins(root: &Path) -> Result<BTreeMap<Cle, Lue<Ligne>>, Vec<Diagnostic>> {
    let mut sheet = Feuille::open(root, BULLETINS, &COLONNES_BULLETINS, &["libelle"])?;
    let mut out = BTreeMap::new();
    for row in std::mem::take(&mut sheet.rows) {
        let text = |name: &str| sheet.text(&row, name).to_owned();
        let cle = Cle { document: text("document"), contrat: text("contrat"), rubrique: text("rubrique") };
        let line = Ligne {
            libelle: text("libelle"),
            base: sheet.number::<Cents>(&row, "base"),
            taux_salarie: sheet.number::<Rate>(&row, "taux_salarie"),
            part_salarie: sheet.number(&row, "part_salarie"),
            taux_employeur: sheet.number::<Rate>(&row, "taux_employeur"),
            part_employeur: sheet.number(&row, "part_employeur"),
        };
        let number = row.ligne;
        if let Some(first) = out.insert(cle.clone(), Lue { ligne: number, valeur: line }) {
            let name = [cle.document, cle.contrat, cle.rubrique].join(" ");
            sheet.fault(
                "ETU-016",
                number,
                format!("la ligne « {name} » est déjà écrite ligne {}", first.ligne),
                "n'en garder qu'une",
            );
        }
    }
    sheet.done(out)
}

/// The balance of each account, debit positive.
///
/// # Errors
/// As [`bulletins`].
pub fn ecritures(root: &Path) -> Result<BTreeMap<String, Lue<Cents>>, Vec<Diagnostic>> {
    let mut sheet = Feuille::open(root, ECRITURES, &COLONNES_ECRITURES, &["libelle"])?;
    let mut out: BTreeMap<String, Lue<Cents>> = BTreeMap::new();
    for row in std::mem::take(&mut sheet.rows) {
        let debit = sheet.number::<Cents>(&row, "debit").unwrap_or_default();
        let credit = sheet.number::<Cents>(&row, "credit").unwrap_or_default();
        let account = sheet.text(&row, "compte").to_owned();
        let entry = out.entry(account).or_insert(Lue { ligne: row.ligne, valeur: Cents::ZERO });
        entry.valeur += debit - credit;
    }
    sheet.done(out)
}

/// The gaps found.
///
/// # Errors
/// As [`bulletins`].
pub fn rapprochement(root: &Path) -> Result<Vec<Lue<EcartRendu>>, Vec<Diagnostic>> {
    let mut sheet =
        Feuille::open(root, RAPPROCHEMENT, &COLONNES_RAPPROCHEMENT, &["explication", "attendu", "trouve"])?;
    let mut out = Vec::new();
    for row in std::mem::take(&mut sheet.rows) {
        let valeur = EcartRendu {
            document: fold(sheet.text(&row, "document")),
            cle: sheet.text(&row, "cle").to_owned(),
            attendu: sheet.number(&row, "attendu"),
            trouve: sheet.number(&row, "trouve"),
            ecart: sheet.number(&row, "ecart"),
        };
        out.push(Lue { ligne: row.ligne, valeur });
    }
    sheet.done(out)
}

/// A line of a sheet.
#[derive(Debug)]
struct Rangee {
    ligne: u64,
    cells: Vec<String>,
}

/// A sheet being read.
#[derive(Debug)]
struct Feuille {
    shown: String,
    columns: Vec<(&'static str, Option<usize>)>,
    rows: Vec<Rangee>,
    faults: Vec<Diagnostic>,
}

impl Feuille {
    fn open(
        root: &Path,
        name: &str,
        columns: &[&'static str],
        optional: &[&str],
    ) -> Result<Self, Vec<Diagnostic>> {
        let path = root.join(name);
        let shown = path.display().to_string();
        let bytes = std::fs::read(&path).map_err(|error| {
            let (message, hint) = if error.kind() == std::io::ErrorKind::NotFound {
                ("fichier absent".to_owned(), "remettre le fichier du sujet, même sans réponse, sous ce nom")
            } else {
                (
                    format!("fichier illisible : {}", io_cause(&error)),
                    "vérifier que c'est bien un fichier, et ses droits",
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

    fn text<'r>(&self, row: &'r Rangee, column: &str) -> &'r str {
        let rank = self.columns.iter().find(|(name, _)| *name == column).and_then(|(_, rank)| *rank);
        rank.and_then(|r| row.cells.get(r)).map_or("", String::as_str)
    }

    fn number<T: FromStr>(&mut self, row: &Rangee, column: &'static str) -> Option<T> {
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

    fn fault(&mut self, code: &str, ligne: u64, message: String, hint: &str) {
        self.faults.push(Diagnostic::error(code, message).in_file(&self.shown, Some(ligne)).hint(hint));
    }

    fn done<T>(self, value: T) -> Result<T, Vec<Diagnostic>> {
        if self.faults.is_empty() { Ok(value) } else { Err(self.faults) }
    }
}

/// UTF-8, with or without its mark; else Windows-1252, as worksheets save.
fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes)
        .map_or_else(|_| encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(), str::to_owned)
}
