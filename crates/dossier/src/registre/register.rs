//! The register: frozen payslips of a folder, append-only, one JSON file each, with a manifest per period.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cddu_payslip::note::{self, Note, NoteInput};
use cddu_payslip::{BulletinInput, Payslip, frozen_seal};
use cddu_rates::{Diagnostic, hex};
use chrono::{Datelike as _, NaiveDate};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::PayPeriod;
use crate::lecture::left_out::Motif;
use crate::lecture::text::json_cause;
use crate::registre::atomic::{is_directory, names_if_there, read_if_there, remove, sweep, write_inside};
use crate::registre::canonical::member;
use crate::registre::index::{Cle, Index};

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
    /// The input, cumuls included. Shared by the copies, like the result: a run holds each payslip once.
    #[serde(with = "shared")]
    pub entree: Arc<BulletinInput>,
    /// The result.
    #[serde(with = "shared")]
    pub resultat: Arc<Payslip>,
    /// Rows left out and faults in spite of which the person was paid, by decision (`--payer-malgre`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub malgre: Vec<Motif>,
    /// Turn among the payslips of the person paid on its day, when a back pay or another payslip of that day was frozen
    /// before it; zero for the usual turn.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub rang: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_usual(rang: &u32) -> bool {
    *rang == 0
}

/// A shared value, written and read as itself.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(value: &Arc<T>, to: S) -> Result<S::Ok, S::Error> {
        value.as_ref().serialize(to)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Arc<T>, D::Error> {
        T::deserialize(from).map(Arc::new)
    }
}

impl Frozen {
    pub(crate) fn new(numero: String, periode: &PayPeriod, input: BulletinInput, result: Payslip) -> Self {
        Self {
            version: VERSION,
            periode: periode.nom.clone(),
            remplace: input.rectifie.clone(),
            empreinte_entree: fingerprint(&input),
            entree: Arc::new(input),
            resultat: Arc::new(result),
            malgre: Vec::new(),
            rang: 0,
            numero,
        }
    }

    /// Turn within its day: the pay of the day, then back pay, unless it was frozen after one.
    pub(crate) fn turn(&self) -> u32 {
        self.rang.max(u32::from(self.resultat.rappel.is_some()))
    }

    /// When it counts: payment first, then its turn within the day, then period, then number.
    pub(crate) fn rank(&self) -> Rank<'_> {
        (self.resultat.date_paiement, self.turn(), self.resultat.periode.debut, &self.numero)
    }
}

/// When a payslip counts among those of its person: day of payment, turn within that day, first day of its work, number.
pub(crate) type Rank<'a> = (NaiveDate, u32, NaiveDate, &'a str);

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
pub trait Document: Serialize + DeserializeOwned + Send + Sync {
    /// Directory under the folder.
    const FOLDER: &'static str;
    /// Number, unique in the register; also the name of the file.
    fn numero(&self) -> &str;
    /// Period run.
    fn periode(&self) -> &str;
    /// Number of the document that this one replaces.
    fn remplace(&self) -> Option<&str>;
    /// What it is looked up by, beside its number.
    fn cles(&self) -> Vec<Cle> {
        Vec::new()
    }
    /// Whether the hash that it carries is that of its content: the texts of its input and of its result, without white
    /// space.
    fn holds(&self, entree: &str, resultat: &str) -> bool;
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
    fn cles(&self) -> Vec<Cle> {
        let contracts = self.resultat.contrats.iter().map(|c| Cle::Contrat(c.contrat.clone()));
        let nir = self.resultat.salarie.nir.clone().map(Cle::Nir);
        std::iter::once(Cle::Personne(self.resultat.salarie.matricule.clone()))
            .chain(nir)
            .chain(contracts)
            .collect()
    }
    fn holds(&self, entree: &str, _resultat: &str) -> bool {
        self.resultat.empreinte == frozen_seal(entree, &self.resultat)
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
    fn holds(&self, entree: &str, resultat: &str) -> bool {
        self.resultat.empreinte == note::frozen_seal(entree, resultat, &self.resultat)
    }
}

/// The frozen payslips of a folder.
pub type Register = Archive<Frozen>;

/// The frozen documents of one kind, by number.
#[derive(Clone, Debug)]
pub struct Archive<T> {
    root: PathBuf,
    documents: BTreeMap<String, T>,
    /// `sha256:` of the files of the documents, as they were read or written.
    hashes: BTreeMap<String, String>,
    index: Index,
}

impl<T: Document> Archive<T> {
    /// Reads every frozen document under `<dossier>/bulletins` or `<dossier>/notes`, and checks that none has changed
    /// since: the manifest of its period, then the hashes that it carries itself.
    ///
    /// # Errors
    /// `DOS-061` when a file was altered, `DOS-062` when one cannot be understood, `DOS-066` when a newer program wrote
    /// it, `DOS-065` when a run of a period was cut before its manifest, `DOS-081` when one exists and cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        Self::open_for(folder, None)
    }

