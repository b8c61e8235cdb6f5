//! Differences between two files: establishment by establishment, person by person, contract by contract.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::code::{BlockCode, Code, s21};
use crate::document::read;
use crate::structure::{DECLARATION, INDIVIDU};
use crate::tree::{Block, Document};

/// Kind of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Only in the second file.
    Ajout,
    /// Only in the first file.
    Retrait,
    /// In both, with another value.
    Changement,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Kind.
    #[serde(rename = "genre")]
    pub kind: Kind,
    /// Where, from the declaration down: `DSN 01 mois 01102026 / individu 1850675999011 / contrat TECH-2026-01`.
    #[serde(rename = "lieu")]
    pub place: String,
    /// Rubrique, or block when a whole block differs.
    pub rubrique: String,
    /// Value in the first file.
    #[serde(rename = "avant", skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Value in the second file.
    #[serde(rename = "apres", skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Line in the first file.
    #[serde(rename = "ligne_avant", skip_serializing_if = "Option::is_none")]
    pub line_before: Option<usize>,
    /// Line in the second file.
    #[serde(rename = "ligne_apres", skip_serializing_if = "Option::is_none")]
    pub line_after: Option<usize>,
}

/// Differences from file `a` to file `b`.
///
/// Blocks are paired by what identifies them (nature and month, NIR, contract number, type and dates...), not
/// by their place: the order of individuals or contracts makes no difference. Two blocks with the same
/// identity are paired in order. The name, version and date of the software and the totals are compared too.
pub fn compare(a: &[u8], b: &[u8]) -> Vec<Difference> {
    let (a, b) = (root(read(a)), root(read(b)));
    let mut differences = Vec::new();
    pair(&a, &b, "", &mut differences);
    differences
}

/// One block that holds all the messages of a file.
fn root(document: Document) -> Block {
    let mut root = Block::new(BlockCode::of("S00.G00.00"));
    for message in document.messages {
        let mut envoi = message.envoi;
        envoi.fields.extend(message.foreign);
        envoi.children.extend(message.total);
        root.children.push(envoi);
    }
    root.fields = document.envelopes;
    root
}

/// Numbers of the rubriques that identify a block among its siblings.
fn key(code: BlockCode) -> &'static [u32] {
    const S89_32: BlockCode = BlockCode::of("S89.G00.32");
    const S89_43: BlockCode = BlockCode::of("S89.G00.43");
    const S89_91: BlockCode = BlockCode::of("S89.G00.91");
    match code {
        DECLARATION => &[1, 5],
        INDIVIDU => &[1, 20],
        S89_32 => &[2, 3, 4, 5],
        S89_91 => &[1, 21],
        S89_43 => &[1],
        _ if code.structure() != 21 => &[],
        _ => match code.number() {
            6 | 11 => &[1],
            12 | 58 | 72 => &[1],
            15 => &[1, 2],
            20 => &[1, 2, 6],
            22 => &[1, 3],
            23 => &[1, 2, 6],
            40 => &[9],
            44 => &[1, 3],
            50 => &[1, 3],
            51 => &[10, 11, 1],
            52 => &[6, 1],
            53 => &[3, 1],
            54 => &[5, 1, 3],
            55 => &[3, 4],
            56 => &[1, 2],
            60 => &[2],
            65 => &[1, 2],
            70 => &[13],
            71 => &[2],
            78 => &[6, 1, 2],
            79 | 81 => &[1],
            82 => &[5, 2, 3],
            85 => &[1],
            86 => &[5, 1],
            _ => &[],
        },
    }
}

type Key = (BlockCode, Vec<Option<String>>, usize);

/// Children by identity; the last member of the key tells apart those that share it.
fn index(block: &Block) -> BTreeMap<Key, &Block> {
    let mut index = BTreeMap::new();
    let mut seen: BTreeMap<(BlockCode, Vec<Option<String>>), usize> = BTreeMap::new();
    for child in &block.children {
        let values: Vec<Option<String>> =
            key(child.code).iter().map(|n| child.get(*n).map(String::from)).collect();
        let rank = seen.entry((child.code, values.clone())).or_default();
        index.insert((child.code, values, *rank), child);
        *rank += 1;
    }
    index
}

fn place_of(place: &str, key: &Key) -> String {
    let (code, values, rank) = key;
    let known: Vec<&str> = values.iter().flatten().map(String::as_str).collect();
    let name = match *code {
        DECLARATION => "DSN".to_string(),
        INDIVIDU => "individu".to_string(),
        c if c == s21(40) => "contrat".to_string(),
        c if c == s21(50) => "versement".to_string(),
        other => other.to_string(),
    };
    let mut text = format!("{name} {}", known.join(" ")).trim_end().to_string();
    if *rank > 0 {
        text.push_str(&format!(" ({})", rank + 1));
    }
    if place.is_empty() { text } else { format!("{place} / {text}") }
}

fn pair(a: &Block, b: &Block, place: &str, out: &mut Vec<Difference>) {
    fields(a, b, place, out);
    let (left, right) = (index(a), index(b));
    let keys: BTreeSet<&Key> = left.keys().chain(right.keys()).collect();
    for key in keys {
        let below = place_of(place, key);
        match (left.get(key), right.get(key)) {
            (Some(before), Some(after)) => pair(before, after, &below, out),
            (Some(before), None) => out.push(whole(Kind::Retrait, before, below)),
            (None, Some(after)) => out.push(whole(Kind::Ajout, after, below)),
            (None, None) => {}
        }
    }
}

fn whole(kind: Kind, block: &Block, place: String) -> Difference {
    let line = Some(block.line);
    let removed = kind == Kind::Retrait;
    Difference {
        kind,
        place,
        rubrique: block.code.to_string(),
        before: None,
        after: None,
        line_before: line.filter(|_| removed),
        line_after: line.filter(|_| !removed),
    }
}

fn fields(a: &Block, b: &Block, place: &str, out: &mut Vec<Difference>) {
    let codes: BTreeSet<Code> = a.fields.iter().chain(&b.fields).map(|f| f.code).collect();
    for code in codes {
        let mut left = a.fields.iter().filter(|f| f.code == code);
        let mut right = b.fields.iter().filter(|f| f.code == code);
        loop {
            let (before, after) = (left.next(), right.next());
            let kind = match (before, after) {
                (None, None) => break,
                (Some(x), Some(y)) if x.value == y.value => continue,
                (Some(_), Some(_)) => Kind::Changement,
                (Some(_), None) => Kind::Retrait,
                (None, Some(_)) => Kind::Ajout,
            };
            out.push(Difference {
                kind,
                place: place.to_string(),
                rubrique: code.to_string(),
                before: before.map(|f| f.value.clone()),
                after: after.map(|f| f.value.clone()),
                line_before: before.map(|f| f.line),
                line_after: after.map(|f| f.line),
            });
        }
    }
}
