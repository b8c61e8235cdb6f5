//! Corrections in time, through the program: back pay on a later day, and payslips that a correction leaves behind.

mod common;

use std::fs;
use std::path::Path;

use common::{cddu, copy, root};
use serde_json::Value;

/// A week of November of a cadre, of `tests/rappel` : paid on 20 November, W49 on 11 December.
fn folder() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("tests/rappel"), &work.path().join("dossier"));
    work
}

fn run(work: &Path, command: &str) -> (i32, String, String) {
    let output = cddu(work).args(command.split(' ')).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn frozen(work: &Path, period: &str, number: &str) -> Value {
    let path = work.join(format!("dossier/bulletins/2026/{period}/{number}.json"));
    serde_json::from_slice(&fs::read(&path).unwrap_or_else(|_| panic!("{}", path.display()))).unwrap()
}

fn bytes(work: &Path, path: &str) -> Vec<u8> {
    fs::read(work.join("dossier").join(path)).unwrap()
}

/// The bonus of 500.00 that the cadre should have had with the week of 9 November, by hand (tables of November 2026).
/// Paid: 2,796.52, ceiling of the week 667.50, slice 1 of the retraite 5 × 220.00 = 1,100.00, chômage 4 × 667.50 = 2,670.00:
/// all three are used, so the bonus carries uncapped contributions and slice 2 only. On 3,296.52 less on 2,796.52:
/// - vieillesse déplafonnée 0.40 %: 13.19 - 11.19 = 2.00; retraite T2 8.64 %: 189.78 - 146.58 = 43.20;
/// - CEG T2 1.08 %: 23.72 - 18.32 = 5.40; CET 0.14 %: 4.62 - 3.92 = 0.70; Apec 0.024 %: 0.79 - 0.67 = 0.12;
/// - CSG: the allowance stops at 2,670.00, so 500.00 at 6.80 %: 184.30 - 150.30 = 34.00; not deductible 2.40 %:
///   65.05 - 53.05 = 12.00; CRDS 0.50 %: 13.55 - 11.05 = 2.50;
/// - reduction on the overtime of the week: the rate goes from 278.76 / 2,796.52 = 9.97 % to 330.06 / 3,296.52 = 10.01 %,
///   568.05 × 10.01 % = 56.86, less 56.63 = 0.23.
///
/// Contributions 99.92. Net before tax 500.00 - 99.92 + 0.23 = 400.31; taxable 400.31 + 14.50 = 414.81, under the
/// allowance of 766.00 of December: no tax.
const BONUS: [(&str, &str); 7] = [
    ("brut", "500.00"),
    ("cotisations_salarie", "99.92"),
    ("allegements_salarie", "0.23"),
    ("net_imposable", "414.81"),
    ("pas", "0.00"),
    ("net_avant_impot", "400.31"),
    ("virement", "400.31"),
];

fn is_the_bonus(slip: &Value) {
    for (total, amount) in BONUS {
        assert_eq!(slip["resultat"]["totaux"][total], amount, "{total}");
    }
    assert_eq!(slip["resultat"]["date_paiement"], "2026-12-11");
    assert_eq!(slip["resultat"]["rappel"], "2026-W46-T02");
    assert_eq!(slip.get("remplace"), None);
}

/// DSN valid for our own control, complementary AEM, transfer of the bonus, reconciliation without a gap; nothing of
/// November moves.
fn december_is_right(work: &Path, november: &[u8]) {
    let (status, out, _) = run(work, "dsn verifier dossier/sorties/declarations/2026-12/dsn-2026-12.dsn");
    assert_eq!(status, 0, "{out}");
    let dsn: String =
        bytes(work, "sorties/declarations/2026-12/dsn-2026-12.dsn").into_iter().map(char::from).collect();
    for line in
        ["S21.G00.50.002,'414.81'", "S21.G00.50.009,'0.00'", "S21.G00.62.017,'02'", "S21.G00.58.004,'400.31'"]
    {
        assert!(dsn.contains(line), "{line}");
    }
    // The bordereau is that of the month worked.
    assert!(dsn.contains("S21.G00.22.003,'01112026'"), "{dsn}");
    let aem = bytes(work, "sorties/declarations/2026-12/aem-2026-12.xml");
    let aem = String::from_utf8(aem).unwrap();
    assert!(aem.contains("complementaire") || aem.contains("Complementaire"), "{aem}");
    for month in ["2026-11", "2026-12"] {
        let (status, out, err) = run(work, &format!("rapprocher dossier --mois {month}"));
        assert_eq!(status, 0, "{month}\n{out}{err}");
    }
    assert_eq!(bytes(work, "sorties/declarations/2026-11/dsn-2026-11.dsn"), november);
}

#[test]
fn a_bonus_forgotten_is_paid_alone_the_month_after() {
    let work = folder();
    run(work.path(), "paie dossier --periode 2026-W46");
    let november = bytes(work.path(), "sorties/declarations/2026-11/dsn-2026-11.dsn");
    fs::rename(work.path().join("dossier/elements-apres.csv"), work.path().join("dossier/elements.csv"))
        .unwrap();
    let (_, _, said) = run(work.path(), "paie dossier --periode 2026-W46");
    assert!(said.contains("DOS-060") && said.contains("--paiement"), "{said}");
    let pay = "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11";
    let (status, out, err) = run(work.path(), pay);
    assert_eq!(status, 0, "{out}{err}");
    is_the_bonus(&frozen(work.path(), "2026-W46", "2026-W46-T02-C1"));
    december_is_right(work.path(), &november);
    let transfer = String::from_utf8(bytes(work.path(), "sorties/2026-W46/virements-2.xml")).unwrap();
    assert!(transfer.contains("400.31") && transfer.contains("2026-12-11"), "{transfer}");
    // The same command, and the run of the week, find everything settled.
    for again in [pay, "paie dossier --periode 2026-W46"] {
        let (status, out, err) = run(work.path(), again);
        assert_eq!(status, 0, "{again}\n{out}{err}");
    }
    assert!(!work.path().join("dossier/bulletins/2026/2026-W46/2026-W46-T02-C2.json").exists());
}

/// The same bonus, dated of the week of its payment and naming the contract that it completes.
#[test]
fn a_bonus_dated_later_names_its_contract() {
    let work = folder();
    run(work.path(), "paie dossier --periode 2026-W46");
    let november = bytes(work.path(), "sorties/declarations/2026-11/dsn-2026-11.dsn");
    let elements = work.path().join("dossier/elements.csv");
    let row = |contract: &str| {
        format!(
            "matricule,date,code,montant,libelle,contrat\nT02,2026-12-02,prime,500.00,Rappel de prime,{contract}\n"
        )
    };
    fs::write(&elements, row("")).unwrap();
    let (status, _, err) = run(work.path(), "paie dossier --periode 2026-W49");
    assert!(status != 0 && err.contains("colonne contrat") && err.contains("T02-1"), "{err}");
    fs::write(&elements, row("T02-1")).unwrap();
    let (status, out, err) = run(work.path(), "paie dossier --periode 2026-W49");
    assert_eq!(status, 0, "{out}{err}");
    is_the_bonus(&frozen(work.path(), "2026-W49", "2026-W46-T02-C1"));
    december_is_right(work.path(), &november);
    for period in ["2026-W49", "2026-W46"] {
        let (status, out, err) = run(work.path(), &format!("paie dossier --periode {period}"));
        assert_eq!(status, 0, "{period}\n{out}{err}");
    }
    // The original and its back pay are all that is due.
    let (status, out, err) = run(work.path(), "recalculer dossier --depuis 2026-11-01");
    assert_eq!((status, out.as_str()), (0, "Aucun bulletin ne change.\n"), "{err}");
}

/// An hour added to the first week of a contract of two: the second payslip counted cumuls that are no longer true.
#[test]
fn a_payslip_left_behind_by_a_correction_is_said_by_paie_and_rapprocher() {
    let work = tempfile::tempdir().unwrap();
    let place = work.path().join("dossier");
    copy(&root().join("tests/errors/_base"), &place);
    for name in ["contrats.csv", "temps.csv"] {
        fs::copy(root().join("tests/errors/DOS-104").join(name), place.join(name)).unwrap();
    }
    run(work.path(), "paie dossier --periode 2026-W47");
    run(work.path(), "paie dossier --periode 2026-W48");
    let times = place.join("temps.csv");
    let text = fs::read_to_string(&times).unwrap();
    fs::write(&times, text.replacen("18:30", "19:30", 1)).unwrap();
    let (status, _, err) = run(work.path(), "paie dossier --periode 2026-W47 --rectifier");
    assert!(status == 1 && err.contains("DOS-104") && err.contains("2026-W48-T01"), "{err}");
    let month =
        frozen(work.path(), "2026-W48", "2026-W48-T01")["resultat"]["date_paiement"].as_str().unwrap()[..7]
            .to_owned();
    let (status, _, err) = run(work.path(), &format!("rapprocher dossier --mois {month}"));
    assert!(status == 1 && err.contains("DOS-104"), "{err}");
    let (_, out, _) = run(work.path(), "recalculer dossier --depuis 2026-11-01");
    assert!(out.contains("2026-W48-T01") && out.contains("bulletins précédents"), "{out}");
    run(work.path(), "paie dossier --periode 2026-W48 --rectifier");
    let (_, out, err) = run(work.path(), &format!("rapprocher dossier --mois {month}"));
    assert!(!err.contains("DOS-104"), "{out}{err}");
    let (status, out, err) = run(work.path(), "recalculer dossier --depuis 2026-11-01");
    assert_eq!((status, out.as_str()), (0, "Aucun bulletin ne change.\n"), "{err}");
}

/// Another method changes what it governs, and says that it is the reason; nothing is written.
#[test]
fn recalculer_says_what_a_method_would_change() {
    let work = folder();
    run(work.path(), "paie dossier --periode 2026-W46");
    let before = common::snapshot(&work.path().join("dossier"));
    let (status, out, err) =
        run(work.path(), "recalculer dossier --depuis 2026-11-01 --methode plafond=jours_contrat_30");
    // Five days of November: 4,005 × 5 / 30 either way.
    assert_eq!((status, out.as_str()), (0, "Aucun bulletin ne change.\n"), "{err}");
    let (status, out, _) =
        run(work.path(), "recalculer dossier --depuis 2026-11-01 --methode chomage_plafond=mensuel");
    // Chômage on 2,796.52 in place of 2,670.00: 126.52 more.
    assert_eq!(status, 1, "{out}");
    assert!(out.contains("méthode : chomage_plafond = mensuel au lieu de prorata"), "{out}");
    assert!(out.contains("CHOM_GEN") && out.contains("126,52"), "{out}");
    assert!(common::snapshot(&work.path().join("dossier")) == before);
}

/// A second week of the same person, 30 November to 4 December, paid on 11 December as the back pay of the first.
fn two_contracts() -> tempfile::TempDir {
    let work = folder();
    let place = work.path().join("dossier");
    let append = |name: &str, rows: &str| {
        let text = fs::read_to_string(place.join(name)).unwrap();
        fs::write(place.join(name), text + rows).unwrap();
    };
    append(
        "contrats.csv",
        "T02-2,T02,technicien,8,Cadreur cinéma,2026-11-30,2026-12-04,1747.82,semaine,08:00\n",
    );
    let days = ["2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"];
    append("temps.csv", &days.map(|d| format!("T02-2,{d},09:00,18:00,60\n")).concat());
    work
}

fn cents(slip: &Value, at: &str) -> i64 {
    let text = slip.pointer(at).and_then(Value::as_str).unwrap_or_else(|| panic!("{at}: {slip:#}"));
    text.replace('.', "").parse().unwrap()
}

/// Back pay and the pay of a week, on the same day: whichever is frozen first counts first, the other counts it, and both
/// months reconcile. The cumul of the year is the sum of the three payslips on the last of them.
#[test]
fn back_pay_and_the_pay_of_its_day_count_each_other() {
    const BONUS_THEN: &str = "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11";
    const WEEK: &str = "paie dossier --periode 2026-W49";
    for order in [[BONUS_THEN, WEEK], [WEEK, BONUS_THEN]] {
        let work = two_contracts();
        let place = work.path().join("dossier");
        run(work.path(), "paie dossier --periode 2026-W46");
        fs::rename(place.join("elements-apres.csv"), place.join("elements.csv")).unwrap();
        for command in order {
            let (status, out, err) = run(work.path(), command);
            assert_eq!(status, 0, "{command}\n{out}{err}");
        }
        let first = frozen(work.path(), "2026-W46", "2026-W46-T02");
        let bonus = frozen(work.path(), "2026-W46", "2026-W46-T02-C1");
        let week = frozen(work.path(), "2026-W49", "2026-W49-T02");
        is_the_bonus(&bonus);
        let last = if order[0] == WEEK { &bonus } else { &week };
        for total in ["brut", "net_imposable", "pas", "montant_net_social"] {
            let sum: i64 =
                [&first, &bonus, &week].map(|p| cents(p, &format!("/resultat/totaux/{total}"))).iter().sum();
            assert_eq!(cents(last, &format!("/resultat/cumuls/{total}")), sum, "{order:?} {total}");
        }
        for month in ["2026-11", "2026-12"] {
            let (status, out, err) = run(work.path(), &format!("rapprocher dossier --mois {month}"));
            assert_eq!(status, 0, "{order:?} {month}\n{out}{err}");
        }
        // Nothing is stale, whatever is run again.
        for again in ["paie dossier --periode 2026-W46", WEEK, BONUS_THEN] {
            let (status, out, err) = run(work.path(), again);
            assert_eq!(status, 0, "{order:?} {again}\n{out}{err}");
        }
        let (status, out, _) = run(work.path(), "recalculer dossier --depuis 2026-11-01");
        assert_eq!((status, out.as_str()), (0, "Aucun bulletin ne change.\n"));
    }
}

/// A back pay entered wrong, beside the pay of its week: told at its row, undone by its own number, made again. 300.00 in
/// place of 500.00; the pay of the week stays.
#[test]
fn a_back_pay_entered_wrong_is_undone_and_made_again() {
    let work = two_contracts();
    let place = work.path().join("dossier");
    run(work.path(), "paie dossier --periode 2026-W46");
    let row = |amount: &str| {
        let head = "matricule,date,code,montant,libelle,contrat\n";
        fs::write(
            place.join("elements.csv"),
            format!("{head}T02,2026-12-02,prime,{amount},Rappel de prime,T02-1\n"),
        )
        .unwrap();
    };
    row("500.00");
    let pay = "paie dossier --periode 2026-W49";
    let (status, out, err) = run(work.path(), pay);
    assert_eq!(status, 0, "{out}{err}");
    let week = bytes(work.path(), "bulletins/2026/2026-W49/2026-W49-T02.json");
    let undo = "defaire dossier --periode 2026-W49 --bulletin 2026-W46-T02-C1 --virements-non-envoyes";
    for wrong in ["300.00", "700.00"] {
        row(wrong);
        let (status, _, err) = run(work.path(), pay);
        assert!(status == 1 && err.contains("DOS-265") && err.contains("elements.csv:2"), "{err}");
        assert!(err.contains("cddu defaire DOSSIER --periode 2026-W49 --bulletin 2026-W46-T02-C1"), "{err}");
        assert!(!place.join("bulletins/2026/2026-W49/2026-W46-T02-C2.json").exists());
    }
    // Its row taken out is told too.
    fs::write(place.join("elements.csv"), "matricule,date,code,montant,libelle,contrat\n").unwrap();
    let (status, _, err) = run(work.path(), pay);
    assert!(status == 1 && err.contains("DOS-265") && err.contains("plus aucune ligne"), "{err}");
    row("300.00");
    let (status, out, err) = run(work.path(), undo);
    assert_eq!(status, 0, "{out}{err}");
    assert!(out.contains("2026-W46-T02-C1"), "{out}");
    let (status, out, err) = run(work.path(), pay);
    assert_eq!(status, 0, "{out}{err}");
    let again = frozen(work.path(), "2026-W49", "2026-W46-T02-C1");
    assert_eq!(cents(&again, "/resultat/totaux/brut"), 30_000);
    assert_eq!(bytes(work.path(), "bulletins/2026/2026-W49/2026-W49-T02.json"), week);
    let (status, out, err) = run(work.path(), "rapprocher dossier --mois 2026-12");
    assert_eq!(status, 0, "{out}{err}");
    // The payslip that it completes is not undone under it; another number is told.
    let (status, _, err) = run(work.path(), "defaire dossier --periode 2026-W46 --virements-non-envoyes");
    assert!(status != 0 && err.contains("DOS-141") && err.contains("--bulletin 2026-W46-T02-C1"), "{err}");
    let (status, _, err) = run(work.path(), "defaire dossier --periode 2026-W46 --bulletin 2026-W46-T02-C1");
    assert!(status != 0 && err.contains("DOS-267") && err.contains("--periode 2026-W49"), "{err}");
}

/// The same when the back pay came from the data of the week corrected: the words say the command, and it works.
#[test]
fn a_correction_paid_apart_and_entered_wrong_is_undone_and_made_again() {
    let work = folder();
    let place = work.path().join("dossier");
    run(work.path(), "paie dossier --periode 2026-W46");
    fs::rename(place.join("elements-apres.csv"), place.join("elements.csv")).unwrap();
    let pay = "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11";
    assert_eq!(run(work.path(), pay).0, 0);
    common::change(&place, "elements.csv", &[("500.00", "300.00")]);
    for command in ["paie dossier --periode 2026-W46", pay] {
        let (status, _, err) = run(work.path(), command);
        let told = err.contains("cddu defaire DOSSIER --periode 2026-W46 --bulletin 2026-W46-T02-C1");
        assert!(status == 1 && err.contains("DOS-102") && told, "{command}\n{err}");
    }
    let undo = "defaire dossier --periode 2026-W46 --bulletin 2026-W46-T02-C1 --virements-non-envoyes";
    let declared =
        ["dsn-2026-12.dsn", "aem-2026-12.xml"].map(|name| format!("sorties/declarations/2026-12/{name}"));
    assert!(declared.iter().all(|file| place.join(file).exists()));
    let (status, out, err) = run(work.path(), undo);
    assert_eq!(status, 0, "{out}{err}");
    // Declarations that hold it can no longer be sent, and the words say the command that makes it again.
    assert!(
        declared.iter().all(|file| !place.join(file).exists() && place.join("defaits").join(file).exists())
    );
    assert!(out.contains("--periode 2026-W46 --rectifier --paiement 2026-12-11"), "{out}");
    let (status, out, err) = run(work.path(), pay);
    assert_eq!(status, 0, "{out}{err}");
    let again = frozen(work.path(), "2026-W46", "2026-W46-T02-C1");
    assert_eq!(cents(&again, "/resultat/totaux/brut"), 30_000);
    let (status, out, err) = run(work.path(), "rapprocher dossier --mois 2026-12");
    assert_eq!(status, 0, "{out}{err}");
}

/// What an ordinary payslip is asked, its correction on a later day is asked too: nothing is frozen, nothing transferred.
#[test]
fn a_later_payment_is_asked_what_a_payslip_is() {
    let row = |day: u32| format!("T02-1,2026-11-{day:02},09:00,19:00,60\n");
    let (thursday, friday) = (row(12), row(13));
    let late = friday.replace("19:00", "07:30");
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str, &'a str)], &'a str);
    let cases: [Case<'_>; 5] = [
        // 1,747.82 a week is the minimum of the function: ten times it.
        ("a decimal point moved", &[("contrats.csv", "1747.82", "17478.20")], "DOS-122"),
        ("under the minimum", &[("contrats.csv", "1747.82", "174.78")], "BRUT-101"),
        ("a day without hours", &[("temps.csv", &thursday, "")], "DOS-154"),
        (
            "a week engaged for four days",
            &[("contrats.csv", "2026-11-13", "2026-11-12"), ("temps.csv", &friday, "")],
            "DOS-251",
        ),
        // 09:00 to 07:30 of the next day: 22.5 hours.
        ("an end before the start", &[("temps.csv", &friday, &late)], "DOS-180"),
    ];
    for (what, changes, code) in cases {
        let work = folder();
        run(work.path(), "paie dossier --periode 2026-W46");
        let place = work.path().join("dossier");
        for (file, from, to) in changes {
            common::change(&place, file, &[(from, to)]);
        }
        let before = common::snapshot(&place.join("bulletins"));
        for later in ["", " --paiement 2026-12-11"] {
            let (status, out, err) =
                run(work.path(), &format!("paie dossier --periode 2026-W46 --rectifier{later}"));
            assert!(status != 0 && err.contains(code), "{what}{later}\n{out}{err}");
            assert!(common::snapshot(&place.join("bulletins")) == before, "{what}{later}");
            assert!(!place.join("sorties/2026-W46/virements-2.xml").exists(), "{what}{later}");
        }
    }
}

