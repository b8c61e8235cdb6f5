//! Hirings: which are declared, which are to be declared, and the message of each.

use std::path::{Path, PathBuf};

use cddu_declarations::{Mode, dpae};
use cddu_rates::{Diagnostic, Gravite, Rates};
use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::declare::set_aside;
use super::desk::Desk;
use crate::lecture::contracts::LigneContrat;
use crate::registre::atomic::read_if_there;
use crate::registre::depots::Depots;
use crate::{Folder, write_atomic, write_inside};

/// Where the messages are, in the folder.
const PLACE: &str = "sorties/declarations/dpae";

/// What is asked.
#[derive(Clone, Debug)]
pub struct DpaeOptions {
    /// These contracts; none: those that can be declared on the day.
    pub contrats: Vec<String>,
    /// Day of sending.
    pub envoyee_le: NaiveDate,
    /// Test or real.
    pub mode: Mode,
    /// Directory of the messages; `None`: that of the folder.
    pub sortie: Option<PathBuf>,
}

/// Where the declaration of a hiring stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EtatDpae {
    /// The work has begun, nothing says that it was declared.
    EnRetard,
    /// The message could not be written.
    Refusee,
    /// A test message was written.
    Essai,
    /// A real message was written, or the folder gives the day of the declaration.
    Faite,
    /// Too early.
    PlusTard,
}

/// A hiring.
#[derive(Clone, Debug, Serialize)]
pub struct EmbaucheDpae {
    /// The message, when this call wrote one.
    pub fichier: Option<String>,
    /// Contract.
    pub contrat: String,
    /// Person.
    pub matricule: String,
    /// First name and name.
    pub nom: String,
    /// First day of work.
    pub debut: NaiveDate,
    /// Where the declaration stands.
    pub etat: EtatDpae,
    /// First day on which it can be made.
    pub possible_le: NaiveDate,
    /// Fields of the message written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declaration: Option<dpae::Declaration>,
}

/// The hirings of a folder, by first day then contract, and what was said on the way.
#[derive(Debug, Default)]
pub struct DpaeRun {
    /// Hirings: all of them, or those asked for.
    pub embauches: Vec<EmbaucheDpae>,
    /// Diagnostics.
    pub diagnostics: Vec<Diagnostic>,
}

/// Writes the messages that can be sent on the day, or those of the contracts asked for, and says where every hiring
/// stands. A hiring that lacks something does not stop the others.
///
/// # Errors
/// `BAR-010` for a day that the tables do not cover, `DOS-080` and `DOS-081` for the disk.
pub fn dpae(folder: &Folder, rates: &Rates, options: &DpaeOptions) -> Result<DpaeRun, Vec<Diagnostic>> {
    let mut desk = Desk::new(folder, false, options.mode);
    let depots = Depots::open(&folder.root)?;
    let mut embauches = Vec::new();
    let asked = |c: &LigneContrat| options.contrats.is_empty() || options.contrats.contains(&c.contrat);
    let mut contracts: Vec<&LigneContrat> = folder.contracts.values().filter(|c| asked(c)).collect();
    contracts.sort_by_key(|c| (c.dates.debut, &c.contrat));
    for contract in contracts {
        embauches.push(one(&mut desk, (folder, &depots), rates, options, contract)?);
    }
    Ok(DpaeRun { embauches, diagnostics: desk.outputs.diagnostics })
}

