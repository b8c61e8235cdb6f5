//! A night that the sheet cuts at midnight.

use chrono::Datelike as _;

use super::context::Run;
use super::recorder::Recorder;
use crate::gross::Jour;
use crate::input::Travail;

/// Minutes of a day, and those under which a rest between two days of work is rather a break of one night.
const DAY: i64 = 24 * 60;
const SHORTEST_REST: i64 = 5 * 60;
/// Longest presence that is still one night: beyond, two days of work have a short rest between them.
const LONGEST_NIGHT: i64 = 16 * 60;

/// `PAIE-141`: work that starts again a few hours after that of the day before ended: a night written on two rows at midnight
/// would be paid as two days, the rest between them included (titre II art. 35: eleven hours between two days of work).
pub(super) fn warn(run: &mut Run<'_, impl Recorder>, rank: usize) {
    let Travail::Heures(sheet) = &run.given.contrats[rank].travail else { return };
    let span = |day: &Jour| {
        let (from, to) = (i64::from(day.debut?.0), i64::from(day.fin?.0));
        let start = i64::from(day.date.num_days_from_ce()) * DAY + from;
        Some((start, start + if to > from { to - from } else { to - from + DAY }))
    };
    let mut rows: Vec<(i64, i64, usize)> = sheet
        .temps
        .iter()
        .enumerate()
        .filter_map(|(index, day)| span(day).map(|(start, end)| (start, end, index)))
        .collect();
    rows.sort_unstable();
    let mut found = Vec::new();
    for pair in rows.windows(2) {
        let [(from, end, before), (start, to, after)] = *pair else { continue };
        let (before, after) = (&sheet.temps[before], (&sheet.temps[after], after));
        let one_night = (0..SHORTEST_REST).contains(&(start - end)) && to - from <= LONGEST_NIGHT;
        if before.date == after.0.date || !one_night {
            continue;
        }
        let name = &run.given.contrats[rank].contrat;
        let clock = |minutes: i64| format!("{}:{:02}", minutes % DAY / 60, minutes % 60);
        let message = format!(
            "contrat {name} : reprise le {} à {}, {} h {:02} après la fin de la journée du {} ({}) ; payées comme deux journées, repos de onze heures manquant compris, vérifier : une nuit s'écrit sur une ligne, de son début à sa fin, la coupure dans pause_minutes",
            after.0.date.format("%d/%m/%Y"),
            clock(start),
            (start - end) / 60,
            (start - end) % 60,
            before.date.format("%d/%m/%Y"),
            clock(end)
        );
        found.push((format!("contrats[{rank}].temps[{}].debut", after.1), message));
    }
    for (field, message) in found {
        run.warn_at("PAIE-141", field, message);
    }
}
