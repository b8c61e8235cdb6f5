//! Television figurants (IDCC 2642, catégorie C).

use cddu_rates::{Diagnostic, MinimumQuery, Quantity, Unite};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::heures_sup::{Stretch, mark};
use crate::gross::lines::{Hourly, Label};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::Brut;
use crate::gross::temps::daily;
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::sheet::WorkDay;
use crate::gross::tv::hours::{TvNight, premiums};
use crate::payslip::HeureSup;

/// Gross of a television figurant: a day of eight hours; the week is 4.5 days.
pub(in crate::gross) fn pay(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Brut, Vec<Diagnostic>> {
    let genre = crate::gross::tv::genre(&mut cx);
    let cachets = daily::cachets(&cx, days)?;
    let weekly = daily::weekly(&cx);
    let (per_week, weeks) = if weekly { daily::whole_weeks(&cx, cachets)? } else { (0, 0) };
    let row = match minimum::function(&mut cx, "2642")? {
        Some(fonction) => {
            let query = MinimumQuery {
                fonction,
                annexe: "C",
                genre: "",
                unite: Unite::Cachet,
                heures: None,
                jours: None,
                date: cx.date,
                adherent: cx.input.adherent,
                derogation: None,
            };
            minimum::row(&mut cx, &query)?
        }
        None => None,
    };
    let grid = row.and_then(|r| r.valeur);
    let agreed = cx.feuille.salaire_base;
    let (found, pay) = minimum::compare(
        &mut cx,
        Comparison {
            row,
            grid,
            pay: agreed,
            unit: "jour de 8 h".to_owned(),
            smic_hours: Decimal::from(8),
            formula: String::new(),
        },
    );
    let day = pay.to_decimal();
    let full = Decimal::ONE_HUNDRED;
    if weekly {
        let label = Label::new("semaine", format!("Semaines de {per_week} jours (4,5 journées)"), "T06");
        cx.lines.units(label, daily::count(weeks), day * Decimal::new(45, 1), full, None);
    } else {
        cx.lines.units(Label::new("cachet", "Journées", "T06"), daily::count(cachets), day, full, None);
    }
    let rate = Hourly { pay: day, hours: Decimal::from(8) };
    let (mut first, mut second) = (Ticks::ZERO, Ticks::ZERO);
    let (eight, eleven) = (cx.after("T04")?, cx.after("T05")?);
    let hours = if days.is_empty() && cx.input.heures.is_none() {
        Vec::new()
    } else {
        crate::gross::film::day::day_hours(&cx, days)?
    };
    for len in hours {
        let last = Ticks((len - eleven).0.max(0));
        second += last;
        first += Ticks((len - last - eight).0.max(0));
    }
    let pct = cx.percent("T04")?;
    // Eight hours a day make forty a week: by the week, the hours beyond are overtime. By the day, no weekly count.
    let part = |len: Ticks, pct: Decimal| {
        Some(if weekly { mark(rate, full + pct, len, Ticks::ZERO) } else { HeureSup::default() })
    };
    let label = Label::new("hs_25", "Heures 9 à 11 de la journée", "T04").overtime(part(first, pct));
    cx.lines.hours(label, rate, first, full + pct, Some(pct));
    let pct = cx.percent("T05")?;
    let label =
        Label::new("hs_50", "Heures à partir de la 12e de la journée", "T05").overtime(part(second, pct));
    cx.lines.hours(label, rate, second, full + pct, Some(pct));
    let night = TvNight { genre };
    let slices = daily::slices(days, &night);
    let over = vec![Stretch::default(); slices.len()];
    premiums(&mut cx, (&slices, &over), rate, night, false, "")?;
    crate::gross::pieces::tv_extra(&mut cx, day)?;
    let hours = daily::hours(&cx, days).unwrap_or_else(|| Ticks::whole_hours(8 * i64::from(cachets)));
    let brut = Brut {
        minimum: found,
        cachets,
        jours: Quantity::from(cachets),
        heures: hours.shown(),
        ..Brut::default()
    };
    crate::gross::checks::television(&mut cx, days);
    cx.finish(brut)
}
