//! One answer per input line, in the same order, on all cores.

use std::io::{BufRead as _, BufReader, BufWriter, Read, Write as _};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use cddu_documents::typo::count;
use cddu_kit::{Call, Engine, MAX_REQUEST};
use cddu_rates::Diagnostic;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::output::{Outcome, Status, lost_output};

/// Lines computed together: enough for the cores, little for the memory.
const CHUNK: usize = 4096;

/// Chunks waiting between the reader, the calculation and the writer.
const WAITING: usize = 2;

/// Longest line: a stream without line ends stops here instead of filling the memory.
const LONGEST: u64 = MAX_REQUEST as u64;

/// A line with its number from 1; `None` for one that is too long.
type Line = (u64, Option<Vec<u8>>);

/// An answer, and whether it is a result.
type Answer = (Vec<u8>, bool);

/// Answers every line. A faulty line answers `{"erreurs": [...]}` in its place and the exit status is 1; empty lines
/// are skipped.
///
/// Reading, calculation and writing go on together; answers are flushed as soon as nothing waits, so that a program
/// may send one line and read its answer.
pub fn run(engine: &Engine, call: Call, name: &str) -> Outcome {
    let source: Box<dyn Read + Send> = if name == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(name).map_err(|e| vec![crate::input::unreadable(name, &e)])?)
    };
    let progress = progress();
    let faulty = std::thread::scope(|scope| {
        let (send_lines, lines) = sync_channel(WAITING);
        let (send_answers, answers) = sync_channel(WAITING);
        scope.spawn(move || read(source, &send_lines));
        let writer = scope.spawn(move || write(&answers));
        let mut faulty = 0_u64;
        for chunk in lines {
            let chunk: Vec<Line> = chunk.map_err(|(line, e): (u64, std::io::Error)| {
                vec![
                    Diagnostic::error(
                        "CLI-002",
                        format!("lecture interrompue : {}", cddu_rates::io_cause(&e)),
                    )
                    .in_file(name, Some(line)),
                ]
            })?;
            let answers: Vec<Answer> =
                chunk.par_iter().map(|(line, bytes)| answer(engine, call, *line, bytes.as_deref())).collect();
            faulty += answers.iter().map(|(_, good)| u64::from(!good)).sum::<u64>();
            progress.inc(answers.len() as u64);
            if send_answers.send(answers).is_err() {
                break; // the reader of our output went away
            }
        }
        drop(send_answers);
        match writer.join() {
            Ok(Err(error)) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(vec![lost_output(&error)])
            }
            _ => Ok(faulty),
        }
    });
    progress.finish_and_clear();
    let faulty = faulty?;
    if faulty > 0 {
        let lines = count(usize::try_from(faulty).unwrap_or(usize::MAX), "ligne");
        eprintln!("{lines} en erreur : voir les réponses {{\"erreurs\": [...]}}.");
    }
    Ok(Status::anomalies_if(faulty > 0))
}

/// Sends the lines that are not empty, in chunks that never wait for a line that has not come.
fn read(source: Box<dyn Read + Send>, out: &SyncSender<Result<Vec<Line>, (u64, std::io::Error)>>) {
    let mut reader = BufReader::with_capacity(1 << 20, source);
    let mut number = 0;
    loop {
        let chunk = chunk(&mut reader, &mut number).map_err(|e| (number, e));
        if chunk.as_ref().is_ok_and(Vec::is_empty) || out.send(chunk).is_err() {
            return;
        }
    }
}

fn write(answers: &Receiver<Vec<Answer>>) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout());
    loop {
        let mut flushed = Ok(());
        let next = answers.try_recv().or_else(|_| {
            flushed = out.flush();
            answers.recv()
        });
        flushed?;
        // The calculation is over.
        let Ok(next) = next else { return out.flush() };
        for (bytes, _) in &next {
            out.write_all(bytes)?;
        }
    }
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
    let (good, mut out) = match bytes {
        Some(bytes) => {
            let reply = engine.answer_line(call, bytes, line);
            (reply.is_done(), reply.json.into_bytes())
        }
        None => {
            let mut error = Diagnostic::error("CLI-013", "la ligne dépasse 16 Mo")
                .hint("écrire une demande par ligne, chacune finie par un saut de ligne");
            error.ligne = Some(line);
            (false, cddu_kit::error_json(&[error]).to_string().into_bytes())
        }
    };
    out.push(b'\n');
    (out, good)
}
