//! `cddu brut`: from hours to gross.

use cddu_payslip::gross::{self, Brut, BrutInput};
use cddu_rates::{Diagnostic, Rates};

use crate::args::JsonArgs;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, rates: &Rates, args: &JsonArgs) -> Outcome {
    if args.jsonl {
        return super::jsonl::run(&args.fichier, |text| compute(rates, text));
    }
    let text = crate::input::text(&args.fichier)?;
    let brut = compute(rates, &text).map_err(|list| super::named(list, &args.fichier))?;
    if context.json {
        context.print_json(&brut);
    } else {
        context.print(&crate::render::brut(context, &brut));
    }
    Ok(Status::anomalies_if(brut.minimum.is_some_and(|m| !m.respecte)))
}

fn compute(rates: &Rates, text: &str) -> Result<Brut, Vec<Diagnostic>> {
    let input: BrutInput = cddu_payslip::json::parse(text).map_err(|d| vec![d])?;
    gross::compute(rates, &input)
}
