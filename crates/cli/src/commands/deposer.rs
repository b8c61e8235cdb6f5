//! `cddu deposer`: what was sent to the bodies and to the bank.

use cddu_dossier::{
    Depot, Depots, Folder, deposit, first_day, folder_of, foresee_deposit, foresee_withdrawal, withdraw,
};
use cddu_rates::Diagnostic;
use chrono::NaiveDate;

use crate::args::DeposerArgs;
use crate::output::{Context, Outcome, Status};
use crate::render::columns;

pub fn run(context: &Context, args: &DeposerArgs, by: Option<&str>) -> Outcome {
    if args.document.is_dir() {
        return list(context, args);
    }
    let Some(day) = args.le.or(args.annuler.then(super::current_day)) else {
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
    if args.annuler {
        let take = if args.essai { foresee_withdrawal } else { withdraw };
        let taken = take(&folder, &args.document, by.map(str::to_owned))?;
        if context.json {
            context.print_json(&taken);
        } else {
            let verb = if args.essai { "serait retiré" } else { "est retiré" };
            context.print(&format!("{} : l'envoi noté {verb}\n", taken.fichier));
        }
        return Ok(Status::Done);
    }
    possible(day, first_day(&folder, &args.document))?;
    let note = if args.essai { foresee_deposit } else { deposit };
    let done = note(&folder, &args.document, day, by.map(str::to_owned))?;
    context.report(&done.avertissements);
    if context.json {
        context.print_json(&done);
    } else {
        let copy = if args.essai { "essai, rien n'est noté ; copie qui serait gardée" } else { "copie" };
        context.print(&format!("{}{copy} : {}\n", line(&done.depot), done.depot.copie()));
    }
    Ok(Status::Done)
}

/// Refuses a day on which the document was not made yet, one that has not come, one of another year.
fn possible(day: NaiveDate, first: Option<NaiveDate>) -> Result<(), Vec<Diagnostic>> {
    let shown = |d: NaiveDate| d.format("%d/%m/%Y").to_string();
    let today = super::current_day();
    let message = if day > today {
        format!("le {} n'est pas encore venu : aujourd'hui est le {}", shown(day), shown(today))
    } else if let Some(first) = first.filter(|first| day < *first) {
        format!("le {} précède ce document, qui n'existe pas avant le {}", shown(day), shown(first))
    } else if let Some(first) = first.filter(|first| (day - *first).num_days() > 366) {
        format!("le {} est plus d'un an après ce document, du {}", shown(day), shown(first))
    } else {
        return Ok(());
    };
    let hint = "donner le jour où le document est parti, avec son année ; un envoi noté par erreur se retire avec --annuler";
    Err(vec![Diagnostic::error("CLI-001", message).hint(hint)])
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
