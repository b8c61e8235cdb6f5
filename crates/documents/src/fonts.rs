//! The two embedded faces, parsed once: glyphs, widths and kerning as integers of font units.

use std::sync::LazyLock;

use cddu_rates::Diagnostic;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::raw::tables::gpos::{PairPos, PositionLookup};
use skrifa::{FontRef, GlyphId16, MetadataProvider};

use crate::typo::{NBSP, NNBSP};

/// Length in hundredths of a point.
pub type Length = i32;

/// Which face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Roboto Regular.
    Regular,
    /// Roboto Bold.
    Bold,
}

/// Characters that kern: Latin letters, digits and punctuation.
const KERNED: u32 = 0x180;

/// Characters that the faces may have: the codes below this one.
pub const CODES: usize = 0x2500;

/// One parsed face.
pub struct FaceData {
    bytes: &'static [u8],
    units_per_em: i32,
    metrics: Metrics,
    // Indexed by character: glyph and advance, up to the currency signs.
    glyphs: Vec<(u16, u16)>,
    // Indexed by pair of characters under KERNED.
    kerning: Vec<i16>,
}

impl std::fmt::Debug for FaceData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FaceData").field("units_per_em", &self.units_per_em).finish_non_exhaustive()
    }
}

/// Measures of a whole face, font units.
#[derive(Clone, Copy, Debug)]
pub struct Metrics {
    /// Left, bottom, right and top of all the glyphs.
    pub bbox: [i32; 4],
    /// Above the baseline.
    pub ascent: i32,
    /// Below the baseline, negative.
    pub descent: i32,
    /// Height of the capitals.
    pub cap_height: i32,
    /// 400 for a regular face.
    pub weight: u16,
}

impl Metrics {
    fn of(font: &FontRef<'_>) -> Option<Self> {
        let (head, hhea, os2) = (font.head().ok()?, font.hhea().ok()?, font.os2().ok()?);
        Some(Self {
            bbox: [head.x_min(), head.y_min(), head.x_max(), head.y_max()].map(i32::from),
            ascent: i32::from(hhea.ascender().to_i16()),
            descent: i32::from(hhea.descender().to_i16()),
            cap_height: i32::from(os2.s_cap_height()?),
            weight: os2.us_weight_class(),
        })
    }
}

/// A character placed in a run of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Character.
    pub c: char,
    /// Byte of the text where it ends.
    pub end: usize,
    /// Advance, font units.
    pub advance: i32,
    /// Part of it that is not the character's own: kerning, the narrow space.
    pub moved: i32,
}

impl FaceData {
    fn parse(data: &'static [u8]) -> Option<Self> {
        let parsed = FontRef::new(data).ok()?;
        let charmap = parsed.charmap();
        let metrics = parsed.glyph_metrics(Size::unscaled(), LocationRef::default());
        let units_per_em = i32::from(parsed.head().ok()?.units_per_em());
        let advances = parsed.hmtx().ok()?;
        let glyphs: Vec<(u16, u16)> = (0..CODES)
            .map(|code| {
                let glyph = u32::try_from(code).ok().and_then(char::from_u32).and_then(|c| charmap.map(c));
                glyph.map_or((0, 0), |g| {
                    (u16::try_from(g.to_u32()).unwrap_or(0), advances.advance(g).unwrap_or(0))
                })
            })
            .collect();
        // The widths of the unscaled metrics are the ones of the table; asking for one proves they can be read.
        metrics.advance_width(skrifa::GlyphId::new(u32::from(glyphs['0' as usize].0)))?;
        let kerning = kerning(&parsed, &glyphs);
        Some(Self { bytes: data, units_per_em, metrics: Metrics::of(&parsed)?, glyphs, kerning })
    }

    /// The glyph of a character and its advance, or `None` when the face does not have it.
    pub fn glyph(&self, c: char) -> Option<(u16, u16)> {
        self.glyphs.get(c as usize).copied().filter(|(glyph, _)| *glyph != 0)
    }

