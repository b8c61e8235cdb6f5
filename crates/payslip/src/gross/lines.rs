//! Pay elements: each one a node of the trace, with the rule it follows.

use cddu_rates::{Cents, LigneConvention, Quantity, Rate, round_half_up};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::temps::hours::{Ticks, Time};
use crate::rules;
use crate::trace::{Applied, Fig, Number, Part, Val};
use crate::vocabulary::{HeureSup, PayElement};

/// Formulas of the lines paid by the hour: minutes, pay, hours that it pays, percentage.
pub(super) const HOURS: &str = "arrondi({1} × {0} / ({2} × 60))";
pub(super) const HOURS_PLUS: &str = "arrondi({1} × (100 + {3}) % × {0} / ({2} × 60))";
pub(super) const HOURS_SHARE: &str = "arrondi({1} × {3} % × {0} / ({2} × 60))";
/// Formulas of the lines paid by the unit: number, price, percentage.
pub(super) const UNITS: &str = "arrondi({0} × {1})";
pub(super) const UNITS_PLUS: &str = "arrondi({0} × {1} × (100 + {2}) %)";
pub(super) const UNITS_SHARE: &str = "arrondi({0} × {1} × {2} %)";

/// An hourly rate kept as a quotient, so that nothing is rounded before the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hourly {
    pub pay: Number,
    /// Hours that the pay pays.
    pub hours: Number,
}

impl Hourly {
    /// The amount of hours at a percentage of the rate, rounded once.
    pub(super) fn amount(self, len: Ticks, percent: Decimal) -> Cents {
        // In the order of the formula, so that what is written is what was done.
        let share = percent / Decimal::ONE_HUNDRED;
        Cents::round(self.pay.v * share * len.in_minutes() / (self.hours.v * Decimal::from(60)))
    }

    /// The rate itself, for print and comparison.
    pub(super) fn unit(self) -> Decimal {
        self.pay.v / self.hours.v
    }
}

/// What a line pays of its price.
#[derive(Clone, Copy, Debug)]
pub(super) enum Percent {
    /// The price.
    Whole,
    /// The price and a premium.
    Plus(Number),
    /// The premium alone.
    Only(Number),
    /// A share of the price, no premium.
    Share(Number),
}

impl Percent {
    fn value(self) -> Decimal {
        match self {
            Self::Whole => Decimal::ONE_HUNDRED,
            Self::Plus(p) => Decimal::ONE_HUNDRED + p.v,
            Self::Only(p) | Self::Share(p) => p.v,
        }
    }

    fn premium(self) -> Option<Decimal> {
        match self {
            Self::Whole | Self::Share(_) => None,
            Self::Plus(p) | Self::Only(p) => Some(p.v),
        }
    }

    const fn fig(self) -> Option<Fig> {
        match self {
            Self::Whole => None,
            Self::Plus(p) | Self::Only(p) | Self::Share(p) => Some(p.f),
        }
    }

    const fn text(self, whole: &'static str, plus: &'static str, share: &'static str) -> &'static str {
        match self {
            Self::Whole => whole,
            Self::Plus(_) => plus,
            Self::Only(_) | Self::Share(_) => share,
        }
    }
}

/// What a line says, besides its numbers.
#[derive(Clone, Debug)]
pub(super) struct Label<'a> {
    pub code: &'static str,
    /// What is paid.
    nom: &'static str,
    /// The name in the tables, when it is there.
    titre: Option<String>,
    /// Added to the name on the payslip.
    detail: String,
    /// Rule of the table of hours; empty when there is none.
    regle: &'a str,
    /// Row of another table, when it is the rule.
    row: Option<(LigneConvention, String)>,
    part: Option<Part>,
    jours: Vec<NaiveDate>,
    /// Overtime inside the line.
    heure_sup: Option<HeureSup>,
}

impl<'a> Label<'a> {
    pub(super) const fn new(code: &'static str, nom: &'static str, regle: &'a str) -> Self {
        Self {
            code,
            nom,
            titre: None,
            detail: String::new(),
            regle,
            row: None,
            part: None,
            jours: Vec::new(),
            heure_sup: None,
        }
    }

    /// Marks the overtime of the line.
    pub(super) const fn overtime(mut self, part: Option<HeureSup>) -> Self {
        self.heure_sup = part;
        self
    }

    pub(super) fn days(mut self, jours: impl IntoIterator<Item = NaiveDate>) -> Self {
        self.jours = jours.into_iter().collect();
        self.jours.sort_unstable();
        self.jours.dedup();
        self
    }

    /// One week of several.
    pub(super) const fn part(mut self, part: Option<Part>) -> Self {
        self.part = part;
        self
    }

    pub(super) fn titled(mut self, titre: impl Into<String>) -> Self {
        self.titre = Some(titre.into());
        self
    }

    pub(super) fn detail(mut self, detail: String) -> Self {
        self.detail = detail;
        self
    }

    /// A row of the tables that is the rule, with its article.
    pub(super) fn row(mut self, row: LigneConvention, article: &str) -> Self {
        self.row = Some((row, article.to_owned()));
        self
    }

