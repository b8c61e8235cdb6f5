//! One sheet of an Excel workbook to the rows that a CSV would give, each with its number in Excel.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, SheetVisible, Xlsx};
use cddu_documents::typo::count;
use cddu_rates::{Diagnostic, Gravite, fold};
use rust_decimal::Decimal;

use crate::lecture::etendue;
use crate::lecture::sheet::{Line, cut};

/// Rows of a sheet.
pub(crate) struct Feuille {
    /// Name of the file and of the sheet, as the user reads them.
    pub shown: String,
    pub lines: Vec<Line>,
    /// What the sheet hides, and what was taken from merged cells.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the sheet called `name` of a workbook. `alone`: the workbook holds one file of the folder, its only visible sheet
/// is read whatever its name; otherwise a sheet that is not there is `None`.
///
/// # Errors
/// `DOS-004` for a file that is no workbook, `DOS-211` for one that no memory holds, `DOS-139` when several sheets could be the one.
pub(crate) fn read(
    shown: &str,
    bytes: &[u8],
    name: &str,
    alone: bool,
) -> Result<Option<Feuille>, Diagnostic> {
    let bad =
        |message: &str, hint: &str| Diagnostic::error("DOS-004", message).in_file(shown, None).hint(hint);
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(bad(
            "classeur protégé par un mot de passe, ou de l'ancien format .xls",
            "dans le tableur : Enregistrer sous > Classeur Excel (.xlsx), sans mot de passe",
        ));
    }
    etendue::check(shown, bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| {
        bad(
            "ce fichier n'est pas un classeur .xlsx lisible",
            "l'ouvrir dans le tableur et l'enregistrer de nouveau en .xlsx",
        )
    })?;
    let visible: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|s| s.visible == SheetVisible::Visible)
        .map(|s| s.name.clone())
        .collect();
    let sheet = match visible.iter().find(|s| fold(s) == fold(name)) {
        Some(sheet) => sheet.clone(),
        None if !alone => return Ok(None),
        None => match &visible[..] {
            [only] => only.clone(),
            _ => {
                return Err(Diagnostic::error(
                    "DOS-139",
                    format!("{} visibles, aucune ne s'appelle « {name} »", count(visible.len(), "feuille")),
                )
                .in_file(shown, None)
                .hint(format!(
                    "nommer « {name} » la feuille à lire (clic droit sur son onglet > Renommer)"
                )));
            }
        },
    };
    let shown =
        if alone && visible.len() == 1 { shown.to_owned() } else { format!("{shown}, feuille {sheet}") };
    let unreadable = |_| {
        Diagnostic::error("DOS-004", "cette feuille ne se lit pas")
            .in_file(&shown, None)
            .hint("l'ouvrir dans le tableur et l'enregistrer de nouveau en .xlsx")
    };
    etendue::check_sheet(&shown, &mut book, &sheet)?;
    let range = book.worksheet_range(&sheet).map_err(unreadable)?;
    let formulas = book.worksheet_formula(&sheet).map_err(unreadable)?;
    let styles = book.worksheet_style(&sheet).ok();
    let merged = book.merge_cells_by_sheet_name(&sheet).unwrap_or_default();
    let mut diagnostics = Vec::new();
    let mut cells: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    let (top, left) = range.start().unwrap_or_default();
    let mut broken = BTreeSet::new();
    for (row, column, value) in range.used_cells() {
        let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) else { continue };
        let place = (top + row, left + column);
        let percent = styles
            .as_ref()
            .and_then(|s| s.get(place)?.number_format.as_ref().map(|f| f.format_code.contains('%')))
            .unwrap_or(false);
        match text(value, percent) {
            Ok(text) => {
                cells.entry(place.0).or_default().insert(place.1, text);
            }
            Err(error) => {
                broken.insert(place.0);
                diagnostics.push(
                    fault(&shown, place, format!("la formule donne {error}"))
                        .hint("corriger la formule dans le tableur, ou écrire la valeur à sa place"),
                );
            }
        }
    }
    for (row, column, formula) in formulas.used_cells() {
        let (first, side) = formulas.start().unwrap_or_default();
        let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) else { continue };
        let place = (first + row, side + column);
        let valued =
            cells.get(&place.0).is_some_and(|r| r.contains_key(&place.1)) || broken.contains(&place.0);
        let computed = range.get_value(place).is_some_and(|v| *v != Data::Empty);
        if !formula.is_empty() && !valued && !computed {
            broken.insert(place.0);
            diagnostics.push(
                fault(&shown, place, "cette formule n'a pas encore de valeur".to_owned())
                    .hint("ouvrir le classeur dans le tableur, l'enregistrer, puis relancer"),
            );
        }
    }
    if let Some(styles) = &styles {
        let struck = |place: (u32, u32)| {
            styles.get(place).and_then(|s| s.font.as_ref()).is_some_and(calamine::Font::has_strikethrough)
        };
        diagnostics.extend(struck_out(&shown, &cells, struck, &mut broken));
    }
    // A merged column goes to the end of the sheet: the table ends before.
    let end = cells.keys().max().copied().unwrap_or_default();
    for area in merged.iter().filter(|m| m.end.0 > m.start.0) {
        let value = cells.get(&area.start.0).and_then(|r| r.get(&area.start.1)).cloned();
        let Some(value) = value.filter(|v| !v.is_empty()) else { continue };
        for row in area.start.0 + 1..=area.end.0.min(end) {
            cells.entry(row).or_default().insert(area.start.1, value.clone());
        }
        diagnostics.push(
            fault(
                &shown,
                area.start,
                format!(
                    "cellules fusionnées jusqu'à la ligne {} : « {} » est repris sur chacune",
                    area.end.0.min(end) + 1,
                    cut(&value)
                ),
            )
            .severity(Gravite::Mineur)
            .hint("défusionner, puis recopier vers le bas, fait disparaître ce message"),
        );
    }
    diagnostics.extend(hidden(&shown, bytes, &sheet));
    diagnostics.extend(set_aside(&shown, &mut cells));
    let width = cells.values().flat_map(BTreeMap::keys).max().map_or(0, |m| m + 1);
    let lines = cells
        .into_iter()
        .map(|(row, mut cells)| Line {
            number: u64::from(row) + 1,
            cells: (0..width).map(|c| cells.remove(&c).unwrap_or_default()).collect(),
            broken: broken.contains(&row),
        })
        .collect();
    Ok(Some(Feuille { shown, lines, diagnostics }))
}

