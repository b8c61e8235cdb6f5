//! The types of the documents for Python and for JavaScript, made from the schemas.
//! `CDDU_MAJ=1` writes them again; the difference is then to be read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cddu_kit::schemas;
use serde_json::Value;

/// Documents that go in, with their names.
const IN: [(&str, &str); 6] = [
    ("bulletin", "DemandeBulletin"),
    ("note", "DemandeNote"),
    ("brut", "DemandeBrut"),
    ("expliquer", "DemandeExpliquer"),
    ("simuler", "DemandeSimuler"),
    ("dsn", "DemandeDsn"),
];

/// Documents that come out.
const OUT: [(&str, &str); 9] = [
    ("bulletin-sortie", "Bulletin"),
    ("note-sortie", "Note"),
    ("brut-sortie", "Brut"),
    ("expliquer-sortie", "Explication"),
    ("simuler-sortie", "Simulation"),
    ("dsn-verifier-sortie", "AnomaliesDsn"),
    ("version-sortie", "Version"),
    ("erreurs", "Refus"),
    ("diagnostic", "Diagnostic"),
];

/// The definitions of several schemas, under names that do not meet.
struct Definitions {
    /// Name, schema, and the schema document it belongs to.
    all: Vec<(String, Value, String)>,
    /// Name by document and definition.
    names: BTreeMap<(String, String), String>,
}

fn refers(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if let Some(name) = map.get("$ref").and_then(Value::as_str) {
                out.push(name.trim_start_matches("#/$defs/").to_owned());
            }
            map.values().for_each(|v| refers(v, out));
        }
        Value::Array(list) => list.iter().for_each(|v| refers(v, out)),
        _ => {}
    }
}

/// A definition with everything under it: two of the same text are one type.
fn whole(schema: &Value, name: &str) -> String {
    let mut seen: Vec<String> = Vec::new();
    let mut todo = vec![name.to_owned()];
    let mut text = String::new();
    while let Some(name) = todo.pop() {
        if !seen.contains(&name) {
            let definition = &schema["$defs"][&name];
            let _ = write!(text, "{name}:{definition};");
            refers(definition, &mut todo);
            seen.push(name);
        }
    }
    text
}

impl Definitions {
    fn read(roots: &[(&str, &str)]) -> Self {
        let mut out = Self { all: Vec::new(), names: BTreeMap::new() };
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for (document, root) in roots {
            let mut schema = schemas::get(document).unwrap();
            for (name, definition) in schema["$defs"].as_object().cloned().unwrap_or_default() {
                let text = whole(&schema, &name);
                let meets = roots.iter().any(|(_, root)| *root == name);
                let taken =
                    |given: &str| meets && given == name || known.get(given).is_some_and(|k| *k != text);
                let given = if taken(&name) { format!("{root}{name}") } else { name.clone() };
                if !known.contains_key(&given) {
                    out.all.push((given.clone(), definition, (*document).to_owned()));
                }
                known.insert(given.clone(), text);
                out.names.insert(((*document).to_owned(), name), given);
            }
            schema.as_object_mut().unwrap().shift_remove("$defs");
            out.all.push(((*root).to_owned(), schema, (*document).to_owned()));
        }
        out
    }

    fn name(&self, document: &str, reference: &str) -> &str {
        let definition = reference.trim_start_matches("#/$defs/").to_owned();
        &self.names[&(document.to_owned(), definition)]
    }
}

/// A language.
trait Language {
    /// What a plain type is called.
    fn plain(&self, kind: &str) -> String;
    fn list(&self, inner: &str) -> String;
    fn map(&self, inner: &str) -> String;
    fn any(&self, of: &[String]) -> String;
    fn values(&self, of: &[String]) -> String;
    fn anything(&self) -> &'static str;

