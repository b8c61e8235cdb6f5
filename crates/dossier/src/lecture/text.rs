//! Bytes of a file to text: encodings met in production offices.

use cddu_rates::{Diagnostic, Gravite};
use unicode_normalization::UnicodeNormalization;

/// Why a JSON file of the register could not be read: its place, never the text of the library.
pub(crate) fn json_cause(error: &serde_json::Error) -> String {
    match error.io_error_kind() {
        Some(kind) => cddu_rates::io_cause(&kind.into()),
        None => format!("JSON inattendu, ligne {}, colonne {}", error.line(), error.column()),
    }
}

/// Decodes a text file. UTF-8 with or without mark is read as it is; UTF-16, Windows-1252, Mac Roman and code page
/// 850 are converted and reported. A letter and its accent written as two characters, as some systems do, become one: declarations know only
/// those.
///
/// # Errors
/// `DOS-004` for a spreadsheet workbook or an empty file.
pub(crate) fn decode(shown: &str, bytes: &[u8]) -> Result<(String, Vec<Diagnostic>), Diagnostic> {
    let (text, found) = decode_marked(shown, bytes)?;
    // One end of line for every system: CR LF (Windows), CR (old Macintosh), LF.
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    Ok((if text.is_ascii() { text } else { text.nfc().collect() }, found))
}

fn decode_marked(shown: &str, bytes: &[u8]) -> Result<(String, Vec<Diagnostic>), Diagnostic> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Diagnostic::error("DOS-004", "ce fichier est un classeur de tableur, pas un CSV")
            .in_file(shown, None)
            .hint("dans le tableur : Enregistrer sous > CSV UTF-8 (séparateur : virgule)"));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return decode_plain(shown, rest);
    }
    for (mark, encoding) in [(b"\xFF\xFE", encoding_rs::UTF_16LE), (b"\xFE\xFF", encoding_rs::UTF_16BE)] {
        if bytes.starts_with(mark) {
            let (text, _, _) = encoding.decode(bytes);
            return Ok((text.into_owned(), vec![converted(shown, "UTF-16")]));
        }
    }
    if let Some(encoding) = bare_utf_16(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return Ok((text.into_owned(), vec![converted(shown, "UTF-16")]));
    }
    decode_plain(shown, bytes)
}

/// UTF-16 without its mark: every other byte of the first letters is zero.
fn bare_utf_16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    let zeros = |odd: usize| head.chunks_exact(2).filter(|pair| pair[odd] == 0).count();
    let most = |odd: usize| head.len() >= 8 && zeros(odd) * 4 >= head.len() / 2 * 3;
    match (most(1), most(0)) {
        (true, false) => Some(encoding_rs::UTF_16LE),
        (false, true) => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

fn decode_plain(shown: &str, bytes: &[u8]) -> Result<(String, Vec<Diagnostic>), Diagnostic> {
    let (text, mut warnings) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Vec::new()),
        Err(_) => {
            let alphabet = Alphabet::of(bytes);
            let told = converted(shown, alphabet.name());
            let usual = alphabet == Alphabet::Windows;
            (alphabet.decode(bytes), vec![if usual { told } else { told.severity(Gravite::Mineur) }])
        }
    };
    let text = match read_twice(&text) {
        Some(repaired) => {
            warnings.push(
                Diagnostic::warning("DOS-003", "accents abîmés (UTF-8 relu comme du Windows-1252), réparés à la lecture")
                    .in_file(shown, None)
                    .hint("vérifier les accents des noms ; enregistrer en « CSV UTF-8 » pour faire disparaître ce message"),
            );
            repaired
        }
        None => text,
    };
    if text.trim().is_empty() {
        return Err(Diagnostic::error("DOS-004", "le fichier est vide")
            .in_file(shown, None)
            .hint("la première ligne doit porter les noms des colonnes (cddu init en écrit un modèle)"));
    }
    Ok((text, warnings))
}

