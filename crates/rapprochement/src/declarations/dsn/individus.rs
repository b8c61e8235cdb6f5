//! D13: who is declared. D05: a capped base within the whole one.

use std::collections::BTreeMap;

use cddu_ledger::montant::lisible;
use cddu_payslip::Payslip;
use cddu_rates::Cents;

use crate::Rapporteur;
use crate::causes::Cause;
use crate::comparaison::{Candidat, Cle, Document};
use crate::declarations::confrontation::Confrontation;
use crate::declarations::identites::candidate;
use crate::declarations::slip_poste;
use crate::documents::{Contexte, Declare};

pub(super) fn check(c: &Contexte<'_>, both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    people(c, both, out);
    capped(both, out);
}

/// D13: everybody paid is declared, and conversely.
fn people(c: &Contexte<'_>, both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    let mut paid: BTreeMap<&str, &Payslip> = BTreeMap::new();
    for p in c.paid() {
        paid.entry(c.noms.person(&p.salarie.matricule)).or_insert(p);
    }
    let mut declared: BTreeMap<&str, Vec<&Declare>> = BTreeMap::new();
    for rubrique in ["S21.G00.30.001", "S21.G00.30.020"] {
        for v in both.declared(rubrique) {
            declared.entry(both.noms.person(v)).or_default().push(v);
        }
    }
    if !out.applies("D13", paid.len() + declared.len()) {
        return;
    }
    for (matricule, p) in paid.iter().filter(|(m, _)| !declared.contains_key(*m)) {
        let candidat = slip_poste(Cle::default(), p, p.totaux.brut).candidat;
        let message = format!("{matricule} a un bulletin et n'est pas dans la DSN");
        out.fact("D13", Cle::default().personne(matricule), message, vec![candidat], -p.totaux.brut);
        let texte = "la personne a été retirée du fichier, ou payée depuis";
        out.because("D13", Cause::new("ligne_absente", texte));
    }
    for (matricule, values) in &declared {
        let (message, cause) = match (paid.contains_key(matricule), values.len()) {
            (false, _) => (
                format!("{matricule} est dans la DSN sans bulletin du mois"),
                Cause::new("ligne_en_trop", "personne ajoutée au fichier, ou numéro changé"),
            ),
            (true, 1) => continue,
            (true, n) => (
                format!("{matricule} est déclaré {n} fois dans la DSN"),
                Cause::new("doublon", format!("la personne est écrite {n} fois")),
            ),
        };
        let candidats = values.iter().map(|v| candidate(Document::Dsn, v)).collect();
        out.fact("D13", Cle::default().personne(matricule), message, candidats, Cents::ZERO);
        out.because("D13", cause);
    }
}

/// D05: base 02 within base 03, but for what a correction takes back: pay above the ceiling has no capped base to take off.
fn capped(both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    let mut pairs: BTreeMap<(&str, &str), [Vec<&Declare>; 2]> = BTreeMap::new();
    for v in both.declared("S21.G00.78.004") {
        if let Some(rank) = ["02", "03"].iter().position(|code| v.code == *code) {
            pairs.entry((both.noms.person(v), both.noms.contract(v))).or_default()[rank].push(v);
        }
    }
    if !out.applies("D05", pairs.len()) {
        return;
    }
    let sum = |list: &[&Declare]| -> Cents { list.iter().filter_map(|v| v.montant()).sum() };
    for ((personne, contrat), [capped, whole]) in pairs {
        let (a, b) = (sum(&capped), sum(&whole));
        if a > b && b >= Cents::ZERO {
            let candidats: Vec<Candidat> =
                capped.iter().chain(&whole).map(|v| candidate(Document::Dsn, v)).collect();
            let message = format!("base plafonnée {} au-dessus de {}", lisible(a), lisible(b));
            let cle = Cle::default().personne(personne).contrat(contrat);
            out.fact("D05", cle, message, candidats, a - b);
        }
    }
}
