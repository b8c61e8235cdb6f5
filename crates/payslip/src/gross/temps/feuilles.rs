//! Are the time sheets complete? Missing days, overlaps, unsigned rows, presence lists of figurants against contracts.

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Diagnostic, Gravite, Period, holiday};
use chrono::{Datelike, NaiveDate, Weekday};

use crate::gross::input::{FeuilleHeures, Jour};
use crate::gross::lines::fr_day;
use crate::vocabulary::Categorie;

/// A contract whose sheets are expected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct ContratPrevu {
    /// Identifier of the contract.
    pub contrat: String,
    /// Number of the person.
    pub matricule: String,
    /// Category.
    pub categorie: Categorie,
    /// Period of work.
    pub periode: Period,
    /// Days planned; `None`: every weekday of the period that is not a holiday.
    pub jours: Option<Vec<NaiveDate>>,
}

/// The rows kept for a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Feuille {
    /// Identifier of the contract.
    pub contrat: String,
    /// Number of the person.
    pub matricule: String,
    /// Rows.
    pub jours: Vec<Jour>,
}

/// One name on a presence list of figurants.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Presence {
    /// Day.
    pub date: NaiveDate,
    /// Number of the person.
    pub matricule: String,
}

/// What is missing or contradictory, by person and day. Nothing is corrected.
///
/// `FEUILLE-001` sheet missing, `-002` days missing, `-003` row outside the contract, `-004` overlap, `-005` row not
/// signed, `-006` sheet without a contract, `-007` figurant present without a contract that day, `-008` figurant with a
/// contract that day and not on the presence list.
#[must_use]
pub fn completude(
    contrats: &[ContratPrevu],
    feuilles: &[Feuille],
    presences: &[Presence],
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let by_contract: BTreeMap<&str, &ContratPrevu> =
        contrats.iter().map(|c| (c.contrat.as_str(), c)).collect();
    for contrat in contrats {
        let rows: Vec<&Jour> =
            feuilles.iter().filter(|f| f.contrat == contrat.contrat).flat_map(|f| &f.jours).collect();
        missing(contrat, &rows, &mut out);
        outside(contrat, &rows, &mut out);
    }
    for feuille in feuilles.iter().filter(|f| !by_contract.contains_key(f.contrat.as_str())) {
        out.push(
            Diagnostic::error(
                "FEUILLE-006",
                format!("feuille de {} sans contrat « {} »", feuille.matricule, feuille.contrat),
            )
            .severity(Gravite::Majeur)
            .hint("ajouter le contrat, ou corriger son identifiant dans la feuille"),
        );
    }
    overlaps(feuilles, &mut out);
    unsigned(feuilles, &mut out);
    if !presences.is_empty() {
        lists(contrats, feuilles, presences, &mut out);
    }
    out
}

fn missing(contrat: &ContratPrevu, rows: &[&Jour], out: &mut Vec<Diagnostic>) {
    if rows.is_empty() {
        out.push(
            Diagnostic::error(
                "FEUILLE-001",
                format!("aucune feuille de temps pour {} (contrat {})", contrat.matricule, contrat.contrat),
            )
            .severity(Gravite::Majeur)
            .hint("demander la feuille, ou donner le brut dans le contrat"),
        );
        return;
    }
    let expected: Vec<NaiveDate> = contrat.jours.clone().unwrap_or_else(|| {
        contrat
            .periode
            .iter_days()
            .filter(|d| !matches!(d.weekday(), Weekday::Sat | Weekday::Sun) && holiday(*d).is_none())
            .collect()
    });
    let written: BTreeSet<NaiveDate> = rows.iter().map(|j| j.date).collect();
    let absent: Vec<String> = expected.into_iter().filter(|d| !written.contains(d)).map(fr_day).collect();
    if !absent.is_empty() {
        out.push(
            Diagnostic::warning(
                "FEUILLE-002",
                format!(
                    "{} (contrat {}) : jours sans heures : {}",
                    contrat.matricule,
                    contrat.contrat,
                    absent.join(", ")
                ),
            )
            .hint("compléter la feuille, ou confirmer que ces jours n'ont pas été travaillés"),
        );
    }
}

