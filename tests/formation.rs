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
    assert_eq!(names.len(), 16, "five populations over three years, and a week of overtime");
    let mut wrong = Vec::new();
    for name in &names {
        let input = format!("examples/formation/{name}.json");
        for (extension, arguments) in [
            ("json", vec!["bulletin", &input, "--json"]),
            ("txt", vec!["bulletin", &input]),
            ("md", vec!["expliquer", &input, "--tout", "--markdown"]),
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
                    let address = match code {
                        "RGDU" => format!("{contract}.allegement_urssaf"),
                        "HS_RED_SAL" => format!("{contract}.hs_reduction"),
                        "HS_DED_PAT" => format!("{contract}.hs_deduction"),
                        _ => format!("{contract}.{code}.{share}"),
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
            // What is not due has a sentence; the comparison and the rule when they decide.
            if figure["pourquoi"].is_string() && figure["formule"].is_null() {
                continue;
            }
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

/// A page without the breaks of its lines.
fn joined(page: &str) -> String {
    page.replace(['\u{a0}', '\u{202f}'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_name_or_its_french_words_give_one_screen() {
    let file = "examples/formation/technicien-2026.json";
    // (name, texts that must be there)
    let cases: [(&str, &[&str]); 16] = [
        (
            "RGDU",
            &[
                "90,03 € Réduction générale",
                "T delta abaissé",
                "Part Agirc-Arrco",
                "rgdu_plafond = avant_majoration",
            ],
        ),
        (
            "réduction générale",
            &["90,03 € Réduction générale", "0,1205 × 747,10 = 90,02555, arrondi à 90,03 €"],
        ),
        ("plafond", &["917,27 €", "516,774194 + 400,5 ≈ 917,274194", "plafond = jours_calendaires"]),
        (
            "VIEIL_PLAF",
            &["51,55 €", "51,5499, arrondi à 51,55 €", "assiette plafonnée", "CSS D242-4", "confiance A"],
        ),
        ("vieillesse plafonnee", &["51,5499, arrondi à 51,55 €"]),
        (
            "pas",
            &[
                "0,00 € Prélèvement à la source",
                "Pas de prélèvement : le net imposable de 587,46 € ne dépasse pas l'abattement des contrats courts, 766,00 €",
                "PAS_TAUX_NEUTRE",
            ],
        ),
        ("pmss", &["4 005,00 €", "PMSS, du 01/01/2026 au 31/12/2026"]),
        ("net à payer", &["630,13 € Net à payer net_paye"]),
        ("NET A PAYER", &["630,13 € Net à payer net_paye"]),
        ("salaire", &["747,10 € Brut"]),
        ("coût", &["1 143,82 € Total versé par l'employeur", "747,10 + 486,75 - 90,03"]),
        ("abattement", &["max(0 ; 587,46 - 766,00) = 0,00 €"]),
        ("chômage", &["747,10 € Assiette de chômage"]),
        ("C1.CSG_DED.montant_salarie", &["742,32 × 6,80 % = 50,47776, arrondi à 50,48 €"]),
        // Not due, or a warning.
        ("VM", &["non dû", "Due à partir de 11 salariés : l'employeur en a 8", "8 < 11", "due.effectif"]),
        (
            "apec",
            &["Due pour les techniciens cadres seulement : ce contrat est celui d'un technicien non cadre"],
        ),
    ];
    for (name, texts) in cases {
        let (status, page, errors) = print(&["expliquer", file, "--ligne", name]);
        assert_eq!((status, errors.as_str()), (0, ""), "{name}");
        let text = joined(&page);
        for expected in texts {
            assert!(text.contains(expected), "{name}: {expected} in\n{page}");
        }
        assert!(page.lines().count() <= 55, "{name}: {} lines", page.lines().count());
        for line in page.lines() {
            assert!(line.chars().count() <= 100, "{name}: {line}");
            let digits =
                line.split(|c: char| !c.is_ascii_digit() && c != ',').filter_map(|n| n.split_once(','));
            assert!(
                digits.into_iter().all(|(_, decimals)| decimals.trim_end_matches(',').len() <= 6),
                "{name}: {line}"
            );
        }
    }
    for (name, hint) in [
        ("RGDUU", "vouliez-vous dire RGDU (réduction générale)"),
        ("vieillesse", "VIEIL_DEP (Vieillesse déplafonnée), VIEIL_PLAF (Vieillesse plafonnée)"),
        ("net a payyer", "net_paye (net à payer)"),
        ("zzzz", "net_paye (net à payer)"),
    ] {
        let (status, _, errors) = print(&["expliquer", file, "--ligne", name]);
        assert_eq!(status, 2, "{name}");
        assert!(errors.contains("[CLI-006]") && errors.contains(hint), "{name}: {errors}");
    }
}

#[test]
fn the_whole_tree_and_one_line_per_figure() {
    let file = "examples/formation/technicien-2026.json";
    let (_, tree, _) = print(&["expliquer", file, "--ligne", "RGDU", "--tout"]);
    for text in [
        "D'où viennent ces nombres",
        "Ce qui changerait",
        "vérifié le",
        "rates/parametres/allegements.toml",
        "lien : https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053302444",
    ] {
        assert!(joined(&tree).contains(text), "{text} in\n{tree}");
    }
    let (_, short, _) = print(&["expliquer", file, "--ligne", "VIEIL_PLAF", "--court"]);
    let lines: Vec<String> = short.lines().map(joined).collect();
    assert!(lines[0].starts_with("51,55 € VIEIL_PLAF, salarié"), "{}", lines[0]);
    assert!(lines[0].contains("747,10 × 6,90 % CSS D242-4"), "{}", lines[0]);
    let (_, page, _) = print(&["expliquer", file]);
    assert!(joined(&page).contains("Non dues : APEC, CEG_T2, CET"), "{page}");
    assert!(page.lines().count() < 80, "{}", page.lines().count());
}

/// The relief of the first payslip of the example week: 5,289.38 for 46.5 hours at 12.31.
#[test]
fn a_relief_that_is_not_due_says_why() {
    let mut request: serde_json::Value = serde_json::from_str(
        &fs::read_to_string(root().join("examples/formation/technicien-2026.json")).unwrap(),
    )
    .unwrap();
    request["contrats"][0]["brut"] = "5289.38".into();
    request["elements"] = serde_json::json!([]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("demande.json");
    fs::write(&file, request.to_string()).unwrap();
    let (status, page, _) = print(&["expliquer", file.to_str().unwrap(), "--ligne", "RGDU"]);
    assert_eq!(status, 0);
    // 39 hours at the SMIC of 1 January 2026: 12.02 x 39 = 468.78.
    let sentence = "Pas de réduction générale : la rémunération de 5 289,38 € atteint 3 fois le SMIC des heures payées (468,78 €)";
    assert!(joined(&page).contains(sentence), "{page}");
    let (_, json, _) = print(&["expliquer", file.to_str().unwrap(), "--ligne", "RGDU", "--json"]);
    let figures: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(figures[0]["valeur"], "0.00");
    assert!(figures[0]["pourquoi"].as_str().unwrap().contains("5289.38 € atteint 3 fois"));
}

/// A request of a note, and both frozen documents.
#[test]
fn notes_and_frozen_documents_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, value: &serde_json::Value| {
        let file = folder.path().join(name);
        fs::write(&file, value.to_string()).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let json = |arguments: &[&str]| -> serde_json::Value {
        let (status, text, errors) = print(arguments);
        assert_eq!(status, 0, "{errors}");
        serde_json::from_str(&text).unwrap()
    };
    let request = "examples/formation/technicien-2026.json";
    let input: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root().join(request)).unwrap()).unwrap();
    let result = json(&["bulletin", request, "--json"]);
    let mut frozen = serde_json::json!({ "version": 1, "numero": "B1", "periode": "2026-W23", "empreinte_entree": "sha256:",
        "entree": input, "resultat": result });
    let file = write("bulletin.json", &frozen);
    let (status, page, errors) = print(&["expliquer", &file, "--ligne", "VIEIL_PLAF"]);
    assert_eq!((status, errors.as_str()), (0, ""));
    assert!(joined(&page).contains("51,5499, arrondi à 51,55 €"), "{page}");
    // An amount that today's program no longer gives is told.
    frozen["resultat"]["totaux"]["net_paye"] = "630.14".into();
    let file = write("autre.json", &frozen);
    let (status, _, errors) = print(&["expliquer", &file, "--ligne", "VIEIL_PLAF"]);
    assert_eq!(status, 0);
    assert!(errors.contains("[CLI-012]"), "{errors}");

    let note = serde_json::json!({ "date_paiement": "2026-11-13", "brut_ht": "1000.00", "social": "precompte",
        "tva": "retenue", "ircec": "fiction", "fiscal": "resident", "nature_revenu": "forfait" });
    let request = write("note.json", &note);
    let result = json(&["note", &request, "--json"]);
    let frozen = serde_json::json!({ "version": 1, "numero": "N1", "periode": "2026-W46", "entree": note, "resultat": result });
    let frozen = write("note-figee.json", &frozen);
    for file in [request, frozen] {
        // 1,000 at 6.15 %.
        let (status, page, errors) = print(&["expliquer", &file, "--ligne", "AA_VIEIL_PLAF"]);
        assert_eq!((status, errors.as_str()), (0, ""));
        assert!(joined(&page).contains("1 000,00 × 6,15 % = 61,50 €"), "{page}");
        let (status, page, _) = print(&["expliquer", &file]);
        assert_eq!(status, 0);
        assert!(page.contains("EXPLIQUÉE"), "{page}");
    }
}

/// The author note of the training, by hand: 3,000 x 6.15 % = 184.50; 98.25 % of 3,000 = 2,947.50, x 9.20 % = 271.17,
/// x 0.50 % = 14.7375; 3,000 x 0.35 % = 10.50; RACD 6 % = 180, RAAP 3 % = 90; VAT 300, of which 276 withheld. Net:
/// 3,000 - 480.91 - 270 + 300 - 276 = 2,273.09. The producer: 1 % and 0.10 %, RACD 2 %, RAAP 1 %: 123.
#[test]
fn the_author_note_of_the_training_is_the_one_worked_by_hand() {
    let file = "examples/formation/auteur/note-2026.json";
    let (status, text, errors) = print(&["note", file, "--json"]);
    assert_eq!(status, 0, "{errors}");
    let note: serde_json::Value = serde_json::from_str(&text).unwrap();
    let amount = |code: &str, sens: &str| {
        let lines = note["lignes"].as_array().unwrap();
        let line = lines.iter().find(|l| l["code"] == code && l["sens"] == sens).unwrap();
        line["montant"].as_str().unwrap().to_owned()
    };
    for (code, sens, expected) in [
        ("AA_VIEIL_PLAF", "retenue", "184.50"),
        ("AA_CSG", "retenue", "271.17"),
        ("AA_CRDS", "retenue", "14.74"),
        ("AA_CFP", "retenue", "10.50"),
        ("AA_RACD", "retenue", "180.00"),
        ("AA_RAAP", "retenue", "90.00"),
        ("AA_RETENUE_TVA", "retenue", "276.00"),
        ("AA_TVA", "ajout", "300.00"),
        ("AA_DIFF", "producteur", "30.00"),
    ] {
        assert_eq!(amount(code, sens), expected, "{code}");
    }
    assert_eq!(note["totaux"]["net_a_payer"], "2273.09");
    assert_eq!(note["totaux"]["cout_producteur"], "123.00");
    let (status, page, _) = print(&["expliquer", file, "--court"]);
    assert_eq!(status, 0);
    assert!(joined(&page).contains("2 947,50 × 9,20 %"), "{page}");
}
