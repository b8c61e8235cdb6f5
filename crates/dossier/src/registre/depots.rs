//! `depots/`: what was sent to the bodies and to the bank, when, by whom. Each entry keeps the hash of the document, a copy of
//! its bytes, and a seal over itself and the entry before: one changed, moved or taken out breaks the chain.
//!
//! The commands that come after read it instead of guessing: a DSN that was sent is replaced, attestations that were sent are
//! put right, a transfer that was sent is never written again.

use std::path::{Component, Path, PathBuf};

use cddu_declarations::{aem, dpae, dsn};
use cddu_ledger::sepa;
use cddu_rates::{Diagnostic, Month, hex};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::Folder;
use crate::registre::atomic::{is_directory, names_if_there, read_if_there, write_inside};

/// The directory of the deposits, under that of the production.
pub(crate) const PLACE: &str = "depots";

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Genre {
    /// Monthly DSN.
    Dsn,
    /// Event of the DSN (stop, end of contract).
    Signalement,
    /// Attestations of a month.
    Aem,
    /// Declaration before hiring.
    Dpae,
    /// Transfers (pain.001).
    Virements,
}

impl Genre {
    /// What it is, in words.
    #[must_use]
    pub const fn libelle(self) -> &'static str {
        match self {
            Self::Dsn => "DSN mensuelle",
            Self::Signalement => "signalement DSN",
            Self::Aem => "AEM",
            Self::Dpae => "DPAE",
            Self::Virements => "virements",
        }
    }
}

/// A document sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Depot {
    /// Rank, from 1.
    pub rang: u64,
    /// What it is.
    pub genre: Genre,
    /// Its place in the folder.
    pub fichier: String,
    /// Month that it declares (DSN, AEM).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mois: Option<String>,
    /// Order number of a DSN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordre: Option<u64>,
    /// Day of the sending; `None`: held as sent because its month was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub le: Option<NaiveDate>,
    /// Who sent it, when it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub par: Option<String>,
    /// Rank of the entry that this one takes back: it was noted by mistake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annule: Option<u64>,
    /// SHA-256 of the bytes sent.
    pub empreinte: String,
    /// Seal of the entry before; empty on the first one.
    pub precedent: String,
    /// Hash of this entry without this field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sceau: String,
}

impl Depot {
    fn seal(&self) -> String {
        let bare = Self { sceau: String::new(), ..self.clone() };
        sha(serde_json::to_string(&bare).unwrap_or_default().as_bytes())
    }

    /// Where the copy of its bytes is.
    #[must_use]
    pub fn copie(&self) -> String {
        let name = self.fichier.rsplit('/').next().unwrap_or(&self.fichier);
        format!("{PLACE}/{:04}-{name}", self.rang)
    }

    /// When it was sent, in words.
    #[must_use]
    pub fn quand(&self) -> String {
        self.le.map_or_else(
            || "remise à la clôture du mois".to_owned(),
            |day| format!("envoi du {}", day.format("%d/%m/%Y")),
        )
    }
}

/// The deposits of a folder.
#[derive(Debug, Default)]
pub struct Depots {
    root: PathBuf,
    /// Every entry, as sealed.
    chaine: Vec<Depot>,
    /// Those that no later one takes back.
    list: Vec<Depot>,
}

/// The entries that stand.
fn standing(chaine: &[Depot]) -> Vec<Depot> {
    let taken: Vec<u64> = chaine.iter().filter_map(|d| d.annule).collect();
    chaine.iter().filter(|d| d.annule.is_none() && !taken.contains(&d.rang)).cloned().collect()
}

