//! What the accounts hold: batches of entries integrated once and for all, their corrections, closed months.
//!
//! `comptabilite/registre.json` lists the batches, `comptabilite/LOT/` holds each of them: the batch itself, its
//! entries for the program of the accountant, its side file. Before a batch is integrated, the entries of a period
//! are a proposal that each run makes again.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use cddu_ledger::{
    Batch, Compta, Origine, Registre, annulation, correction, ecritures, exports, extrait, fec,
};
use cddu_payslip::Payslip;
use cddu_payslip::note::Note;
use cddu_rapprochement::{Cloture, empreinte};
use cddu_rates::{Diagnostic, Month, Rates};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::registre::atomic::{names_if_there, read_if_there, write_inside};
use crate::registre::depots;
use crate::{Archive, Folder, Frozen, FrozenNote, Register};

/// The folder of the accounts, under that of the production.
pub(crate) const FOLDER: &str = "comptabilite";

/// Version of the layout of the register.
const VERSION: u32 = 1;

/// `registre.json`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    version: u32,
    /// Batches in order of integration.
    lots: Registre,
    /// Period run of each batch, in the same order.
    periodes: Vec<String>,
    /// Closed months, with the hash of their entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    clotures: Vec<Cloture>,
}

/// The accounts of a folder.
#[derive(Clone, Debug)]
pub struct Books {
    root: PathBuf,
    index: Index,
    lots: Vec<Batch>,
}

/// A batch written in the accounts.
#[derive(Debug)]
pub struct Integrated {
    /// The batch.
    pub lot: Batch,
    /// Its files, relative to the folder, with what they are.
    pub files: Vec<(String, String)>,
}

impl Books {
    /// Reads the accounts of a folder; empty before the first integration.
    ///
    /// # Errors
    /// `DOS-062` for a file that cannot be read, `DOS-061` for one that was altered.
    pub fn open(folder: &Folder) -> Result<Self, Vec<Diagnostic>> {
        let root = folder.root.clone();
        let shown = folder.shown(&format!("{FOLDER}/registre.json"));
        let Some(bytes) = read_if_there(&root.join(FOLDER).join("registre.json")).map_err(|d| vec![d])?
        else {
            // Batches without their register would be integrated a second time.
            let left = names_if_there(&root.join(FOLDER)).map_err(|d| vec![d])?;
            let lots: Vec<&String> =
                left.iter().filter(|n| root.join(FOLDER).join(n).join("lot.json").is_file()).collect();
            if let Some(first) = lots.first() {
                return Err(vec![
                    Diagnostic::error(
                        "DOS-062",
                        format!("le registre des comptes est absent alors que le lot {first} est là"),
                    )
                    .in_file(shown, None)
                    .hint("le reprendre d'une sauvegarde : sans lui un lot serait intégré deux fois"),
                ]);
            }
            return Ok(Self {
                root,
                index: Index { version: VERSION, ..Index::default() },
                lots: Vec::new(),
            });
        };
        let index: Index = serde_json::from_slice(&bytes).map_err(|e| vec![unreadable(&shown, &e)])?;
        if index.version > VERSION {
            return Err(vec![crate::registre::register::newer(&shown)]);
        }
        let (mut lots, mut errors) = (Vec::new(), Vec::new());
        let lost = index.lots.lots.len() != index.periodes.len();
        let moved = index.lots.lots.iter().zip(&index.periodes).find(|(lot, p)| !belongs(&lot.lot, p));
        if lost || moved.is_some() {
            let what = moved.map_or_else(
                || "une période manque ou s'est ajoutée".to_owned(),
                |(lot, period)| format!("le lot {} n'est pas de la période « {period} »", lot.lot),
            );
            errors.push(
                Diagnostic::error("DOS-061", format!("le registre des comptes a été modifié : {what}"))
                    .in_file(&shown, None)
                    .at("periodes")
                    .hint("le reprendre d'une sauvegarde"),
            );
        }
        for known in &index.lots.lots {
            let path = format!("{FOLDER}/{}/lot.json", known.lot);
            let shown = folder.shown(&path);
            let read = fs::read(root.join(&path)).map_err(serde_json::Error::io);
            match read.and_then(|bytes| serde_json::from_slice::<Batch>(&bytes)) {
                Ok(lot) if lot.est_intact() && lot.manifest() == *known => lots.push(lot),
                Ok(_) => errors.push(
                    Diagnostic::error("DOS-061", "ce lot d'écritures intégré a été modifié")
                        .in_file(shown, None)
                        .hint("le reprendre d'une sauvegarde ; une écriture se corrige par contrepassation"),
                ),
                Err(error) => errors.push(unreadable(&shown, &error)),
            }
        }
        if errors.is_empty() { Ok(Self { root, index, lots }) } else { Err(errors) }
    }

