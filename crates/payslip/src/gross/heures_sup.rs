//! Overtime inside the elements of a time sheet: the hours beyond 35 of the civil week, and what each was paid.

use std::collections::BTreeMap;

use cddu_rates::{Cents, Diagnostic, Quantity, Rate};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::lines::{Hourly, Label, Percent, fr};
use crate::gross::temps::hours::{Ticks, Time};
use crate::gross::temps::sheet::monday;
use crate::gross::temps::walk::{Bands, Slice};
use crate::methods::{
    HsArtisteSemaineMethod, HsGarantiesMethod, HsJour6Method, HsJourMethod, HsMajorationsMethod,
};
use crate::trace::{Number, Part, Val};
use crate::vocabulary::HeureSup;

/// A stretch of the hours of a week, counted from its first one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stretch {
    pub from: Ticks,
    pub to: Ticks,
}

impl Stretch {
    pub(super) fn inside(self, from: Ticks, to: Ticks) -> Ticks {
        Ticks((self.to.min(to) - self.from.max(from)).0.max(0))
    }

    /// The same stretch, stopped earlier.
    pub(super) fn until(self, to: Ticks) -> Self {
        Self { from: self.from, to: self.to.min(to) }
    }
}

impl Context<'_> {
    /// The hours of a civil week that are overtime, up to the last one counted: those beyond 35, the hours that other
    /// contracts of this employer hold in the week coming first.
    pub(super) fn overtime(&self, week: Option<NaiveDate>, to: Ticks) -> Result<Stretch, Vec<Diagnostic>> {
        let first = monday(self.date);
        let week = week.unwrap_or(first);
        let limit = self.rates.param("HS_SEUIL_SEMAINE", self.date).map_err(|d| vec![d])?.value;
        let others = self.input.autres.map_or(Quantity::ZERO, |others| others.of(week, first));
        Ok(Stretch { from: Ticks::from_hours((limit - others.0).max(Decimal::ZERO)), to })
    }

    /// Hours that other contracts of this employer hold in a civil week.
    fn others(&self, week: Option<NaiveDate>) -> Decimal {
        let first = monday(self.date);
        self.input.autres.map_or(Decimal::ZERO, |others| others.of(week.unwrap_or(first), first).0)
    }

    /// Keeps the hours of a civil week, for the other contracts of the week.
    pub(super) fn week_hours(&mut self, week: Option<NaiveDate>, hours: Ticks) {
        let week = week.unwrap_or_else(|| monday(self.date));
        let sum = self.weeks.entry(week).or_default();
        sum.0 = (sum.0 + hours.shown().0).normalize();
    }

    /// Premium above which a film technician's overtime is not relieved (the highest of the convention).
    pub(super) fn film_premium_cap(&self) -> Result<Decimal, Vec<Diagnostic>> {
        Ok(self.rates.param("HS_MAJ_3097_T_49", self.date).map_err(|d| vec![d])?.value)
    }
}

/// Overtime of the civil week that the bands of a contract alone do not see.
#[derive(Clone, Copy)]
pub(super) struct AutreContrat<'r> {
    pub week: Option<NaiveDate>,
    pub part: Option<Part>,
    pub rate: Hourly,
    /// Code and rule of each band after the base.
    pub names: &'r [(&'static str, &'static str, &'static str)],
}

