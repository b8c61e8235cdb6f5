//! Draws a document as one HTML page: no script, no outside file, A4 when printed, readable on a phone.

use askama::Template;

use crate::layout::spans;
use crate::model::{Align, Block, Document, Orientation, Row, Table};

#[derive(Template)]
#[template(path = "document.html")]
struct Page<'a> {
    doc: &'a Document,
    landscape: bool,
}

/// A cell with what the template needs to know.
struct HtmlCell<'a> {
    text: &'a str,
    label: &'a str,
    span: usize,
    header: bool,
    class: &'static str,
}

/// Cells of a row, empty ones included, so that columns line up.
fn cells<'a>(table: &'a Table, row: &'a Row) -> Vec<HtmlCell<'a>> {
    spans(row)
        .into_iter()
        .map(|(column, span)| {
            let text = row.cells[column].as_str();
            HtmlCell {
                text,
                label: &table.columns[column].title,
                span,
                header: column == 0,
                class: match table.columns[column].align {
                    _ if text.is_empty() => "vide",
                    Align::Right => "n",
                    Align::Left => "t",
                },
            }
        })
        .collect()
}

/// The page.
#[must_use]
pub fn page(document: &Document) -> String {
    let page = Page { doc: document, landscape: document.orientation == Orientation::Landscape };
    // Rendering writes to a string: only a formatter error could fail, and none of the values has one.
    page.render().unwrap_or_default()
}
