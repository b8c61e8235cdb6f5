//! A request from its JSON text, with every error of form at once.
//!
//! The reader of the types stops at the first error. When there is one, it is told, the place is filled with something
//! that fits its schema, and the document is read again: each error has the words and the path that the reader gives it.

use cddu_payslip::json;
use cddu_rates::{Diagnostic, Diagnostics, cut};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::answer::Named;
use crate::{BrutInput, BulletinInput, NoteInput, Simulation, schemas};

/// Errors told of one document.
const MOST: usize = 30;

/// Longest document whose errors are all looked for.
const LONGEST: usize = 256 << 10;

/// A request and the caller's reference.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request<T> {
    /// Free text, repeated by the answer.
    pub reference: Option<String>,
    /// The request itself.
    pub input: T,
}

/// A request that [`read`] reads: those of the contract.
pub trait Readable: DeserializeOwned + sealed::Sealed {
    /// Name of its schema.
    const SCHEMA: &'static str;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! readable {
    ($($type:ty => $schema:literal),+) => {
        $(impl sealed::Sealed for $type {}
        impl Readable for $type {
            const SCHEMA: &'static str = $schema;
        })+
    };
}

readable! { BulletinInput => "bulletin", NoteInput => "note", BrutInput => "brut", Simulation => "simuler" }

/// Reads a request. Unknown and repeated keys are refused; the errors of form are all told, with their paths.
///
/// ```
/// use cddu_kit::{BulletinInput, read};
/// let errors = read::<BulletinInput>(r#"{
///   "date_paiement": "2026-02-30",
///   "employeur": { "idcc": "3097", "effectif": -1 },
///   "contrats": [ { "contrat": "C1", "categorie": "acteur", "debut": "2026-10-05", "fin": "2026-10-09" } ]
/// }"#).unwrap_err();
/// let paths: Vec<_> = errors.as_slice().iter().filter_map(|d| d.champ.as_deref()).collect();
/// assert_eq!(paths, ["date_paiement", "employeur.effectif", "contrats[0].categorie", "(racine)"]);
/// ```
///
/// # Errors
/// `JSON-001` for a text that is not JSON, `JSON-002` for each field that is unknown, missing, repeated or of the wrong
/// form.
pub fn read<T: Readable>(text: &str) -> Result<Request<T>, Diagnostics> {
    match json::parse_referenced(text) {
        Ok((input, reference)) => Ok(Request { reference, input }),
        Err(first) if first.code == "JSON-002" && text.len() <= LONGEST => {
            Err(all::<T>(text, first).into_iter().map(short).collect::<Vec<_>>().into())
        }
        Err(first) => Err(short(first).into()),
    }
}

/// A diagnostic whose values and place are not longer than what helps to find them.
fn short(mut told: Diagnostic) -> Diagnostic {
    told.message = short_quotes(&told.message);
    told.champ = told.champ.map(|place| {
        place
            .split('.')
            .map(|step| if step.len() > 80 { cut(step) } else { step.to_owned() })
            .collect::<Vec<_>>()
            .join(".")
    });
    told
}

/// A message whose quoted values are cut.
fn short_quotes(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some(at) = rest.find(['«', '"']) {
        let (before, quoted) = rest.split_at(at);
        let french = quoted.strip_prefix("« ").and_then(|text| text.split_once(" »"));
        // A text of JSON, which may hold any sign, is the only one of its message.
        let json = || quoted.strip_prefix('"').and_then(|text| text.rsplit_once('"'));
        let (open, close) = if french.is_some() { ("« ", " »") } else { ("\"", "\"") };
        let Some((value, after)) = french.or_else(json) else { break };
        out.push_str(&format!("{before}{open}{}{close}", cut(value)));
        rest = after;
    }
    out + rest
}

fn all<T: Readable>(text: &str, first: Diagnostic) -> Vec<Diagnostic> {
    let Some(schema) = schemas::kept(T::SCHEMA) else { return vec![first] };
    let Ok(mut value) = serde_json::from_str::<Value>(text) else { return vec![first] };
    let mut out = vec![first];
    let mut mended: Vec<String> = Vec::new();
    while out.len() < MOST {
        let Some(last) = out.last() else { break };
        let Some(place) = mend(&mut value, schema, last) else { break };
        // What was put in place does not fit: nothing more can be told.
        if mended.contains(&place) {
            break;
        }
        mended.push(place);
        match json::parse_referenced::<T>(&value.to_string()) {
            Ok(_) => break,
            Err(mut next) => {
                next.ligne = None;
                let champ = next.champ.as_deref().unwrap_or_default();
                if next.code != "JSON-002" || mended.iter().any(|m| champ == m || under(champ, m)) {
                    break;
                }
                out.push(next);
            }
        }
    }
    out
}

fn under(champ: &str, place: &str) -> bool {
    champ.strip_prefix(place).is_some_and(|rest| rest.starts_with(['.', '[']))
}

