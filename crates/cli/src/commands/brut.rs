//! `cddu brut`: from hours to gross.

use cddu_kit::{Answer, BrutInput, Call, Engine};

use crate::args::JsonArgs;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, engine: &Engine, args: &JsonArgs) -> Outcome {
    if args.jsonl {
        return super::jsonl::run(engine, Call::Brut, &args.fichier);
    }
    let text = crate::input::text(&args.fichier)?;
    let priced = cddu_kit::read::<BrutInput>(&text)
        .and_then(|request| engine.brut(&request.input).map(|brut| (request.reference, brut)));
    let (reference, brut) = match priced {
        Ok(priced) => priced,
        Err(list) => return super::refused(context, &args.fichier, &text, list),
    };
    if context.json {
        context.print_json(&Answer::new(&brut, reference.as_deref()));
    } else {
        context.print(&crate::render::brut(context, &brut));
    }
    Ok(Status::anomalies_if(brut.minimum.is_some_and(|m| !m.respecte)))
}
