//! The rate of tax of a payslip is that of the day on which it was paid: a rate received since changes nothing of it
//! (BOI-IR-PAS-30-10-50). Only the user knows whether the rate was wrong on that day.

use cddu_payslip::BulletinInput;
use cddu_rates::{Diagnostic, Gravite, Rate};

use crate::Folder;
use crate::registre::register::Frozen;

/// Gives back to the input of a payslip already paid its own rate, and says it; the answer `taux_pas` of the column
/// `confirme` of the person tells that the new rate was already that of the day.
pub(super) fn keep(
    folder: &Folder,
    paid: &Frozen,
    input: &mut BulletinInput,
    corrects: bool,
) -> Option<Diagnostic> {
    let row = folder.people.get(&input.salarie.matricule)?;
    let then = paid.entree.salarie.taux_pas;
    if then == input.salarie.taux_pas || row.confirme.contains("taux_pas") {
        return None;
    }
    let now = std::mem::replace(&mut input.salarie.taux_pas, then);
    let shown = |rate: Option<Rate>| {
        rate.map_or_else(
            || "barème par défaut".to_owned(),
            |r| format!("{} %", r.0.normalize()).replace('.', ","),
        )
    };
    let told = Diagnostic::warning(
        "DOS-287",
        format!(
            "taux d'impôt de {} : {} maintenant, {} le {} ; le bulletin {} garde celui du jour où il a été payé",
            input.salarie.matricule,
            shown(now),
            shown(then),
            paid.resultat.date_paiement.format("%d/%m/%Y"),
            paid.numero
        ),
    )
    .severity(if corrects { Gravite::Mineur } else { Gravite::Info })
    .in_file(folder.shown(row.fichier), Some(row.ligne))
    .column("taux_pas")
    .hint("un taux reçu après le paiement ne le change pas (BOI-IR-PAS-30-10-50) ; s'il était faux ce jour-là : écrire « taux_pas » dans la colonne confirme de cette ligne, puis cddu paie --rectifier");
    Some(told)
}
