//! One request, one answer.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use cddu_kit::{Call, Reply, dsn};

use crate::body;
use crate::problem::Problem;
use crate::service::Shared;

/// How a call ended, as the exit status of the command line: 0, or 1 with anomalies.
pub(crate) const STATUS: HeaderName = HeaderName::from_static("cddu-statut");

/// Content type of the calls.
pub(crate) const JSON: &str = "application/json";

/// Content types of a DSN as it is.
const PLAIN: [&str; 2] = ["application/octet-stream", "text/plain"];

type Shares = State<Arc<Shared>>;

pub(crate) async fn bulletin(shared: Shares, request: Request) -> Result<Response, Problem> {
    call(shared.0, Call::Bulletin, request).await
}

pub(crate) async fn note(shared: Shares, request: Request) -> Result<Response, Problem> {
    call(shared.0, Call::Note, request).await
}

pub(crate) async fn brut(shared: Shares, request: Request) -> Result<Response, Problem> {
    call(shared.0, Call::Brut, request).await
}

pub(crate) async fn explain(shared: Shares, request: Request) -> Result<Response, Problem> {
    call(shared.0, Call::Expliquer, request).await
}

pub(crate) async fn simulate(shared: Shares, request: Request) -> Result<Response, Problem> {
    call(shared.0, Call::Simuler, request).await
}

async fn call(shared: Arc<Shared>, call: Call, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    body::admitted(&parts.headers, &[JSON])?;
    let bytes = body::read(&parts.headers, body, shared.options.max_body, shared.options.delay).await?;
    let engine = shared.engine.clone();
    let reply = shared.compute(move || engine.answer(call, &bytes)).await?;
    answered(reply)
}

pub(crate) async fn dsn_read(shared: Shares, request: Request) -> Result<Response, Problem> {
    file(shared.0, Call::DsnLire, request).await
}

pub(crate) async fn dsn_verify(shared: Shares, request: Request) -> Result<Response, Problem> {
    file(shared.0, Call::DsnVerifier, request).await
}

/// A DSN inside JSON, or as it is.
async fn file(shared: Arc<Shared>, call: Call, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let kind = body::admitted(&parts.headers, &[JSON, PLAIN[0], PLAIN[1]])?;
    let _turn = shared.files.acquire().await.map_err(|_| Problem::stopping())?;
    let bytes = body::read(&parts.headers, body, shared.options.max_file, shared.options.delay).await?;
    let engine = shared.engine.clone();
    let work = move || {
        if kind == JSON {
            return engine.answer(call, &bytes);
        }
        if call == Call::DsnLire {
            return dsn::answer_read(&bytes);
        }
        dsn::answer_verify(&bytes)
    };
    answered(shared.compute(work).await?)
}

/// The text of the kit, or its refusal.
fn answered(reply: Reply) -> Result<Response, Problem> {
    if !reply.is_done() {
        return Err(Problem::refused(reply));
    }
    let status = HeaderValue::from(u16::from(reply.status.code()));
    let mut response = json(reply.json);
    response.headers_mut().insert(STATUS, status);
    Ok(response)
}

pub(crate) fn json(text: String) -> Response {
    let mut response = Body::from(text).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}

/// That the service answers, and with which tables.
pub(crate) async fn health(State(shared): Shares) -> Result<Response, Problem> {
    if *shared.stop.borrow() {
        return Err(Problem::stopping());
    }
    Ok(json(shared.engine.answer(Call::Version, b"{}").json))
}
