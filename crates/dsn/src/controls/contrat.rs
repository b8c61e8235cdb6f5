//! S21.G00.40: contracts.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::identite::born;
use super::{Emit, MENSUELLE, MENSUELLE_FIN, OnIndividual, Scope, TOUTES, named};
use crate::code::s21;
use crate::date;
use crate::nav::{Contrat, Individu};
use crate::norm::pcs_spectacle;
use cddu_base::Gravite::{Bloquant, Majeur, Mineur};

pub(super) const CONTROLS: &[OnIndividual] = &[
    ("S21.G00.40.001/CCH-13", Bloquant, TOUTES, start_before_end),
    ("S21.G00.40.001/CCH-15", Bloquant, TOUTES, start_after_birth),
    ("S21.G00.40.001/SIG-14", Mineur, MENSUELLE, start_in_month),
    ("S21.G00.40.003/CCH-11", Bloquant, MENSUELLE_FIN, cadre_status),
    ("S21.G00.40.003/SIG-15", Mineur, MENSUELLE_FIN, extension_status),
    ("S21.G00.40.003/CCH-16", Bloquant, MENSUELLE_FIN, cadre_scheme),
    ("S21.G00.40.003/CCH-17", Bloquant, MENSUELLE_FIN, non_cadre_scheme),
    ("S21.G00.40.004/CCH-15", Bloquant, MENSUELLE_FIN, spectacle_job),
    ("S21.G00.40.005/CCH-18", Bloquant, MENSUELLE_FIN, spectacle_job),
    ("S21.G00.40.009/CCH-12", Bloquant, TOUTES, unique_number),
    ("S21.G00.40.009/CCH-13", Bloquant, MENSUELLE, paid_contract),
    ("S21.G00.40.010/CCH-11", Bloquant, MENSUELLE_FIN, expected_end_after_start),
    ("S21.G00.40.010/CCH-12", Bloquant, MENSUELLE_FIN, expected_end),
    ("S21.G00.40.011/CCH-11", Bloquant, MENSUELLE_FIN, pige),
    ("S21.G00.40.011/CCH-12", Bloquant, MENSUELLE_FIN, days),
    ("S21.G00.40.011/CCH-13", Bloquant, MENSUELLE_FIN, hours),
    ("S21.G00.40.011/CCH-15", Bloquant, MENSUELLE, activity),
    ("S21.G00.40.012/CCH-11", Bloquant, MENSUELLE_FIN, reference_not_zero),
    ("S21.G00.40.014/DESC", Mineur, MENSUELLE, full_time_overlap),
    ("S21.G00.40.021/SIG-11", Mineur, MENSUELLE_FIN, recourse),
    ("S21.G00.40.022/CCH-11", Bloquant, MENSUELLE_FIN, holiday_fund),
    ("S21.G00.40.022/CRE-11", Bloquant, MENSUELLE_FIN, spectacle_holiday_fund),
    ("S21.G00.40.039/040", Majeur, MENSUELLE, work_accident_rate),
    ("S21.G00.40.043/SIG-11", Mineur, MENSUELLE, no_work_accident_rate),
    ("S21.G00.40.050/CCH-11", Bloquant, MENSUELLE_FIN, spectacle_object),
];

/// Contracts of employment of indefinite duration.
pub(super) fn indefinite(c: &Contrat<'_>) -> bool {
    matches!(c.get(7), Some("01" | "07" | "08" | "09" | "82" | "91"))
}

/// Fixed-term contracts, of private (02) or public (10) law.
pub(super) fn fixed_term(c: &Contrat<'_>) -> bool {
    matches!(c.get(7), Some("02" | "10"))
}

/// Start no later than the declared end.
fn start_before_end(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats() {
        if let (Some(start), Some(end)) = (c.date(1), c.date_fin())
            && start > end
        {
            emit.at(&c, 1, "le contrat commence après sa fin S21.G00.62.001 : corrigez les dates");
        }
    }
}

fn start_after_birth(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let Some(birth) = born(i) else { return };
    for c in i.contrats().filter(|c| c.date(1).is_some_and(|start| start <= birth)) {
        emit.at(&c, 1, "le contrat commence avant la naissance : corrigez l'une des deux dates");
    }
}

fn start_in_month(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let Some(last) = s.month_end() else { return };
    for c in i.contrats().filter(|c| c.date(1).is_some_and(|start| start > last)) {
        emit.at(&c, 1, "le contrat commence après le mois déclaré : vérifiez la date ou le mois");
    }
}

