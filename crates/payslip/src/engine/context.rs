//! What every step of the calculation shares.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Confiance, Diagnostic, Period, Population, Rate, Rates, RowId};
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use super::recorder::Recorder;
use super::resolve::{Away, Nodes};
use crate::gross::Minimum;
use crate::input::{Anterieur, BulletinInput, Contrat};
use crate::methods::AbsencePlafondMethod;
use crate::trace::{Amount, Fig, Name, Number, Val};
use crate::vocabulary::{Avertissement, Categorie};

/// One calculation: tables, input, figures, warnings.
pub(crate) struct Run<'a, R> {
    pub rates: &'a Rates,
    /// With every gross known.
    pub input: &'a BulletinInput,
    /// As it was given, time sheets and all.
    pub given: &'a BulletinInput,
    pub t: R,
    pub warnings: Vec<Avertissement>,
    /// Gross and paid hours of the contracts priced by their hours, in the trace.
    priced: Vec<Option<(Fig, Option<Fig>)>>,
    /// Indemnities of the sheets, in the trace: the first elements of the input.
    frais: Vec<Fig>,
    /// Absences of the contracts priced by their hours.
    absences: Vec<Away>,
    /// Minima of the contracts priced by their hours.
    minima: Vec<Option<Minimum>>,
    /// Base of the taxe sur les salaires of the year so far.
    pub taxe_salaires: Cents,
    /// What payslips paid since the work added to its contracts: those of back pay alone.
    depuis: Option<&'a BTreeMap<String, Anterieur>>,
}

impl<'a, R: Recorder> Run<'a, R> {
    pub fn new(rates: &'a Rates, input: &'a BulletinInput, given: &'a BulletinInput, nodes: Nodes) -> Self {
        let t = R::from_hours(nodes.trace, rates);
        let own = |fig| t.of_hours(fig);
        Self {
            rates,
            input,
            given,
            warnings: Vec::new(),
            priced: nodes.contrats.into_iter().map(|p| p.map(|(f, h)| (own(f), h.map(own)))).collect(),
            frais: nodes.frais.into_iter().map(own).collect(),
            absences: nodes.absences,
            minima: nodes.minima,
            taxe_salaires: input.cumuls.taxe_salaires_base,
            depuis: None,
            t,
        }
    }

    /// The same calculation, once other payslips have paid more of the contracts.
    pub fn since(mut self, depuis: &'a BTreeMap<String, Anterieur>) -> Self {
        self.depuis = Some(depuis);
        self
    }

    /// What other payslips paid of a contract: before this work, and since.
    pub fn former(&self, contract: &Contract<'_>) -> Option<Anterieur> {
        let since = self.depuis.and_then(|all| all.get(&contract.c.contrat)).copied();
        match (contract.c.anterieur, since) {
            (Some(before), Some(since)) => Some(before + since),
            (before, since) => before.or(since),
        }
    }

    /// The gross of a contract: given, or priced by its hours.
    pub fn gross(&mut self, contract: &Contract<'_>) -> Amount {
        let v = contract.c.brut().unwrap_or_default();
        match self.priced.get(contract.rank).copied().flatten() {
            Some((f, _)) => Amount { v, f },
            None => self.given(contract.name("brut", "brut du contrat"), v),
        }
    }

    /// The paid hours of a contract: given, or those of its sheet.
    pub fn hours(&mut self, contract: &Contract<'_>) -> Number {
        let v = contract.hours();
        match self.priced.get(contract.rank).copied().flatten() {
            Some((_, Some(f))) => Number { v, f },
            _ => self.given_number(contract.name("heures", "heures payées"), v),
        }
    }

    /// The absences of a contract.
    pub fn away(&self, contract: &Contract<'_>) -> Away {
        self.absences.get(contract.rank).cloned().unwrap_or_default()
    }

    /// The minimum held against the agreed pay of a contract priced by its hours.
    pub fn minimum(&self, rank: usize) -> Option<Minimum> {
        self.minima.get(rank).cloned().flatten()
    }

    /// The amount of an element of the input: given, or that of an indemnity of the sheet.
    pub fn element(&mut self, rank: usize, name: Name, v: Cents) -> Amount {
        match self.frais.get(rank) {
            Some(f) => Amount { v, f: *f },
            None => self.given(name, v),
        }
    }

    pub fn warn(&mut self, code: &str, message: String) {
        self.warnings.push(Avertissement::new(code, message));
    }

    /// A warning on a field of the request.
    pub fn warn_at(&mut self, code: &str, field: String, message: String) {
        self.warnings.push(Avertissement { champ: Some(field), ..Avertissement::new(code, message) });
    }

    /// A warning that several contracts may give, told once.
    pub fn warn_once(&mut self, code: &str, message: String) {
        if !self.warnings.iter().any(|w| w.code == code && w.message == message) {
            self.warn(code, message);
        }
    }

    /// The weakest confidence of the rules and table rows under some figures.
    pub fn confidence(&self, figs: impl IntoIterator<Item = Fig>) -> Confiance {
        figs.into_iter().map(|f| self.t.confidence(f)).fold(Confiance::A, Ord::max)
    }

    /// A value of the tables, in the trace.
    pub fn table(&mut self, name: Name, value: Val, row: RowId) -> Fig {
        self.t.table(name, value, row, self.rates.row(row).confiance)
    }

    /// A parameter of the tables as a number, in the trace.
    pub fn number(&mut self, name: Name, key: &str, day: NaiveDate) -> Result<Number, Diagnostic> {
        let value = self.rates.param(key, day)?;
        Ok(Number { v: value.value, f: self.table(name, Val::Number(value.value), value.row) })
    }

