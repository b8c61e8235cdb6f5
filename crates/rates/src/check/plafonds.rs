//! Values that a text derives from another one: ceilings from the monthly ceiling, the monthly SMIC from the hourly one.

use rust_decimal::Decimal;

use super::place;
use crate::rates::Rates;
use crate::row::Row;
use crate::units::round_half_up;
use cddu_base::Diagnostic;

/// A parameter that is `numerator / denominator` of another one, rounded to `decimals`.
struct Relation {
    key: &'static str,
    from: &'static str,
    numerator: u32,
    denominator: u32,
    decimals: u32,
    law: &'static str,
}

/// CSS D242-17 to D242-19: the values of the ceiling are worked out from the monthly one and rounded to the nearest
/// euro; the hours of the year are the 1,607 of C. trav. L3121-41. Monthly SMIC: 52/12 weeks of 35 hours.
const RELATIONS: [Relation; 16] = [
    of_pmss("PASS", 12, 1, "12 fois le plafond mensuel"),
    of_pmss("PTSS", 3, 1, "3 fois le plafond mensuel"),
    of_pmss("PQSS", 1, 2, "la moitié du plafond mensuel (CSS D242-19)"),
    of_pmss("PHEBDO", 12, 52, "12/52 du plafond mensuel (CSS D242-19)"),
    of_pmss("PJSS", 12, 218, "12/218 du plafond mensuel (CSS D242-17)"),
    of_pmss("PHSS", 12, 1607, "12/1607 du plafond mensuel (CSS D242-19)"),
    Relation {
        key: "PJ_ARTISTE_M5J",
        from: "PHSS",
        numerator: 12,
        denominator: 1,
        decimals: 0,
        law: "12 fois le plafond horaire (arrêté du 24 janvier 1975, art. 3)",
    },
    Relation {
        key: "SMIC_MENSUEL_35H",
        from: "SMIC_HORAIRE",
        numerator: 1820,
        denominator: 12,
        decimals: 2,
        law: "35 × 52/12 fois le SMIC horaire",
    },
    of_year("RAS_182A_TRIMESTRE_BAS", "RAS_182A_ANNEE_BAS", 4),
    of_year("RAS_182A_TRIMESTRE_HAUT", "RAS_182A_ANNEE_HAUT", 4),
    of_year("RAS_182A_MOIS_BAS", "RAS_182A_ANNEE_BAS", 12),
    of_year("RAS_182A_MOIS_HAUT", "RAS_182A_ANNEE_HAUT", 12),
    of_year("RAS_182A_SEMAINE_BAS", "RAS_182A_ANNEE_BAS", 52),
    of_year("RAS_182A_SEMAINE_HAUT", "RAS_182A_ANNEE_HAUT", 52),
    of_year("RAS_182A_JOUR_BAS", "RAS_182A_ANNEE_BAS", 312),
    of_year("RAS_182A_JOUR_HAUT", "RAS_182A_ANNEE_HAUT", 312),
];

/// The limits of the withholding of non-residents: parts of those of the year.
const fn of_year(key: &'static str, from: &'static str, denominator: u32) -> Relation {
    let law = "part de la limite de l'année, arrondie à l'euro (CGI annexe II art. 91 A)";
    Relation { key, from, numerator: 1, denominator, decimals: 0, law }
}

const fn of_pmss(key: &'static str, numerator: u32, denominator: u32, law: &'static str) -> Relation {
    Relation { key, from: "PMSS", numerator, denominator, decimals: 0, law }
}

/// `BAR-051`: a value that is not the one its own law derives.
pub(super) fn check(rates: &Rates, out: &mut Vec<Diagnostic>) {
    for relation in &RELATIONS {
        let rows: Vec<Row> = rates
            .parameters()
            .filter(|(p, _)| p.cle == relation.key)
            .flat_map(|(_, rows)| rows.cloned().collect::<Vec<_>>())
            .collect();
        for row in rows {
            let (Ok(base), Some(value)) = (rates.param(relation.from, row.valide_du), row.valeur) else {
                continue;
            };
            let exact = base.value * Decimal::from(relation.numerator) / Decimal::from(relation.denominator);
            let wanted = round_half_up(exact, relation.decimals);
            if wanted.normalize() != value.normalize() {
                out.push(place(
                    rates,
                    &row,
                    Diagnostic::error(
                        "BAR-051",
                        format!(
                            "{} : {value} le {}, {wanted} attendus : {} ({} = {})",
                            relation.key, row.valide_du, relation.law, relation.from, base.value
                        ),
                    )
                    .hint("corriger l'une des deux valeurs : elles paraissent dans le même texte"),
                ));
            }
        }
    }
}
