//! French numbers: decimal comma, thousands apart.

use cddu_rates::Cents;

/// `1735.54` as `1 735,54` (no-break spaces).
#[must_use]
pub fn money(amount: Cents) -> String {
    french_number(&amount.to_string())
}

/// A plain decimal text in French form: `-1234567.5` as `-1 234 567,5`.
#[must_use]
pub fn french_number(plain: &str) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push(',');
        out.push_str(decimals);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_and_decimals() {
        for (plain, french) in [
            ("0.05", "0,05"),
            ("999.00", "999,00"),
            ("1735.54", "1\u{a0}735,54"),
            ("-1234567.5", "-1\u{a0}234\u{a0}567,5"),
            ("4005", "4\u{a0}005"),
        ] {
            assert_eq!(french_number(plain), french, "{plain}");
        }
        assert_eq!(money(Cents(-123_456)), "-1\u{a0}234,56");
    }
}
