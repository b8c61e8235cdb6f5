//! Makes a PDF smaller after it has been written: streams that carry no filter are compressed, glyphs are written as bytes
//! instead of octal escapes, and the cross-reference table follows.
//!
//! The writer would compress every stream at its own level, with a new compressor each time: on a batch of payslips that is
//! more than a third of the time. Nothing else of the file is touched; a file that does not look as expected is left as it is.

use std::io::Write as _;

use flate2::{Compress, Compression, FlushCompress, Status};

/// Fast: pages are mostly repeated operators.
const LEVEL: u32 = 1;

/// End of an object that is a stream.
const END_OF_STREAM: &[u8] = b"\nendstream\nendobj";
/// Between the dictionary of a stream and its data.
const STREAM: &[u8] = b">>\nstream\n";

/// The same document with compressed streams, or the bytes as they were.
#[must_use]
pub fn compact(pdf: Vec<u8>) -> Vec<u8> {
    rewritten(&pdf).unwrap_or(pdf)
}

/// The cross-reference table: where it starts, where its entries start, the entries and what follows it.
struct Table<'a> {
    start: usize,
    entries: &'a [u8],
    heading: &'a [u8],
    trailer: &'a [u8],
}

/// Bytes of an entry of the table.
const ENTRY: usize = 20;

fn table(pdf: &[u8]) -> Option<Table<'_>> {
    let tail = pdf.len().saturating_sub(64);
    let mark = tail + find(&pdf[tail..], b"startxref\n")?;
    let start = number(&pdf[mark + 10..])?.0;
    let heading = pdf.get(start..)?.strip_prefix(b"xref\n0 ")?;
    let (count, digits) = number(heading)?;
    let first = start + b"xref\n0 ".len() + digits + 1;
    let end = first + count.checked_mul(ENTRY)?;
    let trailer = pdf.get(end..mark)?;
    trailer.starts_with(b"trailer").then_some(())?;
    Some(Table { start, heading: &pdf[start..first], entries: &pdf[first..end], trailer })
}

fn rewritten(pdf: &[u8]) -> Option<Vec<u8>> {
    let table = table(pdf)?;
    let mut objects: Vec<(usize, usize)> = Vec::with_capacity(table.entries.len() / ENTRY);
    for (id, entry) in table.entries.chunks_exact(ENTRY).enumerate() {
        if entry[17] == b'n' {
            objects.push((number(entry)?.0, id));
        }
    }
    objects.sort_unstable();
    let mut out = Vec::with_capacity(pdf.len());
    let mut entries = table.entries.to_vec();
    let mut packer = Packer::new();
    out.extend_from_slice(pdf.get(..objects.first()?.0)?);
    for (i, (offset, id)) in objects.iter().enumerate() {
        let end = objects.get(i + 1).map_or(table.start, |next| next.0);
        let object = pdf.get(*offset..end)?;
        let place = format!("{:010}", out.len());
        entries[id * ENTRY..id * ENTRY + 10].copy_from_slice(place.as_bytes());
        match stream(object) {
            Some(stream) => packer.write(&stream, object, &mut out)?,
            None => out.extend_from_slice(object),
        }
    }
    let start = out.len();
    out.extend_from_slice(table.heading);
    out.extend_from_slice(&entries);
    out.extend_from_slice(table.trailer);
    write!(out, "startxref\n{start}\n%%EOF").ok()?;
    Some(out)
}

/// An object that is a stream without a filter.
struct Stream<'a> {
    /// Up to the value of `/Length`.
    before: &'a [u8],
    /// From after that value to the end of the dictionary.
    after: &'a [u8],
    data: &'a [u8],
    /// From the end of the data to the next object.
    end: &'a [u8],
}

fn stream(object: &[u8]) -> Option<Stream<'_>> {
    let trimmed = object.trim_ascii_end();
    trimmed.ends_with(END_OF_STREAM).then_some(())?;
    let split = find(object, STREAM)?;
    let dictionary = &object[..split];
    // Metadata stays readable by tools that do not know compression.
    if find(dictionary, b"/Filter").is_some() || find(dictionary, b"/Metadata").is_some() {
        return None;
    }
    let at = find(dictionary, b"/Length ")? + b"/Length ".len();
    let (length, digits) = number(&dictionary[at..])?;
    let from = split + STREAM.len();
    let data = object.get(from..from + length)?;
    let end = object.get(from + length..)?;
    end.starts_with(END_OF_STREAM).then_some(())?;
    Some(Stream { before: &dictionary[..at], after: &dictionary[at + digits..], data, end })
}

/// One compressor for all the streams of a file.
struct Packer {
    compressor: Compress,
    packed: Vec<u8>,
    bytes: Vec<u8>,
}

impl Packer {
    fn new() -> Self {
        Self {
            compressor: Compress::new(Compression::new(LEVEL), true),
            packed: Vec::new(),
            bytes: Vec::new(),
        }
    }

