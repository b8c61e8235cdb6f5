//! `cddu note`: one note de droits d'auteur.

use cddu_payslip::note::{Note, NoteInput};
use cddu_rates::{Diagnostic, Rates};

use crate::args::NoteArgs;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, rates: &Rates, args: &NoteArgs) -> Outcome {
    if args.jsonl {
        return super::jsonl::run(&args.fichier, |text| compute(rates, text));
    }
    let text = crate::input::text(&args.fichier)?;
    let note = compute(rates, &text).map_err(|list| super::named(list, &args.fichier))?;
    super::documents::note(rates, &note, args.pdf.as_deref(), args.html.as_deref())?;
    if context.json {
        context.print_json(&note);
    } else {
        context.print(&crate::render::note(context, &note));
    }
    Ok(Status::Done)
}

fn compute(rates: &Rates, text: &str) -> Result<Note, Vec<Diagnostic>> {
    let input: NoteInput = cddu_payslip::json::parse(text).map_err(|d| vec![d])?;
    cddu_payslip::note::compute(rates, &input)
}