    /// The same for the run of a period, which completes the manifest that a cut run has left without its last files.
    pub(crate) fn open_for(folder: &Path, running: Option<&str>) -> Result<Self, Vec<Diagnostic>> {
        let root = folder.join(T::FOLDER);
        let mut archive = Self {
            root: root.clone(),
            documents: BTreeMap::new(),
            hashes: BTreeMap::new(),
            index: Index::default(),
        };
        let mut errors = Vec::new();
        for directory in periods(&root).map_err(|d| vec![d])? {
            let run = running.is_some_and(|name| directory.file_name().is_some_and(|n| n == name));
            archive.read_period(&directory, run, &mut errors);
        }
        if errors.is_empty() { Ok(archive) } else { Err(errors) }
    }

    fn read_period(&mut self, directory: &Path, running: bool, errors: &mut Vec<Diagnostic>) {
        let (manifest, files) = match (read_manifest(directory), files(directory)) {
            (Ok(manifest), Ok(files)) => (manifest, files),
            (manifest, files) => {
                errors.extend(manifest.err().into_iter().chain(files.err()));
                return;
            }
        };
        let read: Vec<_> = files.par_iter().map(|file| read_one::<T>(directory, file, &manifest)).collect();
        let mut loose = Vec::new();
        for (file, read) in files.into_iter().zip(read) {
            let unread = read.as_ref().is_err_and(|d: &Diagnostic| d.code == "DOS-081");
            if !unread && !manifest.bulletins.contains_key(&file) {
                loose.push(file);
            }
            match read {
                Ok((document, hash)) => {
                    self.hashes.insert(document.numero().to_owned(), hash);
                    self.hold(document);
                }
                Err(diagnostic) => errors.push(diagnostic),
            }
        }
        if !running && !loose.is_empty() {
            errors.push(cut(directory, &loose));
        }
        for name in manifest.bulletins.keys().filter(|n| !directory.join(n).is_file()) {
            errors.push(
                Diagnostic::error("DOS-062", "bulletin figé absent")
                    .in_file(directory.join(name).display().to_string(), None)
                    .hint("reprendre ce fichier d'une sauvegarde : il est dans le manifeste de la période"),
            );
        }
    }

    fn hold(&mut self, document: T) {
        self.index.add(&document);
        self.documents.insert(document.numero().to_owned(), document);
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
        while let Some(next) = self.after(current) {
            current = next;
        }
        Some(current)
    }

    /// A document, the one that it replaces, and so on.
    pub(crate) fn versions<'a>(&'a self, document: &'a T) -> impl Iterator<Item = &'a T> {
        std::iter::successors(Some(document), |one| self.get(one.remplace()?))
    }

    /// The document that replaces another.
    pub(crate) fn after(&self, document: &T) -> Option<&T> {
        self.index.replaced_by(document.numero()).and_then(|number| self.documents.get(number))
    }

