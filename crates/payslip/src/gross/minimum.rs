//! Conventional minimum, SMIC floor, and the comparison with the agreed pay.

use cddu_rates::{
    Cents, Confiance, Conventions, Diagnostic, FonctionId, GridRow, MinimumQuery, Quantity, Rates, Unite,
};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::lines::fr;
use crate::gross::output::{LigneGrille, Minimum};
use crate::rules;
use crate::trace::{Amount, Number, Val};

/// Finds the function. Unknown: an error when the minimum is needed, a warning when the pay is agreed.
pub(super) fn function(cx: &mut Context<'_>, idcc: &str) -> Result<Option<FonctionId>, Vec<Diagnostic>> {
    if let Some(found) = cx.conventions.function(idcc, cx.input.fonction) {
        return Ok(Some(found));
    }
    let unknown = cx.conventions.unknown_function(idcc, cx.input.fonction).at("fonction");
    if cx.feuille.salaire_base.is_none() {
        return Err(vec![unknown]);
    }
    let hint = unknown.aide.map(|h| format!(" ; {h}")).unwrap_or_default();
    cx.warn("BRUT-114", format!("{} : le minimum n'est pas contrôlé{hint}", unknown.message));
    Ok(None)
}

/// What a grid is asked on the day of the engagement; a population adds its genre, its hours or its days.
pub(super) fn query<'q>(
    cx: &Context<'_>,
    fonction: FonctionId,
    annexe: &'q str,
    unite: Unite,
) -> MinimumQuery<'q> {
    MinimumQuery {
        fonction,
        annexe,
        genre: "",
        unite,
        heures: None,
        jours: None,
        date: cx.date,
        adherent: cx.input.adherent,
        derogation: None,
    }
}

/// The row of the grid. Missing: an error when the minimum is needed, a warning when the pay is agreed.
pub(super) fn row<'a>(
    cx: &mut Context<'a>,
    query: &MinimumQuery<'_>,
) -> Result<Option<&'a GridRow>, Vec<Diagnostic>> {
    match cx.conventions.minimum(query) {
        Ok(row) => {
            if row.confiance == Confiance::C {
                let name = &cx.conventions.fonction(row.fonction).nom;
                let message = format!("minimum de « {name} » peu sûr (confiance C) : {}", row.note);
                cx.warn("BRUT-103", message);
            }
            Ok(Some(row))
        }
        Err(error) if cx.feuille.salaire_base.is_none() => Err(vec![error.at("salaire_base")]),
        Err(error) => {
            cx.warn("BRUT-116", format!("{} : le minimum n'est pas contrôlé", error.message));
            Ok(None)
        }
    }
}

/// A row as printed.
pub(super) fn printed(
    rates: &Rates,
    conventions: &Conventions,
    row: &GridRow,
    adherent: bool,
) -> LigneGrille {
    LigneGrille {
        table: format!("{}:{}", rates.files().shown("conventions/grilles.csv"), row.ligne),
        fonction: conventions.fonction(row.fonction).nom.clone(),
        annexe: row.annexe.clone(),
        genre: row.genre.clone(),
        unite: row.unite,
        heures: row.heures.map(Quantity),
        jours: row.jours,
        valeur: row.valeur,
        valide_du: row.start(adherent),
        valide_au: conventions.end(row, adherent),
        base_legale: row.base_legale.clone(),
        source: conventions.source(&row.source).to_owned(),
        confiance: row.confiance,
        methode: row.methode,
        note: row.note.clone(),
    }
}

/// What a minimum is compared on.
pub(super) struct Comparison<'a> {
    pub row: Option<&'a GridRow>,
    /// Amount of the grid in the unit compared.
    pub grid: Option<Amount>,
    /// Agreed pay in the same unit; `None`: the minimum itself is paid.
    pub pay: Option<Amount>,
    /// Unit, as printed.
    pub unit: String,
    /// Hours of SMIC that the unit pays; `None` for a lump sum without hours.
    pub smic_hours: Option<Number>,
    /// Formula of the grid amount, when it is computed.
    pub formula: String,
}

