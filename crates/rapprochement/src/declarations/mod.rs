//! Declarations against the payslips: DSN (D), AEM (U), Congés Spectacles (C), author notes and DAS2 (T).

mod aem;
mod aem_reprises;
mod confrontation;
mod conges;
mod das2;
mod dsn;
pub(crate) mod identites;

use cddu_payslip::Payslip;
use cddu_rates::{Cents, Gravite, Month};

use crate::causes::Cause;
use crate::comparaison::{Appariement, Candidat, Cle, Document, Poste};
use crate::documents::{Contexte, Declaration};
use crate::{Ecart, Rapporteur};

/// Every rule of the declarations.
pub(super) fn check(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    dsn::check(c, out);
    aem::check(c, out);
    debts(c, "U04", "france_travail", out);
    debts(c, "C02", "conges_spectacles", out);
    conges::check(c, out);
    das2::check(c, out);
    doubles(c, out);
}

/// The columns of a list that are not those expected, each said once: the others are compared all the same.
fn columns(regle: &str, document: Document, declaration: &Declaration, out: &mut Rapporteur<'_>) {
    for k in &declaration.colonnes {
        let (message, cause) = match (&k.proche, k.de_trop) {
            (_, true) => (
                format!("colonne « {} » : aucune colonne de ce nom n'est attendue", k.nom),
                Cause::new("ligne_en_trop", "colonne ajoutée au fichier"),
            ),
            (Some(near), _) => (
                format!("la colonne « {} » manque ; « {near} » est lue à sa place", k.nom),
                Cause::new("colonne_mal_ecrite", format!("« {near} » écrit pour « {} »", k.nom)),
            ),
            (None, _) => (
                format!("la colonne « {} » manque : rien n'y est comparé", k.nom),
                Cause::new("ligne_absente", "colonne retirée du fichier"),
            ),
        };
        let candidat = Candidat { document, reference: k.nom.clone(), ligne: Some(1), montant: Cents::ZERO };
        out.fact(
            regle,
            Cle::default().code(format!("colonne {}", k.nom)),
            message,
            vec![candidat],
            Cents::ZERO,
        );
        out.because(regle, cause);
    }
}

fn slip_poste(cle: Cle, p: &Payslip, montant: Cents) -> Poste {
    Poste::new(cle, Document::Bulletin, cddu_ledger::piece(p), montant)
}

/// C02 and U04: the debt entered for the month is what the payslips owe.
fn debts(c: &Contexte<'_>, regle: &str, organisme: &str, out: &mut Rapporteur<'_>) {
    let Some(compte) = c.compta.plan.compte(organisme).filter(|_| !c.docs.lots.is_empty()) else {
        out.skip(&[regle], "aucun lot d'écritures");
        return;
    };
    let cle = Cle::default().organisme(organisme);
    let left = c
        .docs
        .lots
        .iter()
        .flat_map(|lot| lot.ecritures.iter().flat_map(|e| &e.lignes).map(move |l| (lot, l)))
        .filter(|(_, l)| l.compte == compte.numero)
        .filter(|(_, l)| c.docs.mois.is_none_or(|m| Month::of(l.paiement) == m))
        .map(|(lot, l)| Poste::new(cle.clone(), Document::Ecriture, &lot.lot, -l.signe()))
        .collect::<Vec<_>>();
    // Entries cancel a replaced payslip in its own month: only those that stand count.
    let standing = c.standing().into_iter().filter(|p| c.in_month(p.date_paiement));
    let right = standing
        .flat_map(|p| p.contrats.iter().flat_map(|k| &k.lignes).map(move |l| (p, l)))
        .filter(|(_, l)| l.organisme == organisme)
        .map(|(p, l)| slip_poste(cle.clone(), p, crate::attendus::both(l)))
        .collect::<Vec<_>>();
    let gap: Cents = sum(&right) - sum(&left);
    out.compare(regle, left, right, Appariement::Total);
    if !gap.is_zero() && gap == c.pending(organisme) {
        out.amend(regle, not_entered);
    }
}

fn sum(postes: &[Poste]) -> Cents {
    postes.iter().map(|p| p.candidat.montant).sum()
}

/// A gap that the entries still to be made close: J10 names the payslips, and nothing else is to be put right.
fn not_entered(e: &mut Ecart) {
    e.gravite = Gravite::Info;
    e.cause = Some(Cause::new(
        "lot_manquant",
        "les écritures de bulletins du mois restent à faire (J10 les nomme)",
    ));
    "cddu compta integrer : rien d'autre à corriger".clone_into(&mut e.remede);
}

/// P06: one person paid under two matricules.
fn doubles(c: &Contexte<'_>, out: &mut Rapporteur<'_>) {
    let found: Vec<(&str, &str)> = c.noms.doubles().collect();
    if !out.applies("P06", found.len().max(1)) {
        return;
    }
    for (other, first) in found {
        let message = format!(
            "{other} et {first} ont le même numéro de sécurité sociale : une personne sous deux matricules, déclarée une fois"
        );
        out.fact("P06", Cle::default().personne(other), message, Vec::new(), Cents::ZERO);
    }
}
