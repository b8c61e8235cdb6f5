//! AEM against the DSN of the same month, person by person and contract by contract (AEM-R15, AEM-R16).

use std::collections::BTreeMap;

use cddu_rates::{Cents, Gravite};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::modele::{Attestation, MotifFinAem};
use crate::dsn::totals::{ContratDsn, DsnTotals, RemunerationDsn};
use crate::ecart::Ecart;

type Key = (String, String);

/// The attestations of one contract in the month, signs applied.
#[derive(Default)]
struct Declared<'a> {
    name: String,
    brut: Cents,
    jours: i64,
    heures: Decimal,
    isoles: Decimal,
    groupes: Decimal,
    last: Option<&'a Attestation>,
}

/// The same contract in the DSN.
#[derive(Default)]
struct InDsn<'a> {
    name: String,
    contrat: Option<&'a ContratDsn>,
    brut: Cents,
    ligne: usize,
    units: BTreeMap<String, i64>,
}

/// Every difference between the attestations of a month and the DSN of that month.
#[must_use]
pub fn comparer(attestations: &[Attestation], dsn: &DsnTotals) -> Vec<Ecart> {
    let mut out = Vec::new();
    if let (Some(a), Some(mois)) = (attestations.first(), dsn.mois)
        && a.mois != mois
    {
        out.push(
            Ecart::new(
                "AEM-R16",
                Gravite::Bloquant,
                "mois",
                format!("les AEM sont de {}, la DSN de {mois} : comparer le même mois de paiement", a.mois),
            )
            .sides(a.mois, mois),
        );
    }
    let left = declared(attestations);
    let right = in_dsn(dsn);
    for (key, aem) in &left {
        match right.get(key) {
            Some(dsn) => contract(key, aem, dsn, &mut out),
            None => out.push(
                Ecart::new(
                    "AEM-R16",
                    Gravite::Bloquant,
                    label(key, &aem.name),
                    format!(
                        "le contrat {} de {} a une AEM et n'est pas dans la DSN : l'ajouter",
                        key.1, aem.name
                    ),
                )
                .amounts(aem.brut, Cents::ZERO),
            ),
        }
    }
    for (key, dsn) in &right {
        if !left.contains_key(key) && dsn.contrat.is_some_and(ContratDsn::has_aem) {
            out.push(
                Ecart::new(
                    "AEM-R16",
                    Gravite::Bloquant,
                    label(key, &dsn.name),
                    format!(
                        "le contrat {} de {} est dans la DSN (motif 05 ou 06) et n'a pas d'AEM : l'établir",
                        key.1, dsn.name
                    ),
                )
                .amounts(Cents::ZERO, dsn.brut)
                .line(dsn.ligne),
            );
        }
    }
    let (total, payroll) = (left.values().map(|d| d.brut).sum(), dsn.remuneration("002", true));
    if total != payroll {
        out.push(
            Ecart::new(
                "AEM-R15",
                Gravite::Majeur,
                "total du mois",
                format!("la masse salariale des AEM est {total}, celle de la DSN {payroll} : France Travail les rapproche"),
            )
            .amounts(total, payroll),
        );
    }
    out
}

fn label(key: &Key, name: &str) -> String {
    format!("{name} / {}", key.1)
}

fn declared(attestations: &[Attestation]) -> BTreeMap<Key, Declared<'_>> {
    let mut out: BTreeMap<Key, Declared<'_>> = BTreeMap::new();
    for a in attestations {
        let person = a.salarie.nir.clone().or_else(|| a.salarie.ntt.clone()).unwrap_or_default();
        let entry = out.entry((person, a.contrat.reference_contrat.clone())).or_default();
        let sign = a.nature.sign();
        entry.name = format!("{} {}", a.salarie.prenoms, a.salarie.nom_famille);
        entry.brut += Cents(sign * a.remuneration.brut_avant().0);
        entry.jours += sign * i64::from(a.activite.jours_travailles);
        entry.heures += Decimal::from(sign) * a.activite.heures_effectuees.0;
        entry.isoles += Decimal::from(sign) * a.activite.cachets_isoles.0;
        entry.groupes += Decimal::from(sign) * a.activite.cachets_groupes.0;
        entry.last = Some(a);
    }
    out
}

fn in_dsn(dsn: &DsnTotals) -> BTreeMap<Key, InDsn<'_>> {
    let mut out: BTreeMap<Key, InDsn<'_>> = BTreeMap::new();
    for person in &dsn.individus {
        for contrat in &person.contrats {
            let entry = out.entry((person.identifiant.clone(), contrat.numero.clone())).or_default();
            entry.name = format!("{} {}", person.prenom, person.nom);
            entry.contrat = Some(contrat);
            entry.ligne = contrat.ligne;
        }
        for pay in person.versements.iter().flat_map(|v| &v.remunerations) {
            let key = (person.identifiant.clone(), pay.contrat.clone());
            if let Some(entry) = out.get_mut(&key) {
                add_pay(entry, pay);
            }
        }
    }
    out
}

