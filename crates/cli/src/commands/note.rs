//! `cddu note`: one note de droits d'auteur.

use cddu_payslip::note::{Note, NoteInput, explain};
use cddu_rates::{Diagnostic, Rates};

use crate::args::PapierArgs;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, rates: &Rates, args: &PapierArgs) -> Outcome {
    if args.jsonl {
        return super::jsonl::run(&args.fichier, |text| compute(rates, text));
    }
    args.check(context)?;
    let text = crate::input::text(&args.fichier)?;
    let named = |list| super::named(list, &args.fichier);
    let computed = explain(rates, &input(&text)?).map_err(named)?;
    super::documents::note(rates, &computed, &args.vers, args.explique)?;
    let note = &computed.note;
    if args.vers.takes_output() {
        return Ok(Status::Done);
    }
    if context.json {
        context.print_json(note);
    } else {
        context.print(&crate::render::note(context, note));
    }
    Ok(Status::Done)
}

fn compute(rates: &Rates, text: &str) -> Result<Note, Vec<Diagnostic>> {
    cddu_payslip::note::compute(rates, &input(text)?)
}

fn input(text: &str) -> Result<NoteInput, Vec<Diagnostic>> {
    cddu_payslip::json::parse(text).map_err(|d| vec![d])
}
