//! The reconciliation on the files of a shoot: nothing is said of them, and any amount changed in any of them is found
//! at its line, with its cause.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cddu_dossier::{Folder, ReconcileOptions, reconcile};
use cddu_ledger::fec::{self, FecLine, FecOptions};
use cddu_rapprochement::{Document, Ecart, Report};
use cddu_rates::{Cents, Gravite, Month, Rates};
use common::{cddu, example};

const MONTH: Month = Month { year: 2026, month: 11 };

/// The example, two weeks paid in November and one in December.
struct Shoot {
    work: tempfile::TempDir,
    rates: Rates,
}

impl Shoot {
    fn paid() -> Self {
        let work = tempfile::tempdir().unwrap();
        example("tournage", &work.path().join("tournage"));
        for period in ["2026-W46", "2026-W47", "2026-W49"] {
            let done =
                cddu(work.path()).args(["paie", "tournage", "--periode", period, "--json"]).output().unwrap();
            assert_eq!(done.status.code(), Some(0), "{period}");
        }
        Self { work, rates: Rates::embedded() }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.work.path().join("tournage").join(file)
    }

    fn reconcile(&self, ledger: Option<&Path>) -> Report {
        let folder = Folder::read(&self.path("")).unwrap();
        let options = ReconcileOptions { ledger: ledger.map(Path::to_owned), ..ReconcileOptions::default() };
        reconcile(&folder, &self.rates, MONTH, &options).unwrap()
    }

    /// The report when a file holds other bytes; the file is put back.
    fn with(&self, file: &str, bytes: &[u8]) -> Report {
        let path = self.path(file);
        let kept = fs::read(&path).unwrap();
        fs::write(&path, bytes).unwrap();
        let report = self.reconcile(None);
        fs::write(&path, kept).unwrap();
        report
    }

    /// The ledger of the accountant: the three weeks imported, entries numbered again.
    fn ledger(&self) -> Vec<FecLine> {
        let mut out: Vec<FecLine> = Vec::new();
        let mut number = 0;
        for period in ["2026-W46", "2026-W47", "2026-W49"] {
            let name = format!("sorties/{period}/comptabilite/OD_PAIE_900000001_{period}.txt");
            let mut last = String::new();
            for mut line in fec::read(&fs::read(self.path(&name)).unwrap()).lignes {
                if line.ecriture_num != last {
                    last.clone_from(&line.ecriture_num);
                    number += 1;
                }
                line.ecriture_num = number.to_string();
                line.ligne = out.len() as u64 + 2;
                out.push(line);
            }
        }
        out
    }

    fn with_ledger(&self, lines: &[FecLine]) -> Report {
        let path = self.work.path().join("900000001FEC20261231.txt");
        fs::write(&path, fec::write(lines, &FecOptions::default())).unwrap();
        self.reconcile(Some(&path))
    }
}

fn serious(report: &Report) -> Vec<&Ecart> {
    report.ecarts.iter().filter(|e| e.gravite <= Gravite::Majeur).collect()
}

fn said(report: &Report) -> Vec<String> {
    serious(report).iter().map(|e| format!("{} {}", e.identifiant, e.message)).collect()
}

fn located(report: &Report, document: Document, line: u64) -> bool {
    let here = |e: &&Ecart| e.candidats.iter().any(|c| c.document == document && c.ligne == Some(line));
    serious(report).iter().any(here)
}

/// An amount of a file, a cent more.
fn more(text: &str, cents: i64) -> String {
    Cents(text.parse::<Cents>().unwrap().0 + cents).to_string()
}

