//! What `cddu minima` prints, typed as the salary: never under the minimum, and its week paid to the cent.

use cddu_rates::{GridRow, Quantity, Unite};
use rust_decimal::Decimal;

use super::*;

const DATE: &str = "2026-11-16";

/// The rows that `cddu minima` prints for every function of some grids, in force that day, with a pay.
fn printed(idcc: &str, annexes: &[&str]) -> Vec<(String, GridRow)> {
    let conventions = RATES.conventions().unwrap();
    let date: NaiveDate = DATE.parse().unwrap();
    let mut out = Vec::new();
    for row in conventions.grid() {
        let function = conventions.fonction(row.fonction);
        let here = function.idcc == idcc && annexes.contains(&row.annexe.as_str());
        let held = row.start(true) <= date && conventions.end(row, true).is_none_or(|end| date <= end);
        if here && held && row.valeur.is_some() {
            out.push((function.nom.clone(), row.clone()));
        }
    }
    out
}

fn typed(idcc: &str, category: Categorie, name: &str, row: &GridRow) -> BrutInput {
    let mut input = BrutInput::new(idcc, category, name);
    input.date = Some(DATE.parse().unwrap());
    input.feuille.salaire_base = row.valeur;
    input.feuille.heures_base = row.heures.map(Quantity);
    input.feuille.genre = match row.genre.as_str() {
        "fiction" => Some(Genre::Fiction),
        "flux" => Some(Genre::Flux),
        _ => Some(Genre::Documentaire),
    };
    input
}

/// The gross of the typed minimum: accepted (the SMIC alone may ask more), and exactly the amount printed.
fn exact(input: &BrutInput, name: &str, row: &GridRow) {
    let (brut, trace) = traced(&RATES, input).unwrap_or_else(|e| panic!("{name} {row:?} {e:?}"));
    assert_faithful(&trace);
    let minimum = brut.minimum.as_ref().unwrap_or_else(|| panic!("{name} {row:?}"));
    if minimum.smic.is_none() {
        assert!(minimum.respecte && !warned(&brut, "BRUT-101"), "{name} {row:?} {minimum:?}");
    }
    assert_eq!(minimum.salaire, row.valeur.unwrap(), "{name}: compared as it is typed");
    assert_eq!(Some(brut.brut), row.valeur, "{name} {row:?} {:?}", lines(&brut));
}

#[test]
fn the_printed_minimum_of_a_technician_is_accepted_and_its_week_pays_it() {
    let mut weeks = 0;
    for (idcc, annexes) in [("3097", &["1", "2"][..]), ("2642", &["B", "B-web"][..])] {
        for (name, row) in printed(idcc, annexes) {
            let Some(hours) = row.heures.filter(|_| row.unite == Unite::Semaine) else { continue };
            let director = cddu_rates::fold(&name).starts_with("realisateur");
            let category = if director { Categorie::Realisateur } else { Categorie::Technicien };
            let mut input = typed(idcc, category, &name, &row);
            input.feuille.engagement = Some(Engagement::Semaine);
            input.feuille.annexe = (row.annexe == "2").then_some(Annexe::A2);
            input.jours = Some(Quantity::from(row.jours.unwrap_or(5)));
            // Equivalence: hours of presence, which pay those of the row.
            input.heures = Some(Quantity(row.presence.unwrap_or(hours)));
            exact(&input, &name, &row);
            weeks += 1;
        }
    }
    assert!(weeks > 300, "{weeks} rows");
}

#[test]
fn the_printed_minimum_of_annexe_3_is_the_reduced_pay() {
    let mut weeks = 0;
    for (name, row) in printed("3097", &["3"]) {
        let Some(hours) = row.heures else { continue };
        let mut input = typed("3097", Categorie::Technicien, &name, &row);
        input.feuille.engagement = Some(Engagement::Semaine);
        input.feuille.annexe = Some(Annexe::A3);
        input.feuille.derogation_annexe3 = row.derogation_du.or(row.derogation_au);
        (input.jours, input.heures) = (Some(Quantity::from(5)), Some(Quantity(hours)));
        let (brut, trace) = traced(&RATES, &input).unwrap_or_else(|e| panic!("{name} {row:?} {e:?}"));
        assert_faithful(&trace);
        if brut.minimum.as_ref().is_none_or(|m| m.smic.is_none()) {
            assert!(!warned(&brut, "BRUT-101"), "{name} {row:?} {:?}", brut.minimum);
        }
        assert_eq!(Some(brut.brut), row.valeur, "{name} {row:?} {:?}", lines(&brut));
        weeks += 1;
    }
    assert!(weeks > 50, "{weeks} rows");
}

#[test]
fn the_printed_minimum_of_a_day_of_television_is_accepted_and_paid() {
    let mut days = 0;
    for (name, row) in printed("2642", &["B"]) {
        let Some(hours) = row.heures.filter(|_| row.unite == Unite::Jour) else { continue };
        let mut input = typed("2642", Categorie::Technicien, &name, &row);
        input.feuille.engagement = Some(Engagement::Jour);
        input.jours = Some(Quantity::from(1));
        input.heures = Some(Quantity(hours));
        exact(&input, &name, &row);
        days += 1;
    }
    assert!(days > 100, "{days} rows");
}

#[test]
fn the_printed_minimum_of_an_artist_or_an_extra_is_accepted_and_paid() {
    for (name, row) in printed("3097", &["III.1", "III.2"]) {
        let extra = row.annexe == "III.2";
        let category = if extra { Categorie::Figurant } else { Categorie::Artiste };
        let (engagement, days) = match (row.unite, row.jours) {
            (Unite::Semaine, Some(days)) => (Engagement::Semaine, days),
            (Unite::Jour, _) if extra => (Engagement::Jour, 1),
            (Unite::Cachet, _) => (Engagement::Jour, 1),
            _ => continue,
        };
        let main = ["Figurant", "Artiste-interprète"].iter().any(|start| name.starts_with(start));
        if !main {
            continue;
        }
        let mut input = typed("3097", category, &name, &row);
        input.feuille.heures_base = None;
        input.feuille.engagement = Some(engagement);
        input.cachets = Some(days);
        input.jours = Some(Quantity::from(days));
        exact(&input, &name, &row);
    }
}

