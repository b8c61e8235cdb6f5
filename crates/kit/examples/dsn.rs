//! Une DSN relue, quel que soit le logiciel qui l'a écrite : `cargo run -p cddu-kit --example dsn -- FICHIER`.

use cddu_kit::dsn;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bytes = std::fs::read(std::env::args().nth(1).ok_or("donner un fichier")?)?;
    for message in &dsn::read(&bytes).messages {
        println!("message, norme {}", message.version.map_or("inconnue", |v| v.as_str()));
    }
    let findings = dsn::verify(&bytes);
    let refused = findings.iter().filter(|f| f.refuse()).count();
    println!("{} anomalies, dont {refused} pour l'envoi", findings.len());
    Ok(())
}
