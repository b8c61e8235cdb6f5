//! What `docs/integrer.md` promises to whoever embeds cddu: its commands, and the packages of the crates.

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use common::{cddu, root};

#[test]
fn the_commands_of_the_page_run() {
    let page = fs::read_to_string(root().join("docs/integrer.md")).unwrap();
    let commands: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("$ cddu ")).collect();
    assert!(commands.len() >= 8, "{} commands", commands.len());
    for command in commands.into_iter().filter(|c| *c != "servir") {
        let output = cddu(&root()).args(command.split(' ')).output().unwrap();
        // 1: the net that is looked for may lie between two cents.
        assert!(
            matches!(output.status.code(), Some(0 | 1)) && !output.stdout.is_empty(),
            "{command}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// The words of a command line: blanks part them, quotes keep them together.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    let mut out = Vec::new();
    for (rank, part) in parts {
        if rank % 2 == 1 {
            out.push(part.to_owned());
        } else {
            out.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    out
}

/// The request that a `curl` line of the page makes: method, headers, body, path.
fn request(line: &str) -> (String, Vec<String>, Vec<u8>, String) {
    let words = words(line);
    let mut words = words.iter();
    let (mut method, mut headers, mut body, mut path) =
        ("GET".to_owned(), Vec::new(), Vec::new(), String::new());
    while let Some(word) = words.next() {
        match word.as_str() {
            "-H" => headers.push(words.next().unwrap().clone()),
            "-X" => method.clone_from(words.next().unwrap()),
            "-T" => body = fs::read(root().join(words.next().unwrap())).unwrap(),
            "--data-binary" => {
                "POST".clone_into(&mut method);
                body = fs::read(root().join(words.next().unwrap().trim_start_matches('@'))).unwrap();
            }
            url => url.strip_prefix("http://127.0.0.1:8027").expect("not an address").clone_into(&mut path),
        }
    }
    (method, headers, body, path)
}

/// The service of the page answers the requests of the page, then stops when it is asked to.
#[test]
#[cfg(unix)]
fn the_requests_of_the_page_are_answered() {
    let page = fs::read_to_string(root().join("docs/integrer.md")).unwrap();
    let requests: Vec<_> =
        page.lines().filter_map(|line| line.strip_prefix("$ curl ")).map(request).collect();
    assert!(requests.len() >= 5, "{} requests", requests.len());
    let mut service = cddu(&root())
        .args(["servir", "--adresse", "127.0.0.1:0", "--journal", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(service.stdout.take().unwrap());
    let mut ready = String::new();
    while !ready.ends_with("}\n") {
        assert!(said.read_line(&mut ready).unwrap() > 0, "{ready}");
    }
    let ready: serde_json::Value = serde_json::from_str(&ready).unwrap();
    let address = ready["adresse"].as_str().unwrap().trim_start_matches("http://").to_owned();
    for (method, headers, body, path) in requests {
        let mut stream = TcpStream::connect(&address).unwrap();
        let headers: String = headers.iter().map(|h| format!("{h}\r\n")).collect();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
            body.len()
        )
        .unwrap();
        stream.write_all(&body).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{method} {path}\n{answer}");
        assert!(answer.contains("\"version_interface\":1") || answer.contains("$schema"), "{path}\n{answer}");
    }
    let asked = Command::new("kill").args(["-TERM", &service.id().to_string()]).status().unwrap();
    assert!(asked.success());
    let mut journal = String::new();
    service.stderr.take().unwrap().read_to_string(&mut journal).unwrap();
    assert_eq!(service.wait().unwrap().code(), Some(0));
    // The journal names routes; nothing of a request is in it.
    assert!(
        journal.contains("POST /v1/bulletin 200") && journal.contains("GET /v1/schemas/{nom} 200"),
        "{journal}"
    );
    assert!(!journal.contains("FORMATION"), "{journal}");
}

/// The request built in Rust on the page is that of an example, which is built and run.
#[test]
fn the_rust_of_the_page_is_that_of_an_example() {
    let page = fs::read_to_string(root().join("docs/integrer.md")).unwrap();
    let example = fs::read_to_string(root().join("crates/kit/examples/engagement.rs")).unwrap();
    let block = page.split("```").find(|part| part.starts_with("rust\nuse ")).unwrap();
    let lines: Vec<&str> = block.lines().skip(1).map(str::trim).collect();
    assert!(lines.len() > 15, "{block}");
    for line in lines {
        assert!(example.lines().any(|written| written.trim() == line), "{line}");
    }
}

#[test]
fn the_version_is_said_to_machines() {
    let output = cddu(&root()).args(["--version", "--json"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["version_interface"], 1);
    assert_eq!(value["version"], env!("CARGO_PKG_VERSION"));
    assert!(value["empreinte_baremes"].as_str().unwrap().starts_with("sha256:"));
}

/// A stream answers what the published cases answer, byte for byte, and repeats references in the errors.
#[test]
fn a_stream_answers_the_published_cases() {
    for call in ["bulletin", "note", "brut"] {
        let folder = root().join("schemas/v1/cases").join(call);
        let mut requests = Vec::new();
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            requests.extend(name.strip_suffix(".demande.json").map(str::to_owned));
        }
        for name in requests {
            let request = fs::read_to_string(folder.join(format!("{name}.demande.json"))).unwrap();
            let line = format!("{}\n", request.replace('\n', " "));
            let work = tempfile::tempdir().unwrap();
            let file = work.path().join("demande.jsonl");
            fs::write(&file, line).unwrap();
            let output = cddu(&root()).args([call, file.to_str().unwrap(), "--jsonl"]).output().unwrap();
            let expected = fs::read_to_string(folder.join(format!("{name}.reponse.json"))).unwrap();
            // In a stream, the place of an error is the line of the stream.
            let placeless = |text: &str| {
                let mut value: serde_json::Value = serde_json::from_str(text).unwrap();
                for error in value["erreurs"].as_array_mut().into_iter().flatten() {
                    error.as_object_mut().unwrap().remove("ligne");
                }
                value
            };
            let got = String::from_utf8(output.stdout).unwrap();
            if expected.contains("\"erreurs\"") {
                assert_eq!(placeless(&got), placeless(&expected), "{call} {name}");
            } else {
                assert_eq!(got, expected, "{call} {name}");
            }
        }
    }
}

/// Every crate carries its licences and its page; the tables are in the package of `cddu-rates`.
#[test]
fn packages_hold_what_they_need() {
    let list = |name: &str| {
        let output = Command::new(env!("CARGO"))
            .current_dir(root())
            .args(["package", "--no-verify", "--list", "--allow-dirty", "--offline", "-p", name])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let has = |files: &str, wanted: &str| files.lines().any(|line| line == wanted);
    for name in ["cddu-base", "cddu-rates", "cddu-payslip", "cddu-dsn", "cddu-kit", "cddu-serveur"] {
        let files = list(name);
        for wanted in ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "src/lib.rs"] {
            assert!(has(&files, wanted), "{name}: {wanted}");
        }
    }
    let files = list("cddu-rates");
    for (name, _) in cddu_rates::Files::embedded().iter() {
        assert!(has(&files, &format!("rates/{name}")), "{name} is not in the package");
    }
}

/// A request that is refused alone says what the same line of a batch says: its reference, no file.
#[test]
fn a_refusal_has_one_envelope_on_every_road() {
    let work = tempfile::tempdir().unwrap();
    let request = r#"{"reference":"A12","numero":"B7","date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8},"salarie":{"matricule":"T01","nom":"EXEMPLE","prenom":"Camille"},"contrats":[]}"#;
    fs::write(work.path().join("demande.json"), request).unwrap();
    let answer = |words: &[&str]| {
        let output = cddu(work.path()).args(words).output().unwrap();
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), value)
    };
    let (status, alone) = answer(&["bulletin", "demande.json", "--json"]);
    let (_, mut line) = answer(&["bulletin", "demande.json", "--jsonl"]);
    assert_eq!(status, Some(2));
    assert_eq!((&alone["reference"], &alone["numero"]), (&"A12".into(), &"B7".into()));
    // A line of a batch has its number besides.
    assert!(line["erreurs"][0].as_object_mut().unwrap().remove("ligne").is_some());
    assert_eq!(alone, line);
}

/// The parts of a payslip are those of the whole one, and they carry no hash.
#[test]
fn the_parts_of_a_payslip_are_its_amounts() {
    let (_, whole) = answer_lines(&["bulletin", "examples/demandes.jsonl", "--jsonl"]);
    let (status, totals) =
        answer_lines(&["bulletin", "examples/demandes.jsonl", "--jsonl", "--champs", "totaux"]);
    let (_, lines) = answer_lines(&["bulletin", "examples/demandes.jsonl", "--jsonl", "--champs", "lignes"]);
    assert_eq!((status, whole.len(), totals.len(), lines.len()), (Some(0), 2, 2, 2));
    for ((whole, totals), lines) in whole.iter().zip(&totals).zip(&lines) {
        for part in [totals, lines] {
            for key in ["reference", "numero", "date_paiement", "totaux"] {
                assert_eq!(part[key], whole[key], "{key}");
            }
            assert_eq!(part["matricule"], whole["salarie"]["matricule"]);
            assert!(part.get("empreinte").is_none());
        }
        assert!(totals.get("contrats").is_none());
        let (contract, printed) = (&whole["contrats"][0], &lines["contrats"][0]);
        for key in ["contrat", "bases", "lignes", "sous_totaux"] {
            assert_eq!(printed[key], contract[key], "{key}");
        }
        assert!(printed["lignes"].as_array().unwrap().len() > 20);
    }
}

fn answer_lines(args: &[&str]) -> (Option<i32>, Vec<serde_json::Value>) {
    let output = cddu(&root()).args(args).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code(), text.lines().map(|l| serde_json::from_str(l).unwrap()).collect())
}

/// A table of requests gives the payslips of the same requests in JSON, row by row; a faulty row is named in its place, with
/// its line as an editor counts it, whatever ends the lines.
#[test]
fn a_table_is_answered_row_by_row() {
    let (_, whole) = answer_lines(&["bulletin", "examples/demandes.jsonl", "--jsonl"]);
    let given = fs::read_to_string(root().join("examples/demandes.csv")).unwrap();
    let mut rows: Vec<&str> = given.lines().collect();
    let (wrong, long) = (rows[1].replace(";8;", ";huit;"), format!("{};trop", rows[2]));
    let quoted = rows[1].replace("A12/2026", "\"A12\n2026\"");
    rows.splice(2..2, ["", &wrong, &long, &quoted]);
    for end in ["\n", "\r\n"] {
        let work = tempfile::tempdir().unwrap();
        fs::write(work.path().join("lot.csv"), rows.join(end)).unwrap();
        let output = cddu(work.path()).args(["bulletin", "lot.csv", "--csv"]).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let mut table = csv::ReaderBuilder::new().delimiter(b';').from_reader(output.stdout.as_slice());
        let header = table.headers().unwrap().clone();
        let answers: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
        let cell = |row: usize, name: &str| {
            let column = header.iter().position(|h| h == name).unwrap();
            answers[row][column].to_owned()
        };
        let places: Vec<String> = (0..answers.len()).map(|row| cell(row, "ligne")).collect();
        assert_eq!(places, ["2", "4", "5", "6", "8"]);
        for (row, payslip) in [(0, &whole[0]), (4, &whole[1])] {
            for (name, amount) in payslip["totaux"].as_object().unwrap() {
                let Some(amount) = amount.as_str().filter(|_| name != "taux_pas") else { continue };
                assert_eq!(cell(row, name), amount.replace('.', ","), "{name}");
            }
            assert_eq!(cell(row, "erreurs"), "");
        }
        assert_eq!(cell(3, "net_paye"), cell(0, "net_paye"));
        for (row, code, reference) in
            [(1, "JSON-002 (employeur.effectif)", "A12/2026"), (2, "CLI-030", "A15")]
        {
            assert!(cell(row, "erreurs").starts_with(code), "{}", cell(row, "erreurs"));
            assert_eq!(
                (cell(row, "reference"), cell(row, "net_paye")),
                (reference.to_owned(), String::new())
            );
        }
    }
}

/// What is rarely meant is computed and told in every form, with exit status 1; a line of titles without end is refused by
/// its size.
#[test]
fn a_doubtful_row_is_told_in_every_form() {
    let given = fs::read_to_string(root().join("examples/demandes.csv")).unwrap();
    let json = fs::read_to_string(root().join("examples/demandes.jsonl")).unwrap();
    let work = tempfile::tempdir().unwrap();
    // 15,000.00 for 39 hours of a Scripte, whose minimum is 1,310.82: eleven times.
    fs::write(work.path().join("lot.csv"), given.replacen("1500,00", "15000,00", 1)).unwrap();
    fs::write(work.path().join("lot.jsonl"), json.replacen("\"brut\": 1500", "\"brut\": 15000", 1)).unwrap();
    let first = json.lines().next().unwrap().replace("\"brut\": 1500", "\"brut\": 15000");
    fs::write(work.path().join("demande.json"), first).unwrap();
    let run = |args: &[&str]| {
        let output = cddu(work.path()).args(args).output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let forms: [&[&str]; 6] = [
        &["bulletin", "demande.json"],
        &["bulletin", "demande.json", "--json"],
        &["bulletin", "demande.json", "--json", "--champs", "totaux"],
        &["bulletin", "lot.jsonl", "--jsonl", "--champs", "lignes"],
        &["bulletin", "lot.csv", "--csv"],
        &["bulletin", "lot.csv", "--csv", "--champs", "lignes"],
    ];
    for args in forms {
        let (status, out, told) = run(args);
        assert_eq!(status, Some(1), "{args:?}\n{told}");
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains("PAIE-125") && out.contains("11 fois le minimum"), "{args:?}\n{out}");
        assert!(
            !args.iter().any(|a| a.starts_with("lot.")) || told.contains("1\u{a0}ligne à vérifier"),
            "{told}"
        );
    }
    fs::write(work.path().join("lot.csv"), "x".repeat(70_000)).unwrap();
    let (status, _, told) = run(&["bulletin", "lot.csv", "--csv"]);
    assert_eq!(status, Some(2));
    assert!(told.contains("[KIT-012]") && told.contains("64 Ko"), "{told}");
}

/// A reader that goes away in the middle of a batch ends it: no panic, nothing said, whatever was still to be read.
#[test]
fn a_batch_whose_reader_goes_away_ends_quietly() {
    let line = fs::read_to_string(root().join("examples/demandes.jsonl")).unwrap();
    let line = line.lines().next().unwrap().to_owned();
    let mut batch = cddu(&root())
        .args(["bulletin", "-", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = batch.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        // The writer is told by its own error that nobody reads any more.
        (0..20_000).take_while(|_| writeln!(input, "{line}").is_ok()).count()
    });
    let mut output = BufReader::new(batch.stdout.take().unwrap());
    let mut first = String::new();
    output.read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"version_interface\":1,"), "{first}");
    drop(output);
    let mut told = String::new();
    batch.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    let status = batch.wait().unwrap();
    writer.join().unwrap();
    assert!(!told.contains("panicked") && status.code() != Some(101), "{status:?}\n{told}");
}

/// `--json` writes for people what `--jsonl` writes for machines: the same answer, apart from the white space between values.
#[test]
fn the_indented_answer_is_that_of_the_stream() {
    let file = "examples/formation/technicien-2026.json";
    let work = tempfile::tempdir().unwrap();
    let line = fs::read_to_string(root().join(file)).unwrap().replace('\n', " ");
    fs::write(work.path().join("demande.jsonl"), line + "\n").unwrap();
    let place = work.path().join("demande.jsonl");
    let text = |args: &[&str]| String::from_utf8(cddu(&root()).args(args).output().unwrap().stdout).unwrap();
    let (indented, plain) =
        (text(&["bulletin", file, "--json"]), text(&["bulletin", place.to_str().unwrap(), "--jsonl"]));
    // Each line of the indented form begins with blanks, and a colon has one after it.
    let joined: String = indented.lines().map(|line| line.trim_start().replacen("\": ", "\":", 1)).collect();
    assert_eq!(joined + "\n", plain);
}
