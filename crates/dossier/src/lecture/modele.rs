//! The model of a folder as one workbook: a sheet a file, lists to choose from, what each column means as a comment.

use cddu_rates::Diagnostic;
use rust_xlsxwriter::{DataValidation, DocProperties, ExcelDateTime, Format, Note, Workbook, XlsxError};

use crate::lecture::columns::{Column, FILES, Kind};

/// Rows that lists and formats cover.
const ROWS: u32 = 2000;

/// The bytes of the model: the same ones each time.
///
/// # Errors
/// `DOS-147` when the workbook cannot be made.
pub fn workbook() -> Result<Vec<u8>, Diagnostic> {
    build().map_err(|_| {
        Diagnostic::error("DOS-147", "le modèle de classeur ne se fait pas")
            .hint("employer le modèle en CSV : cddu init DOSSIER, sans --classeur")
    })
}

fn build() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let head = Format::new().set_bold();
    let must = Format::new().set_bold().set_background_color("#FFF2CC");
    for spec in FILES {
        let sheet = book.add_worksheet();
        sheet.set_name(spec.fichier.trim_end_matches(".csv"))?;
        sheet.set_freeze_panes(1, 0)?;
        for (rank, column) in (0u16..).zip(spec.colonnes) {
            let title = if column.obligatoire { &must } else { &head };
            sheet.write_string_with_format(0, rank, column.nom, title)?;
            sheet.insert_note(0, rank, &Note::new(comment(column)).add_author_prefix(false))?;
            sheet.set_column_width(rank, f64::from(u32::try_from(column.nom.len().max(11)).unwrap_or(11)))?;
            sheet.set_column_format(rank, &format(column.kind))?;
            if let Some(list) = choices(column.kind) {
                let rule = DataValidation::new()
                    .allow_list_strings(&list)?
                    .ignore_blank(true)
                    .set_error_title("Valeur inconnue")?
                    .set_error_message("Choisir dans la liste, ou laisser vide.")?;
                sheet.add_data_validation(1, rank, ROWS, rank, &rule)?;
            }
        }
    }
    book.save_to_buffer()
}

/// What a person reads over the title.
fn comment(column: &Column) -> String {
    let need = if column.obligatoire { "Obligatoire. " } else { "" };
    let example =
        if column.exemple.is_empty() { String::new() } else { format!("\nExemple : {}", column.exemple) };
    format!("{need}{}{example}", column.description)
}

fn choices(kind: Kind) -> Option<Vec<&'static str>> {
    match kind {
        Kind::Choix(list) => Some(list.to_vec()),
        Kind::OuiNon => Some(vec!["oui", "non"]),
        _ => None,
    }
}

/// Numbers that are names (security number, account, postcode) stay text: a spreadsheet would round them.
fn format(kind: Kind) -> Format {
    Format::new().set_num_format(match kind {
        Kind::Date => "dd/mm/yyyy",
        Kind::Heure => "hh:mm",
        Kind::Montant => "0.00",
        Kind::Taux | Kind::Nombre | Kind::Entier => "General",
        Kind::Texte | Kind::Identifiant | Kind::OuiNon | Kind::Choix(_) => "@",
    })
}
