//! What a check reports.

use serde::Serialize;

/// How serious a finding is. `bloquant` and `majeur` make a file unfit to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Gravite {
    /// Worth knowing, no action needed.
    Info,
    /// A signal of the norm, or a doubt: the file is accepted.
    Mineur,
    /// Against the text of the norm, without a blocking control.
    Majeur,
    /// The file is refused.
    Bloquant,
}

/// One anomaly, at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Identifier of the control: the official one (`S21.G00.30.001/CCH-14`) or a rule of syntax (`FMT-01`).
    pub code: String,
    /// Severity.
    pub gravite: Gravite,
    /// Line in the file, counted from 1.
    pub ligne: usize,
    /// Rubrique or block concerned; empty when the line has none.
    pub rubrique: String,
    /// What is wrong and what to do, in French.
    pub message: String,
}

impl Finding {
    /// True when the file must not be sent as it is.
    pub fn refuse(&self) -> bool {
        self.gravite >= Gravite::Majeur
    }
}
