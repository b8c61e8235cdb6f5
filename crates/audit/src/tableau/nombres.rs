//! Numbers, days and answers as exports write them: French or not.

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// `1 735,54`, `1.735,54 €`, `1735.54`, `12,30-`: a comma is the decimal mark when there is one.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let kept: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '€' | '%' | '\'')).collect();
    let (kept, negative) = match kept.strip_suffix('-').or_else(|| kept.strip_prefix('-')) {
        Some(rest) => (rest.to_owned(), true),
        None => (kept, false),
    };
    let plain = if kept.contains(',') { kept.replace('.', "").replacen(',', ".", 1) } else { kept };
    if !plain.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let value: Decimal = plain.parse().ok()?;
    Some(if negative { -value } else { value })
}

/// `2026-11-20` or `20/11/2026`.
pub(super) fn jour(text: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y"].iter().find_map(|form| NaiveDate::parse_from_str(text.trim(), form).ok())
}

/// `oui`, `non` and their usual short forms.
pub(super) fn oui_non(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "oui" | "o" | "1" | "vrai" | "true" | "x" => Some(true),
        "non" | "n" | "0" | "faux" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn numbers_of_exports_are_read() {
        for (text, value) in [
            ("1 735,54", "1735.54"),
            ("1\u{202f}735,54 €", "1735.54"),
            ("1.735,54", "1735.54"),
            ("1735.54", "1735.54"),
            ("-12,30", "-12.30"),
            ("12,30-", "-12.30"),
            ("6,90 %", "6.90"),
            ("0", "0"),
        ] {
            assert_eq!(decimal(text), Some(value.parse().unwrap()), "{text}");
        }
        for text in ["", "abc", "1,2,3", "--1", "-+1"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(jour("20/11/2026"), jour("2026-11-20"));
        assert_eq!((jour("20/13/2026"), oui_non(" Oui "), oui_non("peut-être")), (None, Some(true), None));
    }
}