    /// Adds documents and writes them, then the manifest of the period: also when nothing is new, for a run that was
    /// cut before it. Nothing already frozen is touched.
    ///
    /// # Errors
    /// `DOS-080` when the disk refuses; what was written before stays and is found again by the next run.
    pub(crate) fn append(&mut self, period: &PayPeriod, new: Vec<T>) -> Result<(), Diagnostic> {
        let place = Path::new(T::FOLDER).join(period.jours.fin.year().to_string()).join(&period.nom);
        let root = self.root.clone();
        let folder = root.parent().unwrap_or(Path::new("."));
        let write = |frozen: &T| {
            let bytes = json(frozen);
            write_inside(folder, place.join(format!("{}.json", frozen.numero())), &bytes)?;
            Ok((frozen.numero().to_owned(), sha(&bytes)))
        };
        let written: Result<Vec<_>, Diagnostic> = new.par_iter().map(write).collect();
        self.hashes.extend(written?);
        let held = |f: &&T| f.periode() == period.nom;
        if new.is_empty() && !self.documents.values().any(|f| held(&f)) {
            return Ok(());
        }
        let mut manifest =
            Manifest { version: VERSION, periode: period.nom.clone(), bulletins: BTreeMap::new() };
        // The hash of what the disk holds, not of what this program would write: an older file is kept as it is.
        for frozen in self.documents.values().filter(held).chain(&new) {
            let file = format!("{}.json", frozen.numero());
            let path = folder.join(&place).join(&file);
            let hash = self.hashes.get(frozen.numero()).filter(|_| path.is_file());
            manifest.bulletins.insert(file, hash.ok_or_else(|| vanished(&path))?.clone());
        }
        for frozen in new {
            self.hold(frozen);
        }
        write_inside(folder, place.join(MANIFEST), &json(&manifest))?;
        sweep(&folder.join(&place))
    }
}

impl<T: Document> Archive<T> {
    /// Where a document is, from the folder.
    pub(crate) fn place(&self, document: &T) -> String {
        let name = format!("{}.json", document.numero());
        let years = periods(&self.root).unwrap_or_default();
        let of = years.iter().find(|p| {
            p.file_name().is_some_and(|n| n.to_string_lossy() == document.periode())
                && p.join(&name).is_file()
        });
        let folder = self.root.parent().unwrap_or(Path::new("."));
        let path = of.map_or_else(|| self.root.join(&name), |p| p.join(&name));
        path.strip_prefix(folder).unwrap_or(&path).display().to_string().replace('\\', "/")
    }

    /// Takes documents out of a period: the manifest first forgets them, then their files go. The caller has kept a copy.
    ///
    /// # Errors
    /// `DOS-080` when the disk refuses.
    pub(crate) fn remove(
        &mut self,
        period: &PayPeriod,
        numbers: &BTreeSet<String>,
    ) -> Result<(), Diagnostic> {
        let folder = self.root.parent().unwrap_or(Path::new(".")).to_owned();
        let gone: Vec<String> =
            numbers.iter().filter_map(|n| self.documents.get(n)).map(|d| self.place(d)).collect();
        let Some(place) = gone.first().and_then(|p| Path::new(p).parent()).map(Path::to_owned) else {
            return Ok(());
        };
        self.documents.retain(|number, _| !numbers.contains(number));
        self.index = Index::default();
        self.documents.values().for_each(|document| self.index.add(document));
        let empty = !self.documents.values().any(|d| d.periode() == period.nom);
        if empty {
            let manifest =
                Manifest { version: VERSION, periode: period.nom.clone(), bulletins: BTreeMap::new() };
            write_inside(&folder, place.join(MANIFEST), &json(&manifest))?;
        } else {
            self.append(period, Vec::new())?;
        }
        for path in &gone {
            let full = folder.join(path);
            remove(&full)?;
        }
        self.forget_empty(period)
    }

    /// Takes out the empty manifest and directory of a period of which nothing is left.
    ///
    /// # Errors
    /// `DOS-080` when the disk refuses.
    pub(crate) fn forget_empty(&self, period: &PayPeriod) -> Result<(), Diagnostic> {
        for place in periods(&self.root)? {
            let named = place.file_name().is_some_and(|name| name.to_string_lossy() == period.nom);
            if !named || !files(&place)?.is_empty() || !read_manifest(&place)?.bulletins.is_empty() {
                continue;
            }
            if place.join(MANIFEST).is_file() {
                remove(&place.join(MANIFEST))?;
            }
            // An empty directory that stays is no fault.
            let _ = std::fs::remove_dir(&place);
        }
        Ok(())
    }
}

impl Archive<Frozen> {
    /// Number of the payslip that began a chain of corrections.
    pub(crate) fn root_of<'a>(&'a self, frozen: &'a Frozen) -> &'a str {
        &self.versions(frozen).last().unwrap_or(frozen).numero
    }

    /// The same for the payslip that back pay completes; `None` for a payslip that is not back pay.
    pub(crate) fn root_of_back_pay(&self, frozen: &Frozen) -> Option<&str> {
        let completed = self.documents.get(frozen.resultat.rappel.as_deref()?)?;
        Some(self.root_of(completed))
    }

