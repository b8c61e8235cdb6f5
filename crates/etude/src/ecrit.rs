//! The texts of a case: one document gives the Markdown, HTML and PDF files; numbers as a French worksheet writes them.

use std::fmt::{Display, Write as _};

use cddu_documents::model::{Block, Column, Document, Orientation, Row, Table};
use chrono::NaiveDate;

/// A document without anything but its text.
pub fn document(title: &str, subtitle: &str, date: NaiveDate, cas: &str, blocks: Vec<Block>) -> Document {
    Document {
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        marks: Vec::new(),
        author: "Étude de cas cddu, personnes et société fictives".to_owned(),
        subject: title.to_owned(),
        date,
        identifier: cas.to_owned(),
        orientation: Orientation::Portrait,
        dense: false,
        blocks,
        footer: format!("Étude de cas {cas} : personnes, société et numéros fictifs"),
        attachment: None,
    }
}

/// A table of text; columns are titles and weights.
pub fn table(summary: &str, columns: &[(&str, u16)], rows: Vec<Vec<String>>) -> Block {
    Block::Table(Table {
        summary: summary.to_owned(),
        columns: columns.iter().map(|(title, weight)| Column::text(title, *weight)).collect(),
        rows: rows.into_iter().map(Row::line).collect(),
    })
}

/// The same document as Markdown.
pub fn markdown(document: &Document) -> String {
    let mut out = format!("# {}\n\n{}\n", document.title, document.subtitle);
    for block in &document.blocks {
        out.push('\n');
        match block {
            Block::Heading(text) => _ = writeln!(out, "## {text}"),
            Block::Paragraph(text) | Block::Lead(text) | Block::Notice(text) => _ = writeln!(out, "{text}"),
            Block::Mentions(list) => list.iter().for_each(|text| _ = writeln!(out, "- {text}")),
            Block::Table(table) => out.push_str(&markdown_table(table)),
            // The other blocks are drawings of a page.
            Block::Cards(_) | Block::Figures(_) | Block::Signatures(_) | Block::PageBreak => {}
        }
    }
    out
}

fn markdown_table(table: &Table) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|c| c.replace('|', "\\|").replace('\n', " ")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let titles: Vec<String> = table.columns.iter().map(|c| c.title.clone()).collect();
    let mut out = line(&titles);
    _ = writeln!(out, "|{}", "---|".repeat(titles.len()));
    table.rows.iter().for_each(|row| out.push_str(&line(&row.cells)));
    out
}

/// A number of a worksheet: a comma, no space.
pub fn nombre(value: impl Display) -> String {
    value.to_string().replace('.', ",")
}

/// The same, empty without value.
pub fn case(value: Option<impl Display>) -> String {
    value.map(nombre).unwrap_or_default()
}

/// Lines of a CSV of French worksheets.
pub fn csv(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut out = String::from('\u{feff}');
    let cell = |text: &str| {
        let quoted = text.contains([';', '"', '\n']);
        if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    };
    let head = header.iter().map(|t| (*t).to_owned()).collect();
    for row in std::iter::once(head).chain(rows) {
        let row: Vec<String> = row;
        out.push_str(&row.iter().map(|t| cell(t)).collect::<Vec<_>>().join(";"));
        out.push('\n');
    }
    out.into_bytes()
}
