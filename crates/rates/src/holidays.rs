//! French public holidays of any year (C. trav. L3133-1).

use chrono::{Days, NaiveDate};

/// One of the eleven legal public holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holiday {
    /// 1 January.
    JourDeLAn,
    /// Easter Monday.
    LundiDePaques,
    /// 1 May.
    FeteDuTravail,
    /// 8 May.
    Victoire1945,
    /// Ascension Thursday.
    Ascension,
    /// Whit Monday.
    LundiDePentecote,
    /// 14 July.
    FeteNationale,
    /// 15 August.
    Assomption,
    /// 1 November.
    Toussaint,
    /// 11 November.
    Armistice,
    /// 25 December.
    Noel,
}

impl Holiday {
    /// French name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::JourDeLAn => "1er janvier",
            Self::LundiDePaques => "lundi de Pâques",
            Self::FeteDuTravail => "1er mai",
            Self::Victoire1945 => "8 mai",
            Self::Ascension => "Ascension",
            Self::LundiDePentecote => "lundi de Pentecôte",
            Self::FeteNationale => "14 juillet",
            Self::Assomption => "15 août",
            Self::Toussaint => "1er novembre",
            Self::Armistice => "11 novembre",
            Self::Noel => "25 décembre",
        }
    }
}

/// Easter Sunday of a year of the Gregorian calendar (anonymous algorithm of 1876).
#[must_use]
pub fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = ((n / 31).unsigned_abs(), (n % 31 + 1).unsigned_abs());
    NaiveDate::from_ymd_opt(year, month, day).expect("Easter falls in March or April")
}

/// The eleven holidays of a year, in order of the calendar (Ascension may come before or after 8 May).
#[must_use]
pub fn holidays(year: i32) -> Vec<(NaiveDate, Holiday)> {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day).expect("fixed holiday");
    let sunday = easter(year);
    let mut days = vec![
        (fixed(1, 1), Holiday::JourDeLAn),
        (sunday + Days::new(1), Holiday::LundiDePaques),
        (fixed(5, 1), Holiday::FeteDuTravail),
        (fixed(5, 8), Holiday::Victoire1945),
        (sunday + Days::new(39), Holiday::Ascension),
        (sunday + Days::new(50), Holiday::LundiDePentecote),
        (fixed(7, 14), Holiday::FeteNationale),
        (fixed(8, 15), Holiday::Assomption),
        (fixed(11, 1), Holiday::Toussaint),
        (fixed(11, 11), Holiday::Armistice),
        (fixed(12, 25), Holiday::Noel),
    ];
    days.sort();
    days
}

/// The holiday that falls on a day, if any.
#[must_use]
pub fn holiday(day: NaiveDate) -> Option<Holiday> {
    use chrono::Datelike;
    holidays(day.year()).into_iter().find(|(d, _)| *d == day).map(|(_, h)| h)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_of_published_years() {
        let published = [
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2000-04-23",
            "2038-04-25",
            "1818-03-22",
        ];
        for day in published {
            let day: NaiveDate = day.parse().unwrap();
            assert_eq!(easter(chrono::Datelike::year(&day)), day);
        }
    }

    #[test]
    fn ascension_and_whit_monday_of_2026() {
        assert_eq!(holiday("2026-05-14".parse().unwrap()), Some(Holiday::Ascension));
        assert_eq!(holiday("2026-05-25".parse().unwrap()), Some(Holiday::LundiDePentecote));
        assert_eq!(holiday("2026-11-10".parse().unwrap()), None);
        assert_eq!(holiday("2026-11-11".parse().unwrap()), Some(Holiday::Armistice));
    }
}
