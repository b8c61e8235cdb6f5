//! What a file says of itself. The only date is the one of the document, the identities come from what it holds: the
//! same document gives the same bytes.

use cddu_rates::hex;
use chrono::{Datelike, NaiveDate};
use pdf_writer::writers::DocumentInfo;
use pdf_writer::{Finish, Ref, TextStr};
use sha2::{Digest, Sha256};
use xmp_writer::{LangId, RenditionClass, ResourceEventAction, Timezone, XmpWriter};

use super::content::Sheet;
use super::{File, LANGUAGE};
use crate::model::Document;

const PRODUCER: &str = concat!("cddu ", env!("CARGO_PKG_VERSION"));

/// Identities of a file.
pub struct Identity {
    /// Of the document, the same in its other forms.
    document: String,
    /// Of this file.
    instance: String,
}

impl Identity {
    /// From the data of the document and what is drawn.
    pub fn of(document: &Document, sheets: &[Sheet]) -> Self {
        let said = [PRODUCER, &document.title, &document.identifier, &document.author, &document.subject];
        let mut hash = Sha256::new();
        for text in said {
            hash.update(text);
            hash.update([0]);
        }
        let whole = name(hash.clone());
        hash.update(document.date.to_string());
        sheets.iter().for_each(|sheet| hash.update(&sheet.content));
        if let Some(file) = &document.attachment {
            hash.update(&file.data);
        }
        Self { document: whole, instance: name(hash) }
    }

    /// For the trailer.
    pub fn bytes(&self) -> (Vec<u8>, Vec<u8>) {
        (self.document.clone().into_bytes(), self.instance.clone().into_bytes())
    }
}

/// Sixteen bytes are enough to tell two files apart.
fn name(hash: Sha256) -> String {
    hex(&hash.finalize()[..16])
}

/// Midnight UTC.
pub fn date(day: NaiveDate) -> pdf_writer::Date {
    let (year, month, day) = parts(day);
    pdf_writer::Date::new(year)
        .month(month)
        .day(day)
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn parts(day: NaiveDate) -> (u16, u8, u8) {
    let small = |n: u32| u8::try_from(n).unwrap_or(1);
    (u16::try_from(day.year()).unwrap_or_default(), small(day.month()), small(day.day()))
}

/// The information dictionary, for viewers that do not read XMP.
pub fn write_info(file: &mut File, document: &Document) -> Ref {
    let id = file.id();
    let day = date(document.date);
    let mut info: DocumentInfo<'_> = file.object(id).indirect(id).start();
    info.title(TextStr(&document.title))
        .subject(TextStr(&document.subject))
        .author(TextStr(&document.author))
        .creator(TextStr("cddu"))
        .producer(TextStr(PRODUCER))
        .modified_date(day)
        .creation_date(day);
    info.finish();
    id
}

/// The XMP packet: PDF/A-3a and PDF/UA-1, with the schemas that PDF/A wants described.
pub fn write_xmp(file: &mut File, document: &Document, pages: usize, identity: &Identity) -> Ref {
    let (year, month, day) = parts(document.date);
    let when = xmp_writer::DateTime {
        year,
        month: Some(month),
        day: Some(day),
        hour: Some(0),
        minute: Some(0),
        second: Some(0),
        timezone: Some(Timezone::Utc),
    };
    let mut xmp = XmpWriter::new();
    xmp.title([(None, document.title.as_str())]);
    xmp.description([(None, document.subject.as_str())]);
    xmp.creator([document.author.as_str()]);
    xmp.creator_tool("cddu").producer(PRODUCER).language([LangId(LANGUAGE)]);
    xmp.modify_date(when).create_date(when);
    {
        let mut history = xmp.history();
        let mut event = history.add_event();
        event.action(ResourceEventAction::Created).when(when).software_agent(PRODUCER);
        event.instance_id(&identity.instance);
    }
    {
        let mut schemas = xmp.extension_schemas();
        schemas.xmp_media_management().properties().describe_instance_id();
        schemas.pdf().properties().describe_all();
        schemas.pdfua_id().properties().describe_part();
    }
    xmp.pdfa_part(3).pdfa_conformance("A").pdfua_part(1);
    xmp.num_pages(u32::try_from(pages).unwrap_or(u32::MAX)).format("application/pdf");
    xmp.instance_id(&identity.instance).document_id(&identity.document);
    xmp.rendition_class(RenditionClass::Default).pdf_version("1.7");
    let packet = xmp.finish(None);
    let id = file.id();
    // Not compressed: tools that do not know PDF look for it.
    file.stream(id).metadata(id, packet.as_bytes());
    id
}
