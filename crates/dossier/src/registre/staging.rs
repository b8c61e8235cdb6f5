//! A new folder or file outside of any production folder (an archive, what is handed over): made whole beside its place,
//! then given its name.
//!
//! What a kill leaves is one hidden directory whose name follows from that of the place: the same command empties it and
//! begins again. The lock says whether somebody is still at work in it.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use cddu_rates::Diagnostic;

use crate::registre::atomic::{
    create_private, is_directory, is_left, names_if_there, read_if_there, refused, sweep, write_atomic,
};
use crate::registre::lock::Hold;

/// A place in the making; what was made is taken away when it is dropped before its end.
#[derive(Debug)]
pub struct Staging {
    to: PathBuf,
    /// The hidden directory.
    site: PathBuf,
    hold: Option<Hold>,
}

impl Staging {
    /// Begins at a place where nothing stands.
    ///
    /// # Errors
    /// `DOS-083` when another command is at work on this very place, `DOS-080` when the disk refuses.
    pub fn begin(to: &Path, who: &str) -> Result<Self, Diagnostic> {
        let fail = |error: io::Error| refused(to.display().to_string(), &error);
        let name = to.file_name().ok_or_else(|| fail(io::Error::from(io::ErrorKind::InvalidInput)))?;
        let parent = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let site = parent.join(site(name));
        if fs::symlink_metadata(&site).is_ok_and(|data| data.is_symlink()) {
            return Err(Diagnostic::error(
                "DOS-082",
                "le dossier de travail est un lien : rien n'est écrit à travers",
            )
            .in_file(site.display().to_string(), None)
            .hint("supprimer ce lien, puis relancer"));
        }
        create_private(&site).map_err(fail)?;
        let hold = Hold::of(&site.join(LOCK), &site, who)?;
        for entry in fs::read_dir(&site).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            if entry.file_name() != LOCK {
                let directory = entry.file_type().map_err(fail)?.is_dir();
                let remove = if directory { fs::remove_dir_all } else { fs::remove_file };
                remove(&entry.path()).map_err(fail)?;
            }
        }
        create_private(&site.join(CONTENT)).map_err(fail)?;
        Ok(Self { to: to.to_owned(), site, hold: Some(hold) })
    }

    /// Takes away what a command killed at its very end has left beside a place that stands.
    ///
    /// # Errors
    /// Those of [`Staging::begin`].
    pub fn sweep(to: &Path) -> Result<(), Diagnostic> {
        match to.file_name() {
            Some(name) if fs::symlink_metadata(to.with_file_name(site(name))).is_ok() => {
                Self::begin(to, "cddu").map(drop)
            }
            _ => Ok(()),
        }
    }

    /// The directory to fill: the new folder, or where to put the new file.
    #[must_use]
    pub fn inside(&self) -> PathBuf {
        self.site.join(CONTENT)
    }

    /// Gives the folder its name.
    ///
    /// # Errors
    /// What the disk refuses, a place that was taken meanwhile among it.
    pub fn end_folder(self) -> io::Result<()> {
        if self.to.exists() {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists));
        }
        fs::rename(self.inside(), &self.to)
    }

    /// Gives a file of the directory its name, never the place of another one.
    ///
    /// # Errors
    /// The same.
    pub fn end_file(self, file: &Path) -> io::Result<()> {
        match fs::hard_link(file, &self.to) {
            // Some disks know no second name.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !self.to.exists() => {
                fs::rename(file, &self.to)
            }
            linked => linked,
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // The lock is held until nothing is left to find; what stays is swept by the next command on this place.
        let _ = fs::remove_dir_all(self.inside());
        drop(self.hold.take());
        let _ = fs::remove_file(self.site.join(LOCK));
        let _ = fs::remove_dir(&self.site);
    }
}

/// Writes the files of a new folder, an empty one included; one that a cut command has begun is completed. False when the
/// folder holds anything else, or everything already: nothing is written.
///
/// # Errors
/// `DOS-080` when the disk refuses, `DOS-081` for what cannot be read.
pub fn write_new_folder(directory: &Path, files: &[(String, Vec<u8>)]) -> Result<bool, Diagnostic> {
    let mut found = Vec::new();
    list(directory, "", &mut found)?;
    for name in &found {
        let wanted = files.iter().find(|(file, _)| file == name);
        if read_if_there(&directory.join(name))?.as_ref() != wanted.map(|(_, bytes)| bytes) {
            return Ok(false);
        }
    }
    if found.len() == files.len() {
        return Ok(false);
    }
    for (name, bytes) in files {
        let path = directory.join(name);
        sweep(path.parent().unwrap_or(directory))?;
        write_atomic(&path, bytes)?;
    }
    Ok(true)
}

