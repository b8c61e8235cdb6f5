//! Accounting entries of the period, as FEC lines and as a side file.

use cddu_ledger::ecritures;
use cddu_rates::{Diagnostic, Rates};

use super::desk::Desk;
use crate::compta::accounts::{self, Books};
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
    if let Some(changed) = integrated(folder, &batch)? {
        desk.note([changed]);
        return Ok(());
    }
    let compta = accounts::compta(folder, rates, run.period.jours.fin)?;
    for (name, what, bytes) in accounts::exported(folder, &compta, &batch) {
        desk.put(&format!("{place}/comptabilite/{name}"), what, &bytes)?;
    }
    Ok(())
}

/// A period already in the accounts whose documents have changed since: its entries are corrected, not made again.
fn integrated(folder: &Folder, batch: &cddu_ledger::Batch) -> Result<Option<Diagnostic>, Vec<Diagnostic>> {
    let books = Books::open(folder)?;
    let held = books.held();
    let mut own = batch.pieces.iter().filter(|s| !s.annulation).map(|s| (s.origine, s.numero.clone()));
    if books.of(&batch.lot).is_empty() || own.all(|key| held.contains(&key)) {
        return Ok(None);
    }
    Ok(Some(
        Diagnostic::warning(
            "ECR-023",
            format!("la période {} est déjà intégrée, et ses documents ont changé depuis", batch.lot),
        )
        .hint(format!("cddu compta integrer DOSSIER --periode {} passe l'écriture de correction", batch.lot)),
    ))
}

pub(super) fn batch(
    folder: &Folder,
    rates: &Rates,
    run: &Run,
    notes: &NotesRun,
) -> Result<cddu_ledger::Batch, Vec<Diagnostic>> {
    let compta = accounts::compta(folder, rates, run.period.jours.fin)?;
    let (results, periode) = (notes.results(), &run.period.nom);
    let new = ecritures::build(&compta, &run.results(), &results, periode)?;
    accounts::proposed(folder, &compta, &results, new, periode)
}
