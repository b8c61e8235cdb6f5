//! The description of the service (OpenAPI 3.1), made from the schemas of the contract.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use cddu_kit::{CONTRACT, schemas};
use serde_json::{Map, Value, json};

use crate::calls::{self, JSON};
use crate::lots;
use crate::problem::PROBLEM;
use crate::service::Shared;

/// A request of each call that is answered; those of the published cases.
const EXAMPLES: [(&str, &str); 6] = [
    ("bulletin", include_str!("../exemples/bulletin.json")),
    ("note", include_str!("../exemples/note.json")),
    ("brut", include_str!("../exemples/brut.json")),
    ("expliquer", include_str!("../exemples/expliquer.json")),
    ("simuler", include_str!("../exemples/simuler.json")),
    ("dsn", include_str!("../exemples/dsn.json")),
];

pub(crate) async fn get(State(shared): State<Arc<Shared>>) -> Response {
    calls::json(shared.openapi.clone())
}

/// The OpenAPI document of the service.
///
/// ```
/// let document = cddu_serveur::openapi();
/// assert_eq!(document["openapi"], "3.1.0");
/// assert!(document["paths"]["/v1/bulletin"]["post"].is_object());
/// ```
#[must_use]
pub fn document() -> Value {
    let mut components = Map::new();
    for (name, _) in schemas::NAMES {
        if let Some(schema) = schemas::get(name) {
            component(name, schema, &mut components);
        }
    }
    // Written by hand with those of the commands, it has no type to be made from.
    if let Some(schema) = schemas::get("dsn-lire-sortie") {
        component("dsn-lire-sortie", schema, &mut components);
    }
    components.insert("probleme".to_owned(), problem());
    let call = |name: &str, what: &str| {
        json!({ "post": {
            "operationId": name.replace('.', "_"),
            "summary": what,
            "requestBody": { "required": true, "content": { JSON: input(name) } },
            "responses": responses(
                &json!({ "description": "La réponse ; l'en-tête cddu-statut vaut 1 quand elle contient des anomalies",
                         "headers": status(), "content": { JSON: { "schema": reference(&format!("{name}-sortie")) } } }),
                &[400, 408, 413, 415, 422],
            ),
        } })
    };
    let dsn = |id: &str, what: &str, answer: &Value| {
        let plain = json!({ "schema": { "type": "string", "format": "binary" } });
        json!({ "post": {
            "operationId": id,
            "summary": what,
            "requestBody": { "required": true, "content": {
                "application/octet-stream": plain, "text/plain": plain, JSON: input("dsn") } },
            "responses": responses(
                &json!({ "description": "La réponse ; l'en-tête cddu-statut vaut 1 quand la DSN serait refusée",
                         "headers": status(), "content": { JSON: { "schema": answer } } }),
                &[400, 408, 413, 415, 422],
            ),
        } })
    };
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "cddu",
            "description": "Paie et déclarations des CDDU du cinéma et de l'audiovisuel. Les documents sont ceux du contrat d'interface (docs/integrer.md).",
            "version": format!("{CONTRACT}.{}", env!("CARGO_PKG_VERSION")),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "jeton": [] }, {}],
        "paths": {
            "/v1/bulletin": call("bulletin", "Un bulletin de paie"),
            "/v1/note": call("note", "Une note de droits d'auteur"),
            "/v1/brut": call("brut", "Des heures au brut"),
            "/v1/expliquer": call("expliquer", "D'où vient chaque chiffre"),
            "/v1/simuler": call("simuler", "Le coût d'un engagement, ou le brut d'un net ou d'un coût voulu"),
            "/v1/lots": { "post": batch() },
            "/v1/dsn/verifier": dsn("dsn_verifier", "Les anomalies d'une DSN", &reference("dsn-verifier-sortie")),
            "/v1/dsn/lire": dsn("dsn_lire", "Une DSN en arbre", &reference("dsn-lire-sortie")),
            "/v1/schemas": { "get": read("schemas", "La liste des schémas", &[], JSON, &listed("schemas"), &[]) },
            "/v1/schemas/{nom}": { "get": read("schema", "Un schéma du contrat",
                &[path("nom", &json!({ "enum": names() }))], "application/schema+json", &json!({ "type": "object" }), &[404]) },
            "/v1/tables": { "get": read("tables", "Les paramètres et les fichiers des barèmes", &[], JSON, &listed("fichiers"), &[]) },
            "/v1/tables/parametres/{cle}": { "get": read("parametre", "Les valeurs d'un paramètre, avec leurs sources",
                &[path("cle", &json!({ "type": "string", "example": "PMSS" })),
                  json!({ "name": "date", "in": "query", "description": "Garde la valeur en vigueur ce jour",
                          "schema": { "type": "string", "format": "date" }, "example": "2026-10-09" })],
                JSON, &parameter(), &[400, 404]) },
            "/v1/tables/fichiers/{nom}": { "get": table() },
            "/openapi.json": { "get": read("openapi", "Cette description", &[], JSON, &json!({ "type": "object" }), &[]) },
            "/sante": { "get": health() },
        },
        "components": {
            "schemas": components,
            "responses": problems(),
            "securitySchemes": { "jeton": { "type": "http", "scheme": "bearer",
                "description": "Demandé quand le service a été lancé avec un jeton" } },
        },
    })
}

