//! DSN, AEM and attestations of the months of payment, from every payslip of the register paid in them.

use std::collections::BTreeSet;

use cddu_declarations::{Tables, auteurs, conges};
use cddu_documents::Context;
use cddu_documents::typo::count;
use cddu_payslip::Payslip;
use cddu_payslip::note::Note;
use cddu_rates::{Diagnostic, Month, Rates};

use super::declare::{Declarant, Declared, DsnOptions, set_aem_aside, set_aside, set_dsn_aside};
use super::desk::{Desk, Tick};
use crate::registre::depots::{Depots, Genre};
use crate::sorties::attestations::{
    self, AttestationOptions, Impression, aem_sheets, conges_of_month, end_of_contract,
};
use crate::{Etat, Folder, NotesRun, Run};

/// The monthly files of each month in which the run pays.
pub(super) fn write(
    desk: &mut Desk<'_>,
    folder: &Folder,
    rates: &Rates,
    run: &Run,
    tick: Tick<'_>,
) -> Result<(), Vec<Diagnostic>> {
    let declarant = Declarant::of(folder, all_payslips(run), desk.mode);
    let tables = match Tables::load(rates) {
        Ok(tables) => tables,
        Err(list) => {
            desk.note(list);
            return Ok(());
        }
    };
    let months: BTreeSet<Month> =
        run.payslips.iter().map(|(f, _)| Month::of(f.resultat.date_paiement)).collect();
    let depots = Depots::open(&folder.root)?;
    for month in &months {
        monthly_dsn(desk, &declarant, &tables, *month)?;
        // Once it was sent, what replaces it is made and told.
        if depots.of(Genre::Dsn, *month).next().is_none() {
            desk.note(replaces(run, *month));
        }
    }
    papers(desk, rates, &declarant, &tables, &months, tick)
}

/// The payees of the DAS2 of each year in which the period pays notes, up to that month.
pub(super) fn das2(desk: &mut Desk<'_>, rates: &Rates, notes: &NotesRun) -> Result<(), Vec<Diagnostic>> {
    let months: BTreeSet<Month> = notes.results().iter().map(|n| Month::of(n.date_paiement)).collect();
    let frozen = notes.register.all().map(|n| n.resultat.clone());
    let mut all: Vec<Note> = frozen.collect();
    for note in notes.results() {
        if !all.contains(&note) {
            all.push(note);
        }
    }
    for month in months {
        let paid: Vec<Note> = all.iter().filter(|n| n.date_paiement <= month.last()).cloned().collect();
        match auteurs::das2(rates, &paid, month.year) {
            Ok(list) => {
                let what = format!("DAS2 de {} : {}", month.year, count(list.beneficiaires.len(), "auteur"));
                desk.put(
                    &format!("sorties/declarations/{month}/das2-{}.csv", month.year),
                    &what,
                    &list.csv(),
                )?;
            }
            Err(error) => desk.note([error]),
        }
    }
    Ok(())
}

/// The DSN of a month whose payslips were corrected: the one already sent, if it was, is replaced.
fn replaces(run: &Run, month: Month) -> Option<Diagnostic> {
    let corrected = run
        .payslips
        .iter()
        .filter(|(f, etat)| *etat == Etat::Rectificatif && Month::of(f.resultat.date_paiement) == month);
    let numbers: Vec<&str> = corrected.filter_map(|(f, _)| f.remplace.as_deref()).collect();
    let replaced_in_month = |number: &&&str| {
        run.register.get(number).is_some_and(|f| Month::of(f.resultat.date_paiement) == month)
    };
    let count_of = numbers.iter().filter(replaced_in_month).count();
    (count_of > 0).then(|| {
        Diagnostic::warning(
            "DOS-106",
            format!("la DSN de {month} change : {}", count(count_of, "bulletin rectifié")),
        )
        .hint(format!(
            "si elle est déjà déposée, et jusqu'à la veille de l'échéance : cddu dsn ecrire DOSSIER --mois {month} --annule-et-remplace (numéro d'ordre suivant) ; après, payer la différence un autre mois (--rectifier --paiement)"
        ))
    })
}

/// Everything frozen, and what a trial has just computed, by date of payment then number.
pub(super) fn all_payslips(run: &Run) -> Vec<Payslip> {
    let tried = run.payslips.iter().map(|(f, _)| f).filter(|f| run.register.get(&f.numero).is_none());
    let all = run.register.all().chain(tried);
    let mut slips: Vec<Payslip> = all.map(|f| f.resultat.as_ref().clone()).collect();
    slips.sort_by(|a, b| (a.date_paiement, &a.numero).cmp(&(b.date_paiement, &b.numero)));
    slips
}

