//! What was sent is remembered: later commands replace, put right or leave alone what the bodies and the bank have.

mod common;

use std::fs;
use std::path::Path;

use common::{cddu, copy, root};

const DSN: &str = "dossier/sorties/declarations/2026-11/dsn-2026-11.dsn";
const REPLACING: &str = "dossier/sorties/declarations/2026-11/dsn-2026-11-annule-et-remplace-2.dsn";
const AEM: &str = "dossier/sorties/declarations/2026-11/aem-2026-11.xml";
const SECOND: &str = "dossier/sorties/declarations/2026-11/aem-2026-11-envoi-2.xml";
const BANK: &str = "dossier/sorties/2026-W46/virements.xml";

/// One technician paid on 20 November for the week of 9 November.
fn paid() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("tests/rappel"), &work.path().join("dossier"));
    ok(work.path(), "paie dossier --periode 2026-W46");
    work
}

fn run(work: &Path, command: &str) -> (i32, String) {
    let output = cddu(work).args(command.split(' ')).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
    (output.status.code().unwrap(), said)
}

fn ok(work: &Path, command: &str) -> String {
    let (status, said) = run(work, command);
    assert_eq!(status, 0, "{command}\n{said}");
    said
}

fn text(work: &Path, path: &str) -> String {
    fs::read(work.join(path)).unwrap_or_else(|_| panic!("{path}")).into_iter().map(char::from).collect()
}

/// The bonus of 500.00 forgotten, found in the month (amounts: tests/corrections.rs).
fn correct(work: &Path) -> String {
    fs::rename(work.join("dossier/elements-apres.csv"), work.join("dossier/elements.csv")).unwrap();
    run(work, "paie dossier --periode 2026-W46 --rectifier").1
}

/// The nature, gross and initial reference of each attestation of a file.
fn attestations(xml: &str) -> Vec<(String, String, String)> {
    let value = |part: &str, from: &str, to: &str| {
        let rest = part.split_once(from).map_or("", |(_, rest)| rest);
        rest.split_once(to).map_or("", |(value, _)| value).to_owned()
    };
    let parts = xml.split("<Attestation ").skip(1);
    parts
        .map(|p| {
            (
                value(p, "nature=\"", "\""),
                value(p, "<BrutAvantAbattement>", "<"),
                value(p, "<ReferenceInitiale>", "<"),
            )
        })
        .collect()
}

#[test]
fn what_was_sent_is_replaced_put_right_or_left_alone() {
    let work = paid();
    let work = work.path();
    for (path, day) in [(DSN, "2026-12-01"), (AEM, "2026-12-01"), (BANK, "2026-11-19")] {
        ok(work, &format!("deposer {path} --le {day} --par Camille"));
    }
    let before = [DSN, AEM, BANK].map(|path| text(work, path));
    assert!(ok(work, "registre verifier dossier").contains("3 envois"));
    // Nothing changed: the same files, and no other.
    ok(work, "paie dossier --periode 2026-W46");
    assert!(!work.join(REPLACING).exists() && !work.join(SECOND).exists());
    let said = correct(work);
    assert!(said.contains("DOS-176") && said.contains("DOS-177"), "{said}");
    assert!(!said.contains("DOS-106"), "{said}");
    assert_eq!([DSN, AEM, BANK].map(|path| text(work, path)), before, "what was sent does not change");
    let dsn = text(work, REPLACING);
    assert!(dsn.contains("S20.G00.05.002,'03'") && dsn.contains("S20.G00.05.004,'2'"), "{dsn}");
    // 2,796.52 taken back, 3,296.52 given again, both of the initiale.
    let initiale = "2026-11-T02-1";
    let expected = [("rectificative_negative", "2796.52"), ("rectificative_positive", "3296.52")];
    let expected = expected.map(|(nature, gross)| (nature.to_owned(), gross.to_owned(), initiale.to_owned()));
    assert_eq!(attestations(&text(work, SECOND)), expected);
    ok(work, &format!("dsn verifier {REPLACING}"));
    ok(work, &format!("aem verifier {SECOND}"));
    // Both sendings together say what the payslips say.
    ok(work, "rapprocher dossier --mois 2026-11");
    // Sent in turn: nothing is left to send.
    for path in [REPLACING, SECOND] {
        ok(work, &format!("deposer {path} --le 2026-12-03"));
    }
    let said = ok(work, "paie dossier --periode 2026-W46");
    assert!(!said.contains("DOS-176") && !said.contains("DOS-177"), "{said}");
    assert!(!work.join(REPLACING.replace("-2.dsn", "-3.dsn")).exists());
    assert!(!work.join(SECOND.replace("-2.xml", "-3.xml")).exists());
    ok(work, "rapprocher dossier --mois 2026-11");
    ok(work, "registre verifier dossier");
}

