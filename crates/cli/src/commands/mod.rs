//! One file per command.

pub mod aem;
mod archive;
mod attestations;
mod auditer;
mod baremes;
mod brut;
mod bulletin;
mod calendrier;
pub mod completions;
mod compta;
mod contrats;
mod declarer;
mod defaire;
mod deposer;
mod documents;
pub mod dsn;
mod etude;
pub mod expliquer;
pub mod fec;
mod feuilles;
mod init;
mod jsonl;
mod lot_csv;
mod lots;
pub mod manuel;
mod minima;
mod modeles;
mod note;
mod notes;
mod ouvrir;
mod paie;
mod rapprocher;
mod recalculer;
mod registre;
mod releves;
pub mod schema;
mod servir;
mod simuler;
mod verifier;
mod viser;

use std::path::Path;

use cddu_dossier::{Hold, journal};
use cddu_kit::Engine;
use cddu_rates::Diagnostic;
use chrono::NaiveDate;

use crate::args::Command;
use crate::output::{Context, Outcome, Status};

/// What was given beside the command: the tables and who works.
pub struct Given<'a> {
    pub tables: Option<&'a Path>,
    pub by: Option<&'a str>,
}

/// Runs a command that reads the tables. What it changes in a folder is a line of its journal.
pub fn run(context: &Context, engine: &Engine, command: &Command, given: &Given<'_>) -> Outcome {
    let Some((name, folder)) = command.writes_in() else { return dispatch(context, engine, command, given) };
    // Held until the command ends, whatever way it ends.
    let hold = Hold::take(&folder, &holder(name)).map_err(|d| vec![d])?;
    if hold.is_none() {
        return dispatch(context, engine, command, given);
    }
    let interrupted = hold.as_ref().and_then(Hold::interrupted);
    let suivi = journal::Suivi::begin(&folder, interrupted).map_err(|d| vec![d])?;
    let outcome = dispatch(context, engine, command, given);
    let status = match &outcome {
        Ok(Status::Done) => 0,
        Ok(Status::Anomalies) => 1,
        Ok(Status::Refused) | Err(_) => 2,
    };
    let moment = now().to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
    let words = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned());
    let line = words.collect::<Vec<_>>().join(" ");
    let kept =
        journal::append(&folder, suivi, moment, format!("cddu {line}"), given.by.map(str::to_owned), status);
    match (outcome, kept) {
        (Ok(_), Err(fault)) => Err(vec![fault]),
        (outcome, _) => outcome,
    }
}

fn dispatch(context: &Context, engine: &Engine, command: &Command, given: &Given<'_>) -> Outcome {
    let rates = engine.rates();
    match command {
        Command::Paie(args) => paie::run(context, rates, args),
        Command::Bulletin(args) => bulletin::run(context, engine, args),
        Command::Note(args) => note::run(context, engine, args),
        Command::Brut(args) => brut::run(context, engine, args),
        Command::Expliquer(args) => expliquer::run(context, engine, args),
        Command::Simuler(args) => simuler::run(context, engine, args),
        Command::Archiver(args) => archive::write(context, rates, args),
        Command::Archive(command) => archive::run(context, command),
        Command::Remettre(args) => archive::deliver(context, args),
        Command::Ouvrir(args) => ouvrir::run(context, engine, args, given),
        Command::Servir(args) => servir::run(context, engine, args),
        Command::Minima(args) => minima::run(context, rates, args),
        Command::Notes(args) => notes::run(context, rates, args),
        Command::Etude(command) => etude::run(context, engine, command),
        Command::Rapprocher(args) => rapprocher::run(context, rates, args),
        Command::Auditer(args) => auditer::run(context, rates, args),
        Command::Recalculer(args) => recalculer::run(context, rates, args),
        Command::Attestations(args) => attestations::run(context, rates, args),
        Command::Contrats(args) => contrats::run(context, rates, args),
        Command::Feuilles(args) => feuilles::run(context, rates, args),
        Command::Aem(command) => aem::run(context, rates, command),
        Command::Compta(command) => compta::run(context, rates, command),
        Command::Calendrier(args) => calendrier::run(context, rates, args),
        Command::Baremes(command) => baremes::run(context, rates, command),
        Command::Dsn(command) => declarer::dsn(context, rates, command),
        Command::Dpae(args) => declarer::dpae(context, rates, args),
        Command::Releves(args) => releves::run(context, rates, args),
        Command::Verifier(args) => verifier::run(context, rates, args),
        Command::Defaire(args) => defaire::run(context, args),
        Command::Viser(args) => viser::run(context, rates, args, given.by),
        Command::Deposer(args) => deposer::run(context, args, given.by),
        Command::Registre(command) => registre::run(context, rates, command),
        Command::Init { dossier, classeur, r#type } => init::run(context, rates, dossier, *classeur, *r#type),
        Command::Schema { .. } | Command::Fec(_) | Command::Completions { .. } | Command::Manuel { .. } => {
            Ok(Status::Done)
        }
    }
}

/// What somebody who waits for the folder reads.
fn holder(command: &str) -> String {
    let since = now().format("%d/%m/%Y à %H:%M:%S");
    format!("{command} (processus {}, depuis le {since})", std::process::id())
}

/// A service tells where it failed and nothing else: the words of a panic may hold what a request or a folder held.
fn quiet_panics(code: &'static str) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("erreur [{code}] défaut du programme : {place}");
    }));
}

/// The clock of the machine, which only the command line looks at. A machine that believes it is before 1970 gets that
/// day rather than a panic.
#[allow(clippy::disallowed_methods, reason = "the command line passes dates in")]
fn now() -> chrono::DateTime<chrono::Local> {
    std::time::SystemTime::now().into()
}

/// The day of the machine.
fn today() -> NaiveDate {
    now().date_naive()
}

/// The variable that gives the day in the place of the clock: an archive taken up again, a test.
const JOUR: &str = "CDDU_JOUR";

/// The day that is noted in a folder.
fn current_day() -> NaiveDate {
    let given = std::env::var(JOUR).ok().and_then(|day| day.parse().ok());
    given.unwrap_or_else(today)
}

/// What a request refused ends with: in JSON, the envelope of every road, with the reference and the number that it gave
/// and no file; else its errors at their lines.
fn refused(context: &Context, file: &str, text: &str, list: cddu_kit::Diagnostics) -> Outcome {
    let list = Vec::from(list);
    if !context.json {
        return Err(named(list, file));
    }
    context.report(&list);
    context.print_json(&cddu_kit::refusal_json(text, &context.shown(&list)));
    Ok(Status::Refused)
}

/// Diagnostics of a document, with the name of its file.
fn named(list: Vec<Diagnostic>, file: &str) -> Vec<Diagnostic> {
    let shown = if file == "-" { "(entrée standard)" } else { file };
    list.into_iter()
        .map(|d| {
            let line = d.ligne;
            if d.fichier.is_some() { d } else { d.in_file(shown, line) }
        })
        .collect()
}
