//! What the DSN already sent said of a person or of a contract and is no longer true: S21.G00.31 and 41.
//!
//! Only the last value sent counts. A correction holds since the start of the contract; nothing dates a correction of
//! identity, which takes the first day of the month that tells it.

use std::collections::BTreeMap;

use cddu_dsn::{Block, Nature, date, s21};
use cddu_rates::Month;

use crate::parts::Renommes;
use crate::texte;

/// Rubriques of S21.G00.30 and those of S21.G00.31 that hold their former value.
const INDIVIDU: [(u32, u32); 4] = [(1, 8), (2, 9), (4, 10), (6, 11)];

/// The same for S21.G00.40 and 41: one block each, with the day since which pay is computed again (41.028).
const CONTRAT: [(u32, u32); 13] = [
    (2, 2),
    (3, 3),
    (7, 4),
    (11, 6),
    (13, 7),
    (14, 8),
    (17, 11),
    (21, 16),
    (23, 17),
    (4, 19),
    (5, 20),
    (12, 22),
    (22, 23),
];

/// What the DSN of earlier months say, the last one that names each person and each contract.
#[derive(Default)]
pub(super) struct Anterieurs {
    /// By matricule.
    personnes: BTreeMap<String, Block>,
    /// By matricule and number.
    contrats: BTreeMap<(String, String), Block>,
}

impl Anterieurs {
    /// Reads the files sent for the months before one, in the order of their sending.
    pub fn of(files: &[Vec<u8>], month: Month) -> Self {
        let documents: Vec<_> = files.iter().map(|bytes| cddu_dsn::read(bytes)).collect();
        let mut sent: Vec<_> = documents
            .iter()
            .flat_map(cddu_dsn::Document::declarations)
            .filter(|d| d.nature() == Some(Nature::Mensuelle))
            .filter_map(|d| Some((Month::of(d.mois()?), d)))
            .filter(|(of, _)| *of < month)
            .collect();
        // Stable: of two declarations of a month, the one that replaces the other comes last.
        sent.sort_by_key(|(of, _)| *of);
        let mut out = Self::default();
        for (_, declaration) in sent {
            for person in declaration.individus() {
                let Some(matricule) = person.get(19) else { continue };
                out.personnes
                    .insert(matricule.to_owned(), Block { children: Vec::new(), ..person.0.clone() });
                for contract in person.contrats() {
                    let number = contract.numero().unwrap_or_default().to_owned();
                    let bare = Block { children: Vec::new(), ..contract.0.clone() };
                    out.contrats.insert((matricule.to_owned(), number), bare);
                }
            }
        }
        out
    }

    /// S21.G00.31 of a person, when its identity is not the one sent.
    pub fn individu(&self, now: &Block, month: Month) -> Option<Block> {
        let before = self.personnes.get(now.get(19)?)?;
        let mut block = Block::new(s21(31)).with(1, date::format(month.first()));
        for (own, former) in INDIVIDU {
            block.put_some(former, changed(before, now, own));
        }
        (block.fields.len() > 1).then_some(block)
    }

    /// S21.G00.41 of a contract: its identifying data together, then one block for each of the others.
    pub fn contrat(&self, matricule: &str, now: &Block, renommes: &Renommes<'_>) -> Vec<Block> {
        let (Some(number), Some(start)) = (now.get(9), now.get(1)) else { return Vec::new() };
        let matricule = texte::cut(matricule, 30);
        let sent = |number: &str| self.contrats.get(&(matricule.clone(), number.to_owned()));
        let former = || renommes.ancien(number).map(texte::numero_contrat);
        let Some(before) = sent(number).or_else(|| sent(&former()?)) else { return Vec::new() };
        let mut out = Vec::new();
        let mut named = Block::new(s21(41)).with(1, start);
        named.put_some(14, changed(before, now, 9)).put_some(21, changed(before, now, 1));
        if named.fields.len() > 1 {
            out.push(named);
        }
        for (own, modality) in CONTRAT {
            if let Some(value) = changed(before, now, own) {
                let block = Block::new(s21(41)).with(1, start).with(modality, value);
                out.push(block.with(28, start));
            }
        }
        out
    }
}

/// The value sent, when another one is to be sent now.
fn changed<'b>(before: &'b Block, now: &Block, number: u32) -> Option<&'b str> {
    before.get(number).filter(|old| now.get(number).is_some_and(|new| new != *old))
}
