//! Writes a laid-out document as PDF/A-3a and PDF/UA-1: text with its structure, the faces that it uses, the
//! machine-readable twin attached.
//!
//! `pdf-writer` knows how each object is spelled; here is which objects a document of ours needs.

mod content;
mod file;
mod font;
mod metadata;
mod pack;
mod structure;

use cddu_rates::Diagnostic;
use flate2::CompressError;
use pdf_writer::types::{AssociationKind, OutputIntentSubtype, TabOrder};
use pdf_writer::writers::Catalog;
use pdf_writer::{Filter, Finish, Name, Rect, Ref, Str, TextStr};

use crate::fonts::{Faces, Length};
use crate::layout::{Layout, Role};
use crate::model::{Attachment, Document};
use content::Sheet;
use file::{File, Trailer};
use font::{FACES, Fonts};
use metadata::Identity;

/// Language of every document.
const LANGUAGE: &str = "fr-FR";

/// The colours of a page are the ones of screens; PDF/A wants them defined in the file.
const SRGB: &[u8] = include_bytes!("../../profil/sRGB-v4.icc");

/// Writes the file.
///
/// # Errors
/// `DOC-002` when a part of the fonts cannot be made, which only a broken build can cause.
pub fn write(document: &Document, layout: &Layout, faces: &Faces) -> Result<Vec<u8>, Diagnostic> {
    let fonts = Fonts::of(layout, faces)?;
    let sheets: Vec<Sheet> =
        layout.pages.iter().map(|page| content::draw(page, layout.height, faces, &fonts)).collect();
    let identity = Identity::of(document, &sheets);
    let mut file = File::new();
    let [catalog, tree] = file.ids();
    let pages = write_pages(&mut file, layout, &sheets, tree, &fonts).map_err(refused)?;
    let structure = structure::write(&mut file, layout, &sheets, &pages);
    let outline = write_outline(&mut file, layout, &pages);
    let attachment = document.attachment.as_ref().map(|twin| write_attachment(&mut file, document, twin));
    let attachment = attachment.transpose().map_err(refused)?;
    let info = metadata::write_info(&mut file, document);
    let xmp = metadata::write_xmp(&mut file, document, pages.len(), &identity);
    let profile = file.id();
    let packed = pack::fast(SRGB).map_err(refused)?;
    file.stream(profile).icc_profile(profile, &packed).n(3).filter(Filter::FlateDecode);

    let mut root: Catalog<'_> = file.object(catalog).indirect(catalog).start();
    root.pages(tree).metadata(xmp).outlines(outline).lang(TextStr(LANGUAGE));
    root.pair(Name(b"StructTreeRoot"), structure);
    root.mark_info().marked(true);
    root.viewer_preferences().display_doc_title(true);
    root.output_intents()
        .push()
        .subtype(OutputIntentSubtype::PDFA)
        .output_condition(TextStr("sRGB"))
        .output_condition_identifier(TextStr("Custom"))
        .info(TextStr("sRGB v4.2"))
        .dest_output_profile(profile);
    if let (Some(specification), Some(twin)) = (attachment, &document.attachment) {
        root.names().embedded_files().names().insert(Str(twin.name.as_bytes()), specification);
        root.insert(Name(b"AF")).array().item(specification);
    }
    root.finish();
    file.finish(&Trailer { root: catalog, info, identity: identity.bytes() }).map_err(refused)
}

fn refused(why: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::error("DOC-002", format!("le PDF ne peut pas être écrit : {why}"))
        .hint("la page HTML du même document reste possible (--html)")
}

/// A number as `pdf-writer` spells them; no document of ours comes near the limit.
fn int(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Points, for the objects that `pdf-writer` spells.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a page is far smaller than 2^24 hundredths of a point"
)]
fn points(length: Length) -> f32 {
    length as f32 / 100.0
}

fn write_pages(
    file: &mut File,
    layout: &Layout,
    sheets: &[Sheet],
    tree: Ref,
    fonts: &Fonts,
) -> Result<Vec<Ref>, CompressError> {
    let fonts = fonts.write(file);
    let pages: Vec<Ref> = sheets.iter().map(|_| file.id()).collect();
    file.object(tree).pages(tree).count(int(pages.len())).kids(pages.iter().copied()).media_box(Rect::new(
        0.0,
        0.0,
        points(layout.width),
        points(layout.height),
    ));
    for ((i, sheet), page) in (0..).zip(sheets).zip(&pages) {
        let contents = file.id();
        let mut writer = file.object(*page).page(*page);
        writer.parent(tree).contents(contents).struct_parents(i).tab_order(TabOrder::StructureOrder);
        let mut resources = writer.resources();
        let mut named = resources.fonts();
        for (face, font) in FACES.into_iter().zip(fonts) {
            named.pair(Name(font::resource(face)), font);
        }
        named.finish();
        resources.finish();
        writer.finish();
        let packed = pack::fast(&sheet.content)?;
        file.stream(contents).stream(contents, &packed).filter(Filter::FlateDecode);
    }
    Ok(pages)
}

/// The machine-readable twin; the reference of its specification.
fn write_attachment(file: &mut File, document: &Document, twin: &Attachment) -> Result<Ref, CompressError> {
    let [specification, stream] = file.ids();
    let packed = pack::fast(&twin.data)?;
    let mut writer = file.stream(stream).embedded_file(stream, &packed);
    writer.filter(Filter::FlateDecode);
    writer.subtype(Name(twin.media_type.as_bytes()));
    writer.params().size(int(twin.data.len())).modification_date(metadata::date(document.date));
    writer.finish();
    file.object(specification)
        .file_spec(specification)
        .path(Str(twin.name.as_bytes()))
        .unic_file(TextStr(&twin.name))
        .embedded_file_with_unicode(stream)
        .description(TextStr(&twin.description))
        .association_kind(AssociationKind::Source);
    Ok(specification)
}

/// Bookmarks: the title and the headings.
fn write_outline(file: &mut File, layout: &Layout, pages: &[Ref]) -> Ref {
    let mut marks = Vec::new();
    for (page, reference) in layout.pages.iter().zip(pages) {
        for group in page.texts.chunk_by(|a, b| a.node == b.node) {
            let first = &group[0];
            if let Some(Role::Title(title) | Role::Heading(title)) = first.node.map(|n| &layout.nodes[n].role)
            {
                let top = layout.height - first.y + 2 * first.size;
                marks.push((file.id(), title, *reference, first.x, top));
            }
        }
    }
    let outline = file.id();
    let mut writer = file.object(outline).outline(outline);
    if let (Some(first), Some(last)) = (marks.first(), marks.last()) {
        writer.first(first.0).last(last.0).count(int(marks.len()));
    }
    writer.finish();
    for (i, (id, title, page, left, top)) in marks.iter().enumerate() {
        let mut item = file.object(*id).outline_item(*id);
        item.title(TextStr(title)).parent(outline);
        if let Some(previous) = i.checked_sub(1) {
            item.prev(marks[previous].0);
        }
        if let Some(next) = marks.get(i + 1) {
            item.next(next.0);
        }
        item.dest().page(*page).xyz(points(*left), points(*top), None);
    }
    outline
}
