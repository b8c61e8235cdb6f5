//! The transfer files of a period: `virements.xml`, then `virements-2.xml` and so on once what they pay has changed.

use std::collections::BTreeSet;

use cddu_ledger::sepa::{self, SepaFile, SepaRead};
use cddu_rates::Diagnostic;

use crate::Folder;
use crate::registre::atomic::{names_if_there, read_if_there};
use crate::registre::depots::{Depot, Depots, Genre};

/// A transfer file found in the folder.
pub(crate) struct TransferFile {
    /// 1 for `virements.xml`.
    pub rank: u32,
    /// What it pays.
    pub read: SepaRead,
    /// It was sent: what the folder notes of it.
    pub envoye: Option<Depot>,
}

impl TransferFile {
    /// Whether it pays a document, by its reference.
    pub fn pays(&self, reference: &str) -> bool {
        self.read.virements.iter().any(|t| t.reference == reference)
    }

    /// Whether it pays the same documents as another one.
    pub fn pays_exactly(&self, other: &SepaFile) -> bool {
        let own: BTreeSet<&str> = self.read.virements.iter().map(|t| t.reference.as_str()).collect();
        own == other.virements.iter().map(|t| t.reference.as_str()).collect()
    }
}

/// Name of the file of a rank.
pub(crate) fn name(rank: u32) -> String {
    if rank <= 1 { "virements.xml".to_owned() } else { format!("virements-{rank}.xml") }
}

/// Ranks of the files of a period that are in the folder, in order.
fn ranks(folder: &Folder, period: &str) -> Result<Vec<u32>, Vec<Diagnostic>> {
    let names = names_if_there(&folder.root.join(place(period))).map_err(|d| vec![d])?;
    let mut ranks: Vec<u32> = names.iter().filter_map(|name| rank(name)).collect();
    ranks.sort_unstable();
    Ok(ranks)
}

/// The same, and those that were sent and are no longer there: the bank has them all the same.
fn ranks_or_sent(folder: &Folder, depots: &Depots, period: &str) -> Result<Vec<u32>, Vec<Diagnostic>> {
    let prefix = format!("{}/", place(period));
    let sent = depots.all().iter().filter(|d| d.genre == Genre::Virements);
    let sent = sent.filter_map(|d| rank(d.fichier.strip_prefix(&prefix)?));
    let mut ranks = ranks(folder, period)?;
    ranks.extend(sent);
    ranks.sort_unstable();
    ranks.dedup();
    Ok(ranks)
}

/// Place of the file of a rank.
pub(crate) fn path(period: &str, rank: u32) -> String {
    format!("{}/{}", place(period), name(rank))
}

fn place(period: &str) -> String {
    format!("sorties/{period}")
}

/// Paths of the files of a period in the folder, in order.
///
/// # Errors
/// A directory that exists and cannot be read.
pub(crate) fn paths(folder: &Folder, period: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
    Ok(ranks(folder, period)?.into_iter().map(|r| path(period, r)).collect())
}

/// True for the name of a transfer file of a period.
pub(crate) fn is_named(path: &str) -> bool {
    rank(path.rsplit('/').next().unwrap_or(path)).is_some()
}

/// The other XML files beside them.
///
/// # Errors
/// A directory that exists and cannot be read.
pub(crate) fn other_names(folder: &Folder, period: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
    let names = names_if_there(&folder.root.join(place(period))).map_err(|d| vec![d])?;
    let xml = |name: &String| name.to_lowercase().ends_with(".xml") && rank(name).is_none();
    Ok(names.into_iter().filter(xml).map(|name| format!("{}/{name}", place(period))).collect())
}

/// The bytes of a file, as they are in the folder, or as they were sent.
pub(crate) struct TransferBytes {
    /// 1 for `virements.xml`.
    pub rank: u32,
    /// Its place in the folder.
    pub path: String,
    /// What it holds: what the bank received for a file that was sent, whatever became of it here.
    pub bytes: Vec<u8>,
    /// What the folder notes of its sending.
    pub envoye: Option<Depot>,
}

/// The bytes of the files of a period, in order.
///
/// # Errors
/// `DOS-081` for a file that cannot be read, `DOS-170` and `DOS-171` for what was sent.
pub(crate) fn bytes(folder: &Folder, period: &str) -> Result<Vec<TransferBytes>, Vec<Diagnostic>> {
    let depots = Depots::open(&folder.root)?;
    let mut out = Vec::new();
    for rank in ranks_or_sent(folder, &depots, period)? {
        let path = path(period, rank);
        let envoye = depots.at(&path).cloned();
        let bytes = match &envoye {
            Some(depot) => Some(depots.bytes(depot).map_err(|d| vec![d])?),
            None => read_if_there(&folder.root.join(&path)).map_err(|d| vec![d])?,
        };
        out.extend(bytes.map(|bytes| TransferBytes { rank, path, bytes, envoye }));
    }
    Ok(out)
}

/// The files of a period, in order.
///
/// # Errors
/// Those of [`bytes`], and of [`sepa::read`], at the file.
pub(crate) fn read(folder: &Folder, period: &str) -> Result<Vec<TransferFile>, Vec<Diagnostic>> {
    let mut out = Vec::new();
    for TransferBytes { rank, path, bytes, envoye } in bytes(folder, period)? {
        // What is not text is not what this program wrote: it is never taken as absent, nor replaced.
        let text = String::from_utf8(bytes).map_err(|_| {
            vec![
                Diagnostic::error("DOS-081", "ce fichier de virements n'est plus en UTF-8 : il a été enregistré par un autre programme")
                    .in_file(folder.shown(&path), None)
                    .hint("remettre le fichier tel que cddu l'a écrit ; la banque l'a peut-être déjà reçu"),
            ]
        })?;
        let read = sepa::read(&text).map_err(|d| vec![d.in_file(folder.shown(&path), None)])?;
        out.push(TransferFile { rank, read, envoye });
    }
    Ok(out)
}

fn rank(file: &str) -> Option<u32> {
    let rest = file.strip_prefix("virements")?.strip_suffix(".xml")?;
    let rank = if rest.is_empty() { 1 } else { rest.strip_prefix('-')?.parse().ok()? };
    (name(rank) == file).then_some(rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_named_by_the_program_are_read() {
        let cases = [
            ("virements.xml", Some(1)),
            ("virements-2.xml", Some(2)),
            ("virements-12.xml", Some(12)),
            ("virements-1.xml", None),
            ("virements-02.xml", None),
            ("virements-2 (copie).xml", None),
            ("virements.xml.bak", None),
        ];
        for (file, expected) in cases {
            assert_eq!(rank(file), expected, "{file}");
        }
    }
}
