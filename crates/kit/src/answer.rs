//! What a call answers: a result, or the errors, in the same envelope on every road.

use cddu_rates::Diagnostic;
use serde::Serialize;

use crate::CONTRACT;

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Done,
    /// Done, and the answer holds anomalies: a minimum not met, an amount that is rarely meant, a DSN that would be
    /// refused, no exact gross.
    Anomalies,
    /// Unusable request: the answer holds the errors.
    Refused,
}

impl Status {
    /// The exit status of the command line: 0, 1, 2.
    ///
    /// ```
    /// assert_eq!(cddu_kit::Engine::embedded().call("bulletin", b"{").status.code(), 2);
    /// ```
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Anomalies => 1,
            Self::Refused => 2,
        }
    }

    /// Anomalies when the condition holds.
    #[must_use]
    pub const fn anomalies_if(condition: bool) -> Self {
        if condition { Self::Anomalies } else { Self::Done }
    }
}

/// The answer of a JSON call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// How it ended.
    pub status: Status,
    /// The answer on one line, without a line end; `{"version_interface":1,...,"erreurs":[...]}` when it is refused.
    pub json: String,
}

impl Reply {
    /// True when the answer is a result, with or without anomalies.
    ///
    /// ```
    /// let reply = cddu_kit::Engine::embedded().call("bulletin", b"{");
    /// assert!(!reply.is_done());
    /// assert_eq!(reply.status.code(), 2);
    /// ```
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.status != Status::Refused
    }
}

/// A result with the number of the contract, and the reference that the request gave.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Answer<'a, T> {
    /// Number of the contract of this answer.
    pub version_interface: u32,
    /// Free text given with the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<&'a str>,
    /// The result.
    #[serde(flatten)]
    pub value: &'a T,
}

impl<'a, T> Answer<'a, T> {
    /// A result as it is answered.
    ///
    /// ```
    /// #[derive(serde::Serialize)]
    /// struct Sum { brut: cddu_kit::Cents }
    /// let sum = Sum { brut: cddu_kit::Cents(150_000) };
    /// let text = serde_json::to_string(&cddu_kit::Answer::new(&sum, Some("A12"))).unwrap();
    /// assert_eq!(text, r#"{"version_interface":1,"reference":"A12","brut":"1500.00"}"#);
    /// ```
    pub const fn new(value: &'a T, reference: Option<&'a str>) -> Self {
        Self { version_interface: CONTRACT, reference, value }
    }
}

/// What names the request in an error answer: what could be read of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    pub reference: Option<String>,
    pub numero: Option<String>,
}

/// The errors of a request.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Refusal<'a> {
    /// Number of the contract of this answer.
    version_interface: u32,
    /// Free text given with the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    /// Number of the document asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    numero: Option<&'a str>,
    /// Every error found, and the warnings beside them.
    erreurs: &'a [Diagnostic],
}

impl<'a> Refusal<'a> {
    /// The errors, with what the text of the request names.
    pub(crate) fn new(erreurs: &'a [Diagnostic], named: &'a Named) -> Self {
        Self {
            version_interface: CONTRACT,
            reference: named.reference.as_deref(),
            numero: named.numero.as_deref(),
            erreurs,
        }
    }
}

/// The envelope of the errors of a request, as every call answers it: with the reference and the number that its text gave.
///
/// ```
/// let text = r#"{ "reference": "A12", "date_paiement": "2026-02-30" }"#;
/// let errors = cddu_kit::read::<cddu_kit::BulletinInput>(text).unwrap_err();
/// let json = cddu_kit::refusal_json(text, errors.as_slice()).to_string();
/// assert!(json.starts_with(r#"{"version_interface":1,"reference":"A12","erreurs":["#));
/// ```
#[must_use]
pub fn refusal_json(request: &str, errors: &[Diagnostic]) -> serde_json::Value {
    let named = crate::forms::named(request);
    serde_json::to_value(Refusal::new(errors, &named)).unwrap_or_else(|_| error_json(errors))
}

/// The envelope of errors that belong to no request (a file that cannot be read, an unusable call).
///
/// ```
/// let error = cddu_kit::Diagnostic::error("CLI-002", "fichier absent");
/// let json = cddu_kit::error_json(&[error]).to_string();
/// assert!(json.starts_with(r#"{"version_interface":1,"erreurs":[{"code":"CLI-002","gravite":"bloquant""#));
/// ```
#[must_use]
pub fn error_json(diagnostics: &[Diagnostic]) -> serde_json::Value {
    serde_json::json!({ "version_interface": CONTRACT, "erreurs": diagnostics })
}

/// A value as one line of JSON. What cannot be written is an error of the envelope, never a panic.
pub(crate) fn line<T: Serialize>(status: Status, value: &T) -> Reply {
    match serde_json::to_string(value) {
        Ok(json) => Reply { status, json },
        Err(error) => {
            let told = Diagnostic::error("KIT-009", format!("la réponse ne s'écrit pas en JSON : {error}"));
            Reply { status: Status::Refused, json: error_json(&[told]).to_string() }
        }
    }
}
