//! Computed lines: payslip lines whose amount is a rule of the program, not a base times a rate of a table. A file of
//! `rates/lignes_calculees/` holds everything about one but its calculation.

use serde::Deserialize;
use toml::Spanned;

use crate::identite::{self, Identite, Origin, Rangs, RawDsn, RawEcriture, RawIdentite, RawReleve};
use crate::texte::Texte;
use crate::toml_table::parse;
use cddu_base::Diagnostic;

/// The rule that gives the amount of a computed line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calcul {
    /// General relief of employer contributions (CSS L241-13).
    ReductionGenerale,
    /// Reduction of employee contributions on overtime (CSS L241-17).
    ReductionHeuresSup,
    /// Employer's deduction on overtime (CSS L241-18, L241-18-1); its base is a number of hours.
    DeductionHeuresSup,
    /// Withholding on the salaries of technicians who live abroad (CGI 182 A).
    #[serde(rename = "retenue_182a")]
    Retenue182A,
    /// Withholding on the artistic services of people who live abroad (CGI 182 A bis).
    #[serde(rename = "retenue_182a_bis")]
    Retenue182ABis,
}

impl Calcul {
    /// All of them: each has its file.
    pub const ALL: [Self; 5] = [
        Self::ReductionGenerale,
        Self::ReductionHeuresSup,
        Self::DeductionHeuresSup,
        Self::Retenue182A,
        Self::Retenue182ABis,
    ];

    /// The word of the tables.
    #[must_use]
    pub const fn mot(self) -> &'static str {
        match self {
            Self::ReductionGenerale => "reduction_generale",
            Self::ReductionHeuresSup => "reduction_heures_sup",
            Self::DeductionHeuresSup => "deduction_heures_sup",
            Self::Retenue182A => "retenue_182a",
            Self::Retenue182ABis => "retenue_182a_bis",
        }
    }

    /// The bodies among which the rule shares its amount: its file names each of them.
    #[must_use]
    pub const fn organismes(self) -> &'static [&'static str] {
        match self {
            Self::ReductionGenerale => &["urssaf", "audiens_retraite"],
            Self::ReductionHeuresSup | Self::DeductionHeuresSup => &["urssaf"],
            Self::Retenue182A | Self::Retenue182ABis => &["dgfip"],
        }
    }
}

/// A computed line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calculee {
    /// The rule.
    pub calcul: Calcul,
    /// One printed line per body, with its label.
    pub organismes: Vec<LigneCalculee>,
    /// What it is to the other tables.
    pub identite: Identite,
}

/// The line of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LigneCalculee {
    /// Body.
    pub organisme: Texte,
    /// Label.
    pub libelle: Texte,
}

impl Calculee {
    /// The line of a body of the rule ([`Calcul::organismes`]).
    ///
    /// # Panics
    /// For a body that the rule does not name: a file that lacks one of its bodies does not load.
    #[must_use]
    pub fn ligne(&self, organisme: &str) -> &LigneCalculee {
        self.organismes
            .iter()
            .find(|l| l.organisme == *organisme)
            .expect("checked when the tables were loaded")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCalculee {
    code: String,
    calcul: Calcul,
    ordre: u32,
    organismes: Vec<RawLigne>,
    bulletin: Option<Rangs>,
    #[serde(default)]
    compta: Vec<Spanned<RawEcriture>>,
    #[serde(default)]
    dsn: RawDsn,
    #[serde(default)]
    releve: Vec<Spanned<RawReleve>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLigne {
    organisme: String,
    libelle: String,
}

/// Reads one computed line.
///
/// # Errors
/// `BAR-003` when the file is not written as expected, `BAR-060` without `[bulletin]`.
pub(crate) fn read(name: &str, shown: &str, text: &str) -> Result<Calculee, Diagnostic> {
    let raw: RawCalculee = parse(shown, text)?;
    let Some(first) = raw.organismes.first() else {
        return Err(Diagnostic::error("BAR-003", format!("{} : aucun organisme", raw.code))
            .in_file(shown, None)
            .hint("ajouter [[organismes]] avec organisme et libelle"));
    };
    for body in raw.calcul.organismes() {
        if !raw.organismes.iter().any(|l| l.organisme == *body) {
            let message = format!("{} : la ligne de l'organisme {body} manque", raw.code);
            return Err(Diagnostic::error("BAR-003", message)
                .in_file(shown, None)
                .hint("ajouter [[organismes]] avec cet organisme et le libellé de sa ligne"));
        }
    }
    let origin = Origin {
        name,
        shown,
        text,
        code: &raw.code,
        libelle: &first.libelle,
        ordre: raw.ordre,
        organisme: &first.organisme,
    };
    let sections = RawIdentite {
        bulletin: raw.bulletin.as_ref(),
        compta: &raw.compta,
        dsn: &raw.dsn,
        releve: &raw.releve,
    };
    Ok(Calculee {
        calcul: raw.calcul,
        identite: identite::read(&origin, &sections)?,
        organismes: raw
            .organismes
            .iter()
            .map(|l| LigneCalculee {
                organisme: Texte::of_table(&l.organisme),
                libelle: Texte::of_table(&l.libelle),
            })
            .collect(),
    })
}
