//! Two copies of a paper: what is handed over, and what whoever pays keeps.

/// Who reads a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exemplaire {
    /// Kept by the employer: warnings of the calculation, letters of confidence, methods, fingerprints.
    #[default]
    Employeur,
    /// Handed over: the mentions that the law asks, and nothing of the program.
    Remis,
}

impl Exemplaire {
    /// The program speaks to its reader.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        matches!(self, Self::Employeur)
    }
}
