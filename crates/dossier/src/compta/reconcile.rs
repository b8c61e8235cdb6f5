//! The reconciliation of a month of payment: payslips and notes against entries, ledger, DSN, AEM and transfers.
//!
//! Finds the files, chooses the documents of the month, keeps the decisions; the check itself reads and compares.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use cddu_declarations::{Tables, parts};
use cddu_ledger::fec::{self, FecLine};
use cddu_ledger::{Batch, Registre};
use cddu_payslip::note::Note;
use cddu_payslip::{ContractPay, Payslip};
use cddu_rapprochement::{
    Absent, Copie, Declaration, Document, Documents, Ecart, Etat, Orphelins, Regles, Report, Virements,
    lecture,
};
use cddu_rates::{Diagnostic, Gravite, Month, Rates};
use chrono::{Datelike as _, NaiveDate};

use crate::Folder;
use crate::compta::accounts::{self, Books, Papers};
use crate::compta::grand_livre::{
    Given, balances, closing, given, nothing, opening, read_balance, read_ledger,
};
use crate::compta::transfer_files::{self, TransferBytes};
use crate::registre::atomic::names_if_there;
use crate::registre::depots::{Depots, Genre};
use crate::sorties::outputs::declare;

/// The file of the decisions, in the folder.
const DECISIONS: &str = "rapprochement.toml";

/// What is reconciled besides the folder's own files.
#[derive(Clone, Debug, Default)]
pub struct ReconcileOptions {
    /// Ledger, FEC or balance of the accountant; `None`: the entries of the folder itself.
    pub ledger: Option<PathBuf>,
    /// Balance, beside the ledger.
    pub balance: Option<PathBuf>,
    /// FEC or ledger of the year before: its closing balances are the opening ones of this year.
    pub before: Option<PathBuf>,
    /// Ledger of the company, when the film has its own.
    pub company: Option<PathBuf>,
    /// Day of the situation of the ledger.
    pub at: Option<NaiveDate>,
}

/// Reconciles a month of payment.
///
/// # Errors
/// A register that was altered, tables or files that cannot be read, a month without any document.
pub fn reconcile(
    folder: &Folder,
    rates: &Rates,
    month: Month,
    options: &ReconcileOptions,
) -> Result<Report, Vec<Diagnostic>> {
    reconcile_with(folder, rates, month, options, &Papers::open(folder)?)
}

