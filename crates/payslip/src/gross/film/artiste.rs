//! Film artists (IDCC 3097, titre III, sous-titre I) and short films (accord of 9 July 2014).

use cddu_rates::{
    Cents, Diagnostic, FonctionId, GridRow, Holiday, MinimumQuery, Quantity, Rate, Unite, holiday,
};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::film::IDCC;
use crate::gross::heures_sup::{mark, week_share};
use crate::gross::input::Annexe;
use crate::gross::lines::{Hourly, Label, fr};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::{Brut, Part};
use crate::gross::premiums::FilmNight;
use crate::gross::temps::daily::{self, Rules};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::sheet::WorkDay;
use crate::payslip::HeureSup;

/// The terms of an artist.
pub(in crate::gross) struct Terms {
    pub fonction: FonctionId,
    /// Minimum of a cachet, when the grid knows it.
    pub minimum_day: Option<Cents>,
    /// Agreed pay of a day (of a week in a weekly engagement).
    pub pay: Decimal,
    /// Conventional hourly base.
    pub base: Hourly,
    /// Hours that `pay` covers: 8, or 40 or 48 by the week.
    pub hours: Decimal,
    /// Hair, make-up and dressing of a day, inside the cachet.
    pub hmc: Decimal,
}

fn artist_row<'a>(
    cx: &mut Context<'a>,
    fonction: FonctionId,
    days: Option<u32>,
) -> Result<Option<&'a GridRow>, Vec<Diagnostic>> {
    let query = MinimumQuery {
        fonction,
        annexe: "III.1",
        genre: "",
        unite: if days.is_some() { Unite::Semaine } else { Unite::Cachet },
        heures: None,
        jours: days,
        date: cx.date,
        adherent: cx.input.adherent,
        derogation: None,
    };
    minimum::row(cx, &query)
}

