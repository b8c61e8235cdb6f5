//! Formats of rubriques, compiled on first use.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use regex::bytes::Regex;

/// A format of the norm: the whole value must match.
#[derive(Debug)]
pub struct Format {
    pattern: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Format {
    /// The format of `pattern`, shared by all the rubriques that have it.
    pub(super) fn shared(pattern: &'static str) -> &'static Format {
        static ALL: Mutex<BTreeMap<&'static str, &'static Format>> = Mutex::new(BTreeMap::new());
        let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(pattern)
            .or_insert_with(|| Box::leak(Box::new(Format { pattern, compiled: OnceLock::new() })))
    }

    /// The regular expression, as published.
    pub fn pattern(&self) -> &'static str {
        self.pattern
    }

    /// True when the whole of `value` has this format.
    pub fn matches(&self, value: &[u8]) -> bool {
        match self.regex() {
            Some(regex) => regex.is_match(value),
            None => true,
        }
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| {
                let ascii = self.pattern.replace("\\d", "[0-9]").replace("\\s", " \\t");
                regex::bytes::RegexBuilder::new(&format!("\\A(?:{ascii})\\z")).unicode(false).build().ok()
            })
            .as_ref()
    }

    /// True when the published expression could be compiled.
    #[cfg(test)]
    pub(super) fn compiles(&self) -> bool {
        self.regex().is_some()
    }
}
