//! Letters as the alphabets of declarations, banks and ledgers can write them.

use unicode_normalization::UnicodeNormalization as _;

/// The text with every letter that `kept` refuses written by its plain ones: accents left out (`Ř` to `R`), ligatures and
/// letters of their own spelt (`Œ` to `OE`, `Ł` to `L`). What has no plain form (another alphabet, a sign) stays.
#[must_use]
pub fn plain_letters(text: &str, kept: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() || kept(c) {
            out.push(c);
        } else if let Some(spelt) = spelt(c) {
            out.push_str(spelt);
        } else {
            match std::iter::once(c).nfd().find(char::is_ascii_alphabetic) {
                Some(base) => out.push(base),
                // A mark written apart from its letter.
                None if ('\u{300}'..='\u{36f}').contains(&c) => {}
                None => out.push(c),
            }
        }
    }
    out
}

/// Letters that no accent makes.
const fn spelt(c: char) -> Option<&'static str> {
    Some(match c {
        'œ' => "oe",
        'Œ' => "OE",
        'æ' => "ae",
        'Æ' => "AE",
        'ß' => "ss",
        'ẞ' => "SS",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        'ŧ' => "t",
        'Ŧ' => "T",
        'þ' => "th",
        'Þ' => "TH",
        'ĳ' => "ij",
        'Ĳ' => "IJ",
        'ŋ' => "n",
        'Ŋ' => "N",
        'ə' => "e",
        'Ə' => "E",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_has_its_plain_form() {
        let ascii = |text| plain_letters(text, |_| false);
        assert_eq!(ascii("Œuvrard Kœnig"), "OEuvrard Koenig");
        assert_eq!(
            ascii("NGUYỄN Thị Hương, Dvořák, Łucja, Şeyma, Ionuț"),
            "NGUYEN Thi Huong, Dvorak, Lucja, Seyma, Ionut"
        );
        assert_eq!(ascii("e\u{301}"), "e");
        assert_eq!(ascii("Иван •"), "Иван •");
        assert_eq!(plain_letters("Élodie Dvořák", |c| u32::from(c) < 256), "Élodie Dvorák");
    }
}