/// Gross of a film artist.
pub(in crate::gross) fn pay(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Brut, Vec<Diagnostic>> {
    let short = cx.feuille.court_metrage || cddu_rates::fold(cx.input.fonction).contains("court");
    let name = if short { "Artiste-interprète court métrage" } else { "Artiste-interprète long métrage" };
    let Some(fonction) = cx.conventions.function(IDCC, name) else {
        return Err(vec![cx.conventions.unknown_function(IDCC, name)]);
    };
    let cachets = daily::cachets(&cx, days)?;
    let weekly = daily::weekly(&cx);
    let (per_week, weeks) = if weekly { daily::whole_weeks(&cx, cachets)? } else { (0, 0) };
    let day_row = artist_row(&mut cx, fonction, None)?;
    let row = if weekly { artist_row(&mut cx, fonction, Some(per_week))? } else { day_row };
    let hmc = if short {
        Decimal::ZERO
    } else {
        cx.conventions
            .expense("3097_HMC_ART", cx.date)
            .ok()
            .and_then(|e| e.valeur)
            .unwrap_or_default()
            .to_decimal()
    };
    let minimum_day = day_row.and_then(|r| r.valeur);
    let base = base(&cx, minimum_day, short, hmc)?;
    let unit = if weekly { format!("semaine de {per_week} jours") } else { "jour de 8 h".to_owned() };
    let smic_hours = match (weekly, per_week) {
        (false, _) => Decimal::from(8),
        (true, 6) => Decimal::new(5125, 2),
        (true, _) => Decimal::new(4125, 2),
    };
    let formula = composition(&base, hmc, weekly, per_week, short);
    let agreed = cx.feuille.salaire_base;
    let grid = row.and_then(|r| r.valeur);
    let (found, pay) =
        minimum::compare(&mut cx, Comparison { row, grid, pay: agreed, unit, smic_hours, formula });
    let hours = Decimal::from(if weekly { 8 * per_week } else { 8 });
    let terms = Terms { fonction, minimum_day, pay: pay.to_decimal(), base, hours, hmc };
    let mut brut = Brut { minimum: found, cachets, jours: Quantity::from(cachets), ..Brut::default() };
    let (quantity, code, label, rule) = if weekly {
        (weeks, "semaine", format!("Semaines de {per_week} jours"), "A03")
    } else {
        (cachets, "cachet", "Cachets".to_owned(), "A01")
    };
    let share = if weekly && !short {
        week_share(&cx, terms.pay - terms.hmc * Decimal::from(per_week), per_week, weeks)?
    } else {
        None
    };
    cx.lines.units(
        Label::new(code, label, rule).overtime(share),
        daily::count(quantity),
        terms.pay,
        Decimal::ONE_HUNDRED,
        None,
    );
    advice(&mut cx, &terms, weekly, grid);
    overtime(&mut cx, &terms, days, cachets, short, weekly)?;
    premiums(&mut cx, &terms, days, grid, short)?;
    daily::rest(&mut cx, days, terms.base, "A08")?;
    let pct = cx.percent("A07")?;
    let sixth = daily::sixth_days(days);
    let len = sixth.iter().map(|d| d.effective()).sum();
    let label = Label::new("jour_6", "6e jour de la semaine", "A07")
        .days(sixth.iter().map(|d| d.date))
        .overtime(Some(HeureSup::default()));
    cx.lines.hours(label, terms.base, len, pct, Some(pct));
    brut.repartition = rights(&cx, &terms, cachets, short);
    crate::gross::pieces::film_artist(&mut cx, &terms)?;
    brut.heures =
        daily::hours(&cx, days).unwrap_or_else(|| Ticks::whole_hours(8 * i64::from(cachets))).shown();
    crate::gross::checks::film(&mut cx, days);
    cx.finish(brut)
}

/// Hourly base: the cachet without HMC, over eight hours at 1.75 (28.68 since September 2023). Short films: the cachet
/// over eight.
fn base(cx: &Context<'_>, day: Option<Cents>, short: bool, hmc: Decimal) -> Result<Hourly, Vec<Diagnostic>> {
    let day = day.or(cx.feuille.salaire_base).unwrap_or_default().to_decimal();
    if short {
        return Ok(Hourly { pay: day, hours: Decimal::from(8) });
    }
    let coefficient = Decimal::from(8) * (Decimal::ONE + cx.percent("A01")? / Decimal::ONE_HUNDRED);
    Ok(Hourly { pay: Cents::round((day - hmc) / coefficient).to_decimal(), hours: Decimal::ONE })
}

/// How the minimum is made up.
fn composition(base: &Hourly, hmc: Decimal, weekly: bool, per_week: u32, short: bool) -> String {
    if short {
        return String::new();
    }
    let hour = fr(base.unit());
    match (weekly, per_week) {
        (false, _) => format!("{hour} € × 8 × 1,75 + {} € (HMC)", fr(hmc)),
        (true, 6) => format!("{hour} € × 51,25 + 6 × {} € (HMC)", fr(hmc)),
        (true, _) => format!("{hour} € × 41,25 + 5 × {} € (HMC)", fr(hmc)),
    }
}

fn advice(cx: &mut Context<'_>, terms: &Terms, weekly: bool, grid: Option<Cents>) {
    if weekly && cx.input.semaines_contrat.is_some_and(|w| w < 2) {
        cx.warn(
            "BRUT-104",
            "l'engagement à la semaine d'un artiste demande au moins 2 semaines (art. 4.4.2)",
        );
    }
    let Some(grid) = grid else { return };
    if matches!(cx.feuille.annexe, Some(Annexe::A3 | Annexe::A3Bis))
        && terms.pay > grid.to_decimal() * Decimal::from(5)
    {
        cx.warn(
            "BRUT-104",
            "film de l'annexe 3 : la rémunération pendant le tournage est limitée à 5 fois le minimum, le reste est de \
             l'intéressement",
        );
    }
}

/// Hours counted at the end of the engagement, beyond 8 a day (40 or 48 a week): 125 % of the base hour.
fn overtime(
    cx: &mut Context<'_>,
    terms: &Terms,
    days: &[WorkDay],
    cachets: u32,
    short: bool,
    weekly: bool,
) -> Result<(), Vec<Diagnostic>> {
    let Some(hours) = daily::hours(cx, days) else { return Ok(()) };
    // Five days of eight hours make 40, six make 48: the count is the same by day and by week.
    let included = Ticks::whole_hours(8 * i64::from(cachets));
    let beyond = Ticks((hours - included).0.max(0));
    let (rule, pct) = if short {
        ("A11", cx.percent("A11")?)
    } else {
        (if weekly { "A03" } else { "A02" }, cx.percent("A02")?)
    };
    // Beyond 40 or 48 hours a week, hence beyond 35; a cachet has no weekly count.
    let part = if weekly {
        mark(terms.base, Decimal::ONE_HUNDRED + pct, beyond, Ticks::ZERO)
    } else {
        HeureSup::default()
    };
    let label = Label::new("hs_25", "Heures au-delà de 8 par jour, décomptées en fin d'engagement", rule)
        .overtime(Some(part));
    cx.lines.hours(label, terms.base, beyond, Decimal::ONE_HUNDRED + pct, Some(pct));
    Ok(())
}

/// Night, Sunday, holiday (art. 3.1): on twice the base up to twice the minimum, on the base up to five times, free above.
fn premiums(
    cx: &mut Context<'_>,
    terms: &Terms,
    days: &[WorkDay],
    grid: Option<Cents>,
    short: bool,
) -> Result<(), Vec<Diagnostic>> {
    let slices = daily::slices(days, &FilmNight);
    if short {
        let pct = cx.percent("A11")?;
        let rules = Rules {
            night: "A11",
            sunday: "A11",
            night_pct: pct,
            long_night_pct: pct,
            sunday_pct: pct,
            ceiling: Decimal::from(20),
            best_of_sunday_and_holiday: false,
        };
        daily::premiums(cx, &slices, terms.base, &rules);
        return Ok(());
    }
    let minimum = grid.unwrap_or_default().to_decimal();
    let factor = if terms.pay <= minimum * Decimal::TWO {
        Decimal::TWO
    } else if terms.pay < minimum * Decimal::from(5) {
        Decimal::ONE
    } else {
        if !slices.is_empty() {
            cx.warn(
                "BRUT-120",
                "salaire d'au moins 5 fois le minimum : nuit, dimanche et fériés sont libres (art. 3.1), seul le 1er mai est doublé",
            );
        }
        // The law doubles the pay of 1 May (C. trav. L3133-6), up to the eight hours that a cachet pays.
        let may: Vec<_> = slices.iter().filter(|s| holiday(s.date) == Some(Holiday::FeteDuTravail)).collect();
        let len: Ticks = may.iter().map(|s| s.len).sum();
        let label = Label::new("ferie_1er_mai", "1er mai travaillé", "A05").days(may.iter().map(|s| s.date));
        let rate = Hourly { pay: terms.pay, hours: terms.hours };
        let full = Decimal::ONE_HUNDRED;
        cx.lines.hours(label, rate, len.min(Ticks::whole_hours(8)), full, Some(full));
        return Ok(());
    };
    let night = cx.percent("A04")?;
    let sunday = cx.percent("A05")?;
    let rules = Rules {
        night: "A04",
        sunday: "A05",
        night_pct: night * factor,
        long_night_pct: Decimal::ONE_HUNDRED * factor,
        sunday_pct: sunday * factor,
        ceiling: cx.percent("A06")?,
        best_of_sunday_and_holiday: false,
    };
    daily::premiums(cx, &slices, terms.base, &rules);
    Ok(())
}

/// The split inside the pay (CPI L212-4): authorisation to reproduce and make available, performance for the rest.
fn rights(cx: &Context<'_>, terms: &Terms, cachets: u32, short: bool) -> Vec<Part> {
    let paid: Cents = cx
        .lines
        .elements
        .iter()
        .filter(|e| matches!(e.code.as_str(), "cachet" | "semaine"))
        .map(|e| e.montant)
        .sum();
    let hmc = Cents::round(terms.hmc * Decimal::from(cachets)).min(paid);
    let share = Rate(Decimal::from(if short { 20 } else { 33 }));
    let authorised = share.of(paid - hmc);
    let part = |code: &str, libelle: String, montant| Part { code: code.to_owned(), libelle, montant };
    let mut out = vec![
        part("prestation", "Prestation et fixation".to_owned(), paid - hmc - authorised),
        part(
            "autorisation",
            format!("Autorisation de reproduire et mettre à disposition ({share} %)"),
            authorised,
        ),
    ];
    if !hmc.is_zero() {
        out.push(part("hmc", "Habillage, maquillage, coiffure".to_owned(), hmc));
    }
    out
}
