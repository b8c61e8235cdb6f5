//! `cddu rapprocher`: the documents of a month against each other, and every cent that differs.

use cddu_dossier::{Folder, ReconcileOptions, keep_decisions, perimes_du_mois, reconcile};
use cddu_rates::{Diagnostic, Rates};

use crate::args::RapprocherArgs;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, rates: &Rates, args: &RapprocherArgs) -> Outcome {
    let month = super::compta::month(&args.mois)?;
    let folder = Folder::read(&args.dossier)?;
    let options = ReconcileOptions {
        ledger: args.grand_livre.clone(),
        balance: args.balance.clone(),
        before: args.precedent.clone(),
        company: args.siege.clone(),
        at: args.au,
    };
    let report = reconcile(&folder, rates, month, &options)?;
    // Payslips that a correction has left behind agree with their documents: the month is wrong all the same.
    let left_behind = perimes_du_mois(&folder, rates, month)?;
    context.report(&left_behind);
    keep_decisions(&folder, &report)?;
    if let Some(path) = &args.html {
        let title = format!("Rapprochement de {month}, {}", folder.production.production.titre);
        crate::input::write(path, report.html(&title).as_bytes())?;
    }
    if let Some(path) = &args.csv {
        crate::input::write(path, report.csv().as_bytes())?;
    }
    if context.json {
        context.print_json(&report);
    } else {
        context.print(&report.terminal(100));
    }
    Ok(Status::anomalies_if(!report.est_rapproche() || left_behind.iter().any(Diagnostic::is_error)))
}
