//! What is due to each body paid through the DSN, and under which name the DSN writes it.

use std::collections::BTreeMap;

use cddu_declarations::production::{FRANCE_TRAVAIL_ESSAI, ModePaiement};
use cddu_declarations::{Production, Tables};
use cddu_payslip::Payslip;
use cddu_rates::{Cents, Month};

use super::dsn::{carried, satd};
use super::{Compte, bordereau, comptes, euro, owed, rattaches};
use crate::documents::Contexte;

/// A payment of the month to a body.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paiement {
    /// Body, as the payslips name it.
    pub organisme: String,
    /// Amount due for the month, credits of earlier months taken off.
    pub montant: Cents,
    /// Amounts due for earlier months, that back pay and corrections complete.
    pub anterieurs: BTreeMap<Month, Cents>,
    /// How it is paid.
    pub mode: ModePaiement,
    /// Another establishment pays and declares it: the DSN writes zero.
    pub ailleurs: bool,
    /// Parts of the payment (block 55), one a contract and a month.
    pub composants: Vec<Composant>,
}

/// A part of a payment.
#[derive(Clone, Debug)]
pub(crate) struct Composant {
    pub montant: Cents,
    pub population: Option<String>,
    pub reference: String,
    /// Its time, as block 55 writes it: a month, or a quarter.
    pub periode: String,
}

/// The payments expected, by identifier of the body in the DSN and identifier of the SATD.
pub(crate) type Paiements = BTreeMap<(String, String), Paiement>;

/// The body of an identifier of the DSN, as the payslips name it; the identifier itself when it is unknown.
pub(crate) fn role(production: &Production, tables: &Tables, mois: Month, id: &str) -> String {
    names(production, tables, mois).remove(id).unwrap_or_else(|| id.to_owned())
}

/// Bodies by identifier: those of the production, then those of the tables.
pub(crate) fn names(production: &Production, tables: &Tables, mois: Month) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let day = mois.last();
    for o in tables.organismes.iter().filter(|o| o.holds(day) && !o.identifiant.is_empty()) {
        out.insert(o.identifiant.clone(), o.role.clone());
    }
    for (id, role) in own(production) {
        out.extend(id.map(|id| (id.to_owned(), role.to_owned())));
    }
    for contract in &production.prevoyance {
        out.insert(contract.organisme.clone(), "audiens_prevoyance".to_owned());
    }
    out.insert("DGFIP".to_owned(), "dgfip".to_owned());
    out
}

