//! The transfers of the period: nets of the payslips and of the notes, as SEPA pain.001.

use cddu_ledger::sepa;
use cddu_rates::Diagnostic;
use chrono::NaiveTime;

use super::Desk;
use crate::{Folder, Frozen, NotesRun, Run};

/// A payslip that replaces another one is paid in full: the original may have been paid already.
fn paid_again(run: &Run, frozen: &Frozen) -> Option<Diagnostic> {
    let old = frozen.remplace.as_deref().and_then(|n| run.register.all().find(|f| f.numero == n))?;
    let (before, now) = (old.resultat.totaux.virement, frozen.resultat.totaux.virement);
    Some(
        Diagnostic::warning(
            "SEP-010",
            format!(
                "{} ({now} €) remplace {} ({before} €) : le virement écrit le paie en entier",
                frozen.numero, old.numero
            ),
        )
        .hint(format!(
            "si {} a déjà été viré, ne virer que la différence : {} €",
            old.numero,
            now - before
        )),
    )
}

/// One file per period, when the account debited is known.
pub(super) fn write(
    desk: &mut Desk<'_>,
    folder: &Folder,
    run: &Run,
    notes: &NotesRun,
    place: &str,
) -> Result<(), Vec<Diagnostic>> {
    let Some(config) = &folder.production.virements else { return Ok(()) };
    // The day of payment, not the clock: the same folder gives the same file.
    let created = run.payment.and_time(NaiveTime::MIN);
    let message = format!("{}-{}", folder.production.production.code, run.period.nom);
    match sepa::build(config, &run.results(), &notes.results(), &[], &message, created) {
        Ok(file) => {
            desk.note(file.exclus);
            desk.note(run.payslips.iter().filter_map(|(frozen, _)| paid_again(run, frozen)));
            let Some(xml) = file.xml else { return Ok(()) };
            let what = format!("{} virements SEPA, {} €", file.virements.len(), file.total);
            desk.put(&format!("{place}/virements.xml"), &what, xml.as_bytes())
        }
        Err(list) => {
            desk.note(list);
            Ok(())
        }
    }
}
