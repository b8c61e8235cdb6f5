//! One writer of each declaration: `cddu paie` and the command of a declaration give the same file; what cannot be
//! written says why once, and the file of an earlier run does not stay looking current.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{cddu, copy, root, snapshot};
use serde_json::Value;

const PAIE: &str = "paie dossier --periode 2026-W47";
const PLACE: &str = "dossier/sorties/declarations/2026-11";

/// The smallest folder, in a directory of its own.
fn folder() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("tests/errors/_base"), &work.path().join("dossier"));
    work
}

fn run(work: &Path, command: &str) -> (i32, String, String) {
    let output = cddu(work).args(command.split(' ')).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn change(work: &Path, file: &str, from: &str, to: &str) {
    let path = work.join("dossier").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from} n'est pas dans {file}");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
}

fn dsn(work: &Path) -> PathBuf {
    work.join(PLACE).join("dsn-2026-11.dsn")
}

#[test]
fn the_run_and_the_commands_write_the_same_files() {
    let work = folder();
    assert_eq!(run(work.path(), PAIE).0, 0);
    let before = snapshot(&work.path().join(PLACE));
    assert_eq!(run(work.path(), "dsn ecrire dossier --mois 2026-11").0, 0);
    assert_eq!(run(work.path(), "aem ecrire dossier --mois 2026-11").0, 0);
    assert!(snapshot(&work.path().join(PLACE)) == before);
}

/// A declaration that replaces another takes the next number, and keeps it while it says the same.
#[test]
fn a_declaration_that_replaces_takes_the_next_number() {
    let work = folder();
    run(work.path(), PAIE);
    change(work.path(), "temps.csv", "18:30", "19:30");
    run(work.path(), &format!("{PAIE} --rectifier"));
    let replace = "dsn ecrire dossier --mois 2026-11 --annule-et-remplace";
    let there =
        |n: u32| work.path().join(PLACE).join(format!("dsn-2026-11-annule-et-remplace-{n}.dsn")).exists();
    for _ in 0..2 {
        assert_eq!(run(work.path(), replace).0, 0);
        assert_eq!((there(1), there(2), there(3)), (false, true, false));
    }
    change(work.path(), "temps.csv", "19:30", "20:30");
    run(work.path(), &format!("{PAIE} --rectifier"));
    assert_eq!(run(work.path(), replace).0, 0);
    assert!(there(3));
    let text: String = fs::read(work.path().join(PLACE).join("dsn-2026-11-annule-et-remplace-3.dsn"))
        .unwrap()
        .into_iter()
        .map(char::from)
        .collect();
    assert!(text.contains("S20.G00.05.004,'3'") && text.contains("S20.G00.05.002,'03'"), "{text}");
}

/// The order number asked for is that of the file: the next run does not take it back to 1.
#[test]
fn the_order_number_of_the_month_is_kept() {
    let work = folder();
    run(work.path(), PAIE);
    let order = |work: &Path| {
        let text: String = fs::read(dsn(work)).unwrap().into_iter().map(char::from).collect();
        text.lines().find(|l| l.starts_with("S20.G00.05.004")).unwrap().to_owned()
    };
    assert_eq!(order(work.path()), "S20.G00.05.004,'1'");
    run(work.path(), "dsn ecrire dossier --mois 2026-11 --ordre 2");
    assert_eq!(order(work.path()), "S20.G00.05.004,'2'");
    run(work.path(), PAIE);
    assert_eq!(order(work.path()), "S20.G00.05.004,'2'");
}

#[test]
fn what_cannot_be_written_is_asked_once_and_the_stale_files_are_set_aside() {
    let work = folder();
    run(work.path(), PAIE);
    let (sent, aem) = (fs::read(dsn(work.path())).unwrap(), work.path().join(PLACE).join("aem-2026-11.xml"));
    assert!(aem.exists());
    // Three keys: one of the DSN, one of the AEM, one of both.
    change(work.path(), "production.toml", "civilite = ", "# civilite = ");
    change(work.path(), "production.toml", "qualite = ", "# qualite = ");
    change(work.path(), "production.toml", "raison_sociale = ", "# raison_sociale = ");
    let (status, _, said) = run(work.path(), "paie dossier --periode 2026-W47 --rectifier");
    assert_eq!(status, 1);
    for key in
        ["declarations.contact.civilite", "declarations.signataire.qualite", "employeur.raison_sociale"]
    {
        assert_eq!(said.matches(&format!("champ : {key}\n")).count(), 1, "{key}\n{said}");
    }
    // With the line of its section.
    let toml = fs::read_to_string(work.path().join("dossier/production.toml")).unwrap();
    let line = toml.lines().position(|l| l == "[declarations.contact]").unwrap() + 1;
    assert!(
        said.contains(&format!("production.toml:{line}\n  champ : declarations.contact.civilite")),
        "{said}"
    );
    assert_eq!(said.matches("[DOS-092]").count(), 2, "{said}");
    assert!(!dsn(work.path()).exists() && !aem.exists());
    assert!(fs::read(work.path().join(PLACE).join("dsn-2026-11.dsn.perimee")).unwrap() == sent);
    let left = snapshot(&work.path().join(PLACE).join("attestations"));
    let copies: Vec<_> =
        left.iter().map(|(path, _)| path.to_string_lossy()).filter(|n| n.starts_with("aem-")).collect();
    assert!(!copies.is_empty() && copies.iter().all(|n| n.ends_with(".perimee")), "{copies:?}");
    // The command of one declaration does the same, and a trial touches nothing.
    let work = folder();
    run(work.path(), PAIE);
    change(work.path(), "production.toml", "civilite = ", "# civilite = ");
    run(work.path(), "paie dossier --periode 2026-W47 --essai");
    assert!(dsn(work.path()).exists());
    let (status, _, said) = run(work.path(), "dsn ecrire dossier --mois 2026-11");
    assert!(status == 2 && said.contains("[DOS-092]"), "{said}");
    assert!(!dsn(work.path()).exists());
}