/// Applies the SMIC floor, compares, warns. Returns the minimum and the pay to use.
pub(super) fn compare(cx: &mut Context<'_>, c: Comparison<'_>) -> (Option<Minimum>, Number) {
    let floor = c.smic_hours.and_then(|hours| smic_floor(cx, hours));
    let above = floor.filter(|f| c.grid.is_none_or(|g| f.amount.v > g.v));
    let least = match (c.grid, floor) {
        (Some(grid), Some(floor)) => {
            let value = grid.v.max(floor.amount.v);
            let args = [grid.f, floor.amount.f];
            let named = ("minimum", "salaire minimum");
            let f = cx.amount(named, value, "max({0} ; {1})", &args, &rules::BRUT_MINIMUM).f;
            Some(Amount { v: value, f })
        }
        (grid, floor) => grid.or(floor.map(|f| f.amount)),
    };
    let Some(least) = least else {
        let pay = c.pay.unwrap_or_else(|| {
            let f = cx.amount(("salaire", "salaire"), Cents::ZERO, "0", &[], &rules::BRUT_MINIMUM).f;
            Amount { v: Cents::ZERO, f }
        });
        return (None, Number { v: pay.v.to_decimal(), f: pay.f });
    };
    let value = least.v;
    let agreed = c.pay.unwrap_or(least);
    let pay = agreed.v;
    let smic_hours = c.smic_hours.map_or(Decimal::ZERO, |h| h.v);
    if let (Some(Floor { hourly, amount }), Some(grid)) = (above, c.grid) {
        cx.warn(
            "BRUT-102",
            format!(
                "le minimum conventionnel ({} € par {}) est sous le SMIC : plancher {} € ({} h à {} €)",
                fr(grid.v.to_decimal()),
                c.unit,
                fr(amount.v.to_decimal()),
                fr(smic_hours),
                fr(hourly)
            ),
        );
    }
    if pay < value {
        cx.warn(
            "BRUT-101",
            format!(
                "le salaire convenu ({} € par {}) est sous le minimum ({} €)",
                fr(pay.to_decimal()),
                c.unit,
                fr(value.to_decimal())
            ),
        );
    }
    let minimum = Minimum {
        valeur: value,
        unite: c.unit,
        salaire: pay,
        respecte: pay >= value,
        ligne: c.row.map(|row| printed(cx.rates, cx.conventions, row, cx.input.adherent)),
        smic: above.map(|f| f.amount.v),
        formule: c.formula,
    };
    (Some(minimum), Number { v: pay.to_decimal(), f: agreed.f })
}

/// What the SMIC pays for some hours.
#[derive(Clone, Copy)]
struct Floor {
    hourly: Decimal,
    amount: Amount,
}

fn smic_floor(cx: &mut Context<'_>, hours: Number) -> Option<Floor> {
    match cx.rates.param("SMIC_HORAIRE", cx.date) {
        Ok(smic) => {
            let name = cx.name("smic_horaire", "SMIC horaire");
            let hourly = cx.t.table(name, Val::Number(smic.value), smic.row);
            let v = Cents::round(smic.value * hours.v);
            let named = ("plancher_smic", "SMIC des heures payées");
            let f = cx.amount(named, v, "arrondi({0} × {1})", &[hourly, hours.f], &rules::BRUT_MINIMUM).f;
            Some(Floor { hourly: smic.value, amount: Amount { v, f } })
        }
        Err(error) => {
            cx.warn("BRUT-116", format!("{} : le plancher du SMIC n'est pas contrôlé", error.message));
            None
        }
    }
}

/// The amount of a row of the grid.
pub(super) fn grid_amount(cx: &mut Context<'_>, row: Option<&GridRow>) -> Option<Amount> {
    let row = row?;
    let v = row.valeur?;
    let f = cx.table_amount("minimum_grille", "minimum de la grille", v, row.place()).f;
    Some(Amount { v, f })
}

/// The agreed pay, as the contract gives it.
pub(super) fn agreed(cx: &mut Context<'_>) -> Option<Amount> {
    let v = cx.feuille.salaire_base?;
    let f = cx.given_amount("salaire_base", "salaire convenu", v).f;
    Some(Amount { v, f })
}

/// A number of hours that the agreement states.
pub(super) fn hours_paid(cx: &mut Context<'_>, hours: Decimal, text: &'static str, rule: &str) -> Number {
    let rule = cx.applied(rule);
    cx.number(("heures_base", "heures que paie le salaire"), hours, text, &[], rule)
}
