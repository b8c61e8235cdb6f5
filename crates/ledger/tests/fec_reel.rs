//! What files of real programs do: read as it is, and said.

use cddu_ledger::fec::{self, CHAMPS, Encodage, Finding};
use cddu_rates::{Cents, Gravite};

/// Journal, number, date, account, label, debit, credit.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// What, changed line, its new text, code, severity, line of the finding.
type Case = (&'static str, usize, Row, &'static str, Gravite, Option<u64>);

fn file(rows: &[Row]) -> String {
    let mut out = CHAMPS.join("\t") + "\r\n";
    for (journal, num, date, compte, lib, debit, credit) in rows {
        let fields = [
            journal, "JOURNAL", num, date, compte, "COMPTE", "", "", "P1", date, lib, debit, credit, "", "",
            date, "", "",
        ];
        out += &(fields.join("\t") + "\r\n");
    }
    out
}

fn good() -> Vec<Row> {
    vec![
        ("PA", "1", "20261130", "641100", "PAIE", "100,00", "0,00"),
        ("PA", "1", "20261130", "421000", "PAIE", "0,00", "100,00"),
        ("BQ", "2", "20261130", "421000", "VIREMENT", "100,00", "0,00"),
        ("BQ", "2", "20261130", "512000", "VIREMENT", "0,00", "100,00"),
    ]
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    let mut out: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
    out.dedup();
    out
}

fn verify(texte: &str) -> Vec<Finding> {
    fec::verify(texte.as_bytes(), "000000000FEC20261231.txt")
}

#[test]
fn a_clean_file_says_nothing() {
    assert_eq!(verify(&file(&good())), []);
}

#[test]
fn findings_have_the_outward_keys() {
    // No line at all: nothing can be read from it.
    let finding = &fec::verify(b"", "x")[0];
    let value = serde_json::to_value(finding).unwrap();
    let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["code", "gravite", "ligne", "rubrique", "message"]);
    assert_eq!(value["gravite"], "bloquant");
}

#[test]
fn each_defect_is_named_at_its_line() {
    let cases: &[Case] = &[
        (
            "unbalanced",
            0,
            ("PA", "1", "20261130", "641100", "PAIE", "100,01", "0,00"),
            "FEC-032",
            Gravite::Bloquant,
            Some(2),
        ),
        (
            "point",
            0,
            ("PA", "1", "20261130", "641100", "PAIE", "100.00", "0,00"),
            "FEC-010",
            Gravite::Majeur,
            Some(2),
        ),
        (
            "space",
            1,
            ("PA", "1", "20261130", "421000", "PAIE", "0,00", "1 00,00"),
            "FEC-011",
            Gravite::Bloquant,
            Some(3),
        ),
        (
            "31 February",
            1,
            ("PA", "1", "20260231", "421000", "PAIE", "0,00", "100,00"),
            "FEC-021",
            Gravite::Majeur,
            Some(3),
        ),
        (
            "slashes",
            1,
            ("PA", "1", "30/11/2026", "421000", "PAIE", "0,00", "100,00"),
            "FEC-020",
            Gravite::Mineur,
            Some(3),
        ),
        (
            "exercice",
            1,
            ("PA", "1", "20270130", "421000", "PAIE", "0,00", "100,00"),
            "FEC-023",
            Gravite::Majeur,
            Some(3),
        ),
        (
            "year before",
            1,
            ("PA", "1", "20251231", "421000", "PAIE", "0,00", "100,00"),
            "FEC-023",
            Gravite::Majeur,
            Some(3),
        ),
        (
            "no label",
            0,
            ("PA", "1", "20261130", "641100", "", "100,00", "0,00"),
            "FEC-014",
            Gravite::Bloquant,
            Some(2),
        ),
        (
            "account",
            0,
            ("PA", "1", "20261130", "AB1", "PAIE", "100,00", "0,00"),
            "FEC-015",
            Gravite::Mineur,
            Some(2),
        ),
        (
            "nothing",
            0,
            ("PA", "1", "20261130", "641100", "PAIE", "0,00", "0,00"),
            "FEC-016",
            Gravite::Mineur,
            Some(2),
        ),
        (
            "gap",
            3,
            ("BQ", "4", "20261130", "512000", "VIREMENT", "0,00", "100,00"),
            "FEC-040",
            Gravite::Majeur,
            None,
        ),
        (
            "nir",
            0,
            ("PA", "1", "20261130", "641100", "SAISIE 2 69 05 49 588 157 80", "100,00", "0,00"),
            "FEC-018",
            Gravite::Majeur,
            Some(2),
        ),
    ];
    for (what, line, row, code, gravite, ligne) in cases {
        let mut rows = good();
        rows[*line] = *row;
        let found = verify(&file(&rows));
        let hit = found.iter().find(|f| f.code == *code);
        let hit = hit.unwrap_or_else(|| panic!("{what}: {found:?}"));
        assert_eq!((hit.gravite, hit.ligne), (*gravite, *ligne), "{what}: {hit:?}");
    }
}

