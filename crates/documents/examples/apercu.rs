//! Writes the documents of fictitious people to a directory, to look at them.
//!
//! `cargo run -p cddu-documents --example apercu -- DOSSIER`

use std::path::PathBuf;

use cddu_documents::bulletin::{self, Modele, Options};
use cddu_documents::{livre, note};
use cddu_payslip::note::NoteInput;
use cddu_payslip::{BulletinInput, Computed, Payslip, json};
use cddu_rates::{Period, Rates};

const PARTIES: &str = r#""employeur": { "idcc": "3097", "effectif": 8, "taux_at": "1.07", "taux_at_artiste": "1.1",
    "versement_mobilite": "2.95", "taux_sante_travail": "0.32",
    "raison_sociale": "Les Films de l’Exemple", "siret": "12345678200010", "code_ape": "5911C",
    "adresse": { "voie": "12 rue de l’Invention", "code_postal": "75000", "commune": "Villefictive" },
    "numero_france_travail": "CS00000000", "numero_conges_spectacles": "0000000" },
  "salarie": { "matricule": "T01", "nom": "EXEMPLE", "prenom": "Camille", "nir": "299019900100124",
    "date_naissance": "1999-01-01", "numero_conges_spectacles": "A000000", "iban": "FR7630006000011234567890189",
    "adresse": { "voie": "3 impasse du Décor", "code_postal": "93000", "commune": "Villefictive-sur-Plateau" } }"#;

const TECHNICIAN: &str = r#"{ "contrat": "C1", "categorie": "technicien", "cadre": false, "annexe": 8, "fonction": "1er assistant opérateur de prise de vues",
    "debut": "2026-10-05", "fin": "2026-10-09", "jours": 5, "heures": "46", "brut": "1735.54", "numero_objet": "261300000142",
    "elements": [
      { "code": "base", "libelle": "Salaire de base", "quantite": "39", "taux": "34.9887", "montant": "1364.56" },
      { "code": "hs_25", "libelle": "Heures supplémentaires", "quantite": "4", "taux": "43.7359", "majoration": "25", "montant": "174.94" },
      { "code": "hs_50", "libelle": "Heures supplémentaires", "quantite": "3", "taux": "52.4831", "majoration": "50", "montant": "157.45" },
      { "code": "nuit_50", "libelle": "Majoration de nuit", "quantite": "2.2059", "taux": "17.4944", "majoration": "50", "montant": "38.59" } ] }"#;

const ARTIST: &str = r#"{ "contrat": "C2", "categorie": "artiste", "fonction": "Artiste-interprète", "debut": "2026-10-12",
    "fin": "2026-10-13", "jours": 2, "cachets": 2, "brut": "900.00", "dfs": true, "numero_objet": "261300000142" }"#;

const ELEMENTS: &str = r#"[ { "code": "frais", "montant": "21.40", "libelle": "Indemnité de repas", "contrat": "C1" },
    { "code": "acompte", "montant": "150.00", "libelle": "Acompte du 7 octobre" } ]"#;

fn compute(rates: &Rates, contracts: &str, elements: &str) -> Result<Computed, String> {
    let text = format!(
        "{{ \"numero\": \"2026-10-0001\", \"date_paiement\": \"2026-10-15\", {PARTIES}, \"contrats\": [{contracts}], \"elements\": {elements} }}"
    );
    let input: BulletinInput = json::parse(&text).map_err(|e| e.to_string())?;
    cddu_payslip::compute(rates, &input).map_err(|e| format!("{e:#?}"))
}

fn note(rates: &Rates) -> Result<(Vec<u8>, String), String> {
    let input: NoteInput = json::parse(
        r#"{ "numero": "NDA-2026-004", "date_paiement": "2026-10-09", "brut_ht": "5000.00", "ircec": "fiction",
             "nature_revenu": "minimum_garanti",
             "producteur": { "raison_sociale": "Les Films de l’Exemple", "siret": "12345678200010",
               "adresse": { "voie": "12 rue de l’Invention", "code_postal": "75000", "commune": "Villefictive" } },
             "auteur": { "auteur": "A1", "nom": "PLUME", "prenom": "Dominique", "nir": "299019900100124", "regime_fiscal": "TS" },
             "oeuvre": { "titre": "Le Film d’exemple", "genre": "fiction", "nature_activite": "ecriture",
               "contrat": "AUT-01", "echeance": "Remise de la version 2" } }"#,
    )
    .map_err(|e| e.to_string())?;
    let computed = cddu_payslip::note::explain(rates, &input).map_err(|e| format!("{e:#?}"))?;
    let options =
        note::Options { explications: note::explications(&computed, rates), ..note::Options::default() };
    let pdf = note::pdf(&computed.note, &options).map_err(|e| e.to_string())?;
    Ok((pdf, note::html(&computed.note, &options).map_err(|e| e.to_string())?))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "apercu".to_owned()));
    std::fs::create_dir_all(&dir)?;
    let rates = Rates::embedded();
    let one = compute(&rates, TECHNICIAN, ELEMENTS)?;
    let two = compute(&rates, &format!("{TECHNICIAN}, {ARTIST}"), ELEMENTS)?;
    let many: Vec<String> = (1..=15)
        .map(|i| {
            let (model, old) = if i % 3 == 0 { (ARTIST, "\"C2\"") } else { (TECHNICIAN, "\"C1\"") };
            model.replace(old, &format!("\"2026-TOURNAGE-{i:03}\""))
        })
        .collect();
    let mut fifteen = compute(&rates, &many.join(","), "[]")?.bulletin;
    fifteen.salarie.nom = "Montgolfier-Saint-Barthélemy de la Roche-Guyonnière".to_owned();
    fifteen.salarie.prenom = "Marie-Charlotte Anne-Élisabeth".to_owned();
    let explained = Options { explications: bulletin::explications(&one, &rates), ..Options::default() };
    let renove = Options { modele: Modele::Renove, ..Options::default() };
    let cases: [(&str, &Payslip, Options); 4] = [
        ("bulletin", &one.bulletin, Options::default()),
        ("bulletin-explique", &one.bulletin, explained),
        ("bulletin-renove", &two.bulletin, renove),
        ("bulletin-15", &fifteen, Options::default()),
    ];
    for (name, payslip, options) in cases {
        let pdf = bulletin::pdf(payslip, &options).map_err(|e| e.to_string())?;
        std::fs::write(dir.join(format!("{name}.pdf")), pdf)?;
        let html = bulletin::html(payslip, &options).map_err(|e| e.to_string())?;
        std::fs::write(dir.join(format!("{name}.html")), html)?;
    }
    let (pdf, html) = note(&rates)?;
    std::fs::write(dir.join("note.pdf"), pdf)?;
    std::fs::write(dir.join("note.html"), html)?;
    let october = Period { debut: "2026-10-01".parse()?, fin: "2026-10-31".parse()? };
    let head = livre::Entete {
        employeur: "Les Films de l’Exemple".to_owned(),
        production: "Le Film d’exemple".to_owned(),
        periode: october,
        date: october.fin,
    };
    let payslips = [one.bulletin, two.bulletin, fifteen];
    std::fs::write(dir.join("livre.pdf"), livre::pdf(&head, &payslips).map_err(|e| e.to_string())?)?;
    Ok(())
}
