//! S21.G00.30: identity and address of the individual.

use chrono::Datelike;

use super::adresse::{self, Address};
use super::{Emit, MENSUELLE_FIN, OnIndividual, Scope, TOUTES};
use crate::nav::Individu;
use crate::norm::Version;
use crate::{date, ids};
use cddu_base::Gravite::Bloquant;

const ADDRESS: Address = Address { street: 8, postal: 9, locality: 10, country: 11, foreign: 12 };

pub(super) const CONTROLS: &[OnIndividual] = &[
    ("S21.G00.30.001/CCH-11", Bloquant, TOUTES, department),
    ("S21.G00.30.001/CCH-13", Bloquant, TOUTES, all_nines),
    ("S21.G00.30.001/CCH-16", Bloquant, TOUTES, trailing_nines),
    ("S21.G00.30.006/CCH-11", Bloquant, TOUTES, birth_year),
    ("S21.G00.30.006/CCH-12", Bloquant, TOUTES, plausible_year),
    ("S21.G00.30.006/CSL-11", Bloquant, TOUTES, birth_date),
    ("S21.G00.30.007/CCH-11", Bloquant, MENSUELLE_FIN, birth_place),
    ("S21.G00.30.009/CCH-12", Bloquant, MENSUELLE_FIN, postal),
    ("S21.G00.30.010/CCH-11", Bloquant, MENSUELLE_FIN, locality),
    ("S21.G00.30.014/CCH-11", Bloquant, MENSUELLE_FIN, birth_department),
    ("S21.G00.30.020/CCH-12", Bloquant, TOUTES, temporary_number),
];

/// The NIR, when it has 13 ASCII characters and is not a placeholder of nines.
fn nir<'a>(i: Individu<'a>) -> Option<&'a str> {
    i.0.get(1).filter(|n| n.len() == 13 && n.is_ascii() && !n.ends_with("999999"))
}

/// Year of birth, even when day and month are unknown.
fn year(i: Individu<'_>) -> Option<i32> {
    i.get(6).filter(|d| d.len() == 8).and_then(|d| d.get(4..8)).and_then(|y| y.parse().ok())
}

/// Whether a department existed in a year: Corsica was split in 1976, Algeria ends in 1967.
fn existed(department: &str, year: i32) -> bool {
    match department {
        "2A" | "2B" => year >= 1976,
        "20" => year < 1976,
        "96" => year < 1968,
        _ => true,
    }
}

/// Department of the NIR, at the date of birth.
fn department(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let (Some(nir), Some(year)) = (nir(i), year(i)) else { return };
    if !existed(&nir[5..7], year) {
        emit.at(
            &i,
            1,
            format!(
                "département {} du NIR incompatible avec une naissance en {year} : vérifiez le NIR",
                &nir[5..7]
            ),
        );
    }
}

/// 1999999999999 and 2999999999999 are not NIR.
fn all_nines(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if matches!(i.get(1), Some("1999999999999" | "2999999999999")) {
        emit.at(&i, 1, "NIR fictif refusé : retirez-le et donnez un NTT en S21.G00.30.020");
    }
}

/// No more than five nines at the end.
fn trailing_nines(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if let Some(nir) = i.get(1)
        && nir.ends_with("999999")
        && !nir.ends_with("999999999999")
    {
        emit.at(
            &i,
            1,
            format!("le NIR {nir} finit par plus de cinq 9 : donnez le vrai NIR ou un NTT en S21.G00.30.020"),
        );
    }
}

/// Year in the NIR and year of the birth date.
fn birth_year(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let (Some(nir), Some(year)) = (nir(i), year(i)) else { return };
    if nir[1..3].parse::<i32>().is_ok_and(|y| y != year.rem_euclid(100)) {
        emit.at(
            &i,
            6,
            format!(
                "année de naissance {year} différente de celle du NIR ({}) : corrigez l'une ou l'autre",
                &nir[1..3]
            ),
        );
    }
}

/// A day of the calendar, or an unknown day or month: 99, and 00 since P26.
fn birth_date(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let Some(text) = i.get(6).filter(|d| d.len() == 8 && d.is_ascii()) else { return };
    let (day, month) = (&text[..2], &text[2..4]);
    let zero = day == "00" || month == "00";
    let unknown = zero || day == "99" || month == "99";
    let valid =
        if unknown { !zero || s.norm.version >= Version::P26V01 } else { date::parse(text).is_some() };
    if !valid {
        emit.at(&i, 6, format!("date de naissance {text} hors du calendrier : corrigez-la"));
    }
}

fn postal(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    adresse::postal(&i, ADDRESS, false, emit);
}

fn locality(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    adresse::locality(&i, ADDRESS, emit);
}

/// A temporary number when there is no NIR: 1 or 2, a SIREN, a matricule, no space.
fn temporary_number(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    match i.field(20) {
        None if i.field(1).is_none() => {
            emit.at(
                &i,
                20,
                "individu sans NIR ni NTT : renseignez S21.G00.30.001, ou S21.G00.30.020 à défaut",
            );
        }
        Some(field) => {
            let ntt = field.value.as_str();
            let right = ntt.starts_with(['1', '2'])
                && ntt.len() > 10
                && ntt.get(1..10).is_some_and(ids::siren)
                && !ntt.contains(char::is_whitespace);
            if !right {
                emit.at(
                    &i,
                    20,
                    format!(
                        "NTT {ntt} mal formé : 1 ou 2, le SIREN de l'employeur, puis un matricule sans espace"
                    ),
                );
            }
        }
        None => {}
    }
}

/// Date of birth as a day, when it is known in full.
pub(super) fn born(i: Individu<'_>) -> Option<chrono::NaiveDate> {
    i.date(6).filter(|d| d.year() >= 1800)
}

/// Department of birth, at the date of birth.
fn birth_department(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let (Some(department), Some(year)) = (i.get(14), year(i)) else { return };
    if !existed(department, year) {
        emit.at(
            &i,
            14,
            format!("département de naissance {department} incompatible avec une naissance en {year} : corrigez-le"),
        );
    }
}

/// A place of birth for anyone born in France.
fn birth_place(_: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    if i.get(14).is_some_and(|d| d != "99") && i.get(7).is_none() {
        emit.at(&i, 7, "lieu de naissance absent pour une naissance en France : renseignez S21.G00.30.007");
    }
}

/// Born in the 120 years before the declared month. The norm says the current year; a file is checked at any time.
fn plausible_year(s: &Scope<'_>, i: Individu<'_>, emit: &mut Emit<'_>) {
    let (Some(month), Some(year)) = (s.mois, year(i)) else { return };
    if year > month.year() || year <= month.year() - 120 {
        emit.at(&i, 6, format!("année de naissance {year} invraisemblable : corrigez la date de naissance"));
    }
}
