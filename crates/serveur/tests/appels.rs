//! Calls one by one: their bytes are those of the kit, their refusals are problems.

mod common;

use std::fs;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use cddu_kit::{Call, Status};
use cddu_serveur::{Options, Token};
use common::{ENGINE, Running, root, training};
use serde_json::Value;

#[test]
fn every_training_payslip_is_the_one_of_the_kit() {
    let service = Running::start(Options::default());
    let mut client = service.connect();
    for (name, request) in training() {
        let expected = ENGINE.answer(Call::Bulletin, &request);
        client.send("POST", "/v1/bulletin", &["Content-Type: application/json; charset=UTF-8"], &request);
        let answer = client.answer();
        assert_eq!((answer.status, answer.text()), (200, expected.json.as_str()), "{name}");
        assert!(answer.head.contains("cddu-statut: 0") && answer.head.contains("cache-control: no-store"));
    }
}

/// Refusals included: the members of the problem stand before the envelope, which is that of the kit.
#[test]
fn every_published_case_is_answered() {
    let service = Running::start(Options::default());
    let folder = root().join("schemas/v1/cases");
    let index: Vec<Value> =
        serde_json::from_str(&fs::read_to_string(folder.join("index.json")).unwrap()).unwrap();
    assert!(index.len() >= 29);
    for case in index {
        let (call, name) = (case["appel"].as_str().unwrap(), case["cas"].as_str().unwrap());
        let file = |end: &str| fs::read(folder.join(call).join(format!("{name}.{end}.json"))).unwrap();
        let expected = String::from_utf8(file("reponse")).unwrap();
        let answer = service.post(&format!("/v1/{}", call.replace('.', "/")), &file("demande"));
        if case["statut"] == 2 {
            assert!(matches!(answer.status, 400 | 422), "{name}: {}", answer.status);
            answer.code();
            let (_, inside) = answer.text().split_once(r#","version_interface""#).unwrap();
            assert_eq!(format!("{{\"version_interface\"{inside}\n"), expected, "{call} {name}");
        } else {
            assert_eq!((answer.status, format!("{}\n", answer.text())), (200, expected), "{call} {name}");
            assert!(answer.head.contains(&format!("cddu-statut: {}", case["statut"])), "{call} {name}");
        }
    }
}

/// A DSN goes as it is, or inside JSON: one answer.
#[test]
fn a_dsn_is_verified_as_it_is() {
    let service = Running::start(Options::default());
    let file = b"S10.G00.00.001,'cddu'\r\nS10.G00.00.002,'\xE9'\r\n";
    let inside = serde_json::json!({ "contenu": file.iter().map(|b| char::from(*b)).collect::<String>() });
    for (path, call) in [("/v1/dsn/verifier", Call::DsnVerifier), ("/v1/dsn/lire", Call::DsnLire)] {
        let expected = ENGINE.answer(call, inside.to_string().as_bytes());
        let plain = service.ask_for("POST", path, &["Content-Type: application/octet-stream"], file);
        let json = service.post(path, inside.to_string().as_bytes());
        assert_eq!((plain.status, plain.text()), (200, expected.json.as_str()));
        assert_eq!((json.status, json.text()), (200, expected.json.as_str()));
        let status = if expected.status == Status::Anomalies { 1 } else { 0 };
        assert!(plain.head.contains(&format!("cddu-statut: {status}")));
    }
}

#[test]
fn what_cannot_be_answered_is_a_problem() {
    let service = Running::start(Options { max_body: 4096, ..Options::default() });
    let json = ["Content-Type: application/json"];
    let refused = |status: u16, code: &str, answer: common::Answer| {
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.text());
        answer
    };
    refused(404, "HTTP-001", service.get("/v1/paie"));
    refused(404, "HTTP-001", service.get("/"));
    let answer = refused(405, "HTTP-002", service.get("/v1/bulletin"));
    assert!(answer.head.contains("allow: POST"), "{}", answer.head);
    refused(415, "HTTP-003", service.ask_for("POST", "/v1/bulletin", &[], b"{}"));
    for wrong in [
        "text/plain",
        "application/xml",
        "application/json; charset=iso-8859-1",
        "application/x-www-form-urlencoded",
    ] {
        let header = format!("Content-Type: {wrong}");
        refused(415, "HTTP-003", service.ask_for("POST", "/v1/bulletin", &[&header], b"{}"));
    }
    refused(
        415,
        "HTTP-003",
        service.ask_for("POST", "/v1/bulletin", &[json[0], "Content-Encoding: gzip"], b"{}"),
    );
    refused(413, "HTTP-004", service.post("/v1/bulletin", &vec![b' '; 4097]));
    refused(413, "HTTP-004", service.post("/v1/bulletin", &vec![b' '; 3 << 20]));
    refused(400, "JSON-001", service.post("/v1/bulletin", &vec![b' '; 4096]));
    refused(400, "KIT-003", service.post("/v1/bulletin", b"{\"numero\":\"\xE9\"}"));
    refused(400, "JSON-001", service.post("/v1/bulletin", b"NaN"));
    refused(422, "JSON-002", service.post("/v1/bulletin", b"[]"));
    refused(404, "CLI-005", service.get("/v1/schemas/bultin"));
    refused(404, "HTTP-016", service.get("/v1/tables/parametres/PMS"));
    refused(404, "HTTP-016", service.get("/v1/tables/fichiers/parametres/plafond.toml"));
    refused(404, "BAR-010", service.get("/v1/tables/parametres/PMSS?date=2010-01-01"));
    for date in ["2026-02-30", "hier", "2026-01-01&date=2026-01-02", "%FF"] {
        refused(400, "HTTP-015", service.get(&format!("/v1/tables/parametres/PMSS?date={date}")));
    }
    for (path, code) in [("/v1/lots", "HTTP-013"), ("/v1/lots?appel=dsn.lire", "HTTP-013")] {
        refused(400, code, service.ask_for("POST", path, &["Content-Type: application/x-ndjson"], b""));
    }
    refused(415, "HTTP-003", service.post("/v1/lots?appel=note", b""));
    // Chunks without an announced length have the same limit.
    let mut client = service.connect();
    client.send("POST", "/v1/bulletin", &[json[0], "Transfer-Encoding: chunked"], b"");
    client.chunk(&[b' '; 4000]);
    client.chunk(&[b' '; 97]);
    client.write(b"0\r\n\r\n");
    refused(413, "HTTP-004", client.answer());
}

