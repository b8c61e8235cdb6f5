//! What the production declares as an establishment: taxes of the year (S21.G00.44), contributions that belong to
//! nobody (S21.G00.82), saisies administratives (S21.G00.98 and their payments).

use std::collections::BTreeMap;

use cddu_dsn::{Block, date, s21};
use cddu_payslip::{ElementCode, Payslip};
use cddu_rates::{Cents, Month, fold};

use crate::besoins::{Besoins, Place};
use crate::parts::euro;
use crate::production::{Production, Satd};

/// S21.G00.44 of the DSN of `month`.
pub(super) fn assujettissements(production: &Production, month: Month, needs: &mut Besoins) -> Vec<Block> {
    let mut out = Vec::new();
    for (rank, flag) in production.assujettissements.iter().enumerate() {
        if carried(&flag.mois, &format!("declarations.assujettissements[{rank}].mois"), needs) != Some(month)
        {
            continue;
        }
        let mut block = Block::new(s21(44));
        block
            .put(1, flag.code.as_str())
            .put_some(2, flag.montant.map(|m| m.to_string()))
            .put(3, flag.annee.to_string())
            .put_some(4, flag.motif.as_deref());
        out.push(block);
    }
    out
}

/// S21.G00.82 of the DSN of `month`.
pub(super) fn cotisations(production: &Production, month: Month, needs: &mut Besoins) -> Vec<Block> {
    let mut out = Vec::new();
    for (rank, line) in production.cotisations_etablissement.iter().enumerate() {
        let key = |name: &str| format!("declarations.cotisations_etablissement[{rank}].{name}");
        if carried(&line.mois, &key("mois"), needs) != Some(month) {
            continue;
        }
        let mut day = |given: Option<chrono::NaiveDate>, name: &str, what: &str| {
            if given.is_none() {
                needs.missing(
                    Place::production(key(name)),
                    what,
                    "date AAAA-MM-JJ de la période de la cotisation",
                );
            }
            given.map(date::format).unwrap_or_default()
        };
        let (debut, fin) = (
            day(line.debut, "debut", "le début de la période"),
            day(line.fin, "fin", "la fin de la période"),
        );
        let reference = needs.text(
            Some(&line.reference),
            Place::production(key("reference")),
            "la référence de la cotisation d'établissement",
            "celle que l'organisme demande (identifiant de l'adhésion pour un organisme complémentaire)",
        );
        let mut block = Block::new(s21(82));
        block
            .put(1, line.valeur.to_string())
            .put(2, line.code.as_str())
            .put(3, debut)
            .put(4, fin)
            .put(5, reference);
        out.push(block);
    }
    out
}

/// The month of the DSN that carries an entry.
fn carried(text: &str, key: &str, needs: &mut Besoins) -> Option<Month> {
    let month = Month::parse(text);
    if month.is_none() {
        needs.wrong(
            Place::production(key),
            format!("le mois « {text} » n'est pas un mois"),
            "mois de la DSN qui porte cette ligne, AAAA-MM",
        );
    }
    month
}

/// What was seized from one person for one creditor this month.
pub(super) struct Saisie<'a> {
    satd: &'a Satd,
    demande: Cents,
    retenu: Cents,
}

/// The SATD of a person, from the deductions of the payslips of the month. Other garnishments are not for the DSN.
pub(super) fn saisies<'a>(production: &'a Production, slips: &[&Payslip]) -> Vec<Saisie<'a>> {
    let mut out: Vec<Saisie<'a>> = Vec::new();
    for slip in slips {
        for element in slip.elements.iter().filter(|e| e.code == ElementCode::Saisie) {
            let creditor = fold(element.creancier.as_deref().unwrap_or_default());
            let Some(satd) = production
                .satd
                .iter()
                .find(|s| s.matricule == slip.salarie.matricule && fold(&s.creancier) == creditor)
            else {
                continue;
            };
            match out.iter_mut().find(|s| s.satd.identifiant == satd.identifiant) {
                Some(known) => {
                    known.demande += element.montant;
                    known.retenu += element.retenu;
                }
                None => out.push(Saisie { satd, demande: element.montant, retenu: element.retenu }),
            }
        }
    }
    out
}

impl Saisie<'_> {
    /// S21.G00.98.
    pub(super) fn block(&self, needs: &mut Besoins) -> Block {
        let identifiant = needs.checked(
            Some(&self.satd.identifiant),
            Place::production("declarations.satd"),
            &format!("l'identifiant de la SATD de {}", self.satd.matricule),
            "40 caractères au plus, sur le message SATD de la DGFiP",
            |id| (1..=40).contains(&id.chars().count()),
        );
        let etat = match (self.retenu.is_zero(), self.retenu < self.demande, self.satd.concurrence) {
            (true, ..) => "02",
            (_, true, true) => "03",
            (_, true, false) => "04",
            (_, false, true) => "05",
            (_, false, false) => "06",
        };
        Block::new(s21(98)).with(1, identifiant).with(2, etat).with(3, self.retenu.to_string())
    }
}

/// What is paid to the DGFiP under each SATD identifier, in whole euros as the norm asks (S21.G00.20.005); block 98 keeps
/// the cents of each person.
pub(super) fn satd_dues(production: &Production, slips: &[&Payslip]) -> BTreeMap<String, Cents> {
    let mut out = BTreeMap::new();
    for saisie in saisies(production, slips) {
        *out.entry(saisie.satd.identifiant.clone()).or_insert(Cents::ZERO) += saisie.retenu;
    }
    for amount in out.values_mut() {
        *amount = euro(*amount);
    }
    out
}
