//! Accounting entries of the period, as FEC lines and as a side file.

use cddu_ledger::ecritures;
use cddu_ledger::fec;
use cddu_rates::{Diagnostic, Rates};

use super::Desk;
use crate::{Folder, NotesRun, Run};

/// One batch per period.
pub(super) fn write(
    desk: &mut Desk<'_>,
    folder: &Folder,
    rates: &Rates,
    run: &Run,
    notes: &NotesRun,
    place: &str,
) -> Result<(), Vec<Diagnostic>> {
    let batch = match batch(folder, rates, run, notes) {
        Ok(batch) => batch,
        Err(list) => {
            desk.note(list);
            return Ok(());
        }
    };
    desk.note(batch.exceptions.iter().cloned());
    let lines = fec::lines(&batch);
    let siren = folder.production.employeur.siret.as_deref().and_then(|s| s.get(..9));
    let name = fec::file_name(siren, &batch.lot);
    desk.put(
        &format!("{place}/comptabilite/{name}"),
        "écritures, format FEC",
        &fec::write(&lines, &fec::FecOptions::default()),
    )?;
    desk.put(
        &format!("{place}/comptabilite/detail-par-bulletin.csv"),
        "détail des écritures, bulletin par compte",
        batch.details_csv().as_bytes(),
    )
}

pub(super) fn batch(
    folder: &Folder,
    rates: &Rates,
    run: &Run,
    notes: &NotesRun,
) -> Result<cddu_ledger::Batch, Vec<Diagnostic>> {
    let compta = crate::reconcile::compta(folder, rates, run.period.jours.fin)?;
    ecritures::build(&compta, &run.results(), &notes.results(), &run.period.nom)
}