/// The lines of a DSN to change: the first of each rubrique and code, with how much to add. Bases of block 23, totals
/// and payments in whole euros change by one euro.
fn dsn_targets(text: &str) -> Vec<(usize, i64)> {
    const AMOUNTS: [(&str, i64); 17] = [
        ("S21.G00.50.002", 1),
        ("S21.G00.50.004", 1),
        ("S21.G00.50.009", 1),
        ("S21.G00.50.013", 1),
        ("S21.G00.51.013", 1),
        ("S21.G00.53.002", 1),
        ("S21.G00.54.002", 1),
        ("S21.G00.58.004", 1),
        ("S21.G00.79.004", 1),
        ("S21.G00.81.003", 1),
        ("S21.G00.78.004", 1),
        ("S21.G00.81.004", 1),
        ("S21.G00.22.005", 100),
        ("S21.G00.23.004", 100),
        ("S21.G00.23.005", 100),
        ("S21.G00.20.005", 100),
        ("S21.G00.55.001", 1),
    ];
    let mut seen = BTreeSet::new();
    let mut kind = String::new();
    let mut out = Vec::new();
    for (rank, line) in text.lines().enumerate() {
        let Some((rubrique, value)) = line.split_once(",'") else { continue };
        let value = value.trim_end_matches(['\'', '\r']);
        if ["S21.G00.78.001", "S21.G00.81.001", "S21.G00.23.001", "S21.G00.20.001", "S21.G00.54.001"]
            .contains(&rubrique)
        {
            value.clone_into(&mut kind);
        }
        let Some((_, cents)) = AMOUNTS.iter().find(|(r, _)| *r == rubrique) else { continue };
        let coded = !rubrique.starts_with("S21.G00.50") && rubrique != "S21.G00.22.005";
        let key = (rubrique.to_owned(), if coded { kind.clone() } else { String::new() });
        if value != "0.00" && seen.insert(key) {
            out.push((rank, *cents));
        }
    }
    out
}

#[test]
fn every_amount_changed_is_found_where_it_is() {
    let shoot = Shoot::paid();
    let clean = shoot.reconcile(None);
    assert!(serious(&clean).is_empty(), "{:#?}", said(&clean));
    for rule in [
        "D04", "D06", "D07", "D10", "D15", "D19", "U01", "U05", "C03", "C04", "T04", "B01", "R01", "R06",
        "F03", "J02", "T02",
    ] {
        assert!(clean.appliquees.get(rule).is_some_and(|n| *n > 0), "{rule} n'a rien vu");
    }

    let dsn = "sorties/declarations/2026-11/dsn-2026-11.dsn";
    let bytes = fs::read(shoot.path(dsn)).unwrap();
    let text: String = bytes.iter().map(|b| char::from(*b)).collect();
    let targets = dsn_targets(&text);
    assert!(targets.len() > 45, "{} rubriques", targets.len());
    let mut missed = Vec::new();
    for (rank, cents) in targets {
        let changed: Vec<String> = text
            .split('\n')
            .enumerate()
            .map(|(n, line)| match line.split_once(",'") {
                Some((rubrique, value)) if n == rank => {
                    let (value, end) = value.split_once('\'').unwrap();
                    format!("{rubrique},'{}'{end}", more(value, cents))
                }
                _ => line.to_owned(),
            })
            .collect();
        let changed: Vec<u8> = changed.join("\n").chars().map(|c| c as u8).collect();
        if !located(&shoot.with(dsn, &changed), Document::Dsn, rank as u64 + 1) {
            missed.push(text.lines().nth(rank).unwrap().to_owned());
        }
    }
    assert!(missed.is_empty(), "passés inaperçus : {missed:#?}");

    // Transfers: one amount, then a control sum, each at its line.
    let file = "sorties/2026-W46/virements.xml";
    let xml = fs::read_to_string(shoot.path(file)).unwrap();
    for mark in ["<InstdAmt Ccy=\"EUR\">", "<CtrlSum>"] {
        let at = xml.find(mark).unwrap() + mark.len();
        let end = at + xml[at..].find('<').unwrap();
        let changed = format!("{}{}{}", &xml[..at], more(&xml[at..end], -1), &xml[end..]);
        let report = shoot.with(file, changed.as_bytes());
        let line = xml[..at].matches('\n').count() as u64 + 1;
        assert!(located(&report, Document::Virement, line), "{mark} {:?}", said(&report));
    }

    // AEM: the gross of the first attestation, before and after the DFS, and what it contributes on.
    let file = "sorties/declarations/2026-11/aem-2026-11.xml";
    let xml = fs::read_to_string(shoot.path(file)).unwrap();
    for mark in
        ["<BrutAvantAbattement>", "<BrutApresAbattement>", "<AssietteContribution>", "<MontantContribution>"]
    {
        let at = xml.find(mark).unwrap() + mark.len();
        let end = at + xml[at..].find('<').unwrap();
        let changed = format!("{}{}{}", &xml[..at], more(&xml[at..end], 1), &xml[end..]);
        let report = shoot.with(file, changed.as_bytes());
        let line = xml[..at].matches('\n').count() as u64 + 1;
        assert!(located(&report, Document::Aem, line), "{mark} {:?}", said(&report));
    }
}

