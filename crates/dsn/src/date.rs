//! Dates `JJMMAAAA` and months, as the norm writes them.

use chrono::{Datelike, NaiveDate};

/// Reads `JJMMAAAA`; `None` when it is not a day of the calendar.
pub fn parse(text: &str) -> Option<NaiveDate> {
    let digits = text.as_bytes();
    if digits.len() != 8 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().ok();
    NaiveDate::from_ymd_opt(text[4..8].parse().ok()?, number(2..4)?, number(0..2)?)
}

/// Writes `JJMMAAAA`.
pub fn format(date: NaiveDate) -> String {
    date.format("%d%m%Y").to_string()
}

/// Months since year 0: two dates of one civil month have the same number.
pub fn month(date: NaiveDate) -> i32 {
    date.year() * 12 + date.month0() as i32
}

/// Last day of the month `offset` months after that of `date`.
pub fn month_end(date: NaiveDate, offset: i32) -> NaiveDate {
    let next = month(date) + offset + 1;
    NaiveDate::from_ymd_opt(next.div_euclid(12), next.rem_euclid(12) as u32 + 1, 1)
        .and_then(|d| d.pred_opt())
        .unwrap_or(date)
}

/// The day `days` before `date`.
pub fn days_before(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(chrono::Days::new(days)).unwrap_or(date)
}

/// `JJ/MM/AAAA`, for messages.
pub fn french(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar_days_only() {
        assert_eq!(parse("29022024").map(format), Some("29022024".into()));
        assert_eq!(parse("29022025"), None);
        assert_eq!(parse("1012024"), None);
        assert_eq!(parse("0101202é"), None);
    }

    #[test]
    fn ends_of_months() {
        let june = parse("05062026").unwrap();
        assert_eq!(format(month_end(june, 0)), "30062026");
        assert_eq!(format(month_end(june, 1)), "31072026");
        assert_eq!(format(month_end(parse("15122025").unwrap(), 0)), "31122025");
    }
}
