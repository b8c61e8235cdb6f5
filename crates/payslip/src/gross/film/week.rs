//! Weekly engagement of a film technician: guarantee, bands, equivalence, premiums (titre II art. 9, 25, 26, 30, 37).

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Diagnostic, Quantity};
use chrono::{Datelike, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::gross::absence::{self, AbsentWeek};
use crate::gross::context::Context;
use crate::gross::convenu;
use crate::gross::film::Terms;
use crate::gross::heures_sup::{self, AutreContrat, SixthDay, Stretch};
use crate::gross::input::{Annexe, NatureJour, Zone};
use crate::gross::lines::{Label, Percent};
use crate::gross::output::Brut;
use crate::gross::premiums::{FilmNight, Premiums};
use crate::gross::temps::hours::{Ticks, Time};
use crate::gross::temps::sheet::{Slot, WorkDay};
use crate::gross::temps::walk::{Band, Scope, walk};
use crate::gross::temps::weeks::{Week, weeks};
use crate::methods::FerieSemaineMethod;
use crate::rules;
use crate::trace::{Fig, Number, Part, Val};
use crate::vocabulary::HeureSup;

/// Code, label and rule of the bands of the week.
const NAMES: [(&str, &str, &str); 4] = [
    ("base", "Salaire de base", "F01"),
    ("hs_25", "Heures supplémentaires 36 à 43", "F03"),
    ("hs_50", "Heures supplémentaires 44 à 48", "F04"),
    ("hs_75", "Heures supplémentaires à partir de la 49e", "F05"),
];

/// Writes the lines of every week.
pub(in crate::gross) fn pay(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    days: &[WorkDay],
    brut: &mut Brut,
) -> Result<(), Vec<Diagnostic>> {
    let mut weeks = weeks(cx, days)?;
    let several = weeks.len() > 1;
    let mut nights = BTreeMap::new();
    let mut reference_total = Cents::ZERO;
    for week in &mut weeks {
        let part = week.part(several);
        sixth_of_total(cx, week, part);
        let hours = one(cx, terms, week, part, &mut nights, &mut reference_total)?;
        cx.count_hours(hours, part);
        brut.jours = Quantity((brut.jours.0 + week.paid_days()).normalize());
    }
    if let Some(reference) = terms.reference {
        let paid = cx.lines.sum_of(&["base", "hs_25", "hs_50", "hs_75", "arrondi", "annexe_3bis"]);
        // Annexe 3: the reference of each week less its minimum; 3 bis: the annexe 2 total less what is paid.
        let whole = if cx.feuille.annexe == Some(Annexe::A3) {
            let five = Decimal::from(5);
            // As the guarantee: a week held in part counts its days, another one is whole.
            let share = |w: &Week<'_>| match w.count.is_zero() {
                true => Decimal::ZERO,
                false if w.edge => w.planned_days() / five,
                false => Decimal::ONE,
            };
            let weeks: Decimal = weeks.iter().map(share).sum();
            Cents::round((Cents::round(reference.v) - Cents::round(terms.weekly.v)).to_decimal() * weeks)
        } else {
            reference_total - paid
        };
        // Days that nothing pays bring no interessement either (C).
        let taken = cx.lines.sum_of(&["absence"]);
        let whole = if taken.is_zero() || paid.is_zero() {
            whole
        } else {
            Cents::round(whole.to_decimal() * (paid + taken).to_decimal() / paid.to_decimal())
        };
        brut.interessement = Some(Cents(2 * whole.or_zero().0));
    }
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "the running totals of the weeks are passed along")]
fn one(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    week: &Week<'_>,
    part: Option<Part>,
    nights: &mut BTreeMap<NaiveDate, Ticks>,
    reference_total: &mut Cents,
) -> Result<Time, Vec<Diagnostic>> {
    let sixth = sixth_day(week);
    let off = |slot: &&Slot| sixth.contains(&slot.work_day);
    let counted: Vec<Slot> = week.slots.iter().filter(|s| !off(s)).copied().collect();
    let apart: Vec<Slot> = week.slots.iter().filter(off).copied().collect();
    let real = week.total.unwrap_or_else(|| {
        cx.slots_time(("heures_semaine", "heures de travail de la semaine"), part, &counted)
    });
    let off_work = Decimal::from(week.off.len());
    let first = cx.lines.written.len();
    let PaidWeek { paid, worked, counted: done, guaranteed, holiday_inside } =
        paid_hours(cx, terms, week, (real, part), (off_work, !sixth.is_empty()))?;
    // Hours of a holiday not worked are paid; they are no overtime, whatever the bands pay for them.
    let counted_over = if holiday_inside { worked } else { heures_sup::counted(cx, paid.v, worked) };
    let over = cx.overtime(week.start, counted_over)?;
    bands(cx, terms, (paid, part), reference_total, [over, over.until(guaranteed)]);
    let mut all = vec![paid];
    let mut idle = None;
    if !off_work.is_zero() && !holiday_inside {
        idle = Some(holiday_off(cx, terms, week, (paid, first), off_work, part)?);
    }
    if !week.absent.is_empty() {
        let (least, planned) = match (done, guaranteed.is_zero()) {
            // Equivalence: the hours of the week itself.
            (None, _) => (paid, week.count),
            (Some(_), _) => {
                let least = guarantee(cx, week, !sixth.is_empty())?;
                let six = least.v >= cx.hours_until("F22")?.v;
                (least, if six { week.engaged_days() } else { week.planned_days() })
            }
        };
        let away = AbsentWeek {
            part,
            days: week.absent.clone(),
            least,
            planned,
            first,
            rate: terms.rate,
            bands: &terms.bands,
            worked: done,
            holiday: idle.filter(|_| done.is_some()).map(|_| holiday_hours(cx, off_work, part)),
            paid,
            over: over.from,
            guaranteed,
        };
        all[0] = absence::take_back(cx, &away);
    }
    if let Some(len) = week.sixth {
        let label = Label::new("jour_6", "6e jour de la semaine", "F19").part(part);
        let pct = cx.percent("F19")?;
        let mut share = SixthDay::default();
        let end = paid.v + len.v;
        let over = cx.overtime(week.start, end)?;
        let from = over.from.max(paid.v);
        share.add(&terms.bands, Stretch { from, to: end.max(from) });
        let label = label.overtime(Some(share.mark(cx, terms.rate, pct.v + Decimal::ONE_HUNDRED)));
        cx.pay_hours(label, terms.rate, len, Percent::Plus(pct));
    }
    let own = heures_sup::counted_time(cx, over.to, [Some(paid), done], part);
    let beside = AutreContrat { week: week.start, part, rate: terms.rate, names: &NAMES[1..] };
    beside.pay(cx, &terms.bands, own);
    let mut premiums = Premiums::default();
    let slices = walk(&counted, &terms.bands, Scope::Week, &FilmNight, nights);
    let over = heures_sup::of_slices(cx, &slices, Ticks::ZERO, None)?;
    premiums.add(cx, &slices, &BTreeSet::new(), true, (&over, &terms.bands))?;
    let slices = walk(&apart, &crate::gross::temps::walk::Bands(Vec::new()), Scope::Week, &FilmNight, nights);
    let over = heures_sup::of_slices(cx, &slices, paid.v, None)?;
    premiums.add(cx, &slices, &sixth, true, (&over, &terms.bands))?;
    premiums.write(cx, terms.rate, part);
    if !apart.is_empty() {
        all.push(cx.slots_time(("heures_jour_6", "heures du 6e jour"), part, &apart));
    }
    all.extend(week.sixth);
    let name = cx.named("heures_payees_semaine", "heures payées de la semaine", part);
    let worked = cx.sum(name, &all);
    // A holiday not worked is paid, and is no hour of the overtime count.
    cx.week_hours(week.start, worked.v);
    let Some(idle) = idle else { return Ok(worked) };
    let name = cx.named("heures_avec_ferie", "heures payées, jour férié chômé compris", part);
    Ok(cx.sum(name, &[worked, idle]))
}