fn sha(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

fn register() -> String {
    format!("{PLACE}/registre.json")
}

impl Depots {
    /// Reads them; none before the first.
    ///
    /// # Errors
    /// `DOS-170` for a register that cannot be read or whose chain does not hold.
    pub fn open(root: &Path) -> Result<Self, Vec<Diagnostic>> {
        let path = root.join(register());
        let shown = path.display().to_string();
        let chaine: Vec<Depot> = match read_if_there(&path).map_err(|d| vec![d])? {
            None => Vec::new(),
            Some(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                vec![altered(&shown, &format!("illisible ({})", crate::lecture::text::json_cause(&error)))]
            })?,
        };
        let mut before = "";
        for (rank, depot) in chaine.iter().enumerate() {
            if depot.rang != rank as u64 + 1 || depot.precedent != before || depot.seal() != depot.sceau {
                return Err(vec![altered(&shown, &format!("modifié : l'envoi {} ne tient pas", rank + 1))]);
            }
            before = &depot.sceau;
        }
        Ok(Self { root: root.to_owned(), list: standing(&chaine), chaine })
    }

    /// Every deposit that stands, in order.
    #[must_use]
    pub fn all(&self) -> &[Depot] {
        &self.list
    }

    /// The deposits of a month, in order.
    pub fn of(&self, genre: Genre, month: Month) -> impl DoubleEndedIterator<Item = &Depot> {
        let month = month.to_string();
        self.list.iter().filter(move |d| d.genre == genre && d.mois.as_deref() == Some(month.as_str()))
    }

    /// The bytes of every monthly DSN sent, in order.
    ///
    /// # Errors
    /// `DOS-171` when a copy is not what was sent.
    pub fn monthly_dsn(&self) -> Result<Vec<Vec<u8>>, Vec<Diagnostic>> {
        let sent = self.list.iter().filter(|d| d.genre == Genre::Dsn);
        sent.map(|d| self.bytes(d).map_err(|fault| vec![fault])).collect()
    }

    /// The last deposit of a place.
    #[must_use]
    pub fn at(&self, place: &str) -> Option<&Depot> {
        self.list.iter().rev().find(|d| d.fichier == place)
    }

    /// The bytes sent.
    ///
    /// # Errors
    /// `DOS-171` when the copy is not what was sent.
    pub fn bytes(&self, depot: &Depot) -> Result<Vec<u8>, Diagnostic> {
        match read_if_there(&self.root.join(depot.copie()))? {
            Some(bytes) if sha(&bytes) == depot.empreinte => Ok(bytes),
            found => {
                let what = if found.is_some() { "n'est plus ce qui a été envoyé" } else { "a disparu" };
                Err(Diagnostic::error(
                    "DOS-171",
                    format!("la copie de {} ({}) {what}", depot.fichier, depot.quand()),
                )
                .in_file(self.root.join(depot.copie()).display().to_string(), None)
                .hint("la reprendre d'une sauvegarde : elle dit ce que l'organisme ou la banque a reçu"))
            }
        }
    }

    /// The entry that would be the next one.
    fn next(&self, mut depot: Depot) -> Depot {
        depot.rang = self.chaine.len() as u64 + 1;
        depot.precedent = self.chaine.last().map_or_else(String::new, |d| d.sceau.clone());
        depot.sceau = depot.seal();
        depot
    }

    /// Adds what was sent.
    fn add(&mut self, depot: Depot, bytes: &[u8]) -> Result<Depot, Vec<Diagnostic>> {
        let depot = self.next(depot);
        // The copy first: a kill between the two leaves a copy that the next deposit replaces.
        write_inside(&self.root, depot.copie(), bytes).map_err(|d| vec![d])?;
        self.seal(depot)
    }

    /// Adds an entry to the chain.
    fn seal(&mut self, depot: Depot) -> Result<Depot, Vec<Diagnostic>> {
        let depot = self.next(depot);
        self.chaine.push(depot.clone());
        self.list = standing(&self.chaine);
        let mut text = serde_json::to_vec_pretty(&self.chaine).map_err(|error| {
            let shown = self.root.join(register()).display().to_string();
            vec![
                Diagnostic::error("DOS-200", format!("le registre des envois ne s'écrit pas : {error}"))
                    .in_file(shown, None)
                    .hint("rien n'est noté : relancer la commande, et signaler ce message s'il revient"),
            ]
        })?;
        text.push(b'\n');
        write_inside(&self.root, register(), &text).map_err(|d| vec![d])?;
        Ok(depot)
    }
}

fn altered(shown: &str, what: &str) -> Diagnostic {
    Diagnostic::error("DOS-170", format!("le registre des envois est {what}"))
        .in_file(shown, None)
        .hint("le reprendre d'une sauvegarde : seul cddu deposer y ajoute")
}

/// What was just noted.
#[derive(Debug, Serialize)]
pub struct Depose {
    /// The entry.
    pub depot: Depot,
    /// What is to be known about it.
    pub avertissements: Vec<Diagnostic>,
}

/// Notes that a document of the folder was sent.
///
/// # Errors
/// Those of [`foresee_deposit`], and of the disk.
pub fn deposit(
    folder: &Folder,
    document: &Path,
    le: NaiveDate,
    par: Option<String>,
) -> Result<Depose, Vec<Diagnostic>> {
    let (mut depots, bytes, Depose { depot, avertissements }) = next_deposit(folder, document, le, par)?;
    Ok(Depose { depot: depots.add(depot, &bytes)?, avertissements })
}

