//! The one writer of each declaration: `cddu paie` and the commands of one declaration make the same file at the same
//! place.

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::{Mode, Production, Tables, aem, dsn};
use cddu_payslip::Payslip;
use cddu_rates::{Diagnostic, Month, io_cause};
use chrono::{NaiveDate, NaiveTime};

use crate::registre::atomic::{names_if_there, read_if_there, rename};
use crate::registre::depots::{Depot, Depots, Genre};
use crate::{Folder, Register};

/// The folder and the payslips that its declarations copy, by date of payment then number.
#[derive(Debug)]
pub struct Declarant<'a> {
    folder: &'a Folder,
    /// Identifiers at the social bodies.
    pub production: Production,
    /// Payslips.
    pub slips: Vec<Payslip>,
    /// Test or real.
    pub mode: Mode,
}

/// A declaration made, and its place relative to the folder.
#[derive(Debug)]
pub struct Declared<T> {
    /// Place.
    pub path: String,
    /// The file.
    pub file: T,
    /// It was sent as it is, and is not written again.
    pub envoye: Option<Envoye>,
}

/// What was sent, and says what the payslips say.
#[derive(Debug)]
pub struct Envoye {
    /// Its sending.
    pub depot: Depot,
    /// Where what would come after it is: a file there is of a change that is no more.
    pub suivant: String,
}

/// What a monthly DSN is asked to be.
#[derive(Clone, Copy, Debug, Default)]
pub struct DsnOptions {
    /// Order number in the month; `None`: that of the file that it writes again, 1 for the first, the next one for a
    /// declaration that replaces another.
    pub ordre: Option<u64>,
    /// Replaces the declaration already accepted for the month.
    pub annule_et_remplace: bool,
    /// Day on which the file is made; `None`: the last payment of the month, so that the same folder gives the same
    /// file.
    pub constitue_le: Option<NaiveDate>,
}

impl<'a> Declarant<'a> {
    /// The payslips of the register.
    ///
    /// # Errors
    /// A register that was altered.
    pub fn open(folder: &'a Folder, mode: Mode) -> Result<Self, Vec<Diagnostic>> {
        let slips = Register::open(&folder.root)?.all().map(|f| f.resultat.as_ref().clone()).collect();
        Ok(Self::of(folder, slips, mode))
    }

    /// These payslips.
    pub(super) fn of(folder: &'a Folder, mut slips: Vec<Payslip>, mode: Mode) -> Self {
        slips.sort_by(|a, b| (a.date_paiement, &a.numero).cmp(&(b.date_paiement, &b.numero)));
        Self { folder, production: folder.declarations(), slips, mode }
    }

    /// The monthly DSN already sent, in order.
    ///
    /// # Errors
    /// Those of [`Depots::open`] and [`Depots::bytes`].
    pub fn deposees(&self) -> Result<Vec<Vec<u8>>, Vec<Diagnostic>> {
        Depots::open(&self.folder.root)?.monthly_dsn()
    }

