//! Television technicians (IDCC 2642) and animation (IDCC 2412).

pub(in crate::gross) mod artiste;
pub(in crate::gross) mod figurant;
pub(in crate::gross) mod hours;

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, Holiday, MinimumQuery, Quantity, Rate, Unite, holiday};
use chrono::{Datelike, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::gross::absence::{self, AbsentWeek};
use crate::gross::context::{Context, Priced};
use crate::gross::convenu::{self, Convenu};
use crate::gross::heures_sup::{self, AutreContrat};
use crate::gross::input::{Engagement, Genre, Nature};
use crate::gross::lines::{Hourly, Label, Percent, fr};
use crate::gross::minimum::{self, Comparison};
use crate::gross::output::{Brut, Minimum};
use crate::gross::temps::hours::{HOUR, Ticks, Time};
use crate::gross::temps::sheet::{Slot, WorkDay};
use crate::gross::temps::walk::{Band, Bands, Scope, Slice, walk};
use crate::gross::temps::weeks::{Week, weeks};
use crate::gross::tv::hours::{TvNight, premiums};
use crate::rules;
use crate::trace::{Amount, Applied, Number, Part, Val};

/// Weekly pay of a day: the day of seven hours is the week divided by 4.5 (art. IV.2.1).
fn days_in_week() -> Decimal {
    Decimal::new(45, 1)
}

/// The terms of an engagement.
pub(in crate::gross) struct Terms {
    /// Weekly pay on the base of 35 hours.
    pub weekly: Number,
    /// The week as it is agreed, paid to the cent; `None` for the pay of a day.
    pub agreed: Option<Convenu>,
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
pub(in crate::gross) fn technician(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Priced, Vec<Diagnostic>> {
    let engagement = engagement(&cx, days);
    let terms = terms(&mut cx, engagement)?;
    let mut brut = Brut { minimum: terms.minimum.clone(), ..Brut::default() };
    match engagement {
        Engagement::Semaine => week_engagement(&mut cx, &terms, days, &mut brut, true)?,
        Engagement::Mois => month(&mut cx, &terms, days, &mut brut)?,
        Engagement::Jour => day_engagement(&mut cx, &terms, days, &mut brut)?,
    }
    travel(&mut cx, &terms, days)?;
    rest(&mut cx, &terms, days)?;
    crate::gross::pieces::television(&mut cx)?;
    crate::gross::temps::pauses::unplaced(&mut cx, &TvNight { genre: terms.genre });
    crate::gross::checks::television(&mut cx, days);
    cx.finish(brut)
}

fn engagement(cx: &Context<'_>, days: &[WorkDay]) -> Engagement {
    let away = cx.absents.iter().filter(|d| d.idle).count();
    let worked = days.iter().filter(|d| d.counts()).count() + away;
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

fn terms(cx: &mut Context<'_>, engagement: Engagement) -> Result<Terms, Vec<Diagnostic>> {
    let genre = genre(cx);
    let fonction = minimum::function(cx, "2642")?;
    let (listed, web) = fonction.map_or((false, false), |id| {
        let found = cx.conventions.fonction(id);
        (found.liste_t03, found.filiere.contains("Web"))
    });
    let row = match fonction {
        Some(fonction) => {
            let query = MinimumQuery {
                genre: genre.key(),
                heures: Some(Decimal::from(35)),
                ..minimum::query(cx, fonction, if web { "B-web" } else { "B" }, Unite::Semaine)
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
    let full = minimum::hours_paid(cx, Decimal::from(35), "35", "T01");
    if engagement == Engagement::Mois {
        of_a_month(cx, row.and_then(|r| r.valeur), web)?;
    }
    let given = minimum::agreed(cx);
    // An engagement by the day may give the pay of its day: 31.5 of its hours make the week of 35 (art. IV.2.1).
    let by_day = given.is_some() && engagement == Engagement::Jour && convenu::of_a_day(hours);
    // What the hours typed are in hours at the base rate of the week: 39 hours pay 40.
    let typed = if given.is_none() {
        full
    } else if by_day {
        let day = cx.given("heures_base", "heures que paie le salaire", hours);
        let (named, rule) = (("heures_convenues", "heures au taux de base du salaire"), cx.applied("T06"));
        let value = hours * full.v / (days_in_week() * Decimal::from(7));
        cx.number(named, value, "{0} × {1} / (4.5 × 7)", &[day.f, full.f], rule)
    } else {
        let base = crate::gross::film::stated(cx, hours);
        let named = ("heures_convenues", "heures au taux de base du salaire");
        crate::gross::film::coefficient(cx, &bands, base, named)
    };
    let agreed = given.map(|pay| {
        let value = pay.v.to_decimal() * full.v / typed.v;
        let args = [pay.f, full.f, typed.f];
        let named = ("salaire_35", "salaire d'une semaine de 35 h");
        cx.number(named, value, "{0} × {1} / {2}", &args, &rules::BRUT_TAUX)
    });
    // Compared in the unit typed: brought back to 35 hours, a rounded minimum may be a cent over itself.
    let usual = given.is_none() || hours == Decimal::from(35);
    let (row, grid) = match fonction {
        Some(fonction) if !usual => {
            let query = MinimumQuery {
                genre: genre.key(),
                heures: Some(hours),
                ..minimum::query(
                    cx,
                    fonction,
                    if web { "B-web" } else { "B" },
                    if by_day { Unite::Jour } else { Unite::Semaine },
                )
            };
            convenu::minimum_typed(cx, &query, (row, full), typed)
        }
        _ => (row, minimum::grid_amount(cx, row)),
    };
    let unit = match (usual, by_day) {
        (true, _) => "semaine de 35 h".to_owned(),
        (false, true) => format!("jour de {} h", fr(hours)),
        (false, false) => convenu::week_of(hours),
    };
    // Hours of the SMIC: those that the pay pays, a day being its own hours.
    let smic_hours = match (usual, by_day) {
        (true, _) => full,
        (false, true) => cx.given("heures_base", "heures que paie le salaire", hours),
        (false, false) => typed,
    };
    let (minimum, pay) = minimum::compare(
        cx,
        Comparison { row, grid, pay: given, unit, smic_hours: Some(smic_hours), formula: String::new() },
    );
    let weekly = agreed.unwrap_or(pay);
    let week = given.map_or(pay, |pay| Number { v: pay.v.to_decimal(), f: pay.f });
    let base = if given.is_some() { hours } else { Decimal::from(35) };
    let agreed = (!by_day).then(|| Convenu { hours: Ticks::from_hours(base), pay: week });
    let rate = Hourly { pay: weekly, hours: full };
    Ok(Terms { weekly, agreed, rate, listed, web, genre, minimum })
}

/// Overtime of the week (art. VI.8.3): 25 % to the 43rd hour, then 50 %, then 100 % from the 48th for listed functions.
fn weekly_bands(cx: &mut Context<'_>, listed: bool) -> Result<Bands, Vec<Diagnostic>> {
    let mut bands = vec![Band::BASE];
    for rule in ["T01", "T02", "T03"].into_iter().take(if listed { 3 } else { 2 }) {
        bands.push(Band { from: Some(cx.after(rule)?), premium: Some(cx.percent(rule)?) });
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
    // A pay agreed for more than thirty-five hours is the pay of the week: its hours are guaranteed.
    let longer = terms.agreed.map(|a| a.hours).filter(|hours| base && *hours > Ticks::whole_hours(35));
    for week in &weeks {
        let part = week.part(several);
        let slots = availability(cx, terms, week, part)?;
        let real = week.total.unwrap_or_else(|| {
            cx.slots_time(("heures_semaine", "heures de travail de la semaine"), part, &slots)
        });
        let name = cx.named("heures_decomptees", "heures décomptées de la semaine", part);
        let rule = cx.applied("T01");
        let real = cx.time(name, real.v.ceil_half_hour(), "demi_heure({0})", &[real.f], rule);
        let off = paid_off(cx, &week.off);
        let idle = week.off.iter().filter(|d| !matches!(d.weekday(), Weekday::Sat | Weekday::Sun)).count();
        let unpaid = Decimal::from(idle - off.len());
        let count = cx.given("jours_feries", "jours fériés chômés", Decimal::from(off.len()));
        let (name, rule) =
            (cx.named("heures_feriees", "sept heures par jour férié chômé", part), cx.applied("T17"));
        let off_len =
            cx.time(name, Ticks::from_hours(Decimal::from(7) * count.v), "420 × {0}", &[count.f], rule);
        let least = least_week(cx, longer, week, part);
        let name = cx.named("heures_payees_semaine", "heures payées de la semaine", part);
        let v = real.v.max(Ticks((least.v - off_len.v).0.max(0)));
        let args = [real.f, least.f, off_len.f];
        let paid = cx.time(name, v, "max({0} ; max(0 ; {1} - {2}))", &args, &rules::TEMPS_GARANTIE);
        // The hours that the week guarantees may pay the holiday already.
        if base && paid.v < real.v + Ticks::from_hours(Decimal::from(7) * unpaid) {
            cx.warn("BRUT-118", UNPAID_HOLIDAY);
        }
        let over = cx.overtime(week.start, heures_sup::counted(cx, paid.v, real.v))?;
        let guaranteed = if longer.is_some() && off_len.v.is_zero() { least.v } else { Ticks::ZERO };
        let structural = over.until(guaranteed);
        let (mut from, first) = (Ticks::ZERO, cx.lines.written.len());
        for ((band, len), (code, nom, rule)) in cx.split(&bands, paid, part).into_iter().zip(NAMES) {
            let inside = over.inside(from, from + len.v);
            let structural = structural.inside(from, from + len.v);
            from += len.v;
            if code == "base" && !base {
                continue;
            }
            let share = heures_sup::mark(terms.rate, Decimal::ONE_HUNDRED + band.pct(), inside, structural);
            let marked = code != "base" || !inside.is_zero();
            let label = Label::new(code, nom, rule).part(part).overtime(marked.then_some(share));
            cx.pay_hours(label, terms.rate, len, band.percent());
        }
        if base {
            let label = Label::new("ferie_chome", "Jour férié chômé", "T17").part(part).days(off);
            cx.pay_hours(label, terms.rate, off_len, Percent::Whole);
            // Hours of a holiday have no premium: beyond the base they are not the week agreed.
            let whole = paid.v + off_len.v;
            if longer.is_some() && !off_len.v.is_zero() {
                rest_of_long_week(cx, terms, &bands, (least, paid, off_len), part);
                convenu::rest(cx, terms.agreed, whole, first, part);
            } else if off_len.v.is_zero() || whole <= Ticks::whole_hours(35) {
                convenu::rest(cx, terms.agreed, whole, first, part);
            }
        }
        let paid = if base && !week.absent.is_empty() {
            let away = AbsentWeek {
                part,
                days: week.absent.clone(),
                least,
                planned: week.planned_days(),
                first,
                rate: terms.rate,
                bands: &bands,
                worked: Some(real),
                holiday: Some(off_len).filter(|len| !len.v.is_zero()),
                paid,
                over: over.from,
                guaranteed,
            };
            absence::take_back(cx, &away)
        } else if !base {
            let away = week.absent.iter().filter(|d| d.unpaid()).count();
            let days = cx.given("jours_absence", "jours d'absence de la semaine", Decimal::from(away));
            let name = cx.named("heures_absence", "heures d'absence", part);
            let v = Ticks::from_hours(Decimal::from(7) * days.v);
            let lost = cx.time(name, v, "420 × {0}", &[days.f], &rules::ABSENCE_HEURES);
            if away == 0 { paid } else { less(cx, paid, &[lost]) }
        } else {
            paid
        };
        let own = heures_sup::counted_time(cx, over.to, [Some(paid), Some(real)], part);
        AutreContrat { week: week.start, part, rate: terms.rate, names: &NAMES[1..] }.pay(cx, &bands, own);
        cx.week_hours(week.start, paid.v);
        let slices = walk(&slots, &bands, Scope::Week, &night, &mut nights);
        let over = heures_sup::of_slices(cx, &slices, Ticks::ZERO, None)?;
        premiums(cx, (&slices, &over), terms.rate, night, terms.listed, part)?;
        let name = cx.named("heures_avec_ferie", "heures payées, jour férié chômé compris", part);
        let counted = if base && !off_len.v.is_zero() { cx.sum(name, &[paid, off_len]) } else { paid };
        cx.count_hours(counted, part);
        brut.jours = Quantity((brut.jours.0 + week.paid_days()).normalize());
    }
    Ok(())
}

/// Hours that a week pays at least: thirty-five, or the longer ones for which its pay is agreed; those of its days at the
/// edge of the engagement.
fn least_week(cx: &mut Context<'_>, longer: Option<Ticks>, week: &Week<'_>, part: Option<Part>) -> Time {
    let name = cx.named("heures_garanties", "heures garanties de la semaine", part);
    let whole = !week.edge || week.count >= Decimal::from(5);
    let Some(agreed) = longer else {
        if whole {
            return cx.time(name, Ticks::whole_hours(35), "35 × 60", &[], &rules::TEMPS_GARANTIE);
        }
        let days = cx.given("jours_garantis", "jours de la semaine", week.engaged_days());
        let v = Ticks::from_hours(Decimal::from(35) * days.v / Decimal::from(5));
        return cx.time(name, v, "35 × 60 × {0} / 5", &[days.f], &rules::TEMPS_GARANTIE);
    };
    let hours = cx.given("heures_base", "heures que paie le salaire", agreed.times(Decimal::ONE));
    if whole {
        return cx.time(name, agreed, "{0} × 60", &[hours.f], &rules::TEMPS_GARANTIE);
    }
    let days = cx.given("jours_garantis", "jours de la semaine", week.engaged_days());
    let v = Ticks::from_hours(hours.v * days.v / Decimal::from(5));
    cx.time(name, v, "{0} × 60 × {1} / 5", &[hours.f, days.f], &rules::TEMPS_GARANTIE)
}

/// What the holidays of a week agreed for more than thirty-five hours leave of its pay: its own overtime is not lost for a
/// holiday (C. trav. L3133-3).
fn rest_of_long_week(
    cx: &mut Context<'_>,
    terms: &Terms,
    bands: &Bands,
    (least, paid, off): (Time, Time, Time),
    part: Option<Part>,
) {
    let due = crate::gross::film::coefficient(
        cx,
        bands,
        least,
        ("heures_dues", "heures au taux de base garanties"),
    );
    let got =
        crate::gross::film::coefficient(cx, bands, paid, ("heures_faites", "heures au taux de base payées"));
    let missing = due.v - got.v - off.v.times(Decimal::ONE);
    if missing <= Decimal::ZERO {
        return;
    }
    let (name, rule) =
        (cx.named("heures_manquantes", "heures au taux de base manquantes", part), cx.applied("T17"));
    let args = [due.f, got.f, off.f];
    let missing = cx.time(name, Ticks::from_hours(missing), "({0} - {1}) × 60 - {2}", &args, rule);
    let label = Label::new("garantie", "Complément de la semaine convenue", "T17").part(part);
    cx.pay_hours(label, terms.rate, missing, Percent::Whole);
}

/// Said of a holiday that nothing pays.
const UNPAID_HOLIDAY: &str = "jour férié chômé non payé : le contrat doit compter plus de 10 jours de travail (art. VII.2.2, jours_contrat)";

/// Holidays not worked on a weekday that are paid: all of them when the contract has more than ten days of work (art.
/// VII.2.2); else 1 May, which costs nobody his pay, whatever the length of the contract (C. trav. L3133-5).
fn paid_off(cx: &Context<'_>, off: &[NaiveDate]) -> Vec<NaiveDate> {
    let long = cx.input.jours_contrat.is_some_and(|days| days > 10);
    let paid = |d: &NaiveDate| long || holiday(*d) == Some(Holiday::FeteDuTravail);
    let weekday = |d: &NaiveDate| !matches!(d.weekday(), Weekday::Sat | Weekday::Sun);
    off.iter().copied().filter(|d| weekday(d) && paid(d)).collect()
}

/// Availability time (art. VI.3.3): beyond eight hours of presence, marginal rates of their own. Returns the work left to
/// the ordinary count.
fn availability(
    cx: &mut Context<'_>,
    terms: &Terms,
    week: &Week<'_>,
    part: Option<Part>,
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
        let (mut parts, mut days) = (Vec::new(), Vec::new());
        let place = row.place();
        let mut bound = |code, label, hours: Decimal| {
            let name = cx.name(code, label);
            let given = cx.t.convention(name, Val::Number(hours), place);
            let name = cx.name("borne_presence", "borne de la présence");
            cx.time(name, Ticks::from_hours(hours), "{0} × 60", &[given], Applied::Convention(place))
        };
        let from = bound("presence_de", "présence à partir de", row.presence_de);
        let to = bound("presence_a", "présence jusqu'à", row.presence_a);
        for day in seen.keys() {
            let own: Vec<Slot> = week.slots.iter().filter(|s| s.work_day == *day).copied().collect();
            let on = Some(Part::Day(*day));
            let presence = cx.slots_time(("presence_jour", "présence"), on, &own);
            let v = Ticks((presence.v.0.min(to.v.0) - from.v.0).max(0));
            if v.is_zero() {
                continue;
            }
            let name = cx.named("disponibilite_jour", "temps de disponibilité", on);
            let args = [presence.f, from.f, to.f];
            let row = Applied::Convention(place);
            parts.push(cx.time(name, v, "max(0 ; min({0} ; {2}) - {1})", &args, row));
            days.push(*day);
        }
        let name = cx.named("heures_disponibilite", "temps de disponibilité", part);
        let len = cx.sum(name, &parts);
        let rate = if week.one_of_several { row.taux_au_dela } else { row.taux_une_semaine };
        let name = cx.name("taux_disponibilite", "taux du temps de disponibilité");
        let share = Number { v: rate, f: cx.t.convention(name, Val::Percent(Rate(rate)), place) };
        let percent = if rate > Decimal::ONE_HUNDRED {
            let v = rate - Decimal::ONE_HUNDRED;
            let name = cx.name("majoration_disponibilite", "majoration du temps de disponibilité");
            let f = cx.t.formula(
                name,
                Val::Percent(Rate(v)),
                "{0} - 100",
                &[share.f],
                Applied::Convention(place),
            );
            Percent::Plus(Number { v, f })
        } else {
            Percent::Share(share)
        };
        let label = Label::new("disponibilite", "Temps de disponibilité", &row.regle)
            .titled(format!(
                "Temps de disponibilité, présence de {} à {} h",
                fr(row.presence_de),
                fr(row.presence_a)
            ))
            .part(part)
            .days(days);
        cx.pay_hours(label, terms.rate, len, percent);
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
    let hours = days_in_week() * Decimal::from(7);
    let hours = minimum::hours_paid(cx, hours, "4.5 × 7", "T06");
    let daily = Hourly { pay: terms.weekly, hours };
    let mut bands = vec![Band::BASE];
    for rule in ["T04", "T05"] {
        bands.push(Band { from: Some(cx.after(rule)?), premium: Some(cx.percent(rule)?) });
    }
    let bands = Bands(bands);
    let hours = crate::gross::film::day::day_hours(cx, days)?;
    let least = crate::gross::temps::daily::limit(cx, 7, "7 × 60", "T06");
    let mut totals: [Vec<Time>; 3] = Default::default();
    let mut paid = Vec::new();
    for len in &hours {
        let len = crate::gross::film::day::at_least(cx, *len, least, "T06");
        paid.push(len);
        for (rank, (_, part)) in cx.split(&bands, len, None).into_iter().enumerate() {
            totals[rank].push(part);
        }
    }
    let overtime = totals[1..].iter().any(|t| !t.is_empty());
    let ordinary = bands.0[1].start();
    let over = crate::gross::film::day::overtime_of_days(cx, days, &hours, &bands, least.v, ordinary)?;
    for (((parts, (code, nom, rule)), band), over) in totals.into_iter().zip(NAMES).zip(&bands.0).zip(over) {
        let name = cx.name("heures_payees_tranche", "heures payées de la tranche");
        let len = cx.sum(name, &parts);
        let part = heures_sup::mark(daily, Decimal::ONE_HUNDRED + band.pct(), over, Ticks::ZERO);
        let label = Label::new(code, nom, rule).overtime((code != "base" || !over.is_zero()).then_some(part));
        cx.pay_hours(label, daily, len, band.percent());
    }
    beyond_the_week(cx, terms, days, &bands, (&paid, daily))?;
    let slots: Vec<Slot> = days.iter().flat_map(|d| d.slots.iter().copied()).collect();
    let night = TvNight { genre: terms.genre };
    let slices = walk(&slots, &bands, Scope::Day, &night, &mut BTreeMap::new());
    let over = heures_sup::of_slices(cx, &slices, Ticks::ZERO, Some(ordinary))?;
    premiums(cx, (&slices, &over), terms.rate, night, terms.listed, None)?;
    if overtime {
        cx.warn(
            "BRUT-119",
            "heures au-delà de la 8e comptées sur le taux journalier (hebdomadaire / 4,5 / 7), à confirmer",
        );
    }
    let said = crate::gross::temps::feries::said(cx.feuille, days);
    let off = paid_off(cx, &said);
    if off.len() < said.len() {
        cx.warn("BRUT-118", UNPAID_HOLIDAY);
    }
    let idle = crate::gross::film::day::holidays(cx, &off, (daily, Percent::Whole, least), "T17");
    paid.extend(idle.map(|(len, _)| len));
    let name = cx.name("heures_jours", "heures payées des jours");
    let paid = cx.sum(name, &paid);
    cx.count_hours(paid, None);
    let count = hours.len() + idle.map_or(0, |(_, count)| count);
    brut.jours = Quantity::from(u32::try_from(count).unwrap_or(u32::MAX));
    Ok(())
}

/// Hours of days beyond 35 in their civil week that no band of a day has raised: the premium of the week (art. VI.8.3, C.
/// trav. L3121-28), the days of other contracts of the week coming first.
fn beyond_the_week(
    cx: &mut Context<'_>,
    terms: &Terms,
    days: &[WorkDay],
    of_day: &Bands,
    (paid, daily): (&[Time], Hourly),
) -> Result<(), Vec<Diagnostic>> {
    const NAMES: [(&str, &str, &str); 3] =
        [("hs_25", "", "T01"), ("hs_50", "", "T02"), ("hs_100", "", "T03")];
    let bands = weekly_bands(cx, terms.listed)?;
    let mondays = crate::gross::film::day::mondays(cx, days);
    let mut weeks: BTreeMap<NaiveDate, Vec<Time>> = BTreeMap::new();
    for (rank, len) in paid.iter().enumerate() {
        let week = mondays.get(rank).copied().unwrap_or_else(|| crate::gross::temps::sheet::monday(cx.date));
        weeks.entry(week).or_default().push(*len);
    }
    let several = weeks.len() > 1;
    for (week, lens) in weeks {
        let part = several.then_some(Part::Week(week));
        let raised: Vec<(Decimal, Time)> = of_day
            .0
            .iter()
            .filter_map(|band| Some((band.pct(), raised(cx, &lens, band.from?, part))))
            .collect();
        let name = cx.named("heures_semaine", "heures payées de la semaine", part);
        let own = cx.sum(name, &lens);
        let beside = AutreContrat { week: Some(week), part, rate: daily, names: &NAMES };
        beside.pay_days(cx, &bands, own, &raised);
    }
    Ok(())
}

/// Hours of the days of a week beyond a threshold of the day, which its band has raised.
fn raised(cx: &mut Context<'_>, lens: &[Time], from: Time, part: Option<Part>) -> Time {
    let beyond: Vec<Time> = lens
        .iter()
        .filter(|len| len.v > from.v)
        .map(|len| {
            let named = ("heures_majorees_jour", "heures du jour déjà majorées");
            crate::gross::temps::daily::beyond(cx, named, *len, from, "T04")
        })
        .collect();
    let name = cx.named("heures_majorees", "heures déjà majorées", part);
    cx.sum(name, &beyond)
}

/// Three months or more at full time: the week times 3.8, 130 % of the monthly SMIC at least; web: times 52 / 12, no floor
/// (art. IV.2.1).
fn month(
    cx: &mut Context<'_>,
    terms: &Terms,
    days: &[WorkDay],
    brut: &mut Brut,
) -> Result<(), Vec<Diagnostic>> {
    let pay = monthly(cx, terms);
    cx.pay_fixed(Label::new("mensuel", "Salaire mensuel", "T07"), pay.v, "{0}", &[pay.f]);
    let lost = if cx.absents.is_empty() {
        Vec::new()
    } else {
        let real = real_month(cx);
        absence::of_month(cx, pay, real)
    };
    if days.is_empty() && cx.feuille.semaines.is_empty() {
        let (name, rule) = (cx.name("mois_35", "heures d'un mois de 35 h par semaine"), cx.applied("T07"));
        let month = cx.time(name, Ticks::from_hours(Decimal::new(15167, 2)), "151.67 × 60", &[], rule);
        let month = less(cx, month, &lost);
        cx.count_hours(month, None);
        brut.jours = cx.input.jours.unwrap_or_default();
        return Ok(());
    }
    week_engagement(cx, terms, days, brut, false)
}

/// The pay of an engagement by the month is that of its week, 3.8 times (art. IV.2.1, T07), 52 / 12 times in the web: one
/// that is that of a month already would be paid four times.
///
/// # Errors
/// `BRUT-186`: hours of a month; a pay of three weeks of the grid or more, without the hours that it pays.
fn of_a_month(cx: &Context<'_>, least: Option<Cents>, web: bool) -> Result<(), Vec<Diagnostic>> {
    let Some(pay) = cx.feuille.salaire_base else { return Ok(()) };
    let month = match cx.feuille.heures_base {
        Some(hours) => hours.0 > Decimal::from(100),
        None => least.is_some_and(|least| pay.0 >= least.0.saturating_mul(3)),
    };
    if !month {
        return Ok(());
    }
    let (times, said) =
        if web { (Decimal::from(52) / Decimal::from(12), "52/12") } else { (Decimal::new(38, 1), "3,8") };
    let week = Cents::round(pay.to_decimal() / times);
    let message = format!(
        "{} € pour un engagement au mois : salaire_base est celui d'une semaine de 35 h, payé {said} fois ; le salaire d'un mois le serait aussi",
        fr(pay.to_decimal())
    );
    Err(vec![Diagnostic::error("BRUT-186", message).at("salaire_base").hint(format!(
        "donner le salaire de la semaine (celui du mois divisé par {said} : {} €) ; si c'est bien celui d'une semaine, donner aussi heures_base (35)",
        fr(week.to_decimal())
    ))])
}

/// The hours of a month less those of the absences, which are kept as lost.
fn less(cx: &mut Context<'_>, month: Time, lost: &[Time]) -> Time {
    if lost.is_empty() {
        return month;
    }
    let name = cx.name("heures_perdues", "heures que l'absence n'a pas payées");
    let gone = cx.sum(name, lost);
    cx.lost.push(gone);
    let name = cx.name("heures_apres_absence", "heures payées, absences déduites");
    let v = Ticks((month.v - gone.v).0.max(0));
    cx.time(name, v, "max(0 ; {0} - {1})", &[month.f, gone.f], &rules::ABSENCE_HEURES)
}

/// The real hours of the month of the engagement: seven from Monday to Friday, holidays included.
fn real_month(cx: &mut Context<'_>) -> Time {
    let days = cddu_rates::Month::of(cx.date).period().iter_days();
    let days = days.filter(|d| d.weekday().number_from_monday() <= 5).count();
    let days = cx.given("jours_ouvres", "jours du lundi au vendredi du mois", Decimal::from(days));
    let name = cx.name("heures_reelles_mois", "heures réelles du mois");
    cx.time(
        name,
        Ticks::from_hours(Decimal::from(7) * days.v),
        "420 × {0}",
        &[days.f],
        &rules::ABSENCE_HEURES,
    )
}

/// Monthly pay: the week times 3.8, within 130 % of the monthly SMIC; web: times 52 / 12.
fn monthly(cx: &mut Context<'_>, terms: &Terms) -> Amount {
    let rule = cx.applied("T07");
    let amount = |n: Number, v| Amount { v, f: n.f };
    if terms.web {
        let v = Cents::round(terms.weekly.v * Decimal::from(52) / Decimal::from(12));
        let named = ("salaire_mensuel", "salaire mensuel");
        return amount(cx.amount(named, v, "arrondi({0} × 52 / 12)", &[terms.weekly.f], rule), v);
    }
    let product = Cents::round(terms.weekly.v * Decimal::new(38, 1));
    let named = ("salaire_mensuel", "3,8 fois le salaire de la semaine");
    let paid = amount(cx.amount(named, product, "arrondi({0} × 3.8)", &[terms.weekly.f], rule), product);
    match cx.rates.param("SMIC_MENSUEL_35H", cx.date) {
        Ok(smic) => {
            let name = cx.name("smic_mensuel", "SMIC mensuel");
            let monthly = cx.t.table(name, Val::Number(smic.value), smic.row);
            let floor = Cents::round(smic.value * Decimal::new(13, 1));
            let named = ("plancher_mensuel", "130 % du SMIC mensuel");
            let floor = amount(cx.amount(named, floor, "arrondi({0} × 1.3)", &[monthly], rule), floor);
            let v = product.max(floor.v);
            let named = ("mensuel_du", "salaire mensuel, 130 % du SMIC au moins");
            amount(cx.amount(named, v, "max({0} ; {1})", &[paid.f, floor.f], rule), v)
        }
        Err(error) => {
            cx.warn(
                "BRUT-116",
                format!("{} : le plancher de 130 % du SMIC n'est pas contrôlé", error.message),
            );
            paid
        }
    }
}

/// Travel (art. VI.1.3): 10, 20 or 40 % of the weekly minimum of the habilleur, by its length.
fn travel(cx: &mut Context<'_>, terms: &Terms, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    let trips: Vec<(&WorkDay, Decimal)> = days
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
            (d, Decimal::from(pct))
        })
        .collect();
    if trips.is_empty() {
        return Ok(());
    }
    let Some(fonction) = cx.conventions.function("2642", "Habilleur") else {
        return Err(vec![cx.conventions.unknown_function("2642", "Habilleur")]);
    };
    let query = MinimumQuery {
        genre: terms.genre.key(),
        heures: Some(Decimal::from(35)),
        ..minimum::query(cx, fonction, "B", Unite::Semaine)
    };
    let row = cx.conventions.minimum(&query).map_err(|d| vec![d.at("temps")])?;
    let week = row.valeur.unwrap_or_default();
    let base = cx.table_amount("minimum_habilleur", "minimum de l'habilleur", week, row.place());
    for (pct, text) in [(10, "10"), (20, "20"), (40, "40")] {
        let pct = Decimal::from(pct);
        let on: Vec<NaiveDate> = trips.iter().filter(|(_, p)| *p == pct).map(|(d, _)| d.date).collect();
        if on.is_empty() {
            continue;
        }
        let count = cx.given("voyages", "voyages", Decimal::from(on.len()));
        let (name, rule) = (cx.name("part_voyage", "part selon la durée du voyage"), cx.applied("T21"));
        let share = Number { v: pct, f: cx.t.formula(name, Val::Percent(Rate(pct)), text, &[], rule) };
        let label = Label::new("voyage", "Voyage", "T21")
            .titled(format!("Voyage : {} % du salaire de l'habilleur", fr(pct)));
        cx.pay_units(label.days(on), count, base, Percent::Share(share));
    }
    Ok(())
}

/// Rest under eleven hours that is not compensated (art. VI.3.1.2).
fn rest(cx: &mut Context<'_>, terms: &Terms, days: &[WorkDay]) -> Result<(), Vec<Diagnostic>> {
    if !cx.feuille.repos_non_compense {
        return Ok(());
    }
    let label = Label::new("repos_11h", "Repos de 11 heures non compensé", "T18");
    crate::gross::indemnites::pay_rest(cx, label, days, terms.rate, "T18")
}

/// Gross of an animation employee (IDCC 2412): 25 % from the 36th hour, 50 % from the 44th, Sunday 25 %, 1 May 100 %.
pub(in crate::gross) fn animation(mut cx: Context<'_>, days: &[WorkDay]) -> Result<Priced, Vec<Diagnostic>> {
    let Some(pay) = cx.feuille.salaire_base else {
        return Err(vec![
            Diagnostic::error("BRUT-010", "aucune grille de l'animation n'est connue")
                .at("salaire_base")
                .hint("donner salaire_base (semaine de 35 heures)"),
        ]);
    };
    cx.warn("BRUT-116", "aucune grille de l'animation n'est connue : le minimum n'est pas contrôlé");
    let hours = cx.feuille.heures_base.map_or(Decimal::from(35), |h| h.0);
    let hours = cx.given("heures_base", "heures que paie le salaire", hours);
    let rate = Hourly { pay: cx.given_amount("salaire_base", "salaire convenu", pay), hours };
    let first = cx.percent("N01")?;
    let (name, rule) = (cx.name("majoration", "majoration à partir de la 44e heure"), cx.applied("N01"));
    let v = Decimal::from(50);
    let second = Number { v, f: cx.t.formula(name, Val::Percent(Rate(v)), "50", &[], rule) };
    let bands = Bands(vec![
        Band::BASE,
        Band { from: Some(cx.after("N01")?), premium: Some(first) },
        Band { from: Some(cx.hours_until("N01")?), premium: Some(second) },
    ]);
    let weeks = weeks(&mut cx, days)?;
    let several = weeks.len() > 1;
    let mut brut = Brut::default();
    for week in &weeks {
        let part = week.part(several);
        let real = week.total.unwrap_or_else(|| {
            cx.slots_time(("heures_semaine", "heures de travail de la semaine"), part, &week.slots)
        });
        let names = [
            ("base", "Salaire de base", ""),
            ("hs_25", "Heures supplémentaires 36 à 43", "N01"),
            ("hs_50", "Heures supplémentaires à partir de la 44e", "N01"),
        ];
        let over = cx.overtime(week.start, real.v)?;
        let mut from = Ticks::ZERO;
        for ((band, len), (code, nom, rule)) in cx.split(&bands, real, part).into_iter().zip(names) {
            let inside = over.inside(from, from + len.v);
            from += len.v;
            let share = heures_sup::mark(rate, Decimal::ONE_HUNDRED + band.pct(), inside, Ticks::ZERO);
            let marked = code != "base" || !inside.is_zero();
            let label = Label::new(code, nom, rule).part(part).overtime(marked.then_some(share));
            cx.pay_hours(label, rate, len, band.percent());
        }
        AutreContrat { week: week.start, part, rate, names: &names[1..] }.pay(&mut cx, &bands, real);
        cx.week_hours(week.start, real.v);
        let slices =
            walk(&week.slots, &bands, Scope::Week, &TvNight { genre: Genre::Flux }, &mut BTreeMap::new());
        let on = |keep: fn(NaiveDate) -> bool| slices.iter().filter(move |s| keep(s.date)).copied().collect();
        let sundays: Vec<Slice> = on(|d| d.weekday() == Weekday::Sun);
        let may: Vec<Slice> = on(|d| d.month() == 5 && d.day() == 1);
        let pct = cx.percent("N02")?;
        let law = cx.applied("N02");
        let name = cx.name("doublement", "doublement du 1er mai");
        let full = Decimal::ONE_HUNDRED;
        let double = Number { v: full, f: cx.t.formula(name, Val::Percent(Rate(full)), "100", &[], law) };
        for (slices, code, nom, pct) in [
            (sundays, "dimanche", "Heures du dimanche", pct),
            (may, "ferie_1er_mai", "1er mai travaillé", double),
        ] {
            let len = cx.slices_time(("heures_majorees", "heures majorées"), part, &slices, law);
            let label = Label::new(code, nom, "N02").part(part).days(slices.iter().map(|s| s.date));
            cx.pay_hours(label, rate, len, Percent::Only(pct));
        }
        cx.count_hours(real, part);
        brut.jours = Quantity((brut.jours.0 + week.count).normalize());
    }
    crate::gross::temps::pauses::unplaced(&mut cx, &TvNight { genre: Genre::Flux });
    crate::gross::checks::television(&mut cx, days);
    cx.finish(brut)
}
