//! The part of the faces that a file carries. A character has one code and one glyph, so that the text comes back
//! out of the file as it went in.
//!
//! A part holds what almost every document writes, and the other characters of this one: the documents of a batch share a few
//! parts, each made and compressed once.

#![expect(clippy::float_arithmetic, reason = "measures of glyphs, never amounts")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use cddu_rates::Diagnostic;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Rect, Ref, Str};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::{File, pack, refused};
use crate::fonts::{CODES, Face, FaceData, Faces};
use crate::layout::Layout;

/// What is in every part beside figures and letters: the signs of amounts, dates and sentences, the accents of common words.
const USUAL: &str = " \u{a0}\u{202f},.:;-/()%'’–·°€àâçéèêôîûÉÈÀ";

/// Parts kept for the next documents; a batch needs a few.
const KEPT: usize = 64;

/// Identity of the codes: ours.
const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Both faces, as one file carries them.
pub struct Fonts {
    regular: Arc<Carried>,
    bold: Arc<Carried>,
}

/// Name of a face in the resources of a page.
pub const fn resource(face: Face) -> &'static [u8] {
    match face {
        Face::Regular => b"R",
        Face::Bold => b"B",
    }
}

/// What a part is made of: bold or not, and the characters added.
type Content = (bool, BTreeSet<char>);

/// Parts made, by face and by the characters added to the usual ones. A part depends on nothing else: whether it was kept or
/// made again, its bytes are the same.
static PARTS: Mutex<BTreeMap<Content, Arc<Carried>>> = Mutex::new(BTreeMap::new());

/// Whether every part has the character.
fn is_usual(c: char) -> bool {
    c.is_ascii_alphanumeric() || USUAL.contains(c)
}

impl Fonts {
    /// What the texts of a document need.
    pub fn of(layout: &Layout, faces: &Faces) -> Result<Self, Diagnostic> {
        let one = |face| {
            let texts = layout.pages.iter().flat_map(|p| &p.texts).filter(|t| t.face == face);
            let others: BTreeSet<char> =
                texts.flat_map(|t| t.text.chars()).filter(|c| !is_usual(*c)).collect();
            let key = (face == Face::Bold, others);
            let kept = PARTS.lock().ok().and_then(|parts| parts.get(&key).cloned());
            if let Some(part) = kept {
                return Ok(part);
            }
            let part = Arc::new(Carried::new(face, faces.get(face), &key.1)?);
            if let Ok(mut parts) = PARTS.lock() {
                if parts.len() >= KEPT {
                    parts.clear();
                }
                parts.insert(key, Arc::clone(&part));
            }
            Ok(part)
        };
        Ok(Self { regular: one(Face::Regular)?, bold: one(Face::Bold)? })
    }

    /// One face.
    pub const fn get(&self, face: Face) -> &Arc<Carried> {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
        }
    }

    /// Writes both faces; the font of each, in the order of [`FACES`].
    pub fn write(&self, file: &mut File) -> [Ref; 2] {
        FACES.map(|face| self.get(face).write(file))
    }
}

/// Faces of a file.
pub const FACES: [Face; 2] = [Face::Regular, Face::Bold];

/// The part of one face.
pub struct Carried {
    /// Name of the part: six letters that say which part, and the name of the face.
    name: String,
    /// Code of each character, from 1; 0 for the characters left out.
    codes: Vec<u16>,
    /// Advance of each code, thousandths of an em.
    widths: Vec<f32>,
    measures: Measures,
    /// Glyphs, and their length before compression.
    program: (Vec<u8>, i32),
    /// Glyph of each code.
    glyphs: Vec<u8>,
    /// Character of each code.
    characters: Vec<u8>,
}

/// What a viewer asks about a face, thousandths of an em.
struct Measures {
    bbox: [f32; 4],
    ascent: f32,
    descent: f32,
    cap_height: f32,
    stem: f32,
}