    /// Every batch, in order of integration.
    #[must_use]
    pub fn lots(&self) -> &[Batch] {
        &self.lots
    }

    /// Batches written in the folder of the accounts that its register does not know: a command that was cut, or a
    /// folder copied there.
    pub(crate) fn unknown(&self) -> Result<Vec<String>, Vec<Diagnostic>> {
        let names = names_if_there(&self.root.join(FOLDER)).map_err(|d| vec![d])?;
        let known = |name: &String| self.lots.iter().any(|lot| lot.lot == *name);
        let batch = |name: &String| self.root.join(FOLDER).join(name).join("lot.json").is_file();
        Ok(names.into_iter().filter(|name| batch(name) && !known(name)).collect())
    }

    /// Closed months.
    #[must_use]
    pub fn clotures(&self) -> &[Cloture] {
        &self.index.clotures
    }

    /// Last day of the last closed month.
    pub(crate) fn closed_until(&self) -> Option<NaiveDate> {
        self.index.clotures.iter().map(|c| c.mois.last()).max()
    }

    /// The batches of a period: the first one, then its corrections.
    #[must_use]
    pub fn of(&self, periode: &str) -> Vec<&Batch> {
        self.lots
            .iter()
            .zip(&self.index.periodes)
            .filter(|(_, p)| *p == periode)
            .map(|(lot, _)| lot)
            .collect()
    }

    /// The documents that the accounts hold.
    pub(crate) fn held(&self) -> BTreeSet<(Origine, String)> {
        self.index.lots.detenus().into_keys().map(|(origine, numero)| (origine, numero.to_owned())).collect()
    }

    fn add(
        &mut self,
        folder: &Folder,
        compta: &Compta,
        periode: &str,
        lot: Batch,
    ) -> Result<Integrated, Vec<Diagnostic>> {
        // Without a register, batches are taken for what remains of a lost one: the first is announced by an empty one, so
        // that a command cut before its end can be given again.
        if self.lots.is_empty() {
            self.save()?;
        }
        self.index.lots.integrer(&lot)?;
        self.index.periodes.push(periode.to_owned());
        let place = format!("{FOLDER}/{}", lot.lot);
        let mut files = Vec::new();
        let json = serde_json::to_vec_pretty(&lot).unwrap_or_default();
        for (name, what, bytes) in exported(folder, compta, &lot) {
            write_inside(&self.root, Path::new(&place).join(&name), &bytes).map_err(|d| vec![d])?;
            files.push((format!("{place}/{name}"), what.to_owned()));
        }
        write_inside(&self.root, Path::new(&place).join("lot.json"), &json).map_err(|d| vec![d])?;
        self.lots.push(lot.clone());
        self.save()?;
        Ok(Integrated { lot, files })
    }

    /// Holds a batch that is not written: those made after it count it.
    fn foresee(&mut self, periode: &str, lot: &Batch) {
        self.index.lots.lots.push(lot.manifest());
        self.index.periodes.push(periode.to_owned());
        self.lots.push(lot.clone());
    }

