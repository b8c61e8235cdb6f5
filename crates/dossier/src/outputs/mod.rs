//! What a run writes besides the register: documents, declarations, entries, transfers, controls.
//!
//! Everything here copies frozen amounts. A document that cannot be made is a diagnostic; the others are made.

mod books;

use std::path::{Path, PathBuf};

use cddu_rates::{Diagnostic, Rates};

use crate::{Folder, Run, write_atomic};

/// The files of a run.
#[derive(Debug, Default)]
pub struct Outputs {
    /// Files written (or that would be, for a trial), relative to the folder, with what they are.
    pub files: Vec<(String, String)>,
    /// What could not be made, and warnings of the documents.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where and whether to write.
pub(crate) struct Desk<'a> {
    root: &'a Path,
    dry: bool,
    pub outputs: Outputs,
}

impl Desk<'_> {
    /// Writes one file of the folder.
    pub(crate) fn put(&mut self, path: &str, what: &str, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
        if !self.dry {
            write_atomic(&self.root.join(PathBuf::from(path)), bytes).map_err(|d| vec![d])?;
        }
        self.outputs.files.push((path.to_owned(), what.to_owned()));
        Ok(())
    }

    /// Keeps what could not be made.
    pub(crate) fn note(&mut self, list: impl IntoIterator<Item = Diagnostic>) {
        self.outputs.diagnostics.extend(list);
    }
}

/// Makes every document of a run. `tick` is called once per payslip drawn.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub fn outputs(
    folder: &Folder,
    rates: &Rates,
    run: &Run,
    dry: bool,
    _tick: &(dyn Fn(usize, usize) + Sync),
) -> Result<Outputs, Vec<Diagnostic>> {
    let mut desk = Desk { root: &folder.root, dry, outputs: Outputs::default() };
    let place = format!("sorties/{}", run.period.nom);
    books::write(&mut desk, folder, rates, run, &place)?;
    Ok(desk.outputs)
}
