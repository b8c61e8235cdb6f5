//! `cddu note`: one note de droits d'auteur.

use cddu_kit::{Answer, Call, Engine, NoteInput};
use cddu_payslip::note::explain;

use crate::args::PapierArgs;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, engine: &Engine, args: &PapierArgs) -> Outcome {
    if args.jsonl {
        return super::jsonl::run(engine, Call::Note, &args.fichier);
    }
    args.check(context)?;
    let text = crate::input::text(&args.fichier)?;
    if context.json && !engine.call("note", text.as_bytes()).is_done() {
        return super::refused(context, engine, "note", &text);
    }
    let named = |list: cddu_kit::Diagnostics| super::named(list.into(), &args.fichier);
    let request = cddu_kit::read::<NoteInput>(&text).map_err(named)?;
    let computed = explain(engine.rates(), &request.input).map_err(|list| named(list.into()))?;
    super::documents::note(engine.rates(), &computed, &args.vers, args.explique)?;
    let note = &computed.note;
    if args.vers.takes_output() {
        return Ok(Status::Done);
    }
    if context.json {
        context.print_json(&Answer::new(note, request.reference.as_deref()));
    } else {
        context.print(&crate::render::note(context, note));
    }
    Ok(Status::Done)
}
