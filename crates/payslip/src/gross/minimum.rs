//! Conventional minimum, SMIC floor, and the comparison with the agreed pay.

use cddu_rates::{
    Cents, Confiance, Conventions, Diagnostic, FonctionId, GridRow, MinimumQuery, Quantity, Rates,
};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::lines::fr;
use crate::gross::output::{LigneGrille, Minimum};

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
    pub grid: Option<Cents>,
    /// Agreed pay in the same unit; `None`: the minimum itself is paid.
    pub pay: Option<Cents>,
    /// Unit, as printed.
    pub unit: String,
    /// Hours of SMIC that the unit pays.
    pub smic_hours: Decimal,
    /// Formula of the grid amount, when it is computed.
    pub formula: String,
}

/// Applies the SMIC floor, compares, warns. Returns the minimum and the pay to use.
pub(super) fn compare(cx: &mut Context<'_>, c: Comparison<'_>) -> (Option<Minimum>, Cents) {
    let floor = match cx.rates.param("SMIC_HORAIRE", cx.date) {
        _ if c.smic_hours.is_zero() => None,
        Ok(smic) => Some((smic.value, Cents::round(smic.value * c.smic_hours))),
        Err(error) => {
            cx.warn("BRUT-116", format!("{} : le plancher du SMIC n'est pas contrôlé", error.message));
            None
        }
    };
    let above = floor.filter(|(_, amount)| c.grid.is_none_or(|g| *amount > g));
    let Some(value) = c.grid.max(floor.map(|(_, amount)| amount)) else {
        return (None, c.pay.unwrap_or_default());
    };
    let pay = c.pay.unwrap_or(value);
    if let (Some((hourly, amount)), Some(grid)) = (above, c.grid) {
        cx.warn(
            "BRUT-102",
            format!(
                "le minimum conventionnel ({} € par {}) est sous le SMIC : plancher {} € ({} h à {} €)",
                fr(grid.to_decimal()),
                c.unit,
                fr(amount.to_decimal()),
                fr(c.smic_hours),
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
        smic: above.map(|(_, amount)| amount),
        formule: c.formula,
    };
    (Some(minimum), pay)
}
