//! What an absence takes back from the pay of a week: its share of the week, never under the hours worked (IDCC 3097
//! titre I art. 24; retention in proportion of the hours, Cass. soc. 11/02/1982, n° 80-40359).

use cddu_rates::{Cents, Diagnostic, Quantity};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::absences::Absence;
use crate::gross::context::Context;
use crate::gross::heures_sup::{self, Stretch};
use crate::gross::input::{Engagement, Question};
use crate::gross::lines::{Hourly, Label, fr, fr_day};
use crate::gross::temps::absences::AbsentDay;
use crate::gross::temps::hours::{Ticks, Time};
use crate::gross::temps::walk::{Band, Bands};
use crate::methods::AbsenceSemaineMethod;
use crate::rules;
use crate::trace::{Amount, Fig, Number, Part, Val};
use crate::vocabulary::Categorie;

/// What a week takes back for its absences, absence by absence.
#[derive(Clone, Debug, Default)]
pub(super) struct Retained {
    pub absence: usize,
    pub hours: Ticks,
    pub montant: Cents,
    /// Its line.
    pub line: Option<Fig>,
}

/// Pay and hours with and without the absences, for the relief of a contract suspended.
#[derive(Clone, Debug)]
pub(crate) struct Suspended {
    /// Hours that the contract would have paid.
    pub hours: Number,
    /// Pay of these hours.
    pub due: Amount,
    /// Pay of the hours paid, kept pay included.
    pub kept: Amount,
    /// Pay lost by each absence, by its rank.
    pub lost: Vec<(usize, Amount)>,
}

/// The absences that this engagement cannot price.
pub(super) fn refused(input: &Question<'_>, days: &[AbsentDay]) -> Vec<Diagnostic> {
    let weekly = match input.feuille.engagement {
        Some(engagement) => engagement != Engagement::Jour,
        None => matches!(input.categorie, Categorie::Technicien | Categorie::Realisateur),
    };
    let mut out = Vec::new();
    for day in days {
        let at = format!("absences[{}].motif", day.absence);
        if weekly && !day.paid && matches!(input.categorie, Categorie::Figurant | Categorie::Realisateur) {
            out.push(
                Diagnostic::error("BRUT-141", "absence d'un figurant ou d'un réalisateur engagé à la semaine : sa retenue n'est pas calculée")
                    .at(at.clone())
                    .hint("engagement « jour » : le jour d'absence n'est pas payé ; ou donner le brut du contrat"),
            );
        }
        if day.paid && !weekly {
            out.push(
                Diagnostic::error(
                    "BRUT-144",
                    format!("{} : jour d'absence payé dans un engagement à la journée", fr_day(day.date)),
                )
                .at(at)
                .hint(
                    "ajouter ce jour à la feuille, ou un élément « prime » de son montant, et ôter l'absence",
                ),
            );
        }
    }
    out.dedup();
    out
}

/// Hours of absence on a day of somebody who is paid by the cachet or by a lump sum: a day begun is due whole, never a part
/// of a cachet (IDCC 1734 art. 5.5.1 for its sixth day; C for the others).
pub(super) fn of_a_day_begun(cx: &mut Context<'_>) {
    if cx.input.categorie == Categorie::Technicien {
        return;
    }
    let begun = cx.absents.iter().filter_map(|d| Some((d.date, d.hours?))).collect::<Vec<_>>();
    for (date, hours) in begun {
        cx.warn(
            "BRUT-187",
            format!(
                "{} : {} h d'absence d'un jour commencé, payé en entier : rien n'est retenu",
                fr_day(date),
                fr(hours.0)
            ),
        );
    }
}

