//! Making an archive.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use cddu_dossier::{Folder, Register, Staging};
use cddu_rates::{Diagnostic, Rates, hex};
use chrono::{NaiveDate, NaiveTime};
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use sha2::{Digest as _, Sha256};
use tar::{Builder, EntryType, Header};

use crate::conservation::retention;
use crate::keys::Locks;
use crate::manifest::{Manifest, NAME, Piece, VERSION};
use crate::{disk, sha};

const README: &str = "Archive d'un dossier de paie de cddu.\n\n\
dossier/   le dossier de production : données, bulletins figés, journal, comptabilité, documents\n\
baremes/   les tables avec lesquelles il a été archivé\n\
MANIFESTE.json   chaque fichier, sa longueur et son empreinte ; jusqu'à quand garder chaque pièce\n\n\
Vérifier :  cddu archive verifier FICHIER\n\
Rouvrir :   cddu archive ouvrir FICHIER --vers NOUVEAU\n\
Refaire :   cddu paie NOUVEAU/dossier --periode PERIODE --baremes NOUVEAU/baremes\n";

/// How to archive.
#[derive(Clone, Debug)]
pub struct ArchiveOptions {
    /// Day of the archive.
    pub date: NaiveDate,
    /// Who can open it.
    pub locks: Locks,
    /// Archives what does not hold, and says so in the manifest.
    pub despite: bool,
}

/// An archive that was made.
#[derive(Clone, Debug)]
pub struct Archived {
    /// Its manifest.
    pub manifest: Manifest,
    /// Length of the archive.
    pub octets: u64,
    /// `sha256:` of the archive.
    pub empreinte: String,
}

/// Archives a folder in a file that does not exist yet, outside the folder. `tick` is called once per file.
///
/// # Errors
/// `ARC-001` when what the folder holds is not proven; `ARC-002` for a link or a file that cannot be archived; `ARC-003`
/// for a place that is taken or inside the folder; `ARC-004` when a file changes meanwhile; `ARC-010` for a full disk.
pub fn archive(
    root: &Path,
    rates: &Rates,
    options: &ArchiveOptions,
    out: &Path,
    tick: &dyn Fn(usize, usize),
) -> Result<Archived, Vec<Diagnostic>> {
    let folder = Folder::read(root)?;
    free(root, out).map_err(|d| vec![d])?;
    let proof = cddu_dossier::prove(&folder, rates);
    let faults: Vec<Diagnostic> = proof.diagnostics.iter().filter(|d| d.is_error()).cloned().collect();
    if !faults.is_empty() && !options.despite {
        let first =
            Diagnostic::error("ARC-001", "ce dossier ne prouve pas ce qu'il garde : il n'est pas archivé")
                .in_file(root.display().to_string(), None)
                .hint("réparer ce qui suit, ou archiver quand même (--quand-meme) : le manifeste le dira");
        return Err(std::iter::once(first).chain(faults).collect());
    }
    let mut paths = Vec::new();
    walk(root, "", &mut paths)?;
    paths.sort();
    let last = Register::open(root)?.all().map(|f| f.resultat.date_paiement).max();
    let conservation = match last {
        Some(day) => retention(rates, day, options.date).map_err(|d| vec![d])?,
        None => Vec::new(),
    };
    let tables: Vec<(String, &str)> =
        rates.files().iter().map(|(name, text)| (format!("baremes/{name}"), text)).collect();
    let mut pieces = vec![piece("LISEZMOI.txt", README.as_bytes())];
    pieces.extend(tables.iter().map(|(name, text)| piece(name, text.as_bytes())));
    for path in &paths {
        pieces.push(measured(root, path).map_err(|d| vec![d])?);
    }
    let manifest = Manifest {
        version: VERSION,
        programme: env!("CARGO_PKG_VERSION").to_owned(),
        production: folder.production.production.titre.clone(),
        date: options.date,
        empreinte_baremes: rates.fingerprint().to_owned(),
        bulletins: proof.bulletins,
        notes: proof.notes,
        malgre: faults.iter().map(|d| format!("{} : {}", d.code, d.message)).collect(),
        conservation,
        pieces,
    };
    let unable = |error: &io::Error| vec![disk("archive impossible à écrire", out, error)];
    // Nothing half made ever has the name of an archive.
    let staging = Staging::begin(out, "cddu archiver").map_err(|d| vec![d])?;
    let made = staging.inside().join("archive");
    let mut options_of_file = OpenOptions::new();
    options_of_file.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options_of_file, 0o600);
    let mut file = options_of_file.open(&made).map_err(|e| unable(&e))?;
    let mut counted = Counted { to: &mut file, hash: Sha256::new(), length: 0 };
    let stamp = options.date.and_time(NaiveTime::MIN).and_utc().timestamp();
    let stamp = u64::try_from(stamp).unwrap_or(0);
    let source = Source { root, manifest: &manifest, tables: &tables, stamp, tick };
    let written = match options.locks.encryptor().map_err(|e| unable(&e))? {
        None => source.compressed(&mut counted),
        Some(encryptor) => encryptor.wrap_output(&mut counted).map_err(Fault::Disk).and_then(|mut secret| {
            source.compressed(&mut secret)?;
            secret.finish().map(drop).map_err(Fault::Disk)
        }),
    };
    written.map_err(|fault| match fault {
        Fault::Disk(error) => unable(&error),
        Fault::Changed(d) => vec![*d],
    })?;
    let (octets, empreinte) = (counted.length, format!("sha256:{}", hex(&counted.hash.finalize())));
    file.sync_all().map_err(|e| unable(&e))?;
    drop(file);
    staging.end_file(&made).map_err(|e| unable(&e))?;
    Ok(Archived { manifest, octets, empreinte })
}

