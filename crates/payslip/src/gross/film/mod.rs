//! Film technicians (IDCC 3097, titre II): rate, annexes, and the choice between week and day.

pub(in crate::gross) mod artiste;
pub(in crate::gross) mod day;
pub(in crate::gross) mod figurant;
pub(in crate::gross) mod week;

use cddu_rates::{Annexe3, Cents, Diagnostic, FonctionId, GridRow, MinimumQuery, Quantity, Unite};
use rust_decimal::Decimal;

use crate::gross::context::{Context, Priced};
use crate::gross::convenu::{self, Convenu};
use crate::gross::input::{Annexe, Engagement, FeuilleHeures};
use crate::gross::lines::{Hourly, Label, Percent, fr};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::{Brut, Minimum};
use crate::gross::temps::hours::{Ticks, Time};
use crate::gross::temps::sheet::WorkDay;
use crate::gross::temps::walk::{Band, Bands};
use crate::rules;
use crate::trace::{Amount, Applied, Fig, Number, Val};

pub(in crate::gross) const IDCC: &str = "3097";

/// Overtime bands of the week (art. 37).
pub(in crate::gross) fn weekly_bands(cx: &mut Context<'_>) -> Result<Bands, Vec<Diagnostic>> {
    let mut bands = vec![Band::BASE];
    for rule in ["F03", "F04", "F05"] {
        bands.push(Band { from: Some(cx.after(rule)?), premium: Some(cx.percent(rule)?) });
    }
    Ok(Bands(bands))
}

/// Hours at the base rate that a weekly total pays: 39 pays 40, 46 pays 49.5.
pub(in crate::gross) fn coefficient(
    cx: &mut Context<'_>,
    bands: &Bands,
    hours: Time,
    named: (&'static str, &'static str),
) -> Number {
    let mut parts = Vec::new();
    for (band, len) in cx.split(bands, hours, None) {
        let unit = (Decimal::ONE_HUNDRED + band.pct()) / Decimal::ONE_HUNDRED;
        let label = ("heures_au_taux_de_base", "heures au taux de base");
        let value = len.v.times(unit);
        parts.push(match band.premium {
            None => cx.number(label, value, "{0} / 60", &[len.f], &rules::BRUT_TAUX),
            Some(pct) => {
                let args = [len.f, pct.f];
                cx.number(label, value, "(100 + {1}) % × {0} / 60", &args, &rules::BRUT_TAUX)
            }
        });
    }
    let args: Vec<Fig> = parts.iter().map(|p| p.f).collect();
    let text = if args.is_empty() { "0" } else { "Σ" };
    cx.number(named, parts.iter().map(|p| p.v).sum(), text, &args, &rules::BRUT_TAUX)
}

/// A length of work that the input or the agreement states in hours.
pub(in crate::gross) fn stated(cx: &mut Context<'_>, hours: Decimal) -> Time {
    let given = cx.given("heures_base", "heures que paie le salaire", hours);
    let name = cx.name("duree_base", "durée que paie le salaire");
    cx.time(name, Ticks::from_hours(hours), "{0} × 60", &[given.f], &rules::TEMPS_HEURES)
}

/// The terms of an engagement of a technician.
pub(in crate::gross) struct Terms<'a> {
    pub fonction: Option<FonctionId>,
    pub rate: Hourly,
    /// Weekly pay on the base of 39 hours.
    pub weekly: Number,
    /// The week as it is agreed, paid to the cent.
    pub agreed: Option<Convenu>,
    /// Reference pay of annexe 1, when annexe 3 or 3 bis applies.
    pub reference: Option<Number>,
    pub annexe3: Option<&'a Annexe3>,
    pub bands: Bands,
    pub minimum: Option<Minimum>,
}

