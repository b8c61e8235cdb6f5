//! What is corrected or completed after the DSN of its month was sent, through the program: back pay of every population,
//! identity and contracts corrected, overpayments. Each time our own controls find nothing, and the reconciliation of both
//! months holds to the cent.

mod common;

use std::path::Path;

use common::novembre::{both_months_hold, december_dsn, done, folder, november, run};
use common::{change, root};

/// Amounts of the payments (20.005) by body and first day (20.006).
fn payments(dsn: &str) -> Vec<(String, String, String)> {
    let value = |line: &str| line.split('\'').nth(1).unwrap_or_default().to_owned();
    let mut out = Vec::new();
    for line in dsn.lines() {
        match line.get(..14) {
            Some("S21.G00.20.001") => out.push((value(line), String::new(), String::new())),
            Some("S21.G00.20.005") => out.last_mut().unwrap().2 = value(line),
            Some("S21.G00.20.006") => out.last_mut().unwrap().1 = value(line),
            _ => {}
        }
    }
    out
}

/// A bonus of November paid in December to a technician (333.33), an artist (250.00) and an extra (41.37), beside the pay
/// of December of the first two, by hand. What is due for the work, less what was paid of it, each rounded to the cent:
///
/// - extra, 171.37 less 130.00: the forfait does not move, so chômage 2.40 % 4.11 - 3.12 = 0.99, retraite 4.44 %
///   7.61 - 5.77 = 1.84, CEG 0.86 % 1.47 - 1.12 = 0.35, prévoyance 0.12 % 0.21 - 0.16 = 0.05; net 41.37 - 3.23 = 38.14;
/// - artist, 2,050.00 less 1,800.00: vieillesse 0.28 % 0.70, retraite 4.44 % 11.10, CEG 0.86 % 2.15; chômage is at its limit
///   already; CSG on 2,014.13 - 1,768.50 = 245.63: 16.70 + 5.90, CRDS 1.23; net 250.00 - 37.78 = 212.22;
/// - technician, 2,209.20 less 1,875.87: vieillesse 1.34, chômage 8.00, retraite 13.10, CEG 2.87, CSG on 327.50: 22.27 + 7.86,
///   CRDS 1.64, and the reduction on overtime goes from 7.64 % to 7.28 % of 381.04: 29.11 - 27.74 = 1.37 less;
///   net 333.33 - 57.08 - 1.37 = 274.88, taxable 274.88 + 7.86 + 1.64 = 284.38, tax 5 % 14.22.
///
/// Urssaf of November: technician 127.69, artist 76.58, extra 0.03 (forfait social), 204.30 in all, 204 euros.
/// Retraite: 33.40 + 27.61 + 4.56 = 65.57. France Travail: 40.51 + 0.00 + 5.02 = 45.53. Congés: 51.67 + 38.75 + 6.41 = 96.83.
/// Prévoyance of the extra: 0.05 + 0.14 + 0.32 = 0.51.
#[test]
fn back_pay_of_every_population_is_declared_on_the_month_worked() {
    let work = november();
    let rows = [("T01", "333.33"), ("A01", "250.00"), ("F01", "41.37")];
    let rows = rows.map(|(who, bonus)| format!("{who},2026-12-02,prime,{bonus},Rappel de prime,{who}-1\n"));
    let elements = format!("matricule,date,code,montant,libelle,contrat\n{}", rows.concat());
    std::fs::write(work.path().join("dossier/elements.csv"), elements).unwrap();
    let said = done(work.path(), "paie dossier --periode 2026-W49");
    for (who, gross, net) in [
        ("FIGURE Lou", "41,37", "38,14"),
        ("SPECIMEN Alix", "250,00", "212,22"),
        ("MODELE Camille", "333,33", "260,66"),
    ] {
        let line = said.lines().find(|l| l.starts_with(who) && l.contains(gross));
        assert!(line.is_some_and(|l| l.contains(net)), "{who}\n{said}");
    }
    let dsn = december_dsn(work.path());
    for body in [
        ("90000001900019", "01112026", "204.00"),
        ("44832375800038", "01112026", "65.57"),
        ("13000548109995", "01112026", "45.53"),
        ("77567608300030", "01112026", "96.83"),
    ] {
        let body = (body.0.to_owned(), body.1.to_owned(), body.2.to_owned());
        assert!(payments(&dsn).contains(&body), "{body:?}\n{:?}", payments(&dsn));
    }
    // Two bordereaux, each on its month; the bonus of the technician is no base pay (51.013 type 010).
    for text in [
        "S21.G00.22.003,'01112026'",
        "S21.G00.22.003,'01122026'",
        "S21.G00.55.001,'0.51'",
        "S21.G00.55.004,'2026M11'",
        "S21.G00.50.002,'284.38'",
        "S21.G00.50.009,'14.22'",
    ] {
        assert!(dsn.contains(text), "{text}\n{dsn}");
    }
    let base = dsn
        .split("S21.G00.51.010,'F01-1'")
        .find(|b| b.starts_with("\r\nS21.G00.51.011,'010'") || b.starts_with("\nS21.G00.51.011,'010'"));
    assert!(base.is_some_and(|b| b.contains("S21.G00.51.013,'0.00'")), "{base:?}");
    both_months_hold(work.path());
    done(work.path(), "paie dossier --periode 2026-W49");
}

