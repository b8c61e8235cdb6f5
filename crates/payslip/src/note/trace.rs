//! The trace of a note: every figure with its formula, its numbers, its rule and its table rows.

use cddu_rates::{Cents, Confiance, Rate, Rates, RowId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::NoteRule;

/// One figure of a note, explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Explication {
    /// Address of the figure: `bases.csg`, `AA_RACD.retenue`, `totaux.net_a_payer`.
    pub figure: String,
    /// French label.
    pub libelle: String,
    /// Value, euros.
    pub valeur: Cents,
    /// Formula with its numbers: `4912.50 x 9.20 %`.
    pub formule: String,
    /// What the rule says.
    pub regle: String,
    /// Legal basis of the rule.
    pub base_legale: String,
    /// Table rows used.
    pub sources: Vec<NoteSource>,
    /// Lowest confidence of the rule and of the rows.
    pub confiance: Confiance,
}

/// A table row that a figure uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoteSource {
    /// Key (`AA_CSG`).
    pub cle: String,
    /// Value, in the unit of the key.
    pub valeur: String,
    /// File of the table.
    pub fichier: String,
    /// Line in that file.
    pub ligne: u64,
    /// Days of validity.
    pub validite: String,
    /// Legal basis.
    pub base_legale: String,
    /// Where the value was read.
    pub source: String,
    /// Address of the official text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lien: String,
    /// Confidence.
    pub confiance: Confiance,
    /// Doubts and history.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Writes the trace while the note is computed.
pub(super) struct Trace<'a> {
    rates: &'a Rates,
    pub figures: Vec<Explication>,
}

impl<'a> Trace<'a> {
    pub fn new(rates: &'a Rates) -> Self {
        Self { rates, figures: Vec::with_capacity(40) }
    }

    /// Records a figure and returns its confidence.
    pub fn put(
        &mut self,
        figure: impl Into<String>,
        libelle: &str,
        valeur: Cents,
        formule: String,
        rule: &NoteRule,
        rows: &[RowId],
    ) -> Confiance {
        let sources: Vec<NoteSource> = rows.iter().map(|id| self.source(*id)).collect();
        let confiance = sources.iter().map(|s| s.confiance).fold(rule.confiance, Ord::max);
        self.figures.push(Explication {
            figure: figure.into(),
            libelle: libelle.to_owned(),
            valeur,
            formule,
            regle: rule.text.to_owned(),
            base_legale: rule.law.to_owned(),
            sources,
            confiance,
        });
        confiance
    }

    fn source(&self, id: RowId) -> NoteSource {
        let row = self.rates.row(id);
        NoteSource {
            cle: row.cle.clone(),
            valeur: row.valeur.map(|v| v.to_string()).unwrap_or_default(),
            fichier: self.rates.files().shown(&row.table),
            ligne: row.ligne,
            validite: row.dates(),
            base_legale: row.base_legale.clone(),
            source: row.source.clone(),
            lien: row.lien.clone(),
            confiance: row.confiance,
            note: row.note.clone(),
        }
    }
}

/// `5000.00 x 6.15 %`.
pub(super) fn product(base: impl std::fmt::Display, rate: Rate) -> String {
    format!("{base} x {rate} %")
}

/// `307.50 + 451.95`, or `0.00` for nothing.
pub(super) fn sum(amounts: &[Cents]) -> String {
    let shown: Vec<String> = amounts.iter().filter(|a| !a.is_zero()).map(ToString::to_string).collect();
    if shown.is_empty() { Cents::ZERO.to_string() } else { shown.join(" + ") }
}