    fn libelle(&self) -> String {
        let name = self.titre.as_deref().unwrap_or(self.nom);
        let suffix = match self.part {
            Some(Part::Week(monday)) => format!(" (semaine du {})", fr_day(monday)),
            Some(Part::Day(_)) | None => String::new(),
        };
        format!("{name}{}{suffix}", self.detail)
    }
}

/// A line written: its node, and the days it is about.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub fig: Fig,
    pub jours: Vec<NaiveDate>,
}

/// The lines being written.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub elements: Vec<PayElement>,
    pub written: Vec<Line>,
}

impl Lines {
    /// Sum of the lines of these codes.
    pub(super) fn sum_of(&self, codes: &[&str]) -> Cents {
        self.elements.iter().filter(|e| codes.contains(&e.code.as_str())).map(|e| e.montant).sum()
    }
}

impl Context<'_> {
    /// Hours at a rate.
    pub(super) fn pay_hours(&mut self, label: Label<'_>, rate: Hourly, len: Time, percent: Percent) {
        let value = percent.value();
        if len.v.is_zero() || value.is_zero() {
            return;
        }
        let amount = rate.amount(len.v, value);
        let unit = rate.pay.v * value / (rate.hours.v * Decimal::ONE_HUNDRED);
        let text = percent.text(HOURS, HOURS_PLUS, HOURS_SHARE);
        let args: Vec<Fig> = [len.f, rate.pay.f, rate.hours.f].into_iter().chain(percent.fig()).collect();
        self.push(label, Some((len.v.shown(), unit)), percent.premium(), amount, text, &args);
    }

    /// Units at an amount each (days, cachets, indemnities), rounded once.
    pub(super) fn pay_units(&mut self, label: Label<'_>, quantity: Number, unit: Number, percent: Percent) {
        let value = percent.value();
        if quantity.v.is_zero() || value.is_zero() {
            return;
        }
        let amount = Cents::round(quantity.v * unit.v * (value / Decimal::ONE_HUNDRED));
        let text = percent.text(UNITS, UNITS_PLUS, UNITS_SHARE);
        let args: Vec<Fig> = [quantity.f, unit.f].into_iter().chain(percent.fig()).collect();
        let price = unit.v * value / Decimal::ONE_HUNDRED;
        self.push(label, Some((Quantity(quantity.v), price)), percent.premium(), amount, text, &args);
    }

    /// A line whose amount follows a formula of its own.
    pub(super) fn pay_fixed(&mut self, label: Label<'_>, amount: Cents, text: &'static str, args: &[Fig]) {
        self.push(label, None, None, amount, text, args);
    }

    /// A line taken back for hours of absence. Returns its node.
    pub(super) fn pay_absence(
        &mut self,
        label: Label<'_>,
        amount: Cents,
        len: Time,
        text: &'static str,
        args: &[Fig],
    ) -> Fig {
        let hours = len.v.shown();
        let price = if hours.0.is_zero() { Decimal::ZERO } else { amount.to_decimal() / hours.0 };
        self.push(label, Some((hours, price)), None, amount, text, args);
        self.lines.written.last().map_or(len.f, |line| line.fig)
    }

    /// The nodes and the sum of the lines from a rank on.
    pub(super) fn lines_from(&self, first: usize) -> (Vec<Fig>, Cents) {
        let figs = self.lines.written[first..].iter().map(|l| l.fig).collect();
        (figs, self.lines.elements[first..].iter().map(|e| e.montant).sum())
    }

    fn push(
        &mut self,
        label: Label<'_>,
        counted: Option<(Quantity, Decimal)>,
        premium: Option<Decimal>,
        montant: Cents,
        text: &'static str,
        args: &[Fig],
    ) {
        let (mut rule, mut article) = (Applied::Rule(&rules::BRUT_LIGNE), None);
        if label.code == "absence" {
            (rule, article) =
                (Applied::Rule(&rules::ABSENCE_RETENUE), Some(rules::ABSENCE_RETENUE.law.to_owned()));
        } else if label.code == "arrondi" {
            rule = Applied::Rule(&rules::SEMAINE_CONVENUE);
        }
        if let Some((row, law)) = &label.row {
            (rule, article) = (Applied::Convention(*row), Some(law.clone()));
        } else if !label.regle.is_empty() {
            match self.conventions.regle(label.regle) {
                Ok(row) => (rule, article) = (Applied::Convention(row.place()), Some(row.article.clone())),
                Err(error) => self.errors.push(error),
            }
        }
        let name = self.named(label.code, label.nom, label.part);
        let fig = self.t.formula(name, Val::Amount(montant), text, args, rule);
        self.lines.elements.push(PayElement {
            code: label.code.to_owned(),
            libelle: label.libelle(),
            quantite: counted.map(|(quantity, _)| quantity),
            taux: counted.map(|(_, unit)| Quantity(round_half_up(unit, 4).normalize())),
            majoration: premium.map(Rate),
            montant,
            regle: (!label.regle.is_empty()).then(|| label.regle.to_owned()),
            article,
            heure_sup: label.heure_sup,
        });
        self.lines.written.push(Line { fig, jours: label.jours });
    }
}

/// A number as French texts write it.
pub(super) fn fr(value: Decimal) -> String {
    let mut value = value.normalize();
    if value.scale() == 1 {
        value.rescale(2);
    }
    value.to_string().replace('.', ",")
}

/// A day as French texts write it.
pub(super) fn fr_day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}
