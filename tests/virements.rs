//! The transfer files of a period that is corrected: what was paid stays, only the rest is transferred.

mod common;

use std::fs;

use cddu_dossier::{Folder, ReconcileOptions, reconcile};
use cddu_ledger::sepa;
use cddu_rates::{Cents, Month, Rates};
use common::{cddu, copy, root};

const BANK: &str = "[virements]\nnom = \"SOCIETE FICTIVE\"\niban = \"FR7630006000011234567890189\"\n";

/// The small folder of the error catalogue. The advance of T01, 100.00, is taken from the net after everything else:
/// to change it by a euro changes the transfer by a euro.
struct Dossier(tempfile::TempDir);

impl Dossier {
    fn new() -> Self {
        let work = tempfile::tempdir().unwrap();
        copy(&root().join("tests/errors/_base"), &work.path().join("dossier"));
        Self(work)
    }

    fn with_bank() -> Self {
        let dossier = Self::new();
        dossier.add_bank();
        dossier
    }

    fn path(&self, file: &str) -> std::path::PathBuf {
        self.0.path().join("dossier").join(file)
    }

    fn add_bank(&self) {
        let text = fs::read_to_string(self.path("production.toml")).unwrap();
        fs::write(self.path("production.toml"), text + "\n" + BANK).unwrap();
    }

    fn advances(&self, amounts: &[&str]) {
        let mut text = "matricule,date,code,montant,contrat\n".to_owned();
        for amount in amounts {
            text.push_str(&format!("T01,2026-11-18,acompte,{amount},\n"));
        }
        fs::write(self.path("elements.csv"), text).unwrap();
    }

    /// Runs the week; what is said on the error output.
    fn pay(&self, extra: &[&str]) -> String {
        self.pay_week("2026-W47", extra)
    }

    fn pay_week(&self, week: &str, extra: &[&str]) -> String {
        let mut command = cddu(self.0.path());
        let output = command.args(["paie", "dossier", "--periode", week]).args(extra).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    }

    /// Each transfer file with its references and amounts.
    fn files(&self) -> Vec<(String, Vec<(String, Cents)>)> {
        self.files_of("2026-W47")
    }