/// The hours of a week before its sixth day.
struct PaidWeek {
    paid: Time,
    /// Counted without the guarantee.
    worked: Ticks,
    /// The same with its node; `None` under equivalence, where presence is no measure of the pay.
    counted: Option<Time>,
    /// Guaranteed by the engagement.
    guaranteed: Ticks,
    /// The holiday not worked is paid by these hours: nothing is added for it.
    holiday_inside: bool,
}

impl PaidWeek {
    /// Hours paid as they are counted, nothing guaranteed.
    const fn of(hours: Time, counted: Option<Time>) -> Self {
        Self { paid: hours, worked: hours.v, counted, guaranteed: Ticks::ZERO, holiday_inside: false }
    }
}

/// The hours that a week pays before its sixth day: rounded up to the half hour (F02), guaranteed (F01, F22), or those of
/// equivalence (F23).
fn paid_hours(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    week: &Week<'_>,
    (real, part): (Time, Option<Part>),
    (off_work, paris_sixth): (Decimal, bool),
) -> Result<PaidWeek, Vec<Diagnostic>> {
    if let Some(hours) = equivalence(cx, terms, week, real)? {
        return Ok(PaidWeek::of(hours, None));
    }
    let (name, rule) =
        (cx.named("heures_decomptees", "heures décomptées de la semaine", part), cx.applied("F02"));
    let counted = cx.time(name, real.v.ceil_half_hour(), "demi_heure({0})", &[real.f], rule);
    let holiday = !off_work.is_zero();
    let method = if holiday {
        let method = cx.input.methodes.ferie_semaine.unwrap_or_default();
        cx.method("ferie_semaine", method.key());
        method
    } else {
        // Without a holiday every reading is this one.
        FerieSemaineMethod::Garantie
    };
    if method == FerieSemaineMethod::Ajoute {
        return Ok(PaidWeek::of(counted, Some(counted)));
    }
    let least = guarantee(cx, week, paris_sixth)?;
    let (name, rule) = (cx.named("heures_garanties", "heures payées de la semaine", part), cx.applied("F01"));
    let paid = if method == FerieSemaineMethod::Assimile {
        let days = cx.given("jours_feries", "jours fériés chômés", off_work);
        let v = (counted.v + Ticks::from_hours(Decimal::from(7) * off_work)).max(least.v);
        cx.time(name, v, "max({0} + 420 × {2} ; {1})", &[counted.f, least.f, days.f], rule)
    } else {
        cx.time(name, counted.v.max(least.v), "max({0} ; {1})", &[counted.f, least.f], rule)
    };
    let guaranteed = if holiday { Ticks::ZERO } else { least.v };
    Ok(PaidWeek { paid, worked: counted.v, counted: Some(counted), guaranteed, holiday_inside: holiday })
}

