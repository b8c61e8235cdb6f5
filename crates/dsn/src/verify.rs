//! The validator: one pass, one individual in memory at a time.

use std::collections::BTreeSet;
use std::io::{self, BufRead};

use crate::code::Code;
use crate::controls::{self, Facts};
use crate::finding::{self, Finding};
use crate::latin1;
use crate::line::{Content, Eol, Line};
use crate::norm::Norm;
use crate::reader::{self, LineReader};
use crate::structure::{Assembler, INDIVIDU, Open, Sink};
use crate::tree::{Block, Field, Message};
use crate::{blocks, values};
use cddu_base::Gravite;

/// Checks a file held in memory. Findings are sorted by line.
pub fn verify(bytes: &[u8]) -> Vec<Finding> {
    let mut verifier = Verifier::new();
    for line in reader::lines(bytes) {
        verifier.push(line);
    }
    verifier.finish()
}

/// Checks a file read from `source`, holding one individual at a time.
///
/// # Errors
/// Those of the source.
pub fn verify_stream(source: impl BufRead) -> io::Result<Vec<Finding>> {
    let mut reader = LineReader::new(source);
    let mut verifier = Verifier::new();
    while let Some(line) = reader.next_line()? {
        verifier.push(line);
    }
    Ok(verifier.finish())
}

/// The checks of one file.
struct Verifier {
    assembler: Assembler,
    checks: Checks,
    count: Count,
    ends: Ends,
    blank: Vec<usize>,
    lines: usize,
}

/// Lines of the message being read.
#[derive(Clone, Copy, Default)]
struct Count {
    rubriques: usize,
    foreign: usize,
    malformed: usize,
}

/// First line of each style of end of line.
#[derive(Default)]
struct Ends {
    lf: Option<usize>,
    crlf: Option<usize>,
    none: Option<usize>,
}

impl Verifier {
    fn new() -> Verifier {
        Verifier {
            assembler: Assembler::new(),
            checks: Checks::default(),
            count: Count::default(),
            ends: Ends::default(),
            blank: Vec::new(),
            lines: 0,
        }
    }

    fn push(&mut self, line: Line<'_>) {
        self.lines = line.number;
        let end = match line.eol {
            Eol::Lf => &mut self.ends.lf,
            Eol::CrLf => &mut self.ends.crlf,
            Eol::None => &mut self.ends.none,
        };
        end.get_or_insert(line.number);
        let line = self.without_bom(line);
        if line.bytes.is_empty() {
            self.blank.push(line.number);
            return;
        }
        for number in self.blank.drain(..) {
            self.checks.add("FMT-01", Gravite::Bloquant, number, "", "ligne vide : supprimez-la".to_string());
        }
        match line.content() {
            Content::Rubrique(code, value) => self.rubrique(line.number, code, value),
            Content::Other(bytes) => {
                self.count.malformed += usize::from(self.assembler.in_message());
                if line.number == 1 && (bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")) {
                    let message = "le fichier est en UTF-16 : enregistrez-le en ISO-8859-1";
                    self.checks.add("FMT-02", Gravite::Bloquant, 1, "", message.to_string());
                    return;
                }
                let message = "la ligne n'est pas de la forme CODE,'VALEUR' (virgule sans espace, valeur entre \
                               apostrophes, rien après) : corrigez-la";
                let code = bytes.get(..14).and_then(Code::parse).map(|c| c.to_string()).unwrap_or_default();
                self.checks.add("FMT-01", Gravite::Bloquant, line.number, &code, message.to_string());
            }
        }
    }

