//! Film technicians (IDCC 3097, titre II): rate, annexes, and the choice between week and day.

pub(super) mod artiste;
pub(super) mod day;
pub(super) mod figurant;
pub(super) mod week;

use cddu_rates::{Annexe3, Cents, Diagnostic, FonctionId, GridRow, MinimumQuery, Quantity, Unite};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::input::{Annexe, Engagement};
use crate::gross::lines::{Hourly, Label, fr};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::{Brut, Minimum};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::sheet::WorkDay;
use crate::gross::temps::walk::Bands;

pub(in crate::gross) const IDCC: &str = "3097";

/// Overtime bands of the week (art. 37).
pub(in crate::gross) fn weekly_bands(cx: &Context<'_>) -> Result<Bands, Vec<Diagnostic>> {
    let mut bands = vec![(Ticks::ZERO, Decimal::ZERO)];
    for rule in ["F03", "F04", "F05"] {
        bands.push((cx.after(rule)?, cx.percent(rule)?));
    }
    Ok(Bands(bands))
}

/// Hours at the base rate that a weekly total pays: 39 pays 40, 46 pays 49.5.
pub(in crate::gross) fn coefficient(bands: &Bands, hours: Decimal) -> Decimal {
    bands
        .split(Ticks::from_hours(hours))
        .into_iter()
        .map(|(pct, len)| len.times(Decimal::ONE + pct / Decimal::ONE_HUNDRED))
        .sum()
}

/// The terms of an engagement of a technician.
pub(in crate::gross) struct Terms<'a> {
    pub fonction: Option<FonctionId>,
    pub rate: Hourly,
    /// Weekly pay on the base of 39 hours.
    pub weekly: Decimal,
    /// Reference pay of annexe 1, when annexe 3 or 3 bis applies.
    pub reference: Option<Decimal>,
    pub annexe3: Option<&'a Annexe3>,
    pub bands: Bands,
    pub minimum: Option<Minimum>,
}

/// Gross of a film technician.
pub(in crate::gross) fn technician(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Brut, Vec<Diagnostic>> {
    let terms = terms(&mut cx)?;
    let engagement = engagement(&mut cx, days);
    let mut brut = Brut { minimum: terms.minimum.clone(), ..Brut::default() };
    if cx.feuille.forfait_jours {
        forfait(&mut cx, &terms, days, &mut brut)?;
    } else if engagement == Engagement::Jour {
        day::pay(&mut cx, &terms, days, &mut brut)?;
    } else {
        week::pay(&mut cx, &terms, days, &mut brut)?;
    }
    crate::gross::indemnites::film(&mut cx, &terms, days)?;
    crate::gross::checks::film(&mut cx, days);
    cx.finish(brut)
}

/// By the week from five days on, by the day under (art. 34).
fn engagement(cx: &mut Context<'_>, days: &[WorkDay]) -> Engagement {
    let worked = days.iter().filter(|d| d.counts()).count();
    let given = cx
        .input
        .jours
        .map_or(Decimal::from(worked), |j| j.0)
        .max(cx.input.jours_contrat.map_or(Decimal::ZERO, Decimal::from));
    let weeks: Decimal = cx.feuille.semaines.iter().map(|s| s.jours.0).sum();
    let long = given.max(weeks) >= Decimal::from(5);
    let nothing = given.is_zero() && weeks.is_zero();
    match cx.feuille.engagement {
        None if long || nothing => Engagement::Semaine,
        None => Engagement::Jour,
        Some(Engagement::Semaine) => Engagement::Semaine,
        Some(Engagement::Mois) => {
            cx.warn("BRUT-104", "le cinéma ne connaît pas l'engagement au mois : compté à la semaine");
            Engagement::Semaine
        }
        Some(Engagement::Jour) => {
            if long {
                cx.warn(
                    "BRUT-104",
                    "engagement à la journée de 5 jours ou plus : les heures relèvent de la semaine s'ils sont consécutifs \
                     (titre II art. 34)",
                );
            }
            Engagement::Jour
        }
    }
}

/// Rate, minimum and annexe of the engagement.
fn terms<'a>(cx: &mut Context<'a>) -> Result<Terms<'a>, Vec<Diagnostic>> {
    let bands = weekly_bands(cx)?;
    let fonction = minimum::function(cx, IDCC)?;
    let base_hours = cx.feuille.heures_base.map_or(Decimal::from(39), |h| h.0);
    if base_hours <= Decimal::ZERO {
        return Err(vec![
            Diagnostic::error("BRUT-005", "heures_base doit être positif")
                .at("heures_base")
                .hint("39 en cinéma"),
        ]);
    }
    let row = match fonction {
        Some(fonction) => minimum::row(cx, &query(cx, fonction, "1", Some(39), None))?,
        None => None,
    };
    let forty = coefficient(&bands, Decimal::from(39));
    // The agreed pay on the base of 39 hours.
    let agreed = cx.feuille.salaire_base.map(|pay| {
        if base_hours == Decimal::from(39) {
            pay.to_decimal()
        } else {
            pay.to_decimal() * forty / coefficient(&bands, base_hours)
        }
    });
    let grid = row.and_then(|r| r.valeur);
    let (minimum, pay) = minimum::compare(
        cx,
        Comparison {
            row,
            grid,
            pay: agreed.map(Cents::round),
            unit: "semaine de 39 h".to_owned(),
            smic_hours: forty,
            formula: String::new(),
        },
    );
    let weekly = agreed.unwrap_or_else(|| pay.to_decimal());
    let mut terms = Terms {
        fonction,
        rate: Hourly { pay: weekly, hours: forty },
        weekly,
        reference: None,
        annexe3: None,
        bands,
        minimum,
    };
    if matches!(cx.feuille.annexe, Some(Annexe::A3 | Annexe::A3Bis)) {
        derogation(cx, &mut terms, row)?;
    }
    Ok(terms)
}

