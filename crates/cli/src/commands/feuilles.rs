//! `cddu feuilles`: time sheets to fill, and the list of the extras of each day.

use std::sync::Arc;

use cddu_dossier::{FeuilleOptions, Folder, PayPeriod};
use cddu_rates::Rates;

use super::attestations::{check_names, written};
use super::paie::Drawing;
use crate::args::FeuilleArgs;
use crate::output::{Context, Outcome};

pub fn run(context: &Context, rates: &Rates, args: &FeuilleArgs) -> Outcome {
    let periode = PayPeriod::parse(&args.periode).map_err(|d| vec![d])?;
    let folder = Folder::read(&args.dossier)?;
    check_names(&folder, args.personne.as_ref(), None)?;
    let both = !args.pdf && !args.html;
    let options = FeuilleOptions {
        periode,
        matricule: args.personne.clone(),
        pdf: args.pdf || both,
        html: args.html || both,
    };
    let drawing = Drawing::new(Arc::default());
    let outputs = cddu_dossier::feuilles(&folder, rates, &options, &|e, n| drawing.tick(e, n))?;
    drawing.clear();
    Ok(written(context, &folder, &outputs, args.verbeux))
}
