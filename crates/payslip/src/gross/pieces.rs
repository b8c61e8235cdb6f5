//! What is paid by the piece: rehearsals, fittings, travel of artists and figurants, supplements, indemnities.
//!
//! Each convention has its list of codes; an unknown code is refused with the list.

use cddu_rates::{Diagnostic, MinimumQuery, Rate, Unite, nearest};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{film, frais, minimum, tv};
use crate::gross::context::Context;
use crate::gross::film::IDCC;
use crate::gross::input::Prestation;
use crate::gross::lines::{Label, Percent};
use crate::rules;
use crate::trace::{Amount, Number, Val};

/// Pieces of film artists.
const FILM_ARTIST: [&str; 9] = [
    "repetition_4h",
    "repetition_2x4h",
    "repetition_3h",
    "repetition_2x3h",
    "retake",
    "postsynchronisation",
    "plusieurs_langues",
    "voyage",
    "exclusivite",
];
/// Pieces of television artists.
const TV_ARTIST: [&str; 9] = [
    "lecture",
    "postsynchronisation",
    "essayage",
    "photographie",
    "voyage",
    "audition",
    "jour_supplementaire",
    "jour_isole",
    "public_payant",
];
/// Pieces of film figurants: code, row of the table of indemnities, refund of an expense.
const FILM_EXTRA: [(&str, &str, bool); 16] = [
    ("costume_special", "3097_FIG_COSTUME_SPECIAL", true),
    ("costume_tres_special", "3097_FIG_COSTUME_TRES_SPECIAL", true),
    ("tenue_supplementaire", "3097_FIG_TENUES", true),
    ("accessoire", "3097_FIG_ACCESSOIRE", true),
    ("vehicule", "3097_FIG_VEHICULE", true),
    ("danse_chant", "3097_FIG_DANSE_CHANT", false),
    ("danse_reglee", "3097_FIG_DANSE_REGLEE", false),
    ("pluie_natation", "3097_FIG_PLUIE_NATATION", false),
    ("nu", "3097_FIG_NU", false),
    ("scene_penible", "3097_FIG_PENIBLE", false),
    ("convocation_doublure", "3097_FIG_CONVOC_DOUBLURE", false),
    ("essayage", "3097_FIG_ESSAYAGE", false),
    ("hmc", "3097_FIG_HMC_30", false),
    ("voyage_3_6h", "3097_FIG_VOY_3_6", false),
    ("voyage_plus_6h", "3097_FIG_VOY_6", false),
    ("annulation", "", false),
];
/// Pieces of television figurants, with the row of the grid.
const TV_EXTRA: [(&str, &str); 3] = [
    ("silhouette", "Supplément silhouette (jusqu'à 2 répliques)"),
    ("costume_special", "Supplément costume spécial fourni"),
    ("essayage", "Supplément essayage"),
];

/// The number of a piece.
fn count(cx: &mut Context<'_>, piece: &Prestation) -> Number {
    cx.given("quantite", "quantité", piece.quantite.0)
}

/// Hours of a rehearsal: those of its service; nothing for another piece.
pub(crate) fn rehearsal_hours(piece: &Prestation) -> Option<Decimal> {
    let hours = match piece.code.as_str() {
        "repetition_3h" => 3,
        "repetition_4h" => 4,
        "repetition_2x3h" => 6,
        "repetition_2x4h" => 8,
        _ => return None,
    };
    Some(Decimal::from(hours) * piece.quantite.0)
}

/// A percentage that the agreement states.
fn share(cx: &mut Context<'_>, v: i64, text: &'static str, rule: &str) -> Percent {
    let (name, rule) = (cx.name("part", "part du prix"), cx.applied(rule));
    let v = Decimal::from(v);
    Percent::Share(Number { v, f: cx.t.formula(name, Val::Percent(Rate(v)), text, &[], rule) })
}

/// An amount as a price.
fn price(amount: Amount) -> Number {
    Number { v: amount.v.to_decimal(), f: amount.f }
}

fn unknown(index: usize, code: &str, known: &[&str]) -> Diagnostic {
    let near = nearest(code, known.iter().copied());
    let hint = if near.is_empty() {
        format!("codes admis : {}", known.join(", "))
    } else {
        format!("vouliez-vous dire « {} » ?", near.join(" », « "))
    };
    Diagnostic::error("BRUT-013", format!("prestation inconnue : « {code} »"))
        .at(format!("prestations[{index}].code"))
        .hint(hint)
}

fn day(cx: &Context<'_>, piece: &Prestation) -> NaiveDate {
    piece.date.unwrap_or(cx.date)
}

