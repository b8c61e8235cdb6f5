//! As many requests of payslips as asked, to measure: nobody in them exists.
//!
//! `cargo run --release -p cddu-kit --example demandes -- 100000 [csv] > demandes.jsonl`
//!
//! Five populations in turn, a gross and a person of their own for each.

use std::io::{BufWriter, Write};

/// Category, cadre, function, cachets, deduction for expenses.
const POPULATIONS: [(&str, bool, &str, u32, bool); 5] = [
    ("technicien", false, "Scripte", 0, false),
    ("technicien", true, "Directeur de la photographie", 0, false),
    ("artiste", false, "Comédien", 5, true),
    ("figurant", false, "Figurant", 0, false),
    ("realisateur", false, "Réalisateur", 0, false),
];

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(count) = arguments.first().and_then(|text| text.parse::<u64>().ok()) else {
        eprintln!("demandes NOMBRE [csv]");
        return Ok(());
    };
    let csv = arguments.get(1).is_some_and(|form| form == "csv");
    let mut out = BufWriter::new(std::io::stdout().lock());
    if csv {
        writeln!(
            out,
            "numero;date_paiement;employeur.idcc;employeur.effectif;employeur.taux_at;employeur.taux_at_artiste;salarie.matricule;salarie.nom;salarie.prenom;contrats[0].contrat;contrats[0].categorie;contrats[0].cadre;contrats[0].fonction;contrats[0].debut;contrats[0].fin;contrats[0].jours;contrats[0].heures;contrats[0].cachets;contrats[0].dfs;contrats[0].brut"
        )?;
    }
    for rank in 0..count {
        let (category, cadre, function, cachets, dfs) = POPULATIONS[(rank % 5) as usize];
        let gross = format!("{}.{:02}", 900 + rank * 7 % 1500, rank * 13 % 100);
        if csv {
            writeln!(
                out,
                "B{rank};2026-10-09;3097;8;1,07;1,10;T{rank};EXEMPLE;Camille;C1;{category};{cadre};{function};2026-10-05;2026-10-09;5;39;{cachets};{dfs};{}",
                gross.replace('.', ",")
            )?;
        } else {
            writeln!(
                out,
                r#"{{"numero":"B{rank}","date_paiement":"2026-10-09","employeur":{{"idcc":"3097","effectif":8,"taux_at":"1.07","taux_at_artiste":"1.10"}},"salarie":{{"matricule":"T{rank}","nom":"EXEMPLE","prenom":"Camille"}},"contrats":[{{"contrat":"C1","categorie":"{category}","cadre":{cadre},"fonction":"{function}","debut":"2026-10-05","fin":"2026-10-09","jours":5,"heures":"39","cachets":{cachets},"dfs":{dfs},"brut":"{gross}"}}]}}"#
            )?;
        }
    }
    out.flush()
}
