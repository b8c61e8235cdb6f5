//! The sheets of a shoot, prefilled from the rows: hours to fill and sign, the list of the extras of a day.

use cddu_documents::Context;
use cddu_documents::engagement::{bordereau, feuille};
use cddu_documents::typo::count;
use cddu_payslip::{Categorie, ElementCode};
use cddu_rates::{Cents, Diagnostic, Period, Rates};
use chrono::{Datelike as _, NaiveDate};

use crate::lecture::columns::TEMPS;
use crate::lecture::contracts::LigneContrat;
use crate::lecture::times::Temps;
use crate::paie::prepare::agreed;
use crate::sorties::outputs::{Desk, Etape, Tick};
use crate::{Folder, Outputs, PayPeriod};

/// Which sheets, and how they are written.
#[derive(Clone, Debug)]
pub struct FeuilleOptions {
    /// Days to fill.
    pub periode: PayPeriod,
    /// Only this person.
    pub matricule: Option<String>,
    /// Writes PDF files.
    pub pdf: bool,
    /// Writes HTML pages.
    pub html: bool,
}

/// Writes a sheet per contract of the period, and the same rows as a CSV that goes back into `temps.csv`. Days of
/// figuration have a list each.
///
/// # Errors
/// `CTR-011` when no contract covers the period, `DOS-080` when the disk refuses, the errors of the tables.
pub fn feuilles(
    folder: &Folder,
    rates: &Rates,
    options: &FeuilleOptions,
    tick: Tick<'_>,
) -> Result<Outputs, Vec<Diagnostic>> {
    let context = Context::new(rates).map_err(|d| vec![d])?;
    let mut desk = Desk::new(folder, false, cddu_declarations::Mode::Reel);
    let days = options.periode.jours;
    let mut rows: Vec<(&LigneContrat, Period)> = folder
        .contracts
        .values()
        .filter(|c| options.matricule.as_deref().is_none_or(|m| m == c.matricule))
        .filter_map(|c| Some((c, c.dates.intersection(days)?)))
        .collect();
    rows.sort_by_key(|(c, _)| (c.fichier, c.ligne));
    if rows.is_empty() {
        return Err(vec![
            Diagnostic::error("CTR-011", format!("aucun contrat du {} au {}", days.debut, days.fin))
                .in_file(folder.shown("contrats.csv"), None)
                .hint("vérifier --periode et --personne ; une feuille suit les dates du contrat"),
        ]);
    }
    let place = format!("sorties/feuilles/{}", options.periode.nom);
    let sheets: Vec<_> = rows.iter().filter(|(c, _)| c.categorie != Categorie::Figurant).collect();
    for (contract, jours) in &sheets {
        let document = feuille::document(&sheet(folder, contract, *jours));
        tick(Etape::Contrats, sheets.len());
        put(&mut desk, &context, options, &format!("{place}/feuille-{}", contract.contrat), &document)?;
    }
    if !sheets.is_empty() {
        desk.list(&format!("{place}/"), &count(sheets.len(), "feuille"));
        let name = format!("{place}/temps-{}.csv", options.periode.nom);
        desk.put(&name, "les mêmes lignes, à saisir et à ajouter à temps.csv", csv(&sheets).as_bytes())?;
    }
    let extras: Vec<&LigneContrat> =
        rows.iter().map(|(c, _)| *c).filter(|c| c.categorie == Categorie::Figurant).collect();
    for day in days.iter_days() {
        let called: Vec<&LigneContrat> = extras.iter().filter(|c| c.dates.contains(day)).copied().collect();
        if called.is_empty() {
            continue;
        }
        let document = bordereau::document(&list(folder, rates, &called, day));
        let name = format!("{place}/bordereau-{day}");
        put(&mut desk, &context, options, &name, &document)?;
        desk.list(&name, &format!("bordereau de {}", count(called.len(), "figurant")));
    }
    Ok(desk.outputs)
}

