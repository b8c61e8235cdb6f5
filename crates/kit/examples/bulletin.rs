//! Un bulletin depuis une demande JSON : `cargo run -p cddu-kit --example bulletin -- examples/formation/technicien-2026.json`.

use std::error::Error;

use cddu_kit::{BulletinInput, Engine, read};

pub(crate) fn bulletin(file: &str) -> Result<String, Box<dyn Error>> {
    let request = read::<BulletinInput>(&std::fs::read_to_string(file)?)?;
    let computed = Engine::embedded().bulletin(&request.input)?;
    let totaux = &computed.bulletin.totaux;
    Ok(format!(
        "brut {}, net à payer {}, coût {}",
        totaux.brut, totaux.net_paye, totaux.total_verse_employeur
    ))
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("donner un fichier")?;
    println!("{}", bulletin(&file)?);
    Ok(())
}
