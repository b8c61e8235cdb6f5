//! Keys of the identifiers that a DSN carries.

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
pub fn siren(text: &str) -> bool {
    text.len() == 9 && text != "000000000" && luhn(text).is_some_and(|sum| sum % 10 == 0)
}

/// Fourteen digits with a right Luhn key. The establishments of La Poste (SIREN 356000000) may instead have a
/// sum of digits that is a multiple of five.
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
pub fn nir_key(nir: &str) -> Option<u8> {
    let rest = nir_number(nir)? % 97;
    u8::try_from(97 - rest).ok()
}

/// A 15-character NIR whose key is right. The DSN itself carries the first 13 only.
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
pub fn iban(text: &str) -> bool {
    text.len() >= 15
        && text.len() <= 34
        && text.is_ascii()
        && mod97(text.bytes().skip(4).chain(text.bytes().take(4))) == Some(1)
}

/// RIB key inside a French IBAN (`FR` + 2 + bank 5 + branch 5 + account 11 + key 2).
pub fn rib(iban: &str) -> bool {
    if iban.len() != 27 || !iban.is_ascii() {
        return false;
    }
    let digits = iban[4..].bytes().map(|b| match b {
        b'0'..=b'9' => Some(u64::from(b - b'0')),
        b'A'..=b'I' => Some(u64::from(b - b'A') + 1),
        b'J'..=b'R' => Some(u64::from(b - b'J') + 1),
        b'S'..=b'Z' => Some(u64::from(b - b'S') + 2),
        _ => None,
    });
    let mut rest = 0u64;
    for digit in digits {
        match digit {
            Some(d) => rest = (rest * 10 + d) % 97,
            None => return false,
        }
    }
    rest == 0
}

/// Identifier given by the centre de recouvrement of France Travail spectacle: `CS` and 8 digits.
pub fn france_travail_spectacle(text: &str) -> bool {
    text.strip_prefix("CS").is_some_and(|n| n.len() == 8 && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Congés spectacles affiliation as S21.G00.40.022 writes it: `97`, then the number and its key, digits only.
/// The computation of the key is not published: its presence is all that can be checked.
pub fn conges_spectacles(text: &str) -> bool {
    text.strip_prefix("97").is_some_and(|n| n.len() >= 3 && n.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Shape of a numéro d'objet: 12 characters, year 2 digits, convention 1, category 1, sequence 6 digits, key 2
/// digits. The computation of the key is not published: the digits are not verified.
pub fn numero_objet(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 12
        && b[..2].iter().all(u8::is_ascii_digit)
        && b[2..4].iter().all(u8::is_ascii_alphanumeric)
        && b[4..].iter().all(u8::is_ascii_digit)
}

/// Key of an AEM number: the three characters of the approval (letters counting as in a RIB), then the 6-digit
/// counter, mod 97. Seen in one vendor's implementation only (confidence B).
pub fn aem_key(approval: &str, counter: &str) -> Option<u8> {
    if approval.len() != 3 || counter.len() != 6 {
        return None;
    }
    let mut rest = 0u32;
    for b in approval.bytes().chain(counter.bytes()) {
        let digit = match b {
            b'0'..=b'9' => b - b'0',
            b'A'..=b'I' => b - b'A' + 1,
            b'J'..=b'R' => b - b'J' + 1,
            b'S'..=b'Z' => b - b'S' + 2,
            _ => return None,
        };
        rest = (rest * 10 + u32::from(digit)) % 97;
    }
    u8::try_from(rest).ok()
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
        assert!(rib("FR7630006000011234567890189"));
        assert!(!iban("FR7630006000011234567890188"));
        // Luxembourg example of the IBAN registry.
        assert!(iban("LU280019400644750000"));
    }

    #[test]
    fn spectacle_numbers() {
        assert!(france_travail_spectacle("CS00000001"));
        assert!(!france_travail_spectacle("CS0000001"));
        assert!(conges_spectacles("9712345678"));
        assert!(!conges_spectacles("9912345678"));
        assert!(numero_objet("26AB00000112"));
        assert!(!numero_objet("26AB0000011"));
        // A=1, B=2, C=3 then 000001: 123000001 = 97 x 1268041 + 24.
        assert_eq!(aem_key("ABC", "000001"), Some(24));
    }
}
