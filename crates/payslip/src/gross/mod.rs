//! From time sheets to gross: the hour rules of the collective agreements.
//!
//! Pure calculation over the tables of `rates/conventions/`. Every element is a node of the trace: its formula goes down to
//! the clock times of the sheet, its rule is a row of the hour rules. Each printed line is rounded to the cent, half up, then the lines are added; the hourly
//! rate is never rounded first.
//!
//! Choices documented here and shown in the warnings:
//! - Overtime bands are given to clock hours in the order of the week; the half hour that rounds the week up has no clock
//!   time and takes no other premium.
//! - A break whose time is not given is in the middle of the row. The night of a clock change is counted as it is lived: an
//!   hour less in March, an hour more in October (C. trav. L3121-1: the work done), with `BRUT-175`.
//! - Under the film cap (titre II art. 36) the overtime premium comes first, then night, Sunday, holiday, tenth hour of
//!   shooting. Broken rest (art. 35) is outside the cap, and the doubling of 1 May is never reduced.

pub(crate) mod absence;
mod checks;
mod context;
mod convenu;
mod film;
mod frais;
mod heures_sup;
mod indemnites;
mod input;
mod journees;
mod lines;
mod minima;
mod minimum;
mod output;
mod pieces;
mod premiums;
mod realisateur;
mod temps;
mod tv;
mod unite;

pub use input::{
    Annexe, BrutInput, Engagement, FeuilleHeures, Genre, Horaire, HorairesEnfant, Jour, Nature, NatureJour,
    Prestation, Question, Semaine, Zone,
};
pub use minima::{FicheMinima, minima};
pub use output::{AbsenceBrut, Brut, Detail, Frais, LigneGrille, MethodeUtilisee, Minimum, Part};
pub use temps::feuilles::{ContratPrevu, Feuille, Presence, completude};

use cddu_rates::{Cents, Diagnostic, Rates};
use chrono::NaiveDate;

use crate::trace::Trace;
use crate::vocabulary::Categorie;
use context::Context;
pub(crate) use context::Priced;
pub(crate) use pieces::rehearsal_hours;

/// The gross of the engagement that `cddu brut` asks, with how each element was found.
///
/// # Errors
/// `BRUT-0xx` and `BAR-0xx`: what prevents the calculation (nothing to count, overlapping hours, unknown function or
/// missing grid when the minimum is needed), all at once. What the reader must know but does not prevent the result is in
/// [`Brut::avertissements`].
pub fn compute(rates: &Rates, input: &BrutInput) -> Result<Brut, Vec<Diagnostic>> {
    traced(rates, input).map(|(brut, _)| brut)
}

/// The same, with its trace.
///
/// # Errors
/// Those of [`compute`].
pub fn traced(rates: &Rates, input: &BrutInput) -> Result<(Brut, Trace), Vec<Diagnostic>> {
    let mut priced = pay(rates, input.question(), (Trace::new(), None))?;
    priced.brut.details = output::details(rates, &priced);
    Ok((priced.brut, priced.t))
}

