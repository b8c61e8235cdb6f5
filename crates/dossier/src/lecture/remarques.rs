//! Copies of the files of a folder with a column of remarks: what is wrong, beside the row it is wrong on. The originals
//! are never touched.

use std::collections::BTreeMap;
use std::path::Path;

use cddu_rates::Diagnostic;

use crate::Folder;
use crate::lecture::columns::FILES;
use crate::lecture::sheet::Line;
use crate::registre::atomic::write_inside;

/// Where the copies go, in the folder.
const PLACE: &str = "a-corriger";
/// The column added; its name makes it one that no reader of a folder looks at.
const COLUMN: &str = "x_remarques";

/// Writes a copy of each file that has a remark, as a spreadsheet in France opens it, and gives their places.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub fn annotate(folder: &Folder, found: &[Diagnostic]) -> Result<Vec<String>, Diagnostic> {
    let mut out = Vec::new();
    for spec in FILES {
        let shown = folder.shown(spec.fichier);
        let mut remarks: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        for d in found.iter().filter(|d| d.fichier.as_ref() == Some(&shown)) {
            let column = d.colonne.as_ref().map_or_else(String::new, |c| format!("{c} : "));
            let hint = d.aide.as_ref().map_or_else(String::new, |a| format!(" ({a})"));
            let text = format!("{column}{}{hint} [{}]", d.message, d.code);
            let place = remarks.entry(d.ligne.unwrap_or(1)).or_default();
            if !place.contains(&text) {
                place.push(text);
            }
        }
        if remarks.is_empty() {
            continue;
        }
        let Some(lines) = crate::lecture::folder::lines(&folder.root, spec) else { continue };
        let path = format!("{PLACE}/{}", spec.fichier);
        write_inside(&folder.root, Path::new(&path), &copy(&lines, &remarks))?;
        out.push(path);
    }
    Ok(out)
}

fn copy(lines: &[Line], remarks: &BTreeMap<u64, Vec<String>>) -> Vec<u8> {
    let width = lines.iter().map(|l| l.cells.len()).max().unwrap_or(0);
    let first = lines.first().map_or(1, |l| l.number);
    let mut text = String::from("\u{feff}");
    for (rank, line) in lines.iter().enumerate() {
        let mut cells = line.cells.clone();
        cells.resize(width, String::new());
        let mut said = remarks.get(&line.number).cloned().unwrap_or_default();
        if rank == 0 {
            // Remarks on the whole file go beside its first row.
            said.extend(remarks.range(..first).flat_map(|(_, list)| list.clone()));
            said.insert(0, COLUMN.to_owned());
        }
        cells.push(said.join(" | "));
        text.push_str(&cddu_ledger::csv_line(&cells, ';'));
    }
    text.into_bytes()
}