/// What [`deposit`] would note; nothing is written.
///
/// # Errors
/// `DOS-081` for a file that cannot be read, `DOS-173` for one that is not a document to send, `DOS-174` for one that was
/// sent already, or a DSN that does not replace the one sent.
pub fn foresee_deposit(
    folder: &Folder,
    document: &Path,
    le: NaiveDate,
    par: Option<String>,
) -> Result<Depose, Vec<Diagnostic>> {
    next_deposit(folder, document, le, par).map(|(_, _, seen)| seen)
}

/// The deposits, the bytes of the document, and what is to be noted of it.
fn next_deposit(
    folder: &Folder,
    document: &Path,
    le: NaiveDate,
    par: Option<String>,
) -> Result<(Depots, Vec<u8>, Depose), Vec<Diagnostic>> {
    let shown = document.display().to_string();
    let refused = |code: &str, message: String, hint: &str| {
        vec![Diagnostic::error(code, message).in_file(&shown, None).hint(hint.to_owned())]
    };
    let fichier = inside(&folder.root, document).ok_or_else(|| {
        refused(
            "DOS-173",
            "ce document n'est pas dans le dossier de production".to_owned(),
            "donner le fichier écrit par cddu, sous DOSSIER/sorties",
        )
    })?;
    let Some(bytes) = read_if_there(&folder.root.join(&fichier)).map_err(|d| vec![d])? else {
        return Err(refused(
            "DOS-173",
            "ce fichier n'existe pas".to_owned(),
            "donner le fichier qui a été envoyé",
        ));
    };
    let Some((known, essai)) = recognise(&bytes) else {
        return Err(refused(
            "DOS-173",
            "ce n'est ni une DSN, ni des AEM, ni une DPAE, ni un fichier de virements".to_owned(),
            "les documents qui s'envoient sont dans DOSSIER/sorties",
        ));
    };
    let depots = Depots::open(&folder.root)?;
    let empreinte = sha(&bytes);
    if let Some(before) = depots.list.iter().find(|d| d.empreinte == empreinte && d.le.is_some()) {
        return Err(refused(
            "DOS-174",
            format!("ce document est déjà noté : {} ({})", before.fichier, before.quand()),
            "un document ne s'envoie qu'une fois ; une correction est un autre fichier",
        ));
    }
    if known.genre == Genre::Dsn && !replaces(&bytes) {
        let same = depots.list.iter().find(|d| d.genre == Genre::Dsn && d.mois == known.mois);
        if let Some(before) = same {
            return Err(refused(
                "DOS-174",
                format!(
                    "une DSN de {} est déjà notée ({}) : celle-ci ne la remplace pas",
                    known.mois.as_deref().unwrap_or_default(),
                    before.quand()
                ),
                "envoyer la DSN annule et remplace que cddu paie écrit à côté, puis la noter",
            ));
        }
    }
    let mut avertissements = Vec::new();
    if essai {
        avertissements.push(
            Diagnostic::warning("DOS-175", "c'est un fichier d'essai : l'organisme n'en tient aucun compte")
                .in_file(&shown, None)
                .hint("l'envoi est noté ; pour une vraie déclaration, refaire le fichier avec --reel et l'envoyer"),
        );
    }
    let depot = depots.next(Depot { fichier, le: Some(le), par, empreinte, ..known });
    Ok((depots, bytes, Depose { depot, avertissements }))
}

/// Takes back what was noted by mistake: the last sending of a document. The entry stays in the chain, with the one that
/// takes it back.
///
/// # Errors
/// Those of [`foresee_withdrawal`], and of the disk.
pub fn withdraw(folder: &Folder, document: &Path, par: Option<String>) -> Result<Depot, Vec<Diagnostic>> {
    let (mut depots, taken) = next_withdrawal(folder, document, par)?;
    depots.seal(taken)
}

/// What [`withdraw`] would take back; nothing is written.
///
/// # Errors
/// `DOS-173` when nothing is noted of this document, `DOS-174` when a later sending stands on this one.
pub fn foresee_withdrawal(
    folder: &Folder,
    document: &Path,
    par: Option<String>,
) -> Result<Depot, Vec<Diagnostic>> {
    next_withdrawal(folder, document, par).map(|(_, taken)| taken)
}

