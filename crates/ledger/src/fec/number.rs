//! Sequences of entry numbers.

use std::collections::{BTreeMap, BTreeSet};

/// Splits an entry number into its prefix and its counter (`PA000123` is `PA` and 123).
fn split(numero: &str) -> Option<(&str, u64)> {
    let digits = numero.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (prefix, counter) = numero.split_at(numero.len() - digits);
    Some((prefix, counter.parse().ok()?))
}

/// Counters missing from a sequence, by (journal, prefix); the journal is empty for a sequence common to all.
pub(super) struct Trous {
    pub journal: String,
    pub manquants: Vec<(u64, u64)>,
}

/// Gaps of the numbers: of one sequence for the file or of one per journal, whichever leaves fewer. `None` when
/// the numbers are not counters.
pub(super) fn gaps<'a>(numeros: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Option<Vec<Trous>> {
    let collect = |per_journal: bool| {
        let mut sets: BTreeMap<(&str, &str), BTreeSet<u64>> = BTreeMap::new();
        for (journal, numero) in numeros.clone() {
            let (prefix, counter) = split(numero)?;
            sets.entry((if per_journal { journal } else { "" }, prefix)).or_default().insert(counter);
        }
        Some(sets)
    };
    let holes = |sets: &BTreeMap<(&str, &str), BTreeSet<u64>>| -> Vec<Trous> {
        sets.iter()
            .map(|((journal, _), counters)| Trous {
                journal: (*journal).to_owned(),
                manquants: counters
                    .iter()
                    .zip(counters.iter().skip(1))
                    .filter(|(a, b)| *b - *a > 1)
                    .map(|(a, b)| (a + 1, b - 1))
                    .collect(),
            })
            .filter(|t| !t.manquants.is_empty())
            .collect()
    };
    let missing = |trous: &[Trous]| -> u64 {
        trous.iter().flat_map(|t| &t.manquants).map(|(a, b)| b - a + 1).fold(0, u64::saturating_add)
    };
    let (global, journals) = (holes(&collect(false)?), holes(&collect(true)?));
    Some(if missing(&global) <= missing(&journals) { global } else { journals })
}
