//! The transfers of the period: nets of the payslips and of the notes, as SEPA pain.001.

use cddu_ledger::sepa;
use cddu_rates::Diagnostic;
use chrono::NaiveTime;

use super::Desk;
use crate::{Folder, NotesRun, Run};

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
