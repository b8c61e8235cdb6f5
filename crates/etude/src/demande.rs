//! What a trainer asks: a seed, people, a difficulty or traps by name.

use std::collections::BTreeSet;

use cddu_rates::{Diagnostic, nearest};

use crate::Piege;

/// Who is in the case besides the people that the traps bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Population {
    /// Technicien non cadre, engaged by the week.
    Technicien,
    /// Artiste-interprète, at cachets.
    Artiste,
    /// Figurant paid above the flat base.
    Figurant,
}

impl Population {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Technicien, Self::Artiste, Self::Figurant];

    /// Name on the command line.
    #[must_use]
    pub const fn nom(self) -> &'static str {
        match self {
            Self::Technicien => "technicien",
            Self::Artiste => "artiste",
            Self::Figurant => "figurant",
        }
    }
}

/// Which traps a case has when none is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difficulte {
    /// Two payslips out of the ordinary.
    Facile,
    /// Payslips, a note and a ledger.
    Moyenne,
    /// Every trap.
    Difficile,
}

impl Difficulte {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Facile, Self::Moyenne, Self::Difficile];

    /// Name on the command line.
    #[must_use]
    pub const fn nom(self) -> &'static str {
        match self {
            Self::Facile => "facile",
            Self::Moyenne => "moyenne",
            Self::Difficile => "difficile",
        }
    }

    /// Its traps.
    #[must_use]
    pub const fn pieges(self) -> &'static [Piege] {
        match self {
            Self::Facile => &[Piege::Dfs, Piege::Cadre],
            Self::Moyenne => &[
                Piege::JourFerie,
                Piege::Dfs,
                Piege::Figurant,
                Piege::Cadre,
                Piege::Precompte,
                Piege::Centime,
            ],
            Self::Difficile => &Piege::ALL,
        }
    }
}

/// A case asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demande {
    /// Seed of the draws.
    pub graine: u64,
    /// People beside the traps.
    pub populations: BTreeSet<Population>,
    /// Traps.
    pub pieges: BTreeSet<Piege>,
}

impl Demande {
    /// A case from the words of a command line: no population is a technician and an artist, no trap those of the
    /// difficulty, no difficulty `moyenne`.
    ///
    /// # Errors
    /// `ETU-001` for a word that is not known.
    pub fn new(
        graine: u64,
        populations: &[String],
        difficulte: Option<&str>,
        pieges: &[String],
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let mut take = |what: &str, option: &str, word: &str, known: Vec<&'static str>| {
            let rank = known.iter().position(|k| *k == word);
            if rank.is_none() {
                faults.push(unknown(what, option, word, &known));
            }
            rank
        };
        let names = || Population::ALL.map(Population::nom).to_vec();
        let people: Vec<_> =
            populations.iter().filter_map(|w| take("une population", "--population", w, names())).collect();
        let levels = Difficulte::ALL.map(Difficulte::nom).to_vec();
        let level = difficulte.and_then(|w| take("une difficulté", "--difficulte", w, levels));
        let names = || Piege::ALL.map(Piege::nom).to_vec();
        let named: Vec<_> = pieges.iter().filter_map(|w| take("un piège", "--piege", w, names())).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let populations = if people.is_empty() {
            BTreeSet::from([Population::Technicien, Population::Artiste])
        } else {
            people.into_iter().map(|rank| Population::ALL[rank]).collect()
        };
        let level = level.map_or(Difficulte::Moyenne, |rank| Difficulte::ALL[rank]);
        let pieges = if named.is_empty() {
            level.pieges().iter().copied().collect()
        } else {
            named.into_iter().map(|rank| Piege::ALL[rank]).collect()
        };
        Ok(Self { graine, populations, pieges })
    }

    /// True when the case has this trap.
    #[must_use]
    pub fn has(&self, piege: Piege) -> bool {
        self.pieges.contains(&piege)
    }

    /// The command that makes it again, without the folder.
    #[must_use]
    pub fn mots(&self) -> String {
        let people = self.populations.iter().map(|p| format!(" --population {}", p.nom()));
        let traps = self.pieges.iter().map(|p| format!(" --piege {}", p.nom()));
        format!("--graine {}{}", self.graine, people.chain(traps).collect::<String>())
    }
}

fn unknown(what: &str, option: &str, word: &str, known: &[&str]) -> Diagnostic {
    let near = nearest(word, known.iter().copied());
    let guess = near.first().map_or_else(String::new, |k| format!("vouliez-vous dire « {k} » ? "));
    Diagnostic::error("ETU-001", format!("« {word} » n'est pas {what} d'étude de cas"))
        .at(option)
        .hint(format!("{guess}au choix : {}", known.join(", ")))
}
