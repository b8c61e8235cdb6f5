//! A whole file as a tree.

use crate::latin1;
use crate::line::Content;
use crate::norm::Norm;
use crate::reader;
use crate::structure::{Assembler, Open, Sink};
use crate::tree::{Block, Document, Field, Message, OtherLine};

#[derive(Default)]
struct Collect(Vec<Message>);

impl Sink for Collect {
    fn structure(&mut self, _: usize, _: String, _: String) {}

    fn individual(&mut self, _: &Block, _: &[Open], _: &'static Norm) -> bool {
        true
    }

    fn declaration(&mut self, _: &Block, _: &[Open], _: &'static Norm) {}

    fn message(&mut self, message: Message, _: &'static Norm) {
        self.0.push(message);
    }
}

/// Reads a file into its tree. Never fails: what is not a rubrique is kept apart, with its line.
pub fn read(bytes: &[u8]) -> Document {
    let mut sink = Collect::default();
    let mut assembler = Assembler::new();
    let mut others = Vec::new();
    let mut count = 0;
    for line in reader::lines(bytes) {
        count = line.number;
        match line.content() {
            Content::Rubrique(code, value) => {
                assembler.push(Field { code, value: latin1::decode(value), line: line.number }, &mut sink);
            }
            Content::Other(bytes) => {
                others.push(OtherLine { line: line.number, text: latin1::decode(bytes) });
            }
        }
    }
    assembler.finish(&mut sink);
    Document { lines: count, messages: sink.0, envelopes: assembler.envelopes, others }
}
