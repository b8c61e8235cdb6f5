//! Reading by lines, from memory or from a stream.

use std::io::{self, BufRead};

use crate::line::Line;

/// Reads a file line by line; holds one line at a time.
#[derive(Debug)]
pub struct LineReader<R> {
    source: R,
    buffer: Vec<u8>,
    number: usize,
}

impl<R: BufRead> LineReader<R> {
    /// Reads from `source`.
    pub fn new(source: R) -> LineReader<R> {
        LineReader { source, buffer: Vec::with_capacity(128), number: 0 }
    }

    /// The next line, `None` at the end.
    ///
    /// # Errors
    /// Those of the source.
    pub fn next_line(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        if self.source.read_until(b'\n', &mut self.buffer)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(Line::split(self.number, &self.buffer)))
    }
}

/// The lines of a file held in memory.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    bytes.split_inclusive(|&b| b == b'\n').enumerate().map(|(i, line)| Line::split(i + 1, line))
}

/// The file read and written again, line by line, from what was understood of each line: the same bytes.
pub fn rewrite(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for line in lines(bytes) {
        line.content().write(&mut out);
        out.extend_from_slice(line.eol.bytes());
    }
    out
}

/// The same, from a stream to a stream, with one line in memory.
///
/// # Errors
/// Those of the source and of the destination.
pub fn rewrite_stream(source: impl BufRead, mut destination: impl io::Write) -> io::Result<()> {
    let mut reader = LineReader::new(source);
    let mut out = Vec::with_capacity(128);
    while let Some(line) = reader.next_line()? {
        out.clear();
        line.content().write(&mut out);
        out.extend_from_slice(line.eol.bytes());
        destination.write_all(&out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use crate::line::{Content, Eol};

    #[test]
    fn values_stop_at_the_last_apostrophe() {
        let line = Line::split(1, b"S21.G00.30.002,'O'CONNOR'\r\n");
        assert_eq!(line.content(), Content::Rubrique(Code::of("S21.G00.30.002"), b"O'CONNOR"));
        assert_eq!(line.eol, Eol::CrLf);
        let spaced: &[u8] = b"S21.G00.30.002, 'X'";
        assert_eq!(Line::split(1, spaced).content(), Content::Other(spaced));
    }

    #[test]
    fn odd_files_are_kept() {
        for file in [
            &b""[..],
            b"\n",
            b"\r\n\n\r",
            b"\xEF\xBB\xBFS10.G00.00.001,'A'\r\nS10.G00.00.002,''\n\nrien",
            b"S21.G00.30.001,'",
        ] {
            assert_eq!(rewrite(file), file);
            let mut out = Vec::new();
            rewrite_stream(file, &mut out).unwrap();
            assert_eq!(out, file);
        }
    }
}
