//! A week over two months or two years: its declaration is cut where the norm cuts it, and keeps its sums.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cddu_rates::Cents;
use common::{cddu, copy, root};

/// The small folder of the error catalogue, its week from Monday to Friday moved to `days`.
fn folder(days: [&str; 5]) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("dossier");
    copy(&root().join("tests/errors/_base"), &base);
    for file in ["contrats.csv", "temps.csv", "elements.csv"] {
        let mut text = fs::read_to_string(base.join(file)).unwrap();
        for (rank, day) in days.iter().enumerate() {
            text = text.replace(&format!("2026-11-{}", 16 + rank), day);
        }
        fs::write(base.join(file), text).unwrap();
    }
    work
}

fn run(work: &Path, line: &str) -> String {
    let output = cddu(work).args(line.split(' ')).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(0), "{line}\n{out}\n{err}");
    out + &err
}

/// Rubriques of block 78 and below, of the whole file.
struct Base {
    code: String,
    debut: String,
    fin: String,
    montant: Cents,
    cotisations: BTreeMap<String, Cents>,
}

fn bases(dsn: &str) -> Vec<Base> {
    let mut out: Vec<Base> = Vec::new();
    let mut code = String::new();
    for line in dsn.lines() {
        let Some((rubrique, value)) = line.trim_end().split_once(",'") else { continue };
        let value = value.trim_end_matches('\'');
        match rubrique {
            "S21.G00.78.001" => out.push(Base {
                code: value.to_owned(),
                debut: String::new(),
                fin: String::new(),
                montant: Cents::ZERO,
                cotisations: BTreeMap::new(),
            }),
            "S21.G00.78.002" => value.clone_into(&mut out.last_mut().unwrap().debut),
            "S21.G00.78.003" => value.clone_into(&mut out.last_mut().unwrap().fin),
            "S21.G00.78.004" => out.last_mut().unwrap().montant = value.parse().unwrap(),
            "S21.G00.81.001" | "S21.G00.79.001" => value.clone_into(&mut code),
            "S21.G00.81.004" => {
                *out.last_mut().unwrap().cotisations.entry(code.clone()).or_default() +=
                    value.parse::<Cents>().unwrap();
            }
            _ => {}
        }
    }
    out
}

/// The whole chain of a week: the DSN of its month of payment.
fn declared(work: &Path, period: &str, month: &str) -> String {
    run(work, &format!("paie dossier --periode {period}"));
    run(work, &format!("dsn ecrire dossier --mois {month}"));
    let file = format!("dossier/sorties/declarations/{month}/dsn-{month}.dsn");
    let checked = run(work, &format!("dsn verifier {file}"));
    for control in ["SIG-11", "CCH-16", "CCH-13", "SIG-17"] {
        assert!(!checked.contains(control), "{checked}");
    }
    let report = run(work, &format!("rapprocher dossier --mois {month}"));
    assert!(!report.contains("BLOQUANT") && !report.contains("MAJEUR"), "{report}");
    fs::read(work.join(file)).unwrap().iter().map(|b| char::from(*b)).collect()
}

/// Amounts of a line on the payslips of the period.
fn on_payslips(work: &Path, period: &str, pick: &dyn Fn(&str, &serde_json::Value) -> bool) -> Cents {
    let year = &period[..4];
    let mut total = Cents::ZERO;
    for entry in fs::read_dir(work.join(format!("dossier/bulletins/{year}/{period}"))).unwrap() {
        let path = entry.unwrap().path();
        let frozen: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let Some(contracts) = frozen["resultat"]["contrats"].as_array() else { continue };
        for line in contracts.iter().flat_map(|c| c["lignes"].as_array().unwrap()) {
            if pick(line["organisme"].as_str().unwrap(), line) {
                for part in ["montant_salarie", "montant_employeur"] {
                    if let Some(text) = line[part].as_str() {
                        total += text.parse::<Cents>().unwrap();
                    }
                }
            }
        }
    }
    total
}

#[test]
fn a_week_over_two_months_has_one_base_31_per_month() {
    let work = folder(["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"]);
    let work = work.path();
    let dsn = declared(work, "2026-W49", "2026-12");
    let all = bases(&dsn);
    let welfare: Vec<&Base> = all.iter().filter(|b| b.code == "31").collect();
    let dates: Vec<(&str, &str)> = welfare.iter().map(|b| (b.debut.as_str(), b.fin.as_str())).collect();
    assert!(!dates.is_empty() && dates.len().is_multiple_of(2), "{dates:?}");
    for pair in dates.chunks(2) {
        assert_eq!(pair, [("30112026", "30112026"), ("01122026", "04122026")]);
    }
    // One day of five, then the rest; both make the payslip.
    for pair in welfare.chunks(2) {
        let (first, rest) = (pair[0].cotisations["059"], pair[1].cotisations["059"]);
        let whole = first.0 + rest.0;
        assert_eq!(first.0, (2 * whole + 5) / 10, "{first} {rest}");
    }
    let declared: Cents = welfare.iter().map(|b| b.cotisations["059"]).sum();
    // Cadreur and scripte are cadres: the contract of prévoyance of the folder carries its own population only.
    let owed = on_payslips(work, "2026-W49", &|body, _| body == "audiens_prevoyance");
    assert!(declared > Cents::ZERO && declared <= owed, "{declared} {owed}");
    // The other bases are not cut: the norm lets them cover two months of a year.
    for base in all.iter().filter(|b| b.code != "31") {
        assert_eq!((base.debut.as_str(), base.fin.as_str()), ("30112026", "04122026"), "{}", base.code);
    }
}

#[test]
fn a_week_over_two_years_has_every_base_twice() {
    let work = folder(["2024-12-30", "2024-12-31", "2025-01-01", "2025-01-02", "2025-01-03"]);
    let work = work.path();
    let dsn = declared(work, "2025-W01", "2025-01");
    let all = bases(&dsn);
    assert!(!all.is_empty());
    for pair in all.chunks(2) {
        assert_eq!(pair[0].code, pair[1].code);
        assert_eq!((pair[0].debut.as_str(), pair[0].fin.as_str()), ("30122024", "31122024"));
        assert_eq!((pair[1].debut.as_str(), pair[1].fin.as_str()), ("01012025", "03012025"));
        // Two calendar days of five.
        let whole = pair[0].montant.0 + pair[1].montant.0;
        assert!((pair[0].montant.0 * 5 - whole * 2).abs() <= 5, "{} {whole}", pair[0].montant);
    }
    // What is owed to Congés Spectacles and France Travail is on both parts together.
    for (base, body) in [("27", "conges_spectacles"), ("07", "france_travail")] {
        let declared: Cents =
            all.iter().filter(|b| b.code == base).flat_map(|b| b.cotisations.values().copied()).sum();
        assert_eq!(declared, on_payslips(work, "2025-W01", &|b, _| b == body), "{base}");
    }
}
