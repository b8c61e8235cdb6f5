//! Files written whole or not at all, inside the folder, readable by their owner only.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cddu_rates::{Diagnostic, io_cause};

/// The bytes of a file, `None` when there is none. Only "not found" is absence: what exists and cannot be read stops
/// the command, since taking it as absent would replace it.
///
/// # Errors
/// `DOS-081` for a file that exists and cannot be read.
pub fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Diagnostic> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// The names in a directory, sorted; empty when there is no such directory.
///
/// # Errors
/// `DOS-081` for a directory that exists and cannot be read.
pub(crate) fn names_if_there(directory: &Path) -> Result<Vec<String>, Diagnostic> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if is_absence(&error) => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(directory, &error)),
    };
    let names: io::Result<Vec<String>> =
        entries.map(|entry| entry.map(|e| e.file_name().to_string_lossy().into_owned())).collect();
    let mut names = names.map_err(|error| unreadable(directory, &error))?;
    names.sort();
    Ok(names)
}

/// Whether something is there, and whether it is a directory; a link is followed.
///
/// # Errors
/// `DOS-081` when the system does not say.
pub(crate) fn is_directory(path: &Path) -> Result<bool, Diagnostic> {
    match fs::metadata(path) {
        Ok(data) => Ok(data.is_dir()),
        Err(error) if is_absence(&error) => Ok(false),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn is_absence(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("DOS-081", format!("existe mais ne se lit pas : {}", io_cause(error)))
        .in_file(path.display().to_string(), None)
        .hint(
            "rendre le fichier lisible (droits, verrou d'un autre programme, partage réseau), puis relancer ; rien n'a été changé",
        )
}

/// Writes a file of the folder `root`: [`write_atomic`], never through a link that leads out of the folder.
///
/// # Errors
/// Those of [`write_atomic`]; `DOS-082` for a place that a link moves outside.
pub fn write_inside(root: &Path, place: impl AsRef<Path>, bytes: &[u8]) -> Result<(), Diagnostic> {
    let path = root.join(place.as_ref());
    let existing = path.ancestors().skip(1).find(|p| p.exists()).unwrap_or(root);
    let real = |p: &Path| fs::canonicalize(p).map_err(|error| unreadable(p, &error));
    if existing.starts_with(root) && !real(existing)?.starts_with(real(root)?) {
        return Err(Diagnostic::error(
            "DOS-082",
            "un lien mène hors du dossier de production : rien n'y est écrit",
        )
        .in_file(existing.display().to_string(), None)
        .hint("remplacer le lien par un vrai dossier, ou déplacer le dossier de production entier"));
    }
    write_atomic(&path, bytes)
}

/// `DOS-080`: the disk refuses to write or to remove a file, named as the user knows it.
pub(crate) fn refused(shown: impl Into<String>, error: &io::Error) -> Diagnostic {
    Diagnostic::error("DOS-080", format!("écriture impossible : {}", io_cause(error)))
        .in_file(shown, None)
        .hint("vérifier la place sur le disque et les droits du dossier, puis relancer")
}

/// Writes a file beside its place under a name that nobody can guess, then moves it there: a crash leaves the old file
/// or the new one, never a half. A file that already holds these bytes is not touched. A new file is readable by its
/// owner only; one that exists keeps its rights.
///
/// # Errors
/// `DOS-080` when the disk refuses, `DOS-081` when the file that stands there cannot be read: it is not replaced.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let fail = |error: io::Error| refused(path.display().to_string(), &error);
    if path.is_dir() {
        return Err(fail(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    create_private(parent).map_err(fail)?;
    if read_if_there(path)?.is_some_and(|old| old == bytes) {
        return Ok(());
    }
    let written =
        tempfile::Builder::new().prefix(PREFIX).suffix(".tmp").tempfile_in(parent).and_then(|mut file| {
            file.write_all(bytes)?;
            if let Ok(old) = fs::metadata(path) {
                file.as_file().set_permissions(old.permissions())?;
            }
            file.as_file().sync_all()?;
            Ok(file)
        });
    // A file that is not moved to its place is removed when it is dropped.
    written.and_then(|file| file.persist(path).map(drop).map_err(|e| e.error)).map_err(fail)?;
    touched(path);
    Ok(())
}

/// Takes a file out.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub(crate) fn remove(path: &Path) -> Result<(), Diagnostic> {
    fs::remove_file(path).map_err(|error| refused(path.display().to_string(), &error))?;
    touched(path);
    Ok(())
}

/// Gives a file another name.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    touched(from);
    touched(to);
    Ok(())
}

/// The files that this process has written or taken out: what the journal names, without walking through the folder.
static TOUCHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn touched(path: &Path) {
    TOUCHED.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
}

/// What was touched in a folder since the last call, from its root.
pub(crate) fn take_touched(root: &Path) -> BTreeSet<PathBuf> {
    let real = fs::canonicalize(root).ok();
    let inside = |path: &Path| -> Option<PathBuf> {
        if let Ok(place) = path.strip_prefix(root) {
            return Some(place.to_owned());
        }
        // The same place under another name: `./dossier/x`, an absolute path.
        let parent = fs::canonicalize(path.parent()?).ok()?;
        Some(parent.join(path.file_name()?).strip_prefix(real.as_ref()?).ok()?.to_owned())
    };
    let mut held = TOUCHED.lock().unwrap_or_else(PoisonError::into_inner);
    let (here, elsewhere) =
        std::mem::take(&mut *held).into_iter().partition::<Vec<_>, _>(|p| inside(p).is_some());
    held.extend(elsewhere);
    here.iter().filter_map(|path| inside(path)).collect()
}

/// How the temporary files begin: what a kill leaves is swept by the next run.
const PREFIX: &str = ".cddu-";

/// Removes what a killed run has left in a directory of the folder.
pub(crate) fn sweep(directory: &Path) -> Result<(), Diagnostic> {
    for name in names_if_there(directory)? {
        let path = directory.join(&name);
        if is_left(&name) && fs::symlink_metadata(&path).is_ok_and(|data| data.is_file()) {
            fs::remove_file(&path).map_err(|error| unreadable(&path, &error))?;
        }
    }
    Ok(())
}

/// Whether a name is that of a file that was never moved to its place.
pub(crate) fn is_left(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(".tmp")
}

/// Creates a directory and its parents, for their owner only.
pub(crate) fn create_private(directory: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_the_disk_is_said_in_french() {
        let work = tempfile::tempdir().unwrap();
        fs::write(work.path().join("fichier"), "").unwrap();
        fs::create_dir_all(work.path().join("dossier/dedans")).unwrap();
        for (place, cause) in [
            ("fichier/a/b.txt", "un fichier se trouve à la place d'un dossier du chemin"),
            ("dossier", "c'est un dossier, il faut un fichier"),
        ] {
            let error = write_atomic(&work.path().join(place), b"texte").unwrap_err();
            assert_eq!(
                (error.code.as_str(), error.message.as_str()),
                ("DOS-080", format!("écriture impossible : {cause}").as_str())
            );
        }
        assert_eq!(fs::read_dir(work.path()).unwrap().count(), 2, "no temporary file is left");
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_for_its_owner_and_an_old_one_keeps_its_rights() {
        use std::os::unix::fs::PermissionsExt as _;
        let work = tempfile::tempdir().unwrap();
        let file = work.path().join("2026/paie.json");
        let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
        write_atomic(&file, b"1").unwrap();
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        write_atomic(&file, b"2").unwrap();
        assert_eq!((mode(&file), fs::read(&file).unwrap()), (0o640, b"2".to_vec()));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let work = tempfile::tempdir().unwrap();
        let (inside, outside) = (work.path().join("dossier"), work.path().join("ailleurs"));
        fs::create_dir_all(&inside).unwrap();
        fs::create_dir_all(&outside).unwrap();
        fs::write(outside.join("cible"), "à garder").unwrap();
        std::os::unix::fs::symlink(&outside, inside.join("sorties")).unwrap();
        assert_eq!(write_inside(&inside, "sorties/a/b.xml", b"x").unwrap_err().code, "DOS-082");
        // A link in place of a file is replaced, its target stays.
        std::os::unix::fs::symlink(outside.join("cible"), inside.join("lien")).unwrap();
        write_inside(&inside, "lien", b"nouveau").unwrap();
        assert_eq!(fs::read_to_string(outside.join("cible")).unwrap(), "à garder");
        assert_eq!(fs::read_to_string(inside.join("lien")).unwrap(), "nouveau");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    }

    #[test]
    fn what_a_kill_leaves_is_swept_and_nothing_else() {
        let work = tempfile::tempdir().unwrap();
        for name in [".cddu-x1.tmp", ".autre.tmp", "a.json"] {
            fs::write(work.path().join(name), "").unwrap();
        }
        sweep(work.path()).unwrap();
        assert_eq!(names_if_there(work.path()).unwrap(), [".autre.tmp", "a.json"]);
        assert_eq!(names_if_there(&work.path().join("absent")).unwrap(), Vec::<String>::new());
    }
}
