//! The files of the folder as tables, a file dropped on the page, the copies corrected there, the documents made.

use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Path as Place, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use cddu_dossier::{columns, grid, write_inside};
use cddu_rates::{Diagnostic, io_cause};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

use crate::Shared;
use crate::reply::{defect, json as answer, refused, unusable};

/// Largest file dropped on the page.
const LARGEST: usize = 20 << 20;
/// Where corrected copies go, in the folder.
const COPIES: &str = "a-corriger";

/// Files of the folder that exist, and what a line of each is.
pub(crate) async fn list(State(shared): State<Arc<Shared>>) -> Response {
    spawn_blocking(move || {
        let found = columns::FILES.iter().filter_map(|spec| {
            let lines = grid(&shared.page.folder, spec.fichier)?;
            Some(json!({
                "nom": spec.fichier,
                "description": spec.description,
                "lignes": lines.len().saturating_sub(1),
            }))
        });
        answer(&found.collect::<Vec<_>>())
    })
    .await
    .unwrap_or_else(|_| defect())
}

/// One file, line by line.
pub(crate) async fn show(State(shared): State<Arc<Shared>>, Place(name): Place<String>) -> Response {
    spawn_blocking(move || match grid(&shared.page.folder, &name) {
        Some(lines) => answer(&json!({ "nom": name, "lignes": lines })),
        None => absent(),
    })
    .await
    .unwrap_or_else(|_| defect())
}

/// A file dropped on the page, checked beside the others of the folder; the folder is not touched.
pub(crate) async fn check(
    State(shared): State<Arc<Shared>>,
    Place(name): Place<String>,
    body: Body,
) -> Response {
    let Some(target) = known(&name) else {
        let names: Vec<&str> = columns::FILES.iter().map(|f| f.fichier).collect();
        let error =
            Diagnostic::error("PAGE-007", format!("« {} » n'est pas un fichier du dossier", cut(&name)))
                .hint(format!(
                    "lui donner un de ces noms, en .csv ou .xlsx : {}, dossier.xlsx",
                    names.join(", ")
                ));
        return refused(StatusCode::UNPROCESSABLE_ENTITY, &[error]);
    };
    let Ok(bytes) = to_bytes(body, LARGEST).await else {
        let error = Diagnostic::error(
            "PAGE-008",
            format!("ce fichier dépasse {} Mo, ou son envoi s'est interrompu", LARGEST >> 20),
        )
        .hint(
            "un fichier de paie d'une semaine tient en quelques centaines de ko : vérifier que c'est le bon",
        );
        return refused(StatusCode::PAYLOAD_TOO_LARGE, &[error]);
    };
    spawn_blocking(move || {
        beside(&shared, &target, &bytes).unwrap_or_else(|error| {
            unusable(vec![Diagnostic::error(
                "PAGE-006",
                format!("le fichier ne se vérifie pas : {}", io_cause(&error)),
            )])
        })
    })
    .await
    .unwrap_or_else(|_| defect())
}

/// Runs `cddu verifier` on a copy of the folder where the file takes its place.
fn beside(shared: &Shared, name: &str, bytes: &[u8]) -> std::io::Result<Response> {
    let copy = tempfile::tempdir()?;
    let stem = Path::new(name).file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let whole = stem == "dossier";
    for entry in std::fs::read_dir(&shared.page.folder)? {
        let path = entry?.path();
        let Some(own) = path.file_name().map(|n| n.to_string_lossy().into_owned()) else { continue };
        let kind = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        if !path.is_file() || !["csv", "xlsx", "toml"].contains(&kind.as_str()) {
            continue;
        }
        let replaced = own.starts_with(&format!("{stem}.")) || (whole && kind == "csv");
        if !replaced || kind == "toml" {
            std::fs::copy(&path, copy.path().join(own))?;
        }
    }
    // What is frozen says what is still to be paid.
    copy_tree(&shared.page.folder.join("bulletins"), &copy.path().join("bulletins"))?;
    std::fs::write(copy.path().join(name), bytes)?;
    let mut command = Command::new(&shared.page.program);
    command.arg("verifier").arg(copy.path()).args(["--sans-copie", "--json"]).stdin(Stdio::null());
    if let Some(tables) = &shared.page.tables {
        command.arg("--baremes").arg(tables);
    }
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout).replace(&format!("{}/", copy.path().display()), "");
    // A check that did not end says nothing: that is not « nothing to correct ».
    let Ok(said) = serde_json::from_str::<Value>(&said) else { return Ok(defect()) };
    let shown: Vec<&str> = columns::FILES
        .iter()
        .map(|f| f.fichier)
        .filter(|f| whole || f.trim_end_matches(".csv") == stem)
        .collect();
    let tables: Vec<Value> = shown
        .iter()
        .filter_map(|f| grid(copy.path(), f).map(|lines| json!({ "nom": f, "lignes": lines })))
        .collect();
    Ok(answer(&json!({
        "nom": name,
        "tables": tables,
        "diagnostics": said.get("diagnostics").or_else(|| said.get("erreurs")).cloned().unwrap_or_else(|| json!([])),
        "messages": String::from_utf8_lossy(&output.stderr),
    })))
}

