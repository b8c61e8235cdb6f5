//! Judges the entries and the gaps found: by account, by person.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::Cents;

use super::lecture::{EcartRendu, Lue};
use super::{Comptage, Constat, Critere, Nature};
use crate::attendus::{Cle, Comptes};
use crate::ecrit::nombre;
use crate::fichiers::{ECRITURES, RAPPROCHEMENT};

/// The balance of an account in words.
fn solde(amount: Cents) -> String {
    match amount.0 {
        0 => "0,00".to_owned(),
        cents if cents > 0 => format!("{} au débit", nombre(amount)),
        _ => format!("{} au crédit", nombre(-amount)),
    }
}

/// Judges the entries.
pub fn entries(
    expected: &Comptes,
    given: &BTreeMap<String, Lue<Cents>>,
    constats: &mut Vec<Constat>,
    comptage: &mut Comptage,
) {
    let count = comptage.entry(Critere::Ecritures).or_default();
    let mut tell = |nature, ligne, ou: String, rendu: String, attendu: String, explication: String| {
        let critere = Critere::Ecritures.code();
        constats.push(Constat {
            nature,
            critere,
            fichier: ECRITURES,
            ligne,
            colonne: "debit, credit",
            ou,
            rendu,
            attendu,
            explication,
        });
    };
    for (account, (label, balance)) in expected {
        count.1 += 1;
        let place = format!("compte {account} {label}");
        let Some(row) = given.get(account) else {
            let text = "le compte n'est pas mouvementé".to_owned();
            tell(Nature::LigneAbsente, 0, place, String::new(), solde(*balance), text);
            continue;
        };
        let (nature, text) = match row.valeur {
            same if same == *balance => {
                count.0 += 1;
                continue;
            }
            other if other == -*balance => (Nature::Signe, "débit et crédit sont inversés"),
            other if (other - *balance).0.abs() == 1 => (Nature::Arrondi, "un centime d'écart"),
            _ => (Nature::Calcul, "reprendre le détail par bulletin du corrigé (detail-par-bulletin.csv)"),
        };
        tell(nature, row.ligne, place, solde(row.valeur), solde(*balance), text.to_owned());
    }
    for (account, row) in given.iter().filter(|(a, r)| !expected.contains_key(*a) && !r.valeur.is_zero()) {
        count.1 += 1;
        let text = "la paie de ce cas ne mouvemente pas ce compte".to_owned();
        tell(
            Nature::LigneEnTrop,
            row.ligne,
            format!("compte {account}"),
            solde(row.valeur),
            String::new(),
            text,
        );
    }
}

/// Judges the gaps; those of the case that are not right are added to the rows with a mistake.
pub fn gaps(
    expected: &[Lue<EcartRendu>],
    given: &[Lue<EcartRendu>],
    constats: &mut Vec<Constat>,
    comptage: &mut Comptage,
    fautives: &mut BTreeSet<Cle>,
) {
    let of = |row: &EcartRendu| {
        if row.document == "dsn" { Critere::Declarations } else { Critere::Rapprochement }
    };
    let cle = |row: &EcartRendu| Cle {
        document: row.document.clone(),
        contrat: String::new(),
        rubrique: row.cle.clone(),
    };
    let same = |a: &EcartRendu, b: &EcartRendu| a.document == b.document && a.cle == b.cle;
    let mut tell =
        |nature, critere: Critere, ligne, ou: String, rendu: String, attendu: String, text: &str| {
            let (critere, explication) = (critere.code(), text.to_owned());
            constats.push(Constat {
                nature,
                critere,
                fichier: RAPPROCHEMENT,
                ligne,
                colonne: "ecart",
                ou,
                rendu,
                attendu,
                explication,
            });
        };
    let show = |row: &EcartRendu| row.ecart.map(nombre).unwrap_or_default();
    for wanted in expected.iter().map(|r| &r.valeur) {
        let criterion = of(wanted);
        let count = comptage.entry(criterion).or_default();
        count.1 += 1;
        let place = format!("{} {}", wanted.document, wanted.cle);
        let Some(row) = given.iter().find(|g| same(&g.valeur, wanted)) else {
            let text = "l'écart n'est pas relevé : comparer ce document aux bulletins et aux écritures";
            tell(Nature::LigneAbsente, criterion, 0, place, String::new(), show(wanted), text);
            fautives.insert(cle(wanted));
            continue;
        };
        let (found, right) = (row.valeur.ecart, wanted.ecart);
        let (nature, text) = if found == right {
            count.0 += 1;
            continue;
        } else if found.is_some() && found == right.map(|e| -e) {
            (Nature::Signe, "l'écart est ce que dit le document reçu, moins ce que disent les bulletins")
        } else if found.is_none() {
            (Nature::CaseVide, "chiffrer l'écart")
        } else {
            (Nature::Calcul, "reprendre les deux montants")
        };
        fautives.insert(cle(wanted));
        tell(nature, criterion, row.ligne, place, show(&row.valeur), show(wanted), text);
    }
    for row in given.iter().filter(|g| !expected.iter().any(|w| same(&w.valeur, &g.valeur))) {
        let criterion = of(&row.valeur);
        comptage.entry(criterion).or_default().1 += 1;
        let place = format!("{} {}", row.valeur.document, row.valeur.cle);
        let text = "ces deux documents concordent sur ce point";
        tell(Nature::EcartInexistant, criterion, row.ligne, place, show(&row.valeur), String::new(), text);
    }
}
