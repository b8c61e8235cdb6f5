//! Grids of conventional minima, read by function, date and membership of the employer.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::csv_table::{Line, read as read_csv};
use super::functions::Keys;
use super::{Conventions, Fonction, FonctionId, function_key};
use crate::row::Confiance;
use crate::source::Files;
use crate::units::Cents;
use cddu_base::Diagnostic;

/// What a minimum pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unite {
    /// A week.
    Semaine,
    /// A day.
    Jour,
    /// A cachet.
    Cachet,
    /// A month.
    Mois,
    /// An hour.
    Heure,
    /// A rehearsal of a few hours.
    Service,
    /// A lump sum.
    Forfait,
}

impl FromStr for Unite {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text {
            "semaine" => Self::Semaine,
            "jour" => Self::Jour,
            "cachet" => Self::Cachet,
            "mois" => Self::Mois,
            "heure" => Self::Heure,
            "service" => Self::Service,
            "forfait" => Self::Forfait,
            _ => return Err(()),
        })
    }
}

impl fmt::Display for Unite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Semaine => "semaine",
            Self::Jour => "jour",
            Self::Cachet => "cachet",
            Self::Mois => "mois",
            Self::Heure => "heure",
            Self::Service => "service",
            Self::Forfait => "forfait",
        })
    }
}

/// How a minimum became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Methode {
    /// The figure itself was read.
    Publie,
    /// Arithmetic on read figures.
    Derive,
    /// Known to exist, not found.
    Absent,
}

impl FromStr for Methode {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "publie" => Ok(Self::Publie),
            "derive" => Ok(Self::Derive),
            "absent" => Ok(Self::Absent),
            _ => Err(()),
        }
    }
}

/// One dated minimum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridRow {
    /// Line in `rates/conventions/grilles.csv`.
    pub ligne: u64,
    /// Function.
    pub fonction: FonctionId,
    /// Annexe: `1`, `2`, `3`, `3bis`, `III.1`, `III.2` (3097), `B`, `B-web`, `C` (2642), `II` (1734).
    pub annexe: String,
    /// Genre of programme the row is limited to (`fiction`), or empty.
    pub genre: String,
    /// What it pays.
    pub unite: Unite,
    /// Hours paid by the amount.
    pub heures: Option<Decimal>,
    /// Hours of presence of an equivalence week.
    pub presence: Option<Decimal>,
    /// Days of the week paid.
    pub jours: Option<u32>,
    /// Amount; `None` when it is known to exist and was not found.
    pub valeur: Option<Cents>,
    /// First day for a member employer.
    pub valide_du: NaiveDate,
    /// Last day for a member employer.
    pub valide_au: Option<NaiveDate>,
    /// First day for an employer that is not a member (date of the extension); empty: the same.
    pub valide_du_non_adherent: Option<NaiveDate>,
    /// The film's derogation was obtained from that day (annexes 3 and 3 bis).
    pub derogation_du: Option<NaiveDate>,
    /// The film's derogation was obtained until that day.
    pub derogation_au: Option<NaiveDate>,
    /// Legal basis.
    pub base_legale: String,
    /// Code of the source (`rates/conventions/sources.csv`).
    pub source: String,
    /// How sure it is.
    pub confiance: Confiance,
    /// Last check.
    pub verifie_le: NaiveDate,
    /// Read, derived or missing.
    pub methode: Methode,
    /// Doubts.
    pub note: String,
}

impl GridRow {
    /// First day for an employer.
    #[must_use]
    pub fn start(&self, adherent: bool) -> NaiveDate {
        if adherent { self.valide_du } else { self.valide_du_non_adherent.unwrap_or(self.valide_du) }
    }

    /// A row without genre is the one of every genre.
    pub(crate) fn same_genre(&self, other: &Self) -> bool {
        self.genre == other.genre || self.genre.is_empty() || other.genre.is_empty()
    }

    fn same_series(&self, other: &Self) -> bool {
        self.fonction == other.fonction
            && self.annexe == other.annexe
            && self.same_genre(other)
            && self.unite == other.unite
            && self.heures == other.heures
            && self.jours == other.jours
            && self.derogation_du == other.derogation_du
    }

