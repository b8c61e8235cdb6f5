//! Reads a PDF back, and holds it against what PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) ask of the few objects
//! that our documents use.

#![allow(dead_code, clippy::float_arithmetic)]

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// Text of a PDF, all pages, spaces of any width as one plain space. The file has been checked.
pub fn text(pdf: &[u8]) -> String {
    let breaches = breaches(pdf);
    assert!(breaches.is_empty(), "{breaches:#?}");
    let document = Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    normal(&document.extract_text(&pages).unwrap())
}

pub fn normal(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the file does against the norms, one sentence each.
pub fn breaches(pdf: &[u8]) -> Vec<String> {
    let mut said = Vec::new();
    if !pdf.starts_with(b"%PDF-1.7\n%") || pdf[10..14].iter().any(|b| *b < 128) {
        said.push("header without the mark of a binary file".to_owned());
    }
    if !pdf.ends_with(b"%%EOF") {
        said.push("data after the end of the file".to_owned());
    }
    let mut reader = Reader { document: Document::load_mem(pdf).unwrap(), said };
    reader.catalog();
    let fonts = reader.fonts();
    reader.structure(&fonts);
    reader.said
}

/// What a file knows of one font.
struct Font {
    /// Advance of each code, thousandths of an em.
    widths: Vec<f32>,
    /// Character of each code.
    characters: BTreeMap<u16, char>,
    /// Codes with a glyph in the embedded program.
    drawn: BTreeSet<u16>,
}

struct Reader {
    document: Document,
    said: Vec<String>,
}

type Place = (usize, i64);

impl Reader {
    fn say(&mut self, breach: impl Into<String>) {
        self.said.push(breach.into());
    }

    fn want(&mut self, holds: bool, breach: impl Into<String>) {
        if !holds {
            self.say(breach);
        }
    }

    /// What a key leads to, through a reference.
    fn get(&self, dictionary: &Dictionary, key: &str) -> Object {
        let value = dictionary.get(key.as_bytes()).cloned().unwrap_or(Object::Null);
        self.document.dereference(&value).map_or(Object::Null, |(_, object)| object.clone())
    }

    fn dictionary(&self, dictionary: &Dictionary, key: &str) -> Dictionary {
        match self.get(dictionary, key) {
            Object::Dictionary(d) => d,
            Object::Stream(s) => s.dict,
            _ => Dictionary::new(),
        }
    }

    fn array(&self, dictionary: &Dictionary, key: &str) -> Vec<Object> {
        match self.get(dictionary, key) {
            Object::Array(list) => list,
            Object::Null => Vec::new(),
            other => vec![other],
        }
    }

    fn name(&self, dictionary: &Dictionary, key: &str) -> String {
        match self.get(dictionary, key) {
            Object::Name(name) => String::from_utf8(name).unwrap(),
            _ => String::new(),
        }
    }

    fn string(&self, dictionary: &Dictionary, key: &str) -> String {
        lopdf::decode_text_string(&self.get(dictionary, key)).unwrap_or_default()
    }

    fn stream(&self, dictionary: &Dictionary, key: &str) -> Vec<u8> {
        match self.get(dictionary, key) {
            Object::Stream(stream) => stream.decompressed_content().unwrap_or(stream.content),
            _ => Vec::new(),
        }
    }

    /// Catalogue, metadata, colours, attachment.
    fn catalog(&mut self) {
        let trailer = self.document.trailer.clone();
        self.want(trailer.has(b"ID"), "trailer without /ID");
        self.want(!trailer.has(b"Encrypt"), "encrypted");
        let root = self.document.catalog().unwrap().clone();
        self.want(self.string(&root, "Lang") == "fr-FR", "no language");
        let marked = self.get(&self.dictionary(&root, "MarkInfo"), "Marked").as_bool().unwrap_or(false);
        self.want(marked, "not marked as tagged");
        let preferences = self.dictionary(&root, "ViewerPreferences");
        let shown = self.get(&preferences, "DisplayDocTitle").as_bool().unwrap_or(false);
        self.want(shown, "title of the window is not the one of the document");
        for forbidden in ["OpenAction", "AA", "AcroForm", "Requirements", "OCProperties"] {
            self.want(!root.has(forbidden.as_bytes()), format!("/{forbidden} in the catalogue"));
        }

        let intents = self.array(&root, "OutputIntents");
        self.want(intents.len() == 1, "not one output intent");
        let intent = intents.first().and_then(|o| o.as_dict().ok()).cloned().unwrap_or_default();
        self.want(self.name(&intent, "S") == "GTS_PDFA1", "output intent of another norm");
        let profile = self.dictionary(&intent, "DestOutputProfile");
        self.want(self.get(&profile, "N").as_i64().ok() == Some(3), "colour profile without three channels");
        let icc = self.stream(&intent, "DestOutputProfile");
        self.want(icc.get(36..40) == Some(b"acsp"), "colour profile is not one");
        self.want(icc.get(16..20) == Some(b"RGB "), "colour profile of other colours");

        let xmp = String::from_utf8(self.stream(&root, "Metadata")).unwrap();
        let metadata = self.dictionary(&root, "Metadata");
        self.want(!metadata.has(b"Filter"), "compressed metadata");
        let info = self.dictionary(&trailer, "Info");
        let date = self.string(&info, "CreationDate");
        let written = match date.get(2..10) {
            Some(d) => format!("{}-{}-{}T00:00:00", &d[..4], &d[4..6], &d[6..]),
            None => "no date".to_owned(),
        };
        let escaped = |t: String| t.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let title = escaped(self.string(&info, "Title"));
        let author = escaped(self.string(&info, "Author"));
        let subject = escaped(self.string(&info, "Subject"));
        for wanted in [
            "<pdfaid:part>3</pdfaid:part>".to_owned(),
            "<pdfaid:conformance>A</pdfaid:conformance>".to_owned(),
            "<pdfuaid:part>1</pdfuaid:part>".to_owned(),
            "http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>".to_owned(),
            format!("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}<"),
            format!("<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{subject}<"),
            format!("<dc:creator><rdf:Seq><rdf:li>{author}<"),
            format!("<xmp:CreateDate>{written}"),
            format!("<xmp:ModifyDate>{written}"),
            format!("<pdf:Producer>{}<", self.string(&info, "Producer")),
            format!("<xmp:CreatorTool>{}<", self.string(&info, "Creator")),
        ] {
            self.want(xmp.contains(&wanted), format!("metadata without {wanted}"));
        }
        self.want(!title.is_empty() && !author.is_empty(), "no title or no author");

        let files = self.dictionary(&self.dictionary(&root, "Names"), "EmbeddedFiles");
        let named = self.array(&files, "Names");
        let associated = self.array(&root, "AF");
        self.want(named.iter().skip(1).step_by(2).eq(&associated), "files of /Names and /AF differ");
        for file in associated {
            let file = self.document.dereference(&file).unwrap().1.as_dict().unwrap().clone();
            for (key, holds) in [
                ("F and UF", self.string(&file, "F") == self.string(&file, "UF")),
                ("Desc", !self.string(&file, "Desc").is_empty()),
                ("AFRelationship", self.name(&file, "AFRelationship") == "Source"),
            ] {
                self.want(holds, format!("attached file: {key}"));
            }
            let embedded = self.dictionary(&file, "EF");
            let stream = self.dictionary(&embedded, "F");
            self.want(self.name(&stream, "Subtype").contains('/'), "attached file without media type");
            let parameters = self.dictionary(&stream, "Params");
            self.want(parameters.has(b"ModDate"), "attached file without date");
            let size = i64::try_from(self.stream(&embedded, "F").len()).unwrap();
            self.want(self.get(&parameters, "Size").as_i64().ok() == Some(size), "attached file: size");
        }
        let filters: BTreeSet<String> = self
            .document
            .objects
            .values()
            .filter_map(|o| o.as_stream().ok())
            .map(|s| self.name(&s.dict, "Filter"))
            .filter(|f| !matches!(f.as_str(), "" | "FlateDecode"))
            .collect();
        self.want(filters.is_empty(), format!("filters {filters:?}"));
    }

    /// The fonts of the first page, which all pages share.
    fn fonts(&mut self) -> BTreeMap<Vec<u8>, Font> {
        let first = *self.document.get_pages().values().next().unwrap();
        let page = self.document.get_dictionary(first).unwrap().clone();
        let named = self.dictionary(&self.dictionary(&page, "Resources"), "Font");
        let names: Vec<Vec<u8>> = named.iter().map(|(name, _)| name.clone()).collect();
        let mut tags = BTreeSet::new();
        let mut out = BTreeMap::new();
        for name in names {
            let font = self.dictionary(&named, std::str::from_utf8(&name).unwrap());
            let base = self.name(&font, "BaseFont");
            let tagged = base.get(6..7) == Some("+") && base[..6].bytes().all(|b| b.is_ascii_uppercase());
            self.want(tagged && tags.insert(base.clone()), format!("name of the font {base}"));
            self.want(self.name(&font, "Encoding") == "Identity-H", format!("{base}: encoding"));
            let descendant = self.array(&font, "DescendantFonts")[0].clone();
            let cid = self.document.dereference(&descendant).unwrap().1.as_dict().unwrap().clone();
            self.want(self.name(&cid, "BaseFont") == base, format!("{base}: other name below"));
            let descriptor = self.dictionary(&cid, "FontDescriptor");
            self.want(
                self.name(&descriptor, "FontName") == base,
                format!("{base}: other name in the descriptor"),
            );
            let program = self.stream(&descriptor, "FontFile2");
            let length = self.get(&self.dictionary(&descriptor, "FontFile2"), "Length1").as_i64().ok();
            self.want(length == i64::try_from(program.len()).ok(), format!("{base}: length of the program"));
            let widths = self.array(&cid, "W");
            let widths: Vec<f32> =
                widths[1].as_array().unwrap().iter().map(|w| w.as_float().unwrap()).collect();
            let glyphs = self.stream(&cid, "CIDToGIDMap");
            let characters = self.characters(&base, &self.stream(&font, "ToUnicode"));
            let distinct: BTreeSet<char> = characters.values().copied().collect();
            self.want(distinct.len() == characters.len(), format!("{base}: a character has two codes"));
            let Ok(face) = FontRef::new(&program) else {
                self.say(format!("{base}: no program"));
                continue;
            };
            let metrics = face.glyph_metrics(Size::new(1_000.0), LocationRef::default());
            let mut drawn = BTreeSet::new();
            for (code, glyph) in (0u16..).zip(glyphs.chunks_exact(2)) {
                let glyph = u16::from_be_bytes([glyph[0], glyph[1]]);
                let advance = metrics.advance_width(GlyphId::from(glyph)).unwrap_or(-1.0);
                let told = widths.get(usize::from(code)).copied().unwrap_or(0.0);
                // ISO 19005-3, 6.2.11.5: the widths of the file are those of the program, to a thousandth of an em.
                if code > 0 && (advance - told).abs() > 1.0 {
                    self.say(format!("{base}: code {code} is {told} wide, its glyph {advance}"));
                }
                if glyph != 0 {
                    drawn.insert(code);
                }
            }
            out.insert(name, Font { widths, characters, drawn });
        }
        out
    }

    /// Reads a `ToUnicode` map made of single characters.
    fn characters(&self, base: &str, map: &[u8]) -> BTreeMap<u16, char> {
        let map = std::str::from_utf8(map).unwrap();
        let mut out = BTreeMap::new();
        for block in map.split("beginbfchar").skip(1) {
            let block = block.split("endbfchar").next().unwrap();
            for line in block.lines().filter(|l| l.starts_with('<')) {
                let mut parts = line.trim_matches(['<', '>', ' ']).split("> <");
                let code = u16::from_str_radix(parts.next().unwrap(), 16).unwrap();
                let character = u32::from_str_radix(parts.next().unwrap(), 16).unwrap();
                let double = out.insert(code, char::from_u32(character).unwrap());
                assert!(double.is_none(), "{base}: code {code} twice");
            }
        }
        out
    }

    /// Pages and elements: every operator that draws stands in an artifact or in the marked content of one element,
    /// every element knows its parent and its children.
    fn structure(&mut self, fonts: &BTreeMap<Vec<u8>, Font>) {
        let root = self.document.catalog().unwrap().clone();
        let root_id = root.get(b"StructTreeRoot").and_then(Object::as_reference).unwrap_or_default();
        let tree = self.dictionary(&root, "StructTreeRoot");
        let numbers = self.array(&self.dictionary(&tree, "ParentTree"), "Nums");
        let pages: Vec<ObjectId> = self.document.get_pages().values().copied().collect();
        let mut marked: BTreeMap<Place, ObjectId> = BTreeMap::new();
        for (number, id) in pages.iter().enumerate() {
            let page = self.document.get_dictionary(*id).unwrap().clone();
            self.want(self.name(&page, "Tabs") == "S", format!("page {number}: order of tabulation"));
            let key = self.get(&page, "StructParents");
            let parents = numbers
                .chunks(2)
                .find(|pair| pair[0] == key)
                .and_then(|pair| self.document.dereference(&pair[1]).ok())
                .and_then(|(_, list)| list.as_array().ok().cloned())
                .unwrap_or_default();
            let drawn = self.content(number, *id, fonts);
            self.want(
                drawn == parents.len(),
                format!("page {number}: {drawn} contents, {} parents", parents.len()),
            );
            for (i, parent) in parents.iter().enumerate() {
                marked.insert((number, i as i64), parent.as_reference().unwrap());
            }
        }
        let mut seen = BTreeSet::new();
        let mut owned = BTreeMap::new();
        for child in self.array(&tree, "K") {
            self.element(&child, root_id, "", &pages, &mut seen, &mut owned);
        }
        self.want(marked == owned, "the way back from the pages is not the way from the elements");
        let written = self
            .document
            .objects
            .values()
            .filter_map(|o| o.as_dict().ok())
            .filter(|d| d.get(b"Type").and_then(Object::as_name).is_ok_and(|n| n == b"StructElem"))
            .count();
        self.want(written == seen.len(), "an element that the tree does not reach");
    }

    fn element(
        &mut self,
        child: &Object,
        parent: ObjectId,
        within: &str,
        pages: &[ObjectId],
        seen: &mut BTreeSet<ObjectId>,
        owned: &mut BTreeMap<Place, ObjectId>,
    ) {
        let Ok(id) = child.as_reference() else {
            self.say("an element that is not an object");
            return;
        };
        let element = self.document.get_dictionary(id).unwrap().clone();
        let role = self.name(&element, "S");
        self.want(seen.insert(id), format!("{role} {id:?} has two parents"));
        let told = element.get(b"P").and_then(Object::as_reference).ok();
        self.want(told == Some(parent), format!("{role} {id:?} names another parent"));
        let fits = match role.as_str() {
            "Document" => within.is_empty(),
            "H1" | "H2" | "P" | "Div" | "Table" => matches!(within, "Document" | "Div"),
            "TR" => within == "Table",
            "TH" | "TD" => within == "TR",
            _ => false,
        };
        self.want(fits, format!("{role} within « {within} »"));
        let attributes: Vec<Dictionary> =
            self.array(&element, "A").iter().filter_map(|a| a.as_dict().ok().cloned()).collect();
        let said = |key: &str| attributes.iter().any(|a| a.has(key.as_bytes()));
        self.want(role != "TH" || said("Scope"), format!("TH {id:?} does not say what it heads"));
        self.want(role != "Table" || said("Summary"), format!("Table {id:?} without summary"));
        let titled = !self.string(&element, "T").is_empty();
        self.want(!matches!(role.as_str(), "H1" | "H2") || titled, format!("{role} {id:?} without title"));
        let own_page = element.get(b"Pg").and_then(Object::as_reference).ok();
        for kid in self.array(&element, "K") {
            let place = match &kid {
                Object::Integer(marked) => Some((own_page, *marked)),
                Object::Dictionary(d) => Some((
                    d.get(b"Pg").and_then(Object::as_reference).ok(),
                    d.get(b"MCID").and_then(Object::as_i64).unwrap_or(-1),
                )),
                _ => None,
            };
            match place {
                Some((page, marked)) => {
                    let number = pages.iter().position(|p| Some(*p) == page);
                    self.want(number.is_some(), format!("{role} {id:?}: text without a page"));
                    let double = owned.insert((number.unwrap_or(usize::MAX), marked), id);
                    self.want(double.is_none(), format!("marked content {marked} has two elements"));
                }
                None => self.element(&kid, id, &role, pages, seen, owned),
            }
        }
    }

    /// Checks the operators of a page; how many marked contents it has.
    fn content(&mut self, number: usize, id: ObjectId, fonts: &BTreeMap<Vec<u8>, Font>) -> usize {
        let content = Content::decode(&self.document.get_page_content(id)).unwrap();
        let mut inside: Vec<Option<i64>> = Vec::new();
        let mut contents = 0;
        let mut font = None;
        let at = |what: &str| format!("page {number}: {what}");
        for Operation { operator, operands } in &content.operations {
            match operator.as_str() {
                "BDC" => {
                    self.want(inside.is_empty(), at("marked content within another"));
                    let marked =
                        operands[1].as_dict().ok().and_then(|d| d.get(b"MCID").and_then(Object::as_i64).ok());
                    let artifact = operands[0].as_name().is_ok_and(|n| n == b"Artifact");
                    self.want(artifact != marked.is_some(), at("neither artifact nor text of an element"));
                    if let Some(marked) = marked {
                        self.want(marked == contents, at("marked contents out of order"));
                        contents += 1;
                    }
                    inside.push(marked);
                }
                "EMC" => {
                    self.want(inside.pop().is_some(), at("end of a marked content that did not begin"));
                }
                "re" | "f" => {
                    let artifact = matches!(inside.last(), Some(None));
                    self.want(artifact, at("a ground outside the artifacts"));
                }
                "Tf" => font = operands[0].as_name().ok().map(<[u8]>::to_vec),
                "TJ" => {
                    self.want(!inside.is_empty(), at("text outside the structure"));
                    let Some(known) = font.as_ref().and_then(|f| fonts.get(f)) else {
                        self.say(at("text without a font"));
                        continue;
                    };
                    let runs = operands[0].as_array().unwrap().iter().filter_map(|o| o.as_str().ok());
                    let codes: Vec<u16> =
                        runs.flat_map(|r| r.chunks(2)).map(|c| u16::from_be_bytes([c[0], c[1]])).collect();
                    for code in codes {
                        let drawn = known.drawn.contains(&code) && known.widths.len() > usize::from(code);
                        self.want(drawn, at(&format!("code {code} has no glyph")));
                        self.want(
                            known.characters.contains_key(&code),
                            at(&format!("code {code} has no character")),
                        );
                    }
                }
                "BT" | "ET" | "Td" | "rg" => {}
                other => self.say(at(&format!("operator {other}"))),
            }
        }
        self.want(inside.is_empty(), at("a marked content without end"));
        usize::try_from(contents).unwrap()
    }
}
