//! Walks through an XML file: each text and attribute with its path and its line.

use cddu_rates::Diagnostic;
use quick_xml::events::{BytesStart, Event};

/// What the walk meets. Lines are counted from 1.
pub enum Pas<'a> {
    /// An element begins; `path` ends with it.
    Debut { path: &'a [String], ligne: u64 },
    /// The text of an element, or the value of an attribute (`@nature` ends the path).
    Texte { path: &'a [String], ligne: u64, texte: &'a str },
    /// An element ends; `path` still ends with it.
    Fin { path: &'a [String] },
}

/// Walks through a document.
///
/// # Errors
/// `RAP-003` for a file that is not XML, with the line where reading stops.
pub fn walk(octets: &[u8], mut each: impl FnMut(Pas<'_>)) -> Result<(), Diagnostic> {
    let start = octets.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(octets);
    let wrong = |message: String, ligne: u64| {
        let mut found = Diagnostic::error("RAP-003", message)
            .hint("donner le fichier tel qu'il a été écrit, sans le modifier");
        found.ligne = Some(ligne);
        found
    };
    let text = std::str::from_utf8(start).map_err(|e| {
        wrong("le fichier n'est pas en UTF-8".to_owned(), Lines::new(start).at(e.valid_up_to()))
    })?;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut lines = Lines::new(start);
    let mut path: Vec<String> = Vec::new();
    // A text comes in pieces when it holds entities.
    let mut texte = (0, String::new());
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let cause = cddu_ledger::xml::cause(&error.to_string());
                return Err(wrong(format!("XML illisible : {cause}"), lines.at(before)));
            }
        };
        match event {
            Event::Text(value) => {
                let raw: &str = &value.into_inner();
                if texte.1.is_empty() {
                    texte.0 = lines.at(before + raw.len() - raw.trim_start().len());
                }
                texte.1.push_str(raw);
                continue;
            }
            Event::GeneralRef(entity) => {
                let entity: &str = &entity.into_inner();
                texte.1.push_str(&unescaped(&format!("&{entity};")));
                continue;
            }
            _ => {}
        }
        let trimmed = texte.1.trim();
        if !trimmed.is_empty() {
            each(Pas::Texte { path: &path, ligne: texte.0, texte: trimmed });
        }
        texte.1.clear();
        match event {
            Event::Start(element) => open(&mut path, &element, lines.at(before), &mut each),
            Event::Empty(element) => {
                open(&mut path, &element, lines.at(before), &mut each);
                each(Pas::Fin { path: &path });
                path.pop();
            }
            Event::End(_) => {
                each(Pas::Fin { path: &path });
                path.pop();
            }
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => {
                let cut = "le fichier s'arrête avant la fin : il est coupé".to_owned();
                return Err(wrong(cut, lines.at(before)));
            }
            _ => {}
        }
    }
}

fn unescaped(raw: &str) -> String {
    quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned)
}

fn open(path: &mut Vec<String>, element: &BytesStart<'_>, ligne: u64, each: &mut impl FnMut(Pas<'_>)) {
    path.push(element.local_name().as_ref().to_owned());
    each(Pas::Debut { path, ligne });
    for attribute in element.attributes().flatten() {
        path.push(format!("@{}", attribute.key.local_name().as_ref()));
        each(Pas::Texte { path, ligne, texte: &unescaped(attribute.value.as_ref()) });
        path.pop();
    }
}

/// Line of an offset, for offsets that only go forward.
struct Lines<'a> {
    octets: &'a [u8],
    offset: usize,
    ligne: u64,
}

impl<'a> Lines<'a> {
    fn new(octets: &'a [u8]) -> Self {
        Self { octets, offset: 0, ligne: 1 }
    }

    fn at(&mut self, offset: usize) -> u64 {
        let offset = offset.min(self.octets.len());
        if offset > self.offset {
            self.ligne += self.octets[self.offset..offset].iter().filter(|b| **b == b'\n').count() as u64;
            self.offset = offset;
        }
        self.ligne
    }
}
