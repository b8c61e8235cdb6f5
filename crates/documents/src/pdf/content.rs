//! The operators that draw a page. Lengths stay integers to the last: what is written is exact.

use super::font::Fonts;
use crate::fonts::{Face, Faces, Length};
use crate::layout::{Page, Rgb, Text};

/// A drawn page.
pub struct Sheet {
    /// Content stream.
    pub content: Vec<u8>,
    /// Element of the structure of each marked content, in order.
    pub marked: Vec<usize>,
}

/// Draws a page: grounds and feet as artifacts, each run of text in the marked content of its element.
pub fn draw(page: &Page, height: Length, faces: &Faces, fonts: &Fonts) -> Sheet {
    let mut pen = Pen { out: Vec::with_capacity(32 * 1024), height, faces, fonts, font: None, ink: None };
    let mut marked = Vec::new();
    pen.out.extend_from_slice(b"/Artifact<</Type/Layout>>BDC\n");
    for group in page.rects.chunk_by(|a, b| a.color == b.color) {
        pen.ink(group[0].color);
        for r in group {
            for length in [r.x, height - r.y - r.h, r.w, r.h] {
                pen.length(length);
            }
            pen.out.extend_from_slice(b"re\n");
        }
        pen.out.extend_from_slice(b"f\n");
    }
    pen.out.extend_from_slice(b"EMC\n");
    for group in page.texts.chunk_by(|a, b| a.node == b.node) {
        match group[0].node {
            Some(node) => {
                pen.out.extend_from_slice(b"/Span<</MCID ");
                decimal(&mut pen.out, i64::try_from(marked.len()).unwrap_or(i64::MAX));
                pen.out.extend_from_slice(b">>BDC\n");
                marked.push(node);
            }
            None => pen.out.extend_from_slice(b"/Artifact<</Type/Pagination>>BDC\n"),
        }
        pen.texts(group);
        pen.out.extend_from_slice(b"EMC\n");
    }
    Sheet { content: pen.out, marked }
}

/// What is written, and what the viewer has been told so far.
struct Pen<'a> {
    out: Vec<u8>,
    height: Length,
    faces: &'a Faces,
    fonts: &'a Fonts,
    font: Option<(Face, Length)>,
    ink: Option<Rgb>,
}

impl Pen<'_> {
    fn length(&mut self, hundredths: Length) {
        fixed(&mut self.out, i64::from(hundredths), 100);
        self.out.push(b' ');
    }

    fn ink(&mut self, color: Rgb) {
        if self.ink.replace(color) == Some(color) {
            return;
        }
        for part in color {
            // Four digits tell 256 levels apart.
            fixed(&mut self.out, (i64::from(part) * 10_000 + 127) / 255, 10_000);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(b"rg\n");
    }

    fn font(&mut self, face: Face, size: Length) {
        if self.font.replace((face, size)) == Some((face, size)) {
            return;
        }
        self.out.push(b'/');
        self.out.extend_from_slice(super::font::resource(face));
        self.out.push(b' ');
        self.length(size);
        self.out.extend_from_slice(b"Tf\n");
    }

    /// Runs of one element: each starts from where the one before it started.
    fn texts(&mut self, texts: &[Text]) {
        self.out.extend_from_slice(b"BT\n");
        let mut from = (0, 0);
        for text in texts {
            self.ink(text.color);
            self.font(text.face, text.size);
            let at = (text.x, self.height - text.y);
            self.length(at.0 - from.0);
            self.length(at.1 - from.1);
            self.out.extend_from_slice(b"Td\n");
            from = at;
            self.glyphs(text);
        }
        self.out.extend_from_slice(b"ET\n");
    }

    /// The characters, two bytes each; a number where the next one does not stand at the end of the last.
    fn glyphs(&mut self, text: &Text) {
        let face = self.faces.get(text.face);
        let font = self.fonts.get(text.face);
        self.out.extend_from_slice(b"[(");
        let mut moved = 0;
        for placed in face.shape(&text.text) {
            if moved != 0 {
                self.out.push(b')');
                // Thousandths of an em, backwards.
                fixed(&mut self.out, -i64::from(moved) * 100_000 / i64::from(face.units_per_em()), 100);
                self.out.push(b'(');
            }
            let [high, low] = font.code(placed.c).to_be_bytes();
            byte(&mut self.out, high);
            byte(&mut self.out, low);
            moved = placed.moved;
        }
        self.out.extend_from_slice(b")]TJ\n");
    }
}

/// A byte of a literal string.
fn byte(out: &mut Vec<u8>, value: u8) {
    match value {
        b'\\' | b'(' | b')' => out.extend_from_slice(&[b'\\', value]),
        // Readers take a bare one for the end of a line.
        b'\r' => out.extend_from_slice(b"\\r"),
        _ => out.push(value),
    }
}

/// A number of parts of one (`scale` a power of ten), without useless zeros.
fn fixed(out: &mut Vec<u8>, parts: i64, scale: i64) {
    if parts < 0 {
        out.push(b'-');
    }
    let (whole, mut rest) = (parts.abs() / scale, parts.abs() % scale);
    if whole != 0 || rest == 0 {
        decimal(out, whole);
    }
    if rest != 0 {
        out.push(b'.');
        let mut unit = scale / 10;
        while rest != 0 {
            out.push(b'0' + u8::try_from(rest / unit).unwrap_or_default());
            rest %= unit;
            unit /= 10;
        }
    }
}

/// A whole number.
fn decimal(out: &mut Vec<u8>, number: i64) {
    let mut digits = [0; 19];
    let mut start = digits.len();
    let mut rest = number;
    loop {
        start -= 1;
        digits[start] = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_and_short() {
        let cases = [
            (0, 100, "0"),
            (5, 100, ".05"),
            (50, 100, ".5"),
            (100, 100, "1"),
            (59_528, 100, "595.28"),
            (-150, 100, "-1.5"),
            (-7, 100, "-.07"),
            (8_235, 10_000, ".8235"),
            (10_000, 10_000, "1"),
            (i64::from(i32::MAX), 100, "21474836.47"),
        ];
        for (parts, scale, expected) in cases {
            let mut out = Vec::new();
            fixed(&mut out, parts, scale);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{parts}/{scale}");
        }
    }

    #[test]
    fn the_bytes_of_a_string_that_mean_something_are_escaped() {
        let mut out = Vec::new();
        b"a(\\)\r\n\0".iter().for_each(|b| byte(&mut out, *b));
        assert_eq!(out, b"a\\(\\\\\\)\\r\n\0");
    }
}
