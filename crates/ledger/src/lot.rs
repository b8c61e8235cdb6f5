//! A batch: its entries, the payslips inside, the side file, and the register that refuses it twice.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Diagnostic, Month, hex};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::compta::ModeContrepassation;
use crate::entry::{Cote, Entry, EntryLine};

/// What a stamp stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origine {
    /// A payslip.
    Bulletin,
    /// An author note.
    Note,
}

impl Origine {
    /// The French word.
    #[must_use]
    pub const fn mot(self) -> &'static str {
        match self {
            Self::Bulletin => "bulletin",
            Self::Note => "note",
        }
    }
}

/// A payslip or a note inside a batch, with its hash: a document changed after the batch no longer has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// Payslip or note.
    pub origine: Origine,
    /// Number.
    pub numero: String,
    /// `sha256:` of the document.
    pub empreinte: String,
    /// Day of payment.
    pub paiement: NaiveDate,
    /// Gross.
    pub brut: Cents,
    /// What is transferred.
    pub net: Cents,
    /// The batch takes the document out of the accounts instead of putting it in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub annulation: bool,
}

/// One line of the side file: what one payslip puts on one account. The sums by entry and line are the entry's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Detail {
    /// Payslip or note.
    pub piece: String,
    /// Line code.
    pub code: String,
    /// Part (`brut`, `salarie`, `employeur`...).
    pub part: String,
    /// Account.
    pub compte: String,
    /// Auxiliary.
    pub auxiliaire: Option<String>,
    /// Analytic axes.
    pub axes: BTreeMap<String, String>,
    /// Side.
    pub cote: Cote,
    /// Amount.
    pub montant: Cents,
    /// Month of work.
    pub mois: Month,
    /// Day of payment.
    pub paiement: NaiveDate,
    /// Number of the entry.
    pub ecriture: String,
    /// Line of the entry, from 1.
    pub ligne: u32,
}

impl Detail {
    /// The amount with its sign, debit positive.
    #[must_use]
    pub fn signe(&self) -> Cents {
        match self.cote {
            Cote::Debit => self.montant,
            Cote::Credit => -self.montant,
        }
    }
}

/// The entries of a batch and where each of their cents comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Identifier of the batch.
    pub lot: String,
    /// Entries, in order.
    pub ecritures: Vec<Entry>,
    /// Side file.
    pub details: Vec<Detail>,
    /// Payslips and notes inside, sorted.
    pub pieces: Vec<Stamp>,
    /// What the reader must know: documents without amounts, lines in suspense.
    pub exceptions: Vec<Diagnostic>,
    /// `sha256:` of the batch, of its entries and of the documents inside.
    pub empreinte: String,
}

impl Batch {
    pub(crate) fn new(
        lot: &str,
        ecritures: Vec<Entry>,
        details: Vec<Detail>,
        mut pieces: Vec<Stamp>,
        exceptions: Vec<Diagnostic>,
    ) -> Self {
        pieces.sort();
        let empreinte = fingerprint(lot, &ecritures, &pieces);
        Self { lot: lot.to_owned(), ecritures, details, pieces, exceptions, empreinte }
    }

    /// True when the entries and the documents are those that the hash was made of.
    #[must_use]
    pub fn est_intact(&self) -> bool {
        self.empreinte == fingerprint(&self.lot, &self.ecritures, &self.pieces)
    }

    /// The batch as the register keeps it.
    #[must_use]
    pub fn manifest(&self) -> Manifest {
        Manifest { lot: self.lot.clone(), empreinte: self.empreinte.clone(), pieces: self.pieces.clone() }
    }

    /// The side file: payslip x account, semicolons, amounts with a comma.
    #[must_use]
    pub fn details_csv(&self) -> String {
        let mut out = String::from(
            "lot;piece;code;part;compte;auxiliaire;axes;debit;credit;mois;date_paiement;ecriture;ligne\r\n",
        );
        for d in &self.details {
            let axes: Vec<_> = d.axes.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let (debit, credit) = match d.cote {
                Cote::Debit => (d.montant, Cents::ZERO),
                Cote::Credit => (Cents::ZERO, d.montant),
            };
            let fields = [
                self.lot.clone(),
                d.piece.clone(),
                d.code.clone(),
                d.part.clone(),
                d.compte.clone(),
                d.auxiliaire.clone().unwrap_or_default(),
                axes.join(" "),
                crate::montant::french(debit),
                crate::montant::french(credit),
                d.mois.to_string(),
                d.paiement.to_string(),
                d.ecriture.clone(),
                d.ligne.to_string(),
            ];
            out.push_str(&crate::csv_line(&fields, ';'));
        }
        out
    }
}

fn fingerprint(lot: &str, ecritures: &[Entry], pieces: &[Stamp]) -> String {
    let mut hash = Sha256::new();
    put(&mut hash, lot);
    for entry in ecritures {
        hash_entry(&mut hash, entry);
    }
    for s in pieces {
        for text in [s.origine.mot(), &s.numero, &s.empreinte] {
            put(&mut hash, text);
        }
        hash.update([u8::from(s.annulation)]);
        hash.update(s.brut.0.to_le_bytes());
        hash.update(s.net.0.to_le_bytes());
        day(&mut hash, s.paiement);
    }
    format!("sha256:{}", hex(&hash.finalize()))
}