fn monthly_dsn(
    desk: &mut Desk<'_>,
    declarant: &Declarant<'_>,
    tables: &Tables,
    month: Month,
) -> Result<(), Vec<Diagnostic>> {
    match declarant.dsn(tables, month, &DsnOptions::default()) {
        Ok(Declared { path, file, envoye: Some(sent) }) => {
            desk.note(file.avertissements);
            desk.list(&path, &format!("DSN du mois, {}, inchangée", sent.depot.quand()));
            desk.set_aside(|folder| set_aside(folder, &[sent.suivant]))
        }
        Ok(Declared { path, file, envoye: None }) => {
            desk.note(file.avertissements);
            let what = format!(
                "DSN du mois : {}, {}",
                count(file.resume.individus, "personne"),
                count(file.resume.contrats, "contrat")
            );
            desk.put(&path, &what, &file.bytes)
        }
        Err(list) => {
            desk.refuse(&format!("la DSN de {month} n'est pas écrite"), list);
            desk.set_aside(|folder| set_dsn_aside(folder, month))
        }
    }
}

/// The AEM of the months wanted, their printed copies and what is handed over at the end of the contracts.
fn papers(
    desk: &mut Desk<'_>,
    rates: &Rates,
    declarant: &Declarant<'_>,
    tables: &Tables,
    months: &BTreeSet<Month>,
    tick: Tick<'_>,
) -> Result<(), Vec<Diagnostic>> {
    let context = Context::new(rates).map_err(|d| vec![d])?;
    let mut files = declarant.aem(tables)?;
    let (production, slips) = (&declarant.production, &declarant.slips);
    for month in months {
        let options = AttestationOptions::all(*month);
        let mut missing = Vec::new();
        let mut aem = None;
        match files.remove(month) {
            Some(Ok(Declared { path, file, envoye })) => {
                let number = count(file.attestations().count(), "attestation");
                match envoye {
                    Some(sent) => {
                        desk.list(&path, &format!("AEM du mois : {number}, {}", sent.depot.quand()));
                        desk.set_aside(|folder| set_aside(folder, &[sent.suivant]))?;
                    }
                    None => desk.put(&path, &format!("AEM du mois : {number}"), &file.bytes)?,
                }
                desk.note(file.avertissements.iter().cloned());
                aem = Some(file);
            }
            // Corrections that change nothing of what attestations say: none is due.
            Some(Err(list)) if list.iter().all(|d| d.code == "AEM-000") => {
                desk.set_aside(|folder| set_aem_aside(folder, *month))?;
            }
            Some(Err(list)) => {
                desk.refuse(&format!("les AEM de {month} ne sont pas écrites"), list);
                desk.set_aside(|folder| set_aem_aside(folder, *month))?;
            }
            None => {}
        }
        let certificates = conges_of_month(&context, production, slips, desk.mode, &options);
        if !certificates.is_empty() {
            let what = format!("congés spectacles : {}", count(certificates.len(), "certificat"));
            let path = format!("sorties/declarations/{month}/conges-spectacles-{month}.csv");
            desk.put(&path, &what, &conges::csv(&certificates))?;
        }
        let expected = attestations::expected(aem.as_ref(), slips, &options);
        let mut printed = Impression::new(desk, &context, &options, tick, expected)?;
        if let Some(file) = &aem {
            missing.extend(aem_sheets(&mut printed, desk, file, slips)?);
        }
        missing.extend(end_of_contract(&mut printed, desk, production, slips)?);
        printed.finish(desk)?;
        let (errors, others): (Vec<_>, Vec<_>) =
            attestations::once(missing).into_iter().partition(Diagnostic::is_error);
        desk.note(others);
        let untold: Vec<&Diagnostic> = errors.iter().filter(|d| !desk.told(d)).collect();
        desk.note(left_out(*month, errors.len(), &untold));
    }
    Ok(())
}

/// One sentence for the attestations that lack something: they can be made later, the pay does not wait for them. What
/// was told for the DSN or the AEM is not told again.
fn left_out(month: Month, errors: usize, untold: &[&Diagnostic]) -> Option<Diagnostic> {
    let mut reasons: Vec<&str> = untold.iter().map(|d| d.message.as_str()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let more = reasons.len().saturating_sub(3);
    reasons.truncate(3);
    let more = if more > 0 { format!(" ; et {}", count(more, "autre raison")) } else { String::new() };
    let why = if reasons.is_empty() { String::new() } else { format!(" : {}", reasons.join(" ; ")) };
    (errors > 0).then(|| {
        Diagnostic::warning(
            "DOS-087",
            format!(
                "des attestations de {month} ne sont pas écrites : {}{why}{more}",
                super::desk::lacking(errors),
            ),
        )
        .hint(format!("cddu attestations DOSSIER --mois {month} dit lesquelles et où compléter"))
    })
}
