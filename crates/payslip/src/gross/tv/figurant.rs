//! Television figurants (IDCC 2642, catégorie C).

use cddu_rates::{Cents, Diagnostic, Holiday, Quantity, Unite, holiday};
use rust_decimal::Decimal;

use crate::gross::context::{Context, Priced};
use crate::gross::heures_sup::{Stretch, mark};
use crate::gross::input::Engagement;
use crate::gross::lines::{Hourly, Label, Percent, fr};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::Brut;
use crate::gross::temps::cachets;
use crate::gross::temps::daily;
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::sheet::WorkDay;
use crate::gross::tv::hours::{TvNight, premiums};
use crate::gross::unite;
use crate::vocabulary::HeureSup;

/// The pay of a weekly engagement is typed for a day, and this one is that of a week.
fn a_week(pay: Cents, days: u32) -> Diagnostic {
    let (pay, all) = (pay.to_decimal(), pay.to_decimal() * Decimal::new(45, 1));
    Diagnostic::error(
        "BRUT-172",
        format!(
            "{} € pour un figurant de télévision à la semaine : le salaire saisi est celui d'une journée, la semaine de {days} jours \
             en paie 4,5, soit {} €",
            fr(pay),
            fr(all)
        ),
    )
    .at("salaire_base")
    .hint(format!(
        "si c'est le salaire de la semaine, donner sa journée : {} € (un 4,5e) ; si c'est bien celui d'une journée, donner engagement « jour »",
        fr(cddu_rates::round_half_up(pay / Decimal::new(45, 1), 2))
    ))
}

/// Gross of a television figurant: a day of eight hours; the week is 4.5 days.
pub(in crate::gross) fn pay(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Priced, Vec<Diagnostic>> {
    let genre = crate::gross::tv::genre(&mut cx);
    let cachets = daily::cachets(&cx, days)?;
    let weekly = unite::engagement(&cx, cachets)? == Engagement::Semaine;
    let (per_week, weeks) = if weekly { daily::whole_weeks(&cx, cachets)? } else { (0, 0) };
    let row = match minimum::function(&mut cx, "2642")? {
        Some(fonction) => {
            let query = minimum::query(&cx, fonction, "C", Unite::Cachet);
            minimum::row(&mut cx, &query)?
        }
        None => None,
    };
    let grid = minimum::grid_amount(&mut cx, row);
    let agreed = minimum::agreed(&mut cx);
    let eight_hours = minimum::hours_paid(&mut cx, Decimal::from(8), "8", "T06");
    let (found, day) = minimum::compare(
        &mut cx,
        Comparison {
            row,
            grid,
            pay: agreed,
            unit: "jour de 8 h".to_owned(),
            smic_hours: Some(eight_hours),
            formula: String::new(),
        },
    );
    let count = daily::count(&mut cx, "cachets", "cachets", cachets);
    if weekly {
        let label = Label::new("semaine", "Semaines", "T06")
            .titled(format!("Semaines de {per_week} jours (4,5 journées)"));
        // A pay of a week is told by its amount: no day is paid the minimum of 4.5 days.
        if let (Some(least), Some(pay)) = (grid, agreed)
            && pay.v.to_decimal() >= least.v.to_decimal() * Decimal::new(45, 1)
        {
            return Err(vec![a_week(pay.v, per_week)]);
        }
        let rule = cx.applied("T06");
        let price = day.v * Decimal::new(45, 1);
        let week = cx.number(("semaine_4_5", "semaine de 4,5 journées"), price, "{0} × 4.5", &[day.f], rule);
        let weeks = daily::count(&mut cx, "semaines", "semaines", weeks);
        cx.pay_units(label, weeks, week, Percent::Whole);
    } else {
        cx.pay_units(Label::new("cachet", "Journées", "T06"), count, day, Percent::Whole);
    }
    // The working day of solidarity has no premium (T16).
    let special = |day| cachets::sunday_or_holiday(day) && holiday(day) != Some(Holiday::LundiDePentecote);
    cachets::undated(&mut cx, cachets, special, "art. VI.9, VII.2.3");
    let rate = Hourly { pay: day, hours: eight_hours };
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let (eight, eleven) = (cx.after("T04")?, cx.after("T05")?);
    let hours = if days.is_empty() && cx.input.heures.is_none() && cx.feuille.semaines.is_empty() {
        Vec::new()
    } else {
        crate::gross::film::day::day_hours(&mut cx, days)?
    };
    for len in hours {
        second.push(daily::beyond(&mut cx, ("au_dela_11", "heures au-delà de la 11e"), len, eleven, "T05"));
        let (name, rule) = (cx.name("heures_9_11", "heures 9 à 11"), cx.applied("T04"));
        let v = Ticks((len.v.min(eleven.v) - eight.v).0.max(0));
        let args = [len.f, eight.f, eleven.f];
        first.push(cx.time(name, v, "max(0 ; min({0} ; {2}) - {1})", &args, rule));
    }
    for (parts, code, nom, rule) in [
        (first, "hs_25", "Heures 9 à 11 de la journée", "T04"),
        (second, "hs_50", "Heures à partir de la 12e de la journée", "T05"),
    ] {
        let pct = cx.percent(rule)?;
        let name = cx.name("heures_au_dela", "heures de la tranche");
        let len = cx.sum(name, &parts);
        // Eight hours a day make forty a week: by the week, the hours beyond are overtime. By the day, no weekly count.
        let part = if weekly {
            mark(rate, Decimal::ONE_HUNDRED + pct.v, len.v, Ticks::ZERO)
        } else {
            HeureSup::default()
        };
        cx.pay_hours(Label::new(code, nom, rule).overtime(Some(part)), rate, len, Percent::Plus(pct));
    }
    let night = TvNight { genre };
    let slices = daily::slices(days, &night);
    let over = vec![Stretch::default(); slices.len()];
    premiums(&mut cx, (&slices, &over), rate, night, false, None)?;
    crate::gross::pieces::tv_extra(&mut cx, day)?;
    let hours = daily::hours(&mut cx, days);
    let hours = hours.unwrap_or_else(|| daily::hours_of_cachets(&mut cx, count, 8, "{0} × 480"));
    cx.count_hours(hours, None);
    let brut = Brut { minimum: found, cachets, jours: Quantity::from(cachets), ..Brut::default() };
    crate::gross::temps::pauses::unplaced(&mut cx, &TvNight { genre });
    crate::gross::checks::television(&mut cx, days);
    cx.finish(brut)
}
