//! The table that ends a run: people, gross, cost, transfers, debt per body, what to look at.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic};
use chrono::NaiveDate;
use serde::Serialize;

use crate::paie::mots::words;
use crate::paie::run::{Ecarte, Etat};
use crate::sorties::outputs::Outputs;
use crate::{Folder, NotesRun, Run, Visas};

/// The summary of a run.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// Title of the production.
    pub production: String,
    /// Period.
    pub periode: String,
    /// First day of work.
    pub debut: NaiveDate,
    /// Last day of work.
    pub fin: NaiveDate,
    /// Day of payment.
    pub date_paiement: NaiveDate,
    /// One line per payslip.
    pub bulletins: Vec<LigneResume>,
    /// Totals.
    pub totaux: TotauxResume,
    /// Notes de droits d'auteur paid in the period.
    pub notes: Vec<NoteResume>,
    /// What is owed to each body, PAS included.
    pub dettes: BTreeMap<String, Cents>,
    /// People left out.
    pub ecartes: Vec<Ecarte>,
    /// Warnings of the payslips: code, text, number of payslips.
    pub reserves: Vec<Reserve>,
    /// Files written.
    pub fichiers: Vec<Fichier>,
    /// Every diagnostic.
    pub diagnostics: Vec<Diagnostic>,
}

/// A payslip in the summary.
#[derive(Debug, Serialize)]
pub struct LigneResume {
    /// Number of the payslip.
    pub numero: String,
    /// Name.
    pub nom: String,
    /// Functions.
    pub fonction: String,
    /// Paid hours.
    pub heures: cddu_rates::Quantity,
    /// Gross.
    pub brut: Cents,
    /// Net before tax.
    pub net_avant_impot: Cents,
    /// PAS.
    pub pas: Cents,
    /// Transfer.
    pub virement: Cents,
    /// Employer cost.
    pub cout: Cents,
    /// New, unchanged, replaced.
    pub etat: Etat,
    /// Checked by somebody, as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visa: Option<Vu>,
}

/// Who checked a payslip, and when.
#[derive(Debug, Serialize)]
pub struct Vu {
    /// Day.
    pub le: NaiveDate,
    /// Name given to `--par`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub par: Option<String>,
}

/// A note in the summary.
#[derive(Debug, Serialize)]
pub struct NoteResume {
    /// Number.
    pub numero: String,
    /// Author.
    pub auteur: String,
    /// Gross without TVA.
    pub brut_ht: Cents,
    /// Net to pay.
    pub net_a_payer: Cents,
    /// What comes on top of the gross.
    pub cout_producteur: Cents,
    /// New, unchanged, replaced.
    pub etat: Etat,
}

/// The notes of a run, summed up.
#[must_use]
pub fn note_lines(run: &NotesRun) -> Vec<NoteResume> {
    run.notes
        .iter()
        .map(|(frozen, etat)| NoteResume {
            numero: frozen.numero.clone(),
            auteur: frozen
                .resultat
                .auteur
                .as_ref()
                .map_or_else(String::new, |a| format!("{} {}", a.nom, a.prenom)),
            brut_ht: frozen.resultat.brut_ht,
            net_a_payer: frozen.resultat.totaux.net_a_payer,
            cout_producteur: frozen.resultat.totaux.cout_producteur,
            etat: *etat,
        })
        .collect()
}

/// Totals of the summary.
#[derive(Debug, Default, Serialize)]
pub struct TotauxResume {
    /// Payslips.
    pub bulletins: usize,
    /// Gross.
    pub brut: Cents,
    /// Net before tax.
    pub net_avant_impot: Cents,
    /// PAS.
    pub pas: Cents,
    /// Transfers.
    pub virements: Cents,
    /// Employer cost.
    pub cout: Cents,
    /// Reliefs.
    pub allegements: Cents,
}

