//! Causes of badly written tables, in French: the readers of TOML and CSV speak English.

use cddu_base::{Diagnostic, nearest};

/// Why a file is not read: what the reader of TOML, or the conversion of one row, says in English, said in French, with
/// a remedy. A sentence that is not known here is never shown as it is.
#[must_use]
pub fn toml_cause(raw: &str) -> (String, Option<String>) {
    let names: Vec<&str> = raw.split('`').skip(1).step_by(2).collect();
    let first = names.first().copied().unwrap_or_default();
    let rest = names.get(1..).unwrap_or_default();
    if raw.starts_with("unknown field") {
        return (format!("clé inconnue « {first} »"), Some(choices("clés", first, rest)));
    }
    if raw.starts_with("unknown variant") {
        return (format!("valeur inconnue « {first} »"), Some(choices("valeurs", first, rest)));
    }
    if raw.starts_with("missing field") {
        return (format!("il manque la clé « {first} »"), Some(format!("ajouter {first} = ...")));
    }
    if raw.starts_with("duplicate key") {
        return ("clé répétée".to_owned(), Some("n'en garder qu'une".to_owned()));
    }
    if let Some((found, wanted)) = raw
        .strip_prefix("invalid type: ")
        .or_else(|| raw.strip_prefix("invalid value: "))
        .and_then(|rest| rest.split_once(", expected "))
    {
        let hint = if wanted.contains("string") && (found.contains("floating") || found.contains("integer")) {
            "écrire les taux et les montants entre guillemets : \"6.90\"".to_owned()
        } else {
            format!("écrire {}", wanted_words(wanted))
        };
        let wanted = wanted_words(wanted);
        let of = if wanted.starts_with('u') { "d'" } else { "de " };
        return (format!("{} au lieu {of}{wanted}", found_words(found)), Some(hint));
    }
    // A message of the tables themselves (a date) is already French.
    if raw.contains('«') {
        return (raw.to_owned(), None);
    }
    (
        "cette ligne n'a pas la forme clé = valeur".to_owned(),
        Some(
            "écrire cle = \"texte\", cle = 2026-01-01 pour une date, [[taux]] avant chaque valeur ; fermer les guillemets \
             et les crochets"
                .to_owned(),
        ),
    )
}

fn choices(what: &str, name: &str, known: &[&str]) -> String {
    let near = nearest(name, known.iter().copied());
    if near.is_empty() {
        format!("{what} admises : {}", known.join(", "))
    } else {
        format!("vouliez-vous dire « {} » ?", near.join(" », « "))
    }
}

fn found_words(found: &str) -> String {
    let value = found.split(['`', '"']).nth(1).unwrap_or_default();
    match found.split([' ', '`']).next().unwrap_or_default() {
        "map" => "une table { }".to_owned(),
        "sequence" => "une liste [ ]".to_owned(),
        "string" => format!("le texte \"{value}\""),
        "integer" | "floating" => format!("le nombre {value} sans guillemets"),
        "boolean" => format!("le mot {value} sans guillemets"),
        _ => "une valeur d'une autre sorte".to_owned(),
    }
}

fn wanted_words(wanted: &str) -> &'static str {
    match wanted {
        w if w.contains("string") => "un texte entre guillemets",
        w if w.contains("sequence") || w.contains("array") => "une liste entre crochets",
        w if w.contains("boolean") => "true ou false",
        w if w.contains("datetime") => "une date (2026-01-01, sans guillemets)",
        w if w.starts_with('u') || w.starts_with('i') => "un nombre entier",
        w if w.contains("map") || w.contains("struct") => "une table de clés",
        _ => "une autre sorte de valeur",
    }
}