/// Every field of an entry, texts with their length: two different entries never hash the same bytes.
pub fn hash_entry(hash: &mut Sha256, entry: &Entry) {
    let e = entry;
    for text in [&e.journal, &e.journal_libelle, &e.numero, &e.piece, &e.libelle] {
        put(hash, text);
    }
    put(hash, e.contrepasse.as_deref().unwrap_or("\0"));
    day(hash, e.date);
    day(hash, e.mois.first());
    day(hash, e.piece_date);
    hash.update((e.lignes.len() as u64).to_le_bytes());
    for l in &e.lignes {
        for text in [&l.compte, &l.compte_libelle, &l.libelle] {
            put(hash, text);
        }
        let (numero, libelle) = l.auxiliaire.as_ref().map_or(("\0", "\0"), |a| (&a.numero, &a.libelle));
        for text in [numero, libelle, l.piece.as_deref().unwrap_or("\0"), l.code.as_deref().unwrap_or("\0")] {
            put(hash, text);
        }
        hash.update((l.axes.len() as u64).to_le_bytes());
        for (axe, valeur) in &l.axes {
            put(hash, axe);
            put(hash, valeur);
        }
        hash.update([u8::from(l.cote == Cote::Debit)]);
        hash.update(l.montant.0.to_le_bytes());
        day(hash, l.mois.first());
        day(hash, l.paiement);
    }
}

fn put(hash: &mut Sha256, text: &str) {
    hash.update((text.len() as u64).to_le_bytes());
    hash.update(text.as_bytes());
}

fn day(hash: &mut Sha256, day: NaiveDate) {
    hash.update(day.to_epoch_days().to_le_bytes());
}

/// What the register keeps of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Identifier of the batch.
    pub lot: String,
    /// `sha256:` of the batch.
    pub empreinte: String,
    /// Payslips and notes inside.
    pub pieces: Vec<Stamp>,
}

/// Every batch integrated so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registre {
    /// Batches, in order of integration.
    pub lots: Vec<Manifest>,
}

impl Registre {
    /// The batch that holds each document now: put in, and not taken out since.
    #[must_use]
    pub fn detenus(&self) -> BTreeMap<(Origine, &str), &str> {
        let mut out = BTreeMap::new();
        for manifest in &self.lots {
            for stamp in &manifest.pieces {
                let key = (stamp.origine, stamp.numero.as_str());
                if stamp.annulation {
                    out.remove(&key);
                } else {
                    out.insert(key, manifest.lot.as_str());
                }
            }
        }
        out
    }

    /// Adds a batch.
    ///
    /// # Errors
    /// `ECR-020` when the batch is already there, `ECR-021` for each document that another batch holds, `ECR-022`
    /// for each document taken out that no batch holds; the register is then unchanged.
    pub fn integrer(&mut self, batch: &Batch) -> Result<(), Vec<Diagnostic>> {
        if let Some(known) = self.lots.iter().find(|m| m.lot == batch.lot) {
            let same = if known.empreinte == batch.empreinte {
                "avec le même contenu"
            } else {
                "avec un contenu différent"
            };
            return Err(vec![
                Diagnostic::error("ECR-020", format!("le lot {} est déjà intégré, {same}", batch.lot))
                    .hint("contrepasser le lot, puis intégrer ses bulletins sous un autre nom de lot"),
            ]);
        }
        let held = self.detenus();
        let taken_out: BTreeSet<_> =
            batch.pieces.iter().filter(|s| s.annulation).map(|s| (s.origine, s.numero.as_str())).collect();
        let errors: Vec<_> = batch
            .pieces
            .iter()
            .filter_map(|stamp| {
                let key = (stamp.origine, stamp.numero.as_str());
                let qui = format!("le {} {}", stamp.origine.mot(), stamp.numero);
                match (stamp.annulation, held.get(&key)) {
                    (false, Some(lot)) if !taken_out.contains(&key) => Some(
                        Diagnostic::error("ECR-021", format!("{qui} est déjà dans le lot {lot}"))
                            .hint("retirer ce document du lot : une correction est un nouveau document"),
                    ),
                    (true, None) => Some(
                        Diagnostic::error("ECR-022", format!("{qui} n'est dans aucun lot : rien à annuler"))
                            .hint("vérifier le numéro du document corrigé"),
                    ),
                    _ => None,
                }
            })
            .collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        self.lots.push(batch.manifest());
        Ok(())
    }
}