    fn without_bom<'a>(&mut self, line: Line<'a>) -> Line<'a> {
        match line.bytes.strip_prefix(b"\xEF\xBB\xBF") {
            Some(bytes) if line.number == 1 => {
                let message = "le fichier commence par une marque d'ordre (BOM) UTF-8 : enregistrez-le en \
                               ISO-8859-1 sans marque";
                self.checks.add("FMT-02", Gravite::Bloquant, 1, "", message.to_string());
                Line { bytes, ..line }
            }
            _ => line,
        }
    }

    fn rubrique(&mut self, number: usize, code: Code, value: &[u8]) {
        if self.assembler.starts_message(code) {
            self.assembler.finish(&mut self.checks);
            self.count = Count::default();
        }
        self.assembler.push(Field { code, value: latin1::decode(value), line: number }, &mut self.checks);
        let norm = self.assembler.norm();
        self.checks.unknown_version = self.assembler.unknown_version();
        match norm.rubrique(code) {
            Some(rubrique) => {
                self.count.rubriques += 1;
                if (!self.checks.unknown_version || code == NORME)
                    && values::check(rubrique, number, value, &mut self.checks.findings)
                {
                    self.checks.malformed.push((number, code));
                }
            }
            None => {
                self.count.foreign += usize::from(self.assembler.in_message());
                self.checks.foreign(number, code, norm);
            }
        }
        self.checks.count = self.count;
    }

    fn finish(mut self) -> Vec<Finding> {
        self.assembler.finish(&mut self.checks);
        for number in std::mem::take(&mut self.blank) {
            let message = "ligne vide à la fin du fichier : supprimez-la".to_string();
            self.checks.add("FMT-01", Gravite::Mineur, number, "", message);
        }
        if let (Some(lf), Some(crlf)) = (self.ends.lf, self.ends.crlf) {
            let message =
                "le fichier mélange les fins de ligne LF et CRLF : choisissez-en une seule".to_string();
            self.checks.add("FMT-03", Gravite::Info, lf.max(crlf), "", message);
        }
        if let Some(number) = self.ends.none {
            let message = "la dernière ligne n'a pas de fin de ligne : ajoutez-la".to_string();
            self.checks.add("FMT-03", Gravite::Info, number, "", message);
        }
        if self.lines == 0 || !self.checks.any_message {
            let message = "le fichier ne contient aucun envoi S10...S90 : ce n'est pas une DSN".to_string();
            self.checks.add("FMT-08", Gravite::Bloquant, self.lines.max(1), "", message);
        }
        let mut findings = self.checks.findings;
        findings.sort_by(|a, b| (a.ligne, &a.code, &a.rubrique).cmp(&(b.ligne, &b.code, &b.rubrique)));
        findings
    }
}

const NORME: Code = Code::of("S10.G00.00.006");

/// Findings, and what the controls of a declaration remember of its individuals.
#[derive(Default)]
struct Checks {
    findings: Vec<Finding>,
    facts: Facts,
    count: Count,
    any_message: bool,
    /// Codes of vendors already reported: once each.
    vendor_codes: BTreeSet<Code>,
    /// Lines of the values refused since the last individual or declaration that was checked.
    malformed: Vec<(usize, Code)>,
    /// Findings whose person is known, or that speak of nobody.
    named: usize,
    /// Only syntax and totals are checked in a version that the tables do not have.
    unknown_version: bool,
}

impl Checks {
    fn add(&mut self, code: &str, gravite: Gravite, ligne: usize, rubrique: &str, message: String) {
        self.findings.push(Finding::new(code, gravite, ligne, rubrique, message));
    }

    /// A rubrique that the announced version does not have: another block or a number from 900 up belongs to a
    /// vendor or a distributor, the rest is an error.
    fn foreign(&mut self, line: usize, code: Code, norm: &'static Norm) {
        let block = code.block();
        let vendor = !matches!(block.structure(), 10 | 20 | 21 | 89 | 90)
            || code.number() >= 900
            || (norm.block(block).is_none() && block.number() >= 95);
        if self.unknown_version && !vendor {
            return;
        }
        if vendor && !self.vendor_codes.insert(code) {
            return;
        }
        let (gravite, message) = if vendor {
            (
                Gravite::Info,
                format!(
                    "{code} n'est pas une rubrique de la norme (code d'éditeur ou d'enveloppe) : conservée, non contrôlée"
                ),
            )
        } else {
            (
                Gravite::Bloquant,
                format!(
                    "{code} n'existe pas dans la norme {} : retirez la ligne ou corrigez le code",
                    norm.version.as_str()
                ),
            )
        };
        self.add("FMT-06", gravite, line, &code.to_string(), message);
    }