/// The same with the documents that a run has just read, verified or written.
pub(crate) fn reconcile_with(
    folder: &Folder,
    rates: &Rates,
    month: Month,
    options: &ReconcileOptions,
    papers: &Papers<'_>,
) -> Result<Report, Vec<Diagnostic>> {
    let given = options.ledger.as_deref().map(|path| given(path, month)).transpose()?;
    let books = Books::open(folder)?;
    let compta = accounts::compta(folder, rates, month.last())?;
    let set = Set::of(papers, month);
    if set.periods.is_empty() {
        return Err(vec![nothing(papers, month)]);
    }
    let (mut lots, mut others) = (Vec::new(), Vec::new());
    for period in papers.periods() {
        let found = accounts::batches(&books, papers, &compta, period);
        // The entries of another period may be impossible: this month does not depend on them.
        match (set.periods.contains(period), found) {
            (true, found) => {
                // A correction of documents paid after the month has changed nothing yet.
                let (later, now): (Vec<Batch>, Vec<Batch>) =
                    found?.into_iter().partition(|lot| entirely_after(lot, month));
                lots.extend(now);
                others.extend(later);
            }
            (false, found) => others.extend(found.unwrap_or_default()),
        }
    }
    let registre = Registre { lots: others.iter().map(Batch::manifest).collect() };
    // Those of the month come first: all of them are one list, of which nothing is copied.
    let of_month = lots.len();
    lots.append(&mut others);
    let (all_lots, lots) = (lots.as_slice(), &lots[..of_month]);
    let own: Vec<FecLine> = lots.iter().flat_map(fec::lines).collect();
    let (ledger, fec, mut balance) = match given {
        Some(Given::Ledger { lines, fec }) => (Some(lines), fec, None),
        Some(Given::Balance(balance)) => (None, None, Some(balance)),
        None => (Some(own), None, None),
    };
    if let Some(path) = &options.balance {
        balance = Some(read_balance(path)?);
    }
    let company = options.company.as_deref().map(read_ledger).transpose()?;
    let carried = match (&options.before, &ledger) {
        (Some(path), Some(ledger)) => {
            Some((balances(&closing(&read_ledger(path)?)), balances(&opening(ledger))))
        }
        _ => None,
    };
    let production = folder.declarations();
    let tables = Tables::load(rates)?;
    let files = Files::read(folder, month, &set.periods)?;
    let dsn = files.dsn.as_deref().and_then(|octets| lecture::dsn(octets).into_iter().next());
    let depots = Depots::open(&folder.root)?;
    let dsn_sent = depots.of(Genre::Dsn, month).next().is_some();
    let sent = depots.monthly_dsn()?;
    let sent: Vec<_> = sent.iter().flat_map(|octets| lecture::dsn(octets)).collect();
    let mut absents = files.missing(folder, month, &set, &production);
    absents.extend(unasked(folder, papers)?);
    let mut orphelins = orphans(&books, papers);
    orphelins.extend(books.unknown()?.into_iter().map(|lot| Orphelins { lot, pieces: Vec::new() }));
    let (copies, missing) = copies(folder, &books, &compta, lots)?;
    absents.extend(missing);
    let defaits = undone(folder, papers)?;
    let minima = crate::compta::statements::minima(folder, rates, &set.slips);
    let credit = crate::compta::statements::kept_credit(folder, month)?;
    let docs = Documents {
        mois: Some(month),
        bulletins: &set.slips,
        anterieurs: &set.earlier,
        suivants: &set.later,
        repris: &set.taken_back,
        tours: &set.turns,
        notes: &set.notes,
        lots,
        lots_exercice: all_lots,
        registre: Some(&registre),
        grand_livre: ledger.as_deref(),
        fec: fec.as_ref().map(|(bytes, name)| (bytes.as_slice(), name.as_str())),
        siege: company.as_deref(),
        balance: balance.as_deref(),
        a_nouveaux: carried.as_ref().map(|(closing, opening)| (closing.as_slice(), opening.as_slice())),
        dsn: dsn.as_ref(),
        deposees: &sent,
        dsn_octets: files.dsn.as_deref(),
        aem: files.aem.as_ref(),
        aem_anterieures: &files.aem_anterieures,
        aem_octets: files.aem_octets.as_deref(),
        conges: files.conges.as_ref(),
        virements: &files.virements,
        virements_config: folder.production.virements.as_ref(),
        declarations: Some((&production, &tables)),
        das2: files.das2.as_ref(),
        notes_annee: &set.year_notes,
        minima: &minima,
        baremes: Some(rates),
        credit_impot: credit.as_deref(),
        clotures: books.clotures(),
        absents: &absents,
        orphelins: &orphelins,
        copies: &copies,
        defaits: &defaits,
        code: &folder.production.production.code,
        au: options.at,
    };
    let regles = Regles::load(rates.files())?;
    let options = &folder.production.rapprochement;
    let mut report = cddu_rapprochement::run(&compta, &regles, options, &docs, &decisions(folder)?);
    if !dsn_sent {
        not_sent(&mut report, month);
    }
    Ok(report)
}

/// Where the documents that the reconciliation of a month reads are in the folder: those that exist.
///
/// # Errors
/// A register or a list of sendings that was altered.
pub fn fichiers_rapproches(
    folder: &Folder,
    month: Month,
) -> Result<BTreeMap<Document, Vec<String>>, Vec<Diagnostic>> {
    let papers = Papers::open(folder)?;
    let place = format!("sorties/declarations/{month}");
    let depots = Depots::open(&folder.root)?;
    let mut out: BTreeMap<Document, Vec<String>> = BTreeMap::from([
        (Document::Dsn, vec![declare::dsn_in_force(folder, &depots, month)?]),
        (Document::Aem, vec![format!("{place}/aem-{month}.xml")]),
        (Document::Conges, vec![format!("{place}/conges-spectacles-{month}.csv")]),
        (Document::Das2, vec![format!("{place}/das2-{}.csv", month.year)]),
    ]);
    for period in Set::of(&papers, month).periods {
        out.entry(Document::Virement).or_default().extend(transfer_files::paths(folder, &period)?);
        for root in [format!("{}/{period}", accounts::FOLDER), format!("sorties/{period}/comptabilite")] {
            let names = names_if_there(&folder.root.join(&root)).map_err(|d| vec![d])?;
            let text = |n: &String| n.ends_with(".txt") || n.ends_with(".csv");
            let places = names.into_iter().filter(text).map(|n| format!("{root}/{n}"));
            out.entry(Document::Ecriture).or_default().extend(places);
        }
    }
    for list in out.values_mut() {
        list.retain(|path| folder.root.join(path).is_file());
    }
    out.retain(|_, list| !list.is_empty());
    Ok(out)
}