fn missing_hours(index: usize) -> Vec<Diagnostic> {
    vec![
        Diagnostic::error("BRUT-005", "la durée manque")
            .at(format!("prestations[{index}].heures"))
            .hint("donner heures : le montant dépend de la durée"),
    ]
}

/// Film artists (titre III, sous-titre I).
pub(super) fn film_artist(cx: &mut Context<'_>, terms: &film::artiste::Terms) -> Result<(), Vec<Diagnostic>> {
    for (index, piece) in cx.feuille.prestations.iter().enumerate() {
        let q = count(cx, piece);
        let minimum = || {
            terms.minimum_day.map(price).ok_or_else(|| {
                vec![
                    Diagnostic::error("BRUT-010", "le cachet minimum est inconnu à cette date")
                        .at(format!("prestations[{index}]"))
                        .hint("la prestation se calcule sur le minimum : voir la grille"),
                ]
            })
        };
        match piece.code.as_str() {
            "repetition_4h" => rehearsal(cx, piece, "Répétition autres artistes - service 4h")?,
            "repetition_2x4h" => rehearsal(cx, piece, "Répétition autres artistes - 2 x 4h")?,
            "repetition_3h" => {
                rehearsal(
                    cx,
                    piece,
                    "Répétition artistes chorégraphiques/lyriques/cirque/musiciens - service 3h",
                )?;
            }
            "repetition_2x3h" => {
                rehearsal(
                    cx,
                    piece,
                    "Répétition artistes chorégraphiques/lyriques/cirque/musiciens - 2 x 3h",
                )?;
            }
            "retake" => {
                cx.pay_units(Label::new("retake", "Retake : un cachet", "A01"), q, terms.pay, Percent::Whole);
            }
            "postsynchronisation" => {
                // Half the cachet of the contract, one minimum cachet at least.
                let (least, rule) = (minimum()?, cx.applied("A09"));
                let v = (terms.pay.v / Decimal::TWO).max(least.v);
                let named = ("demi_journee", "demi-cachet, un minimum au moins");
                let half = cx.number(named, v, "max({0} / 2 ; {1})", &[terms.pay.f, least.f], rule);
                let label = Label::new("postsynchronisation", "Postsynchronisation, par demi-journée", "A09");
                cx.pay_units(label, q, half, Percent::Whole);
            }
            "plusieurs_langues" => {
                let (least, rule) = (minimum()?, cx.applied("A10"));
                let v =
                    (least.v * Decimal::from(150) / Decimal::ONE_HUNDRED - terms.pay.v).max(Decimal::ZERO);
                let named = ("complement", "complément au salaire");
                let text = "max(0 ; {0} × 150 / 100 - {1})";
                let due = cx.number(named, v, text, &[least.f, terms.pay.f], rule);
                let label = Label::new(
                    "plusieurs_langues",
                    "Plusieurs langues : complément à 150 % du minimum",
                    "A10",
                );
                cx.pay_units(label, q, due, Percent::Whole);
            }
            "voyage" => {
                let hours = piece.heures.ok_or_else(|| missing_hours(index))?.0;
                let (times, text) = if hours < Decimal::TWO {
                    (0, "{0} / {1} × 0")
                } else if hours <= Decimal::from(4) {
                    (4, "{0} / {1} × 4")
                } else if hours <= Decimal::from(6) {
                    (6, "{0} / {1} × 6")
                } else {
                    (8, "{0} / {1} × 8")
                };
                let label = Label::new("voyage", "Voyage", "")
                    .titled(format!("Voyage hors jour de travail : {times} fois le taux de base"));
                let args = [terms.base.pay.f, terms.base.hours.f];
                let v = terms.base.unit() * Decimal::from(times);
                let unit = cx.number(("prix_voyage", "prix du voyage"), v, text, &args, &rules::BRUT_TAUX);
                cx.pay_units(label, q, unit, Percent::Whole);
            }
            "exclusivite" => {
                let query = MinimumQuery {
                    jours: Some(5),
                    date: day(cx, piece),
                    ..minimum::query(cx, terms.fonction, "III.1", Unite::Semaine)
                };
                let row = cx.conventions.minimum(&query).map_err(|d| vec![d])?;
                let label = Label::new("exclusivite", "Exclusivité : semaine de 5 jours au minimum", "A03");
                let week = minimum::grid_amount(cx, Some(row)).map(price);
                if let Some(week) = week {
                    cx.pay_units(label, q, week, Percent::Whole);
                }
            }
            other => return Err(vec![unknown(index, other, &FILM_ARTIST)]),
        }
    }
    Ok(())
}

