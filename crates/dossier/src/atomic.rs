//! Files written whole or not at all.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use cddu_rates::Diagnostic;

/// Writes a file beside its place, then moves it there: a crash leaves the old file or the new one, never a half.
/// A file that already holds these bytes is not touched.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let fail = |error: std::io::Error| {
        Diagnostic::error("DOS-080", format!("écriture impossible : {}", cddu_rates::io_cause(&error)))
            .in_file(path.display().to_string(), None)
            .hint("vérifier la place sur le disque et les droits du dossier, puis relancer")
    };
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(fail)?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = parent.join(format!(".{name}.tmp"));
    let written = File::create(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&temporary, path)).map_err(|error| {
        let _ = fs::remove_file(&temporary);
        fail(error)
    })
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
}
