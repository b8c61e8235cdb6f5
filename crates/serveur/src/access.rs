//! What stands before the routes: the journal, the name of the service, the token, the guard against panics.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HOST, ORIGIN, X_CONTENT_TYPE_OPTIONS};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use cddu_kit::Diagnostic;
use futures_util::FutureExt as _;
use tokio::time::Instant;

use crate::options::Seen;
use crate::problem::{Problem, method_not_allowed};
use crate::service::Shared;

/// Tells the request, and says that nothing of an answer is to be kept.
pub(crate) async fn journal(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if response.status() == StatusCode::METHOD_NOT_ALLOWED && !response.headers().contains_key(CONTENT_TYPE) {
        response = method_not_allowed().into_response();
    }
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(journal) = &shared.options.journal {
        journal.write(Seen {
            method,
            route: route.as_ref().map_or("-", MatchedPath::as_str),
            status: response.status().as_u16(),
            time: begun.elapsed(),
        });
    }
    response
}

/// A method that a client made up is not written anywhere.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 8] = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"];
    KNOWN.into_iter().find(|k| *k == method.as_str()).unwrap_or("AUTRE")
}

/// A page of another site reaches a local service by giving it its own name (DNS rebinding) or by sending forms: both
/// are refused.
pub(crate) async fn origin(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let Some(host) = host(request.headers()) else { return wrong_host().into_response() };
    let named = |authority: &Authority| admitted(authority, &shared.options.names);
    if !named(&host) || request.uri().authority().is_some_and(|a| !named(a)) {
        return wrong_host().into_response();
    }
    if request.headers().get(ORIGIN).is_some_and(|origin| !same(origin, &host))
        || request.headers().get(SEC_FETCH_SITE).is_some_and(|site| site == "cross-site")
    {
        let error = Diagnostic::error("HTTP-008", "la demande vient d'une page d'un autre site")
            .hint("l'envoyer depuis un programme, ou depuis une page du service");
        return Problem::new(StatusCode::FORBIDDEN, error).closing().into_response();
    }
    next.run(request).await
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

fn host(headers: &HeaderMap) -> Option<Authority> {
    let mut all = headers.get_all(HOST).iter();
    let (Some(value), None) = (all.next(), all.next()) else { return None };
    let text = value.to_str().ok().filter(|t| !t.contains('@'))?;
    text.parse().ok()
}

/// Plain addresses are no name that another site could take.
fn admitted(authority: &Authority, names: &[String]) -> bool {
    let host = authority.host();
    let plain = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    plain.parse::<IpAddr>().is_ok()
        || host.eq_ignore_ascii_case("localhost")
        || names.iter().any(|name| host.eq_ignore_ascii_case(name))
}

fn same(origin: &HeaderValue, host: &Authority) -> bool {
    let origin = origin.to_str().unwrap_or_default();
    let rest = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    rest.is_some_and(|rest| rest.eq_ignore_ascii_case(host.as_str()))
}

fn wrong_host() -> Problem {
    let error = Diagnostic::error(
        "HTTP-007",
        "le service n'est pas connu sous le nom demandé (en-tête Host)",
    )
    .hint(
        "l'appeler par son adresse ou par localhost, ou donner ce nom au démarrage : cddu servir --nom NOM",
    );
    Problem::new(StatusCode::MISDIRECTED_REQUEST, error).closing()
}

/// Asks for the token.
pub(crate) async fn token(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    if let Some(token) = &shared.options.token {
        let shown = request.headers().get(AUTHORIZATION).and_then(|v| v.to_str().ok());
        let shown =
            shown.and_then(|v| v.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        if !shown.is_some_and(|(_, text)| token.is(text.trim())) {
            return Problem::unauthorized().into_response();
        }
    }
    next.run(request).await
}

/// A panic is an answer, not a broken connection.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Problem::internal().into_response())
}
