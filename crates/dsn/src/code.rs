//! Codes of rubriques (`S21.G00.40.001`) and blocks (`S21.G00.40`), packed in an integer.

use std::fmt;

use serde::{Serialize, Serializer};

/// Code of a rubrique: `Sdd.Gdd.dd.ddd`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u32);

/// Code of a block: `Sdd.Gdd.dd`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockCode(u32);

/// Template of a rubrique code: `d` is a digit, anything else stands for itself.
const SHAPE: &[u8; 14] = b"Sdd.Gdd.dd.ddd";

const fn pack(text: &[u8]) -> Option<u32> {
    let mut value = 0u32;
    let mut i = 0;
    while i < text.len() {
        if SHAPE[i] == b'd' {
            if !text[i].is_ascii_digit() {
                return None;
            }
            value = value * 10 + (text[i] - b'0') as u32;
        } else if text[i] != SHAPE[i] {
            return None;
        }
        i += 1;
    }
    Some(value)
}

impl Code {
    /// Reads exactly 14 bytes, `None` when they are not a rubrique code.
    pub const fn parse(text: &[u8]) -> Option<Code> {
        if text.len() != 14 {
            return None;
        }
        match pack(text) {
            Some(value) => Some(Code(value)),
            None => None,
        }
    }

    /// A code known at compile time.
    ///
    /// # Panics
    /// When `text` is not a rubrique code; in a `const`, that is a compilation error.
    pub const fn of(text: &str) -> Code {
        match Code::parse(text.as_bytes()) {
            Some(code) => code,
            None => panic!("not a DSN rubrique code"),
        }
    }

    /// The 14 characters of the code.
    pub fn ascii(self) -> [u8; 14] {
        let mut out = *SHAPE;
        let mut rest = self.0;
        for byte in out.iter_mut().rev().filter(|b| **b == b'd') {
            // A remainder by ten fits in a byte.
            *byte = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        out
    }

    /// The block of the rubrique.
    pub const fn block(self) -> BlockCode {
        BlockCode(self.0 / 1000)
    }

    /// The last three digits.
    pub const fn number(self) -> u32 {
        self.0 % 1000
    }
}

impl BlockCode {
    /// Reads exactly 10 bytes, `None` when they are not a block code.
    pub const fn parse(text: &[u8]) -> Option<BlockCode> {
        if text.len() != 10 {
            return None;
        }
        match pack(text) {
            Some(value) => Some(BlockCode(value)),
            None => None,
        }
    }

    /// A code known at compile time.
    ///
    /// # Panics
    /// When `text` is not a block code; in a `const`, that is a compilation error.
    pub const fn of(text: &str) -> BlockCode {
        match BlockCode::parse(text.as_bytes()) {
            Some(code) => code,
            None => panic!("not a DSN block code"),
        }
    }

    /// The rubrique `number` (0 to 999) of this block.
    pub const fn rubrique(self, number: u32) -> Code {
        Code(self.0 * 1000 + number % 1000)
    }

    /// The two digits after `S`.
    pub const fn structure(self) -> u32 {
        self.0 / 10_000
    }

    /// The last two digits.
    pub const fn number(self) -> u32 {
        self.0 % 100
    }
}

/// Block `S21.G00.number`.
pub const fn s21(number: u32) -> BlockCode {
    BlockCode(210_000 + number)
}

/// Rubrique `S21.G00.block.number`.
pub const fn r21(block: u32, number: u32) -> Code {
    s21(block).rubrique(number)
}

impl fmt::Display for BlockCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let v = self.0;
        write!(f, "S{:02}.G{:02}.{:02}", v / 10_000, v / 100 % 100, v % 100)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.block(), self.number())
    }
}

impl fmt::Debug for BlockCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for BlockCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_print_as_they_are_read() {
        for text in ["S10.G00.00.006", "S21.G00.40.001", "S89.G00.32.016", "S90.G00.90.002", "S05.G00.01.001"]
        {
            let code = Code::of(text);
            assert_eq!(code.to_string(), text);
            assert_eq!(code.ascii(), text.as_bytes());
            assert_eq!(code.block().to_string(), text[..10]);
        }
        assert_eq!(r21(40, 1), Code::of("S21.G00.40.001"));
        assert!(Code::parse(b"S21.G00.40.01").is_none());
        assert!(Code::parse(b"S21.G00.40.0a1").is_none());
        assert!(Code::parse(b"s21.G00.40.001").is_none());
    }
}
