//! Which row of the tables has the rate that a candidate wrote.

use cddu_documents::typo;
use cddu_rates::{Part, Rate, Rates};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// What a rate is, when the tables know it: that of artistes, that of another year, the one without the uplift of the
/// caisse de congés.
pub fn connu(rates: &Rates, code: &str, part: Part, rate: Rate, day: NaiveDate) -> Option<String> {
    let index = rates.contributions().iter().position(|c| c.code.as_str() == code)?;
    let contribution = &rates.contributions()[index];
    let uplift = if part == Part::Employeur { contribution.majoration_caisse_conges } else { Decimal::ONE };
    let mut found: Vec<(bool, String)> = Vec::new();
    for (row, _) in rates.rates_of(index).filter(|(r, _)| r.part == part) {
        let pairs = [("des artistes", row.taux_artiste), ("général", Some(row.taux))];
        for (what, value) in pairs.into_iter().filter_map(|(w, v)| v.map(|v| (w, v))) {
            let plain = value == rate.0;
            if !plain && value * uplift != rate.0 {
                continue;
            }
            let bare = if plain && uplift != Decimal::ONE {
                ", sans la majoration de la caisse de congés"
            } else {
                ""
            };
            let current = row.row.holds(day);
            let when = if current { "de la bonne date" } else { "d'une autre date" };
            found.push((
                !current,
                format!(
                    "c'est le taux {what}{bare}, {when} : {}, {} ligne {}",
                    typo::dates(&row.row.dates()),
                    row.row.table,
                    row.row.ligne
                ),
            ));
        }
    }
    found.sort();
    found.into_iter().next().map(|(_, text)| text)
}
