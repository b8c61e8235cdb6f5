//! Lays a document out on A4 pages. Lengths are integers, hundredths of a point: no rounding differs from one
//! machine to another.

mod blocks;
#[cfg(test)]
mod overflow;
mod page;
mod table;

pub use page::{Layout, Node, Page, Rect, Rgb, Role, Text, ink};
pub use table::spans;

use crate::fonts::{Face, Faces, Length};
use crate::model::{Block, Document, Orientation};

/// Short side of A4.
const SHORT: Length = 59_528;
/// Long side of A4.
const LONG: Length = 84_189;
/// Margin on the four sides.
const MARGIN: Length = 3_200;
/// How close the rows and the blocks of a section stand, from the loosest: the space above and below the text of a row, and
/// the part of their usual distance, in percent, that is left between two blocks.
const SPACINGS: [Spacing; 5] = [
    Spacing { row: 260, between: 200 },
    Spacing { row: 115, between: 100 },
    Spacing { row: 45, between: 100 },
    Spacing { row: 35, between: 55 },
    Spacing { row: 0, between: 35 },
];
/// The usual one, and that of a dense document.
const USUAL: usize = 1;
const DENSE: usize = 2;
/// A page filled up to this part, in percent, after others of its section is worth closer rows.
const NEARLY_EMPTY: Length = 35;
/// A page alone filled up to this part has room for looser ones.
const HALF_EMPTY: Length = 75;
/// Height kept at the foot of every page.
const FOOT: Length = 1_250;

/// How a run of text looks.
#[derive(Clone, Copy, Debug)]
struct Style {
    face: Face,
    size: Length,
    color: Rgb,
}

impl Style {
    const fn new(face: Face, size: Length, color: Rgb) -> Self {
        Self { face, size, color }
    }

    /// Distance between two baselines.
    const fn leading(self) -> Length {
        self.size * 119 / 100
    }

    /// From the top of a line to its baseline.
    const fn ascent(self) -> Length {
        self.size * 95 / 100
    }
}

/// Lays out a document.
pub fn lay_out(document: &Document, faces: &Faces) -> Layout {
    let (width, height) = match document.orientation {
        Orientation::Portrait => (SHORT, LONG),
        Orientation::Landscape => (LONG, SHORT),
    };
    let usual = if document.dense { DENSE } else { USUAL };
    let mut flow = Flow {
        faces,
        layout: Layout { width, height, pages: vec![Page::default()], nodes: Vec::new() },
        y: MARGIN,
        spacing: SPACINGS[usual],
    };
    for (rank, section) in document.blocks.split(|b| matches!(b, Block::PageBreak)).enumerate() {
        if rank > 0 {
            flow.new_page();
        }
        flow.section((rank == 0).then_some(document), section, usual);
    }
    flow.feet(&document.footer);
    for page in &mut flow.layout.pages {
        page.rects.sort_by_key(|r| ink::layer(r.color));
    }
    flow.layout
}

/// Space of the rows, and between the blocks.
#[derive(Clone, Copy, Debug)]
struct Spacing {
    row: Length,
    between: Length,
}

/// The pen: where the next block goes.
#[derive(Clone)]
struct Flow<'a> {
    faces: &'a Faces,
    layout: Layout,
    y: Length,
    spacing: Spacing,
}

