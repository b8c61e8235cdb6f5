//! The guides of `docs/` are run as they are written: their files are put in place, their commands launched in order, and
//! what they show is found in what the program prints.

mod common;

use std::fs;
use std::path::Path;

use common::{cddu, root};

/// A block of a guide.
#[derive(Debug)]
enum Step {
    /// A file to write.
    File(String, String),
    /// A command, and the exit code that the guide announces.
    Command(String, i32),
    /// Lines that the last command printed.
    Shown(String),
}

/// The value of `<!-- name : value -->`.
fn mark<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.trim().strip_prefix("<!-- ")?.strip_suffix(" -->")?.strip_prefix(name)?.strip_prefix(" : ")
}

fn steps(guide: &str) -> Vec<Step> {
    let mut out = Vec::new();
    let (mut file, mut code) = (None, 0);
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        if let Some(path) = mark(line, "fichier") {
            file = Some(path.to_owned());
        } else if let Some(number) = mark(line, "code") {
            code = number.parse().expect("an exit code");
        } else if let Some(kind) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
            match (kind, file.take()) {
                (_, Some(path)) => out.push(Step::File(path, body.join("\n") + "\n")),
                ("console", None) => {
                    out.extend(body.iter().map(|l| Step::Command((*l).to_owned(), code)));
                    code = 0;
                }
                ("text", None) => out.extend(body.iter().map(|l| Step::Shown((*l).to_owned()))),
                _ => {}
            }
        }
    }
    out
}

/// The words of a command line; a part between quotes is one word.
fn words(line: &str) -> Vec<String> {
    line.split('"')
        .enumerate()
        .flat_map(|(rank, part)| match rank % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

fn follow(name: &str, place: &Path) {
    let guide = fs::read_to_string(root().join("docs").join(name)).unwrap();
    let steps = steps(&guide);
    let commands = steps.iter().filter(|s| matches!(s, Step::Command(..))).count();
    assert!(commands > 3, "{name} : {commands} commandes lues");
    let mut printed = String::new();
    for step in steps {
        match step {
            Step::File(path, text) => {
                let path = place.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            Step::Command(line, code) => {
                let words = words(&line);
                assert_eq!(words[0], "cddu", "{name} : {line}");
                let output = cddu(place).args(&words[1..]).output().unwrap();
                printed = String::from_utf8_lossy(&output.stdout).replace(['\u{a0}', '\u{202f}'], " ");
                assert_eq!(
                    output.status.code(),
                    Some(code),
                    "{name} : {line}\n{printed}\n{}",
                    String::from_utf8_lossy(&output.stderr)
                );
            }
            Step::Shown(line) => assert!(printed.contains(&line), "{name} montre « {line} » :\n{printed}"),
        }
    }
}

#[test]
fn the_first_week_is_run_as_it_is_written() {
    let place = tempfile::tempdir().unwrap();
    follow("premiere-semaine.md", place.path());
}

#[test]
fn the_audit_of_another_program_is_run_as_it_is_written() {
    let place = tempfile::tempdir().unwrap();
    common::example("tournage", &place.path().join("tournage"));
    follow("verifier-un-autre-logiciel.md", place.path());
}

#[test]
fn the_guide_of_the_trainer_is_run_as_it_is_written() {
    let place = tempfile::tempdir().unwrap();
    follow("former-avec-cddu.md", place.path());
}
