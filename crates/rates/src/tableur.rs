//! Text that goes into the cell of a spreadsheet.

/// The cell, with an apostrophe before what a spreadsheet would run as a formula (`=`, `+`, `-`, `@` first, a tab or a
/// carriage return). Numbers stay numbers.
///
/// ```
/// use cddu_rates::inert_cell;
/// assert_eq!(inert_cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(inert_cell("-12,50"), "-12,50");
/// assert_eq!(inert_cell("Dominique"), "Dominique");
/// ```
#[must_use]
pub fn inert_cell(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}');
    // One sign: `-2+3` would be computed.
    let signed = text.strip_prefix(['+', '-']).is_some_and(|rest| rest.chars().all(number));
    let formula = runs && text.chars().count() > 1 && !signed;
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::inert_cell;

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        for formula in ["=cmd|'/C calc'!A0", "@SUM(1+1)", "+A1", "-2+B3", "-2+3", "+33 +33", "\t=1", "\r=1"] {
            assert_eq!(inert_cell(formula), format!("'{formula}"));
        }
        for plain in ["", "-", "+33", "-2", "-1 234,56", "a=b", "Le Goff-Le Bihan"] {
            assert_eq!(inert_cell(plain), plain);
        }
    }
}
