//! One answer per input line, in the same order, on all cores.

use std::io::{BufRead as _, BufReader, Read};

use cddu_kit::{Call, Engine, MAX_REQUEST, Status};
use cddu_rates::Diagnostic;

use super::lots::{self, Answer, CHUNK, Requests};
use crate::output::Outcome;

/// Longest line: a stream without line ends stops here instead of filling the memory.
const LONGEST: u64 = MAX_REQUEST as u64;

/// A line with its number from 1; `None` for one that is too long.
type Line = (u64, Option<Vec<u8>>);

/// Answers every line. A faulty line answers `{"erreurs": [...]}` in its place and the exit status is 1; empty lines
/// are skipped.
pub fn run(engine: &Engine, call: Call, name: &str) -> Outcome {
    let source = crate::input::source(name)?;
    lots::run(
        |out| read(source, name, out),
        |(line, bytes)| answer(engine, call, *line, bytes.as_deref()),
        ("les réponses {\"erreurs\": [...]}", "leurs « avertissements »"),
    )
}

/// Sends the lines that are not empty, in chunks that never wait for a line that has not come.
fn read(source: Box<dyn Read + Send>, name: &str, out: &Requests<Line>) {
    let mut reader = BufReader::with_capacity(1 << 20, source);
    let mut number = 0;
    loop {
        let chunk = chunk(&mut reader, &mut number);
        let chunk = chunk.map_err(|e| crate::input::interrupted(name, &e, number));
        if chunk.as_ref().is_ok_and(Vec::is_empty) || out.send(chunk).is_err() {
            return;
        }
    }
}

/// The next lines that are not empty, with their numbers from 1: those already there, at least one.
fn chunk(reader: &mut BufReader<impl Read>, number: &mut u64) -> std::io::Result<Vec<Line>> {
    let mut lines = Vec::with_capacity(256);
    while lines.len() < CHUNK && (lines.is_empty() || reader.buffer().contains(&b'\n')) {
        let mut line = Vec::new();
        if reader.take(LONGEST).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        *number += 1;
        if line.len() as u64 == LONGEST && line.last() != Some(&b'\n') {
            reader.skip_until(b'\n')?;
            lines.push((*number, None));
            continue;
        }
        if *number == 1 && line.starts_with(b"\xEF\xBB\xBF") {
            line.drain(..3);
        }
        if !line.trim_ascii().is_empty() {
            lines.push((*number, Some(line)));
        }
    }
    Ok(lines)
}

fn answer(engine: &Engine, call: Call, line: u64, bytes: Option<&[u8]>) -> Answer {
    let (status, mut out) = match bytes {
        Some(bytes) => {
            let reply = engine.answer_line(call, bytes, line);
            (reply.status, reply.json.into_bytes())
        }
        None => {
            let mut error = Diagnostic::error("CLI-013", "la ligne dépasse 16 Mo")
                .hint("écrire une demande par ligne, chacune finie par un saut de ligne");
            error.ligne = Some(line);
            (Status::Refused, cddu_kit::error_json(&[error]).to_string().into_bytes())
        }
    };
    out.push(b'\n');
    (out, status)
}
