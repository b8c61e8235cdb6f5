//! The notes de droits d'auteur of a period: planned from the whole file, computed, frozen.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::note::{self, Note, Prevu, Producteur};
use cddu_rates::{Cents, Diagnostic, Gravite, Rates};

use crate::registre::register::{Archive, FrozenNote};
use crate::{Etat, Folder, PayPeriod};

/// The notes of a run.
#[derive(Debug)]
pub struct NotesRun {
    /// Notes paid in the period that stand, and what became of each.
    pub notes: Vec<(FrozenNote, Etat)>,
    /// Everything met.
    pub diagnostics: Vec<Diagnostic>,
    /// Rows without a note because of a fault.
    pub left_out: usize,
    /// Every note of the folder after the run.
    pub register: Archive<FrozenNote>,
}

impl NotesRun {
    /// What the run owes for its notes, less what the notes of other periods that they replace owed already.
    #[must_use]
    pub fn dues(&self) -> Vec<(&str, Cents)> {
        let of = |f: &'_ FrozenNote| f.remplace.as_deref().and_then(|n| self.register.get(n));
        let elsewhere = |old: &&FrozenNote| self.notes.first().is_some_and(|(f, _)| f.periode != old.periode);
        let now = self.notes.iter().flat_map(|(f, _)| &f.resultat.lignes).map(|l| (&*l.organisme, l.montant));
        let before = self.notes.iter().filter_map(|(f, _)| of(f)).filter(elsewhere);
        let before = before.flat_map(|f| &f.resultat.lignes).map(|l| (&*l.organisme, -l.montant));
        now.chain(before).filter(|(organisme, _)| *organisme != "auteur").collect()
    }

    /// The frozen results of the period.
    #[must_use]
    pub fn results(&self) -> Vec<Note> {
        self.notes.iter().map(|(f, _)| f.resultat.clone()).collect()
    }
}

/// Computes the notes paid in a period. `dry`: nothing is written. Rows are planned together, in order of payment:
/// yearly cumuls, instalments and set-offs come from the whole of `notes.csv`.
///
/// # Errors
/// A register that was altered, a full disk.
pub fn notes(
    folder: &Folder,
    rates: &Rates,
    period: &PayPeriod,
    dry: bool,
) -> Result<NotesRun, Vec<Diagnostic>> {
    let mut register: Archive<FrozenNote> = Archive::open_for(&folder.root, Some(&period.nom))?;
    let authors = &folder.auteurs;
    let plan = note::plan(
        &producer(folder),
        folder.production.methodes_notes,
        &authors.fiches,
        &authors.contrats,
        &authors.lignes,
        &BTreeMap::new(),
    );
    let (mut notes, mut diagnostics, mut left_out) = (Vec::new(), Vec::new(), 0);
    let inside = |line: Option<u64>| {
        authors.lignes.iter().any(|row| row.ligne == line && period.jours.contains(row.date_paiement))
    };
    diagnostics.extend(
        note::ordre(&authors.contrats, &authors.lignes, &plan).into_iter().filter(|d| inside(d.ligne)).map(
            |d| {
                let line = d.ligne;
                d.in_file(folder.shown("notes.csv"), line)
            },
        ),
    );
    let mut new = Vec::new();
    for (row, planned) in authors.lignes.iter().zip(plan) {
        if !period.jours.contains(row.date_paiement) {
            continue;
        }
        let input = match planned {
            Ok(Prevu::Note(input)) => *input,
            Ok(Prevu::Imputation(_)) => {
                diagnostics.push(
                    Diagnostic::warning(
                        "DOS-091",
                        format!(
                            "{} : redevances imputées en entier sur le minimum garanti, rien à payer",
                            row.note
                        ),
                    )
                    .severity(Gravite::Info)
                    .in_file(folder.shown("notes.csv"), row.ligne),
                );
                continue;
            }
            Err(list) => {
                left_out += 1;
                diagnostics.extend(list.into_iter().map(|d| {
                    let line = d.ligne.or(row.ligne);
                    d.in_file(folder.shown("notes.csv"), line)
                }));
                continue;
            }
        };
        if let Some(frozen) = register.get(&row.note) {
            let same = frozen.entree == input;
            if !same {
                diagnostics.push(
                    Diagnostic::error(
                        "DOS-060",
                        format!("les données de la note {} ont changé depuis son calcul", row.note),
                    )
                    .severity(Gravite::Majeur)
                    .in_file(folder.shown("notes.csv"), row.ligne)
                    .hint("rétablir les données, ou ajouter une ligne qui la remplace (colonne rectifie)"),
                );
            }
            notes.push((frozen.clone(), if same { Etat::Inchange } else { Etat::Conserve }));
            continue;
        }
        match note::compute(rates, &input) {
            Ok(result) => {
                let etat = if input.rectifie.is_some() { Etat::Rectificatif } else { Etat::Nouveau };
                let frozen = FrozenNote::new(period, input, result);
                new.push(frozen.clone());
                notes.push((frozen, etat));
            }
            Err(list) => {
                left_out += 1;
                diagnostics.extend(list.into_iter().map(|d| d.in_file(folder.shown("notes.csv"), row.ligne)));
            }
        }
    }
    // A note that another one of the period replaces is no longer paid.
    let replaced: BTreeSet<String> =
        notes.iter().filter_map(|(f, _): &(FrozenNote, Etat)| f.remplace.clone()).collect();
    notes.retain(|(f, _)| !replaced.contains(&f.numero));
    if !dry {
        register.append(period, new).map_err(|d| vec![d])?;
    }
    Ok(NotesRun { notes, diagnostics, left_out, register })
}

fn producer(folder: &Folder) -> Producteur {
    let employer = &folder.production.employeur;
    Producteur {
        raison_sociale: employer.identite.raison_sociale.clone().unwrap_or_default(),
        assujetti_tva: true,
        siret: employer.identite.siret.clone(),
        adresse: employer.identite.adresse.clone(),
        compte_urssaf_aa: None,
        numero_ircec: None,
    }
}
