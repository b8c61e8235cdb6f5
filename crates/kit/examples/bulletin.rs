//! Un bulletin depuis une demande JSON : `cargo run -p cddu-kit --example bulletin -- examples/formation/technicien-2026.json`.

use cddu_kit::{BulletinInput, Engine, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("donner un fichier")?;
    let request = read::<BulletinInput>(&std::fs::read_to_string(file)?)?;
    let computed = Engine::embedded().bulletin(&request.input)?;
    let totals = &computed.bulletin.totaux;
    println!("brut {}, net à payer {}, coût {}", totals.brut, totals.net_paye, totals.total_verse_employeur);
    Ok(())
}
