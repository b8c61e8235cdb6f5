//! French typography: how amounts, rates, quantities, dates and identifiers are written.
//!
//! Thousands are separated by a narrow no-break space, units by a no-break space, decimals by a comma.

use cddu_payslip::Adresse;
use cddu_rates::{Cents, Month, Period, Quantity, Rate, french_number};
use chrono::{Datelike, NaiveDate};

/// No-break space.
pub const NBSP: char = '\u{a0}';
/// Narrow no-break space.
pub const NNBSP: char = '\u{202f}';

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// `-1234.5` written `-1 234,5`.
fn decimal(text: &str) -> String {
    french_number(text, NNBSP)
}

/// A sentence whose decimal numbers are written the French way: `plafond de 4005.00 en 2026` becomes
/// `plafond de 4 005,00 en 2026`. A whole number may be a year, a code or an article and is left alone, dates too.
#[must_use]
pub fn numbers(text: &str) -> String {
    in_french(text, false)
}

/// A formula whose numbers are all written the French way: `(4480 + 1740 × 1) / 12 × 0.5` becomes
/// `(4 480 + 1 740 × 1) / 12 × 0,5`. A formula holds only quantities, so whole numbers are grouped too.
#[must_use]
pub fn formula(text: &str) -> String {
    in_french(text, true)
}

fn in_french(text: &str, wholes: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, token) = rest.split_at(start);
        let length = token.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(token.len());
        let length = token[..length].trim_end_matches('.').len();
        let (number, after) = token.split_at(length);
        let bound = before.chars().last().or_else(|| out.chars().last());
        let free = !bound.is_some_and(char::is_alphanumeric)
            && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let french = match number.split_once('.') {
            Some((_, fraction)) => !fraction.contains('.'),
            None => wholes && bound != Some('/') && !after.starts_with(['-', '/']),
        };
        out.push_str(before);
        if free && french {
            out.push_str(&decimal(number));
        } else {
            out.push_str(number);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A sentence whose days are written the French way: `payé le 2026-11-09` becomes `payé le 09/11/2026`, and the period
/// `2026-11-09/2026-11-15` becomes `du 09/11/2026 au 15/11/2026`. What is quoted, what follows an option (`--periode`) and
/// what is part of a name (a file, a number of payslip) is what somebody typed or is to type: it is left alone.
#[must_use]
pub fn dates(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit() || matches!(c, '«' | '"' | '`')) {
        let (before, token) = rest.split_at(at);
        out.push_str(before);
        let first = token.chars().next().unwrap_or(' ');
        if !first.is_ascii_digit() {
            let close = if first == '«' { '»' } else { first };
            let inside = first.len_utf8();
            let end = token[inside..].find(close).map_or(token.len(), |end| inside + end + close.len_utf8());
            out.push_str(&token[..end]);
            rest = &token[end..];
            continue;
        }
        let end = token.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '/')).unwrap_or(token.len());
        let length = token[..end].trim_end_matches(['-', '/']).len();
        let (date, after) = token.split_at(length);
        let word = out.split_whitespace().next_back().unwrap_or_default();
        let typed = out.ends_with([' ', '\u{a0}']) && (word.starts_with("--") || word == "=");
        let bound =
            |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '='));
        let named = bound(out.chars().next_back())
            || bound(after.chars().next())
            || after.strip_prefix('.').is_some_and(|t| t.starts_with(char::is_alphanumeric));
        let french = if typed || named { None } else { days(date) };
        out.push_str(french.as_deref().unwrap_or(date));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A day or a period of two days, as people say them.
fn days(word: &str) -> Option<String> {
    let day = |text: &str| {
        let real = text.len() == 10 && text.as_bytes()[4] == b'-';
        let day = real.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten()?;
        Some(day.format("%d/%m/%Y").to_string())
    };
    match word.split_once('/') {
        None => day(word),
        Some((from, to)) => Some(format!("du {} au {}", day(from)?, day(to)?)),
    }
}