/// A place that is free, and outside what is archived.
fn free(root: &Path, out: &Path) -> Result<(), Diagnostic> {
    let taken = |message: &str| {
        Err(Diagnostic::error("ARC-003", message)
            .in_file(out.display().to_string(), None)
            .hint("donner un autre nom avec --vers : une archive n'en remplace jamais une autre"))
    };
    if out.exists() {
        Staging::sweep(out)?;
        return taken("ce fichier existe déjà");
    }
    let place = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    match (root.canonicalize(), place.canonicalize()) {
        (Ok(root), Ok(place)) if place.starts_with(&root) => {
            taken("l'archive serait dans le dossier qu'elle garde")
        }
        (Ok(_), Ok(_)) => Ok(()),
        (_, Err(error)) | (Err(error), _) => Err(disk("dossier introuvable", place, &error)),
    }
}

/// Every file of the folder, but the lock and what a stopped command left.
fn walk(root: &Path, under: &str, out: &mut Vec<String>) -> Result<(), Vec<Diagnostic>> {
    let here = root.join(under);
    let entries = fs::read_dir(&here).map_err(|e| vec![disk("dossier illisible", &here, &e)])?;
    for entry in entries {
        let entry = entry.map_err(|e| vec![disk("dossier illisible", &here, &e)])?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return Err(vec![unfit(&entry.path(), "un nom qui n'est pas en UTF-8")]);
        };
        if name.starts_with('.') {
            continue;
        }
        let path = if under.is_empty() { name.to_owned() } else { format!("{under}/{name}") };
        let kind = entry.file_type().map_err(|e| vec![disk("fichier illisible", &entry.path(), &e)])?;
        if kind.is_dir() {
            walk(root, &path, out)?;
        } else if kind.is_file() {
            out.push(path);
        } else {
            return Err(vec![unfit(&entry.path(), "un lien")]);
        }
    }
    Ok(())
}

fn unfit(path: &Path, what: &str) -> Diagnostic {
    Diagnostic::error("ARC-002", format!("ce fichier ne s'archive pas : c'est {what}"))
        .in_file(path.display().to_string(), None)
        .hint("mettre le fichier lui-même dans le dossier, ou l'en sortir")
}

fn piece(path: &str, bytes: &[u8]) -> Piece {
    Piece { chemin: path.to_owned(), octets: bytes.len() as u64, empreinte: sha(bytes) }
}

fn measured(root: &Path, path: &str) -> Result<Piece, Diagnostic> {
    let full = root.join(path);
    let mut file = File::open(&full).map_err(|e| disk("fichier illisible", &full, &e))?;
    let mut counted = Counted { to: &mut io::sink(), hash: Sha256::new(), length: 0 };
    io::copy(&mut file, &mut counted).map_err(|e| disk("fichier illisible", &full, &e))?;
    Ok(Piece {
        chemin: format!("dossier/{path}"),
        octets: counted.length,
        empreinte: format!("sha256:{}", hex(&counted.hash.finalize())),
    })
}

/// Counts and hashes what goes through.
struct Counted<'a, W: Write> {
    to: &'a mut W,
    hash: Sha256,
    length: u64,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.to.write(bytes)?;
        self.hash.update(&bytes[..count]);
        self.length += count as u64;
        Ok(count)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

enum Fault {
    Disk(io::Error),
    Changed(Box<Diagnostic>),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// What goes into an archive.
struct Source<'a> {
    root: &'a Path,
    manifest: &'a Manifest,
    tables: &'a [(String, &'a str)],
    stamp: u64,
    tick: &'a dyn Fn(usize, usize),
}

impl Source<'_> {
    fn compressed(&self, out: &mut impl Write) -> Result<(), Fault> {
        let gz: GzEncoder<_> = GzBuilder::new().mtime(0).write(out, Compression::default());
        let mut tar = Builder::new(gz);
        let manifest = serde_json::to_vec_pretty(self.manifest).map_err(io::Error::other)?;
        self.add(&mut tar, NAME, &manifest)?;
        self.add(&mut tar, "LISEZMOI.txt", README.as_bytes())?;
        for (name, text) in self.tables {
            self.add(&mut tar, name, text.as_bytes())?;
        }
        let own = self.manifest.pieces.iter().filter(|p| p.chemin.starts_with("dossier/"));
        let total = own.clone().count();
        for (rank, piece) in own.enumerate() {
            let path: PathBuf = self.root.join(piece.chemin.trim_start_matches("dossier/"));
            let mut bytes = Vec::new();
            File::open(&path)?.take(piece.octets + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 != piece.octets || sha(&bytes) != piece.empreinte {
                return Err(Fault::Changed(Box::new(
                    Diagnostic::error("ARC-004", "ce fichier a changé pendant l'archive : rien n'est écrit")
                        .in_file(path.display().to_string(), None)
                        .hint("attendre la fin de la commande qui écrit dans ce dossier, puis relancer"),
                )));
            }
            self.add(&mut tar, &piece.chemin, &bytes)?;
            (self.tick)(rank + 1, total);
        }
        tar.into_inner()?.finish()?;
        Ok(())
    }

    fn add(&self, tar: &mut Builder<impl Write>, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(self.stamp);
        tar.append_data(&mut header, path, bytes)
    }
}
