//! A folder of as many people and weeks as asked, to measure: nobody in it exists.
//!
//! ```text
//! cargo run --release -p cddu-dossier --example foule -- DOSSIER PERSONNES [SEMAINES]
//! /usr/bin/time -v cddu paie DOSSIER --periode 2026-W02
//! ```
//!
//! The weeks follow one another from 2026-W02, each with a contract of five days for everybody.

use std::fmt::Write as _;
use std::path::Path;

use chrono::{Days, NaiveDate};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |rank: usize| arguments.get(rank).and_then(|text| text.parse::<u32>().ok());
    let (Some(place), Some(people)) = (arguments.first(), number(1)) else {
        eprintln!("foule DOSSIER PERSONNES [SEMAINES]");
        return;
    };
    write(Path::new(place), people, number(2).unwrap_or(1));
}

fn write(place: &Path, people: u32, weeks: u32) {
    const JOBS: [(&str, &str); 3] =
        [("Cadreur cinéma", "1747.82"), ("Scripte cinéma", "1310.82"), ("Habilleur cinéma", "912.86")];
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/errors/_base/production.toml");
    let production = std::fs::read_to_string(base).expect("the small folder of the catalogue");
    let bank = "\n[virements]\nnom = \"SOCIETE FICTIVE\"\niban = \"FR7630006000011234567890189\"\n";
    let mut sheet = String::from(
        "matricule,nom,prenom,nationalite,numero_conges_spectacles,lieu_naissance,departement_naissance,pays_naissance,voie,code_postal,commune,nir,date_naissance,iban\n",
    );
    let mut contracts =
        String::from("contrat,matricule,categorie,annexe,fonction,debut,fin,salaire_base,heure_embauche\n");
    let mut hours = String::from("contrat,date,debut,fin,pause_minutes\n");
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a Monday");
    for p in 0..people {
        let (year, month) = (60 + p % 40, 1 + p / 40 % 12);
        let root = format!("1{year:02}{month:02}75{:03}{:03}", 101 + p / 480 % 20, 1 + p / 9600);
        let key = 97 - root.parse::<u64>().expect("figures") % 97;
        let _ = writeln!(
            sheet,
            "P{p:06},FICTIF,Dominique,FR,Z{p:06},PARIS,75,FR,{p} rue de la Fiction,75020,PARIS,{root}{key:02},19{year:02}-{month:02}-05,FR7630006000011234567890189"
        );
        let (job, pay) = JOBS[(p % 3) as usize];
        for week in 0..weeks {
            let monday = first + Days::new(u64::from(week) * 7);
            let friday = monday + Days::new(4);
            let _ = writeln!(
                contracts,
                "C{p:06}-{week:03},P{p:06},technicien,8,{job},{monday},{friday},{pay},09:00"
            );
            for day in 0..5 {
                let _ = writeln!(hours, "C{p:06}-{week:03},{},09:00,18:30,60", monday + Days::new(day));
            }
        }
    }
    std::fs::create_dir_all(place).expect("a place to write");
    for (name, text) in [
        ("production.toml", production + bank),
        ("salaries.csv", sheet),
        ("contrats.csv", contracts),
        ("temps.csv", hours),
    ] {
        std::fs::write(place.join(name), text).expect("room on the disk");
    }
}
