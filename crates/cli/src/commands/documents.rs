//! PDF and HTML of one document, next to its JSON.

use std::io::Write as _;
use std::path::Path;

use cddu_documents::Context as Papers;
use cddu_documents::model::Document;
use cddu_documents::{bulletin as payslip, note as author};
use cddu_payslip::Computed;
use cddu_payslip::note::ComputedNote;
use cddu_rates::{Diagnostic, Rates};

use crate::args::{PapierArgs, VersArgs};
use crate::output::Context;

impl VersArgs {
    const fn is_nowhere(&self) -> bool {
        self.pdf.is_none() && self.html.is_none()
    }

    /// True when a document is the standard output.
    pub fn takes_output(&self) -> bool {
        self.pdf.iter().chain(&self.html).any(|path| is_output(path))
    }
}

impl PapierArgs {
    /// What the call asks, checked before anything is read.
    ///
    /// # Errors
    /// `CLI-001` when two things go to the same place.
    pub fn check(&self, context: &Context) -> Result<(), Vec<Diagnostic>> {
        let usage = |message: String| {
            vec![Diagnostic::error("CLI-001", message).hint("un nom de fichier pour chaque document")]
        };
        let vers = &self.vers;
        if let Some(path) = vers.pdf.as_ref().filter(|_| vers.pdf == vers.html) {
            return Err(usage(format!("--pdf et --html écriraient tous deux « {} »", path.display())));
        }
        if vers.takes_output() && context.json {
            return Err(usage(
                "--json et un document ne vont pas ensemble sur la sortie standard".to_owned(),
            ));
        }
        if self.explique && vers.is_nowhere() {
            let message = "--explique n'ajoute rien sans --pdf ni --html";
            let hint = format!("l'explication seule : cddu expliquer {}", self.fichier);
            context.report(&[Diagnostic::warning("CLI-011", message).hint(hint)]);
        }
        Ok(())
    }
}

fn is_output(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Writes the payslip where asked.
pub fn bulletin(
    rates: &Rates,
    computed: &Computed,
    vers: &VersArgs,
    explained: bool,
) -> Result<(), Vec<Diagnostic>> {
    if vers.is_nowhere() {
        return Ok(());
    }
    let one = |d: Diagnostic| vec![d];
    let papers = Papers::new(rates).map_err(one)?;
    let options = payslip::Options {
        explications: if explained { payslip::explications(computed, rates) } else { Vec::new() },
        ..payslip::Options::default()
    };
    let document = payslip::document(&papers, &computed.bulletin, &options).map_err(one)?;
    write(&papers, &document, vers.pdf.as_deref(), vers.html.as_deref())
}

/// Writes the note where asked, with its certificate of précompte; `explained` adds the pages that explain.
pub fn note(
    rates: &Rates,
    computed: &ComputedNote,
    vers: &VersArgs,
    explained: bool,
) -> Result<(), Vec<Diagnostic>> {
    if vers.is_nowhere() {
        return Ok(());
    }
    let papers = Papers::new(rates).map_err(|d| vec![d])?;
    let options = author::Options {
        explications: if explained { author::explications(computed, rates) } else { Vec::new() },
        ..author::Options::default()
    };
    let document = author::document(&computed.note, &options).map_err(|d| vec![d])?;
    write(&papers, &document, vers.pdf.as_deref(), vers.html.as_deref())
}

/// Draws a document where asked.
pub fn write(
    papers: &Papers,
    document: &Document,
    pdf: Option<&Path>,
    html: Option<&Path>,
) -> Result<(), Vec<Diagnostic>> {
    if let Some(path) = pdf {
        put(path, &papers.pdf(document).map_err(|d| vec![d])?)?;
    }
    if let Some(path) = html {
        put(path, papers.html(document).as_bytes())?;
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
    if !is_output(path) {
        return crate::input::write(path, bytes);
    }
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| {
        vec![Diagnostic::error("DOS-080", format!("écriture impossible : {}", cddu_rates::io_cause(&e)))]
    })
}
