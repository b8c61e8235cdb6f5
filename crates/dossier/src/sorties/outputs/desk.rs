//! Where the documents of a run are put: written or only listed, with what could not be made told once.

use std::collections::BTreeSet;
use std::path::Path;

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
    /// What was told: asked of each diagnostic of each person.
    said: BTreeSet<Words>,
}

/// The same words about the same place: another document may give another reason to ask for it.
type Words = (String, String, Option<String>, Option<u64>, Option<String>, Option<String>);

impl<'a> Desk<'a> {
    /// A desk with nothing on it.
    pub(crate) fn new(folder: &'a Folder, dry: bool, mode: Mode) -> Self {
        Self { folder, dry, mode, outputs: Outputs::default(), said: BTreeSet::new() }
    }

    /// The folder.
    pub(crate) fn root(&self) -> &Path {
        &self.folder.root
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
    pub(crate) fn put_quietly(&self, path: &str, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
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
        self.tell(
            Diagnostic::error(
                "DOS-085",
                format!("{sentence} : {}", lacking(blocking.len())),
            )
            .severity(Gravite::Majeur)
            .hint("compléter la clé ou la colonne que chaque message nomme, puis relancer la même commande : aucun montant ne change ; ce qu'un bulletin porte lui-même (l'employeur ; le nom, le numéro de sécurité sociale, la naissance, l'adresse et le numéro de congés du salarié ; le numéro d'objet) demande de le refaire, aux mêmes montants : cddu defaire DOSSIER --periode PERIODE avant sa remise, cddu paie --rectifier ensuite"),
        );
        self.note(reasons);
    }

    /// Sets aside what an earlier run wrote, and says it.
    pub(crate) fn set_aside(
        &mut self,
        aside: impl FnOnce(&Folder) -> Result<Option<Diagnostic>, Vec<Diagnostic>>,
    ) -> Result<(), Vec<Diagnostic>> {
        if !self.dry {
            aside(self.folder)?.into_iter().for_each(|d| self.tell(d));
        }
        Ok(())
    }

    /// True when it was told already: a key that the DSN and the AEM both lack is asked once.
    pub(crate) fn told(&self, diagnostic: &Diagnostic) -> bool {
        self.said.contains(&words(&self.folder.located(diagnostic.clone())))
    }

    /// Keeps what could not be made; several documents that stumble on one fault tell it once.
    pub(crate) fn note(&mut self, list: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in list {
            let located = self.folder.located(diagnostic);
            if !self.said.contains(&words(&located)) {
                self.tell(located);
            }
        }
    }

    fn tell(&mut self, diagnostic: Diagnostic) {
        self.said.insert(words(&diagnostic));
        self.outputs.diagnostics.push(diagnostic);
    }
}

/// How much a document lacks. The messages that name each datum come in any order: some were told before it.
pub(crate) fn lacking(missing: usize) -> String {
    let each = if missing > 1 { "chacune a son message" } else { "elle a son message" };
    format!("{} ({each})", count(missing, "donnée manquante ou fausse"))
}

fn words(d: &Diagnostic) -> Words {
    (d.code.clone(), d.message.clone(), d.fichier.clone(), d.ligne, d.colonne.clone(), d.champ.clone())
}
