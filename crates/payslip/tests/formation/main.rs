//! The sixteen payslips of `examples/formation`, worked by hand from the texts and the raw tables. Each figure has its
//! arithmetic beside it; a line, a base or a total that is not expected fails too.

mod artiste;
mod cadre;
mod figurant;
mod heures_sup;
mod realisateur;
mod technicien;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cddu_payslip::{BulletinInput, ContractPay, Line, compute, json};
use cddu_rates::Rates;
use rust_decimal::Decimal;

/// What one contract of a payslip must give.
struct Attendu {
    /// Named bases; `null` when the base does not exist.
    bases: &'static [(&'static str, &'static str)],
    /// The base is the forfait of a figurant.
    forfait: bool,
    /// Rate and amount of the DFS.
    dfs: Option<(&'static str, &'static str)>,
    /// `code base taux_salarie montant_salarie taux_employeur montant_employeur`, `-` for a share that is not due; a
    /// relief is named with its body.
    lignes: &'static [&'static str],
    /// Coefficient of the relief.
    coefficient: Option<&'static str>,
}

/// Computes the example and compares everything.
fn check(name: &str, contrats: &[Attendu], totaux: &[(&str, &str)]) {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/formation").join(format!("{name}.json"));
    let input: BulletinInput = json::parse(&fs::read_to_string(file).unwrap()).expect("input");
    let computed = compute(&Rates::embedded(), &input).expect("payslip");
    assert!(computed.trace.check().is_empty(), "{name}: a formula does not give its figure");
    let bulletin = &computed.bulletin;
    assert_eq!(bulletin.contrats.len(), contrats.len(), "{name}: contracts");
    for (got, expected) in bulletin.contrats.iter().zip(contrats) {
        contract(&format!("{name} {}", got.contrat), got, expected);
    }
    let mut want = table(totaux);
    let got = object(&bulletin.totaux);
    // Nothing withheld but what the table names; the kind of rate is a flag.
    for key in ["avances", "saisies"] {
        want.insert(key.to_owned(), "0".to_owned());
    }
    want.insert("taux_pas_personnalise".to_owned(), input.salarie.taux_pas.is_some().to_string());
    assert_eq!(got, want, "{name}: totals");
}

fn contract(name: &str, got: &ContractPay, expected: &Attendu) {
    assert_eq!(object(&got.bases), table(expected.bases), "{name}: bases");
    assert_eq!(got.forfait, expected.forfait, "{name}: forfait");
    let dfs = got.dfs_taux.map(|t| (number(&t.to_string()), number(&got.dfs_montant.to_string())));
    assert_eq!(dfs, expected.dfs.map(|(t, m)| (number(t), number(m))), "{name}: DFS");
    let mut lines: Vec<String> = got.lignes.iter().map(line).collect();
    let mut want: Vec<String> =
        expected.lignes.iter().map(|l| l.split(' ').map(number).collect::<Vec<_>>().join(" ")).collect();
    lines.sort();
    want.sort();
    assert_eq!(lines, want, "{name}: lines");
    let coefficients: Vec<String> =
        got.lignes.iter().filter_map(|l| l.coefficient).map(|c| number(&c.to_string())).collect();
    let want = expected.coefficient.map(|c| vec![number(c); 2]).unwrap_or_default();
    assert_eq!(coefficients, want, "{name}: coefficient");
}

fn line(line: &Line) -> String {
    let code = if line.is_relief() && line.code == "RGDU" {
        format!("RGDU:{}", line.organisme)
    } else {
        line.code.to_string()
    };
    let show = |value: Option<String>| value.map_or_else(|| "-".to_owned(), |v| number(&v));
    [
        code,
        number(&line.base.to_string()),
        show(line.taux_salarie.map(|r| r.to_string())),
        show(line.montant_salarie.map(|m| m.to_string())),
        show(line.taux_employeur.map(|r| r.to_string())),
        show(line.montant_employeur.map(|m| m.to_string())),
    ]
    .join(" ")
}

/// A number without its trailing zeros; another text as it is.
fn number(text: &str) -> String {
    text.parse::<Decimal>().map_or_else(|_| text.to_owned(), |n| n.normalize().to_string())
}

fn table(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), number(v))).collect()
}

fn object(value: &impl serde::Serialize) -> BTreeMap<String, String> {
    let value = serde_json::to_value(value).expect("plain data");
    let object = value.as_object().expect("an object");
    let mut out = BTreeMap::new();
    for (key, value) in object {
        match value.as_object() {
            // An object inside: its members are named after it.
            Some(inner) => out.extend(inner.iter().map(|(k, v)| (format!("{key}.{k}"), shown(v)))),
            None => {
                out.insert(key.clone(), shown(value));
            }
        }
    }
    out
}

fn shown(value: &serde_json::Value) -> String {
    number(value.as_str().unwrap_or(&value.to_string()))
}
