//! The one writer of each declaration: `cddu paie` and the commands of one declaration make the same file at the same
//! place.

use std::collections::{BTreeMap, BTreeSet};

use cddu_declarations::{Mode, Production, Tables, aem, dsn};
use cddu_payslip::Payslip;
use cddu_rates::{Diagnostic, Month, io_cause};
use chrono::{NaiveDate, NaiveTime};

use crate::registre::atomic::{names_if_there, read_if_there};
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
        let slips = Register::open(&folder.root)?.all().map(|f| f.resultat.clone()).collect();
        Ok(Self::of(folder, slips, mode))
    }

    /// These payslips.
    pub(super) fn of(folder: &'a Folder, mut slips: Vec<Payslip>, mode: Mode) -> Self {
        slips.sort_by(|a, b| (a.date_paiement, &a.numero).cmp(&(b.date_paiement, &b.numero)));
        Self { folder, production: folder.declarations(), slips, mode }
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
        let usual = dsn_path(month);
        let there = |path: &str| read_if_there(&self.folder.root.join(path)).map_err(|d| vec![d]);
        let former = there(&usual)?.as_deref().and_then(dsn::ordre).unwrap_or(1);
        let build = |ordre: u64| {
            let options = dsn::Options {
                mode: self.mode,
                constitue_le: options.constitue_le.unwrap_or_else(|| last_payment(&self.slips, month)),
                ordre,
                annule_et_remplace: options.annule_et_remplace,
            };
            dsn::build(&self.production, tables, &self.slips, month, &options)
        };
        if !options.annule_et_remplace {
            let file = build(options.ordre.unwrap_or(former))?;
            return Ok(Declared { path: usual, file });
        }
        if let Some(ordre) = options.ordre {
            return Ok(Declared { path: replacing_path(month, ordre), file: build(ordre)? });
        }
        // The number after the last one, unless the last one already says the same.
        let mut last = former;
        while there(&replacing_path(month, last + 1))?.is_some() {
            last += 1;
        }
        if last > former {
            let (path, file) = (replacing_path(month, last), build(last)?);
            if there(&path)?.is_some_and(|bytes| bytes == file.bytes) {
                return Ok(Declared { path, file });
            }
        }
        Ok(Declared { path: replacing_path(month, last + 1), file: build(last + 1)? })
    }

    /// The AEM of every month of payment, numbered after those of the months before: they are made again in order.
    #[must_use]
    pub fn aem(&self, tables: &Tables) -> BTreeMap<Month, Result<Declared<aem::AemFile>, Vec<Diagnostic>>> {
        let all: BTreeSet<Month> = self.slips.iter().map(|s| Month::of(s.date_paiement)).collect();
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
            let made = aem::build(&self.production, tables, &self.slips, &options).map(|file| {
                issued.extend(file.attestations().cloned());
                Declared { path: aem_path(month), file }
            });
            out.insert(month, made);
        }
        out
    }
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
        std::fs::rename(&place, aside).map_err(|error| {
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
            "ne plus l'envoyer ; compléter les données dites plus haut, puis relancer pour l'écrire à jour",
        ),
    ))
}