/// The answer to the question, or the decision to pay in spite of it, lets the correction be paid; the decision is kept.
#[test]
fn an_answer_or_a_decision_lets_a_later_correction_be_paid() {
    let pay = "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11";
    let work = folder();
    run(work.path(), "paie dossier --periode 2026-W46");
    let place = work.path().join("dossier");
    common::change(&place, "temps.csv", &[("T02-1,2026-11-12,09:00,19:00,60\n", "")]);
    common::change(
        &place,
        "contrats.csv",
        &[("heure_embauche", "heure_embauche,confirme"), ("08:00", "08:00,engagement")],
    );
    let (_, out, err) = run(work.path(), pay);
    assert!(!err.contains("DOS-154"), "{out}{err}");
    assert_eq!(frozen(work.path(), "2026-W46", "2026-W46-T02-R1")["remplace"], "2026-W46-T02");
    let work = folder();
    run(work.path(), "paie dossier --periode 2026-W46");
    common::change(&work.path().join("dossier"), "contrats.csv", &[("1747.82", "1647.82")]);
    run(work.path(), &format!("{pay} --payer-malgre T02"));
    let kept = &frozen(work.path(), "2026-W46", "2026-W46-T02-R1")["malgre"];
    assert_eq!(kept[0]["code"], "BRUT-101", "{kept}");
}

