//! What the data of a month that was sent had wrong, known in December: a rate, the staff, the end of a contract, a number, a
//! deduction, a payslip that should not have been. Each is corrected by the command that the guides give; our own controls find
//! nothing in the DSN of December, the AEM are written, and the reconciliation of both months holds to the cent.

mod common;

use std::path::Path;

use common::change;
use common::novembre::{both_months_hold, december_dsn, done, folder, november, november_of, run};
use serde_json::Value;

const RECTIFY: &str = "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11";

/// What is changed in the files, and what it is changed into.
type Change = (&'static str, &'static str, &'static str);

/// Data of November corrected on 11 December; with the pay of December, or without.
fn corrected(changes: &[Change], december: bool) -> tempfile::TempDir {
    let work = november();
    let place = work.path().join("dossier");
    for (file, from, to) in changes {
        change(&place, file, &[(from, to)]);
    }
    let (status, said) = run(work.path(), RECTIFY);
    assert!(status < 2, "{said}");
    done(work.path(), "compta integrer dossier --periode 2026-W46");
    if december {
        run(work.path(), "paie dossier --periode 2026-W49");
        done(work.path(), "compta integrer dossier --periode 2026-W49");
    } else {
        run(work.path(), "paie dossier --periode 2026-W46");
    }
    work
}

fn slip(work: &Path, number: &str) -> Value {
    let file = work.join(format!("dossier/bulletins/2026/2026-W46/2026-W46-{number}.json"));
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

fn cents(slip: &Value, total: &str) -> i64 {
    let text = slip.pointer(&format!("/resultat/totaux/{total}")).and_then(Value::as_str).unwrap();
    text.replace('.', "").parse().unwrap()
}

fn written(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", amount.abs() / 100, amount.abs() % 100)
}

/// The values of block 56, in order.
fn block_56(dsn: &str) -> Vec<&str> {
    let of = |l: &'static str| l;
    let prefix = of("S21.G00.56.");
    dsn.lines().filter_map(|l| l.trim_end_matches('\r').strip_prefix(prefix)).collect()
}

/// Contributions of a code: base, amount, rate.
fn contributions(dsn: &str, code: &str) -> Vec<[String; 3]> {
    let value = |line: &str| line.split('\'').nth(1).unwrap_or_default().to_owned();
    let wanted = format!("S21.G00.81.001,'{code}'");
    dsn.split("S21.G00.81.001,")
        .filter(|b| format!("S21.G00.81.001,{b}").starts_with(&wanted))
        .map(|b| {
            let get = |n: &str| {
                let own = b.lines().skip(1).take_while(|l| l.starts_with("S21.G00.81."));
                own.filter(|l| l.starts_with(&format!("S21.G00.81.{n},")))
                    .map(value)
                    .next()
                    .unwrap_or_default()
            };
            [get("003"), get("004"), get("007")]
        })
        .collect()
}

/// Natures of the attestations of December, in order.
fn natures(work: &Path) -> Vec<String> {
    let file = work.join("dossier/sorties/declarations/2026-12/aem-2026-12.xml");
    let Ok(text) = std::fs::read_to_string(file) else { return Vec::new() };
    let of = |part: &str| part.split('"').next().unwrap_or_default().to_owned();
    text.split("nature=\"").skip(1).map(of).collect()
}

/// The rates of the employer. By hand, the two technicians of November (1,875.87 and 2,796.52):
///
/// - accidents du travail known at 2.40 % in place of 1.07 %: 45.02 - 20.07 and 67.12 - 29.92, 62.15 in all, 62 euros; the bases
///   add up to 4,672.39, 4,672 euros on each of the two lines of the bordereau;
/// - mobility at 2.95 % in place of 3.20 %, on 1,875.87 and 2,796.52 x 111.5 % (2,091.60 and 3,118.12): 61.70 - 66.93 and
///   91.98 - 99.78. The bordereau writes no rate of it: its total alone changes.
#[test]
fn a_rate_of_the_employer_known_late_takes_back_the_old_one() {
    let work = corrected(&[("production.toml", "taux_at = \"1.07\"", "taux_at = \"2.40\"")], false);
    let dsn = december_dsn(work.path());
    let line = |base: &str, amount: &str, rate: &str| [base.to_owned(), amount.to_owned(), rate.to_owned()];
    let told = contributions(&dsn, "045");
    for wanted in [
        line("1875.87", "45.02", "2.40"),
        line("-1875.87", "-20.07", "1.07"),
        line("2796.52", "67.12", "2.40"),
        line("-2796.52", "-29.92", "1.07"),
    ] {
        assert!(told.contains(&wanted), "{wanted:?}\n{told:?}");
    }
    assert!(told.iter().all(|[base, amount, _]| (base == "0.00") == (amount == "0.00")), "{told:?}");
    for text in ["S21.G00.22.005,'62.00'", "S21.G00.23.004,'-4672.00'", "S21.G00.23.004,'4672.00'"] {
        assert!(dsn.contains(text), "{text}");
    }
    both_months_hold(work.path());

    let work = corrected(
        &[("production.toml", "versement_mobilite = \"3.20\"", "versement_mobilite = \"2.95\"")],
        false,
    );
    let told = contributions(&december_dsn(work.path()), "081");
    for wanted in [
        line("2091.60", "61.70", "2.95"),
        line("-2091.60", "-66.93", "3.20"),
        line("3118.12", "91.98", "2.95"),
        line("-3118.12", "-99.78", "3.20"),
    ] {
        assert!(told.contains(&wanted), "{wanted:?}\n{told:?}");
    }
    both_months_hold(work.path());
}

/// Other facts of the employer, alone and beside the pay of December: the bordereau of November bears what they change.
#[test]
fn facts_of_the_employer_known_late_are_declared_on_their_month() {
    let mobility = "versement_mobilite = \"3.20\"";
    for (from, to) in [
        ("effectif = 28", "effectif = 60"),
        ("effectif = 28", "effectif = 8"),
        ("effectif = 28", "effectif = 15"),
        ("taxe_apprentissage = true", "taxe_apprentissage = false"),
        (mobility, "versement_mobilite = \"3.20\"\nvmrr = \"0.15\""),
        (mobility, "versement_mobilite = \"3.20\"\nalsace_moselle = true"),
    ] {
        for december in [false, true] {
            let work = corrected(&[("production.toml", from, to)], december);
            both_months_hold(work.path());
            // Nothing of it is told by an attestation: no pair is sent for nothing.
            let own = natures(work.path());
            assert!(own.iter().all(|n| n == "initiale"), "{to}: {own:?}");
        }
    }
}

/// The rate of T01, with the answer that says that it was already the right one.
fn wrong_rate(place: &Path, rate: &str) {
    let text = std::fs::read_to_string(place.join("salaries.csv")).unwrap();
    let rows = text.lines().enumerate().map(|(rank, row)| match rank {
        0 => format!("{row},confirme\n"),
        1 => format!("{},taux_pas\n", row.replacen(",5.00,", &format!(",{rate},"), 1)),
        _ => format!("{row},\n"),
    });
    std::fs::write(place.join("salaries.csv"), rows.collect::<String>()).unwrap();
}

/// A rate of tax that was wrong on its day (5 % for 3 %): 1,233.49 x 2 % = 24.67 is given back on the day of the correction, and
/// block 56 type 02 tells it (CT2026, CCH-11 and CCH-18). What was withheld too little is settled with the tax office.
#[test]
fn a_wrong_rate_of_tax_is_given_back() {
    let confirmed = |rate: &str| -> tempfile::TempDir {
        let work = november();
        wrong_rate(&work.path().join("dossier"), rate);
        work
    };
    let integrated = |work: &Path, day: &str| {
        let (_, said) = run(work, &format!("paie dossier --periode 2026-W46 --rectifier --paiement {day}"));
        run(work, "compta integrer dossier --periode 2026-W46");
        run(work, "paie dossier --periode 2026-W46");
        said
    };
    let work = confirmed("3.00");
    integrated(work.path(), "2026-12-11");
    let told = ["001,'112026'", "002,'02'", "005,'-2.00'", "007,'-24.67'", "015,'1233.49'"];
    assert_eq!(block_56(&december_dsn(work.path())), told);
    let more = std::fs::read_to_string(work.path().join("dossier/sorties/2026-W46/virements-2.xml")).unwrap();
    assert!(more.contains(">24.67</InstdAmt>"), "{more}");
    both_months_hold(work.path());

    // In January for the year before; not in February.
    let work = confirmed("3.00");
    integrated(work.path(), "2027-01-08");
    let january = work.path().join("dossier/sorties/declarations/2027-01/dsn-2027-01.dsn");
    let dsn: String = std::fs::read(january).unwrap().into_iter().map(char::from).collect();
    assert_eq!(block_56(&dsn), told);
    done(work.path(), "rapprocher dossier --mois 2027-01");
    let work = confirmed("3.00");
    integrated(work.path(), "2027-02-05");
    assert!(!work.path().join("dossier/bulletins/2026/2026-W46/2026-W46-T01-R1.json").exists());

    let work = confirmed("8.00");
    let said = integrated(work.path(), "2026-12-11");
    assert!(said.contains("DOS-296") && said.contains("98,68"), "{said}");
    assert!(!work.path().join("dossier/bulletins/2026/2026-W46/2026-W46-T01-R1.json").exists());
}

/// A bonus paid by mistake, and a rate that was wrong: the difference of base is given back at the rate declared (type 03), that of
/// rate on the base of today (type 02).
#[test]
fn a_wrong_rate_and_a_pay_lowered_are_told_apart() {
    let bonus = |amount: &str| format!("matricule,date,code,montant\nT01,2026-11-13,prime,{amount}\n");
    let work = november_of(|place| std::fs::write(place.join("elements.csv"), bonus("300.00")).unwrap());
    let place = work.path().join("dossier");
    std::fs::write(place.join("elements.csv"), bonus("100.00")).unwrap();
    wrong_rate(&place, "3.00");
    run(work.path(), RECTIFY);
    done(work.path(), "compta integrer dossier --periode 2026-W46");
    run(work.path(), "paie dossier --periode 2026-W46");
    let (first, now) = (slip(work.path(), "T01"), slip(work.path(), "T01-R1"));
    let (base, before) = (cents(&now, "assiette_pas"), cents(&first, "assiette_pas"));
    let percent = |base: i64, rate: i64| (base * rate + 50) / 100;
    let by_base = percent(base, 5) - cents(&first, "pas");
    let by_rate = percent(base, 3) - percent(base, 5);
    let fiscal = cents(&now, "net_imposable") - cents(&first, "net_imposable");
    assert!(base < before && by_base < 0 && by_rate < 0);
    assert_eq!(cents(&now, "pas"), percent(base, 3));
    let told = [
        "001,'112026'".to_owned(),
        "002,'03'".to_owned(),
        format!("003,'{}'", written(fiscal)),
        "006,'5.00'".to_owned(),
        format!("007,'{}'", written(by_base)),
        format!("010,'{}'", written(base - before)),
        "001,'112026'".to_owned(),
        "002,'02'".to_owned(),
        "005,'-2.00'".to_owned(),
        format!("007,'{}'", written(by_rate)),
        format!("015,'{}'", written(base)),
    ];
    assert_eq!(block_56(&december_dsn(work.path())), told);
    both_months_hold(work.path());
}

/// The end of a contract moved by a day that is paid the month after: back pay, not a correction of the whole. What is paid in all
/// is what one payslip would have paid; one calendar day is added, and the attestation is a complementary one.
#[test]
fn an_end_moved_by_a_day_is_back_pay() {
    let moved: [Change; 2] = [
        ("contrats.csv", "2026-11-12,2026-11-13,900.00", "2026-11-12,2026-11-14,900.00"),
        (
            "temps.csv",
            "A01-1,2026-11-13,09:00,18:00,60,1\n",
            "A01-1,2026-11-13,09:00,18:00,60,1\nA01-1,2026-11-14,09:00,18:00,60,1\n",
        ),
    ];
    let work = corrected(&moved, false);
    let (first, more) = (slip(work.path(), "A01"), slip(work.path(), "A01-C1"));
    let once = folder();
    for (file, from, to) in moved {
        change(&once.path().join("dossier"), file, &[(from, to)]);
    }
    run(once.path(), "paie dossier --periode 2026-W46");
    let whole = slip(once.path(), "A01");
    assert_eq!(cents(&more, "brut"), 90_000);
    for total in ["brut", "net_imposable", "montant_net_social", "net_avant_impot", "total_verse_employeur"] {
        assert_eq!(cents(&first, total) + cents(&more, total), cents(&whole, total), "{total}");
    }
    let dsn = december_dsn(work.path());
    for text in [
        "S21.G00.40.010,'14112026'",
        "S21.G00.62.001,'14112026'",
        "S21.G00.53.002,'1.00'\nS21.G00.53.003,'40'",
    ] {
        assert!(dsn.replace('\r', "").contains(text), "{text}\n{dsn}");
    }
    assert_eq!(natures(work.path()), ["complementaire"]);
    both_months_hold(work.path());
}

/// What changes an attestation that was sent is taken back and given again, under the number of the first one: a deduction told
/// late (more is paid, less is left after abatement), a numéro d'objet, a NIR, an hour less beside a bonus.
#[test]
fn an_attestation_that_would_fall_below_zero_is_put_right_whole() {
    let header = "engagement,heure_embauche,cadre\n";
    let cases: [(&str, &[Change], usize); 4] = [
        (
            "déduction",
            &[
                ("contrats.csv", header, "engagement,heure_embauche,cadre,dfs\n"),
                ("contrats.csv", "2026-11-13,900.00,jour,09:00,", "2026-11-13,900.00,jour,09:00,,oui"),
            ],
            1,
        ),
        ("objet", &[("production.toml", "263C00000142", "263C00000156")], 5),
        (
            "NIR",
            &[("salaries.csv", "A01,SPECIMEN,Alix,285067510100286", "A01,SPECIMEN,Alix,285067510100385")],
            1,
        ),
        (
            "heure",
            &[
                ("temps.csv", "T01-1,2026-11-13,09:00,19:00", "T01-1,2026-11-13,09:00,18:00"),
                ("contrats.csv", "2026-11-13,1172.42,semaine,08:00,", "2026-11-13,1272.42,semaine,08:00,"),
            ],
            1,
        ),
    ];
    for (name, changes, pairs) in cases {
        let work = corrected(changes, false);
        let own = natures(work.path());
        let of = |nature: &str| own.iter().filter(|n| *n == nature).count();
        let counts = (of("rectificative_negative"), of("rectificative_positive"), own.len());
        assert_eq!(counts, (pairs, pairs, 2 * pairs), "{name}: {own:?}");
        let file = work.path().join("dossier/sorties/declarations/2026-12/aem-2026-12.xml");
        let text = std::fs::read_to_string(file).unwrap();
        assert_eq!(text.matches("<NumeroAemInitiale>").count(), 2 * pairs, "{name}");
        both_months_hold(work.path());
    }
}

/// A birthplace put right is told by no attestation.
#[test]
fn what_no_attestation_tells_makes_none() {
    let work = corrected(&[("salaries.csv", "1980-01-05,PARIS,75", "1980-01-05,LYON,69")], false);
    assert!(natures(work.path()).is_empty());
    both_months_hold(work.path());
}

/// An extra paid by mistake: his row stays with a gross of 0, the payslip is brought down to zero and the month put right. The DSN of
/// December is written, with his rate of accidents du travail; what he was paid is claimed.
#[test]
fn a_payslip_that_should_not_have_been_is_brought_down_to_zero() {
    let header = "engagement,heure_embauche,cadre\n";
    let changes: [Change; 3] = [
        ("temps.csv", "F01-1,2026-11-12,09:00,18:00,60,1\n", ""),
        ("contrats.csv", header, "engagement,heure_embauche,cadre,brut\n"),
        ("contrats.csv", "2026-11-12,130.00,jour,09:00,", "2026-11-12,130.00,jour,09:00,,0"),
    ];
    for december in [false, true] {
        let work = corrected(&changes, december);
        let zero = slip(work.path(), "F01-R1");
        assert_eq!((cents(&zero, "brut"), cents(&zero, "virement")), (0, 0));
        assert!(december_dsn(work.path()).contains("S21.G00.40.043,'1.10'"));
        let report = both_months_hold(work.path());
        assert!(report.contains("trop-perçu de 103,43"), "{report}");
    }
}

/// Hours added with another status: the lines of the former one are given back at the rates at which they were paid, which are
/// those of no table of today. In both directions.
#[test]
fn back_pay_with_another_status_has_no_false_gap() {
    let evening: Change = ("temps.csv", "T01-1,2026-11-13,09:00,19:00", "T01-1,2026-11-13,09:00,22:00");
    let cadre: Change =
        ("contrats.csv", "2026-11-13,1172.42,semaine,08:00,\n", "2026-11-13,1172.42,semaine,08:00,oui\n");
    let work = corrected(&[evening, cadre], false);
    assert!(slip(work.path(), "T01-C1").pointer("/resultat/rappel").is_some());
    both_months_hold(work.path());
    // An extra who was an artist, at 480.00: the forfait of the first payslip is no base of retraite.
    let artist: Change = (
        "contrats.csv",
        "F01-1,F01,figurant,10,Figurant,2026-11-12,2026-11-12,130.00",
        "F01-1,F01,artiste,10,Artiste-interprète long métrage,2026-11-12,2026-11-12,480.00",
    );
    let work = corrected(&[artist], false);
    assert!(slip(work.path(), "F01-C1").pointer("/resultat/rappel").is_some());
    both_months_hold(work.path());
}

/// A whole week of illness known in December, alone and beside other pay: the DSN is written, the certificate too.
#[test]
fn a_week_of_illness_known_the_month_after_is_declared() {
    for december in [false, true] {
        let work = november();
        let place = work.path().join("dossier");
        let days = ["09", "10", "11", "12", "13"].map(|day| format!("T02-1,2026-11-{day},09:00,19:00,60,\n"));
        change(&place, "temps.csv", &days.each_ref().map(|line| (line.as_str(), "")));
        let row = "contrat;matricule;debut;fin;motif\nT02-1;;09/11/2026;13/11/2026;maladie\n";
        std::fs::write(place.join("absences.csv"), row).unwrap();
        run(work.path(), RECTIFY);
        done(work.path(), "compta integrer dossier --periode 2026-W46");
        run(
            work.path(),
            &format!("paie dossier --periode {}", if december { "2026-W49" } else { "2026-W46" }),
        );
        if december {
            done(work.path(), "compta integrer dossier --periode 2026-W49");
        }
        both_months_hold(work.path());
        assert!(place.join("sorties/declarations/2026-11/conges-spectacles-2026-11.csv").exists());
    }
}
