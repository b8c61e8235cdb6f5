//! Damage to a file, as hands and programs do it: bytes changed, pieces lost, repeated, moved, strange values.

/// A seeded generator (splitmix64): the same seed gives the same file on every machine.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number under `end`; 0 when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }
}

/// Values at the edges of what the readers accept, and characters that cut a text badly.
const STRANGE: [&[u8]; 28] = [
    b"",
    b"0",
    b"-0",
    b"-1",
    b"00000000000000000000",
    b"99999999999999999999999999999",
    b"92233720368547758.07",
    b"-92233720368547758.08",
    b"0.000000000000000000000000001",
    b"1e999",
    b"NaN",
    b"31/02/2026",
    b"2026-02-29",
    b"9999-12-31",
    b"0000-00-00",
    b"+262142-12-31",
    b"24:00",
    b"23:59",
    b"null",
    b"true",
    b"\"",
    b"'",
    b"\0",
    b"\r\n",
    b"\xe9",
    b"\xef\xbb\xbf",
    b"\xf0\x9f\x8e\xac",
    b"\xff\xfe",
];

/// A sample with one to four wounds; pieces may come from another sample.
#[must_use]
pub fn damage(sample: &[u8], others: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..=random.below(4) {
        let (from, to) = range(&bytes, random);
        match random.below(8) {
            0 if !bytes.is_empty() => {
                let at = random.below(bytes.len());
                bytes[at] = random.next().to_le_bytes()[0];
            }
            1 => drop(bytes.drain(from..to)),
            2 => {
                let piece = bytes[from..to].to_vec();
                let at = random.below(bytes.len() + 1);
                bytes.splice(at..at, piece);
            }
            3 => bytes.truncate(from),
            4 if !others.is_empty() => {
                let other = &others[random.below(others.len())];
                let (start, end) = range(other, random);
                bytes.splice(from..to, other[start..end].iter().copied());
            }
            5 => swap_lines(&mut bytes, random),
            _ => {
                let (start, end) = value(&bytes, from);
                bytes.splice(start..end, STRANGE[random.below(STRANGE.len())].iter().copied());
            }
        }
    }
    bytes
}

/// A piece of at most 64 bytes.
fn range(bytes: &[u8], random: &mut Random) -> (usize, usize) {
    let from = random.below(bytes.len() + 1);
    (from, (from + random.below(64)).min(bytes.len()))
}

/// The value at a place: what stands between two separators of any of the formats.
fn value(bytes: &[u8], at: usize) -> (usize, usize) {
    let cuts = |b: &u8| b",;\t|\"'<>=\n".contains(b);
    let start = bytes[..at].iter().rposition(cuts).map_or(0, |p| p + 1);
    let end = bytes[at..].iter().position(cuts).map_or(bytes.len(), |p| at + p);
    (start, end)
}

fn swap_lines(bytes: &mut Vec<u8>, random: &mut Random) {
    let mut lines: Vec<&[u8]> = bytes.split(|b| *b == b'\n').collect();
    let (one, other) = (random.below(lines.len()), random.below(lines.len()));
    lines.swap(one, other);
    *bytes = lines.join(&b'\n');
}
