//! Reading an archive back: proven against its manifest, or laid out in a new folder.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Write as _};
use std::path::{Component, Path};

use cddu_dossier::Staging;
use cddu_rates::Diagnostic;
use flate2::read::GzDecoder;
use tar::Archive;

use crate::keys::Keys;
use crate::manifest::{Manifest, NAME, Piece, VERSION};
use crate::{disk, sha};

/// Longest manifest, in bytes.
const LONGEST: u64 = 256 << 20;
/// The first bytes of the age format.
const AGE: &[u8] = b"age-encryption.org/";

/// An archive that holds what its manifest says.
#[derive(Clone, Debug)]
pub struct Proven {
    /// Its manifest.
    pub manifest: Manifest,
    /// Files proven.
    pub pieces: usize,
}

/// Reads a whole archive and holds every file against the manifest.
///
/// # Errors
/// `ARC-030` for a file that is no archive or whose key is not given; `ARC-031` for a file that is missing, changed or
/// added; `ARC-032` for an archive of a newer program.
pub fn prove(path: &Path, keys: &Keys) -> Result<Proven, Vec<Diagnostic>> {
    read(path, keys, &mut |_, _| Ok(()))
}

/// Lays an archive out in a folder that does not exist yet. Files are for this user alone.
///
/// # Errors
/// Those of [`prove`]; `ARC-003` when the folder exists. What was laid out before an error is taken away.
pub fn extract(path: &Path, keys: &Keys, to: &Path) -> Result<Proven, Vec<Diagnostic>> {
    if to.exists() {
        Staging::sweep(to).map_err(|d| vec![d])?;
        return Err(vec![
            Diagnostic::error("ARC-003", "ce dossier existe déjà")
                .in_file(to.display().to_string(), None)
                .hint("donner un dossier nouveau : rien n'est écrasé"),
        ]);
    }
    let laid = Staging::begin(to, "cddu archive ouvrir").map_err(|d| vec![d])?;
    let inside = laid.inside();
    let proven = read(path, keys, &mut |name, bytes| {
        let file = inside.join(name);
        let unable = |e: io::Error| disk("fichier impossible à écrire", &file, &e);
        if let Some(parent) = file.parent() {
            create_private(&inside, parent).map_err(unable)?;
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&file).and_then(|mut f| f.write_all(bytes)).map_err(unable)
    })?;
    laid.end_folder().map_err(|e| vec![disk("dossier impossible à écrire", to, &e)])?;
    Ok(proven)
}

fn create_private(root: &Path, place: &Path) -> io::Result<()> {
    let mut here = root.to_path_buf();
    for part in place.strip_prefix(root).unwrap_or(place).components() {
        here.push(part);
        if !here.exists() {
            let mut builder = fs::DirBuilder::new();
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(&here)?;
        }
    }
    Ok(())
}

fn fault(path: &Path, code: &str, message: impl Into<String>, hint: &str) -> Vec<Diagnostic> {
    vec![Diagnostic::error(code, message).in_file(path.display().to_string(), None).hint(hint)]
}

type Keep<'a> = &'a mut dyn FnMut(&str, &[u8]) -> Result<(), Diagnostic>;

fn read(path: &Path, keys: &Keys, keep: Keep<'_>) -> Result<Proven, Vec<Diagnostic>> {
    let mut file = BufReader::new(File::open(path).map_err(|e| vec![disk("archive illisible", path, &e)])?);
    let mut head = Vec::new();
    file.by_ref()
        .take(AGE.len() as u64)
        .read_to_end(&mut head)
        .map_err(|e| vec![disk("archive illisible", path, &e)])?;
    let whole = io::Cursor::new(head.clone()).chain(file);
    if head != AGE {
        if !head.starts_with(&[0x1f, 0x8b]) {
            return Err(fault(
                path,
                "ARC-030",
                "ce fichier n'est pas une archive de cddu",
                "donner le fichier écrit par cddu archiver",
            ));
        }
        return unpacked(path, GzDecoder::new(whole), keep);
    }
    if keys.is_empty() {
        return Err(fault(
            path,
            "ARC-030",
            "cette archive est chiffrée",
            "donner la clé secrète (--identite FICHIER) ou la phrase secrète (--phrase-fichier FICHIER)",
        ));
    }
    let opened = age::Decryptor::new_buffered(BufReader::new(whole)).and_then(|d| d.decrypt(keys.all()));
    match opened {
        Ok(clear) => unpacked(path, GzDecoder::new(clear), keep),
        Err(_) => Err(fault(
            path,
            "ARC-030",
            "cette clé n'ouvre pas l'archive",
            "prendre la clé d'un de ses destinataires, ou sa phrase secrète ; une archive abîmée ne s'ouvre pas non plus",
        )),
    }
}

