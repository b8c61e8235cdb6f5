//! Une réponse par ligne de l'entrée : `cargo run -p cddu-kit --example reponses -- bulletin < examples/demandes.jsonl`.

use std::error::Error;
use std::io::{BufRead as _, Write as _};

use cddu_kit::Engine;

fn main() -> Result<(), Box<dyn Error>> {
    let call = std::env::args().nth(1).ok_or("donner un appel")?;
    let engine = Engine::embedded();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", engine.call(&call, line?.as_bytes()).json)?;
    }
    Ok(())
}
