//! The register: frozen payslips of a folder, append-only, one JSON file each, with a manifest per period.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cddu_payslip::note::{Note, NoteInput};
use cddu_payslip::{BulletinInput, Payslip};
use cddu_rates::{Diagnostic, hex};
use chrono::{Datelike as _, NaiveDate};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::text::json_cause;
use crate::{PayPeriod, write_atomic};

/// Version of the layout of the files.
const VERSION: u32 = 1;

/// A frozen payslip: what it was computed from, what came out, and the hashes that tie them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frozen {
    /// Version of the layout.
    pub version: u32,
    /// Number of the payslip.
    pub numero: String,
    /// Name of the period that was run.
    pub periode: String,
    /// Number of the payslip that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remplace: Option<String>,
    /// `sha256:` of the input without its number.
    pub empreinte_entree: String,
    /// The input, cumuls included.
    pub entree: BulletinInput,
    /// The result.
    pub resultat: Payslip,
}

impl Frozen {
    pub(crate) fn new(numero: String, periode: &PayPeriod, input: BulletinInput, result: Payslip) -> Self {
        Self {
            version: VERSION,
            periode: periode.nom.clone(),
            remplace: input.rectifie.clone(),
            empreinte_entree: fingerprint(&input),
            entree: input,
            resultat: result,
            numero,
        }
    }

    /// When it counts: payment first, then period, then number.
    pub(crate) fn rank(&self) -> (NaiveDate, NaiveDate, &str) {
        (self.resultat.date_paiement, self.resultat.periode.debut, &self.numero)
    }
}

/// `sha256:` of an input. The number, the number replaced and the lines of the files are names, not data: a line added
/// above a day does not change it.
pub(crate) fn fingerprint(input: &BulletinInput) -> String {
    let nameless = BulletinInput { numero: None, rectifie: None, ..input.clone().without_places() };
    let text = serde_json::to_string(&nameless).unwrap_or_default();
    format!("sha256:{}", hex(&Sha256::digest(text.as_bytes())))
}

/// The manifest of a period: what was frozen, by which program and tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    version: u32,
    periode: String,
    /// File name to `sha256:` of its bytes.
    bulletins: BTreeMap<String, String>,
}

/// A frozen note de droits d'auteur.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenNote {
    /// Version of the layout.
    pub version: u32,
    /// Number of the note.
    pub numero: String,
    /// Name of the period that was run.
    pub periode: String,
    /// Number of the note that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remplace: Option<String>,
    /// The input, cumuls included.
    pub entree: NoteInput,
    /// The result.
    pub resultat: Note,
}

impl FrozenNote {
    pub(crate) fn new(periode: &PayPeriod, input: NoteInput, result: Note) -> Self {
        Self {
            version: VERSION,
            numero: input.numero.clone().unwrap_or_default(),
            periode: periode.nom.clone(),
            remplace: input.rectifie.clone(),
            entree: input,
            resultat: result,
        }
    }
}

/// What the register keeps.
pub trait Document: Serialize + DeserializeOwned {
    /// Directory under the folder.
    const FOLDER: &'static str;
    /// Number, unique in the register; also the name of the file.
    fn numero(&self) -> &str;
    /// Period run.
    fn periode(&self) -> &str;
    /// Number of the document that this one replaces.
    fn remplace(&self) -> Option<&str>;
}

impl Document for Frozen {
    const FOLDER: &'static str = "bulletins";
    fn numero(&self) -> &str {
        &self.numero
    }
    fn periode(&self) -> &str {
        &self.periode
    }
    fn remplace(&self) -> Option<&str> {
        self.remplace.as_deref()
    }
}

impl Document for FrozenNote {
    const FOLDER: &'static str = "notes";
    fn numero(&self) -> &str {
        &self.numero
    }
    fn periode(&self) -> &str {
        &self.periode
    }
    fn remplace(&self) -> Option<&str> {
        self.remplace.as_deref()
    }
}

/// The frozen payslips of a folder.
pub type Register = Archive<Frozen>;

/// The frozen documents of one kind, by number.
#[derive(Debug)]
pub struct Archive<T> {
    root: PathBuf,
    documents: BTreeMap<String, T>,
}

