//! The tables: their list, a file as it is, a parameter on a day.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use cddu_kit::rates::{Row, date, nearest};
use cddu_kit::{CONTRACT, Diagnostic};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::calls;
use crate::problem::Problem;
use crate::service::Shared;

pub(crate) async fn list(State(shared): State<Arc<Shared>>) -> Response {
    let rates = shared.engine.rates();
    let files: Vec<&str> = rates.files().iter().map(|(name, _)| name).collect();
    let parameters: Vec<Value> = rates
        .parameters()
        .map(|(p, _)| json!({ "cle": p.cle, "libelle": p.libelle, "unite": p.unite, "horloge": p.horloge }))
        .collect();
    let answer = json!({
        "version_interface": CONTRACT,
        "empreinte_baremes": shared.engine.tables(),
        "parametres": parameters,
        "fichiers": files,
    });
    calls::json(answer.to_string())
}

pub(crate) async fn file(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let files = shared.engine.rates().files();
    let Ok(text) = files.get(&name) else {
        let near = nearest(&name, files.iter().map(|(known, _)| known));
        return Err(unknown("aucune table ne s'appelle ainsi", &near));
    };
    let kind =
        if name.ends_with(".csv") { "text/csv; charset=utf-8" } else { "application/toml; charset=utf-8" };
    let mut response = text.to_owned().into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(response)
}

#[derive(Deserialize)]
pub(crate) struct On {
    date: Option<String>,
}

/// The values of a parameter: all of them, or the one that holds on a day.
pub(crate) async fn parameter(
    State(shared): State<Arc<Shared>>,
    Path(key): Path<String>,
    on: Result<Query<On>, QueryRejection>,
) -> Result<Response, Problem> {
    let rates = shared.engine.rates();
    let Some((parameter, rows)) = rates.parameters().find(|(p, _)| p.cle == key) else {
        let near = nearest(&key, rates.parameters().map(|(p, _)| p.cle.as_str()));
        return Err(unknown("aucun paramètre ne s'appelle ainsi", &near));
    };
    let day = match on.map_or(Some(String::new()), |q| q.0.date) {
        None => None,
        Some(text) => Some(date::parse(&text).ok_or_else(|| {
            let error = Diagnostic::error("HTTP-015", "la date demandée ne se lit pas").at("date");
            Problem::new(
                StatusCode::BAD_REQUEST,
                error.hint("une seule date, écrite AAAA-MM-JJ : ?date=2026-10-09"),
            )
        })?),
    };
    if let Some(day) = day {
        rates.param(&key, day).map_err(|d| Problem::new(StatusCode::NOT_FOUND, d))?;
    }
    let rows: Vec<&Row> = rows.filter(|row| day.is_none_or(|day| row.holds(day))).collect();
    let answer = json!({
        "version_interface": CONTRACT,
        "cle": parameter.cle,
        "libelle": parameter.libelle,
        "unite": parameter.unite,
        "horloge": parameter.horloge,
        "valeurs": rows,
    });
    Ok(calls::json(answer.to_string()))
}

fn unknown(message: &str, near: &[&str]) -> Problem {
    let hint = if near.is_empty() {
        "GET /v1/tables en donne la liste".to_owned()
    } else {
        format!("vouliez-vous dire {} ? GET /v1/tables en donne la liste", near.join(", "))
    };
    Problem::new(StatusCode::NOT_FOUND, Diagnostic::error("HTTP-016", message).hint(hint))
}
