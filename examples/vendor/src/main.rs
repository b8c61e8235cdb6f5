//! La boucle d'un logiciel d'éditeur : lit des demandes, une par ligne, tient le total des nets et range les refus.
//! `cargo run --manifest-path examples/vendor/Cargo.toml < examples/demandes.jsonl`.

use std::io::BufRead as _;

use cddu_kit::{BulletinInput, Cents, Engine, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::embedded();
    let mut nets = Cents::ZERO;
    let (mut paid, mut refused) = (0, 0);
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        // `?` would stop at the first refused request; each is told with its reference instead.
        let done = read::<BulletinInput>(&line).and_then(|request| {
            let computed = engine.bulletin(&request.input)?;
            Ok((request.reference, computed.bulletin))
        });
        match done {
            Ok((reference, bulletin)) => {
                let name = reference.unwrap_or_default();
                println!("{name} {} {}", bulletin.salarie.matricule, bulletin.totaux.net_paye);
                nets += bulletin.totaux.net_paye;
                paid += 1;
            }
            Err(errors) => {
                for error in &errors {
                    println!(
                        "refusé {} {} {}",
                        error.code,
                        error.champ.as_deref().unwrap_or("-"),
                        error.message
                    );
                }
                refused += 1;
            }
        }
    }
    println!("barèmes {}", engine.tables());
    println!("{paid} bulletins, {refused} refus, nets {nets}");
    Ok(())
}