/// A bonus that names a contract paid before is asked about like one of its own week: 50,000.00 for a gross of 2,796.52.
#[test]
fn a_bonus_of_a_contract_paid_before_is_asked_about() {
    let work = folder();
    run(work.path(), "paie dossier --periode 2026-W46");
    let elements = work.path().join("dossier/elements.csv");
    let row = |confirmed: &str| {
        format!(
            "matricule,date,code,montant,libelle,contrat,confirme\nT02,2026-12-02,prime,50000.00,Prime,T02-1,{confirmed}\n"
        )
    };
    fs::write(&elements, row("")).unwrap();
    let (status, out, err) = run(work.path(), "paie dossier --periode 2026-W49");
    assert!(status != 0 && err.contains("DOS-125") && err.contains("elements.csv"), "{out}{err}");
    assert!(!work.path().join("dossier/bulletins/2026/2026-W49/2026-W46-T02-C1.json").exists());
    fs::write(&elements, row("montant")).unwrap();
    run(work.path(), "paie dossier --periode 2026-W49");
    let slip = frozen(work.path(), "2026-W49", "2026-W46-T02-C1");
    assert_eq!(slip["resultat"]["totaux"]["brut"], "50000.00");
}

/// Back pay of a week that had used all of its prévoyance has no line of it; another payslip of the same contract, paid the
/// same month, keeps its own: the DSN declares them, and is written.
#[test]
fn back_pay_without_prevoyance_leaves_that_of_the_other_payslip() {
    let work = tempfile::tempdir().unwrap();
    let place = work.path().join("dossier");
    copy(&root().join("tests/errors/_base"), &place);
    fs::remove_file(place.join("elements.csv")).unwrap();
    fs::write(
        place.join("contrats.csv"),
        "contrat,matricule,categorie,annexe,fonction,debut,fin,salaire_base,cadre\n\
         C1,T01,technicien,8,Premier assistant opérateur cinéma,2026-11-16,2026-11-27,1364.56,non\n",
    )
    .unwrap();
    let days = [16, 17, 18, 19, 20, 23, 24, 25, 26, 27];
    let rows: String = days.iter().map(|d| format!("C1,2026-11-{d},09:00,18:30,60\n")).collect();
    fs::write(place.join("temps.csv"), format!("contrat,date,debut,fin,pause_minutes\n{rows}")).unwrap();
    // Paid on 27 November and on 4 December.
    run(work.path(), "paie dossier --periode 2026-W47");
    run(work.path(), "paie dossier --periode 2026-W48");
    let line = |slip: &Value| {
        let lines = slip["resultat"]["contrats"][0]["lignes"].as_array().unwrap().clone();
        lines.iter().any(|l| l["organisme"] == "audiens_prevoyance")
    };
    common::change(&place, "temps.csv", &[("C1,2026-11-18,09:00,18:30", "C1,2026-11-18,09:00,20:00")]);
    let (_, out, err) = run(work.path(), "paie dossier --periode 2026-W47 --rectifier --paiement 2026-12-18");
    assert!(!err.contains("D06") && !err.contains("DOS-085"), "{out}{err}");
    assert!(!line(&frozen(work.path(), "2026-W47", "2026-W47-T01-C1")), "the back pay has no prévoyance");
    assert!(line(&frozen(work.path(), "2026-W48", "2026-W48-T01")));
    let path = "sorties/declarations/2026-12/dsn-2026-12.dsn";
    let (status, out, err) = run(work.path(), &format!("dsn verifier dossier/{path}"));
    assert_eq!(status, 0, "{out}{err}");
    let dsn: String = bytes(work.path(), path).into_iter().map(char::from).collect();
    assert_eq!(dsn.matches("S21.G00.70.012,").count(), 1, "{dsn}");
    assert_eq!(dsn.matches("S21.G00.81.001,'059'").count(), 1, "{dsn}");
    let (_, out, err) = run(work.path(), "rapprocher dossier --mois 2026-12");
    assert!(!out.contains("S21.G00.70") && !out.contains("059"), "{out}{err}");
}

