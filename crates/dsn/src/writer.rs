//! Writing of a message from a tree, with the totals of S90; an invalid file is never produced.

use crate::code::BlockCode;
use crate::finding::Finding;
use crate::latin1;
use crate::line::Content;
use crate::norm::{Norm, Version};
use crate::structure::{DECLARATION, ENVOI, TOTAL};
use crate::tree::Block;
use crate::verify;
use cddu_base::Gravite;

/// A message to write.
///
/// Blocks may be pushed in any order: they are written in the order of the norm, occurrences of one block in
/// the order they were pushed, rubriques by number. S90.G00.90 is computed.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Version written in S10.G00.00.006.
    pub version: Version,
    /// S10.G00.00, with S10.G00.01, S10.G00.02 and the S20.G00.05 under it.
    pub envoi: Block,
}

/// A message that can be sent.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The file, in ISO-8859-1, one LF per line.
    pub bytes: Vec<u8>,
    /// Signals of the norm (`info`, `mineur`) that do not prevent sending.
    pub findings: Vec<Finding>,
}

/// A message that must not be sent.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The file that would have been written.
    pub bytes: Vec<u8>,
    /// Every finding, one of them `bloquant` or `majeur`; their lines are those of `bytes`.
    pub findings: Vec<Finding>,
}

impl Draft {
    /// An empty message of `version`; S10.G00.00.006 is written by [`Draft::render`].
    pub fn new(version: Version) -> Draft {
        Draft { version, envoi: Block::new(ENVOI) }
    }

    /// Writes the message.
    ///
    /// # Errors
    /// Every finding, when one of them is `bloquant` or `majeur`, and what they speak of.
    pub fn render(&self) -> Result<Rendered, Refused> {
        let norm = self.version.norm();
        let mut head = Block { fields: self.envoi.fields.clone(), ..Block::new(self.envoi.code) };
        if head.field(6).is_none() {
            head.put(6, self.version.as_str());
        }
        let mut writer = Writer { norm, bytes: Vec::new(), lines: 0, findings: Vec::new() };
        writer.block(&head, None);
        writer.children(&self.envoi);
        let declarations = self.envoi.all(DECLARATION).count();
        let mut total = Block::new(TOTAL);
        total.put(1, (writer.lines + 2).to_string()).put(2, declarations.to_string());
        writer.block(&total, None);
        let mut findings = writer.findings;
        findings.extend(verify::verify(&writer.bytes));
        findings.sort_by_key(|f| f.ligne);
        if findings.iter().any(Finding::refuse) {
            return Err(Refused { bytes: writer.bytes, findings });
        }
        Ok(Rendered { bytes: writer.bytes, findings })
    }
}

struct Writer {
    norm: &'static Norm,
    bytes: Vec<u8>,
    lines: usize,
    findings: Vec<Finding>,
}

impl Writer {
    fn block(&mut self, block: &Block, parent: Option<BlockCode>) {
        let def = self.norm.block(block.code);
        if def.is_none_or(|d| d.parent != parent) {
            let message = match parent {
                Some(parent) => format!("le bloc {} ne se place pas sous {parent}", block.code),
                None => format!("le bloc {} ne commence pas un envoi", block.code),
            };
            self.refuse("FMT-08", block.code.to_string(), message);
        }
        let mut fields: Vec<_> = block.fields.iter().collect();
        fields.sort_by_key(|f| f.code);
        for field in fields {
            self.lines += 1;
            if field.code.block() != block.code {
                let message = format!("{} n'appartient pas au bloc {}", field.code, block.code);
                self.refuse("FMT-08", field.code.to_string(), message);
            }
            match latin1::encode(&field.value) {
                Ok(value) => {
                    Content::Rubrique(field.code, &value).write(&mut self.bytes);
                    self.bytes.push(b'\n');
                }
                Err(c) => {
                    let message = format!(
                        "le caractère « {c} » (U+{:04X}) n'existe pas en ISO-8859-1 : remplacez-le avant d'écrire la DSN",
                        u32::from(c)
                    );
                    self.refuse("FMT-02", field.code.to_string(), message);
                    Content::Rubrique(field.code, b"?").write(&mut self.bytes);
                    self.bytes.push(b'\n');
                }
            }
        }
        self.children(block);
    }

    fn children(&mut self, block: &Block) {
        let mut children: Vec<_> = block.children.iter().collect();
        children.sort_by_key(|c| self.norm.block(c.code).map_or(u32::MAX, |d| d.place));
        for child in children {
            self.block(child, Some(block.code));
        }
    }

    fn refuse(&mut self, code: &str, rubrique: String, message: String) {
        self.findings.push(Finding::new(code, Gravite::Bloquant, self.lines, &rubrique, message));
    }
}
