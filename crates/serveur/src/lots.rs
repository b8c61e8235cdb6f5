//! A batch: one request a line, one answer a line, in the same order and in constant memory.

use std::collections::VecDeque;
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use cddu_kit::{Call, Diagnostic, error_json};
use futures_util::stream::poll_fn;
use serde::Deserialize;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::body;
use crate::lines::{Line, Lines};
use crate::problem::{Problem, defect};
use crate::service::Shared;

/// Content types of a batch.
pub(crate) const LINES: [&str; 3] = ["application/x-ndjson", "application/jsonl", "application/ndjson"];

/// Calls that a batch repeats.
pub(crate) const CALLS: [Call; 7] = [
    Call::Bulletin,
    Call::BulletinTotaux,
    Call::BulletinLignes,
    Call::Note,
    Call::Brut,
    Call::Expliquer,
    Call::Simuler,
];

/// Lines computed together.
const CHUNK: usize = 64;

/// Pieces of answers that wait for the client.
const WAITING: usize = 2;

#[derive(Deserialize)]
pub(crate) struct Wanted {
    appel: String,
}

/// A piece of the answer; an error cuts the connection, so that nobody takes a broken batch for a whole one.
type Piece = Result<Bytes, std::io::Error>;

pub(crate) async fn answer(
    State(shared): State<Arc<Shared>>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let call =
        wanted.ok().and_then(|q| CALLS.into_iter().find(|c| c.name() == q.appel)).ok_or_else(|| {
            let names = CALLS.map(Call::name).join(", ");
            let error = Diagnostic::error("HTTP-013", "le lot ne dit pas quel appel répéter")
                .hint(format!("POST /v1/lots?appel=APPEL ; appels : {names}"));
            Problem::new(StatusCode::BAD_REQUEST, error).closing()
        })?;
    let (parts, body) = request.into_parts();
    body::admitted(&parts.headers, &LINES)?;
    if *shared.stop.borrow() {
        return Err(Problem::stopping());
    }
    let (out, mut answers) = mpsc::channel::<Piece>(WAITING);
    tokio::spawn(async move {
        let end = pump(&shared, call, body, &out).await;
        if let Err(Broken) = end {
            let _ = out.send(Err(std::io::ErrorKind::ConnectionAborted.into())).await;
        }
    });
    let mut response = Body::from_stream(poll_fn(move |context| answers.poll_recv(context))).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(LINES[0]));
    Ok(response)
}

/// The batch cannot be finished.
struct Broken;

async fn pump(
    shared: &Arc<Shared>,
    call: Call,
    mut body: Body,
    out: &mpsc::Sender<Piece>,
) -> Result<(), Broken> {
    let delay = shared.options.delay;
    let most = shared.options.cores.max(1) + 1;
    let mut stop = shared.stop.subscribe();
    let mut lines = Lines::new(shared.options.max_body);
    let mut ready: VecDeque<Vec<Line>> = VecDeque::new();
    let mut running: VecDeque<Running> = VecDeque::new();
    let mut reading = true;
    let mut cut: Option<Diagnostic> = None;
    loop {
        while running.len() < most
            && let Some(chunk) = ready.pop_front()
        {
            running.push_back(start(shared, call, chunk));
        }
        if running.is_empty() && !reading {
            break;
        }
        tokio::select! {
            biased;
            done = first(&mut running), if !running.is_empty() => {
                let number = running.pop_front().map_or(1, |chunk| chunk.first);
                match done.unwrap_or_else(|_| Err(Problem::internal())) {
                    Ok(text) => send(out, delay, text).await?,
                    // No core was free, or the whole chunk failed: what follows has no answer either.
                    Err(problem) => {
                        let mut error = problem.into_error();
                        error.ligne = Some(number);
                        send(out, delay, line(&error)).await?;
                        body::drain(&mut body).await;
                        return Ok(());
                    }
                }
            }
            () = stopped(&mut stop), if reading => {
                reading = false;
                cut = Some(Diagnostic::error("HTTP-011", "le service s'arrête : ni cette ligne ni les suivantes n'ont de réponse")
                    .hint("renvoyer le lot à partir de cette ligne"));
            }
            piece = timeout(delay, body::next(&mut body)), if reading && ready.is_empty() && running.len() < most => {
                match piece {
                    Ok(Ok(Some(bytes))) => chunks(lines.push(&bytes), &mut ready),
                    Ok(Ok(None)) => {
                        reading = false;
                        chunks(lines.finish().into_iter().collect(), &mut ready);
                    }
                    // The client is gone: nobody reads an answer to half a line.
                    Ok(Err(_)) => return Err(Broken),
                    Err(_) => {
                        reading = false;
                        cut = Some(Diagnostic::error("HTTP-005", format!("la suite du lot n'est pas venue en {} s", delay.as_secs()))
                            .hint("renvoyer le lot à partir de cette ligne"));
                    }
                }
            }
        }
    }
    if let Some(mut error) = cut {
        error.ligne = Some(lines.next_number());
        send(out, delay, line(&error)).await?;
        body::drain(&mut body).await;
    }
    Ok(())
}

fn chunks(lines: Vec<Line>, ready: &mut VecDeque<Vec<Line>>) {
    let mut lines = lines.into_iter().peekable();
    while lines.peek().is_some() {
        ready.push_back(lines.by_ref().take(CHUNK).collect());
    }
}

/// Lines under way.
struct Running {
    /// Number of the first one.
    first: u64,
    task: JoinHandle<Result<Vec<u8>, Problem>>,
}

fn start(shared: &Arc<Shared>, call: Call, chunk: Vec<Line>) -> Running {
    let shared = Arc::clone(shared);
    let first = chunk.first().map_or(1, |(number, _)| *number);
    let task = tokio::spawn(async move {
        let inside = Arc::clone(&shared);
        shared.compute(move || chunk.into_iter().flat_map(|l| answered(&inside, call, l)).collect()).await
    });
    Running { first, task }
}

fn answered(shared: &Shared, call: Call, (number, bytes): Line) -> Vec<u8> {
    let mut error = match bytes {
        Some(bytes) => {
            match catch_unwind(AssertUnwindSafe(|| shared.engine.answer_line(call, &bytes, number).json)) {
                Ok(mut text) => {
                    text.push('\n');
                    return text.into_bytes();
                }
                Err(_) => defect(),
            }
        }
        None => {
            let message = format!("la ligne dépasse {}", body::size(shared.options.max_body));
            Diagnostic::error("HTTP-014", message)
                .hint("écrire une demande par ligne, chacune finie par un saut de ligne")
        }
    };
    error.ligne = Some(number);
    line(&error)
}

fn line(error: &Diagnostic) -> Vec<u8> {
    let mut text = error_json(std::slice::from_ref(error)).to_string().into_bytes();
    text.push(b'\n');
    text
}

async fn first(running: &mut VecDeque<Running>) -> Result<Result<Vec<u8>, Problem>, tokio::task::JoinError> {
    match running.front_mut() {
        Some(chunk) => (&mut chunk.task).await,
        None => pending().await,
    }
}

/// Waits until the service stops.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // The sender lives as long as the service.
    if stop.wait_for(|stopping| *stopping).await.is_err() {
        pending::<()>().await;
    }
}

/// Gives a piece to the client, who has some time to take it.
async fn send(out: &mpsc::Sender<Piece>, delay: std::time::Duration, text: Vec<u8>) -> Result<(), Broken> {
    match timeout(delay, out.send(Ok(text.into()))).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Broken),
    }
}
