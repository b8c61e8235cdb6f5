//! `cddu expliquer`: where every figure comes from, and why what is not due is not.

mod document;
mod names;
mod sources;

use cddu_payslip::trace::ExplainedFigure;
use cddu_rates::{Diagnostic, Rates};
use serde::Serialize;

pub use document::{Figure, Sheet, code_of};
pub use sources::{Source, sources, under};

use crate::args::ExpliquerArgs;
use crate::output::{Context, Outcome, Status};
use crate::render::explain::{self, Depth, Form};

/// A figure and what would change it.
#[derive(Serialize)]
pub struct Explained<'s> {
    #[serde(flatten)]
    pub figure: &'s ExplainedFigure,
    /// Inputs, table values and methods the figure rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub change_avec: Vec<Source>,
}

/// What is shown of a document.
pub enum Shown<'s> {
    /// All of it.
    Whole,
    /// Some figures, what is not due under the same name, and the figures under them, nearest first.
    Some { figures: Vec<usize>, absent: Vec<&'s ExplainedFigure>, chain: Vec<usize> },
    /// Warnings of one code.
    Warnings(&'s str),
}

pub fn run(context: &Context, rates: &Rates, args: &ExpliquerArgs) -> Outcome {
    let text = crate::input::text(&args.fichier)?;
    let (sheet, told) = document::read(rates, &text).map_err(|list| super::named(list, &args.fichier))?;
    context.report(&super::named(told, &args.fichier));
    let contract = args.contrat.as_deref();
    if let Some(wanted) = contract.filter(|c| !sheet.contracts.iter().any(|known| known == c)) {
        return Err(names::unknown_contract(&sheet, wanted));
    }
    let shown = match args.ligne.as_deref() {
        Some(wanted) => names::find(&sheet, wanted, contract)?,
        None => Shown::Whole,
    };
    if context.json {
        print_json(context, &sheet, &shown, contract);
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

/// Every figure computed, or the figures asked and their chain; then what is not due.
fn print_json(context: &Context, sheet: &Sheet, shown: &Shown<'_>, contract: Option<&str>) {
    let plain = |f: &usize| Explained { figure: &sheet.figures[*f].plain, change_avec: Vec::new() };
    let missing = |figure| Explained { figure, change_avec: Vec::new() };
    let all: Vec<Explained<'_>> = match shown {
        Shown::Whole => {
            let computed = sheet.computed(contract);
            let absent = sheet.absent.iter().filter(|f| document::of_contract(f, contract));
            computed.iter().map(plain).chain(absent.map(missing)).collect()
        }
        Shown::Some { figures, absent, chain } => {
            let asked = figures
                .iter()
                .map(|f| Explained { figure: &sheet.figures[*f].plain, change_avec: sources(sheet, *f) });
            asked.chain(chain.iter().map(plain)).chain(absent.iter().map(|f| missing(f))).collect()
        }
        Shown::Warnings(code) => {
            return context
                .print_json(&sheet.warnings.iter().filter(|w| w.code == *code).collect::<Vec<_>>());
        }
    };
    context.print_json(&all);
}

/// A name that nothing bears.
fn nothing(message: String, hint: String) -> Vec<Diagnostic> {
    vec![Diagnostic::error("CLI-006", message).hint(hint)]
}
