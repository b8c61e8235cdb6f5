//! Lines of a file, as bytes: nothing is corrected, nothing is lost.

use crate::code::Code;

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eol {
    /// Byte 0A.
    Lf,
    /// Bytes 0D 0A.
    CrLf,
    /// End of the file without an end of line.
    None,
}

impl Eol {
    /// Bytes of the end of line.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Eol::Lf => b"\n",
            Eol::CrLf => b"\r\n",
            Eol::None => b"",
        }
    }
}

/// One line, without its end of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Number from 1.
    pub number: usize,
    /// Bytes before the end of line.
    pub bytes: &'a [u8],
    /// End of line.
    pub eol: Eol,
}

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// `CODE,'VALUE'`. The value is what stands between the first and the last apostrophe.
    Rubrique(Code, &'a [u8]),
    /// Anything else, kept as it is.
    Other(&'a [u8]),
}

impl<'a> Line<'a> {
    /// Separates a code from its value when the line has exactly that form.
    pub fn content(&self) -> Content<'a> {
        let b = self.bytes;
        if b.len() >= 17
            && &b[14..16] == b",'"
            && b[b.len() - 1] == b'\''
            && let Some(code) = Code::parse(&b[..14])
        {
            return Content::Rubrique(code, &b[16..b.len() - 1]);
        }
        Content::Other(b)
    }

    /// Splits `bytes` (a whole line with its end) into content and end of line.
    pub(crate) fn split(number: usize, bytes: &'a [u8]) -> Line<'a> {
        let (bytes, eol) = match bytes {
            [head @ .., b'\r', b'\n'] => (head, Eol::CrLf),
            [head @ .., b'\n'] => (head, Eol::Lf),
            all => (all, Eol::None),
        };
        Line { number, bytes, eol }
    }
}

impl Content<'_> {
    /// Writes the content back, without end of line.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Content::Rubrique(code, value) => {
                out.extend_from_slice(&code.ascii());
                out.extend_from_slice(b",'");
                out.extend_from_slice(value);
                out.push(b'\'');
            }
            Content::Other(bytes) => out.extend_from_slice(bytes),
        }
    }
}
