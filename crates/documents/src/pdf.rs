//! Writes a laid-out document as PDF/A-3a: text with its structure, fonts subset, machine-readable twin attached.

#![expect(clippy::float_arithmetic, reason = "positions on a page, never amounts")]

use std::num::{NonZeroU16, NonZeroU32};
use std::ops::Range;

use cddu_rates::Diagnostic;
use chrono::Datelike;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::{Location, Surface};
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::{Glyph, GlyphId};

use crate::compact::compact;
use crate::fonts::{Faces, Length};
use crate::layout::{Layout, Page, Rgb, Role, Text};
use crate::model::Document;

/// Points.
#[expect(clippy::cast_precision_loss, reason = "a page is far smaller than 2^24 hundredths of a point")]
fn points(length: Length) -> f32 {
    length as f32 / 100.0
}

/// A glyph of a run, in ems.
struct PlacedGlyph {
    id: GlyphId,
    range: Range<usize>,
    advance: f32,
}

impl Glyph for PlacedGlyph {
    fn glyph_id(&self) -> GlyphId {
        self.id
    }
    fn text_range(&self) -> Range<usize> {
        self.range.clone()
    }
    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }
    fn x_offset(&self, _: f32) -> f32 {
        0.0
    }
    fn y_offset(&self, _: f32) -> f32 {
        0.0
    }
    fn y_advance(&self, _: f32) -> f32 {
        0.0
    }
    fn location(&self) -> Option<Location> {
        None
    }
}

fn fill(color: Rgb) -> Fill {
    let [r, g, b] = color;
    Fill { paint: rgb::Color::new(r, g, b).into(), ..Fill::default() }
}

/// Writes the file.
pub fn write(document: &Document, layout: &Layout, faces: &Faces) -> Result<Vec<u8>, Diagnostic> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| refused(format!("{e:?}")))?;
    let settings = SerializeSettings {
        configuration,
        // Compressed afterwards, all streams together.
        compress_content_streams: false,
        ..SerializeSettings::default()
    };
    let mut pdf = krilla::Document::new_with(settings);
    let mut marked = vec![Vec::new(); layout.nodes.len()];
    let page_settings = PageSettings::from_wh(points(layout.width), points(layout.height))
        .ok_or_else(|| refused("format de page"))?;
    for page in &layout.pages {
        let mut sheet = pdf.start_page_with(page_settings.clone());
        let mut surface = sheet.surface();
        draw(page, faces, &mut surface, &mut marked);
        surface.finish();
        sheet.finish();
    }
    pdf.set_tag_tree(tree(layout, marked));
    pdf.set_outline(outline(layout));
    pdf.set_metadata(metadata(document));
    if let Some(file) = &document.attachment {
        pdf.embed_file(EmbeddedFile {
            path: file.name.clone(),
            mime_type: MimeType::new(file.media_type),
            description: Some(file.description.clone()),
            association_kind: AssociationKind::Source,
            data: file.data.clone().into(),
            modification_date: Some(day(document)),
            compress: Some(false),
            location: None,
        });
    }
    pdf.finish().map(compact).map_err(|e| refused(format!("{e:?}")))
}

fn refused(why: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::error("DOC-002", format!("le PDF ne peut pas être écrit : {why}"))
        .hint("la page HTML du même document reste possible (--html)")
}