    fn of(&self, all: &Definitions, document: &str, schema: &Value) -> String {
        if let Some(reference) = schema["$ref"].as_str() {
            return all.name(document, reference).to_owned();
        }
        for choice in ["anyOf", "oneOf"] {
            if let Some(list) = schema[choice].as_array() {
                let constants: Vec<String> =
                    list.iter().filter_map(|s| s.get("const")).map(Value::to_string).collect();
                if constants.len() == list.len() {
                    return self.values(&constants);
                }
                let inner: Vec<String> = list.iter().map(|s| self.of(all, document, s)).collect();
                return self.any(&inner);
            }
        }
        if let Some(list) = schema["enum"].as_array() {
            return self.values(&list.iter().map(Value::to_string).collect::<Vec<_>>());
        }
        if let Some(value) = schema.get("const") {
            return self.values(&[value.to_string()]);
        }
        match &schema["type"] {
            Value::Array(kinds) => {
                let inner: Vec<String> =
                    kinds.iter().filter_map(Value::as_str).map(|k| self.plain(k)).collect();
                self.any(&inner)
            }
            Value::String(kind) if kind == "array" => self.list(&self.of(all, document, &schema["items"])),
            Value::String(kind) if kind == "object" => match schema.get("additionalProperties") {
                Some(inner) if inner.is_object() => self.map(&self.of(all, document, inner)),
                _ => self.map(self.anything()),
            },
            Value::String(kind) => self.plain(kind),
            _ => self.anything().to_owned(),
        }
    }
}

/// Types that stand for the numbers and the dates of the contract.
fn unit(name: &str) -> bool {
    matches!(name, "Montant" | "Taux" | "Quantite" | "Date")
}

/// A key that languages take as a name.
fn is_name(key: &str) -> bool {
    key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !key.starts_with(|c: char| c.is_ascii_digit())
}

fn said(schema: &Value) -> Option<String> {
    Some(schema["description"].as_str()?.split_whitespace().collect::<Vec<_>>().join(" "))
}

struct Python {
    input: bool,
}

impl Language for Python {
    fn plain(&self, kind: &str) -> String {
        match kind {
            "string" => "str",
            "integer" => "int",
            "boolean" => "bool",
            "null" => "None",
            _ => "Any",
        }
        .to_owned()
    }
    fn list(&self, inner: &str) -> String {
        format!("List[{inner}]")
    }
    fn map(&self, inner: &str) -> String {
        format!("Dict[str, {inner}]")
    }
    fn any(&self, of: &[String]) -> String {
        format!("Union[{}]", of.join(", "))
    }
    fn values(&self, of: &[String]) -> String {
        format!("Literal[{}]", of.join(", ").replace("null", "None"))
    }
    fn anything(&self) -> &'static str {
        "Any"
    }
}

impl Python {
    fn page(&self, roots: &[(&str, &str)], what: &str) -> String {
        let all = Definitions::read(roots);
        let mut out = format!(
            "\"\"\"{what}\n\nPage écrite d'après schemas/v1 par « CDDU_MAJ=1 cargo test -p cddu-kit --test types ».\n\"\"\"\n\nfrom __future__ import annotations\n\n"
        );
        if self.input {
            out.push_str("import datetime\n");
        }
        out.push_str(
            "from decimal import Decimal\nfrom typing import Any, Dict, List, Literal, TypedDict, Union\n\n",
        );
        let (number, date) = if self.input {
            ("Union[str, int, Decimal]", "Union[str, datetime.date]")
        } else {
            ("Decimal", "str")
        };
        for name in ["Montant", "Taux", "Quantite"] {
            let _ = writeln!(out, "{name} = {number}");
        }
        let _ = writeln!(out, "Date = {date}");
        let (mut classes, mut late) = (String::new(), String::new());
        for (name, schema, document) in all.all.iter().filter(|(name, ..)| !unit(name)) {
            let Some(properties) = schema["properties"].as_object() else {
                let text = self.of(&all, document, schema);
                let mut inside = Vec::new();
                refers(schema, &mut inside);
                if inside.is_empty() {
                    let _ = writeln!(out, "{name} = {text}");
                } else {
                    // Names of classes stand above, those of other late types may not: all of them are quoted.
                    let quoted = inside.iter().fold(text, |text, r| {
                        let r = all.name(document, r);
                        text.replace(&format!("[{r}"), &format!("[\"{r}\""))
                            .replace(&format!(" {r}"), &format!(" \"{r}\""))
                    });
                    let _ = writeln!(late, "\n{name} = {quoted}");
                }
                continue;
            };
            let required: Vec<&str> =
                schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let (must, may): (Vec<_>, Vec<_>) =
                properties.iter().partition(|(key, _)| required.contains(&key.as_str()));
            if properties.keys().any(|key| !is_name(key)) {
                assert!(must.is_empty() || may.is_empty(), "{name}: some keys only are needed");
                let _ = write!(classes, "\n\n{name} = TypedDict(\n    \"{name}\",\n    {{\n");
                for (key, schema) in properties {
                    let _ = writeln!(classes, "        \"{key}\": \"{}\",", self.of(&all, document, schema));
                }
                let total = if must.is_empty() { "False" } else { "True" };
                let _ = write!(classes, "    }},\n    total={total},\n)\n");
                continue;
            }
            let mut class = |head: String, doc: Option<String>, fields: &[(&String, &Value)]| {
                let _ = write!(classes, "\n\nclass {head}:\n");
                if let Some(doc) = doc {
                    let _ = writeln!(classes, "    \"\"\"{}\"\"\"\n", doc.replace('\\', ""));
                }
                for (key, schema) in fields {
                    if let Some(doc) = said(schema) {
                        let _ = writeln!(classes, "    # {doc}");
                    }
                    let _ = writeln!(classes, "    {key}: {}", self.of(&all, document, schema));
                }
                if fields.is_empty() {
                    classes.push_str("    pass\n");
                }
            };
            if must.is_empty() {
                class(format!("{name}(TypedDict, total=False)"), said(schema), &may);
            } else if may.is_empty() {
                class(format!("{name}(TypedDict)"), said(schema), &must);
            } else {
                class(format!("_{name}(TypedDict)"), None, &must);
                class(format!("{name}(_{name}, total=False)"), said(schema), &may);
            }
        }
        out + &classes + if late.is_empty() { "" } else { "\n" } + &late
    }
}