    fn save(&self) -> Result<(), Vec<Diagnostic>> {
        let mut bytes = serde_json::to_vec_pretty(&self.index).unwrap_or_default();
        bytes.push(b'\n');
        write_inside(&self.root, Path::new(FOLDER).join("registre.json"), &bytes).map_err(|d| vec![d])
    }
}

/// True when a batch bears the name of a period: its first batch, a correction of it, or what cancels one.
fn belongs(lot: &str, periode: &str) -> bool {
    !periode.is_empty()
        && lot.strip_prefix(periode).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn unreadable(shown: &str, error: &serde_json::Error) -> Diagnostic {
    let cause = crate::lecture::text::json_cause(error);
    Diagnostic::error("DOS-062", format!("fichier des comptes illisible : {cause}"))
        .in_file(shown, None)
        .hint("le reprendre d'une sauvegarde")
}

/// The files of a batch: FEC layout, CSV with the columns of `[compta.export]`, side file.
pub(crate) fn exported(
    folder: &Folder,
    compta: &Compta,
    lot: &Batch,
) -> Vec<(String, &'static str, Vec<u8>)> {
    let siren = folder.production.employeur.identite.siret.as_deref().and_then(|s| s.get(..9));
    vec![
        (
            fec::file_name(siren, &lot.lot),
            "écritures, format FEC",
            fec::write(&fec::lines(lot), &fec::FecOptions::default()),
        ),
        ("ecritures.csv".to_owned(), "écritures en CSV", exports::csv(lot, &compta.config.export)),
        (
            "detail-par-bulletin.csv".to_owned(),
            "détail des écritures, bulletin par compte",
            lot.details_csv().into_bytes(),
        ),
    ]
}

/// The accounting of the folder: what is closed stays closed.
///
/// # Errors
/// What is wrong with the tables, the company's numbers or the register of the accounts.
pub fn compta(folder: &Folder, rates: &Rates, day: NaiveDate) -> Result<Compta, Vec<Diagnostic>> {
    let mut config = folder.production.compta.clone();
    config.cloture = config.cloture.max(Books::open(folder)?.closed_until());
    let file = match &config.fichier_comptes {
        Some(name) => {
            let shown = folder.shown(name);
            if Path::new(name)
                .components()
                .any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
            {
                return Err(vec![
                    Diagnostic::error("DOS-210", "le fichier de comptes est hors du dossier de production")
                        .in_file(folder.shown("production.toml"), None)
                        .at("compta.fichier_comptes")
                        .hint("le copier dans le dossier : ce qui décide des comptes s'archive avec lui"),
                ]);
            }
            let text = fs::read_to_string(folder.root.join(name)).map_err(|e| {
                vec![
                    Diagnostic::error(
                        "DOS-001",
                        format!("fichier de comptes illisible : {}", cddu_rates::io_cause(&e)),
                    )
                    .in_file(&shown, None)
                    .hint("corriger compta.fichier_comptes dans production.toml"),
                ]
            })?;
            Some((shown, text))
        }
        None => None,
    };
    let given = file.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    Compta::load(rates, config, given, day).map_err(|list| {
        // What names no file is said of the section [compta].
        let place = |d: Diagnostic| match d.fichier {
            None => folder.located(d.in_file("production.toml", None)),
            Some(_) => d,
        };
        list.into_iter().map(place).collect()
    })
}

/// The documents of a folder that stand, by period.
pub(crate) struct Papers<'a> {
    register: Cow<'a, Register>,
    notes: Cow<'a, Archive<FrozenNote>>,
}

impl<'a> Papers<'a> {
    pub fn open(folder: &Folder) -> Result<Self, Vec<Diagnostic>> {
        let (register, notes) = (Register::open(&folder.root)?, Archive::open(&folder.root)?);
        Ok(Self { register: Cow::Owned(register), notes: Cow::Owned(notes) })
    }

    /// Those that a run has read and written.
    pub const fn of(register: &'a Register, notes: &'a Archive<FrozenNote>) -> Self {
        Self { register: Cow::Borrowed(register), notes: Cow::Borrowed(notes) }
    }

