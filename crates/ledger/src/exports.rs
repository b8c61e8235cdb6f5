//! Entries for other programs: a CSV with the columns of one's choice, and the layouts that a public source
//! documents (confidence B: try them on a copy of the accounts first).

use cddu_rates::{Cents, plain_letters};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::colonnes::{Champ, CsvExport};
use crate::entry::{Cote, Entry, EntryLine};
use crate::fec::label;
use crate::lot::Batch;
use crate::montant::french;

/// A layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    /// QuadraCompta, fixed width (source: Dolibarr, confidence B).
    Quadra,
    /// Ciel and Sage 50, XIMPORT, fixed width (source: Dolibarr, confidence B).
    Ximport,
    /// Coala, semicolons (source: Dolibarr, confidence B).
    Coala,
}

fn lines(batch: &Batch) -> impl Iterator<Item = (&Entry, &EntryLine)> {
    batch.ecritures.iter().flat_map(|e| e.lignes.iter().map(move |l| (e, l)))
}

/// Writes a batch as the CSV described. A date format that chrono does not know gives ISO dates.
#[must_use]
pub fn csv(batch: &Batch, export: &CsvExport) -> Vec<u8> {
    let mut out = String::new();
    if export.entete {
        let titres: Vec<String> = export.colonnes.iter().map(|c| c.titre.clone()).collect();
        out.push_str(&crate::csv_line(&titres, export.separateur));
    }
    for (entry, line) in lines(batch) {
        let fields: Vec<String> =
            export.colonnes.iter().map(|c| field(export, entry, line, &c.champ)).collect();
        out.push_str(&crate::csv_line(&fields, export.separateur));
    }
    if export.windows_1252 { windows(&out) } else { out.into_bytes() }
}

fn field(export: &CsvExport, entry: &Entry, line: &EntryLine, champ: &Champ) -> String {
    let amount = |c: Cents| french(c).replace(',', &export.virgule.to_string());
    let date = |d: NaiveDate| {
        use std::fmt::Write as _;
        let mut out = String::new();
        if write!(out, "{}", d.format(&export.date)).is_ok() { out } else { d.to_string() }
    };
    let aux = line.auxiliaire.as_ref();
    match champ {
        Champ::Journal => entry.journal.clone(),
        Champ::Ecriture => entry.numero.clone(),
        Champ::Date => date(entry.date),
        Champ::DatePaiement => date(line.paiement),
        Champ::Compte => line.compte.clone(),
        Champ::CompteLibelle => line.compte_libelle.clone(),
        Champ::Auxiliaire => aux.map_or_else(String::new, |a| a.numero.clone()),
        Champ::AuxiliaireLibelle => aux.map_or_else(String::new, |a| a.libelle.clone()),
        Champ::Piece => line.piece.clone().unwrap_or_else(|| entry.piece.clone()),
        Champ::Libelle => line.libelle.clone(),
        Champ::Debit => amount(line.debit()),
        Champ::Credit => amount(line.credit()),
        Champ::Montant => amount(line.signe()),
        Champ::MontantAbsolu => amount(line.montant.abs()),
        Champ::Sens => side(line).to_owned(),
        Champ::Mois => line.mois.to_string(),
        Champ::Axe(axe) => line.axes.get(axe).cloned().unwrap_or_default(),
        Champ::Fixe(texte) => texte.clone(),
    }
}

/// Debit or credit of a positive amount: a negative debit is a credit.
const fn side(line: &EntryLine) -> &'static str {
    match (line.cote, line.montant.0 < 0) {
        (Cote::Debit, false) | (Cote::Credit, true) => "D",
        (Cote::Credit, false) | (Cote::Debit, true) => "C",
    }
}

