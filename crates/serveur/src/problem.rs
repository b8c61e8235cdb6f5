//! Errors as problem bodies (RFC 9457), with the envelope of the kit inside.

use axum::http::header::{CONNECTION, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use cddu_kit::{Diagnostic, Reply, error_json};
use serde::Deserialize;
use serde_json::json;

/// Content type of a problem.
pub(crate) const PROBLEM: &str = "application/problem+json";

/// An error that is answered.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    code: String,
    detail: String,
    /// `{"version_interface":1,...,"erreurs":[...]}`.
    envelope: String,
    headers: HeaderMap,
}

impl Problem {
    pub fn new(status: StatusCode, error: Diagnostic) -> Self {
        let envelope = error_json(std::slice::from_ref(&error)).to_string();
        Self { status, code: error.code, detail: error.message, envelope, headers: HeaderMap::new() }
    }

    /// A refusal of the kit.
    pub fn refused(reply: Reply) -> Self {
        #[derive(Deserialize)]
        struct Errors {
            erreurs: Vec<First>,
        }
        #[derive(Deserialize)]
        struct First {
            code: String,
            message: String,
        }
        let errors = serde_json::from_str::<Errors>(&reply.json).map_or_else(|_| Vec::new(), |e| e.erreurs);
        let (code, detail) = errors.into_iter().next().map_or_else(Default::default, |e| (e.code, e.message));
        let status = match code.as_str() {
            "JSON-001" | "KIT-003" => StatusCode::BAD_REQUEST,
            "KIT-002" => StatusCode::PAYLOAD_TOO_LARGE,
            "CLI-005" => StatusCode::NOT_FOUND,
            "KIT-009" => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self { status, code, detail, envelope: reply.json, headers: HeaderMap::new() }
    }

    /// The client has to begin a new connection: what it sent was not read whole.
    pub fn closing(mut self) -> Self {
        self.headers.insert(CONNECTION, HeaderValue::from_static("close"));
        self
    }

    pub fn unauthorized() -> Self {
        let error = Diagnostic::error("HTTP-006", "le jeton manque ou n'est pas le bon")
            .hint("l'envoyer dans l'en-tête « Authorization: Bearer JETON »");
        let mut problem = Self::new(StatusCode::UNAUTHORIZED, error).closing();
        problem.headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"cddu\""));
        problem
    }

    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, defect())
    }

    pub fn stopping() -> Self {
        let error = Diagnostic::error("HTTP-011", "le service s'arrête")
            .hint("renvoyer la demande quand il aura redémarré");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, error).closing()
    }

    /// Its error, as a line of a batch says it.
    pub fn into_error(self) -> Diagnostic {
        Diagnostic::error(&self.code, self.detail).hint("renvoyer le lot à partir de cette ligne")
    }

    /// The text of the body.
    pub fn json(&self) -> String {
        let head = json!({
            "type": format!("urn:cddu:erreur:{}", self.code),
            "title": title(self.status),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        let mut text = head.to_string();
        text.pop();
        text.push(',');
        text.push_str(self.envelope.strip_prefix('{').unwrap_or("}"));
        text
    }
}

/// A panic.
pub(crate) fn defect() -> Diagnostic {
    Diagnostic::error("HTTP-009", "le programme s'est trompé sur cette demande : c'est un défaut de cddu").hint(
        "signaler ce défaut avec la demande, sans les données de la personne ; les autres demandes ne sont pas touchées",
    )
}

/// What a status means here.
fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "Demande illisible",
        StatusCode::UNAUTHORIZED => "Jeton absent ou faux",
        StatusCode::FORBIDDEN => "Page étrangère",
        StatusCode::NOT_FOUND => "Adresse inconnue",
        StatusCode::METHOD_NOT_ALLOWED => "Méthode refusée",
        StatusCode::REQUEST_TIMEOUT => "Demande trop lente",
        StatusCode::PAYLOAD_TOO_LARGE => "Demande trop longue",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "Type de contenu refusé",
        StatusCode::MISDIRECTED_REQUEST => "Nom de service inconnu",
        StatusCode::UNPROCESSABLE_ENTITY => "Demande refusée",
        StatusCode::SERVICE_UNAVAILABLE => "Service indisponible",
        _ => "Erreur interne",
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.json()).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        response.headers_mut().extend(self.headers);
        response
    }
}

/// An address that no route has.
pub(crate) fn not_found() -> Problem {
    let error = Diagnostic::error("HTTP-001", "aucune adresse du service ne s'appelle ainsi")
        .hint("les adresses sont décrites par /openapi.json");
    Problem::new(StatusCode::NOT_FOUND, error)
}

/// A method that the route does not have; the router adds the header `Allow`.
pub(crate) fn method_not_allowed() -> Problem {
    let error = Diagnostic::error("HTTP-002", "cette adresse ne se demande pas ainsi")
        .hint("l'en-tête Allow de la réponse donne les méthodes admises");
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, error)
}
