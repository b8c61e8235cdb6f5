//! TVA of the author notes: deductible, withheld for the Treasury, self-assessed.

use cddu_payslip::note::Note;

use super::{Cellule, Tableau};
use crate::note;

/// The TVA of the notes, by payment date and number.
#[must_use]
pub fn tva_des_notes(notes: &[Note]) -> Tableau {
    let mut list: Vec<&Note> = notes.iter().collect();
    list.sort_by_key(|n| (n.date_paiement, note::piece(n)));
    let lignes = list
        .into_iter()
        .map(|n| {
            let self_assessed = n.informations.tva_autoliquidee;
            let mut ligne: Vec<Cellule> =
                vec![note::piece(n).into(), note::author(n).into(), n.date_paiement.to_string().into()];
            ligne.extend(
                [
                    n.brut_ht,
                    n.totaux.tva + self_assessed,
                    n.totaux.retenue_tva,
                    self_assessed,
                    n.totaux.tva - n.totaux.retenue_tva,
                ]
                .map(Cellule::from),
            );
            ligne
        })
        .collect();
    Tableau::new(
        "TVA des notes de droits d'auteur",
        &[
            "note",
            "auteur",
            "date_paiement",
            "brut_ht",
            "tva_deductible",
            "tva_retenue_a_verser",
            "tva_autoliquidee",
            "tva_conservee_par_l_auteur",
        ],
        lignes,
    )
}
