//! Functions of the agreements, and the tolerant comparison of their spellings.

use std::collections::BTreeMap;

use super::Conventions;
use super::csv_table::{Line, read as read_csv};
use super::grid::Unite;
use crate::row::Confiance;
use crate::source::Files;
use cddu_base::{Diagnostic, cut, fold};

/// Index of a [`Fonction`] in its [`Conventions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FonctionId(pub usize);

/// A function of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fonction {
    /// Convention.
    pub idcc: String,
    /// Name of the agreement.
    pub nom: String,
    /// Other spellings met in the grids and in practice.
    pub alias: Vec<String>,
    /// `technicien`, `realisateur`, `artiste`, `figurant`, `autre`.
    pub categorie: String,
    /// Branch or filière.
    pub filiere: String,
    /// Level.
    pub niveau: String,
    /// Cadre.
    pub cadre: bool,
    /// Annexe of the unemployment insurance, 8 or 10.
    pub annexe_chomage: Option<u8>,
    /// The function has equivalence hours (IDCC 3097, annexe 2).
    pub equivalence: bool,
    /// Listed for the 100 % overtime and the 50 % night of IDCC 2642 (rules T03 and T11).
    pub liste_t03: bool,
    /// Confidence of the row.
    pub confiance: Confiance,
}

pub(super) type Keys = BTreeMap<(String, String), FonctionId>;

/// By convention, the names as the table writes them.
pub(super) type Spelled = BTreeMap<String, BTreeMap<String, FonctionId>>;

pub(super) fn read(files: &Files, errors: &mut Vec<Diagnostic>) -> (Vec<Fonction>, Keys, Spelled) {
    let fonctions = read_csv(files, "conventions/fonctions.csv", errors, row);
    let (mut keys, mut spelled) = (Keys::new(), Spelled::new());
    for (index, fonction) in fonctions.iter().enumerate() {
        for name in std::iter::once(&fonction.nom).chain(&fonction.alias) {
            let id = *keys.entry((fonction.idcc.clone(), function_key(name))).or_insert(FonctionId(index));
            spelled.entry(fonction.idcc.clone()).or_default().insert(name.clone(), id);
        }
    }
    (fonctions, keys, spelled)
}

/// Words of the trade and the function that each proposes. Tables kept before them have none.
pub(super) fn mots(files: &Files, keys: &Keys, errors: &mut Vec<Diagnostic>) -> Keys {
    const TABLE: &str = "conventions/mots.csv";
    if files.get(TABLE).is_err() {
        return Keys::new();
    }
    let rows = read_csv(files, TABLE, errors, |line| {
        let (idcc, fonction) = (line.owned("idcc")?, line.owned("fonction")?);
        Ok((idcc, line.owned("mot")?, fonction))
    });
    let mut out = Keys::new();
    for (idcc, mot, fonction) in rows {
        match keys.get(&(idcc.clone(), function_key(&fonction))) {
            Some(id) => {
                out.insert((idcc, function_key(&mot)), *id);
            }
            None => errors.push(
                Diagnostic::error(
                    "BAR-020",
                    format!("« {mot} » : la fonction « {fonction} » n'est pas dans fonctions.csv"),
                )
                .in_file(files.shown(TABLE), None),
            ),
        }
    }
    out
}

fn row(line: &Line<'_>) -> Result<Fonction, Diagnostic> {
    Ok(Fonction {
        idcc: line.owned("idcc")?,
        nom: line.owned("fonction")?,
        alias: line.text("alias")?.split(" ; ").filter(|a| !a.is_empty()).map(str::to_owned).collect(),
        categorie: line.owned("categorie")?,
        filiere: line.owned("filiere")?,
        niveau: line.owned("niveau")?,
        cadre: line.yes("cadre")?,
        annexe_chomage: line.optional("annexe_chomage")?,
        equivalence: line.yes("equivalence")?,
        liste_t03: line.yes("liste_t03")?,
        confiance: line.confiance()?,
    })
}

/// Words that do not tell two functions apart.
const EMPTY_WORDS: [&str; 16] =
    ["de", "du", "des", "d", "la", "le", "les", "l", "a", "en", "et", "ou", "e", "cinema", "cine", "film"];

/// The form in which names of functions are compared: case, accents, ordinals (« 2e », « deuxième », « second »),
/// plurals, feminine forms, articles and the word « cinéma » do not count.
#[must_use]
pub fn function_key(name: &str) -> String {
    let folded = fold(name).replace("post production", "postproduction");
    let mut out = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        let word = match word {
            "premier" | "premiere" | "1ere" | "1" => "1er",
            "deuxieme" | "second" | "seconde" | "2eme" | "2nd" | "2nde" => "2e",
            "troisieme" | "3eme" => "3e",
            "assistante" => "assistant",
            "adjointe" => "adjoint",
            "generale" => "general",
            "figurante" => "figurant",
            "cheffe" => "chef",
            "actrice" => "acteur",
            other => other,
        };
        if EMPTY_WORDS.contains(&word) {
            continue;
        }
        let mut word = word.to_owned();
        for (from, to) in [("euse", "eur"), ("trice", "teur"), ("iere", "ier"), ("ienne", "ien")] {
            if word.len() > from.len() + 2 && word.ends_with(from) {
                word.truncate(word.len() - from.len());
                word.push_str(to);
            }
        }
        if word.len() > 3 && word.ends_with('s') {
            word.pop();
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word);
    }
    out
}

