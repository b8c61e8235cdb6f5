//! What is lowered in a later month is of the month that it puts right.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use cddu_dossier::{Etat, Folder, PayPeriod, RunOptions, run};
use cddu_payslip::Payslip;
use cddu_rates::{Cents, Rates};
use common::{dossier, made, paid};
use tempfile::TempDir;

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

const PEOPLE: &str = "matricule,nom,prenom,domicile_fiscal_france,taux_pas\n";
const ELEMENTS: &str = "matricule,contrat,date,code,montant,creancier,libelle,confirme\n";

/// Weeks of 9 to 18 with an hour of break, whose Friday ends at `end` in November.
fn sheets(end: u32) -> String {
    let week = |code: &str, month: u32, first: u32, last: u32| -> String {
        (first..first + 5)
            .map(|d| {
                let end = if d == first + 4 { last } else { 18 };
                format!("{code},2026-{month}-{d:02},09:00,{end}:00,60\n")
            })
            .collect()
    };
    format!("contrat,date,debut,fin,pause_minutes\n{}{}", week("C1", 11, 16, end), week("C2", 12, 7, 18))
}

fn folder(person: &str, end: u32, elements: &str) -> TempDir {
    let job = "T01,technicien,Cadreur cinéma";
    let root = dossier(
        &format!("{PEOPLE}T01,EXEMPLE,Camille,{person}\n"),
        &format!(
            "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement,cadre\nC1,{job},2026-11-16,2026-11-20,1747.82,semaine,non\nC2,{job},2026-12-07,2026-12-11,1747.82,semaine,non\n"
        ),
        &sheets(end),
    );
    fs::write(root.path().join("elements.csv"), format!("{ELEMENTS}{elements}")).unwrap();
    root
}

/// A week of November lowered in December, after another pay of December: what is seized of it, or withheld, is that of the
/// same week paid right in November. Counted with the pay of December, both would be higher.
#[test]
fn a_week_lowered_the_month_after_is_judged_in_its_own_month() {
    let seized = "T01,C1,2026-11-18,saisie,3000.00,Trésor fictif,,\nT01,C2,2026-12-09,saisie,3000.00,Trésor fictif,,\n";
    for (person, elements) in [("oui,7.40", seized), ("non,", "")] {
        let right = folder(person, 18, elements);
        let right = made(&paid(right.path(), "2026-W47", "2026-11-27", false), Etat::Nouveau);
        let root = folder(person, 20, elements);
        let root = root.path();
        let more = made(&paid(root, "2026-W47", "2026-11-27", false), Etat::Nouveau);
        let december = made(&paid(root, "2026-W50", "2026-12-18", false), Etat::Nouveau);
        fs::write(root.join("temps.csv"), sheets(18)).unwrap();
        let lowered = made(&paid(root, "2026-W47", "2026-12-22", true), Etat::Rectificatif);
        let taken = |p: &Payslip| (p.totaux.saisies, p.totaux.retenue_non_resident, p.totaux.net_paye);
        assert_eq!(taken(&lowered), taken(&right), "{person}");
        assert!(lowered.totaux.brut < more.totaux.brut);
        // The pay of December is judged alone too, and what follows it counts December only.
        let alone = folder(person, 18, elements);
        let alone = made(&paid(alone.path(), "2026-W50", "2026-12-18", false), Etat::Nouveau);
        assert_eq!(taken(&december), taken(&alone), "{person}");
    }
}

/// Two hours of overtime taken back in the same month, then the overpayment held back by elements: the sum of them is asked
/// about when it is more than what was overpaid.
#[test]
fn no_more_is_held_back_than_was_overpaid() {
    let root = folder("oui,7.40", 20, "");
    let root = root.path();
    let more = made(&paid(root, "2026-W47", "2026-11-27", false), Etat::Nouveau);
    fs::write(root.join("temps.csv"), sheets(18)).unwrap();
    let lowered = made(&paid(root, "2026-W47", "2026-12-04", true), Etat::Rectificatif);
    let over = more.totaux.virement - lowered.totaux.virement;
    let (number, cent) = ("2026-W47-T01-R1", Cents(1));
    let held = |amount: Cents, answer: &str| {
        let row = format!("T01,C2,2026-12-09,avance,{amount},,Reprise de {number},{answer}\n");
        fs::write(root.join("elements.csv"), format!("{ELEMENTS}{row}")).unwrap();
        let options = RunOptions {
            period: PayPeriod::parse("2026-W50").unwrap(),
            payment: None,
            replace: false,
            dry: true,
            despite: BTreeSet::new(),
        };
        let run = run(&Folder::read(root).unwrap(), &RATES, &options, &|_, _| {}).unwrap();
        let asked = run.diagnostics.iter().any(|d| d.code == "DOS-297" && d.ligne == Some(2));
        assert_eq!(asked, run.payslips.is_empty(), "{:#?}", run.diagnostics);
        asked
    };
    assert!(!held(over, ""));
    assert!(held(over + cent, ""));
    assert!(!held(over + cent, "montant"));
}

/// A bonus of November paid in December beside a pay that is seized: one scale serves the month, the back pay is asked about.
#[test]
fn back_pay_beside_a_garnishment_is_asked_about() {
    let seized = "T01,C2,2026-12-09,saisie,900.00,Trésor fictif,,\n";
    let root = folder("oui,7.40", 18, seized);
    let root = root.path();
    paid(root, "2026-W47", "2026-11-27", false);
    paid(root, "2026-W50", "2026-12-18", false);
    let bonus = "T01,C1,2026-12-10,prime,500.00,,,\n";
    fs::write(root.join("elements.csv"), format!("{ELEMENTS}{seized}{bonus}")).unwrap();
    let asked = |despite: &[&str]| {
        let options = RunOptions {
            period: PayPeriod::parse("2026-W50").unwrap(),
            payment: None,
            replace: false,
            dry: true,
            despite: despite.iter().map(|p| (*p).to_owned()).collect(),
        };
        let run = run(&Folder::read(root).unwrap(), &RATES, &options, &|_, _| {}).unwrap();
        let told = run.diagnostics.iter().any(|d| d.code == "DOS-298" && d.ligne == Some(3));
        let back = run.payslips.iter().filter(|(f, _)| f.numero.ends_with("-C1")).count();
        (told, back)
    };
    assert_eq!(asked(&[]), (true, 0));
    assert_eq!(asked(&["T01"]), (true, 1));
}
