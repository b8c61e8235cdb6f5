//! The local page of a production folder: what `cddu ouvrir` serves.
//!
//! The page reads what is frozen and tries what is not; everything that writes is the command of the same name, run as
//! it would be in a terminal, so that both do the same. Nothing leaves the machine: the files of the page are in the
//! program and name no other site.

mod commands;
mod etat;
mod files;
mod front;
mod memo;
mod reply;
mod trial;

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use cddu_serveur::{Engine, Options, Service};
use chrono::NaiveDate;
use tokio::sync::Mutex;

/// What the page stands on.
#[derive(Clone, Debug)]
pub struct Page {
    /// Folder of the production.
    pub folder: PathBuf,
    /// The program whose commands are run.
    pub program: PathBuf,
    /// Tables given in place of those of the program.
    pub tables: Option<PathBuf>,
    /// Who works, for the journal of the folder.
    pub by: Option<String>,
    /// The day it is: some answers say what is late.
    pub today: fn() -> NaiveDate,
}

/// What every request sees.
pub(crate) struct Shared {
    pub page: Page,
    pub engine: Engine,
    /// Held by the command that writes: one at a time.
    pub writing: Mutex<()>,
    pub trials: trial::Trials,
    pub memo: memo::Memo,
    /// Answers are being worked out ahead.
    pub ahead: Mutex<()>,
}

/// The service of a folder: the page, its calls, and those of the kit.
#[must_use]
pub fn service(page: Page, engine: Engine, options: Options) -> Service {
    let shared = Arc::new(Shared {
        page,
        engine: engine.clone(),
        writing: Mutex::new(()),
        trials: trial::Trials::default(),
        memo: memo::Memo::default(),
        ahead: Mutex::new(()),
    });
    let calls = Router::new()
        .route("/dossier/etat", get(etat::state))
        .route("/dossier/devis", get(etat::budget))
        .route("/dossier/mois/{mois}", get(etat::month))
        .route("/dossier/bulletins/{numero}", get(trial::payslip))
        .route("/dossier/bulletins/{numero}/explication", get(trial::explanation))
        .route("/dossier/notes/{numero}", get(trial::note))
        .route("/dossier/notes/{numero}/explication", get(trial::note_explanation))
        .route("/dossier/commandes/{nom}", post(commands::run))
        .route("/dossier/envois", get(etat::sendings))
        .route("/dossier/fichiers", get(files::list))
        .route("/dossier/fichiers/{nom}", get(files::show).post(files::check))
        .route("/dossier/copies/{nom}", post(files::keep))
        .route("/dossier/documents/{*chemin}", get(files::document))
        .with_state(shared);
    Service::new(engine, options).mount(calls).mount_open(front::routes())
}
