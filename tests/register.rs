//! The register of a folder: frozen once, the same bytes again, corrections that name what they replace.

mod common;

use std::fs;
use std::path::Path;

use common::{cddu, copy, example, root, snapshot};

/// A fresh copy of the small folder of the error catalogue.
fn folder() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("tests/errors/_base"), &work.path().join("dossier"));
    work
}

fn paie(work: &Path, extra: &[&str]) -> (i32, String) {
    let output = cddu(work).args(["paie", "dossier", "--periode", "2026-W47"]).args(extra).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn edit(work: &Path, file: &str, from: &str, to: &str) {
    let path = work.join("dossier").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} : {from}");
    fs::write(path, text.replace(from, to)).unwrap();
}

fn frozen(work: &Path, number: &str) -> serde_json::Value {
    let path = work.join(format!("dossier/bulletins/2026/2026-W47/{number}.json"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_second_run_changes_nothing() {
    let work = folder();
    paie(work.path(), &[]);
    let first = snapshot(work.path());
    assert!(first.iter().any(|(p, _)| p.ends_with("bulletins/2026/2026-W47/2026-W47-T01.json")));
    paie(work.path(), &[]);
    let second = snapshot(work.path());
    assert!(first == second, "a second run changed a file");
}

/// What a paper was drawn from is kept for the next run, and never trusted alone.
#[test]
fn a_paper_that_stands_is_not_drawn_again_and_one_that_was_edited_is() {
    let work = folder();
    paie(work.path(), &[]);
    let first = snapshot(work.path());
    let place = work.path().join("dossier/sorties/2026-W47/bulletins");
    let known = work.path().join("dossier/.dessins/sorties/2026-W47/bulletins.json");
    let damage: [(&str, &dyn Fn()); 5] = [
        ("a page edited", &|| fs::write(place.join("2026-W47-T01.html"), "<p>1 000 000 €</p>").unwrap()),
        ("a paper lost", &|| fs::remove_file(place.join("2026-W47-T02.pdf")).unwrap()),
        ("what is known lost", &|| fs::remove_dir_all(work.path().join("dossier/.dessins")).unwrap()),
        ("what is known damaged", &|| fs::write(&known, "{").unwrap()),
        ("another program", &|| {
            let text = fs::read_to_string(&known).unwrap();
            let lie = text.replacen("\"octets\":\"", "\"octets\":\"0", 1);
            fs::write(&known, lie.replacen("\"programme\":\"", "\"programme\":\"0", 1)).unwrap();
        }),
    ];
    for (what, damage) in damage {
        damage();
        paie(work.path(), &[]);
        assert!(first == snapshot(work.path()), "{what}: not what an undisturbed run leaves");
    }
}

#[test]
fn a_trial_writes_nothing() {
    let work = folder();
    let before = snapshot(work.path());
    paie(work.path(), &["--essai"]);
    assert!(before == snapshot(work.path()));
}

#[test]
fn changed_data_are_refused_then_corrected_by_a_new_payslip() {
    let work = folder();
    paie(work.path(), &[]);
    let original = frozen(work.path(), "2026-W47-T02");
    edit(work.path(), "contrats.csv", "1310.82", "1400.00");
    let (status, text) = paie(work.path(), &[]);
    assert_eq!(status, 1);
    assert!(text.contains("[DOS-060]") && text.contains("2026-W47-T02"), "{text}");
    assert_eq!(frozen(work.path(), "2026-W47-T02"), original, "a frozen payslip moved");

    paie(work.path(), &["--rectifier"]);
    let new = frozen(work.path(), "2026-W47-T02-R1");
    assert_eq!(new["remplace"], "2026-W47-T02");
    assert_eq!(new["resultat"]["rectifie"], "2026-W47-T02");
    assert_eq!(frozen(work.path(), "2026-W47-T02"), original);
    // What the replaced payslip paid does not count in the cumuls of the one that replaces it.
    assert_eq!(new["entree"]["cumuls"]["brut"], "0.00");
    // The others are left alone.
    assert!(!work.path().join("dossier/bulletins/2026/2026-W47/2026-W47-T01-R1.json").exists());

    // The correction is now what stands: nothing more to do.
    let after = snapshot(work.path());
    let (_, text) = paie(work.path(), &[]);
    assert!(!text.contains("DOS-060"), "{text}");
    assert!(after == snapshot(work.path()));
}

#[test]
fn an_altered_payslip_is_seen() {
    let work = folder();
    paie(work.path(), &[]);
    let path = work.path().join("dossier/bulletins/2026/2026-W47/2026-W47-T01.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("EXEMPLE", "AUTRE", 1)).unwrap();
    let (status, text) = paie(work.path(), &[]);
    assert_eq!(status, 2);
    assert!(text.contains("[DOS-061]"), "{text}");
    fs::remove_file(&path).unwrap();
    let (status, text) = paie(work.path(), &[]);
    assert_eq!(status, 2);
    assert!(text.contains("[DOS-062]"), "{text}");
}

#[test]
fn the_same_days_are_not_paid_twice() {
    let work = folder();
    paie(work.path(), &[]);
    let output = cddu(work.path()).args(["paie", "dossier", "--periode", "2026-11"]).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text.matches("[DOS-063]").count(), 3, "{text}");
}

#[test]
fn other_tables_do_not_move_a_frozen_payslip() {
    let work = folder();
    paie(work.path(), &[]);
    let before = frozen(work.path(), "2026-W47-T01");
    let output = cddu(work.path()).args(["baremes", "exporter", "tables"]).output().unwrap();
    assert!(output.status.success());
    let path = work.path().join("tables/contributions/ags.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("taux = \"0.25\"", "taux = \"0.30\"")).unwrap();
    let (_, text) = paie(work.path(), &["--baremes", "tables", "--verbeux"]);
    assert!(text.contains("[DOS-064]"), "{text}");
    assert_eq!(frozen(work.path(), "2026-W47-T01"), before);
    paie(work.path(), &["--baremes", "tables", "--rectifier"]);
    assert_eq!(frozen(work.path(), "2026-W47-T01-R1")["remplace"], "2026-W47-T01");
}

#[test]
fn a_bad_row_leaves_its_person_out_and_a_corrected_one_joins_later() {
    let work = folder();
    edit(work.path(), "temps.csv", "C2,2026-11-18,09:00", "C2,2026-11-18,25:00");
    let (status, _) = paie(work.path(), &[]);
    assert_eq!(status, 1);
    let directory = work.path().join("dossier/bulletins/2026/2026-W47");
    assert!(directory.join("2026-W47-T01.json").exists());
    assert!(!directory.join("2026-W47-T02.json").exists());
    let first = fs::read(directory.join("2026-W47-T01.json")).unwrap();
    edit(work.path(), "temps.csv", "C2,2026-11-18,25:00", "C2,2026-11-18,09:00");
    paie(work.path(), &[]);
    assert!(directory.join("2026-W47-T02.json").exists());
    assert_eq!(fs::read(directory.join("2026-W47-T01.json")).unwrap(), first);
}

#[test]
fn the_second_week_of_a_contract_counts_the_first() {
    let work = tempfile::tempdir().unwrap();
    example("tournage", &work.path().join("dossier"));
    for period in ["2026-W46", "2026-W47"] {
        cddu(work.path()).args(["paie", "dossier", "--periode", period]).output().unwrap();
    }
    let payslip = |period: &str| -> serde_json::Value {
        let path = work.path().join(format!("dossier/bulletins/2026/{period}/{period}-T12.json"));
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    };
    let (first, second) = (payslip("2026-W46"), payslip("2026-W47"));
    let pay = |p: &serde_json::Value| p["resultat"]["contrats"][0].clone();
    assert!(first["entree"]["contrats"][0]["anterieur"].is_null());
    assert_eq!(second["entree"]["contrats"][0]["anterieur"], pay(&first)["cumul_contrat"]);
    let cents = |v: &serde_json::Value| -> i64 { v.as_str().unwrap().replace('.', "").parse().unwrap() };
    let sum = |field: &str| cents(&pay(&first)["bases"][field]) + cents(&pay(&second)["bases"][field]);
    // Two weeks of one contract: the capped base of both is what one payslip of the two weeks would have.
    assert_eq!(sum("plafonnee"), sum("securite_sociale").min(sum("plafond")));
    assert_ne!(
        cents(&pay(&second)["bases"]["plafonnee"]),
        cents(&pay(&second)["bases"]["securite_sociale"]).min(cents(&pay(&second)["bases"]["plafond"])),
        "the example must show a regularisation"
    );
}

/// The small folder with three weeks of T01, paid in November, given by their gross; a debt on each.
fn three_weeks(kind: &str) -> tempfile::TempDir {
    let work = folder();
    let write = |file: &str, text: &str| fs::write(work.path().join("dossier").join(file), text).unwrap();
    write(
        "contrats.csv",
        &format!(
            "contrat,matricule,categorie,annexe,fonction,cadre,debut,fin,brut,confirme\n\
             C1,T01,technicien,8,Cadreur cinéma,{kind},2026-11-02,2026-11-06,1170.00,brut\n\
             C2,T01,technicien,8,Cadreur cinéma,{kind},2026-11-09,2026-11-13,1170.00,brut\n\
             C3,T01,technicien,8,Cadreur cinéma,{kind},2026-11-16,2026-11-20,47000.00,brut\n"
        ),
    );
    write(
        "temps.csv",
        "contrat,semaine,jours,heures\nC1,2026-W45,5,39\nC2,2026-W46,5,39\nC3,2026-W47,5,39\n",
    );
    write(
        "elements.csv",
        "matricule,date,code,montant,contrat,creancier\n\
         T01,2026-11-03,saisie,2000.00,C1,CREANCIER\nT01,2026-11-10,saisie,2000.00,C2,CREANCIER\n",
    );
    work
}

fn week(work: &Path, period: &str, extra: &[&str]) -> serde_json::Value {
    let output = cddu(work).args(["paie", "dossier", "--periode", period]).args(extra).output().unwrap();
    let path = work.join(format!("dossier/bulletins/2026/{period}/{period}-T01.json"));
    let text = fs::read(&path).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    serde_json::from_slice(&text).unwrap()
}

#[test]
fn the_register_gives_the_year_of_the_retraite_and_the_month_of_the_garnishments() {
    let work = three_weeks("non");
    let weeks: Vec<_> =
        ["2026-W45", "2026-W46", "2026-W47"].iter().map(|p| week(work.path(), p, &[])).collect();
    let cumuls = |rank: usize| weeks[rank]["entree"]["cumuls"].clone();
    assert_eq!(cumuls(0)["retraite_annee"], "0.00");
    assert!(cumuls(0)["saisie_mois"].is_null());
    // The first week's net is the base of the second one's scale, less what was seized.
    let first = &weeks[0]["resultat"]["totaux"];
    assert_eq!(cumuls(1)["saisie_mois"]["net"], first["net_paye"]);
    assert_eq!(cumuls(1)["saisie_mois"]["saisies"], first["saisies"]);
    assert_eq!(weeks[1]["resultat"]["cumuls"]["saisie_mois"]["pensions"], "0.00");
    // 2 x 1,170.00 counted; 48,060.00 - 2,340.00 = 45,720.00 of the third stay in slice 1, 1,280.00 go to slice 2, and
    // the CET is on 49,340.00.
    assert_eq!(cumuls(2)["retraite_annee"], "2340.00");
    assert_eq!(cumuls(2)["retraite_annee_tranches"]["tranche_1"], "2340.00");
    let pay = &weeks[2]["resultat"]["contrats"][0];
    assert_eq!(
        (&pay["bases"]["retraite_t1"], &pay["bases"]["retraite_t2"]),
        (&"45720.00".into(), &"1280.00".into())
    );
    let cet = pay["lignes"].as_array().unwrap().iter().find(|l| l["code"] == "CET").unwrap();
    assert_eq!(cet["base"], "49340.00");
    assert!(cumuls(2)["saisie_mois"].is_null(), "no garnishment on the third");
}

#[test]
fn the_pay_of_cadre_contracts_stays_out_of_the_year_of_the_others() {
    let work = three_weeks("oui");
    week(work.path(), "2026-W45", &[]);
    assert_eq!(week(work.path(), "2026-W46", &[])["entree"]["cumuls"]["retraite_annee"], "0.00");
}

#[test]
fn a_payslip_frozen_under_former_defaults_is_kept_until_it_is_corrected() {
    let work = folder();
    let production = work.path().join("dossier/production.toml");
    let text = fs::read_to_string(&production).unwrap();
    let former = "\n[methodes]\nretraite_plafond = \"mensuel_cumule\"\nrgdu_smic = \"dates_des_heures\"\n";
    fs::write(&production, format!("{text}{former}")).unwrap();
    paie(work.path(), &[]);
    let before = frozen(work.path(), "2026-W47-T01");
    fs::write(&production, text).unwrap();
    let (_, said) = paie(work.path(), &["--verbeux"]);
    assert!(said.contains("[DOS-064]") && said.contains("retraite_plafond = mensuel_cumule"), "{said}");
    assert!(!said.contains("[DOS-060]"), "{said}");
    assert_eq!(frozen(work.path(), "2026-W47-T01"), before);
    paie(work.path(), &["--rectifier"]);
    let corrected = frozen(work.path(), "2026-W47-T01-R1");
    assert_eq!(corrected["resultat"]["methodes"]["retraite_plafond"], "population");
    // Other data: the change is still a change.
    edit(work.path(), "contrats.csv", "1310.82", "1400.00");
    let (_, said) = paie(work.path(), &[]);
    assert!(said.contains("[DOS-060]"), "{said}");
}

/// A folder whose period was paid by the program of 28 November 2026, when a frozen input held the gross and its
/// elements in place of the time sheet.
fn frozen_before() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("tests/dossier_fige"), &work.path().join("dossier"));
    work
}

