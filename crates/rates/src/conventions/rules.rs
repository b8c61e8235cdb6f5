//! Hour rules, history of the pay agreements, and texts of the sources.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Conventions;
use super::csv_table::{Line, read as read_csv};
use crate::row::Confiance;
use crate::source::Files;
use cddu_base::Diagnostic;

/// One rule of hours: who, when, which premium, which article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regle {
    /// Identifier (`F03`).
    pub id: String,
    /// Line in `rates/conventions/regles_heures.csv`.
    pub ligne: u64,
    /// Convention.
    pub idcc: String,
    /// Population.
    pub population: String,
    /// What the rule is about.
    pub condition: String,
    /// First hour, day or clock time, as in the text.
    pub de: String,
    /// Last hour, day or clock time.
    pub a: String,
    /// What is counted: day, week, night.
    pub periode: String,
    /// Base of the premium.
    pub base: String,
    /// Premium in percent, when it is one number.
    pub majoration: Option<Decimal>,
    /// Effect, when it is not a percentage.
    pub effet: String,
    /// How it adds up with the others.
    pub cumul: String,
    /// First day.
    pub valide_du: NaiveDate,
    /// Last day, when known.
    pub valide_au: Option<NaiveDate>,
    /// Article.
    pub article: String,
    /// Code of the source.
    pub source: String,
    /// How sure it is.
    pub confiance: Confiance,
    /// Day of the last check.
    pub verifie_le: NaiveDate,
    /// Doubts.
    pub note: String,
}

/// A pay agreement and its effect on the grids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revalorisation {
    /// Convention.
    pub idcc: String,
    /// Agreement.
    pub avenant: String,
    /// Population.
    pub population: String,
    /// First day for the members.
    pub valide_du: NaiveDate,
    /// First day for the others.
    pub valide_du_non_adherent: Option<NaiveDate>,
    /// Effect.
    pub effet: String,
    /// Condition.
    pub condition: String,
    /// Code of the source.
    pub source: String,
    /// How sure it is.
    pub confiance: Confiance,
}

/// Availability time of IDCC 2642 (art. VI.3.3): rate of the marginal hours of presence beyond eight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disponibilite {
    /// Rule (`TD1`).
    pub regle: String,
    /// Hours of presence from.
    pub presence_de: Decimal,
    /// Hours of presence to.
    pub presence_a: Decimal,
    /// Effective hours counted at the end of the band.
    pub effectif: Decimal,
    /// Percent of the simple rate, contracts of a week or less.
    pub taux_une_semaine: Decimal,
    /// Percent of the simple rate, longer contracts.
    pub taux_au_dela: Decimal,
    /// First day.
    pub valide_du: NaiveDate,
    /// Last day, when known.
    pub valide_au: Option<NaiveDate>,
    /// Article.
    pub article: String,
    /// Code of the source.
    pub source: String,
    /// How sure it is.
    pub confiance: Confiance,
    /// Day of the last check.
    pub verifie_le: NaiveDate,
    /// Line in `rates/conventions/disponibilite.csv`.
    pub ligne: u64,
}

pub(super) fn read_disponibilites(files: &Files, errors: &mut Vec<Diagnostic>) -> Vec<Disponibilite> {
    read_csv(files, "conventions/disponibilite.csv", errors, |line| {
        let (valide_du, valide_au) = line.validity()?;
        Ok(Disponibilite {
            regle: line.owned("regle")?,
            presence_de: line.parse("presence_de")?,
            presence_a: line.parse("presence_a")?,
            effectif: line.parse("effectif")?,
            taux_une_semaine: line.parse("taux_une_semaine")?,
            taux_au_dela: line.parse("taux_au_dela")?,
            valide_du,
            valide_au,
            article: line.owned("base_legale")?,
            source: line.owned("source")?,
            confiance: line.confiance()?,
            verifie_le: line.day("verifie_le")?,
            ligne: line.number(),
        })
    })
}

pub(super) fn read(files: &Files, errors: &mut Vec<Diagnostic>) -> BTreeMap<String, Regle> {
    read_csv(files, "conventions/regles_heures.csv", errors, row)
        .into_iter()
        .map(|regle| (regle.id.clone(), regle))
        .collect()
}

fn row(line: &Line<'_>) -> Result<Regle, Diagnostic> {
    let (valide_du, valide_au) = line.validity()?;
    Ok(Regle {
        id: line.owned("regle")?,
        ligne: line.number(),
        idcc: line.owned("idcc")?,
        population: line.owned("population")?,
        condition: line.owned("condition")?,
        de: line.owned("de")?,
        a: line.owned("a")?,
        periode: line.owned("periode")?,
        base: line.owned("base")?,
        majoration: line.optional("majoration")?,
        effet: line.owned("effet")?,
        cumul: line.owned("cumul")?,
        valide_du,
        valide_au,
        article: line.owned("base_legale")?,
        source: line.owned("source")?,
        confiance: line.confiance()?,
        verifie_le: line.day("verifie_le")?,
        note: line.owned("note")?,
    })
}

pub(super) fn read_revalorisations(files: &Files, errors: &mut Vec<Diagnostic>) -> Vec<Revalorisation> {
    read_csv(files, "conventions/revalorisations.csv", errors, |line| {
        Ok(Revalorisation {
            idcc: line.owned("idcc")?,
            avenant: line.owned("avenant")?,
            population: line.owned("population")?,
            valide_du: line.day("valide_du")?,
            valide_du_non_adherent: line.day_or_none("valide_du_non_adherent")?,
            effet: line.owned("effet")?,
            condition: line.owned("condition")?,
            source: line.owned("source")?,
            confiance: line.confiance()?,
        })
    })
}

pub(super) fn read_sources(files: &Files, errors: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    read_csv(files, "conventions/sources.csv", errors, |line| {
        let (text, note) = (line.text("texte")?, line.text("note")?);
        let full = if note.is_empty() { text.to_owned() } else { format!("{text} ({note})") };
        Ok((line.owned("source")?, full))
    })
    .into_iter()
    .collect()
}

impl Conventions {
    /// A rule of hours by its identifier.
    ///
    /// # Errors
    /// `BAR-023` when the table does not hold it.
    pub fn regle(&self, id: &str) -> Result<&Regle, Diagnostic> {
        self.regles.get(id).ok_or_else(|| {
            Diagnostic::error("BAR-023", format!("règle d'heures inconnue : {id}"))
                .in_file("conventions/regles_heures.csv", None)
                .hint("remettre la ligne de la règle : le calcul en a besoin")
        })
    }

    /// Every rule, by identifier.
    pub fn regles(&self) -> impl Iterator<Item = &Regle> {
        self.regles.values()
    }

    /// Availability time, by presence.
    #[must_use]
    pub fn disponibilites(&self) -> &[Disponibilite] {
        &self.disponibilites
    }

    /// The pay agreements of a convention, oldest first.
    pub fn revalorisations(&self, idcc: &str) -> impl Iterator<Item = &Revalorisation> {
        self.revalorisations.iter().filter(move |r| r.idcc == idcc)
    }
}
