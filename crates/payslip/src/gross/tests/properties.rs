//! Identities that hold for any week.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Quantity, holiday};
use chrono::{Datelike, Days};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
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
    input.jours = Some(Quantity::from(5));
    input.heures = Some(Quantity(Decimal::new(i64::from(hours), 2)));
    compute(&RATES, &input).unwrap().brut
}

/// Who works, with a pay that the agreement knows: convention, category, function, pay in euros.
const PEOPLE: [(&str, Categorie, &str, i64); 9] = [
    ("3097", Categorie::Technicien, "Chef machiniste", 1500),
    ("3097", Categorie::Technicien, "Habilleur cinéma", 950),
    ("3097", Categorie::Artiste, "Artiste-interprète", 900),
    ("3097", Categorie::Artiste, "Artiste-interprète court métrage", 300),
    ("3097", Categorie::Figurant, "Figurant", 140),
    ("2642", Categorie::Technicien, "Chef machiniste", 1300),
    ("2642", Categorie::Figurant, "Figurant", 120),
    ("1734", Categorie::Artiste, "Rôle", 500),
    ("2412", Categorie::Technicien, "Animateur", 900),
];

/// What a production and a contract say besides the sheet.
#[derive(Clone, Debug)]
struct Said {
    who: (&'static str, Categorie, &'static str, i64),
    /// Percent of the usual pay, and cents.
    pay: (i64, i64),
    engagement: Option<Engagement>,
    heures_base: Option<u32>,
    annexe: Option<Annexe>,
    derogation: NaiveDate,
    zone: Zone,
    six: Option<bool>,
    contract: Option<u32>,
    flags: (bool, bool, bool),
}

prop_compose! {
    fn said()(
        who in proptest::sample::select(PEOPLE.to_vec()),
        pay in (80i64..700, 0i64..100),
        engagement in proptest::option::of(proptest::sample::select(vec![Engagement::Semaine, Engagement::Jour, Engagement::Mois])),
        heures_base in proptest::option::of(36u32..50),
        annexe in proptest::option::of(proptest::sample::select(vec![Annexe::A2, Annexe::A3, Annexe::A3Bis])),
        derogation in proptest::sample::select(vec!["2019-10-01", "2022-01-15", "2024-03-01"]),
        zone in proptest::sample::select(vec![Zone::Paris, Zone::Autre]),
        six in proptest::option::of(any::<bool>()),
        contract in proptest::option::of(1u32..40),
        flags in any::<(bool, bool, bool)>(),
    ) -> Said {
        Said { who, pay, engagement, heures_base, annexe, derogation: derogation.parse().unwrap(), zone, six, contract, flags }
    }
}

/// Odd minutes, travel, meals, holidays off and rests, on the days of a sheet.
#[derive(Clone, Debug)]
struct Extra {
    pause: u32,
    late: u16,
    transport: u32,
    voyage: u32,
    repas: u32,
    nature: Option<NatureJour>,
    recupere: Option<bool>,
    flags: (bool, bool),
}

prop_compose! {
    fn extra()(
        pause in 0u32..80, late in 0u16..14, transport in proptest::sample::select(vec![0u32, 0, 37, 95, 170]),
        voyage in proptest::sample::select(vec![0u32, 0, 0, 130, 520]), repas in 0u32..3,
        nature in proptest::option::of(proptest::sample::select(vec![NatureJour::Tournage, NatureJour::Preparation, NatureJour::Voyage, NatureJour::FerieChome])),
        recupere in proptest::option::of(any::<bool>()), flags in any::<(bool, bool)>(),
    ) -> Extra {
        Extra { pause, late, transport, voyage, repas, nature, recupere, flags }
    }
}

