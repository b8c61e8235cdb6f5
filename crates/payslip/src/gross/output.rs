//! The gross of an engagement: elements, how each was found, minimum, expenses, warnings.

use cddu_rates::{Cents, Confiance, Methode, Quantity, Rates, Unite, round_half_up};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::context::Priced;
use super::lines::{HOURS, HOURS_PLUS, HOURS_SHARE, UNITS, UNITS_PLUS, UNITS_SHARE, fr};
use crate::absences::Absence;
use crate::trace::{Applied, Node, Origin, Trace};
use crate::vocabulary::{Avertissement, PayElement};

/// Gross pay of an engagement. `cddu brut` prints it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Brut {
    /// Pay elements; their sum is `brut`.
    pub elements: Vec<PayElement>,
    /// How each element was found, in the same order.
    pub details: Vec<Detail>,
    /// Hours paid as work (guaranteed hours included).
    pub heures: Quantity,
    /// Days worked.
    pub jours: Quantity,
    /// Cachets.
    pub cachets: u32,
    /// Gross.
    pub brut: Cents,
    /// Conventional minimum.
    pub minimum: Option<Minimum>,
    /// Interessement due later from the receipts of the film (annexes 3 and 3 bis); not part of the gross.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interessement: Option<Cents>,
    /// Splits inside the pay, printed and never added (rights of artists, composition of the minimum).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repartition: Vec<Part>,
    /// Indemnities that refund expenses, kept apart from pay.
    pub frais: Vec<Frais>,
    /// Methods that played a part, with the reading used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methodes: Vec<MethodeUtilisee>,
    /// Hours of each civil week, by its Monday, where they are counted by the week; the other contracts of the week add theirs.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, String>"))]
    pub semaines: std::collections::BTreeMap<NaiveDate, Quantity>,
    /// Absences of the period and what each took back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<AbsenceBrut>,
    /// What the reader must know: minimum not met, limits of hours, unverified values, choices.
    pub avertissements: Vec<Avertissement>,
}

/// What an absence took back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct AbsenceBrut {
    /// The absence, as given.
    pub absence: Absence,
    /// Working days of absence in the period.
    pub jours: Quantity,
    /// Hours of absence, when the pay follows hours.
    pub heures: Quantity,
    /// Pay taken back, positive.
    pub retenue: Cents,
}

impl Brut {
    /// One line of text per element: label, formula with its numbers, rule and article.
    #[must_use]
    pub fn explication(&self) -> Vec<String> {
        self.elements
            .iter()
            .zip(&self.details)
            .map(|(element, detail)| {
                let why: Vec<&str> =
                    [detail.regle.as_deref(), detail.article.as_deref()].into_iter().flatten().collect();
                let why = if why.is_empty() { String::new() } else { format!(" [{}]", why.join(", ")) };
                format!("{} : {}{why}", element.libelle, detail.formule)
            })
            .collect()
    }
}

/// How an element was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Detail {
    /// Code of the element.
    pub code: String,
    /// Formula with its numbers, in French.
    pub formule: String,
    /// Rule of the table of hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regle: Option<String>,
    /// Article of the convention.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Where the rule or the amount was read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// How sure it is.
    pub confiance: Option<Confiance>,
    /// Days concerned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub jours: Vec<NaiveDate>,
}

/// The conventional minimum against the agreed pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Minimum {
    /// Minimum due, SMIC floor included.
    pub valeur: Cents,
    /// What it pays: `semaine 39 h`, `jour 8 h`...
    pub unite: String,
    /// The agreed pay compared with it, in the same unit.
    pub salaire: Cents,
    /// The agreed pay reaches it.
    pub respecte: bool,
    /// Row of the grid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ligne: Option<LigneGrille>,
    /// The SMIC floor is above the grid: amount of the floor in the same unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smic: Option<Cents>,
    /// Formula, when the minimum is computed from the row.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub formule: String,
}

