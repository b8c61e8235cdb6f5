//! A DSN file against the one that the register would give today: every line, both ways.

use std::collections::BTreeMap;

use cddu_dsn::line::Content;
use cddu_dsn::{latin1, reader};
use cddu_payslip::Payslip;
use cddu_rates::{Diagnostic, Gravite};
use chrono::NaiveDate;

use super::mensuelle::{Options, build};
use super::totals::read_monthly;
use crate::besoins::Mode;
use crate::ecart::Ecart;
use crate::production::Production;
use crate::tables::Tables;

/// Lines that the register would not write, and lines that are missing. Test or real sending, order number, type and
/// date of the file are taken from the file. `deposees`: the DSN already sent, in order.
///
/// # Errors
/// What prevents the register from giving a DSN for that month.
pub fn relire(
    production: &Production,
    tables: &Tables,
    slips: &[Payslip],
    deposees: &[Vec<u8>],
    bytes: &[u8],
) -> Result<Vec<Ecart>, Vec<Diagnostic>> {
    let month = read_monthly(bytes).first().and_then(|d| d.mois);
    let Some(month) = month else {
        return Err(vec![
            Diagnostic::error("DSN-002", "ce fichier n'est pas une DSN mensuelle lisible")
                .hint("le contrôler avec cddu dsn verifier"),
        ]);
    };
    let given = lines(bytes);
    let value = |code: &str| {
        given.iter().find(|(_, line)| line.starts_with(code)).map(|(_, line)| &line[16..line.len() - 1])
    };
    let options = Options {
        mode: if value("S10.G00.00.005") == Some("02") { Mode::Reel } else { Mode::Essai },
        constitue_le: value("S20.G00.05.007").and_then(cddu_dsn::date::parse).unwrap_or(NaiveDate::MIN),
        ordre: value("S20.G00.05.004").and_then(|o| o.parse().ok()).unwrap_or(1),
        annule_et_remplace: matches!(value("S20.G00.05.002"), Some("03" | "05")),
        deposees: deposees.to_vec(),
    };
    let expected = build(production, tables, slips, month, &options)?;
    Ok(differences(&lines(&expected.bytes), &given))
}

/// The order number of a DSN file.
#[must_use]
pub fn ordre(bytes: &[u8]) -> Option<u64> {
    let lines = lines(bytes);
    let value = lines.iter().find_map(|(_, line)| line.strip_prefix("S20.G00.05.004,'"))?;
    value.trim_end_matches('\'').parse().ok()
}

/// The day on which a DSN was made (S20.G00.05.007).
#[must_use]
pub fn constituee_le(bytes: &[u8]) -> Option<chrono::NaiveDate> {
    let lines = lines(bytes);
    let value = lines.iter().find_map(|(_, line)| line.strip_prefix("S20.G00.05.007,'"))?;
    chrono::NaiveDate::parse_from_str(value.trim_end_matches('\''), "%d%m%Y").ok()
}

/// True when two files declare the same: all their lines but those that say which software made them, when, and which
/// number they bear.
#[must_use]
pub fn declares_the_same(one: &[u8], other: &[u8]) -> bool {
    let apart = ["S10.G00.00.", "S20.G00.05.002", "S20.G00.05.004", "S20.G00.05.007", "S90.G00.90."];
    let kept = |bytes: &[u8]| -> Vec<String> {
        let all = lines(bytes).into_iter().map(|(_, line)| line);
        all.filter(|line| !apart.iter().any(|code| line.starts_with(code))).collect()
    };
    kept(one) == kept(other)
}

/// Rubriques of a file with their line numbers; a line of another form is kept whole.
fn lines(bytes: &[u8]) -> Vec<(usize, String)> {
    reader::lines(bytes)
        .map(|line| {
            let text = match line.content() {
                Content::Rubrique(code, value) => format!("{code},'{}'", latin1::decode(value)),
                Content::Other(other) => latin1::decode(other),
            };
            (line.number, text)
        })
        .collect()
}

fn differences(expected: &[(usize, String)], given: &[(usize, String)]) -> Vec<Ecart> {
    let mut balance: BTreeMap<&str, (i64, Vec<usize>)> = BTreeMap::new();
    for (_, line) in expected {
        balance.entry(line).or_default().0 -= 1;
    }
    for (number, line) in given {
        let entry = balance.entry(line).or_default();
        entry.0 += 1;
        entry.1.push(*number);
    }
    let mut out = Vec::new();
    for (line, (count, places)) in balance {
        let (message, places) = match count {
            0 => continue,
            1.. => ("cette ligne ne vient pas des bulletins", places),
            _ => ("cette ligne, attendue d'après les bulletins, manque", Vec::new()),
        };
        let mut ecart =
            Ecart::new("D16", Gravite::Majeur, line.get(..14).unwrap_or(line), format!("{line} : {message}"));
        if let Some(place) = places.last() {
            ecart = ecart.line(*place);
        }
        out.push(ecart);
    }
    out.sort_by_key(|e| e.ligne);
    if out.is_empty() && expected.iter().map(|l| &l.1).ne(given.iter().map(|l| &l.1)) {
        out.push(Ecart::new(
            "D16",
            Gravite::Mineur,
            "ordre",
            "les mêmes lignes que les bulletins, dans un autre ordre",
        ));
    }
    out
}
