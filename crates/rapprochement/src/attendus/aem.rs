//! What the AEM of a month must say: one attestation per contract paid, corrections taken back and given again.

use std::collections::BTreeMap;

use cddu_declarations::production::ArrondiAem;
use cddu_declarations::{Production, Tables};
use cddu_payslip::{ContractPay, Line, Payslip};
use cddu_rates::{Cents, Famille, Month, Quantity, Rate};

use super::{Attendu, Valeur, activite, aem_textes, both, euro, hundredths, numero_avant};
use crate::documents::Contexte;

/// The payslips of one contract of the month.
struct Groupe<'a> {
    /// Payslips and their part of the contract, in order of payment.
    parts: Vec<(&'a Payslip, &'a ContractPay)>,
    /// What corrections take back.
    repris: Vec<&'a ContractPay>,
}

/// Contracts (person, contract) that an AEM must cover.
pub(crate) fn contracts(c: &Contexte<'_>, production: &Production) -> Vec<(String, String)> {
    groups(c, production).into_keys().collect()
}

fn groups<'a>(c: &Contexte<'a>, production: &Production) -> BTreeMap<(String, String), Groupe<'a>> {
    let mut out: BTreeMap<(String, String), Groupe<'a>> = BTreeMap::new();
    let mut slips = c.paid();
    slips.sort_by(|a, b| (a.date_paiement, &a.numero).cmp(&(b.date_paiement, &b.numero)));
    for slip in slips {
        let before = c.taken_back(slip);
        for pay in slip.contrats.iter().filter(|k| !production.contrat(&k.contrat).droit_commun) {
            if before.is_some_and(|old| unchanged(slip, pay, old)) {
                continue;
            }
            let key = (c.noms.person(&slip.salarie.matricule).to_owned(), pay.contrat.clone());
            let group = out.entry(key).or_insert(Groupe { parts: Vec::new(), repris: Vec::new() });
            group.parts.push((slip, pay));
            let number = numero_avant(c, slip, &pay.contrat).unwrap_or_else(|| pay.contrat.clone());
            let old = before.and_then(|old| old.contrats.iter().find(|k| k.contrat == number));
            group.repris.extend(old);
        }
    }
    out
}

/// A correction that leaves the work, the pay and the identity as they were: no attestation says anything else.
pub(crate) fn unchanged(slip: &Payslip, pay: &ContractPay, old: &Payslip) -> bool {
    let (now, then) = (&slip.salarie, &old.salarie);
    let same_person = (&now.nir, &now.nom, &now.nom_usage, &now.prenom, now.date_naissance, &now.adresse)
        == (&then.nir, &then.nom, &then.nom_usage, &then.prenom, then.date_naissance, &then.adresse);
    same_person
        && now.numero_conges_spectacles == then.numero_conges_spectacles
        && old.contrats.iter().any(|k| same_attestation(k, pay))
}

/// The job, the days, the pay before and after abatement and the unemployment contribution: all that an attestation says.
fn same_attestation(a: &ContractPay, b: &ContractPay) -> bool {
    let job = |k: &ContractPay| (k.categorie, k.cadre, k.annexe, k.debut, k.fin, k.periode);
    let work = |k: &ContractPay| (k.jours, k.heures, k.cachets, k.heures_hors_cachets);
    let pay = |k: &ContractPay| (brut(k), k.dfs_taux, k.dfs_montant, k.bases.chomage);
    let paid = |k: &ContractPay| -> Vec<Line> {
        k.lignes.iter().filter(|l| l.organisme == "france_travail").cloned().collect()
    };
    (&a.contrat, &a.fonction, &a.idcc, &a.numero_objet) == (&b.contrat, &b.fonction, &b.idcc, &b.numero_objet)
        && job(a) == job(b)
        && work(a) == work(b)
        && pay(a) == pay(b)
        && paid(a) == paid(b)
}

/// The contract on the payslip of an earlier month that back pay completes, when an attestation of the back pay alone would hold
/// less than nothing (a deduction known late, an hour less beside a bonus): that of the month worked is taken back and given again.
pub(crate) fn put_right_whole<'a>(
    c: &Contexte<'a>,
    slip: &Payslip,
    pay: &ContractPay,
) -> Option<&'a ContractPay> {
    let left = [brut(pay).0, (brut(pay) - pay.dfs_montant).0, pay.bases.chomage.0];
    let less = left.iter().any(|amount| *amount < 0)
        || hundredths(pay.heures) < Cents::ZERO
        || hundredths(pay.jours) < Cents::ZERO;
    let first = c.completed(slip).filter(|_| less)?;
    let earlier = Month::of(first.date_paiement) < Month::of(slip.date_paiement);
    first.contrats.iter().find(|k| earlier && k.contrat == pay.contrat)
}

/// Every value expected, in no order.
pub(crate) fn values(
    c: &Contexte<'_>,
    production: &Production,
    tables: &Tables,
    mois: Month,
) -> Vec<Attendu> {
    let mut out = Vec::new();
    for ((personne, contrat), group) in groups(c, production) {
        let Some((last, pay)) = group.parts.last() else { continue };
        let piece = cddu_ledger::piece(last).to_owned();
        let mut put = |rubrique: &'static str, valeur: Valeur| {
            out.push(Attendu {
                personne: personne.clone(),
                contrat: contrat.clone(),
                rubrique,
                code: String::new(),
                valeur,
                piece: piece.clone(),
            });
        };
        for (rubrique, montant) in amounts(&group, production, tables) {
            put(rubrique, Valeur::Montant(montant));
        }
        for (rubrique, texte) in texts(c, &group, last, pay, (production, tables), mois) {
            put(rubrique, Valeur::Texte(texte));
        }
        for (rubrique, texte) in aem_textes::attestation(c, production, (last, pay), mois) {
            put(rubrique, Valeur::Texte(texte));
        }
    }
    out.extend(aem_textes::heading(c, production));
    out
}

