//! `cddu notes`: the author notes of a period, without the payslips.

use cddu_dossier::{Folder, PayPeriod};
use cddu_rates::{Diagnostic, Rates};

use super::paie::visible;
use crate::args::NotesArgs;
use crate::output::{Context, Outcome, Status};
use crate::render::note_table;

pub fn run(context: &Context, rates: &Rates, args: &NotesArgs) -> Outcome {
    let period = PayPeriod::parse(&args.periode).map_err(|d| vec![d])?;
    let folder = Folder::read(&args.dossier)?;
    if folder.auteurs.lignes.is_empty() {
        return Err(vec![
            Diagnostic::error("DOS-090", "aucune note à payer dans ce dossier")
                .in_file(folder.shown("notes.csv"), None)
                .hint("remplir auteurs.csv, contrats_auteurs.csv et notes.csv (cddu schema notes.csv)"),
        ]);
    }
    let run = cddu_dossier::notes(&folder, rates, &period, args.essai)?;
    let outputs = cddu_dossier::note_outputs(&folder, rates, &run, &period, args.essai)?;
    let own = ["auteurs.csv", "contrats_auteurs.csv", "notes.csv"].map(|name| Some(folder.shown(name)));
    let read = folder.diagnostics.iter().filter(|d| own.contains(&d.fichier));
    let all: Vec<Diagnostic> = read.chain(&run.diagnostics).chain(&outputs.diagnostics).cloned().collect();
    context.report(&visible(&all, args.verbeux));
    if context.json {
        context.print_json(&run.results());
    } else {
        context.print(&note_table(context, &cddu_dossier::note_lines(&run)));
        for (path, what) in &outputs.files {
            context.print(&format!("{} : {what}\n", folder.shown(path)));
        }
    }
    Ok(Status::anomalies_if(run.left_out > 0 || all.iter().any(Diagnostic::is_error)))
}
