//! `cddu ouvrir`: the local page of a folder.

use std::process::{Command, Stdio};
use std::time::Duration;

use cddu_dossier::Folder;
use cddu_kit::{CONTRACT, Engine};
use cddu_page::Page;
use cddu_rates::{Diagnostic, hex, io_cause};
use cddu_serveur::{Options, Token};
use serde_json::json;

use crate::args::OuvrirArgs;
use crate::output::{Context, Outcome, Status};

/// Longest calculation: a first week of a large production.
const PATIENCE: Duration = Duration::from_secs(300);

pub fn run(context: &Context, engine: &Engine, args: &OuvrirArgs, given: &super::Given<'_>) -> Outcome {
    if !args.adresse.ip().is_loopback() {
        return Err(vec![
            Diagnostic::error(
                "CLI-016",
                format!("{} n'est pas une adresse de cette seule machine", args.adresse.ip()),
            )
            .at("--adresse")
            .hint("la page donne accès à un dossier de paie : la garder sur 127.0.0.1"),
        ]);
    }
    // A folder that cannot be read is told here, before a browser opens.
    Folder::read(&args.dossier)?;
    let unable = |what: &str, error: &std::io::Error| {
        vec![
            Diagnostic::error("CLI-017", format!("{what} : {}", io_cause(error)))
                .hint("relancer la commande"),
        ]
    };
    let page = Page {
        folder: args.dossier.canonicalize().map_err(|e| unable("le dossier ne s'ouvre pas", &e))?,
        program: std::env::current_exe().map_err(|e| unable("le programme ne se retrouve pas", &e))?,
        tables: given.tables.map(Into::into),
        by: given.by.map(str::to_owned),
        today: super::today,
    };
    let secret = secret()?;
    let options = Options {
        token: Some(Token::new(&secret).map_err(|d| vec![d])?),
        delay: PATIENCE,
        compute: PATIENCE,
        ..Options::default()
    };
    super::quiet_panics("PAGE-009");
    cddu_serveur::run(cddu_page::service(page, engine.clone(), options), args.adresse, |address| {
        let url = format!("http://{address}/#jeton={secret}");
        if context.json {
            context.print_json(&json!({ "version_interface": CONTRACT, "adresse": url }));
        } else {
            context.print(&format!(
                "La page du dossier est ouverte à cette adresse, pour cette machine seulement :\n\n  {url}\n\nCtrl-C \
                 l'arrête.\n"
            ));
        }
        if !args.sans_navigateur {
            browse(&url);
        }
    })?;
    Ok(Status::Done)
}

/// A secret for the time of the page.
fn secret() -> Result<String, Vec<Diagnostic>> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).map_err(|error| {
        vec![
            Diagnostic::error("CLI-017", format!("le système ne donne pas de hasard : {error}"))
                .hint("relancer la commande"),
        ]
    })?;
    Ok(hex(&bytes))
}

/// Opens the browser of the person; without one, the address that was written serves.
fn browse(url: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "windows") {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let quiet = || Stdio::null();
    let _ =
        Command::new(program).args(before).arg(url).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn();
}
