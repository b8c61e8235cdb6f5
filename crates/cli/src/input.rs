//! What commands read: a file or the standard input, and the tables.

use std::io::Read;
use std::path::Path;

use cddu_kit::Engine;
use cddu_rates::Diagnostic;

/// The tables of the program, or those of a directory.
pub fn engine(directory: Option<&Path>) -> Result<Engine, Vec<Diagnostic>> {
    Ok(directory.map_or_else(|| Ok(Engine::embedded()), Engine::from_dir)?)
}

/// The text of a file, or of the standard input for `-`.
pub fn text(name: &str) -> Result<String, Vec<Diagnostic>> {
    let bytes = if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(name)
    };
    let bytes = bytes.map_err(|e| vec![unreadable(name, &e)])?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").map_or(bytes.clone(), <[u8]>::to_vec);
    String::from_utf8(bytes).map_err(|_| {
        vec![
            Diagnostic::error("CLI-003", "le document n'est pas en UTF-8")
                .in_file(name, None)
                .hint("le JSON s'écrit en UTF-8 : réenregistrer le fichier dans cet encodage"),
        ]
    })
}

/// The bytes of a file.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Vec<Diagnostic>> {
    std::fs::read(path).map_err(|e| vec![unreadable(&path.display().to_string(), &e)])
}

/// Reads a file piece by piece, whatever its size.
pub fn streamed<T>(
    path: &Path,
    read: impl FnOnce(std::io::BufReader<std::fs::File>) -> std::io::Result<T>,
) -> Result<T, Vec<Diagnostic>> {
    std::fs::File::open(path)
        .and_then(|file| read(std::io::BufReader::new(file)))
        .map_err(|e| vec![unreadable(&path.display().to_string(), &e)])
}

/// A file that cannot be read.
/// Where a batch comes from: a file, or the standard input for `-`.
pub fn source(name: &str) -> Result<Box<dyn Read + Send>, Vec<Diagnostic>> {
    if name == "-" {
        return Ok(Box::new(std::io::stdin()));
    }
    let file = std::fs::File::open(name).map_err(|e| vec![unreadable(name, &e)])?;
    Ok(Box::new(file))
}

/// A batch whose file stops being readable.
pub fn interrupted(name: &str, error: &std::io::Error, line: u64) -> Diagnostic {
    Diagnostic::error("CLI-002", format!("lecture interrompue : {}", cddu_rates::io_cause(error)))
        .in_file(name, Some(line))
}

pub fn unreadable(name: &str, error: &std::io::Error) -> Diagnostic {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "fichier absent".to_owned(),
        _ => format!("fichier illisible : {}", cddu_rates::io_cause(error)),
    };
    Diagnostic::error("CLI-002", message).in_file(name, None).hint("vérifier le chemin du fichier")
}

/// Writes the files of a new folder, or completes what a cut command has begun.
pub fn new_folder(directory: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Vec<Diagnostic>> {
    if cddu_dossier::write_new_folder(directory, files).map_err(|d| vec![d])? {
        return Ok(());
    }
    Err(vec![
        Diagnostic::error("CLI-004", format!("« {} » existe et n'est pas vide", directory.display()))
            .hint("donner un dossier nouveau : rien n'est écrasé"),
    ])
}

/// Writes a file whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
    cddu_dossier::write_atomic(path, bytes).map_err(|d| vec![d])
}
