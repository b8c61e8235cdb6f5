//! What the tests of the case studies share.
#![allow(dead_code, reason = "each test file uses its part")]

use std::fs;
use std::path::Path;

use cddu_etude::{Demande, Piege};

/// A case of a technician and an artist with these traps.
pub fn demande(graine: u64, pieges: &[Piege]) -> Demande {
    let names: Vec<String> = pieges.iter().map(|p| p.nom().to_owned()).collect();
    Demande::new(graine, &[], None, &names).unwrap()
}

/// A text file.
pub fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Every file under a folder with its bytes, sorted.
pub fn snapshot(root: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(directory: &Path, root: &Path, out: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, out);
            } else {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                out.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    let mut out = Vec::new();
    walk(root, root, &mut out);
    out.sort();
    out
}
