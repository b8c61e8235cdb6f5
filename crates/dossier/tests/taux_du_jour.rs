//! What was paid keeps its day and its tax: a correction touches the people whose pay changes, and nobody else.

mod common;

use std::fs;
use std::path::Path;

use cddu_dossier::{Etat, Run};
use cddu_payslip::Payslip;
use cddu_rates::Cents;
use common::{dossier, paid};
use tempfile::TempDir;

const PEOPLE: &str = "matricule,nom,prenom,taux_pas,voie,confirme\n";
const CONTRACTS: &str = "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement,cadre\n";
const ELEMENTS: &str = "matricule,contrat,date,code,montant,creancier\n";

/// Two technicians, a week of October paid on the 23rd, one of November for the first.
fn folder() -> TempDir {
    let job = "technicien,Cadreur cinéma";
    let contracts = format!(
        "{CONTRACTS}C1,T01,{job},2026-10-12,2026-10-16,1747.82,semaine,non\nC2,T02,{job},2026-10-12,2026-10-16,1747.82,semaine,non\nC3,T01,{job},2026-11-16,2026-11-20,1747.82,semaine,non\n"
    );
    let days = |contract: &str, month: u32, days: std::ops::RangeInclusive<u32>, end: &str| -> String {
        days.map(|d| format!("{contract},2026-{month}-{d},09:00,{end},60\n")).collect()
    };
    let times = "contrat,date,debut,fin,pause_minutes\n".to_owned()
        + &days("C1", 10, 12..=16, "19:00")
        + &days("C2", 10, 12..=16, "18:00")
        + &days("C3", 11, 16..=20, "18:00");
    dossier(&people("7.40", "1 rue Fictive", ""), &contracts, &times)
}

fn people(rate: &str, street: &str, answer: &str) -> String {
    format!("{PEOPLE}T01,EXEMPLE,Camille,{rate},{street},{answer}\nT02,MODELE,Alix,7.40,,\n")
}

fn write(root: &Path, file: &str, text: &str) {
    fs::write(root.join(file), text).unwrap();
}

/// The payslips of a person that a run made or kept, with what became of them.
fn of(run: &Run, person: &str) -> Vec<(String, Payslip, Etat)> {
    run.payslips
        .iter()
        .filter(|(f, _)| f.resultat.salarie.matricule == person)
        .map(|(f, etat)| (f.numero.clone(), f.resultat.as_ref().clone(), *etat))
        .collect()
}

fn codes(run: &Run) -> Vec<&str> {
    run.diagnostics.iter().map(|d| d.code.as_str()).collect()
}

/// A bonus of T02 paid in November, when T01 has another rate of tax and another address: T01 was paid right, nothing of
/// him is made again.
#[test]
fn back_pay_of_one_person_leaves_the_tax_and_the_day_of_the_others() {
    for (rate, street) in [("14.60", "1 rue Fictive"), ("0", "1 rue Fictive")] {
        let root = folder();
        let root = root.path();
        let before = paid(root, "2026-W42", "2026-10-23", false);
        write(root, "salaries.csv", &people(rate, street, ""));
        write(root, "elements.csv", &format!("{ELEMENTS}T02,C2,2026-10-14,prime,100.00,\n"));
        for day in ["2026-11-20", ""] {
            let after = paid(root, "2026-W42", day, true);
            let one = of(&after, "T01");
            assert_eq!(one.len(), 1, "{rate} {street} {day}: {one:#?}");
            assert_eq!(one[0].1, of(&before, "T01")[0].1, "{rate} {street} {day}");
            assert!(one[0].2 != Etat::Rectificatif, "{rate} {street} {day}");
            assert!(codes(&after).contains(&"DOS-287"), "{rate} {street} {day}: {:?}", codes(&after));
            assert!(!codes(&after).contains(&"SEP-011"), "{rate} {street} {day}");
        }
        let back = of(&paid(root, "2026-W42", "", false), "T02");
        // 40 h at 43.6955: 35 h 1,529.34 and 5 h at 125 % 273.10; and the bonus.
        assert_eq!(back.iter().map(|(_, p, _)| p.totaux.brut).sum::<Cents>(), Cents(180_244 + 10_000));
    }
}