    /// Turn within a day of the payslip of a root number: that of the payslip which stands for it on that day, else the one
    /// after the back pay that is frozen already. What is frozen is never moved: what comes later counts it.
    pub(crate) fn turn_of_pay(&self, root: &str, person: &str, day: NaiveDate) -> u32 {
        if let Some(known) = self.last_of(root).filter(|f| f.resultat.date_paiement == day) {
            return known.turn();
        }
        let back = self.paid_on(person, day).filter(|f| f.resultat.rappel.is_some());
        back.map(Frozen::turn).max().map_or(0, |turn| turn + 1)
    }

    /// Turn within a day of a payslip of back pay: after everything that is frozen of that day.
    pub(crate) fn turn_of_back_pay(&self, number: &str, person: &str, day: NaiveDate) -> u32 {
        if let Some(known) = self.get(number) {
            return known.turn();
        }
        self.paid_on(person, day).map(Frozen::turn).max().map_or(1, |turn| turn + 1)
    }

    fn paid_on(&self, person: &str, day: NaiveDate) -> impl Iterator<Item = &Frozen> {
        let of = self.standing_of(&Cle::Personne(person.to_owned()));
        of.into_iter().filter(move |f| f.resultat.date_paiement == day)
    }

    /// Gives a payslip made by this run its turn within its day.
    pub(crate) fn in_turn(&self, mut frozen: Frozen) -> Frozen {
        let (person, day) = (&frozen.resultat.salarie.matricule, frozen.resultat.date_paiement);
        let turn = if frozen.resultat.rappel.is_some() {
            self.turn_of_back_pay(&frozen.numero, person, day)
        } else {
            // A correction takes the turn of what it replaces.
            let root = frozen.remplace.as_deref().and_then(|n| self.get(n)).map(|f| self.root_of(f));
            self.turn_of_pay(root.unwrap_or(&frozen.numero), person, day)
        };
        let usual = u32::from(frozen.resultat.rappel.is_some());
        frozen.rang = if turn == usual { 0 } else { turn };
        frozen
    }

    /// Holds payslips of a run that are not written yet: those computed after them count them.
    pub(crate) fn foresee(&mut self, new: &[Frozen]) {
        new.iter().for_each(|frozen| self.hold(frozen.clone()));
    }

    /// The payslips that stand (none replaced), by date of payment.
    #[must_use]
    pub fn standing(&self) -> Vec<&Frozen> {
        self.in_order(self.documents.values())
    }

    /// Those of a person, or those that pay a contract.
    pub(crate) fn standing_of(&self, cle: &Cle) -> Vec<&Frozen> {
        self.in_order(self.index.of(cle).filter_map(|number| self.documents.get(number)))
    }

    /// The payslips of a person, or those that pay a contract, that stood when something was computed: those that are
    /// `former`, less those that another former one replaces. A correction paid later has not yet replaced anything.
    pub(crate) fn stood(&self, cle: &Cle, former: impl Fn(&Frozen) -> bool) -> Vec<&Frozen> {
        let replaced =
            |frozen: &Frozen| std::iter::successors(self.after(frozen), |f| self.after(f)).any(&former);
        let all = self.index.of(cle).filter_map(|number| self.documents.get(number));
        by_rank(all.filter(|f| former(f) && !replaced(f)))
    }

    fn in_order<'a>(&'a self, documents: impl Iterator<Item = &'a Frozen>) -> Vec<&'a Frozen> {
        by_rank(documents.filter(|f| self.index.replaced_by(&f.numero).is_none()))
    }
}

/// Payslips as they count, one after the other.
fn by_rank<'a>(documents: impl Iterator<Item = &'a Frozen>) -> Vec<&'a Frozen> {
    let mut list: Vec<&Frozen> = documents.collect();
    list.sort_by(|a, b| a.rank().cmp(&b.rank()));
    list
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

/// A file of a period, with the hash of its bytes: that of the manifest when it is there.
fn read_one<T: Document>(
    directory: &Path,
    file: &str,
    manifest: &Manifest,
) -> Result<(T, String), Diagnostic> {
    let path = directory.join(file);
    let shown = path.display().to_string();
    let bytes = read_if_there(&path)?.unwrap_or_default();
    let hash = sha(&bytes);
    if manifest.bulletins.get(file).is_some_and(|expected| *expected != hash) {
        return Err(altered(&shown));
    }
    Ok((frozen::<T>(&bytes, &shown)?, hash))
}

