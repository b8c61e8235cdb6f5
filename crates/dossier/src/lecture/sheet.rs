//! One CSV file to rows: separator, header, cells, each with its place.

use std::collections::BTreeSet;

use cddu_rates::{Diagnostic, Gravite, fold, nearest};

use crate::lecture::columns::{Column, FileSpec, Kind};

/// A file read: rows in the order of its dictionary of columns.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub shown: String,
    pub spec: &'static FileSpec,
    pub rows: Vec<RawRow>,
    /// Rows that could not be cut into cells, and what is wrong with the header.
    pub diagnostics: Vec<Diagnostic>,
}

/// One line: its number and its trimmed cells, in the order of the dictionary (empty when the column is absent).
#[derive(Debug)]
pub(crate) struct RawRow {
    pub line: u64,
    pub cells: Vec<String>,
    /// The cells are shifted: only the first ones can be trusted to say whom the row concerns.
    pub broken: bool,
}

/// Reads a file against its dictionary.
///
/// # Errors
/// What makes the whole file unusable: `DOS-004` to `DOS-007`.
pub(crate) fn read(shown: &str, bytes: &[u8], spec: &'static FileSpec) -> Result<Sheet, Vec<Diagnostic>> {
    let (text, mut diagnostics) = crate::lecture::text::decode(shown, bytes).map_err(|d| vec![d])?;
    let (text, skipped) = without_sep_line(&text);
    let mut lines = Lines { text, at: 0, line: 1 + skipped };
    let header_line = text.lines().next().unwrap_or("");
    let separator = separator(header_line, spec);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(Ok(header)) = records.next() else {
        return Err(vec![
            Diagnostic::error("DOS-004", "première ligne illisible : elle doit porter les noms des colonnes")
                .in_file(shown, Some(1)),
        ]);
    };
    let header_line = lines.of(header.position());
    let places = match_header(shown, header_line, &header, spec, &mut diagnostics)?;
    let mut rows = Vec::new();
    for record in records {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map(|p| lines.of(Some(p)));
                diagnostics.push(
                    Diagnostic::error("DOS-008", "ligne illisible").in_file(shown, line).hint(
                        "vérifier les guillemets : un guillemet ouvert doit être fermé, un guillemet dans un texte se double",
                    ),
                );
                continue;
            }
        };
        if record.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        let line = lines.of(record.position());
        let cells = places
            .iter()
            .map(|place| place.and_then(|p| record.get(p)).map(|c| c.trim().to_owned()).unwrap_or_default())
            .collect();
        // Too many cells shift values into the wrong columns: an unquoted separator inside a text.
        let extra = record.iter().skip(header.len()).any(|c| !c.trim().is_empty());
        if extra {
            diagnostics.push(
                Diagnostic::error(
                    "DOS-008",
                    format!("{} cellules pour {} colonnes : les valeurs sont décalées", record.len(), header.len()),
                )
                .in_file(shown, Some(line))
                .hint("mettre entre guillemets les textes et les nombres qui contiennent le séparateur (\"1364,56\")"),
            );
        }
        rows.push(RawRow { line, cells, broken: extra });
    }
    Ok(Sheet { shown: shown.to_owned(), spec, rows, diagnostics })
}

/// Numbers of the lines as a person counts them. The reader of the CSV says where a record is looked for, before the
/// empty lines and the comments that it passes over.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which a record begins; records are asked for in their order.
    fn of(&mut self, position: Option<&csv::Position>) -> u64 {
        let Some(start) = position.and_then(|p| usize::try_from(p.byte()).ok()) else { return self.line };
        while let Some(rest) = self.text.get(self.at..) {
            let end = rest.find('\n').map_or(rest.len(), |n| n + 1);
            let passed_over = rest[..end].trim_end_matches(['\r', '\n']).is_empty() || rest.starts_with('#');
            if end == 0 || (self.at >= start && !passed_over) {
                break;
            }
            self.at += end;
            self.line += u64::from(rest[..end].ends_with('\n'));
        }
        self.line
    }
}

/// Spreadsheets may write `sep=;` as a first line.
fn without_sep_line(text: &str) -> (&str, u64) {
    match text.split_once('\n') {
        Some((first, rest)) if first.trim_end().to_ascii_lowercase().starts_with("sep=") => (rest, 1),
        _ => (text, 0),
    }
}

/// The separator that recognises most columns.
fn separator(header: &str, spec: &FileSpec) -> u8 {
    let known = |separator: char| {
        header.split(separator).filter(|h| spec.colonnes.iter().any(|c| same_name(c.nom, h))).count()
    };
    [',', ';', '\t', '|']
        .into_iter()
        .max_by_key(|s| (known(*s), *s == ','))
        .map_or(b',', |s| u8::try_from(s).unwrap_or(b','))
}