/// An address corrected in November makes the payslip of October again, for the declarations: same money, same tax, and no
/// pay of November for the garnishment. An hour that changes nothing makes nothing; in another year, nothing is made again.
#[test]
fn data_that_pay_nothing_move_no_money() {
    let seized = format!("{ELEMENTS}T01,C3,2026-11-18,saisie,3000.00,Trésor fictif\n");
    let november = |street: &str| {
        let root = folder();
        let root = root.path();
        let before = of(&paid(root, "2026-W42", "2026-10-23", false), "T01").remove(0).1;
        write(root, "salaries.csv", &people("7.40", street, ""));
        let after = of(&paid(root, "2026-W42", "2026-11-06", true), "T01").pop().unwrap().1;
        assert_eq!((after.totaux.pas, after.totaux.virement), (before.totaux.pas, before.totaux.virement));
        write(root, "elements.csv", &seized);
        let slip = of(&paid(root, "2026-W47", "2026-11-27", false), "T01").remove(0).1;
        (slip.totaux.saisies, slip.totaux.virement)
    };
    assert_eq!(november("2 rue Imaginaire"), november("1 rue Fictive"));
    for (change, day) in [("09:30,19:30", "2026-11-06"), ("09:30,19:30", "2027-01-08")] {
        let root = folder();
        let root = root.path();
        paid(root, "2026-W42", "2026-10-23", false);
        let times = fs::read_to_string(root.join("temps.csv")).unwrap();
        write(
            root,
            "temps.csv",
            &times.replace("C1,2026-10-12,09:00,19:00", &format!("C1,2026-10-12,{change}")),
        );
        let after = paid(root, "2026-W42", day, true);
        assert_eq!(of(&after, "T01").len(), 1, "{day}");
        assert!(of(&after, "T01")[0].2 != Etat::Rectificatif && codes(&after).contains(&"DOS-288"), "{day}");
    }
    let root = folder();
    let root = root.path();
    paid(root, "2026-W42", "2026-10-23", false);
    write(root, "salaries.csv", &people("7.40", "2 rue Imaginaire", ""));
    let after = paid(root, "2026-W42", "2027-01-08", true);
    assert!(of(&after, "T01")[0].2 != Etat::Rectificatif && codes(&after).contains(&"DOS-288"));
}

/// The rate was wrong on the day of the payment: the answer of the row says so, and the payslip is corrected with it.
/// 7.40 % of the base, half up, then 14.60 %.
#[test]
fn a_rate_that_was_wrong_on_its_day_is_corrected() {
    let root = folder();
    let root = root.path();
    paid(root, "2026-W42", "2026-10-23", false);
    write(root, "salaries.csv", &people("14.60", "1 rue Fictive", "taux_pas"));
    let after = paid(root, "2026-W42", "", true);
    let one = of(&after, "T01");
    let totals = &one
        .iter()
        .find(|(_, _, etat)| *etat == Etat::Rectificatif)
        .unwrap_or_else(|| panic!("{one:#?}"))
        .1
        .totaux;
    assert_eq!(totals.pas.0, (totals.assiette_pas.0 * 146 + 500) / 1000);
}

/// October lowered in November: the correction takes back what was paid too much, and is no pay of November. The
/// garnishment of November counts the net of November alone, as if nothing had been corrected.
#[test]
fn a_correction_of_october_is_no_pay_of_the_garnishment_of_november() {
    let seized = format!("{ELEMENTS}T01,C3,2026-11-18,saisie,3000.00,Trésor fictif\n");
    let november = |corrected: bool| {
        let root = folder();
        let root = root.path();
        paid(root, "2026-W42", "2026-10-23", false);
        if corrected {
            let times = fs::read_to_string(root.join("temps.csv")).unwrap();
            write(
                root,
                "temps.csv",
                &times.replace("C1,2026-10-12,09:00,19:00", "C1,2026-10-12,09:00,18:00"),
            );
            let made = of(&paid(root, "2026-W42", "2026-11-06", true), "T01");
            assert!(
                made.iter().any(|(n, _, etat)| n.ends_with("-R1") && *etat == Etat::Rectificatif),
                "{made:#?}"
            );
        }
        write(root, "elements.csv", &seized);
        let slip = of(&paid(root, "2026-W47", "2026-11-27", false), "T01").remove(0).1;
        (slip.totaux.saisies, slip.totaux.virement)
    };
    let alone = november(false);
    assert!(alone.0 > Cents::ZERO && alone.1 > Cents(65_169), "{alone:?}");
    assert_eq!(november(true), alone);
}