/// A rehearsal of the grid.
fn rehearsal(cx: &mut Context<'_>, piece: &Prestation, name: &'static str) -> Result<(), Vec<Diagnostic>> {
    let Some(fonction) = cx.conventions.function(IDCC, name) else {
        return Err(vec![cx.conventions.unknown_function(IDCC, name)]);
    };
    let when = day(cx, piece);
    let row = cx.conventions.history(fonction).into_iter().rfind(|row| {
        row.start(cx.input.adherent) <= when
            && cx.conventions.end(row, cx.input.adherent).is_none_or(|end| when <= end)
    });
    let Some(value) = minimum::grid_amount(cx, row) else {
        return Err(vec![Diagnostic::error(
            "BAR-022",
            format!("aucun montant connu pour « {name} » au {when}"),
        )]);
    };
    let label = Label::new("repetition", name, "").days([when]);
    let number = count(cx, piece);
    cx.pay_units(label, number, price(value), Percent::Whole);
    Ok(())
}

/// Television artists (IDCC 1734).
pub(super) fn tv_artist(cx: &mut Context<'_>, terms: &tv::artiste::Terms) -> Result<(), Vec<Diagnostic>> {
    for (index, piece) in cx.feuille.prestations.iter().enumerate() {
        let q = count(cx, piece);
        let minimum = || {
            terms.minimum_day.map(price).ok_or_else(|| {
                vec![
                    Diagnostic::error(
                        "BRUT-010",
                        "le salaire minimum de journée est inconnu à cette date (barème non vu)",
                    )
                    .at(format!("prestations[{index}]"))
                    .hint("compléter la grille 1734 avec sa source"),
                ]
            })
        };
        match piece.code.as_str() {
            "lecture" => {
                let label = Label::new("lecture", "Lecture de 4 heures au plus", "V10");
                let half = share(cx, 50, "50", "V10");
                cx.pay_units(label, q, terms.day, half);
            }
            "postsynchronisation" => {
                let label = Label::new("postsynchronisation", "Postsynchronisation, par demi-journée", "V10");
                let half = share(cx, 50, "50", "V10");
                cx.pay_units(label, q, terms.day, half);
            }
            "essayage" | "photographie" => {
                let label = Label::new("essayage", "Essayage ou photographie hors jour de travail", "V09");
                let half = share(cx, 50, "50", "V09");
                cx.pay_units(label, q, minimum()?, half);
            }
            "voyage" => {
                let hours = piece.heures.ok_or_else(|| missing_hours(index))?.0;
                let pct = if hours <= Decimal::TWO {
                    share(cx, 0, "0", "V08")
                } else if hours < Decimal::from(4) {
                    share(cx, 50, "50", "V08")
                } else {
                    Percent::Whole
                };
                let label = Label::new("voyage", "Voyage, salaire complémentaire", "V08");
                cx.pay_units(label, q, minimum()?, pct);
            }
            "audition" => {
                let hours = piece.heures.ok_or_else(|| missing_hours(index))?.0;
                let pct = if hours > Decimal::from(5) {
                    Percent::Whole
                } else if hours > Decimal::new(25, 1) {
                    share(cx, 50, "50", "")
                } else {
                    share(cx, 0, "0", "")
                };
                cx.pay_units(Label::new("audition", "Audition", ""), q, minimum()?, pct);
            }
            "jour_supplementaire" => {
                let pct = cx.percent("V06")?;
                let label = Label::new("jour_supplementaire", "Jours supplémentaires hors période", "V06");
                cx.pay_units(label, q, terms.day, Percent::Plus(pct));
            }
            "jour_isole" => {
                let pct = cx.percent("V07")?;
                let (least, rule) = (minimum()?, cx.applied("V07"));
                let raised = (Decimal::ONE_HUNDRED + pct.v) / Decimal::ONE_HUNDRED;
                let v = (least.v * raised).max(terms.day.v);
                let args = [least.f, pct.f, terms.day.f];
                let named = ("prix_jour_isole", "journée, minimum majoré au moins");
                let unit = cx.number(named, v, "max({0} × (100 + {1}) % ; {2})", &args, rule);
                let label = Label::new("jour_isole", "Jours isolés séparés de 4 semaines ou plus", "V07");
                cx.pay_units(label, q, unit, Percent::Whole);
            }
            "public_payant" => {
                let pct = cx.percent("V11")?;
                let label = Label::new("public_payant", "Public payant", "V11");
                cx.pay_units(label, q, minimum()?, Percent::Only(pct));
            }
            other => return Err(vec![unknown(index, other, &TV_ARTIST)]),
        }
    }
    Ok(())
}

