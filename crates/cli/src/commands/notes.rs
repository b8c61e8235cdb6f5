//! `cddu notes`: the author notes of a period, without the payslips.

use cddu_rates::{Diagnostic, Rates};

use crate::args::PaieArgs;
use crate::output::{Context, Outcome};

pub fn run(_context: &Context, _rates: &Rates, args: &PaieArgs) -> Outcome {
    Err(vec![Diagnostic::error("DOS-090", format!("« {} » n'a pas de notes", args.dossier.display()))])
}
