//! What the tests of the whole chain share.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod novembre;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The program, run in a directory.
pub fn cddu(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cddu"));
    command.current_dir(directory).env("NO_COLOR", "1").env_remove("CDDU_JETON");
    // What the tests send was sent before that day.
    command.env("CDDU_JOUR", "2027-06-30");
    command
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Copies an example folder as it was given: its own files only, whatever a run has left beside them.
pub fn example(name: &str, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(root().join("examples").join(name)).unwrap() {
        let path = entry.unwrap().path();
        // What a run writes goes into folders, and into its journal: the inputs are the other files.
        if path.is_file() && path.file_name().is_some_and(|name| name != "journal.jsonl") {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

/// Replaces texts of a file of a folder, each once: one that is not there is a fault of the test.
pub fn change(folder: &Path, file: &str, pairs: &[(&str, &str)]) {
    let mut text = fs::read_to_string(folder.join(file)).unwrap();
    for (from, to) in pairs {
        assert!(text.contains(from), "{file}: {from}");
        text = text.replacen(from, to, 1);
    }
    fs::write(folder.join(file), text).unwrap();
}

/// The expected texts are to be written again.
pub fn update() -> bool {
    std::env::var_os("CDDU_MAJ").is_some()
}

/// Every file of a folder with its bytes, sorted; the journal is left out: it holds the time.
pub fn snapshot(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    fn walk(directory: &Path, root: &Path, out: &mut Vec<(PathBuf, Vec<u8>)>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, out);
            } else if path.file_name().is_some_and(|n| n != "journal.jsonl") {
                out.push((path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    let mut out = Vec::new();
    walk(directory, directory, &mut out);
    out.sort();
    out
}