/// A correction paid in December of what was declared in November: the file, what changes in it; the lines of blocks 31
/// and 41 of the DSN of December; who was paid too much.
struct Correction {
    nom: &'static str,
    changes: &'static [(&'static str, &'static str, &'static str)],
    blocs: &'static [&'static str],
    trop_percus: &'static [(&'static str, &'static str)],
}

const ELECTRICIEN: &str = "T01-1,T01,technicien,8,Electricien prise de vues cinéma,2026-11-09";

/// The extra at 120.00 in place of 130.00: on 10.00, chômage 3.12 - 2.88 = 0.24, retraite 5.77 - 5.33 = 0.44, CEG
/// 1.12 - 1.03 = 0.09, prévoyance 0.16 - 0.14 = 0.02; net 10.00 - 0.79 = 9.21 too much.
const CORRECTIONS: [Correction; 4] = [
    Correction {
        nom: "identité",
        changes: &[
            ("salaries.csv", "T02,EXEMPLE", "T02,EXEMPLAIRE"),
            ("salaries.csv", "A01,SPECIMEN,Alix,285067510100286", "A01,SPECIMEN,Alix,285067510100385"),
        ],
        blocs: &[
            "S21.G00.31.001,'01122026'",
            "S21.G00.31.008,'2850675101002'",
            "S21.G00.31.001,'01122026'",
            "S21.G00.31.009,'EXEMPLE'",
        ],
        trop_percus: &[],
    },
    Correction {
        nom: "cadre",
        changes: &[(
            "contrats.csv",
            "2026-11-13,1172.42,semaine,08:00,\n",
            "2026-11-13,1172.42,semaine,08:00,oui\n",
        )],
        blocs: &[
            "S21.G00.41.001,'09112026'",
            "S21.G00.41.002,'07'",
            "S21.G00.41.028,'09112026'",
            "S21.G00.41.001,'09112026'",
            "S21.G00.41.003,'04'",
            "S21.G00.41.028,'09112026'",
        ],
        trop_percus: &[("Camille MODELE", "31,98")],
    },
    Correction {
        nom: "début",
        changes: &[(
            "contrats.csv",
            ELECTRICIEN,
            "T01-1,T01,technicien,8,Electricien prise de vues cinéma,2026-11-08",
        )],
        blocs: &["S21.G00.41.001,'08112026'", "S21.G00.41.021,'09112026'"],
        trop_percus: &[],
    },
    Correction {
        nom: "moins dû",
        changes: &[("contrats.csv", "2026-11-12,130.00", "2026-11-12,120.00")],
        blocs: &[],
        trop_percus: &[("Lou FIGURE", "9,21")],
    },
];

