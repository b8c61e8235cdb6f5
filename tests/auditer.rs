//! Payslips of another program audited from their DSN: our own without a gap, each injected fault named exactly.

mod common;

use std::fs;
use std::path::Path;

use common::{cddu, copy, example, root};
use serde_json::Value;

/// The DSN of a week of the example, with `methods` added to the production.
fn dsn(place: &Path, methods: &str) -> String {
    example("tournage", &place.join("tournage"));
    let production = place.join("tournage/production.toml");
    let text = fs::read_to_string(&production).unwrap();
    fs::write(&production, format!("{text}\n{methods}")).unwrap();
    let output = cddu(place).args(["paie", "tournage", "--periode", "2026-W46"]).output().unwrap();
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(place.join("tournage/sorties/declarations/2026-11/dsn-2026-11.dsn")).unwrap();
    bytes.iter().map(|b| char::from(*b)).collect()
}

/// The audit of a text, and its exit code.
fn audit(place: &Path, text: &str) -> (i32, Value) {
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    fs::write(place.join("autre.dsn"), bytes).unwrap();
    let output = cddu(place).args(["auditer", "autre.dsn", "--json"]).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let read = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}\n{out}"));
    (output.status.code().unwrap(), read)
}

/// Gaps that follow from no other: line, rubrique and cause.
fn first(answer: &Value) -> Vec<(u64, String, String)> {
    let text = |gap: &Value, key: &str| gap[key].as_str().unwrap().to_owned();
    answer["ecarts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["consequence"] == false)
        .map(|e| (e["ligne"].as_u64().unwrap(), text(e, "rubrique"), text(e, "cause")))
        .collect()
}

fn methods(answer: &Value) -> Vec<String> {
    let list = answer["explications"].as_array().unwrap();
    list.iter()
        .map(|e| format!("{}={}", e["methode"].as_str().unwrap(), e["valeur"].as_str().unwrap()))
        .collect()
}

/// Lines of the file, and the place of the n-th contribution of a code.
fn contribution(lines: &[String], code: &str) -> usize {
    lines.iter().position(|l| *l == format!("S21.G00.81.001,'{code}'")).unwrap()
}

fn joined(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}

#[test]
fn our_own_dsn_has_no_gap() {
    let work = tempfile::tempdir().unwrap();
    let text = dsn(work.path(), "");
    let (code, answer) = audit(work.path(), &text);
    assert_eq!((code, first(&answer)), (0, vec![]), "{answer:#}");
    assert_eq!(answer["bulletins"], 27);
    assert!(answer["valeurs"].as_u64() > Some(900));
    assert!(answer["non_recalcules"].as_array().unwrap().is_empty());

    let source: Vec<String> = text.lines().map(str::to_owned).collect();
    // Accident at work: 1.07 % of the first person declared at 1.17 %.
    let mut lines = source.clone();
    let at = contribution(&lines, "045");
    let base: i64 = lines[at + 2].split('\'').nth(1).unwrap().replace('.', "").parse().unwrap();
    let cents = (base * 117 + 5_000) / 10_000;
    lines[at + 3] = format!("S21.G00.81.004,'{}.{:02}'", cents / 100, cents % 100);
    lines[at + 4] = "S21.G00.81.007,'1.17'".to_owned();
    let (code, answer) = audit(work.path(), &joined(&lines));
    assert_eq!(code, 1);
    assert_eq!(first(&answer), [(at as u64 + 4, "S21.G00.81.004[045]".to_owned(), "taux".to_owned())]);
    assert!(methods(&answer).is_empty(), "no method changes a notified rate");

    // A base of the caisse des congés cut to 1 000.00.
    let mut lines = source.clone();
    let at = lines.iter().position(|l| l == "S21.G00.78.001,'27'").unwrap() + 3;
    lines[at] = "S21.G00.78.004,'1000.00'".to_owned();
    let (_, answer) = audit(work.path(), &joined(&lines));
    assert_eq!(first(&answer), [(at as u64 + 1, "S21.G00.78.004[27]".to_owned(), "base".to_owned())]);

    // AGS left out for one person: five lines.
    let mut lines = source.clone();
    let at = contribution(&lines, "048");
    lines.drain(at..at + 5);
    let (_, answer) = audit(work.path(), &joined(&lines));
    let gaps = first(&answer);
    assert_eq!(gaps.len(), 1, "{answer:#}");
    assert_eq!((gaps[0].1.as_str(), gaps[0].2.as_str()), ("S21.G00.81.004[048]", "manque"));
    assert_eq!(answer["organismes"].as_object().unwrap().keys().collect::<Vec<_>>(), ["france_travail"]);
}

/// A rate of the versement mobilité changed for one person is a rate, at its line: the rates of the others stay the rule.
#[test]
fn one_rate_of_mobility_is_named_alone() {
    let work = tempfile::tempdir().unwrap();
    let text = dsn(work.path(), "");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = contribution(&lines, "081");
    let number = |line: &str| line.split('\'').nth(1).unwrap().replace('.', "").parse::<i64>().unwrap();
    // One point more than the rate of the commune.
    let rate = number(&lines[at + 4]) + 100;
    let cents = (number(&lines[at + 2]) * rate + 5_000) / 10_000;
    lines[at + 3] = format!("S21.G00.81.004,'{}.{:02}'", cents / 100, cents % 100);
    lines[at + 4] = format!("S21.G00.81.007,'{}.{:02}'", rate / 100, rate % 100);
    let (_, answer) = audit(work.path(), &joined(&lines));
    assert_eq!(first(&answer), [(at as u64 + 4, "S21.G00.81.004[081]".to_owned(), "taux".to_owned())]);
    // An amount that no rate gives is no method's: nothing is proposed.
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[at + 3] = "S21.G00.81.004,'1.00'".to_owned();
    let (_, answer) = audit(work.path(), &joined(&lines));
    assert_eq!(first(&answer), [(at as u64 + 4, "S21.G00.81.004[081]".to_owned(), "montant".to_owned())]);
    assert!(methods(&answer).is_empty() && answer["tout_explique"] == false, "{answer:#}");
}

/// Capped bases of a work of 2026 under the plafond of 2025 (3 925.00 for 4 005.00): the year is named. A file that follows
/// no reading is given none.
#[test]
fn the_plafond_of_another_year_is_named() {
    let work = tempfile::tempdir().unwrap();
    let text = dsn(work.path(), "");
    let source: Vec<String> = text.lines().map(str::to_owned).collect();
    let cents = |line: &str| line.split('\'').nth(1).unwrap().replace('.', "").parse::<i64>().unwrap();
    let base = |lines: &[String], code: &str, from: usize| {
        (from..lines.len()).find(|n| lines[*n] == format!("S21.G00.78.001,'{code}'"))
    };
    let mut lines = source.clone();
    let (mut at, mut capped) = (0, 0);
    while let Some(two) = base(&source, "02", at) {
        let three = base(&source, "03", two).unwrap();
        let (low, high) = (cents(&source[two + 3]), cents(&source[three + 3]));
        if low < high {
            let other = (low * 3_925 * 2 + 4_005) / (4_005 * 2);
            lines[two + 3] = format!("S21.G00.78.004,'{}.{:02}'", other / 100, other % 100);
            capped += 1;
        }
        at = three;
    }
    assert!(capped > 0);
    let (code, answer) = audit(work.path(), &joined(&lines));
    assert_eq!((code, methods(&answer)), (1, vec!["plafond_annee=2025".to_owned()]), "{answer:#}");
    assert_eq!(first(&answer).len(), capped);
    // One base only, or one more fault beside them: the reading does not explain everything.
    let rest = contribution(&lines, "048") + 3;
    lines[rest] = "S21.G00.81.004,'0.01'".to_owned();
    let (_, answer) = audit(work.path(), &joined(&lines));
    assert!(methods(&answer).is_empty() && answer["tout_explique"] == false, "{answer:#}");
}

/// A child under sixteen: a DSN holds neither the authorisation nor the share of the pay, which change no contribution.
#[test]
fn the_payslip_of_a_child_is_audited() {
    let work = tempfile::tempdir().unwrap();
    let text = dsn(work.path(), "");
    let born = text.lines().find(|l| l.starts_with("S21.G00.30.006")).unwrap();
    let child = text.replacen(born, "S21.G00.30.006,'15032014'", 1);
    let (code, answer) = audit(work.path(), &child);
    assert_eq!((code, first(&answer)), (0, vec![]), "{answer:#}");
    assert!(answer["non_recalcules"].as_array().unwrap().is_empty(), "{answer:#}");
    assert!(answer["manque"].as_array().unwrap().iter().any(|m| m.as_str().unwrap().contains("pécule")));
}

/// An hour and a half of the week of 9 November paid on 11 December completes five days already declared: the file of
/// December holds the difference of two payslips, which no payslip computed from it alone can be. It is named, not judged.
#[test]
fn back_pay_that_carries_hours_is_named_and_not_judged() {
    let work = tempfile::tempdir().unwrap();
    let place = work.path().join("dossier");
    copy(&root().join("tests/rappel"), &place);
    fs::remove_file(place.join("elements-apres.csv")).unwrap();
    let run = |args: &[&str]| {
        let output = cddu(work.path()).args(args).output().unwrap();
        assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["paie", "dossier", "--periode", "2026-W46"]);
    let sheet = place.join("temps.csv");
    let times = fs::read_to_string(&sheet).unwrap();
    fs::write(&sheet, times.replace("2026-11-13,09:00,19:00,60", "2026-11-13,09:00,20:30,60")).unwrap();
    run(&["paie", "dossier", "--periode", "2026-W46", "--rectifier", "--paiement", "2026-12-11"]);
    let bytes = fs::read(place.join("sorties/declarations/2026-12/dsn-2026-12.dsn")).unwrap();
    let text: String = bytes.iter().map(|b| char::from(*b)).collect();
    assert!(text.contains("S21.G00.53.002,'1.50'"), "the hours of the back pay");
    let (_, answer) = audit(work.path(), &text);
    assert_eq!(answer["ecarts"].as_array().unwrap().len(), 0, "{}", answer["ecarts"]);
    let named = answer["non_recalcules"].as_array().unwrap();
    assert_eq!(named.len(), 1);
    assert!(named[0]["raison"].as_str().unwrap().contains("complément de jours déjà payés"), "{named:?}");
}

/// Every contribution of one rate cut to the cent instead of rounded: one rule explains all.
#[test]
fn a_rounding_is_named() {
    let work = tempfile::tempdir().unwrap();
    let text = dsn(work.path(), "");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let value = |line: &str| line.split('\'').nth(1).unwrap_or("").to_owned();
    for at in 0..lines.len() - 4 {
        let shape =
            ["S21.G00.81.001", "S21.G00.81.002", "S21.G00.81.003", "S21.G00.81.004", "S21.G00.81.007"];
        if !shape.iter().enumerate().all(|(i, code)| lines[at + i].starts_with(code)) {
            continue;
        }
        let number = |text: String| -> i128 {
            let (whole, part) = text.split_once('.').unwrap();
            format!("{whole}{part:0<3}").parse().unwrap()
        };
        let (base, rate) = (number(value(&lines[at + 2])), number(value(&lines[at + 4])));
        // Thousandths by thousandths of a percent, to cents.
        let cents = base * rate / 1_000_000;
        if !["114", "021"].contains(&value(&lines[at]).as_str()) {
            lines[at + 3] = format!("S21.G00.81.004,'{}.{:02}'", cents / 100, cents % 100);
        }
    }
    let (code, answer) = audit(work.path(), &joined(&lines));
    assert_eq!((code, methods(&answer)), (1, vec!["arrondi=troncature".to_owned()]), "{answer:#}");
    assert_eq!(answer["tout_explique"], true);
}

#[test]
fn a_method_is_named_when_it_explains_every_gap() {
    for (key, value) in [("plafond", "jours_payes_30"), ("chomage_plafond", "mensuel")] {
        let work = tempfile::tempdir().unwrap();
        let text = dsn(work.path(), &format!("[methodes]\n{key} = \"{value}\"\n"));
        let (code, answer) = audit(work.path(), &text);
        assert_eq!((code, methods(&answer)), (1, vec![format!("{key}={value}")]));
        assert_eq!(answer["tout_explique"], true);
        let output = cddu(work.path())
            .args(["auditer", "autre.dsn", "--methode", &format!("{key}={value}"), "--html", "audit.html"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
        let page =
            fs::read_to_string(work.path().join("audit.html")).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
        assert!(page.contains("0 écart"), "{page}");
    }
}

/// What is no monthly DSN, or half of one, gets an answer and never a panic; the samples of the norm are read.
#[test]
fn bad_inputs_and_samples_get_an_answer() {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("dsn-samples"), &work.path().join("dsn"));
    let good = fs::read(work.path().join("dsn/mensuelle_technicien.dsn")).unwrap();
    let text = String::from_utf8(good.clone()).unwrap();
    let without = |code: &str| {
        text.lines().filter(|l| !l.starts_with(code)).collect::<Vec<_>>().join("\n").into_bytes()
    };
    let bad: [(&str, Vec<u8>); 12] = [
        ("vide", Vec::new()),
        ("binaire", (0..=255).cycle().take(4096).collect()),
        ("csv", b"matricule;brut\nT01;1000,00\n".to_vec()),
        ("moitie", good[..good.len() / 2].to_vec()),
        ("sans_norme", without("S10.G00.00.006")),
        ("sans_contrat", without("S21.G00.40")),
        ("sans_versement", without("S21.G00.50")),
        ("sans_remuneration", without("S21.G00.51")),
        ("sans_dates", without("S21.G00.40.001")),
        ("sans_bases", without("S21.G00.78")),
        ("montants", text.replace("1500.00", "999999999999999999999.99").into_bytes()),
        ("negatif", text.replace("'1500.00'", "'-1500.00'").into_bytes()),
    ];
    for (name, bytes) in bad {
        fs::write(work.path().join("dsn").join(format!("{name}.dsn")), bytes).unwrap();
    }
    for entry in fs::read_dir(work.path().join("dsn")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "dsn") {
            continue;
        }
        let output = cddu(work.path()).arg("auditer").arg(&path).output().unwrap();
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0..=2)), "{}\n{said}", path.display());
        assert!(!said.is_empty() && !said.contains("panicked"), "{}\n{said}", path.display());
    }
}