/// Cadre for the retirement scheme: a cadre status in the convention.
fn cadre_status(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(3) == Some("01")) {
        if c.get(2).is_some_and(|status| !matches!(status, "03" | "04" | "08")) {
            emit.at(&c, 3, "cadre (40.003 = 01) : le statut 40.002 doit être 03, 04 ou 08");
        }
    }
}

/// Extension cadre: intermediate occupation.
fn extension_status(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(3) == Some("02") && c.get(2).is_some_and(|s| s != "05")) {
        emit.at(&c, 3, "extension cadre (40.003 = 02) : le statut 40.002 attendu est 05");
    }
}

/// True when the contract has retirement schemes, all of them among those of the private sector, and none that
/// suits.
fn no_scheme(c: &Contrat<'_>, suits: [&str; 2]) -> bool {
    let schemes: Vec<&str> = c.all(s21(71)).filter_map(|r| r.get(2)).collect();
    !schemes.is_empty()
        && schemes.iter().all(|s| matches!(*s, "RETA" | "RETC" | "RUAA" | "90000"))
        && !schemes.iter().any(|s| suits.contains(s))
}

fn cadre_scheme(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| matches!(c.get(3), Some("01" | "02")) && no_scheme(c, ["RETC", "RUAA"]))
    {
        emit.at(&c, 3, "cadre sans régime de retraite de cadre : mettez RUAA ou RETC en S21.G00.71.002");
    }
}

fn non_cadre_scheme(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(3) == Some("04") && no_scheme(c, ["RETA", "RUAA"])) {
        emit.at(
            &c,
            3,
            "non cadre sans régime de retraite de non-cadre : mettez RUAA ou RETA en S21.G00.71.002",
        );
    }
}

/// The PCS-ESE of spectacle need a code of the table of jobs (three letters, three digits), 999SPT, 50 or 51.
fn spectacle_job(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats() {
        let Some(pcs) = c.get(4).filter(|pcs| pcs_spectacle(pcs)) else { continue };
        let right = c.get(5).is_some_and(|code| {
            let b = code.as_bytes();
            matches!(code, "999SPT" | "50" | "51")
                || (b.len() == 6
                    && b[..3].iter().all(u8::is_ascii_uppercase)
                    && b[3..].iter().all(u8::is_ascii_digit))
        });
        if !right {
            emit.at(
                &c,
                5,
                format!("PCS {pcs} : complément de la table des emplois du spectacle attendu en S21.G00.40.005 (ou 999SPT, 50, 51)"),
            );
        }
    }
}

/// Contract numbers are unique for one individual.
fn unique_number(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let mut seen = BTreeSet::new();
    for c in i.contrats() {
        if let Some(number) = c.numero().filter(|n| !seen.insert(n.to_string())) {
            emit.at(
                &c,
                9,
                format!("numéro de contrat {number} déjà pris par cette personne : un numéro par contrat"),
            );
        }
    }
}

/// Each contract has a remuneration.
fn paid_contract(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if !named(i.versements().flat_map(|v| v.remunerations())) {
        return;
    }
    let paid: BTreeSet<&str> =
        i.versements().flat_map(|v| v.remunerations()).filter_map(|r| r.contrat()).collect();
    for c in i.contrats() {
        if let Some(number) = c.numero().filter(|n| !paid.contains(n)) {
            emit.at(&c, 9, format!("aucune rémunération S21.G00.51 pour le contrat {number} : ajoutez-la, à 0.00 s'il le faut"));
        }
    }
}

fn expected_end_after_start(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats() {
        if let (Some(start), Some(end)) = (c.date(1), c.date(10))
            && end < start
        {
            emit.at(&c, 10, "la fin prévue précède le début du contrat : corrigez les dates");
        }
    }
}

fn expected_end(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(7) == Some("02") && c.get(10).is_none()) {
        emit.at(&c, 10, "CDD sans date de fin prévue : renseignez S21.G00.40.010");
    }
}

fn pige(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(11) == Some("31") && c.get(4) != Some("352a")) {
        emit.at(&c, 11, "unité 31 (pige) réservée à la PCS 352a (journalistes) : changez l'unité");
    }
}

/// Quotités of contracts in `units` above `limit`.
fn quotites(i: Individu<'_>, units: [&str; 2], limit: i64, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(11).is_some_and(|u| units.contains(&u))) {
        for number in [12, 13] {
            if c.amount(number).is_some_and(|q| q > limit) {
                emit.at(
                    &c,
                    number,
                    format!("quotité trop grande pour cette unité : {}.00 au plus par mois", limit / 100),
                );
            }
        }
    }
}

fn days(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    quotites(i, ["12", "20"], 3_100, emit);
}

fn hours(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    quotites(i, ["10", "21"], 25_000, emit);
}