#[test]
fn the_printed_minimum_of_a_cachet_of_television_is_accepted_and_paid() {
    let mut cachets = 0;
    for (idcc, annexe, category) in [("1734", "II", Categorie::Artiste), ("2642", "C", Categorie::Figurant)] {
        for (name, row) in printed(idcc, &[annexe]) {
            if row.unite != Unite::Cachet {
                continue;
            }
            let mut input = typed(idcc, category, &name, &row);
            input.feuille.heures_base = None;
            input.feuille.engagement = Some(Engagement::Jour);
            (input.cachets, input.jours) = (Some(1), Some(Quantity::from(1)));
            exact(&input, &name, &row);
            cachets += 1;
        }
    }
    assert!(cachets > 5, "{cachets} rows");
}

#[test]
fn the_rest_of_the_week_has_a_line() {
    // 1,354.60 for 39 h, 33.865 an hour: 35 h are 1,185.275, 1,185.28; 4 h at 125 % are 169.325, 169.33: a cent too much.
    let brut = run(
        r#"{"idcc":"3097","fonction":"Cadreur cinéma","date":"2022-09-05","salaire_base":"1354.60","engagement":"semaine","jours":"5","heures":"39"}"#,
    );
    assert_eq!(lines(&brut), ["base 35 1185.28", "hs_25 4 169.33", "arrondi -0.01", "brut 1354.60"]);
    // Forty hours are not the week agreed: each line is what it is.
    let brut = run(
        r#"{"idcc":"3097","fonction":"Cadreur cinéma","date":"2022-09-05","salaire_base":"1354.60","engagement":"semaine","jours":"5","heures":"40"}"#,
    );
    assert!(brut.elements.iter().all(|e| e.code != "arrondi"), "{:?}", lines(&brut));
}

/// Forty hours of film (41.25 at the base rate) against the minimum of thirty-nine: 1,364.56 × 41.25 / 40 = 1,407.2025.
#[test]
fn the_minimum_is_compared_in_the_hours_typed() {
    let at = |pay: &str| {
        run(&format!(
            r#"{{"idcc":"3097","fonction":"Cadreur cinéma","date":"{DATE}","salaire_base":"{pay}","heures_base":"40","engagement":"semaine","jours":"5","heures":"40"}}"#
        ))
    };
    let usual = at("9999.00").minimum.unwrap();
    assert_eq!(usual.unite, "semaine de 40 h");
    let least = usual.valeur;
    let below = cddu_rates::Cents(least.0 - 1);
    assert!(at(&least.to_string()).minimum.unwrap().respecte);
    assert_eq!(at(&least.to_string()).brut, least);
    assert!(warned(&at(&below.to_string()), "BRUT-101"));
    let row = usual.ligne.unwrap().valeur.unwrap();
    assert_eq!(least, cddu_rates::Cents::round(row.to_decimal() * Decimal::new(4125, 2) / Decimal::from(40)));
}

/// Annexe 3 bis: the total of the hours of equivalence, typed with its hours, is the week agreed.
#[test]
fn the_printed_total_of_annexe_3_bis_is_accepted_and_paid() {
    let mut weeks = 0;
    for (name, row) in printed("3097", &["3bis"]) {
        let (Some(hours), Some(presence), Some(days)) = (row.heures, row.presence, row.jours) else {
            continue;
        };
        let mut input = typed("3097", Categorie::Technicien, &name, &row);
        input.feuille.engagement = Some(Engagement::Semaine);
        input.feuille.annexe = Some(Annexe::A3Bis);
        input.feuille.derogation_annexe3 = row.derogation_du.or(row.derogation_au);
        (input.jours, input.heures) = (Some(Quantity::from(days)), Some(Quantity(presence)));
        assert!(hours < presence);
        let (brut, trace) = traced(&RATES, &input).unwrap_or_else(|e| panic!("{name} {row:?} {e:?}"));
        assert_faithful(&trace);
        if brut.minimum.as_ref().is_none_or(|m| m.smic.is_none()) {
            assert!(!warned(&brut, "BRUT-101"), "{name} {row:?} {:?}", brut.minimum);
        }
        assert_eq!(Some(brut.brut), row.valeur, "{name} {row:?} {:?}", lines(&brut));
        weeks += 1;
    }
    assert!(weeks > 50, "{weeks} rows");
}

/// Réalisateurs: a week, a day or a month of the grid is the lump sum itself.
#[test]
fn the_printed_minimum_of_a_director_is_accepted_and_paid() {
    let mut seen = std::collections::BTreeSet::new();
    for (idcc, annexe) in [("3097", "1"), ("2642", "B")] {
        for (name, row) in printed(idcc, &[annexe]) {
            if !cddu_rates::fold(&name).starts_with("realisateur") {
                continue;
            }
            let (engagement, days) = match row.unite {
                Unite::Semaine => (Engagement::Semaine, 5),
                Unite::Jour => (Engagement::Jour, 1),
                Unite::Mois => (Engagement::Mois, 20),
                _ => continue,
            };
            let mut input = typed(idcc, Categorie::Realisateur, &name, &row);
            input.feuille.engagement = Some(engagement);
            input.jours = Some(Quantity::from(days));
            exact(&input, &name, &row);
            seen.insert((idcc, engagement));
        }
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
}
