//! Indemnities that refund expenses: kept apart from pay, with their exempt limit.

use cddu_rates::{Cents, Diagnostic, Quantity};
use chrono::NaiveDate;

use crate::gross::context::Context;
use crate::gross::output::Frais;
use crate::rules;
use crate::trace::{Number, Part, Val};

/// Adds an indemnity of the table, at its amount of that day. `nature`: key of the exemption limit.
pub(super) fn add(
    cx: &mut Context<'_>,
    code: &str,
    quantity: Number,
    day: NaiveDate,
    nature: Option<&str>,
) -> Result<(), Vec<Diagnostic>> {
    let expense = cx.conventions.expense(code, day).map_err(|d| vec![d])?;
    let Some(unitaire) = expense.valeur else {
        return Err(vec![
            Diagnostic::error("BRUT-012", format!("{code} n'est pas un montant : {}", expense.formule))
                .hint("donner le montant dans les frais du bulletin"),
        ]);
    };
    if expense.confiance == cddu_rates::Confiance::C {
        cx.warn("BRUT-103", format!("indemnité {code} peu sûre au {day} (confiance C)"));
    }
    let limite = nature
        .and_then(|key| cx.rates.param(&key.to_uppercase(), day).ok())
        .map(|value| Cents::round(value.value));
    let share = |each: Cents| Cents::round(each.to_decimal() * quantity.v);
    let montant = share(unitaire);
    let unit = cx.table_amount("indemnite_unitaire", "montant d'une indemnité", unitaire, expense.place());
    let name = cx.named("indemnite", "indemnité", Some(Part::Day(day)));
    let args = [quantity.f, unit.f];
    let fig = cx.t.formula(name, Val::Amount(montant), "arrondi({0} × {1})", &args, &rules::BRUT_FRAIS);
    let exonere = limite.map_or(montant, |limit| share(limit.min(unitaire)));
    let known = cx.frais.iter().position(|f| f.code == code && f.unitaire == unitaire && f.limite == limite);
    if let Some(rank) = known {
        let total = cx.frais[rank].montant + montant;
        let args = [cx.frais_figs[rank], fig];
        cx.frais_figs[rank] =
            cx.amount(("indemnites", "indemnités"), total, "Σ", &args, &rules::BRUT_FRAIS).f;
        let same = &mut cx.frais[rank];
        same.quantite = Quantity(same.quantite.0 + quantity.v);
        same.montant = total;
        same.exonere += exonere;
        same.reintegre += montant - exonere;
        same.jours.push(day);
        return Ok(());
    }
    cx.frais_figs.push(fig);
    cx.frais.push(Frais {
        code: code.to_owned(),
        libelle: expense.libelle.clone(),
        quantite: Quantity(quantity.v),
        unitaire,
        montant,
        nature: nature.map(str::to_owned),
        limite,
        exonere,
        reintegre: montant - exonere,
        article: expense.base_legale.clone(),
        jours: vec![day],
    });
    Ok(())
}