/// Writes a batch in the layout of a program.
#[must_use]
pub fn disposition(batch: &Batch, disposition: Disposition) -> Vec<u8> {
    let mut out = String::new();
    for (rank, (entry, line)) in lines(batch).enumerate() {
        match disposition {
            Disposition::Quadra => quadra(&mut out, entry, line),
            Disposition::Ximport => ximport(&mut out, rank, entry, line),
            Disposition::Coala => coala(&mut out, entry, line),
        }
        out.push_str("\r\n");
    }
    match disposition {
        // One byte per character: accents are taken off.
        Disposition::Quadra => out.into_bytes(),
        Disposition::Ximport | Disposition::Coala => windows(&out),
    }
}

/// A text of exactly `width` characters, cut or padded on the right.
fn pad(texte: &str, width: usize) -> String {
    format!("{:<width$}", label(texte, width))
}

/// A text of exactly `width` characters without accents.
fn ascii(texte: &str, width: usize) -> String {
    let plain = plain_letters(texte, |_| false).replace(|c: char| !c.is_ascii(), "?");
    pad(&plain, width)
}

fn account(line: &EntryLine) -> &str {
    line.auxiliaire.as_ref().filter(|_| line.compte.starts_with('4')).map_or(&line.compte, |a| &a.numero)
}

fn section(line: &EntryLine) -> &str {
    line.axes.get("film").or_else(|| line.axes.values().next()).map_or("", String::as_str)
}

fn quadra(out: &mut String, entry: &Entry, line: &EntryLine) {
    let piece = line.piece.as_ref().unwrap_or(&entry.piece);
    let fields = [
        "M".to_owned(),
        ascii(&line.compte, 8),
        ascii(&entry.journal, 2),
        "000".to_owned(),
        entry.date.format("%d%m%y").to_string(),
        " ".to_owned(),
        ascii(&line.libelle, 20),
        side(line).to_owned(),
        "+".to_owned(),
        format!("{:012}", line.montant.0.unsigned_abs()),
        pad("", 8),
        "000000".to_owned(),
        pad("", 2),
        pad("", 3),
        ascii(piece, 5),
        ascii(section(line), 10),
        pad("", 10),
        ascii(piece, 8),
        "EUR".to_owned(),
        pad(&entry.journal, 3),
        pad("", 3),
        ascii(&line.libelle, 30),
        pad("", 2),
        ascii(piece, 10),
        pad("", 10),
        pad("", 13),
    ];
    fields.iter().for_each(|f| out.push_str(f));
}

fn ximport(out: &mut String, rank: usize, entry: &Entry, line: &EntryLine) {
    let date = entry.date.format("%Y%m%d").to_string();
    let piece = line.piece.as_ref().unwrap_or(&entry.piece);
    let fields = [
        format!("{:>5}", (rank + 1) % 100_000),
        pad(&entry.journal, 2),
        date.clone(),
        date,
        pad(piece, 12),
        pad(account(line), 11),
        pad(&line.libelle, 25),
        format!("{:>13}", french(line.montant.abs())),
        side(line).to_owned(),
        pad(section(line), 18),
        pad(&line.compte_libelle, 34),
        "O2003".to_owned(),
    ];
    fields.iter().for_each(|f| out.push_str(f));
}

fn coala(out: &mut String, entry: &Entry, line: &EntryLine) {
    let blank = |c: Cents| if c.is_zero() { "0,00".to_owned() } else { french(c) };
    let piece = line.piece.as_ref().unwrap_or(&entry.piece);
    let fields = [
        entry.date.format("%d/%m/%Y").to_string(),
        entry.journal.clone(),
        line.compte.clone(),
        label(piece, 20),
        label(&line.libelle, 50),
        blank(line.debit()),
        blank(line.credit()),
        "E".to_owned(),
        line.auxiliaire.as_ref().map_or_else(String::new, |a| label(&a.numero, 20)),
    ];
    out.push_str(&fields.join(";"));
}

/// Windows-1252; a character outside it becomes `?`.
fn windows(texte: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(texte.len());
    let mut buffer = [0; 4];
    for c in texte.chars() {
        let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        if unmappable { out.push(b'?') } else { out.extend_from_slice(&bytes) }
    }
    out
}