fn same_name(column: &str, header: &str) -> bool {
    fold(column) == fold(header.trim().trim_matches('"'))
}

/// For each column of the dictionary, its rank in the file.
fn match_header(
    shown: &str,
    line: u64,
    header: &csv::StringRecord,
    spec: &FileSpec,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Option<usize>>, Vec<Diagnostic>> {
    let mut places: Vec<Option<usize>> = vec![None; spec.colonnes.len()];
    let mut errors = Vec::new();
    let mut unknown = Vec::new();
    for (rank, name) in header.iter().enumerate() {
        let name = name.trim();
        match spec.colonnes.iter().position(|c| same_name(c.nom, name)) {
            Some(found) if places[found].is_some() => errors.push(
                Diagnostic::error("DOS-007", format!("la colonne « {name} » est là deux fois"))
                    .in_file(shown, Some(line))
                    .column(name)
                    .hint("n'en garder qu'une"),
            ),
            Some(found) => places[found] = Some(rank),
            None => unknown.push(name.to_owned()),
        }
    }
    let missing: Vec<&Column> =
        spec.colonnes.iter().zip(&places).filter(|(_, place)| place.is_none()).map(|(c, _)| c).collect();
    let missing_names: BTreeSet<&str> = missing.iter().map(|c| c.nom).collect();
    for name in unknown.iter().filter(|n| !n.is_empty() && !n.starts_with("x_")) {
        let near = nearest(name, missing_names.iter().copied());
        if near.is_empty() {
            diagnostics.push(
                Diagnostic::error("DOS-005", format!("colonne inconnue « {name} », ignorée"))
                    .severity(Gravite::Majeur)
                    .in_file(shown, Some(line))
                    .column(name)
                    .hint(format!(
                        "la retirer, ou la nommer « x_{name} » pour garder une colonne à vous ; colonnes admises : {}",
                        names(spec.colonnes.iter().map(|c| c.nom))
                    )),
            );
        } else {
            errors.push(
                Diagnostic::error("DOS-005", format!("colonne inconnue « {name} »"))
                    .in_file(shown, Some(line))
                    .column(name)
                    .hint(format!("vouliez-vous dire « {} » ?", near.join(" », « "))),
            );
        }
    }
    for column in missing.iter().filter(|c| c.obligatoire) {
        let near = nearest(column.nom, unknown.iter().map(String::as_str));
        let hint = if near.is_empty() {
            format!(
                "ajouter la colonne « {} » ({}), par exemple « {} »",
                column.nom, column.description, column.exemple
            )
        } else {
            format!("renommer la colonne « {} » en « {} »", near[0], column.nom)
        };
        errors.push(
            Diagnostic::error("DOS-006", format!("il manque la colonne « {} »", column.nom))
                .in_file(shown, Some(line))
                .column(column.nom)
                .hint(hint),
        );
    }
    if errors.is_empty() {
        Ok(places)
    } else {
        errors.append(diagnostics);
        Err(errors)
    }
}

fn names<'a>(list: impl Iterator<Item = &'a str>) -> String {
    list.collect::<Vec<_>>().join(", ")
}

