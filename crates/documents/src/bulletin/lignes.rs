//! Contributions gathered by row of the legal model.

use cddu_payslip::{HsLigneCrdsMethod, Line, Payslip};
use cddu_rates::{Cents, Rate};
use rust_decimal::Decimal;

use crate::tables::Ligne;

/// A row of contributions ready to be printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// What tells it from the first row of the same wording: another contribution, or the contracts.
    pub suffix: Option<String>,
    /// Base: sum of the bases of the contracts.
    pub base: Cents,
    /// Sum of the employee rates applied to that base.
    pub taux: Option<Rate>,
    /// Sum of the employee amounts.
    pub salarie: Option<Cents>,
    /// Sum of the employer amounts.
    pub employeur: Option<Cents>,
    first_code: String,
    first_label: String,
    contracts: Vec<String>,
}

impl Gathered {
    fn new(line: &Line, contract: &str) -> Self {
        Self {
            suffix: None,
            base: line.base,
            taux: line.taux_salarie,
            salarie: line.montant_salarie,
            employeur: line.montant_employeur,
            first_code: line.code.to_string(),
            first_label: line.libelle.to_string(),
            contracts: vec![contract.to_owned()],
        }
    }

    /// Adds a line on the same base: rates and amounts add up.
    fn add_line(&mut self, line: &Line) {
        self.taux = add(self.taux.map(|r| r.0), line.taux_salarie.map(|r| r.0), Decimal::ZERO, |a, b| a + b)
            .map(Rate);
        self.add_amounts(line.montant_salarie, line.montant_employeur);
    }

    /// Adds the same contribution of another contract: bases and amounts add up, the rate is one.
    fn add_contract(&mut self, other: Self) {
        self.base += other.base;
        self.add_amounts(other.salarie, other.employeur);
        self.contracts.extend(other.contracts);
    }

    fn add_amounts(&mut self, salarie: Option<Cents>, employeur: Option<Cents>) {
        self.salarie = add(self.salarie, salarie, Cents::ZERO, |a, b| a + b);
        self.employeur = add(self.employeur, employeur, Cents::ZERO, |a, b| a + b);
    }
}

/// Sum of two shares, one of which may not be due.
fn add<T: Copy>(a: Option<T>, b: Option<T>, zero: T, plus: impl Fn(T, T) -> T) -> Option<T> {
    match (a, b) {
        (None, None) => None,
        (a, b) => Some(plus(a.unwrap_or(zero), b.unwrap_or(zero))),
    }
}

/// The codes of a row, under the method of the payslip.
fn codes<'a>(payslip: &Payslip, row: &'a Ligne) -> &'a [String] {
    match payslip.methodes.hs_ligne_crds {
        Some(HsLigneCrdsMethod::NonDeductible) => &row.codes_non_deductible,
        Some(HsLigneCrdsMethod::NonImposables) | None => &row.codes,
    }
}

/// The printed rows of one row of the model: one when every line has the same base and employee rate in each
/// contract, more otherwise, since base and rate must both be readable (R3243-1 8°).
pub fn gather(payslip: &Payslip, row: &Ligne) -> Vec<Gathered> {
    let mut groups: Vec<Gathered> = Vec::new();
    for contract in &payslip.contrats {
        let mut parts: Vec<Gathered> = Vec::new();
        for line in contract.lignes.iter().filter(|l| codes(payslip, row).iter().any(|c| l.code == *c)) {
            match parts.iter_mut().find(|p| !row.base || p.base == line.base) {
                Some(part) => part.add_line(line),
                None => parts.push(Gathered::new(line, &contract.contrat)),
            }
        }
        for part in parts {
            let same = |g: &&mut Gathered| {
                !row.base || (g.first_code == part.first_code && (!row.taux || g.taux == part.taux))
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.add_contract(part),
                None => groups.push(part),
            }
        }
    }
    name(&mut groups);
    groups
}

/// Says what tells apart the rows that share a wording.
fn name(groups: &mut [Gathered]) {
    if groups.len() < 2 {
        return;
    }
    let main = groups[0].first_code.clone();
    let several_rates = groups.iter().filter(|g| g.first_code == main).count() > 1;
    for group in groups {
        let contracts = || match group.contracts.as_slice() {
            [one] => format!("contrat {one}"),
            [first, .., last] if group.contracts.len() > 3 => {
                format!("{} contrats, de {first} à {last}", group.contracts.len())
            }
            several => format!("contrats {}", several.join(", ")),
        };
        group.suffix = if group.first_code != main {
            Some(group.first_label.clone())
        } else if several_rates {
            Some(contracts())
        } else {
            None
        };
    }
}