/// Why a CSV table is not read: the fault of its form, or of a cell of one row.
#[must_use]
pub fn csv_cause(error: &csv::Error) -> (String, Option<String>) {
    match error.kind() {
        csv::ErrorKind::Io(error) => (crate::io_cause(error), None),
        csv::ErrorKind::Utf8 { .. } => {
            ("le texte n'est pas en UTF-8".to_owned(), Some("enregistrer sous : CSV UTF-8".to_owned()))
        }
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => (
            format!("{len} colonnes, {expected_len} attendues"),
            Some("un texte qui contient une virgule se met entre guillemets".to_owned()),
        ),
        csv::ErrorKind::Deserialize { err, .. } => {
            let cell = err.field().map_or_else(String::new, |n| format!("colonne {} : ", n + 1));
            let (message, hint) = match err.kind() {
                csv::DeserializeErrorKind::Message(raw) => cell_cause(raw),
                csv::DeserializeErrorKind::UnexpectedEndOfRow => ("colonne absente".to_owned(), None),
                csv::DeserializeErrorKind::ParseBool(_) => ("true ou false attendu".to_owned(), None),
                csv::DeserializeErrorKind::ParseInt(_) => ("nombre entier attendu".to_owned(), None),
                csv::DeserializeErrorKind::ParseFloat(_) => ("nombre attendu".to_owned(), None),
                _ => ("valeur illisible".to_owned(), None),
            };
            (format!("{cell}{message}"), hint)
        }
        _ => ("ligne illisible".to_owned(), None),
    }
}

/// What the conversion of one cell says.
fn cell_cause(raw: &str) -> (String, Option<String>) {
    if ["input", "premature", "trailing"].iter().any(|word| raw.starts_with(word)) {
        return ("date illisible".to_owned(), Some("écrire AAAA-MM-JJ (2026-01-01)".to_owned()));
    }
    if raw.starts_with("missing field") {
        let name = raw.split('`').nth(1).unwrap_or_default();
        return (format!("la colonne « {name} » manque"), Some("remettre l'en-tête d'origine".to_owned()));
    }
    let known =
        ["unknown variant", "invalid type", "invalid value"].iter().any(|start| raw.starts_with(start));
    if known || raw.contains('«') { toml_cause(raw) } else { ("valeur illisible".to_owned(), None) }
}

/// The diagnostic of a CSV table that is not read, at its line.
#[must_use]
pub fn csv_diagnostic(code: &str, shown: &str, error: &csv::Error) -> Diagnostic {
    let (message, hint) = csv_cause(error);
    let mut diagnostic = Diagnostic::error(code, format!("table mal écrite : {message}"))
        .in_file(shown, error.position().map(csv::Position::line));
    diagnostic.aide = hint;
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_english_reaches_the_reader() {
        for (raw, message, hint) in [
            (
                "unknown field `tau`, expected one of `taux`, `part`",
                "clé inconnue « tau »",
                "vouliez-vous dire « taux » ?",
            ),
            ("unknown variant `D`, expected one of `A`, `B`, `C`", "valeur inconnue « D »", "A"),
            ("missing field `source`", "il manque la clé « source »", "ajouter source = ..."),
            (
                "invalid type: map, expected a string",
                "une table { } au lieu d'un texte entre guillemets",
                "écrire",
            ),
            (
                "invalid type: floating point `3.94`, expected a string",
                "le nombre 3.94 sans guillemets au lieu d'un texte entre guillemets",
                "\"6.90\"",
            ),
            (
                "invalid type: integer `5`, expected u32",
                "le nombre 5 sans guillemets au lieu d'un nombre entier",
                "écrire",
            ),
            ("duplicate key", "clé répétée", "n'en garder qu'une"),
            (
                "string values must be quoted, expected literal string",
                "cette ligne n'a pas la forme clé = valeur",
                "[[taux]]",
            ),
        ] {
            let (said, help) = toml_cause(raw);
            assert_eq!(said, message, "{raw}");
            assert!(help.unwrap_or_default().contains(hint), "{raw}");
        }
    }

    #[test]
    fn a_bad_row_of_csv_is_named() {
        let mut reader = csv::Reader::from_reader("a,b\n1\n".as_bytes());
        let error = reader.records().next().unwrap().unwrap_err();
        let diagnostic = csv_diagnostic("BAR-003", "t.csv", &error);
        assert_eq!(diagnostic.message, "table mal écrite : 1 colonnes, 2 attendues");
        assert_eq!(diagnostic.ligne, Some(2));
    }
}
