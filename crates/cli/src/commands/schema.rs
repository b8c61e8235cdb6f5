//! `cddu schema`: the documents as JSON Schema, the CSV files as dictionaries of columns.

use std::fmt::Write as _;

use cddu_dossier::columns::{FILES, FileSpec};
use cddu_kit::schemas;
use serde_json::{Value, json};

use crate::output::{Context, Outcome, Status};

/// The list of the elements.
const ELEMENTS: &str = "elements";

pub fn run(context: &Context, name: Option<&str>) -> Outcome {
    let Some(name) = name else {
        context.print(&list());
        return Ok(Status::Done);
    };
    if let Some(schema) = schemas::get(name) {
        // A document of its own, not an answer of the contract.
        context.write(|out| writeln!(out, "{schema:#}"));
    } else if let Some(spec) = file(name) {
        context.print_json(spec);
    } else if name == ELEMENTS {
        context.print_json(&elements());
    } else {
        let others: Vec<&str> = FILES.iter().map(|f| f.fichier).chain([ELEMENTS]).collect();
        return Err(schemas::unknown(name, &others).into());
    }
    Ok(Status::Done)
}

fn file(name: &str) -> Option<&'static FileSpec> {
    FILES.iter().find(|f| f.fichier == name || f.fichier.strip_suffix(".csv") == Some(name)).copied()
}

fn list() -> String {
    let mut text = String::from("cddu schema NOM imprime :\n\n");
    let elements = (ELEMENTS, "les codes des éléments de paie (frais, acompte, saisie...)");
    for (name, what) in schemas::NAMES.into_iter().chain(schemas::commands()).chain([elements]) {
        let _ = writeln!(text, "  {name:<26} {what}");
    }
    for spec in FILES {
        let _ = writeln!(text, "  {:<26} colonnes : {}", spec.fichier, spec.description);
    }
    text
}

/// Codes of the elements, with what each does to the net.
fn elements() -> Value {
    json!([
        { "code": "frais", "sens": "ajout", "description": "frais professionnels remboursés ; la part au-dessus de la limite d'exonération (clé « nature ») est du salaire" },
        { "code": "acompte", "sens": "retenue", "description": "acompte sur un travail déjà fait, dans la limite de ce qui reste dû" },
        { "code": "avance", "sens": "retenue", "description": "avance (prêt), reprise d'un dixième du salaire au plus (C. trav. L3251-3)" },
        { "code": "saisie", "sens": "retenue", "description": "saisie des rémunérations : quotité saisissable selon les personnes à charge" },
        { "code": "pension_alimentaire", "sens": "retenue", "description": "paiement direct de pension alimentaire, servi avant les saisies" },
        { "code": "avantage_repas", "sens": "neutre", "description": "repas fournis gratuitement : ajoutés au brut, repris sur le net" },
        { "code": "prime", "sens": "ajout", "description": "prime soumise à cotisations" },
        { "code": "retenue", "sens": "refusée", "description": "retenue pour matériel ou perte : interdite dans les entreprises de spectacle (C. trav. L3251-4)" }
    ])
}
