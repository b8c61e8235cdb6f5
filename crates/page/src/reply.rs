//! Answers of the page: JSON, and the envelope of the kit for what is refused.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use cddu_kit::error_json;
use cddu_rates::{Diagnostic, Diagnostics};
use serde::Serialize;

/// A value as JSON.
pub(crate) fn json(value: &impl Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(text) => text_of(StatusCode::OK, "application/json", text),
        Err(_) => defect(),
    }
}

/// A value already written as JSON.
pub(crate) fn kept(text: &str) -> Response {
    text_of(StatusCode::OK, "application/json", text.to_owned())
}

/// What is refused, and why.
pub(crate) fn refused(status: StatusCode, errors: &[Diagnostic]) -> Response {
    text_of(status, "application/problem+json", error_json(errors).to_string())
}

/// Input that cannot be used.
pub(crate) fn unusable(errors: impl Into<Diagnostics>) -> Response {
    let errors: Diagnostics = errors.into();
    let list: Vec<Diagnostic> = errors.into_iter().collect();
    refused(StatusCode::UNPROCESSABLE_ENTITY, &list)
}

/// A thread that did not end as it should.
pub(crate) fn defect() -> Response {
    let error = Diagnostic::error(
        "PAGE-009",
        "le programme s'est trompé sur cette demande : c'est un défaut de cddu",
    )
    .hint("relancer la même commande dans un terminal pour en voir la cause, et signaler ce défaut");
    refused(StatusCode::INTERNAL_SERVER_ERROR, &[error])
}

fn text_of(status: StatusCode, kind: &'static str, text: String) -> Response {
    let mut response = (status, text).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