/// The data put back as they were before the correction was sent: what was prepared for it must not look current.
#[test]
fn a_correction_given_up_leaves_nothing_to_send() {
    let work = paid();
    let work = work.path();
    for path in [DSN, AEM] {
        ok(work, &format!("deposer {path} --le 2026-12-01"));
    }
    let rows = fs::read(work.join("dossier/elements-apres.csv")).unwrap();
    correct(work);
    assert!(work.join(REPLACING).exists() && work.join(SECOND).exists());
    // The first amounts again: a second correction, back to 2,796.52.
    fs::remove_file(work.join("dossier/elements.csv")).unwrap();
    fs::write(work.join("dossier/elements-apres.csv"), rows).unwrap();
    run(work, "paie dossier --periode 2026-W46 --rectifier");
    assert!(!work.join(REPLACING).exists(), "the DSN sent says what the payslips say");
    ok(work, &format!("dsn relire dossier {DSN}"));
}

/// A cent changed in either sending of the attestations is a gap.
#[test]
fn the_second_sending_is_compared_too() {
    let work = paid();
    let work = work.path();
    ok(work, &format!("deposer {AEM} --le 2026-12-01"));
    correct(work);
    ok(work, "rapprocher dossier --mois 2026-11");
    let good = text(work, SECOND);
    for (from, to) in
        [("3296.52", "3296.53"), ("2796.52", "2796.51"), ("<DateDebut>2026-11-09", "<DateDebut>2026-11-08")]
    {
        // The last one: that of the attestation given again, or of the one taken back for its amount.
        let at = good.rfind(from).unwrap_or_else(|| panic!("{from}"));
        fs::write(work.join(SECOND), format!("{}{to}{}", &good[..at], &good[at + from.len()..])).unwrap();
        let (status, said) = run(work, "rapprocher dossier --mois 2026-11");
        assert_eq!(status, 1, "{from}\n{said}");
    }
}

#[test]
fn a_deposit_is_noted_once_and_its_changes_are_told() {
    let work = paid();
    let work = work.path();
    ok(work, &format!("deposer {DSN} --le 2026-12-01"));
    let (status, said) = run(work, &format!("deposer {DSN} --le 2026-12-02"));
    assert!(status == 2 && said.contains("DOS-174"), "{said}");
    let (status, said) = run(work, "deposer dossier/production.toml --le 2026-12-02");
    assert!(status == 2 && said.contains("DOS-173"), "{said}");
    assert!(ok(work, "deposer dossier").contains("01/12/2026"));
    let dates = ok(work, "calendrier dossier --du 2026-12-01 --au 2026-12-31");
    assert!(dates.contains("DSN mensuelle (envoi du 01/12/2026)"), "{dates}");
    let sent = text(work, DSN);
    fs::write(work.join(DSN), sent.replace("'2796.52'", "'2796.53'")).unwrap();
    let (status, said) = run(work, "registre verifier dossier");
    assert!(status == 1 && said.contains("DOS-172") && said.contains("a changé"), "{said}");
    fs::remove_file(work.join(DSN)).unwrap();
    let (status, said) = run(work, "registre verifier dossier");
    assert!(status == 1 && said.contains("a disparu"), "{said}");
    let kept = work.join("dossier/depots/0001-dsn-2026-11.dsn");
    assert_eq!(text(work, "dossier/depots/0001-dsn-2026-11.dsn"), sent);
    fs::write(&kept, "").unwrap();
    let (_, said) = run(work, "registre verifier dossier");
    assert!(said.contains("DOS-171"), "{said}");
    let register = work.join("dossier/depots/registre.json");
    let text = fs::read_to_string(&register).unwrap();
    fs::write(&register, text.replace("2026-12-01", "2026-12-02")).unwrap();
    let (status, said) = run(work, "registre verifier dossier");
    assert!(status == 1 && said.contains("DOS-170"), "{said}");
}

