//! How far a sheet of a workbook goes, before it is read: a cell left in a corner (a space, a value pasted too far) makes
//! the table between it and the others, which no memory holds.

use std::io::{Cursor, Read, Seek};

use calamine::{DataRef, Xlsx};
use cddu_rates::Diagnostic;

/// Cells of the smallest rectangle that holds the values: a year of hours of a large production is a million.
const MOST_CELLS: u64 = 8_000_000;
/// Bytes of the parts of a workbook, once unpacked.
const MOST_BYTES: u64 = 256 << 20;

/// Refuses a workbook that no memory would hold.
///
/// # Errors
/// `DOS-211` with the farthest cell, or the size.
pub(super) fn check(shown: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let mut size = 0_u64;
    for rank in 0..archive.len() {
        size = size.saturating_add(archive.by_index_raw(rank).map_or(0, |part| part.size()));
    }
    if size <= MOST_BYTES {
        return Ok(());
    }
    Err(Diagnostic::error(
        "DOS-211",
        "ce classeur contient plus de 256 Mo une fois décompressé : il n'est pas lu",
    )
    .in_file(shown, None)
    .hint("n'y laisser que les feuilles du dossier, ou enregistrer chacune en CSV UTF-8"))
}

/// The same for one sheet. What does not read is for the reader to say.
///
/// # Errors
/// `DOS-211` with the farthest cell.
pub(super) fn check_sheet<R: Read + Seek>(
    shown: &str,
    book: &mut Xlsx<R>,
    sheet: &str,
) -> Result<(), Diagnostic> {
    let mut bounds: Option<Bounds> = None;
    let mut see = |place| bounds.get_or_insert(Bounds { first: place, last: place }).see(place);
    if let Ok(mut cells) = book.worksheet_cells_reader(sheet) {
        while let Ok(Some(cell)) = cells.next_cell() {
            if !matches!(cell.get_value(), DataRef::Empty) {
                see(cell.get_position());
            }
        }
    }
    if let Ok(mut cells) = book.worksheet_cells_reader(sheet) {
        while let Ok(Some(cell)) = cells.next_formula() {
            if !cell.get_value().is_empty() {
                see(cell.get_position());
            }
        }
    }
    match bounds {
        Some(bounds) if bounds.cells() > MOST_CELLS => {
            let (row, column) = bounds.last;
            let place = format!("{}{}", super::classeur::letters(column), u64::from(row) + 1);
            Err(Diagnostic::error(
                "DOS-211",
                format!("cette feuille s'étend jusqu'à {place} : une valeur est restée loin du tableau"),
            )
            .in_file(shown, None)
            .hint(format!(
                "dans le tableur, Ctrl+Fin y mène : supprimer les lignes et les colonnes vides jusqu'à {place}, puis enregistrer"
            )))
        }
        _ => Ok(()),
    }
}

/// First and last row and column.
#[derive(Clone, Copy)]
struct Bounds {
    first: (u32, u32),
    last: (u32, u32),
}

impl Bounds {
    fn see(&mut self, (row, column): (u32, u32)) {
        self.first = (self.first.0.min(row), self.first.1.min(column));
        self.last = (self.last.0.max(row), self.last.1.max(column));
    }

    fn cells(self) -> u64 {
        u64::from(self.last.0 - self.first.0 + 1) * u64::from(self.last.1 - self.first.1 + 1)
    }
}