/// Rules that hold a DSN against the payslips, and say how to put right one that was sent.
const AGAINST_PAYSLIPS: [&str; 12] =
    ["D01", "D02", "D03", "D04", "D06", "D07", "D08", "D10", "D12", "D14", "D15", "D17"];

/// What is wrong in a DSN that nobody has sent is put right by making it again: neither by a later declaration nor in the
/// accounts, which are right when the DSN is not what the payslips say.
fn not_sent(report: &mut Report, month: Month) {
    let wrong = |e: &Ecart| AGAINST_PAYSLIPS.contains(&e.regle.as_str());
    if !report.ecarts.iter().any(wrong) {
        return;
    }
    let debt = |e: &Ecart| e.regle == "D09" && e.gravite < Gravite::Info;
    for e in report.ecarts.iter_mut().filter(|e| wrong(e) || debt(e)) {
        e.remede = format!(
            "refaire la DSN, qui n'est pas notée envoyée : cddu dsn ecrire DOSSIER --mois {month} ; si elle l'est, cddu deposer d'abord"
        );
    }
}

/// A batch that replaces documents by others paid after a month, and enters no other.
fn entirely_after(lot: &Batch, month: Month) -> bool {
    let (cancelled, entered): (Vec<_>, Vec<_>) = lot.pieces.iter().partition(|piece| piece.annulation);
    !cancelled.is_empty() && !entered.is_empty() && entered.iter().all(|piece| piece.paiement > month.last())
}

/// The documents of a month.
struct Set {
    /// Periods run that pay in the month.
    periods: BTreeSet<String>,
    /// Their payslips.
    slips: Vec<Payslip>,
    /// Their notes.
    notes: Vec<Note>,
    /// Periods with something to transfer in the month.
    due: BTreeSet<String>,
    /// Payslips paid before the month that stand.
    earlier: Vec<Payslip>,
    /// Payslips paid after the month that stand.
    later: Vec<Payslip>,
    /// Payslips paid before the month and replaced by one paid in it.
    taken_back: Vec<Payslip>,
    /// Turn within their day of the payslips that do not have the usual one.
    turns: Vec<(String, u32)>,
    /// Notes paid in the year, up to the month.
    year_notes: Vec<Note>,
}

impl Set {
    /// The payslip of an earlier month that one of this month replaces, through any number of corrections.
    fn before(&self, slip: &Payslip) -> Option<&Payslip> {
        let mut wanted = slip.rectifie.as_deref()?;
        for _ in 0..=self.slips.len() {
            let named = |p: &&Payslip| p.numero.as_deref() == Some(wanted);
            if let Some(old) = self.taken_back.iter().find(named) {
                return Some(old);
            }
            wanted = self.slips.iter().find(named)?.rectifie.as_deref()?;
        }
        None
    }

    /// True when something of a period is to be transferred in the month.
    fn pays(&self, period: &str) -> bool {
        self.due.contains(period)
    }