fn next_withdrawal(
    folder: &Folder,
    document: &Path,
    par: Option<String>,
) -> Result<(Depots, Depot), Vec<Diagnostic>> {
    let shown = document.display().to_string();
    let refused = |code: &str, message: String, hint: &str| {
        vec![Diagnostic::error(code, message).in_file(&shown, None).hint(hint.to_owned())]
    };
    let depots = Depots::open(&folder.root)?;
    let noted = inside(&folder.root, document).and_then(|place| depots.at(&place).cloned());
    let Some(noted) = noted.filter(|d| d.le.is_some()) else {
        return Err(refused(
            "DOS-173",
            "aucun envoi de ce document n'est noté".to_owned(),
            "cddu deposer DOSSIER donne la liste des envois notés",
        ));
    };
    let later =
        depots.list.iter().find(|d| d.genre == noted.genre && d.mois == noted.mois && d.rang > noted.rang);
    if let Some(later) = later.filter(|_| noted.mois.is_some()) {
        return Err(refused(
            "DOS-174",
            format!("un envoi noté ensuite repose sur celui-ci : {} ({})", later.fichier, later.quand()),
            "annuler d'abord le dernier, avec cddu deposer DOCUMENT --annuler",
        ));
    }
    let taken = depots.next(Depot { annule: Some(noted.rang), le: None, par, ..noted });
    Ok((depots, taken))
}

/// A document that is sent, and its last sending.
#[derive(Debug, Serialize)]
pub struct Envoi {
    /// Its place in the folder.
    pub fichier: String,
    /// What it is.
    pub genre: Genre,
    /// The same, in words.
    pub nature: &'static str,
    /// Month that it declares (DSN, AEM).
    pub mois: Option<String>,
    /// Order number of a DSN.
    pub ordre: Option<u64>,
    /// A test, of which the body takes no account.
    pub essai: bool,
    /// Its sending, when it is noted.
    pub depot: Option<Depot>,
}

/// The documents to send that the commands wrote, by their place, each with what is noted of it.
///
/// # Errors
/// `DOS-081` for a file that cannot be read, and those of [`Depots::open`].
pub fn sendings(folder: &Folder) -> Result<Vec<Envoi>, Vec<Diagnostic>> {
    let depots = Depots::open(&folder.root)?;
    let mut out = Vec::new();
    let mut places = vec![folder.root.join("sorties")];
    while let Some(place) = places.pop() {
        for name in names_if_there(&place).map_err(|d| vec![d])? {
            let path = place.join(name);
            if is_directory(&path).map_err(|d| vec![d])? {
                places.push(path);
                continue;
            }
            if !path.extension().is_some_and(|kind| kind == "dsn" || kind == "xml") {
                continue;
            }
            let Some(bytes) = read_if_there(&path).map_err(|d| vec![d])? else { continue };
            let (Some(fichier), Some((known, essai))) = (inside(&folder.root, &path), recognise(&bytes))
            else {
                continue;
            };
            let depot = depots.at(&fichier).cloned();
            out.push(Envoi {
                nature: known.genre.libelle(),
                genre: known.genre,
                mois: known.mois,
                ordre: known.ordre,
                fichier,
                essai,
                depot,
            });
        }
    }
    out.sort_by(|a, b| a.fichier.cmp(&b.fichier));
    Ok(out)
}

/// The first day on which a document may have been sent: that of its own making, or the first day of the work that a
/// transfer pays. Nothing for one that says no day.
#[must_use]
pub fn first_day(folder: &Folder, document: &Path) -> Option<NaiveDate> {
    let bytes = std::fs::read(document).ok()?;
    let (known, _) = recognise(&bytes)?;
    match known.genre {
        Genre::Dsn => dsn::constituee_le(&bytes),
        Genre::Aem => Some(aem::lire(&bytes).ok()?.entete.date_heure_generation.date()),
        Genre::Virements => {
            let read = sepa::read(std::str::from_utf8(&bytes).ok()?).ok()?;
            let register = crate::Register::open(&folder.root).ok()?;
            let pays = |numero: &str| read.virements.iter().any(|t| t.reference == sepa::reference(numero));
            let slips = register.all().filter(|f| pays(&f.numero)).map(|f| f.resultat.periode.debut).min();
            slips.or_else(|| {
                read.virements.iter().filter_map(|t| t.date).min()?.checked_sub_months(Months::new(1))
            })
        }
        Genre::Signalement | Genre::Dpae => None,
    }
}

