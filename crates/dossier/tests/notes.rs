//! Notes de droits d'auteur of a folder: the production chooses their methods.

mod common;

use std::fs;
use std::sync::LazyLock;

use cddu_dossier::{Folder, PayPeriod, notes};
use cddu_rates::{Diagnostic, Rates};
use common::dossier;

static RATES: LazyLock<Rates> = LazyLock::new(Rates::embedded);

const AUTHORS: &str = "auteur,nom,prenom,nir,date_naissance,regime_fiscal,voie,code_postal,commune\nA01,PLUME,Alix,280057512300144,1980-05-12,TS,100 rue de la Fiction,75020,PARIS\n";
const CONTRACTS: &str = "contrat,auteur,titre,genre,nature_activite,secteur,duree_minutes,date_signature,minimum_garanti,echeance,declencheur,date_prevue,montant\nCA-01,A01,Film fictif,fiction,ecriture,cinema,95,2026-02-16,3333.33,signature,signature,2026-02-16,3333.33\n";

fn crds(section: &str) -> Result<String, Vec<Diagnostic>> {
    let root = dossier(
        "matricule,nom,prenom\n",
        "contrat,matricule,categorie,fonction,debut,fin\n",
        "contrat,date\n",
    );
    let root = root.path();
    let rest = [
        ("auteurs.csv", AUTHORS),
        ("contrats_auteurs.csv", CONTRACTS),
        ("notes.csv", "note,contrat,date_paiement,echeance\nN-1,CA-01,2026-03-06,signature\n"),
    ];
    for (name, text) in rest {
        fs::write(root.join(name), text).unwrap();
    }
    let file = root.join("production.toml");
    let production = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{production}{section}")).unwrap();
    let folder = Folder::read(root)?;
    let run = notes(&folder, &RATES, &PayPeriod::parse("2026-03").unwrap(), true)?;
    assert_eq!(run.left_out, 0, "{:#?}", run.diagnostics);
    let lines = &run.notes[0].0.resultat.lignes;
    Ok(lines.iter().find(|l| l.code.ends_with("CRDS")).unwrap().montant.to_string())
}

/// 3,333.33 less 1.75 %: 3,274.996725, printed 3,275.00; at 0.50 %, 16.375 makes 16.38 and 16.374983625 makes 16.37.
#[test]
fn the_production_chooses_the_methods_of_its_notes() {
    assert_eq!(crds("").unwrap(), "16.38");
    assert_eq!(crds("[methodes_notes]\nassiette_csg = \"exacte\"\n").unwrap(), "16.37");
}

#[test]
fn a_method_of_notes_that_does_not_exist_is_refused_with_the_known_ones() {
    let refused = crds("[methodes_notes]\nplafond_ircec = \"mensuel\"\n").unwrap_err();
    assert_eq!(refused[0].code, "DOS-002");
    assert!(refused[0].aide.as_deref().unwrap().contains("annuel"), "{refused:#?}");
}
