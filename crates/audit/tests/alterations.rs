//! A DSN that the program made, altered one value at a time: the gap is at the line of the value.
//!
//! `dsn/tournage-2026-12.dsn` is the DSN of December of the example `tournage`, three weeks paid (2026-W46, W47 and W49).

use std::collections::BTreeMap;
use std::path::Path;

use cddu_audit::{Audit, auditer};
use cddu_rates::Rates;

const DSN: &[u8] = include_bytes!("dsn/tournage-2026-12.dsn");
/// People kept: the first one has expenses refunded, the last one the general relief.
const PEOPLE: usize = 4;

/// The lines of the file, less the people after the first ones.
fn lines() -> Vec<String> {
    let text: Vec<String> =
        DSN.iter().map(|b| char::from(*b)).collect::<String>().lines().map(str::to_owned).collect();
    let starts = |l: &String| l.starts_with("S21.G00.30.001");
    let end = text.iter().enumerate().filter(|(_, l)| starts(l)).nth(PEOPLE).map(|(at, _)| at).unwrap();
    let total = text.iter().position(|l| l.starts_with("S90.")).unwrap();
    // What is paid to the bodies is that of everybody.
    let kept = text[..end].iter().chain(&text[total..]);
    kept.filter(|l| !l.starts_with("S21.G00.55.")).cloned().collect()
}

fn audit(rates: &Rates, lines: &[String]) -> Audit {
    let bytes: Vec<u8> =
        (lines.join("\n") + "\n").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    auditer(rates, &cddu_dsn::read(&bytes), &[]).unwrap()
}

/// `S21.G00.81.004,'12.30'`: block, number and value.
fn parts(line: &str) -> Option<(u32, u32, &str)> {
    let (code, value) = line.strip_prefix("S21.G00.")?.split_once(",'")?;
    let (block, number) = code.split_once('.')?;
    Some((block.parse().ok()?, number.parse().ok()?, value.strip_suffix('\'')?))
}

/// Seven hundredths more, or a day later.
fn altered(line: &str) -> Option<String> {
    let (block, number, value) = parts(line)?;
    let amount = matches!((block, number), (51, 12 | 13) | (53, 2) | (58 | 78 | 79, 4) | (81, 3 | 4));
    let date = matches!((block, number), (51 | 58, 1 | 2) | (54, 3 | 4) | (78, 2 | 3));
    let other = if amount {
        let cents: i64 = value.replace('.', "").parse().ok()?;
        let next = cents + 7;
        format!("{}{}.{:02}", if next < 0 { "-" } else { "" }, next.abs() / 100, next.abs() % 100)
    } else if date {
        let day = cddu_dsn::date::parse(value)?;
        cddu_dsn::date::format(day.succ_opt()?)
    } else if (block, number) == (81, 7) {
        let (whole, decimals) = value.split_once('.')?;
        let places = decimals.len();
        let rate: i64 = format!("{whole}{decimals}").parse().ok()?;
        let next = rate + 7;
        let one = 10_i64.pow(u32::try_from(places).ok()?);
        format!("{}.{:0places$}", next / one, next % one)
    } else if matches!((block, number), (81, 2) | (53, 3)) {
        (value.parse::<u64>().ok()? + 1).to_string()
    } else {
        return None;
    };
    Some(line.replace(&format!("'{value}'"), &format!("'{other}'")))
}

/// What tells two kinds of line apart: the rubrique, and the code of its block.
fn kind(lines: &[String], at: usize) -> Option<String> {
    let (block, number, _) = parts(&lines[at])?;
    // The code of a block is written after the dates of some, before the amounts of all.
    let code = match block {
        51 => 11,
        53 | 58 => 3,
        _ => 1,
    };
    let own = |l: &&String| parts(l).is_some_and(|(b, n, _)| b == block && n == code);
    let after = || lines[at..].iter().take(4).find(own);
    let before = || lines[..=at].iter().rev().take(5).find(own);
    let line = if number <= code { after() } else { before() };
    Some(format!("{block}.{number:03}[{}]", line.and_then(|l| parts(l)).map_or("", |p| p.2)))
}

/// One line of each kind, taken in turn from one person and the next, seven hundredths or one day away from what it was.
#[test]
fn each_altered_value_is_named_at_its_line() {
    let rates = Rates::from_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rates")).unwrap();
    let source = lines();
    let whole = audit(&rates, &source);
    assert_eq!((whole.bulletins, whole.ecarts.len()), (PEOPLE, 0), "{:#?}", whole.ecarts);
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in 0..source.len() {
        if altered(&source[at]).is_some() {
            places.entry(kind(&source, at).unwrap()).or_default().push(at);
        }
    }
    let mut missed = Vec::new();
    // Contributions have many codes and one comparison: one kind in five.
    let tried =
        places.iter().enumerate().filter(|(rank, (kind, _))| !kind.starts_with("81") || rank % 5 == 0);
    for (rank, (kind, list)) in tried {
        let at = list[rank * 7 % list.len()];
        let mut other = source.clone();
        other[at] = altered(&source[at]).unwrap();
        let found = audit(&rates, &other);
        if !found.ecarts.iter().any(|e| e.ligne == at + 1) {
            missed.push((kind, at + 1, source[at].clone(), found.ecarts));
        }
    }
    assert!(missed.is_empty(), "{} of {} kinds: {missed:#?}", missed.len(), places.len());
}
