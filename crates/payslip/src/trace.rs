//! The trace of a payslip: every figure with its formula, its numbers, its rule and its source.
//!
//! The calculation writes one node per figure while it computes; nothing is recomputed to explain. A formula is
//! a text over the numbers of other nodes (`arrondi({0} × {1} %)`), simple enough that [`Trace::check`] can
//! evaluate it again and prove that the text tells what was computed.
//!
//! What is *not* due is told too. A rule that finds nothing to pay records the comparison that decides, with its
//! numbers, through [`Trace::not_due`]; a rule that pays less than was asked, or nothing, under a figure that exists
//! records it through [`Trace::because`]:
//!
//! ```text
//! run.t.not_due(
//!     contract.name("allegement", "réduction générale"),
//!     "pas de réduction générale : la rémunération de {0} atteint {1} fois le SMIC des heures payées ({2})",
//!     "{0} ≥ {1} × {2}",            // checked like a formula; empty when a fact decides and not a number
//!     &[pay.f, exit.f, smic.f],     // each one named by the sentence or by the comparison
//!     &rules::ALLEGEMENT_SORTIE,
//! );
//! ```
//!
//! A contribution for which the tables hold no rate (population, convention, date) needs nothing:
//! [`Computed::not_due`](crate::Computed::not_due) tells it from the tables.

use std::borrow::Cow;

use cddu_rates::{Cents, Confiance, LigneConvention, Quantity, Rate, Rates, RowId};
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::formula;
use crate::rules::Rule;
use crate::vocabulary::Origine;

/// Index of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fig(pub u32);

/// The value of a node, with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Val {
    /// Euros.
    Amount(Cents),
    /// Percent.
    Percent(Rate),
    /// Hours, days, coefficients.
    Number(Decimal),
    /// A date that a duration is counted from or to.
    Day(NaiveDate),
    /// A length of work, in minutes.
    Minutes(Decimal),
    /// A clock time, in minutes since midnight; `24:00` and beyond for an end.
    Clock(Decimal),
}

impl Val {
    /// The value as a number: euros, percent or plain; the rank of a date, so that two dates compare.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        match self {
            Self::Amount(cents) => cents.to_decimal(),
            Self::Percent(rate) => rate.0,
            Self::Number(number) | Self::Minutes(number) | Self::Clock(number) => number,
            Self::Day(day) => Decimal::from(day.num_days_from_ce()),
        }
    }

    /// Unit: `EUR`, `%` or nothing.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Amount(_) => "EUR",
            Self::Percent(_) => "%",
            Self::Minutes(_) => "min",
            Self::Number(_) | Self::Day(_) | Self::Clock(_) => "",
        }
    }
}

impl std::fmt::Display for Val {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Amount(cents) => write!(f, "{cents}"),
            Self::Percent(rate) => write!(f, "{rate}"),
            Self::Number(number) | Self::Minutes(number) => {
                write!(f, "{}", Quantity(number.normalize()))
            }
            Self::Clock(minutes) => {
                let minutes = minutes.trunc();
                let hours = (minutes / Decimal::from(60)).trunc();
                write!(f, "{hours:0>2}:{:0>2}", minutes - hours * Decimal::from(60))
            }
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

/// What a node is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Name {
    /// Code of the figure (`plafond`, `montant_salarie`).
    pub code: &'static str,
    /// French label.
    pub label: &'static str,
    /// Rank of the contract on the payslip.
    pub contract: Option<u16>,
    /// Rank of the contribution in the tables.
    pub line: Option<u16>,
    /// The days it is about, when it is one of several.
    pub part: Option<Part>,
}

impl Name {
    /// The label with its days: `heures du 09/11/2026`, `salaire de base (semaine du 09/11/2026)`.
    #[must_use]
    pub fn labelled(&self) -> String {
        let day = |day: NaiveDate| day.format("%d/%m/%Y");
        match self.part {
            None => self.label.to_owned(),
            Some(Part::Day(on)) => format!("{} du {}", self.label, day(on)),
            Some(Part::Week(monday)) => format!("{} (semaine du {})", self.label, day(monday)),
        }
    }
}

/// The days that a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Part {
    /// A day.
    Day(NaiveDate),
    /// A civil week, by its Monday.
    Week(NaiveDate),
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Week(monday) => write!(f, "{}", monday.format("%G-W%V")),
        }
    }
}

/// The rule of a formula: one of the engine's, or a row of the hour rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Applied {
    /// A named rule.
    Rule(&'static Rule),
    /// A row of the tables of the agreements.
    Convention(LigneConvention),
}