struct TypeScript {
    input: bool,
}

impl Language for TypeScript {
    fn plain(&self, kind: &str) -> String {
        match kind {
            "string" => "string",
            "integer" | "number" => "number",
            "boolean" => "boolean",
            "null" => "null",
            _ => "unknown",
        }
        .to_owned()
    }
    fn list(&self, inner: &str) -> String {
        if inner.contains('|') { format!("({inner})[]") } else { format!("{inner}[]") }
    }
    fn map(&self, inner: &str) -> String {
        format!("Record<string, {inner}>")
    }
    fn any(&self, of: &[String]) -> String {
        of.join(" | ")
    }
    fn values(&self, of: &[String]) -> String {
        of.join(" | ")
    }
    fn anything(&self) -> &'static str {
        "unknown"
    }
}

impl TypeScript {
    fn page(&self, roots: &[(&str, &str)], what: &str) -> String {
        let all = Definitions::read(roots);
        let mut out = format!(
            "// {what}\n// Page écrite d'après schemas/v1 par « CDDU_MAJ=1 cargo test -p cddu-kit --test types ».\n\n"
        );
        let number = if self.input { "string | number" } else { "string" };
        for name in ["Montant", "Taux", "Quantite"] {
            let _ = writeln!(out, "export type {name} = {number};");
        }
        out.push_str("export type Date = string;\n");
        for (name, schema, document) in all.all.iter().filter(|(name, ..)| !unit(name)) {
            out.push('\n');
            if let Some(doc) = said(schema) {
                let _ = writeln!(out, "/** {doc} */");
            }
            let Some(properties) = schema["properties"].as_object() else {
                let _ = writeln!(out, "export type {name} = {};", self.of(&all, document, schema));
                continue;
            };
            let required: Vec<&str> =
                schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let _ = writeln!(out, "export interface {name} {{");
            for (key, schema) in properties {
                if let Some(doc) = said(schema) {
                    let _ = writeln!(out, "  /** {doc} */");
                }
                let mark = if required.contains(&key.as_str()) { "" } else { "?" };
                let key = if is_name(key) { key.clone() } else { format!("\"{key}\"") };
                let _ = writeln!(out, "  {key}{mark}: {};", self.of(&all, document, schema));
            }
            out.push_str("}\n");
        }
        out
    }
}

#[test]
fn the_types_are_those_of_the_schemas() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bindings");
    let (demandes, reponses) = ("Ce qui se demande à cddu.", "Ce que cddu répond.");
    let mut wrong = Vec::new();
    for (file, text) in [
        ("python/python/cddu/demandes.py", Python { input: true }.page(&IN, demandes)),
        ("python/python/cddu/reponses.py", Python { input: false }.page(&OUT, reponses)),
        ("js/demandes.d.ts", TypeScript { input: true }.page(&IN, demandes)),
        ("js/reponses.d.ts", TypeScript { input: false }.page(&OUT, reponses)),
    ] {
        let path = folder.join(file);
        if std::env::var_os("CDDU_MAJ").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        if fs::read_to_string(&path).unwrap_or_default() != text {
            wrong.push(file);
        }
    }
    assert!(
        wrong.is_empty(),
        "bindings/{} n'est plus à jour : CDDU_MAJ=1 cargo test -p cddu-kit --test types",
        wrong.join(", bindings/")
    );
}
