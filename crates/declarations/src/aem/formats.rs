//! Formats of the fields, as `schema/aem.xsd` has them.

/// Four digits and a letter, with or without a point.
pub(crate) fn ape(text: &str) -> bool {
    let text = text.replace('.', "");
    let b = text.as_bytes();
    b.len() == 5 && b[..4].iter().all(u8::is_ascii_digit) && b[4].is_ascii_uppercase()
}

/// A letter B, X, E or Y and three characters.
pub(crate) fn agrement(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 4
        && matches!(b[0], b'B' | b'X' | b'E' | b'Y')
        && b[1..].iter().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
}

/// Digits of a telephone number.
pub(crate) fn telephone(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// A convention number on four digits.
pub(crate) fn four(idcc: &str) -> String {
    format!("{idcc:0>4}")
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// `[A-Za-z0-9._/-]{1,40}`.
pub(super) fn reference(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._/-".contains(&b))
}

/// Fourteen digits.
pub(super) fn siret(text: &str) -> bool {
    digits(text, 14..=14)
}

/// Four digits.
pub(super) fn idcc(text: &str) -> bool {
    digits(text, 4..=4)
}

/// Optional `+` and 6 to 15 digits.
pub(super) fn phone(text: &str) -> bool {
    digits(text.strip_prefix('+').unwrap_or(text), 6..=15)
}

/// One `@`, no blank.
pub(super) fn courriel(text: &str) -> bool {
    matches!(text.split_once('@'), Some((a, b)) if (1..=64).contains(&a.len()) && (1..=120).contains(&b.len())
        && !text.contains(char::is_whitespace) && !b.contains('@'))
}

/// Two to ten letters, digits, spaces, hyphens.
pub(super) fn code_postal(text: &str) -> bool {
    (2..=10).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ' || b == b'-')
}

/// Two capitals.
pub(super) fn pays(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// Optional `CS` and eight digits.
pub(super) fn affiliation(text: &str) -> bool {
    digits(text.strip_prefix("CS").unwrap_or(text), 8..=8)
}

/// Approval, counter of six digits, key of two digits.
pub(super) fn numero_aem(text: &str) -> bool {
    text.len() == 12 && text.is_ascii() && agrement(&text[..4]) && digits(&text[4..], 8..=8)
}

/// Two digits then ten capitals or digits.
pub(super) fn numero_objet(text: &str) -> bool {
    text.len() == 12
        && text.is_ascii()
        && digits(&text[..2], 2..=2)
        && text[2..].bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// Thirteen characters, Corsica included.
pub(super) fn nir(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 13
        && b"123478".contains(&b[0])
        && b[1..5].iter().all(u8::is_ascii_digit)
        && (b[5..7].iter().all(u8::is_ascii_digit) || &b[5..7] == b"2A" || &b[5..7] == b"2B")
        && b[7..].iter().all(u8::is_ascii_digit)
}

/// Two digits.
pub(super) fn cle(text: &str) -> bool {
    digits(text, 2..=2)
}

/// 11 to 40 digits or capitals.
pub(super) fn ntt(text: &str) -> bool {
    (11..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// A capital and six digits.
pub(crate) fn conges(text: &str) -> bool {
    text.len() == 7 && text.as_bytes()[0].is_ascii_uppercase() && digits(&text[1..], 6..=6)
}

/// Two to six digits or capitals.
pub(super) fn code_emploi(text: &str) -> bool {
    (2..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}
