//! The model of a folder as one workbook: a sheet a file, lists to choose from, what each column means as a comment, and
//! the sample rows of the CSV model, set aside by the same `#`.

use cddu_rates::Diagnostic;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, Note, Workbook, Worksheet, XlsxError,
};

use crate::lecture::columns::{Column, FILES, Kind};

/// Rows that lists and formats cover.
const ROWS: u32 = 2000;

/// A sample row: its filled columns, each with what a person would type in the CSV.
pub type Exemple = &'static [(&'static str, &'static str)];

/// The bytes of the model: the same ones each time. `rows` gives the sample rows of a file; each begins with `# `, which
/// keeps it out of a run until somebody takes it off.
///
/// # Errors
/// `DOS-147` when the workbook cannot be made.
pub fn workbook(rows: &dyn Fn(&str) -> Vec<Exemple>) -> Result<Vec<u8>, Diagnostic> {
    build(rows).map_err(|_| {
        Diagnostic::error("DOS-147", "le modèle de classeur ne se fait pas")
            .hint("employer le modèle en CSV : cddu init DOSSIER, sans --classeur")
    })
}

fn build(rows: &dyn Fn(&str) -> Vec<Exemple>) -> Result<Vec<u8>, XlsxError> {
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
        for (row, cells) in (1u32..).zip(rows(spec.fichier)) {
            for (rank, column) in (0u16..).zip(spec.colonnes) {
                let text = cells.iter().find(|(name, _)| *name == column.nom).map_or("", |(_, text)| *text);
                sample(sheet, (row, rank), column.kind, text)?;
            }
        }
    }
    book.save_to_buffer()
}

/// A cell of a sample row, of the type that Excel would give what is typed; the first one carries the `#`.
fn sample(sheet: &mut Worksheet, (row, rank): (u32, u16), kind: Kind, text: &str) -> Result<(), XlsxError> {
    if rank == 0 {
        let aside = format(kind).set_font_color("#7F7F7F").set_italic();
        sheet.write_string_with_format(row, rank, format!("# {text}"), &aside)?;
        return Ok(());
    }
    if text.is_empty() {
        return Ok(());
    }
    let typed = format(kind);
    let moment = match kind {
        Kind::Date => day(text),
        Kind::Heure => clock(text),
        _ => None,
    };
    let number = matches!(kind, Kind::Montant | Kind::Taux | Kind::Nombre | Kind::Entier);
    let number = text.replace(',', ".").parse::<f64>().ok().filter(|_| number);
    if let Some(moment) = moment {
        sheet.write_datetime_with_format(row, rank, moment, &typed)?;
    } else if let Some(number) = number {
        sheet.write_number_with_format(row, rank, number, &typed)?;
    } else {
        sheet.write_string_with_format(row, rank, text, &typed)?;
    }
    Ok(())
}

/// `09/11/2026` as Excel holds a day.
fn day(text: &str) -> Option<ExcelDateTime> {
    let [day, month, year] = text.split('/').collect::<Vec<_>>()[..] else { return None };
    ExcelDateTime::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `09:00` as Excel holds a time of the day.
fn clock(text: &str) -> Option<ExcelDateTime> {
    let (hours, minutes) = text.split_once(':')?;
    ExcelDateTime::from_hms(hours.parse().ok()?, minutes.parse().ok()?, 0).ok()
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
