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
    let computed = cddu_kit::read::<NoteInput>(&text)
        .and_then(|request| Ok((request.reference, explain(engine.rates(), &request.input)?)));
    let (reference, computed) = match computed {
        Ok(computed) => computed,
        Err(list) => return super::refused(context, &args.fichier, &text, list),
    };
    super::documents::note(engine.rates(), &computed, &args.vers, args.explique)?;
    let note = &computed.note;
    if args.vers.takes_output() {
        return Ok(Status::Done);
    }
    if context.json {
        context.print_json(&Answer::new(note, reference.as_deref()));
    } else {
        context.print(&crate::render::note(context, note));
    }
    Ok(Status::Done)
}
