//! Questions drawn from the rows of tables and the rules that the payslips of the case really used.

use std::collections::BTreeMap;

use cddu_documents::calcul;
use cddu_documents::typo;
use cddu_kit::explain::Sheet;

use crate::alea::Alea;

/// Questions on a value of the tables.
const VALEURS: usize = 12;
/// Questions on a rule.
const REGLES: usize = 8;

/// A question, its answer and where the answer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Question.
    pub texte: String,
    /// Answer.
    pub reponse: String,
    /// Text, row of the tables and confidence.
    pub source: String,
}

/// The questions of a case; `noms` are the documents, in the order of the sheets.
pub fn questions(graine: u64, sheets: &[(String, Sheet)]) -> Vec<Question> {
    let (mut values, mut rules) = (BTreeMap::new(), BTreeMap::new());
    for (name, sheet) in sheets {
        for figure in sheet.figures.iter().map(|f| &f.plain) {
            let label = label(&figure.libelle);
            // A value that a person can look up under its name: an amount or a rate, more than one word.
            let named = matches!(figure.unite, "EUR" | "%") && label.contains(' ');
            if let Some(row) = figure.table.as_ref().filter(|_| named) {
                let value = calcul::value(&figure.valeur, figure.unite);
                values.entry(row.cle.clone()).or_insert_with(|| Question {
                    texte: format!(
                        "Document {name} : quelle est la valeur de « {label} », et d'où vient-elle ?"
                    ),
                    reponse: value,
                    source: format!(
                        "{} ; {}, {} ({}, ligne {}) ; confiance {}",
                        row.base_legale,
                        row.cle,
                        typo::dates(&row.validite),
                        row.fichier,
                        row.ligne,
                        row.confiance
                    ),
                });
            }
            // The rules of the program have a sentence; those of the tables of hours (`F03`) a note.
            let rule = figure.regle.as_ref().filter(|r| r.nom.contains('.'));
            if let (Some(rule), Some(_)) = (rule, &figure.calcul) {
                rules.entry(rule.nom.to_string()).or_insert_with(|| Question {
                    texte: format!("Document {name} : comment se calcule « {label} », et selon quel texte ?"),
                    reponse: rule.texte.to_string(),
                    source: format!(
                        "{} ; règle {} ; confiance {}",
                        rule.base_legale, rule.nom, rule.confiance
                    ),
                });
            }
        }
    }
    let mut alea = Alea::new(graine ^ 0x0051_1E57);
    let some = |alea: &mut Alea, all: BTreeMap<String, Question>, wanted: usize| {
        let all: Vec<Question> = all.into_values().collect();
        alea.shuffled(&all).into_iter().take(wanted).collect::<Vec<_>>()
    };
    let mut out = some(&mut alea, values, VALEURS);
    out.extend(some(&mut alea, rules, REGLES));
    out
}

/// A label as the trace gives it, without the contract in front.
fn label(text: &str) -> &str {
    text.strip_prefix("contrat ").and_then(|t| t.split_once(", ")).map_or(text, |(_, rest)| rest)
}
