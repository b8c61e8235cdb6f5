//! Bytes that come as they come, cut into lines of a bounded length.

/// A line with its number from 1; `None` for one that is too long.
pub(crate) type Line = (u64, Option<Vec<u8>>);

/// What is left of the last piece.
pub(crate) struct Lines {
    limit: usize,
    number: u64,
    rest: Vec<u8>,
    /// The current line is too long: it is counted, not kept.
    skipping: bool,
}

impl Lines {
    pub fn new(limit: usize) -> Self {
        Self { limit, number: 0, rest: Vec::new(), skipping: false }
    }

    /// Number of the line that has not ended.
    pub fn next_number(&self) -> u64 {
        self.number + 1
    }

    /// The lines that a piece ends. Empty ones are counted and left out.
    pub fn push(&mut self, mut piece: &[u8]) -> Vec<Line> {
        let mut out = Vec::new();
        while let Some(at) = piece.iter().position(|b| *b == b'\n') {
            self.keep(&piece[..at]);
            piece = &piece[at + 1..];
            out.extend(self.end());
        }
        self.keep(piece);
        out
    }

    /// The last line, when no line end follows it.
    pub fn finish(&mut self) -> Option<Line> {
        (self.skipping || !self.rest.is_empty()).then(|| self.end()).flatten()
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.skipping || self.rest.len() + bytes.len() > self.limit {
            self.skipping = true;
            self.rest = Vec::new();
        } else {
            self.rest.extend_from_slice(bytes);
        }
    }

    fn end(&mut self) -> Option<Line> {
        self.number += 1;
        let mut line = std::mem::take(&mut self.rest);
        if std::mem::take(&mut self.skipping) {
            return Some((self.number, None));
        }
        if self.number == 1 && line.starts_with(b"\xEF\xBB\xBF") {
            line.drain(..3);
        }
        (!line.trim_ascii().is_empty()).then_some((self.number, Some(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(pieces: &[&str]) -> Vec<(u64, Option<String>)> {
        let mut lines = Lines::new(5);
        let mut out: Vec<Line> = pieces.iter().flat_map(|p| lines.push(p.as_bytes())).collect();
        out.extend(lines.finish());
        out.into_iter().map(|(n, text)| (n, text.map(|t| String::from_utf8(t).unwrap()))).collect()
    }

    #[test]
    fn pieces_do_not_matter() {
        let some = |n, text: &str| (n, Some(text.to_owned()));
        let expected = vec![some(1, "ab"), some(3, "cd\r"), (4, None), some(5, "ef"), some(6, "last")];
        let text = "ab\n \ncd\r\ntoo long\nef\nlast";
        assert_eq!(cut(&[text]), expected);
        let bytes: Vec<String> = text.chars().map(String::from).collect();
        assert_eq!(cut(&bytes.iter().map(String::as_str).collect::<Vec<_>>()), expected);
    }

    #[test]
    fn a_line_of_the_limit_is_kept_and_a_mark_is_left_out() {
        assert_eq!(cut(&["12345\n123456"]), [(1, Some("12345".to_owned())), (2, None)]);
        assert_eq!(cut(&["\u{feff}ab\n"]), [(1, Some("ab".to_owned()))]);
        assert_eq!(cut(&["\n\n"]), []);
    }
}
