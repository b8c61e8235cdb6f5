//! The nodes of the time sheet: from the clock times of a row, with its line of the file, to the hours of a day, and
//! to the stretches of a day that a premium pays.

use std::collections::BTreeMap;

use cddu_rates::LigneConvention;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::gross::context::Context;
use crate::gross::input::{Horaire, Jour, NatureJour};
use crate::gross::temps::hours::{MINUTE, Ticks, Time};
use crate::gross::temps::sheet::{DAY_MINUTES, NO_ROW, Slot, WorkDay, absolute, change, civil, pause};
use crate::gross::temps::walk::Slice;
use crate::rules;
use crate::trace::{Applied, Fig, Number, Part, Val};

/// Nodes already written, by row and by day.
#[derive(Debug, Default)]
pub(super) struct SheetFigs {
    rows: BTreeMap<usize, Row>,
    days: BTreeMap<NaiveDate, Time>,
}

/// The nodes of a row.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// Start and end, with their clock times.
    debut: Option<(Fig, Horaire)>,
    fin: Option<(Fig, Horaire)>,
    /// Start of the break and its length, when there is one.
    pause: Option<(Fig, i64)>,
    place: Option<u32>,
    len: Time,
}

/// A stretch of work inside one civil day.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    row: usize,
    date: NaiveDate,
    work_day: NaiveDate,
    /// Absolute ticks.
    start: Option<i64>,
    len: Ticks,
}

impl From<&Slot> for Stretch {
    fn from(s: &Slot) -> Self {
        let start = s.start.map(|minute| minute * MINUTE);
        Self { row: s.row, date: s.date, work_day: s.work_day, start, len: s.len }
    }
}

impl From<&Slice> for Stretch {
    fn from(s: &Slice) -> Self {
        Self { row: s.row, date: s.date, work_day: s.work_day, start: s.start, len: s.len }
    }
}

/// Start and end of a row, absolute minutes.
fn row_span(row: &Jour) -> Option<(i64, i64)> {
    let (debut, fin) = row.debut.zip(row.fin)?;
    let midnight = absolute(row.date);
    let next = if fin <= debut { DAY_MINUTES } else { 0 };
    Some((midnight + i64::from(debut.0), midnight + i64::from(fin.0) + next))
}

fn clock(minutes: i64) -> Val {
    Val::Clock(Decimal::from(minutes))
}

