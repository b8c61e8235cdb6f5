//! The explained form: for each figure, the formula, the numbers, the rule and the source.

use cddu_payslip::trace::{ExplainedRow, Fig, Origin, Trace};
use cddu_rates::{Confiance, Rates};

use crate::calcul::{calculation, words};
use crate::model::{Block, Column, Row, RowKind, Table};
use crate::typo::{capital, dates, french};

/// One figure explained, as the calculation tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedFigure {
    /// Part of the document it belongs to (`Contrat C1`, `Nets`); figures of one part follow each other.
    pub partie: String,
    /// What is computed.
    pub libelle: String,
    /// Formula, in words.
    pub formule: String,
    /// The formula with its numbers and its result, in French form.
    pub nombres: String,
    /// Rule applied (law, method).
    pub regle: String,
    /// Where the values come from.
    pub source: String,
    /// Weakest confidence of the rules and values under it.
    pub confiance: Confiance,
}

/// The figures of a payslip or of a note, one per formula: contract by contract in order of calculation, then those of
/// the whole document, under the title `whole`. The table values that a formula uses are named as its source.
pub fn of_trace(trace: &Trace, rates: &Rates, contracts: &[&str], whole: &str) -> Vec<ExplainedFigure> {
    let mut figures: Vec<(u32, ExplainedFigure)> = trace
        .nodes()
        .iter()
        .enumerate()
        .filter(|(_, node)| matches!(node.origin, Origin::Formula { .. }))
        .map(|(index, node)| {
            let fig = Fig(u32::try_from(index).unwrap_or(u32::MAX));
            let plain = trace.explain(fig, rates, contracts);
            let rows: Vec<ExplainedRow> =
                trace.args(node).iter().filter_map(|f| trace.explain(*f, rates, contracts).table).collect();
            let contract = node.name.contract.and_then(|c| contracts.get(usize::from(c)));
            let figure = ExplainedFigure {
                partie: contract.map_or_else(|| whole.to_owned(), |c| format!("Contrat {c}")),
                formule: words(&plain),
                nombres: calculation(&plain),
                regle: plain.regle.map(|r| with_law(&r.texte, &r.base_legale)).unwrap_or_default(),
                source: sources(
                    rows.iter().map(|r| (r.cle.as_str(), r.base_legale.as_str(), r.validite.as_str())),
                ),
                confiance: plain.confiance,
                libelle: plain.libelle,
            };
            (node.name.contract.map_or(u32::MAX, u32::from), figure)
        })
        .collect();
    figures.sort_by_key(|(contract, _)| *contract);
    figures.into_iter().map(|(_, figure)| figure).collect()
}

fn with_law(text: &str, law: &str) -> String {
    if law.is_empty() { text.to_owned() } else { format!("{} ({law})", text.trim_end_matches('.')) }
}

/// `VIEIL_PLAF/salarie, CSS D242-4, depuis le 2016-01-01`, one after the other, each once.
fn sources<'a>(rows: impl Iterator<Item = (&'a str, &'a str, &'a str)>) -> String {
    let mut out: Vec<String> = Vec::new();
    for (key, law, dates) in rows {
        let text = [key, law, dates].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
        if !out.contains(&text) {
            out.push(text);
        }
    }
    out.join(" ; ")
}

/// The pages that explain, or nothing when there is nothing to explain.
pub fn blocks(title: &str, figures: &[ExplainedFigure]) -> Vec<Block> {
    if figures.is_empty() {
        return Vec::new();
    }
    let none = String::new;
    let mut rows = Vec::new();
    for part in figures.chunk_by(|a, b| a.partie == b.partie) {
        if !part[0].partie.is_empty() {
            let cells = vec![french(&part[0].partie), none(), none(), none(), none()];
            rows.push(Row::new(RowKind::Section, cells));
        }
        for figure in part {
            let rule = match (figure.regle.as_str(), figure.source.as_str()) {
                (rule, "") => rule.to_owned(),
                ("", source) => source.to_owned(),
                (rule, source) => format!("{}. Source : {source}.", rule.trim_end_matches('.')),
            };
            rows.push(Row::line(vec![
                capital(&french(&figure.libelle)),
                french(&figure.formule),
                french(&figure.nombres),
                french(&dates(&rule)).replace(" x ", " × "),
                figure.confiance.to_string(),
            ]));
        }
    }
    vec![
        Block::PageBreak,
        Block::Heading(title.to_owned()),
        Block::Mentions(vec![
            french(
                "Chaque chiffre est donné avec sa formule, les nombres qui y entrent, la règle appliquée et la source de la valeur.",
            ),
            french(
                "Confiance : A, texte officiel consulté ; B, source secondaire fiable ; C, valeur non vérifiée, à confirmer.",
            ),
        ]),
        Block::Table(Table {
            summary: title.to_owned(),
            columns: vec![
                Column::text("Chiffre", 20),
                Column::text("Formule", 24),
                Column::text("Avec les nombres", 22),
                Column::text("Règle et source", 29),
                Column::text("Conf.", 6),
            ],
            rows,
        }),
    ]
}