    fn of(papers: &Papers<'_>, month: Month) -> Self {
        let paid = |d: NaiveDate| Month::of(d) == month;
        let slips = papers.slips().filter(|f| paid(f.resultat.date_paiement)).map(|f| f.periode.clone());
        let paid_notes = || papers.all_notes().filter(|n| paid(n.resultat.date_paiement));
        let notes = paid_notes().map(|n| n.periode.clone());
        // A note that one of the month replaces: its transfer and its entry count.
        let corrected: BTreeSet<&str> = paid_notes().filter_map(|n| n.remplace.as_deref()).collect();
        let corrected = papers.all_notes().filter(|n| corrected.contains(n.numero.as_str()));
        let periods: BTreeSet<String> =
            slips.chain(notes).chain(corrected.map(|n| n.periode.clone())).collect();
        // A correction paid after the month has replaced nothing yet.
        let replaced: BTreeSet<&str> = papers
            .slips()
            .filter(|f| f.resultat.date_paiement <= month.last())
            .filter_map(|f| f.remplace.as_deref())
            .collect();
        let now: BTreeSet<&str> = papers
            .slips()
            .filter(|f| paid(f.resultat.date_paiement))
            .filter_map(|f| f.remplace.as_deref())
            .collect();
        let before = |d: NaiveDate| d < month.first();
        let nets = papers
            .slips()
            .filter(|f| paid(f.resultat.date_paiement) && f.remplace.is_none())
            .map(|f| (&f.periode, f.resultat.totaux.virement));
        let fees = papers
            .all_notes()
            .filter(|n| paid(n.resultat.date_paiement) && n.remplace.is_none())
            .map(|n| (&n.periode, n.resultat.totaux.net_a_payer));
        let due = nets.chain(fees).filter(|(_, net)| net.0 > 0).map(|(period, _)| period.clone()).collect();
        Self {
            due,
            slips: papers
                .slips()
                .filter(|f| periods.contains(&f.periode))
                // What is replaced after the month stands in it.
                .filter(|f| f.remplace.is_none() || f.resultat.date_paiement <= month.last())
                .map(|f| f.resultat.as_ref().clone())
                .collect(),
            notes: papers
                .all_notes()
                .filter(|n| periods.contains(&n.periode))
                .filter(|n| n.remplace.is_none() || n.resultat.date_paiement <= month.last())
                .map(|n| n.resultat.clone())
                .collect(),
            earlier: papers
                .slips()
                .filter(|f| before(f.resultat.date_paiement) && !periods.contains(&f.periode))
                .filter(|f| !replaced.contains(f.numero.as_str()))
                .map(|f| f.resultat.as_ref().clone())
                .collect(),
            later: papers.standing_slips().filter(|p| p.date_paiement > month.last()).cloned().collect(),
            taken_back: papers
                .slips()
                .filter(|f| before(f.resultat.date_paiement) && now.contains(f.numero.as_str()))
                .map(|f| f.resultat.as_ref().clone())
                .collect(),
            turns: papers.slips().filter(|f| f.rang > 0).map(|f| (f.numero.clone(), f.turn())).collect(),
            year_notes: papers
                .all_notes()
                .filter(|n| n.resultat.date_paiement.year() == month.year)
                .filter(|n| n.resultat.date_paiement <= month.last())
                .map(|n| n.resultat.clone())
                .collect(),
            periods,
        }
    }
}

/// The decisions of the administrator, kept from one run to the next.
///
/// # Errors
/// `RAP-001` and `RAP-002` for a file that is not written as expected.
pub fn decisions(folder: &Folder) -> Result<Etat, Vec<Diagnostic>> {
    let path = folder.root.join(DECISIONS);
    match std::fs::read_to_string(&path) {
        Ok(text) => Etat::parse(&folder.shown(DECISIONS), &text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Etat::default()),
        Err(e) => Err(vec![
            Diagnostic::error("DOS-001", format!("décisions illisibles : {}", cddu_rates::io_cause(&e)))
                .in_file(folder.shown(DECISIONS), None)
                .hint("rendre le fichier lisible : sans lui les décisions déjà prises seraient perdues"),
        ]),
    }
}

/// Writes the differences to decide about, with the decisions already taken.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub fn keep_decisions(folder: &Folder, report: &Report) -> Result<(), Vec<Diagnostic>> {
    let path = folder.root.join(DECISIONS);
    if report.ecarts.is_empty() && !path.exists() {
        return Ok(());
    }
    let text = decisions(folder)?.after(report).to_toml();
    crate::write_inside(&folder.root, DECISIONS, text.as_bytes()).map_err(|d| vec![d])
}

/// The files of a month, as they are in the folder; `None` for one that is not there.
struct Files {
    dsn: Option<Vec<u8>>,
    aem: Option<Declaration>,
    aem_octets: Option<Vec<u8>>,
    /// Those sent since the earliest month that they name.
    aem_anterieures: Vec<Declaration>,
    conges: Option<Declaration>,
    das2: Option<Declaration>,
    virements: Vec<Virements>,
    /// Other files of transfers, beside those that bear their name.
    virements_en_trop: Vec<String>,
}