/// A payslip with a stop cannot be computed again from what a DSN holds: it is named, not said to be wrong.
#[test]
fn a_payslip_with_a_stop_is_named_and_not_judged() {
    let place = tempfile::tempdir().unwrap();
    example("tournage", &place.path().join("tournage"));
    let film = place.path().join("tournage");
    // The script supervisor is ill from Wednesday to Friday of the first week: no hours on these days.
    let times = fs::read_to_string(film.join("temps.csv")).unwrap();
    let ill = |l: &&str| {
        !(l.starts_with("T09-1") && ["2026-11-11", "2026-11-12", "2026-11-13"].iter().any(|d| l.contains(d)))
    };
    fs::write(film.join("temps.csv"), times.lines().filter(ill).collect::<Vec<_>>().join("\n")).unwrap();
    fs::write(film.join("absences.csv"), "matricule;debut;fin;motif\nT09;2026-11-11;2026-11-13;maladie\n")
        .unwrap();
    let output = cddu(place.path()).args(["paie", "tournage", "--periode", "2026-W46"]).output().unwrap();
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(film.join("sorties/declarations/2026-11/dsn-2026-11.dsn")).unwrap();
    let text: String = bytes.iter().map(|b| char::from(*b)).collect();
    assert!(text.contains("S21.G00.60.001,'01'"));
    let (_, answer) = audit(place.path(), &text);
    assert_eq!(answer["ecarts"].as_array().unwrap().len(), 0, "{}", answer["ecarts"]);
    let left = answer["non_recalcules"].as_array().unwrap();
    assert!(left.len() == 1 && left[0]["personne"].as_str().unwrap().contains("T09"), "{left:?}");
}

