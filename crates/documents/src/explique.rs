//! The explained form: for each figure, the formula, the numbers, the rule and the source.

use cddu_rates::Confiance;

use crate::model::{Block, Column, Row, RowKind, Table};
use crate::typo::{french, numbers};

/// One figure explained, as the calculation tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedFigure {
    /// Part of the document it belongs to (`Contrat C1`, `Nets`); figures of one part follow each other.
    pub partie: String,
    /// What is computed.
    pub libelle: String,
    /// Formula, in words.
    pub formule: String,
    /// The formula with its numbers and its result.
    pub nombres: String,
    /// Rule applied (law, method).
    pub regle: String,
    /// Where the values come from.
    pub source: String,
    /// Lowest confidence of the values used.
    pub confiance: Confiance,
}

/// The pages that explain, or nothing when there is nothing to explain.
pub fn blocks(title: &str, figures: &[ExplainedFigure]) -> Vec<Block> {
    if figures.is_empty() {
        return Vec::new();
    }
    let mut rows = Vec::new();
    for part in figures.chunk_by(|a, b| a.partie == b.partie) {
        if !part[0].partie.is_empty() {
            rows.push(Row::new(
                RowKind::Section,
                [french(&part[0].partie), String::new(), String::new(), String::new()],
            ));
        }
        for figure in part {
            let rule = match (figure.regle.as_str(), figure.source.as_str()) {
                (rule, "") => rule.to_owned(),
                ("", source) => source.to_owned(),
                (rule, source) => format!("{rule}. Source : {source}"),
            };
            let numbers = numbers(&figure.nombres);
            rows.push(Row::line([
                french(&figure.libelle),
                if figure.formule.is_empty() {
                    french(&numbers)
                } else {
                    french(&format!("{} : {numbers}", figure.formule))
                },
                french(&rule),
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
                Column::text("Chiffre", 24),
                Column::text("Formule et nombres", 40),
                Column::text("Règle et source", 32),
                Column::text("Conf.", 6),
            ],
            rows,
        }),
    ]
}
