//! The commands of the program, asked by the page and run as in a terminal: one program, one lock, one journal, the same
//! refusals.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Path as Place, State};
use axum::http::StatusCode;
use axum::response::Response;
use cddu_dossier::PayPeriod;
use cddu_rates::{Diagnostic, io_cause};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

use crate::reply::{defect, json as answer, kept as text_of, refused, unusable};
use crate::{Shared, files, trial};

/// What a command is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    periode: Option<String>,
    personne: Option<String>,
    /// People paid in spite of the rows left out.
    #[serde(default)]
    malgre: Vec<String>,
    /// A document of the folder, by its place.
    document: Option<String>,
    /// Day of a sending.
    le: Option<NaiveDate>,
    /// First and last day of a calendar.
    du: Option<NaiveDate>,
    au: Option<NaiveDate>,
    /// The state of the folder that the person saw before asking.
    vu: Option<String>,
}

/// A command that the page knows.
struct Known {
    name: &'static str,
    /// Words of the command line, before the folder.
    words: &'static [&'static str],
    needs: Needs,
    options: &'static [&'static str],
    writes: bool,
}

impl Known {
    /// Its answer is that of the files as they are seen from outside. The proof of the register reads them all each time.
    fn kept(&self) -> bool {
        !self.writes && self.name != "registre"
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    Period,
    /// Two days, or none.
    Days,
    /// A document of the folder.
    Document,
    /// A document, and the day it was sent.
    Sending,
}

const KNOWN: &[Known] = &[
    read("apercu", &["paie"], Needs::Period, &["--essai"]),
    read("apercu-rectifier", &["paie"], Needs::Period, &["--essai", "--rectifier"]),
    read("controle", &["paie"], Needs::Period, &["--controle"]),
    write("payer", &["paie"], Needs::Period, &[]),
    write("rectifier", &["paie"], Needs::Period, &["--rectifier"]),
    write("viser", &["viser"], Needs::Period, &[]),
    write("retirer-visa", &["viser"], Needs::Period, &["--retirer"]),
    read("apercu-defaire", &["defaire"], Needs::Period, &["--essai"]),
    write("defaire", &["defaire"], Needs::Period, &[]),
    read("apercu-defaire-non-envoye", &["defaire"], Needs::Period, &["--essai", "--virements-non-envoyes"]),
    write("defaire-non-envoye", &["defaire"], Needs::Period, &["--virements-non-envoyes"]),
    read("verifier", &["verifier"], Needs::Nothing, &["--sans-copie"]),
    read("ecritures", &["compta", "ecritures"], Needs::Period, &[]),
    write("integrer", &["compta", "integrer"], Needs::Period, &[]),
    read("calendrier", &["calendrier"], Needs::Days, &[]),
    read("apercu-deposer", &["deposer"], Needs::Sending, &["--essai"]),
    write("deposer", &["deposer"], Needs::Sending, &[]),
    read("apercu-retirer", &["deposer"], Needs::Document, &["--annuler", "--essai"]),
    write("retirer", &["deposer"], Needs::Document, &["--annuler"]),
    read("registre", &["registre", "verifier"], Needs::Nothing, &[]),
];

const fn read(
    name: &'static str,
    words: &'static [&'static str],
    needs: Needs,
    options: &'static [&'static str],
) -> Known {
    Known { name, words, needs, options, writes: false }
}

const fn write(
    name: &'static str,
    words: &'static [&'static str],
    needs: Needs,
    options: &'static [&'static str],
) -> Known {
    Known { name, words, needs, options, writes: true }
}

/// Longest question, in bytes.
const LONGEST: usize = 64 << 10;

pub(crate) async fn run(
    State(shared): State<Arc<Shared>>,
    Place(name): Place<String>,
    body: Body,
) -> Response {
    let Some(known) = KNOWN.iter().find(|k| k.name == name) else {
        let names: Vec<&str> = KNOWN.iter().map(|k| k.name).collect();
        let error = Diagnostic::error("PAGE-002", "la page ne connaît pas cette commande")
            .hint(format!("commandes : {}", names.join(", ")));
        return refused(StatusCode::NOT_FOUND, &[error]);
    };
    let Ok(bytes) = to_bytes(body, LONGEST).await else {
        return unusable(vec![Diagnostic::error("PAGE-003", "la demande est trop longue ou interrompue")]);
    };
    let asked = if bytes.is_empty() { Ok(Asked::default()) } else { serde_json::from_slice::<Asked>(&bytes) };
    let Ok(asked) = asked else {
        return unusable(vec![
            Diagnostic::error("PAGE-003", "la demande n'est pas celle d'une commande")
                .hint("champs : periode, personne, malgre, document, le, du, au, vu"),
        ]);
    };
    let line = match words(&shared, known, &asked) {
        Ok(line) => line,
        Err(error) => return unusable(vec![error]),
    };
    let lock = if known.writes {
        let Ok(lock) = shared.writing.try_lock() else {
            let error = Diagnostic::error("PAGE-004", "une commande de cette page est déjà en cours")
                .hint("attendre qu'elle finisse, puis recharger");
            return refused(StatusCode::CONFLICT, &[error]);
        };
        // What was seen must be what is frozen.
        if asked.vu.as_ref().is_none_or(|seen| *seen != state(&shared, &asked)) {
            let error = Diagnostic::error(
                "PAGE-005",
                "les fichiers du dossier ont changé depuis l'aperçu : rien n'est fait",
            )
            .hint("recharger, relire l'aperçu, puis confirmer");
            return refused(StatusCode::CONFLICT, &[error]);
        }
        Some(lock)
    } else {
        None
    };
    // Without an answer to keep, the command says its cause below.
    if known.kept()
        && let Some(text) = looked(&shared, line.clone(), &asked).await
    {
        return text_of(&text);
    }
    let done = launched(&shared, line).await;
    drop(lock);
    match done {
        None => defect(),
        Some(Err(error)) => unusable(vec![
            Diagnostic::error("PAGE-006", format!("la commande ne se lance pas : {}", io_cause(&error)))
                .hint("fermer cette page et la rouvrir avec cddu ouvrir"),
        ]),
        Some(Ok(output)) => match said(&shared, &asked, &output) {
            (said, true) => answer(&said),
            // A look that ended without an answer is not an answer without fault.
            (said, false) if known.writes => answer(&said),
            _ => defect(),
        },
    }
}

