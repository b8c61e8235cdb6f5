//! Ligne de commande de cddu, moteur ouvert de paie et de déclarations pour les CDDU du cinéma et de l'audiovisuel.

mod args;
mod commands;
mod french;
mod input;
mod masque;
mod output;
mod parameters;
mod regroupe;
mod render;

use std::process::ExitCode;

use args::Command;
use clap::FromArgMatches as _;

fn main() -> ExitCode {
    let parsed = french::command().try_get_matches();
    let cli = match parsed.and_then(|m| args::Cli::from_arg_matches(&m)) {
        Ok(cli) => cli,
        Err(error) => return french::usage(&error),
    };
    let context = output::Context::new(cli.json, cli.montrer_donnees);
    let outcome = match &cli.command {
        // These need no table.
        Command::Completions { shell } => commands::completions::run(&context, *shell),
        Command::Manuel { dossier } => commands::manuel::run(&context, dossier),
        Command::Schema { nom } => commands::schema::run(&context, nom.as_deref()),
        Command::Fec(command) => commands::fec::run(&context, command),
        Command::Dsn(command) if !command.on_folder() => commands::dsn::run(&context, command),
        command => match input::engine(cli.baremes.as_deref()) {
            Ok(engine) => {
                let given = commands::Given { tables: cli.baremes.as_deref(), by: cli.par.as_deref() };
                commands::run(&context, &engine, command, &given)
            }
            Err(diagnostics) => Err(diagnostics),
        },
    };
    output::exit(&context, outcome)
}
