//! What every calculation of this module shares: tables, input, lines being written, warnings.

use cddu_rates::{Conventions, Diagnostic, Rates, Regle};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::input::{FeuilleHeures, Question};
use crate::gross::lines::Lines;
use crate::gross::output::{Brut, Frais, MethodeUtilisee};
use crate::gross::temps::hours::Ticks;

pub(super) struct Context<'a> {
    pub rates: &'a Rates,
    pub conventions: &'a Conventions,
    pub input: Question<'a>,
    /// The sheet of the question.
    pub feuille: &'a FeuilleHeures,
    /// Day that chooses the grid.
    pub date: NaiveDate,
    pub lines: Lines<'a>,
    pub warnings: Vec<Diagnostic>,
    pub frais: Vec<Frais>,
    pub methodes: Vec<MethodeUtilisee>,
    /// Hours of each civil week, by its Monday.
    pub weeks: std::collections::BTreeMap<NaiveDate, cddu_rates::Quantity>,
}

impl<'a> Context<'a> {
    pub(super) const fn new(
        rates: &'a Rates,
        conventions: &'a Conventions,
        input: Question<'a>,
        date: NaiveDate,
    ) -> Self {
        Self {
            rates,
            conventions,
            feuille: input.feuille,
            input,
            date,
            lines: Lines::new(conventions),
            warnings: Vec::new(),
            frais: Vec::new(),
            methodes: Vec::new(),
            weeks: std::collections::BTreeMap::new(),
        }
    }

    pub(super) fn rule(&self, id: &str) -> Result<&'a Regle, Vec<Diagnostic>> {
        self.conventions.regle(id).map_err(|d| vec![d])
    }

    /// Premium of a rule, percent.
    pub(super) fn percent(&self, id: &str) -> Result<Decimal, Vec<Diagnostic>> {
        let rule = self.rule(id)?;
        rule.majoration.ok_or_else(|| {
            vec![
                Diagnostic::error("BAR-023", format!("la règle {id} n'a pas de majoration chiffrée"))
                    .in_file(self.rates.files().shown("conventions/regles_heures.csv"), Some(rule.ligne))
                    .column("majoration"),
            ]
        })
    }

    /// Hours after which a rule applies: the text numbers hours from 1, so « à partir de la 36e » is after 35.
    pub(super) fn after(&self, id: &str) -> Result<Ticks, Vec<Diagnostic>> {
        let rule = self.rule(id)?;
        rule.de.parse::<i64>().map(|from| Ticks::whole_hours(from - 1)).map_err(|_| {
            vec![
                Diagnostic::error("BAR-023", format!("la règle {id} n'a pas d'heure de départ chiffrée"))
                    .in_file(self.rates.files().shown("conventions/regles_heures.csv"), Some(rule.ligne))
                    .column("de"),
            ]
        })
    }

    /// Hours at which a rule stops or that it guarantees.
    pub(super) fn hours_until(&self, id: &str) -> Result<Ticks, Vec<Diagnostic>> {
        let rule = self.rule(id)?;
        rule.a.parse::<i64>().map(Ticks::whole_hours).map_err(|_| {
            vec![
                Diagnostic::error("BAR-023", format!("la règle {id} n'a pas d'heure de fin chiffrée"))
                    .in_file(self.rates.files().shown("conventions/regles_heures.csv"), Some(rule.ligne))
                    .column("a"),
            ]
        })
    }

    pub(super) fn warn(&mut self, code: &str, message: impl Into<String>) {
        let warning = Diagnostic::warning(code, message);
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    pub(super) fn method(&mut self, cle: &str, valeur: &str) {
        let used = MethodeUtilisee { cle: cle.to_owned(), valeur: valeur.to_owned() };
        if !self.methodes.contains(&used) {
            self.methodes.push(used);
        }
    }

    /// Closes the calculation.
    pub(super) fn finish(self, mut brut: Brut) -> Result<Brut, Vec<Diagnostic>> {
        if !self.lines.errors.is_empty() {
            return Err(self.lines.errors);
        }
        brut.brut = self.lines.total();
        brut.elements = self.lines.elements;
        brut.details = self.lines.details;
        brut.frais = self.frais;
        brut.methodes = self.methodes;
        brut.semaines = self.weeks;
        brut.avertissements = self.warnings.into_iter().map(Into::into).collect();
        Ok(brut)
    }
}
