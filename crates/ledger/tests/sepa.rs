//! The file of the transfers: who is in it, who is not, and what the bank reads.

mod commun;

use std::collections::BTreeMap;
use std::process::Command;

use cddu_ledger::sepa::{self, BodyPayment, SepaConfig, VersionPain};
use cddu_payslip::{Categorie, ElementCode, Payslip, Sens};
use cddu_rates::Cents;
use chrono::NaiveDateTime;
use commun::{contract, day, element, eur, payslip, worked_example};

/// Fictitious accounts: bank 99999 does not exist, the keys are valid.
const DEBIT: &str = "FR7699999000019999999999906";
const CREDIT: &str = "FR7699999000028888888888857";

fn config(version: VersionPain) -> SepaConfig {
    SepaConfig {
        nom: "Productions Imaginaires".to_owned(),
        iban: DEBIT.to_owned(),
        bic: None,
        version,
        caisse_des_depots: None,
        comptabilisation_groupee: true,
        libelle: "SALAIRE {mois} FILM A".to_owned(),
    }
}

fn at() -> NaiveDateTime {
    "2026-11-26T10:00:00".parse().unwrap()
}

fn paid(numero: &str, iban: Option<&str>) -> Payslip {
    let mut slip = worked_example();
    slip.numero = Some(numero.to_owned());
    slip.salarie.iban = iban.map(str::to_owned);
    slip
}

fn net(numero: &str, acompte: &str) -> Payslip {
    let mut slip = payslip(
        numero,
        "T09",
        "2026-11-27",
        vec![contract(Categorie::Technicien, ("2026-11-16", "2026-11-20"), "100.00", Vec::new())],
        vec![element(ElementCode::Acompte, Sens::Retenue, acompte)],
        "0.00",
    );
    slip.salarie.iban = Some(CREDIT.to_owned());
    slip
}

#[test]
fn every_positive_net_is_paid_once_and_the_rest_is_said() {
    let slips = [
        paid("B-1", Some("FR76 9999 9000 0288 8888 8888 857")),
        paid("B-2", None),
        paid("B-3", Some("FR7699999000028888888888848")),
        net("B-4", "100.00"),
        net("B-5", "120.00"),
        // A valid Turkish account: outside SEPA.
        paid("B-6", Some("TR330006100519786457841326")),
    ];
    let file =
        sepa::build(&config(VersionPain::V09), &slips, &[], &[], &BTreeMap::new(), "MSG-1", at()).unwrap();
    assert_eq!(file.virements.iter().map(|v| v.piece.as_str()).collect::<Vec<_>>(), ["B-1"]);
    assert_eq!(file.total, eur("687.30"));
    // Four nets of 687.30 are due.
    assert_eq!(file.attendu, eur("2749.20"));
    let mut codes: Vec<_> = file.exclus.iter().map(|d| d.code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["SEP-003", "SEP-003", "SEP-004", "SEP-005", "SEP-006"], "{:?}", file.exclus);
}

#[test]
fn only_what_earlier_files_have_not_paid_is_transferred() {
    // Nets of 687.30. Paid before: nothing, less, all, more.
    let slips = ["B-1", "B-2", "B-3", "B-4"].map(|number| paid(number, Some(CREDIT)));
    let before = [("B-2", "600.00"), ("B-3", "687.30"), ("B-4", "700.00")];
    let before = before.into_iter().map(|(number, amount)| (number.to_owned(), eur(amount))).collect();
    let file = sepa::build(&config(VersionPain::V09), &slips, &[], &[], &before, "MSG-4", at()).unwrap();
    let got: Vec<_> = file.virements.iter().map(|v| (v.piece.as_str(), v.montant)).collect();
    assert_eq!(got, [("B-1", eur("687.30")), ("B-2", eur("87.30"))]);
    assert_eq!((file.total, file.attendu), (eur("774.60"), eur("774.60")));
    let said: Vec<_> = file.exclus.iter().map(|d| (d.code.as_str(), d.is_error())).collect();
    assert_eq!(said, [("SEP-011", true)]);
    // 700.00 - 687.30
    assert!(file.exclus[0].message.contains("12.70 €"), "{}", file.exclus[0]);
    assert_eq!(file.xml.unwrap().matches("FILM A COMPLEMENT").count(), 1);
}

