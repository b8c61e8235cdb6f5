//! What a check reports.

use cddu_base::Gravite;
use serde::Serialize;

/// One anomaly, at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Identifier of the control: the official one (`S21.G00.30.001/CCH-14`) or a rule of syntax (`FMT-01`).
    pub code: String,
    /// Severity: `bloquant`, the file is refused; `majeur`, against the text of the norm without a blocking control; both
    /// make it unfit to be sent. `mineur`: a signal of the norm or a doubt, the file is accepted.
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
        self.gravite <= Gravite::Majeur
    }
}
