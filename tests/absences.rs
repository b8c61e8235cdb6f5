//! An illness of three days in a folder of every population, read on payslip, DSN, AEM and reconciliation.

mod common;

use std::fs;
use std::path::Path;

use common::{cddu, copy, example, root};
use serde_json::Value;

/// The example shoot; the scripte (T09) is ill from Wednesday 18 to Friday 20 November 2026, the end of her contract.
fn shoot(absences: &str) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    let folder = work.path().join("tournage");
    example("tournage", &folder);
    let times = fs::read_to_string(folder.join("temps.csv")).unwrap();
    let away =
        |line: &&str| ["18", "19", "20"].iter().all(|d| !line.starts_with(&format!("T09-1,2026-11-{d}")));
    let kept: Vec<&str> = times.lines().filter(away).collect();
    assert_eq!(times.lines().count() - kept.len(), 3);
    fs::write(folder.join("temps.csv"), kept.join("\n") + "\n").unwrap();
    if !absences.is_empty() {
        fs::write(folder.join("absences.csv"), format!("contrat;matricule;debut;fin;motif\n{absences}"))
            .unwrap();
    }
    work
}

fn run(work: &Path, line: &str, status: i32) -> String {
    let output = cddu(work).args(line.split(' ')).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(status), "{line}\n{out}\n{err}");
    out + &err
}

fn slip(work: &Path) -> Value {
    let file = work.join("tournage/bulletins/2026/2026-W47/2026-W47-T09.json");
    let frozen: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    frozen["resultat"]["contrats"][0].clone()
}

/// The rubriques of the contract T09-1 and of its pay, in the DSN.
fn told(dsn: &str, wanted: &str) -> Vec<String> {
    told_of(dsn, "T09-1", wanted)
}

/// The rubriques of a contract and of its pay, in the DSN.
fn told_of(dsn: &str, contract: &str, wanted: &str) -> Vec<String> {
    let mut own = false;
    let mut out = Vec::new();
    for line in dsn.lines() {
        let Some((rubrique, value)) = line.trim_end().split_once(",'") else { continue };
        let value = value.trim_end_matches('\'');
        match rubrique {
            "S21.G00.40.009" | "S21.G00.51.010" => own = value == contract,
            "S21.G00.40.001" | "S21.G00.51.001" => own = false,
            _ => {}
        }
        if own && rubrique.starts_with(wanted) {
            out.push(format!("{} {value}", &rubrique[8..]));
        }
    }
    out
}

#[test]
fn three_days_of_illness_from_the_file_to_the_declarations() {
    let work = shoot("T09-1;;18/11/2026;20/11/2026;maladie\n");
    let work = work.path();
    run(work, "paie tournage --periode 2026-W46", 0);
    run(work, "paie tournage --periode 2026-W47", 0);
    // 1310.82 for 39 h: h = 32.7705. Three days of five lose 1310.82 x 23.4 / 39 = 786.49 and leave 524.33; the two days
    // of 9 h are worth 18 x 32.7705 = 589.87, which is paid. 1310.82 - 589.87 = 720.95.
    let pay = slip(work);
    let line = pay["elements"].as_array().unwrap().iter().find(|e| e["code"] == "absence").unwrap().clone();
    assert_eq!(line["montant"], "-720.95");
    assert_eq!(line["libelle"], "Absence maladie du 18/11/2026 au 20/11/2026");
    assert_eq!(
        (&pay["bases"]["brut"], &pay["heures"], &pay["jours"]),
        (&"589.87".into(), &"18".into(), &"2".into())
    );
    // CSS R242-2: five days less three, 4005 x 2 / 30.
    assert_eq!(pay["bases"]["plafond"], "267.00");
    // 589.87 + 80 % of 720.95.
    assert_eq!(pay["bases"]["conges_spectacles"], "1166.63");

    run(work, "dsn ecrire tournage --mois 2026-11", 0);
    let file = "tournage/sorties/declarations/2026-11/dsn-2026-11.dsn";
    let dsn = fs::read(work.join(file)).unwrap();
    let text: String = dsn.iter().map(|b| char::from(*b)).collect();
    // No return: the contract ends with the stop. The last day worked is that of the sheet.
    assert_eq!(told(&text, "S21.G00.60"), ["60.001 01", "60.002 17112026", "60.003 20112026", "60.004 02"]);
    assert!(told(&text, "S21.G00.65").is_empty());
    assert!(told(&text, "S21.G00.62").contains(&"62.006 17112026".to_owned()));
    let activity = told(&text, "S21.G00.53");
    let week: Vec<&str> = activity.iter().map(String::as_str).collect();
    // The second payslip: two days of the plafond, 18 h, two days worked, then the absence.
    let second = week.windows(3).position(|w| w == ["53.001 01", "53.002 2.00", "53.003 40"]).unwrap();
    assert_eq!(
        week[second + 3..second + 15],
        [
            "53.001 01",
            "53.002 18.00",
            "53.003 35",
            "53.001 01",
            "53.002 2.00",
            "53.003 12",
            "53.001 02",
            "53.002 3.00",
            "53.003 12",
            "53.001 02",
            "53.002 23.40",
            "53.003 35",
        ]
    );
    let checked = run(work, &format!("dsn verifier {file}"), 0);
    assert!(!checked.contains("BLOQUANT"), "{checked}");
    // Every amount and date is read again by the reader that does not use the writer.
    let report = run(work, "rapprocher tournage --mois 2026-11", 0);
    assert!(!report.contains("MAJEUR") && !report.contains("BLOQUANT"), "{report}");
    // A date changed by hand is seen.
    fs::write(
        work.join(file),
        text.replace("S21.G00.60.003,'20112026'", "S21.G00.60.003,'21112026'").into_bytes(),
    )
    .unwrap();
    let report = run(work, "rapprocher tournage --mois 2026-11", 1);
    assert!(report.contains("D32 Absences de la DSN"), "{report}");
}

