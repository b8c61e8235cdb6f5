//! `cddu bulletin`: one payslip, or many.

use cddu_kit::{Answer, BulletinInput, Call, Engine};

use crate::args::PapierArgs;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, engine: &Engine, args: &PapierArgs) -> Outcome {
    if args.jsonl {
        return super::jsonl::run(engine, Call::Bulletin, &args.fichier);
    }
    args.check(context)?;
    let text = crate::input::text(&args.fichier)?;
    if context.json && !engine.call("bulletin", text.as_bytes()).is_done() {
        return super::refused(context, engine, "bulletin", &text);
    }
    let named = |list: cddu_kit::Diagnostics| super::named(list.into(), &args.fichier);
    let request = cddu_kit::read::<BulletinInput>(&text).map_err(named)?;
    let computed = engine.bulletin(&request.input).map_err(named)?;
    super::documents::bulletin(engine.rates(), &computed, &args.vers, args.explique)?;
    if args.vers.takes_output() {
        return Ok(Status::Done);
    }
    if context.json {
        context.print_json(&Answer::new(&computed.bulletin, request.reference.as_deref()));
    } else {
        context.print(&crate::render::payslip(context, &computed.bulletin));
    }
    Ok(Status::Done)
}
