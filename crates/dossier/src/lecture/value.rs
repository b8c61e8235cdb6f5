//! Cells of a CSV to values, as people type them: decimal comma, dates written both ways, oui/non.

use cddu_rates::{Cents, Quantity, Rate};
use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use crate::lecture::sheet::cut;

/// Numbers: spaces and the euro sign are dropped, the comma is a decimal point.
///
/// `1 735,54`, `1735.54` and `1 735,54 €` are the same amount; `1.735,54` is refused because it is ambiguous.
pub(crate) fn plain_number(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '€' | '%'))
        .collect();
    match (plain.matches(',').count(), plain.contains('.')) {
        (0, _) => Some(plain),
        (1, false) => Some(plain.replace(',', ".")),
        _ => None,
    }
}

pub(crate) fn amount(text: &str) -> Result<Cents, String> {
    if thousands(text) {
        let whole: String = text.chars().filter(char::is_ascii_digit).collect();
        return Err(format!(
            "« {} » a trois chiffres après le séparateur : écrire {whole} si ce sont des milliers, deux décimales sinon",
            cut(text)
        ));
    }
    let plain = plain_number(text).ok_or_else(|| ambiguous(text))?;
    plain.parse().map_err(|e: cddu_rates::UnitError| unreadable(text, &e))
}

/// `1.500` and `1,500`: the thousands of another country, or an amount with a figure too many.
fn thousands(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    plain.split_once(['.', ',']).is_some_and(|(whole, rest)| {
        digits(whole.trim_start_matches('-')) && whole.len() <= 4 && rest.len() == 3 && digits(rest)
    })
}

pub(crate) fn rate(text: &str) -> Result<Rate, String> {
    let plain = plain_number(text).ok_or_else(|| ambiguous(text))?;
    plain.parse().map_err(|e: cddu_rates::UnitError| unreadable(text, &e))
}

pub(crate) fn quantity(text: &str) -> Result<Quantity, String> {
    let plain = plain_number(text).ok_or_else(|| ambiguous(text))?;
    plain.parse().map_err(|e: cddu_rates::UnitError| unreadable(text, &e))
}

/// The fault, with the text as it was typed.
fn unreadable(text: &str, error: &cddu_rates::UnitError) -> String {
    match error {
        cddu_rates::UnitError::NotDecimal(_) => format!("« {} » n'est pas un nombre", cut(text)),
        other => other.to_string(),
    }
}

fn ambiguous(text: &str) -> String {
    format!("« {} » mêle points et virgules : on ne sait pas où sont les décimales", cut(text))
}

/// `2026-11-09` or `09/11/2026`.
pub(crate) fn date(text: &str) -> Result<NaiveDate, String> {
    let text = moment(text).map_or(text, |(day, _)| day);
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [a, b, c] = parts[..] else {
        // The number that Excel keeps for a day, out of its format.
        if text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(format!(
                "« {text} » est le numéro d'un jour dans le tableur : donner à la colonne le format Date"
            ));
        }
        return Err(not_a_date(text));
    };
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    if year.len() != 4 || text.bytes().any(|b| b.is_ascii_alphabetic()) {
        return Err(not_a_date(text));
    }
    let number = |t: &str| t.parse::<u32>().map_err(|_| not_a_date(text));
    let (y, m, d) = (number(year)?, number(month)?, number(day)?);
    NaiveDate::from_ymd_opt(i32::try_from(y).unwrap_or(0), m, d)
        .ok_or_else(|| format!("« {} » n'existe pas dans le calendrier", cut(text)))
}

/// [`date`], and `09/11/26` of a time sheet.
pub(crate) fn recent_date(text: &str) -> Result<NaiveDate, String> {
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    if let [day, month, year] = parts[..]
        && year.len() == 2
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '.'))
    {
        return date(&format!("{day}/{month}/20{year}"));
    }
    date(text)
}

/// Hours and minutes of `45h30`, `45 h 30`, `45:30`, `1h`; `None` when the text is not written so.
fn hours_and_minutes(text: &str) -> Option<(u32, u32)> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let (hours, minutes) = plain.split_once(['h', ':'])?;
    let minutes = minutes.trim_end_matches("min").trim_end_matches("mn");
    // A spreadsheet writes seconds: they are always zero.
    let minutes = minutes.strip_suffix(":00").unwrap_or(minutes);
    let minutes: u32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    (minutes < 60).then_some((hours.parse().ok()?, minutes))
}

/// Minutes of a break or of a journey.
pub(crate) fn minutes(text: &str) -> Result<u32, String> {
    if let Some((hours, minutes)) = hours_and_minutes(text) {
        return hours.checked_mul(60).map(|h| h + minutes).ok_or_else(|| not_minutes(text));
    }
    let plain = text.to_lowercase();
    let plain = plain.trim_end_matches("min").trim_end_matches("mn").trim_end_matches('\'').trim();
    plain.parse().map_err(|_| not_minutes(text))
}

fn not_minutes(text: &str) -> String {
    format!("« {} » n'est pas un nombre entier de minutes", cut(text))
}

