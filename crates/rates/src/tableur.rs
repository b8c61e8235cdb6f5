//! Text that goes to a spreadsheet or comes from one.

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

/// One line of a CSV and its end: cells quoted where the separator asks it, none of them a formula.
///
/// ```
/// use cddu_rates::csv_line;
/// assert_eq!(csv_line(&["a;b", "=1+1", "12,50"], ';', "\r\n"), "\"a;b\";'=1+1;12,50\r\n");
/// ```
#[must_use]
pub fn csv_line(cells: &[impl AsRef<str>], separator: char, end: &str) -> String {
    let mut out = String::new();
    for (rank, cell) in cells.iter().enumerate() {
        if rank > 0 {
            out.push(separator);
        }
        let cell = inert_cell(cell.as_ref());
        if cell.contains([separator, '"', '\r', '\n']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out + end
}

/// A plain decimal text the French way, a sign between the thousands: `-1234567.5` as `-1 234 567,5`.
///
/// ```
/// assert_eq!(cddu_rates::french_number("-1234567.50", ' '), "-1 234 567,50");
/// assert_eq!(cddu_rates::french_number("999", ' '), "999");
/// ```
#[must_use]
pub fn french_number(plain: &str, between: char) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, decimals) = digits.split_once('.').map_or((digits, None), |(w, d)| (w, Some(d)));
    let mut out = String::with_capacity(plain.len() + whole.len() / 3 * between.len_utf8());
    out.push_str(sign);
    for (rank, digit) in whole.chars().enumerate() {
        if rank > 0 && (whole.len() - rank).is_multiple_of(3) {
            out.push(between);
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push(',');
        out.push_str(decimals);
    }
    out
}

/// The line, from 1, on which a record of a CSV begins, as a person counts them. `byte` is where the reader stands before the
/// record: between the two signs that end a line of Windows, whose line it then says one too low.
///
/// ```
/// let text = "a;b\r\n1;2\r\n3;4\r\n";
/// let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
/// let places = reader.records().map(|r| r.unwrap().position().unwrap().byte());
/// let lines: Vec<u64> = places.map(|byte| cddu_rates::record_line(text, byte)).collect();
/// assert_eq!(lines, [1, 2, 3]);
/// ```
#[must_use]
pub fn record_line(text: &str, byte: u64) -> u64 {
    let at = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let (before, rest) = text.as_bytes().split_at(at);
    let ends = |bytes: &[u8]| bytes.iter().filter(|b| **b == b'\n').count();
    let blank = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
    u64::try_from(1 + ends(before) + ends(&rest[..blank])).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{inert_cell, record_line};

    #[test]
    fn records_have_the_line_that_a_person_counts() {
        for end in ["\n", "\r\n"] {
            // An empty line is a line; a quoted cell may hold one.
            let text = ["a;b", "", "\"1", "2\";3", "4;5"].join(end);
            let mut reader =
                csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
            let places = reader.records().map(|r| r.unwrap().position().unwrap().byte());
            assert_eq!(places.map(|byte| record_line(&text, byte)).collect::<Vec<_>>(), [1, 3, 5], "{end:?}");
        }
    }

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
