//! What is drawn on a page: filled rectangles, then runs of text that belong to the structure of the document.

use crate::fonts::{Face, Length};

/// A colour, red, green, blue.
pub type Rgb = [u8; 3];

/// Colours of the documents.
pub mod ink {
    use super::Rgb;
    /// Text.
    pub const TEXT: Rgb = [0x1b, 0x22, 0x2c];
    /// Secondary text.
    pub const SOFT: Rgb = [0x55, 0x60, 0x6e];
    /// Titles and frames of what matters.
    pub const ACCENT: Rgb = [0x1c, 0x3f, 0x6e];
    /// Ground of headings.
    pub const BAND: Rgb = [0xe6, 0xec, 0xf4];
    /// Ground of secondary rows.
    pub const PALE: Rgb = [0xf4, 0xf7, 0xfa];
    /// Rules.
    pub const RULE: Rgb = [0xd3, 0xda, 0xe2];
    /// Ground of a notice.
    pub const ALERT: Rgb = [0xff, 0xf4, 0xd9];
    /// Bar of a notice.
    pub const ALERT_BAR: Rgb = [0xd9, 0x8e, 0x04];
    /// Text on a dark ground.
    pub const PAPER: Rgb = [0xff, 0xff, 0xff];

    /// Rank of a ground: pale ones lie under rules and frames. One colour is then written once per page.
    pub fn layer(color: Rgb) -> usize {
        [PALE, BAND, ALERT, RULE, ALERT_BAR, ACCENT].iter().position(|c| *c == color).unwrap_or(usize::MAX)
    }
}

/// A filled rectangle, from the top left corner of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Left.
    pub x: Length,
    /// Top.
    pub y: Length,
    /// Width.
    pub w: Length,
    /// Height.
    pub h: Length,
    /// Colour.
    pub color: Rgb,
}

/// A run of text on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Left.
    pub x: Length,
    /// Baseline, from the top of the page.
    pub y: Length,
    /// Face.
    pub face: Face,
    /// Size.
    pub size: Length,
    /// Colour.
    pub color: Rgb,
    /// What is written.
    pub text: String,
    /// Element of the structure; `None` for what repeats on every page.
    pub node: Option<usize>,
}

/// A page: grounds first, text over them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Grounds and rules.
    pub rects: Vec<Rect>,
    /// Text, in reading order.
    pub texts: Vec<Text>,
}

/// Role of an element of the structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Title of the document.
    Title(String),
    /// Heading of a part.
    Heading(String),
    /// Paragraph, or a line of a card.
    Paragraph,
    /// Group of paragraphs.
    Group,
    /// Table with its summary.
    Table(String),
    /// Row.
    Row,
    /// Heading of a column.
    ColumnHeader,
    /// Heading of a row, over a number of columns.
    RowHeader(usize),
    /// Cell, over a number of columns.
    Cell(usize),
}

/// An element of the structure; parents come before their children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Role.
    pub role: Role,
    /// Parent; `None` for the document.
    pub parent: Option<usize>,
}

/// A document laid out on pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Width of the pages.
    pub width: Length,
    /// Height of the pages.
    pub height: Length,
    /// Pages.
    pub pages: Vec<Page>,
    /// Structure.
    pub nodes: Vec<Node>,
}
