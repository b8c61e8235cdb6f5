//! `cddu paie`: a period of a folder, from CSV to reconciled books.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use cddu_dossier::{Etape, Folder, OutputOptions, PayPeriod, RunOptions, Visas};
use cddu_rates::{Diagnostic, Gravite, Rates};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::PaieArgs;
use crate::output::{Context, Outcome, Status};
use crate::regroupe::regrouped;
use crate::render::summary;

pub fn run(context: &Context, rates: &Rates, args: &PaieArgs) -> Outcome {
    let period = PayPeriod::parse(&args.periode).map_err(|d| vec![d])?;
    let folder = Folder::read(&args.dossier)?;
    // What cannot be read stops before anything is frozen.
    let visas = Visas::open(&folder.root, &period)?;
    let options = RunOptions {
        period,
        payment: args.paiement,
        replace: args.rectifier,
        dry: args.essai || args.controle,
        despite: args.payer_malgre.iter().cloned().collect(),
    };
    let progress = Arc::new(Progress::default());
    progress.told_on_stop(context);
    let bar = bar(CALCUL);
    let tick = |done: usize, total: usize| {
        bar.set_length(total as u64);
        bar.inc(done as u64);
        progress.at(CALCUL, bar.position(), total);
    };
    let run = cddu_dossier::run(&folder, rates, &options, &tick)
        .inspect_err(|_| context.report(&visible(&folder.diagnostics, args.verbeux)));
    bar.finish_and_clear();
    let run = run?;
    if args.controle {
        context.report(&visible(&run.diagnostics, args.verbeux));
        let sheet = cddu_dossier::controle(&folder, &run);
        if context.json {
            context.print_json(&sheet);
        } else {
            context.print(&crate::render::controle(context, &sheet));
        }
        return Ok(Status::anomalies_if(
            run.diagnostics.iter().any(Diagnostic::is_error) || !run.left_out.is_empty(),
        ));
    }
    let notes = cddu_dossier::notes(&folder, rates, &run.period, args.essai)?;
    let options = OutputOptions { dry: args.essai, real: args.reel };
    let drawing = Drawing::new(progress);
    let outputs = cddu_dossier::outputs(&folder, rates, &run, &notes, options, &|e, n| drawing.tick(e, n))?;
    drawing.clear();
    let mut all = run.diagnostics.clone();
    all.extend(notes.diagnostics.iter().cloned());
    all.extend(outputs.diagnostics.iter().cloned());
    context.report(&visible(&all, args.verbeux));
    let mut report = cddu_dossier::summary(&folder, &run, &notes, &outputs, &visas);
    report.diagnostics = context.shown(&regrouped(&report.diagnostics));
    if context.json {
        context.print_json(&report);
    } else {
        context.print(&summary(context, &report, args.essai));
    }
    let serious = all.iter().any(Diagnostic::is_error) || !run.left_out.is_empty() || notes.left_out > 0;
    Ok(Status::anomalies_if(serious))
}

/// From how many alike diagnostics are shown as one.
const ALIKE: usize = 4;

/// Errors and warnings; informations too when asked. What differs only by its line is one message with the lines. Warnings and missing identifiers that are alike (same code, file,
/// column and remedy) are shown once with their number, unless everything is asked.
pub fn visible(all: &[Diagnostic], verbose: bool) -> Vec<Diagnostic> {
    if verbose {
        return all.to_vec();
    }
    let key = |d: &Diagnostic| (d.code.clone(), d.fichier.clone(), d.colonne.clone(), d.aide.clone());
    let grouped = ["DPAE-010", "DOS-120"];
    let groups = |d: &Diagnostic| {
        d.gravite > Gravite::Majeur || d.code.starts_with("DECL") || grouped.contains(&d.code.as_str())
    };
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    let told: Vec<Diagnostic> = all.iter().filter(|d| d.gravite != Gravite::Info).cloned().collect();
    let all = regrouped(&told);
    for d in all.iter().filter(|d| groups(d)) {
        *counts.entry(key(d)).or_default() += 1;
    }
    let mut out = Vec::new();
    for d in &all {
        match counts.get(&key(d)).copied().filter(|_| groups(d)) {
            Some(0) => {}
            Some(count) if count >= ALIKE => {
                counts.insert(key(d), 0);
                let mut first = d.clone();
                first
                    .message
                    .push_str(&format!(" (et {} autres du même genre, que --verbeux montre)", count - 1));
                out.push(first);
            }
            _ => out.push(d.clone()),
        }
    }
    out
}

/// The first step of a run.
const CALCUL: &str = "calcul des bulletins";

/// Where a command is, for whoever stops it: step, documents done, documents of the step.
#[derive(Default)]
pub struct Progress(Mutex<(&'static str, u64, usize)>);

impl Progress {
    fn at(&self, step: &'static str, done: u64, total: usize) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (step, done, total);
    }

    /// Ctrl-C ends the command at once, as it may at any instant, and says how far it went.
    fn told_on_stop(self: &Arc<Self>, context: &Context) {
        let (progress, json, show_data) = (Arc::clone(self), context.json, context.show_data);
        let stop = move || {
            let (step, done, total) = *progress.0.lock().unwrap_or_else(PoisonError::into_inner);
            let place = match step {
                "" => "pendant la lecture du dossier".to_owned(),
                step => format!("pendant l'étape « {step} », à {done} sur {total}"),
            };
            let said = Diagnostic::error("CLI-035", format!("commande arrêtée {place}"))
                .severity(Gravite::Majeur)
                .hint("relancer la même commande : ce qui est figé le reste, chaque fichier écrit est entier, la suite se fait");
            Context::new(json, show_data).report(&[said]);
            std::process::exit(STOPPED);
        };
        // A system without signals stops the command without a word, which harms nothing either.
        let _ = cddu_serveur::on_stop(stop);
    }
}

/// Exit status of a command stopped by Ctrl-C, as shells have it.
const STOPPED: i32 = 130;

/// Progress of the documents, one bar per kind; only a terminal shows it.
pub struct Drawing {
    payslips: ProgressBar,
    attestations: ProgressBar,
    contrats: ProgressBar,
    progress: Arc<Progress>,
}

impl Drawing {
    pub fn new(progress: Arc<Progress>) -> Self {
        Self {
            payslips: bar("bulletins"),
            attestations: bar("attestations"),
            contrats: bar("contrats et feuilles"),
            progress,
        }
    }

    /// One more document of a step, which has `total` of them.
    pub fn tick(&self, step: Etape, total: usize) {
        let (bar, name) = match step {
            Etape::Bulletins => (&self.payslips, "bulletins en PDF"),
            Etape::Attestations => {
                self.payslips.finish_and_clear();
                (&self.attestations, "attestations")
            }
            Etape::Contrats => (&self.contrats, "contrats et feuilles"),
        };
        // A run that pays in two months has two rounds of attestations.
        if bar.position() >= total as u64 {
            bar.set_position(0);
        }
        bar.set_length(total as u64);
        bar.inc(1);
        self.progress.at(name, bar.position(), total);
    }

    pub fn clear(&self) {
        self.payslips.finish_and_clear();
        self.attestations.finish_and_clear();
        self.contrats.finish_and_clear();
    }
}

pub fn bar(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(0).with_message(what);
    bar.set_style(
        ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {per_sec}, reste {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar
}
