//! Handing payslips over: the documents of a period sorted by person, with the list of what was given.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cddu_dossier::{Frozen, PayPeriod, Register, Staging, write_inside};
use cddu_rates::{Diagnostic, Month};
use flate2::{Compression, GzBuilder};
use serde::Serialize;
use tar::{Builder, Header};

use crate::keys::Locks;
use crate::{disk, sha};

/// How to hand over.
#[derive(Clone, Debug)]
pub struct DeliverOptions {
    /// Period whose payslips are given.
    pub period: PayPeriod,
    /// Public key of each person, by number; `None`: folders that are not encrypted.
    pub keys: Option<BTreeMap<String, Locks>>,
}

/// What a person is given.
#[derive(Clone, Debug, Serialize)]
pub struct Delivered {
    /// Number.
    pub matricule: String,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// What was written: a folder, or an encrypted archive.
    pub remise: String,
    /// Documents.
    pub documents: Vec<String>,
    /// `sha256:` of the archive, or of the documents one after the other.
    pub empreinte: String,
}

/// Sorts the documents of a period in a new folder, with `remise.csv`. People who cannot be given theirs are diagnostics;
/// the others are.
///
/// # Errors
/// `ARC-003` when the folder exists, `ARC-041` for a period without any payslip, `ARC-010` for a full disk.
pub fn deliver(
    root: &Path,
    options: &DeliverOptions,
    to: &Path,
) -> Result<(Vec<Delivered>, Vec<Diagnostic>), Vec<Diagnostic>> {
    if to.exists() {
        Staging::sweep(to).map_err(|d| vec![d])?;
        return Err(vec![
            Diagnostic::error("ARC-003", "ce dossier existe déjà")
                .in_file(to.display().to_string(), None)
                .hint("donner un dossier nouveau : rien n'est écrasé"),
        ]);
    }
    let register = Register::open(root)?;
    let name = &options.period.nom;
    let mut people: BTreeMap<&str, Vec<&Frozen>> = BTreeMap::new();
    for slip in register.standing().into_iter().filter(|f| f.periode == *name) {
        people.entry(&slip.resultat.salarie.matricule).or_default().push(slip);
    }
    if people.is_empty() {
        return Err(vec![
            Diagnostic::error("ARC-041", format!("aucun bulletin figé pour {name}"))
                .hint(format!("payer d'abord cette période : cddu paie {} --periode {name}", root.display())),
        ]);
    }
    let (mut given, mut told) = (Vec::new(), Vec::new());
    let staging = Staging::begin(to, "cddu remettre").map_err(|d| vec![d])?;
    let inside = staging.inside();
    for (matricule, slips) in people {
        let person = &slips[0].resultat.salarie;
        let full = format!("{} {} ({matricule})", person.prenom, person.nom);
        let lock = match &options.keys {
            None => None,
            Some(keys) => match keys.get(matricule) {
                Some(lock) => Some(lock),
                None => {
                    told.push(
                        Diagnostic::error("ARC-042", format!("{full} n'a pas de clé : ses documents ne sont pas remis"))
                            .hint("ajouter sa ligne au fichier des clés (matricule ; cle), puis relancer vers un autre dossier"),
                    );
                    continue;
                }
            },
        };
        let documents = match documents(root, name, &slips) {
            Ok(documents) => documents,
            Err(missing) => {
                told.push(
                    Diagnostic::error(
                        "ARC-043",
                        format!("{full} : ce document manque ou ne se lit pas, rien ne lui est remis"),
                    )
                    .in_file(missing.display().to_string(), None)
                    .hint(format!(
                        "relancer cddu paie {} --periode {name} : les documents sont refaits",
                        root.display()
                    )),
                );
                continue;
            }
        };
        let label = safe(&format!("{matricule} {} {}", person.nom, person.prenom));
        let written = match lock {
            None => folder(&inside, &label, &documents),
            Some(lock) => secret(&inside, &label, &documents, lock),
        };
        let (remise, empreinte) = written.map_err(|d| vec![d])?;
        given.push(Delivered {
            matricule: matricule.to_owned(),
            nom: person.nom.clone(),
            prenom: person.prenom.clone(),
            remise,
            documents: documents.into_iter().map(|(n, _)| n).collect(),
            empreinte,
        });
    }
    write_inside(&inside, Path::new("remise.csv"), &list(&given)).map_err(|d| vec![d])?;
    staging.end_folder().map_err(|e| vec![disk("dossier impossible à écrire", to, &e)])?;
    Ok((given, told))
}

