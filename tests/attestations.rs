//! The printed attestations of the example: one per contract and month, the amounts of the frozen payslips, the same
//! bytes from the folder and from the AEM file; what misses is said and stops nothing else.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::{cddu, example, root};
use serde_json::Value;

const PLACE: &str = "tournage/sorties/declarations/2026-11/attestations";

fn shoot(periods: &[&str]) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    example("tournage", &work.path().join("tournage"));
    for period in periods {
        pay(work.path(), period);
    }
    work
}

fn pay(work: &Path, period: &str) -> String {
    let output = cddu(work).args(["paie", "tournage", "--periode", period]).output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    errors
}

fn run(work: &Path, arguments: &str) -> (Option<i32>, String, String) {
    let output = cddu(work).args(arguments.split(' ')).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn names(directory: &Path) -> BTreeSet<String> {
    fs::read_dir(directory)
        .map(|d| d.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default()
}

/// The page as plain text: `1 234,56` with plain spaces.
fn page(work: &Path, name: &str) -> String {
    let html = fs::read_to_string(work.join(PLACE).join(name)).unwrap();
    html.replace(['\u{a0}', '\u{202f}'], " ")
}

fn french(amount: &str) -> String {
    let (whole, cents) = amount.trim_start_matches('-').split_once('.').unwrap();
    let digits: Vec<char> = whole.chars().collect();
    let mut out = if amount.starts_with('-') { "-".to_owned() } else { String::new() };
    for (i, digit) in digits.iter().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(*digit);
    }
    format!("{out},{cents}")
}

fn frozen(work: &Path, period: &str, person: &str) -> Value {
    let path = work.join(format!("tournage/bulletins/2026/{period}/{period}-{person}.json"));
    serde_json::from_slice::<Value>(&fs::read(path).unwrap()).unwrap()["resultat"].clone()
}

#[test]
fn the_end_of_a_contract_waits_for_its_last_payment() {
    let work = shoot(&["2026-W46"]);
    let after_one_week = names(&work.path().join(PLACE));
    // T25 has two short contracts, the first one ended on the first week; the others run to the second week.
    assert!(after_one_week.contains("certificat-travail-T25-1.pdf"), "{after_one_week:?}");
    assert!(!after_one_week.contains("certificat-travail-T01-1.pdf"));
    assert!(after_one_week.contains("aem-2026-11-T01-1.pdf"));
    pay(work.path(), "2026-W47");
    let after_two = names(&work.path().join(PLACE));
    for kind in [
        "aem-2026-11-T01-1",
        "certificat-travail-T01-1",
        "solde-tout-compte-T01-1",
        "conges-spectacles-T01-1-2026",
    ] {
        assert!(after_two.contains(&format!("{kind}.pdf")), "{kind}: {after_two:?}");
    }
    // 28 contracts, four documents each.
    assert_eq!(after_two.len(), 4 * 28);
}

#[test]
fn amounts_are_those_of_the_frozen_payslips() {
    let work = shoot(&["2026-W46", "2026-W47"]);
    let (status, out, errors) =
        run(work.path(), "attestations tournage --mois 2026-11 --contrat T25-2 --html");
    assert_eq!(status, Some(0), "{errors}");
    assert!(
        out.contains("1 AEM, 1 certificat de travail, 1 solde de tout compte, 1 certificat de congés"),
        "{out}"
    );
    let slip = frozen(work.path(), "2026-W47", "T25");
    let contract = &slip["contrats"][0];
    let line = |code: &str| {
        contract["lignes"].as_array().unwrap().iter().find(|l| l["code"] == code).unwrap().clone()
    };
    let aem = page(work.path(), "aem-2026-11-T25-2.html");
    let brut = french(contract["bases"]["brut"].as_str().unwrap());
    for wanted in [brut.as_str(), "2026-W47-T25", "263C00000142", "fin de CDD", "01 00 00 00 00"] {
        assert!(aem.contains(wanted), "AEM: {wanted}");
    }
    let receipt = page(work.path(), "solde-tout-compte-T25-2.html");
    for wanted in [&slip["totaux"]["virement"], &slip["contrats"][0]["elements"][0]["montant"]] {
        let wanted = french(wanted.as_str().unwrap());
        assert!(receipt.contains(&wanted), "reçu: {wanted}");
    }
    let leave = page(work.path(), "conges-spectacles-T25-2-2026.html");
    for wanted in [&contract["bases"]["conges_spectacles"], &line("CONGES_SPECT")["montant_employeur"]] {
        let wanted = french(wanted.as_str().unwrap());
        assert!(leave.contains(&wanted), "congés: {wanted}");
    }
    assert!(leave.contains("Z000025"));
    let certificate = page(work.path(), "certificat-travail-T25-2.html");
    assert!(certificate.contains("Date d’entrée : 17 novembre 2026 ; date de sortie : 19 novembre 2026"));
}

#[test]
fn the_aem_file_alone_gives_the_same_documents() {
    let work = shoot(&["2026-W46"]);
    let (status, _, errors) = run(
        work.path(),
        "aem imprimer tournage/sorties/declarations/2026-11/aem-2026-11.xml --dans imprime --pdf",
    );
    assert_eq!(status, Some(0), "{errors}");
    let printed = names(&work.path().join("imprime"));
    assert_eq!(printed.len(), 27);
    for name in printed {
        let read = |place: &str| fs::read(work.path().join(place).join(&name)).unwrap();
        assert!(read("imprime") == read(PLACE), "{name}");
    }
}

#[test]
fn a_missing_number_leaves_one_certificate_out_and_is_said() {
    let work = shoot(&[]);
    let path = work.path().join("tournage/salaries.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace(",Z000025", ",")).unwrap();
    let errors = pay(work.path(), "2026-W46");
    assert!(errors.contains("DOS-087") && errors.contains("numéro de congés spectacles"), "{errors}");
    let (status, _, errors) = run(work.path(), "attestations tournage --mois 2026-11 --salarie T25");
    assert_eq!(status, Some(1), "{errors}");
    assert!(errors.contains("salaries.csv:26 (colonne numero_conges_spectacles)"), "{errors}");
    let written = names(&work.path().join(PLACE));
    assert!(written.contains("certificat-travail-T25-1.html"));
    assert!(!written.iter().any(|n| n.starts_with("conges-spectacles-T25")));
}

#[test]
fn the_date_of_issue_cannot_come_before_the_end() {
    let work = shoot(&["2026-W46"]);
    let asked = "attestations tournage --mois 2026-11 --contrat T25-1 --document certificat --date";
    let (status, _, errors) = run(work.path(), &format!("{asked} 2026-11-01"));
    assert_eq!(status, Some(1), "{errors}");
    assert!(errors.contains("CERT-002"), "{errors}");
    let (status, out, errors) = run(work.path(), &format!("{asked} 2026-11-25 --json"));
    assert_eq!(status, Some(0), "{errors}");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["fichiers"][0]["contenu"], "1 certificat de travail");
    assert!(page(work.path(), "certificat-travail-T25-1.html").contains("25 novembre 2026"));
}

#[test]
fn a_note_is_printed_with_its_certificate() {
    let work = tempfile::tempdir().unwrap();
    let input = r#"{ "date_paiement": "2026-10-09", "brut_ht": "5000.00", "ircec": "fiction" }"#;
    fs::write(work.path().join("note.json"), input).unwrap();
    let (status, out, errors) =
        run(work.path(), "note note.json --json --pdf note.pdf --html note.html --explique");
    assert_eq!(status, Some(0), "{errors}");
    let note: Value = serde_json::from_str(&out).unwrap();
    let html =
        fs::read_to_string(work.path().join("note.html")).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
    for (name, amount) in note["totaux"].as_object().unwrap() {
        let shown = french(amount.as_str().unwrap());
        // A total that is nil has no row of its own.
        assert!(shown == "0,00" || html.contains(&shown), "{name}: {shown}");
    }
    assert!(html.contains("Certificat de précompte") && html.contains("Comment cette note est calculée"));
    assert!(fs::read(work.path().join("note.pdf")).unwrap().starts_with(b"%PDF-1."));
}

#[test]
fn a_document_goes_where_it_is_asked_and_nowhere_else() {
    let work = tempfile::tempdir().unwrap();
    let input = r#"{ "date_paiement": "2026-10-09", "brut_ht": "5000.00", "ircec": "fiction" }"#;
    fs::write(work.path().join("note.json"), input).unwrap();
    fs::copy(root().join("examples/formation/technicien-2026.json"), work.path().join("paie.json")).unwrap();
    for asked in ["note note.json", "bulletin paie.json"] {
        let call = |rest: &str| {
            let output = cddu(work.path()).args(asked.split(' ')).args(rest.split(' ')).output().unwrap();
            (output.status.code(), output.stdout, String::from_utf8(output.stderr).unwrap())
        };
        // The document is the whole output, the same as in a file; the other one is written beside.
        let (status, pdf, errors) = call("--pdf - --html page.html");
        assert_eq!((status, errors.as_str()), (Some(0), ""), "{asked}");
        assert_eq!(call("--pdf papier.pdf").0, Some(0));
        assert!(pdf == fs::read(work.path().join("papier.pdf")).unwrap() && pdf.ends_with(b"%%EOF"));
        let (_, html, _) = call("--html -");
        assert!(html == fs::read(work.path().join("page.html")).unwrap());
        for (rest, message) in [
            ("--pdf a --html a", "--pdf et --html écriraient tous deux « a »"),
            ("--pdf - --html -", "--pdf et --html écriraient tous deux « - »"),
            ("--pdf - --json", "--json et un document ne vont pas ensemble sur la sortie standard"),
        ] {
            // With --json, what is refused is said as JSON on the standard output.
            let (status, out, errors) = call(rest);
            assert_eq!((status, out.is_empty()), (Some(2), !rest.contains("--json")), "{asked} {rest}");
            assert!(format!("{errors}{}", String::from_utf8_lossy(&out)).contains(message), "{errors}");
        }
        let (status, out, errors) = call("--explique");
        assert!(status == Some(0) && !out.is_empty() && errors.contains("CLI-011"), "{errors}");
    }
    let expected = ["note.json", "page.html", "paie.json", "papier.pdf"];
    assert!(names(work.path()).iter().eq(&expected), "{:?}", names(work.path()));
}

#[test]
fn the_notes_of_a_period_are_printed() {
    let work = shoot(&[]);
    let (status, out, errors) = run(work.path(), "notes tournage --periode 2026-W46");
    assert_eq!(status, Some(0), "{errors}");
    assert!(
        out.contains("tournage/sorties/2026-W46/notes/ : 1\u{a0}note de droits d'auteur, PDF et HTML"),
        "{out}"
    );
    let written = names(&work.path().join("tournage/sorties/2026-W46/notes"));
    assert_eq!(written.len(), 2, "{written:?}");
    let (_, trial, _) = run(work.path(), "notes tournage --periode 2026-11 --essai");
    assert!(trial.contains("notes"), "{trial}");
    assert!(!work.path().join("tournage/sorties/2026-11").exists());
}
