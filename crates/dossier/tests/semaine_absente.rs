//! A week of which every day is an absence: the guarantee less the absences, on a payslip that the bodies read.

mod common;

use std::fs;

use cddu_dossier::Etat;
use cddu_payslip::Payslip;
use cddu_rates::Cents;
use common::{dossier, made, paid};
use tempfile::TempDir;

const AWAY: &str = "contrat,debut,fin,motif,maintien\n";

fn days(first: u32, last: u32) -> String {
    (first..=last).map(|d| format!("C1,2026-11-{d},09:00,18:00,60\n")).collect()
}

/// Two weeks of November, 16 to 27, of which the sheet holds these days.
fn folder(times: &str, absences: &str) -> TempDir {
    let root = dossier(
        "matricule,nom,prenom,taux_pas\nT01,EXEMPLE,Camille,7.40\n",
        "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement,cadre\nC1,T01,technicien,Cadreur cinéma,2026-11-16,2026-11-27,1747.82,semaine,non\n",
        &format!("contrat,date,debut,fin,pause_minutes\n{times}"),
    );
    fs::write(root.path().join("absences.csv"), format!("{AWAY}{absences}")).unwrap();
    root
}

/// The guarantee of 39 h is 1,747.82, all of it taken back; Congés Spectacles count 80 % of it: 1,398.256. The week that
/// follows counts its own, and both make what one payslip of the month makes.
#[test]
fn a_week_of_illness_has_a_payslip_and_its_leave_is_declared() {
    let root = folder(&days(23, 27), "C1,2026-11-16,2026-11-20,maladie,\n");
    let first = made(&paid(root.path(), "2026-W47", "2026-11-27", false), Etat::Nouveau);
    let contract = &first.contrats[0];
    assert_eq!((first.totaux.brut, first.totaux.virement), (Cents::ZERO, Cents::ZERO));
    assert_eq!(contract.bases.conges_spectacles, Cents(139_826));
    assert_eq!((contract.absences[0].retenue, contract.absences[0].heures.0), (Cents(174_782), 39.into()));
    let second = made(&paid(root.path(), "2026-W48", "2026-12-04", false), Etat::Nouveau);
    let month = folder(&days(23, 27), "C1,2026-11-16,2026-11-20,maladie,\n");
    let month = made(&paid(month.path(), "2026-11", "2026-12-04", false), Etat::Nouveau);
    let leave = |p: &Payslip| p.contrats[0].bases.conges_spectacles;
    assert_eq!(leave(&first) + leave(&second), leave(&month));
    assert_eq!(first.totaux.brut + second.totaux.brut, month.totaux.brut);
}

/// Pay kept during the absence is paid by the payslip of its first day: 300.00 of gross.
#[test]
fn the_pay_kept_of_a_whole_week_is_paid() {
    let root = folder(&days(23, 27), "C1,2026-11-16,2026-11-20,maladie,300.00\n");
    let slip = made(&paid(root.path(), "2026-W47", "2026-11-27", false), Etat::Nouveau);
    assert_eq!(slip.totaux.brut, Cents(30_000));
}

/// The notice of a stop comes after its week was paid: in the month or later, the payslip is corrected down to nothing.
#[test]
fn a_week_already_paid_becomes_a_week_of_illness() {
    for day in ["2026-11-30", "2026-12-15"] {
        let root = folder(&(days(16, 20) + &days(23, 27)), "");
        let root = root.path();
        let before = made(&paid(root, "2026-W47", "2026-11-27", false), Etat::Nouveau);
        assert!(before.totaux.brut > Cents::ZERO);
        fs::write(root.join("temps.csv"), format!("contrat,date,debut,fin,pause_minutes\n{}", days(23, 27)))
            .unwrap();
        fs::write(root.join("absences.csv"), format!("{AWAY}C1,2026-11-16,2026-11-20,maladie,\n")).unwrap();
        let after = paid(root, "2026-W47", day, true);
        let corrected = made(&after, Etat::Rectificatif);
        assert_eq!((corrected.totaux.brut, corrected.totaux.virement), (Cents::ZERO, Cents::ZERO), "{day}");
        assert!(after.diagnostics.iter().all(|d| d.code != "DOS-133"), "{:#?}", after.diagnostics);
    }
}
