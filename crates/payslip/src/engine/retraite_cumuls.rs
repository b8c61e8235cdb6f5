//! What the retraite complémentaire has already counted with this employer: by month, by year, by day of work.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Month, round_half_up};
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use super::context::Contract;
use crate::input::{BulletinInput, RetraiteTranches};
use crate::methods::RetraitePlafondMethod;

/// Pay already counted with this employer.
pub(crate) struct Book {
    months: BTreeMap<Month, Cents>,
    /// Every pay since 1 January (methods `mensuel_cumule`, `par_contrat`, `annuel_cumule`).
    all: Cents,
    /// Pay of non cadres and artistes, by year of work (method `population`).
    years: BTreeMap<i32, Year>,
    /// Contracts counted by the day worked.
    groups: Vec<Days>,
    method: RetraitePlafondMethod,
}

/// The year of the non cadres and artistes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Year {
    /// Pay counted.
    pub pay: Cents,
    /// What the payslips carried for it; `None`: what the rule gives.
    pub carried: Option<RetraiteTranches>,
}

/// Contracts that are compared together with the plafonds of their days: they share a day, or one of them was paid
/// in part by former payslips.
#[derive(Clone, Default)]
pub(crate) struct Days {
    dates: BTreeMap<NaiveDate, Decimal>,
    /// Days of former payslips.
    former: Decimal,
    /// Pay counted.
    pub pay: Cents,
    /// What it carried.
    pub carried: RetraiteTranches,
}

impl Days {
    /// Days counted, each once, to four decimals.
    pub fn count(&self) -> Decimal {
        round_half_up(self.former + self.dates.values().sum::<Decimal>(), 4)
    }

    /// What former payslips of the contract counted.
    pub fn former(pay: Cents, days: Decimal, carried: RetraiteTranches) -> Self {
        Self { dates: BTreeMap::new(), former: days, pay, carried }
    }

    fn of(dates: BTreeMap<NaiveDate, Decimal>) -> Self {
        Self { dates, ..Self::default() }
    }

    fn meets(&self, other: &BTreeMap<NaiveDate, Decimal>) -> bool {
        self.dates.keys().any(|date| other.contains_key(date))
    }

    /// Both together: a date counts for the largest share of a day that one of them worked.
    fn join(&mut self, other: Self) {
        for (date, share) in other.dates {
            let known = self.dates.entry(date).or_default();
            *known = share.max(*known);
        }
        self.former += other.former;
        self.pay += other.pay;
        self.carried = self.carried + other.carried;
    }
}

impl Book {
    /// The month and the year given are those in which the last period paid ends.
    pub fn new(input: &BulletinInput) -> Self {
        let cumuls = &input.cumuls;
        let last = input.contrats.iter().map(|c| c.periode().fin).max();
        let mut years = BTreeMap::new();
        if let Some(last) = last {
            let now = Year { pay: cumuls.retraite_annee, carried: cumuls.retraite_annee_tranches };
            years.insert(last.year(), now);
            if let Some(before) = cumuls.retraite_annee_precedente {
                years.insert(last.year() - 1, Year { pay: before.paie, carried: Some(before.tranches) });
            }
        }
        Self {
            months: last.into_iter().map(|d| (Month::of(d), cumuls.retraite_mois)).collect(),
            all: cumuls.retraite_annee,
            years,
            groups: Vec::new(),
            method: input.methodes.retraite_plafond,
        }
    }

    /// Pay counted in a month.
    pub fn month(&self, month: Month) -> Cents {
        self.months.get(&month).copied().unwrap_or_default()
    }

    /// Every pay counted in the year.
    pub const fn all_year(&self) -> Cents {
        self.all
    }

    /// What a year of non cadres and artistes has counted.
    pub fn year(&self, year: i32) -> Year {
        self.years.get(&year).copied().unwrap_or_default()
    }

    /// Adds a pay to the month and to the year of every contract.
    pub fn add(&mut self, contract: &Contract<'_>, pay: Cents) {
        *self.months.entry(Month::of(contract.end)).or_default() += pay;
        self.all += pay;
    }

    /// Adds a pay to the year of the non cadres and artistes.
    pub fn add_year(&mut self, year: i32, pay: Cents, carried: RetraiteTranches) {
        let kept = self.years.entry(year).or_default();
        *kept = Year { pay: kept.pay + pay, carried: Some(carried) };
    }

    /// What was counted for the contracts that share a day with this one, and for its own former payslips; then the
    /// same with its days.
    pub fn days(&self, dates: &BTreeMap<NaiveDate, Decimal>, former: Option<Days>) -> (Days, Days) {
        let mut counted = former.unwrap_or_default();
        for group in self.groups.iter().filter(|g| g.meets(dates)) {
            counted.join(group.clone());
        }
        let mut with = counted.clone();
        with.join(Days::of(dates.clone()));
        (counted, with)
    }

    /// Keeps the contracts counted together, with what they carried.
    pub fn keep(&mut self, dates: &BTreeMap<NaiveDate, Decimal>, together: Days) {
        self.groups.retain(|g| !g.meets(dates));
        self.groups.push(together);
    }

    /// Cumul of the last month paid, this payslip included.
    pub fn month_total(&self) -> Cents {
        self.months.last_key_value().map(|(_, total)| *total).unwrap_or_default()
    }

    /// Cumul of the year, this payslip included.
    pub fn year_total(&self) -> Cents {
        match self.method {
            RetraitePlafondMethod::Population | RetraitePlafondMethod::Journalier => {
                self.years.last_key_value().map(|(_, year)| year.pay).unwrap_or_default()
            }
            RetraitePlafondMethod::MensuelCumule
            | RetraitePlafondMethod::ParContrat
            | RetraitePlafondMethod::AnnuelCumule => self.all,
        }
    }

    /// What the payslips of the year carried, this one included; `None` when the year counts nothing.
    pub fn year_carried(&self) -> Option<RetraiteTranches> {
        (self.method == RetraitePlafondMethod::Population)
            .then(|| self.years.last_key_value().and_then(|(_, year)| year.carried))
            .flatten()
    }
}