/// Film figurants (annexe III.2): costumes and props are expenses, scenes and sessions are pay.
pub(super) fn film_extra(cx: &mut Context<'_>, terms: &film::figurant::Terms) -> Result<(), Vec<Diagnostic>> {
    for (index, piece) in cx.feuille.prestations.iter().enumerate() {
        let when = day(cx, piece);
        match piece.code.as_str() {
            "annulation" => {
                let label =
                    Label::new("annulation", "Dédit : jour annulé, un cachet minimum", "C11").days([when]);
                let number = count(cx, piece);
                cx.pay_units(label, number, terms.minimum_day, Percent::Whole);
                continue;
            }
            "repetition_4h" => {
                rehearsal(cx, piece, "Répétition doublure polyvalente - tranche 4h")?;
                continue;
            }
            "repetition_2x4h" => {
                rehearsal(cx, piece, "Répétition doublure polyvalente - 2 x 4h")?;
                continue;
            }
            _ => {}
        }
        let Some((code, row, expense)) = FILM_EXTRA.iter().find(|(code, _, _)| *code == piece.code) else {
            let mut known: Vec<&str> = FILM_EXTRA.iter().map(|(code, _, _)| *code).collect();
            known.extend(["repetition_4h", "repetition_2x4h"]);
            return Err(vec![unknown(index, &piece.code, &known)]);
        };
        if *expense {
            let number = count(cx, piece);
            frais::add(cx, row, number, when, None)?;
        } else {
            indemnity(cx, code, row, piece, when)?;
        }
    }
    Ok(())
}

/// An indemnity of the table that is pay.
fn indemnity(
    cx: &mut Context<'_>,
    code: &'static str,
    row: &str,
    piece: &Prestation,
    when: NaiveDate,
) -> Result<(), Vec<Diagnostic>> {
    let found = cx.conventions.expense(row, when).map_err(|d| vec![d])?;
    let rule = match row {
        "3097_FIG_HMC_30" => "C09",
        "2642_HABILLAGE" => "T22",
        _ => "",
    };
    let mut label = Label::new(code, "Indemnité", rule).titled(found.libelle.clone()).days([when]);
    if rule.is_empty() {
        label = label.row(found.place(), &found.base_legale);
    }
    let number = count(cx, piece);
    let unit = found.valeur.unwrap_or_default();
    let unit = cx.table_amount("indemnite_unitaire", "montant d'une indemnité", unit, found.place());
    cx.pay_units(label, number, unit, Percent::Whole);
    Ok(())
}

/// Television technicians: dressing imposed (art. VI.1.5).
pub(super) fn television(cx: &mut Context<'_>) -> Result<(), Vec<Diagnostic>> {
    for (index, piece) in cx.feuille.prestations.iter().enumerate() {
        match piece.code.as_str() {
            "habillage" => {
                let when = day(cx, piece);
                indemnity(cx, "habillage", "2642_HABILLAGE", piece, when)?;
            }
            other => return Err(vec![unknown(index, other, &["habillage"])]),
        }
    }
    Ok(())
}

/// Television figurants: supplements of the grid, half days.
pub(super) fn tv_extra(cx: &mut Context<'_>, pay: Number) -> Result<(), Vec<Diagnostic>> {
    for (index, piece) in cx.feuille.prestations.iter().enumerate() {
        if piece.code == "demi_journee" {
            let label = Label::new("demi_journee", "Demi-journées (65 % de la journée)", "T06");
            let (number, part) = (count(cx, piece), share(cx, 65, "65", "T06"));
            cx.pay_units(label, number, pay, part);
            continue;
        }
        let Some((code, name)) = TV_EXTRA.iter().find(|(code, _)| *code == piece.code) else {
            let mut known: Vec<&str> = TV_EXTRA.iter().map(|(code, _)| *code).collect();
            known.push("demi_journee");
            return Err(vec![unknown(index, &piece.code, &known)]);
        };
        let Some(fonction) = cx.conventions.function("2642", name) else {
            return Err(vec![cx.conventions.unknown_function("2642", name)]);
        };
        let query =
            MinimumQuery { date: day(cx, piece), ..minimum::query(cx, fonction, "C", Unite::Forfait) };
        let row = cx.conventions.minimum(&query).map_err(|d| vec![d])?;
        let label = Label::new(code, name, "").days([day(cx, piece)]).row(row.place(), &row.base_legale);
        let number = count(cx, piece);
        if let Some(unit) = minimum::grid_amount(cx, Some(row)) {
            cx.pay_units(label, number, price(unit), Percent::Whole);
        }
    }
    Ok(())
}