impl Context<'_> {
    /// The nodes of a row: start, end and break, or hours alone.
    fn row(&mut self, index: usize) -> Row {
        if let Some(known) = self.sheet.rows.get(&index) {
            return *known;
        }
        let row = &self.feuille.temps[index];
        let part = Some(Part::Day(row.date));
        let place = row.origine.as_ref().map(|origine| self.t.row(origine));
        let name = self.named("heures_ligne", "heures de travail", part);
        let found = if let (Some(debut), Some(fin)) = (row.debut, row.fin) {
            let mut read = |code, label, value| {
                let name = self.named(code, label, part);
                self.t.read(name, value, place)
            };
            let from = read("debut", "début", clock(debut.0.into()));
            let to = read("fin", "fin", clock(fin.0.into()));
            let minutes = i64::from(row.pause_minutes);
            let pause = (minutes > 0)
                .then(|| (read("pause_minutes", "pause", Val::Minutes(minutes.into())), minutes));
            let overnight = fin <= debut;
            let lived = change(row).map_or(0, |(_, minutes)| minutes);
            let text = match (overnight, pause.is_some(), lived) {
                (false, false, 0) => "{1} - {0}",
                (false, true, 0) => "{1} - {0} - {2}",
                (true, false, 0) => "{1} + 1440 - {0}",
                (true, true, 0) => "{1} + 1440 - {0} - {2}",
                // The night of the clock change has an hour less, or more.
                (false, false, ..0) => "{1} - {0} - 60",
                (false, true, ..0) => "{1} - {0} - {2} - 60",
                (true, false, ..0) => "{1} + 1440 - {0} - 60",
                (true, true, ..0) => "{1} + 1440 - {0} - {2} - 60",
                (false, false, _) => "{1} - {0} + 60",
                (false, true, _) => "{1} - {0} - {2} + 60",
                (true, false, _) => "{1} + 1440 - {0} + 60",
                (true, true, _) => "{1} + 1440 - {0} - {2} + 60",
            };
            let span = i64::from(fin.0) - i64::from(debut.0) + if overnight { DAY_MINUTES } else { 0 };
            let args: Vec<Fig> = [from, to].into_iter().chain(pause.map(|(fig, _)| fig)).collect();
            let len =
                self.time(name, Ticks::minutes(span - minutes + lived), text, &args, &rules::TEMPS_JOUR);
            Row { debut: Some((from, debut)), fin: Some((to, fin)), pause, place, len }
        } else {
            let hours = row.heures.unwrap_or_default();
            let given = self.named("heures_donnees", "heures données", part);
            let given = self.t.read(given, Val::Number(hours.0), place);
            let len = self.time(name, Ticks::quantity(hours), "{0} × 60", &[given], &rules::TEMPS_JOUR);
            Row { debut: None, fin: None, pause: None, place, len }
        };
        self.sheet.rows.insert(index, found);
        found
    }

    /// Minutes written in a column of the rows of a day, added up.
    fn column(
        &mut self,
        day: &WorkDay,
        (code, label): (&'static str, &'static str),
        value: fn(&Jour) -> u32,
    ) -> Vec<Time> {
        let mut found = Vec::new();
        for index in &day.rows {
            let minutes = i64::from(value(&self.feuille.temps[*index]));
            if minutes > 0 {
                let (name, place) =
                    (self.named(code, label, Some(Part::Day(day.date))), self.row(*index).place);
                let f = self.t.read(name, Val::Minutes(minutes.into()), place);
                found.push(Time { v: Ticks::minutes(minutes), f });
            }
        }
        found
    }

    /// Effective hours of a day: its rows, and the transport that is work.
    pub(super) fn day_time(&mut self, day: &WorkDay) -> Time {
        if let Some(known) = self.sheet.days.get(&day.date) {
            return *known;
        }
        let mut rows: Vec<usize> = day.slots.iter().map(|s| s.row).filter(|row| *row != NO_ROW).collect();
        rows.dedup();
        rows.sort_unstable();
        rows.dedup();
        let mut parts: Vec<Time> = rows.into_iter().map(|row| self.row(row).len).collect();
        let part = Some(Part::Day(day.date));
        if let Some(beyond) = day.slots.iter().find(|s| s.row == NO_ROW) {
            let name = self.named("transport_travail", "transport au-delà de deux heures", part);
            let all = self.transport_written(day);
            let rule = self.applied("F25");
            parts.push(self.time(name, beyond.len, "{0} - 120", &[all.f], rule));
        }
        let name = self.named("heures_jour", "heures de travail", part);
        let found = self.sum(name, &parts);
        self.sheet.days.insert(day.date, found);
        found
    }

    /// A number written in a column of the rows of a day.
    pub(super) fn sheet_count(
        &mut self,
        day: &WorkDay,
        (code, label): (&'static str, &'static str),
        value: fn(&Jour) -> u32,
    ) -> Number {
        let part = Some(Part::Day(day.date));
        let mut found: Vec<Number> = Vec::new();
        for index in &day.rows {
            let v = Decimal::from(value(&self.feuille.temps[*index]));
            if !v.is_zero() {
                let (name, place) = (self.named(code, label, part), self.row(*index).place);
                found.push(Number { v, f: self.t.read(name, Val::Number(v), place) });
            }
        }
        if let [one] = found.as_slice() {
            return *one;
        }
        let args: Vec<Fig> = found.iter().map(|n| n.f).collect();
        let (v, text) = (found.iter().map(|n| n.v).sum(), if args.is_empty() { "0" } else { "Σ" });
        let name = self.named(code, label, part);
        Number { v, f: self.t.formula(name, Val::Number(v), text, &args, &rules::TEMPS_SOMME) }
    }

    /// One, for a day of which a row says yes.
    pub(super) fn sheet_flag(
        &mut self,
        day: &WorkDay,
        (code, label): (&'static str, &'static str),
        says: fn(&Jour) -> bool,
    ) -> Number {
        let first = day.rows.iter().copied().find(|index| says(&self.feuille.temps[*index]));
        let place = first.and_then(|index| self.row(index).place);
        let name = self.named(code, label, Some(Part::Day(day.date)));
        Number { v: Decimal::ONE, f: self.t.read(name, Val::Number(Decimal::ONE), place) }
    }

    /// Missing rest between two days, from the end of the one to the start of the other.
    pub(super) fn rest_time(
        &mut self,
        before: &WorkDay,
        after: &WorkDay,
        missing: i64,
        rule: Applied,
    ) -> Time {
        let name =
            self.named("repos_manquant", "repos manquant avant la reprise", Some(Part::Day(after.date)));
        let len = Ticks::minutes(missing);
        let times =
            |day: &WorkDay| day.rows.iter().map(|i| (*i, &self.feuille.temps[*i])).collect::<Vec<_>>();
        let (last, first) = (before.span.map(|s| s.1), after.span.map(|s| s.0));
        let ends =
            times(before).into_iter().find(|(_, row)| last.is_some() && row_span(row).map(|s| s.1) == last);
        let starts =
            times(after).into_iter().find(|(_, row)| first.is_some() && row_span(row).map(|s| s.0) == first);
        if let (Some((end, _)), Some((start, _))) = (ends, starts)
            && let (Some((to, t)), Some((from, f))) = (self.row(end).fin, self.row(start).debut)
        {
            let rest = 660 - missing;
            let text = match rest - (i64::from(f.0) - i64::from(t.0)) {
                0 => Some("660 - ({1} - {0})"),
                DAY_MINUTES => Some("660 - ({1} + 1440 - {0})"),
                _ => None,
            };
            if let Some(text) = text {
                return self.time(name, len, text, &[to, from], rule);
            }
        }
        Time { v: len, f: self.t.input(name, Val::Minutes(len.in_minutes())) }
    }

    fn transport_written(&mut self, day: &WorkDay) -> Time {
        let parts = self.column(day, ("transport_minutes", "transport"), |row| row.transport_minutes);
        let name = self.named("transport_jour", "transport", Some(Part::Day(day.date)));
        self.sum(name, &parts)
    }

    /// Transport of a day paid as an indemnity, two hours at most.
    pub(super) fn transport_time(&mut self, day: &WorkDay) -> Time {
        let all = self.transport_written(day);
        let name = self.named("transport_indemnise", "transport indemnisé", Some(Part::Day(day.date)));
        self.time(name, day.transport, "min({0} ; 120)", &[all.f], &rules::TEMPS_TRANSPORT)
    }

    /// Travel of a day: minutes besides the work, and rows that are travel.
    pub(super) fn voyage_time(&mut self, day: &WorkDay) -> Time {
        let mut parts = self.column(day, ("voyage_minutes", "voyage"), |row| row.voyage_minutes);
        let default = self.feuille.nature.and_then(crate::gross::input::Nature::work);
        for index in &day.rows {
            let row = &self.feuille.temps[*index];
            if row.nature.or(default) == Some(NatureJour::Voyage)
                && (row.debut.is_some() || row.heures.is_some())
            {
                parts.push(self.row(*index).len);
            }
        }
        let name = self.named("voyage_jour", "voyage", Some(Part::Day(day.date)));
        self.sum(name, &parts)
    }

    /// The hours of slots of a sheet.
    pub(super) fn slots_time(
        &mut self,
        (code, label): (&'static str, &'static str),
        part: Option<Part>,
        slots: &[Slot],
    ) -> Time {
        let name = self.named(code, label, part);
        let parts = self.stretches(slots.iter().map(Stretch::from).collect(), None);
        self.sum(name, &parts)
    }

    /// The hours of slices that a rule pays: whole days, or stretches between two clock times.
    pub(super) fn slices_time<'s>(
        &mut self,
        (code, label): (&'static str, &'static str),
        part: Option<Part>,
        slices: impl IntoIterator<Item = &'s Slice>,
        rule: Applied,
    ) -> Time {
        let place = match rule {
            Applied::Convention(place) => Some(place),
            Applied::Rule(_) => None,
        };
        let parts = self.stretches(slices.into_iter().map(Stretch::from).collect(), place);
        let name = self.named(code, label, part);
        self.sum(name, &parts)
    }

    /// Whole days by their own node; else neighbours joined, and one node per stretch.
    fn stretches(&mut self, all: Vec<Stretch>, rule: Option<LigneConvention>) -> Vec<Time> {
        let mut joined: Vec<Stretch> = Vec::with_capacity(all.len());
        for one in all {
            match joined.last_mut() {
                Some(last)
                    if last.row == one.row
                        && last.date == one.date
                        && last.start.is_some_and(|start| Some(start + last.len.0) == one.start) =>
                {
                    last.len += one.len;
                }
                _ => joined.push(one),
            }
        }
        let mut out = Vec::new();
        for group in joined.chunk_by(|a, b| a.work_day == b.work_day) {
            let total: Ticks = group.iter().map(|s| s.len).sum();
            let days = self.days;
            match days.iter().find(|d| d.date == group[0].work_day) {
                Some(day) if day.effective() == total => out.push(self.day_time(day)),
                _ => out.extend(group.iter().map(|s| self.stretch(s, rule))),
            }
        }
        out
    }

    fn stretch(&mut self, s: &Stretch, rule: Option<LigneConvention>) -> Time {
        let part = Some(Part::Day(s.date));
        let known = s.start.filter(|_| s.row != NO_ROW && s.len.0 % MINUTE == 0);
        let Some(start) = known.filter(|start| start % MINUTE == 0).map(|start| start / MINUTE) else {
            // Hours without clock times: counted one after the other on the row.
            let place = if s.row == NO_ROW { None } else { self.row(s.row).place };
            let name = self.named("heures_comptees", "heures comptées", part);
            return Time { v: s.len, f: self.t.read(name, Val::Minutes(s.len.in_minutes()), place) };
        };
        let midnight = absolute(s.date);
        let (from, to) = (start - midnight, start - midnight + s.len.0 / MINUTE);
        let from = self.bound(s, from, false, rule);
        let to = self.bound(s, to, true, rule);
        let name = self.named("plage", "heures de la plage", part);
        self.time(name, s.len, "{1} - {0}", &[from, to], &rules::TEMPS_PLAGE)
    }

    /// The node of a clock time that bounds a stretch: the row's own, midnight, its break, else that of the rule.
    fn bound(&mut self, s: &Stretch, at: i64, end: bool, rule: Option<LigneConvention>) -> Fig {
        let row = self.row(s.row);
        let written = &self.feuille.temps[s.row];
        let own = |bound: Option<(Fig, Horaire)>| bound.filter(|(_, time)| i64::from(time.0) == at);
        let (first, last) = (own(row.debut), own(row.fin));
        let found = if end { last.or(first) } else { first.or(last) };
        if let Some((fig, _)) = found
            && (s.date == written.date || last.is_some())
        {
            return fig;
        }
        let part = Some(Part::Day(s.date));
        let (code, label) =
            if end { ("fin_plage", "fin de la plage") } else { ("debut_plage", "début de la plage") };
        let name = self.named(code, label, part);
        if at == 0 || at == DAY_MINUTES {
            let text = if at == 0 { "0" } else { "1440" };
            return self.t.formula(name, clock(at), text, &[], &rules::TEMPS_MINUIT);
        }
        if let (Some((from, to)), Some((minutes, _))) = (pause(written), row.pause) {
            let (from, to) = (from - absolute(civil(from)), to - absolute(civil(from)));
            let start = |cx: &mut Self| {
                let name = cx.named("pause_debut", "début de la pause", part);
                cx.t.read(name, clock(from), row.place)
            };
            if at == from {
                return start(self);
            }
            if at == to || at == to - DAY_MINUTES {
                let text = if at == to { "{0} + {1}" } else { "{0} + {1} - 1440" };
                let from = start(self);
                return self.t.formula(name, clock(at), text, &[from, minutes], &rules::TEMPS_JOUR);
            }
        }
        match rule {
            Some(rule) => self.t.convention(name, clock(at), rule),
            None => self.t.read(name, clock(at), row.place),
        }
    }
}
