//! `cddu deposer`: what was sent to the bodies and to the bank.

use cddu_dossier::{Depot, Depots, Folder, deposit, folder_of};
use cddu_rates::Diagnostic;

use crate::args::DeposerArgs;
use crate::output::{Context, Outcome, Status};
use crate::render::columns;

pub fn run(context: &Context, args: &DeposerArgs, by: Option<&str>) -> Outcome {
    if args.document.is_dir() {
        return list(context, args);
    }
    let Some(day) = args.le else {
        return Err(vec![
            Diagnostic::error("CLI-001", "le jour de l'envoi manque").hint("ajouter --le AAAA-MM-JJ"),
        ]);
    };
    let Some(root) = folder_of(&args.document) else {
        return Err(vec![
            Diagnostic::error("DOS-173", "ce document n'est pas dans un dossier de production")
                .in_file(args.document.display().to_string(), None)
                .hint("donner le fichier écrit par cddu, sous DOSSIER/sorties"),
        ]);
    };
    let folder = Folder::read(&root)?;
    let done = deposit(&folder, &args.document, day, by.map(str::to_owned))?;
    context.report(&done.avertissements);
    if context.json {
        context.print_json(&done);
    } else {
        context.print(&format!("{}copie : {}\n", line(&done.depot), done.depot.copie()));
    }
    Ok(Status::Done)
}

fn list(context: &Context, args: &DeposerArgs) -> Outcome {
    let depots = Depots::open(&args.document)?;
    if context.json {
        context.print_json(&depots.all());
        return Ok(Status::Done);
    }
    let text: String = depots.all().iter().map(line).collect();
    context.print(if text.is_empty() { "Aucun envoi noté.\n" } else { &text });
    Ok(Status::Done)
}

/// A sending on one line.
fn line(depot: &Depot) -> String {
    let day = depot.le.map_or_else(|| "à la clôture".to_owned(), |d| d.format("%d/%m/%Y").to_string());
    let what = match depot.ordre {
        Some(ordre) => format!("{}, ordre {ordre}", depot.genre.libelle()),
        None => depot.genre.libelle().to_owned(),
    };
    let by = depot.par.as_deref().map_or_else(String::new, |name| format!("par {name}"));
    columns(&[
        (&day, 12),
        (&what, 24),
        (depot.mois.as_deref().unwrap_or_default(), 8),
        (&by, 20),
        (&depot.fichier, 60),
    ])
}