/// A file of the archive, after every check that it allows.
fn frozen<T: Document>(bytes: &[u8], shown: &str) -> Result<T, Diagnostic> {
    /// What every version of the file begins with.
    #[derive(Deserialize)]
    struct Head {
        version: u32,
    }
    if let Ok(Head { version }) = serde_json::from_slice::<Head>(bytes)
        && version > VERSION
    {
        return Err(newer(shown));
    }
    let document: T = serde_json::from_slice(bytes).map_err(|error| {
        if error.is_data() && error.to_string().contains("unknown field") {
            return newer(shown);
        }
        Diagnostic::error("DOS-062", format!("bulletin figé illisible : {}", json_cause(&error)))
            .in_file(shown, Some(error.line() as u64))
            .hint("reprendre ce fichier d'une sauvegarde : un bulletin figé ne se modifie pas")
    })?;
    let text = str::from_utf8(bytes).unwrap_or_default();
    let kept = |name| member(text, name).unwrap_or_default();
    if document.holds(&kept("entree"), &kept("resultat")) { Ok(document) } else { Err(altered(shown)) }
}

pub(crate) fn newer(shown: &str) -> Diagnostic {
    Diagnostic::error("DOS-066", "fichier écrit par une version plus récente de cddu")
        .in_file(shown, None)
        .hint("mettre le programme à jour (cddu --version) ; ce fichier n'est pas abîmé, ne pas le remplacer")
}

fn cut(directory: &Path, files: &[String]) -> Diagnostic {
    let period = directory.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let count = cddu_documents::typo::count(files.len(), "document figé");
    Diagnostic::error(
        "DOS-065",
        format!("{count} hors du manifeste : la période {period} s'est arrêtée en chemin"),
    )
    .in_file(directory.join(MANIFEST).display().to_string(), None)
    .hint(format!(
        "relancer cddu paie DOSSIER --periode {period} : il vérifie ce qui est figé et complète le manifeste"
    ))
}

fn vanished(path: &Path) -> Diagnostic {
    Diagnostic::error("DOS-062", "bulletin figé absent")
        .in_file(path.display().to_string(), None)
        .hint("le fichier a disparu pendant la commande : le reprendre d'une sauvegarde")
}

/// Directories of the periods: `bulletins/AAAA/PERIODE`.
fn periods(root: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let children = |dir: &Path| -> Result<Vec<PathBuf>, Diagnostic> {
        let mut list = Vec::new();
        for name in names_if_there(dir)? {
            let path = dir.join(name);
            if is_directory(&path)? {
                list.push(path);
            }
        }
        Ok(list)
    };
    let mut list = Vec::new();
    for year in children(root)? {
        list.append(&mut children(&year)?);
    }
    Ok(list)
}

/// Frozen payslips of a period, by name.
fn files(directory: &Path) -> Result<Vec<String>, Diagnostic> {
    let mut list = names_if_there(directory)?;
    list.retain(|n| n.ends_with(".json") && n != MANIFEST && !n.starts_with('.'));
    Ok(list)
}

fn read_manifest(directory: &Path) -> Result<Manifest, Diagnostic> {
    let path = directory.join(MANIFEST);
    let shown = path.display().to_string();
    let Some(bytes) = read_if_there(&path)? else { return Ok(Manifest::default()) };
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| {
        if error.is_data() && error.to_string().contains("unknown field") {
            return newer(&shown);
        }
        Diagnostic::error("DOS-062", format!("manifeste illisible : {}", json_cause(&error)))
            .in_file(&shown, None)
            .hint("le reprendre d'une sauvegarde")
    })?;
    if manifest.version > VERSION {
        return Err(newer(&shown));
    }
    if directory.file_name().is_none_or(|name| name.to_string_lossy() != manifest.periode) {
        return Err(Diagnostic::error(
            "DOS-061",
            format!("ce manifeste est celui de la période {}", manifest.periode),
        )
        .in_file(shown, None)
        .hint("remettre chaque manifeste dans le dossier de sa période"));
    }
    Ok(manifest)
}