/// Takes an error out of the document; its place, or nothing when it cannot be taken out.
fn mend(value: &mut Value, schema: &Value, error: &Diagnostic) -> Option<String> {
    let champ = error.champ.as_deref().filter(|c| *c != "(racine)").unwrap_or_default();
    let path = steps(champ)?;
    let quoted = || Some(error.message.split_once("« ")?.1.split_once(" »")?.0.to_owned());
    if error.message.starts_with("clé répétée") {
        // The document read as a value keeps one of them.
        return Some(format!("{champ}{{}}"));
    }
    if error.message.starts_with("clé inconnue") {
        let (last, parents) = path.split_last()?;
        let parent = at(value, parents)?;
        parent.as_object_mut()?.shift_remove(last.as_str())?;
        return Some(champ.to_owned());
    }
    if error.message.starts_with("clé manquante") {
        let key = quoted()?;
        let mut inside = path.clone();
        inside.push(key.clone());
        let sample = sample(schema, of_path(schema, &inside)?, 0);
        at(value, &path)?.as_object_mut()?.insert(key.clone(), sample);
        return Some(if champ.is_empty() { key } else { format!("{champ}.{key}") });
    }
    let sample = sample(schema, of_path(schema, &path)?, 0);
    *at(value, &path)? = sample;
    Some(champ.to_owned())
}

/// `contrats[0].brut` as steps.
pub(crate) fn steps(champ: &str) -> Option<Vec<String>> {
    let mut out = Vec::new();
    for part in champ.split('.').filter(|p| !p.is_empty()) {
        let (name, ranks) = part.split_once('[').unwrap_or((part, ""));
        if !name.is_empty() {
            out.push(name.to_owned());
        }
        for rank in ranks.split('[').filter(|r| !r.is_empty()) {
            out.push(rank.strip_suffix(']')?.to_owned());
        }
    }
    Some(out)
}

fn at<'v>(value: &'v mut Value, path: &[String]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match value {
        Value::Object(map) => map.get_mut(step.as_str()),
        Value::Array(list) => list.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// A schema without its references and its `null`.
fn plain<'s>(root: &'s Value, mut schema: &'s Value) -> &'s Value {
    for _ in 0..8 {
        if let Some(name) = schema["$ref"].as_str().and_then(|r| r.strip_prefix("#/$defs/")) {
            schema = &root["$defs"][name];
        } else if let Some(all) = schema["anyOf"].as_array() {
            let Some(real) = all.iter().find(|s| s["type"] != "null") else { break };
            schema = real;
        } else {
            break;
        }
    }
    schema
}

pub(crate) fn of_path<'s>(root: &'s Value, path: &[String]) -> Option<&'s Value> {
    let found = path.iter().try_fold(root, |schema, step| {
        let schema = plain(root, schema);
        let inside = match (schema.get("items"), step.parse::<usize>()) {
            (Some(items), Ok(_)) => items,
            _ => schema["properties"].get(step).or_else(|| schema.get("additionalProperties"))?,
        };
        inside.is_object().then_some(inside)
    })?;
    Some(plain(root, found))
}

/// The smallest value of a schema.
fn sample(root: &Value, schema: &Value, depth: usize) -> Value {
    let schema = plain(root, schema);
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().and_then(Value::as_str),
        kind => kind.as_str(),
    };
    if let Some(value) = schema.get("const") {
        return value.clone();
    }
    if let Some(value) = schema["enum"].get(0) {
        return value.clone();
    }
    if let Some(one) = schema["oneOf"].get(0).filter(|_| depth < 12) {
        return sample(root, one, depth + 1);
    }
    match kind {
        Some("object") if depth < 12 => {
            let required = schema["required"].as_array();
            let keys = required.into_iter().flatten().filter_map(Value::as_str);
            let inside = |key: &str| sample(root, &schema["properties"][key], depth + 1);
            Value::Object(keys.map(|key| (key.to_owned(), inside(key))).collect::<Map<_, _>>())
        }
        Some("array") => json!([]),
        Some("integer") => schema.get("minimum").cloned().unwrap_or_else(|| json!(0)),
        Some("boolean") => json!(false),
        Some("string") if schema["format"] == "date" => json!("2026-01-05"),
        Some("string") if schema["pattern"].as_str().is_some_and(|p| p.contains("[:hH]")) => json!("09:00"),
        Some("string") if schema.get("pattern").is_some() => json!("0"),
        Some("string") => json!(""),
        _ => Value::Null,
    }
}

/// What names a request that cannot be read whole.
pub(crate) fn named(request: &str) -> Named {
    #[derive(Deserialize)]
    struct Names {
        #[serde(default)]
        reference: Value,
        #[serde(default)]
        numero: Value,
    }
    let text = |value: Value| match value {
        Value::String(text) => Some(text),
        _ => None,
    };
    serde_json::from_str::<Names>(request)
        .map_or_else(|_| Named::default(), |n| Named { reference: text(n.reference), numero: text(n.numero) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BulletinInput;

    #[test]
    fn a_long_value_is_cut_where_it_is_told() {
        let long = "x".repeat(3000);
        let kept = "x".repeat(40);
        for (key, value, told) in [
            ("categorie", format!("\"{long}\""), format!("valeur inconnue « {kept}… »")),
            ("debut", format!("\"{long}\""), format!("date impossible « {kept}… »")),
            ("cadre", format!("\"{long}\""), format!("valeur de forme inattendue : le texte \"{kept}…\"")),
            (&long, "1".to_owned(), format!("clé inconnue « {kept}… »")),
        ] {
            let text = format!(r#"{{ "contrats": [ {{ "contrat": "C1", "{key}": {value} }} ] }}"#);
            let errors = read::<BulletinInput>(&text).unwrap_err();
            let first = &errors.as_slice()[0];
            assert!(first.message.starts_with(&told), "{}", first.message);
            assert!(first.champ.as_ref().is_some_and(|c| c.chars().count() < 80), "{:?}", first.champ);
        }
        assert_eq!(short_quotes("« a » et « b »"), "« a » et « b »");
    }
}
