//! Night work of an artist under sixteen: an authorisation goes to midnight at most (C. trav. L3163-2, R7124-30-1).

use cddu_rates::Diagnostic;

use crate::gross::context::Context;
use crate::gross::lines::fr_day;
use crate::gross::temps::sheet::{Slot, absolute};

/// End of the night of children, minutes of the day.
const MORNING: i64 = 6 * 60;
const EVENING: i64 = 20 * 60;

/// Refuses hours between midnight and six, and warns of those after twenty, which need the authorisation.
pub(in crate::gross) fn check(cx: &mut Context<'_>) {
    if !cx.feuille.moins_de_16_ans {
        return;
    }
    let days = cx.days;
    let slots = || days.iter().flat_map(|d| &d.slots);
    let minute = |s: &Slot| s.start.map(|start| start - absolute(s.date));
    for slot in slots().filter(|s| minute(s).is_some_and(|at| at < MORNING)) {
        let rank = slot.row;
        let error = Diagnostic::error(
            "BRUT-133",
            format!("{} : travail avant 6 h d'un artiste de moins de 16 ans, interdit", fr_day(slot.date)),
        )
        .at(format!("temps[{rank}]"))
        .hint("entre minuit et 6 h aucune autorisation ne le permet (C. trav. L3163-2, R7124-30-1)");
        if !cx.errors.contains(&error) {
            cx.errors.push(error);
        }
    }
    let late = |s: &&Slot| minute(s).is_some_and(|at| at + s.len.whole_minutes() > EVENING);
    for day in slots().filter(late).map(|s| s.date) {
        cx.warn(
            "BRUT-106",
            format!(
                "{} : travail après 20 h d'un artiste de moins de 16 ans, permis par l'autorisation seulement (C. trav. \
                 R7124-30-1)",
                fr_day(day)
            ),
        );
    }
}
