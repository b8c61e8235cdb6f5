//! Answers already worked out for the folder as it is, and those that the page will ask first, worked out ahead: looking at a
//! week of five hundred people waits for no calculation.
//!
//! An answer is that of one state of the folder: any file that changes, comes or goes makes all of them again.

use std::collections::BTreeMap;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use cddu_rates::hex;
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;

/// Answers kept, at most.
const MOST: usize = 64;

/// An answer, worked out once: who asks for it meanwhile waits for it.
type Answer = Arc<OnceCell<Option<Arc<str>>>>;

/// The answers of the folder as it is.
#[derive(Default)]
pub(crate) struct Memo(Mutex<Known>);

#[derive(Default)]
struct Known {
    state: String,
    answers: BTreeMap<String, Answer>,
}

impl Memo {
    /// The answer to a question about a folder, made now unless the folder has not changed since it was made. `make` gives
    /// none when there is nothing to keep.
    pub(crate) async fn answer<F>(&self, root: &Path, question: &str, make: F) -> Option<Arc<str>>
    where
        F: Future<Output = Option<String>>,
    {
        let before = state(root).await;
        let own = self.own(&before, question);
        let found = own.get_or_init(|| async { make.await.map(Arc::from) }).await.clone();
        // What changed meanwhile may be in it or not: it is given, and not kept.
        if found.is_none() || state(root).await != before {
            self.forget(question);
        }
        found
    }

    fn own(&self, state: &str, question: &str) -> Answer {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.state != state || known.answers.len() > MOST {
            *known = Known { state: state.to_owned(), answers: BTreeMap::new() };
        }
        Arc::clone(known.answers.entry(question.to_owned()).or_default())
    }

    fn forget(&self, question: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).answers.remove(question);
    }
}

/// The size and the day of every file of the folder.
async fn state(root: &Path) -> String {
    let root = root.to_path_buf();
    spawn_blocking(move || whole(&root)).await.unwrap_or_default()
}

fn whole(root: &Path) -> String {
    let mut hash = Sha256::new();
    let mut places = vec![root.to_path_buf()];
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    while let Some(place) = places.pop() {
        for entry in std::fs::read_dir(&place).into_iter().flatten().flatten() {
            let path = entry.path();
            let Ok(data) = entry.metadata() else { continue };
            if data.is_dir() {
                places.push(path);
            // The journal grows with each look at the folder.
            } else if !path.ends_with("journal.jsonl") && !path.ends_with(".verrou") {
                let changed = data.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
                files.push((path, format!("{} {changed:?}", data.len())));
            }
        }
    }
    files.sort_unstable();
    for (path, seen) in files {
        hash.update(path.as_os_str().as_encoded_bytes());
        hash.update(seen);
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// One answer while the folder stays as it is; another one when a file of it changes; none is kept of a failure.
    #[tokio::test]
    async fn an_answer_lasts_as_long_as_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("bulletins/2026");
        std::fs::create_dir_all(&place).unwrap();
        let (memo, made) = (Memo::default(), AtomicUsize::new(0));
        let ask = async |question: &str, kept: bool| {
            let make = async {
                let rank = made.fetch_add(1, Ordering::SeqCst);
                kept.then(|| rank.to_string())
            };
            memo.answer(folder.path(), question, make).await.map(|a| a.to_string())
        };
        assert_eq!(ask("a", true).await.as_deref(), Some("0"));
        assert_eq!(ask("a", true).await.as_deref(), Some("0"));
        assert_eq!(ask("b", false).await, None);
        assert_eq!(ask("b", true).await.as_deref(), Some("2"));
        std::fs::write(place.join("x.json"), "{}").unwrap();
        assert_eq!(ask("a", true).await.as_deref(), Some("3"));
        std::fs::write(folder.path().join("journal.jsonl"), "{}").unwrap();
        assert_eq!(ask("a", true).await.as_deref(), Some("3"));
    }
}