    /// Every payslip, those replaced included.
    pub fn slips(&self) -> impl Iterator<Item = &Frozen> {
        self.register.all()
    }

    /// Every note, those replaced included.
    pub fn all_notes(&self) -> impl Iterator<Item = &FrozenNote> {
        self.notes.all()
    }

    /// Notes that no other one replaces.
    pub fn notes(&self) -> impl Iterator<Item = &FrozenNote> {
        let replaced: BTreeSet<&str> = self.notes.all().filter_map(|n| n.remplace.as_deref()).collect();
        self.notes.all().filter(move |n| !replaced.contains(n.numero.as_str()))
    }

    /// Payslips that no other one replaces, by date of payment.
    pub fn standing_slips(&self) -> impl Iterator<Item = &Payslip> {
        self.register.standing().into_iter().map(|f| f.resultat.as_ref())
    }

    /// What the first batch of a period holds.
    fn standing(&self, periode: &str) -> (Vec<Payslip>, Vec<Note>) {
        (first_payments(&self.register, periode), self.standing_notes(periode))
    }

    /// Whether a payslip was replaced, at once or later, by one that `of` tells.
    fn replaced(&self, frozen: &Frozen, of: impl Fn(&Frozen) -> bool) -> bool {
        let after = |f: &Frozen| self.register.after(f);
        std::iter::successors(after(frozen), |f| after(f)).any(of)
    }

    fn standing_notes(&self, periode: &str) -> Vec<Note> {
        let notes = || self.all_notes().filter(|n| n.periode == periode);
        // A note corrected in a later period stands in its own: the correction takes it back.
        let replaced: BTreeSet<&str> = notes().filter_map(|n| n.remplace.as_deref()).collect();
        let notes = notes().filter(|n| !replaced.contains(n.numero.as_str()));
        notes.map(|n| n.resultat.clone()).collect()
    }

    /// The notes of other periods that some notes replace, each with the day of payment of the one that replaces it.
    fn taken_back<'p>(&'p self, notes: &[Note], periode: &str) -> Vec<(&'p FrozenNote, NaiveDate)> {
        let old = |n: &Note| {
            let old = self.notes.get(n.rectifie.as_deref()?).filter(|old| old.periode != periode)?;
            Some((old, n.date_paiement))
        };
        notes.iter().filter_map(old).collect()
    }

    /// True when a note of another period, which the accounts hold, has taken the place of this one.
    fn left(&self, note: &Note, detenus: &BTreeMap<(Origine, &str), &str>) -> bool {
        let numero = cddu_ledger::note::piece(note);
        self.notes.all().any(|n| {
            n.remplace.as_deref() == Some(numero) && detenus.contains_key(&(Origine::Note, n.numero.as_str()))
        })
    }

    /// The periods run, in order of their names.
    pub fn periods(&self) -> BTreeSet<&str> {
        self.register
            .all()
            .map(|f| f.periode.as_str())
            .chain(self.notes.all().map(|n| n.periode.as_str()))
            .collect()
    }

    /// First day of the work of a period; the day of payment of one that holds notes alone.
    pub fn first_day(&self, periode: &str) -> Option<NaiveDate> {
        let work = self.register.all().filter(|f| f.periode == periode).map(|f| f.resultat.periode.debut);
        let paid = || self.notes.all().filter(|n| n.periode == periode).map(|n| n.resultat.date_paiement);
        work.min().or_else(|| paid().min())
    }
}

/// The batches of a period: those integrated, else the proposal.
pub(crate) fn batches(
    books: &Books,
    papers: &Papers<'_>,
    compta: &Compta,
    periode: &str,
) -> Result<Vec<Batch>, Vec<Diagnostic>> {
    let held = books.of(periode);
    if !held.is_empty() {
        return Ok(held.into_iter().cloned().collect());
    }
    let (slips, notes) = papers.standing(periode);
    if slips.is_empty() && notes.is_empty() {
        return Ok(Vec::new());
    }
    let new = ecritures::build(compta, &slips, &notes, periode)?;
    let first = with_taken_back(books, papers, compta, &notes, new, periode)?;
    let mut after = books.clone();
    after.foresee(periode, &first);
    let corrections = lacking(&after, papers, compta, periode)?;
    Ok(std::iter::once(first).chain(corrections).collect())
}

