//! JSON calls: a name and a request in, an answer out. What the bindings, the HTTP service and the conformance cases use.

use cddu_payslip::gross::BrutInput;
use cddu_payslip::note::NoteInput;
use cddu_payslip::{BulletinInput, Payslip, json};
use cddu_rates::{Diagnostic, Diagnostics, nearest};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::answer::{Answer, Named, Refusal, Reply, Status, line};
use crate::champs::{LignesSortie, TotauxSortie};
use crate::engine::Engine;
use crate::forms::{self, Readable, Request};
use crate::schemas;
use crate::simulate::Simulation;

/// Longest request of a calculation, in bytes.
pub const MAX_REQUEST: usize = 16 << 20;

/// Longest request that holds a file (DSN), in bytes.
pub const MAX_FILE: usize = 256 << 20;

/// A call of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Call {
    /// One payslip.
    Bulletin,
    /// The totals of one payslip.
    BulletinTotaux,
    /// The totals and the lines of one payslip.
    BulletinLignes,
    /// One note de droits d'auteur.
    Note,
    /// From hours to gross.
    Brut,
    /// Where figures come from.
    Expliquer,
    /// The cost of an engagement, or its gross from a net or a cost.
    Simuler,
    /// A DSN as a tree.
    DsnLire,
    /// The anomalies of a DSN.
    DsnVerifier,
    /// A schema.
    Schema,
    /// The version of the program, of the contract, of the tables.
    Version,
}

impl Call {
    /// Every call with its name.
    pub const ALL: [(&'static str, Self); 11] = [
        ("bulletin", Self::Bulletin),
        ("bulletin.totaux", Self::BulletinTotaux),
        ("bulletin.lignes", Self::BulletinLignes),
        ("note", Self::Note),
        ("brut", Self::Brut),
        ("expliquer", Self::Expliquer),
        ("simuler", Self::Simuler),
        ("dsn.lire", Self::DsnLire),
        ("dsn.verifier", Self::DsnVerifier),
        ("schema", Self::Schema),
        ("version", Self::Version),
    ];

    /// The call of a name.
    ///
    /// ```
    /// use cddu_kit::Call;
    /// assert_eq!(Call::parse("bulletin"), Some(Call::Bulletin));
    /// assert_eq!(Call::parse("paie"), None);
    /// ```
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, call)| *call)
    }

    /// Its name.
    ///
    /// ```
    /// assert_eq!(cddu_kit::Call::DsnLire.name(), "dsn.lire");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, call)| *call == self).map_or("", |(name, _)| name)
    }

    /// Longest request, in bytes.
    const fn limit(self) -> usize {
        match self {
            Self::DsnLire | Self::DsnVerifier => MAX_FILE,
            _ => MAX_REQUEST,
        }
    }
}

/// What is to be explained.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ExplainRequest {
    /// A request of a payslip or of a note, or one of them frozen.
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, serde_json::Value>"))]
    demande: Box<RawValue>,
    /// Code of a line or of a total, address, words of a label, code of a warning; the whole document without it.
    #[serde(default)]
    ligne: Option<String>,
    /// Contract, when the payslip pays several.
    #[serde(default)]
    contrat: Option<String>,
}