/// Hours of a week.
pub(crate) fn hours(text: &str) -> Result<Quantity, String> {
    let value = match hours_and_minutes(text) {
        Some((hours, minutes)) => {
            let minutes = Decimal::from(minutes) / Decimal::from(60);
            Quantity(cddu_rates::round_half_up(Decimal::from(hours) + minutes, 4).normalize())
        }
        None => quantity(text.trim_end_matches(['h', 'H']).trim())?,
    };
    if value.0 < Decimal::ZERO { Err(format!("« {} » est négatif", cut(text))) } else { Ok(value) }
}

fn not_a_date(text: &str) -> String {
    format!("« {} » n'est pas une date", cut(text))
}

/// The Monday of a day.
pub(crate) fn monday(day: NaiveDate) -> NaiveDate {
    day.week(chrono::Weekday::Mon).first_day()
}

/// A day and a clock time in one cell, as many exports write both.
pub(crate) fn moment(text: &str) -> Option<(&str, &str)> {
    let (day, clock) = text.split_once([' ', 'T'])?;
    let clock = clock.trim();
    (day.len() >= 8 && day.starts_with(|c: char| c.is_ascii_digit()) && clock.contains(':'))
        .then_some((day, clock))
}

/// `9:00`, `09h30`, `9h`, `24:00` (midnight that ends the day, read as 00:00).
pub(crate) fn time(text: &str) -> Result<NaiveTime, String> {
    let text = moment(text).map_or(text, |(_, clock)| clock);
    let bad = || format!("« {} » n'est pas une heure", cut(text));
    let (hours, minutes) = text.split_once([':', 'h', 'H']).ok_or_else(bad)?;
    let minutes = minutes.split(':').next().unwrap_or("");
    let hours: u32 = hours.trim().parse().map_err(|_| bad())?;
    let minutes: u32 =
        if minutes.trim().is_empty() { 0 } else { minutes.trim().parse().map_err(|_| bad())? };
    if (hours, minutes) == (24, 0) {
        return Ok(NaiveTime::MIN);
    }
    NaiveTime::from_hms_opt(hours, minutes, 0).ok_or_else(bad)
}

/// `oui`, `non`, and what spreadsheets make of them.
pub(crate) fn yes_no(text: &str) -> Option<bool> {
    match cddu_rates::fold(text).as_str() {
        "oui" | "o" | "vrai" | "true" | "1" | "x" => Some(true),
        "non" | "n" | "faux" | "false" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_typed_in_a_spreadsheet() {
        for text in ["1735.54", "1735,54", "1 735,54", "1\u{202f}735,54 €"] {
            assert_eq!(amount(text), Ok(Cents(173_554)), "{text}");
        }
        for bad in ["1.735,54", "1,735,54", "mille", "12,345", ""] {
            assert!(amount(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn dates_written_both_ways_and_impossible_ones() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 9).unwrap();
        for text in ["2026-11-09", "09/11/2026", "9/11/2026"] {
            assert_eq!(date(text), Ok(day), "{text}");
        }
        assert_eq!(date("31/11/2026"), Err("« 31/11/2026 » n'existe pas dans le calendrier".to_owned()));
        for bad in ["09/11/26", "novembre", "2026-11", "09-nov-2026", "20261109"] {
            assert_eq!(date(bad), Err(not_a_date(bad)), "{bad}");
        }
    }

    #[test]
    fn years_in_two_figures_and_durations() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 9).unwrap();
        assert_eq!(recent_date("09/11/26"), Ok(day));
        assert!(recent_date("26-11-09").is_err(), "which of the two is the year?");
        assert!(date("46335").unwrap_err().contains("format Date"));
        for (text, expected) in
            [("60", 60), ("1h", 60), ("1 h 30", 90), ("0:45", 45), ("1:00:00", 60), ("45 min", 45)]
        {
            assert_eq!(minutes(text), Ok(expected), "{text}");
        }
        for bad in ["1,5", "1h75", "une heure", "-5"] {
            assert!(minutes(bad).is_err(), "{bad}");
        }
        for (text, expected) in [
            ("46", "46"),
            ("46,5", "46.5"),
            ("45h30", "45.5"),
            ("45 h 20", "45.3333"),
            ("45:30", "45.5"),
            ("7h", "7"),
        ] {
            assert_eq!(hours(text).map(|q| q.0.to_string()), Ok(expected.to_owned()), "{text}");
        }
        assert!(hours("-4").is_err());
    }

    #[test]
    fn times_of_a_call_sheet() {
        let at = |h, m| NaiveTime::from_hms_opt(h, m, 0).unwrap();
        let cases = [
            ("9:00", at(9, 0)),
            ("09h30", at(9, 30)),
            ("9h", at(9, 0)),
            ("24:00", at(0, 0)),
            ("18:45:00", at(18, 45)),
        ];
        for (text, expected) in cases {
            assert_eq!(time(text), Ok(expected), "{text}");
        }
        for bad in ["9", "25:00", "9:60", "midi"] {
            assert!(time(bad).is_err(), "{bad}");
        }
    }
}