/// An hour less, paid in excess in November and corrected in December: the accounts are the same whether November was
/// integrated before the correction or not, and both months reconcile in the meantime.
#[test]
fn accounts_are_the_same_whenever_a_period_is_integrated() {
    let correct = |work: &Path| {
        common::change(
            &work.join("dossier"),
            "temps.csv",
            &[("T02-1,2026-11-10,09:00,19:00", "T02-1,2026-11-10,09:00,18:00")],
        );
        run(work, "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11")
    };
    let integrate = |work: &Path| {
        let (status, out, err) = run(work, "compta integrer dossier --periode 2026-W46");
        assert_eq!(status, 0, "{out}{err}");
        out
    };
    let reconciled = |work: &Path, when: &str| {
        for month in ["2026-11", "2026-12"] {
            let (status, out, err) = run(work, &format!("rapprocher dossier --mois {month}"));
            assert_eq!(status, 0, "{when}, {month}\n{out}{err}");
        }
    };
    let (before, after) = (folder(), folder());
    run(before.path(), "paie dossier --periode 2026-W46");
    let proposed = bytes(before.path(), "sorties/2026-W46/comptabilite/ecritures.csv");
    integrate(before.path());
    correct(before.path());
    integrate(before.path());
    run(after.path(), "paie dossier --periode 2026-W46");
    let (_, _, said) = correct(after.path());
    assert!(!said.contains("ECR-"), "{said}");
    assert!(bytes(after.path(), "sorties/2026-W46/comptabilite/ecritures.csv") == proposed);
    reconciled(after.path(), "not integrated");
    let (status, _, err) = run(after.path(), "compta clore dossier --mois 2026-11");
    assert!(status != 0 && err.contains("ECR-024"), "the payslip of November is not in the accounts: {err}");
    let out = integrate(after.path());
    assert!(out.contains("Lot 2026-W46 ") && out.contains("Lot 2026-W46-C1 "), "{out}");
    reconciled(after.path(), "integrated");
    let of = |work: &Path| common::snapshot(&work.join("dossier/comptabilite"));
    assert!(of(before.path()) == of(after.path()));
    let (status, _, err) = run(after.path(), "compta integrer dossier --periode 2026-W46");
    assert!(status != 0 && err.contains("ECR-020"), "{err}");
}

