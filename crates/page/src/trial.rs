//! A payslip or a note and the reason of each of its numbers: frozen, or as it would be frozen.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path as Place, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use cddu_dossier::{Archive, Folder, Frozen, FrozenNote, PayPeriod, Register, RunOptions};
use cddu_rates::{Diagnostic, hex};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tokio::task::spawn_blocking;

use crate::Shared;
use crate::reply::{defect, json, refused, unusable};

/// The last trial of the page: a click on a payslip does not compute the week again.
#[derive(Default)]
pub(crate) struct Trials(Mutex<Option<Trial>>);

struct Trial {
    periode: String,
    vu: String,
    bulletins: Arc<BTreeMap<String, Frozen>>,
}

#[derive(Deserialize)]
pub(crate) struct Wanted {
    /// Period tried, for a payslip that is not frozen.
    periode: Option<String>,
}

pub(crate) async fn payslip(
    State(shared): State<Arc<Shared>>,
    Place(numero): Place<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    spawn_blocking(move || match find(&shared, &numero, wanted.periode.as_deref()) {
        Ok(Some(frozen)) => json(&frozen),
        Ok(None) => unknown(&numero),
        Err(list) => unusable(list),
    })
    .await
    .unwrap_or_else(|_| defect())
}

pub(crate) async fn explanation(
    State(shared): State<Arc<Shared>>,
    Place(numero): Place<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    spawn_blocking(move || {
        let frozen = match find(&shared, &numero, wanted.periode.as_deref()) {
            Ok(Some(frozen)) => frozen,
            Ok(None) => return unknown(&numero),
            Err(list) => return unusable(list),
        };
        explained(&shared, &frozen)
    })
    .await
    .unwrap_or_else(|_| defect())
}

/// The figures of what was frozen, or would be.
fn explained(shared: &Shared, frozen: &impl serde::Serialize) -> Response {
    let Ok(text) = serde_json::to_string(frozen) else { return defect() };
    let figures = shared.engine.explain(&text).and_then(|read| {
        let shown = read.sheet.find(None, None)?;
        Ok(json(&read.sheet.list(&shown, None)))
    });
    figures.unwrap_or_else(unusable)
}

pub(crate) async fn note(
    State(shared): State<Arc<Shared>>,
    Place(numero): Place<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    with_note(shared, numero, wanted, |_, frozen| json(frozen)).await
}

pub(crate) async fn note_explanation(
    State(shared): State<Arc<Shared>>,
    Place(numero): Place<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    with_note(shared, numero, wanted, explained).await
}

async fn with_note(
    shared: Arc<Shared>,
    numero: String,
    wanted: Wanted,
    answer: fn(&Shared, &FrozenNote) -> Response,
) -> Response {
    spawn_blocking(move || match find_note(&shared, &numero, wanted.periode.as_deref()) {
        Ok(Some(frozen)) => answer(&shared, &frozen),
        Ok(None) => unknown(&numero),
        Err(list) => unusable(list),
    })
    .await
    .unwrap_or_else(|_| defect())
}

/// The note frozen under a number; else the one that its period would freeze.
fn find_note(
    shared: &Shared,
    numero: &str,
    periode: Option<&str>,
) -> Result<Option<FrozenNote>, Vec<Diagnostic>> {
    let root = &shared.page.folder;
    let known: Archive<FrozenNote> = Archive::open(root)?;
    if let Some(frozen) = known.all().find(|f| f.numero == numero) {
        return Ok(Some(frozen.clone()));
    }
    let Some(periode) = periode else { return Ok(None) };
    let period = PayPeriod::parse(periode).map_err(|d| vec![d])?;
    let run = cddu_dossier::notes(&Folder::read(root)?, shared.engine.rates(), &period, true)?;
    Ok(run.notes.into_iter().map(|(frozen, _)| frozen).find(|f| f.numero == numero))
}

fn unknown(numero: &str) -> Response {
    let shown: String = numero.chars().take(40).collect();
    let error = Diagnostic::error(
        "PAGE-001",
        format!("aucun bulletin ni aucune note ne porte le numéro « {shown} »"),
    )
    .hint("recharger la semaine : les données du dossier ont peut-être changé");
    refused(StatusCode::NOT_FOUND, &[error])
}

/// The payslip frozen under a number; else the one that its period would freeze.
fn find(shared: &Shared, numero: &str, periode: Option<&str>) -> Result<Option<Frozen>, Vec<Diagnostic>> {
    let root = &shared.page.folder;
    if let Some(frozen) = Register::open(root)?.all().find(|f| f.numero == numero) {
        return Ok(Some(frozen.clone()));
    }
    let Some(periode) = periode else { return Ok(None) };
    let vu = stamp(root, None);
    {
        let known = shared.trials.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(trial) = known.as_ref().filter(|t| t.periode == periode && t.vu == vu) {
            return Ok(trial.bulletins.get(numero).cloned());
        }
    }
    let options = RunOptions {
        period: PayPeriod::parse(periode).map_err(|d| vec![d])?,
        payment: None,
        replace: false,
        dry: true,
        despite: std::collections::BTreeSet::new(),
    };
    let run = cddu_dossier::run(&Folder::read(root)?, shared.engine.rates(), &options, &|_, _| {})?;
    let bulletins: BTreeMap<String, Frozen> =
        run.payslips.into_iter().map(|(frozen, _)| (frozen.numero.clone(), frozen)).collect();
    let found = bulletins.get(numero).cloned();
    let trial = Trial { periode: periode.to_owned(), vu, bulletins: Arc::new(bulletins) };
    *shared.trials.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(trial);
    Ok(found)
}

/// Works out the payslips of a period before one of them is looked at.
pub(crate) async fn ahead(shared: &Arc<Shared>, periode: &str) {
    let (shared, periode) = (Arc::clone(shared), periode.to_owned());
    // What is wrong with the period is told to whoever asks for it.
    let _ = spawn_blocking(move || find(&shared, "", Some(&periode)).map(|_| ())).await;
}

/// Tells two states of the folder apart: the size and the day of its files, of what it froze, of what it noted as sent
/// and of one document more. Nothing that it holds.
pub(crate) fn stamp(root: &Path, document: Option<&Path>) -> String {
    let mut seen = Vec::new();
    let mut places = vec![root.to_path_buf(), root.join("depots")];
    for year in entries(&root.join("bulletins")) {
        places.push(year.clone());
        places.extend(entries(&year));
    }
    for path in places.iter().flat_map(|place| entries(place)).chain(document.map(Path::to_path_buf)) {
        let Ok(data) = path.metadata() else { continue };
        // The journal grows with each look at the folder.
        if !data.is_file() || path.ends_with("journal.jsonl") || path.ends_with(".verrou") {
            continue;
        }
        let mut line = path.display().to_string();
        let changed = data.modified().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
        let _ = write!(line, " {} {:?}", data.len(), changed);
        seen.push(line);
    }
    seen.sort_unstable();
    hex(&Sha256::digest(seen.join("\n").as_bytes()))
}

fn entries(place: &Path) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(place)
        .map_or_else(|_| Vec::new(), |all| all.filter_map(|e| Some(e.ok()?.path())).collect())
}
