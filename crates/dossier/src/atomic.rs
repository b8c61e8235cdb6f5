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
        Diagnostic::error("DOS-080", format!("écriture impossible : {error}"))
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