impl Flow<'_> {
    /// Usable width.
    const fn width(&self) -> Length {
        self.layout.width - 2 * MARGIN
    }

    /// Lowest usable position.
    const fn bottom(&self) -> Length {
        self.layout.height - MARGIN - FOOT
    }

    /// Space above and below the text of a row.
    const fn padding(&self) -> Length {
        self.spacing.row
    }

    /// What is left of a distance between two blocks.
    const fn between(&self, usual: Length) -> Length {
        usual * self.spacing.between / 100
    }

    /// Draws what stands between two page breaks. A last page with a few lines on it is taken back by closer rows; a single page
    /// whose foot is empty gets looser ones.
    fn section(&mut self, title: Option<&Document>, blocks: &[Block], usual: usize) {
        let start = self.clone();
        let first = start.layout.pages.len();
        let draw = |spacing: usize| {
            let mut flow = Flow { spacing: SPACINGS[spacing], ..start.clone() };
            if let Some(document) = title {
                flow.title(document);
            }
            blocks.iter().for_each(|block| flow.block(block));
            flow
        };
        let drawn = draw(usual);
        let pages = drawn.layout.pages.len();
        let room = drawn.bottom() - MARGIN;
        let filled = (drawn.y - MARGIN) * 100 / room.max(1);
        let saves = |flow: &Self| flow.layout.pages.len() < pages;
        let closest = SPACINGS.len() - 1;
        *self = if pages > first && filled <= NEARLY_EMPTY {
            // When the closest rows save no page, none does; otherwise the loosest that save one.
            let tight = draw(closest);
            if saves(&tight) { (usual + 1..closest).map(draw).find(saves).unwrap_or(tight) } else { drawn }
        } else if pages == first && usual == USUAL && filled <= HALF_EMPTY {
            let looser = draw(USUAL - 1);
            if looser.layout.pages.len() == pages { looser } else { drawn }
        } else {
            drawn
        };
    }

    fn page(&mut self) -> &mut Page {
        self.layout.pages.last_mut().expect("a layout has a page")
    }

    fn new_page(&mut self) {
        self.layout.pages.push(Page::default());
        self.y = MARGIN;
    }

    /// Starts a new page when the height does not fit, unless the page is still empty.
    fn ensure(&mut self, height: Length) -> bool {
        let breaks = self.y + height > self.bottom() && self.y > MARGIN;
        if breaks {
            self.new_page();
        }
        breaks
    }

    fn node(&mut self, role: Role, parent: Option<usize>) -> usize {
        self.layout.nodes.push(Node { role, parent });
        self.layout.nodes.len() - 1
    }

    fn rect(&mut self, x: Length, y: Length, w: Length, h: Length, color: Rgb) {
        self.page().rects.push(Rect { x, y, w, h, color });
    }

    /// Frame of a given thickness, inside the rectangle.
    fn frame(&mut self, (x, y, w, h): (Length, Length, Length, Length), thick: Length, color: Rgb) {
        self.rect(x, y, w, thick, color);
        self.rect(x, y + h - thick, w, thick, color);
        self.rect(x, y, thick, h, color);
        self.rect(x + w - thick, y, thick, h, color);
    }

    /// Writes one line from its left end and top.
    fn write(&mut self, x: Length, top: Length, style: Style, text: &str, node: Option<usize>) {
        if text.is_empty() {
            return;
        }
        let text = Text {
            x,
            y: top + style.ascent(),
            face: style.face,
            size: style.size,
            color: style.color,
            text: text.to_owned(),
            node,
        };
        self.page().texts.push(text);
    }

    /// Writes one line that ends at `right`, smaller when it would start before `left`.
    fn write_right(
        &mut self,
        (left, right): (Length, Length),
        top: Length,
        style: Style,
        text: &str,
        node: Option<usize>,
    ) {
        let fitted = self.fitted(style, text, right - left);
        let width = self.faces.get(fitted.face).width(text, fitted.size);
        self.write(right - width, top + (style.size - fitted.size) / 2, fitted, text, node);
    }

    /// The style, with the size lowered so that the text fits the width.
    fn fitted(&self, style: Style, text: &str, width: Length) -> Style {
        let natural = self.faces.get(style.face).width(text, style.size);
        if natural <= width || natural == 0 {
            return style;
        }
        Style { size: (style.size * width / natural).max(1), ..style }
    }

    fn wrap(&self, style: Style, text: &str, width: Length) -> Vec<String> {
        self.faces.get(style.face).wrap(text, style.size, width)
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Cards(cards) => self.cards(cards),
            Block::Heading(text) => self.heading(text),
            Block::Paragraph(text) => self.paragraph(text),
            Block::Table(table) => self.table(table),
            Block::Figures(figures) => self.figures(figures),
            Block::Notice(text) => self.notice(text),
            Block::Lead(text) => self.lead(text),
            Block::Mentions(lines) => self.mentions(lines),
            Block::Signatures(signatures) => self.signatures(signatures),
            Block::PageBreak => self.new_page(),
        }
    }

    /// Foot of every page, once their number is known. It repeats, so it stays out of the structure.
    fn feet(&mut self, footer: &str) {
        let style = Style::new(Face::Regular, 620, ink::SOFT);
        let (width, height) = (self.layout.width, self.layout.height);
        let count = self.layout.pages.len();
        let top = height - MARGIN - style.leading();
        let faces = self.faces;
        for (i, page) in self.layout.pages.iter_mut().enumerate() {
            let number = format!("Page {}/{count}", i + 1);
            let reserved = faces.get(style.face).width(&number, style.size) + 1_000;
            let left = faces.get(style.face).wrap(footer, style.size, width - 2 * MARGIN - reserved);
            page.rects.push(Rect { x: MARGIN, y: top - 300, w: width - 2 * MARGIN, h: 40, color: ink::RULE });
            let number_x = width - MARGIN - faces.get(style.face).width(&number, style.size);
            for (x, text) in [(MARGIN, left.first().cloned().unwrap_or_default()), (number_x, number)] {
                if !text.is_empty() {
                    page.texts.push(Text {
                        x,
                        y: top + style.ascent(),
                        face: style.face,
                        size: style.size,
                        color: style.color,
                        text,
                        node: None,
                    });
                }
            }
        }
    }
}