impl Carried {
    /// The part with the usual characters and others.
    fn new(face: Face, data: &FaceData, others: &BTreeSet<char>) -> Result<Self, Diagnostic> {
        let base = match face {
            Face::Regular => "Roboto-Regular",
            Face::Bold => "Roboto-Bold",
        };
        let letters = ('0'..='9').chain('A'..='Z').chain('a'..='z');
        let chars: Vec<char> = USUAL.chars().chain(letters).chain(others.iter().copied()).collect();
        let mut codes = vec![0; CODES];
        let mut remapper = GlyphRemapper::new();
        let mut map = UnicodeCmap::new(Name(b"cddu"), SYSTEM);
        // Code 0 is the glyph for what is missing.
        let mut glyphs = vec![0, 0];
        let mut widths = vec![0.0];
        for (code, c) in (1..).zip(&chars) {
            let (glyph, advance) =
                data.glyph(*c).ok_or_else(|| refused(format!("la police {base} n'a pas « {c} »")))?;
            codes[*c as usize] = code;
            map.pair(code, *c);
            glyphs.extend_from_slice(&remapper.remap(glyph).to_be_bytes());
            widths.push(data.thousandths(i32::from(advance)));
        }
        let program = subsetter::subset(data.bytes(), 0, &remapper)
            .map_err(|e| refused(format!("police {base} : {e}")))?;
        let length = i32::try_from(program.len()).map_err(refused)?;
        let pack = |data: &[u8]| pack::small(data).map_err(refused);
        Ok(Self {
            name: format!("{}+{base}", tag(&chars)),
            codes,
            widths,
            measures: Measures::of(data),
            program: (pack(&program)?, length),
            glyphs: pack(&glyphs)?,
            characters: pack(map.finish().as_slice())?,
        })
    }

    /// Code of a character, 0 when this part leaves it out.
    pub fn code(&self, c: char) -> u16 {
        self.codes.get(c as usize).copied().unwrap_or(0)
    }

    fn write(&self, file: &mut File) -> Ref {
        let [font, cid, descriptor, program, glyphs, characters] = file.ids();
        let name = Name(self.name.as_bytes());
        file.object(font)
            .type0_font(font)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(cid)
            .to_unicode(characters);
        let mut writer = file.object(cid).cid_font(cid);
        writer
            .subtype(CidFontType::Type2)
            .base_font(name)
            .system_info(SYSTEM)
            .font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_stream(glyphs);
        writer.widths().consecutive(0, self.widths.iter().copied());
        writer.finish();
        let m = &self.measures;
        let [left, bottom, right, top] = m.bbox;
        file.object(descriptor)
            .font_descriptor(descriptor)
            .name(name)
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(left, bottom, right, top))
            .italic_angle(0.0)
            .ascent(m.ascent)
            .descent(m.descent)
            .cap_height(m.cap_height)
            .stem_v(m.stem)
            .font_file2(program);
        let mut stream = file.stream(program).stream(program, &self.program.0);
        stream.filter(Filter::FlateDecode);
        stream.pair(Name(b"Length1"), self.program.1);
        stream.finish();
        file.stream(glyphs).stream(glyphs, &self.glyphs).filter(Filter::FlateDecode);
        file.stream(characters).cmap(characters, &self.characters).filter(Filter::FlateDecode);
        font
    }
}

impl Measures {
    fn of(data: &FaceData) -> Self {
        let metrics = data.metrics();
        let unit = |units: i32| data.thousandths(units);
        Self {
            bbox: metrics.bbox.map(unit),
            ascent: unit(metrics.ascent),
            descent: unit(metrics.descent),
            cap_height: unit(metrics.cap_height),
            // No table gives it; this is its usual growth with the weight (400 for a regular face, 700 for a bold one).
            stem: 10.0 + 0.244 * (f32::from(metrics.weight) - 50.0),
        }
    }
}

/// Six letters for a choice of characters: two different parts of a face must not share a name.
fn tag(chars: &[char]) -> String {
    let hash = Sha256::digest(chars.iter().collect::<String>());
    hash.iter().take(6).map(|b| char::from(b'A' + b % 26)).collect()
}
