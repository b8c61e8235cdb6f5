//! The schemas of the contract.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use cddu_kit::{CONTRACT, schemas};
use serde_json::{Value, json};

use crate::calls;
use crate::problem::Problem;
use crate::service::Shared;

pub(crate) async fn list(State(_): State<Arc<Shared>>) -> Response {
    let all: Vec<Value> =
        schemas::NAMES.iter().map(|(name, what)| json!({ "nom": name, "objet": what })).collect();
    calls::json(json!({ "version_interface": CONTRACT, "schemas": all }).to_string())
}

pub(crate) async fn one(Path(name): Path<String>) -> Result<Response, Problem> {
    let Some(schema) = schemas::get(&name) else {
        let unknown: Vec<_> = schemas::unknown(&name, &[]).into();
        let problem = unknown.into_iter().next().map(|d| Problem::new(StatusCode::NOT_FOUND, d));
        return Err(problem.unwrap_or_else(crate::problem::not_found));
    };
    let mut response = calls::json(schema.to_string());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/schema+json"));
    Ok(response)
}