impl Files {
    /// Reads them.
    ///
    /// # Errors
    /// A file that exists and cannot be read: `DOS-081`, `RAP-003`.
    fn read(folder: &Folder, month: Month, periods: &BTreeSet<String>) -> Result<Self, Vec<Diagnostic>> {
        let place = format!("sorties/declarations/{month}");
        let one = |name: String, read: fn(&[u8]) -> Result<Declaration, Diagnostic>| {
            let path = format!("{place}/{name}");
            let Some(octets) = optional(folder, &path)? else { return Ok(None) };
            match read(&octets) {
                Ok(found) => Ok(Some(found)),
                Err(d) => {
                    let line = d.ligne;
                    Err(vec![d.in_file(folder.shown(&path), line)])
                }
            }
        };
        let depots = Depots::open(&folder.root)?;
        let (virements, virements_en_trop) = transfers(folder, periods)?;
        let mut aem = one(format!("aem-{month}.xml"), lecture::aem)?;
        // What was sent afterwards puts it right.
        if let Some(first) = &mut aem {
            for rank in 2.. {
                let Some(next) = one(format!("aem-{month}-envoi-{rank}.xml"), lecture::aem)? else { break };
                lecture::aem_suivante(first, next);
            }
        }
        let aem_anterieures =
            aem.as_ref().map(|aem| earlier_aem(folder, aem, month)).transpose()?.unwrap_or_default();
        Ok(Self {
            dsn: optional(folder, &declare::dsn_in_force(folder, &depots, month)?)?,
            aem,
            aem_octets: optional(folder, &format!("{place}/aem-{month}.xml"))?,
            aem_anterieures,
            conges: one(format!("conges-spectacles-{month}.csv"), lecture::conges)?,
            das2: one(format!("das2-{}.csv", month.year), lecture::das2)?,
            virements,
            virements_en_trop,
        })
    }
}

impl Files {
    /// The documents that the payslips and notes of the month ask for and that are not in the folder.
    fn missing(
        &self,
        folder: &Folder,
        month: Month,
        set: &Set,
        production: &cddu_declarations::Production,
    ) -> Vec<Absent> {
        let paid = |d: NaiveDate| Month::of(d) == month;
        // What another correction of the month replaces is declared by nothing.
        let inside = || set.slips.iter().filter(|p| paid(p.date_paiement));
        let replaced: BTreeSet<&str> = inside().filter_map(|p| p.rectifie.as_deref()).collect();
        let stands = |p: &&Payslip| p.numero.as_deref().is_none_or(|n| !replaced.contains(n));
        let slips: Vec<&Payslip> = inside().filter(stands).collect();
        let place = format!("sorties/declarations/{month}");
        let mut out = Vec::new();
        let mut lack = |document, nom: String, raison: &str, secondaire| {
            out.push(Absent { document, nom, raison: raison.to_owned(), secondaire, de_trop: false });
        };
        if !slips.is_empty() && self.dsn.as_deref().is_none_or(|octets| lecture::dsn(octets).is_empty()) {
            let raison = match self.dsn {
                Some(_) => "ce fichier n'est pas une DSN mensuelle",
                None => "des bulletins sont payés dans le mois",
            };
            lack(Document::Dsn, format!("{place}/dsn-{month}.dsn"), raison, false);
        }
        // A correction that differs only by its number is declared by no attestation.
        let told = |p: &Payslip, k: &ContractPay| {
            let old = set.before(p);
            old.is_none_or(|old| !parts::says_the_same(parts::Part { slip: p, contrat: k }, old))
        };
        let covered = |p: &&Payslip| {
            p.contrats.iter().any(|k| !production.contrat(&k.contrat).droit_commun && told(p, k))
        };
        if slips.iter().any(covered) && self.aem.is_none() {
            lack(
                Document::Aem,
                format!("{place}/aem-{month}.xml"),
                "des contrats d'usage sont payés dans le mois",
                false,
            );
        }
        // A contract paid to its end has a certificate.
        let ended = |p: &&Payslip| p.contrats.iter().any(|k| k.periode.fin >= k.fin);
        if slips.iter().any(ended) && self.conges.is_none() {
            let nom = format!("{place}/conges-spectacles-{month}.csv");
            lack(Document::Conges, nom, "des contrats se terminent dans le mois", true);
        }
        if set.notes.iter().any(|n| paid(n.date_paiement)) && self.das2.is_none() {
            let nom = format!("{place}/das2-{}.csv", month.year);
            lack(Document::Das2, nom, "des notes de droits d'auteur sont payées dans le mois", true);
        }
        if folder.production.virements.is_some() {
            for period in &set.periods {
                let prefix = format!("sorties/{period}/");
                let own = || self.virements.iter().filter(|v| v.fichier.starts_with(&prefix));
                let other = own().find(|v| !transfer_files::is_named(&v.fichier));
                let nom = format!("{prefix}virements.xml");
                if let Some(other) = other {
                    let raison =
                        format!("le fichier {} en est un, sous un autre nom : il est comparé", other.fichier);
                    lack(Document::Virement, nom, &raison, true);
                } else if own().next().is_none() && set.pays(period) {
                    lack(Document::Virement, nom, "la période a des nets à virer", false);
                }
            }
        }
        for file in &self.virements_en_trop {
            out.push(Absent {
                document: Document::Virement,
                nom: file.clone(),
                raison: "un fichier de virements sous un autre nom : la banque pourrait l'exécuter"
                    .to_owned(),
                secondaire: false,
                de_trop: true,
            });
        }
        out
    }
}

