//! Television technicians (IDCC 2642) and animation (IDCC 2412).

pub(super) mod artiste;
pub(super) mod figurant;
pub(super) mod hours;

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, MinimumQuery, Quantity, Unite};
use chrono::{Datelike, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::heures_sup;
use crate::gross::indemnites::short_rests;
use crate::gross::input::{Engagement, Genre, Nature};
use crate::gross::lines::{Hourly, Label, fr, fr_day};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::{Brut, Minimum};
use crate::gross::temps::hours::{HOUR, Ticks};
use crate::gross::temps::sheet::{Slot, WorkDay};
use crate::gross::temps::walk::{Bands, Scope, walk};
use crate::gross::temps::weeks::{Week, weeks};
use crate::gross::tv::hours::{TvNight, premiums};

/// Weekly pay of a day: the day of seven hours is the week divided by 4.5 (art. IV.2.1).
fn days_in_week() -> Decimal {
    Decimal::new(45, 1)
}

/// The terms of an engagement.
pub(in crate::gross) struct Terms {
    /// Weekly pay on the base of 35 hours.
    pub weekly: Decimal,
    pub rate: Hourly,
    /// Function listed for the 100 % overtime and the 50 % night.
    pub listed: bool,
    pub web: bool,
    pub genre: Genre,
    pub minimum: Option<Minimum>,
}

/// Genre of the programme; fiction when nothing says it.
pub(in crate::gross) fn genre(cx: &mut Context<'_>) -> Genre {
    cx.feuille.genre.or_else(|| cx.feuille.nature.and_then(Nature::genre)).unwrap_or_else(|| {
        cx.warn(
            "BRUT-115",
            "genre du programme non donné : compté comme une fiction (grille et heures de nuit)",
        );
        Genre::Fiction
    })
}

/// Gross of a television technician.
pub(in crate::gross) fn technician(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Brut, Vec<Diagnostic>> {
    let terms = terms(&mut cx)?;
    let mut brut = Brut { minimum: terms.minimum.clone(), ..Brut::default() };
    match engagement(&cx, days) {
        Engagement::Semaine => week_engagement(&mut cx, &terms, days, &mut brut, true)?,
        Engagement::Mois => month(&mut cx, &terms, days, &mut brut)?,
        Engagement::Jour => day_engagement(&mut cx, &terms, days, &mut brut)?,
    }
    travel(&mut cx, &terms, days)?;
    rest(&mut cx, &terms, days)?;
    crate::gross::pieces::television(&mut cx)?;
    crate::gross::checks::television(&mut cx, days);
    cx.finish(brut)
}

fn engagement(cx: &Context<'_>, days: &[WorkDay]) -> Engagement {
    let worked = days.iter().filter(|d| d.counts()).count();
    let weeks: Decimal = cx.feuille.semaines.iter().map(|s| s.jours.0).sum();
    let given = cx
        .input
        .jours
        .map_or(Decimal::from(worked), |j| j.0)
        .max(weeks)
        .max(cx.input.jours_contrat.map_or(Decimal::ZERO, Decimal::from));
    cx.feuille.engagement.unwrap_or(if given.is_zero() || given >= Decimal::from(5) {
        Engagement::Semaine
    } else {
        Engagement::Jour
    })
}

fn terms(cx: &mut Context<'_>) -> Result<Terms, Vec<Diagnostic>> {
    let genre = genre(cx);
    let fonction = minimum::function(cx, "2642")?;
    let (listed, web) = fonction.map_or((false, false), |id| {
        let found = cx.conventions.fonction(id);
        (found.liste_t03, found.filiere.contains("Web"))
    });
    let row = match fonction {
        Some(fonction) => {
            let query = MinimumQuery {
                fonction,
                annexe: if web { "B-web" } else { "B" },
                genre: genre.key(),
                unite: Unite::Semaine,
                heures: Some(Decimal::from(35)),
                jours: None,
                date: cx.date,
                adherent: cx.input.adherent,
                derogation: None,
            };
            minimum::row(cx, &query)?
        }
        None => None,
    };
    let hours = cx.feuille.heures_base.map_or(Decimal::from(35), |h| h.0);
    if hours <= Decimal::ZERO {
        return Err(vec![
            Diagnostic::error("BRUT-005", "heures_base doit être positif")
                .at("heures_base")
                .hint("35 en télévision"),
        ]);
    }
    let bands = weekly_bands(cx, listed)?;
    let agreed = cx.feuille.salaire_base.map(|pay| {
        // 39 hours pay 40: the week of 39 hours is brought back to 35.
        pay.to_decimal() * Decimal::from(35) / crate::gross::film::coefficient(&bands, hours)
    });
    let grid = row.and_then(|r| r.valeur);
    let (minimum, pay) = minimum::compare(
        cx,
        Comparison {
            row,
            grid,
            pay: agreed.map(Cents::round),
            unit: "semaine de 35 h".to_owned(),
            smic_hours: Decimal::from(35),
            formula: String::new(),
        },
    );
    let weekly = agreed.unwrap_or_else(|| pay.to_decimal());
    let rate = Hourly { pay: weekly, hours: Decimal::from(35) };
    Ok(Terms { weekly, rate, listed, web, genre, minimum })
}

/// Overtime of the week (art. VI.8.3): 25 % to the 43rd hour, then 50 %, then 100 % from the 48th for listed functions.
fn weekly_bands(cx: &Context<'_>, listed: bool) -> Result<Bands, Vec<Diagnostic>> {
    let mut bands = vec![(Ticks::ZERO, Decimal::ZERO)];
    for rule in ["T01", "T02"] {
        bands.push((cx.after(rule)?, cx.percent(rule)?));
    }
    if listed {
        bands.push((cx.after("T03")?, cx.percent("T03")?));
    }
    Ok(Bands(bands))
}

/// Week by week. `base`: the first 35 hours are paid here (not in a monthly engagement).
fn week_engagement(
    cx: &mut Context<'_>,
    terms: &Terms,
    days: &[WorkDay],
    brut: &mut Brut,
    base: bool,
) -> Result<(), Vec<Diagnostic>> {
    const NAMES: [(&str, &str, &str); 4] = [
        ("base", "Salaire de base", ""),
        ("hs_25", "Heures supplémentaires 36 à 43", "T01"),
        ("hs_50", "Heures supplémentaires à partir de la 44e", "T02"),
        ("hs_100", "Heures supplémentaires à partir de la 48e", "T03"),
    ];
    let weeks = weeks(cx, days)?;
    let several = weeks.len() > 1;
    let bands = weekly_bands(cx, terms.listed)?;
    let night = TvNight { genre: terms.genre };
    let mut nights = BTreeMap::new();
    for week in &weeks {
        let suffix = match week.start {
            Some(start) if several => format!(" (semaine du {})", fr_day(start)),
            _ => String::new(),
        };
        let slots = availability(cx, terms, week, several, &suffix)?;
        let real = week.total.unwrap_or_else(|| slots.iter().map(|s| s.len).sum()).ceil_half_hour();
        let off = paid_holidays(cx, week);
        let off_len = Ticks::from_hours(Decimal::from(7 * off.len()));
        let full = Ticks::whole_hours(35);
        week.warn_idle(cx);
        let least = if !week.edge || week.guaranteed_days() >= Decimal::from(5) {
            full
        } else {
            Ticks::from_hours(Decimal::from(35) * week.guaranteed_days() / Decimal::from(5))
        };
        let paid = real.max(Ticks((least - off_len).0.max(0)));
        let over = cx.overtime(week.start, heures_sup::counted(cx, paid, real))?;
        let mut from = Ticks::ZERO;
        for ((pct, len), (code, name, rule)) in bands.split(paid).into_iter().zip(NAMES) {
            let inside = over.inside(from, from + len);
            from += len;
            if code == "base" && !base {
                continue;
            }
            let premium = (!pct.is_zero()).then_some(pct);
            let label = Label::new(code, format!("{name}{suffix}"), rule);
            let percent = Decimal::ONE_HUNDRED + pct;
            let part = heures_sup::mark(terms.rate, percent, inside, Ticks::ZERO);
            if code == "base" {
                cx.warn_without_premium(inside);
            }
            let label = label.overtime((code != "base" || !inside.is_zero()).then_some(part));
            cx.lines.hours(label, terms.rate, len, percent, premium);
        }
        cx.week_hours(week.start, paid);
        if base {
            let label = Label::new("ferie_chome", format!("Jour férié chômé{suffix}"), "T17").days(off);
            cx.lines.hours(label, terms.rate, off_len, Decimal::ONE_HUNDRED, None);
        }
        let slices = walk(&slots, &bands, Scope::Week, &night, &mut nights);
        let over = heures_sup::of_slices(cx, &slices, Ticks::ZERO, None)?;
        premiums(cx, (&slices, &over), terms.rate, night, terms.listed, &suffix)?;
        brut.heures = Quantity((brut.heures.0 + paid.shown().0).normalize());
        brut.jours = Quantity((brut.jours.0 + week.count).normalize());
    }
    Ok(())
}

/// Holidays not worked on a weekday: seven hours each, when the contract has more than ten days of work (art. VII.2.2).
fn paid_holidays(cx: &mut Context<'_>, week: &Week<'_>) -> Vec<NaiveDate> {
    let off: Vec<NaiveDate> = week
        .days
        .iter()
        .filter(|d| d.ferie_chome && !matches!(d.date.weekday(), Weekday::Sat | Weekday::Sun))
        .map(|d| d.date)
        .collect();
    if off.is_empty() || cx.input.jours_contrat.is_some_and(|days| days > 10) {
        return off;
    }
    cx.warn(
        "BRUT-118",
        "jour férié chômé non payé : le contrat doit compter plus de 10 jours de travail (art. VII.2.2, jours_contrat)",
    );
    Vec::new()
}

/// Availability time (art. VI.3.3): beyond eight hours of presence, marginal rates of their own. Returns the work left to
/// the ordinary count.
fn availability(
    cx: &mut Context<'_>,
    terms: &Terms,
    week: &Week<'_>,
    several: bool,
    suffix: &str,
) -> Result<Vec<Slot>, Vec<Diagnostic>> {
    let open: Vec<NaiveDate> = week.days.iter().filter(|d| d.disponibilite).map(|d| d.date).collect();
    if open.is_empty() {
        return Ok(week.slots.clone());
    }
    if open.len() > 2 {
        let message = "temps de disponibilité : deux fois par semaine au plus (art. VI.3.3)";
        cx.warn("BRUT-107", message);
    }
    let mut seen: BTreeMap<NaiveDate, Ticks> = BTreeMap::new();
    let mut kept = Vec::new();
    for slot in &week.slots {
        if !open.contains(&slot.work_day) {
            kept.push(*slot);
            continue;
        }
        let before = seen.entry(slot.work_day).or_default();
        let room = Ticks((Ticks::whole_hours(8) - *before).0.clamp(0, slot.len.0));
        *before += slot.len;
        if !room.is_zero() {
            kept.push(Slot { len: room, ..*slot });
        }
    }
    let table = cx.conventions.disponibilites();
    for row in table {
        let (from, to) = (Ticks::from_hours(row.presence_de), Ticks::from_hours(row.presence_a));
        let (mut len, mut days) = (Ticks::ZERO, Vec::new());
        for (day, presence) in &seen {
            let part = Ticks((presence.0.min(to.0) - from.0).max(0));
            if !part.is_zero() {
                len += part;
                days.push(*day);
            }
        }
        let rate = if several { row.taux_au_dela } else { row.taux_une_semaine };
        let label = Label::new(
            "disponibilite",
            format!(
                "Temps de disponibilité, présence de {} à {} h{suffix}",
                fr(row.presence_de),
                fr(row.presence_a)
            ),
            &row.regle,
        );
        let premium = (rate > Decimal::ONE_HUNDRED).then(|| rate - Decimal::ONE_HUNDRED);
        cx.lines.hours(label.days(days), terms.rate, len, rate, premium);
    }
    Ok(kept)
}

/// Four days or less: seven hours at least at the daily rate, 25 % from the ninth hour, 50 % from the twelfth (art. VI.8.4).
fn day_engagement(
    cx: &mut Context<'_>,
    terms: &Terms,
    days: &[WorkDay],
    brut: &mut Brut,
) -> Result<(), Vec<Diagnostic>> {
    const NAMES: [(&str, &str, &str); 3] = [
        ("base", "Journées", "T06"),
        ("hs_25", "Heures 9 à 11 de la journée", "T04"),
        ("hs_50", "Heures à partir de la 12e de la journée", "T05"),
    ];
    let daily = Hourly { pay: terms.weekly, hours: days_in_week() * Decimal::from(7) };
    let bands = Bands(vec![
        (Ticks::ZERO, Decimal::ZERO),
        (cx.after("T04")?, cx.percent("T04")?),
        (cx.after("T05")?, cx.percent("T05")?),
    ]);
    let hours = crate::gross::film::day::day_hours(cx, days)?;
    let mut totals = [Ticks::ZERO; 3];
    let mut paid = Ticks::ZERO;
    for len in &hours {
        let len = (*len).max(Ticks::whole_hours(7));
        paid += len;
        for (rank, (_, part)) in bands.split(len).into_iter().enumerate() {
            totals[rank] += part;
        }
    }
    let ordinary = bands.0[1].0;
    let over =
        crate::gross::film::day::overtime_of_days(cx, days, &hours, &bands, Ticks::whole_hours(7), ordinary)?;
    for (((len, (code, name, rule)), (_, pct)), over) in totals.into_iter().zip(NAMES).zip(&bands.0).zip(over)
    {
        let premium = (!pct.is_zero()).then_some(*pct);
        let percent = Decimal::ONE_HUNDRED + pct;
        if code == "base" {
            cx.warn_without_premium(over);
        }
        let part = heures_sup::mark(daily, percent, over, Ticks::ZERO);
        let label =
            Label::new(code, name, rule).overtime((code != "base" || !over.is_zero()).then_some(part));
        cx.lines.hours(label, daily, len, percent, premium);
    }
    let slots: Vec<Slot> = days.iter().flat_map(|d| d.slots.iter().copied()).collect();
    let night = TvNight { genre: terms.genre };
    let slices = walk(&slots, &bands, Scope::Day, &night, &mut BTreeMap::new());
    let over = heures_sup::of_slices(cx, &slices, Ticks::ZERO, Some(ordinary))?;
    premiums(cx, (&slices, &over), terms.rate, night, terms.listed, "")?;
    if totals[1..].iter().any(|t| !t.is_zero()) {
        cx.warn(
            "BRUT-119",
            "heures au-delà de la 8e comptées sur le taux journalier (hebdomadaire / 4,5 / 7), à confirmer",
        );
    }
    brut.heures = paid.shown();
    brut.jours = Quantity::from(u32::try_from(hours.len()).unwrap_or(u32::MAX));
    Ok(())
}

/// Three months or more at full time: the week times 3.8, 130 % of the monthly SMIC at least; web: times 52 / 12, no floor
/// (art. IV.2.1).
fn month(
    cx: &mut Context<'_>,
    terms: &Terms,
    days: &[WorkDay],
    brut: &mut Brut,
) -> Result<(), Vec<Diagnostic>> {
    let (value, formula) = monthly(cx, terms);
    cx.lines.fixed(Label::new("mensuel", "Salaire mensuel", "T07"), value, formula);
    if days.is_empty() && cx.feuille.semaines.is_empty() {
        brut.heures = Quantity(Decimal::new(15167, 2));
        brut.jours = cx.input.jours.unwrap_or_default();
        return Ok(());
    }
    week_engagement(cx, terms, days, brut, false)
}

/// Monthly pay and its formula.
fn monthly(cx: &mut Context<'_>, terms: &Terms) -> (Cents, String) {
    if terms.web {
        let value = Cents::round(terms.weekly * Decimal::from(52) / Decimal::from(12));
        return (value, format!("{} € × 52 / 12 = {} €", fr(terms.weekly), fr(value.to_decimal())));
    }
    let product = Cents::round(terms.weekly * Decimal::new(38, 1));
    let smic = match cx.rates.param("SMIC_MENSUEL_35H", cx.date) {
        Ok(smic) => smic.value,
        Err(error) => {
            cx.warn(
                "BRUT-116",
                format!("{} : le plancher de 130 % du SMIC n'est pas contrôlé", error.message),
            );
            Decimal::ZERO
        }
    };
    let floor = Cents::round(smic * Decimal::new(13, 1));
    if floor > product {
        (
            floor,
            format!(
                "plancher de 130 % du SMIC mensuel : {} € × 1,30 = {} €",
                fr(smic),
                fr(floor.to_decimal())
            ),
        )
    } else {
        (product, format!("{} € × 3,80 = {} €", fr(terms.weekly), fr(product.to_decimal())))
    }
}

/// Travel (art. VI.1.3): 10, 20 or 40 % of the weekly minimum of the habilleur, by its length.
fn travel(cx: &mut Context<'_>, terms: &Terms, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    let trips: Vec<(NaiveDate, Decimal)> = days
        .iter()
        .filter(|d| !d.voyage.is_zero())
        .map(|d| {
            let pct = if d.voyage.0 <= 4 * HOUR {
                10
            } else if d.voyage.0 <= 8 * HOUR {
                20
            } else {
                40
            };
            (d.date, Decimal::from(pct))
        })
        .collect();
    if trips.is_empty() {
        return Ok(());
    }
    let Some(fonction) = cx.conventions.function("2642", "Habilleur") else {
        return Err(vec![cx.conventions.unknown_function("2642", "Habilleur")]);
    };
    let query = MinimumQuery {
        fonction,
        annexe: "B",
        genre: terms.genre.key(),
        unite: Unite::Semaine,
        heures: Some(Decimal::from(35)),
        jours: None,
        date: cx.date,
        adherent: cx.input.adherent,
        derogation: None,
    };
    let row = cx.conventions.minimum(&query).map_err(|d| vec![d.at("temps")])?;
    let base = row.valeur.unwrap_or_default().to_decimal();
    for pct in [10, 20, 40].map(Decimal::from) {
        let on: Vec<NaiveDate> = trips.iter().filter(|(_, p)| *p == pct).map(|(d, _)| *d).collect();
        let count = Quantity::from(u32::try_from(on.len()).unwrap_or(u32::MAX));
        let label = Label::new("voyage", format!("Voyage : {} % du salaire de l'habilleur", fr(pct)), "T21");
        cx.lines.units(label.days(on), count, base, pct, None);
    }
    Ok(())
}

/// Rest under eleven hours that is not compensated (art. VI.3.1.2).
fn rest(cx: &mut Context<'_>, terms: &Terms, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    if !cx.feuille.repos_non_compense {
        return Ok(());
    }
    let (mut len, mut on) = (Ticks::ZERO, Vec::new());
    for (day, minutes) in short_rests(days) {
        len += Ticks::minutes(minutes);
        on.push(day);
    }
    let pct = cx.percent("T18")?;
    let label = Label::new("repos_11h", "Repos de 11 heures non compensé", "T18").days(on);
    cx.lines.hours(label, terms.rate, len, pct, Some(pct));
    Ok(())
}

/// Gross of an animation employee (IDCC 2412): 25 % from the 36th hour, 50 % from the 44th, Sunday 25 %, 1 May 100 %.
pub(in crate::gross) fn animation(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Brut, Vec<Diagnostic>> {
    let Some(pay) = cx.feuille.salaire_base else {
        return Err(vec![
            Diagnostic::error("BRUT-010", "aucune grille de l'animation n'est connue")
                .at("salaire_base")
                .hint("donner salaire_base (semaine de 35 heures)"),
        ]);
    };
    cx.warn("BRUT-116", "aucune grille de l'animation n'est connue : le minimum n'est pas contrôlé");
    let rate =
        Hourly { pay: pay.to_decimal(), hours: cx.feuille.heures_base.map_or(Decimal::from(35), |h| h.0) };
    let first = cx.percent("N01")?;
    let bands = Bands(vec![
        (Ticks::ZERO, Decimal::ZERO),
        (cx.after("N01")?, first),
        (cx.hours_until("N01")?, Decimal::from(50)),
    ]);
    let weeks = weeks(&cx, days)?;
    let several = weeks.len() > 1;
    let mut brut = Brut::default();
    for week in &weeks {
        let suffix = match week.start {
            Some(start) if several => format!(" (semaine du {})", fr_day(start)),
            _ => String::new(),
        };
        let real = week.total.unwrap_or_else(|| week.slots.iter().map(|s| s.len).sum());
        let names = [
            ("base", "Salaire de base", ""),
            ("hs_25", "Heures supplémentaires 36 à 43", "N01"),
            ("hs_50", "Heures supplémentaires à partir de la 44e", "N01"),
        ];
        let over = cx.overtime(week.start, real)?;
        let mut from = Ticks::ZERO;
        for ((pct, len), (code, name, rule)) in bands.split(real).into_iter().zip(names) {
            let premium = (!pct.is_zero()).then_some(pct);
            let percent = Decimal::ONE_HUNDRED + pct;
            let inside = over.inside(from, from + len);
            from += len;
            if code == "base" {
                cx.warn_without_premium(inside);
            }
            let part = heures_sup::mark(rate, percent, inside, Ticks::ZERO);
            let label = Label::new(code, format!("{name}{suffix}"), rule)
                .overtime((code != "base" || !inside.is_zero()).then_some(part));
            cx.lines.hours(label, rate, len, percent, premium);
        }
        cx.week_hours(week.start, real);
        let on = |keep: &dyn Fn(NaiveDate) -> bool| -> (Ticks, Vec<NaiveDate>) {
            let found: Vec<&Slot> = week.slots.iter().filter(|s| keep(s.date)).collect();
            (found.iter().map(|s| s.len).sum(), found.iter().map(|s| s.date).collect())
        };
        let (len, dates) = on(&|d| d.weekday() == Weekday::Sun);
        let pct = cx.percent("N02")?;
        let label = Label::new("dimanche", format!("Heures du dimanche{suffix}"), "N02");
        cx.lines.hours(label.days(dates), rate, len, pct, Some(pct));
        let (len, dates) = on(&|d| d.month() == 5 && d.day() == 1);
        let full = Decimal::ONE_HUNDRED;
        let label = Label::new("ferie_1er_mai", format!("1er mai travaillé{suffix}"), "N02");
        cx.lines.hours(label.days(dates), rate, len, full, Some(full));
        brut.heures = Quantity((brut.heures.0 + real.shown().0).normalize());
        brut.jours = Quantity((brut.jours.0 + week.count).normalize());
    }
    crate::gross::checks::television(&mut cx, days);
    cx.finish(brut)
}