#[test]
fn the_ledger_of_the_accountant_is_read_line_by_line() {
    let shoot = Shoot::paid();
    let clean = shoot.ledger();
    let report = shoot.with_ledger(&clean);
    assert!(serious(&report).is_empty(), "{:#?}", said(&report));

    let first = clean[0].ecriture_num.clone();
    let wage = clean.iter().position(|l| l.compte_num.starts_with("641")).unwrap();
    let debt = clean.iter().position(|l| l.compte_num == "431" && l.credit.0 > 100_000).unwrap();
    let cause = |lines: &[FecLine]| -> BTreeSet<String> {
        let report = shoot.with_ledger(lines);
        let f03 = report.ecarts.iter().filter(|e| e.regle == "F03");
        f03.filter_map(|e| e.cause.as_ref()).map(|c| c.code.clone()).collect()
    };

    let mut lines = clean.clone();
    lines[wage].debit.0 += 1;
    let report = shoot.with_ledger(&lines);
    assert!(located(&report, Document::GrandLivre, lines[wage].ligne), "{:?}", said(&report));

    let mut lines = clean.clone();
    "6488".clone_into(&mut lines[wage].compte_num);
    assert!(cause(&lines).contains("mauvais_compte"));

    let mut lines = clean.clone();
    (lines[debt].debit, lines[debt].credit) = (lines[debt].credit, lines[debt].debit);
    assert!(cause(&lines).contains("sens_inverse"));

    let mut lines = clean.clone();
    let mut digits = lines[debt].credit.0.to_string().into_bytes();
    let swap = (0..digits.len() - 1).find(|i| digits[*i] != digits[*i + 1]).unwrap();
    digits.swap(swap, swap + 1);
    lines[debt].credit = Cents(String::from_utf8(digits).unwrap().parse().unwrap());
    assert!(cause(&lines).contains("chiffres_inverses"));

    let gone: Vec<_> = clean.iter().filter(|l| l.ecriture_num != first).cloned().collect();
    assert_eq!(cause(&gone), BTreeSet::from(["ecriture_manquante".to_owned()]));

    let twice = clean.iter().filter(|l| l.ecriture_num == first).cloned();
    let twice: Vec<_> =
        clean.iter().cloned().chain(twice.map(|l| FecLine { ecriture_num: "99".into(), ..l })).collect();
    let report = shoot.with_ledger(&twice);
    assert!(report.ecarts.iter().any(|e| e.regle == "J11"), "{:?}", said(&report));
    assert_eq!(cause(&twice), BTreeSet::from(["doublon".to_owned()]));

    let late = "2026-12-31".parse().ok();
    let moved = |l: &FecLine| {
        if l.ecriture_num == first { FecLine { ecriture_date: late, ..l.clone() } } else { l.clone() }
    };
    let moved: Vec<_> = clean.iter().map(moved).collect();
    assert_eq!(cause(&moved), BTreeSet::from(["periode".to_owned()]));
}