#[test]
fn what_is_corrected_after_the_deposit_is_told_in_the_next_dsn() {
    for one in CORRECTIONS {
        let work = november();
        let place = work.path().join("dossier");
        for (file, from, to) in one.changes {
            change(&place, file, &[(from, to)]);
        }
        let (status, said) =
            run(work.path(), "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11");
        assert!(status < 2, "{}\n{said}", one.nom);
        done(work.path(), "compta integrer dossier --periode 2026-W46");
        run(work.path(), "paie dossier --periode 2026-W46");
        let report = both_months_hold(work.path());
        let dsn = december_dsn(work.path());
        let told: Vec<&str> = dsn
            .lines()
            .map(|l| l.trim_end_matches('\r'))
            .filter(|l| l.starts_with("S21.G00.31.") || l.starts_with("S21.G00.41."))
            .collect();
        assert_eq!(told, one.blocs, "{}", one.nom);
        assert_eq!(report.matches("B10 Trop-perçu").count(), one.trop_percus.len(), "{}\n{report}", one.nom);
        for (who, amount) in one.trop_percus {
            assert!(report.contains(who), "{}\n{report}", one.nom);
            assert!(report.contains(&format!("trop-perçu de {amount}")), "{}\n{report}", one.nom);
        }
    }
}

/// One value of these blocks changed by hand is found.
#[test]
fn a_change_told_wrong_is_found() {
    let work = november();
    let place = work.path().join("dossier");
    change(&place, "salaries.csv", &[("T02,EXEMPLE", "T02,EXEMPLAIRE")]);
    run(work.path(), "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11");
    done(work.path(), "compta integrer dossier --periode 2026-W46");
    both_months_hold(work.path());
    let path = place.join("sorties/declarations/2026-12/dsn-2026-12.dsn");
    let good: String = december_dsn(work.path());
    let bytes = |text: &str| -> Vec<u8> { text.chars().map(|c| c as u8).collect() };
    let block = good.lines().filter(|l| l.starts_with("S21.G00.31.")).map(|l| format!("{l}\n"));
    let without = block.fold(good.clone(), |text, line| text.replacen(&line, "", 1));
    for wrong in [
        good.replacen("S21.G00.31.009,'EXEMPLE'", "S21.G00.31.009,'EXEMPLES'", 1),
        good.replacen("S21.G00.31.001,'01122026'", "S21.G00.31.001,'02122026'", 1),
        without,
    ] {
        assert_ne!(wrong, good);
        std::fs::write(&path, bytes(&wrong)).unwrap();
        let (status, report) = run(work.path(), "rapprocher dossier --mois 2026-12");
        assert!(status == 1 && report.contains("D33 Changements déclarés"), "{report}");
    }
}

/// What was paid too much is held back on the next pay by an element that names the payslip: nothing is claimed any more.
#[test]
fn an_overpayment_is_held_back_on_the_next_pay() {
    let work = november();
    let place = work.path().join("dossier");
    change(&place, "temps.csv", &[("T01-1,2026-11-13,09:00,19:00", "T01-1,2026-11-13,09:00,17:00")]);
    run(work.path(), "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11");
    done(work.path(), "compta integrer dossier --periode 2026-W46");
    let report = both_months_hold(work.path());
    assert!(report.contains("trop-perçu de 79,25 à"), "{report}");
    let row = "matricule,date,code,montant,libelle\nT01,2026-12-02,avance,79.25,Reprise du trop-perçu 2026-W46-T01-R1\n";
    std::fs::write(place.join("elements.csv"), row).unwrap();
    done(work.path(), "paie dossier --periode 2026-W49");
    let report = both_months_hold(work.path());
    assert!(!report.contains("B10 Trop-perçu"), "{report}");
}

/// Another account paid: the payslip is made again and differs by its number alone, which no attestation tells.
#[test]
fn a_payslip_that_differs_by_its_number_alone_gives_no_attestation() {
    let work = november();
    let place = work.path().join("dossier");
    change(&place, "salaries.csv", &[("FR7699999000010000000100025", "FR7630006000011234567890189")]);
    run(work.path(), "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11");
    assert!(place.join("bulletins/2026/2026-W46/2026-W46-T01-R1.json").exists());
    done(work.path(), "compta integrer dossier --periode 2026-W46");
    both_months_hold(work.path());
    assert!(!place.join("sorties/declarations/2026-12/aem-2026-12.xml").exists());
}

