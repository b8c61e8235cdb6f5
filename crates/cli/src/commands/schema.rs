//! `cddu schema`: the documents as JSON Schema, the CSV files as dictionaries of columns.

use std::fmt::Write as _;

use cddu_dossier::columns::{FILES, FileSpec};
use cddu_payslip::gross::{Brut, BrutInput};
use cddu_payslip::note::{Note, NoteInput};
use cddu_payslip::{BulletinInput, Payslip};
use cddu_rates::{Diagnostic, nearest};
use schemars::schema_for;
use serde_json::{Value, json};

use crate::output::{Context, Outcome, Status};

/// Every schema: name, what it describes.
const NAMES: &[(&str, &str)] = &[
    ("bulletin", "ce que lit « cddu bulletin » (JSON Schema)"),
    ("bulletin-sortie", "ce qu'écrit « cddu bulletin --json »"),
    ("note", "ce que lit « cddu note »"),
    ("note-sortie", "ce qu'écrit « cddu note --json »"),
    ("brut", "ce que lit « cddu brut »"),
    ("brut-sortie", "ce qu'écrit « cddu brut --json »"),
    ("diagnostic", "une erreur ou un avertissement"),
    ("elements", "les codes des éléments de paie (frais, acompte, saisie...)"),
];

pub fn run(context: &Context, name: Option<&str>) -> Outcome {
    let Some(name) = name else {
        context.print(&list());
        return Ok(Status::Done);
    };
    let value = match name {
        "bulletin" => json!(schema_for!(BulletinInput)),
        "bulletin-sortie" => json!(schema_for!(Payslip)),
        "note" => json!(schema_for!(NoteInput)),
        "note-sortie" => json!(schema_for!(Note)),
        "brut" => json!(schema_for!(BrutInput)),
        "brut-sortie" => json!(schema_for!(Brut)),
        "diagnostic" => json!(schema_for!(Diagnostic)),
        "elements" => elements(),
        other => match file(other) {
            Some(spec) => json!(spec),
            None => return Err(vec![unknown(other)]),
        },
    };
    context.print_json(&value);
    Ok(Status::Done)
}

fn file(name: &str) -> Option<&'static FileSpec> {
    FILES.iter().find(|f| f.fichier == name || f.fichier.strip_suffix(".csv") == Some(name)).copied()
}

fn list() -> String {
    let mut text = String::from("cddu schema NOM imprime :\n\n");
    for (name, what) in NAMES {
        let _ = writeln!(text, "  {name:<22} {what}");
    }
    for spec in FILES {
        let _ = writeln!(text, "  {:<22} colonnes : {}", spec.fichier, spec.description);
    }
    text
}

fn unknown(name: &str) -> Diagnostic {
    let known = NAMES.iter().map(|(n, _)| *n).chain(FILES.iter().map(|f| f.fichier));
    let near = nearest(name, known);
    let hint = if near.is_empty() {
        "cddu schema montre la liste".to_owned()
    } else {
        format!("vouliez-vous dire {} ?", near.join(", "))
    };
    Diagnostic::error("CLI-005", format!("aucun schéma ne s'appelle « {name} »")).hint(hint)
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