/// An artist is declared in cachets, without the hours of their days: the audit finds the same pay all the same.
#[test]
fn our_own_dsn_of_an_artist_has_no_gap() {
    let work = tempfile::tempdir().unwrap();
    let place = work.path().join("tournage");
    example("tournage", &place);
    let add = |file: &str, row: &str| {
        let path = place.join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text}{row}\n")).unwrap();
    };
    let function = "Artiste-interprète long métrage";
    add(
        "contrats.csv",
        &format!("T28-A,T28,artiste,10,{function},2026-11-12,2026-11-12,900.00,jour,310,image,09:00"),
    );
    add("temps.csv", "T28-A,2026-11-12,09:00,17:00,60,,,,");
    add(
        "production.toml",
        &format!(
            "\n[[declarations.fonctions]]\nfonction = \"{function}\"\npcs = \"354c\"\ncomplement = \"ACT001\""
        ),
    );
    let output = cddu(work.path()).args(["paie", "tournage", "--periode", "2026-W46"]).output().unwrap();
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = fs::read(place.join("sorties/declarations/2026-11/dsn-2026-11.dsn")).unwrap();
    let text: String = bytes.iter().map(|b| char::from(*b)).collect();
    assert!(text.contains("S21.G00.53.003,'37'"), "{text}");
    let (code, answer) = audit(work.path(), &text);
    assert_eq!((code, first(&answer)), (0, vec![]), "{answer:#}");
    assert_eq!(answer["bulletins"], 28);
}

