//! The reference payslips of `examples/formation` with their explanations: what is committed is what the program prints.
//! `CDDU_MAJ=1 cargo test --test formation` writes them again; the difference is then to be read. The figures
//! themselves are worked by hand in `crates/payslip/tests/formation`.

mod common;

use std::fs;
use std::path::PathBuf;

use common::{cddu, root, update};

fn examples() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join("examples/formation"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn print(arguments: &[&str]) -> (i32, String, String) {
    let output = cddu(&root()).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn expected(name: &str) -> PathBuf {
    root().join("examples/formation/attendu").join(name)
}

#[test]
fn payslips_and_explanations_are_those_of_the_program() {
    let names = examples();
    assert_eq!(names.len(), 15, "five populations, three years");
    let mut wrong = Vec::new();
    for name in &names {
        let input = format!("examples/formation/{name}.json");
        for (extension, arguments) in [
            ("json", vec!["bulletin", &input, "--json"]),
            ("txt", vec!["bulletin", &input]),
            ("md", vec!["expliquer", &input, "--markdown"]),
        ] {
            let (status, got, errors) = print(&arguments);
            assert_eq!((status, errors.as_str()), (0, ""), "{name}.{extension}");
            let file = expected(&format!("{name}.{extension}"));
            if update() {
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(&file, &got).unwrap();
            }
            if fs::read_to_string(&file).unwrap_or_default() != got {
                wrong.push(format!("{name}.{extension}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "examples/formation/attendu n'est plus ce que le programme imprime : {}\nCDDU_MAJ=1 cargo test -p cddu --test formation, puis relire la différence",
        wrong.join(", ")
    );
}

#[test]
fn every_figure_of_a_payslip_tells_where_it_comes_from() {
    for name in examples() {
        let (_, text, _) = print(&["expliquer", &format!("examples/formation/{name}.json"), "--json"]);
        let figures: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let (_, text, _) = print(&["bulletin", &format!("examples/formation/{name}.json"), "--json"]);
        let payslip: serde_json::Value = serde_json::from_str(&text).unwrap();
        let addresses: Vec<&str> = figures.iter().map(|f| f["figure"].as_str().unwrap()).collect();
        for contract in payslip["contrats"].as_array().unwrap() {
            for line in contract["lignes"].as_array().unwrap() {
                let (contract, code) =
                    (contract["contrat"].as_str().unwrap(), line["code"].as_str().unwrap());
                for share in ["montant_salarie", "montant_employeur"] {
                    let address = if code == "RGDU" {
                        format!("{contract}.allegement_urssaf")
                    } else {
                        format!("{contract}.{code}.{share}")
                    };
                    assert!(
                        line[share].is_null() || addresses.contains(&address.as_str()),
                        "{name}: {address}"
                    );
                }
            }
        }
        for figure in &figures {
            let address = &figure["figure"];
            for key in ["libelle", "formule", "calcul"] {
                assert!(figure[key].as_str().is_some_and(|t| !t.is_empty()), "{name}: {key} of {address}");
            }
            for key in ["nom", "texte", "base_legale", "confiance"] {
                assert!(
                    figure["regle"][key].as_str().is_some_and(|t| !t.is_empty()),
                    "{name}: {key} of {address}"
                );
            }
            for number in figure["nombres"].as_array().into_iter().flatten() {
                // A number is a row of the tables with its source, an input, or another figure explained.
                let row = &number["table"];
                let told = row["source"].as_str().is_some_and(|t| !t.is_empty())
                    && row["validite"].as_str().is_some_and(|t| !t.is_empty());
                let computed = addresses.contains(&number["figure"].as_str().unwrap());
                assert!(
                    told || number["saisie"] == true || computed,
                    "{name}: {} of {address}",
                    number["figure"]
                );
            }
        }
    }
}

#[test]
fn one_line_is_explained_down_to_its_sources() {
    let file = "examples/formation/technicien-2026.json";
    // (line, texts that must be there)
    let cases: [(&str, &[&str]); 5] = [
        (
            "RGDU",
            &["92,86 €  réduction générale", "T delta abaissé", "part Agirc-Arrco", "méthode : rgdu_plafond"],
        ),
        ("plafond", &["917,27 €", "du 01/01/2026 au 31/12/2026", "méthode : plafond, ici jours_calendaires"]),
        (
            "VIEIL_PLAF",
            &["51,55 €", "51,5499, arrondi à 51,55 €", "assiette plafonnée", "CSS D242-4", "confiance A"],
        ),
        ("pas", &["0,00 €  prélèvement à la source", "abattement des contrats courts, 766,00 €"]),
        ("pmss", &["4 005,00 €", "Arrêté du 22/12/2025", "lien : https://www.legifrance.gouv.fr/jorf/id/"]),
    ];
    for (line, texts) in cases {
        let (status, out, _) = print(&["expliquer", file, "--ligne", line]);
        assert_eq!(status, 0, "{line}");
        let out = out.replace(['\u{a0}', '\u{202f}'], " ");
        for text in texts {
            assert!(out.contains(text), "{line}: {text} in\n{out}");
        }
        assert!(out.contains("Ce qui changerait"), "{line}");
    }
    let (status, _, errors) = print(&["expliquer", file, "--ligne", "VM"]);
    assert_eq!(status, 2);
    assert!(errors.contains("la ligne « VM » n'est pas due sur ce bulletin"), "{errors}");
}
