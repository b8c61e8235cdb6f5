//! Roots: what was done at one place of a file, and the gaps that follow from it.
//!
//! A line written twice or a code changed makes many gaps: each of them, alone, looks like another fault. The root is said
//! once, at its line; the others are said to follow from it.

use std::ops::RangeInclusive;

use crate::Ecart;
use crate::causes::{self, Cause};
use crate::comparaison::Document;

/// What was done at one place of a file.
pub(crate) struct Racine {
    pub document: Document,
    /// Lines that were changed, or before which something was taken out.
    pub lignes: RangeInclusive<u64>,
    /// Lines that say something else because of it.
    pub etendue: Vec<RangeInclusive<u64>>,
    /// Whose lines they are: what the file lacks of them has no line.
    pub personne: Option<String>,
    /// Words that the key of a gap of nobody holds when it follows: codes of the heading.
    pub mots: Vec<String>,
    pub cause: Cause,
}

impl Racine {
    fn touches(&self, e: &Ecart) -> bool {
        let mut own = e.candidats.iter().filter(|k| k.document == self.document).filter_map(|k| k.ligne);
        own.any(|line| self.etendue.iter().any(|range| range.contains(&line)))
            || self.lacks(e)
            || self.named(e)
    }

    fn named(&self, e: &Ecart) -> bool {
        let mut words = e.cle.code.as_deref().unwrap_or_default().split(' ');
        e.regle.starts_with(self.document.rules())
            && e.cle.personne.is_none()
            && words.any(|w| self.mots.iter().any(|m| m == w))
    }

    /// Something that the payslips say of the person and the file does not: no line of the file shows it.
    fn lacks(&self, e: &Ecart) -> bool {
        let lineless = e.candidats.iter().all(|k| k.document != self.document);
        let missing = e.cause.as_ref().is_some_and(|c| c.code == "ligne_absente");
        if !lineless && !missing {
            return false;
        }
        e.regle.starts_with(self.document.rules())
            && self.personne.is_some()
            && e.cle.personne == self.personne
    }

    fn here(&self, e: &Ecart) -> bool {
        let own = e.candidats.iter().filter(|k| k.document == self.document);
        own.filter_map(|k| k.ligne).any(|line| self.lignes.contains(&line))
    }
}

/// Gives each gap that a root explains its cause, or the one from which it follows. A root that no gap shows is none.
pub(crate) fn assign(ecarts: &mut [Ecart], racines: &[Racine]) {
    let mut settled = vec![false; ecarts.len()];
    for racine in racines {
        let touched: Vec<usize> =
            (0..ecarts.len()).filter(|n| !settled[*n] && racine.touches(&ecarts[*n])).collect();
        let Some(first) = touched.first().copied() else { continue };
        let here = |n: &usize| racine.here(&ecarts[*n]) && !causes::derived(&ecarts[*n]);
        let own: Vec<usize> = touched.iter().copied().filter(here).collect();
        let first_hand = touched.iter().copied().find(|n| !causes::derived(&ecarts[*n]));
        let bearer = own.first().copied().or(first_hand).unwrap_or(first);
        for n in touched {
            settled[n] = true;
            ecarts[n].cause = Some(if n == bearer {
                racine.cause.clone()
            } else {
                Cause::new("suite", format!("suite de : {}", racine.cause.texte))
            });
        }
    }
}
