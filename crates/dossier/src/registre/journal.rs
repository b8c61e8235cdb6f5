//! `journal.jsonl`: which command changed the folder, when, by whom when it was said, what it wrote. Lines are only added,
//! each with the hash of the one before it: a line changed, moved or taken out breaks the chain.
//!
//! A command that changes nothing writes nothing, so that a second run leaves the same bytes.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::time::SystemTime;

use cddu_rates::{Diagnostic, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::registre::atomic::{read_if_there, refused};

/// Name of the file in the folder.
const NAME: &str = "journal.jsonl";
/// More paths are counted, not named.
const NAMED: usize = 200;

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trait {
    /// Rank, from 1.
    pub rang: u64,
    /// Moment, ISO 8601.
    pub quand: String,
    /// Command and its options.
    pub commande: String,
    /// Who ran it, when it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub par: Option<String>,
    /// Exit status.
    pub resultat: u8,
    /// Files written, with the hash of their content; those of the register, the accounts and the transfers are all here.
    pub ecrits: BTreeMap<String, String>,
    /// Other files written.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub autres: usize,
    /// Files taken out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub otes: Vec<String>,
    /// Hash of the line before; empty on the first one.
    pub precedent: String,
    /// Hash of this line without this field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub empreinte: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "asked by serde")]
const fn is_zero(n: &usize) -> bool {
    *n == 0
}

impl Trait {
    fn seal(&self) -> String {
        let bare = Self { empreinte: String::new(), ..self.clone() };
        sha(serde_json::to_string(&bare).unwrap_or_default().as_bytes())
    }
}

fn sha(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

/// The files of a folder at one moment, by their size and time.
#[derive(Debug, Default)]
pub struct Instant(BTreeMap<String, (u64, Option<SystemTime>)>);

impl Instant {
    /// Looks at a folder. What cannot be looked at is left to the command itself, which says so.
    #[must_use]
    pub fn of(root: &Path) -> Self {
        let mut out = Self::default();
        out.walk(root, "");
        out
    }

    fn walk(&mut self, directory: &Path, place: &str) {
        for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            // The copies with remarks are a help to read, not a part of the folder.
            if name.starts_with('.') || name == NAME || name == "a-corriger" {
                continue;
            }
            let path = if place.is_empty() { name } else { format!("{place}/{name}") };
            match entry.metadata() {
                Ok(data) if data.is_dir() => self.walk(&entry.path(), &path),
                Ok(data) => {
                    self.0.insert(path, (data.len(), data.modified().ok()));
                }
                Err(_) => {}
            }
        }
    }
}

/// Adds a line when the folder is not what it was. `quand`: the moment, since no clock is read here.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub fn append(
    root: &Path,
    before: &Instant,
    quand: String,
    commande: String,
    par: Option<String>,
    resultat: u8,
) -> Result<(), Diagnostic> {
    let after = Instant::of(root);
    let changed: Vec<&String> = after
        .0
        .iter()
        .filter(|(path, data)| before.0.get(*path) != Some(data))
        .map(|(path, _)| path)
        .collect();
    let otes: Vec<String> = before.0.keys().filter(|path| !after.0.contains_key(*path)).cloned().collect();
    if changed.is_empty() && otes.is_empty() {
        return Ok(());
    }
    let lasting = |path: &str| {
        ["bulletins/", "notes/", "comptabilite/", "depots/"].iter().any(|place| path.starts_with(place))
            || path.rsplit('/').next().is_some_and(|name| name.starts_with("virements"))
    };
    let (kept, rest): (Vec<&String>, Vec<&String>) = changed.into_iter().partition(|path| lasting(path));
    let named = rest.len().min(NAMED);
    let mut ecrits = BTreeMap::new();
    for path in kept.into_iter().chain(rest.iter().take(named).copied()) {
        if let Some(bytes) = read_if_there(&root.join(path))? {
            ecrits.insert(path.clone(), sha(&bytes));
        }
    }
    let (text, last) = match read_if_there(&root.join(NAME))? {
        Some(bytes) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let last = text.lines().rev().find_map(|l| serde_json::from_str::<Trait>(l).ok());
            (text, last)
        }
        None => (String::new(), None),
    };
    let mut line = Trait {
        rang: last.as_ref().map_or(0, |l| l.rang) + 1,
        quand,
        commande,
        par,
        resultat,
        ecrits,
        autres: rest.len() - named,
        otes,
        precedent: last.map_or_else(String::new, |l| l.empreinte),
        empreinte: String::new(),
    };
    line.empreinte = line.seal();
    let path = root.join(NAME);
    let fail = |error: std::io::Error| refused(path.display().to_string(), &error);
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).map_err(fail)?;
    let mut bytes = Vec::new();
    // A line cut by a kill stays as it is; the next one begins on its own.
    if !text.is_empty() && !text.ends_with('\n') {
        bytes.push(b'\n');
    }
    bytes.extend(serde_json::to_vec(&line).unwrap_or_default());
    bytes.push(b'\n');
    file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(fail)
}