fn asked(said: &Said, temps: &[Jour], extras: &[Extra]) -> BrutInput {
    let (idcc, categorie, fonction, euros) = said.who;
    let mut input = BrutInput::new(idcc, categorie, fonction);
    let f = &mut input.feuille;
    f.salaire_base = Some(Cents(euros * said.pay.0 + said.pay.1));
    f.engagement = said.engagement.filter(|e| categorie == Categorie::Technicien || *e == Engagement::Jour);
    f.heures_base = said.heures_base.map(Quantity::from);
    f.annexe = said.annexe;
    f.derogation_annexe3 = Some(said.derogation);
    f.zone = said.zone;
    f.semaine_6_jours = said.six;
    f.jours_contrat = said.contract;
    f.genre = Some(if said.flags.0 { Genre::Fiction } else { Genre::Flux });
    (f.repos_non_compense, f.moins_de_16_ans) = (said.flags.1, said.flags.2);
    f.publicitaire = said.flags.1 && said.flags.2;
    // Only film technicians have meals in the tables: the others are refused with them.
    let meals = (idcc, categorie) == ("3097", Categorie::Technicien);
    f.temps = temps
        .iter()
        .zip(extras.iter().cycle())
        .map(|(day, extra)| {
            let late = |t: Option<Horaire>| t.map(|t| Horaire((t.0 + extra.late) % (24 * 60)));
            Jour {
                debut: late(day.debut),
                fin: late(day.fin),
                pause_minutes: extra.pause,
                transport_minutes: extra.transport,
                voyage_minutes: extra.voyage,
                repas: if meals { extra.repas } else { 0 },
                casse_croute: meals && extra.flags.0,
                journee_continue: extra.flags.1,
                disponibilite: said.flags.1 && extra.flags.0,
                nature: extra.nature,
                recupere: extra.recupere,
                ..day.clone()
            }
        })
        .collect();
    f.moins_de_16_ans &= f.temps.iter().all(|d| d.debut < d.fin && d.debut >= Some(Horaire(6 * 60)));
    input
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_formula_of_the_gross_gives_its_figure(
        said in said(), temps in weeks(), extras in proptest::collection::vec(extra(), 3),
    ) {
        if let Ok((brut, trace)) = traced(&RATES, &asked(&said, &temps, &extras)) {
            assert_faithful(&trace);
            prop_assert_eq!(brut.elements.len(), brut.details.len());
        }
    }

    #[test]
    fn every_formula_of_totals_gives_its_figure(
        said in said(), hundredths in 0i64..700_000, days in 1u32..8, weeks in 0u64..3,
    ) {
        let mut input = asked(&said, &[], &[]);
        let start = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        input.date = Some(start);
        let hours = Quantity(Decimal::new(hundredths, 4));
        if weeks > 0 {
            input.feuille.semaines = (0..weeks).map(|rank| Semaine {
                debut: start + Days::new(7 * rank), jours: Quantity::from(days), heures: hours,
                feries_chomes: Vec::new(), origine: None,
            }).collect();
        } else {
            (input.heures, input.jours) = (Some(hours), Some(Quantity::from(days)));
            input.feuille.heures_jour_6 = Some(Quantity::from(2));
        }
        if let Ok((_, trace)) = traced(&RATES, &input) {
            assert_faithful(&trace);
        }
    }
}

#[test]
fn most_of_these_inputs_give_a_gross() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = (said(), weeks(), proptest::collection::vec(extra(), 3));
    let mut refused = BTreeMap::new();
    for _ in 0..200 {
        let (said, temps, extras) = strategy.new_tree(&mut runner).unwrap().current();
        for fault in compute(&RATES, &asked(&said, &temps, &extras)).err().into_iter().flatten().take(1) {
            *refused.entry(fault.code).or_insert(0) += 1;
        }
    }
    assert!(refused.values().sum::<i32>() < 80, "{refused:?}");
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
        let days = sheet::read(&input.feuille).unwrap();
        let mut cx = Context::new(&RATES, conventions, input.question(), &days, date, (Trace::default(), None));
        let bands = film::weekly_bands(&mut cx).unwrap();
        let slots: Vec<_> = days.iter().flat_map(|d| d.slots.iter().copied()).collect();
        for slice in walk(&slots, &bands, Scope::Week, &FilmNight, &mut BTreeMap::new()) {
            let sum = total_of_slice(&mut cx, &slice);
            let first_of_may = slice.date.month() == 5 && slice.date.day() == 1;
            // On 1 May: the band (75 at most), as much as the pay of the hour (175), and the night under the cap (25).
            prop_assert!(sum <= Decimal::from(if first_of_may { 275 } else { 100 }), "{} {sum}", slice.date);
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
