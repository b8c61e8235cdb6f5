//! Tables: columns, wrapped cells, headings repeated on every page.

use super::{Flow, MARGIN, Role, Style, ink};
use crate::fonts::{Face, Length};
use crate::model::{Align, Row, RowKind, Table};

/// Space at the left and right of a cell.
const CELL: Length = 350;
/// Indentation of a row under its heading.
const INDENT: Length = 700;

/// A table up to this height is not cut.
const WHOLE: Length = 9_000;

/// A cell whose lines are known.
struct Laid {
    column: usize,
    span: usize,
    lines: Vec<String>,
    align: Align,
    x: Length,
    width: Length,
}

/// The cells of a row with the columns that each one covers: the first one goes on over the empty ones that
/// follow it, the others keep their column.
pub fn spans(row: &Row) -> Vec<(usize, usize)> {
    let first = 1 + row.cells.iter().skip(1).take_while(|c| c.is_empty()).count();
    std::iter::once((0, first)).chain((first..row.cells.len()).map(|i| (i, 1))).collect()
}

/// Style of the cells after the first one: a row in bold has its amounts in bold only when they are totals.
const fn amounts(kind: RowKind) -> Style {
    match kind {
        RowKind::Strong => style(RowKind::Line),
        kind => style(kind),
    }
}

const fn style(kind: RowKind) -> Style {
    match kind {
        RowKind::Section => Style::new(Face::Bold, 720, ink::ACCENT),
        RowKind::Subsection | RowKind::Strong | RowKind::Subtotal => Style::new(Face::Bold, 750, ink::TEXT),
        RowKind::Line | RowKind::Form | RowKind::Detail => Style::new(Face::Regular, 770, ink::TEXT),
        RowKind::Note => Style::new(Face::Regular, 700, ink::SOFT),
        RowKind::Total => Style::new(Face::Bold, 780, ink::ACCENT),
        RowKind::Net => Style::new(Face::Bold, 900, ink::ACCENT),
        RowKind::Paid => Style::new(Face::Bold, 980, ink::PAPER),
    }
}

/// Height of a row with a padding above and below its text.
fn height(row: &Row, cells: &[Laid], padding: Length) -> Length {
    let lines = cells.iter().map(|c| c.lines.len()).max().unwrap_or(1);
    let extra = match row.kind {
        RowKind::Paid => 300,
        RowKind::Net => 220,
        RowKind::Form => 1_100,
        RowKind::Section | RowKind::Total => 60,
        _ => 0,
    };
    Length::try_from(lines).unwrap_or(1) * style(row.kind).leading() + 2 * padding + extra
}

