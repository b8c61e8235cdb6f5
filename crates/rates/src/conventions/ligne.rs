//! The place of a row in the tables of the agreements: what a calculation keeps of it, and how it is read again.

use chrono::NaiveDate;

use super::{Annexe3, Conventions, Disponibilite, Expense, GridRow, Regle};
use crate::row::Confiance;

/// A table of `rates/conventions/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableConvention {
    /// Hour rules.
    Regles,
    /// Grids of minima.
    Grilles,
    /// Indemnities.
    Frais,
    /// Formulas of annexe 3.
    Annexe3,
    /// Availability time.
    Disponibilites,
}

impl TableConvention {
    /// Its file, under `rates/`.
    #[must_use]
    pub const fn fichier(self) -> &'static str {
        match self {
            Self::Regles => "conventions/regles_heures.csv",
            Self::Grilles => "conventions/grilles.csv",
            Self::Frais => "conventions/frais.csv",
            Self::Annexe3 => "conventions/annexe3.csv",
            Self::Disponibilites => "conventions/disponibilite.csv",
        }
    }
}

/// A row of these tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LigneConvention {
    /// Its table.
    pub table: TableConvention,
    /// Line of the file.
    pub ligne: u64,
    /// How sure it is.
    pub confiance: Confiance,
}

/// A row read again, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneLue<'a> {
    /// What names it: `F03`, a function and its annexe, the code of an indemnity.
    pub cle: String,
    /// What it says.
    pub texte: String,
    /// First day; `None` when the row has no dates.
    pub valide_du: Option<NaiveDate>,
    /// Last day, when known.
    pub valide_au: Option<NaiveDate>,
    /// Article.
    pub base_legale: &'a str,
    /// Where it was read.
    pub source: &'a str,
    /// Day of the last check.
    pub verifie_le: NaiveDate,
}

macro_rules! places {
    ($($row:ty => $table:ident;)+) => {
        $(impl $row {
            /// The place of the row.
            #[must_use]
            pub const fn place(&self) -> LigneConvention {
                LigneConvention {
                    table: TableConvention::$table,
                    ligne: self.ligne,
                    confiance: self.confiance,
                }
            }
        })+
    };
}

places! {
    Regle => Regles;
    GridRow => Grilles;
    Expense => Frais;
    Annexe3 => Annexe3;
    Disponibilite => Disponibilites;
}

impl Conventions {
    /// The row at a place.
    #[must_use]
    pub fn lue(&self, place: LigneConvention) -> Option<LigneLue<'_>> {
        let at = |ligne: u64| ligne == place.ligne;
        Some(match place.table {
            TableConvention::Regles => {
                let row = self.regles().find(|r| at(r.ligne))?;
                let parts = [row.condition.as_str(), row.effet.as_str(), row.cumul.as_str()];
                let said: Vec<&str> = parts.into_iter().filter(|t| !t.is_empty()).collect();
                LigneLue {
                    cle: row.id.clone(),
                    texte: said.join(" ; "),
                    valide_du: Some(row.valide_du),
                    valide_au: row.valide_au,
                    base_legale: &row.article,
                    source: self.source(&row.source),
                    verifie_le: row.verifie_le,
                }
            }
            TableConvention::Grilles => {
                let row = self.grid().iter().find(|r| at(r.ligne))?;
                LigneLue {
                    cle: format!("{}, annexe {}", self.fonction(row.fonction).nom, row.annexe),
                    texte: row.note.clone(),
                    valide_du: Some(row.valide_du),
                    valide_au: row.valide_au,
                    base_legale: &row.base_legale,
                    source: self.source(&row.source),
                    verifie_le: row.verifie_le,
                }
            }
            TableConvention::Frais => {
                let row = self.expenses().iter().find(|r| at(r.ligne))?;
                LigneLue {
                    cle: row.code.clone(),
                    texte: row.libelle.clone(),
                    valide_du: Some(row.valide_du),
                    valide_au: row.valide_au,
                    base_legale: &row.base_legale,
                    source: self.source(&row.source),
                    verifie_le: row.verifie_le,
                }
            }
            TableConvention::Annexe3 => {
                let row = self.annexe3.iter().find(|r| at(r.ligne))?;
                LigneLue {
                    cle: "annexe 3".to_owned(),
                    texte: String::new(),
                    valide_du: Some(row.valide_du),
                    valide_au: row.valide_au,
                    base_legale: &row.base_legale,
                    source: self.source(&row.source),
                    verifie_le: row.verifie_le,
                }
            }
            TableConvention::Disponibilites => {
                let row = self.disponibilites().iter().find(|r| at(r.ligne))?;
                LigneLue {
                    cle: row.regle.clone(),
                    texte: String::new(),
                    valide_du: Some(row.valide_du),
                    valide_au: row.valide_au,
                    base_legale: &row.article,
                    source: self.source(&row.source),
                    verifie_le: row.verifie_le,
                }
            }
        })
    }
}