/// Base and overtime lines (F01, F03 to F05).
///
/// `over`: the overtime of the week, then the part of it that the engagement guarantees.
fn bands(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    (paid, part): (Time, Option<Part>),
    reference_total: &mut Cents,
    [over, guaranteed]: [Stretch; 2],
) {
    let split = cx.split(&terms.bands, paid, part);
    if let Some(reference) = terms.reference {
        let total = reference_pay(cx, terms, reference, &split);
        *reference_total += Cents::round(total.v);
        if let Some(formula) = terms.annexe3.filter(|f| f.sur_total_annexe2)
            && cx.feuille.annexe == Some(Annexe::A3Bis)
        {
            let named = ("salaire_annexe3", "salaire de l'annexe 3 sur le total de l'annexe 2");
            let amount = crate::gross::film::annexe3_pay(cx, formula, total, named);
            // The pay follows the hours at their premium: the overtime has its share of it.
            let weight = |stretch: Stretch| -> Decimal {
                let mut from = Ticks::ZERO;
                let parts = split.iter().map(|(band, len)| {
                    let inside = stretch.inside(from, from + len.v);
                    from += len.v;
                    Decimal::from(inside.0) * (Decimal::ONE_HUNDRED + band.pct())
                });
                parts.sum()
            };
            let all = weight(Stretch { from: Ticks::ZERO, to: paid.v });
            let share = HeureSup {
                heures: over.inside(Ticks::ZERO, paid.v).shown(),
                montant: if all.is_zero() {
                    Cents::ZERO
                } else {
                    Cents::round(amount.v.to_decimal() * weight(over) / all)
                },
                ..HeureSup::default()
            };
            let label =
                Label::new("annexe_3bis", "Salaire annexe 3 bis", "F23").part(part).overtime(Some(share));
            cx.pay_fixed(label, amount.v, "{0}", &[amount.f]);
            return;
        }
    }
    let mut from = Ticks::ZERO;
    let first = cx.lines.written.len();
    for ((band, len), (code, nom, rule)) in split.into_iter().zip(NAMES) {
        let inside = over.inside(from, from + len.v);
        let structural = guaranteed.inside(from, from + len.v);
        let share = heures_sup::mark(terms.rate, Decimal::ONE_HUNDRED + band.pct(), inside, structural);
        let marked = code != "base" || !inside.is_zero();
        let label = Label::new(code, nom, rule).part(part).overtime(marked.then_some(share));
        cx.pay_hours(label, terms.rate, len, band.percent());
        from += len.v;
    }
    convenu::rest(cx, terms.agreed, paid.v, first, part);
}

