//! The papers of an engagement: contracts to sign, time sheets to fill, the list of a day of figuration, from the rows that
//! are paid.

mod common;

use std::fs;
use std::path::Path;

use common::{cddu, example, snapshot};
use serde_json::Value;

fn run(work: &Path, arguments: &str) -> (Option<i32>, String, String) {
    let output = cddu(work).args(arguments.split(' ')).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// A folder with the people of the example and rows of its own.
fn folder(contracts: &str, times: &str, extras: &str) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    let to = work.path().join("prod");
    example("tournage", &to);
    for name in ["elements.csv", "auteurs.csv", "contrats_auteurs.csv", "notes.csv"] {
        fs::remove_file(to.join(name)).unwrap();
    }
    fs::write(to.join("contrats.csv"), contracts).unwrap();
    fs::write(to.join("temps.csv"), times).unwrap();
    if !extras.is_empty() {
        fs::write(to.join("figuration.csv"), extras).unwrap();
    }
    work
}

const CONTRACTS: &str = "contrat;matricule;categorie;fonction;debut;fin;salaire_base;dfs;essai_jours\r\n\
T1;T03;technicien;1er assistant opérateur;09/11/2026;20/11/2026;1364,56;;2\r\n\
A1;T02;artiste;Artiste-interprète;12/11/2026;13/11/2026;900;oui;\r\n\
R1;T05;realisateur;Réalisateur cinéma;09/11/2026;20/11/2026;4000;;\r\n";

const TIMES: &str = "contrat;date;debut;fin;pause_minutes;cachets\r\nA1;12/11/2026;09:00;19:00;60;1\r\n";

fn page(work: &Path, path: &str) -> String {
    let html = fs::read_to_string(work.join("prod").join(path)).unwrap();
    html.replace(['\u{a0}', '\u{202f}'], " ").replace("&#39;", "'")
}

#[test]
fn each_category_has_its_own_contract_with_its_mentions() {
    let work = folder(CONTRACTS, TIMES, "");
    let (code, out, errors) = run(work.path(), "contrats prod");
    assert_eq!(code, Some(0), "{errors}");
    assert!(out.contains("3 contrats"), "{out}");
    let technician = page(work.path(), "sorties/contrats/contrat-T1.html");
    for mention in [
        "Contrat de technicien",
        "Premier assistant opérateur cinéma (cadre, annexe 8)",
        "L1242-2 3°",
        "D1242-1 6°",
        "objet n° 263C00000142",
        "commence le 9 novembre 2026 et prend fin de plein droit le 20 novembre 2026",
        "période d’essai de 2 jours",
        "1 364,56 € bruts par semaine de 39 heures",
        "Production cinématographique (IDCC 3097)",
        "Audiens Retraite Agirc-Arrco",
        "Audiens Prévoyance (contrat FICTIF-TECHNICIENS)",
        // Tuesday 10, then Thursday 12: the 11th is a holiday.
        "au plus tard le 12 novembre 2026",
        "L1243-10 1°",
    ] {
        assert!(technician.contains(mention), "{mention}\n{technician}");
    }
    assert!(!technician.contains("L212-3"));
    let artist = page(work.path(), "sorties/contrats/contrat-A1.html");
    for mention in
        ["L7121-3", "L212-3 à L212-5", "900,00 € bruts par cachet", "déduction forfaitaire spécifique"]
    {
        assert!(artist.contains(mention), "{mention}");
    }
    let director = page(work.path(), "sorties/contrats/contrat-R1.html");
    assert!(director.contains("L132-24") && director.contains("réalisation technique"));
    assert!(!director.contains("déduction forfaitaire"));
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    let work = folder(CONTRACTS, TIMES, "");
    run(work.path(), "contrats prod");
    run(work.path(), "feuilles prod --periode 2026-W46");
    let first = snapshot(&work.path().join("prod/sorties"));
    assert_eq!(first.len(), 6 + 7);
    run(work.path(), "contrats prod");
    run(work.path(), "feuilles prod --periode 2026-W46");
    assert!(first == snapshot(&work.path().join("prod/sorties")));
}

