//! Overtime from the time sheets of a folder to its register: `temps.csv` is enough.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use cddu_dossier::{Folder, PayPeriod, Run, RunOptions, run};
use cddu_payslip::{AutresHeures, Payslip};
use cddu_rates::{Cents, Rates};
use tempfile::{TempDir, tempdir};

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

const PRODUCTION: &str = r#"
[production]
titre = "Film d'essai"
code = "ESSAI"
[employeur]
raison_sociale = "Société fictive"
idcc = "3097"
effectif = 8
taux_at = "1.07"
taux_sante_travail = "0.32"
[paiement]
delai_jours = 5
"#;

/// A folder of one film technician at 1,000.00 for 39 h: 1,000.00 / 40 = 25.00 an hour, 35 h at 25.00 and 4 h at 31.25.
fn folder(contracts: &str, times: &str) -> TempDir {
    let root = tempdir().unwrap();
    write(root.path(), "production.toml", PRODUCTION);
    write(root.path(), "salaries.csv", "matricule,nom,prenom\nT01,EXEMPLE,Camille\n");
    let columns = "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement\n";
    write(root.path(), "contrats.csv", &format!("{columns}{contracts}"));
    write(root.path(), "temps.csv", &format!("contrat,date,debut,fin,pause_minutes\n{times}"));
    root
}

fn write(root: &Path, file: &str, text: &str) {
    fs::write(root.join(file), text).unwrap();
}

fn paid(root: &Path, period: &str, replace: bool) -> Run {
    let folder = Folder::read(root).unwrap();
    let options = RunOptions {
        period: PayPeriod::parse(period).unwrap(),
        payment: None,
        replace,
        dry: false,
        despite: std::collections::BTreeSet::new(),
    };
    run(&folder, &RATES, &options, &|_, _| {}).unwrap_or_else(|e| panic!("{e:#?}"))
}

fn only(run: &Run) -> Payslip {
    let mut list = run.results();
    assert_eq!(list.len(), 1, "{:#?}", run.diagnostics);
    list.remove(0)
}

fn eur(text: &str) -> Cents {
    text.parse().unwrap()
}

/// Days of eleven hours at work, ten worked.
fn days(contract: &str, dates: &[&str]) -> String {
    dates.iter().map(|d| format!("{contract},{d},08:00,19:00,60\n")).collect()
}

#[test]
fn a_time_sheet_gives_the_reliefs() {
    // 40 h of a weekly engagement: 35 h at 25.00, 4 guaranteed and 1 more at 31.25 = 875.00 + 156.25 = 1,031.25.
    let times = "C1,2026-11-16,09:00,18:00,60\nC1,2026-11-17,09:00,18:00,60\nC1,2026-11-18,09:00,18:00,60\n\
                 C1,2026-11-19,09:00,18:00,60\nC1,2026-11-20,09:00,18:00,60\n";
    let root = folder("C1,T01,technicien,Habilleur cinéma,2026-11-16,2026-11-20,1000.00,semaine\n", times);
    let run = paid(root.path(), "2026-W47", false);
    let b = only(&run);
    let overtime = b.contrats[0].bases.heures_sup.unwrap();
    assert_eq!(b.totaux.brut, eur("1031.25"));
    assert_eq!(overtime.heures, "5".parse().unwrap());
    // 5 h at 31.25 = 156.25.
    assert_eq!((overtime.montant, b.totaux.heures_sup), (eur("156.25"), eur("156.25")));
    // 4 of the 5 hours are guaranteed by the engagement.
    assert_eq!(overtime.structurelles.unwrap().heures, "4".parse().unwrap());
    // 156.25 x 0.93319 = 145.8109...
    assert_eq!((b.totaux.hs_exonerees_brut, b.totaux.hs_exonerees_net), (eur("156.25"), eur("145.81")));
    // 5 h x 1.50 = 7.50, in no other code than HS_DED_PAT.
    let deduction: Cents = cddu_ledger::etats::deduction_hs(&b);
    assert_eq!(deduction, eur("7.50"));
    assert!(b.totaux.allegements_salarie > Cents::ZERO);
    assert!(!run.diagnostics.iter().any(|d| d.code == "HEURES-SUP"), "{:#?}", run.diagnostics);
    let told: Vec<&str> =
        run.diagnostics.iter().filter(|d| d.code == "DE-MINIMIS").map(|d| d.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "déduction patronale sur les heures supplémentaires : 7.50 dans l'année 2026, aide de minimis comptée dans les 300000.00 de l'entreprise sur trois exercices"
        ]
    );
}