/// Annexe 3: a share of the reference pay above a base amount, by the date of the film's derogation.
fn derogation<'a>(
    cx: &mut Context<'a>,
    terms: &mut Terms<'a>,
    row: Option<&GridRow>,
) -> Result<(), Vec<Diagnostic>> {
    let Some(day) = cx.feuille.derogation_annexe3 else {
        return Err(vec![
            Diagnostic::error("BRUT-009", "l'annexe 3 demande la date de la dérogation du film")
                .at("derogation_annexe3")
                .hint("la formule dépend de la date de la dérogation, pas de celle du travail"),
        ]);
    };
    let formula = cx.conventions.annexe3(day, cx.date, cx.input.adherent).map_err(|d| vec![d])?;
    let reference = terms.weekly;
    let reduced = Cents::round(formula.pay(reference));
    let floor = row.and_then(|r| r.valeur).map(|v| Cents::round(formula.pay(v.to_decimal())));
    let text = format!(
        "{} + {} % × ({} - {})",
        fr(formula.socle.to_decimal()),
        fr(formula.pourcentage.0),
        fr(reference),
        fr(formula.socle.to_decimal())
    );
    if let Some(minimum) = &mut terms.minimum {
        minimum.valeur = floor.unwrap_or(reduced).max(minimum.smic.unwrap_or_default());
        minimum.salaire = reduced;
        minimum.formule = text;
    } else {
        terms.minimum = Some(Minimum {
            valeur: reduced,
            unite: "semaine de 39 h".to_owned(),
            salaire: reduced,
            respecte: true,
            ligne: None,
            smic: None,
            formule: text,
        });
    }
    terms.reference = Some(reference);
    terms.weekly = reduced.to_decimal();
    terms.rate.pay = terms.weekly;
    terms.annexe3 = Some(formula);
    Ok(())
}

/// The query of a film grid.
pub(in crate::gross) fn query<'q>(
    cx: &Context<'_>,
    fonction: FonctionId,
    annexe: &'q str,
    hours: Option<u32>,
    days: Option<u32>,
) -> MinimumQuery<'q> {
    MinimumQuery {
        fonction,
        annexe,
        genre: "",
        unite: Unite::Semaine,
        heures: hours.map(Decimal::from),
        jours: days,
        date: cx.date,
        adherent: cx.input.adherent,
        derogation: None,
    }
}

/// Forfait jours (art. 31): a fifth of the week for each day, whatever the hours.
fn forfait(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    days: &[WorkDay],
    brut: &mut Brut,
) -> Result<(), Vec<Diagnostic>> {
    let worked = u32::try_from(days.iter().filter(|d| d.counts()).count()).unwrap_or(u32::MAX);
    let jours = cx.input.jours.unwrap_or_else(|| Quantity::from(worked));
    if jours.0 <= Decimal::ZERO {
        return Err(vec![crate::gross::nothing_to_count()]);
    }
    if days.iter().flat_map(|d| &d.slots).any(|s| s.nature == crate::gross::input::NatureJour::Tournage)
        && cx.feuille.temps.iter().any(|j| j.nature == Some(crate::gross::input::NatureJour::Tournage))
    {
        cx.warn(
            "BRUT-104",
            "le forfait jours ne vaut que pour la préparation et la postproduction (titre II art. 31)",
        );
    }
    let label = Label::new("forfait_jours", "Forfait jours (titre II art. 31)", "");
    cx.lines.units(label, jours, terms.weekly / Decimal::from(5), Decimal::ONE_HUNDRED, None);
    brut.jours = jours;
    Ok(())
}