/// A payslip of November lowered in December, after a payslip of December: that one was right on its day and stays; the
/// correction counts from its own. By hand: the cumul of the year is the gross of December and the corrected one.
#[test]
fn a_correction_paid_later_leaves_what_was_paid_in_between() {
    let work = november();
    let place = work.path().join("dossier");
    done(work.path(), "paie dossier --periode 2026-W49");
    done(work.path(), "compta integrer dossier --periode 2026-W49");
    change(&place, "temps.csv", &[("T01-1,2026-11-13,09:00,19:00", "T01-1,2026-11-13,09:00,17:00")]);
    let (_, said) = run(work.path(), "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-18");
    assert!(!said.contains("DOS-104"), "{said}");
    done(work.path(), "compta integrer dossier --periode 2026-W46");
    let amounts = |period: &str, number: &str| {
        let file = place.join(format!("bulletins/2026/{period}/{number}.json"));
        let slip: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let cents = |at: &str| {
            slip.pointer(at).and_then(|v| v.as_str()).unwrap().replace('.', "").parse::<i64>().unwrap()
        };
        (
            cents("/resultat/totaux/brut"),
            cents("/resultat/cumuls/brut"),
            cents("/resultat/cumuls/retraite_annee"),
        )
    };
    let (first, ..) = amounts("2026-W46", "2026-W46-T01");
    let (between, on_its_day, _) = amounts("2026-W49", "2026-W49-T01");
    let (corrected, cumul, retraite) = amounts("2026-W46", "2026-W46-T01-R1");
    assert!(corrected < first);
    assert_eq!(on_its_day, first + between);
    assert_eq!((cumul, retraite), (between + corrected, between + corrected));
    let report = both_months_hold(work.path());
    assert!(report.contains("B10 Trop-perçu"), "{report}");
    // A correction of the week that stands between would lose November: it is not asked for.
    let (status, said) = run(work.path(), "recalculer dossier --depuis 2026-11-01");
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("Aucun bulletin ne change."), "{said}");
}

/// An illness of 12 and 13 November entered in December: what is left of the week has no overtime beyond the guaranteed hours
/// any more, so the correction takes back a whole kind of pay (51 type 017) and a whole relief (81 code 021). Neither month has a
/// gap; a date, a body or an amount of these blocks that is changed is found.
#[test]
fn an_illness_entered_the_month_after_takes_back_overtime_and_its_relief() {
    let work = november();
    let place = work.path().join("dossier");
    let days = ["12", "13"].map(|day| format!("T02-1,2026-11-{day},09:00,19:00,60,\n"));
    change(&place, "temps.csv", &days.each_ref().map(|line| (line.as_str(), "")));
    let row = "contrat;matricule;debut;fin;motif\nT02-1;;12/11/2026;13/11/2026;maladie\n";
    std::fs::write(place.join("absences.csv"), row).unwrap();
    run(work.path(), "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11");
    done(work.path(), "compta integrer dossier --periode 2026-W46");
    let report = both_months_hold(work.path());
    // A rule that tells something opens its paragraph with its name.
    let tells = |report: &str, rule: &str| report.lines().any(|l| l.starts_with(&format!("  {rule} ")));
    for rule in ["D24", "D26", "D20", "D22"] {
        assert!(!tells(&report, rule), "{rule}\n{report}");
    }
    let dsn = december_dsn(work.path());
    let file = place.join("sorties/declarations/2026-12/dsn-2026-12.dsn");
    // From the line that names the block, what is changed of it, and the rule that tells it.
    let (overtime, relief) = ("S21.G00.51.011,'017'", "S21.G00.81.001,'021'");
    let (place_of, relief_at) = (dsn.find(overtime).unwrap(), dsn.find(relief).unwrap());
    let start = dsn[..place_of].rfind("S21.G00.51.001,'09112026'").unwrap();
    for (from, old, new, rule) in [
        (start, "09112026", "10112026", "D24"),
        (start, "13112026", "12112026", "D24"),
        (place_of, "S21.G00.51.013,'-", "S21.G00.51.013,'-1", "D20"),
        (relief_at, "90000001900019", "90000001900027", "D26"),
    ] {
        let (head, tail) = dsn.split_at(from);
        assert!(tail.contains(old), "{old}");
        let changed = format!("{head}{}", tail.replacen(old, new, 1));
        std::fs::write(&file, changed.chars().map(|c| c as u8).collect::<Vec<u8>>()).unwrap();
        let (_, said) = run(work.path(), "rapprocher dossier --mois 2026-12");
        let line = 1 + format!("{head}{}", tail.split(old).next().unwrap()).matches('\n').count();
        assert!(tells(&said, rule) && said.contains(&format!("ligne {line}")), "{rule} {line}\n{said}");
    }
}