/// Units hour and day: an activity, unless the contract ended before the declared month.
fn activity(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if !named(i.versements().flat_map(|v| v.remunerations())) {
        return;
    }
    let active: BTreeSet<&str> = i
        .versements()
        .flat_map(|v| v.remunerations())
        .filter(|r| r.activites().next().is_some())
        .filter_map(|r| r.contrat())
        .collect();
    for c in i.contrats().filter(|c| matches!(c.get(11), Some("10" | "12"))) {
        let over = match (s.mois, c.date_fin()) {
            (Some(first), Some(end)) => end < first,
            _ => false,
        };
        if !over && c.numero().is_some_and(|n| !active.contains(n)) {
            emit.at(&c, 11, "contrat en heures ou en jours sans aucune activité S21.G00.53 : ajoutez-la");
        }
    }
}

fn reference_not_zero(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| matches!(c.get(11), Some("10" | "12" | "20" | "21"))) {
        if c.amount(12) == Some(0) {
            emit.at(&c, 12, "quotité de référence nulle : indiquez celle de l'entreprise pour la catégorie");
        }
    }
}

/// Two overlapping contracts with one employer, one of them full time.
fn full_time_overlap(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let period = |c: &Contrat<'_>| -> Option<(NaiveDate, NaiveDate)> {
        Some((c.date(1)?, c.date_fin().or_else(|| c.date(10))?))
    };
    let contracts: Vec<(Contrat<'_>, NaiveDate, NaiveDate)> = i
        .contrats()
        .filter(|c| fixed_term(c) || indefinite(c))
        .filter_map(|c| period(&c).map(|(start, end)| (c, start, end)))
        .collect();
    for (at, (c, start, end)) in contracts.iter().enumerate() {
        let overlaps = contracts[..at].iter().any(|(other, from, to)| {
            from <= end && start <= to && (c.get(14) == Some("10") || other.get(14) == Some("10"))
        });
        if overlaps {
            emit.at(
                c,
                14,
                "deux contrats se chevauchent et l'un est à temps plein : mettez 20 (temps partiel)",
            );
        }
    }
}

/// A CDD without public scheme has a reason of recourse.
fn recourse(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(7) == Some("02") && c.get(8) == Some("99") && c.get(21).is_none())
    {
        emit.at(&c, 21, "CDD sans motif de recours : renseignez S21.G00.40.021 (05 pour un contrat d'usage)");
    }
}

fn holiday_fund(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(22).is_some_and(|v| v.starts_with("99"))) {
        emit.at(
            &c,
            22,
            "caisse de congés payés 99 refusée : donnez le code de la caisse, ou retirez la ligne",
        );
    }
}

/// 97, then the Congés spectacles affiliation number and its key.
fn spectacle_holiday_fund(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats() {
        if c.get(22).is_some_and(|v| v.starts_with("97") && v.len() < 5) {
            emit.at(&c, 22, "code 97 (Congés spectacles) sans numéro d'affiliation et clé : complétez-le");
        }
    }
}

/// Work-accident rate, but for the code 999ZZ. Asked of the régime général only.
fn work_accident_rate(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(39) == Some("200")) {
        if c.get(40).is_some_and(|code| code != "999ZZ") && c.get(43).is_none() {
            emit.at(&c, 43, "taux accident du travail absent : renseignez S21.G00.40.043");
        }
    }
}

fn no_work_accident_rate(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(40) == Some("999ZZ") && c.get(43).is_some()) {
        emit.at(
            &c,
            43,
            "code risque 999ZZ (non soumis) avec un taux accident du travail : retirez S21.G00.40.043",
        );
    }
}

fn spectacle_object(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    for c in i.contrats().filter(|c| c.get(50).is_some() && c.get(7).is_some() && !fixed_term(c)) {
        emit.at(&c, 50, "numéro d'objet réservé aux CDD (nature 02 ou 10) : retirez S21.G00.40.050");
    }
}

/// The declared end of a contract, or a day far in the future.
pub(super) fn last_day(c: &Contrat<'_>) -> NaiveDate {
    c.date_fin().unwrap_or(NaiveDate::MAX)
}

/// Start of a contract, two days earlier, as the controls of pay periods allow.
pub(super) fn first_day_with_margin(c: &Contrat<'_>) -> Option<NaiveDate> {
    c.date(1).map(|d| date::days_before(d, 2))
}

/// True for a contract of employment of private law.
pub(super) fn private(c: &Contrat<'_>) -> bool {
    matches!(c.get(7), Some("01" | "02" | "03" | "07" | "08" | "82" | "91" | "92"))
}
