//! The film week worked out again minute by minute, from the text alone: nothing of the engine is used.

use std::collections::BTreeMap;

use cddu_rates::{Cents, easter};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

/// Public holidays, written out.
fn is_holiday(day: NaiveDate) -> bool {
    let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    let sunday = easter(day.year());
    fixed.contains(&(day.month(), day.day())) || [1, 39, 50].iter().any(|n| sunday + Days::new(*n) == day)
}

/// Premium of a night minute: 50, 100 after eight hours of the night, 0 by day.
fn night(day: NaiveDate, minute: u32, studio: bool, counted: &mut BTreeMap<NaiveDate, u32>) -> u32 {
    let evening = if (4..=9).contains(&day.month()) {
        22
    } else if studio {
        21
    } else {
        20
    };
    let key = if minute < 360 {
        day - Days::new(1)
    } else if minute >= evening * 60 {
        day
    } else {
        return 0;
    };
    let before = counted.entry(key).or_default();
    *before += 1;
    if *before > 480 { 100 } else { 50 }
}

/// The hour from two to three of the last Sunday of March or October, in minutes of a day and of the next one, when the
/// presence holds it.
fn change(day: NaiveDate, (from, to): (u32, u32)) -> Option<(u32, bool)> {
    [(day, 120), (day + Days::new(1), 1560)].into_iter().find_map(|(day, at)| {
        let last = day.weekday() == Weekday::Sun && (day + Days::new(7)).month() != day.month();
        let held = from <= at && at + 60 <= to;
        (last && held && [3, 10].contains(&day.month())).then_some((at, day.month() == 10))
    })
}

/// The minutes done, by the clock, as they are lived: sixty less from that hour on, or that hour again after itself.
fn lived(day: NaiveDate, span: (u32, u32), done: Vec<u32>) -> Vec<u32> {
    let Some((at, again)) = change(day, span) else { return done };
    let after = at + 60;
    if again {
        let (before, rest): (Vec<u32>, Vec<u32>) = done.into_iter().partition(|m| *m < after);
        return before.into_iter().chain(at..after).chain(rest).collect();
    }
    let mut left = 60;
    done.into_iter()
        .filter(|m| {
            let gone = *m >= at && left > 0;
            left -= i32::from(gone);
            !gone
        })
        .collect()
}

/// Gross of one weekly engagement within a civil week, at `weekly` cents for 39 hours, Paris region.
fn by_the_minute(rows: &[Jour], weekly: i64) -> Cents {
    let h = Decimal::new(weekly, 2) / Decimal::from(40);
    let mut rows = rows.to_vec();
    rows.sort_by_key(|r| r.date);
    let mut worked = 0u32;
    let mut nights = BTreeMap::new();
    // Minutes of each premium, by what the cap leaves of it.
    let mut premiums: BTreeMap<(&str, u32), u32> = BTreeMap::new();
    let mut recovered = 0;
    let mut missing_rest = 0;
    let mut last_end: Option<i64> = None;
    for (rank, row) in rows.iter().enumerate() {
        let (from, to) = (u32::from(row.debut.unwrap().0), u32::from(row.fin.unwrap().0));
        let to = if to <= from { to + 1440 } else { to };
        let pause_from = from + (to - from - row.pause_minutes) / 2;
        let start = i64::from(row.date.num_days_from_ce()) * 1440 + i64::from(from);
        if let Some(end) = last_end {
            missing_rest += (660 - (start - end)).max(0);
        }
        last_end = Some(start + i64::from(to - from));
        let sixth = rank == 5 && row.date.weekday() != Weekday::Sun;
        recovered += u32::from(is_holiday(row.date));
        let mut in_day = 0;
        let done = (from..to).filter(|m| !(pause_from..pause_from + row.pause_minutes).contains(m));
        for minute in lived(row.date, (from, to), done.collect()) {
            let (day, clock) =
                if minute >= 1440 { (row.date + Days::new(1), minute - 1440) } else { (row.date, minute) };
            in_day += 1;
            let overtime = if sixth {
                0
            } else {
                worked += 1;
                match worked {
                    0..=2100 => 0,
                    2101..=2580 => 25,
                    2581..=2880 => 50,
                    _ => 75,
                }
            };
            let first_of_may = day.month() == 5 && day.day() == 1;
            let mut room: u32 = 100 - overtime;
            let mut add = |name, pct: u32, capped: bool| {
                let left = if capped { pct.min(room) } else { pct };
                room = room.saturating_sub(left);
                // The hours of a sixth day are paid even when the cap leaves nothing of its premium.
                if left > 0 || name == "6e jour" {
                    *premiums.entry((name, left)).or_default() += 1;
                }
            };
            if first_of_may {
                // As much as the pay of the minute, overtime included.
                add("1er mai", 100 + overtime, false);
            }
            if sixth {
                add("6e jour", 100, true);
            }
            let (name, pct) = match night(day, clock, row.studio, &mut nights) {
                0 => ("", 0),
                50 => ("nuit", 50),
                _ => ("nuit longue", 100),
            };
            if first_of_may {
                // The doubling takes no room from the night.
                add(name, pct.min(100 - overtime), false);
            } else {
                add(name, pct, true);
            }
            if day.weekday() == Weekday::Sun {
                add("dimanche", 100, true);
            }
            if is_holiday(day) && !first_of_may {
                add("ferie", 100, true);
            }
            if in_day > 600 {
                add("10e heure", 100, true);
            }
        }
    }
    let hours = worked.div_ceil(30).max(78); // half hours, 39 hours at least
    let line = |minutes: u32, pct: u32| {
        Cents::round(h * Decimal::from(pct) / Decimal::from(100) * Decimal::from(minutes) / Decimal::from(60))
    };
    let band = |from: u32, to: u32| hours.min(to).saturating_sub(from) * 30;
    let mut total = line(band(0, 70), 100) + line(band(70, 86), 125) + line(band(86, 96), 150);
    total += line(band(96, u32::MAX), 175);
    if hours == 78 {
        // The week agreed, to the cent: what its lines round off is paid too.
        total = Cents(weekly);
    }
    for ((name, pct), minutes) in premiums {
        // The hours of the sixth day are paid with their premium.
        total += line(minutes, if name == "6e jour" { pct + 100 } else { pct });
    }
    total + line(recovered * 420, 100) + line(u32::try_from(missing_rest).unwrap(), 100)
}

