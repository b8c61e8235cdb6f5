//! What is held back of an overpayment is no more than the overpayment (C. trav. L3251-3): the element `avance` whose label
//! names the corrected payslip.

use cddu_documents::typo::euros;
use cddu_payslip::{ElementCode, Payslip};
use cddu_rates::{Cents, Diagnostic};

use crate::Folder;
use crate::lecture::questions::if_wanted;
use crate::registre::index::Cle;
use crate::registre::register::{Frozen, Register};

/// `DOS-297`: the elements of a payslip hold back more than what its person was overpaid, payslips of before counted.
pub(super) fn questions(folder: &Folder, register: &Register, made: &Frozen) -> Vec<Diagnostic> {
    let root = register.root_of(made);
    let person = Cle::Personne(made.resultat.salarie.matricule.clone());
    let others: Vec<&Frozen> =
        register.standing_of(&person).into_iter().filter(|f| register.root_of(f) != root).collect();
    let corrected = others.iter().filter(|f| f.remplace.is_some());
    corrected.filter_map(|one| question(folder, register, made, one, &others)).collect()
}

fn question(
    folder: &Folder,
    register: &Register,
    made: &Frozen,
    corrected: &Frozen,
    others: &[&Frozen],
) -> Option<Diagnostic> {
    let versions: Vec<&Frozen> = register.versions(corrected).collect();
    let of_it = |libelle: &str| versions.iter().any(|f| names(libelle, &f.numero));
    let held = |p: &Payslip| -> Cents {
        let elements = p.elements.iter().filter(|e| e.code == ElementCode::Avance && of_it(&e.libelle));
        elements.map(|e| e.retenu).sum()
    };
    let row = folder.elements.iter().find(|line| {
        line.element.code == ElementCode::Avance
            && line.element.libelle.as_deref().is_some_and(of_it)
            && made.entree.elements.contains(&line.element)
    })?;
    let now = held(&made.resultat);
    let before: Cents = others.iter().map(|f| held(&f.resultat)).sum();
    let paid = versions[1..].iter().map(|f| f.resultat.totaux.virement).max().unwrap_or_default();
    let due = corrected.resultat.totaux.virement;
    let overpaid = (paid - due).max(Cents::ZERO);
    if before + now <= overpaid || now.is_zero() || row.confirme.contains("montant") {
        return None;
    }
    let already = if before.is_zero() {
        String::new()
    } else {
        format!(", après {} sur les paies précédentes", euros(before))
    };
    Some(
        Diagnostic::error(
            "DOS-297",
            format!(
                "{} repris sur cette paie{already}, pour un trop-perçu de {} ({} : {} versés, {} dus) : {} de trop",
                euros(now),
                euros(overpaid),
                corrected.numero,
                euros(paid),
                euros(due),
                euros(before + now - overpaid)
            ),
        )
        .in_file(folder.shown(row.fichier), Some(row.ligne))
        .column(row.colonne("montant"))
        .hint(format!(
            "ne reprendre que ce qui reste, {} ; {}",
            euros((overpaid - before).max(Cents::ZERO)),
            if_wanted("montant")
        )),
    )
}

/// True when a label holds this number as a word.
fn names(libelle: &str, numero: &str) -> bool {
    libelle.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|word| word == numero)
}