#[test]
fn other_ledgers_are_read_and_what_is_not_one_is_refused() {
    let shoot = Shoot::paid();
    let lines = shoot.ledger();
    let text =
        String::from_utf8(fec::write(&lines, &FecOptions { separateur: '|', ..FecOptions::default() }))
            .unwrap();
    // Another program: byte order mark, lower case header, amount and side in two columns.
    let mut other = String::from("\u{feff}");
    for (rank, line) in text.lines().enumerate() {
        let mut fields: Vec<String> = line.split('|').map(str::to_owned).collect();
        if rank == 0 {
            fields = fields.iter().map(|f| f.to_lowercase()).collect();
            (fields[11], fields[12]) = ("montant".into(), "sens".into());
        } else if fields[11] == "0,00" {
            (fields[11], fields[12]) = (fields[12].clone(), "C".into());
        } else {
            fields[12] = "D".into();
        }
        other += &format!("{}\r\n", fields.join("|"));
    }
    let mut balance = std::collections::BTreeMap::<&str, Cents>::new();
    for l in &lines {
        *balance.entry(&l.compte_num).or_default() += l.signe();
    }
    let month_end: Vec<_> =
        lines.iter().filter(|l| l.ecriture_date.is_some_and(|d| d <= MONTH.last())).collect();
    let mut november = std::collections::BTreeMap::<&str, Cents>::new();
    for l in month_end {
        *november.entry(&l.compte_num).or_default() += l.signe();
    }
    let csv = |sums: &std::collections::BTreeMap<&str, Cents>| -> String {
        let rows =
            sums.iter().map(|(compte, c)| format!("{compte};x;{}\r\n", c.to_string().replace('.', ",")));
        format!("Compte;Intitulé;Solde\r\n{}", rows.collect::<String>())
    };
    let run = |name: &str, bytes: &[u8], more: &[&str]| {
        fs::write(shoot.work.path().join(name), bytes).unwrap();
        let mut args = vec!["rapprocher", "tournage", "--mois", "2026-11", "--json", "--grand-livre", name];
        args.extend(more);
        let done = cddu(shoot.work.path()).args(args).output().unwrap();
        let json: serde_json::Value =
            serde_json::from_slice(&done.stdout).expect("only JSON on the standard output");
        (done.status.code().unwrap(), json, String::from_utf8(done.stderr).unwrap())
    };
    assert_eq!(run("autre.txt", other.as_bytes(), &[]).0, 0);
    assert_eq!(run("balance.csv", csv(&november).as_bytes(), &[]).0, 0);
    assert_eq!(run("balance.csv", csv(&balance).as_bytes(), &["--au", "2026-12-31"]).0, 0);
    november.entry("64112").or_default().0 += 1;
    let (code, json, _) = run("balance.csv", csv(&november).as_bytes(), &[]);
    assert_eq!((code, json["ecarts"][0]["regle"].as_str()), (1, Some("F02")));

    for (name, bytes, code) in [
        ("vide.txt", &b""[..], "DOS-076"),
        ("lettre.txt", b"Bonjour,\r\nvoici le grand livre.\r\n", "DOS-076"),
        ("classeur.csv", b"PK\x03\x04xxxx", "DOS-004"),
        ("absent/rien.txt", b"", "DOS-001"),
    ] {
        if !name.contains('/') {
            fs::write(shoot.work.path().join(name), bytes).unwrap();
        }
        let args = ["rapprocher", "tournage", "--mois", "2026-11", "--json", "--grand-livre", name];
        let done = cddu(shoot.work.path()).args(args).output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{name}");
        let json: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!(json["erreurs"][0]["code"], code, "{name}");
    }
}