    /// A parameter of the tables as an amount, in the trace.
    pub fn amount(&mut self, name: Name, key: &str, day: NaiveDate) -> Result<Amount, Diagnostic> {
        let (cents, row) = self.rates.amount(key, day)?;
        Ok(Amount { v: cents, f: self.table(name, Val::Amount(cents), row) })
    }

    /// An amount of the input, in the trace.
    pub fn given(&mut self, name: Name, cents: Cents) -> Amount {
        Amount { v: cents, f: self.t.input(name, Val::Amount(cents)) }
    }

    /// A quantity of the input, in the trace.
    pub fn given_number(&mut self, name: Name, value: Decimal) -> Number {
        Number { v: value, f: self.t.input(name, Val::Number(value)) }
    }

    /// A computed amount, in the trace.
    pub fn calc(
        &mut self,
        name: Name,
        cents: Cents,
        text: &'static str,
        args: &[Fig],
        rule: &'static crate::rules::Rule,
    ) -> Amount {
        Amount { v: cents, f: self.t.formula(name, Val::Amount(cents), text, args, rule) }
    }

    /// A computed number, in the trace.
    pub fn calc_number(
        &mut self,
        name: Name,
        value: Decimal,
        text: &'static str,
        args: &[Fig],
        rule: &'static crate::rules::Rule,
    ) -> Number {
        Number { v: value, f: self.t.formula(name, Val::Number(value), text, args, rule) }
    }

    /// A rate of the tables, in the trace.
    pub fn rate(&mut self, name: Name, rate: Rate, row: RowId) -> Fig {
        self.table(name, Val::Percent(rate), row)
    }
}

/// The name of a figure of the whole payslip.
pub(crate) const fn name(code: &'static str, label: &'static str) -> Name {
    Name { code, label, contract: None, line: None, part: None }
}

/// A contract, with what its category decides.
pub(crate) struct Contract<'a> {
    pub c: &'a Contrat,
    pub rank: usize,
    pub population: Population,
    pub idcc: &'a str,
    /// Period of work paid.
    pub periode: Period,
    /// Last day of that period: the date of the tables (CSS R242-1 II).
    pub end: NaiveDate,
    /// Days that give rise to pay; the calendar days of the period when none is given.
    pub jours: Decimal,
}

impl<'a> Contract<'a> {
    pub fn new(input: &'a BulletinInput, rank: usize) -> Self {
        let c = &input.contrats[rank];
        let technician =
            if c.cadre == Some(true) { Population::TechnicienCadre } else { Population::TechnicienNonCadre };
        let population = match c.categorie {
            Categorie::Technicien => technician,
            Categorie::Artiste => Population::Artiste,
            Categorie::Figurant => Population::Figurant,
            Categorie::Realisateur if c.taux_artiste => Population::Artiste,
            Categorie::Realisateur => technician,
        };
        let periode = c.periode();
        Self {
            c,
            rank,
            population,
            idcc: c.idcc.as_deref().unwrap_or(&input.employeur.identite.idcc),
            periode,
            end: periode.fin,
            jours: if c.jours.0 > Decimal::ZERO { c.jours.0 } else { Decimal::from(periode.days()) },
        }
    }

    /// True for an engagement of fewer days than those that the arrêté of 24/01/1975 (art. 3) gives its own ceiling.
    ///
    /// # Errors
    /// `BAR-010` when no number of days holds at the end of the period.
    pub fn short(&self, run: &Run<'_, impl Recorder>) -> Result<bool, Diagnostic> {
        let days = run.rates.param("ARTISTE_JOURS_ENGAGEMENT", self.end)?.value;
        Ok(Decimal::from(self.c.dates().days()) < days)
    }

    /// Paid hours, or twelve a cachet when none is given (France Travail's hours of a cachet).
    pub fn hours(&self) -> Decimal {
        if self.c.heures.0.is_zero() {
            Decimal::from(12 * u64::from(self.c.cachets))
        } else {
            self.c.heures.0
        }
    }

    /// Days of the period that an unpaid absence takes out of the plafond (CSS R242-2).
    pub fn absent_days(&self, method: AbsencePlafondMethod) -> BTreeSet<NaiveDate> {
        let unpaid = self.c.absences.iter().filter(|a| a.unpaid_days());
        let days = unpaid
            .filter_map(|a| a.dates().intersection(self.periode))
            .flat_map(|p| p.iter_days().collect::<Vec<_>>());
        let weekday = |d: &NaiveDate| d.weekday().number_from_monday() <= 5;
        days.filter(|d| method == AbsencePlafondMethod::Calendaires || weekday(d)).collect()
    }

    pub fn annexe(&self) -> u8 {
        self.c.annexe.unwrap_or(if self.c.categorie == Categorie::Technicien { 8 } else { 10 })
    }

    pub fn name(&self, code: &'static str, label: &'static str) -> Name {
        Name { code, label, contract: u16::try_from(self.rank).ok(), line: None, part: None }
    }

    pub fn line(&self, code: &'static str, label: &'static str, contribution: usize) -> Name {
        Name { line: u16::try_from(contribution).ok(), ..self.name(code, label) }
    }

    /// Number of calendar months touched by the period.
    pub fn months(&self) -> i64 {
        i64::try_from(self.periode.by_month().count()).unwrap_or(1)
    }
}

/// Names the contract in a diagnostic.
pub(crate) trait AtContract {
    fn at_contract(self, contract: &Contract<'_>) -> Self;
}

impl AtContract for Diagnostic {
    fn at_contract(mut self, contract: &Contract<'_>) -> Self {
        if self.champ.is_none() {
            self.champ = Some(format!("contrats[{}]", contract.rank));
        }
        self
    }
}
