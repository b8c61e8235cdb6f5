//! Keys of the identifiers of people, companies and accounts: a wrong key is a wrong number.

use cddu_rates::cut;

/// A 15-character NIR without its spaces.
///
/// # Errors
/// Why it is refused: its length, its first figure, its key.
pub fn nir(text: &str) -> Result<String, String> {
    let plain: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect::<String>().to_uppercase();
    let text = cut(text);
    // Excel writes 15 figures as 1,70018E+14: the last ones are lost.
    if plain.contains("E+") {
        return Err(format!(
            "« {text} » est un nombre arrondi par le tableur : mettre la colonne au format Texte et ressaisir"
        ));
    }
    if plain.len() == 13 {
        return Err(format!("« {text} » n'a que 13 caractères : il manque la clé"));
    }
    if plain.len() != 15 || !plain.is_ascii() {
        return Err(format!("« {text} » n'a pas 15 caractères"));
    }
    if !matches!(plain.as_bytes()[0], b'1'..=b'4' | b'7' | b'8') {
        return Err(format!("« {text} » ne commence pas par 1, 2, 3, 4, 7 ou 8"));
    }
    let Some(key) = nir_key(&plain[..13]) else {
        return Err(format!("« {text} » contient un caractère interdit"));
    };
    if plain[13..].parse() != Ok(key) {
        return Err(format!("la clé de « {text} » est fausse : {} écrit, {key:02} attendu", &plain[13..]));
    }
    Ok(plain)
}

/// `97 - (number mod 97)`; Corsica `2A` counts as 19, `2B` as 18.
fn nir_key(nir: &str) -> Option<u32> {
    let department = match nir.get(5..7)? {
        "2A" => "19",
        "2B" => "18",
        other => other,
    };
    let number: u64 = format!("{}{department}{}", &nir[..5], &nir[7..]).parse().ok()?;
    u32::try_from(97 - number % 97).ok()
}

/// A SIRET whose key is right (Luhn; La Poste has a rule of its own), spaces admitted.
#[must_use]
pub fn siret(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.len() != 14 || !plain.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let luhn: u32 = plain
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let digit = u32::from(b - b'0') * if i % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    luhn.is_multiple_of(10)
        || (plain.starts_with("356000000")
            && plain.bytes().map(|b| u32::from(b - b'0')).sum::<u32>().is_multiple_of(5))
}

/// An IBAN whose key is right (ISO 13616), spaces admitted.
#[must_use]
pub fn iban(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    if plain.len() < 15 || plain.len() > 34 || !plain.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let mut rest = 0u32;
    for b in plain[4..].bytes().chain(plain[..4].bytes()) {
        rest = match b {
            b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
            _ => (rest * 100 + u32::from(b - b'A') + 10) % 97,
        };
    }
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_nir_with_corsica() {
        // 269054958815780: the specimen of the Assurance maladie.
        assert_eq!(nir("2 69 05 49 588 157 80"), Ok("269054958815780".to_owned()));
        assert!(nir("269054958815781").unwrap_err().contains("80 attendu"));
        assert!(nir("2690549588157").unwrap_err().contains("il manque la clé"));
        // 1 85 12 2A 004 001: 1851219004001 counts 19 for 2A: the same key.
        assert_eq!(nir_key("185122A004001"), nir_key("1851219004001"));
        assert!(nir("969054958815780").is_err());
    }

    #[test]
    fn keys_of_companies_and_accounts() {
        assert!(siret("732 829 320 00074"));
        assert!(!siret("73282932000075"));
        assert!(siret("35600000049837"));
        assert!(iban("FR76 3000 6000 0112 3456 7890 189"));
        assert!(!iban("FR7630006000011234567890188"));
    }
}