#[test]
fn decisions_are_kept_and_accounts_are_integrated_once() {
    let shoot = Shoot::paid();
    let run = |args: &[&str]| {
        let done = cddu(shoot.work.path()).args(args).output().unwrap();
        (
            done.status.code().unwrap(),
            String::from_utf8(done.stdout).unwrap(),
            String::from_utf8(done.stderr).unwrap(),
        )
    };
    // A decision with its reason, on the difference that the rounding of the bordereau leaves.
    assert_eq!(run(&["rapprocher", "tournage", "--mois", "2026-11"]).0, 0);
    let path = shoot.path("rapprochement.toml");
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replacen("statut = \"ouvert\"", "statut = \"justifie\"", 1);
    fs::write(&path, text.replacen("justification = \"\"", "justification = \"arrondi du bordereau\"", 1))
        .unwrap();
    let (code, shown, _) = run(&["rapprocher", "tournage", "--mois", "2026-11"]);
    assert!(code == 0 && shown.contains("[justifié]") && shown.contains("arrondi du bordereau"), "{shown}");
    assert!(fs::read_to_string(&path).unwrap().contains("arrondi du bordereau"));

    // Integrated once; again: refused, nothing written.
    assert_eq!(run(&["compta", "integrer", "tournage", "--periode", "2026-W46"]).0, 0);
    let before = common::snapshot(&shoot.path("comptabilite"));
    let (code, _, errors) = run(&["compta", "integrer", "tournage", "--periode", "2026-W46"]);
    assert!(code == 2 && errors.contains("ECR-020"), "{errors}");
    assert_eq!(common::snapshot(&shoot.path("comptabilite")), before);
    let (code, _, errors) = run(&["compta", "clore", "tournage", "--mois", "2026-11"]);
    assert!(code == 2 && errors.contains("2026-W47"), "{errors}");
    assert_eq!(run(&["compta", "integrer", "tournage", "--periode", "2026-W47"]).0, 0);
    assert_eq!(run(&["compta", "clore", "tournage", "--mois", "2026-11"]).0, 0);
    assert!(serious(&shoot.reconcile(None)).is_empty(), "{:?}", said(&shoot.reconcile(None)));

    // A payslip changed after the closing: the old one is cancelled and the new one entered on the first open day.
    let contracts = fs::read_to_string(shoot.path("contrats.csv")).unwrap();
    let row = contracts.lines().find(|l| l.starts_with("T02-1,")).unwrap().to_owned();
    let pay = row.split(',').nth(7).unwrap();
    let raised = row.replacen(pay, &more(pay, 10_000), 1);
    fs::write(shoot.path("contrats.csv"), contracts.replacen(&row, &raised, 1)).unwrap();
    let (_, _, errors) = run(&["paie", "tournage", "--periode", "2026-W46", "--rectifier"]);
    assert!(errors.contains("ECR-023") && errors.contains("SEP-010"), "{errors}");
    let missing = shoot.reconcile(None);
    assert!(
        missing.ecarts.iter().any(|e| e.regle == "J10" && e.cle.piece.as_deref() == Some("2026-W46-T02-R1"))
    );
    let (code, shown, _) = run(&["compta", "integrer", "tournage", "--periode", "2026-W46"]);
    assert!(
        code == 0 && shown.contains("2026-W46-C1") && shown.contains("1\u{a0}document entré, 1\u{a0}annulé"),
        "{shown}"
    );
    let file = shoot.path("comptabilite/2026-W46-C1/OD_PAIE_900000001_2026-W46-C1.txt");
    let lines = fec::read(&fs::read(file).unwrap()).lignes;
    assert!(lines.iter().all(|l| l.ecriture_date == "2026-12-01".parse().ok()));
    assert_eq!(lines.iter().map(FecLine::signe).sum::<Cents>(), Cents::ZERO);
    let after = shoot.reconcile(None);
    let wrong: Vec<_> =
        serious(&after).into_iter().filter(|e| e.regle.starts_with('J') || e.regle == "X03").collect();
    assert!(wrong.is_empty(), "{:?}", said(&after));

    // A batch altered by hand is refused.
    let lot = shoot.path("comptabilite/2026-W47/lot.json");
    let text = fs::read_to_string(&lot).unwrap();
    fs::write(&lot, text.replacen("\"montant\": \"", "\"montant\": \"1", 1)).unwrap();
    let (code, _, errors) = run(&["compta", "lots", "tournage"]);
    assert!(code == 2 && errors.contains("DOS-061"), "{errors}");
}

