//! The time sheet to fill by hand and sign: the days of a contract, with the columns of `temps.csv`.

use cddu_payslip::{IdentiteEmployeur, IdentiteSalarie};
use cddu_rates::{Period, holiday};
use chrono::{Datelike as _, NaiveDate};

use crate::attestations::Sheet;
use crate::bulletin::identity_name;
use crate::model::{Block, Column, Document, Fact, Orientation, Row, RowKind, Signature, Table};
use crate::typo;

/// A sheet to fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feuille {
    /// Employer.
    pub employeur: IdentiteEmployeur,
    /// Employee.
    pub salarie: IdentiteSalarie,
    /// Title of the work.
    pub titre: String,
    /// Number of the contract.
    pub contrat: String,
    /// Job.
    pub fonction: String,
    /// Days of the contract on the sheet.
    pub jours: Period,
    /// Cachets are counted (artists, extras).
    pub cachets: bool,
}

/// The sheet as a document, landscape.
#[must_use]
pub fn document(f: &Feuille) -> Document {
    let mut columns = vec![
        Column::text("Jour", 25),
        Column::text("Arrivée", 9),
        Column::text("Départ", 9),
        Column::text("Pause (minutes)", 9),
        Column::text("Nature du travail", 17),
        Column::text("Transport (minutes)", 10),
        Column::text("Repas", 7),
    ];
    if f.cachets {
        columns.push(Column::text("Cachets", 8));
    }
    columns.push(Column::text("Lieu et observations", 24));
    let width = columns.len();
    let line = |first: String, kind: RowKind| {
        let mut cells = vec!["\u{a0}".to_owned(); width];
        cells[0] = first;
        Row { kind, cells }
    };
    let mut rows: Vec<Row> = f.jours.iter_days().map(|d| line(day(d), RowKind::Form)).collect();
    rows.push(line("Total".to_owned(), RowKind::Form));
    let name = identity_name(&f.salarie);
    let sheet = Sheet {
        title: "Feuille d’heures",
        subtitle: &f.titre,
        employeur: &f.employeur,
        salarie: &f.salarie,
        date: f.jours.debut,
        identifier: format!("feuille-{}-{}", f.contrat, f.jours.debut),
        marks: vec![
            Fact::new("Salarié", name.clone()),
            Fact::new("Emploi", f.fonction.clone()),
            Fact::new("Contrat", f.contrat.clone()),
            Fact::new("Jours", typo::period(f.jours)),
        ],
        blocks: vec![
            Block::Table(Table { summary: "Heures faites, jour par jour".to_owned(), columns, rows }),
            Block::Mentions(vec![typo::french(
                "Nature : tournage, préparation, postproduction, voyage, répétition, essayage, férié chômé. Pause : temps non payé. Repas : nombre de repas non fournis. Rayer les jours non travaillés.",
            )]),
            Block::Signatures(vec![
                Signature { who: name, lines: vec![typo::french("Le :"), "Signature".to_owned()] },
                Signature {
                    who: "Chef de poste ou production".to_owned(),
                    lines: vec![typo::french("Nom, date :"), "Signature".to_owned()],
                },
            ]),
        ],
    };
    Document { orientation: Orientation::Landscape, ..sheet.document() }
}

/// `lundi 9 novembre`, with the name of a public holiday.
fn day(day: NaiveDate) -> String {
    const NAMES: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    let rank = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
    let text = typo::long_date(day);
    // The year is in the heading.
    let short = text.rsplit_once(['\u{a0}', ' ']).map_or(text.as_str(), |(short, _)| short);
    match holiday(day) {
        Some(_) => format!("{} {short} (férié)", NAMES[rank]),
        None => format!("{} {short}", NAMES[rank]),
    }
}

#[cfg(test)]
mod tests {
    use super::day;
    use chrono::NaiveDate;

    #[test]
    fn a_day_is_named_and_a_holiday_said() {
        let of = |d| day(NaiveDate::from_ymd_opt(2026, 11, d).unwrap()).replace('\u{a0}', " ");
        assert_eq!(of(9), "lundi 9 novembre");
        assert_eq!(of(11), "mercredi 11 novembre (férié)");
    }
}
