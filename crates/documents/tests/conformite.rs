//! The checks of PDF/A-3a and PDF/UA-1 see what they are there for: each broken file is caught by its sentence.

mod commun;
mod lecture;

use cddu_documents::bulletin::{self, Options};
use commun::Contract;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};

fn payslip() -> Vec<u8> {
    bulletin::pdf(&commun::payslip(&[Contract::technician("C1")]), &Options::default()).unwrap()
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out.truncate(out.trim_ascii_end().len());
    out
}

/// The first dictionary, also of a stream, that holds a key.
fn with<'a>(document: &'a mut Document, key: &str, value: Option<&str>) -> &'a mut Dictionary {
    let fits = |d: &Dictionary| match value {
        Some(value) => d.get(key.as_bytes()).and_then(Object::as_name).is_ok_and(|n| n == value.as_bytes()),
        None => d.has(key.as_bytes()),
    };
    let found = document.objects.values_mut().find_map(|object| match object {
        Object::Dictionary(d) if fits(d) => Some(d),
        Object::Stream(s) if fits(&s.dict) => Some(&mut s.dict),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("nothing holds /{key}"))
}

fn page(document: &Document) -> ObjectId {
    *document.get_pages().values().next().unwrap()
}

/// Changes the operators of the first page.
fn redraw(document: &mut Document, change: impl FnOnce(&mut Vec<Operation>)) {
    let page = page(document);
    let mut content = Content::decode(&document.get_page_content(page)).unwrap();
    change(&mut content.operations);
    document.change_page_content(page, content.encode().unwrap()).unwrap();
}

fn position(operations: &[Operation], operator: &str) -> usize {
    operations.iter().position(|o| o.operator == operator).unwrap()
}

#[test]
fn a_document_keeps_the_norms() {
    assert_eq!(lecture::breaches(&payslip()), Vec::<String>::new());
    // Read and written again by another library, it still does.
    assert_eq!(lecture::breaches(&saved(Document::load_mem(&payslip()).unwrap())), Vec::<String>::new());
}

#[test]
fn each_breach_is_seen() {
    type Change = fn(&mut Document);
    let cases: [(&str, Change); 27] = [
        ("trailer without /ID", |d| drop(d.trailer.remove(b"ID"))),
        ("no language", |d| drop(with(d, "MarkInfo", None).remove(b"Lang"))),
        ("not marked as tagged", |d| drop(with(d, "MarkInfo", None).remove(b"MarkInfo"))),
        ("title of the window", |d| drop(with(d, "MarkInfo", None).remove(b"ViewerPreferences"))),
        ("/OpenAction in", |d| with(d, "MarkInfo", None).set("OpenAction", Object::Null)),
        ("not one output intent", |d| drop(with(d, "MarkInfo", None).remove(b"OutputIntents"))),
        ("without three channels", |d| with(d, "N", None).set("N", 4)),
        ("metadata without <dc:title>", |d| {
            with(d, "Producer", None).set("Title", Object::string_literal("Autre titre"));
        }),
        ("metadata without <xmp:CreateDate>", |d| {
            with(d, "Producer", None).set("CreationDate", Object::string_literal("D:20261016000000Z"));
        }),
        ("files of /Names and /AF differ", |d| drop(with(d, "MarkInfo", None).remove(b"AF"))),
        ("attached file: AFRelationship", |d| {
            drop(with(d, "AFRelationship", None).remove(b"AFRelationship"))
        }),
        ("attached file: F and UF", |d| with(d, "UF", None).set("UF", Object::string_literal("autre.json"))),
        ("attached file: size", |d| {
            let parameters = with(d, "Type", Some("EmbeddedFile")).get_mut(b"Params").unwrap();
            parameters.as_dict_mut().unwrap().set("Size", 1);
        }),
        ("name of the font", |d| with(d, "Encoding", None).set("BaseFont", Object::Name(b"Roboto".to_vec()))),
        ("encoding", |d| {
            with(d, "Encoding", None).set("Encoding", Object::Name(b"WinAnsiEncoding".to_vec()))
        }),
        ("length of the program", |d| with(d, "Length1", None).set("Length1", 12)),
        ("wide, its glyph", |d| {
            let widths = with(d, "W", None).get_mut(b"W").unwrap().as_array_mut().unwrap();
            widths[1].as_array_mut().unwrap()[20] = Object::Integer(100);
        }),
        ("order of tabulation", |d| with(d, "Tabs", None).set("Tabs", Object::Name(b"R".to_vec()))),
        ("names another parent", |d| with(d, "S", Some("TD")).set("P", Object::Reference((1, 0)))),
        ("does not say what it heads", |d| drop(with(d, "S", Some("TH")).remove(b"A"))),
        ("without summary", |d| drop(with(d, "S", Some("Table")).remove(b"A"))),
        ("TR within « Div »", |d| with(d, "S", Some("Table")).set("S", Object::Name(b"Div".to_vec()))),
        ("is not the way from the elements", |d| {
            with(d, "S", Some("H1")).set("K", Object::Array(Vec::new()))
        }),
        ("a ground outside the artifacts", |d| {
            redraw(d, |o| {
                let mut outside = o.drain(..=position(o, "EMC")).collect::<Vec<_>>();
                outside.retain(|o| !matches!(o.operator.as_str(), "BDC" | "EMC"));
                o.splice(0..0, outside);
            });
        }),
        ("text outside the structure", |d| {
            redraw(d, |o| {
                let text = o[position(o, "TJ")].clone();
                o.push(text);
            });
        }),
        ("has no glyph", |d| {
            redraw(d, |o| {
                let at = position(o, "TJ");
                let missing = Object::String(vec![0x23, 0x45], StringFormat::Hexadecimal);
                o[at].operands = vec![Object::Array(vec![missing])];
            });
        }),
        ("operator Do", |d| {
            redraw(d, |o| o.push(Operation::new("Do", vec![Object::Name(b"X".to_vec())])));
        }),
    ];
    let good = payslip();
    for (expected, change) in cases {
        let mut document = Document::load_mem(&good).unwrap();
        change(&mut document);
        let breaches = lecture::breaches(&saved(document));
        assert!(breaches.iter().any(|b| b.contains(expected)), "« {expected} » is not in {breaches:#?}");
    }
    let mut bytes = good.clone();
    bytes[10] = b'A';
    assert_eq!(lecture::breaches(&bytes), ["header without the mark of a binary file"]);
    bytes = good;
    bytes.extend_from_slice(b"\nplus");
    assert_eq!(lecture::breaches(&bytes), ["data after the end of the file"]);
}
