//! What the candidate receives of the ledger and of the DSN, with the gaps asked, and the reconciliation that finds them.

use std::path::Path;

use cddu_dossier::{Folder, ReconcileOptions, reconcile};
use cddu_ledger::Batch;
use cddu_ledger::fec::{self, FecLine, FecOptions};
use cddu_rapprochement::Report;
use cddu_rates::{Cents, Diagnostic, Rates};

use crate::alea::Alea;
use crate::fichiers::{self, GRAND_LIVRE};
use crate::{Demande, Piege, production};

/// A gap put in on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The trap it belongs to.
    pub piege: Piege,
    /// Document received: `grand livre` or `dsn`.
    pub document: &'static str,
    /// Account or person.
    pub cle: String,
    /// What payslips and entries say.
    pub attendu: Cents,
    /// What the document says.
    pub trouve: Cents,
}

impl Point {
    /// What the document says more than it should.
    pub fn ecart(&self) -> Cents {
        self.trouve - self.attendu
    }

    /// How to settle it.
    pub const fn remede(&self) -> &'static str {
        match self.piege {
            Piege::Centime => "écriture de correction d'un centime entre les deux comptes",
            _ => "régulariser la rémunération nette fiscale de la personne à la DSN suivante",
        }
    }
}

/// The documents received and what is wrong in them.
#[derive(Debug)]
pub struct Recu {
    /// Ledger, FEC layout.
    pub grand_livre: Vec<u8>,
    /// Its lines.
    pub lignes: Vec<FecLine>,
    /// DSN of the month.
    pub dsn: Vec<u8>,
    /// Gaps put in.
    pub points: Vec<Point>,
    /// What the reconciliation says of both.
    pub report: Report,
}

/// Makes the documents received of a folder that was run and integrated. `corrige` is where the ledger received stays.
///
/// # Errors
/// `ETU-004` when the case cannot hold the gap asked; those of the reconciliation.
pub fn recevoir(
    demande: &Demande,
    folder: &Folder,
    rates: &Rates,
    lots: &[Batch],
    corrige: &Path,
) -> Result<Recu, Vec<Diagnostic>> {
    let mut alea = Alea::new(demande.graine ^ 0x00C0_FFEE);
    let mut points = Vec::new();
    let mut lignes = ledger(lots);
    if demande.has(Piege::Centime) {
        points.extend(centime(&mut alea, &mut lignes).ok_or_else(|| without(Piege::Centime))?);
    }
    let grand_livre = fec::write(&lignes, &FecOptions::default());
    fichiers::write(corrige, GRAND_LIVRE, &grand_livre)?;
    let name = format!("sorties/declarations/{0}/dsn-{0}.dsn", production::mois());
    let right = std::fs::read(folder.root.join(&name)).map_err(|_| without(Piege::Dsn))?;
    let mut dsn = right.clone();
    if demande.has(Piege::Dsn) {
        let (altered, point) = fausse(&mut alea, &right).ok_or_else(|| without(Piege::Dsn))?;
        dsn = altered;
        points.push(point);
    }
    // The reconciliation reads the DSN at its place: the one received stands there while it runs.
    fichiers::write(&folder.root, &name, &dsn)?;
    let options = ReconcileOptions { ledger: Some(corrige.join(GRAND_LIVRE)), ..ReconcileOptions::default() };
    let report = reconcile(folder, rates, production::mois(), &options);
    fichiers::write(&folder.root, &name, &right)?;
    Ok(Recu { grand_livre, lignes, dsn, points, report: report? })
}

/// The lines of the batches as one ledger: its entries are numbered in one sequence.
fn ledger(lots: &[Batch]) -> Vec<FecLine> {
    let (mut out, mut number) = (Vec::new(), 0_u32);
    for lot in lots {
        let mut last = None;
        for mut line in fec::lines(lot) {
            let own = Some((line.journal_code.clone(), line.ecriture_num.clone()));
            if own != last {
                number += 1;
                last = own;
            }
            line.ecriture_num = number.to_string();
            out.push(line);
        }
    }
    out
}

fn without(piege: Piege) -> Vec<Diagnostic> {
    vec![
        Diagnostic::error("ETU-004", format!("le piège « {} » n'a pas pu entrer dans ce cas", piege.nom()))
            .hint("reprendre sans ce piège, ou avec les barèmes du programme (sans --baremes)"),
    ]
}

/// Moves one cent between two bodies of one entry, which stays balanced.
fn centime(alea: &mut Alea, lignes: &mut [FecLine]) -> Option<[Point; 2]> {
    let owed = |l: &FecLine| l.compte_num.starts_with("43") && l.credit > Cents(100);
    let first: Vec<usize> = (0..lignes.len()).filter(|i| owed(&lignes[*i])).collect();
    let one = *first.get(alea.below(first.len()))?;
    let same = |i: &usize| {
        let (a, b) = (&lignes[one], &lignes[*i]);
        (&a.journal_code, &a.ecriture_num) == (&b.journal_code, &b.ecriture_num)
            && a.compte_num != b.compte_num
    };
    let others: Vec<usize> = first.into_iter().filter(same).collect();
    let other = *others.get(alea.below(others.len()))?;
    let before = [one, other].map(|i| (lignes[i].compte_num.clone(), solde(lignes, &lignes[i].compte_num)));
    lignes[one].credit -= Cents(1);
    lignes[other].credit += Cents(1);
    Some(before.map(|(cle, attendu)| Point {
        piege: Piege::Centime,
        document: "grand livre",
        trouve: solde(lignes, &cle),
        attendu,
        cle,
    }))
}

/// Balance of an account, debit positive.
fn solde(lignes: &[FecLine], compte: &str) -> Cents {
    lignes.iter().filter(|l| l.compte_num == compte).map(FecLine::signe).sum()
}

/// Changes the taxable net of a person: from one euro to a hundred, a whole number of cents that the seed draws, more or less.
fn fausse(alea: &mut Alea, dsn: &[u8]) -> Option<(Vec<u8>, Point)> {
    // Latin-1: one byte is one character.
    let text: String = dsn.iter().map(|b| char::from(*b)).collect();
    let value = |line: &str, name: &str| {
        let rest = line.strip_prefix(name)?.strip_prefix(",'")?;
        rest.trim_end().strip_suffix('\'').map(str::to_owned)
    };
    let mut matricule = String::new();
    let mut found = Vec::new();
    for (rank, line) in text.split('\n').enumerate() {
        if let Some(number) = value(line, "S21.G00.30.019") {
            matricule = number;
        }
        if let Some(amount) = value(line, "S21.G00.50.002").and_then(|a| a.parse::<Cents>().ok()) {
            found.push((rank, matricule.clone(), amount));
        }
    }
    let (rank, cle, attendu) = found.get(alea.below(found.len()))?.clone();
    let gap = Cents(i64::try_from(100 + alea.below(9_901)).unwrap_or(100));
    // A net stays positive.
    let trouve = if alea.below(2) == 0 && attendu > gap { attendu - gap } else { attendu + gap };
    let line = |(i, line): (usize, &str)| {
        if i == rank { line.replace(&attendu.to_string(), &trouve.to_string()) } else { line.to_owned() }
    };
    let altered: Vec<String> = text.split('\n').enumerate().map(line).collect();
    let bytes: Option<Vec<u8>> =
        altered.join("\n").chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    Some((bytes?, Point { piege: Piege::Dsn, document: "dsn", cle, attendu, trouve }))
}
