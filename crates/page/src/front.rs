//! The files of the page: static, without data, so that they ask no token; the calls that they make do.

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

/// Nothing but its own files: no other site, no frame, no text that becomes a program.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FRAMES: HeaderName = HeaderName::from_static("x-frame-options");

pub(crate) fn routes() -> Router {
    let file = |kind: &'static str, text: &'static str| get(move || async move { page(kind, text) });
    Router::new()
        .route("/", file("text/html; charset=utf-8", include_str!("front/index.html")))
        .route("/page.css", file("text/css; charset=utf-8", include_str!("front/page.css")))
        .route("/page.js", file("text/javascript; charset=utf-8", include_str!("front/page.js")))
        .route("/appels.js", file("text/javascript; charset=utf-8", include_str!("front/appels.js")))
        .route("/bulletin.js", file("text/javascript; charset=utf-8", include_str!("front/bulletin.js")))
        .route("/calendrier.js", file("text/javascript; charset=utf-8", include_str!("front/calendrier.js")))
        .route("/document.js", file("text/javascript; charset=utf-8", include_str!("front/document.js")))
        .route("/donnees.js", file("text/javascript; charset=utf-8", include_str!("front/donnees.js")))
        .route("/envois.js", file("text/javascript; charset=utf-8", include_str!("front/envois.js")))
        .route("/images.js", file("text/javascript; charset=utf-8", include_str!("front/images.js")))
        .route("/mois.js", file("text/javascript; charset=utf-8", include_str!("front/mois.js")))
        .route("/outils.js", file("text/javascript; charset=utf-8", include_str!("front/outils.js")))
        .route("/pourquoi.js", file("text/javascript; charset=utf-8", include_str!("front/pourquoi.js")))
        .route("/favicon.ico", file("image/svg+xml", include_str!("front/icone.svg")))
}

fn page(kind: &'static str, text: &'static str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(FRAMES, HeaderValue::from_static("DENY"));
    response
}
