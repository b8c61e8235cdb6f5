//! A value a hundred times too small or too large: beside its own history, and beside the delivered tables.

use rust_decimal::Decimal;

use super::place;
use crate::contribution::RateRow;
use crate::rates::Rates;
use crate::row::Row;
use crate::source::Files;
use cddu_base::Diagnostic;

/// From which ratio a change is a slip of the decimal point and no longer a change of the law.
const SUSPECT: u32 = 20;

/// `BAR-050`: a value far from the one before it in its series, or from the delivered value of the same day.
pub(super) fn check(rates: &Rates, out: &mut Vec<Diagnostic>) {
    for (index, contribution) in rates.contributions().iter().enumerate() {
        let mut list: Vec<&RateRow> = rates.rates_of(index).map(|(rate, _)| rate).collect();
        list.sort_by_key(|r| r.row.valide_du);
        for pair in 0..list.len() {
            let after = list[pair];
            let before = list[..pair].iter().rev().find(|b| same_series(b, after));
            compare(rates, &contribution.code, before.map(|b| &b.row), &after.row, out);
        }
    }
    for (parameter, values) in rates.parameters() {
        let mut list: Vec<&Row> = values.collect();
        list.sort_by_key(|r| r.valide_du);
        for pair in list.windows(2) {
            compare(rates, &parameter.cle, Some(pair[0]), pair[1], out);
        }
    }
    let reference = Files::delivered().filter(|_| !rates.files().is_embedded());
    if let Some(reference) = reference.and_then(|files| Rates::load(files).ok()) {
        delivered(rates, &reference, out);
    }
}

fn same_series(a: &RateRow, b: &RateRow) -> bool {
    (a.part, a.variante, &a.populations, &a.idcc, a.effectif_min, a.effectif_max)
        == (b.part, b.variante, &b.populations, &b.idcc, b.effectif_min, b.effectif_max)
}

fn compare(rates: &Rates, name: &str, before: Option<&Row>, after: &Row, out: &mut Vec<Diagnostic>) {
    let Some(before) = before else { return };
    let (Some(old), Some(new)) = (before.valeur, after.valeur) else { return };
    if far(old, new) {
        out.push(place(
            rates,
            after,
            Diagnostic::error(
                "BAR-050",
                format!("{name} : {new} depuis le {}, {old} avant (ligne {})", after.valide_du, before.ligne),
            )
            .hint("vérifier la virgule et l'unité : un taux s'écrit en pour cent (6.90 pour 6,90 %)"),
        ));
    }
}

/// Every value of a modified copy, beside the delivered value of the same key, conditions and first day.
fn delivered(rates: &Rates, reference: &Rates, out: &mut Vec<Diagnostic>) {
    for (index, contribution) in rates.contributions().iter().enumerate() {
        let Some(known) = reference.contributions().iter().position(|c| c.code == contribution.code) else {
            continue;
        };
        for (rate, _) in rates.rates_of(index) {
            let twin = reference
                .rates_of(known)
                .find(|(r, _)| same_series(r, rate) && r.row.valide_du == rate.row.valide_du);
            beside(rates, &contribution.code, twin.map(|(r, _)| &r.row), &rate.row, out);
        }
    }
    for (parameter, values) in rates.parameters() {
        for row in values {
            let twin = reference
                .parameters()
                .filter(|(p, _)| p.cle == parameter.cle)
                .flat_map(|(_, rows)| rows)
                .find(|r| r.valide_du == row.valide_du);
            beside(rates, &parameter.cle, twin, row, out);
        }
    }
}

fn beside(rates: &Rates, name: &str, known: Option<&Row>, row: &Row, out: &mut Vec<Diagnostic>) {
    let Some(known) = known else { return };
    let (Some(old), Some(new)) = (known.valeur, row.valeur) else { return };
    let told =
        out.iter().any(|d| d.code == "BAR-050" && d.ligne == Some(row.ligne) && told_of(d, rates, row));
    if far(old, new) && !told {
        out.push(place(
            rates,
            row,
            Diagnostic::error(
                "BAR-050",
                format!("{name} : {new} depuis le {}, {old} dans les tables livrées", row.valide_du),
            )
            .hint("vérifier la virgule et l'unité : un taux s'écrit en pour cent (6.90 pour 6,90 %)"),
        ));
    }
}

fn told_of(diagnostic: &Diagnostic, rates: &Rates, row: &Row) -> bool {
    diagnostic.fichier.as_deref() == Some(rates.files().shown(&row.table).as_str())
}

fn far(old: Decimal, new: Decimal) -> bool {
    if old.is_zero() || new.is_zero() {
        return false;
    }
    let limit = Decimal::from(SUSPECT);
    new >= old * limit || new * limit <= old
}