    fn derogation_covers(&self, derogation: Option<NaiveDate>) -> bool {
        match derogation {
            None => self.derogation_du.is_none() && self.derogation_au.is_none(),
            Some(day) => {
                self.derogation_du.is_none_or(|from| from <= day)
                    && self.derogation_au.is_none_or(|to| day <= to)
            }
        }
    }
}

/// Which minimum is looked for.
#[derive(Clone, Copy, Debug)]
pub struct MinimumQuery<'a> {
    /// Function.
    pub fonction: FonctionId,
    /// Annexe of the grid.
    pub annexe: &'a str,
    /// Genre of programme (`fiction`, `flux`...), or empty.
    pub genre: &'a str,
    /// Unit.
    pub unite: Unite,
    /// Paid hours; `None`: any.
    pub heures: Option<Decimal>,
    /// Days of the week; `None`: any.
    pub jours: Option<u32>,
    /// Day worked.
    pub date: NaiveDate,
    /// The employer is a member of a signatory union.
    pub adherent: bool,
    /// Day the film obtained its derogation (annexes 3 and 3 bis).
    pub derogation: Option<NaiveDate>,
}

pub(super) fn read(
    files: &Files,
    fonctions: &[Fonction],
    keys: &Keys,
    errors: &mut Vec<Diagnostic>,
) -> Vec<GridRow> {
    // The rows of one function follow each other: its key is worked out once.
    let mut last: Option<(String, String, FonctionId)> = None;
    read_csv(files, "conventions/grilles.csv", errors, |line| {
        let (idcc, nom) = (line.text("idcc")?, line.text("fonction")?);
        let fonction = match &last {
            Some((i, n, id)) if i == idcc && n == nom => *id,
            _ => {
                let id = *keys.get(&(idcc.to_owned(), function_key(nom))).ok_or_else(|| {
                    line.bad("fonction", &format!("« {nom} » n'est pas dans fonctions.csv"))
                })?;
                debug_assert_eq!(fonctions[id.0].idcc, idcc);
                last = Some((idcc.to_owned(), nom.to_owned(), id));
                id
            }
        };
        row(line, fonction)
    })
}

fn row(line: &Line<'_>, fonction: FonctionId) -> Result<GridRow, Diagnostic> {
    // In the order of the columns.
    let annexe = line.owned("annexe")?;
    let genre = line.owned("genre")?;
    let unite = line.text("unite")?;
    let unite = unite.parse().map_err(|()| line.bad("unite", &format!("unité inconnue : « {unite} »")))?;
    let (heures, presence, jours) =
        (line.optional("heures")?, line.optional("presence")?, line.optional("jours")?);
    let valeur = line.optional("valeur")?;
    let (valide_du, valide_au) = line.validity()?;
    let valide_du_non_adherent = line.day_or_none("valide_du_non_adherent")?;
    let derogation_du = line.day_or_none("derogation_du")?;
    let derogation_au = line.day_or_none("derogation_au")?;
    let base_legale = line.owned("base_legale")?;
    let source = line.owned("source")?;
    let confiance = line.confiance()?;
    let verifie_le = line.day("verifie_le")?;
    let methode = line.text("methode")?;
    let methode =
        methode.parse().map_err(|()| line.bad("methode", &format!("méthode inconnue : « {methode} »")))?;
    Ok(GridRow {
        ligne: line.number(),
        fonction,
        annexe,
        genre,
        unite,
        heures,
        presence,
        jours,
        valeur,
        valide_du,
        valide_au,
        valide_du_non_adherent,
        derogation_du,
        derogation_au,
        base_legale,
        source,
        confiance,
        verifie_le,
        methode,
        note: line.owned("note")?,
    })
}