fn list(directory: &Path, under: &str, out: &mut Vec<String>) -> Result<(), Diagnostic> {
    for name in names_if_there(&directory.join(under))?.into_iter().filter(|name| !is_left(name)) {
        let place = if under.is_empty() { name } else { format!("{under}/{name}") };
        if is_directory(&directory.join(&place))? {
            list(directory, &place, out)?;
        } else {
            out.push(place);
        }
    }
    Ok(())
}

/// Name of the hidden directory.
fn site(name: &OsStr) -> String {
    format!(".{}.en-cours", name.to_string_lossy())
}

const LOCK: &str = ".verrou";
const CONTENT: &str = "contenu";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_folder_is_completed_and_another_one_is_left_alone() {
        let work = tempfile::tempdir().unwrap();
        let files = [("a.csv".to_owned(), b"1".to_vec()), ("b/c.csv".to_owned(), b"2".to_vec())];
        let folder = work.path().join("x");
        fs::create_dir(&folder).unwrap();
        // A kill after the first file, while the second was written.
        write_atomic(&folder.join("a.csv"), b"1").unwrap();
        fs::create_dir(folder.join("b")).unwrap();
        fs::write(folder.join("b/.cddu-x1.tmp"), "").unwrap();
        assert!(write_new_folder(&folder, &files).unwrap());
        assert_eq!(names_if_there(&folder.join("b")).unwrap(), ["c.csv"]);
        assert!(!write_new_folder(&folder, &files).unwrap(), "whole");
        fs::remove_file(folder.join("b/c.csv")).unwrap();
        fs::write(folder.join("a.csv"), "filled").unwrap();
        assert!(!write_new_folder(&folder, &files).unwrap(), "somebody works in it");
        assert!(!folder.join("b/c.csv").exists());
    }

    #[test]
    fn what_is_made_appears_whole_and_what_was_cut_is_begun_again() {
        let work = tempfile::tempdir().unwrap();
        let (folder, file) = (work.path().join("remise"), work.path().join("a.tar.gz"));
        let names = || {
            let entries = fs::read_dir(work.path()).unwrap();
            let mut list: Vec<String> =
                entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
            list.sort();
            list
        };
        // Killed in the middle: nobody holds what it left.
        fs::create_dir_all(work.path().join(".remise.en-cours/contenu/T01")).unwrap();
        fs::write(work.path().join(".remise.en-cours/.verrou"), "cddu remettre (processus 9)").unwrap();
        let staging = Staging::begin(&folder, "cddu remettre").unwrap();
        let error = Staging::begin(&folder, "cddu remettre").unwrap_err();
        assert_eq!(error.code, "DOS-083");
        assert_eq!(fs::read_dir(staging.inside()).unwrap().count(), 0);
        fs::write(staging.inside().join("b.pdf"), "x").unwrap();
        assert!(!folder.exists());
        staging.end_folder().unwrap();
        assert!(folder.join("b.pdf").exists());
        let staging = Staging::begin(&file, "cddu archiver").unwrap();
        fs::write(staging.inside().join("a"), "x").unwrap();
        let made = staging.inside().join("a");
        staging.end_file(&made).unwrap();
        assert_eq!(names(), ["a.tar.gz", "remise"]);
        // Killed at the very end: the place stands, what is beside it goes.
        fs::create_dir_all(work.path().join(".remise.en-cours")).unwrap();
        Staging::sweep(&folder).unwrap();
        assert_eq!(names(), ["a.tar.gz", "remise"]);
        // A place taken meanwhile stays as it is.
        let staging = Staging::begin(&file, "cddu archiver").unwrap();
        fs::write(staging.inside().join("a"), "other").unwrap();
        let made = staging.inside().join("a");
        assert!(staging.end_file(&made).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "x");
        assert_eq!(names(), ["a.tar.gz", "remise"]);
    }
}
