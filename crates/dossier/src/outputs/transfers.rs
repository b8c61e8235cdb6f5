//! The transfers of the period: nets of the payslips and of the notes, as SEPA pain.001.
//!
//! A file that pays a payslip replaced since is closed: it stays as it is and counts as paid. The next file pays what the
//! closed ones have not: the difference of the payslips that replace, the whole of the others.

use std::collections::{BTreeMap, BTreeSet};

use cddu_documents::typo::euros;
use cddu_ledger::sepa;
use cddu_rates::{Cents, Diagnostic};
use chrono::NaiveTime;

use super::Desk;
use crate::register::{Archive, Document};
use crate::transfer_files::{self, TransferFile};
use crate::{Folder, Frozen, NotesRun, Run};

/// What the closed files paid of a document and of those it replaces.
#[derive(Default)]
struct Paid {
    amount: Cents,
    /// Ranks of the files.
    files: BTreeSet<u32>,
}

/// One file per period and, after a correction of what it pays, one more; when the account debited is known.
pub(super) fn write(
    desk: &mut Desk<'_>,
    folder: &Folder,
    run: &Run,
    notes: &NotesRun,
    place: &str,
) -> Result<(), Vec<Diagnostic>> {
    let Some(config) = &folder.production.virements else { return Ok(()) };
    let files = match transfer_files::read(folder, &run.period.nom) {
        Ok(files) => files,
        Err(list) => {
            desk.note(list);
            return Ok(());
        }
    };
    let (closed, rank) = closed(&files, &replaced(run, notes));
    let mut paid = BTreeMap::new();
    for (frozen, _) in &run.payslips {
        paid.insert(sepa::reference(&frozen.numero), already(closed, &run.register, frozen));
    }
    for (frozen, _) in &notes.notes {
        paid.insert(sepa::reference(&frozen.numero), already(closed, &notes.register, frozen));
    }
    let amounts = paid.iter().map(|(reference, p)| (reference.clone(), p.amount)).collect();
    // The day of payment, not the clock: the same folder gives the same file.
    let created = run.payment.and_time(NaiveTime::MIN);
    let suffix = if rank > 1 { format!("-{rank}") } else { String::new() };
    let message = format!("{}-{}{suffix}", folder.production.production.code, run.period.nom);
    match sepa::build(config, &run.results(), &notes.results(), &[], &amounts, &message, created) {
        Ok(file) => {
            desk.note(file.exclus);
            for old in closed {
                let (count, total) = (old.read.virements.len(), old.read.total.unwrap_or_default());
                let path = format!("{place}/{}", transfer_files::name(old.rank));
                let total = euros(total);
                desk.list(&path, &format!("{count} virements SEPA, {total}, fichier précédent inchangé"));
            }
            let name = transfer_files::name(rank);
            let transferred: BTreeSet<&str> = file.virements.iter().map(|v| v.reference.as_str()).collect();
            desk.note(run.payslips.iter().filter_map(|(frozen, _)| {
                let reference = sepa::reference(&frozen.numero);
                let paid = paid.get(&reference).filter(|_| transferred.contains(reference.as_str()))?;
                difference(frozen, paid, &name)
            }));
            let Some(xml) = file.xml else { return Ok(()) };
            let what = format!("{} virements SEPA, {}", file.virements.len(), euros(file.total));
            desk.put(&format!("{place}/{name}"), &what, xml.as_bytes())
        }
        Err(list) => {
            desk.note(list);
            Ok(())
        }
    }
}

/// References of the documents that another one replaces.
fn replaced(run: &Run, notes: &NotesRun) -> BTreeSet<String> {
    let slips = run.register.all().chain(run.payslips.iter().map(|(f, _)| f));
    let slips = slips.filter_map(|f| f.remplace.as_deref());
    let rights = notes.register.all().chain(notes.notes.iter().map(|(f, _)| f));
    let rights = rights.filter_map(|f| f.remplace.as_deref());
    slips.chain(rights).map(sepa::reference).collect()
}

/// The files that stay as they are, and the rank of the one to write: the last one again, unless it pays a document
/// replaced since.
fn closed<'a>(files: &'a [TransferFile], replaced: &BTreeSet<String>) -> (&'a [TransferFile], u32) {
    match files.split_last() {
        None => (&[], 1),
        Some((last, _)) if last.read.virements.iter().any(|t| replaced.contains(&t.reference)) => {
            (files, last.rank + 1)
        }
        Some((last, before)) => (before, last.rank),
    }
}

/// What the closed files paid of a document and of those it replaces, one after the other.
fn already<T: Document>(closed: &[TransferFile], register: &Archive<T>, document: &T) -> Paid {
    let mut paid = Paid::default();
    let mut current = Some(document);
    while let Some(document) = current {
        let reference = sepa::reference(document.numero());
        for file in closed {
            for transfer in file.read.virements.iter().filter(|t| t.reference == reference) {
                paid.amount += transfer.montant;
                paid.files.insert(file.rank);
            }
        }
        current = document.remplace().and_then(|number| register.get(number));
    }
    paid
}

/// A payslip that replaces one already paid: what is transferred for it.
fn difference(frozen: &Frozen, paid: &Paid, name: &str) -> Option<Diagnostic> {
    let old = frozen.remplace.as_deref()?;
    let now = frozen.resultat.totaux.virement;
    if paid.amount.is_zero() {
        return None;
    }
    let files: Vec<String> = paid.files.iter().map(|rank| transfer_files::name(*rank)).collect();
    let files = files.join(" et ");
    Some(
        Diagnostic::warning(
            "SEP-010",
            format!(
                "{} ({now} €) remplace {old} : {} € déjà virés par {files}, {name} vire la différence, {} €",
                frozen.numero,
                paid.amount,
                now - paid.amount
            ),
        )
        .hint("effacer un fichier que la banque n'a pas reçu, puis relancer : seuls les fichiers présents comptent comme payés"),
    )
}
