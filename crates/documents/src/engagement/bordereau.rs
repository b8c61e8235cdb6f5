//! The list of the extras of a day, to check in and to sign.

use cddu_payslip::IdentiteSalarie;
use cddu_rates::Cents;
use chrono::NaiveDate;

use crate::bulletin::identity_name;
use crate::model::{Block, Column, Document, Fact, Orientation, Row, RowKind, Signature, Table};
use crate::typo;

/// A day of figuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bordereau {
    /// Employer.
    pub employeur: String,
    /// Title of the work.
    pub titre: String,
    /// Numéro d'objet.
    pub numero_objet: String,
    /// Day.
    pub jour: NaiveDate,
    /// Extras, in the order of the list.
    pub figurants: Vec<Figurant>,
}

/// An extra of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figurant {
    /// Person.
    pub salarie: IdentiteSalarie,
    /// Job.
    pub fonction: String,
    /// Call, end and break, as they are known.
    pub horaire: [String; 3],
    /// Pay of the day; `None`: the minimum of the agreement is not known.
    pub salaire: Option<Cents>,
    /// Supplements of the day.
    pub complements: Cents,
    /// Meals refunded.
    pub repas: Cents,
}

/// The list as a document, landscape.
#[must_use]
pub fn document(b: &Bordereau) -> Document {
    let amount = |v: Cents| if v.is_zero() { String::new() } else { typo::amount(v) };
    let mut rows: Vec<Row> = b
        .figurants
        .iter()
        .enumerate()
        .map(|(rank, f)| {
            let [from, to, pause] = f.horaire.clone();
            Row::new(
                RowKind::Form,
                [
                    (rank + 1).to_string(),
                    format!(
                        "{} ({})",
                        identity_name(&f.salarie),
                        f.salarie.matricule.as_deref().unwrap_or_default()
                    ),
                    f.fonction.clone(),
                    from,
                    to,
                    pause,
                    f.salaire.map_or_else(String::new, amount),
                    amount(f.complements),
                    amount(f.repas),
                    "\u{a0}".to_owned(),
                ],
            )
        })
        .collect();
    let sum = |of: fn(&Figurant) -> Cents| amount(b.figurants.iter().map(of).sum());
    rows.push(Row::new(
        RowKind::Total,
        [
            String::new(),
            typo::count(b.figurants.len(), "figurant"),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            sum(|f| f.salaire.unwrap_or_default()),
            sum(|f| f.complements),
            sum(|f| f.repas),
            String::new(),
        ],
    ));
    let columns = vec![
        Column::number("N°", 4),
        Column::text("Figurant", 27),
        Column::text("Emploi", 20),
        Column::text("Convocation", 10),
        Column::text("Fin", 7),
        Column::text("Pause", 7),
        Column::number("Salaire", 10),
        Column::number("Complément", 10),
        Column::number("Repas", 8),
        Column::text("Émargement", 20),
    ];
    let day = typo::long_date(b.jour);
    Document {
        title: "Bordereau de figuration".to_owned(),
        subtitle: b.titre.clone(),
        marks: vec![
            Fact::new("Employeur", b.employeur.clone()),
            Fact::new("Jour", day.clone()),
            Fact::new("N° d’objet", b.numero_objet.clone()),
            Fact::new("Figurants", b.figurants.len().to_string()),
        ],
        author: b.employeur.clone(),
        subject: format!("Bordereau de figuration du {day}"),
        date: b.jour,
        identifier: format!("bordereau-{}", b.jour),
        orientation: Orientation::Landscape,
        dense: false,
        blocks: vec![
            Block::Table(Table { summary: "Figurants du jour".to_owned(), columns, rows }),
            Block::Signatures(vec![
                Signature {
                    who: "Chargé de la figuration".to_owned(),
                    lines: vec![typo::french("Nom, date :"), "Signature".to_owned()],
                },
                Signature {
                    who: "Pour la production".to_owned(),
                    lines: vec![typo::french("Nom, date :"), "Signature".to_owned()],
                },
            ]),
        ],
        footer: format!("Bordereau de figuration · {} · {day}", b.employeur),
        attachment: None,
    }
}