fn day(document: &Document) -> DateTime {
    let date = document.date;
    DateTime::new(u16::try_from(date.year()).unwrap_or_default())
        .month(u8::try_from(date.month()).unwrap_or(1))
        .day(u8::try_from(date.day()).unwrap_or(1))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn metadata(document: &Document) -> Metadata {
    Metadata::new()
        .title(document.title.clone())
        .description(document.subject.clone())
        .authors(vec![document.author.clone()])
        .creator("cddu".to_owned())
        .producer(concat!("cddu ", env!("CARGO_PKG_VERSION")).to_owned())
        .language("fr-FR".to_owned())
        .document_id(document.identifier.clone())
        .creation_date(day(document))
}

/// Draws a page and records which marked content belongs to which element of the structure.
fn draw(page: &Page, faces: &Faces, surface: &mut Surface<'_>, marked: &mut [Vec<Node>]) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    for group in page.rects.chunk_by(|a, b| a.color == b.color) {
        let mut path = PathBuilder::new();
        for r in group {
            let rect = krilla::geom::Rect::from_xywh(points(r.x), points(r.y), points(r.w), points(r.h));
            if let Some(rect) = rect {
                path.push_rect(rect);
            }
        }
        if let Some(path) = path.finish() {
            surface.set_fill(Some(fill(group[0].color)));
            surface.draw_path(&path);
        }
    }
    surface.end_tagged();
    for group in page.texts.chunk_by(|a, b| a.node == b.node) {
        match group[0].node {
            Some(node) => {
                let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                marked[node].push(id.into());
            }
            None => {
                let artifact = Artifact::with_kind(ArtifactType::PaginationOther);
                surface.start_tagged(ContentTag::Artifact(artifact));
            }
        }
        for text in group {
            write_text(text, faces, surface);
        }
        surface.end_tagged();
    }
}

#[expect(clippy::cast_precision_loss, reason = "font units fit in 16 bits")]
fn write_text(text: &Text, faces: &Faces, surface: &mut Surface<'_>) {
    let face = faces.get(text.face);
    let em = face.units_per_em() as f32;
    let glyphs: Vec<PlacedGlyph> = face
        .shape(&text.text)
        .map(|g| PlacedGlyph {
            id: GlyphId::new(u32::from(g.glyph)),
            range: g.start..g.end,
            advance: g.advance as f32 / em,
        })
        .collect();
    surface.set_fill(Some(fill(text.color)));
    let start = Point::from_xy(points(text.x), points(text.y));
    surface.draw_glyphs(start, &glyphs, face.font.clone(), &text.text, points(text.size), false);
}

/// The structure: parents come before their children, so the tree is closed from the end.
fn tree(layout: &Layout, marked: Vec<Vec<Node>>) -> TagTree {
    let mut children: Vec<Vec<Node>> = marked;
    let mut top = Vec::new();
    for (i, node) in layout.nodes.iter().enumerate().rev() {
        let mut own = std::mem::take(&mut children[i]);
        // Children were pushed from the last to the first, after the node's own text.
        own.reverse();
        let group = Node::Group(TagGroup::with_children(tag(&node.role), own));
        match node.parent {
            Some(parent) => children[parent].push(group),
            None => top.push(group),
        }
    }
    let mut tree = TagTree::new().with_lang(Some("fr-FR".to_owned()));
    for group in top.into_iter().rev() {
        tree.push(group);
    }
    tree
}

fn span(columns: usize) -> Option<NonZeroU32> {
    u32::try_from(columns).ok().filter(|n| *n > 1).and_then(NonZeroU32::new)
}

fn tag(role: &Role) -> TagKind {
    match role {
        Role::Title(text) => Tag::Hn(NonZeroU16::MIN, Some(text.clone())).into(),
        Role::Heading(text) => Tag::Hn(NonZeroU16::MIN.saturating_add(1), Some(text.clone())).into(),
        Role::Paragraph => Tag::P.into(),
        Role::Group => Tag::Div.into(),
        Role::Table(summary) => Tag::Table.with_summary(Some(summary.clone())).into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHeader => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHeader(columns) => Tag::TH(TableHeaderScope::Row).with_col_span(span(*columns)).into(),
        Role::Cell(columns) => Tag::TD.with_col_span(span(*columns)).into(),
    }
}

/// Bookmarks: the title and the headings.
fn outline(layout: &Layout) -> Outline {
    let mut outline = Outline::new();
    for (page_index, page) in layout.pages.iter().enumerate() {
        let mut last = None;
        for text in &page.texts {
            if text.node == last {
                continue;
            }
            last = text.node;
            let title = match text.node.map(|n| &layout.nodes[n].role) {
                Some(Role::Title(title) | Role::Heading(title)) => title.clone(),
                _ => continue,
            };
            let point = Point::from_xy(points(text.x), points(text.y - 2 * text.size));
            outline.push_child(OutlineNode::new(title, XyzDestination::new(page_index, point)));
        }
    }
    outline
}