/// What the bands of a week pay at the reference pay of annexe 1, unrounded.
fn reference_pay(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    reference: Number,
    split: &[(Band, Time)],
) -> Number {
    let hours = terms.rate.hours;
    let mut parts = Vec::new();
    for (band, len) in split {
        let unit = reference.v / hours.v * ((Decimal::ONE_HUNDRED + band.pct()) / Decimal::ONE_HUNDRED);
        let named = ("paie_reference", "paie de la tranche au salaire de référence");
        let (text, args) = match band.premium {
            None => ("{1} / {2} × {0} / 60", vec![len.f, reference.f, hours.f]),
            Some(pct) => ("{1} / {2} × (100 + {3}) % × {0} / 60", vec![len.f, reference.f, hours.f, pct.f]),
        };
        parts.push(cx.number(named, len.v.times(unit), text, &args, &rules::BRUT_TAUX));
    }
    let args: Vec<Fig> = parts.iter().map(|p| p.f).collect();
    let text = if args.is_empty() { "0" } else { "Σ" };
    let named = ("total_reference", "paie de la semaine au salaire de référence");
    cx.number(named, parts.iter().map(|p| p.v).sum(), text, &args, &rules::BRUT_TAUX)
}

/// The sixth day of a weekly total in the Paris region (F19), when its hours are not given apart: an equal part of the
/// total, as the days of any other total. A total without a week is one line of a published grid: it keeps its bands.
fn sixth_of_total(cx: &mut Context<'_>, week: &mut Week<'_>, part: Option<Part>) {
    let Some(total) = week.total.filter(|_| week.sixth.is_none()) else { return };
    let idle = week.off.len() + week.absent.iter().filter(|d| d.idle).count();
    let worked = week.count - Decimal::from(idle);
    let own_sixth = cx.feuille.zone == Zone::Paris && cx.feuille.semaine_6_jours != Some(false);
    if worked < Decimal::from(6) || !own_sixth || total.v.is_zero() {
        return;
    }
    if week.start.is_none() {
        cx.warn(
            "BRUT-109",
            "6 jours en région parisienne sans détail : le 6e jour se paie double et hors heures supplémentaires \
             (titre II art. 39) ; donner temps ou heures_jour_6",
        );
        return;
    }
    cx.warn(
        "BRUT-109",
        "total de 6 jours en région parisienne : le 6e jour, un sixième des heures, se paie double et hors heures \
         supplémentaires (titre II art. 39) ; une ligne par jour dit ses heures",
    );
    let sixth = Ticks(total.v.0 / 6);
    let name = cx.named("heures_jour_6", "heures du 6e jour, part égale du total", part);
    let sixth = if total.v.0 % 6 == 0 {
        cx.time(name, sixth, "{0} / 6", &[total.f], &rules::TEMPS_HEURES)
    } else {
        Time { v: sixth, f: cx.t.input(name, Val::Minutes(sixth.in_minutes())) }
    };
    let name = cx.named("heures_5_jours", "heures des cinq premiers jours", part);
    let rest = cx.time(name, total.v - sixth.v, "{0} - {1}", &[total.f, sixth.f], &rules::TEMPS_HEURES);
    (week.total, week.sixth) = (Some(rest), Some(sixth));
}