/// The week of `folder` in December 2025, paid on 26 December at a rate of 7.40 % with a bonus that was not due.
fn december() -> tempfile::TempDir {
    let work = folder();
    let place = work.path().join("dossier");
    let shift = |text: String| {
        (9..=13).fold(text, |text, day| {
            text.replace(&format!("2026-11-{day:02}"), &format!("2025-12-{}", day + 6))
        })
    };
    fs::rename(place.join("elements-apres.csv"), place.join("elements.csv")).unwrap();
    for file in ["contrats.csv", "temps.csv", "elements.csv"] {
        let text = fs::read_to_string(place.join(file)).unwrap();
        fs::write(place.join(file), shift(text)).unwrap();
    }
    common::change(&place, "salaries.csv", &[("PARIS,,FR,,FR76", "PARIS,7.40,FR,900000001,FR76")]);
    common::change(&place, "production.toml", &[("2026-W46", "2025-W51"), ("2026-11-20", "2025-12-26")]);
    run(work.path(), "paie dossier --periode 2025-W51");
    fs::remove_file(place.join("elements.csv")).unwrap();
    work
}

/// A bonus of 500.00 of December 2025 taken back: the DSN of January gives its tax back (block 56, type 03), that of February cannot
/// (CT2026, S21.G00.56.001: the year of the declaration, or the year before in January). The tax of 2025 then stays as it was
/// withheld, which is said, and the DSN is written.
#[test]
fn the_tax_of_the_year_before_is_given_back_in_january_only() {
    let slip = |work: &Path, number: &str| -> Value {
        let path = work.join(format!("dossier/bulletins/2025/2025-W51/{number}.json"));
        serde_json::from_slice(&fs::read(&path).unwrap()).unwrap()
    };
    let cents = |slip: &Value, total: &str| -> i64 {
        slip["resultat"]["totaux"][total].as_str().unwrap().replace('.', "").parse().unwrap()
    };
    for (day, given_back) in [("2026-01-20", true), ("2026-02-10", false)] {
        let work = december();
        let work = work.path();
        let pay = format!("paie dossier --periode 2025-W51 --rectifier --paiement {day}");
        let (_, out, err) = run(work, &pay);
        let (first, now) = (slip(work, "2025-W51-T02"), slip(work, "2025-W51-T02-R1"));
        assert_eq!(cents(&first, "brut") - cents(&now, "brut"), 50_000);
        let lower = cents(&now, "pas") < cents(&first, "pas");
        assert_eq!(lower, given_back, "{day}\n{out}{err}");
        assert_eq!(err.contains("DOS-296"), !given_back, "{day}\n{out}{err}");
        if given_back {
            // 7.40 % of what is no longer taxable, each tax rounded to the cent.
            let taxable = cents(&first, "net_imposable") - cents(&now, "net_imposable");
            let tax = cents(&first, "pas") - cents(&now, "pas");
            assert!((tax * 1000 - taxable * 74).abs() <= 1000, "{tax} for {taxable}");
        }
        // The net is that of the correction, whatever the tax.
        assert_eq!(cents(&now, "net_paye"), cents(&now, "net_avant_impot") - cents(&now, "pas"), "{day}");
        if !given_back {
            for total in ["pas", "assiette_pas", "taux_pas"] {
                assert_eq!(now["resultat"]["totaux"][total], first["resultat"]["totaux"][total], "{total}");
            }
            assert_eq!(now["entree"]["impot_garde"]["bulletin"], "2025-W51-T02");
        }
        let path = format!("sorties/declarations/{0}/dsn-{0}.dsn", &day[..7]);
        let (status, out, err) = run(work, &format!("dsn verifier dossier/{path}"));
        assert_eq!(status, 0, "{day}\n{out}{err}");
        let dsn: String = bytes(work, &path).into_iter().map(char::from).collect();
        assert_eq!(dsn.contains("S21.G00.56.002,'03'"), given_back, "{day}\n{dsn}");
        for month in ["2025-12", &day[..7]] {
            let (status, out, err) = run(work, &format!("rapprocher dossier --mois {month}"));
            assert_eq!(status, 0, "{day}, {month}\n{out}{err}");
        }
        // Run again, nothing has changed.
        for again in ["paie dossier --periode 2025-W51", &pay] {
            let (_, out, err) = run(work, again);
            assert!(!err.contains("DOS-060"), "{again}\n{out}{err}");
            assert!(!work.join("dossier/bulletins/2025/2025-W51/2025-W51-T02-R2.json").exists(), "{again}");
        }
    }
}