    /// The file of the face.
    #[must_use]
    pub const fn bytes(&self) -> &'static [u8] {
        self.bytes
    }

    /// Measures of the whole face.
    #[must_use]
    pub const fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Thousandths of an em, the unit of the PDF.
    #[must_use]
    #[expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "font units fit in 16 bits")]
    pub fn thousandths(&self, units: i32) -> f32 {
        units as f32 * 1_000.0 / self.units_per_em as f32
    }

    /// Places the characters of a text one after the other.
    pub fn shape(&self, text: &str) -> impl Iterator<Item = Placed> {
        let mut chars = text.char_indices().peekable();
        std::iter::from_fn(move || {
            let (start, c) = chars.next()?;
            let next = chars.peek().copied();
            let own = self.glyph(c).map_or(0, |(_, advance)| i32::from(advance));
            // Roboto draws the narrow space as wide as the other: 60 % of it reads better between digits.
            let natural = if c == NNBSP { own * 3 / 5 } else { own };
            let advance = natural + next.map_or(0, |(_, n)| self.kern(c, n));
            Some(Placed { c, end: start + c.len_utf8(), advance, moved: advance - own })
        })
    }

    fn kern(&self, left: char, right: char) -> i32 {
        let (l, r) = (left as u32, right as u32);
        if l >= KERNED || r >= KERNED {
            return 0;
        }
        i32::from(self.kerning[(l * KERNED + r) as usize])
    }

    /// Width of a text at a size.
    #[must_use]
    pub fn width(&self, text: &str, size: Length) -> Length {
        let units: i64 = self.shape(text).map(|g| i64::from(g.advance)).sum();
        // A text of several pages is wider than any page: the largest length says so.
        Length::try_from(units * i64::from(size) / i64::from(self.units_per_em)).unwrap_or(Length::MAX)
    }

    /// Font units in one em.
    #[must_use]
    pub const fn units_per_em(&self) -> i32 {
        self.units_per_em
    }

    /// The first character that the face cannot draw.
    #[must_use]
    pub fn missing(&self, text: &str) -> Option<char> {
        text.chars().find(|c| self.glyph(*c).is_none())
    }

    /// The lines of a text that fit a width. Words are cut at plain spaces; a word longer than the line is cut
    /// where it must be.
    #[must_use]
    pub fn wrap(&self, text: &str, size: Length, width: Length) -> Vec<String> {
        if self.width(text.trim_end_matches(' '), size) <= width {
            return vec![text.to_owned()];
        }
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_inclusive(' ') {
            let mut joined = line.clone();
            joined.push_str(word);
            if self.width(joined.trim_end_matches(' '), size) <= width {
                line = joined;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            let mut rest = word;
            while self.width(rest.trim_end_matches(' '), size) > width {
                let cut = self.cut(rest, size, width);
                lines.push(rest[..cut].to_owned());
                rest = &rest[cut..];
            }
            line.push_str(rest);
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Byte position up to which a word fits, after a hyphen or a slash when there is one, at least one character.
    fn cut(&self, word: &str, size: Length, width: Length) -> usize {
        let mut used = 0;
        let mut cut = 0;
        let mut after_hyphen = None;
        for placed in self.shape(word) {
            used += placed.advance;
            if cut > 0 && used * size / self.units_per_em > width {
                break;
            }
            cut = placed.end;
            if matches!(placed.c, '-' | '/') {
                after_hyphen = Some(cut);
            }
        }
        after_hyphen.unwrap_or(cut)
    }
}

/// Pair adjustments of the `kern` feature, for the characters that documents use.
fn kerning(font: &FontRef<'_>, glyphs: &[(u16, u16)]) -> Vec<i16> {
    let mut out = vec![None; (KERNED * KERNED) as usize];
    let chars: Vec<(u32, GlyphId16)> = (0..KERNED)
        .map(|c| (c, GlyphId16::new(glyphs[c as usize].0)))
        .filter(|(_, glyph)| glyph.to_u16() != 0)
        .collect();
    let subtables = kern_subtables(font).unwrap_or_default();
    for subtable in &subtables {
        // The first subtable that knows a pair decides (OpenType lookup rules).
        for (left, right, value) in pairs(subtable, &chars).unwrap_or_default() {
            out[(left * KERNED + right) as usize].get_or_insert(value);
        }
    }
    out.into_iter().map(Option::unwrap_or_default).collect()
}

fn kern_subtables<'a>(font: &FontRef<'a>) -> Option<Vec<PairPos<'a>>> {
    let gpos = font.gpos().ok()?;
    let (features, lookups) = (gpos.feature_list().ok()?, gpos.lookup_list().ok()?);
    let kern = features.feature_records().iter().find(|r| r.feature_tag() == skrifa::Tag::new(b"kern"))?;
    let feature = kern.feature(features.offset_data()).ok()?;
    let mut out = Vec::new();
    for index in feature.lookup_list_indices() {
        if let Ok(PositionLookup::Pair(lookup)) = lookups.lookups().get(usize::from(index.get())) {
            out.extend(lookup.subtables().iter().flatten());
        }
    }
    Some(out)
}

