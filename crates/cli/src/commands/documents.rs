//! PDF and HTML of one document, next to its JSON.

use std::path::Path;

use cddu_documents::{Context as Papers, ExplainedFigure};
use cddu_payslip::Computed;
use cddu_payslip::note::Note;
use cddu_payslip::trace::{Fig, Origin, Val};
use cddu_rates::{Confiance, Diagnostic, Rates};

/// Writes the payslip where asked.
pub fn bulletin(
    rates: &Rates,
    computed: &Computed,
    pdf: Option<&Path>,
    html: Option<&Path>,
    explained: bool,
) -> Result<(), Vec<Diagnostic>> {
    if pdf.is_none() && html.is_none() {
        return Ok(());
    }
    let one = |d: Diagnostic| vec![d];
    let papers = Papers::new(rates.files()).map_err(one)?;
    let options = cddu_documents::bulletin::Options {
        explications: if explained { figures(rates, computed) } else { Vec::new() },
        ..cddu_documents::bulletin::Options::default()
    };
    let document = cddu_documents::bulletin::document(&papers, &computed.bulletin, &options).map_err(one)?;
    write(&papers, &document, pdf, html)
}

/// Writes the note where asked.
pub fn note(
    rates: &Rates,
    note: &Note,
    pdf: Option<&Path>,
    html: Option<&Path>,
) -> Result<(), Vec<Diagnostic>> {
    if pdf.is_none() && html.is_none() {
        return Ok(());
    }
    let papers = Papers::new(rates.files()).map_err(|d| vec![d])?;
    let document = cddu_documents::note::document(note, &cddu_documents::note::Options::default())
        .map_err(|d| vec![d])?;
    write(&papers, &document, pdf, html)
}

fn write(
    papers: &Papers,
    document: &cddu_documents::model::Document,
    pdf: Option<&Path>,
    html: Option<&Path>,
) -> Result<(), Vec<Diagnostic>> {
    if let Some(path) = pdf {
        crate::input::write(path, &papers.pdf(document).map_err(|d| vec![d])?)?;
    }
    if let Some(path) = html {
        crate::input::write(path, papers.html(document).as_bytes())?;
    }
    Ok(())
}

/// The computed figures of a payslip as the documents explain them: formulas only, inputs are on the first page.
pub fn figures(rates: &Rates, computed: &Computed) -> Vec<ExplainedFigure> {
    let contracts = computed.contract_names();
    let trace = &computed.trace;
    let mut out: Vec<(Option<u16>, ExplainedFigure)> = Vec::new();
    for (index, node) in trace.nodes().iter().enumerate() {
        if !matches!(node.origin, Origin::Formula { .. }) {
            continue;
        }
        let figure = trace.explain(Fig(u32::try_from(index).unwrap_or(u32::MAX)), rates, &contracts);
        let part = node
            .name
            .contract
            .and_then(|rank| contracts.get(usize::from(rank)))
            .map_or_else(|| "Totaux et nets".to_owned(), |name| format!("Contrat {name}"));
        let unit = match node.value {
            Val::Amount(_) => " €",
            Val::Percent(_) => " %",
            Val::Number(_) => "",
        };
        let sources: Vec<String> = trace
            .args(node)
            .iter()
            .filter_map(|arg| match trace.node(*arg).origin {
                Origin::Table(row) => {
                    let row = rates.row(row);
                    Some(format!("{} {} ({})", row.cle, row.dates(), row.source))
                }
                _ => None,
            })
            .collect();
        let rule = figure.regle.as_ref();
        let confiance = trace
            .args(node)
            .iter()
            .filter_map(|arg| match trace.node(*arg).origin {
                Origin::Table(row) => Some(rates.row(row).confiance),
                _ => None,
            })
            .chain(rule.map(|r| r.confiance))
            .max()
            .unwrap_or(Confiance::A);
        out.push((
            node.name.contract,
            ExplainedFigure {
                partie: part,
                libelle: figure.libelle.clone(),
                formule: figure.formule.clone().unwrap_or_default(),
                nombres: format!("{} = {}{unit}", figure.calcul.clone().unwrap_or_default(), figure.valeur),
                regle: rule.map_or_else(String::new, |r| format!("{} ({})", r.texte, r.base_legale)),
                source: sources.join(" ; "),
                confiance,
            },
        ));
    }
    // Contracts first, in order; the payslip's own figures last.
    out.sort_by_key(|(contract, _)| contract.map_or(u32::MAX, u32::from));
    out.into_iter().map(|(_, figure)| figure).collect()
}