/// `1 234,56`, for the columns of a table.
#[must_use]
pub fn amount(value: Cents) -> String {
    decimal(&value.to_string())
}

/// `1 234,56 €`.
#[must_use]
pub fn euros(value: Cents) -> String {
    format!("{}{NBSP}€", amount(value))
}

/// `6,90 %`.
#[must_use]
pub fn percent(rate: Rate) -> String {
    format!("{}{NBSP}%", decimal(&rate.to_string()))
}

/// `25 %`, `12,5 %`: a premium or an allowance, as people say it.
#[must_use]
pub fn short_percent(rate: Rate) -> String {
    format!("{}{NBSP}%", quantity(Quantity(rate.0)))
}

/// `46` or `7,5`.
#[must_use]
pub fn quantity(value: Quantity) -> String {
    decimal(&value.to_string())
}

/// The amount of one unit: two decimals at least.
#[must_use]
pub fn unit_amount(value: Quantity) -> String {
    decimal(&Rate(value.0).to_string())
}

/// `09/10/2026`.
#[must_use]
pub fn date(day: NaiveDate) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

/// `9 octobre 2026`, `1er octobre 2026`.
#[must_use]
pub fn long_date(day: NaiveDate) -> String {
    let ordinal = if day.day() == 1 { "er" } else { "" };
    format!("{}{ordinal}{NBSP}{}{NBSP}{}", day.day(), MONTHS[day.month0() as usize], day.year())
}

/// `octobre 2026`.
#[must_use]
pub fn month(month: Month) -> String {
    format!("{}{NBSP}{}", MONTHS[month.month as usize - 1], month.year)
}

/// `du 05/10/2026 au 09/10/2026`, or `le 05/10/2026` for one day.
#[must_use]
pub fn period(period: Period) -> String {
    if period.debut == period.fin {
        format!("le{NBSP}{}", date(period.debut))
    } else {
        format!("du{NBSP}{} au{NBSP}{}", date(period.debut), date(period.fin))
    }
}

/// `Du 05/10/2026 au 09/10/2026`: a period that starts a line.
#[must_use]
pub fn period_capital(value: Period) -> String {
    capital(&period(value))
}

/// The text with a capital at its start.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `1 jour`, `5 jours`, `2 écarts bloquants ou majeurs`: a number and its noun, plural from 2.
#[must_use]
pub fn count(n: usize, noun: &str) -> String {
    let plural = |word: &str| if n < 2 || word == "ou" { word.to_owned() } else { format!("{word}s") };
    let words: Vec<String> = noun.split(' ').map(plural).collect();
    format!("{n}{NBSP}{}", words.join(" "))
}

