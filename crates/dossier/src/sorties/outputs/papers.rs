//! Payslips and the livre de paie, as PDF and HTML: the copy handed over, and that of the employer.

use std::collections::BTreeMap;

use cddu_declarations::certificats::Signature;
use cddu_documents::attestations::pecule;
use cddu_documents::{Context, Exemplaire, bulletin, livre, note, typo};
use cddu_rates::{Diagnostic, Rates};
use chrono::NaiveDate;
use rayon::prelude::*;

use super::desk::{Desk, Etape, Tick};
use crate::sorties::dessins::{Dessins, Format};
use crate::{Folder, Frozen, FrozenNote, NotesRun, Run};

/// What the copies of the employer are, for the list of files.
const KEPT: &str = "exemplaire de l'employeur : avertissements, confiance, méthodes (HTML)";

/// The copy that is handed over is printed; that of the employer is read.
const fn formats(exemplaire: Exemplaire) -> &'static [Format] {
    match exemplaire {
        Exemplaire::Remis => &Format::BOTH,
        Exemplaire::Employeur => &[Format::Html],
    }
}

/// Payslips drawn together.
const AT_ONCE: usize = 128;

/// One PDF and one page per payslip, and the livre de paie of the period.
pub(super) fn write(
    desk: &mut Desk<'_>,
    folder: &Folder,
    rates: &Rates,
    run: &Run,
    place: &str,
    tick: Tick<'_>,
) -> Result<(), Vec<Diagnostic>> {
    if run.payslips.is_empty() {
        return Ok(());
    }
    let context = match Context::new(rates) {
        Ok(context) => context,
        Err(error) => {
            desk.note([error]);
            return Ok(());
        }
    };
    let before = super::transfers::before(folder, run)?;
    let mut papers = Dessins::of(desk, &format!("{place}/bulletins"))?;
    let mut kept = Dessins::of(desk, &format!("{place}/employeur/bulletins"))?;
    let draw = |desk: &Desk<'_>, papers: &Dessins, frozen: &Frozen, exemplaire: Exemplaire| {
        let deja_verse = before.get(&frozen.numero).cloned();
        let options = bulletin::Options { exemplaire, deja_verse, ..bulletin::Options::default() };
        match bulletin::document(&context, &frozen.resultat, &options) {
            Ok(document) => papers.draw(desk, &context, &frozen.numero, &document, formats(exemplaire)),
            Err(error) => Ok(Err(error)),
        }
    };
    let both = |desk: &Desk<'_>, papers: &Dessins, kept: &Dessins, frozen: &Frozen| {
        let handed = draw(desk, papers, frozen, Exemplaire::Remis)?;
        // A fault of one is that of the other: told once.
        let own = if handed.is_ok() { Some(draw(desk, kept, frozen, Exemplaire::Employeur)?) } else { None };
        tick(Etape::Bulletins, run.payslips.len());
        Ok((handed, own))
    };
    let mut count = 0;
    // One fault of a table stops every payslip that meets it: it is told once.
    let mut failed: BTreeMap<Diagnostic, Vec<&str>> = BTreeMap::new();
    for part in run.payslips.chunks(AT_ONCE) {
        let drawn: Result<Vec<_>, Vec<Diagnostic>> =
            part.par_iter().map(|(frozen, _)| both(desk, &papers, &kept, frozen)).collect();
        for ((frozen, _), (handed, own)) in part.iter().zip(drawn?) {
            if let Some(Ok(own)) = own {
                kept.keep(own);
            }
            match handed {
                Ok(drawn) => {
                    papers.keep(drawn);
                    count += 1;
                }
                Err(error) => failed.entry(error).or_default().push(frozen.numero.as_str()),
            }
        }
    }
    papers.save(desk.is_dry())?;
    kept.save(desk.is_dry())?;
    desk.note(failed.into_iter().map(|(error, numbers)| match numbers.as_slice() {
        [one] => error.at(*one),
        several => {
            error.at(format!("{} et {}", several[0], typo::count(several.len() - 1, "autre bulletin")))
        }
    }));
    desk.list(&format!("{place}/bulletins/"), &format!("{}, PDF et HTML", typo::count(count, "bulletin")));
    desk.list(&format!("{place}/employeur/"), KEPT);
    declarations_of_children(desk, folder, &context, run, place)?;
    let head = livre::Entete {
        employeur: folder.production.employeur.identite.raison_sociale.clone().unwrap_or_default(),
        production: folder.production.production.titre.clone(),
        periode: run.period.jours,
        // Of the payslips printed: the run of a correction does not date it again.
        date: run.payslips.iter().map(|(f, _)| f.resultat.date_paiement).max().unwrap_or(run.payment),
    };
    match livre::pdf(&head, &run.results()) {
        Ok(bytes) => desk.put(&format!("{place}/livre-de-paie.pdf"), "livre de paie", &bytes)?,
        Err(error) => desk.note([error]),
    }
    Ok(())
}