#[test]
fn a_long_exercice_is_not_a_list_of_wrong_dates() {
    let mut rows = good();
    for (row, date) in rows.iter_mut().zip(["20251031", "20251031", "20251130", "20251130"]) {
        row.2 = date;
    }
    rows.extend(good().iter().map(|r| (r.0, if r.1 == "1" { "3" } else { "4" }, r.2, r.3, r.4, r.5, r.6)));
    assert_eq!(codes(&verify(&file(&rows))), ["FEC-024"]);
}

#[test]
fn an_entry_number_used_twice_is_said() {
    let found = |rows: &[Row]| {
        let found = verify(&file(rows));
        found.iter().find(|f| f.code == "FEC-042").map(|f| (f.ligne, f.message.clone()))
    };
    // Twenty entries, then the first one again: same date, lines apart.
    let numbers: Vec<String> = (1..=20).map(|n: u32| n.to_string()).collect();
    let mut rows: Vec<Row> = Vec::new();
    for n in &numbers {
        let n: &'static str = n.clone().leak();
        rows.push(("PA", n, "20261130", "641100", "PAIE", "100,00", "0,00"));
        rows.push(("PA", n, "20261130", "421000", "PAIE", "0,00", "100,00"));
    }
    assert_eq!(found(&rows), None);
    rows.push(("PA", "1", "20261130", "641200", "AUTRE", "5,00", "0,00"));
    rows.push(("PA", "1", "20261130", "421000", "AUTRE", "0,00", "5,00"));
    assert_eq!(
        found(&rows),
        Some((Some(42), "le numéro 1 du journal PA revient après une autre écriture".to_owned()))
    );
    // The same entry, all its lines written twice one after the other.
    let twice: Vec<Row> = good()[..2].iter().chain(&good()[..2]).copied().collect();
    assert_eq!(found(&twice), Some((Some(2), "l'écriture 1 du journal PA est écrite deux fois".to_owned())));
    // A file in the order of the accounts scatters every entry: nothing is said.
    rows.truncate(40);
    rows.sort_by_key(|r| r.3);
    assert_eq!(found(&rows), None);
}

#[test]
fn missing_columns_and_short_lines_are_said() {
    let text = file(&good()).replace("PieceRef\t", "").replace("\tP1\t", "\t");
    assert!(verify(&text).iter().any(|f| f.code == "FEC-003" && f.rubrique.as_deref() == Some("PieceRef")));
    let text = file(&good()).replace("VIREMENT\t0,00", "VIREMENT\tBIS\t0,00");
    let found = verify(&text);
    assert!(found.iter().any(|f| f.code == "FEC-004" && f.ligne == Some(5)), "{found:?}");
    assert_eq!(fec::read(text.as_bytes()).lignes.len(), 3, "the other lines are read");
}

#[test]
fn a_number_that_restarts_by_journal_is_a_sequence_by_journal() {
    let mut rows = good();
    rows[2].1 = "1";
    rows[3].1 = "1";
    assert_eq!(verify(&file(&rows)), []);
}

