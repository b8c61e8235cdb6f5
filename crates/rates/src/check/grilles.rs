//! The grids of minima: rows that cannot be read, dates that cannot be, two minima for one day.

use std::collections::BTreeMap;

use super::CheckOptions;
use super::dates::absurd;
use crate::conventions::GridRow;
use crate::rates::Rates;
use cddu_base::Diagnostic;

const TABLE: &str = "conventions/grilles.csv";

/// `BAR-020` and the others of reading, `BAR-040` two minima on one day, `BAR-052` an impossible date.
pub(super) fn check(rates: &Rates, options: &CheckOptions<'_>, out: &mut Vec<Diagnostic>) {
    let conventions = match rates.conventions() {
        Ok(conventions) => conventions,
        Err(errors) => {
            out.extend(errors);
            return;
        }
    };
    let place = |row: &GridRow, d: Diagnostic| d.in_file(rates.files().shown(TABLE), Some(row.ligne));
    let mut series: BTreeMap<_, Vec<&GridRow>> = BTreeMap::new();
    for row in conventions.grid() {
        let dates = [Some(row.valide_du), row.valide_au, row.valide_du_non_adherent];
        for date in dates.into_iter().flatten().filter(|date| absurd(*date, options.today)) {
            let message = format!("minimum daté du {date}, hors de toute période de paie");
            let hint = "corriger l'année (AAAA-MM-JJ)";
            out.push(place(row, Diagnostic::error("BAR-052", message).hint(hint)));
        }
        let key =
            (row.fonction, &row.annexe, row.unite, row.heures, row.presence, row.jours, row.derogation_du);
        series.entry(key).or_default().push(row);
    }
    for rows in series.values_mut() {
        rows.sort_by_key(|row| row.valide_du);
        for (rank, after) in rows.iter().enumerate() {
            let before = rows[..rank]
                .iter()
                .find(|b| b.same_genre(after) && b.valide_au.is_none_or(|end| after.valide_du <= end));
            if let Some(before) = before {
                let name = &conventions.fonction(after.fonction).nom;
                let message = format!(
                    "« {name} », {} : deux minima le {} (lignes {} et {})",
                    after.unite, after.valide_du, before.ligne, after.ligne
                );
                let hint = "finir l'ancien minimum (valide_au) la veille du nouveau";
                out.push(place(after, Diagnostic::error("BAR-040", message).hint(hint)));
            }
        }
    }
}
