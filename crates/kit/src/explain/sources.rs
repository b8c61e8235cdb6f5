//! What a figure rests on: the inputs, the rows of tables and the methods under it.

use std::collections::VecDeque;

use cddu_payslip::Origine;
use serde::Serialize;

use super::document::Sheet;

/// Something that a figure rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Source {
    /// `saisie`, `bareme` or `methode`.
    pub nature: &'static str,
    /// Address, table key or key of `methodes`.
    pub nom: String,
    /// French label.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub libelle: String,
    /// Value used.
    pub valeur: String,
    /// Dates of a table value.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub validite: String,
    /// Line of the files of the production on which an input was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origine: Option<Origine>,
}

/// Everything under a figure, itself first, nearest first.
#[must_use]
pub fn under(sheet: &Sheet, figure: usize) -> Vec<usize> {
    let mut seen = vec![false; sheet.figures.len()];
    seen[figure] = true;
    let mut queue = VecDeque::from([figure]);
    let mut out = Vec::new();
    while let Some(current) = queue.pop_front() {
        out.push(current);
        for arg in &sheet.figures[current].args {
            if !std::mem::replace(&mut seen[*arg], true) {
                queue.push_back(*arg);
            }
        }
    }
    out
}

/// The inputs, the rows of tables and the methods under a figure.
#[must_use]
pub fn sources(sheet: &Sheet, figure: usize) -> Vec<Source> {
    let mut out: Vec<Source> = Vec::new();
    let mut last: Vec<Source> = Vec::new();
    for rank in under(sheet, figure) {
        let plain = &sheet.figures[rank].plain;
        let value = format!("{} {}", plain.valeur, plain.unite).trim_end().to_owned();
        let label = plain.libelle.rsplit(", ").next().unwrap_or_default().to_owned();
        let source = match (&plain.table, &plain.regle) {
            (Some(row), _) => Source {
                nature: "bareme",
                nom: row.cle.clone(),
                libelle: label,
                valeur: value,
                validite: row.validite.clone(),
                origine: None,
            },
            (None, Some(rule)) => {
                for key in rule.methodes {
                    let value = sheet.methods.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
                    let source = Source {
                        nature: "methode",
                        nom: (*key).to_owned(),
                        libelle: String::new(),
                        valeur: value.unwrap_or("selon la convention").to_owned(),
                        validite: String::new(),
                        origine: None,
                    };
                    if !last.contains(&source) {
                        last.push(source);
                    }
                }
                continue;
            }
            (None, None) => Source {
                nature: "saisie",
                nom: plain.figure.clone(),
                libelle: label,
                valeur: value,
                validite: String::new(),
                origine: plain.origine.clone(),
            },
        };
        if !out.contains(&source) {
            out.push(source);
        }
    }
    out.sort_by_key(|s| s.nature != "saisie");
    out.append(&mut last);
    out
}