#[test]
fn what_a_contract_lacks_is_named_and_stops_no_other() {
    let rows = CONTRACTS.to_owned()
        + "X1;T06;technicien;Chef électricien prise de vues cinéma;09/11/2026;20/11/2026;1000;;3\r\n\
           X2;T07;technicien;Figurant;09/11/2026;13/11/2026;1600;;\r\n\
           X3;T08;artiste;Boulanger;09/11/2026;13/11/2026;1600;;\r\n";
    let work = folder(&rows, TIMES, "");
    let toml = work.path().join("prod/production.toml");
    let text = fs::read_to_string(&toml).unwrap();
    fs::write(&toml, text.replace("qualite = \"gérante\"\n", "")).unwrap();
    let (code, _, errors) = run(work.path(), "contrats prod");
    assert_eq!(code, Some(1));
    assert!(errors.contains("la qualité du signataire manque"), "{errors}");
    assert!(!work.path().join("prod/sorties/contrats").exists());
    fs::write(&toml, text).unwrap();
    let (code, out, errors) = run(work.path(), "contrats prod");
    assert_eq!(code, Some(1));
    assert!(out.contains("3 contrats"), "{out}");
    // A contract of twelve days: two weeks begun, two days of trial at most. 1,211.99 is the row of the grid.
    for (code, message, place) in [
        ("CTR-004", "une période d'essai de 3 jours : 2 au plus", "contrats.csv:5 (colonne essai_jours)"),
        (
            "CTR-003",
            "(1000,00 € par semaine de 39 h) est sous le minimum de la convention (1211,99 €)",
            "contrats.csv:5 (colonne salaire_base)",
        ),
        ("CTR-002", "« Figurant » est une fonction de figurant", "contrats.csv:6 (colonne categorie)"),
        (
            "CTR-001",
            "« Boulanger » n'est pas dans la liste de la convention 3097",
            "contrats.csv:7 (colonne fonction)",
        ),
    ] {
        assert!(
            errors.contains(code) && errors.contains(message) && errors.contains(place),
            "{code}\n{errors}"
        );
    }
}

#[test]
fn a_contract_that_is_wrong_now_does_not_stay_beside_the_others() {
    let work = folder(CONTRACTS, TIMES, "");
    run(work.path(), "contrats prod --pdf");
    let path = work.path().join("prod/contrats.csv");
    fs::write(&path, CONTRACTS.replace("1364,56", "1000")).unwrap();
    let (code, _, errors) = run(work.path(), "contrats prod --pdf");
    assert_eq!(code, Some(1));
    assert!(errors.contains("DOS-092"), "{errors}");
    let place = work.path().join("prod/sorties/contrats");
    assert!(!place.join("contrat-T1.pdf").exists());
    assert!(place.join("contrat-A1.pdf").exists());
}

#[test]
fn a_sheet_typed_back_is_paid() {
    let contracts = "contrat;matricule;categorie;fonction;debut;fin;salaire_base\r\n\
                     T1;T03;technicien;1er assistant opérateur;09/11/2026;13/11/2026;1364,56\r\n";
    let work = folder(contracts, "contrat;date;debut;fin;pause_minutes\r\n", "");
    let (code, out, errors) = run(work.path(), "feuilles prod --periode 2026-W46");
    assert_eq!(code, Some(0), "{errors}");
    assert!(out.contains("temps-2026-W46.csv"), "{out}");
    let place = work.path().join("prod/sorties/feuilles/2026-W46");
    let sheet = page(work.path(), "sorties/feuilles/2026-W46/feuille-T1.html");
    assert!(sheet.contains("mercredi 11 novembre (férié)"), "{sheet}");
    let csv = fs::read_to_string(place.join("temps-2026-W46.csv")).unwrap();
    assert_eq!(csv.lines().count(), 6);
    // Somebody types the hours in Excel: arrival, departure, break.
    let typed: String = csv
        .lines()
        .map(|line| if line.starts_with("T1;") { line.replacen(";;;", ";09:00;18:00;60", 1) } else { line.to_owned() } + "\r\n")
        .collect();
    fs::write(work.path().join("prod/temps.csv"), typed).unwrap();
    let (_, out, errors) = run(work.path(), "paie prod --periode 2026-W46 --essai");
    // Five days of eight hours.
    assert!(out.contains("MODELE Claude") && out.contains(" 40 "), "{out}{errors}");
}

const EXTRAS: &str = "date;matricule;nom;prenom;nir;date_naissance;voie;code_postal;commune;fonction;debut;fin;pause_minutes;salaire_base;complement;complement_libelle;repas\r\n\
12/11/2026;T20;;;;;;;;;07:30;17:30;60;;;;21,40\r\n\
12/11/2026;;Figure;Loïs;;;;;;Silhouette muette;07:30;16:30;60;150,04;25;Costume personnel;\r\n\
12/11/2026;F01;FOULE;Andréa;270017500100156;01/01/1970;1 rue du Décor;75020;PARIS;;08:00;17:00;60;110;;;\r\n";

