//! `cddu aem`: the attestations of a month against the DSN of that month, before sending; their printed copies.

use std::path::Path;

use cddu_declarations::{aem, dsn};
use cddu_documents::Context as Papers;
use cddu_documents::attestations::aem as paper;
use cddu_documents::typo::count;
use cddu_dossier::aem_file_name;
use cddu_rates::{Diagnostic, Rates};

use crate::args::AemCommand;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, rates: &Rates, command: &AemCommand) -> Outcome {
    match command {
        AemCommand::Comparer { aem, dsn } => compare(context, aem, dsn),
        AemCommand::Imprimer { aem, dans, pdf, html } => {
            let both = !pdf && !html;
            print(context, rates, aem, dans, (*pdf || both, *html || both))
        }
        AemCommand::Verifier { fichier } => check(context, fichier),
        AemCommand::Ecrire(args) => super::declarer::aem(context, rates, args),
    }
}

fn read(path: &Path) -> Result<aem::AemExchange, Vec<Diagnostic>> {
    aem::lire(&crate::input::bytes(path)?).map_err(|d| vec![d.in_file(path.display().to_string(), None)])
}

/// One document per attestation, from what the file says and nothing else.
fn print(
    context: &Context,
    rates: &Rates,
    path: &Path,
    directory: &Path,
    (pdf, html): (bool, bool),
) -> Outcome {
    let exchange = read(path)?;
    let papers = Papers::new(rates).map_err(|d| vec![d])?;
    let agrement = exchange.entete.emetteur.agrement.as_deref();
    let mut failed = Vec::new();
    let mut names = Vec::new();
    for lot in &exchange.lots {
        for attestation in &lot.attestations {
            let copy = paper::Copie { employeur: &lot.employeur, agrement, attestation, arrets: &[] };
            let file = |kind: &str| directory.join(format!("{}.{kind}", aem_file_name(attestation)));
            let (pdf, html) = (pdf.then(|| file("pdf")), html.then(|| file("html")));
            let written = paper::document(&papers, &copy).map_err(|d| vec![d]).and_then(|document| {
                super::documents::write(&papers, &document, pdf.as_deref(), html.as_deref())
            });
            match written {
                Ok(()) => names.extend([pdf, html].into_iter().flatten().map(|p| p.display().to_string())),
                Err(list) => failed.extend(list.into_iter().map(|d| d.at(attestation.reference.clone()))),
            }
        }
    }
    let failed = super::named(failed, &path.display().to_string());
    context.report(&failed);
    if context.json {
        context.print_json(&serde_json::json!({ "fichiers": names, "diagnostics": context.shown(&failed) }));
    } else {
        context.print(&format!("{} dans {}\n", count(names.len(), "fichier"), directory.display()));
    }
    Ok(Status::anomalies_if(!failed.is_empty()))
}

fn check(context: &Context, path: &Path) -> Outcome {
    let name = path.display().to_string();
    let found = aem::verifier(&crate::input::bytes(path)?).map_err(|d| vec![d.in_file(&name, None)])?;
    let refused = found.iter().filter(|c| c.gravite <= cddu_rates::Gravite::Majeur).count();
    if context.json {
        context.print_json(&found);
    } else {
        let anomalies = count(found.len(), "anomalie");
        context.report(&found.into_iter().map(|c| c.diagnostic().in_file(&name, None)).collect::<Vec<_>>());
        context.print(&format!("{name} : {anomalies}, dont {} pour l'envoi.\n", count(refused, "bloquante")));
    }
    Ok(Status::anomalies_if(refused > 0))
}

fn compare(context: &Context, aem_path: &Path, dsn_path: &Path) -> Outcome {
    let exchange = read(aem_path)?;
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
        let found = count(gaps.len(), "écart");
        context.report(&gaps.into_iter().map(|g| g.diagnostic()).collect::<Vec<_>>());
        context.print(&format!("{} : {found}.\n", count(attestations.len(), "attestation comparée")));
    }
    Ok(Status::anomalies_if(serious > 0))
}
