//! Un engagement construit en Rust, sans JSON : son coût, le brut d'un net voulu, d'où vient un chiffre.
//! `cargo run -p cddu-kit --example engagement`.

use std::error::Error;

use cddu_kit::payslip::{Categorie, Contrat, Employeur, Salarie};
use cddu_kit::{BulletinInput, Engine, Simulation};

pub(crate) fn engagement() -> Result<Vec<String>, Box<dyn Error>> {
    let engine = Engine::embedded();
    let contrat =
        Contrat::new("C1", Categorie::Technicien, "Scripte", "2026-10-05".parse()?, "2026-10-09".parse()?)
            .with_jours("5".parse()?)
            .with_heures("39".parse()?)
            .with_brut("1500.00".parse()?);
    let employeur = Employeur::new("3097", 8).with_taux_at("1.07".parse()?);
    let demande =
        BulletinInput::new("2026-10-09".parse()?, employeur, Salarie::new("T01", "EXEMPLE", "Camille"))
            .with_contrat(contrat);

    let computed = engine.bulletin(&demande)?;
    let mut out = vec![format!("coût {}", computed.bulletin.totaux.total_verse_employeur)];
    if let Some(figure) = computed.figure("C1.VIEIL_PLAF.montant_salarie", engine.rates()) {
        out.push(format!("{} : {} = {}", figure.libelle, figure.calcul.unwrap_or_default(), figure.valeur));
    }
    for found in engine.simulate(&Simulation::new(demande).for_net("1200.00".parse()?))?.reponses {
        out.push(format!("{} : brut {}, net {}", found.reponse, found.brut, found.net_paye));
    }
    Ok(out)
}

fn main() -> Result<(), Box<dyn Error>> {
    for line in engagement()? {
        println!("{line}");
    }
    Ok(())
}