#[test]
fn slow_and_broken_requests_end() {
    let service = Running::start(Options { delay: Duration::from_millis(300), ..Options::default() });
    let mut client = service.connect();
    client.send("POST", "/v1/bulletin", &["Content-Type: application/json", "Content-Length: 100"], b"{");
    let answer = client.answer();
    assert_eq!((answer.status, answer.code().as_str()), (408, "HTTP-005"));
    assert!(answer.head.contains("connection: close"));
    // A head that never ends: closed, without an answer to nobody's request.
    let mut client = service.connect();
    client.write(b"GET /sante HTTP/1.1\r\nHost: loc");
    let mut rest = Vec::new();
    let _ = std::io::Read::read_to_end(&mut client.reader, &mut rest);
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&rest));
    // A client that leaves in the middle of its request takes nothing with it.
    let mut client = service.connect();
    client.send("POST", "/v1/bulletin", &["Content-Type: application/json", "Content-Length: 100"], b"{");
    drop(client);
    assert_eq!(service.get("/sante").status, 200);
}

#[test]
fn a_calculation_that_is_too_long_is_said() {
    let service = Running::start(Options { compute: Duration::ZERO, ..Options::default() });
    let (_, request) = training().remove(0);
    let answer = service.post("/v1/bulletin", &request);
    assert_eq!((answer.status, answer.code().as_str()), (503, "HTTP-012"));
    let lines = ["Content-Type: application/x-ndjson"];
    let answer = service.ask_for("POST", "/v1/lots?appel=bulletin", &lines, b"\n{}\n{}\n");
    let error: Value = serde_json::from_str(answer.text()).unwrap();
    // The empty line has no answer; the next one is the first of those that have none.
    assert_eq!(
        (&error["erreurs"][0]["code"], &error["erreurs"][0]["ligne"]),
        (&"HTTP-012".into(), &2.into())
    );
}