fn add_pay(entry: &mut InDsn<'_>, pay: &RemunerationDsn) {
    if pay.genre == "002" {
        entry.brut += pay.montant;
        entry.ligne = pay.ligne;
        for activity in &pay.activites {
            *entry.units.entry(activity.unite.clone()).or_default() += activity.mesure;
        }
    }
}

fn contract(key: &Key, aem: &Declared<'_>, dsn: &InDsn<'_>, out: &mut Vec<Ecart>) {
    let cle = label(key, &aem.name);
    let who = format!("contrat {} de {}", key.1, aem.name);
    let finding = |what: &str, left: String, right: String| {
        Ecart::new(
            "AEM-R16",
            Gravite::Majeur,
            format!("{cle} / {what}"),
            format!("{who} : {what} {left} dans l'AEM, {right} dans la DSN ; corriger avant l'envoi, ou AEM rectificative et DSN de correction"),
        )
        .sides(&left, &right)
        .line(dsn.ligne)
    };
    if aem.brut != dsn.brut {
        let mut ecart = finding("brut", aem.brut.to_string(), dsn.brut.to_string());
        ecart.ecart = Some(dsn.brut - aem.brut);
        out.push(ecart);
    }
    let unit =
        |codes: &[&str]| -> Decimal { Decimal::new(codes.iter().filter_map(|c| dsn.units.get(*c)).sum(), 2) };
    let hundredths = |value: Decimal| value.round_dp(2).normalize();
    let pairs = [
        // Attestations count whole days: half a day is a day there.
        ("jours travaillés", Decimal::from(aem.jours), unit(&["12"]).ceil()),
        ("heures", aem.heures, unit(&["35", "10"])),
        ("cachets isolés", aem.isoles, unit(&["37"])),
        ("cachets groupés", aem.groupes, unit(&["36"])),
    ];
    for (what, left, right) in pairs {
        // A DSN may give the cachets to the caisse only (unit 39): the total is compared then.
        let right =
            if what.starts_with("cachets") && unit(&["36", "37"]).is_zero() && !unit(&["39"]).is_zero() {
                if left.is_zero() { Decimal::ZERO } else { unit(&["39"]) }
            } else {
                right
            };
        if hundredths(left) != hundredths(right) {
            out.push(finding(what, hundredths(left).to_string(), hundredths(right).to_string()));
        }
    }
    let (Some(a), Some(c)) = (aem.last, dsn.contrat) else { return };
    let day = |d: Option<NaiveDate>| d.map_or_else(|| "absente".to_owned(), |d| d.to_string());
    if c.debut != Some(a.contrat.date_debut) {
        out.push(finding("date de début", a.contrat.date_debut.to_string(), day(c.debut)));
    }
    if c.fin != a.contrat.date_fin {
        out.push(finding("date de fin", day(a.contrat.date_fin), day(c.fin)));
    }
    let reason = c.motif_fin.as_deref().map(|m| match m {
        "031" => "fin de CDD".to_owned(),
        "037" => "rupture salarié".to_owned(),
        "036" | "084" | "094" => "rupture employeur".to_owned(),
        other => format!("motif {other}"),
    });
    let written = a.contrat.motif_fin.map(|m| {
        match m {
            MotifFinAem::FinCdd => "fin de CDD",
            MotifFinAem::RuptureEmployeur => "rupture employeur",
            MotifFinAem::RuptureSalarie => "rupture salarié",
        }
        .to_owned()
    });
    if c.fin.is_some() && a.contrat.date_fin.is_some() && reason != written {
        out.push(finding("motif de fin", written.unwrap_or_default(), reason.unwrap_or_default()));
    }
    if c.numero_objet.as_deref() != Some(a.contrat.numero_objet.as_str()) {
        let right = c.numero_objet.clone().unwrap_or_else(|| "absent".to_owned());
        out.push(finding("numéro d'objet", a.contrat.numero_objet.clone(), right));
    }
    let expected = if a.emploi.annexe == 10 { "06" } else { "05" };
    if c.motif_exclusion.as_deref() != Some(expected) {
        let right = c.motif_exclusion.clone().unwrap_or_else(|| "absent".to_owned());
        out.push(finding("motif d'exclusion (40.025)", expected.to_owned(), right));
    }
}
