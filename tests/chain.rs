//! The whole chain on the example of a shoot, and the commands of the README.

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use common::{cddu, copy, example, root, snapshot};
use serde_json::Value;

const PERIODS: [&str; 3] = ["2026-W46", "2026-W47", "2026-W49"];

fn shoot() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    example("tournage", &work.path().join("tournage"));
    work
}

fn run(work: &std::path::Path, period: &str) -> Value {
    let output = cddu(work).args(["paie", "tournage", "--periode", period, "--json"]).output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{period}\n{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn cents(value: &Value) -> i64 {
    let text = value.as_str().unwrap();
    text.replace('.', "").parse().unwrap()
}

#[test]
fn the_example_runs_three_times_the_same() {
    let work = shoot();
    for period in PERIODS {
        let summary = run(work.path(), period);
        let slips = summary["bulletins"].as_array().unwrap();
        assert!(summary["ecartes"].as_array().unwrap().is_empty(), "{period}");
        // What is owed to the bodies is what the employer pays beyond the nets: cost + frais = nets + debts + deductions.
        let debts: i64 = summary["dettes"].as_object().unwrap().values().map(cents).sum();
        let cost = cents(&summary["totaux"]["cout"]);
        let (mut net, mut frais, mut kept) = (0, 0, 0);
        for slip in slips {
            let file = work
                .path()
                .join(format!("tournage/bulletins/2026/{period}/{}.json", slip["numero"].as_str().unwrap()));
            let frozen: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
            let totals = &frozen["resultat"]["totaux"];
            net += cents(&totals["virement"]);
            frais += cents(&totals["frais"]);
            kept += cents(&totals["acomptes"]) + cents(&totals["avances"]) + cents(&totals["saisies"]);
        }
        // A note: gross, TVA and the producer's shares go to the author and to the bodies.
        let mut rights = 0;
        for note in summary["notes"].as_array().unwrap() {
            let file = work
                .path()
                .join(format!("tournage/notes/2026/{period}/{}.json", note["numero"].as_str().unwrap()));
            let frozen: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
            rights += cents(&note["brut_ht"]) + cents(&note["cout_producteur"]);
            rights += cents(&frozen["resultat"]["totaux"]["tva"]);
            net += cents(&note["net_a_payer"]);
        }
        assert_eq!(cost + frais + rights, net + debts + kept, "{period}");
    }
    let first = snapshot(work.path());
    for period in PERIODS {
        run(work.path(), period);
    }
    let second = snapshot(work.path());
    let changed: Vec<_> =
        second.iter().filter(|f| !first.contains(f)).map(|(p, _)| p.display().to_string()).collect();
    assert!(changed.is_empty(), "{changed:?}");
}

#[test]
fn at_least_25_technicians_of_different_functions_between_39_and_50_hours() {
    let work = shoot();
    let summary = run(work.path(), "2026-W46");
    let slips = summary["bulletins"].as_array().unwrap();
    assert!(slips.len() >= 25);
    let functions: std::collections::BTreeSet<&str> =
        slips.iter().map(|s| s["fonction"].as_str().unwrap()).collect();
    assert_eq!(functions.len(), slips.len());
}

#[test]
fn cumuls_follow_the_payments_of_the_year() {
    let work = shoot();
    for period in PERIODS {
        run(work.path(), period);
    }
    let read = |period: &str| -> Value {
        let file = work.path().join(format!("tournage/bulletins/2026/{period}/{period}-T01.json"));
        serde_json::from_slice::<Value>(&fs::read(file).unwrap()).unwrap()["resultat"].clone()
    };
    let mut gross = 0;
    for period in PERIODS {
        let slip = read(period);
        gross += cents(&slip["totaux"]["brut"]);
        assert_eq!(cents(&slip["cumuls"]["brut"]), gross, "{period}");
    }
}

/// The entries of the two weeks paid in November, as the accountant would hand them back.
fn ledger(work: &std::path::Path) -> String {
    let mut out = String::new();
    for period in ["2026-W46", "2026-W47"] {
        let directory = work.join(format!("tournage/sorties/{period}/comptabilite"));
        let file = fs::read_dir(directory)
            .unwrap()
            .map(|e| e.unwrap().path())
            .find(|p| p.file_name().unwrap().to_string_lossy().starts_with("OD_PAIE"))
            .unwrap();
        let text = fs::read_to_string(file).unwrap();
        let body = if out.is_empty() { text.as_str() } else { text.split_once('\n').unwrap().1 };
        out.push_str(body);
    }
    out
}

#[test]
fn the_month_reconciles_and_one_cent_moved_in_the_ledger_is_found() {
    let work = shoot();
    for period in ["2026-W46", "2026-W47"] {
        run(work.path(), period);
    }
    let reconcile = |file: &str| -> (Option<i32>, Value) {
        let output = cddu(work.path())
            .args(["rapprocher", "tournage", "--mois", "2026-11", "--json", "--grand-livre", file])
            .output()
            .unwrap();
        (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
    };
    let good = ledger(work.path());
    fs::write(work.path().join("900000001FEC20261231.txt"), &good).unwrap();
    let (status, report) = reconcile("900000001FEC20261231.txt");
    assert_eq!(status, Some(0), "{report:#}");

    // One cent more on the first debit above ten euros.
    let mut lines: Vec<String> = good.lines().map(str::to_owned).collect();
    let line = lines.iter_mut().skip(1).find(|l| l.split('\t').nth(11).unwrap().len() > 5).unwrap();
    let mut fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
    let amount: i64 = fields[11].replace(',', "").parse::<i64>().unwrap() + 1;
    fields[11] = format!("{},{:02}", amount / 100, amount % 100);
    *line = fields.join("\t");
    fs::write(work.path().join("faux.txt"), lines.join("\r\n")).unwrap();
    let (status, report) = reconcile("faux.txt");
    assert_eq!(status, Some(1));
    let gaps = report["ecarts"].as_array().unwrap();
    assert!(gaps.iter().any(|g| g["ecart"] == "0.01" || g["ecart"] == "-0.01"), "{gaps:#?}");
}

/// The commands in `console` blocks of the README are those that a test or the checks script runs.
#[test]
fn readme_commands_exist() {
    let text = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(text.contains("cargo run --release -- paie examples/tournage --periode 2026-W46"));
    let work = shoot();
    for line in text.lines().filter_map(|l| l.strip_prefix("cargo run --release -- ")) {
        let args: Vec<String> = line.split(' ').map(|a| a.replace("examples/tournage", "tournage")).collect();
        let output = cddu(work.path()).args(&args).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}");
    }
    // Commands of the table: each has a help page.
    for line in text.lines().filter(|l| l.starts_with("| `cddu ")) {
        let name = line.trim_start_matches("| `cddu ").split([' ', '`']).next().unwrap();
        let output = cddu(work.path()).args([name, "--aide"]).output().unwrap();
        assert!(output.status.success(), "{name}");
        assert!(String::from_utf8(output.stdout).unwrap().contains("Usage"), "{name}");
    }
    for link in text.split("](").skip(1).map(|t| t.split(')').next().unwrap()) {
        assert!(link.starts_with("http") || root().join(link).exists(), "lien mort : {link}");
    }
}

fn jsonl(input: &str) -> (Option<i32>, Vec<Value>) {
    let mut child = cddu(&root())
        .args(["bulletin", "-", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    (output.status.code(), lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect())
}

fn request(number: usize) -> String {
    format!(
        r#"{{"numero":"N{number}","date_paiement":"2026-10-09","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07"}},"salarie":{{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}},"contrats":[{{"contrat":"C1","categorie":"technicien","cadre":false,"fonction":"Scripte","debut":"2026-10-05","fin":"2026-10-09","jours":5,"heures":"46","brut":"{}.00"}}]}}"#,
        2000 + number
    )
}

#[test]
fn jsonl_answers_in_order_with_errors_in_place() {
    let mut lines: Vec<String> = (0..9000).map(request).collect();
    lines[4321] = "{".to_owned();
    lines[8765] = lines[8765].replace("2026-10", "2020-10");
    let (status, answers) = jsonl(&(lines.join("\n") + "\n"));
    assert_eq!(status, Some(1));
    assert_eq!(answers.len(), 9000);
    for (rank, answer) in answers.iter().enumerate() {
        if [4321, 8765].contains(&rank) {
            let errors = answer["erreurs"].as_array().unwrap();
            assert_eq!(errors[0]["ligne"], rank + 1);
        } else {
            assert_eq!(answer["numero"], format!("N{rank}"));
            assert_eq!(answer["totaux"]["brut"], format!("{}.00", 2000 + rank));
        }
    }
    assert_eq!(jsonl(&request(1)).0, Some(0));
}

#[test]
fn jsonl_answers_each_line_as_it_comes() {
    let mut child = cddu(&root())
        .args(["bulletin", "-", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    // The next line is only sent once the former is answered.
    for number in 0..3 {
        writeln!(stdin, "{}", request(number)).unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["numero"], format!("N{number}"));
    }
    drop(stdin);
    assert!(answers.next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn json_prints_json_only_and_errors_too() {
    let work = shoot();
    let output = cddu(work.path()).args(["bulletin", "absent.json", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["erreurs"][0]["code"], "CLI-002");
}

#[test]
fn init_makes_a_folder_whose_only_fault_is_to_be_empty() {
    let work = tempfile::tempdir().unwrap();
    assert!(cddu(work.path()).args(["init", "neuf"]).output().unwrap().status.success());
    let output = cddu(work.path()).args(["paie", "neuf", "--periode", "2026-W46"]).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text.matches("erreur [").count(), 1, "{text}");
    assert!(text.contains("DOS-073"), "{text}");
    // A second time: nothing is overwritten.
    assert_eq!(cddu(work.path()).args(["init", "neuf"]).output().unwrap().status.code(), Some(2));
}

#[test]
fn every_schema_of_the_list_is_json() {
    let list = cddu(&root()).arg("schema").output().unwrap();
    let text = String::from_utf8(list.stdout).unwrap();
    let names: Vec<&str> = text.lines().skip(1).filter_map(|l| l.split_whitespace().next()).collect();
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        let output = cddu(&root()).args(["schema", name]).output().unwrap();
        assert!(output.status.success(), "{name}");
        serde_json::from_slice::<Value>(&output.stdout).unwrap();
    }
}

/// A person without number, hired for more than six months: the columns of the folder reach the DPAE.
#[test]
fn the_dpae_has_the_sex_and_the_trial_period_of_the_folder() {
    let work = tempfile::tempdir().unwrap();
    let folder = work.path().join("dossier");
    copy(&root().join("tests/errors/_base"), &folder);
    let change = |file: &str, pairs: &[(&str, &str)]| common::change(&folder, file, pairs);
    change(
        "salaries.csv",
        &[
            (",nir,", ",sexe,"),
            (",180017510100111,", ",2,"),
            (",285067510100286,", ",,"),
            (",190097510100335,", ",,"),
        ],
    );
    change(
        "contrats.csv",
        &[
            (",salaire_base\n", ",salaire_base,heure_embauche,essai_jours\n"),
            ("2026-11-20,1747.82\n", "2027-05-28,1747.82,09:00,14\n"),
            (",1310.82\n", ",1310.82,,\n"),
            (",912.86\n", ",912.86,,\n"),
        ],
    );
    change(
        "production.toml",
        &[(
            "[declarations.urssaf]\n",
            "[declarations.sante_travail]\ncode_dpae = \"01\"\n\n[declarations.urssaf]\ncode = \"117\"\n",
        )],
    );
    let arguments = ["dpae", "dossier", "--contrat", "C1", "--envoyee-le", "2026-11-10"];
    let output = cddu(work.path()).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let message = fs::read(folder.join("sorties/declarations/dpae/dpae-C1.xml")).unwrap();
    let message: String = message.into_iter().map(char::from).collect();
    for (field, value) in [("FR_PersonIdentity.Sex.Code", "2"), ("FR_Contract.TrialTime.Text", "14")] {
        assert!(message.contains(&format!("{field}>{value}</")), "{field}\n{message}");
    }
    assert!(!message.contains("FR_NNI"));
}
