//! `journal.jsonl`: which command changed the folder, when, by whom when it was said, what it wrote. Lines are only added,
//! each with the hash of the one before it: a line changed, moved or taken out breaks the chain.
//!
//! A command that changes nothing writes nothing, so that a second run leaves the same bytes. The one that follows a
//! stopped command always writes its line: it says which was stopped and what it had frozen.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cddu_rates::{Diagnostic, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::registre::atomic::{is_left, names_if_there, read_if_there, refused, sweep, take_touched};

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
    /// Command that was stopped in the folder before this one: what it had frozen is among the files written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interrompu: Option<String>,
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

/// A folder while a command works in it.
#[derive(Debug)]
pub struct Suivi {
    /// The command that was stopped before this one.
    interrompu: Option<String>,
    /// Frozen files that it had written, and that no line names as they are.
    perdus: BTreeSet<PathBuf>,
}

impl Suivi {
    /// Before a command: the journal can be written, else nothing is. After a command that was stopped (`interrupted`),
    /// what it has left beside its places is swept, and what it had frozen is found for the next line.
    ///
    /// # Errors
    /// `DOS-081` for a journal that cannot be read, `DOS-080` for one that cannot be written, `DOS-082` for a link.
    pub fn begin(root: &Path, interrupted: Option<&str>) -> Result<Self, Diagnostic> {
        take_touched(root);
        let path = root.join(NAME);
        if fs::symlink_metadata(&path).is_ok_and(|data| data.is_symlink()) {
            return Err(Diagnostic::error(
                "DOS-082",
                "le journal du dossier est un lien : rien n'est écrit à travers",
            )
            .in_file(path.display().to_string(), None)
            .hint("remettre le journal lui-même à la place du lien, puis relancer"));
        }
        let written = read_if_there(&path)?;
        if written.is_some() {
            let opened = OpenOptions::new().append(true).open(&path);
            opened.map_err(|error| refused(path.display().to_string(), &error))?;
        }
        let mut perdus = BTreeSet::new();
        if interrupted.is_some() {
            let mut found = Vec::new();
            swept(root, "", &mut found)?;
            let known = named(&String::from_utf8_lossy(&written.unwrap_or_default()));
            // What went aside: the others that are not there any more are for the proof of the register to say.
            let undone = |place: &&String| {
                let aside = Path::new("defaits").join(place.as_str());
                // The manifest of a period that went whole has no copy: its payslips have.
                let aside = if place.ends_with("/manifeste.json") { aside.with_file_name("") } else { aside };
                root.join(aside).exists() && !root.join(place).exists()
            };
            perdus.extend(known.keys().filter(undone).map(PathBuf::from));
            for place in found.into_iter().filter(|place| lasting(place)) {
                let bytes = read_if_there(&root.join(&place))?.unwrap_or_default();
                if known.get(&place) != Some(&sha(&bytes)) {
                    perdus.insert(PathBuf::from(place));
                }
            }
        }
        Ok(Self { interrompu: interrupted.map(str::to_owned), perdus })
    }
}

/// The files of a folder, once what was never moved to its place is removed.
fn swept(root: &Path, under: &str, out: &mut Vec<String>) -> Result<(), Diagnostic> {
    let here = root.join(under);
    for name in names_if_there(&here)? {
        let place = if under.is_empty() { name.clone() } else { format!("{under}/{name}") };
        let data = fs::symlink_metadata(root.join(&place));
        if is_left(&name) {
            sweep(&here)?;
        } else if data.as_ref().is_ok_and(fs::Metadata::is_dir) {
            swept(root, &place, out)?;
        } else if data.is_ok_and(|data| data.is_file()) {
            out.push(place);
        }
    }
    Ok(())
}

/// What the lines say of each file: its last hash.
fn named(text: &str) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    for line in text.lines().filter_map(|line| serde_json::from_str::<Trait>(line).ok()) {
        for path in &line.otes {
            known.remove(path);
        }
        known.extend(line.ecrits);
    }
    known
}

/// Files that are all named: those of the register, of the accounts, of what was sent, and the transfers.
fn lasting(path: &str) -> bool {
    ["bulletins/", "notes/", "comptabilite/", "depots/"].iter().any(|place| path.starts_with(place))
        || path.rsplit('/').next().is_some_and(|name| name.starts_with("virements"))
}