/// The files of AEM of the earlier months, since the first one that this file names by the reference of its attestations
/// (`2026-11-CONTRAT`): what a correction takes back may be a correction itself. One that is
/// there and cannot be read is told, never taken as absent: the numbers that it gave would not be compared.
///
/// # Errors
/// A file that exists and cannot be read: `DOS-081`, `RAP-003`.
fn earlier_aem(
    folder: &Folder,
    aem: &Declaration,
    month: Month,
) -> Result<Vec<Declaration>, Vec<Diagnostic>> {
    let named = aem.valeurs.iter().filter(|v| &*v.rubrique == "ReferenceInitiale");
    let first = named.filter_map(|v| Month::parse(v.valeur.get(..7)?)).min();
    let months = std::iter::successors(first, |m| Some(m.next())).take_while(|m| *m < month);
    let (mut out, mut faults) = (Vec::new(), Vec::new());
    for earlier in months {
        let place = format!("sorties/declarations/{earlier}/aem-{earlier}");
        for rank in 1.. {
            let path = if rank == 1 { format!("{place}.xml") } else { format!("{place}-envoi-{rank}.xml") };
            let Some(octets) = optional(folder, &path)? else { break };
            match lecture::aem(&octets) {
                Ok(found) => out.push(found),
                Err(d) => {
                    let line = d.ligne;
                    faults.push(d.in_file(folder.shown(&path), line));
                }
            }
        }
    }
    if faults.is_empty() { Ok(out) } else { Err(faults) }
}

/// Transfer files of periods that pay nobody: a bank could execute them.
fn unasked(folder: &Folder, papers: &Papers<'_>) -> Result<Vec<Absent>, Vec<Diagnostic>> {
    let known: BTreeSet<&str> = papers.periods().into_iter().collect();
    let names = names_if_there(&folder.root.join("sorties")).map_err(|d| vec![d])?;
    let mut out = Vec::new();
    for period in names.iter().filter(|n| !known.contains(n.as_str()) && *n != "declarations") {
        if !folder.root.join("sorties").join(period).is_dir() {
            continue;
        }
        out.extend(transfer_files::paths(folder, period)?.into_iter().map(|nom| Absent {
            document: Document::Virement,
            nom,
            raison: "aucun bulletin ni note figé n'est de cette période".to_owned(),
            secondaire: false,
            de_trop: true,
        }));
    }
    Ok(out)
}

/// Documents that the batches entered in the accounts and that the register no longer has.
fn orphans(books: &Books, papers: &Papers<'_>) -> Vec<Orphelins> {
    let known: BTreeSet<String> = papers
        .slips()
        .map(|f| f.numero.clone())
        .chain(papers.all_notes().map(|n| n.numero.clone()))
        .collect();
    let lost = |lot: &Batch| {
        let pieces: Vec<String> =
            lot.pieces.iter().map(|s| s.numero.clone()).filter(|n| !known.contains(n)).collect();
        (!pieces.is_empty()).then(|| Orphelins { lot: lot.lot.clone(), pieces })
    };
    books.lots().iter().filter_map(lost).collect()
}