/// Runs the program; `None` when its thread did not end as it should.
async fn launched(shared: &Shared, line: Vec<OsString>) -> Option<std::io::Result<Output>> {
    let program = shared.page.program.clone();
    spawn_blocking(move || Command::new(program).args(line).stdin(Stdio::null()).output()).await.ok()
}

/// What a command said, and whether it said something that can be read.
fn said(shared: &Shared, asked: &Asked, output: &Output) -> (Value, bool) {
    let said = serde_json::from_slice::<Value>(&output.stdout);
    let readable = said.is_ok();
    let said = json!({
        "code": output.status.code(),
        "sortie": said.unwrap_or(Value::Null),
        "messages": String::from_utf8_lossy(&output.stderr),
        "vu": state(shared, asked),
    });
    (said, readable)
}

/// The answer of a command that only looks, kept as long as the folder stays as it is.
async fn looked(shared: &Shared, line: Vec<OsString>, asked: &Asked) -> Option<Arc<str>> {
    let words: Vec<_> = line.iter().map(|word| word.to_string_lossy()).collect();
    let question = format!("{} {}", (shared.page.today)(), words.join("\u{0}"));
    let make = async {
        let output = launched(shared, line.clone()).await?.ok()?;
        let (said, readable) = said(shared, asked, &output);
        readable.then(|| said.to_string())
    };
    shared.memo.answer(&shared.page.folder, &question, make).await
}

/// Works out what the page asks first of a period, or of the whole folder, before it is asked.
pub(crate) async fn ahead(shared: &Shared, name: &str, period: Option<&str>) {
    let asked = Asked { periode: period.map(str::to_owned), ..Asked::default() };
    let Some(known) = KNOWN.iter().find(|k| k.name == name && k.kept()) else { return };
    if let Ok(line) = words(shared, known, &asked) {
        looked(shared, line, &asked).await;
    }
}

/// The state of the folder, and of the document that the command is about.
fn state(shared: &Shared, asked: &Asked) -> String {
    let document = asked.document.as_ref().map(|place| shared.page.folder.join(place));
    trial::stamp(&shared.page.folder, document.as_deref())
}

/// The document of a command, which stays in the folder.
fn document(shared: &Shared, asked: &Asked) -> Result<PathBuf, Diagnostic> {
    asked.document.as_deref().and_then(|place| files::inside(&shared.page.folder, place)).ok_or_else(|| {
        Diagnostic::error("PAGE-001", "ce document n'est pas dans le dossier")
            .hint("recharger la page : le dossier a peut-être changé")
    })
}

/// The command line.
fn words(shared: &Shared, known: &Known, asked: &Asked) -> Result<Vec<OsString>, Diagnostic> {
    let mut out: Vec<OsString> = known.words.iter().map(OsString::from).collect();
    out.push(match known.needs {
        Needs::Document | Needs::Sending => document(shared, asked)?.into(),
        Needs::Nothing | Needs::Period | Needs::Days => shared.page.folder.clone().into(),
    });
    match known.needs {
        Needs::Nothing | Needs::Document => {}
        Needs::Days => {
            for (option, day) in [("--du", asked.du), ("--au", asked.au)] {
                out.extend(day.into_iter().flat_map(|day| [option.into(), day.to_string().into()]));
            }
        }
        Needs::Sending => {
            let day = asked.le.ok_or_else(|| {
                Diagnostic::error("PAGE-003", "le jour de l'envoi manque").hint("donner un jour AAAA-MM-JJ")
            })?;
            out.extend(["--le".into(), day.to_string().into()]);
        }
        Needs::Period => {
            let period = PayPeriod::parse(asked.periode.as_deref().unwrap_or_default())?;
            out.extend(["--periode".into(), period.nom.into()]);
        }
    }
    for (option, values) in [("--personne", asked.personne.as_slice()), ("--payer-malgre", &asked.malgre)] {
        for value in values {
            if value.is_empty() || value.starts_with('-') || value.chars().count() > 60 {
                return Err(Diagnostic::error("PAGE-003", "ce matricule n'en est pas un"));
            }
            out.extend([option.into(), value.into()]);
        }
    }
    out.extend(known.options.iter().map(OsString::from));
    out.push("--json".into());
    if let Some(tables) = &shared.page.tables {
        out.extend(["--baremes".into(), tables.clone().into()]);
    }
    if let Some(by) = &shared.page.by {
        out.extend(["--par".into(), by.into()]);
    }
    Ok(out)
}