/// A schema and the definitions that it holds, each one under a name of its own.
fn component(name: &str, mut schema: Value, out: &mut Map<String, Value>) {
    if let Some(map) = schema.as_object_mut() {
        map.shift_remove("$schema");
        map.shift_remove("$id");
        if let Some(Value::Object(inner)) = map.shift_remove("$defs") {
            for (definition, mut value) in inner {
                point(&mut value, name);
                out.insert(format!("{name}.{definition}"), value);
            }
        }
    }
    point(&mut schema, name);
    out.insert(name.to_owned(), schema);
}

/// References point at the components.
fn point(value: &mut Value, name: &str) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match inner.as_str().and_then(|text| text.strip_prefix("#/$defs/")) {
                    Some(definition) if key == "$ref" => {
                        *inner = Value::from(format!("#/components/schemas/{name}.{definition}"));
                    }
                    _ => point(inner, name),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|inner| point(inner, name)),
        _ => {}
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// What a call reads, and one request that it answers.
fn input(name: &str) -> Value {
    let example = EXAMPLES
        .iter()
        .find(|(known, _)| *known == name)
        .and_then(|(_, text)| serde_json::from_str::<Value>(text).ok());
    json!({ "schema": reference(name), "example": example })
}

fn names() -> Vec<&'static str> {
    schemas::NAMES.iter().map(|(name, _)| *name).collect()
}

fn status() -> Value {
    json!({ "cddu-statut": { "description": "0, ou 1 avec des anomalies", "schema": { "type": "integer", "enum": [0, 1] } } })
}

/// What is answered, and the problems that may be instead. Everybody meets the first three.
fn responses(done: &Value, others: &[u16]) -> Value {
    let mut out = Map::new();
    out.insert("200".to_owned(), done.clone());
    for code in [401, 403, 421].iter().chain(others).chain(&[500, 503]) {
        out.insert(code.to_string(), json!({ "$ref": format!("#/components/responses/p{code}") }));
    }
    Value::Object(out)
}

fn problems() -> Value {
    let all = [
        (400, "La demande ne se lit pas"),
        (401, "Le jeton manque ou n'est pas le bon"),
        (403, "La demande vient d'une page d'un autre site"),
        (404, "Rien de ce nom"),
        (408, "La suite de la demande n'est pas venue à temps"),
        (413, "La demande est trop longue"),
        (415, "Le type de contenu n'est pas lu ici"),
        (421, "Le service n'a pas ce nom"),
        (422, "La demande est refusée : ses erreurs"),
        (500, "Défaut du programme"),
        (503, "Le service s'arrête ou est trop chargé"),
    ];
    let one = |(code, what): (u16, &str)| {
        (
            format!("p{code}"),
            json!({ "description": what, "content": { PROBLEM: { "schema": reference("probleme") } } }),
        )
    };
    Value::Object(all.into_iter().map(one).collect())
}

