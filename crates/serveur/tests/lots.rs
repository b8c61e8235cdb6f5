//! Batches: one answer a line, in order, whatever the lines are and however the batch ends.

mod common;

use std::time::Duration;

use cddu_kit::Call;
use cddu_serveur::Options;
use common::{Client, ENGINE, Running, one_line, training};
use serde_json::Value;

const LOT: &str = "/v1/lots?appel=bulletin";
const NDJSON: &str = "Content-Type: application/x-ndjson";

fn open(service: &Running) -> Client {
    let mut client = service.connect();
    client.send("POST", LOT, &[NDJSON, "Transfer-Encoding: chunked"], b"");
    client
}

#[test]
fn a_batch_with_mad_lines_has_every_answer_in_its_place() {
    let service = Running::start(Options { max_body: 8192, ..Options::default() });
    let mut batch = Vec::new();
    let mut expected = Vec::new();
    let mut number = 0;
    for round in 0..20_u64 {
        for (_, request) in training() {
            number += 1;
            let line = one_line(&request);
            let reply = ENGINE.answer_line(Call::Bulletin, line.trim_end().as_bytes(), number);
            expected.push(reply.json);
            batch.extend(line.into_bytes());
        }
        for mad in [
            &b"{"[..],
            b"NaN",
            b"{\"numero\":\"\xFF\"}",
            b"\0",
            b"[[[[[[[[",
            "\u{202e}".as_bytes(),
            b"{\"reference\":\"A1\"}",
        ] {
            number += 1;
            expected.push(ENGINE.answer_line(Call::Bulletin, mad, number).json);
            batch.extend(mad);
            batch.push(b'\n');
        }
        // An empty line has a number and no answer; one that is too long has one.
        number += 2;
        batch.extend(b"\r\n");
        batch.extend(vec![b'{'; 8193 + usize::try_from(round).unwrap()]);
        batch.push(b'\n');
        expected.push(format!("HTTP-014 {number}"));
    }
    let answer = service.ask_for("POST", LOT, &[NDJSON], &batch);
    assert!(answer.status == 200 && answer.whole);
    assert!(answer.head.contains("content-type: application/x-ndjson"));
    let lines: Vec<&str> = answer.text().lines().collect();
    assert_eq!(lines.len(), expected.len());
    for (got, wanted) in lines.iter().zip(&expected) {
        if let Some(number) = wanted.strip_prefix("HTTP-014 ") {
            let value: Value = serde_json::from_str(got).unwrap();
            assert_eq!(
                (&value["erreurs"][0]["code"], value["erreurs"][0]["ligne"].to_string()),
                (&"HTTP-014".into(), number.to_owned())
            );
        } else {
            assert_eq!(got, wanted);
        }
    }
}

/// A client that waits for each answer before its next line gets it at once.
#[test]
fn an_answer_does_not_wait_for_the_next_line() {
    let service = Running::start(Options::default());
    let mut client = open(&service);
    let mut first = true;
    for (_, request) in training() {
        client.chunk(one_line(&request).as_bytes());
        if std::mem::take(&mut first) {
            assert_eq!(client.head().0, 200);
        }
        let piece = client.piece().unwrap().unwrap();
        assert_eq!(String::from_utf8(piece).unwrap(), ENGINE.answer(Call::Bulletin, &request).json + "\n");
    }
    client.write(b"0\r\n\r\n");
    assert_eq!(client.piece(), Ok(None));
}

/// The last line needs no line end; a batch that stands still ends with a line that says so.
#[test]
fn a_batch_that_stands_still_ends() {
    let service = Running::start(Options { delay: Duration::from_millis(300), ..Options::default() });
    let (_, request) = training().remove(0);
    let text = one_line(&request);
    let answer = service.ask_for("POST", LOT, &[NDJSON], text.trim_end().as_bytes());
    assert_eq!(answer.text().lines().count(), 1);
    let mut client = open(&service);
    client.chunk(format!("{text}{{\"begun\":").as_bytes());
    let answer = client.answer();
    assert!(answer.whole);
    let lines: Vec<Value> = answer.text().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[1]["erreurs"][0]["code"], &lines[1]["erreurs"][0]["ligne"]),
        (&"HTTP-005".into(), &2.into())
    );
}

/// Stopped in the middle: whole lines, the last one saying where to begin again; then nobody is answered any more.
#[test]
fn a_batch_that_is_stopped_ends_at_a_line() {
    let mut service = Running::start(Options::default());
    let (_, request) = training().remove(0);
    let text = one_line(&request);
    let mut client = open(&service);
    client.chunk(text.repeat(100).as_bytes());
    client.chunk(&text.as_bytes()[..40]);
    assert_eq!(client.head().0, 200);
    let mut got = client.piece().unwrap().unwrap();
    service.ask();
    while let Ok(Some(piece)) = client.piece() {
        got.extend(piece);
    }
    assert!(got.ends_with(b"\n"), "half a line");
    let text = String::from_utf8(got).unwrap();
    let expected = ENGINE.answer(Call::Bulletin, &request).json;
    let lines: Vec<&str> = text.lines().collect();
    let (last, answers) = lines.split_last().unwrap();
    assert!(answers.iter().all(|l| *l == expected));
    let last: Value = serde_json::from_str(last).unwrap();
    assert_eq!(last["erreurs"][0]["code"], "HTTP-011");
    // What had come is answered, and the batch is to be sent again from the first line without an answer.
    assert!((1..=100).contains(&answers.len()), "{}", answers.len());
    assert_eq!(last["erreurs"][0]["ligne"], answers.len() + 1);
    service.join();
    assert!(std::net::TcpStream::connect(service.address).is_err());
}

/// A client that leaves in the middle of a batch leaves nothing behind; one that does not read is cut.
#[test]
fn clients_that_leave_or_do_not_read() {
    let service = Running::start(Options { delay: Duration::from_millis(500), ..Options::default() });
    let (_, request) = training().remove(0);
    let text = one_line(&request).repeat(200);
    for _ in 0..20 {
        let mut client = open(&service);
        client.chunk(text.as_bytes());
        assert_eq!(client.head().0, 200);
        drop(client);
    }
    let mut deaf = open(&service);
    let stream = deaf.reader.get_mut();
    let piece = format!("{:x}\r\n{text}\r\n", text.len());
    // Ten times what sockets hold: the service stops reading, then cuts.
    let mut sent = 0;
    while sent < 400 && std::io::Write::write_all(stream, piece.as_bytes()).is_ok() {
        sent += 1;
    }
    assert!(sent < 400, "the batch is not bounded");
    let mut rest = Vec::new();
    let _ = std::io::Read::read_to_end(&mut deaf.reader, &mut rest);
    assert!(!rest.ends_with(b"\r\n0\r\n\r\n"), "a batch that was cut looks whole");
    assert_eq!(service.get("/sante").status, 200);
}

#[test]
fn stopping_waits_for_the_answers_under_way() {
    let mut service = Running::start(Options::default());
    let (_, request) = training().remove(0);
    let mut client = service.connect();
    let length = format!("Content-Length: {}", request.len());
    let headers = ["Content-Type: application/json", &length, "Expect: 100-continue"];
    client.send("POST", "/v1/bulletin", &headers, &[]);
    // The service reads the body: the request is under way.
    assert_eq!(client.head().0, 100);
    client.write(&request[..100]);
    service.ask();
    std::thread::sleep(Duration::from_millis(100));
    client.write(&request[100..]);
    let answer = client.answer();
    let expected = ENGINE.answer(Call::Bulletin, &request).json;
    assert_eq!((answer.status, answer.text()), (200, expected.as_str()));
    service.join();
}