#[test]
fn the_hours_of_a_week_are_those_of_its_payslips() {
    // Three days of ten hours paid on their own, then two in the same civil week: the second payslip starts at 30 h.
    let contracts = "C1,T01,technicien,Habilleur cinéma,2026-11-16,2026-11-18,1000.00,jour\n\
                     C2,T01,technicien,Habilleur cinéma,2026-11-19,2026-11-20,1000.00,jour\n";
    let times =
        days("C1", &["2026-11-16", "2026-11-17", "2026-11-18"]) + &days("C2", &["2026-11-19", "2026-11-20"]);
    let root = folder(contracts, &times);
    let first = paid(root.path(), "2026-11-16/2026-11-18", false);
    let b = only(&first);
    assert!(b.contrats[0].bases.heures_sup.is_none() && b.totaux.allegements_salarie.is_zero());
    let second = paid(root.path(), "2026-11-19/2026-11-20", false);
    let b = only(&second);
    // 30 + 20 - 35 = 15 hours.
    assert_eq!(b.contrats[0].bases.heures_sup.unwrap().heures, "15".parse().unwrap());
    let asked = second.payslips[0].0.entree.contrats[0].heures_sup_autres.clone();
    let Some(AutresHeures::Semaines(weeks)) = asked else { panic!("{asked:?}") };
    assert_eq!(
        (weeks.len(), weeks[0].semaine.to_string(), weeks[0].heures.to_string()),
        (1, "2026-11-16".into(), "30".into())
    );
    // Run again, both payslips are those of the register.
    for period in ["2026-11-16/2026-11-18", "2026-11-19/2026-11-20"] {
        let again = paid(root.path(), period, false);
        assert!(again.diagnostics.iter().all(|d| d.code != "DOS-060"), "{:#?}", again.diagnostics);
    }
    // On one payslip, the two contracts give the same hours.
    let root = folder(contracts, &times);
    let b = only(&paid(root.path(), "2026-W47", false));
    let hours: Vec<String> = b
        .contrats
        .iter()
        .map(|c| c.bases.heures_sup.map_or_else(|| "0".to_owned(), |h| h.heures.to_string()))
        .collect();
    assert_eq!(hours, ["0", "15"]);
}

#[test]
fn the_year_counts_the_payslips_that_stand() {
    let contract = |week: &str, from: &str, to: &str| {
        format!("C{week},T01,technicien,Habilleur cinéma,2026-11-{from},2026-11-{to},1000.00,semaine\n")
    };
    let contracts = contract("1", "02", "06") + &contract("2", "09", "13") + &contract("3", "16", "20");
    let week = |contract: &str, first: u32, end: &str| -> String {
        (first..first + 5).map(|d| format!("{contract},2026-11-{d:02},09:00,{end},60\n")).collect()
    };
    let first = week("C1", 2, "18:00") + &week("C2", 9, "18:00") + &week("C3", 16, "18:00");
    let root = folder(&contracts, &first);
    let [one, two] = ["2026-W45", "2026-W46"].map(|p| only(&paid(root.path(), p, false)));
    assert_eq!((one.totaux.hs_exonerees_brut, two.totaux.hs_exonerees_brut), (eur("156.25"), eur("156.25")));
    // The first week is corrected: 45 h, so 8 at 31.25 and 2 at 37.50 = 250.00 + 75.00.
    let corrected = week("C1", 2, "19:00") + &week("C2", 9, "18:00") + &week("C3", 16, "18:00");
    let header = "contrat,date,debut,fin,pause_minutes\n";
    write(root.path(), "temps.csv", &format!("{header}{corrected}"));
    let one = only(&paid(root.path(), "2026-W45", true));
    assert_eq!(one.totaux.hs_exonerees_brut, eur("325.00"));
    // The third counts the corrected payslip and not the one that it replaces.
    let three = only(&paid(root.path(), "2026-W47", false));
    assert_eq!(three.cumuls.hs_exonerees_brut, eur("637.50")); // 325.00 + 156.25 + 156.25
    let net: Cents = [&one, &two, &three].iter().map(|b| b.totaux.hs_exonerees_net).sum();
    assert_eq!(three.cumuls.hs_exonerees_net, net);
    assert_eq!(three.cumuls.heures_sup, eur("637.50"));
}

/// Two contracts of one civil week, three days then two from 8:00 with a break of an hour, paid on the 27th and on
/// another day.
fn two_payments(end: &str, second: &str, elements: &str) -> TempDir {
    let nine = |c: &str, d: &str| format!("{c},2026-11-{d},08:00,{end},60\n");
    let times: String = [("A1", "16"), ("A1", "17"), ("A1", "18"), ("A2", "19"), ("A2", "20")]
        .map(|(c, d)| nine(c, d))
        .concat();
    let root = folder("", &times);
    let columns = "contrat,matricule,categorie,fonction,debut,fin,salaire_base,engagement,date_paiement\n";
    let job = "T01,technicien,Habilleur cinéma";
    let rows = format!(
        "A1,{job},2026-11-16,2026-11-18,1200.00,jour,\nA2,{job},2026-11-19,2026-11-20,1200.00,jour,{second}\n"
    );
    write(root.path(), "contrats.csv", &format!("{columns}{rows}"));
    if !elements.is_empty() {
        let columns = "matricule,date,code,montant,contrat,creancier,personnes_a_charge\n";
        write(root.path(), "elements.csv", &format!("{columns}{elements}"));
    }
    root
}