/// Adds a line when the folder is not what it was. `quand`: the moment, since no clock is read here.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub fn append(
    root: &Path,
    suivi: Suivi,
    quand: String,
    commande: String,
    par: Option<String>,
    resultat: u8,
) -> Result<(), Diagnostic> {
    let mut ecrits = BTreeMap::new();
    let (mut otes, mut brief, mut autres) = (Vec::new(), 0, 0);
    let mut places = take_touched(root);
    places.extend(suivi.perdus);
    for place in places {
        let path = place.to_string_lossy().replace('\\', "/");
        // The copies with remarks are a help to read, not a part of the folder.
        if path.split('/').any(|name| name.starts_with('.') || name == NAME || name == "a-corriger") {
            continue;
        }
        match read_if_there(&root.join(&place))? {
            Some(_) if !lasting(&path) && brief >= NAMED => autres += 1,
            Some(bytes) => {
                brief += usize::from(!lasting(&path));
                ecrits.insert(path, sha(&bytes));
            }
            None => otes.push(path),
        }
    }
    if ecrits.is_empty() && otes.is_empty() && suivi.interrompu.is_none() {
        return Ok(());
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
        autres,
        otes,
        interrompu: suivi.interrompu,
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
    use crate::registre::atomic::{remove, write_inside};

    fn note(root: &Path, interrupted: Option<&str>, act: impl FnOnce()) {
        let suivi = Suivi::begin(root, interrupted).unwrap();
        act();
        append(root, suivi, "2026-11-28T22:00:00+01:00".to_owned(), "cddu paie".to_owned(), None, 0).unwrap();
    }

    #[test]
    fn a_change_is_a_line_and_nothing_is_none() {
        let work = tempfile::tempdir().unwrap();
        let root = work.path();
        let write = |name: &str| write_inside(root, name, name.as_bytes()).unwrap();
        note(root, None, || {});
        assert!(!root.join(NAME).exists());
        note(root, None, || write("bulletins/a.json"));
        note(root, None, || write("bulletins/a.json"));
        note(root, None, || remove(&root.join("bulletins/a.json")).unwrap());
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
        note(root, None, || write("bulletins/b.json"));
        let (lines, faults) = read(root).unwrap();
        assert_eq!((lines.len(), faults.len()), (3, 1), "the chain goes on after the cut line");
    }

    #[test]
    fn what_a_stopped_command_froze_is_on_the_next_line() {
        let work = tempfile::tempdir().unwrap();
        let root = work.path();
        note(root, None, || write_inside(root, "bulletins/a.json", b"1").unwrap());
        // Stopped: a payslip without its line, another half written, one that went aside.
        fs::write(root.join("bulletins/b.json"), "2").unwrap();
        fs::write(root.join("bulletins/.cddu-x1.tmp"), "{").unwrap();
        fs::create_dir_all(root.join("defaits/bulletins")).unwrap();
        fs::rename(root.join("bulletins/a.json"), root.join("defaits/bulletins/a.json")).unwrap();
        note(root, Some("cddu paie (processus 9)"), || write_inside(root, "temps.csv", b"x").unwrap());
        let (lines, faults) = read(root).unwrap();
        assert!(faults.is_empty() && lines.len() == 2, "{faults:?}");
        assert_eq!(lines[1].interrompu.as_deref(), Some("cddu paie (processus 9)"));
        assert_eq!(lines[1].ecrits.keys().collect::<Vec<_>>(), ["bulletins/b.json", "temps.csv"]);
        assert_eq!(lines[1].otes, ["bulletins/a.json"]);
        assert!(!root.join("bulletins/.cddu-x1.tmp").exists());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_begun_without_a_journal_that_takes_its_line() {
        let work = tempfile::tempdir().unwrap();
        let root = work.path();
        fs::write(root.join("ailleurs"), "à garder").unwrap();
        std::os::unix::fs::symlink(root.join("ailleurs"), root.join(NAME)).unwrap();
        assert_eq!(Suivi::begin(root, None).unwrap_err().code, "DOS-082");
        fs::remove_file(root.join(NAME)).unwrap();
        fs::create_dir(root.join(NAME)).unwrap();
        assert_eq!(Suivi::begin(root, None).unwrap_err().code, "DOS-081");
        assert_eq!(fs::read_to_string(root.join("ailleurs")).unwrap(), "à garder");
    }
}
