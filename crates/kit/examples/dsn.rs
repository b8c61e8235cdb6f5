//! Une DSN relue, quel que soit le logiciel qui l'a écrite : `cargo run -p cddu-kit --example dsn -- FICHIER`.

use std::error::Error;

use cddu_kit::dsn;

pub(crate) fn relue(bytes: &[u8]) -> String {
    let versions: Vec<&str> =
        dsn::read(bytes).messages.iter().map(|m| m.version.map_or("inconnue", |v| v.as_str())).collect();
    let findings = dsn::verify(bytes);
    let refused = findings.iter().filter(|f| f.refuse()).count();
    format!("norme {} : {} anomalies, dont {refused} pour l'envoi", versions.join(", "), findings.len())
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("donner un fichier")?;
    println!("{}", relue(&std::fs::read(file)?));
    Ok(())
}
