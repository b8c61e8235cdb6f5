//! The command line in French: headings of the help, faults of the call.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory as _};

use crate::args::Cli;

const TEMPLATE: &str = "{before-help}{about-with-newline}
\x1b[1mUsage :\x1b[0m {usage}

{all-args}{after-help}";

/// The command line with French headings. The space before the colon that follows each of them belongs to them.
pub fn command() -> Command {
    translated(Cli::command())
}

/// A command and everything under it: what the parser would write in English is replaced.
fn translated(command: Command) -> Command {
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Commandes ")
        .subcommand_value_name("COMMANDE")
        .mut_args(argument)
        .mut_subcommands(translated)
}

/// Heading, default value and admitted values of an argument.
fn argument(arg: Arg) -> Arg {
    let heading = if arg.is_positional() { "Arguments " } else { "Options " };
    // The options of every command come after its own.
    let arg = if arg.is_global_set() { arg.display_order(1_000) } else { arg };
    let arg = arg.help_heading(heading);
    if !arg.get_action().takes_values() {
        return arg;
    }
    let mut help: Vec<String> = arg.get_help().map(ToString::to_string).into_iter().collect();
    let defaults: Vec<_> = arg.get_default_values().iter().map(|v| v.to_string_lossy()).collect();
    if !defaults.is_empty() && !arg.is_hide_default_value_set() {
        help.push(format!("[par défaut : {}]", defaults.join(", ")));
    }
    let values: Vec<_> = arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
    if !values.is_empty() && !arg.is_hide_possible_values_set() {
        help.push(format!("[valeurs : {}]", values.join(", ")));
    }
    arg.hide_default_value(true).hide_possible_values(true).help(help.join(" "))
}

/// Prints help or the fault; exit status 0 for help, 2 for a fault.
pub fn usage(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayVersion if std::env::args().any(|argument| argument == "--json") => {
            let reply = cddu_kit::Engine::embedded().answer(cddu_kit::Call::Version, b"{}");
            return crate::output::alone(|out| writeln!(out, "{}", reply.json));
        }
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return crate::output::alone(|_| error.print());
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            return ExitCode::from(2);
        }
        _ => {}
    }
    let get = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(list)) => list.join(", "),
        _ => String::new(),
    };
    let argument = get(ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("option ou argument inconnu : {argument}"),
        ErrorKind::InvalidSubcommand => {
            format!("commande inconnue : {}", get(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("il manque : {argument}"),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::InvalidValue if get(ContextKind::InvalidValue).is_empty() => {
            format!("{argument} attend une valeur")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{argument} : « {} » ne convient pas", get(ContextKind::InvalidValue))
        }
        ErrorKind::ArgumentConflict => {
            format!("{argument} ne va pas avec {}", get(ContextKind::PriorArg))
        }
        ErrorKind::NoEquals
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => {
            format!("nombre de valeurs inattendu pour {argument}")
        }
        _ => "appel incompréhensible".to_owned(),
    };
    eprintln!("erreur [CLI-001] {message}");
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .map(get)
        .find(|t| !t.is_empty());
    let admitted = get(ContextKind::ValidValue);
    if let Some(near) = near {
        eprintln!("  aide : vouliez-vous dire {near} ?");
    } else if let Some(form) = std::error::Error::source(error).map(ToString::to_string)
        && form.contains("s'écrit")
    {
        // Ours say it in French.
        eprintln!("  aide : {form}");
    } else if !admitted.is_empty() {
        eprintln!("  aide : valeurs admises : {admitted}");
    } else {
        eprintln!("  aide : cddu --aide, ou cddu COMMANDE --aide");
    }
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(command: &mut Command) {
        let help = command.render_long_help().to_string();
        for english in ["Usage:", "Arguments:", "Options:", "Commands:", "[default", "[possible", "Print"] {
            assert!(!help.contains(english), "{} : {english}\n{help}", command.get_name());
        }
        assert!(help.contains("Usage : ") && help.contains("Options :"), "{help}");
        command.get_subcommands_mut().for_each(check);
    }

    #[test]
    fn no_help_page_speaks_english() {
        let mut command = command();
        command.build();
        check(&mut command);
    }

    #[test]
    fn default_values_and_admitted_values_are_said() {
        let arg = argument(Arg::new("a").long("a").help("Aide").default_value("1").value_parser(["1", "2"]));
        assert_eq!(arg.get_help().unwrap().to_string(), "Aide [par défaut : 1] [valeurs : 1, 2]");
    }
}
