//! Accounting entries of the period, as FEC lines and as a side file.

use cddu_ledger::{Origine, ecritures};
use cddu_rates::{Diagnostic, Gravite, Rates};

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
    if let Some(changed) = integrated(folder, run, &batch)? {
        desk.note([changed]);
        return Ok(());
    }
    desk.note(apart(folder, run, &batch)?);
    let compta = accounts::compta(folder, rates, run.period.jours.fin)?;
    for (name, what, bytes) in accounts::exported(folder, &compta, &batch) {
        desk.put(&format!("{place}/comptabilite/{name}"), what, &bytes)?;
    }
    Ok(())
}

/// A period already in the accounts whose documents have changed since: its entries are corrected, not made again.
fn integrated(
    folder: &Folder,
    run: &Run,
    batch: &cddu_ledger::Batch,
) -> Result<Option<Diagnostic>, Vec<Diagnostic>> {
    let books = Books::open(folder)?;
    let held = books.held();
    let notes = batch.pieces.iter().filter(|s| !s.annulation && s.origine == Origine::Note);
    let notes = notes.map(|s| (s.origine, s.numero.clone()));
    let mut own = run.payslips.iter().map(|(f, _)| (Origine::Bulletin, f.numero.clone())).chain(notes);
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

/// A correction paid in a later month than the period, which is not in the accounts: the entries of the period stay those of its
/// payments, the correction has its own.
fn apart(
    folder: &Folder,
    run: &Run,
    batch: &cddu_ledger::Batch,
) -> Result<Option<Diagnostic>, Vec<Diagnostic>> {
    let held =
        |numero: &str| batch.pieces.iter().any(|s| s.origine == Origine::Bulletin && s.numero == numero);
    let later: Vec<&str> = run.payslips.iter().map(|(f, _)| f.numero.as_str()).filter(|n| !held(n)).collect();
    if later.is_empty() || !Books::open(folder)?.of(&batch.lot).is_empty() {
        return Ok(None);
    }
    Ok(Some(
        Diagnostic::warning(
            "DOS-295",
            format!(
                "les écritures de {} restent celles de ses premiers paiements ; {} a son propre lot",
                batch.lot,
                later.join(", ")
            ),
        )
        .severity(Gravite::Info)
        .hint(format!("cddu compta integrer DOSSIER --periode {} passe les deux", batch.lot)),
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
    let paid = accounts::first_payments(&run.register, periode);
    let new = ecritures::build(&compta, &paid, &results, periode)?;
    accounts::proposed(folder, &compta, &results, new, periode)
}