    /// The DSN of a month of payment.
    ///
    /// # Errors
    /// Everything that is missing or wrong; `DOS-081` for a former file that cannot be read.
    pub fn dsn(
        &self,
        tables: &Tables,
        month: Month,
        options: &DsnOptions,
    ) -> Result<Declared<dsn::DsnFile>, Vec<Diagnostic>> {
        let depots = Depots::open(&self.folder.root)?;
        let sent = depots.of(Genre::Dsn, month).next_back();
        let usual = dsn_path(month);
        let there = |path: &str| read_if_there(&self.folder.root.join(path)).map_err(|d| vec![d]);
        let former = there(&usual)?.as_deref().and_then(dsn::ordre).unwrap_or(1);
        let deposees = depots.monthly_dsn()?;
        let build = |ordre: u64, annule_et_remplace: bool| {
            let options = dsn::Options {
                mode: self.mode,
                constitue_le: options.constitue_le.unwrap_or_else(|| last_payment(&self.slips, month)),
                ordre,
                annule_et_remplace,
                deposees: deposees.clone(),
            };
            dsn::build(&self.production, tables, &self.slips, month, &options)
        };
        if let Some(sent) = sent.filter(|_| options.ordre.is_none()) {
            return self.after(sent, &depots.bytes(sent).map_err(|d| vec![d])?, month, &build);
        }
        if !options.annule_et_remplace {
            let file = build(options.ordre.unwrap_or(former), false)?;
            return Ok(Declared { path: usual, file, envoye: None });
        }
        if let Some(ordre) = options.ordre {
            return Ok(Declared {
                path: replacing_path(month, ordre),
                file: build(ordre, true)?,
                envoye: None,
            });
        }
        // The number after the last one, unless the last one already says the same.
        let mut last = former;
        while there(&replacing_path(month, last + 1))?.is_some() {
            last += 1;
        }
        if last > former {
            let (path, file) = (replacing_path(month, last), build(last, true)?);
            if there(&path)?.is_some_and(|bytes| bytes == file.bytes) {
                return Ok(Declared { path, file, envoye: None });
            }
        }
        let mut file = build(last + 1, true)?;
        file.avertissements.push(unknown_deposit(month));
        Ok(Declared { path: replacing_path(month, last + 1), file, envoye: None })
    }

    /// The DSN of a month of which one was sent: that one while it says what the payslips say, otherwise the one that
    /// replaces it, with the number after it.
    fn after(
        &self,
        sent: &Depot,
        bytes: &[u8],
        month: Month,
        build: &dyn Fn(u64, bool) -> Result<dsn::DsnFile, Vec<Diagnostic>>,
    ) -> Result<Declared<dsn::DsnFile>, Vec<Diagnostic>> {
        let ordre = sent.ordre.unwrap_or(1);
        let replacing = sent.fichier != dsn_path(month);
        let again = build(ordre, replacing)?;
        if dsn::declares_the_same(&again.bytes, bytes) {
            let file = dsn::DsnFile { bytes: bytes.to_vec(), ..again };
            let envoye = Envoye { depot: sent.clone(), suivant: replacing_path(month, ordre + 1) };
            return Ok(Declared { path: sent.fichier.clone(), file, envoye: Some(envoye) });
        }
        let mut file = build(ordre + 1, true)?;
        file.avertissements.insert(0, to_replace(month, sent, ordre + 1));
        Ok(Declared { path: replacing_path(month, ordre + 1), file, envoye: None })
    }

    /// The AEM of every month of payment, numbered after those of the months before: they are made again in order.
    ///
    /// Those that were sent are not made again: the file holds what puts them right, or is the one that was sent.
    ///
    /// # Errors
    /// A register of deposits, or a copy of what was sent, that cannot be read.
    pub fn aem(&self, tables: &Tables) -> Result<MadeAem, Vec<Diagnostic>> {
        let depots = Depots::open(&self.folder.root)?;
        let mut all: BTreeSet<Month> = self.slips.iter().map(|s| Month::of(s.date_paiement)).collect();
        all.extend(
            depots
                .all()
                .iter()
                .filter(|d| d.genre == Genre::Aem)
                .filter_map(|d| Month::parse(d.mois.as_deref()?)),
        );
        let mut issued = Vec::new();
        let mut out = BTreeMap::new();
        for month in all {
            let options = aem::Options {
                mois: month,
                mode: self.mode,
                genere_le: last_payment(&self.slips, month).and_time(NaiveTime::MIN),
                signe_le: None,
                emises: issued.clone(),
            };
            if let Some(sent) = SentAem::of(&depots, month)? {
                issued.extend(sent.attestations.iter().cloned());
                let options = aem::Options { emises: issued.clone(), ..options };
                let fixes =
                    aem::rectifier(&self.production, tables, &self.slips, &options, &sent.attestations);
                let made = fixes.map(|fixes| {
                    let Some(mut file) = fixes else { return sent.declared(month) };
                    issued.extend(file.attestations().cloned());
                    let number = file.attestations().count();
                    file.avertissements.insert(0, to_put_right(month, &sent.last, number));
                    Declared { path: next_aem_path(month, sent.files + 1), file, envoye: None }
                });
                out.insert(month, made);
                continue;
            }
            let made = aem::build(&self.production, tables, &self.slips, &options).map(|file| {
                issued.extend(file.attestations().cloned());
                Declared { path: aem_path(month), file, envoye: None }
            });
            out.insert(month, made);
        }
        Ok(out)
    }
}

