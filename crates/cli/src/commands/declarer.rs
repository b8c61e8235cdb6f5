//! Declarations written from a folder: monthly DSN and its events, AEM, DPAE.

use std::path::Path;

use cddu_declarations::{Mode, Tables, aem, dsn as monthly};
use cddu_documents::typo;
use cddu_dossier::{
    Declarant, Declared, DpaeOptions, DsnOptions, EmbaucheDpae, Envoye, EtatDpae, Folder, set_aem_aside,
    set_dsn_aside, write_inside,
};
use cddu_rates::{Diagnostic, Month, Rates};
use chrono::NaiveDate;
use serde::Serialize;

use super::paie::visible;
use super::today;
use crate::args::{AemEcrireArgs, DpaeArgs, DsnArretArgs, DsnCommand, DsnEcrireArgs, DsnFinArgs, EnvoiArgs};
use crate::output::{Context, Outcome, Status};
use crate::render::{columns, money};

/// Diagnostics with the line of the file they speak of.
fn located(folder: &Folder, list: Vec<Diagnostic>) -> Vec<Diagnostic> {
    list.into_iter().map(|d| folder.located(d)).collect()
}

/// The person of a contract.
fn matricule<'a>(folder: &'a Folder, contrat: &str) -> Result<&'a str, Vec<Diagnostic>> {
    folder.contracts.get(contrat).map(|c| c.matricule.as_str()).ok_or_else(|| {
        let names = cddu_rates::nearest(contrat, folder.contracts.keys().map(String::as_str));
        let hint = if names.is_empty() {
            "les contrats sont dans contrats.csv".to_owned()
        } else {
            format!("contrats voisins : {}", names.join(", "))
        };
        vec![
            Diagnostic::error("CLI-009", format!("le contrat {contrat} n'existe pas dans ce dossier"))
                .hint(hint),
        ]
    })
}

const fn mode(real: bool) -> Mode {
    if real { Mode::Reel } else { Mode::Essai }
}

fn month(text: &str) -> Result<Month, Vec<Diagnostic>> {
    Month::parse(text).ok_or_else(|| {
        vec![
            Diagnostic::error("CLI-008", format!("« {text} » n'est pas un mois"))
                .hint("écrire l'année et le mois, par exemple 2026-11"),
        ]
    })
}

/// What a command wrote.
#[derive(Serialize)]
struct Written<T> {
    fichier: String,
    resume: T,
    avertissements: Vec<Diagnostic>,
}

/// Writes the file, in the folder unless another place is asked for, and says so.
fn finish<T: Serialize>(
    context: &Context,
    folder: &Folder,
    envoi: &EnvoiArgs,
    (path, bytes): (&str, &[u8]),
    sentence: &str,
    resume: T,
    warnings: Vec<Diagnostic>,
) -> Outcome {
    let place = match &envoi.sortie {
        Some(place) => {
            crate::input::write(place, bytes)?;
            place.clone()
        }
        None => {
            write_inside(&folder.root, path, bytes).map_err(|d| vec![d])?;
            folder.root.join(path)
        }
    };
    let avertissements = located(folder, warnings);
    context.report(&visible(&avertissements, false));
    if context.json {
        context.print_json(&Written { fichier: place.display().to_string(), resume, avertissements });
    } else {
        context.print(&format!("{sentence}\n{}\n", place.display()));
    }
    Ok(Status::Done)
}

/// A declaration that cannot be written: what is missing, and the file of an earlier run set aside.
fn refused(
    folder: &Folder,
    envoi: &EnvoiArgs,
    list: Vec<Diagnostic>,
    aside: impl FnOnce(&Folder) -> Result<Option<Diagnostic>, Vec<Diagnostic>>,
) -> Vec<Diagnostic> {
    let mut out = located(folder, list);
    if envoi.sortie.is_none() {
        match aside(folder) {
            Ok(said) => out.extend(said),
            Err(list) => out.extend(list),
        }
    }
    out
}

pub fn dsn(context: &Context, rates: &Rates, command: &DsnCommand) -> Outcome {
    match command {
        DsnCommand::Ecrire(args) => monthly_dsn(context, rates, args),
        DsnCommand::Relire { dossier, fichier } => reread(context, rates, dossier, fichier),
        DsnCommand::Arret(args) => arret(context, args),
        DsnCommand::FinContrat(args) => fin_contrat(context, rates, args),
        _ => Ok(Status::Done),
    }
}

