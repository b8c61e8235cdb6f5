//! Lists the schemas of the contract so that they are embedded in the library, without the white space of their files.
//!
//! `schemas` beside this file is a link to the folder of the repository, and a true copy in the package; a system that
//! makes no links of a checkout has the folder two levels up.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let own = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap());
    let root = if own.join("schemas").is_dir() { own.join("schemas") } else { own.join("../../schemas/v1") };
    println!("cargo:rerun-if-changed={}", root.display());
    let mut code = table("CALLS", &root);
    // What only the commands print is of no use to who has no command line.
    if env::var_os("CARGO_FEATURE_COMMANDES").is_some() {
        code.push_str(&table("COMMANDS", &root.join("commandes")));
    } else {
        code.push_str("static COMMANDS: [(&str, &str); 0] = [];\n");
    }
    fs::write(PathBuf::from(env::var("OUT_DIR").unwrap()).join("schemas.rs"), code).unwrap();
}

/// Names and texts of the schemas of a folder, as code.
fn table(name: &str, folder: &Path) -> String {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "json"));
    files.sort();
    let mut code = format!("static {name}: [(&str, &str); {}] = [\n", files.len());
    for path in &files {
        println!("cargo:rerun-if-changed={}", path.display());
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = without_spaces(&fs::read_to_string(path).unwrap());
        writeln!(code, "    ({name:?}, {text:?}),").unwrap();
    }
    code + "];\n"
}

/// A JSON text without the white space between its values.
fn without_spaces(json: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    json.chars()
        .filter(|&c| {
            let kept = inside || !c.is_whitespace();
            match c {
                _ if escaped => escaped = false,
                '\\' if inside => escaped = true,
                '"' => inside = !inside,
                _ => {}
            }
            kept
        })
        .collect()
}
