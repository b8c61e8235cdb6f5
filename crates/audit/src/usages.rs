//! What programs write each in its own way: a rule is only held against a line when the file follows it.

use std::collections::BTreeMap;

use crate::comparaison::Ecart;

/// Values judged by a rule before the file may be said not to follow it.
pub(crate) const LEAST: usize = 3;

/// True when so many values out of so many contradict a rule that it is not the rule of the file: a fault is the exception.
pub(crate) fn contredit(faux: usize, juges: usize) -> bool {
    juges >= LEAST && 3 * faux > juges
}

/// Rules, with what each of them finds.
#[derive(Default)]
pub(crate) struct Usages(BTreeMap<String, Usage>);

#[derive(Default)]
struct Usage {
    juges: usize,
    faux: usize,
    ecarts: Vec<Ecart>,
}

impl Usages {
    /// A value judged by a rule, named as a user reads it, with the gaps that it makes: none when it follows the rule.
    pub(crate) fn juge(&mut self, regle: &str, ecarts: impl IntoIterator<Item = Ecart>) {
        let usage = self.0.entry(regle.to_owned()).or_default();
        usage.juges += 1;
        let before = usage.ecarts.len();
        usage.ecarts.extend(ecarts);
        usage.faux += usize::from(usage.ecarts.len() > before);
    }

    /// What another part of the file found, added.
    pub(crate) fn etend(&mut self, other: Self) {
        for (regle, usage) in other.0 {
            let known = self.0.entry(regle).or_default();
            known.juges += usage.juges;
            known.faux += usage.faux;
            known.ecarts.extend(usage.ecarts);
        }
    }

    /// Values judged.
    pub(crate) fn juges(&self) -> usize {
        self.0.values().map(|u| u.juges).sum()
    }

    /// The gaps of the rules that the file follows, and a sentence for each of the others.
    pub(crate) fn conclut(self) -> (Vec<Ecart>, Vec<String>) {
        let (mut ecarts, mut autres) = (Vec::new(), Vec::new());
        for (regle, usage) in self.0 {
            if contredit(usage.faux, usage.juges) {
                autres.push(format!(
                    "la règle suivie pour {regle} ({} sur {} s'écartent de la nôtre) : non comparé",
                    usage.faux, usage.juges
                ));
            } else {
                ecarts.extend(usage.ecarts);
            }
        }
        (ecarts, autres)
    }
}

/// The value that most of a list have, when it is the rule: more than two thirds, of three at least.
pub(crate) fn commune<T: Ord + Clone>(values: impl IntoIterator<Item = T>) -> Option<T> {
    let mut count: BTreeMap<T, usize> = BTreeMap::new();
    for value in values {
        *count.entry(value).or_default() += 1;
    }
    let all: usize = count.values().sum();
    let (value, n) = count.into_iter().max_by_key(|(_, n)| *n)?;
    (n >= 2 && !contredit(all - n, all)).then_some(value)
}
