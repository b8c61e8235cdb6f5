//! Reads a transfer file (pain.001, any version): each value that the payslips decide, with its line.

use cddu_rates::Diagnostic;

use super::xml::{Pas, walk};
use crate::documents::{Element, Groupe, Place, Virement, Virements};

/// A transfer file.
///
/// # Errors
/// `RAP-003` for a file that is not XML or holds no transfer.
pub fn virements(octets: &[u8]) -> Result<Virements, Diagnostic> {
    let mut out = Virements::default();
    walk(octets, |pas| match pas {
        Pas::Debut { path, ligne } => match path.last().map(String::as_str) {
            Some("PmtInf") => out.groupes.push(Groupe { ligne, ..Groupe::default() }),
            Some("CdtTrfTxInf") => {
                if let Some(group) = out.groupes.last_mut() {
                    group.virements.push(Virement { ligne, ..Virement::default() });
                }
            }
            _ => {}
        },
        Pas::Texte { path, ligne, texte } => {
            let place = || Place { ligne, texte: texte.to_owned() };
            let last = out.groupes.len().checked_sub(1);
            let inside = path.iter().any(|p| p == "CdtTrfTxInf");
            let names: Vec<&str> = path.iter().rev().take(2).rev().map(String::as_str).collect();
            out.elements.push(Element {
                chemin: names.join("/"),
                groupe: last,
                virement: out
                    .groupes
                    .last()
                    .filter(|_| inside)
                    .and_then(|g| g.virements.len().checked_sub(1)),
                valeur: place(),
            });
            let tail: Vec<&str> = path.iter().rev().take(4).map(String::as_str).collect();
            match tail.as_slice() {
                ["MsgId", "GrpHdr", ..] => texte.clone_into(&mut out.message),
                ["NbOfTxs", "GrpHdr", ..] => out.nombre = Some(place()),
                ["CtrlSum", "GrpHdr", ..] => out.total = Some(place()),
                other => {
                    if let Some(group) = out.groupes.last_mut() {
                        in_group(group, other, place());
                    }
                }
            }
        }
        Pas::Fin { .. } => {}
    })?;
    if out.groupes.iter().all(|g| g.virements.is_empty()) {
        return Err(Diagnostic::error("RAP-003", "aucun virement dans ce fichier")
            .hint("donner le fichier pain.001 envoyé à la banque, sans modification"));
    }
    Ok(out)
}

fn in_group(group: &mut Groupe, tail: &[&str], place: Place) {
    match tail {
        ["NbOfTxs", "PmtInf", ..] => group.nombre = Some(place),
        ["CtrlSum", "PmtInf", ..] => group.total = Some(place),
        ["Dt", "ReqdExctnDt", ..] | ["ReqdExctnDt", ..] => group.date = place,
        ["IBAN", "Id", "DbtrAcct", ..] => group.debiteur = place,
        _ => {
            let Some(transfer) = group.virements.last_mut() else { return };
            match tail {
                ["EndToEndId", ..] => transfer.reference = place,
                ["InstdAmt", ..] => transfer.montant = place,
                ["IBAN", "Id", "CdtrAcct", ..] => transfer.iban = place,
                ["Nm", "Cdtr", ..] => transfer.beneficiaire = place,
                _ => {}
            }
        }
    }
}
