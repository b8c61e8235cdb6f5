//! Kilometre scale (CGI annexe IV art. 6 B): three bands on the kilometres of the year with this employer, by power of
//! the car.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, Quantity};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::context::{Run, name};
use crate::engine::recorder::Recorder;
use crate::input::{BulletinInput, Element};
use crate::rules::{self, Rule};
use crate::trace::{Amount, Name, Number};
use crate::vocabulary::ElementCode;

/// Keys of the scale.
pub(super) const PREFIX: &str = "IK_VOITURE_";

/// What the scale gives for the kilometres of an element: that of the year with them, less that of the year without.
pub(super) fn amount(
    run: &mut Run<'_, impl Recorder>,
    element: &Element,
    key: &str,
    quantity: Number,
    day: NaiveDate,
    (named, rule): (Name, &'static Rule),
) -> Result<Amount, Diagnostic> {
    let unit = run.number(name("bareme_unitaire", "barème de la première tranche"), key, day)?;
    let before = before(run, element);
    let first = run.number(name("ik_seuil_1", "fin de la première tranche"), "IK_SEUIL_1", day)?;
    if before + quantity.v <= first.v {
        let value = Cents::round(quantity.v * unit.v);
        return Ok(run.calc(named, value, "arrondi({0} × {1})", &[quantity.f, unit.f], rule));
    }
    let former = run.given_number(name("ik_avant", "kilomètres déjà payés dans l'année"), before);
    let total = run.calc_number(
        name("ik_total", "kilomètres de l'année"),
        before + quantity.v,
        "{0} + {1}",
        &[former.f, quantity.f],
        &rules::FRAIS_KILOMETRES,
    );
    let second = run.number(name("ik_seuil_2", "fin de la deuxième tranche"), "IK_SEUIL_2", day)?;
    let whole = of_year(run, key, total, unit, [first, second], day)?;
    let paid = of_year(run, key, former, unit, [first, second], day)?;
    let value = Cents::round(whole.v - paid.v);
    Ok(run.calc(named, value, "arrondi({0} - {1})", &[whole.f, paid.f], &rules::FRAIS_KILOMETRES))
}

/// The scale on a number of kilometres of the year.
fn of_year(
    run: &mut Run<'_, impl Recorder>,
    key: &str,
    kilometres: Number,
    unit: Number,
    [first, second]: [Number; 2],
    day: NaiveDate,
) -> Result<Number, Diagnostic> {
    let named = name("ik_bareme", "barème kilométrique de l'année");
    let rule = &rules::FRAIS_KILOMETRES;
    if kilometres.v <= first.v {
        let args = [kilometres.f, unit.f];
        return Ok(run.calc_number(named, kilometres.v * unit.v, "{0} × {1}", &args, rule));
    }
    if kilometres.v <= second.v {
        let rate = run.number(name("ik_taux_2", "taux de la deuxième tranche"), &format!("{key}_T2"), day)?;
        let fixed =
            run.number(name("ik_fixe", "somme fixe de la deuxième tranche"), &format!("{key}_T2_FIXE"), day)?;
        let args = [kilometres.f, rate.f, fixed.f];
        return Ok(run.calc_number(named, kilometres.v * rate.v + fixed.v, "{0} × {1} + {2}", &args, rule));
    }
    let rate = run.number(name("ik_taux_3", "taux de la troisième tranche"), &format!("{key}_T3"), day)?;
    Ok(run.calc_number(named, kilometres.v * rate.v, "{0} × {1}", &[kilometres.f, rate.f], rule))
}

/// Kilometres of the same power already paid in the year: by other payslips, then by the elements before this one.
fn before(run: &Run<'_, impl Recorder>, element: &Element) -> Decimal {
    let nature = element.nature.as_deref().unwrap_or_default().to_lowercase();
    let known = run.input.cumuls.kilometres.get(&nature).map_or(Decimal::ZERO, |q| q.0);
    let earlier = run.input.elements.iter().take_while(|e| !std::ptr::eq(*e, element));
    known + of(earlier).get(&nature).map_or(Decimal::ZERO, |q| q.0)
}

/// The element pays kilometres by the scale.
pub(super) fn counts(element: &Element) -> bool {
    let nature = element.nature.as_deref().unwrap_or_default();
    element.code == ElementCode::Frais && nature.to_uppercase().starts_with(PREFIX)
}

/// Kilometres of some elements, by nature.
fn of<'a>(elements: impl Iterator<Item = &'a Element>) -> BTreeMap<String, Quantity> {
    let mut out = BTreeMap::new();
    for element in elements.filter(|e| counts(e)) {
        if let Some(quantity) = element.quantite {
            let nature = element.nature.as_deref().unwrap_or_default().to_lowercase();
            let known: &mut Quantity = out.entry(nature).or_default();
            *known = Quantity(known.0 + quantity.0);
        }
    }
    out
}

/// Kilometres of the year after a payslip, by nature.
pub(super) fn after(input: &BulletinInput) -> BTreeMap<String, Quantity> {
    let mut out = input.cumuls.kilometres.clone();
    for (nature, quantity) in of(input.elements.iter()) {
        let known = out.entry(nature).or_default();
        *known = Quantity(known.0 + quantity.0);
    }
    out
}