impl AutreContrat<'_> {
    /// Overtime is counted over the civil week, whatever the number of contracts with the employer (C. trav. L3121-27 to
    /// -29): the hours of this contract come after those of the contracts started before it. Beyond each threshold of the
    /// agreement it owes the premium of the week less the one that its own bands paid, at its own rate.
    pub(super) fn pay(self, cx: &mut Context<'_>, bands: &Bands, own: Time) {
        self.beyond(cx, bands, own, None);
    }

    /// The same for days that have bands of their own: `paid` is their hours already paid with a premium, by premium, the
    /// lowest first. An hour of a day at 25 % has nothing more from a threshold at 25 %, the difference from one at 50 %.
    pub(super) fn pay_days(self, cx: &mut Context<'_>, bands: &Bands, own: Time, paid: &[(Decimal, Time)]) {
        self.beyond(cx, bands, own, Some(paid));
    }

    fn beyond(self, cx: &mut Context<'_>, bands: &Bands, own: Time, days: Option<&[(Decimal, Time)]>) {
        let before = cx.others(self.week);
        if before.is_zero() && days.is_none() {
            return;
        }
        let others = Ticks::from_hours(before);
        let over = |hours: Ticks, limit: Time| Ticks((hours - limit.v).0.max(0));
        let mut last: Option<Number> = None;
        for (band, (code, _, rule)) in bands.0.iter().skip(1).zip(self.names) {
            let (Some(limit), Some(premium)) = (band.from, band.premium) else { continue };
            let step = last.map_or(premium.v, |last| premium.v - last.v);
            let paid =
                days.and_then(|paid| paid.iter().find(|(pct, _)| *pct >= premium.v)).map(|(_, len)| *len);
            let seen = match days {
                None => over(own.v, limit),
                Some(_) => paid.map_or(Ticks::ZERO, |len| len.v),
            };
            let len = Ticks((over(others + own.v, limit) - over(others, limit) - seen).0.max(0));
            if !len.is_zero() && !step.is_zero() {
                let beside =
                    cx.given("heures_autres_contrats", "heures des autres contrats de la semaine", before);
                let (name, law) = (
                    cx.named(
                        "heures_en_plus",
                        "heures au-delà du seuil, avec les autres contrats",
                        self.part,
                    ),
                    cx.applied(rule),
                );
                let len = match (days, paid) {
                    (None, _) => {
                        let text =
                            "max(0 ; {0} × 60 + {1} - {2}) - max(0 ; {0} × 60 - {2}) - max(0 ; {1} - {2})";
                        cx.time(name, len, text, &[beside.f, own.f, limit.f], law)
                    }
                    (Some(_), None) => {
                        let text = "max(0 ; {0} × 60 + {1} - {2}) - max(0 ; {0} × 60 - {2})";
                        cx.time(name, len, text, &[beside.f, own.f, limit.f], law)
                    }
                    (Some(_), Some(paid)) => {
                        let text = "max(0 ; max(0 ; {0} × 60 + {1} - {2}) - max(0 ; {0} × 60 - {2}) - {3})";
                        cx.time(name, len, text, &[beside.f, own.f, limit.f, paid.f], law)
                    }
                };
                let step = match last {
                    None => premium,
                    Some(last) => {
                        let name =
                            cx.name("majoration_en_plus", "majoration en plus de celle du seuil précédent");
                        let f = cx.t.formula(
                            name,
                            Val::Percent(Rate(step)),
                            "{0} - {1}",
                            &[premium.f, last.f],
                            law,
                        );
                        Number { v: step, f }
                    }
                };
                let share = HeureSup { montant: self.rate.amount(len.v, step.v), ..HeureSup::default() };
                let title = format!("Majoration au-delà de {} h de la semaine civile", fr(limit.v.shown().0));
                let label = Label::new(code, "", rule).titled(title).part(self.part).overtime(Some(share));
                cx.pay_hours(label, self.rate, len, Percent::Only(step));
            }
            last = Some(premium);
        }
    }
}

/// Hours that count when a guarantee pays more than was worked.
pub(super) fn counted(cx: &Context<'_>, paid: Ticks, worked: Ticks) -> Ticks {
    match cx.input.methodes.hs_garanties.unwrap_or_default() {
        HsGarantiesMethod::Payees => paid,
        HsGarantiesMethod::Effectuees => worked.min(paid),
    }
}

/// The node of the hours counted: one of those known, else the figure itself.
pub(super) fn counted_time(
    cx: &mut Context<'_>,
    len: Ticks,
    known: [Option<Time>; 2],
    part: Option<Part>,
) -> Time {
    if let Some(time) = known.into_iter().flatten().find(|t| t.v == len) {
        return time;
    }
    let name = cx.named("heures_comptees", "heures comptées dans la semaine civile", part);
    Time { v: len, f: cx.t.input(name, Val::Minutes(len.in_minutes())) }
}

/// The mark of a line of hours: `over` of its `len` hours are overtime.
pub(super) fn mark(rate: Hourly, percent: Decimal, over: Ticks, structural: Ticks) -> HeureSup {
    HeureSup {
        heures: over.shown(),
        montant: rate.amount(over, percent),
        structurelles: structural.shown(),
        ..HeureSup::default()
    }
}

