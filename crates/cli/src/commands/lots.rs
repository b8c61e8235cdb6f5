//! A batch: requests read, answered on all cores and written together, in their order and in constant memory.

use std::io::{BufWriter, Write as _};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use cddu_documents::typo::count;
use cddu_rates::Diagnostic;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::output::{Outcome, Status, lost_output};

/// Requests computed together: enough for the cores, little for the memory.
pub const CHUNK: usize = 4096;

/// Chunks waiting between the reader, the calculation and the writer.
const WAITING: usize = 2;

/// An answer, and whether it is a result.
pub type Answer = (Vec<u8>, bool);

/// Where a reader sends its requests, chunk by chunk; an error ends the batch.
pub type Requests<T> = SyncSender<Result<Vec<T>, Diagnostic>>;

/// Answers every request; a faulty one is answered in its place and the exit status is 1. `told` says where its errors are.
///
/// Answers are flushed as soon as nothing waits, so that a program may send one request and read its answer.
///
/// # Errors
/// Those of the reader; `CLI-014` when the standard output takes nothing more.
pub fn run<T: Send + Sync>(
    read: impl FnOnce(&Requests<T>) + Send,
    answer: impl Fn(&T) -> Answer + Sync,
    told: &str,
) -> Outcome {
    let progress = progress();
    let faulty = std::thread::scope(|scope| {
        let (send_requests, requests) = sync_channel(WAITING);
        let (send_answers, answers) = sync_channel(WAITING);
        scope.spawn(move || read(&send_requests));
        let writer = scope.spawn(move || write(&answers));
        let mut faulty = 0_u64;
        for chunk in requests {
            let chunk = chunk.map_err(|fault: Diagnostic| vec![fault])?;
            let answers: Vec<Answer> = chunk.par_iter().map(&answer).collect();
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
        eprintln!("{lines} en erreur : voir {told}.");
    }
    Ok(Status::anomalies_if(faulty > 0))
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