/// The pairs of characters that a subtable knows, with their adjustment.
fn pairs(subtable: &PairPos<'_>, chars: &[(u32, GlyphId16)]) -> Option<Vec<(u32, u32, i16)>> {
    let mut out = Vec::new();
    match subtable {
        PairPos::Format1(table) => {
            let mut by_glyph: Vec<(GlyphId16, u32)> = chars.iter().map(|(c, glyph)| (*glyph, *c)).collect();
            by_glyph.sort_unstable();
            let coverage = table.coverage().ok()?;
            for (left, glyph) in chars {
                let Some(set) = coverage.get(*glyph).and_then(|i| table.pair_sets().get(usize::from(i)).ok())
                else {
                    continue;
                };
                for record in set.pair_value_records().iter().flatten() {
                    let value = record.value_record1().x_advance().unwrap_or(0);
                    let second = record.second_glyph();
                    let first = by_glyph.partition_point(|(glyph, _)| *glyph < second);
                    let same = by_glyph[first..].iter().take_while(|(glyph, _)| *glyph == second);
                    out.extend(same.map(|(_, right)| (*left, *right, value)));
                }
            }
        }
        PairPos::Format2(table) => {
            let (coverage, first, second) =
                (table.coverage().ok()?, table.class_def1().ok()?, table.class_def2().ok()?);
            let classes: Vec<(u32, u16)> = chars.iter().map(|(c, g)| (*c, second.get(*g))).collect();
            for (left, glyph) in chars.iter().filter(|(_, g)| coverage.get(*g).is_some()) {
                let Ok(row) = table.class1_records().get(usize::from(first.get(*glyph))) else { continue };
                let values: Vec<i16> = row
                    .class2_records()
                    .iter()
                    .map(|record| record.ok().and_then(|r| r.value_record1().x_advance()).unwrap_or(0))
                    .collect();
                out.extend(classes.iter().map(|(right, class)| {
                    (*left, *right, values.get(usize::from(*class)).copied().unwrap_or(0))
                }));
            }
        }
    }
    Some(out)
}

static EMBEDDED: LazyLock<Result<Faces, Diagnostic>> = LazyLock::new(Faces::parse);

/// Both faces.
#[derive(Debug)]
pub struct Faces {
    regular: FaceData,
    bold: FaceData,
}

impl Faces {
    /// The embedded files, parsed at the first call.
    ///
    /// # Errors
    /// `DOC-001` when an embedded file cannot be read, which only a broken build can cause.
    pub fn embedded() -> Result<&'static Self, Diagnostic> {
        EMBEDDED.as_ref().map_err(Clone::clone)
    }

    fn parse() -> Result<Self, Diagnostic> {
        let parse = |name: &str, data| {
            FaceData::parse(data).ok_or_else(|| {
                Diagnostic::error("DOC-001", format!("police « {name} » illisible"))
                    .hint("réinstaller le logiciel : ses polices embarquées sont abîmées")
            })
        };
        Ok(Self {
            regular: parse("Roboto-Regular.ttf", include_bytes!("../fonts/Roboto-Regular.ttf"))?,
            bold: parse("Roboto-Bold.ttf", include_bytes!("../fonts/Roboto-Bold.ttf"))?,
        })
    }

    /// One face.
    #[must_use]
    pub const fn get(&self, face: Face) -> &FaceData {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
        }
    }
}

/// The text as the fonts can draw it: other spaces become the two no-break ones or a plain one, hyphens of other
/// lengths the plain one, an arrow two signs.
#[must_use]
pub fn drawable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2007}' => out.push(NBSP),
            '\t' | '\n' | '\r' | '\u{2002}'..='\u{2006}' | '\u{2008}'..='\u{200a}' => out.push(' '),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            '→' => out.push_str("->"),
            '⁄' => out.push('/'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_have_one_width_in_each_face() {
        let faces = Faces::embedded().unwrap();
        for face in [Face::Regular, Face::Bold] {
            let data = faces.get(face);
            let widths: Vec<_> = ('0'..='9').map(|c| data.width(&c.to_string(), 10_000)).collect();
            assert!(widths.iter().all(|w| *w == widths[0] && *w > 0), "{widths:?}");
        }
    }

    #[test]
    fn pairs_are_kerned() {
        let faces = Faces::embedded().unwrap();
        let face = faces.get(Face::Bold);
        let apart = face.width("A", 10_000) + face.width("V", 10_000);
        assert!(face.width("AV", 10_000) < apart);
        assert_eq!(face.width("11", 10_000), 2 * face.width("1", 10_000));
    }

    #[test]
    fn words_wrap_and_long_words_are_cut() {
        let faces = Faces::embedded().unwrap();
        let face = faces.get(Face::Regular);
        let text = "premier assistant opérateur de prise de vues anticonstitutionnellementement";
        let lines = face.wrap(text, 800, 6_000);
        assert_eq!(lines.concat(), text);
        assert!(lines.len() > 4);
        for line in &lines {
            assert!(face.width(line.trim_end(), 800) <= 6_000, "{line}");
        }
    }

    #[test]
    fn characters_outside_the_faces_are_found() {
        let faces = Faces::embedded().unwrap();
        for face in [Face::Regular, Face::Bold] {
            let face = faces.get(face);
            assert_eq!(face.missing("Œuvre de Zoë Łukasz Ñandú, 1\u{202f}234,56\u{a0}€ − « ’ » … • ·"), None);
            // Names of every Latin spelling, of Greece and of Cyrillic countries.
            assert_eq!(face.missing("Ğ ș Ț ẞ Ǹ Ơ Ư Ạ Ễ Ŵ Ħ Ŋ Ə Ǯ ʼ Ελένη Юлія Ђорђе"), None);
            assert_eq!(face.missing("李"), Some('李'));
            assert!(face.width("Ǹ", 10_000) > 0);
        }
    }
}
