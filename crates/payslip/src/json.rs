//! JSON in: one document to a typed input, with French diagnostics that name the field.

mod beside;
mod strict;

use cddu_rates::{Diagnostic, nearest};
use serde::de::DeserializeOwned;

use strict::Strict;

/// Reads a document. Unknown and duplicate keys are refused with their path.
///
/// # Errors
/// `JSON-001` for text that is not JSON, `JSON-002` for a field that is unknown, missing, repeated or of the
/// wrong form.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Diagnostic> {
    parse_beside(text, None)
}

/// Reads a document that may hold a `reference` beside its own keys: a free text of the caller, which is no part of the
/// document.
///
/// # Errors
/// Those of [`parse`].
pub fn parse_referenced<T: DeserializeOwned>(text: &str) -> Result<(T, Option<String>), Diagnostic> {
    let mut reference = None;
    parse_beside(text, Some(&mut reference)).map(|value| (value, reference))
}

fn parse_beside<T: DeserializeOwned>(
    text: &str,
    mut reference: Option<&mut Option<String>>,
) -> Result<T, Diagnostic> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = match reference.as_deref_mut() {
        Some(reference) => T::deserialize(beside::Beside { inner: Strict(&mut reader), reference }),
        None => T::deserialize(Strict(&mut reader)),
    };
    match read {
        Ok(value) if reader.end().is_ok() => Ok(value),
        _ => with_paths(text, reference),
    }
}

/// Reads again what could not be read, following the path of each field: only an error has one to tell.
fn with_paths<T: DeserializeOwned>(
    text: &str,
    reference: Option<&mut Option<String>>,
) -> Result<T, Diagnostic> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = match reference {
        Some(reference) => {
            serde_path_to_error::deserialize(beside::Beside { inner: Strict(&mut reader), reference })
        }
        None => serde_path_to_error::deserialize(Strict(&mut reader)),
    };
    let value = read.map_err(|error| {
        let path = error.path().to_string();
        explain(&path, error.inner())
    })?;
    reader.end().map_err(|error| explain(".", &error))?;
    Ok(value)
}

fn explain(path: &str, error: &serde_json::Error) -> Diagnostic {
    let place = (error.line() > 0).then_some(error.line() as u64);
    if !error.is_data() {
        let what = if error.is_eof() { "le document s'arrête avant la fin" } else { "ce n'est pas du JSON" };
        let mut diagnostic = Diagnostic::error("JSON-001", format!("{what} (caractère {})", error.column()))
            .hint("vérifier les guillemets, les virgules et les accolades autour de cet endroit");
        diagnostic.ligne = place;
        return diagnostic;
    }
    let raw = error.to_string();
    let raw = raw.split(" at line ").next().unwrap_or(&raw);
    let (message, hint) = translate(raw);
    let mut diagnostic =
        Diagnostic::error("JSON-002", message).at(if path == "." { "(racine)" } else { path });
    diagnostic.ligne = place;
    diagnostic.aide = hint;
    diagnostic
}

