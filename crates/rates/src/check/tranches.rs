//! Bands: the default grids of the tax leave no amount out and hold none twice; ordered thresholds rise.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::{CheckOptions, place};
use crate::rates::Rates;
use crate::row::Row;
use cddu_base::Diagnostic;

/// Thresholds of one scale, lowest first.
const SCALES: [&[&str]; 2] = [
    &[
        "SAISIE_SEUIL_1",
        "SAISIE_SEUIL_2",
        "SAISIE_SEUIL_3",
        "SAISIE_SEUIL_4",
        "SAISIE_SEUIL_5",
        "SAISIE_SEUIL_6",
    ],
    &["TAXE_SALAIRES_SEUIL_1", "TAXE_SALAIRES_SEUIL_2"],
];

/// `BAR-055`: a hole or an overlap between the bands of a grid, thresholds out of order. `BAR-056`: the year of the last
/// known default grid of the tax is over, or ends within a month.
pub(super) fn check(rates: &Rates, options: &CheckOptions<'_>, out: &mut Vec<Diagnostic>) {
    grids(rates, out);
    last_grid(rates, options.today, out);
    scales(rates, out);
}

fn grids(rates: &Rates, out: &mut Vec<Diagnostic>) {
    for bands in rates.neutral_bands() {
        let Some(first) = bands.first() else { continue };
        if !first.de.is_zero() {
            let row = rates.row(first.row);
            out.push(fault(rates, row, format!("{} : la première tranche commence à {}", row.cle, first.de)));
        }
        for pair in bands.windows(2) {
            let row = rates.row(pair[1].row);
            match pair[0].a_exclu {
                Some(end) if end == pair[1].de => {}
                Some(end) if end < pair[1].de => out.push(fault(
                    rates,
                    row,
                    format!("{} : aucun taux de {end} à {} ({})", row.cle, pair[1].de, row.dates()),
                )),
                end => out.push(fault(
                    rates,
                    row,
                    format!(
                        "{} : deux taux à partir de {} ({}) : la tranche d'avant finit à {}",
                        row.cle,
                        pair[1].de,
                        row.dates(),
                        end.map_or_else(|| "l'infini".to_owned(), |e| e.to_string())
                    ),
                )),
            }
        }
        if let Some(last) = bands.last().filter(|band| band.a_exclu.is_some()) {
            let row = rates.row(last.row);
            out.push(fault(rates, row, format!("{} : aucun taux au-delà de la dernière tranche", row.cle)));
        }
    }
}

fn fault(rates: &Rates, row: &Row, message: String) -> Diagnostic {
    let hint = "chaque tranche commence (de) où finit celle d'avant (a_exclu) ; la première à 0, la dernière sans fin";
    place(rates, row, Diagnostic::error("BAR-055", message).hint(hint))
}

/// The grids of the next year are published in its first months: the month before the end is the time to look.
fn last_grid(rates: &Rates, today: NaiveDate, out: &mut Vec<Diagnostic>) {
    let mut last: BTreeMap<&str, &Row> = BTreeMap::new();
    for row in rates.rows().iter().filter(|r| r.cle.starts_with("PAS_TAUX_NEUTRE/")) {
        let known = last.entry(row.cle.as_str()).or_insert(row);
        if row.valide_du > known.valide_du {
            *known = row;
        }
    }
    for (key, row) in last {
        let Some(end) = row.valide_au.filter(|end| (*end - today).num_days() <= 31) else { continue };
        let diagnostic = Diagnostic::warning("BAR-056", format!("{key} : la dernière grille connue finit le {end}")).hint(
            format!(
                "saisir la grille de {} quand le BOFiP la publie ; d'ici là un paiement de janvier {0} suit celle de {} \
                 et le dit, un paiement plus tard est refusé",
                end.year() + 1,
                end.year()
            ),
        );
        out.push(place(rates, row, diagnostic));
    }
}

fn scales(rates: &Rates, out: &mut Vec<Diagnostic>) {
    for scale in SCALES {
        for pair in scale.windows(2) {
            let rows: Vec<&Row> = rates
                .rows()
                .iter()
                .filter(|r| r.cle == pair[1] && r.table.starts_with("parametres/"))
                .collect();
            for row in rows {
                let (Ok(below), Some(value)) = (rates.param(pair[0], row.valide_du), row.valeur) else {
                    continue;
                };
                if value <= below.value {
                    let message =
                        format!("{} : {value} ne dépasse pas {} ({})", pair[1], pair[0], below.value);
                    let hint = "les seuils d'un barème montent : vérifier les deux valeurs";
                    out.push(place(rates, row, Diagnostic::error("BAR-055", message).hint(hint)));
                }
            }
        }
    }
}
