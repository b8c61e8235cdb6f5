//! `cddu registre verifier`: what the register can prove.

use cddu_documents::typo::count;
use cddu_dossier::Folder;
use cddu_rates::{Diagnostic, Rates};

use crate::args::RegistreCommand;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, rates: &Rates, command: &RegistreCommand) -> Outcome {
    let RegistreCommand::Verifier { dossier } = command;
    let folder = Folder::read(dossier)?;
    let mut proof = cddu_dossier::prove(&folder, rates);
    let wrong = proof.diagnostics.iter().any(Diagnostic::is_error);
    proof.diagnostics = context.shown(&proof.diagnostics);
    if context.json {
        context.print_json(&proof);
    } else {
        context.report(&proof.diagnostics);
        let envois =
            if proof.depots > 0 { format!(", {}", count(proof.depots, "envoi")) } else { String::new() };
        let verdict = if wrong { "le registre ne tient pas" } else { "le registre tient" };
        context.print(&format!(
            "{verdict} : {}, {}, {} d'écritures, {}{envois}, {} de journal\n",
            count(proof.bulletins, "bulletin prouvé"),
            count(proof.notes, "note prouvée"),
            count(proof.lots, "lot"),
            count(proof.copies, "copie"),
            count(proof.journal, "ligne"),
        ));
    }
    Ok(Status::anomalies_if(wrong))
}
