//! Amounts as accounting files write them: comma, two decimals, no thousands separator.

use cddu_rates::Cents;

/// `1234,56`; `-0,05` for a negative amount.
#[must_use]
pub fn french(montant: Cents) -> String {
    montant.to_string().replace('.', ",")
}

/// `1 234,56`, for people: the thousands are apart, by a space that does not break.
#[must_use]
pub fn lisible(montant: Cents) -> String {
    cddu_rates::french_number(&montant.to_string(), '\u{a0}')
}

/// How an amount was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ecriture {
    /// With a comma, or without decimals.
    Conforme,
    /// With a point: refused by the official tool.
    Point,
}

/// Reads an amount of an accounting file: comma or point, sign before or after, zero padding, spaces around. An
/// empty text is zero. `None` for an inner space, two marks, a thousands separator, more than two decimals that
/// are not zeros, or anything that is not a number.
#[must_use]
pub fn parse(texte: &str) -> Option<(Cents, Ecriture)> {
    let texte = texte.trim_matches([' ', '\u{a0}']);
    if texte.is_empty() {
        return Some((Cents::ZERO, Ecriture::Conforme));
    }
    let (negative, digits) = match (texte.strip_prefix(['-', '+']), texte.strip_suffix(['-', '+'])) {
        (Some(_), Some(_)) => return None,
        (Some(rest), None) => (texte.starts_with('-'), rest),
        (None, Some(rest)) => (texte.ends_with('-'), rest),
        (None, None) => (false, texte),
    };
    let (whole, fraction, ecriture) = match digits.find([',', '.']) {
        None => (digits, "", Ecriture::Conforme),
        Some(at) => {
            let mark = if digits.as_bytes()[at] == b'.' { Ecriture::Point } else { Ecriture::Conforme };
            (&digits[..at], &digits[at + 1..], mark)
        }
    };
    let all_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let (cents, rest) = fraction.split_at(fraction.len().min(2));
    if rest.bytes().any(|b| b != b'0') {
        return None;
    }
    let euros: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    let total = euros.checked_mul(100)?.checked_add(cents)?;
    Some((Cents(if negative { -total } else { total }), ecriture))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_amount_many_spellings() {
        for texte in ["1437,12", "0001437,12", " 1437,12", "+1437,12", "1437,120", "1437,12 "] {
            assert_eq!(parse(texte), Some((Cents(143_712), Ecriture::Conforme)), "{texte}");
        }
        // A trailing minus is a negative amount.
        assert_eq!(parse("1437,12-"), Some((Cents(-143_712), Ecriture::Conforme)));
        assert_eq!(parse("1437.12"), Some((Cents(143_712), Ecriture::Point)));
        assert_eq!(parse("5"), Some((Cents(500), Ecriture::Conforme)));
        assert_eq!(parse(",5"), Some((Cents(50), Ecriture::Conforme)));
        assert_eq!(parse(""), Some((Cents::ZERO, Ecriture::Conforme)));
        for texte in ["1 437,12", "1.437,12", "1437,125", "-5-", "abc", ",", "1,2,3", "12e3"] {
            assert_eq!(parse(texte), None, "{texte}");
        }
    }
}
