//! `cddu manuel`: the manual pages, made from the help of the commands.

use std::path::Path;

use cddu_rates::Diagnostic;
use clap::Command;
use clap_mangen::Man;

use crate::french;
use crate::output::{Context, Outcome, Status};

/// Headings that the generator writes in English, or with the space that French puts before a colon.
const HEADINGS: [(&str, &str); 6] = [
    (".SH NAME\n", ".SH NOM\n"),
    (".SH SUBCOMMANDS\n", ".SH COMMANDES\n"),
    (".SH \"Commandes \"\n", ".SH COMMANDES\n"),
    (".SH \"OPTIONS \"\n", ".SH OPTIONS\n"),
    (".SH \"ARGUMENTS \"\n", ".SH ARGUMENTS\n"),
    (".SH EXTRA\n", ".SH NOTES\n"),
];

pub fn run(context: &Context, folder: &Path) -> Outcome {
    let mut root = french::command().disable_help_subcommand(true);
    // Gives every command its whole name (`cddu dsn verifier`).
    root.build();
    let mut written = 0;
    pages(&root, &mut |name, page| {
        written += 1;
        crate::input::write(&folder.join(format!("{name}.1")), page)
    })?;
    context.print(&format!("{written} pages de manuel écrites dans {}\n", folder.display()));
    Ok(Status::Done)
}

/// The page of a command, then those of the commands under it.
fn pages(
    command: &Command,
    write: &mut impl FnMut(&str, &[u8]) -> Result<(), Vec<Diagnostic>>,
) -> Result<(), Vec<Diagnostic>> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    write(name, page(command, name).as_bytes())?;
    command.get_subcommands().filter(|c| !c.is_hide_set()).try_for_each(|under| pages(under, write))
}

fn page(command: &Command, name: &str) -> String {
    let man = Man::new(command.clone())
        .title(name.to_uppercase())
        .date("")
        .source(concat!("cddu ", env!("CARGO_PKG_VERSION")))
        .manual("Paie des intermittents");
    let mut bytes = Vec::new();
    // A vector takes every byte.
    let _ = man.render(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    HEADINGS.iter().fold(text, |text, (english, french)| text.replace(english, french))
}
