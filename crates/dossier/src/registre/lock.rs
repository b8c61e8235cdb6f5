//! One writer at a time in a folder.
//!
//! The lock is the system's own on the file `.verrou`: it falls with the process that holds it, even killed. The file
//! says who holds it; it is empty when nobody does, so that a run leaves the same bytes whoever made it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

use cddu_rates::Diagnostic;

use crate::registre::atomic::refused;

/// Name of the file in the folder.
const NAME: &str = ".verrou";

/// The folder is held until this is dropped.
#[derive(Debug)]
pub struct Hold {
    file: File,
    interrupted: Option<String>,
}

impl Hold {
    /// Takes the folder. `who` is what the next one reads: command, process, since when. A folder that does not exist
    /// is nobody's: the command that reads it says so.
    ///
    /// # Errors
    /// `DOS-083` when somebody holds it, with who; `DOS-080` when the lock cannot be written.
    pub fn take(root: &Path, who: &str) -> Result<Option<Self>, Diagnostic> {
        if !root.join("production.toml").exists() {
            return Ok(None);
        }
        Self::of(&root.join(NAME), root, who).map(Some)
    }

    /// Takes the lock at `path`, which holds `place`.
    pub(crate) fn of(path: &Path, place: &Path, who: &str) -> Result<Self, Diagnostic> {
        let fail = |error: std::io::Error| {
            refused(path.display().to_string(), &error)
                .hint("vérifier les droits du dossier : une commande qui y écrit doit pouvoir le verrouiller")
        };
        if fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink()) {
            return Err(Diagnostic::error(
                "DOS-082",
                "le verrou du dossier est un lien : rien n'est écrit à travers",
            )
            .in_file(path.display().to_string(), None)
            .hint("supprimer ce lien, puis relancer"));
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Some systems do not let a locked file be read: the refusal stands without the name.
                if file.read_to_string(&mut holder).is_err() || holder.trim().is_empty() {
                    "une autre commande".clone_into(&mut holder);
                }
                return Err(Diagnostic::error(
                    "DOS-083",
                    format!("le dossier est tenu par {}", holder.trim()),
                )
                .in_file(place.display().to_string(), None)
                .hint("attendre que cette commande finisse, puis relancer ; rien n'a été écrit"));
            }
            Err(TryLockError::Error(error)) => return Err(fail(error)),
        }
        // Who ended well has emptied it.
        let mut left = Vec::new();
        file.read_to_end(&mut left).map_err(fail)?;
        let left = String::from_utf8_lossy(&left).trim().to_owned();
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(who.as_bytes()))
            .map_err(fail)?;
        Ok(Self { file, interrupted: Some(left).filter(|text| !text.is_empty()) })
    }

    /// The command that was stopped in the folder before this one, as it had named itself.
    #[must_use]
    pub fn interrupted(&self) -> Option<&str> {
        self.interrupted.as_deref()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        // The lock falls with the file in any case; a name left behind would only be old.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_writer() {
        let work = tempfile::tempdir().unwrap();
        assert!(Hold::take(work.path(), "x").unwrap().is_none(), "not a production folder");
        fs::write(work.path().join("production.toml"), "").unwrap();
        let held = Hold::take(work.path(), "cddu paie (processus 12)").unwrap().unwrap();
        let error = Hold::take(work.path(), "cddu compta").unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.message.as_str()),
            ("DOS-083", "le dossier est tenu par cddu paie (processus 12)")
        );
        assert_eq!(held.interrupted(), None);
        drop(held);
        assert_eq!(fs::read(work.path().join(NAME)).unwrap(), b"");
        // What a killed command leaves in the file holds nobody back.
        fs::write(work.path().join(NAME), "cddu paie (processus 9)").unwrap();
        let held = Hold::take(work.path(), "cddu compta").unwrap().unwrap();
        assert_eq!(held.interrupted(), Some("cddu paie (processus 9)"));
        assert_eq!(fs::read(work.path().join(NAME)).unwrap(), b"cddu compta");
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_that_is_a_link_is_refused() {
        let work = tempfile::tempdir().unwrap();
        fs::write(work.path().join("production.toml"), "").unwrap();
        fs::write(work.path().join("cible"), "à garder").unwrap();
        std::os::unix::fs::symlink(work.path().join("cible"), work.path().join(NAME)).unwrap();
        assert_eq!(Hold::take(work.path(), "x").unwrap_err().code, "DOS-082");
        assert_eq!(fs::read_to_string(work.path().join("cible")).unwrap(), "à garder");
    }
}