/// The batch with the cancellation of the notes of other periods that its own replace: as they were entered, on the day of
/// payment of the note that takes their place.
fn with_taken_back(
    books: &Books,
    papers: &Papers<'_>,
    compta: &Compta,
    notes: &[Note],
    new: Batch,
    periode: &str,
) -> Result<Batch, Vec<Diagnostic>> {
    let held = books.index.lots.detenus();
    let (mut sources, mut gone, mut day) = (Vec::new(), BTreeSet::new(), NaiveDate::MIN);
    for (old, paid) in papers.taken_back(notes, periode) {
        gone.insert((Origine::Note, old.numero.clone()));
        day = day.max(paid);
        let key = (Origine::Note, old.numero.as_str());
        match held.get(&key) {
            Some(lot) => sources.extend(books.lots.iter().filter(|l| l.lot == **lot).map(entered_only)),
            None => {
                let (slips, notes) = papers.standing(&old.periode);
                sources.push(ecritures::build(compta, &slips, &notes, &old.periode)?);
            }
        }
    }
    if gone.is_empty() {
        return Ok(new);
    }
    sources.sort_by(|a, b| a.lot.cmp(&b.lot));
    sources.dedup_by(|a, b| a.lot == b.lot);
    let first = first_open(compta);
    Ok(correction(
        &extrait(&sources, &gone),
        &new,
        compta.config.contrepassation,
        day.max(first),
        first,
        &new.lot,
    ))
}

/// A batch without the documents that it cancels.
fn entered_only(lot: &Batch) -> Batch {
    Batch { pieces: lot.pieces.iter().filter(|s| !s.annulation).cloned().collect(), ..lot.clone() }
}

/// The first day that no closing holds.
fn first_open(compta: &Compta) -> NaiveDate {
    compta.config.cloture.map_or(NaiveDate::MIN, |d| d + Days::new(1))
}

/// The batch of a run whose documents replace notes of other periods.
pub(crate) fn proposed(
    folder: &Folder,
    compta: &Compta,
    notes: &[Note],
    new: Batch,
    periode: &str,
) -> Result<Batch, Vec<Diagnostic>> {
    if notes.iter().all(|n| n.rectifie.is_none()) {
        return Ok(new);
    }
    with_taken_back(&Books::open(folder)?, &Papers::open(folder)?, compta, notes, new, periode)
}

/// The batches that would bring the accounts of a period up to date: what it paid the first time, then corrections (what
/// documents replaced or gone had put in is cancelled, the new ones are entered), one per month that pays some.
///
/// # Errors
/// `ECR-020` when the accounts hold every document of the period already, `DOS-073` when it has none, and what
/// prevents the entries.
pub fn proposal(folder: &Folder, rates: &Rates, periode: &str) -> Result<Vec<Batch>, Vec<Diagnostic>> {
    let (books, papers) = (Books::open(folder)?, Papers::open(folder)?);
    let compta = accounting(folder, rates, &papers, periode)?;
    let lots = lacking(&books, &papers, &compta, periode)?;
    if lots.is_empty() { Err(all_held(periode)) } else { Ok(lots) }
}

pub(crate) fn accounting(
    folder: &Folder,
    rates: &Rates,
    papers: &Papers<'_>,
    periode: &str,
) -> Result<Compta, Vec<Diagnostic>> {
    let paid = papers.slips().filter(|f| f.periode == periode).map(|f| f.resultat.date_paiement);
    let paid =
        paid.chain(papers.all_notes().filter(|n| n.periode == periode).map(|n| n.resultat.date_paiement));
    let day = paid.max().ok_or_else(|| {
        vec![
            Diagnostic::error("DOS-073", format!("aucun bulletin ni note figé pour la période {periode}"))
                .hint("la période s'écrit comme pour cddu paie : 2026-W46"),
        ]
    })?;
    compta(folder, rates, day)
}

