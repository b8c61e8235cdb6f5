//! The export of another payroll program: a CSV and the dictionary of its columns.
//!
//! `dictionnaire` says what each column is; `lecture` makes payslips of the rows; `comparaison` holds what they say against
//! the answer of the engine. A column that the dictionary does not name is not looked at, and what the export does not give
//! is said.

mod comparaison;
mod dictionnaire;
mod lecture;
mod nombres;

use cddu_payslip::{BulletinInput, compute};
use cddu_rates::{Diagnostic, Rates};
use serde_json::{Map, Value};

use crate::lecture::Avant;
use crate::{Audit, NonRecalcule, Passage};

/// A CSV export and the dictionary of its columns, with the names under which messages speak of them.
#[derive(Clone, Copy, Debug)]
pub struct Tableau<'a> {
    /// Name of the export.
    pub nom: &'a str,
    /// Its text.
    pub texte: &'a str,
    /// Name of the dictionary.
    pub nom_dictionnaire: &'a str,
    /// Its text (TOML).
    pub dictionnaire: &'a str,
}

/// Audits the payslips of a CSV export. `methodes`: choices other than the defaults, by key.
///
/// # Errors
/// `AUD-002` for an unknown method, `AUD-003` for a dictionary that cannot be read, `AUD-004` for a column that the export
/// does not have, `AUD-005` for a contribution that no table knows, `AUD-006` for an export without any row, `AUD-007` for a
/// dictionary that does not say where a value without which nothing is computed is.
pub fn auditer_tableau(
    rates: &Rates,
    tableau: Tableau<'_>,
    methodes: &[(String, String)],
) -> Result<Audit, Vec<Diagnostic>> {
    let chosen = crate::choisies(methodes)?;
    if tableau.texte.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(vec![lecture::vide(tableau, "cet export est vide")]);
    }
    let dictionnaire = dictionnaire::lire(rates, tableau)?;
    let export = lecture::lire(&dictionnaire, tableau)?;
    let mut out = Audit { manque: export.manque.clone(), ..Audit::default() };
    let run = |methods: &Map<String, Value>, only: crate::Seuls<'_>| all(rates, &export, methods, only);
    crate::conclure(&mut out, &chosen, run);
    // The reading of the rows does not depend on the methods.
    out.non_recalcules.extend(export.refuses);
    out.non_recalcules.sort_by_key(|n| n.ligne);
    Ok(out)
}

/// Computes every payslip of the export with these methods, each person's in the order of payment.
fn all(
    rates: &Rates,
    export: &lecture::Export,
    methods: &Map<String, Value>,
    only: crate::Seuls<'_>,
) -> Passage {
    let mut out = Passage::default();
    for person in export.personnes.values() {
        let mut before = Avant::default();
        for slip in person.iter().filter(|slip| only.is_none_or(|only| only.contains(&slip.personne))) {
            let refused =
                |raison: String| NonRecalcule { personne: slip.personne.clone(), ligne: slip.ligne, raison };
            let input: BulletinInput = match serde_json::from_value(slip.demande(&before, methods)) {
                Ok(input) => input,
                Err(error) => {
                    out.non_recalcules.push(refused(format!("données insuffisantes : {error}")));
                    continue;
                }
            };
            match compute(rates, &input) {
                Ok(computed) => {
                    out.bulletins += 1;
                    let found = comparaison::comparer(rates, slip, &computed.bulletin);
                    out.valeurs += found.valeurs;
                    out.ecarts.extend(found.ecarts);
                    out.produits.extend(found.produits);
                    before.apres(&computed.bulletin);
                }
                Err(errors) => {
                    let first =
                        errors.first().map_or_else(String::new, |e| format!("{} ({})", e.message, e.code));
                    out.non_recalcules.push(refused(first));
                }
            }
        }
    }
    out
}