/// A week of which something is taken back.
pub(super) struct AbsentWeek<'b> {
    pub part: Option<Part>,
    pub days: Vec<AbsentDay>,
    /// Hours of the whole week and days that they cover.
    pub least: Time,
    pub planned: Decimal,
    /// Rank of its first line.
    pub first: usize,
    pub rate: Hourly,
    pub bands: &'b Bands,
    /// Hours worked, as they are counted; `None` when presence is no measure of the pay (equivalence).
    pub worked: Option<Time>,
    /// Hours of the holidays not worked, paid beside.
    pub holiday: Option<Time>,
    /// Hours paid without the absence.
    pub paid: Time,
    /// Hours of the week before the first one of overtime.
    pub over: Ticks,
    /// Hours that the engagement guarantees.
    pub guaranteed: Ticks,
}

/// Writes the lines of a week's absences. Returns the hours that the week pays after them.
pub(super) fn take_back(cx: &mut Context<'_>, week: &AbsentWeek<'_>) -> Time {
    let part = week.part;
    let ranks = ranks(&week.days);
    if ranks.is_empty() {
        return week.paid;
    }
    let method = cx.input.methodes.absence_semaine.unwrap_or_default();
    cx.method("absence_semaine", method.key());
    let (figs, total) = cx.lines_from(week.first);
    let due = amount(cx, ("semaine_due", "paie de la semaine sans l'absence"), part, total, "Σ", &figs);
    let mut room = match (method, week.worked) {
        (AbsenceSemaineMethod::Proportion, _) | (_, None) => due,
        (_, Some(worked)) => {
            let floor = worth(cx, week, worked);
            let named = ("semaine_reductible", "part de la semaine au-delà des heures faites");
            let v = Cents((due.v - floor.v).0.max(0));
            amount(cx, named, part, v, "max(0 ; {0} - {1})", &[due.f, floor.f])
        }
    };
    let mut lost = Vec::new();
    for (index, rank) in ranks.iter().enumerate() {
        let rank = *rank;
        let hours = absent_hours(cx, week, rank);
        lost.push(hours);
        let share = Cents::round(due.v.to_decimal() * hours.v.in_minutes() / week.least.v.in_minutes());
        let all = method == AbsenceSemaineMethod::Heures && index + 1 == ranks.len();
        let taken = if all { room.v } else { share.min(room.v) };
        cx.retained.push(Retained { absence: rank, hours: hours.v, montant: taken, line: None });
        let absence = &cx.input.absences[rank];
        if taken.is_zero() {
            cx.warn(
                "BRUT-145",
                format!(
                    "{} : les heures faites dans la semaine valent autant que la semaine entière, rien n'est retenu",
                    absence.motif.libelle()
                ),
            );
            continue;
        }
        let label = label(absence, week.days.iter().filter(|d| d.absence == rank).map(|d| d.date)).part(part);
        let (text, args) = if all {
            ("0 - {0}", vec![room.f])
        } else {
            ("0 - min(arrondi({0} × {1} / {2}) ; {3})", vec![due.f, hours.f, week.least.f, room.f])
        };
        let line = cx.pay_absence(label, -taken, hours, text, &args);
        if let Some(last) = cx.retained.last_mut() {
            last.line = Some(line);
        }
        let named = ("semaine_reductible", "part de la semaine au-delà des heures faites");
        room = amount(cx, named, part, room.v - taken, "{0} + {1}", &[room.f, line]);
    }
    let taken =
        cx.lines.elements[week.first..].iter().filter(|e| e.code == "absence").map(|e| e.montant).sum();
    mark_again(cx, week, due.v, due.v + taken);
    let name = cx.named("heures_absence_semaine", "heures d'absence de la semaine", part);
    let lost = cx.sum(name, &lost);
    let name = cx.named("heures_apres_absence", "heures payées, absences déduites", part);
    let worked = week.worked.map_or(Ticks::ZERO, |w| w.v);
    let left = week.paid.v - lost.v;
    let after = match (method, week.worked) {
        (AbsenceSemaineMethod::Heures, Some(worked)) => worked,
        (_, Some(w)) => {
            let args = [w.f, week.paid.f, lost.f];
            cx.time(name, worked.max(left), "max({0} ; {1} - {2})", &args, &rules::ABSENCE_HEURES)
        }
        (_, None) => {
            let args = [week.paid.f, lost.f];
            cx.time(name, left.max(Ticks::ZERO), "max(0 ; {0} - {1})", &args, &rules::ABSENCE_HEURES)
        }
    };
    if after.v == week.paid.v {
        return week.paid;
    }
    let name = cx.named("heures_perdues", "heures que l'absence n'a pas payées", part);
    let gap =
        cx.time(name, week.paid.v - after.v, "{0} - {1}", &[week.paid.f, after.f], &rules::ABSENCE_HEURES);
    cx.lost.push(gap);
    after
}

