//! `cddu paie`: a period of a folder, from CSV to reconciled books.

use cddu_dossier::{Folder, PayPeriod, RunOptions};
use cddu_rates::{Diagnostic, Gravite, Rates};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::PaieArgs;
use crate::output::{Context, Outcome, Status};
use crate::render::summary;

pub fn run(context: &Context, rates: &Rates, args: &PaieArgs) -> Outcome {
    let period = PayPeriod::parse(&args.periode).map_err(|d| vec![d])?;
    let folder = Folder::read(&args.dossier)?;
    let options = RunOptions { period, payment: args.paiement, replace: args.rectifier, dry: args.essai };
    let bar = bar();
    let tick = |done: usize, total: usize| {
        bar.set_length(total as u64);
        bar.inc(done as u64);
    };
    let run = cddu_dossier::run(&folder, rates, &options, &tick).map_err(|list| {
        context.report(&visible(&folder.diagnostics, args.verbeux));
        list
    });
    bar.finish_and_clear();
    let run = run?;
    let bar = self::bar();
    let outputs = cddu_dossier::outputs(&folder, rates, &run, args.essai, &|done, total| {
        bar.set_length(total as u64);
        bar.inc(done as u64);
    })?;
    bar.finish_and_clear();
    let mut all = run.diagnostics.clone();
    all.extend(outputs.diagnostics.iter().cloned());
    context.report(&visible(&all, args.verbeux));
    let report = cddu_dossier::summary(&folder, &run, &outputs);
    if context.json {
        context.print_json(&report);
    } else {
        context.print(&summary(context, &report, args.essai));
    }
    let serious = all.iter().any(Diagnostic::is_error) || !run.left_out.is_empty();
    Ok(Status::anomalies_if(serious))
}

/// Errors and warnings; informations too when asked.
fn visible(all: &[Diagnostic], verbose: bool) -> Vec<Diagnostic> {
    all.iter().filter(|d| verbose || d.gravite != Gravite::Info).cloned().collect()
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    bar.set_style(
        ProgressStyle::with_template("{bar:40} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar
}