/// The validator speaks of a rubrique: the user reads the person, the file, the line and the column.
#[test]
fn a_refusal_of_the_norm_names_the_person_and_the_line() {
    let work = folder();
    change(work.path(), "salaries.csv", "1985-06-06", "1885-06-06");
    let (_, _, said) = run(work.path(), PAIE);
    let place = "dossier/salaries.csv:3 (colonne date_naissance)\n  champ : salarié T02 (Alix SPECIMEN)";
    assert!(said.contains("S21.G00.30.006/CCH-12") && said.contains(place), "{said}");
}

#[test]
fn hirings_are_declared_to_be_declared_or_late() {
    let work = folder();
    let header = "debut,fin,salaire_base\n";
    change(work.path(), "contrats.csv", header, "debut,fin,salaire_base,heure_embauche,dpae_le\n");
    let path = work.path().join("dossier/contrats.csv");
    let text = fs::read_to_string(&path).unwrap();
    let rows: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(n, line)| if n == 0 { line.to_owned() } else { format!("{line},09:00,") })
        .collect();
    fs::write(&path, rows.join("\n") + "\n").unwrap();
    change(
        work.path(),
        "production.toml",
        "[declarations.urssaf]\n",
        "[declarations.sante_travail]\ncode_dpae = \"01\"\n\n[declarations.urssaf]\ncode = \"117\"\n",
    );
    let states = |day: &str, more: &str| {
        let command = format!("dpae dossier --envoyee-le {day} --json{more}");
        let (status, out, said) = run(work.path(), &command);
        let list: Vec<Value> = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}\n{said}"));
        let text = |v: &Value, key: &str| v[key].as_str().unwrap_or_default().to_owned();
        let states: Vec<_> = list.iter().map(|e| (text(e, "contrat"), text(e, "etat"))).collect();
        (status, states, said)
    };
    let all = |state: &str| ["C1", "C2", "C3"].map(|c| (c.to_owned(), state.to_owned())).to_vec();
    // Hired on 16 November: from the 8th (C. trav. R1221-4), until the day itself.
    let (status, got, _) = states("2026-11-07", "");
    assert_eq!((status, got), (0, all("plus_tard")));
    let (status, got, _) = states("2026-11-08", "");
    assert_eq!((status, got), (0, all("essai")));
    // A test message is not a declaration.
    let (status, got, said) = states("2026-11-17", "");
    assert_eq!((status, got), (1, all("en_retard")));
    assert!(said.contains("DPAE-010") && said.contains("contrat C1 (T01, Camille EXEMPLE)"), "{said}");
    // A real one is; so is the day given for one made elsewhere.
    let (status, got, _) = states("2026-11-16", " --reel --contrat C1");
    assert_eq!((status, got), (0, vec![("C1".to_owned(), "faite".to_owned())]));
    change(work.path(), "contrats.csv", "1310.82,09:00,", "1310.82,09:00,2026-11-13");
    let (status, got, _) = states("2026-11-17", "");
    let states: Vec<&str> = got.iter().map(|(_, state)| state.as_str()).collect();
    assert_eq!((status, states), (1, vec!["faite", "faite", "en_retard"]));
}

/// Two days of 8 h 50 paid by the day, 17 h 40: the payslip keeps 17.6667 hours, the AEM and the certificate of congés have two
/// decimals, 17.67, and nothing is missing from the month (AEM: two decimals, `aem.xsd`).
#[test]
fn hours_to_ten_minutes_are_declared_with_two_decimals() {
    let work = folder();
    let place = work.path().join("dossier");
    let contracts = "contrat,matricule,categorie,annexe,fonction,debut,fin,salaire_base,engagement\n\
                     C1,T01,technicien,8,Cadreur cinéma,2026-11-16,2026-11-17,1747.82,jour\n";
    fs::write(place.join("contrats.csv"), contracts).unwrap();
    let days = "C1,2026-11-16,08:10,18:00,60\nC1,2026-11-17,08:10,18:00,60\n";
    fs::write(place.join("temps.csv"), format!("contrat,date,debut,fin,pause_minutes\n{days}")).unwrap();
    let (_, out, err) = run(work.path(), PAIE);
    assert!(!err.contains("DOS-085"), "{out}{err}");
    let frozen = fs::read_to_string(place.join("bulletins/2026/2026-W47/2026-W47-T01.json")).unwrap();
    assert!(frozen.contains("17.6667"));
    let files = snapshot(&work.path().join(PLACE));
    let texts: Vec<String> = files.iter().map(|(_, b)| String::from_utf8_lossy(b).into_owned()).collect();
    assert!(texts.iter().any(|t| t.contains("<HeuresEffectuees>17.67</HeuresEffectuees>")), "{out}{err}");
    let (status, out, err) = run(work.path(), "rapprocher dossier --mois 2026-11");
    assert_eq!(status, 0, "{out}{err}");
}