/// Notes the attestations of a month that is closed: they are held as handed over. True when they were not yet.
///
/// # Errors
/// Those of [`Depots::open`], and of the disk.
pub(crate) fn held_at_closing(folder: &Folder, month: Month) -> Result<bool, Vec<Diagnostic>> {
    let fichier = crate::sorties::outputs::declare::aem_path(month);
    let Some(bytes) = read_if_there(&folder.root.join(&fichier)).map_err(|d| vec![d])? else {
        return Ok(false);
    };
    let mut depots = Depots::open(&folder.root)?;
    let known = depots.of(Genre::Aem, month).next().is_some();
    if let Some((depot, _)) = recognise(&bytes).filter(|_| !known) {
        depots.add(Depot { fichier, empreinte: sha(&bytes), ..depot }, &bytes)?;
        return Ok(true);
    }
    Ok(false)
}

/// The place of a document in the folder.
fn inside(root: &Path, document: &Path) -> Option<String> {
    let real = |p: &Path| std::fs::canonicalize(p).ok();
    let full = real(document).or_else(|| Some(real(document.parent()?)?.join(document.file_name()?)))?;
    let place = full.strip_prefix(real(root)?).ok()?.to_owned();
    let parts = place.components().map(|c| match c {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}

/// The folder of production that holds a document.
#[must_use]
pub fn folder_of(document: &Path) -> Option<PathBuf> {
    let full = std::fs::canonicalize(document).ok()?;
    full.ancestors().skip(1).find(|p| p.join("production.toml").is_file()).map(Path::to_owned)
}

/// What a document is, and whether it is a test.
fn recognise(bytes: &[u8]) -> Option<(Depot, bool)> {
    let of = |genre, mois: Option<String>, ordre| Depot {
        rang: 0,
        genre,
        fichier: String::new(),
        mois,
        ordre,
        le: None,
        par: None,
        annule: None,
        empreinte: String::new(),
        precedent: String::new(),
        sceau: String::new(),
    };
    if bytes.starts_with(b"S10.G00.00.") {
        let essai = bytes.windows(19).any(|w| w == b"S10.G00.00.005,'01'");
        let monthly = dsn::totals::read_monthly(bytes);
        let month = monthly.first().and_then(|d| d.mois).map(|m| m.to_string());
        let genre = if month.is_some() { Genre::Dsn } else { Genre::Signalement };
        return Some((of(genre, month, dsn::ordre(bytes)), essai));
    }
    if let Some(real) = dpae::is_real(bytes) {
        return Some((of(Genre::Dpae, None, None), !real));
    }
    if let Ok(exchange) = aem::lire(bytes) {
        let month = exchange.lots.iter().flat_map(|l| &l.attestations).map(|a| a.mois).next()?;
        let essai = exchange.entete.mode == cddu_declarations::Mode::Essai;
        return Some((of(Genre::Aem, Some(month.to_string()), None), essai));
    }
    let text = std::str::from_utf8(bytes).ok()?;
    sepa::read(text).ok().filter(|r| !r.virements.is_empty())?;
    Some((of(Genre::Virements, None, None), false))
}

/// True for a DSN that replaces another one (S20.G00.05.002 = 03 or 05).
fn replaces(bytes: &[u8]) -> bool {
    dsn::totals::read_monthly(bytes).iter().any(|d| matches!(d.genre.as_str(), "03" | "05"))
}

/// Proves the deposits: the chain, the copies, and the documents where they were sent from. The number of deposits.
pub(crate) fn prove(folder: &Folder, out: &mut Vec<Diagnostic>) -> usize {
    let depots = match Depots::open(&folder.root) {
        Ok(depots) => depots,
        Err(list) => {
            out.extend(list);
            return 0;
        }
    };
    let taken: Vec<u64> = depots.chaine.iter().filter_map(|d| d.annule).collect();
    for depot in depots.chaine.iter().filter(|d| d.annule.is_none()) {
        out.extend(depots.bytes(depot).err());
        if taken.contains(&depot.rang) {
            continue;
        }
        // A place that was written again by a later deposit speaks for that one.
        if depots.at(&depot.fichier).is_some_and(|last| last.rang != depot.rang) {
            continue;
        }
        let found = match read_if_there(&folder.root.join(&depot.fichier)) {
            Ok(found) => found,
            Err(fault) => {
                out.push(fault);
                continue;
            }
        };
        if found.as_deref().map(sha).as_ref() != Some(&depot.empreinte) {
            let what = if found.is_some() { "a changé" } else { "a disparu" };
            out.push(
                Diagnostic::error("DOS-172", format!("ce document ({}) {what} depuis", depot.quand()))
                    .in_file(folder.shown(&depot.fichier), None)
                    .hint(format!("ce qui a été envoyé est gardé : {}", depot.copie())),
            );
        }
    }
    depots.list.len()
}