/// A row struck out is neither paid nor passed over: only the user knows whether it is cancelled. Some of its cells struck
/// out are read, and told.
fn struck_out(
    shown: &str,
    cells: &BTreeMap<u32, BTreeMap<u32, String>>,
    struck: impl Fn((u32, u32)) -> bool,
    broken: &mut BTreeSet<u32>,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for (row, of_row) in cells {
        let filled = of_row.iter().filter(|(_, text)| !text.is_empty());
        let lines: Vec<(u32, bool)> = filled.map(|(column, _)| (*column, struck((*row, *column)))).collect();
        let Some((column, _)) = lines.iter().find(|(_, struck)| *struck) else { continue };
        if lines.iter().all(|(_, struck)| *struck) {
            broken.insert(*row);
            out.push(
                fault(shown, (*row, *column), "ligne barrée".to_owned())
                    .hint("la supprimer si elle est annulée ; ôter le barré si elle est à payer"),
            );
        } else {
            out.push(
                fault(shown, (*row, *column), "cellule barrée : elle est lue comme les autres".to_owned())
                    .severity(Gravite::Mineur)
                    .hint("la vider si elle ne vaut plus ; ôter le barré fait disparaître ce message"),
            );
        }
    }
    out
}

/// A row that begins with `#` and a space is no data, as in a CSV; `#REF!` and its like, pasted as a text, are no comments.
fn set_aside(shown: &str, cells: &mut BTreeMap<u32, BTreeMap<u32, String>>) -> Option<Diagnostic> {
    let comment = |row: &BTreeMap<u32, String>| {
        let first = row.values().find(|cell| !cell.is_empty());
        first.is_some_and(|cell| cell == "#" || cell.starts_with("# "))
    };
    let rows: Vec<u32> = cells.iter().filter(|(_, row)| comment(row)).map(|(number, _)| *number).collect();
    let first = *rows.first()?;
    for row in &rows {
        cells.remove(row);
    }
    let text = match rows.len() {
        1 => "une ligne commence par # : elle est passée".to_owned(),
        n => format!("{n} lignes commencent par # : elles sont passées"),
    };
    Some(
        Diagnostic::warning("DOS-137", text)
            .severity(Gravite::Info)
            .in_file(shown, Some(u64::from(first) + 1))
            .hint("ôter le # et l'espace au début d'une ligne pour qu'elle soit lue"),
    )
}