/// The members of RFC 9457 and those of the envelope.
fn problem() -> Value {
    json!({
        "title": "Un problème : RFC 9457, avec les erreurs du contrat",
        "allOf": [reference("erreurs"), {
            "type": "object",
            "properties": {
                "type": { "description": "urn:cddu:erreur:CODE, celui de la première erreur", "type": "string" },
                "title": { "description": "Ce que dit le statut", "type": "string" },
                "status": { "type": "integer", "minimum": 400, "maximum": 599 },
                "detail": { "description": "Message de la première erreur", "type": "string" },
            },
            "required": ["type", "title", "status", "detail"],
        }],
    })
}

fn batch() -> Value {
    let kinds: Map<String, Value> = lots::LINES
        .iter()
        .map(|kind| {
            let what = json!({ "type": "string", "description": "Une demande par ligne" });
            ((*kind).to_owned(), json!({ "schema": what, "example": include_str!("../exemples/lots.jsonl") }))
        })
        .collect();
    json!({
        "operationId": "lots",
        "summary": "Un lot : une demande par ligne, une réponse par ligne, dans le même ordre",
        "description": "Les réponses viennent pendant que le lot est envoyé : le client lit en même temps qu'il écrit. Une ligne en erreur a sa réponse à sa place ; une ligne vide n'en a pas.",
        "parameters": [{ "name": "appel", "in": "query", "required": true,
            "schema": { "enum": lots::CALLS.map(|c| c.name()) } }],
        "requestBody": { "required": true, "content": kinds },
        "responses": responses(
            &json!({ "description": "Les réponses", "content": { lots::LINES[0]: { "schema": { "type": "string" } } } }),
            &[400, 415],
        ),
    })
}

fn read(id: &str, what: &str, parameters: &[Value], kind: &str, schema: &Value, others: &[u16]) -> Value {
    json!({
        "operationId": id,
        "summary": what,
        "parameters": parameters,
        "responses": responses(&json!({ "description": what, "content": { kind: { "schema": schema } } }), others),
    })
}

fn health() -> Value {
    let mut route = read(
        "sante",
        "Le service répond, et avec quels barèmes",
        &[],
        JSON,
        &reference("version-sortie"),
        &[],
    );
    route["security"] = json!([{}]);
    route
}

fn table() -> Value {
    let text = json!({ "schema": { "type": "string" } });
    let done = json!({ "description": "Le texte de la table",
        "content": { "text/csv": text, "application/toml": text } });
    json!({
        "operationId": "fichier",
        "summary": "Une table telle qu'elle est",
        "parameters": [path("nom", &json!({ "type": "string", "example": "parametres/plafonds.toml" }))],
        "responses": responses(&done, &[404]),
    })
}

fn path(name: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "path", "required": true, "schema": schema })
}

fn listed(key: &str) -> Value {
    json!({ "type": "object", "required": ["version_interface", key],
        "properties": { "version_interface": { "const": CONTRACT }, key: { "type": "array" } } })
}

fn parameter() -> Value {
    let text = json!({ "type": "string" });
    json!({ "type": "object", "required": ["version_interface", "cle", "libelle", "unite", "horloge", "valeurs"],
        "properties": {
            "version_interface": { "const": CONTRACT }, "cle": text, "libelle": text, "unite": text,
            "horloge": { "enum": ["periode", "paiement", "jour"] },
            "valeurs": { "type": "array", "items": { "type": "object",
                "required": ["valeur", "valide_du", "source", "confiance"],
                "properties": { "valeur": { "type": ["string", "null"] }, "valide_du": { "type": "string", "format": "date" },
                    "valide_au": { "type": ["string", "null"], "format": "date" }, "source": text,
                    "confiance": { "enum": ["A", "B", "C"] } } } },
        } })
}