impl Conventions {
    /// The row of a minimum on a day.
    ///
    /// For an employer that is not a member, a grid lasts until the next one is extended (titre I art. 32 of IDCC
    /// 3097): the dates of the members do not end it.
    ///
    /// # Errors
    /// `BAR-022` when no amount is known for that day: the grid is missing, it is never replaced by another one.
    pub fn minimum(&self, query: &MinimumQuery<'_>) -> Result<&GridRow, Diagnostic> {
        let fonction = self.of_unit(query.fonction, query.unite);
        let rows: Vec<&GridRow> = self.by_function[fonction.0]
            .iter()
            .map(|index| &self.grid[*index])
            .filter(|row| {
                row.annexe == query.annexe
                    && row.unite == query.unite
                    && (row.genre.is_empty() || row.genre == query.genre)
                    && (query.heures.is_none() || row.heures == query.heures)
                    && (query.jours.is_none() || row.jours == query.jours)
                    && row.derogation_covers(query.derogation)
            })
            .collect();
        let current = rows
            .iter()
            .filter(|row| row.start(query.adherent) <= query.date)
            .max_by_key(|row| row.start(query.adherent))
            .filter(|row| self.end(row, query.adherent).is_none_or(|end| query.date <= end));
        match current {
            Some(row) if row.valeur.is_some() => Ok(row),
            _ => Err(self.missing(query)),
        }
    }

    /// Last day of a row for an employer.
    #[must_use]
    pub fn end(&self, row: &GridRow, adherent: bool) -> Option<NaiveDate> {
        if adherent {
            return row.valide_au;
        }
        let start = row.start(false);
        let next = self.by_function[row.fonction.0]
            .iter()
            .map(|index| &self.grid[*index])
            .filter(|other| row.same_series(other))
            .map(|other| other.start(false))
            .filter(|other| *other > start)
            .min();
        match (next, row.valide_au) {
            // A following grid ends the row only where nothing separates the two for the members.
            (Some(next), Some(end)) if self.follows(row, end) => Some(next - Days::new(1)),
            (_, end) => end,
        }
    }

    fn follows(&self, row: &GridRow, end: NaiveDate) -> bool {
        self.by_function[row.fonction.0]
            .iter()
            .map(|index| &self.grid[*index])
            .any(|other| row.same_series(other) && other.valide_du == end + Days::new(1))
    }

    fn missing(&self, query: &MinimumQuery<'_>) -> Diagnostic {
        let fonction = self.fonction(query.fonction);
        let last = self.by_function[query.fonction.0]
            .iter()
            .map(|index| &self.grid[*index])
            .filter(|row| row.valeur.is_some() && row.annexe == query.annexe && row.unite == query.unite)
            .max_by_key(|row| row.start(query.adherent));
        let genre = if query.genre.is_empty() { String::new() } else { format!(", {}", query.genre) };
        let diagnostic = Diagnostic::error(
            "BAR-022",
            format!(
                "aucun minimum connu pour « {} » (IDCC {}, annexe {}, {}{genre}) au {}",
                fonction.nom, fonction.idcc, query.annexe, query.unite, query.date
            ),
        );
        match last {
            Some(row) => diagnostic.hint(format!(
                "dernière valeur lue : {} du {} (ligne {} de rates/conventions/grilles.csv) ; donner salaire_base, ou \
                 compléter la grille avec sa source",
                row.valeur.unwrap_or_default(),
                row.start(query.adherent),
                row.ligne
            )),
            None => diagnostic
                .hint("donner salaire_base, ou ajouter la ligne à rates/conventions/grilles.csv avec sa source"),
        }
    }

    /// The rows of a function, in order of the table.
    pub fn rows_of(&self, fonction: FonctionId) -> impl Iterator<Item = &GridRow> {
        self.by_function[fonction.0].iter().map(|index| &self.grid[*index])
    }

    /// Every row of a function, by annexe, unit, hours and date: the history of its minima.
    #[must_use]
    pub fn history(&self, fonction: FonctionId) -> Vec<&GridRow> {
        let mut rows: Vec<&GridRow> = self.rows_of(fonction).collect();
        rows.sort_by(|a, b| {
            (&a.annexe, a.derogation_du, a.unite, a.heures, a.jours, a.valide_du, &a.genre).cmp(&(
                &b.annexe,
                b.derogation_du,
                b.unite,
                b.heures,
                b.jours,
                b.valide_du,
                &b.genre,
            ))
        });
        rows
    }

    /// Every row of the grids.
    #[must_use]
    pub fn grid(&self) -> &[GridRow] {
        &self.grid
    }
}
