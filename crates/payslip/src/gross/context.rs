//! What every calculation of this module shares: tables, input, trace, lines being written, warnings.

use cddu_rates::{Cents, Conventions, Diagnostic, LigneConvention, Quantity, Rate, Rates, Regle};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::absence::{self, Retained, Suspended};
use crate::gross::input::{FeuilleHeures, Question};
use crate::gross::journees::SheetFigs;
use crate::gross::lines::{Line, Lines};
use crate::gross::output::{AbsenceBrut, Brut, Frais, MethodeUtilisee};
use crate::gross::temps::absences::AbsentDay;
use crate::gross::temps::hours::{Ticks, Time};
use crate::gross::temps::sheet::WorkDay;
use crate::rules;
use crate::trace::{Applied, Fig, Name, Number, Part, Trace, Val};

pub(super) struct Context<'a> {
    pub rates: &'a Rates,
    pub conventions: &'a Conventions,
    pub input: Question<'a>,
    /// The sheet of the question.
    pub feuille: &'a FeuilleHeures,
    /// The sheet put in order.
    pub days: &'a [WorkDay],
    /// Working days of absence.
    pub absents: Vec<AbsentDay>,
    /// What the absences take back, week by week.
    pub retained: Vec<Retained>,
    /// Hours that the absences leave unpaid.
    pub lost: Vec<Time>,
    /// Day that chooses the grid.
    pub date: NaiveDate,
    pub t: Trace,
    /// Rank of the contract on the payslip.
    rank: Option<u16>,
    pub lines: Lines,
    pub errors: Vec<Diagnostic>,
    pub warnings: Vec<Diagnostic>,
    pub frais: Vec<Frais>,
    /// Nodes of the amounts of `frais`, in the same order.
    pub frais_figs: Vec<Fig>,
    pub methodes: Vec<MethodeUtilisee>,
    /// Hours of each civil week, by its Monday.
    pub weeks: std::collections::BTreeMap<NaiveDate, Quantity>,
    pub sheet: SheetFigs,
    percents: Vec<(&'static str, Number)>,
    starts: Vec<(&'static str, Time)>,
    ends: Vec<(&'static str, Time)>,
    /// Paid hours, one node per count.
    paid: Vec<Number>,
}

/// A gross, and its nodes.
pub(crate) struct Priced {
    /// The gross; its `details` are left empty, the trace holds them.
    pub brut: Brut,
    pub t: Trace,
    pub lines: Vec<Line>,
    /// Node of the gross.
    pub fig: Fig,
    /// Node of the paid hours.
    pub heures: Option<Fig>,
    /// Nodes of the amounts of `brut.frais`.
    pub frais: Vec<Fig>,
    /// With and without the absences.
    pub suspended: Option<Suspended>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        rates: &'a Rates,
        conventions: &'a Conventions,
        input: Question<'a>,
        days: &'a [WorkDay],
        date: NaiveDate,
        (t, rank): (Trace, Option<u16>),
    ) -> Self {
        Self {
            rates,
            conventions,
            feuille: input.feuille,
            input,
            days,
            absents: Vec::new(),
            retained: Vec::new(),
            lost: Vec::new(),
            date,
            t,
            rank,
            lines: Lines::default(),
            errors: Vec::new(),
            warnings: Vec::new(),
            frais: Vec::new(),
            frais_figs: Vec::new(),
            methodes: Vec::new(),
            weeks: std::collections::BTreeMap::new(),
            sheet: SheetFigs::default(),
            percents: Vec::new(),
            starts: Vec::new(),
            ends: Vec::new(),
            paid: Vec::new(),
        }
    }

    pub(super) fn named(&self, code: &'static str, label: &'static str, part: Option<Part>) -> Name {
        Name { code, label, contract: self.rank, line: None, part }
    }

    pub(super) fn name(&self, code: &'static str, label: &'static str) -> Name {
        self.named(code, label, None)
    }

    /// A number of the input.
    pub(super) fn given(&mut self, code: &'static str, label: &'static str, value: Decimal) -> Number {
        let name = self.name(code, label);
        Number { v: value, f: self.t.input(name, Val::Number(value)) }
    }

    /// An amount of the input.
    pub(super) fn given_amount(&mut self, code: &'static str, label: &'static str, cents: Cents) -> Number {
        let name = self.name(code, label);
        Number { v: cents.to_decimal(), f: self.t.input(name, Val::Amount(cents)) }
    }

    /// An amount of the tables of the agreements.
    pub(super) fn table_amount(
        &mut self,
        code: &'static str,
        label: &'static str,
        cents: Cents,
        row: LigneConvention,
    ) -> Number {
        let name = self.name(code, label);
        Number { v: cents.to_decimal(), f: self.t.convention(name, Val::Amount(cents), row) }
    }

    /// A number that follows from others; the text may be a number by itself.
    pub(super) fn number(
        &mut self,
        (code, label): (&'static str, &'static str),
        value: Decimal,
        text: &'static str,
        args: &[Fig],
        rule: impl Into<Applied>,
    ) -> Number {
        let name = self.name(code, label);
        Number { v: value, f: self.t.formula(name, Val::Number(value), text, args, rule) }
    }

    /// An amount that follows from others.
    pub(super) fn amount(
        &mut self,
        (code, label): (&'static str, &'static str),
        cents: Cents,
        text: &'static str,
        args: &[Fig],
        rule: impl Into<Applied>,
    ) -> Number {
        let name = self.name(code, label);
        Number { v: cents.to_decimal(), f: self.t.formula(name, Val::Amount(cents), text, args, rule) }
    }

    /// A length of time that follows from others.
    pub(super) fn time(
        &mut self,
        name: Name,
        len: Ticks,
        text: &'static str,
        args: &[Fig],
        rule: impl Into<Applied>,
    ) -> Time {
        Time { v: len, f: self.t.formula(name, Val::Minutes(len.in_minutes()), text, args, rule) }
    }

    /// The sum of lengths of time.
    pub(super) fn sum(&mut self, name: Name, parts: &[Time]) -> Time {
        match parts {
            [one] => *one,
            _ => {
                let args: Vec<Fig> = parts.iter().map(|p| p.f).collect();
                let text = if args.is_empty() { "0" } else { "Σ" };
                self.time(name, parts.iter().map(|p| p.v).sum(), text, &args, &rules::TEMPS_SOMME)
            }
        }
    }

    pub(super) fn rule(&self, id: &str) -> Result<&'a Regle, Vec<Diagnostic>> {
        self.conventions.regle(id).map_err(|d| vec![d])
    }

    /// The rule of a formula; that of the lines when the row is missing, which is an error told elsewhere.
    pub(super) fn applied(&self, id: &str) -> Applied {
        self.conventions
            .regle(id)
            .map_or(Applied::Rule(&rules::BRUT_LIGNE), |row| Applied::Convention(row.place()))
    }

    /// Premium of a rule, percent.
    pub(super) fn percent(&mut self, id: &'static str) -> Result<Number, Vec<Diagnostic>> {
        if let Some((_, known)) = self.percents.iter().find(|(known, _)| *known == id) {
            return Ok(*known);
        }
        let rule = self.rule(id)?;
        let value =
            rule.majoration.ok_or_else(|| self.without(rule, "majoration", "de majoration chiffrée"))?;
        let name = self.name("majoration", "majoration");
        let found = Number { v: value, f: self.t.convention(name, Val::Percent(Rate(value)), rule.place()) };
        self.percents.push((id, found));
        Ok(found)
    }

    /// Hours after which a rule applies: the text numbers hours from 1, so « à partir de la 36e » is after 35.
    pub(super) fn after(&mut self, id: &'static str) -> Result<Time, Vec<Diagnostic>> {
        if let Some((_, known)) = self.starts.iter().find(|(known, _)| *known == id) {
            return Ok(*known);
        }
        let rule = self.rule(id)?;
        let from: i64 =
            rule.de.parse().map_err(|_| self.without(rule, "de", "d'heure de départ chiffrée"))?;
        let (hour, name) = (self.name("de", "première heure"), self.name("seuil", "heures qui précèdent"));
        let hour = self.t.convention(hour, Val::Number(from.into()), rule.place());
        let found =
            self.time(name, Ticks::whole_hours(from - 1), "({0} - 1) × 60", &[hour], self.applied(id));
        self.starts.push((id, found));
        Ok(found)
    }

    /// Hours at which a rule stops or that it guarantees.
    pub(super) fn hours_until(&mut self, id: &'static str) -> Result<Time, Vec<Diagnostic>> {
        if let Some((_, known)) = self.ends.iter().find(|(known, _)| *known == id) {
            return Ok(*known);
        }
        let rule = self.rule(id)?;
        let to: i64 = rule.a.parse().map_err(|_| self.without(rule, "a", "d'heure de fin chiffrée"))?;
        let (hour, name) = (self.name("a", "dernière heure"), self.name("garantie", "durée de la règle"));
        let hour = self.t.convention(hour, Val::Number(to.into()), rule.place());
        let found = self.time(name, Ticks::whole_hours(to), "{0} × 60", &[hour], self.applied(id));
        self.ends.push((id, found));
        Ok(found)
    }

    fn without(&self, rule: &Regle, column: &str, what: &str) -> Vec<Diagnostic> {
        vec![
            Diagnostic::error("BAR-023", format!("la règle {} n'a pas {what}", rule.id))
                .in_file(self.rates.files().shown("conventions/regles_heures.csv"), Some(rule.ligne))
                .column(column),
        ]
    }

    pub(super) fn warn(&mut self, code: &str, message: impl Into<String>) {
        let warning = Diagnostic::warning(code, message);
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// A holiday that no row tells.
    pub(super) fn warn_idle_holiday(&mut self, day: NaiveDate) {
        let day = crate::gross::lines::fr_day(day);
        self.warn("BRUT-118", format!("{day} : jour férié sans ligne sur la feuille, compté comme chômé"));
    }

    pub(super) fn method(&mut self, cle: &str, valeur: &str) {
        let used = MethodeUtilisee { cle: cle.to_owned(), valeur: valeur.to_owned() };
        if !self.methodes.contains(&used) {
            self.methodes.push(used);
        }
    }

    /// Counts paid hours.
    pub(super) fn count_hours(&mut self, paid: Time, part: Option<Part>) {
        if paid.v.is_zero() {
            return;
        }
        let name = self.named("heures_payees", "heures payées", part);
        let v = paid.v.shown().0;
        let f = self.t.formula(name, Val::Number(v), "arrondi4({0} / 60)", &[paid.f], &rules::TEMPS_HEURES);
        self.paid.push(Number { v, f });
    }

    /// Closes the calculation.
    pub(super) fn finish(mut self, mut brut: Brut) -> Result<Priced, Vec<Diagnostic>> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        absence::kept_pay(&mut self);
        let figs = |list: &[Line]| list.iter().map(|l| l.fig).collect::<Vec<_>>();
        let args = figs(&self.lines.written);
        brut.brut = self.lines.elements.iter().map(|e| e.montant).sum();
        let text = if args.is_empty() { "0" } else { "Σ" };
        let fig = self.amount(("brut", "brut du contrat"), brut.brut, text, &args, &rules::BRUT_HEURES).f;
        let hours = std::mem::take(&mut self.paid);
        brut.heures = Quantity(hours.iter().map(|h| h.v).sum::<Decimal>().normalize());
        let heures = match hours.as_slice() {
            // Nothing but absences.
            [] if !self.lost.is_empty() => {
                Some(self.number(("heures", "heures payées"), Decimal::ZERO, "0", &[], &rules::TEMPS_SOMME).f)
            }
            [] => None,
            [one] => Some(one.f),
            several => {
                let args: Vec<Fig> = several.iter().map(|h| h.f).collect();
                let named = ("heures", "heures payées");
                Some(self.number(named, brut.heures.0, "Σ", &args, &rules::TEMPS_SOMME).f)
            }
        };
        let suspended = heures.and_then(|f| absence::suspended(&mut self, Number { v: brut.heures.0, f }));
        brut.absences = self.absences();
        brut.elements = self.lines.elements;
        brut.frais = self.frais;
        brut.methodes = self.methodes;
        brut.semaines = self.weeks;
        brut.avertissements = self.warnings.into_iter().map(Into::into).collect();
        Ok(Priced {
            brut,
            t: self.t,
            lines: self.lines.written,
            fig,
            heures,
            frais: self.frais_figs,
            suspended,
        })
    }

    /// The absences of the period, with what each took back.
    fn absences(&self) -> Vec<AbsenceBrut> {
        let mut out: Vec<AbsenceBrut> = Vec::new();
        for day in &self.absents {
            let absence = self.input.absences[day.absence].clone();
            let known = out.iter().position(|a| a.absence == absence);
            let place = known.unwrap_or_else(|| {
                let own = || self.retained.iter().filter(|r| r.absence == day.absence);
                out.push(AbsenceBrut {
                    absence,
                    jours: Quantity::ZERO,
                    heures: own().map(|r| r.hours).sum::<Ticks>().shown(),
                    retenue: own().map(|r| r.montant).sum(),
                });
                out.len() - 1
            });
            if day.hours.is_none() {
                out[place].jours = Quantity((out[place].jours.0 + Decimal::ONE).normalize());
            }
        }
        out
    }
}