/// Ranks of the absences of a week that take something back.
fn ranks(days: &[AbsentDay]) -> Vec<usize> {
    let mut out: Vec<usize> = days.iter().filter(|d| !d.paid).map(|d| d.absence).collect();
    out.dedup();
    out
}

/// Hours of an absence in a week: given, or those of its days in the hours of the week.
fn absent_hours(cx: &mut Context<'_>, week: &AbsentWeek<'_>, rank: usize) -> Time {
    let own: Vec<&AbsentDay> = week.days.iter().filter(|d| d.absence == rank).collect();
    let name = cx.named("heures_absence", "heures d'absence", week.part);
    if let Some(hours) = own.first().and_then(|d| d.hours) {
        let given = cx.given("heures_absence_donnees", "heures d'absence données", hours.0);
        return cx.time(name, Ticks::quantity(hours), "{0} × 60", &[given.f], &rules::TEMPS_HEURES);
    }
    let count = Decimal::from(own.len()).min(week.planned);
    let count = cx.given("jours_absence", "jours d'absence de la semaine", count);
    let planned = cx.given("jours_prevus", "jours prévus de la semaine", week.planned);
    let v = Ticks::from_hours(week.least.v.times(Decimal::ONE) * count.v / planned.v);
    let args = [week.least.f, count.f, planned.f];
    cx.time(name, v, "{0} × {1} / {2}", &args, &rules::ABSENCE_HEURES)
}

/// What the hours worked of a week are worth by its bands, its holidays not worked beside.
fn worth(cx: &mut Context<'_>, week: &AbsentWeek<'_>, worked: Time) -> Amount {
    let mut figs = Vec::new();
    let mut total = Cents::ZERO;
    let mut add = |cx: &mut Context<'_>, len: Time, premium: Option<Number>| {
        let pct = Decimal::ONE_HUNDRED + premium.map_or(Decimal::ZERO, |p| p.v);
        let v = week.rate.amount(len.v, pct);
        let mut args = vec![len.f, week.rate.pay.f, week.rate.hours.f];
        args.extend(premium.map(|p| p.f));
        let text = if premium.is_some() { super::lines::HOURS_PLUS } else { super::lines::HOURS };
        let named = ("heures_faites_payees", "heures faites, à leur prix");
        figs.push(amount(cx, named, week.part, v, text, &args).f);
        total += v;
    };
    for (band, len) in cx.split(week.bands, worked, week.part) {
        add(cx, len, band.premium);
    }
    if let Some(holiday) = week.holiday {
        add(cx, holiday, None);
    }
    let text = if figs.is_empty() { "0" } else { "Σ" };
    amount(cx, ("plancher_absence", "paie des heures faites"), week.part, total, text, &figs)
}

