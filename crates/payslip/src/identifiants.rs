//! Keys of the identifiers of people, companies and accounts: a wrong key is a wrong number.

use cddu_rates::{cut, keys};

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
    let Some(key) = keys::nir_key(&plain[..13]) else {
        return Err(format!("« {text} » contient un caractère interdit"));
    };
    if plain[13..].parse() != Ok(key) {
        return Err(format!("la clé de « {text} » est fausse : {} écrit, {key:02} attendu", &plain[13..]));
    }
    Ok(plain)
}

/// A SIRET whose key is right (Luhn; La Poste has a rule of its own), spaces admitted.
#[must_use]
pub fn siret(text: &str) -> bool {
    keys::siret(&text.split_whitespace().collect::<String>())
}

/// An IBAN whose key is right (ISO 13616), spaces admitted.
#[must_use]
pub fn iban(text: &str) -> bool {
    keys::iban(&text.split_whitespace().collect::<String>().to_uppercase())
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
        // 1 85 12 2A 004 001 counts as 1851219004001 = 97 x 19084732000 + 1: key 96.
        assert!(nir("1 85 12 2A 004 001 96").is_ok());
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