/// The bank has the file, whatever became of it here: nobody is paid twice, nothing is undone.
#[test]
fn a_transfer_sent_is_paid_even_when_its_file_is_lost() {
    let work = paid();
    let work = work.path();
    ok(work, &format!("deposer {BANK} --le 2026-11-19"));
    fs::remove_file(work.join(BANK)).unwrap();
    ok(work, "paie dossier --periode 2026-W46");
    assert!(!work.join(BANK).exists() && !work.join(BANK.replace(".xml", "-2.xml")).exists());
    let (status, said) = run(work, "defaire dossier --periode 2026-W46 --virements-non-envoyes");
    assert!(status == 2 && said.contains("envoi du 19/11/2026"), "{said}");
}

/// A month declared, closed and transferred stays as it is; an hour paid in excess is taken back in December: 2,796.52 is
/// for 45 hours, one hour less is paid less.
#[test]
fn a_later_month_takes_back_what_a_closed_month_declared() {
    const DECEMBER: &str = "dossier/sorties/declarations/2026-12/dsn-2026-12.dsn";
    let work = paid();
    let work = work.path();
    for (path, day) in [(DSN, "2026-12-01"), (AEM, "2026-12-01"), (BANK, "2026-11-19")] {
        ok(work, &format!("deposer {path} --le {day}"));
    }
    ok(work, "compta integrer dossier --periode 2026-W46");
    ok(work, "compta clore dossier --mois 2026-11");
    let before = [DSN, AEM, BANK].map(|path| text(work, path));
    let times = work.join("dossier/temps.csv");
    let hours = fs::read_to_string(&times).unwrap();
    fs::write(&times, hours.replacen("T02-1,2026-11-10,09:00,19:00", "T02-1,2026-11-10,09:00,18:00", 1))
        .unwrap();
    let (_, said) = run(work, "paie dossier --periode 2026-W46 --rectifier --paiement 2026-12-11");
    assert!(!said.contains("DOS-176") && !said.contains("DOS-177"), "{said}");
    assert_eq!([DSN, AEM, BANK].map(|path| text(work, path)), before, "November does not change");
    assert!(!work.join(SECOND).exists() && !work.join(REPLACING).exists());
    ok(work, &format!("dsn verifier {DECEMBER}"));
    let dsn = text(work, DECEMBER);
    // Differences dated in November, their own bordereau, the tax taken back under its month.
    for line in [
        "S21.G00.51.001,'09112026'",
        "S21.G00.78.002,'09112026'",
        "S21.G00.22.003,'01112026'",
        "S21.G00.40.009,'T02-1'",
        "S21.G00.62.017,'02'",
    ] {
        assert!(dsn.contains(line), "{line}\n{dsn}");
    }
    let negative = |rubrique: &str| dsn.lines().any(|l| l.starts_with(&format!("{rubrique},'-")));
    for rubrique in ["S21.G00.51.013", "S21.G00.58.004", "S21.G00.78.004", "S21.G00.81.004"] {
        assert!(negative(rubrique), "{rubrique}\n{dsn}");
    }
    let natures: Vec<String> = attestations(&text(work, &AEM.replace("2026-11", "2026-12")))
        .into_iter()
        .map(|(nature, ..)| nature)
        .collect();
    assert_eq!(natures, ["rectificative_negative", "rectificative_positive"]);
    ok(work, "compta integrer dossier --periode 2026-W46");
    for month in ["2026-11", "2026-12"] {
        ok(work, &format!("rapprocher dossier --mois {month}"));
    }
    ok(work, "registre verifier dossier");
    // The payslip that is replaced counts no more, though it was paid before; run again, nothing has changed.
    let place = work.join("dossier/bulletins/2026/2026-W46");
    let frozen: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(place.join("2026-W46-T02-R1.json")).unwrap()).unwrap();
    assert_eq!(frozen["resultat"]["cumuls"]["brut"], frozen["resultat"]["totaux"]["brut"]);
    let count = || fs::read_dir(&place).unwrap().count();
    let before = count();
    for again in ["paie dossier --periode 2026-W46", "paie dossier --periode 2026-W46 --rectifier"] {
        let (_, said) = run(work, again);
        assert!(!said.contains("DOS-060"), "{said}");
        assert_eq!(count(), before, "{again}\n{said}");
    }
}

/// A month that is closed holds its attestations as handed over.
#[test]
fn after_the_closing_attestations_are_put_right() {
    let work = paid();
    let work = work.path();
    ok(work, "compta integrer dossier --periode 2026-W46");
    ok(work, "compta clore dossier --mois 2026-11");
    let before = text(work, AEM);
    let said = correct(work);
    assert!(said.contains("DOS-177") && said.contains("clôture du mois"), "{said}");
    assert_eq!(text(work, AEM), before);
    let natures: Vec<String> =
        attestations(&text(work, SECOND)).into_iter().map(|(nature, ..)| nature).collect();
    assert_eq!(natures, ["rectificative_negative", "rectificative_positive"]);
}

