//! Where the documents of a run are put: written or only listed, with what could not be made told once.

use cddu_declarations::Mode;
use cddu_documents::typo::count;
use cddu_rates::{Diagnostic, Gravite};

use crate::{Folder, write_inside};

/// What is being drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etape {
    /// Payslips.
    Bulletins,
    /// Attestations of a month of payment.
    Attestations,
    /// Contracts and time sheets to sign.
    Contrats,
}

/// Called once per document drawn, with the number of documents of its step.
pub type Tick<'a> = &'a (dyn Fn(Etape, usize) + Sync);

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
    folder: &'a Folder,
    dry: bool,
    /// Test or real declarations.
    pub mode: Mode,
    pub outputs: Outputs,
}

impl<'a> Desk<'a> {
    /// A desk with nothing on it.
    pub(crate) fn new(folder: &'a Folder, dry: bool, mode: Mode) -> Self {
        Self { folder, dry, mode, outputs: Outputs::default() }
    }

    /// Nothing is written.
    pub(crate) const fn is_dry(&self) -> bool {
        self.dry
    }

    /// Writes one file of the folder.
    pub(crate) fn put(&mut self, path: &str, what: &str, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
        if !self.dry {
            write_inside(&self.folder.root, path, bytes).map_err(|d| vec![d])?;
        }
        self.list(path, what);
        Ok(())
    }

    /// Writes one of many files that are listed together.
    pub(crate) fn put_quietly(&mut self, path: &str, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
        if self.dry {
            return Ok(());
        }
        write_inside(&self.folder.root, path, bytes).map_err(|d| vec![d])
    }

    /// Names what was written.
    pub(crate) fn list(&mut self, path: &str, what: &str) {
        self.outputs.files.push((path.to_owned(), what.to_owned()));
    }

    /// A document that cannot be made: why, in one sentence, then what is missing and was not told yet.
    pub(crate) fn refuse(&mut self, sentence: &str, reasons: Vec<Diagnostic>) {
        let blocking: Vec<&Diagnostic> = reasons.iter().filter(|d| d.is_error()).collect();
        self.outputs.diagnostics.push(
            Diagnostic::error(
                "DOS-085",
                format!("{sentence} : {}", lacking(blocking.len())),
            )
            .severity(Gravite::Majeur)
            .hint("compléter la clé ou la colonne que chaque message nomme, puis relancer la même commande ; les bulletins et leurs montants ne changent pas"),
        );
        self.note(reasons);
    }

    /// Sets aside what an earlier run wrote, and says it.
    pub(crate) fn set_aside(
        &mut self,
        aside: impl FnOnce(&Folder) -> Result<Option<Diagnostic>, Vec<Diagnostic>>,
    ) -> Result<(), Vec<Diagnostic>> {
        if !self.dry {
            self.outputs.diagnostics.extend(aside(self.folder)?);
        }
        Ok(())
    }

    /// True when it was told already: a key that the DSN and the AEM both lack is asked once.
    pub(crate) fn told(&self, diagnostic: &Diagnostic) -> bool {
        let located = self.folder.located(diagnostic.clone());
        self.outputs.diagnostics.iter().any(|d| same(d, &located))
    }

    /// Keeps what could not be made; several documents that stumble on one fault tell it once.
    pub(crate) fn note(&mut self, list: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in list {
            if !self.told(&diagnostic) {
                let located = self.folder.located(diagnostic);
                self.outputs.diagnostics.push(located);
            }
        }
    }
}

/// How much a document lacks. The messages that name each datum come in any order: some were told before it.
pub(crate) fn lacking(missing: usize) -> String {
    let each = if missing > 1 { "chacune a son message" } else { "elle a son message" };
    format!("{} ({each})", count(missing, "donnée manquante ou fausse"))
}

/// The same words about the same place: another document may give another reason to ask for it.
fn same(a: &Diagnostic, b: &Diagnostic) -> bool {
    let words = |d: &Diagnostic| (d.code.clone(), d.message.clone());
    let place = |d: &Diagnostic| (d.fichier.clone(), d.ligne, d.colonne.clone(), d.champ.clone());
    words(a) == words(b) && place(a) == place(b)
}