/// Cancels an entry: every side swapped, or every amount negated, never a mix. Cancelling twice gives the entry
/// back.
#[must_use]
pub fn contrepasser(entry: &Entry, mode: ModeContrepassation) -> Entry {
    const PREFIXE: &str = "ANNULATION ";
    let mut out = entry.clone();
    for ligne in &mut out.lignes {
        match mode {
            ModeContrepassation::Inverse => ligne.cote = ligne.cote.other(),
            ModeContrepassation::Negatif => ligne.montant = -ligne.montant,
        }
    }
    match entry.contrepasse {
        Some(_) => {
            out.contrepasse = None;
            out.libelle = entry.libelle.strip_prefix(PREFIXE).unwrap_or(&entry.libelle).to_owned();
        }
        None => {
            out.contrepasse = Some(entry.numero.clone());
            out.libelle = format!("{PREFIXE}{}", entry.libelle);
        }
    }
    out
}

/// What some documents put in batches, as one batch: its lines are made again from the side files, so that
/// cancelling it takes out exactly what was put in, whatever the accounts have become since. Its entries are
/// numbered `LOT/NUMBER`.
#[must_use]
pub fn extrait(batches: &[Batch], numeros: &BTreeSet<(Origine, String)>) -> Batch {
    let (mut ecritures, mut details, mut pieces) = (Vec::new(), Vec::new(), Vec::new());
    for batch in batches {
        let own: Vec<&Stamp> =
            batch.pieces.iter().filter(|s| numeros.contains(&(s.origine, s.numero.clone()))).collect();
        let kept: BTreeSet<&str> = own.iter().map(|s| s.numero.as_str()).collect();
        let mut lines: BTreeMap<(&str, u32), Vec<&Detail>> = BTreeMap::new();
        for d in batch.details.iter().filter(|d| kept.contains(d.piece.as_str())) {
            lines.entry((&d.ecriture, d.ligne)).or_default().push(d);
        }
        for entry in &batch.ecritures {
            let numero = format!("{}/{}", batch.lot, entry.numero);
            let mut lignes = Vec::new();
            for (old, line) in (1..).zip(&entry.lignes) {
                let Some(own) = lines.get(&(entry.numero.as_str(), old)) else { continue };
                lignes.push(EntryLine { montant: own.iter().map(|d| d.montant).sum(), ..line.clone() });
                let ligne = u32::try_from(lignes.len()).unwrap_or(u32::MAX);
                details.extend(own.iter().map(|d| Detail {
                    ligne,
                    ecriture: numero.clone(),
                    ..(*d).clone()
                }));
            }
            if !lignes.is_empty() {
                ecritures.push(Entry { numero, lignes, ..entry.clone() });
            }
        }
        pieces.extend(own.into_iter().cloned());
    }
    Batch::new("", ecritures, details, pieces, Vec::new())
}

/// The cancellation of a whole batch, dated `date` at the earliest, under the name of another batch.
#[must_use]
pub fn annulation(batch: &Batch, mode: ModeContrepassation, date: NaiveDate, lot: &str) -> Batch {
    let ecritures = batch
        .ecritures
        .iter()
        .map(|e| Entry { date: date.max(e.date), piece: lot.to_owned(), ..contrepasser(e, mode) })
        .collect();
    let details = batch
        .details
        .iter()
        .map(|d| match mode {
            ModeContrepassation::Inverse => Detail { cote: d.cote.other(), ..d.clone() },
            ModeContrepassation::Negatif => Detail { montant: -d.montant, ..d.clone() },
        })
        .collect();
    let pieces = batch.pieces.iter().map(|s| Stamp { annulation: !s.annulation, ..s.clone() }).collect();
    Batch::new(lot, ecritures, details, pieces, Vec::new())
}

/// The correction of documents already in the accounts: what they were is cancelled on `annule_le`, what they become
/// is entered, from `date` on, in one batch. `anciens` and `nouveaux` are batches made for this purpose, of the old documents and
/// of the new ones.
#[must_use]
pub fn correction(
    anciens: &Batch,
    nouveaux: &Batch,
    mode: ModeContrepassation,
    annule_le: NaiveDate,
    date: NaiveDate,
    lot: &str,
) -> Batch {
    let cancelled = annulation(anciens, mode, annule_le, lot);
    let (mut ecritures, mut details) = (Vec::new(), Vec::new());
    for (entries, lines) in
        [(cancelled.ecritures, cancelled.details), (nouveaux.ecritures.clone(), nouveaux.details.clone())]
    {
        let offset = ecritures.len();
        let numbers: BTreeMap<String, String> = (offset + 1..)
            .zip(&entries)
            .map(|(rank, e): (usize, &Entry)| (e.numero.clone(), rank.to_string()))
            .collect();
        let renumber = |numero: String| numbers.get(&numero).cloned().unwrap_or(numero);
        details.extend(lines.into_iter().map(|d| Detail { ecriture: renumber(d.ecriture.clone()), ..d }));
        ecritures.extend(entries.into_iter().map(|e| Entry {
            date: date.max(e.date),
            piece: lot.to_owned(),
            numero: renumber(e.numero.clone()),
            ..e
        }));
    }
    let mut pieces = cancelled.pieces;
    pieces.extend(nouveaux.pieces.iter().cloned());
    Batch::new(lot, ecritures, details, pieces, nouveaux.exceptions.clone())
}
