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

/// Decodes a text file. UTF-8 with or without mark is read as it is; UTF-16 and Windows-1252 are converted and
/// reported. A letter and its accent written as two characters, as some systems do, become one: declarations know only
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
    decode_plain(shown, bytes)
}

fn decode_plain(shown: &str, bytes: &[u8]) -> Result<(String, Vec<Diagnostic>), Diagnostic> {
    let (text, warnings) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Vec::new()),
        Err(_) => {
            let (text, _, _) = encoding_rs::WINDOWS_1252.decode(bytes);
            (text.into_owned(), vec![converted(shown, "Windows-1252")])
        }
    };
    if text.trim().is_empty() {
        return Err(Diagnostic::error("DOS-004", "le fichier est vide")
            .in_file(shown, None)
            .hint("la première ligne doit porter les noms des colonnes (cddu init en écrit un modèle)"));
    }
    Ok((text, warnings))
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
        let cases: [(&str, &[u8], usize); 5] = [
            ("UTF-8", "Zoë".as_bytes(), 0),
            ("UTF-8 with a mark", b"\xEF\xBB\xBFZo\xC3\xAB", 0),
            ("letter, then accent", "Zoe\u{308}".as_bytes(), 0),
            ("Windows-1252", b"Zo\xEB", 1),
            ("UTF-16", &utf_16, 1),
        ];
        for (name, bytes, reported) in cases {
            let (text, found) = decode("x.csv", bytes).unwrap();
            assert_eq!((text.as_str(), found.len()), ("Zoë", reported), "{name}");
        }
        for refused in [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0", b"", b" \n"] {
            assert_eq!(decode("x.csv", refused).unwrap_err().code, "DOS-004");
        }
    }
}
