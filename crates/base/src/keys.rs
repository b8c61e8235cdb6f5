//! Keys of the numbers of companies, people and accounts: one rule for whoever reads one.

/// Luhn sum of the digits of `text`; `None` when a character is not a digit.
fn luhn(text: &str) -> Option<u32> {
    let mut sum = 0;
    for (i, b) in text.bytes().rev().enumerate() {
        if !b.is_ascii_digit() {
            return None;
        }
        let digit = u32::from(b - b'0');
        let doubled = if i % 2 == 1 { digit * 2 } else { digit };
        sum += if doubled > 9 { doubled - 9 } else { doubled };
    }
    Some(sum)
}

/// Nine digits with a right Luhn key.
#[must_use]
pub fn siren(text: &str) -> bool {
    text.len() == 9 && text != "000000000" && luhn(text).is_some_and(|sum| sum % 10 == 0)
}

/// Fourteen digits with a right Luhn key. The establishments of La Poste (SIREN 356000000) may instead have a
/// sum of digits that is a multiple of five.
#[must_use]
pub fn siret(text: &str) -> bool {
    if text.len() != 14 || text.starts_with("000000000") {
        return false;
    }
    match luhn(text) {
        Some(sum) if sum % 10 == 0 => true,
        Some(_) if text.starts_with("356000000") => {
            text.bytes().map(|b| u32::from(b - b'0')).sum::<u32>() % 5 == 0
        }
        _ => false,
    }
}

/// The 13-character NIR as a number, Corsica included (`2A` counts as 19, `2B` as 18).
fn nir_number(nir: &str) -> Option<u64> {
    if nir.len() != 13 || !nir.is_ascii() {
        return None;
    }
    let department = match &nir[5..7] {
        "2A" => "19",
        "2B" => "18",
        other => other,
    };
    format!("{}{}{}", &nir[..5], department, &nir[7..]).parse().ok()
}

/// Key of a 13-character NIR: `97 - (number mod 97)`, from 1 to 97. `None` when the NIR is malformed.
#[must_use]
pub fn nir_key(nir: &str) -> Option<u8> {
    let rest = nir_number(nir)? % 97;
    u8::try_from(97 - rest).ok()
}

/// A 15-character NIR whose key is right.
#[must_use]
pub fn nir_with_key(text: &str) -> bool {
    text.len() == 15
        && text.is_ascii()
        && text[13..].bytes().all(|b| b.is_ascii_digit())
        && nir_key(&text[..13]).is_some_and(|key| text[13..].parse() == Ok(key))
}

/// Remainder by 97 of letters and digits, letters counting 10 to 35 (ISO 7064).
fn mod97(text: impl Iterator<Item = u8>) -> Option<u32> {
    let mut rest = 0;
    for b in text {
        rest = match b {
            b'0'..=b'9' => rest * 10 + u32::from(b - b'0'),
            b'A'..=b'Z' => rest * 100 + u32::from(b - b'A') + 10,
            _ => return None,
        } % 97;
    }
    Some(rest)
}

/// IBAN with a right ISO 13616 key.
#[must_use]
pub fn iban(text: &str) -> bool {
    text.len() >= 15
        && text.len() <= 34
        && text.is_ascii()
        && mod97(text.bytes().skip(4).chain(text.bytes().take(4))) == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_keys() {
        assert!(siren("123456782"));
        assert!(!siren("123456783"));
        assert!(!siren("12345678"));
        assert!(siret("12345678200036"));
        assert!(!siret("12345678200037"));
        assert!(siret("35600000049837"), "La Poste: sum of digits 45, Luhn sum 48");
        assert!(!siret("35600000049838"));
        assert!(!siret("1234567820003X"));
    }

    #[test]
    fn nir_keys() {
        // 1850675110011 = 97 x 19079124845 + 46, key 97 - 46 = 51.
        assert_eq!(nir_key("1850675110011"), Some(51));
        assert!(nir_with_key("185067511001151"));
        assert!(!nir_with_key("185067511001152"));
        // 2A counts as 19: 1800119001001 mod 97 = 36, key 61.
        assert_eq!(nir_key("180012A001001"), Some(61));
        assert_eq!(nir_key("180012B001001"), nir_key("1800118001001"));
        assert_eq!(nir_key("18001"), None);
    }

    #[test]
    fn bank_keys() {
        assert!(iban("FR7630006000011234567890189"));
        assert!(!iban("FR7630006000011234567890188"));
        // Luxembourg example of the IBAN registry.
        assert!(iban("LU280019400644750000"));
    }
}