/// The notice of the same illness comes in December: the last hours of overtime of the week are taken back, and the DSN of
/// December says nothing that the payslips do not.
#[test]
fn a_stop_told_the_month_after_has_no_false_gap() {
    let work = tempfile::tempdir().unwrap();
    let work = work.path();
    let folder = work.join("tournage");
    example("tournage", &folder);
    run(work, "paie tournage --periode 2026-W46", 0);
    run(work, "paie tournage --periode 2026-W47", 0);
    let late = shoot("T09-1;;18/11/2026;20/11/2026;maladie\n");
    for file in ["temps.csv", "absences.csv"] {
        fs::copy(late.path().join("tournage").join(file), folder.join(file)).unwrap();
    }
    let corrected = run(work, "paie tournage --periode 2026-W47 --rectifier --paiement 2026-12-15", 1);
    assert!(corrected.contains("SEP-011") && corrected.contains("2026-W47-T09-R1"), "{corrected}");
    run(work, "compta integrer tournage --periode 2026-W47", 0);
    let report = run(work, "rapprocher tournage --mois 2026-12", 0);
    assert!(!report.contains("MAJEUR") && !report.contains("BLOQUANT"), "{report}");
    // The hours of overtime taken back have the dates of their week: another day is seen.
    let file = work.join("tournage/sorties/declarations/2026-12/dsn-2026-12.dsn");
    let text: String = fs::read(&file).unwrap().iter().map(|b| char::from(*b)).collect();
    let lines: Vec<&str> = text.lines().collect();
    let kind = lines.iter().rposition(|l| *l == "S21.G00.51.011,'017'").unwrap();
    let first = lines[..kind].iter().rposition(|l| l.starts_with("S21.G00.51.001")).unwrap();
    let mut lines: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
    lines[first] = "S21.G00.51.001,'17112026'".to_owned();
    fs::write(&file, (lines.join("\r\n") + "\r\n").into_bytes()).unwrap();
    let report = run(work, "rapprocher tournage --mois 2026-12", 1);
    assert!(report.contains("D24"), "{report}");
}

