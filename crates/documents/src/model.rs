//! The document model: what a page says, in frozen text, before any drawing.
//!
//! A document is a list of blocks; every cell is already text. Both exporters draw the same model, so that
//! the PDF and the HTML page cannot differ.

use std::hash::{Hash as _, Hasher};

use cddu_rates::hex;
use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};

/// A document ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Document {
    /// Title, printed at the top and kept in the metadata.
    pub title: String,
    /// Line under the title.
    pub subtitle: String,
    /// Labelled values at the right of the title (period, payment date, number).
    pub marks: Vec<Fact>,
    /// Who issues the document.
    pub author: String,
    /// Subject of the metadata.
    pub subject: String,
    /// Date of the document, the only date in the metadata.
    pub date: NaiveDate,
    /// Identity of the document: the fingerprint of the frozen data.
    pub identifier: String,
    /// Page orientation.
    pub orientation: Orientation,
    /// Rows of tables closer to each other.
    pub dense: bool,
    /// Content, in reading order.
    pub blocks: Vec<Block>,
    /// Left part of the foot of every page.
    pub footer: String,
    /// Machine-readable twin.
    pub attachment: Option<Attachment>,
}

impl Document {
    /// SHA-256 of everything that is drawn, in hexadecimal: one program draws the same bytes from documents that have the
    /// same one. It is no part of any file handed out, and another program may give another one.
    #[must_use]
    pub fn empreinte(&self) -> String {
        let mut out = Digest(Sha256::new());
        self.hash(&mut out);
        hex(&out.0.finalize())
    }
}

/// The derived walk through a document, given to SHA-256 in place of 64 bits.
struct Digest(Sha256);

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}

/// Page orientation, always A4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Orientation {
    /// 210 x 297 mm.
    #[default]
    Portrait,
    /// 297 x 210 mm.
    Landscape,
}

/// A file carried by the PDF.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: &'static str,
    /// Description.
    pub description: String,
    /// Content.
    pub data: Vec<u8>,
}

/// A label and its value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fact {
    /// Label.
    pub label: String,
    /// Value.
    pub value: String,
}

impl Fact {
    /// A labelled value.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }

    /// A labelled value, or nothing when the value is missing or empty.
    pub fn optional(label: &str, value: Option<impl Into<String>>) -> Option<Self> {
        value.map(Into::into).filter(|v: &String| !v.is_empty()).map(|value| Self::new(label, value))
    }
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Block {
    /// Cards side by side (employer, employee).
    Cards(Vec<Card>),
    /// Heading of a part.
    Heading(String),
    /// Running text.
    Paragraph(String),
    /// Table.
    Table(Table),
    /// Amounts that must stand out.
    Figures(Vec<Figure>),
    /// Something the reader must not miss.
    Notice(String),
    /// A sentence in visible characters.
    Lead(String),
    /// Small print, one sentence per item.
    Mentions(Vec<String>),
    /// Places to sign, side by side.
    Signatures(Vec<Signature>),
    /// The rest starts on a new page.
    PageBreak,
}

/// A framed card: lines of text, then labelled values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Card {
    /// Title.
    pub title: String,
    /// Lines, the first one emphasised.
    pub lines: Vec<String>,
    /// Labelled values.
    pub facts: Vec<Fact>,
}

/// One amount that must stand out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Figure {
    /// Label.
    pub label: String,
    /// Amount.
    pub value: String,
    /// The most important one of its line.
    pub main: bool,
}

/// A place to sign.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Signature {
    /// Who signs.
    pub who: String,
    /// What is already known (name, place, date), one line each.
    pub lines: Vec<String>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Table {
    /// What the table is, for readers who cannot see it.
    pub summary: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, in order.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// Heading.
    pub title: String,
    /// Share of the width, relative to the other columns.
    pub weight: u16,
    /// Alignment of the cells.
    pub align: Align,
}

impl Column {
    /// A column of text.
    pub fn text(title: &str, weight: u16) -> Self {
        Self { title: title.to_owned(), weight, align: Align::Left }
    }

    /// A column of numbers.
    pub fn number(title: &str, weight: u16) -> Self {
        Self { title: title.to_owned(), weight, align: Align::Right }
    }
}

/// Horizontal alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// How it looks.
    pub kind: RowKind,
    /// One text per column; empty where there is nothing to say. The first one takes the whole width when the
    /// others are empty.
    pub cells: Vec<String>,
}

impl Row {
    /// A row of the given kind.
    pub fn new<S: Into<String>>(kind: RowKind, cells: impl IntoIterator<Item = S>) -> Self {
        Self { kind, cells: cells.into_iter().map(Into::into).collect() }
    }

    /// An ordinary row.
    pub fn line<S: Into<String>>(cells: impl IntoIterator<Item = S>) -> Self {
        Self::new(RowKind::Line, cells)
    }

    /// True when only the first cell says something.
    #[must_use]
    pub fn is_heading(&self) -> bool {
        self.cells.iter().skip(1).all(String::is_empty)
    }
}

/// How a row looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// Heading of a group of rows.
    Section,
    /// Heading inside a group.
    Subsection,
    /// Ordinary row.
    Line,
    /// Row to fill by hand, as high as a hand writes.
    Form,
    /// Row under a heading.
    Detail,
    /// Row that is its own heading.
    Strong,
    /// Information that does not add up.
    Note,
    /// Subtotal.
    Subtotal,
    /// Total.
    Total,
    /// Amount that the law wants prominent.
    Net,
    /// The sum paid, the most prominent of all.
    Paid,
}

impl RowKind {
    /// Class of the row in HTML.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Subsection => "sous-section",
            Self::Line => "ligne",
            Self::Form => "a-remplir",
            Self::Detail => "detail",
            Self::Strong => "rubrique",
            Self::Note => "note",
            Self::Subtotal => "sous-total",
            Self::Total => "total",
            Self::Net => "net",
            Self::Paid => "paye",
        }
    }
}
