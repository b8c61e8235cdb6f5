//! All the tables, read at a date and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use chrono::{Datelike as _, Days, NaiveDate};
use rust_decimal::Decimal;

use crate::calculee::{Calcul, Calculee};
use crate::contribution::{Assiette, Contribution, Part, Population, RateRow, Tranche, Variante};
use crate::conventions::Conventions;
use crate::identite::{Identite, SANS_IDENTITE};
use crate::params::Parameter;
use crate::pas::{Band, Grid, ZonePas};
use crate::period::Period;
use crate::row::{Row, RowId};
use crate::source::Files;
use crate::texte::Texte;
use crate::units::{Cents, Rate};
use cddu_base::{Diagnostic, nearest};

/// First day for which the tables answer.
pub const COVERAGE_START: &str = "2024-01-01";

/// A value of a table and the row it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// The value, in the unit of its key.
    pub value: Decimal,
    /// Its row.
    pub row: RowId,
}

/// One share of a contribution, ready for a population, a convention and a date.
#[derive(Clone, Copy, Debug)]
pub struct PreparedShare {
    /// Variant of the rate.
    pub variante: Variante,
    /// Staff from, inclusive.
    pub effectif_min: u32,
    /// Staff up to, inclusive.
    pub effectif_max: u32,
    /// Rate in percent, the artist's one for artists, not raised.
    pub taux: Rate,
    /// Its row.
    pub row: RowId,
    /// Base.
    pub assiette: Assiette,
    /// Slice.
    pub tranche: Tranche,
}

/// A contribution ready for a population, a convention and a date.
#[derive(Clone, Debug)]
pub struct PreparedLine {
    /// Index in [`Rates::contributions`].
    pub contribution: usize,
    /// Body, when the convention changes it.
    pub organisme: Option<Texte>,
    /// Employee rates.
    pub salarie: Vec<PreparedShare>,
    /// Employer rates.
    pub employeur: Vec<PreparedShare>,
}

#[derive(Debug)]
struct Segment {
    debut: NaiveDate,
    /// By population then convention (`idccs` order, last: every other convention).
    tables: Vec<Result<Vec<PreparedLine>, Diagnostic>>,
}

/// Where the identity of a line code is.
#[derive(Clone, Copy, Debug)]
enum Line {
    Contribution(usize),
    Calculee(usize),
}

/// The tables of payroll: contributions, parameters, grids. Immutable once loaded, free of I/O afterwards.
#[derive(Debug)]
pub struct Rates {
    files: Files,
    fingerprint: String,
    rows: Vec<Row>,
    parameters: BTreeMap<String, (Parameter, Vec<RowId>)>,
    contributions: Vec<Contribution>,
    calculees: Vec<Calculee>,
    by_code: BTreeMap<Texte, Line>,
    rate_rows: Vec<Vec<(RateRow, RowId)>>,
    idccs: Vec<String>,
    segments: Vec<Segment>,
    grids: Vec<Grid>,
    conventions: OnceLock<Result<Conventions, Vec<Diagnostic>>>,
}

impl Rates {
    /// The embedded tables.
    ///
    /// # Panics
    /// Never: the embedded tables are checked by the tests of this crate.
    #[cfg(feature = "embedded-tables")]
    #[must_use]
    pub fn embedded() -> Self {
        match Self::load(Files::embedded()) {
            Ok(rates) => rates,
            Err(diagnostics) => panic!("embedded tables: {diagnostics:?}"),
        }
    }

    /// The tables of a directory laid out like `rates/`.
    ///
    /// # Errors
    /// Everything that is wrong with the files, all at once.
    pub fn from_dir(dir: &Path) -> Result<Self, Vec<Diagnostic>> {
        Self::load(Files::from_dir(dir).map_err(|d| vec![d])?)
    }