    fn write(&mut self, stream: &Stream<'_>, object: &[u8], out: &mut Vec<u8>) -> Option<()> {
        // Only the content of a page has a dictionary with nothing but its length.
        let page = find(stream.before, b"/Type").is_none() && stream.after.is_empty();
        let data = if page && glyphs_as_bytes(stream.data, &mut self.bytes).is_some() {
            self.bytes.as_slice()
        } else {
            stream.data
        };
        self.compressor.reset();
        self.packed.clear();
        // The worst case of the format: five bytes per block of 16 KB, and the frame.
        self.packed.reserve(data.len() + data.len() / 1_000 + 64);
        let status = self.compressor.compress_vec(data, &mut self.packed, FlushCompress::Finish).ok()?;
        if status != Status::StreamEnd
            || self.packed.len() + b"/Filter/FlateDecode".len() >= stream.data.len()
        {
            out.extend_from_slice(object);
            return Some(());
        }
        out.extend_from_slice(stream.before);
        write!(out, "{}/Filter/FlateDecode", self.packed.len()).ok()?;
        out.extend_from_slice(stream.after);
        out.extend_from_slice(STREAM);
        out.extend_from_slice(&self.packed);
        out.extend_from_slice(stream.end);
        Some(())
    }
}

/// The content of a page with its strings as plain bytes: `(\000\001)` takes ten bytes, the glyph only two. `None` for
/// a content that does not end where it should.
fn glyphs_as_bytes(content: &[u8], out: &mut Vec<u8>) -> Option<()> {
    out.clear();
    out.reserve(content.len());
    let mut rest = content;
    while let Some(start) = rest.iter().position(|b| matches!(b, b'(' | b'<')) {
        out.extend_from_slice(&rest[..start]);
        rest = &rest[start..];
        rest = match rest {
            [b'<', b'<', tail @ ..] => {
                out.extend_from_slice(b"<<");
                tail
            }
            [b'<', tail @ ..] => hexadecimal(tail, out)?,
            [_, tail @ ..] => literal(tail, out)?,
            [] => return None,
        };
    }
    out.extend_from_slice(rest);
    Some(())
}

/// One byte of a literal string.
fn push(byte: u8, out: &mut Vec<u8>) {
    match byte {
        b'\\' | b'(' | b')' => out.extend_from_slice(&[b'\\', byte]),
        b'\r' => out.extend_from_slice(b"\\r"),
        _ => out.push(byte),
    }
}

/// Copies a hexadecimal string as a literal one; returns what follows it.
fn hexadecimal<'a>(text: &'a [u8], out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let end = text.iter().position(|b| *b == b'>')?;
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    out.push(b'(');
    let (pairs, odd) = text[..end].as_chunks::<2>();
    for [high, low] in pairs {
        push(digit(*high)? << 4 | digit(*low)?, out);
    }
    out.push(b')');
    odd.is_empty().then(|| &text[end + 1..])
}

/// Copies a literal string without its octal escapes; returns what follows it.
fn literal<'a>(text: &'a [u8], out: &mut Vec<u8>) -> Option<&'a [u8]> {
    out.push(b'(');
    let mut depth = 0;
    let mut rest = text;
    loop {
        rest = match rest {
            // Nearly every byte of a page is one of these two: the number of a glyph.
            [b'\\', a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', tail @ ..] => {
                push((a - b'0') << 6 | (b - b'0') << 3 | (c - b'0'), out);
                tail
            }
            [b'\\', escaped, tail @ ..] => {
                let value = match escaped {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 8,
                    b'f' => 12,
                    // The writer gives three digits, up to 377.
                    b'0'..=b'9' => return None,
                    other => *other,
                };
                push(value, out);
                tail
            }
            [b'(', tail @ ..] => {
                depth += 1;
                push(b'(', out);
                tail
            }
            [b')', tail @ ..] if depth == 0 => {
                out.push(b')');
                return Some(tail);
            }
            [b')', tail @ ..] => {
                depth -= 1;
                push(b')', out);
                tail
            }
            [byte, tail @ ..] => {
                push(*byte, out);
                tail
            }
            [] => return None,
        };
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|w| w == wanted)
}

/// A number at the start of a text, and its length.
fn number(text: &[u8]) -> Option<(usize, usize)> {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let value = std::str::from_utf8(&text[..digits]).ok()?.parse().ok()?;
    Some((value, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_lose_their_escapes_and_keep_their_bytes() {
        let cases: [(&[u8], &[u8]); 6] = [
            (b"BT [(\\000\\001)9.2(\\000A)]TJ", b"BT [(\0\x01)9.2(\0A)]TJ"),
            (b"(\\\\\\(\\)\\r\\n\\015)", b"(\\\\\\(\\)\\r\n\\r)"),
            (b"((a) b)Tj", b"(\\(a\\) b)Tj"),
            (b"<0041FF28>Tj", b"(\0A\xff\\()Tj"),
            (b"/Span<</MCID 3>>BDC", b"/Span<</MCID 3>>BDC"),
            (b"q 1 0 0 1 0 0 cm Q", b"q 1 0 0 1 0 0 cm Q"),
        ];
        for (given, expected) in cases {
            let mut out = Vec::new();
            glyphs_as_bytes(given, &mut out).unwrap();
            assert_eq!(out, expected, "{}", String::from_utf8_lossy(given));
        }
        for broken in [&b"(abc"[..], b"<00", b"<001>", b"(\\0", b"(\\777)"] {
            assert!(glyphs_as_bytes(broken, &mut Vec::new()).is_none());
        }
    }

    #[test]
    fn a_file_that_is_not_understood_is_left_as_it_is() {
        for bytes in [&b""[..], b"%PDF-1.7", b"startxref\n12\n%%EOF", b"startxref\n99999\n%%EOF"] {
            assert_eq!(compact(bytes.to_vec()), bytes);
        }
    }
}