/// Reads the cells of one row as values; every fault is kept with its place.
pub(crate) struct Cells<'a> {
    shown: &'a str,
    spec: &'static FileSpec,
    row: &'a RawRow,
    pub faults: Vec<Diagnostic>,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(sheet: &'a Sheet, row: &'a RawRow) -> Self {
        Self { shown: &sheet.shown, spec: sheet.spec, row, faults: Vec::new() }
    }

    pub(crate) fn fault(&mut self, code: &str, column: &str, message: String, hint: &str) {
        self.faults.push(
            Diagnostic::error(code, message)
                .in_file(self.shown, Some(self.row.line))
                .column(column)
                .hint(hint),
        );
    }

    fn column(&self, name: &str) -> (&'static Column, &'a str) {
        let rank = self.spec.position(name).expect("a column of the dictionary");
        (&self.spec.colonnes[rank], self.row.cells.get(rank).map_or("", String::as_str))
    }

    /// The cell as it is, without a judgement: to name the row.
    pub(crate) fn peek(&self, name: &str) -> String {
        self.column(name).1.to_owned()
    }

    /// The trimmed cell; an empty one is a fault when the column is required.
    pub(crate) fn raw(&mut self, name: &str) -> &'a str {
        let (column, cell) = self.column(name);
        if cell.is_empty() && column.obligatoire {
            let hint = format!("remplir : {}, par exemple « {} »", column.description, column.exemple);
            self.fault("DOS-010", name, format!("« {name} » est vide"), &hint);
        }
        cell
    }

    pub(crate) fn text(&mut self, name: &str) -> String {
        self.raw(name).to_owned()
    }

    pub(crate) fn opt_text(&mut self, name: &str) -> Option<String> {
        Some(self.raw(name)).filter(|c| !c.is_empty()).map(str::to_owned)
    }

    /// A name that may become a file name.
    pub(crate) fn identifier(&mut self, name: &str) -> String {
        let cell = self.raw(name);
        let sane = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if !cell.is_empty() && (!cell.chars().all(sane) || cell.starts_with('.') || cell.len() > 40) {
            self.fault(
                "DOS-016",
                name,
                format!("« {cell} » ne peut pas servir d'identifiant"),
                "lettres sans accent, chiffres, point, tiret et souligné, 40 caractères au plus",
            );
        }
        cell.to_owned()
    }

    fn parsed<T>(
        &mut self,
        name: &str,
        code: &str,
        hint: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let cell = self.raw(name);
        if cell.is_empty() {
            return None;
        }
        match parse(cell) {
            Ok(value) => Some(value),
            Err(message) => {
                self.fault(code, name, message, hint);
                None
            }
        }
    }

    pub(crate) fn date(&mut self, name: &str) -> Option<chrono::NaiveDate> {
        self.parsed(
            name,
            "DOS-011",
            "écrire AAAA-MM-JJ ou JJ/MM/AAAA, avec une date qui existe",
            crate::lecture::value::date,
        )
    }

    pub(crate) fn time(&mut self, name: &str) -> Option<chrono::NaiveTime> {
        self.parsed(name, "DOS-015", "écrire 09:00 ou 9h30, de 0:00 à 24:00", crate::lecture::value::time)
    }

    pub(crate) fn amount(&mut self, name: &str) -> Option<cddu_rates::Cents> {
        self.parsed(name, "DOS-012", "écrire 1735.54 ou 1735,54", crate::lecture::value::amount)
    }

    pub(crate) fn rate(&mut self, name: &str) -> Option<cddu_rates::Rate> {
        let value = self.parsed(
            name,
            "DOS-012",
            "écrire le taux en pour cent : 7.4 pour 7,4 %",
            crate::lecture::value::rate,
        )?;
        if value.0 < rust_decimal::Decimal::ZERO || value.0 > rust_decimal::Decimal::ONE_HUNDRED {
            self.fault(
                "DOS-012",
                name,
                format!("un taux de {value} % est impossible"),
                "écrire le taux en pour cent, entre 0 et 100",
            );
            return None;
        }
        Some(value)
    }

    pub(crate) fn quantity(&mut self, name: &str) -> Option<cddu_rates::Quantity> {
        let value = self.parsed(name, "DOS-012", "écrire 46 ou 46,5", crate::lecture::value::quantity)?;
        if value.0 < rust_decimal::Decimal::ZERO {
            self.fault("DOS-012", name, format!("« {value} » est négatif"), "écrire un nombre positif");
            return None;
        }
        Some(value)
    }

    pub(crate) fn integer(&mut self, name: &str) -> Option<u32> {
        self.parsed(name, "DOS-012", "écrire un nombre entier", |t| {
            t.parse().map_err(|_| format!("« {t} » n'est pas un nombre entier"))
        })
    }

    pub(crate) fn yes_no(&mut self, name: &str) -> Option<bool> {
        self.parsed(name, "DOS-014", "écrire oui ou non", |t| {
            crate::lecture::value::yes_no(t).ok_or_else(|| format!("« {t} » n'est ni oui ni non"))
        })
    }

    /// One of the list of the dictionary, as it is spelt there.
    pub(crate) fn choice(&mut self, name: &str) -> Option<&'static str> {
        let (column, cell) = self.column(name);
        self.raw(name);
        if cell.is_empty() {
            return None;
        }
        let Kind::Choix(list) = column.kind else { return None };
        let found = list.iter().find(|v| fold(v) == fold(cell)).copied();
        if found.is_none() {
            let near = nearest(cell, list.iter().copied());
            let hint = if near.is_empty() {
                format!("valeurs admises : {}", list.join(", "))
            } else {
                format!("vouliez-vous dire « {} » ? (valeurs admises : {})", near[0], list.join(", "))
            };
            self.fault("DOS-013", name, format!("valeur inconnue « {cell} »"), &hint);
        }
        found
    }

    /// A choice turned into a value of the contract by its JSON name.
    pub(crate) fn variant<T: serde::de::DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let key = self.choice(name)?;
        serde_json::from_value(serde_json::Value::String(key.to_owned())).ok()
    }
}
