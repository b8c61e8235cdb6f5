//! `cddu servir`: the calls over HTTP.

use std::time::Duration;

use cddu_kit::{CONTRACT, Engine};
use cddu_rates::Diagnostic;
use cddu_serveur::{Journal, Options, Service, Token};
use serde_json::json;

use crate::args::ServirArgs;
use crate::output::{Context, Outcome, Status};

/// Where a token is looked for without a file.
const VARIABLE: &str = "CDDU_JETON";

pub fn run(context: &Context, engine: &Engine, args: &ServirArgs) -> Outcome {
    let delay = Duration::from_secs(args.delai.into());
    let options = Options {
        token: token(args)?,
        names: args.nom.clone(),
        max_body: args.taille as usize * 1024,
        max_file: args.taille_dsn as usize * 1024 * 1024,
        delay,
        compute: delay,
        connections: args.connexions as usize,
        journal: args.journal.then(|| Journal::new(told)),
        ..Options::default()
    };
    super::quiet_panics("HTTP-009");
    let closed = options.token.is_some();
    cddu_serveur::run(Service::new(engine.clone(), options), args.adresse, |address| {
        let url = format!("http://{address}");
        if context.json {
            context.print_json(&json!({ "version_interface": CONTRACT, "adresse": url, "jeton": closed }));
        } else {
            let access = if closed { "avec jeton" } else { "sans jeton" };
            context.print(&format!(
                "cddu répond sur {url} ({access}). Description : {url}/openapi.json. Arrêt : Ctrl-C.\n"
            ));
        }
    })?;
    Ok(Status::Done)
}

fn token(args: &ServirArgs) -> Result<Option<Token>, Vec<Diagnostic>> {
    let Some(file) = &args.jeton_fichier else {
        let Some(text) = std::env::var_os(VARIABLE) else { return Ok(None) };
        let token = Token::new(&text.to_string_lossy());
        return token.map(Some).map_err(|d| vec![d.at(VARIABLE)]);
    };
    let text = crate::input::bytes(file)?;
    let token = Token::new(&String::from_utf8_lossy(&text));
    token.map(Some).map_err(|d| vec![d.in_file(file.display().to_string(), None)])
}

fn told(seen: cddu_serveur::Seen<'_>) {
    let now = super::now().format("%Y-%m-%dT%H:%M:%S");
    eprintln!("{now} {} {} {} {} ms", seen.method, seen.route, seen.status, seen.time.as_millis());
}