/// A day on which the document was not made, that has not come or is of another year: refused, nothing is noted. The tests
/// stand on 30 June 2027; the payslip of the week of 9 November is paid on the 20th, which dates the DSN and the AEM.
#[test]
fn an_impossible_day_of_sending_is_refused() {
    let work = paid();
    let work = work.path();
    for (path, day, said) in [
        (DSN, "2026-11-19", "n'existe pas avant le 20/11/2026"),
        (AEM, "2026-11-19", "n'existe pas avant le 20/11/2026"),
        (DSN, "2025-12-01", "n'existe pas avant le 20/11/2026"),
        (BANK, "2026-11-08", "n'existe pas avant le 09/11/2026"),
        (DSN, "2027-07-01", "n'est pas encore venu : aujourd'hui est le 30/06/2027"),
        (DSN, "2028-12-01", "n'est pas encore venu"),
    ] {
        let (status, shown) = run(work, &format!("deposer {path} --le {day}"));
        assert!(status == 2 && shown.contains("CLI-001") && shown.contains(said), "{path} {day}\n{shown}");
    }
    assert!(!work.join("dossier/depots/registre.json").exists());
    // Two years later, the year typed is one year late.
    let late = cddu(work)
        .args(["deposer", DSN, "--le", "2027-12-01"])
        .env("CDDU_JOUR", "2028-06-30")
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&late.stderr).contains("plus d'un an après"), "{late:?}");
    ok(work, &format!("deposer {BANK} --le 2026-11-09"));
}

/// A sending noted by mistake is taken back: the chain keeps both entries, and the commands forget it.
#[test]
fn a_sending_noted_by_mistake_is_taken_back() {
    let work = paid();
    let work = work.path();
    let (status, said) = run(work, &format!("deposer {DSN} --annuler"));
    assert!(status == 2 && said.contains("DOS-173"), "{said}");
    ok(work, &format!("deposer {DSN} --le 2026-12-01"));
    correct(work);
    assert!(work.join(REPLACING).exists());
    ok(work, &format!("deposer {REPLACING} --le 2026-12-03"));
    // The last one first: the second sending stands on the first.
    let (status, said) = run(work, &format!("deposer {DSN} --annuler"));
    assert!(status == 2 && said.contains("DOS-174") && said.contains("annule-et-remplace-2"), "{said}");
    for path in [REPLACING, DSN] {
        assert!(ok(work, &format!("deposer {path} --annuler")).contains("retiré"));
    }
    assert!(ok(work, "deposer dossier").contains("Aucun envoi noté"));
    let journal = text(work, "dossier/journal.jsonl");
    assert_eq!(journal.matches("--annuler").count(), 2, "{journal}");
    let chain: serde_json::Value = serde_json::from_str(&text(work, "dossier/depots/registre.json")).unwrap();
    let taken: Vec<_> = chain.as_array().unwrap().iter().map(|d| d["annule"].as_u64()).collect();
    assert_eq!(taken, [None, None, Some(2), Some(1)]);
    ok(work, "registre verifier dossier");
    // Noted again, on the right day.
    ok(work, &format!("deposer {DSN} --le 2026-12-02"));
    assert!(ok(work, "deposer dossier").contains("02/12/2026"));
}

/// A trial says what would be noted or taken back, and leaves the folder as it is.
#[test]
fn a_trial_notes_nothing() {
    let work = paid();
    let work = work.path();
    let note = format!("deposer {BANK} --le 2026-11-19 --json");
    let seen = ok(work, &format!("{note} --essai"));
    assert!(!work.join("dossier/depots").exists());
    assert!(ok(work, &format!("deposer {BANK} --le 2026-11-19 --essai")).contains("rien n'est noté"));
    assert_eq!(ok(work, &note), seen);
    let register = || text(work, "dossier/depots/registre.json");
    let noted = register();
    let taken = ok(work, &format!("deposer {BANK} --annuler --essai --json"));
    assert_eq!(register(), noted);
    assert_eq!(ok(work, &format!("deposer {BANK} --annuler --json")), taken);
    assert_ne!(register(), noted);
    // The same refusals.
    assert!(run(work, &format!("deposer {BANK} --annuler --essai")).1.contains("DOS-173"));
    assert!(run(work, &format!("deposer {BANK} --le 2030-01-01 --essai")).1.contains("CLI-001"));
}
