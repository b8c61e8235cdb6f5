//! The explained form: for each figure, the formula, the numbers, the rule and the source.

use cddu_payslip::note::Explication;
use cddu_payslip::trace::{ExplainedRow, Fig, Origin, Trace};
use cddu_rates::{Confiance, Rates};

use crate::calcul::{calculation, words};
use crate::model::{Block, Column, Row, RowKind, Table};
use crate::typo::{capital, dates, formula, french};

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

/// The figures of a payslip, one per formula: contract by contract in order of calculation, then those of the whole
/// payslip. The table values that a formula uses are named as its source.
pub fn of_trace(trace: &Trace, rates: &Rates, contracts: &[&str]) -> Vec<ExplainedFigure> {
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
                partie: contract
                    .map_or_else(|| "Ensemble du bulletin".to_owned(), |c| format!("Contrat {c}")),
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

/// The figures of a note, in order of calculation.
pub fn of_note(figures: &[Explication]) -> Vec<ExplainedFigure> {
    figures
        .iter()
        .map(|f| ExplainedFigure {
            partie: String::new(),
            libelle: f.libelle.clone(),
            formule: String::new(),
            nombres: formula(&format!("{} = {} €", f.formule, f.valeur)).replace(" x ", " × "),
            regle: with_law(&f.regle, &f.base_legale),
            source: sources(
                f.sources.iter().map(|s| (s.cle.as_str(), s.base_legale.as_str(), s.validite.as_str())),
            ),
            confiance: f.confiance,
        })
        .collect()
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

/// The cells of a row, without the formula in words when no figure has one.
fn cells(all: [String; 5], in_words: bool) -> Vec<String> {
    all.into_iter().enumerate().filter(|(rank, _)| in_words || *rank != 1).map(|(_, cell)| cell).collect()
}

/// The pages that explain, or nothing when there is nothing to explain.
pub fn blocks(title: &str, figures: &[ExplainedFigure]) -> Vec<Block> {
    if figures.is_empty() {
        return Vec::new();
    }
    // A note tells its formulas with numbers only.
    let in_words = figures.iter().any(|f| !f.formule.is_empty());
    let none = String::new;
    let mut rows = Vec::new();
    for part in figures.chunk_by(|a, b| a.partie == b.partie) {
        if !part[0].partie.is_empty() {
            rows.push(Row::new(
                RowKind::Section,
                cells([french(&part[0].partie), none(), none(), none(), none()], in_words),
            ));
        }
        for figure in part {
            let rule = match (figure.regle.as_str(), figure.source.as_str()) {
                (rule, "") => rule.to_owned(),
                ("", source) => source.to_owned(),
                (rule, source) => format!("{}. Source : {source}.", rule.trim_end_matches('.')),
            };
            let all = [
                capital(&french(&figure.libelle)),
                french(&figure.formule),
                french(&figure.nombres),
                french(&dates(&rule)).replace(" x ", " × "),
                figure.confiance.to_string(),
            ];
            rows.push(Row::line(cells(all, in_words)));
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
            columns: if in_words {
                vec![
                    Column::text("Chiffre", 20),
                    Column::text("Formule", 24),
                    Column::text("Avec les nombres", 22),
                    Column::text("Règle et source", 29),
                    Column::text("Conf.", 6),
                ]
            } else {
                vec![
                    Column::text("Chiffre", 24),
                    Column::text("Avec les nombres", 30),
                    Column::text("Règle et source", 40),
                    Column::text("Conf.", 6),
                ]
            },
            rows,
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_grouped_on_the_page() {
        let figure = Explication {
            figure: "totaux.cout".to_owned(),
            libelle: "coût".to_owned(),
            valeur: cddu_rates::Cents(25_917),
            formule: "(4480 + 1740 x 1) / 12 x 0.5".to_owned(),
            regle: "article 1231 du code civil".to_owned(),
            base_legale: String::new(),
            sources: Vec::new(),
            confiance: Confiance::A,
        };
        let Some(Block::Table(table)) = blocks("Explications", &of_note(&[figure])).pop() else {
            panic!("no table");
        };
        assert_eq!(
            table.rows[0].cells[1..3],
            ["(4\u{202f}480 + 1\u{202f}740 × 1) / 12 × 0,5 = 259,17\u{a0}€", "article 1231 du code civil",]
        );
    }
}
