//! Film artists (IDCC 3097, titre III, sous-titre I) and short films (accord of 9 July 2014).

use cddu_rates::{
    Cents, Diagnostic, FonctionId, GridRow, Holiday, MinimumQuery, Quantity, Rate, Unite, holiday,
};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::context::{Context, Priced};
use crate::gross::film::IDCC;
use crate::gross::heures_sup::{mark, week_share};
use crate::gross::input::{Annexe, Engagement};
use crate::gross::lines::{Hourly, Label, Percent, fr};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::{Brut, Part};
use crate::gross::premiums::FilmNight;
use crate::gross::temps::cachets;
use crate::gross::temps::daily::{self, Rules};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::sheet::WorkDay;
use crate::gross::unite;
use crate::rules;
use crate::trace::{Amount, Number, Val};
use crate::vocabulary::HeureSup;

/// The terms of an artist.
pub(in crate::gross) struct Terms {
    pub fonction: FonctionId,
    /// Minimum of a cachet, when the grid knows it.
    pub minimum_day: Option<Amount>,
    /// Agreed pay of a day (of a week in a weekly engagement).
    pub pay: Number,
    /// Conventional hourly base.
    pub base: Hourly,
    /// Hours that `pay` covers: 8, or 40 or 48 by the week.
    pub hours: Number,
    /// Hair, make-up and dressing of a day, inside the cachet.
    pub hmc: Decimal,
}

fn artist_row<'a>(
    cx: &mut Context<'a>,
    fonction: FonctionId,
    days: Option<u32>,
) -> Result<Option<&'a GridRow>, Vec<Diagnostic>> {
    let query = MinimumQuery {
        jours: days,
        ..minimum::query(cx, fonction, "III.1", if days.is_some() { Unite::Semaine } else { Unite::Cachet })
    };
    minimum::row(cx, &query)
}

/// A short film, as the sheet or the function says.
fn short(cx: &Context<'_>) -> bool {
    cx.feuille.court_metrage || cddu_rates::fold(cx.input.fonction).contains("court")
}

