//! Puts rubriques in their blocks and blocks under their parents, whatever the file does.

use crate::code::{BlockCode, Code};
use crate::norm::{Nature, Norm, Rubrique, Usage, Version};
use crate::tree::{Block, Field, Message};

pub(crate) const ENVOI: BlockCode = BlockCode::of("S10.G00.00");
pub(crate) const DECLARATION: BlockCode = BlockCode::of("S20.G00.05");
pub(crate) const TOTAL: BlockCode = BlockCode::of("S90.G00.90");
pub(crate) const INDIVIDU: BlockCode = BlockCode::of("S21.G00.30");
const NORME: Code = Code::of("S10.G00.00.006");

/// Receives what the assembler builds, as soon as it is complete.
pub(crate) trait Sink {
    /// An anomaly of order, nesting or repetition.
    fn structure(&mut self, line: usize, rubrique: String, message: String);
    /// A complete individual; false drops it.
    fn individual(&mut self, individual: &Block, open: &[Open], norm: &'static Norm) -> bool;
    /// A complete declaration, without the individuals that were dropped.
    fn declaration(&mut self, declaration: &Block, open: &[Open], norm: &'static Norm);
    /// A complete message.
    fn message(&mut self, message: Message, norm: &'static Norm);
}

/// A block that may still receive rubriques.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) block: Block,
    first: u32,
    last: u32,
    /// Place among the siblings of a block that was reopened.
    at: Option<usize>,
}

impl Open {
    fn empty(code: BlockCode) -> Open {
        Open { block: Block::new(code), first: 0, last: 0, at: None }
    }

    /// Adds a rubrique.
    fn take(&mut self, field: Field) {
        let number = field.code.number();
        if self.block.fields.is_empty() {
            self.first = number;
            self.block.line = field.line;
        }
        self.first = self.first.min(number);
        self.last = number;
        self.block.fields.push(field);
    }
}

/// The open block of code `code`.
pub(crate) fn find(open: &[Open], code: BlockCode) -> Option<&Block> {
    open.iter().rev().find(|o| o.block.code == code).map(|o| &o.block)
}

#[derive(Clone, Copy)]
enum Place {
    Append,
    Duplicate,
    Misordered,
    /// Out of order in its block, or the start of an occurrence without its first rubriques: the next line tells.
    Doubtful,
    NewOccurrence,
}

/// A rubrique whose place depends on the next one.
#[derive(Debug)]
struct Doubt {
    code: Code,
    line: usize,
    /// Number that came before it in the block.
    before: u32,
}

/// State of the message being read.
#[derive(Debug)]
pub(crate) struct Assembler {
    norm: &'static Norm,
    version: Option<Version>,
    stack: Vec<Open>,
    total: Option<Block>,
    foreign: Vec<Field>,
    line: usize,
    last_line: usize,
    /// The rubrique just put in the last open block, when its place is doubtful.
    doubt: Option<Doubt>,
    /// Block left for a misplaced rubrique, to be taken up again.
    interrupted: Option<BlockCode>,
    pub(crate) envelopes: Vec<Field>,
}

impl Assembler {
    pub(crate) fn new() -> Assembler {
        Assembler {
            norm: Version::P26V01.norm(),
            version: None,
            stack: Vec::new(),
            total: None,
            foreign: Vec::new(),
            line: 0,
            last_line: 0,
            doubt: None,
            interrupted: None,
            envelopes: Vec::new(),
        }
    }

    /// The tables in force for the next rubrique.
    pub(crate) fn norm(&self) -> &'static Norm {
        self.norm
    }

    /// True when the message announces a version that the tables do not have.
    pub(crate) fn unknown_version(&self) -> bool {
        self.version.is_none() && self.stack.first().is_some_and(|envoi| envoi.block.field(6).is_some())
    }

    /// True between S10.G00.00 and S90.G00.90.
    pub(crate) fn in_message(&self) -> bool {
        !self.stack.is_empty() && self.total.is_none()
    }

    /// Whether `code` starts a new message.
    pub(crate) fn starts_message(&self, code: Code) -> bool {
        if code.block() != ENVOI {
            return false;
        }
        match self.stack.as_slice() {
            [] => true,
            _ if self.total.is_some() => true,
            [only] => code.number() <= only.first && only.block.fields.len() > 1,
            [envoi, ..] => code.number() <= envoi.first,
        }
    }

    pub(crate) fn push(&mut self, field: Field, sink: &mut impl Sink) {
        if self.starts_message(field.code) {
            self.finish(sink);
            self.line = field.line;
        }
        self.settle(Some(field.code), sink);
        self.last_line = field.line;
        if field.code == NORME {
            self.version = Version::parse(&field.value);
            self.norm = self.version.unwrap_or(nearest(&field.value)).norm();
        }
        let block = field.code.block();
        if self.norm.rubrique(field.code).is_none() {
            self.push_foreign(field);
        } else if block == TOTAL {
            self.push_total(field, sink);
        } else if self.total.is_some() {
            sink.structure(
                field.line,
                field.code.to_string(),
                format!(
                    "{} se trouve après le total S90 : placez cette ligne avant S90.G00.90.001",
                    field.code
                ),
            );
            self.envelopes.push(field);
        } else {
            self.place(field, sink);
        }
    }

    /// Ends the current message, if any.
    pub(crate) fn finish(&mut self, sink: &mut impl Sink) {
        self.settle(None, sink);
        while self.stack.len() > 1 {
            self.close(sink);
        }
        if let Some(envoi) = self.stack.pop() {
            if self.total.is_none() {
                sink.structure(
                    self.last_line,
                    TOTAL.to_string(),
                    "l'envoi se termine sans total : ajoutez S90.G00.90.001 et S90.G00.90.002".to_string(),
                );
            }
            let message = Message {
                version: self.version,
                line: self.line,
                envoi: envoi.block,
                total: self.total.take(),
                foreign: std::mem::take(&mut self.foreign),
            };
            sink.message(message, self.norm);
        }
        self.total = None;
        self.version = None;
        self.norm = Version::P26V01.norm();
    }

    fn push_foreign(&mut self, field: Field) {
        if !self.in_message() {
            self.envelopes.push(field);
            return;
        }
        let block = field.code.block();
        match self.stack.iter_mut().rev().find(|o| o.block.code == block) {
            Some(open) => open.block.fields.push(field),
            None => self.foreign.push(field),
        }
    }

    fn push_total(&mut self, field: Field, sink: &mut impl Sink) {
        while self.stack.len() > 1 {
            self.close(sink);
        }
        if self.stack.is_empty() {
            sink.structure(
                field.line,
                field.code.to_string(),
                "total S90 sans envoi : l'envoi doit commencer par S10.G00.00.001".to_string(),
            );
            self.line = field.line;
            self.stack.push(Open::empty(ENVOI));
        }
        let total = self.total.get_or_insert_with(|| Block { line: field.line, ..Block::new(TOTAL) });
        if total.fields.last().is_some_and(|f| f.code >= field.code) {
            sink.structure(
                field.line,
                field.code.to_string(),
                format!(
                    "{} en double ou en désordre dans le total : écrivez 001 puis 002, une fois",
                    field.code
                ),
            );
        }
        total.fields.push(field);
    }

    fn place(&mut self, field: Field, sink: &mut impl Sink) {
        let block = field.code.block();
        let at = self.stack.iter().rposition(|o| o.block.code == block).or_else(|| self.reopen(&field, sink));
        if let Some(at) = at {
            match self.verdict(at, &field) {
                Place::NewOccurrence => {}
                verdict => {
                    self.report(verdict, field.code, field.line, sink);
                    if matches!(verdict, Place::Doubtful) {
                        let before = self.stack[at].last;
                        self.doubt = Some(Doubt { code: field.code, line: field.line, before });
                    }
                    if matches!(verdict, Place::Misordered) {
                        self.leave_under(at, sink);
                    }
                    self.stack[at].take(field);
                    return;
                }
            }
        }
        self.interrupted = None;
        self.open(block, field.line, sink);
        let mut open = Open::empty(block);
        open.take(field);
        self.stack.push(open);
    }

    /// Leaves the blocks open under `at` for a misplaced rubrique: the rest of each block follows its own order.
    fn leave_under(&mut self, at: usize, sink: &mut impl Sink) {
        let under = &self.stack[at + 1..];
        if let Some(child) = under.first().map(|o| o.block.code)
            && under.iter().all(|o| o.block.code != INDIVIDU)
        {
            self.interrupted = Some(child);
            while self.stack.len() > at + 1 {
                self.close(sink);
            }
        }
    }

    /// Says what a doubtful rubrique was, once the next one is known: when that one goes on in the order, a new
    /// occurrence had started without its first rubriques; otherwise the doubtful one was alone out of order.
    fn settle(&mut self, next: Option<Code>, sink: &mut impl Sink) {
        let Some(doubt) = self.doubt.take() else { return };
        let block = doubt.code.block();
        let goes_on = next.is_some_and(|n| {
            n.block() == block && (doubt.code.number() + 1..=doubt.before).contains(&n.number())
        });
        let field = self.stack.last_mut().filter(|_| goes_on).and_then(|open| open.block.fields.pop());
        let Some(field) = field else {
            self.report(Place::Misordered, doubt.code, doubt.line, sink);
            return;
        };
        self.open(block, doubt.line, sink);
        let mut open = Open::empty(block);
        open.take(field);
        self.stack.push(open);
    }

    /// A closed block that `field` belongs to for certain: it was left for a misplaced rubrique, or `field` is
    /// the one that is misplaced.
    fn reopen(&mut self, field: &Field, sink: &mut impl Sink) -> Option<usize> {
        let (code, number) = (field.code.block(), field.code.number());
        let def = self.norm.block(code)?;
        let above = self.stack.iter().rposition(|o| Some(o.block.code) == def.parent)?;
        let closed = self.stack[above].block.children.iter().rfind(|b| b.code == code)?;
        let last = closed.fields.last()?.code.number();
        let has = |number: u32| closed.field(number).is_some();
        // A new occurrence would start with a rubrique that this one has before `number`.
        let started =
            || self.mandatory(code).next().is_some_and(|r| r.code.number() < number && has(r.code.number()));
        let interrupted = self.interrupted == Some(code);
        if has(number) || !(def.max == Some(1) || number > last && (interrupted || started())) {
            return None;
        }
        if interrupted {
            self.interrupted = None;
        } else {
            self.interrupted = self.stack.get(above + 1).map(|o| o.block.code);
            self.report(Place::Misordered, field.code, field.line, sink);
        }
        while self.stack.len() > above + 1 {
            self.close(sink);
        }
        let siblings = &mut self.stack[above].block.children;
        let place = siblings.iter().rposition(|b| b.code == code)?;
        let block = siblings.remove(place);
        let first = block.fields.first().map_or(0, |f| f.code.number());
        // What had to be said of the order has been said.
        self.stack.push(Open { block, first, last: last.min(number.saturating_sub(1)), at: Some(place) });
        Some(above + 1)
    }

    /// Where `field` goes when a block of its code is open at `at`.
    fn verdict(&self, at: usize, field: &Field) -> Place {
        let number = field.code.number();
        let open = &self.stack[at];
        let top = at + 1 == self.stack.len();
        if open.block.fields.is_empty() {
            return Place::Append;
        }
        let known = open.block.field(number);
        if number > open.last {
            return match known {
                Some(_) => Place::Duplicate,
                None if top => Place::Append,
                None => Place::Misordered,
            };
        }
        let single = self.norm.block(open.block.code).is_some_and(|b| b.max == Some(1));
        let alone = open.block.fields.len() == 1;
        if number == open.first {
            let same = known.is_some_and(|k| k.value == field.value);
            let repeated = top && alone && (single || same || !self.complete(open));
            return if repeated { Place::Duplicate } else { Place::NewOccurrence };
        }
        if number == open.last && top || single && known.is_some() {
            return Place::Duplicate;
        }
        if single || top && alone {
            return Place::Misordered;
        }
        if number < open.first || known.is_some() && self.complete(open) {
            return Place::NewOccurrence;
        }
        match (known, self.complete(open)) {
            (Some(_), _) if top => Place::Duplicate,
            (None, true) if top => Place::Doubtful,
            (None, false) => Place::Misordered,
            _ => Place::NewOccurrence,
        }
    }

    /// Rubriques of a block that are mandatory for the nature of the declaration.
    fn mandatory(&self, block: BlockCode) -> impl Iterator<Item = &'static Rubrique> {
        let nature = find(&self.stack, DECLARATION)
            .and_then(|d| d.get(1))
            .and_then(Nature::parse)
            .unwrap_or(Nature::Mensuelle);
        self.norm.rubriques_of(block).iter().filter(move |r| r.usage(nature) == Usage::Obligatoire)
    }

