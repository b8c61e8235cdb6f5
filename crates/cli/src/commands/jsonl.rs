//! One answer per input line, in the same order, on all cores.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};

use cddu_rates::Diagnostic;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use serde::Serialize;

use crate::output::{Outcome, Status};

/// Lines read, computed and written together: enough for the cores, little for the memory.
const CHUNK: usize = 4096;

/// Answers every line. A faulty line answers `{"erreurs": [...]}` in its place and the exit status is 1; empty lines
/// are skipped.
pub fn run<T: Serialize + Send>(
    name: &str,
    compute: impl Fn(&str) -> Result<T, Vec<Diagnostic>> + Sync,
) -> Outcome {
    let source: Box<dyn Read> = if name == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(name).map_err(|e| {
            vec![Diagnostic::error("CLI-002", format!("fichier illisible : {e}")).in_file(name, None)]
        })?)
    };
    let mut reader = BufReader::with_capacity(1 << 20, source);
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let progress = progress();
    let mut number = 0;
    let mut faulty = 0_u64;
    loop {
        let lines = chunk(&mut reader, &mut number).map_err(|e| {
            vec![
                Diagnostic::error("CLI-002", format!("lecture interrompue : {e}"))
                    .in_file(name, Some(number)),
            ]
        })?;
        if lines.is_empty() {
            break;
        }
        let answers: Vec<(Vec<u8>, bool)> =
            lines.par_iter().map(|(line, bytes)| answer(*line, bytes, &compute)).collect();
        for (bytes, good) in &answers {
            faulty += u64::from(!good);
            if out.write_all(bytes).is_err() {
                return Ok(Status::Done); // the reader of our output went away
            }
        }
        progress.inc(answers.len() as u64);
    }
    progress.finish_and_clear();
    let _ = out.flush();
    if faulty > 0 {
        eprintln!("{faulty} ligne(s) en erreur : voir les réponses {{\"erreurs\": [...]}}.");
    }
    Ok(Status::anomalies_if(faulty > 0))
}

fn progress() -> ProgressBar {
    // Hidden by itself when the standard error is not a terminal.
    let bar = ProgressBar::new_spinner();
    bar.set_style(
        ProgressStyle::with_template("{spinner} {pos} lignes, {per_sec}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner()),
    );
    bar
}

/// The next lines that are not empty, with their numbers from 1.
fn chunk(reader: &mut impl BufRead, number: &mut u64) -> std::io::Result<Vec<(u64, Vec<u8>)>> {
    let mut lines = Vec::with_capacity(CHUNK);
    while lines.len() < CHUNK {
        let mut line = Vec::new();
        if reader.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        *number += 1;
        if *number == 1 && line.starts_with(b"\xEF\xBB\xBF") {
            line.drain(..3);
        }
        if !line.trim_ascii().is_empty() {
            lines.push((*number, line));
        }
    }
    Ok(lines)
}

fn answer<T: Serialize>(
    line: u64,
    bytes: &[u8],
    compute: &impl Fn(&str) -> Result<T, Vec<Diagnostic>>,
) -> (Vec<u8>, bool) {
    let result = match std::str::from_utf8(bytes) {
        Ok(text) => compute(text),
        Err(_) => Err(vec![Diagnostic::error("CLI-003", "la ligne n'est pas en UTF-8")]),
    };
    let mut out = Vec::with_capacity(8 * 1024);
    let good = result.is_ok();
    match result {
        Ok(value) => {
            let _ = serde_json::to_writer(&mut out, &value);
        }
        Err(mut list) => {
            for diagnostic in &mut list {
                diagnostic.ligne = Some(line);
            }
            let _ = serde_json::to_writer(&mut out, &serde_json::json!({ "erreurs": list }));
        }
    }
    out.push(b'\n');
    (out, good)
}
