//! The schemas made from the types: what the files of `schemas/v1` are written from.

use cddu_payslip::gross::{Brut, BrutInput};
use cddu_payslip::note::{Note, NoteInput};
use cddu_payslip::{BulletinInput, Payslip};
use cddu_rates::Diagnostic;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::{NAMES, french};
use crate::CONTRACT;
use crate::answer::{Answer, Refusal};
use crate::call::{DsnRequest, ExplainRequest, SchemaRequest, Version};
use crate::champs::{LignesSortie, TotauxSortie};
use crate::explain::Listed;
use crate::simulate::{Simulation, SimulationAnswer};

/// The schema of a name of [`NAMES`], made from its type.
///
/// ```
/// use cddu_kit::schemas;
/// assert_eq!(schemas::made::get("bulletin"), schemas::get("bulletin"));
/// ```
#[must_use]
pub fn get(name: &str) -> Option<Value> {
    let mut schema = of_types(name)?;
    french::describe(&mut schema);
    Some(schema)
}

/// The schema as the types say it, in English.
pub(super) fn of_types(name: &str) -> Option<Value> {
    let schema = match name {
        "bulletin" => input::<BulletinInput>(),
        "bulletin-sortie" => output::<Answer<'static, Payslip>>(),
        "bulletin-totaux-sortie" => output::<Answer<'static, TotauxSortie<'static>>>(),
        "bulletin-lignes-sortie" => output::<Answer<'static, LignesSortie<'static>>>(),
        "note" => input::<NoteInput>(),
        "note-sortie" => output::<Answer<'static, Note>>(),
        "brut" => input::<BrutInput>(),
        "brut-sortie" => output::<Answer<'static, Brut>>(),
        "expliquer" => input::<ExplainRequest>(),
        "expliquer-sortie" => output::<Listed<'static>>(),
        "simuler" => input::<Simulation>(),
        "simuler-sortie" => output::<Vec<SimulationAnswer>>(),
        "dsn" => input::<DsnRequest>(),
        "dsn-verifier-sortie" => findings(),
        "schema" => input::<SchemaRequest>(),
        "version-sortie" => output::<Answer<'static, Version>>(),
        "erreurs" => output::<Refusal<'static>>(),
        "diagnostic" => output::<Diagnostic>(),
        _ => return None,
    };
    let what = NAMES.iter().find(|(known, _)| *known == name)?.1;
    Some(named(name, what, schema))
}

/// The schema of what is read.
fn input<T: JsonSchema>() -> Value {
    let mut schema = Value::from(generator(SchemaSettings::draft2020_12()).into_root_schema_for::<T>());
    schema["properties"]["reference"] = json!({
        "description": "Texte libre de l'appelant, répété par la réponse",
        "type": ["string", "null"]
    });
    narrow(&mut schema);
    schema
}

/// The schema of what is written: amounts are always texts.
#[must_use]
pub fn output<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = Value::from(generator(settings).into_root_schema_for::<T>());
    for name in ["Montant", "Taux", "Quantite"] {
        if let Some(unit) = schema.pointer_mut(&format!("/$defs/{name}")).and_then(Value::as_object_mut) {
            unit.insert("type".to_owned(), json!("string"));
            unit.remove("minimum");
            unit.remove("maximum");
        }
    }
    schema
}

fn generator(settings: SchemaSettings) -> SchemaGenerator {
    settings.into_generator()
}

/// What the program refuses and the types do not say.
fn narrow(schema: &mut Value) {
    for place in ["/properties/contrats", "/$defs/BulletinInput/properties/contrats"] {
        if let Some(contracts) = schema.pointer_mut(place).and_then(Value::as_object_mut) {
            contracts.insert("minItems".to_owned(), json!(1));
        }
    }
    if let Some(annexe) =
        schema.pointer_mut("/$defs/Contrat/properties/annexe").and_then(Value::as_object_mut)
    {
        annexe.retain(|key, _| !matches!(key.as_str(), "format" | "minimum" | "maximum" | "type"));
        annexe.insert("enum".to_owned(), json!([8, 10, null]));
    }
    bounded(schema);
}

/// Whole numbers end where the program's do.
fn bounded(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            let most = match map.get("format").and_then(Value::as_str) {
                Some("uint8") => Some(json!(u8::MAX)),
                Some("uint16") => Some(json!(u16::MAX)),
                Some("uint32") => Some(json!(u32::MAX)),
                Some("int32") => Some(json!(i32::MAX)),
                _ => None,
            };
            if let Some(most) = most {
                map.entry("maximum").or_insert(most);
            }
            map.values_mut().for_each(bounded);
        }
        Value::Array(list) => list.iter_mut().for_each(bounded),
        _ => {}
    }
}

/// The schema with its name first.
fn named(name: &str, what: &str, schema: Value) -> Value {
    let mut out = serde_json::Map::new();
    out.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    out.insert("$id".to_owned(), json!(format!("urn:cddu:v{CONTRACT}:{name}")));
    out.insert("title".to_owned(), json!(format!("cddu, {what}")));
    if let Value::Object(map) = schema {
        out.extend(map.into_iter().filter(|(key, _)| !matches!(key.as_str(), "$schema" | "title")));
    }
    Value::Object(out)
}

/// The DSN crate knows no schema: its finding is a few plain fields.
fn findings() -> Value {
    let text = |description: &str| json!({ "description": description, "type": "string" });
    json!({
        "type": "array",
        "items": { "$ref": "#/$defs/Anomalie" },
        "$defs": { "Anomalie": {
            "description": "Une anomalie d'une DSN",
            "type": "object",
            "properties": {
                "code": text("Contrôle de la norme (S21.G00.30.001/CCH-14) ou règle de forme (FMT-01)"),
                "gravite": { "enum": ["info", "mineur", "majeur", "bloquant"] },
                "ligne": { "description": "Ligne du fichier, à partir de 1", "type": "integer", "minimum": 1 },
                "rubrique": text("Rubrique ou bloc ; vide quand la ligne n'en a pas"),
                "personne": text("Nom et matricule de la personne, quand la ligne en parle"),
                "contrat": text("Numéro du contrat, quand la ligne en parle"),
                "message": text("Ce qui ne va pas et que faire")
            },
            "required": ["code", "gravite", "ligne", "rubrique", "message"]
        } }
    })
}
