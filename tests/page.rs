//! The local page, through the program that serves it: nothing without its token, nothing written that was not seen, the
//! same money as the commands.

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// A page under way; it ends with the test.
struct Page {
    child: Child,
    address: String,
    token: String,
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    fn code(&self) -> String {
        self.json()["erreurs"][0]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Page {
    fn open(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cddu"))
            .arg("ouvrir")
            .arg(folder)
            .args(["--sans-navigateur", "--json"])
            .env("CDDU_JOUR", "2027-06-30")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        while !text.trim_end().ends_with('}') {
            assert!(out.read_line(&mut text).unwrap() > 0, "the page ended: {text}");
        }
        let said: Value = serde_json::from_str(&text).unwrap();
        let url = said["adresse"].as_str().unwrap();
        let (address, token) = url.split_once("/#jeton=").unwrap();
        Self { child, address: address.strip_prefix("http://").unwrap().to_owned(), token: token.to_owned() }
    }

    fn raw(&self, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        if !headers.iter().any(|h| h.starts_with("Host:")) {
            head.push_str(&format!("Host: {}\r\n", self.address));
        }
        for header in headers {
            head.push_str(header);
            head.push_str("\r\n");
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        // A refusal may close before the whole body is read.
        let _ = stream.write_all(body);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let end = all.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let mut body = all[end + 4..].to_vec();
        if head.to_lowercase().contains("transfer-encoding: chunked") {
            body = unchunked(&body);
        }
        Answer { status: head[9..12].parse().unwrap(), head, body }
    }

    fn asked(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.raw(method, path, &[&format!("Authorization: Bearer {}", self.token)], body)
    }

    fn get(&self, path: &str) -> Answer {
        self.asked("GET", path, b"")
    }

    fn command(&self, name: &str, question: &Value) -> Answer {
        self.asked("POST", &format!("/dossier/commandes/{name}"), question.to_string().as_bytes())
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(end) = rest.windows(2).position(|w| w == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap().trim(), 16).unwrap();
        if size == 0 {
            break;
        }
        out.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
    out
}

/// A folder of its own, with the example's files.
fn folder() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    common::example("tournage", place.path());
    place
}

/// What a folder holds, but for its journal.
fn content(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let mut places = vec![root.to_path_buf()];
    while let Some(place) = places.pop() {
        for entry in fs::read_dir(place).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                places.push(path);
            } else if !path.ends_with("journal.jsonl") && !path.to_string_lossy().contains("verrou") {
                out.push((path.strip_prefix(root).unwrap().display().to_string(), fs::read(&path).unwrap()));
            }
        }
    }
    out.sort();
    out
}

#[test]
fn nothing_without_the_token_and_nothing_for_another_site() {
    let place = folder();
    let before = content(place.path());
    let page = Page::open(place.path());
    for path in [
        "/",
        "/page.js",
        "/page.css",
        "/appels.js",
        "/bulletin.js",
        "/calendrier.js",
        "/donnees.js",
        "/envois.js",
        "/images.js",
        "/mois.js",
        "/outils.js",
        "/pourquoi.js",
        "/favicon.ico",
    ] {
        let shown = page.raw("GET", path, &[], b"");
        assert_eq!(shown.status, 200, "{path}");
        assert!(
            shown.head.contains("default-src 'none'") && shown.head.contains("frame-ancestors 'none'"),
            "{path}"
        );
        // The files of the page hold nothing of the folder.
        assert!(!shown.text().contains("Dernier Clap") && !shown.text().contains(&page.token), "{path}");
        assert!(
            !shown.text().contains("http://") || path == "/images.js" || path == "/favicon.ico",
            "{path}"
        );
    }
    for path in
        ["/dossier/etat", "/dossier/fichiers/salaries.csv", "/dossier/documents/sorties/x", "/v1/tables"]
    {
        let bare = page.raw("GET", path, &[], b"");
        assert_eq!((bare.status, bare.code().as_str()), (401, "HTTP-006"), "{path}");
        let wrong = page.raw("GET", path, &["Authorization: Bearer 0123456789abcdef0123456789abcdef"], b"");
        assert_eq!(wrong.status, 401, "{path}");
    }
    let token = format!("Authorization: Bearer {}", page.token);
    let body = json!({ "periode": "2026-W46", "vu": "" }).to_string();
    let foreign = page.raw(
        "POST",
        "/dossier/commandes/payer",
        &[&token, "Origin: https://exemple.fr", "Sec-Fetch-Site: cross-site"],
        body.as_bytes(),
    );
    assert_eq!((foreign.status, foreign.code().as_str()), (403, "HTTP-008"));
    let rebound = page.raw("GET", "/dossier/etat", &[&token, "Host: exemple.fr"], b"");
    assert_eq!(rebound.status, 421);
    assert_eq!(content(place.path()), before, "nothing was run");
}

#[test]
fn a_week_is_seen_paid_and_explained_as_by_the_commands() {
    let (place, other) = (folder(), folder());
    let before = content(place.path());
    let page = Page::open(place.path());
    let state = page.get("/dossier/etat").json();
    let due: Vec<&str> =
        state["a_payer"].as_array().unwrap().iter().filter_map(|p| p["nom"].as_str()).collect();
    assert_eq!(due, ["2026-W46", "2026-W47", "2026-W49"]);
    assert_eq!(state["payees"], json!([]));

    // The preview and the payslip before it is frozen write nothing.
    let seen = page.command("apercu", &json!({ "periode": "2026-W46" })).json();
    assert_eq!(seen["code"], 0, "{}", seen["messages"]);
    let number = "/dossier/bulletins/2026-W46-T01";
    let trial = page.get(&format!("{number}?periode=2026-W46")).json();
    assert_eq!(content(place.path()), before);

    // What was not seen is not frozen.
    for stale in [json!({ "periode": "2026-W46" }), json!({ "periode": "2026-W46", "vu": "sha256:autre" })] {
        let refused = page.command("payer", &stale);
        assert_eq!((refused.status, refused.code().as_str()), (409, "PAGE-005"));
    }
    let times = place.path().join("temps.csv");
    let text = fs::read_to_string(&times).unwrap();
    fs::write(&times, format!("{text}\n")).unwrap();
    let changed = page.command("payer", &json!({ "periode": "2026-W46", "vu": seen["vu"] }));
    assert_eq!((changed.status, changed.code().as_str()), (409, "PAGE-005"));
    fs::write(&times, text).unwrap();

    let again = page.command("apercu", &json!({ "periode": "2026-W46" })).json();
    let paid = page.command("payer", &json!({ "periode": "2026-W46", "vu": again["vu"] })).json();
    assert_eq!(paid["code"], 0, "{}", paid["messages"]);
    // The same as in a terminal: payslips, transfers, declarations, byte for byte.
    let done = Command::new(env!("CARGO_BIN_EXE_cddu"))
        .arg("paie")
        .arg(other.path())
        .args(["--periode", "2026-W46"])
        .output()
        .unwrap();
    assert!(done.status.success());
    let (mine, theirs) = (content(place.path()), content(other.path()));
    assert_eq!(
        mine.iter().map(|(n, _)| n).collect::<Vec<_>>(),
        theirs.iter().map(|(n, _)| n).collect::<Vec<_>>()
    );
    for ((name, a), (_, b)) in mine.iter().zip(&theirs).filter(|((n, _), _)| n.starts_with("bulletins/")) {
        assert_eq!(a, b, "{name}");
    }
    // The payslip seen before is the one frozen, and every total says where it comes from.
    let frozen = page.get(number).json();
    assert_eq!(frozen["resultat"], trial["resultat"]);
    let why = page.get(&format!("{number}/explication")).json();
    for total in ["brut", "net_imposable", "net_avant_impot", "virement", "total_verse_employeur"] {
        let figure = why.as_array().unwrap().iter().find(|f| f["figure"] == total).unwrap_or(&Value::Null);
        assert_eq!(figure["valeur"], frozen["resultat"]["totaux"][total], "{total}");
        assert!(figure["formule"].is_string() && figure["regle"]["base_legale"].is_string(), "{total}");
    }
    // A click goes down to the line of the time sheet.
    let rows = why.as_array().unwrap().iter().flat_map(|f| f["nombres"].as_array().into_iter().flatten());
    assert!(rows.clone().any(|n| n["origine"]["fichier"] == "temps.csv"));

    let after = page.get("/dossier/etat").json();
    let week = &after["payees"][0];
    assert_eq!((week["nom"].as_str(), week["bulletins"].as_u64()), (Some("2026-W46"), Some(27)));
    assert_eq!(week["cout"], paid["sortie"]["totaux"]["cout"]);
    let cents = |v: &Value| v.as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    for split in ["departements", "postes"] {
        let sum: i64 = week[split].as_object().unwrap().values().map(cents).sum();
        assert_eq!(sum, cents(&week["cout"]), "{split}");
    }
    let month = page.get("/dossier/mois/2026-11").json();
    assert_eq!(month["rapproche"], true, "{month}");

    // Documents, and nothing beside them.
    let pdf = page.get("/dossier/documents/sorties/2026-W46/bulletins/2026-W46-T01.pdf");
    assert!(pdf.status == 200 && pdf.head.contains("application/pdf") && pdf.body.starts_with(b"%PDF"));
    for path in [
        "sorties/../salaries.csv",
        "sorties/..%2Fsalaries.csv",
        "%2Fetc%2Fpasswd",
        "salaries.csv",
        "bulletins/2026",
    ] {
        let outside = page.get(&format!("/dossier/documents/{path}"));
        assert_eq!(outside.status, 404, "{path}: {}", outside.text());
    }
}

/// Pays the week of the example, in a terminal.
fn pay(root: &Path) {
    let done = common::cddu(root).args(["paie", ".", "--periode", "2026-W46"]).output().unwrap();
    assert!(done.status.success());
}

#[test]
fn a_sending_is_seen_then_noted_and_taken_back_as_by_the_command() {
    const BANK: &str = "sorties/2026-W46/virements.xml";
    const DSN: &str = "sorties/declarations/2026-11/dsn-2026-11.dsn";
    let (place, other) = (folder(), folder());
    pay(place.path());
    pay(other.path());
    let before = content(place.path());
    let page = Page::open(place.path());
    let sent = |document: &str| {
        let list = page.get("/dossier/envois").json();
        let found = list.as_array().unwrap().iter().find(|d| d["fichier"] == document).cloned();
        found.unwrap_or_else(|| panic!("{document}: {list}"))
    };
    let kinds =
        |name: &str| (sent(name)["genre"].clone(), sent(name)["mois"].clone(), sent(name)["depot"].clone());
    assert_eq!(kinds(BANK), (json!("virements"), Value::Null, Value::Null));
    assert_eq!(kinds(DSN), (json!("dsn"), json!("2026-11"), Value::Null));

    // The preview writes nothing, and tells what the command notes.
    let question = json!({ "document": BANK, "le": "2026-11-20" });
    let seen = page.command("apercu-deposer", &question).json();
    assert_eq!((&seen["code"], &seen["sortie"]["depot"]["rang"]), (&json!(0), &json!(1)), "{seen}");
    assert_eq!(content(place.path()), before);
    assert_eq!(page.command("deposer", &question).code(), "PAGE-005", "what was not seen is not noted");
    let with = |question: &Value, seen: &Value| {
        let mut whole = question.clone();
        whole["vu"] = seen["vu"].clone();
        whole
    };
    let done = page.command("deposer", &with(&question, &seen)).json();
    assert_eq!(done["sortie"]["depot"], seen["sortie"]["depot"], "{done}");
    assert_eq!(sent(BANK)["depot"]["le"], "2026-11-20");
    let command = common::cddu(other.path()).args(["deposer", BANK, "--le", "2026-11-20"]).output().unwrap();
    assert!(command.status.success());
    let register = |root: &Path| fs::read_to_string(root.join("depots/registre.json")).unwrap();
    assert_eq!(register(place.path()), register(other.path()));
    let again = page.command("apercu-deposer", &question).json();
    assert_eq!((&again["code"], &again["sortie"]["erreurs"][0]["code"]), (&json!(2), &json!("DOS-174")));

    // A document that changed since it was seen, one that is elsewhere, a day that is missing.
    let question = json!({ "document": DSN, "le": "2026-12-10" });
    let seen = page.command("apercu-deposer", &question).json();
    let bytes = fs::read(place.path().join(DSN)).unwrap();
    fs::write(place.path().join(DSN), [bytes.as_slice(), b"\n"].concat()).unwrap();
    assert_eq!(page.command("deposer", &with(&question, &seen)).code(), "PAGE-005");
    fs::write(place.path().join(DSN), bytes).unwrap();
    for outside in ["../virements.xml", "salaries.csv", "sorties/absent.dsn", "--annuler"] {
        let refused = page.command("apercu-deposer", &json!({ "document": outside, "le": "2026-12-10" }));
        assert_eq!((refused.status, refused.code().as_str()), (422, "PAGE-001"), "{outside}");
    }
    assert_eq!(page.command("apercu-deposer", &json!({ "document": DSN })).code(), "PAGE-003");
    assert_eq!(page.command("apercu-deposer", &json!({ "document": DSN, "le": "hier" })).code(), "PAGE-003");

    // The deadline says when its declaration was sent; a calendar holds the days that it is asked.
    let december = json!({ "du": "2026-12-01", "au": "2026-12-31" });
    let dsn = || {
        let dates = page.command("calendrier", &december).json()["sortie"].clone();
        let list = dates.as_array().unwrap().clone();
        assert!(list.iter().all(|d| d["date"].as_str().unwrap().starts_with("2026-12")), "{dates}");
        list.into_iter().find(|d| d["id"] == "dsn").unwrap()["envoye"].clone()
    };
    assert_eq!(dsn(), Value::Null);
    let seen = page.command("apercu-deposer", &question).json();
    assert_eq!(page.command("deposer", &with(&question, &seen)).json()["code"], 0);
    assert_eq!(dsn(), "envoi du 10/12/2026");

    // Taken back: seen first, then done.
    let question = json!({ "document": DSN });
    let kept = register(place.path());
    let seen = page.command("apercu-retirer", &question).json();
    assert_eq!((&seen["code"], &seen["sortie"]["annule"]), (&json!(0), &json!(2)), "{seen}");
    assert_eq!(register(place.path()), kept);
    let done = page.command("retirer", &with(&question, &seen)).json();
    assert_eq!(done["sortie"], seen["sortie"]);
    assert_eq!((sent(DSN)["depot"].clone(), dsn()), (Value::Null, Value::Null));
}

/// The state of each payslip of a week, as the page is told.
fn visas(page: &Page) -> Vec<(String, Value)> {
    let seen = page.command("apercu", &json!({ "periode": "2026-W46" })).json();
    let list = seen["sortie"]["bulletins"].as_array().unwrap().iter();
    list.map(|b| (b["numero"].as_str().unwrap().to_owned(), b["visa"].clone())).collect()
}

#[test]
fn a_payslip_is_checked_until_it_changes() {
    let place = folder();
    let page = Page::open(place.path());
    assert!(visas(&page).iter().all(|(_, visa)| visa.is_null()));
    let seen = page.get("/dossier/etat").json()["vu"].clone();
    let asked = json!({ "periode": "2026-W46", "personne": "T02", "vu": seen });
    let done = page.command("viser", &asked).json();
    assert_eq!(done["sortie"]["bulletins"], json!(["2026-W46-T02"]), "{done}");
    let checked = |page: &Page| -> Vec<String> {
        visas(page).into_iter().filter(|(_, v)| v["le"].is_string()).map(|(n, _)| n).collect()
    };
    assert_eq!(checked(&page), ["2026-W46-T02"]);
    // A visa is no data of the pay: what was seen may still be paid.
    assert_eq!(page.get("/dossier/etat").json()["vu"], seen);
    // Another line of the file moves no payslip; another salary does.
    let path = place.path().join("contrats.csv");
    let contracts = fs::read_to_string(&path).unwrap();
    let (head, rows) = contracts.split_once('\n').unwrap();
    fs::write(&path, format!("{head}\n\n{rows}")).unwrap();
    assert_eq!(checked(&page), ["2026-W46-T02"]);
    let own = rows.lines().find(|l| l.contains(",T02,")).unwrap();
    let raised = own.replacen("1747.82", "1760.00", 1);
    assert_ne!(own, raised);
    fs::write(&path, contracts.replacen(own, &raised, 1)).unwrap();
    assert_eq!(checked(&page), [""; 0]);
    // Back as it was seen, it is checked again; the visa may be taken back.
    fs::write(&path, contracts).unwrap();
    assert_eq!(checked(&page), ["2026-W46-T02"]);
    let seen = page.get("/dossier/etat").json()["vu"].clone();
    page.command("retirer-visa", &json!({ "periode": "2026-W46", "personne": "T02", "vu": seen }));
    assert_eq!(checked(&page), [""; 0]);
    // Of a folder that changed since it was seen, nothing is said.
    let stale = page.command("viser", &json!({ "periode": "2026-W46", "vu": "autre" }));
    assert_eq!((stale.status, stale.code().as_str()), (409, "PAGE-005"));
}

#[test]
fn a_note_is_explained_before_and_after_it_is_paid() {
    let place = folder();
    let page = Page::open(place.path());
    let address = "/dossier/notes/N-2026-02";
    let before = page.get(&format!("{address}?periode=2026-W46")).json();
    let week = page.command("apercu", &json!({ "periode": "2026-W46" })).json();
    assert_eq!(before["resultat"]["totaux"]["net_a_payer"], week["sortie"]["notes"][0]["net_a_payer"]);
    assert!(before["resultat"]["totaux"]["net_a_payer"].is_string());
    assert_eq!(page.get(address).status, 404);
    pay(place.path());
    assert_eq!(page.get(address).json()["resultat"]["totaux"], before["resultat"]["totaux"]);
    let why = page.get(&format!("{address}/explication")).json();
    assert!(why.as_array().unwrap().iter().any(|f| f["figure"] == "totaux.net_a_payer"), "{why}");
}

/// What was spent of the budget is the cost of the accounts, to the cent; what is wrong in it is told at its line.
#[test]
fn the_budget_is_held_against_the_costs_of_the_accounts() {
    let place = folder();
    pay(place.path());
    let page = Page::open(place.path());
    assert_eq!(page.get("/dossier/devis").json(), json!({ "suivi": null, "diagnostics": [] }));
    let budget = "poste;departement;intitule;montant;charges\n\
                  310;;Équipe image;20 000,00;\n\
                  320;;Équipe son;9 000,00;non\n\
                  330;REGIE;Régie;10000;oui\n\
                  330;;Divers;500;\n\
                  ;;Imprévus;1000;\n";
    fs::write(place.path().join("devis.csv"), budget).unwrap();
    let said = page.get("/dossier/devis").json();
    let faults: Vec<(&str, u64)> = said["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["code"].as_str().unwrap(), d["ligne"].as_u64().unwrap()))
        .collect();
    assert_eq!(faults, [("DOS-331", 5), ("DOS-330", 6)]);
    assert_eq!(said["suivi"]["periodes"], json!(["2026-W46"]));
    let cents = |v: &Value| v.as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    // The accounts: `cddu compta etats`, cost by post.
    let done =
        common::cddu(place.path()).args(["compta", "etats", ".", "--mois", "2026-11"]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let costs = fs::read_to_string(place.path().join("sorties/etats/2026-11/cout-par-poste.csv")).unwrap();
    let cost = |post: &str, column: usize| -> i64 {
        let row = costs.lines().find(|l| l.starts_with(&format!("{post};"))).unwrap();
        row.split(';').nth(column).unwrap().replace(',', "").parse().unwrap()
    };
    let table = &said["suivi"]["tableaux"][0];
    let line = |post: &str| -> Value {
        let rows = table["lignes"].as_array().unwrap();
        rows.iter().find(|l| l["poste"] == post).cloned().unwrap_or(Value::Null)
    };
    // poste;brut;charges_patronales;frais_et_avantages;droits_auteur;cout
    let image = line("310");
    assert_eq!((cents(&image["prevu"]), cents(&image["consomme"])), (2_000_000, cost("310", 5)));
    assert_eq!(cents(&image["reste"]), 2_000_000 - cost("310", 5));
    assert_eq!(image["par_periode"], json!([image["consomme"]]));
    // Foreseen without charges: they are told apart.
    assert_eq!(cents(&line("320")["consomme"]), cost("320", 5) - cost("320", 2));
    let apart = table["lignes"].as_array().unwrap().last().unwrap();
    assert_eq!((&apart["poste"], cents(&apart["consomme"])), (&Value::Null, cost("320", 2)));
    // A team is the same without its accents.
    assert_eq!(cents(&line("330")["consomme"]), cost("330", 5));
    assert_eq!(line("340")["lignes"], json!([]), "what nobody foresaw is told");
    assert_eq!(cents(&table["total"]["consomme"]), cost("Total", 5));
    let written = fs::read_to_string(place.path().join("sorties/etats/2026-11/devis-par-poste.csv")).unwrap();
    assert!(written.contains("\n310;;Équipe image;20000,00;"), "{written}");
}

/// A run under way in a terminal: nothing of the page writes beside it, and the answer names it.
#[test]
fn a_run_in_another_terminal_is_waited_for() {
    let place = folder();
    let page = Page::open(place.path());
    let week = json!({ "periode": "2026-W46" });
    let seen = page.command("apercu", &week).json();
    let mut lock = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(place.path().join(".verrou"))
        .unwrap();
    lock.lock().unwrap();
    lock.write_all(b"cddu paie (processus 12, depuis le 16/11/2026)").unwrap();
    let before = content(place.path());
    let asked = json!({ "periode": "2026-W46", "vu": seen["vu"] });
    let refused = page.command("payer", &asked).json();
    assert_eq!((&refused["code"], &refused["sortie"]["erreurs"][0]["code"]), (&json!(2), &json!("DOS-083")));
    assert!(refused.to_string().contains("processus 12"), "{refused}");
    assert_eq!(content(place.path()), before);
    lock.set_len(0).unwrap();
    drop(lock);
    assert_eq!(page.command("payer", &asked).json()["code"], 0);
    // A second tab that still shows the week to pay: refused, and the register has one run.
    assert_eq!(page.command("payer", &asked).code(), "PAGE-005");
}

/// Each document that a reconciliation compares has its place in the folder.
#[test]
fn the_documents_of_a_month_have_their_place() {
    let place = folder();
    pay(place.path());
    let page = Page::open(place.path());
    let month = page.get("/dossier/mois/2026-11").json();
    for (document, path) in [
        ("dsn", "sorties/declarations/2026-11/dsn-2026-11.dsn"),
        ("aem", "sorties/declarations/2026-11/aem-2026-11.xml"),
        ("virement", "sorties/2026-W46/virements.xml"),
        ("ecriture", "sorties/2026-W46/comptabilite/ecritures.csv"),
    ] {
        let list = month["fichiers"][document].as_array().unwrap();
        assert!(list.iter().any(|p| p == path), "{document}: {list:?}");
        assert_eq!(page.get(&format!("/dossier/documents/{path}")).status, 200, "{path}");
    }
}

/// Undoing is shown first, and the transfer file that nobody sent is the person's word.
#[test]
fn undoing_is_shown_first() {
    let place = folder();
    pay(place.path());
    let page = Page::open(place.path());
    let week = json!({ "periode": "2026-W46" });
    let before = content(place.path());
    let refused = page.command("apercu-defaire", &week).json();
    assert_eq!(refused["sortie"]["erreurs"][0]["code"], "DOS-141", "{refused}");
    let shown = page.command("apercu-defaire-non-envoye", &week).json();
    assert_eq!(shown["sortie"]["bulletins"].as_array().unwrap().len(), 27, "{shown}");
    assert_eq!(content(place.path()), before, "looking changes nothing");
    let asked = json!({ "periode": "2026-W46", "vu": shown["vu"] });
    let done = page.command("defaire-non-envoye", &asked).json();
    assert_eq!(done["sortie"]["bulletins"], shown["sortie"]["bulletins"], "{done}");
    assert!(!place.path().join("sorties/2026-W46/employeur/bulletins/2026-W46-T02.html").exists());
}

#[test]
fn a_dropped_file_is_checked_and_corrected_as_a_copy() {
    let place = folder();
    let before = content(place.path());
    let page = Page::open(place.path());
    let contracts = fs::read_to_string(place.path().join("contrats.csv")).unwrap();
    let wrong = contracts.replacen("3100.00", "trois mille", 1);
    assert_ne!(wrong, contracts);
    let found = page.asked("POST", "/dossier/fichiers/contrats.csv", wrong.as_bytes()).json();
    let faults: Vec<&Value> =
        found["diagnostics"].as_array().unwrap().iter().filter(|d| d["colonne"] == "salaire_base").collect();
    let named = |d: &&Value| d["ligne"] == 2 && d["fichier"] == "contrats.csv" && d["gravite"] != "info";
    assert!(faults.iter().any(named), "{faults:?}");
    assert_eq!(found["tables"][0]["lignes"][1]["cellules"][7], "trois mille");
    assert_eq!(content(place.path()), before, "looking changes nothing");

    let rows: Vec<Vec<&str>> = vec![vec!["contrat", "matricule"], vec!["T01-1", "a;b \"c\""]];
    let body = json!({ "lignes": rows }).to_string();
    let kept = page.asked("POST", "/dossier/copies/contrats.csv", body.as_bytes()).json();
    let again = page.asked("POST", "/dossier/copies/contrats.csv", body.as_bytes()).json();
    assert_ne!(kept["chemin"], again["chemin"]);
    let copy = fs::read_to_string(place.path().join(kept["chemin"].as_str().unwrap())).unwrap();
    assert_eq!(copy, "\u{feff}contrat;matricule\r\nT01-1;\"a;b \"\"c\"\"\"\r\n");
    assert_eq!(fs::read_to_string(place.path().join("contrats.csv")).unwrap(), contracts);

    // A name that no file of a folder has, and one that leads out.
    for name in ["facture.csv", "contrats.pdf", "..%2Fcontrats.csv", "contrats"] {
        let refused = page.asked("POST", &format!("/dossier/fichiers/{name}"), b"a;b\r\n");
        assert_eq!((refused.status, refused.code().as_str()), (422, "PAGE-007"), "{name}");
    }
    let large = vec![b'x'; (20 << 20) + 1];
    let refused = page.asked("POST", "/dossier/fichiers/temps.csv", &large);
    assert_eq!((refused.status, refused.code().as_str()), (413, "PAGE-008"));
    let refused = page.asked("POST", "/dossier/copies/contrats.csv", b"[1]");
    assert_eq!(refused.code(), "PAGE-003");
}

#[test]
fn what_the_page_does_not_know_is_told() {
    let place = folder();
    let page = Page::open(place.path());
    assert_eq!(page.command("effacer", &json!({})).code(), "PAGE-002");
    assert_eq!(page.command("apercu", &json!({ "semaine": "2026-W46" })).code(), "PAGE-003");
    assert_eq!(page.command("apercu", &json!({ "periode": "--rectifier" })).status, 422);
    assert_eq!(
        page.command("payer", &json!({ "periode": "2026-W46", "malgre": ["--reel"], "vu": "" })).code(),
        "PAGE-003"
    );
    assert_eq!(page.get("/dossier/bulletins/inconnu").code(), "PAGE-001");
    assert_eq!(page.get("/dossier/mois/novembre").code(), "PAGE-003");
    assert_eq!(page.get("/dossier/mois/2026-11").status, 422, "nothing is paid yet");
    // A folder that a person breaks while the page is open is told by the next look.
    fs::write(place.path().join("production.toml"), "titre = ").unwrap();
    assert_eq!(page.get("/dossier/etat").status, 422);
}

#[test]
fn only_this_machine_can_be_served() {
    let place = folder();
    let run = Command::new(env!("CARGO_BIN_EXE_cddu"))
        .arg("ouvrir")
        .arg(place.path())
        .args(["--adresse", "0.0.0.0:0", "--sans-navigateur"])
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("CLI-016"));
}
