//! A pay as the contract says it: its minimum in the unit typed, and the week paid to the cent.

use cddu_rates::{Cents, GridRow, MinimumQuery, Unite};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::lines::Label;
use crate::gross::minimum;
use crate::gross::temps::hours::Ticks;
use crate::rules;
use crate::trace::{Amount, Number, Part};

/// Longest day that a pay is agreed for; beyond, `heures_base` is a week.
const LONGEST_DAY: Decimal = Decimal::from_parts(12, 0, 0, false, 0);

/// True when the hours of an agreed pay are those of one day.
pub(super) fn of_a_day(hours: Decimal) -> bool {
    hours <= LONGEST_DAY
}

/// The pay of a week of some hours, as it is agreed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Convenu {
    pub hours: Ticks,
    pub pay: Number,
}

/// Minimum of the hours typed: the row that the grid prints for them, else the one of the usual week in proportion of
/// what these hours pay.
///
/// `usual`: row of the usual week and the hours at the base rate that it pays; `typed`: those of the hours typed.
pub(super) fn minimum_typed<'a>(
    cx: &mut Context<'a>,
    query: &MinimumQuery<'_>,
    (usual, full): (Option<&'a GridRow>, Number),
    typed: Number,
) -> (Option<&'a GridRow>, Option<Amount>) {
    if let Ok(row) = cx.conventions.minimum(query) {
        return (Some(row), minimum::grid_amount(cx, Some(row)));
    }
    let Some(grid) = minimum::grid_amount(cx, usual) else { return (usual, None) };
    let v = Cents::round(grid.v.to_decimal() * typed.v / full.v);
    let named = ("minimum_heures", "minimum des heures du salaire convenu");
    let args = [grid.f, typed.f, full.f];
    let f = cx.amount(named, v, "arrondi({0} × {1} / {2})", &args, &rules::BRUT_MINIMUM).f;
    (usual, Some(Amount { v, f }))
}

/// The unit of a weekly minimum, as printed.
pub(super) fn week_of(hours: Decimal) -> String {
    format!("{} de {} h", Unite::Semaine, crate::gross::lines::fr(hours))
}

/// What the rounding of the lines of a week leaves of the agreed pay, when the week pays the very hours of that pay.
///
/// `first`: rank of the first line of the week.
pub(super) fn rest(
    cx: &mut Context<'_>,
    agreed: Option<Convenu>,
    paid: Ticks,
    first: usize,
    part: Option<Part>,
) {
    let Some(agreed) = agreed.filter(|a| a.hours == paid) else { return };
    let (figs, total) = cx.lines_from(first);
    let gap = Cents::round(agreed.pay.v) - total;
    if gap.is_zero() {
        return;
    }
    let name = cx.named("lignes_semaine", "lignes de la semaine", part);
    let sum = cx.t.formula(name, crate::trace::Val::Amount(total), "Σ", &figs, &rules::SEMAINE_CONVENUE);
    let label = Label::new("arrondi", "Arrondi de la semaine convenue", "").part(part);
    cx.pay_fixed(label, gap, "arrondi({0}) - {1}", &[agreed.pay.f, sum]);
}
