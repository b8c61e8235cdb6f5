//! S21.G00.62: ends of contracts.

use super::contrat::{fixed_term, indefinite};
use super::{Emit, FIN, MENSUELLE, MENSUELLE_FIN, OnIndividual, Scope, TOUTES};
use crate::date;
use crate::nav::Individu;
use crate::norm::Nature;
use cddu_base::Gravite::{Bloquant, Mineur};

pub(super) const CONTROLS: &[OnIndividual] = &[
    ("S21.G00.62.001/DESC", Mineur, MENSUELLE, ended_without_end),
    ("S21.G00.62.002/CCH-11", Bloquant, MENSUELLE_FIN, reason),
    ("S21.G00.62.002/CCH-13", Bloquant, TOUTES, annulation),
    ("S21.G00.62.003/CCH-12", Bloquant, FIN, notification),
    ("S21.G00.62.006/CCH-15", Bloquant, MENSUELLE_FIN, last_day_inside),
    ("S21.G00.62.006/CCH-16", Bloquant, MENSUELLE_FIN, last_day),
    ("S21.G00.62.017/CCH-11", Bloquant, MENSUELLE, route),
    ("S21.G00.62.017/CCH-12", Bloquant, MENSUELLE, derogatory_route),
];

/// A fixed term that ends in the declared month or before has its end, or a new date of end. A term that is not precise
/// has its least duration in 40.010: its new date says that it goes on.
fn ended_without_end(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let Some(last) = s.month_end() else { return };
    for c in i.contrats().filter(|c| fixed_term(c) && c.fin().is_none()) {
        if let Some(end) = c.date(10).filter(|end| *end <= last) {
            emit.at(
                &c,
                10,
                format!(
                    "contrat à durée déterminée fini le {} sans bloc de fin : ajoutez S21.G00.62, ou donnez la nouvelle \
                     date de fin en S21.G00.40.010 s'il continue",
                    date::french(end)
                ),
            );
        }
    }
}

/// Reasons that the nature of the contract excludes for certain: the natural end of a CDD for a CDI, and
/// dismissals and ruptures conventionnelles for a CDD.
fn reason(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats() {
        let Some(end) = c.fin() else { continue };
        let Some(reason) = end.get(2) else { continue };
        let wrong = match reason {
            "031" => indefinite(&c),
            "014" | "020" | "043" | "087" | "088" => c.get(7) == Some("02"),
            _ => false,
        };
        if wrong {
            emit.at(
                end,
                2,
                format!(
                    "motif {reason} incompatible avec un contrat de nature {} : changez le motif",
                    c.get(7).unwrap_or("")
                ),
            );
        }
    }
}

/// 099 only in the monthly declaration.
fn annulation(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if s.declaration.nature() == Some(Nature::Mensuelle) {
        return;
    }
    for end in i.contrats().filter_map(|c| c.fin()).filter(|e| e.get(2) == Some("099")) {
        emit.at(
            end,
            2,
            "motif 099 (annulation) réservé à la DSN mensuelle : déclarez l'annulation dans la mensuelle",
        );
    }
}

/// Dismissals have a date of notification.
fn notification(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for end in i.contrats().filter_map(|c| c.fin()).filter(|e| e.get(3).is_none()) {
        if let Some(reason @ ("011" | "012" | "014" | "015" | "020" | "087" | "088" | "091" | "092")) =
            end.get(2)
        {
            emit.at(
                end,
                3,
                format!(
                    "motif {reason} (licenciement) sans date de notification : renseignez S21.G00.62.003"
                ),
            );
        }
    }
}

fn last_day_inside(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats() {
        let Some(end) = c.fin() else { continue };
        let Some(day) = end.date(6) else { continue };
        let before = c.date(1).is_some_and(|start| day < start);
        let after = c.date_fin().is_some_and(|last| day > last);
        if before || after {
            emit.at(end, 6, "dernier jour travaillé hors du contrat : il est entre son début et sa fin");
        }
    }
}

/// A contrat d'usage that ends has its last day worked and paid.
fn last_day(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(21) == Some("05")) {
        if let Some(end) = c.fin().filter(|e| e.get(2) != Some("099") && e.get(6).is_none()) {
            emit.at(
                end,
                6,
                "fin d'un contrat d'usage sans dernier jour travaillé et payé : renseignez S21.G00.62.006",
            );
        }
    }
}

/// A contrat d'usage that ends says how its end is declared.
fn route(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(21) == Some("05") && fixed_term(c)) {
        if let Some(end) = c.fin().filter(|e| e.get(2) != Some("099") && e.get(17).is_none()) {
            emit.at(end, 17, "fin d'un contrat d'usage sans modalité de déclaration : renseignez S21.G00.62.017 (01 ou 02)");
        }
    }
}

/// The derogatory route is for the natural end of a contrat d'usage.
fn derogatory_route(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats() {
        let Some(end) = c.fin().filter(|e| e.get(17) == Some("01")) else { continue };
        // A missing nature or reason is said elsewhere, and so is the missing last day of a contrat d'usage.
        let right = (fixed_term(&c) || c.get(7).is_none())
            && c.get(21) == Some("05")
            && matches!(end.get(2), Some("031" | "099") | None);
        if !right {
            emit.at(
                end,
                17,
                "circuit dérogatoire (62.017 = 01) réservé à la fin normale d'un CDD d'usage (40.021 = 05, motif 031 ou 099, \
                 62.006 renseigné) : mettez 02",
            );
        }
    }
}
