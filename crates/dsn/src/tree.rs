//! Tree of a file: messages, blocks, rubriques, each with its line.

use serde::Serialize;

use crate::code::{BlockCode, Code};
use crate::norm::Version;

/// A rubrique and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Code.
    pub code: Code,
    /// Value, decoded from ISO-8859-1.
    #[serde(rename = "valeur")]
    pub value: String,
    /// Line from 1; 0 when the field does not come from a file.
    #[serde(rename = "ligne")]
    pub line: usize,
}

/// A block: its rubriques and its children, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// Code.
    #[serde(rename = "bloc")]
    pub code: BlockCode,
    /// Line of the first rubrique; 0 when the block does not come from a file.
    #[serde(rename = "ligne")]
    pub line: usize,
    /// Rubriques.
    #[serde(rename = "rubriques")]
    pub fields: Vec<Field>,
    /// Blocks of lower level.
    #[serde(rename = "blocs", skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Block>,
}

impl Block {
    /// An empty block.
    pub fn new(code: BlockCode) -> Block {
        Block { code, line: 0, fields: Vec::new(), children: Vec::new() }
    }

    /// Adds rubrique `number` of this block.
    pub fn put(&mut self, number: u32, value: impl Into<String>) -> &mut Block {
        self.fields.push(Field { code: self.code.rubrique(number), value: value.into(), line: 0 });
        self
    }

    /// Adds rubrique `number` when there is a value.
    pub fn put_some(&mut self, number: u32, value: Option<impl Into<String>>) -> &mut Block {
        if let Some(value) = value {
            self.put(number, value);
        }
        self
    }

    /// The same block with rubrique `number`.
    pub fn with(mut self, number: u32, value: impl Into<String>) -> Block {
        self.put(number, value);
        self
    }

    /// Adds a child block.
    pub fn push(&mut self, child: Block) -> &mut Block {
        self.children.push(child);
        self
    }

    /// The same block with a child.
    pub fn with_child(mut self, child: Block) -> Block {
        self.push(child);
        self
    }

    /// The rubrique `number`, with its line.
    pub fn field(&self, number: u32) -> Option<&Field> {
        let code = self.code.rubrique(number);
        self.fields.iter().find(|f| f.code == code)
    }

    /// Value of the rubrique `number`.
    pub fn get(&self, number: u32) -> Option<&str> {
        self.field(number).map(|f| f.value.as_str())
    }

    /// Value of the rubrique `number` as a day of the calendar.
    pub fn date(&self, number: u32) -> Option<chrono::NaiveDate> {
        self.get(number).and_then(crate::date::parse)
    }

    /// Value of the rubrique `number` in hundredths.
    pub fn amount(&self, number: u32) -> Option<i64> {
        self.get(number).and_then(crate::amount::parse)
    }

    /// Line of the rubrique `number`, or of the block when it is absent.
    pub fn line_of(&self, number: u32) -> usize {
        self.field(number).map_or(self.line, |f| f.line)
    }

    /// Direct children of code `code`.
    pub fn all(&self, code: BlockCode) -> impl Iterator<Item = &Block> {
        self.children.iter().filter(move |c| c.code == code)
    }

    /// First direct child of code `code`.
    pub fn first(&self, code: BlockCode) -> Option<&Block> {
        self.children.iter().find(|c| c.code == code)
    }

    /// Number of rubriques of the block and of all its descendants.
    pub fn count(&self) -> usize {
        self.fields.len() + self.children.iter().map(Block::count).sum::<usize>()
    }
}

/// One envoi, from S10.G00.00 to S90.G00.90.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Announced version, `None` when absent or unknown.
    #[serde(rename = "norme")]
    pub version: Option<Version>,
    /// First line.
    #[serde(rename = "ligne")]
    pub line: usize,
    /// S10.G00.00 with everything under it; without rubriques when the message has no such block.
    pub envoi: Block,
    /// S90.G00.90.
    #[serde(rename = "total")]
    pub total: Option<Block>,
    /// Rubriques that no version of the norm has, met inside this message.
    #[serde(rename = "hors_norme", skip_serializing_if = "Vec::is_empty")]
    pub foreign: Vec<Field>,
}

/// A line that is not a rubrique.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherLine {
    /// Line from 1.
    #[serde(rename = "ligne")]
    pub line: usize,
    /// Content, decoded from ISO-8859-1.
    #[serde(rename = "contenu")]
    pub text: String,
}

/// A whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Number of lines.
    #[serde(rename = "lignes")]
    pub lines: usize,
    /// Messages, in order.
    pub messages: Vec<Message>,
    /// Rubriques outside any message (envelopes of a distributor).
    #[serde(rename = "enveloppes", skip_serializing_if = "Vec::is_empty")]
    pub envelopes: Vec<Field>,
    /// Lines that are not rubriques.
    #[serde(rename = "autres_lignes", skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherLine>,
}