#[test]
fn a_token_is_asked_everywhere_but_for_the_health() {
    let options = Options { token: Some(Token::new("0123456789-secret").unwrap()), ..Options::default() };
    let open = Router::new().route("/accueil", get(|| async { "jeton ?" }));
    let behind = Router::new().route("/page", get(|| async { "page" }));
    let service = Running::with(options, behind, open);
    assert_eq!(service.get("/sante").status, 200);
    assert_eq!(service.get("/accueil").text(), "jeton ?");
    for path in ["/v1/schemas", "/openapi.json", "/page", "/rien"] {
        for header in [
            "X: y",
            "Authorization: Bearer",
            "Authorization: Bearer 0123456789-secreT",
            "Authorization: Basic 0123456789-secret",
        ] {
            let answer = service.ask_for("GET", path, &[header], b"");
            assert_eq!((answer.status, answer.code().as_str()), (401, "HTTP-006"), "{path} {header}");
            assert!(answer.head.contains("www-authenticate: Bearer"), "{}", answer.head);
            assert!(!answer.text().contains("0123456789"));
        }
        let answer = service.ask_for("GET", path, &["Authorization: bearer 0123456789-secret"], b"");
        assert_eq!(answer.status, if path == "/rien" { 404 } else { 200 }, "{path}");
    }
    assert!(!format!("{:?}", Token::new("0123456789-secret").unwrap()).contains("0123"));
}

/// A page of another site cannot reach the service by giving it its own name, nor by sending it a form.
#[test]
fn other_sites_are_refused() {
    let service = Running::start(Options { names: vec!["paie.exemple.fr".to_owned()], ..Options::default() });
    let with = |headers: &[&str]| service.ask_for("GET", "/sante", headers, b"");
    for host in [
        "Host: localhost",
        "Host: LOCALHOST:80",
        "Host: 127.0.0.1:1",
        "Host: [::1]:80",
        "Host: Paie.exemple.fr",
    ] {
        assert_eq!(with(&[host]).status, 200, "{host}");
    }
    for host in [
        "Host: exemple.fr",
        "Host: localhost.exemple.fr",
        "Host: x@localhost",
        "Host:",
        "Host: 127.0.0.1.exemple.fr",
    ] {
        let answer = with(&[host]);
        assert_eq!((answer.status, answer.code().as_str()), (421, "HTTP-007"), "{host}");
    }
    assert_eq!(with(&["Host: localhost", "Host: exemple.fr"]).code(), "HTTP-007");
    assert_eq!(service.ask_for("GET", "http://exemple.fr/sante", &[], b"").code(), "HTTP-007");
    assert_eq!(with(&["Host: localhost:80", "Origin: http://localhost:80"]).status, 200);
    for origin in [
        "Origin: http://exemple.fr",
        "Origin: null",
        "Origin: http://localhost:81",
        "Sec-Fetch-Site: cross-site",
    ] {
        let answer = with(&["Host: localhost:80", origin]);
        assert_eq!((answer.status, answer.code().as_str()), (403, "HTTP-008"), "{origin}");
    }
    // A request without a host is of the first HTTP.
    let mut client = service.connect();
    client.write(b"GET /sante HTTP/1.0\r\n\r\n");
    assert_eq!(client.answer().code(), "HTTP-007");
}

#[test]
fn a_panic_is_an_answer() {
    let panicking = || async {
        if std::hint::black_box(true) {
            panic!("secret");
        }
        ""
    };
    let service =
        Running::with(Options::default(), Router::new().route("/panique", get(panicking)), Router::new());
    let mut client = service.connect();
    for _ in 0..3 {
        client.send("GET", "/panique", &[], b"");
        let answer = client.answer();
        assert_eq!((answer.status, answer.code().as_str()), (500, "HTTP-009"));
        assert!(!answer.text().contains("secret"));
    }
    client.send("GET", "/sante", &[], b"");
    assert_eq!(client.answer().status, 200);
}

#[test]
fn two_hundred_clients_are_answered_at_once() {
    let service = Running::start(Options::default());
    let (_, request) = training().remove(0);
    let expected = ENGINE.answer(Call::Bulletin, &request).json;
    let mut clients: Vec<_> = (0..200).map(|_| service.connect()).collect();
    for _ in 0..2 {
        // All of them have sent before the first one reads.
        for client in &mut clients {
            client.send("POST", "/v1/bulletin", &["Content-Type: application/json"], &request);
        }
        for client in &mut clients {
            let answer = client.answer();
            assert_eq!((answer.status, answer.text()), (200, expected.as_str()));
        }
    }
}