/// The messages of serde, said in French.
fn translate(raw: &str) -> (String, Option<String>) {
    let names: Vec<&str> = raw.split('`').skip(1).step_by(2).collect();
    if let Some(name) = quoted(raw, "unknown field ") {
        let known = &names[1.min(names.len())..];
        return (format!("clé inconnue « {name} »"), suggestion(name, known));
    }
    if let Some(name) = quoted(raw, "unknown variant ") {
        let known = &names[1.min(names.len())..];
        return (
            format!("valeur inconnue « {name} »"),
            Some(format!("valeurs possibles : {}", known.join(", "))),
        );
    }
    if let Some(name) = quoted(raw, "missing field ") {
        return (
            format!("clé manquante « {name} »"),
            Some("voir cddu schema pour la liste des clés".to_owned()),
        );
    }
    if let Some(name) = quoted(raw, "duplicate field ") {
        return (format!("clé répétée « {name} »"), Some("garder une seule valeur".to_owned()));
    }
    if let Some(rest) = raw.strip_prefix("invalid type: ").or_else(|| raw.strip_prefix("invalid value: ")) {
        let (got, expected) = rest.split_once(", expected ").unwrap_or((rest, ""));
        return (
            format!("valeur de forme inattendue : {}", form(got)),
            Some(format!("attendu : {}", form(expected))),
        );
    }
    if raw == "trailing input" {
        return ("date impossible".to_owned(), Some("écrire une date AAAA-MM-JJ, sans l'heure".to_owned()));
    }
    if raw.starts_with("date impossible") {
        return (raw.to_owned(), Some("écrire une date AAAA-MM-JJ qui existe".to_owned()));
    }
    if raw == "premature end of input"
        || raw == "input contains invalid characters"
        || raw == "input is out of range"
    {
        return ("date impossible".to_owned(), Some("écrire une date AAAA-MM-JJ qui existe".to_owned()));
    }
    if let Some((what, remedy)) = raw.split_once(" ; ").filter(|_| raw.contains(" sont donnés ensemble")) {
        return (what.to_owned(), Some(remedy.to_owned()));
    }
    if let Some((what, _)) = raw.split_once(" (écrire par exemple") {
        return (what.to_owned(), Some(decimal(what)));
    }
    (raw.to_owned(), None)
}

/// How a number refused is written: its own figures when they only have a comma, spaces or a sign of a unit.
fn decimal(what: &str) -> String {
    let typed =
        what.split_once("« ").and_then(|(_, rest)| rest.split_once(" »")).map_or("", |(typed, _)| typed);
    let figures: String = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '%' | '€')).collect();
    let figures = figures.replace(',', ".");
    let number = figures.parse::<rust_decimal::Decimal>().is_ok();
    let example = if number { figures.as_str() } else { "1735.54" };
    format!("écrire \"{example}\" : des chiffres et un point avant les décimales")
}

fn quoted<'a>(raw: &'a str, prefix: &str) -> Option<&'a str> {
    raw.strip_prefix(prefix)?.split('`').nth(1)
}

fn suggestion(name: &str, known: &[&str]) -> Option<String> {
    let near = nearest(name, known.iter().copied());
    if near.is_empty() {
        (!known.is_empty()).then(|| format!("clés admises : {}", known.join(", ")))
    } else {
        Some(format!("vouliez-vous dire « {} » ?", near.join(" », « ")))
    }
}

