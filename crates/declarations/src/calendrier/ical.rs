//! iCalendar (RFC 5545): one all-day event per due date, the same bytes for the same dates.

use std::fmt::Write as _;

use cddu_rates::fold;
use chrono::{Days, NaiveTime};
use icalendar::{Calendar, Component as _, Event, Property};

use super::Echeance;

/// Writes the due dates. An event keeps its UID as long as its obligation, its object and its date stay the same, and
/// its time stamp is the day it is due: nothing depends on when or with which other dates it is written.
#[must_use]
pub fn ical(echeances: &[Echeance]) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//cddu//echeances//FR"))
        .append_property(("CALSCALE", "GREGORIAN"));
    for e in echeances {
        calendar.push(event(e));
    }
    calendar.to_string()
}

fn event(e: &Echeance) -> Event {
    let day = |d: chrono::NaiveDate| d.format("%Y%m%d").to_string();
    let date = |key: &str, d| Property::new(key, day(d)).add_parameter("VALUE", "DATE").done();
    let mut event = Event::new();
    event
        .uid(&format!("{}-{}-{}@cddu.invalid", e.id, day(e.date_theorique.unwrap_or(e.date)), slug(&e.objet)))
        .timestamp(e.date.and_time(NaiveTime::MIN).and_utc())
        .append_property(date("DTSTART", e.date))
        .append_property(date("DTEND", e.date + Days::new(1)))
        .append_property(("TRANSP", "TRANSPARENT"))
        .summary(&format!("{} ({})", e.libelle, e.objet))
        .description(&description(e));
    event.done()
}

fn description(e: &Echeance) -> String {
    let mut text = format!("Pour : {}\nComment : {}", e.destinataire, e.canal);
    for (label, value) in [
        ("Montant", e.montant.map(|m| format!("{m} EUR"))),
        ("Date avant report", e.date_theorique.map(|d| d.to_string())),
        ("Retard", Some(e.sanction.clone())),
        ("Texte", Some(e.base_legale.clone())),
    ] {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            let _ = write!(text, "\n{label} : {value}");
        }
    }
    text
}

/// Letters and digits of an object without the name of the person, the rest as hyphens: `contrat C-7, CAMILLE ESSAI`
/// gives `contrat-c-7`.
fn slug(text: &str) -> String {
    let text = text.split_once(',').map_or(text, |(object, _)| object);
    let kept: String = fold(text).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join("-")
}
