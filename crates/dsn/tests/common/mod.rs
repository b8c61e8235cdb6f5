//! Access to `dsn-samples/`.

use std::fs;
use std::path::PathBuf;

/// The folder of samples.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../dsn-samples")
}

/// Name and bytes of every valid sample, by name.
pub fn samples() -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = fs::read_dir(folder())
        .expect("dsn-samples")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "dsn"))
        .map(|path| {
            let name = path.file_name().expect("name").to_string_lossy().into_owned();
            (name, fs::read(&path).expect("sample"))
        })
        .collect();
    all.sort();
    all
}