    /// True when the block has all the rubriques that are mandatory for the nature.
    fn complete(&self, open: &Open) -> bool {
        self.mandatory(open.block.code).all(|r| open.block.field(r.code.number()).is_some())
    }

    fn report(&self, verdict: Place, code: Code, line: usize, sink: &mut impl Sink) {
        let message = match verdict {
            Place::Duplicate => format!("{code} est en double dans son bloc : gardez une seule ligne"),
            Place::Misordered => format!(
                "{code} n'est pas à sa place : les rubriques d'un bloc s'écrivent par numéro croissant, avant ses sous-blocs"
            ),
            Place::Append | Place::Doubtful | Place::NewOccurrence => return,
        };
        sink.structure(line, code.to_string(), message);
    }

    /// Closes and opens what is needed for a new occurrence of `block` at `line`.
    fn open(&mut self, block: BlockCode, line: usize, sink: &mut impl Sink) {
        if self.stack.is_empty() && block != ENVOI {
            sink.structure(
                line,
                block.to_string(),
                "l'envoi ne commence pas par S10.G00.00 : ajoutez les blocs S10".to_string(),
            );
            self.line = line;
            self.stack.push(Open::empty(ENVOI));
        }
        // Ancestors that are not open, nearest first.
        let mut missing = Vec::new();
        let mut parent = self.norm.block(block).and_then(|b| b.parent);
        let at = loop {
            match parent {
                Some(code) => match self.stack.iter().rposition(|o| o.block.code == code) {
                    Some(at) => break at + 1,
                    None => {
                        missing.push(code);
                        parent = self.norm.block(code).and_then(|b| b.parent);
                    }
                },
                None => break self.stack.len().min(1),
            }
        };
        while self.stack.len() > at {
            self.close(sink);
        }
        if missing.is_empty() {
            self.check_order(block, line, sink);
        } else {
            self.restore(block, &missing, line, sink);
        }
    }

