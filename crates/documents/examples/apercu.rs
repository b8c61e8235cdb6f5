//! Writes the documents of fictitious payslips to a directory, to look at them.
//!
//! `cargo run -p cddu-documents --example apercu -- DOSSIER`

#[path = "../tests/commun/mod.rs"]
mod commun;

use std::path::PathBuf;

use cddu_documents::bulletin::{self, Modele, Options};
use commun::Contract;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "apercu".to_owned()));
    std::fs::create_dir_all(&dir)?;
    let one = commun::payslip(&[Contract::technician("C1")]);
    let mut artist = Contract::artist("C2");
    artist.dfs = Some("19.00");
    let two = commun::payslip(&[Contract::technician("C1"), artist]);
    let many: Vec<Contract> = (1..=15)
        .map(|i| {
            let mut contract = if i % 3 == 0 { Contract::artist("") } else { Contract::technician("") };
            contract.id = format!("2026-TOURNAGE-{i:03}");
            contract
        })
        .collect();
    let mut fifteen = commun::payslip(&many);
    fifteen.salarie.nom = "Montgolfier-Saint-Barthélemy de la Roche-Guyonnière".to_owned();
    fifteen.salarie.prenom = "Marie-Charlotte Anne-Élisabeth".to_owned();
    let renove = Options { modele: Modele::Renove, ..Options::default() };
    let cases = [
        ("bulletin", &one, Options::default()),
        ("bulletin-renove", &two, renove),
        ("bulletin-15", &fifteen, Options::default()),
    ];
    for (name, payslip, options) in cases {
        let failed = |e: cddu_rates::Diagnostic| e.to_string();
        std::fs::write(dir.join(format!("{name}.pdf")), bulletin::pdf(payslip, &options).map_err(failed)?)?;
        std::fs::write(dir.join(format!("{name}.html")), bulletin::html(payslip, &options).map_err(failed)?)?;
    }
    Ok(())
}
