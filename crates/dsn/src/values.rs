//! Checks of one value: characters, length, format, closed list, calendar.

use std::fmt;

use crate::code::{Code, r21};
use crate::date;
use crate::finding::{Finding, short};
use crate::latin1;
use crate::norm::{Kind, Rubrique, Version};
use cddu_base::Gravite;

/// Names given by the norm to some formats; the others are reported as FMT-05 or FMT-06.
const NAMED_FORMATS: [(Code, &str); 2] =
    [(r21(30, 1), "S21.G00.30.001/REGEX"), (r21(30, 10), "S21.G00.30.010/REGEX")];

/// Version of the norm that a message announces.
const NORME: Code = Code::of("S10.G00.00.006");

/// Characters of a value that a message repeats.
const SHOWN: usize = 60;

/// Checks `value`, read at `line`. At most one finding per value; true when there is one.
pub(crate) fn check(rubrique: &Rubrique, line: usize, value: &[u8], findings: &mut Vec<Finding>) -> bool {
    let fault = fault(rubrique, value);
    let wrong = fault.is_some();
    if let Some((code, message)) = fault {
        findings.push(Finding::new(code, Gravite::Bloquant, line, &rubrique.code.to_string(), message));
    }
    wrong
}

/// Code and label of a rubrique, written only in messages.
pub(crate) struct Name<'a>(pub(crate) &'a Rubrique);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.0.code, self.0.libelle)
    }
}

fn fault(rubrique: &Rubrique, value: &[u8]) -> Option<(&'static str, String)> {
    let name = Name(rubrique);
    if value.is_empty() {
        return Some(("FMT-04", format!("{name} est vide : retirez la ligne ou donnez une valeur")));
    }
    if let Some(message) = characters(value) {
        return Some(("FMT-02", format!("{name} : {message}")));
    }
    let shown = || short(&latin1::decode(value), SHOWN);
    if let Some(format) = rubrique.format
        && !format.matches(value)
    {
        return Some((format_code(rubrique), format!("{name} : « {} » {}", shown(), expected(rubrique))));
    }
    if !(rubrique.min..=rubrique.max).contains(&value.len()) {
        let length = if rubrique.min == rubrique.max {
            format!("{} caractères", rubrique.min)
        } else {
            format!("de {} à {} caractères", rubrique.min, rubrique.max)
        };
        return Some((
            "FMT-06",
            format!("{name} : « {} » compte {} caractères, il en faut {length}", shown(), value.len()),
        ));
    }
    // Dates and codes are ASCII: another text is neither a day nor in a list.
    let ascii = str::from_utf8(value).unwrap_or_default();
    if rubrique.kind == Kind::Date && date::parse(ascii).is_none() {
        return Some((
            "FMT-05",
            format!("{name} : « {} » n'est pas un jour du calendrier (JJMMAAAA)", shown()),
        ));
    }
    if rubrique.code == NORME && Version::parse(ascii).is_none() {
        return Some((
            "FMT-06",
            format!(
                "{name} : la version « {} » n'est pas connue ({} le sont) : seule la forme du fichier est contrôlée",
                shown(),
                Version::ALL.map(Version::as_str).join(", ")
            ),
        ));
    }
    if rubrique.values.is_some() && rubrique.label(ascii).is_none() {
        return Some((
            "FMT-06",
            format!("{name} : « {} » n'est pas dans la liste de la norme annoncée", shown()),
        ));
    }
    None
}

/// Control characters and UTF-8 sequences, which a value in ISO-8859-1 never has.
fn characters(value: &[u8]) -> Option<String> {
    if value.is_ascii() && !value.iter().any(u8::is_ascii_control) {
        return None;
    }
    if latin1::looks_like_utf8(value) {
        return Some(
            "les lettres accentuées sont codées en UTF-8 : enregistrez le fichier en ISO-8859-1".to_string(),
        );
    }
    let byte = value.iter().find(|b| matches!(b, 0..=0x1F | 0x7F..=0x9F))?;
    Some(format!("l'octet {byte:02X} n'est pas un caractère ISO-8859-1 imprimable : remplacez-le"))
}

fn format_code(rubrique: &Rubrique) -> &'static str {
    match NAMED_FORMATS.iter().find(|(code, _)| *code == rubrique.code) {
        Some((_, name)) => name,
        None if matches!(rubrique.kind, Kind::Numerique | Kind::Date) => "FMT-05",
        None => "FMT-06",
    }
}

fn expected(rubrique: &Rubrique) -> String {
    let pattern = rubrique.format.map_or("", |f| f.pattern());
    match rubrique.kind {
        Kind::Date if pattern.starts_with("(01)") => "n'est pas un mois de la forme 01MMAAAA".to_string(),
        Kind::Date => "n'est pas une date de la forme JJMMAAAA".to_string(),
        Kind::Numerique if pattern.ends_with("\\.[0-9]{2}") && pattern.starts_with('-') => {
            "n'est pas un montant à deux décimales avec un point".to_string()
        }
        _ if rubrique.code == r21(30, 1) => {
            "n'est pas un NIR de 13 caractères (sans la clé ; un numéro provisoire se met en S21.G00.30.020)"
                .to_string()
        }
        _ if pattern == "[A-Za-z0-9\\s]+" => {
            "ne doit avoir que des lettres sans accent, des chiffres et des espaces (ni tiret ni apostrophe)"
                .to_string()
        }
        _ => format!("n'a pas la forme attendue {pattern}"),
    }
}
