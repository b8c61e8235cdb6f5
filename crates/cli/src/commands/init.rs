//! `cddu init`: a production folder, commented, ready to fill.

use std::path::Path;

use cddu_declarations::Tables;
use cddu_dossier::columns::{FILES, FileSpec, Kind};
use cddu_rates::{Diagnostic, Rates};

use super::modeles;
use crate::args::ModeleArg;
use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, rates: &Rates, directory: &Path, workbook: bool, modele: ModeleArg) -> Outcome {
    let functions = functions(rates, modele)?;
    let file = |name: &str, text: String| (name.to_owned(), text.into_bytes());
    let mut files = vec![file("production.toml", modeles::production(modele))];
    if workbook {
        let book = cddu_dossier::workbook(&|file| modeles::rows(modele, file)).map_err(|d| vec![d])?;
        files.push(("dossier.xlsx".to_owned(), book));
    } else {
        files.extend(FILES.iter().map(|spec| file(spec.fichier, model(spec, modele))));
    }
    files.push(file("fonctions-a-choisir.csv", functions));
    files.push(file("LISEZMOI.txt", guide()));
    crate::input::new_folder(directory, &files)?;
    context.print(&format!(
        "Dossier {0} créé. Remplir production.toml puis {1} (LISEZMOI.txt explique chaque colonne), et lancer :\n  cddu verifier {0}\n  cddu paie {0} --periode 2026-W46 --essai\n",
        directory.display(),
        if workbook { "dossier.xlsx" } else { "les CSV" }
    ));
    Ok(Status::Done)
}

/// The header, then rows of the agreement as comments: a model row that is read would be paid.
fn model(spec: &FileSpec, modele: ModeleArg) -> String {
    let names: Vec<&str> = spec.colonnes.iter().map(|c| c.nom).collect();
    let mut text = format!("{}\n", names.join(";"));
    for row in modeles::rows(modele, spec.fichier) {
        let cells: Vec<&str> = names
            .iter()
            .map(|name| row.iter().find(|(column, _)| column == name).map_or("", |(_, cell)| *cell))
            .collect();
        text.push_str(&format!("# {}\n", cells.join(";")));
    }
    text
}

/// The functions of the agreement, with what the program knows of each, to copy from.
fn functions(rates: &Rates, modele: ModeleArg) -> Result<String, Vec<Diagnostic>> {
    let tables = Tables::load(rates)?;
    let today = super::today();
    let line = |cells: [&str; 7]| cddu_ledger::csv_line(&cells.map(str::to_owned), ';');
    // The mark lets a spreadsheet read the accents.
    let mut text = String::from("\u{feff}");
    text.push_str(&line(["fonction", "categorie", "filiere", "cadre", "annexe", "code_pcs", "autres_noms"]));
    for f in rates
        .conventions()?
        .fonctions()
        .iter()
        .filter(|f| modeles::agreements(modele).contains(&f.idcc.as_str()))
    {
        let annexe = f.annexe_chomage.map(|a| a.to_string()).unwrap_or_default();
        let pcs = tables.pcs(&f.idcc, &f.nom, today).map_or("", |row| row.pcs.as_str());
        let cadre = if f.cadre { "oui" } else { "non" };
        let others = f.alias.join(", ");
        text.push_str(&line([&f.nom, &f.categorie, &f.filiere, cadre, &annexe, pcs, &others]));
    }
    Ok(text)
}

/// The dictionary of columns, for a person.
fn guide() -> String {
    use std::fmt::Write as _;
    let mut text = String::from(
        "DOSSIER DE PRODUCTION\n\nproduction.toml  la production, l'employeur, les jours de paiement (commenté)\n",
    );
    for spec in FILES {
        let _ = writeln!(text, "{:<16} {}", spec.fichier, spec.description);
    }
    text.push_str(
        "\nCSV en UTF-8, séparateur point-virgule (la virgule et la tabulation sont admises). Dates AAAA-MM-JJ ou\nJJ/MM/AAAA, décimales au point ou à la virgule. Une ligne qui commence par # est ignorée, une colonne dont\nle nom commence par x_ aussi. Les lignes d'exemple (des CSV ou du classeur) commencent par # : les supprimer, ou\nôter le # et l'espace qui le suit pour voir une paie d'essai. fonctions-a-choisir.csv donne les noms de fonctions de la convention.\n",
    );
    for spec in FILES {
        let _ = write!(
            text,
            "\n{}{}\n",
            spec.fichier.to_uppercase(),
            if spec.obligatoire { "" } else { " (facultatif)" }
        );
        for column in spec.colonnes {
            let mut line = format!(
                "  {:<26}{} {}",
                column.nom,
                if column.obligatoire { "*" } else { " " },
                column.description
            );
            if let Kind::Choix(list) = column.kind {
                let _ = write!(line, " [{}]", list.join(", "));
            }
            if !column.exemple.is_empty() {
                let _ = write!(line, " (ex. {})", column.exemple);
            }
            let _ = writeln!(text, "{line}");
        }
    }
    text.push_str("\n* colonne obligatoire\n");
    text
}