/// Amounts and measures: what was paid less what corrections take back.
fn amounts(group: &Groupe<'_>, production: &Production, tables: &Tables) -> Vec<(&'static str, Cents)> {
    let sum = |of: &dyn Fn(&ContractPay) -> Cents| -> Cents {
        let paid: Cents = group.parts.iter().map(|(_, k)| of(k)).sum();
        paid - group.repris.iter().map(|k| of(k)).sum::<Cents>()
    };
    let cachets = sum(&|k| activite(production, k).1);
    let days = group.parts.iter().fold(Quantity::ZERO, |n, (_, k)| Quantity(n.0 + k.jours.0));
    // Cachets of five days or more are groupés. A correction gives the attestation of another month again: only the
    // sum of both kinds is known here.
    let cachets_kind = match (group.repris.is_empty(), days.whole() >= 5) {
        (false, _) => "Cachets",
        (true, true) => "CachetsGroupes",
        (true, false) => "CachetsIsoles",
    };
    let contribution = contribution(group, production, tables);
    vec![
        ("BrutAvantAbattement", sum(&brut)),
        ("BrutApresAbattement", sum(&|k| brut(k) - k.dfs_montant)),
        ("AssietteContribution", sum(&|k| k.bases.chomage)),
        ("MontantContribution", contribution),
        ("TotalContribution", contribution),
        ("HeuresEffectuees", sum(&|k| activite(production, k).0)),
        ("JoursTravailles", Cents(sum(&|k| hundredths(k.jours)).0 / 100 * 100)),
        (cachets_kind, cachets),
    ]
}

/// The pay that the AEM reduces: the base that the DFS leaves and what it takes, expenses refunded included.
fn brut(pay: &ContractPay) -> Cents {
    let reduced = pay.bases.securite_sociale + pay.dfs_montant;
    if pay.dfs_montant == Cents::ZERO { pay.bases.brut } else { reduced }
}

/// The unemployment contribution of a contract, both shares, rounded as the production asks: one line per rate.
fn contribution(group: &Groupe<'_>, production: &Production, tables: &Tables) -> Cents {
    let rounded = |list: &mut dyn Iterator<Item = &ContractPay>| -> Cents {
        let mut lines: BTreeMap<(Rate, Option<Rate>), Cents> = BTreeMap::new();
        for pay in list {
            let (rate, amount) = unemployment(tables, pay, production.aem.ags);
            *lines.entry((rate, pay.dfs_taux)).or_default() += amount;
        }
        let whole = production.aem.arrondi == ArrondiAem::Euro;
        lines.into_values().map(|m| if whole { euro(m) } else { m }).sum()
    };
    let paid = rounded(&mut group.parts.iter().map(|(_, k)| *k));
    paid - rounded(&mut group.repris.iter().copied())
}

/// Rate and amount of the unemployment contribution of a contract, both shares.
fn unemployment(tables: &Tables, pay: &ContractPay, ags: bool) -> (Rate, Cents) {
    let lines = pay.lignes.iter().filter(|l| match tables.famille(&l.code) {
        Some(Famille::Chomage) => true,
        Some(Famille::Ags) => ags,
        _ => false,
    });
    lines.fold((Rate::ZERO, Cents::ZERO), |(rate, amount), l| {
        let both_rates = l.taux_salarie.unwrap_or_default().0 + l.taux_employeur.unwrap_or_default().0;
        (Rate(rate.0 + both_rates), amount + both(l))
    })
}

/// Rates, dates and identifiers. Several may be right: one per rate met, one per payslip.
fn texts(
    c: &Contexte<'_>,
    group: &Groupe<'_>,
    last: &Payslip,
    pay: &ContractPay,
    (production, tables): (&Production, &Tables),
    mois: Month,
) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    for (slip, k) in &group.parts {
        out.push(("TauxAbattement", plain(k.dfs_taux.unwrap_or(Rate::ZERO))));
        // Back pay without unemployment contribution has no rate of it: the line that it completes has one.
        let rated = put_right_whole(c, slip, k).unwrap_or(*k);
        out.push(("TauxContribution", plain(unemployment(tables, rated, production.aem.ags).0)));
        out.push(("ReferenceBulletin", cddu_ledger::piece(slip).to_owned()));
    }
    let person = &last.salarie;
    out.extend(person.date_naissance.map(|d| ("DateNaissance", d.to_string())));
    out.extend(person.numero_conges_spectacles.clone().map(|n| ("NumeroCongesSpectacles", n)));
    out.push(("NomFamille", cddu_rates::fold(&person.nom)));
    out.push(("Prenoms", cddu_rates::fold(&person.prenom)));
    let known = production.contrat(&pay.contrat);
    let end = known.fin_reelle.unwrap_or(pay.fin);
    out.push(("IdccPrestation", format!("{:0>4}", pay.idcc)));
    out.extend(pay.numero_objet.clone().or(production.film.numero_objet.clone()).map(|n| ("NumeroObjet", n)));
    out.push(("DateDebut", pay.debut.to_string()));
    if end <= mois.last() {
        out.push(("DateFin", end.to_string()));
    }
    out.push(("Annexe", pay.annexe.to_string()));
    let paid = group.parts.iter().map(|(p, _)| p.date_paiement).max().unwrap_or(last.date_paiement);
    out.push(("DatePaiement", paid.to_string()));
    out.push(("Date", paid.to_string()));
    out.push(("@mois", mois.to_string()));
    out
}

/// A rate without the zeros that say nothing.
pub(crate) fn plain(rate: Rate) -> String {
    rate.0.normalize().to_string()
}