fn one(
    desk: &mut Desk<'_>,
    (folder, depots): (&Folder, &Depots),
    rates: &Rates,
    options: &DpaeOptions,
    contract: &LigneContrat,
) -> Result<EmbaucheDpae, Vec<Diagnostic>> {
    let day = options.envoyee_le;
    let debut = contract.dates.debut;
    let delay = dpae::delay(rates, debut).map_err(|d| vec![d])?;
    let possible_le = debut.checked_sub_days(Days::new(delay)).unwrap_or(debut);
    let person = folder.people.get(&contract.matricule).map(|p| &p.salarie);
    let mut hiring = EmbaucheDpae {
        fichier: None,
        contrat: contract.contrat.clone(),
        matricule: contract.matricule.clone(),
        nom: person.map(|p| format!("{} {}", p.prenom, p.nom)).unwrap_or_default(),
        debut,
        etat: EtatDpae::PlusTard,
        possible_le,
        declaration: None,
    };
    let name = format!("dpae-{}.xml", contract.contrat);
    let inside = format!("{PLACE}/{name}");
    let place = options.sortie.as_ref().map_or_else(|| folder.root.join(&inside), |dir| dir.join(&name));
    let former = read_if_there(&place).map_err(|d| vec![d])?.as_deref().and_then(dpae::is_real);
    let sent = depots.at(&inside).is_some();
    let done = contract.declare.dpae_le.is_some() || former == Some(true) || sent;
    let named = options.contrats.contains(&contract.contrat);
    // What was sent is never written again.
    if sent || done && !named {
        hiring.etat = EtatDpae::Faite;
        return Ok(hiring);
    }
    if !named && day > debut {
        hiring.etat = EtatDpae::EnRetard;
        desk.note([late(contract, &hiring)]);
        return Ok(hiring);
    }
    if !named && day < possible_le {
        return Ok(hiring);
    }
    let Some(person) = person else {
        hiring.etat = EtatDpae::Refusee;
        desk.note([unread(contract)]);
        return Ok(hiring);
    };
    let asked = dpae::Embauche {
        salarie: person.clone(),
        contrat: contract.contrat.clone(),
        debut,
        fin: contract.dates.fin,
        heure: None,
    };
    let wanted = dpae::Options { mode: options.mode, envoye_le: day };
    match dpae::build(rates, &folder.declarations(), None, &[asked], &wanted) {
        Ok((files, warnings)) => {
            desk.note(warnings);
            for file in files {
                write(folder, options, &inside, &place, &file.bytes)?;
                hiring.declaration = Some(file.declaration);
            }
            hiring.fichier = Some(place.display().to_string());
            hiring.etat = if options.mode == Mode::Reel { EtatDpae::Faite } else { EtatDpae::Essai };
        }
        Err(list) => {
            desk.note(list);
            hiring.etat = EtatDpae::Refusee;
            // What was sent stays: only a test message is made again.
            if former == Some(false) && options.sortie.is_none() {
                desk.set_aside(|folder| set_aside(folder, &[inside]))?;
            }
        }
    }
    Ok(hiring)
}

fn write(
    folder: &Folder,
    options: &DpaeOptions,
    inside: &str,
    place: &Path,
    bytes: &[u8],
) -> Result<(), Vec<Diagnostic>> {
    let written = match options.sortie {
        None => write_inside(&folder.root, inside, bytes),
        Some(_) => write_atomic(place, bytes),
    };
    written.map_err(|d| vec![d])
}

/// Someone works and nothing says that the Urssaf knows.
fn late(contract: &LigneContrat, hiring: &EmbaucheDpae) -> Diagnostic {
    Diagnostic::error("DPAE-010", format!("l'embauche du {} n'a pas de DPAE", hiring.debut))
        .severity(Gravite::Majeur)
        .in_file(contract.fichier, Some(contract.ligne))
        .column("dpae_le")
        .at(format!("contrat {} ({}, {})", hiring.contrat, hiring.matricule, hiring.nom))
        .hint(
            "faite ailleurs : donner son jour dans la colonne dpae_le ; sinon la faire sans attendre, un retard vaut mieux qu'un oubli (C. trav. L1221-10, L1221-11, L8221-5)",
        )
}

/// The person of the contract is nowhere.
fn unread(contract: &LigneContrat) -> Diagnostic {
    Diagnostic::error(
        "DPAE-011",
        format!("pas de DPAE : « {} » n'est pas dans salaries.csv", contract.matricule),
    )
    .in_file(contract.fichier, Some(contract.ligne))
    .column("matricule")
    .at(format!("contrat {}", contract.contrat))
    .hint("ajouter la personne à salaries.csv, ou corriger le matricule du contrat")
}
