//! Overtime from the time sheets of a folder to its papers and its accounts.

mod common;

use std::fs;
use std::path::Path;

use cddu_documents::bulletin::{Modele, Options, html};
use cddu_payslip::Payslip;
use cddu_rates::Cents;
use common::{cddu, copy, root};

/// The small folder of the error catalogue: three technicians, five days of eight hours and a half, 42.5 h.
fn paid() -> (tempfile::TempDir, Vec<Payslip>) {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("tests/errors/_base"), &work.path().join("dossier"));
    run(work.path(), "paie dossier --periode 2026-W47");
    let payslips = ["T01", "T02", "T03"]
        .map(|person| {
            let file = work.path().join(format!("dossier/bulletins/2026/2026-W47/2026-W47-{person}.json"));
            let all: serde_json::Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
            serde_json::from_value(all["resultat"].clone()).unwrap()
        })
        .to_vec();
    (work, payslips)
}

fn run(work: &Path, line: &str) -> String {
    let output = cddu(work).args(line.split(' ')).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(0), "{line}\n{out}\n{err}");
    (out + &err).replace(['\u{a0}', '\u{202f}'], " ")
}

/// An amount as the papers write it.
fn french(amount: Cents) -> String {
    let text = amount.to_string().replace('.', ",");
    match text.split_once(',') {
        Some((euros, cents)) if euros.len() > 3 => {
            let (thousands, rest) = euros.split_at(euros.len() - 3);
            format!("{thousands} {rest},{cents}")
        }
        _ => text,
    }
}

#[test]
fn both_models_print_the_reliefs_and_the_net_exempt_of_the_year() {
    let (_, payslips) = paid();
    for payslip in &payslips {
        let totals = &payslip.totaux;
        assert!(totals.allegements_salarie > Cents::ZERO && totals.hs_exonerees_net > Cents::ZERO);
        for modele in [Modele::Adapte, Modele::Renove] {
            let page = html(payslip, &Options { modele, annexe: false, ..Options::default() }).unwrap();
            let page = page.replace(['\u{a0}', '\u{202f}'], " ");
            let row = |words: &str| {
                let found = page.split("<tr").find(|r| r.to_lowercase().contains(words));
                found.unwrap_or_else(|| panic!("{modele:?} {words}\n{page}")).to_owned()
            };
            // Employee and employer on one row; the employer's with the general relief.
            let reliefs = row("exonérations et allègements de cotisations");
            assert!(reliefs.contains(&french(totals.allegements_salarie)), "{reliefs}");
            assert!(reliefs.contains(&french(totals.allegements)), "{reliefs}");
            // Of the month and of the year, the same on the first payslip.
            let exempt = row("montant net des h");
            assert_eq!(exempt.matches(&french(totals.hs_exonerees_net)).count(), 2, "{exempt}");
        }
    }
}

#[test]
fn the_reduction_is_taken_off_the_urssaf_and_given_to_the_employees() {
    let (work, payslips) = paid();
    let file = work.path().join("dossier/sorties/2026-W47/comptabilite/OD_PAIE_900000001_2026-W47.txt");
    let entries = fs::read_to_string(file).unwrap();
    let balance = |account: &str| -> Cents {
        let amount = |text: &str| text.replace(',', ".").parse::<Cents>().unwrap_or_default();
        let lines = entries.lines().skip(1).map(|l| l.split('\t').collect::<Vec<_>>());
        lines.filter(|c| c[4].starts_with(account)).map(|c| amount(c[12]) - amount(c[11])).sum()
    };
    // What the Urssaf is owed: its lines, reliefs taken off.
    let owed: Cents = payslips
        .iter()
        .flat_map(|p| &p.contrats)
        .flat_map(|c| &c.lignes)
        .filter(|l| l.organisme == "urssaf")
        .map(|l| l.montant_salarie.unwrap_or_default() + l.montant_employeur.unwrap_or_default())
        .sum();
    assert_eq!(balance("431"), owed);
    // What the employees are owed: their nets, the reduction inside.
    assert_eq!(balance("421"), payslips.iter().map(|p| p.totaux.virement).sum());
    // The documents of the month agree.
    let report = run(work.path(), "rapprocher dossier --mois 2026-11");
    assert!(!report.contains("BLOQUANT") && !report.contains("MAJEUR"), "{report}");
}

#[test]
fn a_week_of_overtime_is_explained_and_found_again_from_its_net() {
    let week = "examples/formation/heures-sup-2026.json";
    // 83.25 of old-age contributions on 745.30: 11.17 %; of 93.16, 10.41.
    let told = run(&root(), &format!("expliquer {week} --ligne HS_RED_SAL"));
    assert!(told.contains("11,17") && told.contains("10,41"), "{told}");
    let told = run(&root(), &format!("expliquer {week} --ligne HS_DED_PAT"));
    assert!(told.contains("6,00"), "{told}");
    // The net of the payslip gives its gross again, and its cost: 745.30 + 477.73 - 96.48.
    let told = run(&root(), &format!("simuler {week} --net 581.84"));
    assert!(told.contains("745,30") && told.contains("1 126,55"), "{told}");
    // With a comma as it is typed here; what each figure is is said.
    assert_eq!(run(&root(), &format!("simuler {week} --net 581,84")), told);
    assert!(
        told.contains("net après impôt") && told.contains("avant acomptes, avances et saisies"),
        "{told}"
    );
    let told = run(&root(), &format!("simuler {week} --cout 1126.55"));
    assert!(told.contains("745,30") && told.contains("581,84"), "{told}");
}
