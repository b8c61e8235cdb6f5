//! A short text of the tables, shared by every payslip line that carries it.

use std::borrow::{Borrow, Cow};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// Code, label or body of a line. Cloning one that comes from a table copies a pointer: a payslip holds some
/// hundred of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
#[cfg_attr(feature = "schema", schemars(inline))]
pub struct Texte(Cow<'static, str>);

/// The texts of the tables loaded so far. Loading the same tables again adds nothing.
static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

impl Texte {
    /// A text of a table, kept once for the life of the process.
    #[must_use]
    pub fn of_table(text: &str) -> Self {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = known.get(text).copied().unwrap_or_else(|| {
            let kept: &'static str = Box::leak(text.into());
            known.insert(kept);
            kept
        });
        Self(Cow::Borrowed(kept))
    }

    /// A text written in the code.
    #[must_use]
    pub const fn fixed(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Texte {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Texte {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Texte {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Texte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<String> for Texte {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl From<&'static str> for Texte {
    fn from(text: &'static str) -> Self {
        Self::fixed(text)
    }
}

impl PartialEq<str> for Texte {
    fn eq(&self, other: &str) -> bool {
        *self.0 == *other
    }
}

impl PartialEq<&str> for Texte {
    fn eq(&self, other: &&str) -> bool {
        *self.0 == **other
    }
}

impl PartialEq<String> for Texte {
    fn eq(&self, other: &String) -> bool {
        *self.0 == **other
    }
}

impl PartialEq<Texte> for String {
    fn eq(&self, other: &Texte) -> bool {
        **self == *other.0
    }
}

#[cfg(test)]
mod tests {
    use super::Texte;

    #[test]
    fn the_same_text_of_two_tables_is_kept_once() {
        let (first, second) = (Texte::of_table("VIEIL_PLAF"), Texte::of_table(&["VIEIL", "PLAF"].join("_")));
        assert!(std::ptr::eq(first.as_str(), second.as_str()));
        assert_eq!(first, second);
        assert_eq!(format!("{first:>12}"), "  VIEIL_PLAF");
    }
}