/// Numbers of the payslips undone and not frozen again since.
fn undone(folder: &Folder, papers: &Papers) -> Result<Vec<String>, Vec<Diagnostic>> {
    let known: BTreeSet<&str> = papers.slips().map(|f| f.numero.as_str()).collect();
    let root = folder.root.join("defaits/bulletins");
    let list = |path: &std::path::Path| {
        if path.is_dir() { names_if_there(path).map_err(|d| vec![d]) } else { Ok(Vec::new()) }
    };
    let mut out = BTreeSet::new();
    for year in list(&root)? {
        for period in list(&root.join(&year))? {
            for name in list(&root.join(&year).join(&period))? {
                // A second copy of the same number is `NUMBER.json.2`.
                let number = name.split_once(".json").map(|(number, _)| number.to_owned());
                out.extend(number.filter(|n| n != "manifeste" && !known.contains(n.as_str())));
            }
        }
    }
    Ok(out.into_iter().collect())
}

/// The files made of the batches of the month, beside what each batch says: those of the accounts for a batch that they
/// hold, and those of the period for a proposal or for its only batch. What the accounts hold and lack is told as absent.
fn copies(
    folder: &Folder,
    books: &Books,
    compta: &cddu_ledger::Compta,
    lots: &[Batch],
) -> Result<(Vec<Copie>, Vec<Absent>), Vec<Diagnostic>> {
    let (mut out, mut missing) = (Vec::new(), Vec::new());
    for lot in lots {
        let held = books.lots().iter().any(|known| known.lot == lot.lot);
        let of_period = format!("sorties/{}/comptabilite", lot.lot);
        let kept = format!("{}/{}", accounts::FOLDER, lot.lot);
        // A correction leaves the files of the period as the first batch made them.
        let alone = books.of(&lot.lot).len() < 2;
        let places = [Some(&kept).filter(|_| held), Some(&of_period).filter(|_| !held || alone)];
        for place in places.into_iter().flatten() {
            for (name, _, attendu) in accounts::exported(folder, compta, lot) {
                let fichier = format!("{place}/{name}");
                match optional(folder, &fichier)? {
                    // What says the same has nothing to show: its bytes are not kept.
                    Some(ecrit) if ecrit == attendu => out.push(Copie {
                        fichier,
                        lot: lot.lot.clone(),
                        ecrit: Vec::new(),
                        attendu: Vec::new(),
                    }),
                    Some(ecrit) => out.push(Copie { fichier, lot: lot.lot.clone(), ecrit, attendu }),
                    None if place == &kept => missing.push(Absent {
                        document: Document::Ecriture,
                        nom: fichier,
                        raison: format!("le lot {} est dans les comptes", lot.lot),
                        secondaire: false,
                        de_trop: false,
                    }),
                    None => {}
                }
            }
        }
    }
    Ok((out, missing))
}

/// The bytes of a file of the folder, when it exists.
fn optional(folder: &Folder, path: &str) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
    crate::registre::atomic::read_if_there(&folder.root.join(path)).map_err(|d| vec![d])
}

/// The transfer files of some periods; and those that bear another name, which stand for them where there is none.
fn transfers(
    folder: &Folder,
    periods: &BTreeSet<String>,
) -> Result<(Vec<Virements>, Vec<String>), Vec<Diagnostic>> {
    let (mut out, mut others) = (Vec::new(), Vec::new());
    for period in periods {
        let before = out.len();
        for TransferBytes { path, bytes, .. } in transfer_files::bytes(folder, period)? {
            let file = lecture::virements(&bytes).map_err(|d| {
                let line = d.ligne;
                vec![d.in_file(folder.shown(&path), line)]
            })?;
            out.push(Virements { fichier: path, ..file });
        }
        let alone = out.len() == before;
        for path in transfer_files::other_names(folder, period)? {
            let bytes = optional(folder, &path)?.unwrap_or_default();
            // Any other XML is none of ours.
            let Ok(file) = lecture::virements(&bytes) else { continue };
            if alone {
                out.push(Virements { fichier: path, ..file });
            } else {
                others.push(path);
            }
        }
    }
    Ok((out, others))
}
