//! `cddu brut`: from hours to gross.

use cddu_kit::{Answer, BrutInput, Call, Engine};

use crate::args::JsonArgs;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, engine: &Engine, args: &JsonArgs) -> Outcome {
    if args.jsonl {
        return super::jsonl::run(engine, Call::Brut, &args.fichier);
    }
    let text = crate::input::text(&args.fichier)?;
    if context.json && !engine.call("brut", text.as_bytes()).is_done() {
        return super::refused(context, engine, "brut", &text);
    }
    let named = |list: cddu_kit::Diagnostics| super::named(list.into(), &args.fichier);
    let request = cddu_kit::read::<BrutInput>(&text).map_err(named)?;
    let brut = engine.brut(&request.input).map_err(named)?;
    if context.json {
        context.print_json(&Answer::new(&brut, request.reference.as_deref()));
    } else {
        context.print(&crate::render::brut(context, &brut));
    }
    Ok(Status::anomalies_if(brut.minimum.is_some_and(|m| !m.respecte)))
}