impl<T: Document> Archive<T> {
    /// Reads every frozen document under `<dossier>/bulletins` or `<dossier>/notes`, and checks that none has changed
    /// since.
    ///
    /// # Errors
    /// `DOS-061` when a file was altered, `DOS-062` when one cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let root = folder.join(T::FOLDER);
        let mut documents = BTreeMap::new();
        let mut errors = Vec::new();
        for directory in periods(&root) {
            let manifest = read_manifest(&directory, &mut errors);
            for file in files(&directory) {
                let path = directory.join(&file);
                let shown = path.display().to_string();
                let Ok(bytes) = fs::read(&path) else { continue };
                if let Some(expected) = manifest.bulletins.get(&file)
                    && *expected != sha(&bytes)
                {
                    errors.push(altered(&shown));
                    continue;
                }
                match serde_json::from_slice::<T>(&bytes) {
                    Ok(frozen) => {
                        documents.insert(frozen.numero().to_owned(), frozen);
                    }
                    Err(error) => errors.push(
                        Diagnostic::error(
                            "DOS-062",
                            format!("bulletin figé illisible : {}", json_cause(&error)),
                        )
                        .in_file(shown, Some(error.line() as u64))
                        .hint("reprendre ce fichier d'une sauvegarde : un bulletin figé ne se modifie pas"),
                    ),
                }
            }
            for name in manifest.bulletins.keys().filter(|n| !directory.join(n).is_file()) {
                errors.push(
                    Diagnostic::error("DOS-062", "bulletin figé absent")
                        .in_file(directory.join(name).display().to_string(), None)
                        .hint(
                            "reprendre ce fichier d'une sauvegarde : il est dans le manifeste de la période",
                        ),
                );
            }
        }
        if errors.is_empty() { Ok(Self { root, documents }) } else { Err(errors) }
    }

    /// Every frozen document, those replaced included, by number.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.documents.values()
    }

    /// A document by its number.
    pub(crate) fn get(&self, number: &str) -> Option<&T> {
        self.documents.get(number)
    }

    /// The document that stands for a number: itself, or the last one that replaces it.
    pub(crate) fn last_of(&self, number: &str) -> Option<&T> {
        let mut current = self.documents.get(number)?;
        while let Some(next) = self.documents.values().find(|f| f.remplace() == Some(current.numero())) {
            current = next;
        }
        Some(current)
    }

    /// Adds documents and writes them. Nothing already frozen is touched.
    ///
    /// # Errors
    /// `DOS-080` when the disk refuses; what was written before stays and is found again by the next run.
    pub(crate) fn append(&mut self, period: &PayPeriod, new: Vec<T>) -> Result<(), Diagnostic> {
        if new.is_empty() {
            return Ok(());
        }
        let directory = self.root.join(period.jours.fin.year().to_string()).join(&period.nom);
        fs::create_dir_all(&directory).map_err(|e| {
            Diagnostic::error("DOS-080", format!("écriture impossible : {}", cddu_rates::io_cause(&e)))
                .in_file(directory.display().to_string(), None)
                .hint("vérifier les droits du dossier")
        })?;
        for frozen in &new {
            write_atomic(&directory.join(format!("{}.json", frozen.numero())), &json(frozen))?;
        }
        for frozen in new {
            self.documents.insert(frozen.numero().to_owned(), frozen);
        }
        let mut manifest =
            Manifest { version: VERSION, periode: period.nom.clone(), bulletins: BTreeMap::new() };
        for frozen in self.documents.values().filter(|f| f.periode() == period.nom) {
            manifest.bulletins.insert(format!("{}.json", frozen.numero()), sha(&json(frozen)));
        }
        write_atomic(&directory.join(MANIFEST), &json(&manifest))
    }
}

impl Archive<Frozen> {
    /// The payslips that stand (none replaced), by date of payment.
    #[must_use]
    pub fn standing(&self) -> Vec<&Frozen> {
        let replaced: Vec<&str> = self.documents.values().filter_map(|f| f.remplace.as_deref()).collect();
        let mut list: Vec<&Frozen> =
            self.documents.values().filter(|f| !replaced.contains(&f.numero.as_str())).collect();
        list.sort_by(|a, b| a.rank().cmp(&b.rank()));
        list
    }
}

const MANIFEST: &str = "manifeste.json";

fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn sha(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

fn altered(shown: &str) -> Diagnostic {
    Diagnostic::error("DOS-061", "ce bulletin figé a été modifié depuis son calcul")
        .in_file(shown, None)
        .hint(
            "le reprendre d'une sauvegarde ; une correction se fait dans les CSV, puis cddu paie --rectifier",
        )
}

/// Directories of the periods: `bulletins/AAAA/PERIODE`.
fn periods(root: &Path) -> Vec<PathBuf> {
    let children = |dir: &Path| -> Vec<PathBuf> {
        let mut list: Vec<PathBuf> = fs::read_dir(dir)
            .into_iter()
            .flatten()
            .flatten()
            .map(|e| e.path())
            .filter(|p| p.is_dir())
            .collect();
        list.sort();
        list
    };
    children(root).iter().flat_map(|year| children(year)).collect()
}

/// Frozen payslips of a period, by name.
fn files(directory: &Path) -> Vec<String> {
    let mut list: Vec<String> = fs::read_dir(directory)
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.ends_with(".json") && n != MANIFEST && !n.starts_with('.'))
        .collect();
    list.sort();
    list
}

fn read_manifest(directory: &Path, errors: &mut Vec<Diagnostic>) -> Manifest {
    let path = directory.join(MANIFEST);
    let Ok(bytes) = fs::read(&path) else { return Manifest::default() };
    serde_json::from_slice(&bytes).unwrap_or_else(|error| {
        errors.push(
            Diagnostic::error("DOS-062", format!("manifeste illisible : {}", json_cause(&error)))
                .in_file(path.display().to_string(), None)
                .hint("le reprendre d'une sauvegarde"),
        );
        Manifest::default()
    })
}
