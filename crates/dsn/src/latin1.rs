//! ISO-8859-1: one byte is one character (U+0000 to U+00FF), nothing else exists.

/// Text of ISO-8859-1 bytes. Never fails.
pub fn decode(bytes: &[u8]) -> String {
    match str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => text.to_owned(),
        _ => bytes.iter().map(|&b| b as char).collect(),
    }
}

/// Bytes of `text`, or the first character that ISO-8859-1 does not have.
pub fn encode(text: &str) -> Result<Vec<u8>, char> {
    if text.is_ascii() {
        return Ok(text.as_bytes().to_vec());
    }
    text.chars().map(|c| u8::try_from(u32::from(c)).map_err(|_| c)).collect()
}

/// Replaces the characters that usual word processors put in names and that ISO-8859-1 lacks.
///
/// The rule is explicit and complete: typographic apostrophes and quotes become straight ones, `œ Œ` become
/// `oe OE`, dashes become `-`, narrow and thin spaces become a space, the ellipsis becomes `...`, `€` becomes
/// `EUR`, `Ÿ` becomes `Y`, `Š š Ž ž` lose their caron. Every other character is left as it is, so that
/// [`encode`] still refuses what the rule does not name. Never called by the writer.
pub fn transliterate(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{2032}' => out.push('\''),
            '\u{201C}' | '\u{201D}' | '\u{201E}' => out.push('"'),
            'œ' => out.push_str("oe"),
            'Œ' => out.push_str("OE"),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '\u{2002}'..='\u{200A}' | '\u{202F}' => out.push(' '),
            '\u{2026}' => out.push_str("..."),
            '€' => out.push_str("EUR"),
            'Ÿ' => out.push('Y'),
            'Š' => out.push('S'),
            'š' => out.push('s'),
            'Ž' => out.push('Z'),
            'ž' => out.push('z'),
            other => out.push(other),
        }
    }
    out
}

/// Letters without accents, digits and spaces only: the form asked of localities (`[A-Za-z0-9\s]+`).
///
/// Accents of the ISO-8859-1 letters are removed, `æ œ ß` become `ae oe ss`, every other character becomes a
/// space; runs of spaces become one.
pub fn locality(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(c),
            'À'..='Å' => out.push('A'),
            'à'..='å' => out.push('a'),
            'Ç' => out.push('C'),
            'ç' => out.push('c'),
            'È'..='Ë' => out.push('E'),
            'è'..='ë' => out.push('e'),
            'Ì'..='Ï' => out.push('I'),
            'ì'..='ï' => out.push('i'),
            'Ñ' => out.push('N'),
            'ñ' => out.push('n'),
            'Ò'..='Ö' | 'Ø' => out.push('O'),
            'ò'..='ö' | 'ø' => out.push('o'),
            'Ù'..='Ü' => out.push('U'),
            'ù'..='ü' => out.push('u'),
            'Ý' | 'Ÿ' => out.push('Y'),
            'ý' | 'ÿ' => out.push('y'),
            'Æ' => out.push_str("AE"),
            'æ' => out.push_str("ae"),
            'Œ' => out.push_str("OE"),
            'œ' => out.push_str("oe"),
            'ß' => out.push_str("ss"),
            _ if out.ends_with(' ') || out.is_empty() => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// True when every byte above 0x7F belongs to a well-formed two or three byte UTF-8 sequence, and there is one.
pub(crate) fn looks_like_utf8(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_survives() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(encode(&decode(&all)), Ok(all));
        assert_eq!(encode("L\u{2019}OEUVRE"), Err('\u{2019}'));
    }

    #[test]
    fn the_transliteration_rule() {
        assert_eq!(transliterate("L\u{2019}Œuvre d\u{2019}Élodie – 2 €"), "L'OEuvre d'Élodie - 2 EUR");
        assert_eq!(transliterate("Łódź"), "Łódź", "unknown letters stay, the writer refuses them");
        assert_eq!(locality("L'Haÿ-les-Roses"), "L Hay les Roses");
        assert_eq!(locality("Saint-Étienne (Loire)"), "Saint Etienne Loire");
    }
}
