//! The transfers of the period: nets of the payslips and of the notes, as SEPA pain.001.
//!
//! A file written may have gone to the bank: nothing is paid again because it was. The last file is written again only
//! while it pays the same documents (another account debited, say); once one of them is replaced, or another is to be paid, it
//! is closed, stays as it is and counts as paid. The next file pays what the closed ones have not: the difference of the
//! documents that replace, the whole of the others. A file that was sent (`cddu deposer`) is closed whatever it pays, and its
//! bytes are those that the bank received.

use std::collections::{BTreeMap, BTreeSet};

use cddu_documents::bulletin::DejaVerse;
use cddu_documents::typo::{count, euros};
use cddu_ledger::sepa::{self, SepaConfig, SepaFile};
use cddu_payslip::Payslip;
use cddu_rates::{Cents, Diagnostic};
use chrono::{NaiveDate, NaiveTime};

use super::desk::Desk;
use crate::compta::transfer_files::{self, TransferFile};
use crate::registre::depots::Depot;
use crate::registre::register::{Archive, Document, Frozen};
use crate::{Folder, NotesRun, Run};

/// What the closed files paid of a document and of those it replaces.
#[derive(Default)]
struct Paid {
    amount: Cents,
    /// Directory, empty for the one of the period, and rank of each file.
    files: BTreeSet<(String, u32)>,
}

/// Amounts paid, by reference.
type Already = BTreeMap<String, Paid>;

/// One file per period and, after a change of what it pays, one more; when the account debited is known.
pub(super) fn write(
    desk: &mut Desk<'_>,
    folder: &Folder,
    run: &Run,
    notes: &NotesRun,
    place: &str,
) -> Result<(), Vec<Diagnostic>> {
    let Some(config) = &folder.production.virements else { return Ok(()) };
    let bank = match Bank::read(folder, config, run, notes) {
        Ok(bank) => bank,
        Err(list) => {
            desk.note(list);
            return Ok(());
        }
    };
    let (closed, rank) = bank.closed(&replaced(run, notes));
    let mut again = bank.build(run, notes, closed, rank);
    let mut kept = closed;
    let mut name = transfer_files::name(rank);
    // The file that would be written again does not pay what it did: it is kept, and the rest goes into a new one.
    if let (Some(last), Ok((file, _))) = (bank.files.last().filter(|last| last.rank == rank), &again)
        && !last.pays_exactly(file)
    {
        again = bank.build(run, notes, &bank.files, rank + 1);
        kept = &bank.files;
        name = transfer_files::name(rank + 1);
        let more = again.iter().filter(|(file, _)| !file.virements.is_empty());
        desk.note(more.map(|(file, _)| added(last, file, &name)));
    }
    let (file, paid) = match again {
        Ok(built) => built,
        Err(list) => {
            desk.note(list);
            return Ok(());
        }
    };
    desk.note(file.exclus);
    for old in kept {
        let path = format!("{place}/{}", transfer_files::name(old.rank));
        let state = old.envoye.as_ref().map_or_else(|| "fichier précédent inchangé".to_owned(), Depot::quand);
        desk.list(&path, &format!("{}, {state}", content(old)));
    }
    let transferred: BTreeSet<&str> = file.virements.iter().map(|v| v.reference.as_str()).collect();
    let due = |reference: String| paid.get(&reference).filter(|_| transferred.contains(reference.as_str()));
    let slips = run.payslips.iter().flat_map(|(f, _)| {
        let share = f.resultat.pecule.as_ref();
        let caisse = share.map_or(Cents::ZERO, |p| p.caisse_des_depots);
        let own = (sepa::reference(&f.numero), &*f.numero, &f.remplace, f.resultat.totaux.virement - caisse);
        let pecule = share.map(|_| (sepa::reference_pecule(&f.numero), &*f.numero, &f.remplace, caisse));
        std::iter::once(own).chain(pecule)
    });
    let rights = notes
        .notes
        .iter()
        .map(|(f, _)| (sepa::reference(&f.numero), &*f.numero, &f.remplace, f.resultat.totaux.net_a_payer));
    desk.note(slips.chain(rights).filter_map(|(reference, number, replaced, now)| {
        difference(number, replaced.as_deref()?, now, due(reference)?, &name)
    }));
    let Some(xml) = file.xml else { return Ok(()) };
    let what = format!("{} SEPA, {}", count(file.virements.len(), "virement"), euros(file.total));
    desk.put(&format!("{place}/{name}"), &what, xml.as_bytes())
}