/// Function of the grid: the agreement has one for each length of film.
pub(in crate::gross) fn function_name(cx: &Context<'_>) -> &'static str {
    if short(cx) { "Artiste-interprète court métrage" } else { "Artiste-interprète long métrage" }
}

/// Gross of a film artist.
pub(in crate::gross) fn pay(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Priced, Vec<Diagnostic>> {
    let short = short(&cx);
    let name = function_name(&cx);
    let Some(fonction) = cx.conventions.function(IDCC, name) else {
        return Err(vec![cx.conventions.unknown_function(IDCC, name)]);
    };
    let cachets = daily::cachets(&cx, days)?;
    let weekly = unite::engagement(&cx, cachets)? == Engagement::Semaine;
    // Days of absence are days of the week engaged.
    let planned = cachets + u32::try_from(cx.absents.iter().filter(|d| d.idle).count()).unwrap_or(0);
    let (per_week, weeks) = if weekly { daily::whole_weeks(&cx, planned)? } else { (0, 0) };
    let day_row = artist_row(&mut cx, fonction, None)?;
    let row = if weekly { artist_row(&mut cx, fonction, Some(per_week))? } else { day_row };
    let hmc = hmc(&mut cx, short);
    let minimum_day = minimum::grid_amount(&mut cx, day_row);
    let base = base(&mut cx, minimum_day, short, hmc)?;
    let unit = if weekly { format!("semaine de {per_week} jours") } else { "jour de 8 h".to_owned() };
    let (hours, text) = smic_hours(weekly, per_week);
    let smic_hours = Some(minimum::hours_paid(&mut cx, hours, text, "A03"));
    let formula = composition(&base, hmc.v, weekly, per_week, short);
    let agreed = minimum::agreed(&mut cx);
    let grid = if weekly { minimum::grid_amount(&mut cx, row) } else { minimum_day };
    let (found, pay) =
        minimum::compare(&mut cx, Comparison { row, grid, pay: agreed, unit, smic_hours, formula });
    let (hours, text) = match (weekly, per_week) {
        (false, _) => (8, "8"),
        (true, 6) => (48, "48"),
        (true, _) => (40, "40"),
    };
    let hours = minimum::hours_paid(&mut cx, hours.into(), text, "A03");
    let terms = Terms { fonction, minimum_day, pay, base, hours, hmc: hmc.v };
    let mut brut = Brut { minimum: found, cachets, jours: Quantity::from(cachets), ..Brut::default() };
    let count = daily::count(&mut cx, "cachets", "cachets", cachets);
    let (quantity, label) = if weekly {
        let number = daily::count(&mut cx, "semaines", "semaines", weeks);
        (number, Label::new("semaine", "Semaines", "A03").titled(format!("Semaines de {per_week} jours")))
    } else {
        (count, Label::new("cachet", "Cachets", "A01"))
    };
    let share = if weekly && !short {
        week_share(&cx, terms.pay.v - terms.hmc * Decimal::from(per_week), per_week, weeks)?
    } else {
        None
    };
    cx.pay_units(label.overtime(share), quantity, terms.pay, Percent::Whole);
    if weekly {
        crate::gross::absence::of_artist_week(&mut cx, terms.pay, per_week);
    }
    let grid = grid.map(|g| g.v);
    advice(&mut cx, &terms, weekly, grid);
    let special = if free(&terms, grid, short) { may_first } else { cachets::sunday_or_holiday };
    cachets::undated(&mut cx, cachets, special, if short { "accord du 9 juillet 2014" } else { "art. 3.1" });
    overtime(&mut cx, &terms, days, count, short, weekly)?;
    premiums(&mut cx, &terms, days, grid, short)?;
    daily::rest(&mut cx, days, terms.base, "A08")?;
    let pct = cx.percent("A07")?;
    let sixth = daily::sixth_days(days);
    let len = daily::hours_of(&mut cx, &sixth);
    let label = Label::new("jour_6", "6e jour de la semaine", "A07")
        .days(sixth.iter().map(|d| d.date))
        .overtime(Some(HeureSup::default()));
    cx.pay_hours(label, terms.base, len, Percent::Only(pct));
    brut.repartition = rights(&cx, &terms, cachets, short);
    crate::gross::pieces::film_artist(&mut cx, &terms)?;
    let hours = daily::hours(&mut cx, days);
    let hours = hours.unwrap_or_else(|| daily::hours_of_cachets(&mut cx, count, 8, "{0} × 480"));
    cx.count_hours(hours, None);
    crate::gross::temps::pauses::unplaced(&mut cx, &FilmNight);
    crate::gross::checks::film(&mut cx, days);
    cx.finish(brut)
}

/// Hours of SMIC that the pay pays: eight, or those of a week with its overtime.
pub(in crate::gross) const fn smic_hours(weekly: bool, per_week: u32) -> (Decimal, &'static str) {
    match (weekly, per_week) {
        (false, _) => (Decimal::from_parts(8, 0, 0, false, 0), "8"),
        (true, 6) => (Decimal::from_parts(5125, 0, 0, false, 2), "51.25"),
        (true, _) => (Decimal::from_parts(4125, 0, 0, false, 2), "41.25"),
    }
}

/// Hair, make-up and dressing of a day, inside the cachet; none for a short film or where the table does not know it.
fn hmc(cx: &mut Context<'_>, short: bool) -> Number {
    let found = (!short).then(|| cx.conventions.expense("3097_HMC_ART", cx.date).ok()).flatten();
    match found.and_then(|row| row.valeur.map(|v| (v, row.place()))) {
        Some((v, place)) => cx.table_amount("hmc", "habillage, maquillage, coiffure", v, place),
        None => {
            cx.amount(("hmc", "habillage, maquillage, coiffure"), Cents::ZERO, "0", &[], &rules::BRUT_TAUX)
        }
    }
}

/// Hourly base: the cachet without HMC, over eight hours at 1.75 (28.68 since September 2023). Short films: the cachet
/// over eight.
fn base(
    cx: &mut Context<'_>,
    day: Option<Amount>,
    short: bool,
    hmc: Number,
) -> Result<Hourly, Vec<Diagnostic>> {
    let day = match day.or_else(|| minimum::agreed(cx)) {
        Some(day) => Number { v: day.v.to_decimal(), f: day.f },
        None => cx.amount(("cachet", "cachet"), Cents::ZERO, "0", &[], &rules::BRUT_TAUX),
    };
    if short {
        let hours = minimum::hours_paid(cx, Decimal::from(8), "8", "A11");
        return Ok(Hourly { pay: day, hours });
    }
    let premium = cx.percent("A01")?;
    let share = (Decimal::ONE_HUNDRED + premium.v) / Decimal::ONE_HUNDRED;
    let v = Cents::round((day.v - hmc.v) / (Decimal::from(8) * share));
    let (named, rule) = (("base_horaire", "taux horaire conventionnel"), cx.applied("A01"));
    let args = [day.f, hmc.f, premium.f];
    let pay = cx.amount(named, v, "arrondi(({0} - {1}) / (8 × (100 + {2}) %))", &args, rule);
    Ok(Hourly { pay, hours: minimum::hours_paid(cx, Decimal::ONE, "1", "A01") })
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
        && terms.pay.v > grid.to_decimal() * Decimal::from(5)
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
    cachets: Number,
    short: bool,
    weekly: bool,
) -> Result<(), Vec<Diagnostic>> {
    let Some(hours) = daily::hours(cx, days) else { return Ok(()) };
    // Five days of eight hours make 40, six make 48: the count is the same by day and by week.
    let included = daily::hours_of_cachets(cx, cachets, 8, "{0} × 480");
    let (rule, pct) = if short {
        ("A11", cx.percent("A11")?)
    } else {
        (if weekly { "A03" } else { "A02" }, cx.percent("A02")?)
    };
    let named = ("heures_au_dela", "heures au-delà de huit par jour");
    let beyond = daily::beyond(cx, named, hours, included, rule);
    // Beyond 40 or 48 hours a week, hence beyond 35; a cachet has no weekly count.
    let part = if weekly {
        mark(terms.base, Decimal::ONE_HUNDRED + pct.v, beyond.v, Ticks::ZERO)
    } else {
        HeureSup::default()
    };
    let label = Label::new("hs_25", "Heures au-delà de 8 par jour, décomptées en fin d'engagement", rule)
        .overtime(Some(part));
    cx.pay_hours(label, terms.base, beyond, Percent::Plus(pct));
    Ok(())
}

/// The premiums of art. 3.1 are free from five times the minimum on.
fn free(terms: &Terms, grid: Option<Cents>, short: bool) -> bool {
    !short && terms.pay.v >= grid.unwrap_or_default().to_decimal() * Decimal::from(5)
}

/// The day that the law pays twice, whatever the pay.
fn may_first(day: NaiveDate) -> bool {
    holiday(day) == Some(Holiday::FeteDuTravail)
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
    let day = Hourly { pay: terms.pay, hours: terms.hours };
    let beyond = cx.percent("A02")?;
    daily::first_of_may(cx, &slices, day, (terms.base, beyond), "A05");
    if short {
        let pct = cx.percent("A11")?;
        let rules = Rules {
            night: "A11",
            sunday: "A11",
            night_pct: pct,
            long_night_pct: pct,
            sunday_pct: pct,
            ceiling: ceiling(cx),
            best_of_sunday_and_holiday: false,
        };
        daily::premiums(cx, &slices, terms.base, &rules);
        return Ok(());
    }
    let minimum = grid.unwrap_or_default().to_decimal();
    let factor = if terms.pay.v <= minimum * Decimal::TWO {
        cx.number(("facteur", "facteur du salaire"), Decimal::TWO, "2", &[], cx.applied("A04"))
    } else if terms.pay.v < minimum * Decimal::from(5) {
        cx.number(("facteur", "facteur du salaire"), Decimal::ONE, "1", &[], cx.applied("A04"))
    } else {
        if !slices.is_empty() {
            cx.warn(
                "BRUT-120",
                "salaire d'au moins 5 fois le minimum : nuit, dimanche et fériés sont libres (art. 3.1), seul le 1er mai est doublé",
            );
        }
        return Ok(());
    };
    let night = cx.percent("A04")?;
    let sunday = cx.percent("A05")?;
    let mut times = |nominal: Number| {
        let (name, rule) =
            (cx.name("majoration_du_salaire", "majoration selon le salaire"), cx.applied("A04"));
        let v = nominal.v * factor.v;
        let f = cx.t.formula(name, Val::Percent(Rate(v)), "{0} × {1}", &[nominal.f, factor.f], rule);
        Number { v, f }
    };
    let (night_pct, sunday_pct) = (times(night), times(sunday));
    let (name, rule) =
        (cx.name("majoration_nuit_longue", "majoration au-delà de la 8e heure de nuit"), cx.applied("A04"));
    let long = Decimal::ONE_HUNDRED * factor.v;
    let f = cx.t.formula(name, Val::Percent(Rate(long)), "100 × {0}", &[factor.f], rule);
    let rules = Rules {
        night: "A04",
        sunday: "A05",
        night_pct,
        long_night_pct: Number { v: long, f },
        sunday_pct,
        ceiling: cx.percent("A06")?,
        best_of_sunday_and_holiday: false,
    };
    daily::premiums(cx, &slices, terms.base, &rules);
    Ok(())
}

/// Ceiling of the premiums of a short film.
fn ceiling(cx: &mut Context<'_>) -> Number {
    let (name, rule) = (cx.name("plafond_majorations", "plafond des majorations"), cx.applied("A11"));
    let v = Decimal::from(20);
    Number { v, f: cx.t.formula(name, Val::Percent(Rate(v)), "20", &[], rule) }
}

/// The split inside the pay (CPI L212-4): authorisation to reproduce and make available, performance for the rest.
fn rights(cx: &Context<'_>, terms: &Terms, cachets: u32, short: bool) -> Vec<Part> {
    let paid = cx.lines.sum_of(&["cachet", "semaine"]);
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