    /// Builds the index over a set of files.
    ///
    /// # Errors
    /// Everything that is wrong with the files, all at once.
    pub fn load(files: Files) -> Result<Self, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let mut rows = Vec::new();
        let mut parameters: BTreeMap<String, (Parameter, Vec<RowId>)> = BTreeMap::new();
        let mut found = Vec::new();
        let mut calculees = Vec::new();
        let mut without: Vec<Diagnostic> = Vec::new();
        let mut grids = Vec::new();
        for (name, text) in files.iter() {
            let shown = files.shown(name);
            if name.starts_with("parametres/") {
                match crate::params::read(name, &shown, text) {
                    Ok(list) => {
                        for (parameter, values) in list {
                            let ids = values.into_iter().map(|row| push(&mut rows, row)).collect();
                            let key = parameter.cle.clone();
                            if parameters.insert(key.clone(), (parameter, ids)).is_some() {
                                errors.push(
                                    Diagnostic::error(
                                        "BAR-004",
                                        format!("la clé {key} est définie deux fois"),
                                    )
                                    .in_file(shown.clone(), None)
                                    .hint("n'en garder qu'une, avec toutes ses valeurs"),
                                );
                            }
                        }
                    }
                    Err(error) => errors.push(error),
                }
            } else if name.starts_with("contributions/") {
                match crate::contribution::read(name, &shown, text) {
                    Ok(contribution) => found.push(contribution),
                    Err(error) if error.code == SANS_IDENTITE => without.push(error),
                    Err(error) => errors.push(error),
                }
            } else if name.starts_with("lignes_calculees/") {
                match crate::calculee::read(name, &shown, text) {
                    Ok(calculee) => calculees.push(calculee),
                    Err(error) => errors.push(error),
                }
            } else if name == "pas/taux_neutre.csv" {
                match crate::pas::read(name, &shown, text, &mut rows) {
                    Ok(list) => grids = list,
                    Err(error) => errors.push(error),
                }
            }
        }
        if found.is_empty() && without.is_empty() {
            errors.push(
                Diagnostic::error(
                    "BAR-002",
                    "aucune contribution : le dossier contributions/ manque ou est vide",
                )
                .in_file(files.shown("contributions"), None),
            );
        }
        errors.extend(twice(&files, &found));
        match without.len() {
            0 | 1 => errors.append(&mut without),
            count => errors.push(older(&files, count)),
        }
        for calcul in Calcul::ALL.iter().filter(|c| !calculees.iter().any(|l| l.calcul == **c)) {
            errors.push(no_line(&files, *calcul));
        }
        if errors.is_empty() {
            // A file that is not read is not a file that is missing.
            let codes = found.iter().map(|(c, _)| c.code.as_str()).collect();
            errors.extend(crate::check::missing_tables(&files, &codes));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        found.sort_by(|a, b| (a.0.ordre, &a.0.code).cmp(&(b.0.ordre, &b.0.code)));
        let mut contributions = Vec::new();
        let mut rate_rows = Vec::new();
        for (contribution, list) in found {
            rate_rows.push(
                list.into_iter()
                    .map(|rate| {
                        let id = push(&mut rows, rate.row.clone());
                        (rate, id)
                    })
                    .collect::<Vec<_>>(),
            );
            contributions.push(contribution);
        }
        calculees
            .sort_by(|a, b| (a.identite.ordre, &a.identite.code).cmp(&(b.identite.ordre, &b.identite.code)));
        let of_tables =
            contributions.iter().enumerate().map(|(i, c)| (c.code.clone(), Line::Contribution(i)));
        let computed =
            calculees.iter().enumerate().map(|(i, c)| (c.identite.code.clone(), Line::Calculee(i)));
        let mut by_code = BTreeMap::new();
        for (code, line) in of_tables.chain(computed) {
            if by_code.insert(code.clone(), line).is_some() {
                errors.push(Diagnostic::error("BAR-004", format!("le code {code} est défini deux fois")));
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let fingerprint = files.fingerprint();
        let mut rates = Self {
            files,
            fingerprint,
            rows,
            parameters,
            contributions,
            calculees,
            by_code,
            rate_rows,
            idccs: Vec::new(),
            segments: Vec::new(),
            grids,
            conventions: OnceLock::new(),
        };
        rates.index();
        Ok(rates)
    }

    /// Prepares the contributions by (date, population, convention), so that a payslip searches nothing.
    fn index(&mut self) {
        let all_rows = || self.rate_rows.iter().flatten().map(|(rate, _)| rate);
        let idccs: BTreeSet<&str> = all_rows().flat_map(|r| r.idcc.iter().map(String::as_str)).collect();
        let mut idccs: Vec<String> = idccs.into_iter().map(str::to_owned).collect();
        idccs.push(String::new());
        let start = coverage_start();
        let mut starts: BTreeSet<NaiveDate> = BTreeSet::from([start]);
        for rate in all_rows() {
            starts.insert(rate.row.valide_du);
            starts.extend(rate.row.valide_au.map(|end| end + Days::new(1)));
        }
        starts.extend(self.contributions.iter().filter_map(|c| c.abroge_le));
        let mut segments = Vec::new();
        for debut in starts.into_iter().filter(|d| *d >= start) {
            let mut tables = Vec::new();
            for population in Population::ALL {
                for idcc in &idccs {
                    tables.push(self.prepare(debut, population, idcc));
                }
            }
            segments.push(Segment { debut, tables });
        }
        self.idccs = idccs;
        self.segments = segments;
    }

    fn prepare(
        &self,
        day: NaiveDate,
        population: Population,
        idcc: &str,
    ) -> Result<Vec<PreparedLine>, Diagnostic> {
        let mut lines = Vec::new();
        for (index, contribution) in self.contributions.iter().enumerate() {
            if contribution.abroge_le.is_some_and(|end| end <= day) {
                continue;
            }
            let concerned: Vec<_> =
                self.rate_rows[index].iter().filter(|(r, _)| r.concerns(population, idcc)).collect();
            let (mut salarie, mut employeur) = (Vec::new(), Vec::new());
            let mut organisme = None;
            for (rate, id) in concerned.iter().filter(|(r, _)| r.row.holds(day)) {
                let (assiette, tranche) =
                    rate.assiette.unwrap_or((contribution.assiette, contribution.tranche));
                let share = PreparedShare {
                    variante: rate.variante,
                    effectif_min: rate.effectif_min.unwrap_or(0),
                    effectif_max: rate.effectif_max.unwrap_or(u32::MAX),
                    taux: Rate(rate.rate(population)),
                    row: *id,
                    assiette,
                    tranche,
                };
                if rate.organisme.is_some() {
                    organisme.clone_from(&rate.organisme);
                }
                match rate.part {
                    Part::Salarie => salarie.push(share),
                    Part::Employeur => employeur.push(share),
                }
            }
            let none = salarie.is_empty() && employeur.is_empty();
            if none && contribution.parametre.is_none() {
                // A contribution that held before and has no value now is a hole, unless the law dropped it.
                if concerned.iter().any(|(r, _)| r.row.valide_du < day && r.variante == Variante::Plein) {
                    return Err(no_value(&self.files.shown(&contribution.table), &contribution.code, day));
                }
                continue;
            }
            lines.push(PreparedLine { contribution: index, organisme, salarie, employeur });
        }
        Ok(lines)
    }

    /// The contributions that hold on a day for a population and a convention.
    ///
    /// # Errors
    /// `BAR-010` when the day is before 2024-01-01 or after the last known value of a table.
    pub fn lines(
        &self,
        day: NaiveDate,
        population: Population,
        idcc: &str,
    ) -> Result<&[PreparedLine], Diagnostic> {
        let rank = self.segments.partition_point(|s| s.debut <= day);
        let Some(segment) = rank.checked_sub(1).map(|i| &self.segments[i]) else {
            return Err(before_coverage(day));
        };
        let known = self.idccs.iter().position(|i| i == idcc).unwrap_or(self.idccs.len() - 1);
        let rank = Population::ALL.iter().position(|p| *p == population).unwrap_or(0);
        segment.tables[rank * self.idccs.len() + known].as_deref().map_err(Clone::clone)
    }

    /// The value of a parameter on a day.
    ///
    /// # Errors
    /// `BAR-010` when no value holds on that day; `BAR-011` when the key does not exist.
    pub fn param(&self, key: &str, day: NaiveDate) -> Result<Value, Diagnostic> {
        let Some((parameter, ids)) = self.parameters.get(key) else {
            let hint = nearest(key, self.parameters.keys().map(String::as_str)).join(", ");
            return Err(Diagnostic::error("BAR-011", format!("paramètre inconnu : {key}"))
                .hint(format!("clés voisines : {hint}")));
        };
        ids.iter()
            .find(|id| self.rows[id.0 as usize].holds(day))
            .map(|id| Value { value: self.rows[id.0 as usize].valeur.unwrap_or_default(), row: *id })
            .ok_or_else(|| {
                let table = ids.first().map_or("parametres", |id| &self.rows[id.0 as usize].table);
                no_value(&self.files.shown(table), &parameter.cle, day)
            })
    }

    /// The value of a parameter, as an amount.
    ///
    /// # Errors
    /// Those of [`Rates::param`].
    pub fn amount(&self, key: &str, day: NaiveDate) -> Result<(Cents, RowId), Diagnostic> {
        self.param(key, day).map(|v| (Cents::round(v.value), v.row))
    }

    /// The rate of the default grid for a monthly base, by zone and payment date.
    ///
    /// Lower bounds are inclusive, and one single rate holds for the whole base (CGI 204 H III).
    ///
    /// # Errors
    /// `BAR-010` when no grid holds on that day.
    pub fn neutral_rate(
        &self,
        zone: ZonePas,
        payment: NaiveDate,
        base: Cents,
    ) -> Result<(Rate, RowId), Diagnostic> {
        let grid = self
            .grids
            .iter()
            .find(|g| {
                g.zone == zone && g.valide_du <= payment && g.valide_au.is_none_or(|end| payment <= end)
            })
            .ok_or_else(|| no_value(&self.files.shown("pas/taux_neutre.csv"), zone.key(), payment))?;
        let base = base.to_decimal();
        let rank = grid.bands.partition_point(|band| band.de <= base).max(1);
        let band = grid.bands[rank - 1];
        Ok((band.taux, band.row))
    }

    /// The bands of each default grid, in order.
    pub(crate) fn neutral_bands(&self) -> impl Iterator<Item = &[Band]> {
        self.grids.iter().map(|grid| grid.bands.as_slice())
    }

    /// The last day that the grids of a zone answer for: their end, or the end of the year in which the last one
    /// started when its end is not known.
    #[must_use]
    pub fn grids_until(&self, zone: ZonePas) -> Option<NaiveDate> {
        let ends = self.grids.iter().filter(|g| g.zone == zone);
        ends.map(|g| g.valide_au.unwrap_or_else(|| year_end(g.valide_du))).max()
    }

    /// The same for a parameter that changes every year.
    #[must_use]
    pub fn yearly_until(&self, key: &str) -> Option<NaiveDate> {
        let (_, ids) = self.parameters.get(key)?;
        let rows = ids.iter().map(|id| self.row(*id));
        rows.map(|r| r.valide_au.unwrap_or_else(|| year_end(r.valide_du))).max()
    }

    /// The average of a daily-clock parameter over a period, weighted by calendar days: the SMIC of hours that
    /// are not given day by day. Returns each value met with its number of days.
    ///
    /// # Errors
    /// Those of [`Rates::param`].
    pub fn by_days(&self, key: &str, period: Period) -> Result<Vec<(Value, i64)>, Diagnostic> {
        let mut out: Vec<(Value, i64)> = Vec::new();
        let mut day = period.debut;
        while day <= period.fin {
            let value = self.param(key, day)?;
            let last = self.rows[value.row.0 as usize].valide_au.unwrap_or(period.fin).min(period.fin);
            out.push((value, (last - day).num_days() + 1));
            day = last + Days::new(1);
        }
        Ok(out)
    }

    /// A row by its identifier.
    #[must_use]
    pub fn row(&self, id: RowId) -> &Row {
        &self.rows[id.0 as usize]
    }

    /// Every row, in order of loading.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The contributions, in order of the payslip.
    #[must_use]
    pub fn contributions(&self) -> &[Contribution] {
        &self.contributions
    }

    /// The contribution of a line code; `None` for a computed line or a code that no table knows.
    #[must_use]
    pub fn contribution(&self, code: &str) -> Option<&Contribution> {
        match self.by_code.get(code)? {
            Line::Contribution(index) => Some(&self.contributions[*index]),
            Line::Calculee(_) => None,
        }
    }

    /// The line of a rule.
    ///
    /// # Panics
    /// Never: tables without the file of a rule do not load.
    #[must_use]
    pub fn calculee(&self, calcul: Calcul) -> &Calculee {
        self.calculees.iter().find(|c| c.calcul == calcul).expect("checked when the tables were loaded")
    }

    /// The computed lines, in order of the payslip.
    #[must_use]
    pub fn calculees(&self) -> &[Calculee] {
        &self.calculees
    }

    /// What each payslip line is to the other tables: contributions then computed lines, in order of the payslip.
    pub fn identites(&self) -> impl Iterator<Item = &Identite> {
        self.contributions.iter().map(|c| &c.identite).chain(self.calculees.iter().map(|c| &c.identite))
    }

    /// What a payslip line is to the other tables.
    #[must_use]
    pub fn identite(&self, code: &str) -> Option<&Identite> {
        self.by_code.get(code).map(|line| match line {
            Line::Contribution(index) => &self.contributions[*index].identite,
            Line::Calculee(index) => &self.calculees[*index].identite,
        })
    }

    /// The dated rates of a contribution.
    pub fn rates_of(&self, contribution: usize) -> impl Iterator<Item = (&RateRow, RowId)> {
        self.rate_rows[contribution].iter().map(|(rate, id)| (rate, *id))
    }

    /// The parameters with their rows.
    pub fn parameters(&self) -> impl Iterator<Item = (&Parameter, impl Iterator<Item = &Row>)> {
        self.parameters.values().map(|(p, ids)| (p, ids.iter().map(|id| self.row(*id))))
    }

    /// The tables of the collective agreements, parsed on first use.
    ///
    /// # Errors
    /// Everything that is wrong with the files of `rates/conventions/`.
    pub fn conventions(&self) -> Result<&Conventions, Vec<Diagnostic>> {
        self.conventions.get_or_init(|| Conventions::load(&self.files)).as_ref().map_err(Clone::clone)
    }

    /// The files the tables were read from: other crates parse their own tables out of them.
    #[must_use]
    pub const fn files(&self) -> &Files {
        &self.files
    }

    /// SHA-256 of the tables.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// First day for which the tables answer.
///
/// # Panics
/// Never: the constant is a date.
#[must_use]
pub fn coverage_start() -> NaiveDate {
    COVERAGE_START.parse().expect("a date")
}

/// The error of a date before the tables.
#[must_use]
pub fn before_coverage(day: NaiveDate) -> Diagnostic {
    Diagnostic::error("BAR-010", format!("aucun barème avant le {COVERAGE_START} (date demandée : {day})"))
        .hint("les tables couvrent les périodes de travail à partir du 1er janvier 2024")
}

fn year_end(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), 12, 31).unwrap_or(day)
}

/// `BAR-004`: a contribution that two files define would be paid twice.
fn twice(files: &Files, found: &[(Contribution, Vec<RateRow>)]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    let mut out = Vec::new();
    for (contribution, _) in found {
        if let Some(first) = seen.insert(&contribution.code, &contribution.table) {
            out.push(
                Diagnostic::error(
                    "BAR-004",
                    format!(
                        "la contribution {} est définie deux fois : {first} et {}",
                        contribution.code, contribution.table
                    ),
                )
                .in_file(files.shown(&contribution.table), None)
                .hint("n'en garder qu'une, ou donner un autre code à la seconde"),
            );
        }
    }
    out
}

/// Tables exported before a contribution held everything about itself.
fn older(files: &Files, count: usize) -> Diagnostic {
    Diagnostic::error(
        SANS_IDENTITE,
        format!("{count} contributions n'ont pas de section [bulletin] : ces tables viennent d'une version antérieure"),
    )
    .in_file(files.shown("contributions"), None)
    .hint("exporter les tables de cette version (cddu baremes exporter NOUVEAU) et y reporter les valeurs modifiées ; les sections [bulletin], [[compta]], [dsn] et [[releve]] de chaque fichier remplacent les colonnes des tables CSV")
}

fn no_line(files: &Files, calcul: Calcul) -> Diagnostic {
    Diagnostic::error(
        SANS_IDENTITE,
        format!("la ligne calculée {} n'a pas de fichier", calcul.mot()),
    )
    .in_file(files.shown("lignes_calculees"), None)
    .hint("reprendre le dossier lignes_calculees d'un export de cette version (cddu baremes exporter NOUVEAU)")
}

fn no_value(table: &str, key: &str, day: NaiveDate) -> Diagnostic {
    if day < coverage_start() {
        return before_coverage(day);
    }
    Diagnostic::error("BAR-010", format!("aucune valeur de {key} au {day}"))
        .in_file(table, None)
        .hint("compléter la table (une ligne datée et sourcée), ou vérifier la date")
}

fn push(rows: &mut Vec<Row>, row: Row) -> RowId {
    rows.push(row);
    RowId(u32::try_from(rows.len() - 1).expect("few rows"))
}