/// A row of the grids, as printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct LigneGrille {
    /// File and line of the table.
    pub table: String,
    /// Function, as in the convention.
    pub fonction: String,
    /// Annexe.
    pub annexe: String,
    /// Genre of programme the row is limited to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub genre: String,
    /// What the amount pays.
    pub unite: Unite,
    /// Hours paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heures: Option<Quantity>,
    /// Days paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jours: Option<u32>,
    /// Amount of the row; `null` when it is known to exist and was not found.
    pub valeur: Option<Cents>,
    /// First day for this employer.
    #[cfg_attr(feature = "schema", schemars(with = "cddu_rates::date::Day"))]
    pub valide_du: NaiveDate,
    /// Last day for this employer, when known.
    #[cfg_attr(feature = "schema", schemars(with = "Option<cddu_rates::date::Day>"))]
    pub valide_au: Option<NaiveDate>,
    /// Legal basis.
    pub base_legale: String,
    /// Source.
    pub source: String,
    /// How sure it is.
    pub confiance: Confiance,
    /// Read, derived or missing.
    pub methode: Methode,
    /// Doubts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A part of the pay, inside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Part {
    /// Code.
    pub code: String,
    /// French label.
    pub libelle: String,
    /// Amount, inside the gross.
    pub montant: Cents,
}

/// An indemnity that refunds expenses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Frais {
    /// Code of the table (`3097_REPAS`).
    pub code: String,
    /// French label.
    pub libelle: String,
    /// Number.
    pub quantite: Quantity,
    /// Amount of one.
    pub unitaire: Cents,
    /// Amount.
    pub montant: Cents,
    /// Key of the exemption limit, for the `nature` of a payslip element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<String>,
    /// Exempt limit of one, on the first day concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limite: Option<Cents>,
    /// Exempt part.
    pub exonere: Cents,
    /// Part above the limit: pay.
    pub reintegre: Cents,
    /// Article.
    pub article: String,
    /// Days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub jours: Vec<NaiveDate>,
}

/// A method and the reading used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct MethodeUtilisee {
    /// Key of `methodes`.
    pub cle: String,
    /// Reading.
    pub valeur: String,
}

/// How each element was found, read in the trace.
pub(super) fn details(rates: &Rates, priced: &Priced) -> Vec<Detail> {
    let Ok(conventions) = rates.conventions() else { return Vec::new() };
    let lines = priced.brut.elements.iter().zip(&priced.lines);
    lines
        .map(|(element, line)| {
            let node = priced.t.node(line.fig);
            let (mut source, mut confiance) = (String::new(), None);
            if let Origin::Formula { rule: Applied::Convention(place), .. } = node.origin {
                source = conventions.lue(place).map_or_else(String::new, |row| row.source.to_owned());
                confiance = Some(place.confiance);
            }
            Detail {
                code: element.code.clone(),
                formule: format!("{} = {} €", formule(&priced.t, node), fr(element.montant.to_decimal())),
                regle: element.regle.clone(),
                article: element.article.clone(),
                source,
                confiance,
                jours: line.jours.clone(),
            }
        })
        .collect()
}

/// A line as French texts write it: `8 h × 34,114 € × 125 %`.
fn formule(trace: &Trace, node: &Node) -> String {
    let Origin::Formula { text, .. } = node.origin else { return String::new() };
    let args: Vec<Decimal> = trace.args(node).iter().map(|f| trace.node(*f).value.decimal()).collect();
    let rate = |pay: Decimal| fr(round_half_up(pay, 6));
    let share = |pct: Option<Decimal>| pct.map_or_else(String::new, |pct| format!(" × {} %", fr(pct)));
    let full = Decimal::ONE_HUNDRED;
    let by_hour = |pct: Decimal| {
        let hours = round_half_up(args[0] / Decimal::from(60), 4);
        format!("{} h × {} € × {} %", fr(hours), rate(args[1] / args[2]), fr(pct))
    };
    let by_unit = |pct: Option<Decimal>| format!("{} × {} €{}", fr(args[0]), rate(args[1]), share(pct));
    match text {
        HOURS => by_hour(full),
        HOURS_PLUS => by_hour(full + args[3]),
        HOURS_SHARE => by_hour(args[3]),
        UNITS => by_unit(None),
        UNITS_PLUS => by_unit(Some(full + args[2]).filter(|pct| *pct != full)),
        UNITS_SHARE => by_unit(Some(args[2]).filter(|pct| *pct != full)),
        // The line repeats a figure that has its own formula.
        "{0}" => formule(trace, trace.node(trace.args(node)[0])),
        text => {
            let values: Vec<String> = args.iter().map(|v| fr(*v)).collect();
            let inner = text.strip_prefix("arrondi(").and_then(|t| t.strip_suffix(')')).unwrap_or(text);
            crate::formula::render(inner, &values)
        }
    }
}