#[test]
fn payslips_frozen_before_the_sheets_were_still_stand() {
    let work = frozen_before();
    let before = snapshot(&work.path().join("dossier/bulletins"));
    assert_eq!(
        frozen(work.path(), "2026-W47-T01")["entree"]["contrats"][0]["temps"],
        serde_json::Value::Null
    );
    let (_, text) = paie(work.path(), &[]);
    // The minimum of figurants was raised on 28 November (SMIC of June 2026): two hours at 12.31 x 1.25 are 30.775 and no
    // longer 30.40. Nothing else of these payslips is told as changed.
    assert_eq!(text.matches("DOS-06").count(), 1, "{text}");
    assert!(text.contains("2026-W47-F02") && text.contains("contrats[0].brut : 290,40 -> 290,78"), "{text}");
    // What the sheets say is told again, though these files do not hold it.
    assert!(text.contains("[BRUT-106] C1 : 17/11/2026 : 11 h de travail"), "{text}");
    assert!(before == snapshot(&work.path().join("dossier/bulletins")), "a frozen payslip moved");
}

#[test]
fn an_hour_changed_under_a_payslip_frozen_before_is_reported() {
    let work = frozen_before();
    edit(work.path(), "temps.csv", "C1,2026-11-20,13:00,22:15", "C1,2026-11-20,13:00,23:15");
    let (status, text) = paie(work.path(), &[]);
    assert_eq!(status, 1);
    assert!(text.contains("[DOS-060]") && text.contains("contrats[0].brut : 2\u{a0}434,21 -> "), "{text}");
    paie(work.path(), &["--rectifier"]);
    let new = frozen(work.path(), "2026-W47-T01-R1");
    // From now on the sheet is frozen, each day with its line.
    let day = &new["entree"]["contrats"][0]["temps"][4];
    assert_eq!((day["date"].as_str(), day["fin"].as_str()), (Some("2026-11-20"), Some("23:15")));
    assert_eq!(day["origine"], serde_json::json!({"fichier": "temps.csv", "ligne": 6}));
}

#[test]
fn a_line_added_above_moves_no_payslip() {
    let work = folder();
    paie(work.path(), &[]);
    let before = snapshot(&work.path().join("dossier/bulletins"));
    // The last person's rows go first: every line of the file has another number.
    let path = work.path().join("dossier/temps.csv");
    let text = fs::read_to_string(&path).unwrap();
    let (header, rows) = text.split_once('\n').unwrap();
    let (last, others): (Vec<&str>, Vec<&str>) = rows.lines().partition(|l| l.starts_with("C3"));
    fs::write(&path, [vec![header], last, others].concat().join("\n")).unwrap();
    let (_, text) = paie(work.path(), &[]);
    assert!(!text.contains("DOS-060"), "{text}");
    assert!(before == snapshot(&work.path().join("dossier/bulletins")));
}