fn form(text: &str) -> String {
    if matches!(text, "u8" | "u16" | "u32" | "u64" | "usize") {
        return "un nombre entier, zéro ou plus".to_owned();
    }
    let mut out = text.to_owned();
    for (from, to) in [
        ("a formatted date string", "une date AAAA-MM-JJ"),
        ("string ", "le texte "),
        ("a string", "un texte"),
        ("a boolean", "true ou false"),
        ("boolean ", "la valeur logique "),
        ("floating point ", "le nombre "),
        ("integer ", "le nombre entier "),
        ("a sequence", "une liste"),
        ("sequence", "une liste"),
        ("struct ", "un objet "),
        ("map", "un objet"),
        ("null", "null"),
    ] {
        out = out.replace(from, to);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BulletinInput;

    fn error(text: &str) -> Diagnostic {
        parse::<BulletinInput>(text).unwrap_err()
    }

    const HEAD: &str = r#""date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8},"#;

    #[test]
    fn every_message_names_the_field_in_french() {
        let cases = [
            (r#"{"date_paiment":"2026-10-09"}"#.to_owned(), "JSON-002", "clé inconnue « date_paiment »"),
            (format!(r#"{{{HEAD}"contrats":[]}}"#), "JSON-002", "clé manquante « salarie »"),
            (
                format!(r#"{{{HEAD}"date_paiement":"2026-10-09"}}"#),
                "JSON-002",
                "clé répétée « date_paiement »",
            ),
            ("{".to_owned(), "JSON-001", "le document s'arrête avant la fin"),
            ("bonjour".to_owned(), "JSON-001", "ce n'est pas du JSON"),
            (r#"{"date_paiement":"2026-02-30"}"#.to_owned(), "JSON-002", "date impossible « 2026-02-30 »"),
            // Read by the calendar of the library, refused like the CSV files refuse them.
            (r#"{"date_paiement":"2026-6-5"}"#.to_owned(), "JSON-002", "date impossible « 2026-6-5 »"),
            (r#"{"date_paiement":"12026-06-05"}"#.to_owned(), "JSON-002", "date impossible « 12026-06-05 »"),
            (r#"{"date_paiement":"+2026-06-05"}"#.to_owned(), "JSON-002", "date impossible « +2026-06-05 »"),
            (
                r#"{"employeur":{"idcc":"3097","effectif":-1}}"#.to_owned(),
                "JSON-002",
                "valeur de forme inattendue",
            ),
            (
                format!(r#"{{{HEAD}"cumuls":{{"dfs":"1,5"}}}}"#),
                "JSON-002",
                "« 1,5 » n'est pas un nombre décimal",
            ),
        ];
        for (text, code, message) in cases {
            let got = error(&text);
            assert_eq!(got.code, code, "{text}");
            assert!(got.message.starts_with(message), "{text}: {}", got.message);
        }
    }

    /// An object is not the list of its values, a word is not an object that names it: the schema refuses both. A value of another
    /// form where a word is expected is JSON all the same, and has its place.
    #[test]
    fn objects_and_words_have_one_form() {
        let person = r#""salarie":{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"}"#;
        let asked = |rest: &str| format!("{{{HEAD}{person},{rest}}}");
        let contract = |word: &str| asked(&format!(r#""contrats":[{{"contrat":"C1","categorie":{word}}}]"#));
        let list = "valeur de forme inattendue : une liste";
        let cases = [
            (format!(r#"{{{HEAD}"salarie":["T01","EXEMPLE","Camille"],"contrats":[]}}"#), "salarie", list),
            (asked(r#""cumuls":["1500.00"],"contrats":[]"#), "cumuls", list),
            (asked(r#""methodes":[],"contrats":[]"#), "methodes", list),
            (asked(r#""contrats":[["C1","technicien"]]"#), "contrats[0]", list),
            (contract("true"), "contrats[0].categorie", "valeur de forme inattendue : la valeur logique"),
            (contract("1"), "contrats[0].categorie", "valeur de forme inattendue : le nombre entier"),
            (contract("null"), "contrats[0].categorie", "valeur de forme inattendue : null"),
            (contract("[]"), "contrats[0].categorie", list),
            (
                contract(r#"{"technicien":null}"#),
                "contrats[0].categorie",
                "valeur de forme inattendue : un objet",
            ),
        ];
        for (text, path, message) in cases {
            let got = error(&text);
            assert_eq!((got.code.as_str(), got.champ.as_deref()), ("JSON-002", Some(path)), "{text}");
            assert!(got.message.starts_with(message), "{text}: {}", got.message);
        }
    }

    #[test]
    fn the_path_and_the_nearest_key_are_given() {
        let got = error(r#"{"employeur":{"idcc":"3097","efectif":8}}"#);
        assert_eq!(got.champ.as_deref(), Some("employeur.efectif"));
        assert_eq!(got.aide.as_deref(), Some("vouliez-vous dire « effectif » ?"));
        let got = error(&format!(r#"{{{HEAD}"contrats":[{{"contrat":"C1","categorie":"acteur"}}]}}"#));
        assert_eq!(got.champ.as_deref(), Some("contrats[0].categorie"));
        assert!(got.aide.unwrap().contains("artiste"));
    }
}