/// Identifiers that the production gives; the declaration of a trial names France Travail by that of the norm's own examples.
fn own(production: &Production) -> [(Option<&str>, &'static str); 4] {
    let given = production.france_travail.siret.as_deref().filter(|id| !id.trim().is_empty());
    let france_travail = Some(given.unwrap_or(FRANCE_TRAVAIL_ESSAI));
    [
        (production.urssaf.siret.as_deref(), "urssaf"),
        (france_travail, "france_travail"),
        (production.conges_spectacles.siret_caisse.as_deref(), "conges_spectacles"),
        (production.retraite.siret.as_deref(), "audiens_retraite"),
    ]
}

/// The identifier under which a body is declared.
fn identifier(production: &Production, tables: &Tables, mois: Month, role: &str) -> Option<String> {
    let given =
        own(production).into_iter().find(|(_, r)| *r == role).and_then(|(id, _)| id.map(str::to_owned));
    let day = mois.last();
    given.or_else(|| tables.organisme(role, day).map(str::to_owned))
}

/// The payments of the month.
pub(crate) fn paiements(
    c: &Contexte<'_>,
    production: &Production,
    tables: &Tables,
    mois: Month,
) -> Paiements {
    let all = rattaches(c, mois);
    let sum = |list: &[Compte<'_>], of: &dyn Fn(&Payslip) -> Cents| -> Cents {
        list.iter().map(|k| Cents(k.sens * of(k.slip).0)).sum()
    };
    let by_month = |of: &dyn Fn(&Payslip) -> Cents| {
        let mut months: BTreeMap<Month, Cents> = BTreeMap::new();
        for (month, k) in &all {
            *months.entry(*month).or_default() += Cents(k.sens * of(k.slip).0);
        }
        months
    };
    let quarter = quarter(c, mois);
    let mut out = Paiements::new();
    let mut pay = |id: Option<String>,
                   satd: &str,
                   dues: BTreeMap<Month, Cents>,
                   organisme: &str,
                   mode: ModePaiement| {
        let Some(id) = id else { return };
        let known = out.entry((id, satd.to_owned())).or_default();
        organisme.clone_into(&mut known.organisme);
        for (month, due) in dues {
            // A credit of an earlier month is taken off the payment of this one.
            if month == mois || due.0 <= 0 {
                known.montant += due;
            } else {
                *known.anterieurs.entry(month).or_default() += due;
            }
        }
        known.mode = mode;
        known.ailleurs = mode == ModePaiement::AutreEtablissement && organisme == "dgfip";
    };
    let one = |due: Cents| BTreeMap::from([(mois, due)]);
    let id = |role: &str| identifier(production, tables, mois, role);
    if !production.urssaf.trimestriel {
        let months = bordereau::bordereaux(c, tables, mois);
        let due = months.into_iter().map(|(m, b)| (m, euro(b.total))).collect();
        pay(id("urssaf"), "", due, "urssaf", production.urssaf.mode_paiement);
    } else if mois.month.is_multiple_of(3) {
        // One payment per civil month of the quarter, each in whole euros.
        let due = quarter.iter().map(|(_, list)| euro(sum(list, &|p| to(p, "urssaf")))).sum();
        pay(id("urssaf"), "", one(due), "urssaf", production.urssaf.mode_paiement);
    }
    for (role, mode) in [
        ("france_travail", production.france_travail.mode_paiement),
        ("conges_spectacles", production.conges_spectacles.mode_paiement),
    ] {
        pay(id(role), "", by_month(&|p| to(p, role)), role, mode);
    }
    let whole: Vec<Compte<'_>> = quarter.iter().flat_map(|(_, list)| list.iter().copied()).collect();
    let retraite = "audiens_retraite";
    if !production.retraite.trimestriel {
        let due = by_month(&|p| to(p, retraite));
        pay(id(retraite), "", due, retraite, production.retraite.mode_paiement);
    } else if mois.month.is_multiple_of(3) {
        let due = one(sum(&whole, &|p| to(p, retraite)));
        pay(id(retraite), "", due, retraite, production.retraite.mode_paiement);
    }
    let pas: Cents = c
        .paid()
        .into_iter()
        .map(|p| {
            let before = c.taken_back(p).map_or(Cents::ZERO, |old| old.totaux.pas);
            p.totaux.pas - before
        })
        .sum();
    pay(Some("DGFIP".to_owned()), "", one(euro(pas)), "dgfip", production.dgfip.mode_paiement);
    let mut seized: BTreeMap<String, Cents> = BTreeMap::new();
    for p in c.paid() {
        for e in p.elements.iter().filter(|e| e.code == cddu_payslip::ElementCode::Saisie) {
            if let Some(satd) = satd(production, p, e.creancier.as_deref()) {
                *seized.entry(satd.identifiant.clone()).or_default() += e.retenu;
            }
        }
    }
    for (identifiant, montant) in seized {
        let due = one(euro(montant));
        pay(Some("DGFIP".to_owned()), &identifiant, due, "dgfip", production.dgfip.mode_paiement);
    }
    for (rank, contract) in production.prevoyance.iter().enumerate() {
        if contract.trimestriel && !mois.month.is_multiple_of(3) {
            continue;
        }
        let of = |p: &Payslip| -> Cents {
            p.contrats
                .iter()
                .flat_map(|k| carried(production, k).collect::<Vec<_>>())
                .filter(|(r, ..)| *r == rank)
                .map(|(_, montant, _)| montant)
                .sum()
        };
        let mut dues = if contract.trimestriel { one(sum(&whole, &of)) } else { by_month(&of) };
        if dues.is_empty() {
            dues = one(Cents::ZERO);
        }
        let known = out.entry((contract.organisme.clone(), String::new())).or_default();
        "audiens_prevoyance".clone_into(&mut known.organisme);
        known.montant += dues.values().copied().sum();
        known.composants.extend(dues.into_iter().map(|(month, montant)| Composant {
            montant,
            population: contract.population.clone(),
            reference: contract.reference.chars().take(30).collect(),
            periode: if contract.trimestriel {
                format!("{}T{:02}", mois.year, mois.month / 3)
            } else {
                format!("{}M{:02}", month.year, month.month)
            },
        }));
        known.mode = contract.mode_paiement;
        known.ailleurs = contract.mode_paiement == ModePaiement::AutreEtablissement;
    }
    for known in out.values_mut() {
        // Nothing is paid back through a payment.
        known.montant = known.montant.or_zero();
        if known.ailleurs {
            known.montant = Cents::ZERO;
            known.anterieurs.clear();
            known.composants.clear();
        }
    }
    out
}

/// What a payslip owes to a body.
fn to(p: &Payslip, organisme: &str) -> Cents {
    p.contrats.iter().map(|k| owed(k, organisme)).sum()
}

/// The payslips of the quarter that ends with a month, by month of payment.
fn quarter<'a>(c: &Contexte<'a>, mois: Month) -> Vec<(Month, Vec<Compte<'a>>)> {
    let first = mois.month - (mois.month - 1) % 3;
    let mut out: Vec<(Month, Vec<Compte<'a>>)> = (first..mois.month)
        .map(|month| {
            let month = Month { year: mois.year, month };
            let all = c.docs.bulletins.iter().chain(c.docs.anterieurs);
            let paid: Vec<&Payslip> = all.filter(|p| Month::of(p.date_paiement) == month).collect();
            let replaced: Vec<&str> = paid.iter().filter_map(|p| p.rectifie.as_deref()).collect();
            let standing = paid.into_iter().filter(|p| !replaced.contains(&cddu_ledger::piece(p)));
            (month, standing.map(|slip| Compte { slip, sens: 1, par: None }).collect())
        })
        .collect();
    out.push((mois, comptes(c)));
    out
}
