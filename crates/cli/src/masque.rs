//! Numbers of people and of accounts, masked in what is said about them.

use cddu_rates::Diagnostic;

/// The diagnostics with the numbers of social security and of accounts cut down to what tells them apart.
pub fn masked(list: &[Diagnostic]) -> Vec<Diagnostic> {
    list.iter()
        .cloned()
        .map(|mut d| {
            d.message = text(&d.message);
            d.aide = d.aide.as_deref().map(text);
            d.champ = d.champ.as_deref().map(text);
            d
        })
        .collect()
}

/// A text without whole numbers of social security (13 or 15 figures) nor IBAN.
pub fn text(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let begins = at == 0 || !chars[at - 1].is_alphanumeric();
        let found = if begins { number(&chars[at..]) } else { None };
        match found {
            Some((length, shown)) => {
                out.push_str(&shown);
                at += length;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

/// A number to mask at the beginning of a text: how long it is written, and what is shown of it.
fn number(chars: &[char]) -> Option<(usize, String)> {
    let mut plain = String::new();
    let mut length = 0;
    while let Some(c) = chars.get(length) {
        let next = chars.get(length + 1);
        let inside = |c: &char| c.is_ascii_digit() || c.is_ascii_uppercase();
        if inside(c) {
            plain.push(*c);
        } else if !(*c == ' ' && !plain.is_empty() && next.is_some_and(inside)) {
            break;
        }
        length += 1;
    }
    // A word in lower case that follows is no part of it.
    if chars.get(length).is_some_and(|c| c.is_alphanumeric()) {
        return None;
    }
    let bytes = plain.as_bytes();
    let figures = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let nir = matches!(bytes.len(), 13 | 15)
        && matches!(bytes[0], b'1'..=b'4' | b'7' | b'8')
        && (figures == bytes.len() || (figures + 1 == bytes.len() && matches!(&bytes[5..7], b"2A" | b"2B")));
    let iban = (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && figures >= 10;
    if nir {
        Some((length, format!("{}…{}", &plain[..1], &plain[plain.len() - 2..])))
    } else if iban {
        Some((length, format!("{}…{}", &plain[..4], &plain[plain.len() - 3..])))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn numbers_of_people_and_of_accounts_are_masked_and_nothing_else() {
        for (said, shown) in [
            (
                "la clé de « 180017510100112 » est fausse : 12 écrit",
                "la clé de « 1…12 » est fausse : 12 écrit",
            ),
            ("« 1 80 01 75 101 001 12 »", "« 1…12 »"),
            ("« 1800175101001 » n'a que 13 caractères", "« 1…01 » n'a que 13 caractères"),
            ("« 185122A00400105 »", "« 1…05 »"),
            ("IBAN « FR76 3000 6000 0112 3456 7890 188 » est fausse", "IBAN « FR76…188 » est fausse"),
            ("FR7630006000011234567890188", "FR76…188"),
        ] {
            assert_eq!(text(said), shown);
        }
        for plain in [
            "la clé du SIRET « 90000000100018 » est fausse",
            "2026-W46-T01 : 1 735,54 €",
            "EZZZ00000512",
            "0100000000",
            "sha256:1800175101001128001751010011",
        ] {
            assert_eq!(text(plain), plain);
        }
    }
}
