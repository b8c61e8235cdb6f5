//! A difference between two documents that should say the same thing.

use cddu_rates::{Cents, Diagnostic, Gravite};
use serde::{Deserialize, Serialize};

/// A difference, with both sides and its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ecart {
    /// Rule (`D04`, `AEM-R16`).
    pub regle: String,
    /// Severity.
    pub gravite: Gravite,
    /// Person, contract, rubrique.
    pub cle: String,
    /// What the first document says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gauche: Option<String>,
    /// What the second one says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub droite: Option<String>,
    /// Second minus first, for amounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecart: Option<Cents>,
    /// Line in the file compared, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ligne: Option<u64>,
    /// French sentence.
    pub message: String,
}

impl Ecart {
    /// A difference without amounts.
    #[must_use]
    pub fn new(regle: &str, gravite: Gravite, cle: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            regle: regle.to_owned(),
            gravite,
            cle: cle.into(),
            gauche: None,
            droite: None,
            ecart: None,
            ligne: None,
            message: message.into(),
        }
    }

    /// Adds both sides.
    #[must_use]
    pub fn sides(mut self, gauche: impl ToString, droite: impl ToString) -> Self {
        self.gauche = Some(gauche.to_string());
        self.droite = Some(droite.to_string());
        self
    }

    /// Adds both amounts and their gap.
    #[must_use]
    pub fn amounts(mut self, gauche: Cents, droite: Cents) -> Self {
        self.ecart = Some(droite - gauche);
        self.sides(gauche, droite)
    }

    /// Adds the line in the file compared.
    #[must_use]
    pub fn line(mut self, ligne: usize) -> Self {
        self.ligne = u64::try_from(ligne).ok().filter(|l| *l > 0);
        self
    }

    /// The same as a diagnostic.
    #[must_use]
    pub fn diagnostic(self) -> Diagnostic {
        let mut diagnostic = Diagnostic::error(&self.regle, self.message).severity(self.gravite).at(self.cle);
        diagnostic.ligne = self.ligne;
        diagnostic
    }
}