impl Conventions {
    /// The function of a convention under any of its spellings.
    #[must_use]
    pub fn function(&self, idcc: &str, name: &str) -> Option<FonctionId> {
        // Most names are written as the table writes them: the tolerant form of the others is worked out.
        let as_written = self.spelled.get(idcc)?.get(name);
        as_written.or_else(|| self.keys.get(&(idcc.to_owned(), function_key(name)))).copied()
    }

    /// The function itself when its grid has this unit, else the one of the same name for another length of engagement
    /// (`... (>= 1 semaine)` and `... (< 5 jours)`) that has it.
    #[must_use]
    pub fn of_unit(&self, fonction: FonctionId, unite: Unite) -> FonctionId {
        let has = |id: FonctionId| self.rows_of(id).any(|row| row.unite == unite);
        let stem = |f: &Fonction| f.nom.find(['<', '>']).map(|at| f.nom[..at].to_owned());
        let own = self.fonction(fonction);
        let Some(name) = stem(own).filter(|_| !has(fonction)) else { return fonction };
        let same =
            |(_, other): &(usize, &Fonction)| other.idcc == own.idcc && stem(other).as_ref() == Some(&name);
        let mut others = self.fonctions.iter().enumerate().filter(same).map(|(rank, _)| FonctionId(rank));
        others.find(|id| has(*id)).unwrap_or(fonction)
    }

    /// The tables hold functions or hour rules of this convention.
    #[must_use]
    pub fn knows(&self, idcc: &str) -> bool {
        self.fonctions.iter().any(|f| f.idcc == idcc) || self.regles().any(|r| r.idcc == idcc)
    }

    /// The conventions of the tables.
    #[must_use]
    pub fn known(&self) -> Vec<&str> {
        let rules = self.regles().map(|r| r.idcc.as_str());
        let mut found: Vec<&str> = self.fonctions.iter().map(|f| f.idcc.as_str()).chain(rules).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A function by its index.
    #[must_use]
    pub fn fonction(&self, id: FonctionId) -> &Fonction {
        &self.fonctions[id.0]
    }

    /// Every function, in order of the table.
    #[must_use]
    pub fn fonctions(&self) -> &[Fonction] {
        &self.fonctions
    }

    /// Functions that answer to a text, best first: exact name, then names that hold every word, then near spellings.
    /// `idcc` limits the search to one convention.
    #[must_use]
    pub fn search(&self, text: &str, idcc: Option<&str>) -> Vec<FonctionId> {
        let wanted = function_key(text);
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let mut best: BTreeMap<FonctionId, (u8, usize)> = BTreeMap::new();
        for ((of, key), id) in &self.keys {
            if idcc.is_some_and(|wanted| wanted != of) {
                continue;
            }
            let distance = strsim::damerau_levenshtein(&wanted, key);
            let rank = if *key == wanted {
                0
            } else if !words.is_empty() && words.iter().all(|w| key.split(' ').any(|k| k.starts_with(w))) {
                1
            } else if distance <= (wanted.len() / 4).max(1) {
                2
            } else {
                continue;
            };
            let entry = best.entry(*id).or_insert((rank, distance));
            *entry = (*entry).min((rank, distance));
        }
        let mut found: Vec<_> = best.into_iter().map(|(id, score)| (score, id)).collect();
        found.sort();
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// The functions that a text may mean, three at most: what a word of the trade names, then near spellings, then the names
    /// that share the beginning of a word. Nothing rather than another trade.
    fn neighbours(&self, idcc: &str, name: &str) -> Vec<FonctionId> {
        let wanted = function_key(name);
        let spoken = self.mots.get(&(idcc.to_owned(), wanted.clone())).copied();
        let mut found: Vec<FonctionId> = spoken.into_iter().chain(self.search(name, Some(idcc))).collect();
        if found.is_empty() {
            let stem = |word: &str| word.chars().take(5).collect::<String>();
            let stems: Vec<String> = wanted.split(' ').filter(|w| w.chars().count() >= 5).map(stem).collect();
            let shared = |f: &Fonction| {
                let key = function_key(&f.nom);
                stems.iter().filter(|s| key.split(' ').any(|w| w.starts_with(s.as_str()))).count()
            };
            let mut scored: Vec<_> = (0..self.fonctions.len())
                .filter(|i| self.fonctions[*i].idcc == idcc)
                .map(|i| {
                    (
                        std::cmp::Reverse(shared(&self.fonctions[i])),
                        self.fonctions[i].nom.len(),
                        FonctionId(i),
                    )
                })
                .filter(|(shared, ..)| shared.0 > 0)
                .collect();
            scored.sort_unstable();
            found = scored.into_iter().map(|(.., id)| id).collect();
        }
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|id| seen.insert(*id));
        found.truncate(3);
        found
    }

    /// The error of an unknown function, with the nearest names.
    #[must_use]
    pub fn unknown_function(&self, idcc: &str, name: &str) -> Diagnostic {
        let near: Vec<&str> =
            self.neighbours(idcc, name).into_iter().map(|id| self.fonction(id).nom.as_str()).collect();
        let message = if name.trim().is_empty() {
            format!("aucune fonction n'est donnée (IDCC {idcc})")
        } else {
            format!("fonction inconnue de la convention {idcc} : « {} »", cut(name))
        };
        let diagnostic = Diagnostic::error("BAR-021", message);
        if !self.fonctions.iter().any(|f| f.idcc == idcc) {
            diagnostic.hint(format!("aucune grille de la convention {idcc} n'est connue"))
        } else if near.is_empty() {
            diagnostic.hint(
                "cddu minima MOT cherche dans les fonctions ; cddu init en écrit la liste (fonctions-a-choisir.csv)",
            )
        } else {
            diagnostic.hint(format!("fonctions voisines : « {} »", near.join(" », « ")))
        }
    }
}