    /// Reopens the ancestors that were closed too early, or stands in for those that never came.
    fn restore(&mut self, block: BlockCode, missing: &[BlockCode], line: usize, sink: &mut impl Sink) {
        let mut message = None;
        for &code in missing.iter().rev() {
            let Some(above) = self.stack.last_mut() else { return };
            let siblings = &mut above.block.children;
            let proven =
                siblings.last().and_then(|b| self.norm.block(b.code)).is_some_and(|b| b.place_proven);
            match siblings.iter().rposition(|b| b.code == code) {
                Some(at) => {
                    // The last sibling was only left for a misplaced block, reported at its own line.
                    let left = at + 1 == siblings.len();
                    let last = siblings.last().map(|b| b.code);
                    if !left {
                        self.interrupted = last;
                    }
                    let closed = siblings.remove(at);
                    if proven && !left && message.is_none() {
                        message = Some(format!(
                            "le bloc {block} est écrit après {} : placez-le sous son bloc parent {code}",
                            last.unwrap_or(code)
                        ));
                    }
                    let number = |f: Option<&Field>| f.map_or(0, |f| f.code.number());
                    let (first, end) = (number(closed.fields.first()), number(closed.fields.last()));
                    self.stack.push(Open { block: closed, first, last: end, at: Some(at) });
                }
                None => {
                    message = Some(format!(
                        "le bloc {block} n'a pas de bloc parent {code} : ajoutez le bloc {code} avant cette ligne"
                    ));
                    self.stack.push(Open::empty(code));
                }
            }
        }
        if let Some(message) = message {
            sink.structure(line, block.to_string(), message);
        }
    }

