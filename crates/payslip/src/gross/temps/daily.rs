//! What artists and figurants share: cachets, hours of a sheet, premiums under a ceiling.

use std::collections::BTreeMap;

use cddu_rates::{Diagnostic, Holiday, Rate, holiday};
use chrono::{Datelike, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::input::Engagement;
use crate::gross::lines::{Hourly, Label, Percent};
use crate::gross::temps::hours::{Ticks, Time};
use crate::gross::temps::sheet::{Slot, WorkDay, monday};
use crate::gross::temps::walk::{Bands, NightRule, Scope, Slice, walk};
use crate::rules;
use crate::trace::{Number, Part, Val};

/// Cachets of the engagement: as given, else one per day.
///
/// # Errors
/// `BRUT-002` when there is none, `BRUT-005` for a fraction.
pub(in crate::gross) fn cachets(cx: &Context<'_>, days: &[WorkDay]) -> Result<u32, Vec<Diagnostic>> {
    // A week pays the holiday that is in it; a day that the contract does not hold is not paid.
    let kept = |d: &&WorkDay| !d.slots.is_empty() || (d.ferie_chome && weekly(cx));
    let worked = u32::try_from(days.iter().filter(kept).count()).unwrap_or(u32::MAX);
    let given = match (cx.input.cachets, cx.input.jours) {
        (Some(cachets), _) => cachets,
        (None, Some(jours)) => u32::try_from(jours.0.trunc().mantissa())
            .ok()
            .filter(|_| jours.0.fract().is_zero())
            .ok_or_else(|| {
                vec![
                    Diagnostic::error("BRUT-005", format!("« {jours} » : une journée est indivisible"))
                        .at("jours")
                        .hint("donner un nombre entier de jours"),
                ]
            })?,
        (None, None) if worked == 0 && !cx.feuille.prestations.is_empty() => 0,
        (None, None) if days.is_empty() => {
            cx.feuille.semaines.iter().map(|w| w.whole_days().unwrap_or(0)).sum()
        }
        (None, None) => worked,
    };
    if given == 0 && cx.feuille.prestations.is_empty() {
        return Err(vec![crate::gross::nothing_to_count()]);
    }
    Ok(given)
}

/// Effective hours of the engagement: the sheet, or the total given; `None` when nothing is said.
pub(in crate::gross) fn hours(cx: &mut Context<'_>, days: &[WorkDay]) -> Option<Time> {
    if days.is_empty() && !cx.feuille.semaines.is_empty() {
        let totals = week_totals(cx);
        let name = cx.name("heures_engagement", "heures de travail");
        return Some(cx.sum(name, &totals));
    }
    if days.is_empty() {
        let given = cx.input.heures?;
        let all = cx.given("heures_donnees", "heures données", given.0);
        let name = cx.name("heures_engagement", "heures de travail");
        return Some(cx.time(name, Ticks::quantity(given), "{0} × 60", &[all.f], &rules::TEMPS_HEURES));
    }
    let parts: Vec<Time> = days.iter().map(|d| cx.day_time(d)).collect();
    let name = cx.name("heures_engagement", "heures de travail");
    Some(cx.sum(name, &parts))
}

/// Hours of the weekly totals, one by week.
pub(in crate::gross) fn week_totals(cx: &mut Context<'_>) -> Vec<Time> {
    let mut found = Vec::new();
    for week in &cx.feuille.semaines {
        let (part, place) =
            (Some(Part::Week(monday(week.debut))), week.origine.as_ref().map(|origine| cx.t.row(origine)));
        let name = cx.named("heures_donnees", "heures données", part);
        let given = cx.t.read(name, Val::Number(week.heures.0), place);
        let name = cx.named("heures_semaine", "heures de travail", part);
        let len = Ticks::quantity(week.heures);
        found.push(cx.time(name, len, "{0} × 60", &[given], &rules::TEMPS_HEURES));
    }
    found
}

/// Hours that so many cachets stand for, when nothing says more.
pub(in crate::gross) fn hours_of_cachets(
    cx: &mut Context<'_>,
    cachets: Number,
    each: i64,
    text: &'static str,
) -> Time {
    let number = i64::try_from(cachets.v.mantissa()).unwrap_or(0);
    let name = cx.name("heures_cachets", "heures des cachets");
    cx.time(name, Ticks::whole_hours(each * number), text, &[cachets.f], &rules::TEMPS_GARANTIE)
}

/// Hours beyond others, or nothing.
pub(in crate::gross) fn beyond(
    cx: &mut Context<'_>,
    (code, label): (&'static str, &'static str),
    len: Time,
    limit: Time,
    rule: &str,
) -> Time {
    let (name, rule) = (cx.name(code, label), cx.applied(rule));
    cx.time(name, Ticks((len.v - limit.v).0.max(0)), "max(0 ; {0} - {1})", &[len.f, limit.f], rule)
}

/// Hours that the agreement states.
pub(in crate::gross) fn limit(cx: &mut Context<'_>, hours: i64, text: &'static str, rule: &str) -> Time {
    let (name, rule) = (cx.name("limite", "heures de la règle"), cx.applied(rule));
    cx.time(name, Ticks::whole_hours(hours), text, &[], rule)
}

/// By the week when the input says so.
pub(in crate::gross) fn weekly(cx: &Context<'_>) -> bool {
    cx.feuille.engagement == Some(Engagement::Semaine)
}

/// Six days or five, when the sheet shows the same number of days in every civil week.
fn sheet_of_six(cx: &Context<'_>) -> Option<bool> {
    let mut weeks: BTreeMap<NaiveDate, Decimal> = BTreeMap::new();
    for day in cx.days.iter().filter(|d| d.counts()).map(|d| d.date) {
        *weeks.entry(monday(day)).or_default() += Decimal::ONE;
    }
    if weeks.is_empty() {
        for week in &cx.feuille.semaines {
            *weeks.entry(monday(week.debut)).or_default() += week.jours.0;
        }
    }
    for day in cx.absents.iter().filter(|d| d.idle) {
        *weeks.entry(monday(day.date)).or_default() += Decimal::ONE;
    }
    let all = |days: i64| !weeks.is_empty() && weeks.values().all(|n| *n == Decimal::from(days));
    match (all(6), all(5)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// Days of a week and number of weeks of a weekly engagement: six days when the week is organised so, else five.
///
/// # Errors
/// `BRUT-005` when the days do not make whole weeks.
pub(in crate::gross) fn whole_weeks(cx: &Context<'_>, cachets: u32) -> Result<(u32, u32), Vec<Diagnostic>> {
    let six = cx.feuille.semaine_6_jours.or_else(|| sheet_of_six(cx)).unwrap_or_else(|| {
        // Thirty cachets are six weeks of five days or five of six: the weeks of the contract tell.
        let told = cachets.is_multiple_of(30) && cx.input.semaines_contrat == Some(cachets / 6);
        told || weeks_of_six(cx, cachets)
    });
    let per_week = if six { 6 } else { 5 };
    if cachets.is_multiple_of(per_week) {
        return Ok((per_week, cachets / per_week));
    }
    Err(vec![
        Diagnostic::error("BRUT-005", format!("{cachets} cachets ne font pas des semaines de {per_week} jours"))
            .at("cachets")
            .hint("un engagement à la semaine compte 5 ou 6 cachets par semaine ; les autres jours sont à la journée"),
    ])
}

/// Thirty cachets are five weeks of six days or six of five: the sheet tells, else the weeks of the period.
fn weeks_of_six(cx: &Context<'_>, cachets: u32) -> bool {
    if !cachets.is_multiple_of(6) || !cachets.is_multiple_of(5) {
        return cachets.is_multiple_of(6);
    }
    let mut weeks: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for day in cx.days.iter().filter(|d| d.counts()) {
        *weeks.entry(monday(day.date)).or_default() += 1;
    }
    for week in &cx.feuille.semaines {
        *weeks.entry(monday(week.debut)).or_default() += week.whole_days().unwrap_or(0);
    }
    if weeks.values().sum::<u32>() == cachets {
        return weeks.values().all(|n| *n == 6);
    }
    let held = cx.input.periode.map(|p| p.weeks().count());
    held.is_some_and(|held| usize::try_from(cachets / 5).is_ok_and(|weeks| weeks > held))
}

/// Slices of the whole sheet, nights counted.
pub(in crate::gross) fn slices(days: &[WorkDay], night: &dyn NightRule) -> Vec<Slice> {
    let slots: Vec<Slot> = days.iter().flat_map(|d| d.slots.iter().copied()).collect();
    walk(&slots, &Bands(Vec::new()), Scope::Day, night, &mut BTreeMap::new())
}

/// Rules of the premiums of film artists and figurants.
pub(in crate::gross) struct Rules {
    pub night: &'static str,
    pub sunday: &'static str,
    /// Percent of the base, each hour.
    pub night_pct: Number,
    pub long_night_pct: Number,
    pub sunday_pct: Number,
    /// Ceiling of the premiums of one hour, percent of the base; 1 May is outside.
    pub ceiling: Number,
    /// Sunday and holiday do not add up.
    pub best_of_sunday_and_holiday: bool,
}

/// A premium of one kind at one rate.
struct Group {
    nominal: Number,
    applied: Number,
    slices: Vec<Slice>,
}

/// The law pays the work of 1 May twice (C. trav. L3133-6): again the pay of the hours that a day covers, eight at most,
/// and that of the hours beyond, the conventional base raised by their premium.
pub(in crate::gross) fn first_of_may(
    cx: &mut Context<'_>,
    slices: &[Slice],
    day: Hourly,
    (base, beyond): (Hourly, Number),
    rule: &str,
) {
    let may: Vec<Slice> =
        slices.iter().filter(|s| holiday(s.date) == Some(Holiday::FeteDuTravail)).copied().collect();
    if may.is_empty() {
        return;
    }
    let law = cx.applied(rule);
    let all = cx.slices_time(("heures_1er_mai", "heures du 1er mai"), None, &may, law);
    let eight = Ticks::whole_hours(8);
    let parts = [
        ("heures_1er_mai_payees", "heures du 1er mai, huit au plus", all.v.min(eight), "min({0} ; 480)"),
        (
            "heures_1er_mai_au_dela",
            "heures du 1er mai au-delà de huit",
            Ticks((all.v - eight).0.max(0)),
            "max(0 ; {0} - 480)",
        ),
    ];
    for (rank, (name, label, v, text)) in parts.into_iter().enumerate() {
        let name = cx.name(name, label);
        let len = cx.time(name, v, text, &[all.f], law);
        let name = cx.name("doublement", "doublement du 1er mai");
        let (at, title, v, text, args) = if rank == 0 {
            (day, "1er mai travaillé", Decimal::ONE_HUNDRED, "100", vec![])
        } else {
            let v = Decimal::ONE_HUNDRED + beyond.v;
            (base, "1er mai travaillé, heures au-delà de huit", v, "100 + {0}", vec![beyond.f])
        };
        let f = cx.t.formula(name, Val::Percent(Rate(v)), text, &args, law);
        let label = Label::new("ferie_1er_mai", title, rule).days(may.iter().map(|s| s.date));
        cx.pay_hours(label, at, len, Percent::Only(Number { v, f }));
    }
}

/// Writes night, Sunday and holiday premiums, each hour under the ceiling; 1 May apart.
pub(in crate::gross) fn premiums(cx: &mut Context<'_>, slices: &[Slice], base: Hourly, rules: &Rules) {
    type Key = (u8, &'static str, Decimal);
    let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
    for slice in slices {
        let found = holiday(slice.date);
        let mut kinds: Vec<(u8, &'static str, Number)> = Vec::new();
        if let Some((_, long)) = slice.night {
            kinds.push(if long {
                (1, "nuit_100", rules.long_night_pct)
            } else {
                (1, "nuit_50", rules.night_pct)
            });
        }
        let sunday = slice.date.weekday() == Weekday::Sun;
        if sunday && !(rules.best_of_sunday_and_holiday && found.is_some()) {
            kinds.push((2, "dimanche", rules.sunday_pct));
        }
        match found {
            // 1 May is the law's: `first_of_may`.
            Some(Holiday::FeteDuTravail) | None => {}
            Some(_) => kinds.push((3, "ferie", rules.sunday_pct)),
        }
        let mut before: Vec<Number> = Vec::new();
        for (rank, code, nominal) in kinds {
            let used: Decimal = before.iter().map(|n| n.v).sum();
            let left = nominal.v.min(rules.ceiling.v - used);
            let group = groups.entry((rank, code, left)).or_insert_with(|| {
                let applied =
                    crate::gross::premiums::capped(cx, nominal, rules.ceiling, &before, rules.sunday);
                Group { nominal, applied, slices: Vec::new() }
            });
            group.slices.push(*slice);
            before.push(group.applied);
        }
    }
    for ((_, code, _), Group { nominal, applied, slices }) in groups {
        let (name, rule) = match code {
            "nuit_50" => ("Heures de nuit", rules.night),
            "nuit_100" => ("Heures de nuit au-delà de la 8e", rules.night),
            "dimanche" => ("Heures du dimanche", rules.sunday),
            _ => ("Heures d'un jour férié", rules.sunday),
        };
        let law = cx.applied(rule);
        let len = cx.slices_time(("heures_majorees", "heures majorées"), None, &slices, law);
        let label = Label::new(code, name, rule)
            .detail(crate::gross::premiums::limited(nominal, applied))
            .days(slices.iter().map(|s| s.date));
        cx.pay_hours(label, base, len, Percent::Only(applied));
    }
}

/// Sixth days worked of each civil week in the Paris region.
pub(in crate::gross) fn sixth_days(days: &[WorkDay]) -> Vec<&WorkDay> {
    let mut count: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    days.iter()
        .filter(|d| !d.slots.is_empty())
        .filter(|d| {
            let seen = count.entry(crate::gross::temps::sheet::monday(d.date)).or_default();
            *seen += 1;
            *seen == 6 && d.zone == crate::gross::input::Zone::Paris
        })
        .collect()
}

/// Missing hours of rest between days, at a percentage of the base.
pub(in crate::gross) fn rest(
    cx: &mut Context<'_>,
    days: &[WorkDay],
    base: Hourly,
    rule: &'static str,
) -> Result<(), Vec<Diagnostic>> {
    let label = Label::new("repos_11h", "Heures manquantes au repos de 11 heures", rule);
    crate::gross::indemnites::pay_rest(cx, label, days, base, rule)
}

/// The effective hours of some days, added up.
pub(in crate::gross) fn hours_of(cx: &mut Context<'_>, days: &[&WorkDay]) -> Time {
    let parts: Vec<Time> = days.iter().map(|d| cx.day_time(d)).collect();
    let name = cx.name("heures_des_jours", "heures des jours");
    cx.sum(name, &parts)
}

/// A number of days or of cachets: those of the contract, else the days of the sheet.
pub(in crate::gross) fn count(
    cx: &mut Context<'_>,
    code: &'static str,
    label: &'static str,
    number: u32,
) -> Number {
    cx.given(code, label, number.into())
}