/// The published form of the answer names every key that an answer holds.
#[test]
fn the_schema_is_that_of_the_answer() {
    let work = tempfile::tempdir().unwrap();
    let text = dsn(work.path(), "").replace("S21.G00.81.007,'1.07'", "S21.G00.81.007,'1.17'");
    let (_, answer) = audit(work.path(), &text);
    let output = cddu(work.path()).args(["schema", "audit"]).output().unwrap();
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for key in keys(&answer) {
        assert!(schema["properties"][&key].is_object(), "{key}\n{schema:#}");
    }
    let gap = &answer["ecarts"][0];
    for key in keys(gap) {
        assert!(schema["$defs"]["Ecart"]["properties"][&key].is_object(), "{key}");
    }
}

/// The export that another program would give of the payslips of a week: names of columns of its own, French numbers, one
/// row a payslip or one row a contribution; and the dictionary of its columns.
struct Export {
    /// Rows, by name of column.
    rows: Vec<Vec<(String, String)>>,
    /// Contributions met.
    codes: Vec<String>,
}

const PARTS: [(&str, &str); 5] = [
    ("base", "base"),
    ("taux_salarie", "taux sal."),
    ("montant_salarie", "part sal."),
    ("taux_employeur", "taux pat."),
    ("montant_employeur", "part pat."),
];