/// The sixth working day of the civil week in the Paris region (F19): paid double, left out of the overtime count.
fn sixth_day(week: &Week<'_>) -> BTreeSet<NaiveDate> {
    let mut found = BTreeSet::new();
    let worked = week.days.iter().filter(|d| !d.slots.is_empty());
    for (rank, day) in worked.enumerate() {
        if rank == 5 && day.zone == Zone::Paris && day.date.weekday() != Weekday::Sun {
            found.insert(day.date);
        }
    }
    found
}

/// Hours guaranteed for the week: 39, or 47 on six days outside the Paris region (F01, F22). The first and the last week
/// of an engagement are guaranteed for the days they hold; those between them whole. The days are those of the contract:
/// the week is guaranteed the same paid alone or with the others.
fn guarantee(cx: &mut Context<'_>, week: &Week<'_>, paris_sixth: bool) -> Result<Time, Vec<Diagnostic>> {
    let six = Decimal::from(6);
    let six_days =
        cx.feuille.semaine_6_jours.unwrap_or(week.count >= six) && (!week.edge || week.count >= six);
    let outside = cx.feuille.zone == Zone::Autre
        || week.days.first().is_some_and(|d| d.zone == Zone::Autre && d.counts());
    if six_days && outside && !paris_sixth {
        let six = cx.hours_until("F22")?;
        return Ok(longer(cx).filter(|agreed| agreed.v > six.v).unwrap_or(six));
    }
    let full = match longer(cx) {
        Some(agreed) => agreed,
        None => cx.hours_until("F01")?,
    };
    let five = Decimal::from(5);
    if week.count >= five {
        return Ok(full);
    }
    if !week.edge {
        let message = "semaine de moins de 5 jours : les 39 heures restent garanties (titre II art. 9)";
        cx.warn("BRUT-112", message);
        return Ok(full);
    }
    cx.warn(
        "BRUT-112",
        "semaine incomplète au début ou à la fin de l'engagement : garantie de 39 heures ramenée au nombre de jours",
    );
    let days = cx.given("jours_garantis", "jours de la semaine", week.engaged_days());
    let len = Ticks::from_hours(full.v.times(Decimal::ONE) * days.v / five);
    let (name, rule) = (cx.name("garantie_partielle", "garantie des jours de la semaine"), cx.applied("F01"));
    Ok(cx.time(name, len, "{0} × {1} / 5", &[full.f, days.f], rule))
}

/// Hours of a week agreed for more than thirty-nine: its pay is the pay of the week. Annexe 3 is paid on thirty-nine.
fn longer(cx: &mut Context<'_>) -> Option<Time> {
    let hours = cx.feuille.heures_base.filter(|h| h.0 > Decimal::from(39))?;
    if cx.feuille.salaire_base.is_none() || crate::gross::film::derogates(cx.feuille) {
        return None;
    }
    Some(crate::gross::film::stated(cx, hours.0))
}

