//! `cddu expliquer`: where every figure comes from, and why what is not due is not.

use cddu_kit::Engine;
use cddu_kit::explain::Shown;

use crate::args::ExpliquerArgs;
use crate::output::{Context, Outcome, Status};
use crate::render::explain::{self, Depth, Form};

pub fn run(context: &Context, engine: &Engine, args: &ExpliquerArgs) -> Outcome {
    let text = crate::input::text(&args.fichier)?;
    let named = |list| super::named(list, &args.fichier);
    let read = engine.explain(&text).map_err(|list| named(list.into()))?;
    context.report(&named(read.told));
    let (sheet, contract) = (read.sheet, args.contrat.as_deref());
    let shown = sheet.find(args.ligne.as_deref(), contract)?;
    if context.json {
        context.print_json(&sheet.list(&shown, contract));
        return Ok(Status::Done);
    }
    let form = if args.markdown { Form::Markdown } else { Form::Text(context) };
    let depth = match () {
        () if args.tout => Depth::All,
        () if args.court || matches!(shown, Shown::Whole) => Depth::Line,
        () => Depth::Screen,
    };
    context.print(&explain::explanation(form, depth, &sheet, &shown, contract));
    Ok(Status::Done)
}