/// The next batch that the accounts of a period lack; `None` when they hold every document. What is paid in the first place is
/// entered first; a correction paid in a later month follows in a batch of its own, so that the accounts are the same
/// whenever they are asked for.
fn next(
    books: &Books,
    papers: &Papers<'_>,
    compta: &Compta,
    periode: &str,
) -> Result<Option<Batch>, Vec<Diagnostic>> {
    let lots: Vec<Batch> = books.of(periode).into_iter().cloned().collect();
    let held = books.index.lots.detenus();
    let all_notes = papers.standing_notes(periode);
    let notes: Vec<Note> = all_notes.iter().filter(|n| !papers.left(n, &held)).cloned().collect();
    for (old, _) in papers.taken_back(&notes, periode) {
        let entered = |n: &Note| held.contains_key(&(Origine::Note, cddu_ledger::note::piece(n)));
        let new = notes.iter().find(|n| n.rectifie.as_deref() == Some(&old.numero) && !entered(n));
        if new.is_some() && !held.contains_key(&(Origine::Note, old.numero.as_str())) {
            return Err(vec![
                Diagnostic::error(
                    "ECR-026",
                    format!("la note {}, que celle-ci remplace, n'est pas dans les comptes", old.numero),
                )
                .hint(format!("cddu compta integrer DOSSIER --periode {}, puis relancer", old.periode)),
            ]);
        }
    }
    let notes: Vec<Note> = notes
        .into_iter()
        .filter(|n| !held.contains_key(&(Origine::Note, cddu_ledger::note::piece(n))))
        .collect();
    let names: BTreeSet<&str> = lots.iter().map(|l| l.lot.as_str()).collect();
    for until in stages(&papers.register, periode) {
        let standing = stood(&papers.register, periode, until);
        let entered = |f: &Frozen| held.contains_key(&(Origine::Bulletin, f.numero.as_str()));
        // A document whose correction is entered already is behind.
        let slips: Vec<Payslip> = standing
            .iter()
            .filter(|f| !entered(f) && !papers.replaced(f, entered))
            .map(|f| f.resultat.as_ref().clone())
            .collect();
        let notes: &[Note] = if until.is_none() { &notes } else { &[] };
        let keeps = |origine: Origine, numero: &str| match origine {
            Origine::Note => all_notes.iter().any(|n| cddu_ledger::note::piece(n) == numero),
            Origine::Bulletin => standing.iter().any(|f| f.numero == numero),
        };
        // What a later stage enters is no part of this one.
        let later =
            |numero: &str| papers.register.get(numero).is_some_and(|f| enters(&papers.register, f) > until);
        let gone: BTreeSet<(Origine, String)> = held
            .iter()
            .filter(|(_, lot)| names.contains(**lot))
            .filter(|((origine, numero), _)| !keeps(*origine, numero) && !later(numero))
            .map(|((origine, numero), _)| (*origine, (*numero).to_owned()))
            .collect();
        if slips.is_empty() && notes.is_empty() && gone.is_empty() {
            continue;
        }
        if lots.is_empty() {
            let new = ecritures::build(compta, &slips, notes, periode)?;
            return with_taken_back(books, papers, compta, notes, new, periode).map(Some);
        }
        let name = (1..).map(|n| format!("{periode}-C{n}")).find(|n| !names.contains(n.as_str()));
        let name = name.unwrap_or_else(|| periode.to_owned());
        // The last batch that put each document in is the one to cancel.
        let sources: Vec<Batch> = lots
            .iter()
            .map(|lot| {
                let pieces = lot.pieces.iter().filter(|s| {
                    !s.annulation && held.get(&(s.origine, s.numero.as_str())) == Some(&lot.lot.as_str())
                });
                Batch { pieces: pieces.cloned().collect(), ..lot.clone() }
            })
            .collect();
        let old = extrait(&sources, &gone);
        let new = ecritures::build(compta, &slips, notes, &name)?;
        let new = with_taken_back(books, papers, compta, notes, new, periode)?;
        let first = first_open(compta);
        return Ok(Some(correction(&old, &new, compta.config.contrepassation, first, first, &name)));
    }
    Ok(None)
}

