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

/// An answer, and how it ended.
pub type Answer = (Vec<u8>, cddu_kit::Status);

/// Where a reader sends its requests, chunk by chunk; an error ends the batch.
pub type Requests<T> = SyncSender<Result<Vec<T>, Diagnostic>>;

/// Answers every request; a faulty one is answered in its place, and so is one to check: the exit status is 1. `told` and
/// `to_check` say where the errors and the warnings are.
///
/// Answers are flushed as soon as nothing waits, so that a program may send one request and read its answer.
///
/// # Errors
/// Those of the reader; `CLI-014` when the standard output takes nothing more.
pub fn run<T: Send + Sync>(
    read: impl FnOnce(&Requests<T>) + Send,
    answer: impl Fn(&T) -> Answer + Sync,
    (told, to_check): (&str, &str),
) -> Outcome {
    let progress = progress();
    let counted = std::thread::scope(|scope| {
        let (send_requests, requests) = sync_channel(WAITING);
        let (send_answers, answers) = sync_channel(WAITING);
        scope.spawn(move || read(&send_requests));
        let writer = scope.spawn(move || write(&answers));
        let (mut faulty, mut doubtful) = (0_usize, 0_usize);
        for chunk in requests {
            let chunk = chunk.map_err(|fault: Diagnostic| vec![fault])?;
            let answers: Vec<Answer> = chunk.par_iter().map(&answer).collect();
            let of = |wanted| answers.iter().filter(|(_, status)| *status == wanted).count();
            faulty += of(cddu_kit::Status::Refused);
            doubtful += of(cddu_kit::Status::Anomalies);
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
            _ => Ok((faulty, doubtful)),
        }
    });
    progress.finish_and_clear();
    let (faulty, doubtful) = counted?;
    if faulty > 0 {
        eprintln!("{} en erreur : voir {told}.", count(faulty, "ligne"));
    }
    if doubtful > 0 {
        eprintln!("{} à vérifier avant de payer : voir {to_check}.", count(doubtful, "ligne"));
    }
    Ok(Status::anomalies_if(faulty + doubtful > 0))
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