#[test]
fn one_number_for_everything_falls_back_to_a_coarser_balance() {
    let mut rows = good();
    rows.iter_mut().for_each(|r| r.1 = "0");
    assert_eq!(codes(&verify(&file(&rows))), ["FEC-031"]);
    // One number per line, as some programs do.
    let mut rows = good();
    for (row, n) in rows.iter_mut().zip(["1", "2", "3", "4"]) {
        row.1 = n;
    }
    assert_eq!(codes(&verify(&file(&rows))), ["FEC-031"]);
}

#[test]
fn real_spellings_are_read() {
    let text = file(&good())
        .replace("Montantdevise", "MontantDevise")
        .replace("100,00", "0000000100,00")
        .replace("PAIE", "PAIE   ")
        .replace("\r\n", "\t\r\r\n");
    let read = fec::read(format!("\u{feff}{text}").as_bytes());
    assert!(read.bom);
    assert_eq!(read.lignes.len(), 4);
    assert_eq!((read.debit(), read.credit()), (Cents(20_000), Cents(20_000)));
    assert_eq!(read.lignes[0].ecriture_lib, "PAIE");
    assert_eq!(read.lignes[3].ligne, 5);

    // ISO 8859-15: é is E9.
    let mut bytes = file(&good()).replace("VIREMENT", "R?gl").into_bytes();
    bytes.iter_mut().filter(|b| **b == b'?').for_each(|b| *b = 0xe9);
    let read = fec::read(&bytes);
    assert_eq!(read.encodage, Encodage::Iso885915);
    assert_eq!(read.lignes[2].ecriture_lib, "Régl");
}

#[test]
fn amount_and_side_in_one_column_are_read() {
    let mut text = CHAMPS.join("|").replace("Debit|Credit", "Montant|Sens") + "\n";
    for (compte, sens) in [("641100", "D"), ("421000", "C"), ("641100", "+1"), ("421000", "-1")] {
        text += &format!("PA|J|1|20261130|{compte}|C|||P|20261130|L|12,34|{sens}|||20261130||\n");
    }
    let read = fec::read(text.as_bytes());
    assert_eq!(read.lignes.iter().map(|l| l.signe().0).collect::<Vec<_>>(), [1234, -1234, 1234, -1234]);
    assert_eq!(read.constats, []);
}

#[test]
fn a_defect_on_every_line_is_counted_not_listed() {
    let rows: Vec<_> = (0..200).map(|_| ("PA", "1", "20261130", "641100", "", "0,00", "0,00")).collect();
    let found = verify(&file(&rows));
    assert!(found.len() < 200, "{}", found.len());
    assert!(found.iter().any(|f| f.message.contains("150 autres")));
}

#[test]
fn a_form_that_is_not_read_is_said_once() {
    // Every field between quotation marks, header included or not.
    let quote = |line: &str| -> String {
        let cells: Vec<String> = line.split('\t').map(|c| format!("\"{c}\"")).collect();
        cells.join("\t")
    };
    let lines: Vec<String> = file(&good()).lines().map(str::to_owned).collect();
    for (first, line) in [(0, 1), (1, 2)] {
        let text: Vec<String> =
            lines.iter().enumerate().map(|(n, l)| if n >= first { quote(l) } else { l.clone() }).collect();
        let read = fec::read(text.join("\r\n").as_bytes());
        let found: Vec<_> = read.constats.iter().map(|f| (f.code.as_str(), f.ligne)).collect();
        assert_eq!((found, read.lignes.len()), (vec![("FEC-050", Some(line))], 0));
    }
    // A label between quotation marks is a label.
    let text = file(&good()).replacen("VIREMENT", "\"VIREMENT\"", 1);
    assert_eq!(fec::read(text.as_bytes()).constats, []);
    // The XML form of LPF A47 A-1.
    let xml = b"<?xml version=\"1.0\"?>\n<comptabilite><exercice/></comptabilite>";
    let found: Vec<_> = fec::read(xml).constats.into_iter().map(|f| f.code).collect();
    assert_eq!(found, ["FEC-051"]);
}