impl Flow<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let edges = self.edges(table);
        let node = self.node(Role::Table(table.summary.clone()), None);
        let laid: Vec<Vec<Laid>> = table.rows.iter().map(|row| self.laid(row, table, &edges)).collect();
        let heights: Vec<Length> =
            table.rows.iter().zip(&laid).map(|(row, cells)| height(row, cells, self.padding())).collect();
        // A short table stays on one page; of a long one, the head stays with the first rows.
        let mut needed = self.head_height(table, &edges);
        for height in &heights {
            if needed + height > WHOLE {
                break;
            }
            needed += height;
        }
        self.ensure(needed);
        self.head(table, &edges, Some(node));
        for (i, (row, cells)) in table.rows.iter().zip(laid).enumerate() {
            // A heading stays with what it announces.
            let headings = table.rows[i..]
                .iter()
                .take_while(|r| matches!(r.kind, RowKind::Section | RowKind::Subsection))
                .count();
            let together: Length = heights[i..].iter().take(headings + 1).sum();
            if self.ensure(together) {
                self.head(table, &edges, None);
            }
            self.row(row, cells, table, &edges, node);
        }
        self.y += self.between(620);
    }

    /// Left edge of each column, then the right edge of the last one.
    fn edges(&self, table: &Table) -> Vec<Length> {
        let total: Length = table.columns.iter().map(|c| Length::from(c.weight)).sum::<Length>().max(1);
        let mut edges = vec![MARGIN];
        let mut sum = 0;
        for column in &table.columns {
            sum += Length::from(column.weight);
            edges.push(MARGIN + self.width() * sum / total);
        }
        edges
    }

    fn head_height(&self, table: &Table, edges: &[Length]) -> Length {
        let style = Style::new(Face::Bold, 680, ink::SOFT);
        let lines = table
            .columns
            .iter()
            .enumerate()
            .map(|(i, c)| self.wrap(style, &c.title, edges[i + 1] - edges[i] - 2 * CELL).len())
            .max()
            .unwrap_or(0);
        Length::try_from(lines).unwrap_or(1) * style.leading() + 2 * self.padding() + 150
    }

    /// Headings of the columns. On the following pages they repeat, out of the structure.
    fn head(&mut self, table: &Table, edges: &[Length], node: Option<usize>) {
        let style = Style::new(Face::Bold, 680, ink::SOFT);
        let height = self.head_height(table, edges);
        let top = self.y;
        let row = node.map(|n| self.node(Role::Row, Some(n)));
        for (i, column) in table.columns.iter().enumerate() {
            let cell = row.map(|r| self.node(Role::ColumnHeader, Some(r)));
            let (left, right) = (edges[i] + CELL, edges[i + 1] - CELL);
            let lines = self.wrap(style, &column.title, right - left);
            let used = Length::try_from(lines.len()).unwrap_or(1) * style.leading();
            let mut y = top + height - 150 - self.padding() - used;
            for line in lines {
                match column.align {
                    Align::Left => self.write(left, y, style, &line, cell),
                    Align::Right => self.write_right((left, right), y, style, line.trim_end(), cell),
                }
                y += style.leading();
            }
        }
        let width = self.width();
        self.rect(MARGIN, top + height - 120, width, 80, ink::ACCENT);
        self.y = top + height;
    }

    /// Wraps the cells of a row.
    fn laid(&self, row: &Row, table: &Table, edges: &[Length]) -> Vec<Laid> {
        spans(row)
            .into_iter()
            .map(|(column, span)| {
                let end = (column + span).min(table.columns.len());
                let indent = if column == 0 && matches!(row.kind, RowKind::Detail | RowKind::Note) {
                    INDENT
                } else {
                    0
                };
                let x = edges[column] + CELL + indent;
                let width = edges[end] - CELL - x;
                let align = table.columns[column].align;
                let text = row.cells[column].as_str();
                let style = if column == 0 { style(row.kind) } else { amounts(row.kind) };
                let lines = match align {
                    Align::Left => self.wrap(style, text, width),
                    Align::Right => vec![text.to_owned()],
                };
                Laid { column, span: end - column, lines, align, x, width }
            })
            .collect()
    }

    /// Draws a row; one that is taller than a page goes on over the next ones.
    fn row(&mut self, row: &Row, mut cells: Vec<Laid>, table: &Table, edges: &[Length], parent: usize) {
        let leading = style(row.kind).leading();
        let tr = self.node(Role::Row, Some(parent));
        let nodes: Vec<usize> = cells
            .iter()
            .map(|cell| {
                let role = if cell.column == 0 { Role::RowHeader(cell.span) } else { Role::Cell(cell.span) };
                self.node(role, Some(tr))
            })
            .collect();
        loop {
            let room = (self.bottom() - self.y - 2 * self.padding()) / leading;
            let room = usize::try_from(room).unwrap_or(0).max(1);
            let rest: Vec<Vec<String>> = cells
                .iter_mut()
                .map(|cell| if cell.lines.len() > room { cell.lines.split_off(room) } else { Vec::new() })
                .collect();
            self.slice(row, &cells, &nodes);
            if rest.iter().all(Vec::is_empty) {
                return;
            }
            for (cell, lines) in cells.iter_mut().zip(rest) {
                cell.lines = lines;
            }
            self.new_page();
            self.head(table, edges, None);
        }
    }

    /// Draws the lines of a row that fit the page.
    fn slice(&mut self, row: &Row, cells: &[Laid], nodes: &[usize]) {
        let style = style(row.kind);
        let height = height(row, cells, self.padding());
        let (top, width) = (self.y, self.width());
        match row.kind {
            RowKind::Section | RowKind::Total => self.rect(MARGIN, top, width, height, ink::BAND),
            RowKind::Strong | RowKind::Subtotal => self.rect(MARGIN, top, width, height, ink::PALE),
            RowKind::Net => {
                self.rect(MARGIN, top, width, height, ink::BAND);
                self.frame((MARGIN, top, width, height), 70, ink::ACCENT);
            }
            RowKind::Paid => self.rect(MARGIN, top, width, height, ink::ACCENT),
            RowKind::Subsection | RowKind::Line | RowKind::Form | RowKind::Detail | RowKind::Note => {}
        }
        let lines = cells.iter().map(|c| c.lines.len()).max().unwrap_or(1);
        let text_height = Length::try_from(lines).unwrap_or(1) * style.leading();
        let start = top + (height - text_height) / 2;
        for (cell, node) in cells.iter().zip(nodes) {
            let mut y = start;
            let style = if cell.column == 0 { style } else { amounts(row.kind) };
            for line in &cell.lines {
                match cell.align {
                    Align::Left => self.write(cell.x, y, style, line, Some(*node)),
                    Align::Right => {
                        self.write_right((cell.x, cell.x + cell.width), y, style, line, Some(*node));
                    }
                }
                y += style.leading();
            }
        }
        if !matches!(row.kind, RowKind::Net | RowKind::Paid) {
            self.rect(MARGIN, top + height - 30, width, 30, ink::RULE);
        }
        self.y = top + height;
    }
}
