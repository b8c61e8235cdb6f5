//! The document as XML, with quick-xml.

use cddu_rates::Diagnostic;
use quick_xml::se::Serializer;
use serde::Serialize as _;

use super::modele::AemExchange;

/// Writes the document in UTF-8, indented.
///
/// # Errors
/// `AEM-090` when a text cannot be written in XML.
pub fn ecrire(exchange: &AemExchange) -> Result<Vec<u8>, Diagnostic> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let mut serializer = Serializer::new(&mut out);
    serializer.indent(' ', 2);
    exchange
        .serialize(serializer)
        .map_err(|e| Diagnostic::error("AEM-090", format!("document AEM impossible à écrire : {e}")))?;
    out.push('\n');
    Ok(out.into_bytes())
}

/// Reads a document.
///
/// # Errors
/// `AEM-091` when it is not XML or not of this layout; the message names the element.
pub fn lire(bytes: &[u8]) -> Result<AemExchange, Diagnostic> {
    let wrong = |message: &str, hint: &str| Err(Diagnostic::error("AEM-091", message).hint(hint));
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match start.iter().find(|b| !b.is_ascii_whitespace()) {
        None => return wrong("le fichier AEM est vide", "donner le fichier XML écrit par cddu aem ecrire"),
        Some(b'<') => {}
        Some(_) if start.starts_with(b"S10.G00") => {
            return wrong(
                "ce fichier est une DSN, pas un fichier AEM",
                "donner d'abord le fichier AEM (XML)",
            );
        }
        Some(_) => {
            return wrong(
                "ce n'est pas un fichier AEM (XML)",
                "donner le fichier XML écrit par cddu aem ecrire",
            );
        }
    }
    let Ok(text) = std::str::from_utf8(start) else {
        return wrong("le fichier AEM n'est pas en UTF-8", "l'enregistrer en UTF-8");
    };
    if text.contains("<!DOCTYPE") {
        return wrong(
            "ce fichier AEM porte une déclaration <!DOCTYPE : France Travail n'en attend pas",
            "donner le fichier écrit par cddu aem ecrire, sans modification",
        );
    }
    quick_xml::de::from_str(text).map_err(|e| unreadable(text, &e.to_string()))
}

/// The reader's error in French, with the line of the element it names.
fn unreadable(text: &str, error: &str) -> Diagnostic {
    let named = |prefix: &str| error.strip_prefix(prefix).and_then(|rest| rest.split('`').next());
    let (message, element) = if let Some(name) = named("unknown field `") {
        let expected = error.split_once("expected ").map_or("", |(_, list)| list);
        let expected = expected.trim_start_matches("one of ").replace('`', "");
        (format!("élément ou attribut « {name} » inconnu à cet endroit ; attendus : {expected}"), Some(name))
    } else if let Some(name) = named("missing field `") {
        (format!("l'élément ou l'attribut « {name} » manque"), None)
    } else if let Some(name) = named("duplicate field `") {
        (format!("l'élément « {name} » est écrit deux fois"), Some(name))
    } else if error.contains("Eof") || error.contains("end of input") || error.contains("not closed") {
        ("le fichier s'arrête avant la fin : il est coupé".to_owned(), None)
    } else if error.contains("syntax error") || error.contains("ill-formed") {
        (format!("XML mal formé ({error})"), None)
    } else {
        (format!("valeur ou structure inattendue ({error})"), None)
    };
    let line = element.and_then(|name| {
        let place = text.find(&format!("<{}", name.trim_start_matches('@')))?;
        u64::try_from(text[..place].matches('\n').count() + 1).ok()
    });
    let mut found = Diagnostic::error("AEM-091", format!("fichier AEM illisible : {message}"))
        .hint("le document suit schema/aem.xsd : éléments, ordre et valeurs");
    found.ligne = line;
    found
}