#[test]
fn payments_of_one_run_count_those_before_them() {
    // Nine hours a day: 27 h, then 18 h. 45 h in the week, so ten of overtime, all in the second payment.
    let root = two_payments("18:00", "2026-11-28", "");
    let run = paid(root.path(), "2026-W47", false);
    let list = run.results();
    assert_eq!(list.len(), 2, "{:#?}", run.diagnostics);
    let (first, second) = (&list[0], &list[1]);
    assert!(first.contrats[0].bases.heures_sup.is_none());
    assert_eq!(second.contrats[0].bases.heures_sup.unwrap().heures, "10".parse().unwrap());
    assert_eq!(second.cumuls.brut, first.totaux.brut + second.totaux.brut);
    // Run again: nothing has changed.
    let again = paid(root.path(), "2026-W47", false);
    assert!(
        again.payslips.iter().all(|(_, etat)| *etat == cddu_dossier::Etat::Inchange),
        "{:#?}",
        again.diagnostics
    );
    assert_eq!(again.results(), list);
}

/// The scale of garnishments is one for the calendar month: paid in two times or in one, the creditor has the same.
#[test]
fn a_garnishment_goes_on_with_the_next_payment_of_the_run() {
    let element = "T01,2026-11-20,saisie,2000.00,,Trésor,0\n";
    let seized = |second: &str| -> (usize, Cents) {
        // Seven hours a day: no overtime, whose reduction has a limit for each payslip.
        let root = two_payments("16:00", second, element);
        // Without tax: the neutral scale of two payslips is not that of one.
        write(root.path(), "salaries.csv", "matricule,nom,prenom,taux_pas\nT01,EXEMPLE,Camille,0\n");
        let list = paid(root.path(), "2026-W47", false).results();
        (list.len(), list.iter().map(|p| p.totaux.saisies).sum())
    };
    let ((one, together), (two, apart)) = (seized(""), seized("2026-11-28"));
    assert_eq!((one, two), (1, 2));
    assert!(together > Cents::ZERO);
    // Each payslip rounds its own lines.
    assert!((together - apart).0.abs() <= 1, "{together} {apart}");
}

#[test]
fn a_refused_payment_holds_the_other_of_its_person() {
    // A premium of 90,000.00 is asked about (DOS-125): it names the second contract, the first one waits with it.
    let root = two_payments("18:00", "2026-11-28", "T01,2026-11-20,prime,90000.00,A2,,\n");
    let run = paid(root.path(), "2026-W47", false);
    assert!(run.results().is_empty());
    assert_eq!(run.left_out.len(), 1);
    assert!(run.left_out[0].codes.contains(&"DOS-125".to_owned()), "{:#?}", run.left_out);
    assert!(run.diagnostics.iter().all(|d| d.code != "PAIE-012"), "{:#?}", run.diagnostics);
}

/// A Sunday of 20:00 to 4:00, paid with its week, has four hours of the Monday: the next week counts them, whoever pays
/// it apart. Tuesday to Saturday of nine hours: 45, and 49 with them, fourteen hours of overtime. In one run of the two
/// weeks or in two, the contract pays the same.
#[test]
fn the_hours_of_a_sunday_night_are_those_of_the_week_that_follows() {
    let contract = "C1,T01,technicien,Habilleur cinéma,2026-11-16,2026-11-28,1000.00,semaine\n";
    let header = "contrat,date,debut,fin,pause_minutes,recupere,confirme\n";
    let nine = |d: u32| format!("C1,2026-11-{d},09:00,19:00,60,oui,jours\n");
    let first: String = (17..=20).map(nine).collect();
    let second: String = (24..=28).map(nine).collect();
    let root = |contract: &str| {
        let root = folder(contract, "");
        let night = "C1,2026-11-22,20:00,04:00,0,oui,\n";
        write(root.path(), "temps.csv", &format!("{header}{first}{night}{second}"));
        root
    };
    let apart = root(contract);
    let sunday = only(&paid(apart.path(), "2026-W47", false));
    let run = paid(apart.path(), "2026-W48", false);
    let next = only(&run);
    let asked = run.payslips[0].0.entree.contrats[0].heures_sup_autres.clone();
    let Some(AutresHeures::Semaines(weeks)) = asked else { panic!("{asked:?}") };
    assert_eq!(
        (weeks[0].semaine.to_string(), weeks[0].heures.to_string()),
        ("2026-11-23".into(), "4".into())
    );
    assert_eq!(next.contrats[0].bases.heures_sup.unwrap().heures, "14".parse().unwrap());
    let together = root(contract);
    let whole = only(&paid(together.path(), "2026-11-16/2026-11-28", false));
    assert_eq!(sunday.totaux.brut + next.totaux.brut, whole.totaux.brut);
}