    fn files_of(&self, week: &str) -> Vec<(String, Vec<(String, Cents)>)> {
        let mut out = Vec::new();
        for entry in fs::read_dir(self.path(&format!("sorties/{week}"))).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.starts_with("virements") {
                let text = fs::read_to_string(self.path(&format!("sorties/{week}/{name}"))).unwrap();
                let read = sepa::read(&text).unwrap();
                assert_eq!(read.message, format!("ESSAI-{week}{}", &name["virements".len()..name.len() - 4]));
                out.push((name, read.virements.into_iter().map(|t| (t.reference, t.montant)).collect()));
            }
        }
        out.sort_by_key(|(name, _)| (name.len(), name.clone()));
        out
    }

    fn net(&self, number: &str) -> Cents {
        let path = self.path(&format!("bulletins/2026/2026-W47/{number}.json"));
        let frozen: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        frozen["resultat"]["totaux"]["virement"].as_str().unwrap().parse().unwrap()
    }

    /// What the paper of a payslip says of an amount paid before, and of the rest.
    fn paper(&self, number: &str) -> String {
        let path = self.path(&format!("sorties/2026-W47/bulletins/{number}.html"));
        let html = fs::read_to_string(path).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
        // Tags out: a row reads as its label and its amounts.
        let mut text = String::new();
        for part in html.split('<') {
            text.push_str(part.split_once('>').map_or("", |(_, inside)| inside));
            text.push(' ');
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Differences that the reconciliation finds between the documents and the transfers.
    fn differences(&self) -> Vec<String> {
        let folder = Folder::read(&self.path("")).unwrap();
        let month = Month { year: 2026, month: 11 };
        let report = reconcile(&folder, &Rates::embedded(), month, &ReconcileOptions::default()).unwrap();
        assert!(report.appliquees.contains_key("B03"));
        report
            .ecarts
            .iter()
            .filter(|e| e.regle.starts_with('B'))
            .map(|e| format!("{} {:?} {}", e.regle, e.cle.piece, e.message))
            .collect()
    }
}

/// The amount as a paper writes it.
fn french(amount: Cents) -> String {
    cddu_documents::typo::amount(amount).replace(['\u{a0}', '\u{202f}'], " ")
}

fn cents(text: &str) -> Cents {
    text.parse().unwrap()
}

fn one(name: &str, reference: &str, amount: &str) -> (String, Vec<(String, Cents)>) {
    (name.to_owned(), vec![(reference.to_owned(), cents(amount))])
}

/// A correction of the month, its complement paid on a day of its own: the payslip keeps the day on which the person was
/// paid, the transfer takes the other, also when the week is run again.
#[test]
fn a_complement_is_transferred_on_its_own_day() {
    let dossier = Dossier::with_bank();
    dossier.pay(&[]);
    dossier.advances(&["60.00"]);
    dossier.pay(&["--rectifier", "--paiement", "2026-11-28"]);
    let day = || {
        let text = fs::read_to_string(dossier.path("sorties/2026-W47/virements-2.xml")).unwrap();
        sepa::read(&text).unwrap().virements.iter().map(|t| (t.montant, t.date)).collect::<Vec<_>>()
    };
    let expected = vec![(cents("40.00"), "2026-11-28".parse().ok())];
    assert_eq!(day(), expected);
    let path = dossier.path("bulletins/2026/2026-W47/2026-W47-T01-R1.json");
    let frozen: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    // Week 47 ends on 22 November, paid five days later.
    assert_eq!(frozen["resultat"]["date_paiement"], "2026-11-27");
    let before = common::snapshot(&dossier.path("sorties/2026-W47"));
    dossier.pay(&[]);
    assert_eq!(day(), expected);
    assert!(common::snapshot(&dossier.path("sorties/2026-W47")) == before);
}

#[test]
fn a_correction_transfers_the_difference() {
    let dossier = Dossier::with_bank();
    dossier.pay(&[]);
    let first = dossier.files();
    let net = dossier.net("2026-W47-T01");
    assert_eq!((first.len(), first[0].1.len()), (1, 3));
    assert!(first[0].1.contains(&("2026-W47-T01".to_owned(), net)));
    assert_eq!(dossier.differences(), [""; 0]);

    // An advance of 60.00 instead of 100.00: 40.00 more.
    dossier.advances(&["60.00"]);
    let said = dossier.pay(&["--rectifier"]);
    assert!(
        said.contains("SEP-010") && said.contains("virements-2.xml vire la différence, 40,00 €"),
        "{said}"
    );
    let second = one("virements-2.xml", "2026-W47-T01-R1", "40.00");
    assert_eq!(dossier.files(), [first[0].clone(), second.clone()]);
    assert_eq!(dossier.differences(), [""; 0]);
    // The paper tells what was paid, and what is left.
    assert!(!dossier.paper("2026-W47-T02").contains("éjà versé"), "nothing was paid before");
    let paid = format!("Déjà versé (bulletin remplacé 2026-W47-T01) {}", french(net));
    let paper = dossier.paper("2026-W47-T01-R1");
    assert!(paper.contains(&paid) && paper.contains("Reste à verser 40,00"), "{paper}");
    let before = common::snapshot(&dossier.path("sorties/2026-W47"));
    dossier.pay(&[]);
    assert!(
        before == common::snapshot(&dossier.path("sorties/2026-W47")),
        "a second run wrote something else"
    );

    // Then 75.00: 25.00 more than at first, 40.00 were transferred, 15.00 are to be claimed.
    dossier.advances(&["75.00"]);
    let said = dossier.pay(&["--rectifier"]);
    assert!(said.contains("SEP-011") && said.contains("trop-perçu de 15,00 €"), "{said}");
    assert!(!said.contains("SEP-010"), "{said}");
    assert_eq!(dossier.files(), [first[0].clone(), second.clone()]);
    // What was paid is now both transfers.
    let both = french(net + cents("40.00"));
    let paper = dossier.paper("2026-W47-T01-R2");
    assert!(paper.contains(&format!("Déjà versé (bulletin remplacé 2026-W47-T01-R1) {both}")), "{paper}");
    assert!(paper.contains("Trop-perçu, à reprendre 15,00"), "{paper}");
    let claims = dossier.differences();
    assert!(claims.len() == 1 && claims[0].starts_with("B10 Some(\"2026-W47-T01-R2\")"), "{claims:?}");
    assert!(claims[0].replace('\u{a0}', " ").ends_with("trop-perçu de 15,00 à récupérer"), "{claims:?}");

    // Then 20.00: 80.00 more than at first, less the 40.00 transferred.
    dossier.advances(&["20.00"]);
    let said = dossier.pay(&["--rectifier"]);
    assert!(said.contains("virements.xml et virements-2.xml"), "{said}");
    assert_eq!(dossier.net("2026-W47-T01-R3"), net + cents("80.00"));
    let third = one("virements-3.xml", "2026-W47-T01-R3", "40.00");
    assert_eq!(dossier.files(), [first[0].clone(), second, third]);
    assert_eq!(dossier.differences(), [""; 0]);
}

#[test]
fn a_correction_without_effect_on_the_net_transfers_nothing() {
    let dossier = Dossier::with_bank();
    dossier.pay(&[]);
    let first = dossier.files();
    dossier.advances(&["70.00", "30.00"]);
    let said = dossier.pay(&["--rectifier"]);
    assert_eq!(dossier.net("2026-W47-T01-R1"), dossier.net("2026-W47-T01"));
    assert!(!said.contains("SEP-01"), "{said}");
    assert_eq!(dossier.files(), first);
    assert_eq!(dossier.differences(), [""; 0]);
}

#[test]
fn what_no_file_has_paid_is_transferred_in_full() {
    // No account to debit at first: nothing was transferred.
    let dossier = Dossier::new();
    dossier.pay(&[]);
    dossier.add_bank();
    dossier.advances(&["60.00"]);
    let said = dossier.pay(&["--rectifier"]);
    assert!(!said.contains("SEP-01"), "{said}");
    // Nobody knows whether another means paid the first one: the paper says the condition.
    let paper = dossier.paper("2026-W47-T01-R1");
    let first = french(dossier.net("2026-W47-T01"));
    assert!(paper.contains(&format!("Net à payer du bulletin remplacé 2026-W47-T01 {first}")), "{paper}");
    assert!(paper.contains("Reste à verser si le bulletin remplacé a été payé 40,00"), "{paper}");
    let files = dossier.files();
    assert_eq!((files.len(), files[0].1.len()), (1, 3));
    let net = dossier.net("2026-W47-T01");
    assert!(files[0].1.contains(&("2026-W47-T01-R1".to_owned(), net + cents("40.00"))));
    assert_eq!(dossier.differences(), [""; 0]);

    // A file that was not given to the bank is taken away: the new net is paid in full, once.
    dossier.advances(&["10.00"]);
    fs::remove_file(dossier.path("sorties/2026-W47/virements.xml")).unwrap();
    dossier.pay(&["--rectifier"]);
    let files = dossier.files();
    assert_eq!((files.len(), files[0].1.len()), (1, 3));
    assert!(files[0].1.contains(&("2026-W47-T01-R2".to_owned(), net + cents("90.00"))));
    assert_eq!(dossier.differences(), [""; 0]);
}

#[test]
fn a_payslip_added_is_not_a_second_payment_of_the_others() {
    let dossier = Dossier::with_bank();
    let times = fs::read_to_string(dossier.path("temps.csv")).unwrap();
    // A bad line leaves T03 out; the two others are paid.
    fs::write(dossier.path("temps.csv"), times.replace("C3,2026-11-18,09:00", "C3,2026-11-18,25:00"))
        .unwrap();
    dossier.pay(&[]);
    let first = dossier.files();
    let paid: Vec<&str> = first[0].1.iter().map(|(reference, _)| reference.as_str()).collect();
    assert_eq!((first.len(), paid), (1, vec!["2026-W47-T01", "2026-W47-T02"]));
    let bytes = fs::read(dossier.path("sorties/2026-W47/virements.xml")).unwrap();

    // The line corrected: the file may be at the bank, it stays as it is.
    fs::write(dossier.path("temps.csv"), times).unwrap();
    let said = dossier.pay(&[]);
    let wanted =
        "est peut-être déjà à la banque : il ne change plus, virements-2.xml contient le virement ajouté";
    assert!(said.contains("SEP-012") && said.contains(wanted), "{said}");
    let net = dossier.net("2026-W47-T03").to_string();
    let second = one("virements-2.xml", "2026-W47-T03", &net);
    assert_eq!(dossier.files(), [first[0].clone(), second.clone()]);
    assert!(bytes == fs::read(dossier.path("sorties/2026-W47/virements.xml")).unwrap());
    assert_eq!(dossier.differences(), [""; 0]);
    let said = dossier.pay(&[]);
    assert!(!said.contains("SEP-01"), "{said}");
    assert_eq!(dossier.files(), [first[0].clone(), second]);

    // Nothing was sent: both files are taken away, one pays everybody.
    for file in ["virements.xml", "virements-2.xml"] {
        fs::remove_file(dossier.path(&format!("sorties/2026-W47/{file}"))).unwrap();
    }
    dossier.pay(&[]);
    let files = dossier.files();
    assert_eq!((files.len(), files[0].1.len()), (1, 3));
    assert_eq!(dossier.differences(), [""; 0]);
}

#[test]
fn a_contract_taken_out_after_its_payment_changes_no_file() {
    let dossier = Dossier::with_bank();
    dossier.pay(&[]);
    let first = dossier.files();
    let contracts = fs::read_to_string(dossier.path("contrats.csv")).unwrap();
    let times = fs::read_to_string(dossier.path("temps.csv")).unwrap();
    let without =
        |text: &str| text.lines().filter(|l| !l.starts_with("C3,")).fold(String::new(), |t, l| t + l + "\n");
    fs::write(dossier.path("contrats.csv"), without(&contracts)).unwrap();
    fs::write(dossier.path("temps.csv"), without(&times)).unwrap();
    let said = dossier.pay(&[]);
    assert!(!said.contains("SEP-01"), "{said}");
    assert_eq!(dossier.files(), first);
    // Put back, it is not paid again.
    fs::write(dossier.path("contrats.csv"), contracts).unwrap();
    fs::write(dossier.path("temps.csv"), times).unwrap();
    dossier.pay(&[]);
    assert_eq!(dossier.files(), first);
}

#[test]
fn the_last_file_follows_the_account_debited() {
    let dossier = Dossier::with_bank();
    dossier.pay(&[]);
    let first = dossier.files();
    let text = fs::read_to_string(dossier.path("production.toml")).unwrap();
    let other = text.replace(
        "nom = \"SOCIETE FICTIVE\"\niban = \"FR7630006000011234567890189\"",
        "nom = \"SOCIETE FICTIVE BIS\"\niban = \"FR7630006000011234567890189\"",
    );
    assert_ne!(text, other);
    fs::write(dossier.path("production.toml"), other).unwrap();
    let said = dossier.pay(&[]);
    assert!(!said.contains("SEP-01"), "{said}");
    assert_eq!(dossier.files(), first);
    let xml = fs::read_to_string(dossier.path("sorties/2026-W47/virements.xml")).unwrap();
    assert!(xml.contains("SOCIETE FICTIVE BIS"));
}

#[test]
fn a_note_corrected_in_another_week_is_paid_by_the_difference() {
    let dossier = Dossier::with_bank();
    fs::write(
        dossier.path("auteurs.csv"),
        "auteur,nom,prenom,nir,date_naissance,regime_fiscal,voie,code_postal,commune,iban\n\
         A01,PLUME,Alix,280057512300144,1980-05-12,TS,100 rue de la Fiction,75020,PARIS,FR7630006000011234567890189\n",
    )
    .unwrap();
    fs::write(
        dossier.path("contrats_auteurs.csv"),
        "contrat,auteur,titre,genre,nature_activite,secteur,duree_minutes,date_signature,minimum_garanti,echeance,declencheur,date_prevue,montant\n\
         CA-01,A01,Film d'essai,fiction,ecriture,cinema,95,2026-02-16,30000.00,signature,signature,2026-11-16,1000.00\n",
    )
    .unwrap();
    let head =
        "note,rectifie,contrat,date_paiement,nature_revenu,montant\nN-1,,CA-01,2026-11-18,forfait,1000.00\n";
    fs::write(dossier.path("notes.csv"), head).unwrap();
    dossier.pay(&[]);
    let first = dossier.files();
    let paid = |files: &[(String, Vec<(String, Cents)>)]| {
        files.iter().flat_map(|(_, list)| list).find(|(r, _)| r.starts_with("N-")).map(|(_, m)| *m)
    };
    let before = paid(&first).unwrap();

    // 1,200.00 instead of 1,000.00, corrected the week after: only the rest of the net is paid.
    let text = format!("{head}N-2,N-1,CA-01,2026-11-25,forfait,1200.00\n");
    fs::write(dossier.path("notes.csv"), text).unwrap();
    let said = dossier.pay_week("2026-W48", &[]);
    let frozen: serde_json::Value =
        serde_json::from_slice(&fs::read(dossier.path("notes/2026/2026-W48/N-2.json")).unwrap()).unwrap();
    let net: Cents = frozen["resultat"]["totaux"]["net_a_payer"].as_str().unwrap().parse().unwrap();
    assert_eq!(dossier.files_of("2026-W48"), [one("virements.xml", "N-2", &(net - before).to_string())]);
    assert!(net - before > cents("100.00") && net - before < cents("200.00"), "{net} {before}");
    assert!(said.contains("SEP-010") && said.contains("2026-W47/virements.xml"), "{said}");
    assert_eq!(dossier.files(), first);
    assert_eq!(dossier.differences(), [""; 0]);
    // Nobody but the author is paid that week: no livre de paie, but the entries and the reconciliation of the month.
    let made = |file: &str| dossier.path("sorties/2026-W48").join(file).exists();
    assert!(!made("livre-de-paie.pdf") && !made("bulletins"));
    assert!(made("notes/N-2.pdf") && made("comptabilite/ecritures.csv"));
    dossier.pay_week("2026-W48", &[]);
    assert_eq!(dossier.files_of("2026-W48"), [one("virements.xml", "N-2", &(net - before).to_string())]);
}

/// A period given by two dates and a production code that no bank would read: the identifiers are made safe, two periods
/// never share one.
#[test]
fn identifiers_of_a_message_fit_the_banks_whatever_the_code_and_the_period() {
    let mut seen = std::collections::BTreeSet::new();
    for code in ["ESSAI", "Le film d'été_n° 2, très très très long, de la société fictive", "//_", ""]
    {
        for period in ["2026-W47", "2026-11-16/2026-11-22"] {
            let dossier = Dossier::with_bank();
            let text = fs::read_to_string(dossier.path("production.toml")).unwrap();
            fs::write(
                dossier.path("production.toml"),
                text.replace("code = \"ESSAI\"", &format!("code = \"{code}\"")),
            )
            .unwrap();
            let said = dossier.pay_week(period, &[]);
            assert!(!said.contains("SEP-002"), "{code} {period}\n{said}");
            let week = period.replace('/', "_");
            let text = fs::read_to_string(dossier.path(&format!("sorties/{week}/virements.xml"))).unwrap();
            let read = sepa::read(&text).unwrap();
            let admitted = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
            for id in std::iter::once(&read.message).chain(read.virements.iter().map(|t| &t.reference)) {
                assert!((1..=35).contains(&id.len()) && id.chars().all(admitted), "{id}");
            }
            assert!(seen.insert(read.message.clone()), "{} twice", read.message);
        }
    }
}
