//! What the papers of a directory were drawn from: one that is there, drawn by this very program from the same document, is
//! not drawn again.
//!
//! `.dessins/` holds one file per directory of papers: for each paper, the hash of its document and that of its bytes. It
//! is kept for the next run of the same program only, and is never trusted alone: the paper is read and its bytes
//! verified each time, so that one edited by hand is drawn again. Without it, or with that of another program, all is drawn.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use cddu_documents::Context;
use cddu_documents::model::Document;
use cddu_rates::{Diagnostic, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::registre::atomic::{read_if_there, write_inside};
use crate::sorties::outputs::Desk;

/// A file of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Pdf,
    Html,
}

impl Format {
    /// A PDF and a page.
    pub const BOTH: [Self; 2] = [Self::Pdf, Self::Html];

    const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
        }
    }
}

/// What was drawn in a directory.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// Hash of the program that drew: the drawing of another version may differ.
    programme: String,
    papiers: BTreeMap<String, Paper>,
}

/// One paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Paper {
    /// Hash of the document drawn.
    document: String,
    /// Hash of the bytes written.
    octets: String,
}

/// The files drawn of a paper.
pub(crate) struct Drawn(Vec<(String, Paper)>);

/// The papers of a directory, before and after a run.
pub(crate) struct Dessins {
    root: PathBuf,
    directory: String,
    before: Kept,
    now: BTreeMap<String, Paper>,
}

impl Dessins {
    /// What is known of a directory of the folder.
    ///
    /// # Errors
    /// `DOS-081` when it exists and cannot be read.
    pub fn of(desk: &Desk<'_>, directory: &str) -> Result<Self, Vec<Diagnostic>> {
        Self::read(desk.root(), directory).map_err(|d| vec![d])
    }

    fn read(root: &Path, directory: &str) -> Result<Self, Diagnostic> {
        let bytes = read_if_there(&root.join(place(directory)))?.unwrap_or_default();
        // What another program has left, or a hand damaged, says nothing: the papers are drawn.
        let kept: Kept = serde_json::from_slice(&bytes).unwrap_or_default();
        let before = if program() == Some(&kept.programme) { kept } else { Kept::default() };
        Ok(Self { root: root.to_owned(), directory: directory.to_owned(), before, now: BTreeMap::new() })
    }

    /// Draws and writes the files of a paper that do not stand; a trial writes nothing, and asks only whether the paper can
    /// be drawn. Gives what to [`Self::keep`], or what prevents the drawing.
    ///
    /// # Errors
    /// `DOS-080` when the disk refuses.
    pub fn draw(
        &self,
        desk: &Desk<'_>,
        context: &Context,
        name: &str,
        document: &Document,
        formats: &[Format],
    ) -> Result<Result<Drawn, Diagnostic>, Vec<Diagnostic>> {
        let mut drawn = Drawn(Vec::new());
        if desk.is_dry() {
            let asked = if formats.contains(&Format::Pdf) { context.drawable(document) } else { Ok(()) };
            return Ok(asked.map(|()| drawn));
        }
        let empreinte = document.empreinte();
        for format in formats {
            let name = format!("{name}.{}", format.extension());
            if self.stands(&name, &empreinte) {
                continue;
            }
            let bytes = match format {
                Format::Pdf => match context.pdf(document) {
                    Ok(bytes) => bytes,
                    Err(error) => return Ok(Err(error)),
                },
                Format::Html => context.html(document).into_bytes(),
            };
            desk.put_quietly(&format!("{}/{name}", self.directory), &bytes)?;
            drawn.0.push((name, Paper { document: empreinte.clone(), octets: sha(&bytes) }));
        }
        Ok(Ok(drawn))
    }

    /// Whether a file stands as this program drew it from this document: its bytes are read.
    fn stands(&self, name: &str, document: &str) -> bool {
        let Some(paper) = self.before.papiers.get(name).filter(|paper| paper.document == document) else {
            return false;
        };
        let bytes = read_if_there(&self.root.join(&self.directory).join(name)).ok().flatten();
        bytes.is_some_and(|bytes| sha(&bytes) == paper.octets)
    }

    /// Keeps what papers were drawn from.
    pub fn keep(&mut self, drawn: Drawn) {
        self.now.extend(drawn.0);
    }

    /// Written last: what a stopped command leaves out is drawn again. Papers that this run has not drawn stay known.
    ///
    /// # Errors
    /// `DOS-080` when the disk refuses.
    pub fn save(self, dry: bool) -> Result<(), Vec<Diagnostic>> {
        let Some(programme) = program().filter(|_| !dry && !self.now.is_empty()) else { return Ok(()) };
        let mut papiers = self.before.papiers;
        papiers.extend(self.now);
        let kept = Kept { programme: programme.to_owned(), papiers };
        let bytes = serde_json::to_vec(&kept).unwrap_or_default();
        write_inside(&self.root, place(&self.directory), &bytes).map_err(|d| vec![d])
    }
}

/// Where the file of a directory is, from the folder.
fn place(directory: &str) -> String {
    format!(".dessins/{directory}.json")
}

/// The hash of the program that runs: a version number would not tell two builds apart. Nothing when the system does not
/// show it, and then everything is drawn.
pub(crate) fn program() -> Option<&'static String> {
    static PROGRAM: OnceLock<Option<String>> = OnceLock::new();
    let read = || {
        let mut file = std::fs::File::open(std::env::current_exe()?)?;
        let (mut hash, mut piece) = (Sha256::new(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut piece)? {
                0 => return Ok::<_, std::io::Error>(hex(&hash.finalize())),
                length => hash.update(&piece[..length]),
            }
        }
    };
    PROGRAM.get_or_init(|| read().ok()).as_ref()
}

fn sha(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_paper_stands_while_its_document_its_bytes_and_the_program_are_the_same() {
        let work = tempfile::tempdir().unwrap();
        let root = work.path();
        let paper = root.join("sorties/W46/bulletins/a.pdf");
        fs::create_dir_all(paper.parent().unwrap()).unwrap();
        fs::write(&paper, "dessin").unwrap();
        let of = || Dessins::read(root, "sorties/W46/bulletins").unwrap();
        assert!(!of().stands("a.pdf", "d1"), "never drawn");
        let keep = |name: &str, document: &str, bytes: &[u8]| {
            let mut made = of();
            made.keep(Drawn(vec![(
                name.to_owned(),
                Paper { document: document.to_owned(), octets: sha(bytes) },
            )]));
            made.save(false).unwrap();
        };
        keep("a.pdf", "d1", b"dessin");
        assert!(of().stands("a.pdf", "d1"));
        assert!(!of().stands("a.pdf", "d2"), "another document");
        assert!(!of().stands("b.pdf", "d1"), "another paper");
        // A second run that draws another one keeps what is known of the first.
        keep("b.pdf", "d3", b"autre");
        assert!(of().stands("a.pdf", "d1") && !of().stands("b.pdf", "d3"), "b.pdf is not there");
        fs::write(&paper, "dessim").unwrap();
        assert!(!of().stands("a.pdf", "d1"), "edited by hand");
        fs::write(&paper, "dessin").unwrap();
        let kept = root.join(".dessins/sorties/W46/bulletins.json");
        let text = fs::read_to_string(&kept).unwrap();
        fs::write(&kept, text.replace("\"programme\":\"", "\"programme\":\"0")).unwrap();
        assert!(!of().stands("a.pdf", "d1"), "drawn by another program");
        fs::write(&kept, "{").unwrap();
        assert!(!of().stands("a.pdf", "d1"), "damaged");
    }
}