fn copy_tree(from: &Path, to: &Path) -> std::io::Result<()> {
    // A folder where nothing is frozen yet has no register; one that cannot be read is not the same.
    let entries = match std::fs::read_dir(from) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    std::fs::create_dir_all(to)?;
    for entry in entries {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy_tree(&path, &to.join(name))?;
        } else if path.is_file() {
            std::fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

/// Rows corrected on the page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    lignes: Vec<Vec<String>>,
}

/// Writes corrected rows as a copy, under a name that no other copy has; the original is never touched.
pub(crate) async fn keep(
    State(shared): State<Arc<Shared>>,
    Place(name): Place<String>,
    body: Body,
) -> Response {
    let Some(target) = known(&name).filter(|n| n.ends_with(".csv")) else { return absent() };
    let rows = match to_bytes(body, LARGEST).await.ok().map(|b| serde_json::from_slice::<Rows>(&b)) {
        Some(Ok(rows)) => rows,
        _ => return unusable(vec![Diagnostic::error("PAGE-003", "les lignes à garder ne se lisent pas")]),
    };
    spawn_blocking(move || {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(b"\xef\xbb\xbf".to_vec());
        for row in &rows.lignes {
            // Writing to memory does not fail.
            let _ = writer.write_record(row);
        }
        let bytes = writer.into_inner().unwrap_or_default();
        let stem = target.trim_end_matches(".csv");
        let place = (1..1000)
            .map(|rank| format!("{COPIES}/{stem}-corrige-{rank}.csv"))
            .find(|p| !shared.page.folder.join(p).exists());
        let Some(place) = place else {
            return unusable(vec![
                Diagnostic::error("PAGE-006", "trop de copies dans a-corriger").hint("y faire le ménage"),
            ]);
        };
        match write_inside(&shared.page.folder, Path::new(&place), &bytes) {
            Ok(()) => answer(&json!({ "chemin": place })),
            Err(error) => unusable(vec![error]),
        }
    })
    .await
    .unwrap_or_else(|_| defect())
}

/// A document that the commands wrote, under `sorties` or `a-corriger`.
pub(crate) async fn document(State(shared): State<Arc<Shared>>, Place(path): Place<String>) -> Response {
    spawn_blocking(move || {
        let Some(inside) = inside(&shared.page.folder, &path) else { return absent() };
        let bytes = match std::fs::read(&inside) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("ce document ne se lit pas : {}", io_cause(&error));
                return unusable(vec![
                    Diagnostic::error("PAGE-006", message)
                        .hint("vérifier ses droits, ou relancer la commande qui l'écrit"),
                ]);
            }
        };
        let kind = match inside.extension().and_then(|e| e.to_str()) {
            Some("pdf") => "application/pdf",
            // Shown by the page as a file to open, never as a part of it.
            Some("html") => "text/html; charset=utf-8",
            Some("json") => "application/json",
            _ => "text/plain; charset=utf-8",
        };
        let mut response = bytes.into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        response
    })
    .await
    .unwrap_or_else(|_| defect())
}

/// A path that stays in the documents of the folder, links followed.
pub(crate) fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let asked = Path::new(path);
    let plain = asked.components().all(|c| matches!(c, Component::Normal(_)));
    let first = asked.components().next()?;
    let open = ["sorties", "a-corriger", "comptabilite"].iter().any(|d| first.as_os_str() == *d);
    if !plain || !open {
        return None;
    }
    let root = root.canonicalize().ok()?;
    let found = root.join(asked).canonicalize().ok()?;
    (found.starts_with(&root) && found.is_file()).then_some(found)
}

/// The name under which a file is read: `contrats (2).csv` is not guessed.
fn known(name: &str) -> Option<String> {
    let (stem, kind) = name.rsplit_once('.')?;
    let kind = kind.to_lowercase();
    let stem = stem.to_lowercase();
    let own = columns::FILES.iter().any(|f| f.fichier.trim_end_matches(".csv") == stem);
    match kind.as_str() {
        "csv" if own => Some(format!("{stem}.csv")),
        "xlsx" if own || stem == "dossier" => Some(format!("{stem}.xlsx")),
        _ => None,
    }
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

fn absent() -> Response {
    let error = Diagnostic::error("PAGE-001", "ce fichier n'est pas dans le dossier")
        .hint("recharger la page : le dossier a peut-être changé");
    refused(StatusCode::NOT_FOUND, &[error])
}
