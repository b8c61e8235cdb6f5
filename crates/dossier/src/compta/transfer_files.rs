//! The transfer files of a period: `virements.xml`, then `virements-2.xml` and so on once what they pay has changed.

use std::collections::BTreeSet;

use cddu_ledger::sepa::{self, SepaFile, SepaRead};
use cddu_rates::Diagnostic;

use crate::Folder;
use crate::registre::atomic::{names_if_there, read_if_there};

/// A transfer file found in the folder.
pub(crate) struct TransferFile {
    /// 1 for `virements.xml`.
    pub rank: u32,
    /// What it pays.
    pub read: SepaRead,
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

/// Ranks of the files of a period, in order.
fn ranks(folder: &Folder, period: &str) -> Result<Vec<u32>, Vec<Diagnostic>> {
    let names = names_if_there(&folder.root.join(place(period))).map_err(|d| vec![d])?;
    let mut ranks: Vec<u32> = names.iter().filter_map(|name| rank(name)).collect();
    ranks.sort_unstable();
    Ok(ranks)
}

fn place(period: &str) -> String {
    format!("sorties/{period}")
}

/// Paths of the files of a period in the folder, in order.
///
/// # Errors
/// A directory that exists and cannot be read.
pub(crate) fn paths(folder: &Folder, period: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
    Ok(ranks(folder, period)?.into_iter().map(|r| format!("{}/{}", place(period), name(r))).collect())
}

/// The files of a period, in order.
///
/// # Errors
/// Those of [`sepa::read`], at the file.
pub(crate) fn read(folder: &Folder, period: &str) -> Result<Vec<TransferFile>, Vec<Diagnostic>> {
    let mut out = Vec::new();
    for rank in ranks(folder, period)? {
        let path = format!("{}/{}", place(period), name(rank));
        let Some(bytes) = read_if_there(&folder.root.join(&path)).map_err(|d| vec![d])? else { continue };
        // What is not text is not what this program wrote: it is never taken as absent, nor replaced.
        let text = String::from_utf8(bytes).map_err(|_| {
            vec![
                Diagnostic::error("DOS-081", "ce fichier de virements n'est plus en UTF-8 : il a été enregistré par un autre programme")
                    .in_file(folder.shown(&path), None)
                    .hint("remettre le fichier tel que cddu l'a écrit ; la banque l'a peut-être déjà reçu"),
            ]
        })?;
        let read = sepa::read(&text).map_err(|d| vec![d.in_file(folder.shown(&path), None)])?;
        out.push(TransferFile { rank, read });
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