#[test]
fn the_attestation_counts_what_is_paid() {
    let work = shoot("T09-1;;18/11/2026;20/11/2026;maladie\n");
    let work = work.path();
    run(work, "paie tournage --periode 2026-W46", 0);
    run(work, "paie tournage --periode 2026-W47", 0);
    let file = fs::read_to_string(work.join("tournage/bulletins/2026/2026-W46/2026-W46-T09.json")).unwrap();
    let first: Value = serde_json::from_str(&file).unwrap();
    let hours = |v: &Value| v["heures"].as_str().unwrap().parse::<f64>().unwrap();
    let total = hours(&first["resultat"]["contrats"][0]) + hours(&slip(work));
    let folder = work.join("tournage/sorties/declarations/2026-11");
    let aem = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "xml") && p.to_string_lossy().contains("aem"))
        .unwrap_or_else(|| panic!("{folder:?}"));
    let text = fs::read_to_string(aem).unwrap();
    // From the name of the person to that of the next one.
    let own = text.split("<NomFamille>").find(|part| part.starts_with("ECHANTILLON")).unwrap();
    let value = |tag: &str| -> f64 {
        let inside = own.split(&format!("<{tag}>")).nth(1).unwrap_or_else(|| panic!("{tag} {own}"));
        inside.split('<').next().unwrap().parse().unwrap()
    };
    // Five days of the first week and the two of the second.
    assert!((value("HeuresEffectuees") - total.round()).abs() < 1.0, "{own}");
    assert!((value("JoursTravailles") - 7.0).abs() < 0.01, "{own}");
    // The copy of the employee says when the contract was suspended, and never why.
    run(work, "attestations tournage --mois 2026-11 --contrat T09-1 --html", 0);
    let page = walk(&folder).into_iter().find(|p| p.ends_with("aem-2026-11-T09-1.html")).unwrap();
    let page = fs::read_to_string(page).unwrap().replace('\u{a0}', " ");
    assert!(page.contains("arrêt de travail du 18/11/2026 au 20/11/2026"), "{page}");
    assert!(!page.contains("maladie"));
}

/// Every file under a folder.
fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|p| if p.is_dir() { walk(&p) } else { vec![p] }).collect()
}

#[test]
fn without_the_file_the_days_are_asked() {
    let work = shoot("");
    let work = work.path();
    run(work, "paie tournage --periode 2026-W46", 0);
    let said = run(work, "paie tournage --periode 2026-W47", 1);
    assert!(said.contains("DOS-154") && said.contains("T09-1"), "{said}");
    assert!(said.contains("18/11, le 19/11, le 20/11"), "{said}");
    // The others are paid.
    let period = work.join("tournage/bulletins/2026/2026-W47");
    assert!(period.join("2026-W47-T08.json").exists() && !period.join("2026-W47-T09.json").exists());
}

#[test]
fn another_suspension_is_declared_as_such() {
    for (motif, code) in
        [("evenement_familial", Some("637")), ("autorisee_non_payee", Some("501")), ("injustifiee", None)]
    {
        let work = shoot(&format!(";T09;2026-11-18;2026-11-20;{motif}\n"));
        let work = work.path();
        run(work, "paie tournage --periode 2026-W46", 0);
        run(work, "paie tournage --periode 2026-W47", 0);
        run(work, "dsn ecrire tournage --mois 2026-11", 0);
        let file = "tournage/sorties/declarations/2026-11/dsn-2026-11.dsn";
        let text: String = fs::read(work.join(file)).unwrap().iter().map(|b| char::from(*b)).collect();
        assert!(told(&text, "S21.G00.60").is_empty());
        let expected = code.map_or_else(Vec::new, |code| {
            vec![
                format!("65.001 {code}"),
                "65.002 18112026".into(),
                "65.003 20112026".into(),
                "65.005 3.00".into(),
            ]
        });
        assert_eq!(told(&text, "S21.G00.65"), expected, "{motif}");
        let checked = run(work, &format!("dsn verifier {file}"), 0);
        assert!(!checked.contains("BLOQUANT"), "{checked}");
        let report = run(work, "rapprocher tournage --mois 2026-11", 0);
        assert!(!report.contains("MAJEUR"), "{motif} {report}");
    }
}

