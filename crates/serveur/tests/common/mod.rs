//! A service on a real socket, and a client that writes what it likes.
#![allow(dead_code, reason = "each test file uses its part")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use cddu_serveur::{Engine, Options, Service};

pub static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::embedded);

/// A running service.
pub struct Running {
    pub address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub fn start(options: Options) -> Self {
        Self::with(options, Router::new(), Router::new())
    }

    pub fn with(options: Options, behind: Router, open: Router) -> Self {
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let (taken, address) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                taken.send(listener.local_addr().unwrap()).unwrap();
                let service = Service::new(ENGINE.clone(), options).mount(behind).mount_open(open);
                let asked = async {
                    let _ = stopped.await;
                };
                service.serve(listener, asked).await.unwrap();
            });
        });
        Self { address: address.recv().unwrap(), stop: Some(stop), thread: Some(thread) }
    }

    /// Asks it to stop, without waiting.
    pub fn ask(&mut self) {
        let _ = self.stop.take().map(|s| s.send(()));
    }

    /// Waits for its end.
    pub fn join(&mut self) {
        self.ask();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }

    pub fn connect(&self) -> Client {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
        Client { reader: BufReader::new(stream) }
    }

    /// One request on a connection of its own.
    pub fn ask_for(&self, method: &str, path: &str, headers: &[&str], body: &[u8]) -> Answer {
        let mut client = self.connect();
        client.send(method, path, headers, body);
        client.answer()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask_for("GET", path, &[], b"")
    }

    pub fn post(&self, path: &str, body: &[u8]) -> Answer {
        self.ask_for("POST", path, &["Content-Type: application/json"], body)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.join();
    }
}

pub struct Client {
    pub reader: BufReader<TcpStream>,
}

/// An answer, its body out of its chunks.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
    /// False when the connection broke before the end of the body.
    pub whole: bool,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Code of the first error of a problem, whose members are checked.
    pub fn code(&self) -> String {
        assert!(self.head.contains("content-type: application/problem+json"), "{self:?}");
        let value = self.json();
        assert_eq!(value["status"], self.status, "{value}");
        assert_eq!(value["version_interface"], 1);
        assert!(value["title"].is_string() && value["detail"].is_string(), "{value}");
        let code = value["erreurs"][0]["code"].as_str().unwrap().to_owned();
        assert_eq!(value["type"], format!("urn:cddu:erreur:{code}"));
        code
    }
}

impl Client {
    pub fn write(&mut self, bytes: &[u8]) {
        self.reader.get_mut().write_all(bytes).unwrap();
    }

    pub fn send(&mut self, method: &str, path: &str, headers: &[&str], body: &[u8]) {
        let mut head = format!("{method} {path} HTTP/1.1\r\n");
        if !headers.iter().any(|h| h.starts_with("Host:")) {
            head.push_str("Host: localhost\r\n");
        }
        for header in headers {
            head.push_str(header);
            head.push_str("\r\n");
        }
        if !headers.iter().any(|h| h.starts_with("Transfer-Encoding") || h.starts_with("Content-Length")) {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let stream = self.reader.get_mut();
        stream.write_all(head.as_bytes()).unwrap();
        // A service that refuses early may close before the body is whole.
        let _ = stream.write_all(body);
    }

    /// A piece of a body in chunks.
    pub fn chunk(&mut self, bytes: &[u8]) {
        let stream = self.reader.get_mut();
        stream.write_all(format!("{:x}\r\n", bytes.len()).as_bytes()).unwrap();
        stream.write_all(bytes).unwrap();
        stream.write_all(b"\r\n").unwrap();
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        (self.reader.read_line(&mut line).ok()? > 0).then(|| line.trim_end().to_owned())
    }

    /// Status and head.
    pub fn head(&mut self) -> (u16, String) {
        let first = self.line().expect("no answer");
        let status = first.split(' ').nth(1).unwrap().parse().unwrap();
        let mut head = String::new();
        while let Some(line) = self.line().filter(|l| !l.is_empty()) {
            let (name, value) = line.split_once(':').unwrap();
            head.push_str(&format!("{}:{value}\n", name.to_ascii_lowercase()));
        }
        (status, head)
    }

    /// The next chunk of a body; nothing at the end, an error when the connection breaks.
    pub fn piece(&mut self) -> Result<Option<Vec<u8>>, ()> {
        let size = usize::from_str_radix(&self.line().ok_or(())?, 16).map_err(|_| ())?;
        let mut bytes = vec![0; size + 2];
        self.reader.read_exact(&mut bytes).map_err(|_| ())?;
        bytes.truncate(size);
        Ok((size > 0).then_some(bytes))
    }

    pub fn answer(&mut self) -> Answer {
        let (status, head) = self.head();
        let mut body = Vec::new();
        let mut whole = true;
        if head.contains("transfer-encoding: chunked") {
            loop {
                match self.piece() {
                    Ok(Some(piece)) => body.extend(piece),
                    Ok(None) => break,
                    Err(()) => {
                        whole = false;
                        break;
                    }
                }
            }
        } else {
            let length = head.lines().find_map(|l| l.strip_prefix("content-length: "));
            body = vec![0; length.map_or(0, |l| l.parse().unwrap())];
            whole = self.reader.read_exact(&mut body).is_ok();
        }
        Answer { status, head, body, whole }
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The requests of the training folder.
pub fn training() -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for entry in fs::read_dir(root().join("examples/formation")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "json") {
            out.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    out.sort();
    assert!(out.len() >= 15, "{} training requests", out.len());
    out
}

/// A request on one line.
pub fn one_line(request: &[u8]) -> String {
    let mut text = String::from_utf8(request.to_vec()).unwrap().replace(['\n', '\r'], " ");
    text.push('\n');
    text
}
