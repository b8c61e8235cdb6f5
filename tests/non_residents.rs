//! People who live abroad, from the folder to the bank: one of each regime of the withholding at source, beside a
//! resident.

mod common;

use std::fs;
use std::path::Path;

use cddu_documents::bulletin::{Modele, Options, html};
use cddu_payslip::Payslip;
use cddu_rates::Cents;
use common::{cddu, copy, root};

/// The small folder of the error catalogue: T01, a technician, and T03, an artist, live abroad; T02 lives in France.
fn folder() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    let base = work.path().join("dossier");
    copy(&root().join("tests/errors/_base"), &base);
    let change = |file: &str, pairs: &[(&str, &str)]| common::change(&base, file, pairs);
    change(
        "salaries.csv",
        &[
            (
                "numero_conges_spectacles",
                "numero_conges_spectacles,domicile_fiscal_france,taux_pas,identifiant_taux_pas",
            ),
            ("Z000001", "Z000001,non,,"),
            ("Z000002", "Z000002,,5.00,123456789"),
            ("Z000003", "Z000003,non,,"),
        ],
    );
    change(
        "contrats.csv",
        &[(
            "C3,T03,technicien,8,Habilleur cinéma,2026-11-16,2026-11-20,912.86",
            "C3,T03,artiste,10,Artiste-interprète long métrage,2026-11-16,2026-11-17,900.00",
        )],
    );
    change(
        "temps.csv",
        &[
            ("C3,2026-11-18,09:00,18:30,60\n", ""),
            ("C3,2026-11-19,09:00,18:30,60\n", ""),
            ("C3,2026-11-20,09:00,18:30,60\n", ""),
        ],
    );
    change(
        "production.toml",
        &[("fonction = \"Habilleur cinéma\"", "fonction = \"Artiste-interprète long métrage\"")],
    );
    change("production.toml", &[("population = \"NC\"", "population = \"tous\"")]);
    work
}

fn run(work: &Path, line: &str) -> String {
    let output = cddu(work).args(line.split(' ')).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(0), "{line}\n{out}\n{err}");
    out + &err
}

fn frozen(work: &Path, person: &str) -> Payslip {
    let file = work.join(format!("dossier/bulletins/2026/2026-W47/2026-W47-{person}.json"));
    let all: serde_json::Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    serde_json::from_value(all["resultat"].clone()).unwrap()
}

/// Half up, from thousandths of a cent.
fn rounded(thousandths: i64) -> Cents {
    Cents((thousandths + 500) / 1_000)
}