impl Export {
    /// The payslips of a week of the example, with `methods` added to the production.
    fn of(place: &Path, methods: &str) -> Self {
        dsn(place, methods);
        let mut paths: Vec<_> = fs::read_dir(place.join("tournage/bulletins/2026/2026-W46"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.file_name().is_some_and(|n| n != "manifeste.json"))
            .collect();
        paths.sort();
        let (mut rows, mut codes) = (Vec::new(), Vec::new());
        for path in paths {
            let slip: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            let slip = &slip["resultat"];
            let pay = &slip["contrats"][0];
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let day = |value: &Value| text(value).split('-').rev().collect::<Vec<_>>().join("/");
            let money = |value: &Value| text(value).replace('.', ",");
            let totals = &slip["totaux"];
            let personal = totals["taux_pas_personnalise"] == true;
            let mut row = vec![
                ("Matricule", text(&slip["salarie"]["matricule"])),
                ("Nom", text(&slip["salarie"]["nom"])),
                ("Payé le", day(&slip["date_paiement"])),
                ("Statut", text(&pay["categorie"]).replace("technicien", "Ouvrier ou technicien")),
                ("Cadre", if pay["cadre"] == true { "oui" } else { "non" }.to_owned()),
                ("Emploi", text(&pay["fonction"])),
                ("Du", day(&pay["debut"])),
                ("Au", day(&pay["fin"])),
                ("Payé du", day(&pay["periode"]["debut"])),
                ("Payé au", day(&pay["periode"]["fin"])),
                ("Brut", money(&pay["bases"]["brut"])),
                ("Jours", money(&pay["jours"])),
                ("Heures", money(&pay["heures"])),
                ("H. sup.", money(&pay["bases"]["heures_sup"]["heures"])),
                ("Montant h. sup.", money(&pay["bases"]["heures_sup"]["montant"])),
                ("Taux PAS", if personal { money(&totals["taux_pas"]) } else { String::new() }),
                ("Net imposable", money(&totals["net_imposable"])),
                ("Net social", money(&totals["montant_net_social"])),
                ("PAS", money(&totals["pas"])),
            ];
            let mut own: Vec<(String, String)> = row.drain(..).map(|(n, v)| (n.to_owned(), v)).collect();
            for line in pay["lignes"].as_array().unwrap() {
                let code = text(&line["code"]);
                for (key, name) in PARTS {
                    own.push((format!("{code} {name}"), money(&line[key])));
                }
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
            rows.push(own);
        }
        Self { rows, codes }
    }

    fn get<'a>(row: &'a [(String, String)], name: &str) -> &'a str {
        row.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// Each product of a base and a rate, changed: code, base in cents, rate in millionths, amount in cents.
    fn amounts(&mut self, change: &dyn Fn(&str, i128, i128) -> Option<i128>) {
        let number = |text: &str, places: usize| -> Option<i128> {
            let (whole, part) = text.split_once(',').unwrap_or((text, ""));
            if text.is_empty() {
                return None;
            }
            format!("{whole}{part:0<places$}").parse().ok()
        };
        for row in &mut self.rows {
            for code in &self.codes {
                for (rate, amount) in [("taux sal.", "part sal."), ("taux pat.", "part pat.")] {
                    let read = |name: &str, places| number(Self::get(row, &format!("{code} {name}")), places);
                    let (Some(base), Some(rate)) = (read("base", 2), read(rate, 6)) else { continue };
                    let Some(cents) = change(code, base, rate) else { continue };
                    let name = format!("{code} {amount}");
                    if let Some((_, cell)) = row.iter_mut().find(|(n, _)| *n == name) {
                        *cell = format!("{},{:02}", cents / 100, cents % 100);
                    }
                }
            }
        }
    }

    /// Writes the export and its dictionary; `whole`: with the bases and the rates.
    fn write(&self, place: &Path, whole: bool) {
        let mut names: Vec<&str> = self.rows[0].iter().map(|(n, _)| n.as_str()).take(19).collect();
        let columns: Vec<String> =
            self.codes.iter().flat_map(|c| PARTS.map(|(_, part)| format!("{c} {part}"))).collect();
        names.extend(columns.iter().map(String::as_str));
        let mut text = names.join(";") + "\r\n";
        for row in &self.rows {
            text += &(names.iter().map(|n| Self::get(row, n)).collect::<Vec<_>>().join(";") + "\r\n");
        }
        fs::write(place.join("paie.csv"), text).unwrap();
        let mut dictionary = HEAD.to_owned();
        for code in &self.codes {
            dictionary += &format!("\n[[cotisations]]\ncode = \"{code}\"\n");
            for (key, (_, name)) in
                ["base", "taux_salarie", "salarie", "taux_employeur", "employeur"].iter().zip(PARTS)
            {
                if whole || name.starts_with("part") {
                    dictionary += &format!("{key} = \"{code} {name}\"\n");
                }
            }
        }
        fs::write(place.join("colonnes.toml"), dictionary).unwrap();
    }
}

const HEAD: &str = r#"[colonnes]
matricule = "Matricule"
nom = "Nom"
date_paiement = "Payé le"
categorie = "Statut"
cadre = "Cadre"
fonction = "Emploi"
debut = "Du"
fin = "Au"
periode_debut = "Payé du"
periode_fin = "Payé au"
brut = "Brut"
jours = "Jours"
heures = "Heures"
heures_sup = "H. sup."
montant_heures_sup = "Montant h. sup."
taux_pas = "Taux PAS"
net_imposable = "Net imposable"
montant_net_social = "Net social"
pas = "PAS"

[categories]
"Ouvrier ou technicien" = "technicien"

[employeur]
idcc = "3097"
effectif = 28
taux_at = "1.07"
taux_at_artiste = "1.1"
versement_mobilite = "3.20"
taxe_apprentissage = true
taux_sante_travail = "0.32"
"#;

fn table(place: &Path) -> (i32, Value) {
    let output = cddu(place)
        .args(["auditer", "paie.csv", "--dictionnaire", "colonnes.toml", "--json", "--html", "audit.html"])
        .output()
        .unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let read = serde_json::from_str(&out)
        .unwrap_or_else(|e| panic!("{e}\n{out}{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), read)
}

/// Our own payslips in the form of another program: no gap, with the bases and the rates; then a rate
/// of that program, named for what it is.
#[test]
fn an_export_is_audited_by_its_dictionary() {
    let work = tempfile::tempdir().unwrap();
    let place = work.path();
    let whole = true;
    let export = Export::of(place, "");
    export.write(place, whole);
    let (code, answer) = table(place);
    assert_eq!((code, first(&answer)), (0, vec![]), "{whole} {answer:#}");
    assert_eq!(answer["bulletins"], 27);
    assert!(answer["valeurs"].as_u64() > Some(1000), "{}", answer["valeurs"]);

    // Accident at work at 1.17 % everywhere: 27 payslips, one rate.
    let mut wrong = Export::of(place, "");
    wrong.amounts(&|code, base, _| (code == "AT").then_some((base * 117 + 5_000) / 10_000));
    for row in &mut wrong.rows {
        row.iter_mut().filter(|(n, _)| n == "AT taux pat.").for_each(|(_, v)| "1,17".clone_into(v));
    }
    wrong.write(place, whole);
    let (code, answer) = table(place);
    assert_eq!((code, answer["tout_explique"].as_bool()), (1, Some(true)), "{whole} {answer:#}");
    assert_eq!(methods(&answer), ["taux=AT part pat. [AT] 1.17"], "{whole}");
    assert_eq!(first(&answer).len(), 27);
    assert_eq!(answer["organismes"].as_object().unwrap().keys().collect::<Vec<_>>(), ["urssaf"]);
}

/// The same payslip twice is told and counted once; an empty export is said to be empty.
#[test]
fn a_payslip_given_twice_is_told() {
    let work = tempfile::tempdir().unwrap();
    let place = work.path();
    Export::of(place, "").write(place, true);
    let text = fs::read_to_string(place.join("paie.csv")).unwrap();
    let row = text.lines().nth(1).unwrap();
    fs::write(place.join("paie.csv"), format!("{text}{row}\r\n")).unwrap();
    let (code, answer) = table(place);
    assert_eq!((code, first(&answer)), (1, vec![]), "{answer:#}");
    assert_eq!(answer["bulletins"], 27);
    let told = answer["non_recalcules"].as_array().unwrap();
    assert_eq!((told.len(), told[0]["ligne"].as_u64()), (1, Some(29)), "{answer:#}");
    assert_eq!(told[0]["raison"], "même bulletin que la ligne 2 : compté une fois");
    for empty in ["", "\u{feff}\r\n"] {
        fs::write(place.join("paie.csv"), empty).unwrap();
        let output =
            cddu(place).args(["auditer", "paie.csv", "--dictionnaire", "colonnes.toml"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.code() == Some(2) && said.contains("AUD-006") && said.contains("vide"),
            "{said}"
        );
    }
}

/// One row a contribution, by the label that this program gives; what cannot be read leaves its payslip out and is named,
/// a label that nobody explains is told, and the others are judged.
#[test]
fn an_export_by_lines_is_audited_and_its_faults_are_named() {
    let work = tempfile::tempdir().unwrap();
    let place = work.path();
    let export = Export::of(place, "");
    let labels = [("VIEIL_PLAF", "Vieillesse plafonnée"), ("AGS", "AGS"), ("CSG_DED", "CSG déductible")];
    let names = "Matricule;Nom;Payé le;Statut;Cadre;Emploi;Du;Au;Payé du;Payé au;Brut;Jours;Heures;H. sup.;Montant h. sup.;Taux PAS";
    let mut rows = vec![format!("{names};Rubrique;Base;TS;PS;TP;PP")];
    for row in &export.rows {
        let head = names.split(';').map(|n| Export::get(row, n)).collect::<Vec<_>>().join(";");
        for (code, label) in labels {
            let cells = PARTS.map(|(_, part)| Export::get(row, &format!("{code} {part}")).to_owned());
            if !cells[0].is_empty() {
                rows.push(format!("{head};{label};{}", cells.join(";")));
            }
        }
        rows.push(format!("{head};Panier;12,00;;;;"));
    }
    let head = HEAD
        .lines()
        .filter(|l| !["net_imposable", "montant_net_social", "pas ="].iter().any(|k| l.starts_with(k)))
        .collect::<Vec<_>>()
        .join("\n");
    let lines = "libelle = \"Rubrique\"\nbase = \"Base\"\ntaux_salarie = \"TS\"\nsalarie = \"PS\"\ntaux_employeur = \"TP\"\nemployeur = \"PP\"\n";
    let head = head.replacen("\n\n[categories]", &format!("\n{lines}\n[categories]"), 1);
    let known =
        labels.map(|(code, label)| format!("\n[[cotisations]]\ncode = \"{code}\"\nlibelle = \"{label}\"\n"));
    fs::write(place.join("colonnes.toml"), format!("forme = \"ligne\"\n{head}\n{}", known.concat())).unwrap();
    let write = |rows: &[String]| fs::write(place.join("paie.csv"), rows.join("\n")).unwrap();
    write(&rows);
    let (code, answer) = table(place);
    assert_eq!((code, first(&answer)), (0, vec![]), "{answer:#}");
    assert_eq!(answer["bulletins"], 27);
    let missing = answer["manque"].to_string();
    assert!(missing.contains("Panier : libellé absent du dictionnaire, 27 lignes"), "{missing}");

    let (person, _) = rows[1].split_once(';').unwrap();
    let person = person.to_owned();
    let gross = rows[1].split(';').nth(10).unwrap().to_owned();
    rows[1] = rows[1].replacen(&format!(";{gross};"), ";environ mille;", 1);
    write(&rows);
    let (code, answer) = table(place);
    let left = answer["non_recalcules"].as_array().unwrap();
    assert_eq!((code, left.len(), answer["bulletins"].as_u64()), (1, 1, Some(26)), "{answer:#}");
    let reason = left[0]["raison"].as_str().unwrap();
    assert!(reason.contains("« environ mille »") && reason.contains("Brut (brut)"), "{reason}");
    assert!(left[0]["personne"].as_str().unwrap().contains(&person));
    assert_eq!(first(&answer), vec![], "nobody is judged on a part of his data");
}
