//! Writer: tab, CR LF, UTF-8 without mark, two decimals with a comma.

use cddu_rates::plain_letters;
use chrono::NaiveDate;

use super::{CHAMPS, Encodage, FecLine};
use crate::lot::Batch;
use crate::montant::french;

/// Longest label written.
const LIBELLE_MAX: usize = 200;

/// How a file is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FecOptions {
    /// Tab or `|`.
    pub separateur: char,
    /// Character set.
    pub encodage: Encodage,
    /// Names of the columns added after the eighteenth (analytic axes).
    pub colonnes_libres: Vec<String>,
}

impl Default for FecOptions {
    fn default() -> Self {
        Self { separateur: '\t', encodage: Encodage::Utf8, colonnes_libres: Vec::new() }
    }
}

/// The lines of a batch. `ValidDate` is the date of the entry, a proposal: the ledger sets its own when it
/// validates the entry. Axes go to the lines when they are kept.
#[must_use]
pub fn lines(batch: &Batch) -> Vec<FecLine> {
    let mut out = Vec::new();
    for entry in &batch.ecritures {
        for ligne in &entry.lignes {
            out.push(FecLine {
                ligne: 0,
                journal_code: label(&entry.journal, LIBELLE_MAX),
                journal_lib: label(&entry.journal_libelle, LIBELLE_MAX),
                ecriture_num: label(&entry.numero, LIBELLE_MAX),
                ecriture_date: Some(entry.date),
                compte_num: ligne.compte.clone(),
                compte_lib: label(&ligne.compte_libelle, LIBELLE_MAX),
                comp_aux_num: ligne
                    .auxiliaire
                    .as_ref()
                    .map_or_else(String::new, |a| label(&a.numero, LIBELLE_MAX)),
                comp_aux_lib: ligne
                    .auxiliaire
                    .as_ref()
                    .map_or_else(String::new, |a| label(&a.libelle, LIBELLE_MAX)),
                piece_ref: label(ligne.piece.as_ref().unwrap_or(&entry.piece), LIBELLE_MAX),
                piece_date: Some(entry.piece_date),
                ecriture_lib: label(&ligne.libelle, LIBELLE_MAX),
                debit: ligne.debit(),
                credit: ligne.credit(),
                valid_date: Some(entry.date),
                axes: ligne.axes.clone(),
                ..FecLine::default()
            });
        }
    }
    out
}

/// The name of a partial file: never that of the FEC of the exercice, which belongs to the ledger.
#[must_use]
pub fn file_name(siren: Option<&str>, lot: &str) -> String {
    let lot: String =
        lot.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    match siren {
        Some(siren) => format!("OD_PAIE_{siren}_{lot}.txt"),
        None => format!("OD_PAIE_{lot}.txt"),
    }
}

/// Writes lines as a FEC: 18 columns, then the columns asked for.
#[must_use]
pub fn write(lignes: &[FecLine], options: &FecOptions) -> Vec<u8> {
    let separateur = options.separateur;
    let mut out = String::with_capacity(lignes.len() * 160 + 200);
    let header = CHAMPS.iter().copied().chain(options.colonnes_libres.iter().map(String::as_str));
    push(&mut out, header, separateur);
    for l in lignes {
        let dates = [l.ecriture_date, l.piece_date, l.date_let, l.valid_date].map(day);
        let amounts = [french(l.debit), french(l.credit), l.montant_devise.map_or_else(String::new, french)];
        let fixed = [
            &l.journal_code,
            &l.journal_lib,
            &l.ecriture_num,
            &dates[0],
            &l.compte_num,
            &l.compte_lib,
            &l.comp_aux_num,
            &l.comp_aux_lib,
            &l.piece_ref,
            &dates[1],
            &l.ecriture_lib,
            &amounts[0],
            &amounts[1],
            &l.ecriture_let,
            &dates[2],
            &dates[3],
            &amounts[2],
            &l.idevise,
        ];
        let free = options.colonnes_libres.iter().map(|nom| l.axes.get(nom).map_or("", String::as_str));
        let texts: Vec<String> =
            fixed.into_iter().map(String::as_str).chain(free).map(|t| label(t, usize::MAX)).collect();
        push(&mut out, texts.iter().map(String::as_str), separateur);
    }
    match options.encodage {
        Encodage::Utf8 => out.into_bytes(),
        Encodage::Iso885915 => latin(&out),
    }
}

/// ISO 8859-15: a letter that it lacks is written by its plain one, another character becomes `?`.
fn latin(texte: &str) -> Vec<u8> {
    let bytes = |c: char| {
        let mut buffer = [0; 4];
        let (bytes, _, unmappable) = encoding_rs::ISO_8859_15.encode(c.encode_utf8(&mut buffer));
        if unmappable { None } else { bytes.first().copied() }
    };
    plain_letters(texte, |c| bytes(c).is_some()).chars().map(|c| bytes(c).unwrap_or(b'?')).collect()
}

fn push<'a>(out: &mut String, champs: impl Iterator<Item = &'a str>, separateur: char) {
    for (rank, champ) in champs.enumerate() {
        if rank > 0 {
            out.push(separateur);
        }
        out.push_str(champ);
    }
    out.push_str("\r\n");
}

fn day(date: Option<NaiveDate>) -> String {
    date.map_or_else(String::new, |d| d.format("%Y%m%d").to_string())
}

/// A text fit for a field: no separator (tab, `|`, `;`), no control character, no double space, at most `max`
/// characters.
#[must_use]
pub fn label(texte: &str, max: usize) -> String {
    let plain = |b: u8| b.is_ascii_graphic() && b != b'|' && b != b';';
    if texte.len() <= max && texte.bytes().all(plain) {
        return texte.to_owned();
    }
    let mut out = String::with_capacity(texte.len());
    let mut count = 0;
    let mut space = false;
    for c in texte.chars() {
        if c.is_control()
            || c.is_whitespace()
            || matches!(c, '|' | ';' | '\u{feff}' | '\u{2028}' | '\u{2029}')
        {
            space = !out.is_empty();
            continue;
        }
        if count + usize::from(space) >= max {
            break;
        }
        if space {
            out.push(' ');
            count += 1;
            space = false;
        }
        out.push(c);
        count += 1;
    }
    out
}