/// A public holiday not worked (F18): paid as a normal day, seven hours at least, and the week keeps its pay. Returns the
/// hours it adds to those paid.
fn holiday_off(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    week: &Week<'_>,
    (paid, first): (Time, usize),
    off: Decimal,
    part: Option<Part>,
) -> Result<Time, Vec<Diagnostic>> {
    let days = week.off.clone();
    let len = holiday_hours(cx, off, part);
    let label = Label::new("ferie_chome", "Jour férié chômé", "F18").part(part).days(days);
    cx.pay_hours(label, terms.rate, len, Percent::Whole);
    // What the guaranteed week pays, in hours at the base rate.
    let least = guarantee(cx, week, false)?;
    let due = crate::gross::film::coefficient(
        cx,
        &terms.bands,
        least,
        ("heures_dues", "heures au taux de base garanties"),
    );
    let got = crate::gross::film::coefficient(
        cx,
        &terms.bands,
        paid,
        ("heures_faites", "heures au taux de base payées"),
    );
    let missing = due.v - got.v - len.v.times(Decimal::ONE);
    if missing > Decimal::ZERO {
        let (name, rule) =
            (cx.named("heures_manquantes", "heures au taux de base manquantes", part), cx.applied("F01"));
        let args = [due.f, got.f, len.f];
        let missing = cx.time(name, Ticks::from_hours(missing), "({0} - {1}) × 60 - {2}", &args, rule);
        let label = Label::new("garantie", "Complément de la semaine garantie", "F01").part(part);
        cx.pay_hours(label, terms.rate, missing, Percent::Whole);
    }
    if missing >= Decimal::ZERO {
        convenu::rest(cx, terms.agreed, least.v, first, part);
    }
    // Hours of the holiday, or those that bring the week to its guarantee.
    let (name, rule) = (cx.named("heures_ferie", "heures payées du jour férié", part), cx.applied("F18"));
    let v = len.v.max(least.v - paid.v);
    Ok(cx.time(name, v, "max({0} ; {1} - {2})", &[len.f, least.f, paid.f], rule))
}

/// Seven hours for each holiday not worked (F18).
fn holiday_hours(cx: &mut Context<'_>, off: Decimal, part: Option<Part>) -> Time {
    let count = cx.given("jours_feries", "jours fériés chômés", off);
    let (name, rule) =
        (cx.named("heures_feriees", "sept heures par jour férié chômé", part), cx.applied("F18"));
    cx.time(name, Ticks::from_hours(Decimal::from(7) * off), "420 × {0}", &[count.f], rule)
}

/// Paid hours of an equivalence week (F23), or nothing when equivalence does not apply.
fn equivalence(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    week: &Week<'_>,
    real: Time,
) -> Result<Option<Time>, Vec<Diagnostic>> {
    if !matches!(cx.feuille.annexe, Some(Annexe::A2 | Annexe::A3Bis)) {
        return Ok(None);
    }
    let Some(fonction) = terms.fonction else {
        cx.warn("BRUT-111", "équivalence : fonction inconnue, les heures réelles sont payées");
        return Ok(None);
    };
    let five = Decimal::from(5);
    let six = week.count >= Decimal::from(6);
    let found = cx.conventions.history(fonction).into_iter().rfind(|row| {
        row.annexe == "2" && row.jours == Some(if six { 6 } else { 5 }) && row.presence.is_some()
    });
    let found = found.and_then(|row| Some((row.heures?, row.presence?, row.place())));
    let Some((hours, presence, place)) = found else {
        let name = cx.conventions.fonction(fonction).nom.clone();
        cx.warn(
            "BRUT-111",
            format!("« {name} » n'a pas d'heures d'équivalence : les heures réelles sont payées"),
        );
        return Ok(None);
    };
    if week.slots.iter().any(|s| s.nature != NatureJour::Tournage && s.start.is_some()) {
        cx.warn("BRUT-111", "l'équivalence ne vaut que pour le tournage (titre II art. 30)");
    }
    let share = if week.count < five && week.one_of_several { week.count / five } else { Decimal::ONE };
    let share = cx.given("part_semaine", "part de la semaine", share);
    let rule = cx.applied("F23");
    let mut stated = |code, label, hours: Decimal| {
        let name = cx.name(code, label);
        let given = cx.t.convention(name, Val::Number(hours), place);
        let name = cx.name("duree_equivalence", "durée d'équivalence");
        cx.time(name, Ticks::from_hours(hours * share.v), "{0} × {1} × 60", &[given, share.f], rule)
    };
    let hours = stated("heures_equivalence", "heures payées de l'équivalence", hours);
    let presence = stated("presence_equivalence", "heures de présence de l'équivalence", presence);
    let beyond = Ticks((real.v - presence.v).0.max(0)).ceil_half_hour();
    let name = cx.name("heures_payees_semaine", "heures payées de la semaine d'équivalence");
    let args = [hours.f, real.f, presence.f];
    let text = "{0} + demi_heure(max(0 ; {1} - {2}))";
    Ok(Some(cx.time(name, hours.v + beyond, text, &args, rule)))
}
