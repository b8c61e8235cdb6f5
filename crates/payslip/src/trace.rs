//! The trace of a payslip: every figure with its formula, its numbers, its rule and its source.
//!
//! The calculation writes one node per figure while it computes; nothing is recomputed to explain. A formula is
//! a text over the numbers of other nodes (`arrondi({0} × {1} %)`), simple enough that [`Trace::check`] can
//! evaluate it again and prove that the text tells what was computed.

use cddu_rates::{Cents, Confiance, Quantity, Rate, Rates, RowId};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::formula;
use crate::rules::Rule;

/// Index of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fig(pub u32);

/// The value of a node, with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Val {
    /// Euros.
    Amount(Cents),
    /// Percent.
    Percent(Rate),
    /// Hours, days, coefficients.
    Number(Decimal),
}

impl Val {
    /// The value as a number: euros, percent or plain.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        match self {
            Self::Amount(cents) => cents.to_decimal(),
            Self::Percent(rate) => rate.0,
            Self::Number(number) => number,
        }
    }

    /// Unit: `EUR`, `%` or nothing.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Amount(_) => "EUR",
            Self::Percent(_) => "%",
            Self::Number(_) => "",
        }
    }
}

impl std::fmt::Display for Val {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Amount(cents) => write!(f, "{cents}"),
            Self::Percent(rate) => write!(f, "{rate}"),
            Self::Number(number) => write!(f, "{}", Quantity(*number)),
        }
    }
}

/// What a node is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Code of the figure (`plafond`, `montant_salarie`).
    pub code: &'static str,
    /// French label.
    pub label: &'static str,
    /// Rank of the contract on the payslip.
    pub contract: Option<u16>,
    /// Rank of the contribution in the tables.
    pub line: Option<u16>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An input field.
    Input,
    /// A row of a table.
    Table(RowId),
    /// A formula over other nodes.
    Formula {
        /// The formula, numbers as `{0}`, `{1}`...; `Σ` is the sum of all of them.
        text: &'static str,
        /// First and last argument in the trace's list.
        args: (u32, u32),
        /// The rule applied.
        rule: &'static Rule,
    },
}

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub name: Name,
    /// Its value.
    pub value: Val,
    /// Where it comes from.
    pub origin: Origin,
}

/// An amount that knows its node.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    /// Cents.
    pub v: Cents,
    /// Node.
    pub f: Fig,
}

/// A number that knows its node.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// Value.
    pub v: Decimal,
    /// Node.
    pub f: Fig,
}

/// All the figures of a payslip, in order of calculation.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    nodes: Vec<Node>,
    args: Vec<Fig>,
}

/// A figure of the trace in plain data, for people and for JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedFigure {
    /// Address of the figure (`C1.VIEIL_PLAF.montant_salarie`).
    pub figure: String,
    /// Contract it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contrat: Option<String>,
    /// Line it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ligne: Option<String>,
    /// French label.
    pub libelle: String,
    /// Value.
    pub valeur: String,
    /// Unit: `EUR`, `%` or nothing.
    pub unite: &'static str,
    /// Formula with names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formule: Option<String>,
    /// Formula with numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calcul: Option<String>,
    /// Result of the formula before its last step, when that step is a rounding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avant_arrondi: Option<String>,
    /// Numbers of the formula, in order: what each is and where it comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nombres: Vec<ExplainedNumber>,
    /// Rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regle: Option<ExplainedRule>,
    /// Table row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<ExplainedRow>,
    /// Input field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saisie: Option<String>,
    /// Addresses of the figures it is computed from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub depend_de: Vec<String>,
}

/// A number of a formula, in plain data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedNumber {
    /// French label.
    pub libelle: String,
    /// Value.
    pub valeur: String,
    /// Unit: `EUR`, `%` or nothing.
    pub unite: &'static str,
    /// Address of the figure.
    pub figure: String,
    /// Table row it is read from; a number without a row is given or computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<ExplainedRow>,
    /// Given by the input (or counted from its dates).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub saisie: bool,
}