#[test]
fn statements_add_up_to_the_payslips() {
    let shoot = Shoot::paid();
    let done = cddu(shoot.work.path())
        .args(["compta", "etats", "tournage", "--mois", "2026-11", "--json"])
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(0));
    let tables: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let total = |table: &str, column: &str| -> Cents {
        let table = &tables[table];
        let rank = table["colonnes"].as_array().unwrap().iter().position(|c| c == column).unwrap();
        table["totaux"][rank].as_str().unwrap().parse().unwrap()
    };
    let gross = total("livre-de-paie", "brut");
    for axis in ["film", "departement", "poste", "chapitre"] {
        assert_eq!(total(&format!("cout-par-{axis}"), "brut"), gross, "{axis}");
    }
    let employer = total("livre-de-paie", "cotisations_employeur") - total("livre-de-paie", "allegements");
    assert_eq!(total("cout-par-film", "charges_patronales"), employer);
    assert_eq!(total("depenses-par-region", "cout"), total("credit-impot", "montant"));
    assert!(total("credit-impot", "eligible").0 > 0);
    // The base of the tax credits written here is the one that the reconciliation finds again (A03).
    assert!(shoot.reconcile(None).appliquees.contains_key("A03"));
    assert!(shoot.path("sorties/etats/2026-11/livre-de-paie.csv").is_file());
}

/// One change of one file, the rule that says it, where, and the word of its cause. Each text is the first of its file.
#[test]
fn one_change_of_one_file_has_its_true_cause() {
    let shoot = Shoot::paid();
    assert!(serious(&shoot.reconcile(None)).is_empty());
    let dsn = "sorties/declarations/2026-11/dsn-2026-11.dsn";
    let aem = "sorties/declarations/2026-11/aem-2026-11.xml";
    let conges = "sorties/declarations/2026-11/conges-spectacles-2026-11.csv";
    let bank = "sorties/2026-W46/virements.xml";
    let entries = "sorties/2026-W46/comptabilite/ecritures.csv";
    let copy = "sorties/2026-W46/comptabilite/OD_PAIE_900000001_2026-W46.txt";
    // A line is taken out when nothing replaces it.
    let cases: [(&str, &str, &str, &str, &str); 16] = [
        (dsn, "S21.G00.50.004,'", "S21.G00.50.004,'-", "D01", "sens_inverse"),
        (dsn, "S21.G00.40.050,", "", "D25", "ligne_absente"),
        (dsn, "S21.G00.54.001,'09'", "S21.G00.54.001,'11'", "D31", "valeur_changee"),
        // Two dates are right for the person: the value is said changed, not the one of them that was.
        (dsn, "S21.G00.78.002,'09112026'", "S21.G00.78.002,'10112026'", "D24", "valeur_changee"),
        (dsn, "S21.G00.30.009,'", "S21.G00.30.009,'7", "D29", "valeur_changee"),
        (aem, "<Libelle>", "<Libelle>X", "U10", "valeur_changee"),
        (aem, "<NumeroObjet>", "", "U07", "ligne_absente"),
        (aem, "<Entete>", "<Entete><!-- x -->", "", ""),
        (conges, ";brut;", ";bruts;", "C04", "colonne_mal_ecrite"),
        (conges, ";base;", ";assiette du certificat;", "C04", "ligne_absente"),
        (bank, "<MsgId>", "<MsgId>X", "B09", "valeur_changee"),
        (bank, "<PmtInfId>", "<PmtInfId>X", "B09", "valeur_changee"),
        (bank, "<ChrgBr>SLEV", "<ChrgBr>SHAR", "B09", "valeur_changee"),
        (entries, "\r\n", "\r\nPA;une ligne de plus\r\n", "X06", "ligne_en_trop"),
        (entries, "2026-W46;", "", "X06", "ligne_absente"),
        (copy, "641", "642", "X06", "caractere_change"),
    ];
    for (file, from, to, rule, cause) in cases {
        let bytes = fs::read(shoot.path(file)).unwrap();
        let text: String = bytes.iter().map(|b| char::from(*b)).collect();
        let at = text.find(from).unwrap_or_else(|| panic!("{file} {from}"));
        let changed = if to.is_empty() {
            let end = at + text[at..].find('\n').unwrap() + 1;
            let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
            format!("{}{}", &text[..start], &text[end..])
        } else {
            text.replacen(from, to, 1)
        };
        let changed: Vec<u8> = changed.chars().map(|c| c as u8).collect();
        let report = shoot.with(file, &changed);
        let found: Vec<(&str, &str)> = serious(&report)
            .iter()
            .map(|e| (e.regle.as_str(), e.cause.as_ref().map_or("", |c| c.code.as_str())))
            .collect();
        if rule.is_empty() {
            assert!(found.is_empty(), "{file} {from} {found:?}");
            continue;
        }
        assert!(found.contains(&(rule, cause)), "{file} {from} {found:?} {:#?}", said(&report));
        assert_eq!(
            found.iter().filter(|(r, _)| *r == "X06").count(),
            usize::from(rule == "X06"),
            "{found:?}"
        );
    }
}