/// A warning carried by payslips.
#[derive(Debug, Serialize)]
pub struct Reserve {
    /// Code.
    pub code: String,
    /// Text, without the contract when several payslips carry it.
    pub message: String,
    /// Number of payslips.
    pub bulletins: usize,
}

/// A file written.
#[derive(Debug, Serialize)]
pub struct Fichier {
    /// Path in the folder.
    pub chemin: String,
    /// What it is.
    pub contenu: String,
}

/// Sums up a run. Every amount is copied from the frozen payslips.
#[must_use]
pub fn summary(folder: &Folder, run: &Run, notes: &NotesRun, outputs: &Outputs, visas: &Visas) -> Summary {
    let mut totaux = TotauxResume::default();
    let mut dettes: BTreeMap<String, Cents> = BTreeMap::new();
    let mut reserves: BTreeMap<(&str, &str), (&str, usize)> = BTreeMap::new();
    let mut bulletins = Vec::new();
    for (organisme, montant) in notes.dues() {
        *dettes.entry(organisme.to_owned()).or_default() += montant;
    }
    for (frozen, etat) in &run.payslips {
        let p = &frozen.resultat;
        let t = &p.totaux;
        totaux.bulletins += 1;
        totaux.brut += t.brut;
        totaux.net_avant_impot += t.net_avant_impot;
        totaux.pas += t.pas;
        totaux.virements += t.virement;
        totaux.cout += t.total_verse_employeur;
        totaux.allegements += t.allegements;
        for line in p.contrats.iter().flat_map(|c| &c.lignes) {
            *dettes.entry(line.organisme.to_string()).or_default() +=
                line.montant_salarie.unwrap_or_default() + line.montant_employeur.unwrap_or_default();
        }
        if !t.pas.is_zero() {
            *dettes.entry("dgfip".to_owned()).or_default() += t.pas;
        }
        // What the sheets say and what is asked are told with their line, among the diagnostics.
        let mut of_payslip: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        for warning in p.avertissements.iter().filter(|w| !w.code.starts_with("BRUT-") && !w.is_doubt()) {
            of_payslip.entry((&warning.code, words(&warning.message))).or_insert(&warning.message);
        }
        for (key, message) in of_payslip {
            reserves.entry(key).or_insert((message, 0)).1 += 1;
        }
        bulletins.push(LigneResume {
            numero: frozen.numero.clone(),
            nom: format!("{} {}", p.salarie.nom, p.salarie.prenom),
            fonction: p.contrats.iter().map(|c| c.fonction.as_str()).collect::<Vec<_>>().join(", "),
            heures: cddu_rates::Quantity(p.contrats.iter().map(|c| c.heures.0).sum()),
            brut: t.brut,
            net_avant_impot: t.net_avant_impot,
            pas: t.pas,
            virement: t.virement,
            cout: t.total_verse_employeur,
            etat: *etat,
            visa: visas.of(frozen).map(|v| Vu { le: v.le, par: v.par.clone() }),
        });
    }
    Summary {
        production: folder.production.production.titre.clone(),
        periode: run.period.nom.clone(),
        debut: run.period.jours.debut,
        fin: run.period.jours.fin,
        date_paiement: run.payment,
        bulletins,
        totaux,
        notes: note_lines(notes),
        dettes,
        ecartes: run.left_out.clone(),
        reserves: reserves
            .into_iter()
            .map(|((code, said), (whole, bulletins))| {
                // Of several payslips, it is said of no contract in particular.
                let message = if bulletins > 1 { said } else { whole };
                Reserve { code: code.to_owned(), message: message.to_owned(), bulletins }
            })
            .collect(),
        fichiers: outputs
            .files
            .iter()
            .map(|(chemin, contenu)| Fichier { chemin: chemin.clone(), contenu: contenu.clone() })
            .collect(),
        diagnostics: run
            .diagnostics
            .iter()
            .chain(&notes.diagnostics)
            .chain(&outputs.diagnostics)
            .cloned()
            .collect(),
    }
}