/// Every batch that the accounts of a period lack, one after the other.
fn lacking(
    books: &Books,
    papers: &Papers,
    compta: &Compta,
    periode: &str,
) -> Result<Vec<Batch>, Vec<Diagnostic>> {
    let (mut after, mut out) = (books.clone(), Vec::new());
    while let Some(lot) = next(&after, papers, compta, periode)? {
        after.foresee(periode, &lot);
        out.push(lot);
    }
    Ok(out)
}

fn all_held(periode: &str) -> Vec<Diagnostic> {
    vec![
        Diagnostic::error("ECR-020", format!("le lot {periode} est déjà intégré, avec le même contenu"))
            .hint("rien à faire ; cddu compta annuler le contrepasse en entier"),
    ]
}

/// The month in which a payslip enters the accounts after the first payments of its period; `None` with them. A correction paid
/// in a later month than what it replaces is entered in that month.
fn enters(register: &Register, frozen: &Frozen) -> Option<Month> {
    let old = register.get(frozen.remplace.as_deref()?)?;
    let before = enters(register, old);
    let month = Month::of(frozen.resultat.date_paiement);
    if month > Month::of(old.resultat.date_paiement) { before.max(Some(month)) } else { before }
}

/// The months in which the payslips of a period enter the accounts, in order, the first payments first.
fn stages(register: &Register, periode: &str) -> BTreeSet<Option<Month>> {
    let own = register.all().filter(|f| f.periode == periode).map(|f| enters(register, f));
    std::iter::once(None).chain(own).collect()
}

/// The payslips of a period that stand once those of a stage are entered.
fn stood<'r>(register: &'r Register, periode: &str, until: Option<Month>) -> Vec<&'r Frozen> {
    let own: Vec<&Frozen> =
        register.all().filter(|f| f.periode == periode && enters(register, f) <= until).collect();
    let replaced: BTreeSet<&str> = own.iter().filter_map(|f| f.remplace.as_deref()).collect();
    own.iter().filter(|f| !replaced.contains(f.numero.as_str())).copied().collect()
}

/// The payslips that the first batch of a period holds.
pub(crate) fn first_payments(register: &Register, periode: &str) -> Vec<Payslip> {
    stood(register, periode, None).into_iter().map(|f| f.resultat.as_ref().clone()).collect()
}

/// Integrates what the accounts of a period lack, batch after batch: written once, never again.
///
/// # Errors
/// Those of [`proposal`]; `ECR-021` for a document that another batch holds; `DOS-080` when the disk refuses.
pub fn integrate(folder: &Folder, rates: &Rates, periode: &str) -> Result<Vec<Integrated>, Vec<Diagnostic>> {
    let (mut books, papers) = (Books::open(folder)?, Papers::open(folder)?);
    let compta = accounting(folder, rates, &papers, periode)?;
    let lots = lacking(&books, &papers, &compta, periode)?;
    if lots.is_empty() {
        return Err(all_held(periode));
    }
    lots.into_iter().map(|lot| books.add(folder, &compta, periode, lot)).collect()
}