    fn check_order(&self, block: BlockCode, line: usize, sink: &mut impl Sink) {
        let Some(new) = self.norm.block(block).filter(|b| b.place_proven) else { return };
        let siblings = self.stack.last().map_or(&[][..], |o| o.block.children.as_slice());
        let before = siblings.iter().rev().find_map(|b| self.norm.block(b.code).filter(|d| d.place_proven));
        if let Some(before) = before
            && before.place > new.place
        {
            sink.structure(
                line,
                block.to_string(),
                format!("le bloc {block} est écrit après {} : il doit le précéder", before.code),
            );
        }
    }

    fn close(&mut self, sink: &mut impl Sink) {
        let Some(open) = self.stack.pop() else { return };
        let block = open.block;
        let keep = match block.code {
            INDIVIDU => sink.individual(&block, &self.stack, self.norm),
            DECLARATION => {
                sink.declaration(&block, &self.stack, self.norm);
                true
            }
            _ => true,
        };
        if keep && let Some(parent) = self.stack.last_mut() {
            let siblings = &mut parent.block.children;
            siblings.insert(open.at.unwrap_or(siblings.len()).min(siblings.len()), block);
        }
    }
}

/// The version whose structure is the closest to an unknown one (`P23V01`, `P28V01`).
fn nearest(text: &str) -> Version {
    let year = text.get(1..3).and_then(|y| y.parse::<i32>().ok()).map_or(2026, |y| 2000 + y);
    Version::of_year(year.clamp(2024, 2027)).unwrap_or(Version::P26V01)
}
