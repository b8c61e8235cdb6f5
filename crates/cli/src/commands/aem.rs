//! `cddu aem comparer`: the attestations of a month against the DSN of that month, before sending.

use std::path::Path;

use cddu_declarations::{aem, dsn};
use cddu_rates::Diagnostic;

use crate::args::AemCommand;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, command: &AemCommand) -> Outcome {
    let AemCommand::Comparer { aem, dsn } = command;
    compare(context, aem, dsn)
}

fn compare(context: &Context, aem_path: &Path, dsn_path: &Path) -> Outcome {
    let exchange = aem::lire(&crate::input::bytes(aem_path)?)
        .map_err(|d| vec![d.in_file(aem_path.display().to_string(), None)])?;
    let attestations: Vec<aem::Attestation> =
        exchange.lots.into_iter().flat_map(|lot| lot.attestations).collect();
    let declared = dsn::totals::read_monthly(&crate::input::bytes(dsn_path)?);
    let Some(month) = declared.first() else {
        return Err(vec![
            Diagnostic::error("CLI-007", "aucune DSN mensuelle dans ce fichier")
                .in_file(dsn_path.display().to_string(), None)
                .hint("donner la DSN du mois des AEM"),
        ]);
    };
    let gaps = aem::comparer(&attestations, month);
    let serious = gaps.iter().filter(|g| g.gravite <= cddu_rates::Gravite::Majeur).count();
    if context.json {
        context.print_json(&gaps);
    } else {
        let count = gaps.len();
        context.report(&gaps.into_iter().map(|g| g.diagnostic()).collect::<Vec<_>>());
        context.print(&format!("{} attestation(s) comparée(s) : {count} écart(s).\n", attestations.len()));
    }
    Ok(Status::anomalies_if(serious > 0))
}
