//! The errors of the XML reader in French.

/// What is wrong with an XML text, from the words of the reader.
#[must_use]
pub fn cause(error: &str) -> String {
    let mut tags = error.split('`').skip(1).step_by(2);
    let mut tag = || tags.next().unwrap_or_default();
    if error.contains("expected `</") {
        let (expected, found) = (tag(), tag());
        format!("la balise {expected} est attendue, {found} est écrite")
    } else if error.contains("does not match any open") {
        format!("la balise {} ne ferme rien", tag())
    } else if error.contains("not closed") || error.contains("Eof") || error.contains("end of input") {
        "une balise n'est pas fermée : le fichier est coupé".to_owned()
    } else if error.contains("attribute") {
        "un attribut n'est pas de la forme nom=\"valeur\"".to_owned()
    } else {
        "le texte n'est pas du XML bien formé".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::cause;

    /// The reader's own words, met on damaged files.
    #[test]
    fn each_fault_has_its_words() {
        let read = |text: &str| {
            let mut reader = quick_xml::Reader::from_str(text);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => return "lu".to_owned(),
                    Ok(_) => {}
                    Err(error) => return cause(&error.to_string()),
                }
            }
        };
        assert_eq!(read("<A><B></C></A>"), "la balise </B> est attendue, </C> est écrite");
        assert_eq!(read("</A>"), "la balise </A> ne ferme rien");
        assert_eq!(read("<A"), "une balise n'est pas fermée : le fichier est coupé");
        assert_eq!(read("<A><!- x></A>"), "une balise n'est pas fermée : le fichier est coupé");
        assert_eq!(read("<A>1</A>"), "lu");
    }
}