/// A file of the DSN norm.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct DsnRequest {
    /// The text of the file; its characters are those of ISO-8859-1.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[\\u0000-\\u00FF]*$")))]
    contenu: String,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct SchemaRequest {
    /// Name of the schema.
    nom: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Versions.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Version {
    /// Version of the program.
    version: &'static str,
    /// `sha256:` of the tables.
    empreinte_baremes: String,
}

type Answered = Result<Reply, Diagnostics>;

impl Engine {
    /// Answers a JSON call. Never panics, never fails: errors are in the answer.
    ///
    /// Calls: see [`Call::ALL`]. A request may hold a `reference`, a free text that its answer repeats, errors included.
    ///
    /// ```
    /// let engine = cddu_kit::Engine::embedded();
    /// let reply = engine.call("bulletin", br#"{ "reference": "A12", "date_paiement": "2026-02-30" }"#);
    /// assert_eq!(reply.status.code(), 2);
    /// assert!(reply.json.starts_with(r#"{"version_interface":1,"reference":"A12","erreurs":["#));
    /// ```
    #[must_use]
    pub fn call(&self, name: &str, request: &[u8]) -> Reply {
        match Call::parse(name) {
            Some(call) => self.answer(call, request),
            None => {
                let known = Call::ALL.map(|(name, _)| name);
                let near = nearest(name, known);
                let names = if near.is_empty() { known.join(", ") } else { near.join(", ") };
                let error = Diagnostic::error("KIT-001", format!("aucun appel ne s'appelle « {name} »"))
                    .hint(format!("appels : {names}"));
                refused(&[error], &Named::default())
            }
        }
    }

    /// Answers one call. [`Engine::call`] finds it by its name.
    ///
    /// ```
    /// let engine = cddu_kit::Engine::embedded();
    /// let reply = engine.answer(cddu_kit::Call::Version, b"{}");
    /// assert!(reply.json.starts_with(r#"{"version_interface":1,"version":""#));
    /// ```
    #[must_use]
    pub fn answer(&self, call: Call, request: &[u8]) -> Reply {
        let text = match text_of(call, request) {
            Ok(text) => text,
            Err(error) => return refused(&[error], &Named::default()),
        };
        match self.dispatch(call, text) {
            Ok(reply) => reply,
            Err(diagnostics) => refused(diagnostics.as_slice(), &forms::named(text)),
        }
    }

    /// Answers one line of a stream: every error names the line.
    ///
    /// ```
    /// let engine = cddu_kit::Engine::embedded();
    /// let reply = engine.answer_line(cddu_kit::Call::Bulletin, b"{", 12);
    /// assert!(reply.json.contains(r#""ligne":12"#));
    /// ```
    #[must_use]
    pub fn answer_line(&self, call: Call, request: &[u8], number: u64) -> Reply {
        let placed = |mut list: Vec<Diagnostic>, named: &Named| {
            list.iter_mut().for_each(|d| d.ligne = Some(number));
            refused(&list, named)
        };
        let text = match text_of(call, request) {
            Ok(text) => text,
            Err(error) => return placed(vec![error], &Named::default()),
        };
        match self.dispatch(call, text) {
            Ok(reply) => reply,
            Err(diagnostics) => placed(diagnostics.into(), &forms::named(text)),
        }
    }

    fn dispatch(&self, call: Call, text: &str) -> Answered {
        match call {
            Call::Bulletin => with(text, |input: &BulletinInput| {
                self.bulletin_only(input).map(|bulletin| (status_of(&bulletin), bulletin))
            }),
            Call::BulletinTotaux => {
                let Request { reference, input } = forms::read::<BulletinInput>(text)?;
                let bulletin = self.amounts(&input)?;
                let totals = TotauxSortie::of(&bulletin);
                Ok(line(status_of(&bulletin), &Answer::new(&totals, reference.as_deref())))
            }
            Call::BulletinLignes => {
                let Request { reference, input } = forms::read::<BulletinInput>(text)?;
                let bulletin = self.amounts(&input)?;
                let lines = LignesSortie::of(&bulletin);
                Ok(line(status_of(&bulletin), &Answer::new(&lines, reference.as_deref())))
            }
            Call::Note => with(text, |input: &NoteInput| self.note(input).map(|note| (Status::Done, note))),
            Call::Brut => with(text, |input: &BrutInput| {
                let brut = self.brut(input)?;
                Ok((Status::anomalies_if(brut.minimum.as_ref().is_some_and(|m| !m.respecte)), brut))
            }),
            Call::Expliquer => self.explain_call(text),
            Call::Simuler => {
                let request = forms::read::<Simulation>(text)?;
                let found = self.simulate(&request.input).map_err(|list| {
                    // What is wanted stands beside the document.
                    if list.code() == "KIT-005" { list } else { under("demande", list) }
                })?;
                Ok(line(found.status, &found.reponses))
            }
            Call::DsnLire => {
                let Request { reference, input } = read_plain::<DsnRequest>(text)?;
                Ok(crate::dsn::read_answer(&latin1(&input.contenu)?, reference.as_deref()))
            }
            Call::DsnVerifier => {
                let bytes = latin1(&plain::<DsnRequest>(text)?.contenu)?;
                Ok(crate::dsn::answer_verify(&bytes))
            }
            Call::Schema => {
                let name = plain::<SchemaRequest>(text)?.nom;
                let schema = schemas::get(&name).ok_or_else(|| schemas::unknown(&name, &[]))?;
                Ok(line(Status::Done, &schema))
            }
            Call::Version => {
                let Request { reference, input: Nothing {} } = read_plain(text)?;
                let version = self.version();
                Ok(line(Status::Done, &Answer::new(&version, reference.as_deref())))
            }
        }
    }

    pub(crate) fn version(&self) -> Version {
        Version { version: env!("CARGO_PKG_VERSION"), empreinte_baremes: self.tables() }
    }

    fn explain_call(&self, text: &str) -> Answered {
        let request: ExplainRequest = plain(text)?;
        let sheet = self.explain(request.demande.get()).map_err(|list| under("demande", list))?.sheet;
        let shown = sheet.find(request.ligne.as_deref(), request.contrat.as_deref())?;
        Ok(line(Status::Done, &sheet.list(&shown, request.contrat.as_deref())))
    }
}

/// A payslip computed, and what it holds that is to be checked before anybody is paid.
fn status_of(bulletin: &Payslip) -> Status {
    Status::anomalies_if(bulletin.anomalies().next().is_some())
}

/// The text of a request, within the limit of its call.
fn text_of(call: Call, request: &[u8]) -> Result<&str, Diagnostic> {
    if request.len() > call.limit() {
        let message = format!("la demande dépasse {} Mo", call.limit() >> 20);
        return Err(Diagnostic::error("KIT-002", message)
            .hint("une demande ne tient qu'un document : en envoyer plusieurs, l'une après l'autre"));
    }
    let request = request.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(request);
    std::str::from_utf8(request).map_err(|_| {
        Diagnostic::error("KIT-003", "la demande n'est pas en UTF-8").hint("le JSON s'écrit en UTF-8")
    })
}

fn with<T, R>(text: &str, compute: impl FnOnce(&T) -> Result<(Status, R), Diagnostics>) -> Answered
where
    T: Readable,
    R: Serialize,
{
    let request = forms::read::<T>(text)?;
    let (status, value) = compute(&request.input)?;
    Ok(line(status, &Answer::new(&value, request.reference.as_deref())))
}

/// A request that has no schema of its own to look for every error with.
fn read_plain<T: DeserializeOwned>(text: &str) -> Result<Request<T>, Diagnostics> {
    let (input, reference) = json::parse_referenced(text)?;
    Ok(Request { reference, input })
}

fn plain<T: DeserializeOwned>(text: &str) -> Result<T, Diagnostics> {
    Ok(read_plain(text)?.input)
}

/// Errors of a document that is inside the request.
fn under(key: &str, list: Diagnostics) -> Diagnostics {
    let mut list: Vec<Diagnostic> = list.into();
    for diagnostic in &mut list {
        diagnostic.ligne = None;
        if let Some(champ) = &diagnostic.champ {
            let inside = if champ == "(racine)" { key.to_owned() } else { format!("{key}.{champ}") };
            diagnostic.champ = Some(inside);
        }
    }
    list.into()
}

/// The bytes of a file of ISO-8859-1.
fn latin1(text: &str) -> Result<Vec<u8>, Diagnostics> {
    let byte = |c: char| u8::try_from(u32::from(c));
    text.chars().map(byte).collect::<Result<Vec<u8>, _>>().map_err(|_| {
        let found: String = text.chars().filter(|c| byte(*c).is_err()).take(1).collect();
        let message = format!("le caractère « {found} » n'existe pas en ISO-8859-1");
        Diagnostic::error("KIT-006", message)
            .at("contenu")
            .hint("lire le fichier de la DSN en ISO-8859-1 avant de le donner")
            .into()
    })
}

fn refused(list: &[Diagnostic], named: &Named) -> Reply {
    line(Status::Refused, &Refusal::new(list, named))
}