fn reread(context: &Context, rates: &Rates, root: &Path, path: &Path) -> Outcome {
    let folder = Folder::read(root)?;
    let declarant = Declarant::open(&folder, Mode::Essai)?;
    let name = path.display().to_string();
    let tables = Tables::load(rates)?;
    let bytes = crate::input::bytes(path)?;
    let gaps =
        monthly::relire(&declarant.production, &tables, &declarant.slips, &declarant.deposees()?, &bytes)
            .map_err(|list| located(&folder, list.into_iter().map(|d| d.in_file(&name, None)).collect()))?;
    let count = gaps.len();
    if context.json {
        context.print_json(&gaps);
    } else {
        let lines: Vec<Diagnostic> = gaps
            .into_iter()
            .map(|g| {
                let line = g.ligne;
                let found = g.diagnostic();
                found.in_file(&name, line)
            })
            .collect();
        context.report(&lines);
        let gaps = typo::count(count, "écart");
        context.print(&format!("{name} : {gaps} avec les bulletins du dossier.\n"));
    }
    Ok(Status::anomalies_if(count > 0))
}

fn monthly_dsn(context: &Context, rates: &Rates, args: &DsnEcrireArgs) -> Outcome {
    let folder = Folder::read(&args.envoi.dossier)?;
    let declarant = Declarant::open(&folder, mode(args.envoi.reel))?;
    let month = month(&args.mois)?;
    let options = DsnOptions {
        ordre: args.ordre,
        annule_et_remplace: args.annule_et_remplace,
        constitue_le: args.constituee_le,
    };
    let Declared { path, file, envoye } =
        declarant.dsn(&Tables::load(rates)?, month, &options).map_err(|list| {
            refused(&folder, &args.envoi, list, |folder| {
                // The declaration to be replaced was accepted: it stays.
                if options.annule_et_remplace { Ok(None) } else { set_dsn_aside(folder, month) }
            })
        })?;
    let r = &file.resume;
    let sentence = if r.individus == 0 {
        format!("DSN néant de {month}, norme {}", r.norme)
    } else {
        format!(
            "DSN de {month}, norme {} : {}, {}, {}, brut {} € ; méthodes : {}",
            r.norme,
            typo::count(r.individus, "personne"),
            typo::count(r.contrats, "contrat"),
            typo::count(r.bulletins, "bulletin"),
            money(r.brut),
            r.methodes.iter().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>().join(", ")
        )
    };
    let resume = file.resume.clone();
    let sentence = with_deposit(sentence, envoye.as_ref());
    finish(context, &folder, &args.envoi, (&path, &file.bytes), &sentence, resume, file.avertissements)
}

/// The sentence, and when the document was sent.
fn with_deposit(sentence: String, sent: Option<&Envoye>) -> String {
    sent.map_or(sentence.clone(), |sent| format!("{sentence}, {}", sent.depot.quand()))
}

fn arret(context: &Context, args: &DsnArretArgs) -> Outcome {
    let folder = Folder::read(&args.envoi.dossier)?;
    let declarant = Declarant::open(&folder, mode(args.envoi.reel))?;
    let evenement = monthly::Evenement {
        bulletins: &declarant.slips,
        matricule: matricule(&folder, &args.contrat)?,
        contrat: &args.contrat,
    };
    let stop = monthly::Arret {
        motif: args.motif.clone(),
        dernier_jour_travaille: args.dernier_jour,
        fin_prevue: args.fin_prevue,
        accident_le: args.accident,
        subrogation: args
            .subrogation_du
            .zip(args.subrogation_au)
            .map(|(debut, fin)| monthly::Subrogation { debut, fin }),
    };
    let file = monthly::arret(
        &declarant.production,
        &evenement,
        &stop,
        &event_options(args.envoi.reel, args.constituee_le),
    )
    .map_err(|list| located(&folder, list))?;
    let path = format!("sorties/declarations/evenements/arret-{}-{}.dsn", args.contrat, args.dernier_jour);
    let sentence = format!("Signalement d'arrêt de travail du contrat {}", args.contrat);
    let resume = file.resume.clone();
    finish(context, &folder, &args.envoi, (&path, &file.bytes), &sentence, resume, file.avertissements)
}

fn fin_contrat(context: &Context, rates: &Rates, args: &DsnFinArgs) -> Outcome {
    let folder = Folder::read(&args.envoi.dossier)?;
    let declarant = Declarant::open(&folder, mode(args.envoi.reel))?;
    let evenement = monthly::Evenement {
        bulletins: &declarant.slips,
        matricule: matricule(&folder, &args.contrat)?,
        contrat: &args.contrat,
    };
    let end = monthly::FinContrat {
        fin: args.fin,
        dernier_jour_travaille: args.dernier_jour,
        notifiee_le: args.notifiee_le,
        transaction: args.transaction,
    };
    let file = monthly::fin_contrat(
        &declarant.production,
        &Tables::load(rates)?,
        &evenement,
        &end,
        &event_options(args.envoi.reel, args.constituee_le),
    )
    .map_err(|list| located(&folder, list))?;
    let path = format!("sorties/declarations/evenements/fin-{}.dsn", args.contrat);
    let sentence = format!("Signalement de fin du contrat {}", args.contrat);
    let resume = file.resume.clone();
    finish(context, &folder, &args.envoi, (&path, &file.bytes), &sentence, resume, file.avertissements)
}

