//! Differences between two files.

mod common;

use cddu_dsn::compare::Kind;
use cddu_dsn::{compare, verify};

fn sample(name: &str) -> Vec<u8> {
    common::samples().into_iter().find(|(n, _)| n == name).expect("sample").1
}

fn replace(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text: String = bytes.iter().map(|&b| b as char).collect();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1).chars().map(|c| c as u8).collect()
}

#[test]
fn a_file_does_not_differ_from_itself() {
    for (name, bytes) in common::samples() {
        assert_eq!(compare(&bytes, &bytes), [], "{name}");
    }
}

#[test]
fn one_amount_changed() {
    let a = sample("plusieurs_contrats.dsn");
    let b = replace(&a, "S21.G00.54.002,'180.00'", "S21.G00.54.002,'181.00'");
    let [difference] = compare(&a, &b).try_into().expect("one difference");
    assert_eq!(difference.kind, Kind::Changement);
    assert_eq!(difference.rubrique, "S21.G00.54.002");
    assert_eq!((difference.before.as_deref(), difference.after.as_deref()), (Some("180.00"), Some("181.00")));
    assert!(
        difference.place.contains("individu 1850675999011 / versement 30092026 01"),
        "{}",
        difference.place
    );
    assert_eq!(difference.line_before, difference.line_after);
}

#[test]
fn the_order_of_individuals_does_not_matter() {
    let a = sample("plusieurs_contrats.dsn");
    let lines: Vec<&[u8]> = a.split_inclusive(|&b| b == b'\n').collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|&i| lines[i].starts_with(b"S21.G00.30.001")).collect();
    let end = lines.iter().position(|l| l.starts_with(b"S21.G00.85.001")).expect("85");
    let b = [&lines[..starts[0]], &lines[starts[1]..end], &lines[starts[0]..starts[1]], &lines[end..]]
        .concat()
        .concat();
    assert_ne!(a, b);
    assert!(verify(&b).is_empty());
    assert_eq!(compare(&a, &b), []);
}

#[test]
fn a_person_more() {
    let a = sample("mensuelle_technicien.dsn");
    let b = replace(&a, "1850675999011", "1850675998011");
    let kinds: Vec<(Kind, String)> = compare(&a, &b).into_iter().map(|d| (d.kind, d.rubrique)).collect();
    assert_eq!(
        kinds,
        [(Kind::Retrait, "S21.G00.30".to_string()), (Kind::Ajout, "S21.G00.30".to_string())]
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
    );
}
