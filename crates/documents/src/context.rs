//! What every document needs, prepared once: fonts and tables.

use std::sync::LazyLock;

use cddu_rates::{Diagnostic, Rates};

use crate::fonts::{Face, Faces, drawable};
use crate::html;
use crate::layout::lay_out;
use crate::model::{Block, Document};
use crate::pdf;
use crate::tables::Tables;

/// Fonts and tables, parsed once and shared by a batch. It is never changed: threads may share it.
#[derive(Debug)]
pub struct Context {
    faces: &'static Faces,
    tables: Tables,
}

static EMBEDDED: LazyLock<Result<Context, Diagnostic>> = LazyLock::new(|| Context::new(&Rates::embedded()));

impl Context {
    /// Parses the embedded fonts and the tables of `rates/bulletin`.
    ///
    /// # Errors
    /// `DOC-001` for a font, `BAR-002` for a missing table, `BAR-003` for a table that cannot be read.
    pub fn new(rates: &Rates) -> Result<Self, Diagnostic> {
        Ok(Self { faces: Faces::embedded()?, tables: Tables::read(rates)? })
    }

    /// The context of the embedded tables, parsed at the first call.
    ///
    /// # Errors
    /// As [`Context::new`], only for a broken build.
    pub fn embedded() -> Result<&'static Self, Diagnostic> {
        EMBEDDED.as_ref().map_err(Clone::clone)
    }

    /// Tables of the documents.
    pub(crate) const fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The names of the rows that contributions may take on a payslip paid on a day, by model in force.
    #[must_use]
    pub fn rangs(&self, day: chrono::NaiveDate) -> Vec<(&'static str, Vec<&str>)> {
        let of = |modele| {
            let rows = self.tables.lignes(modele, day).into_iter();
            (modele, rows.map(|l| l.rang.as_str()).filter(|r| !r.is_empty()).collect::<Vec<_>>())
        };
        ["adapte", "renove"].map(of).into_iter().filter(|(_, rows)| !rows.is_empty()).collect()
    }

    /// A sentence of `rates/bulletin/mentions.csv` in force on a day (`adresse_caisse`, `portabilite`...).
    ///
    /// # Errors
    /// `DOC-004` when no row holds on that day.
    pub fn mention(&self, cle: &str, day: chrono::NaiveDate) -> Result<&str, Diagnostic> {
        self.tables.mention(cle, day)
    }

    /// Draws a document as PDF/A-3a.
    ///
    /// # Errors
    /// `DOC-003` when a text holds a character that the fonts do not have, `DOC-002` when the file cannot be
    /// written.
    pub fn pdf(&self, document: &Document) -> Result<Vec<u8>, Diagnostic> {
        let document = self.prepared(document)?;
        let layout = lay_out(&document, self.faces);
        pdf::write(&document, &layout, self.faces)
    }

    /// Whether [`Self::pdf`] has a letter for each character of a document; nothing is drawn.
    ///
    /// # Errors
    /// `DOC-003` when a text holds a character that the fonts do not have.
    pub fn drawable(&self, document: &Document) -> Result<(), Diagnostic> {
        self.prepared(document).map(|_| ())
    }

    /// Draws a document as one self-contained HTML page.
    #[must_use]
    pub fn html(&self, document: &Document) -> String {
        html::page(document)
    }

    #[cfg(test)]
    pub(crate) const fn faces(&self) -> &Faces {
        self.faces
    }

    /// The document with the characters that the fonts draw: a PDF must not silently lose a letter of a name.
    pub(crate) fn prepared(&self, document: &Document) -> Result<Document, Diagnostic> {
        let mut document = document.clone();
        let mut missing = None;
        let face = self.faces.get(Face::Regular);
        visit_mut(&mut document, &mut |text| {
            if text.bytes().any(|b| !(b' '..=b'~').contains(&b)) {
                *text = drawable(text);
                if let Some(c) = face.missing(text) {
                    missing.get_or_insert_with(|| (c, text.clone()));
                }
            }
        });
        match missing {
            None => Ok(document),
            Some((c, text)) => Err(Diagnostic::error(
                "DOC-003",
                format!(
                    "le caractère {}U+{:04X} de « {} » n'existe pas dans les polices du PDF",
                    if c.is_alphanumeric() { format!("« {c} », ") } else { String::new() },
                    u32::from(c),
                    text.replace(char::is_control, "")
                ),
            )
            .hint(if c.is_alphanumeric() {
                "écrire le nom en caractères latins, grecs ou cyrilliques, ou produire la page HTML (--html)"
            } else {
                "retirer ce signe, souvent invisible, des données (il vient d'un copier-coller)"
            })),
        }
    }
}

/// Every printed text of a document.
fn visit_mut(document: &mut Document, f: &mut impl FnMut(&mut String)) {
    f(&mut document.title);
    f(&mut document.subtitle);
    f(&mut document.footer);
    for fact in &mut document.marks {
        f(&mut fact.label);
        f(&mut fact.value);
    }
    for block in &mut document.blocks {
        match block {
            Block::Cards(cards) => {
                for card in cards {
                    f(&mut card.title);
                    card.lines.iter_mut().for_each(&mut *f);
                    for fact in &mut card.facts {
                        f(&mut fact.label);
                        f(&mut fact.value);
                    }
                }
            }
            Block::Heading(text) | Block::Paragraph(text) | Block::Notice(text) | Block::Lead(text) => {
                f(text)
            }
            Block::Table(table) => {
                f(&mut table.summary);
                table.columns.iter_mut().for_each(|c| f(&mut c.title));
                table.rows.iter_mut().flat_map(|r| &mut r.cells).for_each(&mut *f);
            }
            Block::Figures(figures) => {
                for figure in figures {
                    f(&mut figure.label);
                    f(&mut figure.value);
                }
            }
            Block::Mentions(lines) => lines.iter_mut().for_each(&mut *f),
            Block::Signatures(signatures) => {
                for signature in signatures {
                    f(&mut signature.who);
                    signature.lines.iter_mut().for_each(&mut *f);
                }
            }
            Block::PageBreak => {}
        }
    }
}
