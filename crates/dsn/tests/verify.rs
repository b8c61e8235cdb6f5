//! Files of other programs: envelopes, vendor codes, several messages, odd ends, unknown versions.

mod common;

use cddu_dsn::{Gravite, read, rewrite, verify};

fn sample(name: &str) -> String {
    let bytes = common::samples().into_iter().find(|(n, _)| n == name).expect("sample").1;
    bytes.iter().map(|&b| b as char).collect()
}

fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|c| c as u8).collect()
}

fn summary(text: &str) -> Vec<(String, Gravite, usize)> {
    verify(&bytes(text)).into_iter().map(|f| (f.code, f.gravite, f.ligne)).collect()
}

#[test]
fn crlf_is_as_good_as_lf() {
    assert_eq!(summary(&sample("fctu.dsn").replace('\n', "\r\n")), []);
}

#[test]
fn a_missing_last_end_of_line_is_an_information() {
    let text = sample("arret_travail.dsn");
    let lines = text.lines().count();
    assert_eq!(summary(text.trim_end()), [("FMT-03".to_string(), Gravite::Info, lines)]);
}

#[test]
fn envelopes_of_a_distributor_are_informations() {
    let text = format!(
        "S05.G00.05.001,'X'\nS06.G00.06.001,'Y'\n{}S95.G00.95.001,'1'\nS05.G00.05.001,'X'\n{}S96.G00.96.001,'2'\n",
        sample("neant.dsn"),
        sample("mensuelle_artiste.dsn")
    );
    let findings = verify(&bytes(&text));
    assert!(findings.iter().all(|f| f.gravite == Gravite::Info && f.code == "FMT-06"), "{findings:#?}");
    assert_eq!(findings.len(), 4, "once per code");
    assert_eq!(rewrite(&bytes(&text)), bytes(&text));
    let document = read(&bytes(&text));
    assert_eq!(document.messages.len(), 2);
    assert_eq!(document.envelopes.len(), 5);
}

#[test]
fn vendor_codes_inside_a_message_are_informations_counted_or_not() {
    let text = sample("neant.dsn")
        .replace("S21.G00.06.002,'00018'\n", "S21.G00.06.002,'00018'\nS21.G00.06.903,'VENDEUR'\n");
    // 17 lines of S10, 8 of S20.G00.05, 4 of S20.G00.07, 2 of S21.G00.06: the vendor's is the 32nd.
    assert_eq!(summary(&text), [("FMT-06".to_string(), Gravite::Info, 32)]);
    let total = sample("neant.dsn").lines().count();
    let counted =
        text.replace(&format!("S90.G00.90.001,'{total}'"), &format!("S90.G00.90.001,'{}'", total + 1));
    assert_ne!(counted, text);
    assert_eq!(summary(&counted), [("FMT-06".to_string(), Gravite::Info, 32)]);
}

#[test]
fn a_code_that_no_vendor_would_take_is_refused() {
    let text = sample("neant.dsn").replace("S20.G00.07.003", "S20.G00.07.013");
    let codes: Vec<String> =
        verify(&bytes(&text)).into_iter().map(|f| format!("{} {}", f.code, f.rubrique)).collect();
    assert_eq!(codes, ["FMT-07 S20.G00.07.003", "FMT-06 S20.G00.07.013"]);
}

#[test]
fn an_unknown_version_is_one_finding() {
    for version in ["P23V01", "P28V01", "P26V02"] {
        let text = sample("mensuelle_technicien.dsn").replace("P26V01", version);
        assert_eq!(summary(&text), [("FMT-06".to_string(), Gravite::Bloquant, 5)], "{version}");
    }
}

#[test]
fn a_truncated_file_has_no_total() {
    let text = sample("arret_travail.dsn");
    let cut = text.split("S90").next().expect("before S90");
    let last = cut.lines().count();
    assert_eq!(summary(cut), [("FMT-08".to_string(), Gravite::Bloquant, last)]);
}

#[test]
fn a_file_that_is_no_dsn_is_refused() {
    for text in ["", "bonjour\n", "\n\n"] {
        assert!(verify(text.as_bytes()).iter().any(|f| f.code == "FMT-08" && f.refuse()), "{text:?}");
    }
}

#[test]
fn utf8_and_bom_are_named() {
    let text = sample("arret_travail.dsn").replace("MODELE", "MODÈLE");
    assert_eq!(summary(&text), [], "accents are right in ISO-8859-1");
    let mut file = b"\xEF\xBB\xBF".to_vec();
    file.extend_from_slice(text.as_bytes());
    let findings = verify(&file);
    assert!(findings.iter().all(|f| f.code == "FMT-02"), "{findings:#?}");
    assert_eq!(findings.len(), 4, "the mark, two contacts and the person");
}

#[test]
fn findings_are_written_with_five_keys() {
    let text = sample("neant.dsn").replace("S90.G00.90.002,'1'", "S90.G00.90.002,'2'");
    let json = serde_json::to_value(verify(&bytes(&text))).expect("json");
    assert_eq!(
        json,
        serde_json::json!([{
            "code": "S90.G00.90.002/TOT",
            "gravite": "bloquant",
            "ligne": text.lines().count(),
            "rubrique": "S90.G00.90.002",
            "message": "le total annonce 2 déclaration(s), l'envoi en compte 1 : écrivez 1"
        }])
    );
}

