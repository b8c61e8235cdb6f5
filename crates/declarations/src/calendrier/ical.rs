//! iCalendar (RFC 5545): one all-day event per due date, the same bytes for the same dates.

use std::fmt::Write as _;

use chrono::{Days, NaiveDateTime};

use super::Echeance;

/// Writes the due dates. `genere_le` is the time stamp of every event, given by the caller.
#[must_use]
pub fn ical(echeances: &[Echeance], genere_le: NaiveDateTime) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(&mut out, text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//cddu//echeances//FR");
    line("CALSCALE:GREGORIAN");
    for (rank, e) in echeances.iter().enumerate() {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}-{}-{rank}@cddu.invalid", e.id, e.date.format("%Y%m%d")));
        line(&format!("DTSTAMP:{}Z", genere_le.format("%Y%m%dT%H%M%S")));
        line(&format!("DTSTART;VALUE=DATE:{}", e.date.format("%Y%m%d")));
        line(&format!("DTEND;VALUE=DATE:{}", (e.date + Days::new(1)).format("%Y%m%d")));
        line(&format!("SUMMARY:{}", escape(&format!("{} ({})", e.libelle, e.objet))));
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
        line(&format!("DESCRIPTION:{}", escape(&text)));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

/// Backslash, comma, semicolon and new line (RFC 5545, 3.3.11).
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Lines of 75 bytes at most, the following ones starting with a space (RFC 5545, 3.1).
fn fold(out: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}