/// The small folder of the error catalogue, where T03 is a comédien of five days at 2,500.00 a week or 500.00 a cachet: he
/// plays from Monday 16 to Wednesday 18 November 2026, and is ill on the two days left.
fn comedien(salary: &str, engagement: &str) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("dossier");
    copy(&root().join("tests/errors/_base"), &base);
    let change = |file: &str, pairs: &[(&str, &str)]| common::change(&base, file, pairs);
    change(
        "contrats.csv",
        &[(
            "C3,T03,technicien,8,Habilleur cinéma,2026-11-16,2026-11-20,912.86",
            &format!("C3,T03,artiste,10,Artiste-interprète long métrage,2026-11-16,2026-11-20,{salary}"),
        )],
    );
    // A week or a cachet: the contract says it.
    let contracts = base.join("contrats.csv");
    let text = fs::read_to_string(&contracts).unwrap();
    let (head, rows) = text.split_once('\n').unwrap();
    let rows: Vec<String> =
        rows.lines().map(|l| format!("{l},{}", if l.starts_with("C3,") { engagement } else { "" })).collect();
    fs::write(&contracts, format!("{head},engagement\n{}\n", rows.join("\n"))).unwrap();
    // Days of eight hours.
    change(
        "temps.csv",
        &[
            ("C3,2026-11-16,09:00,18:30,60", "C3,2026-11-16,09:00,18:00,60"),
            ("C3,2026-11-17,09:00,18:30,60", "C3,2026-11-17,09:00,18:00,60"),
            ("C3,2026-11-18,09:00,18:30,60", "C3,2026-11-18,09:00,18:00,60"),
            ("C3,2026-11-19,09:00,18:30,60\n", ""),
            ("C3,2026-11-20,09:00,18:30,60\n", ""),
        ],
    );
    change(
        "production.toml",
        &[
            ("fonction = \"Habilleur cinéma\"", "fonction = \"Artiste-interprète long métrage\""),
            ("population = \"NC\"", "population = \"tous\""),
        ],
    );
    fs::write(
        base.join("absences.csv"),
        "contrat;matricule;debut;fin;motif\nC3;;19/11/2026;20/11/2026;maladie\n",
    )
    .unwrap();
    work
}

fn comedien_slip(work: &Path) -> Value {
    let file = work.join("dossier/bulletins/2026/2026-W47/2026-W47-T03.json");
    let frozen: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    frozen["resultat"]["contrats"][0].clone()
}

#[test]
fn a_comedien_by_the_week_who_falls_ill() {
    let work = comedien("2500.00", "semaine");
    let work = work.path();
    run(work, "paie dossier --periode 2026-W47", 0);
    let pay = comedien_slip(work);
    // A fifth of the week for each of the two days: 2500 - 1000.
    let line = pay["elements"].as_array().unwrap().iter().find(|e| e["code"] == "absence").unwrap().clone();
    assert_eq!(line["montant"], "-1000.00");
    assert_eq!((&pay["bases"]["brut"], &pay["cachets"]), (&"1500.00".into(), &3.into()));
    // CSS R242-2: five days less two, 4005 x 3 / 30; 1500 + 80 % of 1000.
    assert_eq!(pay["bases"]["plafond"], "400.50");
    assert_eq!(pay["bases"]["conges_spectacles"], "2300.00");
    declared(work);
}

#[test]
fn a_comedien_by_the_cachet_who_falls_ill() {
    let work = comedien("500.00", "jour");
    let work = work.path();
    run(work, "paie dossier --periode 2026-W47", 0);
    let pay = comedien_slip(work);
    // A day not played is not paid, and takes nothing back.
    assert!(pay["elements"].as_array().unwrap().iter().all(|e| e["code"] != "absence"));
    assert_eq!((&pay["bases"]["brut"], &pay["cachets"]), (&"1500.00".into(), &3.into()));
    assert_eq!(pay["bases"]["conges_spectacles"], "1500.00");
    declared(work);
}

/// The stop of C3 in the DSN, three cachets and 1,500.00 in the AEM, and a reconciliation without a gap.
fn declared(work: &Path) {
    run(work, "dsn ecrire dossier --mois 2026-11", 0);
    let file = "dossier/sorties/declarations/2026-11/dsn-2026-11.dsn";
    let text: String = fs::read(work.join(file)).unwrap().iter().map(|b| char::from(*b)).collect();
    let own = |wanted: &str| told_of(&text, "000C3", wanted);
    assert_eq!(own("S21.G00.60"), ["60.001 01", "60.002 18112026", "60.003 20112026", "60.004 02"]);
    assert!(own("S21.G00.65").is_empty());
    let checked = run(work, &format!("dsn verifier {file}"), 0);
    assert!(!checked.contains("BLOQUANT"), "{checked}");
    let folder = work.join("dossier/sorties/declarations/2026-11");
    let aem = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "xml") && p.to_string_lossy().contains("aem"))
        .unwrap_or_else(|| panic!("{folder:?}"));
    let aem = fs::read_to_string(aem).unwrap();
    let artist =
        aem.split("<Attestation").find(|part| part.contains("Artiste")).unwrap_or_else(|| panic!("{aem}"));
    assert!(artist.contains(">1500.00<"), "{artist}");
    assert!(artist.contains("<CachetsIsoles>3<"), "{artist}");
    let report = run(work, "rapprocher dossier --mois 2026-11", 0);
    assert!(!report.contains("MAJEUR") && !report.contains("BLOQUANT"), "{report}");
}