/// More clients than places: they wait, none is refused.
#[test]
fn connections_are_bounded() {
    let service = Running::start(Options { connections: 2, ..Options::default() });
    let mut first = service.connect();
    first.send("GET", "/sante", &[], b"");
    assert_eq!(first.answer().status, 200);
    let mut second = service.connect();
    let mut third = service.connect();
    for client in [&mut second, &mut third] {
        client.send("GET", "/sante", &[], b"");
    }
    assert_eq!(second.answer().status, 200);
    third.reader.get_ref().set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let mut byte = [0];
    assert!(std::io::Read::read(&mut third.reader, &mut byte).is_err(), "answered over the limit");
    drop(first);
    third.reader.get_ref().set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    assert_eq!(third.answer().status, 200);
}

#[test]
fn tables_and_schemas_are_read() {
    let service = Running::start(Options::default());
    let list = service.get("/v1/tables").json();
    assert_eq!(list["empreinte_baremes"], ENGINE.tables());
    for name in list["fichiers"].as_array().unwrap() {
        let name = name.as_str().unwrap();
        let answer = service.get(&format!("/v1/tables/fichiers/{name}"));
        assert_eq!(answer.text(), ENGINE.rates().files().get(name).unwrap(), "{name}");
    }
    // Arrêté du 22 décembre 2025: 4 005 EUR a month in 2026.
    let value = service.get("/v1/tables/parametres/PMSS?date=2026-10-09").json();
    assert_eq!(value["valeurs"].as_array().unwrap().len(), 1);
    assert_eq!(value["valeurs"][0]["valeur"], "4005");
    assert!(service.get("/v1/tables/parametres/PMSS").json()["valeurs"].as_array().unwrap().len() > 1);
    for (name, _) in cddu_kit::schemas::NAMES {
        let answer = service.get(&format!("/v1/schemas/{name}"));
        assert_eq!(answer.json(), cddu_kit::schemas::get(name).unwrap(), "{name}");
        assert!(answer.head.contains("content-type: application/schema+json"));
    }
    assert_eq!(
        service.get("/v1/schemas").json()["schemas"].as_array().unwrap().len(),
        cddu_kit::schemas::NAMES.len()
    );
    let mut client = service.connect();
    client.send("HEAD", "/sante", &[], b"");
    assert_eq!(client.head().0, 200);
}

fn references<'v>(value: &'v Value, out: &mut Vec<&'v str>) {
    match value {
        Value::Object(map) => {
            out.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|v| references(v, out));
        }
        Value::Array(list) => list.iter().for_each(|v| references(v, out)),
        _ => {}
    }
}

/// Every reference of the description is in it, and every route that it describes answers.
#[test]
fn the_description_holds_together() {
    let service = Running::start(Options::default());
    let document = service.get("/openapi.json").json();
    assert_eq!(document, cddu_serveur::openapi());
    let mut all = Vec::new();
    references(&document, &mut all);
    assert!(all.len() > 100, "{} references", all.len());
    for reference in all {
        assert!(document.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
    }
    // Each call shows a request that it answers.
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(kinds) = methods["post"]["requestBody"]["content"].as_object() else { continue };
        for (kind, content) in kinds.iter().filter(|(kind, _)| kind.contains("json")) {
            let example = &content["example"];
            let text = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
            let asked = if path == "/v1/lots" { "/v1/lots?appel=bulletin" } else { path.as_str() };
            let answer = service.ask_for("POST", asked, &[&format!("Content-Type: {kind}")], text.as_bytes());
            assert_eq!(answer.status, 200, "{path} {kind}: {}", answer.text());
            assert!(!answer.text().contains("\"erreurs\""), "{path} {kind}: {}", answer.text());
        }
    }
    for (path, methods) in document["paths"].as_object().unwrap() {
        let path = path.replace("{nom}", "bulletin").replace("{cle}", "PMSS");
        let path = path.replace("fichiers/bulletin", "fichiers/parametres/plafonds.toml");
        for method in methods.as_object().unwrap().keys() {
            let answer = service.ask_for(&method.to_uppercase(), &path, &[], b"");
            // A POST without a type is known, and refused for that.
            let expected: &[u16] = if method == "get" { &[200] } else { &[400, 415] };
            assert!(expected.contains(&answer.status), "{method} {path}: {}", answer.status);
        }
    }
}
