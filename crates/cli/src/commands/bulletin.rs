//! `cddu bulletin`: one payslip, or many.

use cddu_payslip::{BulletinInput, Computed};
use cddu_rates::{Diagnostic, Rates};

use crate::args::PapierArgs;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, rates: &Rates, args: &PapierArgs) -> Outcome {
    if args.jsonl {
        return super::jsonl::run(&args.fichier, |text| compute(rates, text).map(|c| c.bulletin));
    }
    args.check(context)?;
    let text = crate::input::text(&args.fichier)?;
    let computed = compute(rates, &text).map_err(|list| super::named(list, &args.fichier))?;
    super::documents::bulletin(rates, &computed, &args.vers, args.explique)?;
    if args.vers.takes_output() {
        return Ok(Status::Done);
    }
    if context.json {
        context.print_json(&computed.bulletin);
    } else {
        context.print(&crate::render::payslip(context, &computed.bulletin));
    }
    Ok(Status::Done)
}

/// The payslip of a JSON text.
pub fn compute(rates: &Rates, text: &str) -> Result<Computed, Vec<Diagnostic>> {
    let input: BulletinInput = cddu_payslip::json::parse(text).map_err(|d| vec![d])?;
    cddu_payslip::compute(rates, &input)
}
