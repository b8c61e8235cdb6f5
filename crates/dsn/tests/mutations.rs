//! Every line of every sample changed once: the validator says that change, at its line, and nothing else.

mod common;

use std::collections::BTreeMap;

use cddu_dsn::norm::Kind;
use cddu_dsn::{Code, Nature, Usage, Version, read, s21, verify};

struct Sample {
    name: String,
    lines: Vec<Vec<u8>>,
    version: Version,
    nature: Nature,
}

impl Sample {
    fn all() -> Vec<Sample> {
        common::samples()
            .into_iter()
            .map(|(name, bytes)| {
                let lines =
                    bytes.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(<[u8]>::to_vec).collect();
                let document = read(&bytes);
                let message = &document.messages[0];
                let version = message.version.expect("version");
                let nature = message.declarations().next().and_then(|d| d.nature()).expect("nature");
                Sample { name, lines, version, nature }
            })
            .collect()
    }

    fn code(&self, at: usize) -> Code {
        Code::parse(&self.lines[at][..14]).expect("rubrique")
    }

    /// First line of the occurrence of the block of line `at`, counted from 0.
    fn start(&self, at: usize) -> usize {
        let code = self.code(at);
        let before =
            |i: &usize| self.code(*i).block() == code.block() && self.code(*i).number() < code.number();
        (0..at).rev().take_while(before).last().unwrap_or(at)
    }
}

fn joined(lines: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for line in lines {
        out.extend_from_slice(line);
        out.push(b'\n');
    }
    out
}

/// Findings of `lines`, with the right number of rubriques in the total.
fn findings(lines: &[Vec<u8>]) -> Vec<String> {
    let mut lines = lines.to_vec();
    let count = lines.len();
    for line in lines.iter_mut().filter(|l| l.starts_with(b"S90.G00.90.001")) {
        *line = format!("S90.G00.90.001,'{count}'").into_bytes();
    }
    verify(&joined(&lines)).into_iter().map(|f| format!("{} {} {}", f.code, f.ligne, f.rubrique)).collect()
}

/// Runs `change` on the lines but those of the total; it gives the changed lines and what must be said.
fn each_line(change: impl Fn(&Sample, usize) -> Option<(Vec<Vec<u8>>, Vec<String>)>) {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for sample in Sample::all() {
        // One occurrence of a rubrique in a sample is as good as thirty.
        let mut times: BTreeMap<Code, usize> = BTreeMap::new();
        for at in 0..sample.lines.len() - 2 {
            let time = times.entry(sample.code(at)).or_default();
            *time += 1;
            if *time > 1 {
                continue;
            }
            let Some((lines, expected)) = change(&sample, at) else { continue };
            tried += 1;
            let found = findings(&lines);
            if found != expected {
                wrong.push(format!(
                    "{}:{} {} {found:?}, not {expected:?}",
                    sample.name,
                    at + 1,
                    sample.code(at)
                ));
            }
        }
    }
    assert!(tried > 100, "{tried}");
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
}

/// The version is the one rubrique without which other lines are read otherwise.
const VERSION: Code = Code::of("S10.G00.00.006");

#[test]
fn a_mandatory_rubrique_left_out() {
    each_line(|sample, at| {
        let code = sample.code(at);
        let usage = sample.version.norm().rubrique(code).map(|r| r.usage(sample.nature));
        if usage != Some(Usage::Obligatoire) || code == VERSION {
            return None;
        }
        let mut lines = sample.lines.clone();
        lines.remove(at);
        let alone = |i: usize| sample.code(i).block() != code.block();
        if alone(at + 1) && at > 0 && alone(at - 1) {
            // The whole block went: other controls say so.
            return None;
        }
        // The next line takes the number of a first one.
        let start = sample.start(at) + 1;
        // The end of a FCTU has its own control.
        let fctu = sample.nature == Nature::FinContrat && code.block() == s21(62);
        let control = if fctu { "S21.G00.62.020/USAGE" } else { "FMT-07" };
        Some((lines, vec![format!("{control} {start} {code}")]))
    });
}

#[test]
fn a_line_written_twice() {
    each_line(|sample, at| {
        let mut lines = sample.lines.clone();
        lines.insert(at, lines[at].clone());
        Some((lines, vec![format!("FMT-08 {} {}", at + 2, sample.code(at))]))
    });
}

#[test]
fn two_lines_of_a_block_in_the_wrong_order() {
    each_line(|sample, at| {
        let (code, next) = (sample.code(at), sample.code(at + 1));
        if code.block() != next.block() || code.number() >= next.number() {
            return None;
        }
        let mut lines = sample.lines.clone();
        lines.swap(at, at + 1);
        Some((lines, vec![format!("FMT-08 {} {code}", at + 2)]))
    });
}

/// What goes with a value that is not right in itself: the derogatory route says again that it is for contrats
/// d'usage when the reason of recourse cannot be read.
fn value(sample: &Sample, at: usize, text: &str) -> Option<Vec<Vec<u8>>> {
    let code = sample.code(at);
    if code == VERSION || code == Code::of("S20.G00.05.001") || code == Code::of("S21.G00.40.021") {
        return None;
    }
    let mut lines = sample.lines.clone();
    lines[at] = format!("{code},'{text}'").into_bytes();
    Some(lines)
}

#[test]
fn an_empty_value() {
    each_line(|sample, at| {
        Some((value(sample, at, "")?, vec![format!("FMT-04 {} {}", at + 1, sample.code(at))]))
    });
}

#[test]
fn a_value_far_too_long() {
    each_line(|sample, at| {
        let code = sample.code(at);
        let rubrique = sample.version.norm().rubrique(code)?;
        // A format is checked before a length: of a number or a date it is FMT-05, of the NIR it has its own name.
        let control = match rubrique.kind {
            _ if code == Code::of("S21.G00.30.001") => "S21.G00.30.001/REGEX",
            Kind::Numerique | Kind::Date if rubrique.format.is_some() => "FMT-05",
            _ => "FMT-06",
        };
        Some((value(sample, at, &"A".repeat(300))?, vec![format!("{control} {} {code}", at + 1)]))
    });
}

#[test]
fn a_character_that_the_file_cannot_have() {
    each_line(|sample, at| {
        let mut lines = value(sample, at, "L")?;
        // An apostrophe of Windows, 92.
        lines[at] = [&lines[at][..16], b"L\x92A'"].concat();
        Some((lines, vec![format!("FMT-02 {} {}", at + 1, sample.code(at))]))
    });
}

#[test]
fn an_amount_with_a_comma() {
    each_line(|sample, at| {
        let line = String::from_utf8_lossy(&sample.lines[at]).into_owned();
        let text = line[16..line.len() - 1].to_owned();
        let number = sample.version.norm().rubrique(sample.code(at))?.kind == Kind::Numerique;
        if !number || !text.contains('.') {
            return None;
        }
        let lines = value(sample, at, &text.replace('.', ","))?;
        Some((lines, vec![format!("FMT-05 {} {}", at + 1, sample.code(at))]))
    });
}