impl From<&'static Rule> for Applied {
    fn from(rule: &'static Rule) -> Self {
        Self::Rule(rule)
    }
}

impl Applied {
    /// How well it is established.
    #[must_use]
    pub const fn confiance(self) -> Confiance {
        match self {
            Self::Rule(rule) => rule.confiance,
            Self::Convention(row) => row.confiance,
        }
    }

    /// Keys of `methodes` that choose between this rule and its other readings.
    #[must_use]
    pub fn methodes(self) -> &'static [&'static str] {
        match self {
            Self::Rule(rule) => rule.methodes(),
            Self::Convention(_) => &[],
        }
    }

    fn explained(self, rates: &Rates) -> ExplainedRule {
        match self {
            Self::Rule(rule) => rule.into(),
            Self::Convention(place) => {
                let read = rates.conventions().ok().and_then(|c| c.lue(place));
                let (nom, texte, base_legale) = read
                    .map_or_else(Default::default, |row| (row.cle, row.texte, row.base_legale.to_owned()));
                ExplainedRule {
                    nom: nom.into(),
                    texte: texte.into(),
                    base_legale: base_legale.into(),
                    confiance: place.confiance,
                    methodes: &[],
                }
            }
        }
    }
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Origin {
    /// An input field.
    Input,
    /// A row of a table.
    Table(RowId),
    /// A row of the tables of the agreements.
    Convention(LigneConvention),
    /// A formula over other nodes.
    Formula {
        /// The formula, numbers as `{0}`, `{1}`...; `Σ` is the sum of all of them.
        text: &'static str,
        /// First and last argument in the trace's list.
        args: (u32, u32),
        /// The rule applied.
        rule: Applied,
    },
}

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Node {
    /// What it is.
    pub name: Name,
    /// Its value.
    pub value: Val,
    /// Where it comes from.
    pub origin: Origin,
}

/// Why something is not due, or is less than was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Reason {
    /// What it is about.
    pub name: Name,
    /// The figure it is about, when there is one.
    pub figure: Option<Fig>,
    /// French sentence, numbers as `{0}`, `{1}`...
    pub text: &'static str,
    /// The comparison that decides, in the language of formulas; empty when a fact decides.
    pub test: &'static str,
    /// First and last argument in the trace's list.
    args: (u32, u32),
    /// The rule applied.
    pub rule: &'static Rule,
}

/// Something that a trace says and that is not so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum Fault {
    /// The text of a formula gives this number, not the value of its figure.
    Value(Fig, Decimal),
    /// The text of a formula does not name this argument, or names it without having it.
    Argument(Fig, usize),
    /// The comparison of this reason does not hold, or its texts leave an argument out.
    Reason(Reason),
}

/// An amount that knows its node.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Amount {
    /// Cents.
    pub v: Cents,
    /// Node.
    pub f: Fig,
}

/// A number that knows its node.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
    reasons: Vec<Reason>,
    /// Rows of the files of the production, and the inputs read on each.
    rows: Vec<Origine>,
    places: Vec<(Fig, u32)>,
}

/// A figure of the trace in plain data, for people and for JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
    /// Line of the files of the production on which the input was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origine: Option<Origine>,
    /// Addresses of the figures it is computed from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub depend_de: Vec<String>,
    /// Why it is not due, or less than was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pourquoi: Option<String>,
    /// Weakest confidence of the rules and table rows under it.
    pub confiance: Confiance,
}

/// A number of a formula, in plain data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
    /// Line of the files of the production on which it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origine: Option<Origine>,
}

/// A rule, in plain data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ExplainedRule {
    /// Stable name (`plafond.jours_calendaires`).
    pub nom: Cow<'static, str>,
    /// What it says.
    pub texte: Cow<'static, str>,
    /// Legal basis.
    pub base_legale: Cow<'static, str>,
    /// Confidence.
    pub confiance: Confiance,
    /// Keys of `methodes` that choose between this rule and its other readings.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub methodes: &'static [&'static str],
}

