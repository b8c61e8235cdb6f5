//! Pay elements, each with the rule it follows and the formula with its numbers.

use cddu_rates::{Cents, Confiance, Conventions, Diagnostic, Quantity, Rate, round_half_up};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::output::Detail;
use crate::gross::temps::hours::{HOUR, Ticks};
use crate::payslip::{HeureSup, PayElement};

/// An hourly rate kept as a quotient, so that nothing is rounded before the line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hourly {
    pub pay: Decimal,
    pub hours: Decimal,
}

impl Hourly {
    /// The amount of hours at a percentage of the rate, rounded once.
    pub(super) fn amount(self, len: Ticks, percent: Decimal) -> Cents {
        Cents::round(
            self.pay * percent * Decimal::from(len.0)
                / (self.hours * Decimal::from(HOUR) * Decimal::ONE_HUNDRED),
        )
    }

    /// The rate itself, for print and comparison.
    pub(super) fn unit(self) -> Decimal {
        self.pay / self.hours
    }
}

/// What a line says, besides its numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Label<'a> {
    pub code: &'a str,
    pub libelle: String,
    pub regle: &'a str,
    pub jours: Vec<NaiveDate>,
    /// Overtime inside the line.
    pub heure_sup: Option<HeureSup>,
}

impl<'a> Label<'a> {
    pub(super) fn new(code: &'a str, libelle: impl Into<String>, regle: &'a str) -> Self {
        Self { code, libelle: libelle.into(), regle, jours: Vec::new(), heure_sup: None }
    }

    /// Marks the overtime of the line.
    pub(super) fn overtime(mut self, part: Option<HeureSup>) -> Self {
        self.heure_sup = part;
        self
    }

    pub(super) fn days(mut self, jours: impl IntoIterator<Item = NaiveDate>) -> Self {
        self.jours = jours.into_iter().collect();
        self.jours.sort_unstable();
        self.jours.dedup();
        self
    }
}

/// The lines being written.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    conventions: &'a Conventions,
    pub elements: Vec<PayElement>,
    pub details: Vec<Detail>,
    pub errors: Vec<Diagnostic>,
}

impl<'a> Lines<'a> {
    pub(super) const fn new(conventions: &'a Conventions) -> Self {
        Self { conventions, elements: Vec::new(), details: Vec::new(), errors: Vec::new() }
    }

    /// Hours at a percentage of the rate: `percent` 125 pays the hour and its premium, 50 the premium alone.
    pub(super) fn hours(
        &mut self,
        label: Label<'_>,
        rate: Hourly,
        len: Ticks,
        percent: Decimal,
        premium: Option<Decimal>,
    ) {
        if len.is_zero() || percent.is_zero() {
            return;
        }
        let amount = rate.amount(len, percent);
        let formula = format!(
            "{} h × {} € × {} % = {} €",
            fr(len.shown().0),
            fr(round_half_up(rate.unit(), 6)),
            fr(percent),
            fr(amount.to_decimal())
        );
        let unit = rate.pay * percent / (rate.hours * Decimal::ONE_HUNDRED);
        self.push(label, Some(len.shown()), Some(unit), premium, amount, formula);
    }

    /// Units at an amount each (days, cachets, indemnities): `quantity × unit × percent`, rounded once.
    pub(super) fn units(
        &mut self,
        label: Label<'_>,
        quantity: Quantity,
        unit: Decimal,
        percent: Decimal,
        premium: Option<Decimal>,
    ) {
        if quantity.0.is_zero() || percent.is_zero() {
            return;
        }
        let amount = Cents::round(quantity.0 * unit * percent / Decimal::ONE_HUNDRED);
        let share =
            if percent == Decimal::ONE_HUNDRED { String::new() } else { format!(" × {} %", fr(percent)) };
        let formula = format!(
            "{} × {} €{share} = {} €",
            fr(quantity.0.normalize()),
            fr(round_half_up(unit, 6)),
            fr(amount.to_decimal())
        );
        self.push(
            label,
            Some(quantity),
            Some(unit * percent / Decimal::ONE_HUNDRED),
            premium,
            amount,
            formula,
        );
    }

    /// A line whose amount follows a formula of its own.
    pub(super) fn fixed(&mut self, label: Label<'_>, amount: Cents, formula: String) {
        self.push(label, None, None, None, amount, formula);
    }

    fn push(
        &mut self,
        label: Label<'_>,
        quantite: Option<Quantity>,
        unit: Option<Decimal>,
        premium: Option<Decimal>,
        montant: Cents,
        formule: String,
    ) {
        let (article, source, confiance) = if label.regle.is_empty() {
            (None, String::new(), None)
        } else {
            match self.conventions.regle(label.regle) {
                Ok(rule) => (
                    Some(rule.article.clone()),
                    self.conventions.source(&rule.source).to_owned(),
                    Some(rule.confiance),
                ),
                Err(error) => {
                    self.errors.push(error);
                    (None, String::new(), None::<Confiance>)
                }
            }
        };
        let regle = (!label.regle.is_empty()).then(|| label.regle.to_owned());
        self.elements.push(PayElement {
            code: label.code.to_owned(),
            libelle: label.libelle,
            quantite,
            taux: unit.map(|u| Quantity(round_half_up(u, 4).normalize())),
            majoration: premium.map(Rate),
            montant,
            regle: regle.clone(),
            article: article.clone(),
            heure_sup: label.heure_sup,
        });
        self.details.push(Detail {
            code: label.code.to_owned(),
            formule,
            regle,
            article,
            source,
            confiance,
            jours: label.jours,
        });
    }

    pub(super) fn total(&self) -> Cents {
        self.elements.iter().map(|e| e.montant).sum()
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