/// A rule, in plain data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedRule {
    /// Stable name (`plafond.jours_calendaires`).
    pub nom: &'static str,
    /// What it says.
    pub texte: &'static str,
    /// Legal basis.
    pub base_legale: &'static str,
    /// Confidence.
    pub confiance: Confiance,
    /// Keys of `methodes` that choose between this rule and its other readings.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub methodes: &'static [&'static str],
}

/// A table row, in plain data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedRow {
    /// Key.
    pub cle: String,
    /// File and line.
    pub fichier: String,
    /// Line.
    pub ligne: u64,
    /// Dates.
    pub validite: String,
    /// Legal basis.
    pub base_legale: String,
    /// Source.
    pub source: String,
    /// Address of the official text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lien: String,
    /// Confidence.
    pub confiance: Confiance,
    /// Last check.
    pub verifie_le: String,
}

impl Trace {
    /// An empty trace with room for a usual payslip.
    #[must_use]
    pub fn new() -> Self {
        Self { nodes: Vec::with_capacity(320), args: Vec::with_capacity(640) }
    }

    /// Records an input.
    pub fn input(&mut self, name: Name, value: Val) -> Fig {
        self.push(Node { name, value, origin: Origin::Input })
    }

    /// Records a table value.
    pub fn table(&mut self, name: Name, value: Val, row: RowId) -> Fig {
        self.push(Node { name, value, origin: Origin::Table(row) })
    }

    /// Records a computed figure.
    pub fn formula(
        &mut self,
        name: Name,
        value: Val,
        text: &'static str,
        args: &[Fig],
        rule: &'static Rule,
    ) -> Fig {
        let first = u32::try_from(self.args.len()).expect("a trace is small");
        self.args.extend_from_slice(args);
        let last = u32::try_from(self.args.len()).expect("a trace is small");
        self.push(Node { name, value, origin: Origin::Formula { text, args: (first, last), rule } })
    }

    fn push(&mut self, node: Node) -> Fig {
        self.nodes.push(node);
        Fig(u32::try_from(self.nodes.len() - 1).expect("a trace is small"))
    }

    /// The nodes, in order.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// A node.
    #[must_use]
    pub fn node(&self, fig: Fig) -> &Node {
        &self.nodes[fig.0 as usize]
    }

    /// The figures a node is computed from.
    #[must_use]
    pub fn args(&self, node: &Node) -> &[Fig] {
        match node.origin {
            Origin::Formula { args: (first, last), .. } => &self.args[first as usize..last as usize],
            Origin::Input | Origin::Table(_) => &[],
        }
    }

    /// Everything a figure depends on, nearest first: what would change it.
    #[must_use]
    pub fn depends_on(&self, fig: Fig) -> Vec<Fig> {
        let mut seen = vec![false; self.nodes.len()];
        let mut queue = std::collections::VecDeque::from([fig]);
        let mut out = Vec::new();
        while let Some(current) = queue.pop_front() {
            for arg in self.args(self.node(current)) {
                if !std::mem::replace(&mut seen[arg.0 as usize], true) {
                    out.push(*arg);
                    queue.push_back(*arg);
                }
            }
        }
        out
    }

    /// Evaluates every formula again from the values of its arguments, and returns the figures whose text does
    /// not give their value. Empty for a faithful trace.
    #[must_use]
    pub fn check(&self) -> Vec<(Fig, Decimal)> {
        let mut wrong = Vec::new();
        for (index, node) in self.nodes.iter().enumerate() {
            let Origin::Formula { text, .. } = node.origin else { continue };
            let values: Vec<Decimal> =
                self.args(node).iter().map(|f| self.node(*f).value.decimal()).collect();
            let got = formula::evaluate(text, &values).unwrap_or(Decimal::MIN);
            if got != node.value.decimal() {
                wrong.push((Fig(u32::try_from(index).expect("small")), got));
            }
        }
        wrong
    }

