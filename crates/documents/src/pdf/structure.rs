//! The structure of a document: elements, their marked contents, and the way back from a marked content to its element.

use pdf_writer::types::{StructRole, TableHeaderScope};
use pdf_writer::writers::{StructElement, StructTreeRoot};
use pdf_writer::{Finish, Ref, TextStr};

use super::content::Sheet;
use super::{File, int};
use crate::layout::{Layout, Node, Role};

/// Where the text of an element is: page and number of the marked content.
type Place = (usize, i32);

/// Writes the structure; the reference of its root.
pub fn write(file: &mut File, layout: &Layout, sheets: &[Sheet], pages: &[Ref]) -> Ref {
    let [root, document] = file.ids();
    let elements: Vec<Ref> = layout.nodes.iter().map(|_| file.id()).collect();
    let parents: Vec<Ref> = sheets.iter().map(|_| file.id()).collect();
    let mut tree: StructTreeRoot<'_> = file.object(root).indirect(root).start();
    tree.children().item(document);
    {
        let mut map = tree.parent_tree();
        let mut numbers = map.nums();
        for (page, parents) in (0..).zip(&parents) {
            numbers.insert(page, *parents);
        }
    }
    tree.parent_tree_next_key(int(sheets.len()));
    tree.finish();
    let mut places: Vec<Vec<Place>> = vec![Vec::new(); elements.len()];
    for ((page, sheet), parents) in sheets.iter().enumerate().zip(parents) {
        file.object(parents).indirect(parents).array().items(sheet.marked.iter().map(|node| elements[*node]));
        for (marked, node) in (0..).zip(&sheet.marked) {
            places[*node].push((page, marked));
        }
    }
    let mut top = Vec::new();
    let mut children: Vec<Vec<Ref>> = vec![Vec::new(); elements.len()];
    for (node, element) in layout.nodes.iter().zip(&elements) {
        node.parent.map_or(&mut top, |parent| &mut children[parent]).push(*element);
    }
    let mut whole = file.object(document).struct_element(document);
    whole.kind(StructRole::Document).parent(root).lang(TextStr(super::LANGUAGE));
    contents(&mut whole, &[], &top, pages);
    whole.finish();
    for (i, node) in layout.nodes.iter().enumerate() {
        let parent = node.parent.map_or(document, |parent| elements[parent]);
        let mut element = file.object(elements[i]).struct_element(elements[i]);
        describe(&mut element, node);
        element.parent(parent);
        contents(&mut element, &places[i], &children[i], pages);
    }
    root
}

/// Own text of an element, then its children.
fn contents(element: &mut StructElement<'_>, places: &[Place], children: &[Ref], pages: &[Ref]) {
    let first = places.first().map(|(page, _)| *page);
    if let Some(page) = first {
        element.page(pages[page]);
    }
    let mut list = element.children();
    for (page, marked) in places {
        if Some(*page) == first {
            list.marked_content_id(*marked);
        } else {
            list.marked_content_ref().page(pages[*page]).marked_content_id(*marked);
        }
    }
    for child in children {
        list.struct_element(*child);
    }
}

fn describe(element: &mut StructElement<'_>, node: &Node) {
    let role = match &node.role {
        Role::Title(_) => StructRole::H1,
        Role::Heading(_) => StructRole::H2,
        Role::Paragraph => StructRole::P,
        Role::Group => StructRole::Div,
        Role::Table(_) => StructRole::Table,
        Role::Row => StructRole::TR,
        Role::ColumnHeader | Role::RowHeader(_) => StructRole::TH,
        Role::Cell(_) => StructRole::TD,
    };
    element.kind(role);
    match &node.role {
        Role::Title(text) | Role::Heading(text) => {
            element.title(TextStr(text));
        }
        Role::Table(summary) => {
            element.attributes().push().table().summary(TextStr(summary));
        }
        Role::ColumnHeader => {
            element.attributes().push().table().scope(TableHeaderScope::Column);
        }
        Role::RowHeader(columns) => {
            let mut attributes = element.attributes();
            let mut table = attributes.push().table();
            table.scope(TableHeaderScope::Row);
            if *columns > 1 {
                table.col_span(int(*columns));
            }
        }
        Role::Cell(columns) if *columns > 1 => {
            element.attributes().push().table().col_span(int(*columns));
        }
        Role::Cell(_) | Role::Paragraph | Role::Group | Role::Row => {}
    }
}
