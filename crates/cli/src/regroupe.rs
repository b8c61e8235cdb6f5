//! What is said several times in the same words is said once, with all its lines.

use std::collections::{BTreeMap, BTreeSet};

use cddu_documents::typo::count;
use cddu_dossier::words;
use cddu_rates::Diagnostic;

/// Lines, or stretches of lines, that a message names.
const NAMED: usize = 40;

/// Diagnostics that differ only by their line or by the contract they name, as one; the others as they are, in their order.
pub fn regrouped(list: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<Key<'_>, Vec<&Diagnostic>> = BTreeMap::new();
    for d in list {
        groups.entry(Key::of(d)).or_default().push(d);
    }
    let mut out = Vec::new();
    for d in list {
        let Some(group) = groups.remove(&Key::of(d)) else { continue };
        out.push(merged(&group));
    }
    out
}

/// What makes two diagnostics the same fault.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    code: &'a str,
    words: &'a str,
    place: [Option<&'a str>; 4],
}

impl<'a> Key<'a> {
    fn of(d: &'a Diagnostic) -> Self {
        let place = [&d.fichier, &d.colonne, &d.champ, &d.aide].map(|t| t.as_deref());
        Self { code: &d.code, words: words(&d.message), place }
    }
}

fn merged(group: &[&Diagnostic]) -> Diagnostic {
    let first = group[0];
    if group.iter().all(|d| *d == first) {
        return first.clone();
    }
    let lines: BTreeSet<u64> = group.iter().filter_map(|d| d.ligne).collect();
    let subjects: BTreeSet<&str> = group.iter().map(|d| d.message.as_str()).collect();
    let said = words(&first.message);
    let message = match lines.len() {
        0 | 1 if subjects.len() > 1 => format!("{said} ({} fois)", subjects.len()),
        0 | 1 => first.message.clone(),
        n => format!("{said} ({} : {})", count(n, "ligne"), shown(&lines)),
    };
    let mut out = first.clone();
    out.message = message;
    out.ligne = lines.first().copied();
    out.lignes = if lines.len() > 1 { lines.into_iter().collect() } else { Vec::new() };
    out
}

/// `2 à 9, 12, 15`: the first ones, then how many others.
pub fn shown(lines: &BTreeSet<u64>) -> String {
    let mut stretches: Vec<(u64, u64)> = Vec::new();
    for line in lines {
        match stretches.last_mut() {
            Some((_, end)) if *end + 1 == *line => *end = *line,
            _ => stretches.push((*line, *line)),
        }
    }
    // Two lines in a row read better apart.
    let parts: Vec<(u64, String)> = stretches
        .into_iter()
        .flat_map(|(from, to)| match to - from {
            0 => vec![(1, from.to_string())],
            1 => vec![(1, from.to_string()), (1, to.to_string())],
            n => vec![(n + 1, format!("{from} à {to}"))],
        })
        .collect();
    let rest: u64 = parts.iter().skip(NAMED).map(|(n, _)| n).sum();
    let text = parts.iter().take(NAMED).map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(", ");
    match usize::try_from(rest) {
        Ok(0) | Err(_) => text,
        Ok(rest) => format!("{text} et {}", count(rest, "autre")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(message: &str, line: u64) -> Diagnostic {
        Diagnostic::error("T-1", message).in_file("contrats.csv", Some(line)).column("fonction")
    }

    #[test]
    fn one_fault_of_many_rows_is_told_once_with_its_lines() {
        let list: Vec<Diagnostic> = (2..32).map(|n| said(&format!("contrat P{n}-1 : inconnue"), n)).collect();
        let told = regrouped(&list);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].message, "inconnue (30\u{a0}lignes : 2 à 31)");
        assert_eq!(told[0].ligne, Some(2));
        assert_eq!(told[0].lignes, (2..32).collect::<Vec<u64>>());
    }

    #[test]
    fn what_differs_is_told_apart_in_its_order() {
        let one = [said("« a » inconnue", 2), said("« b » inconnue", 3), said("« a » inconnue", 7)];
        let told = regrouped(&one);
        assert_eq!(told.len(), 2);
        assert_eq!(told[0].message, "« a » inconnue (2\u{a0}lignes : 2, 7)");
        assert_eq!(told[1], one[1]);
        assert_eq!((&told[0].lignes[..], told[1].lignes.len()), (&[2, 7][..], 0));
        // The same one twice, whole.
        assert_eq!(regrouped(&[one[1].clone(), one[1].clone()]), [one[1].clone()]);
    }

    #[test]
    fn lines_in_a_row_are_a_stretch_and_a_long_list_ends() {
        let of = |list: &[u64]| shown(&list.iter().copied().collect());
        assert_eq!(of(&[2, 3, 4, 9, 10]), "2 à 4, 9, 10");
        let long: Vec<u64> = (1..=43).map(|n| n * 2).collect();
        assert!(of(&long).ends_with("78, 80 et 3\u{a0}autres"), "{}", of(&long));
    }
}