/// A table row, in plain data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
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
        Self {
            nodes: Vec::with_capacity(320),
            args: Vec::with_capacity(640),
            reasons: Vec::with_capacity(16),
            rows: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Room for a usual payslip.
    pub(crate) fn make_room(&mut self) {
        self.nodes.reserve(320);
        self.args.reserve(640);
        self.reasons.reserve(16);
    }

    /// Records an input.
    pub fn input(&mut self, name: Name, value: Val) -> Fig {
        self.push(Node { name, value, origin: Origin::Input })
    }

    /// Adds a row of the files of the production, on which inputs are read.
    pub(crate) fn row(&mut self, origine: &Origine) -> u32 {
        self.rows.push(origine.clone());
        u32::try_from(self.rows.len() - 1).expect("a trace is small")
    }

    /// Records an input read on a row.
    pub(crate) fn read(&mut self, name: Name, value: Val, row: Option<u32>) -> Fig {
        let fig = self.input(name, value);
        self.places.extend(row.map(|row| (fig, row)));
        fig
    }

    /// The line of the files of the production on which an input was read.
    #[must_use]
    pub fn place(&self, fig: Fig) -> Option<&Origine> {
        let found = self.places.binary_search_by_key(&fig, |(fig, _)| *fig).ok()?;
        self.rows.get(self.places[found].1 as usize)
    }

    /// Records a value of the tables of the agreements.
    pub(crate) fn convention(&mut self, name: Name, value: Val, row: LigneConvention) -> Fig {
        self.push(Node { name, value, origin: Origin::Convention(row) })
    }

    /// Records a table value.
    pub fn table(&mut self, name: Name, value: Val, row: RowId) -> Fig {
        self.push(Node { name, value, origin: Origin::Table(row) })
    }

    /// Records a computed figure. The text names each argument, and no other.
    pub fn formula(
        &mut self,
        name: Name,
        value: Val,
        text: &'static str,
        args: &[Fig],
        rule: impl Into<Applied>,
    ) -> Fig {
        debug_assert_eq!(formula::misnamed(text, args.len()), None, "{text}, {} arguments", args.len());
        let args = self.keep(args);
        self.push(Node { name, value, origin: Origin::Formula { text, args, rule: rule.into() } })
    }

    /// Records that something is not due, and why. `text` is the sentence people read; `test` the comparison that
    /// decides, checked like a formula, empty when a fact decides and not a number.
    pub fn not_due(
        &mut self,
        name: Name,
        text: &'static str,
        test: &'static str,
        args: &[Fig],
        rule: &'static Rule,
    ) {
        let args = self.keep(args);
        self.reasons.push(Reason { name, figure: None, text, test, args, rule });
    }

    /// Records why a figure is nil, or less than was asked. Texts and arguments: see [`Trace::not_due`].
    pub fn because(
        &mut self,
        figure: Fig,
        text: &'static str,
        test: &'static str,
        args: &[Fig],
        rule: &'static Rule,
    ) {
        let name = self.node(figure).name;
        let args = self.keep(args);
        self.reasons.push(Reason { name, figure: Some(figure), text, test, args, rule });
    }

    /// The reasons why something is not due, in order.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    fn keep(&mut self, args: &[Fig]) -> (u32, u32) {
        let length = |args: &[Fig]| u32::try_from(args.len()).expect("a trace is small");
        let first = length(&self.args);
        self.args.extend_from_slice(args);
        (first, length(&self.args))
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
            Origin::Formula { args, .. } => self.kept(args),
            Origin::Input | Origin::Table(_) | Origin::Convention(_) => &[],
        }
    }

    fn kept(&self, (first, last): (u32, u32)) -> &[Fig] {
        &self.args[first as usize..last as usize]
    }

    fn decimals(&self, figs: &[Fig]) -> Vec<Decimal> {
        figs.iter().map(|f| self.node(*f).value.decimal()).collect()
    }

    /// The confidence of a figure by itself: that of its rule or of its row; an input is a fact.
    #[must_use]
    pub fn own_confidence(&self, fig: Fig, rates: &Rates) -> Confiance {
        Self::own(self.node(fig), rates)
    }

    fn own(node: &Node, rates: &Rates) -> Confiance {
        match node.origin {
            Origin::Input => Confiance::A,
            Origin::Table(id) => rates.row(id).confiance,
            Origin::Convention(row) => row.confiance,
            Origin::Formula { rule, .. } => rule.confiance(),
        }
    }

    /// Extends a list with the weakest confidence under each node, up to the last one. Nodes come after those they
    /// use, so that one pass is enough, and the list may be kept while the trace grows.
    pub fn weigh(&self, letters: &mut Vec<Confiance>, rates: &Rates) {
        for node in &self.nodes[letters.len()..] {
            let own = Self::own(node, rates);
            let letter = self.args(node).iter().map(|f| letters[f.0 as usize]).fold(own, Ord::max);
            letters.push(letter);
        }
    }

    /// The weakest confidence of the rules and rows under a figure.
    #[must_use]
    pub fn confidence(&self, fig: Fig, rates: &Rates) -> Confiance {
        std::iter::once(fig)
            .chain(self.depends_on(fig))
            .map(|f| self.own_confidence(f, rates))
            .fold(Confiance::A, Ord::max)
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

    /// Evaluates every formula and every comparison again from the values of its arguments, and returns what the texts
    /// say that is not so: a value that the text does not give, an argument that it does not name, a comparison that
    /// does not hold. Empty for a faithful trace.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut wrong = Vec::new();
        for (node, index) in self.nodes.iter().zip(0..) {
            let Origin::Formula { text, .. } = node.origin else { continue };
            let args = self.args(node);
            let got = formula::evaluate(text, &self.decimals(args)).unwrap_or(Decimal::MIN);
            if got != node.value.decimal() {
                wrong.push(Fault::Value(Fig(index), got));
            }
            wrong.extend(formula::misnamed(text, args.len()).map(|arg| Fault::Argument(Fig(index), arg)));
        }
        for reason in &self.reasons {
            let args = self.kept(reason.args);
            let told = format!("{}{}", reason.text, reason.test);
            let holds =
                reason.test.is_empty() || formula::holds(reason.test, &self.decimals(args)) == Some(true);
            if !holds || formula::misnamed(&told, args.len()).is_some() {
                wrong.push(Fault::Reason(*reason));
            }
        }
        wrong
    }

    /// The address of a figure (`C1.VIEIL_PLAF.montant_salarie`).
    #[must_use]
    pub fn address(&self, fig: Fig, rates: &Rates, contracts: &[&str]) -> String {
        Self::named(self.node(fig).name, rates, contracts)
    }

    pub(crate) fn named(name: Name, rates: &Rates, contracts: &[&str]) -> String {
        let mut out = String::new();
        if let Some(contract) = name.contract {
            out.push_str(contracts.get(usize::from(contract)).copied().unwrap_or("?"));
            out.push('.');
        }
        if let Some(line) = name.line {
            out.push_str(&rates.contributions()[usize::from(line)].code);
            out.push('.');
        }
        out.push_str(name.code);
        if let Some(part) = name.part {
            out.push('@');
            out.push_str(&part.to_string());
        }
        out
    }

    /// The figure of an address (`C1.VIEIL_PLAF.montant_salarie`). [`crate::Computed::figure`] knows the tables and the
    /// contracts.
    #[must_use]
    pub fn find(&self, address: &str, rates: &Rates, contracts: &[&str]) -> Option<Fig> {
        let mut figures = (0..).map(Fig).take(self.nodes.len());
        figures.find(|fig| self.address(*fig, rates, contracts) == address)
    }

    /// One figure in plain data.
    #[must_use]
    pub fn explain(&self, fig: Fig, rates: &Rates, contracts: &[&str]) -> ExplainedFigure {
        let node = self.node(fig);
        let args = self.args(node);
        let mut out = ExplainedFigure {
            valeur: node.value.to_string(),
            unite: node.value.unit(),
            nombres: self.numbers(args, node.name, rates, contracts),
            depend_de: args.iter().map(|f| self.address(*f, rates, contracts)).collect(),
            pourquoi: self.reasons.iter().find(|r| r.figure == Some(fig)).map(|r| self.sentence(r)),
            confiance: self.confidence(fig, rates),
            ..ExplainedFigure::named(node.name, rates, contracts)
        };
        match node.origin {
            Origin::Input => {
                out.saisie = Some(out.figure.clone());
                out.origine = self.place(fig).cloned();
            }
            Origin::Table(id) => out.table = Some(explained_row(id, rates)),
            Origin::Convention(row) => out.table = explained_convention(row, rates),
            Origin::Formula { text, rule, .. } => {
                out.calculated(text);
                out.avant_arrondi =
                    formula::before_rounding(text, &self.decimals(args)).map(|v| Quantity(v).to_string());
                out.regle = Some(rule.explained(rates));
            }
        }
        out
    }

    /// Something not due in plain data: nothing, its comparison and its sentence.
    #[must_use]
    pub fn explain_reason(&self, reason: &Reason, rates: &Rates, contracts: &[&str]) -> ExplainedFigure {
        let args = self.kept(reason.args);
        let letters = args.iter().map(|f| self.confidence(*f, rates));
        let mut out = ExplainedFigure {
            nombres: self.numbers(args, reason.name, rates, contracts),
            depend_de: args.iter().map(|f| self.address(*f, rates, contracts)).collect(),
            pourquoi: Some(self.sentence(reason)),
            confiance: letters.fold(reason.rule.confiance, Ord::max),
            regle: Some(reason.rule.into()),
            ..ExplainedFigure::named(reason.name, rates, contracts)
        };
        if !reason.test.is_empty() {
            out.calculated(reason.test);
        }
        out
    }

    /// The sentence of a reason, with its numbers and their units.
    fn sentence(&self, reason: &Reason) -> String {
        let value = |f: &Fig| {
            let value = self.node(*f).value;
            let unit = if value.unit() == "EUR" { "€" } else { value.unit() };
            format!("{value} {unit}").trim_end().to_owned()
        };
        formula::render(reason.text, &self.kept(reason.args).iter().map(value).collect::<Vec<_>>())
    }

    fn numbers(&self, args: &[Fig], of: Name, rates: &Rates, contracts: &[&str]) -> Vec<ExplainedNumber> {
        args.iter().map(|f| self.number(*f, of, rates, contracts)).collect()
    }

    /// A number of the formula of `of`; a number of another line is named with its line.
    fn number(&self, fig: Fig, of: Name, rates: &Rates, contracts: &[&str]) -> ExplainedNumber {
        let node = self.node(fig);
        let mut libelle =
            if of.part == node.name.part { node.name.label.to_owned() } else { node.name.labelled() };
        if let Some(line) = node.name.line
            && of.line != node.name.line
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
                Origin::Convention(row) => explained_convention(row, rates),
                Origin::Input | Origin::Formula { .. } => None,
            },
            saisie: matches!(node.origin, Origin::Input),
            origine: self.place(fig).cloned(),
        }
    }
}

