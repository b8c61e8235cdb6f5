//! What a whole set of tables must hold: no file of the delivered set is missing.

use std::collections::BTreeSet;

use crate::source::Files;
use cddu_base::Diagnostic;

/// `BAR-002`: the tables of the delivered set that a directory does not have, and the delivered contributions that no
/// file of the directory defines. A contribution is known by its code: its file may have another name.
///
/// A contribution that the law drops keeps its file, with its last day and `abroge_le`: without the file nobody could
/// pay a period before that day, and a file lost in a copy would be a contribution that nobody pays.
pub(crate) fn missing_tables(files: &Files, codes: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let delivered = Files::delivered().filter(|_| !files.is_embedded());
    let Some(delivered) = delivered else { return Vec::new() };
    let mut out: Vec<Diagnostic> = Vec::new();
    for (name, text) in delivered.iter() {
        let message = if name.starts_with("contributions/") {
            let Some(code) = code_of(text).filter(|code| !codes.contains(code)) else { continue };
            format!("la contribution {code} manque : aucun fichier de contributions/ ne la définit")
        } else if files.get(name).is_err() {
            format!("la table « {name} » manque")
        } else {
            continue;
        };
        out.push(
            Diagnostic::error("BAR-002", message)
                .in_file(files.shown(name), None)
                .hint("reprendre ce fichier dans une copie neuve (cddu baremes exporter DOSSIER) ; pour une contribution \
                       supprimée par la loi, garder le fichier et dire son dernier jour (valide_au, abroge_le)"),
        );
    }
    if out.len() > SHOWN { vec![several(files, &out)] } else { out }
}

/// Above this number of missing tables the directory is not one of tables, or a copy of a few of them: one message.
const SHOWN: usize = 5;

fn several(files: &Files, missing: &[Diagnostic]) -> Diagnostic {
    let names: Vec<&str> = missing.iter().filter_map(|d| d.fichier.as_deref()).take(3).collect();
    let rest = missing.len() - names.len();
    let message = format!("il manque {} tables : {} et {rest} autres", missing.len(), names.join(", "));
    Diagnostic::error("BAR-002", message)
        .in_file(files.shown(""), None)
        .hint("modifier une copie entière des tables : cddu baremes exporter DOSSIER")
}

/// The code that a contribution file declares (`code = "AGS"`, one of its first lines).
fn code_of(text: &str) -> Option<&str> {
    let line = text.lines().find(|l| l.trim_start().starts_with("code"))?;
    line.split('"').nth(1)
}