/// UTF-8 taken for Windows-1252 or ISO-8859-1 and written again: `Ã©` for `é`. Each line that goes back to valid UTF-8 is
/// repaired.
fn read_twice(text: &str) -> Option<String> {
    let mut repaired = false;
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            if !line.contains(['Ã', 'Â', 'Å']) {
                return line.to_owned();
            }
            let (windows, _, lost) = encoding_rs::WINDOWS_1252.encode(line);
            let latin: Option<Vec<u8>> = line.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
            let first = Some(windows.into_owned())
                .filter(|_| !lost)
                .into_iter()
                .chain(latin)
                .find_map(|bytes| String::from_utf8(bytes).ok());
            repaired |= first.is_some();
            first.unwrap_or_else(|| line.to_owned())
        })
        .collect();
    repaired.then(|| lines.join("\n"))
}

/// The alphabets of French files that are not UTF-8.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Alphabet {
    Windows,
    Macintosh,
    MsDos,
}

impl Alphabet {
    const ALL: [Self; 3] = [Self::Windows, Self::Macintosh, Self::MsDos];

    /// The one whose letters make the most plausible words; the first one of equals.
    fn of(bytes: &[u8]) -> Self {
        let scored = Self::ALL.into_iter().rev().map(|a| (plausible(&a.decode(bytes)), a));
        scored.max_by_key(|(score, _)| *score).map_or(Self::Windows, |(_, a)| a)
    }

    fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Windows => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Macintosh => encoding_rs::MACINTOSH.decode_without_bom_handling(bytes).0.into_owned(),
            Self::MsDos => {
                let letters: Vec<char> = CODE_PAGE_850.chars().collect();
                let one = |b: &u8| if b.is_ascii() { char::from(*b) } else { letters[usize::from(*b) - 128] };
                bytes.iter().map(one).collect()
            }
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Windows => "Windows-1252",
            Self::Macintosh => "Mac Roman",
            Self::MsDos => "MS-DOS (page de codes 850)",
        }
    }
}

/// Bytes 128 to 255 of code page 850, « CSV (MS-DOS) » of spreadsheets in Western Europe.
const CODE_PAGE_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// How much the letters that are not ASCII look like those of French words: a usual letter counts for, a sign inside a word
/// or a capital after a small letter against.
fn plausible(text: &str) -> i64 {
    const SMALL: &str = "éèêëàâçîïôûùüœ";
    const CAPITALS: &str = "ÉÈÊËÀÂÇÎÏÔÛÙÜŒ";
    /// Signs that stand beside letters.
    const SIGNS: &str = "’‘'–—…«»°€\u{a0}·²";
    let letters: Vec<char> = text.chars().collect();
    let mut score = 0;
    for (rank, c) in letters.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let before = rank.checked_sub(1).map(|r| letters[r]).filter(|c| c.is_alphabetic());
        let after = letters.get(rank + 1).copied().filter(|c| c.is_alphabetic());
        if before.is_none() && after.is_none() {
            continue;
        }
        let among_capitals =
            [before, after].into_iter().flatten().filter(char::is_ascii).all(|c| c.is_ascii_uppercase())
                && [before, after].into_iter().flatten().any(|c| c.is_ascii());
        score += match c {
            _ if SMALL.contains(*c) && among_capitals => -1,
            _ if SMALL.contains(*c) => 2,
            _ if c.is_uppercase() && before.is_some_and(char::is_lowercase) => -2,
            _ if CAPITALS.contains(*c) => 2,
            _ if c.is_alphabetic() || SIGNS.contains(*c) => 0,
            _ => -2,
        };
    }
    score
}

/// A word whose accents were read with another alphabet: `cinŽma`, `PÃ©riphÃ©rique`.
pub(crate) fn broken_accents(text: &str) -> Option<&str> {
    let odd = |word: &str| {
        let letters: Vec<char> = word.chars().collect();
        letters.windows(2).any(|pair| {
            let inside =
                pair[0].is_lowercase() && matches!(pair[1], 'Ž' | 'ˆ' | '‰' | '™' | '”' | '\u{2018}');
            inside && letters.last().is_some_and(|l| l.is_lowercase() || *l == 'Ž')
        }) || letters
            // « goût » ; a Slavic name has a vowel after its ž.
            .windows(3)
            .any(|t| t[0].is_lowercase() && t[1] == 'ž' && matches!(t[2], 't' | 'l' | 'r'))
            // « LÉVÊQUE » of Mac Roman read as Windows-1252: LƒVæQUE.
            || letters.windows(2).any(|t| {
                let foreign = |c: char| matches!(c, 'ƒ' | '†' | '‡' | '‚' | '„' | '‰');
                (foreign(t[0]) && t[1].is_alphabetic()) || (t[0].is_alphabetic() && foreign(t[1]))
            })
            || word.contains("Ã©")
            || word.contains("Ã¨")
            || word.contains("Ãª")
            || word.contains("Ã§")
    };
    text.split_whitespace().find(|word| odd(word))
}