#[test]
fn the_file_reads_back_with_its_totals() {
    let slips =
        [paid("B-1", Some(CREDIT)), paid("B|2 É", Some(CREDIT)), paid("B-3", Some("GB82WEST12345698765432"))];
    let bodies = [BodyPayment {
        organisme: "conges_spectacles".to_owned(),
        nom: "Caisse imaginaire".to_owned(),
        iban: CREDIT.to_owned(),
        bic: None,
        montant: eur("155.00"),
        date: day("2026-12-15"),
        reference: "0000 2026-11".to_owned(),
    }];
    let file = sepa::build(&config(VersionPain::V09), &slips, &[], &bodies, &BTreeMap::new(), "MSG-2", at())
        .unwrap();
    // The British account has no address: said, and paid.
    assert_eq!(file.exclus.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(), ["SEP-009"]);
    let xml = file.xml.unwrap();
    let read = sepa::read(&xml).unwrap();
    // 3 x 687.30 + 155.00
    assert_eq!(read.total, Some(eur("2216.90")));
    assert_eq!(read.nombre, Some(4));
    assert_eq!(read.groupes.len(), 2);
    assert!(read.groupes.iter().all(|g| g.nombre == Some(g.compte) && g.total == Some(g.somme)));
    assert_eq!(read.virements.iter().map(|v| v.montant).sum::<Cents>(), file.total);
    assert_eq!(xml.matches("<Cd>SALA</Cd>").count(), 1, "one salary group, the category at its level");
    assert!(xml.contains("<Nm>Camille Nom-T01</Nm>") && xml.contains("SALAIRE 2026-11 FILM A"));
    let again = sepa::build(&config(VersionPain::V09), &slips, &[], &bodies, &BTreeMap::new(), "MSG-2", at())
        .unwrap();
    assert_eq!(again.xml.as_deref(), Some(xml.as_str()), "same arguments, same bytes");
}

#[test]
fn references_fit_and_never_collide() {
    let long = "BULLETIN-DE-PAIE-2026-11-0000000000000000001";
    for piece in ["B-1", "", "a/b", "a|b", "é", long, &long.replace("01", "02")] {
        let reference = sepa::reference(piece);
        assert!((1..=35).contains(&reference.len()) && reference.is_ascii(), "{reference}");
        assert!(!reference.contains('/'));
    }
    assert_ne!(sepa::reference("a/b"), sepa::reference("a|b"));
    assert_ne!(sepa::reference(long), sepa::reference(&long.replace("01", "02")));
    assert_eq!(sepa::reference("B-2026.11"), "B-2026.11");
}

#[test]
fn both_versions_are_valid_against_their_schema() {
    let slips = [paid("B-1", Some(CREDIT)), paid("B-2", Some("GB82WEST12345698765432"))];
    for (version, xsd) in
        [(VersionPain::V09, "pain.001.001.09.xsd"), (VersionPain::V03, "pain.001.001.03.xsd")]
    {
        let xml = sepa::build(&config(version), &slips, &[], &[], &BTreeMap::new(), "MSG-3", at())
            .unwrap()
            .xml
            .unwrap();
        let dir = std::env::temp_dir().join(format!("cddu-sepa-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let file = dir.join(xsd.replace(".xsd", ".xml"));
        std::fs::write(&file, &xml).unwrap();
        let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/xsd/");
        let output = Command::new("xmllint")
            .args(["--noout", "--schema", &format!("{schema}{xsd}")])
            .arg(&file)
            .output()
            .expect("xmllint (paquet libxml2-utils) valide les virements contre leur schéma");
        std::fs::remove_dir_all(&dir).unwrap();
        assert!(output.status.success(), "{}\n{xml}", String::from_utf8_lossy(&output.stderr));
    }
}