/// What was paid before each payslip that replaces another one: what the transfer files hold of those it replaces, or, when
/// they hold nothing, the net of the last one, which another means may have paid. The payment of the payslip itself is no
/// part of it: its paper says the same before and after.
pub(super) fn before(folder: &Folder, run: &Run) -> Result<BTreeMap<String, DejaVerse>, Vec<Diagnostic>> {
    let mut files: BTreeMap<&str, Vec<TransferFile>> = BTreeMap::new();
    let mut out = BTreeMap::new();
    for (frozen, _) in &run.payslips {
        let mut earlier = run.register.versions(frozen).skip(1).peekable();
        let Some(replaced) = earlier.peek().copied() else { continue };
        let mut paid = Cents::ZERO;
        for one in earlier {
            let period = one.periode.as_str();
            if !files.contains_key(period) {
                files.insert(period, transfer_files::read(folder, period)?);
            }
            let references = [sepa::reference(&one.numero), sepa::reference_pecule(&one.numero)];
            let transfers = files.get(period).into_iter().flatten().flat_map(|f| &f.read.virements);
            paid += transfers.filter(|t| references.contains(&t.reference)).map(|t| t.montant).sum::<Cents>();
        }
        let vire = !paid.is_zero();
        let montant = if vire { paid } else { replaced.resultat.totaux.virement };
        let reste = frozen.resultat.totaux.virement - montant;
        let numero = replaced.numero.clone();
        out.insert(frozen.numero.clone(), DejaVerse { numero, montant, reste, vire });
    }
    Ok(out)
}

/// The transfer files of the period, and of the periods of what is replaced.
struct Bank<'a> {
    config: &'a SepaConfig,
    /// Code of the production.
    code: &'a str,
    files: Vec<TransferFile>,
    /// By period; all of them are closed.
    before: BTreeMap<String, Vec<TransferFile>>,
}

impl<'a> Bank<'a> {
    fn read(
        folder: &'a Folder,
        config: &'a SepaConfig,
        run: &Run,
        notes: &NotesRun,
    ) -> Result<Self, Vec<Diagnostic>> {
        let own = &run.period.nom;
        let slips = run.payslips.iter().flat_map(|(f, _)| run.register.versions(f)).map(Document::periode);
        let rights = notes.notes.iter().flat_map(|(f, _)| notes.register.versions(f)).map(Document::periode);
        let periods: BTreeSet<&str> = slips.chain(rights).filter(|period| period != own).collect();
        let before = periods.into_iter().map(|p| Ok((p.to_owned(), transfer_files::read(folder, p)?)));
        Ok(Self {
            config,
            code: &folder.production.production.code,
            files: transfer_files::read(folder, own)?,
            before: before.collect::<Result<_, Vec<Diagnostic>>>()?,
        })
    }

    /// The files that stay as they are, and the rank of the one to write: the last one again, unless it pays a document
    /// replaced since.
    fn closed(&self, replaced: &BTreeSet<String>) -> (&[TransferFile], u32) {
        match self.files.split_last() {
            None => (&[], 1),
            Some((last, _)) if last.envoye.is_some() || replaced.iter().any(|r| last.pays(r)) => {
                (&self.files, last.rank + 1)
            }
            Some((last, before)) => (before, last.rank),
        }
    }

    /// The file of a rank, after the closed ones.
    fn build(
        &self,
        run: &Run,
        notes: &NotesRun,
        closed: &[TransferFile],
        rank: u32,
    ) -> Result<(SepaFile, Already), Vec<Diagnostic>> {
        let mut paid = Already::new();
        for (frozen, _) in &run.payslips {
            paid.insert(
                sepa::reference(&frozen.numero),
                self.already(closed, &run.register, frozen, sepa::reference),
            );
            if frozen.resultat.pecule.is_some() {
                paid.insert(
                    sepa::reference_pecule(&frozen.numero),
                    self.already(closed, &run.register, frozen, sepa::reference_pecule),
                );
            }
        }
        for (frozen, _) in &notes.notes {
            paid.insert(
                sepa::reference(&frozen.numero),
                self.already(closed, &notes.register, frozen, sepa::reference),
            );
        }
        let amounts = paid.iter().map(|(reference, p)| (reference.clone(), p.amount)).collect();
        let slips = self.on_their_day(run, &paid, rank);
        let message = sepa::message(self.code, &run.period.nom, rank);
        let build = |day: NaiveDate| {
            let created = day.and_time(NaiveTime::MIN);
            sepa::build(self.config, &slips, &notes.results(), &[], &amounts, &message, created)
        };
        let file = build(run.payment)?;
        // The last day on which the file pays, not the clock nor the day of the run: the same payments give the same file.
        match file.virements.iter().map(|v| v.date).max() {
            Some(day) if day != run.payment => Ok((build(day)?, paid)),
            _ => Ok((file, paid)),
        }
    }

