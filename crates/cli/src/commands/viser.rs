//! `cddu viser`: the payslips that somebody has checked.

use std::collections::BTreeSet;

use cddu_documents::typo::count;
use cddu_dossier::{Folder, PayPeriod, RunOptions, Vise};
use cddu_rates::Rates;
use serde_json::json;

use crate::args::ViserArgs;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, rates: &Rates, args: &ViserArgs, by: Option<&str>) -> Outcome {
    let folder = Folder::read(&args.dossier)?;
    let options = RunOptions {
        period: PayPeriod::parse(&args.periode).map_err(|d| vec![d])?,
        payment: None,
        replace: false,
        dry: true,
        despite: BTreeSet::new(),
    };
    let run = cddu_dossier::run(&folder, rates, &options, &|_, _| {})?;
    let asked = Vise { personnes: &args.personne, retirer: args.retirer, le: super::current_day(), par: by };
    let numbers = cddu_dossier::viser(&folder.root, &run, &asked)?;
    if context.json {
        context.print_json(&json!({ "bulletins": numbers, "retire": args.retirer }));
        return Ok(Status::Done);
    }
    let what = if args.retirer { "visa retiré" } else { "bulletin visé" };
    let said = count(numbers.len(), what);
    let list = if numbers.is_empty() { String::new() } else { format!(" : {}", numbers.join(", ")) };
    context.print(&format!("{said}{list}\n"));
    Ok(Status::Done)
}
