//! Formulas as people read them: the numbers in French, the last rounding said in words, no endless fraction.
//!
//! The trace keeps every decimal; what is printed here is cut at six of them, and says so with `≈`.

use cddu_payslip::trace::ExplainedFigure;
use cddu_rates::round_half_up;
use rust_decimal::Decimal;

use crate::typo::{self, NBSP};

/// Decimals printed at most.
const DECIMALS: u32 = 6;
/// Terms of a sum that are written out; beyond, the sum is counted.
const TERMS: usize = 8;

/// The value of a figure and its unit: `51,55 €`, `6,90 %`, `≈ 516,774194`.
#[must_use]
pub fn value(plain: &str, unit: &str) -> String {
    let (text, cut) = shortened(plain);
    // A date is a value too.
    let text =
        if plain.contains('-') && plain.len() == 10 { typo::dates(&text) } else { typo::formula(&text) };
    let unit = if unit == "EUR" { "€" } else { unit };
    let about = if cut { "≈ " } else { "" };
    if unit.is_empty() { format!("{about}{text}") } else { format!("{about}{text}{NBSP}{unit}") }
}

/// How a figure is computed, with its numbers and without its result: `747,10 × 6,90 %`. Empty for a value that is
/// given, read in a table, or that only copies another one.
#[must_use]
pub fn operation(figure: &ExplainedFigure) -> String {
    let Some(plain) = &figure.calcul else { return String::new() };
    if *plain == figure.valeur { String::new() } else { written(inner(figure, plain)).0 }
}

/// How a figure is computed, to its result: `747,10 × 6,90 % = 51,5499, arrondi à 51,55 €`.
#[must_use]
pub fn calculation(figure: &ExplainedFigure) -> String {
    let result = value(&figure.valeur, figure.unite);
    let Some(plain) = &figure.calcul else { return result };
    if *plain == figure.valeur {
        return result;
    }
    // A comparison: it holds, there is no result.
    if plain.contains(['≥', '≤', '<', '>', '=']) {
        return written(plain).0;
    }
    let (text, cut) = written(inner(figure, plain));
    let Some(raw) = &figure.avant_arrondi else {
        let result = result.trim_start_matches("≈ ");
        let sign = if cut || shortened(&figure.valeur).1 { '≈' } else { '=' };
        return format!("{text} {sign} {result}");
    };
    let (exact, long) = shortened(raw);
    if same(raw, &figure.valeur) {
        return format!("{text} {} {result}", if cut { '≈' } else { '=' });
    }
    let how = if plain.starts_with("arrondi4(") { "arrondi à quatre décimales :" } else { "arrondi à" };
    let sign = if cut || long { '≈' } else { '=' };
    format!("{text} {sign} {}, {how} {result}", typo::formula(&exact))
}

/// A formula in words, without its last rounding: `[assiette] × [taux] %`.
#[must_use]
pub fn words(figure: &ExplainedFigure) -> String {
    let Some(formula) = &figure.formule else { return String::new() };
    folded(inner(figure, formula)).replace("arrondi4(", "arrondi à 4 décimales (")
}

/// A sentence with numbers and dates in French.
#[must_use]
pub fn sentence(text: &str) -> String {
    typo::dates(&typo::numbers(&shortened(text).0))
}

/// The formula under its last rounding.
fn inner<'t>(figure: &ExplainedFigure, text: &'t str) -> &'t str {
    if figure.avant_arrondi.is_none() {
        return text;
    }
    let under = text.strip_prefix("arrondi4(").or_else(|| text.strip_prefix("arrondi("));
    under.and_then(|t| t.strip_suffix(')')).unwrap_or(text)
}

fn written(plain: &str) -> (String, bool) {
    let (text, cut) = shortened(plain);
    let text = typo::formula(&folded(&text)).replace("arrondi4(", "arrondi à 4 décimales (");
    (text, cut)
}

/// A sum of many terms is counted: `somme des 21 « part de l'employeur »`, `somme de 12 montants`.
fn folded(formula: &str) -> String {
    let terms: Vec<&str> = formula.split(" + ").collect();
    let plain = |t: &&str| t.starts_with('[') == t.ends_with(']') && !t.contains(['×', '/', '(', ';']);
    if !terms.iter().all(plain) {
        return formula.to_owned();
    }
    let alike = terms.iter().all(|t| *t == terms[0]);
    match terms[0].strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
        Some(name) if alike && terms.len() > 3 => format!("somme des {} « {name} »", terms.len()),
        _ if terms.len() > TERMS => format!("somme de {} montants", terms.len()),
        _ => formula.to_owned(),
    }
}

fn same(one: &str, other: &str) -> bool {
    one.parse::<Decimal>().ok().is_some_and(|a| other.parse::<Decimal>().is_ok_and(|b| a == b))
}

/// The text with its long decimal numbers rounded, and whether there was one.
fn shortened(text: &str) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut cut = false;
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, token) = rest.split_at(start);
        let length = token.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(token.len());
        let (number, after) = token.split_at(length);
        out.push_str(before);
        match number.parse::<Decimal>() {
            Ok(exact) if exact.normalize().scale() > DECIMALS => {
                cut = true;
                out.push_str(&round_half_up(exact, DECIMALS).normalize().to_string());
            }
            _ => out.push_str(number),
        }
        rest = after;
    }
    out.push_str(rest);
    (out, cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_fraction_is_cut_and_said() {
        let cases = [
            ("516.77419354838709677", "≈ 516,774194"),
            ("12.1", "12,1"),
            ("1763.1234565", "≈ 1\u{202f}763,123457"),
            ("0.1243", "0,1243"),
            ("2026-11-30", "30/11/2026"),
            ("-12.30", "-12,30"),
        ];
        for (plain, expected) in cases {
            assert_eq!(value(plain, ""), expected);
        }
        assert_eq!(value("4005.00", "EUR"), "4\u{202f}005,00\u{a0}€");
        assert_eq!(value("6.90", "%"), "6,90\u{a0}%");
        assert_eq!(
            sentence("la rémunération de 5289.38 € atteint 3 fois 1763.10714285714 €, depuis le 2026-06-01"),
            "la rémunération de 5\u{202f}289,38 € atteint 3 fois 1\u{202f}763,107143 €, depuis le 01/06/2026"
        );
    }

    #[test]
    fn a_sum_of_one_name_is_said_once() {
        let cases = [
            ("[part] + [part] + [part] + [part]", "somme des 4 « part »"),
            ("[part] + [part] + [part]", "[part] + [part] + [part]"),
            ("[a] + [a] + [a] + [b]", "[a] + [a] + [a] + [b]"),
            ("[brut] - [part]", "[brut] - [part]"),
            ("1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9", "somme de 9 montants"),
            ("1 + 2 + 3", "1 + 2 + 3"),
            (
                "min(1 + 2 ; 3) + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11",
                "min(1 + 2 ; 3) + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11",
            ),
            ("", ""),
        ];
        for (given, expected) in cases {
            assert_eq!(folded(given), expected);
        }
    }
}
