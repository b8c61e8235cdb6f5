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
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Diagnostic::error("AEM-091", "le fichier AEM n'est pas en UTF-8").hint("l'enregistrer en UTF-8")
    })?;
    quick_xml::de::from_str(text).map_err(|e| {
        Diagnostic::error("AEM-091", format!("fichier AEM illisible : {e}"))
            .hint("le document suit schema/aem.xsd : éléments, ordre et valeurs")
    })
}
