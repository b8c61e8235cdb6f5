//! Errors and warnings as values with a place.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::lettres::plain_letters;

/// How serious a diagnostic or a finding is; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Gravite {
    /// Money or rights would be wrong: do not pay, declare or export.
    Bloquant,
    /// An amount is wrong or missing; a document must be redone.
    Majeur,
    /// Classification, label, or an unverified value.
    Mineur,
    /// Worth knowing.
    Info,
}

impl fmt::Display for Gravite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Bloquant => "bloquant",
            Self::Majeur => "majeur",
            Self::Mineur => "mineur",
            Self::Info => "info",
        })
    }
}

/// An error or a warning: what, where, and what to do about it. Libraries never print it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Diagnostic {
    /// Stable code, searchable in the documentation (`PAIE-012`).
    pub code: String,
    /// Severity.
    pub gravite: Gravite,
    /// File, as the user named it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fichier: Option<String>,
    /// Line, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ligne: Option<u64>,
    /// Every line, when a fault of several rows is told once.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub lignes: Vec<u64>,
    /// Column (header name of a CSV, or character position from 1).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub colonne: Option<String>,
    /// Path of the field in a JSON or TOML document (`contrats[0].brut`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub champ: Option<String>,
    /// What is wrong, in French, with the value met.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub aide: Option<String>,
}

impl Diagnostic {
    /// A blocking error.
    #[must_use]
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            gravite: Gravite::Bloquant,
            fichier: None,
            ligne: None,
            lignes: Vec::new(),
            colonne: None,
            champ: None,
            message: message.into(),
            aide: None,
        }
    }

    /// A warning: the result stands, the user must know.
    #[must_use]
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self { gravite: Gravite::Mineur, ..Self::error(code, message) }
    }

    /// Names the field of the document.
    #[must_use]
    pub fn at(mut self, champ: impl Into<String>) -> Self {
        self.champ = Some(champ.into());
        self
    }

    /// Names the file and line.
    #[must_use]
    pub fn in_file(mut self, fichier: impl Into<String>, ligne: Option<u64>) -> Self {
        self.fichier = Some(fichier.into());
        self.ligne = ligne;
        self
    }

    /// Names the column.
    #[must_use]
    pub fn column(mut self, colonne: impl Into<String>) -> Self {
        self.colonne = Some(colonne.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, aide: impl Into<String>) -> Self {
        self.aide = Some(aide.into());
        self
    }

    /// Changes the severity.
    #[must_use]
    pub const fn severity(mut self, gravite: Gravite) -> Self {
        self.gravite = gravite;
        self
    }

    /// True when the diagnostic prevents the result.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.gravite <= Gravite::Majeur
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_error() { "erreur" } else { "avertissement" };
        write!(f, "{kind} [{}] {}", self.code, self.message)?;
        if let Some(file) = &self.fichier {
            write!(f, "\n  --> {file}")?;
            if let Some(line) = self.ligne {
                write!(f, ":{line}")?;
            }
            if let Some(column) = &self.colonne {
                write!(f, " (colonne {column})")?;
            }
        }
        if let Some(field) = &self.champ {
            write!(f, "\n  champ : {field}")?;
        }
        if let Some(hint) = &self.aide {
            write!(f, "\n  aide : {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// The errors of a call, and the warnings beside them: never empty, an error of the language for `?`.
///
/// ```
/// use cddu_base::{Diagnostic, Diagnostics};
/// fn refuse() -> Result<(), Box<dyn std::error::Error>> {
///     Err(Diagnostics::from(Diagnostic::error("PAIE-001", "aucun contrat")))?
/// }
/// assert_eq!(refuse().unwrap_err().to_string(), "erreur [PAIE-001] aucun contrat");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// The first error's code, or the first code when there are only warnings.
    #[must_use]
    pub fn code(&self) -> &str {
        let first = self.0.iter().find(|d| d.is_error()).or_else(|| self.0.first());
        first.map_or("", |d| d.code.as_str())
    }

    /// Them all, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (rank, diagnostic) in self.0.iter().enumerate() {
            if rank > 0 {
                f.write_str("\n")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

impl From<Vec<Diagnostic>> for Diagnostics {
    fn from(list: Vec<Diagnostic>) -> Self {
        Self(list)
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl From<Diagnostics> for Vec<Diagnostic> {
    fn from(diagnostics: Diagnostics) -> Self {
        diagnostics.0
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// The names closest to a mistyped one, nearest first, at most three. Case and accents do not count.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut out = closest(name, known);
    out.truncate(SHOWN);
    out
}

/// How many close names are shown.
const SHOWN: usize = 3;

/// The names that a mistyped one may stand for: those of [`nearest`], and every other one as close as the first of them.
#[must_use]
pub fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = fold(name);
    let mut scored: Vec<_> = known
        .into_iter()
        .map(|k| (k, fold(k)))
        .filter_map(|(k, folded)| {
            let distance = strsim::damerau_levenshtein(&wanted, &folded);
            let contained = folded.contains(&wanted) && wanted.len() >= 3;
            let limit = (wanted.len().max(folded.len()) / 3).max(1);
            (distance <= limit || contained)
                .then_some((if contained { distance.min(1) } else { distance }, k))
        })
        .collect();
    scored.sort();
    scored.dedup();
    let best = scored.first().map(|(distance, _)| *distance);
    let mut rank = 0..;
    scored
        .into_iter()
        .filter(|(distance, _)| rank.next().is_some_and(|rank| rank < SHOWN) || Some(*distance) == best)
        .map(|(_, k)| k)
        .collect()
}

/// A value repeated in a message: forty characters of it, on one line, nothing that a terminal would obey.
#[must_use]
pub fn cut(value: &str) -> String {
    let shown = |c: char| if unprintable(c) { '\u{fffd}' } else { c };
    let mut out: String = value.chars().take(40).map(shown).collect();
    if value.chars().count() > 40 {
        out.push('…');
    }
    out
}

/// Characters that no name holds: controls, marks that turn the direction of the text, private or invisible signs.
#[must_use]
pub fn unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}' | '\u{1f000}'..='\u{10ffff}')
}

/// Lower case, unaccented, single spaces: the form in which names are compared.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain =
        if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(plain_letters(text, |_| false)) };
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars().flat_map(char::to_lowercase) {
        match c {
            '’' | '\'' | '-' | '_' | '/' | '.' | ',' | '(' | ')' | '\u{a0}' | '\u{202f}' => out.push(' '),
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_repeated_in_a_message_is_cut() {
        assert_eq!(cut("court\u{202e}"), "court\u{fffd}");
        assert_eq!(cut(&"a".repeat(41)), format!("{}…", "a".repeat(40)));
    }

    #[test]
    fn mistyped_names_are_suggested() {
        let known = ["Chef opérateur du son", "Perchman", "1er assistant opérateur", "Habilleur"];
        assert_eq!(nearest("chef operateur du sons", known), ["Chef opérateur du son"]);
        assert_eq!(nearest("habileur", known), ["Habilleur"]);
        assert!(nearest("astronaute", known).is_empty());
        assert_eq!(fold("L’Haÿ–Dvořák, ŒUVRE  (Łódź)"), "l hay–dvorak oeuvre lodz");
        // A figure lost: nine numbers are as close, none of them less than another.
        let nine: Vec<String> = (1..=9).map(|n| format!("T0{n}")).collect();
        let nine: Vec<&str> = nine.iter().map(String::as_str).collect();
        assert_eq!(nearest("T0", nine.iter().copied()), ["T01", "T02", "T03"]);
        assert_eq!(closest("T0", nine.iter().copied()), nine);
    }
}
