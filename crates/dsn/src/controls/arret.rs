//! S21.G00.60: arrêts de travail.

use super::{ARRET, ARRET_REPRISE, Emit, MENSUELLE_ARRET, OnIndividual, Scope};
use crate::code::s21;
use crate::nav::Individu;
use crate::tree::Block;
use cddu_base::Gravite::Bloquant;

pub(super) const CONTROLS: &[OnIndividual] = &[
    ("S21.G00.60.001/CCH-12", Bloquant, ARRET_REPRISE, annulation),
    ("S21.G00.60.001/CCH-14", Bloquant, ARRET_REPRISE, therapeutic),
    ("S21.G00.60.002/CCH-12", Bloquant, MENSUELLE_ARRET, order),
    ("S21.G00.60.002/CCH-17", Bloquant, MENSUELLE_ARRET, before_end),
    ("S21.G00.60.002/CCH-18", Bloquant, ARRET_REPRISE, after_start),
    ("S21.G00.60.005/CCH-11", Bloquant, MENSUELLE_ARRET, subrogation),
    ("S21.G00.60.006/CCH-12", Bloquant, MENSUELLE_ARRET, subrogation_order),
    ("S21.G00.60.012/CCH-11", Bloquant, ARRET, accident_date),
];

fn stops<'a>(i: Individu<'a>) -> impl Iterator<Item = &'a Block> {
    i.contrats().flat_map(|c| c.0.all(s21(60)))
}

fn annulation(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for stop in stops(i).filter(|a| a.get(1) == Some("99")) {
        emit.at(stop, 1, "motif 99 (annulation) réservé à la DSN mensuelle et à la FCTU : corrigez le motif");
    }
}

fn therapeutic(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for stop in stops(i) {
        if let Some(reason @ ("15" | "16" | "17" | "18")) = stop.get(1) {
            emit.at(
                stop,
                1,
                format!(
                    "motif {reason} (temps partiel thérapeutique) réservé à la DSN mensuelle et à la FCTU"
                ),
            );
        }
    }
}

/// Last day worked no later than the expected end.
fn order(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for stop in stops(i) {
        if let (Some(last), Some(end)) = (stop.date(2), stop.date(3))
            && last > end
        {
            emit.at(stop, 2, "dernier jour travaillé après la fin prévue de l'arrêt : corrigez les dates");
        }
    }
}

fn before_end(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats() {
        let Some(end) = c.date_fin() else { continue };
        for stop in c.arrets().filter(|a| a.date(2).is_some_and(|d| d > end)) {
            emit.at(stop, 2, "dernier jour travaillé après la fin du contrat : corrigez les dates");
        }
    }
}

fn after_start(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats() {
        let Some(start) = c.date(1) else { continue };
        for stop in c.arrets().filter(|a| a.date(2).is_some_and(|d| d < start)) {
            emit.at(stop, 2, "dernier jour travaillé avant le début du contrat : corrigez les dates");
        }
    }
}

/// Subrogation dates, IBAN and BIC if and only if there is a subrogation.
fn subrogation(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for stop in stops(i) {
        let Some(choice) = stop.get(4) else { continue };
        let subrogated = choice == "01";
        for number in 5..=8 {
            match (subrogated, stop.get(number).is_some()) {
                (true, false) => {
                    emit.at(
                        stop,
                        number,
                        "subrogation (60.004 = 01) incomplète : renseignez début, fin, IBAN et BIC",
                    );
                }
                (false, true) if number <= 6 => {
                    emit.at(
                        stop,
                        number,
                        "date de subrogation sans subrogation : retirez-la ou mettez 60.004 = 01",
                    );
                }
                _ => {}
            }
        }
    }
}

fn subrogation_order(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for stop in stops(i) {
        if let (Some(start), Some(end)) = (stop.date(5), stop.date(6))
            && end < start
        {
            emit.at(stop, 6, "la fin de subrogation précède son début : corrigez les dates");
        }
    }
}

/// Date of the accident for accidents and occupational diseases, and only for them.
fn accident_date(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for stop in stops(i) {
        let accident = matches!(stop.get(1), Some("04" | "05" | "06"));
        match (accident, stop.get(12).is_some()) {
            (true, false) => emit.at(
                stop,
                12,
                "date de l'accident ou de la première constatation absente : renseignez S21.G00.60.012",
            ),
            (false, true) => {
                emit.at(stop, 12, "date d'accident pour un arrêt sans accident : retirez S21.G00.60.012")
            }
            _ => {}
        }
    }
}
