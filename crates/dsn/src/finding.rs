//! What a check reports.

use cddu_base::Gravite;
use serde::Serialize;

use crate::code::s21;
use crate::tree::Block;

/// One anomaly, at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Identifier of the control: the official one (`S21.G00.30.001/CCH-14`) or a rule of syntax (`FMT-01`).
    pub code: String,
    /// Severity: `bloquant`, the file is refused; `majeur`, against the text of the norm without a blocking control; both
    /// make it unfit to be sent. `mineur`: a signal of the norm or a doubt, the file is accepted.
    pub gravite: Gravite,
    /// Line in the file, counted from 1.
    pub ligne: usize,
    /// Rubrique or block concerned; empty when the line has none.
    pub rubrique: String,
    /// Name and matricule of the person the line speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personne: Option<String>,
    /// Number of the contract the line speaks of (S21.G00.40.009).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contrat: Option<String>,
    /// What is wrong and what to do, in French.
    pub message: String,
}

/// A message is read on a screen: the values it repeats come from a file that may hold anything.
const LONGEST: usize = 1_500;

impl Finding {
    /// An anomaly that names nobody yet.
    pub(crate) fn new(
        code: &str,
        gravite: Gravite,
        ligne: usize,
        rubrique: &str,
        message: String,
    ) -> Finding {
        Finding {
            code: code.to_string(),
            gravite,
            ligne,
            rubrique: rubrique.to_string(),
            personne: None,
            contrat: None,
            message: if message.len() > LONGEST { short(&message, LONGEST) } else { message },
        }
    }

    /// True when the file must not be sent as it is.
    pub fn refuse(&self) -> bool {
        self.gravite <= Gravite::Majeur
    }
}

/// The first `most` characters of a text, with what is left out counted.
pub(crate) fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_string(),
        Some((at, _)) => {
            let left = text[at..].chars().count();
            format!("{}… ({left} caractères de plus)", &text[..at])
        }
    }
}

/// Name and matricule of a person.
pub(crate) fn person(individual: &Block) -> String {
    let names: Vec<&str> = [2, 4].into_iter().filter_map(|n| individual.get(n)).collect();
    let matricule = individual.get(19).map(|m| format!(" ({})", short(m, 30))).unwrap_or_default();
    format!("{}{matricule}", short(&names.join(" "), 80)).trim().to_string()
}

/// Names the person and the contract of the findings on the lines of `individual`.
pub(crate) fn name(findings: &mut [Finding], individual: &Block) {
    let concerned = |f: &Finding| f.personne.is_none() && f.ligne >= individual.line;
    if !findings.iter().any(concerned) {
        return;
    }
    let person = person(individual);
    let mut contracts = Vec::new();
    spans(individual, &mut contracts);
    for finding in findings.iter_mut().filter(|f| concerned(f)) {
        let at = finding.ligne;
        finding.personne = (!person.is_empty()).then(|| person.clone());
        finding.contrat = contracts
            .iter()
            .find(|(from, to, _)| (*from..=*to).contains(&at))
            .map(|(.., number)| short(number, 40));
    }
}

/// Lines of the blocks that name a contract: the contract itself, its pays, its bases, what is paid beside them.
fn spans<'a>(individual: &'a Block, out: &mut Vec<(usize, usize, &'a str)>) {
    let mut named = |block: &'a Block, number: u32| {
        if let Some(contract) = block.get(number) {
            out.push((block.line, last(block), contract));
        }
    };
    individual.all(s21(40)).for_each(|b| named(b, 9));
    individual.all(s21(86)).for_each(|b| named(b, 5));
    for payment in individual.all(s21(50)) {
        for (block, number) in [(51, 10), (52, 6), (54, 5), (78, 6)] {
            payment.all(s21(block)).for_each(|b| named(b, number));
        }
    }
}

/// Last line of a block and of all its descendants.
fn last(block: &Block) -> usize {
    let own = block.fields.iter().map(|f| f.line).max().unwrap_or(block.line);
    block.children.iter().map(last).fold(own, usize::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_on_a_character() {
        assert_eq!(short("été", 3), "été");
        assert_eq!(short("étés", 3), "été… (1 caractères de plus)");
    }
}