/// The sheets of a workbook, and whether each is visible; nothing for what is no workbook.
pub(crate) fn sheets(bytes: &[u8]) -> Vec<(String, bool)> {
    let Ok(book) = Xlsx::<_>::new(Cursor::new(bytes)) else { return Vec::new() };
    book.sheets_metadata().iter().map(|s| (s.name.clone(), s.visible == SheetVisible::Visible)).collect()
}

fn fault(shown: &str, (row, column): (u32, u32), message: String) -> Diagnostic {
    Diagnostic::error("DOS-139", message).in_file(shown, Some(u64::from(row) + 1)).column(letters(column))
}

/// `A`, `B`, ..., `AA`: how Excel names a column.
pub(super) fn letters(column: u32) -> String {
    let mut out = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        let letter = char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0));
        out.insert(0, letter);
        rest /= 26;
    }
    out
}

/// The value of a cell as a person would have typed it in a CSV; `Err` is the error of a formula.
fn text(value: &Data, percent: bool) -> Result<String, String> {
    Ok(match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Bool(yes) => if *yes { "oui" } else { "non" }.to_owned(),
        Data::Error(error) => return Err(error.to_string()),
        Data::Float(number) => {
            let plain = decimal(*number);
            match plain.parse::<Decimal>() {
                Ok(fraction) if percent => format!("{} %", (fraction * Decimal::ONE_HUNDRED).normalize()),
                _ => plain,
            }
        }
        Data::DateTime(moment) => {
            let serial = decimal(moment.as_f64());
            let days: Decimal = serial.parse().unwrap_or_default();
            if moment.is_duration() || days < Decimal::ONE {
                let minutes = cddu_rates::round_half_up(days * Decimal::from(24 * 60), 0);
                let minutes: i64 = minutes.try_into().unwrap_or_default();
                format!("{}h{:02}", minutes / 60, minutes % 60)
            } else {
                let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
                // A clock time that carries its day: the column says which of the two is read.
                match (hour, minute) {
                    (0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                    _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
                }
            }
        }
    })
}

/// The number that Excel shows: fifteen significant figures, the noise of its sums left out.
fn decimal(number: f64) -> String {
    let text = format!("{number:.14e}");
    Decimal::from_scientific(&text).map_or(text, |d| d.normalize().to_string())
}

/// Hidden rows are read like the others: the user is told.
fn hidden(shown: &str, bytes: &[u8], sheet: &str) -> Option<Diagnostic> {
    let rows = hidden_rows(bytes, sheet).unwrap_or_default();
    let first = *rows.first()?;
    let text = match rows.len() {
        1 => format!("la ligne {first} est masquée dans le tableur : elle est lue comme les autres"),
        n => format!(
            "{n} lignes masquées dans le tableur (de {first} à {}) : elles sont lues comme les autres",
            rows.last().copied().unwrap_or(first)
        ),
    };
    Some(
        Diagnostic::warning("DOS-139", text)
            .in_file(shown, Some(first))
            .hint("les afficher pour vérifier, ou supprimer celles qui ne sont pas à payer"),
    )
}

/// Numbers of the hidden rows of a sheet, from the parts of the workbook.
fn hidden_rows(bytes: &[u8], sheet: &str) -> Option<Vec<u64>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).ok()?.read_to_string(&mut text).ok()?;
        Some(text)
    };
    let escaped = sheet.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let book = part("xl/workbook.xml")?;
    let tag = tags(&book, "sheet").find(|t| attribute(t, "name") == Some(escaped.as_str()))?;
    let id = attribute(tag, "r:id")?.to_owned();
    let links = part("xl/_rels/workbook.xml.rels")?;
    let link = tags(&links, "Relationship").find(|t| attribute(t, "Id") == Some(id.as_str()))?;
    let target = attribute(link, "Target")?;
    let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
    let rows = part(&path)?;
    let is_hidden = |t: &&str| matches!(attribute(t, "hidden"), Some("1" | "true"));
    Some(tags(&rows, "row").filter(is_hidden).filter_map(|t| attribute(t, "r")?.parse().ok()).collect())
}

/// The inside of the opening tags of a name.
fn tags<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    xml.split('<').filter_map(move |part| {
        let rest = part.strip_prefix(name)?;
        rest.starts_with([' ', '\t', '\n', '\r']).then(|| rest.split('>').next().unwrap_or_default())
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}