/// An overpayment found in its own month and held back in the next one is claimed in neither; what somebody decided about
/// a month is still there after the reconciliation of another one.
#[test]
fn what_is_held_back_later_is_no_longer_claimed_and_decisions_keep_their_month() {
    let work = november();
    let place = work.path().join("dossier");
    change(&place, "temps.csv", &[("T01-1,2026-11-13,09:00,19:00", "T01-1,2026-11-13,09:00,17:00")]);
    run(work.path(), "paie dossier --periode 2026-W46 --rectifier");
    done(work.path(), "compta integrer dossier --periode 2026-W46");
    let november = |work: &Path| run(work, "rapprocher dossier --mois 2026-11").1;
    assert!(november(work.path()).contains("B10 Trop-perçu"));
    let decisions = place.join("rapprochement.toml");
    let text = std::fs::read_to_string(&decisions).unwrap();
    let at = text.find("B10:T01").unwrap();
    let (head, rest) = text.split_at(at);
    let decided = rest.replacen("\"ouvert\"", "\"justifie\"", 1).replacen(
        "justification = \"\"",
        "justification = \"rendu par chèque\"",
        1,
    );
    std::fs::write(&decisions, format!("{head}{decided}")).unwrap();
    assert!(november(work.path()).contains("écart 79,25 [justifié]"));

    let row = "matricule,date,code,montant,libelle\nT01,2026-12-02,avance,79.25,Reprise du trop-perçu 2026-W46-T01-R1\n";
    std::fs::write(place.join("elements.csv"), row).unwrap();
    done(work.path(), "paie dossier --periode 2026-W49");
    done(work.path(), "rapprocher dossier --mois 2026-12");
    let kept = std::fs::read_to_string(&decisions).unwrap();
    assert!(kept.contains("rendu par chèque") && kept.contains("mois = \"2026-11\""), "{kept}");
    assert!(!november(work.path()).contains("B10 Trop-perçu"));
}

/// A note of an author corrected: what is owed, entered and reconciled is the corrected one, once, whether the correction is
/// of the same period, before or after the accounts took the first, or of a later month.
#[test]
fn a_note_corrected_counts_once() {
    // Period of the correction, day of its payment, whether the first note is in the accounts before it.
    let cases = [
        ("2026-W46", "2026-11-13", false),
        ("2026-W46", "2026-11-13", true),
        ("2026-W50", "2026-12-09", true),
    ];
    for (period, day, entered) in cases {
        let work = folder();
        let place = work.path().join("dossier");
        let authors = root().join("tests/errors/_auteurs");
        for name in ["auteurs.csv", "contrats_auteurs.csv", "notes.csv"] {
            std::fs::copy(authors.join(name), place.join(name)).unwrap();
        }
        run(work.path(), "paie dossier --periode 2026-W46");
        if entered {
            done(work.path(), "compta integrer dossier --periode 2026-W46");
        }
        let rows = format!(
            "note,contrat,date_paiement,echeance,rectifie,montant\n\
             N-2026-01,CA-01,2026-03-06,signature,,\n\
             N-2026-02,CA-01,2026-11-13,premier jour de tournage,,\n\
             N-2026-03,CA-01,{day},premier jour de tournage,N-2026-02,18000.00\n"
        );
        std::fs::write(place.join("notes.csv"), rows).unwrap();
        let (_, summary) = run(work.path(), &format!("paie dossier --periode {period} --json"));
        let summary: serde_json::Value =
            serde_json::from_str(&summary[summary.find('{').unwrap()..=summary.rfind('}').unwrap()]).unwrap();
        let owed = |of: &str, number: &str| -> i64 {
            let file = place.join(format!("notes/2026/{of}/{number}.json"));
            let note: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
            let lines = note["resultat"]["lignes"].as_array().unwrap().iter();
            let ircec = lines.filter(|l| l["organisme"] == "ircec");
            ircec.map(|l| l["montant"].as_str().unwrap().replace('.', "").parse::<i64>().unwrap()).sum()
        };
        let (old, new) = (owed("2026-W46", "N-2026-02"), owed(period, "N-2026-03"));
        assert!(old > new && new > 0);
        let due = if period == "2026-W46" { new } else { new - old };
        let told = summary["dettes"]["ircec"].as_str().unwrap().replace('.', "");
        assert_eq!(told, due.to_string(), "{period} {entered}");
        done(work.path(), &format!("compta integrer dossier --periode {period}"));
        done(work.path(), "rapprocher dossier --mois 2026-11");
        if period == "2026-W50" {
            done(work.path(), "rapprocher dossier --mois 2026-12");
            let (status, said) = run(work.path(), "compta integrer dossier --periode 2026-W46");
            assert!(status == 2 && said.contains("ECR-020"), "{said}");
        }
        let (_, again) = run(work.path(), &format!("paie dossier --periode {period}"));
        assert!(!again.contains("DOS-060") && !again.contains("ECR-001"), "{again}");
    }
}

