//! `docs/dossier.md` ends with the dictionary of columns, which is the one of the readers.

mod common;

use std::fmt::Write as _;
use std::fs;

use cddu_dossier::columns::{FILES, Kind};
use cddu_rates::Rates;
use common::{cddu, root, update};

const MARK: &str = "<!-- colonnes : écrites par CDDU_MAJ=1 cargo test -p cddu --test docs -->\n";

fn columns() -> String {
    let mut out = String::new();
    for spec in FILES {
        let need = if spec.obligatoire { "" } else { " (facultatif)" };
        let _ = write!(
            out,
            "\n## {}{need}\n\n{}.\n\n| Colonne | Contenu | Exemple |\n|---|---|---|\n",
            spec.fichier,
            capital(spec.description)
        );
        for column in spec.colonnes {
            let star = if column.obligatoire { " *" } else { "" };
            let list = match column.kind {
                Kind::Choix(list) => format!(" (`{}`)", list.join("`, `")),
                _ => String::new(),
            };
            let example =
                if column.exemple.is_empty() { String::new() } else { format!("`{}`", column.exemple) };
            let _ = writeln!(out, "| `{}`{star} | {}{list} | {example} |", column.nom, column.description);
        }
    }
    out.push_str("\n\\* colonne obligatoire\n");
    out
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[test]
fn the_columns_are_those_of_the_readers() {
    let file = root().join("docs/dossier.md");
    let text = fs::read_to_string(&file).unwrap();
    let (head, tail) = text.split_once(MARK).expect("the mark");
    if update() {
        fs::write(&file, format!("{head}{MARK}{}", columns())).unwrap();
        return;
    }
    assert!(
        tail == columns(),
        "docs/dossier.md n'est plus à jour : CDDU_MAJ=1 cargo test -p cddu --test docs"
    );
}

/// Every table and key that the page of January names exists, and its commands run on a copy of the tables.
#[test]
fn the_page_of_january_names_tables_and_keys_that_exist() {
    let page = fs::read_to_string(root().join("docs/janvier-2027.md")).unwrap();
    let rates = Rates::embedded();
    let keys: Vec<&str> = rates.parameters().map(|(p, _)| p.cle.as_str()).collect();
    let codes = ["BAR-", "DFS_", "S21.", "P27V01", "PMSS"];
    let mut seen = 0;
    for word in page.split('`').skip(1).step_by(2) {
        if word.ends_with(".toml") && word.contains('/') || word.ends_with(".csv") {
            assert!(rates.files().get(word).is_ok(), "{word}");
            seen += 1;
        } else if word.len() > 3
            && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
            && !codes.iter().any(|code| word.starts_with(code))
        {
            assert!(keys.contains(&word), "{word}");
            seen += 1;
        }
    }
    assert!(seen > 40, "only {seen} names");
    let work = tempfile::tempdir().unwrap();
    let commands: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("$ cddu ")).collect();
    assert_eq!(commands.len(), 3);
    for command in commands {
        let output = cddu(work.path()).args(command.split(' ')).output().unwrap();
        assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// A value of January 2027 typed in a copy of the tables is accepted, and a slip of it is named.
#[test]
fn a_value_of_january_is_typed_in_a_copy() {
    let work = tempfile::tempdir().unwrap();
    assert!(cddu(work.path()).args(["baremes", "exporter", "tables"]).output().unwrap().status.success());
    let path = work.path().join("tables/parametres/plafonds.toml");
    let tables = fs::read_to_string(&path).unwrap();
    // Invented values: 4,100 a month makes 49,200 a year.
    let typed = |annual: &str| {
        let row = |key: &str, value: &str| {
            format!(
                "\n[[parametre.{key}.valeurs]]\nvaleur = \"{value}\"\nvalide_du = 2027-01-01\nvalide_au = 2027-12-31\n\
                 base_legale = \"arrêté inventé\"\nsource = \"essai\"\nconfiance = \"C\"\nverifie_le = 2026-11-28\n"
            )
        };
        let mut text = tables.clone();
        for (key, value) in [("PMSS", "4100"), ("PASS", annual)] {
            let after = text.rfind(&format!("[[parametre.{key}.valeurs]]")).unwrap();
            let end = text[after..].find("\n[parametre.").map_or(text.len(), |i| after + i);
            text.insert_str(end, &row(key, value));
        }
        fs::write(&path, text).unwrap();
        let output = cddu(work.path())
            .args(["baremes", "verifier", "--baremes", "tables", "--date", "2026-11-28"])
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(typed("49200").0, Some(0));
    let (status, errors) = typed("49020");
    assert_eq!(status, Some(1));
    assert!(errors.contains("[BAR-051] PASS : 49020 le 01/01/2027, 49200 attendus"), "{errors}");
}

/// Every command has its manual page, under French headings.
#[test]
fn every_command_has_its_manual_page() {
    let work = tempfile::tempdir().unwrap();
    let out = cddu(work.path()).args(["manuel", "pages"]).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let page = |name: &str| fs::read_to_string(work.path().join(format!("pages/{name}.1"))).unwrap();
    for name in ["cddu", "cddu-paie", "cddu-dsn-verifier", "cddu-archive-ouvrir", "cddu-manuel"] {
        let page = page(name);
        assert!(page.contains(".SH NOM\n") && page.contains(".SH OPTIONS\n"), "{name}\n{page}");
        for english in [".SH NAME", ".SH SUBCOMMANDS", ".SH EXTRA", " \"\n"] {
            assert!(!page.contains(english), "{name}: {english}\n{page}");
        }
    }
    // Each one that the first page names.
    let root = page("cddu");
    let named: Vec<&str> = root.lines().filter_map(|l| l.strip_suffix("(1)")).collect();
    assert!(named.len() > 30, "{named:?}");
    for name in named {
        page(&name.replace('\\', ""));
    }
}
