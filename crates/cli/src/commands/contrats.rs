//! `cddu contrats`: the contracts to sign, from the rows that will be paid.

use std::sync::Arc;

use cddu_dossier::{ContratOptions, Folder, PayPeriod};
use cddu_rates::Rates;

use super::attestations::{check_names, written};
use super::paie::Drawing;
use crate::args::ContratArgs;
use crate::output::{Context, Outcome};

pub fn run(context: &Context, rates: &Rates, args: &ContratArgs) -> Outcome {
    let period = args.periode.as_deref().map(PayPeriod::parse).transpose().map_err(|d| vec![d])?;
    let folder = Folder::read(&args.dossier)?;
    check_names(&folder, args.personne.as_ref(), args.contrat.as_ref())?;
    let both = !args.pdf && !args.html;
    let options = ContratOptions {
        contrat: args.contrat.clone(),
        matricule: args.personne.clone(),
        debut: period.map(|p| p.jours),
        pdf: args.pdf || both,
        html: args.html || both,
    };
    let drawing = Drawing::new(Arc::default());
    let outputs = cddu_dossier::contrats(&folder, rates, &options, &|e, n| drawing.tick(e, n))?;
    drawing.clear();
    Ok(written(context, &folder, &outputs, args.verbeux))
}