/// The gross of an engagement, written in a trace.
///
/// # Errors
/// Those of [`compute`].
pub(crate) fn pay(
    rates: &Rates,
    input: Question<'_>,
    trace: (Trace, Option<u16>),
) -> Result<Priced, Vec<Diagnostic>> {
    let conventions = rates.conventions()?;
    let feuille = input.feuille;
    let mut days = temps::sheet::read(feuille)?;
    if let Some(fault) = given_twice(&input) {
        return Err(vec![fault]);
    }
    if let Some(fault) = negative(feuille) {
        return Err(vec![fault]);
    }
    let impossible = temps::limites::impossible(&input);
    if !impossible.is_empty() {
        return Err(impossible);
    }
    let date = date(&input)?;
    let absents = temps::absences::read(&input, &days)?;
    let refused = absence::refused(&input, &absents);
    if !refused.is_empty() {
        return Err(refused);
    }
    let bare = temps::cachets::bare_rows(&input);
    if !bare.is_empty() {
        return Err(bare);
    }
    let unclear = temps::totaux::unclear(&input, &absents);
    if !unclear.is_empty() {
        return Err(unclear);
    }
    let idle = temps::feries::add(&input, &mut days, &absents);
    let mut cx = Context::new(rates, conventions, input, &days, date, trace);
    cx.absents = absents;
    for day in idle {
        cx.warn_idle_holiday(day);
    }
    absence::of_a_day_begun(&mut cx);
    let technician = matches!(input.categorie, Categorie::Technicien);
    let nothing =
        days.is_empty() && input.heures.is_none() && feuille.semaines.is_empty() && input.jours.is_none();
    // A week of which every day is an absence: the guarantee, and what the absences take of it.
    let away = !cx.absents.is_empty() && feuille.engagement != Some(Engagement::Jour);
    if technician && nothing && !away && feuille.engagement != Some(Engagement::Mois) {
        return Err(vec![nothing_to_count()]);
    }
    unused(&mut cx);
    clock_changes(&mut cx);
    meals(&mut cx);
    temps::enfants::check(&mut cx);
    match (input.idcc, input.categorie) {
        ("3097", Categorie::Technicien) => film::technician(cx, &days),
        ("3097", Categorie::Artiste) => film::artiste::pay(cx, &days),
        ("3097", Categorie::Figurant) => film::figurant::pay(cx, &days),
        ("2642", Categorie::Technicien) => tv::technician(cx, &days),
        ("1734" | "2642", Categorie::Artiste) => tv::artiste::pay(cx, &days),
        ("2642" | "1734", Categorie::Figurant) => tv::figurant::pay(cx, &days),
        ("3097" | "2642", Categorie::Realisateur) => realisateur::pay(cx, &days),
        ("2412", Categorie::Technicien) => tv::animation(cx, &days),
        (idcc, categorie) => Err(vec![
            Diagnostic::error(
                "BRUT-004",
                format!("le brut d'un {} de la convention {idcc} n'est pas calculé", category(categorie)),
            )
            .at("idcc")
            .hint("conventions calculées : 3097, 2642, 1734, 2412 (techniciens) ; sinon donner le brut du contrat"),
        ]),
    }
}

/// An agreed pay under zero.
fn negative(feuille: &FeuilleHeures) -> Option<Diagnostic> {
    let pay = feuille.salaire_base.filter(|pay| *pay < Cents::ZERO)?;
    Some(
        Diagnostic::error("PAIE-006", format!("salaire convenu négatif : {pay}"))
            .at("salaire_base")
            .hint("écrire le salaire de la semaine ou de la journée, positif, en euros (\"1500.00\"), ou l'ôter : le minimum de la convention est alors payé"),
    )
}

/// Hours written in two ways, which would be paid twice or lost.
fn given_twice(input: &Question<'_>) -> Option<Diagnostic> {
    let feuille = input.feuille;
    let row = feuille.temps.first()?;
    if input.heures.is_some() {
        return Some(
            Diagnostic::error("BRUT-003", "des heures totales et une feuille de temps sont données ensemble")
                .at("heures")
                .hint("garder temps, ou heures (ou semaines)"),
        );
    }
    let monday = |day| cddu_rates::Period::monday(day);
    let same =
        feuille.semaines.iter().position(|w| feuille.temps.iter().any(|r| monday(r.date) == monday(w.debut)));
    let rank = same.or_else(|| (!feuille.semaines.is_empty()).then_some(0))?;
    let week = monday(feuille.semaines[rank].debut);
    let hint = if same.is_some() {
        "garder le total, ou les lignes de ses jours : ôter l'un des deux (un jour férié chômé garde sa ligne, sans heures)".to_owned()
    } else {
        format!(
            "écrire toutes les semaines par jour, ou toutes par leur total ; dans un dossier, on peut aussi payer chaque semaine à part : --periode {}",
            week.format("%G-W%V")
        )
    };
    let others = if same.is_some() {
        "et des lignes de ses jours"
    } else {
        "et des lignes par jour d'une autre semaine"
    };
    let row = if same.is_some() {
        feuille.temps.iter().find(|r| monday(r.date) == week).unwrap_or(row)
    } else {
        row
    };
    Some(
        Diagnostic::error(
            "BRUT-003",
            format!(
                "semaine du {} : un total d'heures {others} ({}) sont donnés ensemble",
                lines::fr_day(week),
                lines::fr_day(row.date)
            ),
        )
        .at(format!("semaines[{rank}].heures"))
        .hint(hint),
    )
}

