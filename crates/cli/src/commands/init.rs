//! `cddu init`: a production folder, commented, ready to fill.

use std::path::Path;

use cddu_dossier::columns::{FILES, FileSpec, Kind};
use cddu_rates::Diagnostic;

use crate::output::{Context, Outcome, Status};

pub fn run(context: &Context, directory: &Path, workbook: bool) -> Outcome {
    if directory.exists() && directory.read_dir().map_or(true, |mut d| d.next().is_some()) {
        return Err(vec![
            Diagnostic::error("CLI-004", format!("« {} » existe et n'est pas vide", directory.display()))
                .hint("donner un dossier nouveau : rien n'est écrasé"),
        ]);
    }
    crate::input::write(&directory.join("production.toml"), include_bytes!("production.toml"))?;
    if workbook {
        let bytes = cddu_dossier::workbook().map_err(|d| vec![d])?;
        crate::input::write(&directory.join("dossier.xlsx"), &bytes)?;
    } else {
        for spec in FILES {
            crate::input::write(&directory.join(spec.fichier), model(spec).as_bytes())?;
        }
    }
    crate::input::write(&directory.join("LISEZMOI.txt"), guide().as_bytes())?;
    context.print(&format!(
        "Dossier {0} créé. Remplir production.toml puis {1} (LISEZMOI.txt explique chaque colonne), et lancer :\n  cddu verifier {0}\n  cddu paie {0} --periode 2026-W46 --essai\n",
        directory.display(),
        if workbook { "dossier.xlsx" } else { "les CSV" }
    ));
    Ok(Status::Done)
}

/// The header line alone: a model row would be paid.
fn model(spec: &FileSpec) -> String {
    let names: Vec<&str> = spec.colonnes.iter().map(|c| c.nom).collect();
    format!("{}\n", names.join(","))
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
        "\nCSV en UTF-8, séparateur virgule (le point-virgule et la tabulation sont admis). Dates AAAA-MM-JJ ou\nJJ/MM/AAAA, décimales au point ou à la virgule. Une ligne qui commence par # est ignorée, une colonne dont\nle nom commence par x_ aussi.\n",
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