/// The documents of a person, by name: the payslips of the period, and the papers of the contracts they pay; the path of
/// one that cannot be read.
fn documents(root: &Path, period: &str, slips: &[&Frozen]) -> Result<Vec<(String, Vec<u8>)>, PathBuf> {
    let mut out = Vec::new();
    for slip in slips {
        let name = format!("{}.pdf", slip.numero);
        let path = root.join("sorties").join(period).join("bulletins").join(&name);
        out.push((name, fs::read(&path).map_err(|_| path)?));
        let month = Month::of(slip.resultat.date_paiement);
        let papers = root.join(format!("sorties/declarations/{month}/attestations"));
        let mut found: Vec<PathBuf> = match fs::read_dir(&papers) {
            Ok(entries) => {
                entries.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>().map_err(|_| papers)?
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(_) => return Err(papers),
        };
        found.sort();
        for paper in found {
            let Some(name) = paper.file_name().map(|n| n.to_string_lossy().into_owned()) else { continue };
            let own = slip.resultat.contrats.iter().any(|c| name.ends_with(&format!("-{}.pdf", c.contrat)));
            if own {
                out.push((name, fs::read(&paper).map_err(|_| paper)?));
            }
        }
    }
    Ok(out)
}

fn folder(to: &Path, label: &str, documents: &[(String, Vec<u8>)]) -> Result<(String, String), Diagnostic> {
    for (name, bytes) in documents {
        write_inside(to, Path::new(&format!("{label}/{name}")), bytes)?;
    }
    let all: Vec<u8> = documents.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
    Ok((format!("{label}/"), sha(&all)))
}

fn secret(
    to: &Path,
    label: &str,
    documents: &[(String, Vec<u8>)],
    lock: &Locks,
) -> Result<(String, String), Diagnostic> {
    let name = format!("{label}.tar.gz.age");
    let path = to.join(&name);
    let bytes = packed(documents, lock).map_err(|e| disk("archive impossible à écrire", &path, &e))?;
    write_inside(to, Path::new(&name), &bytes)?;
    Ok((name, sha(&bytes)))
}

fn packed(documents: &[(String, Vec<u8>)], lock: &Locks) -> std::io::Result<Vec<u8>> {
    let mut tar = Builder::new(GzBuilder::new().mtime(0).write(Vec::new(), Compression::default()));
    for (name, bytes) in documents {
        let mut header = Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        tar.append_data(&mut header, name, bytes.as_slice())?;
    }
    let clear = tar.into_inner()?.finish()?;
    let Some(encryptor) = lock.encryptor()? else { return Ok(clear) };
    let mut out = Vec::new();
    let mut writer = encryptor.wrap_output(&mut out)?;
    writer.write_all(&clear)?;
    writer.finish()?;
    Ok(out)
}

/// A name that every system takes.
fn safe(text: &str) -> String {
    let kept = text.chars().map(|c| if c.is_alphanumeric() || " -_'".contains(c) { c } else { '_' });
    kept.collect::<String>().trim().to_owned()
}

fn list(given: &[Delivered]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    // Writing to memory does not fail.
    let _ =
        writer.write_record(["matricule", "nom", "prenom", "remise", "documents", "empreinte", "remis_le"]);
    for one in given {
        let documents = one.documents.join(" | ");
        let row = [&one.matricule, &one.nom, &one.prenom, &one.remise, &documents, &one.empreinte, ""];
        let _ = writer.write_record(row.map(cddu_rates::inert_cell));
    }
    writer.into_inner().unwrap_or_default()
}
