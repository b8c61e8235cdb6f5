//! PDF and HTML of one document, next to its JSON.

use std::path::Path;

use cddu_documents::Context as Papers;
use cddu_documents::model::Document;
use cddu_documents::{bulletin as payslip, note as author};
use cddu_payslip::Computed;
use cddu_payslip::note::{Explication, Note};
use cddu_rates::{Diagnostic, Rates};

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
    let options = payslip::Options {
        explications: if explained { payslip::explications(computed, rates) } else { Vec::new() },
        ..payslip::Options::default()
    };
    let document = payslip::document(&papers, &computed.bulletin, &options).map_err(one)?;
    write(&papers, &document, pdf, html)
}

/// Writes the note where asked, with its certificate of précompte; `figures` are the ones to explain.
pub fn note(
    rates: &Rates,
    note: &Note,
    figures: &[Explication],
    pdf: Option<&Path>,
    html: Option<&Path>,
) -> Result<(), Vec<Diagnostic>> {
    if pdf.is_none() && html.is_none() {
        return Ok(());
    }
    let papers = Papers::new(rates.files()).map_err(|d| vec![d])?;
    let options =
        author::Options { explications: author::explications(figures), ..author::Options::default() };
    let document = author::document(note, &options).map_err(|d| vec![d])?;
    write(&papers, &document, pdf, html)
}

/// Draws a document where asked.
pub fn write(
    papers: &Papers,
    document: &Document,
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