/// The overtime marks of a week follow what is paid of it: the hours worked when the pay is theirs, else the share kept
/// of the hours that the engagement guarantees.
fn mark_again(cx: &mut Context<'_>, week: &AbsentWeek<'_>, due: Cents, kept: Cents) {
    const CODES: [&str; 4] = ["base", "hs_25", "hs_50", "hs_75"];
    if due.is_zero() || kept == due {
        return;
    }
    let proportion = cx.input.methodes.absence_semaine == Some(AbsenceSemaineMethod::Proportion);
    if let Some(worked) = week.worked.filter(|w| w.v > week.over && !proportion) {
        let over = Stretch { from: week.over, to: worked.v };
        for element in &mut cx.lines.elements[week.first..] {
            let band = CODES.iter().position(|c| *c == element.code).and_then(|rank| {
                let band = week.bands.0.get(rank)?;
                Some((band, week.bands.0.get(rank + 1).map_or(Ticks(i64::MAX / 4), Band::start)))
            });
            let Some((band, end)) = band.filter(|_| element.heure_sup.is_some()) else { continue };
            let inside = over.inside(band.start(), end);
            let structural = over.until(week.guaranteed).inside(band.start(), end);
            let percent = Decimal::ONE_HUNDRED + band.pct();
            element.heure_sup = Some(heures_sup::mark(week.rate, percent, inside, structural));
        }
        return;
    }
    let share = kept.to_decimal() / due.to_decimal();
    for element in &mut cx.lines.elements[week.first..] {
        if let Some(mark) = &mut element.heure_sup {
            let hours = |q: Quantity| Quantity(cddu_rates::round_half_up(q.0 * share, 4).normalize());
            mark.heures = hours(mark.heures);
            mark.structurelles = hours(mark.structurelles);
            // The reduction follows what is paid of them; the deduction wants hours done (BOSS, 11/03/2022).
            mark.sans_deduction = mark.structurelles;
            mark.montant = Cents::round(mark.montant.to_decimal() * share);
        }
    }
}

fn amount(
    cx: &mut Context<'_>,
    (code, label): (&'static str, &'static str),
    part: Option<Part>,
    v: Cents,
    text: &'static str,
    args: &[Fig],
) -> Amount {
    let name = cx.named(code, label, part);
    Amount { v, f: cx.t.formula(name, Val::Amount(v), text, args, &rules::ABSENCE_RETENUE) }
}

/// The line of an absence, with its dates.
fn label<'a>(absence: &Absence, days: impl Iterator<Item = NaiveDate>) -> Label<'a> {
    let days: Vec<NaiveDate> = days.collect();
    let span = match (days.first(), days.last()) {
        (Some(first), Some(last)) if first != last => format!(" du {} au {}", fr_day(*first), fr_day(*last)),
        (Some(only), _) => format!(" du {}", fr_day(*only)),
        _ => String::new(),
    };
    Label::new("absence", "Absence", "").titled(absence.motif.libelle()).detail(span).days(days)
}

/// A fifth or a sixth of the week for each day of absence of an artist engaged by the week.
pub(super) fn of_artist_week(cx: &mut Context<'_>, pay: Number, per_week: u32) {
    let days: Vec<AbsentDay> = cx.absents.iter().filter(|d| d.unpaid()).copied().collect();
    for rank in ranks(&days) {
        let own: Vec<NaiveDate> = days.iter().filter(|d| d.absence == rank).map(|d| d.date).collect();
        let count = cx.given("jours_absence", "jours d'absence", Decimal::from(own.len()));
        let planned = cx.given("jours_prevus", "jours de la semaine", Decimal::from(per_week));
        let taken = Cents::round(pay.v * count.v / planned.v);
        let label = label(&cx.input.absences[rank], own.into_iter());
        let args = [pay.f, count.f, planned.f];
        cx.pay_fixed(label, -taken, "0 - arrondi({0} × {1} / {2})", &args);
        let line = cx.lines.written.last().map(|l| l.fig);
        cx.retained.push(Retained { absence: rank, hours: Ticks::ZERO, montant: taken, line });
    }
}

/// The share of a month for the hours of absence: the real hours of the month, seven a day from Monday to Friday.
pub(super) fn of_month(cx: &mut Context<'_>, pay: Amount, month: Time) -> Vec<Time> {
    let days: Vec<AbsentDay> = cx.absents.iter().filter(|d| !d.paid).copied().collect();
    let mut out = Vec::new();
    for rank in ranks(&days) {
        let own: Vec<&AbsentDay> = days.iter().filter(|d| d.absence == rank).collect();
        let hours = match own.first().and_then(|d| d.hours) {
            Some(hours) => hours.0,
            None => Decimal::from(7 * own.len()),
        };
        let given = cx.given("heures_absence_donnees", "heures d'absence", hours);
        let name = cx.name("heures_absence", "heures d'absence");
        let len = cx.time(name, Ticks::from_hours(hours), "{0} × 60", &[given.f], &rules::ABSENCE_HEURES);
        let taken = Cents::round(pay.v.to_decimal() * len.v.in_minutes() / month.v.in_minutes()).min(pay.v);
        let dates: Vec<NaiveDate> = own.iter().map(|d| d.date).collect();
        let label = label(&cx.input.absences[rank], dates.into_iter());
        let args = [pay.f, len.f, month.f];
        let line = cx.pay_absence(label, -taken, len, "0 - min(arrondi({0} × {1} / {2}) ; {0})", &args);
        cx.retained.push(Retained { absence: rank, hours: len.v, montant: taken, line: Some(line) });
        out.push(len);
    }
    out
}

