//! Directors of film and television: lump sums by the week, the day or the month, without reference to hours.

use cddu_rates::{Diagnostic, MinimumQuery, Quantity, Unite};
use rust_decimal::Decimal;

use crate::gross::context::{Context, Priced};
use crate::gross::film::IDCC;
use crate::gross::input::{Annexe, Engagement, Semaine};
use crate::gross::lines::{Label, Percent};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::Brut;
use crate::gross::temps::daily;
use crate::gross::temps::sheet::WorkDay;

/// Production audiovisuelle: its directors have a minimum for the flux and for the fiction.
const TELEVISION: &str = "2642";

/// Gross of a director. Other conventions: the agreed lump sum, without a minimum.
pub(super) fn pay(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Priced, Vec<Diagnostic>> {
    let engagement = cx.feuille.engagement.unwrap_or(Engagement::Semaine);
    let unite = match engagement {
        Engagement::Semaine => Unite::Semaine,
        Engagement::Jour => Unite::Jour,
        Engagement::Mois => Unite::Mois,
    };
    let idcc = cx.input.idcc;
    let derogation = matches!(cx.feuille.annexe, Some(Annexe::A3 | Annexe::A3Bis));
    if derogation && cx.feuille.derogation_annexe3.is_none() {
        return Err(vec![
            Diagnostic::error("BRUT-009", "l'annexe 3 demande la date de la dérogation du film")
                .at("derogation_annexe3")
                .hint("la formule dépend de la date de la dérogation, pas de celle du travail"),
        ]);
    }
    let row = match minimum::function(&mut cx, idcc)? {
        Some(fonction) if idcc == IDCC || idcc == TELEVISION => {
            let television = idcc == TELEVISION;
            let query = MinimumQuery {
                fonction,
                annexe: match (television, derogation) {
                    (true, _) => "B",
                    (false, true) => "3",
                    (false, false) => "1",
                },
                genre: if television { crate::gross::tv::genre(&mut cx).key() } else { "" },
                unite,
                // The week of television is given for 35 and for 39 hours: that of the pay typed, else of 39.
                heures: (television && unite == Unite::Semaine)
                    .then(|| cx.feuille.heures_base.filter(|h| h.0 == Decimal::from(35)))
                    .map(|hours| hours.map_or(Decimal::from(39), |h| h.0)),
                jours: None,
                date: cx.date,
                adherent: cx.input.adherent,
                derogation: if derogation { cx.feuille.derogation_annexe3 } else { None },
            };
            minimum::row(&mut cx, &query)?
        }
        _ if cx.feuille.salaire_base.is_some() => {
            cx.warn(
                "BRUT-116",
                "minimum des réalisateurs de télévision non vu : le minimum n'est pas contrôlé",
            );
            None
        }
        _ => {
            return Err(vec![
                Diagnostic::error(
                    "BRUT-010",
                    "aucun minimum de réalisateur n'est connu pour cette convention",
                )
                .at("salaire_base")
                .hint("donner salaire_base"),
            ]);
        }
    };
    let grid = minimum::grid_amount(&mut cx, row);
    let agreed = minimum::agreed(&mut cx);
    let (found, pay) = minimum::compare(
        &mut cx,
        Comparison {
            row,
            grid,
            pay: agreed,
            unit: format!("{unite} (forfait)"),
            // A lump sum without hours: no SMIC floor can be worked out.
            smic_hours: None,
            formula: String::new(),
        },
    );
    // The same work, whatever column says it: days of the sheet, days of the weekly totals, one cachet a day.
    let dated = u32::try_from(days.iter().filter(|d| d.counts()).count()).unwrap_or(u32::MAX);
    let totals: u32 = cx.feuille.semaines.iter().filter_map(Semaine::whole_days).sum();
    let worked = match dated.saturating_add(totals) {
        0 => cx.input.cachets.unwrap_or(0),
        known => known,
    };
    let jours = cx.input.jours.unwrap_or_else(|| Quantity::from(worked));
    let number = match engagement {
        Engagement::Jour if jours.0.is_zero() => return Err(vec![crate::gross::nothing_to_count()]),
        Engagement::Jour => jours,
        Engagement::Semaine if !cx.feuille.semaines.is_empty() => {
            Quantity::from(u32::try_from(cx.feuille.semaines.len()).unwrap_or(u32::MAX))
        }
        Engagement::Semaine if jours.0 > Decimal::from(7) => {
            Quantity((jours.0 / Decimal::from(5)).normalize())
        }
        _ => Quantity::from(1),
    };
    let label = Label::new("forfait", "Forfait", "").titled(format!("Forfait par {unite}"));
    let number = cx.given("forfaits", "forfaits", number.0);
    cx.pay_units(label, number, pay, Percent::Whole);
    let cachets = cx.input.cachets.unwrap_or_else(|| u32::try_from(jours.0.trunc().mantissa()).unwrap_or(0));
    // At the rates of technicians the relief is counted on the hours of the sheet.
    if cx.input.heures_comptees
        && let Some(hours) = daily::hours(&mut cx, days)
    {
        cx.count_hours(hours, None);
    }
    let brut = Brut { minimum: found, jours, cachets, ..Brut::default() };
    cx.finish(brut)
}