/// The overtime of each slice, in the order walked: hours beyond 35 of the civil week, or beyond a number of hours of
/// the day when the method follows the convention.
pub(super) fn of_slices(
    cx: &Context<'_>,
    slices: &[Slice],
    start: Ticks,
    day: Option<Ticks>,
) -> Result<Vec<Stretch>, Vec<Diagnostic>> {
    let method = cx.input.methodes.hs_jour.unwrap_or_default();
    let mut weeks: BTreeMap<NaiveDate, Ticks> = BTreeMap::new();
    let mut days: BTreeMap<NaiveDate, Ticks> = BTreeMap::new();
    let mut out = Vec::with_capacity(slices.len());
    for slice in slices {
        let week = weeks.entry(monday(slice.date)).or_insert(start);
        let in_day = days.entry(slice.work_day).or_default();
        let whole = Ticks(i64::MAX / 4);
        let (at, over) = match (method, day) {
            (HsJourMethod::Aucune, Some(_)) => (Ticks::ZERO, Stretch::default()),
            (HsJourMethod::Convention, Some(limit)) => (*in_day, Stretch { from: limit, to: whole }),
            _ => (*week, cx.overtime(Some(monday(slice.date)), whole)?),
        };
        // Counted from the start of the week, as the bands are.
        let from = at.max(over.from);
        out.push(Stretch { from, to: from + over.inside(at, at + slice.len) });
        *week += slice.len;
        *in_day += slice.len;
    }
    Ok(out)
}

/// Night, Sunday and holiday premiums that fall on overtime hours, when the method counts them.
pub(super) fn premium_mark(
    cx: &Context<'_>,
    rate: Hourly,
    percent: Decimal,
    over: Ticks,
) -> Option<HeureSup> {
    let all = cx.input.methodes.hs_majorations.unwrap_or_default() == HsMajorationsMethod::Toutes;
    (all && !over.is_zero()).then(|| HeureSup { montant: rate.amount(over, percent), ..HeureSup::default() })
}

/// Hours of a sixth day that are overtime, with what the bands of the week give for them.
#[derive(Clone, Debug, Default)]
pub(super) struct SixthDay {
    /// Hours by the premium of their band.
    bands: BTreeMap<Decimal, Ticks>,
}

impl SixthDay {
    pub(super) fn add(&mut self, bands: &Bands, over: Stretch) {
        let before = bands.lengths(over.from.max(Ticks::ZERO));
        for (rank, (pct, len)) in bands.lengths(over.to).into_iter().enumerate() {
            let len = Ticks(len.0 - before.get(rank).map_or(0, |(_, l)| l.0));
            *self.bands.entry(pct).or_default() += len;
        }
    }

    /// The mark of its line, paid at `percent` of the rate. Each band is a line of the week, rounded like one: the exempt
    /// base is a sum of lines.
    pub(super) fn mark(&self, cx: &Context<'_>, rate: Hourly, percent: Decimal) -> HeureSup {
        let len: Ticks = self.bands.values().copied().sum();
        let whole = rate.amount(len, percent);
        let montant = match cx.input.methodes.hs_jour_6.unwrap_or_default() {
            HsJour6Method::Exclue => return HeureSup::default(),
            HsJour6Method::Integrale => whole,
            HsJour6Method::Bandes => {
                let lines = self.bands.iter().map(|(pct, len)| rate.amount(*len, Decimal::ONE_HUNDRED + pct));
                lines.sum::<Cents>().min(whole)
            }
        };
        HeureSup { heures: len.shown(), montant, ..HeureSup::default() }
    }
}

/// The overtime included in the weekly pay of film artists and figurants (titre III art. 4.4.2), when the method counts
/// it: 5 hours at 125 % out of 41.25 in a week of five days, 13 out of 51.25 in a week of six. `pay`: that of a week,
/// without hair, make-up and dressing.
pub(super) fn week_share(
    cx: &Context<'_>,
    pay: Decimal,
    per_week: u32,
    weeks: u32,
) -> Result<Option<HeureSup>, Vec<Diagnostic>> {
    if cx.input.methodes.hs_artiste_semaine.unwrap_or_default() == HsArtisteSemaineMethod::Non {
        return Ok(None);
    }
    let read = |key: &str| cx.rates.param(key, cx.date).map(|v| v.value).map_err(|d| vec![d]);
    let hours = read(if per_week == 6 { "HS_ARTISTE_SEMAINE_6J" } else { "HS_ARTISTE_SEMAINE_5J" })?;
    let premium = Decimal::ONE_HUNDRED + read("HS_MAJ_3097_ARTISTE_SEM")?;
    let ordinary = read("HS_SEUIL_SEMAINE")? * Decimal::ONE_HUNDRED;
    let weeks = Decimal::from(weeks);
    Ok(Some(HeureSup {
        heures: Quantity((hours * weeks).normalize()),
        montant: Cents::round(pay * weeks * hours * premium / (ordinary + hours * premium)),
        ..HeureSup::default()
    }))
}