#[test]
fn the_tree_is_written_in_french() {
    let json = serde_json::to_value(read(&bytes(&sample("arret_travail.dsn")))).expect("json");
    assert_eq!(json["messages"][0]["norme"], "P26V01");
    assert_eq!(json["messages"][0]["envoi"]["bloc"], "S10.G00.00");
    assert_eq!(json["messages"][0]["envoi"]["rubriques"][0]["code"], "S10.G00.00.001");
    assert_eq!(json["messages"][0]["envoi"]["rubriques"][0]["ligne"], 1);
}

#[test]
fn a_file_in_utf_16_is_named_once() {
    let text = "S10.G00.00.001,'cddu'\n";
    let bytes: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let found = verify(&bytes);
    assert_eq!((found[0].code.as_str(), found[0].ligne), ("FMT-02", 1));
    assert!(found[0].message.contains("UTF-16"));
}

/// The Urssaf is paid 743.00 for a return of 743.00, line 50.
#[test]
fn a_payment_of_another_amount_than_the_returns_is_signalled() {
    let text = sample("mensuelle_technicien.dsn");
    let line = 1 + text.lines().position(|l| l == "S21.G00.20.005,'743.00'").expect("payment");
    let signal = [("S21.G00.22.SUM".to_string(), Gravite::Majeur, line)];
    for (paid, expected) in [("742.00", &signal[..]), ("744.00", &signal[..]), ("743.00", &[])] {
        let text = text.replace("S21.G00.20.005,'743.00'", &format!("S21.G00.20.005,'{paid}'"));
        assert_eq!(summary(&text), expected, "{paid}");
    }
    // Paid for another month (the quarter of a small employer): not judged.
    let quarter = text.replacen(
        "S21.G00.20.005,'743.00'\nS21.G00.20.006,'01102026'\nS21.G00.20.007,'31102026'",
        "S21.G00.20.005,'12.00'\nS21.G00.20.006,'01092026'\nS21.G00.20.007,'30092026'",
        1,
    );
    assert_ne!(quarter, text);
    assert_eq!(summary(&quarter), []);
}

/// Without the nature nothing else can be judged, and the file is not right for all that.
#[test]
fn a_declaration_without_its_nature_is_refused() {
    let text = sample("fctu.dsn");
    let line = 1 + text.lines().position(|l| l.starts_with("S20.G00.05.001")).expect("nature");
    let total = text.lines().count();
    let text = text
        .replace("S20.G00.05.001,'07'\n", "")
        .replace(&format!("S90.G00.90.001,'{total}'"), &format!("S90.G00.90.001,'{}'", total - 1));
    assert_eq!(summary(&text), [("FMT-07".to_string(), Gravite::Bloquant, line)]);
}

/// A person who is not an employee (S89.G00.91) is somebody: type 01, and not 02 (sans individu).
#[test]
fn a_declaration_of_people_who_are_not_employees_is_of_type_01() {
    let people = "\
S89.G00.91.002,'MODELE'
S89.G00.91.004,'CAMILLE'
S89.G00.91.006,'15061985'
S89.G00.91.007,'PARIS'
S89.G00.91.019,'75'
S89.G00.91.020,'FR'
S89.G00.91.021,'1999000110P01'
S89.G00.92.001,'01'
S89.G00.92.002,'01'
S89.G00.92.003,'100.00'
S89.G00.92.004,'01082026'
S89.G00.92.005,'31082026'
S89.G00.92.011,'31082026'
";
    let empty = sample("neant.dsn");
    let total = empty.lines().count();
    let with = |kind: &str, envoi: &str, people: &str| {
        empty
            .replace("S20.G00.05.002,'02'", &format!("S20.G00.05.002,'{kind}'"))
            .replace("S10.G00.00.008,'02'", &format!("S10.G00.00.008,'{envoi}'"))
            .replace("S90.G00.90.001", &format!("{people}S90.G00.90.001"))
            .replace(&format!("'{total}'"), &format!("'{}'", total + people.lines().count()))
    };
    assert_eq!(summary(&with("01", "01", people)), []);
    let line = 1 + empty.lines().position(|l| l.starts_with("S20.G00.05.002")).expect("type");
    let refused = [("S20.G00.05.002/CCH-16".to_string(), Gravite::Bloquant, line)];
    assert_eq!(summary(&with("02", "02", people)), refused);
    assert_eq!(summary(&with("01", "01", "")), refused);
}

/// A rubrique out of order whose next one belongs to another block, even with a number that would go on after it
/// (40.010, then 70.012 where 40.050 came before): misplaced, and no new contract.
#[test]
fn a_misplaced_rubrique_before_another_block_does_not_start_an_occurrence() {
    let text = sample("mensuelle_technicien.dsn");
    let end =
        "S21.G00.62.001,'09102026'\nS21.G00.62.002,'031'\nS21.G00.62.006,'09102026'\nS21.G00.62.017,'01'\n";
    let total = text.lines().count();
    let moved = text
        .replace("S21.G00.40.010,'09102026'\n", "")
        .replace(end, "S21.G00.40.010,'30112026'\n")
        .replace(&format!("S90.G00.90.001,'{total}'"), &format!("S90.G00.90.001,'{}'", total - 4));
    let line = 1 + moved.lines().position(|l| l.starts_with("S21.G00.40.010")).expect("moved");
    assert!(moved.lines().nth(line).is_some_and(|l| l.starts_with("S21.G00.70.012")));
    assert_eq!(summary(&moved), [("FMT-08".to_string(), Gravite::Bloquant, line)]);
}
