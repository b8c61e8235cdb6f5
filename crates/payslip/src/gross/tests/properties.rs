//! Identities that hold for any week.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Quantity, holiday};
use chrono::{Datelike, Days};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::gross::context::Context;
use crate::gross::film;
use crate::gross::premiums::{FilmNight, total_of_slice};
use crate::gross::temps::sheet;
use crate::gross::temps::walk::{Scope, walk};

fn quarter(q: u16) -> Horaire {
    Horaire(q * 15)
}

/// A day at an offset: start from 5:00 to 15:00, 4 to 13 hours, break of 0 to 90 minutes.
fn day(start: NaiveDate) -> impl Strategy<Value = Jour> {
    (0u64..28, 20u16..60, 16u16..53, 0u32..7, any::<bool>()).prop_map(
        move |(offset, from, len, pause, studio)| {
            let mut day = Jour::new(start + Days::new(offset));
            day.debut = Some(quarter(from));
            day.fin = Some(quarter((from + len) % 96));
            day.pause_minutes = pause * 15;
            day.studio = studio;
            day
        },
    )
}

fn weeks() -> impl Strategy<Value = Vec<Jour>> {
    (0u64..1400).prop_flat_map(|offset| {
        let start = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(offset);
        proptest::collection::vec(day(start), 1..12).prop_map(|days| {
            let by_date: BTreeMap<NaiveDate, Jour> = days.into_iter().map(|d| (d.date, d)).collect();
            by_date.into_values().collect()
        })
    })
}

fn sheet_of(idcc: &str, temps: Vec<Jour>, salary: i64) -> BrutInput {
    let mut input = BrutInput::new(idcc, Categorie::Technicien, "Chef machiniste");
    input.feuille.salaire_base = Some(Cents(salary));
    input.feuille.genre = Some(Genre::Fiction);
    input.feuille.engagement = Some(Engagement::Semaine);
    input.feuille.temps = temps;
    input
}

fn total(idcc: &str, hours: u32, salary: i64, engagement: Engagement) -> Cents {
    let mut input = sheet_of(idcc, Vec::new(), salary);
    input.date = NaiveDate::from_ymd_opt(2026, 11, 16);
    input.feuille.engagement = Some(engagement);
    input.jours = Some(Quantity::from(if engagement == Engagement::Jour { 3 } else { 5 }));
    input.heures = Some(Quantity(Decimal::new(i64::from(hours), 2)));
    compute(&RATES, &input).unwrap().brut
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn more_hours_never_pay_less(hours in 0u32..7000, more in 0u32..800, salary in 60_000i64..500_000, idcc in 0usize..2, day in any::<bool>()) {
        let idcc = ["3097", "2642"][idcc];
        let engagement = if day { Engagement::Jour } else { Engagement::Semaine };
        prop_assert!(total(idcc, hours + more, salary, engagement) >= total(idcc, hours, salary, engagement));
    }

    #[test]
    fn the_order_of_days_does_not_matter(mut temps in weeks(), salary in 60_000i64..500_000, idcc in 0usize..2) {
        let idcc = ["3097", "2642"][idcc];
        let forward = compute(&RATES, &sheet_of(idcc, temps.clone(), salary)).unwrap();
        temps.reverse();
        let mut backward = compute(&RATES, &sheet_of(idcc, temps.clone(), salary)).unwrap();
        prop_assert_eq!(&forward, &backward);
        let middle = temps.len() / 2;
        temps.rotate_left(middle);
        backward = compute(&RATES, &sheet_of(idcc, temps, salary)).unwrap();
        prop_assert_eq!(forward, backward);
    }

    #[test]
    fn cutting_a_row_in_two_changes_nothing(temps in weeks(), cut in 1u16..15, salary in 60_000i64..500_000, idcc in 0usize..2) {
        let idcc = ["3097", "2642"][idcc];
        let whole: Vec<Jour> = temps.into_iter().map(|mut d| { d.pause_minutes = 0; d }).collect();
        let mut pieces = Vec::new();
        for day in &whole {
            let middle = Horaire(day.debut.unwrap().0 + cut * 15);
            pieces.push(Jour { fin: Some(middle), ..day.clone() });
            let mut second = Jour { debut: Some(middle), ..day.clone() };
            if middle.0 >= 24 * 60 { second.debut = Some(Horaire(middle.0 - 24 * 60)); }
            pieces.push(second);
        }
        let once = compute(&RATES, &sheet_of(idcc, whole, salary)).unwrap();
        let twice = compute(&RATES, &sheet_of(idcc, pieces, salary)).unwrap();
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn elements_add_up_to_the_gross(temps in weeks(), salary in 60_000i64..500_000) {
        let brut = compute(&RATES, &sheet_of("3097", temps, salary)).unwrap();
        prop_assert_eq!(brut.elements.iter().map(|e| e.montant).sum::<Cents>(), brut.brut);
        prop_assert_eq!(brut.elements.len(), brut.details.len());
        // What is printed is read back: quantities and rates keep four decimals at most.
        let text = serde_json::to_string(&brut).unwrap();
        prop_assert_eq!(serde_json::from_str::<Brut>(&text).unwrap(), brut);
    }

    #[test]
    fn no_clock_hour_takes_more_than_the_cap(temps in weeks()) {
        let input = sheet_of("3097", temps, 400_000);
        let conventions = RATES.conventions().unwrap();
        let date = input.feuille.temps[0].date;
        let cx = Context::new(&RATES, conventions, input.question(), date);
        let bands = film::weekly_bands(&cx).unwrap();
        let slots: Vec<_> = sheet::read(&input.feuille).unwrap().into_iter().flat_map(|d| d.slots).collect();
        for slice in walk(&slots, &bands, Scope::Week, &FilmNight, &mut BTreeMap::new()) {
            let sum = total_of_slice(&cx, &slice);
            let first_of_may = slice.date.month() == 5 && slice.date.day() == 1;
            prop_assert!(sum <= Decimal::from(if first_of_may { 175 } else { 100 }), "{} {sum}", slice.date);
            if holiday(slice.date).is_some() {
                prop_assert!(sum >= Decimal::ONE_HUNDRED);
            }
        }
    }

    #[test]
    fn an_hour_added_to_a_sheet_never_pays_less(temps in weeks(), idcc in 0usize..2) {
        let idcc = ["3097", "2642"][idcc];
        let longer: Vec<Jour> = temps.iter().cloned().map(|mut d| {
            d.debut = Some(Horaire(d.debut.unwrap().0 - 60));
            d.pause_debut = None;
            d.pause_minutes = 0;
            d
        }).collect();
        let shorter: Vec<Jour> = temps.into_iter().map(|mut d| { d.pause_minutes = 0; d }).collect();
        let before = compute(&RATES, &sheet_of(idcc, shorter, 400_000)).unwrap().brut;
        let after = compute(&RATES, &sheet_of(idcc, longer, 400_000)).unwrap().brut;
        prop_assert!(after >= before, "{after} < {before}");
    }
}