fn rows() -> impl Strategy<Value = Vec<Jour>> {
    let day = (16u16..68, 14u16..56, 0u32..7, any::<bool>());
    (0u64..200, proptest::collection::vec(day, 5..7), any::<bool>()).prop_map(|(week, days, shifted)| {
        let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(7 * week);
        days.into_iter()
            .enumerate()
            .map(|(rank, (from, len, pause, studio))| {
                // Monday to Saturday, or Tuesday to Sunday; the last day ends before midnight of Sunday.
                let shift = u64::from(shifted);
                let mut row = Jour::new(monday + Days::new(rank as u64 + shift));
                let to = if rank as u64 + shift == 6 { (from + len).min(96) } else { from + len };
                row.debut = Some(Horaire(from * 15));
                row.fin = Some(Horaire(if to > 96 { (to - 96) * 15 } else { to * 15 }));
                row.pause_minutes = pause * 15;
                row.studio = studio;
                row
            })
            .collect()
    })
}

/// Rows that a sheet accepts: no overlap from one day to the next.
fn apart(rows: &[Jour]) -> bool {
    rows.windows(2).all(|pair| {
        let (from, to) = (pair[0].debut.unwrap(), pair[0].fin.unwrap());
        to > from || to <= pair[1].debut.unwrap()
    })
}

/// A break over the hour of a change leaves no one order to its minutes.
fn hidden(row: &Jour) -> bool {
    let (from, to) = (u32::from(row.debut.unwrap().0), u32::from(row.fin.unwrap().0));
    let to = if to <= from { to + 1440 } else { to };
    let pause = from + (to - from - row.pause_minutes) / 2;
    change(row.date, (from, to)).is_some_and(|(at, _)| pause < at + 60 && at < pause + row.pause_minutes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_film_week_by_the_minute(temps in rows(), weekly in 53_473i64..400_000) {
        prop_assume!(apart(&temps));
        prop_assume!(!temps.iter().any(hidden));
        let mut input = BrutInput::new("3097", Categorie::Technicien, "Cadreur cinéma");
        input.feuille.salaire_base = Some(Cents(weekly));
        input.feuille.engagement = Some(Engagement::Semaine);
        input.feuille.temps = temps.clone();
        let brut = compute(&RATES, &input).unwrap();
        prop_assert_eq!(brut.brut, by_the_minute(&temps, weekly), "{:#?}", brut.explication());
    }
}
