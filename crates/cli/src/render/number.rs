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
    cddu_rates::french_number(plain, '\u{a0}')
}

/// A sentence for people whose days and decimal numbers are written the French way: `40.00 €` becomes `40,00 €`. What is quoted is
/// what somebody typed or is to type, what follows `=` is to be typed too, and a number inside a name (a file, a version, an
/// article of an agreement) is part of it: they are left alone.
#[must_use]
pub fn phrase(text: &str) -> String {
    let text = cddu_documents::typo::dates(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit() || matches!(c, '«' | '"' | '`')) {
        let (before, token) = rest.split_at(at);
        out.push_str(before);
        let first = token.chars().next().unwrap_or(' ');
        let length = if first.is_ascii_digit() {
            let end = token.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(token.len());
            token[..end].trim_end_matches('.').len()
        } else {
            let close = if first == '«' { '»' } else { first };
            let inside = first.len_utf8();
            token[inside..].find(close).map_or(token.len(), |end| inside + end + close.len_utf8())
        };
        let (taken, after) = token.split_at(length);
        if is_amount(&out, taken, after) {
            out.push_str(&french_number(taken))
        } else {
            out.push_str(taken)
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A remedy, the same way, unless it says how a value is to be written: its numbers are then examples.
#[must_use]
pub fn remedy(text: &str) -> String {
    if text.contains("écri") { text.to_owned() } else { phrase(text) }
}

/// A decimal number that is no part of a name.
fn is_amount(before: &str, number: &str, after: &str) -> bool {
    let decimal = number.split_once('.').is_some_and(|(whole, part)| {
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        digits(whole) && digits(part)
    });
    let mut back = before.chars().rev();
    let named = match (back.next(), back.next()) {
        (Some('-'), Some(c)) => c.is_alphanumeric(),
        (Some(c), _) => c.is_alphanumeric() || matches!(c, '.' | '/' | '\\' | '_' | '=' | ','),
        (None, _) => false,
    };
    let mut next = after.chars();
    let goes_on = match (next.next(), next.next()) {
        (Some('.' | '-' | '/'), Some(c)) => c.is_alphanumeric(),
        (Some(c), _) => c.is_alphanumeric() || c == '_',
        (None, _) => false,
    };
    let word = before.trim_end_matches([' ', '\u{a0}']);
    let told = ["=", "art.", "article", "articles", "version", "norme"].iter().any(|w| word.ends_with(w));
    decimal && !named && !goes_on && !told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_the_amounts_of_the_french() {
        for (said, shown) in [
            ("virements-2.xml vire la différence, 40.00 €", "virements-2.xml vire la différence, 40,00 €"),
            ("minimum 1310.82 pour 39 h ; -12.5", "minimum 1\u{a0}310,82 pour 39 h ; -12,5"),
            ("contrats[0].brut : 290.40 -> 290.78", "contrats[0].brut : 290,40 -> 290,78"),
            ("fini à 17.5.", "fini à 17,5."),
            ("payé le 2026-11-09, avant le 2026-11-15.", "payé le 09/11/2026, avant le 15/11/2026."),
            ("la période 2026-11-09/2026-11-15 sort", "la période du 09/11/2026 au 15/11/2026 sort"),
            ("(2026-11-09)", "(09/11/2026)"),
        ] {
            assert_eq!(phrase(said), shown);
        }
        let examples = "écrire 1735.54 ou 1735,54";
        assert_eq!((remedy(examples), remedy("lu : 1.5")), (examples.to_owned(), "lu : 1,5".to_owned()));
        for kept in [
            "« 25.30 » n'est pas une heure",
            "écrire `taux_at = \"1.07\"`, ou taux_at = 1.07",
            "(titre III art. 4.4.2, art. 3.1, 5.8.1)",
            "dsn-2026.11.dsn, notes/1.2/a, sommes_2.5, v1.2, bulletin-2026-11-09, 2026-11-09_2026-11-15, S21.G00.51.013, pain.001.001.03",
            "cddu 0.1.0",
            "cddu paie --periode 2026-11-09/2026-11-15 --paiement 2026-11-20",
            "« 2026-11-31 » n'existe pas, date = 2026-11-09, 2026-11-31",
            "« guillemet ouvert 1.5",
        ] {
            assert_eq!(phrase(kept), kept);
        }
    }

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