fn outside(contrat: &ContratPrevu, rows: &[&Jour], out: &mut Vec<Diagnostic>) {
    for row in rows.iter().filter(|j| !contrat.periode.contains(j.date)) {
        out.push(
            Diagnostic::error(
                "FEUILLE-003",
                format!(
                    "{} : heures du {} hors du contrat {} ({} - {})",
                    contrat.matricule,
                    fr_day(row.date),
                    contrat.contrat,
                    fr_day(contrat.periode.debut),
                    fr_day(contrat.periode.fin)
                ),
            )
            .severity(Gravite::Majeur)
            .hint("corriger la date, ou prolonger le contrat avant de payer"),
        );
    }
}

/// Overlaps of a person over all her contracts: two contracts may not cover the same hour.
fn overlaps(feuilles: &[Feuille], out: &mut Vec<Diagnostic>) {
    let mut by_person: BTreeMap<&str, Vec<&Jour>> = BTreeMap::new();
    for feuille in feuilles {
        by_person.entry(&feuille.matricule).or_default().extend(&feuille.jours);
    }
    for (matricule, rows) in by_person {
        let sheet = FeuilleHeures { temps: rows.into_iter().cloned().collect(), ..FeuilleHeures::default() };
        if let Err(errors) = crate::gross::temps::sheet::read(&sheet) {
            for error in errors {
                let mut error = Diagnostic::error("FEUILLE-004", format!("{matricule} : {}", error.message))
                    .severity(Gravite::Majeur);
                error.aide = Some("corriger le début, la fin ou la pause de l'une des lignes".to_owned());
                out.push(error);
            }
        }
    }
}

fn unsigned(feuilles: &[Feuille], out: &mut Vec<Diagnostic>) {
    for feuille in feuilles {
        let days: Vec<String> =
            feuille.jours.iter().filter(|j| j.signe != Some(true)).map(|j| fr_day(j.date)).collect();
        if !days.is_empty() {
            out.push(
                Diagnostic::warning(
                    "FEUILLE-005",
                    format!(
                        "{} (contrat {}) : heures non signées : {}",
                        feuille.matricule,
                        feuille.contrat,
                        days.join(", ")
                    ),
                )
                .hint("faire signer la feuille par le salarié"),
            );
        }
    }
}

fn lists(contrats: &[ContratPrevu], feuilles: &[Feuille], presences: &[Presence], out: &mut Vec<Diagnostic>) {
    let figurants: Vec<&ContratPrevu> =
        contrats.iter().filter(|c| c.categorie == Categorie::Figurant).collect();
    let present: BTreeSet<(NaiveDate, &str)> =
        presences.iter().map(|p| (p.date, p.matricule.as_str())).collect();
    for (date, matricule) in &present {
        if !figurants.iter().any(|c| c.matricule == *matricule && c.periode.contains(*date)) {
            out.push(
                Diagnostic::error(
                    "FEUILLE-007",
                    format!(
                        "{matricule} est sur la liste de présence du {} sans contrat de figurant",
                        fr_day(*date)
                    ),
                )
                .severity(Gravite::Majeur)
                .hint("établir le contrat (et la DPAE), ou corriger la liste"),
            );
        }
    }
    let listed: BTreeSet<NaiveDate> = presences.iter().map(|p| p.date).collect();
    for contrat in figurants {
        let worked = feuilles
            .iter()
            .filter(|f| f.contrat == contrat.contrat)
            .flat_map(|f| f.jours.iter().map(|j| j.date));
        let planned: BTreeSet<NaiveDate> = match &contrat.jours {
            Some(days) => days.iter().copied().collect(),
            None => worked.collect(),
        };
        for day in planned.intersection(&listed) {
            if !present.contains(&(*day, contrat.matricule.as_str())) {
                out.push(
                    Diagnostic::warning(
                        "FEUILLE-008",
                        format!(
                            "{} (contrat {}) n'est pas sur la liste de présence du {}",
                            contrat.matricule,
                            contrat.contrat,
                            fr_day(*day)
                        ),
                    )
                    .hint("vérifier avec le chef de file avant de payer le cachet"),
                );
            }
        }
    }
}
