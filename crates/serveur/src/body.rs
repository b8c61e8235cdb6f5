//! Reading the body of a request, within its limits.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use cddu_kit::Diagnostic;
use http_body_util::BodyExt as _;
use tokio::time::timeout;

use crate::problem::Problem;

/// Bytes of a refused body that are still read, so that the client hears the answer instead of a broken connection.
const DRAINED: usize = 8 << 20;

/// Time given to them.
const DRAINING: Duration = Duration::from_secs(1);

/// The content type, in lower case and without parameters. A charset other than UTF-8 is no content type we know.
pub(crate) fn content_type(headers: &HeaderMap) -> Option<String> {
    let mut all = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (all.next(), all.next()) else { return None };
    let value = value.to_str().ok()?;
    let mut parts = value.split(';').map(str::trim);
    let essence = parts.next()?.to_ascii_lowercase();
    let charset =
        parts.filter_map(|p| p.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let known = charset.is_none_or(|(_, value)| value.trim_matches('"').eq_ignore_ascii_case("utf-8"));
    known.then_some(essence)
}

/// A content type that the route does not read, or a body that is compressed.
///
/// # Errors
/// `HTTP-003`.
pub(crate) fn admitted<'a>(headers: &HeaderMap, types: &[&'a str]) -> Result<&'a str, Problem> {
    let refused = || {
        let error =
            Diagnostic::error("HTTP-003", "le type de contenu de la demande n'est pas lu ici").hint(format!(
                "l'envoyer, en UTF-8 et sans compression, avec « Content-Type: {} »",
                types.join(" » ou « ")
            ));
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, error).closing()
    };
    if headers.get(CONTENT_ENCODING).is_some_and(|v| !v.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(refused());
    }
    let found = content_type(headers).ok_or_else(refused)?;
    types.iter().find(|t| **t == found).copied().ok_or_else(refused)
}

/// The whole body.
///
/// # Errors
/// `HTTP-004` when it is too long, `HTTP-005` when it is too slow, `HTTP-010` when it ends before its length.
pub(crate) async fn read(
    headers: &HeaderMap,
    mut body: Body,
    limit: usize,
    delay: Duration,
) -> Result<Vec<u8>, Problem> {
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        drain(&mut body).await;
        return Err(too_long(limit));
    }
    let mut bytes =
        Vec::with_capacity(announced.and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(64 << 10));
    let whole = async {
        while let Some(piece) = next(&mut body).await? {
            if bytes.len() + piece.len() > limit {
                return Ok(false);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(true)
    };
    match timeout(delay, whole).await {
        Ok(Ok(true)) => Ok(bytes),
        Ok(Ok(false)) => {
            drain(&mut body).await;
            Err(too_long(limit))
        }
        Ok(Err(problem)) => Err(problem),
        Err(_) => Err(too_slow(delay)),
    }
}

/// The next bytes; nothing at the end.
pub(crate) async fn next(body: &mut Body) -> Result<Option<Bytes>, Problem> {
    loop {
        match body.frame().await {
            None => return Ok(None),
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
            Some(Err(_)) => {
                let error = Diagnostic::error("HTTP-010", "la demande s'est interrompue avant sa fin")
                    .hint("la renvoyer entière");
                return Err(Problem::new(StatusCode::BAD_REQUEST, error).closing());
            }
        }
    }
}

/// Reads a little of what is not wanted.
pub(crate) async fn drain(body: &mut Body) {
    let reading = async {
        let mut left = DRAINED;
        while let Ok(Some(piece)) = next(body).await {
            left = left.saturating_sub(piece.len());
            if left == 0 {
                break;
            }
        }
    };
    let _ = timeout(DRAINING, reading).await;
}

fn too_long(limit: usize) -> Problem {
    let error = Diagnostic::error("HTTP-004", format!("la demande dépasse {}", size(limit)))
        .hint("une demande ne tient qu'un document ; pour plusieurs, un lot : POST /v1/lots");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, error).closing()
}

pub(crate) fn too_slow(delay: Duration) -> Problem {
    let error = Diagnostic::error(
        "HTTP-005",
        format!("la suite de la demande n'est pas venue en {} s", delay.as_secs()),
    )
    .hint("la renvoyer d'un trait");
    Problem::new(StatusCode::REQUEST_TIMEOUT, error).closing()
}

/// A size for people.
pub(crate) fn size(bytes: usize) -> String {
    if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) {
        format!("{} Mo", bytes >> 20)
    } else if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) {
        format!("{} ko", bytes >> 10)
    } else {
        format!("{bytes} octets")
    }
}
