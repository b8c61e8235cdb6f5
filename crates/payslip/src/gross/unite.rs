//! A pay typed without its unit: of a day or of the week, only the contract knows.

use cddu_rates::{Cents, Diagnostic, FonctionId, MinimumQuery, Unite};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::film;
use crate::gross::input::{Engagement, Genre, Nature, Question};
use crate::gross::lines::fr;
use crate::gross::minimum;
use crate::vocabulary::Categorie;

/// Days from which an engagement may be by the week.
const WEEK: u32 = 5;

/// By the week or by the day, for who is paid a lump sum: as the input says. Without a word, an artist or a figurant is
/// paid by the day, a réalisateur by the week from five days on and by the day under.
///
/// # Errors
/// `BRUT-170`: a pay is typed, nothing says its unit, and it may be the one or the other.
pub(in crate::gross) fn engagement(cx: &Context<'_>, days: u32) -> Result<Engagement, Vec<Diagnostic>> {
    if let Some(said) = cx.feuille.engagement {
        return Ok(said);
    }
    let director = cx.input.categorie == Categorie::Realisateur;
    let usual = match (director, days) {
        (true, 0 | WEEK..) => Engagement::Semaine,
        _ => Engagement::Jour,
    };
    let Some(pay) = cx.feuille.salaire_base else { return Ok(usual) };
    let least = weekly_least(cx);
    let doubt = match (director, days) {
        // No day, or a single one: both readings pay the same.
        (_, 0 | 1) => false,
        (true, WEEK..) => least.is_some_and(|least| pay < least),
        (true, _) => least.is_none_or(|least| pay >= least),
        (false, WEEK..) => least.is_none_or(|least| pay >= least),
        (false, _) => false,
    };
    if doubt { Err(vec![asked(pay, days)]) } else { Ok(usual) }
}

/// The question, with the two amounts.
fn asked(pay: Cents, days: u32) -> Diagnostic {
    let day = fr(pay.to_decimal() * Decimal::from(days));
    let pay = fr(pay.to_decimal());
    Diagnostic::error(
        "BRUT-170",
        format!(
            "{pay} € pour {days} jours : rien ne dit si c'est le salaire d'une journée ({day} € en tout) ou d'une semaine \
             ({pay} € la semaine)"
        ),
    )
    .at("engagement")
    .hint("donner engagement : « jour » si le salaire est celui d'une journée ou d'un cachet, « semaine » s'il est celui d'une semaine")
}

/// The least that a week of five days is paid: that of the grid, else the SMIC of its hours.
fn weekly_least(cx: &Context<'_>) -> Option<Cents> {
    let row = |idcc: &str, name: &str, query: &dyn Fn(FonctionId) -> MinimumQuery<'static>| {
        let fonction = cx.conventions.function(idcc, name)?;
        cx.conventions.minimum(&query(fonction)).ok()?.valeur
    };
    let input: &Question<'_> = &cx.input;
    let smic = |hours: Decimal| {
        let hourly = cx.rates.param("SMIC_HORAIRE", cx.date).ok()?;
        Some(Cents::round(hourly.value * hours))
    };
    // Five days, at the deepest abatement of a long engagement.
    let five = |day: Cents, percent: i64| {
        Cents::round(day.to_decimal() * Decimal::from(5) * Decimal::from(percent) / Decimal::ONE_HUNDRED)
    };
    match (input.categorie, input.idcc) {
        (Categorie::Artiste, film::IDCC) => {
            let name = film::artiste::function_name(cx);
            row(film::IDCC, name, &|f| MinimumQuery {
                jours: Some(5),
                ..minimum::query(cx, f, "III.1", Unite::Semaine)
            })
        }
        (Categorie::Artiste, _) => {
            let day = row("1734", input.fonction, &|f| minimum::query(cx, f, "II", Unite::Cachet));
            day.map(|day| five(day, 85)).or_else(|| smic(Decimal::from(45)))
        }
        (Categorie::Figurant, film::IDCC) if !cx.feuille.hors_bareme_figurant => {
            let found = row(film::IDCC, input.fonction, &|f| MinimumQuery {
                jours: Some(5),
                ..minimum::query(cx, f, "III.2", Unite::Semaine)
            });
            found.or_else(|| smic(Decimal::new(4125, 2)))
        }
        (Categorie::Figurant, film::IDCC) => smic(Decimal::new(4125, 2)),
        (Categorie::Figurant, _) => {
            let day = row("2642", input.fonction, &|f| minimum::query(cx, f, "C", Unite::Cachet));
            day.map(|day| five(day, 90)).or_else(|| smic(Decimal::from(35)))
        }
        (Categorie::Realisateur, film::IDCC) => {
            let derogation = cx.feuille.derogation_annexe3.filter(|_| film::derogates(cx.feuille));
            let annexe = if derogation.is_some() { "3" } else { "1" };
            row(film::IDCC, input.fonction, &|f| MinimumQuery {
                derogation,
                ..minimum::query(cx, f, annexe, Unite::Semaine)
            })
        }
        (Categorie::Realisateur, _) => {
            let said = cx.feuille.genre.or_else(|| cx.feuille.nature.and_then(Nature::genre));
            let hours = cx.feuille.heures_base.map_or(Decimal::from(39), |h| h.0);
            row("2642", input.fonction, &|f| MinimumQuery {
                genre: said.unwrap_or(Genre::Fiction).key(),
                heures: Some(hours),
                ..minimum::query(cx, f, "B", Unite::Semaine)
            })
        }
        (Categorie::Technicien, _) => None,
    }
}