fn unpacked(path: &Path, gz: impl Read, keep: Keep<'_>) -> Result<Proven, Vec<Diagnostic>> {
    let broken = |_: io::Error| {
        fault(
            path,
            "ARC-031",
            "cette archive est abîmée ou incomplète",
            "reprendre une autre copie de l'archive",
        )
    };
    let mut tar = Archive::new(gz);
    let mut manifest: Option<Manifest> = None;
    let mut waited: BTreeMap<String, Piece> = BTreeMap::new();
    let mut found = 0;
    for entry in tar.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let name = entry.path().map_err(broken)?.to_string_lossy().into_owned();
        let Some(known) = &manifest else {
            if name != NAME || entry.size() > LONGEST {
                return Err(fault(
                    path,
                    "ARC-030",
                    "ce fichier n'est pas une archive de cddu",
                    "donner le fichier écrit par cddu archiver",
                ));
            }
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(broken)?;
            let read = parsed(path, &bytes)?;
            keep(NAME, &bytes).map_err(|d| vec![d])?;
            waited = read.pieces.iter().map(|p| (p.chemin.clone(), p.clone())).collect();
            manifest = Some(read);
            continue;
        };
        let Some(piece) = waited.remove(&name) else {
            return Err(fault(
                path,
                "ARC-031",
                format!("« {name} » n'est pas au manifeste"),
                "reprendre une autre copie de l'archive",
            ));
        };
        let plain = Path::new(&name).components().all(|c| matches!(c, Component::Normal(_)));
        let mut bytes = Vec::new();
        if plain {
            entry.by_ref().take(piece.octets + 1).read_to_end(&mut bytes).map_err(broken)?;
        }
        if !plain || bytes.len() as u64 != piece.octets || sha(&bytes) != piece.empreinte {
            return Err(fault(
                path,
                "ARC-031",
                format!("« {name} » n'est plus ce que dit le manifeste"),
                "reprendre une autre copie de l'archive",
            ));
        }
        let _ = known;
        keep(&name, &bytes).map_err(|d| vec![d])?;
        found += 1;
    }
    let Some(manifest) = manifest else {
        return Err(fault(
            path,
            "ARC-030",
            "cette archive est vide",
            "reprendre une autre copie de l'archive",
        ));
    };
    if let Some(name) = waited.keys().next() {
        return Err(fault(
            path,
            "ARC-031",
            format!("il manque {} fichiers, dont « {name} »", waited.len()),
            "reprendre une autre copie de l'archive",
        ));
    }
    Ok(Proven { manifest, pieces: found })
}

fn parsed(path: &Path, bytes: &[u8]) -> Result<Manifest, Vec<Diagnostic>> {
    #[derive(serde::Deserialize)]
    struct Head {
        version: u32,
    }
    let unreadable = |_| {
        fault(
            path,
            "ARC-031",
            "le manifeste de l'archive ne se lit pas",
            "reprendre une autre copie de l'archive",
        )
    };
    let head: Head = serde_json::from_slice(bytes).map_err(unreadable)?;
    if head.version > VERSION {
        return Err(fault(
            path,
            "ARC-032",
            "cette archive vient d'un programme plus récent",
            "mettre cddu à jour pour l'ouvrir",
        ));
    }
    serde_json::from_slice(bytes).map_err(unreadable)
}
