//! Keys of the identifiers that a DSN carries.

pub use cddu_base::keys::{iban, nir_key, nir_with_key, siren, siret};

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
        && b[2..4].iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
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
    fn bank_keys() {
        assert!(rib("FR7630006000011234567890189"));
        assert!(!rib("FR7630006000011234567890188"));
    }

    #[test]
    fn spectacle_numbers() {
        assert!(france_travail_spectacle("CS00000001"));
        assert!(!france_travail_spectacle("CS0000001"));
        assert!(conges_spectacles("9712345678"));
        assert!(!conges_spectacles("9912345678"));
        assert!(numero_objet("26AB00000112"));
        assert!(!numero_objet("26AB0000011") && !numero_objet("26ab00000112"));
        // A=1, B=2, C=3 then 000001: 123000001 = 97 x 1268041 + 24.
        assert_eq!(aem_key("ABC", "000001"), Some(24));
    }
}