impl ExplainedFigure {
    /// Nothing, under a name.
    pub(crate) fn named(name: Name, rates: &Rates, contracts: &[&str]) -> Self {
        let line = name.line.map(|line| &rates.contributions()[usize::from(line)]);
        let libelle =
            line.map_or_else(|| name.labelled(), |line| format!("{}, {}", line.libelle, name.label));
        let contract = name.contract.and_then(|c| contracts.get(usize::from(c)));
        Self {
            figure: Trace::named(name, rates, contracts),
            contrat: contract.map(|c| (*c).to_owned()),
            ligne: line.map(|l| l.code.to_string()),
            libelle,
            valeur: Cents::ZERO.to_string(),
            unite: Val::Amount(Cents::ZERO).unit(),
            formule: None,
            calcul: None,
            avant_arrondi: None,
            nombres: Vec::new(),
            regle: None,
            table: None,
            saisie: None,
            origine: None,
            depend_de: Vec::new(),
            pourquoi: None,
            confiance: Confiance::A,
        }
    }

    /// Writes a formula, with names and with numbers.
    fn calculated(&mut self, text: &str) {
        let names: Vec<String> = self.nombres.iter().map(|n| format!("[{}]", n.libelle)).collect();
        let values: Vec<String> = self.nombres.iter().map(|n| n.valeur.clone()).collect();
        self.formule = Some(formula::render(text, &names));
        self.calcul = Some(formula::render(text, &values));
    }
}

impl From<&'static Rule> for ExplainedRule {
    fn from(rule: &'static Rule) -> Self {
        Self {
            nom: rule.name.into(),
            texte: rule.text.into(),
            base_legale: rule.law.into(),
            confiance: rule.confiance,
            methodes: rule.methodes(),
        }
    }
}

pub(crate) fn explained_row(id: RowId, rates: &Rates) -> ExplainedRow {
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

fn explained_convention(place: LigneConvention, rates: &Rates) -> Option<ExplainedRow> {
    let row = rates.conventions().ok()?.lue(place)?;
    let validite = match (row.valide_du, row.valide_au) {
        (None, _) => String::new(),
        (Some(from), None) => format!("depuis le {from}"),
        (Some(from), Some(to)) => format!("du {from} au {to}"),
    };
    Some(ExplainedRow {
        cle: row.cle,
        fichier: rates.files().shown(place.table.fichier()),
        ligne: place.ligne,
        validite,
        base_legale: row.base_legale.to_owned(),
        source: row.source.to_owned(),
        lien: String::new(),
        confiance: place.confiance,
        verifie_le: row.verifie_le.to_string(),
    })
}
