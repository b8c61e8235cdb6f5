//! Amounts printed in official grids and by unions: `exemples_publies.csv`, each with its source and tolerance.

use cddu_rates::{Cents, MinimumQuery, Unite};
use rust_decimal::Decimal;

use super::*;

struct Example {
    id: String,
    kind: String,
    date: NaiveDate,
    fonction: String,
    base: Cents,
    heures: String,
    jours: String,
    expected: Decimal,
    interessement: Option<Decimal>,
    tolerance: Decimal,
}

fn examples() -> Vec<Example> {
    let text = include_str!("exemples_publies.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .records()
        .map(|r| r.unwrap())
        .map(|r| Example {
            id: r[0].to_owned(),
            kind: r[2].to_owned(),
            date: r[3].parse().unwrap(),
            fonction: r[4].to_owned(),
            base: r[5].parse().unwrap(),
            heures: r[6].to_owned(),
            jours: r[7].to_owned(),
            expected: r[8].parse().unwrap(),
            interessement: (!r[9].is_empty()).then(|| r[9].parse().unwrap()),
            tolerance: r[10].parse().unwrap(),
        })
        .collect()
}

/// Checks every example of a kind, and that there are as many as the file is known to hold.
fn check(kind: &str, count: usize, value: impl Fn(&Example) -> Decimal) {
    let found: Vec<_> = examples().into_iter().filter(|e| e.kind == kind).collect();
    assert_eq!(found.len(), count, "{kind}");
    let wrong: Vec<String> = found
        .iter()
        .filter_map(|e| {
            let got = value(e);
            ((got - e.expected).abs() > e.tolerance)
                .then(|| format!("{} {} : {got} pour {} publié", e.id, e.fonction, e.expected))
        })
        .collect();
    assert!(wrong.is_empty(), "{} sur {count} : {}", wrong.len(), wrong.join("\n"));
}

fn film(e: &Example) -> BrutInput {
    let mut input = BrutInput::new("3097", Categorie::Technicien, &e.fonction);
    input.date = Some(e.date);
    input.feuille.salaire_base = Some(e.base);
    input.feuille.engagement = Some(Engagement::Semaine);
    input.heures = Some(e.heures.parse().unwrap());
    input.jours = Some(e.jours.parse().unwrap());
    input
}

#[test]
fn film_overtime_weeks() {
    check("film_semaine", 126, |e| {
        let input = film(e);
        let brut = compute(&RATES, &input).unwrap();
        // The grids were printed from the total, unrounded; a payslip rounds each line, half a cent at most each.
        let mut cx = crate::gross::context::Context::new(
            &RATES,
            RATES.conventions().unwrap(),
            input.question(),
            &[],
            e.date,
            (Trace::default(), None),
        );
        let bands = crate::gross::film::weekly_bands(&mut cx).unwrap();
        let hours = crate::gross::film::stated(&mut cx, e.heures.parse().unwrap());
        let hours = crate::gross::film::coefficient(&mut cx, &bands, hours, ("heures", "heures"));
        let total = e.base.to_decimal() * hours.v / Decimal::from(40);
        let lines = Decimal::from(brut.elements.len()) * Decimal::new(5, 3);
        assert!((brut.brut.to_decimal() - total).abs() <= lines, "{}", e.id);
        Cents::round(total).to_decimal()
    });
}

/// The derogation of a film of the year of the grid.
fn under_derogation(e: &Example, annexe: Annexe) -> Brut {
    let mut input = film(e);
    input.feuille.annexe = Some(annexe);
    input.feuille.derogation_annexe3 = Some(e.date.max("2019-07-01".parse().unwrap()));
    let brut = compute(&RATES, &input).unwrap();
    if let Some(expected) = e.interessement {
        let got = brut.interessement.unwrap().to_decimal();
        // Twice the difference of two rounded amounts: twice the tolerance.
        assert!((got - expected).abs() <= e.tolerance * Decimal::TWO, "{} : {got} pour {expected}", e.id);
    }
    brut
}

#[test]
fn film_annexe_3() {
    check("film_annexe3", 102, |e| {
        let brut = under_derogation(e, Annexe::A3);
        assert_eq!(brut.minimum.as_ref().unwrap().salaire.to_decimal().round_dp(1), e.expected.round_dp(1));
        brut.brut.to_decimal()
    });
}

#[test]
fn film_annexe_3_bis() {
    check("film_annexe3bis", 83, |e| under_derogation(e, Annexe::A3Bis).brut.to_decimal());
}

#[test]
fn television_conversions() {
    check("tv_conversion", 261, |e| {
        let hours = e.heures.trim_end_matches('h');
        let mut input = BrutInput::new("2642", Categorie::Technicien, &e.fonction);
        input.date = Some(e.date);
        input.feuille.salaire_base = Some(e.base);
        input.feuille.genre = Some(Genre::Fiction);
        input.heures = Some(hours.parse().unwrap());
        let week = hours == "39";
        input.feuille.engagement = Some(if week { Engagement::Semaine } else { Engagement::Jour });
        input.jours = Some(if week { 5 } else { 1 }.into());
        compute(&RATES, &input).unwrap().brut.to_decimal()
    });
}

#[test]
fn television_months() {
    // The floor of 2012 (130 % of the monthly SMIC, 1853.37) is older than the SMIC table: the product is checked.
    let floor = Decimal::new(185_337, 2);
    check("tv_mois", 87, |e| {
        let mut input = BrutInput::new("2642", Categorie::Technicien, &e.fonction);
        input.date = Some(e.date);
        input.feuille.salaire_base = Some(e.base);
        input.feuille.genre = Some(Genre::Fiction);
        input.feuille.engagement = Some(Engagement::Mois);
        compute(&RATES, &input).unwrap().brut.to_decimal().max(floor)
    });
}

#[test]
fn television_grid_of_july_2025() {
    let conventions = RATES.conventions().unwrap();
    check("tv_grille", 26, |e| {
        let query = MinimumQuery {
            fonction: conventions.function("2642", &e.fonction).unwrap(),
            annexe: "B",
            genre: "fiction",
            unite: Unite::Semaine,
            heures: Some(Decimal::from(35)),
            jours: None,
            date: e.date,
            adherent: true,
            derogation: None,
        };
        conventions.minimum(&query).unwrap().valeur.unwrap().to_decimal()
    });
}

#[test]
fn television_week_of_39_hours() {
    check("tv_semaine", 1, |e| {
        let mut input = film(e);
        input.idcc = "2642".to_owned();
        input.feuille.genre = Some(Genre::Fiction);
        compute(&RATES, &input).unwrap().brut.to_decimal()
    });
}

#[test]
fn film_artists_and_figurants_at_the_minimum() {
    let pay = |categorie| {
        move |e: &Example| {
            let mut input = BrutInput::new("3097", categorie, &e.fonction);
            input.date = Some("2024-06-03".parse().unwrap());
            input.jours = Some(e.jours.parse().unwrap());
            input.feuille.engagement = (e.jours == "5").then_some(Engagement::Semaine);
            compute(&RATES, &input).unwrap().brut.to_decimal()
        }
    };
    check("film_artiste", 1, pay(Categorie::Artiste));
    check("film_figurant", 7, pay(Categorie::Figurant));
}