/// The AEM of each month of payment, or why they are not made.
pub type MadeAem = BTreeMap<Month, Result<Declared<aem::AemFile>, Vec<Diagnostic>>>;

/// The attestations sent for a month.
struct SentAem {
    last: Depot,
    /// The last file.
    file: aem::AemFile,
    /// Those of every file, in order.
    attestations: Vec<aem::Attestation>,
    /// How many files.
    files: usize,
}

impl SentAem {
    /// Nothing when none was sent; a file noted twice counts once.
    fn of(depots: &Depots, month: Month) -> Result<Option<Self>, Vec<Diagnostic>> {
        let mut seen = BTreeSet::new();
        let mut out: Option<Self> = None;
        for depot in depots.of(Genre::Aem, month).filter(|d| seen.insert(d.empreinte.as_str())) {
            let bytes = depots.bytes(depot).map_err(|d| vec![d])?;
            let exchange = aem::lire(&bytes).map_err(|d| vec![d.in_file(depot.copie(), None)])?;
            let file = aem::AemFile { bytes, exchange, avertissements: Vec::new() };
            let mut attestations =
                out.as_mut().map(|o| std::mem::take(&mut o.attestations)).unwrap_or_default();
            attestations.extend(file.attestations().cloned());
            let files = out.map_or(0, |o| o.files) + 1;
            out = Some(Self { last: depot.clone(), file, attestations, files });
        }
        Ok(out)
    }

    /// Nothing more is to be sent.
    fn declared(&self, month: Month) -> Declared<aem::AemFile> {
        let (path, file) = (self.last.fichier.clone(), self.file.clone());
        let suivant = next_aem_path(month, self.files + 1);
        Declared { path, file, envoye: Some(Envoye { depot: self.last.clone(), suivant }) }
    }
}

/// The DSN sent no longer says what the payslips say.
fn to_replace(month: Month, sent: &Depot, ordre: u64) -> Diagnostic {
    Diagnostic::warning(
        "DOS-176",
        format!("la DSN de {month} ({}) ne dit plus ce que disent les bulletins : une DSN annule et remplace d'ordre {ordre} est écrite", sent.quand()),
    )
    .hint("jusqu'à la veille de l'échéance : l'envoyer, puis cddu deposer ; après, ne pas l'envoyer : payer la différence un autre mois (cddu paie --rectifier --paiement)")
}

/// The attestations sent no longer say what the payslips say.
fn to_put_right(month: Month, sent: &Depot, number: usize) -> Diagnostic {
    Diagnostic::warning(
        "DOS-177",
        format!(
            "les AEM de {month} ({}) ne disent plus ce que disent les bulletins : {} à envoyer",
            sent.quand(),
            cddu_documents::typo::count(number, "attestation")
        ),
    )
    .hint("chaque AEM fausse est reprise (rectificative négative) et redonnée (positive), au numéro de l'initiale ; les envoyer, puis cddu deposer")
}

/// Nothing says that the DSN to be replaced was sent.
fn unknown_deposit(month: Month) -> Diagnostic {
    Diagnostic::warning("DOS-178", format!("aucune DSN de {month} n'est notée comme envoyée"))
        .hint("une annule et remplace ne vaut que si la première a été acceptée ; la noter : cddu deposer FICHIER --le DATE")
}

/// Where the DSN of a month is, unless it replaces another one.
pub(crate) fn dsn_path(month: Month) -> String {
    format!("sorties/declarations/{month}/dsn-{month}.dsn")
}

/// Where the DSN that replaces the one accepted for a month is.
fn replacing_path(month: Month, ordre: u64) -> String {
    format!("sorties/declarations/{month}/dsn-{month}-annule-et-remplace-{ordre}.dsn")
}

