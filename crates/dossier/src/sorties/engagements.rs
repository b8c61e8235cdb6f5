//! The contracts to sign, written from the rows that will be paid: nothing is typed twice.

use cddu_declarations::Tables;
use cddu_declarations::engagement::{self, Demande, Oeuvre};
use cddu_documents::Context;
use cddu_documents::engagement::contrat;
use cddu_rates::{Diagnostic, Period, Rates};

use crate::lecture::contracts::LigneContrat;
use crate::paie::prepare::agreed;
use crate::sorties::outputs::{Desk, Etape, Tick};
use crate::{Folder, Outputs};

/// Which contracts, and how they are written.
#[derive(Clone, Debug, Default)]
pub struct ContratOptions {
    /// Only this contract.
    pub contrat: Option<String>,
    /// Only this person.
    pub matricule: Option<String>,
    /// Only contracts that begin on these days.
    pub debut: Option<Period>,
    /// Writes PDF files.
    pub pdf: bool,
    /// Writes HTML pages.
    pub html: bool,
}

impl ContratOptions {
    fn keeps(&self, contract: &LigneContrat) -> bool {
        self.matricule.as_deref().is_none_or(|m| m == contract.matricule)
            && self.contrat.as_deref().is_none_or(|c| c == contract.contrat)
            && self.debut.is_none_or(|days| days.contains(contract.dates.debut))
    }
}

/// Where contracts are written, in the folder.
const PLACE: &str = "sorties/contrats";

/// Writes one contract per row, those that lack something left out and named. `tick` is called once per contract.
///
/// # Errors
/// `CTR-010` when no row answers, `DOS-080` when the disk refuses, the errors of the tables.
pub fn contrats(
    folder: &Folder,
    rates: &Rates,
    options: &ContratOptions,
    tick: Tick<'_>,
) -> Result<Outputs, Vec<Diagnostic>> {
    let context = Context::new(rates).map_err(|d| vec![d])?;
    let tables = Tables::load(rates)?;
    let production = folder.declarations();
    let mut desk = Desk::new(folder, false, cddu_declarations::Mode::Reel);
    let mut rows: Vec<&LigneContrat> = folder.contracts.values().filter(|c| options.keeps(c)).collect();
    rows.sort_by_key(|c| (c.dates.debut, c.ligne));
    if rows.is_empty() {
        return Err(vec![
            Diagnostic::error("CTR-010", "aucun contrat à écrire")
                .in_file(folder.shown("contrats.csv"), None)
                .hint("vérifier --personne, --contrat et --periode (le contrat commence dans la période)"),
        ]);
    }
    if options.contrat.is_none() && options.matricule.is_none() {
        desk.note(faults(folder).cloned());
    }
    let (mut written, total) = (0, rows.len());
    for row in rows {
        let name = format!("{PLACE}/contrat-{}", row.contrat);
        let made = sound(folder, row)
            .and_then(|()| demand(folder, rates, row))
            .and_then(|asked| engagement::build(rates, &tables, &production, &asked))
            .and_then(|(engagement, warnings)| {
                let document = contrat::document(&context, &engagement).map_err(|d| vec![d])?;
                Ok((document, warnings))
            });
        tick(Etape::Contrats, total);
        let (document, warnings) = match made {
            Ok(made) => made,
            Err(faults) => {
                desk.note(faults);
                desk.set_aside(|folder| aside(folder, &name))?;
                continue;
            }
        };
        desk.note(warnings);
        if options.pdf {
            match context.pdf(&document) {
                Ok(bytes) => desk.put_quietly(&format!("{name}.pdf"), &bytes)?,
                Err(fault) => {
                    desk.note([fault.at(format!("contrat {}", row.contrat))]);
                    continue;
                }
            }
        }
        if options.html {
            desk.put_quietly(&format!("{name}.html"), context.html(&document).as_bytes())?;
        }
        written += 1;
    }
    if written > 0 {
        desk.list(&format!("{PLACE}/"), &cddu_documents::typo::count(written, "contrat"));
    }
    Ok(desk.outputs)
}

/// What is wrong in the rows of people and contracts.
fn faults(folder: &Folder) -> impl Iterator<Item = &Diagnostic> {
    let files = ["contrats.csv", "salaries.csv", "figuration.csv"].map(|file| folder.shown(file));
    folder
        .diagnostics
        .iter()
        .filter(move |d| d.is_error() && d.fichier.as_ref().is_some_and(|f| files.contains(f)))
}

/// Nothing is signed on a row that holds a fault, nor on that of its person.
fn sound(folder: &Folder, row: &LigneContrat) -> Result<(), Vec<Diagnostic>> {
    let person = folder.people.get(&row.matricule).map(|p| (folder.shown(p.fichier), p.ligne));
    let places: Vec<(String, u64)> =
        std::iter::once((folder.shown(row.fichier), row.ligne)).chain(person).collect();
    let own = |d: &&Diagnostic| {
        places.iter().any(|(file, line)| d.fichier.as_ref() == Some(file) && d.ligne == Some(*line))
    };
    let own: Vec<Diagnostic> = faults(folder).filter(own).cloned().collect();
    if own.is_empty() { Ok(()) } else { Err(own) }
}

/// A contract that is no longer right does not stay beside the others.
fn aside(folder: &Folder, name: &str) -> Result<Option<Diagnostic>, Vec<Diagnostic>> {
    let files = ["pdf", "html"].map(|kind| format!("{name}.{kind}"));
    super::outputs::set_aside(folder, &files)
}

/// What a row asks for as a contract.
fn demand<'a>(
    folder: &'a Folder,
    rates: &Rates,
    row: &'a LigneContrat,
) -> Result<Demande<'a>, Vec<Diagnostic>> {
    let Some(person) = folder.people.get(&row.matricule) else {
        return Err(vec![
            Diagnostic::error("DOS-021", format!("« {} » n'est pas dans salaries.csv", row.matricule))
                .in_file(folder.shown(row.fichier), Some(row.ligne))
                .column("matricule")
                .hint("ajouter la personne à salaries.csv, ou corriger le matricule du contrat"),
        ]);
    };
    let film = &folder.production.production;
    let terms = agreed(folder, rates, row)?;
    Ok(Demande {
        salarie: &person.salarie,
        contrat: &row.contrat,
        categorie: row.categorie,
        fonction: &row.fonction,
        cadre: terms.cadre,
        annexe: row.annexe,
        idcc: folder.idcc(row),
        dates: row.dates,
        engagement: terms.engagement,
        salaire_base: row.salaire_base,
        heures_base: terms.heures_base,
        brut: row.brut,
        cachets: terms.cachets,
        dfs: row.dfs,
        mineur: terms.mineur,
        numero_objet: row.numero_objet.as_deref(),
        lieu: row.declare.lieu.as_deref(),
        essai_jours: row.declare.essai_jours,
        minimum: terms.minimum,
        oeuvre: Oeuvre {
            titre: film.titre.clone(),
            genre: film.genre.map(|g| g.key().to_owned()),
            duree_minutes: film.duree_minutes,
            destination: film.destination.clone(),
        },
        periodicite: film.periodicite,
    })
}