/// Options that this population does not know: said, never silently dropped.
fn unused(cx: &mut Context<'_>) {
    let (input, feuille) = (cx.input, cx.feuille);
    let film = input.idcc == film::IDCC;
    let technician = input.categorie == Categorie::Technicien;
    let artist = input.categorie == Categorie::Artiste;
    let given = [
        ("annexe", feuille.annexe.is_some() && !film),
        ("derogation_annexe3", feuille.derogation_annexe3.is_some() && feuille.annexe.is_none()),
        ("publicitaire", feuille.publicitaire && !(film && technician)),
        ("heures_jour_6", feuille.heures_jour_6.is_some() && !(film && technician)),
        ("forfait_jours", feuille.forfait_jours && !(film && technician)),
        ("court_metrage", feuille.court_metrage && !(film && artist)),
        ("repos_non_compense", feuille.repos_non_compense && (film || !technician)),
        ("genre", feuille.genre.is_some() && film),
        (
            "heures_base",
            feuille.heures_base.is_some()
                && !technician
                && (film || input.categorie != Categorie::Realisateur),
        ),
        (
            "prestations",
            !feuille.prestations.is_empty()
                && (input.categorie == Categorie::Realisateur || (technician && input.idcc != "2642")),
        ),
    ];
    for (name, _) in given.into_iter().filter(|(_, given)| *given) {
        cx.warn("BRUT-122", format!("« {name} » est sans effet pour cette convention et cette catégorie"));
    }
}

/// Says the rows that hold the hour of a clock change.
fn clock_changes(cx: &mut Context<'_>) {
    for row in &cx.feuille.temps {
        let Some((at, minutes)) = temps::sheet::change(row) else { continue };
        let (less, why) = if minutes < 0 {
            ("une heure de moins", "l'heure de 2 h à 3 h n'existe pas")
        } else {
            ("une heure de plus", "l'heure de 2 h à 3 h est vécue deux fois")
        };
        cx.warn(
            "BRUT-175",
            format!(
                "nuit du changement d'heure ({}) : {less} que les horaires écrits, {why} cette nuit-là",
                lines::fr_day(temps::sheet::civil(at))
            ),
        );
    }
}

/// Meals of a population that has no amount in the tables: refused, so that nobody believes them paid.
fn meals(cx: &mut Context<'_>) {
    if cx.input.idcc == film::IDCC && cx.input.categorie == Categorie::Technicien {
        return;
    }
    for (rank, row) in cx.feuille.temps.iter().enumerate().filter(|(_, r)| r.repas > 0 || r.casse_croute) {
        let field = if row.repas > 0 { "repas" } else { "casse_croute" };
        cx.errors.push(
            Diagnostic::error(
                "BRUT-132",
                format!(
                    "{} : repas d'un {} de la convention {} : les tables n'ont pas d'indemnité pour lui",
                    lines::fr_day(row.date),
                    category(cx.input.categorie),
                    cx.input.idcc
                ),
            )
            .at(format!("temps[{rank}].{field}"))
            .hint("vider cette case, et rembourser les repas par un élément « frais » (nature repas_restaurant)"),
        );
    }
}

const fn category(categorie: Categorie) -> &'static str {
    match categorie {
        Categorie::Technicien => "technicien",
        Categorie::Artiste => "artiste",
        Categorie::Figurant => "figurant",
        Categorie::Realisateur => "réalisateur",
    }
}

fn nothing_to_count() -> Diagnostic {
    Diagnostic::error("BRUT-002", "rien à compter : ni heures, ni jours, ni feuille de temps")
        .at("temps")
        .hint("donner temps (une ligne par jour), ou heures et jours")
}

fn date(input: &Question<'_>) -> Result<NaiveDate, Vec<Diagnostic>> {
    input
        .date
        .or_else(|| input.feuille.temps.iter().map(|j| j.date).min())
        .or_else(|| input.feuille.semaines.iter().map(|s| s.debut).min())
        .ok_or_else(|| {
            vec![
                Diagnostic::error("BRUT-001", "aucune date : la grille ne peut pas être choisie")
                    .at("date")
                    .hint("donner date, ou des jours datés dans temps"),
            ]
        })
}

#[cfg(test)]
mod tests;