    /// The payslips of the run, the complement of a corrected one on the day on which it is paid: that of the run when
    /// it is asked for apart, that of the file already written otherwise. The payslip keeps its own day.
    fn on_their_day(&self, run: &Run, paid: &Already, rank: u32) -> Vec<Payslip> {
        let one = |frozen: &Frozen| {
            let mut slip = frozen.resultat.as_ref().clone();
            let reference = sepa::reference(&frozen.numero);
            let is_complement =
                frozen.remplace.is_some() && paid.get(&reference).is_some_and(|p| !p.amount.is_zero());
            if is_complement {
                let written = self.files.iter().find(|f| f.rank == rank);
                let written =
                    written.and_then(|f| f.read.virements.iter().find(|t| t.reference == reference));
                let asked = Some(run.payment).filter(|day| *day > slip.date_paiement);
                if let Some(day) = asked.or(written.and_then(|t| t.date)) {
                    slip.date_paiement = slip.date_paiement.max(day);
                }
            }
            slip
        };
        run.payslips.iter().map(|(frozen, _)| one(frozen)).collect()
    }

    /// What the closed files paid of a document and of those it replaces, one after the other.
    fn already<T: Document>(
        &self,
        closed: &[TransferFile],
        register: &Archive<T>,
        document: &T,
        named: fn(&str) -> String,
    ) -> Paid {
        let mut paid = Paid::default();
        for one in register.versions(document) {
            let reference = named(one.numero());
            let (place, files) = match self.before.get(one.periode()) {
                Some(files) => (format!("{}/", one.periode()), files.as_slice()),
                None => (String::new(), closed),
            };
            for file in files {
                for transfer in file.read.virements.iter().filter(|t| t.reference == reference) {
                    paid.amount += transfer.montant;
                    paid.files.insert((place.clone(), file.rank));
                }
            }
        }
        paid
    }
}

/// References of the documents that another one replaces.
fn replaced(run: &Run, notes: &NotesRun) -> BTreeSet<String> {
    let slips = run.register.all().chain(run.payslips.iter().map(|(f, _)| f));
    let slips = slips.filter_map(|f| f.remplace.as_deref());
    let rights = notes.register.all().chain(notes.notes.iter().map(|(f, _)| f));
    let rights = rights.filter_map(|f| f.remplace.as_deref());
    slips.chain(rights).flat_map(|old| [sepa::reference(old), sepa::reference_pecule(old)]).collect()
}

/// What a file pays, in words.
fn content(file: &TransferFile) -> String {
    let read = &file.read;
    format!("{} SEPA, {}", count(read.virements.len(), "virement"), euros(read.total.unwrap_or_default()))
}

/// Payments that the last file did not have.
fn added(last: &TransferFile, file: &SepaFile, name: &str) -> Diagnostic {
    let old = transfer_files::name(last.rank);
    let more = match file.virements.len() {
        1 => "le virement ajouté".to_owned(),
        n => format!("les {n} virements ajoutés"),
    };
    Diagnostic::warning(
        "SEP-012",
        format!(
            "{old} ({}) est peut-être déjà à la banque : il ne change plus, {name} contient {more}",
            content(last)
        ),
    )
    .hint(format!(
        "si {old} n'a pas été envoyé : l'effacer avec {name}, puis relancer, pour n'avoir qu'un fichier"
    ))
}

/// A document that replaces one already paid: what is transferred for it.
fn difference(number: &str, old: &str, now: Cents, paid: &Paid, name: &str) -> Option<Diagnostic> {
    if paid.amount.is_zero() {
        return None;
    }
    let files = paid.files.iter().map(|(place, rank)| format!("{place}{}", transfer_files::name(*rank)));
    let files = files.collect::<Vec<_>>().join(" et ");
    Some(
        Diagnostic::warning(
            "SEP-010",
            format!(
                "{number} ({now} €) remplace {old} : {} € déjà virés par {files}, {name} vire la différence, {} €",
                paid.amount,
                now - paid.amount
            ),
        )
        .hint("effacer un fichier que la banque n'a pas reçu, puis relancer : seuls les fichiers présents comptent comme payés"),
    )
}
