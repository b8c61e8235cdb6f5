//! The least that the grids of an agreement pay for a gross given without the week that it pays: a lower bound, which
//! accuses nobody wrongly. No amount follows it.

use cddu_rates::{Cents, Conventions, GridRow, Unite};
use rust_decimal::Decimal;

use super::context::{Contract, Run};
use crate::engine::recorder::Recorder;
use crate::gross::{Annexe, Engagement};
use crate::input::Travail;
use crate::vocabulary::Categorie;

/// Hours of a week from which overtime is paid (C. trav. L3121-27).
const LEGAL_WEEK: Decimal = Decimal::from_parts(35, 0, 0, false, 0);
/// Hours of overtime at the first premium (C. trav. L3121-36).
const FIRST_HOURS: Decimal = Decimal::from_parts(8, 0, 0, false, 0);

/// What a contract is paid at least.
pub(super) struct Plancher {
    /// The sum, for the hours or the days given.
    pub montant: Cents,
    /// What it counts: `39 heures`, `2 jours ou cachets`.
    pub pour: String,
    /// Function of the grid.
    pub fonction: String,
}

/// The floor of the gross of a contract; `None` when the function is in no grid, or nothing is counted.
pub(super) fn of(run: &Run<'_, impl Recorder>, rank: usize) -> Option<Plancher> {
    let contract = Contract::new(run.input, rank);
    let (c, idcc) = (contract.c, contract.idcc);
    let annexe = match &run.given.contrats[rank].travail {
        Travail::Brut { semaine, .. } => semaine.annexe,
        Travail::Heures(sheet) => sheet.annexe,
    };
    // The pay of annexe 3 is agreed film by film.
    if matches!(annexe, Some(Annexe::A3 | Annexe::A3Bis)) {
        return None;
    }
    let conventions = run.rates.conventions().ok()?;
    // The artists of television have their own agreement.
    let artists = (idcc == "2642" && c.categorie == Categorie::Artiste).then_some("1734");
    let known = |idcc| conventions.function(idcc, &c.fonction);
    let fonction = artists.and_then(known).or_else(|| known(idcc))?;
    let (day, adherent) = (c.periode().debut, run.input.employeur.parametres.adherent);
    let annexe = if annexe == Some(Annexe::A2) { "2" } else { "1" };
    let hourly = contract.c.has_status();
    let held = conventions.rows_of(fonction).filter(|row| {
        row.start(adherent) <= day
            && conventions.end(row, adherent).is_none_or(|end| day <= end)
            && row.derogation_du.is_none()
            && row.derogation_au.is_none()
            && (idcc != "3097" || !hourly || row.annexe == annexe)
    });
    let priced = matches!(run.given.contrats[rank].travail, Travail::Heures(_));
    let unit_of: fn(&GridRow) -> Option<Decimal> = match (hourly, priced) {
        (true, _) => per_hour,
        (false, true) => per_day_of_a_week,
        (false, false) => per_day,
    };
    let unit = held.filter_map(unit_of).min()?;
    let (count, pour) = if hourly {
        let weeks = Decimal::from(c.periode().weeks().count());
        let hours = c.heures.0;
        let by_day = match &run.given.contrats[rank].travail {
            Travail::Brut { semaine, .. } => semaine.engagement == Some(Engagement::Jour),
            Travail::Heures(_) => false,
        };
        let days = c.jours.0.max(Decimal::ONE);
        let paid = match by_day && idcc == "3097" {
            // Hours spread evenly over the days are those that cost the least.
            true => of_short_days(conventions, hours, days)?,
            // Over several weeks, the same hours each week.
            false => weighted(hours / weeks) * weeks,
        };
        (paid, format!("{} heures", hours.normalize()))
    } else {
        let days = c.jours.0.max(Decimal::from(c.cachets));
        (days, format!("{} jours ou cachets", days.normalize()))
    };
    let montant = Cents::checked_round(unit * count).filter(|sum| *sum > Cents::ZERO)?;
    Some(Plancher { montant, pour, fonction: conventions.fonction(fonction).nom.clone() })
}

/// Hours at the base rate that days engaged one by one pay in the cinema: the first seven of each with the premium of a short
/// engagement, the others with a higher one (titre II art. 34; rules F07 and F08).
fn of_short_days(conventions: &Conventions, hours: Decimal, days: Decimal) -> Option<Decimal> {
    let rate = |id| {
        let percent = conventions.regle(id).ok()?.majoration?;
        Some(Decimal::ONE + percent / Decimal::ONE_HUNDRED)
    };
    let first = hours.min(Decimal::from(7) * days);
    Some(first * rate("F07")? + (hours - first) * rate("F08")?)
}

/// Hours at the base rate that hours of a week pay: 39 pay 40.
fn weighted(hours: Decimal) -> Decimal {
    let over = (hours - LEGAL_WEEK).max(Decimal::ZERO);
    let first = over.min(FIRST_HOURS);
    let base = hours.min(LEGAL_WEEK);
    base + first * Decimal::new(125, 2) + (over - first) * Decimal::new(15, 1)
}

fn per_hour(row: &GridRow) -> Option<Decimal> {
    let hours = match (row.unite, row.heures) {
        (Unite::Semaine, Some(hours)) => weighted(hours),
        (Unite::Jour, Some(hours)) => hours,
        (Unite::Heure, _) => Decimal::ONE,
        _ => return None,
    };
    (hours > Decimal::ZERO).then(|| row.valeur.map(|v| v.to_decimal() / hours)).flatten()
}

fn per_day(row: &GridRow) -> Option<Decimal> {
    let days = match (row.unite, row.jours) {
        (Unite::Jour | Unite::Cachet, _) => 1,
        (Unite::Semaine, Some(days)) if days > 0 => days,
        _ => return None,
    };
    row.valeur.map(|v| v.to_decimal() / Decimal::from(days))
}

/// The same, a week whose days are not said having six at most.
fn per_day_of_a_week(row: &GridRow) -> Option<Decimal> {
    let week = row.unite == Unite::Semaine && row.jours.is_none();
    if week { row.valeur.map(|v| v.to_decimal() / Decimal::from(6)) } else { per_day(row) }
}