    /// Runs controls on `block`. A malformed value is reported once, at its line: what the controls say only because
    /// of it, whether it is taken as it is or left out, is not said again.
    fn controlled(&mut self, block: &Block, run: impl Fn(&Block, &mut Facts, &mut Vec<Finding>)) {
        let at = self.malformed.partition_point(|(line, _)| *line < block.line);
        if self.malformed.len() == at {
            run(block, &mut self.facts, &mut self.findings);
            return;
        }
        let malformed = self.malformed.split_off(at);
        let mut as_it_is = Vec::new();
        // An individual only adds to the facts, once.
        let mut facts = if block.code == INDIVIDU { Facts::default() } else { self.facts.clone() };
        run(block, &mut facts, &mut as_it_is);
        let mut kept = block.clone();
        prune(&mut kept, &malformed);
        let mut without = Vec::new();
        run(&kept, &mut self.facts, &mut without);
        let place = |f: &Finding| (f.code.clone(), f.ligne, f.rubrique.clone());
        let said: BTreeSet<_> = as_it_is.iter().map(place).collect();
        self.findings.extend(without.into_iter().filter(|f| said.contains(&place(f))));
        // An individual is only a part of its declaration.
        self.malformed.extend(malformed);
    }

    fn totals(&mut self, message: &Message) {
        let Some(total) = &message.total else { return };
        let count = self.count;
        if let Some(field) = total.field(1)
            && let Ok(value) = field.value.parse::<usize>()
        {
            let accepted = count.rubriques..=count.rubriques + count.foreign + count.malformed;
            if !accepted.contains(&value) {
                let message = format!(
                    "le total annonce {value} rubriques, l'envoi en compte {} : écrivez {}",
                    count.rubriques, count.rubriques
                );
                self.add("S90.G00.90.001/TOT", Gravite::Bloquant, field.line, "S90.G00.90.001", message);
            }
        }
        if let Some(field) = total.field(2)
            && let Ok(value) = field.value.parse::<usize>()
        {
            let declarations = message.envoi.all(crate::structure::DECLARATION).count();
            if value != declarations {
                let message = format!(
                    "le total annonce {value} déclaration(s), l'envoi en compte {declarations} : écrivez {declarations}"
                );
                self.add("S90.G00.90.002/TOT", Gravite::Bloquant, field.line, "S90.G00.90.002", message);
            }
        }
    }
}

/// Takes the malformed values out of a block and of those under it.
fn prune(block: &mut Block, malformed: &[(usize, Code)]) {
    block.fields.retain(|field| !malformed.contains(&(field.line, field.code)));
    for child in &mut block.children {
        prune(child, malformed);
    }
}

impl Sink for Checks {
    fn structure(&mut self, line: usize, rubrique: String, message: String) {
        if self.unknown_version {
            return;
        }
        self.add("FMT-08", Gravite::Bloquant, line, &rubrique, message);
    }

    fn individual(&mut self, individual: &Block, open: &[Open], norm: &'static Norm) -> bool {
        if self.unknown_version {
            return false;
        }
        let nature = controls::nature(open);
        blocks::check(individual, norm, nature, &mut self.findings);
        self.controlled(individual, |block, facts, findings| {
            controls::individual(block, open, norm, facts, findings);
        });
        let since = self.named.min(self.findings.len());
        finding::name(&mut self.findings[since..], individual);
        self.named = self.findings.len();
        self.malformed.retain(|(line, _)| *line < individual.line);
        false
    }

    fn declaration(&mut self, declaration: &Block, _: &[Open], norm: &'static Norm) {
        if !self.unknown_version {
            let nature = controls::nature_of(declaration);
            blocks::check(declaration, norm, nature, &mut self.findings);
            if declaration.field(1).is_none() {
                let message = "S20.G00.05.001 (nature de la déclaration) est obligatoire : ajoutez-la, rien d'autre n'est contrôlé sans elle";
                self.add(
                    "FMT-07",
                    Gravite::Bloquant,
                    declaration.line,
                    "S20.G00.05.001",
                    message.to_string(),
                );
            }
            self.controlled(declaration, |block, facts, findings| {
                controls::declaration(block, norm, facts, findings);
            });
        }
        self.facts = Facts::default();
    }

    fn message(&mut self, message: Message, norm: &'static Norm) {
        self.any_message = true;
        if !self.unknown_version {
            blocks::check_envoi(&message, norm, &mut self.findings);
            self.controlled(&message.envoi, |envoi, _, findings| controls::envoi(envoi, norm, findings));
        }
        self.unknown_version = false;
        self.malformed.clear();
        self.totals(&message);
    }
}