/// Reads the journal and its chain.
///
/// # Errors
/// `DOS-081` for a journal that exists and cannot be read.
pub fn read(root: &Path) -> Result<(Vec<Trait>, Vec<Diagnostic>), Diagnostic> {
    let path = root.join(NAME);
    let shown = path.display().to_string();
    let Some(bytes) = read_if_there(&path)? else { return Ok((Vec::new(), Vec::new())) };
    let text = String::from_utf8_lossy(&bytes);
    let (mut lines, mut faults) = (Vec::<Trait>::new(), Vec::new());
    for (rank, line) in text.lines().enumerate() {
        let at = Some(rank as u64 + 1);
        let Ok(read) = serde_json::from_str::<Trait>(line) else {
            faults.push(
                Diagnostic::warning("DOS-145", "ligne du journal coupée ou illisible")
                    .in_file(&shown, at)
                    .hint("une commande arrêtée net en laisse une ; les lignes d'après disent si la chaîne tient"),
            );
            continue;
        };
        let expected = lines.last().map_or("", |l: &Trait| l.empreinte.as_str());
        if read.seal() != read.empreinte || read.precedent != expected {
            faults.push(
                Diagnostic::error(
                    "DOS-144",
                    format!("le journal a été modifié : la ligne {} ne suit pas celle d'avant", read.rang),
                )
                .in_file(&shown, at)
                .hint(
                    "le reprendre d'une sauvegarde : ses lignes ne s'ajoutent que par les commandes de cddu",
                ),
            );
        }
        lines.push(read);
    }
    Ok((lines, faults))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(root: &Path, before: &Instant) {
        append(root, before, "2026-11-28T22:00:00+01:00".to_owned(), "cddu paie".to_owned(), None, 0)
            .unwrap();
    }

    #[test]
    fn a_change_is_a_line_and_nothing_is_none() {
        let work = tempfile::tempdir().unwrap();
        let root = work.path();
        fs::create_dir_all(root.join("bulletins")).unwrap();
        let before = Instant::of(root);
        note(root, &before);
        assert!(!root.join(NAME).exists());
        fs::write(root.join("bulletins/a.json"), "1").unwrap();
        note(root, &before);
        let second = Instant::of(root);
        fs::remove_file(root.join("bulletins/a.json")).unwrap();
        note(root, &second);
        let (lines, faults) = read(root).unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(lines.len(), 2);
        assert!(lines[0].ecrits.contains_key("bulletins/a.json"));
        assert_eq!(lines[1].otes, ["bulletins/a.json"]);
        assert_eq!(lines[1].precedent, lines[0].empreinte);
        // A line changed, a line taken out, a line cut.
        let text = fs::read_to_string(root.join(NAME)).unwrap();
        fs::write(root.join(NAME), text.replacen("\"resultat\":0", "\"resultat\":1", 1)).unwrap();
        assert_eq!(read(root).unwrap().1[0].code, "DOS-144");
        let (_, last) = text.split_once('\n').unwrap();
        fs::write(root.join(NAME), last).unwrap();
        assert_eq!(read(root).unwrap().1[0].code, "DOS-144");
        fs::write(root.join(NAME), format!("{text}{{\"rang\":3")).unwrap();
        assert_eq!(read(root).unwrap().1[0].code, "DOS-145");
        fs::write(root.join("bulletins/b.json"), "2").unwrap();
        note(root, &Instant::default());
        let (lines, faults) = read(root).unwrap();
        assert_eq!((lines.len(), faults.len()), (3, 1), "the chain goes on after the cut line");
    }
}