    /// The address of a figure (`C1.VIEIL_PLAF.montant_salarie`).
    #[must_use]
    pub fn address(&self, fig: Fig, rates: &Rates, contracts: &[&str]) -> String {
        let name = self.node(fig).name;
        let mut out = String::new();
        if let Some(contract) = name.contract {
            out.push_str(contracts.get(usize::from(contract)).copied().unwrap_or("?"));
            out.push('.');
        }
        if let Some(line) = name.line {
            out.push_str(&rates.contributions()[usize::from(line)].code);
            out.push('.');
        }
        out + name.code
    }

    /// One figure in plain data.
    #[must_use]
    pub fn explain(&self, fig: Fig, rates: &Rates, contracts: &[&str]) -> ExplainedFigure {
        let node = self.node(fig);
        let address = |f: Fig| self.address(f, rates, contracts);
        let mut label = node.name.label.to_owned();
        let line = node.name.line.map(|line| &rates.contributions()[usize::from(line)]);
        if let Some(line) = line {
            label = format!("{}, {label}", line.libelle);
        }
        let contract = node.name.contract.and_then(|c| contracts.get(usize::from(c)));
        let mut out = ExplainedFigure {
            figure: address(fig),
            contrat: contract.map(|c| (*c).to_owned()),
            ligne: line.map(|l| l.code.to_string()),
            libelle: label,
            valeur: node.value.to_string(),
            unite: node.value.unit(),
            formule: None,
            calcul: None,
            avant_arrondi: None,
            nombres: self.args(node).iter().map(|f| self.number(*f, node, rates, contracts)).collect(),
            regle: None,
            table: None,
            saisie: None,
            depend_de: self.args(node).iter().map(|f| address(*f)).collect(),
        };
        match node.origin {
            Origin::Input => out.saisie = Some(address(fig)),
            Origin::Table(id) => out.table = Some(explained_row(id, rates)),
            Origin::Formula { text, rule, .. } => {
                let names: Vec<String> = out.nombres.iter().map(|n| format!("[{}]", n.libelle)).collect();
                let values: Vec<String> = out.nombres.iter().map(|n| n.valeur.clone()).collect();
                let decimals: Vec<Decimal> =
                    self.args(node).iter().map(|f| self.node(*f).value.decimal()).collect();
                out.formule = Some(formula::render(text, &names));
                out.calcul = Some(formula::render(text, &values));
                out.avant_arrondi =
                    formula::before_rounding(text, &decimals).map(|v| Quantity(v).to_string());
                out.regle = Some(ExplainedRule {
                    nom: rule.name,
                    texte: rule.text,
                    base_legale: rule.law,
                    confiance: rule.confiance,
                    methodes: rule.methodes(),
                });
            }
        }
        out
    }

    /// A number of the formula of `of`; a number of another line is named with its line.
    fn number(&self, fig: Fig, of: &Node, rates: &Rates, contracts: &[&str]) -> ExplainedNumber {
        let node = self.node(fig);
        let mut libelle = node.name.label.to_owned();
        if let Some(line) = node.name.line
            && of.name.line != node.name.line
        {
            libelle = format!("{libelle} {}", rates.contributions()[usize::from(line)].code);
        }
        ExplainedNumber {
            libelle,
            valeur: node.value.to_string(),
            unite: node.value.unit(),
            figure: self.address(fig, rates, contracts),
            table: match node.origin {
                Origin::Table(id) => Some(explained_row(id, rates)),
                Origin::Input | Origin::Formula { .. } => None,
            },
            saisie: matches!(node.origin, Origin::Input),
        }
    }
}

fn explained_row(id: RowId, rates: &Rates) -> ExplainedRow {
    let row = rates.row(id);
    ExplainedRow {
        cle: row.cle.clone(),
        fichier: rates.files().shown(&row.table),
        ligne: row.ligne,
        validite: row.dates(),
        base_legale: row.base_legale.clone(),
        source: row.source.clone(),
        lien: row.lien.clone(),
        confiance: row.confiance,
        verifie_le: row.verifie_le.to_string(),
    }
}