fn converted(shown: &str, encoding: &str) -> Diagnostic {
    Diagnostic::error("DOS-003", format!("fichier encodé en {encoding}, converti en UTF-8 à la lecture"))
        .severity(Gravite::Info)
        .in_file(shown, None)
        .hint(
            "vérifier les accents des noms ; enregistrer en « CSV UTF-8 » pour faire disparaître ce message",
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_an_office_gives_the_same_text() {
        let utf_16: Vec<u8> =
            std::iter::once(0xFEFF).chain("Zoë".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let capitals = decode("x.csv", b"L\x83V\xE6QUE;Zo\x91;D'H\x83R\x83").unwrap();
        assert_eq!((capitals.0.as_str(), capitals.1.len()), ("LÉVÊQUE;Zoë;D'HÉRÉ", 1));
        // The same names as Windows writes them.
        assert_eq!(decode("x.csv", b"L\xC9V\xCAQUE;Zo\xEB;D'H\xC9R\xC9").unwrap().0, "LÉVÊQUE;Zoë;D'HÉRÉ");
        let cases: [(&str, &[u8], usize); 7] = [
            ("UTF-8", "Zoë".as_bytes(), 0),
            ("UTF-8 with a mark", b"\xEF\xBB\xBFZo\xC3\xAB", 0),
            ("letter, then accent", "Zoe\u{308}".as_bytes(), 0),
            ("Windows-1252", b"Zo\xEB", 1),
            ("UTF-16", &utf_16, 1),
            ("UTF-8 read twice", "ZoÃ«".as_bytes(), 1),
            ("Mac Roman", b"Zo\x91", 1),
        ];
        for (name, bytes, reported) in cases {
            let (text, found) = decode("x.csv", bytes).unwrap();
            assert_eq!((text.as_str(), found.len()), ("Zoë", reported), "{name}");
        }
        let bare: Vec<u8> = "matricule;nom;Zoë".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode("x.csv", &bare).unwrap().0, "matricule;nom;Zoë");
        // « É » of UTF-8 read through ISO-8859-1 has a control sign.
        assert_eq!(decode("x.csv", "CÃ\u{89}LESTE".as_bytes()).unwrap().0, "CÉLESTE");
        // « CSV (MS-DOS) », Mac Roman and Windows, the same rows.
        let rows = "Zoë ŒUVRARD;Léa GARÇON;Inès MUÑOZ;Jérôme SAINT-ÈVE;Océane NEÂTRE;ÉLÉONORE LÉVÊQUE;rue de l'Île n° 2";
        let rows = rows.replace('Œ', "OE");
        for alphabet in Alphabet::ALL {
            let letters = alphabet.decode(&(0..=255).collect::<Vec<u8>>());
            let byte = |c: char| u8::try_from(letters.chars().position(|l| l == c).unwrap()).unwrap();
            let bytes: Vec<u8> = rows.chars().map(byte).collect();
            assert_eq!(decode("x.csv", &bytes).unwrap().0, rows, "{alphabet:?}");
        }
        for refused in [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0", b"", b" \n"] {
            assert_eq!(decode("x.csv", refused).unwrap_err().code, "DOS-004");
        }
    }

    #[test]
    fn words_read_with_another_alphabet_are_seen_and_true_names_are_not() {
        for broken in ["Cadreur cinŽma", "PÃ©riphÃ©rique", "gˆteau", "LƒVæQUE", "D'HƒRƒ"] {
            assert!(broken_accents(broken).is_some(), "{broken}");
        }
        for fine in ["Žižek", "ŽIŽKA", "Noël", "Ângela", "São Paulo", "l'été"] {
            assert!(broken_accents(fine).is_none(), "{fine}");
        }
    }
}
