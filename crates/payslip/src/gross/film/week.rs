//! Weekly engagement of a film technician: guarantee, bands, equivalence, premiums (titre II art. 9, 25, 26, 30, 37).

use std::collections::{BTreeMap, BTreeSet};

use cddu_rates::{Cents, Diagnostic, Quantity};
use chrono::{Datelike, NaiveDate, Weekday};
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::film::Terms;
use crate::gross::heures_sup::{self, SixthDay, Stretch};
use crate::gross::input::{Annexe, NatureJour, Zone};
use crate::gross::lines::{Label, fr, fr_day};
use crate::gross::output::Brut;
use crate::gross::premiums::{FilmNight, Premiums};
use crate::gross::temps::hours::Ticks;
use crate::gross::temps::sheet::{Slot, WorkDay};
use crate::gross::temps::walk::{Scope, walk};
use crate::gross::temps::weeks::{Week, weeks};
use crate::payslip::HeureSup;

/// Writes the lines of every week.
pub(in crate::gross) fn pay(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    days: &[WorkDay],
    brut: &mut Brut,
) -> Result<(), Vec<Diagnostic>> {
    let weeks = weeks(cx, days)?;
    let several = weeks.len() > 1;
    let mut nights = BTreeMap::new();
    let mut reference_total = Cents::ZERO;
    for week in &weeks {
        let suffix = match week.start {
            Some(start) if several => format!(" (semaine du {})", fr_day(start)),
            _ => String::new(),
        };
        let hours = one(cx, terms, week, several, &suffix, &mut nights, &mut reference_total)?;
        brut.heures = Quantity((brut.heures.0 + hours.shown().0).normalize());
        brut.jours = Quantity((brut.jours.0 + week.count).normalize());
    }
    if let Some(reference) = terms.reference {
        let paid: Cents = cx
            .lines
            .elements
            .iter()
            .filter(|e| matches!(e.code.as_str(), "base" | "hs_25" | "hs_50" | "hs_75" | "annexe_3bis"))
            .map(|e| e.montant)
            .sum();
        // Annexe 3: the reference of each week less its minimum; 3 bis: the annexe 2 total less what is paid.
        let whole = if cx.feuille.annexe == Some(Annexe::A3) {
            let five = Decimal::from(5);
            let weeks: Decimal = if several {
                weeks.iter().map(|w| w.guaranteed_days().min(five) / five).sum()
            } else {
                Decimal::ONE
            };
            Cents::round((Cents::round(reference) - Cents::round(terms.weekly)).to_decimal() * weeks)
        } else {
            reference_total - paid
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
    several: bool,
    suffix: &str,
    nights: &mut BTreeMap<NaiveDate, Ticks>,
    reference_total: &mut Cents,
) -> Result<Ticks, Vec<Diagnostic>> {
    week.warn_idle(cx);
    let sixth = sixth_day(cx, week);
    let off = |slot: &&Slot| sixth.contains(&slot.work_day);
    let counted: Vec<Slot> = week.slots.iter().filter(|s| !off(s)).copied().collect();
    let apart: Vec<Slot> = week.slots.iter().filter(off).copied().collect();
    let real = week.total.unwrap_or_else(|| counted.iter().map(|s| s.len).sum());
    let off_work = Decimal::from(week.days.iter().filter(|d| d.ferie_chome).count());
    let worked = real.ceil_half_hour();
    let (paid, worked, guaranteed) = match equivalence(cx, terms, week, several, real)? {
        Some(hours) => (hours, hours, Ticks::ZERO),
        None if off_work.is_zero() => {
            let guaranteed = guarantee(cx, week, !sixth.is_empty())?;
            (worked.max(guaranteed), worked, guaranteed)
        }
        None => (worked, worked, Ticks::ZERO),
    };
    let over = cx.overtime(week.start, heures_sup::counted(cx, paid, worked))?;
    bands(cx, terms, paid, suffix, reference_total, [over, over.until(guaranteed)]);
    if !off_work.is_zero() {
        holiday_off(cx, terms, week, paid, off_work, suffix)?;
    }
    if !week.sixth.is_zero() {
        let label = Label::new("jour_6", format!("6e jour de la semaine{suffix}"), "F19");
        let pct = cx.percent("F19")?;
        let mut part = SixthDay::default();
        let end = paid + week.sixth;
        let over = cx.overtime(week.start, end)?;
        let from = over.from.max(paid);
        part.add(&terms.bands, Stretch { from, to: end.max(from) });
        let percent = pct + Decimal::ONE_HUNDRED;
        let label = label.overtime(Some(part.mark(cx, terms.rate, percent)));
        cx.lines.hours(label, terms.rate, week.sixth, percent, Some(pct));
    }
    let mut premiums = Premiums::default();
    let slices = walk(&counted, &terms.bands, Scope::Week, &FilmNight, nights);
    let over = heures_sup::of_slices(cx, &slices, Ticks::ZERO, None)?;
    premiums.add(cx, &slices, &BTreeSet::new(), true, (&over, &terms.bands))?;
    let slices = walk(&apart, &crate::gross::temps::walk::Bands(Vec::new()), Scope::Week, &FilmNight, nights);
    let over = heures_sup::of_slices(cx, &slices, paid, None)?;
    premiums.add(cx, &slices, &sixth, true, (&over, &terms.bands))?;
    premiums.write(cx, terms.rate, suffix);
    let apart: Ticks = apart.iter().map(|s| s.len).sum();
    let all = paid + apart + week.sixth;
    cx.week_hours(week.start, all);
    Ok(all)
}

/// Base and overtime lines (F01, F03 to F05).
///
/// `over`: the overtime of the week, then the part of it that the engagement guarantees.
fn bands(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    paid: Ticks,
    suffix: &str,
    reference_total: &mut Cents,
    [over, guaranteed]: [Stretch; 2],
) {
    const NAMES: [(&str, &str, &str); 4] = [
        ("base", "Salaire de base", "F01"),
        ("hs_25", "Heures supplémentaires 36 à 43", "F03"),
        ("hs_50", "Heures supplémentaires 44 à 48", "F04"),
        ("hs_75", "Heures supplémentaires à partir de la 49e", "F05"),
    ];
    let split = terms.bands.split(paid);
    if let Some(reference) = terms.reference {
        let whole = crate::gross::lines::Hourly { pay: reference, hours: terms.rate.hours };
        let total: Decimal = split
            .iter()
            .map(|(pct, len)| len.times(whole.unit() * (Decimal::ONE_HUNDRED + pct) / Decimal::ONE_HUNDRED))
            .sum();
        *reference_total += Cents::round(total);
        if let Some(formula) = terms.annexe3.filter(|f| f.sur_total_annexe2)
            && cx.feuille.annexe == Some(Annexe::A3Bis)
        {
            let amount = Cents::round(formula.pay(total));
            let text = format!(
                "{} + {} % × ({} - {}) = {} €",
                fr(formula.socle.to_decimal()),
                fr(formula.pourcentage.0),
                fr(total),
                fr(formula.socle.to_decimal()),
                fr(amount.to_decimal())
            );
            // The pay follows the hours at their premium: the overtime has its share of it.
            let weight = |stretch: Stretch| -> Decimal {
                let mut from = Ticks::ZERO;
                let parts = split.iter().map(|(pct, len)| {
                    let inside = stretch.inside(from, from + *len);
                    from += *len;
                    Decimal::from(inside.0) * (Decimal::ONE_HUNDRED + pct)
                });
                parts.sum()
            };
            let all = weight(Stretch { from: Ticks::ZERO, to: paid });
            let part = HeureSup {
                heures: over.inside(Ticks::ZERO, paid).shown(),
                montant: if all.is_zero() {
                    Cents::ZERO
                } else {
                    Cents::round(amount.to_decimal() * weight(over) / all)
                },
                structurelles: Quantity::ZERO,
            };
            let label = Label::new("annexe_3bis", format!("Salaire annexe 3 bis{suffix}"), "F23")
                .overtime(Some(part));
            cx.lines.fixed(label, amount, text);
            return;
        }
    }
    let mut from = Ticks::ZERO;
    for ((pct, len), (code, name, rule)) in split.into_iter().zip(NAMES) {
        let premium = (!pct.is_zero()).then_some(pct);
        let percent = Decimal::ONE_HUNDRED + pct;
        let inside = over.inside(from, from + len);
        let part = heures_sup::mark(terms.rate, percent, inside, guaranteed.inside(from, from + len));
        let marked = code != "base" || !inside.is_zero();
        if code == "base" {
            cx.warn_without_premium(inside);
        }
        let label = Label::new(code, format!("{name}{suffix}"), rule).overtime(marked.then_some(part));
        cx.lines.hours(label, terms.rate, len, percent, premium);
        from += len;
    }
}

/// The sixth working day of the civil week in the Paris region (F19): paid double, left out of the overtime count.
fn sixth_day(cx: &mut Context<'_>, week: &Week<'_>) -> BTreeSet<NaiveDate> {
    let mut found = BTreeSet::new();
    if week.total.is_some() {
        if week.count >= Decimal::from(6)
            && cx.feuille.zone == Zone::Paris
            && week.sixth.is_zero()
            && cx.feuille.semaine_6_jours != Some(false)
        {
            cx.warn(
                "BRUT-109",
                "6 jours en région parisienne sans détail : le 6e jour se paie double et hors heures supplémentaires \
                 (titre II art. 39) ; donner temps ou heures_jour_6",
            );
        }
        return found;
    }
    let worked = week.days.iter().filter(|d| !d.slots.is_empty());
    for (rank, day) in worked.enumerate() {
        if rank == 5 && day.zone == Zone::Paris && day.date.weekday() != Weekday::Sun {
            found.insert(day.date);
        }
    }
    found
}

/// Hours guaranteed for the week: 39, or 47 on six days outside the Paris region (F01, F22). The first and the last week
/// of an engagement are guaranteed for the days they hold; those between them whole.
fn guarantee(cx: &mut Context<'_>, week: &Week<'_>, paris_sixth: bool) -> Result<Ticks, Vec<Diagnostic>> {
    let six = Decimal::from(6);
    let six_days = cx.feuille.semaine_6_jours.unwrap_or(week.count >= six)
        && (!week.edge || week.guaranteed_days() >= six);
    let outside = cx.feuille.zone == Zone::Autre
        || week.days.first().is_some_and(|d| d.zone == Zone::Autre && d.counts());
    if six_days && outside && !paris_sixth {
        return cx.hours_until("F22");
    }
    let full = cx.hours_until("F01")?;
    let five = Decimal::from(5);
    if week.guaranteed_days() >= five {
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
    Ok(Ticks::from_hours(full.times(Decimal::ONE) * week.guaranteed_days() / five))
}

/// A public holiday not worked (F18): paid as a normal day, seven hours at least, and the week keeps its pay.
fn holiday_off(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    week: &Week<'_>,
    paid: Ticks,
    off: Decimal,
    suffix: &str,
) -> Result<(), Vec<Diagnostic>> {
    let days: Vec<NaiveDate> = week.days.iter().filter(|d| d.ferie_chome).map(|d| d.date).collect();
    let len = Ticks::from_hours(Decimal::from(7) * off);
    let label = Label::new("ferie_chome", format!("Jour férié chômé{suffix}"), "F18").days(days);
    cx.lines.hours(label, terms.rate, len, Decimal::ONE_HUNDRED, None);
    // What the guaranteed week pays, in hours at the base rate.
    let due = crate::gross::film::coefficient(&terms.bands, guarantee(cx, week, false)?.times(Decimal::ONE));
    let got =
        crate::gross::film::coefficient(&terms.bands, paid.times(Decimal::ONE)) + len.times(Decimal::ONE);
    if got < due {
        let label = Label::new("garantie", format!("Complément de la semaine garantie{suffix}"), "F01");
        cx.lines.hours(label, terms.rate, Ticks::from_hours(due - got), Decimal::ONE_HUNDRED, None);
    }
    Ok(())
}

/// Paid hours of an equivalence week (F23), or nothing when equivalence does not apply.
fn equivalence(
    cx: &mut Context<'_>,
    terms: &Terms<'_>,
    week: &Week<'_>,
    several: bool,
    real: Ticks,
) -> Result<Option<Ticks>, Vec<Diagnostic>> {
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
    let Some((hours, presence)) = found.and_then(|row| row.heures.zip(row.presence)) else {
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
    let share = if week.count < five && several { week.count / five } else { Decimal::ONE };
    let (hours, presence) = (Ticks::from_hours(hours * share), Ticks::from_hours(presence * share));
    let beyond = Ticks((real - presence).0.max(0)).ceil_half_hour();
    Ok(Some(hours + beyond))
}
