//! `docs/dossier.md` ends with the dictionary of columns, which is the one of the readers.

mod common;

use std::fmt::Write as _;
use std::fs;

use cddu_dossier::columns::{FILES, Kind};
use common::{root, update};

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