/// Gross of a film technician.
pub(in crate::gross) fn technician(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Priced, Vec<Diagnostic>> {
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
    crate::gross::temps::pauses::unplaced(&mut cx, &crate::gross::premiums::FilmNight);
    crate::gross::checks::film(&mut cx, days);
    cx.finish(brut)
}

/// By the week from five days on, by the day under (art. 34).
fn engagement(cx: &mut Context<'_>, days: &[WorkDay]) -> Engagement {
    let away = cx.absents.iter().filter(|d| d.idle).count();
    let worked = days.iter().filter(|d| d.counts()).count() + away;
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

/// A film of annexe 3 or 3 bis.
pub(in crate::gross) const fn derogates(feuille: &FeuilleHeures) -> bool {
    matches!(feuille.annexe, Some(Annexe::A3 | Annexe::A3Bis))
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
    let rule = cx.applied("F01");
    let name = cx.name("semaine_39", "semaine de base");
    let week = cx.time(name, Ticks::whole_hours(39), "39 × 60", &[], rule);
    let forty = coefficient(cx, &bands, week, ("heures_39", "heures au taux de base d'une semaine de 39 h"));
    let given = minimum::agreed(cx);
    // The agreed pay on the base of 39 hours, and what the hours typed are in hours at the base rate.
    let typed = match given {
        Some(_) if base_hours != Decimal::from(39) => {
            let base = stated(cx, base_hours);
            Some(coefficient(cx, &bands, base, ("heures_convenues", "heures au taux de base du salaire")))
        }
        _ => None,
    };
    let agreed = given.map(|pay| {
        let given = Number { v: pay.v.to_decimal(), f: pay.f };
        let Some(paid) = typed else { return given };
        let named = ("salaire_39", "salaire d'une semaine de 39 h");
        let value = given.v * forty.v / paid.v;
        cx.number(named, value, "{0} × {1} / {2}", &[given.f, forty.f, paid.f], &rules::BRUT_TAUX)
    });
    // Compared in the hours typed: brought back to 39 hours, a rounded minimum may be a cent over itself. Annexe 3 has its
    // own amounts, on 39 hours.
    let derogates = derogates(cx.feuille);
    let (hours, smic_hours) = match typed {
        Some(paid) if !derogates => (base_hours, paid),
        _ => (Decimal::from(39), forty),
    };
    let (row, grid) = match fonction {
        Some(fonction) if hours != Decimal::from(39) => {
            let annexe = if cx.feuille.annexe == Some(Annexe::A2) { "2" } else { "1" };
            let query =
                MinimumQuery { heures: Some(hours), ..minimum::query(cx, fonction, annexe, Unite::Semaine) };
            convenu::minimum_typed(cx, &query, (row, forty), smic_hours)
        }
        _ => (row, minimum::grid_amount(cx, row)),
    };
    // Annexe 3: what is typed may be the reduced pay that its grid prints.
    let (agreed, reduced) = match (agreed.filter(|_| derogates), grid) {
        (Some(pay), Some(least)) => match reference_of(cx, fonction, pay, least) {
            Some(reference) => (Some(reference), Some(pay)),
            None => (agreed, None),
        },
        _ => (agreed, None),
    };
    let in_unit = if derogates { agreed.map(|a| Amount { v: Cents::round(a.v), f: a.f }) } else { given };
    let (minimum, pay) = minimum::compare(
        cx,
        Comparison {
            row,
            grid,
            pay: in_unit,
            unit: convenu::week_of(hours),
            smic_hours: Some(smic_hours),
            formula: String::new(),
        },
    );
    let weekly = agreed.unwrap_or(pay);
    let week = given.map_or(pay, |pay| Number { v: pay.v.to_decimal(), f: pay.f });
    let mut terms = Terms {
        fonction,
        rate: Hourly { pay: weekly, hours: forty },
        weekly,
        agreed: Some(Convenu { hours: Ticks::from_hours(base_hours), pay: week }),
        reference: None,
        annexe3: None,
        bands,
        minimum,
    };
    if matches!(cx.feuille.annexe, Some(Annexe::A3 | Annexe::A3Bis)) {
        derogation(cx, &mut terms, row, reduced)?;
    }
    Ok(terms)
}

/// Annexe 3: a share of the reference pay above a base amount, by the date of the film's derogation.
fn derogation<'a>(
    cx: &mut Context<'a>,
    terms: &mut Terms<'a>,
    row: Option<&GridRow>,
    given: Option<Number>,
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
    let pay = given.unwrap_or_else(|| {
        let pay = annexe3_pay(cx, formula, reference, ("salaire_annexe3", "salaire de l'annexe 3"));
        Number { v: pay.v.to_decimal(), f: pay.f }
    });
    let reduced = Cents::round(pay.v);
    let floor = row.and_then(|r| r.valeur).map(|v| Cents::round(formula.pay(v.to_decimal())));
    let floor = floor.map(|floor| if given.is_some() { floor.min(reduced) } else { floor });
    let text = format!(
        "{} + {} % × ({} - {})",
        fr(formula.socle.to_decimal()),
        fr(formula.pourcentage.0),
        fr(reference.v),
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
    terms.weekly = pay;
    // The reduced pay is that of 39 hours; typed for the hours of its own week (3 bis), it is the pay of that week.
    let typed = given.is_some() && cx.feuille.annexe == Some(Annexe::A3Bis);
    if !typed {
        terms.agreed = Some(Convenu { hours: Ticks::whole_hours(39), pay: terms.weekly });
    }
    terms.rate.pay = terms.weekly;
    terms.annexe3 = Some(formula);
    Ok(())
}

/// The reference pay of annexe 1 whose reduction is the pay typed, when that pay is under the minimum of annexe 1 and not
/// under the one that the grid of annexe 3 prints: a reference is never under its own minimum. `None`: it is a reference.
fn reference_of(
    cx: &mut Context<'_>,
    fonction: Option<FonctionId>,
    pay: Number,
    least: Amount,
) -> Option<Number> {
    let day = cx.feuille.derogation_annexe3?;
    let formula = cx.conventions.annexe3(day, cx.date, cx.input.adherent).ok()?;
    let query = MinimumQuery { derogation: Some(day), ..query(cx, fonction?, "3", Some(39), None) };
    let floor = cx.conventions.minimum(&query).ok()?.valeur?;
    if pay.v >= least.v.to_decimal() || (Cents::round(pay.v) < floor && !of_annexe_3_bis(cx, &query)) {
        return None;
    }
    let socle = formula.socle.to_decimal();
    let raised = socle + (pay.v - socle) * Decimal::ONE_HUNDRED / formula.pourcentage.0;
    let base = cx.table_amount("socle", "socle de l'annexe 3", formula.socle, formula.place()).f;
    let name = cx.name("part", "part au-delà du socle");
    let share = cx.t.convention(name, Val::Percent(formula.pourcentage), formula.place());
    cx.warn(
        "BRUT-104",
        "salaire convenu sous le minimum de l'annexe 1 : compris comme le salaire réduit de l'annexe 3, payé tel quel",
    );
    Some(cx.number(
        ("salaire_reference", "salaire de référence de l'annexe 1"),
        raised.max(least.v.to_decimal()),
        "max({0} ; {1} + ({2} - {1}) × 100 / {3})",
        &[least.f, base, pay.f, share],
        Applied::Convention(formula.place()),
    ))
}

/// The pay typed is not under the total that annexe 3 bis prints for the hours typed: brought back to 39 hours, a rounded
/// total may be a cent under the pay of annexe 3.
fn of_annexe_3_bis(cx: &Context<'_>, query: &MinimumQuery<'_>) -> bool {
    let (Some(typed), Some(hours)) = (cx.feuille.salaire_base, cx.feuille.heures_base) else { return false };
    let total = MinimumQuery { annexe: "3bis", heures: Some(hours.0), ..*query };
    let least = cx.conventions.minimum(&total).ok().and_then(|row| row.valeur);
    cx.feuille.annexe == Some(Annexe::A3Bis) && least.is_some_and(|least| typed >= least)
}

/// What annexe 3 pays of a reference pay, to the cent.
pub(in crate::gross) fn annexe3_pay(
    cx: &mut Context<'_>,
    formula: &Annexe3,
    reference: Number,
    named: (&'static str, &'static str),
) -> Amount {
    let v = Cents::round(formula.pay(reference.v));
    let row = Applied::Convention(formula.place());
    let f = if reference.v > formula.socle.to_decimal() {
        let base = cx.table_amount("socle", "socle de l'annexe 3", formula.socle, formula.place()).f;
        let name = cx.name("part", "part au-delà du socle");
        let share = cx.t.convention(name, Val::Percent(formula.pourcentage), formula.place());
        cx.amount(named, v, "arrondi({1} + {2} % × ({0} - {1}))", &[reference.f, base, share], row).f
    } else {
        cx.amount(named, v, "arrondi({0})", &[reference.f], row).f
    };
    Amount { v, f }
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
        heures: hours.map(Decimal::from),
        jours: days,
        ..minimum::query(cx, fonction, annexe, Unite::Semaine)
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
    let count = cx.given("jours", "jours", jours.0);
    let fifth = terms.weekly.v / Decimal::from(5);
    let day = cx.number(
        ("jour", "cinquième de la semaine"),
        fifth,
        "{0} / 5",
        &[terms.weekly.f],
        &rules::BRUT_TAUX,
    );
    cx.pay_units(label, count, day, Percent::Whole);
    brut.jours = jours;
    Ok(())
}