#[test]
fn one_list_pays_the_extras_of_a_day() {
    let head = "contrat;matricule;categorie;fonction;debut;fin;salaire_base\r\n";
    let work = folder(head, "contrat;date\r\n", EXTRAS);
    let (code, out, errors) = run(work.path(), "paie prod --periode 2026-W46");
    // The DSN asks, on the list, for what the new person's line does not say.
    assert_eq!(code, Some(1), "{out}{errors}");
    assert!(errors.contains("figuration.csv:4 (colonne lieu_naissance)"), "{errors}");
    let frozen = |person: &str| -> Value {
        let path = work.path().join(format!("prod/bulletins/2026/2026-W46/2026-W46-{person}.json"));
        serde_json::from_slice::<Value>(&fs::read(path).unwrap()).unwrap()
    };
    // Named by number, by name, or new on the list.
    let known = frozen("T20");
    assert_eq!(known["resultat"]["contrats"][0]["contrat"], "FIG-20261112-T20");
    assert_eq!(known["resultat"]["totaux"]["frais"], "21.40");
    // The line of the list is that of the sheet of hours.
    let day = &known["entree"]["contrats"][0]["temps"][0];
    assert_eq!((&day["origine"]["fichier"], &day["origine"]["ligne"]), (&"figuration.csv".into(), &2.into()));
    // Without a pay, the minimum: 8 h at the SMIC of 12.31 with the 10 % of short contracts (108.328), then one hour at 125 %
    // of 12.31 (15.3875, printed apart).
    assert_eq!(known["resultat"]["totaux"]["brut"], "123.72");
    // 150.04 and the supplement of 25.
    let mute = frozen("T19");
    assert_eq!(mute["resultat"]["totaux"]["brut"], "175.04");
    let new = frozen("F01");
    assert_eq!(new["resultat"]["totaux"]["brut"], "110.00");
    assert_eq!(new["entree"]["salarie"]["nom"], "FOULE");
    // The paper of the day has the three of them.
    let (code, out, errors) = run(work.path(), "feuilles prod --periode 2026-W46");
    assert_eq!(code, Some(0), "{errors}");
    assert!(out.contains("bordereau de 3 figurants"), "{out}");
    let list = page(work.path(), "sorties/feuilles/2026-W46/bordereau-2026-11-12.html");
    for text in ["IMAGINAIRE Robin", "FIGURE Loïs", "FOULE Andréa", "21,40", "25,00", "07:30"] {
        assert!(list.contains(text), "{text}");
    }
    let (_, out, errors) = run(work.path(), "contrats prod --contrat FIG-20261112-T20 --html");
    assert!(out.contains("1 contrat"), "{out}{errors}");
    let contract = page(work.path(), "sorties/contrats/contrat-FIG-20261112-T20.html");
    assert!(
        contract.contains("Contrat d’artiste de complément") && contract.contains("minimum de la convention")
    );
}

#[test]
fn a_wrong_line_of_the_list_holds_its_person_and_whoever_it_nearly_names() {
    let head = "contrat;matricule;categorie;fonction;debut;fin;salaire_base\r\n";
    let extras = EXTRAS.to_owned()
        + "12/11/2026;F02;;;;;;;;;08:00;17:00;60;110;;;\r\n\
           12/11/2026;T21;;;;;;;;;08:00;;60;cent;;;\r\n\
           31/11/2026;T22;;;;;;;;;08:00;17:00;60;110;;;\r\n\
           12/11/2026;T23;FOULE;Andréa;;;;;;;08:00;17:00;60;110;;;\r\n\
           12/11/2026;T20;;;;;;;;;18:00;20:00;;;;;\r\n";
    let work = folder(head, "contrat;date\r\n", &extras);
    let (code, out, errors) = run(work.path(), "paie prod --periode 2026-W46 --essai");
    assert_eq!(code, Some(1));
    for (code, line) in [
        ("DOS-161", "figuration.csv:5"),
        ("DOS-012", "figuration.csv:6 (colonne salaire_base)"),
        ("DOS-010", "figuration.csv:6 (colonne fin)"),
        ("DOS-011", "figuration.csv:7 (colonne date)"),
        ("DOS-160", "figuration.csv:8"),
        ("DOS-020", "figuration.csv:9"),
    ] {
        assert!(errors.contains(code) && errors.contains(line), "{code} {line}\n{errors}");
    }
    // T20 has two contracts of one number on the same day. F02 is nobody's number and F01 is the closest: the line may be his. The
    // other right line is paid.
    assert!(out.contains("1 bulletin "), "{out}");
    for held in ["F01", "F02", "T20", "T21", "T22", "T23"] {
        assert!(out.contains(&format!("\n  {held} ")), "{held}\n{out}");
    }
}
