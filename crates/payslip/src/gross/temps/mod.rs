//! The time sheet: rows read, cut in days, hours and civil weeks; what is missing from it.

pub(super) mod absences;
pub(super) mod cachets;
pub(super) mod daily;
pub(super) mod enfants;
pub(super) mod feries;
pub(super) mod feuilles;
pub(super) mod hours;
pub(super) mod limites;
pub(super) mod pauses;
pub(super) mod sheet;
pub(super) mod totaux;
pub(super) mod walk;
pub(super) mod weeks;
