//! What `docs/integrer.md` promises to whoever embeds cddu: its commands, and the packages of the crates.

mod common;

use std::fs;
use std::process::Command;

use common::{cddu, root};

#[test]
fn the_commands_of_the_page_run() {
    let page = fs::read_to_string(root().join("docs/integrer.md")).unwrap();
    let commands: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("$ cddu ")).collect();
    assert!(commands.len() >= 8, "{} commands", commands.len());
    for command in commands {
        let output = cddu(&root()).args(command.split(' ')).output().unwrap();
        // 1: the net that is looked for may lie between two cents.
        assert!(
            matches!(output.status.code(), Some(0 | 1)) && !output.stdout.is_empty(),
            "{command}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn the_version_is_said_to_machines() {
    let output = cddu(&root()).args(["--version", "--json"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["version_interface"], 1);
    assert_eq!(value["version"], env!("CARGO_PKG_VERSION"));
    assert!(value["empreinte_baremes"].as_str().unwrap().starts_with("sha256:"));
}

/// A stream answers what the published cases answer, byte for byte, and repeats references in the errors.
#[test]
fn a_stream_answers_the_published_cases() {
    for call in ["bulletin", "note", "brut"] {
        let folder = root().join("schemas/v1/cases").join(call);
        let mut requests = Vec::new();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            requests.extend(name.strip_suffix(".demande.json").map(str::to_owned));
        }
        for name in requests {
            let request = fs::read_to_string(folder.join(format!("{name}.demande.json"))).unwrap();
            let line = format!("{}\n", request.replace('\n', " "));
            let work = tempfile::tempdir().unwrap();
            let file = work.path().join("demande.jsonl");
            fs::write(&file, line).unwrap();
            let output = cddu(&root()).args([call, file.to_str().unwrap(), "--jsonl"]).output().unwrap();
            let expected = fs::read_to_string(folder.join(format!("{name}.reponse.json"))).unwrap();
            // In a stream, the place of an error is the line of the stream.
            let placeless = |text: &str| {
                let mut value: serde_json::Value = serde_json::from_str(text).unwrap();
                for error in value["erreurs"].as_array_mut().into_iter().flatten() {
                    error.as_object_mut().unwrap().remove("ligne");
                }
                value
            };
            let got = String::from_utf8(output.stdout).unwrap();
            if expected.contains("\"erreurs\"") {
                assert_eq!(placeless(&got), placeless(&expected), "{call} {name}");
            } else {
                assert_eq!(got, expected, "{call} {name}");
            }
        }
    }
}

/// Every crate carries its licences and its page; the tables are in the package of `cddu-rates`.
#[test]
fn packages_hold_what_they_need() {
    let list = |name: &str| {
        let output = Command::new(env!("CARGO"))
            .current_dir(root())
            .args(["package", "--no-verify", "--list", "--allow-dirty", "--offline", "-p", name])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let has = |files: &str, wanted: &str| files.lines().any(|line| line == wanted);
    for name in ["cddu-base", "cddu-rates", "cddu-payslip", "cddu-dsn", "cddu-kit"] {
        let files = list(name);
        for wanted in ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "src/lib.rs"] {
            assert!(has(&files, wanted), "{name}: {wanted}");
        }
    }
    let files = list("cddu-rates");
    for (name, _) in cddu_rates::Files::embedded().iter() {
        assert!(has(&files, &format!("rates/{name}")), "{name} is not in the package");
    }
}