/// Corrections of November run in December, one week after the pay of December: an hour of overtime that was forgotten, whose
/// contributions are more than what it adds to the taxable pay; the same beside somebody else's pay that goes down; a sick
/// leave told late. Each time the DSN is written and both months reconcile.
#[test]
fn corrections_of_every_kind_a_month_later_hold() {
    let hour = ("T01-1,2026-11-13,09:00,19:00", "T01-1,2026-11-13,09:00,20:00");
    let less = ("T02-1,2026-11-13,09:00,19:00", "T02-1,2026-11-13,09:00,17:00");
    for changes in [&[hour][..], &[hour, less], &[less]] {
        let work = november();
        let place = work.path().join("dossier");
        done(work.path(), "paie dossier --periode 2026-W49");
        done(work.path(), "compta integrer dossier --periode 2026-W49");
        change(&place, "temps.csv", changes);
        let (_, said) = run(work.path(), "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-18");
        assert!(!said.contains("DOS-104") && !said.contains("n'est pas écrite"), "{said}");
        done(work.path(), "compta integrer dossier --periode 2026-W46");
        both_months_hold(work.path());
        done(work.path(), "compta clore dossier --mois 2026-11");
        done(work.path(), "rapprocher dossier --mois 2026-11");
        let (_, said) = run(work.path(), "recalculer dossier --depuis 2026-11-01");
        assert!(said.contains("Aucun bulletin ne change."), "{said}");
    }
}

/// Our own DSN of the five populations, read as that of another program: nothing to say of November, a director of annexe 8 at
/// the rates of the artists among them; the bonuses of December, which complete a work of November, are told and not compared.
#[test]
fn our_own_declarations_are_audited_without_a_gap() {
    let work = november();
    let place = work.path().join("dossier");
    let audit = |month: &str| {
        let file = format!("dossier/sorties/declarations/{month}/dsn-{month}.dsn");
        let (_, said) = run(work.path(), &format!("auditer {file} --json"));
        let report: serde_json::Value =
            serde_json::from_str(&said[said.find('{').unwrap()..=said.rfind('}').unwrap()]).unwrap();
        report
    };
    let report = audit("2026-11");
    assert_eq!(report["ecarts"].as_array().map(Vec::len), Some(0), "{report:#}");
    let rows = "matricule,date,code,montant,libelle,contrat\n\
                A01,2026-12-03,prime,250.00,Prime,A01-1\nF01,2026-12-03,prime,41.37,Prime,F01-1\n";
    std::fs::write(place.join("elements.csv"), rows).unwrap();
    done(work.path(), "paie dossier --periode 2026-W49");
    let report = audit("2026-12");
    assert_eq!(report["ecarts"].as_array().map(Vec::len), Some(0), "{report:#}");
    assert!(report.to_string().contains("complément de jours déjà payés"), "{report:#}");
}
