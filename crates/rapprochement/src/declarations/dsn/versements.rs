//! D24: each payment of a person says the day and the amounts of one payslip. Amounts are compared as sums by person: two of
//! them exchanged between two payments leave every sum as it was.

use std::collections::{BTreeMap, BTreeSet};

use cddu_payslip::Payslip;
use cddu_rates::Cents;

use crate::Rapporteur;
use crate::causes::Cause;
use crate::comparaison::Candidat;
use crate::declarations::confrontation::{Confrontation, key};
use crate::declarations::identites::candidate;
use crate::documents::{Contexte, Declare};

/// What a payment says, in the order of [`of_payslip`]; the net social is that of its block 58.
const RUBRIQUES: [(&str, &str); 5] = [
    ("S21.G00.50.002", ""),
    ("S21.G00.50.004", ""),
    ("S21.G00.50.009", ""),
    ("S21.G00.50.013", ""),
    ("S21.G00.58.004", "03"),
];

/// Day, rank and amounts of a payslip.
type Paiement = (String, String, [Cents; 5]);

fn of_payslip(rank: usize, p: &Payslip) -> Paiement {
    let t = &p.totaux;
    (
        p.date_paiement.format("%d%m%Y").to_string(),
        format!("{:02}", rank + 1),
        [t.net_imposable, p.net_verse(), t.pas, t.assiette_pas, t.montant_net_social],
    )
}

/// A payment of the file, with its values.
#[derive(Default)]
struct Lu<'a> {
    jour: String,
    rang: String,
    montants: [Cents; 5],
    valeurs: Vec<&'a Declare>,
}

pub(super) fn check(c: &Contexte<'_>, both: &Confrontation<'_>, out: &mut Rapporteur<'_>) {
    let mut persons: BTreeMap<&str, Vec<&Payslip>> = BTreeMap::new();
    for p in c.paid() {
        persons.entry(c.noms.person(&p.salarie.matricule)).or_default().push(p);
    }
    for (person, mut slips) in persons {
        // A correction says differences.
        if slips.len() < 2 || slips.iter().any(|p| c.taken_back(p).is_some()) {
            continue;
        }
        slips.sort_by_key(|p| (p.date_paiement, p.periode.debut, cddu_ledger::piece(p)));
        let expected: BTreeSet<Paiement> = slips.iter().enumerate().map(|(n, p)| of_payslip(n, p)).collect();
        let read = payments(both, person);
        let sum = |list: &mut dyn Iterator<Item = [Cents; 5]>| {
            list.fold([Cents::ZERO; 5], |mut sums, one| {
                sums.iter_mut().zip(one).for_each(|(sum, value)| *sum += value);
                sums
            })
        };
        let told = sum(&mut read.iter().map(|l| l.montants));
        // A sum that differs is said by the rule of its amount.
        if read.len() != slips.len() || told != sum(&mut expected.iter().map(|e| e.2)) {
            continue;
        }
        let days = |list: &mut dyn Iterator<Item = &str>| {
            let mut list: Vec<String> = list.map(str::to_owned).collect();
            list.sort();
            list
        };
        if days(&mut read.iter().map(|l| l.jour.as_str())) != days(&mut expected.iter().map(|e| e.0.as_str()))
        {
            continue;
        }
        for l in read.iter().filter(|l| !expected.contains(&(l.jour.clone(), l.rang.clone(), l.montants))) {
            let message = format!(
                "versement du {} : son rang ou ses montants sont ceux d'un autre versement de la personne",
                l.jour
            );
            let candidats: Vec<Candidat> = l.valeurs.iter().map(|v| candidate(both.document, v)).collect();
            out.fact(
                "D24",
                key(person, "", format!("versement {}", l.jour)),
                message,
                candidats,
                Cents::ZERO,
            );
            out.because(
                "D24",
                Cause::new("echange", "valeurs échangées entre deux versements de la personne"),
            );
        }
    }
}

/// The payments of a person, in the order of the file.
fn payments<'a>(both: &Confrontation<'a>, person: &str) -> Vec<Lu<'a>> {
    let own = |rubrique: &str| -> Vec<&'a Declare> {
        let all = both.declared(rubrique).iter().copied();
        all.filter(|v| both.noms.person(v) == person).collect()
    };
    let mut out: BTreeMap<u64, Lu<'a>> = BTreeMap::new();
    for v in own("S21.G00.50.001") {
        out.insert(v.bloc, Lu { jour: v.valeur.clone(), valeurs: vec![v], ..Lu::default() });
    }
    for v in own("S21.G00.50.003") {
        if let Some(payment) = out.get_mut(&v.bloc) {
            payment.rang.clone_from(&v.valeur);
            payment.valeurs.push(v);
        }
    }
    for (rank, (rubrique, code)) in RUBRIQUES.into_iter().enumerate() {
        for v in own(rubrique).into_iter().filter(|v| v.code == code) {
            // Blocks below a payment follow it.
            if let Some((_, payment)) = out.range_mut(..=v.bloc).next_back() {
                payment.montants[rank] += v.montant().unwrap_or_default();
                payment.valeurs.push(v);
            }
        }
    }
    out.into_values().collect()
}