/// A payslip undone after the files of its batch were written: said once, with its number, not at each of their lines.
#[test]
fn files_written_before_a_payslip_was_undone_are_said_once() {
    let work = tempfile::tempdir().unwrap();
    example("tournage", &work.path().join("tournage"));
    let run = |args: &[&str]| {
        let done = cddu(work.path()).args(args).output().unwrap();
        let said = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
        (done.status.code().unwrap(), said)
    };
    assert_eq!(run(&["paie", "tournage", "--periode", "2026-W46"]).0, 0);
    let undo =
        ["defaire", "tournage", "--periode", "2026-W46", "--personne", "T05", "--virements-non-envoyes"];
    let (code, said) = run(&undo);
    assert_eq!(code, 0, "{said}");
    // The DSN set aside with the payslip, put back by hand.
    let dsn = "sorties/declarations/2026-11/dsn-2026-11.dsn";
    fs::copy(work.path().join("tournage/defaits").join(dsn), work.path().join("tournage").join(dsn)).unwrap();
    let folder = Folder::read(&work.path().join("tournage")).unwrap();
    let report = reconcile(&folder, &Rates::embedded(), MONTH, &ReconcileOptions::default()).unwrap();
    let copies: Vec<&Ecart> = report.ecarts.iter().filter(|e| e.regle == "X06").collect();
    assert_eq!(copies.len(), 1, "{copies:#?}");
    let cause = copies[0].cause.as_ref().unwrap();
    assert_eq!(cause.code, "bulletin_defait");
    assert_eq!(cause.texte, "le bulletin 2026-W46-T05, défait depuis");
    // The declarations that still tell the person have the same cause.
    let person = report.ecarts.iter().find(|e| e.regle == "D13").unwrap();
    assert_eq!(person.cause.as_ref().unwrap().code, "bulletin_defait", "{person:#?}");
}

/// A file of transfers under another name is recognised by what it holds; a second one beside the first is told.
#[test]
fn a_transfer_file_under_another_name_is_recognised() {
    let shoot = Shoot::paid();
    let (file, other) =
        (shoot.path("sorties/2026-W46/virements.xml"), shoot.path("sorties/2026-W46/paie novembre.xml"));
    fs::rename(&file, &other).unwrap();
    let report = shoot.reconcile(None);
    assert!(serious(&report).is_empty(), "{:#?}", said(&report));
    let named = report.ecarts.iter().find(|e| e.regle == "X04").unwrap();
    assert!(named.message.contains("paie novembre.xml en est un, sous un autre nom"), "{}", named.message);
    fs::copy(&other, &file).unwrap();
    let report = shoot.reconcile(None);
    let extra: Vec<&str> = serious(&report).iter().map(|e| e.regle.as_str()).collect();
    assert_eq!(extra, ["X04"], "{:#?}", said(&report));
}
