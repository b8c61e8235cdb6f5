//! Where every figure of a document comes from, and why what is not due is not.

mod document;
mod names;
mod sources;

use cddu_payslip::Avertissement;
use cddu_payslip::trace::ExplainedFigure;
use cddu_rates::{Diagnostic, Diagnostics};
use serde::Serialize;

pub use document::{Document, Explanation, Figure, Sheet, code_of};
pub use sources::{Source, sources, under};

/// A figure and what would change it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Explained<'s> {
    /// The figure.
    #[serde(flatten)]
    pub figure: &'s ExplainedFigure,
    /// Inputs, table values and methods the figure rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub change_avec: Vec<Source>,
}

/// What is shown of a document.
#[derive(Clone, Debug)]
pub enum Shown<'s> {
    /// All of it.
    Whole,
    /// Some figures, what is not due under the same name, and the figures under them, nearest first.
    Some {
        /// Ranks of the figures asked.
        figures: Vec<usize>,
        /// What is not due under that name.
        absent: Vec<&'s ExplainedFigure>,
        /// Ranks of the figures under them.
        chain: Vec<usize>,
    },
    /// Warnings of one code.
    Warnings(&'s str),
}

/// The figures, or the warnings, of an answer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
#[non_exhaustive]
pub enum Listed<'s> {
    /// Figures: those asked, those under them, what is not due.
    Figures(Vec<Explained<'s>>),
    /// Warnings of one code.
    Warnings(Vec<&'s Avertissement>),
}

impl Sheet {
    /// The part of the document that a name asks for: the code of a line or of a total, an address, the words of a
    /// label, the code of a warning; the whole document without a name.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// let sheet = cddu_kit::Engine::embedded().explain(&text)?.sheet;
    /// assert!(sheet.find(Some("net à payer"), None).is_ok());
    /// assert_eq!(sheet.find(Some("inconnu"), None).unwrap_err().code(), "CLI-006");
    /// # Ok::<(), cddu_kit::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// `CLI-006` for a name that nothing bears, several figures under one name, an unknown contract.
    pub fn find(&self, name: Option<&str>, contract: Option<&str>) -> Result<Shown<'_>, Diagnostics> {
        if let Some(wanted) = contract.filter(|c| !self.contracts.iter().any(|known| known == c)) {
            return Err(names::unknown_contract(self, wanted).into());
        }
        match name {
            Some(wanted) => Ok(names::find(self, wanted, contract)?),
            None => Ok(Shown::Whole),
        }
    }

    /// The plain data of that part: every figure computed, or the figures asked and their chain; then what is not due.
    ///
    /// ```
    /// # let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/formation/technicien-2026.json")).unwrap();
    /// let sheet = cddu_kit::Engine::embedded().explain(&text)?.sheet;
    /// let shown = sheet.find(Some("RGDU"), None)?;
    /// assert!(serde_json::to_string(&sheet.list(&shown, None)).unwrap().contains("allegement"));
    /// # Ok::<(), cddu_kit::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn list<'s>(&'s self, shown: &Shown<'s>, contract: Option<&str>) -> Listed<'s> {
        let plain = |f: &usize| Explained { figure: &self.figures[*f].plain, change_avec: Vec::new() };
        let missing = |figure| Explained { figure, change_avec: Vec::new() };
        Listed::Figures(match shown {
            Shown::Whole => {
                let computed = self.computed(contract);
                let absent = self.absent.iter().filter(|f| document::of_contract(f, contract));
                computed.iter().map(plain).chain(absent.map(missing)).collect()
            }
            Shown::Some { figures, absent, chain } => {
                let asked = figures
                    .iter()
                    .map(|f| Explained { figure: &self.figures[*f].plain, change_avec: sources(self, *f) });
                asked.chain(chain.iter().map(plain)).chain(absent.iter().map(|f| missing(f))).collect()
            }
            Shown::Warnings(code) => {
                return Listed::Warnings(self.warnings.iter().filter(|w| w.code == *code).collect());
            }
        })
    }
}

/// A name that nothing bears.
fn nothing(message: String, hint: String) -> Vec<Diagnostic> {
    vec![Diagnostic::error("CLI-006", message).hint(hint)]
}