fn event_options(real: bool, day: Option<NaiveDate>) -> monthly::Options {
    monthly::Options {
        mode: mode(real),
        constitue_le: day.unwrap_or_else(today),
        ordre: 1,
        annule_et_remplace: false,
        deposees: Vec::new(),
    }
}

pub fn aem(context: &Context, rates: &Rates, args: &AemEcrireArgs) -> Outcome {
    let folder = Folder::read(&args.envoi.dossier)?;
    let declarant = Declarant::open(&folder, mode(args.envoi.reel))?;
    let month = month(&args.mois)?;
    let Some(made) = declarant.aem(&Tables::load(rates)?)?.remove(&month) else {
        return Err(vec![
            Diagnostic::error("AEM-000", format!("aucun bulletin du dossier n'est payé en {month}"))
                .hint("vérifier le mois (c'est celui du paiement) : sans paie, aucune AEM n'est due"),
        ]);
    };
    let Declared { path, file, envoye } =
        made.map_err(|list| refused(&folder, &args.envoi, list, |folder| set_aem_aside(folder, month)))?;
    let controle = file.exchange.lots.first().map(|lot| lot.controle.clone());
    let people: std::collections::BTreeSet<_> =
        file.attestations().map(|a: &aem::Attestation| &a.salarie.nir).collect();
    let sentence = format!(
        "AEM payées en {month} : {}, {}",
        typo::count(file.attestations().count(), "attestation"),
        typo::count(people.len(), "personne")
    );
    let warnings = file.avertissements.clone();
    let sentence = with_deposit(sentence, envoye.as_ref());
    finish(context, &folder, &args.envoi, (&path, &file.bytes), &sentence, controle, warnings)
}

/// Hirings that can be declared, those declared, and those that began without a declaration.
pub fn dpae(context: &Context, rates: &Rates, args: &DpaeArgs) -> Outcome {
    let folder = Folder::read(&args.dossier)?;
    for contrat in &args.contrat {
        matricule(&folder, contrat)?;
    }
    let options = DpaeOptions {
        contrats: args.contrat.clone(),
        envoyee_le: args.envoyee_le.unwrap_or_else(today),
        mode: mode(args.reel),
        sortie: args.sortie.clone(),
    };
    let run = cddu_dossier::dpae(&folder, rates, &options)?;
    let shown = visible(&run.diagnostics, false);
    // Nothing of what was asked for by name could be written.
    if !args.contrat.is_empty() && run.embauches.iter().all(|e| e.etat == EtatDpae::Refusee) {
        return Err(shown);
    }
    context.report(&shown);
    if context.json {
        context.print_json(&run.embauches);
    } else {
        context.print(&hirings(&run.embauches, options.envoyee_le, args.reel));
    }
    Ok(Status::anomalies_if(run.diagnostics.iter().any(Diagnostic::is_error)))
}

fn hirings(list: &[EmbaucheDpae], day: NaiveDate, real: bool) -> String {
    let written: Vec<&str> = list.iter().filter_map(|e| e.fichier.as_deref()).collect();
    let mut text = String::new();
    for e in list {
        let state = match e.etat {
            EtatDpae::EnRetard => "sans DPAE".to_owned(),
            EtatDpae::Refusee => "données manquantes".to_owned(),
            EtatDpae::Essai => "message d'essai".to_owned(),
            EtatDpae::Faite => "faite".to_owned(),
            EtatDpae::PlusTard => format!("à partir du {}", e.possible_le.format("%d/%m/%Y")),
        };
        let begins = e.debut.format("%d/%m/%Y").to_string();
        text.push_str(&columns(&[
            (&begins, 10),
            (&e.contrat, 16),
            (&e.matricule, 8),
            (&e.nom, 28),
            (&state, 24),
        ]));
    }
    let kind = if real { "" } else { " d'essai" };
    if written.is_empty() {
        text.push_str(&format!("Aucun message à écrire le {}.\n", day.format("%d/%m/%Y")));
    } else {
        text.push_str(&format!("{} DPAE{kind}\n", typo::count(written.len(), "message")));
        text.extend(written.iter().map(|path| format!("{path}\n")));
    }
    text
}
