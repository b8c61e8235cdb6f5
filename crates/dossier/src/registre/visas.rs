//! `visas/`: the payslips that somebody has checked before they are paid. One file per period; a visa holds for what was
//! seen: a payslip that another input, other tables or another amount makes is to be checked again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cddu_rates::{Diagnostic, hex};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::lecture::text::json_cause;
use crate::registre::atomic::{read_if_there, write_inside};
use crate::{Frozen, PayPeriod, Run};

/// The directory of the visas, under that of the production.
const PLACE: &str = "visas";

/// A payslip checked: when, by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visa {
    /// Day.
    pub le: NaiveDate,
    /// Name given to `--par`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub par: Option<String>,
    /// `sha256:` of what was seen: input, tables, amounts.
    pub empreinte: String,
}

/// The visas of a period, by number of payslip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visas(BTreeMap<String, Visa>);

impl Visas {
    /// Reads those of a period.
    ///
    /// # Errors
    /// `DOS-304` for a file that is not one of visas; `DOS-081` for one that cannot be read.
    pub fn open(root: &Path, period: &PayPeriod) -> Result<Self, Vec<Diagnostic>> {
        let path = root.join(place(period));
        let Some(bytes) = read_if_there(&path).map_err(|d| vec![d])? else { return Ok(Self::default()) };
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            let message = format!("les visas de {} ne se lisent pas : {}", period.nom, json_cause(&error));
            vec![
                Diagnostic::error("DOS-304", message)
                    .in_file(path.display().to_string(), None)
                    .hint("effacer ce fichier et vérifier de nouveau : cddu viser DOSSIER --periode PERIODE ; aucun bulletin n'en dépend"),
            ]
        })
    }

    /// The visa of a payslip, when what was seen is what it is.
    #[must_use]
    pub fn of(&self, frozen: &Frozen) -> Option<&Visa> {
        self.0.get(&frozen.numero).filter(|visa| visa.empreinte == seen(frozen))
    }
}

/// What a command notes or takes back.
#[derive(Clone, Debug, Default)]
pub struct Vise<'a> {
    /// People; none: everybody of the period.
    pub personnes: &'a [String],
    /// Takes the visas back.
    pub retirer: bool,
    /// Day.
    pub le: NaiveDate,
    /// Who checked.
    pub par: Option<&'a str>,
}

/// Notes that payslips were checked, or takes it back; the numbers concerned, in order.
///
/// # Errors
/// `DOS-305` for a person whom the period does not pay; those of [`Visas::open`]; `DOS-080` when the disk refuses.
pub fn viser(root: &Path, run: &Run, asked: &Vise<'_>) -> Result<Vec<String>, Vec<Diagnostic>> {
    let known: BTreeSet<&str> =
        run.payslips.iter().map(|(f, _)| f.resultat.salarie.matricule.as_str()).collect();
    let unknown: Vec<Diagnostic> = asked
        .personnes
        .iter()
        .filter(|m| !known.contains(m.as_str()))
        .map(|m| {
            let message = format!("la période {} n'a pas de bulletin de {m}", run.period.nom);
            Diagnostic::error("DOS-305", message)
                .hint("la personne est un matricule de la période ; « cddu paie DOSSIER --periode PERIODE --essai » les montre")
        })
        .collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let mut visas = Visas::open(root, &run.period)?;
    let mut numbers = Vec::new();
    for (frozen, _) in &run.payslips {
        if !asked.personnes.is_empty() && !asked.personnes.contains(&frozen.resultat.salarie.matricule) {
            continue;
        }
        if asked.retirer {
            if visas.0.remove(&frozen.numero).is_some() {
                numbers.push(frozen.numero.clone());
            }
        } else if visas.of(frozen).is_none() {
            let visa = Visa { le: asked.le, par: asked.par.map(str::to_owned), empreinte: seen(frozen) };
            visas.0.insert(frozen.numero.clone(), visa);
            numbers.push(frozen.numero.clone());
        }
    }
    if !numbers.is_empty() {
        let bytes = serde_json::to_vec_pretty(&visas.0).unwrap_or_default();
        write_inside(root, place(&run.period), &bytes).map_err(|d| vec![d])?;
    }
    numbers.sort_unstable();
    Ok(numbers)
}

fn place(period: &PayPeriod) -> String {
    format!("{PLACE}/{}.json", period.nom)
}

/// `sha256:` of what somebody sees of a payslip. Its number and the lines of the files are names, not data.
fn seen(frozen: &Frozen) -> String {
    let totals = serde_json::to_string(&frozen.resultat.totaux).unwrap_or_default();
    let text = [&frozen.empreinte_entree, &frozen.resultat.empreinte_baremes, &totals].map(String::as_str);
    format!("sha256:{}", hex(&Sha256::digest(text.join("\n").as_bytes())))
}