fn put(
    desk: &mut Desk<'_>,
    context: &Context,
    options: &FeuilleOptions,
    name: &str,
    document: &cddu_documents::model::Document,
) -> Result<(), Vec<Diagnostic>> {
    if options.pdf {
        match context.pdf(document) {
            Ok(bytes) => desk.put_quietly(&format!("{name}.pdf"), &bytes)?,
            Err(fault) => desk.note([fault.at(name.to_owned())]),
        }
    }
    if options.html {
        desk.put_quietly(&format!("{name}.html"), context.html(document).as_bytes())?;
    }
    Ok(())
}

fn sheet(folder: &Folder, contract: &LigneContrat, jours: Period) -> feuille::Feuille {
    let production = &folder.production;
    feuille::Feuille {
        employeur: production.employeur.identite.clone(),
        salarie: folder.people.get(&contract.matricule).map(|p| p.salarie.identite()).unwrap_or_default(),
        titre: production.production.titre.clone(),
        contrat: contract.contrat.clone(),
        fonction: contract.fonction.clone(),
        jours,
        cachets: contract.categorie == Categorie::Artiste,
    }
}

/// The rows to type: a line per day from Monday to Friday, every day for a contract shorter than a week.
fn csv(sheets: &[&(&LigneContrat, Period)]) -> String {
    let names: Vec<String> = TEMPS.colonnes.iter().map(|c| c.nom.to_owned()).collect();
    let mut text = cddu_ledger::csv_line(&names, ';');
    for (contract, jours) in sheets {
        let short = contract.dates.days() < 5;
        for day in jours.iter_days().filter(|d| short || d.weekday().number_from_monday() <= 5) {
            let cells: Vec<String> = TEMPS
                .colonnes
                .iter()
                .map(|c| match c.nom {
                    "contrat" => contract.contrat.clone(),
                    "date" => day.to_string(),
                    _ => String::new(),
                })
                .collect();
            text.push_str(&cddu_ledger::csv_line(&cells, ';'));
        }
    }
    text
}

/// The extras of a day, with what is known of their hours and of their pay.
fn list(folder: &Folder, rates: &Rates, called: &[&LigneContrat], day: NaiveDate) -> bordereau::Bordereau {
    let production = &folder.production;
    let declared = folder.declarations();
    bordereau::Bordereau {
        employeur: production.employeur.identite.raison_sociale.clone().unwrap_or_default(),
        titre: production.production.titre.clone(),
        numero_objet: declared.film.numero_objet.unwrap_or_default(),
        jour: day,
        figurants: called.iter().map(|c| extra(folder, rates, c, day)).collect(),
    }
}

fn extra(folder: &Folder, rates: &Rates, contract: &LigneContrat, day: NaiveDate) -> bordereau::Figurant {
    let lines = folder.times.get(&contract.contrat).map_or(&[][..], Vec::as_slice);
    let worked = lines.iter().find_map(|l| match &l.temps {
        Temps::Jour(d) if d.date == day => Some(d),
        _ => None,
    });
    let clock = |h: cddu_payslip::gross::Horaire| h.to_string();
    let horaire = worked.map_or_else(Default::default, |d| {
        let pause = if d.pause_minutes == 0 { String::new() } else { format!("{} min", d.pause_minutes) };
        [d.debut.map(clock).unwrap_or_default(), d.fin.map(clock).unwrap_or_default(), pause]
    });
    let sum = |code: ElementCode| -> Cents {
        let own = folder.elements.iter().map(|l| (&l.matricule, &l.element));
        own.filter(|(m, e)| {
            **m == contract.matricule
                && e.date == Some(day)
                && e.code == code
                && e.contrat.as_deref().is_none_or(|c| c == contract.contrat)
        })
        .filter_map(|(_, e)| e.montant)
        .sum()
    };
    let minimum = || agreed(folder, rates, contract).ok()?.minimum.map(|m| m.valeur);
    bordereau::Figurant {
        salarie: folder.people.get(&contract.matricule).map(|p| p.salarie.identite()).unwrap_or_default(),
        fonction: contract.fonction.clone(),
        horaire,
        salaire: contract.salaire_base.or_else(minimum),
        complements: sum(ElementCode::Prime),
        repas: sum(ElementCode::Frais),
    }
}
