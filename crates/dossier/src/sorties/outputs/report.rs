//! The reconciliation of each month in which the run pays, as a page, a table and JSON.

use std::collections::BTreeSet;

use cddu_documents::typo::count;
use cddu_rapprochement::Statut;
use cddu_rates::{Diagnostic, Gravite, Month, Rates};

use super::desk::Desk;
use crate::compta::accounts::Papers;
use crate::compta::reconcile::{ReconcileOptions, reconcile_with};
use crate::{Folder, NotesRun, Run};

/// Reconciles what has just been written; a trial has written nothing.
pub(super) fn write(
    desk: &mut Desk<'_>,
    folder: &Folder,
    rates: &Rates,
    run: &Run,
    notes: &NotesRun,
) -> Result<(), Vec<Diagnostic>> {
    if desk.is_dry() {
        return Ok(());
    }
    let slips = run.payslips.iter().map(|(f, _)| f.resultat.date_paiement);
    let rights = notes.notes.iter().map(|(f, _)| f.resultat.date_paiement);
    let months: BTreeSet<Month> = slips.chain(rights).map(Month::of).collect();
    let papers = Papers::of(&run.register, &notes.register);
    for month in months {
        let report = match reconcile_with(folder, rates, month, &ReconcileOptions::default(), &papers) {
            Ok(report) => report,
            Err(list) => {
                desk.note(list);
                continue;
            }
        };
        let place = format!("sorties/declarations/{month}");
        let title = format!("Rapprochement de {month}, {}", folder.production.production.titre);
        let (gaps, checks) = (report.ecarts.len(), report.appliquees.len());
        desk.put_quietly(&format!("{place}/rapprochement-{month}.html"), report.html(&title).as_bytes())?;
        desk.put_quietly(&format!("{place}/rapprochement-{month}.csv"), report.csv().as_bytes())?;
        desk.list(
            &format!("{place}/rapprochement-{month}.html"),
            &format!("rapprochement : {}, {}", count(checks, "contrôle"), count(gaps, "écart")),
        );
        let open = report.compte();
        let serious: usize = open.iter().filter(|(g, _)| **g <= Gravite::Majeur).map(|(_, n)| n).sum();
        if serious > 0 {
            let mut shown =
                report.ecarts.iter().filter(|e| e.gravite <= Gravite::Majeur && e.statut == Statut::Ouvert);
            let to_enter = shown.all(|e| e.cause.as_ref().is_some_and(|c| c.code == "bulletin_manquant"));
            let hint = if to_enter {
                "les écritures de ces bulletins restent à faire : cddu compta integrer DOSSIER --periode PERIODE"
            } else {
                "cddu rapprocher DOSSIER --mois MOIS les montre avec leur cause probable"
            };
            desk.note([Diagnostic::error(
                "DOS-086",
                format!("rapprochement de {month} : {}", count(serious, "écart bloquant ou majeur")),
            )
            .severity(Gravite::Majeur)
            .hint(hint)]);
        }
    }
    Ok(())
}