/// Who signs, as far as the folder says: what it does not is left to the pen.
fn signature(folder: &Folder, date: NaiveDate) -> Signature {
    let signer = &folder.production.declarations.signataire;
    let name = [&signer.prenom, &signer.nom].into_iter().flatten().map(String::as_str).collect::<Vec<_>>();
    Signature {
        nom: name.join(" "),
        qualite: signer.qualite.clone().unwrap_or_default(),
        lieu: signer.lieu.clone().unwrap_or_default(),
        date,
    }
}

/// The declaration that goes with each transfer of a pécule.
fn declarations_of_children(
    desk: &mut Desk<'_>,
    folder: &Folder,
    context: &Context,
    run: &Run,
    place: &str,
) -> Result<(), Vec<Diagnostic>> {
    let mut count = 0;
    let mut papers = Dessins::of(desk, &format!("{place}/pecules"))?;
    for (frozen, _) in &run.payslips {
        let signature = signature(folder, frozen.resultat.date_paiement);
        let Some(document) = pecule::document(context, &frozen.resultat, &signature) else { continue };
        match papers.draw(desk, context, &frozen.numero, &document, &Format::BOTH)? {
            Ok(drawn) => {
                papers.keep(drawn);
                count += 1;
            }
            Err(error) => desk.note([error.at(frozen.numero.clone())]),
        }
    }
    papers.save(desk.is_dry())?;
    if count > 0 {
        desk.list(
            &format!("{place}/pecules/"),
            &format!("{} à la Caisse des Dépôts, PDF et HTML", typo::count(count, "déclaration")),
        );
    }
    Ok(())
}

/// One PDF and one page per note de droits d'auteur.
pub(super) fn notes(
    desk: &mut Desk<'_>,
    rates: &Rates,
    run: &NotesRun,
    place: &str,
) -> Result<(), Vec<Diagnostic>> {
    if run.notes.is_empty() {
        return Ok(());
    }
    let context = match Context::new(rates) {
        Ok(context) => context,
        Err(error) => {
            desk.note([error]);
            return Ok(());
        }
    };
    let mut count = 0;
    let mut papers = Dessins::of(desk, &format!("{place}/notes"))?;
    let mut kept = Dessins::of(desk, &format!("{place}/employeur/notes"))?;
    let draw = |desk: &Desk<'_>, papers: &Dessins, frozen: &FrozenNote, exemplaire: Exemplaire| {
        let options = note::Options { exemplaire, ..note::Options::default() };
        match note::document(&frozen.resultat, &options) {
            Ok(document) => papers.draw(desk, &context, &frozen.numero, &document, formats(exemplaire)),
            Err(error) => Ok(Err(error)),
        }
    };
    for (frozen, _) in &run.notes {
        if let Ok(own) = draw(desk, &kept, frozen, Exemplaire::Employeur)? {
            kept.keep(own);
        }
        match draw(desk, &papers, frozen, Exemplaire::Remis)? {
            Ok(drawn) => {
                papers.keep(drawn);
                count += 1;
            }
            Err(error) => desk.note([error.at(frozen.numero.clone())]),
        }
    }
    papers.save(desk.is_dry())?;
    kept.save(desk.is_dry())?;
    desk.list(
        &format!("{place}/notes/"),
        &format!("{} de droits d'auteur, PDF et HTML", typo::count(count, "note")),
    );
    Ok(())
}
