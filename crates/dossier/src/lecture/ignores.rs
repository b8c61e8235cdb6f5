//! What stands in the folder beside the files that are read, and looks like one of them: its rows would be lost in silence.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx};
use cddu_rates::{Diagnostic, fold};

use crate::lecture::columns::{FILES, FileSpec};
use crate::lecture::folder::{WORKBOOK, bytes, shown};
use crate::lecture::sheet::cut;

/// Lines among which the names of the columns are looked for, as in a sheet that is read.
const FIRST_LINES: usize = 12;

/// Sheets of the workbook and CSV files of the folder that are not read and are called nearly like one that is, or have
/// its columns.
///
/// # Errors
/// A folder or a workbook that cannot be read.
pub(crate) fn unread(root: &Path) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let mut out = Vec::new();
    for (file, own) in workbooks() {
        let Some(book) = bytes(root, &file)? else { continue };
        let sheets = crate::lecture::classeur::sheets(&book);
        let visible = sheets.iter().filter(|(_, visible)| *visible).count();
        for (name, seen) in &sheets {
            // A workbook of one file is read by its sheet of that name, or by the only one that it shows.
            if own.is_some_and(|spec| visible < 2 || fold(stem(spec)) == fold(name)) {
                continue;
            }
            // A hidden sheet is not read, whatever its name: its rows would be lost.
            if !*seen && FILES.iter().any(|spec| fold(stem(spec)) == fold(name)) {
                out.push(
                    Diagnostic::error("DOS-243", format!("la feuille « {} » est masquée et n'est pas lue", cut(name)))
                        .in_file(shown(root, &file), None)
                        .hint(
                            "l'afficher (clic droit sur un onglet, Afficher) ; si rien n'y est à payer, lui donner un autre nom (« brouillon ») ou la supprimer",
                        ),
                );
                continue;
            }
            let lines = || if *seen { first_lines(&book, name) } else { Vec::new() };
            let first = name.split(' ').next();
            let Some((spec, _)) = looks_like(name, first, lines) else { continue };
            let stem = stem(spec);
            out.push(
                Diagnostic::error("DOS-243", format!("la feuille « {} » n'est pas lue", cut(name)))
                    .in_file(shown(root, &file), None)
                    .hint(format!(
                        "{}lui donner un autre nom (« brouillon ») si rien n'y est à payer",
                        if sheets.iter().any(|(other, _)| fold(other) == fold(stem)) {
                            format!("porter ses lignes dans la feuille « {stem} », ou ")
                        } else {
                            format!("la nommer « {stem} », ou ")
                        }
                    )),
            );
        }
    }
    for name in other_files(root) {
        let stem_of = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let lines = || match std::fs::read(root.join(&name)) {
            Ok(bytes) => csv_lines(&name, &bytes),
            Err(_) => Vec::new(),
        };
        let Some((spec, named)) = looks_like(stem_of, None, lines) else { continue };
        // A file of another name may be kept beside on purpose: it is told. A near name is a slip.
        let message = format!("le fichier « {} » n'est pas lu", cut(&name));
        let told = if named {
            Diagnostic::error("DOS-243", message)
        } else {
            Diagnostic::warning("DOS-243", message)
        };
        out.push(
            told.in_file(shown(root, &name), None)
                .hint(format!(
                    "le renommer en {}, ou porter ses lignes dans ce fichier ; s'il n'y a rien à y payer, le ranger dans un autre dossier ou lui donner un autre nom (« brouillon.csv »)",
                    spec.fichier
                )),
        );
    }
    Ok(out)
}

/// The workbook of the folder, and those of one file.
fn workbooks() -> Vec<(String, Option<&'static FileSpec>)> {
    let own = FILES.iter().map(|spec| (format!("{}.xlsx", stem(spec)), Some(*spec)));
    std::iter::once((WORKBOOK.to_owned(), None)).chain(own).collect()
}

fn stem(spec: &FileSpec) -> &'static str {
    spec.fichier.trim_end_matches(".csv")
}

/// CSV files that no reader of the folder knows.
fn other_files(root: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(root) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| {
            let csv = Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
            csv && !FILES.iter().any(|spec| spec.fichier == name)
        })
        .collect();
    names.sort();
    names
}

/// The file that a name, the first word of one (« temps W48 ») or the columns take the place of, and whether the name does.
/// A name put aside on purpose is left alone.
fn looks_like(
    name: &str,
    first: Option<&str>,
    lines: impl FnOnce() -> Vec<Vec<String>>,
) -> Option<(&'static FileSpec, bool)> {
    let name = fold(name);
    if name.contains("brouillon") || FILES.iter().any(|spec| fold(stem(spec)) == name) {
        return None;
    }
    let of = |word: &str| FILES.iter().find(|spec| singular(&fold(stem(spec))) == singular(word)).copied();
    let named = of(&name).or_else(|| of(&fold(first?))).map(|spec| (spec, true));
    named.or_else(|| {
        let lines = lines();
        // Its columns without any row under them lose nothing.
        let (head, spec) = lines.iter().take(FIRST_LINES).enumerate().find_map(|(rank, cells)| {
            // Several files share columns: the one that knows most of them.
            let spec = FILES.iter().rev().max_by_key(|spec| known_columns(spec, cells))?;
            (known_columns(spec, cells) > 0).then_some((rank, *spec))
        })?;
        let filled = |cells: &Vec<String>| cells.iter().any(|cell| !cell.trim().is_empty());
        lines.iter().skip(head + 1).any(filled).then_some((spec, false))
    })
}

fn singular(word: &str) -> &str {
    word.trim_end_matches('s')
}

/// How many columns a file knows, when every one that it needs is there and one more; zero otherwise.
fn known_columns(spec: &FileSpec, cells: &[String]) -> usize {
    let names: Vec<String> = cells.iter().map(|cell| fold(cell)).collect();
    let has = |name: &str| names.iter().any(|n| *n == fold(name));
    let known = spec.colonnes.iter().filter(|column| has(column.nom)).count();
    let needed = spec.colonnes.iter().filter(|c| c.obligatoire).all(|c| has(c.nom));
    if needed && known >= 3 { known } else { 0 }
}

/// The first lines of a sheet.
fn first_lines(book: &[u8], name: &str) -> Vec<Vec<String>> {
    let Ok(mut book) = Xlsx::<_>::new(Cursor::new(book)) else { return Vec::new() };
    let Ok(range) = book.worksheet_range(name) else { return Vec::new() };
    let text = |cell: &Data| if *cell == Data::Empty { String::new() } else { cell.to_string() };
    range.rows().take(FIRST_LINES + 1).map(|row| row.iter().map(text).collect()).collect()
}

/// The first lines of a CSV, by the separator that gives most cells.
fn csv_lines(name: &str, bytes: &[u8]) -> Vec<Vec<String>> {
    let Ok((text, _)) = crate::lecture::text::decode(name, bytes) else { return Vec::new() };
    let head: Vec<&str> = text.lines().take(FIRST_LINES + 1).collect();
    let cells = |separator: char| head.iter().map(|l| l.matches(separator).count()).max().unwrap_or(0);
    let separator = [';', ',', '\t', '|'].into_iter().max_by_key(|s| cells(*s)).unwrap_or(';');
    let plain = |cell: &str| cell.trim().trim_matches('"').to_owned();
    head.iter().map(|line| line.split(separator).map(plain).collect()).collect()
}