/// Where the AEM of a month are.
pub(crate) fn aem_path(month: Month) -> String {
    format!("sorties/declarations/{month}/aem-{month}.xml")
}

/// Where the DSN that speaks for a month is: once one was sent, the last one that replaces it, sent or about to be.
pub(crate) fn dsn_in_force(
    folder: &Folder,
    depots: &Depots,
    month: Month,
) -> Result<String, Vec<Diagnostic>> {
    let Some(sent) = depots.of(Genre::Dsn, month).next_back() else { return Ok(dsn_path(month)) };
    let next = replacing_path(month, sent.ordre.unwrap_or(1) + 1);
    let there = read_if_there(&folder.root.join(&next)).map_err(|d| vec![d])?.is_some();
    Ok(if there { next } else { sent.fichier.clone() })
}

/// Where the attestations that come after those already sent are: the second sending, the third.
pub(crate) fn next_aem_path(month: Month, rank: usize) -> String {
    format!("sorties/declarations/{month}/aem-{month}-envoi-{rank}.xml")
}

/// Day of the last payment of a month; its last day without payment.
#[must_use]
pub fn last_payment(slips: &[Payslip], month: Month) -> NaiveDate {
    slips
        .iter()
        .map(|s| s.date_paiement)
        .filter(|d| Month::of(*d) == month)
        .max()
        .unwrap_or_else(|| month.last())
}

/// End of the name of a file that no longer says what the folder holds.
const STALE: &str = "perimee";

/// Sets aside the DSN of an earlier run, when that of today cannot be written: it must not look current.
///
/// # Errors
/// `DOS-080` when the disk refuses.
pub fn set_dsn_aside(folder: &Folder, month: Month) -> Result<Option<Diagnostic>, Vec<Diagnostic>> {
    set_aside(folder, &[dsn_path(month)])
}

/// The same for the AEM of a month and the copies printed from them.
///
/// # Errors
/// `DOS-080` when the disk refuses, `DOS-081` for a directory that cannot be read.
pub fn set_aem_aside(folder: &Folder, month: Month) -> Result<Option<Diagnostic>, Vec<Diagnostic>> {
    let copies = format!("sorties/declarations/{month}/attestations");
    let printed = names_if_there(&folder.root.join(&copies)).map_err(|d| vec![d])?;
    let mut files = vec![aem_path(month)];
    files.extend(
        printed
            .into_iter()
            .filter(|name| name.starts_with("aem-") && !name.ends_with(STALE))
            .map(|name| format!("{copies}/{name}")),
    );
    set_aside(folder, &files)
}

/// Renames the files that are there, and says so once.
pub(crate) fn set_aside(folder: &Folder, files: &[String]) -> Result<Option<Diagnostic>, Vec<Diagnostic>> {
    let mut moved = Vec::new();
    for path in files {
        let place = folder.root.join(path);
        if read_if_there(&place).map_err(|d| vec![d])?.is_none() {
            continue;
        }
        let aside = folder.root.join(format!("{path}.{STALE}"));
        rename(&place, &aside).map_err(|error| {
            vec![
                Diagnostic::error(
                    "DOS-080",
                    format!("le fichier périmé ne se renomme pas : {}", io_cause(&error)),
                )
                .in_file(folder.shown(path), None)
                .hint("ne pas envoyer ce fichier ; vérifier les droits du dossier, puis relancer"),
            ]
        })?;
        moved.push(path);
    }
    let Some(first) = moved.first() else { return Ok(None) };
    let name = first.rsplit('/').next().unwrap_or(first);
    let copies = match moved.len() {
        1 => String::new(),
        n => format!(" (et {} de même)", cddu_documents::typo::count(n - 1, "copie imprimée")),
    };
    Ok(Some(
        Diagnostic::warning(
            "DOS-092",
            format!(
                "{name}, d'un passage précédent, est périmé : il s'appelle maintenant {name}.{STALE}{copies}"
            ),
        )
        .in_file(folder.shown(first), None)
        .hint(
            "ne plus l'envoyer ; compléter les données que les autres messages nomment, puis relancer pour l'écrire à jour",
        ),
    ))
}