/// The pay kept by agreement, with the payslip of the first day of absence.
pub(super) fn kept_pay(cx: &mut Context<'_>) {
    for absence in cx.input.absences {
        let Some(kept) = absence.maintien.filter(|m| !m.is_zero()) else { continue };
        if cx.input.periode.is_some_and(|p| !p.contains(absence.debut)) {
            continue;
        }
        let given = cx.given_amount("maintien_donne", "maintien convenu", kept);
        let label = Label::new("maintien", "Maintien de salaire", "")
            .detail(format!(", {}", absence.motif.libelle().to_lowercase()));
        cx.pay_fixed(label, kept, "{0}", &[given.f]);
    }
}

/// Pay and hours with and without the absences; `None` when nothing was taken back.
pub(super) fn suspended(cx: &mut Context<'_>, heures: Number) -> Option<Suspended> {
    const TOUCHED: [&str; 11] = [
        "base",
        "hs_25",
        "hs_50",
        "hs_75",
        "hs_100",
        "ferie_chome",
        "garantie",
        "arrondi",
        "annexe_3bis",
        "mensuel",
        "semaine",
    ];
    if !cx.lines.elements.iter().any(|e| e.code == "absence") {
        return None;
    }
    let sum = |cx: &Context<'_>, codes: &[&str]| -> (Vec<Fig>, Cents) {
        let lines =
            cx.lines.elements.iter().zip(&cx.lines.written).filter(|(e, _)| codes.contains(&e.code.as_str()));
        lines.fold((Vec::new(), Cents::ZERO), |(mut figs, total), (e, line)| {
            figs.push(line.fig);
            (figs, total + e.montant)
        })
    };
    let (figs, total) = sum(cx, &TOUCHED);
    let due = amount(cx, ("paie_due", "paie sans l'absence"), None, total, "Σ", &figs);
    let (mut figs, total) = sum(cx, &["absence", "maintien"]);
    figs.insert(0, due.f);
    let kept = amount(cx, ("paie_gardee", "paie versée, absence déduite"), None, due.v + total, "Σ", &figs);
    let lost: Vec<Time> = std::mem::take(&mut cx.lost);
    let name = cx.name("heures_perdues", "heures que l'absence n'a pas payées");
    let lost = cx.sum(name, &lost);
    let v = heures.v + lost.v.times(Decimal::ONE);
    let named = ("heures_sans_absence", "heures payées sans l'absence");
    let hours = cx.number(named, v, "{0} + {1} / 60", &[heures.f, lost.f], &rules::ABSENCE_HEURES);
    let mut lost = Vec::new();
    for rank in 0..cx.input.absences.len() {
        let own: Vec<&Retained> = cx.retained.iter().filter(|r| r.absence == rank).collect();
        let figs: Vec<Fig> = own.iter().filter_map(|r| r.line).collect();
        let total: Cents = own.iter().map(|r| r.montant).sum();
        if figs.is_empty() {
            continue;
        }
        let sum = amount(cx, ("absence_retenue", "retenue de l'absence"), None, -total, "Σ", &figs);
        lost.push((rank, amount(cx, ("paie_perdue", "paie perdue"), None, total, "0 - {0}", &[sum.f])));
    }
    Some(Suspended { hours, due, kept, lost })
}