#[test]
fn each_regime_goes_through_the_chain() {
    let work = folder();
    let work = work.path();
    run(work, "paie dossier --periode 2026-W47");
    let [technician, resident, artist] = ["T01", "T02", "T03"].map(|p| frozen(work, p));

    // 182 A: 90 % of the net imposable; limits of a week in 2026: 332 and 964; 12 % between, 20 % above.
    let base = technician.totaux.net_imposable.0 * 90; // hundredths of a cent
    assert!(base > 96_400 * 100, "above the high limit");
    let due = rounded(((96_400 - 33_200) * 100 * 12 + (base - 96_400 * 100) * 20) / 10);
    assert_eq!(technician.totaux.retenue_non_resident, due);
    // 182 A bis: 90 % of the gross less the contributions, at 15 %.
    let net = artist.totaux.brut - artist.totaux.cotisations_salarie;
    let flat = rounded(net.0 * 135);
    assert_eq!(artist.totaux.retenue_non_resident, flat);
    for (payslip, code, withheld) in [(&technician, "RAS_182A", due), (&artist, "RAS_182A_BIS", flat)] {
        let totals = &payslip.totaux;
        // Never both taxes, no CSG.
        assert_eq!((totals.pas, totals.taux_pas), (Cents::ZERO, None));
        assert!(payslip.contrats[0].bases.csg.is_none());
        let lines: Vec<_> = payslip.contrats[0].lignes.iter().filter(|l| l.is_withholding()).collect();
        assert_eq!(
            (lines.len(), lines[0].code.as_str(), lines[0].montant_salarie),
            (1, code, Some(withheld))
        );
        assert_eq!(totals.net_paye, totals.net_avant_impot - withheld);
        assert_eq!(
            totals.montant_net_social,
            totals.brut - totals.cotisations_salarie + totals.allegements_salarie
        );
        assert_eq!(payslip.cumuls.retenue_non_resident, withheld);
        // The row of the payslip, on both models.
        for modele in [Modele::Adapte, Modele::Renove] {
            let page = html(payslip, &Options { modele, annexe: false, ..Options::default() }).unwrap();
            let page = page.replace(['\u{a0}', '\u{202f}'], " ");
            let article = if code == "RAS_182A" { "182 A du CGI" } else { "182 A bis du CGI" };
            let row = page.split("<tr").find(|r| r.contains("Retenue à la source") && r.contains(article));
            let amount = withheld.to_string().replace('.', ",");
            assert!(row.is_some_and(|r| r.contains(&amount)), "{code} {modele:?}\n{page}");
        }
    }
    assert!(resident.totaux.pas > Cents::ZERO && resident.totaux.retenue_non_resident.is_zero());

    // The explanation goes from the code of the line to the limits of the week.
    let file = "dossier/bulletins/2026/2026-W47/2026-W47-T01.json";
    let told = run(work, &format!("expliquer {file} --ligne RAS_182A"));
    assert!(told.contains("964") && told.contains("332"), "{told}");
    let file = "dossier/bulletins/2026/2026-W47/2026-W47-T03.json";
    let told = run(work, &format!("expliquer {file} --ligne RAS_182A_BIS"));
    assert!(told.contains("15 %"), "{told}");

    // Entries: the State is owed the PAS of the resident in 4421, both withholdings in 44212.
    let entries =
        fs::read_to_string(work.join("dossier/sorties/2026-W47/comptabilite/OD_PAIE_900000001_2026-W47.txt"))
            .unwrap();
    let total = due + flat;
    let owed: Cents = entries
        .lines()
        .map(|l| l.split('\t').collect::<Vec<_>>())
        .filter(|c| c[4] == "44212")
        .map(|c| c[12].replace(',', ".").parse::<Cents>().unwrap())
        .sum();
    assert_eq!(owed, total);

    // Statement of the tax office, apart from the DSN.
    let statements = run(work, "releves dossier --mois 2026-11");
    let statements = statements.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(statements.contains("retenue à la source des salariés non résidents"), "{statements}");
    assert!(statements.contains("2494"), "{statements}");

    // DSN: code 077 for each, for the tax office, which it pays nothing of it.
    let said = run(work, "dsn ecrire dossier --mois 2026-11");
    assert!(said.contains("2494") && said.contains("la DSN ne la paie pas"), "{said}");
    let dsn = fs::read(work.join("dossier/sorties/declarations/2026-11/dsn-2026-11.dsn")).unwrap();
    let dsn: String = dsn.iter().map(|b| char::from(*b)).collect();
    let lines: Vec<&str> = dsn.lines().map(str::trim_end).collect();
    let mut declared = Vec::new();
    for (rank, line) in lines.iter().enumerate() {
        if *line == "S21.G00.81.001,'077'" {
            assert_eq!(lines[rank + 1], "S21.G00.81.002,'DGFIP'");
            assert!(lines[rank + 2].starts_with("S21.G00.81.003"));
            declared.push(lines[rank + 3].to_owned());
        }
    }
    assert_eq!(declared, [due, flat].map(|a| format!("S21.G00.81.004,'{a}'")));
    let paid = lines.iter().position(|l| *l == "S21.G00.20.002,'DGFIP_PAS'").unwrap();
    let euro = Cents((resident.totaux.pas.0 + 50) / 100 * 100);
    assert!(lines[paid..paid + 6].contains(&format!("S21.G00.20.005,'{euro}'").as_str()), "{euro}");
    run(work, "dsn verifier dossier/sorties/declarations/2026-11/dsn-2026-11.dsn");

    // The documents of the month agree.
    let report = run(work, "rapprocher dossier --mois 2026-11");
    assert!(!report.contains("BLOQUANT") && !report.contains("MAJEUR"), "{report}");
}
