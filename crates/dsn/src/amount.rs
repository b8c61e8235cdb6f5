//! Amounts with two decimals, kept in hundredths.

/// Far above any amount of a declaration, far enough below the limits of 64 bits for the sums of a file.
const MAX: i64 = 1_000_000_000_000_000;

/// Reads `-?digits.dd` as hundredths; `None` for any other form, and for more than ten thousand billion.
pub fn parse(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (units, hundredths) = digits.split_once('.')?;
    if units.is_empty() || hundredths.len() != 2 {
        return None;
    }
    if !units.bytes().chain(hundredths.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let units: i64 = units.parse().ok()?;
    let hundredths: i64 = hundredths.parse().ok()?;
    units.checked_mul(100)?.checked_add(hundredths).filter(|v| *v <= MAX).map(|v| sign * v)
}

/// Writes hundredths as the norm does: `1200.00`, `-0.50`.
pub fn format(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let value = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", value / 100, value % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_decimals_exactly() {
        assert_eq!(parse("1200.00"), Some(120_000));
        assert_eq!(parse("-0.50"), Some(-50));
        for wrong in
            ["1200", "1200.0", "1200,00", ".50", "1 200.00", "+1.00", "--1.00", "", "92233720368547758.07"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert_eq!(format(-50), "-0.50");
        assert_eq!(format(123_456), "1234.56");
    }
}