/// A DSN altered and never sent is made again: no block of a later month, no entry, is proposed, and a date is no amount.
#[test]
fn a_dsn_that_was_not_sent_is_made_again() {
    let work = folder();
    run(work.path(), "paie dossier --periode 2026-W46");
    let path = work.path().join("dossier/sorties/declarations/2026-11/dsn-2026-11.dsn");
    let right = fs::read(&path).unwrap();
    let text: String = right.iter().copied().map(char::from).collect();
    let written = |text: &str| fs::write(&path, text.chars().map(|c| c as u8).collect::<Vec<u8>>()).unwrap();
    let value = |rubrique: &str| {
        let (_, rest) = text.split_once(&format!("{rubrique},'")).unwrap_or_else(|| panic!("{rubrique}"));
        rest.split_once('\'').unwrap().0.to_owned()
    };
    for rubrique in ["S21.G00.50.002", "S21.G00.22.005", "S21.G00.78.004", "S21.G00.40.010"] {
        let old = value(rubrique);
        let new = match old.split_once('.') {
            Some((whole, cents)) => format!("{}.{cents}", whole.parse::<i64>().unwrap() + 100),
            None => old.replacen("2026", "2029", 1),
        };
        written(&text.replacen(&format!("{rubrique},'{old}'"), &format!("{rubrique},'{new}'"), 1));
        let (status, out, err) = run(work.path(), "rapprocher dossier --mois 2026-11");
        assert_eq!(status, 1, "{rubrique}\n{out}{err}");
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        // The rounding of the bordereau, an entry of its own, is told in any case.
        let amount = old.contains('.');
        let wrong: &[&str] =
            if amount { &["bloc 56", "passer la différence", "prochaine DSN"] } else { &["029,00)"] };
        for wrong in wrong {
            assert!(!out.contains(wrong), "{rubrique}: {wrong}\n{out}");
        }
        if amount {
            assert!(out.contains("cddu dsn ecrire DOSSIER --mois 2026-11"), "{rubrique}\n{out}");
        }
    }
}