/// Cancels a whole batch; its documents can then be integrated again.
///
/// # Errors
/// `ECR-025` for a batch unknown or already cancelled.
pub fn cancel(folder: &Folder, rates: &Rates, lot: &str) -> Result<Integrated, Vec<Diagnostic>> {
    let mut books = Books::open(folder)?;
    let Some(rank) = books.lots.iter().position(|l| l.lot == lot) else {
        let known: Vec<&str> = books.lots.iter().map(|l| l.lot.as_str()).collect();
        let known = if known.is_empty() { "aucun".to_owned() } else { known.join(", ") };
        return Err(vec![
            Diagnostic::error("ECR-025", format!("aucun lot intégré ne s'appelle « {lot} »"))
                .hint(format!("lots intégrés : {known}")),
        ]);
    };
    let (batch, periode) = (books.lots[rank].clone(), books.index.periodes[rank].clone());
    let held = books.index.lots.detenus();
    let moved =
        |s: &&cddu_ledger::Stamp| s.annulation || held.get(&(s.origine, s.numero.as_str())) != Some(&lot);
    if let Some(stamp) = batch.pieces.iter().find(moved) {
        return Err(vec![
            Diagnostic::error(
                "ECR-025",
                format!(
                    "le lot {lot} ne s'annule plus : le {} {} en est déjà sorti",
                    stamp.origine.mot(),
                    stamp.numero
                ),
            )
            .hint("cddu compta integrer passe la correction des documents qui ont changé"),
        ]);
    }
    let day = batch.pieces.iter().map(|s| s.paiement).max().unwrap_or_default();
    let compta = compta(folder, rates, day)?;
    let first = first_open(&compta);
    let name = (1..).map(|n| format!("{lot}-A{n}")).find(|n| books.lots.iter().all(|l| l.lot != *n));
    let cancelled = annulation(&batch, compta.config.contrepassation, first, &name.unwrap_or_default());
    books.add(folder, &compta, &periode, cancelled)
}

/// Closes a month: its entries no longer change, later events go to the next open day.
///
/// # Errors
/// `ECR-024` when a document paid in the month is not in the accounts, or when the month is closed already.
pub fn close(folder: &Folder, mois: Month) -> Result<Cloture, Vec<Diagnostic>> {
    let (mut books, papers) = (Books::open(folder)?, Papers::open(folder)?);
    if books.closed_until().is_some_and(|until| mois.last() <= until) {
        // A command cut between the closing and the attestations that it holds is completed.
        if let Some(done) = books.index.clotures.iter().find(|c| c.mois == mois)
            && depots::held_at_closing(folder, mois)?
        {
            return Ok(done.clone());
        }
        return Err(vec![
            Diagnostic::error("ECR-024", format!("le mois {mois} est déjà clos"))
                .hint("ce qui survient après la clôture va au premier jour ouvert, par cddu compta integrer"),
        ]);
    }
    let held = books.index.lots.detenus();
    let entered = |f: &Frozen| held.contains_key(&(Origine::Bulletin, f.numero.as_str()));
    let month = |f: &Frozen| Month::of(f.resultat.date_paiement);
    // What a later month replaces stands in this one, unless its correction is entered already.
    let replaced = |f: &Frozen| papers.replaced(f, |f| month(f) <= mois || entered(f));
    let waiting =
        papers.slips().filter(|f| month(f) == mois && !entered(f) && !replaced(f)).map(|f| f.periode.clone());
    let notes = papers
        .notes()
        .filter(|n| Month::of(n.resultat.date_paiement) == mois)
        .filter(|n| !held.contains_key(&(Origine::Note, n.numero.as_str())))
        .map(|n| n.periode.clone());
    let waiting: BTreeSet<String> = waiting.chain(notes).collect();
    if !waiting.is_empty() {
        let list = waiting.into_iter().collect::<Vec<_>>().join(", ");
        return Err(vec![
            Diagnostic::error(
                "ECR-024",
                format!("le mois {mois} ne se clôt pas : périodes à intégrer : {list}"),
            )
            .hint("cddu compta integrer DOSSIER --periode PERIODE, puis clore"),
        ]);
    }
    let cloture = Cloture { mois, empreinte: empreinte(&books.lots, mois) };
    books.index.clotures.push(cloture.clone());
    books.save()?;
    depots::held_at_closing(folder, mois)?;
    Ok(cloture)
}