/// Cuts an identifier into groups of the given lengths; a text of another length is left as it is.
fn groups(text: &str, lengths: &[usize]) -> String {
    if !text.is_ascii() || text.len() != lengths.iter().sum::<usize>() {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut rest = text;
    for length in lengths {
        if !out.is_empty() {
            out.push(NBSP);
        }
        let (head, tail) = rest.split_at(*length);
        out.push_str(head);
        rest = tail;
    }
    out
}

/// SIRET, `732 829 320 00074`.
#[must_use]
pub fn siret(text: &str) -> String {
    groups(text, &[3, 3, 3, 5])
}

/// Social security number with its key, `1 85 05 78 006 084 91`.
#[must_use]
pub fn nir(text: &str) -> String {
    groups(text, &[1, 2, 2, 2, 3, 3, 2])
}

/// Telephone of ten digits, `01 23 45 67 89`.
#[must_use]
pub fn telephone(text: &str) -> String {
    groups(text, &[2, 2, 2, 2, 2])
}

/// An IBAN of which only the country and the last four characters are shown.
#[must_use]
pub fn masked_iban(text: &str) -> String {
    let compact: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    if compact.len() < 10 {
        return "…".to_owned();
    }
    let head: String = compact[..4].iter().collect();
    let tail: String = compact[compact.len() - 4..].iter().collect();
    format!("{head}{NBSP}…{NBSP}{tail}")
}

/// Lines of a postal address; the country only when it is not France.
#[must_use]
pub fn address(adresse: &Adresse) -> Vec<String> {
    let town = format!("{} {}", adresse.code_postal, adresse.commune).trim().to_owned();
    let country = if matches!(adresse.pays.as_str(), "" | "FR") { "" } else { adresse.pays.as_str() };
    [adresse.voie.as_str(), town.as_str(), country]
        .into_iter()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// No-break spaces where French typography wants them, in a text written with plain ones.
#[must_use]
pub fn french(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (i, c) in chars.iter().enumerate() {
        let next = chars.get(i + 1);
        let previous = i.checked_sub(1).and_then(|p| chars.get(p));
        out.push(match c {
            ' ' if matches!(next, Some(':' | '»' | '%' | '€')) || previous == Some(&'«') => NBSP,
            ' ' if matches!(next, Some(';' | '!' | '?')) => NNBSP,
            c => *c,
        });
    }
    // A reference of law is not cut after its abbreviation.
    if out.contains("C. trav. ") { out.replace("C. trav. ", "C.\u{a0}trav.\u{a0}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_the_french_way() {
        let cases = [
            (0, "0,00"),
            (5, "0,05"),
            (-5, "-0,05"),
            (123_456, "1\u{202f}234,56"),
            (-123_456_789, "-1\u{202f}234\u{202f}567,89"),
            (100_000, "1\u{202f}000,00"),
            (99_999, "999,99"),
        ];
        for (cents, expected) in cases {
            assert_eq!(amount(Cents(cents)), expected);
        }
        assert_eq!(euros(Cents(123_456)), "1\u{202f}234,56\u{a0}€");
    }

    #[test]
    fn days_of_a_sentence_are_written_the_french_way() {
        let cases = [
            ("payé le 2026-11-09.", "payé le 09/11/2026."),
            ("la période 2026-11-09/2026-11-15 sort", "la période du 09/11/2026 au 15/11/2026 sort"),
            // Typed, to type, part of a name, no day.
            ("« 2026-11-09 » ; --paiement 2026-11-09", "« 2026-11-09 » ; --paiement 2026-11-09"),
            (
                "date = 2026-11-09, dsn-2026-11-09, 2026-11-09_x",
                "date = 2026-11-09, dsn-2026-11-09, 2026-11-09_x",
            ),
            ("2026-11-31, 2026-11, 12/11/2026, 1/2", "2026-11-31, 2026-11, 12/11/2026, 1/2"),
        ];
        for (given, expected) in cases {
            assert_eq!(dates(given), expected);
        }
    }

    #[test]
    fn every_number_of_a_formula_is_written_the_french_way() {
        let cases = [
            ("4005.00 × 5 / 31 = 645.97", "4\u{202f}005,00 × 5 / 31 = 645,97"),
            ("arrondi(645.97 × 6.90 %)", "arrondi(645,97 × 6,90 %)"),
            ("-12345.60", "-12\u{202f}345,60"),
            (
                "(4480 + 1740 × 1) / 12 × 0.5 = 259.17 €",
                "(4\u{202f}480 + 1\u{202f}740 × 1) / 12 × 0,5 = 259,17 €",
            ),
            ("max(1200 ; 999) - 1234567", "max(1\u{202f}200 ; 999) - 1\u{202f}234\u{202f}567"),
            ("2026-10-05, 05/10/2026, D1234, 1.2.3", "2026-10-05, 05/10/2026, D1234, 1.2.3"),
        ];
        for (given, expected) in cases {
            assert_eq!(formula(given), expected);
        }
    }

    #[test]
    fn a_number_agrees_with_every_word_of_its_noun() {
        let cases = [
            (0, "jour", "0\u{a0}jour"),
            (1, "personne écartée", "1\u{a0}personne écartée"),
            (2, "personne écartée", "2\u{a0}personnes écartées"),
            (3, "écart bloquant ou majeur", "3\u{a0}écarts bloquants ou majeurs"),
        ];
        for (n, noun, expected) in cases {
            assert_eq!(count(n, noun), expected);
        }
    }

    #[test]
    fn years_codes_and_articles_of_a_sentence_are_left_alone() {
        let cases = [
            ("plafond de 4005.00 en 2026", "plafond de 4\u{202f}005,00 en 2026"),
            ("D1234.5, 1.2.3, 2026-10-05, fin 7.", "D1234.5, 1.2.3, 2026-10-05, fin 7."),
            ("IDCC 3097 (CSS R242-2, C. trav. L1242-2)", "IDCC 3097 (CSS R242-2, C. trav. L1242-2)"),
            ("SIRET 12345678200010, au 31/12/2026", "SIRET 12345678200010, au 31/12/2026"),
        ];
        for (given, expected) in cases {
            assert_eq!(numbers(given), expected);
        }
    }

    #[test]
    fn rates_quantities_and_unit_amounts() {
        assert_eq!(percent("6.9".parse().unwrap()), "6,90\u{a0}%");
        assert_eq!(percent("0.016".parse().unwrap()), "0,016\u{a0}%");
        assert_eq!(short_percent("25.00".parse().unwrap()), "25\u{a0}%");
        assert_eq!(quantity("46.00".parse().unwrap()), "46");
        assert_eq!(quantity("7.50".parse().unwrap()), "7,5");
        assert_eq!(unit_amount("37.7292".parse().unwrap()), "37,7292");
        assert_eq!(unit_amount("30".parse().unwrap()), "30,00");
    }

    #[test]
    fn dates_and_periods() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(long_date(day("2026-10-01")), "1er\u{a0}octobre\u{a0}2026");
        assert_eq!(long_date(day("2026-08-31")), "31\u{a0}août\u{a0}2026");
        let one = Period { debut: day("2026-10-05"), fin: day("2026-10-05") };
        assert_eq!(period(one), "le\u{a0}05/10/2026");
        assert_eq!(period_capital(one), "Le\u{a0}05/10/2026");
        let week = Period { debut: day("2026-10-05"), fin: day("2026-10-09") };
        assert_eq!(period_capital(week), "Du\u{a0}05/10/2026 au\u{a0}09/10/2026");
        assert_eq!(dates("PMSS, du 2026-01-01 au 2026-12-31."), "PMSS, du 01/01/2026 au 31/12/2026.");
        assert_eq!(dates("L1242-2, 2026-13-01"), "L1242-2, 2026-13-01");
        assert_eq!(capital("éléments"), "Éléments");
        assert_eq!(count(1, "jour"), "1\u{a0}jour");
        assert_eq!(count(0, "cachet"), "0\u{a0}cachet");
        assert_eq!(count(5, "jour"), "5\u{a0}jours");
    }

    #[test]
    fn identifiers_are_grouped_or_left_alone() {
        assert_eq!(siret("12345678200010"), "123\u{a0}456\u{a0}782\u{a0}00010");
        assert_eq!(siret("1234"), "1234");
        assert_eq!(telephone("0123456789"), "01\u{a0}23\u{a0}45\u{a0}67\u{a0}89");
        assert_eq!(nir("185057800608491"), "1\u{a0}85\u{a0}05\u{a0}78\u{a0}006\u{a0}084\u{a0}91");
        assert_eq!(masked_iban("FR76 3000 6000 0112 3456 7890 189"), "FR76\u{a0}…\u{a0}0189");
        assert_eq!(masked_iban("FR76"), "…");
    }

    #[test]
    fn punctuation_gets_its_spaces() {
        assert_eq!(french("« a » : b ; c"), "«\u{a0}a\u{a0}»\u{a0}: b\u{202f}; c");
        assert_eq!(french("(C. trav. L1234-20)"), "(C.\u{a0}trav.\u{a0}L1234-20)");
    }
}
